"""From a whole reply to right or wrong: hard pairs, right ones and wrong ones, for every kind of answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tutelage.exams import local
from tutelage.exams.asking import mark
from tutelage.grading import amounts
from tutelage.records import Checker, Exercise, Message

N, M, T, C = Checker.NUMBER, Checker.MATHEMATICS, Checker.TEXT, Checker.CHOICE
CITIES = ("Lagos", "Nairobi", "Cairo", "Accra")

RIGHT = [
    # Numbers: where the answer stands.
    (N, "72", "Answer: 72"),
    (N, "72", "seventy-two"),
    (N, "72", "48 + 24 = 72\n#### 72"),
    (N, "72", "So she sold \\boxed{72} clips."),
    (N, "72", "$\\boxed{72}$"),
    (N, "72", "The answer is 72."),
    (N, "72", "The final answer is: **72**"),
    (N, "72", "The answer to the question is 72 clips."),
    (N, "72", "She sold 48 clips and 24 clips, in all 72."),
    (N, "72", "Answer: 70. No, that is wrong.\nAnswer: 72"),
    (N, "72", "**Answer:** 72"),
    (N, "72", "ANSWER : 72"),
    (N, "72", "Answer:\n72"),
    (N, "72", "Answer: $\\boxed{72}$"),
    (N, "72", "Answer: 48 + 24 = 72"),
    (N, "72", "1" * 1_000_000 + " and so on. Answer: 72"),
    # Numbers: units and words.
    (N, "72", "Answer: 72 clips"),
    (N, "72", "Answer: 72 clips in 2 months"),
    (N, "72", "Answer: In 2 months she sold 72 clips"),
    (N, "18", "Answer: $18"),
    (N, "18", "Answer: $18.00 per day"),
    (N, "18", "Answer: about 18 km/h"),
    (N, "18", "Answer: €18"),
    (N, "18", "Answer: 18 cm^2"),
    (N, "18", "Answer: 18\\text{ cm}"),
    (N, "18", "Answer: \\$18"),
    (N, "30", "Answer: 30°"),
    (N, "5", "x = 5"),
    # Numbers: forms.
    (N, "1234", "Answer: 1,234"),
    (N, "1,234", "Answer: 1234"),
    (N, "1234567", "Answer: $1,234,567.00"),
    (N, "1234", "Answer: 1{,}234"),
    (N, "-7", "Answer: −7"),
    (N, "-7", "Answer: - 7"),
    (N, "0.5", "Answer: 1/2"),
    (N, "1/2", "Answer: .5"),
    (N, "1/2", "Answer: \\frac{1}{2}"),
    (N, "5/2", "Answer: 2 1/2"),
    (N, "5/2", "Answer: 2\\frac{1}{2} cups"),
    (N, "-1/16", "Answer: -1/16"),
    (N, "-1/16", "Answer: -\\frac{1}{16}"),
    (N, "25", "Answer: 25%"),
    (N, "25%", "Answer: 25 %"),
    (N, "25%", "Answer: 0.25"),
    (N, "0.25", "Answer: 25\\%"),
    (N, "3000", "Answer: 3 \\times 10^{3}"),
    (N, "0.003", "Answer: 3e-3"),
    (N, "72.0", "Answer: 72"),
    (N, "007", "Answer: 7"),
    # Mathematics.
    (M, "15x^2", "Answer: 15x^2"),
    (M, "15*x**2", "**Answer:** 15*x**2"),
    (M, "-561*t**2", "The derivative is -561*t**2.\nAnswer: -561*t**2"),
    (M, "15x^2", "Answer: $15x^{2}$"),
    (M, "15x^2", "\\boxed{15x^{2}}"),
    (M, "\\frac{1}{2}x", "Answer: x/2"),
    (M, "x/2", "so \\boxed{\\frac{x}{2}} is it"),
    (M, "\\frac{\\sqrt{3}}{2}", "\\boxed{\\frac{\\sqrt{3}}{2}}"),
    (M, "\\frac{\\sqrt{3}}{2}", "Answer: sqrt(3)/2"),
    (M, "2\\sqrt{3}", "Answer: 2sqrt(3)"),
    (M, "2x + 3x^2", "Answer: 3x^2 + 2x"),
    (M, "x = 2 or x = 3", "Answer: x = 3 or x = 2"),
    (M, "x = 2 or x = 3", "Answer: 2, 3"),
    (M, "x > 3", "Answer: (3, ∞)"),
    (M, "x > 3", "Answer: 3 < x"),
    (M, "-1 < x <= 4", "Answer: -1 < x ≤ 4"),
    (M, "x <= 1 or x > 4", "Answer: (-inf, 1] ∪ (4, inf)"),
    (M, "(1, -2)", "Answer: (1,-2)"),
    (M, "(0.6, 0.8)", "Answer: (3/5, 4/5)"),
    (M, "[[1, 2], [3, 4]]", "Answer: \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}"),
    (M, "e^(2x)", "Answer: e^{2x}"),
    (M, "2pi/3", "Answer: \\frac{2\\pi}{3}"),
    (M, "ln(2)", "Answer: \\ln 2"),
    (M, "3 + 2i", "Answer: 2i + 3"),
    (M, "sin(x)cos(x)", "Answer: cos(x) sin(x)"),
    (M, "5x^3 + C", "Answer: 5x^3"),
    (M, "3/2", "Answer: 1 1/2"),
    (M, "3/2", "Answer: $1\\frac{1}{2}$"),
    (M, "1 1/2", "Answer: 1.5"),
    (M, "1 1/2", "Together that makes 1 1/2."),
    (M, "-1 1/2", "Answer: -3/2"),
    (M, "(1 1/2, 3)", "Answer: (3/2, 3)"),
    (M, "3x/2", "Answer: 1 1/2 x"),
    # Texts.
    (T, "Nairobi", "Answer: Nairobi"),
    (T, "Nairobi", "Answer: nairobi."),
    (T, "Nairobi", "The answer is Nairobi."),
    (T, "Nairobi", "I think of Kenya.\nNairobi"),
    (T, "Côte d'Ivoire", "Answer: the Cote d’Ivoire"),
    (T, "yes", "Answer: Yes"),
    # Choices; the right one is B, Nairobi.
    (C, "B", "Answer: B"),
    (C, "B", "Answer: (B)"),
    (C, "B", "Answer: B."),
    (C, "B", "Answer: B. Nairobi"),
    (C, "B", "Answer: B) Nairobi"),
    (C, "B", "Answer: nairobi"),
    (C, "B", "Answer: option B"),
    (C, "B", "The answer is (B)."),
    (C, "B", "\\boxed{B}"),
    (C, "B", "\\boxed{\\text{B}}"),
    (C, "B", "B"),
    (C, "B", "Answer: B. Because it lies in Kenya."),
    (M, "(x + 1)/2", "Answer: \\frac{x+1}{2}"),
    (M, "1/(2x)", "Answer: \\frac{1}{2x}"),
    (M, "sqrt(x + 1)/2", "\\boxed{\\dfrac{\\sqrt{x+1}}{2}}"),
    (M, "(1/2)/(x + 1)", "\\boxed{\\frac{\\frac{1}{2}}{x+1}}"),
]

WRONG = [
    (N, "13", "Answer: 113"),
    (N, "113", "Answer: 13"),
    (N, "13", "Answer: 1.3"),
    (N, "13", "Answer: -13"),
    (N, "13", "Answer: 13 or 14"),
    (N, "14", "Answer: either 13 or 14"),
    (N, "14", "Answer: 13, 14"),
    (N, "14", "Answer: 13 to 14"),
    (N, "72", "Answer: 48 + 24"),
    (N, "48", "Answer: 48 + 24"),
    (N, "24", "Answer: 48 + 24"),
    (N, "1024", "Answer: 2^10"),
    (N, "10", "Answer: 2^10"),
    (N, "120", "Answer: 5!"),
    (N, "3", "Answer: 3:30"),
    (N, "72", ""),
    (N, "72", "Answer:"),
    (N, "72", "I do not know."),
    (N, "72", "72 was my first idea. Answer: 71"),
    (N, "72", "#### 71\nThere are 72 of them."),
    (N, "72", "Answer: none of the 48 or 72"),
    (N, "72", "72" * 500_000),
    (N, "72", "9" * 1_000_000),
    (N, "1", "Answer: 1/0"),
    (N, "3/0", "Answer: 3/0"),
    (N, "25", "Answer: 0.25"),
    (N, "25%", "Answer: 2.5"),
    (N, "1234", "Answer: 1.234"),
    (N, "1234", "Answer: 1,23,4"),
    (N, "0.3333", "Answer: 1/3"),
    (N, "300", "Answer: 3 \\times 10^{3}"),
    (N, "5/2", "Answer: 2 1/3"),
    (N, "5/2", "Answer: 21/2"),
    (N, "24", "48-24 is what remains to be done, and then -24"),
    (M, "15x^2", "Answer: 15x^3"),
    (M, "15x^2", "Answer: 15x2"),
    (M, "15x^2", "Answer: 15x"),
    (M, "15x^2", "Answer: 15y^2"),
    (M, "15x^2", ""),
    (M, "15x^2", "x" * 1_000_000),
    (M, "15x^2", "(" * 1_000_000),
    (M, "15x^2", "\\boxed{" * 100_000),
    (M, "15x^2", "Answer: 9^9^9^9^9"),
    (M, "15x^2", "Answer: __import__('os').getcwd()"),
    (M, "\\frac{\\sqrt{3}}{2}", "Answer: sqrt(3)/3"),
    (M, "\\frac{\\sqrt{3}}{2}", "\\boxed{\\sqrt{3}}"),
    (M, "x = 2 or x = 3", "Answer: x = 2"),
    (M, "x = 2 or x = 3", "Answer: 2, 3, 4"),
    (M, "x > 3", "Answer: x >= 3"),
    (M, "x > 3", "Answer: [3, ∞)"),
    (M, "-1 < x <= 4", "Answer: -1 <= x < 4"),
    (M, "(1, -2)", "Answer: (-2, 1)"),
    (M, "(1, 2)", "Answer: {1, 2, 3}"),
    (M, "[[1, 2], [3, 4]]", "Answer: [[1, 3], [2, 4]]"),
    (M, "2sqrt(3)", "Answer: 3sqrt(2)"),
    (M, "x + 1/2", "Answer: \\frac{x+1}{2}"),
    (M, "x/2", "Answer: \\frac{1}{2x}"),
    (M, "ln(2)", "Answer: ln(3)"),
    (M, "3 + 2i", "Answer: 3 - 2i"),
    (T, "Nairobi", "Answer: Mombasa"),
    (T, "Nairobi", "Answer: Nairobi or Mombasa"),
    (T, "Nairobi", "Answer: not Nairobi"),
    (T, "Nairobi", ""),
    (T, "Nairobi", "Nairobi " * 125_000),
    (T, "yes", "Answer: no"),
    (C, "B", "Answer: A"),
    (C, "B", "Answer: A or B"),
    (C, "B", "Answer: A. Nairobi"),
    (C, "B", "Answer: B. Lagos"),
    (C, "B", "Answer: Lagos"),
    (C, "B", "Answer: Berlin"),
    (C, "B", "Answer: not B"),
    (C, "B", ""),
    (C, "B", "B" * 1_000_000),
    (C, "B", "A B C D"),
]


def question(checker: Checker, answer: str) -> Exercise:
    messages = (Message(role="user", content="?"), Message(role="assistant", content=f"Answer: {answer}"))
    choices = CITIES if checker is C else ()
    return Exercise(
        id="q", skill="s", skills=("s",), messages=messages, answer=answer, checker=checker, choices=choices
    )


def named(row: tuple[Checker, str, str]) -> str:
    return f"{row[0].value}-{row[1]}-{row[2][:40]}"


@pytest.mark.parametrize("row", RIGHT, ids=named)
def test_right(row: tuple[Checker, str, str]) -> None:
    checker, answer, reply = row
    assert mark(question(checker, answer), reply, "evaluation").correct


@pytest.mark.parametrize("row", WRONG, ids=named)
def test_wrong(row: tuple[Checker, str, str]) -> None:
    checker, answer, reply = row
    assert not mark(question(checker, answer), reply, "evaluation").correct


def test_a_piece_of_the_question_is_no_answer_to_it(tmp_path: Path) -> None:
    rows = [{"question": "Write 3/8 as a decimal.", "answer": "0.375"}, {"question": "What is 12/4?", "answer": "3"}]
    (tmp_path / "exam.jsonl").write_text("\n".join(map(json.dumps, rows)))
    first, second = local.read_exam(tmp_path / "exam.jsonl").questions
    assert not mark(first, "Answer: 3/8", "s").correct
    assert not mark(second, "Answer: 12/4", "s").correct
    assert mark(first, "Answer: .375", "s").correct
    assert mark(second, "Answer: 3", "s").correct


def test_the_tables_are_large_enough_and_every_answer_equals_itself() -> None:
    assert len(RIGHT) + len(WRONG) >= 160
    for checker, answer, _ in RIGHT:
        assert mark(question(checker, answer), f"Answer: {answer}", "evaluation").correct
        assert checker is not N or amounts.is_amount(answer)
