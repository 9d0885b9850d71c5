"""Layered drawing of an acyclic graph (Sugiyama, Tagawa and Toda 1981): rows, positions in them, and curves.

Skills are drawn in rows by level, the foundations at the bottom. An edge that spans rows gets a narrow slot of its own
in every row that it crosses, so that no curve runs behind a skill. Rows are ordered by the mean position of their
neighbours (the barycentre heuristic), then shifted towards them as far as the spacing allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

from tutelage.records import SkillGraph

NAMED_UP_TO = 120
"""Larger graphs show numbers instead of names."""
ROUTED_UP_TO = 300
"""In larger graphs edges do not get slots of their own: the drawing would become too wide."""
SWEEPS = 12
LEFT, TOP = 64.0, 10.0
SLOT = 14.0
"""Width kept free for an edge that crosses a row."""


class Style(NamedTuple):
    """Sizes in pixels."""

    width: float
    height: float
    gap: float
    row_gap: float
    per_row: int
    """A level with more skills is split into several rows."""


NAMED = Style(width=132, height=52, gap=12, row_gap=40, per_row=7)
NUMBERED = Style(width=40, height=26, gap=8, row_gap=34, per_row=24)


class Box(NamedTuple):
    """Position of one skill: its upper left corner."""

    skill: str
    x: float
    y: float


class Line(NamedTuple):
    """One edge, as the `d` of an SVG path."""

    prerequisite: str
    skill: str
    path: str


class Guide(NamedTuple):
    """Label of a level, at the height of its (lowest) row."""

    level: int
    y: float


class Drawing(NamedTuple):
    """Everything the template draws; sizes in pixels."""

    width: float
    height: float
    style: Style
    named: bool
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    guides: tuple[Guide, ...]


Key = str | tuple[str, str, int]
"""What takes up space in a row: a skill, by its id, or (prerequisite, skill, row) for the slot of an edge."""


def lay_out(graph: SkillGraph) -> Drawing:
    """Lay out a skill graph."""
    named = len(graph.skills) <= NAMED_UP_TO
    style = NAMED if named else NUMBERED
    row_of, levels = _assign_rows(graph, style.per_row)
    chains = _chains(graph, row_of)
    rows = _order(_fill_rows(graph, row_of, chains, len(levels)), chains)
    centres = _centres(rows, chains, style)
    height = 2 * TOP + len(rows) * (style.height + style.row_gap) - style.row_gap
    tops = [height - TOP - style.height - row * (style.height + style.row_gap) for row in range(len(rows))]
    left = LEFT + style.width / 2
    lines = [
        Line(edge.prerequisite, edge.skill, _path([(left + centres[k], tops[_row(k, row_of)]) for k in chain], style))
        for edge, chain in zip(graph.edges, chains, strict=True)
    ]
    return Drawing(
        width=LEFT + style.width + max(centres.values(), default=0.0) + 8,
        height=height,
        style=style,
        named=named,
        boxes=tuple(Box(s.id, LEFT + centres[s.id], tops[row_of[s.id]]) for s in graph.skills),
        lines=tuple(lines),
        guides=tuple(
            Guide(level, tops[row]) for row, level in enumerate(levels) if row == 0 or levels[row - 1] != level
        ),
    )


def _assign_rows(graph: SkillGraph, per_row: int) -> tuple[dict[str, int], list[int]]:
    """Skill -> row, counted from the bottom; and the level of every row."""
    row_of: dict[str, int] = {}
    levels: list[int] = []
    of_level: dict[int, list[str]] = {}
    for skill in graph.skills:
        of_level.setdefault(skill.level, []).append(skill.id)
    for level, members in sorted(of_level.items()):
        pieces = -(-len(members) // per_row)
        size = -(-len(members) // pieces)
        for index, id_ in enumerate(members):
            row_of[id_] = len(levels) + index // size
        levels += [level] * pieces
    return row_of, levels


def _chains(graph: SkillGraph, row_of: Mapping[str, int]) -> list[list[Key]]:
    """Every edge as the keys that it passes, from the lower end up; inside a group the skill may be the lower end."""
    routed = len(graph.skills) <= ROUTED_UP_TO
    chains: list[list[Key]] = []
    for edge in graph.edges:
        first, last = sorted((edge.prerequisite, edge.skill), key=row_of.__getitem__)
        rows = range(row_of[first] + 1, row_of[last])
        between: list[Key] = [(edge.prerequisite, edge.skill, row) for row in rows] if routed else []
        chains.append([first, *between, last])
    return chains


def _fill_rows(
    graph: SkillGraph, row_of: Mapping[str, int], chains: Sequence[Sequence[Key]], count: int
) -> list[list[Key]]:
    rows: list[list[Key]] = [[] for _ in range(count)]
    for skill in graph.skills:
        rows[row_of[skill.id]].append(skill.id)
    for chain in chains:
        for key in chain[1:-1]:
            rows[_row(key, row_of)].append(key)
    return rows


def _row(key: Key, row_of: Mapping[str, int]) -> int:
    return row_of[key] if isinstance(key, str) else key[2]


def _neighbours(chains: Sequence[Sequence[Key]]) -> tuple[dict[Key, list[Key]], dict[Key, list[Key]]]:
    """What lies below and what lies above every key."""
    below: dict[Key, list[Key]] = {}
    above: dict[Key, list[Key]] = {}
    for chain in chains:
        for low, high in pairwise(chain):
            below.setdefault(high, []).append(low)
            above.setdefault(low, []).append(high)
    return below, above


def _order(rows: list[list[Key]], chains: Sequence[Sequence[Key]]) -> list[list[Key]]:
    """Sweep up and down; keep the order in which the edges run least sideways."""
    below, above = _neighbours(chains)
    best, least = rows, _sideways(rows, chains)
    still = 0
    for sweep in range(SWEEPS):
        before = rows
        towards, order = (below, range(len(rows))) if sweep % 2 == 0 else (above, range(len(rows) - 1, -1, -1))
        rows = [list(row) for row in rows]
        at = _positions(rows)
        for index in order:
            target = {key: fmean(at[n] for n in towards[key]) if key in towards else at[key] for key in rows[index]}
            rows[index].sort(key=target.__getitem__)
            at |= _positions([rows[index]])
        sideways = _sideways(rows, chains)
        if sideways < least:
            best, least = rows, sideways
        still = still + 1 if rows == before else 0
        if still == 2:
            break  # neither way moves anything any more
    return best


def _positions(rows: Sequence[Sequence[Key]]) -> dict[Key, float]:
    """Position in the row, as a share of its length, so that rows of different lengths compare."""
    return {key: (index + 0.5) / len(row) for row in rows for index, key in enumerate(row)}


def _sideways(rows: Sequence[Sequence[Key]], chains: Sequence[Sequence[Key]]) -> float:
    at = _positions(rows)
    return sum(abs(at[low] - at[high]) for chain in chains for low, high in pairwise(chain))


def _centres(rows: Sequence[Sequence[Key]], chains: Sequence[Sequence[Key]], style: Style) -> dict[Key, float]:
    """x of every centre, from 0 for the leftmost possible skill."""
    below, above = _neighbours(chains)
    near = {key: [*below.get(key, []), *above.get(key, [])] for row in rows for key in row}
    offsets = [_offsets(row, style) for row in rows]
    span = max((offset[-1] for offset in offsets if offset), default=0.0)
    centres: dict[Key, float] = {}
    for row, offset in zip(rows, offsets, strict=True):
        slack = (span - offset[-1]) / 2 if offset else 0.0
        centres |= {key: slack + value for key, value in zip(row, offset, strict=True)}
    still = 0
    for sweep in range(2 * SWEEPS):
        before = dict(centres)
        order = range(len(rows)) if sweep % 2 == 0 else range(len(rows) - 1, -1, -1)
        for index in order:
            row, offset = rows[index], offsets[index]
            targets = [fmean(centres[n] for n in near[key]) if near[key] else centres[key] for key in row]
            shifts = [min(max(t - o, 0.0), span - offset[-1]) for t, o in zip(targets, offset, strict=True)]
            fitted = _isotonic(shifts)
            centres |= {key: x + o for key, x, o in zip(row, fitted, offset, strict=True)}
        still = still + 1 if centres == before else 0
        if still == 2:
            break
    return centres


def _offsets(row: Sequence[Key], style: Style) -> list[float]:
    """Smallest x of every centre in a row, packed to the left."""
    centres: list[float] = []
    right = -style.width / 2
    for key in row:
        width = style.width + style.gap if isinstance(key, str) else SLOT
        centres.append(right + width / 2)
        right += width
    return [centre - centres[0] for centre in centres]


def _isotonic(values: Sequence[float]) -> list[float]:
    """The non-decreasing sequence nearest to `values` in least squares (pool adjacent violators)."""
    pools: list[tuple[float, int]] = []
    for value in values:
        pools.append((value, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, m), (b, n) = pools[-2:]
            pools[-2:] = [((a * m + b * n) / (m + n), m + n)]
    return [value for value, count in pools for _ in range(count)]


def _path(points: Sequence[tuple[float, float]], style: Style) -> str:
    """A curve from the top of the first box up to the bottom of the last, straight through the rows between them; for
    two boxes of one row, an arc above them."""
    x, y = points[0]
    if len(points) == 2 and points[1][1] == y:
        over = y - style.row_gap / 2
        return f"M{x:.1f} {y:.1f}C{x:.1f} {over:.1f} {points[1][0]:.1f} {over:.1f} {points[1][0]:.1f} {y:.1f}"
    parts = [f"M{x:.1f} {y:.1f}"]
    for index, (next_x, top) in enumerate(points[1:], start=1):
        bottom = top + style.height
        middle = (y + bottom) / 2
        parts.append(f"C{x:.1f} {middle:.1f} {next_x:.1f} {middle:.1f} {next_x:.1f} {bottom:.1f}")
        if index < len(points) - 1:
            parts.append(f"V{top:.1f}")
        x, y = next_x, top
    return "".join(parts)
