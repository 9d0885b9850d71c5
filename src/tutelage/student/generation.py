"""Decoding: a student answers many questions at once, greedily or at a temperature.

What prompts have in common is read once, and rows that have ended leave the batch. Neither changes what the model is
asked; together they save most of the work where answers differ in length.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import torch

from tutelage.errors import StudentError
from tutelage.progress import Bar
from tutelage.records import Message
from tutelage.student.encoding import encode_prompt, encode_turns
from tutelage.student.loading import Student, check_ids, in_float32

MIN_SHARED_TOKENS = 32
"""Common prefixes shorter than this are not worth a separate pass."""
MOST_TOKENS = 4096
"""So many tokens of contexts are read at once: more would gain nothing, and would need more padding."""
MOST_POSITIONS = 1024
"""The logits of so many positions are in memory at once: 200 MB for a vocabulary of 49,152."""
LONGEST = 65_536
"""No conversation is longer, in tokens, whatever the model's context: its attention mask alone takes 4 GB."""
MOST_MASKED = 2**31
"""Rows times the square of their length, for the masks of a batch."""


def answer(
    student: Student,
    questions: Sequence[Sequence[Message]],
    *,
    max_new_tokens: int,
    groups: Sequence[str] | None = None,
) -> Iterator[tuple[int, str | None]]:
    """Greedy answers to one batch of questions, as (index of the question, text), in the order in which they end;
    `None` for a question that is longer than the model's context.

    A question is the last turn of its conversation. What the conversations of one group have in common at their
    beginning (such as the same worked examples) is read once.
    """
    prompts = [encode_prompt(student.tokenizer, question) for question in questions]
    limits = [min(max_new_tokens, _longest_prompt(student) - len(prompt)) for prompt in prompts]
    yield from ((row, None) for row, limit in enumerate(limits) if limit <= 0)
    for rows in _together([row for row, limit in enumerate(limits) if limit > 0], prompts):
        batch = _Batch(student, [prompts[row] for row in rows], [groups[row] if groups else "" for row in rows])
        with torch.inference_mode():
            for index, tokens in batch.decode([limits[row] for row in rows]):
                yield rows[index], student.tokenizer.decode(tokens, skip_special_tokens=True)


def _longest_prompt(student: Student) -> int:
    """Tokens that a prompt and its answer may have together."""
    context = getattr(student.model.config.get_text_config(), "max_position_embeddings", None)
    return min(context or LONGEST, LONGEST)


def _together(rows: Sequence[int], prompts: Sequence[list[int]]) -> list[list[int]]:
    """The rows to decode at once: all of them, but long ones alone where the masks of all would fill the memory."""
    longest = max((len(prompts[row]) for row in rows), default=0)
    if len(rows) * longest**2 <= MOST_MASKED:
        return [list(rows)] if rows else []
    short = [row for row in rows if len(prompts[row]) <= MOST_TOKENS]
    return [*([short] if short else []), *([row] for row in rows if row not in set(short))]


class Continuation(NamedTuple):
    """A context and one way in which it could continue."""

    context: str
    continuation: str


def log_likelihoods(student: Student, pairs: Sequence[Continuation], bar: Bar | None = None) -> list[float]:
    """ln P(continuation | context) of each pair, in nats, in float32; a context that neighbours share is read once.

    Context and continuation are tokenised together, as lm-eval's `TemplateLM` does it; blanks at the end of the context
    count as part of the continuation. If both are longer than the model's context, their beginning is left out. The
    student's weights become float32, unless they are quantised. `bar` counts pairs.
    """
    learner = in_float32(student)
    encoded = [_encode(learner, pair) for pair in pairs]
    order = sorted(range(len(pairs)), key=lambda index: (len(encoded[index][0]), pairs[index].context))
    found = [0.0] * len(pairs)
    with torch.inference_mode():
        for chunk in _chunks(order, encoded):
            scores = _score(learner, [encoded[index] for index in chunk], [pairs[index].context for index in chunk])
            for index, score in zip(chunk, scores, strict=True):
                found[index] = score
            if bar:
                bar.advance(len(chunk))
    return found


def _chunks(order: Sequence[int], encoded: Sequence[tuple[list[int], list[int]]]) -> Iterator[list[int]]:
    """Neighbours in this order, as many as can be read at once; contexts come from short to long."""
    chunk: list[int] = []
    for index in order:
        longer = [*chunk, index]
        contexts = len({tuple(encoded[other][0]) for other in longer})
        longest = max(len(encoded[other][1]) for other in longer)
        if chunk and (contexts * len(encoded[index][0]) > MOST_TOKENS or len(longer) * longest > MOST_POSITIONS):
            yield chunk
            chunk = []
        chunk.append(index)
    if chunk:
        yield chunk


def _encode(student: Student, pair: Continuation) -> tuple[list[int], list[int]]:
    context = pair.context.rstrip()
    whole = context + pair.context[len(context) :] + pair.continuation
    before, all_ids = (list(student.tokenizer(text)["input_ids"]) for text in (context, whole))
    after = all_ids[len(before) :]
    if not before or not after:
        raise StudentError("a context and a continuation need at least one token each")
    longest = getattr(student.model.config, "max_position_embeddings", None) or 2**31
    return before[max(0, len(before) + len(after) - 1 - longest) :], after


def _score(student: Student, encoded: Sequence[tuple[list[int], list[int]]], contexts: Sequence[str]) -> list[float]:
    """`encoded` are (context, continuation); rows end together, so that the continuations stand at the end."""
    cache, mask, rest = _read_beginnings(student, [before for before, _ in encoded], contexts)
    ids, new_mask = _pad_left(student, [left + after[:-1] for left, (_, after) in zip(rest, encoded, strict=True)])
    longest = max(len(after) for _, after in encoded)
    logits, _ = _forward(student.model, ids, torch.cat([mask, new_mask], dim=1), cache, last=longest)
    logs = logits.float().log_softmax(-1)
    found = []
    for row, (_, after) in enumerate(encoded):
        wanted = torch.tensor(after, device=logs.device)
        found.append(logs[row, longest - len(after) :].gather(-1, wanted[:, None]).sum().item())
    return found


class GenerationRequest(NamedTuple):
    """A conversation to continue, and how to do it."""

    turns: Sequence[Mapping[str, str]]
    """Each with `role` and `content`."""
    max_new_tokens: int
    temperature: float
    """0: greedy."""
    seed: int


class Generation(NamedTuple):
    """A model's reply to a `GenerationRequest`."""

    text: str
    cut: bool
    """Whether it reached the limit on its tokens."""
    prompt_tokens: int
    tokens: int


def sample(student: Student, requests: Sequence[GenerationRequest], bar: Bar | None = None) -> list[Generation]:
    """Continue one batch of conversations, each with its own temperature and seed: a reply does not depend on the other
    rows. None goes beyond the model's context. `bar` counts the tokens of the longest reply."""
    prompts = [encode_turns(student.tokenizer, request.turns) for request in requests]
    context = _longest_prompt(student)
    limits = [min(request.max_new_tokens, context - len(p)) for request, p in zip(requests, prompts, strict=True)]
    found = [Generation("", True, len(prompt), 0) for prompt in prompts]
    for rows in _together([row for row, limit in enumerate(limits) if limit > 0], prompts):
        batch = _Batch(
            student, [prompts[row] for row in rows], [""] * len(rows), [_Noise(requests[row]) for row in rows], bar
        )
        with torch.inference_mode():
            for index, tokens in batch.decode([limits[row] for row in rows]):
                row = rows[index]
                text = student.tokenizer.decode(tokens, skip_special_tokens=True)
                found[row] = Generation(text, len(tokens) >= limits[row], len(prompts[row]), len(tokens))
    return found


class _Noise:
    """Draws tokens for one row: the largest of logits / temperature + Gumbel noise is a sample of their softmax."""

    def __init__(self, request: GenerationRequest) -> None:
        self.temperature = request.temperature
        self.generator = torch.Generator().manual_seed(request.seed % 2**63)

    def disturb(self, logits: torch.Tensor) -> torch.Tensor:
        if self.temperature == 0:
            return logits
        uniform = torch.rand(logits.shape, generator=self.generator).clamp(1e-9, 1 - 1e-7)
        return logits.float() / self.temperature - torch.log(-torch.log(uniform)).to(logits.device)


class _Batch:
    """One batch in progress: the rows that are still in it, and what they have written."""

    def __init__(
        self,
        student: Student,
        prompts: Sequence[list[int]],
        groups: Sequence[str],
        noise: Sequence[_Noise] = (),
        bar: Bar | None = None,
    ) -> None:
        self.student, self.prompts, self.groups, self.noise, self.bar = student, prompts, groups, noise, bar
        self.ends = _end_ids(student)
        self.rows = list(range(len(prompts)))
        self.written: list[list[int]] = [[] for _ in prompts]

    def decode(self, limits: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
        """Yields (row, new ids) as rows end, each with at most as many ids as its own limit."""
        self.limits = limits
        cache, mask, rest = _read_beginnings(self.student, self.prompts, self.groups)
        ids, new_mask = _pad_left(self.student, rest)
        for _ in range(max(limits)):
            mask = torch.cat([mask, new_mask], dim=1)
            logits, cache = _forward(self.student.model, ids, mask, cache)
            tokens = self._pick(logits[:, -1])
            ended = [self._take(row, token) for row, token in zip(self.rows, tokens.tolist(), strict=True)]
            if self.bar:
                self.bar.advance()
            for row in (row for row, end in zip(self.rows, ended, strict=True) if end):
                yield row, self.written[row]
            if all(ended):
                return
            if any(ended):
                keep = torch.tensor([index for index, end in enumerate(ended) if not end], device=mask.device)
                tokens, mask = tokens[keep], mask[keep]
                cache.batch_select_indices(keep)
                self.rows = [row for row, end in zip(self.rows, ended, strict=True) if not end]
            ids, new_mask = tokens[:, None], mask.new_ones(len(self.rows), 1)

    def _pick(self, logits: torch.Tensor) -> torch.Tensor:
        """The next id of every row that is still in the batch; `logits` is (rows, ids)."""
        if self.noise:
            rows = [self.noise[row].disturb(line) for row, line in zip(self.rows, logits, strict=True)]
            logits = torch.stack([line.float() for line in rows])
        return logits.argmax(-1)

    def _take(self, row: int, token: int) -> bool:
        """Append a token to a row; whether the row ends with it."""
        if token in self.ends:
            return True
        self.written[row].append(token)
        return len(self.written[row]) >= self.limits[row]


def _read_beginnings(
    student: Student, prompts: Sequence[list[int]], groups: Sequence[str]
) -> tuple[Any, torch.Tensor, list[list[int]]]:
    """Read what the prompts of each group have in common: cache, mask, and what is left of every prompt."""
    names = list(dict.fromkeys(groups))
    common = [
        _common_beginning([p for p, group in zip(prompts, groups, strict=True) if group == name]) for name in names
    ]
    if sum(map(len, common)) < MIN_SHARED_TOKENS * len(names):
        return None, torch.zeros(len(prompts), 0, dtype=torch.long, device=student.model.device), list(prompts)
    ids, mask = _pad_left(student, common)
    _, cache = _forward(student.model, ids, mask, None)
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
    pad, width = student.tokenizer.pad_token_id or 0, max(map(len, sequences))
    check_ids(max((max(sequence, default=0) for sequence in sequences), default=0), student.model)
    ids = torch.tensor([[pad] * (width - len(s)) + list(s) for s in sequences], device=student.model.device)
    mask = torch.tensor([[0] * (width - len(s)) + [1] * len(s) for s in sequences], device=student.model.device)
    return ids, mask


def _forward(model: Any, ids: torch.Tensor, mask: torch.Tensor, cache: Any, last: int = 1) -> tuple[torch.Tensor, Any]:
    """One forward pass over new ids; `mask` covers what is in the cache and them. Returns the logits of the `last`
    positions, and the cache with the new ids."""
    # transformers 5.24 renamed the argument; a model with code of its own may still have the old name.
    name = "cache" if "cache" in inspect.signature(model.forward).parameters else "past_key_values"
    positions = (mask.cumsum(-1) - 1).clamp(min=0)[:, -ids.shape[1] :]
    output = model(
        **{name: cache},
        input_ids=ids,
        attention_mask=mask,
        position_ids=positions,
        use_cache=True,
        # An index, not the number 1: a number makes a strided view, for which the product with the head copies the
        # whole head once per row (15 GB for 264 rows of the embedded student).
        logits_to_keep=torch.arange(ids.shape[1] - last, ids.shape[1], device=ids.device),
    )
    return output.logits, output[name]


def _end_ids(student: Student) -> set[int]:
    configured = student.model.generation_config.eos_token_id if student.model.generation_config else None
    ends = configured if isinstance(configured, list) else [configured]
    return {end for end in (*ends, student.tokenizer.eos_token_id) if end is not None}
