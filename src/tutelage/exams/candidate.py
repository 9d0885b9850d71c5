"""Who is evaluated: a model, or a student of a finished run at one of its stages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tutelage.config import ExamConfig, StudentConfig, override
from tutelage.errors import ExamError
from tutelage.progress import Progress
from tutelage.storage import open_run
from tutelage.storage.stages import BASE, READING
from tutelage.storage.store import CONFIG, MANIFEST, check_folder
from tutelage.student import embedded, loading
from tutelage.student.fingerprint import prepare_base
from tutelage.student.loading import Student, load_student, prepare_student, require_training

ASKED_WITH = ("chat_template", "system", "template_options", "quantise")
"""Settings of a student that change how it answers."""


class Candidate(NamedTuple):
    """A student to be evaluated."""

    name: str
    config: StudentConfig
    stage: str
    """`base`, `reading`, `round-1`, …"""
    trained: Path | None
    """Folder of what it has learnt in the run."""
    run: Path | None
    exam: ExamConfig = ExamConfig()
    """How that run evaluates its students."""
    threads: int = 0

    @property
    def fine_tuned(self) -> bool:
        """Whether it was trained on exercises, and knows from them how an answer is given."""
        return self.stage not in (BASE, READING.name)

    @property
    def identity(self) -> dict[str, Any]:
        """What tells it apart from every other student."""
        learnt = hashlib.sha256((self.trained.parent / MANIFEST).read_bytes()).hexdigest() if self.trained else ""
        return self.config.model_dump(include={"model", *ASKED_WITH}) | {"learnt": learnt}

    def prepare(self, progress: Progress) -> str:
        """The folder or hub name that its base is loaded from."""
        require_training()
        return prepare_base(self.run, self.config, progress) if self.run else prepare_student(self.config, progress)

    def load(self, progress: Progress) -> Student:
        """Ready to answer."""
        return load_student(self.config, self.prepare(progress), self.trained, decode=True)


def find_candidate(given: str, stage: str = "", settings: Sequence[str] = ()) -> Candidate:
    """The student of a run's folder: its result, unless `stage` names another stage; or a model by hub name or folder;
    or, if `given` is empty, the embedded student; asked with `settings` (`KEY=VALUE`, of `ASKED_WITH`). Raises
    `ExamError` for a stage that the run does not have, `RecipeError` for settings that cannot be."""
    folder = Path(given).expanduser()
    if not given or not (folder / CONFIG).is_file():
        if given and not folder.exists():
            loading.check_name(given)
        if stage not in ("", BASE):
            name = given or embedded.EMBEDDED
            raise ExamError(f"'{name}' is not a run folder: check the path, or leave --stage out")
        a_path = "/" in given or given.startswith(".")
        if a_path and folder.is_dir() and not (folder / "config.json").is_file():
            raise ExamError(f"{folder} is neither a run (no {CONFIG}) nor a model (no config.json)")
        if given:
            loading.check_name(given)
        config = override(StudentConfig(model=given) if given else StudentConfig(), settings, ASKED_WITH)
        return Candidate(safe_name(config.model), config, BASE, None, None)
    recipe = open_run.recipe_of(folder)
    students = {student.name: student for student in open_run.trainings_done(folder, recipe)}
    result = open_run.result_of(folder, recipe)
    stage = stage or (result.name if result else BASE)
    if stage not in (BASE, *students):
        raise ExamError(f"{folder} has no finished stage '{stage}': choose {', '.join((BASE, *students))}")
    trained = None if stage == BASE else students[stage].student_folder(folder)
    if trained is not None:
        check_folder(folder / students[stage].home)
    name = f"{safe_name(folder.resolve().name)}-{stage}"
    config = override(recipe.student, settings, ASKED_WITH)
    return Candidate(name, config, stage, trained, folder, recipe.exam, recipe.threads)


def safe_name(text: str) -> str:
    """A name for a folder: the last two parts of a path or hub name."""
    parts = [part for part in re.sub(r"[^A-Za-z0-9._/-]", "-", text).split("/") if part.strip(".")]
    return "-".join(parts[-2:])[:80] or "student"
