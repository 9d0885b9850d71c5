"""What the error rule is worth, measured on the constructed errors: in every run's report. Pure.

Leave one out: each constructed error is judged by thresholds that were set without it. The ranking behind the AUROC,
what the rule goes by relative to the mean of the skill's training examples, does not use the constructed errors at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from tutelage.config import DynamicsConfig
from tutelage.dynamics import rules
from tutelage.dynamics.rules import Point, suspicion
from tutelage.records import Detector, Estimate, Quality
from tutelage.stats import auroc, bootstrap_auroc, wilson


class Ranked(NamedTuple):
    """Examples with their scores, and whether they are constructed errors."""

    examples: Sequence[str]
    positive: Sequence[bool]
    relative: Sequence[float]
    """What the rule goes by, above the skill's mean."""
    plain: Sequence[float]
    """Loss."""


def judge(
    points: Mapping[str, Point],
    skills: Mapping[str, str],
    constructed: Mapping[str, str],
    config: DynamicsConfig,
    *,
    round_: int,
    right: set[str],
) -> Detector:
    """Measure the rule on the constructed errors. `right` are the flagged examples that a new check found right."""
    training, errors = rules.by_skill(points, skills), rules.by_skill(points, constructed)
    limits = rules.limits(training, errors, config)
    score = {example: suspicion(point, config.rule) for example, point in points.items()}
    centre = {skill: fmean(suspicion(p, config.rule) for p in found) for skill, found in training.items()}
    losses = {skill: fmean(p.mean for p in found) for skill, found in training.items()}
    own = [(example, skill) for example, skill in skills.items() if example in points]
    flagged = {example for example, skill in own if limits.exceeded(skill, points[example])}
    literal = rules.limits_by_errors(losses, errors, config.model_copy(update={"rule": "paper"}))
    planted = [(example, skill) for example, skill in constructed.items() if example in points]
    if config.rule == "mixture":
        caught = {example for example, skill in planted if limits.exceeded(skill, points[example])}
    else:
        caught = _leave_one_out(points, planted, centre, config)
    wrong = flagged - right
    return Detector(
        round=round_,
        rule=config.rule,
        constructed=len(planted),
        caught=len(caught),
        flagged=len(flagged),
        flagged_right=len(right & flagged),
        flagged_by_paper_rule=sum(literal.exceeded(skill, points[example]) for example, skill in own),
        auroc=auroc(
            [score[e] - centre[s] for e, s in planted if s in centre],
            [score[e] - centre[s] for e, s in own],
        ),
        blind=limits.blind,
        qualities=_qualities(
            _rank(points, score, planted, [(e, s) for e, s in own if e not in wrong], centre),
            caught | (flagged & right),
        ),
    )


def _leave_one_out(
    points: Mapping[str, Point],
    planted: Sequence[tuple[str, str]],
    centre: Mapping[str, float],
    config: DynamicsConfig,
) -> set[str]:
    """The constructed errors that are caught by thresholds set without them."""
    caught = set()
    errors = rules.by_skill(points, dict(planted))
    for example, skill in planted:
        rest = list(errors[skill])
        rest.remove(points[example])
        others = {other: found for other, found in errors.items() if other != skill}
        limits = rules.limits_by_errors(centre, others | ({skill: rest} if rest else {}), config)
        if limits.exceeded(skill, points[example]):
            caught.add(example)
    return caught


def _rank(
    points: Mapping[str, Point],
    score: Mapping[str, float],
    planted: Sequence[tuple[str, str]],
    others: Sequence[tuple[str, str]],
    centre: Mapping[str, float],
) -> Ranked:
    """A skill that has constructed errors alone has no mean to compare with: it is left out."""
    pool = [(e, s, True) for e, s in planted if s in centre] + [(e, s, False) for e, s in others]
    return Ranked(
        [example for example, _, _ in pool],
        [positive for _, _, positive in pool],
        [score[example] - centre[skill] for example, skill, _ in pool],
        [points[example].mean for example, _, _ in pool],
    )


def _qualities(ranked: Ranked, flagged: set[str]) -> tuple[Quality, ...]:
    """The rule that flags `flagged`, beside plain loss ranking and chance at as many flagged."""
    total, positives = len(ranked.examples), sum(ranked.positive)
    if not positives or positives == total:
        return ()
    by_loss = sorted(range(total), key=lambda i: (-ranked.plain[i], ranked.examples[i]))
    hits = [example in flagged for example in ranked.examples]
    size = sum(hits)
    by_rule = sum(hit and positive for hit, positive in zip(hits, ranked.positive, strict=True))
    by_plain = sum(ranked.positive[i] for i in by_loss[:size])
    return (
        _quality("rule", by_rule, size, positives, _separate(ranked, ranked.relative)),
        _quality("plain-loss", by_plain, size, positives, _separate(ranked, ranked.plain)),
        Quality(
            method="chance",
            precision=Estimate(value=positives / total),
            recall=Estimate(value=size / total),
            auroc=Estimate(value=0.5),
        ),
    )


def _quality(method: str, found: int, size: int, positives: int, area: Estimate | None) -> Quality:
    shares = [wilson(found, whole) if whole else None for whole in (size, positives)]
    precision, recall = (Estimate(value=s.share, low=s.low, high=s.high) if s else None for s in shares)
    return Quality.model_validate({"method": method, "precision": precision, "recall": recall, "auroc": area})


def _separate(ranked: Ranked, scores: Sequence[float]) -> Estimate | None:
    sides: dict[bool, list[float]] = {True: [], False: []}
    for score, positive in zip(scores, ranked.positive, strict=True):
        sides[positive].append(score)
    return bootstrap_auroc(sides[True], sides[False])
