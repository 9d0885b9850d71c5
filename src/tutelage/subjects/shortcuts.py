"""Ways to an answer that need no skill: a number copied from the question, the sum of two, the same answer every time.

If one of them is right in more than half of a skill's questions, these do not test the skill. `found` says which are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from tutelage.grading.identity import normalise
from tutelage.subjects import Draft

MOST = 0.5
"""Share of the free questions of which a shortcut may be right."""
MOST_CHOICES = 0.68
"""The same for choices: of two options, half are right by luck, and so are up to 40 of 60 at random."""
FEW = 4
"""So many different answers are as few as choices."""
_NUMBER = re.compile(r"(?:(?<![\w.)/])-)?\d+(?:,\d{3})*(?:\.\d+)?")
_ANSWER = re.compile(r"(?:[a-z] = )?(-?\d+(?:\.\d+)?(?:/\d+)?)")
_EXPRESSION = re.compile(r"(?:(?:sin|cos|tan|ln|log|sqrt|pi)(?![a-z])|(?<![a-z])[a-z](?![a-z])|\d|[-+*/^() .])+")
_WORD = re.compile(r"[^\W\d_]{3,}")


def found(drafts: Sequence[Draft]) -> dict[str, int]:
    """Shortcut -> number of the questions to which it gives the right answer, for those that are right too often."""
    hits: Counter[str] = Counter()
    for draft in drafts:
        hits.update(_by_choices(draft) if draft.choices else _by_numbers(draft))
    same, often = Counter(_said(draft) for draft in drafts).most_common(1)[0]
    hits[f"always {same}"] = often
    few = any(draft.choices for draft in drafts) or len({draft.answer for draft in drafts}) <= FEW
    most = (MOST_CHOICES if few else MOST) * len(drafts)
    return {name: count for name, count in hits.most_common() if count > most}


def _said(draft: Draft) -> str:
    return draft.choices[ord(draft.answer) - ord("A")] if draft.choices else draft.answer


def _by_numbers(draft: Draft) -> set[str]:
    """The shortcuts that lead to the answer of a free question."""
    if not (answer := _ANSWER.fullmatch(draft.answer)):
        runs = sorted(_EXPRESSION.findall(draft.question), key=len)
        alike = runs and _any_letter(runs[-1].strip(" .")) == _any_letter(draft.answer)
        return {"copy the expression"} if alike else set()
    numbers = [Fraction(each.replace(",", "")) for each in _NUMBER.findall(draft.question)]
    right = answer[1]
    # A quotient that is only written down is a fraction: it is right as it stands, or not at all.
    quotients = (name for name, a, b in _quotients(numbers) if right == (f"{a}/{b}" if "/" in right else _plain(a / b)))
    return {name for name, guess in _guesses(numbers) if guess == Fraction(right)} | set(quotients)


def _plain(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"{float(value):.10g}"


def _quotients(numbers: Sequence[Fraction]) -> Iterator[tuple[str, Fraction, Fraction]]:
    for name, pair in (("the first two", numbers[:2]), ("the last two", numbers[-2:])):
        if len(pair) == 2 and all(pair):
            yield f"quotient of {name}", pair[0], pair[1]
            yield f"quotient of {name}, turned", pair[1], pair[0]


def _any_letter(text: str) -> str:
    """The normal form of an expression, in whichever variable it is written, and without a constant."""
    return re.sub(r"(?<![a-z])[a-z](?![a-z])", "x", normalise(text).removesuffix("+c"))


def _guesses(numbers: Sequence[Fraction]) -> Iterator[tuple[str, Fraction]]:
    if not numbers:
        return
    yield from (("the first", numbers[0]), ("the last", numbers[-1]))
    yield from (("the largest", max(numbers)), ("the smallest", min(numbers)))
    if len(numbers) < 2:
        return
    yield "sum of all", sum(numbers, Fraction())
    yield "the second", numbers[1]
    for name, (a, b) in (("the first two", numbers[:2]), ("the last two", numbers[-2:])):
        yield from ((f"sum of {name}", a + b), (f"product of {name}", a * b), (f"midpoint of {name}", (a + b) / 2))
        yield from ((f"difference of {name}", a - b), (f"difference of {name}, turned", b - a))


def _by_choices(draft: Draft) -> set[str]:
    """The shortcuts that lead to the right option."""
    right, options = _said(draft), draft.choices
    stem = {word.lower() for word in _WORD.findall(draft.question.partition("\nA. ")[0])}
    shared = [len(stem & {word.lower() for word in _WORD.findall(option)}) for option in options]
    numbers = [_ANSWER.fullmatch(option) for option in options]
    values = [Fraction(number[1]) for number in numbers if number]
    guesses = {"longest option": max(options, key=len), "shortest option": min(options, key=len)}
    if max(shared) > min(shared):
        guesses["option with most words of the question"] = options[shared.index(max(shared))]
    if len(values) == len(options):
        guesses["largest option"] = options[values.index(max(values))]
        guesses["smallest option"] = options[values.index(min(values))]
    return {name for name, guess in guesses.items() if guess == right}
