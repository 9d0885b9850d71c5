"""Sections of the textbook, as every teacher hands them in: each names its skill and what the skill builds on."""

from __future__ import annotations

from tutelage.records import Lesson, SkillGraph, content_id


def section(graph: SkillGraph, skill: str, text: str) -> Lesson:
    """The section about a skill. Names that the text leaves out are added: its own before it, prerequisites after it.

    A subject may not know all that a syllabus requires, and a language model often says in other words what it was
    asked to call by name; the reader is to find the tie between the skills in either case.
    """
    name, needs = graph.skill(skill).name, graph.prerequisites(skill)
    unnamed = [need.name for need in needs if need.name.lower() not in text.lower()]
    if name.lower() not in text.lower():
        text = f"{name}\n\n{text}"
    if unnamed:
        text += f"\n\nWhat was learned before helps here: {', '.join(unnamed)}."
    return Lesson(
        id=content_id("le", skill, text),
        skill=skill,
        title=name,
        text=text,
        prerequisites=tuple(need.id for need in needs),
    )
