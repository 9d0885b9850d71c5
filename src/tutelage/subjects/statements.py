"""Formal statements, which verify an answer in another way than it was found.

Where the answer is a number or an expression, the statement is one of `tutelage.grading.mathematics`, in which
`relation("key")` stands for a number of a table (see `tutelage.subjects.relations`). For a text or a choice it is one
that is looked up:
    statement   answer = term
                answer = text if comparison     the comparison in the grammar of `tutelage.grading.mathematics`
    statement   fulfils statement               a choice of which the statement is true, and of no other one
                answer = text if claim          and `unless claim`: the text for which it is not true
    claim       text fulfils statement          whether a statement would be true of this answer
                text is statement               the same where the statement is looked up
    term        relation(term)                  the values of a key, or of several keys
                relation~(term)                 the keys that have the value, with their other names
                most relation(text, text, …)    those of the keys that have the largest number
                least relation(text, text, …)   … the smallest
                text                            in double quotes

A statement is true of a free answer if the answer is one of the values and every other value is accepted too; of a
choice if that choice is one of the values and no other choice is. So no question has a second right answer that would
be marked wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutelage.grading import mathematics
from tutelage.grading.identity import fold
from tutelage.records import Checker, Exercise
from tutelage.subjects import Draft
from tutelage.subjects.relations import relation

MAX_LENGTH = 2000
MAX_DEPTH = 5
_CLAIM = re.compile(
    r'answer = "(?P<answer>[^"]*)" (?P<sense>if|unless) "(?P<text>[^"]*)" (?P<kind>fulfils|is) (?P<statement>.+)'
)
_CONDITION = re.compile(r'(?<=[)"]) if ([^"]+)$')
_LOOKUP = re.compile(r'([a-z][a-z0-9-]*)\("([^"]*)"\)')
_TOKEN = re.compile(r'\s*(?:"(?P<text>[^"]*)"|(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)|(?P<sign>[~(),]))')


def holds(exercise: Exercise | Draft) -> bool:
    """Whether the formal statement is true of the answer, and of no other choice or text that is not accepted.

    Raises `ValueError` if it is not a valid statement, or the answer is not one of the choices.
    """
    formal, answer, choices = exercise.formal, exercise.answer, exercise.choices
    if claim := _CLAIM.fullmatch(formal):
        return fold(answer) == fold(claim["answer"]) and _claimed(claim) == (claim["sense"] == "if")
    if formal.startswith("fulfils "):
        inner = _LOOKUP.sub(_number, formal.removeprefix("fulfils "))
        return [each for each in choices if _fulfils(inner, each)] == [_chosen(answer, choices)]
    return _holds(exercise)


def _holds(exercise: Exercise | Draft) -> bool:
    """The same for a statement that is not about a claim and not about every choice."""
    formal, answer, choices = exercise.formal, exercise.answer, exercise.choices
    if exercise.checker is Checker.MATHEMATICS:
        return mathematics.holds(_LOOKUP.sub(_number, formal), answer)
    if (exercise.checker is Checker.CHOICE) != bool(choices):
        raise ValueError("an exercise has choices if and only if its checker is 'choice'")
    if len(formal) > MAX_LENGTH:
        raise ValueError(f"a statement has more than {MAX_LENGTH} characters")
    given, right = _chosen(answer, choices) if choices else answer, _right(formal)
    if fold(given) not in right:
        return False
    if choices:
        return sum(fold(choice) in right for choice in choices) == 1
    return right <= {fold(each) for each in (given, *exercise.accepted)}


def _fulfils(statement: str, choice: str) -> bool:
    """Whether a statement is true of a choice; it is not of one that has no value, such as a division by zero."""
    try:
        return mathematics.holds(statement, choice)
    except ValueError:
        return False


def _claimed(claim: re.Match[str]) -> bool:
    """Whether the statement of a claim is true of its text."""
    if claim["kind"] == "fulfils":
        return _fulfils(_LOOKUP.sub(_number, claim["statement"]), claim["text"])
    return fold(claim["text"]) in _right(claim["statement"])


def _right(formal: str) -> set[str]:
    """The texts for which a statement that is looked up is true, in their normal form."""
    if not formal.startswith("answer = "):
        raise ValueError(f"expected 'answer = ' before {formal[:60]!a}")
    condition = _CONDITION.search(formal)
    # A comparison is only about numbers; `0` takes the place of the answer, which it may not mention.
    if condition and not mathematics.holds(condition[1], "0"):
        return set()
    term = formal[len("answer = ") : condition.start() if condition else None]
    return {fold(value) for value in _TermReader(term).read_all()}


def _number(match: re.Match[str]) -> str:
    number = relation(match[1]).number(match[2])
    return f"({number:.12g})"


def _chosen(letter: str, choices: Sequence[str]) -> str:
    position = ord(letter) - ord("A") if len(letter) == 1 else -1
    if not 0 <= position < len(choices):
        raise ValueError(f"{letter[:20]!a} is not the letter of a choice")
    if len({fold(choice) for choice in choices}) < len(choices):
        raise ValueError("two choices are the same")
    return choices[position]


class _TermReader:
    """Recursive descent over one term; its value is a tuple of texts."""

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self.tokens: list[tuple[str, str]] = []
        position = 0
        while position < len(self.text):
            match = _TOKEN.match(self.text, position)
            if match is None:
                raise ValueError(f"unexpected {self.text[position : position + 20]!a} in a statement about facts")
            self.tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
            position = match.end()
        self.position = 0

    def read_all(self) -> tuple[str, ...]:
        values = self.term(0)
        if self.position < len(self.tokens):
            raise ValueError(f"unexpected text at the end of {self.text[:60]!a}")
        return values

    def take(self, kind: str, *wanted: str) -> str:
        """The next token if it is of this kind and one of these."""
        found, token = self.tokens[self.position] if self.position < len(self.tokens) else ("", "")
        if found != kind or (wanted and token not in wanted):
            raise ValueError(f"expected {' or '.join(wanted) or kind} in {self.text[:60]!a}")
        self.position += 1
        return token

    def term(self, depth: int) -> tuple[str, ...]:
        if depth > MAX_DEPTH:
            raise ValueError(f"nested deeper than {MAX_DEPTH}")
        if self.position < len(self.tokens) and self.tokens[self.position][0] == "text":
            return (self.take("text"),)
        name = self.take("name")
        if name in ("most", "least"):
            return self.extreme(name)
        table = relation(name)
        back = self.tokens[self.position : self.position + 1] == [("sign", "~")]
        self.position += back
        self.take("sign", "(")
        inner = self.term(depth + 1)
        self.take("sign", ")")
        return tuple(value for key in inner for value in (table.keys(key) if back else table.values(key)))

    def extreme(self, name: str) -> tuple[str, ...]:
        table = relation(self.take("name"))
        self.take("sign", "(")
        keys = [self.take("text")]
        while self.take("sign", ",", ")") == ",":
            keys.append(self.take("text"))
        numbers = {key: table.number(key) for key in keys}
        wanted = max(numbers.values()) if name == "most" else min(numbers.values())
        return tuple(key for key, number in numbers.items() if number == wanted)
