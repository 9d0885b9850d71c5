"""Versions and machine of a run: what is needed to repeat its numbers."""

from __future__ import annotations

import os
import platform
from importlib import metadata

from tutelage.config import Recipe

PACKAGES = ("tutelage", "torch", "transformers", "trl", "peft", "sympy", "math-verify")


def environment(recipe: Recipe) -> dict[str, str]:
    """Name -> version or value."""
    machine = {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count()),
        "threads": str(recipe.threads or os.cpu_count()),
    }
    return machine | {name: metadata.version(name) for name in PACKAGES}
