"""Forms of question that are kept for the exam: a score on them means the skill and not the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tutelage.progress import counted
from tutelage.records import Course, SkillForms, SkillGraph
from tutelage.seeds import rng
from tutelage.teacher import FormTeacher, Teacher


def hold_out_forms(graph: SkillGraph, teacher: Teacher, share: float, seed: int) -> tuple[SkillForms, ...]:
    """Which forms each skill is trained on, and which `share` of those that can be is kept for the exam, drawn at
    random; at least one if there are two or more. Empty for a teacher without forms, or a share of 0."""
    if not share or not isinstance(teacher, FormTeacher):
        return ()
    found = []
    for skill in graph.skills:
        forms = teacher.forms(skill.id)
        able = [form.name for form in forms if form.can_be_held_out]
        count = max(round(share * len(able)), 1) if len(able) > 1 else 0
        held_out = set(rng(seed, "held-out forms", skill.id).sample(able, count))
        if held_out:
            found.append(
                SkillForms(
                    skill=skill.id,
                    trained=tuple(form.name for form in forms if form.name not in held_out),
                    held_out=tuple(form.name for form in forms if form.name in held_out),
                )
            )
    return tuple(found)


def trained_forms(forms: Sequence[SkillForms]) -> Mapping[str, tuple[str, ...]]:
    """Skill -> the forms that everything but the exam may have; a skill without an entry may have all."""
    return {each.skill: each.trained for each in forms}


def held_out_line(course: Course) -> str:
    """What a run says of what is held out beside the questions themselves; empty if nothing is."""
    if not course.forms:
        return course.holds_out
    new = sum(question.new_form for question in course.exam)
    kept = sum(len(each.held_out) for each in course.forms)
    every = kept + sum(len(each.trained) for each in course.forms)
    return (
        f"forms: {kept:,} of {every:,} forms of question, over {counted(len(course.forms), 'skill')}, are kept for the "
        f"exam; {new:,} of its questions have them"
    )
