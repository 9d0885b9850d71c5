"""An exam of questions with known answers: what is asked, in which ways, and the replies to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from tutelage.config import EvalOptions
from tutelage.errors import ExamError
from tutelage.exams import asking, choices
from tutelage.exams.candidate import Candidate
from tutelage.exams.kinds import Prepared
from tutelage.progress import Progress
from tutelage.records import BadRow, Evaluation, Exercise, Message
from tutelage.seeds import derive, rng
from tutelage.storage.directories import SettingsDirectory
from tutelage.storage.stages import Stage
from tutelage.student import vllm
from tutelage.student.loading import Student

GENERATION = "generation"
WAYS = (GENERATION, choices.LETTER, choices.TEXT)
"""In which a question can be asked."""


class Paper(NamedTuple):
    """The questions of an exam, and how they are put."""

    name: str
    questions: tuple[Exercise, ...]
    examples: tuple[tuple[Exercise, ...], ...]
    """Worked examples for each question."""
    form: bool
    """Ask for the answer's form."""
    rejected: tuple[BadRow, ...] = ()

    @property
    def prompts(self) -> list[tuple[Message, ...]]:
        """A conversation for each question."""
        ask = asking.with_form if self.form else asking.plain
        pairs = zip(self.questions, self.examples, strict=True)
        return [(*(m for example in shown for m in example.messages), *ask(question)) for question, shown in pairs]

    @property
    def sha256(self) -> str:
        """Of everything that is asked and expected."""
        digest = hashlib.sha256()
        for question, prompt in zip(self.questions, self.prompts, strict=True):
            digest.update(question.model_dump_json().encode(errors="backslashreplace"))
            digest.update("".join(message.content for message in prompt).encode(errors="backslashreplace"))
        return digest.hexdigest()

    def limited(self, number: int, seed: int) -> Paper:
        """`number` of its questions, drawn by the seed, in their old order; all if there are no more or it is 0."""
        count = len(self.questions)
        if not 0 < number < count:
            return self
        indices = sorted(rng(seed, "exam-limit", self.name).sample(range(count), number))
        return self._replace(
            questions=tuple(self.questions[index] for index in indices),
            examples=tuple(self.examples[index] for index in indices),
        )

    def prepare(self, candidate: Candidate, options: EvalOptions) -> Prepared:
        """The exam for one student, asked as the options say. Raises `ExamError` for options that do not fit it."""
        if options.samples > 1 and options.temperature == 0:
            raise ExamError("several samples need a temperature above 0: greedy replies are all the same")
        options = options.inherit(candidate.exam, "backend", "batch_size")
        paper = self if options.form is None else self._replace(form=options.form)
        paper = paper.limited(options.limit, options.seed)
        ways = _ways(paper, options)
        settings: dict[str, Any] = {
            "student": candidate.identity,
            "exam": paper.sha256,
            "ways": list(ways),
            "form": paper.form,
            "examples": options.worked_examples,
        }
        for name in ("samples", "temperature", "max_new_tokens", "batch_size", "limit", "backend", "seed"):
            settings[name] = getattr(options, name)

        evaluate = partial(_evaluate, paper=paper, candidate=candidate, ways=ways, options=options)
        return Prepared(paper.name, settings, evaluate, paper.rejected)


def _ways(paper: Paper, options: EvalOptions) -> tuple[str, ...]:
    all_choices = all(question.choices for question in paper.questions)
    if not options.ways:
        return (choices.LETTER, choices.TEXT) if all_choices else (GENERATION,)
    unknown = [way for way in options.ways if way not in WAYS]
    if unknown:
        raise ExamError(f"unknown way of asking '{unknown[0]}': choose from {', '.join(WAYS)}")
    if not all_choices and set(options.ways) != {GENERATION}:
        raise ExamError(f"{paper.name} has questions without choices: ask by {GENERATION}")
    return tuple(way for way in WAYS if way in options.ways)


def _evaluate(
    work: SettingsDirectory,
    progress: Progress,
    *,
    paper: Paper,
    candidate: Candidate,
    ways: Sequence[str],
    options: EvalOptions,
) -> dict[str, Evaluation]:
    # Loaded once, and not at all if everything is there.
    learner = cache(partial(candidate.load, progress))
    found = {}
    for way in ways:

        def carry_out(folder: Path, way: str = way) -> Evaluation:
            if way == GENERATION:
                return _generate(candidate, paper, options, folder, progress)
            return choices.evaluate_by_likelihood(
                learner, paper.questions, paper.examples, way, options.batch_size, folder=folder, progress=progress
            )

        found[way] = work.stage(Stage(way, Evaluation), carry_out)
    if choices.TEXT in found:
        found[choices.NORMALISED] = choices.normalise(found[choices.TEXT], paper.questions)
    return found


def _generate(candidate: Candidate, paper: Paper, options: EvalOptions, folder: Path, progress: Progress) -> Evaluation:
    """By generation: greedily, or several samples."""
    vllm.require(options.backend)
    source = candidate.prepare(progress)
    with asking.examinee(options.backend, candidate.config, source, candidate.trained, progress) as learner:
        if options.temperature == 0:
            return asking.evaluate_exam(
                learner,
                paper.questions,
                paper.prompts,
                options,
                evaluation=GENERATION,
                folder=folder,
                progress=progress,
            )
        return asking.evaluate_with(
            _sampled(learner, paper, options),
            paper.questions,
            paper.prompts,
            options.batch_size,
            samples=options.samples,
            evaluation=GENERATION,
            folder=folder,
            progress=progress,
        )


def _sampled(learner: Student | vllm.Engine, paper: Paper, options: EvalOptions) -> asking.Answering:
    prompts, longest, temperature = paper.prompts, options.max_new_tokens, options.temperature

    def answer(batch: list[int]) -> Iterator[tuple[int, str]]:
        from tutelage.student import generation  # imports torch: not before it is needed

        asked = [prompts[item // options.samples] for item in batch]
        seeds = [_seed(paper, item, options) for item in batch]
        if isinstance(learner, vllm.Engine):
            replies = learner.answer(asked, longest, temperature, seeds)
        else:
            turns = [[message.turn() for message in prompt] for prompt in asked]
            requests = [
                generation.GenerationRequest(turn, longest, temperature, seed)
                for turn, seed in zip(turns, seeds, strict=True)
            ]
            replies = [reply.text for reply in generation.sample(learner, requests)]
        yield from zip(batch, replies, strict=True)

    return answer


def _seed(paper: Paper, item: int, options: EvalOptions) -> int:
    question, sample = divmod(item, options.samples)
    return derive(options.seed, "sample", paper.questions[question].id, sample)
