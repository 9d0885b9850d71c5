"""Find the student and load it: any causal language model of `transformers`, by hub name or local path, or the embedded
one."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tutelage.config import LaunchConfig, StudentConfig
from tutelage.errors import MissingExtra, StudentError
from tutelage.progress import Progress, Quiet
from tutelage.student.device import bfloat16_is_slow, kept_generators, training_attention
from tutelage.student.embedded import EMBEDDED, find_embedded, prepare_embedded
from tutelage.student.encoding import short_template
from tutelage.student.hub import check_on_hub, find_on_hub

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

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
    folder = Path(model).expanduser()
    if folder.is_dir():
        known = (folder / "config.json").is_file()
        return ("ready", "") if known else ("missing", "name the folder of a transformers model (with a config.json)")
    return find_on_hub(model) if find_spec("huggingface_hub") else ("missing", INSTALL_TRAINING)


def prepare_student(config: StudentConfig, progress: Progress | None = None) -> str:
    """Make sure that the student can be loaded; returns the folder or hub name to load it from.

    Raises `StudentError`, saying what to do, if it is neither embedded, nor a folder, nor on the Hub.
    """
    require_training()
    if config.model == EMBEDDED:
        return str(prepare_embedded(progress or Quiet()))
    folder = Path(config.model).expanduser()
    if folder.is_dir():
        if not (folder / "config.json").is_file():
            raise StudentError(f"student folder {folder} has no config.json: name the folder of a transformers model")
        return str(folder)
    check_name(config.model)
    return check_on_hub(config, progress or Quiet())


def check_name(model: str) -> None:
    """Raises `StudentError` for what can only be a path but does not exist: nobody should wait until the Hub has been
    searched for a misspelt run folder."""
    path = Path(model)
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

    For decoding, an adapter is merged into the weights, and a student that is too large for the first GPU is spread
    over several. Base weights are bfloat16 (float32 where `bfloat16_is_slow`); adapters are float32. With `launch`, all
    of its processes must call this; where it shards the student (FSDP2), each gets its part.
    """
    import torch
    from safetensors import SafetensorError
    from transformers import AutoModelForCausalLM

    full = trained is not None and not (trained / "adapter_config.json").is_file()
    tokenizer = load_tokenizer(config, source)
    weights = str(trained) if full else source
    spread = _shard(launch, config) if launch and launch.strategy == "fsdp2" else {}
    if decode and torch.cuda.device_count() > 1:
        spread = {"device_map": "sequential"}
    try:
        model = AutoModelForCausalLM.from_pretrained(
            weights,
            dtype=torch.float32 if bfloat16_is_slow() or (config.adapter == "none" and not decode) else torch.bfloat16,
            attn_implementation="sdpa" if decode else training_attention(),
            trust_remote_code=config.trust_remote_code,
            # The other format is a pickle, which can run code.
            use_safetensors=True,
            **spread,
        )
    except (OSError, SafetensorError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise StudentError(
            f"student {weights} cannot be loaded ({str(error).strip().splitlines()[0][:160]}): its weights must be "
            "whole safetensors files; convert others with transformers' save_pretrained"
        ) from None
    if trained is not None and not full:
        from peft import PeftModel

        adapted = PeftModel.from_pretrained(model, str(trained), is_trainable=not decode)
        model = adapted.merge_and_unload() if decode else adapted
    if torch.cuda.is_available() and not spread:
        model = model.to("cuda")
    return Student(model.eval() if decode else model, tokenizer)


def load_tokenizer(config: StudentConfig, source: str) -> PreTrainedTokenizerBase:
    """The student's tokenizer, with the chat template that the recipe asks for."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(source, trust_remote_code=config.trust_remote_code)
    _set_template(tokenizer, config)
    return tokenizer


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
        raise StudentError(f"student {config.model} has no chat template: set chat_template: short")
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
