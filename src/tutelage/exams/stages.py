"""The measurements of a run: each is a stage of its own, of the base student or of what a stage of training leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from tutelage.config import Recipe
from tutelage.exams import asking, closed_book, divergence, general_text, judging, open_book, retention
from tutelage.progress import Progress, percent
from tutelage.records import (
    ClosedBook,
    Course,
    Divergence,
    Evaluation,
    Exercise,
    Forgetting,
    GeneralExam,
    Message,
    Passage,
    SkillGraph,
    Trained,
)
from tutelage.storage import stages
from tutelage.storage.directories import RunDirectory
from tutelage.storage.stages import Stage
from tutelage.student import loading

Prompts = Sequence[Sequence[Message]]


class ExamStages:
    """Examines the student of one run, and keeps what it has found."""

    def __init__(
        self,
        recipe: Recipe,
        directory: RunDirectory,
        source: str,
        judge: judging.Judge,
        *,
        passages: Mapping[str, Passage],
        progress: Progress,
    ) -> None:
        self.recipe, self.directory, self.source, self.judge = recipe, directory, source, judge
        self.passages, self.progress = passages, progress
        self.evaluations: dict[str, Evaluation] = {}
        """By the state of the student, in the exam and in the development exam."""
        self.development: dict[str, Evaluation] = {}
        self.closed_book: ClosedBook | None = None

    def evaluate_base(self, skills: SkillGraph, course: Course) -> None:
        """The base student's exams: with the answer's form asked for, with worked examples, and with the passages
        of the documents before it."""
        questions, count = course.exam, self.recipe.exam.worked_examples
        prompts: Prompts = [asking.build_prompt(question, form=True) for question in questions]
        self.evaluate(stages.exam_of_base(), questions, prompts, None)
        asked = {question.skill for question in questions}
        examples = asking.choose_examples(course.exercises, asked, count, self.recipe.seed)
        if count:
            prompts = [asking.build_prompt(question, examples[question.skill]) for question in questions]
            self.evaluate(stages.exam_of_base(worked_examples=True), questions, prompts, None)
        if self.passages:
            context = loading.context_length(self.recipe.student, self.source)
            room = open_book.room_for(context, self.recipe.exam.max_new_tokens, count)
            prompts = [
                open_book.build_open_prompt(question, skills, self.passages, room, examples.get(question.skill, ()))
                for question in questions
            ]
            self.evaluate(stages.exam_of_base(open_book=True), questions, prompts, None)

    def try_closed_book(self, course: Course) -> tuple[str, ...]:
        """Which questions about documents are answered without them, by the base student or the teacher's solver: the
        ids of the exercises that are left out of practice for that."""
        recipe, config, progress = self.recipe, self.recipe.closed_book, self.progress
        if not stages.tries_closed_book(recipe):
            return ()

        def carry_out(folder: Path) -> ClosedBook:
            if config.by == "solver":
                solve = partial(closed_book.ask_solver, teacher=self.judge.teacher, progress=progress)
                return closed_book.try_closed_book(course, config, solve, recipe.seed)
            with asking.loaded_student(recipe.exam.backend, recipe.student, self.source, None, progress) as learner:
                answer = partial(
                    closed_book.ask_student, learner=learner, config=recipe.exam, folder=folder, progress=progress
                )
                return closed_book.try_closed_book(course, config, answer, recipe.seed)

        self.closed_book = self.directory.stage(stages.CLOSED_BOOK, carry_out)
        if line := closed_book.closed_book_line(self.closed_book):
            progress.say(line)
        return self.closed_book.kept_out

    def evaluate_state(self, training: Stage[Trained], course: Course) -> Path:
        """What a stage of training leaves takes the development exam, and the exam where the recipe wants that of every
        state. The folder of that student."""
        if self.recipe.exam.development:
            for student in stages.students_after(self.recipe, training):
                self.evaluate_trained(stages.development_after(student), course.development, student)
        if self.recipe.exam.every_state:
            self.evaluate_trained(stages.exam_after(training), course.exam, training)
        return training.student_folder(self.directory.path)

    def evaluate_control_state(self, control: Stage[Trained], course: Course) -> None:
        """What a round of the static control leaves takes the development exam."""
        if self.recipe.exam.development:
            for student in stages.students_after(self.recipe, control):
                self.evaluate_trained(stages.development_after(student), course.development, student)

    def evaluate_trained(
        self, stage: Stage[Evaluation], questions: Sequence[Exercise], training: Stage[Trained]
    ) -> None:
        """The evaluation of the student that a stage of training leaves. After practice it is asked as it was trained;
        reading does not show it how to answer."""
        form = training.name == stages.READING.name
        prompts = [asking.build_prompt(question, form=form) for question in questions]
        self.evaluate(stage, questions, prompts, training)

    def evaluate(
        self, stage: Stage[Evaluation], questions: Sequence[Exercise], prompts: Prompts, training: Stage[Trained] | None
    ) -> None:
        """One evaluation of the base student, or of the one that `training` leaves."""
        path = self.directory.path
        developing = stage.name.startswith(f"{stages.DEVELOPMENT}/")
        name = stage.name if developing else stage.state

        def carry_out(folder: Path) -> Evaluation:
            if stage == stages.exam_of_kept() and self.recipe.exam.every_state and training and not training.part:
                # It has taken the exam already.
                return asking.renamed(stages.exam_after(training).read(path), stage.state)
            return self.ask(questions, prompts, training, name=name, folder=folder)

        result = self.directory.stage(stage, carry_out if questions else lambda _: Evaluation(scores=()))
        (self.development if developing else self.evaluations)[stage.state] = result
        if not questions:
            return
        share = asking.accuracy(result)
        self.progress.say(
            f"exam, {name}: {share.right} of {share.total} right, {percent(share.share, 1)} "
            f"(95 % interval {percent(share.low, 1)} to {percent(share.high, 1)})"
        )

    def ask(
        self,
        questions: Sequence[Exercise],
        prompts: Prompts,
        training: Stage[Trained] | None,
        *,
        name: str,
        folder: Path,
    ) -> Evaluation:
        """The marked replies of the base student, or of the one that `training` leaves; `folder` keeps finished
        batches."""
        config, progress = self.recipe.exam, self.progress
        learnt = training.student_folder(self.directory.path) if training else None
        with asking.loaded_student(config.backend, self.recipe.student, self.source, learnt, progress) as learner:
            found = asking.evaluate_exam(
                learner, questions, prompts, config, evaluation=name, folder=folder, progress=progress
            )
        return judging.mark_open(found, questions, self.judge, progress)

    def measure_forgetting(self, learnt: Path | None, exam: Sequence[Exercise]) -> Forgetting | None:
        """What is measured of the student beyond the course, before and after training."""
        config = self.recipe.forgetting
        if not config.enabled or learnt is None:
            return None
        texts, questions = general_text.load_texts(config), general_text.load_questions(config, self.recipe.seed)
        measure = partial(self._measure_retention, texts, questions)
        base = measure(stages.retention(final=False), None)
        distance = partial(
            divergence.measure,
            config=self.recipe.student,
            source=self.source,
            trained=learnt,
            answers=base.answers,
            exam=exam,
        )
        final = measure(stages.retention(final=True), learnt, divergence=distance if config.divergence else None)
        return Forgetting(base=base, final=final)

    def _measure_retention(
        self,
        texts: Sequence[str],
        questions: Sequence[general_text.ChoiceQuestion],
        stage: Stage[GeneralExam],
        trained: Path | None,
        divergence: Callable[..., tuple[Divergence, ...]] | None = None,
    ) -> GeneralExam:
        return self.directory.stage(
            stage,
            lambda folder: retention.measure_retention(
                loading.load_student(self.recipe.student, self.source, trained, decode=True),
                texts,
                questions,
                self.recipe.forgetting,
                side=stage.state,
                folder=folder,
                batch_size=self.recipe.exam.batch_size,
                divergence=divergence,
                progress=self.progress,
            ),
        )
