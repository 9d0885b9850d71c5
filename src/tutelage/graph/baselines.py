"""Prerequisites proposed without a model: the bar that a teacher has to beat.

- `order`: each skill needs the one before it under the same heading of the syllabus;
- `names`: a skill needs those whose names are a part of its own ("Bayesian network" needs "network");
- `mentions`: a skill needs those that its description names, unless they name it in turn;
- `similar`: a skill needs the earlier one whose name and description are most like its own (cosine of TF-IDF).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log, sqrt
from typing import Literal

from tutelage.graph.cycles import resolve_cycles
from tutelage.graph.names import tokens
from tutelage.graph.order import build
from tutelage.records import Edge, Skill, SkillGraph

Baseline = Literal["order", "names", "mentions", "similar"]
CONFIDENCE = 0.5
MIN_COSINE = 0.05
MAX_WORDS = 12
"""Longest name, in words, that is looked for in a text."""


def propose_prerequisites(skills: Sequence[Skill], how: Baseline) -> SkillGraph:
    """The skills with the prerequisites that a rule proposes; cycles lose their last edge. Raises `ValueError` if there
    are no skills."""
    rules: dict[Baseline, Callable[[Sequence[Skill]], Iterator[tuple[str, str, str]]]] = {
        "order": _by_order,
        "names": _by_names,
        "mentions": _by_mentions,
        "similar": _by_similarity,
    }
    ordered = sorted(skills, key=lambda skill: (skill.position, skill.id))
    edges = [
        Edge(prerequisite=low, skill=high, source="heuristic", reason=reason, confidence=CONFIDENCE)
        for low, high, reason in rules[how](ordered)
    ]
    resolved = resolve_cycles(ordered, edges, "drop")
    return build(resolved.skills, resolved.edges)


def _by_order(skills: Sequence[Skill]) -> Iterator[tuple[str, str, str]]:
    last: dict[str, str] = {}
    for skill in skills:
        if skill.unit in last:
            yield last[skill.unit], skill.id, "comes just before it in the syllabus"
        last[skill.unit] = skill.id


def _by_names(skills: Sequence[Skill]) -> Iterator[tuple[str, str, str]]:
    index = _index(skills)
    for skill in skills:
        for name in (skill.name, *skill.aliases):
            for low in _named(tokens(name), index, skill):
                yield low.id, skill.id, f"its name contains '{low.name}'"


def _by_mentions(skills: Sequence[Skill]) -> Iterator[tuple[str, str, str]]:
    index = _index(skills)
    mentioned = {
        (low.id, skill.id): low.name
        for skill in skills
        for low in _named(tokens(f"{skill.name} | {skill.description}"), index, skill)
    }
    for (low, high), name in mentioned.items():
        if (high, low) not in mentioned:
            yield low, high, f"its description names '{name}'"


def _by_similarity(skills: Sequence[Skill]) -> Iterator[tuple[str, str, str]]:
    vectors = _tf_idf([tokens(f"{skill.name} {skill.description}") for skill in skills])
    postings: dict[str, list[tuple[int, float]]] = {}
    for index, (skill, vector) in enumerate(zip(skills, vectors, strict=True)):
        scores: dict[int, float] = {}
        for word, weight in vector.items():
            for earlier, other in postings.get(word, ()):
                scores[earlier] = scores.get(earlier, 0.0) + weight * other
        if scores:
            best = max(scores, key=lambda earlier: (scores[earlier], earlier))
            if scores[best] >= MIN_COSINE:
                yield skills[best].id, skill.id, f"the most similar skill before it (cosine {scores[best]:.2f})"
        for word, weight in vector.items():
            postings.setdefault(word, []).append((index, weight))


def _tf_idf(texts: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """Unit vectors; a word's weight is its count times the logarithm of how rare it is."""
    texts_with = Counter(word for text in texts for word in set(text))
    vectors = []
    for text in texts:
        weights = {word: count * log(len(texts) / texts_with[word]) for word, count in Counter(text).items()}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({word: weight / length for word, weight in weights.items() if weight})
    return vectors


def _index(skills: Sequence[Skill]) -> dict[str, Skill]:
    """Words of a name -> the first skill that has it."""
    return {" ".join(tokens(name)): s for s in reversed(skills) for name in (s.name, *s.aliases)}


def _named(words: Sequence[str], index: Mapping[str, Skill], own: Skill) -> Iterator[Skill]:
    """The other skills that a text names, each once. A skill with the same name does not count as another one."""
    same = {" ".join(tokens(name)) for name in (own.name, *own.aliases)}
    seen = {own.id}
    for start in range(len(words)):
        for end in range(start + 1, min(start + MAX_WORDS, len(words)) + 1):
            text = " ".join(words[start:end])
            found = index.get(text)
            if found and found.id not in seen and text not in same:
                seen.add(found.id)
                yield found
