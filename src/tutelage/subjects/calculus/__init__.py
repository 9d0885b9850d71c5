"""Calculus from whole numbers up: the embedded teacher's lessons, exercises, misconceptions and composed exercises.

Generators make exercises; each carries a formal statement that settles its answer another way. There is a module for
each area, and beside it a Markdown file of the same name: the lessons, shown with worked examples from the generators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from random import Random

from tutelage.subjects import Draft, pairs
from tutelage.subjects.calculus import (
    algebra,
    applications,
    areas,
    arithmetic,
    complex_numbers,
    decimals,
    derivatives,
    differential_equations,
    equations,
    exponentials,
    exponents,
    fractions,
    functions,
    graphs,
    integrals,
    limits,
    matrices,
    numbers,
    polynomials,
    quadratics,
    rules,
    sequences,
    series,
    techniques,
    trigonometry,
    vectors,
)
from tutelage.subjects.calculus.pools import POOLS
from tutelage.subjects.calculus.topic import Draw, Item, Topic
from tutelage.subjects.statements import holds
from tutelage.subjects.typesetting import typeset

AREAS = (
    arithmetic,
    numbers,
    fractions,
    decimals,
    algebra,
    polynomials,
    exponents,
    equations,
    quadratics,
    exponentials,
    functions,
    graphs,
    trigonometry,
    sequences,
    complex_numbers,
    vectors,
    matrices,
    limits,
    derivatives,
    rules,
    applications,
    integrals,
    techniques,
    areas,
    series,
    differential_equations,
)
_TRIES = 200
_LESSON_WORDS = 130
_LESSON_CHARACTERS = 560
_MAX_EXAMPLES = 7
_WHOLE = re.compile(r"-?\d+")
_MENTION = re.compile(r"@([a-z][a-z-]*[a-z])")
_IDLE = re.compile(r"(^|; |, |[a-z] )([^ ;]+) = \2(?=;|,|$)")
"""A step that changes nothing, such as 3/5 = 3/5."""
_FRACTION = re.compile(r"-?\d+/\d+")


class Calculus:
    """The subject; see `tutelage.subjects.Subject`."""

    @cached_property
    def skills(self) -> Mapping[str, str]:
        """Id -> name of every skill, area by area."""
        return {topic.id: topic.name for topic in _topics().values()}

    def lesson(self, skill: str, rng: Random) -> str:
        """A textbook section: what the skill is, what it builds on, and examples as exercises are worked."""
        topic = _topic(skill)
        about = _lessons()[skill]
        examples: list[str] = []
        questions: set[str] = set()
        while len(examples) < 2 or (len(examples) < _MAX_EXAMPLES and _is_short(" ".join((about, *examples)))):
            draft = _draft(topic, topic.make(Draw(rng, 1 + len(examples) % 3)), rng)
            if draft.question not in questions:
                questions.add(draft.question)
                examples.append(f"{draft.question} {draft.solution}.")
        return f"{about}\n\n" + "Worked examples. " + " ".join(examples)

    def exercise(self, skill: str, difficulty: int, rng: Random) -> Draft:
        """A right exercise of difficulty 1 to 3."""
        topic = _topic(skill)
        return _draft(topic, topic.make(Draw(rng, _level(difficulty))), rng)

    def misconception(self, skill: str, difficulty: int, rng: Random) -> Draft:
        """An exercise whose solution takes one wrong turn and carries it through; its answer is wrong for sure."""
        topic = _topic(skill)
        for _ in range(_TRIES):
            slip = rng.choice(sorted(topic.slips))
            draft = _draft(topic, topic.make(Draw(rng, _level(difficulty), slip)), rng, topic.slips[slip])
            if not holds(draft):
                return draft
        raise RuntimeError(f"no slip of {skill} changes the answer")

    def in_latex(self) -> LatexCalculus:
        """The same subject with its mathematics in LaTeX."""
        return LatexCalculus()

    def distinct(self, skill: str, difficulty: int) -> int | None:
        """How many distinct questions there are; `None` if more than a course asks for."""
        return POOLS.get(_topic(skill).id, (None, None, None))[_level(difficulty) - 1]

    def composed(self, lower: str, upper: str, rng: Random) -> Draft | None:
        """An exercise of `upper` that needs a number k, to be found by `lower`; `None` if the two do not combine."""
        below, above = _topic(lower), _topic(upper)
        if lower == upper or above.takes is None:
            return None
        for _ in range(_TRIES):
            first = below.make(Draw(rng, 1))
            if first.value is None:
                return None
            if first.value in above.takes:
                second = above.make(Draw(rng, 1, given=first.value))
                return _compose(_draft(above, second, rng), below, first)
        return None

    def pairs(self, skills: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The pairs of `skills` that combine; see `tutelage.subjects.Subject`."""
        for skill in skills:
            _topic(skill)
        return pairs.among(skills, pairs.read(__package__))


class LatexCalculus(Calculus):
    """The same lessons and exercises, for the same seeds, with their mathematics in LaTeX."""

    @cached_property
    def _kept(self) -> tuple[str, ...]:
        """Names of skills that hold mathematics: solutions and lessons have to name skills as they are called."""
        return tuple(name for name in self.skills.values() if typeset(name) != name)

    def lesson(self, skill: str, rng: Random) -> str:
        """See `Calculus.lesson`."""
        return typeset(super().lesson(skill, rng), self._kept)

    def exercise(self, skill: str, difficulty: int, rng: Random) -> Draft:
        """See `Calculus.exercise`."""
        return self._typeset(super().exercise(skill, difficulty, rng))

    def misconception(self, skill: str, difficulty: int, rng: Random) -> Draft:
        """See `Calculus.misconception`."""
        return self._typeset(super().misconception(skill, difficulty, rng))

    def composed(self, lower: str, upper: str, rng: Random) -> Draft | None:
        """See `Calculus.composed`."""
        draft = super().composed(lower, upper, rng)
        return draft and self._typeset(draft)

    def _typeset(self, draft: Draft) -> Draft:
        work, answer = draft.solution.removesuffix(draft.answer), typeset(draft.answer)
        return draft._replace(
            question=typeset(draft.question, self._kept), solution=typeset(work, self._kept) + answer, answer=answer
        )


def _is_short(text: str) -> bool:
    return len(text) < _LESSON_CHARACTERS or len(text.split()) < _LESSON_WORDS


def _compose(draft: Draft, below: Topic, first: Item) -> Draft:
    known = re.sub(r"\banswer\b", f"({first.value})", first.formal)
    work, also = _worked(below, first)
    return draft._replace(
        question=f"Let k be {first.noun}. {draft.question}",
        solution=f"{work}, so k = {first.value}. {draft.solution}",
        formal=f"{known} and {draft.formal}",
        skills=tuple(dict.fromkeys((*draft.skills, below.id, *also))),
    )


def _draft(topic: Topic, item: Item, rng: Random, misconception: str = "") -> Draft:
    """The item in one of its wordings. A number has to be written as one: 3*4 is no answer to "Compute 3*4"."""
    work, also = _worked(topic, item)
    formal = item.formal
    value = item.answer.rpartition("= ")[2]
    if "(answer)" not in formal and _WHOLE.fullmatch(value):
        formal += " and parts(answer) < 2"
    elif "(answer)" not in formal and _FRACTION.fullmatch(value):
        formal += " and parts(answer) < 3"
    return Draft(
        question=rng.choice(item.questions),
        solution=f"{work}. Answer: {item.answer}",
        answer=item.answer,
        formal=formal,
        skills=(topic.id, *also),
        misconception=misconception,
    )


def _worked(topic: Topic, item: Item) -> tuple[str, tuple[str, ...]]:
    """The steps with the skills' names in them, and the ids of the other skills."""
    also = dict.fromkeys((*item.also, *_MENTION.findall(item.work)))
    work = _MENTION.sub(lambda mention: _topic(mention[1]).name, item.work)
    if _MENTION.search(item.work):
        work = _IDLE.sub(r"\1\2", work)
    if not work.lower().startswith(topic.name.lower()):
        work = f"{topic.name[0].upper()}{topic.name[1:]}: {work}"
    return work, tuple(skill for skill in also if skill != topic.id)


def _level(difficulty: int) -> int:
    if difficulty not in (1, 2, 3):
        raise ValueError(f"difficulty is 1, 2 or 3, not {difficulty}")
    return difficulty


def _topic(skill: str) -> Topic:
    if skill not in _topics():
        raise ValueError(f"calculus has no skill {skill!r}; it has {', '.join(_topics())}")
    return _topics()[skill]


@cache
def _topics() -> Mapping[str, Topic]:
    return {topic.id: topic for area in AREAS for topic in area.TOPICS}


@cache
def _lessons() -> Mapping[str, str]:
    """Skill id -> text, from the sections of the Markdown files."""
    lessons: dict[str, str] = {}
    for area in AREAS:
        file = f"{area.__name__.rpartition('.')[2]}.md"
        text = files(__name__).joinpath(file).read_text(encoding="utf-8")
        sections = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
        lessons |= {name.strip(): body.strip() for name, body in zip(sections[1::2], sections[2::2], strict=True)}
    return lessons


SUBJECT = Calculus()
