"""`tutelage new-subject`: what it writes can be installed, passes its own tests, and a course is written with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tutelage.cli import app

SOURCE = Path(__file__).parent.parent / "src"


def new_subject(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["new-subject", *map(str, arguments)])


def python(folder: Path, *arguments: str, path: tuple[Path, ...] = ()) -> str:
    paths = os.pathsep.join(map(str, (SOURCE, *path)))
    environment = os.environ | {"PYTHONPATH": paths}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def install(folder: Path, site: Path) -> None:
    """What `pip install` does, into a folder of its own."""
    quietly = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
    python(folder, "-m", "pip", "install", *quietly, "--target", str(site), ".")


def test_the_skeleton_works_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = new_subject("baking")
    assert result.exit_code == 0, result.exception
    assert all(len(line) <= 80 for line in result.output.splitlines())
    folder, site = tmp_path / "tutelage-baking", tmp_path / "site"
    install(folder, site)
    assert "2 passed" in python(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", path=(site,))
    written = python(folder, "-m", "tutelage", "course", "recipe.yaml", path=(site,))
    rows = {line.split()[0]: line.split()[1:4] for line in written.splitlines() if line}
    assert rows["exercises"] == ["80", "80", "0"]
    assert rows["exam"] == ["16", "16", "0"]
    assert rows["misconceptions"] == ["8", "8", "0"]


def test_every_name_that_is_accepted_gives_files_that_can_be_read(tmp_path: Path) -> None:
    import tomllib

    from tutelage.config import load_recipe
    from tutelage.syllabus import read_syllabus

    for name in ("null", "on", "class", "a", "x2-y", "yes-no", "a" * 40):
        folder = tmp_path / name
        assert new_subject(name, "--to", folder).exit_code == 0
        points = tomllib.loads((folder / "pyproject.toml").read_text())["project"]["entry-points"]
        module = f"tutelage_{name.replace('-', '_')}"
        assert points == {"tutelage.subjects": {name: f"{module}:SUBJECT"}}
        assert (folder / "src" / module / "__init__.py").exists()
        loaded = load_recipe(folder / "recipe.yaml")
        assert (loaded.name, loaded.teacher.subject) == (name, name)
        assert len(read_syllabus(loaded.syllabus).skills) == 2


@pytest.mark.parametrize("name", ["", "Baking", "2nd", "a_b", "a--b", "-a", "../a", "a/b", "a b", "ä", "a" * 41, "a\n"])
def test_other_names_are_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = new_subject("--to", "here", "--", name)
    assert isinstance(result.exception, ValueError)
    assert "cannot name a subject" in str(result.exception)
    assert not list(tmp_path.iterdir())


def test_taken_names_and_folders_are_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    assert "is a subject 'calculus' already" in str(new_subject("calculus", "--to", tmp_path / "x").exception)
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "README.md").write_text("mine")
    assert "exists and is not empty" in str(new_subject("baking", "--to", kept).exception)
    assert "exists and is not empty" in str(new_subject("baking", "--to", kept / "README.md").exception)
    assert "is a file" in str(new_subject("baking", "--to", kept / "README.md" / "deeper").exception)
    assert [path.name for path in kept.iterdir()] == ["README.md"]
    assert (kept / "README.md").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    assert new_subject("baking", "--to", tmp_path).exit_code == 0
    assert (tmp_path / "recipe.yaml").exists()
