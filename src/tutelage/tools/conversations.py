"""Reads supervised fine-tuning data sets in the formats in common use.

A row is recognised by its columns: `messages`; `prompt` and `completion` (texts or messages); `instruction`, `input`
and `output` (alpaca); `conversations` with `from` and `value` (ShareGPT); `question` and `answer`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tutelage.errors import DataError
from tutelage.records import BadRow, Turn
from tutelage.storage.rowfiles import parse_json, text_of

ROLES = {"human": "user", "gpt": "assistant", "user": "user", "assistant": "assistant", "system": "system"}


class Conversation(NamedTuple):
    """One conversation that ends with an answer."""

    id: str
    line: int
    skill: str
    """Value of the group column; empty without one."""
    turns: tuple[Turn, ...]


class DataSet(NamedTuple):
    """What a file holds."""

    conversations: tuple[Conversation, ...]
    formats: dict[str, int]
    """Format -> rows."""
    bad: tuple[BadRow, ...]


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
    for line, row in _rows(path):
        try:
            kind, turns = _read_row(row)
            conversations.append(Conversation(_own_id(row), line, _group(row, group), turns))
            formats[kind] += 1
        except ValueError as error:
            bad.append(BadRow(line=line, reason=str(error)))
    if not conversations:
        first = f" (line {bad[0].line}: {bad[0].reason})" if bad else ""
        raise DataError(f"{path}: no row can be used{first}")
    ids = [conversation.id for conversation in conversations]
    if "" in ids or len(set(ids)) < len(ids):
        conversations = [each._replace(id=f"line-{each.line}") for each in conversations]
    return DataSet(tuple(conversations), dict(formats), tuple(bad))


def _rows(path: Path) -> Iterator[tuple[int, Any]]:
    """Every row with its line; for one that is not JSON, the error."""
    text = text_of(path)
    if path.suffix == ".json" and text.lstrip().startswith("["):
        try:
            yield from enumerate(parse_json(text), start=1)
        except ValueError as error:
            raise DataError(f"{path} is not JSON: {error}") from None
        return
    for line, part in enumerate(text.split("\n"), start=1):
        if part.strip():
            try:
                yield line, parse_json(part)
            except ValueError as error:
                yield line, error


def _read_row(row: Any) -> tuple[str, tuple[Turn, ...]]:
    """Format and turns of a row. Raises `ValueError` with what is wrong."""
    if isinstance(row, ValueError):
        raise ValueError(f"this is not JSON ({row})")
    if not isinstance(row, Mapping):
        raise ValueError('an object is needed, such as {"messages": […]}')
    kind = next((name for name, keys, _ in FORMATS if all(row.get(key) is not None for key in keys)), None)
    if kind is None:
        columns = ", ".join(sorted(map(str, row))[:8]) or "none"
        raise ValueError(f"unknown format: its columns are {columns}")
    turns = next(read for name, _, read in FORMATS if name == kind)(row)
    if not any(turn.role == "user" and turn.content.strip() for turn in turns):
        raise ValueError("there is no turn of the user")
    if turns[-1].role != "assistant":
        raise ValueError("it does not end with a turn of the assistant")
    if not all(turn.content.strip() for turn in turns if turn.role == "assistant"):
        raise ValueError("an answer is empty")
    return kind, turns


def _messages(row: Mapping[str, Any]) -> tuple[Turn, ...]:
    return _turns(row["messages"], "role", "content")


def _sharegpt(row: Mapping[str, Any]) -> tuple[Turn, ...]:
    turns = _turns(row["conversations"], "from", "value")
    return (_turn("system", row["system"]), *turns) if row.get("system") else turns


def _prompt_completion(row: Mapping[str, Any]) -> tuple[Turn, ...]:
    prompt, completion = row["prompt"], row["completion"]
    before = (_turn("user", prompt),) if isinstance(prompt, str) else _turns(prompt, "role", "content")
    after = (_turn("assistant", completion),) if isinstance(completion, str) else _turns(completion, "role", "content")
    return (*before, *after)


def _alpaca(row: Mapping[str, Any]) -> tuple[Turn, ...]:
    context = row.get("input") or ""
    question = _turn("user", row["instruction"]).content
    asked = f"{question}\n\n{_turn('user', context).content}" if context else question
    return _turn("user", asked), _turn("assistant", row["output"])


def _question_answer(row: Mapping[str, Any]) -> tuple[Turn, ...]:
    return _turn("user", row["question"]), _turn("assistant", row["answer"])


FORMATS: Sequence[tuple[str, tuple[str, ...], Callable[[Mapping[str, Any]], tuple[Turn, ...]]]] = (
    ("messages", ("messages",), _messages),
    ("sharegpt", ("conversations",), _sharegpt),
    ("prompt/completion", ("prompt", "completion"), _prompt_completion),
    ("alpaca", ("instruction", "output"), _alpaca),
    ("question/answer", ("question", "answer"), _question_answer),
)
"""Name, columns that a row must have, and how it is read; the first that fits is used."""


def _turns(given: Any, role: str, content: str) -> tuple[Turn, ...]:
    if not isinstance(given, list) or not given:
        raise ValueError("a list of turns is needed")
    turns = []
    for number, turn in enumerate(given, start=1):
        if not isinstance(turn, Mapping) or role not in turn or content not in turn:
            raise ValueError(f"turn {number} has no '{role}' and '{content}'")
        if not isinstance(turn[role], str) or turn[role] not in ROLES:
            raise ValueError(f"turn {number}: unknown role '{turn[role]}' (known: system, user, assistant, human, gpt)")
        turns.append(_turn(ROLES[turn[role]], turn[content]))
    return tuple(turns)


def _turn(role: str, content: Any) -> Turn:
    if isinstance(content, list) and all(isinstance(part, Mapping) and "text" in part for part in content):
        content = "".join(str(part["text"]) for part in content)
    if not isinstance(content, str):
        raise ValueError(f"the content of the {role}'s turn is {type(content).__name__}, not text")
    return Turn(role=role, content=content)


def _own_id(row: Mapping[str, Any]) -> str:
    found = row.get("id")
    return str(found) if isinstance(found, str | int) else ""


def _group(row: Mapping[str, Any], column: str) -> str:
    if not column:
        return ""
    if not isinstance(row.get(column), str | int):
        raise ValueError(f"no value in the group column '{column}'")
    return str(row[column])
