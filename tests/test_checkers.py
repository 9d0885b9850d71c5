"""Who checks is checked first: on items that are right and wrong for certain."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from endpoint import Endpoint, teach
from tutelage import graph
from tutelage.adaptation.decide import decide_changes
from tutelage.adaptation.findings import Findings
from tutelage.config import AdaptConfig, ChecksConfig, CourseConfig, TeacherConfig
from tutelage.course import write_course
from tutelage.course.checkers import LEVEL, describe, lines, make_pairs, try_checkers, usable
from tutelage.course.references import references
from tutelage.course.sections import numbers_of
from tutelage.errors import TeacherError
from tutelage.progress import Quiet
from tutelage.records import (
    Account,
    Category,
    Classified,
    Course,
    Exercise,
    Judgement,
    JudgeRequest,
    Origin,
    Reply,
    Request,
    RequestKind,
    Skill,
    SkillGraph,
    Solution,
    SolveRequest,
)
from tutelage.report.terminal import checkers_text, course_text
from tutelage.stats.shares import sign_test_above
from tutelage.teacher import make_teacher
from tutelage.teacher.scripted import ScriptedTeacher

POLICY = SkillGraph(
    skills=(
        Skill(
            id="meals",
            name="meals",
            description="A trip of 8 to 14 hours pays 12 euros. A trip of more than 14 hours pays 26.50 euros.",
        ),
        Skill(
            id="hotels",
            name="hotels",
            description="A hotel may cost up to 110 euros a night. In Oslo it may cost up to 165 euros a night.",
        ),
        Skill(id="manners", name="manners", description="Say thank you."),
    ),
    edges=(),
)
KNOWN = references(POLICY)
RULES = ChecksConfig(solutions=2, judge=True, trial=8)


def reads(request: Request) -> tuple[str, str]:
    """The right answer to an item, as somebody finds it who reads the reference, and the answer that the item gives."""
    assert isinstance(request, SolveRequest | JudgeRequest)
    question, stated = request.exercise.question, request.exercise.answer
    if found := re.fullmatch(r"What is (\d+) \+ (\d+)\?", question):
        return str(int(found[1]) + int(found[2])), stated
    gap = re.search(r'"(.*)"', question)
    assert gap is not None
    before, after = map(re.escape, gap[1].split("___"))
    right = re.search(rf"{before}([\d.]+){after}", request.reference)
    assert right is not None
    times = re.match(r"How much is (\d) times", question)
    return f"{float(right[1]) * int(times[1]):g}" if times else right[1], stated


def checker(judges: Callable[[str, str], bool], solves: Callable[[str], str]) -> ScriptedTeacher:
    def answer(request: Request) -> Reply:
        right, stated = reads(request)
        if isinstance(request, SolveRequest):
            return Reply(request=request.id, drafts=(Solution(text=f"Answer: {solves(right)}"),), tokens=3)
        return Reply(request=request.id, drafts=(Judgement(right=judges(right, stated)),), tokens=5)

    return ScriptedTeacher(answer)


def test_pairs_are_right_and_wrong_by_what_is_known() -> None:
    """The gap of a right item is filled as the reference has it; the wrong one differs and fits nowhere."""
    pairs = make_pairs(KNOWN, 8, seed=3)
    assert len(pairs) == len({pair.right.question for pair in pairs}) == 8
    assert [pair.reference != "" for pair in pairs] == [True] * 4 + [False] * 4, "four sentences, then sums"
    for pair in pairs:
        assert pair.right.question == pair.wrong.question
        assert numbers_of(pair.right.answer) != numbers_of(pair.wrong.answer)
        assert pair.right.solution.endswith(f"Answer: {pair.right.answer}")
        right, _ = reads(SolveRequest(id="r", exercise=pair.right, reference=pair.reference))
        assert pair.right.answer == right
        if "times the number" in pair.right.question:
            filled = re.findall(r'"(.*)"', pair.wrong.question)[0].replace("___", pair.wrong.answer)
            assert filled in pair.reference, "read, and not reckoned"
        elif pair.reference:
            filled = re.findall(r'"(.*)"', pair.wrong.question)[0].replace("___", pair.wrong.answer)
            assert filled not in pair.reference
    assert ["times the number" in pair.right.question for pair in pairs[:4]] == [False, True, False, True]
    assert make_pairs(KNOWN, 8, seed=3) == pairs
    assert make_pairs(KNOWN, 8, seed=4) != pairs


def test_a_part_of_a_number_is_no_item() -> None:
    known = (
        "The gate is opened at 9:30 in winter. About 1 000 000 people live in that town. Call 030 123456 to get any "
        "help. It is -5 degrees in the store. Bake the bread for 3-4 whole hours. The form is due on 1/5 of May."
    )
    assert not [pair for pair in make_pairs({"a": known}, 5, 0) if pair.reference]


def test_a_sentence_that_two_numbers_fit_is_no_item() -> None:
    known = {"a": "The limit is 10 euros a night. The limit is 20 euros a night. The fee is 5 euros a year."}
    gaps = [pair.right.question for pair in make_pairs(known, 5, 0) if pair.reference]
    assert gaps == ['Which number belongs in the gap? "The fee is ___ euros a year."']


@pytest.mark.parametrize(
    ("judges", "solves", "useful"),
    [
        (lambda right, stated: right == stated, lambda right: right, (True, True)),
        (lambda right, stated: True, lambda right: "not stated", (False, False)),
        (lambda right, stated: False, lambda right: "7", (False, False)),
        (lambda right, stated: right != stated, lambda right: f"{right} euros", (True, False)),
    ],
)
def test_who_cannot_tell_right_from_wrong_is_not_used(
    judges: Callable[[str, str], bool], solves: Callable[[str], str], useful: tuple[bool, bool]
) -> None:
    teacher = checker(judges, solves)
    trial = try_checkers(teacher, RULES, KNOWN, 0, Quiet())
    assert tuple(one.useful for one in trial.checkers) == useful
    assert [one.role for one in trial.checkers] == ["solver", "judge"]
    rules = usable(RULES, trial.checkers)
    assert (rules.solutions, rules.judge) == (2 if useful[0] else 0, useful[1])
    assert sum(account.tokens for account in trial.accounts) == 8 * 3 + 16 * 5
    for one in trial.checkers:
        assert ("WORTHLESS" in describe(one)) == (not one.useful)
    assert all(len(line) <= 80 for line in checkers_text(map(describe, trial.checkers)).splitlines())


@pytest.mark.parametrize(("agreed", "disagreed", "said"), [(5, 20, True), (15, 10, False), (5, 10, False)])
def test_a_solver_that_seldom_agrees_is_told(agreed: int, disagreed: int, said: bool) -> None:
    """A weak writer and a weak solver share errors, so what they agree on is not right for that."""
    one = Exercise.of(
        skill="a", skills=("a",), question="q", solution="s", answer="1", verdict="1 of 1 solutions agree"
    )
    account = Account(
        skill="a",
        kind=RequestKind.EXERCISES,
        origin=Origin.COURSE,
        asked=30,
        drafts=30,
        accepted=agreed,
        rejected={"solutions disagree": disagreed},
    )
    course = Course(lessons=(), exercises=(one,) * agreed, misconceptions=(), exam=(), accounts=(account,))
    found = [line for line in lines(course) if "the writer's answer" in line]
    assert bool(found) == said
    assert not said or f"{agreed} of {agreed + disagreed} drafts" in found[0]


def test_nobody_is_tried_who_does_not_check() -> None:
    teacher = checker(lambda right, stated: True, lambda right: right)
    for rules in (ChecksConfig(trial=8), ChecksConfig(solutions=2, trial=0), ChecksConfig(solutions=2)):
        assert try_checkers(teacher, rules, KNOWN, 0, Quiet()).checkers == ()
    assert not teacher.asked


def test_whoever_does_not_answer_is_not_called_worthless() -> None:
    """The course would be written, and nothing in it be checked, because a server is down."""
    teacher = ScriptedTeacher(lambda request: Reply(request=request.id, failure="timed out"))
    with pytest.raises(TeacherError, match=r"solver answered none of the 8 questions .*\(timed out\): check the"):
        try_checkers(teacher, RULES, KNOWN, 0, Quiet())


def test_sign_test_of_one_side() -> None:
    assert sign_test_above(8, 0) == 1 / 256
    assert sign_test_above(5, 0) == 1 / 32
    assert sign_test_above(0, 0) == 1.0
    assert sign_test_above(0, 3) == 1.0
    with pytest.raises(ValueError, match="not counts"):
        sign_test_above(-1, 0)


SIZES = CourseConfig(
    exercises_per_skill=4,
    exam_questions_per_skill=2,
    misconceptions_per_skill=1,
    difficulties=(1,),
    max_drafts=2,
    checks=ChecksConfig(sections=False, trial=6),
)
ADDING = graph.build([Skill(id="adding", name="adding")], [])


def informal(body: dict[str, Any]) -> dict[str, Any]:
    """What the endpoint's teacher says, without formulas: only solutions can check it."""
    said: dict[str, Any] = json.loads(teach(body))
    for item in said.get("exercises", ()):
        item["check"] = ""
    return said


def test_what_a_worthless_solver_would_have_checked_is_marked(tmp_path: Any) -> None:
    """Over HTTP. The sums are right; the solver is lost, so nothing is refused for its word, and nothing confirmed; a
    constructed error that nobody confirmed is none."""

    def lost(body: dict[str, Any]) -> str:
        said = informal(body)
        return json.dumps(said | {"answer": "not stated", "solution": "?"} if "solution" in said else said)

    def course(say: Callable[[dict[str, Any]], str]) -> tuple[Any, int]:
        with Endpoint(say) as endpoint:
            config = TeacherConfig(kind="openai", model="m", base_url=endpoint.url)
            made = write_course(ADDING, make_teacher(config, ADDING), SIZES, 0, Quiet())
        return made, sum("Solve an exercise" in str(body) for body in endpoint.bodies)

    made, solved = course(lost)
    assert [(one.role, one.useful) for one in made.checkers] == [("solver", False)]
    assert solved == 6, "the trial alone"
    assert {exercise.verdict for exercise in (*made.exercises, *made.exam)} == {"unchecked"}
    assert not made.misconceptions
    assert {item.reason for item in made.rejected} == {"no right answer established"}
    assert "WORTHLESS" in course_text(made, tmp_path)
    made, _ = course(lambda body: json.dumps(informal(body)))
    assert [(one.role, one.useful) for one in made.checkers] == [("solver", True)]
    assert {exercise.verdict for exercise in made.exercises} == {"2 of 2 solutions agree"}
    assert {exercise.verdict for exercise in made.misconceptions} == {"solutions disagree with it"}


def test_nothing_is_dropped_that_nobody_can_check() -> None:
    """A loss like an error's is a suspicion."""
    flagged = Classified(round=1, example="e", skill="adding", mean=9.0, std=0.1, category=Category.ERROR)
    for verdict, actions in ((None, []), (False, ["drop"]), (True, ["restore"])):
        findings = Findings(1, [flagged], {"e": make_pairs({"adding": ""}, 1, 0)[0].right}, {"e": 5}, {"e": verdict})
        changes = decide_changes(ADDING, findings, [], AdaptConfig(), new=0, seed=0)
        assert [change.action.value for change in changes] == actions


def test_a_trial_is_long_enough_for_who_makes_no_mistake() -> None:
    pairs = make_pairs(references(POLICY), 5, seed=0)
    assert sign_test_above(len(pairs), 0) <= LEVEL < sign_test_above(len(pairs) - 1, 0)
    assert ChecksConfig(trial=5).trial == 5
    assert ChecksConfig(trial=0).trial == 0
    with pytest.raises(ValueError, match="with 4 even who passes all might do so by chance: write at least 5, or 0"):
        ChecksConfig(trial=4)
