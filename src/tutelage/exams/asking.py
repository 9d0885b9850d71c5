"""The exam: a student answers the held-out questions; code marks them.

The base student is treated fairly: its prompts say what form the answer should have, and it is evaluated a second time
with worked examples of the same skill in the prompt. A fine-tuned student needs neither and is asked as it was trained.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Protocol, TypeVar

from tutelage import grading
from tutelage.config import AnswerConfig, StudentConfig
from tutelage.progress import Progress, counted
from tutelage.records import Checker, Evaluation, Exercise, Interval, Message, Score
from tutelage.seeds import rng
from tutelage.stats import wilson
from tutelage.storage import store
from tutelage.storage.stages import BASE, WORKED
from tutelage.student import loading
from tutelage.student.loading import Student
from tutelage.student.vllm import VLLM, Engine, start_engine

FORMS = {
    Checker.MATHEMATICS: "Work it out step by step, then give the result on a last line that begins with 'Answer:'.",
    Checker.NUMBER: "Work it out step by step, then give the number on a last line that begins with 'Answer:'.",
    Checker.TEXT: "Think it through, then give a short answer on a last line that begins with 'Answer:'.",
    Checker.CHOICE: "Think it through, then give the letter of your choice on a last line that begins with 'Answer:'.",
    Checker.PHRASES: "Answer in one to three sentences.",
    Checker.RUBRIC: "Answer in a few sentences, and give the reasons where there are any.",
}
"""How the answer should be given; the wording is ours."""


class Asked(Protocol):
    """What a question of any kind has: an exercise of an exam, or an item of the panel."""

    @property
    def id(self) -> str: ...
    @property
    def skill(self) -> str: ...


Q = TypeVar("Q", bound=Asked)
Marker = Callable[[Q, str, str, int], Score]
"""Marks a reply to a question, in an evaluation of this name, as its sample of this number."""


def build_prompt(question: Exercise, examples: Sequence[Exercise] = (), *, form: bool = False) -> tuple[Message, ...]:
    """A conversation that ends with the question as in fine-tuning or, with `form`, with how to give the answer.

    Worked examples are earlier turns: a chat model does better with that than with all in one text (measured).
    """
    *before, asked = question.messages[:-1]
    if form:
        asked = replace(asked, content=f"{asked.content}\n{FORMS[question.checker]}")
    system = [message for message in before if message.role == "system"]
    shown = [message for example in examples for message in example.messages[-2:]]
    return (*system, *shown, *before[len(system) :], asked)


def choose_examples(
    exercises: Sequence[Exercise], skills: Collection[str], count: int, seed: int
) -> dict[str, list[Exercise]]:
    """The worked examples for the questions of each skill: drawn from the training set, never from the exam. A skill
    without exercises, such as `NO_SKILL`, gets those of any."""
    own: dict[str, list[int]] = {skill: [] for skill in skills}
    for index, exercise in enumerate(exercises):
        if exercise.skill in own:
            own[exercise.skill].append(index)
    every = range(len(exercises))
    return {
        skill: [exercises[index] for index in rng(seed, "worked-examples", skill).sample(pool, min(count, len(pool)))]
        for skill, indices in own.items()
        for pool in [indices or every]
    }


AnswerBatch = Callable[[list[int]], Iterable[tuple[int, str]]]
"""Answers the items of one batch, given by their indices, with (index, reply) in any order."""


@contextmanager
def loaded_student(
    backend: str, config: StudentConfig, source: str, trained: Path | None, progress: Progress
) -> Iterator[Student | Engine]:
    """The student to be evaluated, loaded by the backend; vLLM ends with the block."""
    if backend == VLLM:
        progress.say("  starting vLLM: about a minute")
        with start_engine(config, source, trained) as engine:
            yield engine
    else:
        yield loading.load_student(config, source, trained, decode=True)


def evaluate_exam(
    learner: Student | Engine,
    exam: Sequence[Exercise],
    prompts: Sequence[Sequence[Message]],
    config: AnswerConfig,
    *,
    evaluation: str,
    folder: Path,
    progress: Progress,
) -> Evaluation:
    """The replies of a student to an exam, and their marks; `prompts[i]` asks `exam[i]`. Otherwise as
    `evaluate_questions`."""
    return evaluate_questions(
        learner, exam, prompts, config, mark=mark, evaluation=evaluation, folder=folder, progress=progress
    )


def evaluate_questions(
    learner: Student | Engine,
    exam: Sequence[Q],
    prompts: Sequence[Sequence[Message]],
    config: AnswerConfig,
    *,
    mark: Marker[Q],
    evaluation: str,
    label: str = "",
    folder: Path,
    progress: Progress,
) -> Evaluation:
    """The same for questions of any kind, which `mark` can mark; `label` is shown beside the progress.

    Finished batches are kept in `folder`; a repeated call answers only what is missing. Batches are the same in every
    call, so that an interruption cannot change a reply. A question that is longer than the student's context gets an
    empty reply.
    """
    groups = [question.skill for question in exam]
    too_long: list[int] = []

    def answer(batch: list[int]) -> Iterator[tuple[int, str]]:
        from tutelage.student import generation  # imports torch: not before it is needed

        asked, skills = [prompts[i] for i in batch], [groups[i] for i in batch]
        if isinstance(learner, Engine):
            replies: Iterable[tuple[int, str | None]] = enumerate(learner.answer(asked, config.max_new_tokens))
        else:
            replies = generation.answer(learner, asked, max_new_tokens=config.max_new_tokens, groups=skills)
        for index, reply in replies:
            if reply is None:
                too_long.append(batch[index])
            yield batch[index], reply or ""

    found = evaluate_with(
        answer,
        exam,
        prompts,
        config.batch_size,
        mark=mark,
        evaluation=evaluation,
        label=label,
        folder=folder,
        progress=progress,
    )
    if too_long:
        named = ", ".join(exam[index].id for index in too_long[:5]) + (", …" if len(too_long) > 5 else "")
        progress.say(
            f"  longer than the student's context, counted as wrong: {counted(len(too_long), 'question')} ({named})"
        )
    return found


def evaluate_with(
    answer: AnswerBatch,
    exam: Sequence[Q],
    prompts: Sequence[Sequence[Message]],
    batch_size: int,
    *,
    mark: Marker[Q],
    samples: int = 1,
    evaluation: str,
    label: str = "",
    folder: Path,
    progress: Progress,
) -> Evaluation:
    """The same for anything that can answer, with `samples` replies to each question: item i is sample i % samples of
    question i // samples."""

    def mark_batch(batch: list[int]) -> Iterator[tuple[int, Score]]:
        for item, reply in answer(batch):
            yield item, mark(exam[item // samples], reply, evaluation, item % samples)

    # What neighbours have in common at their beginning is read once; neighbours of one length need little padding.
    lengths = [sum(len(message.content) for message in prompt) for prompt in prompts]
    questions = sorted(range(len(exam)), key=lambda i: (exam[i].skill, lengths[i], exam[i].id))
    order = [i * samples + sample for i in questions for sample in range(samples)]
    label = label or f"exam, {evaluation}"
    return score_in_batches(order, batch_size, mark_batch, label=label, folder=folder, progress=progress)


def score_in_batches(
    order: Sequence[int],
    batch_size: int,
    score_batch: Callable[[list[int]], Iterable[tuple[int, Score]]],
    *,
    label: str,
    folder: Path,
    progress: Progress,
) -> Evaluation:
    """Scores of the items 0 … n-1, computed in batches in this order; finished batches are kept in `folder`."""
    size = ceil(len(order) / ceil(len(order) / batch_size)) if order else 1
    batches = [list(order[start : start + size]) for start in range(0, len(order), size)]
    scores: dict[int, Score] = {}
    with progress.bar(label, len(order), "questions") as bar:
        for number, batch in enumerate(batches):
            part = folder / store.CHECKPOINTS / f"batch-{number}"
            if store.read_manifest(part) is None:
                made: dict[int, Score] = {}
                for item, score in score_batch(batch):
                    made[item] = score
                    bar.advance()
                store.write_bundle(part, Evaluation(scores=tuple(made[item] for item in batch)))
            else:
                bar.advance(len(batch))
            scores |= zip(batch, store.read_bundle(part, Evaluation).scores, strict=True)
    return Evaluation(scores=tuple(scores[item] for item in sorted(scores)))


def mark(question: Exercise, reply: str, evaluation: str, sample: int = 0) -> Score:
    """Read the answer from a reply, and compare it with the expected one."""
    given = grading.mark(reply, question)
    return Score(
        evaluation=evaluation,
        question=question.id,
        skill=question.skill,
        reply=reply,
        answer=given.read,
        expected=question.answer,
        correct=given.correct,
        new_form=question.new_form,
        sample=sample,
    )


def renamed(evaluation: Evaluation, state: str) -> Evaluation:
    """The same evaluation as that of a state of another name."""
    return Evaluation(scores=tuple(score.model_copy(update={"evaluation": state}) for score in evaluation.scores))


def accuracy(evaluation: Evaluation) -> Interval:
    """Share of right answers."""
    return wilson(sum(score.correct for score in evaluation.scores), len(evaluation.scores))


def better_base(evaluations: Mapping[str, Evaluation]) -> str | None:
    """The state in which the base student did better, with worked examples or without: what training is compared with.
    `None` if it was not evaluated."""
    held = [state for state in (BASE, WORKED) if state in evaluations]
    return max(held, key=lambda state: accuracy(evaluations[state]).share, default=None)
