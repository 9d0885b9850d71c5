"""Sections of the textbook: each names its skill and what the skill builds on, whichever teacher wrote it."""

from __future__ import annotations

from tutelage.records import Lesson, SkillGraph, content_id


def section(graph: SkillGraph, skill: str, text: str, *, plain_english: bool = True) -> Lesson:
    """The section about a skill. Missing names are added: the skill's own before the text, prerequisites after it.

    A subject may not know all the prerequisites in a syllabus, and a language model often paraphrases a name that it
    was asked to use; in either case the text should show how the skills are related. In another language than English
    the names stand alone.
    """
    name, needs = graph.skill(skill).name, graph.prerequisites(skill)
    unnamed = [need.name for need in needs if need.name.lower() not in text.lower()]
    if name.lower() not in text.lower():
        text = f"{name}\n\n{text}"
    if unnamed:
        names = ", ".join(unnamed)
        text += f"\n\nWhat was learned before helps here: {names}." if plain_english else f"\n\n({names})"
    return Lesson(
        id=content_id("le", skill, text),
        skill=skill,
        title=name,
        text=text,
        prerequisites=tuple(need.id for need in needs),
    )
