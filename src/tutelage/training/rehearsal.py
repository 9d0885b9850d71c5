"""General text is mixed into the textbook and the practice, so that a student forgets less of what it knew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeVar

from tutelage.errors import DataError
from tutelage.seeds import rng
from tutelage.storage import rowforms
from tutelage.storage.rowfiles import kind_of, names_of, strict_rows, text_of

T = TypeVar("T")


def read_documents(paths: Sequence[Path]) -> list[str]:
    """The documents of all files: the column `text` of a file of rows, or the parts between the blank lines of a text.

    Raises `DataError`, naming the file, for one that is missing, empty or has a row without `text`.
    """
    return [document for path in paths for document in _documents(path)]


def shipped_documents(part: Literal["panel", "replay"]) -> list[str]:
    """Ten short documents on everyday things, written for this purpose, about a thousand words. Those for replay are
    never those that forgetting is measured on, the panel."""
    return [row["text"] for row in shipped_rows("general.jsonl") if row["part"] == part]


def shipped_rows(name: str) -> list[dict[str, Any]]:
    """The rows of a file that comes with Tutelage."""
    text = resources.files(__package__).joinpath("texts", name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _documents(path: Path) -> list[str]:
    if not path.is_file():
        raise DataError(f"no general text at {path}: check the path in the recipe")
    if kind_of(path, prose=True) == "text":
        found = [part.strip() for part in re.split(r"\n\s*\n", text_of(path)) if part.strip()]
    else:
        found = []
        for line, row in strict_rows(path):
            text = rowforms.columns(row).get("text")
            if not isinstance(text, str):
                raise DataError(
                    f'{path} line {line}: \'text\' is needed, such as {{"text": "Once …"}}; its columns are '
                    f"{names_of(row)}"
                )
            found += [text.strip()] if text.strip() else []
    if not found:
        raise DataError(f"{path} has no text")
    return found


def mix_in(items: Sequence[T], general: Sequence[T], share: float, seed: int) -> list[T]:
    """`items` in their order, with general ones at even distances, which make up `share` of the whole.

    The general ones come in an order drawn from the seed; none comes a second time before all have come once.
    """
    if not 0 <= share < 1:
        raise DataError(f"a share of {share} cannot be mixed in: it is at least 0 and less than 1")
    count = round(len(items) * share / (1 - share)) if general else 0
    return spread(items, list(islice(draw(general, seed), count)))


def spread(items: Sequence[T], others: Sequence[T]) -> list[T]:
    """`items` in their order, with all the others in theirs at even distances."""
    mixed: list[T] = []
    for index, item in enumerate(items):
        # As many others as belong after `index + 1` items; rounded, so that both ends are treated alike.
        due = int((index + 1) * len(others) / len(items) + 0.5) - (len(mixed) - index)
        mixed += [item, *others[len(mixed) - index : len(mixed) - index + due]]
    return mixed


def draw(general: Sequence[T], seed: int) -> Iterator[T]:
    """All of them in an order drawn from the seed, then in another one, and so on without end."""
    drawn = 0
    while general:
        yield from rng(seed, "pass", drawn).sample(list(general), len(general))
        drawn += len(general)


def draw_tokens(source: Iterator[str], lengths: Mapping[str, int], tokens: float, typical: float) -> list[str]:
    """Ids from the source until they have about so many tokens, as near as one more of `typical` length allows."""
    drawn: list[str] = []
    total = 0
    while total + typical / 2 < tokens:
        drawn.append(next(source))
        total += lengths[drawn[-1]]
    return drawn
