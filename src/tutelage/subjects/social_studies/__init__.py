"""Social studies: the embedded teacher's lessons, exercises, misconceptions and composed exercises.

Geography, economics, civics, history, sociology and psychology. Facts come from the tables of
`tutelage.subjects.facts`, and every answer is settled by looking it up there, or, for numbers, by a formal statement.
Lessons are the texts of `lessons/*.md` with facts from the tables and worked examples from the generators.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.resources import files
from random import Random
from types import ModuleType

from tutelage.records import Checker
from tutelage.subjects import Draft, pairs
from tutelage.subjects.social_studies import (
    civics,
    economics,
    geography,
    governments,
    history,
    modern_history,
    psychology,
    public_affairs,
    sociology,
    us_government,
    world_history,
)
from tutelage.subjects.social_studies.compose import chained
from tutelage.subjects.social_studies.telling import told
from tutelage.subjects.social_studies.topic import Comparison, Recall
from tutelage.subjects.workbook import Item, Topic, Workbook, sections

_AREAS = (
    geography,
    economics,
    civics,
    us_government,
    public_affairs,
    governments,
    history,
    modern_history,
    world_history,
    sociology,
    psychology,
)
"""In teaching order: whoever counts votes needs percentages."""


class SocialStudies(Workbook):
    """The subject; see `tutelage.subjects.Subject`."""

    title = "social studies"
    lesson_words = 128
    line = "\n"

    def __init__(self) -> None:
        super().__init__(*(topic for area in _AREAS for topic in _topics(area)))

    def distinct(self, skill: str, difficulty: int) -> int | None:
        """At least how many distinct questions there are; `None` if more than a course asks for."""
        make = self.topic(skill).make
        if isinstance(make, Recall | Comparison):
            return make.distinct(difficulty)
        return super().distinct(skill, difficulty)

    def composed(self, lower: str, upper: str, rng: Random) -> Draft | None:
        """An exercise that needs both skills, or `None` if the two do not combine."""
        below, above = self.topic(lower), self.topic(upper)
        if not (isinstance(below.make, Recall) and isinstance(above.make, Recall)):
            return super().composed(lower, upper, rng)
        if lower == upper or (found := chained(below.make, above.make, rng)) is None:
            return None
        known, item = found
        draft = self.draft(above, item, rng)
        work, _ = self.worked(below, item._replace(work=known))
        return draft._replace(solution=f"{work}. {draft.solution}", skills=(upper, lower))

    def pairs(self, skills: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The pairs of `skills` that combine; see `tutelage.subjects.Subject`."""
        return pairs.among([self.topic(skill).id for skill in skills], pairs.read(__package__))

    def paragraphs(self, topic: Topic, rng: Random) -> list[str]:
        """The lesson before its examples, with the facts that are asked about."""
        return [*super().paragraphs(topic, rng), *told(topic.make, rng)]

    def supply(self, topic: Topic, rng: Random) -> Item | None:
        """An item whose value another exercise may take: worked out, or the year of a fact."""
        return topic.make.year(rng) if isinstance(topic.make, Recall) else super().supply(topic, rng)

    def draft(self, topic: Topic, item: Item, rng: Random, misconception: str = "") -> Draft:
        """Numbers are written without thousands separators where they are the answer."""
        if item.checker is Checker.MATHEMATICS and not item.others:
            item = item._replace(answer=item.answer.replace(",", ""))
        return super().draft(topic, item, rng, misconception)


def _topics(area: ModuleType) -> list[Topic]:
    """The topics of an area with the lessons of its Markdown file."""
    name = area.__name__.rpartition(".")[2]
    lessons = sections(files(__name__).joinpath("lessons", f"{name}.md").read_text(encoding="utf-8"))
    return [replace(topic, about=lessons[topic.id]) for unit in area.UNITS.values() for topic in unit]


SUBJECT = SocialStudies()
