"""How a command ends early: one line on standard error and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


@contextmanager
def interruptible() -> Iterator[None]:
    """Around work that the same command can go on with."""
    try:
        yield
    except KeyboardInterrupt:
        stop("interrupted: what was finished is kept; the same command goes on from there", 130)


def stop(line: str, code: int) -> NoReturn:
    """Say why, and exit."""
    print(f"tutelage: {' '.join(line.split())}", file=sys.stderr)
    sys.exit(code)
