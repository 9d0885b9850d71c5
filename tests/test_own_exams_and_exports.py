"""An exam and an export of one's own: one file and one entry point, in a package that Tutelage knows nothing of."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import tutelage
from tutelage.cli import app
from tutelage.config import EvalOptions
from tutelage.exams.results import evaluate

DOCS = Path(__file__).parent.parent / "docs"


def documented(page: str, begins: str) -> str:
    """The code of a page that begins like this."""
    (code,) = re.findall(rf"```text\n({begins}.*?)```", (DOCS / page).read_text(), flags=re.DOTALL)
    return str(code)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What pip leaves behind of two packages: modules, and folders of metadata with entry points."""
    for package, code, points in (
        (
            "plug_exam",
            documented("exams.md", "from tutelage.exams.kinds"),
            "[tutelage.exams]\nmy-sums = plug_exam:KIND\nno-exam = plug_exam:prepare\n",
        ),
        (
            "plug_export",
            documented("take-away.md", "from tutelage.exports.forms"),
            "[tutelage.exports]\ncards = plug_export:FORM\n",
        ),
    ):
        (tmp_path / f"{package}.py").write_text(code)
        info = tmp_path / f"{package}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(points)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_exam_of_a_package_from_python_and_by_the_command(site: Path, tiny_student: Path) -> None:
    record = evaluate(tiny_student, "my-sums", EvalOptions(number=3, max_new_tokens=4), out=site / "out")
    assert [score.expected for score in record.evaluations["generation"].scores] == ["1", "2", "3"]
    command = ["eval", str(tiny_student), "--on", "my-sums", "--number", "4", "--max-new-tokens", "4"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    assert "Exam: my-sums" in result.stdout
    (scores,) = site.glob("evals/*/my-sums/scores.jsonl")
    assert len(scores.read_text().splitlines()) == 4


def test_what_is_no_exam_is_reported_with_all_that_there_are(
    site: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValueError, match=r"'plug_exam' offers the exam 'no-exam'.*which is no exam: an ExamKind"):
        evaluate(tiny_student, "no-exam")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    known = "'course', 'new-operations', 'panel', 'my-sums', 'no-exam', a file, nor a task of lm-eval"
    with pytest.raises(ValueError, match=f"'nowhere' is neither {known}"):
        evaluate(tiny_student, "nowhere")


def test_an_export_of_a_package_from_python_and_by_the_command(site: Path, finished_run: Path) -> None:
    made = tutelage.export(finished_run, "cards", site / "mine")
    assert made.advice == f"Import {site / 'mine'}/cards.tsv."
    result = CliRunner().invoke(app, ["export", str(finished_run), "--to", "cards"])
    assert result.exit_code == 0, result.output
    rows = (site / "exports" / "tiny-cards" / "cards.tsv").read_text().splitlines()
    assert len(rows) == len(
        [w for w in tutelage.open_run(finished_run).rounds[-1].training_set if not w.exercise.misconception]
    )
    known = "hf, llamafactory, axolotl, lm-eval, ollama, gguf, dpo, verifiers, cards"
    with pytest.raises(ValueError, match=f"choose from {known}"):
        tutelage.export(finished_run, "onnx")
    with pytest.raises(ValueError, match="only an export to hf or ollama or gguf can be pushed"):
        tutelage.export(finished_run, "cards", push="me/course")
