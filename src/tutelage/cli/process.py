"""What the command line sets in its own process, and in those that it starts; the library leaves its caller's alone."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

ENVIRONMENT = {
    # The libraries' own bars and advice: our progress and errors say what is needed.
    "TRANSFORMERS_VERBOSITY": "error",
    "DATASETS_VERBOSITY": "error",
    "HF_HUB_VERBOSITY": "error",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
    "TQDM_DISABLE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    # Kernels that oneDNN keeps for a CPU. Left alone it keeps 1,024, but batches differ in length, and only those of
    # the same step are used again: 20 steps took 6.1 GB instead of 5.5, and no less time (measured).
    "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "64",
}
"""The libraries read it when they are imported, later; what a user has set stays."""
LOGGERS = ("trl", "accelerate", "peft", "math_verify")
"""Loggers that show errors only, and have no variable for that."""


@contextmanager
def uncollected() -> Iterator[None]:
    """For work that makes much and leaves no garbage: looking for some takes up to half of the time of reading 50,000
    skills."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def set_up() -> None:
    """Set all of it. Call this once, before anything heavy is imported."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    # Nothing is collected at the end, when all of it goes anyway: with torch loaded that took 1.9 s, and now 0.2.
    atexit.register(gc.freeze)
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", category=FutureWarning, module=r"(transformers|trl|peft|accelerate)\b.*")
