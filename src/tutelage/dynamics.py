"""Training dynamics: from the losses of a round to the four categories. Pure; never touches a trainer.

Every example gets the mean and the standard deviation of its losses over the round's counted epochs (the paper's
L-hat and sigma-hat). Constructed error examples, trained along, say how high the loss of a wrong example lies.

Error rule `midpoint`, per skill k: L_i > mean_k + m * (errors_k - mean_k), m = 0.5. It reached F1 .87-.91 in our
studies, where the paper's literal rule `L_i > errors` found 5-50 % of the errors. Where the gap `errors_k - mean_k` is
small against the other skills' (a misconception that leaves out a step is as easy as the truth), the rule is blind and
nothing is called an error.

The rest by the paper's averages over the training set: below-average spread and above-average loss is hard,
below-average spread and loss is easy, above-average spread is ambiguous.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean, median, pstdev
from typing import NamedTuple

from tutelage.config import DynamicsConfig
from tutelage.records import Category, Classified, Detector, LossRecord
from tutelage.stats import auroc


class Point(NamedTuple):
    """One example on the data map."""

    mean: float
    std: float


class Thresholds(NamedTuple):
    """Error thresholds of a round, in nats per token."""

    by_skill: dict[str, float]
    """Skill -> loss above which an example is called an error; a blind skill has none."""
    blind: tuple[str, ...]
    """Skills with too small a gap."""


def summarise(losses: Sequence[LossRecord], skip_epochs: int) -> dict[str, Point]:
    """Mean and population standard deviation of each example's losses, without the first `skip_epochs` epochs.

    The last epoch always counts, however many are to be skipped. One epoch has no spread: then the standard deviation
    is that of the last two. An example seen in no counted epoch has no point.
    """
    last = max((row.epoch for row in losses), default=0)
    first = min(skip_epochs + 1, last)
    counted = _series(losses, first)
    spread = counted if first < last else _series(losses, last - 1)
    return {example: Point(fmean(values), pstdev(spread[example])) for example, values in counted.items()}


def _series(losses: Sequence[LossRecord], first: int) -> dict[str, list[float]]:
    """Losses of every example from epoch `first` on."""
    series: dict[str, list[float]] = {}
    for row in losses:
        if row.epoch >= first:
            series.setdefault(row.example, []).append(row.loss)
    return series


def thresholds(
    points: Mapping[str, Point], skills: Mapping[str, str], constructed: Mapping[str, str], config: DynamicsConfig
) -> Thresholds:
    """Error thresholds by the recipe's rule.

    `skills` and `constructed` give the skill of every training example and of every constructed error.
    """
    means, errors = _by_skill(points, skills), _by_skill(points, constructed)
    gaps = {skill: fmean(errors[skill]) - fmean(means[skill]) for skill in means if skill in errors}
    if not gaps:
        return Thresholds({}, tuple(sorted(means)))
    least = config.guard * max(median(gaps.values()), 0.0)
    seeing = {skill for skill, gap in gaps.items() if gap > 0 and gap >= least}
    part = 1.0 if config.rule == "paper" else config.midpoint
    by_skill = {skill: fmean(means[skill]) + part * gaps[skill] for skill in seeing}
    return Thresholds(by_skill, tuple(sorted(set(means) - seeing)))


def classify(
    points: Mapping[str, Point],
    skills: Mapping[str, str],
    constructed: Mapping[str, str],
    config: DynamicsConfig,
    round_: int,
) -> list[Classified]:
    """Put every example with a point into one of the four categories; constructed errors are marked as such."""
    limits = thresholds(points, skills, constructed, config).by_skill
    seen = [points[example] for example in skills if example in points]
    mean_all = fmean(point.mean for point in seen) if seen else 0.0
    std_all = fmean(point.std for point in seen) if seen else 0.0

    def category(skill: str, point: Point) -> Category:
        if point.mean > limits.get(skill, float("inf")):
            return Category.ERROR
        if point.std > std_all:
            return Category.AMBIGUOUS
        return Category.HARD if point.mean > mean_all else Category.EASY

    return [
        Classified(
            round=round_,
            example=example,
            skill=skill,
            mean=points[example].mean,
            std=points[example].std,
            category=category(skill, points[example]),
            constructed=example in constructed,
        )
        for example, skill in [*skills.items(), *constructed.items()]
        if example in points
    ]


def judge_detector(
    points: Mapping[str, Point],
    skills: Mapping[str, str],
    constructed: Mapping[str, str],
    config: DynamicsConfig,
    *,
    round_: int,
    right: set[str],
) -> Detector:
    """Measure the rule on the constructed errors. `right` are the flagged examples that a new check found right."""
    limits = thresholds(points, skills, constructed, config)
    errors = {example: skill for example, skill in constructed.items() if example in points}
    caught = 0
    for example, skill in errors.items():
        others = {other: its for other, its in errors.items() if other != example}
        limit = thresholds(points, skills, others, config).by_skill.get(skill, float("inf"))
        caught += points[example].mean > limit
    flagged = [e for e, skill in skills.items() if e in points and points[e].mean > limits.by_skill.get(skill, 1e9)]
    paper = thresholds(points, skills, constructed, config.model_copy(update={"rule": "paper"})).by_skill
    centre = {skill: fmean(values) for skill, values in _by_skill(points, skills).items()}
    return Detector(
        round=round_,
        rule=config.rule,
        constructed=len(errors),
        caught=caught,
        flagged=len(flagged),
        flagged_right=len(right & set(flagged)),
        flagged_by_paper_rule=sum(points[e].mean > paper.get(s, 1e9) for e, s in skills.items() if e in points),
        auroc=auroc(
            [points[e].mean - centre[s] for e, s in errors.items() if s in centre],
            [points[e].mean - centre[s] for e, s in skills.items() if e in points],
        ),
        blind=limits.blind,
    )


def _by_skill(points: Mapping[str, Point], skills: Mapping[str, str]) -> dict[str, list[float]]:
    groups: dict[str, list[float]] = {}
    for example, skill in skills.items():
        if example in points:
            groups.setdefault(skill, []).append(points[example].mean)
    return groups
