"""Further forms of question about facts, made from the tables that a skill has: which one does not belong, which shows
the same, the example of a term, two facts joined, the order of events.

Each function makes a generator that a skill declares with `Topic.form` or, several at once, with `with_forms`. A
question in other words or in the other direction needs none of them: `Recall((replace(facts, ask=(…)),))` is a
generator, too, and so is a `Comparison`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TypeVar

from tutelage.grading.identity import fold
from tutelage.records import Checker
from tutelage.subjects.relations import Row, relation
from tutelage.subjects.social_studies.compose import ways_to
from tutelage.subjects.social_studies.topic import TRAP, Asked, Comparison, Facts, Recall, mixed_up, weight
from tutelage.subjects.workbook import Draw, Generator, Item, Topic

T = TypeVar("T")
_FACTORS = (0.12, 0.3, 0.45, 2.3, 3.2, 7)
"""How a wrong estimate differs from the right one."""


def with_forms(topic: Topic, forms: Mapping[str, Generator]) -> Topic:
    """The topic, which now has these forms besides its plain one: name -> generator."""
    for name, make in forms.items():
        topic.form(name)(make)
    return topic


def reworded(facts: Facts, ask: tuple[str, ...] = (), back: tuple[str, ...] = ()) -> Generator:
    """The same facts in other words, such as a scene or a sentence with a gap, or in the other direction."""
    return Recall((replace(facts, ask=ask, back=back),))


def example_of(facts: Facts, ask: tuple[str, ...]) -> Generator:
    """Which of several keys has a value: the case that shows a term, the river of a continent. `{value}` in `ask`."""

    def make(d: Draw) -> Item:
        def find(row: Row) -> tuple[list[str], str] | None:
            value = row.values[0]
            others = mixed_up(facts, row, (*relation(facts.table).keys(value), value), d.rng, back=True)
            return (others, row.key) if len(others) > 1 else None

        row, (others, right) = _found(facts, d, find)
        value = row.values[0]
        return _choice(
            d,
            d.choice(ask).format(value=value),
            lambda given: _shown(facts, given, value),
            [right, *others],
            f'answer = {facts.table}~("{value}")',
        )

    return make


def same_kind(facts: Facts, ask: tuple[str, ...]) -> Generator:
    """Which of several keys has the same value as another one, `{key}` in `ask`, without the value being named."""

    def make(d: Draw) -> Item:
        def find(row: Row) -> tuple[list[str], str] | None:
            alike = [each.key for each in _like(facts, row) if each.key != row.key]
            others = [each.key for each in _unlike(facts, row)]
            return (d.rng.sample(others, len(others)), d.choice(alike)) if alike and len(others) > 1 else None

        row, (others, right) = _found(facts, d, find)
        value = row.values[0]
        return _choice(
            d,
            d.choice(ask).format(key=row.key),
            lambda given: f"{_shown(facts, row.key, value)}; {_shown(facts, given, value)}",
            [right, *others],
            f'answer = {facts.table}~({facts.table}("{row.key}"))',
        )

    return make


def odd_one_out(facts: Facts, ask: tuple[str, ...]) -> Generator:
    """Which of several keys does not belong to the others, which share a value that is not named."""

    def make(d: Draw) -> Item:
        def find(row: Row) -> tuple[list[str], str] | None:
            alike = [each.key for each in _like(facts, row)]
            odd = [each.key for each in _unlike(facts, row)]
            wanted = min(len(alike), 2 if d.difficulty == 1 else 3)
            return (d.rng.sample(alike, wanted), d.choice(odd)) if wanted > 1 and odd else None

        row, (alike, right) = _found(facts, d, find)
        common, other = row.values[0], relation(facts.table).values(right)[0]

        def work(given: str) -> str:
            """What is said of each, if the given one is taken for the odd one."""
            said = [(key, other if key == given else common) for key in sorted([*alike, right])]
            return "; ".join(_shown(facts, key, value) for key, value in said) + f"; so {_quoted(given)} is the odd one"

        return _choice(d, d.choice(ask), work, [right, *alike], f'answer = {facts.table}~("{other}")')

    return make


def meaning_of_case(facts: Facts, ask: tuple[str, ...]) -> Generator:
    """What the term means that a case shows: two steps, case -> term -> meaning. `facts` are those of the cases."""

    def make(d: Draw) -> Item:
        row = d.choice(_taught(facts, d))
        term, meanings = row.values[0], relation(facts.meaning)
        right = meanings.values(term)[0]
        known = {fold(each) for value in row.values for each in meanings.values(value)}
        every = {each.values[0]: each.key for each in meanings.rows}
        others = [each for each in d.rng.sample(list(every), len(every)) if fold(each) not in known]
        return _choice(
            d,
            d.choice(ask).format(key=row.key),
            lambda given: facts.sentence(row.key, every[given]),
            [right, *others],
            f'answer = {facts.meaning}({facts.table}("{row.key}"))',
        )

    return make


def joined(facts: Facts, first: Facts, *, first_skill: str = "", last_skill: str = "") -> Generator:
    """A fact about a thing that is described by another one: "the country in which Petra lies" instead of Jordan.

    `first` are facts that say how they describe a thing (`described`, or `led`), and `facts` say what kind of thing
    their keys are (`kind`). The facts of another skill, which the skill of this form has to need, are named by its id.
    """

    @cache
    def links(difficulty: int) -> list[tuple[Row, str, str, str]]:
        """A fact, and how the first one leads to its key: said, described and as a term."""
        rows = [row for row in facts.rows if row.level <= difficulty]
        return [(row, *way) for row in rows for way in ways_to(first, facts.kind, row.key)]

    def make(d: Draw) -> Item:
        row, known, phrase, term = d.choice(links(d.difficulty))
        wording = d.choice(facts.ask)
        item = Recall((facts,)).about(Asked(facts, row, wording, back=False), d)
        return item._replace(
            questions=wording.format(key=phrase, value=row.values[0]),
            work=f"{_by(first_skill)}{known}, so it is {row.key}; {_by(last_skill)}{item.work}",
            formal=f"answer = {facts.table}({term})",
        )

    return make


def known_city(facts: Facts, ask: tuple[str, ...]) -> Generator:
    """A fact is asked for where learners fall into a trap (`Facts.traps`), which `{trap}` in `ask` names."""

    def make(d: Draw) -> Item:
        traps = relation(facts.traps)

        def find(row: Row) -> str | None:
            return next(iter(traps.values(row.key)), None)

        row, trap = _found(facts, d, find)
        item = Recall((facts,)).about(Asked(facts, row, "", back=False), d)
        return item._replace(questions=d.choice(ask).format(key=row.key, trap=trap))

    return make


def not_one_of_them(facts: Facts, ask: tuple[str, ...]) -> Generator:
    """Which of several is no value at all but a trap: the city that is no capital."""

    def make(d: Draw) -> Item:
        traps = relation(facts.traps)

        def find(row: Row) -> str | None:
            return next(iter(traps.values(row.key)), None)

        row, trap = _found(facts, d, find)
        others = [each for each in facts.rows if each.key != row.key and each.level <= max(row.level, d.difficulty)]
        keys = d.rng.sample(others, 2 if d.difficulty == 1 else 3)
        said = "; ".join(facts.says.format(key=each.key, value=each.values[0]) for each in keys)
        right = facts.says.format(key=row.key, value=row.values[0])
        return _choice(
            Draw(d.rng, d.difficulty),
            d.choice(ask),
            lambda given: f"{said}; {right}, and not {trap}",
            [trap, *(each.values[0] for each in keys)],
            f'answer = {facts.traps}("{row.key}")',
        )

    return make


def between_two(facts: Facts, ask: tuple[str, ...]) -> Generator:
    """Which thing is a neighbour of two others, `{key}` and `{other}`; `facts` have many values and go both ways."""

    def make(d: Draw) -> Item:
        table = relation(facts.table)

        def find(row: Row) -> tuple[str, str, list[str]] | None:
            middle = d.choice(row.values)
            ends = [each for each in table.values(middle) if each not in (row.key, *row.values)]
            if not ends:
                return None
            end = d.choice(ends)
            known = {fold(each) for each in (*row.values, row.key, end)}
            wrong = [each for each in table.values(end) if fold(each) not in known]
            far = [each.key for each in facts.rows if each.group == row.group and fold(each.key) not in known]
            others = list(dict.fromkeys((*wrong, *d.rng.sample(far, len(far)))))
            return (middle, end, others) if len(others) > 2 else None

        row, (middle, end, others) = _found(facts, d, find)
        return _choice(
            d,
            d.choice(ask).format(key=row.key, other=end),
            lambda given: f"{facts.says.format(key=row.key, value=given)}; {facts.says.format(key=given, value=end)}",
            [middle, *others],
            f'answer = {facts.table}("{row.key}")',
        )

    return make


def estimate(comparison: Comparison, ask: tuple[str, ...], *, unit: int = 1, counted: str) -> Generator:
    """About how large a number of a table is, counted in `counted`, which are `unit` each; other sizes are given."""

    def make(d: Draw) -> Item:
        table = relation(comparison.table)
        row = d.choice([row for row in table.rows if row.level <= d.difficulty and table.number(row.key) >= 4 * unit])
        right, *wrong = _sizes(table.number(row.key) / unit, d)
        said = comparison.sentence(row.key)
        return Item(
            d.choice(ask).format(key=row.key, counted=counted),
            said if right in said else f"{said}, which is about {right} {counted}",
            right,
            f'fulfils answer*{unit} > 0.8*{comparison.table}("{row.key}") and '
            f'answer*{unit} < 1.25*{comparison.table}("{row.key}")',
            right=right,
            others=tuple(wrong),
        )

    return make


def how_many_times(comparison: Comparison, ask: tuple[str, ...]) -> Generator:
    """About how many times as large as `{less}` is `{more}`; the numbers are those of a table."""

    def make(d: Draw) -> Item:
        table = relation(comparison.table)
        rows = [row for row in table.rows if row.level <= d.difficulty]
        while True:
            less, more = sorted((row.key for row in d.rng.sample(rows, 2)), key=table.number)
            times = table.number(more) / table.number(less)
            if 1.7 < times < 60:
                break
        right, *wrong = _sizes(times, d)
        return Item(
            d.choice(ask).format(less=less, more=more),
            f"{comparison.sentence(more)}; {comparison.sentence(less)}; so it is about {right} times as much",
            right,
            f'fulfils answer*{comparison.table}("{less}") > 0.75*{comparison.table}("{more}") and '
            f'answer*{comparison.table}("{less}") < 1.4*{comparison.table}("{more}")',
            right=right,
            others=tuple(wrong),
        )

    return make


_SPAN = (
    "How many years lie between these two: {first}, and {last}?",
    "How many years after {first} did this happen: {last}?",
    "Count the years from {first} to {last}.",
)


def years_between(facts: Facts, ask: tuple[str, ...] = _SPAN) -> Generator:
    """How many years lie between two keys, `{first}` and `{last}`, of a table whose values are years after Christ."""

    def make(d: Draw) -> Item:
        rows = _taught(facts, d, at_least=4)
        while True:
            first, last = d.rng.sample(rows, 2)
            start, end = (int(row.values[0]) for row in (first, last))
            if 0 < start < end:
                break
        if d.slip:
            end = d.choice([year for row in rows if (year := int(row.values[0])) not in (start, end)])
        said = (facts.says.format(key=row.key, value=year) for row, year in ((first, start), (last, end)))
        return Item(
            tuple(wording.format(first=first.key, last=last.key) for wording in ask),
            f"{'; '.join(said)}; {end} - {start} = {end - start}",
            str(end - start),
            f'answer + {facts.table}("{first.key}") = {facts.table}("{last.key}") and parts(answer) < 2',
        )

    return make


def years_later(facts: Facts) -> Generator:
    """Which event happened a number of years after, or before, another one."""

    def make(d: Draw) -> Item:
        def find(row: Row) -> tuple[list[str], str] | None:
            others = mixed_up(facts, row, relation(facts.table).keys(row.values[0]), d.rng, back=True)
            starts = [each.key for each in facts.rows if each.values[0] != row.values[0]]
            return ([each for each in others if each != start], start) if (start := d.choice(starts)) else None

        row, (others, start) = _found(facts, d, find)
        table = relation(facts.table)
        year, begin = int(row.values[0]), int(table.values(start)[0])
        years = f"{abs(year - begin)} year{'s' * (abs(year - begin) > 1)}"
        side, sign = ("after", "+") if year > begin else ("before", "-")
        asked = d.choice(
            (
                f"Which of these happened {years} {side} {start}?",
                f"Take the year of {start} and go {years} {'on' if side == 'after' else 'back'}. What happened then?",
                f"What happened {years} {side} {start}?",
            )
        )
        said = f"{facts.says.format(key=start, value=begin)}; {begin} {sign} {abs(year - begin)} = {year}"
        return _choice(
            d,
            asked,
            lambda given: f"{said}; {facts.says.format(key=given, value=year)}",
            [row.key, *others],
            f'answer = {facts.table}~("{year}")',
        )

    return make


def _choice(d: Draw, question: str, work: Callable[[str], str], choices: Sequence[str], formal: str) -> Item:
    """A question with choices, the right one first; a slip takes the second for it."""
    right, *others = choices
    given = others[0] if d.slip not in ("", TRAP) else right
    return Item(
        question,
        work(given),
        given,
        formal,
        right=right,
        others=tuple(others[: 2 if d.difficulty == 1 else 3]),
        checker=Checker.TEXT,
    )


def _found(facts: Facts, d: Draw, find: Callable[[Row], T | None]) -> tuple[Row, T]:
    """A fact of which something can be made, and that; beyond the first difficulty mostly harder ones."""
    taught = _taught(facts, d)
    for rows in (taught, facts.rows):
        for row in _in_order(rows, d):
            if (found := find(row)) is not None:
                return row, found
    raise ValueError(f"{facts.table} has too few facts for this form of question")


def _in_order(rows: Sequence[Row], d: Draw) -> Sequence[Row]:
    """At random, and beyond the first difficulty mostly with the harder ones in front."""
    if d.difficulty == 1:
        return d.rng.sample(rows, len(rows))
    return sorted(rows, key=lambda row: d.rng.random() ** (1 / weight(row)), reverse=True)


def _taught(facts: Facts, d: Draw, at_least: int = 1) -> Sequence[Row]:
    """The facts up to the draw's level, or all if those are too few."""
    rows = [row for row in facts.rows if row.level <= d.difficulty and '"' not in row.key]
    return rows if len(rows) >= at_least else facts.rows


def _like(facts: Facts, row: Row) -> list[Row]:
    return [each for each in facts.rows if each.values[0] == row.values[0]]


def _unlike(facts: Facts, row: Row) -> list[Row]:
    """Facts that share no value with any that are like this one."""
    values = {value for each in _like(facts, row) for value in each.values}
    return [
        each for each in facts.rows if not values & set(each.values) and (not facts.alike or each.group == row.group)
    ]


def _by(skill: str) -> str:
    return f"by @{skill}, " if skill else ""


def _sizes(number: float, d: Draw) -> list[str]:
    """A number, and others of quite another size, each with two digits that count."""
    sizes: dict[str, str] = {}
    for factor in (1, *d.rng.sample(_FACTORS, len(_FACTORS))):
        size = float(f"{factor * number:.2g}")
        shown = f"{size:g}" if size < 100 else f"{size:.0f}"
        sizes.setdefault(fold(shown), shown)
    return list(sizes.values())[: 3 if d.difficulty == 1 else 4]


def _shown(facts: Facts, key: str, value: str) -> str:
    return facts.says.format(key=_quoted(key), value=value)


def _quoted(key: str) -> str:
    """A key; a case, which is a sentence, in quotation marks."""
    return f"'{key[:-1]}'" if key.endswith((".", "!", "?")) else key
