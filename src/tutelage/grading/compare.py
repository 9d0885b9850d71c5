"""Compare what a reply states with the expected answer, as what the expected answer is (`reading.Kind`).

Numbers are equal if their values are, exactly. Expressions are equal if they are equivalent and both worked out;
equations if one is a multiple of the other; sets, points, intervals and matrices part by part. Our own reader decides,
or `math-verify` on the LaTeX as written if that cannot read one of them. Dates, ranges and scores are compared by their
parts, everything else as text (`texts`). An answer that only restates the question is wrong: "37 + 25" does not answer
"What is 37 + 25?", although it is equal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import isqrt
from typing import NamedTuple

from tutelage.grading import choices, dates, latex, modifiers, natural, quantities, spans, texts, units
from tutelage.grading.amounts import Amount
from tutelage.grading.canonical import canonical, in_signs
from tutelage.grading.dates import Moment
from tutelage.grading.deadline import within
from tutelage.grading.extract import MAX_ANSWER_CHARS, find_amount, trim
from tutelage.grading.identity import normalise
from tutelage.grading.number_words import years_in_figures
from tutelage.grading.reading import Expected, FormulaText, Kind, read_expected, read_formula
from tutelage.grading.signs import plain_signs
from tutelage.grading.spans import Span
from tutelage.records import Checker, Exercise

VERIFY_SECONDS = 0.4
MIN_PROSE_WORDS = 3

_LITERAL = re.compile(r"[-+]?\d{1,30}(?:\.\d{1,30}|/\d{1,30})?")
_NAMES = {"sqrt", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "infty", "infinity"}
_SUM = re.compile(r"(?=.*[*+=/])[\d.()*+=/-]+")
"""Only numbers and signs."""
_CALL = re.compile(
    r"(?:sin|cos|tan|sec|ln|log|sqrt|exp|abs)(?:\^\d)?\(|\((?=(?:sin|cos|tan)\w*\)\^)|\^\([^()]*\)|log_\w+\(|/\(d[a-z](?:\^\d)?\)"
)
"""Brackets that belong to a function or an exponent, not to a product that was not multiplied out."""
_REASON = re.compile(r"(?:,\s*|\s+)(?:because|since|by the|by|using|where|which|as)\b.*", re.DOTALL)
_ASIDE = re.compile(r"\s+\([^()]*[A-Za-z]{4,}[^()]*\)\s*$")
_INTRODUCED = re.compile(r".*\b(?:is|are|equals|be)\b:?\s*(?!not\b)", re.DOTALL)
_OPERATORS = re.compile(r"\\(?:binom|sum|prod|int|lim|det|sqrt)\b|!")
_RELATIONS = re.compile(r"=|<|>|\\(?:leq?|geq?|neq?|lt|gt|in|equiv|approx|sim|cup|cap|subset|to|pm|mp|mid)(?![a-z])")
_QUOTED = re.compile(r"""\s*["“”„«'‘`]+([^"“”„«»'‘’`]+)["“”»'’`]+\s*\.?\s*""")
_WITHIN = re.compile(r"\(\s*([^(),;]*\S)\s*\)")
"""An answer in brackets that make it nothing else, such as a pair."""
_VECTOR = r"\\(?:mathbf|vec|boldsymbol|bm|overrightarrow)\s*\{?([A-Za-z])\}?"
_OF_VECTORS = re.compile(rf"{_VECTOR}\s*(?:\\times|\\cdot|[×·])\s*{_VECTOR}")
_PLAYED = re.compile(
    r"^[A-Za-z' ]*\b(?:won|ended|finished|is|was|are|takes?|took|lasts?|lasted)"
    r"(?: (?:at|in|with|by|about|exactly))?\s+(?=\d)"
)
_CONSTANT = re.compile(r"(?<=.)\+c$|(?:^|=)c\+")
_ANTIDERIVATIVE = re.compile(
    r"\\int|∫|integra|antiderivative|primitive|(?:whose|has the|as its) derivative|derivative is|dy|y'|f'",
    re.IGNORECASE,
)
"""A question whose answer may have a constant."""
_GOES_ON = re.compile(r",\s*(?:\.\.\.|…|\\[lc]?dots|etc\b|and so on)")
_OF_A_NAME = re.compile(r"\s*(?:-|\d+\s*\*?|\|)\s*[A-Za-z]\|?\s*=\s*[(\[]")
"""`-v = (1, 2)` says something of v, and not what v is."""
_ARROWS = re.compile(r"\\(?:vec|mathbf|boldsymbol|bm|overrightarrow|hat|bar)\s*\{?[^{}]*[A-Za-z]")
_LETTER = re.compile(r"(?<![A-Za-z\\])(?![eUR])[A-Za-zα-ω](?![A-Za-z(])")


class Verdict(NamedTuple):
    """Whether an answer is right, and why."""

    correct: bool
    why: str


def is_right(given: str, question: Exercise) -> bool:
    """Whether an answer, as read from a reply, is right. Never raises."""
    return judge(given, question).correct


def judge(given: str, question: Exercise, *, any_unit: bool = False) -> Verdict:
    """Whether an answer, as a reply states it, is right, and why. Never raises. With `any_unit`, a number may have a
    unit although the expected answer has none and the question does not name it."""
    if question.checker is Checker.CHOICE:
        return _choice(given, question.answer, question.choices)
    verdict = Verdict(False, "no answer found")
    for answer in (question.answer, *question.accepted):
        expected = read_expected(answer, question.checker)
        if question.checker is Checker.NUMBER and expected.kind is Kind.TEXT:
            return Verdict(False, "the expected answer is no number")
        strict = question.checker is Checker.MATHEMATICS
        verdict = compare(given, expected, question.question, strict=strict, any_unit=any_unit)
        if verdict.correct:
            break
    return verdict


def compare(
    given: str, expected: Expected, question: str = "", *, strict: bool = False, any_unit: bool = False
) -> Verdict:
    """Whether `given` is the expected answer. With `strict`, a fraction must be in lowest terms, and unless `any_unit`
    a number may only have a unit that the question names."""
    if given.strip() and given.strip() == expected.written:
        return Verdict(True, "the same text")
    if unusable := _unusable(given, expected.written):
        return Verdict(False, unusable)
    if (quoted := _QUOTED.fullmatch(given)) and not _QUOTED.fullmatch(expected.written):
        given = quoted[1]
    if (within := _WITHIN.fullmatch(given.strip())) and not expected.written.startswith("("):
        given = within[1]
    value = expected.value
    if isinstance(value, Amount):
        return _amount(given, value, expected.written, question, strict=strict, any_unit=any_unit)
    if isinstance(value, FormulaText):
        return _formula(given, value, expected, question)
    if isinstance(value, Moment | Span):
        return _parts(given, expected, value)
    return _text(given, value, question)


def _unusable(given: str, expected: str) -> str:
    """Why a text states no answer, whatever is expected; empty if it may state one."""
    if not given.strip():
        return "no answer found"
    if len(given) > max(MAX_ANSWER_CHARS, 2 * len(expected)):
        return "too long for an answer"
    return "taken back" if texts.is_retracted(given) and not texts.is_retracted(expected) else ""


def _text(given: str, expected: str, question: str) -> Verdict:
    if bool(_GOES_ON.search(given)) != bool(_GOES_ON.search(expected)):
        return Verdict(False, "another text")
    if texts.same(given, expected):
        return Verdict(True, "the same words")
    same = natural.same(given, expected, question)
    return Verdict(same, "the same in other words" if same else "another text")


def is_unworked(answer: str) -> bool:
    """Whether an expected answer is a calculation that was not carried out, such as `2/3 * 18` or `1/4 * 25 = 6.25`. A
    fraction is not, nor is a product of prime numbers."""
    text = normalise(latex.plain(answer))
    if not _SUM.fullmatch(text) or _LITERAL.fullmatch(text.strip("()")):
        return False
    return not all(factor.isdigit() and len(factor) <= 9 and _is_prime(int(factor)) for factor in text.split("*"))


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % divisor for divisor in range(2, isqrt(number) + 1))


def _choice(given: str, expected: str, options: Sequence[str]) -> Verdict:
    letter = choices.chosen(given, options)
    if not letter:
        return Verdict(False, "names no single choice")
    return Verdict(letter == expected, "the right choice" if letter == expected else f"chose {letter}")


def _parts(given: str, expected: Expected, value: Moment | Span) -> Verdict:
    if re.fullmatch(r"\d+\s*:\s*\d+", expected.written):
        given = re.sub(r"(?<=\d) to (?=\d)", ":", given)
    if isinstance(value, Span) and not modifiers.denies(given):
        given = _PLAYED.sub("", given)
    same = texts.key_of(given) == texts.key_of(expected.written)
    for one in texts.readings(given):
        if isinstance(value, Moment):
            same |= dates.read(one) == value
        elif (span := spans.read(one)) is not None:
            same |= spans.same(span, value)
    return Verdict(same, f"the same {expected.kind}" if same else f"another {expected.kind}, or none")


def _amount(given: str, expected: Amount, written: str, question: str, *, strict: bool, any_unit: bool) -> Verdict:
    fault = ""
    if re.fullmatch("[A-Za-z]", expected.unit):  # 43g is 43 g if a unit is expected, else a product
        letter = "[lL]" if expected.unit == "l" else expected.unit
        given = re.sub(rf"(?<=\d)(?:\\,)?{letter}(?![\w^*/(])", f" {expected.unit}", latex.without_text(given))
    if not expected.unit and expected.value.denominator == 1 and 1000 < abs(expected.value) < 2100:
        given = years_in_figures(given)
    found = find_amount(given)
    if quantities.rewritten(given, written, question):
        fault = "restates the question"
    elif found is None:
        fault = "no single number found"
    elif quantities.restates_fraction(found.written, expected.written, question):
        fault = "restates the question"
    elif not quantities.same_unit(found, expected, question, strict=strict and not any_unit):
        fault = f"another unit: {found.unit}"
    elif strict and "/" in found.written and " " not in found.written and str(found.value) not in found.written:
        fault = "not in lowest terms"
    elif not quantities.same_value(found, expected, question, strict=strict):
        fault = "the sign differs" if found.value == -expected.value else "another number"
    return Verdict(not fault, fault or "equal numbers")


def _formula(given: str, expected: FormulaText, whole: Expected, question: str) -> Verdict:
    verdict = Verdict(False, "not read as mathematics")
    if bool(_GOES_ON.search(given)) != bool(_GOES_ON.search(whole.written)):
        return Verdict(False, "another end")
    if whole.kind is Kind.EXPRESSION and _ARROWS.search(given) and not _ARROWS.search(whole.written):
        return Verdict(False, "a vector")
    short = _ASIDE.sub("", _REASON.sub("", trim(given)))
    readings = [trim(given), short]
    if re.search(r"[A-Za-z]{2}", short) and (introduced := _INTRODUCED.match(short)):
        readings.append(short[introduced.end() :])
    for reading in dict.fromkeys(filter(None, readings)):
        verdict = _same_formula(reading, expected, whole, latex.plain(question))
        if verdict.correct:
            break
    return verdict


def _same_formula(given: str, expected: FormulaText, whole: Expected, question: str) -> Verdict:
    given = in_signs(given)
    text, unit = _without_unit(latex.plain(plain_signs(given)), expected)
    text = _in_letters_of(text, expected.text)
    if quantities.rewritten(given, whole.written, question):
        return Verdict(False, "restates the question")
    if unit not in ("", expected.unit):
        return Verdict(False, f"another unit: {unit}")
    if _OF_VECTORS.search(whole.written) and _product_of_vectors(given) != _product_of_vectors(whole.written):
        return Verdict(False, "another product of vectors")
    fault = _other_signs(text, whole, expected.text, question)
    if not fault and canonical(text) == canonical(expected.text):
        return Verdict(True, "the same formula")
    fault = fault or _unworked(text, expected, whole.kind, question)
    if fault or _too_large(_bare(text)) or _is_prose(given):
        return Verdict(False, fault or "not read as mathematics")
    same = _equivalent(text, expected.text)
    if same is None:
        same = _verified(given, whole.written)
    return Verdict(same, f"the same {whole.kind}" if same else f"another {whole.kind}")


def _other_signs(text: str, whole: Expected, expected: str, question: str) -> str:
    """Why a formula says something else although its value may be the same; empty if it does not."""
    constants = [bool(_CONSTANT.search(normalise(trim(side)))) for side in (text, expected)]
    if constants == [True, False] and not _ANTIDERIVATIVE.search(question):
        return "a constant too many"
    if constants == [False, True] and re.search(r"(?<![A-Za-z])[abAB]", expected):
        return "a term too few"  # of ax + b + c, c is a term as any other
    if _OF_A_NAME.match(text) and not _OF_A_NAME.match(expected):
        return "another name"
    intervals = whole.kind is Kind.TUPLE and "∈" in text and "∈" in expected
    if (whole.kind in (Kind.INEQUALITY, Kind.SET) or intervals) and "{" not in text + expected:
        own, wanted = (set(_LETTER.findall(re.sub(r"\bor\b|\band\b", "", side))) for side in (text, expected))
        return "another unknown" if wanted and own - wanted else ""
    return ""


def _product_of_vectors(text: str) -> list[str]:
    """The letters of a product in their order, with its signs: the vector product is neither the scalar product nor
    itself the other way round."""
    signs = {r"\times": "×", r"\cdot": "·"}
    found = [signs.get(one, one) for one in re.findall(r"\\times|\\cdot|[×·]|[A-Za-z]", re.sub(_VECTOR, r"\1", text))]
    return found if "×" in found else sorted(found)


def _unworked(text: str, expected: FormulaText, kind: Kind, question: str) -> str:
    """Why a formula is no answer although it may be equal to one; empty if it may be one."""
    left, right, asked = _bare(text), _bare(expected.text), normalise(question)
    if question and "=" in text and normalise(trim(text)) in asked:
        return "restates the question"
    if kind is Kind.EXPRESSION and expected.value is not None:
        if question and left in asked:
            return "restates the question"
        longer = "(" in _CALL.sub("", left) or _terms(left) > _terms(right)
        return "not worked out" if longer and "(" not in right else ""
    multiplied = kind is not Kind.EQUATION and kind is not Kind.EXPRESSION and re.search(r"\d\s*[*·×]\s*\d", text)
    return "not worked out" if multiplied else ""


def _without_unit(text: str, expected: FormulaText) -> tuple[str, str]:
    """The text and the unit behind it, if the expected answer has one or it cannot be anything else."""
    behind = re.fullmatch(r"(.*[\w)])\s+([^\W\d_]{1,20}(?:\^\d)?(?:/[^\W\d_]{1,10}(?:\^\d)?)?)", text, re.DOTALL)
    if (
        behind
        and (name := units.name_of(behind[2]))
        and units.is_known(name)
        and (expected.unit or not units.is_letter(behind[2]))
    ):
        return behind[1], name if expected.unit else ""
    return text, ""


def _in_letters_of(given: str, expected: str) -> str:
    """The text with small letters where the expected formula has no capital ones, unless it uses a letter in both
    sizes itself: `X = 3` for `x = 3`, but `f = ma` is not `F = ma`, and `v = IR` is not `V = Ir`."""
    if len(expected) == 1:
        return expected if given.lower() == expected.lower() else given
    own, wanted = (set(re.findall(r"[A-Za-z]", text)) for text in (given, expected))
    if len({letter.lower() for letter in own}) < len(own) or any(map(str.isupper, wanted)):
        return given
    return "".join(mark.lower() if mark.lower() in wanted else mark for mark in given)


def _bare(text: str) -> str:
    """Normalised, without a leading `x =` or `f(x) =` (of a line `y = …`, the right side counts) and without `+ C`."""
    text = _CONSTANT.sub("", normalise(trim(text)))
    return text.rsplit("=", 1)[1] if text.count("=") == 1 else text


def _is_prose(text: str) -> bool:
    """Whether it is a sentence about the answer, whose letters would be read as a product."""
    return len(set(re.findall(r"(?<![\\A-Za-z])[A-Za-z]{4,}", text)) - _NAMES) >= MIN_PROSE_WORDS


def _terms(text: str) -> int:
    return len(re.findall(r"(?<=[^-+*/^(])[-+]", text)) + 1


def _too_large(text: str) -> bool:
    """Whether it could keep a computer algebra system busy: towers of powers, huge exponents or numbers."""
    return bool(re.search(r"\^(?:[\d.]+|[A-Za-z])\^|\^\([^()]*\^|\^\(?-?\d{4,}|\d{16,}|!|\([^()]*\^[^()]*\)\^\(", text))


@lru_cache(maxsize=4096)
def _equivalent(given: str, expected: str) -> bool | None:
    """By our own reader, which takes plain text; `None` if it cannot read one of them."""
    from tutelage.grading.mathematics import answers, formulas

    right = read_formula(expected)
    left = read_formula(given, right)
    if left is None or right is None:
        return None
    if isinstance(right, formulas.Relation) and isinstance(left, answers.ValueList):
        left = read_formula(given, answers.NumberSet(())) or left  # (-4, 4) beside |x| < 4
    elif type(left) is not type(right) and (again := read_formula(expected, left)) is not None:
        right = again  # (2, 5) is an interval beside 2 < x < 5
    if formulas.is_solution(right) and isinstance(left, formulas.Equation):
        return False  # 2x = 6 is not solved
    try:
        return formulas.same_formula(left, right)
    except (ValueError, RecursionError):
        return None


@lru_cache(maxsize=4096)
def _verified(given: str, expected: str) -> bool:
    """By `math-verify`, which knows more LaTeX, and misreads other text such as `2sqrt(3)`. Both must have the same
    operators: a sum or binomial that is left standing is not its value."""
    if not all("\\" in side for side in (given, expected)) and not (
        "\\" in expected and not re.search(r"[a-z]{3}", given)
    ):
        return False
    if any(sorted(one.findall(given)) != sorted(one.findall(expected)) for one in (_OPERATORS, _RELATIONS)):
        return False
    from math_verify import LatexExtractionConfig, grader, parse, parser, verify

    parser.TIMEOUT_WARNING_SHOWN = grader.TIMEOUT_WARNING_SHOWN = True  # the bound on time is ours, as it asks for
    sides = [re.sub(r"^\$+|\$+$", "", side.strip()) for side in (expected, given)]

    def verified() -> bool:
        config = [LatexExtractionConfig()]
        read = [parse(f"${side}$", config, "no_fallback", parsing_timeout=None) for side in sides]
        whole = all(
            len(one) == 2 and normalise(str(one[1])) == normalise(side) for one, side in zip(read, sides, strict=True)
        )
        return whole and bool(verify(*read, float_rounding=12, strict=True, timeout_seconds=None))

    return within(VERIFY_SECONDS, verified, otherwise=False)
