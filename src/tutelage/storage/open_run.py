"""A run that lies on disk, read back as `tutelage.run` returned it; also one that is not finished.

Importing it is quick, so that a wrong path is told at once: what brings SymPy and Arrow along is imported where a run
is read as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tutelage.config import Recipe
from tutelage.errors import DamagedRun, RunError
from tutelage.records import (
    Adapted,
    Course,
    Forgetting,
    GeneralExam,
    Leakage,
    Round,
    RunRecord,
    Sitting,
    SkillGraph,
    StageTime,
    Trained,
    TrainingSet,
)
from tutelage.storage.directories import WorkDirectory, read_settings
from tutelage.storage.store import CONFIG, ENVIRONMENT, REPORT, check_folder, read_bundle, read_manifest, read_sealed

STUDENT = "student"
"""Folder of a stage with what the student has learnt by then."""


def open_run(path: str | Path, *, finished: bool = True) -> RunRecord:
    """Read a run from its folder. Nothing is carried out, nothing is written.

    With `finished=False` a run will do that has at least its skill graph and its course: the record holds the stages
    that are done. Raises `ValueError`, saying what to do, if there is no run, or not enough of one.
    """
    path = Path(path)
    recipe = recipe_of(path)
    done = stages_done(path, recipe)
    if finished and not is_finished(path):
        raise RunError(
            f"the run in {path} is not finished (done: {', '.join(done) or 'nothing'}): go on with 'tutelage run' and "
            "its recipe"
        )
    if "graph" not in done:
        raise RunError(f"the run in {path} has no graph yet: go on with 'tutelage run' and its recipe")
    course = course_of(path)
    reading = read_bundle(path / "reading", Trained) if "reading" in done else None
    rounds = _rounds(path, recipe, course)
    panels = {name[11:]: read_bundle(path / name, GeneralExam) for name in done if name.startswith("forgetting/")}
    return RunRecord(
        name=recipe.name,
        folder=str(path),
        recipe=recipe.model_dump(mode="json"),
        environment=_environment(path),
        graph=read_bundle(path / "graph", SkillGraph),
        course=course,
        reading=reading,
        rounds=rounds,
        sittings={name[5:]: read_bundle(path / name, Sitting) for name in done if name.startswith("exam/")},
        times=_times(path, done, _tokens(reading, rounds, panels)),
        leakage=read_bundle(path / "leakage", Leakage).found if "leakage" in done else (),
        forgetting=Forgetting(base=panels["base"], final=panels["final"]) if len(panels) == 2 else None,
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
    """The course of a run. Raises `ValueError` if it is not written yet."""
    if read_manifest(path / "course") is None:
        raise RunError(f"the run in {path} has no course yet: go on with 'tutelage run' and its recipe")
    return read_bundle(path / "course", Course)


def stages_done(path: Path, recipe: Recipe) -> list[str]:
    """The stages of a run that are done, in the order of the run."""
    rounds = range(1, recipe.practice.rounds + 1)
    order = ["graph", "course", "exam/base", "exam/base-worked-examples", "reading", "exam/reading"]
    order += [stage for n in rounds for stage in (f"round-{n}", f"round-{n}/change", f"exam/round-{n}")]
    order += ["forgetting/base", "forgetting/final", "leakage"]
    exams = sorted(f"exam/{folder.name}" for folder in (path / "exam").glob("*") if folder.is_dir())
    order += [exam for exam in exams if exam not in order]
    return [stage for stage in order if read_manifest(path / stage) is not None]


def stages_with_student(path: Path, recipe: Recipe) -> list[str]:
    """The stages of a run that left a trained student, in order."""
    return [stage for stage in stages_done(path, recipe) if (path / stage / STUDENT).is_dir()]


def trained_student(path: str | Path, stage: str = "") -> Path:
    """Folder with what the student of a run has learnt by the end of `stage` (`reading`, `round-1`, …), by default by
    the end of the run's last stage of training. Raises `ValueError`, naming the stages, if there is none."""
    path = Path(path)
    stages = stages_with_student(path, recipe_of(path))
    if not stages:
        raise RunError(f"the run in {path} has no trained student yet: go on with 'tutelage run' and its recipe")
    if stage and stage not in stages:
        raise RunError(f"the run in {path} has no student of stage '{stage}': choose from {', '.join(stages)}")
    check_folder(path / (stage or stages[-1]))
    return path / (stage or stages[-1]) / STUDENT


def _rounds(path: Path, recipe: Recipe, course: Course) -> tuple[Round, ...]:
    rounds: list[Round] = []
    for number in range(1, recipe.practice.rounds + 1):
        folder = path / f"round-{number}"
        if read_manifest(folder) is None:
            break
        change = folder / "change"
        training_set = rounds[-1].next_training_set() if rounds else TrainingSet.first(course)
        rounds.append(
            Round(
                number=number,
                training_set=training_set,
                trained=read_bundle(folder, Trained),
                adapted=read_bundle(change, Adapted) if read_manifest(change) is not None else None,
            )
        )
    return tuple(rounds)


def _tokens(reading: Trained | None, rounds: tuple[Round, ...], panels: Mapping[str, GeneralExam]) -> dict[str, int]:
    tokens = {f"round-{round_.number}": round_.trained.tokens for round_ in rounds}
    tokens |= {"reading": reading.tokens} if reading else {}
    return tokens | {f"forgetting/{name}": panel.tokens for name, panel in panels.items()}


def _times(path: Path, done: list[str], tokens: Mapping[str, int]) -> tuple[StageTime, ...]:
    return tuple(WorkDirectory(path).times({stage: tokens.get(stage, 0) for stage in done}))


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
