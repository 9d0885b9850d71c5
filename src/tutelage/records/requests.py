"""Requests to the teacher, one class per kind, and replies. Nothing in a reply has been checked yet.

The first course and every later change use the same requests. A request that is repeated, because drafts were rejected,
keeps its id and gets another seed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self, TypeVar

from pydantic import Field

from tutelage.config import Role
from tutelage.records.base import AnyRecord, Record
from tutelage.records.course import Exercise, Lesson, Origin, RequestKind
from tutelage.records.documents import Passage
from tutelage.records.open_answers import Marking

D = TypeVar("D", bound=AnyRecord)


class Proposal(Record):
    """A skill that a teacher proposes: a sub-skill of one that it decomposes, or a skill of documents."""

    name: str = Field(min_length=1, max_length=200)
    id: str = ""
    """Its id, if the teacher has ids of its own; otherwise one is made from the name."""
    description: str = ""
    needs: tuple[str, ...] = ()
    """Names of its prerequisites, among the proposals or the skills of the context."""
    reasons: dict[str, str] = Field(default_factory=dict)
    """Prerequisite -> why it is needed; of documents, the sentence that says so."""
    passages: tuple[str, ...] = ()
    """Ids of the passages of documents that it is about."""
    confidence: float = Field(default=1.0, ge=0, le=1)
    """How sure the teacher is of the prerequisites."""


class Solution(Record):
    """An independent worked solution."""

    text: str
    """Ends with `Answer: …`."""


class Judgement(Record):
    """A teacher's verdict on one exercise."""

    right: bool
    reason: str = ""
    answer: str = ""
    """The answer that the teacher finds right itself, by which a judge that nods shows; empty if it gave none."""


class _Request(Record):
    """The fields of all requests."""

    role: ClassVar[Role] = "writer"
    """Whose work it is."""
    id: str
    seed: int = 0
    language: str = ""
    """Code of the language that is asked for (`course.language`); empty for none."""


class _WritingRequest(_Request):
    """A request for drafts that are checked, and requested again if they are rejected."""

    skill: str
    """The skill that the drafts teach and are counted under."""

    @property
    def skills(self) -> tuple[str, ...]:
        """All skills that the drafts may be about, in teaching order."""
        return (self.skill,)


class _ExerciseRequest(_WritingRequest):
    """A request for exercises."""

    draft: ClassVar = Exercise
    number: int = 1
    """How many accepted exercises are wanted."""
    avoid: str = ""
    """What the teacher should know before it tries again: what exists already, and why drafts were rejected."""
    forms: tuple[str, ...] = ()
    """Forms that the questions take in turn (`course.forms`); empty: those that suit the skill."""
    settings: tuple[str, ...] | None = None
    """Settings that they take in turn (`course.settings`); `None`: everyday ones, where they fit; empty: none."""
    taken: frozenset[str] = Field(default=frozenset(), exclude=True)
    """Keys (`grading.identity.question_key`) of questions of its skill that are there already or were refused, for a
    teacher whose questions are finite (`finite`)."""
    planned: int = Field(default=0, ge=0)
    """Items for which forms and settings were given out before, so that another try gets others."""

    @property
    def parents(self) -> tuple[str, ...]:
        """Ids of the exercises that the new ones are modelled on."""
        return ()

    def again(self, *, seed: int, number: int, accepted: int, requested: int, avoid: str) -> Self:
        """The request for `number` more exercises, after `requested` were requested and `accepted` accepted."""
        return self.model_copy(update={"seed": seed, "number": number, "planned": requested, "avoid": avoid})


class _GradedRequest(_ExerciseRequest):
    """A request for exercises of given difficulties."""

    difficulties: tuple[int, ...] = (1, 2, 3)
    """Each 1 to 3; several ask for a mix."""

    def again(self, *, seed: int, number: int, accepted: int, requested: int, avoid: str) -> Self:
        turn = accepted % len(self.difficulties)  # always beginning with the first would be a bias
        request = super().again(seed=seed, number=number, accepted=accepted, requested=requested, avoid=avoid)
        return request.model_copy(update={"difficulties": self.difficulties[turn:] + self.difficulties[:turn]})


class LessonRequest(_WritingRequest):
    """A textbook section about a skill."""

    kind: Literal[RequestKind.LESSON] = RequestKind.LESSON
    draft: ClassVar = Lesson
    origin: ClassVar = Origin.COURSE
    number: ClassVar = 1
    avoid: str = ""
    """Why earlier drafts were rejected."""
    forms: tuple[str, ...] = ()
    """Forms that its worked examples may have; empty: any."""

    def again(self, *, seed: int, number: int, accepted: int, requested: int, avoid: str) -> Self:
        """The same request with another seed, and with what was wrong before."""
        return self.model_copy(update={"seed": seed, "avoid": avoid})


class RewriteStyle(StrEnum):
    """Ways to say the same again."""

    EXPLANATION = "explanation"
    QUESTIONS = "questions and answers"
    SUMMARY = "summary"
    CASE = "case"


class RewriteRequest(_WritingRequest):
    """The passages of a skill in other words."""

    kind: Literal[RequestKind.REWRITE] = RequestKind.REWRITE
    role: ClassVar = "rewriter"
    draft: ClassVar = Lesson
    origin: ClassVar = Origin.COURSE
    number: ClassVar = 1
    style: RewriteStyle
    text: str
    """What is rewritten."""
    avoid: str = ""
    """Why earlier drafts were rejected."""

    def again(self, *, seed: int, number: int, accepted: int, requested: int, avoid: str) -> Self:
        """The same request with another seed, and with what was wrong before."""
        return self.model_copy(update={"seed": seed, "avoid": avoid})


class ExercisesRequest(_GradedRequest):
    """Exercises or exam questions of a skill."""

    kind: Literal[RequestKind.EXERCISES] = RequestKind.EXERCISES
    origin: Origin = Origin.COURSE
    """`course`, or `exam`, `development` and `probe` for questions that are held out."""
    new_forms: bool = False
    """Whether `forms` are those that are held out of training."""


class SimilarRequest(_GradedRequest):
    """Exercises like some that the student finds hard."""

    kind: Literal[RequestKind.SIMILAR] = RequestKind.SIMILAR
    origin: ClassVar = Origin.SIMILAR
    examples: tuple[Exercise, ...] = ()
    """The exercises to imitate."""

    @property
    def parents(self) -> tuple[str, ...]:
        return tuple(exercise.id for exercise in self.examples)


class ComposedRequest(_ExerciseRequest):
    """Exercises that need two skills."""

    kind: Literal[RequestKind.COMPOSED] = RequestKind.COMPOSED
    origin: ClassVar = Origin.COMPOSED
    lower: str
    """The skill that is taught earlier; `skill` is the other one."""
    examples: tuple[Exercise, ...] = ()
    """An easy exercise of each."""

    @property
    def parents(self) -> tuple[str, ...]:
        return tuple(exercise.id for exercise in self.examples)

    @property
    def skills(self) -> tuple[str, ...]:
        return (self.lower, self.skill)


class MisconceptionsRequest(_GradedRequest):
    """Exercises whose solutions make mistakes that learners make."""

    kind: Literal[RequestKind.MISCONCEPTIONS] = RequestKind.MISCONCEPTIONS
    origin: ClassVar = Origin.MISCONCEPTION


class DecomposeRequest(_Request):
    """The sub-skills of a skill."""

    kind: Literal[RequestKind.DECOMPOSE] = RequestKind.DECOMPOSE
    topic: str
    """The name of a skill, which need not be in the graph yet."""
    at_most: int = 1
    """Number of sub-skills."""
    context: str = ""
    """The syllabus around it."""


class ArrangeRequest(_Request):
    """The skills that a part of documents teaches: named, split and joined, with what each of them needs."""

    kind: Literal[RequestKind.ARRANGE] = RequestKind.ARRANGE
    part: str
    """The title of the document."""
    passages: tuple[Passage, ...]
    """The part, in the order of the document."""
    headings: tuple[str, ...]
    """The skill that each of the passages is under now."""
    at_most: int = 1
    """Number of skills."""
    context: str = ""
    """The skills of the other parts."""


class SolveRequest(_Request):
    """Independent solutions of an exercise, of which the question is shown, with what is taught about it."""

    role: ClassVar = "solver"
    kind: Literal[RequestKind.SOLVE] = RequestKind.SOLVE
    exercise: Exercise
    number: int = 1
    """Number of solutions."""
    reference: str = ""
    """What is taught about its skill (`tutelage.course.references`); never the exercise's own answer."""


class JudgeRequest(_Request):
    """Whether an exercise is right."""

    role: ClassVar = "judge"
    kind: Literal[RequestKind.JUDGE] = RequestKind.JUDGE
    exercise: Exercise
    reference: str = ""
    """What is taught about its skill (`tutelage.course.references`)."""


class MarkRequest(_Request):
    """The points of an open answer, each of them marked by itself."""

    role: ClassVar = "judge"
    kind: Literal[RequestKind.MARK] = RequestKind.MARK
    exercise: Exercise
    """The question, with its rubric and an answer that is right."""
    reply: str
    """The answer to be marked, without what was only thought."""
    order: tuple[int, ...]
    """The points' indices in the rubric, in the order in which they are shown."""
    reference: str = ""
    """What is taught about its skill (`tutelage.course.references`)."""


ExerciseRequest = ExercisesRequest | SimilarRequest | ComposedRequest | MisconceptionsRequest
WritingRequest = Annotated[LessonRequest | RewriteRequest | ExerciseRequest, Field(discriminator="kind")]
Request = Annotated[
    LessonRequest
    | RewriteRequest
    | ExerciseRequest
    | DecomposeRequest
    | ArrangeRequest
    | SolveRequest
    | JudgeRequest
    | MarkRequest,
    Field(discriminator="kind"),
]


class Charge(Record):
    """The cost of calls for a request: reported as soon as it is known, perhaps long before the reply."""

    request: str
    tokens: int = Field(default=0, ge=0)
    """Read and written."""
    usd: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """By the recipe's prices."""


AnyDraft = Lesson | Exercise | Proposal | Solution | Judgement | Marking


class Reply(Record):
    """Drafts for one request; nothing in them has been checked yet."""

    request: str
    drafts: tuple[AnyDraft, ...] = ()
    """Of the requested kind. For a decomposition, no draft and no failure means that the skill is elementary."""
    failure: str = ""
    """Why there are fewer drafts than requested; empty if there are enough."""
    wording: tuple[str, ...] = ()
    """What the teacher was shown besides the skill's own words, such as the text of a prompt and its examples: a draft
    that repeats it is refused."""
    due: int | None = Field(default=None, ge=0)
    """How many drafts this reply should hold, if a request is answered in several; `None`: the request's number."""
    tokens: int = Field(default=0, ge=0)
    """Tokens that were read and written for it, unless they were reported as a `Charge`."""
    usd: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """What they cost, by the recipe's prices."""

    def of(self, kind: type[D]) -> tuple[D, ...]:
        """The drafts of one kind."""
        return tuple(draft for draft in self.drafts if isinstance(draft, kind))
