"""What a student needs to be trained, beyond what it needs to be asked: found before any work is done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tutelage.config import StudentConfig
from tutelage.errors import StudentError
from tutelage.student import loading
from tutelage.student.encoding import encode_conversation, encode_turns
from tutelage.student.rendering import TemplateRefusal

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

INDEX = "model.safetensors.index.json"
"""Which file has which weights, where there are several."""
TURNS = (
    {"role": "user", "content": "What is 1 + 1?"},
    {"role": "assistant", "content": "It is two."},
    {"role": "user", "content": "And 2 + 2?"},
    {"role": "assistant", "content": "It is four."},
)


def require_trainable(config: StudentConfig, source: str) -> None:
    """Raise `StudentError`, in one line, for a student in `source` that is broken, or whose template or tokenizer
    cannot be trained with. No weights are loaded."""
    require_weights(Path(source))
    tokenizer = loading.load_tokenizer(config, source)
    try:
        check_template(tokenizer, _ends(config, source))
    except StudentError as error:
        raise StudentError(f"student {config.model}: {error}: set chat_template: short") from None


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


def check_template(tokenizer: PreTrainedTokenizerBase, ends: set[int]) -> None:
    """Raise `StudentError` for a template that does not take one turn and several, or does not write the answers with
    an end mark. `ends` are the ids at which generation stops, beside the tokenizer's own."""
    for turns in (TURNS[:2], TURNS):
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
        raise StudentError("the chat template does not write the answer")
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


def _ends(config: StudentConfig, source: str) -> set[int]:
    """The ids at which generation stops, as the folder says."""
    from transformers import GenerationConfig

    try:
        found = GenerationConfig.from_pretrained(source).eos_token_id
    except Exception:  # there is none, or it is broken: then transformers makes one from the configuration
        found = getattr(loading.read_config(config, source).get_text_config(), "eos_token_id", None)
    return set(found if isinstance(found, list) else [found]) - {None}
