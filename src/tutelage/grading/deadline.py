"""A bound on the time that a computation may take, in any thread of any process."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")
PATIENCE_SECONDS = 0.2
"""How long a computation may take to notice that it is interrupted."""


class _TooLong(BaseException):
    """Ends the computation. No `Exception`, which the libraries that it interrupts would catch."""


def within(seconds: float, compute: Callable[[], T], otherwise: T) -> T:
    """The value of `compute()`, or `otherwise` if it takes longer than `seconds` or raises an `Exception`.

    It runs in a thread of its own, which is interrupted between two of its instructions: unlike a signal this works
    outside the main thread. The computation must be Python: one long call into C is only left behind.
    """
    found = [otherwise]
    lock = threading.Lock()
    ended = threading.Event()

    def run() -> None:
        with suppress(_TooLong):
            with suppress(Exception, _TooLong):
                found[0] = compute()
            with lock:  # from here on no interruption is on its way
                ended.set()

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    worker.join(seconds)
    give_up = time.monotonic() + PATIENCE_SECONDS
    while worker.is_alive() and time.monotonic() < give_up:
        if not lock.acquire(timeout=PATIENCE_SECONDS):
            break
        if not ended.is_set():
            identity = ctypes.c_ulong(worker.ident or 0)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(identity, ctypes.py_object(_TooLong))
        lock.release()
        worker.join(0.02)
    return otherwise if worker.is_alive() else found[0]
