"""The graph stage of a run: its decisions are files beside the graph, and a finished stage asks nobody again."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import make_recipe, script
from tutelage.graph.decisions import ProposalRecord, TopicRecord
from tutelage.pipeline import make_course
from tutelage.progress import Quiet
from tutelage.records import DecomposeRequest, Proposal, Reply, SkillGraph, WritingRequest
from tutelage.storage.store import read_lines
from tutelage.syllabus import read_syllabus
from tutelage.teacher.scripted import ScriptedTeacher


def splitting(request: WritingRequest | DecomposeRequest) -> Reply:
    if not isinstance(request, DecomposeRequest):
        return script(request)
    found = {"leap": (Proposal(name="jump"), Proposal(name="one steps"))}
    return Reply(request=request.id, drafts=found.get(request.topic, ()))


def stage(recipe_file: Path, teacher: ScriptedTeacher) -> SkillGraph:
    make_course(recipe_file, teacher=teacher, progress=Quiet())
    return read_syllabus(recipe_file.parent / "run")


def test_decisions_are_kept_and_nobody_is_asked_twice(tmp_path: Path) -> None:
    recipe = make_recipe(tmp_path, tmp_path, graph={"decompose": {"enabled": True, "topics": ["leap"]}})
    teacher = ScriptedTeacher(splitting)
    made = stage(recipe, teacher)
    assert [skill.id for skill in made.skills] == ["one-step", "two-steps", "jump", "leap"]
    folder = tmp_path / "run" / "graph"
    proposals = list(read_lines(folder / "proposals.jsonl", ProposalRecord))
    assert [(p.skill, p.verdict) for p in proposals] == [("jump", "new"), ("one-step", "a known skill")]
    assert [t.outcome for t in read_lines(folder / "decomposed.jsonl", TopicRecord)] == ["decomposed", "elementary"]
    again = ScriptedTeacher(splitting)
    assert stage(recipe, again) == made
    assert again.asked == []


def test_without_decomposition_nothing_but_the_graph_is_written(tmp_path: Path) -> None:
    teacher = ScriptedTeacher(splitting)
    recipe = make_recipe(tmp_path, tmp_path)
    assert stage(recipe, teacher) == read_syllabus(tmp_path / "syllabus.yaml")
    assert not [request for request in teacher.asked if isinstance(request, DecomposeRequest)]
    names = {path.name for path in (tmp_path / "run" / "graph").iterdir()}
    assert names == {"skills.jsonl", "edges.jsonl", "manifest.json"}


def test_a_changed_second_syllabus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text("hop <- leap\nleap\n")
    recipe = make_recipe(tmp_path, tmp_path, syllabus=["syllabus.yaml", "more.txt"])
    made = stage(recipe, ScriptedTeacher(splitting))
    assert [skill.id for skill in made.skills] == ["one-step", "two-steps", "leap", "hop"]
    assert (tmp_path / "run" / "graph" / "merges.jsonl").is_file()
    (tmp_path / "more.txt").write_text("hop\nleap\n")
    with pytest.raises(ValueError, match="the text of syllabus"):
        stage(recipe, ScriptedTeacher(splitting))
