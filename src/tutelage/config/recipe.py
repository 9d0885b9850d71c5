"""The recipe as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from tutelage.config.base import LARGEST, Section
from tutelage.config.course import CorruptionConfig, CourseConfig, GraphConfig
from tutelage.config.exam import ClosedBookConfig, ExamConfig, ForgettingConfig
from tutelage.config.gate import GateConfig
from tutelage.config.launch import LaunchConfig
from tutelage.config.review import ReviewConfig
from tutelage.config.teacher import ROLES, TeacherConfig
from tutelage.config.training import AdaptConfig, DynamicsConfig, PracticeConfig, ReadingConfig, StudentConfig

INPUTS = (
    "syllabus",
    "course.also",
    "course.checks.benchmarks",
    "reading.replay",
    "practice.rehearsal.texts",
    "forgetting.texts",
    "forgetting.choices",
    "exam.questions",
)
"""Keys of files whose text a result depends on, wherever they are."""
_REACHING = (
    "base_url",
    "key_variable",
    "key_header",
    "concurrency",
    "timeout",
    "retries",
    "prices",
    "prompts",
    "batch",
)
"""Keys of a role of the teacher that say how an endpoint is reached and what it costs."""
OPERATIONAL = (
    *INPUTS,
    "documents",
    "run_dir",
    "report_to",
    "course.executor",
    "course.ray_address",
    "launch",
    "gate",
    "review",
    *(f"teacher.{key}" for key in (*_REACHING, "budget")),
    *(f"teacher.{role}.{key}" for role in ROLES[1:] for key in _REACHING),
)
"""Keys that may change when an interrupted run is resumed; the text of `INPUTS` may not, that of documents may."""


class Recipe(Section):
    """The whole recipe."""

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    """Name of the run, of letters, digits, `.`, `_` and `-`; also its folder under `runs/`, unless `run_dir` names
    another."""
    syllabus: Path | tuple[Path, ...] = ()
    """Syllabus file, relative to the recipe; or a list of several, which are merged, the most important first. Without
    one, the headings of `documents` are the skills."""
    documents: tuple[Path, ...] = ()
    """Files and folders, relative to the recipe, that the student learns from: Markdown, text, HTML, EPUB, Word and
    PDF. They may change: the same command then writes anew what rests on what has changed."""
    run_dir: Path | None = None
    """Folder of the run, relative to the recipe. Default: `runs/<name>` where the command is started."""
    seed: int = Field(default=0, ge=0, le=LARGEST)
    """All random choices derive from it."""
    threads: int = Field(default=0, ge=0, le=1024)
    """CPU threads; 0 uses as many as there are cores. Scores repeat exactly for the same number."""
    report_to: tuple[Literal["tensorboard", "wandb", "trackio"], ...] = ()
    """Where losses and learning rates go while the student trains, as in TRL. TensorBoard's files are in the run's
    folder `tensorboard`; the others have accounts and settings of their own."""
    graph: GraphConfig = GraphConfig()
    teacher: TeacherConfig = TeacherConfig()
    student: StudentConfig = StudentConfig()
    course: CourseConfig = CourseConfig()
    review: ReviewConfig = ReviewConfig()
    corruption: CorruptionConfig = CorruptionConfig()
    reading: ReadingConfig = ReadingConfig()
    practice: PracticeConfig = PracticeConfig()
    launch: LaunchConfig = LaunchConfig()
    dynamics: DynamicsConfig = DynamicsConfig()
    adapt: AdaptConfig = AdaptConfig()
    exam: ExamConfig = ExamConfig()
    closed_book: ClosedBookConfig = ClosedBookConfig()
    forgetting: ForgettingConfig = ForgettingConfig()
    gate: GateConfig = GateConfig()

    @field_validator("syllabus", mode="before")
    @classmethod
    def _paths(cls, given: object) -> object:
        """Pydantic would report this once for each of the two types, by its own names for them."""
        paths = given if isinstance(given, list | tuple) else [given]
        if not all(isinstance(path, str | Path) for path in paths):
            raise ValueError("write the path of a syllabus file, or a list of paths")
        return given

    @field_validator("documents", mode="before")
    @classmethod
    def _one_or_several(cls, given: object) -> object:
        """A single path needs no list."""
        paths = given if isinstance(given, list | tuple) else [given]
        if not all(isinstance(path, str | Path) for path in paths):
            raise ValueError("write the path of a file or a folder, or a list of paths")
        return tuple(paths)

    @model_validator(mode="after")
    def _something_to_teach(self) -> Self:
        if not self.syllabi and not self.documents:
            raise ValueError("'syllabus' is missing, and so is 'documents': name what is to be taught")
        return self

    @model_validator(mode="after")
    def _headings_to_arrange(self) -> Self:
        if self.graph.arrange.enabled and (self.syllabi or not self.documents):
            raise ValueError(
                "graph.arrange: a teacher arranges what the headings of documents gave, and a syllabus stays as it is: "
                "name 'documents' without a 'syllabus', or leave it out"
            )
        return self

    @model_validator(mode="before")
    @classmethod
    def _teacher_of_documents(cls, given: Any) -> Any:
        """The teacher that writes from documents alone is the one, unless the recipe names another."""
        teacher = given.get("teacher", {}) if isinstance(given, Mapping) and given.get("documents") else None
        if isinstance(teacher, Mapping) and not teacher.keys() & {"kind", "subject", "writer"}:
            return {**given, "teacher": {"kind": "documents", **teacher}}
        return given

    @model_validator(mode="after")
    def _divisible_batches(self) -> Self:
        if uneven := uneven_batches(self):
            raise ValueError(uneven)
        return self

    @model_validator(mode="after")
    def _averageable(self) -> Self:
        if self.practice.average and self.launch.strategy == "fsdp2" and self.student.adapter == "none":
            raise ValueError("practice.average: weights that FSDP2 shards are not averaged: leave it out, or use ddp")
        return self

    @model_validator(mode="after")
    def _chosen_by_an_exam(self) -> Self:
        if self.practice.keep == "best" and not self.exam.development:
            raise ValueError(
                "practice.keep: 'best' is chosen by a development exam: set exam.development, or keep 'last'"
            )
        return self

    @model_validator(mode="after")
    def _examined_within_rounds(self) -> Self:
        if self.exam.within_rounds and not self.exam.development:
            raise ValueError(
                "exam.within_rounds: it is the development exam that is taken within rounds: set exam.development, or 0"
            )
        return self

    @model_validator(mode="after")
    def _base_to_stay_near(self) -> Self:
        if self.practice.divergence_penalty and (self.student.adapter == "none" or self.launch.strategy == "fsdp2"):
            raise ValueError(
                "practice.divergence_penalty: the base is the student without its adapter: set student.adapter: lora "
                "and launch.strategy: ddp, or 0"
            )
        return self

    @model_validator(mode="after")
    def _something_to_control(self) -> Self:
        if self.practice.control and not (self.adapt.enabled and self.practice.rounds > 1):
            raise ValueError(
                "practice.control: the training set never changes here, so the run is its own control: leave it out, "
                "or set adapt.enabled: true and practice.rounds to 2 or more"
            )
        return self

    @property
    def keeps_best(self) -> bool:
        """Whether the best state of the student is kept, not the last one."""
        return bool(self.exam.development) and self.practice.keep != "last"

    @property
    def generated_questions(self) -> int:
        """Questions of the exam, per skill, that the teacher writes: none if the recipe brings an exam of its own."""
        own = self.exam.questions is not None and not self.exam.generated
        return 0 if own else self.course.exam_questions_per_skill

    @property
    def folder(self) -> Path:
        """Where the run is kept."""
        return self.run_dir or Path("runs") / self.name

    @property
    def syllabi(self) -> tuple[Path, ...]:
        """All syllabus files."""
        return (self.syllabus,) if isinstance(self.syllabus, Path) else self.syllabus


def uneven_batches(recipe: Recipe) -> str:
    """Why the processes of a recipe cannot share its batches, and what to do; empty if they can. A size that is still
    empty is not looked at."""
    processes = recipe.launch.total
    for name in ("reading", "practice"):
        size = getattr(recipe, name).batch_size
        if size is not None and size % processes:
            return (
                f"{name}.batch_size {size} cannot be divided evenly among {processes} processes: make it "
                f"{-(-size // processes) * processes}, or another multiple of {processes}"
            )
    return ""


def decisive_settings(recipe: Recipe) -> dict[str, Any]:
    """The settings that can change a result, by key. Where files and folders are, how an endpoint is reached and what
    it may cost cannot."""
    return {
        key: value
        for key, value in _flat(recipe.model_dump(mode="json")).items()
        # The folder of a student may move: its weights are compared.
        if not key.startswith(OPERATIONAL) and not (key == "student.model" and Path(value).is_absolute())
    }


def differences(old: Recipe, new: Recipe) -> list[str]:
    """The settings in which two recipes with absolute paths differ, as `key: old -> new`."""
    before, after = decisive_settings(old), decisive_settings(new)
    # A student's folder is no setting; where another student takes its place, it is named all the same.
    moved = {"student.model": (old.student.model, new.student.model)}
    return [
        "{}: {} -> {}".format(key, *moved.get(key, (before.get(key), after.get(key))))
        for key in sorted(before | after)
        if before.get(key) != after.get(key)
    ]


def _flat(data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = value
    return flat
