"""The plan: sizes of known models from their configurations, memory and time by the formulae, what to change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM
from typer.testing import CliRunner

import warm
from conftest import make_recipe
from tutelage.cli import app
from tutelage.config import Adapter, StudentConfig, fill_for, load_recipe
from tutelage.progress import duration
from tutelage.storage import stages
from tutelage.student import device
from tutelage.student import shape as sizes
from tutelage.teacher import kind_of
from tutelage.tools import estimate
from tutelage.tools.estimate import Machine, Step, TrainingSetup

# Hyper-parameters as published: Touvron et al. 2023 (arXiv:2307.09288), Jiang et al. 2023 (arXiv:2310.06825).
PUBLIC: dict[str, tuple[str, dict[str, int], int]] = {
    "llama-2-7b": (
        "llama",
        {"hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "intermediate_size": 11008},
        6_738_415_616,
    ),
    "llama-2-13b": (
        "llama",
        {"hidden_size": 5120, "num_hidden_layers": 40, "num_attention_heads": 40, "intermediate_size": 13824},
        13_015_864_320,
    ),
    "llama-2-70b": (
        "llama",
        {"hidden_size": 8192, "num_hidden_layers": 80, "num_attention_heads": 64, "intermediate_size": 28672}
        | {"num_key_value_heads": 8},
        68_976_648_192,
    ),
    "mistral-7b": (
        "mistral",
        {"hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "intermediate_size": 14336}
        | {"num_key_value_heads": 8},
        7_241_732_096,
    ),
    "smollm2-1.7b": (
        "llama",
        {"hidden_size": 2048, "num_hidden_layers": 24, "num_attention_heads": 32, "intermediate_size": 8192}
        | {"vocab_size": 49152, "tie_word_embeddings": True},
        1_711_376_384,
    ),
}


def config_folder(folder: Path, name: str) -> Path:
    """A model folder with nothing but its configuration."""
    kind, numbers, _ = PUBLIC[name]
    about: dict[str, Any] = {"model_type": kind, "vocab_size": 32000, "tie_word_embeddings": False} | numbers
    (folder / name).mkdir()
    (folder / name / "config.json").write_text(json.dumps(about))
    return folder / name


@pytest.mark.parametrize("name", list(PUBLIC))
def test_parameters_are_the_known_ones(tmp_path: Path, name: str) -> None:
    folder = config_folder(tmp_path, name)
    shape = sizes.read_shape(StudentConfig(model=str(folder)), str(folder))
    assert shape.parameters == PUBLIC[name][2]
    # Embeddings that are the head, too, compute; others are looked up.
    looked_up = 0 if name == "smollm2-1.7b" else 32000 * shape.hidden
    assert shape.computing == shape.parameters - looked_up
    assert shape.largest <= max(shape.parameters / shape.layers, shape.vocabulary * shape.hidden)


def test_an_adapter_is_as_large_as_the_library_makes_it(tiny_student: Path) -> None:
    shape = sizes.read_shape(StudentConfig(model=str(tiny_student), lora_rank=4), str(tiny_student))
    model = AutoModelForCausalLM.from_pretrained(tiny_student)
    adapted = get_peft_model(model, LoraConfig(r=4, target_modules="all-linear", task_type="CAUSAL_LM"))
    trainable, total = adapted.get_nb_trainable_parameters()
    assert (shape.adapter, shape.parameters) == (trainable, total - trainable)


@pytest.fixture
def seven(tmp_path: Path) -> sizes.Shape:
    folder = config_folder(tmp_path, "llama-2-7b")
    return sizes.read_shape(StudentConfig(model=str(folder)), str(folder))


def test_weights_and_states_are_shared_out_by_fsdp_alone(seven: sizes.Shape) -> None:
    step = Step(1, 512, 512, passes=2)
    alone, ddp, fsdp = (
        estimate.memory_needed(seven, step, setup)
        for setup in (TrainingSetup("none"), TrainingSetup("none", ranks=8), TrainingSetup("none", "fsdp2", ranks=8))
    )
    assert ddp == alone._replace(gradients=2 * alone.gradients), "each GPU holds all, and what travels once more"
    assert alone.optimizer == 2 * alone.gradients == 8 * seven.parameters
    assert fsdp.optimizer == alone.optimizer / 8
    assert fsdp.weights < alone.weights / 8 + 4 * seven.parameters / 8
    assert fsdp.activations == alone.activations
    lora = estimate.memory_needed(seven, step, TrainingSetup("lora"))
    assert lora.weights == 2 * seven.parameters + 4 * seven.adapter
    assert lora.optimizer == 8 * seven.adapter


# Peaks that torch counted on an H100, in GB, and whether layers were checkpointed: `benchmarks/memory.py`, 2026-11-27.
MEASURED = [
    ("llama-2-7b", "lora", Step(8, 512, 256), False, 41.52),
    ("mistral-7b", "lora", Step(8, 512, 256), False, 44.43),
    ("llama-2-13b", "lora", Step(4, 512, 256), False, 48.34),
    ("llama-2-7b", "lora", Step(8, 1024, 512), True, 18.72),
    ("llama-2-13b", "lora", Step(8, 1024, 512), True, 33.52),
    ("smollm2-1.7b", "none", Step(8, 512, 256), False, 38.62),
]


@pytest.mark.parametrize(("name", "adapter", "step", "checkpointing", "peak"), MEASURED)
def test_it_comes_to_what_a_gpu_has_measured(
    tmp_path: Path, name: str, adapter: Adapter, step: Step, checkpointing: bool, peak: float
) -> None:
    folder = config_folder(tmp_path, name)
    shape = sizes.read_shape(StudentConfig(model=str(folder), adapter=adapter), str(folder))
    found = estimate.memory_needed(shape, step, TrainingSetup(adapter, checkpointing=checkpointing))
    assert found.total == pytest.approx(peak * 1e9, rel=0.05)


def test_gradients_of_earlier_passes_wait_for_those_of_the_last(seven: sizes.Shape) -> None:
    once, twice = (estimate.memory_needed(seven, Step(1, 512, 512, passes=n), TrainingSetup("none")) for n in (1, 2))
    assert twice.gradients == 4 * seven.parameters
    assert once.total == pytest.approx(max(twice.total - twice.gradients, twice.weights + 12 * seven.parameters))


def test_an_average_is_one_more_copy_of_what_is_trained(seven: sizes.Shape) -> None:
    for adapter, trained in (("lora", seven.adapter), ("none", seven.parameters)):
        plain = TrainingSetup(adapter)  # type: ignore[arg-type]
        without, with_ = (
            estimate.memory_needed(seven, Step(1, 512, 512), setup) for setup in (plain, plain._replace(averaged=True))
        )
        assert with_.weights - without.weights == 4 * trained


def test_disk_is_for_students_checkpoints_and_what_rounds_hand_over(
    seven: sizes.Shape, tmp_path: Path, tiny_student: Path
) -> None:
    recipe = fill_for(load_recipe(make_recipe(tmp_path, tiny_student)), seven.parameters)
    adapter = 4 * seven.adapter
    assert stages.disk_needed(seven.adapter, recipe) == (3 + 2 * 3 + 2) * adapter
    restarted = recipe.practice.model_copy(update={"restart": True, "average": 0.2})
    recipe = recipe.model_copy(update={"practice": restarted})
    assert stages.disk_needed(seven.adapter, recipe) == (3 + 2 * 4) * adapter


def test_checkpointing_keeps_one_layer_and_costs_a_forward_pass(seven: sizes.Shape) -> None:
    step = Step(4, 512, 512)
    plain, saved = (estimate.memory_needed(seven, step, TrainingSetup(checkpointing=on)) for on in (False, True))
    assert saved.activations < plain.activations / 8
    assert saved._replace(activations=plain.activations) == plain
    few_logits = estimate.memory_needed(seven, step._replace(trained_on=1), TrainingSetup(checkpointing=True))
    layer = estimate.layer_bytes(seven, step, lora=True)
    assert few_logits.activations + few_logits.logits - saved.activations == pytest.approx(layer)
    tokens = 10**6
    full = estimate.training_flops(seven, tokens, 512, lora=False)
    assert full == pytest.approx(6 * 6.607e9 * tokens, rel=0.06), "6 N T, and a little for attention"
    assert estimate.training_flops(seven, tokens, 512, lora=True) == pytest.approx(full * 2 / 3, rel=0.03)
    assert estimate.training_flops(seven, tokens, 512, lora=False, checkpointing=True) == pytest.approx(
        full * 4 / 3, rel=0.01
    )


def plan_of(folder: Path, name: str, machine: Machine, adapter: str = "lora") -> estimate.TrainingPlan:
    recipe = make_recipe(folder, config_folder(folder, name))
    loaded = load_recipe(recipe)
    learner = loaded.student.model_copy(update={"adapter": adapter})
    return estimate.make_plan(loaded.model_copy(update={"student": learner}), machine)


def test_it_says_whether_it_fits_and_what_to_change(tmp_path: Path) -> None:
    large = Machine(1, 80e9, 312e12, 0.35)
    assert estimate.advice(plan_of(tmp_path, "llama-2-7b", large)).startswith("LoRA, DDP fits")
    hard = plan_of(tmp_path, "llama-2-70b", large._replace(gpus=8), adapter="none")
    assert "does not fit" in estimate.advice(hard)
    assert "LoRA, FSDP2" in estimate.advice(hard)
    sixteen = plan_of(tmp_path, "llama-2-13b", large._replace(gpus=16), adapter="none")
    assert "full, FSDP2" in estimate.advice(sixteen)
    hopeless = plan_of(tmp_path, "mistral-7b", large._replace(memory=4e9))
    assert "Nothing fits" in estimate.advice(hopeless)
    small = hopeless._replace(machine=large._replace(memory=8e9))
    assert "What fits: QLoRA, DDP, checkpointing" in estimate.advice(small)
    assert max(map(len, estimate.plan_text(hard).splitlines())) <= 80


def test_tokens_are_counted_from_what_there_is(tmp_path: Path, finished_run: Path, tiny_student: Path) -> None:
    recipe = load_recipe(make_recipe(tmp_path, tiny_student))
    machine = Machine(1, 80e9, 312e12, 0.35)
    fresh = estimate.make_plan(recipe, machine)
    assert [(stage.stage, stage.measured) for stage in fresh.stages] == [
        ("reading", False),
        ("round-1", False),
        ("round-2", False),
    ]
    # Three skills of six exercises and two errors, two epochs; then without the errors, and half as many new ones.
    per = kind_of(recipe.teacher).exercise_tokens
    assert [stage.tokens for stage in fresh.stages[1:]] == [24 * 2 * per, 27 * 2 * per]
    done = estimate.make_plan(recipe.model_copy(update={"run_dir": finished_run}), machine)
    assert all(stage.measured and stage.tokens > 0 for stage in done.stages)


def test_times_are_in_the_unit_that_people_use() -> None:
    said = [duration(seconds) for seconds in (0.2, 1, 59, 60, 150, 3600, 9000)]
    assert said == ["under 1 s", "1 s", "59 s", "1.0 min", "2.5 min", "1.0 h", "2.5 h"]


def test_a_plan_is_for_this_machine_unless_gpus_are_given(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device, "devices", lambda: ("", [], ""))
    monkeypatch.setattr(device, "own_memory", lambda: 24e9)
    monkeypatch.setattr(device, "cpu_flops", lambda: 0.2e12)
    monkeypatch.setattr(device, "load", lambda: 3.14)
    monkeypatch.setattr(device, "cores", lambda: 2)
    recipe = str(make_recipe(tmp_path, tiny_student))

    def planned(*options: str) -> str:
        shown = CliRunner().invoke(app, ["plan", recipe, *options], catch_exceptions=False).stdout
        assert all(len(line) <= 80 for line in shown.splitlines())
        return " ".join(shown.split())

    here = planned()
    assert "This machine, without a GPU: 24 GB and 0.20 TFLOPS (measured just now) at 50 %" in here
    assert "GB on each GPU" not in here
    assert "Times are for a machine as busy as this one is now: load 3.1 on 2 cores." in here
    assert "busy" not in planned("--gpus", "2")
    assert "such as --gpu-memory 24 --flops 165" in here
    assert "This machine" in planned("--utilisation", "0.7")
    assert "1 GPU of 24 GB and 312 TFLOPS at 25 %" in planned("--gpu-memory", "24")
    assert "2 GPUs of 80 GB and 165 TFLOPS" in planned("--gpus", "2", "--flops", "165")
    monkeypatch.setattr(device, "devices", lambda: ("", ["Some GPU, 24 GB"], ""))
    assert "1 GPU of 24 GB and 312 TFLOPS" in planned()


def test_the_speed_of_this_cpu_is_measured() -> None:
    assert 1e8 < device.cpu_flops() < 1e14
    assert device.own_memory() > 1e9
    assert device.cores() >= 1
    assert device.load() >= 0


def test_on_the_command_line(tmp_path: Path, tiny_student: Path) -> None:
    recipe = make_recipe(tmp_path, tiny_student)
    result = warm.run("-m", "tutelage", "plan", recipe, "--gpus", "8", "--nodes", "2")
    assert result.returncode == 0, result.stderr
    assert "16 GPUs of 80 GB" in result.stdout
    assert "This machine" not in result.stdout
    assert " 0.000" not in result.stdout.partition("16 GPUs")[2]
    assert "LoRA, DDP fits" in result.stdout
