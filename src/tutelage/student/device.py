"""What a student is computed on and with: devices, precision, threads, memory."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from tutelage.progress import counted

WIDTH = 1024
"""Of the matrices by which a CPU is measured: about those of a small student."""
MEASURED_FOR = 0.3
"""Seconds."""


def devices() -> tuple[str, list[str], str]:
    """Version of torch, the devices that it can use besides the CPU, and what it was built for."""
    import torch

    found = []
    for index in range(torch.cuda.device_count()):
        about = torch.cuda.get_device_properties(index)
        found.append(f"{about.name}, {about.total_memory / 1e9:.0f} GB")
    if torch.backends.mps.is_available():
        found.append("Apple GPU (MPS)")
    built_for = torch.version.cuda or getattr(torch.version, "hip", None) or "cpu"
    return torch.__version__, found, str(built_for)


def own_memory() -> float:
    """Bytes of the first GPU; without one, of the machine."""
    import psutil
    import torch

    if torch.cuda.is_available():
        return float(torch.cuda.get_device_properties(0).total_memory)
    return float(psutil.virtual_memory().total)


def cores() -> int:
    """CPU cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load() -> float:
    """How many processes have wanted a core of this machine, on average over the last minute."""
    import psutil

    return float(psutil.getloadavg()[0])


def load_text() -> str:
    """Load and cores, such as `load 5.2 on 2 cores`."""
    return f"load {load():.1f} on {counted(cores(), 'core')}"


def cpu_flops() -> float:
    """Floating-point operations per second that products of matrices reach on this CPU, in the precision in which a
    student is trained on it: measured for a fraction of a second."""
    import torch

    factor = torch.ones(WIDTH, WIDTH, dtype=torch.float32 if bfloat16_is_slow() else torch.bfloat16)
    factor @ factor  # the first one prepares what the others use
    done, begun = 0, perf_counter()
    while (passed := perf_counter() - begun) < MEASURED_FOR:
        factor @ factor
        done += 1
    return 2 * WIDTH**3 * done / passed


@contextmanager
def cpu_threads(number: int) -> Iterator[None]:
    """Within the block, torch uses this many CPU threads; 0 leaves the choice to torch."""
    if not number:
        yield
        return
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(number)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextmanager
def kept_generators() -> Iterator[None]:
    """After the block, the random generators of Python, NumPy and torch are as they were before: trainers seed them for
    the whole process, which is the caller's."""
    import random

    import numpy as np
    import torch

    python, numbers, cpu = random.getstate(), np.random.get_state(), torch.get_rng_state()
    gpus = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numbers)
        torch.set_rng_state(cpu)
        if gpus:
            torch.cuda.set_rng_state_all(gpus)


def bfloat16_is_slow() -> bool:
    """Whether the student runs on a processor that has to emulate bfloat16, such as one without AVX-512."""
    import torch

    return not torch.cuda.is_available() and torch.backends.cpu.get_cpu_capability() == "AVX2"


def training_attention() -> str:
    """The attention implementation to train with: on a CPU, the plain one is a fifth faster than the fused one for
    short examples (measured)."""
    import torch

    return "sdpa" if torch.cuda.is_available() else "eager"


def release_memory() -> None:
    """Free the GPU memory that torch keeps for later: other processes are about to need it."""
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
