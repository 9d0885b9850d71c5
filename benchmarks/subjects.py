"""Are a subject's exercises right, distinct and quick? Prints one row a skill that falls short, and totals.

PYTHONPATH=src python benchmarks/subjects.py calculus               # 20,000 exercises
PYTHONPATH=src python benchmarks/subjects.py calculus --number 1    # the smallest: one of each skill, and one wrong
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator

from tutelage.grading.identity import question_key
from tutelage.seeds import rng
from tutelage.subjects import Draft, Subject
from tutelage.subjects.checking import holds
from tutelage.subjects.registry import SUBJECTS

ENOUGH_DISTINCT = 0.95


def drafts(subject: Subject, skill: str, number: int, seed: int) -> Iterator[Draft]:
    """As many right exercises, the difficulties taken in turn."""
    for index in range(number):
        yield subject.exercise(skill, 1 + index % 3, rng(seed, "benchmark", skill, index))


def examine(subject: Subject, number: int, seed: int) -> None:
    """Recompute every answer, see that every misconception is wrong, and count how many questions are distinct."""
    each = -(-number // len(subject.skills))
    totals: Counter[str] = Counter()
    start = time.process_time()
    for skill in subject.skills:
        found = list(drafts(subject, skill, each, seed))
        wrong = [draft for draft in found if not holds(draft)]
        share = len({question_key(draft.question) for draft in found}) / len(found)
        declared = any(subject.distinct(skill, difficulty) for difficulty in (1, 2, 3))
        totals.update(exercises=len(found), wrong=len(wrong), repetitive=share < ENOUGH_DISTINCT)
        if wrong or (share < ENOUGH_DISTINCT and not declared):
            totals["short"] += 1
            print(f"{skill:40s} wrong {len(wrong):3d}   distinct {share:.1%}")
    seconds = time.process_time() - start
    slips = _misconceptions(subject, min(each, max(3, each // 8)), seed)
    print(f"{totals['exercises']} exercises of {len(subject.skills)} skills: {totals['wrong']} wrong")
    print(f"{slips['made']} misconceptions: {slips['right']} right after all")
    print(f"{totals['repetitive']} skills below {ENOUGH_DISTINCT:.0%} distinct, {totals['short']} of them undeclared")
    print(f"{totals['exercises'] / seconds:.0f} exercises a second and core, verification included")


def _misconceptions(subject: Subject, each: int, seed: int) -> Counter[str]:
    counts: Counter[str] = Counter()
    for skill in subject.skills:
        for index in range(each):
            draft = subject.misconception(skill, 1 + index % 3, rng(seed, "misconception", skill, index))
            counts.update(made=1, right=int(holds(draft)))
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("subject")
    parser.add_argument("--number", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    subject = SUBJECTS.get(options.subject)
    examine(subject, options.number, options.seed)


if __name__ == "__main__":
    main()
