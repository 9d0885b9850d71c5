"""Work folders: of a run, an audit, an exam. One process at a time, the same settings from beginning to end, and stages
that are carried out once.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import yaml
from filelock import FileLock, Timeout

from tutelage.config import Chosen, Recipe, absolute, differences, inputs_of, parse_recipe, read_yaml
from tutelage.errors import DamagedRun, EarlierRun, RunError, TutelageError
from tutelage.storage.origins import (
    CHOSEN,
    MADE_FROM,
    STUDENT,
    TEACHER,
    Origin,
    changed_inputs,
    chosen_of,
    origin_of,
    outdated,
    refuse_foreign,
)
from tutelage.storage.reviews import decisions_digest, read_decisions
from tutelage.storage.stages import DOCUMENTS, REVIEW, Stage, as_drafted
from tutelage.storage.store import (
    ANSWERS,
    CHECKPOINTS,
    CONFIG,
    LOCK,
    PRIVATE,
    B,
    digest,
    read_bundle,
    read_manifest,
    read_sealed,
    write_bundle,
    write_sealed,
    write_text,
)

FORMAT = "# tutelage run 3\n"
"""First line of the copy of the recipe in a run; a run without it was begun by another version."""
_SETTINGS = re.compile(r"# tutelage run 3\n# inputs (\{.*\})\n# settings sha256 (\S*)\n")
_EARLIER = "# syllabus sha256"
"""How that file began in version 0.1."""
BEGUN = ".begun.json"
"""In the folder of a stage: what it was begun from. What an interrupted stage left is worth nothing if that changes."""
_OTHERS = (_EARLIER, "# tutelage run ")


class WorkDirectory:
    """A folder of stages. Use it in a `with` statement: one process at a time."""

    settings = CONFIG
    """File with the settings of the work; a folder without it holds none of ours."""
    option = "run_dir"
    """Key or option that chooses the folder, for error messages."""

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        self.path = path
        self.fresh = fresh
        self._lock = FileLock(path / LOCK, mode=0o600)
        self.announce: Callable[[Stage[Any]], None] = lambda stage: None
        """Called when a stage begins to be carried out."""

    def claim(self) -> None:
        """Raise `RunError` if the folder was begun with other settings; write them down if it is new."""

    def origin(self, stage: Stage[Any]) -> Origin | None:
        """What a stage is made from, if that is to be checked."""
        return None

    def __enter__(self) -> Self:
        self._make_folder()
        self._take_lock()
        try:
            if self.fresh:
                self._clear()
            self.claim()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self._lock.release()

    def stage(self, stage: Stage[B], carry_out: Callable[[Path], B]) -> B:
        """The result of a stage: read if it is done, otherwise carried out and kept.

        `carry_out` gets the stage's folder, for files beside its records; the sub-folder `checkpoints` in it is for
        unfinished work and is removed when the stage is done. A stage that was made before one of those that it rests
        on was carried out again is carried out again, too. Raises `DamagedRun` for a stage of another run.
        """
        folder, origin = self.path / stage.name, self.origin(stage)
        if origin is not None:
            self._remove_outdated(folder, origin, keep=stage.reuses)
        if not stage.done(self.path):
            if origin is not None:
                write_sealed(folder / BEGUN, origin)
            self.announce(stage)
            start = time.monotonic()
            result: B | None = carry_out(folder)
            assert result is not None
            cost = {"seconds": round(time.monotonic() - start, 2), "peak_gb": round(_peak_gb(), 2)}
            facts = {MADE_FROM: origin} if origin is not None else {}
            write_bundle(folder, result, **cost, tokens=getattr(result, "tokens", 0), **facts)
            result = None  # it is read back below: two copies of a large one would take too much memory
            if stage.reuses:
                shutil.rmtree(earlier_of(folder), ignore_errors=True)
        shutil.rmtree(folder / CHECKPOINTS, ignore_errors=True)
        (folder / BEGUN).unlink(missing_ok=True)
        return stage.read(self.path)

    def earlier(self, stage: Stage[B]) -> B | None:
        """While a stage that reuses its earlier result is carried out: that result."""
        folder = earlier_of(self.path / stage.name)
        return read_bundle(folder, stage.record) if read_manifest(folder) is not None else None

    def _remove_outdated(self, folder: Path, origin: Origin, *, keep: bool) -> None:
        """Remove a stage, finished or begun, that was made from other results than those that are there now; a finished
        one whose parts may be used again is put aside until it has been carried out anew."""
        manifest = read_manifest(folder)
        if manifest is not None:
            refuse_foreign(folder, manifest.get(MADE_FROM), origin)
        made = manifest[MADE_FROM] if manifest is not None else _begun(folder)
        if made is not None and outdated(made, origin):
            if manifest is not None and keep:
                shutil.rmtree(earlier_of(folder), ignore_errors=True)
                folder.rename(earlier_of(folder))
            else:
                shutil.rmtree(folder)

    def _make_folder(self) -> None:
        try:
            self.path.mkdir(PRIVATE, parents=True, exist_ok=True)
            probe = self.path / f".write-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise RunError(
                f"cannot write to the run folder {self.path} ({error.strerror}): choose another {self.option}"
            ) from None

    def _take_lock(self) -> None:
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            raise RunError(
                f"another process is at work in {self.path}: wait for it, or choose another {self.option}"
            ) from None

    def _others(self) -> list[Path]:
        """What is in the folder beside the lock and the teacher's answers."""
        return [path for path in self.path.iterdir() if path.name != LOCK and not path.name.startswith(ANSWERS)]

    def _clear(self) -> None:
        """Delete an earlier run, and only that: a folder without one is left alone."""
        others = self._others()
        if others and not (self.path / self.settings).is_file():
            raise RunError(
                f"{self.path} holds files but no run ({self.settings} is missing), so nothing was deleted; choose "
                f"another {self.option}"
            )
        for path in others:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def refuse_files(self) -> None:
        """Raise `RunError` if the folder holds anything, though no work was begun in it."""
        if self._others():
            raise RunError(f"{self.path} holds files but no run: choose another {self.option}")


class RunDirectory(WorkDirectory):
    """The folder of one run."""

    def __init__(
        self,
        recipe: Recipe,
        *,
        fresh: bool = False,
        student: str = "",
        teacher: str = "",
        chosen: Chosen | None = None,
        documents: str = "",
    ) -> None:
        """`student` is the fingerprint of the base weights, if they are needed; `teacher` names one that takes the
        place of the recipe's; `chosen` has the settings that the recipe leaves empty, for a run that is new;
        `documents` is the digest of what the recipe's documents hold now."""
        super().__init__(recipe.folder, fresh=fresh)
        self.recipe = absolute(recipe)
        written = json.dumps(dict(chosen), sort_keys=True) if chosen else ""
        named = ((STUDENT, student), (TEACHER, teacher), (CHOSEN, written))
        self.documents = documents
        self.named = {key: value for key, value in named if value}

    @cached_property
    def inputs(self) -> dict[str, str]:
        """What the run depends on beside its settings; a file that is missing is reported by whoever reads it."""
        files = inputs_of(self.recipe).items()
        return {key: digest([path for path in paths if path.exists()]) for key, paths in files} | self.named

    def claim(self) -> None:
        """As in any work folder. What may change is written down again: where files are now, and, after a course alone,
        which student it is for. What was chosen when the run was begun stays."""
        before = self.refuse_other_recipe() or {}
        self.inputs.update({key: value for key, value in before.items() if key == CHOSEN})
        inputs = before | self.inputs
        text = yaml.safe_dump(self.recipe.model_dump(mode="json"), sort_keys=False)
        head = f"{FORMAT}# inputs {json.dumps(inputs, sort_keys=True)}\n# settings sha256 {_text_digest(text)}\n"
        path = self.path / CONFIG
        if not path.is_file() or path.read_text(encoding="utf-8") != head + text:
            write_text(path, head + text)

    @property
    def chosen(self) -> Chosen:
        """The settings that the recipe leaves empty, by key, as this run has them."""
        return chosen_of(self.inputs)

    def origin(self, stage: Stage[Any]) -> Origin:
        """Documents may change while a run stays the same: the stage that holds them is then made again, and with it
        whatever comes after it."""
        found = origin_of(stage, self.recipe, self.inputs, self.path)
        if stage == DOCUMENTS:
            return {**found, "after": {DOCUMENTS.name: self.documents}}
        if as_drafted(stage, self.recipe) != stage:  # a decision that changes later counts, too
            decided = decisions_digest(read_decisions(self.path), stage.name)
            return {**found, "after": {**found["after"], REVIEW: decided}}
        return found

    def refuse_other_recipe(self) -> dict[str, str] | None:
        """The inputs of the run in the folder, `None` if there is none. Raises `RunError` if the folder holds the run
        of another recipe, or something else."""
        path = self.path / CONFIG
        if not path.is_file():
            self.refuse_files()
            return None
        try:
            old, inputs = read_settings(path), read_inputs(path)
        except EarlierRun:
            raise
        except TutelageError as error:
            raise RunError(f"{path} cannot be read ({error}): --fresh starts over") from None
        if changed := [*differences(old, self.recipe), *changed_inputs(inputs, self.inputs)]:
            raise RunError(
                f"the recipe has changed since {self.path} was begun: {'; '.join(changed)}. "
                "Undo the changes, choose another run_dir, or start over with --fresh"
            )
        return inputs


class SettingsDirectory(WorkDirectory):
    """A work folder that is resumed only with the settings that it was begun with."""

    option = "--out"
    unimportant = ""
    """A setting that is written down for the reader only, and may change."""
    later = ""
    """A setting that may come to those that the work was begun with."""

    def __init__(self, path: Path, now: Mapping[str, Any], *, fresh: bool = False) -> None:
        super().__init__(path, fresh=fresh)
        self.now = dict(now)
        self.begun = False

    def __exit__(self, *exception: object) -> None:
        # What is refused before anything is there leaves the folder free for the next.
        held = {path.name for path in self.path.rglob("*") if path.is_file()}
        if self.begun and exception[:1] != (None,) and held <= {self.settings, LOCK}:
            (self.path / self.settings).unlink(missing_ok=True)
        super().__exit__(*exception)

    def claim(self) -> None:
        path = self.path / self.settings
        as_json = path.suffix == ".json"
        written = json.dumps(self.now, indent=1) if as_json else yaml.safe_dump(self.now, sort_keys=False)
        if not path.is_file():
            self.refuse_files()
            write_text(path, written)
            self.begun = True
            return
        try:
            before = (json.loads if as_json else yaml.safe_load)(path.read_text(encoding="utf-8"))
        except (yaml.YAMLError, ValueError):
            before = None
        if not isinstance(before, dict):
            raise RunError(f"{path} cannot be read: --fresh starts over")
        come = {self.later} & self.now.keys() - before.keys()
        changed = [key for key in self.now if key not in {self.unimportant, *come} and before.get(key) != self.now[key]]
        if changed:
            held, file = f"results for another value of {', '.join(changed)}", before.get(self.unimportant)
            if "sha256" in changed:
                same = file == self.now[self.unimportant]
                held = f"the results of {file} before it changed" if same else f"the results of another file, {file}"
            elif "exam" in changed:
                held = "the results of other questions"
            raise RunError(f"{self.path} holds {held}: choose another {self.option}, or start over with --fresh")
        if come:
            write_text(path, written)


def read_settings(path: Path) -> Recipe:
    """The recipe that a run wrote down. Raises `TutelageError` if it cannot be read, or is not what the run wrote."""
    data = read_yaml(path, "recipe")
    text = path.read_text(encoding="utf-8")
    if text.startswith(_OTHERS) and not text.startswith(FORMAT):
        version = "Tutelage 0.1" if text.startswith(_EARLIER) else "another version of Tutelage"
        raise EarlierRun(
            f"{path.parent} was begun by {version}, whose runs this version does not read: choose another run_dir, "
            "or start over with --fresh"
        )
    found = _SETTINGS.match(text)
    if found and found[2] != _text_digest(text[found.end() :]):
        raise DamagedRun(f"{path} is damaged: it is not what the run wrote")
    return parse_recipe(data, str(path), kept=True)


def read_inputs(path: Path) -> dict[str, str]:
    """The inputs that a run wrote down beside its recipe; empty if there are none. Raises `DamagedRun`."""
    found = _SETTINGS.match(path.read_text(encoding="utf-8"))
    try:
        return {str(key): str(value) for key, value in json.loads(found[1]).items()} if found else {}
    except (ValueError, RecursionError):
        raise DamagedRun(f"{path} is damaged: it is not what the run wrote") from None


def earlier_of(folder: Path) -> Path:
    """Where a finished stage is put aside while it is carried out anew."""
    return folder.with_name(f".earlier-{folder.name}")


def existing_part(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists: where it would be made."""
    part = folder.expanduser().absolute()
    while not part.exists():
        part = part.parent
    return part


def _begun(folder: Path) -> Origin | None:
    """What a stage that is not finished was begun from."""
    try:
        return read_sealed(folder / BEGUN)
    except (OSError, ValueError, RecursionError):
        return None


def _text_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _peak_gb() -> float:
    """Peak resident memory, in GB, of this process or of the largest one that it has started and seen end; on Windows,
    of this process alone."""
    if sys.platform == "win32":
        import psutil

        return float(psutil.Process().memory_info().peak_wset) / 1e9
    import resource

    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux kilobytes
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return peak * unit / 1e9
