"""The exam, and what else is measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self, get_args

from pydantic import Field, field_validator, model_validator

from tutelage.config.base import Section


class AnswerConfig(Section):
    """How a student's answers are asked for, in a run and by `tutelage eval`."""

    backend: Literal["transformers", "vllm"] = "transformers"
    """What generates the student's answers. `vllm` needs a GPU and the extra `vllm`: it is quick for thousands of
    questions, but takes a minute to start for each evaluation."""
    max_new_tokens: int = Field(default=96, ge=1)
    """Longest answer, in tokens."""
    worked_examples: int = Field(default=3, ge=0)
    """Worked examples in the prompt."""
    batch_size: int = Field(default=150, ge=1)
    """At most this many questions are decoded at once; an interruption costs one such batch."""

    @field_validator("backend", mode="before")
    @classmethod
    def _known(cls, backend: object) -> object:
        known = get_args(cls.model_fields["backend"].annotation)
        if backend not in known:
            raise ValueError(f"unknown backend '{backend}': use {' or '.join(known)}")
        return backend


class ExamConfig(AnswerConfig):
    """How the student is evaluated."""

    worked_examples: int = Field(default=3, ge=0)
    """Worked examples of the same skill in the prompt of the base student's second evaluation; 0 skips that
    evaluation."""
    development: int = Field(default=2, ge=0)
    """Questions per skill of a development exam, held out from training and from the exam itself. Every state of the
    student takes it, and by its results one is kept (`practice.keep`); 0: there is none."""
    within_rounds: int = Field(default=0, ge=0, le=20)
    """How often the development exam is also taken within every round of practice, evenly; 0: only after it. These
    states of the student are saved, and one of them is kept if it is the best."""
    questions: Path | None = None
    """File with an exam of your own, relative to the recipe, in any form that `tutelage eval --on` reads; a column
    `skill` may hold ids or names of skills. It is the exam of the run: the teacher writes none, and nothing that it
    writes to learn from may repeat one of these questions."""
    threshold: float = Field(default=1.0, gt=0, le=1)
    """Share of a rubric's weight from which on an open answer is right; by default all of it, so that right means the
    same as of any other answer. The mean share is reported in any case."""
    generated: bool = False
    """With `questions`: the teacher's questions beside them, too, `course.exam_questions_per_skill` of each skill."""
    every_state: bool = False
    """Also ask the whole exam after reading and after every round, for experiments. Otherwise only the base student and
    the one that is kept take it."""
    curve: int = Field(default=0, ge=0)
    """How often the loss on the exam's solutions is measured while the student reads and in each round; 0: never."""
    curve_questions: int = Field(default=64, ge=1)
    """At most this many questions, spread evenly over the exam, are used for the curve."""


class EvalOptions(AnswerConfig):
    """How `tutelage eval` asks an exam. An option that is not given, or is `None`, has the default below; but `backend`
    and `batch_size`, and in the run's own exam `max_new_tokens`, are those of the run's recipe."""

    max_new_tokens: int = Field(default=256, ge=1)
    """Longest answer, in tokens."""
    worked_examples: int = Field(default=0, ge=0)
    """Worked examples before each question; a task of lm-eval has its own number, unless this is given."""
    examples_from: Path | None = None
    """File of worked examples for a file of questions."""
    course: Path | None = None
    """Run whose held-out exam is used; by default the student's own."""
    teacher: Path | None = None
    """Recipe whose teacher marks answers by their rubrics; by default that of the student's run."""
    ways: tuple[str, ...] = ()
    """`generation`, `letter` or `text`. Empty: by generation, and multiple-choice questions by letter and text."""
    form: bool | None = None
    """Ask for the answer's form; by default, unless the student knows it from training or from worked examples."""
    samples: int = Field(default=1, ge=1)
    """Replies to each question, for pass@k."""
    temperature: float = Field(default=0.0, ge=0)
    """0 is greedy."""
    number: int = Field(default=200, ge=1)
    """Number of questions about new operations."""
    limit: int = Field(default=0, ge=0)
    """At most this many questions, drawn by the seed; 0: all."""
    group: str = ""
    """Column of a file whose values group its questions."""
    tasks: Path | None = None
    """Folder of further tasks for lm-eval."""
    chat: bool = False
    """Ask lm-eval's tasks through the chat template."""
    seed: int = Field(default=0, ge=0)
    """Seed of questions, worked examples and samples."""

    @model_validator(mode="before")
    @classmethod
    def _without_none(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in given.items() if value is not None}

    def given(self, name: str) -> Any:
        """An option; `None` if it was not given."""
        return getattr(self, name) if name in self.model_fields_set else None

    def inherit(self, exam: ExamConfig, *names: str) -> Self:
        """With the options `names` from a recipe, unless they were given."""
        return self.model_copy(
            update={name: getattr(exam, name) for name in names if name not in self.model_fields_set}
        )


class ClosedBookConfig(Section):
    """Of a course from documents: whether its questions can be answered without them. One that can be teaches nothing
    of the documents, and a right answer to it says nothing about what was learnt."""

    questions: int = Field(default=30, ge=0)
    """At most this many are tried, half of them of the exam, spread evenly over it and over the exercises; 0: none.
    Those to be answered with yes or no are left out, since whoever guesses is often right, and so are open answers."""
    tries: int = Field(default=3, ge=1, le=10)
    """A question counts as known without the documents if it is answered right in every one of so many tries, each with
    other worked examples and with the choices in another order."""
    by: Literal["student", "solver"] = "student"
    """Who tries: the base student, or the teacher's `solver`, who is then paid for each try."""
    keep_out: bool = False
    """`true` also leaves the exercises out of practice that were found to be known. Never the questions of the exam: an
    exam that the base student has chosen would flatter what it learns."""


class ForgettingConfig(Section):
    """How much the student forgets: measured on the base and on the final student."""

    enabled: bool = True
    """`false` measures nothing."""
    texts: tuple[Path, ...] = ()
    """Files of general text, relative to the recipe: plain text with documents between blank lines, or rows with
    `text`. Without files: ten documents that come with Tutelage."""
    max_tokens: int = Field(default=20_000, ge=2)
    """At most this many tokens of text are read."""
    choices: tuple[Path, ...] = ()
    """Files with multiple-choice questions about what is not taught: `question`, `choices`, `answer` (index of
    the right one from 0, or its letter) and `subject`, as in MMLU."""
    subjects: tuple[str, ...] = ()
    """Only questions about these; empty: all."""
    max_questions: int = Field(default=200, ge=1)
    """At most this many questions, drawn by the seed."""
    panel: bool = True
    """Ask the panel, too: 289 short tasks such as an output format, a system prompt or an earlier turn."""
    panel_items: int = Field(default=0, ge=0)
    """At most this many of its tasks, evenly of all seven kinds; 0: all."""
    divergence: bool = True
    """Measure how far the student is from its base, too: Kullback-Leibler divergence of the next token, in nats, on the
    base's answers to 40 general prompts and on the solutions of the exam."""
