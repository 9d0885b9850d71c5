"""The package is a guest: in its caller's process, whose settings it leaves alone, and on any operating system."""

from __future__ import annotations

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


def in_a_fresh_process(code: str, *arguments: str | Path) -> str:
    result = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-4000:]
    return result.stdout


def test_every_module_can_be_imported_on_windows() -> None:
    in_a_fresh_process(POSIX_ONLY)
