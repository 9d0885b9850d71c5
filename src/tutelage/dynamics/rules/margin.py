"""`margin`: as `midpoint`, with M_i instead of L_i: minus the mean over all epochs of the probability margin.

See `LossRecord` for the margin. A loss is also high where the student is merely unsure; M_i is high only where it is
sure of something else.
"""

from __future__ import annotations

from tutelage.dynamics.rules import ErrorRule, midpoint
from tutelage.dynamics.statistics import ExampleStatistics, Numbers


def score(examples: ExampleStatistics) -> Numbers:
    """M_i, from -1 to 1."""
    return -examples.margin


RULE = ErrorRule(
    "margin",
    "as `midpoint`, but by how sure the student is of another token, instead of the loss",
    midpoint.thresholds,
    score,
    needs_margins=True,
)
