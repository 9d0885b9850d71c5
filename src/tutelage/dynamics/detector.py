"""How good the error rule is, measured on the constructed errors; it is in the report of every run. Pure.

Leave one out: each constructed error is compared with thresholds that were set without it. The ranking behind the
AUROC, by the rule's score minus the mean of the skill's training examples, does not use the constructed errors at all.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutelage.config import ERROR_RULES
from tutelage.dynamics.classification import Classification, skill_scores
from tutelage.dynamics.rules import paper
from tutelage.dynamics.statistics import Numbers
from tutelage.records import Detector, Estimate, Quality
from tutelage.stats import auroc, bootstrap_auroc, wilson


class RankedExamples(NamedTuple):
    """Examples with their scores. Arrays have one entry per example."""

    names: NDArray[np.str_]
    positive: NDArray[np.bool_]
    """Whether it is a constructed error."""
    hit: NDArray[np.bool_]
    """Whether the rule flags it."""
    relative: Numbers
    """The rule's score minus the skill's mean."""
    plain: Numbers
    """Mean loss, in nats."""


def measure_detector(found: Classification, *, round_: int, right: Collection[str]) -> Detector:
    """Measure the rule on the constructed errors. `right` are the flagged examples that were checked and found
    right."""
    examples, log = found.examples, found.examples.log
    relative = found.score - found.skills.mean[log.skill]
    constructed, training, flagged = examples.seen & log.constructed, examples.training, found.flagged
    fine = flagged & np.array([name in right for name in log.names], dtype=np.bool_)
    literal = paper.RULE.thresholds(skill_scores(examples, examples.mean), found.config)
    if found.rule.needs_errors:
        with ERROR_RULES.using(found.config.rule):
            caught = _leave_one_out(found, constructed)
    else:
        caught = constructed & found.thresholds.exceeded(found.score, examples.std, log.skill)
    # A skill that has only constructed errors has no mean to compare with: it is left out.
    known = constructed & ~np.isnan(relative)
    rows = np.concatenate([np.flatnonzero(known), np.flatnonzero(training & ~(flagged & ~fine))])
    names = np.array([log.names[row] for row in rows.tolist()], dtype=np.str_)
    ranked = RankedExamples(names, constructed[rows], (caught | fine)[rows], relative[rows], examples.mean[rows])
    return Detector(
        round=round_,
        rule=found.rule.name,
        constructed=int(constructed.sum()),
        caught=int(caught.sum()),
        flagged=int(flagged.sum()),
        flagged_right=int(fine.sum()),
        flagged_by_paper_rule=int((training & literal.exceeded(examples.mean, examples.std, log.skill)).sum()),
        auroc=auroc(relative[known].tolist(), relative[training].tolist()),
        blind=found.blind,
        qualities=_qualities(ranked),
    )


def _leave_one_out(found: Classification, constructed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which constructed errors are caught by thresholds set without them."""
    caught, score, std, skill = np.zeros_like(constructed), found.score, found.examples.std, found.examples.log.skill
    rows = np.flatnonzero(constructed)
    for code in np.unique(skill[rows]).tolist():
        alike = rows[skill[rows] == code]
        for index in alike.tolist():
            rest = alike[alike != index]
            errors, errors_std = found.skills.errors.copy(), found.skills.errors_std.copy()
            errors[code], errors_std[code] = (v[rest].mean() if len(rest) else np.nan for v in (score, std))
            without = found.skills._replace(errors=errors, errors_std=errors_std)
            thresholds = found.rule.thresholds(without, found.config)
            caught[index] = thresholds.exceeded(score[index], std[index], code)
    return caught


def _qualities(ranked: RankedExamples) -> tuple[Quality, ...]:
    """The quality of the rule, of plain loss ranking, and of chance, each with as many flagged examples."""
    total, positives, size = len(ranked.names), int(ranked.positive.sum()), int(ranked.hit.sum())
    if not positives or positives == total:
        return ()
    by_loss = np.lexsort((ranked.names, -ranked.plain))
    by_rule, by_plain = int((ranked.hit & ranked.positive).sum()), int(ranked.positive[by_loss[:size]].sum())
    return (
        _quality("rule", by_rule, size, ranked, ranked.relative),
        _quality("plain-loss", by_plain, size, ranked, ranked.plain),
        Quality(
            method="chance",
            precision=Estimate(value=positives / total),
            recall=Estimate(value=size / total),
            auroc=Estimate(value=0.5),
        ),
    )


def _quality(method: str, found: int, size: int, ranked: RankedExamples, score: Numbers) -> Quality:
    shares = [wilson(found, whole) if whole else None for whole in (size, int(ranked.positive.sum()))]
    precision, recall = (Estimate(value=s.share, low=s.low, high=s.high) if s else None for s in shares)
    area = bootstrap_auroc(score[ranked.positive].tolist(), score[~ranked.positive].tolist())
    return Quality.model_validate({"method": method, "precision": precision, "recall": recall, "auroc": area})
