"""A training set corrupted in a known way, so that experiments can measure what finds and repairs it.

The wrong exercises carry no mark that a later stage could read: their ids are kept separately (`Course.planted`), for
measurement only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from tutelage.config import CorruptionConfig, CourseConfig
from tutelage.course.checkers import is_worthless, usable
from tutelage.course.filter import DraftFilter
from tutelage.course.held_out import trained_forms
from tutelage.course.references import references
from tutelage.course.writing import fulfil_requests
from tutelage.executor import connect
from tutelage.grading.compare import is_right
from tutelage.progress import Progress
from tutelage.records import Course, Exercise, MisconceptionsRequest, SkillGraph, content_id
from tutelage.seeds import derive, rng
from tutelage.teacher import Teacher, resolve_checks

NUMBER = re.compile(r"\d+(?:\.\d+)?")
MIN_EXERCISES = 2
"""Exercises that every skill keeps at least."""


def corrupt(
    graph: SkillGraph,
    course: Course,
    teacher: Teacher,
    config: CorruptionConfig,
    writing: CourseConfig,
    *,
    seed: int,
    progress: Progress,
) -> Course:
    """The course with exercises removed (`skew`, `holes`) and others replaced by wrong ones (`errors`).

    `writing` is how the course was written and checked. Where a teacher has fewer wrong exercises than wanted, fewer
    are planted: `planted` says which.
    """
    kept = with_holes(thin(course.exercises, config.skew, seed), config.holes, seed)
    wanted = {skill: round(config.errors * len(own)) for skill, own in by_skill(kept).items()}
    if config.kind == "random":
        wrong = [changed for one in kept if (changed := changed_result(one, seed)) is not None]
    else:
        wrong = _misconceptions(graph, course, teacher, writing, seed, wanted=wanted, progress=progress)
    return plant(course.model_copy(update={"exercises": tuple(kept)}), wrong, wanted, seed)


def by_skill(exercises: Sequence[Exercise]) -> dict[str, list[Exercise]]:
    """Exercises of each skill, in their order."""
    groups: dict[str, list[Exercise]] = {}
    for exercise in exercises:
        groups.setdefault(exercise.skill, []).append(exercise)
    return groups


def thin(exercises: Sequence[Exercise], skew: float, seed: int) -> list[Exercise]:
    """The skill of rank r in a random order keeps n / r^skew of its n exercises, at least `MIN_EXERCISES`."""
    groups = by_skill(exercises)
    order = sorted(groups)
    rng(seed, "skew").shuffle(order)
    left = {
        skill: max(MIN_EXERCISES, round(len(groups[skill]) / rank**skew)) for rank, skill in enumerate(order, start=1)
    }
    kept = {exercise.id for skill, own in groups.items() for exercise in own[: left[skill]]}
    return [exercise for exercise in exercises if exercise.id in kept]


def with_holes(exercises: Sequence[Exercise], share: float, seed: int) -> list[Exercise]:
    """The exercises without those of a `share` of the skills."""
    skills = sorted(by_skill(exercises))
    without = set(rng(seed, "holes").sample(skills, round(share * len(skills))))
    return [exercise for exercise in exercises if exercise.skill not in without]


def plant(course: Course, wrong: Sequence[Exercise], wanted: Mapping[str, int], seed: int) -> Course:
    """Replace `wanted[skill]` exercises of each skill, drawn at random, by wrong ones of the same skill."""
    pool = by_skill(wrong)
    planted: dict[str, Exercise] = {}
    for skill, own in by_skill(course.exercises).items():
        new = pool.get(skill, [])[: wanted.get(skill, 0)]
        chosen = rng(seed, "planted", skill).sample([exercise.id for exercise in own], min(len(new), len(own)))
        planted |= dict(zip(chosen, new, strict=False))
    exercises = tuple(disguised(planted[e.id], e) if e.id in planted else e for e in course.exercises)
    ids = tuple(new.id for old, new in zip(course.exercises, exercises, strict=True) if old.id in planted)
    return course.model_copy(update={"exercises": exercises, "planted": ids})


def disguised(wrong: Exercise, instead_of: Exercise) -> Exercise:
    """A wrong exercise that looks like the one it replaces."""
    return Exercise.of(
        skill=wrong.skill,
        skills=wrong.skills,
        question=wrong.question,
        solution=wrong.solution,
        answer=wrong.answer,
        formal=wrong.formal,
        checker=wrong.checker,
        choices=wrong.choices,
        accepted=wrong.accepted,
        difficulty=wrong.difficulty,
        origin=instead_of.origin,
        verdict=instead_of.verdict,
    )


def changed_result(exercise: Exercise, seed: int) -> Exercise | None:
    """The exercise with one number of its answer changed by one to three, wherever the solution states the answer;
    `None` if the answer has no number, or is still right."""
    numbers = list(NUMBER.finditer(exercise.answer))
    if not numbers:
        return None
    source = rng(seed, "random-error", exercise.id)
    found = source.choice(numbers)
    value = Fraction(found[0]) + source.choice((-1, 1)) * source.randint(1, 3)
    text = str(abs(value)) if value.denominator == 1 else f"{float(abs(value)):g}"
    answer = exercise.answer[: found.start()] + text + exercise.answer[found.end() :]
    solution = re.sub(rf"(?<![\w.]){re.escape(exercise.answer)}(?![\w]|\.\d)", lambda _: answer, exercise.solution)
    if solution == exercise.solution or is_right(answer, exercise):
        return None
    messages = (*exercise.messages[:-1], replace(exercise.messages[-1], content=solution))
    return disguised(exercise.model_copy(update={"answer": answer, "messages": messages}), exercise)


def _misconceptions(
    graph: SkillGraph,
    course: Course,
    teacher: Teacher,
    writing: CourseConfig,
    seed: int,
    *,
    wanted: Mapping[str, int],
    progress: Progress,
) -> list[Exercise]:
    trained = trained_forms(course.forms)
    requests = [
        MisconceptionsRequest(
            id=content_id("req", str(seed), "planted", skill),
            skill=skill,
            number=number,
            difficulties=writing.difficulties,
            forms=trained.get(skill, ()),
            seed=derive(seed, "planted", skill),
        )
        for skill, number in wanted.items()
        if number
    ]
    rules = usable(resolve_checks(writing.checks, teacher), course.checkers)
    unchecked = is_worthless(course.checkers)
    draft_filter = DraftFilter(
        graph, held_out=course.held_out, rules=rules, executor=connect(writing), unchecked=unchecked
    )
    draft_filter.remember([*course.exercises, *course.misconceptions])
    label = "errors planted for the experiment"
    written = fulfil_requests(
        requests,
        teacher,
        draft_filter,
        max_drafts=writing.max_drafts,
        label=label,
        progress=progress,
        references=references(graph, course.lessons),
    )
    return list(written.exercises)
