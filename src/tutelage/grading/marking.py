"""From a whole reply to a mark: read what it states, and compare it with the expected answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tutelage.grading import amounts, gaps, latex, modifiers, phrases, questions, statements
from tutelage.grading.choices import chosen
from tutelage.grading.compare import judge
from tutelage.grading.extract import MAX_ANSWER_CHARS, find_amount, last_line, last_value, readable, stated, trim
from tutelage.grading.languages import plain, plain_exercise
from tutelage.grading.number_words import in_figures, said_in_figures
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
_COMES_TO = re.compile(rf"{_VERB.pattern}|\b(?:gives?|yields?|(?:simplifies|reduces|comes) to)\b")
_PREPOSITION = re.compile(r"\b(?:is|was|at|on|in|ended|won)\b")
_RATIO = re.compile(r"\b(?:is|to|as|gives)\b")
_CLOCK = re.compile(r"\b(?:half|quarter) (?:past|to)\b", re.IGNORECASE)
_FROM_TO = re.compile(
    r"\b(?:from|between|beg[au]n in|started in|broke out in) (\S*\d\S*?) (?:to|until|till|and(?: \w+ in)?) ([^\s,]*\d)",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(r"(?<![\w^*/+-])([A-Za-z])(?: is| equals|\s*=)\s+(-?[\w./]*\d[\w./]*?)(?=[.,;$]*(?:\s|$))")
"""`x = 4`, `x is 4`"""
_CALCULATED = re.compile(r"(?!.*\bor\b)[^\W\d_]+(?:[^\w\n]+[^\W\d_]+){2}.*=\s*[$€£]?\d", re.DOTALL)
"""A sentence that ends in a calculation, which says more than the first number in it."""
_CALCULATION = re.compile(r"(?:^|\n)[^A-Za-zα-ω\n]*=[^=\n]*$")
"""A last line that calculates with numbers: what it comes to may be the value of a name."""
_CHANGED_NAME = re.compile(
    r"(?:\d+\s*/\s*\(?[A-Za-z]'*\)?|"
    r"(?<![\d)] )(?<!\b[A-Za-z] )(?<![\w)])-\s*[A-Za-z]'*|"
    r"[|(][A-Za-z]'*[|)](?:\s*\^\s*\d+)?|[A-Za-z]'*\s*(?:\^\s*\d+|/\s*\d+))\s*=[^=]*$"
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
_LETTER_ALONE = re.compile(r"(?:\s*This is choice [A-H]\.)?\s*Answer: ?\(?[A-H]\)?[.\s]*$")
"""The end of an answer by choice, which a student learns from worked examples and puts behind any answer."""
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
    if not any(map(modifiers.denies, (question.answer, *question.accepted))):  # p and not q may be the answer
        reply = modifiers.without_contrast(reply)
    if expected.kind in _AMOUNTS:
        reply = modifiers.without_asked_limits(reply, question.question)
    whole = without_thinking(reply).strip()
    if "\n" in whole and _is_taken_back_below(end := readable(reply).strip()):
        return Mark(False, _shown(stated(end), question, expected.kind), expected.kind, "taken back")
    kind = Kind.RANGE if isinstance(expected.value, Span) else expected.kind
    for read in _candidates(reply, question, kind):
        correct, why = judge(read, question, any_unit=any_unit)
        made = Mark(correct, _shown(read, question, expected.kind), expected.kind, why)
        said = find_amount(read) if kind in _AMOUNTS else None
        restated = said is not None and said.written in question.question  # 2 kg are 2000 g
        if correct or (read == whole and why.startswith(_SETTLED) and not restated):
            return made
        if not first.read and not (read == whole and kind in _AMOUNTS and said is None):
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
    one_letter = any(len(re.findall(r"\w", one)) < 2 for one in (question.answer, *question.accepted))
    if not question.choices and kind in (Kind.TEXT, *_AMOUNTS) and not one_letter:
        text = _LETTER_ALONE.sub("", text)
    marked = stated(text)
    if kind is not Kind.CHOICE and (said := gaps.filled(marked or text, question.question)):
        yield said
    elif marked:
        yield marked
        amount = amounts.last(marked) if kind in _AMOUNTS and _CALCULATED.match(marked) else None
        if amount is not None and question.checker is not Checker.MATHEMATICS:
            yield amount.written
    else:
        yield from _unmarked(text, question, kind)


def _unmarked(text: str, question: Exercise, kind: Kind) -> Iterator[str]:
    """What a reply that marks nothing may state."""
    end = text.strip().rpartition("\n")[2]
    if kind in _AMOUNTS:
        text = questions.about_it(said_in_figures(text), question.question, question.answer, number=True)
        text = said_in_figures(text)  # what is left may be in words
    elif kind is not Kind.CHOICE:
        text = questions.about_it(text, question.question, question.answer, number=False)
    if "\n" not in text.strip() and len(text.strip()) <= SHORT and not (kind in _AMOUNTS and _leads_up(text)):
        yield text.strip()  # it may be the answer and nothing else
    if kind in _AMOUNTS and question.checker is not Checker.MATHEMATICS:
        amount = amounts.last(text)
        if amount is not None:
            yield amount.written
    elif kind in _AMOUNTS:
        yield last_value(text)
    elif kind in _FORMULAS:
        yield from _formulas(text, kind)
    elif kind is Kind.CHOICE:
        line = text.strip().rpartition("\n")[2]
        yield line
        if not chosen(line, question.choices):
            yield text.strip().partition("\n")[0]
            yield from _behind_words(last_line(text), _VERB)
    else:
        yield from _in_words(last_line(text), end, question, kind)


def _formulas(text: str, kind: Kind) -> Iterator[str]:
    if kind is not Kind.EXPRESSION:
        yield from _last_formula(text)
        yield _all_assigned(text)
    if _CALCULATION.search(text.strip()) if kind is Kind.EQUATION else not _CHANGED_NAME.search(text):
        yield last_value(text)
    yield from _behind_words(last_line(text), _COMES_TO)


def _in_words(line: str, end: str, question: Exercise, kind: Kind) -> Iterator[str]:
    """What a last line may state that is no amount, formula or choice; `end` is the line as it was."""
    yield line
    if kind is Kind.TEXT:
        yield from _behind_words(line, _VERB)
        yield statements.verdict(line)
        yield from (
            one for one in (question.answer, *question.accepted) if statements.says(end, one, question.question)
        )
        return
    words = _RATIO if kind is Kind.RANGE and ":" in question.answer else _PREPOSITION
    yield from _behind_words(line, words, number=True)
    spans = _FROM_TO.findall(line) if kind is Kind.RANGE and not modifiers.denies(line) else []
    yield from (f"{low} to {high}" for low, high in spans if len(spans) == 1)


def _leads_up(text: str) -> bool:
    """Whether a line calculates or refers to something before it comes to its number."""
    return bool(amounts.LABELS.search(text) or ("=" in text and not _NUMBER_FIRST.match(text)))


def _behind_words(line: str, words: re.Pattern[str], *, number: bool = False) -> Iterator[str]:
    """What follows the last of some words, or the last one that has a `number` behind it, unless the line denies it."""
    line = in_figures(line) if number else line
    end = max((found.end() for found in re.finditer(r"\d", line)), default=0) if number else len(line)
    behind = [found.end() for found in words.finditer(line, 0, end)]
    if behind and not _says_else(line):
        yield line[behind[-1] :].strip()


def _says_else(words: str) -> bool:
    """Whether what stands beside these words is something else than the answer."""
    return modifiers.denies(words) or modifiers.changes(_CLOCK.sub("", words))


def _all_assigned(text: str) -> str:
    """The names with their values on the last lines, or in the last sentence, as one answer: `x = 4, y = 3`."""
    found: list[tuple[str, str]] = []
    for line in reversed([line for line in text.splitlines() if line.strip()]):
        said = _ASSIGNED.findall(line)
        if not said or (found and _ASSIGNED.sub("", line).strip(" .,;$")):
            break
        found = said + found
    joined = ", " if len({name for name, _ in found}) == len(found) else " or "
    return joined.join(f"{name} = {value}" for name, value in found) if len(found) > 1 and not _says_else(text) else ""


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
