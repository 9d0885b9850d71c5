"""The one command for a GPU: its checks are bounded in time, and its page says what became of each."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))

import gpu
from gpu import Check


def check(name: str, code: str, seconds: float = 30, shows: str = "found", needs: tuple[str, ...] = ()) -> Check:
    return Check(name, f"{name}?", ("-c", code), seconds, shows, needs)


CHECKS = (
    check("good", "print('noise'); print('found 3')"),
    check("bad", "print('noise'); raise ValueError('odd')"),
    check("endless", "print('begun', flush=True); import time; time.sleep(60)", seconds=1),
    check("absent", "", needs=("no_such_package",)),
    check("refused", "import sys; print('not installed'); sys.exit(77)"),
)


def test_each_check_says_what_became_of_it(tmp_path: Path) -> None:
    kept: list[int] = []
    results = gpu.carry_out(CHECKS, 60, lambda found: kept.append(len(found)))
    assert [result.verdict for result in results] == ["passed", "failed", "stopped", "left out", "left out"]
    assert kept == [1, 2, 3, 4, 5]
    good, bad, endless, absent, refused = results
    assert good.lines == ("found 3",)
    assert bad.lines[-1] == "ValueError: odd"
    assert endless.lines == ("begun",)
    assert endless.seconds < 5
    assert absent.lines == ("no_such_package is not installed",)
    assert refused.lines == ("not installed",)
    gpu.write(tmp_path, results)
    page = (tmp_path / "gpu.md").read_text()
    assert "## good: passed" in page
    assert "    found 3" in page
    assert [row["verdict"] for row in json.loads((tmp_path / "gpu.json").read_text())["checks"]][:2] == [
        "passed",
        "failed",
    ]


def test_no_check_begins_without_time() -> None:
    (late,) = gpu.carry_out(CHECKS[:1], 0.5, lambda found: None)
    assert (late.verdict, late.lines) == ("left out", ("no time was left",))


def test_all_bounds_together_are_eight_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["gpu.py", "--out", str(tmp_path)])
    found = gpu.checks(gpu.read_options())
    assert sum(one.seconds for one in found) <= 60 * gpu.MINUTES == 480
    assert {"tests", "precision", "memory", "speed", "qlora", "whole", "vllm"} == {one.name for one in found}
