"""Everything that is wrong with a recipe on this machine, found before any work is done.

`run`, `check` and `doctor` all use this list, so that they agree. Nothing is written, and nothing is sent to a
teacher's endpoint.
"""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tutelage import executor
from tutelage.config import (
    ERROR_RULES,
    TARGETS,
    GraphConfig,
    Recipe,
    Role,
    choose,
    chosen_text,
    fill,
    fill_for,
    rate_warnings,
)
from tutelage.course.filter import read_benchmarks
from tutelage.course.language import require_language
from tutelage.course.own_exercises import read_own_exercises
from tutelage.course.planning import distinct_counts
from tutelage.course.size import CourseSize, course_size, size_notes
from tutelage.documents import read_documents
from tutelage.errors import RecipeError, RunError, StudentError, SyllabusError, TutelageError
from tutelage.exams import general_text, judging, own_exam
from tutelage.progress import Progress, Quiet
from tutelage.records import SkillGraph
from tutelage.storage import stages
from tutelage.storage.directories import RunDirectory, existing_part
from tutelage.student import gguf_file, loading, quantised, requirements, shape, vllm
from tutelage.syllabus import Sources, read_source, read_sources, read_syllabi
from tutelage.syllabus.collector import ReadingOptions
from tutelage.teacher import Roles, Teacher, check_config, kind_of, make_teacher, resolve_checks
from tutelage.teacher.judging import require_judge
from tutelage.teacher.protocol import name_of, require_teacher
from tutelage.training import reading, rehearsal, schedule

MIN_FREE_BYTES = 500 * 2**20
"""Enough disk space for the adapters and checkpoints of a small student."""


class Problem(NamedTuple):
    """One thing that prevents a run."""

    what: str
    """Part of the recipe or of the machine."""
    error: TutelageError

    @property
    def said(self) -> str:
        """The error beside `what`: one that is raised alone names its key itself."""
        return str(self.error).removeprefix(f"{self.what}: ")

    @property
    def line(self) -> str:
        """Both in one line, and no key twice."""
        return self.said if self.said.startswith(f"{self.what}.") else f"{self.what}: {self.said}"


class Preflight(NamedTuple):
    """What preflight found."""

    sources: Sources | None
    """Syllabi and documents; `None` if they cannot be read."""
    problems: tuple[Problem, ...]

    def require(self) -> Sources:
        """Syllabi and documents, if nothing is wrong. Otherwise raises the first problem, and says how many more there
        are."""
        if not self.problems:
            assert self.sources is not None
            return self.sources
        first, more = self.problems[0].error, len(self.problems) - 1
        if not more:
            raise first
        raise type(first)(f"{first} ({more} more to fix: 'tutelage check' lists all)") from first


def preflight(
    recipe: Recipe,
    *,
    teacher: Teacher | None = None,
    train: bool = True,
    folder: bool = True,
    fresh: bool = False,
    shared: bool = False,
    progress: Progress | None = None,
    unread: Collection[str] = (),
) -> Preflight:
    """Check a recipe. `teacher` replaces the recipe's own. Without `train`, what only training and exams need is not
    checked; without `folder`, the run folder is not. `fresh` permits a folder that holds another run. `shared` says
    that the run shares stages with others. What rests on sections that are `unread` (see `load_rest`) is not checked.
    """
    found: list[Problem] = []

    def attempt(what: str, check: Callable[[], object]) -> None:
        try:
            check()
        except TutelageError as error:
            found.append(Problem(what, error))

    sources = None
    if "graph" not in unread:
        try:
            sources = read_sources(recipe.syllabi, recipe.documents, recipe.graph, progress)
        except TutelageError as error:
            # Together, the first fault has ended the reading: one by one, all are found.
            for path in recipe.syllabi:
                attempt("syllabus", partial(_read_syllabus, path, recipe.graph))
            if recipe.syllabi and not found:
                attempt("syllabus", lambda: read_syllabi(recipe.syllabi, recipe.graph))
            if recipe.documents:
                attempt("documents", lambda: read_documents(recipe.documents, progress=Quiet()))
            if not found:
                found.append(Problem("syllabus" if recipe.syllabi else "documents", error))
    if not WRITING.intersection(unread):
        for what, check in _course_checks(recipe, sources, teacher):
            attempt(what, check)
    if train:
        for what, check in _training_checks(recipe, shared):
            if not {what.partition(".")[0], *(BATCHES if what == "launch" else ())}.intersection(unread):
                attempt(what, check)
    if folder and not unread:
        attempt("run folder", lambda: _check_folder(recipe, fresh, teacher))
    return Preflight(sources, tuple(found))


WRITING = frozenset(
    ("syllabus", "documents", "graph", "teacher", "student", "course", "exam", "closed_book", "corruption")
)
"""Sections that the writing of the course rests on."""
BATCHES = ("launch", "student", "reading", "practice")
"""Those that say who trains on how much at once."""
Check = tuple[str, Callable[[], object]]
"""A part of the recipe, and what raises `TutelageError` if it is wrong."""


def _read_syllabus(path: Path, config: GraphConfig) -> None:
    if not path.exists():
        raise SyllabusError(f"no syllabus at {path}: check 'syllabus' in the recipe")
    read_source(path, ReadingOptions(config.headings, config.previous))


def _check_there(key: str, paths: Iterable[Path]) -> None:
    for path in paths:
        if not path.is_file():
            raise RecipeError(f"no file at {path}: check '{key}'")


def _course_checks(recipe: Recipe, sources: Sources | None, teacher: Teacher | None) -> Iterator[Check]:
    """What writing the course needs."""
    yield "executor", lambda: executor.require(recipe.course)
    if teacher is not None:
        yield "teacher", lambda: require_teacher(teacher)
        yield "course.checks", lambda: resolve_checks(recipe.course.checks, teacher)
    else:
        yield from _role_checks(recipe, sources)
        yield "graph.arrange", lambda: _check_arranging(recipe)
        yield "graph.decompose", lambda: _check_splitting(recipe)
    yield "benchmarks", lambda: read_benchmarks(recipe.course.checks)
    yield "course.language", lambda: require_language(recipe.course.language)
    yield "course.rewrites", lambda: _check_rewrites(recipe, teacher)
    if sources is not None:
        graph = sources.graph.graph
        yield "course.also", lambda: deque(read_own_exercises(graph, recipe.course.also), maxlen=0)
        yield "exam.questions", lambda: _check_own_exam(recipe, graph, teacher)
    else:
        yield "course.also", lambda: _check_there("course.also", recipe.course.also)
        yield "exam.questions", lambda: _check_there("exam.questions", filter(None, [recipe.exam.questions]))


def _check_arranging(recipe: Recipe) -> None:
    if recipe.graph.arrange.enabled and not kind_of(recipe.teacher).arranges:
        raise RecipeError(
            f"graph.arrange: a teacher of kind '{recipe.teacher.kind}' cannot say which skills documents teach: name a "
            "language model as the teacher, or leave it out"
        )


def _check_splitting(recipe: Recipe) -> None:
    if recipe.graph.decompose.enabled and not kind_of(recipe.teacher).splits:
        raise RecipeError(
            f"graph.decompose: a teacher of kind '{recipe.teacher.kind}' cannot split skills: name a language model as "
            "the teacher, or leave it out"
        )


def _check_solver(recipe: Recipe, teacher: Teacher) -> None:
    if stages.tries_closed_book(recipe) and recipe.closed_book.by == "solver" and not teacher.checks.solves:
        raise RecipeError(
            "closed_book.by: this teacher cannot solve exercises: write 'student', name a solver, or set "
            "closed_book.questions to 0"
        )


def _check_own_exam(recipe: Recipe, graph: SkillGraph, teacher: Teacher | None) -> None:
    """That its questions can be asked, and their answers marked."""
    if judging.needs_judge(own_exam.read_own_exam(recipe, graph, Quiet())):
        if teacher is None:
            judging.judge_of(recipe)
        else:
            require_judge(teacher)


def _check_rewrites(recipe: Recipe, teacher: Teacher | None) -> None:
    """That whoever rewrites can say the same in other words."""
    own = recipe.teacher.of("rewriter")
    if recipe.course.rewrites and teacher is None and not kind_of(own).rewrites:
        raise RecipeError(
            f"course.rewrites: a teacher of kind '{own.kind}' does not rewrite: name a language model under "
            "teacher.rewriter, or leave it out"
        )


def _role_checks(recipe: Recipe, sources: Sources | None) -> Iterator[Check]:
    """The recipe's own teacher: who has each role, and whether all together can check what is written; without
    `sources`, only what can be said of each by itself."""
    roles, made = recipe.teacher.roles, dict[Role, Teacher]()

    def make(role: Role) -> None:
        notation = recipe.course.notation if role == "writer" else "plain"
        if sources is None:
            check_config(roles[role], notation)
            return
        made[role] = make_teacher(
            roles[role],
            sources.graph.graph,
            student=recipe.student,
            notation=notation,
            use_cache=False,
            passages=sources.passages,
        )

    def resolve() -> None:
        if len(made) == len(roles):  # otherwise that has been said
            resolve_checks(recipe.course.checks, Roles(**made))
            _check_solver(recipe, Roles(**made))

    for role in roles:
        yield "teacher" if role == "writer" else f"teacher.{role}", partial(make, role)
    yield "teacher", resolve


def _training_checks(recipe: Recipe, shared: bool) -> Iterator[Check]:
    """What training and exams need."""
    yield "student", lambda: _check_student(recipe)
    yield "report_to", lambda: schedule.require_trackers(recipe.report_to)
    yield "exam", lambda: vllm.require_vllm(recipe.exam.backend)
    yield "adapt.target", lambda: (TARGETS.get(recipe.adapt.target), recipe.adapt.probe_questions)
    yield "dynamics.rule", lambda: ERROR_RULES.get(recipe.dynamics.rule)
    yield "reading.replay", lambda: reading.load_general_text(recipe.reading)
    yield "practice.rehearsal.texts", lambda: rehearsal.read_documents(recipe.practice.rehearsal.texts)
    kept = recipe.forgetting
    if kept.enabled:
        yield "forgetting", lambda: (general_text.load_texts(kept), general_text.load_questions(kept, recipe.seed))
    yield "launch", lambda: _check_nodes(recipe, shared)
    yield "launch", lambda: _check_batches(recipe)


def _check_student(recipe: Recipe) -> None:
    loading.require_training()
    if recipe.student.quantise and recipe.launch.strategy == "fsdp2":
        raise RecipeError(
            "a quantised student cannot be sharded: set launch.strategy: ddp, or leave student.quantise out"
        )
    quantised.require_quantisation(recipe.student)
    loading.check_name(recipe.student.model)
    where, advice = loading.find_student(recipe.student.model)
    if where == "missing":
        empty = Path(recipe.student.model).expanduser().is_dir()
        what = "is a folder without a model" if empty else "is missing"
        raise StudentError(f"student {recipe.student.model} {what}: {advice}")
    if gguf_file.is_gguf(recipe.student.model):
        gguf_file.check_gguf(recipe.student.model)
    here = loading.local_folder(recipe.student.model)
    if here is not None:
        requirements.require_trainable(recipe.student, str(here), recipe.practice.max_length)


def _check_batches(recipe: Recipe) -> None:
    try:
        parameters = shape.parameters_here(recipe.student)
    except TutelageError:
        return  # that is reported with the student
    if parameters is not None:
        fill_for(recipe, parameters)


def _check_nodes(recipe: Recipe, shared: bool) -> None:
    if shared and recipe.launch.nodes > 1:
        raise RecipeError("runs that share stages train on one machine: set launch.nodes to 1")


def settings_lines(recipe: Recipe) -> list[str]:
    """What is chosen for the student where the recipe is empty, and what may be wrong with what it says."""
    parameters = shape.parameters_here(recipe.student)
    if parameters is None:
        prepares = "converts" if gguf_file.is_gguf(recipe.student.model) else "downloads"
        return [
            "the student is not ready on this machine yet; its size will choose the settings that the recipe leaves "
            f"empty: 'tutelage prepare {recipe.student.model}' {prepares} it"
        ]
    return [chosen_text(recipe, parameters), *rate_warnings(recipe, parameters)]


def unsent_lines(recipe: Recipe, path: Path) -> list[str]:
    """What was not looked at, because nothing was sent: the endpoints of a recipe."""
    asked = {own.base_url or own.kind: None for own in recipe.teacher.roles.values() if kind_of(own).has_endpoint}
    if not asked:
        return []
    return [f"nothing was sent: whether {' and '.join(asked)} answers, 'tutelage doctor {path}' finds out"]


def recipe_teacher(recipe: Recipe, sources: Sources) -> Teacher:
    """The recipe's own teacher, to ask it how much it can write. Raises `TutelageError` if it cannot be made."""
    return make_teacher(
        recipe.teacher,
        sources.graph.graph,
        student=recipe.student,
        notation=recipe.course.notation,
        use_cache=False,
        passages=sources.passages,
    )


def planned_size(recipe: Recipe, graph: SkillGraph, teacher: Teacher) -> CourseSize:
    """What a recipe asks of this teacher, as far as it has it."""
    return course_size(recipe, graph, distinct_counts(graph, teacher, recipe.course))


def size_lines(recipe: Recipe, graph: SkillGraph, size: CourseSize) -> list[str]:
    """What is too small in a course to show or teach anything; empty if nothing is."""
    questions = len(own_exam.read_own_exam(recipe, graph, Quiet()))
    return list(size_notes(recipe, size, questions, len(list(read_own_exercises(graph, recipe.course.also)))))


def _room_needed(recipe: Recipe, *, fresh: bool) -> int:
    """Bytes on disk that a run takes, as far as that is known: one that has begun has some of it already."""
    try:
        parameters = shape.parameters_here(recipe.student)
    except TutelageError:
        return MIN_FREE_BYTES  # that is reported with the student
    if parameters is None or (recipe.folder.is_dir() and not fresh):
        return MIN_FREE_BYTES
    filled = fill(recipe, choose(recipe, parameters))
    if filled.student.adapter == "lora":
        return MIN_FREE_BYTES
    return max(MIN_FREE_BYTES, int(stages.disk_needed(parameters, filled)))


def _check_folder(recipe: Recipe, fresh: bool, teacher: Teacher | None) -> None:
    """That the run can be written there, and that the folder holds no other one."""
    existing = existing_part(recipe.folder)
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        raise RunError(f"cannot write to the run folder {recipe.folder}: choose another run_dir")
    free, needed = shutil.disk_usage(existing).free, _room_needed(recipe, fresh=fresh)
    if free < needed:
        raise RunError(
            f"only {free // 2**20:,} MiB are free at {recipe.folder} and a run needs at least {needed // 2**20:,} MiB: "
            "free some space, or choose another run_dir"
        )
    if recipe.folder.is_dir() and not fresh:
        RunDirectory(recipe, teacher=name_of(teacher)).refuse_other_recipe()
