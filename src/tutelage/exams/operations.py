"""The paper's transfer test: newly defined operations.

A question defines an operation that nobody has seen, such as a ⊕ b = 2a + 3b, and asks for a value: of one operation
(`single`), of an operation on its own result (`nested`), or of two new operations at once (`two-operations`). Every
question has formulas of its own, so that the definition must be read.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from tutelage.config import EvalOptions
from tutelage.errors import ExamError
from tutelage.exams.candidate import Candidate
from tutelage.exams.kinds import ExamKind, PreparedExam
from tutelage.exams.question_set import QuestionSet
from tutelage.records import Exercise
from tutelage.seeds import rng

SIGNS = ("⊕", "⊗", "⊖", "⊙", "△", "◇", "★", "◦")
KINDS = ("single", "nested", "two-operations")
LINEAR, PRODUCT, SQUARE = "linear", "product", "square"
SHAPES = (LINEAR, PRODUCT, SQUARE)
MOST, MOST_EXAMPLES = 300, 8
"""With more questions, too few formulas would be left for the examples."""
LARGEST_FACTOR = 12
LARGEST = 2000
"""No intermediate value is larger: the test is of reading a definition, not of long multiplication."""


class Operation(NamedTuple):
    """`a sign b`: p·a + q·b, p·a·b + q·b, or p·a² + q·b, by its shape."""

    sign: str
    shape: str
    p: int
    q: int

    @property
    def formula(self) -> str:
        """Its right-hand side as people write it: `2a + 3b`."""
        first = {LINEAR: "a", PRODUCT: "ab", SQUARE: "a^2"}[self.shape]
        head = f"{'' if self.p == 1 else self.p}{first}"
        return f"{head} {'-' if self.q < 0 else '+'} {'' if abs(self.q) == 1 else abs(self.q)}b"

    def value(self, a: int, b: int) -> int:
        """Its value."""
        return self.p * {LINEAR: a, PRODUCT: a * b, SQUARE: a * a}[self.shape] + self.q * b

    def steps(self, a: int, b: int) -> str:
        """How the value is found, one calculation per step."""
        lines, first = [], a
        if self.shape != LINEAR:
            other = b if self.shape == PRODUCT else a
            first = a * other
            lines.append(f"{_in_brackets(a)}·{_in_brackets(other)} = {first}")
        second = abs(self.q) * b
        if self.p != 1:
            lines.append(f"{self.p}·{_in_brackets(first)} = {self.p * first}")
        if abs(self.q) != 1:
            lines.append(f"{abs(self.q)}·{_in_brackets(b)} = {second}")
        total = f"{self.p * first} {'-' if self.q < 0 else '+'} {_in_brackets(second)} = {self.value(a, b)}"
        return "; ".join([*lines, total])


class OperationQuestion(NamedTuple):
    """A question, with the operations that were drawn for it."""

    kind: str
    operations: tuple[Operation, ...]
    question: str
    solution: str
    answer: int

    @property
    def formulas(self) -> frozenset[str]:
        return frozenset(operation.formula for operation in self.operations)

    @property
    def signs(self) -> frozenset[str]:
        return frozenset(operation.sign for operation in self.operations)


def write_exam(seed: int, number: int = 200, examples: int = 0) -> tuple[list[Exercise], list[list[Exercise]]]:
    """`number` questions, spread evenly over the kinds, and for each of them worked examples of the same kind.

    No two questions have the same formulas. No formula of a question is in any example, and no sign of a question in
    the examples given with it. The same seed gives the same exam. Raises `ExamError` for numbers out of bounds.
    """
    if not 1 <= number <= MOST:
        raise ExamError(f"{number} new operations: choose 1 to {MOST}")
    if not 0 <= examples <= MOST_EXAMPLES:
        raise ExamError(f"{examples} worked examples: choose 0 to {MOST_EXAMPLES}")
    source = rng(seed, "new-operations")
    tasks: list[OperationQuestion] = []
    for index in range(number):
        tasks.append(_new_task(KINDS[index % len(KINDS)], source, {task.formulas for task in tasks}))
    asked = {formula for task in tasks for formula in task.formulas}
    pairs = list(zip(SIGNS, (*SIGNS[1:], SIGNS[0]), strict=True))  # every sign with the next one
    pools = {kind: [_example(kind, signs, source, asked) for signs in pairs * 2] for kind in KINDS}
    chosen = [
        source.sample([other for other in pools[task.kind] if not task.signs & other.signs], examples) for task in tasks
    ]
    return [_exercise(task) for task in tasks], [[_exercise(task) for task in row] for row in chosen]


def _new_task(kind: str, source: Random, used: set[frozenset[str]]) -> OperationQuestion:
    while True:
        task = _task(kind, (*source.sample(SIGNS, 2),), source)
        if task is not None and task.formulas not in used:
            return task


def _example(kind: str, signs: tuple[str, ...], source: Random, asked: set[str]) -> OperationQuestion:
    while True:
        task = _task(kind, signs, source)
        if task is not None and not task.formulas & asked:
            return task


def _task(kind: str, signs: tuple[str, ...], source: Random) -> OperationQuestion | None:
    """One draw; `None` if its values get too large, or its operations are the same."""
    count = 2 if kind == "two-operations" else 1
    operations = tuple(_operation(sign, source) for sign in signs[:count])
    if len({operation.formula for operation in operations}) < count:
        return None
    numbers = (source.randint(1, 9), source.randint(1, 9), source.randint(1, 9))
    if kind == "single":
        return _single(operations[0], numbers)
    return _two_steps(kind, operations, numbers)


def _operation(sign: str, source: Random) -> Operation:
    q = source.choice([-1, 1]) * source.randint(1, LARGEST_FACTOR)
    return Operation(sign, source.choice(SHAPES), source.randint(1, LARGEST_FACTOR), q)


def _single(operation: Operation, numbers: tuple[int, int, int]) -> OperationQuestion | None:
    a, b, _ = numbers
    asked = f"{a} {operation.sign} {b}"
    solution = f"{asked}: a = {a} and b = {b}. {operation.steps(a, b)}."
    return _finish("single", (operation,), asked, solution, [operation.value(a, b)])


def _two_steps(kind: str, operations: tuple[Operation, ...], numbers: tuple[int, int, int]) -> OperationQuestion | None:
    """(a inner b) outer c, or c outer (a inner b), by the sum of the numbers."""
    inner, outer = operations[0], operations[-1]
    a, b, c = numbers
    middle = inner.value(a, b)
    left, right = (middle, c) if sum(numbers) % 2 else (c, middle)
    shown = f"({a} {inner.sign} {b})"
    asked = f"{shown} {outer.sign} {c}" if sum(numbers) % 2 else f"{c} {outer.sign} {shown}"
    solution = (
        f"First {a} {inner.sign} {b}: {inner.steps(a, b)}. "
        f"Then {_in_brackets(left)} {outer.sign} {_in_brackets(right)}: {outer.steps(left, right)}."
    )
    return _finish(kind, operations, asked, solution, [middle, outer.value(left, right)])


def _finish(
    kind: str, operations: tuple[Operation, ...], asked: str, solution: str, values: list[int]
) -> OperationQuestion | None:
    if any(abs(value) > LARGEST for value in values):
        return None
    defined = " and ".join(f"a {operation.sign} b = {operation.formula}" for operation in operations)
    word = "Two new operations are" if len(operations) > 1 else "A new operation is"
    question = f"{word} defined by {defined}. What is {asked}?"
    return OperationQuestion(kind, operations, question, f"{solution} Answer: {values[-1]}", values[-1])


def _exercise(task: OperationQuestion) -> Exercise:
    return Exercise.of(
        skill=task.kind,
        skills=(task.kind,),
        question=task.question,
        solution=task.solution,
        answer=str(task.answer),
        difficulty=1 if task.kind == "single" else 2,
        verdict="computed",
    )


def _in_brackets(number: int) -> str:
    return f"({number})" if number < 0 else str(number)


def prepare(on: str, candidate: Candidate, options: EvalOptions) -> PreparedExam:
    """As many questions as the options say, with worked examples of the same kind."""
    count = options.worked_examples
    exam, examples = write_exam(options.seed, options.number, count)
    return QuestionSet(on, tuple(exam), tuple(map(tuple, examples)), form=not count).prepare(candidate, options)


KIND = ExamKind(prepare)
