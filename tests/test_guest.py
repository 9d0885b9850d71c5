"""The package is a guest: in its caller's process, whose settings it leaves alone, and on any operating system."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

POSIX_ONLY = """
import builtins, os, signal, types

HIDDEN = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty"}
GONE = {"fork", "getuid", "geteuid", "getpgid", "setsid", "killpg", "sysconf", "sched_getaffinity", "O_NONBLOCK"}
SIGNALS = {"SIGABRT", "SIGFPE", "SIGILL", "SIGINT", "SIGSEGV", "SIGTERM"}
windows = {
    "os": types.SimpleNamespace(**{name: value for name, value in vars(os).items() if name not in GONE}),
    "signal": types.SimpleNamespace(
        **{name: value for name, value in vars(signal).items() if not name.startswith("SIG") or name in SIGNALS}
    ),
}
real = builtins.__import__

def imported(name, globals=None, locals=None, fromlist=(), level=0):
    if not level and str((globals or {}).get("__name__")).startswith("tutelage"):
        if name in HIDDEN:
            raise ImportError(f"{globals['__name__']} imports {name}")
        if name in windows:
            return windows[name]
    return real(name, globals, locals, fromlist, level)

builtins.__import__ = imported

import importlib, pkgutil, tutelage

for module in pkgutil.walk_packages(tutelage.__path__, "tutelage."):
    try:
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    except ModuleNotFoundError as error:
        if error.name != "ray":  # not a part of every installation
            raise
"""
"""Imports every module of the package where what only POSIX has is missing."""

GUEST = """
import gc, json, logging, os, random, signal, sys, warnings
from pathlib import Path

# What the libraries do to the process when they are imported is theirs.
import datasets, huggingface_hub, math_verify, torch, transformers, trl
import numpy as np
from transformers import trainer
from trl.trainer import sft_trainer

import tutelage
from conftest import make_recipe, script
from tutelage.config import StudentConfig
from tutelage.progress import Quiet
from tutelage.student import loading
from tutelage.teacher.scripted import ScriptedTeacher

for name in tutelage.__all__:
    getattr(tutelage, name)
student, folder = sys.argv[1], Path(sys.argv[2])


def state():
    loggers = {name: one for name, one in logging.root.manager.loggerDict.items() if isinstance(one, logging.Logger)}
    return {
        "loggers": {
            name: (one.level, one.propagate, one.disabled, list(one.handlers), list(one.filters))
            for name, one in [("root", logging.root), *loggers.items()]
        },
        "warnings": list(warnings.filters),
        "environment": dict(os.environ),
        "garbage collector": (gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()),
        "threads": torch.get_num_threads(),
        "transformers": (transformers.logging.get_verbosity(), transformers.logging.is_progress_bar_enabled()),
        "datasets": (datasets.logging.get_verbosity(), datasets.is_progress_bar_enabled()),
        "hub": huggingface_hub.logging.get_verbosity(),
        "torch": (torch.get_default_dtype(), torch.is_grad_enabled()),
        "generators": [
            hash(str(state)) for state in (random.getstate(), np.random.get_state()[1:], torch.get_rng_state().tolist())
        ],
        "python": (os.getcwd(), sys.path[:], sys.excepthook, sys.getrecursionlimit(), signal.getsignal(signal.SIGINT)),
    }


before = state()


def call(what, function, *arguments, **options):
    result, after = function(*arguments, **options), state()
    for name in before:
        was, now = before[name], after[name]
        if name == "loggers":  # new ones may come
            now = {key: value for key, value in now.items() if key in was}
        assert was == now, (what, name, was, now)
    return result


torch.set_num_threads(2)
before = state()
config = StudentConfig(model=student)
call("load", loading.load_student, config, call("prepare", loading.prepare_student, config))
recipe = make_recipe(folder, Path(student))
run = call("run", tutelage.run, recipe, teacher=ScriptedTeacher(script), progress=Quiet())
turns = [[{"role": "user", "content": f"{n}?"}, {"role": "assistant", "content": f"{n}"}] for n in range(9)]
(folder / "data.jsonl").write_text("".join(json.dumps({"messages": each}) + "\\n" for each in turns))
call("audit", tutelage.audit, folder / "data.jsonl", student, out=folder / "audit")
call("export", tutelage.export, run.folder, "axolotl", folder / "export")
call("evaluate", tutelage.evaluate, run.folder, "course", out=folder / "exam")
call("report", tutelage.render, tutelage.open_run(run.folder))
"""
"""Calls the library, and compares the process before and after; the recipe asks for one thread."""


def in_a_fresh_process(code: str, *arguments: str | Path) -> None:
    """Of Python; the tests' own helpers can be imported there."""
    path = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parent.parent / "src")])
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": path},
    )
    assert result.returncode == 0, result.stderr[-4000:]


def test_every_module_can_be_imported_on_windows() -> None:
    in_a_fresh_process(POSIX_ONLY)


def test_the_library_changes_nothing_of_its_callers_process(tiny_student: Path, tmp_path: Path) -> None:
    in_a_fresh_process(GUEST, tiny_student, tmp_path)
