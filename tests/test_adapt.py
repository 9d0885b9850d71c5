"""What a round's categories change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import make_recipe, script
from tutelage import graph
from tutelage.adaptation import decide as adapt
from tutelage.adaptation.findings import Findings
from tutelage.config import TARGETS, AdaptConfig, load_recipe
from tutelage.errors import RecipeError
from tutelage.records import (
    Action,
    Category,
    Change,
    Classified,
    ComposedRequest,
    Exercise,
    Origin,
    SimilarRequest,
    Skill,
    TrainingSet,
)
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.tools.preflight import preflight
from tutelage.training.ordering import WeightedExample, order_epoch
from tutelage.training.reading import split_paragraph

GRAPH = graph.build([Skill(id=name, name=name, position=i) for i, name in enumerate(("low", "mid", "top"))], [])


def exercise(skill: str, number: int, *, misconception: str = "") -> Exercise:
    return Exercise.of(
        skill=skill,
        skills=(skill,),
        question=f"{skill} {number}?",
        solution=f"{skill}. Answer: {number}",
        answer=str(number),
        misconception=misconception,
    )


def classified(item: Exercise, category: Category, mean: float = 0.1) -> Classified:
    return Classified(
        round=1,
        example=item.id,
        skill=item.skill,
        mean=mean,
        std=0.1,
        category=category,
        constructed=bool(item.misconception),
    )


EASY_LOW, EASY_TOP, HARD_TOP = exercise("low", 1), exercise("top", 1), exercise("top", 2)
WRONG, FALSE_ALARM, RULER = exercise("mid", 1), exercise("mid", 2), exercise("mid", 3, misconception="off by one")
ALL = {item.id: item for item in (EASY_LOW, EASY_TOP, HARD_TOP, WRONG, FALSE_ALARM, RULER)}
CATEGORIES = [
    classified(EASY_LOW, Category.EASY),
    classified(EASY_TOP, Category.EASY),
    classified(HARD_TOP, Category.HARD, 2.0),
    classified(WRONG, Category.ERROR, 3.0),
    classified(FALSE_ALARM, Category.ERROR, 3.0),
    classified(RULER, Category.ERROR, 3.0),
]

VERDICTS = {WRONG.id: False, FALSE_ALARM.id: True}
KNOWN = {EASY_LOW.id: 0.7, EASY_TOP.id: 0.1, HARD_TOP.id: -0.2, FALSE_ALARM.id: -3.0}
"""Smallest margins."""


def decide(**changes: object) -> list[Change]:
    return adapt.decide_changes(
        GRAPH,
        Findings(1, CATEGORIES, ALL, dict.fromkeys(ALL, 10), VERDICTS, GRAPH, KNOWN, mastery=0.5),
        [("low", "top"), ("low", "mid")],
        AdaptConfig.model_validate({"target": "need", "composed_share": 0.2, "max_skill_share": 0.9} | changes),
        new=10,
        seed=0,
    )


def test_flagged_ones_are_dropped_only_when_the_check_agrees() -> None:
    actions = {change.example: change.action for change in decide() if change.example}
    assert actions == {
        EASY_LOW.id: Action.WEIGHT,
        EASY_TOP.id: Action.WEIGHT,
        WRONG.id: Action.DROP,
        FALSE_ALARM.id: Action.RESTORE,
        RULER.id: Action.RETIRE,
    }


def test_new_exercises_follow_the_need() -> None:
    requests = [change.request for change in decide() if change.request]
    similar = {request.skill: request for request in requests if isinstance(request, SimilarRequest)}
    assert sum(request.number for request in similar.values()) == 9, "one more is composed"
    assert (
        similar["mid"].number > similar["top"].number > similar.get("low", similar["top"]).number
        or "low" not in similar
    )
    assert similar["top"].examples[0] == HARD_TOP
    assert WRONG not in similar["mid"].examples, "a wrong example is no model for new ones"
    assert FALSE_ALARM in similar["mid"].examples


def test_composed_ones_join_two_easy_skills() -> None:
    composed = [c.request for c in decide() if isinstance(c.request, ComposedRequest)]
    assert [request.skills for request in composed] == [("low", "top")]
    assert composed[0].examples == (EASY_LOW, EASY_TOP)
    assert composed[0].origin is Origin.COMPOSED


def test_decisions_repeat_exactly() -> None:
    assert decide() == decide()


def test_apply_drops_retires_weights_and_adds() -> None:
    training = TrainingSet([tuple(ALL.values())])
    new = exercise("top", 9)
    after = {item.exercise.id: item.weight for item in training.after(decide(), [new])}
    assert after == {EASY_LOW.id: 0.5, EASY_TOP.id: 0.5, HARD_TOP.id: 1.0, FALSE_ALARM.id: 1.0, new.id: 1.0}


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 100), min_size=1),
    st.integers(0, 200),
    st.floats(0.05, 1.0),
)
def test_shares_add_up_and_keep_the_cap(need: dict[str, float], total: int, cap: float) -> None:
    parts = adapt.split_shares(need, total, cap)
    wanting = [key for key, value in need.items() if value > 0]
    most = max(1, int(cap * total))
    assert all(0 < count <= most for count in parts.values())
    assert set(parts) <= set(wanting)
    assert sum(parts.values()) == min(total, most * len(wanting))


def test_shares_follow_the_need() -> None:
    assert adapt.split_shares({"a": 1.0, "b": 3.0}, 8, 1.0) == {"a": 2, "b": 6}
    assert adapt.split_shares({"a": 1.0, "b": 99.0, "c": 1.0}, 9, 1 / 3) == {"a": 3, "b": 3, "c": 3}


@pytest.mark.parametrize("weight", [0.0, 0.25, 0.5, 1.0])
def test_weight_is_the_share_of_epochs(weight: float) -> None:
    training = [WeightedExample(f"x{n}", "low", weight) for n in range(200)]
    shown = [len(order_epoch(training, 0, 1, epoch)) for epoch in (1, 2, 3, 4)]
    assert sum(shown) == pytest.approx(200 * 4 * weight, abs=4)
    assert max(shown) - min(shown) < 40 or weight in (0.0, 1.0)


def test_epochs_differ_in_order_and_repeat_exactly() -> None:
    training = [WeightedExample(f"x{n}", "low", 1.0) for n in range(20)]
    assert order_epoch(training, 0, 1, 1) == order_epoch(training, 0, 1, 1)
    assert order_epoch(training, 0, 1, 1) != order_epoch(training, 0, 1, 2)
    assert sorted(order_epoch(training, 0, 1, 1)) == sorted(training)


def test_long_paragraphs_are_cut_at_sentences_and_keep_their_title() -> None:
    def words(text: str) -> int:
        return len(text.split())

    assert split_paragraph("Sums. One and one is two.", words, 20) == ["Sums. One and one is two."]
    paragraph = "Sums. " + "One and one is two. " * 30
    parts = split_paragraph(paragraph.strip(), words, 20)
    assert len(parts) > 5
    assert all(part.startswith("Sums. One") and part.endswith("two.") and words(part) <= 20 for part in parts)
    assert sum(part.count("two.") for part in parts) == 30
    endless = split_paragraph("Sums. " + "one " * 500, words, 20)
    assert all(words(part) <= 21 for part in endless)
    assert sum(part.count("one") for part in endless) == 500
    assert len(split_paragraph("Sums. " + "x" * 5000, len, 100)[-1]) <= 110


def decided(**settings: object) -> list[Change]:
    findings = Findings(1, CATEGORIES, ALL, dict.fromkeys(ALL, 10), {FALSE_ALARM.id: True}, margins=KNOWN)
    config = AdaptConfig.model_validate(settings)
    return adapt.decide_changes(GRAPH, findings, [("low", "top")], config, new=6, seed=0)


def test_flagged_ones_are_dropped_unchecked_or_not_at_all() -> None:
    def dropped(how: str) -> set[str]:
        return {change.example for change in decided(drop=how) if change.action is Action.DROP}

    assert dropped("checked") == {WRONG.id}
    assert dropped("flagged") == {WRONG.id, FALSE_ALARM.id}
    assert dropped("none") == set()
    assert not [c for c in decided(drop="none") if c.example in (WRONG.id, FALSE_ALARM.id)]


def test_targets_of_new_exercises() -> None:
    def asked(target: str) -> dict[str, int]:
        changes = decided(target=target, composed_share=0, max_skill_share=1)
        return {c.skill: c.request.number for c in changes if c.request}

    assert asked("uniform") == {"low": 2, "mid": 2, "top": 2}
    assert asked("hard-rate") == {"top": 6}
    assert asked("need").get("low", 0) < min(asked("need")["mid"], asked("need")["top"])
    reasons = {
        change.reason for change in decided(target="hard-rate") if change.request and len(change.request.skills) == 1
    }
    assert reasons == {"50% of its examples are hard"}


def test_a_weight_of_one_changes_nothing() -> None:
    assert not [change for change in decided(easy_weight=1) if change.action is Action.WEIGHT]
    assert [change for change in decided() if change.action is Action.WEIGHT]


@pytest.mark.parametrize("category", [Category.HARD, Category.EASY, Category.AMBIGUOUS, Category.ERROR])
def test_a_training_set_of_one_category_alone(category: Category) -> None:
    items = [classified(item, category) for item in (EASY_LOW, EASY_TOP, HARD_TOP)]
    findings = Findings(1, items, ALL, dict.fromkeys(ALL, 10), {})
    config = AdaptConfig(target="need", max_skill_share=1)
    changes = adapt.decide_changes(GRAPH, findings, [("low", "top")], config, new=6, seed=0)
    dropped = [change for change in changes if change.action is Action.DROP]
    asked = sum(change.request.number for change in changes if change.request)
    # If all are errors, nothing is left to say where new ones are needed: none are asked for.
    assert (len(dropped), asked) == ((3, 0) if category is Category.ERROR else (0, 6))


FEWEST = """
class Fewest:
    reason = "{:.2f} for each of its examples"

    def due(self, findings):
        counts = {}
        for item in findings.good():
            counts[item.skill] = counts.get(item.skill, 0) + 1
        return {skill: 1 / count for skill, count in counts.items()}

MINE = Fewest()
NOTHING = object()
"""


def test_a_target_of_an_installed_package_is_one_file_and_one_registration(
    install: Callable[[str, str, str], None], tmp_path: Path, tiny_student: Path
) -> None:
    install("tutelage.adaptation_targets", "MINE", FEWEST)
    recipe = make_recipe(tmp_path, tiny_student, adapt={"target": "mine"})
    assert not preflight(load_recipe(recipe), teacher=ScriptedTeacher(script)).problems
    changes = decided(target="mine", composed_share=0)
    assert {change.reason for change in changes if change.request} == {
        "1.00 for each of its examples",
        "0.50 for each of its examples",
    }


def test_a_target_can_be_registered_in_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TARGETS, "_registered", {})

    class OnlyOne:
        reason = "the first, at {}"

        def due(self, findings: Findings) -> dict[str, float]:
            return {"top": 1.0}

    TARGETS.register("only-one", OnlyOne())
    assert {change.skill for change in decided(target="only-one", composed_share=0) if change.request} == {"top"}
    with pytest.raises(RecipeError, match="already"):
        TARGETS.register("need", OnlyOne())


def test_a_package_that_offers_no_target_is_named(install: Callable[[str, str, str], None]) -> None:
    install("tutelage.adaptation_targets", "NOTHING", FEWEST)
    with pytest.raises(RecipeError, match=r"the package 'outside_package' offers .* which is no adaptation target"):
        TARGETS.get("mine")
