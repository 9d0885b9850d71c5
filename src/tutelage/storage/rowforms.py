"""The forms that rows of data sets and exams come in: the one table of them, which the documentation lists.

Columns are found by their names, whatever their case. The first form whose columns a row has is its form.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from math import isfinite
from typing import Any, NamedTuple

from tutelage.storage.rowfiles import Row, names_of, one_line, parse_json

SYSTEM = ("system", "system_prompt")
HISTORY = "history"
"""Earlier questions and answers, in pairs."""
CONTEXT = ("context", "passage", "input")
"""Belongs to the question: below an instruction, above anything else."""
WORKED = ("solution", "generated_solution", "rationale", "explanation")
"""How the answer is found, in a column of its own."""


class Form(NamedTuple):
    """One form of row."""

    name: str
    question: str
    """Column of the question, or of all turns."""
    answer: str = ""
    """Empty where the turns have it."""
    choices: tuple[str, ...] = ()
    """One column with a list, or a column for each choice, of which two are needed."""
    worked: bool = False
    """Whether the answer is a whole solution or reply, in which the final answer has to be marked."""

    @property
    def needs(self) -> tuple[str, ...]:
        """Columns that a row must have."""
        return tuple(name for name in (self.question, *self.choices[:2], self.answer) if name)


_LETTERS = "abcdefghij"

TURNS = (
    Form("messages", "messages"),
    Form("sharegpt", "conversations"),
    Form("sharegpt", "conversation"),
    Form("sharegpt", "items"),
)
"""Whole conversations."""

CHOICES = (
    Form("arc", "question", "answerkey", ("choices",)),
    Form("openbookqa", "question_stem", "answerkey", ("choices",)),
    Form("aqua", "question", "correct", ("options",)),
    Form("medqa", "question", "answer_idx", ("options",)),
    Form("mmlu", "question", "answer", ("choices",)),
    Form("mmlu-pro", "question", "answer", ("options",)),
    Form("mmlu", "problem", "answer", ("choices",)),
    Form("mmlu-pro", "problem", "answer", ("options",)),
    Form("mmlu", "question", "solution", ("choices",)),
    Form("mmlu in columns", "question", "answer", tuple(_LETTERS)),
    Form("mmlu in columns", "question", "answer", tuple(f"option_{letter}" for letter in _LETTERS)),
    Form("mmlu in columns", "question", "answer", tuple(f"option{number}" for number in range(1, 11))),
    Form("hellaswag", "ctx", "label", ("endings",)),
    Form("winogrande", "sentence", "answer", ("option1", "option2")),
    Form("piqa", "goal", "label", ("sol1", "sol2")),
)
"""Questions with choices."""

PAIRS = (
    Form("prompt/completion", "prompt", "completion", worked=True),
    Form("alpaca", "instruction", "output", worked=True),
    Form("dolly", "instruction", "response", worked=True),
    Form("openmathinstruct", "problem", "expected_answer"),
    Form("question/answer", "question", "answer"),
    Form("question/answer", "question", "final_answer"),
    Form("problem/answer", "problem", "answer"),
    Form("problem/solution", "problem", "solution", worked=True),
    Form("openmathinstruct", "problem", "generated_solution", worked=True),
    Form("question/solution", "question", "solution", worked=True),
    Form("openorca", "question", "response", worked=True),
    Form("metamath", "query", "response", worked=True),
    Form("prompt/response", "prompt", "response", worked=True),
    Form("prompt/answer", "prompt", "answer"),
    Form("input/output", "input", "output", worked=True),
    Form("input/target", "input", "target"),
)
"""One question and one answer. An exam takes a final answer before a worked one, a training set the other way."""

FORMS = (*TURNS, *CHOICES, *PAIRS)
QUESTIONS = tuple(dict.fromkeys([*(form.question for form in (*CHOICES, *PAIRS)), "text"]))
"""All columns that hold a question."""
ANSWERS = tuple(dict.fromkeys(form.answer for form in FORMS if form.answer))
"""All columns that hold an answer."""


def columns(row: Row) -> dict[str, Any]:
    """The columns of a row that have a value, by their names in lower case."""
    found = {str(name).strip(): value for name, value in row.items() if value is not None}
    found = {name.lower(): value for name, value in found.items()} | {n: v for n, v in found.items() if n == n.lower()}
    nested = found.get("question")
    if isinstance(nested, Mapping) and "stem" in nested:  # as ARC and CommonsenseQA have it in their own files
        found |= {"question": nested["stem"], "choices": nested.get("choices")}
    return found


def with_header(rows: Sequence[tuple[int, Row | ValueError]]) -> Sequence[tuple[int, Row | ValueError]]:
    """The rows of a table without a header as MMLU's own files have none: a question, its choices, a letter."""
    given = [row for _, row in rows if isinstance(row, Mapping)]
    names = [str(name) for name in given[0]] if given else []
    if len(names) < 4:
        return rows
    letters, last = tuple(_LETTERS[: len(names) - 2]), [names[-1], *(str(row.get(names[-1])) for row in given[:20])]
    if not set(map(str.lower, last)) <= set(letters) or form_of(columns(given[0]), FORMS):
        return rows
    header = ("question", *letters, "answer")
    named: list[tuple[int, Row | ValueError]] = [(1, dict(zip(header, names, strict=True)))]
    for line, row in rows:
        named.append((line, row if isinstance(row, ValueError) else dict(zip(header, row.values(), strict=False))))
    return named


def form_of(found: Mapping[str, Any], forms: Sequence[Form]) -> Form | None:
    """The first form whose columns have a value, if there is one."""
    return _form_of(frozenset(found), tuple(forms))


@lru_cache(maxsize=1000)  # the rows of a file have few sets of columns
def _form_of(names: frozenset[str], forms: tuple[Form, ...]) -> Form | None:
    return next((form for form in forms if names.issuperset(form.needs)), None)


def find_form(found: Mapping[str, Any], forms: Sequence[Form], row: Row) -> Form:
    """The first form whose columns have a value. Raises `ValueError` that names the row's columns and the known forms.

    `found` are the `columns` of `row`."""
    if (form := form_of(found, forms)) is not None:
        return form
    empty = {str(name).strip().lower(): name for name, value in row.items() if value is None}
    if (form := form_of({**empty, **found}, forms)) is not None:
        missing = [repr(empty[name]) for name in form.needs if name not in found]
        raise ValueError(f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} empty")
    names = names_of([*found, *(f"{name} (empty)" for name, value in row.items() if value is None)])
    answers: dict[str, dict[str, None]] = {}
    for form in forms:
        answers.setdefault(form.question, {})[form.answer] = None
    known = ", ".join(f"{question} + {'|'.join(a)}" if any(a) else question for question, a in answers.items())
    raise ValueError(f"unknown format: its columns are {names}; known are {known}")


def question_text(found: Mapping[str, Any], question: str, used: Sequence[str]) -> tuple[str, list[str]]:
    """The question with what belongs to it, and the columns of that; `used` ones hold something else.

    Raises `ValueError` for what is no text."""
    asked = text_in(found[question], f"'{question}'").strip()
    names = [name for name in CONTEXT if name in found and name not in (question, *used)]
    texts = [text for name in names if (text := text_in(found[name], f"'{name}'").strip()) not in ("", "<noinput>")]
    return "\n\n".join([asked, *texts] if question == "instruction" else [*texts, asked]), names


def worked_column(found: Mapping[str, Any], form: Form) -> str:
    """The column that says how the answer is found, beside the answer; empty if there is none."""
    return next((name for name in WORKED if name != form.answer and isinstance(found.get(name), str)), "")


def as_list(value: Any) -> Any:
    """A cell of a table that holds a list or an object, as that."""
    if isinstance(value, str) and value.lstrip().startswith(("[", "{")):
        try:
            return parse_json(value)
        except ValueError:
            return value
    return value


def text_in(value: Any, name: str) -> str:
    """A text, a number as one, or the texts of its parts. Raises `ValueError` for anything else, and for a part without
    text."""
    if isinstance(value, list) and value and not any(isinstance(part, Mapping) for part in value):
        raise ValueError(f"{name} is a list: give one text a row")
    if isinstance(value, list):
        texts = [part.get("text") if isinstance(part, Mapping) else part for part in value]
        if not texts or not all(isinstance(text, str) for text in texts):
            raise ValueError(f"{name} has a part that is no text")
        return "".join(map(str, texts))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"{name} is {type(value).__name__}, not text")
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(f"{name} is {value}, which stands for a missing number")
    return str(value)


NEAR = 0.8
"""How alike a misspelt name and the one that is meant are at least (difflib's ratio)."""


def unused_text(unused: Mapping[str, int], known: Collection[str] = ()) -> str:
    """One line about columns that have a value in so many rows, and are not used; empty without any. Those that are
    nearly one of the `known` ones may be misspelt."""
    shown = []
    for name, count in sorted(unused.items(), key=lambda item: (-item[1], item[0]))[:8]:
        near = get_close_matches(name, known, n=1, cutoff=NEAR)
        shown.append(f"{one_line(name)[:40]} ({count:,}{f', did you mean {near[0]!r}?' if near else ''})")
    more = f" and {len(unused) - 8} more" if len(unused) > 8 else ""
    return f"not used: {', '.join(shown)}{more}" if shown else ""


def forms_table(forms: Sequence[Form]) -> str:
    """Forms as a table in Markdown."""
    kinds = {
        "": "in the turns",
        "choices": "one of the choices",
        "worked": "a whole solution or reply",
        "final": "the final answer",
    }
    lines = ["| form | columns | the answer is |", "| --- | --- | --- |"]
    for form in forms:
        kind = "" if not form.answer else "choices" if form.choices else "worked" if form.worked else "final"
        named = [f"`{name}`" for name in form.needs]
        if len(form.choices) > 2:
            named.insert(-1, "…")
        lines.append(f"| {form.name} | {', '.join(named)} | {kinds[kind]} |")
    return "\n".join(lines)
