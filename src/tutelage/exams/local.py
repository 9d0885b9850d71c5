"""Exams from a file of rows: open questions and multiple choice, in the forms in common use (`storage/rowforms.py`).

Of a worked answer, what follows `####`, is in `\\boxed{…}` or follows "The answer is:" is the final answer. A row that
cannot be used is reported with its line and the reason; the others are asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from tutelage.config import EvalOptions
from tutelage.errors import ExamError
from tutelage.exams import open_questions
from tutelage.exams.candidate import Candidate, safe_name
from tutelage.exams.choice_questions import ALL, as_choice, choice_exercise, exercise_of, first_number, listed_choices
from tutelage.exams.kinds import ExamKind, PreparedExam
from tutelage.exams.question_set import QuestionSet, showable
from tutelage.grading import amounts
from tutelage.grading.choices import letter_of
from tutelage.grading.extract import MAX_ANSWER_CHARS, extract_answer
from tutelage.grading.reading import checker_of, read_expected
from tutelage.records import BadRow, Checker, Exercise
from tutelage.seeds import rng
from tutelage.storage import rowforms
from tutelage.storage.rowfiles import ENDINGS, Row, ending_of, names_of, no_row_text, one_line, read_rows
from tutelage.storage.rowforms import Form

GROUPS = ("skill", "subject", "module", "category", "type")
"""Columns that questions are grouped by: the first one that a file has."""
FORMS = (*rowforms.CHOICES, *sorted(rowforms.PAIRS, key=lambda form: form.worked))
_STATED = re.compile(r"(?i)(?:the )?(?:final )?answer(?: is)?\s*:\s*([^\n]+?)\s*$")


class LocalExam(NamedTuple):
    """What a file contains."""

    questions: tuple[Exercise, ...]
    rejected: tuple[BadRow, ...]
    unused: dict[str, int] = {}  # noqa: RUF012
    """Column -> rows in which it has a value that nothing was done with."""
    lines: tuple[int, ...] = ()
    """Of the questions, in the file."""
    columns: tuple[str, ...] = ()
    """All that the file has."""


def read_exam(path: Path, group: str = "") -> LocalExam:
    """Read an exam; `group` is the column to group questions by.

    Ids are those of a column `id` if every row has its own, else `line-N`. Raises `ExamError` if the file cannot be
    read or no row can be used.
    """
    if not path.is_file():
        raise ExamError(f"no exam at {path}: check the path")
    rows = rowforms.with_header(list(read_rows(path)))
    names = tuple(dict.fromkeys(str(name) for _, row in rows if isinstance(row, Mapping) for name in row))
    column = group or next((name for name in GROUPS if name in names), "")
    start = first_number(row for _, row in rows if isinstance(row, Mapping))
    questions: list[tuple[int, str, Exercise]] = []
    rejected = []
    unused: Counter[str] = Counter()
    for line, row in rows:
        try:
            if isinstance(row, ValueError):
                raise row
            question, rest = read_row(row, column, start)
            questions.append((line, str(row["id"]) if row.get("id") is not None else "", question))
            unused.update(rest - {"id", column})
        except ValueError as error:
            rejected.append(BadRow(line=line, reason=one_line(str(error))))
    if not questions:
        raise ExamError(no_row_text(path, [(row.line, row.reason) for row in rejected]))
    own = [id_ for _, id_, _ in questions]
    named = "" not in own and len(set(own)) == len(own)
    asked = tuple(q.model_copy(update={"id": id_ if named else f"line-{line}"}) for line, id_, q in questions)
    return LocalExam(asked, tuple(rejected), dict(unused), tuple(line for line, _, _ in questions), names)


def read_row(row: Row, column: str, start: int | None) -> tuple[Exercise, set[str]]:
    """A question, of the category that `column` gives, and the columns that are not used. A number of a choice is
    counted from `start`; see `choice_questions.first_number`. Raises `ValueError` with what is wrong and what to
    do."""
    if {"messages", "answer"} <= row.keys() and row.keys().isdisjoint(rowforms.QUESTIONS):
        return _own_format(row), set()
    found = rowforms.columns(row)
    skill = str(row[column]) if row.get(column) not in (None, "") else ALL
    rest = {name for name, value in found.items() if value not in ("", [], {})}
    if open_questions.is_open(found):
        question, used = open_questions.open_exercise(found, row, skill)
        return question, rest - used
    form = rowforms.find_form(found, FORMS, row)
    rest -= {form.question, form.answer}
    if form.choices:
        question, used = choice_exercise(found, form, skill, start)
    else:
        question, used = _open_question(found, form, skill)
    return question, rest - used


def _own_format(row: Mapping[str, Any]) -> Exercise:
    """A row of `exam.jsonl` or `exercises.jsonl`."""
    try:
        found = Exercise.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        raise ExamError(
            f"{'.'.join(map(str, first['loc']))}: {first['msg']}; see the format with 'tutelage help exams'"
        ) from None
    if found.choices and found.answer not in map(letter_of, range(len(found.choices))):
        raise ExamError(f"answer: '{one_line(found.answer)[:40]}' is not the letter of one of the choices")
    return found


# --- open questions -----------------------------------------------------------------------------


def _open_question(found: Mapping[str, Any], form: Form, skill: str) -> tuple[Exercise, set[str]]:
    asked, used = rowforms.question_text(found, form.question, (form.answer,))
    answer = rowforms.text_in(found[form.answer], f"'{form.answer}'").strip()
    if not asked or not answer:
        raise ValueError(f"'{form.answer if asked else form.question}' must be a text or a number that is not empty")
    solution, final = _split(answer)
    if form.worked and not solution and not _is_bare(final):
        raise ValueError(
            f"'{form.answer}' does not mark its final answer: put it after '####' or in \\boxed{{…}}, or into a column "
            "'answer'"
        )
    if len(final) > MAX_ANSWER_CHARS:
        raise ValueError(f"the answer has more than {MAX_ANSWER_CHARS} characters, and no reply could be right")
    beside = rowforms.worked_column(found, form)
    solution = solution or (found[beside].strip() if beside else "")
    checker = found.get("checker")
    stem, choices = listed_choices(asked)
    if (
        checker is None
        and (right := re.fullmatch(r"\(?([A-Z])[).:]?", final))
        and ord(right[1]) - ord("A") < len(choices)
    ):
        return as_choice(stem, choices, solution, ord(right[1]) - ord("A"), skill), {*used, beside}
    if checker is None:
        kind = checker_for(final)
    elif checker in (Checker.MATHEMATICS, Checker.NUMBER, Checker.TEXT):
        kind = Checker(checker)
    else:
        raise ValueError(f"unknown checker '{checker}': use mathematics, number or text")
    if kind is Checker.NUMBER and not amounts.is_amount(final):
        raise ValueError(f"the answer '{final[:40]}' is not a number: leave 'checker' out or set it to text")
    return exercise_of(asked, solution, final, skill, kind), {*used, "checker", beside}


def _split(answer: str) -> tuple[str, str]:
    """A worked solution and its answer."""
    if "####" in answer:
        steps, final = (part.strip() for part in answer.rsplit("####", 1))
        if not final:
            raise ValueError("nothing follows '####': write the answer after it")
        return re.sub(r"<<[^<>]*>>", "", steps), final
    if "\\boxed{" in answer:
        return answer, extract_answer(answer, Checker.TEXT)
    if stated := _STATED.search(answer):
        return answer[: stated.start()].strip(), stated[1].strip()
    return "", answer


def _is_bare(answer: str) -> bool:
    """Whether a text is a final answer and no sentence: a number, a formula or one word."""
    return len(answer.split()) == 1 or checker_for(answer) is not Checker.TEXT


def checker_for(answer: str) -> Checker:
    """`number` for a number, `mathematics` for a formula, otherwise `text`."""
    return checker_of(read_expected(answer).kind)


def recognises(on: str | Path) -> bool:
    """Whether it is a file that exists, or a name with the suffix of one."""
    return isinstance(on, Path) or ending_of(Path(on)) in ENDINGS or Path(on).is_file()


def prepare(on: str, candidate: Candidate, options: EvalOptions) -> PreparedExam:
    """Worked examples come from another file, and from the question's own category if that has enough."""
    path, count = Path(on), options.worked_examples
    found = read_exam(path, options.group)
    if options.group and options.group not in found.columns:
        raise ExamError(
            f"{path} has no column '{options.group}' to group by: its columns are {names_of(found.columns)}"
        )
    if options.examples_from and not count:
        raise ExamError("--examples-from without worked examples: add --examples N, or leave it out")
    examples: dict[str, tuple[Exercise, ...]] = {}
    if count:
        if options.examples_from is None:
            raise ExamError("worked examples must not come from the exam itself: name a file with --examples-from")
        asked = {question.question for question in found.questions}
        others = read_exam(options.examples_from, options.group).questions
        pool = showable([one for one in others if one.question not in asked], found.questions, options)
        skills = {question.skill for question in found.questions}
        examples = {skill: _draw(pool, skill, count, options.seed) for skill in skills}
    each = tuple(examples.get(question.skill, ()) for question in found.questions)
    notes = tuple(filter(None, [rowforms.unused_text(found.unused)]))
    exam = QuestionSet(safe_name(path.stem), found.questions, each, not count, found.rejected, notes)
    return exam.prepare(candidate, options)


def _draw(pool: Sequence[Exercise], skill: str, count: int, seed: int) -> tuple[Exercise, ...]:
    own = [example for example in pool if example.skill == skill]
    source = own if len(own) >= count else pool
    if len(source) < count:
        raise ExamError(
            f"the file of worked examples has only {len(source)} that suit the exam and are not in it: ask for fewer"
        )
    return tuple(rng(seed, "worked-examples", skill).sample(source, count))


KIND = ExamKind(prepare, recognises)
