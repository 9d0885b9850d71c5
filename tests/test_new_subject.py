"""`tutelage new-subject`: what it writes can be installed, passes its own tests, and a course is written with it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tutelage.cli import app

SOURCE = Path(__file__).parent.parent / "src"
TUTORIAL = (SOURCE.parent / "docs" / "new-subject.md").read_text()


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
    rows = {line[:20].strip(): line[20:].split()[:3] for line in written.splitlines()}
    assert rows["Course exercises"] == ["80", "80", "0"]
    assert rows["Exam questions"] == ["16", "16", "0"]
    assert rows["Constructed errors"] == ["8", "8", "0"]


def test_every_name_that_is_accepted_gives_files_that_can_be_read(tmp_path: Path) -> None:
    from tutelage.config import load_recipe
    from tutelage.syllabus import read_syllabus

    for name in ("null", "on", "class", "a", "x2-y", "yes-no", "a" * 40):
        folder = tmp_path / name
        assert new_subject(name, "--out", folder).exit_code == 0
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
    result = new_subject("--out", "here", "--", name)
    assert isinstance(result.exception, ValueError)
    assert "cannot name a subject" in str(result.exception)
    assert not list(tmp_path.iterdir())


def test_taken_names_and_folders_are_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    assert "already a subject 'calculus'" in str(new_subject("calculus", "--out", tmp_path / "x").exception)
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "README.md").write_text("mine")
    assert "exists and is not empty" in str(new_subject("baking", "--out", kept).exception)
    assert "exists and is not empty" in str(new_subject("baking", "--out", kept / "README.md").exception)
    assert "is a file" in str(new_subject("baking", "--out", kept / "README.md" / "deeper").exception)
    assert [path.name for path in kept.iterdir()] == ["README.md"]
    assert (kept / "README.md").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    assert new_subject("baking", "--out", tmp_path).exit_code == 0
    assert (tmp_path / "recipe.yaml").exists()


def test_every_step_of_the_tutorial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands in order, with the files that stand before them."""
    pieces = re.findall(r"```sh\n(.*?)```|`([\w./]+)`:\n\n```\w+\n(.*?)```", TUTORIAL, flags=re.DOTALL)
    code = next(text for _, name, text in pieces if name.endswith(".py"))
    assert len([line for line in code.splitlines() if line.strip()]) < 80
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    commands, printed = [], {}
    for block, name, text in pieces:
        if name:
            assert Path(name).exists()
            Path(name).write_text(text)
        for command in block.splitlines():
            program, *arguments = shlex.split(command)
            commands.append(program)
            if program == "cd":
                monkeypatch.chdir(arguments[0])
            elif program == "pip":
                point(tmp_path / "site", Path("src").resolve())
                monkeypatch.syspath_prepend("src")
            else:
                result = CliRunner().invoke(app, arguments)
                assert result.exit_code == 0, result.output or result.exception
                printed[command] = result.output
                sys.modules.pop("tutelage_clock_time", None)
    assert commands == ["tutelage", "cd", "pip", "tutelage", "tutelage", "tutelage", "tutelage"]
    assert "3 skills, nothing wrong" in printed["tutelage check-subject clock-time --syllabus syllabus.yaml"]
    course = printed["tutelage course recipe.yaml --fresh"].splitlines()
    assert next(line for line in course if line.startswith("Course exercises")).split()[2:5] == ["120", "120", "0"]
    assert '[project.entry-points."tutelage.subjects"]\nclock-time = "tutelage_clock_time:SUBJECT"' in TUTORIAL
    assert 'clock-time = "tutelage_clock_time:SUBJECT"' in Path("pyproject.toml").read_text()


def point(site: Path, source: Path) -> None:
    """What `pip install -e` leaves behind: metadata with the entry points, beside a path to the source."""
    info = site / "tutelage_clock_time-0.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tutelage-clock-time\nVersion: 0.1.0\n")
    points = tomllib.loads((source.parent / "pyproject.toml").read_text())["project"]["entry-points"]
    lines = [f"{name} = {value}" for name, value in points["tutelage.subjects"].items()]
    (info / "entry_points.txt").write_text("[tutelage.subjects]\n" + "\n".join(lines) + "\n")
    sys.modules.pop("tutelage_clock_time", None)
