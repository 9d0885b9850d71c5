"""A few samples before money is spent on a whole course, and an estimate of the whole from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from pydantic import Field

from tutelage.config import ROLES, Recipe, Role
from tutelage.course.checkers import is_worthless, try_checkers, usable
from tutelage.course.filter import DraftFilter
from tutelage.course.held_out import hold_out_forms
from tutelage.course.passages import passage_lessons
from tutelage.course.planning import plan_exercises, plan_lessons, plan_misconceptions
from tutelage.course.references import references
from tutelage.course.rewrites import plan_rewrites
from tutelage.course.writing import fulfil_requests
from tutelage.progress import Progress
from tutelage.records import (
    Account,
    CheckerTrial,
    ComposedRequest,
    Exercise,
    Lesson,
    LessonRequest,
    Passage,
    Record,
    Rejected,
    RewriteRequest,
    SkillGraph,
    TeacherCalls,
    WritingRequest,
)
from tutelage.storage.answers import Pace, calls_of, pace_of
from tutelage.storage.store import ANSWERS
from tutelage.teacher import Teacher, resolve_checks
from tutelage.teacher.metering import Metered, Spent

MAX_SKILLS = 3


class RoleForecast(Record):
    """What one role of the teacher will take, estimated from samples."""

    role: Role
    calls: float = 0.0
    tokens: float = 0.0
    usd: float = 0.0
    tokens_at_most: float = 0.0
    """If every draft that may be requested is requested."""
    usd_at_most: float = 0.0

    def times(self, factor: float) -> RoleForecast:
        """The same of so many times as much."""
        figures = self.model_dump(exclude={"role"})
        return RoleForecast(role=self.role, **{name: value * factor for name, value in figures.items()})

    def plus(self, other: RoleForecast) -> RoleForecast:
        """With what the same role takes for something else."""
        figures = other.model_dump(exclude={"role"})
        return RoleForecast(role=self.role, **{name: getattr(self, name) + value for name, value in figures.items()})


class Forecast(Record):
    """What all items of one kind will take, estimated from samples."""

    kind: str
    wanted: int
    drafts: float
    """Expected drafts, from the share of samples that were accepted; at most `max_drafts` for each item wanted."""
    calls: float
    tokens: float
    usd: float
    tokens_at_most: float
    """If every draft that may be requested is requested."""
    usd_at_most: float
    roles: tuple[RoleForecast, ...] = ()
    """The same, split by whose work it is; nothing of a teacher that is not paid by the token."""


class Preview(Record):
    """Samples and estimates."""

    lessons: tuple[Lesson, ...]
    exercises: tuple[Exercise, ...]
    checkers: tuple[CheckerTrial, ...]
    """How those did who check drafts, on items that are known to be right and wrong."""
    rejected: tuple[Rejected, ...]
    accounts: tuple[Account, ...]
    estimates: tuple[Forecast, ...]
    calls: tuple[TeacherCalls, ...] = ()
    """Calls of the run so far to language models, by role."""
    pace: Pace | None = None
    """How fast they were answered; `None` if none was timed."""
    pace_of_role: dict[Role, Pace] = Field(default_factory=dict)
    """The same of one role; one without a timed call has none."""

    @property
    def roles(self) -> tuple[RoleForecast, ...]:
        """What everything takes, by role."""
        found: dict[Role, RoleForecast] = {}
        for part in (part for row in self.estimates for part in row.roles):
            found[part.role] = found[part.role].plus(part) if part.role in found else part
        return tuple(found[role] for role in ROLES if role in found)

    def seconds(self, row: RoleForecast, *, at_most: bool = False) -> float | None:
        """How long one role takes at the speed of its own calls, or of all; `None` if none was timed. Checks wait for
        drafts, so the times of all roles add up."""
        pace = self.pace_of_role.get(row.role, self.pace)
        return (row.tokens_at_most if at_most else row.tokens) / pace.tokens_per_second if pace else None


def make_preview(
    recipe: Recipe,
    graph: SkillGraph,
    teacher: Teacher,
    progress: Progress,
    *,
    passages: Mapping[str, Passage] | None = None,
) -> Preview:
    """Have the teacher write one section and one call's worth of exercises and of constructed errors, for the first
    skill, one in the middle and the last. A run begins with the same requests, so nothing is paid for twice."""
    course, rules = recipe.course, resolve_checks(recipe.course.checks, teacher)
    chosen = sorted({0, len(graph.skills) // 2, len(graph.skills) - 1})[:MAX_SKILLS]
    skills = {graph.skills[index].id for index in chosen}
    forms = hold_out_forms(graph, teacher, course.held_out_forms, recipe.seed)
    groups: dict[str, Sequence[WritingRequest]] = {
        "textbook sections": [
            one
            for one in plan_lessons(graph, recipe.seed, course.language, forms)
            if not passages or not graph.skill(one.skill).passages
        ],
        "rewrites": plan_rewrites(
            passage_lessons(graph, passages or {}), course.rewrites, recipe.seed, course.language, {}
        ),
        "exercises": plan_exercises(graph, course, recipe.seed, forms=forms),
        "constructed errors": plan_misconceptions(graph, course, recipe.seed, forms=forms),
    }
    taught = references(graph, passages=passages)
    trial = try_checkers(teacher, rules, taught, recipe.seed, progress)
    rules, unchecked = usable(rules, trial.checkers), is_worthless(trial.checkers)
    draft_filter = DraftFilter(
        graph, rules=rules, taught=taught, unchecked=unchecked, passages=passages, language=course.language
    )
    per_exercise = (rules.solutions or 0) + bool(rules.judge)
    parts, estimates = [], []
    for kind, requests in groups.items():
        asked = [first_call(one, recipe.teacher.exercises_per_call) for one in requests if one.skill in skills]
        meter = Metered(teacher)
        part = fulfil_requests(
            asked,
            meter,
            draft_filter,
            max_drafts=1,
            label=f"samples: {kind}",
            progress=progress,
            references=taught,
        )
        taught |= references(graph, part.lessons, passages) if part.lessons else {}
        parts.append(part)
        if requests:
            estimates.append(estimate(kind, requests, part.accounts, recipe, checks=per_exercise, spent=meter.spent))
    of_exercises = next(one for one in estimates if one.kind == "exercises")
    exam = (recipe.generated_questions + recipe.exam.development) * len(graph.skills)
    estimates.append(_scaled(of_exercises, "exam questions", exam))
    if recipe.adapt.enabled:
        between = max(recipe.practice.rounds - 1, 0)
        later = {
            "questions of the probe": recipe.adapt.probe_questions * len(graph.skills) * between,
            "new exercises between rounds": round(recipe.adapt.new_share * of_exercises.wanted) * between,
        }
        estimates += [_scaled(of_exercises, kind, number) for kind, number in later.items() if number]
    return Preview(
        lessons=tuple(lesson for part in parts for lesson in part.lessons),
        exercises=tuple(exercise for part in parts for exercise in part.exercises),
        rejected=tuple(item for part in parts for item in part.rejected),
        checkers=trial.checkers,
        accounts=(*trial.accounts, *(account for part in parts for account in part.accounts)),
        estimates=tuple(estimates),
        calls=calls_of(recipe.folder / ANSWERS, recipe.teacher),
        pace=pace_of(recipe.folder / ANSWERS),
        pace_of_role={role: pace for role in ROLES if (pace := pace_of(recipe.folder / ANSWERS, role))},
    )


def first_call(request: WritingRequest, per_call: int) -> WritingRequest:
    """The part of a request that the first call to a language model asks for."""
    if isinstance(request, LessonRequest | RewriteRequest | ComposedRequest):
        return request
    number = len(range(0, request.number, len(request.difficulties)))
    return request.model_copy(update={"difficulties": request.difficulties[:1], "number": min(number, per_call)})


def estimate(
    kind: str,
    requests: Sequence[WritingRequest],
    samples: Sequence[Account],
    recipe: Recipe,
    *,
    checks: int,
    spent: Mapping[Role, Spent],
) -> Forecast:
    """What all `requests` will take if the rest is like the samples, for which each role has `spent` something.
    Checking an exercise takes `checks` calls."""
    wanted = sum(request.number for request in requests)
    requested = sum(account.requested for account in samples) or 1
    accepted = sum(account.accepted for account in samples)
    most = recipe.course.max_drafts
    per_item = min(requested / accepted, most) if accepted else most
    drafts = ceil(wanted * per_item)
    tokens = sum(account.tokens for account in samples) / requested
    usd = sum(account.usd for account in samples) / requested
    lesson = isinstance(requests[0], LessonRequest | RewriteRequest)
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
        roles=tuple(
            RoleForecast(
                role=role,
                calls=part.calls / requested * drafts,
                tokens=part.tokens / requested * drafts,
                usd=part.usd / requested * drafts,
                tokens_at_most=part.tokens / requested * wanted * most,
                usd_at_most=part.usd / requested * wanted * most,
            )
            for role, part in spent.items()
        ),
    )


def _scaled(other: Forecast, kind: str, wanted: int) -> Forecast:
    share = wanted / other.wanted
    scaled = {
        name: getattr(other, name) * share
        for name in ("drafts", "calls", "tokens", "usd", "tokens_at_most", "usd_at_most")
    }
    roles = tuple(part.times(share) for part in other.roles)
    return Forecast(kind=kind, wanted=wanted, roles=roles, **scaled)
