"""Forgetting: how well a student predicts general text and answers questions that were not taught, before and after.

The figures are paired by document and by question: both students read the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from math import exp
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tutelage.config import ForgettingConfig
from tutelage.errors import DataError
from tutelage.exams.choice_questions import find_choices, first_number
from tutelage.records import Estimate, Forgetting, Interval
from tutelage.seeds import rng
from tutelage.stats import mcnemar, wilson
from tutelage.storage.rowfiles import one_line, strict_rows
from tutelage.training import rehearsal


class ChoiceQuestion(NamedTuple):
    """One multiple-choice question."""

    id: str
    subject: str
    question: str
    choices: tuple[str, ...]
    answer: int
    """Index of the right choice, from 0."""


class ForgettingSummary(NamedTuple):
    """General text and questions before and after training."""

    documents: int
    before: float
    """Perplexity per token over all documents."""
    after: float
    ratio: Estimate
    """After over before; 95 % interval by bootstrap over documents."""
    right_before: Interval | None
    """`None` without questions."""
    right_after: Interval | None
    p: float | None
    """McNemar's exact test over the questions."""


def load_texts(config: ForgettingConfig) -> list[str]:
    """The documents of the recipe's files; without any, those shipped with Tutelage."""
    return rehearsal.read_documents(config.texts) if config.texts else rehearsal.shipped_documents("panel")


def load_questions(config: ForgettingConfig, seed: int) -> list[ChoiceQuestion]:
    """The questions of the recipe's files on its subjects; as many as it allows, drawn by the seed.

    Raises `DataError`, naming file and line, for what is not such a question, and for a subject without questions.
    """
    found = [question for path in config.choices for question in _read(path)]
    if config.subjects:
        known = {question.subject for question in found}
        if lacking := [subject for subject in config.subjects if subject not in known]:
            raise DataError(
                f"forgetting.subjects: no question about {', '.join(lacking)}; there are "
                f"{', '.join(sorted(known)) or 'none at all: name files under forgetting.choices'}"
            )
        found = [question for question in found if question.subject in config.subjects]
    if len(found) > config.max_questions:
        indices = sorted(rng(seed, "forgetting").sample(range(len(found)), config.max_questions))
        found = [found[index] for index in indices]
    return found


def _read(path: Path) -> Iterator[ChoiceQuestion]:
    if not path.is_file():
        raise DataError(f"no questions at {path}: check 'forgetting.choices'")
    rows = list(strict_rows(path))
    start = first_number(row for _, row in rows)
    for line, row in rows:
        try:
            asked = find_choices(row, start)
        except ValueError as error:
            raise DataError(f"{path} line {line}: {one_line(str(error))}") from None
        subject = str(row.get("subject") or path.stem)
        id_ = f"{path.stem}-{line}-{sha256(asked.question.encode()).hexdigest()[:8]}"
        yield ChoiceQuestion(id_, subject, asked.question, asked.choices, asked.right)


def summarise_forgetting(found: Forgetting, *, seed: int = 0, draws: int = 2000) -> ForgettingSummary:
    """Perplexity and share right before and after, and how certain the change is."""
    before, after = found.base.losses, found.final.losses
    if [item.document for item in before] != [item.document for item in after]:
        raise DataError("the two students did not read the same documents: start the run again with --fresh")
    tokens = np.array([item.tokens for item in before], float)
    first, second = (np.array([item.loss for item in losses]) for losses in (before, after))
    change = (second - first) * tokens
    drawn = np.random.default_rng(seed).integers(len(tokens), size=(draws, len(tokens)))
    low, high = np.quantile(np.exp(change[drawn].sum(1) / tokens[drawn].sum(1)), [0.025, 0.975])
    marks = list(zip(found.base.marks, found.final.marks, strict=True))
    gained = sum(b.correct and not a.correct for a, b in marks)
    lost = sum(a.correct and not b.correct for a, b in marks)
    right = [wilson(sum(item.correct for item in side), len(side)) for side in (found.base.marks, found.final.marks)]
    return ForgettingSummary(
        documents=len(tokens),
        before=exp(float(first @ tokens / tokens.sum())),
        after=exp(float(second @ tokens / tokens.sum())),
        ratio=Estimate(value=exp(float(change.sum() / tokens.sum())), low=float(low), high=float(high)),
        right_before=right[0] if marks else None,
        right_after=right[1] if marks else None,
        p=mcnemar(gained, lost) if marks else None,
    )


def forgetting_sentences(found: ForgettingSummary) -> list[str]:
    """The figures in words, one sentence for the text and one for the questions."""
    low, high = found.ratio.low or 0.0, found.ratio.high or 0.0
    change = "" if low > 1 or high < 1 else "; no difference can be detected"
    lines = [
        f"General text ({found.documents} documents): perplexity {found.before:.1f} before, {found.after:.1f} after, "
        f"{found.ratio.value:.2f} times as much (95 % interval {low:.2f} to {high:.2f}{change})."
    ]
    if found.right_before and found.right_after and found.p is not None:
        lines.append(
            f"Questions not taught: {found.right_before.right} of {found.right_before.total} right before, "
            f"{found.right_after.right} after (p = {found.p:.2g})."
        )
    return lines


def document_names(texts: Sequence[str]) -> list[str]:
    """A name for each document: its number and its first words."""
    return [f"{number}: {' '.join(text.split()[:6])}" for number, text in enumerate(texts, start=1)]
