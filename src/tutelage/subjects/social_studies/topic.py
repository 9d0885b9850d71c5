"""How a skill of social studies is taught: by facts that are recalled, or by numbers that are worked out.

A `Recall` draws its questions from tables of `tutelage.subjects.facts`: what a fact is asked about, in which words and
in which direction, is one entry of a list, so that the number of distinct questions is known. A `Computed` has a
generator, as the skills of calculus have. Both return `Item`s, which `finish` makes into drafts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, pairwise
from random import Random
from typing import NamedTuple, TypeVar

from tutelage.grading.choices import letter_of
from tutelage.grading.identity import fold
from tutelage.records import Checker
from tutelage.subjects import Draft
from tutelage.subjects.facts import Row, relation

T = TypeVar("T")
_MANY = 40
"""Things to compare from which on there are plenty of questions."""
_NEAR = 5
"""From how many years near by the wrong ones are drawn."""
_NAME = 3
"""Words of an answer up to which it is repeated."""


class Item(NamedTuple):
    """One exercise before its choices are laid out."""

    question: str
    work: str
    """The steps, without a closing full stop."""
    answer: str
    """The right answer, or the one that a slip leads to; never a letter."""
    formal: str
    right: str = ""
    """The right answer, where `answer` is a wrong one that has to be chosen from."""
    others: tuple[str, ...] = ()
    """Wrong choices, the likeliest mix-ups first; none for a free answer."""
    accepted: tuple[str, ...] = ()
    checker: Checker = Checker.MATHEMATICS
    also: tuple[str, ...] = ()
    """Ids of other skills that the work names."""
    value: int | None = None
    """The right answer as a whole number, where it may be fed into another exercise."""
    noun: str = ""
    """What the question asks for, as it stands after "Let k be"."""
    unit: str = ""
    """What kind of number `value` is, e.g. `year`: it is fed only where that kind is taken."""


@dataclass(frozen=True)
class Topic:
    """A skill that the teacher can teach."""

    id: str
    name: str
    needs: Mapping[str, str] = field(hash=False)
    """Prerequisite -> why it is needed, as it stands after "because"."""

    @property
    def title(self) -> str:
        """The name as it begins a solution."""
        return _capital(self.name)


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
class Recall(Topic):
    """A skill that is known by heart, or by which cases are told apart."""

    facts: tuple[Facts, ...]
    slip: str
    """What goes wrong, as a short sentence."""

    def distinct(self, difficulty: int) -> int | None:
        """How many distinct questions there are."""
        return len(asked(self, difficulty))

    def item(self, difficulty: int, rng: Random, *, wrong: bool = False, free: bool | None = None) -> Item:
        """A question about one of the facts; `wrong` takes another fact of its kind for it."""
        return self.about(rng.choice(asked(self, difficulty)), difficulty, rng, wrong=wrong, free=free)

    def about(self, ask: Asked, difficulty: int, rng: Random, *, wrong: bool = False, free: bool | None = None) -> Item:
        """The item of one question."""
        facts, row, back = ask.facts, ask.row, ask.back
        table = relation(facts.table)
        value = rng.choice(row.values) if facts.many else row.values[0]
        right = table.keys(value) if back else row.values
        answer = row.key if back else value
        others = _mixed_up(facts, row, right, rng, back=back)
        alone = len(right) == 1 + len(row.also) if back else True
        may_be_free = (facts.free_back if back else facts.free) and alone
        if free is None:
            free = rng.random() < (0.4, 0.5, 0.6)[difficulty - 1]
        given = others[0] if wrong else answer
        said = facts.sentence(given, value) if back else facts.sentence(row.key, given)
        return Item(
            question=ask.wording.format(key=row.key, value=value),
            work=f"{self.title}: {said}",
            answer=given,
            formal=f'answer = {facts.table}{"~" * back}("{value if back else row.key}")',
            right=answer,
            others=() if free and may_be_free else tuple(others[: 2 if difficulty == 1 else 3]),
            accepted=tuple(each for each in right if each != answer),
            checker=Checker.TEXT,
        )


@cache
def asked(topic: Recall, difficulty: int) -> tuple[Asked, ...]:
    """Every distinct question of a topic at a difficulty: fact, wording and direction."""
    return tuple(
        Asked(facts, row, wording, back)
        for facts in topic.facts
        if facts.least <= difficulty
        for place, row in enumerate(facts.rows)
        if row.level <= difficulty
        for back, wording in _wordings(facts, place)
    )


def _wordings(facts: Facts, place: int) -> list[tuple[bool, str]]:
    if facts.meaning:
        return [(False, facts.ask[place % len(facts.ask)])]
    return [*((False, wording) for wording in facts.ask), *((True, wording) for wording in facts.back)]


def _mixed_up(facts: Facts, row: Row, right: Sequence[str], rng: Random, *, back: bool) -> list[str]:
    """Wrong answers: what other facts say, at random, but those of the same group, or of years near by, first."""
    known = {fold(each) for each in (*right, *((row.key,) if facts.many else ()))}
    found: dict[str, tuple[str, bool]] = {}
    for other in rng.sample(facts.rows, len(facts.rows)):
        if facts.alike and other.group != row.group:
            continue
        for text in (other.key,) if back or facts.many else other.values[:1]:
            if fold(text) not in known:
                found.setdefault(fold(text), (text, other.group != row.group))
    kept = list(found.values())
    kept.sort(key=lambda each: each[1])
    if facts.leads_to == "year" and not back:
        kept.sort(key=lambda each: abs(int(each[0]) - int(row.values[0])))
        kept = rng.sample(kept[:_NEAR], min(_NEAR, len(kept)))
    return [text for text, _ in kept]


@dataclass(frozen=True)
class Compared(Topic):
    """A skill that puts things in order by a number of a table: by size, or in time."""

    table: str
    ask: tuple[str, ...]
    """Questions for the first of several; `{keys}` stands for all of them, `{largest}` and `{most}` for the forms
    that fit their number."""
    says: str
    """A fact, with `{key}` and `{number}`, as a sentence without its full stop."""
    slip: str
    most: bool = True
    """Whether the largest number comes first."""
    ratio: float = 1
    """How many times larger the number of the answer has to be than the next, so that small changes do not matter."""
    grouped: bool = False
    """Whether the numbers are amounts, rounded and with thousands separators, and not years."""

    @property
    def rows(self) -> tuple[Row, ...]:
        return relation(self.table).rows

    def item(self, difficulty: int, rng: Random, *, wrong: bool = False) -> Item:
        """Two things to compare, or three beyond the first difficulty."""
        rows = [row for row in self.rows if row.level <= difficulty]
        while True:
            keys = [row.key for row in rng.sample(rows, _compared(difficulty))]
            if self.tell_apart(keys):
                break
        ranked = sorted(keys, key=relation(self.table).number, reverse=self.most)
        given = ranked[1] if wrong else ranked[0]
        listed = sorted(keys)
        return Item(
            question=rng.choice(self.ask).format(
                keys=f"{', '.join(listed[:-1])} or {listed[-1]}",
                largest="larger" if len(keys) == 2 else "largest",
                most="more" if len(keys) == 2 else "the most",
            ),
            work=f"{self.title}: " + "; ".join(self.sentence(key) for key in listed) + f"; so {given} comes first",
            answer=given,
            formal=f"answer = {'most' if self.most else 'least'} {self.table}("
            + ", ".join(f'"{key}"' for key in listed)
            + ")",
            right=ranked[0],
            others=tuple(ranked[1:]) if rng.random() < 0.5 else (),
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
        number = relation(self.table).number(key)
        shown = f"{float(f'{number:.3g}'):,.0f}" if self.grouped else _year(number)
        return self.says.format(key=key, number=shown)


def _compared(difficulty: int) -> int:
    return 2 if difficulty == 1 else 3


def _year(number: float) -> str:
    return f"{-number:.0f} BC" if number < 0 else f"{number:.0f}"


# --- numbers ------------------------------------------------------------------------------------


@dataclass
class Draw:
    """Everything a generator may depend on."""

    rng: Random
    difficulty: int
    slip: str = ""
    """The wrong turn to take; empty for a right solution."""
    given: int | None = None
    """The number that another skill's exercise has found."""

    def within(self, *ranges: tuple[int, int], step: int = 1) -> int:
        """A multiple of `step`; one range (both ends included) for each difficulty, the last one for those beyond."""
        low, high = ranges[min(self.difficulty, len(ranges)) - 1]
        return self.rng.randrange(low, high + 1, step)

    def choice(self, options: Sequence[T]) -> T:
        return self.rng.choice(options)

    def main(self, *ranges: tuple[int, int], step: int = 1) -> int:
        """The number that another exercise can supply; otherwise like `within`."""
        return self.within(*ranges, step=step) if self.given is None else self.given

    def shown(self, number: float) -> str:
        """How the main number stands in the question: as k if it was supplied."""
        return amount(number) if self.given is None else "k"


Generator = Callable[[Draw], Item]


@dataclass(frozen=True)
class Computed(Topic):
    """A skill that works out an answer."""

    make: Generator
    slips: Mapping[str, str] = field(hash=False)
    """Misconceptions: the slip's key and what is wrong, as a short sentence."""
    takes: Mapping[str, Sequence[int]] = field(default_factory=dict, hash=False)
    """Which numbers it can be given from another exercise, by their kind."""
    counts: tuple[int | None, ...] = ()
    """How many distinct questions there are at each difficulty; `None`, or nothing at all, for plenty."""

    def distinct(self, difficulty: int) -> int | None:
        """How many distinct questions there are; `None` for plenty."""
        return self.counts[difficulty - 1] if self.counts else None


def computed(
    skill: str,
    name: str,
    needs: Mapping[str, str],
    slips: Mapping[str, str],
    *,
    takes: Mapping[str, Sequence[int]] | None = None,
    counts: tuple[int | None, ...] = (),
) -> Callable[[Generator], Computed]:
    """Declares a generator as a topic."""

    def declare(make: Generator) -> Computed:
        return Computed(skill, name, needs, make, slips, takes or {}, counts)

    return declare


def amount(number: float) -> str:
    """`1,250`, `2.5`, `-3`: as people write numbers; at most four decimals."""
    text = f"{number:,.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


# --- drafts -------------------------------------------------------------------------------------


def finish(topic: Topic, item: Item, rng: Random, misconception: str = "") -> Draft:
    """The draft of an item; if it has other choices, they are laid out with the right one in a place at random."""
    question, work, checker = item.question, item.work, item.checker
    answer = item.answer.replace(",", "") if checker is Checker.MATHEMATICS else item.answer
    choices: tuple[str, ...] = ()
    if item.others:
        choices = _laid_out(item.right or item.answer, item.answer, item.others, rng)
        answer = letter_of(choices.index(item.answer))
        question += "".join(f"\n{letter_of(place)}. {choice}" for place, choice in enumerate(choices))
        named = _capital(item.answer) if len(item.answer.split()) <= _NAME else "This"
        work += f". {named} is choice {answer}"
        checker = Checker.CHOICE
    return Draft(
        question=question,
        solution=f"{work}. Answer: {answer}",
        answer=answer,
        formal=item.formal,
        skills=(topic.id, *item.also),
        misconception=misconception,
        checker=checker,
        choices=choices,
        accepted=() if choices else item.accepted,
    )


def _laid_out(right: str, answer: str, others: Sequence[str], rng: Random) -> tuple[str, ...]:
    """The choices; if a slip leads to `answer`, it is among them."""
    wrong = [each for each in others if each != answer]
    if answer != right:
        wrong = [answer, *wrong][: len(others)]
    rng.shuffle(wrong)
    wrong.insert(rng.randrange(len(wrong) + 1), right)
    return tuple(wrong)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
