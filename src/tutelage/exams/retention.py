"""What a student can do beyond the course: it predicts general text, answers questions that it was not taught, and does
the tasks of the panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tutelage.config import AnswerConfig, ForgettingConfig
from tutelage.exams import panel
from tutelage.exams.general_text import ChoiceQuestion, document_names
from tutelage.progress import Progress, Quiet
from tutelage.records import ChoiceMark, Divergence, GeneralAnswer, GeneralExam, Score, TextLoss
from tutelage.student.encoding import Encoded, beginning
from tutelage.student.loading import Student, in_float32
from tutelage.training import own_answers

WINDOW = 512
"""Longer documents are read in parts of so many tokens, each without the parts before it."""
ANSWER = 96
"""Tokens of the base's answers on which divergence is measured; they need not be finished."""
BATCH = 2
"""Parts read at once. All their logits are in memory: 200 MB for a vocabulary of 49,152."""


def measure_retention(
    student: Student,
    texts: Sequence[str],
    questions: Sequence[ChoiceQuestion],
    config: ForgettingConfig,
    *,
    side: str = "",
    folder: Path,
    batch_size: int = 150,
    divergence: Callable[[str, Progress], tuple[Divergence, ...]] | None = None,
    progress: Progress | None = None,
) -> GeneralExam:
    """Replies to the panel; loss of each document, in order until `max_tokens` are read, and marks of all questions,
    both in float32. `divergence` measures the distance from the base; without it the student is the base, whose answers
    to the prompts that are held out are kept for that. `side` is shown beside the progress. `folder` keeps finished
    batches."""
    progress = progress or Quiet()
    label = f"forgetting, {side}" if side else "forgetting"
    scores: tuple[Score, ...] = ()
    if config.panel:
        asking = AnswerConfig(batch_size=batch_size)
        items = panel.choose_items(config.panel_items)
        scores = panel.evaluate_panel(student, items, asking, label=label, folder=folder, progress=progress).scores
    answers: tuple[GeneralAnswer, ...] = ()
    if config.divergence and divergence is None:
        held_out = own_answers.shipped_prompts("held-out")
        shown = f"{label}: general prompts"
        answers = own_answers.answer_prompts(
            student, held_out, longest=ANSWER, finished=False, folder=folder, label=shown, progress=progress
        ).answers
    learner = in_float32(student)
    return GeneralExam(
        losses=tuple(document_losses(learner, texts, config.max_tokens, label, progress)),
        marks=tuple(mark_questions(learner, questions, label, progress)),
        panel=scores,
        answers=answers,
        divergence=divergence(label, progress) if divergence else (),
    )


def document_losses(
    student: Student, texts: Sequence[str], most: int, label: str, progress: Progress
) -> list[TextLoss]:
    """Mean loss of each document over all its tokens but the first; a document of one token has none. Each part is read
    behind the mark that the tokenizer puts before every text: without it Gemma predicts hardly anything."""
    from tutelage.training.losses import example_losses  # imports torch: not before it is needed

    begin = beginning(student.tokenizer)
    window = min(WINDOW, getattr(student.model.config, "max_position_embeddings", None) or WINDOW) - len(begin)
    parts: list[Encoded] = []
    owners: list[str] = []
    budget = most
    for name, text in zip(document_names(texts), texts, strict=True):
        ids = list(student.tokenizer(text, add_special_tokens=False)["input_ids"])[:budget]
        budget -= len(ids)
        for start in range(0, len(ids), window):
            piece = ids[start : start + window]
            if len(piece) > 1:
                parts.append(Encoded([*begin, *piece], [*[-100] * (len(begin) + 1), *piece[1:]]))
                owners.append(name)
        if not budget:
            break
    pad = student.tokenizer.pad_token_id or 0
    with progress.bar(f"{label}: general text", len(parts), "parts") as bar:
        losses = example_losses(student.model, parts, pad, narrow=False, batch_size=BATCH, bar=bar)
    found = []
    for name in dict.fromkeys(owners):
        own = [
            (loss, len(part.input_ids) - len(begin) - 1)
            for loss, part, of in zip(losses, parts, owners, strict=True)
            if of == name
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
