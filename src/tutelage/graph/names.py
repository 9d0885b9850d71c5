"""Names of skills: their normalised form, acronyms, ids, and how similar two forms are."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz import fuzz

WINDOW = 4
"""Neighbours that a form is compared with in each sorted block."""
MIN_SPELLED = 7
"""Shorter words that differ in a letter are too often different words."""

_ARTICLE = re.compile(r"(?:^A|(?:(?<=\s)|^)(?:[Tt]he|THE|[Aa]n|a))[^\S\n]+(?=\S)")
"""A capital A counts as an article only at the beginning (vitamin A is not vitamin), and no article ends a name, a line
or a code (4.NF.B.4.a)."""
_TOKEN = re.compile(r"[^\W_]+[+#]*|[+*/^=<>√∫∑%]+")
_BRACKETED = re.compile(r"(.+?)\s*\(([A-Z][A-Za-z0-9]{1,7})\)\s*")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{2,6}")
_SMALL = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"])
_PLURALS = {
    "matrices": "matrix",
    "vertices": "vertex",
    "indices": "index",
    "axes": "axis",
    "analyses": "analysis",
    "hypotheses": "hypothesis",
    "criteria": "criterion",
    "phenomena": "phenomenon",
}


@lru_cache(maxsize=2**17)
def form(name: str) -> str:
    """The normalised form: two names with the same form are one skill.

    Case, the encoding of accents, punctuation, articles, a possessive 's and plural endings do not count; `A of B` is
    read as `B A`; an acronym in brackets after its words is removed.
    """
    words, _ = split_acronym(name)
    parts: list[list[str]] = [[]]
    for word in tokens(words) or words.casefold().split():
        if word == "of" and parts[-1]:
            parts.append([])
        else:
            parts[-1].append(word)
    return " ".join(word for part in reversed(parts) for word in part)


def tokens(text: str) -> list[str]:
    """Normalised words and operators of a text, in their order, without articles."""
    text = unicodedata.normalize("NFKC", text).replace("&", " and ")
    text = re.sub(r"['’]s\b", "", text)
    return [_singular(word.casefold()) for word in _TOKEN.findall(_ARTICLE.sub("", text))]


def forms(names: Iterable[str]) -> list[str]:
    """The different forms of a skill's names, acronyms in brackets included, in the order of the names."""
    found: dict[str, None] = {}
    for name in names:
        found[form(name)] = None
        _, acronym = split_acronym(name)
        if acronym:
            found[form(acronym)] = None
    return list(found)


def split_acronym(name: str) -> tuple[str, str]:
    """`principal component analysis (PCA)` -> its words and its acronym; any other name and an empty acronym."""
    found = _BRACKETED.fullmatch(name)
    if found and found[2].upper() in initials(found[1]):
        return found[1], found[2]
    return name, ""


def is_acronym(name: str) -> bool:
    """Whether a name is nothing but capitals (and digits), three to seven of them."""
    return bool(_ACRONYM.fullmatch(name))


def initials(name: str) -> set[str]:
    """Initials of a name of several words, in capitals, with and without small words."""
    words = [word for word in re.findall(r"[^\W_]+", name) if word]
    readings = {"".join(word[0] for word in words), "".join(w[0] for w in words if w.casefold() not in _SMALL)}
    return {reading.upper() for reading in readings if len(reading) > 1}


def slug(name: str) -> str:
    """An id made from a name; a name without Latin letters or digits gets a short hash."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"['’]s\b", "s", plain)
    text = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-")
    return text or f"skill-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def similar_pairs(every_form: Iterable[str], at_least: float) -> list[tuple[float, str, str]]:
    """Pairs of different forms whose similarity is at least `at_least`, the most similar first.

    Only forms that differ in one word, or have the same words in another order, are compared, and within a block of
    such forms only near neighbours in alphabetical order, read forwards and backwards: the work grows as n log n.
    """
    blocks: dict[str, list[tuple[str, str]]] = {}
    for text in set(every_form):
        words = sorted(text.split())
        blocks.setdefault(" ".join(words), []).append(("", text))
        for index, word in enumerate(words):
            blocks.setdefault(" ".join(words[:index] + words[index + 1 :]), []).append((word, text))
    pairs = {pair for block in blocks.values() if len(block) > 1 for pair in _neighbours(block)}
    scored = ((similarity(one, other, at_least), one, other) for one, other in pairs)
    return sorted((row for row in scored if row[0] >= at_least), key=lambda row: (-row[0], row[1:]))


def similarity(one: str, other: str, at_least: float = 0.0) -> float:
    """Normalised indel similarity of two forms, from 0 to 1; 1 for the same words in another order.

    A value below `at_least` is returned as 0, which is quicker.
    """
    if len(one) == len(other) and sorted(one.split()) == sorted(other.split()):
        return 1.0
    return fuzz.ratio(one, other, score_cutoff=100 * at_least) / 100


def differ_in_spelling(one: str, other: str) -> bool:
    """Whether two different forms differ only in the spelling of one long word.

    That means one letter more or less inside it, or s for z. A letter replaced by another, a prefix or an ending too
    often makes it another skill (macro- and microeconomics, definite and indefinite).
    """
    left, right = one.split(), other.split()
    differing = [(a, b) for a, b in zip(left, right, strict=False) if a != b]
    if len(left) != len(right) or len(differing) != 1:
        return False
    short, long = sorted(differing[0], key=len)
    if len(short) < MIN_SPELLED or not (short + long).isalpha():
        return False
    if len(short) == len(long):
        return short.replace("z", "s") == long.replace("z", "s")
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(1, len(long) - 1))


def _neighbours(block: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for order in (sorted(block), sorted(block, key=lambda row: (row[0][::-1], row[1]))):
        for start in range(len(order) - 1):
            one = order[start][1]
            for _, other in order[start + 1 : start + WINDOW + 1]:
                if one != other:
                    yield (one, other) if one < other else (other, one)


def _singular(word: str) -> str:
    if word in _PLURALS:
        return _PLURALS[word]
    if len(word) < 4 or not word.isalpha() or word.endswith(("ss", "us", "is", "ics", "as")) or word[-1] != "s":
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes", "zes")) else word[:-1]
