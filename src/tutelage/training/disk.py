"""A disk that fills up while a checkpoint is written: torch and safetensors say so in errors of their own."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError

from tutelage.errors import TrainingError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""No space, a quota, and the shell's limit on the size of a file."""
WRITING = re.compile(rf"inline_container|PytorchStreamWriter|os error ({'|'.join(map(str, FULL))})\b")


@contextmanager
def writing(folder: str | Path) -> Iterator[None]:
    """Around what writes weights or checkpoints into a folder: a full disk becomes a `TrainingError` of one line."""
    try:
        yield
    except (OSError, RuntimeError, SafetensorError) as error:
        full = error.errno in FULL if isinstance(error, OSError) else WRITING.search(str(error)) is not None
        if not full:
            raise
        raise TrainingError(
            f"cannot write to {folder}: the disk is full, or a file is larger than allowed (see df and ulimit -f); "
            "make room, then run the same command again: it goes on from the last whole checkpoint"
        ) from None
