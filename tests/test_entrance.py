"""The first commands: version, examples, schema, demo, and other values for keys of a recipe."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

import tutelage
from conftest import make_recipe
from tutelage.cli import app, entrance
from tutelage.config import load_recipe
from tutelage.errors import RecipeError
from tutelage.storage import open_run
from tutelage.student import device

ROOT = Path(__file__).parent.parent
RUN = CliRunner()


def test_the_version_is_shown() -> None:
    result = RUN.invoke(app, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"tutelage {tutelage.__version__}\n")


def test_examples_are_listed_and_copied_whole(tmp_path: Path) -> None:
    listed = RUN.invoke(app, ["examples"]).stdout
    assert "calculus.yaml" in listed
    assert "syllabus" not in listed.split("Copy")[0].replace("a syllabus", "")
    assert max(map(len, listed.splitlines())) <= 80
    assert "…" not in listed, "no summary is cut"
    flat = " ".join(listed.split())
    assert "own-subject.yaml Any subject that has a syllabus, written by a language model. social" in flat
    assert "two CPU cores, without a language model as the teacher: docs/handbook.md goes through it." in flat
    target = tmp_path / "mine"
    assert RUN.invoke(app, ["examples", "--copy", str(target)]).exit_code == 0
    for path in sorted(target.glob("*.yaml")):
        if not path.stem.endswith("-syllabus"):
            loaded = load_recipe(path)
            assert all(part.exists() for part in (*loaded.syllabi, *loaded.documents)), path
    again = RUN.invoke(app, ["examples", "--copy", str(target)])
    assert isinstance(again.exception, RecipeError)
    assert "is there already" in str(again.exception)


def test_the_schema_has_every_key_of_the_examples() -> None:
    schema = json.loads(RUN.invoke(app, ["schema"]).stdout)
    for path in (ROOT / "examples").glob("*.yaml"):
        if not path.stem.endswith("-syllabus"):
            assert set(yaml.safe_load(path.read_text())) <= set(schema["properties"])


def test_the_demo_runs_the_shipped_recipe_where_it_is_started(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = load_recipe(entrance.examples_folder() / entrance.SMALL)
    assert (shipped.name, len(shipped.syllabi)) == ("demo-small", 1)
    recipe = yaml.safe_load(
        make_recipe(tmp_path, tiny_student, teacher={"kind": "embedded", "subject": "calculus"}).read_text()
    )
    del recipe["run_dir"]
    text = "title: Sums\nunits:\n  - name: Numbers\n    skills:\n      - {id: integer-addition, name: addition}\n"
    (tmp_path / "syllabus.yaml").write_text(text)
    (tmp_path / entrance.SMALL).write_text(yaml.safe_dump(recipe))
    monkeypatch.setattr(entrance, "examples_folder", lambda: tmp_path)
    out = tmp_path / "here"
    result = RUN.invoke(app, ["demo", "--small", "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert open_run.is_finished(out)
    assert "Exam" in result.stdout


@pytest.mark.parametrize(
    ("load", "cores", "small", "said"),
    [
        (5.2, 2, True, "this machine is busy (load 5.2 on 2 cores): it will take longer than the 3 minutes that are"),
        (1.2, 2, False, "this machine is busy (load 1.2 on 2 cores): it will take longer than the 8 minutes that are"),
        (0.1, 1, True, "this machine has only 1 core: it will take longer than the 3 minutes that are usual"),
        (0.9, 2, True, ""),
        (3.0, 16, True, ""),
    ],
)
def test_the_demo_says_beforehand_that_it_will_take_longer(
    load: float, cores: int, small: bool, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(device, "load", lambda: load)
    monkeypatch.setattr(device, "cores", lambda: cores)
    monkeypatch.setattr(sys.modules["tutelage.cli.app"], "run_and_show", lambda *_, **__: None)
    out = tmp_path / "run"
    command = ["demo", "--out", str(out), *(["--small"] if small else [])]
    shown = RUN.invoke(app, command, catch_exceptions=False).stderr
    assert said in shown
    assert bool(shown) == bool(said)
    out.mkdir()  # what has begun takes less
    assert RUN.invoke(app, command, catch_exceptions=False).stderr == ""
    assert bool(RUN.invoke(app, [*command, "--fresh"], catch_exceptions=False).stderr) == bool(said)


def test_other_values_for_keys_of_a_recipe(tmp_path: Path, tiny_student: Path) -> None:
    path = make_recipe(tmp_path, tiny_student)
    loaded = load_recipe(path, ["practice.rounds=3", "exam.development=0", "name=other"])
    assert (loaded.practice.rounds, loaded.exam.development, loaded.name) == (3, 0, "other")
    assert loaded.practice.epochs == (2,), "what is not named stays"
    demo, folder = str(ROOT / "examples" / "calculus.yaml"), f"run_dir={tmp_path}/r"
    checked = RUN.invoke(app, ["check", demo, "--set", "course.exercises_per_skill=2", "--set", folder])
    assert "24 exercises in all" in " ".join(checked.stdout.split())
    faults = {"practice.rond=3": "did you mean 'rounds'", "rounds": "write KEY=VALUE", "name.a=1": "below"}
    for wrong, says in faults.items():
        with pytest.raises(RecipeError, match=says):
            load_recipe(path, [wrong])
