"""Training dynamics: from the losses of a round to the four categories. Pure; never touches a trainer.

Section 3.3 of the paper (Chen and Yang, arXiv:2412.19361). A round is some epochs of practice on one training set, its
epoch window those that count (`skip_epochs`). For example i, with l_ie its loss in epoch e in nats per solution token:

    L_i = mean over e of l_ie        sigma_i = population standard deviation over e of l_ie        (L-hat, sigma-hat)

Constructed error examples, trained along, say how high a wrong example lies: L_b and sigma_b are their means, within a
skill. L_average and sigma_average are those of the training set, without the constructed errors.

Error rules, for an example of skill k:

- `midpoint`: L_i > mean_k + m * (L_b,k - mean_k), m = 0.5. F1 .87-.91 on random errors in our studies.
- `margin`: the same with M_i in the place of L_i: minus the mean over all epochs of the example's probability margin
  (see `LossRecord`). A loss is high, too, where the student is merely unsure; M_i where it is sure of something else.
- `paper`: L_i > L_b,k, on request also sigma_i < sigma_b,k. In our studies it found 5-50 % of the errors: about half of
  them lie above their own mean, and errors have a high sigma, not a low one.
- `mixture`: L_i, relative to its skill's median, in the upper one of two groups. Needs no constructed errors.

Where a rule is blind nothing is called an error. `midpoint`, `margin` and `paper` are blind in a skill whose gap
L_b,k - mean_k is small against the other skills' (a misconception that leaves out a step is as easy as the truth), or
that is not yet learned; `mixture` where there are no two groups.

The rest by the averages: sigma_i above sigma_average is ambiguous; otherwise L_i above L_average is hard, else easy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from math import inf
from statistics import fmean, median, pstdev
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutelage.config import DynamicsConfig
from tutelage.dynamics.mixture import Numbers, two_groups
from tutelage.records import Category, Classified, Columns, LossRecord, values

ORDER = (Category.EASY, Category.AMBIGUOUS, Category.HARD, Category.ERROR)
"""What the numbers that `categorise` returns stand for."""
OWN_SCALE = 8
"""A skill with fewer examples borrows the scale of all skills (`mixture`)."""
ROBUST = 1.4826
"""Median absolute deviation -> standard deviation of a normal distribution."""


class Point(NamedTuple):
    """One example on the data map."""

    mean: float
    std: float
    margin: float = 0.0
    """Mean over all epochs of the probability margin, from -1 to 1."""


def suspicion(point: Point, rule: str) -> float:
    """What an error rule goes by; the higher, the more suspect."""
    return -point.margin if rule == "margin" else point.mean


class Thresholds(NamedTuple):
    """Error thresholds of a round."""

    by_skill: dict[str, float]
    """Skill -> suspicion above which an example is called an error, a loss in nats per token or, by the rule `margin`,
    minus a margin; a blind skill has none."""
    blind: tuple[str, ...]
    """Skills in which the rule is blind."""
    spread: Mapping[str, float] = {}
    """Skill -> standard deviation that an error must stay below; empty unless the rule asks for it."""
    rule: str = "midpoint"

    def exceeded(self, skill: str, point: Point) -> bool:
        """Whether an example of this skill is called an error."""
        high = suspicion(point, self.rule) > self.by_skill.get(skill, inf)
        return high and point.std < self.spread.get(skill, inf)


def summarise(losses: Sequence[LossRecord], skip_epochs: int) -> dict[str, Point]:
    """Mean and population standard deviation of each example's losses, without the first `skip_epochs` epochs.

    The last epoch always counts, however many are to be skipped. One epoch has no spread: then the standard deviation
    is that of the last two. An example seen in no counted epoch has no point. Margins count in all epochs.
    """
    last = max((epoch for epoch, _ in values(losses, "epoch", "example")), default=0)
    first = min(skip_epochs + 1, last)
    counted = _series(losses, first)
    spread = counted if first < last else _series(losses, last - 1)
    margins = mean_margins(losses)
    return {
        example: Point(fmean(found), pstdev(spread[example]), margins[example]) for example, found in counted.items()
    }


def mean_margins(losses: Sequence[LossRecord]) -> dict[str, float]:
    """Mean probability margin of every example, over all its epochs."""
    totals: dict[str, float] = {}
    times: dict[str, int] = {}
    for example, margin in values(losses, "example", "probability_margin"):
        totals[example] = totals.get(example, 0.0) + margin
        times[example] = times.get(example, 0) + 1
    return {example: total / times[example] for example, total in totals.items()}


def _series(losses: Sequence[LossRecord], first: int) -> dict[str, list[float]]:
    """Losses of every example from epoch `first` on."""
    series: dict[str, list[float]] = {}
    for epoch, example, loss in values(losses, "epoch", "example", "loss"):
        if epoch >= first:
            series.setdefault(example, []).append(loss)
    return series


def thresholds(
    points: Mapping[str, Point], skills: Mapping[str, str], constructed: Mapping[str, str], config: DynamicsConfig
) -> Thresholds:
    """Error thresholds by the recipe's rule.

    `skills` and `constructed` give the skill of every training example and of every constructed error.
    """
    return limits(by_skill(points, skills), by_skill(points, constructed), config)


def limits(
    training: Mapping[str, Sequence[Point]], errors: Mapping[str, Sequence[Point]], config: DynamicsConfig
) -> Thresholds:
    """The same from the points of every skill, of its training examples and of its constructed errors."""
    values = {skill: [suspicion(point, config.rule) for point in points] for skill, points in training.items()}
    if config.rule == "mixture":
        return limits_by_mixture({skill: np.array(found) for skill, found in values.items()}, config)
    return limits_by_errors({skill: fmean(found) for skill, found in values.items()}, errors, config)


def limits_by_errors(
    means: Mapping[str, float], errors: Mapping[str, Sequence[Point]], config: DynamicsConfig
) -> Thresholds:
    """`midpoint`, `margin` and `paper`: from the mean suspicion of every skill and the points of its constructed
    errors."""
    gaps = {
        skill: fmean(suspicion(point, config.rule) for point in errors[skill]) - mean
        for skill, mean in means.items()
        if skill in errors
    }
    if not gaps:
        return Thresholds({}, tuple(sorted(means)), rule=config.rule)
    least = config.guard * max(median(gaps.values()), 0.0)
    seeing = [skill for skill, gap in gaps.items() if gap > 0 and gap >= least]
    part = 1.0 if config.rule == "paper" else config.midpoint
    narrow = config.rule == "paper" and config.paper_spread
    return Thresholds(
        {skill: means[skill] + part * gaps[skill] for skill in seeing},
        tuple(sorted(set(means) - set(seeing))),
        {skill: fmean(p.std for p in errors[skill]) for skill in seeing} if narrow else {},
        config.rule,
    )


def limits_by_mixture(values: Mapping[str, Numbers], config: DynamicsConfig) -> Thresholds:
    """`mixture`: from the mean losses of every skill's training examples.

    Every skill is brought to median 0 and robust standard deviation 1, and two groups are sought in all together.
    """
    nothing = Thresholds({}, tuple(sorted(values)))
    if not values:
        return nothing
    centres = {skill: float(np.median(found)) for skill, found in values.items()}
    apart = {skill: found - centres[skill] for skill, found in values.items()}
    common = _robust_std(np.concatenate(list(apart.values())))
    own = {skill: _robust_std(found) if len(found) >= OWN_SCALE else 0.0 for skill, found in apart.items()}
    scales = {skill: scale or common for skill, scale in own.items()}
    if not common:
        return nothing
    groups = two_groups(np.concatenate([found / scales[skill] for skill, found in apart.items()]))
    if groups is None or groups.gain <= 0 or groups.separation < config.separation:
        return nothing
    boundary = groups.boundary(config.posterior)
    if boundary is None:
        return nothing
    return Thresholds({skill: centres[skill] + boundary * scales[skill] for skill in values}, ())


def _robust_std(deviations: Numbers) -> float:
    """Of deviations from a median; the plain standard deviation where more than half are 0."""
    robust = ROBUST * float(np.median(np.abs(deviations)))
    return robust or float(deviations.std())


def classify(
    points: Mapping[str, Point],
    skills: Mapping[str, str],
    constructed: Mapping[str, str],
    config: DynamicsConfig,
    round_: int,
) -> Columns[Classified]:
    """Put every example with a point into one of the four categories; constructed errors are marked as such.

    `points` are those of `summarise`; `skills` and `constructed` give the skill of every training example and of every
    constructed error.
    """
    found = thresholds(points, skills, constructed, config)
    seen = [points[example] for example in skills if example in points]
    average = Point(fmean(p.mean for p in seen), fmean(p.std for p in seen)) if seen else Point(0.0, 0.0)
    names = list(dict.fromkeys([*skills.values(), *constructed.values()]))
    place = {name: number for number, name in enumerate(names)}
    examples = [example for example in chain(skills, constructed) if example in points]
    skill_of = chain(skills.items(), constructed.items())
    skill = np.array([place[name] for example, name in skill_of if example in points], dtype=np.int32)
    mean, std, margin = (
        np.array([points[example][part] for example in examples], dtype=np.float64) for part in (0, 1, 2)
    )
    score = -margin if config.rule == "margin" else mean
    limit, spread = (
        np.array([given.get(name, inf) for name in names], dtype=np.float64)[skill]
        for given in (found.by_skill, found.spread)
    )
    return Columns.of(
        Classified,
        {
            "round": np.full(len(examples), round_),
            "example": examples,
            "skill": (skill, names),
            "mean": mean,
            "std": std,
            "category": (
                categorise(score, mean, std, limit, spread, average=average),
                [category.value for category in ORDER],
            ),
            "constructed": np.array([example in constructed for example in examples], dtype=np.bool_),
        },
    )


def categorise(
    score: Numbers, mean: Numbers, std: Numbers, limit: Numbers, spread: Numbers, *, average: Point
) -> NDArray[np.int8]:
    """Category of every example, as its place in `ORDER`. All arrays have one entry an example.

    `score` is what the error rule goes by; `limit` and `spread` are the thresholds of its skill, infinite where there
    are none; `average` is (L_average, sigma_average).
    """
    codes = np.where(mean > average.mean, ORDER.index(Category.HARD), ORDER.index(Category.EASY)).astype(np.int8)
    codes[std > average.std] = ORDER.index(Category.AMBIGUOUS)
    codes[(score > limit) & (std < spread)] = ORDER.index(Category.ERROR)
    return codes


def by_skill(points: Mapping[str, Point], skills: Mapping[str, str]) -> dict[str, list[Point]]:
    """The points of every skill."""
    groups: dict[str, list[Point]] = {}
    for example, skill in skills.items():
        if example in points:
            groups.setdefault(skill, []).append(points[example])
    return groups
