"""Finds the mathematics in prose and sets it in LaTeX, between dollar signs; the words stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

from tutelage.subjects.typesetting.latex import Writer
from tutelage.subjects.typesetting.prose import Token, cut

_UNITS = ("g", "h", "m", "s")


def typeset(text: str, keep: tuple[str, ...] = ()) -> str:
    """`Solve 2x = 5/3 for x.` becomes `Solve $2 x = \\frac{5}{3}$ for $x$.`; what spells one of `keep` is left alone.

    Plain text whose mathematics is written as `tutelage.grading.mathematics` reads it; it must hold no dollar sign.
    """
    tokens = cut(text, keep)
    pieces: list[str] = []
    position = written = 0
    while position < len(tokens):
        start, found = tokens[position], ""
        if start.kind not in ("word", "other", "end"):
            writer = Writer(tokens, position)
            # A sign that is spoken of, as in "ends with + C".
            sign = f"{start.text} " if start.text in ("+", "-") and writer.after(1).blank else ""
            found = writer.attempt(writer.relation, skip=len(sign[:1]))
            found = found and sign + found
        if found and not _is_word(tokens, position, writer.position):
            pieces += [text[written : start.start], f"${found}$"]
            written = tokens[writer.position - 1].end
        position = writer.position if found else position + 1
    return "".join([*pieces, text[written:]])


def _is_word(tokens: Sequence[Token], position: int, end: int) -> bool:
    """Whether a letter that stands alone is an article, a pronoun or a unit."""
    token, before, after = tokens[position], tokens[position - 1] if position else None, tokens[end]
    if end - position > 1 or token.kind != "letter":
        return False
    if token.text in ("a", "A", "I"):
        return after.kind == "word" or token.text == "I"
    if token.text in _UNITS and before is not None:
        return before.kind == "number" or (before.text == "in" and after.kind == "word")
    return False
