"""The shipped launch recipes: they load, fit into the GPUs that they name, and ask for what the documentation says."""

from __future__ import annotations

import re
import runpy
import sys
from pathlib import Path

import pytest
import yaml

import sft_cases as cases
from test_planning import config_folder
from tutelage.config import load_recipe
from tutelage.records import Trained
from tutelage.storage import store
from tutelage.syllabus import read_syllabus
from tutelage.tools import estimate
from tutelage.tools.estimate import Machine
from tutelage.training.launch import processes

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "examples" / "launch"
RECIPES = sorted(path for path in FOLDER.glob("*.yaml") if not path.stem.startswith("accelerate"))
GPU, FLOPS = 80e9, 312e12
PUBLISHED = {"Llama-2-7b": "llama-2-7b", "Llama-2-13b": "llama-2-13b", "Llama-2-70b": "llama-2-70b"} | {
    "Mistral-7B": "mistral-7b"
}


def test_there_is_one_for_each_size_and_kind() -> None:
    setups = {(r.launch.processes, r.launch.nodes, r.student.adapter) for r in map(load_recipe, RECIPES)}
    assert setups >= {(p, n, a) for p, n in ((1, 1), (8, 1), (8, 2)) for a in ("lora", "none")}
    large = [load_recipe(path) for path in RECIPES if "70b" in path.stem]
    assert {recipe.student.adapter for recipe in large} == {"lora", "none"}
    assert all(recipe.launch.strategy == "fsdp2" for recipe in large)


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_recipe_loads_and_fits(tmp_path: Path, path: Path) -> None:
    recipe = load_recipe(path)
    read_syllabus(recipe.syllabus)
    known = [name for part, name in PUBLISHED.items() if part in recipe.student.model]
    if not known:
        pytest.skip("its configuration is not among the published ones of the tests")
    learner = recipe.student.model_copy(update={"model": str(config_folder(tmp_path, known[0]))})
    plan = estimate.make_plan(
        recipe.model_copy(update={"student": learner}), Machine(recipe.launch.total, GPU, FLOPS, 0.35)
    )
    assert "does not fit" not in estimate.advice(plan)
    assert (plan.chosen.ranks, plan.chosen.strategy) == (recipe.launch.total, recipe.launch.strategy)


@pytest.mark.parametrize("name", ["accelerate-8", "accelerate-2x8"])
def test_accelerate_settings_have_the_numbers_of_their_name(name: str) -> None:
    settings = yaml.safe_load((FOLDER / f"{name}.yaml").read_text())
    assert settings["num_processes"] == {"accelerate-8": 8, "accelerate-2x8": 16}[name]
    assert settings["num_machines"] == {"accelerate-8": 1, "accelerate-2x8": 2}[name]
    pytest.importorskip("accelerate")
    from accelerate.commands.config.config_args import ClusterConfig

    known = set(ClusterConfig.__dataclass_fields__)
    assert settings.keys() <= known


def test_slurm_script_names_commands_and_settings_that_exist() -> None:
    text = (FOLDER / "two-nodes.sh").read_text()
    assert re.findall(r"tutelage (\w+) \"\$1\"", text) == ["run", "assist"]
    assert all(
        re.search(r"^  rendezvous: .*$", p.read_text(), re.M) for p in RECIPES if load_recipe(p).launch.nodes > 1
    )


def test_documented_commands_are_those_that_are_started() -> None:
    """The page shows what a launcher is called with; nothing of it is made up."""
    page = (ROOT / "docs" / "several-gpus.md").read_text()
    for name, node in (("eight-gpus-lora", 0), ("two-nodes-lora", 1)):
        setup = load_recipe(FOLDER / f"{name}.yaml").launch
        shown = " ".join(processes.command(setup, Path("JOB"), "ID", node)[1:]).replace("-m torch.distributed.run", "")
        assert "torchrun" + shown in page.replace(" \\\n    ", " "), shown


def test_script_trains_on_its_own(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one process; what is divided among several is tested with the trainer."""
    cases.prompts(4).to_json(tmp_path / "exercises.jsonl")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    options = ["--out", str(tmp_path / "out"), "--lora", "--batch", "4", "--micro-batch", "2", "--epochs", "2"]
    call = [str(FOLDER / "train.py"), str(tiny_student), str(tmp_path / "exercises.jsonl"), *options]
    monkeypatch.setattr(sys, "argv", [*call, "--processes", "2"])
    with pytest.raises(SystemExit, match="2 processes were asked for, the launcher has started 1"):
        runpy.run_path(call[0], run_name="__main__")
    monkeypatch.setattr(sys, "argv", call)
    runpy.run_path(call[0], run_name="__main__")
    done = store.read_bundle(tmp_path / "out" / "records", Trained)
    assert len(done.losses) == 8
