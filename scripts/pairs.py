"""Writes down which skills of the shipped subjects combine: `python scripts/pairs.py`, when a generator has changed."""

from __future__ import annotations

from pathlib import Path

from tutelage.seeds import rng
from tutelage.subjects import pairs
from tutelage.subjects.registry import SUBJECTS

FOLDER = Path(__file__).parent.parent / "src" / "tutelage" / "subjects"


def main() -> None:
    for name in ("calculus", "social-studies"):
        subject = SUBJECTS.get(name)
        lines = []
        for upper in subject.skills:
            found = [
                lower
                for lower in subject.skills
                if lower != upper and subject.composed(lower, upper, rng(0, "combines", lower, upper)) is not None
            ]
            lines += [f"{upper}: {' '.join(found)}\n"] if found else []
        path = FOLDER / name.replace("-", "_") / pairs.FILE
        path.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
