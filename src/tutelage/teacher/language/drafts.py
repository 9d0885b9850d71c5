"""From the parts of a language model's answer to those of a draft: its solution as text, its answer, its formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tutelage.grading import mathematics
from tutelage.grading.choices import letter_of
from tutelage.grading.compare import compare
from tutelage.grading.extract import extract_answer, trim
from tutelage.grading.languages import LANGUAGES
from tutelage.grading.reading import Kind, checker_of, read_expected
from tutelage.grading.texts import key_of
from tutelage.records import Checker
from tutelage.teacher.language.variety import in_turn

_LABELS = "|".join(sorted({language.answer for language in LANGUAGES.values()}, key=len, reverse=True))
_ANSWER_LINE = re.compile(rf"(?i)(?<!\w)(?:{_LABELS})\s*[:：]")
_LETTERED = re.compile(r"^\s*\(?[A-Ha-h][.):]\)?\s+")
_LETTER = re.compile(r"(?:(?:option|choice|answer)\s+)?\(?([A-H])[.):]?\)?", re.IGNORECASE)
"""The letter of a choice, without its text."""
_LISTED = re.compile(r"\s*(?:^|\s)\(?A[.):]\)?\s.*?\sB[.):]\)?\s.*\Z", re.DOTALL)
"""Choices that a model has written into its question."""
_VERB = (
    r"(?:is|are|was|were|be|pays?|paid|gets?|receives?|costs?|earns?|equals|"
    r"(?:changes?|rises?|falls?|comes?|amounts?|adds? up) to)"
)
_SAYS = re.compile(
    rf"(?P<about>.*[^\W\d_]{{2}}.*?)\s(?:{_VERB}|(?P<equals>\d\S*(?: [^\W\d_]+)? =))\s+(?P<amount>\S+(?: \S+){{0,2}})",
    re.IGNORECASE | re.DOTALL,
)
"""A sentence that ends with what may be an amount."""
_INTRODUCTION = re.compile(
    r"(?:yes|so|then|thus|therefore|hence|finally|altogether|overall|(?:in|after|for|with|on|at|from|under) [^,;:]*),",
    re.IGNORECASE,
)
_MORE_SAID = re.compile(
    r"[,;:]|\b(?:not|no|never|cannot|neither|none|because|since|as|if|unless|but|while|could|may|might|let)\b|n['’]t\b|"
    r"\d.*\b(?:and|or|then)\b(?!\s+\d)",
    re.IGNORECASE | re.DOTALL,
)
"""What a sentence has that says more than what the amount at its end is."""
_ASKS_WHETHER = re.compile(
    r"(?:^|[.!?:,]\s+)(?:is|are|was|were|do|does|did|can|could|may|must|should|will|would|has|have)\s[^.!?]*\?\s*$",
    re.IGNORECASE,
)
_ASKS_WHO = re.compile(r"\b(?:who|whom|whose|which)\b|\bby what\b", re.IGNORECASE)
_INITIALS = re.compile(r"\b[A-Z]\.[A-Z]\.\s*$")
_BY = re.compile(
    r"(?:^|(?P<done>.*)\s(?:is|are|was|were|be)\s+\w+(?:ed|en|wn|de|id|ght)\s+)by\s+"
    r"(?=(?:(?:the|an?)\s+)?[^\s\d]+(?: [^\s\d]+){0,3}$)"
)
"""Before who does it: `The claim is approved by`."""
AMOUNTS = frozenset((Kind.NUMBER, Kind.QUANTITY, Kind.MONEY, Kind.PERCENT))
MIN_WRONG, MAX_WRONG = 2, 4
"""Wrong choices that a question with choices has."""


def solution_text(steps: Sequence[tuple[str, str]], answer: str, label: str = "Answer") -> str:
    """A solution from its steps, one per line. Each comes with the name of the skill that it uses, which may be empty
    and is written before the first of successive steps that use the same skill."""
    lines, last = [], ""
    for name, text in steps:
        unnamed = not name or name == last or text.lower().startswith(name.lower()) or _ANSWER_LINE.match(text)
        lines.append(text if unnamed else f"{name}: {text}")
        last = name
    return with_answer("\n".join(lines), answer, label)


def with_answer(solution: str, answer: str, label: str = "Answer") -> str:
    """The solution with the answer at its end, where it is always expected, behind the word for it."""
    return solution if _ANSWER_LINE.search(solution) else f"{solution}\n{label}: {answer}"


class Choice(NamedTuple):
    """A question with choices, as an exercise holds it."""

    question: str
    """With the choices, a line each."""
    choices: tuple[str, ...]
    solution: str
    letter: str


def as_choice(
    question: str, solution: str, answer: str, offered: Sequence[str], *, name: str, turn: int, label: str = "Answer"
) -> Choice | None:
    """A question with choices, from the right answer and those that a model offers; `None` without two wrong ones.

    An answer stands for the choice with its text or, if there is none, with its letter. What may be the right answer in
    other words is no wrong choice. The letter of the right answer is drawn, evenly over the `turn`s of one `name`: a
    model has favourite letters.
    """
    texts = [_LETTERED.sub("", one).strip() for one in offered]
    known = {key_of(text) for text in texts}
    if key_of(answer) not in known and (lettered := _LETTER.fullmatch(answer.strip())):
        index = ord(lettered[1].upper()) - ord("A")
        if index >= len(texts):
            return None
        answer = texts[index]
    answer = _LETTERED.sub("", answer).strip()
    keys, wrong = {key_of(answer)}, list[str]()
    for text in texts:
        if text and key_of(text) not in keys and not _may_be(text, answer, offered=key_of(answer) in known):
            keys.add(key_of(text))
            wrong.append(text)
    if len(wrong) < MIN_WRONG:
        return None
    wrong = wrong[:MAX_WRONG]
    index = in_turn(name, "letter", turn, range(len(wrong) + 1))
    choices = (*wrong[:index], answer, *wrong[index:])
    letter = letter_of(index)
    lines = "".join(f"\n{letter_of(i)}. {choice}" for i, choice in enumerate(choices))
    working = "\n".join(line for line in solution.splitlines() if not _ANSWER_LINE.match(line))
    return Choice(
        question=_LISTED.sub("", question).rstrip() + lines,
        choices=choices,
        solution=f"{working}\n{letter_of(index)}. {answer}\n{label}: {letter}".strip(),
        letter=letter,
    )


def _may_be(text: str, answer: str, *, offered: bool) -> bool:
    """Whether an offered choice may be the right answer in other words: it has the same value or, where the right
    answer itself is not among those `offered`, one has all words of the other."""
    expected = read_expected(answer)
    if expected.kind is not Kind.TEXT and compare(text, expected, strict=True, any_unit=True).correct:
        return True
    one, other = (set(re.findall(r"\w+", part.lower())) for part in (text, answer))
    return not offered and (one <= other or other <= one)


def answer_alone(answer: str, question: str = "") -> str:
    """An answer without the full stop at its end and, if it is an amount and all that is said, without the sentence
    that ends with it: `12 euros` of "The meal allowance is 12 euros."."""
    whole = trim(answer)
    if _INITIALS.search(answer):
        whole += "."
    if _ASKS_WHETHER.search(question):
        return whole
    said = _SAYS.fullmatch(whole)
    if said and _says_only(said) and read_expected(said["amount"]).kind in AMOUNTS:
        return said["amount"]
    by = _BY.match(whole)
    if not by or _says_more(by[0]):
        return whole
    return whole if by["done"] and question and not _ASKS_WHO.search(question) else whole[by.end() :]


def _says_only(said: re.Match[str]) -> bool:
    """Whether a sentence only says what the amount at its end is, perhaps as the value of one calculation."""
    about = said["about"]
    calculated = bool(said["equals"] and re.search(r"[*/+\-−–×·÷x]$", about))
    verbs = re.findall(rf"\b(?<!the ){_VERB}\b|=", about, re.IGNORECASE)
    return len(verbs) <= calculated >= bool(said["equals"]) and not _says_more(about)


def _says_more(about: str) -> bool:
    return bool(_MORE_SAID.search(_INTRODUCTION.sub("", about, count=1)))


def bare_answer(answer: str, checker: Checker) -> str:
    """An answer without the sentence around it: `15/2` of "9/4 * 10/3 = 90/12 = 15/2"."""
    if checker is not Checker.MATHEMATICS or mathematics.is_structured(answer):
        return answer
    if answer.count("=") > 1:
        return extract_answer(answer)
    try:
        mathematics.read_answer(answer)
    except ValueError:
        return extract_answer(answer) or answer
    return answer


def checker_for(answer: str) -> Checker:
    """Mathematics for a bare number or a formula, otherwise text."""
    kind = read_expected(answer).kind
    return Checker.MATHEMATICS if kind is Kind.NUMBER else checker_of(kind)


def verifiable(check: str, answer: str) -> str:
    """The formula if it can be verified, otherwise nothing: one in a notation of the model's own proves nothing, nor
    does one that only says the answer again."""
    if "answer" not in check or not mathematics.is_evidence(check, answer):
        return ""
    try:
        mathematics.holds(check, answer)
    except ValueError:
        return ""
    return check
