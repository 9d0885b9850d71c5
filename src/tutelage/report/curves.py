"""Curves of a run, from what is recorded anyway: the loss by step, and each skill's share right by state. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutelage.records import Evaluation, RunRecord, Trained, values
from tutelage.report.figures import Axis, Tick, make_axis
from tutelage.storage.stages import FINAL, READING, exam_named, round_

BINS = 160
"""Points of the whole loss curve; each is the mean over as many presentations as fall into it."""
MOST_SKILLS = 60
"""Skills with a chart of their own: of more, the weakest."""
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 1040.0, 260.0, 56.0, 44.0, 22.0
SMALL_WIDTH, SMALL_HEIGHT, EDGE = 170.0, 62.0, 6.0


class LossLine(NamedTuple):
    """The loss of one stage of training."""

    label: str
    start: float
    """x where the stage begins."""
    end: float
    path: str
    """`d` of an SVG path."""
    first: float
    """Mean loss at its beginning, in nats per token."""
    last: float
    steps: int


class LossChart(NamedTuple):
    """The loss by step over all stages."""

    width: float
    height: float
    y: Axis
    x_ticks: tuple[Tick, ...]
    lines: tuple[LossLine, ...]
    exam: tuple[str, ...]
    """Paths of the loss on the exam's solutions, where the recipe has it measured (`exam.curve`)."""


class Point(NamedTuple):
    """A share right at one state of the student."""

    x: float
    y: float
    text: str


class SkillCurve(NamedTuple):
    """One skill from state to state."""

    id: str
    name: str
    exam: tuple[Point, ...]
    development: tuple[Point, ...]
    probe: tuple[Point, ...]

    def path(self, points: Sequence[Point]) -> str:
        return "M" + "L".join(f"{point.x:.1f} {point.y:.1f}" for point in points)


class SkillCurves(NamedTuple):
    """Small charts of the same scale, one for each skill."""

    states: tuple[str, ...]
    """From left to right."""
    curves: tuple[SkillCurve, ...]
    of: int
    """Skills that have any questions."""


def loss_chart(run: RunRecord) -> LossChart | None:
    """The loss of exercises and textbook by step; constructed errors are left out. `None` if none is recorded."""
    stages = [(READING, run.reading), *((round_(one.number), one.trained) for one in run.rounds)]
    constructed = {exercise.id for exercise in run.course.misconceptions}
    found = [(stage.label, trained, _losses(trained, constructed)) for stage, trained in stages if trained]
    found = [(label, trained, pair) for label, trained, pair in found if len(pair[0])]
    if not found:
        return None
    steps = [max(_steps(trained), 1) for _, trained, _ in found]
    binned = [
        _binned(*pair, max(2, round(BINS * own / sum(steps)))) for (_, _, pair), own in zip(found, steps, strict=True)
    ]
    top = max([float(means.max()) for means in binned] + [p.loss for _, trained, _ in found for p in trained.curve])
    x, y = make_axis(sum(steps), LEFT, WIDTH - 14, 8), make_axis(top, HEIGHT - BOTTOM, TOP, 4)
    x = x._replace(top=float(sum(steps)))  # no empty end: a run stops where it stops
    lines, exam, begin = [], [], 0
    for (label, trained, _), means, own in zip(found, binned, steps, strict=True):
        places = begin + (np.arange(len(means)) + 0.5) * own / len(means)
        lines.append(
            LossLine(
                label, x(begin), x(begin + own), _path(x, y, places, means), float(means[0]), float(means[-1]), own
            )
        )
        if trained.curve:
            at = [begin + min(point.step, own) for point in trained.curve]
            exam.append(_path(x, y, at, [point.loss for point in trained.curve]))
        begin += own
    ticks = tuple(
        Tick(x(float(tick.label)), f"{float(tick.label):,.0f}") for tick in x.ticks if float(tick.label) <= begin
    )
    return LossChart(WIDTH, HEIGHT, y, ticks, tuple(lines), tuple(exam))


def _steps(trained: Trained) -> int:
    return max((step for step, _ in values(trained.order, "step", "epoch")), default=0)


def _losses(trained: Trained, without: Collection[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Losses and tokens in the order of training, which is that of the records."""
    rows = (
        (loss, tokens)
        for example, loss, tokens in values(trained.losses, "example", "loss", "tokens")
        if example not in without
    )
    both = np.array(list(rows), dtype=float).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _binned(losses: NDArray[np.float64], tokens: NDArray[np.float64], bins: int) -> NDArray[np.float64]:
    """Mean loss per token of `bins` equal parts, in order; fewer if there are fewer losses."""
    parts = np.array_split(np.arange(len(losses)), min(bins, len(losses)))
    return np.array([np.average(losses[part], weights=np.maximum(tokens[part], 1)) for part in parts])


def _path(x: Axis, y: Axis, at: Iterable[float], heights: Iterable[float]) -> str:
    return "M" + "L".join(f"{x(float(a)):.1f} {y(float(b)):.1f}" for a, b in zip(at, heights, strict=True))


def skill_curves(run: RunRecord, base: str) -> SkillCurves | None:
    """Exam, development exam and probes by state, for each skill, the weakest first; `None` with fewer than two states.
    `base` is the better evaluation of the base student."""
    trained = [stage.name for stage in ([READING] if run.reading else [])]
    trained += [round_(one.number).name for one in run.rounds]
    states = ["", *trained]
    if len(states) < 2 or not run.evaluations:
        return None
    position = {state: EDGE + (SMALL_WIDTH - 2 * EDGE) * n / (len(states) - 1) for n, state in enumerate(states)}
    kept = run.kept.stage if run.kept else trained[-1]
    exams = {"": run.evaluations.get(base)} | {state: run.evaluations.get(state) for state in trained}
    if FINAL in run.evaluations:
        exams[kept] = run.evaluations[FINAL]
    probes = {round_(one.number).name: Evaluation(scores=one.probe.scores) for one in run.rounds if one.probe}
    series = [_by_skill(found) for found in (exams, {state: run.development.get(state) for state in trained}, probes)]
    last = series[0].get(kept, {})
    asked = [skill for skill in run.graph.skills if any(skill.id in found for one in series for found in one.values())]
    weakest = sorted(asked, key=lambda skill: _share(last.get(skill.id, [])))[:MOST_SKILLS]
    curves = tuple(
        SkillCurve(skill.id, skill.name, *(tuple(_points(skill.id, one, position)) for one in series))
        for skill in weakest
    )
    return SkillCurves(("before", *(exam_named(state).short for state in trained)), curves, len(asked))


def _by_skill(found: Mapping[str, Evaluation | None]) -> dict[str, dict[str, list[bool]]]:
    marks: dict[str, dict[str, list[bool]]] = {}
    for state, evaluation in found.items():
        for score in evaluation.scores if evaluation else ():
            marks.setdefault(state, {}).setdefault(score.skill, []).append(score.correct)
    return marks


def _points(
    skill: str, marks: Mapping[str, Mapping[str, list[bool]]], position: Mapping[str, float]
) -> Iterable[Point]:
    for state, x in position.items():
        if found := marks.get(state, {}).get(skill):
            y = SMALL_HEIGHT - EDGE - (SMALL_HEIGHT - 2 * EDGE) * _share(found)
            yield Point(x, y, f"{sum(found)} of {len(found)}")


def _share(marks: Sequence[bool]) -> float:
    return sum(marks) / len(marks) if marks else 0.0
