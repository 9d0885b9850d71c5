"""The course: textbook, exercises, and the outcome of the requests for them."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic.dataclasses import dataclass

from tutelage.records.base import SMALL, Record, SlottedRecord, content_id
from tutelage.records.columns import Many
from tutelage.records.documents import Citation
from tutelage.records.open_answers import Phrases, Point


class Lesson(Record):
    """A textbook section about one skill."""

    id: str
    skill: str
    title: str
    text: str
    """Paragraphs are separated by a blank line."""
    prerequisites: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    """Ids of the passages of a document that it holds or rewrites; empty if there are no documents."""

    rewrites: tuple[str, ...] = ()
    """Its passages in other words, by the teacher (`course.rewrites`)."""
    review: str = ""
    """What a person did about it, such as `edited by ann`; empty if nobody has."""

    def paragraphs(self) -> list[str]:
        """The parts that are read one at a time, those of the rewrites last; each begins with the section's title, so
        that it can be understood alone."""
        texts = (self.text, *self.rewrites)
        parts = [part.strip() for text in texts for part in text.split("\n\n") if part.strip()]
        return [f"{self.title[:1].upper()}{self.title[1:]}. {part}" for part in parts]


class Origin(StrEnum):
    """Why an exercise was written."""

    COURSE = "course"
    EXAM = "exam"
    DEVELOPMENT = "development"
    PROBE = "probe"
    SIMILAR = "similar"
    COMPOSED = "composed"
    MISCONCEPTION = "misconception"


@dataclass(frozen=True, slots=True, kw_only=True, config=SMALL)
class Message:
    """One message, in the conversational format of TRL and of OpenAI."""

    role: Literal["system", "user", "assistant"]
    content: str

    def turn(self) -> dict[str, str]:
        """As a chat template takes it."""
        return {"role": self.role, "content": self.content}


class Checker(StrEnum):
    """What an answer is said to be. How it is compared follows from how it is written (`tutelage.grading.reading`)."""

    MATHEMATICS = "mathematics"
    """A formula, or a number in lowest terms with no unit but one that the question names."""
    NUMBER = "number"
    """A number; units and words around it do not count."""
    TEXT = "text"
    """Anything else; a bare number, such as `007`, is compared as it is written."""
    CHOICE = "choice"
    """The letter of a choice."""
    PHRASES = "phrases"
    """An open answer, which must have certain words; `answer` is one that is right."""
    RUBRIC = "rubric"
    """An open answer, whose points a judge marks; `answer` is one that is right."""

    @property
    def open(self) -> bool:
        """Whether the whole reply is the answer, of which there are many right ones."""
        return self in (Checker.PHRASES, Checker.RUBRIC)


NO_SKILL = "no skill"
"""In place of the id of a skill: that of an exam question of one's own without one."""


@dataclass(frozen=True, slots=True, kw_only=True, config=SMALL)
class Mistake(SlottedRecord):
    """A wrong answer to one question, and how learners come by it."""

    answer: str
    misconception: str


@dataclass(frozen=True, slots=True, kw_only=True, config=SMALL)
class Exercise(SlottedRecord):
    """A question with a worked solution; also used for exam questions and for constructed errors."""

    id: str
    skill: str
    """The skill that it is about; for an exam question of one's own it may be `NO_SKILL`."""
    skills: tuple[str, ...]
    """All skills that the solution uses and names, `skill` included."""
    messages: tuple[Message, ...]
    """Question (user) and worked solution (assistant); the solution ends with `Answer: …`, unless the answer is open. A
    system prompt and earlier turns may come before them."""
    answer: str
    formal: str = ""
    """A statement about `answer` that must hold, see `tutelage.subjects.statements`; empty if there is none."""
    checker: Checker = Checker.MATHEMATICS
    """How a given answer is compared with `answer`."""
    choices: tuple[str, ...] = ()
    """The choices, in the order shown as A, B, C …; `answer` is then the letter. Empty for a free answer."""
    accepted: tuple[str, ...] = ()
    """Further right answers, for the checker `text`."""
    phrases: Phrases | None = None
    """What the checker `phrases` looks for."""
    rubric: tuple[Point, ...] = ()
    """The points that the checker `rubric` has marked."""
    difficulty: int = Field(default=1, ge=1, le=3)
    origin: Origin = Origin.COURSE
    parents: tuple[str, ...] = ()
    """Ids of the exercises that it was modelled on (for similar and composed ones)."""
    misconception: str = ""
    """What is wrong with the solution; empty for a right one."""
    corrected: str = ""
    """Of a constructed error: the right solution of the same question, if the teacher knows it."""
    mistakes: tuple[Mistake, ...] = ()
    """Of an exam question: the wrong answers to which mistakes of learners lead, if the teacher knows them."""
    verdict: str = ""
    """How the answer was checked beyond its form and what it quotes, e.g. `recomputed`; empty if it was not."""
    evidence: tuple[Citation, ...] = ()
    """The words of a document that the answer rests on; empty if there are no documents."""
    language: str = ""
    """Code of the language that it is written in, by which its numbers and dates are read; empty for English."""
    form: str = ""
    """The form of its question, e.g. `word problem`; empty if the teacher has none or does not say."""
    new_form: bool = False
    """For an exam question: whether its form was held out, so that no exercise of its skill has it."""
    review: str = ""
    """What a person did about it, such as `edited by ann`; empty if nobody has."""

    @field_validator("messages")
    @classmethod
    def _question_then_solution(cls, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        roles = [message.role for message in messages]
        if roles[-2:] != ["user", "assistant"]:
            raise ValueError("messages must end with a question (user) and a solution (assistant)")
        if "system" in roles[1:]:
            raise ValueError("only the first of the messages may be a system prompt")
        return messages

    @model_validator(mode="after")
    def _can_be_marked(self) -> Self:
        if self.checker is Checker.PHRASES and self.phrases is None:
            raise ValueError("the checker 'phrases' needs 'phrases'")
        if self.checker is Checker.RUBRIC and not self.rubric:
            raise ValueError("the checker 'rubric' needs a 'rubric' of one point or more")
        return self

    @property
    def question(self) -> str:
        """All that is said before the solution."""
        return "\n\n".join(message.content for message in self.messages[:-1])

    @property
    def solution(self) -> str:
        """The last turn."""
        return self.messages[-1].content

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
        phrases: Phrases | None = None,
        rubric: tuple[Point, ...] = (),
        difficulty: int = 1,
        origin: Origin = Origin.COURSE,
        parents: tuple[str, ...] = (),
        misconception: str = "",
        corrected: str = "",
        mistakes: tuple[Mistake, ...] = (),
        verdict: str = "",
        evidence: tuple[Citation, ...] = (),
        language: str = "",
        form: str = "",
        new_form: bool = False,
    ) -> Exercise:
        """Make one from its texts; the id is derived from them."""
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
            phrases=phrases,
            rubric=rubric,
            difficulty=difficulty,
            origin=origin,
            parents=parents,
            misconception=misconception,
            corrected=corrected,
            mistakes=mistakes,
            verdict=verdict,
            evidence=evidence,
            language=language,
            form=form,
            new_form=new_form,
        )


NO_MORE = "no more questions"
"""The `failure` of a reply whose teacher has given all that it has."""
BETWEEN_ROUNDS = frozenset({Origin.PROBE, Origin.SIMILAR, Origin.COMPOSED})
"""What is wanted beside the course, as much as the teacher can give."""
NOTHING_NEW = frozenset(
    {
        NO_MORE,
        "duplicate",
        "near-duplicate",
        "exam question",
        "nearly an exam question",
        "quotes an exam question",
    }
)
"""Why a draft did not become an item without being wrong: there is one like it, or nothing else came."""


class RequestKind(StrEnum):
    """What a teacher can be asked for; each kind is a class of `tutelage.records.requests`."""

    LESSON = "lesson"
    REWRITE = "rewrite"
    EXERCISES = "exercises"
    SIMILAR = "similar"
    COMPOSED = "composed"
    MISCONCEPTIONS = "misconceptions"
    DECOMPOSE = "decompose"
    ARRANGE = "arrange"
    SOLVE = "solve"
    JUDGE = "judge"
    MARK = "mark"


class Rejected(Record):
    """A draft that a check refused, with the reason."""

    request: str
    kind: RequestKind
    origin: Origin = Origin.COURSE
    skill: str
    reason: str
    detail: str = ""
    text: str


class DraftOutcome(Record):
    """A draft that was decided on, as a person looks at it."""

    skill: str
    kind: RequestKind
    origin: Origin
    accepted: bool
    reason: str = ""
    """Why it was refused; of an accepted one, how its answer was checked."""
    text: str

    @property
    def name(self) -> str:
        """What it is, in a word: its origin, or `lesson`."""
        return self.kind.value if self.kind is RequestKind.LESSON else self.origin.value


class Account(Record):
    """The outcome of the requests of one skill and kind."""

    skill: str
    kind: RequestKind
    origin: Origin
    asked: int
    """Accepted items that were wanted."""
    drafts: int
    """Drafts that the teacher made; `drafts = accepted + sum(rejected.values())`."""
    accepted: int
    rejected: dict[str, int] = Field(default_factory=dict)
    """Reason -> count."""
    failures: dict[str, int] = Field(default_factory=dict)
    """Reason -> drafts that were asked for and never arrived."""
    noted: dict[str, int] = Field(default_factory=dict)
    """Remark -> accepted items with it: no reason to reject them, but worth knowing."""
    tokens: int = 0
    """Tokens that the teacher read and wrote, checks included."""
    usd: float = 0.0
    """What they cost, by the recipe's prices."""

    @property
    def nothing_new(self) -> int:
        """Items that were wanted between rounds, and for which the teacher gave nothing that is not there already. Each
        draft that was lost for another reason might have been one of them: such items are missing."""
        if self.origin not in BETWEEN_ROUNDS:
            return 0
        lost = [*self.rejected.items(), *self.failures.items()]
        others = sum(count for reason, count in lost if reason not in NOTHING_NEW)
        return max(0, self.asked - self.accepted - others) if lost else 0

    @property
    def missing(self) -> int:
        """All other items that were asked for and did not come: `asked = accepted + missing + nothing_new`."""
        return self.asked - self.accepted - self.nothing_new

    @property
    def requested(self) -> int:
        """Drafts that were asked for in all: `accepted + sum(rejected.values()) + sum(failures.values())`."""
        return self.drafts + sum(self.failures.values())


class Written(Record):
    """The accepted and rejected drafts for a list of requests, after the checks."""

    lessons: tuple[Lesson, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    accounts: tuple[Account, ...] = ()


class CheckerTrial(Record):
    """How a checker did on items that are known to be right and wrong, before its word counted."""

    role: Literal["solver", "judge"]
    pairs: int
    """Questions that were tried, each with a right answer and with a wrong one."""
    passed_right: int
    """Right items that it passed."""
    passed_wrong: int
    """Wrong items that it passed."""
    p_value: float
    """How often chance alone does as well: the one-sided sign test of the pairs of which one item passed."""
    useful: bool
    """Whether its word counts (`p_value` of at most 0.05); otherwise it was not used in this run."""


class SkillForms(Record):
    """The forms of question that a skill has."""

    skill: str
    trained: tuple[str, ...]
    """Those that lessons, exercises and constructed errors may have."""
    held_out: tuple[str, ...]
    """Those that only exam questions have."""


class Course(Record):
    """Everything the student is taught with, and the exam that is kept from it."""

    lessons: tuple[Lesson, ...]
    exercises: Many[Exercise]
    misconceptions: tuple[Exercise, ...]
    """Constructed errors: trained on in round 1 only, they show what loss an error has."""
    exam: tuple[Exercise, ...]
    """Held out: none of its questions is in the textbook or in a training set."""
    development: tuple[Exercise, ...] = ()
    """Held out from training and from the exam: by these questions the state of the student is chosen that is kept."""
    planted: tuple[str, ...] = ()
    """Ids of exercises that were made wrong for an experiment; only measurements may use them."""
    checkers: tuple[CheckerTrial, ...] = ()
    """What the trial of those who check drafts found; empty if there was none."""
    forms: tuple[SkillForms, ...] = ()
    """Which forms of question are held out of each skill; a skill of which none is has no entry."""
    holds_out: str = ""
    """What else the teacher held out for the exam, as a sentence; empty if nothing."""
    rejected: tuple[Rejected, ...] = ()
    accounts: tuple[Account, ...] = ()

    @property
    def held_out(self) -> tuple[Exercise, ...]:
        """All questions that nothing may be trained on."""
        return (*self.exam, *self.development)

    def has_no_more(self, origin: Origin, wanted: int) -> bool:
        """Whether no skill was to get the exercises of this kind that were `wanted` of each, as the teacher does not
        have them: to want more brings nothing."""
        asked = Counter[str]()
        for one in self.accounts:
            if one.kind is RequestKind.EXERCISES and one.origin is origin:
                asked[one.skill] += one.asked
        return bool(asked) and max(asked.values()) < wanted
