"""Data sets of `reasoning-gym` as sources of exercises and exam questions.

Only data sets whose answers are plain numbers, one per question, are offered. Other data sets of that package score an
answer by evaluating it as Python; so its scoring only ever gets answers that the generators or this module made, and a
student's answers are compared by the project's own checks. The package has no lessons, no worked solutions, one wording
per question, and no mistakes of learners: so lessons here are minimal, solutions only state the answer, and constructed
errors are answers that are off by a little.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

from tutelage.errors import MissingExtra, SubjectError
from tutelage.grading.identity import question_key
from tutelage.seeds import rng as seeded
from tutelage.subjects import Draft

DATASETS = (
    "aiw",
    "basic_arithmetic",
    "chain_sum",
    "count_bits",
    "count_primes",
    "decimal_chain_sum",
    "gcd",
    "largest_island",
    "leg_counting",
    "letter_counting",
)
"""Those that have been tried: every answer is a number, and the question is short enough for a course."""
LESSON_WORDS = 120
MAX_EXAMPLES = 12
SAMPLE = 200
"""Questions that are drawn to find out whether there are more than a course asks for."""
_TRIES = 100
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,9})?")


class Gym:
    """The subject; see `tutelage.subjects.Subject`. Needs the extra `reasoning-gym`."""

    def __init__(self) -> None:
        self._pools: dict[tuple[str, int], int | None] = {}

    @property
    def skills(self) -> Mapping[str, str]:
        """Id -> name: the name of the data set, with hyphens and with spaces."""
        return {name.replace("_", "-"): name.replace("_", " ") for name in DATASETS}

    def lesson(self, skill: str, rng: Random) -> str:
        """What the package says about the data set, and examples."""
        name = self._name(skill)
        source = _source(skill, 1)
        description = " ".join((inspect.getdoc(type(source)) or "").split())
        text = f"This section is about {name}. {description}\n\nExamples, easy ones first."
        for index in range(MAX_EXAMPLES):
            if index >= 3 and len(text.split()) >= LESSON_WORDS:
                break
            draft = self.exercise(skill, 1 + index % 3, rng)
            text += f" {draft.question} {draft.solution}."
        return text

    def exercise(self, skill: str, difficulty: int, rng: Random) -> Draft:
        """A question of the data set, at the level of its own curriculum that corresponds to the difficulty."""
        name, source = self._name(skill), _source(skill, difficulty)
        entry = _entry(source, rng)
        return _draft(skill, name, entry, entry["answer"])

    def misconception(self, skill: str, difficulty: int, rng: Random) -> Draft:
        """A question with a number that is off by a little; the data set's own scoring must refuse it."""
        name, source = self._name(skill), _source(skill, difficulty)
        entry = _entry(source, rng)
        for _ in range(_TRIES):
            wrong = _off(entry["answer"], rng)
            if source.score_answer(wrong, entry) < 1.0:
                return _draft(skill, name, entry, wrong, "The number is off by a little.")
        raise SubjectError(f"every answer to a question of {name} counts as right: leave this data set out")

    def distinct(self, skill: str, difficulty: int) -> int | None:
        """How many distinct questions a sample of 200 has; `None` if nearly all are distinct."""
        if (skill, difficulty) not in self._pools:
            draws = seeded(0, "distinct", skill, difficulty)
            found = {question_key(self.exercise(skill, difficulty, draws).question) for _ in range(SAMPLE)}
            self._pools[skill, difficulty] = None if len(found) >= 0.95 * SAMPLE else len(found)
        return self._pools[skill, difficulty]

    def composed(self, lower: str, upper: str, rng: Random) -> Draft | None:
        """Nothing: data sets do not combine."""
        return None

    def pairs(self, skills: Sequence[str]) -> Iterator[tuple[str, str]]:
        """None, see `composed`."""
        return iter(())

    def _name(self, skill: str) -> str:
        if skill not in self.skills:
            raise ValueError(f"reasoning-gym has no skill {skill!r} here; there are {', '.join(self.skills)}")
        return self.skills[skill]


@cache
def _source(skill: str, difficulty: int) -> Any:
    """The data set at a level. Raises `ValueError` for another difficulty, and if the package is missing."""
    if difficulty not in (1, 2, 3):
        raise ValueError(f"difficulty is 1, 2 or 3, not {difficulty}")
    try:
        from reasoning_gym.factory import create_curriculum, create_dataset
    except ImportError as error:
        raise MissingExtra(f"{error.name} is missing: pip install 'tutelage[reasoning-gym]'") from None
    name = skill.replace("-", "_")
    curriculum = create_curriculum(name)
    for attribute in curriculum.attributes.values():
        curriculum.set_attr_level(attribute.name, min(difficulty - 1, len(attribute.levels) - 1))
    levels = vars(curriculum.generate_configuration({"seed": 0, "size": 1}))
    return create_dataset(name, **levels)


def _entry(source: Any, rng: Random) -> dict[str, Any]:
    """A question whose right answer is a number. (The package adds an index to the seed, which is always 0 here.)"""
    for _ in range(_TRIES):
        source.seed = rng.getrandbits(60)
        entry: dict[str, Any] = source[0]
        if _NUMBER.fullmatch(entry["answer"]) and source.score_answer(entry["answer"], entry) == 1.0:
            return entry
    raise SubjectError(f"{type(source).__name__} gives no answers that are numbers: leave this data set out")


def _off(answer: str, rng: Random) -> str:
    """Another number with as many decimals."""
    whole, dot, decimals = answer.partition(".")
    digits = int(whole + decimals) + rng.choice((-10, -2, -1, 1, 2, 10))
    text = str(abs(digits)).rjust(len(decimals) + 1, "0")
    split = len(text) - len(decimals)
    return f"{'-' if digits < 0 else ''}{text[:split]}{dot}{text[split:]}"


def _draft(skill: str, name: str, entry: Mapping[str, Any], answer: str, misconception: str = "") -> Draft:
    return Draft(
        question=entry["question"].strip(),
        solution=f"This is a question of {name}. Answer: {answer}",
        answer=answer,
        formal=f"answer = {entry['answer']}",
        skills=(skill,),
        misconception=misconception,
    )


SUBJECT = Gym()
