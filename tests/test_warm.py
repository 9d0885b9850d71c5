"""Processes that start in a moment are processes like any other."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import warm


def test_what_is_large_is_imported_already() -> None:
    done = warm.run("-c", "import sys; print(sorted({'torch', 'trl', 'sympy', 'tutelage'} & set(sys.modules)))")
    assert done.stdout == "['sympy', 'torch', 'trl', 'tutelage']\n", done.stderr


def test_input_output_folder_environment_and_exit_code_are_its_own(tmp_path: Path) -> None:
    code = "import os, sys; print(input(), os.getcwd(), os.environ['ODD'], sys.argv[1:]); sys.exit(int(sys.argv[1]))"
    done = warm.run("-c", code, "3", environment={"ODD": "x"}, folder=tmp_path, given="hello\n")
    assert (done.returncode, done.stdout) == (3, f"hello {tmp_path} x ['3']\n")
    failed = warm.run("-c", "raise ValueError('odd')")
    assert failed.returncode == 1
    assert "ValueError: odd" in failed.stderr


def test_signals_reach_it() -> None:
    process = warm.Started(["-c", "import time; time.sleep(60)"])
    time.sleep(0.2)
    assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)
    assert process.returncode == -signal.SIGKILL
