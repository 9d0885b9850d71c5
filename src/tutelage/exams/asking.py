"""What is asked, and how: the questions of an exam and the prompts for them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tutelage.errors import ExamError
from tutelage.exams import evaluation, local, operations
from tutelage.exams.candidate import Candidate, safe_name
from tutelage.records import BadRow, Exercise, Message
from tutelage.seeds import rng
from tutelage.storage import open_run

COURSE, NEW_OPERATIONS = "course", "new-operations"


class Paper(NamedTuple):
    """An exam before it is sat."""

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
        ask = evaluation.with_form if self.form else evaluation.plain
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
        places = sorted(rng(seed, "exam-limit", self.name).sample(range(count), number))
        return self._replace(
            questions=tuple(self.questions[place] for place in places),
            examples=tuple(self.examples[place] for place in places),
        )


def set_course(candidate: Candidate, run: Path | None, examples: int, seed: int) -> Paper:
    """The held-out exam of a run. Worked examples come from its training set. A student that has practised in that run
    is asked as it practised."""
    run = run or candidate.run
    if run is None:
        raise ExamError("the exam 'course' belongs to a run: give the run's folder, or add --course RUN")
    course = open_run.course_of(run)
    own = evaluation.choose_examples(course.exercises, {question.skill for question in course.exam}, examples, seed)
    home = candidate.run is not None and candidate.run.resolve() == run.resolve()
    name = COURSE if home else f"{COURSE}-of-{safe_name(run.resolve().name)}"
    form = not (home and candidate.practised) and not examples
    return Paper(name, course.exam, tuple(tuple(own[question.skill]) for question in course.exam), form)


def set_operations(number: int, examples: int, seed: int) -> Paper:
    """Newly defined operations."""
    exam, shown = operations.write_exam(seed, number, examples)
    return Paper(NEW_OPERATIONS, tuple(exam), tuple(map(tuple, shown)), form=not examples)


def set_file(path: Path, group: str, examples: int, examples_from: Path | None, seed: int) -> Paper:
    """A local file. Worked examples come from another one, from the question's own category where it has enough."""
    found = local.read_exam(path, group)
    shown: dict[str, tuple[Exercise, ...]] = {}
    if examples:
        if examples_from is None:
            raise ExamError("worked examples must not come from the exam itself: name a file with --examples-from")
        pool = local.read_exam(examples_from, group).questions
        pool = _apart(pool, found.questions)
        shown = {skill: _draw(pool, skill, examples, seed) for skill in {q.skill for q in found.questions}}
    each = tuple(shown.get(question.skill, ()) for question in found.questions)
    return Paper(safe_name(path.stem), found.questions, each, form=not examples, rejected=found.bad)


def _apart(pool: Sequence[Exercise], exam: Sequence[Exercise]) -> tuple[Exercise, ...]:
    """Examples that are no question of the exam."""
    asked = {question.question for question in exam}
    return tuple(example for example in pool if example.question not in asked)


def _draw(pool: Sequence[Exercise], skill: str, count: int, seed: int) -> tuple[Exercise, ...]:
    own = [example for example in pool if example.skill == skill]
    source = own if len(own) >= count else list(pool)
    if len(source) < count:
        raise ExamError(f"the file of worked examples has only {len(source)} that are not in the exam: ask for fewer")
    return tuple(rng(seed, "worked-examples", skill).sample(source, count))
