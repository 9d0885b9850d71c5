"""Reads supervised fine-tuning data sets in the forms in common use (`storage/rowforms.py` lists them).

Everything in a row is used, or the row is left out with the reason, or the column is counted as not used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from tutelage.errors import DataError
from tutelage.exams.choice_questions import ALL, choice_exercise, first_number
from tutelage.records import BadRow, Turn
from tutelage.storage import rowforms
from tutelage.storage.rowfiles import Row, no_row_text, one_line, read_rows
from tutelage.storage.rowforms import Form, as_list, text_in
from tutelage.tools import function_calls

ROLES = {
    **dict.fromkeys(("user", "human", "prompter"), "user"),
    **dict.fromkeys(("assistant", "gpt", "chatgpt", "model", "bot", "bing", "bard"), "assistant"),
    **dict.fromkeys(("system", "developer"), "system"),
    **dict.fromkeys(("tool", "function", "observation", "tool_response"), "tool"),
}
CALLING = ("function_call", "tool_call")
"""Roles of turns of the assistant whose text is a call."""
ROLE_KEYS, CONTENT_KEYS = ("role", "from"), ("content", "value", "text")
TRAINED = ("weight", "train", "training", "trainable", "loss", "loss_weight", "loss_mask")
"""Keys that say whether a turn is trained on."""
FORMS = (*rowforms.TURNS, *rowforms.CHOICES, *sorted(rowforms.PAIRS, key=lambda form: not form.worked))


class Conversation(NamedTuple):
    """One conversation that ends with an answer."""

    id: str
    line: int
    skill: str
    """Value of the group column; empty without one."""
    turns: tuple[Turn, ...]
    """The last one is an answer that is trained on."""
    tools: tuple[dict[str, Any], ...] = ()
    """Functions that can be called, as the row declares them."""

    @property
    def calls(self) -> bool:
        """Whether it is about calls of functions."""
        return bool(self.tools) or any(turn.tool_calls or turn.role == "tool" for turn in self.turns)


class DataSet(NamedTuple):
    """What a file holds."""

    conversations: tuple[Conversation, ...]
    formats: dict[str, int]
    """Format -> rows."""
    bad: tuple[BadRow, ...]
    unused: dict[str, int]
    """Column -> rows in which it has a value that nothing was done with."""


def check_file(path: Path) -> None:
    """Raise `DataError` if there is no file at the path."""
    if path.is_dir():
        raise DataError(f"{path} is a folder: name the data set's file in it")
    if not path.is_file():
        raise DataError(f"no data set at {path}: check the path")


def read_data(path: Path, group: str = "") -> DataSet:
    """Read a data set; `group` is the column whose values form groups of examples.

    Ids are those of a column `id` if each row has a different one, else `line-N`. A row that cannot be used becomes a
    `BadRow`. Raises `DataError` if the file cannot be read or no row can be used.
    """
    check_file(path)
    conversations: list[Conversation] = []
    bad: list[BadRow] = []
    formats: Counter[str] = Counter()
    unused: Counter[str] = Counter()
    rows = rowforms.with_header(list(read_rows(path)))
    start = first_number(row for _, row in rows if isinstance(row, Mapping))
    for line, row in rows:
        try:
            if isinstance(row, ValueError):
                raise row
            form, turns, tools, rest = _read_row(row, start)
            conversations.append(Conversation(_own_id(row), line, _group(row, group), turns, tools))
        except ValueError as error:
            bad.append(BadRow(line=line, reason=one_line(str(error))))
        else:
            formats[form.name] += 1
            unused.update(name for name in rest if name not in ("id", group))
    if not conversations:
        raise DataError(no_row_text(path, [(row.line, row.reason) for row in bad]))
    ids = [conversation.id for conversation in conversations]
    if "" in ids or len(set(ids)) < len(ids):
        conversations = [each._replace(id=f"line-{each.line}") for each in conversations]
    return DataSet(tuple(conversations), dict(formats), tuple(bad), dict(unused))


def _read_row(row: Row, start: int | None) -> tuple[Form, tuple[Turn, ...], tuple[dict[str, Any], ...], set[str]]:
    """Form, turns, functions that can be called, and the columns that are not used. Raises `ValueError` with what is
    wrong."""
    found = rowforms.columns(row)
    form = rowforms.find_form(found, FORMS, row)
    rest = {name for name, value in found.items() if value not in ("", [], {})} - {form.question, form.answer}
    tools = function_calls.declared(found)
    rest -= {*function_calls.DECLARED}
    if form in rowforms.TURNS:
        turns, more = _turns(as_list(found[form.question]))
        rest |= {f"{form.question}.{name}" for name in more}
    elif form.choices:
        exercise, used = choice_exercise(found, form, ALL, start)
        turns = tuple(Turn(role=message.role, content=message.content) for message in exercise.messages)
        rest -= used
    else:
        turns, more = _pair(found, form)
        rest -= more
    turns, used_before = _before(found, turns)
    if not any(turn.role == "user" and turn.content.strip() for turn in turns):
        raise ValueError("there is no user turn")
    if turns[-1].role != "assistant":
        raise ValueError("it does not end with an assistant turn")
    if not all(turn.content.strip() or turn.tool_calls for turn in turns if turn.role == "assistant"):
        raise ValueError("an answer is empty")
    last = max((n for n, turn in enumerate(turns, start=1) if turn.role == "assistant" and turn.trained), default=0)
    if not last:
        raise ValueError("none of its answers is to be trained on")
    return form, turns[:last], tools, rest - used_before


def _pair(found: Mapping[str, Any], form: Form) -> tuple[tuple[Turn, ...], set[str]]:
    """The turns of a question and an answer, either of which may be a list of turns; and the other columns used."""
    question, answer = found[form.question], found[form.answer]
    if _is_turns(question) or _is_turns(answer):
        before = _turns(question)[0] if _is_turns(question) else (_turn("user", question),)
        after = _turns(answer)[0] if _is_turns(answer) else (_turn("assistant", answer),)
        return (*before, *after), set()
    asked, used = rowforms.question_text(found, form.question, (form.answer,))
    return (Turn(role="user", content=asked), _turn("assistant", answer)), set(used)


def _before(found: Mapping[str, Any], turns: tuple[Turn, ...]) -> tuple[tuple[Turn, ...], set[str]]:
    """The turns with those that columns beside them put first, and these columns."""
    used = {name for name in (*rowforms.SYSTEM, rowforms.HISTORY) if found.get(name)}
    earlier: list[Turn] = []
    for pair in as_list(found.get(rowforms.HISTORY)) or ():
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise ValueError("'history' is not a list of pairs of a question and an answer")
        earlier += [_turn("user", pair[0]), _turn("assistant", pair[1])]
    turns = (*earlier, *turns)
    for name in rowforms.SYSTEM:
        if found.get(name):
            said = _turn("system", found[name])
            others = [turn for turn in turns if turn.role == "system"]
            if others and others != [said]:
                raise ValueError(f"'{name}' and a system turn say different things: keep one of them")
            turns = turns if others else (said, *turns)
    return turns, used


def _turns(given: Any) -> tuple[tuple[Turn, ...], set[str]]:
    """Turns, and the keys of theirs that are not used. A list of texts alternates between user and assistant."""
    if isinstance(given, Mapping) and all(isinstance(values, list) for values in given.values()):
        # A list of objects, as some Parquet files hold it: an object of lists.
        given = [dict(zip(given, values, strict=True)) for values in zip_longest(*given.values())]
    if not isinstance(given, list) or not given:
        raise ValueError("a list of turns is needed")
    if all(isinstance(turn, str) for turn in given):
        roles = ("user", "assistant")
        return tuple(_turn(roles[number % 2], text) for number, text in enumerate(given)), set()
    turns, unused = [], set()
    for number, turn in enumerate(given, start=1):
        where = f"turn {number}"
        if not isinstance(turn, Mapping):
            raise ValueError(f"{where} has no 'role' and 'content'")
        made, used = _one_turn(turn, where)
        turns.append(made)
        unused |= {str(key) for key, value in turn.items() if value not in (None, "", [], {})} - used
    return tuple(turns), unused


def _one_turn(turn: Mapping[str, Any], where: str) -> tuple[Turn, set[str]]:
    """A turn, and the keys of it that are used."""
    role_key = next((key for key in ROLE_KEYS if turn.get(key) is not None), "")
    calls = function_calls.calls_of(turn, where)
    content_key = next((key for key in CONTENT_KEYS if turn.get(key) is not None), "")
    if not role_key or not (content_key or calls):
        raise ValueError(f"{where} has no '{'content' if role_key else 'role'}'")
    said, content = turn[role_key], turn[content_key] if content_key else ""
    if said in CALLING:
        said, calls, content = "assistant", function_calls.call_in_text(content, where), ""
    if not isinstance(said, str) or said.lower() not in ROLES:
        raise ValueError(f"{where}: unknown role '{str(said)[:40]}' (known: {', '.join(ROLES)})")
    role, used = ROLES[said.lower()], {role_key, content_key, *TRAINED, *function_calls.CALLS}
    more: dict[str, Any] = {"tool_calls": calls}
    if role == "tool":
        more = {key: str(turn[key]) for key in ("tool_call_id", "name") if turn.get(key) is not None}
        used |= more.keys()
    elif role == "assistant":
        more["trained"] = _is_trained(turn, where)
    elif calls:
        raise ValueError(f"{where}: only the assistant calls functions")
    return _turn(role, content, **more), used


def _is_turns(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(turn, Mapping) and "role" in turn for turn in value)


def _is_trained(turn: Mapping[str, Any], where: str) -> bool:
    """Whether an answer is trained on: in full, or not at all."""
    for key in TRAINED:
        if (value := turn.get(key)) in (None, 1, "1", "true", "True"):  # `True == 1`
            continue
        if value in (0, "0", "false", "False"):
            return False
        raise ValueError(f"{where} has {key} {str(value)[:20]}: an answer is trained on in full (1) or not at all (0)")
    return True


def _turn(role: str, content: Any, **more: Any) -> Turn:
    return Turn(role=role, content=text_in(content, f"the content of the {role}'s turn"), **more)


def _own_id(row: Row) -> str:
    found = row.get("id")
    return str(found) if isinstance(found, str | int) else ""


def _group(row: Row, column: str) -> str:
    if not column:
        return ""
    if not isinstance(row.get(column), str | int):
        raise ValueError(f"no value in the group column '{column}'")
    return str(row[column])
