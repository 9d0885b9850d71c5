"""What this machine can do, and what to do about what is missing."""

from __future__ import annotations

import os
import platform
import shutil
import textwrap
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, NamedTuple

import psutil
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tutelage.config import Recipe, StudentConfig, TeacherConfig
from tutelage.progress import counted
from tutelage.student import device, loading
from tutelage.student.embedded import EMBEDDED, cache_folder

PYTHON = ">=3.11"
INDENT = " " * 15
ROOM = 2 * 2**30
"""Free bytes below which a run of a small student may not fit."""
MEMORY = 4 * 2**30
"""The same for memory."""
EXTRAS = {
    "train": "teach students",
    "social": "embedded teacher's social studies",
    "qlora": "4-bit base weights on a GPU",
}
"""Optional dependencies that a user may want, with what they are for."""

State = Literal["ok", "note", "bad"]


class Finding(NamedTuple):
    """One thing that was looked at."""

    what: str
    state: State
    """`bad` stands in the way of a run."""
    said: str
    advice: str = ""

    def text(self) -> str:
        """A line of at most 80 columns, or a few, and what to do below it."""
        mark = {"ok": "  ", "note": "- ", "bad": "! "}[self.state]
        first = textwrap.fill(f"{mark}{self.what:<12} {self.said}", 80, subsequent_indent=INDENT)
        then = textwrap.fill(f"-> {self.advice}", 80, initial_indent=INDENT, subsequent_indent=f"{INDENT}   ")
        return f"{first}\n{then}" if self.advice else first


def examine(recipe: Recipe | None = None) -> Iterator[Finding]:
    """Look at everything, the quick things first; what a recipe asks for if there is one."""
    yield python()
    yield from packages(_extras(recipe))
    yield cores()
    yield memory()
    yield disk("run folder", recipe.folder if recipe else Path("runs"))
    yield disk("cache", cache_folder())
    yield learner((recipe.student if recipe else StudentConfig()).model)
    if recipe is not None:
        yield from material(recipe)
        yield from tutor(recipe.teacher)
    if find_spec("torch"):
        yield torch_build()


def python() -> Finding:
    """The interpreter against what the package asks for."""
    said = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if SpecifierSet(PYTHON).contains(platform.python_version(), prereleases=True):
        return Finding("Python", "ok", said)
    return Finding("Python", "bad", said, f"Tutelage needs Python {PYTHON}")


def packages(needed: tuple[str, ...] = ("train",)) -> Iterator[Finding]:
    """The package's own dependencies, then each group of optional ones; those of `needed` must be there."""
    try:
        requirements = [Requirement(text) for text in metadata.requires("tutelage") or ()]
    except metadata.PackageNotFoundError:
        yield Finding("packages", "note", "Tutelage runs from a folder and is not installed", "pip install .")
        return
    for extra in ("", *EXTRAS):
        needs = [need for need in requirements if _belongs(need, extra)]
        if not needs:
            continue  # an older version is installed beside these files
        faults = [fault for need in needs if (fault := _fault(need))]
        name, install = (extra or "packages"), f"pip install 'tutelage{f'[{extra}]' if extra else ''}'"
        for_what = f" ({EXTRAS[extra]})" if extra else ""
        if not faults:
            yield Finding(name, "ok", f"all there{for_what}")
        else:
            state: State = "bad" if not extra or extra in needed else "note"
            yield Finding(name, state, f"{'; '.join(faults)}{for_what}", install)


def cores() -> Finding:
    """CPU cores that this process may use."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Finding("CPU", "ok", counted(usable, "core"))


def memory() -> Finding:
    """Memory of the machine, and how much of it is free."""
    found = psutil.virtual_memory()
    free, total = found.available, found.total
    said = f"{_gb(free)} GB free of {_gb(total)}"
    if free < MEMORY:
        return Finding("memory", "note", said, f"a small student takes about {_gb(MEMORY)} GB: close other programs")
    return Finding("memory", "ok", said)


def disk(what: str, path: Path) -> Finding:
    """Room where a folder is, or will be."""
    there = path.expanduser().absolute()
    while not there.exists():
        there = there.parent
    if not os.access(there, os.W_OK):
        return Finding(what, "bad", f"{path} cannot be written to", "choose another folder, or mend its permissions")
    free = shutil.disk_usage(there).free
    said = f"{_gb(free)} GB free at {path}"
    return Finding(what, "ok", said) if free >= ROOM else Finding(what, "note", said, "make room")


def learner(model: str) -> Finding:
    """Where the student comes from."""
    place, advice = loading.find_student(model)
    name = f"embedded ({model})" if model == EMBEDDED else model
    return Finding("student", "bad" if place == "missing" else "ok", f"{name}: {place}", advice)


def material(recipe: Recipe) -> Iterator[Finding]:
    """What stands in the way of a run of this recipe, as the run itself would find it."""
    # It imports what takes a second: the quick things have been shown by now.
    from tutelage.tools.preflight import preflight

    found = preflight(recipe)
    if found.syllabus is not None:
        graph = found.syllabus.graph
        yield Finding("syllabus", "ok", f"{counted(len(graph.skills), 'skill')} in {counted(graph.levels, 'level')}")
    for problem in found.problems:
        yield Finding(problem.what, "bad", str(problem.error))


def tutor(config: TeacherConfig) -> Iterator[Finding]:
    """The teacher of a recipe: whether its endpoint answers, and whether it has a key, which is never shown."""
    from tutelage.teacher import kind_of

    try:
        kind = kind_of(config)
    except ValueError as error:
        yield Finding("teacher", "bad", str(error))
        return
    if not kind.has_endpoint:
        yield Finding("teacher", "ok", f"{config.kind}{f', {config.model}' if config.model else ''}")
        return
    key = bool(os.environ.get(config.key_variable))
    yield Finding("key", "ok", f"{config.key_variable} is {'set' if key else 'not set'}")
    try:
        models = kind.models(config)
    except ValueError as error:
        yield Finding("teacher", "bad", str(error))
        return
    if config.model in models:
        yield Finding("teacher", "ok", f"{config.model} answers")
    elif models:
        has = f"{', '.join(models[:5])}{' …' if len(models) > 5 else ''}"
        said = f"the endpoint answers, but does not list {config.model}"
        yield Finding("teacher", "note", said, f"check 'model'; it has {has}")
    else:
        said = "something answers there, but lists no models"
        yield Finding("teacher", "note", said, "check base_url: of most servers it ends in /v1")


def torch_build() -> Finding:
    """What torch computes with. Importing it takes seconds."""
    version, devices, built_for = device.devices()
    if devices:
        return Finding("torch", "ok", f"{version}: {'; '.join(devices)}")
    if built_for == "cpu" and shutil.which("nvidia-smi"):
        return Finding("torch", "note", f"{version}: CPU alone, though there is a GPU", "install a CUDA build of torch")
    precision = "in float32, as it would emulate bfloat16" if device.bfloat16_is_slow() else "in bfloat16"
    return Finding("torch", "ok", f"{version}: CPU, {precision}; fine for the embedded student, slow for larger ones")


def _extras(recipe: Recipe | None) -> tuple[str, ...]:
    """The groups that a recipe needs; a student of any kind needs `train`."""
    if recipe is None:
        return ("train",)
    from tutelage.teacher import kind_of

    try:
        return ("train", *kind_of(recipe.teacher).extras(recipe.teacher))
    except ValueError:  # an unknown kind is reported with the teacher
        return ("train",)


def _belongs(need: Requirement, extra: str) -> bool:
    marker = need.marker
    if marker is None:
        return not extra
    return marker.evaluate({"extra": extra}) and (not extra or not marker.evaluate({"extra": ""}))


def _fault(need: Requirement) -> str:
    try:
        version = metadata.version(need.name)
    except metadata.PackageNotFoundError:
        return f"{need.name} is missing"
    return (
        "" if need.specifier.contains(version, prereleases=True) else f"{need.name} {version} is not {need.specifier}"
    )


def _gb(size: int) -> str:
    return f"{size / 1e9:.1f}"
