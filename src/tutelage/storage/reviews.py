"""A person's decisions about a drafted graph or course, in the run's folder, and which of them count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tutelage.config import Recipe
from tutelage.records import ReviewAction, ReviewDecision
from tutelage.storage.appending import add_records, read_added
from tutelage.storage.stages import DRAFTS, REVIEW
from tutelage.storage.store import result_digest, sha256_of

DECISIONS = f"{REVIEW}/decisions.jsonl"
"""In the folder of a run."""
REFUSED = "refused in review"
"""Why an item that was drafted is not in the course."""
EDIT_FAILED = "edited in review"
"""Beginning of the reason for which an edit was left out."""
Standing = Mapping[str, ReviewDecision]
"""By item: the decision that counts."""


def read_decisions(run: Path) -> tuple[ReviewDecision, ...]:
    """All decisions, in the order in which they were made. Raises `DamagedRun`."""
    return read_added(run / DECISIONS, ReviewDecision)


def add_decisions(run: Path, decisions: Iterable[ReviewDecision]) -> None:
    """Add decisions; they are on the disk when this returns."""
    add_records(run / DECISIONS, decisions)


def standing(decisions: Iterable[ReviewDecision], stage: str) -> Standing:
    """The last decision about each item of a stage, but those that were taken back."""
    last = {one.item: one for one in decisions if one.stage == stage and one.action is not ReviewAction.FINISH}
    return {item: one for item, one in last.items() if one.action is not ReviewAction.OPEN}


def is_finished(decisions: Iterable[ReviewDecision], stage: str, draft: str) -> bool:
    """Whether the review of a stage was ended, as it was drafted: `draft` is the digest of that result."""
    ends = (one for one in decisions if one.stage == stage and one.action is ReviewAction.FINISH)
    return any(one.item == draft for one in ends)


def awaiting(run: Path, recipe: Recipe) -> str:
    """The stage of a run that waits for its review; empty if none does."""
    decisions = read_decisions(run)
    waiting = (
        name
        for name, draft in DRAFTS.items()
        if name in recipe.review.after
        and draft.done(run)
        and not is_finished(decisions, name, result_digest(run / draft.name))
    )
    return next(waiting, "")


def left_out_by_person(rejected: Mapping[str, int]) -> int:
    """How many drafts of an account a review left out, by the account's reasons."""
    return sum(count for reason, count in rejected.items() if reason == REFUSED or reason.startswith(EDIT_FAILED))


def decisions_digest(decisions: Sequence[ReviewDecision], stage: str) -> str:
    """One SHA-256 for the decisions about a stage that count."""
    return sha256_of({item: one.model_dump(mode="json") for item, one in sorted(standing(decisions, stage).items())})
