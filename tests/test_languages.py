"""Courses in another language: asked for, checked by a detector, and marked with its numbers and dates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import make_recipe
from endpoint import Endpoint, teach
from test_small_teachers import small
from tutelage import graph, pipeline
from tutelage.config import CourseConfig, load_recipe
from tutelage.course import write_course
from tutelage.course.language import known_languages, other_language, require_language
from tutelage.errors import RecipeError
from tutelage.grading import mark
from tutelage.grading.languages import LANGUAGES, plain
from tutelage.progress import Quiet
from tutelage.records import Checker, Edge, Exercise, ExercisesRequest, Lesson, LessonRequest, Reply, Skill, content_id
from tutelage.seeds import rng
from tutelage.teacher.language.drafts import with_answer
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.tools.preflight import preflight

GERMAN = [
    "Wie viele Euro bekommt ein Mitarbeiter für eine Reise von acht Stunden?",
    "Eine Kiste enthält 24 Stifte. Wie viele Stifte sind in sieben Kisten?",
    "Anna kauft drei Hefte zu je 1,20 Euro und bezahlt mit einem Schein. Wie viel Geld bekommt sie zurück?",
    "Addition von Brüchen: Man bringt beide Brüche auf einen gemeinsamen Nenner und addiert dann die Zähler.",
    "Weil die Reise länger als acht Stunden dauert, werden 14 Euro gezahlt.\nAntwort: 14",
    "Der Rabatt beträgt 20 % von 45,50 Euro, also 9,10 Euro. Der neue Preis ist daher 36,40 Euro.",
]
ENGLISH = [
    "How many euros does an employee get for a trip of eight hours?",
    "A box holds 24 pencils. How many pencils are there in seven boxes?",
    "To add two fractions, bring both to a common denominator, then add the numerators.",
    "Since the trip takes longer than eight hours, 14 euros are paid.\nAnswer: 14",
    "The discount is 20 % of 45.50 euros, that is 9.10 euros, so the new price is 36.40 euros.",
]


@pytest.mark.parametrize(("texts", "own", "other"), [(GERMAN, "de", "en"), (ENGLISH, "en", "de")])
def test_a_text_in_another_language_is_recognised(texts: list[str], own: str, other: str) -> None:
    for text in texts:
        assert not other_language(text, own), text
        assert other_language(text, other), text
        assert not other_language(text, "")


@pytest.mark.parametrize(
    "text",
    ["3x^2 + 2 = 14", "12", "Answer: 12", "", "f(x) = \\frac{1}{2} x, also f(4) = 2", "Paris, London, Berlin, Madrid"],
)
def test_formulas_names_and_short_texts_are_of_no_language(text: str) -> None:
    assert not any(other_language(text, code) for code in ("de", "en", "fr"))


def test_one_paragraph_in_another_language_is_enough() -> None:
    assert other_language("\n\n".join([*GERMAN, ENGLISH[0]]), "de")
    assert not other_language("\n\n".join([*GERMAN, "x = 3, y = 4"]), "de")


def test_every_language_whose_numbers_are_known_can_be_recognised() -> None:
    assert LANGUAGES.keys() <= known_languages()
    for language in LANGUAGES.values():
        assert len(language.months.split()) in (0, 12), language.name
    with pytest.raises(RecipeError, match="'xq' is not known"):
        require_language("xq")


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("de", "37,40 Euro", "37.40 Euro"),
        ("de", "1.234,50", "1234.50"),
        ("de", "1.234.567", "1234567"),
        ("de", "3.5", "3.5"),
        ("de", "Am 3. Mai 2024 um 9.30 Uhr", "2024-05-03 um 9.30 Uhr"),
        ("de", "03.05.2024", "2024-05-03"),
        ("de", "Punkt (3,4) und {1,2,3}", "Punkt (3,4) und {1,2,3}"),
        ("de", "1, 2 und 3", "1, 2 und 3"),
        ("de", "1{,}5 m", "1.5 m"),
        ("fr", "le 1er janvier 2024 : 2,5 km", "2024-01-01 : 2.5 km"),
        ("es", "el 3 de mayo de 2024", "2024-05-03"),
        ("en", "1,234.50 on May 3, 2024", "1,234.50 on May 3, 2024"),
        ("", "1,5", "1,5"),
    ],
)
def test_numbers_and_dates_of_a_language(code: str, text: str, expected: str) -> None:
    assert plain(text, code) == expected
    assert plain(expected, code) == expected


@given(st.decimals(0, 999, places=2), st.sampled_from([code for code, one in LANGUAGES.items() if one.comma]))
def test_a_decimal_comma_is_a_decimal_point(number: Any, code: str) -> None:
    assert plain(str(number).replace(".", ","), code) == str(number)


def question(answer: str, language: str, checker: Checker = Checker.NUMBER) -> Exercise:
    label = LANGUAGES[language].answer if language else "Answer"
    return Exercise.of(
        skill="s",
        skills=("s",),
        question="Wie viel?",
        solution=f"{label}: {answer}",
        answer=answer,
        checker=checker,
        language=language,
    )


@pytest.mark.parametrize(
    ("reply", "answer", "checker", "right"),
    [
        ("Antwort: 37,40", "37,40", Checker.NUMBER, True),
        ("Das macht zusammen 37,4 Euro.", "37,40", Checker.NUMBER, True),
        ("Antwort: 37.40 €", "37,40", Checker.NUMBER, True),
        ("Answer: 37,40", "37,40", Checker.NUMBER, True),
        ("Antwort: 3740", "37,40", Checker.NUMBER, False),
        ("Antwort: 1234,5", "1.234,50", Checker.NUMBER, True),
        ("Antwort: 1,2345", "1.234,50", Checker.NUMBER, False),
        ("Antwort: 1234", "1.234", Checker.NUMBER, True),
        ("Antwort: 3.5.2024", "3. Mai 2024", Checker.TEXT, True),
        ("Antwort: am 03.05.2024", "3. Mai 2024", Checker.TEXT, True),
        ("Antwort: 5.3.2024", "3. Mai 2024", Checker.TEXT, False),
        ("Antwort: 2,5x + 1", "5x/2 + 1", Checker.MATHEMATICS, True),
        ("Antwort: (3; 4)", "(3; 4)", Checker.TEXT, True),
    ],
)
def test_replies_in_german_are_marked(reply: str, answer: str, checker: Checker, right: bool) -> None:
    assert mark(reply, question(answer, "de", checker)).correct is right


def test_the_word_before_an_answer_is_that_of_the_language_and_is_read() -> None:
    for code, language in LANGUAGES.items():
        solution = with_answer("…", "12", language.answer)
        assert solution == f"…\n{language.answer}: 12"
        assert with_answer(solution, "12", language.answer) == solution
        assert mark(solution, question("12", code)).correct, code


SKILLS = graph.build(
    [Skill(id="addieren", name="Addieren"), Skill(id="rechnungen", name="Rechnungen")],
    [Edge(prerequisite="addieren", skill="rechnungen")],
)
SIZE: dict[str, Any] = {"exercises_per_skill": 4, "exam_questions_per_skill": 2, "misconceptions_per_skill": 1}
WORDS = {
    "de": (
        "Was bekommt man, wenn man {} und {} zusammenzählt, in {}?",
        "Mit {} zählt man beide Zahlen zusammen",
        "Antwort",
    ),
    "en": ("What do you get when you add {} and {} together, by {}?", "By {} we add both of the numbers", "Answer"),
}
SECTIONS = {
    "de": "In diesem Abschnitt geht es um {} und um alles, was man dafür mit Addieren schon gelernt hat. " * 4,
    "en": "This section is about {} and about everything that was learned for it with Addieren before. " * 4,
}


def bilingual(request: Any, *, slips: int = 0) -> Reply:
    """What a teacher writes in the language that is asked for; one draft in so many slips into the other one."""
    names = {skill.id: skill.name for skill in SKILLS.skills}
    other = {"de": "en", "en": "de"}[request.language]
    if isinstance(request, LessonRequest):
        text = SECTIONS[request.language].replace("{}", names[request.skill])
        lesson = Lesson(id=content_id("le", text), skill=request.skill, title=names[request.skill], text=text)
        return Reply(request=request.id, drafts=(lesson,))
    drafts = []
    for index in range(request.number):
        slip = slips and rng(request.seed, "slip", index).randrange(slips) == 0
        language = other if slip else request.language
        ask, work, label = WORDS[language]
        a, b = rng(request.seed, index).sample(range(1, 500), 2)
        wrong = request.kind.value == "misconceptions"
        total = f"{(a + b + wrong) / 10:.1f}".replace(".", "," if language == "de" else ".")
        figures = [f"{n / 10:.1f}".replace(".", "," if language == "de" else ".") for n in (a, b)]
        drafts.append(
            Exercise.of(
                skill=request.skill,
                skills=(request.skill,),
                question=ask.format(*figures, names[request.skill]),
                solution=f"{work.format(names[request.skill])}.\n{label}: {total}",
                answer=total,
                formal=f"answer = {a}/10 + {b}/10",
                checker=Checker.MATHEMATICS,
                origin=request.origin,
                misconception="eins zu viel" if wrong else "",
                language=request.language,
            )
        )
    return Reply(request=request.id, drafts=tuple(drafts))


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_course_in_one_of_two_languages(language: str) -> None:
    config = CourseConfig(language=language, max_drafts=20, **SIZE)
    course = write_course(SKILLS, ScriptedTeacher(bilingual), config, 0, Quiet())
    assert not course.rejected
    assert not any(account.missing for account in course.accounts)
    assert {exercise.verdict for exercise in course.exercises} == {"recomputed"}
    slipping = ScriptedTeacher(lambda request: bilingual(request, slips=3))
    course = write_course(SKILLS, slipping, config, 0, Quiet())
    assert {item.reason for item in course.rejected} == {"another language"}
    assert not any(account.missing for account in course.accounts)
    for exercise in (*course.exercises, *course.exam):
        assert WORDS[language][2] in exercise.solution
        assert mark(f"{WORDS[language][2]}: {exercise.answer}", exercise).correct
    told = [request.avoid for request in slipping.asked if getattr(request, "avoid", "")]
    assert any("another language" in avoid for avoid in told)


def test_without_a_language_nothing_is_checked() -> None:
    teacher = ScriptedTeacher(lambda r: bilingual(r.model_copy(update={"language": "de"}), slips=2))
    config = CourseConfig(exercises_per_skill=4, exam_questions_per_skill=2, misconceptions_per_skill=1)
    course = write_course(SKILLS, teacher, config, 0, Quiet())
    assert "another language" not in {item.reason for item in course.rejected}


def test_a_german_run_from_recipe_to_report(tmp_path: Path, tiny_student: Path) -> None:
    syllabus = tmp_path / "stoff.yaml"
    syllabus.write_text(
        "units: [{skills: [{id: addieren, name: Addieren}, {id: rechnungen, name: Rechnungen, needs: [addieren]}]}]\n"
    )
    path = make_recipe(tmp_path, tiny_student, syllabus=str(syllabus), course={"language": "de", **SIZE})
    run = pipeline.run(load_recipe(path), teacher=ScriptedTeacher(bilingual), progress=Quiet())
    assert {exercise.language for exercise in (*run.course.exercises, *run.course.exam)} == {"de"}
    later = [exercise for round_ in run.rounds if round_.adapted for exercise in round_.adapted.exercises]
    assert later
    assert {exercise.language for exercise in later} == {"de"}
    assert "final" in run.evaluations


def test_a_prompt_asks_for_the_language_and_the_schema_stays() -> None:
    with Endpoint() as endpoint:
        made = small(endpoint, context=None)
        for language in ("de", ""):
            list(made.answer([ExercisesRequest(id="r", skill="rules", number=1, language=language)]))
        german, none = (body["messages"][1]["content"] for body in endpoint.bodies)
    assert "Write every text in German, with numbers and dates as German writes them" in german
    assert "Write every text" not in none


def test_what_a_model_writes_in_german_becomes_an_exercise_with_its_numbers() -> None:
    item = {
        "question": "Was kosten drei Hefte zu je 1,20 Euro?",
        "steps": [{"skill": "rules of the club", "text": "Man rechnet 3 mal 1,20."}],
        "answer": "3,60",
        "check": "answer = 3*1.2",
        "choices": [],
    }

    def answer(body: dict[str, Any]) -> str:
        return json.dumps({"exercises": [item]}) if "exercise(s)" in body["messages"][1]["content"] else teach(body)

    with Endpoint(answer) as endpoint:
        request = ExercisesRequest(id="r", skill="rules", number=1, language="de")
        (reply,) = (one for one in small(endpoint, context=None).answer([request]) if isinstance(one, Reply))
    (made,) = reply.of(Exercise)
    assert made.formal == "answer = 3*1.2"
    assert made.solution.endswith("Antwort: 3,60")
    assert mark("Antwort: 3,6", made).correct


def test_an_unknown_language_is_found_before_the_run(tmp_path: Path, tiny_student: Path) -> None:
    recipe = load_recipe(make_recipe(tmp_path, tiny_student, course={"language": "xq"}))
    found = preflight(recipe, teacher=ScriptedTeacher(bilingual))
    assert any("'xq' is not known" in str(problem.error) for problem in found.problems)
