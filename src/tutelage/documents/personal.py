"""Personal data and secrets in documents, by their patterns: what a person should look at before it is sent to an
endpoint or learnt by heart. Pure.

Patterns find what has a form. Names and addresses have none: that nothing is found does not mean that nothing is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from tutelage.records import Passage

MAX_SHOWN = 3
"""Examples of each kind that a line names."""


class Personal(NamedTuple):
    """One find."""

    kind: str
    passage: Passage
    masked: str
    """Its first characters: a warning must not spread what it warns of."""


class _Pattern(NamedTuple):
    kind: str
    form: re.Pattern[str]
    holds: Callable[[str], bool] = lambda _: True


def _luhn(text: str) -> bool:
    """The check digit of a credit card (ISO/IEC 7812-1)."""
    digits = [int(character) for character in text if character.isdigit()]
    doubled = [2 * digit - 9 * (digit > 4) if place % 2 else digit for place, digit in enumerate(reversed(digits))]
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and sum(doubled) % 10 == 0


def _iban(text: str) -> bool:
    """The check digits of an account number (ISO 13616)."""
    joined = re.sub(r"\s", "", text).upper()
    number = "".join(str(int(character, 36)) for character in joined[4:] + joined[:4])
    return 15 <= len(joined) <= 34 and int(number) % 97 == 1


def _telephone(text: str) -> bool:
    return 8 <= sum(map(str.isdigit, text)) <= 15


_PATTERNS = (
    _Pattern("private key", re.compile(r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----")),
    _Pattern(
        "key",
        re.compile(
            r"\b(?:sk-[A-Za-z0-9_-]{20,200}|[rs]k_(?:live|test)_\w{16,200}|gh[pousr]_[A-Za-z0-9]{30,200}|github_pat_\w{30,200}|AKIA[0-9A-Z]{16}"
            r"|xox[abprs]-[A-Za-z0-9-]{10,200}|hf_[A-Za-z0-9]{30,200}|AIza[A-Za-z0-9_-]{30,100}"
            r"|glpat-[A-Za-z0-9_-]{20,100}|eyJ[A-Za-z0-9_-]{10,500}\.eyJ[A-Za-z0-9_-]{10,1000}\.[A-Za-z0-9_-]{10,500})"
        ),
    ),
    _Pattern(
        "password", re.compile(r"\b(?:password|passwd|secret|api[ _-]?key)\s{0,3}[:=]\s{0,3}[^\s,;<>]{6,100}", re.I)
    ),
    _Pattern(
        "e-mail address", re.compile(r"\b[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}\b")
    ),
    _Pattern("IBAN", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b"), _iban),
    _Pattern("card number", re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])"), _luhn),
    _Pattern("social security number", re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")),
    _Pattern(
        "telephone number",
        re.compile(
            r"(?<![\w.])(?:\+\d{1,3}[ ./-]?(?:\(0\))?(?:[ ./-]?\(?\d{1,5}\)?){2,6}"
            r"|\(\d{2,5}\)(?:[ ./-]?\d{2,5}){2,4}"
            r"|\d{3}([.-])\d{3}\1\d{4}"  # 555-123-4567
            r"|0\d{1,4}[ /-]\d{2,8}(?:[ -]\d{2,5}){0,3})(?![\w-])"  # 020 7946 0958, 030/1234567
        ),
        _telephone,
    ),
)


def find_personal(passages: Iterable[Passage]) -> Iterator[Personal]:
    """Everything that looks like personal data or a secret, in the order of the passages; what two patterns find counts
    as the first of them."""
    for passage in passages:
        taken: list[tuple[int, int]] = []
        for pattern in _PATTERNS:
            for found in pattern.form.finditer(passage.text):
                start, end = found.span()
                if pattern.holds(found[0]) and all(end <= first or start >= last for first, last in taken):
                    taken.append((start, end))
                    yield Personal(pattern.kind, passage, f"{found[0][:3]}…")


def personal_lines(passages: Iterable[Passage]) -> list[str]:
    """A line for each kind that is found, with where to look; empty if nothing is."""
    kinds: dict[str, list[Personal]] = {}
    for one in find_personal(passages):
        kinds.setdefault(one.kind, []).append(one)
    lines = []
    for kind, found in kinds.items():
        where = dict.fromkeys(", ".join(filter(None, (one.passage.file, one.passage.place))) for one in found)
        more = f" and {len(where) - MAX_SHOWN:,} more places" if len(where) > MAX_SHOWN else ""
        plural = "" if len(found) == 1 else "es" if kind.endswith("s") else "s"
        lines.append(f"{len(found):,} {kind}{plural}: {'; '.join(list(where)[:MAX_SHOWN])}{more}")
    return lines
