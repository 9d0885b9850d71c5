"""Forms of question that every skill can have, made from its solved exercises: find the mistake in a solution, fill a
gap in it, compare two results, choose, judge a claim.

A frame takes solved exercises of any skill; a new one is a function and a line in `FRAMES`. What it makes carries a
formal statement of its own, and is recomputed like any other exercise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import NamedTuple
from zlib import crc32

from tutelage.grading.choices import letter_of
from tutelage.grading.identity import fold, question_key
from tutelage.records import Checker
from tutelage.subjects import Draft, QuestionForm

NAMES = (
    *("Ada", "Ben", "Carla", "Dev", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kofi", "Lena"),
    *("Mia", "Noor", "Omar", "Pia", "Quentin", "Rosa", "Sami", "Tara", "Uma", "Victor", "Wen", "Yara"),
)
GAP = "___"
VERDICTS = ("yes", "no")
MAX_WORK = 240
"""Characters of two solutions, above which their results are not compared."""
MAX_WRONG = 3
"""Wrong choices."""
_FORM = re.compile(r" and (parts|terms|largest)\(answer\) [<=] \d+")
"""The part of a statement that is about how the answer is written."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?(/\d+)?")
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_FIGURE = re.compile(_PLAIN)
_TERM = rf"\(?-?{_PLAIN}\)?"
_STEP = re.compile(
    rf"(?<=[:;,] )(?P<left>{_TERM})(?P<sign> [-+] |[*/^])(?P<right>{_TERM}) = (?P<result>-?{_PLAIN})(?=$|;|, )"
)
"""A step with one operation on two numbers."""


class Solved(NamedTuple):
    """An exercise with its solution in pieces."""

    draft: Draft
    work: str
    """The steps, without the answer."""

    @property
    def stem(self) -> str:
        """The question without its list of choices."""
        return self.draft.question.partition("\nA. ")[0]

    @property
    def choices(self) -> str:
        """The list of choices as it stands below the question; empty if there is none."""
        return self.draft.question.removeprefix(self.stem)

    @property
    def answer(self) -> str:
        """The answer in words, never a letter."""
        choices, answer = self.draft.choices, self.draft.answer
        return choices[ord(answer) - ord("A")] if choices else answer

    def whole(self) -> str:
        """The steps, and the answer unless they say it: a sentence that has it in it, or a last step that ends with
        it."""
        said = self.draft.checker is not Checker.MATHEMATICS and self.answer in self.work
        if said or self.work.endswith(f" {self.answer}"):
            return self.work
        return f"{self.work}, so the answer is {self.answer}"


@dataclass(frozen=True)
class Material:
    """What a frame may use: exercises of one skill, all of the same difficulty."""

    right: Solved
    mistakes: Callable[[], Iterator[Solved]]
    """Solutions of the same question with a slip, in random order; their answers are wrong and differ."""
    another: Callable[[], Solved]
    """Makes another right exercise."""
    names: Mapping[str, str]
    """Skill id -> name."""


Frame = Callable[[Material, Random], Draft | None]
"""Makes an exercise, or `None` if it cannot be made of this material."""


def find_the_error(material: Material, rng: Random) -> Draft | None:
    """Somebody's wrong solution is shown, and the right answer is asked for."""
    right, stem = material.right, material.right.stem
    wrong = next(material.mistakes(), None)
    if wrong is None or len(right.draft.choices) == 2 or right.answer in VERDICTS:
        return None
    who, work = somebody(stem), ended(wrong.whole())
    asked = rng.choice(
        (
            f"{stem} {who} writes: {work} That is wrong. What is the right answer?",
            f"Find the mistake in {who}'s solution. The question: {stem} The solution: {work} What is right?",
            f"{who} got this question wrong: {stem} This was the solution: {work} Correct it.",
            f"This solution has a mistake in it: {work} The question was: {stem} Give the right answer.",
        )
    )
    return right.draft._replace(
        question=asked + right.choices, solution=f"{wrong.draft.misconception} {right.draft.solution}"
    )


def missing_step(material: Material, rng: Random) -> Draft | None:
    """A solution is shown up to a step, of which one number is to be found."""
    right = material.right
    if right.draft.checker is not Checker.MATHEMATICS:
        return None
    gaps = list(_gaps(right))
    if not gaps:
        return None
    step, part = rng.choice(gaps)
    hidden, done = step[part].replace(",", ""), right.work[: step.start()]
    left, after = right.work[step.start() : step.start(part)], right.work[step.end(part) : step.end()]
    shown = f"{done}{left}{GAP}{after}"
    asked = rng.choice(
        (
            f"{right.stem} A solution begins like this: {shown}. Which number belongs in the gap?",
            f"Fill the gap in the solution. The question: {right.stem} The solution: {shown}.",
            f"Which number is missing in this solution? {right.stem} {shown}.",
        )
    )
    solution = f"{done}{step[0]}"
    return Draft(
        question=asked,
        solution=f"{solution}. Answer: {hidden}",
        answer=hidden,
        formal=f"{left}answer{after} and parts(answer) < 2".replace(",", ""),
        skills=tuple(skill for skill in right.draft.skills if material.names[skill].lower() in solution.lower()),
    )


def _gaps(right: Solved) -> Iterator[tuple[re.Match[str], str]]:
    """Steps, and the parts of them that can be hidden: nothing that stands beside the gap tells the number, and a
    result is not known before."""
    for step in _STEP.finditer(right.work):
        known = set(_FIGURE.findall(f"{right.stem} {right.work[: step.start()]}"))
        for part in ("left", "right", "result"):
            beside = _FIGURE.findall(" ".join(step[other] for other in ("left", "right", "result") if other != part))
            plain = not step[part].startswith("(") and (part == "result" or not step[part].startswith("-"))
            unique = part == "result" or ("0" not in beside and (step["sign"] != "^" or part == "right"))
            figure = step[part].lstrip("-")
            if plain and unique and figure not in beside and not (part == "result" and figure in known):
                yield step, part


def comparison(material: Material, rng: Random) -> Draft | None:
    """Two results are to be compared, and the larger or the smaller one is asked for."""
    if not _is_number(material.right.draft):
        return None
    first, second = material.right, material.another()
    if not _is_number(second.draft) or len(first.work) + len(second.work) > MAX_WORK:
        return None
    low, high = sorted((first, second), key=lambda solved: _value(solved.answer))
    if _value(low.answer) == _value(high.answer):
        return None
    larger = rng.random() < 0.5
    best, other, word, sign = (high, low, "larger", ">") if larger else (low, high, "smaller", "<")
    one = somebody(first.stem)
    two = somebody(second.stem, but=one)
    asked = rng.choice(
        (
            f"{one}'s question: {first.stem} {two}'s question: {second.stem} Give the {word} of the two right answers.",
            f"Which answer is {word}? Give it. First: {first.stem} Second: {second.stem}",
            f"Answer both, and give the {word} result. {first.stem} {second.stem}",
        )
    )
    known = re.sub(r"\banswer\b", f"({other.answer})", in_any_form(other.draft.formal))
    name = material.names[first.draft.skills[0]]
    after = second.whole()
    after = after[len(name) + 2 :] if after.lower().startswith(f"{name.lower()}: ") else after
    return Draft(
        question=asked,
        solution=f"{first.whole()}. Second: {after}. {best.answer} {sign} {other.answer}. Answer: {best.answer}",
        answer=best.answer,
        formal=f"{best.draft.formal} and {known} and answer {sign} {other.answer}",
        skills=tuple(dict.fromkeys((*first.draft.skills, *second.draft.skills))),
    )


def choice(material: Material, rng: Random) -> Draft | None:
    """A free question with choices: the right answer, and those that mistakes lead to."""
    right, draft = material.right, material.right.draft
    if draft.choices:
        return None
    choices = [draft.answer, *(wrong.answer for wrong in islice(material.mistakes(), MAX_WRONG))]
    if len(choices) < 3 or len({fold(each) for each in choices}) < len(choices):
        return None
    rng.shuffle(choices)
    letter = letter_of(choices.index(draft.answer))
    asked = rng.choice(
        (
            f"{right.stem} Choose the right answer.",
            f"Which of the answers below is right? {right.stem}",
            f"{right.stem} Only one answer below is right. Which?",
        )
    )
    return draft._replace(
        question=asked + listed(choices),
        solution=f"{ended(right.whole())} That is choice {letter}. Answer: {letter}",
        answer=letter,
        formal=f"fulfils {draft.formal}" if draft.checker is Checker.MATHEMATICS else draft.formal,
        checker=Checker.CHOICE,
        choices=tuple(choices),
        accepted=(),
    )


def true_or_false(material: Material, rng: Random) -> Draft | None:
    """A claim about the answer, right or wrong."""
    right, stem = material.right, material.right.stem
    # Whether there is a mistake to be made does not depend on whether one is shown: both are equally frequent.
    wrong, true = next(material.mistakes(), None), rng.random() < 0.5
    if wrong is None or '"' in right.answer + wrong.answer or right.answer in VERDICTS:
        return None
    if question_key(right.draft.question) != question_key(stem):
        return None
    claim, who = (right if true else wrong).answer, somebody(stem)
    asked = rng.choice(
        (
            f"{stem} {who} answers: {ended(claim)} Is that right? Answer yes or no.",
            f"Yes or no: is this answer right? {stem} {ended(claim)}",
            f"{who} was asked: {stem} The reply was: {ended(claim)} Is the reply right, yes or no?",
        )
    )
    verdict = "So the claim is right." if true else "So the claim is wrong."
    word = "fulfils" if right.draft.checker is Checker.MATHEMATICS else "is"
    said = VERDICTS[not true]
    return Draft(
        question=asked,
        solution=f"{ended(right.whole())} {verdict} Answer: {said}",
        answer=said,
        formal=f'answer = "{said}" {"if" if true else "unless"} "{claim}" {word} {right.draft.formal}',
        skills=right.draft.skills,
        checker=Checker.TEXT,
    )


FRAMES: dict[QuestionForm, Frame] = {
    QuestionForm("find the error", True): find_the_error,
    QuestionForm("missing step", True): missing_step,
    QuestionForm("comparison", True): comparison,
    QuestionForm("choice", False): choice,
    QuestionForm("true or false", False): true_or_false,
}


def somebody(question: str, but: str = "") -> str:
    """A name, always the same one for a question, so that the same question never comes back under another name."""
    names = [name for name in NAMES if name != but]
    return names[crc32(question.encode()) % len(names)]


def ended(text: str) -> str:
    """With a full stop behind it, unless it has one: an answer may be a whole sentence."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def listed(choices: Sequence[str]) -> str:
    """Choices as they stand below a question, one a line."""
    return "".join(f"\n{letter_of(index)}. {choice}" for index, choice in enumerate(choices))


def in_any_form(formal: str) -> str:
    """A formal statement without what it says about how the answer is written."""
    return _FORM.sub("", formal)


def _is_number(draft: Draft) -> bool:
    return draft.checker is Checker.MATHEMATICS and _NUMBER.fullmatch(draft.answer) is not None


def _value(number: str) -> float:
    top, _, bottom = number.partition("/")
    return float(top) / float(bottom or 1)
