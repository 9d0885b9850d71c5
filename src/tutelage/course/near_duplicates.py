"""Overlap of questions: near-duplicates among them, and questions that a benchmark contains. Pure.

Two questions are near-duplicates if they have the same numbers in the same order, in figures or in words, and the sets
of their three-word sequences have a Jaccard similarity of at least a threshold. (With other numbers it is another
exercise.) The index finds exactly these: sets as similar as that share one of the first few of their members in any
fixed order, and only those few are indexed (prefix filtering; Bayardo, Ma and Srikant 2007).

A short question has few such sequences, and another verb changes most of them: "Find three quarters of 20." and "What
is 3/4 of 20?" are the same question. So short ones are also compared by their numbers, written in figures or in words,
and their answers.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from math import ceil
from typing import NamedTuple

from tutelage.grading.number_words import in_figures

WORDS = 3

SHORT = 15
"""Words up to which a question is short. Longer ones tell a story, and two stories may have the same numbers: 57 of the
7,473 problems of GSM8K share numbers and answer with another one, none of the 40 with 15 words or fewer."""

_PARTS = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
"""In the singular; `halve` is `halves` without its s."""

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+|[^\w\s]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def tokens(text: str) -> list[str]:
    """Numbers, words and signs, in lower case."""
    return _TOKEN.findall(text.lower())


def masked(question: str) -> str:
    """The question with `#` for every number: equal for the same question with other numbers."""
    return " ".join("#" if _NUMBER.fullmatch(token) else token for token in tokens(question))


def figures(question: str, answer: str) -> tuple[str, ...] | None:
    """The numbers of a short question in their order, then its answer as it is given; `None` for a question that is
    not short or has no number.

    >>> figures("Find three quarters of 20.", "15")
    ('3', '4', '20', '15')
    """
    if sum(token[0].isalpha() for token in tokens(question)) > SHORT:
        return None
    found = tokens(in_figures(question))
    numbers: list[str] = []
    beside = False
    for token in found:
        part = _PARTS.get(token.removesuffix("s"))
        # `half of it` is `one half of it`.
        here = [str(part)] if part else [token] * token[0].isdigit()
        numbers += ["1", *here] if part and not beside else here
        beside = bool(here) or (beside and token in {"-", "/"})
    return (*numbers, answer) if numbers else None


def shingles(text: str, words: int = WORDS) -> set[str]:
    """All sequences of `words` tokens; the whole text if it is shorter."""
    found = tokens(text)
    if len(found) < words:
        return {" ".join(found)}
    return {" ".join(found[i : i + words]) for i in range(len(found) - words + 1)}


def jaccard(left: set[str], right: set[str]) -> float:
    """Shared members over all members; 1 for two empty sets."""
    return len(left & right) / len(left | right) if left or right else 1.0


class Fingerprint(NamedTuple):
    """What the index stores about a question. It depends on the question alone, so any process can compute it."""

    keys: list[tuple[tuple[str, ...], str]]
    """The keys for looking it up: the sequences that come first in an order that is the same for all questions, each
    with the question's numbers."""
    members: set[str]
    """All its sequences."""


def fingerprint(question: str, threshold: float) -> Fingerprint:
    """What an index with this threshold stores about a question."""
    question = in_figures(question)
    members = shingles(question)
    numbers = tuple(_NUMBER.findall(question))
    first = len(members) - ceil(threshold * len(members)) + 1
    # Sequences are compared from their ends: the end of a question distinguishes it better than its beginning.
    return Fingerprint([(numbers, member) for member in sorted(members, key=lambda m: m[::-1])[:first]], members)


class NearDuplicates:
    """An index of questions. A threshold of 0 turns it off: nothing is ever found."""

    def __init__(self, threshold: float) -> None:
        self.threshold = threshold
        self.questions: list[str | None] = []
        """`None` for one that was taken back."""
        self.last: dict[int, int] = {}
        """Hash of a key -> the last entry with it. Entries are chained: millions of lists would take several times the
        memory. Two keys with the same hash only cost a comparison."""
        self.before, self.owner = array("q"), array("q")
        """For every entry the one before it with the same hash (-1: none), and the index of its question."""

    def add(self, question: str, known: Fingerprint | None = None) -> None:
        """`known` is its fingerprint, if it has been computed already."""
        if not self.threshold:
            return
        keys, _ = known or fingerprint(question, self.threshold)
        for key in map(hash, keys):
            self.before.append(self.last.get(key, -1))
            self.last[key] = len(self.owner)
            self.owner.append(len(self.questions))
        self.questions.append(question)

    def find(self, question: str, known: Fingerprint | None = None) -> str | None:
        """An earlier question that this one nearly repeats; if there are several, the one that was added first."""
        if not self.threshold:
            return None
        keys, members = known or fingerprint(question, self.threshold)
        numbers = _NUMBER.findall(in_figures(question))
        for index in sorted({index for key in keys for index in self._questions_with(hash(key))}):
            other = self.questions[index]
            if other is None:
                continue
            read = in_figures(other)
            if _NUMBER.findall(read) == numbers and jaccard(members, shingles(read)) >= self.threshold:
                return other
        return None

    def discard(self, question: str) -> None:
        """Take back a question that was added; nothing happens if it was not."""
        if not self.threshold:
            return
        keys, _ = fingerprint(question, self.threshold)
        index = next((one for one in self._questions_with(hash(keys[0])) if self.questions[one] == question), None)
        if index is not None:
            self.questions[index] = None

    def _questions_with(self, key: int) -> Iterator[int]:
        """Indices of the questions with a key."""
        entry = self.last.get(key, -1)
        while entry >= 0:
            yield self.owner[entry]
            entry = self.before[entry]


class Benchmark(NamedTuple):
    """The questions of a benchmark, indexed for look-up."""

    name: str
    sequences: frozenset[str]
    """All sequences of `words` tokens."""
    masks: frozenset[str]
    """Its questions as `masked` returns them."""
    words: int

    @classmethod
    def of(cls, name: str, questions: Iterable[str], words: int) -> Benchmark:
        """Index questions. One that is shorter than `words` tokens counts as one sequence."""
        listed = list(questions)
        sequences = frozenset(sequence for question in listed for sequence in shingles(question, words))
        return cls(name, sequences, frozenset(map(masked, listed)), words)

    def holds(self, question: str) -> bool:
        """Whether it shares a sequence of words with the benchmark."""
        return not self.sequences.isdisjoint(shingles(question, self.words))

    def holds_form(self, question: str) -> bool:
        """Whether it is a question of the benchmark with other numbers."""
        return masked(question) in self.masks
