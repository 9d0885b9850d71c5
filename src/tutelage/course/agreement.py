"""Whether a section agrees with what is known about its skill, and with the sections that it builds on: a judge's word.

What a program finds in a section came from nowhere (`tutelage.course.sections`); what was only twisted, such as the
limits of two cities exchanged, needs a reader.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tutelage.course.references import MAX_REFERENCE
from tutelage.course.verification import Cost, Verdict, ask, same_answer
from tutelage.records import Checker, Exercise, Judgement, JudgeRequest, Lesson, SkillGraph, content_id
from tutelage.teacher import Teacher

QUESTION = "Does everything that this section of a textbook says agree with the reference: yes or no?"


def judge_sections(
    sections: Sequence[Lesson],
    teacher: Teacher,
    graph: SkillGraph,
    known: Mapping[str, str],
    textbook: Mapping[str, str],
) -> list[tuple[Verdict, Cost]]:
    """The verdict on each section, and what it cost. `known` is what is known about each skill, `textbook` has the
    texts of the sections so far, by skill.

    Only an objection counts: a judge that says nothing, or contradicts itself, refuses no section.
    """
    requests = [
        JudgeRequest(
            id=content_id("req", "judge", section.id),
            exercise=Exercise.of(
                skill=section.skill,
                skills=(section.skill,),
                question=QUESTION,
                solution=f"{section.text}\n\nAnswer: yes",
                answer="yes",
                checker=Checker.TEXT,
            ),
            reference=_reference(section.skill, graph, known, textbook),
        )
        for section in sections
    ]
    replies, costs = ask(teacher, requests)
    verdicts = []
    for request in requests:
        said = next((one for reply in replies[request.id] for one in reply.of(Judgement)), None)
        verdicts.append((_weigh(said, request.exercise), costs[request.id]))
    return verdicts


def _reference(skill: str, graph: SkillGraph, known: Mapping[str, str], textbook: Mapping[str, str]) -> str:
    others = (textbook.get(need.id, "") for need in graph.prerequisites(skill))
    return "\n\n".join(filter(None, (known.get(skill, ""), *others)))[:MAX_REFERENCE]


def _weigh(said: Judgement | None, exercise: Exercise) -> Verdict:
    if said is None or said.right or (said.answer.strip() and same_answer(said.answer, exercise)):
        return Verdict()
    return Verdict("judged wrong", detail=" ".join(said.reason.split()))
