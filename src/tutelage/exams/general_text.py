"""Forgetting: how well a student predicts general text, answers questions that were not taught and does the tasks of
the panel, before and after; and how far it is from its base.

The figures are paired by document and by question: both students read the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from math import exp
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutelage.config import ForgettingConfig
from tutelage.errors import DataError
from tutelage.exams.choice_questions import find_choices, first_number
from tutelage.exams.panel import KINDS, compare_panels
from tutelage.progress import counted, percent
from tutelage.records import Comparison, Estimate, Forgetting, Interval
from tutelage.seeds import rng
from tutelage.stats import LEVEL, mcnemar, wilson
from tutelage.storage.rowfiles import one_line, strict_rows
from tutelage.training import rehearsal

DIVERGES_ON = {"general": "the base's answers to general prompts", "course": "solutions of the exam"}
"""What divergence is measured on, in words."""


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
    panel: Comparison | None = None
    """Its rows are the kinds of tasks; `None` if it was not asked."""
    divergence: Mapping[str, Estimate] = MappingProxyType({})
    """`general` and `course` -> mean divergence from the base, in nats per token; 95 % interval by bootstrap over
    texts."""


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
    change = mean_per_token(second - first, tokens, seed=seed, draws=draws)
    marks = list(zip(found.base.marks, found.final.marks, strict=True))
    gained = sum(b.correct and not a.correct for a, b in marks)
    lost = sum(a.correct and not b.correct for a, b in marks)
    right = [wilson(sum(item.correct for item in side), len(side)) for side in (found.base.marks, found.final.marks)]
    return ForgettingSummary(
        documents=len(tokens),
        before=exp(float(first @ tokens / tokens.sum())),
        after=exp(float(second @ tokens / tokens.sum())),
        ratio=Estimate(value=exp(change.value), low=exp(change.low or 0.0), high=exp(change.high or 0.0)),
        right_before=right[0] if marks else None,
        right_after=right[1] if marks else None,
        p=mcnemar(gained, lost) if marks else None,
        panel=compare_panels(found.base.panel, found.final.panel) if found.final.panel else None,
        divergence={
            on: mean_per_token(
                np.array([item.nats for item in items]), np.array([item.tokens for item in items], float), seed=seed
            )
            for on in dict.fromkeys(item.on for item in found.final.divergence)
            for items in [[item for item in found.final.divergence if item.on == on]]
        },
    )


def mean_per_token(
    means: NDArray[np.float64], tokens: NDArray[np.float64], *, seed: int = 0, draws: int = 2000
) -> Estimate:
    """The mean over the tokens of all texts, from that of each text; 95 % interval by bootstrap over texts."""
    sums = means * tokens
    drawn = np.random.default_rng(seed).integers(len(tokens), size=(draws, len(tokens)))
    low, high = np.quantile(sums[drawn].sum(1) / tokens[drawn].sum(1), [0.025, 0.975])
    return Estimate(value=float(sums.sum() / tokens.sum()), low=float(low), high=float(high))


def forgetting_sentences(found: ForgettingSummary) -> list[str]:
    """The figures in words: a sentence each for the text, the questions, the panel and the divergence."""
    low, high = found.ratio.low or 0.0, found.ratio.high or 0.0
    change = "" if low > 1 or high < 1 else "; no difference can be detected"
    lines = [
        f"General text ({counted(found.documents, 'document')}): "
        f"perplexity {found.before:.1f} before, {found.after:.1f} after, "
        f"{found.ratio.value:.2f} times as much (95 % interval {low:.2f} to {high:.2f}{change})."
    ]
    if found.right_before and found.right_after and found.p is not None:
        lines.append(
            f"Questions not taught: {found.right_before.right} of {found.right_before.total} right before, "
            f"{found.right_after.right} after (p = {found.p:.2g})."
        )
    if found.panel:
        lines.append(panel_sentence(found.panel))
    if found.divergence:
        shown = [f"{mean.value:.3f} on {DIVERGES_ON[on]}" for on, mean in found.divergence.items()]
        lines.append(f"Divergence from the base, in nats per token: {', '.join(shown)}.")
    return lines


def panel_sentence(found: Comparison) -> str:
    """The panel in words: all tasks, and the kinds that changed beyond chance."""
    before, after = (round(share * found.all.questions) for share in (found.all.first, found.all.second))
    changed = [
        f"{KINDS[row.skill].about} ({percent(row.first)} before, {percent(row.second)} after)"
        for row in found.skills
        if row.corrected < LEVEL
    ]
    whole = found.all.p < LEVEL
    p = f"p = {found.all.p:.2g}{', beyond chance' if whole else ''}"
    none = "; no single kind of task did so by itself" if whole else "; no kind of task changed beyond chance"
    kinds = f"; {'kinds ' if whole else ''}beyond chance: {', '.join(changed)}" if changed else none
    return f"Panel ({found.all.questions} tasks): {before} right before, {after} after ({p}){kinds}."


def document_names(texts: Sequence[str]) -> list[str]:
    """A name for each document: its number and its first words."""
    return [f"{number}: {' '.join(text.split()[:6])}" for number, text in enumerate(texts, start=1)]
