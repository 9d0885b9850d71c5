"""What a student needs to be trained, beyond what it needs to be asked: found before any work is done."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tutelage.config import StudentConfig
from tutelage.errors import StudentError
from tutelage.student import loading
from tutelage.student.damage import of_folder
from tutelage.student.encoding import Turn, encode_conversation, encode_turns, render_turns
from tutelage.student.rendering import TemplateRefusal

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

INDEX = "model.safetensors.index.json"
"""Which file has which weights, where there are several."""
DAYS = ("2001-02-03", "2012-11-10")
"""Two that differ in every form of a date."""
TURNS = (
    {"role": "user", "content": "What is 1 + 1?"},
    {"role": "assistant", "content": "It is two."},
    {"role": "user", "content": "And 2 + 2?"},
    {"role": "assistant", "content": "It is four."},
)
ODD_TURNS = (
    {"role": "user", "content": "Is it TRUE that 3 < 5 & 'a' > \"A\"?"},
    {
        "role": "assistant",
        "content": "\n".join(f"{n}. <b>Yes</b>, {n} + 1 > {n} & \"A\" isn't 'a'." for n in range(60)),
    },
)
"""What templates may write otherwise than it is: marks of HTML, capital letters, digits, a text of some length."""


def require_trainable(config: StudentConfig, source: str, longest: int) -> None:
    """Raise `StudentError`, in one line, for a student in `source` that is broken, whose template or tokenizer cannot
    be trained with, or whose system prompt leaves no room in examples of `longest` tokens. No weights are loaded."""
    require_weights(Path(source))
    tokenizer = loading.load_tokenizer(config, source)
    try:
        check_template(tokenizer, _ends(config, source))
    except StudentError as error:
        raise StudentError(f"student {config.model}: {error}: set chat_template: short") from None
    length = len(encode_conversation(tokenizer, TURNS[:2]).input_ids) if config.system else 0
    if length > longest:  # every exercise would be left out, which training finds out after the first exams
        raise StudentError(
            f"student.system: with it even a short exercise takes {length:,} tokens, and practice.max_length is "
            f"{longest:,}: shorten it, or raise practice.max_length"
        )
    require_fitting(config, Path(source))


def require_weights(folder: Path) -> None:
    """Raise `StudentError` for the folder of a model whose weights are not there as safetensors: training would find
    out hours later. Nothing is said about a name on the Hub."""
    if not folder.is_dir():
        return
    present = {path.name for path in folder.glob("*.safetensors")}
    if not present:
        raise StudentError(
            f"student {folder} has no weights as safetensors: convert others with transformers' save_pretrained"
        )
    try:
        named = json.loads((folder / INDEX).read_text(encoding="utf-8"))["weight_map"].values()
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise StudentError(f"student {folder}: {INDEX} cannot be read: copy the folder again") from None
    if missing := sorted({str(name) for name in named} - present):
        raise StudentError(f"student {folder} lacks {missing[0]}, a part of its weights: copy the folder again")


def require_fitting(config: StudentConfig, folder: Path) -> None:
    """Raise `StudentError` for a folder whose config.json makes no model, or one that its weights do not fit or fill.
    Only the headers of the weights are read. Nothing is said about a name on the Hub, nor about weights whose names
    are not those of the model."""
    if not folder.is_dir():
        return
    loading.require_training()
    import torch
    from transformers import AutoModelForCausalLM

    about = loading.read_config(config, str(folder))
    if getattr(about, "quantization_config", None):  # its weights are packed
        if config.quantise:
            raise StudentError(f"student {folder} is quantised already: leave student.quantise out")
        return
    with of_folder(str(folder), "config.json", "correct it, or copy the folder again"), torch.device("meta"):
        model = AutoModelForCausalLM.from_config(about, trust_remote_code=config.trust_remote_code)
        if not any(isinstance(module, torch.nn.ModuleList) and len(module) for module in model.modules()):
            raise StudentError("its config.json gives it no layers: correct num_hidden_layers")
    stored = _stored_shapes(folder)
    alike = {_any_layer(name) for name in stored}
    for name, weight in model.named_parameters():
        if name in stored and stored[name] != list(weight.shape):
            raise StudentError(
                f"student {folder}: its weight {name} has the shape {stored[name]}, and by its config.json "
                f"{list(weight.shape)}: one of the two is of another model"
            )
        if name not in stored and _any_layer(name) in alike:
            raise StudentError(
                f"student {folder}: its config.json asks for {name}, which is not among its weights: one of the two is "
                "of another model, or cut"
            )


def _stored_shapes(folder: Path) -> dict[str, list[int]]:
    """The shape of every weight, as the headers of the files say."""
    from safetensors import safe_open

    shapes: dict[str, list[int]] = {}
    with of_folder(str(folder), "weights", "copy the folder again"):
        for path in sorted(folder.glob("*.safetensors")):
            with safe_open(path, framework="pt") as weights:
                shapes |= {name: list(weights.get_slice(name).get_shape()) for name in weights.keys()}  # noqa: SIM118
    return shapes


def _any_layer(name: str) -> str:
    """The name of a weight without the number of its layer; that of a weight outside of layers stays unlike others."""
    return re.sub(r"\.\d+\.", ".*.", name)


def check_template(tokenizer: PreTrainedTokenizerBase, ends: set[int]) -> None:
    """Raise `StudentError` for a template that does not take one turn and several, or does not write what they say, or
    no end mark after an answer. `ends` are the ids at which generation stops, beside the tokenizer's own."""
    for turns in (TURNS[:2], TURNS, ODD_TURNS):
        said = check_answer(tokenizer, turns)
        if not {*ends, tokenizer.eos_token_id} & set(said):
            raise StudentError(
                f"the chat template ends an answer with {tokenizer.decode(said[-1:])!r}, at which generation does not "
                f"stop (the tokenizer's end mark is {tokenizer.eos_token!r})"
            )


def check_answer(tokenizer: PreTrainedTokenizerBase, turns: Sequence[Mapping[str, str]] = TURNS[:2]) -> list[int]:
    """The ids of a conversation's answers that are trained on. Raises `StudentError` if the template does not take the
    conversation, or does not write its last answer."""
    encoded = encode_conversation(tokenizer, turns)
    said = [label for label in encoded.labels if label != -100]
    if "".join(turns[-1]["content"].split()) not in "".join(tokenizer.decode(said).split()):
        raise StudentError("the chat template does not write the answer as it is")
    whole = "".join(tokenizer.decode(encoded.input_ids).split())
    if any(whole.count("".join(turn["content"].split())) != 1 for turn in turns if turn["role"] == "user"):
        raise StudentError("the chat template does not write each question once, as it is")
    return said


def takes_system_turns(tokenizer: PreTrainedTokenizerBase) -> bool:
    """Whether the template takes a system turn; not every one does."""
    try:
        encode_turns(tokenizer, [{"role": "system", "content": "Be brief."}, TURNS[0]])
    except TemplateRefusal:
        return False
    return True


def template_notes(config: StudentConfig, source: str) -> list[str]:
    """What is worth knowing about a chat template that can be trained with."""
    tokenizer = loading.load_tokenizer(config, source)
    days = {render_turns(tokenizer, TURNS[:1], add_generation_prompt=True, day=day) for day in DAYS}
    names = sorted(path.stem for path in Path(source).glob("additional_chat_templates/*.jinja"))
    found = {
        "the student's chat template takes no system turns": takes_system_turns(tokenizer),
        "the student's chat template writes the date: an exam on another day has another prompt": len(days) == 1,
        f"of the student's chat templates, `default` is used, not {', '.join(names)}": not names
        or config.chat_template == "short",
    }
    return [note for note, no_matter in found.items() if not no_matter]


def writes_calls(tokenizer: PreTrainedTokenizerBase, turns: Sequence[Turn], tools: Sequence[Turn]) -> bool:
    """Whether the template takes a conversation with calls of functions, and writes these, their results, and the names
    of the functions that it declares."""
    try:
        text = render_turns(tokenizer, turns, add_generation_prompt=False, tools=tools)
    except TemplateRefusal:
        return False
    functions = [
        each["function"] for each in (*tools, *(call for turn in turns for call in turn.get("tool_calls", ())))
    ]
    names = [str(function.get("name", "")) for function in functions]
    results = [turn["content"].strip() for turn in turns if turn["role"] == "tool"]
    return all(part in text or json.dumps(part)[1:-1] in text for part in (*names, *results))


def _ends(config: StudentConfig, source: str) -> set[int]:
    """The ids at which generation stops, as the folder says."""
    from transformers import GenerationConfig

    try:
        found = GenerationConfig.from_pretrained(source).eos_token_id
    except Exception:  # there is none, or it is broken: then transformers makes one from the configuration
        found = getattr(loading.read_config(config, source).get_text_config(), "eos_token_id", None)
    return set(found if isinstance(found, list) else [found]) - {None}
