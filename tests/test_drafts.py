"""Drafts can be read while they are written, and afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conftest import make_recipe, script
from test_writing import GRAPH, good
from tutelage import pipeline
from tutelage.cli.app import app
from tutelage.config import CourseConfig, load_recipe
from tutelage.course import write_course
from tutelage.course.draft_log import DraftLog, outcomes_of, read_log
from tutelage.errors import RunError
from tutelage.progress import Quiet
from tutelage.records import DraftOutcome, Exercise, ExercisesRequest, Origin, Reply, RequestKind
from tutelage.storage import stages
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.tools.drafts import Drafts, drafts_text, read_drafts

SMALL = CourseConfig(exercises_per_skill=4, exam_questions_per_skill=2, misconceptions_per_skill=1)


def half_wrong(request: ExercisesRequest) -> Reply:
    """Every other exercise has a wrong answer."""
    reply = script(request)
    drafts = [
        draft.model_copy(update={"formal": "answer = -1"}) if isinstance(draft, Exercise) and index % 2 else draft
        for index, draft in enumerate(reply.drafts)
    ]
    return reply.model_copy(update={"drafts": tuple(drafts)})


def key(outcome: DraftOutcome) -> tuple[str, str, bool, str]:
    return outcome.skill, outcome.name, outcome.accepted, outcome.text


def test_the_log_of_a_course_is_what_its_records_say(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints" / "drafts.jsonl"
    with DraftLog(path) as log:
        course = write_course(GRAPH, ScriptedTeacher(half_wrong), SMALL, 0, Quiet(), log=log)
    logged = list(read_log(path))
    assert sorted(map(key, logged)) == sorted(map(key, outcomes_of(course)))
    assert len(logged) == sum(account.drafts for account in course.accounts)
    assert {one.reason for one in logged if not one.accepted} >= {"wrong answer"}
    assert {one.name for one in logged if not one.accepted} >= {"exam", "course"}


def test_a_draft_can_be_read_before_the_next_one_is_written(tmp_path: Path) -> None:
    path, seen = tmp_path / "drafts.jsonl", []

    def look(request: ExercisesRequest) -> Reply:
        seen.append(len(list(read_log(path))))
        return script(request)

    with DraftLog(path) as log:
        write_course(GRAPH, ScriptedTeacher(look), SMALL, 0, Quiet(), log=log)
    assert seen[0] == 0
    assert seen == sorted(seen)
    assert seen[-1] > 10


def test_a_line_that_is_still_being_written_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "drafts.jsonl"
    with DraftLog(path) as log:
        for outcome in outcomes_of(write_course(GRAPH, ScriptedTeacher(script), SMALL, 0, Quiet())):
            log.add(outcome)
    whole = path.read_text()
    count = len(list(read_log(path)))
    path.write_text(whole[:-20])
    assert len(list(read_log(path))) == count - 1
    assert list(read_log(tmp_path / "none.jsonl")) == []


def test_a_finished_run_shows_its_drafts_and_keeps_no_log(finished_run: Path) -> None:
    found = read_drafts(finished_run)
    assert not found.under_way
    course = stages.COURSE.read(finished_run)
    change = stages.change_after(1).read(finished_run)
    wanted = sum(account.drafts for account in (*course.accounts, *change.accounts))
    assert len(found.outcomes) == wanted
    assert not list(finished_run.rglob("drafts.jsonl"))
    skill = course.exercises[0].skill
    of_skill = read_drafts(finished_run, skill=skill)
    assert {one.skill for one in of_skill.outcomes} == {skill}
    text = drafts_text(found)
    assert f"{wanted:,} drafts: " in text
    assert max(map(len, text.splitlines())) <= 80
    assert drafts_text(Drafts((), ""), refused=True) == "no draft has been refused"
    with pytest.raises(RunError, match="no skill 'flight'"):
        read_drafts(finished_run, skill="flight")


def test_an_interrupted_course_shows_what_it_had(tmp_path: Path, tiny_student: Path) -> None:
    recipe = load_recipe(make_recipe(tmp_path, tiny_student))
    asked = []

    def stops(request: ExercisesRequest) -> Reply:
        asked.append(request)
        if len(asked) == 8:
            raise KeyboardInterrupt
        return half_wrong(request)

    with pytest.raises(KeyboardInterrupt):
        pipeline.make_course(recipe, teacher=ScriptedTeacher(stops), progress=Quiet())
    found = read_drafts(recipe.folder)
    assert found.under_way == "Course"
    assert found.outcomes
    assert "not finished; more may follow" in drafts_text(found)
    pipeline.make_course(recipe, teacher=ScriptedTeacher(half_wrong), progress=Quiet())
    assert not read_drafts(recipe.folder).under_way
    runner = CliRunner()
    shown = runner.invoke(app, ["drafts", str(recipe.folder), "--json", "--refused"])
    rows = [json.loads(line) for line in shown.stdout.splitlines()]
    assert rows
    assert not any(row["accepted"] for row in rows)
    listed = runner.invoke(app, ["drafts", str(recipe.folder), "--refused"]).stdout
    assert listed.count("--- ") == len(rows)


def test_what_a_teacher_writes_cannot_control_the_terminal() -> None:
    trap = good(question="\x1b[2J\x1b]0;owned\x07 1 + 1?")
    outcome = DraftOutcome(
        skill="leap",
        kind=RequestKind.EXERCISES,
        origin=Origin.COURSE,
        accepted=False,
        reason="\x1bbad",
        text=trap.question,
    )
    for refused in (False, True):
        assert "\x1b" not in drafts_text(Drafts((outcome,), ""), refused=refused)
