"""The data of the page's script: skills, edges, lessons, and every example on the data map, in a compact form.

Columns of numbers are typed arrays in base64; losses are quantised to 16 bits, far below a pixel. Texts are long, so
there is a budget: see `LESSON_BYTES` and `EXAMPLE_BYTES`.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from math import ceil, sqrt
from typing import Any, NamedTuple

import numpy as np
from markupsafe import Markup
from numpy.typing import ArrayLike

from tutelage.graph import layered
from tutelage.records import Exercise, RunRecord, SkillGraph
from tutelage.report.exam import SkillRow
from tutelage.report.figures import KINDS, make_axis
from tutelage.report.formats import rounded
from tutelage.report.practice import CONSTRUCTED, Dot, has_map
from tutelage.report.replies import MAX_REPLY, OUTCOMES, Reply, shown

LESSON_BYTES = 700_000
"""Budget of all lessons: with few skills every lesson is complete, with many each is cut to an equal share."""
EXAMPLE_BYTES = 1_500_000
"""Budget of the texts of examples: first all that were called errors, then one of every skill, then a second one …"""
REPLY_BYTES = 600_000
"""Budget of the exam's questions with their replies, in the order of `replies.OUTCOMES`."""
MAX_POINTS = 320_000
"""Points of all rounds' data maps; of more, every second, third … example is kept."""
MAX_QUESTION, MAX_SOLUTION = 300, 600
"""Characters of an example's texts that are kept."""
ABSENT = 255
"""Kind of an example that has no point in a round."""
NOT_ASKED = 255
"""Percentage of a skill without questions."""
STEPS = 65535
CELL_WIDTH, CELL_HEIGHT, BAND = 48.0, 34.0, 26.0


class Selection(NamedTuple):
    """How much of the run the page's data hold, which the page says."""

    points: int
    examples: int
    texts: int
    lesson_cut: bool
    replies: int
    questions: int
    """Those that have two replies."""


class Corner(NamedTuple):
    """Upper left corner of a skill in a large graph, in pixels."""

    x: float
    y: float


def embed(data: Any) -> Markup:
    """JSON for a `<script type="application/json">` element: no text in it can end the element or open a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 - every character that means something to HTML is escaped above


def pack(values: ArrayLike) -> list[str]:
    """Whole numbers from 0 as `[type, base64]`, little-endian, in the smallest type that holds them."""
    numbers = np.asarray(values, dtype=np.int64)
    top = int(numbers.max(initial=0))
    kind = "u1" if top < 1 << 8 else "u2" if top < 1 << 16 else "u4"
    return [kind, base64.b64encode(numbers.astype(f"<{kind}").tobytes()).decode()]


def page_data(
    run: RunRecord,
    skills: Sequence[SkillRow],
    dots: Mapping[int, Sequence[Dot]],
    exercises: Mapping[str, Exercise],
    replies: Sequence[Reply] = (),
) -> tuple[dict[str, Any], Selection]:
    """The data of the script, and how much of the run they are. `dots` are those of the data map of each round,
    `exercises` all exercises of the run by id, `replies` those of the exam."""
    position = {skill.id: number for number, skill in enumerate(run.graph.skills)}
    every = dict.fromkeys(dot.example for of_round in dots.values() for dot in of_round)
    step = ceil(sum(map(len, dots.values())) / MAX_POINTS) or 1
    kept = list(every)[::step]
    index = {example: number for number, example in enumerate(kept)}
    owner = {
        dot.example: position.get(dot.skill, len(position))
        for of_round in dots.values()
        for dot in of_round
        if dot.example in index
    }
    flagged = {dot.example for of_round in dots.values() for dot in of_round if dot.kind == "error"}
    texts = _texts(kept, owner, flagged, exercises)
    lessons, cut = _lessons(run)
    data = {
        "skills": _skills(skills),
        "edges": pack(
            [position[e] for edge in run.graph.edges for e in (edge.prerequisite, edge.skill) if e in position]
        ),
        "corners": _corners(run.graph),
        "lessons": lessons,
        "kinds": KINDS,
        "owner": pack([owner[example] for example in kept]),
        "texts": {"at": pack([index[example] for example in texts]), "rows": list(texts.values())},
        "rounds": [_round(number, of_round, index) for number, of_round in dots.items() if has_map(of_round)],
    }
    answered = _replies(replies, position)
    data["replies"] = answered
    return data, Selection(len(kept), len(every), len(texts), cut, len(answered["rows"]), len(replies))


def _replies(replies: Sequence[Reply], position: Mapping[str, int]) -> dict[str, Any]:
    left, rows, kept = REPLY_BYTES, [], []
    for reply in replies:
        row = [
            shorten(reply.question, MAX_REPLY),
            reply.form,
            shorten(reply.expected, MAX_QUESTION),
            *(
                part
                for score in (reply.base, reply.final)
                for part in (shorten(score.answer, MAX_QUESTION), shown(score.reply))
            ),
            shorten(reply.misconception, 200),
        ]
        left -= len(embed(row).encode()) + 1
        if left < 0:
            break
        rows.append(row)
        kept.append(reply)
    return {
        "outcomes": OUTCOMES,
        "skill": pack([position.get(reply.skill, len(position)) for reply in kept]),
        "outcome": pack([reply.outcome for reply in kept]),
        "new": pack([reply.final.new_form for reply in kept]),
        "rows": rows,
    }


def _skills(rows: Sequence[SkillRow]) -> dict[str, Any]:
    def percent(values: Iterable[tuple[float, int]]) -> list[str]:
        return pack([int(rounded(100 * share)) if total else NOT_ASKED for share, total in values])

    return {
        "id": [row.id for row in rows],
        "name": [row.name for row in rows],
        "unit": [row.unit for row in rows],
        "level": pack([row.level for row in rows]),
        "questions": pack([row.final.total for row in rows]),
        "before": percent((row.base.share, row.base.total) for row in rows),
        "after": percent((row.final.share, row.final.total) for row in rows),
        "low": percent((row.final.low, row.final.total) for row in rows),
        "high": percent((row.final.high, row.final.total) for row in rows),
        "shade": pack([ABSENT if row.shade is None else row.shade for row in rows]),
    }


def _corners(graph: SkillGraph) -> list[list[str]] | None:
    """x and y of a graph that is too large for a drawing with names; the page itself has the small one."""
    if len(graph.skills) <= layered.NAMED_UP_TO:
        return None
    corners = arrange_bands(graph)
    return [pack([round(corner.x) for corner in corners]), pack([round(corner.y) for corner in corners])]


def arrange_bands(graph: SkillGraph) -> list[Corner]:
    """Corners of all skills of a large graph: levels as bands, the foundations at the bottom.

    A band has as many rows as the page's shape needs; a skill is further left if its prerequisites are.
    """
    width = max(1, ceil(sqrt(len(graph.skills) * 1.3)))
    by_level: dict[int, list[str]] = {}
    for skill in graph.skills:
        by_level.setdefault(skill.level, []).append(skill.id)
    corners: dict[str, Corner] = {}
    top = 0.0
    for _, members in sorted(by_level.items()):
        mean_x = {
            skill: _mean([corners[p.id].x for p in graph.prerequisites(skill) if p.id in corners]) for skill in members
        }
        rows = ceil(len(members) / width)
        columns = ceil(len(members) / rows)
        left = (width - columns) * CELL_WIDTH / 2
        for number, member in enumerate(sorted(members, key=mean_x.__getitem__)):
            corners[member] = Corner(left + number // rows * CELL_WIDTH, top + number % rows * CELL_HEIGHT)
        top += rows * CELL_HEIGHT + BAND
    return [Corner(corners[s.id].x, top - BAND - CELL_HEIGHT - corners[s.id].y) for s in graph.skills]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _lessons(run: RunRecord) -> tuple[list[list[str]], bool]:
    """Title and text of every skill's lesson, in the order of the skills."""
    longest = LESSON_BYTES // max(1, len(run.graph.skills))
    by_skill = {lesson.skill: lesson for lesson in run.course.lessons}
    found = [by_skill.get(skill.id) for skill in run.graph.skills]
    texts = [(shorten(lesson.title, 200), shorten(lesson.text, longest)) if lesson else ("", "") for lesson in found]
    cut = any(lesson and text != lesson.text for lesson, (_, text) in zip(found, texts, strict=True))
    return [list(both) for both in texts], cut


def shorten(text: str, size: int) -> str:
    """The beginning of a text that takes at most about `size` bytes on the page, with ` …` if it was cut."""
    if len(text) <= size and len(embed(text).encode()) <= size + 2:
        return text
    short = text[:size]
    while len(embed(short).encode()) > size and short:
        short = short[: len(short) * 3 // 4]
    return short.rstrip() + " …"


def _texts(
    kept: Sequence[str], owner: Mapping[str, int], first: set[str], known: Mapping[str, Exercise]
) -> dict[str, list[str]]:
    by_skill: dict[int, list[str]] = {}
    for example in kept:
        if example not in first:
            by_skill.setdefault(owner[example], []).append(example)
    in_turn = (example for turn in zip_longest(*by_skill.values()) for example in turn if example)
    left = EXAMPLE_BYTES
    texts: dict[str, list[str]] = {}
    for example in (*(e for e in kept if e in first), *in_turn):
        exercise = known.get(example)
        row = [example, "", ""]
        if exercise:
            row = [
                shorten(exercise.question, MAX_QUESTION),
                shorten(exercise.solution, MAX_SOLUTION),
                shorten(exercise.misconception, 200),
            ]
        left -= len(embed(row).encode()) + 1
        if left < 0:
            break
        texts[example] = row
    return texts


def _round(number: int, dots: Sequence[Dot], index: Mapping[str, int]) -> dict[str, Any]:
    mean_axis, std_axis = make_axis(max(d.mean for d in dots), 0, 1), make_axis(max(d.std for d in dots), 0, 1)
    kinds, mean, std = np.full(len(index), ABSENT), np.zeros(len(index)), np.zeros(len(index))
    for dot in dots:
        at = index.get(dot.example)
        if at is not None:
            kinds[at], mean[at], std[at] = KINDS.index(dot.kind), dot.mean, dot.std
    own = [dot for dot in dots if dot.kind != CONSTRUCTED] or dots
    return {
        "number": number,
        "kind": pack(kinds),
        "mean": pack(np.rint(mean / mean_axis.top * STEPS)),
        "std": pack(np.rint(std / std_axis.top * STEPS)),
        "top": [mean_axis.top, std_axis.top],
        "ticks": [[tick.label for tick in found.ticks] for found in (mean_axis, std_axis)],
        "average": [sum(d.mean for d in own) / len(own), sum(d.std for d in own) / len(own)],
    }
