"""Compare an answer with the expected one, by the question's checker. Pure.

Mathematics: equal texts after normalisation; equal numbers; solution sets, points, matrices and sets of numbers part by
part; otherwise our own reader decides whether they are equivalent, or `math-verify` if that cannot read one of them.
LaTeX is turned into plain text first. An answer that only restates the question is wrong: "37 + 25" does not answer
"What is 37 + 25?", although it is equal. Number: equal values, whatever their units. Text: equal words. Choice: the
letter, the text of the choice, or both, if they belong together.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import isqrt

from tutelage.grading import amounts, latex, mathematics
from tutelage.grading.choices import same_choice
from tutelage.grading.extract import MAX_ANSWER_CHARS, trim
from tutelage.grading.identity import fold, normalise
from tutelage.records import Checker, Exercise

COMPARE_SECONDS = 5
MIN_PROSE_WORDS = 3

_LITERAL = re.compile(r"[-+]?\d{1,30}(?:\.\d{1,30}|/\d{1,30})?")
_AMOUNT = re.compile(r"[$€£]?\s*([-+−]?[\d.,]*\d(?:/\d+)?)\s*(%|[A-Za-z][A-Za-z ]*)?")
_NAMES = {"sqrt", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "infty", "infinity"}
_FUNCTIONS = re.compile(r"(?<![\\a-z])(sin|cos|tan|ln|log|sqrt)(?=\W|\d|x)")
_SUM = re.compile(r"(?=.*[*+=/])[\d.()*+=/-]+")
"""Only numbers and signs."""
_CALL = re.compile(r"(?:sin|cos|tan|sec|ln|log|sqrt|exp|abs)\(")
"""Brackets that belong to a function, not to a product that was not multiplied out."""


def is_right(given: str, question: Exercise) -> bool:
    """Whether an answer, as read from a reply, is right, by the question's checker. Never raises."""
    if question.checker is Checker.TEXT:
        return same_text(given, question.answer, question.accepted)
    if question.checker is Checker.CHOICE:
        return same_choice(given, question.answer, question.choices)
    if question.checker is Checker.NUMBER:
        return same_number(given, question.answer, question.question)
    return same_answer(given, question.answer, question.question)


def same_number(given: str, expected: str, question: str = "") -> bool:
    """Whether two numbers, as written, are equal; `3/8` does not count where the question asks what 3/8 is."""
    if not 0 < len(given) <= MAX_ANSWER_CHARS:
        return False
    restated = _restated_fraction(normalise(given), normalise(expected), question)
    return not restated and amounts.same_amount(given, expected)


def same_text(given: str, expected: str, accepted: Sequence[str] = ()) -> bool:
    """Whether two texts are equal but for case, accents, articles and punctuation; `accepted` are right as well."""
    if not 0 < len(given) <= MAX_ANSWER_CHARS:
        return False
    return fold(given) in {fold(text) for text in (expected, *accepted)} - {""}


def same_answer(given: str, expected: str, question: str = "") -> bool:
    """Whether `given` is the expected answer, fully worked out. Never raises: what cannot be read is wrong."""
    if not 0 < len(given) <= MAX_ANSWER_CHARS or _rewritten(given, expected, question):
        return False
    given, expected, question = (latex.plain(text) for text in (given, expected, question))
    right = _bare(expected)
    left = _bare(_amount(given, question) if _LITERAL.fullmatch(right) else given)
    if left == right:
        return True
    if _structured(expected):
        return not _too_large(left) and _same_structure(given, expected)
    if _LITERAL.fullmatch(right):
        return not _restated_fraction(left, right, question) and _same_number(left.rstrip("%°"), right)
    readable = _worked_out(left, right, question) and not _too_large(left) and not _is_prose(given)
    return readable and _equivalent(left, right)


def _restated_fraction(left: str, right: str, question: str) -> bool:
    """`3/8` where the question asks for 3/8 as a decimal."""
    return bool(question) and "/" in left and "/" not in right and left in normalise(question)


def _rewritten(given: str, expected: str, question: str) -> bool:
    """`7/2` where the question asks for 7/2 as a mixed number, or the other way round."""
    mixed = [latex.improper(text) != text for text in (given, expected)]
    return mixed[0] != mixed[1] and given.strip() in question


def is_unworked(answer: str) -> bool:
    """Whether an expected answer is a calculation that was not carried out, such as `2/3 * 18` or `1/4 * 25 = 6.25`. A
    fraction is not, nor is a product of prime numbers."""
    text = normalise(latex.plain(answer))
    if not _SUM.fullmatch(text) or _LITERAL.fullmatch(text.strip("()")):
        return False
    return not all(factor.isdigit() and len(factor) <= 9 and _is_prime(int(factor)) for factor in text.split("*"))


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % divisor for divisor in range(2, isqrt(number) + 1))


def _worked_out(left: str, right: str, question: str) -> bool:
    """Whether it is neither a piece of the question nor longer than expected."""
    if question and left in normalise(question):
        return False
    return "(" in right or ("(" not in _CALL.sub("", left) and _terms(left) <= _terms(right))


def _amount(given: str, question: str) -> str:
    """The number in "12.5 %" or "$300": a unit does not matter if the question names it."""
    match = _AMOUNT.fullmatch(given.strip())
    if match is None or not match[2]:
        return match[1] if match else given
    unit = match[2].lower().replace("%", "percent").split()
    named = set(re.findall(r"[a-z]{2,}", question.lower().replace("%", " percent ")))
    return match[1] if set(unit) <= named else given


def _bare(text: str) -> str:
    """Normalised, without a leading `x =` or `f(x) =` (of a line `y = …`, the right side counts) and without `+ C`."""
    text = re.sub(r"(?<=.)\+c$", "", normalise(trim(text)))
    return text.rsplit("=", 1)[1] if text.count("=") == 1 else text


def _same_number(left: str, right: str) -> bool:
    """Equal values; an answer given as a fraction must be in lowest terms."""
    if not _LITERAL.fullmatch(left) or re.search(r"/0+$", left):
        return False
    value = Fraction(right)
    return Fraction(left) == value and ("/" not in left or left.lstrip("+") == str(value))


def _structured(expected: str) -> bool:
    """Whether the expected answer is a solution set, point, matrix or set of numbers, by the signs in it."""
    return bool(re.search(r" or |,|[<>≤≥]", expected)) and mathematics.is_structured(expected)


def _same_structure(given: str, expected: str) -> bool:
    """Part by part; the answer must be worked out, without a multiplication sign between two numbers."""
    if re.search(r"\d\s*[*·×]\s*\d", given):
        return False
    try:
        return mathematics.same_structure(given, expected)
    except ValueError:
        return False


def _is_prose(text: str) -> bool:
    """Whether it is a sentence about the answer. math-verify would spend seconds reading its letters as a product."""
    return len(set(re.findall(r"(?<![\\A-Za-z])[A-Za-z]{4,}", text)) - _NAMES) >= MIN_PROSE_WORDS


def _terms(text: str) -> int:
    return len(re.findall(r"(?<=[^-+*/^(])[-+]", text)) + 1


def _too_large(text: str) -> bool:
    """Whether it could keep a computer algebra system busy: towers of powers, huge exponents or numbers."""
    return bool(re.search(r"\^[^-+*/()]*\^|\^\([^()]*\^|\^\(?-?\d{4,}|\d{16,}|!|\([^()]*\^[^()]*\)\^\(", text))


def _latex(text: str) -> str:
    text = _FUNCTIONS.sub(r"\\\1", text)
    return re.sub(r"\^\(([^()]*)\)", r"^{\1}", text)


@lru_cache(maxsize=4096)
def _equivalent(left: str, right: str) -> bool:
    """By our own reader; what it cannot read goes to math-verify, which knows more LaTeX but misreads plain text such
    as `2sqrt(3)`. Its timeout needs the main thread; elsewhere the limits on size must suffice."""
    try:
        return mathematics.same(*(mathematics.read(side.replace("\\", " ")) for side in (left, right)))
    except ValueError:
        pass
    from math_verify import parse, verify

    seconds = COMPARE_SECONDS if threading.current_thread() is threading.main_thread() else None
    texts = (_latex(right), _latex(left))
    sides = [parse(f"${side}$", parsing_timeout=seconds, raise_on_error=False) for side in texts]
    return all(sides) and bool(verify(*sides, timeout_seconds=seconds, raise_on_error=False))
