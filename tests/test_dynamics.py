"""From losses to categories, and what the detector is worth."""

from __future__ import annotations

from random import Random
from statistics import fmean

import pytest

from tutelage.config import DynamicsConfig
from tutelage.dynamics import Point, classify, detector, summarise, thresholds
from tutelage.records import Category, LossRecord
from tutelage.stats import auroc, wilson

CONFIG = DynamicsConfig()


def loss(example: str, epoch: int, value: float) -> LossRecord:
    return LossRecord(epoch=epoch, example=example, loss=value, margin=0.0, probability_margin=0.0, tokens=10)


def test_summary_leaves_out_first_epochs_but_never_the_last() -> None:
    losses = [loss("a", 1, 9.0), loss("a", 2, 1.0), loss("a", 3, 3.0), loss("b", 1, 5.0)]
    points = summarise(losses, skip_epochs=1)
    assert points == {"a": Point(2.0, 1.0)}
    assert summarise(losses, skip_epochs=7)["a"] == Point(3.0, 1.0), "one epoch has no spread: the last two give it"
    assert summarise([loss("a", 1, 2.0)], skip_epochs=1)["a"] == Point(2.0, 0.0)
    assert summarise([], 1) == {}


def world(
    error_gap: dict[str, float], seed: int = 0
) -> tuple[list[LossRecord], dict[str, str], dict[str, str], set[str]]:
    """Two epochs of losses: per skill 20 right examples near 0.2, 3 wrong ones and 4 constructed at 0.2 + gap."""
    source = Random(seed)
    losses: list[LossRecord] = []
    skills: dict[str, str] = {}
    constructed: dict[str, str] = {}
    wrong: set[str] = set()
    for skill, gap in error_gap.items():
        for index in range(27):
            name = f"{skill}-{index}"
            level = 0.2 + (gap if index >= 20 else 0.0)
            (constructed if index >= 23 else skills)[name] = skill
            if 20 <= index < 23:
                wrong.add(name)
            losses += [loss(name, epoch, level + source.uniform(-0.05, 0.05)) for epoch in (1, 2)]
    return losses, skills, constructed, wrong


def test_midpoint_finds_errors_and_guards_the_blind_skill() -> None:
    losses, skills, constructed, wrong = world({"a": 0.8, "b": 0.6, "blind": 0.02})
    points = summarise(losses, 0)
    found = {
        c.example
        for c in classify(points, skills, constructed, CONFIG, 1)
        if c.category is Category.ERROR and not c.constructed
    }
    assert found == {name for name in wrong if not name.startswith("blind")}
    limits = thresholds(points, skills, constructed, CONFIG)
    assert limits.blind == ("blind",)
    assert set(limits.by_skill) == {"a", "b"}


def test_margin_finds_what_the_student_is_sure_of_whatever_the_loss() -> None:
    losses, skills, constructed, wrong = world({"a": 0.8, "b": 0.6, "blind": 0.5})
    source = Random(1)

    def margin(name: str) -> float:
        sure = (name in wrong or name in constructed) and not name.startswith("blind")
        return (-0.9 if sure else 0.1) + source.uniform(-0.3, 0.3)

    # Losses tell the other way round: an error is what the student finds easy.
    recorded = [
        item.model_copy(update={"probability_margin": margin(item.example), "loss": 9 - item.loss}) for item in losses
    ]
    config = DynamicsConfig(rule="margin")
    points = summarise(recorded, skip_epochs=9)
    assert points["a-0"].margin == pytest.approx(
        fmean(item.probability_margin for item in recorded if item.example == "a-0")
    ), "all epochs count"
    found = classify(points, skills, constructed, config, 1)
    assert {c.example for c in found if c.category is Category.ERROR and not c.constructed} == {
        name for name in wrong if not name.startswith("blind")
    }
    judged = detector.judge(points, skills, constructed, config, round_=1, right=set())
    assert (judged.rule, judged.caught, judged.flagged, judged.blind) == ("margin", 8, 6, ("blind",))
    assert judged.auroc is not None
    assert judged.auroc > 0.7, "a third of the constructed errors lie in the blind skill"
    by_loss = detector.judge(points, skills, constructed, CONFIG, round_=1, right=set())
    assert by_loss.flagged == 0
    assert judged.flagged_by_paper_rule == by_loss.flagged_by_paper_rule, "the paper's rule goes by losses"


def test_paper_rule_is_stricter() -> None:
    losses, skills, constructed, _ = world({"a": 0.8, "b": 0.6})
    points = summarise(losses, 0)
    paper = thresholds(points, skills, constructed, DynamicsConfig(rule="paper")).by_skill
    midpoint = thresholds(points, skills, constructed, CONFIG).by_skill
    assert all(paper[skill] > midpoint[skill] for skill in midpoint)


def test_a_misconception_that_is_easier_than_the_truth_calls_nothing_an_error() -> None:
    losses, skills, constructed, _ = world({"a": -0.1})
    limits = thresholds(summarise(losses, 0), skills, constructed, CONFIG)
    assert limits.by_skill == {}
    assert limits.blind == ("a",)


def test_hard_easy_and_ambiguous_by_the_averages() -> None:
    series = {"hard": (2.0, 2.0), "easy": (0.1, 0.1), "ambiguous": (0.1, 1.9)}
    losses = [loss(name, epoch, value) for name, values in series.items() for epoch, value in enumerate(values, 1)]
    found = {c.example: c.category for c in classify(summarise(losses, 0), dict.fromkeys(series, "s"), {}, CONFIG, 1)}
    assert found == {"hard": Category.HARD, "easy": Category.EASY, "ambiguous": Category.AMBIGUOUS}


def test_constructed_errors_stay_out_of_the_averages() -> None:
    losses, skills, constructed, _ = world({"a": 50.0})
    points = summarise(losses, 0)
    with_ruler = classify(points, {k: v for k, v in skills.items() if points[k].mean < 1}, constructed, CONFIG, 1)
    assert {c.category for c in with_ruler if not c.constructed} >= {Category.HARD, Category.EASY}
    assert sum(c.constructed for c in with_ruler) == 4


def test_detector_is_judged_without_the_example_itself() -> None:
    losses, skills, constructed, wrong = world({"a": 0.8, "b": 0.6})
    found = detector.judge(summarise(losses, 0), skills, constructed, CONFIG, round_=1, right={"a-20"})
    assert (found.constructed, found.caught, found.flagged, found.flagged_right) == (8, 8, len(wrong), 1)
    assert found.auroc is not None
    assert found.auroc > 0.9
    assert found.flagged_by_paper_rule < found.flagged
    alone = detector.judge(
        summarise([loss("x", 1, 1.0), loss("e", 1, 9.0)], 0), {"x": "s"}, {"e": "s"}, CONFIG, round_=1, right=set()
    )
    assert alone.caught == 0, "one constructed error has no threshold that was set without it"


def test_nothing_recorded_classifies_nothing() -> None:
    assert classify({}, {}, {}, CONFIG, 1) == []
    assert detector.judge({}, {}, {}, CONFIG, round_=1, right=set()).auroc is None


@pytest.mark.parametrize(
    ("right", "total", "low", "high"), [(0, 8, 0.0, 0.3244), (8, 8, 0.6756, 1.0), (81, 263, 0.2553, 0.3662)]
)
def test_wilson_against_published_values(right: int, total: int, low: float, high: float) -> None:
    interval = wilson(right, total)
    assert interval.low == pytest.approx(low, abs=1e-4)
    assert interval.high == pytest.approx(high, abs=1e-4)


def test_wilson_edges() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)
    with pytest.raises(ValueError, match="not a proportion"):
        wilson(3, 2)


def test_auroc_against_counting_pairs() -> None:
    source = Random(1)
    positives = [source.randrange(6) for _ in range(20)]
    negatives = [source.randrange(5) for _ in range(30)]
    pairs = [(p > n) + 0.5 * (p == n) for p in positives for n in negatives]
    assert auroc(positives, negatives) == pytest.approx(sum(pairs) / len(pairs))
    assert auroc([], [1.0]) is None
