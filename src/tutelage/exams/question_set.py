"""An exam of questions with known answers: what is asked, in which ways, and the evaluation of the replies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from tutelage.config import EvalOptions, Recipe
from tutelage.errors import ExamError
from tutelage.exams import asking, choices, judging
from tutelage.exams.candidate import Candidate
from tutelage.exams.kinds import PreparedExam
from tutelage.progress import Progress
from tutelage.records import BadRow, Evaluation, Exercise, Message
from tutelage.seeds import derive, rng
from tutelage.storage.directories import SettingsDirectory
from tutelage.storage.stages import Stage
from tutelage.student import vllm
from tutelage.student.loading import Student

GENERATION = "generation"
WAYS = (GENERATION, choices.LETTER, choices.TEXT)
"""The ways in which a question can be asked."""


class QuestionSet(NamedTuple):
    """The questions of an exam, and how they are asked."""

    name: str
    questions: tuple[Exercise, ...]
    examples: tuple[tuple[Exercise, ...], ...]
    """Worked examples for each question."""
    form: bool
    """Whether prompts say how the answer should be given."""
    rejected: tuple[BadRow, ...] = ()
    notes: tuple[str, ...] = ()
    """What else should be known about the file."""

    @property
    def prompts(self) -> list[tuple[Message, ...]]:
        """A conversation for each question."""
        pairs = zip(self.questions, self.examples, strict=True)
        return [asking.build_prompt(question, examples, form=self.form) for question, examples in pairs]

    @property
    def sha256(self) -> str:
        """Of everything that is asked and expected."""
        digest = hashlib.sha256()
        for question, prompt in zip(self.questions, self.prompts, strict=True):
            digest.update(question.model_dump_json().encode(errors="backslashreplace"))
            digest.update("".join(message.content for message in prompt).encode(errors="backslashreplace"))
        return digest.hexdigest()

    def limited(self, number: int, seed: int) -> QuestionSet:
        """`number` of its questions, drawn by the seed, in their order; all if there are not more or it is 0."""
        count = len(self.questions)
        if not 0 < number < count:
            return self
        indices = sorted(rng(seed, "exam-limit", self.name).sample(range(count), number))
        return self._replace(
            questions=tuple(self.questions[index] for index in indices),
            examples=tuple(self.examples[index] for index in indices),
        )

    def prepare(self, candidate: Candidate, options: EvalOptions) -> PreparedExam:
        """The exam for one student, asked as the options say. Raises `ExamError` for options that do not suit it."""
        if options.samples > 1 and options.temperature == 0:
            raise ExamError("several samples need a temperature above 0: greedy replies are all the same")
        options = options.inherit(candidate.exam, "backend", "batch_size")
        exam = self if options.form is None else self._replace(form=options.form)
        exam = exam.limited(options.limit, options.seed)
        ways = _ways(exam, options)
        settings: dict[str, Any] = {
            "student": candidate.identity,
            "exam": exam.sha256,
            "ways": list(ways),
            "form": exam.form,
            "examples": options.worked_examples,
        }
        for name in ("samples", "temperature", "max_new_tokens", "batch_size", "limit", "backend", "seed"):
            settings[name] = getattr(options, name)

        judging_recipe, notes = None, exam.notes
        if judging.needs_judge(exam.questions):
            judging_recipe = judging.judge_for(options.teacher, options.course or candidate.run, exam.questions)
            settings["judge"] = [judging_recipe.teacher.of("judge").model, judging_recipe.exam.threshold]
        elif options.teacher:
            notes = (*notes, judging.unneeded_text(options.teacher))
        evaluate = partial(
            _evaluate, exam=exam, candidate=candidate, ways=ways, options=options, judged_by=judging_recipe
        )
        return PreparedExam(exam.name, settings, evaluate, exam.rejected, notes)


def showable(pool: Sequence[Exercise], questions: Sequence[Exercise], options: EvalOptions) -> list[Exercise]:
    """Those of a pool of worked examples that can stand before the questions: where choices are compared, only those
    with choices. Raises `ExamError` if none can."""
    all_choices = all(question.choices for question in questions)
    if not all_choices or options.ways == (GENERATION,):
        return list(pool)
    found = [example for example in pool if example.choices]
    if pool and not found:
        raise ExamError(f"the worked examples have no choices to compare: take others, or ask by {GENERATION}")
    return found


def _ways(exam: QuestionSet, options: EvalOptions) -> tuple[str, ...]:
    all_choices = all(question.choices for question in exam.questions)
    if not options.ways:
        return (choices.LETTER, choices.TEXT) if all_choices else (GENERATION,)
    unknown = [way for way in options.ways if way not in WAYS]
    if unknown:
        also = f"; it is shown with '{choices.TEXT}'" if unknown[0] == choices.NORMALISED else ""
        raise ExamError(f"unknown way of asking '{unknown[0]}': choose from {', '.join(WAYS)}{also}")
    if not all_choices and set(options.ways) != {GENERATION}:
        raise ExamError(f"{exam.name} has questions without choices: ask by {GENERATION}")
    return tuple(way for way in WAYS if way in options.ways)


def _evaluate(
    work: SettingsDirectory,
    progress: Progress,
    *,
    exam: QuestionSet,
    candidate: Candidate,
    ways: Sequence[str],
    options: EvalOptions,
    judged_by: Recipe | None = None,
) -> dict[str, Evaluation]:
    # Loaded once, and not at all if everything has been evaluated before.
    learner = cache(partial(candidate.load, progress))
    found = {}
    for way in ways:

        def evaluate(folder: Path, way: str = way) -> Evaluation:
            if way == GENERATION:
                replies = _generate(candidate, exam, options, folder, progress)
                if judged_by is None:
                    return replies
                return judging.mark_open(replies, exam.questions, judging.judge_of(judged_by, work.path), progress)
            return choices.evaluate_by_likelihood(
                learner, exam.questions, exam.examples, way, options.batch_size, folder=folder, progress=progress
            )

        found[way] = work.stage(Stage(way, Evaluation), evaluate)
    if choices.TEXT in found:
        found[choices.NORMALISED] = choices.normalise_likelihoods(found[choices.TEXT], exam.questions)
    return found


def _generate(
    candidate: Candidate, exam: QuestionSet, options: EvalOptions, folder: Path, progress: Progress
) -> Evaluation:
    """By generation: greedily, or several samples."""
    vllm.require_vllm(options.backend)
    source = candidate.prepare(progress)
    with asking.loaded_student(options.backend, candidate.config, source, candidate.trained, progress) as learner:
        if options.temperature == 0:
            return asking.evaluate_exam(
                learner,
                exam.questions,
                exam.prompts,
                options,
                evaluation=GENERATION,
                folder=folder,
                progress=progress,
            )
        return asking.evaluate_with(
            _answer_at_temperature(learner, exam, options),
            exam.questions,
            exam.prompts,
            options.batch_size,
            mark=asking.mark,
            samples=options.samples,
            evaluation=GENERATION,
            folder=folder,
            progress=progress,
        )


def _answer_at_temperature(
    learner: Student | vllm.Engine, exam: QuestionSet, options: EvalOptions
) -> asking.AnswerBatch:
    prompts, longest, temperature = exam.prompts, options.max_new_tokens, options.temperature

    def answer(batch: list[int]) -> Iterator[tuple[int, str]]:
        from tutelage.student import generation  # imports torch: not before it is needed

        pairs = [divmod(item, options.samples) for item in batch]
        asked = [prompts[question] for question, _ in pairs]
        seeds = [derive(options.seed, "sample", exam.questions[question].id, sample) for question, sample in pairs]
        if isinstance(learner, vllm.Engine):
            replies = [reply or "" for reply in learner.answer(asked, longest, temperature, seeds)]
        else:
            turns = [[message.turn() for message in prompt] for prompt in asked]
            requests = [
                generation.GenerationRequest(turn, longest, temperature, seed)
                for turn, seed in zip(turns, seeds, strict=True)
            ]
            replies = [reply.text for reply in generation.sample(learner, requests)]
        yield from zip(batch, replies, strict=True)

    return answer
