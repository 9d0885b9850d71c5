"""Pure checks of texts: read an answer from a reply, compare two answers, tell two questions for the same.

How an answer is read from a reply (the first rule that finds one):
1. what follows the last `Answer:`;
2. the content of the last `\\boxed{…}`;
3. what follows the last `####`;
4. what follows the last "answer is" or "result is";
5. what follows the last `=` of the last line that has one;
6. the last number.

Only the first four count where the answer is no mathematics; after them the last line does. Where the answer is a
number with whatever words around it (the checker `number`, of exams that were not written for this program), the first
of the four that gives a number counts (`tutelage.grading.amounts` tells which), and after them the last number of the
reply.

How two answers are compared depends on the question's checker. Mathematics: equal texts after normalisation; equal
numbers; solution sets, points, matrices and sets of numbers part by part; otherwise the project's own reader decides
whether they are equivalent, and `math-verify` where that cannot read one of them. An answer that is only a restatement
of the question is not one: "37 + 25" is no answer to "What is 37 + 25?", whatever it equals. Number: equal values,
whatever their units. Text: equal words. Choice: the letter, the text of the choice, or both, if they
belong together.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from sympy import isprime

from tutelage.grading import amounts, mathematics
from tutelage.records import Checker, Exercise

MAX_ANSWER_CHARS = 200
LAST_CHARS = 4000
"""The answer is looked for in so much of a reply's end."""
COMPARE_SECONDS = 5
MIN_PROSE_WORDS = 3

_BOLD = re.compile(r"(?<![\w)\]}])\*\*|\*\*(?![\w(\[{\\-])")
"""Two stars that are no power."""
_MARKS = (
    r"(?i)answer\s*:\s*([^\n]+)",
    r"####\s*([^\n]+)",
    r"(?i)(?:answer|result)(?: to [^\n.:]{1,80}?)? is:?\s*([^\n]+)",
)
_NUMBER = re.compile(r"[-+]?(?:\d+ \d+/\d+|\d+(?:\.\d+)?(?:/\d+)?)")
_LITERAL = re.compile(r"[-+]?\d{1,30}(?:\.\d{1,30}|/\d{1,30})?")
_AMOUNT = re.compile(r"[$€£]?\s*([-+−]?[\d.,]*\d(?:/\d+)?)\s*(%|[A-Za-z][A-Za-z ]*)?")
_CHOICE_LINES = re.compile(r"(?:\n[A-H]\. [^\n]*)+\Z")
_POINTS_AT_CHOICES = re.compile(
    r"\b(?:of these|(?:of )?the following|these (?:choices|options|statements)|which (?:statement|choice|option))\b",
    re.IGNORECASE,
)
_CHOSEN = re.compile(r"(?:(?:option|choice)\s+)?\(?([A-Z])\)?(?:[.):,]?\s*$|[.):,]\s*(.+))")
_NAMES = {"sqrt", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "infty", "infinity"}
_FUNCTIONS = re.compile(r"(?<![\\a-z])(sin|cos|tan|ln|log|sqrt)(?=\W|\d|x)")
_SUM = re.compile(r"(?=.*[*+=/])[\d.()*+=/-]+")
"""Numbers and signs alone."""
_CALL = re.compile(r"(?:sin|cos|tan|sec|ln|log|sqrt|exp|abs)\(")
"""Brackets that belong to a function, and are no product that was left standing."""


def extract_answer(reply: str, checker: Checker = Checker.MATHEMATICS) -> str:
    """The answer that a reply gives, as text; empty if none can be found."""
    reply = _BOLD.sub("", reply[-LAST_CHARS:])
    marked = list(_marked(reply))
    if checker is Checker.NUMBER:
        found = (amount for piece in marked if (amount := amounts.find_amount(piece)))
        # A marked answer that is not one number is an answer, and a wrong one: what stands before it does not count.
        return next(found, marked[0] if marked else amounts.last_amount(reply))
    if marked:
        return marked[0]
    if checker is not Checker.MATHEMATICS:
        return _trim(reply.strip().rpartition("\n")[2])
    equations = [line for line in reply.splitlines() if "=" in line]
    if equations:
        return _trim(equations[-1].rsplit("=", 1)[1])
    numbers = _NUMBER.findall(reply)
    return numbers[-1] if numbers else ""


def _marked(reply: str) -> Iterator[str]:
    """What the reply itself calls its answer, by each rule that finds something."""
    for pattern in _MARKS:
        found = re.findall(pattern, reply)
        if found:
            yield _trim(_boxed(found[-1]) or found[-1])
        if pattern is _MARKS[0] and (box := _boxed(reply)):
            yield _trim(box)


def _boxed(text: str) -> str:
    """The content of the last `\\boxed{…}`, to the brace that closes it; empty without one."""
    start = text.rfind("\\boxed{")
    if start < 0:
        return ""
    inside = text[start + len("\\boxed{") :]
    depth = 1
    for place, mark in enumerate(inside):
        depth += (mark == "{") - (mark == "}")
        if depth == 0:
            return inside[:place]
    return ""


def _trim(text: str) -> str:
    """Take off what stands around an answer: mathematics marks, a final stop, a sentence that follows."""
    text = re.sub(r"\\(?:text|textbf|mathrm|mbox)\{([^{}]*)\}", r"\1", text.strip())
    # The stop of `B. Nairobi` ends no sentence.
    text = re.split(r"(?<=[\w)}$])(?<!^[A-Z])\.(?:\s|$)", text, maxsplit=1)[0]
    return re.sub(r"^(?:[$`*,;:\s]|\.(?!\d))+|[$`*.,;:\s]+$", "", text)


def normalise(text: str) -> str:
    """One form for one mathematical text: no blanks, one kind of minus, product and power, no thousands commas."""
    text = (
        mathematics.improper(text)
        .replace("$", "")
        .replace("−", "-")
        .replace("·", "*")
        .replace("×", "*")
        .replace("**", "^")
        .replace("\\cdot", "*")
    )
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"\s+", "", text).lower()
    text = text.replace("\\left", "").replace("\\right", "")
    text = _fractions(re.sub(r"\^\{(\d+|\w)\}", r"^\1", text))
    text = re.sub(r"\^[({](\d+|\w)[)}]", r"^\1", text).replace("{", "(").replace("}", ")")
    return re.sub(r"(?<=\d)\*(?=[a-z(])", "", text)


def _fractions(text: str) -> str:
    """LaTeX's fractions and roots in one line, from the inside out."""
    before = ""
    while before != text:
        before = text
        text = re.sub(r"\\?sqrt\{([^{}]*)\}", r"sqrt(\1)", text)
        text = re.sub(r"\\?[dt]?frac\{([^{}]*)\}\{([^{}]*)\}", _over, text)
    return text


def _over(match: re.Match[str]) -> str:
    """A fraction in one line, with brackets only where a bar stands for them."""
    top, bottom = match[1], match[2]
    if re.search(r".[-+]", top) and not re.fullmatch(r"\([^()]*\)", top):
        top = f"({top})"
    if not re.fullmatch(r"-?[\d.]+|\\pi|\w(?:\^\w+)?|(?:sqrt)?\([^()]*\)(?:\^\w+)?", bottom):
        bottom = f"({bottom})"
    return f"{top}/{bottom}"


def question_key(question: str) -> str:
    """Two questions with the same key are the same question, whatever blanks and number formats they use.

    The choices of a multiple-choice question do not count, nor whether it has any: who has seen "What is the capital of
    Kenya?" has seen it. Only where the question points at them ("Which of these …") do they count, in any order.
    """
    choices = _CHOICE_LINES.search(question)
    if choices:
        question = question[: choices.start()]
        if _POINTS_AT_CHOICES.search(question):
            question += "".join(sorted(line[3:] for line in choices[0].strip().splitlines()))
    text = normalise(question)
    return re.sub(r"\d+\.\d+|\d+", _one_number, text).strip(".?!")


def _one_number(match: re.Match[str]) -> str:
    """`0.50` and `1/2` are one number, `007` and `7` too; longer ones than thirty digits stay as they are written."""
    text = match[0]
    if len(text) > 30:
        return text
    return str(Fraction(text)) if "." in text else str(int(text))


def is_right(given: str, question: Exercise) -> bool:
    """Whether an answer, as read from a reply, is right, by the question's own checker. Never raises."""
    if question.checker is Checker.TEXT:
        return same_text(given, question.answer, question.accepted)
    if question.checker is Checker.CHOICE:
        return same_choice(given, question.answer, question.choices)
    if question.checker is Checker.NUMBER:
        return same_number(given, question.answer, question.question)
    return same_answer(given, question.answer, question.question)


def same_number(given: str, expected: str, question: str = "") -> bool:
    """Whether two numbers, as written, are the same; `3/8` is not where the question asks what 3/8 is."""
    if (
        not given
        or len(given) > MAX_ANSWER_CHARS
        or _restated_fraction(normalise(given), normalise(expected), question)
    ):
        return False
    return amounts.same_amount(given, expected)


def fold(text: str) -> str:
    """One form for one text: no case, accents, articles or punctuation.

    >>> fold("The Côte d'Ivoire.")
    'cote divoire'
    """
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    words = re.sub(r"[^\w\s]|_", " ", re.sub(r"[.'’]", "", plain.casefold())).split()
    return " ".join([word for word in words if word not in ("the", "a", "an")] or words)


def same_text(given: str, expected: str, accepted: Sequence[str] = ()) -> bool:
    """Whether two texts are equal but for case, accents, articles and punctuation; `accepted` are as good."""
    if not given or len(given) > MAX_ANSWER_CHARS:
        return False
    return fold(given) in {fold(text) for text in (expected, *accepted)} - {""}


def same_choice(given: str, expected: str, choices: Sequence[str]) -> bool:
    """Whether `given` names the choice with the letter `expected`: by its letter, by its text, or by both. What follows
    a letter may be a reason; if it is the text of another choice, the answer is wrong."""
    if not given or len(given) > MAX_ANSWER_CHARS:
        return False
    chosen = _CHOSEN.fullmatch(given.strip())
    if chosen is None:
        named = [letter_of(place) for place, choice in enumerate(choices) if fold(choice) == fold(given)]
        return named == [expected]
    others = {fold(choice) for place, choice in enumerate(choices) if letter_of(place) != expected}
    return chosen[1] == expected and fold(chosen[2] or "") not in others - {""}


def letter_of(place: int) -> str:
    """The letter of a choice: A for the first one, at place 0."""
    return chr(ord("A") + place)


def place_of(answer: object, choices: Sequence[str], labels: Sequence[str] = ()) -> int:
    """Place of the right choice: a number is its place from 0; a text is a label, a letter, the choice itself, or the
    place, whichever fits first. Raises `ValueError` if it is none of them."""
    if isinstance(answer, int) and not isinstance(answer, bool):
        if 0 <= answer < len(choices):
            return answer
        raise ValueError(f"answer {answer}: the {len(choices)} choices are counted from 0")
    text = str(answer).strip() if isinstance(answer, str) else ""
    letters = [letter_of(place) for place in range(len(choices))]
    for names in (labels, letters, choices, [letter.lower() for letter in letters], [*map(str, range(len(choices)))]):
        if list(names).count(text) > 1:
            raise ValueError("the answer is two of the choices: give its place from 0, or its letter")
        if text in names:
            return list(names).index(text)
    raise ValueError(f"the answer {str(answer)[:40]!r} is none of the choices: give its place from 0, letter or text")


def same_answer(given: str, expected: str, question: str = "") -> bool:
    """Whether `given` is the expected answer, in an evaluated form.

    Never raises: what cannot be read is wrong.
    """
    if not given or len(given) > MAX_ANSWER_CHARS:
        return False
    if _rewritten(given, expected, question):
        return False
    given, expected, question = (mathematics.plain(text) for text in (given, expected, question))
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
    mixed = [mathematics.improper(text) != text for text in (given, expected)]
    return mixed[0] != mixed[1] and given.strip() in question


def is_unworked(answer: str) -> bool:
    """Whether an expected answer is a calculation that was left standing, as `2/3 * 18` or `1/4 * 25 = 6.25`. A
    fraction is none, nor is a product of prime numbers."""
    text = normalise(mathematics.plain(answer))
    if not _SUM.fullmatch(text) or _LITERAL.fullmatch(text.strip("()")):
        return False
    factors = text.split("*")
    return not all(factor.isdigit() and len(factor) <= 9 and isprime(int(factor)) for factor in factors)


def _worked_out(left: str, right: str, question: str) -> bool:
    """Whether it is neither a piece of the question nor longer than what was expected."""
    if question and left in normalise(question):
        return False
    return "(" in right or ("(" not in _CALL.sub("", left) and _terms(left) <= _terms(right))


def _amount(given: str, question: str) -> str:
    """The number of "12.5 %" or "$300": a unit is left out of the comparison if the question names it."""
    match = _AMOUNT.fullmatch(given.strip())
    if match is None or not match[2]:
        return match[1] if match else given
    unit = match[2].lower().replace("%", "percent").split()
    named = set(re.findall(r"[a-z]{2,}", question.lower().replace("%", " percent ")))
    return match[1] if set(unit) <= named else given


def _bare(text: str) -> str:
    """Normalised, without a leading `x =` or `f(x) =` (a line `y = …` stands for its right side) and without `+ C`."""
    text = re.sub(r"(?<=.)\+c$", "", normalise(_trim(text)))
    return text.rsplit("=", 1)[1] if text.count("=") == 1 else text


def _same_number(left: str, right: str) -> bool:
    """Equal values; a fraction must be in lowest terms if it is given as one."""
    if not _LITERAL.fullmatch(left) or re.search(r"/0+$", left):
        return False
    value = Fraction(right)
    return Fraction(left) == value and ("/" not in left or left.lstrip("+") == str(value))


def _structured(expected: str) -> bool:
    """Whether the expected answer has a sign that only solution sets, points, matrices and sets of numbers have."""
    return bool(re.search(r" or |,|[<>≤≥]", expected)) and mathematics.is_structured(expected)


def _same_structure(given: str, expected: str) -> bool:
    """Part by part; what is given must be worked out: without a sign of multiplication between two numbers."""
    text = _matrix(_trim_right(given))
    if re.search(r"\d\s*(\*|·|×|\\cdot)\s*\d", text):
        return False
    try:
        return mathematics.same_structure(text, expected)
    except ValueError:
        return False


def _is_prose(text: str) -> bool:
    """A sentence about the answer. math-verify takes its letters for a product, for seconds."""
    return len(set(re.findall(r"(?<![\\A-Za-z])[A-Za-z]{4,}", text)) - _NAMES) >= MIN_PROSE_WORDS


def _trim_right(text: str) -> str:
    return re.sub(
        r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}", r"(\1)/(\2)", text.replace("\\left", "").replace("\\right", "")
    )


def _matrix(text: str) -> str:
    """LaTeX's `pmatrix` and `bmatrix` as rows of rows, a single column as a vector."""
    found = re.fullmatch(r"\s*\$*\\begin\{[pb]matrix\}(.*)\\end\{[pb]matrix\}\$*\s*", text, flags=re.DOTALL)
    if not found:
        return text
    rows = [row.split("&") for row in found[1].split("\\\\") if row.strip()]
    if all(len(row) == 1 for row in rows):
        return f"({', '.join(row[0] for row in rows)})"
    return f"[{', '.join('[' + ', '.join(row) + ']' for row in rows)}]"


def _terms(text: str) -> int:
    return len(re.findall(r"(?<=[^-+*/^(])[-+]", text)) + 1


def _too_large(text: str) -> bool:
    """Refuse what could keep a computer-algebra system busy: towers of powers and huge exponents or numbers."""
    return bool(re.search(r"\^[^-+*/()]*\^|\^\([^()]*\^|\^\(?-?\d{4,}|\d{16,}|!|\([^()]*\^[^()]*\)\^\(", text))


def _latex(text: str) -> str:
    text = _FUNCTIONS.sub(r"\\\1", text)
    return re.sub(r"\^\(([^()]*)\)", r"^{\1}", text)


@lru_cache(maxsize=4096)
def _equivalent(left: str, right: str) -> bool:
    """By the project's own reader; what it cannot read goes to math-verify, which knows more of LaTeX but misreads
    plain text such as `2sqrt(3)`. Its time-out needs the main thread; elsewhere the limits on size have to do."""
    try:
        return mathematics.same(*(mathematics.read(side.replace("\\", " ")) for side in (left, right)))
    except ValueError:
        pass
    from math_verify import parse, verify

    seconds = COMPARE_SECONDS if threading.current_thread() is threading.main_thread() else None
    texts = (_latex(right), _latex(left))
    sides = [parse(f"${side}$", parsing_timeout=seconds, raise_on_error=False) for side in texts]
    return all(sides) and bool(verify(*sides, timeout_seconds=seconds, raise_on_error=False))
