"""A student as a GGUF file, the form in which llama.cpp and Ollama keep models.

File, names of tensors and quantisation are those of ggml's own package `gguf`; what is said here is which of the
student's settings and weights belong where, for architectures whose replies are compared with llama.cpp's by a test.
Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutelage.errors import ExportError
from tutelage.progress import Progress, Quiet
from tutelage.student.encoding import beginning
from tutelage.student.loading import Student

if TYPE_CHECKING:
    from gguf import GGMLQuantizationType, GGUFWriter

Array = NDArray[np.generic]

F16, Q8_0 = "F16", "Q8_0"
"""Types of weights: 16 bits, and 8 bits with a scale for every 32 weights."""
BLOCK = 32
"""Weights that share a scale in `Q8_0`."""
LARGEST_F16 = 65504.0


class Family(NamedTuple):
    """How llama.cpp keeps the models of an architecture of `transformers`."""

    name: str
    """llama.cpp's name of the architecture, which is also the prefix of its settings."""
    pairs: bool = False
    """It turns neighbouring dimensions of queries and keys, where `transformers` turns the two halves of a head."""


FAMILIES = {
    "LlamaForCausalLM": Family("llama", pairs=True),
    "MistralForCausalLM": Family("llama", pairs=True),
    "Qwen2ForCausalLM": Family("qwen2"),
    "Qwen3ForCausalLM": Family("qwen3"),
}

WORDS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|%s| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
SPLITS = {WORDS % r"\p{N}": "qwen2", WORDS % r"\p{N}{1,3}": "llama-bpe"}
"""Regular expression by which a tokenizer cuts a text into words -> llama.cpp's name of it."""


def unsupported(learner: Student) -> str:
    """Why a student cannot be written as GGUF here; empty if it can."""
    config, found = learner.model.config, ""
    architecture = (config.architectures or [type(learner.model).__name__])[0]
    if architecture not in FAMILIES:
        found = f"its architecture, {architecture}, is not one of {', '.join(FAMILIES)}"
    elif not _word_split(learner):
        found = "its tokenizer cuts texts into words in a way that is not known here"
    elif _rope(config)["rope_type"] not in ("default", "llama3"):
        found = f"its positions are scaled by '{_rope(config)['rope_type']}'"
    elif getattr(config, "sliding_window", None) and getattr(config, "use_sliding_window", True):
        found = "its attention has a sliding window"
    return found


def write_gguf(
    learner: Student, path: Path, weights: str = F16, *, name: str = "", progress: Progress | None = None
) -> Path:
    """Write a student, whose adapter is merged, as one GGUF file with its tokenizer and chat template.

    `weights` is `F16` or `Q8_0`; vectors stay in 32 bits. One tensor is in memory at a time beside the model. Raises
    `ExportError` for a student that `unsupported` refuses.
    """
    from gguf import GGMLQuantizationType, GGUFWriter, LlamaFileType
    from gguf.quants import quantize

    if reason := unsupported(learner):
        raise ExportError(
            f"this student cannot be written as GGUF here: {reason}. Export it with --to ollama, and convert the "
            "folder with llama.cpp's convert_hf_to_gguf.py"
        )
    family = FAMILIES[learner.model.config.architectures[0]]
    writer = GGUFWriter(path, family.name)
    writer.add_type("model")
    writer.add_name(name or path.stem)
    writer.add_file_type(LlamaFileType.MOSTLY_F16 if weights == F16 else LlamaFileType.MOSTLY_Q8_0)
    writer.add_quantization_version(2)
    _add_settings(writer, learner.model.config)
    _add_tokenizer(writer, learner)
    made, kinds = dict(_tensors(learner, family)), {}
    for title, make in made.items():
        tensor = make()
        kinds[title] = GGMLQuantizationType[_kind(tensor, weights)]
        _announce(writer, title, tensor.shape, kinds[title])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    with (progress or Quiet()).bar(f"writing {path.name}", len(made), "tensors") as bar:
        for title, make in made.items():
            writer.write_tensor_data(quantize(np.ascontiguousarray(make()), kinds[title]))
            bar.advance(1)
    writer.close()
    return path


def _rope(config: Any) -> dict[str, Any]:
    """Base and scaling of the rotary positions."""
    return {"rope_type": "default", **(getattr(config, "rope_parameters", None) or {})}


def _head(config: Any) -> int:
    """Dimensions of an attention head."""
    return int(getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads)


def _add_settings(writer: GGUFWriter, config: Any) -> None:
    writer.add_vocab_size(config.vocab_size)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_key_length(_head(config))
    writer.add_value_length(_head(config))
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_dimension_count(_head(config))
    writer.add_rope_freq_base(float(_rope(config).get("rope_theta", 10_000.0)))


def _word_split(learner: Student) -> str:
    """llama.cpp's name of the way in which a byte-level tokenizer cuts a text into words; empty if it is unknown."""
    backend = json.loads(learner.tokenizer.backend_tokenizer.to_str()) if learner.tokenizer.is_fast else {}
    first = backend.get("pre_tokenizer") or {}
    steps = first.get("pretokenizers", [first])
    if backend.get("model", {}).get("type") != "BPE" or steps[-1].get("type") != "ByteLevel":
        return ""
    if steps[-1].get("add_prefix_space") or len(steps) > 2:
        return ""
    before = steps[0] if len(steps) == 2 else {}
    if before.get("type") == "Split" and not steps[-1].get("use_regex"):
        return SPLITS.get(before["pattern"].get("Regex", ""), "")
    if not steps[-1].get("use_regex"):
        return ""
    if before.get("type") == "Digits" and before.get("individual_digits"):
        return "smollm"
    return "" if before else "gpt-2"


def _add_tokenizer(writer: GGUFWriter, learner: Student) -> None:
    from gguf import TokenType

    tokenizer = learner.tokenizer
    backend = json.loads(tokenizer.backend_tokenizer.to_str())
    added = {token["id"]: token for token in backend["added_tokens"]}
    by_id = {index: token for token, index in tokenizer.get_vocab().items()}
    tokens, types = [], []
    for index in range(learner.model.config.vocab_size):
        tokens.append(by_id.get(index, f"[PAD{index}]"))
        special = added[index]["special"] if index in added else None
        known = TokenType.NORMAL if special is None else TokenType.CONTROL if special else TokenType.USER_DEFINED
        types.append(known if index in by_id else TokenType.UNUSED)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(_word_split(learner))
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    merges = backend["model"]["merges"]
    writer.add_token_merges([pair if isinstance(pair, str) else " ".join(pair) for pair in merges])
    writer.add_chat_template(str(tokenizer.chat_template))
    _add_marks(writer, learner)


def _add_marks(writer: GGUFWriter, learner: Student) -> None:
    """The ids that begin and end texts. llama.cpp ends an answer at the end of a text and at the end of a turn."""
    tokenizer, settings = learner.tokenizer, learner.model.generation_config
    chosen = getattr(settings, "eos_token_id", None)
    ends = [tokenizer.eos_token_id, *(chosen if isinstance(chosen, list) else [chosen])]
    others = [end for end in dict.fromkeys(ends[1:]) if end is not None and end != ends[0]]
    writer.add_eos_token_id(ends[0])
    for add, end in zip((writer.add_eot_token_id, writer.add_eom_token_id), others, strict=False):
        add(end)
    if tokenizer.pad_token_id is not None:
        writer.add_pad_token_id(tokenizer.pad_token_id)
    if tokenizer.bos_token_id is not None:
        writer.add_bos_token_id(tokenizer.bos_token_id)
    writer.add_add_bos_token(bool(beginning(tokenizer)))


def _tensors(learner: Student, family: Family) -> Iterator[tuple[str, Callable[[], Array]]]:
    """llama.cpp's name of each weight, and what makes it, in 32 bits."""
    from gguf import MODEL_ARCH, MODEL_ARCH_NAMES, get_tensor_name_map

    config = learner.model.config
    arch = next(one for one in MODEL_ARCH if MODEL_ARCH_NAMES[one] == family.name)
    names = get_tensor_name_map(arch, config.num_hidden_layers)
    if _rope(config)["rope_type"] == "llama3":
        yield "rope_freqs.weight", lambda: _rope_factors(config)
    for key, tensor in learner.model.state_dict().items():
        if key == "lm_head.weight" and config.tie_word_embeddings:
            continue
        name = names.get_name(key, try_suffixes=(".weight", ".bias"))
        if name is None:
            raise ExportError(f"the weights {key} have no place in a GGUF file of the architecture {family.name}")
        heads = 0
        if family.pairs and ".q_proj." in key:
            heads = config.num_attention_heads
        elif family.pairs and ".k_proj." in key:
            heads = config.num_key_value_heads
        yield name, _maker(tensor, heads)


def _maker(tensor: Any, heads: int) -> Callable[[], Array]:
    def make() -> Array:
        array: Array = tensor.detach().float().cpu().numpy()
        return paired(array, heads) if heads else array

    return make


def paired(array: Array, heads: int) -> Array:
    """Rows of queries or keys, of shape (heads x dimensions, …): the two halves of each head become neighbours."""
    halves = array.reshape(heads, 2, array.shape[0] // heads // 2, *array.shape[1:])
    return halves.swapaxes(1, 2).reshape(array.shape)


def _rope_factors(config: Any) -> Array:
    """By how much Llama 3.1's scaling slows each rotary frequency, of shape (dimensions of a head / 2,): not at all
    where a turn takes few tokens, by `factor` where it takes many, and smoothly between."""
    rope, dimension = _rope(config), _head(config)
    low, high = rope["low_freq_factor"], rope["high_freq_factor"]
    tokens = 2 * np.pi * rope["rope_theta"] ** (np.arange(0, dimension, 2, dtype=np.float64) / dimension)
    smooth = (rope["original_max_position_embeddings"] / tokens - low) / (high - low)
    smooth = np.clip(smooth, 0.0, 1.0)
    return np.asarray(1 / ((1 - smooth) / rope["factor"] + smooth), dtype=np.float32)


def _kind(tensor: Array, weights: str) -> str:
    """The type in which a tensor is stored."""
    if tensor.ndim == 1 or float(np.abs(tensor).max()) > LARGEST_F16:
        return "F32"
    return F16 if weights == Q8_0 and tensor.shape[-1] % BLOCK else weights


def _announce(writer: GGUFWriter, name: str, shape: Sequence[int], kind: GGMLQuantizationType) -> None:
    """A tensor in the file's table of contents, which comes before all data."""
    from gguf.quants import quant_shape_to_byte_shape

    stored = quant_shape_to_byte_shape(shape, kind)
    dtype = np.dtype({"F32": np.float32, F16: np.float16}.get(kind.name, np.uint8))
    size = int(np.prod(stored))
    writer.add_tensor_info(name, shape if dtype != np.uint8 else stored, dtype, size, raw_dtype=kind)
