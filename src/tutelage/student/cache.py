"""The folder in which students are kept that had to be converted once."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def cache_folder() -> Path:
    """Where prepared students are kept: `$TUTELAGE_CACHE`, or `tutelage` in the user's cache folder."""
    default = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tutelage"
    return Path(os.environ.get("TUTELAGE_CACHE") or default)


def student_folder(name: str) -> Path:
    """Where a converted student of this name is, once it is prepared."""
    return cache_folder() / "students" / name


def is_prepared(folder: Path) -> bool:
    """Whether the conversion into this folder has been finished."""
    return (folder / "config.json").is_file()


def fill(target: Path, write: Callable[[Path], None]) -> None:
    """Have a folder written, all of it or nothing. Two processes may do so at once: the first to finish wins, both have
    the same content."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=target.name, dir=target.parent))
    try:
        write(partial)
        if not target.exists():
            partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
