"""The public checker finds what is wrong with a subject, and nothing where nothing is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest
from typer.testing import CliRunner

from tutelage import graph as graphs
from tutelage.cli import app
from tutelage.config import CourseConfig
from tutelage.course.planning import plan_exercises, plan_misconceptions
from tutelage.records import Checker, Edge, Origin, Skill
from tutelage.subjects import Draft
from tutelage.subjects.checking import holds, problems, skill_problems
from tutelage.subjects.registry import SUBJECTS
from tutelage.subjects.workbook import Draw, Item, Topic, Workbook
from tutelage.syllabus import read_syllabus
from tutelage.teacher.embedded import EmbeddedTeacher

EXAMPLES = Path(__file__).parent.parent / "examples"
GRAPHS = {name: read_syllabus(EXAMPLES / f"{name}-full-syllabus.yaml") for name in ("calculus", "social-studies")}


def doubled(d: Draw) -> Item:
    number = d.within((10, 10**4))
    result = number + 2 if d.slip else 2 * number
    return Item(
        questions=(f"Double {number}.", f"What is twice {number}?", f"How much is two times {number}?"),
        work=f"doubling: {number} + {number} = {result}",
        answer=str(result),
        formal=f"answer = 2 * {number} and parts(answer) < 2",
    )


TOPIC = Topic("doubling", "doubling", "Doubling is adding a number to itself. " * 20, doubled, {"two": "Two is added."})
GOOD = Workbook(TOPIC)


def changed(change: Callable[[Item], Item]) -> Workbook:
    return Workbook(replace(TOPIC, make=lambda d: change(doubled(d))))


def slip_of(draw: Draw, key: str) -> Draw:
    """The draw as a generator sees it that knows this slip alone."""
    return replace(draw, slip=draw.slip if draw.slip == key else "")


class Forgetful(Workbook):
    def exercise(self, skill: str, difficulty: int, rng: Random, forms: Sequence[str] = ()) -> Draft:
        return super().exercise(skill, difficulty, Random())


class Deaf(Workbook):
    def exercise(self, skill: str, difficulty: int, rng: Random, forms: Sequence[str] = ()) -> Draft:
        return super().exercise("doubling", 1, Random(0))


class Counted(Workbook):
    def distinct(self, skill: str, difficulty: int) -> int | None:
        return 100


class Repetitive(Workbook):
    def exercise(self, skill: str, difficulty: int, rng: Random, forms: Sequence[str] = ()) -> Draft:
        return super().exercise(skill, difficulty, rng)._replace(skills=("doubling", "doubling"))


class Chosen(Workbook):
    """A choice, of which the question shows other texts."""

    def exercise(self, skill: str, difficulty: int, rng: Random, forms: Sequence[str] = ()) -> Draft:
        draft = super().exercise(skill, difficulty, rng)
        return draft._replace(
            question=f"{draft.question}\nA. Nairobi\nB. Mombasa",
            solution="doubling. Answer: A",
            answer="A",
            formal='answer = "Nairobi"',
            checker=Checker.CHOICE,
            choices=("Nairobi", "Kampala"),
        )


def test_nothing_is_wrong_with_a_good_one() -> None:
    assert problems(GOOD) == []
    assert problems(GOOD, seed=5, drawings=3) == []


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        (Workbook(), "the subject has no skills"),
        (Workbook(replace(TOPIC, id="Doubling Up")), "an id consists of small letters"),
        (Workbook(TOPIC, replace(TOPIC, id="twice")), "another skill is also called 'doubling'"),
        (Workbook(replace(TOPIC, about="Doubling.", slips={"two": "Odd."})), "at least 120 are needed"),
        (Workbook(replace(TOPIC, slips={"": "Nothing."})), "no slip of 'doubling' changes the answer"),
        (Workbook(replace(TOPIC, slips={"two": "Two is added"})), "is described by a sentence"),
        (
            Counted(replace(TOPIC, make=lambda d: doubled(Draw(Random(0), 1)))),
            "`distinct` says 100, and 60 drawings held",
        ),
        (changed(lambda item: item._replace(answer="7")), "the answer '7' does not fulfil"),
        (
            changed(lambda item: item._replace(formal="nonsense")),
            "statements cannot be read, such as: a statement needs exactly one of = < >: 'nonsense'",
        ),
        (
            changed(lambda item: item._replace(formal=item.formal.replace("answer =", "answer =="))),
            "a statement needs exactly one of = < >: 'answer == ",
        ),
        (
            changed(lambda item: item._replace(answer=cast(Any, int(item.answer)))),
            "'answer' of an item is a text, not",
        ),
        (
            Workbook(replace(TOPIC, slips={"tow": "Two is added."}, make=lambda d: doubled(slip_of(d, "two")))),
            "the mistake that the draw names (tow), as in d.outcome(right, tow=wrong)",
        ),
        (changed(lambda item: item._replace(questions=item.questions[:2])), "2 wordings; at least 3"),
        (changed(lambda item: item._replace(questions=("Double it.", "Twice?", "Two times?"))), "two answers to"),
        (changed(lambda item: item._replace(uses=("halving",))), "the skill 'halving' is unknown"),
        (
            changed(lambda item: item._replace(formal=f"{item.formal} and 1 = 1", answer="20")),
            "a shortcut is right in 60",
        ),
        (Repetitive(TOPIC), "hold each once"),
        (Forgetful(TOPIC), "the same seed gives other exercises"),
        (Deaf(TOPIC), "another seed gives the same exercises"),
        (Deaf(TOPIC), "no ValueError for the skill 'no-such-skill'"),
        (Chosen(TOPIC), "does not end with the choices"),
    ],
)
def test_what_is_wrong_is_told(subject: Workbook, says: str) -> None:
    found = problems(subject, drawings=4)
    assert any(says in problem for problem in found), found


def test_a_short_lesson_and_one_that_never_changes() -> None:
    class Short(Workbook):
        def lesson(self, skill: str, rng: Random, forms: Sequence[str] = ()) -> str:
            return "Too short."

    found = problems(Short(TOPIC), drawings=1)
    assert "doubling: the lesson has 2 words; at least 120 are needed" in found
    assert "doubling: the lesson does not name 'doubling'" in found
    assert "doubling: the lesson is the same for every seed; show examples that are drawn" in found


def test_prerequisites_come_from_the_syllabus() -> None:
    pair = Workbook(TOPIC, replace(TOPIC, id="halving", name="halving"))
    skills = [Skill(id=name, name=name, position=place) for place, name in enumerate(pair.skills)]
    needs = graphs.build(skills, [Edge(prerequisite="halving", skill="doubling")])
    found = problems(pair, drawings=1, graph=needs)
    assert found == ["doubling: the lesson does not name 'halving'"]
    skills[0] = Skill(id="doubling", name="twofold", position=0)
    assert "doubling: the syllabus calls it 'twofold', the subject 'doubling'" in problems(
        pair, drawings=1, graph=graphs.build(skills, [])
    )
    more = graphs.build([*skills, Skill(id="tripling", name="tripling", position=2)], [])
    assert "tripling: the syllabus has this skill, and the subject has none of this id" in problems(
        pair, drawings=1, graph=more
    )


def seldom_a_number(d: Draw) -> Item:
    """At difficulty 3 many answers are no numbers, so that most pairs of them cannot be compared."""
    item = doubled(d)
    return item if d.difficulty < 3 or d.rng.random() < 0.6 else item._replace(answer=f"{item.answer} + 0")


def test_a_form_that_a_skill_has_is_made_whatever_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutelage.subjects.workbook.FRAME_TRIES", (1, 1000))
    book = Workbook(replace(TOPIC, make=seldom_a_number))
    assert "comparison" in {form.name for form in book.forms("doubling")}
    for seed in range(40):
        draft = book.exercise("doubling", 3, Random(seed), ("comparison",))
        assert draft.form == "comparison"
        assert holds(draft)


@pytest.mark.parametrize(("name", "skill"), [(name, skill) for name in GRAPHS for skill in SUBJECTS.get(name).skills])
def test_nothing_is_wrong_with_the_shipped_subjects(name: str, skill: str) -> None:
    assert skill_problems(SUBJECTS.get(name), skill, seed=1, drawings=2, graph=GRAPHS[name]) == []


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("difficulties", [(1,), (1, 2, 3)])
def test_a_course_asks_for_no_more_than_the_declared_pools_hold(name: str, difficulties: tuple[int, ...]) -> None:
    teacher = EmbeddedTeacher(SUBJECTS.get(name), GRAPHS[name])
    config = CourseConfig(exercises_per_skill=5000, exam_questions_per_skill=500, difficulties=difficulties)
    counts = {skill: teacher.distinct(skill, difficulties) for skill in SUBJECTS.get(name).skills}
    few = {skill: count for skill, count in counts.items() if count is not None}
    asked: Counter[str] = Counter()
    for request in (
        *plan_exercises(GRAPHS[name], config, 0, Origin.EXAM, counts=few),
        *plan_exercises(GRAPHS[name], config, 0, Origin.COURSE, counts=few),
        *plan_misconceptions(GRAPHS[name], config, 0),
    ):
        asked[request.skill] += request.number
    assert len(few) > 60
    assert {skill: number for skill, number in asked.items() if number > few.get(skill, number)} == {}


def test_the_command_prints_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plug_sloppy.py").write_text(
        "from tutelage.subjects.workbook import Item, Topic, Workbook\n"
        "def make(d):\n"
        "    return Item(('Now?', 'When?', 'So?'), 'sums', '2' if d.slip else '1', 'answer = 1')\n"
        "SUBJECT = Workbook(Topic('sums', 'sums', 'Short.', make, {'two': 'Two.'}))\n"
    )
    info = tmp_path / "plug_sloppy-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plug_sloppy\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[tutelage.subjects]\nsloppy = plug_sloppy:SUBJECT\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    result = CliRunner().invoke(app, ["check-subject", "sloppy", "--drawings", "2"])
    assert result.exit_code == 1
    assert "sums: the lesson has" in result.output
    assert "distinct questions; at least 24 are needed" in result.output
    unknown = CliRunner().invoke(app, ["check-subject", "sloopy"])
    assert isinstance(unknown.exception, ValueError)
    assert "did you mean 'sloppy'?" in str(unknown.exception)


def test_an_outcome_is_right_unless_the_draw_makes_one_of_its_slips() -> None:
    found = {slip: Draw(Random(0), 1, slip).outcome(6, added=5, side=23) for slip in ("", "added", "side", "sign")}
    assert found == {"": 6, "added": 5, "side": 23, "sign": 6}
