"""How fast and how right the embedded social studies are: `python benchmarks/subjects_social.py [ITEMS]`.

Every item is made, and its answer is settled another way; every tenth is a misconception, which has to be wrong.
"""

from __future__ import annotations

import sys
import time
from random import Random
from typing import NamedTuple

from tutelage.grading.identity import question_key
from tutelage.subjects.social_studies import SUBJECT
from tutelage.subjects.statements import holds


class Measured(NamedTuple):
    """What a run has found."""

    items: int
    right: int
    """Exercises that hold, and misconceptions that do not."""
    distinct: int
    """Different questions among the exercises."""
    seconds: float


def measure(items: int, seed: int = 0) -> Measured:
    """Make and check `items` drafts, evenly over skills and difficulties, on one core."""
    skills, rng = tuple(SUBJECT.skills), Random(seed)
    for skill in skills:  # tables are read and questions listed once
        SUBJECT.exercise(skill, 3, rng)
    keys: set[str] = set()
    right = 0
    begin = time.perf_counter()
    for index in range(items):
        skill, difficulty = skills[index % len(skills)], 1 + index // len(skills) % 3
        if index % 10:
            draft = SUBJECT.exercise(skill, difficulty, rng)
            right += holds(draft)
            keys.add(f"{skill} {question_key(draft.question)}")
        else:
            right += not holds(SUBJECT.misconception(skill, difficulty, rng))
    return Measured(items, right, len(keys), time.perf_counter() - begin)


def main() -> None:
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
    print(f"{found.right} of {found.items} items right; {found.distinct} distinct questions")
    print(f"{found.items / found.seconds:,.0f} items per second and core, made and checked")


if __name__ == "__main__":
    main()
