"""After a change of documents: what of the earlier course still holds. Pure.

An exercise holds if every passage that it rests on is still there, word for word, and so are the skills that it names;
one without evidence holds if its skill has the same passages as before. Only what is missing then is written anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple, TypeVar

from tutelage.course.rewrites import rewrites_of
from tutelage.progress import counted
from tutelage.records import Account, Course, Exercise, Lesson, Origin, RequestKind, SkillGraph

Item = TypeVar("Item", Lesson, Exercise)


class Renewal(NamedTuple):
    """What an earlier course gives to a new one."""

    course: Course
    """What still holds. Sections that are passages are not in it: they are made anew, which costs nothing."""
    unchanged: frozenset[str]
    """Skills for which nothing is asked for: their passages are what they were."""
    rewrites: Mapping[str, tuple[str, ...]]
    """Skill -> rewrites of its passages that still hold."""
    dropped: int
    """Exercises and exam questions that no longer hold."""

    def text(self, course: Course) -> str:
        """What became of the items of the earlier course, in a line; `course` is the new one."""
        kept = count_items(self.course)
        return (
            f"documents have changed: {counted(kept, 'item')} of the earlier course still hold, {self.dropped:,} do "
            f"not and were dropped, {count_items(course) - kept:,} are new"
        )


def renew(earlier: Course, graph: SkillGraph, there: Container[str]) -> Renewal:
    """What of an earlier course holds for a graph and the ids of the passages that are there now."""
    old = {lesson.skill: (lesson.title, lesson.passages) for lesson in earlier.lessons}
    known = {skill.id for skill in graph.skills}
    unchanged = frozenset(skill.id for skill in graph.skills if old.get(skill.id) == (skill.name, skill.passages))

    def holds(exercise: Exercise) -> bool:
        if not known.issuperset((exercise.skill, *exercise.skills)):
            return False
        if exercise.evidence:
            return all(citation.passage in there for citation in exercise.evidence)
        return unchanged.issuperset((exercise.skill, *exercise.skills))

    def kept(exercises: Iterable[Exercise]) -> tuple[Exercise, ...]:
        return tuple(filter(holds, exercises))

    course = Course(
        lessons=tuple(one for one in earlier.lessons if one.skill in unchanged and not one.passages),
        exercises=kept(earlier.exercises),
        misconceptions=kept(earlier.misconceptions),
        exam=kept(earlier.exam),
        development=kept(earlier.development),
        rejected=tuple(one for one in earlier.rejected if one.skill in unchanged),
        accounts=tuple(one for one in earlier.accounts if one.skill in unchanged),
    )
    rewrites = {skill: texts for skill, texts in rewrites_of(earlier.lessons, graph).items() if skill in unchanged}
    return Renewal(course, unchanged, rewrites, count_items(earlier) - count_items(course))


def accounts_of_kept(kept: Course, unchanged: Container[str]) -> tuple[Account, ...]:
    """The accounts of an earlier course for the items that it gives: those of skills for which nothing is asked for,
    without what was dropped; of the others, as if what still holds had been asked for, beside what is written now."""
    items = (*kept.exercises, *kept.misconceptions, *kept.exam, *kept.development)
    left = Counter((item.skill, item.origin) for item in items)
    accounts = []
    for account in kept.accounts:
        key, dropped = (account.skill, account.origin), 0
        if account.kind in (RequestKind.EXERCISES, RequestKind.MISCONCEPTIONS):
            dropped = max(0, account.accepted - left[key])
            left[key] -= account.accepted - dropped
        less = {name: getattr(account, name) - dropped for name in ("asked", "drafts", "accepted")}
        accounts.append(account.model_copy(update=less))
    for (skill, origin), number in left.items():
        if number and skill not in unchanged:
            kind = RequestKind.MISCONCEPTIONS if origin is Origin.MISCONCEPTION else RequestKind.EXERCISES
            held = Account(skill=skill, kind=kind, origin=origin, asked=number, drafts=number, accepted=number)
            accounts.append(held)
    return tuple(accounts)


def count_items(course: Course) -> int:
    """Exercises, constructed errors and exam questions."""
    return sum(map(len, (course.exercises, course.misconceptions, course.exam, course.development)))


def in_order(graph: SkillGraph, items: Iterable[Item]) -> tuple[Item, ...]:
    """Sections or exercises in the order of their skills, as a course that is written at once has them."""
    position = {skill.id: index for index, skill in enumerate(graph.skills)}
    return tuple(sorted(items, key=lambda item: position[item.skill]))
