"""Whether words stand in a passage, and an exercise rests on what it cites. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tutelage.grading.number_words import value_of_words
from tutelage.records import Checker, Citation, Exercise, Passage

_WORD = re.compile(r"[^\W_]+(?:[.,:'’-][^\W_]+)*|[%€$£]")
_VERDICTS = ("yes", "no")


def fault_of(exercise: Exercise, passages: Mapping[str, Passage]) -> str:
    """What is wrong with the evidence of an exercise; empty if every quote stands in its passage and a free answer
    stands in a quote, with numbers compared by their value. The answer of a choice, yes or no, and an open answer
    follow from a quote without standing in it."""
    if fault := misquoted(exercise, passages):
        return fault
    follows = exercise.checker is Checker.CHOICE or exercise.checker.open or exercise.answer in _VERDICTS
    if follows or exercise.misconception:
        return ""
    quotes = " ".join(citation.quote for citation in exercise.evidence)
    return "" if _words(exercise.answer) in _words(quotes) else "the answer does not stand in a quote"


def misquoted(exercise: Exercise, passages: Mapping[str, Passage]) -> str:
    """Whether an exercise cites nothing, or words that do not stand where it says; empty if every quote does."""
    if not exercise.evidence:
        return "it cites nothing"
    for citation in exercise.evidence:
        passage = passages.get(citation.passage)
        if passage is None:
            return f"there is no passage {citation.passage}"
        if citation.quote not in passage.text:
            return f"the quote does not stand in {citation.passage}"
    return ""


def cite(quote: str, passages: Iterable[Passage]) -> tuple[Citation, ...]:
    """The passage in which a quote stands, whatever the blanks, with its words as they stand there; empty for none."""
    words = quote.split()
    if not words:
        return ()
    form = re.compile(r"\s+".join(map(re.escape, words)))
    found = ((passage, form.search(passage.text)) for passage in passages)
    return next(((Citation(passage=passage.id, quote=match[0]),) for passage, match in found if match), ())


def _words(text: str) -> str:
    """The words of a text between blanks, with numbers in digits."""
    return f" {' '.join(_digits(word.casefold()) for word in _WORD.findall(text))} "


def _digits(word: str) -> str:
    value = value_of_words(word) if word.isalpha() and len(word) < 12 else None
    return word.replace(",", "") if value is None else str(value)
