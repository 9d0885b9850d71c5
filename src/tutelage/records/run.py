"""A whole run."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tutelage.records.base import Record
from tutelage.records.closed_book import ClosedBook
from tutelage.records.course import Account, Course, Exercise, Rejected
from tutelage.records.documents import Documents
from tutelage.records.exam import Evaluation, Kept, Score
from tutelage.records.forgetting import Forgetting
from tutelage.records.graph import SkillGraph
from tutelage.records.leakage import LeakageRecord
from tutelage.records.open_answers import PersonMark
from tutelage.records.rehearsal import Rehearsal
from tutelage.records.review import ReviewDecision
from tutelage.records.training import Adapted, Trained
from tutelage.records.training_set import TrainingSet


class StageTime(Record):
    """What one stage cost."""

    stage: str
    seconds: float
    tokens: int = 0
    """Tokens trained on or decoded; 0 for other stages."""
    peak_gb: float = 0.0
    """Peak resident memory of the process up to the end of the stage, in GB."""


class Probe(Record):
    """What the student can do after a round, by fresh questions that it is never trained on."""

    questions: tuple[Exercise, ...]
    scores: tuple[Score, ...]
    rejected: tuple[Rejected, ...] = ()
    accounts: tuple[Account, ...] = ()


class Round(Record):
    """One round of practice, and the change of the training set after it."""

    number: int
    """From 1."""
    training_set: TrainingSet
    trained: Trained
    adapted: Adapted | None = None
    """`None` after the last round, and if adaptation is off."""
    probe: Probe | None = None
    """`None` where there was none."""

    def next_training_set(self) -> TrainingSet:
        """The training set of the next round. Constructed errors are trained on in one round only."""
        if self.adapted is None:
            _, constructed = self.training_set.skills()
            return self.training_set.changed(constructed, {}, ())
        return self.training_set.after(self.adapted.changes, self.adapted.exercises)


class TeacherCalls(Record):
    """What all calls of a run to a language model in one role took: of every start, also before `--fresh`."""

    role: str
    """`writer`, `solver` or `judge`."""
    model: str
    """As the recipe names it."""
    served: tuple[str, ...] = ()
    """Which models the endpoint says it serves under that name; empty if it does not say."""
    calls: int
    """Answered ones."""
    read: int
    """Tokens of the prompts."""
    written: int
    """Tokens of the answers."""
    cached: int | None = None
    """Tokens of the prompts that the endpoint had in its cache; `None` if it does not say."""
    usd: float = 0.0
    """What they cost, by the recipe's prices."""

    @property
    def tokens(self) -> int:
        return self.read + self.written


class RunRecord(Record):
    """All results of a run, as the report and Python users see them."""

    name: str
    folder: str
    recipe: dict[str, Any]
    """The recipe with all defaults filled in."""
    environment: dict[str, str]
    """Versions, machine, threads."""
    documents: Documents | None = None
    """What the recipe's documents were read into, if it names some."""
    graph: SkillGraph
    course: Course
    reading: Trained | None
    rounds: tuple[Round, ...]
    evaluations: dict[str, Evaluation]
    """In their order: `base`, `base-worked-examples`, with documents `base-open-book`; `reading`, `round-1` and so on,
    if the recipe asks for every state; `final`, the student that was kept."""
    development: dict[str, Evaluation] = Field(default_factory=dict)
    """The same for the development exam: `reading`, `round-1`, … Empty if there is none."""
    closed_book: ClosedBook | None = None
    """Which questions about documents were answered without them; `None` if none was tried."""
    kept: Kept | None = None
    """`None` if nothing was trained."""
    times: tuple[StageTime, ...]
    leakage: tuple[LeakageRecord, ...] = ()
    """Of the exam, of the development exam, then of the benchmarks that the recipe names."""
    rehearsal: Rehearsal | None = None
    """The base student's answers that practice rehearses; `None` if it does not."""
    forgetting: Forgetting | None = None
    """`None` if it was not measured, or nothing was trained."""
    marks: tuple[PersonMark, ...] = ()
    """A person's marks of open answers, in the order in which they were made."""
    decisions: tuple[ReviewDecision, ...] = ()
    """What a person decided about drafts, in the order in which it was decided."""

    calls: tuple[TeacherCalls, ...] = ()
    """Of language models, by role; empty for other teachers. They are more than what `accounts` adds up if the run was
    started over."""

    @property
    def accounts(self) -> tuple[Account, ...]:
        """All accounts: of the course, and of every change of the training set."""
        parts = [part for round_ in self.rounds for part in (round_.probe, round_.adapted) if part]
        return (*self.course.accounts, *(account for part in parts for account in part.accounts))
