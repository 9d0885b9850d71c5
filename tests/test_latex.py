"""Expressions in LaTeX: printed as people write them, and read back as the same answer by the exam's own checks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import same_answer
from latex_reader import means_the_same
from tutelage.config import CourseConfig, TeacherConfig, load_recipe
from tutelage.course import write_course
from tutelage.grading.extract import extract_answer
from tutelage.grading.latex import plain
from tutelage.progress import Quiet
from tutelage.records import Checker
from tutelage.seeds import rng
from tutelage.subjects.calculus import SUBJECT
from tutelage.subjects.checking import holds
from tutelage.subjects.frames import listed
from tutelage.subjects.typesetting import found, typeset
from tutelage.subjects.typesetting.latex import latex
from tutelage.syllabus import read_syllabus
from tutelage.teacher import make_teacher

EXAMPLES = Path(__file__).parent.parent / "examples"


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


@pytest.mark.parametrize("difficulty", [1, 2, 3])
def test_exercises_of_every_skill_are_graded_alike_in_both_notations(difficulty: int) -> None:
    typeset = SUBJECT.in_latex()
    for skill in SUBJECT.skills:
        plain = SUBJECT.exercise(skill, difficulty, rng(0, "latex", skill, difficulty))
        draft = typeset.exercise(skill, difficulty, rng(0, "latex", skill, difficulty))
        assert holds(draft), draft
        if draft.checker is Checker.MATHEMATICS and re.search(r"\d", plain.answer):
            assert draft.answer.startswith("$")
        assert draft.question.endswith(listed(draft.choices))
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


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Solve 2x = 5/3 for x.", r"Solve $2 x = \frac{5}{3}$ for $x$."),
        ("A car drives 54 km in 3 h.", "A car drives $54$ km in $3$ h."),
        ("Answer: x = 2 or x = 3", "Answer: $x = 2$ or $x = 3$"),
        ("Find the limit of 1/x as x -> infinity.", r"Find the limit of $\frac{1}{x}$ as $x \to \infty$."),
        ("What is log base 3 of 81?", r"What is $\log_{3} 81$?"),
        ("What is log base 8 of 1/512?", r"What is $\log_{8} \frac{1}{512}$?"),
        ("Here cos 24/25 is given.", r"Here $\cos$ $\frac{24}{25}$ is given."),
        ("At pi/2 sin is 1.", r"At $\frac{\pi}{2}$ $\sin$ is $1$."),
        ("The answer ends with + C.", "The answer ends with $+ C$."),
        ("Here dQ/dt = 3 + csc(x).", r"Here $\frac{dQ}{dt} = 3 + \csc\left(x\right)$."),
        ("Fill 3*___ = 12.", r"Fill $3 \cdot \_\_\_ = 12$."),
        (
            "Newton's method finds the 4th root about the y-axis.",
            "Newton's method finds the 4th root about the $y$-axis.",
        ),
        ("Powers of i: i^4 = 1", "Powers of i: $i^{4} = 1$"),
    ],
)
def test_prose_stays_prose(text: str, printed: str) -> None:
    assert typeset(text, ("powers of i",)) == printed


def test_no_mathematics_is_left_outside_of_the_dollar_signs() -> None:
    left = re.compile(r"\d(?!\d*(?:st|nd|rd|th)\b)|[\^*+=<>|\[\]%\\]|\b(?:sqrt|ln|sin|cos|tan|csc|sec|cot)\b")
    spoken = re.compile(r" \+ (?=[a-z])")
    subject = SUBJECT.in_latex()
    for skill in SUBJECT.skills:
        draft = subject.exercise(skill, 3, rng(1, "left", skill))
        for text in (draft.question, draft.solution):
            assert not left.search(spoken.sub(" ", re.sub(r"\$[^$]+\$", "", text))), text
        # A lesson may speak of a sign: "the form ... = 0".
        lesson = re.sub(r"\$[^$]+\$", "", subject.lesson(skill, rng(1, "left", skill)))
        assert not re.search(r"\d(?!\d*(?:st|nd|rd|th)\b)|[\^\\]|\b(?:sqrt|ln|sin|cos|tan|csc|sec|cot)\b", lesson), (
            lesson
        )


def test_a_course_in_latex_is_complete_and_recomputed() -> None:
    recipe = load_recipe(EXAMPLES / "calculus.yaml")
    few = read_syllabus(EXAMPLES / "calculus-syllabus.yaml")
    config = CourseConfig(
        exercises_per_skill=2, exam_questions_per_skill=1, misconceptions_per_skill=1, notation="latex"
    )
    teacher = make_teacher(recipe.teacher, few, notation=config.notation)
    course = write_course(few, teacher, config, 0, Quiet())
    assert sum(account.missing for account in course.accounts) == 0
    assert {each.verdict for each in (*course.exam, *course.exercises)} == {"recomputed"}
    assert all("$" in each.question + each.answer for each in course.exercises)
    assert all("$" in lesson.text for lesson in course.lessons)


def test_notation_is_refused_where_nobody_can_write_it() -> None:
    few = read_syllabus(EXAMPLES / "social-studies-syllabus.yaml")
    with pytest.raises(ValueError, match="'social-studies' is not written in LaTeX"):
        make_teacher(TeacherConfig(subject="social-studies"), few, notation="latex")
    with pytest.raises(ValueError, match="'notation' is for the embedded teacher"):
        make_teacher(TeacherConfig(kind="local", model="m"), few, notation="latex")


@pytest.mark.parametrize("text", [r"\binom{5}{2}", r"\int x dx", "plain text", r"\frac{1}{2", "{" * 99])
def test_latex_beyond_the_reader_is_left_alone(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r"$\dfrac{x+1}{2x}$", "(x+1)/(2x)"),
        (r"\frac12", "1/2"),
        (r"2\frac{1}{2}", "5/2"),
        (r"$-2\frac12$", "-5/2"),
        ("2 1/2 x", "5/2 x"),
        ("2 3/2", "2 3/2"),
        ("2^1 1/2", "2^1 1/2"),
        ("4/1 1/2", "4/1 1/2"),
        (r"x\frac{1}{2}", "x(1/2)"),
        (r"\left|x\right|", "abs(x)"),
        (r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}", "(1, 2)"),
        (r"\sqrt[3]{x}", "(x)^(1/3)"),
    ],
)
def test_latex_is_read_as_plain_text(text: str, read: str) -> None:
    assert plain(text) == read


def test_what_is_printed_means_what_was_written() -> None:
    """Questions, choices and solutions of every skill, form and difficulty, read back by a reader of the tests' own."""
    kept, pieces = SUBJECT.in_latex()._kept, set()
    for skill in SUBJECT.skills:
        source = rng(3, "read back", skill)
        drafts = [
            SUBJECT.exercise(skill, level, source, (form.name,)) for form in SUBJECT.forms(skill) for level in (1, 2, 3)
        ]
        for draft in drafts:
            stem = draft.question.partition("\nA. ")[0]
            for text in (stem, *draft.choices, draft.solution, draft.answer):
                pieces |= {(text[start:end], printed) for start, end, printed in found(text, kept)}
    other, unread = [], []
    for written, printed in pieces:
        try:
            if not means_the_same(written, printed):
                other.append((written, printed))
        except ValueError:
            unread.append((written, printed))
    assert other == []
    assert len(pieces) > 8000
    assert len(unread) < 0.02 * len(pieces), unread


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("log base 8 of 1/512", r"\frac{\log_{8} 1}{512}"),
        ("(2, 1) x (8, 5)", r"\left(2, 1\right) x"),
        ("cos(24)/25", r"\cos\left(\frac{24}{25}\right)"),
        ("1/2x", r"\frac{1}{2} x + 1"),
        ("2^(x + 1)", r"2^{x} + 1"),
        ("3 1/2", r"\frac{3 \cdot 1}{2}"),
    ],
)
def test_what_would_mean_something_else_is_noticed(written: str, printed: str) -> None:
    assert not means_the_same(written, printed)
