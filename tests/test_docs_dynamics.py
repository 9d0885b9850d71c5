"""docs/dynamics.md does what it says, word for word."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from test_dynamics import examples_of, world
from tutelage.cli import app
from tutelage.config import ERROR_RULES, DynamicsConfig
from tutelage.dynamics import classify

DOCUMENT = (Path(__file__).parent.parent / "docs" / "dynamics.md").read_text()


def block(kind: str, number: int = 0) -> str:
    return str(re.findall(rf"```{kind}\n(.*?)```", DOCUMENT, flags=re.DOTALL)[number])


def test_the_log_of_the_page_is_classified_as_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    subprocess.run([sys.executable, "-c", block("python")], check=True)
    command = block("sh").split()
    assert command[:2] == ["tutelage", "dynamics"]
    result = CliRunner().invoke(app, command[1:])
    assert result.output == block("text")
    making, using = block("sh", 1).splitlines()
    subprocess.run(["sh", "-c", making], check=True)
    result = CliRunner().invoke(app, using.split()[1:])
    assert result.exit_code == 0, result.output
    assert "constructed           3" in result.output
    assert re.search(r"^error +3 ", result.output, flags=re.MULTILINE)


def test_the_rule_of_the_page_is_used_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ERROR_RULES, "_registered", {})
    exec(block("python", 1), {})
    losses, skills, constructed, wrong = world({"a": 0.8, "b": 0.6})
    found = classify(examples_of(losses, skills, constructed), DynamicsConfig(rule="top-tenth"))
    names = np.array(found.examples.log.names)
    assert set(names[found.flagged]) == wrong


def test_the_audit_of_the_page_leaves_the_files_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_student: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [f'{{"question": "{n} + 1?", "answer": "{n + 1}"}}\n' for n in range(8)]
    (tmp_path / "data.jsonl").write_text("".join(rows))
    command = block("sh", 2).split()[1:]
    result = CliRunner().invoke(app, [*command, "--student", str(tiny_student), "--epochs", "1"])
    assert result.exit_code == 0, result.output
    text = DOCUMENT[DOCUMENT.index("The folder `audits/data.jsonl`") :]
    names = re.findall(r"`([\w.]+\.(?:html|jsonl))`", text)
    assert len(names) == 5
    for name in names:
        assert (tmp_path / "audits" / "data.jsonl" / name).is_file(), name
