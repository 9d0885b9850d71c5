"""The figure of an experiment: the result of each arm, and its curve. Drawn by matplotlib, which is optional."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from statistics import fmean
from typing import Any

from tutelage.records import ExperimentRecord, Outcome, Standing

INSTALL = "pip install 'tutelage[experiments]'"
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
"""Okabe and Ito's palette, which colour-blind people can distinguish; markers differ, too."""
MARKERS = "os^DvP*X<>"


def can_draw() -> bool:
    """Whether matplotlib is installed."""
    return importlib.util.find_spec("matplotlib") is not None


def draw(record: ExperimentRecord, path: Path) -> None:
    """Write the figure as SVG: a row of panels for each group, shares right with intervals on the left, on the right
    the loss on the exam's solutions against the tokens trained on."""
    from matplotlib.figure import Figure

    groups = list(dict.fromkeys(standing.group for standing in record.standings))
    arms = max(sum(standing.group == group for standing in record.standings) for group in groups)
    figure = Figure(figsize=(11, max(0.32 * arms + 1.4, 3.2) * len(groups)), layout="constrained")
    panels = figure.subplots(len(groups), 2, squeeze=False)
    for (left, right), group in zip(panels, groups, strict=True):
        standings = [standing for standing in record.standings if standing.group == group]
        _shares(left, standings, group)
        _curves(right, standings, [outcome for outcome in record.outcomes if outcome.group == group])
    path.parent.mkdir(parents=True, exist_ok=True)
    # Without a date the same results give the same file.
    figure.savefig(path, metadata={"Date": None}, format="svg")


def _shares(axes: Any, standings: list[Standing], title: str) -> None:
    for row, standing in enumerate(standings):
        found = standing.accuracy
        low, high = found.low or found.value, found.high or found.value
        axes.plot([low, high], [row, row], color=COLOURS[0], linewidth=1.5)
        axes.plot(standing.by_seed, [row] * len(standing.by_seed), "|", color=COLOURS[0], markersize=8)
        axes.plot([found.value], [row], "o", color=COLOURS[0])
    axes.set_yticks(range(len(standings)), [standing.arm for standing in standings])
    axes.invert_yaxis()
    axes.set_xlim(left=0)
    axes.set_title(title, loc="left", fontsize=10)
    axes.set_xlabel("share of exam questions right, 95 % interval; ticks: seeds")
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.grid(axis="x", alpha=0.3)


def _curves(axes: Any, standings: list[Standing], outcomes: list[Outcome]) -> None:
    for number, standing in enumerate(standings):
        own = [outcome for outcome in outcomes if outcome.arm == standing.arm and outcome.curve]
        points = [_curve(outcome) for outcome in own]
        shared = min((len(curve) for curve in points), default=0)
        if shared:
            axes.plot(
                [fmean(curve[index][0] for curve in points) for index in range(shared)],
                [fmean(curve[index][1] for curve in points) for index in range(shared)],
                marker=MARKERS[number % len(MARKERS)],
                color=COLOURS[number % len(COLOURS)],
                markersize=4,
                linewidth=1,
                label=standing.arm,
            )
    axes.set_xlabel("tokens trained on")
    axes.set_ylabel("loss on exam solutions (nats/token)")
    axes.grid(alpha=0.3)
    if axes.lines:
        axes.legend(fontsize=7)


def _curve(outcome: Outcome) -> list[tuple[int, float]]:
    """Tokens since the start of the run, and loss. A stage begins where the one before ended."""
    points: list[tuple[int, float]] = []
    before, stage = 0, ""
    for name, point in outcome.curve:
        if name != stage:
            before, stage = (points[-1][0] if points else 0), name
        points.append((before + point.tokens, point.loss))
    return points
