"""A run read back from disk, as `tutelage.run` returned it; also one that is not finished."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tutelage.config import Recipe, fill
from tutelage.errors import DamagedRun, ReviewError, RunError
from tutelage.records import (
    Adapted,
    Course,
    Evaluation,
    Forgetting,
    Round,
    RunRecord,
    StageTime,
    Trained,
    TrainingSet,
)
from tutelage.storage import stages
from tutelage.storage.answers import calls_of
from tutelage.storage.directories import read_inputs, read_settings
from tutelage.storage.origins import check_origins, chosen_of
from tutelage.storage.person_marks import read_marks
from tutelage.storage.reviews import awaiting, read_decisions
from tutelage.storage.store import ANSWERS, CONFIG, ENVIRONMENT, REPORT, check_folder, read_manifest, read_sealed

RESUME = "resume it with 'tutelage run' and its recipe"


def open_run(path: str | Path, *, finished: bool = True) -> RunRecord:
    """Read a run from its folder. Nothing is carried out, nothing is written.

    With `finished=False` a skill graph and a course are enough: the record holds the stages that are done. Raises
    `RunError`, saying what to do, if there is no run, or not enough of one.
    """
    path = Path(path)
    recipe = recipe_of(path)
    done = check_run(path, recipe)
    if finished and not (is_finished(path) and len(done) == len(stages.stages_of(recipe))):
        names = ", ".join(stage.name for stage in done) or "nothing"
        raise _lacking(path, f"is not finished (done: {names})")
    if stages.GRAPH not in done:
        raise _lacking(path, "has no graph yet")
    course = course_of(path)
    closed_book = stages.CLOSED_BOOK.read(path) if stages.CLOSED_BOOK in done else None
    before, after = (stages.retention(final=final) for final in (False, True))
    return RunRecord(
        name=recipe.name,
        folder=str(path),
        recipe=fill(recipe, chosen_of(read_inputs(path / CONFIG))).model_dump(mode="json"),
        environment=_environment(path),
        documents=stages.DOCUMENTS.read(path) if stages.DOCUMENTS in done else None,
        graph=stages.GRAPH.read(path),
        course=course,
        reading=stages.READING.read(path) if stages.READING in done else None,
        rounds=_rounds(path, recipe, course, closed_book.kept_out if closed_book else ()),
        evaluations=_evaluations(path, done, stages.EXAM),
        development=_evaluations(path, done, stages.DEVELOPMENT),
        closed_book=closed_book,
        kept=stages.KEPT.read(path) if stages.KEPT in done else None,
        times=times(path, recipe),
        leakage=stages.LEAKAGE.read(path).found if stages.LEAKAGE in done else (),
        rehearsal=stages.REHEARSAL.read(path) if stages.REHEARSAL in done else None,
        forgetting=Forgetting(base=before.read(path), final=after.read(path)) if after in done else None,
        marks=read_marks(path),
        decisions=read_decisions(path),
        calls=calls_of(path / ANSWERS, recipe.teacher),
    )


def times(path: Path, recipe: Recipe) -> tuple[StageTime, ...]:
    """What each finished stage of a run cost; of a stage that was interrupted, the part since it was last resumed."""
    found = ((stage.name, read_manifest(path / stage.name)) for stage in stages.stages_of(recipe))
    return tuple(
        StageTime(stage=name, seconds=facts["seconds"], tokens=facts["tokens"], peak_gb=facts["peak_gb"])
        for name, facts in found
        if facts is not None
    )


def changes_of(rounds: Sequence[Round]) -> list[Adapted]:
    """What the rounds changed in the training set."""
    return [round_.adapted for round_ in rounds if round_.adapted]


def is_run(path: Path) -> bool:
    """Whether a folder holds a run, finished or not."""
    return (path / CONFIG).is_file()


def is_finished(path: Path) -> bool:
    """Whether a run is finished: the report is what it writes last."""
    return is_run(path) and (path / REPORT).is_file()


def recipe_of(path: Path) -> Recipe:
    """The recipe of the run in a folder. Raises `RunError` if there is none. Quick: nothing heavy is imported."""
    if not is_run(path):
        raise RunError(f"{path} holds no run: give the folder of one, such as runs/NAME, which has a {CONFIG}")
    return read_settings(path / CONFIG)


def check_run(path: Path, recipe: Recipe) -> list[stages.Stage[Any]]:
    """The finished stages of a run; those that rest on one that is yet to be done do not count. Raises `DamagedRun` if
    one is not of this run, or older than one before it."""
    found = list(stages.stages_done(path, recipe))
    done = [stage for stage in found if all(before in found for before in stages.stages_before(stage, recipe))]
    check_origins(path, recipe, read_inputs(path / CONFIG), done)
    return done


def course_of(path: Path) -> Course:
    """The course of a run. Raises `RunError` if there is no run, or it has not been written yet."""
    if not stages.COURSE.done(path):
        raise _lacking(path, "has no course yet")
    return stages.COURSE.read(path)


def trainings_done(path: Path, recipe: Recipe) -> list[stages.Stage[Trained]]:
    """The stages of a run that left a trained student, in order, those within rounds among them; see `check_run`."""
    done = {stage.name for stage in check_run(path, recipe)}
    students = stages.students_of(recipe)
    return [student for student in students if student.home in done and student.student_folder(path).is_dir()]


def result_of(path: Path, recipe: Recipe) -> stages.Stage[Trained] | None:
    """The stage of training whose student is the result of a run: the one that was kept; as long as that is not
    decided, the last one. `None` if nothing is trained yet."""
    trainings = trainings_done(path, recipe)
    if trainings and stages.KEPT in check_run(path, recipe):
        kept = stages.KEPT.read(path).stage
        return next((training for training in trainings if training.name == kept), None)
    return trainings[-1] if trainings else None


def trained_student(path: str | Path, stage: str = "") -> Path:
    """Folder with what the student of a run has learnt by the end of `stage` (`reading`, `round-1`, …), by default of
    the stage that is its result (`result_of`). Raises `RunError`, naming the stages, if there is none."""
    path, recipe = Path(path), recipe_of(Path(path))
    found = {training.name: training for training in trainings_done(path, recipe)}
    result = result_of(path, recipe)
    if result is None:
        raise _lacking(path, "has no trained student yet")
    if stage and stage not in found:
        raise RunError(f"the run in {path} has no student of stage '{stage}': choose from {', '.join(found)}")
    chosen = found[stage] if stage else result
    check_folder(path / chosen.home)
    return chosen.student_folder(path)


def _lacking(path: Path, what: str) -> RunError:
    """What a run does not have, and what makes it go on."""
    if waiting := awaiting(path, recipe_of(path)):
        return ReviewError(f"the run in {path} {what}: the {waiting} waits for your review: tutelage review {path}")
    return RunError(f"the run in {path} {what}: {RESUME}")


def _evaluations(path: Path, done: Sequence[stages.Stage[Any]], exam: str) -> dict[str, Evaluation]:
    """The finished evaluations in an exam or in the development exam, by state."""
    return {stage.state: stage.read(path) for stage in done if stage.name.startswith(f"{exam}/")}


def _rounds(path: Path, recipe: Recipe, course: Course, kept_out: Sequence[str]) -> tuple[Round, ...]:
    rounds: list[Round] = []
    for number in range(1, recipe.practice.rounds + 1):
        training, change = stages.round_(number), stages.change_after(number)
        probe = stages.probe_after(number)
        if not training.done(path):
            break
        rounds.append(
            Round(
                number=number,
                training_set=rounds[-1].next_training_set() if rounds else TrainingSet.first(course, kept_out),
                trained=training.read(path),
                adapted=change.read(path) if change.done(path) else None,
                probe=probe.read(path) if probe.done(path) else None,
            )
        )
    return tuple(rounds)


def _environment(path: Path) -> dict[str, str]:
    """Versions and machine, as the run wrote them down; empty if it has not."""
    try:
        found = read_sealed(path / ENVIRONMENT)
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError, IsADirectoryError):
        raise DamagedRun(
            f"{path / ENVIRONMENT} is damaged: delete it, and the same 'tutelage run' writes it again"
        ) from None
    return {str(key): str(value) for key, value in found.items()}
