"""The command line: one clear line for what a person can mend, exit code 2, no traceback, nothing half-written."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer.main

import warm
from conftest import SYLLABUS, make_recipe
from tutelage import cli, errors
from tutelage.cli import ending
from tutelage.cli import pages as help_pages
from tutelage.config import load_recipe
from tutelage.errors import DataError, LossLogError, TutelageError
from tutelage.exams.candidate import find_candidate
from tutelage.syllabus import read_source
from tutelage.teacher.language.prompting import VARIABLES

EXAMPLES = Path(__file__).parent.parent / "examples"


def tutelage(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return warm.run("-m", "tutelage", *arguments, environment={"COLUMNS": "80"} | environment)


def without_waiting(text: str) -> list[str]:
    """The lines of a log without those that a slow machine gets while libraries load."""
    return [line for line in text.strip().splitlines() if not line.startswith("  loading the libraries")]


def assert_refused(result: subprocess.CompletedProcess[str], *says: str) -> None:
    assert result.returncode == 2, result.stderr
    first, *more = without_waiting(result.stderr)
    assert first.startswith("tutelage: error: ")
    assert len(more) <= 1
    assert all(line.startswith("See: tutelage help ") for line in more)
    assert "Traceback" not in result.stderr
    for text in says:
        assert text in first


def test_help_fits_80_columns_and_names_every_command() -> None:
    result = tutelage("--help")
    assert result.returncode == 0
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    for command in ("run", "graph", "check", "prepare"):
        assert command in result.stdout
    for shown in (result.stdout, tutelage("graph", "--help").stdout):
        assert "..." not in shown.split("Show this message and exit.")[1], "a summary is cut"


def test_help_names_no_format_that_is_one_of_several() -> None:
    waiting = [typer.main.get_command(cli.app)]
    while waiting:
        command = waiting.pop()
        waiting += getattr(command, "commands", {}).values()
        for option in command.params:
            said = getattr(option, "help", "") or ""
            assert "JSONL" not in said or "Parquet" in said or option.name == "out", (command.name, said)


def test_an_error_is_wrapped_at_words_in_a_terminal_alone() -> None:
    ours, theirs = os.openpty()
    subprocess.run(
        [sys.executable, "-m", "tutelage", "prompts", "slove"],
        stderr=theirs,
        env=os.environ | {"COLUMNS": "30"},
        check=False,
    )
    os.close(theirs)
    shown = os.read(ours, 1000).decode()
    os.close(ours)
    assert shown.split() == tutelage("prompts", "slove").stderr.split()
    assert len(shown.splitlines()) > 2
    assert all(len(line) <= 30 for line in shown.splitlines())


def test_what_was_meant_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path to the wrong thing, or one letter off, is told as what it is."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs").mkdir()
    (tmp_path / "syllabus.yaml").write_text(SYLLABUS)
    with pytest.raises(ValueError, match="this is a syllabus: name it in a recipe"):
        load_recipe("syllabus.yaml")
    for name in ("runs/calculs", "./model", "/no/model", "~/no-such-model", "a/b/c"):
        with pytest.raises(ValueError, match=f"no run and no model at {name}: check the path"):
            find_candidate(name)
    assert find_candidate("some/model").config.model == "some/model"
    with pytest.raises(ValueError, match="no syllabus at runs/calculs: check the path"):
        read_source("runs/calculs")


def test_check_and_graph_of_the_shipped_course() -> None:
    assert "12 skills in" in tutelage("check", EXAMPLES / "calculus.yaml").stdout
    shown = tutelage("graph", "show", EXAMPLES / "calculus-syllabus.yaml").stdout
    assert "tangent-line" in shown
    assert shown.index("power-rule") < shown.index("tangent-line")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"studnet": {}}, ("unknown key 'studnet'", "did you mean 'student'?")),
        ({"seed": "x"}, ("'seed'", "valid integer")),
        ({"syllabus": "none.yaml"}, ("no syllabus at", "none.yaml")),
        ({"teacher": {"kind": "embeded"}}, ("unknown teacher 'embeded'", "did you mean 'embedded'?")),
        ({"teacher": {"subject": "alchemy"}}, ("unknown subject 'alchemy'", "calculus")),
        ({}, ("does not know the skill 'one-step'",)),
    ],
)
def test_bad_recipe_is_one_line(
    tmp_path: Path, tiny_student: Path, changes: dict[str, object], says: tuple[str, ...]
) -> None:
    assert_refused(tutelage("run", make_recipe(tmp_path, tiny_student, **changes)), *says)
    assert not (tmp_path / "run").exists()


def calculus(tmp_path: Path, student: Path, **changes: object) -> Path:
    """A recipe of two real skills."""
    recipe = make_recipe(tmp_path, student, **changes)
    (tmp_path / "syllabus.yaml").write_text(
        "units: [{name: Numbers, skills: [{id: integer-addition, name: addition}, "
        "{id: integer-multiplication, name: multiplication, needs: [integer-addition]}]}]"
    )
    return recipe


def test_unknown_student_and_bad_folder(tmp_path: Path, tiny_student: Path) -> None:
    assert_refused(tutelage("run", calculus(tmp_path, Path("no/such-model"))), "check the spelling")
    assert not (tmp_path / "run").exists()
    (tmp_path / "file").write_text("")
    recipe = calculus(tmp_path, tiny_student, run_dir=str(tmp_path / "file" / "run"))
    assert_refused(tutelage("run", recipe), "cannot write to the run folder", "choose another run_dir")


def test_syllabus_with_a_circle_or_a_stranger(tmp_path: Path, tiny_student: Path) -> None:
    recipe = make_recipe(tmp_path, tiny_student)
    for old, new, says in (
        ("needs: [one-step]", "needs: [leap]", "cycle"),
        ("[one-step]", "[one-stp]", "did you mean"),
    ):
        (tmp_path / "syllabus.yaml").write_text(SYLLABUS.replace(old, new))
        assert_refused(tutelage("run", recipe), says)


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    result = tutelage("--debug", "run", tmp_path / "none.yaml")
    assert result.returncode != 0
    assert "Traceback" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "page"),
    [
        (("run", "no-recipe.yaml"), "recipe.md"),
        (("check", "no-subject.yaml"), "teacher.md"),
        (("prepare", "no/such-model"), "student.md"),
        (("prompts", "slove"), "teacher.md"),
        (("graph", "show", "no-graph.yaml"), "graph.md"),
        (("audit", "no-data.jsonl"), "existing-data.md"),
        (("dynamics", "no-log.jsonl"), "dynamics.md"),
        (("export", ".", "--to", "hf"), "files.md"),
        (("experiment", "magic", "no-subject.yaml"), "experiments.md"),
        (("check-subject", "alchemy"), "new-subject.md"),
    ],
)
def test_an_error_names_the_page_about_it(
    arguments: tuple[str, ...],
    page: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "skills.yaml").write_text("units: [{name: Gold, skills: [{id: gold, name: gold}]}]")
    (tmp_path / "no-subject.yaml").write_text("{name: gold, syllabus: skills.yaml}")
    monkeypatch.setattr(sys, "argv", ["tutelage", *arguments])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    first, second = without_waiting(capsys.readouterr().err)
    assert stopped.value.code == 2
    assert first.startswith("tutelage: error: ")
    assert second == f"See: tutelage help {page.removesuffix('.md')}"


@pytest.mark.parametrize(
    "arguments",
    [
        ("dynamics", "x" * 300 + ".jsonl"),
        ("compare", "x" * 300, "y"),
        ("graph", "check", "x" * 300 + ".yaml"),
        ("graph", "import", "skills.yaml", "-o", "out.yaml", "--similarity", "5"),
        ("graph", "export", "skills.yaml", "--to", "json", "-o", "folder"),
        ("dynamics", "log.csv", "--out", "skills.yaml/out"),
        ("experiment", "order", "recipe.yaml", "--seeds", "nan"),
        ("experiment", "order", "recipe.yaml", "--seeds", "inf"),
    ],
)
def test_an_odd_path_or_option_is_no_bug(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "skills.yaml").write_text("units: [{name: Gold, skills: [{id: gold, name: gold}]}]")
    (tmp_path / "recipe.yaml").write_text("{name: gold, syllabus: skills.yaml}")
    (tmp_path / "log.csv").write_text("example,epoch,loss\na,1,0.5\na,2,0.4\n")
    monkeypatch.setattr(sys, "argv", ["tutelage", *arguments])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    shown = capsys.readouterr().err
    assert stopped.value.code == 2, shown
    assert "Traceback" not in shown


def all_kinds(kind: type[TutelageError]) -> list[type[TutelageError]]:
    return [kind, *(below for direct in kind.__subclasses__() for below in all_kinds(direct))]


def test_pages_of_errors_and_of_commands_exist() -> None:
    pages = {kind.page for kind in all_kinds(TutelageError)} - {""}
    for page in pages | set(ending.PAGES.values()):
        assert (help_pages.folder() / page).is_file()
    commands = set(typer.main.get_command(cli.app).commands)  # type: ignore[attr-defined]
    assert set(ending.PAGES) <= commands


def test_every_kind_of_error_is_in_the_drawing_of_them() -> None:
    drawn = re.findall(r"^ .*?(\w+)  ", errors.__doc__ or "", re.MULTILINE)
    assert sorted(drawn) == sorted(kind.__name__ for kind in all_kinds(TutelageError))


def test_an_error_of_no_page_names_that_of_its_command() -> None:
    assert ending.page_about(DataError("no data"), ["--debug", "audit", "x.jsonl"]) == "existing-data.md"
    assert ending.page_about(DataError("no data"), ["run", "x.yaml"]) == "recipe.md"
    assert ending.page_about(LossLogError("no log"), ["audit", "x.jsonl"]) == "dynamics.md"


@pytest.mark.parametrize("error", [ValueError("shapes (3,) and (4,)"), KeyError("gold"), OSError(5, "broken")])
def test_anything_else_is_a_bug_with_its_traceback(
    error: Exception,
    tmp_path: Path,
    tiny_student: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from tutelage import pipeline

    def broken(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "run", broken)
    monkeypatch.setattr(sys, "argv", ["tutelage", "run", str(calculus(tmp_path, tiny_student))])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    shown = capsys.readouterr().err
    assert stopped.value.code == 1
    assert "Traceback" in shown
    assert "raise error" in shown
    assert "report it with the traceback" in shown


def test_an_error_has_no_controls_of_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["tutelage", "check", "a\x1b]0;b\x07.yaml"])
    with pytest.raises(SystemExit):
        cli.main()
    assert "no recipe at a]0;b.yaml" in capsys.readouterr().err


def test_a_full_disk_is_reported(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tutelage import pipeline

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "x"))

    monkeypatch.setattr(pipeline, "run", full)
    monkeypatch.setattr(sys, "argv", ["tutelage", "run", str(calculus(tmp_path, tiny_student))])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 2
    assert "No space left on device" in capsys.readouterr().err


def test_ctrl_c_ends_cleanly_and_says_how_to_go_on(tmp_path: Path, tiny_student: Path) -> None:
    recipe = calculus(tmp_path, tiny_student, practice={"rounds": 1, "epochs": [2000], "batch_size": 4})
    process = warm.Started(["-m", "tutelage", "run", str(recipe)])
    while not (tmp_path / "run" / "round-1").exists():
        assert process.poll() is None
        time.sleep(0.05)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=240)
    assert process.returncode == 130
    assert "the same command goes on from there" in errors
    assert "Traceback" not in errors


def test_run_prints_scores_and_the_report(tmp_path: Path, tiny_student: Path) -> None:
    recipe = calculus(tmp_path, tiny_student, practice={"rounds": 2, "epochs": [1], "batch_size": 4})
    result = tutelage("run", recipe)
    assert result.returncode == 0, result.stderr
    assert all(len(line) <= 80 for line in result.stdout.splitlines() if str(tmp_path) not in line)
    for text in ("base-worked-examples", "round-2", "95 % interval", "Stage", "report.html"):
        assert text in result.stdout
    assert "rate" not in result.stderr or "/s" in result.stderr
    page = (tmp_path / "run" / "report.html").read_text()
    assert "multiplication" in page


def test_preview_and_course_fit_80_columns_and_begin_with_the_same_samples(tmp_path: Path, tiny_student: Path) -> None:
    (tmp_path / "one.yaml").write_text(
        "units:\n  - name: Whole numbers\n    skills:\n      - {id: integer-addition, name: addition}\n"
    )
    recipe = make_recipe(tmp_path, tiny_student, syllabus="one.yaml", course={"exercises_per_skill": 6})
    for command in ("preview", "course"):
        result = tutelage(command, recipe)
        assert result.returncode == 0, result.stderr
        # A line that names a folder is as long as the folder's name.
        lines = [line for line in result.stdout.splitlines() if str(tmp_path) not in line]
        assert all(len(line) <= 80 for line in lines), result.stdout
        assert "requested" in result.stdout
    assert "costs nothing" in tutelage("preview", recipe).stdout
    assert (tmp_path / "run" / "course" / "exercises.jsonl").read_text().count("\n") == 6
    assert not (tmp_path / "run" / "reading").exists()


def test_prompts_are_shown_copied_and_named(tmp_path: Path) -> None:
    assert "misconceptions" in tutelage("prompts").stdout
    assert "{{ question }}" in tutelage("prompts", "solve").stdout
    assert_refused(tutelage("prompts", "slove"), "did you mean 'solve'?")
    assert tutelage("prompts", "--copy", tmp_path / "mine").returncode == 0
    assert len(list((tmp_path / "mine").glob("*.md"))) == len(VARIABLES)
    assert_refused(tutelage("prompts", "--copy", tmp_path / "mine"), "exists")


def test_teacher_settings_are_told_before_anything_is_sent(tmp_path: Path, tiny_student: Path) -> None:
    for teacher, says in (
        ({"kind": "openai"}, "needs 'model'"),
        ({"kind": "openai", "model": "m", "base_url": "https://me:word@host/v1"}, "credentials do not belong"),
        ({"kind": "openai", "model": "m", "budget": {"usd": 1}}, "needs 'prices'"),
        ({"kind": "openai", "model": "m", "api_key": "sk-secret"}, "unknown key 'teacher.api_key'"),
        ({"kind": "openai", "model": "m", "prompts": "nowhere"}, "no folder of prompts"),
    ):
        recipe = make_recipe(tmp_path, tiny_student, teacher=teacher)
        result = tutelage("course", recipe, OPENAI_API_KEY="sk-environment")
        assert_refused(result, says)
        assert "secret" not in result.stderr
        assert "word" not in result.stderr
        assert not (tmp_path / "run").exists()
