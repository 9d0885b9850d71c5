"""What is taught about a skill: what whoever solves, judges or checks again is shown beside the question.

Without it a subject of one's own cannot be checked: a solver that does not know a policy refuses what is right by
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tutelage.records import Lesson, Passage, SkillGraph

MAX_REFERENCE = 6_000
"""Characters of one skill's reference."""


def references(
    graph: SkillGraph, lessons: Iterable[Lesson] = (), passages: Mapping[str, Passage] | None = None
) -> dict[str, str]:
    """Skill -> its reference: passages of documents (by their ids), description, textbook section, and the descriptions
    of its direct prerequisites; empty for a skill of which nothing is known but its name."""
    sections = {lesson.skill: lesson.text for lesson in lessons}
    found = {}
    for skill in graph.skills:
        parts = [passages[one].text for one in skill.passages if passages and one in passages]
        parts += [skill.description, sections.get(skill.id, "")]
        parts += [f"{need.name}: {need.description}" for need in graph.prerequisites(skill.id) if need.description]
        found[skill.id] = "\n\n".join(part for part in parts if part)[:MAX_REFERENCE]
    return found
