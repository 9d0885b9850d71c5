"""Students that are sharded over processes (by the FSDP2 of `transformers`), and their checkpoints.

`transformers` loads and trains such a model, but cannot resume its training. Here optimizer states, and weights where
all of them are trained, go through torch's distributed checkpoints: each process writes and reads its part, and
training may resume with another number of processes.
"""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path
from typing import Any, Literal

import torch
from torch.distributed.checkpoint import state_dict as states
from torch.distributed.checkpoint.hf_storage import HuggingFaceStorageReader
from torch.distributed.checkpoint.state_dict_loader import load
from torch.distributed.checkpoint.state_dict_saver import save
from torch.distributed.tensor import DTensor
from torch.nn.parallel import DistributedDataParallel

from tutelage.errors import TrainingError

OPTIMIZER = "optimizer"
"""Folder of a checkpoint with the optimizer's states, a file for each process."""
INDEX = "optimizer/.metadata"
"""The index of that folder, which torch needs to read it."""
SCHEDULER = "scheduler.pt"

Strategy = Literal["ddp", "fsdp2", "one process"]


def is_sharded(model: Any) -> bool:
    """Whether `from_pretrained(distributed_config=...)` sharded the model over processes."""
    return bool(getattr(model, "is_distributed_loading_by_transformers", False))


def trains_shards(model: Any) -> bool:
    """Whether the trained weights are sharded, too: an adapter is not, every process has all of it."""
    return any(isinstance(weight, DTensor) for weight in model.parameters() if weight.requires_grad)


def strategy(model: Any, wrapped: Any) -> Strategy:
    """How a model that is about to be trained is distributed; `wrapped` is what the trainer calls."""
    if any(isinstance(weight, DTensor) for weight in model.parameters()):
        return "fsdp2"
    return "ddp" if isinstance(wrapped, DistributedDataParallel) else "one process"


def save_optimizer(model: Any, optimizer: Any, scheduler: Any, folder: Path, *, main: bool) -> None:
    """Write the states of optimizer and scheduler into a checkpoint; all processes must call it."""
    target = folder / OPTIMIZER
    if main:
        shutil.rmtree(target, ignore_errors=True)
    torch.distributed.barrier()
    save({OPTIMIZER: _optimizer_states(model, optimizer)}, checkpoint_id=target)
    if main:
        torch.save(scheduler.state_dict(), folder / SCHEDULER)


def load_optimizer(model: Any, optimizer: Any, scheduler: Any, folder: Path) -> None:
    """Read them back, with any number of processes."""
    found = _optimizer_states(model, optimizer)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="torch.distributed is disabled")  # one process may go on alone
        load({OPTIMIZER: found}, checkpoint_id=folder / OPTIMIZER)
    states.set_optimizer_state_dict(
        model, optimizer, found, options=states.StateDictOptions(flatten_optimizer_state_dict=True)
    )
    scheduler.load_state_dict(torch.load(folder / SCHEDULER, weights_only=True))


def load_weights(model: Any, folder: Path) -> None:
    """Read the weights of a checkpoint, whole safetensors files, into a model that is sharded.

    Raises `TrainingError` if one is missing in the checkpoint.
    """
    reader = HuggingFaceStorageReader(str(folder))
    known = reader.read_metadata().state_dict_metadata
    weights = states.get_model_state_dict(model)
    tied = set(getattr(model, "all_tied_weights_keys", None) or {})
    missing = sorted(weights.keys() - known.keys() - tied)
    if missing:
        raise TrainingError(f"the checkpoint {folder} lacks {len(missing)} weights, the first {missing[0]}: delete it")
    found = {name: weight for name, weight in weights.items() if name in known}
    load(found, storage_reader=reader)
    states.set_model_state_dict(model, found, options=states.StateDictOptions(strict=False))


def _optimizer_states(model: Any, optimizer: Any) -> dict[str, Any]:
    # By the names of the weights, not by number, so that they do not depend on how parameters are grouped.
    return states.get_optimizer_state_dict(
        model, optimizer, options=states.StateDictOptions(flatten_optimizer_state_dict=True)
    )
