"""What a stage was made from: a stage of another run, other weights, an earlier result are found."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from typer.testing import CliRunner

import tutelage
from conftest import make_recipe, script
from tutelage.cli import app
from tutelage.config import Recipe, absolute, differences, load_recipe, parse_recipe
from tutelage.errors import DamagedRun, RunError, StudentError
from tutelage.progress import Quiet
from tutelage.records import RunRecord, Trained
from tutelage.storage import stages
from tutelage.storage.directories import RunDirectory
from tutelage.storage.store import MANIFEST, read_manifest, write_sealed
from tutelage.student.loading import Student
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.training import loop

STAGES = (
    *("graph", "course", "reading", "round-1", "probe/round-1", "round-1/change", "round-2"),
    *("exam/base", "development/reading", "development/round-1", "development/round-2", "kept", "exam/final"),
    *("forgetting/base", "forgetting/final", "leakage"),
)


def run(recipe: Path) -> RunRecord:
    return tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())


def copied(finished: Path, folder: Path, student: Path, **changes: object) -> Path:
    """A copy of a finished run in `folder/run`; returns its recipe."""
    folder.mkdir(exist_ok=True)
    shutil.copytree(finished, folder / "run")
    return make_recipe(folder, student, **changes)


def rewrite(folder: Path, **changes: object) -> None:
    """Change a manifest, with a seal that fits."""
    manifest = read_manifest(folder)
    assert manifest is not None
    write_sealed(folder / MANIFEST, {key: value for key, value in (manifest | changes).items() if value is not None})


def made_from(folder: Path) -> dict[str, object]:
    manifest = read_manifest(folder)
    assert manifest is not None
    return dict(manifest["made_from"])


@pytest.fixture(scope="module")
def copy(finished_run: Path, tiny_student: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recipe of a copy of the finished run."""
    return copied(finished_run, tmp_path_factory.mktemp("copy"), tiny_student)


def test_the_course_of_a_run_with_another_seed_is_refused(tmp_path: Path, tiny_student: Path) -> None:
    recipes = []
    for seed in (0, 5):
        (tmp_path / str(seed)).mkdir()
        recipes.append(make_recipe(tmp_path / str(seed), tiny_student, seed=seed))
        tutelage.make_course(recipes[-1], teacher=ScriptedTeacher(script), progress=Quiet())
    shutil.rmtree(tmp_path / "0" / "run" / "course")
    shutil.copytree(tmp_path / "5" / "run" / "course", tmp_path / "0" / "run" / "course")
    with pytest.raises(
        DamagedRun, match=r"0/run/course does not belong to this run \(it was made with seed 5, not 0\): delete"
    ):
        tutelage.make_course(recipes[0], teacher=ScriptedTeacher(script), progress=Quiet())


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"seed": 5}, r"it was made with seed 5, not 0"),
        ({"stage": "exam/other"}, r"it is the result of exam/other"),
        ({"settings": "a"}, r"it was made with other settings"),
        ({"inputs": {"syllabus": "a", "teacher": "t"}}, r"it was made with another version of the text of syllabus"),
        (None, r"its manifest does not say what it was made from"),
    ],
)
def test_a_stage_of_another_run_is_refused(stage: str, change: dict[str, object] | None, says: str, copy: Path) -> None:
    folder = copy.parent / "run" / stage
    kept = (folder / MANIFEST).read_text()
    rewrite(folder, made_from=None if change is None else made_from(folder) | change)
    with pytest.raises(DamagedRun, match=rf"run/{stage} does not belong to this run \({says}"):
        run(copy)
    with pytest.raises(DamagedRun, match="does not belong to this run"):
        tutelage.open_run(copy.parent / "run")
    (folder / MANIFEST).write_text(kept)


def test_a_stage_in_the_place_of_another_is_refused(copy: Path) -> None:
    folder = copy.parent / "run" / "development"
    (folder / "round-1").rename(folder / "kept-aside")
    shutil.copytree(folder / "round-2", folder / "round-1")
    with pytest.raises(
        DamagedRun, match=r"round-1 does not belong to this run \(it is the result of development/round-2"
    ):
        run(copy)
    shutil.rmtree(folder / "round-1")
    (folder / "kept-aside").rename(folder / "round-1")


@pytest.mark.parametrize(
    "command",
    ["export {} --to hf --out x", "ask {} hello", "eval {} --on new-operations", "compare {} {}", "leakage {}"],
)
def test_every_command_refuses_a_run_with_a_stage_of_another(command: str, copy: Path) -> None:
    folder = copy.parent / "run" / "round-2"
    kept = (folder / MANIFEST).read_text()
    rewrite(folder, made_from=made_from(folder) | {"seed": 5})
    result = CliRunner().invoke(app, command.replace("{}", str(copy.parent / "run")).split())
    assert isinstance(result.exception, DamagedRun), result.output
    assert "round-2 does not belong to this run" in str(result.exception)
    (folder / MANIFEST).write_text(kept)


def test_what_was_made_before_a_stage_was_redone_is_made_again(
    finished_run: Path, tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = copied(finished_run, tmp_path / "a", tiny_student)
    folder = tmp_path / "a" / "run"

    def written() -> dict[str, int]:
        return {name: (folder / name / MANIFEST).stat().st_mtime_ns for name in STAGES}

    kept, before = written(), run(recipe)
    assert written() == kept, "all were of one piece"

    # Round 1 again, with another result.
    shutil.rmtree(folder / "round-1")
    carried_out = loop.train

    def otherwise(student: Student, *args: Any, **options: Any) -> Trained:
        for parameter in student.model.parameters():
            parameter.data.mul_(1.5)
        return carried_out(student, *args, **options)

    monkeypatch.setattr(loop, "train", otherwise)
    after = run(recipe)
    again = {name for name, time in written().items() if time != kept[name]}
    assert again == set(STAGES) - {"graph", "course", "reading", "exam/base", "development/reading", "forgetting/base"}
    assert after.rounds[1].trained.losses != before.rounds[1].trained.losses


def test_reading_says_that_a_stage_is_older_than_one_before_it(copy: Path) -> None:
    folder = copy.parent / "run" / "round-1"
    kept = (folder / MANIFEST).read_text()
    rewrite(folder, values={"another": "result"})
    with pytest.raises(DamagedRun, match="was made before round-1 was carried out again: the same 'tutelage run' does"):
        tutelage.open_run(copy.parent / "run")
    (folder / MANIFEST).write_text(kept)


def test_other_weights_at_the_same_path_are_refused(finished_run: Path, tmp_path: Path, tiny_student: Path) -> None:
    student = tmp_path / "student"
    shutil.copytree(tiny_student, student)
    recipe = copied(finished_run, tmp_path / "a", student)
    config = tmp_path / "a" / "run" / "config.yaml"
    assert run(recipe).evaluations == tutelage.open_run(finished_run).evaluations, "a moved student is the same one"

    head, inputs, _, settings = config.read_text().replace(str(tiny_student), str(student)).split("\n", 3)
    seal = hashlib.sha256(settings.encode()).hexdigest()
    config.write_text("\n".join([head, inputs, f"# settings sha256 {seal}", settings]))
    weights = load_file(student / "model.safetensors")
    changed = {name: torch.flip(tensor, [0]).contiguous() for name, tensor in weights.items()}
    save_file(changed, student / "model.safetensors", {"format": "pt"})
    with pytest.raises(RunError, match=r"the recipe has changed .*: the weights of the student"):
        run(recipe)
    for command in (f"ask {config.parent} hello", f"eval {config.parent} --on new-operations --out {tmp_path / 'e'}"):
        result = CliRunner().invoke(app, command.split())
        assert isinstance(result.exception, StudentError), (command, result.output)
        assert "has changed since the run in" in str(result.exception)


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("course.also", {"course": {"also": ["more.jsonl"], "exercises_per_skill": 4}}),
        ("course.checks.benchmarks", {"course": {"checks": {"benchmarks": ["more.jsonl"]}, "exercises_per_skill": 4}}),
        ("reading.replay", {"reading": {"replay": ["more.jsonl"]}}),
        ("forgetting.texts", {"forgetting": {"texts": ["more.jsonl"]}}),
        ("exam.questions", {"exam": {"questions": "more.jsonl"}}),
    ],
)
def test_other_text_in_a_file_of_the_recipe_is_refused(
    key: str, changes: dict[str, object], tmp_path: Path, tiny_student: Path
) -> None:
    recipe = make_recipe(tmp_path, tiny_student, **changes)
    (tmp_path / "more.jsonl").write_text('{"text": "one"}\n')
    with RunDirectory(load_recipe(recipe)):
        pass
    (tmp_path / "more.jsonl").write_text('{"text": "two"}\n')
    with pytest.raises(RunError, match=f"the text of {key}"):
        RunDirectory(load_recipe(recipe)).refuse_other_recipe()
    (tmp_path / "more.jsonl").write_text('{"text": "one"}\n')
    assert RunDirectory(load_recipe(recipe)).refuse_other_recipe() is not None


def test_a_recipe_means_the_same_from_every_folder(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "project").mkdir()
    shutil.copytree(tiny_student, tmp_path / "project" / "student")
    recipe = make_recipe(tmp_path / "project", Path("student"), run_dir="work/run", reading={"replay": ["r.txt"]})
    (tmp_path / "project" / "r.txt").write_text("A text.\n")
    for folder, path in ((tmp_path, "project/recipe.yaml"), (tmp_path / "project", "recipe.yaml")):
        monkeypatch.chdir(folder)
        loaded = load_recipe(path)
        assert absolute(loaded) == absolute(load_recipe(recipe))
        assert loaded.folder.absolute() == tmp_path / "project" / "work" / "run"
        assert Path(loaded.student.model).is_dir()
        with RunDirectory(loaded):
            pass
    kept = load_recipe(tmp_path / "project" / "work" / "run" / "config.yaml")
    assert kept.student.model == str(tmp_path / "project" / "student")
    assert kept.syllabi == (tmp_path / "project" / "syllabus.yaml",)


@pytest.mark.parametrize("model", ["smollm2-135m-instruct", "org/name", "name"])
def test_the_name_of_a_model_is_no_path(model: str, tmp_path: Path) -> None:
    recipe = parse_recipe({"name": "a", "syllabus": "s.yaml", "student": {"model": model}})
    assert absolute(recipe).student.model == model


def test_every_stage_knows_what_it_is_made_from(tmp_path: Path) -> None:
    recipe = parse_recipe({"name": "a", "syllabus": "s.yaml", "practice": {"rounds": 2}})
    path = ["graph", "course", "reading", "round-1", "probe/round-1", "round-1/change", "round-2", "kept"]
    choice = ["development/reading", "development/round-1", "development/round-2"]
    known = {
        stage.name: [before.name for before in stages.stages_before(stage, recipe)]
        for stage in stages.stages_of(recipe)
    }
    assert known.pop("kept") == path[:-1] + choice
    assert {name: known[name] for name in path[:-1]} == {name: path[: path.index(name)] for name in path[:-1]}
    assert known["exam/base"] == known["exam/base-worked-examples"] == ["graph", "course"]
    assert known["development/round-1"] == path[:4]
    assert known["exam/final"] == known["forgetting/final"] == known["leakage"] == path
    assert known["forgetting/base"] == []


def test_an_adapters_settings_are_in_order(finished_run: Path) -> None:
    values = json.loads((finished_run / "round-1" / "student" / "adapter_config.json").read_text())
    assert len(values["target_modules"]) > 2
    assert all(value == sorted(value) for value in values.values() if isinstance(value, list))


def test_an_endpoints_name_of_a_model_is_a_setting_and_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "llama").mkdir()
    monkeypatch.chdir(tmp_path)

    def recipe(model: str) -> Recipe:
        teacher = {"kind": "openai", "model": model}
        return absolute(parse_recipe({"name": "a", "syllabus": "s.yaml", "teacher": teacher}))

    assert recipe("llama").teacher.model == "llama"
    assert differences(recipe("/data/a"), recipe("/data/b")) == ["teacher.model: /data/a -> /data/b"]
