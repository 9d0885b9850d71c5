"""From outcomes to standings: shares with intervals, and differences from the reference arm."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from tutelage import stats
from tutelage.errors import ExperimentError
from tutelage.experiments.arms import Arm, Experiment
from tutelage.records import Estimate, Outcome, Standing


def standings(experiment: Experiment, outcomes: Sequence[Outcome]) -> tuple[Standing, ...]:
    """Every arm over its seeds, in the order of the experiment. An arm is compared with the first of its group, on the
    seeds that both have."""
    found: list[Standing] = []
    for group in dict.fromkeys(arm.group for arm in experiment.arms):
        arms = [arm for arm in experiment.arms if arm.group == group]
        by_arm = {arm.name: [o for o in outcomes if (o.group, o.arm) == (group, arm.name)] for arm in arms}
        reference = by_arm[arms[0].name]
        rows = [_standing(arm, by_arm[arm.name], reference) for arm in arms if by_arm[arm.name]]
        tested = [row for row in rows if row.p is not None]
        corrected = iter(stats.holm([row.p for row in tested if row.p is not None]))
        found += [row.model_copy(update={"p": next(corrected)}) if row.p is not None else row for row in rows]
    return tuple(found)


def _standing(arm: Arm, own: Sequence[Outcome], reference: Sequence[Outcome]) -> Standing:
    losses = [outcome.curve[-1][1].loss for outcome in own if outcome.curve]
    pairs = [(o, r) for o in own for r in reference if o.seed == r.seed and o.arm != r.arm]
    marks = [[(r.correct[q], o.correct[q]) for q in o.correct if q in r.correct] for o, r in pairs]
    compared = stats.bootstrap_nested([([a for a, _ in seed], [b for _, b in seed]) for seed in marks])
    both = [pair for seed in marks for pair in seed]
    return Standing(
        group=arm.group,
        arm=arm.name,
        about=arm.about,
        seeds=tuple(outcome.seed for outcome in own),
        tokens=fmean(outcome.tokens for outcome in own),
        accuracy=_share(own),
        by_seed=tuple(fmean(outcome.correct.values()) for outcome in own),
        loss=fmean(losses) if losses else None,
        difference=Estimate(**compared.difference._asdict()) if compared else None,
        p=stats.mcnemar(both.count((False, True)), both.count((True, False))) if both else None,
    )


def _share(own: Sequence[Outcome]) -> Estimate:
    """The share of right answers, with the interval of its difference from a student that has none right."""
    marks = [[float(right) for right in outcome.correct.values()] for outcome in own]
    found = stats.bootstrap_nested([([0.0] * len(seed), seed) for seed in marks])
    if found is None:
        raise ExperimentError("an exam without questions cannot be compared: set course.exam_questions_per_skill")
    return Estimate(**found.difference._asdict())
