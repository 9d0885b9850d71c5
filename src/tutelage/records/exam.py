"""The exam."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tutelage.records.audit import BadRow
from tutelage.records.base import Record
from tutelage.records.open_answers import PointMark


class Score(Record):
    """One question in one evaluation: what paired tests need."""

    evaluation: str
    question: str
    skill: str
    reply: str
    answer: str
    """The answer extracted from the reply; empty if none was found."""
    expected: str
    correct: bool
    new_form: bool = False
    """Whether the question has a form that was held out of training."""
    sample: int = 0
    """Number of the reply, from 0, if a question was answered several times."""
    choice_scores: tuple[float, ...] = ()
    """The scores of the choices, if the answer is the most likely one; empty for a written answer."""
    share: float | None = None
    """Of an answer that was marked by a rubric: the share of the rubric's weight that it meets."""
    points: tuple[PointMark, ...] = ()
    """The marks of the rubric's points, in their order; empty for any other answer."""


class Evaluation(Record):
    """One student's exam."""

    scores: tuple[Score, ...]


class Kept(Record):
    """Which of the students that a run has trained is its result."""

    stage: str
    """The stage of training that left it, such as `round-1`."""
    why: str


class Interval(Record):
    """A proportion with its 95 % Wilson interval."""

    right: int
    total: int
    share: float
    low: float
    high: float


class Figures(Record):
    """The results of one evaluation in numbers."""

    overall: Interval
    """With several replies to a question, `right` and `total` count replies, and the interval is over questions."""
    groups: dict[str, Interval] = Field(default_factory=dict)
    """Skill or category -> the same."""
    new_forms: Interval | None = None
    """The same for the questions whose form was held out of training; `None` if there are none."""
    pass_at: dict[int, float] = Field(default_factory=dict)
    """k -> pass@k, if questions were answered several times."""


class ExamRecord(Record):
    """One student's results in one exam."""

    student: str
    exam: str
    folder: str
    settings: dict[str, Any]
    """Everything that the replies depend on."""
    evaluations: dict[str, Evaluation]
    """Way of asking -> replies: `generation`, `letter`, `text`, `text-normalised`, or a metric of lm-eval."""
    figures: dict[str, Figures]
    rejected: tuple[BadRow, ...] = ()
    """Rows of the exam's file that could not be asked."""
