"""Every `sh` command of docs/take-away.md and docs/try-it.md runs as it stands there."""

from __future__ import annotations

import hashlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import warm
from tutelage.cli import app

ROOT = Path(__file__).parent.parent


def commands(document: str) -> list[str]:
    text = (ROOT / "docs" / document).read_text()
    return [line for block in re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL) for line in block.splitlines()]


@pytest.fixture
def folder(finished_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a finished run of the name that the documents use, and the examples."""
    # `cli.process` does it for a process of the command's own; in this one the library is imported already.
    monkeypatch.setattr("transformers.utils.logging._tqdm_active", False)
    run = tmp_path / "runs" / "calculus"
    shutil.copytree(finished_run, run)
    head, inputs, _, settings = (run / "config.yaml").read_text().split("\n", 3)
    settings = settings.replace("name: tiny", "name: calculus", 1)
    seal = f"# settings sha256 {hashlib.sha256(settings.encode()).hexdigest()}"
    (run / "config.yaml").write_text("\n".join([head, inputs, seal, settings]))
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_of_take_away_runs(folder: Path) -> None:
    asked = commands("take-away.md")
    for command in asked:
        result = CliRunner().invoke(app, shlex.split(command)[1:])
        assert result.exit_code == 0, result.output or result.exception
        assert all(len(line) <= 80 for line in result.output.splitlines())
    assert {re.findall(r"--to (\S+)", command)[0] for command in asked} == {
        *("hf", "llamafactory", "axolotl", "lm-eval", "ollama", "gguf", "dpo", "verifiers")
    }
    assert {path.name for path in (folder / "exports").iterdir()} == {
        *("calculus-hf", "calculus-llamafactory", "calculus-axolotl", "calculus-lm-eval", "calculus-ollama"),
        *("calculus-gguf", "calculus-dpo", "calculus-verifiers"),
    }
    assert (folder / "calculus-student" / "Modelfile").is_file()
    assert (folder / "exports" / "calculus-lm-eval" / "tutelage_calculus_marked.yaml").is_file()


def test_python_of_take_away_runs(folder: Path) -> None:
    code = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "take-away.md").read_text(), flags=re.DOTALL)
    asked = (["--to", "hf", "--out", "my-course"], ["--to", "dpo"])
    for options, block, says in zip(asked, code, ("'role': 'user'", "'role': 'assistant'"), strict=True):
        assert CliRunner().invoke(app, ["export", "runs/calculus", *options]).exit_code == 0
        result = warm.run("-c", block)
        assert result.returncode == 0, result.stderr
        assert says in result.stdout


def test_every_command_of_try_it_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # `doctor` comes before a run, and rightly refuses the folder's: another recipe made it.
    before_a_run = folder / "before"
    shutil.copytree(folder / "examples", before_a_run / "examples")
    asked = commands("try-it.md")
    assert {command.split()[1] for command in asked} == {"doctor", "watch", "ask", "chat"}
    for command in asked:
        if command.split()[1] != "watch":
            monkeypatch.chdir(before_a_run if command.split()[1] == "doctor" else folder)
            result = CliRunner().invoke(app, shlex.split(command)[1:], input="1 + 1?\n/quit\n")
            assert result.exit_code == 0, result.output or result.exception
            assert all(len(line) <= 80 for line in result.output.splitlines())


def test_watch_of_try_it_serves_until_interrupted(folder: Path) -> None:
    command = next(command for command in commands("try-it.md") if command.split()[1] == "watch")
    words = [str(folder / word) if word.startswith("runs/") else word for word in shlex.split(command)]
    process = subprocess.Popen(
        [sys.executable, "-m", *words, "--port", "0"], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    assert re.match(r"The report: http://127\.0\.0\.1:\d+/ ", process.stdout.readline())
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    process.stdout.close()
