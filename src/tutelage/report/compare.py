"""The page of a comparison: one student, or group of seeds, against one or several others. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from tutelage.errors import ExamError
from tutelage.records import Comparison, ComparisonRow
from tutelage.report import formats
from tutelage.report.figures import Axis, Tick, make_axis
from tutelage.stats import FEW_QUESTIONS

LEFT, RIGHT = 330.0, 940.0


class Side(NamedTuple):
    """One student that is compared with the reference, and where its difference is drawn."""

    name: str
    found: Comparison
    at: float
    low: float
    high: float


def comparison_content(found: Sequence[Comparison]) -> dict[str, Any]:
    """What the template shows. Raises `ExamError` unless all comparisons have the same first student."""
    if not found or any(one.first != found[0].first for one in found):
        raise ExamError("a page compares one student with others: the first of every pair must be the same")
    reach = 100 * max(abs(end) for one in found for end in _ends(one.all))
    half = make_axis(reach, 0, (RIGHT - LEFT) / 2, 3)
    middle = (LEFT + RIGHT) / 2
    axis = Axis(
        middle,
        RIGHT,
        half.top,
        tuple(
            Tick(middle + sign * tick.at, f"{'+' if sign > 0 else '−'}{tick.label}" if tick.at else "0")
            for sign in (-1, 1)
            for tick in half.ticks[0 if sign > 0 else 1 :]
        ),
    )
    sides = [Side(_name(one.second), one, *(axis(100 * end) for end in _ends(one.all))) for one in found]
    rows = [(side.name, row) for side in sides for row in side.found.skills]
    return {
        "reference": _name(found[0].first),
        "sides": sides,
        "axis": axis,
        "rows": sorted(rows, key=lambda row: -abs(row[1].difference.value)),
        "few": FEW_QUESTIONS,
    }


def interval(row: ComparisonRow) -> str:
    """The interval of a difference in points; a dash where it would claim more than so few questions say."""
    low, high = row.difference.low, row.difference.high
    return "–" if low is None or high is None else f"{formats.points(low)} to {formats.points(high)}"


def _ends(row: ComparisonRow) -> tuple[float, float, float]:
    value = row.difference.value
    low, high = row.difference.low, row.difference.high
    return value, value if low is None else low, value if high is None else high


def _name(runs: Sequence[str]) -> str:
    return ", ".join(runs)
