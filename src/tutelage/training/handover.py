"""What a round of practice hands over to the next one beside the student: the states of its optimizer, in a folder.

The folder is hidden in the round's, so that it is no part of the round's result, and goes when the next round is done.
"""

from __future__ import annotations

from pathlib import Path

from tutelage.errors import TrainingError
from tutelage.storage import store

STATES = "states.safetensors"
"""The states by the names of the weights. Where the weights are sharded, `sharding.OPTIMIZER` is there instead."""
SEAL = "sealed.json"
"""What the folder must hold; written last."""


def seal(folder: Path) -> None:
    """Say that everything has been written."""
    store.write_sealed(folder / SEAL, {"files": store.digests(folder)})


def require_whole(folder: Path) -> None:
    """Raise `TrainingError` unless the folder holds what was written, whole."""
    try:
        store.check_files(folder, store.read_sealed(folder / SEAL)["files"])
    except (OSError, ValueError):
        raise TrainingError(
            f"the optimizer's states in {folder} are missing or damaged, and the next round goes on with them: delete "
            f"{folder.parent} to do that round again"
        ) from None
