"""From losses to categories, and what the detector is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from statistics import fmean, pstdev

import numpy as np
import pytest

from tutelage.config import ERROR_RULES, DynamicsConfig
from tutelage.dynamics import ORDER, Classification, ExampleStatistics, classify, detector, losslog, summarise
from tutelage.records import Category, LossRecord
from tutelage.stats import auroc, wilson

CONFIG = DynamicsConfig()


def loss(example: str, epoch: int, value: float) -> LossRecord:
    return LossRecord(epoch=epoch, example=example, loss=value, margin=0.0, probability_margin=0.0, tokens=10)


def examples_of(
    losses: Sequence[LossRecord], skills: Mapping[str, str], constructed: Mapping[str, str], skip_epochs: int = 0
) -> ExampleStatistics:
    return summarise(losslog.log_of_records(losses, skills, constructed), skip_epochs)


def limits(found: Classification) -> dict[str, float]:
    """Thresholds by skill, where the rule is not blind."""
    named = zip(found.examples.log.skills, found.thresholds.score.tolist(), strict=True)
    return {skill: limit for skill, limit in named if np.isfinite(limit)}


def points(losses: Sequence[LossRecord], skip_epochs: int) -> dict[str, tuple[float, float]]:
    """Example -> mean and standard deviation."""
    found = examples_of(losses, dict.fromkeys((item.example for item in losses), "s"), {}, skip_epochs)
    rows = zip(found.log.names, found.seen.tolist(), found.mean.tolist(), found.std.tolist(), strict=True)
    return {name: (mean, std) for name, seen, mean, std in rows if seen}


def test_summary_leaves_out_first_epochs_but_never_the_last() -> None:
    losses = [loss("a", 1, 9.0), loss("a", 2, 1.0), loss("a", 3, 3.0), loss("b", 1, 5.0)]
    assert points(losses, skip_epochs=1) == {"a": (2.0, 1.0)}
    assert points(losses, skip_epochs=7)["a"] == (3.0, 1.0), "one epoch has no spread: the last two give it"
    assert points([loss("a", 1, 2.0)], skip_epochs=1)["a"] == (2.0, 0.0)
    assert points([], 1) == {}


@pytest.mark.parametrize("uneven", [False, True], ids=["complete", "with an example that was seen once"])
@pytest.mark.parametrize("epochs", [1, 2, 3, 7])
def test_mean_and_standard_deviation_are_those_of_exact_arithmetic(epochs: int, uneven: bool) -> None:
    source = np.random.default_rng(epochs)
    values = source.lognormal(-1, 1, (300, epochs)).astype(np.float32).astype(float)
    losses = [loss(f"{n}", e + 1, value) for (n, e), value in np.ndenumerate(values)]
    source.shuffle(losses)
    found = points([*losses, *[loss("once", epochs, 1.0)] * uneven], 0)
    assert found.pop("once", (1.0, 0.0)) == (1.0, 0.0)
    assert len(found) == 300
    for name, (mean, std) in found.items():
        assert mean == fmean(values[int(name)])
        assert std == pytest.approx(pstdev(values[int(name)]), rel=3e-16)


def test_losses_of_other_examples_and_of_uneven_epochs() -> None:
    losses = [loss("a", 1, 1.0), loss("x", 1, 7.0), loss("a", 1, 3.0), loss("b", 2, 5.0), loss("a", 2, 5.0)]
    found = examples_of(losses, {"b": "s", "never": "s", "a": "t"}, {})
    assert list(found.log.names) == ["b", "never", "a"]
    assert found.seen.tolist() == [True, False, True]
    assert found.mean.tolist() == [5.0, 0.0, 3.0]
    assert [item.example for item in classify(found, CONFIG).records(2)] == ["b", "a"]


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
    classified = classify(examples_of(losses, skills, constructed), CONFIG)
    found = {c.example for c in classified.records(1) if c.category is Category.ERROR and not c.constructed}
    assert found == {name for name in wrong if not name.startswith("blind")}
    assert classified.blind == ("blind",)
    assert set(limits(classified)) == {"a", "b"}


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
    examples = examples_of(recorded, skills, constructed, 9)
    assert examples.margin[examples.log.names.index("a-0")] == pytest.approx(
        fmean(item.probability_margin for item in recorded if item.example == "a-0")
    ), "all epochs count"
    found = classify(examples, config)
    assert {c.example for c in found.records(1) if c.category is Category.ERROR and not c.constructed} == {
        name for name in wrong if not name.startswith("blind")
    }
    judged = detector.measure_detector(found, round_=1, right=set())
    assert (judged.rule, judged.caught, judged.flagged, judged.blind) == ("margin", 8, 6, ("blind",))
    assert judged.auroc is not None
    assert judged.auroc > 0.7, "a third of the constructed errors lie in the blind skill"
    by_loss = detector.measure_detector(classify(examples, CONFIG), round_=1, right=set())
    assert by_loss.flagged == 0
    assert judged.flagged_by_paper_rule == by_loss.flagged_by_paper_rule, "the paper's rule goes by losses"


def test_paper_rule_is_stricter() -> None:
    losses, skills, constructed, _ = world({"a": 0.8, "b": 0.6})
    examples = examples_of(losses, skills, constructed)
    paper = limits(classify(examples, DynamicsConfig(rule="paper")))
    midpoint = limits(classify(examples, CONFIG))
    assert all(paper[skill] > midpoint[skill] for skill in midpoint)


def test_a_misconception_that_is_easier_than_the_truth_calls_nothing_an_error() -> None:
    losses, skills, constructed, _ = world({"a": -0.1})
    found = classify(examples_of(losses, skills, constructed), CONFIG)
    assert limits(found) == {}
    assert found.blind == ("a",)


def test_hard_easy_and_ambiguous_by_the_averages() -> None:
    series = {"hard": (2.0, 2.0), "easy": (0.1, 0.1), "ambiguous": (0.1, 1.9)}
    losses = [loss(name, epoch, value) for name, values in series.items() for epoch, value in enumerate(values, 1)]
    classified = classify(examples_of(losses, dict.fromkeys(series, "s"), {}), CONFIG)
    found = {c.example: c.category for c in classified.records(1)}
    assert found == {"hard": Category.HARD, "easy": Category.EASY, "ambiguous": Category.AMBIGUOUS}


def test_constructed_errors_stay_out_of_the_averages() -> None:
    losses, skills, constructed, _ = world({"a": 50.0})
    low = {item.example for item in losses if item.loss < 1}
    examples = examples_of(losses, {k: v for k, v in skills.items() if k in low}, constructed)
    found = classify(examples, CONFIG).records(1)
    assert {c.category for c in found if not c.constructed} >= {Category.HARD, Category.EASY}
    assert sum(c.constructed for c in found) == 4


def test_detector_is_judged_without_the_example_itself() -> None:
    losses, skills, constructed, wrong = world({"a": 0.8, "b": 0.6})
    found = detector.measure_detector(
        classify(examples_of(losses, skills, constructed), CONFIG), round_=1, right={"a-20"}
    )
    assert (found.constructed, found.caught, found.flagged, found.flagged_right) == (8, 8, len(wrong), 1)
    assert found.auroc is not None
    assert found.auroc > 0.9
    assert found.flagged_by_paper_rule < found.flagged
    two = examples_of([loss("x", 1, 1.0), loss("e", 1, 9.0)], {"x": "s"}, {"e": "s"})
    alone = detector.measure_detector(classify(two, CONFIG), round_=1, right=set())
    assert alone.caught == 0, "one constructed error has no threshold that was set without it"


def test_nothing_recorded_classifies_nothing() -> None:
    for rule in ERROR_RULES.names():
        found = classify(examples_of([], {}, {}), DynamicsConfig(rule=rule))
        assert found.records(1) == []
        assert detector.measure_detector(found, round_=1, right=set()).auroc is None


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


@pytest.mark.parametrize("rule", ERROR_RULES.names())
@pytest.mark.parametrize("seed", range(12))
def test_equal_losses_are_easy_by_every_rule(rule: str, seed: int) -> None:
    source = np.random.default_rng(seed)
    value, epochs = source.lognormal(-1, 1), int(source.integers(1, 7))
    names = [f"e{number}" for number in range(int(source.integers(1, 60)))]
    wrong = names[: len(names) // 4]
    # Equal up to rounding: the same losses in another order of epochs.
    spread = source.uniform(0, value, epochs) if seed % 2 else np.zeros(epochs)
    losses = [
        loss(name, epoch + 1, value + change)
        for name in names
        for epoch, change in enumerate(source.permutation(spread).tolist())
    ]
    skills = {name: f"s{number % 3}" for number, name in enumerate(names) if name not in wrong}
    examples = examples_of(losses, skills, {name: f"s{number % 3}" for number, name in enumerate(wrong)})
    found = classify(examples, DynamicsConfig(rule=rule))
    assert {ORDER[code] for code in found.categories.tolist()} == {Category.EASY}
