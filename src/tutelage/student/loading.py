"""Find the student and load it: any causal language model of `transformers`, by hub name or local path, a GGUF file, or
the embedded one."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tutelage.config import LaunchConfig, StudentConfig
from tutelage.errors import MissingExtra, StudentError
from tutelage.progress import Progress, Quiet
from tutelage.student import quantised
from tutelage.student.damage import of_folder
from tutelage.student.device import bfloat16_is_slow, kept_generators, training_attention
from tutelage.student.embedded import EMBEDDED, embedded_folder, find_embedded, prepare_embedded
from tutelage.student.encoding import MARK, encode_turns, render_turns, short_template
from tutelage.student.gguf_file import READY, find_gguf, gguf_folder, is_gguf, prepare_gguf
from tutelage.student.hub import cached_folder, check_on_hub, find_on_hub
from tutelage.student.rendering import printable
from tutelage.student.settled_template import settle

if TYPE_CHECKING:
    from transformers import PreTrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

INSTALL_TRAINING = "pip install 'tutelage[train]'"


class Student(NamedTuple):
    """A model with its tokenizer."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase


class Remote(NamedTuple):
    """A student that is not loaded here: each of the processes that train it loads it."""

    tokenizer: PreTrainedTokenizerBase
    source: str
    trained: Path | None
    """What it has learnt; see `load_student`."""


def require_training() -> None:
    """Raise `MissingExtra` with the install command if the packages for training are missing."""
    missing = [name for name in ("torch", "transformers", "trl", "peft", "datasets") if find_spec(name) is None]
    if missing:
        raise MissingExtra(f"a student needs {', '.join(missing)}: {INSTALL_TRAINING}")


def find_student(model: str) -> tuple[str, str]:
    """Where a student would come from (`missing` if nowhere), and what to do next. Nothing is loaded, and nothing is
    asked over the network."""
    if model == EMBEDDED:
        return find_embedded()
    if is_gguf(model):
        return find_gguf(model)
    folder = Path(model).expanduser()
    if folder.is_dir():
        known = (folder / "config.json").is_file()
        return READY if known else ("missing", "name the folder of a transformers model (with a config.json)")
    return find_on_hub(model) if find_spec("huggingface_hub") else ("missing", INSTALL_TRAINING)


def source_of(model: str) -> str:
    """The folder or hub name that a student is loaded from, once it is prepared."""
    if model == EMBEDDED:
        return str(embedded_folder())
    return str(gguf_folder(model) if is_gguf(model) else Path(model).expanduser())


def local_folder(model: str) -> Path | None:
    """The folder of a student whose configuration and tokenizer are on this machine; `None` for one that is not, and
    for the embedded one, which is known to work."""
    if model == EMBEDDED or (is_gguf(model) and find_gguf(model) != READY):
        return None
    folder = Path(source_of(model))
    return folder if folder.is_dir() else cached_folder(model)


def prepare_student(config: StudentConfig, progress: Progress | None = None) -> str:
    """Make sure that the student can be loaded; returns the folder or hub name to load it from.

    Raises `StudentError`, saying what to do, if it is neither embedded, nor a folder, nor a GGUF file, nor on the Hub.
    """
    require_training()
    if config.model == EMBEDDED:
        return str(prepare_embedded(progress or Quiet()))
    if is_gguf(config.model):
        return str(prepare_gguf(config.model, progress or Quiet()))
    folder = Path(config.model).expanduser()
    if folder.is_dir():
        if not (folder / "config.json").is_file():
            raise StudentError(f"student folder {folder} has no config.json: name the folder of a transformers model")
        return str(folder)
    check_name(config.model)
    return check_on_hub(config, progress or Quiet())


def check_name(model: str) -> None:
    """Raises `StudentError` for what can only be a path but does not exist, and for the bare name of a run: nobody
    should wait until the Hub has been searched for a run folder."""
    path, run = Path(model), Path("runs") / model
    if "/" not in model and not path.exists() and run.is_dir():
        raise StudentError(f"no run and no model at {model}: did you mean {run}?")
    misspelt = model.startswith((".", "/", "~")) or model.count("/") > 1 or ("/" in model and path.parent.is_dir())
    if misspelt and not path.expanduser().exists():
        raise StudentError(f"no run and no model at {model}: check the path")


@kept_generators()
def load_student(
    config: StudentConfig,
    source: str,
    trained: Path | None = None,
    *,
    decode: bool = False,
    launch: LaunchConfig | None = None,
) -> Student:
    """Load the student from `source` (see `prepare_student`), with what it has learnt in `trained`.

    For decoding, an adapter is merged into the weights unless these are quantised, and a student that is too large for
    the first GPU is spread over several. Base weights are bfloat16 (float32 where `bfloat16_is_slow`) or quantised;
    adapters are float32. With `launch`, all of its processes must call this; where it shards the student (FSDP2), each
    gets its part.
    """
    import torch
    from transformers import AutoModelForCausalLM

    full = trained is not None and not (trained / "adapter_config.json").is_file()
    tokenizer = load_tokenizer(config, source)
    weights = str(trained) if full else source
    spread = quantised.loading_options(config)
    spread |= _shard(launch, config) if launch and launch.strategy == "fsdp2" else {}
    if decode and torch.cuda.device_count() > 1:
        spread |= {"device_map": "sequential"}
    with of_folder(weights, "model", "its weights must be whole safetensors files that fit its config.json"):
        model, found = AutoModelForCausalLM.from_pretrained(
            weights,
            dtype=torch.float32 if bfloat16_is_slow() or (config.adapter == "none" and not decode) else torch.bfloat16,
            attn_implementation="sdpa" if decode else training_attention(),
            trust_remote_code=config.trust_remote_code,
            # The other format is a pickle, which can run code.
            use_safetensors=True,
            output_loading_info=True,
            **spread,
        )
        if found["missing_keys"]:
            raise ValueError(f"{len(found['missing_keys'])} weights are missing, such as {min(found['missing_keys'])}")
    if config.quantise and not decode:
        model = quantised.prepare_for_training(model)
    if trained is not None and not full:
        from peft import PeftModel

        with of_folder(str(trained), "adapter", "it belongs to another base, or is damaged"):
            model = PeftModel.from_pretrained(model, str(trained), is_trainable=not decode)
        if decode:  # merged into quantised weights, it would be rounded: there, its layers stay beside theirs
            model = model.get_base_model() if config.quantise else model.merge_and_unload()
    if torch.cuda.is_available() and not spread:
        model = model.to("cuda")
    return Student(model.eval() if decode else model, tokenizer)


def in_float32(student: Student) -> Student:
    """The student with weights in float32, changed in place; one that is quantised stays as it is."""
    return student if quantised.is_quantised(student.model) else student._replace(model=student.model.float())


def load_tokenizer(config: StudentConfig, source: str) -> PreTrainedTokenizerBase:
    """The student's tokenizer, with the chat template that the recipe asks for.

    Raises `StudentError` for a configuration or tokenizer that cannot be read, a template that does not render a
    question, or ids beyond the student's embeddings.
    """
    from transformers import AutoTokenizer

    embeddings: int | None = getattr(read_config(config, source).get_text_config(), "vocab_size", None)
    with of_folder(source, "tokenizer", "save it again with transformers' save_pretrained"):
        tokenizer = AutoTokenizer.from_pretrained(source, trust_remote_code=config.trust_remote_code)
        _set_template(tokenizer, config)
        _set_pad(tokenizer, embeddings)
        question = [{"role": "user", "content": MARK}]
        if MARK not in render_turns(tokenizer, question, add_generation_prompt=True):
            raise StudentError("the chat template does not write the question: set chat_template: short")
        _check_ids(tokenizer, encode_turns(tokenizer, question), embeddings)
    return tokenizer


def read_config(config: StudentConfig, source: str) -> PreTrainedConfig:
    """The student's configuration. Raises `StudentError` if it cannot be read, or is of no architecture known here."""
    from transformers import AutoConfig

    with of_folder(source, "config.json", "name a causal language model of transformers"):
        return AutoConfig.from_pretrained(source, trust_remote_code=config.trust_remote_code)


def context_length(config: StudentConfig, source: str) -> int:
    """Tokens of the longest text that the student was made for; 2,048 if its configuration does not say. Raises
    `StudentError` as `read_config` does."""
    return int(getattr(read_config(config, source).get_text_config(), "max_position_embeddings", None) or 2048)


def check_ids(largest: int, model: PreTrainedModel) -> None:
    """Raise `StudentError` for a token id that the model has no embedding for: a mark in a text that its tokenizer
    knows and it does not."""
    rows = model.get_input_embeddings().weight.shape[0]
    if largest >= rows:
        raise StudentError(f"a text has the token {largest}, but the student has {rows} embeddings: remove its mark")


def _shard(launch: LaunchConfig, config: StudentConfig) -> dict[str, Any]:
    from transformers.distributed.configuration_utils import DistributedConfig

    # Under an adapter, the weights have 16 bits anyway.
    halved = launch.gather_bits == 16 and config.adapter == "none" and not bfloat16_is_slow()
    return {"distributed_config": DistributedConfig(fsdp_size=launch.total, fsdp_mixed_precision=halved)}


def _set_template(tokenizer: PreTrainedTokenizerBase, config: StudentConfig) -> None:
    short = config.chat_template == "short" or (
        config.chat_template == "auto" and (config.model == EMBEDDED or not tokenizer.chat_template)
    )
    if short:
        tokenizer.chat_template = short_template(tokenizer)
    elif not tokenizer.chat_template:
        raise StudentError("it has no chat template: set chat_template: short")
    if isinstance(tokenizer.chat_template, dict):
        named = tokenizer.chat_template
        if "default" not in named:
            known = printable(", ".join(map(str, named)))
            raise StudentError(f"none of its chat templates ({known}) is named default: set chat_template: short")
        tokenizer.chat_template = named["default"]
    if not isinstance(tokenizer.chat_template, str):
        raise StudentError("its chat template is not text")
    settle(tokenizer, config.system, config.template_options)


def _set_pad(tokenizer: PreTrainedTokenizerBase, embeddings: int | None) -> None:
    """Nothing is learnt from padding, so that any token will do."""
    pad = tokenizer.pad_token_id
    if tokenizer.eos_token_id is None:
        raise StudentError("it has no eos_token, and nothing would end an answer: name one in tokenizer_config.json")
    if pad is None or (embeddings and pad >= embeddings):
        tokenizer.pad_token = tokenizer.eos_token


def _check_ids(tokenizer: PreTrainedTokenizerBase, prompt: list[int], embeddings: int | None) -> None:
    """Raise `StudentError` for ids that the student has no embedding for. Marks that are never used, such as those for
    images, may be among them."""
    largest = max(*prompt, tokenizer.eos_token_id, (tokenizer.vocab_size or 1) - 1)
    if embeddings and largest >= embeddings:
        raise StudentError(
            f"token {largest} of its tokenizer is beyond the {embeddings} embeddings of its config.json: use the "
            "tokenizer that belongs to it, or resize the embeddings"
        )
