"""Numbers, amounts, dates, times, roles and names: turned round into a question, as a gap, and as a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from tutelage.grading.number_words import value_of_words
from tutelage.records import Checker
from tutelage.seeds import rng
from tutelage.teacher.documents.items import CHOOSE, Fact, Item, Slip
from tutelage.teacher.documents.material import CHOICES, Material, Mention, Other
from tutelage.teacher.documents.turning import is_command, turned

_MISSING = {
    "count": "the number",
    "money": "the amount",
    "percent": "the percentage",
    "time": "the time",
    "date": "the date",
    "weekday": "the day",
    "month day": "the day",
    "month": "the month",
    "year": "the year",
    "role": "the role",
    "name": "the name",
}
_NUMBERS = ("count", "money", "percent")
_DENIED = re.compile(r"\b(?:no|not|never|nobody|without|unless|cannot)\b", re.IGNORECASE)
LONGEST = 24
"""Words of a sentence that is shown in four versions."""


def facts(material: Material) -> Iterator[Fact]:
    """One fact for each value of a sentence."""
    for mention in material.mentions:
        if not material.is_usable(mention):
            continue
        source = rng(0, "figure", mention.sentence.place.passage, mention.masked)
        items = tuple(_items(material, mention, source))
        sentence = mention.sentence
        yield Fact(
            key=f"{sentence.place.passage} {mention.masked}",
            rule=mention.value.kind,
            places=(sentence.place,),
            quotes=(sentence.text,),
            said=(sentence.text,),
            items=items,
        )


def _items(material: Material, mention: Mention, source: Random) -> Iterator[Item]:
    value, text = mention.value, mention.sentence.text
    question = turned(text, value, material.lower)
    if question is None and value.kind == "year":  # what was paid in 2024 is soon of no use
        return
    others = material.others(mention, source)
    shown = tuple(other.text for other in others)
    slip = _slip(mention, others)
    if question:
        yield from _questions(mention, question, shown if len(shown) == CHOICES else (), slip)
    yield _gap(mention, slip)
    if len(shown) == CHOICES and value.kind in ("role", "name"):
        asked = f"which of these belongs in the gap? “{mention.masked}”"
        yield Item("gap", asked, value.answer, shown, slip=slip)
    # Persons, places and programs are easily told apart: a wrong sentence would be recognised by its nonsense. What is
    # denied of one value may be denied of another one as well.
    fits = value.kind != "name" and not _DENIED.search(text) and len(text.split()) <= LONGEST
    if len(shown) == CHOICES and fits:
        wrong = tuple(mention.replaced(other) for other in shown)
        yield Item("statement", "which of these is the rule?", text, wrong)
    yield from _verdicts(material, mention, source)


def _questions(mention: Mention, question: str, shown: tuple[str, ...], slip: Slip | None) -> Iterator[Item]:
    """The sentence turned round: with a free answer, and with choices if there are any."""
    value = mention.value
    often = re.search(r"(?:^|, )how often\b", question) is not None
    every = "every " if often else ""
    slip = slip._replace(answer=every + slip.answer) if slip else None
    yield Item(
        "question",
        question,
        every + value.answer,
        accepted=(value.answer,) if often else _also(mention),
        checker=Checker.NUMBER if value.kind in _NUMBERS and not often else Checker.TEXT,
        difficulty=2,
        slip=slip,
    )
    if shown:
        right = value.answer if value.kind == "role" else value.text
        yield Item("question", f"{question} {CHOOSE}", every + right, tuple(every + text for text in shown))


def _verdicts(material: Material, mention: Mention, source: Random) -> Iterator[Item]:
    """The sentence, and one that is wrong, to be told apart."""
    wrong = material.contradiction(mention, source)
    text = mention.sentence.text
    if not wrong or _DENIED.search(text) or mention.value.kind == "name" or is_command(text):
        return
    whole = material.lower(mention.sentence.text).rstrip(".")
    changed = material.lower(mention.replaced(wrong)).rstrip(".")
    yield Item("statement", f"is it right that {whole}?", "yes")
    contrast = f"so it is not {wrong}"
    yield Item("statement", f"is it right that {changed}?", "no", contrast=contrast)


def _gap(mention: Mention, slip: Slip | None) -> Item:
    """The sentence with a gap, which for a count takes the number alone."""
    value, missing = mention.value, _MISSING[mention.value.kind]
    text, answer = mention.with_unit, value.answer
    if value.kind == "count":
        number = value.text.split()[0]
        answer = str(value_of_words(number)) if number.isalpha() else number
    if slip is not None and value.kind == "count":
        slip = slip._replace(answer=_digits(slip.answer.split()[0]))
    return Item(
        "gap",
        f"fill in {missing} that is missing: “{text}”",
        answer,
        accepted=_also(mention),
        checker=Checker.NUMBER if value.kind in _NUMBERS else Checker.TEXT,
        slip=slip,
    )


def _digits(word: str) -> str:
    value = value_of_words(word) if word.isalpha() else None
    return word if value is None else str(value)


def _also(mention: Mention) -> tuple[str, ...]:
    """Other ways to write a free answer in words."""
    value = mention.value
    if value.kind in _NUMBERS or value.kind == "name":
        return ()
    found = re.search(r"\b(by|on|at|from|until|before|after|in|to|with)(?: the)? $", mention.before)
    also = [f"{found[1]} {value.text}"] if found else []
    if value.kind == "weekday":
        other = value.text[:-1] if value.text.endswith("s") else f"{value.text}s"
        also += [other, *([f"{found[1]} {other}"] if found else [])]
    return tuple(also)


def _slip(mention: Mention, others: list[Other]) -> Slip | None:
    """The value of the neighbouring rule in place of the right one."""
    if not others:
        return None
    wrong = others[0]
    why = f"It gives {wrong.text} instead of {mention.value.text}."
    if wrong.source:
        why = f"It takes {wrong.stands} from another rule: “{wrong.source}”"
    answer = mention.value._replace(text=wrong.text).answer
    return Slip(answer, mention.replaced(wrong.text), why)
