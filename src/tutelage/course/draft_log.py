"""The drafts of a stage that is under way, each with what became of it: appended as it is decided, so that a person can
look in. When the stage is done, its records hold the same, and the file is removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from pydantic import ValidationError

from tutelage.records import Adapted, Course, DraftOutcome, Exercise, Lesson, Origin, Rejected, RequestKind
from tutelage.storage.store import CHECKPOINTS

FILE = "drafts.jsonl"


def log_path(stage_folder: Path) -> Path:
    """Where the drafts of an unfinished stage are."""
    return stage_folder / CHECKPOINTS / FILE


class DraftLog:
    """Appends outcomes; without a path it does nothing. Use it in a `with` statement.

    A stage that is begun again goes through all its drafts again, so its file begins anew.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8", newline="\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def add(self, outcome: DraftOutcome) -> None:
        """Append one; it can be read at once."""
        if self._file is not None:
            self._file.write(outcome.model_dump_json() + "\n")
            self._file.flush()


def accepted(draft: Lesson | Exercise, kind: RequestKind) -> DraftOutcome:
    """The outcome of a draft that was accepted."""
    if isinstance(draft, Lesson):
        return DraftOutcome(skill=draft.skill, kind=kind, origin=Origin.COURSE, accepted=True, text=draft.text)
    text = f"{draft.question}\n{draft.solution}"
    return DraftOutcome(
        skill=draft.skill, kind=kind, origin=draft.origin, accepted=True, reason=draft.verdict, text=text
    )


def refused(item: Rejected) -> DraftOutcome:
    """The outcome of a draft that was refused."""
    return DraftOutcome(
        skill=item.skill, kind=item.kind, origin=item.origin, accepted=False, reason=item.reason, text=item.text
    )


def read_log(path: Path) -> Iterator[DraftOutcome]:
    """The outcomes so far; nothing if there is no file. A last line that is still being written is left out."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    except FileNotFoundError:
        return
    for line in lines:
        if line.endswith("\n"):
            try:
                yield DraftOutcome.model_validate_json(line)
            except ValidationError:
                continue  # a line that a full disk cut


def outcomes_of(result: Course | Adapted) -> Iterator[DraftOutcome]:
    """The outcomes of a finished stage, from its records. Exercises and exam questions of the user's own count as
    accepted."""
    if isinstance(result, Course):
        yield from (accepted(lesson, RequestKind.LESSON) for lesson in result.lessons)
        for exercise in (*result.held_out, *result.exercises):
            yield accepted(exercise, RequestKind.EXERCISES)
        yield from (accepted(exercise, RequestKind.MISCONCEPTIONS) for exercise in result.misconceptions)
    else:
        yield from (accepted(exercise, RequestKind(exercise.origin.value)) for exercise in result.exercises)
    yield from map(refused, result.rejected)
