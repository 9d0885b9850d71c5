"""Two students on the same exam: how much they differ, and whether that is more than chance.

Questions are paired: both students answered the same ones, and only those tell them apart on which they disagree.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from tutelage import stats
from tutelage.records import Compared, Comparison
from tutelage.sittings import Held, hold

WIDTH = 80
LEVEL = 0.05


class Answered(NamedTuple):
    """One question in both sittings."""

    skill: str
    first: bool
    second: bool


def compare(
    first: str | Path | Sequence[str | Path], second: str | Path | Sequence[str | Path], *, seed: int = 0
) -> Comparison:
    """Compare two finished runs on the exam that both sat; with several seeds, two lists of runs paired by place.

    A run is its folder: its last sitting counts. `folder:reading` names another sitting. `seed` is that of the
    bootstrap. Raises `ValueError` for runs without the sitting, or with different exams.
    """
    left, right = _listed(first), _listed(second)
    if len(left) != len(right):
        raise ValueError(f"{len(left)} runs against {len(right)}: they are paired by place, so name as many of each")
    held = [(hold(a), hold(b)) for a, b in zip(left, right, strict=True)]
    seeds = [_pair(a, b) for a, b in held]
    skills = list(dict.fromkeys(item.skill for pairs in seeds for item in pairs))
    rows = [_compared(skill, [[i for i in pairs if i.skill == skill] for pairs in seeds], seed) for skill in skills]
    corrected = stats.holm([row.p for row in rows])
    rows = [row.model_copy(update={"corrected": p}) for row, p in zip(rows, corrected, strict=True)]
    overall = _compared("", seeds, seed)
    return Comparison(
        first=tuple(a.name for a, _ in held),
        second=tuple(b.name for _, b in held),
        overall=overall,
        by_seed=tuple(fmean(item.second - item.first for item in pairs) for pairs in seeds),
        skills=tuple(rows),
        sentence=sentence(overall, rows, len(seeds)),
    )


def _listed(runs: str | Path | Sequence[str | Path]) -> list[str]:
    return [str(runs)] if isinstance(runs, str | Path) else [str(run) for run in runs]


def _pair(first: Held, second: Held) -> list[Answered]:
    shared = [question for question in first.scores if question in second.scores]
    if not shared or len(shared) < max(len(first.scores), len(second.scores)):
        raise ValueError(
            f"{first.name} and {second.name} sat different exams: they share {len(shared):,} of "
            f"{len(first.scores):,} and {len(second.scores):,} questions. Compare runs with the same course and seed"
        )
    return [
        Answered(first.scores[question].skill, first.scores[question].correct, second.scores[question].correct)
        for question in shared
    ]


def _compared(skill: str, seeds: Sequence[Sequence[Answered]], seed: int) -> Compared:
    groups = [group for group in seeds if group]
    together = [item for group in groups for item in group]
    only_first = sum(item.first and not item.second for item in together)
    only_second = sum(item.second and not item.first for item in together)
    p = stats.sign_test(only_first, only_second)
    return Compared(
        skill=skill,
        questions=len(together),
        first=fmean(item.first for item in together),
        second=fmean(item.second for item in together),
        difference=stats.bootstrap_difference([[(i.second, i.first) for i in group] for group in groups], seed=seed),
        only_first=only_first,
        only_second=only_second,
        p=p,
        corrected=p,
        smallest=stats.smallest_difference(len(together), (only_first + only_second) / len(together)),
    )


def told_apart(row: Compared) -> bool:
    """Both ways of asking agree that it is more than chance: the test over questions, the interval over seeds."""
    low, high = row.difference.low, row.difference.high
    return row.corrected < LEVEL and low is not None and high is not None and not low <= 0 <= high


def sentence(overall: Compared, skills: Sequence[Compared], seeds: int) -> str:
    """What can be said, and no more."""
    if told_apart(overall):
        better = "B" if overall.difference.value > 0 else "A"
        found = f"{better} is better by {100 * abs(overall.difference.value):.1f} points: more than chance explains."
    elif overall.smallest is None:
        found = (
            f"No difference can be told at this size: A and B disagree on {overall.only_first + overall.only_second} "
            f"of {overall.questions:,} questions, too few to find any difference."
        )
    else:
        found = (
            "No difference can be told at this size: only one of about "
            f"{100 * overall.smallest:.1f} points or more would have been found in four of five cases."
        )
    apart = [row.skill for row in skills if told_apart(row)]
    most = max(row.questions for row in skills)
    if not apart and 2 * len(skills) / 2**most >= LEVEL:
        found += f" With at most {most} questions a skill, no single one of {len(skills)} skills could be told apart."
    else:
        found += f" Of {len(skills)} skills, {', '.join(apart) if apart else 'none'} can be told apart."
    if seeds == 1:
        found += " This holds for these two students; whether it holds for their settings only more seeds can tell."
    return found


def text(found: Comparison) -> str:
    """The comparison in plain text of at most 80 columns."""
    lines = _names("A", found.first) + _names("B", found.second)
    lines += ["", "                      questions      A      B   B - A (95 % interval)        p"]
    lines += [_row(found.overall, "all"), *(_row(row, row.skill) for row in found.skills)]
    notes = ["Differences in points; p by McNemar's exact test, those of skills with Holm's correction."]
    if len(found.by_seed) > 1:
        by_seed = stats.mean_interval(found.by_seed)
        assert by_seed.low is not None
        assert by_seed.high is not None
        each = ", ".join(f"{100 * value:+.1f}" for value in found.by_seed)
        notes.append(
            f"By seed: {each}; mean {100 * by_seed.value:+.1f}, t interval {100 * by_seed.low:+.1f} to "
            f"{100 * by_seed.high:+.1f}."
        )
    return "\n".join([*lines, "", *(line for note in [*notes, found.sentence] for line in textwrap.wrap(note, WIDTH))])


def _names(letter: str, names: Sequence[str]) -> list[str]:
    return [f"{letter if not place else ' '}  {name}" for place, name in enumerate(names)]


def _row(row: Compared, name: str) -> str:
    low, high = row.difference.low or 0.0, row.difference.high or 0.0
    change = f"{100 * row.difference.value:+.1f} ({100 * low:+.1f} to {100 * high:+.1f})"
    p = "< .001" if row.corrected < 0.001 else f"{row.corrected:.3f}"
    short = name if len(name) <= 24 else name[:23] + "…"
    return f"{short:<24} {row.questions:>6,} {row.first:>6.1%} {row.second:>6.1%}   {change:<24} {p:>6}"
