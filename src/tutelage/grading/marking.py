"""From a whole reply to a mark: read what it states, and compare it with the expected answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tutelage.grading import amounts, latex, modifiers, phrases
from tutelage.grading.choices import chosen
from tutelage.grading.compare import judge
from tutelage.grading.extract import MAX_ANSWER_CHARS, find_amount, last_line, last_value, readable, stated, trim
from tutelage.grading.languages import plain, plain_exercise
from tutelage.grading.reading import Kind, read_expected
from tutelage.grading.spans import Span
from tutelage.grading.texts import LONGEST
from tutelage.grading.thinking import without_thinking
from tutelage.records import Checker, Exercise

_AMOUNTS = (Kind.NUMBER, Kind.QUANTITY, Kind.MONEY, Kind.PERCENT)
_FORMULAS = (Kind.EXPRESSION, Kind.EQUATION, Kind.INEQUALITY, Kind.SET, Kind.TUPLE, Kind.MATRIX)
_INTRODUCTION = re.compile(
    r"^(?:.*(?::|\b(?:is|are|get|so|have|thus|hence|therefore|that)\b))?\s*(?=.*[=<>≤≥])", re.IGNORECASE
)
_WORDS = re.compile(r"(?:(?!sin|cos|tan|log|sqrt|exp|abs)[A-Za-z']{2,}[,:]?\s+|a\s+)+")
_VERB = re.compile(r"\b(?:is|are|get|obtain|becomes|equals)\b:?")
_PREPOSITION = re.compile(r"\b(?:is|was|at|on|in|ended|won)\b")
_CALCULATED = re.compile(r"(?!.*\bor\b)[^\W\d_]+(?:[^\w\n]+[^\W\d_]+){2}.*=\s*[$€£]?\d", re.DOTALL)
"""A sentence that ends in a calculation, which says more than the first number in it."""
_CALCULATION = re.compile(r"(?:^|\n)[^A-Za-zα-ω\n]*=[^=\n]*$")
"""A last line that calculates with numbers: what it comes to may be the value of a name."""
_CHANGED_NAME = re.compile(
    r"(?:\d+\s*/\s*\(?[A-Za-z]'*\)?|-\s*[A-Za-z]'*|[|(][A-Za-z]'*[|)](?:\s*\^\s*\d+)?|[A-Za-z]'*\s*(?:\^\s*\d+|/\s*\d+))\s*=[^=]*$"
)
"""An equation about a power, a part, the reciprocal or the size of a name: what follows is not its value."""
_IS_WRONG = rf"(?:that|this|it)(?:['’]s| is| was) (?:not (?:right|correct)|{modifiers.WRONG})"
_TAKEN_BACK_BELOW = re.compile(
    rf"[^\w\n]*\n\s*(?:(?:{modifiers.SECOND_THOUGHT}|no)\b|(?:but )?{_IS_WRONG}|"
    r"[^\n]{1,40} is the (?:correct|right) answer)",
    re.IGNORECASE,
)
_CALLED_WRONG = re.compile(rf"[^\n]{{1,60}}\n\s*{_IS_WRONG}\W*", re.IGNORECASE)
"""A line, and under it that it is wrong."""
_SETTLED = ("taken back", "the sign differs", "another number", "another unit")
"""Why a short reply is wrong that is read as a whole: then no part of it is taken for the answer."""
SHORT = 60
"""A reply of one line and so many characters may be the answer and nothing else."""
_NUMBER_FIRST = re.compile(r"\s*[-+]?[\d.,/]+(?:\.\s|\s+because\b)")


class Mark(NamedTuple):
    """The mark of one reply."""

    correct: bool
    read: str
    """The answer as it was read from the reply; empty if none was found."""
    kind: str
    """What it was compared as: `number`, `money`, `equation`, `text` …, see `reading.Kind`."""
    why: str
    """One short phrase: why it is right or wrong."""


def mark(reply: str, question: Exercise, *, any_unit: bool = False) -> Mark:
    """Mark a reply to a question. Never raises: a reply that states no answer is wrong. With `any_unit`, a bare number
    also agrees with one that has a unit which the question does not name."""
    if question.language:
        reply, question = plain(reply, question.language), plain_exercise(question)
    try:
        if question.checker.open:
            return _mark_open(reply, question)
        return _mark(reply, question, any_unit=any_unit)
    except Exception as error:  # a whole evaluation must not end because of one reply
        same = bool(question.answer.strip()) and reply.strip() == question.answer.strip()
        return Mark(same, trim(reply)[:MAX_ANSWER_CHARS], Kind.TEXT, f"could not be read ({type(error).__name__})")


def _mark_open(reply: str, question: Exercise) -> Mark:
    """The mark of an open answer, as far as it needs no judge: `tutelage.exams.judging` marks a rubric."""
    said = without_thinking(reply).strip()[:MAX_ANSWER_CHARS]
    if question.phrases is None:
        return Mark(False, said, question.checker, "a judge has to mark it" if said else "no answer found")
    found = phrases.check(reply, question.phrases)
    return Mark(found.right, said, question.checker, found.why)


def _mark(reply: str, question: Exercise, *, any_unit: bool) -> Mark:
    expected = read_expected(question.answer, question.checker)
    first = Mark(False, "", expected.kind, "no answer found")
    whole = without_thinking(reply).strip()
    if "\n" in whole and _is_taken_back_below(end := readable(reply).strip()):
        return Mark(False, _shown(stated(end), question, expected.kind), expected.kind, "taken back")
    kind = Kind.RANGE if isinstance(expected.value, Span) else expected.kind
    for read in _candidates(reply, question, kind):
        correct, why = judge(read, question, any_unit=any_unit)
        made = Mark(correct, _shown(read, question, expected.kind), expected.kind, why)
        if correct or (read == whole and why.startswith(_SETTLED)):
            return made
        if not first.read and not (read == whole and kind in _AMOUNTS and find_amount(read) is None):
            first = made
    return first


def _is_taken_back_below(text: str) -> bool:
    """Whether the lines below what is stated take it back, and do not state it again."""
    said = stated(text).strip(" .")
    if not said:
        return bool(_CALLED_WRONG.fullmatch(text))
    below = text[text.rfind(said) + len(said) :]
    again = re.search(rf"(?<!\w){re.escape(said)}(?!\w)", below)
    return bool(len(said) <= SHORT and _TAKEN_BACK_BELOW.match(below) and not again)


def _candidates(reply: str, question: Exercise, kind: Kind) -> Iterator[str]:
    """What the reply may state as its answer: what it marks or, without a mark, what each kind is looked for in."""
    if len(question.answer.strip()) > LONGEST:
        yield without_thinking(reply).strip()
        return
    text = readable(reply, bold=not re.search(r"\w", question.answer))
    marked = stated(text)
    if marked:
        yield marked
        said = amounts.last(marked) if kind in _AMOUNTS and _CALCULATED.match(marked) else None
        if said is not None and question.checker is not Checker.MATHEMATICS:
            yield said.written
    else:
        yield from _unmarked(text, question, kind)


def _unmarked(text: str, question: Exercise, kind: Kind) -> Iterator[str]:
    """What a reply that marks nothing may state."""
    if "\n" not in text.strip() and len(text.strip()) <= SHORT and not (kind in _AMOUNTS and _leads_up(text)):
        yield text.strip()  # it may be the answer and nothing else
    if kind in _AMOUNTS and question.checker is not Checker.MATHEMATICS:
        amount = amounts.last(text)
        if amount is not None:
            yield amount.written
    elif kind in _AMOUNTS:
        yield last_value(text)
    elif kind in _FORMULAS:
        if kind is not Kind.EXPRESSION:
            yield from _last_formula(text)
        if _CALCULATION.search(text.strip()) if kind is Kind.EQUATION else not _CHANGED_NAME.search(text):
            yield last_value(text)
        yield from _behind_words(last_line(text), _VERB)
    elif kind is Kind.CHOICE:
        line = text.strip().rpartition("\n")[2]
        yield line
        if not chosen(line, question.choices):
            yield text.strip().partition("\n")[0]
            yield from _behind_words(last_line(text), _VERB)
    else:
        yield last_line(text)
        yield from _behind_words(last_line(text), _VERB if kind is Kind.TEXT else _PREPOSITION)


def _leads_up(text: str) -> bool:
    """Whether a line calculates or refers to something before it comes to its number."""
    return bool(amounts.LABELS.search(text) or ("=" in text and not _NUMBER_FIRST.match(text)))


def _behind_words(line: str, words: re.Pattern[str]) -> Iterator[str]:
    """What follows the last of some words, unless the line denies it."""
    found = list(words.finditer(line))
    if found and not _says_else(line):
        yield line[found[-1].end() :].strip()


def _says_else(words: str) -> bool:
    """Whether what stands beside these words is something else than the answer."""
    return modifiers.denies(words) or modifiers.changes(words)


def _last_formula(text: str) -> Iterator[str]:
    """The last line that has a sign of relation or is nothing but a formula, without the words before it."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [line for line in lines if re.search(r"[=<>≤≥]|\\[lg]e", line)] or lines[-1:]
    if found:
        line = trim(found[-1])
        yield line
        yield _INTRODUCTION.sub("", line, count=1)
        words = _WORDS.match(line)
        if words and not _says_else(words[0]):
            yield line[words.end() :]


def _shown(read: str, question: Exercise, kind: Kind) -> str:
    """The answer for the record: without what surrounds it, and no longer than an answer that is parsed."""
    read = read[:LONGEST]
    if kind in _AMOUNTS and (amount := find_amount(read)) is not None:
        return amount.written
    return trim(read) or latex.without_text(read).strip()
