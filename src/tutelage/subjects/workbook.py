"""A subject from plain parts: the easy way to write one. See `docs/new-subject.md`.

A topic is a skill with the text of its lesson and a generator. The same generator makes right exercises and
misconceptions: it is told the slip to make, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from tutelage.subjects import Draft
from tutelage.subjects.checking import MIN_LESSON_WORDS, holds

TRIES = 200
MAX_EXAMPLES = 8


class Item(NamedTuple):
    """One exercise before its wording is chosen."""

    questions: tuple[str, ...]
    """The same question in three wordings or more."""
    work: str
    """The steps of the solution, without a closing full stop."""
    answer: str
    formal: str
    """A statement about `answer` that settles it another way; see `tutelage.subjects.statements`."""
    uses: tuple[str, ...] = ()
    """Ids of other skills that the steps use; the steps must name them."""


@dataclass(frozen=True)
class Topic:
    """A skill that a workbook teaches."""

    id: str
    name: str
    about: str
    """What the lesson says; worked examples are added. It has to name the skills that this one needs."""
    make: Callable[[Random, int, str], Item]
    """From a source of random numbers, a difficulty (1 to 3) and the key of a slip, empty for a right exercise."""
    slips: Mapping[str, str] = field(hash=False)
    """Key of a slip -> what is wrong, as a sentence."""
    distinct: Sequence[int | None] = (None, None, None)
    """How many distinct questions each difficulty has; `None` if more than a course asks for."""


class Workbook:
    """A subject made of topics; see `tutelage.subjects.Subject`."""

    def __init__(self, *topics: Topic) -> None:
        self.topics = {topic.id: topic for topic in topics}
        if len(self.topics) < len(topics):
            raise ValueError(f"two topics have the same id: {', '.join(topic.id for topic in topics)}")

    @property
    def skills(self) -> Mapping[str, str]:
        """Id -> name, in the order of the topics."""
        return {topic.id: topic.name for topic in self.topics.values()}

    def lesson(self, skill: str, rng: Random) -> str:
        """The topic's text, and worked examples: two, or as many as it takes to be long enough."""
        about = self._topic(skill).about.strip()
        examples: list[str] = []
        for place in range(MAX_EXAMPLES):
            if place >= 2 and len(f"{about} {' '.join(examples)}".split()) >= MIN_LESSON_WORDS:
                break
            draft = self.exercise(skill, 1 + place % 3, rng)
            examples.append(f"{draft.question} {draft.solution}.")
        return f"{about}\n\nWorked examples. {' '.join(examples)}"

    def exercise(self, skill: str, difficulty: int, rng: Random) -> Draft:
        """A right exercise of difficulty 1 to 3."""
        return self._draft(skill, difficulty, rng)

    def misconception(self, skill: str, difficulty: int, rng: Random) -> Draft:
        """An exercise with one slip that changes the answer. Raises `ValueError` if no slip of the skill does."""
        for _ in range(TRIES):
            draft = self._draft(skill, difficulty, rng, rng.choice(sorted(self._topic(skill).slips)))
            if not holds(draft):
                return draft
        raise ValueError(f"no slip of '{skill}' changes the answer at difficulty {difficulty}")

    def distinct(self, skill: str, difficulty: int) -> int | None:
        """How many distinct questions there are; `None` if more than a course asks for."""
        return self._topic(skill).distinct[_level(difficulty) - 1]

    def composed(self, lower: str, upper: str, rng: Random) -> Draft | None:
        """Nothing: topics of a workbook do not combine."""
        return None

    def pairs(self, skills: Sequence[str]) -> Iterator[tuple[str, str]]:
        """None, see `composed`."""
        return iter(())

    def _topic(self, skill: str) -> Topic:
        if skill not in self.topics:
            raise ValueError(f"there is no skill {skill!r}; there are {', '.join(self.topics)}")
        return self.topics[skill]

    def _draft(self, skill: str, difficulty: int, rng: Random, slip: str = "") -> Draft:
        topic = self._topic(skill)
        item = topic.make(rng, _level(difficulty), slip)
        named = topic.name.lower() in item.work.lower()
        work = item.work if named else f"{topic.name[0].upper()}{topic.name[1:]}: {item.work}"
        return Draft(
            question=rng.choice(item.questions),
            solution=f"{work}. Answer: {item.answer}",
            answer=item.answer,
            formal=item.formal,
            skills=(skill, *item.uses),
            misconception=topic.slips[slip] if slip else "",
        )


def _level(difficulty: int) -> int:
    if difficulty not in (1, 2, 3):
        raise ValueError(f"difficulty is 1, 2 or 3, not {difficulty}")
    return difficulty
