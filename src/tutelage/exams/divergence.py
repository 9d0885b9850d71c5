"""How far the trained student is from its base, on general prompts and on the course."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from tutelage.config import StudentConfig
from tutelage.progress import Progress
from tutelage.records import Divergence, Exercise, GeneralAnswer
from tutelage.student.encoding import Encoded, encode_exercise
from tutelage.training.own_answers import encode_answer
from tutelage.training.running import spread_evenly

MOST_QUESTIONS = 64
"""Solutions of the exam that are read, spread evenly over it."""


def measure(
    label: str,
    progress: Progress,
    *,
    config: StudentConfig,
    source: str,
    trained: Path,
    answers: Sequence[GeneralAnswer],
    exam: Sequence[Exercise],
) -> tuple[Divergence, ...]:
    """The divergence on each of the base's own answers, and on solutions of the exam: all are read, none is written, so
    that every student is measured on the same tokens."""
    from tutelage.training.divergence import load_pair, mean_divergences  # imports torch: not before it is needed

    pair = load_pair(config, source, trained)
    questions = spread_evenly(exam, MOST_QUESTIONS)
    tokenizer = pair.student.tokenizer
    texts: list[tuple[Literal["general", "course"], str, Encoded]] = [
        *(("general", answer.prompt, encode_answer(tokenizer, answer.messages)) for answer in answers),
        *(("course", question.id, encode_exercise(tokenizer, question)) for question in questions),
    ]
    with progress.bar(f"{label}: divergence", len(texts), "texts") as bar:
        found = mean_divergences(pair, [encoded for _, _, encoded in texts], bar)
    return tuple(
        Divergence(on=kind, example=name, nats=mean.nats, tokens=mean.tokens)
        for (kind, name, _), mean in zip(texts, found, strict=True)
    )
