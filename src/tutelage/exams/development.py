"""The development exam: by its results, and never by those of the exam, a run keeps one of the students that it has
trained. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tutelage.exams.asking import accuracy
from tutelage.progress import percent
from tutelage.records import Evaluation, Kept


def choose_student(trained: Sequence[str], results: Mapping[str, Evaluation], *, best: bool) -> Kept:
    """The student to keep, of those after the stages `trained`, which are in their order.

    With `best` it is the one with the largest share of right answers in `results`, which has one evaluation for each
    stage; of equal ones the later, which has seen more. Otherwise, and without questions, it is the last.
    """
    if not best:
        return Kept(stage=trained[-1], why="the last one, as the recipe says")
    if not results[trained[-1]].scores:
        return Kept(stage=trained[-1], why="the last one: there are no development questions")
    shares = {stage: accuracy(results[stage]).share for stage in trained}
    chosen = max(reversed(trained), key=lambda stage: shares[stage])  # the first of equal ones
    equal = "" if list(shares.values()).count(shares[chosen]) == 1 else ", the last of equal ones"
    return Kept(stage=chosen, why=f"best in the development exam: {percent(shares[chosen], 1)} right{equal}")
