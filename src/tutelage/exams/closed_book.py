"""Questions about documents are tried without them: what is answered all the same teaches nothing of the documents.

Every try has worked examples of other skills, which show the form of an answer and nothing that helps, and choices have
another order. So neither a misunderstood form nor a liking for one letter decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from math import ceil
from pathlib import Path
from random import Random
from typing import Literal, NamedTuple

from tutelage.config import AnswerConfig, ClosedBookConfig
from tutelage.course.filter import FIRST_CHOICE
from tutelage.course.verification import Cost, ask
from tutelage.exams.asking import build_prompt, evaluate_questions, mark
from tutelage.exams.open_book import kind_of_question
from tutelage.grading.choices import letter_of
from tutelage.progress import Progress, counted
from tutelage.records import (
    ClosedBook,
    ClosedBookTrial,
    Course,
    Exercise,
    Message,
    Score,
    Solution,
    SolveRequest,
    content_id,
)
from tutelage.seeds import derive, rng
from tutelage.student.loading import Student
from tutelage.student.vllm import Engine
from tutelage.teacher import Teacher
from tutelage.training.running import spread_evenly

Part = Literal["exam", "exercises"]
EXAMPLES = 3
"""Worked examples of a try."""


LABEL = "without the documents"
NAME = "closed-book"
"""Of the evaluation, in its scores."""


class Try(NamedTuple):
    """One question as it is asked once."""

    number: int
    part: Part
    original: Exercise
    asked: Exercise
    """With its choices in the order of this try."""
    examples: tuple[Exercise, ...]

    @property
    def id(self) -> str:
        """Of the question."""
        return self.original.id

    @property
    def skill(self) -> str:
        """What it is asked with: those of one try begin with the same worked examples, which are read once."""
        return f"try {self.number}"

    @property
    def prompt(self) -> tuple[Message, ...]:
        return build_prompt(self.asked, self.examples, form=not self.examples)


Answer = Callable[[Sequence[Try]], tuple[Sequence[Score], Cost]]
"""The marked answers to all tries, in their order, and what they cost."""


def try_closed_book(course: Course, config: ClosedBookConfig, answer: Answer, seed: int) -> ClosedBook:
    """Try questions of the exam and exercises as a recipe says."""
    tries = config.tries
    planned = plan_tries(course, config.questions, tries, seed)
    scores, cost = answer(planned)
    trials = []
    for start in range(0, len(planned), tries):
        own = list(zip(planned[start : start + tries], scores[start : start + tries], strict=True))
        question = own[0][0].original
        trials.append(
            ClosedBookTrial(
                question=question.id,
                skill=question.skill,
                part=own[0][0].part,
                kind=kind_of_question(question),
                right=sum(score.correct for _, score in own),
                tries=tries,
                chance=1 / len(question.choices) if question.choices else 0.0,
                replies=tuple(score.reply for _, score in own),
            )
        )
    known = tuple(one.question for one in trials if one.known and one.part == "exercises")
    return ClosedBook(
        by=config.by,
        trials=tuple(trials),
        kept_out=known if config.keep_out else (),
        tokens=cost.tokens,
        usd=cost.usd,
    )


def plan_tries(course: Course, questions: int, tries: int, seed: int) -> list[Try]:
    """All tries, those of one question next to one another."""
    of_exam = [one for one in course.exam if _can_be_tried(one)]
    of_practice = [one for one in course.exercises if _can_be_tried(one)]
    half = max(ceil(questions / 2), questions - len(of_practice))
    first = spread_evenly(of_exam, half)
    second = spread_evenly(of_practice, questions - len(first))
    parts: tuple[tuple[Part, Sequence[Exercise]], ...] = (("exam", first), ("exercises", second))
    shared = [_examples(of_practice, (*first, *second), rng(seed, "closed book", n)) for n in range(tries)]
    planned = []
    for part, chosen in parts:
        for one in chosen:
            for n, examples in enumerate(shared):
                own = examples or _examples(of_practice, (one,), rng(seed, "closed book", n, one.skill))
                planned.append(Try(n, part, one, reordered(one, seed, n), own))
    return planned


def _can_be_tried(question: Exercise) -> bool:
    return bool(question.evidence) and kind_of_question(question) not in ("yes or no", "open answer")


def _examples(exercises: Sequence[Exercise], questions: Sequence[Exercise], source: Random) -> tuple[Exercise, ...]:
    """Worked examples of other skills and other passages than the questions'; none if there are too few."""
    skills = {skill for question in questions for skill in question.skills}
    passages = {citation.passage for question in questions for citation in question.evidence}
    others = [
        one
        for one in exercises
        if skills.isdisjoint(one.skills) and passages.isdisjoint(citation.passage for citation in one.evidence)
    ]
    enough = len(others) >= EXAMPLES or len(questions) == 1
    return tuple(source.sample(others, min(EXAMPLES, len(others)))) if enough else ()


def reordered(question: Exercise, seed: int, number: int) -> Exercise:
    """The question with its choices in another order, the first time in its own; as it is without choices."""
    head, separator, _ = question.question.partition(FIRST_CHOICE)
    if not number or not question.choices or not separator:
        return question
    order = list(range(len(question.choices)))
    rng(seed, "closed book", number, question.id).shuffle(order)
    choices = tuple(question.choices[index] for index in order)
    text = head + "".join(f"\n{letter_of(index)}. {choice}" for index, choice in enumerate(choices))
    right = order.index(ord(question.answer) - ord("A"))
    *before, asked, solution = question.messages
    messages = (*before, replace(asked, content=text), solution)
    return replace(question, messages=messages, choices=choices, answer=letter_of(right))


def ask_student(
    tries: Sequence[Try], learner: Student | Engine, config: AnswerConfig, folder: Path, progress: Progress
) -> tuple[Sequence[Score], Cost]:
    """The answers of a student. What is finished is kept in `folder`."""
    found = evaluate_questions(
        learner,
        tries,
        [one.prompt for one in tries],
        config,
        mark=lambda one, reply, name, sample: mark(one.asked, reply, name, sample),
        evaluation=NAME,
        label=LABEL,
        folder=folder,
        progress=progress,
    )
    return found.scores, Cost()


def ask_solver(tries: Sequence[Try], teacher: Teacher, progress: Progress) -> tuple[Sequence[Score], Cost]:
    """The answers of a teacher's solver, who is shown the question alone. No answer is a wrong one."""
    requests = [
        SolveRequest(
            id=content_id("req", "closed book", str(index), one.asked.id, one.asked.question),
            exercise=one.asked,
            seed=derive(0, "closed book", index, one.asked.id),
            language=one.asked.language,
        )
        for index, one in enumerate(tries)
    ]
    with progress.bar(LABEL, len(requests), "tries") as bar:
        replies, costs = ask(teacher, requests)
        bar.advance(len(requests))
    scores, cost = [], Cost()
    for request in requests:
        said = [solution.text for reply in replies[request.id] for solution in reply.of(Solution)]
        scores.append(mark(request.exercise, said[0] if said else "", NAME))
        cost = cost.plus(costs[request.id])
    return scores, cost


def closed_book_line(found: ClosedBook | None) -> str:
    """The result in one sentence; empty if nothing was tried."""
    if found is None or not found.trials:
        return ""
    tries = found.trials[0].tries
    who = "the base student" if found.by == "student" else "the teacher's solver"
    parts = []
    for part, what in (("exam", "exam question"), ("exercises", "exercise")):
        if own := [one for one in found.trials if one.part == part]:
            parts.append(f"{_known(own)} of {counted(len(own), what)}")
    chance = sum(one.chance**one.tries for one in found.trials)
    return (
        f"Without the documents, {who} answers {' and '.join(parts)} right in each of {counted(tries, 'try', 'tries')}"
        f" (guesses alone: {chance:.1f} of {len(found.trials)})."
        + (f" {counted(len(found.kept_out), 'exercise')} left out of practice for that." if found.kept_out else "")
    )


def _known(trials: Iterable[ClosedBookTrial]) -> int:
    return sum(one.known for one in trials)
