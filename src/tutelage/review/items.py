"""What a person sees of each item: its texts, its checks, where it comes from, and what speaks against it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import NamedTuple

from tutelage.course.verification import UNCHECKED
from tutelage.documents.instructions import speaks_to_a_model
from tutelage.grading.identity import fold
from tutelage.graph.checks import check_graph
from tutelage.graph.decisions import Finding
from tutelage.progress import cut
from tutelage.records import (
    Account,
    Checker,
    Course,
    Edge,
    Evidence,
    Exercise,
    Lesson,
    Passage,
    RequestKind,
    Skill,
    SkillGraph,
    says_enough,
)
from tutelage.review.fields import (
    PARTS,
    Draft,
    Kind,
    draft_of_edge,
    draft_of_exercise,
    draft_of_lesson,
    draft_of_rewrite,
    draft_of_skill,
    labels_of,
)

_AGREEING = re.compile(r"(\d+) of (\d+) solutions agree")
_SEVERITY = {"error": 0.9, "warning": 0.5, "note": 0.15}
_OF_AN_EDGE = ("order", "redundant", "level-jump")
"""Findings about a prerequisite: they name the skill, then what it needs."""
LONGEST_SOURCE = 4_000
"""Characters of one source that are shown."""


class Concern(NamedTuple):
    """Something that speaks against an item."""

    weight: float
    """From 0 to 1."""
    why: str


class Shown(NamedTuple):
    """Where an item comes from."""

    where: str
    """File, place and headings; or who says it."""
    text: str
    quote: str = ""
    """The words in `text` that it rests on; empty for all."""


class Item(NamedTuple):
    """One item as a person sees it."""

    draft: Draft
    name: str
    """Of its skill."""
    title: str
    facts: tuple[tuple[str, str], ...]
    """What else is known of it: name and value."""
    sources: tuple[Shown, ...]
    concerns: tuple[Concern, ...]

    @property
    def suspicion(self) -> float:
        """0 to 1, higher the more speaks against it: concerns count like independent chances of a fault."""
        return 1 - reduce(lambda left, concern: left * (1 - concern.weight), self.concerns, 1.0)


Passages = Mapping[str, Passage]


def items_of_graph(graph: SkillGraph, passages: Passages) -> Iterator[Item]:
    """In teaching order, each skill before its prerequisites."""
    found: dict[tuple[str, ...], list[Finding]] = {}
    for finding in check_graph(graph.skills, graph.edges):
        keys = [finding.skills] if finding.kind in _OF_AN_EDGE else [(skill,) for skill in finding.skills]
        for key in keys:
            found.setdefault(key, []).append(finding)
    needs: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        needs.setdefault(edge.skill, []).append(edge)
    labels, opens = labels_of(graph.skills), dict[str, list[str]]()
    for edge in graph.edges:
        opens.setdefault(edge.prerequisite, []).append(graph.skill(edge.skill).name)
    for skill in graph.skills:
        facts = {
            "id": skill.id,
            "unit": skill.unit,
            "level": str(skill.level),
            "needs": ", ".join(need.name for need in graph.prerequisites(skill.id)),
            "leads to": ", ".join(opens.get(skill.id, ())),
            "also called": ", ".join(skill.aliases),
            "named by": ", ".join(skill.origins) or skill.source,
        }
        sources = _passages(skill.passages, passages)
        concerns = (*_of_skill(skill), *map(_concern, found.get((skill.id,), ())))
        yield Item(draft_of_skill(skill), skill.name, skill.name, _filled(facts), sources, concerns)
        for edge in needs.get(skill.id, ()):
            low = graph.skill(edge.prerequisite).name
            sources = tuple(Shown(_speaker(one), one.reason) for one in edge.evidence)
            concerns = (*_of_edge(edge), *map(_concern, found.get((edge.skill, edge.prerequisite), ())))
            title = f"{skill.name} needs {low}"
            yield Item(draft_of_edge(edge, labels), skill.name, title, (), sources, concerns)


def items_of_course(course: Course, graph: SkillGraph, passages: Passages) -> Iterator[Item]:
    """Skill by skill, in teaching order, as `drafts_of_course` has them."""
    refused = _refused(course.accounts)
    names = {skill.id: skill.name for skill in graph.skills}
    by_skill: dict[str, list[Item]] = {skill.id: [] for skill in graph.skills}
    known = {skill.id: skill for skill in graph.skills}
    for lesson in course.lessons:
        own = by_skill.setdefault(lesson.skill, [])
        name, shown = names.get(lesson.skill, lesson.skill), _passages(lesson.passages, passages)
        description = known[lesson.skill].description if lesson.skill in known else ""
        sources = shown or ((Shown("what is known of the skill", description),) if description else ())
        concerns = tuple(_of_text(lesson.text) + refused.get((lesson.skill, RequestKind.LESSON), []))
        own.append(Item(draft_of_lesson(lesson), name, lesson.title, _of_lesson(lesson, names), sources, concerns))
        for text in lesson.rewrites:
            why = [Concern(0.2, "a model's words in place of the document's"), *_of_text(text)]
            title = f"In other words: {cut(text, 80)}"
            own.append(Item(draft_of_rewrite(lesson, text), name, title, (), shown, tuple(why)))
    for kind, part in PARTS.items():
        asked = RequestKind.MISCONCEPTIONS if kind is Kind.ERROR else RequestKind.EXERCISES
        for exercise in getattr(course, part):
            skill = known.get(exercise.skill)
            why = _of_exercise(exercise, bool(skill and skill.passages and passages))
            why += refused.get((exercise.skill, asked), [])
            own = by_skill.setdefault(exercise.skill, [])
            sources = tuple(
                Shown(_where(passages[one.passage]), passages[one.passage].text[:LONGEST_SOURCE], one.quote)
                for one in exercise.evidence
                if one.passage in passages
            )
            name = names.get(exercise.skill, exercise.skill)
            title = cut(exercise.messages[-2].content, 160)
            draft = draft_of_exercise(kind, exercise)
            own.append(Item(draft, name, title, _about(exercise, names), sources, tuple(why)))
    for items in by_skill.values():
        yield from items


def _of_skill(skill: Skill) -> Iterator[Concern]:
    if skill.source != "syllabus":
        yield Concern(0.2, "a teacher proposed it" if skill.source == "teacher" else "a rule proposed it")
    if skill.aliases:
        yield Concern(0.25, f"other names were merged into it: {', '.join(skill.aliases)}")
    if not skill.passages and not says_enough(skill.description):
        yield Concern(0.05, "its description says little more than its name")


def _of_edge(edge: Edge) -> Iterator[Concern]:
    if edge.source == "syllabus":
        return
    yield Concern(*((0.2, "only a teacher names it") if edge.source == "teacher" else (0.4, "only a rule names it")))
    if edge.confidence < 1:
        yield Concern(0.6 * (1 - edge.confidence), f"confidence {edge.confidence:.2f}")
    if not edge.reason:
        yield Concern(0.1, "no reason is given")


def _concern(finding: Finding) -> Concern:
    return Concern(_SEVERITY[finding.severity], finding.message)


def _of_text(text: str) -> list[Concern]:
    return [Concern(0.8, "it speaks to a language model")] if speaks_to_a_model(text) else []


def _of_exercise(exercise: Exercise, of_documents: bool) -> list[Concern]:
    found = _of_text(f"{exercise.question}\n{exercise.solution}")
    if not exercise.verdict and exercise.evidence:
        found.append(Concern(0.1, "only what it quotes was checked, not its answer"))
    elif not exercise.verdict:
        found.append(Concern(0.3, "nobody has checked its answer"))
    elif UNCHECKED in exercise.verdict:
        found.append(Concern(0.4, "whoever should have checked it cannot tell right from wrong"))
    if (agreed := _AGREEING.search(exercise.verdict)) and agreed[1] != agreed[2]:
        found.append(Concern(0.35, f"only {agreed[0]}"))
    if of_documents and not exercise.evidence:
        found.append(Concern(0.2, "it quotes no document"))
    answer = fold(exercise.answer)
    free = exercise.checker is Checker.TEXT and not exercise.choices and len(answer) > 3
    if free and f" {answer} " in f" {fold(exercise.question)} ":
        found.append(Concern(0.15, "its answer stands in the question"))
    return found


def _refused(accounts: tuple[Account, ...]) -> dict[tuple[str, RequestKind], list[Concern]]:
    """Where most drafts of a skill were refused, what passed is suspicious, too."""
    drafts: dict[tuple[str, RequestKind], tuple[int, int]] = {}
    for account in accounts:
        made, bad = drafts.get((account.skill, account.kind), (0, 0))
        drafts[account.skill, account.kind] = made + account.drafts, bad + sum(account.rejected.values())
    return {
        key: [Concern(0.4 * bad / made, f"{bad} of {made} drafts like it were refused")]
        for key, (made, bad) in drafts.items()
        if made and bad / made > 1 / 3
    }


def _of_lesson(lesson: Lesson, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    needs = ", ".join(names.get(one, one) for one in lesson.prerequisites)
    written = "the document's own words" if lesson.passages else ""
    return _filled({"builds on": needs, "written": written, "words": f"{len(lesson.text.split()):,}"})


def _about(exercise: Exercise, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    facts = {
        "before the question": "\n\n".join(f"{one.role}: {one.content}" for one in exercise.messages[:-2]),
        "check": exercise.verdict or "none",
        "answer is": exercise.checker.value,
        "also right": ", ".join(exercise.accepted),
        "looked for": str(exercise.phrases or ""),
        "marked by": "\n".join(f"{point.text} ({point.met})" if point.met else point.text for point in exercise.rubric),
        "difficulty": str(exercise.difficulty),
        "form": f"{exercise.form} (new)" if exercise.new_form else exercise.form,
        "uses": ", ".join(names.get(one, one) for one in exercise.skills if one != exercise.skill),
        "language": exercise.language,
    }
    return _filled(facts)


def _filled(facts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in facts.items() if value)


def _passages(ids: tuple[str, ...], passages: Passages) -> tuple[Shown, ...]:
    return tuple(Shown(_where(passages[one]), passages[one].text[:LONGEST_SOURCE]) for one in ids if one in passages)


def _where(passage: Passage) -> str:
    return " · ".join(part for part in (passage.file, passage.place, " › ".join(passage.trail)) if part)


def _speaker(evidence: Evidence) -> str:
    sure = f", confidence {evidence.confidence:.2f}" if evidence.confidence < 1 else ""
    return f"{evidence.source}{f' {evidence.origin}' if evidence.origin else ''}{sure}"
