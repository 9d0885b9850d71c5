"""`DynamicSFTTrainer` on its own: losses as a plain computation has them, the order asked for, nothing silent."""

from __future__ import annotations

import logging
import resource
import runpy
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM as AutoModel
from transformers import (
    BloomConfig,
    LlamaConfig,
    MambaConfig,
    MistralConfig,
    MixtralConfig,
    OPTConfig,
    PreTrainedConfig,
    Qwen2Config,
    Qwen3Config,
    TrainerCallback,
)
from trl.trainer.sft_trainer import DataCollatorForLanguageModeling

import sft_cases as cases
from tutelage import DynamicSFTTrainer
from tutelage.records import Trained
from tutelage.storage import store
from tutelage.training import loop, packing
from tutelage.training.batches import TagWithPresentation

SIZES = {
    "vocab_size": 300,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 256,
}
SMOLLM = {"num_attention_heads": 3, "num_key_value_heads": 1, "hidden_size": 48, "tie_word_embeddings": True}
ARCHITECTURES: dict[str, PreTrainedConfig] = {
    "llama": LlamaConfig(**SIZES),
    "smollm": LlamaConfig(**(SIZES | SMOLLM), rope_theta=100000.0),
    "mistral": MistralConfig(**SIZES, sliding_window=32),
    "qwen2": Qwen2Config(**SIZES, tie_word_embeddings=True),
    "qwen3": Qwen3Config(**SIZES, head_dim=8),
}
BATCHES: dict[str, dict[str, Any]] = {
    "padded": {},
    "accumulated": {"per_device_train_batch_size": 3, "gradient_accumulation_steps": 2},
    "packed": {"packing": True},
    "packed-accumulated": {"packing": True, "gradient_accumulation_steps": 3, "pad_to_multiple_of": 8},
    "padding-free": {"padding_free": True, "max_length": None, "per_device_train_batch_size": 4},
}


def steps(trainer: DynamicSFTTrainer) -> list[list[str]]:
    """The examples of each step, in the order of the audit."""
    found = defaultdict(list)
    for seen in trainer.order:
        found[seen.step].append(seen.example)
    assert sorted(found) == list(range(1, len(found) + 1))
    return [found[step] for step in sorted(found)]


@pytest.mark.parametrize("batches", BATCHES)
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_losses_are_those_of_a_plain_computation(
    tmp_path: Path, tiny_student: Path, architecture: str, batches: str
) -> None:
    torch.manual_seed(0)
    model = AutoModel.from_config(ARCHITECTURES[architecture])
    data, tokens = cases.prompts(), cases.tokenizer(tiny_student)
    expected = {row["id"]: cases.reference(model, *cases.encode(tokens, row)) for row in data}
    trainer = cases.trainer(tiny_student, cases.settings(tmp_path, **BATCHES[batches]), data, model=model)
    trainer.train()
    cases.same_losses(trainer.losses, expected)
    assert [seen.example for seen in trainer.order] == list(data["id"]) * 2


@pytest.mark.parametrize("kind", ["text", "prompts", "messages"])
@pytest.mark.parametrize("packing", [False, True])
def test_every_format_that_trl_takes(tmp_path: Path, tiny_student: Path, kind: str, packing: bool) -> None:
    data = {"text": cases.text, "prompts": cases.prompts, "messages": cases.messages}[kind]()
    column = "key" if kind == "messages" else "id"
    trainer = cases.trainer(tiny_student, cases.settings(tmp_path, packing=packing), data, id_column=column)
    trainer.train()
    cases.same_losses(trainer.losses, cases.references(tiny_student, data, column))


@pytest.mark.parametrize("attention", ["eager", "sdpa"])
@pytest.mark.parametrize("batches", ["padded", "packed"])
def test_lora_by_name_with_either_attention(tmp_path: Path, tiny_student: Path, attention: str, batches: str) -> None:
    options = {"model_init_kwargs": {"attn_implementation": attention}, **BATCHES[batches]}
    trainer = cases.trainer(
        tiny_student,
        cases.settings(tmp_path, **options),
        cases.prompts(),
        model=str(tiny_student),
        peft_config=LoraConfig(r=4, target_modules="all-linear", task_type="CAUSAL_LM"),
    )
    trainer.train()
    cases.same_losses(trainer.losses, cases.references(tiny_student, cases.prompts()))


def test_qlora(tmp_path: Path, tiny_student: Path) -> None:
    pytest.importorskip("bitsandbytes")
    from transformers import BitsAndBytesConfig

    quantised = BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.float32)
    trainer = cases.trainer(
        tiny_student,
        cases.settings(tmp_path),
        cases.prompts(),
        model=str(tiny_student),
        quantization_config=quantised,
        peft_config=LoraConfig(r=4, target_modules="all-linear", task_type="CAUSAL_LM"),
    )
    trainer.train()
    plain = AutoModel.from_pretrained(tiny_student, quantization_config=quantised, dtype=torch.float32)
    tokens = cases.tokenizer(tiny_student)
    plain.train()  # on a CPU, bitsandbytes packs the weights anew for inference, which needs wider layers than these
    expected = {row["id"]: cases.reference(plain, *cases.encode(tokens, row)) for row in cases.prompts()}
    cases.same_losses(trainer.losses, expected)


def test_router_loss_of_a_mixture_of_experts_is_trained_on(tmp_path: Path, tiny_student: Path) -> None:
    gradients = []
    for coefficient in (0.0, 5.0):
        torch.manual_seed(0)
        config = MixtralConfig(
            **SIZES, num_local_experts=4, output_router_logits=True, router_aux_loss_coef=coefficient
        )
        model = AutoModel.from_config(config)
        trainer = cases.trainer(tiny_student, cases.settings(tmp_path, max_steps=1), cases.prompts(), model=model)
        gate = next(p for name, p in model.named_parameters() if "gate.weight" in name)
        kept: list[torch.Tensor] = []
        gate.register_post_accumulate_grad_hook(lambda p, kept=kept: kept.append(p.grad.clone()))
        trainer.train()
        gradients.append(kept[0])
    assert not torch.allclose(gradients[0], gradients[1])


# Order, epochs, weights


@pytest.mark.parametrize("packing", [False, True])
def test_explicit_order_is_trained_on_step_by_step(tmp_path: Path, tiny_student: Path, packing: bool) -> None:
    order = [["x3", "x1", "x2", "x1", "x9"], ["x0", "x10", "x4"]]
    args = cases.settings(tmp_path, packing=packing, max_length=24 if packing else 64)
    trainer = cases.trainer(tiny_student, args, cases.prompts(), order=order)
    trainer.train()
    assert [[s.example for s in trainer.order if s.epoch == epoch] for epoch in (1, 2)] == order
    if not packing:
        assert steps(trainer) == [["x3", "x1"], ["x2", "x1"], ["x9"], ["x0", "x10"], ["x4"]]
    rows = trainer.plan.rows
    assert max(len(row) for row in rows) > 1 or not packing
    expected = cases.references(tiny_student, cases.prompts())
    assert all(abs(record.loss - expected[record.example][0]) < 1e-3 for record in trainer.losses)


def test_parameters_after_training_are_those_of_trl(tmp_path: Path, tiny_student: Path) -> None:
    """Same data, same order: TRL's trainer and ours take the same steps, short last batches included."""
    from trl import SFTTrainer

    changes = {"learning_rate": 1e-2, "gradient_accumulation_steps": 2, "train_sampling_strategy": "sequential"}
    ours = cases.trainer(tiny_student, cases.settings(tmp_path / "a", **changes), cases.prompts())
    theirs = SFTTrainer(
        cases.load(tiny_student),
        cases.settings(tmp_path / "b", **changes),
        train_dataset=cases.prompts(),
        processing_class=cases.tokenizer(tiny_student),
    )
    ours.train()
    theirs.train()
    assert ours.state.global_step == theirs.state.global_step == 6
    for mine, other in zip(ours.model.parameters(), theirs.model.parameters(), strict=True):
        torch.testing.assert_close(mine, other, atol=1e-4, rtol=1e-3)


def test_epochs_save_evaluate_and_log(tmp_path: Path, tiny_student: Path) -> None:
    args = cases.settings(
        tmp_path, num_train_epochs=3, save_strategy="epoch", eval_strategy="epoch", logging_strategy="epoch"
    )
    trainer = cases.trainer(tiny_student, args, cases.prompts(5), eval_dataset=cases.prompts(4))
    trainer.train()
    assert sorted(path.name for path in tmp_path.glob("checkpoint-*")) == [f"checkpoint-{n}" for n in (3, 6, 9)]
    evaluated = [entry["epoch"] for entry in trainer.state.log_history if "eval_loss" in entry]
    logged = [entry["epoch"] for entry in trainer.state.log_history if "loss" in entry]
    assert evaluated == logged == [1, 2, 3]
    assert {record.example for record in trainer.losses} == {f"x{i}" for i in range(5)}


def gradient(tmp_path: Path, tiny: Path, data: Dataset, **options: Any) -> torch.Tensor:
    trainer = cases.trainer(tiny, cases.settings(tmp_path, max_steps=1, max_grad_norm=0.0), data, **options)
    kept: list[torch.Tensor] = []
    weight = trainer.model.get_input_embeddings().weight
    weight.register_post_accumulate_grad_hook(lambda p: kept.append(p.grad.clone()))
    trainer.train()
    return kept[0]


def test_weight_is_a_factor_on_the_loss_and_not_on_the_record(tmp_path: Path, tiny_student: Path) -> None:
    data = cases.prompts(2)
    weigh = {w: data.add_column("w", list(w)) for w in ((1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.5, 2.0))}
    found = {w: gradient(tmp_path, tiny_student, d, weight_column="w") for w, d in weigh.items()}
    torch.testing.assert_close(found[1.0, 1.0], gradient(tmp_path, tiny_student, data))
    torch.testing.assert_close(found[0.5, 2.0], 0.5 * found[1.0, 0.0] + 2 * found[0.0, 1.0], atol=1e-6, rtol=1e-4)
    trainer = cases.trainer(tiny_student, cases.settings(tmp_path), weigh[0.5, 2.0], weight_column="w")
    trainer.train()
    cases.same_losses(trainer.losses, cases.references(tiny_student, data))


def test_presentations_say_how_often_an_example_is_seen(tmp_path: Path, tiny_student: Path) -> None:
    data = cases.prompts(6).add_column("v", [1.0, 0.5, 0.0, 2.0, 1.0, 1.0])
    args = cases.settings(tmp_path, num_train_epochs=4)
    trainer = cases.trainer(tiny_student, args, data, presentations_column="v", order="shuffled")
    trainer.train()
    shown = [seen.example for seen in trainer.order]
    assert [shown.count(f"x{i}") for i in range(6)] == [4, 2, 0, 8, 4, 4]


# Interruptions


class Killed(Exception):
    """Stands for the end of the process."""


class Stop(TrainerCallback):  # type: ignore[misc]
    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        if state.global_step == 5:
            raise Killed


@pytest.mark.parametrize("batches", ["accumulated", "packed"])
def test_resume_in_the_middle_of_an_epoch_is_as_if_nothing_had_happened(
    tmp_path: Path, tiny_student: Path, batches: str
) -> None:
    changes = {
        "learning_rate": 1e-2,
        "num_train_epochs": 3,
        "save_strategy": "steps",
        "save_steps": 2,
        "max_length": 24,
    }

    def make(folder: str) -> DynamicSFTTrainer:
        args = cases.settings(tmp_path / folder, **(BATCHES[batches] | changes))
        return cases.trainer(tiny_student, args, cases.prompts(14), order="shuffled")

    whole = make("whole")
    whole.train()
    cut = make("cut")
    cut.add_callback(Stop())
    with pytest.raises(Killed):
        cut.train()
    assert not any(end == 4 for end in cut.plan.ends), "the checkpoint lies within an epoch"
    resumed = make("cut")
    resumed.train(resume_from_checkpoint=True)
    assert resumed.records() == whole.records()
    for one, other in zip(resumed.model.parameters(), whole.model.parameters(), strict=True):
        assert torch.equal(one, other)
    kept = store.read_bundle(tmp_path / "cut" / "records", Trained)
    assert kept == whole.records()


def test_resume_with_another_order_is_refused(tmp_path: Path, tiny_student: Path) -> None:
    args = cases.settings(tmp_path, save_strategy="steps", save_steps=4)
    cases.trainer(tiny_student, args, cases.prompts()).train()
    changed = cases.trainer(tiny_student, args, cases.prompts(), order=["x1", "x0"])
    with pytest.raises(ValueError, match="something other than what the data set and the order now say"):
        changed.train(resume_from_checkpoint=True)
    with pytest.raises(ValueError, match="no checkpoint"):
        cases.trainer(tiny_student, cases.settings(tmp_path / "new"), cases.prompts()).train(True)


# Nothing lost, nothing silent


@pytest.mark.parametrize("packing", [False, True])
def test_long_examples_are_cut_or_left_out_and_it_is_said(
    tmp_path: Path, tiny_student: Path, caplog: pytest.LogCaptureFixture, packing: bool
) -> None:
    data = cases.text(6)
    lengths = {row["id"]: len(cases.encode(cases.tokenizer(tiny_student), row)[0]) for row in data}
    limit = sorted(lengths.values())[3]
    long = {id_ for id_, length in lengths.items() if length > limit}
    assert 0 < len(long) < 6
    args = cases.settings(tmp_path, max_length=limit, num_train_epochs=1, packing=packing)
    with caplog.at_level(logging.WARNING, logger="tutelage"):
        truncated = cases.trainer(tiny_student, args, data)
        without = cases.trainer(tiny_student, args, data, too_long="leave-out")
    truncated.train()
    assert set(truncated.truncated) == set(truncated.records().truncated) == long
    assert max(record.tokens for record in truncated.losses) == limit - 1
    assert len(truncated.losses) == 6
    without.train()
    assert without.left_out == dict.fromkeys(long, "too long")
    assert set(without.records().left_out) == long
    assert {record.example for record in without.losses} == lengths.keys() - long
    assert f"{len(long)} of 6 examples are longer than max_length ({limit} tokens) and are cut" in caplog.text
    assert f"{len(long)} of 6 examples are left out (too long)" in caplog.text


def test_empty_solutions(tmp_path: Path, tiny_student: Path, caplog: pytest.LogCaptureFixture) -> None:
    """An empty completion still has its end mark; one that is cut off, or masked, has nothing and is left out."""
    data = cases.prompts(4).map(lambda row: {"completion": "" if row["id"] == "x1" else row["completion"]})
    trainer = cases.trainer(tiny_student, cases.settings(tmp_path, num_train_epochs=1), data)
    trainer.train()
    assert {record.example: record.tokens for record in trainer.losses}["x1"] == 1
    masked = Dataset.from_list(
        [
            {"id": 0, "input_ids": [5, 6, 7], "labels": [-100] * 3},
            {"id": 1, "input_ids": [5, 6, 7], "labels": [5, 6, 7]},
        ]
    )
    with caplog.at_level(logging.WARNING, logger="tutelage"):
        trainer = cases.trainer(tiny_student, cases.settings(tmp_path, num_train_epochs=1), masked)
    trainer.train()
    assert trainer.left_out == {"0": "no trained-on token"}
    assert [seen.example for seen in trainer.order] == ["1"]
    assert "1 of 2 examples are left out (no trained-on token): '0'" in caplog.text
    with pytest.raises(ValueError, match="nothing to train on"):
        cases.trainer(tiny_student, cases.settings(tmp_path), masked.select([0]))


def test_loss_that_is_no_number_stops_training_before_the_step(tmp_path: Path, tiny_student: Path) -> None:
    model = cases.load(tiny_student)
    spoilt = 7
    with torch.no_grad():
        model.get_input_embeddings().weight[spoilt] = float("nan")
    before = [parameter.clone() for parameter in model.parameters()]
    rows = [{"id": f"x{i}", "input_ids": [9, spoilt if i == 3 else 11, 12]} for i in range(6)]
    trainer = cases.trainer(tiny_student, cases.settings(tmp_path), Dataset.from_list(rows), model=model)
    with pytest.raises(ValueError, match="loss of 'x3' is not a number at step 2"):
        trainer.train()
    for one, other in zip(model.parameters(), before, strict=True):
        torch.testing.assert_close(one, other, equal_nan=True)


LEAKING: dict[str, tuple[type[PreTrainedConfig], dict[str, Any]]] = {
    "opt": (OPTConfig, {"hidden_size": 32, "ffn_dim": 48, "num_hidden_layers": 2, "num_attention_heads": 4}),
    "bloom": (BloomConfig, {"hidden_size": 32, "n_layer": 2, "n_head": 4}),
    "mamba": (MambaConfig, {"hidden_size": 32, "num_hidden_layers": 2, "state_size": 8}),
}


@pytest.mark.parametrize("batches", ["packed", "padding-free"])
@pytest.mark.parametrize("kind", LEAKING)
def test_packing_is_refused_where_examples_would_see_one_another(
    tmp_path: Path, tiny_student: Path, kind: str, batches: str
) -> None:
    torch.manual_seed(0)
    config, sizes = LEAKING[kind]
    model = AutoModel.from_config(config(vocab_size=300, pad_token_id=0, **sizes))
    before = {name: weight.clone() for name, weight in model.named_parameters()}
    args = cases.settings(tmp_path, **BATCHES[batches] | {"max_steps": 1, "learning_rate": 1e-2})
    trainer = cases.trainer(tiny_student, args, cases.prompts(), model=model)
    with pytest.raises(ValueError, match=rf"in a model of this kind \({kind}\).* packing=False and padding_free=False"):
        trainer.train()
    assert all(torch.equal(weight, before[name]) for name, weight in trainer.model.named_parameters())


def test_looking_for_a_leak_changes_nothing(tiny_student: Path) -> None:
    collate = TagWithPresentation(DataCollatorForLanguageModeling(pad_token_id=0, padding_free=True), flat=True)
    model = cases.load(tiny_student).train()
    state = torch.get_rng_state()
    assert packing.leak(model, collate, [3, 4, 5, 6], [7, 8, 9], 278) == 0
    assert model.training
    assert torch.equal(torch.get_rng_state(), state)


def test_a_disk_that_is_full_is_one_line_and_training_goes_on_afterwards(tmp_path: Path, tiny_student: Path) -> None:
    # A limit on the size of a file fails as a full disk does; Python ignores the signal that comes with it.
    def train(folder: Path) -> DynamicSFTTrainer:
        args = cases.settings(folder, save_strategy="steps", save_steps=2, learning_rate=1e-3)
        made = cases.trainer(tiny_student, args, cases.prompts(), order="shuffled")
        made.train()
        return made

    whole = train(tmp_path / "whole")
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for limit in (60_000, 200_000):  # safetensors cannot write the weights; torch cannot write the optimizer's state
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            with pytest.raises(ValueError, match="the disk is full, or a file is larger than allowed") as found:
                train(tmp_path / "full")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        assert "\n" not in str(found.value)
        assert loop.last_checkpoint(tmp_path / "full") is None, "what was written in part is deleted"
    assert train(tmp_path / "full").losses == whole.losses


@pytest.mark.parametrize(
    ("changes", "options", "message"),
    [
        ({"packing": True, "packing_strategy": "wrapped"}, {}, "packing_strategy"),
        ({"packing": True, "max_length": None}, {}, "max_length"),
        ({"shuffle_dataset": True}, {}, "order='shuffled'"),
        ({"train_sampling_strategy": "group_by_length"}, {}, "train_sampling_strategy"),
        ({"loss_type": "dft"}, {}, "loss_type"),
        ({"num_train_epochs": 1.5}, {}, "whole epochs"),
        ({}, {"id_column": "key"}, r"no column 'key' .*add_column"),
        ({}, {"weight_column": "w"}, "no column 'w'"),
        ({}, {"order": ["x1", "y"]}, "not in the data set: 'y'"),
        ({}, {"compute_loss_func": len}, "weight_column"),
        ({"packing": True}, {"data_collator": list}, "data_collator"),
    ],
)
def test_what_cannot_be_honoured_is_refused(
    tmp_path: Path, tiny_student: Path, changes: dict[str, Any], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        cases.trainer(tiny_student, cases.settings(tmp_path, **changes), cases.prompts(), **options)


def test_data_that_cannot_be_kept_in_order_is_refused(tmp_path: Path, tiny_student: Path) -> None:
    for data, message in (
        (cases.prompts().to_iterable_dataset(), "Dataset.from_list"),
        (cases.prompts().select([]), "empty"),
        (cases.prompts().map(lambda row: {"id": "same"}), "1 ids in column 'id' belong to more than one example"),
    ):
        with pytest.raises(ValueError, match=message):
            cases.trainer(tiny_student, cases.settings(tmp_path), data)


def test_example_of_the_documentation_runs_word_for_word(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a folder in which a tiny model stands under the name that the example loads."""
    text = (Path(__file__).parent.parent / "docs" / "trainer.md").read_text()
    (tmp_path / "example.py").write_text(text.split("```python\n")[1].split("```")[0])
    (tmp_path / "HuggingFaceTB").mkdir()
    (tmp_path / "HuggingFaceTB" / "SmolLM2-135M-Instruct").symlink_to(tiny_student)
    cases.prompts(4).to_json(tmp_path / "exercises.jsonl")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    runpy.run_path(str(tmp_path / "example.py"))
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line[:2] in ("1 ", "2 ", "3 ")]
    assert len(lines) == 10
    assert all(line[1].startswith("x") for line in lines)
    assert (tmp_path / "out" / "records" / "losses.jsonl").read_text().count("\n") == 12


@pytest.mark.parametrize("batches", BATCHES)
def test_a_batch_can_be_pinned_on_its_way_to_a_gpu(tmp_path: Path, tiny_student: Path, batches: str) -> None:
    """Loaders do so unless they are told not to, and cannot where several places of a tensor share one in memory."""
    trainer = cases.trainer(tiny_student, cases.settings(tmp_path, **BATCHES[batches]), cases.prompts())
    batch = trainer.data_collator([trainer.train_dataset[row] for row in range(2)])
    assert "owners" in batch
    assert all(tensor.is_contiguous() for tensor in batch.values() if isinstance(tensor, torch.Tensor))
