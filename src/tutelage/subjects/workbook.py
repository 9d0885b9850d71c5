"""A subject made of topics: the shipped subjects are written like this, and so can yours be: see `docs/new-subject.md`.

A topic is a skill with the text of its lesson and a generator. From a `Draw` the generator makes one `Item`. The same
generator makes right exercises, misconceptions (the draw names a slip, and the generator makes that mistake) and the
upper half of composed exercises (the draw has the number that another exercise has found).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple, TypeVar

from tutelage.grading.choices import letter_of
from tutelage.records import Checker
from tutelage.seeds import rng as seeded
from tutelage.subjects import Draft
from tutelage.subjects.checking import MIN_LESSON_WORDS, holds

T = TypeVar("T")
TRIES = 200
MAX_EXAMPLES = 8
MIN_LESSON_CHARACTERS = 560
_MENTION = re.compile(r"@([a-z0-9]+(?:-[a-z0-9]+)*)")
_FORM = re.compile(r" and (parts|terms|largest)\(answer\) [<=] \d+")
"""The part of a statement that is about how the answer is written."""
_SHORT = 3
"""An answer of at most this many words is repeated in the sentence that names its letter."""


class Item(NamedTuple):
    """One exercise before its wording is chosen and its choices are laid out."""

    questions: str | tuple[str, ...]
    """The same question in three wordings or more, or the one that the generator has chosen."""
    work: str
    """The steps of the solution, without a closing full stop. `@integer-addition` stands for the name of that skill,
    and declares that the steps use it; the name of the item's own skill is put in front if they do not begin with it.
    """
    answer: str
    """The answer that the steps lead to; never a letter."""
    formal: str
    """A statement about `answer` that verifies it in another way; see `tutelage.subjects.statements`."""
    uses: tuple[str, ...] = ()
    """Ids of other skills that the steps use; the steps must name them."""
    value: int | None = None
    """The right answer as a whole number, where another exercise may use it."""
    noun: str = ""
    """For such an answer, what the question asks for, in words that can follow "Let k be"."""
    unit: str = ""
    """For such an answer, what kind of number it is, e.g. `year`; see `Topic.takes`."""
    others: tuple[str, ...] = ()
    """Wrong choices, the likeliest mix-ups first; none for a free answer."""
    right: str = ""
    """The right choice, if `answer` is the wrong one that a slip leads to."""
    accepted: tuple[str, ...] = ()
    """Further right answers to a free question."""
    checker: Checker = Checker.MATHEMATICS
    """How a free answer is compared."""


@dataclass
class Draw:
    """Everything a generator may depend on."""

    rng: Random
    difficulty: int
    """1 to 3."""
    slip: str = ""
    """The mistake to make; empty for a right solution."""
    given: int | None = None
    """The number that another skill's exercise has found."""

    def within(self, *ranges: tuple[int, int], step: int = 1) -> int:
        """A multiple of `step`; one range (both ends included) for each difficulty, the last one for those beyond."""
        low, high = ranges[min(self.difficulty, len(ranges)) - 1]
        return self.rng.randrange(low, high + 1, step)

    def nonzero(self, *ranges: tuple[int, int]) -> int:
        """A whole number other than 0."""
        while True:
            if number := self.within(*ranges):
                return number

    def ragged(self, *ranges: tuple[int, int]) -> int:
        """A whole number that does not end in 0: a step such as 7 + 0 = 7 teaches nothing."""
        while True:
            if (number := self.within(*ranges)) % 10:
                return number

    def choice(self, options: Sequence[T]) -> T:
        return self.rng.choice(options)

    def letter(self) -> str:
        """A variable; mostly x."""
        return self.rng.choice("xxxtyu")

    def main(self, *ranges: tuple[int, int], step: int = 1) -> int:
        """The number that another exercise can supply; otherwise like `within`."""
        return self.within(*ranges, step=step) if self.given is None else self.given

    def shown(self, number: T) -> T | str:
        """How the question writes the main number: as k if it was supplied."""
        return number if self.given is None else "k"


Generator = Callable[[Draw], Item]


@dataclass(frozen=True)
class Topic:
    """A skill that a workbook teaches."""

    id: str
    name: str
    about: str
    """What the lesson says; worked examples are added. A lesson must name the skills that its own skill needs."""
    make: Generator
    slips: Mapping[str, str] = field(hash=False)
    """Key of a slip -> what is wrong, as a sentence."""
    distinct: Sequence[int | None] = (None, None, None)
    """How many distinct questions each difficulty has; `None` if more than a course asks for."""
    needs: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Id of a skill that this one needs -> why, in words that can follow "because". The lesson says it."""
    takes: Mapping[str, Sequence[int]] = field(default_factory=dict, hash=False)
    """Unit -> the numbers that exercises of other skills may supply, see `Draw.given`; the answers are mathematics."""


class Workbook:
    """A subject made of topics; see `tutelage.subjects.Subject`."""

    title = "the subject"
    """What messages call it."""
    lesson_words = MIN_LESSON_WORDS
    """A lesson with fewer words gets a further example."""
    line = " "
    """Separates questions and solutions of the examples in a lesson."""

    def __init__(self, *topics: Topic) -> None:
        self.topics = {topic.id: topic for topic in topics}
        if len(self.topics) < len(topics):
            raise ValueError(f"two topics have the same id: {', '.join(topic.id for topic in topics)}")
        self.skills: Mapping[str, str] = {topic.id: topic.name for topic in topics}

    def lesson(self, skill: str, rng: Random) -> str:
        """The topic's text, and worked examples: two, or as many as it takes to be long enough."""
        topic = self.topic(skill)
        parts = self.paragraphs(topic, rng)
        examples: list[str] = []
        for _ in range(TRIES):
            if len(examples) >= 2 and (len(examples) >= MAX_EXAMPLES or self._is_long(" ".join((*parts, *examples)))):
                break
            draft = self.draft(topic, topic.make(Draw(rng, 1 + len(examples) % 3)), rng)
            example = f"{draft.question}{self.line}{draft.solution}."
            if example not in examples:
                examples.append(example)
        return "\n\n".join([*parts, f"Worked examples. {self.line.join(examples)}"])

    def exercise(self, skill: str, difficulty: int, rng: Random) -> Draft:
        """A right exercise of difficulty 1 to 3."""
        topic = self.topic(skill)
        return self.draft(topic, topic.make(Draw(rng, _level(difficulty))), rng)

    def misconception(self, skill: str, difficulty: int, rng: Random) -> Draft:
        """An exercise with one slip that changes the answer. Raises `ValueError` if no slip of the skill does."""
        topic = self.topic(skill)
        for _ in range(TRIES):
            slip = self.slip(topic, rng)
            draft = self.draft(topic, topic.make(Draw(rng, _level(difficulty), slip)), rng, topic.slips[slip])
            if not holds(draft):
                return draft
        raise ValueError(f"no slip of '{skill}' changes the answer at difficulty {difficulty}")

    def distinct(self, skill: str, difficulty: int) -> int | None:
        """How many distinct questions there are; `None` if more than a course asks for."""
        return self.topic(skill).distinct[_level(difficulty) - 1]

    def composed(self, lower: str, upper: str, rng: Random) -> Draft | None:
        """An exercise of `upper` that needs a number k, to be found by `lower`; `None` if the two do not combine."""
        below, above = self.topic(lower), self.topic(upper)
        first = self._first(below, above, rng)
        if first is None:
            return None
        draft = self.draft(above, above.make(Draw(rng, 1, given=first.value)), rng)
        known = re.sub(r"\banswer\b", f"({first.value})", _FORM.sub("", first.formal))
        work, uses = self.worked(below, first)
        return draft._replace(
            question=f"Let k be {first.noun}. {draft.question}",
            solution=f"{work}, so k = {first.value}. {draft.solution}",
            formal=f"{known} and {draft.formal}",
            skills=tuple(dict.fromkeys((*draft.skills, lower, *uses))),
        )

    def pairs(self, skills: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The pairs of `skills` that combine; see `tutelage.subjects.Subject`."""
        topics = [self.topic(skill) for skill in skills]
        for index, above in enumerate(topics):
            for below in topics[:index] if above.takes else ():
                if self._first(below, above, seeded(0, "combines", below.id, above.id)):
                    yield below.id, above.id

    def topic(self, skill: str) -> Topic:
        """A topic by its id. Raises `ValueError` for an unknown one."""
        if skill not in self.topics:
            raise ValueError(f"{self.title} has no skill {skill!r}; it has {', '.join(self.topics)}")
        return self.topics[skill]

    # --- what a subject may override -------------------------------------------------------------

    def paragraphs(self, topic: Topic, rng: Random) -> list[str]:
        """The lesson before its examples: the topic's text, and what the skill needs."""
        needed = "; and ".join(f"{self.skills[skill]}, because {why}" for skill, why in topic.needs.items())
        return [topic.about.strip(), *([f"For {topic.name} you need {needed}."] if needed else ())]

    def slip(self, topic: Topic, rng: Random) -> str:
        """The slip to make."""
        return rng.choice(sorted(topic.slips))

    def supply(self, topic: Topic, rng: Random) -> Item | None:
        """An item whose value another exercise may take; `None`, or an item without a value, if there is none."""
        return topic.make(Draw(rng, 1))

    def worked(self, topic: Topic, item: Item) -> tuple[str, tuple[str, ...]]:
        """The steps with the names of the skills in them, and the ids of the other skills."""
        uses = dict.fromkeys((*item.uses, *_MENTION.findall(item.work)))
        work = _MENTION.sub(lambda mention: self.topic(mention[1]).name, item.work)
        if not work.lower().startswith(topic.name.lower()):
            work = f"{_capital(topic.name)}: {work}"
        return work, tuple(skill for skill in uses if skill != topic.id)

    def draft(self, topic: Topic, item: Item, rng: Random, misconception: str = "") -> Draft:
        """The draft of an item, in one of its wordings and with its choices in a random order."""
        question = item.questions if isinstance(item.questions, str) else rng.choice(item.questions)
        work, uses = self.worked(topic, item)
        answer, checker = item.answer, item.checker
        choices: tuple[str, ...] = ()
        if item.others:
            choices = _laid_out(item, rng)
            answer, checker = letter_of(choices.index(item.answer)), Checker.CHOICE
            question += "".join(f"\n{letter_of(index)}. {choice}" for index, choice in enumerate(choices))
            named = _capital(item.answer) if len(item.answer.split()) <= _SHORT else "This"
            work += f". {named} is choice {answer}"
        return Draft(
            question=question,
            solution=f"{work}. Answer: {answer}",
            answer=answer,
            formal=item.formal,
            skills=(topic.id, *uses),
            misconception=misconception,
            checker=checker,
            choices=choices,
            accepted=() if choices else item.accepted,
        )

    def _first(self, below: Topic, above: Topic, rng: Random) -> Item | None:
        """An item of `below` whose answer `above` takes; `None` if the two do not combine."""
        if below is above or not above.takes:
            return None
        for _ in range(TRIES):
            first = self.supply(below, rng)
            if first is None or first.value is None:
                return None
            if first.value in above.takes.get(first.unit, ()):
                return first
        return None

    def _is_long(self, text: str) -> bool:
        return len(text) >= MIN_LESSON_CHARACTERS and len(text.split()) >= self.lesson_words


def sections(text: str) -> dict[str, str]:
    """Skill id -> text, from Markdown in which each skill has a section: `## skill-id`."""
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return {skill.strip(): body.strip() for skill, body in zip(parts[1::2], parts[2::2], strict=True)}


def _laid_out(item: Item, rng: Random) -> tuple[str, ...]:
    """The choices; if a slip leads to the answer, it is among them."""
    right = item.right or item.answer
    wrong = [each for each in item.others if each != item.answer]
    if item.answer != right:
        wrong = [item.answer, *wrong][: len(item.others)]
    rng.shuffle(wrong)
    wrong.insert(rng.randrange(len(wrong) + 1), right)
    return tuple(wrong)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _level(difficulty: int) -> int:
    if difficulty not in (1, 2, 3):
        raise ValueError(f"difficulty is 1, 2 or 3, not {difficulty}")
    return difficulty
