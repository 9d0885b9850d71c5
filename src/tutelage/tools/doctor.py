"""What this machine can do, and what to do about what is missing."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, NamedTuple

import psutil
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tutelage.config import Recipe, StudentConfig, TeacherConfig
from tutelage.progress import WIDTH, counted, filled
from tutelage.storage.directories import existing_part
from tutelage.student import device, loading
from tutelage.student.cache import cache_folder
from tutelage.student.embedded import EMBEDDED

PYTHON = ">=3.11"
INDENT = " " * 15
MIN_FREE_BYTES = 2 * 2**30
"""Free disk space below which a run of a small student may not fit."""
MIN_FREE_MEMORY = 4 * 2**30
"""The same for memory, in bytes."""
EXTRAS = {
    "train": "training students",
    "social": "social studies of the embedded teacher",
    "quantise": "base weights in 4 or 8 bits",
}
"""Optional dependencies that a user may want, and what each is for."""

State = Literal["ok", "note", "bad"]


class Diagnosis(NamedTuple):
    """One thing that was checked."""

    what: str
    state: State
    """`bad` prevents a run."""
    found: str
    advice: str = ""

    def text(self) -> str:
        """One line of at most 80 columns, or a few, and below it what to do."""
        mark = {"ok": "  ", "note": "- ", "bad": "! "}[self.state]
        first = filled(f"{mark}{self.what:<12} {self.found}", WIDTH, subsequent_indent=INDENT)
        then = filled(f"-> {self.advice}", WIDTH, initial_indent=INDENT, subsequent_indent=f"{INDENT}   ")
        return f"{first}\n{then}" if self.advice else first


def check_machine(recipe: Recipe | None = None) -> Iterator[Diagnosis]:
    """Check everything, the quick things first; with a recipe also what it asks for."""
    yield check_python()
    yield from check_packages(_extras(recipe))
    yield count_cores()
    yield check_memory()
    yield check_disk("run folder", recipe.folder if recipe else Path("runs"))
    yield check_disk("cache", cache_folder())
    yield check_student((recipe.student if recipe else StudentConfig()).model)
    if recipe is not None:
        yield from check_recipe(recipe)
        yield from check_teacher(recipe.teacher)
    if find_spec("torch"):
        yield check_torch()


def check_python() -> Diagnosis:
    """The version of the interpreter."""
    said = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if SpecifierSet(PYTHON).contains(platform.python_version(), prereleases=True):
        return Diagnosis("Python", "ok", said)
    return Diagnosis("Python", "bad", said, f"Tutelage needs Python {PYTHON}")


def check_packages(needed: tuple[str, ...] = ("train",)) -> Iterator[Diagnosis]:
    """The package's own dependencies, then each group of optional ones; those in `needed` must be installed."""
    try:
        requirements = [Requirement(text) for text in metadata.requires("tutelage") or ()]
    except metadata.PackageNotFoundError:
        yield Diagnosis("packages", "note", "Tutelage runs from a folder without being installed", "pip install .")
        return
    for extra in ("", *EXTRAS):
        needs = [need for need in requirements if _belongs(need, extra)]
        if not needs:
            continue  # the installed version is older than these files
        faults = [fault for need in needs if (fault := _fault(need))]
        name, install = (extra or "packages"), f"pip install 'tutelage{f'[{extra}]' if extra else ''}'"
        for_what = f" ({EXTRAS[extra]})" if extra else ""
        if not faults:
            yield Diagnosis(name, "ok", f"all installed{for_what}")
        else:
            state: State = "bad" if not extra or extra in needed else "note"
            yield Diagnosis(name, state, f"{'; '.join(faults)}{for_what}", install)


def count_cores() -> Diagnosis:
    """CPU cores that this process may use."""
    return Diagnosis("CPU", "ok", counted(device.cores(), "core"))


def check_memory() -> Diagnosis:
    """Memory of the machine, and how much of it is free."""
    found = psutil.virtual_memory()
    free, total = found.available, found.total
    said = f"{_gb(free)} GB free of {_gb(total)}"
    if free < MIN_FREE_MEMORY:
        return Diagnosis(
            "memory", "note", said, f"a small student takes about {_gb(MIN_FREE_MEMORY)} GB: close other programs"
        )
    return Diagnosis("memory", "ok", said)


def check_disk(what: str, path: Path) -> Diagnosis:
    """Disk space where a folder is, or will be."""
    existing = existing_part(path)
    if not os.access(existing, os.W_OK):
        return Diagnosis(what, "bad", f"{path} cannot be written to", "choose another folder, or fix its permissions")
    free = shutil.disk_usage(existing).free
    said = f"{_gb(free)} GB free at {path}"
    return Diagnosis(what, "ok", said) if free >= MIN_FREE_BYTES else Diagnosis(what, "note", said, "free some space")


def check_student(model: str) -> Diagnosis:
    """Where the student comes from."""
    where, advice = loading.find_student(model)
    name = f"embedded ({model})" if model == EMBEDDED else model
    return Diagnosis("student", "bad" if where == "missing" else "ok", f"{name}: {where}", advice)


def check_recipe(recipe: Recipe) -> Iterator[Diagnosis]:
    """What prevents a run of this recipe, as the run itself would find it."""
    # It imports what takes a second: the quick things have been shown by now.
    from tutelage.tools.preflight import preflight

    found = preflight(recipe)
    if found.sources is not None:
        graph, documents = found.sources.graph.graph, found.sources.documents
        what = "syllabus" if recipe.syllabi else "documents"
        yield Diagnosis(what, "ok", f"{counted(len(graph.skills), 'skill')} in {counted(graph.levels, 'level')}")
        for one in documents.unread if documents else ():
            yield Diagnosis("documents", "note", f"{one.file} is not read: {one.reason}")
    for problem in found.problems:
        yield Diagnosis(problem.what, "bad", problem.said)
    here = loading.local_folder(recipe.student.model)
    if here is not None and not any(problem.what == "student" for problem in found.problems):
        from tutelage.student.requirements import template_notes

        for note in template_notes(recipe.student, str(here)):
            yield Diagnosis("template", "note", note)


def check_teacher(config: TeacherConfig) -> Iterator[Diagnosis]:
    """The teacher of a recipe, in every role: whether its endpoint answers, and whether it has a key, which is never
    shown."""
    for role, own in config.roles.items():
        yield from _check_role(own, role if len(config.roles) > 1 else "teacher")


def _check_role(config: TeacherConfig, what: str) -> Iterator[Diagnosis]:
    from tutelage.teacher import kind_of

    try:
        kind = kind_of(config)
    except ValueError as error:
        yield Diagnosis(what, "bad", str(error))
        return
    if not kind.has_endpoint:
        yield Diagnosis(what, "ok", f"{config.kind}{f', {config.model}' if config.model else ''}")
        return
    key = bool(os.environ.get(config.key_variable))
    yield Diagnosis("key", "ok", f"{config.key_variable} is {'set' if key else 'not set'}")
    try:
        models = kind.models(config)
    except ValueError as error:
        yield Diagnosis(what, "bad", str(error))
        return
    if config.model in models:
        yield Diagnosis(what, "ok", f"{config.model} answers")
    elif models:
        has = f"{', '.join(models[:5])}{' …' if len(models) > 5 else ''}"
        said = f"the endpoint answers, but does not list {config.model}"
        yield Diagnosis(what, "note", said, f"check 'model'; it has {has}")
    else:
        said = "a server answers, but lists no models"
        yield Diagnosis(what, "note", said, "check base_url: for most servers it ends in /v1")


def check_torch() -> Diagnosis:
    """The devices that torch finds. Importing it takes seconds."""
    version, devices, built_for = device.devices()
    if devices:
        return Diagnosis("torch", "ok", f"{version}: {'; '.join(devices)}")
    if built_for == "cpu" and shutil.which("nvidia-smi"):
        return Diagnosis(
            "torch", "note", f"{version}: CPU only, though there is a GPU", "install a CUDA build of torch"
        )
    precision = "in float32, as it would emulate bfloat16" if device.bfloat16_is_slow() else "in bfloat16"
    return Diagnosis("torch", "ok", f"{version}: CPU, {precision}; fine for the embedded student, slow for larger ones")


def _extras(recipe: Recipe | None) -> tuple[str, ...]:
    """The groups of optional packages that a recipe needs; any student needs `train`."""
    if recipe is None:
        return ("train",)
    from tutelage.teacher import kind_of

    try:
        return ("train", *(extra for own in recipe.teacher.roles.values() for extra in kind_of(own).extras(own)))
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
