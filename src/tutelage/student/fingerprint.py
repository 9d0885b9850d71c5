"""Which base student it is: the same path may hold other weights tomorrow."""

from __future__ import annotations

import re
from pathlib import Path

from tutelage.config import StudentConfig
from tutelage.errors import StudentError
from tutelage.progress import Progress
from tutelage.storage.directories import read_inputs
from tutelage.storage.origins import STUDENT
from tutelage.storage.store import CONFIG, digest
from tutelage.student import loading
from tutelage.student.hub import cached_folder

PARTS = re.compile(
    r".*\.(safetensors|model|jinja)|(.*config|tokenizer|vocab|special_tokens_map|added_tokens|chat_template|.*index)\.json"
    r"|(vocab|merges)\.txt"
)
"""Names of the files that make a model and its tokenizer."""


def fingerprint(source: str) -> str:
    """A digest of the model in a folder, or the commit of one from the Hub; see `loading.prepare_student`. Empty if the
    Hub's commit is not known."""
    folder = Path(source)
    if folder.is_dir():
        return digest(sorted(path for path in folder.iterdir() if PARTS.fullmatch(path.name) and path.is_file()))
    cached = cached_folder(source)
    return cached.name if cached else ""


def base_folder(config: StudentConfig) -> Path:
    """The folder with the weights that training begins with, also of a model of the Hub. Raises `StudentError` if it is
    not on this machine."""
    source = loading.prepare_student(config)
    folder = Path(source) if Path(source).is_dir() else cached_folder(source)
    if folder is None:
        raise StudentError(
            f"the weights of the student {source} are not on this machine: run 'tutelage prepare {source}'"
        )
    return folder


def prepare_base(run: Path, config: StudentConfig, progress: Progress | None = None) -> str:
    """Where the base student of a run is loaded from; see `loading.prepare_student`. Raises `StudentError` if it is
    not the one that the run has trained: what was learnt belongs to those weights alone."""
    source = loading.prepare_student(config, progress)
    known, now = read_inputs(run / CONFIG).get(STUDENT, ""), fingerprint(source)
    if known and now and known != now:
        raise StudentError(
            f"the student in {source} has changed since the run in {run} trained it: put its files back as they were, "
            "or repeat the run with another run_dir"
        )
    return source
