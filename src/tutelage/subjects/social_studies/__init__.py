"""Social studies: the embedded teacher's lessons, exercises, misconceptions and composed exercises.

Geography, civics, economics, history and sociology. Facts come from the tables of `tutelage.subjects.facts`, and every
answer is settled by looking it up there, or, for numbers, by a formal statement. Lessons are the texts of
`lessons/*.md` with facts from the tables and worked examples from the generators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from random import Random

from tutelage.subjects import Draft, pairs
from tutelage.subjects.social_studies import civics, economics, geography, history, sociology
from tutelage.subjects.social_studies.compose import compose
from tutelage.subjects.social_studies.topic import Compared, Computed, Draw, Recall, finish
from tutelage.subjects.statements import holds

AnyTopic = Recall | Compared | Computed
_AREAS = (geography, civics, economics, history, sociology)
_TRIES = 200
_LESSON_WORDS = 130
_COMPARED_FACTS = 60
_LISTED = 40
"""Facts from which on those with one value are listed together."""


class SocialStudies:
    """The subject; see `tutelage.subjects.Subject`."""

    @cached_property
    def skills(self) -> Mapping[str, str]:
        """Id -> name of every skill, in teaching order."""
        return {topic.id: topic.name for topic in topics().values()}

    def lesson(self, skill: str, rng: Random) -> str:
        """A textbook section: what the skill is, what it builds on, the facts, and examples as exercises are worked."""
        topic = _topic(skill)
        parts = [_lessons()[skill], _builds_on(topic), _facts(topic, rng)]
        examples: list[str] = []
        text = ""
        while len(examples) < 2 or (len(examples) < 8 and len(text.split()) < _LESSON_WORDS):
            draft = _right(topic, 1 + len(examples) % 3, rng)
            example = f"{draft.question}\n{draft.solution}."
            if example not in examples:
                examples.append(example)
            text = "\n\n".join([*filter(None, parts), "Worked examples. " + "\n".join(examples)])
        return text

    def exercise(self, skill: str, difficulty: int, rng: Random) -> Draft:
        """A right exercise of difficulty 1 to 3."""
        return _right(_topic(skill), _level(difficulty), rng)

    def misconception(self, skill: str, difficulty: int, rng: Random) -> Draft:
        """An exercise whose solution takes one wrong turn and carries it through; its answer is wrong for sure."""
        topic = _topic(skill)
        for _ in range(_TRIES):
            draft = _wrong(topic, _level(difficulty), rng)
            if not holds(draft):
                return draft
        raise RuntimeError(f"no slip of {skill} changes the answer")

    def composed(self, lower: str, upper: str, rng: Random) -> Draft | None:
        """An exercise that needs both skills, or `None` if the two do not combine."""
        return compose(_topic(lower), _topic(upper), rng)

    def pairs(self, skills: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The pairs of `skills` that combine; see `tutelage.subjects.Subject`."""
        for skill in skills:
            _topic(skill)
        return pairs.among(skills, pairs.read(__package__))

    def distinct(self, skill: str, difficulty: int) -> int | None:
        """How many distinct questions there are; `None` for plenty."""
        return _topic(skill).distinct(_level(difficulty))


def _right(topic: AnyTopic, difficulty: int, rng: Random) -> Draft:
    if isinstance(topic, Computed):
        return finish(topic, topic.make(Draw(rng, difficulty)), rng)
    return finish(topic, topic.item(difficulty, rng), rng)


def _wrong(topic: AnyTopic, difficulty: int, rng: Random) -> Draft:
    if isinstance(topic, Computed):
        slip = rng.choice(sorted(topic.slips))
        return finish(topic, topic.make(Draw(rng, difficulty, slip)), rng, topic.slips[slip])
    return finish(topic, topic.item(difficulty, rng, wrong=True), rng, topic.slip)


def _builds_on(topic: AnyTopic) -> str:
    """What the skill needs, by name."""
    names = {topic.id: topic.name for topic in topics().values()}
    needed = [f"{names[skill]}, because {reason}" for skill, reason in topic.needs.items()]
    return f"For {topic.name} you need {'; and '.join(needed)}." if needed else ""


def _facts(topic: AnyTopic, rng: Random) -> str:
    """All facts that are asked about, core ones first, otherwise in an order at random; cases are left to practice."""
    if isinstance(topic, Computed):
        return ""
    if isinstance(topic, Compared):
        rows = sorted(rng.sample(topic.rows, len(topic.rows)), key=lambda row: row.level)[:_COMPARED_FACTS]
        return _sentences([topic.sentence(row.key) for row in rows])
    said = []
    for each in topic.facts:
        rows = sorted(rng.sample(each.rows, len(each.rows)), key=lambda row: row.level)
        values = sorted({row.values[0] for row in rows})
        if len(rows) > _LISTED and len(values) < len(rows) / 5:
            said += [f"{value}: {', '.join(row.key for row in rows if row.values[0] == value)}" for value in values]
            continue
        said += [each.says.format(key=row.key, value=row.values[0]) for row in rows if not each.meaning]
    return _sentences(said)


def _sentences(said: list[str]) -> str:
    return " ".join(f"{each[:1].upper()}{each[1:]}." for each in said)


def _level(difficulty: int) -> int:
    if difficulty not in (1, 2, 3):
        raise ValueError(f"difficulty is 1, 2 or 3, not {difficulty}")
    return difficulty


def _topic(skill: str) -> AnyTopic:
    if skill not in topics():
        raise ValueError(f"social studies has no skill {skill!r}; it has {', '.join(topics())}")
    return topics()[skill]


@cache
def topics() -> Mapping[str, AnyTopic]:
    """Every skill by its id, in teaching order."""
    return {topic.id: topic for area in _AREAS for unit in area.UNITS.values() for topic in unit}


@cache
def _lessons() -> Mapping[str, str]:
    """Skill id -> text, from the sections of `lessons/*.md`."""
    found: dict[str, str] = {}
    for area in _AREAS:
        name = area.__name__.rpartition(".")[2]
        text = files(__name__).joinpath("lessons", f"{name}.md").read_text(encoding="utf-8")
        parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
        found |= {skill.strip(): body.strip() for skill, body in zip(parts[1::2], parts[2::2], strict=True)}
    return found


SUBJECT = SocialStudies()
