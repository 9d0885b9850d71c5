"""Rewrites of the passages of documents: the same matter in other words, so that a student sees it more than once.

A rewrite is faithful if a program finds nothing in it that the passage does not say: every number, date, amount and
name stands there, and what is quoted is quoted word for word. Nor does it tell what a passage is about instead of what
it says. What fails is asked for again, with the reason, and then left out. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from tutelage.course.near_duplicates import jaccard, shingles
from tutelage.course.sections import Fault, claimed_numbers, figure, listed, names_of, numbers_of, pieces
from tutelage.documents.instructions import speaks_to_a_model
from tutelage.records import Lesson, RewriteRequest, RewriteStyle, SkillGraph, content_id
from tutelage.seeds import derive

LEAST_WORDS = 20
LONGEST = 2.5
"""A rewrite is at most so many times as long as what it rewrites, or 150 words longer."""
COPIED = 0.8
"""Jaccard similarity of three-word sequences from which on it says it in the same words."""
_PASSAGE = re.compile(r"\b(?:the|this) (passage|text|excerpt|paragraph|document|section)\b", re.IGNORECASE)
_QUOTE = re.compile(r"[“\"]([^“”\"\n]{12,400}(?<!\?))[”\"]")
"""A question states nothing."""
_LABEL = re.compile(r"\b(?:question|answer|case|summary) \d+(?=\W*[:.)\n])", re.IGNORECASE)
_TO_WHO_ASKED = re.compile(
    r"\W*(?:(?:sure|certainly|of course|okay)\b\s*[!,.:]|here(?:['’]s| is| are) (?:an?|the|your|my|some)\b.{0,80}"
    r"\b(?:summary|explanation|rewrit\w*|version|questions?|case|example)\b)",
    re.IGNORECASE,
)
"""How a model begins that speaks to whoever asked."""


def plan_rewrites(
    lessons: Iterable[Lesson], number: int, seed: int, language: str, kept: Mapping[str, Sequence[str]]
) -> list[RewriteRequest]:
    """`number` rewrites of every section that holds passages, in each style in turn; none of those that are `kept`."""
    styles = tuple(RewriteStyle)
    return [
        RewriteRequest(
            id=content_id("req", str(seed), "rewrite", lesson.skill, str(index)),
            skill=lesson.skill,
            style=styles[index % len(styles)],
            text=lesson.text,
            seed=derive(seed, "rewrite", lesson.skill, index),
            language=language,
        )
        for lesson in lessons
        if lesson.passages and lesson.skill not in kept
        for index in range(number)
    ]


def with_rewrites(
    lessons: Iterable[Lesson], written: Iterable[Lesson], kept: Mapping[str, Sequence[str]]
) -> tuple[Lesson, ...]:
    """The sections, with the rewrites of their passages behind them."""
    found: dict[str, list[str]] = {skill: list(texts) for skill, texts in kept.items()}
    for rewrite in written:
        found.setdefault(rewrite.skill, []).append(rewrite.text)
    return tuple(
        lesson.model_copy(update={"rewrites": tuple(found[lesson.skill])})
        if lesson.passages and lesson.skill in found
        else lesson
        for lesson in lessons
    )


def rewrites_of(lessons: Iterable[Lesson], graph: SkillGraph) -> dict[str, tuple[str, ...]]:
    """Skill -> the rewrites of its passages, where there are any, of the skills that the graph has."""
    known = {skill.id for skill in graph.skills}
    return {lesson.skill: lesson.rewrites for lesson in lessons if lesson.rewrites and lesson.skill in known}


def unfaithful(text: str, passage: str) -> Fault | None:
    """The first thing in a rewrite that its passage does not say, or why it is no rewrite; `None` if it is faithful."""
    return _length(text, passage) or _added(text, passage) or _wording(text, passage)


def _length(text: str, passage: str) -> Fault | None:
    words, most = len(text.split()), max(LONGEST * len(passage.split()), len(passage.split()) + 150)
    if LEAST_WORDS <= words <= most:
        return None
    return Fault("too short" if words < LEAST_WORDS else "too long", f"it had {words} words; at most {most:.0f}")


def _added(text: str, passage: str) -> Fault | None:
    said = {*numbers_of(passage)}
    if numbers := [figure(one) for one in dict.fromkeys(claimed_numbers(_LABEL.sub("", text))) if one not in said]:
        return Fault("numbers from nowhere", f"{listed(numbers)}: use only numbers that stand in the passage")
    there = set(pieces(passage))
    if names := [name for name in dict.fromkeys(names_of(text)) if not there.issuperset(pieces(name))]:
        return Fault("names from nowhere", f"{listed(names)}: use only names that stand in the passage")
    return None


def _wording(text: str, passage: str) -> Fault | None:
    plain = _plain(passage)
    if quotes := [quote for quote in _QUOTE.findall(text) if _plain(quote) not in plain]:
        return Fault("quotes what is not there", f'"{quotes[0][:80]}" does not stand in the passage word for word')
    if speaks := [one[0] for one in _PASSAGE.finditer(text) if one[1].casefold() not in plain]:
        return Fault(
            "speaks of the passage", f'it said "{speaks[0]}"; say what the rules are, not what a text is about'
        )
    if speaks_to_a_model(text) or _TO_WHO_ASKED.match(text):
        return Fault("speaks to somebody else", "write for the reader, and nothing but the text itself")
    if jaccard(shingles(text), shingles(passage)) >= COPIED:
        return Fault("copies the passage", "it repeated the passage; say the same in other words")
    return None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
