"""A syllabus of one's own is matched with the passages of documents by their words (BM25). Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from tutelage.graph.names import tokens
from tutelage.records import Passage, Skill, SkillGraph

K, B = 1.2, 0.75
"""How soon a repeated word stops counting, and how much a long passage is held against it: the usual values of BM25
(Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009)."""
HEADING = 6
"""How often a word of the nearest heading counts; one of those above it counts once."""
MIN_SHARE = 0.5
"""Of the weight of a skill's words, that a passage about it has at least."""
NEAR_BEST = 0.8
"""Of the best passage's score, that a further one has at least."""
MAX_PASSAGES = 8
"""Of one skill."""
_SMALL = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "how", "in", "is", "it", "of", "on", "or"),
        *("that", "the", "to", "what", "when", "which", "with", "your", "you"),
    )
)


class Matched(NamedTuple):
    """A syllabus with passages."""

    graph: SkillGraph
    bare: tuple[Skill, ...]
    """Skills that no passage is about."""
    unused: tuple[Passage, ...]
    """Passages that no skill is about."""


def match_passages(graph: SkillGraph, passages: Sequence[Passage]) -> Matched:
    """The graph, each of its skills with the passages that it names, as far as they are there, or else with those that
    are about it, in the order of the documents."""
    index, there = _Index(passages), {passage.id for passage in passages}
    found: dict[str, tuple[str, ...]] = {}
    for skill in graph.skills:
        named = tuple(one for one in skill.passages if one in there)
        found[skill.id] = named or tuple(passages[position].id for position in sorted(index.best(skill)))
    skills = tuple(skill.model_copy(update={"passages": found[skill.id]}) for skill in graph.skills)
    used = {passage for ids in found.values() for passage in ids}
    return Matched(
        graph.model_copy(update={"skills": skills}),
        tuple(skill for skill in skills if not skill.passages),
        tuple(passage for passage in passages if passage.id not in used),
    )


class _Index:
    """How often each word stands in each passage."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.counts = [
            Counter(_words(f"{one.text} {' '.join(one.trail[:-1])}") + _words(" ".join(one.trail[-1:])) * HEADING)
            for one in passages
        ]
        self.lengths = [sum(count.values()) for count in self.counts]
        self.mean = sum(self.lengths) / max(1, len(self.lengths))
        self.where: dict[str, list[int]] = {}
        for position, count in enumerate(self.counts):
            for word in count:
                self.where.setdefault(word, []).append(position)

    def weight(self, word: str) -> float:
        """The rarer a word, the more it says."""
        number = max(1, len(self.where.get(word, ())))
        return log(1 + (len(self.counts) - number + 0.5) / (number + 0.5))

    def best(self, skill: Skill) -> list[int]:
        """Positions of the passages about a skill, the best first."""
        names = [set(_words(name)) for name in (skill.name, *skill.aliases)]
        said = set(_words(skill.description)).union(*names)
        scores = {
            position: sum(self._score(word, position) for word in said)
            for word in set().union(*names)
            for position in self.where.get(word, ())
            if any(self._share(name, position) >= MIN_SHARE for name in names)
        }
        order = sorted(scores, key=lambda position: (-scores[position], position))
        return [position for position in order if scores[position] >= NEAR_BEST * scores[order[0]]][:MAX_PASSAGES]

    def _share(self, name: set[str], position: int) -> float:
        """The share of a name's weight that a passage has."""
        whole = sum(map(self.weight, name))
        return sum(self.weight(word) for word in name if word in self.counts[position]) / whole if whole else 0.0

    def _score(self, word: str, position: int) -> float:
        count = self.counts[position][word]
        length = K * (1 - B + B * self.lengths[position] / self.mean)
        return self.weight(word) * count * (K + 1) / (count + length) if count else 0.0


def _words(text: str) -> list[str]:
    return [_stem(word) for word in tokens(text) if word not in _SMALL]


def _stem(word: str) -> str:
    """Without the ending of a verb: `lending` and `lends` are the same."""
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
