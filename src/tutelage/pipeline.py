"""The main path: every stage in order, and the rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from tutelage import progress as progress_module
from tutelage.adaptation.probe import pass_rates, probe_line, write_probe
from tutelage.adaptation.stage import adapt
from tutelage.config import Recipe, choose, chosen_text, fill, load_recipe, rate_warnings, require_even
from tutelage.course import add_exercises, corruption, ensure_teachable, ensure_written, preview, write_course
from tutelage.course.draft_log import DraftLog, log_path
from tutelage.course.held_out import held_out_line
from tutelage.course.later import LaterWriting
from tutelage.course.preview import Preview
from tutelage.course.references import references
from tutelage.course.renewal import renew
from tutelage.exams import asking, own_exam
from tutelage.exams.development import choose_student
from tutelage.exams.judging import Judge
from tutelage.exams.leakage import find_leaks
from tutelage.exams.stages import ExamStages
from tutelage.executor import connect
from tutelage.graph.assemble import AssembledGraph
from tutelage.progress import Progress, counted, doing
from tutelage.records import (
    Adapted,
    Course,
    Exercise,
    Forgetting,
    Kept,
    Leakage,
    Passage,
    Probe,
    Rehearsal,
    Round,
    RunRecord,
    SkillGraph,
    Trained,
    TrainingSet,
)
from tutelage.report.page import render
from tutelage.review.stage import review_course, review_graph, reviewed
from tutelage.storage import open_run, stages
from tutelage.storage.answers import calls_of
from tutelage.storage.directories import RunDirectory
from tutelage.storage.environment import environment
from tutelage.storage.person_marks import read_marks
from tutelage.storage.reviews import read_decisions
from tutelage.storage.stage_cache import SharingDirectory
from tutelage.storage.store import ANSWERS, ENVIRONMENT, REPORT, write_lines, write_sealed, write_text
from tutelage.storage.under_way import under_way
from tutelage.student import device, loading
from tutelage.student.fingerprint import fingerprint
from tutelage.student.requirements import require_trainable
from tutelage.student.shape import count_parameters
from tutelage.syllabus import Sources, sources_lines
from tutelage.syllabus.arrangement import arrange
from tutelage.syllabus.decomposition import decompose
from tutelage.teacher import Teacher, kind_of, make_teacher
from tutelage.teacher.protocol import name_of
from tutelage.tools.gate import judge_and_write
from tutelage.tools.preflight import planned_size, preflight, size_lines
from tutelage.training.launch import announce_run
from tutelage.training.stages import TrainingStages


def run(
    recipe: Recipe | str | Path,
    *,
    fresh: bool = False,
    use_cache: bool = True,
    teacher: Teacher | None = None,
    shared: Path | None = None,
    progress: Progress | None = None,
) -> RunRecord:
    """Teach a student as a recipe says, examine it, and write the report.

    Resumes where an earlier call with the same recipe stopped; `fresh` starts over. Answers that a language model has
    given for this run are used again, unless `use_cache` is false. `teacher` replaces the recipe's own. Runs with the
    same folder `shared` carry out the stages that they have in common once. Raises `TutelageError`, before any work is
    done, for anything that a person can fix.
    """
    recipe = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    progress = progress or progress_module.automatic()
    with doing(progress, "checking the recipe"):
        checked = preflight(recipe, teacher=teacher, fresh=fresh, shared=shared is not None, progress=progress)
        sources = checked.require()
        _require_reachable(recipe, teacher, fresh=fresh)
    with doing(progress, "preparing the student"):
        source = loading.prepare_student(recipe.student, progress)
        if loading.local_folder(recipe.student.model) is None:  # preflight could not look at it
            require_trainable(recipe.student, source, recipe.practice.max_length)
        parameters = count_parameters(recipe.student, source)
        known_by = fingerprint(source)
    require_even(fill(recipe, chosen := choose(recipe, parameters)))
    kind = partial(SharingDirectory, shared=shared) if shared else RunDirectory
    folder = kind(
        recipe,
        fresh=fresh,
        student=known_by,
        teacher=name_of(teacher),
        chosen=chosen,
        documents=sources.digest,
    )
    with (
        folder as directory,
        device.cpu_threads(recipe.threads),
        announce_run(directory.path, recipe.launch),
        under_way(directory, recipe, progress) as progress,
    ):
        for line in (chosen_text(recipe, parameters, directory.chosen), *rate_warnings(recipe, parameters)):
            progress.say(line)
        filled = require_even(fill(recipe, directory.chosen))
        teachers = _teachers(recipe, teacher, use_cache, sources.passages)
        return _Run(filled, directory, teachers, sources, source=source, progress=progress).carry_out()


def make_course(
    recipe: Recipe | str | Path,
    *,
    fresh: bool = False,
    use_cache: bool = True,
    teacher: Teacher | None = None,
    progress: Progress | None = None,
) -> Course:
    """Carry out the first two stages of a recipe, graph and course; `run` resumes from there. Arguments and errors are
    those of `run`."""
    recipe = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    progress = progress or progress_module.automatic()
    with doing(progress, "checking the recipe"):
        sources = preflight(recipe, teacher=teacher, train=False, fresh=fresh, progress=progress).require()
        _require_reachable(recipe, teacher, fresh=fresh)
    folder = RunDirectory(recipe, fresh=fresh, teacher=name_of(teacher), documents=sources.digest)
    with folder as directory, under_way(directory, recipe, progress) as progress:
        teachers = _teachers(recipe, teacher, use_cache, sources.passages)
        course = _Run(recipe, directory, teachers, sources, source="", progress=progress).make_course()[1]
    ensure_written(course)
    return course


def make_preview(
    recipe: Recipe | str | Path, *, teacher: Teacher | None = None, progress: Progress | None = None
) -> Preview:
    """Samples of a recipe's course and an estimate of what all of it takes. A run uses the samples again. Skills that
    the teacher would add to the syllabus are not included."""
    recipe = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    progress = progress or progress_module.automatic()
    with doing(progress, "checking the recipe"):
        sources = preflight(recipe, teacher=teacher, train=False, folder=False, progress=progress).require()
    with doing(progress, "asking the teacher for samples"):
        teachers = _teachers(recipe, teacher, use_cache=True, passages=sources.passages)
        skills = _graph_of(recipe, sources, teachers, progress).graph
        made = teachers(skills)
        for line in size_lines(recipe, skills, planned_size(recipe, skills, made)):
            progress.say(line)
        return preview.make_preview(recipe, skills, made, progress, passages=sources.passages)


def _require_reachable(recipe: Recipe, given: Teacher | None, *, fresh: bool) -> None:
    """Raise `TutelageError` if the course is still to be written and the recipe's teacher does not answer, in any role.
    The nodes of a cluster may reach what this machine does not."""
    written = stages.as_drafted(stages.COURSE, recipe).done(recipe.folder) and not fresh
    if given is None and not written and recipe.course.executor == "local":
        for own in recipe.teacher.roles.values():
            kind_of(own).require_reachable(own)


def _teachers(
    recipe: Recipe, given: Teacher | None, use_cache: bool, passages: Mapping[str, Passage]
) -> Callable[[SkillGraph], Teacher]:
    """A function that makes the teacher for a graph."""
    if given is not None:
        return lambda _: given
    executor = connect(recipe.course)
    return lambda skills: make_teacher(
        recipe.teacher,
        skills,
        folder=recipe.folder,
        student=recipe.student,
        use_cache=use_cache,
        notation=recipe.course.notation,
        executor=executor,
        passages=passages,
    )


def _graph_of(
    recipe: Recipe, sources: Sources, teachers: Callable[[SkillGraph], Teacher], progress: Progress
) -> AssembledGraph:
    """The graph of syllabi or documents, the latter as the teacher arranges it if the recipe asks for that."""
    made = sources.graph
    if not recipe.graph.arrange.enabled:
        return made
    return arrange(made, sources.passages, teachers(made.graph), recipe.graph, seed=recipe.seed, progress=progress)


class _Run:
    """One run: what all its stages share."""

    def __init__(
        self,
        recipe: Recipe,
        directory: RunDirectory,
        teachers: Callable[[SkillGraph], Teacher],
        sources: Sources,
        *,
        source: str,
        progress: Progress,
    ) -> None:
        self.recipe, self.directory, self.teachers, self.sources = recipe, directory, teachers, sources
        self.source, self.progress = source, progress
        self.kept: Kept | None = None
        self.training = TrainingStages(recipe, directory, source, progress)

    def carry_out(self) -> RunRecord:
        """All stages, in the order of the paper."""
        skills, course = self.make_course()
        ensure_teachable(course)
        self.exams = self.prepare_exams()
        self.exams.evaluate_base(skills, course)
        kept_out = self.exams.try_closed_book(course)

        learnt = read = None
        if self.recipe.reading.is_stage:
            read = self.training.pretrain(skills, course)
            learnt = self.exams.evaluate_state(stages.READING, course)

        own = self.training.answer_general_prompts()
        rounds: list[Round] = []
        training_set = TrainingSet.first(course, kept_out)
        for number in range(1, self.recipe.practice.rounds + 1):
            round_ = self.training.finetune(number, training_set, course, learnt, own=own, skills=skills)
            rounds.append(self.adapt(self.probe(round_, skills, course, rounds), skills, course, rounds))
            learnt = self.exams.evaluate_state(stages.round_(number), course)
            if control := self.training.train_control(rounds, course, own):
                self.exams.evaluate_control_state(control, course)
            self.training.drop_optimizers(number)
            training_set = rounds[-1].next_training_set()

        self.evaluate_control(course)
        forgotten = self.exams.measure_forgetting(self.keep_student(course), course.exam)
        return self.report(skills, course, read, rounds, own=own, forgotten=forgotten)

    def prepare_exams(self) -> ExamStages:
        """The exams, with the teacher as the judge of open answers."""
        judge = Judge(self.teacher, self.recipe.exam.threshold, self.taught)
        return ExamStages(
            self.recipe, self.directory, self.source, judge, passages=self.sources.passages, progress=self.progress
        )

    def make_course(self) -> tuple[SkillGraph, Course]:
        """What the documents hold; the skill graph; textbook, exam, exercises and constructed errors."""
        for line in sources_lines(self.sources):
            self.progress.say(line)
        if documents := self.sources.documents:
            self.directory.stage(stages.DOCUMENTS, lambda _: documents)
        skills = self.build_graph()
        self.teacher = self.teachers(skills)
        for line in size_lines(self.recipe, skills, planned_size(self.recipe, skills, self.teacher)):
            self.progress.say(line)
        course = reviewed(
            self.directory,
            self.recipe,
            stages.COURSE,
            lambda folder: self.write_course(skills, folder),
            lambda draft: self.review_course(draft, skills),
        )
        self.taught = references(skills, course.lessons, self.sources.passages)
        missing = sum(account.missing for account in course.accounts)
        self.progress.say(
            f"course: {counted(len(course.lessons), 'section')}, {counted(len(course.exercises), 'exercise')}, "
            f"{counted(len(course.misconceptions), 'constructed error')}, "
            f"{counted(len(course.exam), 'exam question')}"
            + (f" and {len(course.development):,} of the development exam" if course.development else "")
            + f"; {counted(len(course.rejected), 'draft')} rejected"
            + (f", {counted(missing, 'item')} missing" if missing else "")
        )
        if line := held_out_line(course):
            self.progress.say(line)
        return skills, course

    def write_course(self, skills: SkillGraph, folder: Path) -> Course:
        """The course as the teacher writes it, with what still holds of an earlier one if documents have changed; with
        planted errors where an experiment asks for them."""
        passages = self.sources.passages
        earlier = self.directory.earlier(stages.as_drafted(stages.COURSE, self.recipe))
        renewal = renew(earlier, skills, passages) if earlier and not self.recipe.corruption.enabled else None
        with DraftLog(log_path(folder)) as log:
            course = write_course(
                skills,
                self.teacher,
                self.recipe.course,
                self.recipe.seed,
                self.progress,
                development=self.recipe.exam.development,
                own_exam=own_exam.read_own_exam(self.recipe, skills, self.progress),
                generated=self.recipe.generated_questions > 0,
                passages=passages,
                renewal=renewal,
                log=log,
            )
        if renewal:
            self.progress.say(renewal.text(course))
        if not any(account.drafts for account in course.accounts):
            ensure_written(course)  # every call failed: nothing to keep, so the same command can try again
        if self.recipe.corruption.enabled:
            course = corruption.corrupt(
                skills,
                course,
                self.teacher,
                self.recipe.corruption,
                self.recipe.course,
                seed=self.recipe.seed,
                progress=self.progress,
            )
        return add_exercises(course, skills, self.recipe.course.also, self.progress)

    def review_course(self, draft: Course, skills: SkillGraph) -> Course:
        """The course with what a person decided about it."""
        return review_course(
            draft,
            self.directory.path,
            graph=skills,
            recipe=self.recipe,
            teacher=self.teacher,
            passages=self.sources.passages,
            progress=self.progress,
        )

    def build_graph(self) -> SkillGraph:
        """The skill graph: the syllabi or the headings of documents, with what the teacher adds; every decision is kept
        beside it."""

        def carry_out(folder: Path) -> SkillGraph:
            made, config = _graph_of(self.recipe, self.sources, self.teachers, self.progress), self.recipe.graph
            if config.decompose.enabled:
                made = decompose(made, self.teachers(made.graph), config, self.recipe.seed, self.progress)
            for name in ("merges", "near_misses", "folded", "cycles", "proposals", "decomposed"):
                if records := getattr(made, name):
                    write_lines(folder / f"{name}.jsonl", records)
            return made.graph

        path = self.directory.path
        skills = reviewed(self.directory, self.recipe, stages.GRAPH, carry_out, lambda draft: review_graph(draft, path))
        self.progress.say(
            f"graph: {counted(len(skills.skills), 'skill')} in {counted(skills.levels, 'level')}, "
            f"{counted(len(skills.edges), 'prerequisite')}"
        )
        return skills

    def keep_student(self, course: Course) -> Path | None:
        """The folder of the student that is kept, which then takes the exam; `None` if nothing was trained."""
        trained = {student.name: student for student in stages.students_of(self.recipe)}
        if not trained:
            return None
        self.kept = self.directory.stage(
            stages.KEPT, lambda _: choose_student(list(trained), self.exams.development, best=self.recipe.keeps_best)
        )
        self.progress.say(f"kept: the student after {self.kept.stage} ({self.kept.why})")
        training = trained[self.kept.stage]
        self.exams.evaluate_trained(stages.exam_of_kept(), course.exam, training)
        return training.student_folder(self.directory.path)

    def evaluate_control(self, course: Course) -> None:
        """The exam of the static control, if there is one; of its states the best is kept, as of the student's."""
        controls = stages.controls_of(self.recipe)
        if not controls:
            return
        own = [stages.round_(number).name for number in range(2, self.recipe.practice.rounds + 1)]
        shared = [training for training in stages.trainings_of(self.recipe) if training.name not in own]
        trained = {
            student.name: student
            for training in [*shared, *controls]
            for student in stages.students_after(self.recipe, training)
        }
        kept = self.directory.stage(
            stages.CONTROL_KEPT,
            lambda _: choose_student(list(trained), self.exams.development, best=self.recipe.keeps_best),
        )
        self.exams.evaluate_trained(stages.exam_of_control(), course.exam, trained[kept.stage])

    def used(self, course: Course, rounds: Sequence[Round]) -> Iterator[Exercise]:
        """Every exercise that was written so far, beside the exams."""
        new = (round_.adapted.exercises for round_ in rounds if round_.adapted)
        probes = (round_.probe.questions for round_ in rounds if round_.probe)
        return chain(course.exercises, course.misconceptions, *new, *probes)

    def probe(self, round_: Round, skills: SkillGraph, course: Course, earlier: Sequence[Round]) -> Round:
        """The round with the answers of its student to fresh questions, if the training set is to change by them."""
        number = self.recipe.adapt.probe_questions
        if not number or not stages.adapts_after(self.recipe, round_.number):
            return round_

        def carry_out(folder: Path) -> Probe:
            later = LaterWriting.of(
                skills,
                course,
                self.teacher,
                self.recipe.course,
                taught=self.taught,
                progress=self.progress,
                passages=self.sources.passages,
            )
            used = self.used(course, earlier)
            written = write_probe(later, used, number=number, round_=round_.number, seed=self.recipe.seed)
            questions, training = written.exercises, stages.round_(round_.number)
            prompts = [asking.build_prompt(question) for question in questions]
            name = f"{stages.PROBE}/{training.name}"
            found = self.exams.ask(questions, prompts, training, name=name, folder=folder)
            return Probe(questions=questions, scores=found.scores, rejected=written.rejected, accounts=written.accounts)

        probe = self.directory.stage(stages.probe_after(round_.number), carry_out)
        self.progress.say(probe_line(round_.number, probe.scores, self.recipe.adapt.mastered))
        return round_.model_copy(update={"probe": probe})

    def adapt(self, round_: Round, skills: SkillGraph, course: Course, earlier: Sequence[Round]) -> Round:
        """The training set after a round: classify, decide, have the teacher write new exercises."""
        if not stages.adapts_after(self.recipe, round_.number):
            return round_
        used = self.used(course, [*earlier, round_])

        def carry_out(folder: Path) -> Adapted:
            with DraftLog(log_path(folder)) as log:
                return adapt(
                    skills,
                    course,
                    round_,
                    self.teacher,
                    self.recipe.adapt,
                    taught=self.taught,
                    dynamics=self.recipe.dynamics,
                    writing=self.recipe.course,
                    used=used,
                    seed=self.recipe.seed,
                    progress=self.progress,
                    passages=self.sources.passages,
                    rates=pass_rates(round_.probe.scores) if round_.probe else None,
                    log=log,
                )

        adapted = self.directory.stage(stages.change_after(round_.number), carry_out)
        return round_.model_copy(update={"adapted": adapted})

    def report(
        self,
        skills: SkillGraph,
        course: Course,
        read: Trained | None,
        rounds: Sequence[Round],
        *,
        own: Rehearsal | None,
        forgotten: Forgetting | None,
    ) -> RunRecord:
        """Gather everything and write the report."""
        rules, changes = self.recipe.course.checks, open_run.changes_of(rounds)
        leakage = self.directory.stage(
            stages.LEAKAGE, lambda _: Leakage(found=find_leaks(course, changes, rules.benchmarks, rules.ngram))
        )
        record = RunRecord(
            name=self.recipe.name,
            folder=str(self.directory.path),
            recipe=fill(self.directory.recipe, self.directory.chosen).model_dump(mode="json"),
            environment=environment(self.recipe),
            documents=self.sources.documents,
            graph=skills,
            course=course,
            reading=read,
            rounds=tuple(rounds),
            evaluations=self.exams.evaluations,
            development=self.exams.development,
            closed_book=self.exams.closed_book,
            kept=self.kept,
            times=open_run.times(self.directory.path, self.recipe),
            leakage=leakage.found,
            rehearsal=own,
            forgetting=forgotten,
            marks=read_marks(self.directory.path),
            decisions=read_decisions(self.directory.path),
            calls=calls_of(self.directory.path / ANSWERS, self.recipe.teacher),
        )
        write_sealed(self.directory.path / ENVIRONMENT, record.environment)
        judge_and_write(record)
        write_text(self.directory.path / REPORT, render(record))
        return record
