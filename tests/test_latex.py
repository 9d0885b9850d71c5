"""Expressions in LaTeX: printed as people write them, and read back as the same answer by the exam's own checks."""

from __future__ import annotations

import pytest

from tutelage.checks import same_answer
from tutelage.mathematics.latex import latex
from tutelage.seeds import rng
from tutelage.subjects.calculus import SUBJECT


@pytest.mark.parametrize(
    ("plain", "printed"),
    [
        ("15x^2 - 4x + 1", "15 x^{2} - 4 x + 1"),
        ("-x", "-x"),
        ("-10/t^3", r"-\frac{10}{t^{3}}"),
        ("x^15/15 + C", r"\frac{x^{15}}{15} + C"),
        ("11sqrt(2)/2", r"\frac{11 \sqrt{2}}{2}"),
        ("y = 3x - 2", "y = 3 x - 2"),
        ("3pi/4", r"\frac{3 \pi}{4}"),
        ("e^(3x)", "e^{3 x}"),
        ("32/cos^2(4x)", r"\frac{32}{\cos^{2}\left(4 x\right)}"),
        ("2*3", r"2 \cdot 3"),
        ("abs(x - 1)", r"\left|x - 1\right|"),
    ],
)
def test_it_is_printed_as_people_write_it(plain: str, printed: str) -> None:
    assert latex(plain) == printed


@pytest.mark.parametrize("text", ["", "x = 1 or x = 2", "[[1, 2], [3, 4]]", "(1, 2)", "a word or two", "3 +", "(" * 99])
def test_what_is_no_single_expression_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"unexpected|expected|unknown word|nested"):
        latex(text)


def test_two_thousand_answers_are_read_back_as_themselves() -> None:
    skills = list(SUBJECT.skills)
    read = place = 0
    while read < 2000:
        draft = SUBJECT.exercise(skills[place % len(skills)], 1 + place % 3, rng(0, "latex", place))
        place += 1
        try:
            printed = latex(draft.answer)
        except ValueError:
            continue  # a solution set, a point, a matrix
        assert same_answer(f"${printed}$", draft.answer, draft.question), (draft, printed)
        read += 1
    assert place < 2500


@pytest.mark.parametrize(
    ("given", "expected"),
    [(r"\frac{1}{2x}", "x/2"), (r"\frac{x+1}{2}", "x + 1/2"), ("t^{16}", "t^15"), (r"2^{3^{4}}", "8")],
)
def test_another_answer_in_latex_is_still_wrong(given: str, expected: str) -> None:
    assert not same_answer(given, expected)
