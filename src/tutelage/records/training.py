"""Training: presentations and losses, categories, changes of the training set."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from tutelage.records.base import SMALL, Record, SlottedRecord
from tutelage.records.columns import Many
from tutelage.records.course import Account, Exercise, Rejected
from tutelage.records.requests import ComposedRequest, SimilarRequest


class Category(StrEnum):
    """The four categories of the paper, section 3.3 (dynamic training)."""

    ERROR = "error"
    HARD = "hard"
    EASY = "easy"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True, kw_only=True, config=SMALL)
class Classified(SlottedRecord):
    """One example after one round."""

    round: int
    example: str
    skill: str
    mean: float
    """Mean over the round's counted epochs of the loss in nats per solution token (the paper's L-hat)."""
    std: float
    """Population standard deviation of the same losses (the paper's sigma-hat)."""
    category: Category
    constructed: bool = False
    """A constructed error: it calibrates the thresholds, and is never part of averages, exams or exports."""


class Estimate(Record):
    """A number with its 95 % interval; without an interval if it was computed rather than measured."""

    value: float
    low: float | None = None
    high: float | None = None


class Quality(Record):
    """How well one method finds errors. Positives are the constructed errors; negatives are the training examples,
    except those that were flagged and that the new check found wrong."""

    method: Literal["rule", "plain-loss", "chance"]
    """`rule`: the recipe's. `plain-loss`: as many examples, those with the highest loss whatever their skill. `chance`:
    as many, drawn at random."""
    precision: Estimate | None
    """Share of what is flagged that is positive (Wilson); `None` if nothing is flagged."""
    recall: Estimate | None
    """Share of what is positive that is flagged (Wilson)."""
    auroc: Estimate | None
    """Probability that a positive ranks above a negative (bootstrap over examples)."""


class Detector(Record):
    """How well errors are distinguished from right examples in one round, measured on the constructed errors.

    Each constructed error is judged by a threshold that was set without it (leave one out).
    """

    round: int
    rule: str
    constructed: int
    caught: int
    """Constructed errors above the threshold."""
    flagged: int
    """Training examples above the threshold."""
    flagged_right: int
    """Flagged examples that the new check found right: false alarms."""
    flagged_by_paper_rule: int
    """Training examples that the paper's literal rule would flag."""
    auroc: float | None
    """Probability that a constructed error is above a training example, both relative to their skill's mean."""
    blind: tuple[str, ...] = ()
    """Skills where the gap to the constructed errors is too small to call anything an error."""
    qualities: tuple[Quality, ...] = ()
    """Precision, recall and AUROC of the rule, plain loss ranking and chance; empty without constructed errors."""


class Action(StrEnum):
    """What a change does to the training set."""

    DROP = "drop"
    RESTORE = "restore"
    WEIGHT = "weight"
    RETIRE = "retire"
    ADD = "add"


class Change(Record):
    """One decision about the training set, with its reason."""

    round: int
    action: Action
    skill: str
    example: str = ""
    """The exercise concerned; empty for a decision about a skill."""
    request: SimilarRequest | ComposedRequest | None = Field(default=None, discriminator="kind")
    """What the teacher is asked for (`add`)."""
    weight: float | None = None
    """How often the example is presented per epoch from now on, on average (`weight`)."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True, config=SMALL)
class Presented(SlottedRecord):
    """One presentation of an example; all of them are the order of training as it happened."""

    step: int
    """Optimizer step, from 1."""
    epoch: int
    """From 1."""
    example: str
    skill: str


@dataclass(frozen=True, slots=True, kw_only=True, config=SMALL)
class LossRecord(SlottedRecord):
    """The loss of one example in one epoch, read from the training pass itself."""

    epoch: int
    example: str
    loss: float
    """Mean over the solution tokens, in nats."""
    margin: float
    """Smallest difference, over the solution tokens, between the right token's logit and the best other one."""
    probability_margin: float
    """The same between probabilities, from -1 to 1: near -1 the student was sure of another token."""
    tokens: int
    """Solution tokens."""


class CurvePoint(Record):
    """The student's progress at one moment of training."""

    step: int
    """Optimizer step, from 0: before the first."""
    tokens: int
    """Tokens trained on so far in this stage."""
    loss: float
    """Mean over the exam questions of the mean loss on the reference solution, in nats per token."""


class Trained(Record):
    """The record of one stage of training: presentations, losses, cost."""

    order: Many[Presented]
    losses: Many[LossRecord]
    left_out: tuple[str, ...] = ()
    """Examples that were too long, or had no token to train on."""
    truncated: tuple[str, ...] = ()
    """Examples that were cut to the greatest length."""
    tokens: int = 0
    """Tokens trained on, without padding."""
    rehearsed: int = 0
    """Those of them that are rehearsal (`practice.rehearsal`), which has no losses here."""
    curve: tuple[CurvePoint, ...] = ()
    """The loss on the exam's solutions during training (`exam.curve`)."""


class Adapted(Record):
    """The change of the training set after a round."""

    categories: Many[Classified]
    detector: tuple[Detector, ...]
    changes: Many[Change]
    exercises: Many[Exercise]
    """The new ones."""
    rejected: tuple[Rejected, ...] = ()
    accounts: tuple[Account, ...] = ()
