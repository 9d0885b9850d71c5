"""What a student can do beyond the course: it predicts general text and answers questions that it was not taught."""

from __future__ import annotations

from collections.abc import Sequence

from tutelage.config import ForgettingConfig
from tutelage.exams.general_text import ChoiceQuestion, document_names
from tutelage.progress import Progress, Quiet
from tutelage.records import ChoiceMark, GeneralExam, TextLoss
from tutelage.student.encoding import Encoded
from tutelage.student.loading import Student, in_float32

WINDOW = 512
"""Longer documents are read in parts of so many tokens, each without the parts before it."""
BATCH = 2
"""Parts read at once. All their logits are in memory: 200 MB for a vocabulary of 49,152."""


def measure_retention(
    student: Student,
    texts: Sequence[str],
    questions: Sequence[ChoiceQuestion],
    config: ForgettingConfig,
    *,
    side: str = "",
    progress: Progress | None = None,
) -> GeneralExam:
    """Loss of each document, in order until `max_tokens` are read, and marks of all questions. In float32. `side` is
    shown beside the progress."""
    learner, progress = in_float32(student), progress or Quiet()
    label = f"forgetting, {side}" if side else "forgetting"
    losses = document_losses(learner, texts, config.max_tokens, label, progress)
    return GeneralExam(losses=tuple(losses), marks=tuple(mark_questions(learner, questions, label, progress)))


def document_losses(
    student: Student, texts: Sequence[str], most: int, label: str, progress: Progress
) -> list[TextLoss]:
    """Mean loss of each document over all its tokens but the first; a document of one token has none."""
    from tutelage.training.losses import example_losses  # imports torch: not before it is needed

    window = min(WINDOW, getattr(student.model.config, "max_position_embeddings", None) or WINDOW)
    parts: list[Encoded] = []
    owners: list[str] = []
    budget = most
    for name, text in zip(document_names(texts), texts, strict=True):
        ids = list(student.tokenizer(text, add_special_tokens=False)["input_ids"])[:budget]
        budget -= len(ids)
        for start in range(0, len(ids), window):
            piece = ids[start : start + window]
            if len(piece) > 1:
                parts.append(Encoded(piece, [-100, *piece[1:]]))
                owners.append(name)
        if not budget:
            break
    pad = student.tokenizer.pad_token_id or 0
    with progress.bar(f"{label}: general text", len(parts), "parts") as bar:
        losses = example_losses(student.model, parts, pad, narrow=False, batch_size=BATCH, bar=bar)
    found = []
    for name in dict.fromkeys(owners):
        own = [
            (loss, len(part.input_ids) - 1) for loss, part, of in zip(losses, parts, owners, strict=True) if of == name
        ]
        tokens = sum(count for _, count in own)
        found.append(TextLoss(document=name, loss=sum(loss * count for loss, count in own) / tokens, tokens=tokens))
    return found


def mark_questions(
    student: Student, questions: Sequence[ChoiceQuestion], label: str, progress: Progress
) -> list[ChoiceMark]:
    """The choice whose text is likeliest after the question, per byte, counts as the answer; the prompt does not list
    the choices."""
    from tutelage.student import generation

    pairs = [
        generation.Continuation(f"{item.question}\nAnswer:", f" {choice}")
        for item in questions
        for choice in item.choices
    ]
    if not pairs:
        return []
    with progress.bar(f"{label}: questions", len(pairs), "choices") as bar:
        likelihoods = iter(generation.log_likelihoods(student, pairs, bar))
    marks = []
    for item in questions:
        per_byte = [next(likelihoods) / len(choice.encode()) for choice in item.choices]
        chosen = per_byte.index(max(per_byte))
        marks.append(ChoiceMark(question=item.id, subject=item.subject, correct=chosen == item.answer))
    return marks
