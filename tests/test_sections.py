"""What is refused in a section of the textbook, and what is not."""

from __future__ import annotations

import json
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from conftest import make_recipe, script
from endpoint import Endpoint, teach
from tutelage import graph
from tutelage.config import ChecksConfig, CourseConfig, TeacherConfig, load_recipe
from tutelage.course import preview, write_course
from tutelage.course.checkers import make_pairs
from tutelage.course.filter import DraftFilter
from tutelage.course.planning import plan_lessons
from tutelage.course.references import references
from tutelage.course.sections import (
    LEAST_WORDS,
    MOST_WORDS,
    fault_of,
    numbers_of,
    unsupported_names,
    unsupported_numbers,
)
from tutelage.course.variety import repeats
from tutelage.course.writing import fulfil_requests
from tutelage.progress import Quiet
from tutelage.records import (
    Citation,
    Edge,
    Judgement,
    JudgeRequest,
    Lesson,
    LessonRequest,
    Passage,
    Reply,
    Request,
    RequestKind,
    Skill,
    SkillGraph,
    Solution,
    SolveRequest,
)
from tutelage.seeds import rng
from tutelage.subjects.registry import SUBJECTS
from tutelage.teacher import TRUSTED, make_teacher
from tutelage.teacher.language.prompting import packaged_prompt
from tutelage.teacher.language.sections import section
from tutelage.teacher.scripted import ScriptedTeacher

ALLOWANCE = (
    "The meal allowance of Nordwind Ltd is 14 euros for a trip of more than 8 hours and 28 euros for a trip of "
    "24 hours or more. A trip of 8 hours or less has no allowance. The claim goes to Finance within 30 days."
)
HOTEL = "A hotel is paid up to 120 euros a night in Zurich and up to 95 euros elsewhere. Above that the employee pays."
MILEAGE = (
    "A private car is paid with 0.30 euros per kilometre, a motorcycle with 0.20. "
    "Claims of over 1,000 euros need the director."
)
FRACTIONS = "Fractions with different denominators are added by bringing them to a common one."

RIGHT = {
    "rules then examples": (
        ALLOWANCE,
        "The meal allowance covers what an employee of Nordwind Ltd eats on a business trip. What is paid "
        "depends on how long the trip lasts. For a trip of more than 8 hours the allowance is 14 euros. For a "
        "trip that lasts 24 hours or more it is 28 euros, which is twice as much. A shorter trip has "
        "none.\n\nExample 1: Anna leaves at 7 in the morning and is back at 5 in the afternoon. The trip took "
        "10 hours. That is more than 8 hours and less than 24, so she gets 14 euros.\n\nExample 2: Omar travels"
        " to Hamburg for 26 hours. That is more than 24 hours, so the allowance is 28 euros.\n\nWhoever travels"
        " often sees that the limits are what matters: compare the length of the trip with 8 hours first, and "
        "then with 24 hours. Send the claim to Finance within thirty days.",
    ),
    "a calculation in the rules": (
        HOTEL,
        "A hotel on a business trip is paid by the company, but only up to a limit for each night. In Zurich "
        "the limit is 120 euros a night, everywhere else it is 95 euros. What a room costs above the limit is "
        "paid by the employee. So three nights in Zurich are covered up to 3 * 120 = 360 euros.\n\nTo find out "
        "what is paid, do three things. First look up the limit of the city. Then compare it with the price of "
        "the room. The smaller one of the two is what the company pays for a night.\n\nSuppose a room in Bern "
        "costs 110 euros. The limit is 95 euros.\n\nSince 110 is more than 95, the company pays 95 euros and "
        "the employee pays the other 15 euros.\n\nA second example: a room in Zurich for 118 euros is paid in "
        "full, because the limit is 120 euros.",
    ),
    "decimals, money and one that grows": (
        MILEAGE,
        "Whoever uses a private vehicle for the company is paid for every kilometre. The rate of a private car "
        "is 0.30 euros per kilometre, and that of a motorcycle is 0.20 euros per kilometre. Multiply the "
        "kilometres by the rate of the vehicle. The way there and the way back both count, so a trip counts "
        "twice its one-way distance.\n\nFor example, a car that drives 50 kilometres to a customer and 50 "
        "kilometres back has driven 100 kilometres. The payment is 100 * 0.30 = 30 euros.\n\nImagine instead a "
        "motorcycle on the same road. Its payment is 100 * 0.20 = 20 euros. A claim of more than €1,000 has to "
        "be signed by the director before it is paid; the other claims do not need that signature.",
    ),
    "mathematics, whose reference has no number": (
        FRACTIONS,
        "To add 1/2 and 1/3, the parts must have one size. A sixth fits into both: 1/2 is 3/6, and 1/3 is 2/6. "
        "Now the numerators can be added, and the sum of 3/6 and 2/6 is 5/6. This is what a common denominator "
        "is good for, and it works for every two fractions. Take the smallest number that both denominators "
        "divide, widen both fractions until they have it, and add the numerators. With 3/4 and 5/6 the smallest"
        " such number is 12. Widening gives 9/12 and 10/12, and their sum is 19/12. In the end see whether the "
        "sum can be reduced. Here it cannot, because 19 is a prime number, so 19/12 is the answer, or 1 7/12 as"
        " a mixed number.",
    ),
}
PADDING = " What is paid depends on the rules of the company, and whoever is in doubt asks before the trip begins." * 6

WRONG = {
    "numbers from nowhere": (ALLOWANCE, "A trip of more than 6 hours has an allowance of 14 euros." + PADDING),
    "numbers in words": (ALLOWANCE, "The claim goes to Finance within three days." + PADDING),
    "another rate": (MILEAGE, "A private car is paid with 0.35 euros per kilometre." + PADDING),
    "another city": (HOTEL, "A hotel is paid up to 120 euros in London and up to 95 euros elsewhere." + PADDING),
    "a department": (ALLOWANCE, "The claim goes to Human Resources within 30 days." + PADDING),
    "an amount in the summary": (
        HOTEL,
        "Example 1: A room in Bern costs 110 euros, so 95 euros are paid."
        + PADDING
        + "\n\nNever book above 130 euros.",
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_sections_pass(name: str) -> None:
    reference, text = RIGHT[name]
    assert fault_of(text, "the skill", reference) is None


@pytest.mark.parametrize("name", WRONG)
def test_what_comes_from_nowhere_is_refused_and_named(name: str) -> None:
    reference, text = WRONG[name]
    fault = fault_of(text, "the skill", reference)
    assert fault is not None
    assert fault.reason in ("numbers from nowhere", "names from nowhere")
    found = [*unsupported_numbers(text, reference), *unsupported_names(text, reference)]
    assert all(item in text or item in ("3", "0.35") for item in found)
    assert any(item in fault.detail for item in found)


PLAIN = "What is paid depends on the rules. "


@pytest.mark.parametrize(
    ("text", "reason", "told"),
    [
        (PLAIN * 30, "", ""),
        ("word " * (LEAST_WORDS - 1), "too short", f"{LEAST_WORDS - 1} words; write 150 to 400"),
        ("word " * (MOST_WORDS + 1), "too long", f"{MOST_WORDS + 1} words; write 150 to 400"),
        (PLAIN * 30 + "\n\n## What to do\n\nPay.", "has headings", '"## What to do"'),
        (PLAIN * 30 + "\n\n**What to do**\n\nPay.", "has headings", '"**What to do**"'),
        (PLAIN * 30 + "\n\nIt is **not** paid twice. The #1 rule is that.", "", ""),
        (PLAIN * 30 + "\n\nExercise 1: How much is paid?", "lists exercises", "worked examples"),
        (PLAIN * 30 + "\n\n1. How much is it?\n2. Who pays?", "lists exercises", "worked examples"),
        (PLAIN * 30 + "\n\n1. See what it costs.\n2. Compare. Is it more?\n", "", ""),
    ],
)
def test_form_of_a_section(text: str, reason: str, told: str) -> None:
    fault = fault_of(text, "the skill", "")
    assert (fault.reason if fault else "") == reason
    assert told in (fault.detail if fault else "")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,250.50 and 37,40 or 1.000", ["1250.5", "37.4", "1000"]),
        ("twenty-one of 0.30, 8:30", ["21", "0.3", "8", "30"]),
        ("1,250,000 and v2.10.3", ["1250000"]),
        ("none", []),
    ],
)
def test_numbers_as_they_are_written(text: str, numbers: list[str]) -> None:
    assert numbers_of(text) == list(map(Fraction, numbers))


@pytest.mark.parametrize("subject", ["calculus", "social-studies"])
def test_the_rules_accept_the_sections_of_the_embedded_subjects(subject: str) -> None:
    """They are trusted, so nothing depends on it. The reference is another section on the same skill, with other worked
    examples; a section that works with numbers of its own in its running text is refused, which is a quarter of them:
    a teacher is told why, and tries again. They may be longer than those of a language model."""
    taught, prompt = SUBJECTS.get(subject), [packaged_prompt("lesson")]
    refused = []
    for skill, title in taught.skills.items():
        text, other = (taught.lesson(skill, rng(seed, "lesson")) for seed in (1, 2))
        fault = fault_of(text, title, other)
        assert not repeats(text, prompt)
        if fault is not None and fault.reason != "too long":
            refused.append(fault.reason)
    assert set(refused) <= {"numbers from nowhere", "names from nowhere"}
    assert len(refused) < 0.25 * len(taught.skills)


SKILLS = graph.build(
    [
        Skill(id="claims", name="claims", description="A claim is sent within 30 days.", position=0),
        Skill(id="limit", name="the limit", description="The limit is 120 euros.", position=1),
    ],
    [Edge(prerequisite="claims", skill="limit")],
)
SMALL = CourseConfig(
    exercises_per_skill=2,
    exam_questions_per_skill=1,
    misconceptions_per_skill=1,
    difficulties=(1,),
    max_drafts=3,
    checks=ChecksConfig(solutions=0),
)


def test_a_section_is_asked_for_again_with_the_reason_and_exercises_rest_on_one_that_passed() -> None:
    """Over HTTP: the section about claims passes at the second try, the one about the limit never does."""

    def say(body: dict[str, Any]) -> str:
        prompt = body["messages"][1]["content"]
        if '{"text":' not in prompt:
            return teach(body)
        wrong = "It takes 45 days. " if '"claims"' in prompt else "The limit is 200 euros. "
        right = "Send it within 30 days. " if '"claims"' in prompt and "45" in prompt else wrong
        return json.dumps({"text": "## How it is done\n\nAbout claims and the limit. " + right + PLAIN * 20})

    with Endpoint(say) as endpoint:
        config = TeacherConfig(kind="openai", model="m", base_url=endpoint.url)
        course = write_course(SKILLS, make_teacher(config, SKILLS), SMALL, 0, Quiet())
    assert [lesson.skill for lesson in course.lessons] == ["claims"]
    assert course.lessons[0].text.startswith("How it is done\n\n")
    again = [body["messages"][1]["content"] for body in endpoint.bodies if "refused because" in str(body)]
    assert "numbers from nowhere (45 stands nowhere in what is known about the skill" in again[0]
    assert len(again) == 1 + 2
    assert [(item.skill, item.reason) for item in course.rejected if item.kind is RequestKind.LESSON] == [
        ("claims", "numbers from nowhere"),
        *[("limit", "numbers from nowhere")] * 3,
    ]
    assert all("stands nowhere" in item.detail for item in course.rejected if item.kind is RequestKind.LESSON)
    assert {exercise.skill for exercise in (*course.exercises, *course.exam, *course.misconceptions)} == {"claims"}
    unasked = [account for account in course.accounts if account.skill == "limit" and account.kind != "lesson"]
    assert [account.failures for account in unasked] == [{"the skill has no section": n} for n in (1, 2, 1)]
    assert all(account.missing == account.asked for account in unasked)


def test_a_trusted_teacher_may_leave_sections_out() -> None:
    """Its exercises do not rest on them, and what it writes is not measured."""
    asked: list[Request] = []

    def answer(request: Request) -> Reply:
        asked.append(request)
        if isinstance(request, LessonRequest) and request.skill == "claims":
            text = "About claims: the limit is 200 euros. " * 8
            lesson = Lesson(id="l", skill="claims", title="claims", text=text)
            return Reply(request=request.id, drafts=(lesson,))
        return Reply(request=request.id, failure="none")

    course = write_course(SKILLS, ScriptedTeacher(answer, checks=TRUSTED), SMALL, 0, Quiet())
    assert [lesson.skill for lesson in course.lessons] == ["claims"]
    assert {request.skill for request in asked if not isinstance(request, LessonRequest)} == {"claims", "limit"}  # type: ignore[union-attr]


def test_a_description_that_says_enough_stands_in_for_its_section() -> None:
    """The rules in the words of whoever made them are better than none, and than false ones; and they are what drafts
    are checked against, not what the teacher made of them."""
    told = "A trip of 8 to 14 hours pays 12 euros. A trip of more than 14 hours pays 26 euros."
    skills = graph.build(
        [
            Skill(id="claims", name="claims", description="A claim is sent within 30 days.", position=0),
            Skill(id="meals", name="meals", description=told, position=1),
            Skill(id="hotels", name="hotels", description="A hotel is paid up to 110 euros a night.", position=2),
        ],
        [Edge(prerequisite="claims", skill="meals")],
    )

    def say(body: dict[str, Any]) -> str:
        if '{"text":' not in body["messages"][1]["content"]:
            return teach(body)
        return json.dumps({"text": "About claims, meals, hotels. " + PLAIN * 20 + "It is 45 euros or 45 days."})

    with Endpoint(say) as endpoint:
        config = TeacherConfig(kind="openai", model="m", base_url=endpoint.url)
        course = write_course(skills, make_teacher(config, skills), SMALL, 0, Quiet())
    (lesson,) = course.lessons
    assert (lesson.skill, lesson.prerequisites) == ("meals", ("claims",))
    assert told in lesson.text
    assert {exercise.skill for exercise in course.exercises} == {"meals"}
    assert [account.missing for account in course.accounts if account.kind == "lesson"] == [1, 1, 1]

    def down(request: Request) -> Reply:
        return Reply(request=request.id, failure="down")

    lost = write_course(skills, ScriptedTeacher(down, checks=TRUSTED._replace(sections=True)), SMALL, 0, Quiet())
    assert not lost.lessons, "nothing was written, so nothing is kept"


def test_the_prompt_is_no_section() -> None:
    """A small model may write down what it was told to do."""

    def say(body: dict[str, Any]) -> str:
        told = body["messages"][1]["content"].replace('"', "'")
        return json.dumps({"text": f"About claims and the limit. {PLAIN * 20} {told}"})

    with Endpoint(say) as endpoint:
        config = TeacherConfig(kind="openai", model="m", base_url=endpoint.url)
        course = write_course(SKILLS, make_teacher(config, SKILLS), SMALL, 0, Quiet())
    assert not course.lessons
    assert {item.reason for item in course.rejected} == {"repeats the prompt"}


def test_a_judge_refuses_a_section_that_contradicts_what_is_known_or_another_one() -> None:
    """It sees the description and the section that this one builds on. An objection that contradicts itself is none."""
    skills = graph.build(
        [
            Skill(id="claims", name="claims", description="A claim is sent within 30 days.", position=0),
            Skill(id="limit", name="the limit", description="In Oslo 165 euros, elsewhere 110.", position=1),
            Skill(id="fees", name="fees", description="There are none.", position=2),
        ],
        [Edge(prerequisite="claims", skill="limit")],
    )
    texts = {
        "claims": "About claims: a claim is signed by the traveller. " + PLAIN * 20,
        "limit": "About claims and the limit: in Oslo 110 euros, elsewhere 165. " + PLAIN * 20,
        "fees": "About fees, of which there are none. " + PLAIN * 20,
    }
    judged: list[JudgeRequest] = []

    def answer(request: Request) -> Reply:
        if isinstance(request, LessonRequest):
            lesson = section(skills, request.skill, texts[request.skill])
            return Reply(request=request.id, drafts=(lesson,))
        assert isinstance(request, JudgeRequest)
        judged.append(request)
        verdicts = {
            "claims": Judgement(right=True, answer="yes"),
            "limit": Judgement(right=False, answer="no", reason="In Oslo it is 165."),
            "fees": Judgement(right=False, answer="Yes."),
        }
        return Reply(request=request.id, drafts=(verdicts[request.exercise.skill],), tokens=9)

    teacher = ScriptedTeacher(answer)
    taught = references(skills)
    written = fulfil_requests(
        plan_lessons(skills, 0),
        teacher,
        DraftFilter(skills, rules=ChecksConfig(sections=True, judge=True), taught=taught),
        max_drafts=2,
        label="textbook",
        progress=Quiet(),
        references=taught,
    )
    assert [lesson.skill for lesson in written.lessons] == ["claims", "fees"]
    assert [(item.skill, item.reason, item.detail) for item in written.rejected] == [
        ("limit", "judged wrong", "In Oslo it is 165.")
    ] * 2
    seen = next(request for request in judged if request.exercise.skill == "limit")
    assert "In Oslo 165 euros" in seen.reference
    assert "signed by the traveller" in seen.reference
    assert texts["limit"].strip() in seen.exercise.solution
    again = [request.avoid for request in teacher.asked if isinstance(request, LessonRequest) and request.avoid]
    assert again == ["Earlier drafts were refused because: judged wrong (In Oslo it is 165.)."]
    assert {account.tokens for account in written.accounts} == {9, 18}


def test_a_preview_of_documents_alone_estimates_the_exam_by_exercises(tmp_path: Path) -> None:
    """Where passages are the textbook no section is asked for; and who solves is shown the passages."""
    passages = {
        one: Passage(id=one, file="a.md", text=f"Passage {one}: the fee is 7 euros. " * 3) for one in ("p", "q")
    }
    skills = SkillGraph(
        skills=(Skill(id="one", name="one", passages=("p",)), Skill(id="two", name="two", passages=("q",))), edges=()
    )
    recipe = load_recipe(make_recipe(tmp_path, tmp_path))
    checks = recipe.course.checks.model_copy(update={"solutions": 1, "trial": 0})
    recipe = recipe.model_copy(update={"course": recipe.course.model_copy(update={"checks": checks})})

    def citing(request: Any) -> Reply:
        if isinstance(request, SolveRequest):
            return Reply(request=request.id, drafts=(Solution(text="Answer: 7"),))
        reply = script(request)
        cited = (Citation(passage="p" if request.skill == "one" else "q", quote="the fee is 7 euros"),)
        return reply.model_copy(
            update={"drafts": tuple(draft.model_copy(update={"evidence": cited}) for draft in reply.drafts)}
        )

    teacher = ScriptedTeacher(citing)
    made = preview.make_preview(recipe, skills, teacher, Quiet(), passages=passages)
    found = {row.kind: row for row in made.estimates}
    per_item = [found[kind].drafts / found[kind].wanted for kind in ("exercises", "exam questions")]
    assert per_item[0] == per_item[1]
    solved = [request for request in teacher.asked if isinstance(request, SolveRequest)]
    assert solved
    assert all("the fee is 7 euros" in request.reference for request in solved)


@pytest.mark.parametrize("figure", ["0." + "3" * 5000, "1" * 6000, "1" * 6000 + ".5"])
def test_a_number_that_a_model_did_not_end_is_one_from_nowhere(figure: str) -> None:
    text = "The allowance is paid for each trip, and nothing else is ever counted by the office. " * 8
    fault = fault_of(f"{text} It pays {figure} euros.", "Allowance", "A trip of 8 hours pays 12 euros.")
    assert fault is not None
    assert fault.reason == "numbers from nowhere"
    assert len(fault.detail) < 200
    known = {"skill": f"A trip of more than {figure} hours pays 12 euros."}
    assert all(len(pair.right.answer) < 20 for pair in make_pairs(known, 5, seed=0))


def test_hundreds_of_numbers_in_a_sentence_take_no_time() -> None:
    text = "The allowance is paid for each trip, and nothing else is ever counted by the office. " * 8
    numbers = " ".join(f"{i * i + 1000};{i * 7 + 3}" for i in range(400))
    start = time.process_time()
    assert fault_of(text + numbers, "Allowance", "A trip of 8 hours pays 12 euros.") is not None
    assert time.process_time() - start < 2
