"""The drafts of a run so far, accepted and refused, with the reasons; also while they are being written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tutelage.course.draft_log import log_path, outcomes_of, read_log
from tutelage.errors import RunError
from tutelage.progress import WIDTH, clean, counted, filled, wrap
from tutelage.records import DraftOutcome
from tutelage.storage import open_run, stages

LAST = 5
"""Refused drafts that are shown without `--refused`."""
MAX_TEXT = 300
"""Characters of a refused draft that are shown without `--refused`."""


class Drafts(NamedTuple):
    """The drafts of a run, stage by stage."""

    outcomes: tuple[DraftOutcome, ...]
    under_way: str
    """Label of the stage that is not finished; empty if none is."""


def read_drafts(run: Path, *, skill: str = "", refused: bool = False) -> Drafts:
    """The drafts of a run, of one skill or all, the refused ones or all. Raises `RunError` if there is no run, or the
    skill is none of its own."""
    recipe = open_run.recipe_of(run)
    found: list[DraftOutcome] = []
    under_way = ""
    writing: list[stages.Stage[Any]] = [
        stages.as_drafted(stages.COURSE, recipe),
        *(stages.change_after(number) for number in range(1, recipe.practice.rounds)),
    ]
    for stage in writing:
        if stage.done(run):
            found += outcomes_of(stage.read(run))
        elif (path := log_path(run / stage.name)).is_file():
            found += read_log(path)
            under_way = stage.label
    if skill and stages.GRAPH.done(run):
        known = {one.id for one in stages.GRAPH.read(run).skills}
        if skill not in known:
            raise RunError(f"the run in {run} has no skill '{skill}': 'tutelage graph show' lists the ids")
    kept = (one for one in found if skill in ("", one.skill) and not (refused and one.accepted))
    return Drafts(tuple(kept), under_way)


def drafts_text(drafts: Drafts, *, refused: bool = False) -> str:
    """A line for each skill and kind, the reasons, and the last refused drafts; with `refused` all of them, in full."""
    if not drafts.outcomes:
        if refused:
            return "no draft has been refused"
        return "no draft has been decided on yet" if drafts.under_way else "no drafts: nothing was written yet"
    bad = [one for one in drafts.outcomes if not one.accepted]
    shown = bad if refused else bad[-LAST:]
    parts = [_table(drafts.outcomes)]
    if bad:
        reasons = Counter(one.reason for one in bad).most_common()
        said = ", ".join(f"{clean(reason)} ({count:,})" for reason, count in reasons)
        parts.append("\n".join(wrap(f"refused: {said}", WIDTH, subsequent_indent="  ")))
        parts += [_draft(one, in_full=refused) for one in shown]
        if len(shown) < len(bad):
            parts.append(f"The last {len(shown)} of {len(bad):,} refused drafts are shown; --refused shows all.")
    if drafts.under_way:
        parts.append(f"{drafts.under_way}: not finished; more may follow.")
    return "\n\n".join(parts)


def _table(outcomes: Sequence[DraftOutcome]) -> str:
    counts: dict[tuple[str, str], Counter[bool]] = {}
    for one in outcomes:
        counts.setdefault((one.skill, one.name), Counter())[one.accepted] += 1
    width = min(38, max(5, *(len(skill) for skill, _ in counts)))
    lines = [f"{'skill':<{width}}  {'kind':<16}  accepted  refused"]
    lines += [
        f"{clean(skill)[:width]:<{width}}  {name:<16}  {count[True]:>8,}  {count[False]:>7,}"
        for (skill, name), count in sorted(counts.items())
    ]
    total = Counter(one.accepted for one in outcomes)
    lines.append(f"{counted(len(outcomes), 'draft')}: {total[True]:,} accepted, {total[False]:,} refused")
    return "\n".join(lines)


def _draft(outcome: DraftOutcome, *, in_full: bool) -> str:
    head = f"--- {outcome.skill}, {outcome.name}: {clean(outcome.reason)}"
    text = clean(outcome.text)
    if not in_full:
        text = " ".join(text.split())
        text = text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + " …"
    wrapped = "\n".join(filled(line, WIDTH) for line in text.splitlines())
    return f"{filled(head, WIDTH)}\n{wrapped}"
