"""The main path: every stage in order, and the rounds."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable, Sequence
from importlib import metadata
from itertools import chain
from pathlib import Path

from tutelage import progress as progress_module
from tutelage import syllabus
from tutelage.adaptation.stage import adapt_after
from tutelage.config import Recipe, load_recipe
from tutelage.course import add_exercises, corruption, ensure_teachable, preview, write_course
from tutelage.course.filter import read_benchmarks
from tutelage.course.preview import Preview
from tutelage.errors import RunError
from tutelage.exams import evaluation, general_text, retention
from tutelage.exams.leakage import find_leaks
from tutelage.executor import connect
from tutelage.graph.assemble import Assembled
from tutelage.progress import Progress, counted
from tutelage.records import (
    Adapted,
    Course,
    Forgetting,
    GeneralExam,
    Leakage,
    Message,
    Round,
    RunRecord,
    Sitting,
    SkillGraph,
    Trained,
    TrainingSet,
)
from tutelage.report.page import render
from tutelage.storage import open_run
from tutelage.storage.directories import RunDirectory
from tutelage.storage.stage_cache import SharingDirectory
from tutelage.storage.store import ENVIRONMENT, REPORT, write_lines, write_sealed, write_text
from tutelage.student import loading, vllm
from tutelage.student.loading import Remote, Student
from tutelage.syllabus.decomposition import decompose
from tutelage.teacher import Teacher, make_teacher, resolve_checks
from tutelage.training import practice, reading
from tutelage.training.launch import hosting

MIN_FREE_BYTES = 500 * 2**20
"""Room for the checkpoints of a small student; too little is told before hours of work, not after."""


def run(
    recipe: Recipe | str | Path,
    *,
    fresh: bool = False,
    use_cache: bool = True,
    teacher: Teacher | None = None,
    shared: Path | None = None,
    progress: Progress | None = None,
) -> RunRecord:
    """Teach a student what a recipe says, examine it, and write the report.

    Goes on where an earlier call with the same recipe stopped; `fresh` starts over. What a language model has said for
    this run is used again, unless `use_cache` is false. `teacher` takes the place of the recipe's own. Runs with one
    folder `shared` carry out once what they have in common. Raises `ValueError`, before any work is done, for what a
    person can mend.
    """
    recipe = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    progress = progress or progress_module.automatic()
    human = syllabus.read_syllabi(recipe.syllabi, recipe.graph)
    teachers = _teachers(recipe, human.graph, teacher, use_cache)
    loading.require_trackers(recipe.report_to)
    vllm.require(recipe.exam.backend)
    source = loading.prepare(recipe.student, progress)
    place = SharingDirectory(recipe, shared, fresh=fresh) if shared else RunDirectory(recipe, fresh=fresh)
    if shared and recipe.launch.nodes > 1:
        raise RunError("runs that share what they have in common train on one machine: set launch.nodes to 1")
    with place as directory:
        _check_room(directory.path)
        loading.set_threads(recipe.threads)
        with hosting(directory.path, recipe.launch):
            return _Run(recipe, directory, teachers, source, progress).carry_out(human)


def make_course(
    recipe: Recipe | str | Path,
    *,
    fresh: bool = False,
    use_cache: bool = True,
    teacher: Teacher | None = None,
    progress: Progress | None = None,
) -> Course:
    """Carry out the first two stages of a recipe, graph and course. `run` goes on from there. Arguments and errors are
    those of `run`."""
    recipe = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    human = syllabus.read_syllabi(recipe.syllabi, recipe.graph)
    teachers = _teachers(recipe, human.graph, teacher, use_cache)
    with RunDirectory(recipe, fresh=fresh) as directory:
        return _Run(recipe, directory, teachers, "", progress or progress_module.automatic()).make_course(human)[1]


def make_preview(
    recipe: Recipe | str | Path, *, teacher: Teacher | None = None, progress: Progress | None = None
) -> Preview:
    """Samples of a recipe's course and an estimate of the whole. A run uses these samples again. Skills that the
    teacher would add to the syllabus are not in it."""
    recipe = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    human = syllabus.read_syllabi(recipe.syllabi, recipe.graph).graph
    teachers = _teachers(recipe, human, teacher, use_cache=True)
    return preview.make(recipe, human, teachers(human), progress or progress_module.automatic())


def _teachers(
    recipe: Recipe, human: SkillGraph, given: Teacher | None, use_cache: bool
) -> Callable[[SkillGraph], Teacher]:
    """What makes the teacher for a graph. What is wrong with it, or with its checks, is told here, before any work."""
    read_benchmarks(recipe.course.checks)
    if recipe.forgetting.enabled:
        general_text.texts_of(recipe.forgetting)
        general_text.questions_of(recipe.forgetting, recipe.seed)
    reading.general_text(recipe.reading)
    if given is not None:
        resolve_checks(recipe.course.checks, given)
        return lambda _: given

    executor = connect(recipe.course)

    def make(skills: SkillGraph) -> Teacher:
        return make_teacher(
            recipe.teacher,
            skills,
            folder=recipe.folder,
            student=recipe.student,
            use_cache=use_cache,
            notation=recipe.course.notation,
            executor=executor,
        )

    resolve_checks(recipe.course.checks, make(human))
    return make


class _Run:
    """One run: what all its stages share."""

    def __init__(
        self,
        recipe: Recipe,
        directory: RunDirectory,
        teachers: Callable[[SkillGraph], Teacher],
        source: str,
        progress: Progress,
    ) -> None:
        self.recipe, self.directory, self.teachers = recipe, directory, teachers
        self.source, self.progress = source, progress

    def carry_out(self, human: Assembled) -> RunRecord:
        """All stages, in the order of the paper."""
        skills, course = self.make_course(human)
        ensure_teachable(course)
        sittings = self.examine_base(course)

        trained = reading = None
        if self.recipe.reading.enabled:
            reading = self.read(skills, course)
            trained = self.directory.path / "reading" / "student"
            sittings["reading"] = self.examine(
                "reading", course, [evaluation.with_form(q) for q in course.exam], trained
            )

        rounds: list[Round] = []
        training_set = TrainingSet.first(course)
        for number in range(1, self.recipe.practice.rounds + 1):
            round_ = self.practise_round(number, training_set, course, trained)
            rounds.append(self.adapt_after(round_, skills, course, rounds))
            trained = self.directory.path / f"round-{number}" / "student"
            sittings[f"round-{number}"] = self.examine(
                f"round-{number}", course, [evaluation.plain(q) for q in course.exam], trained
            )
            training_set = rounds[-1].next_training_set()

        forgotten = self.measure_forgetting(trained)
        return self.report(skills, course, reading, rounds, sittings, forgotten=forgotten)

    def make_course(self, human: Assembled) -> tuple[SkillGraph, Course]:
        """The skill graph; textbook, exam, exercises and constructed errors."""
        skills = self.build_graph(human)
        self.teacher = self.teachers(skills)
        course = self.directory.stage("course", Course, lambda _: self.write_course(skills))
        missing = sum(account.missing for account in course.accounts)
        self.progress.say(
            f"course: {counted(len(course.lessons), 'section')}, {counted(len(course.exercises), 'exercise')}, "
            f"{counted(len(course.misconceptions), 'constructed error')}, "
            f"{counted(len(course.exam), 'exam question')}; {counted(len(course.rejected), 'draft')} rejected"
            + (f", {counted(missing, 'item')} missing" if missing else "")
        )
        return skills, course

    def write_course(self, skills: SkillGraph) -> Course:
        """What the teacher writes; worse than that only where an experiment asks for it."""
        course = write_course(skills, self.teacher, self.recipe.course, self.recipe.seed, self.progress)
        if self.recipe.corruption.enabled:
            course = corruption.corrupt(skills, course, self.teacher, self.recipe, self.progress)
        return add_exercises(course, skills, self.recipe.course.also, self.progress)

    def build_graph(self, human: Assembled) -> SkillGraph:
        """The skill graph: the syllabi, with what the teacher adds; every decision is kept beside it."""

        def carry_out(folder: Path) -> SkillGraph:
            made, config = human, self.recipe.graph
            if config.decompose.enabled:
                made = decompose(human, self.teachers(human.graph), config, self.recipe.seed, self.progress)
            for name in ("merges", "near_misses", "folded", "cycles", "proposals", "decomposed"):
                if records := getattr(made, name):
                    write_lines(folder / f"{name}.jsonl", records)
            return made.graph

        skills = self.directory.stage("graph", SkillGraph, carry_out)
        self.progress.say(
            f"graph: {counted(len(skills.skills), 'skill')} in {counted(skills.levels, 'level')}, "
            f"{counted(len(skills.edges), 'prerequisite')}"
        )
        return skills

    def examine_base(self, course: Course) -> dict[str, Sitting]:
        """The base student's sittings: with the answer's form asked for, and with worked examples."""
        sittings = {"base": self.examine("base", course, [evaluation.with_form(q) for q in course.exam], None)}
        count = self.recipe.exam.worked_examples
        if count:
            asked = {question.skill for question in course.exam}
            examples = evaluation.choose_examples(course.exercises, asked, count, self.recipe.seed)
            prompts = [evaluation.with_examples(question, examples[question.skill]) for question in course.exam]
            sittings["base-worked-examples"] = self.examine("base-worked-examples", course, prompts, None)
        return sittings

    def examine(
        self, sitting: str, course: Course, prompts: Sequence[Sequence[Message]], trained: Path | None
    ) -> Sitting:
        """One sitting of the exam."""

        def carry_out(folder: Path) -> Sitting:
            config = self.recipe.exam
            progress = self.progress
            with evaluation.examinee(config.backend, self.recipe.student, self.source, trained, progress) as learner:
                return evaluation.sit(
                    learner, course.exam, prompts, config, sitting=sitting, folder=folder, progress=progress
                )

        result = self.directory.stage(f"exam/{sitting}", Sitting, carry_out)
        share = evaluation.accuracy(result)
        self.progress.say(
            f"exam, {sitting}: {share.right} of {share.total} right, {share.share:.0%} "
            f"(95 % interval {share.low:.0%} to {share.high:.0%})"
        )
        return result

    def read(self, skills: SkillGraph, course: Course) -> Trained:
        """Continual pre-training."""

        def carry_out(folder: Path) -> Trained:
            return reading.read(self.learner(None), skills, course, self.recipe, folder=folder, progress=self.progress)

        return self.directory.stage("reading", Trained, carry_out)

    def learner(self, trained: Path | None) -> Student | Remote:
        """The student, ready to be trained: loaded here, or to be loaded by processes of its own."""
        config = self.recipe.student
        if self.recipe.launch.spread:
            return Remote(loading.load_tokenizer(config, self.source), self.source, trained)
        return loading.load(config, self.source, trained)

    def practise_round(self, number: int, training_set: TrainingSet, course: Course, trained: Path | None) -> Round:
        """One round of instruction tuning."""

        def carry_out(folder: Path) -> Trained:
            return practice.practise(
                self.learner(trained),
                training_set,
                course.exam,
                self.recipe,
                round_=number,
                folder=folder,
                progress=self.progress,
            )

        done = self.directory.stage(f"round-{number}", Trained, carry_out)
        return Round(number=number, training_set=training_set, trained=done)

    def adapt_after(self, round_: Round, skills: SkillGraph, course: Course, earlier: Sequence[Round]) -> Round:
        """What becomes of the training set after a round: classify, decide, have the teacher write what is new."""
        if not self.recipe.adapt.enabled or round_.number == self.recipe.practice.rounds:
            return round_
        new = (before.adapted.exercises for before in earlier if before.adapted)
        used = chain(course.exercises, course.misconceptions, *new)

        def carry_out(_: Path) -> Adapted:
            return adapt_after(skills, course, round_, self.teacher, self.recipe, used=used, progress=self.progress)

        adapted = self.directory.stage(f"round-{round_.number}/change", Adapted, carry_out)
        return round_.model_copy(update={"adapted": adapted})

    def measure_forgetting(self, trained: Path | None) -> Forgetting | None:
        """General text and questions that were not taught, before and after."""
        config = self.recipe.forgetting
        if not config.enabled or trained is None:
            return None
        texts, questions = general_text.texts_of(config), general_text.questions_of(config, self.recipe.seed)

        def measure(side: str, learnt: Path | None) -> GeneralExam:
            return self.directory.stage(
                f"forgetting/{side}",
                GeneralExam,
                lambda _: retention.examine(
                    loading.load(self.recipe.student, self.source, learnt, decode=True),
                    texts,
                    questions,
                    config,
                    side=side,
                    progress=self.progress,
                ),
            )

        return Forgetting(base=measure("base", None), final=measure("final", trained))

    def report(
        self,
        skills: SkillGraph,
        course: Course,
        reading: Trained | None,
        rounds: Sequence[Round],
        sittings: dict[str, Sitting],
        *,
        forgotten: Forgetting | None,
    ) -> RunRecord:
        """Gather everything and write the report."""
        stages = {"graph": 0, "course": 0, "exam/base": 0, "exam/base-worked-examples": 0}
        stages |= {"reading": reading.tokens, "exam/reading": 0} if reading else {}
        for round_ in rounds:
            stages |= {f"round-{round_.number}": round_.trained.tokens, f"round-{round_.number}/change": 0}
            stages |= {f"exam/round-{round_.number}": 0}
        if forgotten:
            stages |= {"forgetting/base": forgotten.base.tokens, "forgetting/final": forgotten.final.tokens}
        stages["leakage"] = 0
        rules, changes = self.recipe.course.checks, open_run.changes_of(rounds)
        leakage = self.directory.stage(
            "leakage", Leakage, lambda _: Leakage(found=find_leaks(course, changes, rules.benchmarks, rules.ngram))
        )
        record = RunRecord(
            name=self.recipe.name,
            folder=str(self.directory.path),
            recipe=self.recipe.model_dump(mode="json"),
            environment=environment(self.recipe),
            graph=skills,
            course=course,
            reading=reading,
            rounds=tuple(rounds),
            sittings=sittings,
            times=tuple(self.directory.times(stages)),
            leakage=leakage.found,
            forgetting=forgotten,
        )
        write_sealed(self.directory.path / ENVIRONMENT, record.environment)
        write_text(self.directory.path / REPORT, render(record))
        return record


def environment(recipe: Recipe) -> dict[str, str]:
    """Versions and machine: what one needs to repeat the numbers."""
    packages = ("tutelage", "torch", "transformers", "trl", "peft", "sympy", "math-verify")
    versions = {name: metadata.version(name) for name in packages}
    machine = {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count()),
        "threads": str(recipe.threads or os.cpu_count()),
    }
    return machine | versions


def _check_room(path: Path) -> None:
    free = shutil.disk_usage(path).free
    if free < MIN_FREE_BYTES:
        raise RunError(
            f"only {free / 2**20:.0f} MiB free at {path}, a run needs {MIN_FREE_BYTES / 2**20:.0f}: make room, or "
            "choose another run_dir"
        )
