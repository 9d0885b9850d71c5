"""What the shipped subjects still lack, a line a kind in `shortfalls.txt`. The lists may only shrink."""

from __future__ import annotations

from pathlib import Path

SHORTFALLS = {
    kind: frozenset(skills.split())
    for kind, _, skills in (
        line.partition(":")
        for line in (Path(__file__).parent / "shortfalls.txt").read_text(encoding="utf-8").splitlines()
    )
}
"""`shortcut`: skills of which a form can be answered by a shortcut; `few-forms`: with fewer than two of their own."""
