"""Running text, exercises and conversations as a student's token ids, by its chat template."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from tutelage.records import Exercise, Message
from tutelage.student.rendering import TemplateRefusal, render, render_here, turns_as_parts

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

BEGIN = "{{ bos_token }}"
THOUGHT, THOUGHT_ENDS = "<think>", "</think>"
"""What templates begin an answer with that may think first."""
MARK = "MARKED-TURN"
"""Stands for a turn's text where only the text around it is wanted."""

Turn = Mapping[str, Any]
"""A turn as a chat template takes it: `role` and `content`, which are texts; `tool_calls` and others if it has them."""

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


def encode_turns(tokenizer: PreTrainedTokenizerBase, turns: Sequence[Turn]) -> list[int]:
    """The same for turns of any role, as the chat template takes them."""
    return _tokens(tokenizer, render_turns(tokenizer, turns, add_generation_prompt=True))


def encode_exercise(tokenizer: PreTrainedTokenizerBase, exercise: Exercise) -> Encoded:
    """Question and solution; the loss is taken only on the solution, including its end mark."""
    return encode_conversation(tokenizer, [message.turn() for message in exercise.messages])


def encode_conversation(
    tokenizer: PreTrainedTokenizerBase,
    turns: Sequence[Turn],
    *,
    tools: Sequence[Mapping[str, Any]] = (),
    untrained: Collection[int] = (),
) -> Encoded:
    """Turns of any role, up to the last one of the assistant's.

    The beginning is the prompt that generation gets there, token for token; what follows are the tokens that the whole
    text has from there. The loss is taken on all that the assistant says, including its end marks, but for the turns
    with an index in `untrained`; on an earlier turn only as far as the template still writes it as it would have been
    generated. `tools` are the functions that can be called. Raises `StudentError` for a template that gives generation
    another beginning than it writes itself.
    """
    render = partial(render_turns, tokenizer, tools=tools)
    trained = [i for i, turn in enumerate(turns) if turn["role"] == "assistant" and i not in untrained]
    prompt, answer = _split(render, turns[: trained[-1] + 1])
    ids = _tokens(tokenizer, prompt)
    said = _continued(tokenizer, prompt, ids, answer)
    labels = [-100] * len(ids)
    for index in trained[:-1]:
        start, end = _trained_on(tokenizer, _split(render, turns[: index + 1]), turns[index]["content"], prompt, ids)
        labels[start:end] = ids[start:end]
    return Encoded([*ids, *said], [*labels, *said])


def _split(render: Callable[..., str], turns: Sequence[Turn]) -> tuple[str, str]:
    """A conversation that ends with an answer as two texts: the prompt of its generation, and what is then generated,
    up to the end mark.

    Where the template opens a thought for generation, and does not write one itself, an empty thought is put before the
    answer.
    """
    prompt = render(turns[:-1], add_generation_prompt=True)
    whole = render(turns, add_generation_prompt=False).rstrip()
    if whole.startswith(prompt):
        return prompt, whole[len(prompt) :]
    marked = [*turns[:-1], {**turns[-1], "content": MARK}]
    head, _, tail = render(marked, add_generation_prompt=False).rstrip().partition(MARK)
    if not whole.startswith(head) or not whole.endswith(tail):
        raise TemplateRefusal("the chat template writes an answer differently, depending on what it is")
    answer = whole[len(head) : len(whole) - len(tail)]
    shared = _agreeing(head, prompt)
    between = head[shared:] or f"\n{THOUGHT_ENDS}\n\n"
    thinks = prompt.rstrip().endswith(THOUGHT) and prompt[shared:].strip() in ("", THOUGHT)
    if not thinks or THOUGHT_ENDS not in between:
        raise TemplateRefusal("the chat template begins an answer for generation in another way than it writes one")
    return prompt, f"{between}{answer}{tail}"


def _continued(tokenizer: PreTrainedTokenizerBase, prompt: str, ids: list[int], answer: str) -> list[int]:
    """Tokens of what follows a prompt, as the whole text has them. Where the whole text has other tokens for the
    prompt, the prompt's own stay, and the answer is encoded as the middle of a text."""
    for before, known in ((prompt, ids), ("\n", _tokens(tokenizer, "\n"))):
        whole = _tokens(tokenizer, before + answer)
        if whole[: len(known)] == known:
            return whole[len(known) :]
    return _tokens(tokenizer, answer)


def _trained_on(
    tokenizer: PreTrainedTokenizerBase, split: tuple[str, str], content: str, text: str, ids: list[int]
) -> tuple[int, int]:
    """Where an earlier answer (see `_split`) stands in the ids of a longer conversation's text: as far as that text is
    what would have been generated. An empty range if it is not."""
    prompt, answer = split
    if content.strip() not in text[len(prompt) : _agreeing(text, prompt + answer)]:
        return 0, 0
    start, alone = len(_tokens(tokenizer, prompt)), _tokens(tokenizer, prompt + answer)
    end = _agreeing(alone, ids)
    return (start, end) if start <= end else (0, 0)


def _agreeing(one: Sequence[Any], other: Sequence[Any]) -> int:
    """The length of the beginning that two texts, or two lists of ids, have in common."""
    shorter = min(len(one), len(other))
    return next((i for i in range(shorter) if one[i] != other[i]), shorter)


def _tokens(tokenizer: PreTrainedTokenizerBase, text: str) -> list[int]:
    return list(tokenizer(text, add_special_tokens=False)["input_ids"])


def encode_text(tokenizer: PreTrainedTokenizerBase, text: str) -> Encoded:
    """Running text with an end mark; the loss is taken on all of it."""
    ids = [*beginning(tokenizer), *_tokens(tokenizer, text), tokenizer.eos_token_id]
    return Encoded(ids, [-100, *ids[1:]])


def render_turns(
    tokenizer: PreTrainedTokenizerBase,
    turns: Sequence[Turn],
    *,
    add_generation_prompt: bool,
    day: str = "",
    tools: Sequence[Mapping[str, Any]] = (),
) -> str:
    """A conversation as text, by the chat template; `day` (ISO) is the date for a template that writes one, `tools` are
    functions that can be called.

    Raises `TemplateRefusal` for a conversation that the template does not take, and `StudentError` for a template that
    does not end.
    """
    template, marks = _template(tokenizer)
    given = turns_as_parts(turns) if _takes_parts(template, marks) else [dict(turn) for turn in turns]
    variables = {"messages": given, "add_generation_prompt": add_generation_prompt}
    return _rendered(template, marks, variables | ({"tools": list(tools)} if tools else {}), day)


def takes_parts(tokenizer: PreTrainedTokenizerBase) -> bool:
    """Whether the text of a turn is only written if it is given as a list of parts, as to a model that sees images."""
    return _takes_parts(*_template(tokenizer))


def _template(tokenizer: PreTrainedTokenizerBase) -> tuple[str, str]:
    """The chat template, and the tokenizer's marks as JSON."""
    return str(tokenizer.get_chat_template()), json.dumps(tokenizer.special_tokens_map, default=str)


def _rendered(template: str, marks: str, variables: Mapping[str, Any], day: str = "") -> str:
    ours = template in (SHORT_TEMPLATE, PLAIN_TEMPLATE, BEGIN + PLAIN_TEMPLATE)
    return (render_here if ours else render)(template, json.loads(marks) | variables, day)


@lru_cache(maxsize=32)
def _takes_parts(template: str, marks: str) -> bool:
    turns = [{"role": "user", "content": MARK}]
    found = []
    for given in (turns, turns_as_parts(turns)):
        try:
            text = _rendered(template, marks, {"messages": given, "add_generation_prompt": True})
            found.append(MARK in text and "'type'" not in text)  # a list that is printed is not taken
        except TemplateRefusal:
            found.append(False)
    return found == [False, True]


def short_template(tokenizer: PreTrainedTokenizerBase) -> str:
    """Plain turns, each answer followed by the tokenizer's own end mark."""
    if tokenizer.eos_token == CHATML_END:
        return SHORT_TEMPLATE
    return (BEGIN if beginning(tokenizer) else "") + PLAIN_TEMPLATE


def beginning(tokenizer: PreTrainedTokenizerBase) -> list[int]:
    """The mark that the tokenizer puts before every text, if it does: models that were trained with it need it."""
    begin = list(tokenizer("")["input_ids"])[:1]
    return begin if begin == [tokenizer.bos_token_id] else []
