"""The files of a stage: records, and the manifest, which is written last.

If a folder has a manifest, the stage is done and its files are as the manifest says; if not, the stage is carried out
(again). A bundle (a `Record` whose fields are tuples of records) is written as one JSONL file per field, or as Parquet
if training left hundreds of thousands of lines.
"""

from __future__ import annotations

import hashlib
import json
import os
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from tutelage.errors import DamagedRun, RunError
from tutelage.records import AnyRecord, Columns, Record, SlottedRecord, Stored

MANIFEST = "manifest.json"
CONFIG = "config.yaml"
LOCK = ".lock"
ENVIRONMENT = "environment.json"
"""Versions and machine of a run."""
REPORT = "report.html"
"""The last file that a run writes."""
ANSWERS = "teacher.sqlite"
"""Requests to a language model and its answers (see `tutelage.teacher.language.ledger`). They may have cost money: they
stay when a run is started over, and may be there before the run is."""
CHECKPOINTS = "checkpoints"
"""Sub-folder of a stage for unfinished work."""

SEAL = "sha256"
"""Key of a JSON file's own digest."""
MAX_LINES = 200_000
"""More lines than this of losses, presentations or categories are written as Parquet; more exercises or changes than
this are read from their file one by one."""
MAX_LINE = 2**24
"""Characters of one record; a longer line is refused."""
PRIVATE = 0o700
"""Work folders are private: what a teacher was asked and answered is nobody else's business."""

B = TypeVar("B", bound=Record)
A = TypeVar("A", bound=AnyRecord)


def write_bundle(folder: Path, bundle: Record, **facts: Any) -> None:
    """Write a bundle and, last of all, its manifest with `facts`."""
    folder.mkdir(parents=True, exist_ok=True)
    single: dict[str, Any] = {}
    for name, field in type(bundle).model_fields.items():
        value = getattr(bundle, name)
        if _item_type(field.annotation):
            _write_records(folder, name, value)
        else:
            single[name] = bundle.model_dump(mode="json", include={name})[name]
    write_sealed(folder / MANIFEST, {**facts, "values": single, "files": digests(folder)})


def read_bundle(folder: Path, kind: type[B]) -> B:
    """Read a bundle back; a field without a file has its default.

    Raises `RunError`, naming the file, if one is missing or not what was written.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise RunError(f"{folder} is not complete: it has no {MANIFEST}")
    check_files(folder, manifest["files"])
    values: dict[str, Any] = dict(manifest["values"])
    for name, field in kind.model_fields.items():
        item = _item_type(field.annotation)
        if item and f"{name}.parquet" in manifest["files"]:
            values[name] = Columns.read(folder / f"{name}.parquet", item)
            continue
        if not item or (f"{name}.jsonl" not in manifest["files"] and not field.is_required()):
            continue
        if f"{name}.jsonl" not in manifest["files"]:
            raise DamagedRun(f"{folder} holds no {name}: another version wrote it; delete it to do this stage again")
        values[name] = _read_records(folder / f"{name}.jsonl", item, lazily=_may_be_lazy(field.annotation))
    return kind.model_validate(values)


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a stage, or `None` if the stage is not done."""
    try:
        manifest = read_sealed(folder / MANIFEST)
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError, IsADirectoryError, NotADirectoryError):
        raise DamagedRun(f"{folder / MANIFEST} is damaged: delete {folder} to do this stage again") from None
    files, values = manifest.get("files"), manifest.get("values")
    if not isinstance(files, dict) or not isinstance(values, dict):
        raise DamagedRun(f"{folder / MANIFEST} is damaged: delete {folder} to do this stage again")
    return manifest


def result_digest(folder: Path) -> str:
    """One SHA-256 for the result of a finished stage, whatever time it took; empty if it is not done."""
    manifest = read_manifest(folder)
    return sha256_of({key: manifest[key] for key in ("files", "values")}) if manifest else ""


def check_folder(folder: Path) -> None:
    """Raise `RunError`, naming the file, if a file of a finished stage is missing or not what was written."""
    manifest = read_manifest(folder)
    if manifest is not None:
        check_files(folder, manifest["files"])


def write_sealed(path: Path, values: Mapping[str, Any]) -> None:
    """Write a JSON object with a digest of itself."""
    write_text(path, json.dumps({**values, SEAL: sha256_of(values)}, indent=1))


def read_sealed(path: Path) -> dict[str, Any]:
    """What `write_sealed` wrote. Raises `ValueError` for anything else."""
    values = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(values, dict) or values.pop(SEAL, None) != sha256_of(values):
        raise DamagedRun(f"{path} is damaged")
    return values


def sha256_of(values: Any) -> str:
    """SHA-256 of what can be written as JSON."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    write_parts(path, [text])


def write_parts(path: Path, parts: Iterable[str]) -> None:
    """The same for a text that is too long for memory."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _item_type(annotation: Any) -> type[AnyRecord] | None:
    """The record type of a field `tuple[SomeRecord, ...]` or `Many[SomeRecord]`; `None` for any other field."""
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Sequence or (origin is tuple and len(args) == 2 and args[1] is Ellipsis):
        return args[0] if isinstance(args[0], type) and issubclass(args[0], Record | SlottedRecord) else None
    return None


def _may_be_lazy(annotation: Any) -> bool:
    """Whether a field of records is a `Many`."""
    return typing.get_origin(annotation) is Sequence


def _read_records(path: Path, kind: type[A], *, lazily: bool) -> Sequence[A]:
    """From JSONL; with `lazily`, many records stay in their file."""
    if lazily:
        stored = Stored(path, kind)
        if len(stored) > MAX_LINES:
            return stored
    return tuple(read_lines(path, kind))


def _write_records(folder: Path, name: str, records: Sequence[AnyRecord]) -> None:
    """As JSONL; many records that are held as columns as Parquet."""
    large = isinstance(records, Columns) and len(records) > MAX_LINES
    (folder / f"{name}.{'jsonl' if large else 'parquet'}").unlink(missing_ok=True)  # of an interrupted attempt
    if isinstance(records, Columns) and large:
        records.write(folder / f"{name}.parquet")
    else:
        write_lines(folder / f"{name}.jsonl", records)


def write_lines(path: Path, records: Iterable[AnyRecord]) -> None:
    """Write records as JSONL, one a line."""
    write_parts(path, (record.model_dump_json() + "\n" for record in records))


def read_lines(path: Path, kind: type[A]) -> Iterator[A]:
    """Records from JSONL. Raises `DamagedRun`, naming file and line, for a line that is not one."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if len(line) > MAX_LINE:
                    raise DamagedRun(f"{path} line {number}: longer than {MAX_LINE} characters: not a record")
                yield _record(kind, line, f"{path} line {number}")
    except UnicodeDecodeError:
        raise DamagedRun(f"{path}: this is not UTF-8 text") from None


def _record(kind: type[A], line: str, where: str) -> A:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        raise DamagedRun(f"{where}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file in a folder but its manifest and what is hidden or unfinished, by relative path."""
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in sorted(_files(folder))}


def check_files(folder: Path, files: Mapping[str, str]) -> None:
    """Raise `DamagedRun`, naming the file, for the first that is missing or has another digest."""
    for name, digest in files.items():
        path = folder / name
        if not path.is_file():
            raise DamagedRun(f"{path} is missing: delete {folder} to do this stage again")
        if _sha256(path) != digest:
            raise DamagedRun(f"{path} is not what the stage wrote: delete {folder} to do this stage again")


def _files(folder: Path) -> Iterable[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") or part == CHECKPOINTS for part in path.relative_to(folder).parts)
        if path.is_file() and path.name != MANIFEST and not hidden:
            yield path


def digest(paths: Sequence[Path]) -> str:
    """One SHA-256 for the content of files and folders (a syllabus may be the graph folder of another run)."""
    files = [file for path in paths for file in (sorted(_files(path)) if path.is_dir() else [path])]
    digests = [_sha256(file) for file in files]
    return digests[0] if len(digests) == 1 else hashlib.sha256(" ".join(digests).encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
