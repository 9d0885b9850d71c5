"""Thresholds by the gap between a skill's training examples and its constructed errors."""

from __future__ import annotations

import numpy as np

from tutelage.dynamics.rules import SkillScores
from tutelage.dynamics.statistics import Numbers


def part_of_the_way(scores: SkillScores, part: float, guard: float) -> Numbers:
    """For every skill, a score this part of the way from its training examples' mean to its constructed errors'.

    Infinite in a skill whose gap is small against the other skills', below `guard` times the median (a misconception
    that leaves out a step is as easy as the truth), or that is not yet learned.
    """
    gap = scores.errors - scores.mean
    known = gap[~np.isnan(gap)]
    least = guard * max(float(np.median(known)), 0.0) if len(known) else 0.0
    return np.where((gap > 0) & (gap >= least), scores.mean + part * gap, np.inf)
