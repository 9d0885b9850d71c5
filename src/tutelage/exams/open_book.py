"""The exam with the passages in the prompt, and how far training without them has come towards it. Pure.

The base student that may look things up shows what retrieval would give at best: the right passage is always there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tutelage.exams.asking import better_base, build_prompt
from tutelage.progress import percent
from tutelage.records import Checker, Evaluation, Exercise, Message, Passage, SkillGraph
from tutelage.stats import Range, bootstrap_gap
from tutelage.storage.stages import FINAL, OPEN_BOOK

MOST = 4_000
"""Characters of passages that a prompt shows: a student of any size has to find the place in them."""
LEAST = 200
"""And at least this many, however small the context is."""
CHARACTERS_PER_TOKEN = 2
"""Cautious: English has four or five, other languages fewer."""
BESIDE = 400
"""Tokens for the question or a worked example, its form, and what a chat template adds."""
_FENCE = re.compile(r"<\s*/?\s*passages?\s*>", re.IGNORECASE)
_VERDICTS = ("yes", "no")


def room_for(context: int, max_new_tokens: int, examples: int = 0) -> int:
    """Characters of passages that fit into a context of so many tokens beside question, answer and worked examples."""
    left = context - max_new_tokens - BESIDE * (1 + examples)
    return max(LEAST, min(MOST, left * CHARACTERS_PER_TOKEN))


def build_open_prompt(
    question: Exercise,
    graph: SkillGraph,
    passages: Mapping[str, Passage],
    room: int,
    examples: Sequence[Exercise] = (),
) -> tuple[Message, ...]:
    """The question with its passages before it, as data between two marks that no passage can contain; after worked
    examples or, without any, with the form of the answer. A question without passages is asked as with the book closed.
    """
    *before, asked = build_prompt(question, examples, form=not examples)
    text = shown(question, graph, passages, room)
    if not text:
        return (*before, asked)
    return (*before, replace(asked, content=f"<passages>\n{text}\n</passages>\n\n{asked.content}"))


def shown(question: Exercise, graph: SkillGraph, passages: Mapping[str, Passage], room: int) -> str:
    """The passages of a question's skills, those of its evidence first; where they are too long, what stands around
    the evidence. Each is headed by its place; empty if there are none."""
    quotes: dict[str, list[str]] = {}
    for citation in question.evidence:
        quotes.setdefault(citation.passage, []).append(citation.quote)
    known = {skill.id for skill in graph.skills}
    of_skills = [one for skill in question.skills if skill in known for one in graph.skill(skill).passages]
    cited = [one for one in quotes if one in passages]
    others = [one for one in dict.fromkeys(of_skills) if one in passages and one not in quotes]
    parts = []
    for left, one in zip(range(len(cited), 0, -1), cited, strict=True):
        parts.append(_headed(passages[one], around(passages[one].text, quotes[one], room // left)))
        room -= len(parts[-1])
    for one in others:
        if room >= LEAST or not parts:
            parts.append(_headed(passages[one], around(passages[one].text, (), room)))
            room -= len(parts[-1])
    return "\n\n".join(_FENCE.sub(" ", part) for part in parts)


def around(text: str, quotes: Sequence[str], room: int) -> str:
    """At most about `room` characters of a text: all of its quotes, and what stands around them, in whole words."""
    if len(text) <= room:
        return text
    places = [(start, start + len(quote)) for quote in quotes if (start := text.find(quote)) >= 0] or [(0, 0)]
    start, end = min(place[0] for place in places), max(place[1] for place in places)
    if end - start > room and len(places) > 1:  # quotes far apart: each for itself
        each = room // len(places)
        return "\n…\n".join(around(text, (quote,), each) for quote in quotes)
    spare = max(0, room - (end - start))
    start = max(0, min(start - spare // 2, len(text) - (end - start) - spare))
    end = min(len(text), max(end, start + room))
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")


def _headed(passage: Passage, text: str) -> str:
    return f"{' > '.join(passage.trail)}\n{text}" if passage.trail else text


class Way(NamedTuple):
    """How far the student has come, in one kind of question."""

    kind: str
    questions: int
    closed: float
    """Share right of the base student without the passages, in its better evaluation."""
    open: float
    """The same with the passages before it."""
    final: float
    """Share right of the student that was kept, without the passages."""
    share: Range | None
    """(final - closed) / (open - closed), 1 for all of the way, with a 95 % interval over the questions; `None` if the
    passages do not clearly help the base student, and there is nothing to take a share of."""


def kind_of_question(question: Exercise) -> str:
    """What kind of question it is, for a person."""
    if len({citation.passage for citation in question.evidence}) > 1:
        return "two passages"
    if question.checker is Checker.CHOICE:
        return "choice"
    if question.checker.open:
        return "open answer"
    return "yes or no" if question.answer.casefold() in _VERDICTS else "short answer"


def ways_gone(questions: Iterable[Exercise], evaluations: Mapping[str, Evaluation], seed: int = 0) -> tuple[Way, ...]:
    """For all questions, then for each kind if there are several. Empty without an exam of the final student and one
    with the book open."""
    closed = better_base(evaluations)
    if closed is None or OPEN_BOOK not in evaluations or FINAL not in evaluations:
        return ()
    marks = [
        {score.question: float(score.correct) for score in evaluations[state].scores}
        for state in (closed, OPEN_BOOK, FINAL)
    ]
    asked = [question for question in questions if all(question.id in mark for mark in marks)]
    kinds: dict[str, list[str]] = {}
    for question in asked:
        kinds.setdefault(kind_of_question(question), []).append(question.id)
    groups = {"all": [question.id for question in asked]} | (dict(sorted(kinds.items())) if len(kinds) > 1 else {})
    return tuple(
        _way(kind, [[mark[one] for one in ids] for mark in marks], seed) for kind, ids in groups.items() if ids
    )


def _way(kind: str, marks: Sequence[Sequence[float]], seed: int) -> Way:
    closed, opened, final = marks
    count = len(closed)
    shares = (sum(closed) / count, sum(opened) / count, sum(final) / count)
    return Way(kind, count, *shares, bootstrap_gap(closed, opened, final, seed=seed))


def way_sentence(ways: Sequence[Way]) -> str:
    """The result in one sentence; empty if there is none."""
    if not ways:
        return ""
    first = ways[0]
    where = f"{percent(first.closed, 1)} closed-book, {percent(first.open, 1)} with the passages in the prompt"
    if first.share is None:
        return f"Passages do not clearly help the base student ({where}), so no share of the way can be given."
    return (
        f"From closed to open book, the student went {percent(first.share.value)} of the way (95 % interval "
        f"{percent(first.share.low)} to {percent(first.share.high)}): base {where}; after training "
        f"{percent(first.final, 1)} closed-book."
    )
