"""Running text, exercises and conversations as a student's token ids, by its chat template."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tutelage.errors import StudentError
from tutelage.records import Exercise, Message

if TYPE_CHECKING:
    import pyarrow as pa
    from transformers import PreTrainedTokenizerBase

CHATML_END = "<|im_end|>"
SHORT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
"""Plain turns, no system prompt: the default system prompt costs 25 tokens per example."""
PLAIN_TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }}:\n{{ message['content'] }}"
    "{% if message['role'] == 'assistant' %}{{ eos_token }}{% endif %}{{ '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}assistant:\n{% endif %}"
)
"""The same for a tokenizer whose end mark is not ChatML's, such as a base model's: it would read `CHATML_END` as plain
text, and nothing would end an answer."""


MAX_SHORT = 2**16 - 1
"""Largest token id that fits in 2 bytes: the vocabularies of Llama 2, Mistral and SmolLM2 have no larger ones."""


class Encoded(NamedTuple):
    """Token ids of one example; `labels` are the same, but -100 where no loss is taken."""

    input_ids: Sequence[int]
    labels: Sequence[int]


class Presentation(NamedTuple):
    """One time that an example is trained on."""

    epoch: int
    """From 1."""
    example: str
    skill: str = ""


class Examples(NamedTuple):
    """Token ids of many examples, as they are trained on: 2 or 4 bytes per token, depending on the largest id, and one
    bit."""

    table: pa.Table
    """Columns `id`, `input_ids` and `trained_on` (for each token, whether a loss is taken on it)."""
    lengths: dict[str, int]
    """Tokens by id, in the order of the table."""

    @classmethod
    def of(cls, encoded: Iterable[tuple[str, Encoded]]) -> Examples:
        """From examples with their ids, read one by one, so that none is kept in memory; a repeated id counts once."""
        import numpy as np
        import pyarrow as pa

        lengths: dict[str, int] = {}
        ids, trained_on, ends = array("H"), bytearray(), array("i", [0])
        for id_, example in encoded:
            if id_ in lengths:
                continue
            lengths[id_] = len(example.input_ids)
            if ids.typecode == "H" and max(example.input_ids, default=0) > MAX_SHORT:
                ids = array("i", ids)
            ids.extend(example.input_ids)
            trained_on.extend(label != -100 for label in example.labels)
            ends.append(len(ids))
        columns = {
            "id": pa.array(list(lengths), pa.string()),
            "input_ids": pa.ListArray.from_arrays(ends, np.frombuffer(ids, np.dtype(ids.typecode))),
            "trained_on": pa.ListArray.from_arrays(ends, pa.array(np.frombuffer(trained_on, np.bool_))),
        }
        return cls(pa.table(columns), lengths)

    @classmethod
    def from_table(cls, table: pa.Table) -> Examples:
        """The same from its table."""
        lengths = table["input_ids"].combine_chunks().value_lengths().to_pylist()
        return cls(table, dict(zip(table["id"].to_pylist(), lengths, strict=True)))


class Curriculum(NamedTuple):
    """What is trained on, and in which order."""

    examples: Examples
    order: Sequence[Presentation]
    """Names only examples in `examples`."""


def encode_prompt(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message]) -> list[int]:
    """Ids of a conversation that ends with a question, up to the point where the answer begins."""
    return encode_turns(tokenizer, [message.turn() for message in messages])


def encode_turns(tokenizer: PreTrainedTokenizerBase, turns: Sequence[Mapping[str, str]]) -> list[int]:
    """The same for turns of any role, as the chat template takes them."""
    text = render_turns(tokenizer, turns, add_generation_prompt=True)
    return list(tokenizer(text, add_special_tokens=False)["input_ids"])


def encode_exercise(tokenizer: PreTrainedTokenizerBase, exercise: Exercise) -> Encoded:
    """Question and solution; the loss is taken only on the solution, including its end mark."""
    return encode_conversation(tokenizer, [message.turn() for message in exercise.messages])


def encode_conversation(tokenizer: PreTrainedTokenizerBase, turns: Sequence[Mapping[str, str]]) -> Encoded:
    """Turns of any role, the last one the assistant's; the loss is taken on all that the assistant says, including its
    end marks."""
    ids: list[int] = []
    labels: list[int] = []
    done = ""
    for index, turn in enumerate(turns):
        if turn["role"] == "assistant":
            prompt = render_turns(tokenizer, turns[:index], add_generation_prompt=True)
            whole = render_turns(tokenizer, turns[: index + 1], add_generation_prompt=False).rstrip("\n")
            if not whole.startswith(prompt) or not prompt.startswith(done):
                raise StudentError(
                    "the student's chat template changes a question once it is answered: set chat_template: short"
                )
            before = tokenizer(prompt[len(done) :], add_special_tokens=False)["input_ids"]
            answer = tokenizer(whole[len(prompt) :], add_special_tokens=False)["input_ids"]
            ids += [*before, *answer]
            labels += [-100] * len(before) + list(answer)
            done = whole
    return Encoded(ids, labels)


def encode_text(tokenizer: PreTrainedTokenizerBase, text: str) -> Encoded:
    """Running text with an end mark; the loss is taken on all of it."""
    ids = [*_begin(tokenizer), *tokenizer(text, add_special_tokens=False)["input_ids"], tokenizer.eos_token_id]
    return Encoded(ids, [-100, *ids[1:]])


def render_turns(
    tokenizer: PreTrainedTokenizerBase, turns: Sequence[Mapping[str, str]], *, add_generation_prompt: bool
) -> str:
    """A conversation as text, by the chat template."""
    messages = [dict(turn) for turn in turns]
    return str(tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=add_generation_prompt))


def short_template(tokenizer: PreTrainedTokenizerBase) -> str:
    """Plain turns, each answer followed by the tokenizer's own end mark."""
    if tokenizer.eos_token == CHATML_END:
        return SHORT_TEMPLATE
    return ("{{ bos_token }}" if _begin(tokenizer) else "") + PLAIN_TEMPLATE


def _begin(tokenizer: PreTrainedTokenizerBase) -> list[int]:
    """The mark that the tokenizer puts before every text, if it does: models that were trained with it need it."""
    begin = list(tokenizer("")["input_ids"])[:1]
    return begin if begin == [tokenizer.bos_token_id] else []
