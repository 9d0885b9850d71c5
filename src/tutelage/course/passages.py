"""The textbook of documents: the section about a skill is its passages, as they stand. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from tutelage.records import Lesson, Passage, SkillGraph, content_id


def passage_lessons(graph: SkillGraph, passages: Mapping[str, Passage]) -> list[Lesson]:
    """A section for every skill that has passages, in teaching order; whichever teacher writes the rest."""
    return [
        passage_lesson(graph, skill.id, [passages[one] for one in skill.passages if one in passages])
        for skill in graph.skills
        if any(one in passages for one in skill.passages)
    ]


def passage_lesson(graph: SkillGraph, skill: str, passages: list[Passage]) -> Lesson:
    """The passages of a skill as its section. A passage under a heading of its own begins with that."""
    title = graph.skill(skill).name
    several = len({passage.trail for passage in passages}) > 1
    parts = []
    for passage in passages:
        heading = passage.trail[-1].rstrip(" ?:.") if several and passage.trail else ""
        named = heading and heading.casefold() not in title.casefold()
        parts.append(f"{heading}: {passage.text}" if named else passage.text)
    text = "\n\n".join(parts)
    return Lesson(
        id=content_id("le", skill, text),
        skill=skill,
        title=title,
        text=text,
        prerequisites=tuple(need.id for need in graph.prerequisites(skill)),
        passages=tuple(passage.id for passage in passages),
    )
