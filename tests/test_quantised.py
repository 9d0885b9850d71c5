"""Students with quantised weights: trained on a CPU where bitsandbytes is installed, refused in one line elsewhere."""

from __future__ import annotations

import sys
import types
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import torch
import yaml

from conftest import make_recipe
from tutelage.config import Recipe, StudentConfig, load_recipe
from tutelage.errors import MissingExtra, RecipeError, StudentError
from tutelage.exports import axolotl, llamafactory
from tutelage.exports.material import gather_material
from tutelage.exports.trainers import training_stages
from tutelage.progress import Quiet
from tutelage.records import Message
from tutelage.storage.open_run import open_run
from tutelage.student import encoding, generation, loading, quantised
from tutelage.student.device import bfloat16_is_slow
from tutelage.student.encoding import Curriculum, Examples, Presentation
from tutelage.student.shape import read_shape
from tutelage.tools import estimate
from tutelage.tools.estimate import Step, TrainingSetup
from tutelage.tools.preflight import preflight
from tutelage.training import loop
from tutelage.training.schedule import Schedule


def recipe_with(folder: Path, student: Path, launch: dict[str, Any] | None = None, **settings: Any) -> Recipe:
    path = make_recipe(folder, student, **({"launch": launch} if launch else {}))
    recipe = yaml.safe_load(path.read_text())
    recipe["student"] |= settings
    path.write_text(yaml.safe_dump(recipe))
    return load_recipe(path)


def student_problem(recipe: Recipe) -> Exception:
    (problem,) = [each for each in preflight(recipe, folder=False).problems if each.what == "student"]
    return problem.error


def test_all_weights_cannot_be_quantised(tmp_path: Path, tiny_student: Path) -> None:
    with pytest.raises(RecipeError, match="quantise needs adapter: lora"):
        recipe_with(tmp_path, tiny_student, quantise="nf4", adapter="none")


def test_a_machine_without_bitsandbytes_is_told_before_any_work(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = recipe_with(tmp_path, tiny_student, quantise="nf4")
    monkeypatch.setattr(quantised, "find_spec", lambda name: None)
    error = student_problem(recipe)
    assert isinstance(error, MissingExtra)
    assert "pip install 'tutelage[quantise]', or leave student.quantise out" in str(error)

    broken = types.ModuleType("bitsandbytes")
    monkeypatch.setitem(sys.modules, "bitsandbytes", broken)
    monkeypatch.setitem(sys.modules, "bitsandbytes.nn", None)
    monkeypatch.setattr(quantised, "find_spec", lambda name: True)
    error = student_problem(recipe)
    assert isinstance(error, StudentError)
    assert "bitsandbytes does not run on this machine (" in str(error)
    assert "\n" not in str(error)


def test_quantised_weights_are_not_sharded(tmp_path: Path, tiny_student: Path) -> None:
    launch = {"processes": 2, "strategy": "fsdp2"}
    error = student_problem(recipe_with(tmp_path, tiny_student, launch, quantise="nf4"))
    assert "set launch.strategy: ddp, or leave student.quantise out" in str(error)


def test_the_plan_counts_what_quantised_weights_take(tiny_student: Path) -> None:
    config = StudentConfig(model=str(tiny_student))
    shape, step = read_shape(config, str(tiny_student)), Step(1, 64, 64)
    plain, four, eight = (
        estimate.memory_needed(shape, step, TrainingSetup(quantise=kind)) for kind in (None, "nf4", "int8")
    )
    rest = shape.parameters - shape.linear  # embeddings, norms and head stay in 16 bits
    assert plain.weights == 2 * shape.parameters + 4 * shape.adapter
    assert four.weights == pytest.approx(0.516 * shape.linear + 2 * rest + 4 * shape.adapter)
    assert four.weights < eight.weights
    assert four._replace(weights=0) == plain._replace(weights=0)
    assert str(TrainingSetup(quantise="nf4")) == "QLoRA, DDP"


@pytest.fixture(scope="module")
def wide_student(tiny_student: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Layers wide enough for bitsandbytes."""
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    folder = tmp_path_factory.mktemp("wide")
    tokenizer = AutoTokenizer.from_pretrained(tiny_student)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=128,
        intermediate_size=256,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        eos_token_id=tokenizer.eos_token_id,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def adapter_of(model: Any) -> dict[str, torch.Tensor]:
    return {
        name.removeprefix("base_model.model."): weight
        for name, weight in model.named_parameters()
        if weight.requires_grad
    }


@pytest.mark.parametrize("kind", ["nf4", "int8"])
def test_an_adapter_is_trained_on_quantised_weights_and_used_on_them(
    tmp_path: Path, wide_student: Path, kind: str
) -> None:
    if find_spec("bitsandbytes") is None:
        pytest.skip("needs bitsandbytes")
    config = StudentConfig.model_validate({"model": str(wide_student), "lora_rank": 4, "quantise": kind})
    quantised.require_quantisation(config)
    learner = loading.load_student(config, str(wide_student))
    assert quantised.is_quantised(learner.model)
    table = learner.model.get_input_embeddings().weight
    assert table.dtype == (torch.float32 if bfloat16_is_slow() else torch.bfloat16)
    assert not table.requires_grad
    turns = [[{"role": "user", "content": f"{i}?"}, {"role": "assistant", "content": f"It is {i}."}] for i in range(8)]
    encoded = {str(i): encoding.encode_conversation(learner.tokenizer, each) for i, each in enumerate(turns)}
    order = [Presentation(epoch, id_, "leap") for epoch in range(1, 9) for id_ in encoded]
    schedule = Schedule(learning_rate=3e-3, batch_size=4, save_every=100, seed=0, warmup_steps=1)
    curriculum = Curriculum(Examples.of(encoded.items()), order)
    trained = loop.train(learner, config, curriculum, schedule, tmp_path, label="test", progress=Quiet())
    losses = [record.loss for record in trained.losses]
    assert sum(losses[-8:]) < 0.9 * sum(losses[:8])
    adapter = {weight.dtype for weight in learner.model.parameters() if weight.requires_grad}
    assert adapter == {torch.float32}
    before = adapter_of(learner.model)

    folder = tmp_path / "student"
    again = loading.load_student(config, str(wide_student), folder)
    loop.build_trainer(curriculum, again, config, schedule, tmp_path / "round-2")
    after = adapter_of(again.model)
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before), "the next round goes on with what was learnt"

    question = [Message(role="user", content="3?")]
    used = loading.load_student(config, str(wide_student), folder, decode=True)
    assert len(dict(generation.answer(used, [question, question], max_new_tokens=4))) == 2
    pair = generation.Continuation("user:\n3?\nassistant:\n", "It is 3.")
    base = loading.load_student(config, str(wide_student), decode=True)
    assert generation.log_likelihoods(used, [pair])[0] > generation.log_likelihoods(base, [pair])[0]
    whole = loading.load_student(config.model_copy(update={"quantise": None}), str(wide_student), folder, decode=True)
    assert not quantised.is_quantised(whole.model)
    assert generation.log_likelihoods(whole, [pair])[0] > generation.log_likelihoods(base, [pair])[0]


def test_exports_say_that_the_weights_were_quantised(finished_run: Path) -> None:
    material = gather_material(open_run(finished_run))
    for kind, bits in (("nf4", 4), ("int8", 8)):
        student = material.recipe.student.model_copy(update={"quantise": kind})
        changed = material._replace(recipe=material.recipe.model_copy(update={"student": student}))
        practice = training_stages(changed)[-1]
        assert axolotl.stage_settings(changed, practice)[f"load_in_{bits}bit"] is True
        assert llamafactory.stage_settings(changed, practice)["quantization_bit"] == bits
