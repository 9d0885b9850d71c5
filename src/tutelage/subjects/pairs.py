"""Which skills of a shipped subject combine, as data: finding out by drawing exercises of every pair takes minutes.

A subject's `pairs.txt` has a line for each skill that something can be composed into: `upper: lower lower …`.
`python scripts/pairs.py` writes it, and a test compares it with what is composed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

FILE = "pairs.txt"


@cache
def read(package: str) -> Mapping[str, frozenset[str]]:
    """Upper skill -> the lower ones that it combines with."""
    lines = files(package).joinpath(FILE).read_text(encoding="utf-8").splitlines()
    return {upper: frozenset(lower.split()) for upper, _, lower in (line.partition(":") for line in lines)}


def among(skills: Sequence[str], lowers: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """The pairs (lower, upper) with `lower` before `upper` in `skills`, in the order of the upper ones."""
    for index, upper in enumerate(skills):
        if upper in lowers:
            below = lowers[upper]
            yield from ((lower, upper) for lower in skills[:index] if lower in below)
