"""The data that crosses from one stage to the next.

Every record is immutable and is written as one JSON object a line; a file of records can be read with
any JSON tool, and edited or produced by one: reading validates. Terms follow the paper
(Dynamic Skill Adaptation, arXiv:2412.19361) and the field.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

SKILL_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Record(BaseModel):
    """Base of all records: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def content_id(prefix: str, *parts: str) -> str:
    """A short id that depends on the content alone, e.g. `ex-1f0c…`: the same text has the same id in every run."""
    return f"{prefix}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:12]}"


# --- the skill graph ----------------------------------------------------------------------------


Source = Literal["syllabus", "teacher", "heuristic"]
"""Who says something about the graph, the most trusted first: a person, a teacher, a rule without a model."""


class Skill(Record):
    """One skill of the graph."""

    id: str = Field(pattern=SKILL_ID, max_length=80)
    name: str = Field(min_length=1, max_length=200)
    """As it stands in running text: solutions name the skills they use by this."""
    description: str = ""
    unit: str = ""
    """The heading of the syllabus that the skill stands under."""
    position: int = 0
    """Place in the syllabus, from 0: breaks ties in the teaching order."""
    level: int = 0
    """Length of the longest chain of prerequisites below the skill; 0 for a skill that needs nothing. A group counts
    once, so its members have one level."""
    aliases: tuple[str, ...] = ()
    """Other names that were merged into this skill."""
    source: Source = "syllabus"
    origins: tuple[str, ...] = ()
    """Which syllabi name it, or which requests the teacher proposed it for; empty for the only syllabus."""
    group: str = ""
    """Skills with the same group need each other and are taught together; empty for all others."""


class Evidence(Record):
    """One voice for an edge: who says that it holds, and why."""

    source: Source = "syllabus"
    origin: str = ""
    """The syllabus, or the request that the teacher answered; empty for the only syllabus."""
    reason: str = ""
    confidence: float = Field(default=1.0, ge=0, le=1)


class Edge(Record):
    """`skill` needs `prerequisite`. The fields of the most trusted voice stand in the edge itself."""

    prerequisite: str
    skill: str
    source: Source = "syllabus"
    reason: str = ""
    origin: str = ""
    confidence: float = Field(default=1.0, ge=0, le=1)
    also: tuple[Evidence, ...] = ()
    """All further voices for the same edge, the more trusted first."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All voices, the most trusted first."""
        first = Evidence(source=self.source, origin=self.origin, reason=self.reason, confidence=self.confidence)
        return (first, *self.also)


class SkillGraph(Record):
    """An acyclic graph of skills, in teaching order: prerequisites come before what needs them.

    Only inside a group, whose members stand side by side, may skills need each other.
    """

    skills: tuple[Skill, ...]
    edges: tuple[Edge, ...]

    @property
    def levels(self) -> int:
        """Number of levels."""
        return max(skill.level for skill in self.skills) + 1

    def skill(self, skill_id: str) -> Skill:
        """The skill with this id. Raises `KeyError` if there is none."""
        return self._by_id[skill_id]

    def prerequisites(self, skill_id: str) -> tuple[Skill, ...]:
        """The direct prerequisites of a skill, in teaching order."""
        return self._needs.get(skill_id, ())

    @cached_property
    def _by_id(self) -> dict[str, Skill]:
        return {skill.id: skill for skill in reversed(self.skills)}

    @cached_property
    def _needs(self) -> dict[str, tuple[Skill, ...]]:
        place = {skill.id: index for index, skill in enumerate(self.skills)}
        needs: dict[str, set[int]] = {}
        for edge in self.edges:
            if edge.prerequisite in place:
                needs.setdefault(edge.skill, set()).add(place[edge.prerequisite])
        return {skill: tuple(self.skills[index] for index in sorted(found)) for skill, found in needs.items()}

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        copied = super().model_copy(update=update, deep=deep)
        for index in ("_by_id", "_needs"):
            copied.__dict__.pop(index, None)  # they belong to the skills and edges of the original
        return copied


# --- the course ---------------------------------------------------------------------------------


class Lesson(Record):
    """A textbook section about one skill."""

    id: str
    skill: str
    title: str
    text: str
    """Paragraphs are separated by a blank line."""
    prerequisites: tuple[str, ...] = ()

    def paragraphs(self) -> list[str]:
        """What is read in one go; each part begins with the section's title, so that it stands alone."""
        parts = [part.strip() for part in self.text.split("\n\n") if part.strip()]
        return [f"{self.title[:1].upper()}{self.title[1:]}. {part}" for part in parts]


class Origin(StrEnum):
    """Why an exercise was written."""

    COURSE = "course"
    EXAM = "exam"
    SIMILAR = "similar"
    COMPOSED = "composed"
    MISCONCEPTION = "misconception"


class Message(Record):
    """One turn, in the conversational format of TRL and of OpenAI."""

    role: Literal["user", "assistant"]
    content: str


class Checker(StrEnum):
    """How two answers are compared."""

    MATHEMATICS = "mathematics"
    """Equivalent expressions, in an evaluated form."""
    TEXT = "text"
    """Equal texts, whatever their case, blanks, articles and accents."""
    CHOICE = "choice"
    """The same letter, or the text of the choice."""


class Exercise(Record):
    """A question with a worked solution; also used for exam questions and for constructed errors."""

    id: str
    skill: str
    """The skill it practises."""
    skills: tuple[str, ...]
    """All skills that the solution uses and names, `skill` included."""
    messages: tuple[Message, Message]
    """Question (user) and worked solution (assistant); the solution ends with `Answer: …`."""
    answer: str
    formal: str = ""
    """A statement about `answer` that must hold, in the grammar of `tutelage.mathematics`, or, for a text or a choice,
    of `tutelage.facts`; empty if there is none."""
    checker: Checker = Checker.MATHEMATICS
    """How a given answer is compared with `answer`."""
    choices: tuple[str, ...] = ()
    """What is chosen from, in the order shown as A, B, C …; `answer` is then the letter. Empty for a free answer."""
    accepted: tuple[str, ...] = ()
    """Further right answers, for `text`."""
    difficulty: int = Field(default=1, ge=1, le=3)
    origin: Origin = Origin.COURSE
    parents: tuple[str, ...] = ()
    """Ids of the exercises it was written after (similar and composed ones)."""
    misconception: str = ""
    """What is wrong with the solution; empty for a right one."""
    verdict: str = ""
    """How the answer was checked, e.g. `recomputed`; empty if it was not."""

    @field_validator("messages")
    @classmethod
    def _question_then_solution(cls, messages: tuple[Message, Message]) -> tuple[Message, Message]:
        if (messages[0].role, messages[1].role) != ("user", "assistant"):
            raise ValueError("messages must be a question (user) and a solution (assistant)")
        return messages

    @property
    def question(self) -> str:
        return self.messages[0].content

    @property
    def solution(self) -> str:
        return self.messages[1].content

    @classmethod
    def of(
        cls,
        *,
        skill: str,
        skills: tuple[str, ...],
        question: str,
        solution: str,
        answer: str,
        formal: str = "",
        checker: Checker = Checker.MATHEMATICS,
        choices: tuple[str, ...] = (),
        accepted: tuple[str, ...] = (),
        difficulty: int = 1,
        origin: Origin = Origin.COURSE,
        parents: tuple[str, ...] = (),
        misconception: str = "",
        verdict: str = "",
    ) -> Exercise:
        """Build one from its texts; the id is derived from them."""
        return cls(
            id=content_id("ex", skill, question, solution),
            skill=skill,
            skills=skills,
            messages=(Message(role="user", content=question), Message(role="assistant", content=solution)),
            answer=answer,
            formal=formal,
            checker=checker,
            choices=choices,
            accepted=accepted,
            difficulty=difficulty,
            origin=origin,
            parents=parents,
            misconception=misconception,
            verdict=verdict,
        )


class RequestKind(StrEnum):
    """What a teacher can be asked for."""

    LESSON = "lesson"
    EXERCISES = "exercises"
    SIMILAR = "similar"
    COMPOSED = "composed"
    MISCONCEPTIONS = "misconceptions"
    DECOMPOSE = "decompose"
    SOLVE = "solve"
    JUDGE = "judge"


class Request(Record):
    """One thing asked of the teacher. The first course plan and every later change use the same requests."""

    id: str
    kind: RequestKind
    skills: tuple[str, ...] = ()
    """One skill; two for a composed exercise, the lower one first; none for a decomposition."""
    number: int = 1
    """How many accepted items are wanted; for a decomposition, how many sub-skills at most."""
    difficulties: tuple[int, ...] = (1, 2, 3)
    """Each 1 to 3; several ask for a mix."""
    origin: Origin = Origin.COURSE
    parents: tuple[Exercise, ...] = ()
    """What similar and composed exercises are to be written after, or the exercise to solve or to judge."""
    topic: str = ""
    """What is to be decomposed: the name of a skill, which need not be in the graph yet."""
    context: str = ""
    """What else the teacher is to know: the syllabus around a topic, the section that an exercise belongs to."""
    seed: int = 0


class Proposal(Record):
    """A sub-skill that a teacher proposes when it decomposes a skill."""

    name: str = Field(min_length=1, max_length=200)
    id: str = ""
    """An id for it, if the teacher has its own ids; otherwise one is made from the name."""
    description: str = ""
    needs: tuple[str, ...] = ()
    """Names of its prerequisites, among the proposals or the skills of the context."""
    reasons: dict[str, str] = Field(default_factory=dict)
    """Prerequisite -> why it is needed."""
    confidence: float = Field(default=1.0, ge=0, le=1)
    """How sure the teacher is of the prerequisites."""


class Judgement(Record):
    """A teacher's verdict on one exercise."""

    right: bool
    reason: str = ""


class Reply(Record):
    """A teacher's drafts for one request; nothing in it has been checked yet."""

    request: str
    lessons: tuple[Lesson, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    """Sub-skills; none and no failure means that the skill is elementary."""
    solutions: tuple[str, ...] = ()
    """Independent worked solutions, each ending with `Answer: …`."""
    judgements: tuple[Judgement, ...] = ()
    failure: str = ""
    """Why there are fewer drafts than asked for; empty if there are enough."""
    part: int | None = None
    """How many drafts this reply was to hold, where a request is answered in several; else the request's number."""
    tokens: int = 0
    """Tokens that were read and written for it."""
    usd: float = 0.0
    """What they cost, by the recipe's prices."""


class Rejected(Record):
    """A draft that a check refused, with the reason."""

    request: str
    kind: RequestKind
    skill: str
    reason: str
    detail: str = ""
    text: str


class Account(Record):
    """What became of the requests of one skill and kind."""

    skill: str
    kind: RequestKind
    origin: Origin
    asked: int
    """Accepted items that were wanted."""
    drafts: int
    """Drafts that the teacher made; `drafts = accepted + sum(rejected.values())`."""
    accepted: int
    rejected: dict[str, int] = {}
    """Reason -> count."""
    failures: dict[str, int] = {}
    """Reason -> how many drafts were asked for and never came."""
    noted: dict[str, int] = {}
    """Remark -> how many accepted items it holds for: what is no reason to refuse and yet should be known."""
    tokens: int = 0
    """Tokens that the teacher read and wrote for it, checks included."""
    usd: float = 0.0
    """What they cost, by the recipe's prices."""

    @property
    def missing(self) -> int:
        return self.asked - self.accepted

    @property
    def requested(self) -> int:
        """Drafts that were asked for in all: `accepted + sum(rejected.values()) + sum(failures.values())`."""
        return self.drafts + sum(self.failures.values())


class Written(Record):
    """What the writers made of a list of requests, after the checks."""

    lessons: tuple[Lesson, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    accounts: tuple[Account, ...] = ()


class Course(Record):
    """Everything the student is taught with, and the exam that is kept from it."""

    lessons: tuple[Lesson, ...]
    exercises: tuple[Exercise, ...]
    misconceptions: tuple[Exercise, ...]
    """Constructed error examples: the ruler of the dynamics, trained along in round 1."""
    exam: tuple[Exercise, ...]
    """Held out: no question of it is in the textbook or in any training set."""
    rejected: tuple[Rejected, ...] = ()
    accounts: tuple[Account, ...] = ()


# --- training -----------------------------------------------------------------------------------


class Category(StrEnum):
    """The four categories of the paper, section 3.3 (dynamic training)."""

    ERROR = "error"
    HARD = "hard"
    EASY = "easy"
    AMBIGUOUS = "ambiguous"


class Classified(Record):
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
    """A constructed error example: a ruler, never part of averages, exams or exports."""


class Estimate(Record):
    """A figure with its 95 % interval; no interval for what was not measured but follows from the numbers."""

    value: float
    low: float | None = None
    high: float | None = None


class Quality(Record):
    """What one way of finding errors is worth. Positive are the constructed errors, negative the training examples
    without those that were flagged and that the new check found wrong."""

    method: Literal["rule", "plain-loss", "chance"]
    """`rule`: the recipe's. `plain-loss`: as many examples, those with the highest loss whatever their skill. `chance`:
    as many, drawn at random."""
    precision: Estimate | None
    """Share of what is flagged that is positive (Wilson); `None` if nothing is flagged."""
    recall: Estimate | None
    """Share of what is positive that is flagged (Wilson)."""
    auroc: Estimate | None
    """Chance that a positive ranks above a negative (bootstrap over examples)."""


class Detector(Record):
    """How well errors are told from right examples in one round, measured on the constructed ones.

    Each constructed error is judged by a threshold that was set without it (leave one out).
    """

    round: int
    rule: str
    constructed: int
    caught: int
    """Constructed errors above the threshold."""
    flagged: int
    """Training examples above it."""
    flagged_right: int
    """Those of them that the new check found right: false alarms."""
    flagged_by_paper_rule: int
    """Training examples that the paper's literal rule would flag."""
    auroc: float | None
    """Chance that a constructed error lies above a training example, both relative to their skill's mean."""
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
    request: Request | None = None
    """What the teacher is asked for (`add`)."""
    weight: float | None = None
    """How often the example is seen per epoch from now on, on average (`weight`)."""
    reason: str


class Weighted(Record):
    """An exercise of a round's training set, with how often it is seen per epoch on average."""

    exercise: Exercise
    weight: float = 1.0


class Presentation(Record):
    """One line of the audit: what was trained on, in which order, as it happened."""

    step: int
    """Optimizer step, from 1."""
    epoch: int
    """From 1."""
    example: str
    skill: str


class LossRecord(Record):
    """The loss of one example in one epoch, read from the training pass itself."""

    epoch: int
    example: str
    loss: float
    """Mean over the solution tokens, in nats."""
    margin: float
    """Smallest difference, over the solution tokens, between the right token's logit and the best other one."""
    tokens: int
    """Solution tokens."""


class Trained(Record):
    """What one stage of training left behind, beside the student: the audit, the losses, the cost."""

    order: tuple[Presentation, ...]
    losses: tuple[LossRecord, ...]
    left_out: tuple[str, ...] = ()
    """Examples that were too long, or had no token to train on."""
    truncated: tuple[str, ...] = ()
    """Examples that were cut to the greatest length."""
    tokens: int = 0
    """Tokens trained on, padding not counted."""


class Adapted(Record):
    """What became of the training set after a round."""

    categories: tuple[Classified, ...]
    detector: tuple[Detector, ...]
    changes: tuple[Change, ...]
    exercises: tuple[Exercise, ...]
    """The new ones."""
    rejected: tuple[Rejected, ...] = ()
    accounts: tuple[Account, ...] = ()


# --- exam ---------------------------------------------------------------------------------------


class Score(Record):
    """One question in one sitting: what paired tests need."""

    sitting: str
    question: str
    skill: str
    reply: str
    answer: str
    """What was read from the reply; empty if no answer could be found."""
    expected: str
    correct: bool


class Sitting(Record):
    """One student's exam."""

    scores: tuple[Score, ...]


class Interval(Record):
    """A proportion with its 95 % Wilson interval."""

    right: int
    total: int
    share: float
    low: float
    high: float


# --- audit of a data set --------------------------------------------------------------------------


class Turn(Record):
    """One turn of a conversation of any data set."""

    role: str
    """`system`, `user` or `assistant`."""
    content: str


class BadRow(Record):
    """A row of a data set that was not trained on."""

    line: int
    """From 1; in a JSON array, the place in it."""
    reason: str


class Suspect(Record):
    """One example of an audited data set, at its rank: 1 is the most suspect."""

    rank: int
    example: str
    line: int
    skill: str
    category: Category
    mean: float
    std: float
    excess: float
    """Mean loss above the median of its skill, in nats per token: what the rank goes by, after the category."""
    messages: tuple[Turn, ...]


class AuditRecord(Record):
    """What an audit found out about a data set."""

    data: str
    folder: str
    student: str
    settings: dict[str, Any]
    formats: dict[str, int]
    """Format -> rows."""
    rule: str
    blind: bool
    """No second group of losses stands apart: nothing is called an error, and the ranking is all there is."""
    tokens: int
    """Tokens trained on."""
    suspects: tuple[Suspect, ...]
    """All examples that were trained on, the most suspect first."""
    rejected: tuple[BadRow, ...]


# --- a whole run ----------------------------------------------------------------------------------


class StageTime(Record):
    """What one stage cost."""

    stage: str
    seconds: float
    tokens: int = 0
    """Tokens trained on or decoded; 0 where it has no meaning."""
    peak_gb: float = 0.0
    """Peak resident memory of the process up to the end of the stage, in GB."""


class Round(Record):
    """One round of practice and what became of the training set after it."""

    number: int
    """From 1."""
    training_set: tuple[Weighted, ...]
    trained: Trained
    adapted: Adapted | None = None
    """`None` after the last round, and where adaptation is off."""


class RunRecord(Record):
    """Everything a run left behind, as the report and Python users see it."""

    name: str
    folder: str
    recipe: dict[str, Any]
    """The recipe with all defaults filled in."""
    environment: dict[str, str]
    """Versions, machine, threads."""
    graph: SkillGraph
    course: Course
    reading: Trained | None
    rounds: tuple[Round, ...]
    sittings: dict[str, Sitting]
    """In the order they were held: `base`, `base-worked-examples`, `reading`, `round-1`, …"""
    times: tuple[StageTime, ...]
