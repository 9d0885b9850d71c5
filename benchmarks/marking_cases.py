"""Writes the cases of `marking.py`: expected answers with right and wrong replies, of every kind of answer.

    python benchmarks/marking_cases.py           # write benchmarks/data/marking.jsonl again
    python benchmarks/marking_cases.py --check   # say whether it is what would be written

A family is one kind of answer: how its parameters are drawn, and the forms that people and models write it in. Each form
of the expected parameters is right. Each form of other parameters (one sign, one digit, two swapped) is wrong; two sets
of parameters that mean the same have the same `key`. Rows of the file that say `"made": "by hand"` stay as they are.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import gcd
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parent / "data" / "marking.jsonl"
BY_HAND = "by hand"

Form = Callable[..., str]


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
    draw: Callable[[random.Random], tuple[Any, ...]]
    golds: tuple[Form, ...]
    """Forms of an expected answer; right replies, too."""
    forms: tuple[Form, ...] = ()
    """Further forms of a right reply."""
    wrong: tuple[tuple[str, Form], ...] = ()
    """What was changed -> a form that is wrong for the expected parameters themselves."""
    key: Callable[..., Any] = lambda *parameters: parameters
    """Equal for parameters that mean the same."""
    rows: int = 6
    """Sets of parameters that are drawn."""
    signs: bool = False
    """Whether a parameter may change its sign; where a form has signs of its own, it is among the wrong ones."""


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
    mathematical = "\\" in text or not any(word.isalpha() and len(word) > 1 for word in text.split())
    if "$" in text or not mathematical or "**" in text or any(mark in text for mark in "%#€£½¼¾°⟨"):
        return source.choice(PLAIN).format(text)
    return source.choice(PLAIN[:1] + BOXED if "\\" in text else PLAIN + BOXED[:2]).format(text)


# --- forms ----------------------------------------------------------------------------------------


def whole(source: random.Random) -> int:
    """A number other than 0 and 1, small or large, half of them negative."""
    size = source.choice((source.randint(2, 99), source.randint(101, 9_999), source.randint(10_001, 9_999_999)))
    return size if source.random() < 0.6 else -size


def small(source: random.Random) -> int:
    return source.choice((-1, 1)) * source.randint(2, 12)


def count(source: random.Random) -> int:
    return source.randint(2, 60)


def fraction(source: random.Random) -> Fraction:
    found = Fraction(1)
    while found.denominator == 1:
        found = Fraction(source.randint(1, 40), source.randint(2, 20))
    return found if source.random() < 0.6 else -found


def frac(number: Fraction) -> str:
    sign = "-" if number < 0 else ""
    return f"{sign}\\frac{{{abs(number.numerator)}}}{{{number.denominator}}}"


def grouped(number: int, by: str) -> str:
    return f"{number:,}".replace(",", by)


def mixed(number: Fraction) -> str:
    """`-2 1/3`; as it is if there is no whole part."""
    size, sign = abs(number), "-" if number < 0 else ""
    ones, rest = divmod(size.numerator, size.denominator)
    return f"{sign}{ones} {rest}/{size.denominator}" if ones else f"{sign}{rest}/{size.denominator}"


def signed(number: int) -> str:
    return f"+ {number}" if number >= 0 else f"- {-number}"


def minus(text: object) -> str:
    return str(text).replace("-", "−")


def quadratic(a: int, b: int, c: int, *, x: str = "x", square: str = "^2") -> str:
    return f"{a}{x}{square} {signed(b)}{x} {signed(c)}"


def matrix(rows: Sequence[Sequence[object]], kind: str = "pmatrix") -> str:
    inner = " \\\\ ".join(" & ".join(map(str, row)) for row in rows)
    return f"\\begin{{{kind}}} {inner} \\end{{{kind}}}"


def listed(parts: Sequence[object], by: str = ", ") -> str:
    return by.join(map(str, parts))


def some(number: int) -> Callable[[random.Random], tuple[int, ...]]:
    """As many different numbers as `number`."""
    return lambda source: tuple(source.sample([part for part in range(-9, 20) if part not in (0, 1, -1)], number))


def ends(source: random.Random) -> tuple[int, int]:
    low = source.randint(-9, 9)
    return low, low + source.randint(2, 15)


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September")
MONTHS += ("October", "November", "December")
CAPITALS = {"dollars": "$", "euros": "€", "pounds": "£"}
LONG = {"cm": "centimetres", "km": "kilometres", "kg": "kilograms", "m": "metres", "ml": "millilitres", "g": "grams"}
PLURALS = ("hours", "minutes", "apples", "miles", "days", "students", "books")
OTHER = {"cm": "m", "km": "cm", "kg": "mg", "m": "km", "ml": "litres", "g": "kg"} | {
    **{"hours": "minutes", "minutes": "seconds", "miles": "feet", "days": "weeks"},
}
TIMES = {"am": "pm", "pm": "am"}
HALF = ("am", "pm")


def ordinal(day: int) -> str:
    ending = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def iso(day: int, month: str, year: int) -> str:
    return f"{year}-{MONTHS.index(month) + 1:02}-{day:02}"


def tuples(kind: str, size: int, golds: tuple[Form, ...], forms: tuple[Form, ...]) -> Family:
    wrong: tuple[tuple[str, Form], ...] = (
        ("left out", lambda *p: f"({listed(p[:-1])})"),
        ("operator", lambda *p: listed(p, " + ")),
        ("operator", lambda *p: str(sum(p))),
        ("bracket", lambda *p: "".join(map(str, map(abs, p)))),
    )
    return Family(kind, some(size), golds, forms, wrong, rows=8, signs=True)


FAMILIES: tuple[Family, ...] = (
    Family(
        "number",
        lambda s: (whole(s),),
        (lambda n: f"{n}", lambda n: f"{n:,}"),
        (
            *(lambda n, by=by: grouped(n, by) for by in (",\\!", "{,}", "\\,", "\u202f", "'")),
            *(lambda n: minus(n), lambda n: f"{n}.0", lambda n: f"x = {n}", lambda n: f"{n} apples"),
        ),
        (
            *(("operator", lambda n, o=o: f"{n}{o}") for o in ("\\sqrt{3}", "\\pi", "x^2", "^2", "i", " + 1")),
            *(("words", lambda n, w=w: w.format(n)) for w in ("not {}", "less than {}", "more than {}", "{} or 1")),
            *(("scale", lambda n, w=w: f"{n} {w}") for w in ("million", "thousand", "dozen", "%")[:3]),
            *(("operator", lambda n, o=o: f"{o}{n}") for o in ("\\pm ", "> ", "\\neq ", "1/")),
        ),
        rows=26, signs=True,
    ),
    Family(
        "number",
        lambda s: (fraction(s),),
        (str, frac),
        (
            *(lambda f: frac(f).replace("frac", "dfrac"), lambda f: mixed(f), lambda f: f"x = {frac(f)}"),
            *(lambda f: minus(str(f)), lambda f: f"{f.numerator} / {f.denominator}"),
        ),
        (
            ("sides", lambda f: str(1 / f)),
            ("operator", lambda f: f"{f.numerator}.{f.denominator}"),
            ("operator", lambda f: f"{f.numerator} - {f.denominator}"),
            ("left out", lambda f: str(f.numerator)),
            ("operator", lambda f: f"{f}x"),
        ),
        rows=14, signs=True,
    ),
    Family(
        "number",
        lambda s: (Fraction(s.randint(11, 999), s.choice((10, 100))),),
        (lambda f: f"{float(f):.2f}",),
        (lambda f: f"{float(f):.3f}", lambda f: str(f), lambda f: f"x = {float(f):.2f}"),
        (
            ("point", lambda f: f"{int(f * 100)}"),
            ("point", lambda f: f"{float(f) / 10:.3f}"),
            ("sign", lambda f: f"-{float(f):.2f}"),
        ),
        rows=10,
    ),
    Family(
        "number",
        lambda s: (s.randint(11, 99), s.randint(3, 20)),
        (lambda n, p: f"{n / 10} \\times 10^{{{p}}}",),
        (lambda n, p: f"{n / 10}e{p}", lambda n, p: f"{n / 10} \\cdot 10^{{{p}}}", lambda n, p: f"{n / 10} × 10^{p}"),
        (
            ("exponent", lambda n, p: f"{n / 10} \\times 10^{{-{p}}}"),
            ("exponent", lambda n, p: f"{n / 10} \\times 10^{{{p + 1}}}"),
            ("left out", lambda n, p: f"{n / 10}"),
        ),
        key=lambda n, p: n * 10**p,
        rows=6,
    ),
    Family(
        "unit",
        lambda s: (count(s), s.choice(tuple(LONG))),
        (lambda n, u: f"{n} {u}", lambda n, u: f"{n}\\text{{ {u}}}"),
        (
            *(lambda n, u: f"{n}", lambda n, u: f"{n} {LONG[u]}", lambda n, u: f"{n}{u}"),
            *(lambda n, u: f"{n}\\,\\mathrm{{{u}}}", lambda n, u: f"{n}.0 {u}", lambda n, u: f"about {n} {u}"),
        ),
        (
            ("unit", lambda n, u: f"{n} {OTHER[u]}"),
            ("unit", lambda n, u: f"{n}\\text{{ {OTHER[u]}}}"),
            ("unit", lambda n, u: f"{n} {u}^2"),
            ("sign", lambda n, u: f"-{n} {u}"),
        ),
        rows=16,
    ),
    Family(
        "unit",
        lambda s: (s.randint(11, 99), s.choice([word for word in PLURALS if word in OTHER])),
        (lambda n, u: f"{n / 10} {u}",),
        (lambda n, u: f"{n / 10}0 {u}", lambda n, u: f"{n / 10}", lambda n, u: f"{n / 10} {u} in all"),
        (
            ("point", lambda n, u: f"{n} {u}"),
            ("unit", lambda n, u: f"{n / 10} {OTHER[u]}"),
            ("words", lambda n, u: f"less than {n / 10} {u}"),
        ),
        key=lambda n, u: (n, u),
        rows=8,
    ),
    Family(
        "unit",
        lambda s: (small(s), s.choice("CF")),
        (lambda n, u: f"{n} °{u}", lambda n, u: f"{n}^\\circ {u}"),
        (lambda n, u: f"{n}°{u}", lambda n, u: f"{n}", lambda n, u: f"{minus(n)} °{u}"),
        (
            ("unit", lambda n, u: f"{n} °{'F' if u == 'C' else 'C'}"),
            ("sign", lambda n, u: f"{-n} °{u}"),
            ("digit", lambda n, u: f"{n}0 °{u}"),
        ),
        rows=6, signs=True,
    ),
    Family(
        "money",
        lambda s: (count(s), s.choice(tuple(CAPITALS))),
        (lambda n, c: f"{CAPITALS[c]}{n}", lambda n, c: f"{n} {c}"),
        (lambda n, c: f"{CAPITALS[c]}{n}.00", lambda n, c: f"{n}", lambda n, c: f"{n}.00 {c}"),
        (
            ("unit", lambda n, c: f"{n} cents"),
            ("unit", lambda n, c: f"{n} {'euros' if c == 'dollars' else 'dollars'}"),
            ("unit", lambda n, c: f"{'£' if c != 'pounds' else '€'}{n}"),
            ("scale", lambda n, c: f"{CAPITALS[c]}{n} million"),
            ("sign", lambda n, c: f"-{CAPITALS[c]}{n}"),
        ),
        rows=14,
    ),
    Family(
        "money",
        lambda s: (s.randint(1_001, 99_999), s.randint(11, 99)),
        (lambda n, c: f"${n:,}.{c}", lambda n, c: f"\\${n:,}.{c}"),
        (lambda n, c: f"${n}.{c}", lambda n, c: f"{n:,}.{c} dollars", lambda n, c: f"{n}.{c}"),
        (
            ("point", lambda n, c: f"${n}{c}"),
            ("unit", lambda n, c: f"€{n:,}.{c}"),
            ("left out", lambda n, c: f"${n}"),
            ("point", lambda n, c: f"${n:,},{c}0"),
        ),
        rows=8,
    ),
    Family(
        "percent",
        lambda s: (Fraction(s.randint(2, 99), s.choice((1, 10))),),
        (lambda f: f"{float(f):g}%", lambda f: f"{float(f):g}\\%"),
        (
            *(lambda f: f"{float(f):g} percent", lambda f: f"{float(f):g} per cent", lambda f: f"{float(f):g} %"),
            *(lambda f: f"{float(f):g}", lambda f: f"{float(f):g}\\,\\%"),
        ),
        (
            ("unit", lambda f: f"{float(f):g}‰"),
            ("point", lambda f: f"{float(f) / 10:g}%"),
            ("point", lambda f: f"{float(f) * 100:g}%"),
            ("sign", lambda f: f"-{float(f):g}%"),
        ),
        rows=16,
    ),
    Family(
        "date",
        lambda s: (s.randint(1, 18), s.choice(MONTHS), s.randint(1066, 2015)),
        (lambda d, m, y: f"{d} {m} {y}", lambda d, m, y: f"{m} {d}, {y}", iso),
        (
            *(lambda d, m, y: f"{ordinal(d)} {m} {y}", lambda d, m, y: f"{m} {ordinal(d)}, {y}"),
            *(lambda d, m, y: f"{d} {m[:3]} {y}", lambda d, m, y: f"the {ordinal(d)} of {m} {y}"),
        ),
        (
            ("digit", lambda d, m, y: f"{d + 10} {m} {y}"),
            ("month", lambda d, m, y: f"{d} {MONTHS[MONTHS.index(m) - 1]} {y}"),
            ("digit", lambda d, m, y: iso(d, m, y + 1)),
            ("left out", lambda d, m, y: f"{y}"),
            ("words", lambda d, m, y: f"{d} {m} {y} BC"),
            ("operator", lambda d, m, y: f"{y - d}"),
        ),
        rows=22,
    ),
    Family(
        "time",
        lambda s: (s.randint(2, 11), s.randint(11, 49), s.choice(HALF)),
        (lambda h, m, half: f"{h}:{m:02} {half}", lambda h, m, half: f"{h}:{m:02} {half.upper()}"),
        (
            *(lambda h, m, half: f"{h}:{m:02}{half}", lambda h, m, half: f"{h}:{m:02} {half[0]}.m."),
            lambda h, m, half: f"{h + 12 * (half == 'pm'):02}:{m:02}",
        ),
        (
            ("unit", lambda h, m, half: f"{h}:{m:02} {TIMES[half]}"),
            ("digit", lambda h, m, half: f"{h}:{(m + 10) % 60:02} {half}"),
            ("digit", lambda h, m, half: f"{h % 11 + 1}:{m:02} {half}"),
            ("operator", lambda h, m, half: f"{h * 60 + m}"),
            ("left out", lambda h, m, half: f"{h} {half}"),
        ),
        rows=18,
    ),
    Family(
        "range",
        lambda s: (a := s.randint(1, 900), a + s.randint(2, 99)),
        (lambda a, b: f"{a}-{b}", lambda a, b: f"{a} to {b}"),
        (
            *(lambda a, b: f"{a}–{b}", lambda a, b: f"{a} - {b}", lambda a, b: f"from {a} to {b}"),
            *(lambda a, b: f"between {a} and {b}", lambda a, b: f"{a} – {b}"),
        ),
        (
            ("digit", lambda a, b: f"{a + 1}-{b + 1}"),
            ("sides", lambda a, b: f"{b}-{a}"),
            ("left out", lambda a, b: f"{b}"),
            ("operator", lambda a, b: f"{a - b}"),
            ("operator", lambda a, b: f"{a}+{b}"),
            ("digit", lambda a, b: f"{a}-{b}0"),
        ),
        rows=20,
    ),
    Family(
        "score",
        lambda s: tuple(s.sample(range(1, 8), 2)),
        (lambda a, b: f"{a}-{b}",),
        (lambda a, b: f"{a}–{b}", lambda a, b: f"{a} - {b}", lambda a, b: f"{a} to {b}", lambda a, b: f"**{a}-{b}**"),
        (
            ("sides", lambda a, b: f"{b}-{a}"),
            ("digit", lambda a, b: f"{a + 1}-{b + 1}"),
            ("operator", lambda a, b: f"{a + b}"),
            ("operator", lambda a, b: f"{a - b}"),
            ("left out", lambda a, b: f"{a}"),
            ("operator", lambda a, b: f"{a}{b}"),
        ),
        rows=14,
    ),
    Family(
        "score",
        lambda s: tuple(s.sample((2, 3, 5, 7, 11), 2)),
        (lambda a, b: f"{a}:{b}",),
        (lambda a, b: f"{a} : {b}", lambda a, b: f"{a} to {b}"),
        (("sides", lambda a, b: f"{b}:{a}"), ("digit", lambda a, b: f"{a}:{b + 1}"), ("left out", lambda a, b: f"{a}")),
        rows=6,
    ),
    Family(
        "expression",
        lambda s: (s.randint(2, 9), small(s), small(s)),
        (quadratic, lambda a, b, c: quadratic(a, b, c, x="*x", square="**2")),
        (
            *(lambda a, b, c: f"{c} {signed(b)}x {signed(a)}x^{{2}}", lambda a, b, c: quadratic(a, b, c, square="²")),
            *(lambda a, b, c: f"f(x) = {quadratic(a, b, c)}", lambda a, b, c: quadratic(a, b, c).replace(" ", "")),
            lambda a, b, c: minus(quadratic(a, b, c)),
        ),
        (
            ("exponent", lambda a, b, c: quadratic(a, b, c, square="^3")),
            ("operator", lambda a, b, c: f"{a}x^2 {signed(b)}x"),
            ("variable", lambda a, b, c: quadratic(a, b, c, x="y")),
            ("bracket", lambda a, b, c: f"({a}x {signed(b)})^2 {signed(c)}"),
        ),
        rows=12, signs=True,
    ),
    Family(
        "expression",
        lambda s: (s.randint(2, 9), s.randint(2, 9), s.choice(("sin", "cos", "tan", "ln"))),
        (lambda a, b, f: f"{a}\\{f}({b}x)",),
        (lambda a, b, f: f"{a}{f}({b}x)", lambda a, b, f: f"{a} * {f}({b}*x)", lambda a, b, f: f"{a}\\{f}{{({b}x)}}"),
        (
            ("words", lambda a, b, f: f"{a}\\{'cos' if f != 'cos' else 'sin'}({b}x)"),
            ("bracket", lambda a, b, f: f"{a}\\{f}({b})x"),
            ("sign", lambda a, b, f: f"-{a}\\{f}({b}x)"),
            ("exponent", lambda a, b, f: f"{a}\\{f}^2({b}x)"),
        ),
        rows=8,
    ),
    Family(
        "expression",
        lambda s: (s.randint(2, 9), s.randint(2, 9)),
        (lambda a, b: f"{a}e^{{-{b}x}}",),
        (lambda a, b: f"{a}e^(-{b}x)", lambda a, b: f"{a}\\exp(-{b}x)", lambda a, b: f"\\frac{{{a}}}{{e^{{{b}x}}}}"),
        (
            ("sign", lambda a, b: f"{a}e^{{{b}x}}"),
            ("exponent", lambda a, b: f"{a}e^{{-{b}x^2}}"),
            ("exponent", lambda a, b: f"{a}e^{{-{b}}}"),
            ("sides", lambda a, b: f"{b}e^{{-{a}x}}" if a != b else f"{a}e^{{-x}}"),
        ),
        rows=6,
    ),
    Family(
        "expression",
        lambda s: (s.randint(2, 9), s.choice((2, 3, 5, 7, 11))),
        (lambda a, r: f"{a}\\sqrt{{{r}}}",),
        (lambda a, r: f"{a}√{r}", lambda a, r: f"{a}*sqrt({r})", lambda a, r: f"{a} \\cdot {r}^{{1/2}}"),
        (
            ("operator", lambda a, r: f"{a}"),
            ("operator", lambda a, r: f"{a * r}"),
            ("sign", lambda a, r: f"-{a}\\sqrt{{{r}}}"),
            ("exponent", lambda a, r: f"{a}\\sqrt[3]{{{r}}}"),
            ("operator", lambda a, r: f"{a} + \\sqrt{{{r}}}"),
        ),
        rows=6,
    ),
    Family(
        "expression",
        lambda s: (small(s), s.randint(2, 9)),
        (lambda a, n: f"\\frac{{x {signed(a)}}}{{{n}}}", lambda a, n: f"(x {signed(a)})/{n}"),
        (lambda a, n: f"\\dfrac{{x{a:+}}}{{{n}}}", lambda a, n: f"({a} + x)/{n}"),
        (
            ("bracket", lambda a, n: f"x {signed(a)}/{n}"),
            ("sides", lambda a, n: f"\\frac{{{n}}}{{x {signed(a)}}}"),
            ("sign", lambda a, n: f"-\\frac{{x {signed(a)}}}{{{n}}}"),
        ),
        rows=6, signs=True,
    ),
    Family(
        "equation",
        lambda s: (s.randint(2, 9), small(s), s.randint(1, 30)),
        (lambda a, b, c: f"{a}x {signed(b)}y = {c}",),
        (
            *(lambda a, b, c: f"{c} = {a}x {signed(b)}y", lambda a, b, c: f"{2 * a}x {signed(2 * b)}y = {2 * c}"),
            *(lambda a, b, c: f"{a}x {signed(b)}y {signed(-c)} = 0", lambda a, b, c: f"{b}y + {a}x = {c}"),
        ),
        (
            ("left out", lambda a, b, c: f"{c}"),
            ("variable", lambda a, b, c: f"{a}y {signed(b)}x = {c}" if a != b else f"{a}x = {c}"),
            ("operator", lambda a, b, c: f"{a}x {signed(b)}y < {c}"),
            ("left out", lambda a, b, c: f"y = {c}"),
        ),
        key=lambda a, b, c: (Fraction(a, b), Fraction(c, b)),
        rows=12, signs=True,
    ),
    Family(
        "equation",
        lambda s: (small(s), small(s)),
        (lambda m, b: f"y = {m}x {signed(b)}",),
        (
            *(lambda m, b: f"{m}x {signed(b)}", lambda m, b: f"y = {b} {signed(m)}x"),
            *(lambda m, b: f"y {signed(-m)}x = {b}", lambda m, b: f"y={m}x{b:+}"),
        ),
        (
            ("sides", lambda m, b: f"x = {m}y {signed(b)}"),
            ("sign", lambda m, b: f"-y = {m}x {signed(b)}"),
            ("sides", lambda m, b: f"y = {b}x {signed(m)}" if m != b else f"y = {m}x"),
            ("left out", lambda m, b: f"y = {m}x"),
        ),
        rows=8, signs=True,
    ),
    Family(
        "equation",
        lambda s: (small(s), s.randint(2, 20)),
        (lambda p, q: f"x^2 {signed(p)}x {signed(q)} = 0",),
        (lambda p, q: f"x^{{2}}{p:+}x{q:+}=0", lambda p, q: f"x^2 = {-p}x {signed(-q)}", lambda p, q: f"0 = x² {signed(p)}x {signed(q)}"),
        (
            ("left out", lambda p, q: "0"),
            ("left out", lambda p, q: "x = 0"),
            ("exponent", lambda p, q: f"x^3 {signed(p)}x {signed(q)} = 0"),
            ("operator", lambda p, q: f"x^2 {signed(p)}x {signed(q)} = 1"),
        ),
        rows=8, signs=True,
    ),
    Family(
        "equation",
        lambda s: tuple(s.sample(range(2, 15), 2)),
        (lambda a, b: f"x = {a}, y = {b}",),
        (
            *(lambda a, b: f"x={a} and y={b}", lambda a, b: f"y = {b}, x = {a}", lambda a, b: f"({a}, {b})"),
            lambda a, b: f"x = {a}, \\quad y = {b}",
        ),
        (
            ("sides", lambda a, b: f"x = {b}, y = {a}"),
            ("left out", lambda a, b: f"x = {a}"),
            ("variable", lambda a, b: f"x = {a}, z = {b}"),
            ("sign", lambda a, b: f"x = {a}, y = -{b}"),
        ),
        rows=8, signs=True,
    ),
    Family(
        "inequality",
        ends,
        (lambda a, b: f"{a} \\le x < {b}", lambda a, b: f"[{a}, {b})"),
        (
            *(lambda a, b: f"{a} <= x < {b}", lambda a, b: f"{b} > x \\geq {a}", lambda a, b: f"x \\in [{a}, {b})"),
            *(lambda a, b: f"{a} ≤ x < {b}", lambda a, b: f"\\left[{a}, {b}\\right)"),
        ),
        (
            ("bracket", lambda a, b: f"({a}, {b})"),
            ("bracket", lambda a, b: f"[{a}, {b}]"),
            ("bracket", lambda a, b: f"({a}, {b}]"),
            ("operator", lambda a, b: f"{a} < x < {b}"),
            ("sides", lambda a, b: f"{a} \\ge x > {b}"),
            ("left out", lambda a, b: f"x < {b}"),
        ),
        rows=14, signs=True,
    ),
    Family(
        "inequality",
        lambda s: (small(s),),
        (lambda a: f"x \\ge {a}", lambda a: f"[{a}, \\infty)", lambda a: f"x >= {a}"),
        (lambda a: f"x ≥ {a}", lambda a: f"{a} \\leq x", lambda a: f"[{a}, ∞)", lambda a: f"x \\geqslant {a}"),
        (
            ("operator", lambda a: f"x > {a}"),
            ("sides", lambda a: f"x \\le {a}"),
            ("bracket", lambda a: f"({a}, \\infty)"),
            ("sign", lambda a: f"[{a}, -\\infty)"),
            ("operator", lambda a: f"x = {a}"),
            ("sides", lambda a: f"(-\\infty, {a}]"),
        ),
        rows=12, signs=True,
    ),
    Family(
        "inequality",
        ends,
        (lambda a, b: f"(-\\infty, {a}) \\cup ({b}, \\infty)", lambda a, b: f"x < {a} or x > {b}"),
        (lambda a, b: f"x > {b} or x < {a}", lambda a, b: f"(-∞, {a}) ∪ ({b}, ∞)"),
        (
            ("operator", lambda a, b: f"(-\\infty, {a}) \\cap ({b}, \\infty)"),
            ("bracket", lambda a, b: f"(-\\infty, {a}] \\cup ({b}, \\infty)"),
            ("sides", lambda a, b: f"{a} < x < {b}"),
            ("left out", lambda a, b: f"x > {b}"),
        ),
        rows=8, signs=True,
    ),
    Family(
        "set",
        some(3),
        (lambda *p: f"\\{{{listed(p)}\\}}", lambda *p: f"{{{listed(p)}}}", lambda *p: listed(p)),
        (
            *(lambda *p: listed(p[::-1]), lambda *p: f"{p[1]}, {p[2]} and {p[0]}", lambda *p: f"\\{{{listed(p[::-1])}\\}}"),
            lambda *p: f"x = {listed(p)}",
        ),
        (
            ("left out", lambda *p: f"\\{{{listed(p[1:])}\\}}"),
            ("more", lambda *p: f"{{{listed(p)}, 25}}"),
            ("operator", lambda *p: str(sum(p))),
            ("bracket", lambda *p: "".join(str(abs(part)) for part in p)),
            ("operator", lambda *p: f"{p[0]}, {p[1]} + {p[2]}"),
        ),
        key=lambda *p: sorted(p),
        rows=16, signs=True,
    ),
    Family(
        "set",
        some(2),
        (lambda a, b: f"x = {a} or x = {b}", lambda a, b: f"x = {a}, {b}"),
        (lambda a, b: f"{b}, {a}", lambda a, b: f"{a} and {b}", lambda a, b: f"x = {b} or x = {a}"),
        (
            ("left out", lambda a, b: f"x = {a}"),
            ("more", lambda a, b: f"{a}, {b}, 0"),
            ("sign", lambda a, b: f"x = {-a} or x = {-b}" if a != -b else f"x = {a}"),
        ),
        key=lambda *p: sorted(p),
        rows=6, signs=True,
    ),
    tuples(
        "tuple",
        2,
        (lambda *p: f"({listed(p)})",),
        (lambda *p: f"\\left({listed(p)}\\right)", lambda *p: f"({listed(p, ',')})", lambda a, b: f"x = {a}, y = {b}"),
    ),
    tuples("tuple", 3, (lambda *p: f"({listed(p)})",), (lambda *p: f"({p[0]}.0, {listed(p[1:])})", lambda *p: f"( {listed(p, ' , ')} )")),
    Family(
        "tuple",
        lambda s: (fraction(s), small(s)),
        (lambda f, n: f"\\left({frac(f)}, {n}\\right)", lambda f, n: f"({f}, {n})"),
        (lambda f, n: f"({frac(f).replace('frac', 'dfrac')}, {n})", lambda f, n: f"({f},{n})"),
        (
            ("sides", lambda f, n: f"({n}, {f})"),
            ("sides", lambda f, n: f"({1 / f}, {n})"),
            ("sign", lambda f, n: f"({-f}, {n})"),
        ),
        rows=8, signs=True,
    ),
    tuples(
        "vector",
        3,
        (lambda *p: matrix([[part] for part in p]), lambda *p: f"\\langle {listed(p)} \\rangle"),
        (
            *(lambda *p: f"({listed(p)})", lambda *p: matrix([[part] for part in p], "bmatrix")),
            *(lambda *p: f"⟨{listed(p)}⟩", lambda *p: f"\\left\\langle {listed(p)}\\right\\rangle"),
        ),
    ),
    tuples("vector", 2, (lambda *p: matrix([[part] for part in p]),), (lambda *p: f"({listed(p)})", lambda *p: matrix([[part] for part in p], "bmatrix"))),
    Family(
        "matrix",
        some(4),
        (lambda a, b, c, d: matrix([[a, b], [c, d]]), lambda a, b, c, d: f"[[{a}, {b}], [{c}, {d}]]"),
        (
            *(lambda a, b, c, d: matrix([[a, b], [c, d]], "bmatrix"), lambda a, b, c, d: f"[[{a},{b}],[{c},{d}]]"),
            lambda a, b, c, d: f"\\left[\\begin{{array}}{{cc}} {a} & {b} \\\\ {c} & {d} \\end{{array}}\\right]",
        ),
        (
            ("sides", lambda a, b, c, d: matrix([[a, c], [b, d]])),
            ("sides", lambda a, b, c, d: matrix([[c, d], [a, b]], "bmatrix")),
            ("sign", lambda a, b, c, d: matrix([[a, b], [c, -d]])),
            ("left out", lambda a, b, c, d: f"[[{a}, {b}]]"),
            ("bracket", lambda a, b, c, d: f"[{a}, {b}, {c}, {d}]"),
            ("operator", lambda a, b, c, d: f"{a * d - b * c}"),
        ),
        rows=18, signs=True,
    ),
)


# --- choices and words ----------------------------------------------------------------------------

CHOICES = (
    ("Lagos", "Nairobi", "Cairo", "Accra"),
    ("photosynthesis", "respiration", "osmosis", "diffusion"),
    ("2x", "x^2", "2", "x"),
    ("12", "15", "18", "21"),
    ("It doubles.", "It halves.", "It stays the same.", "It becomes zero."),
    ("Only I", "Only II", "I and II", "neither I nor II"),
    ("a noun", "a verb", "an adjective", "an adverb"),
    ("True, True", "True, False", "False, True", "False, False"),
    ("[0, 1]", "(0, 1)", "[0, 1)", "(0, 1]"),
    ("increases", "decreases", "stays constant", "cannot be determined"),
    ("5 m/s", "10 m/s", "15 m/s", "20 m/s"),
    ("iron", "copper", "gold", "silver"),
)
CHOICE_FORMS: tuple[Form, ...] = (
    lambda letter, text: f"Answer: {letter}",
    lambda letter, text: f"Answer: ({letter})",
    lambda letter, text: f"Answer: {letter}.",
    lambda letter, text: f"Answer: {letter.lower()}",
    lambda letter, text: f"Answer: {letter}) {text}",
    lambda letter, text: f"{letter}. {text}",
    lambda letter, text: f"Answer: {text}",
    lambda letter, text: f"Answer: {letter}: {text}",
    lambda letter, text: f"The answer is {letter}.",
    lambda letter, text: f"The correct option is {letter}.",
    lambda letter, text: f"**Answer: {letter}**",
    lambda letter, text: f"$\\boxed{{{letter}}}$",
    lambda letter, text: f"\\boxed{{\\text{{({letter})}}}}",
    lambda letter, text: f"Answer: Option {letter}",
    lambda letter, text: f"Of the four, only one fits.\n\nAnswer: {letter} - {text}",
    lambda letter, text: f"Answer: {letter}, as the others are excluded",
    lambda letter, text: letter,
)
UNDECIDED = ("Answer: {} or {}", "Answer: not {}, {}", "Answer: {} and {}", "Answer: neither {} nor {}")

WORDS = ("Nairobi", "Marie Curie", "mitochondria", "Treaty of Versailles", "the French Revolution", "Côte d'Ivoire")
WORDS += ("photosynthesis", "Mrs. Hilt", "St. Louis", "United States of America", "Henry VIII", "iambic pentameter")
WORDS += ("H2O", "Na+", "C++", "A ∩ B", "p ∧ q", "f''(x)", "Article 5", "Apollo 11", "NaCl", "sodium chloride", "O(n log n)")
WORD_FORMS: tuple[Form, ...] = (
    lambda word: f"Answer: {word}",
    lambda word: f"Answer: {word}.",
    lambda word: f"Answer: **{word}**",
    lambda word: f"The answer is {word}.",
    lambda word: f'Answer: "{word}"',
    lambda word: f"This follows from the text.\n\nAnswer: {word}",
)
WORDS_CHANGED = {
    "Henry VIII": ("Henry VII", "Henry VI"),
    "H2O": ("H3O", "H2O2", "HO2", "H2"),
    "Na+": ("Na-", "Na", "K+"),
    "C++": ("C", "C#", "C--"),
    "A ∩ B": ("A ∪ B", "A B", "B"),
    "p ∧ q": ("p ∨ q", "p q", "¬(p ∧ q)"),
    "f''(x)": ("f'(x)", "f(x)", "f''(y)"),
    "Article 5": ("Article 15", "Article 50", "Article"),
    "Apollo 11": ("Apollo 13", "Apollo 1", "Apollo"),
    "O(n log n)": ("O(n)", "O(log n)", "O(n^2 log n)"),
    "sodium chloride": ("chloride sodium oxide", "sodium", "potassium chloride"),
}


def choice_cases(source: random.Random) -> Iterator[Case]:
    for choices in CHOICES:
        for index in source.sample(range(4), 3):
            letter, text = "ABCD"[index], choices[index]
            other = source.choice([place for place in range(4) if place != index])
            for form in source.sample(CHOICE_FORMS, 2):
                yield Case("choice", letter, form(letter, text), True, "another form", "?", choices)
            reply = source.choice(CHOICE_FORMS)("ABCD"[other], choices[other])
            yield Case("choice", letter, reply, False, "letter", "?", choices)
            apart = source.choice(UNDECIDED).format(letter, "ABCD"[other])
            mixed_up = f"Answer: {letter}) {choices[other]}"
            wrong = source.choice((apart, mixed_up)) if "not" not in apart else mixed_up
            yield Case("choice", letter, wrong, False, "undecided", "?", choices)


def word_cases(source: random.Random) -> Iterator[Case]:
    for word in WORDS:
        for form in source.sample(WORD_FORMS, 2):
            yield Case("text", word, form(word), True, "another form")
        if len(word) > 6 and word[1:].replace(" ", "").replace(".", "").isalpha():
            yield Case("text", word, f"Answer: {word.upper()}", True, "upper case")
        others = WORDS_CHANGED.get(word) or source.sample([other for other in WORDS if other != word], 3)
        for other in others:
            yield Case("text", word, source.choice(WORD_FORMS)(other), False, "words")


# --- writing --------------------------------------------------------------------------------------


def changed(family: Family, right: tuple[Any, ...], source: random.Random) -> tuple[str, tuple[Any, ...]] | None:
    """Other parameters that mean something else, with what was changed; `None` if ten attempts mean the same."""
    for _ in range(10):
        place = source.randrange(len(right))
        old = right[place]
        if isinstance(old, str):
            continue
        new, made = source.choice(
            [(old + source.choice((1, -1, 10)), "digit"), *([(-old, "sign")] if family.signs else [])]
        )
        if isinstance(old, int) and not family.signs and new * old <= 0:
            continue
        parameters = (*right[:place], new, *right[place + 1 :])
        if new not in (0, 1, -1) and family.key(*parameters) != family.key(*right):
            return made, parameters
    return None


def family_cases(family: Family, source: random.Random) -> Iterator[Case]:
    for _ in range(family.rows):
        right = family.draw(source)
        gold = source.choice(family.golds)(*right)
        forms = [form for form in (*family.golds, *family.forms) if form(*right) != gold] or list(family.golds)
        for form in source.sample(forms, min(2, len(forms))):
            yield Case(family.kind, gold, framed(form(*right), source), True, "another form")
        if found := changed(family, right, source):
            reply = framed(source.choice((*family.golds, *family.forms))(*found[1]), source)
            yield Case(family.kind, gold, reply, False, found[0])
        made, other = source.choice(family.wrong)
        yield Case(family.kind, gold, framed(other(*right), source), False, made)


def programmed() -> list[Case]:
    """All cases that are made by program, the same on every machine."""
    source = random.Random(30)
    found = [case for family in FAMILIES for case in family_cases(family, source)]
    found += [*choice_cases(source), *word_cases(source)]
    return list({(case.answer, case.reply): case for case in found}.values())


def read_cases(path: Path) -> list[Case]:
    """The cases of a file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
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
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text, encoding="utf-8")
    print(f"{FILE.name}: {len(cases):,} cases, {len(by_hand):,} by hand, {right:,} right, {len(text.encode()) / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
