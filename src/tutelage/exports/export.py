"""An export: the results of a run, written whole into a new folder, in the form that another tool reads."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tutelage.errors import ExportError
from tutelage.exports import SHIPPED
from tutelage.exports.forms import FORMS
from tutelage.exports.material import gather_material
from tutelage.progress import Progress, Quiet
from tutelage.records import RunRecord
from tutelage.storage import open_run, stages
from tutelage.storage.store import MANIFEST


class ExportResult(NamedTuple):
    """Where an export is, and what to do with it."""

    folder: Path
    advice: str


def export(
    run: str | Path,
    to: str,
    out: str | Path | None = None,
    *,
    push: str = "",
    progress: Progress | None = None,
) -> ExportResult:
    """Write the results of the run in a folder for another tool.

    `to` is `hf` (a folder for `datasets`), `llamafactory`, `axolotl`, `lm-eval` (the exam as a task), `ollama` (merged
    weights with a Modelfile), `gguf` (files for llama.cpp), `dpo` (preference pairs), `verifiers` (an environment), or
    an export of an installed package. `out` is a folder that does not exist yet, by default `exports/NAME-TO`. `push`
    is a repository of the Hugging Face hub to upload to: a data set for `hf`, a model for `ollama` and `gguf`.

    Constructed errors are exported by `dpo` only, as the rejected side. A run that has only a course so far can
    be exported as data. Raises `TutelageError` if the run is not finished or lacks what the export needs, or if the
    folder exists. The folder is written whole or not at all.
    """
    form = FORMS.get(to)
    if push and not form.upload:
        able = " or ".join(name for name in SHIPPED if FORMS.get(name).upload)
        raise ExportError(f"only an export to {able} can be pushed: leave --push out, or use --to {able}")
    if push and form.upload:
        with FORMS.using(to):
            form.upload.check(push)
    record = _readable(Path(run))
    material = gather_material(record)
    target = Path(out) if out else Path("exports") / f"{record.name}-{to}"

    def write(folder: Path) -> str:
        with FORMS.using(to):
            advice = form.write(material, folder, progress or Quiet())
        if not isinstance(advice, str):
            raise FORMS.misused(to, f"gives a {type(advice).__name__}: advice is needed, as a text")
        if not folder.is_dir() or not any(folder.iterdir()):
            raise FORMS.misused(to, "has written nothing into its folder")
        return advice

    advice = _write_whole(target, write)
    if push and form.upload:
        with FORMS.using(to):
            advice = f"{advice}\n{form.upload.push(target, push)}"
    return ExportResult(target, advice.replace("{folder}", str(target)))


def _readable(path: Path) -> RunRecord:
    """The record of a finished run, or of one that has only a course and no trained student yet."""
    begun = open_run.is_run(path) and (
        any(path.glob(f"{stages.EXAM}/*/{MANIFEST}"))
        or any((path / stage.name).exists() for stage in (stages.READING, stages.round_(1)))
    )
    return open_run.open_run(path, finished=begun)


def _write_whole(target: Path, write: Callable[[Path], str]) -> str:
    """Let `write` fill a temporary folder, and rename it to `target` when it is complete."""
    if target.exists():
        raise ExportError(f"{target} exists and was not changed: choose another folder with --out, or remove it")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise ExportError(
            f"cannot write to {target.parent} ({error.strerror}): choose another folder with --out"
        ) from None
    try:
        advice = write(partial)
        umask = os.umask(0)
        os.umask(umask)
        partial.chmod(0o777 & ~umask)
        partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return advice
