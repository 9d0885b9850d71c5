"""All that documents say, with what can be mixed up with what. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property
from random import Random
from typing import NamedTuple

from tutelage.records import Passage
from tutelage.teacher.documents.clauses import Listing, Reading, Row, Sentence
from tutelage.teacher.documents.items import GAP
from tutelage.teacher.documents.mixups import key_of, made_up, written_like
from tutelage.teacher.documents.values import STOP, Value, find_values

CHOICES = 3
"""Wrong choices of a question."""
_UPPER = re.compile(r"\b(?:up to|at most|no more than|not more than|within|a maximum of|as many as)\s+(?:\w+ )?$")
_LOWER = re.compile(r"\b(?:at least|a minimum of|more than|no less than)\s+(?:\w+ )?$")

_SOME_ROLE = re.compile(r" (?:who|that|of|whose)\b|,? (?:and|or) the\b|, the\b")
_NAME_BEFORE = re.compile(r"[A-Z][\w-]* $|\b(?:of|and|or) $")
_NAME_AFTER = re.compile(r"[’'-]| (?:and|or|of)\b| (?:(?:for|to|in|on|with) (?:the )?)?[A-Z]")
_KNOWN_COUNT = re.compile(r"\b(?:or|minus|plus|x|by a|the|these|those|their|its|both) $|\d (?:to|and) $", re.IGNORECASE)


class Mention(NamedTuple):
    """A value in a sentence."""

    sentence: Sentence
    value: Value

    @property
    def masked(self) -> str:
        """The sentence with a gap."""
        return self.replaced(GAP)

    @property
    def with_unit(self) -> str:
        """The same, but what is counted stays."""
        value = self.value
        return (
            self.replaced(f"{GAP}{value.text[len(value.text.split()[0]) :]}") if value.kind == "count" else self.masked
        )

    def replaced(self, text: str) -> str:
        """The sentence with another value."""
        whole, value = self.sentence.text, self.value
        if value.start == 0:
            text = text[:1].upper() + text[1:]
        after = whole[value.end :] or ("." if value.text.endswith(".") else "")  # `p.m.` ends the sentence, too
        return whole[: value.start] + text + (after[1:] if text.endswith(".") and after[:1] == "." else after)

    @property
    def before(self) -> str:
        return self.sentence.text[: self.value.start]


class Other(NamedTuple):
    """A value that can be mixed up with another one."""

    text: str
    source: str = ""
    """The sentence that has it; empty if it was made from the value."""
    stands: str = ""
    """The value as it stands in that sentence."""


class Material:
    """What passages say, ready for the rules."""

    def __init__(self, reading: Reading, passages: Sequence[tuple[Passage, str]]) -> None:
        self.sentences = reading.sentences
        self.lists: tuple[Listing, ...] = reading.lists
        self.tables: tuple[tuple[Row, ...], ...] = reading.tables
        self.texts = [passage.text for passage, _ in passages]
        self.mentions = [Mention(one, value) for one in reading.sentences for value in find_values(one.text)]
        self._position = {id(mention): index for index, mention in enumerate(self.mentions)}
        self._by_sort: dict[tuple[str, str], list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            self._by_sort[mention.value.sort].append(mention)
        self._masks: dict[str, set[str]] = defaultdict(set)
        for mention in self.mentions:
            self._masks[mention.masked.casefold()].add(mention.value.answer.casefold())

    def of_skill(self, skill: str) -> list[Mention]:
        """The mentions in the passages of a skill."""
        return self._by_skill.get(skill, [])

    @cached_property
    def _by_skill(self) -> dict[str, list[Mention]]:
        found: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            found.setdefault(mention.sentence.place.skill, []).append(mention)
        return found

    @cached_property
    def _small(self) -> Counter[str]:
        """Words that stand somewhere with a small first letter."""
        return Counter(word for text in self.texts for word in re.findall(r"(?<![\w-])[a-z][a-z'’-]*", text))

    def lower(self, text: str) -> str:
        """The text with a small first letter, unless it begins with a name."""
        first = re.match(r"[A-Za-z'’-]+", text)
        if first is None:
            return text
        word = first[0].lower()
        named = first[0] in self._names and not self._small[word]
        letters = first[0][1:]
        named |= bool(re.match(r" [A-Z]", text[first.end() :])) or (bool(letters) and not letters.islower())
        return text if named and word not in STOP else text[:1].lower() + text[1:]

    @cached_property
    def _names(self) -> set[str]:
        """Words that stand somewhere with a capital letter although they begin no sentence."""
        return {word for text in self.texts for word in re.findall(r"(?<=[a-z,] )[A-Z][a-z'’-]*", text)}

    def is_usable(self, mention: Mention) -> bool:
        """Whether a gap in its place has one right filling."""
        return not _is_loose(mention) and not self._is_ambiguous(mention)

    def _is_ambiguous(self, mention: Mention) -> bool:
        """Whether the same sentence stands elsewhere with another value."""
        return len(self._masks[mention.masked.casefold()]) > 1

    def neighbours(self, mention: Mention) -> list[Mention]:
        """Mentions of the same sort, the nearest first."""
        here = self._position[id(mention)]
        own = self._by_sort[mention.value.sort]
        return sorted(own, key=lambda other: abs(self._position[id(other)] - here))[1:]

    def others(self, mention: Mention, source: Random, count: int = CHOICES) -> list[Other]:
        """Values that can be mixed up with this one, those of the nearest rules first; perhaps fewer than `count`."""
        value = mention.value
        taken = {key_of(value.text)}
        inside = {key_of(one.text) for one in find_values(mention.sentence.text)}
        found: list[Other] = []
        near = [
            Other(written_like(value, other.value), other.sentence.text, other.value.stands)
            for other in self.neighbours(mention)
        ]
        for other in (*near, *(Other(text) for text in made_up(value, source))):
            key = key_of(other.text)
            if (
                key in taken
                or key in inside
                or len(found) == count
                or (value.kind in ("month", "weekday") and re.search(rf"\b{other.text}\b", mention.sentence.text))
                or (value.kind in ("role", "name") and _within(key, taken))
            ):
                continue
            taken.add(key)
            found.append(other)
        return found

    def contradiction(self, mention: Mention, source: Random) -> str:
        """A value with which the sentence is certainly wrong; empty if there is none. It is not wrong that four weeks
        are the most where five are."""
        value, others = mention.value, self.others(mention, source, 8)
        if value.kind in ("count", "money", "percent"):
            upper, lower = _UPPER.search(mention.before), _LOWER.search(mention.before)
            number = [(_number_in(other.text), other.text) for other in others]
            if upper:
                others = [Other(text) for amount, text in number if amount > value.number]
            elif lower:
                others = [Other(text) for amount, text in number if amount < value.number]
        return source.choice(others[:CHOICES]).text if others else ""


def _is_loose(mention: Mention) -> bool:
    """Whether a gap there could be filled in many ways: a role that only some person has, one of an enumeration, or a
    part of a longer name."""
    value, before, after = mention.value, mention.before, mention.sentence.text[mention.value.end :]
    if key_of(value.text) in f"{before} {after}".casefold():  # the sentence gives it away
        return True
    match value.kind:
        case "role":
            return value.text.split()[0].lower() in ("a", "an", "your") or bool(_SOME_ROLE.match(after))
        case "name":
            return bool(_NAME_BEFORE.search(before) or _NAME_AFTER.match(after))
        case "count":
            return bool(_KNOWN_COUNT.search(before) or re.match(r" (?:or|to|and|x)\b", after))
    return bool(re.match(r" or\b", after))


def _within(key: str, taken: set[str]) -> bool:
    return any(key in one or one in key for one in taken)


def _number_in(text: str) -> float:
    found = find_values(f"It is {text}.")
    return found[0].number if found else 0.0
