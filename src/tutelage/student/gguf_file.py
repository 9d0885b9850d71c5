"""Students that are GGUF files, the form in which llama.cpp and Ollama keep models.

Such a file is de-quantised once, by `transformers`, and kept in the cache folder under the digest of its content.
What its quantisation has rounded away does not come back.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tutelage.errors import MissingExtra, StudentError
from tutelage.progress import Progress, doing
from tutelage.storage.store import digest
from tutelage.student.cache import fill, is_prepared, student_folder
from tutelage.student.damage import of_folder

if TYPE_CHECKING:
    from gguf import GGUFReader

SUFFIX = ".gguf"
READY = ("ready", "")
"""What `loading.find_student` says of a student that can be loaded."""
INSTALL = "pip install gguf"
ENDS = ("eos", "eot", "eom")
"""Marks at which generation stops: the end of a text, of a turn, of a message. A file may have each of them."""
EXACT = ("F32", "F16", "BF16")
"""Types of weights that are not quantised."""
COPY = "copy or download the file again"


class Header(NamedTuple):
    """What a GGUF file says about itself."""

    architecture: str
    """In llama.cpp's words, such as `llama` or `qwen2`."""
    weights: str
    """The type that most of its weights have, such as `Q4_K`."""
    ends: tuple[int, ...]
    """Token ids at which generation stops."""
    template: bool
    """Whether it has a chat template."""

    @property
    def lossy(self) -> bool:
        """Whether its weights are quantised."""
        return self.weights not in EXACT


def is_gguf(model: str) -> bool:
    """Whether a student is named as a GGUF file."""
    return model.lower().endswith(SUFFIX)


def gguf_folder(model: str) -> Path:
    """Where the student of a GGUF file is once it is prepared. Raises `StudentError` if there is no such file."""
    path = _existing(model)
    stat = path.stat()
    return student_folder(f"{path.stem}-{_digest(path.resolve(), stat.st_size, stat.st_mtime_ns)[:16]}")


def find_gguf(model: str) -> tuple[str, str]:
    """See `loading.find_student`."""
    if not Path(model).expanduser().is_file():
        return "missing", "there is no such GGUF file: check the path"
    return READY if is_prepared(gguf_folder(model)) else ("to be converted once", f"tutelage prepare {model}")


def check_gguf(model: str) -> None:
    """Raise `StudentError` for a GGUF file that cannot be converted, as far as its header tells. One that has been
    converted is not read again."""
    if not is_prepared(gguf_folder(model)):
        read_header(_existing(model))


def prepare_gguf(model: str, progress: Progress) -> Path:
    """The folder of a GGUF student, after converting it if that has not been done yet.

    Raises `MissingExtra` without the package `gguf`, and `StudentError` for a file that cannot be converted.
    """
    target = gguf_folder(model)
    if is_prepared(target):
        return target
    file = _existing(model)
    header = read_header(file)
    lost = f"keep the rounding of {header.weights}" if header.lossy else "lose nothing"
    template = "tokenizer and chat template are" if header.template else "it has no chat template; its tokenizer is"
    progress.say(
        f"preparing {file.name} in {target} (once; it takes minutes): its weights become bfloat16 and {lost}; "
        f"{template} the file's"
    )
    with doing(progress, f"converting {file.name}"):
        fill(target, lambda folder: dequantise(file, folder, header.ends))
    return target


def read_header(file: Path) -> Header:
    """What a GGUF file says about itself. Raises as `prepare_gguf` does."""
    if find_spec("gguf") is None:
        raise MissingExtra(f"a GGUF file needs the package gguf: {INSTALL}")
    from gguf import GGUFReader

    with of_folder(str(file), "content", COPY):
        reader = GGUFReader(file)
        parts = _value(reader, "split.count") or 1
        architecture = str(_value(reader, "general.architecture"))
    if parts > 1:
        raise StudentError(f"student {file} is one of {parts} parts: join them with llama-gguf-split --merge")
    if not _is_known(architecture):
        raise StudentError(
            f"student {file}: transformers cannot read GGUF files of the architecture {architecture!r}: use the "
            "model's own folder or name on the Hub"
        )
    # Without this bound, transformers would build as many layers as a damaged file says, for hours.
    layers = _value(reader, f"{architecture}.block_count")
    if isinstance(layers, int) and reader.tensors and not 0 < layers <= len(reader.tensors):
        weights = f"{len(reader.tensors):,} tensors of weights"
        raise StudentError(f"student {file} claims to have {layers:,} layers, but has {weights}: {COPY}")
    elements: Counter[str] = Counter()
    for tensor in reader.tensors:
        elements[tensor.tensor_type.name] += int(tensor.n_elements)
    if not elements:
        raise StudentError(f"student {file} has no weights, only a tokenizer: name the file of a model")
    found = [_value(reader, f"tokenizer.ggml.{end}_token_id") for end in ENDS]
    ends = tuple(dict.fromkeys(int(end) for end in found if end is not None))
    return Header(
        architecture, elements.most_common(1)[0][0], ends, _value(reader, "tokenizer.chat_template") is not None
    )


def dequantise(file: Path, folder: Path, ends: tuple[int, ...] = ()) -> None:
    """Write a GGUF file as the folder of a `transformers` model in bfloat16; generation will stop at `ends`.

    Raises `StudentError` for a file that `transformers` cannot convert.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    with of_folder(str(file), "content", "use the model's own folder or name on the Hub"):
        AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name).save_pretrained(folder)
        model: Any
        model, found = AutoModelForCausalLM.from_pretrained(
            file.parent,
            gguf_file=file.name,
            dtype=torch.bfloat16,
            quantization_config=GgufConfig(dequantize=True),
            output_loading_info=True,
        )
        if lacking := sorted(found["missing_keys"]):  # they would be random numbers
            raise StudentError(f"it lacks weights that its architecture has, such as {lacking[0]}")
        if len(ends) > 1:
            model.generation_config.eos_token_id = list(ends)
        model.save_pretrained(folder)


def _existing(model: str) -> Path:
    path = Path(model).expanduser()
    if not path.is_file():
        raise StudentError(f"there is no GGUF file at {model}: check the path")
    return path


def _is_known(architecture: str) -> bool:
    """Whether transformers converts an architecture; the two spell some of them differently."""
    from transformers import modeling_gguf_pytorch_utils as converter

    known: set[str] = {*converter.GGUF_SUPPORTED_ARCHITECTURES}
    with suppress(ImportError):  # newer ones, in newer versions
        from transformers.integrations.gguf import GGUF_CONFIG_ARCHS

        known |= {*GGUF_CONFIG_ARCHS}
    return re.sub("[_-]", "", architecture) in {re.sub("[_-]", "", name) for name in known}


def _value(reader: GGUFReader, key: str) -> Any:
    field = reader.get_field(key)
    return None if field is None else field.contents()


@lru_cache(maxsize=8)
def _digest(path: Path, _size: int, _changed: int) -> str:
    """Of the content; size and time of the last change tell whether to read it again."""
    return digest([path])
