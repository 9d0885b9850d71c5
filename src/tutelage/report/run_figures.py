"""The figures that a run prints at its end, for other programs (`--json`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tutelage.exams.asking import accuracy
from tutelage.exams.gate import judge
from tutelage.exams.general_text import summarise_forgetting
from tutelage.exams.new_forms import form_rows
from tutelage.records import Account, Course, Evaluation, Round, RunRecord, TeacherCalls
from tutelage.report.reviewed import review_rows
from tutelage.report.writing import rows_by_kind, rows_with_missing


def run_figures(run: RunRecord) -> dict[str, Any]:
    """What `terminal.run_text` shows, as numbers: shares as `Interval`, times in seconds, memory in GB."""
    forms = form_rows(run.course.exam, run.evaluations)
    return {
        "name": run.name,
        "folder": run.folder,
        "report": f"{run.folder}/report.html",
        "exam": _shares(run.evaluations),
        "forms": {"new": forms[0].new, "trained": forms[0].trained} if forms else None,
        "development": _shares(run.development),
        "kept": run.kept,
        "forgetting": summarise_forgetting(run.forgetting) if run.forgetting else None,
        "rounds": [_round(one) for one in run.rounds],
        "missing": _missing(run.accounts),
        "nothing_new": {row.kind: row.nothing_new for row in rows_by_kind(run.accounts) if row.nothing_new},
        "reviewed": [row._asdict() for row in review_rows(run)],
        "calls": run.calls,
        "times": run.times,
        "gate": judge(run),
    }


def course_figures(course: Course, folder: Path, calls: Sequence[TeacherCalls] = ()) -> dict[str, Any]:
    """What `terminal.course_text` shows: the accounts of every skill and kind, and the calls."""
    return {
        "folder": folder / "course",
        "lessons": len(course.lessons),
        "exercises": len(course.exercises),
        "exam": len(course.exam),
        "constructed_errors": len(course.misconceptions),
        "rejected": len(course.rejected),
        "accounts": course.accounts,
        "missing": _missing(course.accounts),
        "checkers": course.checkers,
        "calls": calls,
    }


def _shares(evaluations: Mapping[str, Evaluation]) -> dict[str, Any]:
    return {state: accuracy(found) for state, found in evaluations.items() if found.scores}


def _missing(accounts: Sequence[Account]) -> list[dict[str, Any]]:
    return [
        {"skill": row.skill, "kind": row.kind, "missing": row.missing, "wanted": row.asked}
        for row in rows_with_missing(accounts)
    ]


def _round(round_: Round) -> dict[str, Any]:
    found = round_.adapted
    categories = Counter(item.category for item in found.categories if not item.constructed) if found else None
    return {
        "number": round_.number,
        "exercises": len(round_.training_set),
        "tokens": round_.trained.tokens,
        "categories": categories,
        "new": len(found.exercises) if found else None,
    }
