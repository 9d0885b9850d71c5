"""The notebook runs from top to bottom; here with a student of a few thousand parameters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tutelage

NOTEBOOK = Path(__file__).parent.parent / "examples" / "first-steps.ipynb"


def cells(kind: str) -> list[str]:
    content = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
    return ["".join(cell["source"]) for cell in content["cells"] if cell["cell_type"] == kind]


def test_nothing_is_left_over_from_a_run() -> None:
    content = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    code = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert len({cell["id"] for cell in content["cells"]}) == len(content["cells"])
    assert all(text.strip() for text in cells("markdown"))


def test_all_cells_run(
    tiny_student: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    named = {"__name__": "__main__"}
    small = ["course.exercises_per_skill=4", "course.exam_questions_per_skill=2", "exam.max_new_tokens=8", "threads=1"]
    small += ["forgetting.panel_items=7"]
    changed = {
        '"smollm2-135m-instruct"': repr(str(tiny_student)),
        'f"run_dir={FOLDER}"': f'f"run_dir={{FOLDER}}", *{small!r}',
    }
    code = "\n".join(cells("code"))
    for old, new in changed.items():
        assert old in code
        code = code.replace(old, new)
    exec(compile(code, str(NOTEBOOK), "exec"), named)
    shown = capsys.readouterr().out
    assert "base" in shown
    assert "final" in shown
    assert "perplexity - " in shown
    assert (tmp_path / "runs" / "demo-small" / "report.html").is_file()
    assert tutelage.open_run(tmp_path / "runs" / "demo-small").course.exercises
