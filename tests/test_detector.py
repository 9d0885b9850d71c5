"""What the detector is worth, the mixture rule, and the figures behind both."""

from __future__ import annotations

import re
from random import Random
from typing import Any, NamedTuple

import numpy as np
import pytest

from test_dynamics import limits
from test_report import make_run
from tutelage.config import DynamicsConfig
from tutelage.dynamics import Classification, ExampleStatistics, classify, detector, losslog
from tutelage.dynamics.mixture import fit_two_groups
from tutelage.records import Category, Detector, Quality
from tutelage.report.page import render
from tutelage.stats import auroc, average_precision, bootstrap_auroc

MIXTURE = DynamicsConfig(rule="mixture")


class Point(NamedTuple):
    """One example on the data map."""

    mean: float
    std: float


def examples_of(points: dict[str, Point], skills: dict[str, str], constructed: dict[str, str]) -> ExampleStatistics:
    log = losslog.log_of_records([], skills, constructed)
    mean, std = (np.array([points[name][part] for name in log.names]) for part in (0, 1))
    return ExampleStatistics(log, np.ones(len(mean), dtype=np.bool_), mean, std, 1)


def one_skill(means: np.ndarray[Any, np.dtype[np.float64]]) -> Classification:
    """The mixture of examples of one skill with these mean losses."""
    points = {f"{number}": Point(mean, 0.0) for number, mean in enumerate(means.tolist())}
    return classify(examples_of(points, dict.fromkeys(points, "s"), {}), MIXTURE)


def cloud(
    gaps: dict[str, float], *, levels: dict[str, float] | None = None, share: float = 0.1, size: int = 80, seed: int = 0
) -> tuple[dict[str, Point], dict[str, str], dict[str, str], set[str]]:
    """Per skill `size` examples, a share of them wrong and higher by the gap, and 6 constructed errors up there."""
    source = Random(seed)
    points: dict[str, Point] = {}
    skills: dict[str, str] = {}
    constructed: dict[str, str] = {}
    wrong: set[str] = set()
    for skill, gap in gaps.items():
        level = (levels or {}).get(skill, 0.3)
        for index in range(size + 6):
            name = f"{skill}-{index}"
            high = index >= size * (1 - share)
            points[name] = Point(level + high * gap + source.gauss(0, 0.05), source.uniform(0.01, 0.05))
            (constructed if index >= size else skills)[name] = skill
            if high and index < size:
                wrong.add(name)
    return points, skills, constructed, wrong


def errors_of(points: dict[str, Point], skills: dict[str, str], config: DynamicsConfig) -> set[str]:
    found = classify(examples_of(points, skills, {}), config)
    return {c.example for c in found.records(1) if c.category is Category.ERROR}


def test_mixture_finds_planted_errors_without_a_ruler_across_skills_of_different_level() -> None:
    points, skills, _, wrong = cloud({"a": 0.5, "b": 0.6}, levels={"a": 0.2, "b": 2.0})
    assert errors_of(points, skills, MIXTURE) == wrong


def test_mixture_has_as_many_errors_as_the_data_not_a_fixed_share() -> None:
    points, skills, _, wrong = cloud({"a": 0.5}, share=0.3, size=200)
    assert errors_of(points, skills, MIXTURE) == wrong
    points, skills, _, wrong = cloud({"a": 0.5}, share=0.02, size=400)
    assert errors_of(points, skills, MIXTURE) == wrong


@pytest.mark.parametrize("shape", ["normal", "long tail", "exponential"])
def test_mixture_sees_no_errors_where_there_is_one_group(shape: str) -> None:
    source = np.random.default_rng(3)
    values = {
        "normal": source.normal(1, 0.2, 600),
        "long tail": source.lognormal(0, 0.5, 600),
        "exponential": source.exponential(1, 600),
    }[shape]
    found = one_skill(values)
    assert limits(found) == {}
    assert found.blind == ("s",)


def test_mixture_of_too_few_or_equal_losses_is_blind() -> None:
    assert one_skill(np.ones(500)).blind == ("s",)
    assert one_skill(np.arange(5.0)).blind == ("s",)
    assert limits(one_skill(np.array([]))) == {}
    assert fit_two_groups(np.full(100, 2.0)) is None


def test_higher_posterior_flags_fewer() -> None:
    points, skills, _, _ = cloud({"a": 0.25}, share=0.2, size=400)
    loose = errors_of(points, skills, DynamicsConfig(rule="mixture", posterior=0.1, separation=0))
    strict = errors_of(points, skills, DynamicsConfig(rule="mixture", posterior=0.99, separation=0))
    assert strict < loose


def test_mixture_of_many_numbers_is_that_of_a_sample_of_them() -> None:
    source = np.random.default_rng(0)
    values = np.concatenate([source.normal(0, 1, 90_000), source.normal(6, 1, 10_000)])
    whole, part = fit_two_groups(values), fit_two_groups(values[::50])
    assert whole is not None
    assert part is not None
    assert whole.high.share == pytest.approx(0.1, abs=0.005)
    assert part.high.mean == pytest.approx(whole.high.mean, abs=0.3)
    boundary = whole.boundary(0.5)
    assert boundary is not None
    assert 2.5 < boundary < 4.5


def test_the_papers_condition_on_the_spread_only_takes_away() -> None:
    points, skills, constructed, _ = cloud({"a": 0.5})
    config = DynamicsConfig(rule="paper", paper_spread=True)
    plain = classify(examples_of(points, skills, constructed), DynamicsConfig(rule="paper"))
    narrow = classify(examples_of(points, skills, constructed), config)
    assert limits(narrow) == limits(plain)
    assert plain.thresholds.std is None
    assert narrow.thresholds.std is not None
    high, skill = np.array([9.0]), np.array([0])
    assert narrow.thresholds.exceeded(high, narrow.thresholds.std * 0.9, skill)
    assert not narrow.thresholds.exceeded(high, narrow.thresholds.std * 1.1, skill)
    wide = points | {"a-0": Point(9.0, 5.0)}
    found = {c.example: c.category for c in classify(examples_of(wide, skills, constructed), config).records(1)}
    assert found["a-0"] is Category.AMBIGUOUS, "high, but with a high spread"


def qualities(found: Detector) -> dict[str, Quality]:
    return {quality.method: quality for quality in found.qualities}


def test_quality_of_the_rule_beside_plain_loss_and_chance() -> None:
    # Skill b is hard: its right examples have higher losses than the wrong ones of a.
    points, skills, constructed, wrong = cloud({"a": 0.5, "b": 0.5}, levels={"a": 0.2, "b": 1.5})
    found = detector.measure_detector(
        classify(examples_of(points, skills, constructed), DynamicsConfig()), round_=1, right=set()
    )
    rule, plain, chance = (qualities(found)[name] for name in ("rule", "plain-loss", "chance"))
    assert found.flagged == len(wrong)
    assert rule.precision is not None
    assert rule.precision.value == 1.0, "what was flagged and checked wrong does not count against the rule"
    assert rule.precision.low is not None
    assert 0.7 < rule.precision.low < 1.0
    assert rule.recall is not None
    assert rule.recall.value == found.caught / found.constructed == 1.0
    assert rule.auroc is not None
    assert rule.auroc.value > 0.99
    assert plain.recall is not None
    assert plain.recall.value <= 0.5, "plain ranking never gets to the errors of the easy skill"
    assert plain.auroc is not None
    assert plain.auroc.high is not None
    assert plain.auroc.high < 0.95
    pool = len(skills) - len(wrong) + len(constructed)
    assert chance.precision is not None
    assert chance.precision.value == pytest.approx(len(constructed) / pool)
    assert chance.auroc is not None
    assert (chance.auroc.value, chance.auroc.low) == (0.5, None)


def test_false_alarms_cost_precision() -> None:
    points, skills, constructed, wrong = cloud({"a": 0.5})
    found = detector.measure_detector(
        classify(examples_of(points, skills, constructed), DynamicsConfig()), round_=1, right=wrong
    )
    precision = qualities(found)["rule"].precision
    assert precision is not None
    assert precision.value == pytest.approx(found.caught / (found.caught + len(wrong)))


def test_mixture_is_judged_on_the_constructed_errors_too() -> None:
    points, skills, constructed, wrong = cloud({"a": 0.5})
    found = detector.measure_detector(
        classify(examples_of(points, skills, constructed), MIXTURE), round_=1, right=set()
    )
    assert (found.rule, found.caught, found.flagged) == ("mixture", 6, len(wrong))


def test_no_constructed_errors_no_qualities() -> None:
    points, skills, _, _ = cloud({"a": 0.5})
    assert (
        detector.measure_detector(classify(examples_of(points, skills, {}), MIXTURE), round_=1, right=set()).qualities
        == ()
    )


def test_old_detector_records_are_still_read() -> None:
    old = '{"round":1,"rule":"midpoint","constructed":2,"caught":1,"flagged":0,"flagged_right":0,'
    assert Detector.model_validate_json(old + '"flagged_by_paper_rule":0,"auroc":null,"blind":[]}').qualities == ()


def test_bootstrap_interval_holds_the_estimate_and_narrows_with_size() -> None:
    source = Random(5)
    widths = []
    for size in (20, 400):
        high, low = [[source.gauss(mean, 1) for _ in range(size)] for mean in (1, 0)]
        found = bootstrap_auroc(high, low, seed=1)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        assert found.value == auroc(high, low)
        assert found.low < found.value < found.high
        assert found.low < 0.76 < found.high, "the true value, Phi(1 / sqrt 2)"
        assert found == bootstrap_auroc(high, low, seed=1)
        widths.append(found.high - found.low)
    assert widths[1] < widths[0] / 3
    assert bootstrap_auroc([], [1.0]) is None
    ties = bootstrap_auroc([1.0] * 5, [1.0] * 9)
    assert ties is not None
    assert (ties.low, ties.high) == (0.5, 0.5)


def test_average_precision_by_hand() -> None:
    assert average_precision([5, 3], [4, 1]) == pytest.approx((1 / 1 + 2 / 3) / 2)
    assert average_precision([1], [1, 1, 1]) == pytest.approx(1 / 4), "ties stand together"
    assert average_precision([], [1]) is None


def test_report_shows_the_rule_beside_loss_ranking_and_chance() -> None:
    points, skills, constructed, _ = cloud({"a": 0.5, "b": 0.5})
    judged = detector.measure_detector(
        classify(examples_of(points, skills, constructed), DynamicsConfig()), round_=1, right=set()
    )
    run = make_run()
    first = run.rounds[0]
    assert first.adapted is not None
    adapted = first.adapted.model_copy(update={"detector": (judged,)})
    page = render(run.model_copy(update={"rounds": (first.model_copy(update={"adapted": adapted}), *run.rounds[1:])}))
    table = re.search(r'<table id="qualities">.*?</table>', page, re.DOTALL)
    assert table
    assert re.findall(r"<td>([^<]*)</td>", table[0]) == ["rule midpoint", "plain loss ranking", "chance"]
    assert "1.00 [" in table[0]
    assert 'id="qualities"' not in render(run), "an old record has no such table"
