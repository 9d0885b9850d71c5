"""Multiple choice by likelihood: the choice that the student finds likeliest counts as its answer.

`letter`: the prompt lists the choices with their letters, and each letter is scored after "Answer:". `text`: the prompt
does not list the choices, and the text of each is scored after "Answer:"; `text-normalised` compares log-likelihoods
per byte, so that a long choice is not at a disadvantage (the `acc_norm` of lm-eval). The prompts are plain text without
a chat template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tutelage.exams.asking import score_in_batches
from tutelage.grading.choices import letter_of
from tutelage.progress import Progress
from tutelage.records import Evaluation, Exercise, Score
from tutelage.student.loading import Student

LETTER, TEXT, NORMALISED = "letter", "text", "text-normalised"


def stem(question: Exercise) -> str:
    """The question without its choices."""
    lines = "".join(f"\n{letter_of(index)}. {choice}" for index, choice in enumerate(question.choices))
    return question.question.removesuffix(lines)


def alternatives(question: Exercise, examples: Sequence[Exercise], way: str) -> list[tuple[str, str]]:
    """(context, continuation) for each choice."""
    context = _ask(question, way)
    for example in reversed(examples):
        right = example.answer if way == LETTER else example.choices[ord(example.answer) - ord("A")]
        context = f"{_ask(example, way)} {right}\n\n{context}"
    letters = [letter_of(index) for index in range(len(question.choices))]
    return [(context, f" {ending}") for ending in (letters if way == LETTER else question.choices)]


def _ask(question: Exercise, way: str) -> str:
    return f"{question.question if way == LETTER else stem(question)}\nAnswer:"


def evaluate_by_likelihood(
    learner: Callable[[], Student],
    exam: Sequence[Exercise],
    examples: Sequence[Sequence[Exercise]],
    way: str,
    batch_size: int,
    *,
    folder: Path,
    progress: Progress,
) -> Evaluation:
    """An exam by `letter` or by `text`; `learner` loads the student if anything is left to do. Batches are kept and
    reused as in `asking.evaluate_exam`."""
    from tutelage.student import generation  # imports torch: not before it is needed

    def score_batch(batch: list[int]) -> Iterator[tuple[int, Score]]:
        rows = [alternatives(exam[item], examples[item], way) for item in batch]
        flat = [generation.Continuation(*pair) for row in rows for pair in row]
        found = iter(generation.log_likelihoods(learner(), flat))
        for item, row in zip(batch, rows, strict=True):
            yield item, mark_likeliest(exam[item], [next(found) for _ in row], way)

    order = sorted(range(len(exam)), key=lambda item: (len(exam[item].question), exam[item].id))
    return score_in_batches(order, batch_size, score_batch, label=f"exam, by {way}", folder=folder, progress=progress)


def mark_likeliest(question: Exercise, likelihoods: Sequence[float], way: str) -> Score:
    """The score of the likeliest choice, the first of equals."""
    letter = letter_of(max(range(len(likelihoods)), key=lambda index: likelihoods[index]))
    return Score(
        evaluation=way,
        question=question.id,
        skill=question.skill,
        reply="",
        answer=letter,
        expected=question.answer,
        correct=letter == question.answer,
        new_form=question.new_form,
        choice_scores=tuple(likelihoods),
    )


def normalise_likelihoods(evaluation: Evaluation, exam: Sequence[Exercise]) -> Evaluation:
    """The scores by likelihood per byte, from an evaluation by `text`."""
    by_id = {question.id: question for question in exam}
    scores = []
    for score in evaluation.scores:
        question = by_id[score.question]
        sizes = [len(choice.encode()) for choice in question.choices]
        likelihoods = [value / size for value, size in zip(score.choice_scores, sizes, strict=True)]
        scores.append(mark_likeliest(question, likelihoods, NORMALISED))
    return Evaluation(scores=tuple(scores))
