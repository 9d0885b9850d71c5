"""What requests of every class have in common when they are put to a language model."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import ClassVar, Generic, NamedTuple, TypeVar

from tutelage.records import AnyDraft, Request
from tutelage.teacher.language.forms import AnswerSpec, Form
from tutelage.teacher.language.skills import SkillLookup

MAX_PASSAGES = 12_000
"""Characters of passages that a prompt shows: three pages."""
FORM = {"form": "the form of the answer"}
SKILL = {
    "skill": "name of the skill",
    "description": "its description in the syllabus; may be empty",
    "prerequisites": "its direct prerequisites, a line each; may be empty",
}
TAUGHT = {"taught": "what was taught before, names; may be empty"}

_FENCE = re.compile(
    r"<\s*/?\s*(?:reference|question|solution|points|answer|passages|rules)\b[^<>]{0,80}>", re.IGNORECASE
)

Q = TypeVar("Q", bound=Request)
F = TypeVar("F", bound=Form)


class RequestPart(NamedTuple, Generic[Q]):
    """What one call asks for: a request, or a part of one."""

    request: Q
    position: int = 0
    """Which part of the request."""
    number: int = 1
    """How many drafts; 0 if the model decides."""
    difficulty: int = 1
    first: int = 0
    """How many drafts the parts before it ask for."""


class Task(ABC, Generic[Q, F]):
    """How requests of one class are put to a language model."""

    form: type[F]
    """The form of the answer."""
    variables: ClassVar[Mapping[str, str]]
    """Variable of the prompt -> what it holds."""
    sampled: ClassVar[bool] = True
    """Whether the recipe's temperature is used; otherwise 0."""

    def parts(self, request: Q, per_call: int) -> Iterator[RequestPart[Q]]:
        """The calls that a request takes, of at most `per_call` drafts each."""
        yield RequestPart(request)

    def values(self, part: RequestPart[Q], skills: SkillLookup) -> dict[str, str]:
        """The prompt's variables, all but `form`, without a tag that could end the fence that they stand in. Raises
        `KeyError` for an unknown skill."""
        return {name: unfenced(text) for name, text in self.shown(part, skills).items()}

    @abstractmethod
    def shown(self, part: RequestPart[Q], skills: SkillLookup) -> dict[str, str]:
        """What the prompt's variables stand for, as it was written."""

    def spec(self, part: RequestPart[Q], skills: SkillLookup) -> AnswerSpec[F]:
        """What the call asks for: the answer's schema is made from it."""
        return AnswerSpec(self.form)

    def examples(self, part: RequestPart[Q], skills: SkillLookup) -> tuple[str, ...]:
        """Texts in the prompt's variables that are ours, not the subject's: a draft must not copy them."""
        return ()

    @abstractmethod
    def read(self, answer: F, part: RequestPart[Q], skills: SkillLookup) -> tuple[AnyDraft, ...]:
        """The drafts of an answer."""


def described(skill: str, skills: SkillLookup) -> dict[str, str]:
    """Name, description and prerequisites of a skill, as a prompt takes them."""
    found = skills.skills[skill]
    return {"skill": found.name, "description": skills.description(skill), "prerequisites": skills.prerequisites(skill)}


def unfenced(text: str) -> str:
    """The text without the tags that fence it in a prompt: what it says cannot end its fence. Something takes their
    place, so that what stands around a tag does not become one."""
    return _FENCE.sub("…", text)
