"""The training of a run: each part is a stage of its own."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from tutelage.config import Recipe
from tutelage.progress import Progress
from tutelage.records import Course, Rehearsal, Round, SkillGraph, Trained, TrainingSet
from tutelage.storage import stages
from tutelage.storage.directories import RunDirectory
from tutelage.storage.stages import Stage
from tutelage.student import loading
from tutelage.student.loading import Remote, Student
from tutelage.training import own_answers
from tutelage.training.practice import Textbook, finetune
from tutelage.training.reading import pretrain
from tutelage.training.running import TrainingSettings


class TrainingStages:
    """Trains the student of one run."""

    def __init__(self, recipe: Recipe, directory: RunDirectory, source: str, progress: Progress) -> None:
        self.recipe, self.directory, self.source, self.progress = recipe, directory, source, progress
        self.settings = TrainingSettings(
            student=recipe.student,
            launch=recipe.launch,
            seed=recipe.seed,
            run_name=recipe.name,
            report_to=recipe.report_to,
            curve=recipe.exam.curve,
            curve_questions=recipe.exam.curve_questions,
            snapshots=recipe.exam.within_rounds,
        )

    def pretrain(self, skills: SkillGraph, course: Course) -> Trained:
        """Reading: continual pre-training."""
        return self.directory.stage(
            stages.READING,
            lambda folder: pretrain(
                self.learner(None),
                skills,
                course,
                self.recipe.reading,
                self.settings,
                folder=folder,
                progress=self.progress,
            ),
        )

    def answer_general_prompts(self) -> Rehearsal | None:
        """The base student's own answers, if they are to be rehearsed."""
        if not stages.rehearses(self.recipe):
            return None
        found = self.directory.stage(
            stages.REHEARSAL,
            lambda folder: own_answers.answer_prompts(
                loading.load_student(self.recipe.student, self.source, decode=True),
                own_answers.shipped_prompts("rehearsal"),
                folder=folder,
                label="rehearsal, own answers",
                progress=self.progress,
            ),
        )
        own_answers.report(found, self.progress)
        return found

    def finetune(
        self,
        number: int,
        training_set: TrainingSet,
        course: Course,
        learnt: Path | None,
        *,
        own: Rehearsal | None,
        skills: SkillGraph,
    ) -> Round:
        """Practice: one round of instruction tuning; the first one has the textbook among the exercises, if the recipe
        says so."""
        reading = self.recipe.reading

        def carry_out(folder: Path) -> Trained:
            learner = self.learner(learnt)
            woven = reading.enabled and reading.with_exercises and number == 1
            return finetune(
                learner,
                training_set,
                course.exam,
                self.recipe.practice,
                self.settings,
                round_=number,
                folder=folder,
                progress=self.progress,
                own=own,
                textbook=Textbook.of(learner.tokenizer, skills, course, reading, self.recipe.seed) if woven else None,
            )

        trained = self.directory.stage(stages.round_(number), carry_out)
        return Round(number=number, training_set=training_set, trained=trained)

    def train_control(self, rounds: Sequence[Round], course: Course, own: Rehearsal | None) -> Stage[Trained] | None:
        """The static control's part of the last of the `rounds`, if it has one: the training set stays what it was in
        round 1, and the tokens are as many."""
        first, round_, run = rounds[0], rounds[-1], self.directory.path
        control = stages.control_round(round_.number)
        if control not in stages.controls_of(self.recipe):
            return None
        before = stages.round_(1) if round_.number == 2 else stages.control_round(round_.number - 1)
        self.directory.stage(
            control,
            lambda folder: finetune(
                self.learner(before.student_folder(run)),
                first.model_copy(update={"adapted": None}).next_training_set(),
                course.exam,
                self.recipe.practice,
                self.settings,
                round_=round_.number,
                folder=folder,
                progress=self.progress,
                own=own,
                tokens=round_.trained.tokens - round_.trained.rehearsed,
                optimizer=before.optimizer_folder(run),
            ),
        )
        return control

    def drop_optimizers(self, number: int) -> None:
        """Forget what the rounds before round `number`, which is done, have left for it and for the control."""
        for before in (stages.round_(number - 1), stages.control_round(number - 1)):
            shutil.rmtree(before.optimizer_folder(self.directory.path), ignore_errors=True)

    def learner(self, learnt: Path | None) -> Student | Remote:
        """The student, ready to be trained: loaded here, or to be loaded by processes of its own."""
        config = self.recipe.student
        if self.recipe.launch.spread:
            return Remote(loading.load_tokenizer(config, self.source), self.source, learnt)
        return loading.load_student(config, self.source, learnt)
