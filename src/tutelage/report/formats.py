"""How figures are written, alike on the page and in the terminal."""

from __future__ import annotations

from tutelage.progress import percent, points, rounded
from tutelage.records import Estimate, Interval
from tutelage.stats import Range


def bounds(interval: Interval | Range | Estimate, digits: int = 0) -> str:
    """The interval of a share without its unit, such as `36–51`."""
    low, high = (f"{rounded(100 * (end or 0.0), digits):.{digits}f}" for end in (interval.low, interval.high))
    return f"{low}–{high}"


def share_with_interval(interval: Interval) -> str:
    """Such as `17.5 % of 80 questions (95 % interval 10.7 to 27.3)`; `no questions` without any."""
    if not interval.total:
        return "no questions"
    low, high = rounded(100 * interval.low, 1), rounded(100 * interval.high, 1)
    noun = "question" if interval.total == 1 else "questions"
    return f"{percent(interval.share, 1)} of {interval.total:,} {noun} (95 % interval {low:.1f} to {high:.1f})"


def points_with_interval(difference: Range | Estimate) -> str:
    """Such as `+3.0 points (95 % interval −2.1 to +8.0)`."""
    ends = difference.low is not None and difference.high is not None
    interval = f" (95 % interval {points(difference.low or 0)} to {points(difference.high or 0)})" if ends else ""
    return f"{points(difference.value)} points{interval}"


def times(ratio: Estimate) -> str:
    """A ratio, such as `1.30 times (95 % interval 1.21 to 1.42)`."""
    ends = ratio.low is not None and ratio.high is not None
    return f"{ratio.value:.2f} times" + (f" (95 % interval {ratio.low:.2f} to {ratio.high:.2f})" if ends else "")


def number(value: float) -> str:
    """A whole number with commas between thousands."""
    return f"{value:,.0f}"


def length_of_time(seconds: float) -> str:
    """Whole minutes and seconds; hours where there are any."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{seconds:.1f} s"


__all__ = [
    "bounds",
    "length_of_time",
    "number",
    "percent",
    "points",
    "points_with_interval",
    "rounded",
    "share_with_interval",
    "times",
]
