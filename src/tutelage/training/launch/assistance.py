"""The other machines of a run: they wait until it trains, and join in."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tutelage.config import Recipe
from tutelage.errors import LaunchError
from tutelage.progress import Progress
from tutelage.training.launch import notices
from tutelage.training.launch.notices import Notice
from tutelage.training.launch.processes import run_processes

PATIENCE = 600.0
"""Seconds within which a run must have begun."""
ENDED = ("finished", "failed")


def assist(recipe: Recipe, node: int, *, progress: Progress, patience: float = PATIENCE, poll: float = 1.0) -> None:
    """On machine number `node` of a run (the first, which runs it, is 0): join its training until the run has ended.

    Raises `LaunchError` if the recipe has no such machine, the run does not begin, or it fails.
    """
    if not 0 < node < recipe.launch.nodes:
        raise LaunchError(f"the recipe has {recipe.launch.nodes} node(s): those that join are 1 and up, not {node}")
    folder = recipe.folder.resolve()
    notice = _begun(folder, patience, poll)
    done = ""
    while notice.state not in ENDED:
        if notice.state == "training" and notice.attempt != done:
            done = notice.attempt
            progress.say(f"node {node}: joining the training in {notice.job}")
            status = run_processes(recipe.launch, folder / notice.job, done, node=node, wanted=_still(folder, done))
            progress.say(f"node {node}: {'done' if status == 0 else f'ended with status {status}'}")
        time.sleep(poll)
        notice = notices.read_notice(folder) or notice
    if notice.state == "failed":
        raise LaunchError(f"the run in {folder} failed on its first node: see its messages, then start all nodes again")


def _begun(folder: Path, patience: float, poll: float) -> Notice:
    """The first notice of a run in progress. One that has ended may be about to be started again."""
    end = time.monotonic() + patience
    found = notices.read_notice(folder)
    before = found
    while found is None or (found == before and found.state in ENDED):
        if time.monotonic() > end:
            raise LaunchError(f"no run has begun in {folder}: start 'tutelage run' on the first node, or check run_dir")
        time.sleep(poll)
        found = notices.read_notice(folder)
    return found


def _still(folder: Path, attempt: str) -> Callable[[], bool]:
    def wanted() -> bool:
        notice = notices.read_notice(folder)
        return notice is None or (notice.attempt == attempt and notice.state == "training")

    return wanted
