"""The probe between rounds, what it says of mastery, and the targets that go by answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import tutelage
from conftest import make_recipe, script
from tutelage import graph
from tutelage.adaptation import decide
from tutelage.adaptation.findings import Findings
from tutelage.adaptation.probe import pass_rates
from tutelage.adaptation.targets import find_target
from tutelage.config import AdaptConfig, load_recipe
from tutelage.errors import RecipeError
from tutelage.grading.identity import question_key
from tutelage.progress import Quiet
from tutelage.records import Action, Category, Classified, Edge, Exercise, Origin, Score, SimilarRequest, Skill
from tutelage.report import terminal
from tutelage.stats import wilson
from tutelage.storage import open_run, stages
from tutelage.teacher.scripted import ScriptedTeacher

NAMES = ("counting", "adding", "multiplying", "reading")
CHAIN = graph.build(
    [Skill(id=name, name=name, position=i) for i, name in enumerate(NAMES)],
    [Edge(skill="adding", prerequisite="counting"), Edge(skill="multiplying", prerequisite="adding")],
)
"""Reading stands alone."""


def exercise(skill: str, number: int) -> Exercise:
    return Exercise.of(
        skill=skill, skills=(skill,), question=f"{skill} {number}?", solution=f"It is 1. Answer: {number}", answer="1"
    )


EXERCISES = {one.id: one for skill in NAMES for number in (1, 2) for one in [exercise(skill, number)]}


def findings(rates: dict[str, tuple[int, int]], known: float = -1.0, **changes: Any) -> Findings:
    items = [
        Classified(round=1, example=one.id, skill=one.skill, mean=0.1, std=0.0, category=Category.AMBIGUOUS)
        for one in EXERCISES.values()
    ]
    return Findings(
        1,
        items,
        EXERCISES,
        dict.fromkeys(EXERCISES, 10),
        {},
        graph=CHAIN,
        margins=dict.fromkeys(EXERCISES, known),
        rates={skill: wilson(right, total) for skill, (right, total) in rates.items()},
        **changes,
    )


ALL_FAIL = {"counting": (1, 4), "adding": (1, 4), "multiplying": (0, 4), "reading": (4, 4)}


def test_failures_are_halved_where_a_skill_is_out_of_reach() -> None:
    due = find_target("failures").due(findings(ALL_FAIL))
    assert due == {"counting": 0.75, "adding": 0.75, "multiplying": 0.5, "reading": 0.0}
    within_reach = ALL_FAIL | {"adding": (4, 4)}
    assert find_target("failures").due(findings(within_reach))["multiplying"] == 1.0


def test_the_frontier_is_neither_mastered_nor_hopeless() -> None:
    rates = {"counting": (2, 4), "adding": (4, 4), "multiplying": (0, 4), "reading": (3, 4)}
    due = find_target("frontier").due(findings(rates))
    assert due["counting"] == 0.25 > due["reading"] > due["adding"] > 0
    assert due["adding"] == pytest.approx(due["multiplying"])


def test_gaps_are_filled_from_the_deepest_prerequisite_on() -> None:
    due = find_target("gaps").due(findings(ALL_FAIL))
    assert due["counting"] > due["adding"] > due["multiplying"] > due["reading"] == 0
    assert sum(due.values()) == pytest.approx(0.75 + 0.75 + 1.0), "nothing is lost on the way"
    unlocked = find_target("gaps").due(findings(ALL_FAIL | {"counting": (4, 4), "adding": (3, 4)}))
    assert unlocked == {"counting": 0.0, "adding": 0.25, "multiplying": 1.0, "reading": 0.0}


def test_mastery_is_what_the_student_would_say_itself() -> None:
    assert findings({}).mastered() == frozenset()
    assert findings({}, known=0.1).mastered() == frozenset(NAMES)
    assert findings(ALL_FAIL, known=0.1).mastered() == {"reading"}, "the probe decides where there is one"
    assert findings({"reading": (0, 0)}, known=0.1).mastered() == frozenset()


def weighted(found: Findings, **changes: Any) -> set[str]:
    config = AdaptConfig.model_validate({"composed_share": 0} | changes)
    made = decide.decide_changes(CHAIN, found, [], config, new=4, seed=0)
    return {change.skill for change in made if change.action is Action.WEIGHT}


def test_only_what_is_mastered_is_seen_less_often() -> None:
    assert weighted(findings(ALL_FAIL, known=0.1)) == {"reading"}
    assert weighted(findings(ALL_FAIL, known=-0.1)) == set()
    assert weighted(findings(ALL_FAIL, known=0.1), mastery="relative") == set(), "none is below the average"
    assert weighted(findings(ALL_FAIL, known=0.1), easy_weight=1) == set()


def test_pass_rates_are_by_skill() -> None:
    scores = [
        Score(evaluation="", question=str(i), skill=skill, reply="", answer="", expected="", correct=right)
        for i, (skill, right) in enumerate([("a", True), ("a", False), ("b", True)])
    ]
    rates = pass_rates(scores)
    assert {skill: (rate.right, rate.total) for skill, rate in rates.items()} == {"a": (1, 2), "b": (1, 1)}


@pytest.mark.parametrize(
    ("target", "probe", "number"), [("need", None, 0), ("gaps", None, 4), ("need", 2, 2), ("frontier", 3, 3)]
)
def test_the_probe_is_as_large_as_the_target_needs(target: str, probe: int | None, number: int) -> None:
    assert AdaptConfig(target=target, probe=probe).probe_questions == number


def test_a_target_by_answers_needs_a_probe() -> None:
    with pytest.raises(RecipeError, match="goes by answers"):
        _ = AdaptConfig(target="failures", probe=0).probe_questions


def test_a_run_probes_between_rounds_and_trains_on_none_of_it(tmp_path: Path, tiny_student: Path) -> None:
    recipe = make_recipe(tmp_path, tiny_student, adapt={"target": "failures", "probe": 3, "new_share": 1.0})
    run = tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
    probe = run.rounds[0].probe
    assert probe is not None
    assert run.rounds[1].probe is None, "nothing changes after the last round"
    assert len(probe.scores) == len(probe.questions) == 3 * len(run.graph.skills)
    assert {one.origin for one in probe.questions} == {Origin.PROBE}
    asked = {question_key(one.question) for one in probe.questions}
    new = [one for round_ in run.rounds if round_.adapted for one in round_.adapted.exercises]
    assert new
    for others in (run.course.exercises, run.course.misconceptions, run.course.held_out, new):
        assert not asked & {question_key(one.question) for one in others}
    assert run.rounds[0].adapted is not None
    changes = run.rounds[0].adapted.changes
    assert any("of its probe" in change.reason for change in changes if isinstance(change.request, SimilarRequest))
    assert open_run.open_run(Path(run.folder)) == run
    assert "probe after round 1" in terminal.run_text(run)
    assert '<table id="probe-table">' in (Path(run.folder) / "report.html").read_text()
    assert stages.probe_after(1) in stages.stages_of(load_recipe(recipe))
    again = tutelage.run(
        recipe, teacher=ScriptedTeacher(lambda _: pytest.fail("nothing is asked again")), progress=Quiet()
    )
    assert again.rounds[0].probe == probe
