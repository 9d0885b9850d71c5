"""Processes that start in a moment: forked from one that has imported the large libraries already.

A command imports them for longer than most tests then need it. What starts here is a process like any other: with a
command line, an environment, a folder, an input, an exit code, and signals that reach it.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from multiprocessing import forkserver
from pathlib import Path

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["warm_imports"])
_ENVIRONMENT = threading.Lock()
"""Held while the environment is changed: benchmarks are started from two threads."""


def _start_server() -> None:
    """Start the process that others are forked from, if there is none yet. It finds what it imports by the environment
    alone, and would go on without a word if it did not."""
    with _ENVIRONMENT:
        before = os.environ.get("PYTHONPATH")
        os.environ["PYTHONPATH"] = os.pathsep.join(path for path in (str(Path(__file__).parent), before) if path)
        try:
            forkserver.ensure_running()
        finally:
            del os.environ["PYTHONPATH"]
            if before is not None:
                os.environ["PYTHONPATH"] = before


class Started:
    """A process, with the part of `subprocess.Popen` that tests use. What it writes is kept in files."""

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        given: str = "",
    ) -> None:
        self._written = tempfile.TemporaryDirectory()
        names = ("in", "out", "err")
        self._files = [Path(self._written.name) / name for name in names]
        self._files[0].write_text(given)
        complete = dict(os.environ) | dict(environment or {})
        _start_server()
        self._process = _FORKS.Process(
            target=_carry_out, args=(list(arguments), complete, str(folder or Path.cwd()), list(map(str, self._files)))
        )
        self._process.start()

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    @property
    def stderr(self) -> str:
        return self._files[2].read_text() if self._files[2].exists() else ""

    def poll(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self._process.pid or 0, number)

    def kill(self) -> None:
        self._process.kill()

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Wait for its end: what it wrote to its output, and to its errors."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("", timeout or 0)
        _, output, errors = (path.read_text() if path.exists() else "" for path in self._files)
        return output, errors


def run(
    *arguments: str | Path, environment: Mapping[str, str] | None = None, folder: Path | None = None, given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run what follows `python` on a command line: `-m` and a module, `-c` and code, or a file, each with arguments."""
    command = [str(argument) for argument in arguments]
    process = Started(command, environment, folder, given)
    output, errors = process.communicate()
    return subprocess.CompletedProcess(command, process.returncode or 0, output, errors)


def _carry_out(arguments: list[str], environment: dict[str, str], folder: str, files: list[str]) -> None:
    for number, (path, flags) in enumerate(zip(files, (os.O_RDONLY, *(os.O_WRONLY | os.O_CREAT,) * 2), strict=True)):
        os.dup2(os.open(path, flags, 0o600), number)
    sys.stdin, sys.stdout, sys.stderr = map(os.fdopen, (0, 1, 2), ("r", "w", "w"))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path[:0] = [path for path in environment.get("PYTHONPATH", "").split(os.pathsep) if path]
    what, *rest = arguments
    try:
        if what == "-m":
            sys.argv = rest
            runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
        elif what == "-c":
            sys.argv = [what, *rest[1:]]
            exec(compile(rest[0], "<string>", "exec"), {"__name__": "__main__"})
        else:
            sys.argv = arguments
            sys.path.insert(0, str(Path(what).parent))
            runpy.run_path(what, run_name="__main__")
    finally:
        atexit._run_exitfuncs()
