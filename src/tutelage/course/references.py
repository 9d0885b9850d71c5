"""What is taught about a skill: what whoever solves, judges or checks again is shown beside the question.

Without it a subject of one's own cannot be checked: a solver that does not know a policy refuses what is right by
it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tutelage.records import Exercise, Lesson, Origin, Passage, Skill, SkillGraph, says_enough
from tutelage.teacher.language.sections import section

MAX_REFERENCE = 6_000
"""Characters of one skill's reference."""


def references(
    graph: SkillGraph, lessons: Iterable[Lesson] = (), passages: Mapping[str, Passage] | None = None
) -> dict[str, str]:
    """Skill -> its reference: its description, passages of documents (by their ids), textbook section, and the
    descriptions of its direct prerequisites; empty for a skill of which nothing is known but its name. No exercise is
    in it: whoever checks one must not be told its answer.

    Where description and passages say enough, the section is left out: they are what it was written from, and what a
    weak teacher makes of them must not overrule them.
    """
    sections = {lesson.skill: lesson.text for lesson in lessons if not (passages and lesson.passages)}
    found = {}
    for skill in graph.skills:
        given = own_words(skill, passages)
        parts = [given, "" if says_enough(given) else sections.get(skill.id, "")]
        parts += [f"{need.name}: {need.description}" for need in graph.prerequisites(skill.id) if need.description]
        found[skill.id] = "\n\n".join(part for part in parts if part)[:MAX_REFERENCE]
    return found


def own_words(skill: Skill, passages: Mapping[str, Passage] | None = None) -> str:
    """What people have said about a skill: its description, and its passages."""
    parts = [skill.description]
    parts += [passages[one].text for one in skill.passages if passages and one in passages]
    return "\n\n".join(part for part in parts if part)


def stand_ins(
    graph: SkillGraph, lessons: Iterable[Lesson], passages: Mapping[str, Passage] | None = None
) -> list[Lesson]:
    """Sections in people's own words, for skills of which no section by the teacher passed and which have enough."""
    known = {lesson.skill for lesson in lessons}
    found = []
    for skill in graph.skills:
        given = own_words(skill, passages)
        if skill.id not in known and says_enough(given):
            made = section(graph, skill.id, given)
            cited = tuple(one for one in skill.passages if passages and one in passages)
            found.append(made.model_copy(update={"passages": cited}))
    return found


def reference_of(exercise: Exercise, taught: Mapping[str, str]) -> str:
    """What is taught about an exercise: about its skill and, if it is composed of two skills, about the other one."""
    others = exercise.skills if exercise.origin is Origin.COMPOSED else ()
    known = dict.fromkeys(taught.get(skill, "") for skill in (exercise.skill, *others))
    return "\n\n".join(filter(None, known))[:MAX_REFERENCE]
