"""`tutelage gate`: whether the student of a run may be used, as a table, a file, and an exit code."""

from __future__ import annotations

import io
from pathlib import Path

from tutelage.config import GateConfig
from tutelage.exams.gate import gate_line, judge
from tutelage.progress import WIDTH, wrap
from tutelage.records import GateRecord, RunRecord
from tutelage.records.gate import Outcome
from tutelage.storage.open_run import open_run
from tutelage.storage.store import write_sealed

GATE = "gate.json"
"""In the folder of a run: the verdicts as they were last given."""
EXIT_CODES: dict[Outcome, int] = {"passed": 0, "not passed": 1, "cannot tell": 2}


def gate(run: str | Path, conditions: GateConfig | None = None) -> GateRecord:
    """Decide whether the student of a run may be used, and write the verdicts to `gate.json` in its folder.

    `conditions` take the place of those in the run's recipe; nothing is written then, since `gate.json` is the verdict
    by the run's own. A run that is not finished is judged by what it has measured so far. Nothing is measured again.
    Raises `RunError` if there is no run, or one without a course, and `DamagedRun` if a file is not what the run wrote.
    """
    found = judge(open_run(run, finished=False), conditions)
    if conditions is None:
        write_gate(found, Path(run))
    return found


def write_gate(found: GateRecord, run: Path) -> None:
    """Write the verdicts to the folder of a run."""
    write_sealed(run / GATE, {**found.model_dump(mode="json"), "exit_code": EXIT_CODES[found.outcome]})


def judge_and_write(run: RunRecord) -> GateRecord:
    """The verdict on a run that has just ended, by the conditions of its own recipe."""
    found = judge(run)
    write_gate(found, Path(run.folder))
    return found


def gate_text(found: GateRecord) -> str:
    """The verdicts in 80 columns, why each was given, and what they come to."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.ASCII2, show_edge=False, pad_edge=False)
    for name in ("Condition", "Wanted", "Found", "Verdict"):
        table.add_column(name, overflow="fold")
    for verdict in found.verdicts:
        table.add_row(*map(Text, (verdict.condition, verdict.wanted, verdict.found or "-", verdict.outcome)))
    console = Console(file=io.StringIO(), width=WIDTH, color_system=None, force_terminal=False, legacy_windows=False)
    with console.capture() as capture:
        console.print(table)
    lines = [line.rstrip() for line in capture.get().splitlines()]
    lines.append("")
    for verdict in found.verdicts:
        why = f"{verdict.condition}: {verdict.why}"
        lines += wrap(why, WIDTH, subsequent_indent="  ")
    return "\n".join([*lines, "", gate_line(found)])
