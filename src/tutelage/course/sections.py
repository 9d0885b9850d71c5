"""What a program can say against a section of the textbook: nothing in it may come from nowhere. Pure.

Where the reference of a skill (its description, its passages) gives numbers or names, it gives all of them: a section
may use others in its worked examples, and such as follow by a calculation that it states, but not in the rules that it
teaches. Where the reference has no number, or no name, nothing can be said about those of the section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations
from typing import NamedTuple

from tutelage.grading.number_words import in_figures

ASKED_WORDS = (150, 400)
"""What the packaged prompt asks for."""
LEAST_WORDS, MOST_WORDS = 100, 600
"""What is accepted: a section is worth what it says, and no model counts well."""
SHORT = 12
"""Words of a paragraph that only announces an example."""
MOST_NAMED = 4
"""Numbers or names that a reason lists."""
MOST_STATED = 40
"""Numbers of a sentence among which a calculation is looked for."""
MOST_DIGITS = 40
"""Of a number; a model that cannot stop writes thousands, and the rest says nothing more."""

_HEADING = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+\S.*|(?:\*\*|__)[^*_\n]+(?:\*\*|__):?\s*$)", re.MULTILINE)
_EXERCISES = re.compile(
    r"^\W*(?:exercises?|problems?|practice|questions?)\s*(?:\d+\s*)?[:.]", re.MULTILINE | re.IGNORECASE
)
_LISTED_QUESTION = re.compile(r"^\s*(?:\d+[.)]|[-*•])\s.*\?\s*$", re.MULTILINE)
_EXAMPLE = re.compile(
    r"\b(?:examples?|for instance|suppose|imagine|consider|assume|picture|let us (?:say|take)|let's (?:say|take))\b"
    r"|\be\.g\.",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"^\W*(?:step|first|then|next|so|since|because|therefore|thus|hence|solution|answer|here)\b", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"^\s*(?:\d+[.)]|[-*•])(?:\s+|$)|\b(?:step|example|section|case|part)\s+\d+\b", re.MULTILINE | re.IGNORECASE
)
_CALCULATION = re.compile(r"[\w)]\s*[-+*/×·÷^−]\s*[\w(].*=|=.*[\w)]\s*[-+*/×·÷^−]\s*[\w(]")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*")
_COUNT = re.compile(
    r"\b(?:one|two|three)\b(?!\s+(?:euros?|dollars?|pounds?|per\s?cent|percent|[a-z]*(?:hour|day|night|week|month|year|minute|kilomet|mile|met)\w*))",
    re.IGNORECASE,
)
"""A small number in words that counts something in the text, such as its examples."""
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
_NAME = re.compile(r"(?<![.!?:;\"“”'(\n] )(?<!^)(?<!['’])\b[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+)*")


class Fault(NamedTuple):
    """What is wrong with a section."""

    reason: str
    """In the words of the accounts."""
    detail: str
    """What the teacher is told before it tries again."""


def fault_of(text: str, title: str, reference: str) -> Fault | None:
    """The first fault that is found in a section, if any. `reference` is what is known about its skill, without any
    section."""
    return _length(text) or _form(text) or _added(text, f"{title}\n{reference}", reference)


def _length(text: str) -> Fault | None:
    count, (least, most) = len(text.split()), ASKED_WORDS
    wanted = f"it had {count} words; write {least} to {most}"
    if count < LEAST_WORDS:
        return Fault("too short", wanted)
    return Fault("too long", wanted) if count > MOST_WORDS else None


def _form(text: str) -> Fault | None:
    if heading := _HEADING.search(text):
        return Fault("has headings", f'it had a heading, "{heading[0].strip()[:60]}"; write paragraphs only')
    if _EXERCISES.search(text) or len(_LISTED_QUESTION.findall(text)) > 1:
        return Fault("lists exercises", "it listed exercises for the reader; show worked examples instead")
    return None


def _added(text: str, known: str, reference: str) -> Fault | None:
    """Numbers and names of the section's rules that the reference does not have, if it has any itself."""
    numbers = unsupported_numbers(text, known) if claimed_numbers(reference) else []
    if numbers:
        return Fault(
            "numbers from nowhere",
            f"{listed(numbers)} {'stands' if len(numbers) == 1 else 'stand'} nowhere in what is known about "
            "the skill; use numbers of your own in worked examples only",
        )
    names = unsupported_names(text, known) if names_of(reference) else []
    if names:
        return Fault(
            "names from nowhere",
            f"{listed(names)} {'is' if len(names) == 1 else 'are'} not named in what is known about the skill; use "
            "names of your own in worked examples only",
        )
    return None


def unsupported_numbers(text: str, known: str) -> list[str]:
    """The numbers, outside worked examples, that neither stand in `known` or an example before them nor follow by a
    calculation that their sentence states."""
    supported = set(numbers_of(known)) | {Fraction(0), Fraction(1)}
    found: list[str] = []
    for sentence, is_example in _sentences(text):
        numbers = claimed_numbers(sentence)
        if is_example:
            supported.update(numbers)
            continue
        stated = numbers_of(sentence)
        found += [figure(one) for one in numbers if one not in supported and not _follows(one, stated)]
    return list(dict.fromkeys(found))


def unsupported_names(text: str, known: str) -> list[str]:
    """The names, outside worked examples, of which a word stands neither in `known` nor in an example before them."""
    supported = set(pieces(known))
    found: list[str] = []
    for sentence, is_example in _sentences(text):
        names = names_of(sentence)
        if is_example:
            supported.update(pieces(sentence))
            continue
        found += [name for name in names if not supported.issuperset(pieces(name))]
    return list(dict.fromkeys(found))


def numbers_of(text: str) -> list[Fraction]:
    """The values of the numbers in a text, in figures or in words, in their order."""
    return [_value(one) for one in _NUMBER.findall(in_figures(text))]


def names_of(text: str) -> list[str]:
    """The capitalised words within the sentences of a text; one that begins a sentence says nothing."""
    found = (match[0] for sentence in _SENTENCE.split(text) for match in _NAME.finditer(sentence.strip(" \n-*•\"“'(")))
    return [name for name in found if name != "I"]


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    """The sentences, each with whether it belongs to a worked example: from the word that introduces it to the end of
    the paragraph, and on through paragraphs that are its steps; also a sentence with a calculation."""
    within = announced = False
    for paragraph in re.split(r"\n\s*\n", text):
        within = announced or (within and bool(_STEP.match(paragraph) or _CALCULATION.search(paragraph)))
        announced = len(paragraph.split()) <= SHORT and bool(_EXAMPLE.search(paragraph))
        for sentence in _SENTENCE.split(paragraph):
            within = within or bool(_EXAMPLE.search(sentence))
            yield sentence, within or bool(_CALCULATION.search(sentence))


def claimed_numbers(text: str) -> list[Fraction]:
    """The numbers of a text that say something: not those of a list, nor `one way` and `two examples`."""
    return numbers_of(_COUNT.sub("", _NUMBERED.sub("", text)))


def _follows(number: Fraction, stated: Sequence[Fraction]) -> bool:
    """Whether a number is what two others of its sentence give."""
    if len(stated) > MOST_STATED:
        return False
    others = list(stated)
    others.remove(number)
    for one, other in permutations(others, 2):
        if number in (one + other, one - other, one * other) or (other and number == one / other):
            return True
    return False


def _value(figure: str) -> Fraction:
    """`1,250.50` and `37,40` as numbers."""
    figure = figure[:MOST_DIGITS].rstrip(".,")
    plain = (
        re.sub(r"[.,](?=\d{3}(?!\d))(?=.*[.,]|\d{3}$)", "", figure) if re.search(r"[.,]\d{3}(?!\d)", figure) else figure
    )
    parts = re.split(r"[.,]", plain)
    return Fraction(int(plain)) if len(parts) == 1 else Fraction(f"{''.join(parts[:-1])}.{parts[-1]}")


def figure(number: Fraction) -> str:
    """A number as it is written: whole, or as a decimal."""
    return str(number.numerator) if number.denominator == 1 else f"{float(number):g}"


def listed(items: Sequence[str]) -> str:
    """Some items by commas; of many, the first."""
    return ", ".join(items[:MOST_NAMED]) + (" …" if len(items) > MOST_NAMED else "")


def pieces(text: str) -> list[str]:
    """The parts of the words, such as `people` and `s`: names are written with and without theirs."""
    return re.findall(r"[^\W_]+", text.lower())
