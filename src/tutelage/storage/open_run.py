"""A run that lies on disk, read back as `tutelage.run` returned it; also one that is not finished.

Importing it is quick, so that a wrong path is told at once: what brings SymPy and Arrow along is imported where a run
is read as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tutelage.config import Recipe
from tutelage.errors import DamagedRun, RunError
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
from tutelage.storage.directories import read_settings
from tutelage.storage.store import CONFIG, ENVIRONMENT, REPORT, check_folder, read_manifest, read_sealed


def open_run(path: str | Path, *, finished: bool = True) -> RunRecord:
    """Read a run from its folder. Nothing is carried out, nothing is written.

    With `finished=False` a run will do that has at least its skill graph and its course: the record holds the stages
    that are done. Raises `ValueError`, saying what to do, if there is no run, or not enough of one.
    """
    path = Path(path)
    recipe = recipe_of(path)
    done = list(stages.stages_done(path, recipe))
    if finished and not is_finished(path):
        names = ", ".join(stage.name for stage in done)
        raise RunError(
            f"the run in {path} is not finished (done: {names or 'nothing'}): go on with 'tutelage run' and its recipe"
        )
    if stages.GRAPH not in done:
        raise RunError(f"the run in {path} has no graph yet: go on with 'tutelage run' and its recipe")
    course = course_of(path)
    before, after = (stages.retention(final=final) for final in (False, True))
    exams = [stage for stage in done if stage.record is Evaluation]
    return RunRecord(
        name=recipe.name,
        folder=str(path),
        recipe=recipe.model_dump(mode="json"),
        environment=_environment(path),
        graph=stages.GRAPH.read(path),
        course=course,
        reading=stages.READING.read(path) if stages.READING in done else None,
        rounds=_rounds(path, recipe, course),
        evaluations={stage.state: stage.read(path) for stage in exams},
        times=times(path, recipe),
        leakage=stages.LEAKAGE.read(path).found if stages.LEAKAGE in done else (),
        forgetting=Forgetting(base=before.read(path), final=after.read(path)) if after in done else None,
    )


def times(path: Path, recipe: Recipe) -> tuple[StageTime, ...]:
    """What the finished stages of a run cost; of one that was interrupted, what its last part cost."""
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
    """Whether a run has come to its end: the report is what it writes last."""
    return is_run(path) and (path / REPORT).is_file()


def recipe_of(path: Path) -> Recipe:
    """The recipe of the run in a folder. Raises `ValueError` if there is none."""
    if not is_run(path):
        raise RunError(f"{path} holds no run: name the folder of one, such as runs/NAME (it has a {CONFIG})")
    return read_settings(path / CONFIG)


def course_of(path: Path) -> Course:
    """The course of a run. Raises `RunError` if it is not written yet."""
    if not stages.COURSE.done(path):
        raise RunError(f"the run in {path} has no course yet: go on with 'tutelage run' and its recipe")
    return stages.COURSE.read(path)


def trainings_done(path: Path, recipe: Recipe) -> list[stages.Stage[Trained]]:
    """The stages of a run that left a trained student, in order."""
    return [stage for stage in stages.trainings_of(recipe) if stage.done(path) and stage.student(path).is_dir()]


def trained_student(path: str | Path, stage: str = "") -> Path:
    """Folder with what the student of a run has learnt by the end of `stage` (`reading`, `round-1`, …), by default by
    the end of the run's last stage of training. Raises `RunError`, naming the stages, if there is none."""
    path = Path(path)
    found = {training.name: training for training in trainings_done(path, recipe_of(path))}
    if not found:
        raise RunError(f"the run in {path} has no trained student yet: go on with 'tutelage run' and its recipe")
    if stage and stage not in found:
        raise RunError(f"the run in {path} has no student of stage '{stage}': choose from {', '.join(found)}")
    chosen = found[stage or list(found)[-1]]
    check_folder(path / chosen.name)
    return chosen.student(path)


def _rounds(path: Path, recipe: Recipe, course: Course) -> tuple[Round, ...]:
    rounds: list[Round] = []
    for number in range(1, recipe.practice.rounds + 1):
        training, change = stages.round_(number), stages.change_after(number)
        if not training.done(path):
            break
        rounds.append(
            Round(
                number=number,
                training_set=rounds[-1].next_training_set() if rounds else TrainingSet.first(course),
                trained=training.read(path),
                adapted=change.read(path) if change.done(path) else None,
            )
        )
    return tuple(rounds)


def _environment(path: Path) -> dict[str, str]:
    """Versions and machine, as the run wrote them down; nothing for a run that did not."""
    try:
        found, _ = read_sealed(path / ENVIRONMENT)
    except FileNotFoundError:
        return {}
    except ValueError:
        raise DamagedRun(
            f"{path / ENVIRONMENT} is damaged: delete it, the same 'tutelage run' writes it anew"
        ) from None
    return {str(key): str(value) for key, value in found.items()}
