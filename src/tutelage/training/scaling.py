"""What training has changed in a student, multiplied by a factor: some of what was learnt for some of what would be
forgotten (WiSE-FT, arXiv:2109.01903, for all weights; for an adapter the same by its alpha)."""

from __future__ import annotations

import json
from pathlib import Path

from tutelage.storage.store import write_text


def scale_adapter(folder: Path, factor: float) -> None:
    """Scale the update of the adapter in a folder."""
    path = folder / "adapter_config.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["lora_alpha"] *= factor
    write_text(path, json.dumps(settings, indent=2) + "\n")


def scale_weights(folder: Path, base: Path, factor: float) -> None:
    """Scale what training has changed in the weights in `folder`, against the `base` that it began with.

    Weights that the base has not, or in another shape, stay as they are."""
    from safetensors import safe_open  # imports torch: not before it is needed
    from safetensors.torch import load_file, save_file

    files = {}
    for path in sorted(base.glob("*.safetensors")):
        with safe_open(path, framework="pt") as weights:
            files.update(dict.fromkeys(weights.keys(), path))
    for path in sorted(folder.glob("*.safetensors")):
        trained = load_file(path)
        for name in trained.keys() & files.keys():
            with safe_open(files[name], framework="pt") as weights:
                before = weights.get_tensor(name).float()
            after = trained[name]
            if before.shape == after.shape:
                trained[name] = before.lerp(after.float(), factor).to(after.dtype)
        save_file(trained, path, metadata={"format": "pt"})
