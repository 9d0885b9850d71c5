"""How a skill of social studies is taught: by facts that are recalled, or by numbers that are worked out.

A `Recall` draws its questions from tables of facts: what a fact is asked about, in which words and in which direction,
is one entry of a list, so that the number of distinct questions is known. A `Comparison` puts facts in order. Both are
generators, as those that work out numbers are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from random import Random
from types import MappingProxyType
from typing import NamedTuple

from tutelage.grading.identity import fold
from tutelage.records import Checker
from tutelage.subjects.relations import Row, relation
from tutelage.subjects.topics import Described
from tutelage.subjects.workbook import Draw, Generator, Item, Topic

TRAP = "trap"
"""The slip of a skill whose facts have `Facts.traps`."""
_MANY = 40
"""Things to compare from which on there are plenty of questions."""
_WORD = 4
"""Letters from which on a side of a fact can give the other one away."""
_NEAR = 5
"""From how many years near by the wrong ones are drawn."""
_HARDER = 3
"""How many times as often a fact is drawn as one whose level is lower by one, beyond the first difficulty."""


# --- facts --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Facts:
    """A table, and how it is asked about. In all wordings `{key}` and `{value}` stand for the two sides of a fact."""

    table: str
    says: str
    """The fact as a sentence without its full stop."""
    ask: tuple[str, ...] = ()
    """Questions for the value."""
    back: tuple[str, ...] = ()
    """Questions for the key."""
    free: bool = True
    """Whether the value may be asked for without choices: it is short, and there is one way to put it."""
    free_back: bool = True
    """The same for the key."""
    groups: tuple[str, ...] = ()
    """Only facts of these groups."""
    alike: bool = False
    """Whether only facts of the same group can be mixed up: those of others might be true as well."""
    many: bool = False
    """Whether the values of a key are different things, and not names of one thing."""
    meaning: str = ""
    """For cases, the table that says what the value means. Each case is asked about in one wording only, so that a
    case of the exam is new to the student."""
    says_meaning: str = "the term {value} means {meaning}; that is what the case shows"
    """How a case is judged."""
    kind: str = ""
    """What the keys are, e.g. `country`: facts about the same kind of thing combine."""
    described: str = ""
    """The key by its value, for composed exercises: `the country whose capital is {value}`."""
    leads_to: str = ""
    """What kind of thing the values are."""
    led: str = ""
    """The value by its key: `the country in which {key} stands`."""
    least: int = 1
    """The first difficulty at which it is asked about."""
    listed: str = ""
    """How a lesson says it of all `{keys}` with a `{value}` at once, where many have the same one."""
    even: bool = False
    """Whether each value is asked for equally often: where there are only two, the commoner one would be a good guess.
    """
    traps: str = ""
    """Table of what learners take for the value of a key, such as a country's best-known city for its capital; see
    `TRAP`."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The facts that are taught."""
        every = relation(self.table).rows
        return tuple(row for row in every if not self.groups or row.group in self.groups)

    def sentence(self, key: str, value: str) -> str:
        """The fact, or what it would be with another value."""
        if self.meaning:
            return self.says_meaning.format(value=value, meaning=relation(self.meaning).values(value)[0])
        return self.says.format(key=key, value=value)


class Asked(NamedTuple):
    """One distinct question."""

    facts: Facts
    row: Row
    wording: str
    back: bool


@dataclass(frozen=True)
class Recall:
    """Asks for facts that are known by heart, or by which cases are told apart; a slip takes another fact for them."""

    facts: tuple[Facts, ...]

    def distinct(self, difficulty: int) -> int:
        """How many distinct questions there are."""
        return len(asked(self, difficulty))

    def __call__(self, d: Draw) -> Item:
        """A question about one of the facts."""
        every = asked(self, d.difficulty)
        ask = d.choice(every) if d.difficulty == 1 else d.rng.choices(every, [weight(each.row) for each in every])[0]
        if ask.facts.even:
            value = d.choice(sorted({each.row.values[0] for each in every}))
            ask = d.choice([each for each in every if each.row.values[0] == value])
        return self.about(ask, d)

    def about(self, ask: Asked, d: Draw) -> Item:
        """The item of one question."""
        facts, row, back = ask.facts, ask.row, ask.back
        table = relation(facts.table)
        value = d.choice(row.values) if facts.many else row.values[0]
        right = table.keys(value) if back else row.values
        answer = row.key if back else value
        others = mixed_up(facts, row, right, d.rng, back=back)
        alone = len(right) == 1 + len(row.also) if back else True
        may_be_free = (facts.free_back if back else facts.free) and alone
        free = d.rng.random() < (0.4, 0.5, 0.6)[d.difficulty - 1]
        trap = relation(facts.traps).values(row.key) if facts.traps and not back else ()
        others = [*trap[:1], *(each for each in others if each not in trap)]
        given = answer
        if d.slip:
            given = next((each for each in others if (each in trap) == (d.slip == TRAP)), answer)
        return Item(
            ask.wording.format(key=row.key, value=value),
            facts.sentence(given, value) if back else facts.sentence(row.key, given),
            given,
            f'answer = {facts.table}{"~" * back}("{value if back else row.key}")',
            right=answer,
            others=() if free and may_be_free else tuple(others[: 2 if d.difficulty == 1 else 3]),
            accepted=tuple(each for each in right if each != answer),
            checker=Checker.TEXT,
        )

    def year(self, rng: Random) -> Item | None:
        """The year of a fact, for another exercise; `None` if there are no years."""
        facts = [each for each in self.facts if each.leads_to == "year" and each.led]
        if not facts:
            return None
        each = rng.choice(facts)
        row = rng.choice([row for row in each.rows if row.level < 3])
        year = row.values[0]
        return Item(
            "",
            each.says.format(key=row.key, value=year),
            year,
            f'answer = {each.table}("{row.key}")',
            value=int(year),
            unit="year",
            noun=each.led.format(key=row.key),
        )


def recall(
    skill: str, name: str, needs: Mapping[str, str], facts: tuple[Facts, ...], slip: str, *, trap: str = ""
) -> Topic:
    """A skill of facts; `slip` says what goes wrong, as a short sentence, and `trap` the same of `Facts.traps`."""
    return Topic(skill, name, "", Recall(facts), {"mixed up": slip} | ({TRAP: trap} if trap else {}), needs=needs)


@cache
def asked(recall: Recall, difficulty: int) -> tuple[Asked, ...]:
    """Every distinct question at a difficulty: fact, wording and direction."""
    return tuple(
        Asked(facts, row, wording, back)
        for facts in recall.facts
        if facts.least <= difficulty
        for index, row in enumerate(facts.rows)
        if row.level <= difficulty and not _gives_away(facts, row)
        for back, wording in _wordings(facts, index)
    )


def weight(row: Row) -> int:
    """How often a fact is drawn beyond the first difficulty: harder ones more often."""
    return int(_HARDER ** (row.level - 1))


def _gives_away(facts: Facts, row: Row) -> bool:
    """Whether one side of a fact contains the other: the capital of Mexico is in Mexico City."""
    first, second = sorted((fold(row.key), fold(row.values[0])), key=len)
    return not facts.meaning and len(first) >= _WORD and first in second


def _wordings(facts: Facts, index: int) -> list[tuple[bool, str]]:
    if facts.meaning:
        return [(False, facts.ask[index % len(facts.ask)])]
    return [*((False, wording) for wording in facts.ask), *((True, wording) for wording in facts.back)]


def mixed_up(facts: Facts, row: Row, right: Sequence[str], rng: Random, *, back: bool) -> list[str]:
    """Wrong answers: what other facts say, at random, but those of the same group, or of years near by, first."""
    known = {_folded(each) for each in (*right, *((row.key,) if facts.many else ()))}
    found: dict[str, tuple[str, bool]] = {}
    for other in rng.sample(facts.rows, len(facts.rows)):
        if facts.alike and other.group != row.group:
            continue
        for text in (other.key,) if back or facts.many else other.values[:1]:
            if _folded(text) not in known:
                found.setdefault(_folded(text), (text, other.group != row.group))
    kept = list(found.values())
    kept.sort(key=lambda each: each[1])
    if facts.leads_to == "year" and not back:
        kept.sort(key=lambda each: abs(int(each[0]) - int(row.values[0])))
        kept = rng.sample(kept[:_NEAR], min(_NEAR, len(kept)))
    return [text for text, _ in kept]


@cache
def _folded(text: str) -> str:
    """The normal form of a text of a table."""
    return fold(text)


@dataclass(frozen=True)
class Comparison:
    """Asks for the first of several things in the order of a table's numbers: by size, or in time."""

    table: str
    ask: tuple[str, ...]
    """Questions for the first of several; `{keys}` stands for all of them, `{largest}`, `{most}`, `{smallest}` and
    `{fewest}` for the forms that fit their number."""
    says: str
    """A fact, with `{key}` and `{number}`, as a sentence without its full stop."""
    most: bool = True
    """Whether the largest number comes first."""
    ratio: float = 1
    """How many times larger the number of the answer has to be than the next, so that small changes do not matter."""
    grouped: bool = False
    """Whether the numbers are amounts, rounded and with thousands separators, and not years."""
    groups: tuple[str, ...] = ()
    """Only things of these groups."""
    so: str = "comes first"
    """What is said of the answer."""

    @property
    def rows(self) -> tuple[Row, ...]:
        every = relation(self.table).rows
        return tuple(row for row in every if not self.groups or row.group in self.groups)

    def __call__(self, d: Draw) -> Item:
        """Two things to compare, or three beyond the first difficulty; a slip takes the second for the first."""
        rows = [row for row in self.rows if row.level <= d.difficulty]
        while True:
            keys = [row.key for row in d.rng.sample(rows, _compared(d.difficulty))]
            if self.tell_apart(keys):
                break
        ranked = sorted(keys, key=relation(self.table).number, reverse=self.most)
        given = ranked[1] if d.slip else ranked[0]
        listed = sorted(keys)
        return Item(
            d.choice(self.ask).format(
                keys=f"{', '.join(listed[:-1])} or {listed[-1]}",
                largest="larger" if len(keys) == 2 else "largest",
                most="more" if len(keys) == 2 else "the most",
                smallest="smaller" if len(keys) == 2 else "smallest",
                fewest="fewer" if len(keys) == 2 else "the fewest",
            ),
            "; ".join(self.sentence(key) for key in listed) + f"; so {given} {self.so}",
            given,
            f"answer = {'most' if self.most else 'least'} {self.table}("
            + ", ".join(f'"{key}"' for key in listed)
            + ")",
            right=ranked[0],
            others=tuple(ranked[1:]) if d.rng.random() < 0.5 else (),
            checker=Checker.TEXT,
        )

    def distinct(self, difficulty: int) -> int | None:
        """How many distinct questions there are; `None` for plenty."""
        keys = [row.key for row in self.rows if row.level <= difficulty]
        if len(keys) > _MANY:
            return None
        return len(self.ask) * sum(map(self.tell_apart, combinations(keys, _compared(difficulty))))

    def tell_apart(self, keys: Sequence[str]) -> bool:
        """Whether the numbers of the keys differ enough."""
        numbers = sorted(relation(self.table).number(key) for key in keys)
        return all(a != b and (self.ratio == 1 or b >= self.ratio * a) for a, b in pairwise(numbers))

    def sentence(self, key: str) -> str:
        """The fact about a key."""
        return self.says.format(key=key, number=self.shown(key))

    def shown(self, key: str) -> str:
        """The number of a key as it is written."""
        number = relation(self.table).number(key)
        return f"{float(f'{number:.3g}'):,.0f}" if self.grouped else _year(number)


def compared(skill: str, name: str, needs: Mapping[str, str], comparison: Comparison, slip: str) -> Topic:
    """A skill that puts things in order; `slip` says what goes wrong, as a short sentence."""
    return Topic(skill, name, "", comparison, {"next": slip}, needs=needs)


def _compared(difficulty: int) -> int:
    return 2 if difficulty == 1 else 3


def _year(number: float) -> str:
    return f"{-number:.0f} BC" if number < 0 else f"{number:.0f}"


# --- numbers ------------------------------------------------------------------------------------


def computed(
    skill: str,
    name: str,
    needs: Mapping[str, str],
    slips: Mapping[str, str],
    *,
    takes: Mapping[str, Sequence[int]] | None = None,
    described: Described = MappingProxyType({}),
    direct: tuple[str, ...] = (),
) -> Callable[[Generator], Topic]:
    """Declares a generator as a topic."""
    return lambda make: Topic(skill, name, "", make, slips, needs, takes or {}, direct, described)


def amount(number: float) -> str:
    """`1,250`, `2.5`, `-3`: as people write numbers; at most four decimals."""
    text = f"{number:,.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
