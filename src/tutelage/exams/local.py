"""Exams from a JSONL file: open questions and multiple choice, in the formats in common use.

A row has a question (`question`, or `problem`) and an answer (`answer`, or `solution`); with `choices` (or `options`)
it is a multiple-choice question. Of a worked answer, what follows `####`, or is in `\\boxed{…}`, is the final answer. A
row that cannot be used is reported with its line and the reason; the others are asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from tutelage.config import EvalOptions
from tutelage.errors import ExamError
from tutelage.exams.candidate import Candidate, safe_name
from tutelage.exams.kinds import ExamKind, PreparedExam
from tutelage.exams.question_set import QuestionSet
from tutelage.grading import amounts
from tutelage.grading.choices import index_of, letter_of
from tutelage.grading.extract import extract_answer
from tutelage.grading.reading import checker_of, read_expected
from tutelage.records import BadRow, Checker, Exercise, Message, content_id
from tutelage.seeds import rng
from tutelage.storage.rowfiles import parse_json, text_of

QUESTIONS = ("question", "problem")
ANSWERS = ("answer", "solution")
CHOICES = ("choices", "options")
GROUPS = ("skill", "subject", "module", "category", "type")
"""Columns that questions are grouped by: the first one that a file has."""
MOST_CHOICES = 26
ALL = "all"
"""Category of the questions of a file without one."""


class LocalExam(NamedTuple):
    """What a file contains."""

    questions: tuple[Exercise, ...]
    rejected: tuple[BadRow, ...]


def read_exam(path: Path, group: str = "") -> LocalExam:
    """Read an exam; `group` is the column to group questions by.

    Ids are those of a column `id` if every row has its own, else `line-N`. Raises `ExamError` if the file cannot be
    read or no row can be used.
    """
    if not path.is_file():
        raise ExamError(f"no exam at {path}: check the path")
    rows = _rows(path)
    columns = {name for _, row in rows if isinstance(row, Mapping) for name in row}
    column = group or next((name for name in GROUPS if name in columns), "")
    questions: list[tuple[int, str, Exercise]] = []
    rejected = []
    for line, row in rows:
        try:
            question = read_row(row, column)
            questions.append((line, str(row.get("id", "")), question))
        except ValueError as error:
            rejected.append(BadRow(line=line, reason=str(error)))
    if not questions:
        first = f" (line {rejected[0].line}: {rejected[0].reason})" if rejected else ""
        raise ExamError(f"{path}: no row can be used{first}")
    own = [id_ for _, id_, _ in questions]
    named = "" not in own and len(set(own)) == len(own)
    asked = tuple(q.model_copy(update={"id": id_ if named else f"line-{line}"}) for line, id_, q in questions)
    return LocalExam(asked, tuple(rejected))


def _rows(path: Path) -> list[tuple[int, Any]]:
    rows: list[tuple[int, Any]] = []
    for line, text in enumerate(text_of(path).split("\n"), start=1):
        if text.strip():
            try:
                rows.append((line, parse_json(text)))
            except ValueError as error:
                rows.append((line, error))
    return rows


def read_row(row: Any, column: str = "", *, asked: bool = True) -> Exercise:
    """A question with its answer; without its text, unless it is to be `asked`. Raises `ValueError` with what is wrong
    and what to do."""
    if isinstance(row, ValueError):
        raise ValueError(f"this is not JSON ({row}): write one object per line")
    if not isinstance(row, Mapping):
        raise ValueError('an object is needed, such as {"question": "…", "answer": "…"}')
    if "messages" in row:
        return _own_format(row)
    told = asked or any(row.get(name) is not None for name in QUESTIONS)
    question = _text(row, QUESTIONS) if told else ""
    skill = str(row.get(column, ALL) or ALL) if column else ALL
    choices = next((row[name] for name in CHOICES if row.get(name) is not None), None)
    if choices is not None:
        return _choice_question(question, choices, next((row[name] for name in ANSWERS if name in row), None), skill)
    return _open_question(question, _text(row, ANSWERS), skill, row.get("checker"))


def _own_format(row: Mapping[str, Any]) -> Exercise:
    """A row of `exam.jsonl` or `exercises.jsonl`."""
    try:
        return Exercise.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        raise ExamError(
            f"{'.'.join(map(str, first['loc']))}: {first['msg']}; see the format in docs/exams.md"
        ) from None


def _text(row: Mapping[str, Any], names: Sequence[str]) -> str:
    found = next((row[name] for name in names if row.get(name) is not None), None)
    if found is None:
        columns = ", ".join(sorted(map(str, row))[:8]) or "none"
        raise ValueError(f"no '{names[0]}': its columns are {columns}; rename one or add it")
    if isinstance(found, bool) or not isinstance(found, str | int | float) or not str(found).strip():
        raise ValueError(f"'{names[0]}' must be a text or a number that is not empty")
    return str(found).strip()


def _open_question(question: str, answer: str, skill: str, checker: Any) -> Exercise:
    solution, final = _split(answer)
    if checker is None:
        kind = checker_for(final)
    elif checker in (Checker.MATHEMATICS, Checker.NUMBER, Checker.TEXT):
        kind = Checker(checker)
    else:
        raise ValueError(f"unknown checker '{checker}': use mathematics, number or text")
    if kind is Checker.NUMBER and not amounts.is_amount(final):
        raise ValueError(f"the answer '{final[:40]}' is not a number: leave 'checker' out or set it to text")
    return _exercise(question, solution, final, skill, kind)


def _split(answer: str) -> tuple[str, str]:
    """A worked solution and its answer."""
    if "####" in answer:
        steps, final = (part.strip() for part in answer.rsplit("####", 1))
        if not final:
            raise ValueError("nothing follows '####': write the answer after it")
        return re.sub(r"<<[^<>]*>>", "", steps), final
    if "\\boxed{" in answer:
        return answer, extract_answer(answer, Checker.TEXT)
    return "", answer


def checker_for(answer: str) -> Checker:
    """`number` for a number, `mathematics` for a formula, otherwise `text`."""
    return checker_of(read_expected(answer).kind)


def _choice_question(question: str, given: Any, answer: Any, skill: str) -> Exercise:
    """`given` is a list of choices, or `{"text": […], "label": […]}`."""
    labels: list[str] = []
    if isinstance(given, Mapping) and isinstance(given.get("text"), list):
        labels, given = [str(label) for label in given.get("label") or ()], given["text"]
    if not isinstance(given, list) or not 2 <= len(given) <= MOST_CHOICES:
        raise ValueError(f"'choices' must be a list of 2 to {MOST_CHOICES} texts")
    choices = tuple(str(choice).strip() for choice in given)
    if not all(choices):
        raise ValueError("a choice is empty: write it out or remove it")
    letter = letter_of(index_of(answer, choices, labels))
    lines = "".join(f"\n{letter_of(index)}. {choice}" for index, choice in enumerate(choices))
    return _exercise(question + lines, "", letter, skill, Checker.CHOICE, choices=choices)


def _exercise(
    question: str, solution: str, answer: str, skill: str, checker: Checker, *, choices: tuple[str, ...] = ()
) -> Exercise:
    worked = f"{solution}\nAnswer: {answer}" if solution else f"Answer: {answer}"
    return Exercise(
        id=content_id("ex", skill, question, worked),
        skill=skill,
        skills=(skill,),
        messages=(Message(role="user", content=question), Message(role="assistant", content=worked)),
        answer=answer,
        checker=checker,
        choices=choices,
    )


def recognises(on: str | Path) -> bool:
    """Whether it is a file that exists, or a name with the suffix of one."""
    return isinstance(on, Path) or Path(on).suffix in (".json", ".jsonl") or Path(on).is_file()


def prepare(on: str, candidate: Candidate, options: EvalOptions) -> PreparedExam:
    """Worked examples come from another file, and from the question's own category if that has enough."""
    path, count = Path(on), options.worked_examples
    found = read_exam(path, options.group)
    examples: dict[str, tuple[Exercise, ...]] = {}
    if count:
        if options.examples_from is None:
            raise ExamError("worked examples must not come from the exam itself: name a file with --examples-from")
        asked = {question.question for question in found.questions}
        others = read_exam(options.examples_from, options.group).questions
        pool = [example for example in others if example.question not in asked]
        skills = {question.skill for question in found.questions}
        examples = {skill: _draw(pool, skill, count, options.seed) for skill in skills}
    each = tuple(examples.get(question.skill, ()) for question in found.questions)
    exam = QuestionSet(safe_name(path.stem), found.questions, each, form=not count, rejected=found.rejected)
    return exam.prepare(candidate, options)


def _draw(pool: Sequence[Exercise], skill: str, count: int, seed: int) -> tuple[Exercise, ...]:
    own = [example for example in pool if example.skill == skill]
    source = own if len(own) >= count else pool
    if len(source) < count:
        raise ExamError(f"the file of worked examples has only {len(source)} that are not in the exam: ask for fewer")
    return tuple(rng(seed, "worked-examples", skill).sample(source, count))


KIND = ExamKind(prepare, recognises)
