"""What the report of an audit shows: the data map, the categories, the suspects with their text."""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import Any

from tutelage.records import AuditRecord
from tutelage.report import figures
from tutelage.report.practice import CATEGORIES, Dot, Shares

MAX_SUSPECTS = 100
"""Suspects shown with their text; `suspects.jsonl` has all."""
MAX_QUESTION = 300
CAPTION = (
    "Mean loss upwards, its standard deviation to the right; dashed: the averages. An error lies apart above the rest "
    "of its group, hard examples have a high and steady loss, ambiguous ones an unsteady one."
)


def sections(audit: AuditRecord) -> dict[str, Any]:
    """Everything the page's template draws."""
    dots = [Dot(s.example, s.skill, s.mean, s.std, s.category.value) for s in audit.suspects]
    # A page with every answer of a large data set would not open: the map names what it draws.
    drawn = audit.suspects[:: ceil(len(dots) / figures.MAX_DOTS) or 1]
    counts = Counter(dot.kind for dot in dots)
    shares = Shares(1, tuple(counts[kind] for kind in CATEGORIES), len(dots))
    return {
        "audit": audit,
        "caption": CAPTION,
        "map": figures.data_map(1, dots, {s.example: place for place, s in enumerate(drawn)}) if dots else None,
        "shares": shares,
        "bar": figures.stacked(shares, 1040, 26),
        "categories": CATEGORIES,
        "suspects": audit.suspects[:MAX_SUSPECTS],
        "grouped": any(suspect.skill for suspect in audit.suspects),
        "examples": [
            [s.skill, f"line {s.line}, rank {s.rank}", s.messages[-1].content[:MAX_QUESTION], ""] for s in drawn
        ],
    }
