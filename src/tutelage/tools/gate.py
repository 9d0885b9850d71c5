"""`tutelage gate`: whether the student of a run may be used, as a table, a file, and an exit code."""

from __future__ import annotations

import io
from pathlib import Path

from tutelage.config import GateConfig
from tutelage.exams.gate import gate_line, judge
from tutelage.progress import WIDTH
from tutelage.records import GateRecord, RunRecord
from tutelage.records.gate import Outcome
from tutelage.storage.open_run import open_run
from tutelage.storage.store import write_sealed

GATE = "gate.json"
"""In the folder of a run: the verdicts as they were last given."""
EXIT_CODES: dict[Outcome, int] = {"passed": 0, "not passed": 1, "cannot tell": 2}
WIDTHS = {"Condition": 10, "Wanted": 13, "Found": 16, "Verdict": 11, "Why": 18}
"""Of the columns of the table."""


def gate(run: str | Path, conditions: GateConfig | None = None) -> GateRecord:
    """Decide whether the student of a run may be used, and write the verdicts to `gate.json` in its folder.

    `conditions` take the place of those in the run's recipe. A run that is not finished is judged by what it has
    measured so far. Nothing is measured anew. Raises `RunError` if there is no run, or one without a course, and
    `DamagedRun` if a file is not what the run wrote.
    """
    found = judge(open_run(run, finished=False), conditions)
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
    """The verdicts in 80 columns, and what they come to."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.ASCII2, show_edge=False, pad_edge=False)
    for name, width in WIDTHS.items():
        table.add_column(name, width=width, overflow="fold")
    for verdict in found.verdicts:
        cells = (verdict.condition, verdict.wanted, verdict.found or "-", verdict.outcome, verdict.why)
        table.add_row(*map(Text, cells))
    console = Console(file=io.StringIO(), width=WIDTH, color_system=None, force_terminal=False, legacy_windows=False)
    with console.capture() as capture:
        console.print(table)
    lines = [line.rstrip() for line in capture.get().splitlines()]
    return "\n".join([*lines, "", gate_line(found)])
