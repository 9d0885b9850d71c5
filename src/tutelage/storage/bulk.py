"""Work on very many records at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def bulk() -> Iterator[None]:
    """Pause Python's search for reference circles, as a `with` statement or a decorator.

    Records hold none, and looking through hundreds of thousands of them again and again took two thirds of the time of
    reading a large graph.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
