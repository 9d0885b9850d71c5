"""Thresholds in the gap between a skill's training examples and its constructed errors."""

from __future__ import annotations

import numpy as np

from tutelage.dynamics.rules import SkillScores
from tutelage.dynamics.statistics import Numbers


def part_of_gap(scores: SkillScores, part: float, guard: float) -> Numbers:
    """For every skill, the score at this part of the gap between the means of training examples and constructed errors.

    Infinite in a skill whose gap is small compared with other skills, below `guard` times the median (a misconception
    that leaves out a step is as easy as the truth), or that has not been learned yet.
    """
    gap = scores.errors - scores.mean
    known = gap[~np.isnan(gap)]
    least = guard * max(float(np.median(known)), 0.0) if len(known) else 0.0
    return np.where((gap > 0) & (gap >= least), scores.mean + part * gap, np.inf)
