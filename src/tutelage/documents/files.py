"""Which files a recipe's `documents` lead to. Links are followed only where they stay within their folder."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tutelage.documents.blocks import clean
from tutelage.errors import DocumentError

MAX_FILES = 20_000


class Found(NamedTuple):
    """A file, or why it is not looked at."""

    name: str
    """For people and for ids: the folder that the recipe names and the path in it, or the file's own name."""
    path: Path
    refused: str = ""


def find_files(paths: Sequence[Path], endings: Collection[str]) -> list[Found]:
    """All files of these paths, folders with everything in them, in the order of their names. Hidden ones are passed
    over. Raises `DocumentError`, naming the path, for one that is not there, and for more than `MAX_FILES` files."""
    found: list[Found] = []
    names: set[str] = set()
    for path in paths:
        if not path.exists():
            raise DocumentError(f"no documents at {path}: check the path")
        base = shown(path.resolve().name) or "documents"
        name, number = base, 1
        while name in names:
            number += 1
            name = f"{base}-{number}"
        names.add(name)
        found += _walk(path, name, endings) if path.is_dir() else [_file(path, name, endings)]
        if len(found) > MAX_FILES:
            raise DocumentError(f"{path} has more than {MAX_FILES:,} files: name the folders that are meant")
    return found


def _walk(folder: Path, name: str, endings: Collection[str]) -> Iterator[Found]:
    root = folder.resolve()
    count = 0
    for where, folders, files in os.walk(folder, followlinks=False):
        here = Path(where)
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for one in [one for one in folders if (here / one).is_symlink()]:
            folders.remove(one)
            yield Found(_name(here / one, folder, name), here / one, "a link to a folder, which is not followed")
        for one in sorted(file for file in files if not file.startswith(".")):
            path = here / one
            called = _name(path, folder, name)
            count += 1
            if count > MAX_FILES:
                return
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):  # of a loop, itself
                yield Found(called, path, "a link to a file outside its folder, which is not followed")
            else:
                yield _file(path, called, endings)


def _name(path: Path, folder: Path, name: str) -> str:
    return f"{name}/{shown(path.relative_to(folder).as_posix())}"


def shown(name: str) -> str:
    """A name of a file for people. It may hold any bytes: what is no text in it is shown as such."""
    return clean(name.encode("utf-8", "backslashreplace").decode())


def _file(path: Path, name: str, endings: Collection[str]) -> Found:
    if not path.is_file():
        return Found(name, path, "no regular file")
    ending = path.suffix.lower()
    if ending not in endings:
        return Found(name, path, f"no document that can be read: {ending or 'no ending'} (can be: {' '.join(endings)})")
    return Found(name, path)
