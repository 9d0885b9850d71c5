"""Training dynamics: which examples are wrong, hard, easy or ambiguous, told from their losses.

`rules` has the definitions and the error rules, `mixture` the one without a ruler, `detector` measures them on
constructed errors. The same over arrays, for logs of any size: `losslog` reads them, `landscape` classifies,
`cartography` writes what `tutelage dynamics` prints.
"""

from tutelage.dynamics.rules import (
    ORDER,
    Point,
    Thresholds,
    by_skill,
    categorise,
    classify,
    limits,
    limits_by_errors,
    limits_by_mixture,
    mean_margins,
    summarise,
    thresholds,
)

__all__ = [
    "ORDER",
    "Point",
    "Thresholds",
    "by_skill",
    "categorise",
    "classify",
    "limits",
    "limits_by_errors",
    "limits_by_mixture",
    "mean_margins",
    "summarise",
    "thresholds",
]
