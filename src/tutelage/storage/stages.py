"""The stages of a run, each defined once: its folder, the record in it, what the result depends on, and its name in a
report. Names, order and labels of stages are found nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic

from tutelage.config import PracticeConfig, Recipe
from tutelage.records import (
    Adapted,
    ClosedBook,
    Course,
    Documents,
    Evaluation,
    GeneralExam,
    Kept,
    Leakage,
    Probe,
    Rehearsal,
    SkillGraph,
    Trained,
)
from tutelage.storage.store import B, read_bundle, read_manifest

STUDENT = "student"
"""Folder of a stage with the weights that the student has at its end."""
OPTIMIZER = ".optimizer"
"""Hidden folder of a round with the state of its optimizer, until the next round has taken it over."""
EXAM, DEVELOPMENT, PROBE, FORGETTING = "exam", "development", "probe", "forgetting"
"""Folders with one stage for each state of the student that was measured."""
BASE, WORKED, OPEN_BOOK, FINAL = "base", "base-worked-examples", "base-open-book", "final"
"""States of the student beside those after a stage of training: untrained, untrained with worked examples or with the
passages of documents in the prompt, and the one that was kept."""
CONTROL = "control"
"""Folder of the stages that train the static control (`practice.control`), and the state of its student in the exam."""

REVIEW = "review"
"""Folder with what is drafted for a person's review, and what was decided."""
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
    reuses: bool = False
    """Whether it takes over what still holds of its own earlier result, when what it is made from has changed."""
    measures: str | None = None
    """Of a stage beside the main path: the last stage of that path which it measures or rests on, or `LAST`."""
    of_control: bool = False
    """Whether it belongs to the static control."""

    part: int = 0
    """Of the student at a point within a round of practice: which point, from 1. It lies in the folder of the round."""

    @property
    def home(self) -> str:
        """The folder of the stage that it is a part of, or its own."""
        return self.name.rpartition(_WITHIN)[0] if self.part else self.name

    @property
    def state(self) -> str:
        """For an exam or a measurement of forgetting: the state of the student, such as `round-1`."""
        return self.name.partition("/")[2]

    def done(self, run: Path) -> bool:
        """Whether it is done in the run in a folder."""
        return read_manifest(run / self.home) is not None

    def read(self, run: Path) -> B:
        """Its result in the run in a folder. Raises `RunError` if there is none, or if files are damaged."""
        return read_bundle(run / self.name, self.record)

    def student_folder(self, run: Path) -> Path:
        """Where a stage of training saves the student."""
        return snapshot_folder(run / self.home, self.part) / STUDENT

    def optimizer_folder(self, run: Path) -> Path:
        """Where a round of practice keeps the state of its optimizer for the next one."""
        return run / self.name / OPTIMIZER


def snapshot_folder(folder: Path, part: int) -> Path:
    """Where a stage of training, in this folder, keeps the student of a point within it; of 0, of its end."""
    return folder / f"part-{part}" if part else folder


_WITHIN = "-part-"
"""Between the name of a round and the number of a point within it."""
_GRAPH = ("graph", "teacher", "seed")
_COURSE = (*_GRAPH, "course", "corruption", "exam.development", "exam.generated")
_BASE = (*_COURSE, "student", "threads")
_READING = (*_BASE, "reading", "exam.curve", "exam.curve_questions")
# With `practice.rounds`: one schedule covers all of them.
_PRACTICE = (
    *_READING,
    "exam.within_rounds",
    *(f"practice.{key}" for key in PracticeConfig.model_fields if key not in ("keep", "control")),
)
_ADAPTED = (*_PRACTICE, "dynamics", "adapt", "exam.max_new_tokens")
_KEPT = (*_ADAPTED, "exam", "practice.keep")

DOCUMENTS = Stage("documents", Documents, (), "Documents", "Documents")
GRAPH = Stage("graph", SkillGraph, _GRAPH, "Skill graph", "Graph")
COURSE = Stage("course", Course, _COURSE, "Course", "Course", reuses=True)
DRAFTS: Mapping[str, Stage[Any]] = {
    stage.name: replace(stage, name=f"{REVIEW}/{stage.name}", label=f"{stage.label}, before review")
    for stage in (GRAPH, COURSE)
}
"""By the name of a stage that a person can review: the stage that holds its result as it was before."""
READING = Stage("reading", Trained, _READING, "Reading", "Reading")
KEPT = Stage("kept", Kept, _KEPT, "Student that was kept", "Kept")
REHEARSAL = Stage("rehearsal", Rehearsal, ("student", "threads"), "Rehearsal", "Rehearsal", measures="")
CLOSED_BOOK = Stage(
    "closed-book",
    ClosedBook,
    (*_BASE, "closed_book", "exam.max_new_tokens", "exam.backend"),
    "Questions without the documents",
    "Closed book",
    measures=COURSE.name,
)
LEAKAGE = Stage("leakage", Leakage, _ADAPTED, "Leakage", "Leakage", measures=LAST)


def round_(number: int) -> Stage[Trained]:
    """A round of practice, counted from 1."""
    depends_on = _PRACTICE if number == 1 else _ADAPTED
    return Stage(f"round-{number}", Trained, depends_on, f"Round {number}", f"Round {number}")


def within(training: Stage[Trained], part: int) -> Stage[Trained]:
    """The student at a point within a round of practice, counted from 1."""
    label = f"Part {part} of {training.label[0].lower()}{training.label[1:]}"
    return replace(training, name=f"{training.name}{_WITHIN}{part}", label=label, short=label, part=part)


def change_after(number: int) -> Stage[Adapted]:
    """The change of the training set after a round."""
    label = f"Change after round {number}"
    return Stage(f"{round_(number).name}/change", Adapted, _ADAPTED, label, label)


def probe_after(number: int) -> Stage[Probe]:
    """What the student can do after a round, by fresh questions."""
    return Stage(f"{PROBE}/{round_(number).name}", Probe, _ADAPTED, f"Probe after round {number}", f"Probe {number}")


def exam_of_base(*, worked_examples: bool = False, open_book: bool = False) -> Stage[Evaluation]:
    """The base student's exam: with the answer's form asked for, with worked examples, or with the passages."""
    if worked_examples:
        name, label, short = WORKED, "Base, with worked examples", "Base, worked examples"
    elif open_book:
        name, label, short = OPEN_BOOK, "Base, open-book: with the passages in the prompt", "Base, open-book"
    else:
        name, label, short = BASE, "Base, zero-shot with the answer’s form asked for", "Base, zero-shot"
    return Stage(f"{EXAM}/{name}", Evaluation, (*_BASE, "exam"), label, short, measures=COURSE.name)


def exam_after(stage: Stage[Trained]) -> Stage[Evaluation]:
    """The exam of the student that a stage of training leaves."""
    depends_on, label = (*stage.depends_on, "exam"), f"After {stage.label.lower()}"
    name = f"{EXAM}/{stage.name}"
    return Stage(name, Evaluation, depends_on, label, stage.short, measures=stage.home, of_control=stage.of_control)


def development_after(stage: Stage[Trained]) -> Stage[Evaluation]:
    """The development exam of the student that a stage of training leaves."""
    return replace(exam_after(stage), name=f"{DEVELOPMENT}/{stage.name}")


def control_round(number: int) -> Stage[Trained]:
    """The static control's part of a round, from round 2 on: round 1 is the student's own."""
    label, of = f"Static control, round {number}", round_(number).name
    return Stage(f"{CONTROL}/{of}", Trained, _ADAPTED, label, f"Control {number}", measures=of, of_control=True)


CONTROL_KEPT = Stage(
    f"{CONTROL}/kept", Kept, _KEPT, "Static control that was kept", "Control", measures=LAST, of_control=True
)


def exam_of_control() -> Stage[Evaluation]:
    """The exam of the static control."""
    label = "Static control, as many tokens"
    return Stage(f"{EXAM}/{CONTROL}", Evaluation, _KEPT, label, "Control", measures=LAST, of_control=True)


def exam_of_kept() -> Stage[Evaluation]:
    """The exam of the student that was kept."""
    return Stage(f"{EXAM}/{FINAL}", Evaluation, _KEPT, "Final student", "Final", measures=LAST)


def retention(*, final: bool) -> Stage[GeneralExam]:
    """What the base student, or the one that was kept, can do beyond the course."""
    if final:
        depends_on, label = (*_KEPT, FORGETTING), "General text, final student"
        return Stage(f"{FORGETTING}/{FINAL}", GeneralExam, depends_on, label, measures=LAST)
    depends_on = ("student", "threads", "seed", FORGETTING)
    return Stage(f"{FORGETTING}/{BASE}", GeneralExam, depends_on, "General text, base student", measures="")


def trainings_of(recipe: Recipe) -> list[Stage[Trained]]:
    """The stages of a recipe that train the student, in order."""
    rounds = [round_(number) for number in range(1, recipe.practice.rounds + 1)]
    return [READING, *rounds] if recipe.reading.is_stage else rounds


def controls_of(recipe: Recipe) -> list[Stage[Trained]]:
    """The stages of a recipe that train the static control, in order; after round 1, which it shares."""
    return [control_round(number) for number in range(2, recipe.practice.rounds + 1)] if recipe.practice.control else []


def students_after(recipe: Recipe, training: Stage[Trained]) -> list[Stage[Trained]]:
    """The students of a stage of training that take the development exam, in order: of points within a round, if the
    recipe asks for them, and of its end."""
    parts = range(1, recipe.exam.within_rounds + 1) if training.name != READING.name else ()
    return [*(within(training, part) for part in parts), training]


def disk_needed(parameters: int, recipe: Recipe) -> float:
    """Bytes on disk at most if so many parameters are trained: the student of each stage of training, and of points
    within it; two checkpoints (the last one goes when the next one is whole); and the states of an optimizer on its way
    to the next round. Texts and losses are not counted."""
    trained = 4 * parameters
    checkpoint = (4 if recipe.practice.average else 3) * trained  # the weights, Adam's two states, the mean
    handed_over = 2 * trained if recipe.practice.rounds > 1 and not recipe.practice.restart else 0
    handed_over *= 2 if controls_of(recipe)[1:] else 1
    trainings = (*trainings_of(recipe), *controls_of(recipe))
    students = sum(len(students_after(recipe, training)) for training in trainings)
    return float(students * trained + 2 * checkpoint + handed_over)


def students_of(recipe: Recipe) -> list[Stage[Trained]]:
    """All students of a recipe that may be kept, in order."""
    return [student for training in trainings_of(recipe) for student in students_after(recipe, training)]


def rehearses(recipe: Recipe) -> bool:
    """Whether practice rehearses the base student's own answers."""
    rehearsal = recipe.practice.rehearsal
    return rehearsal.share > 0 and rehearsal.self and recipe.practice.rounds > 0


def tries_closed_book(recipe: Recipe) -> bool:
    """Whether questions are tried without the documents."""
    return bool(recipe.documents and recipe.closed_book.questions)


def adapts_after(recipe: Recipe, number: int) -> bool:
    """Whether the training set changes after a round: not after the last one."""
    return recipe.adapt.enabled and number < recipe.practice.rounds


def as_drafted(stage: Stage[B], recipe: Recipe) -> Stage[B]:
    """The stage in which the result of `stage` is made: itself, unless a person reviews it."""
    return DRAFTS[stage.name] if stage.name in recipe.review.after else stage


def stages_of(recipe: Recipe) -> list[Stage[Any]]:
    """All stages of a recipe, in the order in which they are carried out."""
    found: list[Stage[Any]] = [DOCUMENTS] if recipe.documents else []
    for stage in (GRAPH, COURSE):
        found += [DRAFTS[stage.name], stage] if stage.name in recipe.review.after else [stage]
    found.append(exam_of_base())
    found += [exam_of_base(worked_examples=True)] if recipe.exam.worked_examples else []
    found += [exam_of_base(open_book=True)] if recipe.documents else []
    found += [CLOSED_BOOK] if tries_closed_book(recipe) else []
    trainings = trainings_of(recipe)
    for training in trainings:
        found += [REHEARSAL] if training == round_(1) and rehearses(recipe) else []
        found.append(training)
        number = _number(training.name)
        if number and adapts_after(recipe, number):
            found += [probe_after(number)] if recipe.adapt.probe_questions else []
            found.append(change_after(number))
        students = students_after(recipe, training) if recipe.exam.development else []
        found += map(development_after, students)
        found += [exam_after(training)] if recipe.exam.every_state else []
        if control := next((one for one in controls_of(recipe) if one.measures == training.name), None):
            found.append(control)
            found += map(development_after, students_after(recipe, control) if recipe.exam.development else [])
    found += [CONTROL_KEPT, exam_of_control()] if controls_of(recipe) else []
    found += [KEPT, exam_of_kept()] if trainings else []
    found += [retention(final=False), retention(final=True)] if trainings and recipe.forgetting.enabled else []
    return [*found, LEAKAGE]


def stages_before(stage: Stage[Any], recipe: Recipe) -> list[Stage[Any]]:
    """The stages whose results a stage is made from, in order."""
    found = stages_of(recipe)
    path = [other for other in found if other.measures is None]
    developed = [other for other in found if other.name.startswith(f"{DEVELOPMENT}/") and not other.of_control]
    if stage.name == KEPT.name:  # it is chosen by measurements, which nothing else rests on
        return path[:-1] + developed
    if stage.of_control:
        earlier = [other for other in found if other.of_control]
        of = (stage.measures or "").removeprefix(f"{CONTROL}/")
        last = next((number for number, other in enumerate(path) if other.name == of), len(path) - 2)
        chosen = developed if stage.measures == LAST else []
        return [*path[: last + 1], *chosen, *earlier[: [other.name for other in earlier].index(stage.name)]]
    if stage.measures == LAST:
        return path
    names = [other.name for other in path]
    if stage.measures is None:
        own: list[Stage[Any]] = [REHEARSAL] if _ROUND.match(stage.name) and rehearses(recipe) else []
        kept_out = _ROUND.match(stage.name) and tries_closed_book(recipe) and recipe.closed_book.keep_out
        own += [CLOSED_BOOK] if kept_out else []
        return [*own, *path[: names.index(stage.name)]]
    return path[: names.index(stage.measures) + 1] if stage.measures else []


_FIRST_EXAMS = {
    stage.state: stage
    for stage in (
        exam_of_base(),
        exam_of_base(worked_examples=True),
        exam_of_base(open_book=True),
        exam_after(READING),
    )
}
_LAST_EXAMS = {stage.state: stage for stage in (exam_of_control(), exam_of_kept())}
_ROUND = re.compile(r"round-(\d+)")


def exam_named(state: str) -> Stage[Evaluation]:
    """The exam of a state of the student; a state that no recipe has is its own label."""
    if number := _number(state):
        return exam_after(round_(number))
    if number := _number(state.removeprefix(f"{CONTROL}/")):
        return exam_after(control_round(number))
    whole, _, part = state.rpartition(_WITHIN)
    if part.isdecimal() and (number := _number(whole.removeprefix(f"{CONTROL}/"))):
        training = control_round(number) if whole.startswith(CONTROL) else round_(number)
        return exam_after(within(training, int(part)))
    known = _FIRST_EXAMS | _LAST_EXAMS
    return known.get(state) or Stage(f"{EXAM}/{state}", Evaluation, label=state, short=state)


def _number(name: str) -> int:
    """The number of a round by its name; 0 for anything else."""
    found = _ROUND.fullmatch(name)
    return int(found[1]) if found else 0


def sorted_states(states: Sequence[str]) -> list[str]:
    """States of the student in the order in which a run reaches them; unknown ones first."""
    known = [*_FIRST_EXAMS, "", *_LAST_EXAMS]

    def position(state: str) -> tuple[int, int, str]:
        if number := _number(state):
            return known.index(""), number, state
        return (known.index(state) if state in known else -1), 0, state

    return sorted(states, key=position)


def stages_done(run: Path, recipe: Recipe) -> Iterator[Stage[Any]]:
    """The finished stages of a run, in order."""
    return (stage for stage in stages_of(recipe) if stage.done(run))
