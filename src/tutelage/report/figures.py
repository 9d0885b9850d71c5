"""Geometry of the charts: pure functions from numbers to coordinates in pixels. The templates draw them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil, floor, log10
from typing import NamedTuple
from unicodedata import east_asian_width

from tutelage.progress import percent
from tutelage.report.practice import CATEGORIES, CONSTRUCTED, UNCLASSED, Dot, Flow, Shares

KINDS = (*CATEGORIES, UNCLASSED, CONSTRUCTED)
"""Drawing order: the most important come last, on top."""
MAX_DOTS = 4000
"""Dots drawn per map; of more, every second, third … is drawn."""


class Tick(NamedTuple):
    """A mark on an axis."""

    at: float
    label: str


class Axis(NamedTuple):
    """A linear scale from 0: `start` pixels for 0, `end` for `top`."""

    start: float
    end: float
    top: float
    ticks: tuple[Tick, ...]

    def __call__(self, value: float) -> float:
        return self.start + (self.end - self.start) * value / self.top


class Mark(NamedTuple):
    """A dot of the data map."""

    x: float
    y: float
    example: int
    """Number of the example in the page's list of examples."""


class DataMap(NamedTuple):
    """The data map of one round."""

    round: int
    classified: bool
    width: float
    height: float
    x: Axis
    y: Axis
    marks: dict[str, tuple[Mark, ...]]
    """Kind -> marks, in drawing order; empty kinds are left out."""
    mean: float | None
    """y of the training set's average loss."""
    std: float | None
    """x of the training set's average standard deviation."""
    shown: int
    total: int


class Block(NamedTuple):
    """One category in one column of the flow, or one piece of a bar."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    examples: int
    label: str
    edge: str = ""
    """`left` or `right` for a block of an outer column, which has a label."""


class Ribbon(NamedTuple):
    """Examples that moved from one block to another, as the `d` of an SVG path."""

    kind: str
    path: str
    title: str


class FlowChart(NamedTuple):
    """Examples between categories."""

    width: float
    height: float
    blocks: tuple[Block, ...]
    ribbons: tuple[Ribbon, ...]
    columns: tuple[Tick, ...]


def make_axis(top: float, start: float, end: float, count: int = 5) -> Axis:
    """A scale from 0 to a round number at or above `top`, with about `count` ticks."""
    top = top if top > 0 else 1.0
    power = 10.0 ** floor(log10(top / count))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor * count >= top * 0.999)
    steps = ceil(top / step - 1e-9)
    scale = Axis(start, end, steps * step, ())
    digits = max(0, -floor(log10(step) + 1e-9))
    return scale._replace(ticks=tuple(Tick(scale(i * step), f"{i * step:.{digits}f}") for i in range(steps + 1)))


def draw_map(round_: int, dots: Sequence[Dot], index: Mapping[str, int]) -> DataMap:
    """Standard deviation along x, mean loss along y, as in dataset cartography. `index` numbers the examples."""
    width, height = 1040.0, 470.0
    x = make_axis(max((dot.std for dot in dots), default=0.0), 56, width - 14)
    y = make_axis(max((dot.mean for dot in dots), default=0.0), height - 44, 12)
    own = [dot for dot in dots if dot.kind != CONSTRUCTED]
    step = ceil(len(dots) / MAX_DOTS) or 1
    shown = dots[::step]
    marks = {
        kind: tuple(
            Mark(round(x(dot.std), 1), round(y(dot.mean), 1), index[dot.example]) for dot in shown if dot.kind == kind
        )
        for kind in KINDS
    }
    return DataMap(
        round=round_,
        classified=any(dot.kind in CATEGORIES for dot in dots),
        width=width,
        height=height,
        x=x,
        y=y,
        marks={kind: found for kind, found in marks.items() if found},
        mean=y(sum(dot.mean for dot in own) / len(own)) if own else None,
        std=x(sum(dot.std for dot in own) / len(own)) if own else None,
        shown=len(shown),
        total=len(dots),
    )


class Histogram(NamedTuple):
    """The mean losses of a round of one epoch, stacked by category."""

    round: int
    width: float
    height: float
    x: Axis
    y: Axis
    bars: tuple[Block, ...]


BARS = 48


def draw_histogram(round_: int, dots: Sequence[Dot]) -> Histogram:
    """Examples by their mean loss."""
    width, height = 1040.0, 260.0
    x = make_axis(max((dot.mean for dot in dots), default=0.0), 56, width - 14, 8)
    counts = Counter((dot.kind, min(BARS - 1, int(dot.mean / x.top * BARS))) for dot in dots)
    totals = Counter[int]()
    for (_, bar), count in counts.items():
        totals[bar] += count
    y = make_axis(max(totals.values(), default=0), height - 44, 12, 4)
    base, blocks, step = Counter[int](), [], (x.end - x.start) / BARS
    for kind in KINDS:
        for bar in range(BARS):
            if count := counts[kind, bar]:
                low, high = y(base[bar]), y(base[bar] + count)
                label = f"{kind}, loss {x.top * bar / BARS:.2f} to {x.top * (bar + 1) / BARS:.2f}"
                left = round(x.start + bar * step + 0.5, 1)
                blocks.append(Block(kind, left, round(high, 1), round(step - 1, 1), round(low - high, 1), count, label))
                base[bar] += count
    return Histogram(round_, width, height, x, y, tuple(blocks))


def draw_bar(row: Shares, width: float, height: float) -> tuple[Block, ...]:
    """One bar of categories that fills the width."""
    blocks, left = [], 0.0
    for kind, count in zip(CATEGORIES, row.counts, strict=True):
        size = width * count / row.total if row.total else 0.0
        label = percent(count / row.total) if size > 44 else ""
        blocks.append(Block(kind, round(left, 1), 0.0, round(size, 1), height, count, label))
        left += size
    return tuple(blocks)


COLUMN, GAP, MARGIN = 18.0, 13.0, 100.0
FLOW_WIDTH, FLOW_HEIGHT = 1040.0, 320.0
ENTERING, LEAVING = "new", "gone"


def draw_flows(flows: Sequence[Flow]) -> FlowChart | None:
    """Ribbons between the categories of consecutive rounds; `None` if fewer than two rounds were classified.

    Examples that come in are `new` in the earlier column, those that leave are `gone` in the later one.
    """
    if not flows:
        return None
    most = max(sum(flow.counts.values()) for flow in flows)
    scale = (FLOW_HEIGHT - 40 - GAP * (len(CATEGORIES) + 1)) / most
    span = (FLOW_WIDTH - 2 * MARGIN - COLUMN) / len(flows)
    blocks: list[Block] = []
    ribbons: list[Ribbon] = []
    columns = []
    for index, flow in enumerate(flows):
        left, right = MARGIN + index * span, MARGIN + (index + 1) * span
        ins = _column(flow, 0, left if index == 0 else left + COLUMN + 4, scale, ENTERING)
        outs = _column(flow, 1, right, scale, LEAVING)
        ribbons += _ribbons(flow, ins, outs, scale)
        if index == 0:
            ins = [block._replace(edge="left") for block in ins]
        if index == len(flows) - 1:
            outs = [block._replace(edge="right") for block in outs]
        blocks += [*ins, *outs]
        columns += [Tick(left, f"round {flow.before}")] if index == 0 else []
        columns.append(Tick(right, f"round {flow.after}"))
    return FlowChart(FLOW_WIDTH, FLOW_HEIGHT, tuple(blocks), tuple(ribbons), tuple(columns))


def _column(flow: Flow, side: int, x: float, scale: float, extra: str) -> list[Block]:
    y, blocks = 30.0, []
    for kind in (*CATEGORIES, extra):
        count = sum(number for move, number in flow.counts.items() if move[side] == kind)
        if count:
            blocks.append(Block(kind, x, round(y, 1), COLUMN, round(count * scale, 1), count, kind))
            y += count * scale + GAP
    return blocks


def _ribbons(flow: Flow, ins: Sequence[Block], outs: Sequence[Block], scale: float) -> list[Ribbon]:
    used_in = {block.kind: block.y for block in ins}
    used_out = {block.kind: block.y for block in outs}
    ribbons = []
    for start in ins:
        for end in outs:
            count = flow.counts.get((start.kind, end.kind), 0)
            if count:
                thick = count * scale
                a, b = used_in[start.kind], used_out[end.kind]
                x, to = start.x + COLUMN, end.x
                middle = (x + to) / 2
                path = (
                    f"M{x:.1f} {a:.1f}C{middle:.1f} {a:.1f} {middle:.1f} {b:.1f} {to:.1f} {b:.1f}v{thick:.1f}"
                    f"C{middle:.1f} {b + thick:.1f} {middle:.1f} {a + thick:.1f} {x:.1f} {a + thick:.1f}z"
                )
                ribbons.append(Ribbon(start.kind, path, f"{start.kind} to {end.kind}: {count}"))
                used_in[start.kind] += thick
                used_out[end.kind] += thick
    return ribbons


def wrap(text: str, columns: int, lines: int) -> tuple[str, ...]:
    """Break a name into at most `lines` lines of about `columns` Latin letters; the rest becomes `…`."""
    rows = [""]
    for word in text.split():
        joined = f"{rows[-1]} {word}".strip()
        if _columns(joined) <= columns or not rows[-1]:
            rows[-1] = joined
        else:
            rows.append(word)
    cut = len(rows) > lines
    rows = rows[:lines]
    if cut:
        rows[-1] += " …"
    return tuple(_shorten(row, columns) for row in rows)


def _columns(text: str) -> int:
    """Width in Latin letters: a Chinese character takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _shorten(row: str, columns: int) -> str:
    if _columns(row) <= columns:
        return row
    row = row.removesuffix(" …")
    while row and _columns(row) > columns - 1:
        row = row[:-1]
    return row.rstrip() + "…"
