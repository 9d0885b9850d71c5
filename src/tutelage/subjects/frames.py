"""Forms of question that every skill can have, made from its plain exercises: find the mistake in a solution, fill a
gap in it, compare two results, choose, judge a claim.

A frame takes finished drafts, so it fits any subject; a new one is a function and a line in `FRAMES`. What it makes
carries a formal statement of its own, and is recomputed like any other exercise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from tutelage.grading.choices import letter_of
from tutelage.grading.identity import fold
from tutelage.records import Checker
from tutelage.subjects import Draft, QuestionForm

NAMES = (
    *("Ada", "Ben", "Carla", "Dev", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kofi", "Lena"),
    *("Mia", "Noor", "Omar", "Pia", "Quentin", "Rosa", "Sami", "Tara", "Uma", "Victor", "Wen", "Yara"),
)
MAX_BODY = 240
"""Characters of two solutions, above which their results are not compared."""
_FORM = re.compile(r" and (parts|terms|largest)\(answer\) [<=] \d+")
"""The part of a statement that is about how the answer is written."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?(/\d+)?")
_TERM = r"\(?-?\d+(?:\.\d+)?\)?"
_STEP = re.compile(rf"(?<=[:;,] )(?P<sum>{_TERM}(?: [-+] |[*/^]){_TERM}) = (?P<result>-?\d+(?:\.\d+)?)(?=$|[;,])")
"""A step with one operation on two numbers."""
GAP = "___"


class Material(NamedTuple):
    """What a frame may use: exercises of one skill, all of the same difficulty."""

    right: Draft
    wrong: tuple[Draft, ...]
    """Solutions of the same question with a slip, whose answers are wrong and differ from each other; maybe none."""
    second: Draft
    """Another right exercise."""
    name: str
    """The name of the skill."""


Frame = Callable[[Material, Random], Draft | None]
"""Makes an exercise, or `None` if it cannot be made of this material."""


def find_the_error(material: Material, rng: Random) -> Draft | None:
    """Somebody's wrong solution is shown, and the right answer is asked for."""
    right = material.right
    if not material.wrong:
        return None
    wrong, who = rng.choice(material.wrong), rng.choice(NAMES)
    stem, listed = _split(right.question)
    said, given = _body(wrong), _shown(right, wrong.answer)
    asked = rng.choice(
        (
            f"{who} was asked: {stem} {who} wrote: {said}, and got {given}. There is a mistake in it. What is right?",
            f"Find the mistake and give the right answer. Question: {stem} Solution: {said}; so it is {given}.",
            f"{stem} {who} gets {given}, which is wrong: {said}. What should {who} have got?",
            f"This solution is wrong: {said}; the result is {given}. The question was: {stem} Correct it.",
        )
    )
    return right._replace(question=asked + listed, solution=f"{wrong.misconception} {right.solution}")


def missing_step(material: Material, rng: Random) -> Draft | None:
    """A solution is shown up to a result that is to be found."""
    right = material.right
    found = list(_STEP.finditer(_body(right)))
    if right.checker is not Checker.MATHEMATICS or not found:
        return None
    step = rng.choice(found)
    done, (stem, _) = _body(right)[: step.start()], _split(right.question)
    shown = f"{done}{step['sum']} = {GAP}"
    asked = rng.choice(
        (
            f"{stem} A solution begins like this: {shown}. Which number belongs in the gap?",
            f"Fill the gap. Question: {stem} Solution: {shown}",
            f"Which number is missing in this solution? {stem} {shown}",
        )
    )
    return Draft(
        question=asked,
        solution=f"{_named(f'{done}{step[0]}', material.name)}. Answer: {step['result']}",
        answer=step["result"],
        formal=f"answer = {step['sum']} and parts(answer) < 2",
        skills=right.skills,
    )


def comparison(material: Material, rng: Random) -> Draft | None:
    """Two results are to be compared, and the larger or the smaller one is asked for."""
    first, second = material.right, material.second
    both = (first, second)
    if any(draft.checker is not Checker.MATHEMATICS or not _NUMBER.fullmatch(draft.answer) for draft in both):
        return None
    if first.question == second.question or len(_body(first)) + len(_body(second)) > MAX_BODY:
        return None
    low, high = sorted(both, key=lambda draft: _value(draft.answer))
    if _value(low.answer) == _value(high.answer):
        return None
    larger = rng.random() < 0.5
    best, other, word = (high, low, "larger") if larger else (low, high, "smaller")
    one, two = rng.sample(NAMES, 2)
    (stem, _), (stem_two, _) = _split(first.question), _split(second.question)
    asked = rng.choice(
        (
            f"{one} is asked: {stem} {two} is asked: {stem_two} What is the {word} of the two right answers?",
            f"Two questions: {stem} And: {stem_two} Which answer is {word}? Give it.",
            f"Solve both and give the {word} result. First: {stem} Second: {stem_two}",
        )
    )
    known = re.sub(r"\banswer\b", f"({other.answer})", in_any_form(other.formal))
    sign = ">" if larger else "<"
    return Draft(
        question=asked,
        solution=f"{_body(first)}, so it is {first.answer}. {_body(second)}, so it is {second.answer}. "
        f"{best.answer} {sign} {other.answer}. Answer: {best.answer}",
        answer=best.answer,
        formal=f"{best.formal} and {known} and answer {sign} {other.answer}",
        skills=tuple(dict.fromkeys((*first.skills, *second.skills))),
    )


def choice(material: Material, rng: Random) -> Draft | None:
    """A free question with choices: the right answer, and those that mistakes lead to."""
    right = material.right
    if right.choices or len(material.wrong) < 2:
        return None
    wrong = rng.sample([draft.answer for draft in material.wrong], min(3, len(material.wrong)))
    choices = [right.answer, *wrong]
    if len({fold(each) for each in choices}) < len(choices):
        return None
    rng.shuffle(choices)
    letter = letter_of(choices.index(right.answer))
    stem = right.question
    asked = rng.choice((f"{stem} Choose.", f"Which is right? {stem}", f"{stem} Only one of these is right."))
    return right._replace(
        question=asked + "".join(f"\n{letter_of(index)}. {each}" for index, each in enumerate(choices)),
        solution=f"{_body(right)}; that is choice {letter}. Answer: {letter}",
        answer=letter,
        formal=f"fulfils {right.formal}" if right.checker is Checker.MATHEMATICS else right.formal,
        checker=Checker.CHOICE,
        choices=tuple(choices),
        accepted=(),
    )


def true_or_false(material: Material, rng: Random) -> Draft | None:
    """A claim about the answer, right or wrong."""
    right = material.right
    if not material.wrong or '"' in right.answer:
        return None
    true = rng.random() < 0.5
    said = right.answer if true else rng.choice(material.wrong).answer
    claim, fact = _shown(right, said), _shown(right, right.answer)
    (stem, _), who = _split(right.question), rng.choice(NAMES)
    asked = rng.choice(
        (
            f"{stem} {who} answers: {claim}. Is that right? Answer yes or no.",
            f"Yes or no: is {claim} the right answer to this question? {stem}",
            f"Somebody claims that {claim} is the answer. Is it? {stem} Answer yes or no.",
        )
    )
    ending = f"so {claim} is right" if true else f"the right answer is {fact}, not {claim}"
    word = "fulfils" if right.checker is Checker.MATHEMATICS else "is"
    return Draft(
        question=asked,
        solution=f"{_body(right)}; {ending}. Answer: {'yes' if true else 'no'}",
        answer="yes" if true else "no",
        formal=f'answer = "{"yes" if true else "no"}" {"if" if true else "unless"} "{claim}" {word} {right.formal}',
        skills=right.skills,
        checker=Checker.TEXT,
    )


FRAMES: dict[QuestionForm, Frame] = {
    QuestionForm("find the error", True): find_the_error,
    QuestionForm("missing step", True): missing_step,
    QuestionForm("comparison", True): comparison,
    QuestionForm("choice", False): choice,
    QuestionForm("true or false", False): true_or_false,
}


def in_any_form(formal: str) -> str:
    """A formal statement without what it says about how the answer is written."""
    return _FORM.sub("", formal)


def _split(question: str) -> tuple[str, str]:
    """A question and its list of choices."""
    stem, mark, rest = question.partition("\nA. ")
    return stem, mark + rest


def _body(draft: Draft) -> str:
    """The steps of a solution, without the answer and the sentence that names its letter."""
    body = draft.solution.removesuffix(f". Answer: {draft.answer}")
    return re.sub(r"\. [^.]+ is choice [A-H]$", "", body) if draft.choices else body


def _shown(draft: Draft, answer: str) -> str:
    """An answer, or what stands behind its letter."""
    return draft.choices[ord(answer) - ord("A")] if draft.choices else answer


def _named(work: str, name: str) -> str:
    return work if name.lower() in work.lower() else f"{name[:1].upper()}{name[1:]}: {work}"


def _value(number: str) -> float:
    top, _, bottom = number.partition("/")
    return float(top) / float(bottom or 1)
