"""All questions that documents give, and which of them are kept for the exam. Pure.

What a course teaches and what the exam asks are the same facts in other wordings: of each fact one wording is held out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from random import Random
from typing import NamedTuple

from tutelage.records import Origin, Passage
from tutelage.seeds import rng
from tutelage.teacher.documents.clauses import read_passages
from tutelage.teacher.documents.items import Fact, Item
from tutelage.teacher.documents.material import Material
from tutelage.teacher.documents.rules import RULES, pairs
from tutelage.teacher.protocol import Pools

ERRORS = 8
"""One in so many questions of a skill, and at least one if there are some, is only shown with a wrong solution."""
_FAVOURED = {"question": 3.0, "cell": 2.0}
"""How much likelier than others a wording is held out: a plain question is what a user would ask."""


class Question(NamedTuple):
    """An item with its fact."""

    fact: Fact
    item: Item

    @property
    def skill(self) -> str:
        """Of two passages, the one that comes later."""
        return self.fact.places[-1].skill

    @property
    def kind(self) -> tuple[str, bool]:
        """Questions of one kind are alike."""
        return self.fact.rule, bool(self.item.others)


class Bank:
    """The questions of passages, each given with the id of its skill."""

    def __init__(self, passages: Sequence[tuple[Passage, str]]) -> None:
        self.material = Material(read_passages(passages), passages)
        found = [fact for rule in RULES for fact in rule(self.material)]
        self.facts = tuple(_without_ambiguous(found))
        self._pools: dict[tuple[str, Origin], list[Question]] = defaultdict(list)
        for fact in self.facts:
            for origin, items in divided(fact).items():
                for item in items:
                    question = Question(fact, item)
                    self._pools[question.skill, origin].append(question)
        for skill in {skill for skill, _ in self._pools}:
            self._set_errors_aside(skill)

    def _set_errors_aside(self, skill: str) -> None:
        """Take the questions for constructed errors out of the course, of facts that it still asks otherwise."""
        pool = self._pools[skill, Origin.COURSE]
        left = Counter(question.fact.key for question in pool)
        errors = self._pools[skill, Origin.MISCONCEPTION]
        for question in spread(pool, rng(0, "errors", skill)):
            if len(errors) * ERRORS >= len(pool):
                break
            if question.item.slip is not None and left[question.fact.key] > 1:
                left[question.fact.key] -= 1
                errors.append(question)
        self._pools[skill, Origin.COURSE] = [question for question in pool if question not in errors]

    def pool(self, skill: str, origin: Origin) -> list[Question]:
        """The questions of a skill for the course, its constructed errors, the exam or the development exam; these four
        share none."""
        own = origin in (Origin.EXAM, Origin.DEVELOPMENT, Origin.MISCONCEPTION)
        return self._pools.get((skill, origin if own else Origin.COURSE), [])

    def distinct(self, skill: str) -> Pools:
        """How many questions there are for each purpose."""
        return Pools(
            course=len(self.pool(skill, Origin.COURSE)),
            exam=len(self.pool(skill, Origin.EXAM)),
            development=len(self.pool(skill, Origin.DEVELOPMENT)),
            errors=len(self.pool(skill, Origin.MISCONCEPTION)),
        )

    def compared(self, lower: str, skill: str) -> list[Question]:
        """Questions that need a passage of each of two skills and are not in the exam."""
        facts = _without_ambiguous(pairs.between(self.material, lower, skill))
        return [Question(fact, item) for fact in facts if fact.key not in self._held_out for item in fact.items]

    def combines(self, lower: str, skill: str) -> bool:
        """Whether there is such a question."""
        return any(fact.key not in self._held_out for fact in pairs.between(self.material, lower, skill))

    @cached_property
    def _held_out(self) -> set[str]:
        return {
            question.fact.key
            for (_, origin), pool in self._pools.items()
            if origin is not Origin.COURSE
            for question in pool
            if len(question.fact.places) > 1
        }


def divided(fact: Fact) -> dict[Origin, list[Item]]:
    """The items of a fact for course, exam and development exam. A fact with a single wording is only taught; only of
    what is put together from two passages whole facts are held out, since each half is taught by itself.

    The choice rests on what a fact says, not on where: the exam would else ask of one page what is taught of another
    one that says the same, and after an edit what had been taught before."""
    said = fact.key.removeprefix(fact.places[0].passage).casefold()
    source = rng(0, "held out", fact.rule, said)
    wordings = list(dict.fromkeys(item.wording for item in fact.items))
    if len(fact.places) > 1:
        origin = source.choice((Origin.COURSE, Origin.EXAM, Origin.EXAM, Origin.DEVELOPMENT))
        return {origin: list(fact.items)}
    if len(wordings) < 2:
        return {Origin.COURSE: list(fact.items)}
    held = source.choices(wordings, [_FAVOURED.get(wording, 1.0) for wording in wordings])[0]
    kept = [item for item in fact.items if item.wording == held]
    source.shuffle(kept)
    taught = [item for item in fact.items if item.wording != held]
    return {Origin.COURSE: taught, Origin.EXAM: kept[:1], Origin.DEVELOPMENT: kept[1:]}


def spread(questions: Iterable[Question], source: Random, asked: Iterable[Question] = ()) -> Iterator[Question]:
    """Questions in a random order in which every fact comes once before any comes twice, those that were `asked`
    before counted, and kinds alternate."""
    left = list(questions)
    source.shuffle(left)
    facts = Counter(question.fact.key for question in asked)
    turns: Counter[tuple[int, tuple[str, bool]]] = Counter()
    ranked = []
    for question in left:
        turn = facts[question.fact.key]
        facts[question.fact.key] += 1
        ranked.append((turn, turns[turn, question.kind], question))
        turns[turn, question.kind] += 1
    return (question for _, _, question in sorted(ranked, key=lambda one: one[:2]))


def _without_ambiguous(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Facts without the free questions that have another answer elsewhere, and without a repeated question."""
    facts = list(facts)
    answers: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        for item in fact.items:
            if not item.others:
                answers[item.question.casefold()].add(item.answer.casefold())
    seen: set[tuple[str, str, frozenset[str]]] = set()
    for fact in facts:
        items = []
        for item in fact.items:
            asked = (
                fact.places[-1].topic,
                item.question,
                frozenset((item.answer, *item.others) if item.others else ()),
            )
            if asked not in seen and (item.others or len(answers[item.question.casefold()]) == 1):
                seen.add(asked)
                items.append(item)
        if items:
            yield fact._replace(items=tuple(items))
