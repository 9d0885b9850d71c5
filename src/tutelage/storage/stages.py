"""The stages of a run, each defined once: its folder, the record in it, what the result depends on, and its name in a
report. Names, order and labels of stages are found nowhere else.
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
"""Folder of a stage with the weights that the student has at its end."""
EXAM, FORGETTING = "exam", "forgetting"
"""Folders with one stage for each state of the student that was measured."""
BASE, WORKED, FINAL = "base", "base-worked-examples", "final"
"""States of the student beside those after a stage of training: untrained, untrained with worked examples in the
prompt, and after all training."""

LAST = "last"
"""In place of a name: whatever stage of the main path is the last one."""


@dataclass(frozen=True, slots=True)
class Stage(Generic[B]):
    """One stage, in any work folder."""

    name: str
    """Its folder, relative to that of the run."""
    record: type[B]
    """Type of its result."""
    depends_on: tuple[str, ...] = ()
    """Keys of the recipe, sections or settings, that its result depends on."""
    label: str = ""
    """Its name in a report."""
    short: str = ""
    """The same, short enough for the head of a column."""
    measures: str | None = None
    """Of a measurement: the last stage of the main path whose result it measures, or `LAST`."""

    @property
    def state(self) -> str:
        """For an exam or a measurement of forgetting: the state of the student, such as `round-1`."""
        return self.name.partition("/")[2]

    def done(self, run: Path) -> bool:
        """Whether it is done in the run in a folder."""
        return read_manifest(run / self.name) is not None

    def read(self, run: Path) -> B:
        """Its result in the run in a folder. Raises `RunError` if there is none, or if files are damaged."""
        return read_bundle(run / self.name, self.record)

    def student_folder(self, run: Path) -> Path:
        """Where a stage of training saves the student."""
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
READING = Stage("reading", Trained, _READING, "Reading", "Reading")
LEAKAGE = Stage("leakage", Leakage, _FINAL, "Leakage", "Leakage", measures=LAST)


def round_(number: int) -> Stage[Trained]:
    """A round of practice, counted from 1."""
    depends_on = _PRACTICE if number == 1 else _ADAPTED
    return Stage(f"round-{number}", Trained, depends_on, f"Round {number}", f"Round {number}")


def change_after(number: int) -> Stage[Adapted]:
    """The change of the training set after a round."""
    label = f"Change after round {number}"
    return Stage(f"{round_(number).name}/change", Adapted, _ADAPTED, label, label)


def exam_of_base(*, worked_examples: bool = False) -> Stage[Evaluation]:
    """The base student's exam: with the answer's form asked for, or with worked examples."""
    if worked_examples:
        name, label, short = WORKED, "Base, with worked examples", "Base, worked examples"
    else:
        name, label, short = BASE, "Base, zero-shot with the answer’s form asked for", "Base, zero-shot"
    return Stage(f"{EXAM}/{name}", Evaluation, (*_BASE, "exam"), label, short, measures=COURSE.name)


def exam_after(stage: Stage[Trained]) -> Stage[Evaluation]:
    """The exam of the student that a stage of training leaves."""
    depends_on, label = (*stage.depends_on, "exam"), f"After {stage.label.lower()}"
    return Stage(f"{EXAM}/{stage.name}", Evaluation, depends_on, label, stage.short, measures=stage.name)


def retention(*, final: bool) -> Stage[GeneralExam]:
    """What the base or the final student can do beyond the course."""
    if final:
        depends_on, label = (*_FINAL, FORGETTING), "General text, final student"
        return Stage(f"{FORGETTING}/{FINAL}", GeneralExam, depends_on, label, measures=LAST)
    depends_on = ("student", "threads", "seed", FORGETTING)
    return Stage(f"{FORGETTING}/{BASE}", GeneralExam, depends_on, "General text, base student", measures="")


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


def stages_before(stage: Stage[Any], recipe: Recipe) -> list[Stage[Any]]:
    """The stages whose results a stage is made from, in order."""
    path = [other for other in stages_of(recipe) if other.measures is None]
    if stage.measures == LAST:
        return path
    names = [other.name for other in path]
    if stage.measures is None:
        return path[: names.index(stage.name)]
    return path[: names.index(stage.measures) + 1] if stage.measures else []


_FIRST_EXAMS = {
    stage.state: stage for stage in (exam_of_base(), exam_of_base(worked_examples=True), exam_after(READING))
}
_ROUND = re.compile(r"round-(\d+)")


def exam_named(state: str) -> Stage[Evaluation]:
    """The exam of a state of the student; a state that no recipe has is its own label."""
    if number := _ROUND.fullmatch(state):
        return exam_after(round_(int(number[1])))
    return _FIRST_EXAMS.get(state) or Stage(f"{EXAM}/{state}", Evaluation, label=state, short=state)


def sorted_states(states: Sequence[str]) -> list[str]:
    """States of the student in the order in which a run reaches them; unknown ones first."""
    first = list(_FIRST_EXAMS)

    def position(state: str) -> tuple[int, int, str]:
        if number := _ROUND.fullmatch(state):
            return len(first), int(number[1]), state
        return (first.index(state) if state in first else -1), 0, state

    return sorted(states, key=position)


def stages_done(run: Path, recipe: Recipe) -> Iterator[Stage[Any]]:
    """The finished stages of a run, in order."""
    return (stage for stage in stages_of(recipe) if stage.done(run))
