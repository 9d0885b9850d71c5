"""Every command of docs/exams.md runs, on a run of seconds and a tiny model."""

from __future__ import annotations

import json
import re
import runpy
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import tutelage
from conftest import make_recipe, script
from tutelage.cli import app
from tutelage.config import EvalOptions
from tutelage.exams.local import read_exam
from tutelage.exams.results import evaluate
from tutelage.grading import mark
from tutelage.teacher.scripted import ScriptedTeacher

DOCUMENT = (Path(__file__).parent.parent / "docs" / "exams.md").read_text()
FILES = re.findall(r"`([\w.]+)`:\n\n```json\n(.*?)```", DOCUMENT, flags=re.DOTALL)
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", DOCUMENT, flags=re.DOTALL) for line in block.splitlines()]
RUNS = "runs/fractions"
RUN = {"practice": {"rounds": 1, "epochs": [1], "batch_size": 4}, "reading": {"enabled": False}}


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory, tiny_student: Path) -> Path:
    """A folder with a finished run, a model and the documentation's files."""
    folder = tmp_path_factory.mktemp("exams")
    tutelage.run(make_recipe(folder, tiny_student, run_dir=str(folder / RUNS), **RUN), teacher=ScriptedTeacher(script))
    (folder / "model").symlink_to(tiny_student)
    for name, text in FILES:
        (folder / name).write_text(text)
    rows = [{"question": f"Is it {n}?", "choices": ["yes", "no"], "answer": "no"} for n in range(3)]
    (folder / "more.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


def test_every_command_of_the_documentation_runs(documented: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(documented)
    assert [name for name, _ in FILES] == ["free.jsonl", "choice.jsonl", "open.jsonl", "replies.jsonl"]
    shown = {}
    for command in COMMANDS:
        short = [] if "--max-new-tokens" in command or " grade " in command else ["--max-new-tokens", "4"]
        result = CliRunner().invoke(app, [*shlex.split(command)[1:], *short])
        assert result.exit_code == 0, (command, result.output, result.exception)
        assert all(len(line) <= 80 for line in result.stdout.splitlines())
        assert "could not be used" not in result.stdout
        shown[command] = result.stdout
    assert len(shown) == 13
    assert "Student: fractions-round-1" in shown["tutelage eval runs/fractions"]
    assert "Student: fractions-base" in shown["tutelage eval runs/fractions --stage base"]
    assert "Exam: course-of-fractions" in shown["tutelage eval ./model --on course --course runs/fractions"]
    assert "pass@4" in shown[COMMANDS[6]]
    for way in ("letter", "text", "text-normalised"):
        assert re.search(rf"^{way} +right", shown["tutelage eval ./model --on choice.jsonl"], flags=re.MULTILINE)
    names = {path.name for path in (documented / "evals" / "model" / "free").iterdir()}
    assert {"summary.json", "scores.jsonl", "rejected.jsonl", "eval.json"} <= names
    (block,) = re.findall(r"```python\n(.*?)```", DOCUMENT, flags=re.DOTALL)
    (documented / "example.py").write_text(block.replace("examples=3", "examples=3, max_new_tokens=4"))
    runpy.run_path(str(documented / "example.py"))


def test_the_open_questions_of_the_documentation_can_be_asked(documented: Path) -> None:
    found = read_exam(documented / "open.jsonl")
    assert [question.checker for question in found.questions] == ["phrases", "phrases", "rubric"]
    assert not found.rejected
    assert not found.unused
    assert [mark(question.solution, question).correct for question in found.questions] == [True, True, False]
    assert "judge" in mark("Ten days.", found.questions[2]).why


def test_the_course_is_asked_as_the_run_asked_it(documented: Path, tmp_path: Path) -> None:
    for stage, state in (("base", "base"), ("round-1", "final")):
        mine = evaluate(documented / RUNS, stage=stage, out=tmp_path / stage).evaluations["generation"].scores
        rows = [json.loads(line) for line in (documented / RUNS / "exam" / state / "scores.jsonl").open()]
        assert [(score.question, score.reply) for score in mine] == [(row["question"], row["reply"]) for row in rows]


def test_what_a_person_can_mend_is_told(documented: Path, tmp_path: Path, tiny_student: Path) -> None:
    run = documented / RUNS
    for arguments, says in (
        ({"student": run, "stage": "round-7"}, "choose base, round-1"),
        ({"student": tiny_student, "stage": "round-1"}, "not a run folder"),
        ({"student": tiny_student, "on": "course"}, "add --course RUN"),
        (
            {"student": tiny_student, "on": "course", "options": EvalOptions(course=tmp_path)},
            "holds no run",
        ),
        ({"student": tiny_student, "on": "nowhere.jsonl"}, "check the path"),
        ({"student": run, "options": EvalOptions(samples=2)}, "temperature above 0"),
        ({"student": run, "options": EvalOptions(ways=("letter",))}, "questions without choices"),
        ({"student": run, "options": EvalOptions(ways=("magic",))}, "unknown way"),
        ({"student": run, "options": EvalOptions(ways=("text-normalised",))}, "it is shown with 'text'"),
        (
            {
                "student": run,
                "on": documented / "choice.jsonl",
                "options": EvalOptions(worked_examples=1, examples_from=documented / "free.jsonl"),
            },
            "worked examples have no choices to compare",
        ),
        (
            {"student": run, "on": documented / "free.jsonl", "options": EvalOptions(worked_examples=1)},
            "--examples-from",
        ),
        (
            {
                "student": run,
                "on": documented / "more.jsonl",
                "options": EvalOptions(worked_examples=1, examples_from=documented / "more.jsonl"),
            },
            "not in it",
        ),
    ):
        with pytest.raises(ValueError, match=says):
            evaluate(**arguments, out=tmp_path / "out")  # type: ignore[arg-type]


def test_worked_examples_of_compared_choices_have_choices(documented: Path, tmp_path: Path, tiny_student: Path) -> None:
    """Those without are left out, and shown where replies are written."""
    mixed, exam = tmp_path / "mixed.jsonl", documented / "choice.jsonl"
    plain = (documented / "free.jsonl").read_text()
    mixed.write_text(plain + (documented / "more.jsonl").read_text())
    shared: dict[str, Any] = {"worked_examples": 3, "max_new_tokens": 4}
    evaluate(tiny_student, exam, options=EvalOptions(**shared, examples_from=mixed), out=tmp_path / "a")
    with pytest.raises(ValueError, match="only 3 that suit the exam"):
        evaluate(
            tiny_student,
            exam,
            options=EvalOptions(**shared | {"worked_examples": 4}, examples_from=mixed),
            out=tmp_path / "b",
        )
    written = EvalOptions(**shared, examples_from=documented / "free.jsonl", ways=("generation",))
    evaluate(tiny_student, exam, options=written, out=tmp_path / "c")


def test_a_row_of_an_exam_with_choices_is_answered_by_a_letter(documented: Path, tmp_path: Path) -> None:
    row = read_exam(documented / "choice.jsonl").questions[0].model_dump(mode="json")
    (tmp_path / "own.jsonl").write_text(json.dumps(row | {"answer": "7"}))
    with pytest.raises(ValueError, match="'7' is not the letter of one of the choices"):
        read_exam(tmp_path / "own.jsonl")
