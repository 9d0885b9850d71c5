"""Writes the cases of `marking.py`: expected answers with right and wrong replies, of every kind of answer.

    python benchmarks/marking_cases.py           # write benchmarks/data/marking.jsonl again
    python benchmarks/marking_cases.py --check   # say whether it is what would be written

`data/families.txt` has families of answers: how their parameters are drawn, and the forms that people and models write
them in. Each form of the expected parameters is right; a form of other parameters (one sign, one digit) is wrong, and
so are the forms marked as wrong there. Rows of the file that say `"made": "by hand"` stay as they are.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parent / "data"
FILE, FAMILIES = DATA / "marking.jsonl", DATA / "families.txt"
BY_HAND = "by hand"


class Case(NamedTuple):
    """A reply to a question with a known answer."""

    kind: str
    answer: str
    reply: str
    right: bool
    made: str
    """By hand, in which other form, or what was changed."""
    question: str = ""
    choices: tuple[str, ...] = ()
    checker: str = ""

    def row(self) -> dict[str, Any]:
        return {name: found for name, found in self._asdict().items() if name not in self._field_defaults or found}


class Family(NamedTuple):
    """Answers of one kind."""

    kind: str
    draws: dict[str, str]
    """Parameter -> how it is drawn."""
    rows: int
    """Sets of parameters that are drawn."""
    options: frozenset[str]
    """`signs`: a parameter may change its sign. `sorted`, `ratio`: when two sets of parameters mean the same."""
    golds: list[str]
    forms: list[str]
    """All that are right, `golds` among them."""
    wrong: list[tuple[str, str]]
    """What was changed, and a form that is wrong."""


def read_families(path: Path) -> list[Family]:
    found: list[Family] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        mark, _, form = line.partition(" ")
        if mark == "=":
            found[-1].golds.append(form)
        if mark in ("=", "+"):
            found[-1].forms.append(form)
        elif mark == "-":
            made, _, form = form.partition(": ")
            found[-1].wrong.append((made, form))
        elif line and mark != "#":
            kind, drawn, rest = line.split(" | ")
            rows, *options = rest.split()
            draws = dict(parameter.split(" ", 1) for parameter in drawn.split(", "))
            found.append(Family(kind, draws, int(rows), frozenset(options), [], [], []))
    return found


# --- parameters ------------------------------------------------------------------------------------

Value = int | Fraction | str
Values = dict[str, Value]

MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
WORDS = {
    **{"Nairobi": "Mombasa", "Marie Curie": "Lise Meitner", "mitochondria": "chloroplasts", "Mrs. Hilt": "Mr. Hilt"},
    **{"Treaty of Versailles": "Treaty of Westphalia", "the French Revolution": "the Revolution of 1848"},
    **{"Côte d'Ivoire": "Ghana", "photosynthesis": "respiration", "St. Louis": "St. Paul", "Henry VIII": "Henry VII"},
    **{"United States of America": "United States of Mexico", "H2O": "H2O2", "Na+": "Na-", "C++": "C", "NaCl": "KCl"},
    **{"A ∩ B": "A ∪ B", "p ∧ q": "p ∨ q", "f''(x)": "f'(x)", "Article 5": "Article 15", "Apollo 11": "Apollo 1"},
    **{"sodium chloride": "sodium chlorate", "O(n log n)": "O(log n)", "iambic pentameter": "iambic tetrameter"},
}
CHOICES = (
    ("Lagos", "Nairobi", "Cairo", "Accra"),
    ("photosynthesis", "respiration", "osmosis", "diffusion"),
    ("2x", "x^2", "2", "x"),
    ("12", "15", "18", "21"),
    ("It doubles.", "It halves.", "It stays the same.", "It becomes zero."),
    ("Only I", "Only II", "I and II", "neither I nor II"),
    ("True, True", "True, False", "False, True", "False, False"),
    ("[0, 1]", "(0, 1)", "[0, 1)", "(0, 1]"),
    ("5 m/s", "10 m/s", "15 m/s", "20 m/s"),
)
NEXT = dict(zip("ABCD", "BCDA", strict=True))
OTHER = {
    **{"cm": "m", "km": "cm", "kg": "mg", "m": "km", "ml": "litres", "g": "kg", "C": "F", "F": "C", "am": "pm"},
    **{"pm": "am", "hours": "minutes", "minutes": "seconds", "miles": "feet", "days": "weeks", "dollars": "euros"},
    **{"euros": "pounds", "pounds": "dollars", "sin": "cos", "cos": "sin", "tan": "cos", "ln": "sin"},
    **dict(zip(MONTHS, MONTHS[1:] + MONTHS[:1], strict=True)),
    **WORDS,
}
LONG = {"cm": "centimetres", "km": "kilometres", "kg": "kilograms", "m": "metres", "ml": "millilitres", "g": "grams"}
CURRENCIES = {"dollars": "$", "euros": "€", "pounds": "£"}


def draw(family: Family, source: random.Random) -> Values:
    found: Values = {}
    for name, how in family.draws.items():
        found[name] = _draw(how, found, source)
    return found


def _draw(how: str, before: Values, source: random.Random) -> Value:
    sign = source.choice((1, -1))
    fresh = [number for number in range(-9, 20) if number not in (0, 1, -1, *before.values())]
    known: dict[str, Callable[[], Value]] = {
        "whole": lambda: sign * source.choice((source.randint(2, 99), source.randint(101, 9_999_999))),
        "small": lambda: sign * source.randint(2, 12),
        "fraction": lambda: sign * Fraction(source.randint(1, 20) * 7 + source.randint(1, 6), source.choice((7, 14))),
        "hundredths": lambda: Fraction(source.randint(11, 999), 100),
        "tenths": lambda: Fraction(source.randint(11, 999), 10),
        "distinct": lambda: source.choice(fresh),
        "above": lambda: int(list(before.values())[-1]) + source.randint(2, 40),
        "month": lambda: source.choice(MONTHS),
        "word": lambda: source.choice(list(WORDS)),
    }
    if how in known:
        return known[how]()
    if bounds := re.fullmatch(r"(other )?(\d+)-(\d+)", how):
        allowed = range(int(bounds[2]), int(bounds[3]) + 1)
        return source.choice([number for number in allowed if not bounds[1] or number not in before.values()])
    found = source.choice(how.split("/"))
    return int(found) if found.isdigit() else found


def changed(family: Family, right: Values, source: random.Random) -> tuple[str, Values] | None:
    """Other parameters that mean something else, with what was changed; `None` if there are none."""
    names = [name for name, value in right.items() if not isinstance(value, str)]
    for _ in range(10 if names else 0):
        name = source.choice(names)
        old = right[name]
        assert not isinstance(old, str)
        sign = "signs" in family.options and source.random() < 0.5
        new = -old if sign else old + source.choice((1, -1, 10))
        wrong = {**right, name: new}
        if new not in (0, 1, -1) and (sign or new * old > 0) and key(family, wrong) != key(family, right):
            return "sign" if sign else "digit", wrong
    return None


def key(family: Family, values: Values) -> object:
    """Equal for parameters that mean the same."""
    numbers = [value for value in values.values() if not isinstance(value, str)]
    if "sorted" in family.options:
        return sorted(numbers)
    if "ratio" in family.options:
        return [Fraction(number) / numbers[0] for number in numbers]
    return values


# --- forms ----------------------------------------------------------------------------------------


def written(form: str, values: Values, choices: Sequence[str] = ()) -> str:
    """A form with its parameters in it."""

    def one(match: re.Match[str]) -> str:
        value: Value = values[match[1]]
        for step in re.findall(r"by .*|\S+", match[2] or ""):
            value = _step(value, step, choices)
        return str(value)

    names = "|".join(values)
    return re.sub(rf"\{{({names})(?::((?:by \{{,\}}|[^{{}}])*))?\}}", one, form)


def _step(value: Value, step: str, choices: Sequence[str]) -> Value:
    """What is done to a parameter."""
    if isinstance(value, str):
        return _word_step(value, step, choices)
    if step.startswith("by "):
        return f"{value:,}".replace(",", step[3:])
    if found := re.fullmatch(r"([*/+])(-?\d+)", step):
        by = int(found[2])
        return value * by if found[1] == "*" else Fraction(value) / by if found[1] == "/" else value + by
    number = Fraction(value)
    top, bottom, sign = abs(number).numerator, number.denominator, "-" if number < 0 else ""
    ones, rest = divmod(top, bottom)
    ending = "th" if 10 < top < 14 else {1: "st", 2: "nd", 3: "rd"}.get(top % 10, "th")
    known: dict[str, Value] = {
        **{
            "-": -value,
            "abs": abs(number),
            "s": f"- {-value}" if value < 0 else f"+ {value}",
            "th": f"{value}{ending}",
        },
        **{
            "minus": str(value).replace("-", "−"),
            "top": f"{sign}{top}",
            "bottom": bottom,
            "inverse": 1 / number,
        },
        **{"frac": f"{sign}\\frac{{{top}}}{{{bottom}}}", "dfrac": f"{sign}\\dfrac{{{top}}}{{{bottom}}}"},
        "mixed": f"{sign}{ones} {rest}/{bottom}" if ones and rest else str(value),
    }
    return known[step] if step in known else format(float(value) if step[-1] in "fg" else int(value), step)


def _word_step(word: str, step: str, choices: Sequence[str]) -> str:
    if step == "other":
        return NEXT[word] if choices else OTHER[word]
    known: dict[str, Callable[[], str]] = {
        "text": lambda: choices["ABCD".index(word)],
        "number": lambda: f"{MONTHS.index(word) + 1:02}",
        "long": lambda: LONG[word],
        "sign": lambda: CURRENCIES[word],
        "short": lambda: word[:3],
        "upper": word.upper,
        "lower": word.lower,
        "dots": lambda: f"{word[0]}.m.",
    }
    return known[step]()


PLAIN = (
    "Answer: {}",
    "The answer is {}",
    "Adding up gives the result.\n\n**Answer:** {}",
    "#### {}",
    "The final answer is {}",
)
BOXED = ("$\\boxed{{{}}}$", "Hence $$\\boxed{{{}}}.$$", "Answer: ${}$", "The final answer is \\boxed{{{}}}.")


def framed(text: str, source: random.Random) -> str:
    """A reply with this answer."""
    words = any(word.strip(".,;").isalpha() and len(word) > 1 for word in text.split())
    if any(mark in text for mark in '$%#€£°⟨"') or "**" in text or (words and "\\" not in text):
        return source.choice(PLAIN).format(text)
    return source.choice(PLAIN[:1] + BOXED if "\\" in text else PLAIN + BOXED[:2]).format(text)


# --- writing --------------------------------------------------------------------------------------


def family_cases(family: Family, source: random.Random) -> Iterator[Case]:
    for _ in range(family.rows):
        values = draw(family, source)
        choices = source.choice(CHOICES) if family.kind == "choice" else ()
        gold = written(source.choice(family.golds), values, choices)

        def case(form: str, values: Values, made: str = "", gold: str = gold, choices: Sequence[str] = choices) -> Case:
            reply = framed(written(form, values, choices), source)
            asked = "?" if choices else ""
            return Case(family.kind, gold, reply, not made, made or "another form", asked, tuple(choices))

        for form in source.sample(family.forms, min(2, len(family.forms))):
            yield case(form, values)
        if found := changed(family, values, source):
            yield case(source.choice(family.forms), found[1], found[0])
        for made, form in source.sample(family.wrong, 1 if found else 2):
            yield case(form, values, made)


def programmed() -> list[Case]:
    """All cases that are made by program, the same on every machine."""
    source = random.Random(30)
    found = [case for family in read_families(FAMILIES) for case in family_cases(family, source)]
    return list({(case.answer, case.reply, case.choices): case for case in found}.values())


def read_cases(path: Path) -> list[Case]:
    """The cases of a file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    return [Case(**{**row, "choices": tuple(row.get("choices", ()))}) for row in rows]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    before = FILE.read_text(encoding="utf-8") if FILE.is_file() else ""
    by_hand = [case for case in read_cases(FILE) if case.made == BY_HAND] if before else []
    cases = [*by_hand, *programmed()]
    text = "".join(json.dumps(case.row(), ensure_ascii=False) + "\n" for case in cases)
    right = sum(case.right for case in cases)
    if parser.parse_args().check:
        same = text == before
        print(f"{FILE.name}: {len(cases):,} cases, {'as' if same else 'not'} what would be written")
        return 0 if same else 1
    FILE.write_text(text, encoding="utf-8")
    size = len(text.encode()) / 1000
    print(f"{FILE.name}: {len(cases):,} cases, {len(by_hand):,} by hand, {right:,} right, {size:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
