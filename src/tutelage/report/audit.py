"""The content of an audit's report: the data map, the categories, the suspects with their text."""

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
    "Mean loss upwards, its standard deviation to the right; dashed: the averages. An error lies far above the rest "
    "of its group, hard examples have a high and steady loss, ambiguous ones an unsteady one."
)


def audit_content(audit: AuditRecord) -> dict[str, Any]:
    """The variables of the page's template."""
    dots = [Dot(s.example, s.skill, s.mean, s.std, s.category.value) for s in audit.suspects]
    # A page with all answers of a large data set would be too large: it has those of the dots that are drawn.
    drawn = audit.suspects[:: ceil(len(dots) / figures.MAX_DOTS) or 1]
    counts = Counter(dot.kind for dot in dots)
    shares = Shares(1, tuple(counts[kind] for kind in CATEGORIES), len(dots))
    return {
        "audit": audit,
        "caption": CAPTION,
        "map": figures.draw_map(1, dots, {s.example: index for index, s in enumerate(drawn)}) if dots else None,
        "shares": shares,
        "bar": figures.draw_bar(shares, 1040, 26),
        "categories": CATEGORIES,
        "suspects": audit.suspects[:MAX_SUSPECTS],
        "grouped": any(suspect.skill for suspect in audit.suspects),
        "examples": [
            [
                s.skill,
                f"line {s.line}, rank {s.rank}",
                "\n".join(text[:MAX_QUESTION] for text in (s.question, s.messages[-1].content) if text),
                "",
            ]
            for s in drawn
        ],
    }
