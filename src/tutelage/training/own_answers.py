"""The student's own answers to general prompts, from before training: practised with the exercises, they hold it where
it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from tutelage.config import PracticeConfig
from tutelage.errors import DataError, StudentError
from tutelage.grading.repetition import repeats_itself
from tutelage.progress import Progress, Quiet, counted
from tutelage.records import GeneralAnswer, Message, Rehearsal, content_id
from tutelage.storage import store
from tutelage.student.encoding import Encoded, encode_conversation, encode_text, encode_turns
from tutelage.student.loading import Student
from tutelage.training import rehearsal
from tutelage.training.reading import split_paragraph

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

LONGEST = 256
"""Tokens of an answer. One that is not finished by then is not rehearsed: it would teach never to end."""
BATCH = 64
"""Prompts answered at once; an interruption costs one such batch."""
CUT, EMPTY, REPEATS, REFUSED = "not finished", "empty", "repeats itself", "refused by the chat template"


class GeneralPrompt(NamedTuple):
    """A prompt about nothing that a course teaches."""

    id: str
    messages: tuple[Message, ...]
    """Ends with the user's turn."""


def shipped_prompts(part: Literal["rehearsal", "held-out"]) -> list[GeneralPrompt]:
    """The prompts that come with Tutelage: questions, instructions, formats, several turns, system turns, and what
    nobody can know. Divergence is measured on those that are held out; nothing is ever trained on them."""
    return [
        GeneralPrompt(row["id"], tuple(Message(**message) for message in row["messages"]))
        for row in rehearsal.shipped_rows("prompts.jsonl")
        if row["part"] == part
    ]


def answer_prompts(
    student: Student,
    prompts: Sequence[GeneralPrompt],
    *,
    longest: int = LONGEST,
    finished: bool = True,
    folder: Path,
    label: str,
    progress: Progress | None = None,
) -> Rehearsal:
    """The student's greedy answers of at most `longest` tokens. Those with a fault (`fault_of`) are left out; unless
    they have to be `finished`, only empty ones. Finished batches are kept in `folder`."""
    parts = [prompts[start : start + BATCH] for start in range(0, len(prompts), BATCH)]
    answers: list[GeneralAnswer] = []
    left_out: Counter[str] = Counter()
    tokens = 0
    with (progress or Quiet()).bar(label, len(prompts), "prompts") as bar:
        for number, part in enumerate(parts):
            kept = folder / store.CHECKPOINTS / f"answers-{number}"
            if store.read_manifest(kept) is None:
                store.write_bundle(kept, _answer_batch(student, part, longest, finished))
            found = store.read_bundle(kept, Rehearsal)
            answers += found.answers
            left_out.update(found.left_out)
            tokens += found.tokens
            bar.advance(len(part))
    return Rehearsal(answers=tuple(answers), left_out=dict(sorted(left_out.items())), tokens=tokens)


def _answer_batch(student: Student, prompts: Sequence[GeneralPrompt], longest: int, finished: bool) -> Rehearsal:
    from tutelage.student import generation  # imports torch: not before it is needed

    asked: list[tuple[GeneralPrompt, list[dict[str, str]]]] = []
    left_out: Counter[str] = Counter()
    for prompt in prompts:
        turns = [message.turn() for message in prompt.messages]
        try:
            encode_turns(student.tokenizer, turns)
        except StudentError:
            left_out[REFUSED] += 1
        else:
            asked.append((prompt, turns))
    found = generation.sample(student, [generation.GenerationRequest(turns, longest, 0.0, 0) for _, turns in asked])
    answers = []
    for (prompt, _), reply in zip(asked, found, strict=True):
        reason = fault_of(reply.text, cut=reply.cut)
        if reason == EMPTY or (reason and finished):
            left_out[reason] += 1
            continue
        said = Message(role="assistant", content=reply.text.strip())
        answers.append(GeneralAnswer(prompt=prompt.id, messages=(*prompt.messages, said)))
    return Rehearsal(answers=tuple(answers), left_out=dict(left_out), tokens=sum(reply.tokens for reply in found))


def fault_of(answer: str, *, cut: bool) -> str:
    """Why an answer cannot be rehearsed; empty if it can."""
    if not answer.strip():
        return EMPTY
    if repeats_itself(answer):
        return REPEATS
    return CUT if cut else ""


def general_examples(
    tokenizer: PreTrainedTokenizerBase, config: PracticeConfig, own: Rehearsal | None
) -> Iterator[tuple[str, Encoded]]:
    """Everything that practice rehearses, with ids: the student's own answers, and the recipe's texts in parts. Answers
    that are longer than `max_length` are left out."""
    if not config.rehearsal.share:
        return
    for answer in own.answers if own else ():
        encoded = encode_answer(tokenizer, answer.messages)
        if len(encoded.input_ids) <= config.max_length:
            yield content_id("re", answer.prompt, answer.messages[-1].content), encoded
    for document in rehearsal.read_documents(config.rehearsal.texts):
        for part in split_paragraph(document, partial(_tokens_of, tokenizer), config.max_length):
            yield content_id("re", part), encode_text(tokenizer, part)


def _tokens_of(tokenizer: PreTrainedTokenizerBase, text: str) -> int:
    return len(encode_text(tokenizer, text).input_ids)


def encode_answer(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message]) -> Encoded:
    """A conversation with the loss on its last turn alone: earlier turns are not the student's own."""
    turns = [message.turn() for message in messages]
    asked, whole = encode_turns(tokenizer, turns[:-1]), encode_conversation(tokenizer, turns)
    return Encoded(whole.input_ids, [*([-100] * len(asked)), *whole.labels[len(asked) :]])


def report(own: Rehearsal, progress: Progress) -> None:
    """Say how many answers can be rehearsed. Raises `DataError` if none can."""
    reasons = ", ".join(f"{reason} ({count})" for reason, count in own.left_out.items())
    progress.say(
        f"rehearsal: {counted(len(own.answers), 'answer')} of the base student"
        + (f"; left out: {reasons}" if reasons else "")
    )
    if not own.answers:
        raise DataError(
            f"practice.rehearsal: no answer of the base student can be rehearsed ({reasons}): set self: false and name "
            "texts, or share: 0"
        )
