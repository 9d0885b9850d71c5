"""The stages of a run, each registered once: its folder, what it leaves there, what its result depends on, and what it
is called in a report. Whoever needs a stage's name, its order or its label asks here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic

from tutelage.config import Recipe
from tutelage.records import Adapted, Course, Evaluation, GeneralExam, Leakage, SkillGraph, Trained
from tutelage.storage.store import B, read_bundle, read_manifest

STUDENT = "student"
"""Folder of a stage with what the student has learnt by its end."""
EXAM, FORGETTING = "exam", "forgetting"
"""Folders with a stage for each state of the student that was examined."""
BASE, WORKED, FINAL = "base", "base-worked-examples", "final"
"""States of the student beside the stages of training: before them, before them with worked examples in the prompt, and
after all of them."""


@dataclass(frozen=True, slots=True)
class Stage(Generic[B]):
    """One stage, in any folder of work."""

    name: str
    """Its folder, relative to that of the run."""
    record: type[B]
    """What it leaves."""
    depends_on: tuple[str, ...] = ()
    """Keys of the recipe, sections or settings, that its result depends on."""
    label: str = ""
    """What it is called where there is room for a line."""
    short: str = ""
    """What it is called in a column."""
    leaves_student: bool = False

    @property
    def state(self) -> str:
        """Of an exam, or of a measurement of what was forgotten: the state of the student, such as `round-1`."""
        return self.name.partition("/")[2]

    def done(self, run: Path) -> bool:
        """Whether the run in a folder has it behind it."""
        return read_manifest(run / self.name) is not None

    def read(self, run: Path) -> B:
        """What it left in the run in a folder. Raises `RunError` if it did not, or files are damaged."""
        return read_bundle(run / self.name, self.record)

    def student(self, run: Path) -> Path:
        """Where it leaves the student."""
        return run / self.name / STUDENT


_GRAPH = ("graph", "teacher", "seed")
_COURSE = (*_GRAPH, "course", "corruption")
_BASE = (*_COURSE, "student", "threads")
_READING = (*_BASE, "reading", "exam.curve", "exam.curve_questions")
_PRACTICE = (
    *_READING,
    *(f"practice.{key}" for key in ("epochs", "tokens_per_round", "learning_rate", "later_learning_rate")),
    *(f"practice.{key}" for key in ("batch_size", "max_length")),
)
_ADAPTED = (*_PRACTICE, "dynamics", "adapt")
_FINAL = (*_ADAPTED, "practice.rounds")

GRAPH = Stage("graph", SkillGraph, _GRAPH, "Skill graph", "Graph")
COURSE = Stage("course", Course, _COURSE, "Course", "Course")
READING = Stage("reading", Trained, _READING, "Reading", "Reading", leaves_student=True)
LEAKAGE = Stage("leakage", Leakage, _FINAL, "Leakage", "Leakage")


def round_(number: int) -> Stage[Trained]:
    """A round of practice, counted from 1."""
    depends_on = _PRACTICE if number == 1 else _ADAPTED
    return Stage(f"round-{number}", Trained, depends_on, f"Round {number}", f"Round {number}", leaves_student=True)


def change_after(number: int) -> Stage[Adapted]:
    """What becomes of the training set after a round."""
    label = f"Change after round {number}"
    return Stage(f"{round_(number).name}/change", Adapted, _ADAPTED, label, label)


def exam_of_base(*, worked_examples: bool = False) -> Stage[Evaluation]:
    """The base student's exam: with the answer's form asked for, or with worked examples."""
    depends_on = (*_BASE, "exam")
    if worked_examples:
        return Stage(f"{EXAM}/{WORKED}", Evaluation, depends_on, "Base, with worked examples", "Base, worked examples")
    return Stage(
        f"{EXAM}/{BASE}", Evaluation, depends_on, "Base, zero-shot with the answer’s form asked for", "Base, zero-shot"
    )


def exam_after(stage: Stage[Trained]) -> Stage[Evaluation]:
    """The exam of the student that a stage of training leaves."""
    depends_on = (*stage.depends_on, "exam")
    return Stage(f"{EXAM}/{stage.name}", Evaluation, depends_on, f"After {stage.label.lower()}", stage.short)


def retention(*, final: bool) -> Stage[GeneralExam]:
    """What the student can do beyond the course: of the base, or of the final student."""
    if final:
        return Stage(f"{FORGETTING}/{FINAL}", GeneralExam, (*_FINAL, FORGETTING), "General text, final student")
    depends_on = ("student", "threads", "seed", FORGETTING)
    return Stage(f"{FORGETTING}/{BASE}", GeneralExam, depends_on, "General text, base student")


def trainings_of(recipe: Recipe) -> list[Stage[Trained]]:
    """The stages of a recipe that train the student, in order."""
    rounds = [round_(number) for number in range(1, recipe.practice.rounds + 1)]
    return [READING, *rounds] if recipe.reading.enabled else rounds


def adapts_after(recipe: Recipe, number: int) -> bool:
    """Whether the training set changes after a round: not after the last one."""
    return recipe.adapt.enabled and number < recipe.practice.rounds


def stages_of(recipe: Recipe) -> list[Stage[Any]]:
    """All stages of a recipe, in the order in which they are carried out."""
    found: list[Stage[Any]] = [GRAPH, COURSE, exam_of_base()]
    found += [exam_of_base(worked_examples=True)] if recipe.exam.worked_examples else []
    found += [READING, exam_after(READING)] if recipe.reading.enabled else []
    for number in range(1, recipe.practice.rounds + 1):
        found.append(round_(number))
        found += [change_after(number)] if adapts_after(recipe, number) else []
        found.append(exam_after(round_(number)))
    if recipe.forgetting.enabled and trainings_of(recipe):
        found += [retention(final=False), retention(final=True)]
    return [*found, LEAKAGE]


def exam_named(state: str) -> Stage[Evaluation]:
    """The exam of a state of the student; one that is none of a run's is called what it is."""
    number = re.fullmatch(r"round-(\d+)", state)
    if number:
        return exam_after(round_(int(number[1])))
    fixed = (exam_of_base(), exam_of_base(worked_examples=True), exam_after(READING))
    unknown = Stage(f"{EXAM}/{state}", Evaluation, label=state, short=state)
    return next((stage for stage in fixed if stage.state == state), unknown)


def in_order(states: Sequence[str]) -> list[str]:
    """States of the student in the order in which a run comes to them; strange ones first."""
    fixed = [stage.state for stage in (exam_of_base(), exam_of_base(worked_examples=True), exam_after(READING))]

    def position(state: str) -> tuple[int, int, str]:
        number = re.fullmatch(r"round-(\d+)", state)
        if number:
            return len(fixed), int(number[1]), state
        return (fixed.index(state) if state in fixed else -1), 0, state

    return sorted(states, key=position)


def stages_done(run: Path, recipe: Recipe) -> Iterator[Stage[Any]]:
    """The stages of a run that it has behind it, in order."""
    return (stage for stage in stages_of(recipe) if stage.done(run))
