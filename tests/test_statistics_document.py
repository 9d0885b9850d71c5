"""Every command of docs/statistics.md runs as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tutelage.cli import app
from tutelage.config import parse_recipe
from tutelage.records import Course, Evaluation, Exercise, Lesson, Origin, Score, Skill, SkillGraph, Trained
from tutelage.storage import stages
from tutelage.storage.directories import RunDirectory

DOCUMENT = (Path(__file__).parent.parent / "docs" / "statistics.md").read_text()
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", DOCUMENT, flags=re.DOTALL) for line in block.splitlines()]


def finished_run(folder: Path, right: int) -> None:
    """A run of twenty questions; the base has none right."""
    made = [
        Exercise.of(
            skill="sums",
            skills=("sums",),
            question=f"What is {number} + 1?",
            solution=f"Answer: {number + 1}",
            answer=str(number + 1),
            formal="",
            origin=Origin.EXAM if number < 20 else Origin.COURSE,
        )
        for number in range(30)
    ]
    lesson = Lesson(id="le-1", skill="sums", title="Sums", text="Adding one gives the next number.")
    course = Course(
        lessons=(lesson,),
        exercises=tuple(made[20:]),
        misconceptions=(),
        exam=tuple(made[:20]),
        rejected=(),
        accounts=(),
    )
    folder.parent.mkdir(exist_ok=True)
    (folder.parent / "s.yaml").touch()
    values = {"name": "x", "syllabus": str(folder.parent / "s.yaml"), "run_dir": str(folder)}
    recipe = parse_recipe(values | {"practice": {"rounds": 1}, "reading": {"enabled": False}})
    with RunDirectory(recipe) as directory:
        directory.stage(stages.GRAPH, lambda _: SkillGraph(skills=(Skill(id="sums", name="Sums"),), edges=()))
        directory.stage(stages.COURSE, lambda _: course)
        directory.stage(stages.round_(1), lambda _: Trained(losses=(), order=()))
        evaluate(directory, course, stages.exam_of_base(), 0)
        evaluate(directory, course, stages.exam_after(stages.round_(1)), right)


def evaluate(directory: RunDirectory, course: Course, stage: stages.Stage[Evaluation], right: int) -> None:
    """An exam of which the first `right` questions are right."""
    scores = tuple(
        Score(
            evaluation=stage.state,
            question=exercise.id,
            skill="sums",
            reply="",
            answer="",
            expected=exercise.answer,
            correct=place < right,
        )
        for place, exercise in enumerate(course.exam)
    )
    directory.stage(stage, lambda _: Evaluation(scores=scores))


def test_every_command_of_the_documentation_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, right in (("static", 6), ("static-2", 7), ("dynamic", 15), ("dynamic-2", 16)):
        finished_run(tmp_path / "runs" / name, right)
    (tmp_path / "bench.jsonl").write_text('{"question": "What is 25 + 1?"}\n')
    assert len(COMMANDS) == 6
    for command in COMMANDS:
        result = CliRunner().invoke(app, shlex.split(command)[1:])
        assert result.exit_code == 0, (command, result.output, result.exception)
        assert all(len(line) <= 80 for line in result.output.splitlines()), command
    assert (tmp_path / "comparison.json").exists()
    assert "<svg" in (tmp_path / "comparison.html").read_text()
    assert '"repeated"' in (tmp_path / "leakage.json").read_text()
