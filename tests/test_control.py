"""The static control of a run: it shares what comes before adaptation, and differs in nothing but the training set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import tutelage
from conftest import make_recipe, script
from tutelage.config import Recipe, load_recipe, parse_recipe
from tutelage.errors import RecipeError
from tutelage.progress import Quiet
from tutelage.records import RunRecord, values
from tutelage.storage import open_run, stages
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.tools.estimate import tokens_of_stages
from tutelage.training.practice import finetune

SHORT: dict[str, Any] = {
    "course": {"exercises_per_skill": 4, "misconceptions_per_skill": 2, "exam_questions_per_skill": 2},
    "practice": {"rounds": 3, "epochs": [2, 1], "batch_size": 4, "control": True},
    "exam": {"max_new_tokens": 4, "batch_size": 6, "worked_examples": 0, "development": 1},
    "forgetting": {"enabled": False},
    "reading": {"enabled": False},
}


def carry_out(recipe: Path) -> RunRecord:
    return tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())


def test_control_trains_on_the_first_set_for_as_many_tokens_and_survives_an_interruption(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = make_recipe(tmp_path, tiny_student, **SHORT)
    begun = []

    def stop_in_the_last_control(*args: Any, **options: Any) -> Any:
        begun.append(options["folder"])
        if options["folder"].match("control/round-3"):
            raise KeyboardInterrupt
        return finetune(*args, **options)

    with monkeypatch.context() as patched:
        patched.setattr("tutelage.training.stages.finetune", stop_in_the_last_control)
        with pytest.raises(KeyboardInterrupt):
            carry_out(recipe)
    assert [folder.name for folder in begun] == ["round-1", "round-2", "round-2", "round-3", "round-3"]
    run = carry_out(recipe)
    path = Path(run.folder)

    first = {item.exercise.id for item in run.rounds[0].training_set if not item.exercise.misconception}
    longest = max(run.rounds[0].trained.tokens // 6, 60)
    for round_ in run.rounds[1:]:
        control = stages.control_round(round_.number).read(path)
        assert 0 <= control.tokens - round_.trained.tokens < longest
        assert {example for example, _ in values(control.order, "example", "step")} <= first
        seen = {example for example, _ in values(round_.trained.order, "example", "step")}
        assert seen - first, "the student's own training set has changed"
    assert list(run.evaluations) == ["base", "control", "final"]
    assert list(run.development) == ["round-1", "round-2", "control/round-2", "round-3", "control/round-3"]
    assert not list(path.rglob(".optimizer"))
    assert open_run.open_run(path) == run
    from tutelage.report.page import render

    assert "Static control, as many tokens" in render(run)


def recipe_with(**changes: Any) -> Recipe:
    return parse_recipe({"name": "one", "syllabus": "syllabus.yaml"} | changes)


def test_stages_of_the_control_rest_on_the_shared_ones_and_on_one_another() -> None:
    recipe = recipe_with(practice={"rounds": 3, "control": True}, exam={"development": 2})

    def before(stage: stages.Stage[Any]) -> list[str]:
        return [other.name for other in stages.stages_before(stage, recipe)]

    rounds = ["graph", "course", "reading", "round-1", "probe/round-1", "round-1/change", "round-2"]
    assert before(stages.control_round(2)) == rounds
    third = [*rounds, "probe/round-2", "round-2/change", "round-3", "control/round-2", "development/control/round-2"]
    assert before(stages.control_round(3)) == third
    assert "development/round-1" in before(stages.CONTROL_KEPT)
    assert before(stages.exam_of_control())[-1] == "control/kept"
    assert not any("control" in name for name in before(stages.KEPT) + before(stages.round_(3)))
    without = recipe_with(practice={"rounds": 3}, exam={"development": 2})
    assert stages.controls_of(without) == []
    assert not any(stage.of_control for stage in stages.stages_of(without))


def test_rounds_do_not_depend_on_whether_there_is_a_control() -> None:
    assert not any(key.startswith("practice.control") for key in stages.round_(2).depends_on)


def test_a_run_that_never_adapts_is_its_own_control() -> None:
    for changes in (
        {"practice": {"control": True}, "adapt": {"enabled": False}},
        {"practice": {"control": True, "rounds": 1}},
    ):
        with pytest.raises(RecipeError, match="its own control"):
            recipe_with(**changes)


def test_plan_counts_the_control(tmp_path: Path, tiny_student: Path) -> None:
    from tutelage import syllabus
    from tutelage.student.shape import read_shape

    found = {}
    for control in (False, True):
        made = make_recipe(tmp_path, tiny_student, practice={"rounds": 2, "epochs": [2, 1], "control": control})
        recipe = load_recipe(made)
        sources = syllabus.read_sources(recipe.syllabi, recipe.documents, recipe.graph)
        tokens = {stage.stage: stage.tokens for stage in tokens_of_stages(recipe, sources)}
        found[control] = tokens, stages.disk_needed(read_shape(recipe.student, str(tiny_student)).adapter, recipe)
    plain, with_control = found[False], found[True]
    assert with_control[0] == plain[0] | {"control/round-2": plain[0]["round-2"]}
    assert with_control[1] > plain[1]
