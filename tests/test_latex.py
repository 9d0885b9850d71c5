"""Expressions in LaTeX: printed as people write them, and read back as the same answer by the exam's own checks."""

from __future__ import annotations

import pytest

from tutelage.checks import extract_answer, same_answer
from tutelage.mathematics.latex import latex
from tutelage.seeds import rng
from tutelage.subjects.calculus import SUBJECT
from tutelage.subjects.checking import holds


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
        ("(3, -1/2)", r"\left(3, -\frac{1}{2}\right)"),
        ("[[1, 2], [3, 4]]", r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"),
        ("0 <= x < 5", r"0 \leq x < 5"),
        ("(2, 5]", r"\left(2, 5\right]"),
        ("(8x + 1)/(2x)", r"\frac{8 x + 1}{2 x}"),
    ],
)
def test_it_is_printed_as_people_write_it(plain: str, printed: str) -> None:
    assert latex(plain) == printed


@pytest.mark.parametrize(
    "text", ["", "x = 1 or x = 2", "[[1, 2], [3, 4]", "x = 1, y = 2", "a word or two", "3 +", "(" * 99]
)
def test_what_is_no_single_expression_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"unexpected|expected|unknown word|nested"):
        latex(text)


def test_two_thousand_exercises_are_graded_alike_in_both_notations() -> None:
    skills, typeset = list(SUBJECT.skills), SUBJECT.in_latex()
    for place in range(2000):
        skill, difficulty = skills[place % len(skills)], 1 + place % 3
        plain = SUBJECT.exercise(skill, difficulty, rng(0, "latex", place))
        draft = typeset.exercise(skill, difficulty, rng(0, "latex", place))
        assert holds(draft), draft
        assert draft.answer.startswith("$")
        assert same_answer(draft.answer, plain.answer, plain.question), draft
        assert same_answer(plain.answer, draft.answer, draft.question), draft
        assert same_answer(extract_answer(draft.solution), draft.answer, draft.question), draft


def test_misconceptions_are_wrong_in_latex_too() -> None:
    typeset = SUBJECT.in_latex()
    for skill in SUBJECT.skills:
        draft = typeset.misconception(skill, 2, rng(0, "wrong", skill))
        right = SUBJECT.exercise(skill, 2, rng(0, "wrong", skill))
        assert not holds(draft), (draft, right)


@pytest.mark.parametrize(
    ("given", "expected"),
    [(r"\frac{1}{2x}", "x/2"), (r"\frac{x+1}{2}", "x + 1/2"), ("t^{16}", "t^15"), (r"2^{3^{4}}", "8")],
)
def test_another_answer_in_latex_is_still_wrong(given: str, expected: str) -> None:
    assert not same_answer(given, expected)
