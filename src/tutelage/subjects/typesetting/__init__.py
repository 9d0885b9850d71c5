"""Finds the mathematics in prose and sets it in LaTeX, between dollar signs; the words stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tutelage.subjects.typesetting.latex import Writer
from tutelage.subjects.typesetting.prose import Token, cut

_UNITS = ("g", "h", "m", "s")


def typeset(text: str, keep: tuple[str, ...] = ()) -> str:
    """`Solve 2x = 5/3 for x.` becomes `Solve $2 x = \\frac{5}{3}$ for $x$.`; what spells one of `keep` is left alone.

    Plain text whose mathematics is written as `tutelage.grading.mathematics` reads it; it must hold no dollar sign.
    """
    pieces: list[str] = []
    written = 0
    for start, end, latex in found(text, keep):
        pieces += [text[written:start], f"${latex}$"]
        written = end
    return "".join([*pieces, text[written:]])


def found(text: str, keep: tuple[str, ...] = ()) -> Iterator[tuple[int, int, str]]:
    """Where the mathematics of a text begins and ends, and its LaTeX."""
    tokens = cut(text, keep)
    position = 0
    while position < len(tokens):
        start, latex = tokens[position], ""
        writer = Writer(tokens, position)
        if start.kind not in ("word", "other", "end"):
            # A sign that is spoken of, as in "ends with + C".
            sign = f"{start.text} " if start.text in ("+", "-") and writer.after(1).blank else ""
            latex = writer.attempt(writer.relation, skip=len(sign[:1]))
            latex = latex and sign + latex
        if latex and not _is_word(tokens, position, writer.position):
            yield start.start, tokens[writer.position - 1].end, latex
        position = writer.position if latex else position + 1


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
