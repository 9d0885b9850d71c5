"""Whether an answer has certain words and phrases: marking of open answers that needs no model. Pure.

A phrase is found whatever its case, accents, emphasis and line breaks; with a hyphen, a blank or nothing where it has
a hyphen, and the other way round; and in the singular or the plural. Words must be whole ("rate" is not in
"separate"), and numbers too ("5" is neither in "15" nor in "5.5", nor in "-5", but in "5.00"). A word of capitals is
an abbreviation and is found as it is written: "US" is not "us". Only words are looked for: "you may not eat here" has
"eat here" in it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from tutelage.grading.thinking import without_thinking
from tutelage.records import Phrases

MAX_CHARS = 20_000
"""So much of an answer is searched."""
_EMPHASIS = re.compile(r"[*`]|(?<!\w)_|_(?!\w)")
_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")
_PIECE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,:]\d+)*|[^\w\s]|_")
_SIGNS = {"-": "\u2010\u2011\u2012\u2013\u2014\u2212", "'": "\u2018\u2019", '"': "\u201c\u201d"}
_PLAIN = {ord(sign): plain for plain, signs in _SIGNS.items() for sign in signs}
_BY_SIGNS = re.compile(r" (?=[%°])|(?<=[$€£]) |(?<=[=<>/]) | (?=[=<>/])")
_HYPHENS = re.compile(r" ?-[ -]*")
_MINUS = re.compile(r"(^|[^\d\s]\s+|[(=:<>$€£])-(?=[$€£]?\d)")
_ABBREVIATION = re.compile(r"[A-Z]{2,6}")


class Found(NamedTuple):
    """Whether an answer is right by its phrases, and in words why."""

    right: bool
    why: str


def check(reply: str, phrases: Phrases) -> Found:
    """Whether a reply has what it must have, and nothing that it must not."""
    text = plain(without_thinking(reply)[:MAX_CHARS])
    for phrase in phrases.all_of:
        if not has(text, phrase):
            return Found(False, f"does not say '{phrase}'")
    if phrases.any_of and not any(has(text, phrase) for phrase in phrases.any_of):
        return Found(False, "says none of " + ", ".join(f"'{phrase}'" for phrase in phrases.any_of))
    for phrase in phrases.none_of:
        if has(text, phrase):
            return Found(False, f"says '{phrase}'")
    return Found(True, "says what it must")


def plain(text: str) -> str:
    """The text without accents, emphasis and the commas of thousands, with one sign for each dash and quote (but
    another for the minus before a number), one blank for each space, and none between an amount and `%` or `$`, or
    around a hyphen."""
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    text = "".join(letter for letter in apart if not unicodedata.combining(letter))
    text = _MINUS.sub("\\1\u2212", _THOUSANDS.sub("", _EMPHASIS.sub("", text)))
    return _HYPHENS.sub("-", _BY_SIGNS.sub("", " ".join(text.split())))


def has(text: str, phrase: str) -> bool:
    """Whether a text that is `plain` has a phrase."""
    return _pattern(phrase).search(text) is not None


@lru_cache(maxsize=4096)
def _pattern(phrase: str) -> re.Pattern[str]:
    """The phrase as an expression without repetitions, so that no text can make its search slow."""
    given, parts, end = plain(phrase).strip("-"), [r"(?<![\w\u2212])(?<!\u2212[$€£])(?<!\d[.,])"], 0
    for piece in _PIECE.finditer(given):
        if piece.start() > end:
            parts.append("[ -]")
        parts.append(_piece(piece[0]))
        end = piece.end()
    return re.compile("".join(parts) + r"(?![\w+#])(?![.,]\d)", re.IGNORECASE)


def _piece(piece: str) -> str:
    if piece == "-":
        return "[ -]?"
    if _ABBREVIATION.fullmatch(piece):
        return f"(?-i:{piece})s?"
    if piece == "\u2212":
        return "(?:\u2212|(?:minus|negative) )"
    if piece.isdecimal():
        return piece + "(?:[.,]0{1,2})?"
    return _word(piece) if piece[0].isalpha() else re.escape(piece)


def _word(word: str) -> str:
    """A word in the singular or the plural, with a hyphen anywhere: `email` is `e-mail`."""
    lower = word.lower()
    stem, ending = word, "(?:'?s|es)?"
    if len(word) < 3 or "'" in word:
        return re.escape(word)
    if lower.endswith("ies") and len(word) > 4:
        stem, ending = word[:-3], "(?:y|ies)"
    elif re.search(r"[^aeiou]y$", lower):
        stem, ending = word[:-1], "(?:y|ies|y's)"
    elif re.search(r"(?:ss|sh|ch|x|z)es$", lower):
        stem, ending = word[:-2], "(?:es)?"
    elif re.search(r"[^su]s$", lower) and len(word) > 3:
        stem, ending = word[:-1], "'?s?"
    return "-?".join(map(re.escape, stem)) + ending
