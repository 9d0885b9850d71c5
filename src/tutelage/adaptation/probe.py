"""The probe between rounds: fresh questions of every skill, which the student answers and is never trained on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tutelage.course.later import LaterWriting
from tutelage.progress import counted
from tutelage.records import Exercise, ExercisesRequest, Interval, Origin, Score, Written, content_id
from tutelage.seeds import derive
from tutelage.stats import wilson


def write_probe(later: LaterWriting, used: Iterable[Exercise], *, number: int, round_: int, seed: int) -> Written:
    """`number` fresh questions of every skill, in forms that are trained; none is in the exams or among `used`."""
    requests = [
        ExercisesRequest(
            id=content_id("req", str(seed), str(round_), "probe", skill.id),
            skill=skill.id,
            number=number,
            difficulties=later.config.difficulties,
            origin=Origin.PROBE,
            seed=derive(seed, "probe", round_, skill.id),
            **later.asked(skill.id),
        )
        for skill in later.skills.skills
    ]
    return later.write(requests, used, label=f"probe after round {round_}")


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
