"""Right answers in natural words count, and their near misses do not."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tutelage.grading import mark
from tutelage.records import Checker, Exercise

TABLE = Path(__file__).parent / "natural_answers.tsv"
"""Question, expected answer, right answers and near misses, separated by `|`; written for this test."""


def cases() -> Iterator[tuple[str, str, str, bool]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            for column in ("right", "wrong"):
                yield from (
                    (row["question"], row["expected"], one, column == "right") for one in row[column].split("|")
                )


CASES = list(cases())


def test_there_are_as_many_near_misses_as_natural_answers() -> None:
    assert len(CASES) >= 300
    assert 0.45 < sum(not right for *_, right in CASES) / len(CASES) < 0.6


@pytest.mark.parametrize(("question", "expected", "given", "right"), CASES)
def test_natural_words_count_and_near_misses_do_not(question: str, expected: str, given: str, right: bool) -> None:
    asked = Exercise.of(
        skill="a",
        skills=("a",),
        question=question,
        solution=f"Answer: {expected}",
        answer=expected,
        checker=Checker.TEXT,
    )
    assert mark(f"Answer: {given}", asked).correct is right
