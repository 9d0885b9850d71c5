"""One normal form for texts that mean the same: mathematical texts, texts in words, questions. Pure."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from tutelage.grading import latex

_CHOICE_LINES = re.compile(r"(?:\n[A-H]\. [^\n]*)+\Z")
_POINTS_AT_CHOICES = re.compile(
    r"\b(?:of these|(?:of )?the following|these (?:choices|options|statements)|which (?:statement|choice|option))\b",
    re.IGNORECASE,
)


def normalise(text: str, *, lower: bool = True) -> str:
    """The normal form of a mathematical text: no blanks, one sign for minus, product and power, no thousands commas;
    with `lower` no capital letters."""
    text = latex.improper(text).replace("$", "")
    text = text.replace("−", "-").replace("·", "*").replace("×", "*").replace("**", "^")
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"\s+", "", text)
    text = _in_line(text.lower() if lower else text)
    return re.sub(r"(?<=\d)\*(?=[a-z(])", "", text)


def _in_line(text: str) -> str:
    """Fractions, roots and powers of a text without blanks in one line; everything else stays as it is. The keys of
    questions are made with it, and keys that are stored must not change: it learns no more of LaTeX."""
    text = text.replace("\\cdot", "*").replace("\\left", "").replace("\\right", "")
    text = _fractions(re.sub(r"\^\{(\d+|\w)\}", r"^\1", text))
    return re.sub(r"\^[({](\d+|\w)[)}]", r"^\1", text).replace("{", "(").replace("}", ")")


def _fractions(text: str) -> str:
    """Fractions and roots in one line, from the inside out."""
    before = ""
    while before != text:
        before = text
        text = re.sub(r"\\?sqrt\{([^{}]*)\}", r"sqrt(\1)", text)
        text = re.sub(r"\\?[dt]?frac\{([^{}]*)\}\{([^{}]*)\}", _over, text)
    return text


def _over(match: re.Match[str]) -> str:
    """A fraction in one line, with brackets only where they are needed without the bar."""
    top, bottom = match[1], match[2]
    if re.search(r".[-+]", top) and not re.fullmatch(r"\([^()]*\)", top):
        top = f"({top})"
    if not re.fullmatch(r"-?[\d.]+|\\pi|\w(?:\^\w+)?|(?:sqrt)?\([^()]*\)(?:\^\w+)?", bottom):
        bottom = f"({bottom})"
    return f"{top}/{bottom}"


def fold(text: str) -> str:
    """The normal form of a name: no case, accents, articles or punctuation. Answers are compared by more than that, see
    `tutelage.grading.texts`.

    >>> fold("The Côte d'Ivoire.")
    'cote divoire'
    """
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    words = re.sub(r"[^\w\s]|_", " ", re.sub(r"[.'’]", "", plain.casefold())).split()
    return " ".join([word for word in words if word not in ("the", "a", "an")] or words)


def question_key(question: str) -> str:
    """The key of a question: two questions with the same key are the same, whatever blanks and number formats they use.

    The choices of a multiple-choice question do not matter, nor whether it has any: a student that has seen "What is
    the capital of Kenya?" has seen it. Only if the question refers to them ("Which of these …") do they matter, in any
    order.
    """
    choices = _CHOICE_LINES.search(question)
    if choices:
        question = question[: choices.start()]
        if _POINTS_AT_CHOICES.search(question):
            question += "".join(sorted(line[3:] for line in choices[0].strip().splitlines()))
    return re.sub(r"\d+\.\d+|\d+", _one_number, normalise(question)).strip(".?!")


def _one_number(match: re.Match[str]) -> str:
    """`0.50` and `1/2` are the same number, so are `007` and `7`; those of more than thirty digits stay as written."""
    text = match[0]
    if len(text) > 30:
        return text
    return str(Fraction(text)) if "." in text else str(int(text))
