"""The probe between rounds: fresh questions of every skill, which the student answers and is never trained on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tutelage.adaptation.stage import write_later
from tutelage.config import CourseConfig
from tutelage.course.checkers import usable
from tutelage.course.held_out import trained_forms
from tutelage.progress import Progress, counted
from tutelage.records import (
    Course,
    Exercise,
    ExercisesRequest,
    Interval,
    Origin,
    Passage,
    Score,
    SkillGraph,
    Written,
    content_id,
)
from tutelage.seeds import derive
from tutelage.stats import wilson
from tutelage.teacher import Teacher, resolve_checks


def write_probe(
    skills: SkillGraph,
    course: Course,
    teacher: Teacher,
    writing: CourseConfig,
    *,
    number: int,
    round_: int,
    taught: Mapping[str, str],
    used: Iterable[Exercise],
    seed: int,
    progress: Progress,
    passages: Mapping[str, Passage] | None = None,
) -> Written:
    """`number` fresh questions of every skill, in forms that are trained; none is in the exams or among `used`."""
    checks = usable(resolve_checks(writing.checks, teacher), course.checkers)
    writing = writing.model_copy(update={"checks": checks})
    trained = trained_forms(course.forms)
    requests = [
        ExercisesRequest(
            id=content_id("req", str(seed), str(round_), "probe", skill.id),
            skill=skill.id,
            number=number,
            difficulties=writing.difficulties,
            forms=trained.get(skill.id, writing.forms),
            settings=writing.settings,
            language=writing.language,
            origin=Origin.PROBE,
            seed=derive(seed, "probe", round_, skill.id),
        )
        for skill in skills.skills
    ]
    return write_later(
        skills,
        course,
        requests,
        teacher,
        writing,
        taught=taught,
        used=used,
        label=f"probe after round {round_}",
        progress=progress,
        passages=passages,
    )


def pass_rates(scores: Iterable[Score]) -> dict[str, Interval]:
    """Skill -> share of its probe questions that were answered correctly, with a 95 % Wilson interval."""
    marks: dict[str, list[bool]] = {}
    for score in scores:
        marks.setdefault(score.skill, []).append(score.correct)
    return {skill: wilson(sum(own), len(own)) for skill, own in marks.items()}


def probe_line(round_: int, scores: Sequence[Score], mastered: float) -> str:
    """How the student did in the probe after a round, and how many skills it has mastered by it."""
    rates = pass_rates(scores).values()
    known = sum(rate.share >= mastered for rate in rates)
    return (
        f"probe after round {round_}: {sum(rate.right for rate in rates):,} of "
        f"{counted(len(scores), 'fresh question')} right; mastered: {known:,} of {counted(len(rates), 'skill')}"
    )
