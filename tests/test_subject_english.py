"""What a generator counts may be one of its kind, and is then singular."""

from __future__ import annotations

import re

import pytest

from tutelage.seeds import rng
from tutelage.subjects.english import COUNTED, with_singulars
from tutelage.subjects.registry import SUBJECTS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("One of them spends 1 euros.", "One of them spends 1 euro."),
        ("less than 1 degrees, 1 boxes, 1 loaves", "less than 1 degree, 1 box, 1 loaf"),
        ("1 centuries, 1 benches, 1 tiles", "1 century, 1 bench, 1 tile"),
        ("x + 1 machines, 11 euros, 2.1 litres, 3/1 days, n - 1 rows", ""),
        ("A line with slope 1 passes through it; 1 comes from u; 1 times", ""),
    ],
)
def test_one_is_singular(text: str, said: str) -> None:
    assert with_singulars(text) == (said or text)


@pytest.mark.parametrize(
    "skill", ["common-factors", "equations-with-brackets", "recursive-sequences", "arithmetic-sequences", "place-value"]
)
def test_exercises_count_one_as_one(skill: str) -> None:
    subject, source = SUBJECTS.get("calculus"), rng(4, "english", skill)
    wrong = re.compile(rf"(?<![\w.,/^*+=−·:-])(?<![-+*/=^·−:] )1 (?:(?:{COUNTED})\b|\w+ (?:are|were|have)\b)")
    for index in range(150):
        draft = subject.exercise(skill, 1 + index % 3, source)
        assert not wrong.search(f"{draft.question} {draft.solution}"), draft
