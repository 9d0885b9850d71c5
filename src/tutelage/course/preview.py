"""A handful of samples before anything is spent on the whole, and an estimate of the whole from them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from tutelage.config import Recipe
from tutelage.course.filter import DraftFilter
from tutelage.course.stage import plan_exercises, plan_lessons, plan_misconceptions
from tutelage.course.writing import write
from tutelage.progress import Progress
from tutelage.records import (
    Account,
    ComposedRequest,
    Exercise,
    Lesson,
    LessonRequest,
    Record,
    Rejected,
    SkillGraph,
    WritingRequest,
)
from tutelage.teacher import Teacher, resolve_checks

MOST_SKILLS = 3


class Forecast(Record):
    """What the whole of one kind will take, estimated from its samples."""

    kind: str
    wanted: int
    drafts: float
    """Expected drafts, by the samples' share of accepted ones; at most `max_drafts` for each item wanted."""
    calls: float
    tokens: float
    usd: float
    tokens_at_most: float
    """If every draft that may be asked for is asked for."""
    usd_at_most: float


class Preview(Record):
    """Samples and estimates."""

    lessons: tuple[Lesson, ...]
    exercises: tuple[Exercise, ...]
    rejected: tuple[Rejected, ...]
    accounts: tuple[Account, ...]
    estimates: tuple[Forecast, ...]


def make(recipe: Recipe, graph: SkillGraph, teacher: Teacher, progress: Progress) -> Preview:
    """Have the teacher write one section and a call's worth of exercises and constructed errors, for the first skill,
    one in the middle and the last. What is asked is what a run begins with, so that it is not paid twice."""
    course, rules = recipe.course, resolve_checks(recipe.course.checks, teacher)
    chosen = sorted({0, len(graph.skills) // 2, len(graph.skills) - 1})[:MOST_SKILLS]
    skills = {graph.skills[index].id for index in chosen}
    groups: dict[str, Sequence[WritingRequest]] = {
        "textbook sections": plan_lessons(graph, recipe.seed),
        "exercises": plan_exercises(graph, course, recipe.seed),
        "constructed errors": plan_misconceptions(graph, course, recipe.seed),
    }
    draft_filter = DraftFilter(graph, rules=rules)
    per_exercise = (rules.solutions or 0) + bool(rules.judge)
    sections: dict[str, str] = {}
    parts, estimates = [], []
    for kind, requests in groups.items():
        asked = [first_call(one, recipe.teacher.exercises_per_call) for one in requests if one.skill in skills]
        label = f"samples: {kind}"
        part = write(asked, teacher, draft_filter, max_drafts=1, label=label, progress=progress, sections=sections)
        sections |= {lesson.skill: lesson.text for lesson in part.lessons}
        parts.append(part)
        if requests:
            estimates.append(estimate(kind, requests, part.accounts, recipe, per_exercise))
    exam = recipe.course.exam_questions_per_skill * len(graph.skills)
    estimates.append(_like(estimates[1], "exam questions", exam))
    if adapted := _new_exercises(recipe, estimates[1].wanted):
        estimates.append(_like(estimates[1], "new exercises between rounds", adapted))
    return Preview(
        lessons=tuple(lesson for part in parts for lesson in part.lessons),
        exercises=tuple(exercise for part in parts for exercise in part.exercises),
        rejected=tuple(item for part in parts for item in part.rejected),
        accounts=tuple(account for part in parts for account in part.accounts),
        estimates=tuple(estimates),
    )


def first_call(request: WritingRequest, per_call: int) -> WritingRequest:
    """The part of a request that a language model is asked for in its first call."""
    if isinstance(request, LessonRequest | ComposedRequest):
        return request
    number = len(range(0, request.number, len(request.difficulties)))
    return request.model_copy(update={"difficulties": request.difficulties[:1], "number": min(number, per_call)})


def estimate(
    kind: str, requests: Sequence[WritingRequest], samples: Sequence[Account], recipe: Recipe, checks: int
) -> Forecast:
    """What all `requests` will take, if the rest goes as the samples went. An exercise is checked in `checks` calls."""
    wanted = sum(request.number for request in requests)
    requested = sum(account.requested for account in samples) or 1
    accepted = sum(account.accepted for account in samples)
    most = recipe.course.max_drafts
    per_item = min(requested / accepted, most) if accepted else most
    drafts = ceil(wanted * per_item)
    tokens = sum(account.tokens for account in samples) / requested
    usd = sum(account.usd for account in samples) / requested
    lesson = isinstance(requests[0], LessonRequest)
    per_call = 1 if lesson else recipe.teacher.exercises_per_call
    return Forecast(
        kind=kind,
        wanted=wanted,
        drafts=drafts,
        calls=ceil(drafts / per_call) + (0 if lesson else drafts * checks),
        tokens=tokens * drafts,
        usd=usd * drafts,
        tokens_at_most=tokens * wanted * most,
        usd_at_most=usd * wanted * most,
    )


def _new_exercises(recipe: Recipe, first: int) -> int:
    """How many exercises all changes of the training set together will ask for."""
    if not recipe.adapt.enabled:
        return 0
    return round(recipe.adapt.new_share * first) * (recipe.practice.rounds - 1)


def _like(other: Forecast, kind: str, wanted: int) -> Forecast:
    share = wanted / other.wanted
    scaled = {
        name: getattr(other, name) * share
        for name in ("drafts", "calls", "tokens", "usd", "tokens_at_most", "usd_at_most")
    }
    return Forecast(kind=kind, wanted=wanted, **scaled)
