"""The trainer records what a plain computation would, in the order that was asked for, through interruptions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from peft import PeftModel

from conftest import script
from tutelage.config import StudentConfig, parse_recipe
from tutelage.errors import RecipeError
from tutelage.progress import Plain, Quiet
from tutelage.records import Exercise, ExercisesRequest, Trained
from tutelage.student import encoding, loading
from tutelage.student.device import bfloat16_is_slow
from tutelage.student.encoding import Curriculum, Encoded, Examples, Presentation
from tutelage.student.loading import Student
from tutelage.training import divergence, loop
from tutelage.training.schedule import Schedule, cpu_micro_batch, micro_batch, snapshot_parts


def exercises(count: int) -> list[Exercise]:
    request = ExercisesRequest(id="r", skill="leap", number=count, seed=3)
    return list(script(request).of(Exercise))


def encode(learner: Student, count: int = 7) -> dict[str, Encoded]:
    encoded = [(e.id, encoding.encode_exercise(learner.tokenizer, e)) for e in exercises(count)]
    return {
        id_: e if i % 2 else e._replace(labels=[*([-100] * 30), *e.labels[30:]]) for i, (id_, e) in enumerate(encoded)
    }


def in_order(encoded: Mapping[str, Encoded], epochs: int = 2) -> list[Presentation]:
    return [Presentation(epoch, id_, "leap") for epoch in range(1, epochs + 1) for id_ in encoded]


def config(folder: Path, adapter: str = "lora") -> StudentConfig:
    return StudentConfig.model_validate({"model": str(folder), "lora_rank": 4, "adapter": adapter})


def schedule(rate: float = 1e-3, batch_size: int = 4, save_every: int = 100) -> Schedule:
    return Schedule(learning_rate=rate, batch_size=batch_size, save_every=save_every, seed=0, warmup_steps=1)


def train(folder: Path, tiny: Path, plan: Schedule, adapter: str = "lora", epochs: int = 2) -> Trained:
    learner = loading.load_student(config(tiny, adapter), str(tiny))
    encoded = encode(learner)
    curriculum = Curriculum(Examples.of(encoded.items()), in_order(encoded, epochs))
    return loop.train(learner, config(tiny, adapter), curriculum, plan, folder, label="test", progress=Quiet())


def reference_loss(learner: Student, encoded: Encoded) -> tuple[float, float]:
    """One example alone, no padding, no autocast tricks but the same one: mean loss and smallest margin."""
    ids, labels = torch.tensor([encoded.input_ids]), torch.tensor(encoded.labels[1:])
    device = learner.model.device
    with torch.no_grad(), torch.autocast(device.type, torch.bfloat16, enabled=not bfloat16_is_slow()):
        logits = learner.model(ids.to(device)).logits[0, :-1].float().cpu()
    keep = labels != -100
    logits, labels = logits[keep], labels[keep]
    right = logits[torch.arange(len(labels)), labels]
    others = logits.clone()
    others[torch.arange(len(labels)), labels] = float("-inf")
    return (logits.logsumexp(1) - right).mean().item(), (right - others.max(1).values).min().item()


@pytest.mark.parametrize(("capability", "dtype"), [("AVX2", torch.float32), ("AVX512", torch.bfloat16)])
def test_student_computes_in_what_the_processor_has(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch, capability: str, dtype: torch.dtype
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: capability)
    learner = loading.load_student(config(tiny_student), str(tiny_student), decode=True)
    assert {weight.dtype for weight in learner.model.parameters()} == {dtype}
    learner = loading.load_student(config(tiny_student), str(tiny_student))
    encoded = encode(learner)
    curriculum = Curriculum(Examples.of(encoded.items()), in_order(encoded))
    trainer = loop.build_trainer(curriculum, learner, config(tiny_student), schedule(), tmp_path)
    assert trainer.args.bf16 == (dtype is torch.bfloat16)
    frozen = {weight.dtype for weight in trainer.model.parameters() if not weight.requires_grad}
    assert frozen == {dtype}


@pytest.mark.parametrize("batch_size", [3, 4, 16])
@pytest.mark.parametrize("adapter", ["lora", "none"])
def test_recorded_losses_are_those_of_each_example_alone(
    tmp_path: Path, tiny_student: Path, adapter: str, batch_size: int
) -> None:
    """With a learning rate next to nothing the model stands still, so that every record can be recomputed."""
    trained = train(tmp_path, tiny_student, schedule(1e-12, batch_size), adapter)
    learner = loading.load_student(config(tiny_student, adapter), str(tiny_student))
    encoded = encode(learner)
    assert [(epoch, id_) for epoch, id_, _ in in_order(encoded)] == sorted(
        ((record.epoch, record.example) for record in trained.losses),
        key=lambda place: (place[0], list(encoded).index(place[1])),
    )
    for record in trained.losses:
        loss, margin = reference_loss(learner, encoded[record.example])
        assert record.loss == pytest.approx(loss, abs=2e-3)
        assert record.margin == pytest.approx(margin, abs=2e-2)
        assert record.tokens == sum(label != -100 for label in encoded[record.example].labels)


def test_order_is_the_one_asked_for_batch_by_batch(tmp_path: Path, tiny_student: Path) -> None:
    learner = loading.load_student(config(tiny_student), str(tiny_student))
    encoded = encode(learner)
    order = in_order(encoded)
    trained = train(tmp_path, tiny_student, schedule())
    for step in range(1, 5):
        asked = {(s.epoch, s.example) for s in order[4 * (step - 1) : 4 * step]}
        assert {(p.epoch, p.example) for p in trained.order if p.step == step} == asked
    assert [p.step for p in trained.order] == sorted(p.step for p in trained.order)
    assert trained.tokens == sum(len(encoded[s.example].input_ids) for s in order)


def test_training_lowers_the_loss_and_leaves_an_adapter(tmp_path: Path, tiny_student: Path) -> None:
    trained = train(tmp_path, tiny_student, schedule(2e-2), epochs=8)
    by_epoch = [[r.loss for r in trained.losses if r.epoch == epoch] for epoch in (1, 8)]
    assert sum(by_epoch[1]) < 0.97 * sum(by_epoch[0])
    loaded = loading.load_student(config(tiny_student), str(tiny_student), tmp_path / "student")
    assert isinstance(loaded.model, PeftModel)
    trainable = [p for p in loaded.model.parameters() if p.requires_grad]
    assert trainable
    assert all(p.dtype == torch.float32 for p in trainable)
    merged = loading.load_student(config(tiny_student), str(tiny_student), tmp_path / "student", decode=True)
    assert not isinstance(merged.model, PeftModel)


class Killed(Exception):
    """Stands for the end of the process."""


def test_resume_gives_the_records_of_an_undisturbed_run(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = train(tmp_path / "whole", tiny_student, schedule(save_every=1))

    def stop_after_step(self: object, args: object, state: Any, *rest: object, **more: object) -> None:
        if state.global_step == 3:
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(loop.MoveBar, "on_step_end", stop_after_step)
        with pytest.raises(Killed):
            train(tmp_path / "cut", tiny_student, schedule(save_every=1))
    assert loop.last_checkpoint(tmp_path / "cut" / "checkpoints") is not None
    resumed = train(tmp_path / "cut", tiny_student, schedule(save_every=1))
    assert resumed == whole


def test_an_interruption_within_an_epoch_costs_a_minute_not_the_epoch(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = train(tmp_path / "whole", tiny_student, schedule(save_every=1000))
    clock = iter(range(0, 100_000, 25))
    monkeypatch.setattr(loop, "monotonic", lambda: float(next(clock)))

    def kill(self: loop.MoveBar, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        if state.global_step == 3:
            raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(loop.MoveBar, "on_step_begin", kill)
        with pytest.raises(Killed):
            train(tmp_path / "cut", tiny_student, schedule(save_every=1000))
    found = loop.last_checkpoint(tmp_path / "cut" / "checkpoints")
    assert found is not None
    assert found.name == "checkpoint-3"
    assert train(tmp_path / "cut", tiny_student, schedule(save_every=1000)) == whole
    student = Path("student") / "adapter_model.safetensors"
    assert (tmp_path / "cut" / student).read_bytes() == (tmp_path / "whole" / student).read_bytes()


def test_students_within_a_stage_are_saved_also_after_an_interruption_and_change_nothing(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = train(tmp_path / "plain", tiny_student, schedule(save_every=1))
    plan = schedule(save_every=1)._replace(snapshots=3)
    whole = train(tmp_path / "whole", tiny_student, plan)
    assert whole == plain

    def stop_after_step(self: object, args: object, state: Any, *rest: object, **more: object) -> None:
        if state.global_step == 3:
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(loop.MoveBar, "on_step_end", stop_after_step)
        with pytest.raises(Killed):
            train(tmp_path / "cut", tiny_student, plan)
    assert not (tmp_path / "cut" / "part-3").exists()
    assert train(tmp_path / "cut", tiny_student, plan) == whole
    weights = [
        [(tmp_path / run / part / "student" / "adapter_model.safetensors").read_bytes() for run in ("whole", "cut")]
        for part in ("part-1", "part-2", "part-3", ".")
    ]
    assert all(one == other for one, other in weights)
    assert len({one for one, _ in weights}) == 4  # 4 steps: after each of them


@pytest.mark.parametrize(
    ("steps", "expected"), [(4, {1: [1], 2: [2], 3: [3]}), (1, {1: [1, 2, 3]}), (100, {25: [1], 50: [2], 75: [3]})]
)
def test_points_within_a_stage_are_even_and_none_is_missing(steps: int, expected: dict[int, list[int]]) -> None:
    plan = schedule()._replace(snapshots=3)
    found = {step: parts for step in range(1, steps + 1) if (parts := snapshot_parts(plan, step, steps))}
    assert found == expected
    assert not any(snapshot_parts(schedule(), step, steps) for step in range(1, steps + 1))


def test_incomplete_checkpoint_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "checkpoint-5").mkdir()
    assert loop.last_checkpoint(tmp_path) is None
    assert not (tmp_path / "checkpoint-5").exists()


def test_batches_keep_their_members() -> None:
    sizes = dict(zip("abcdefg", (5, 2, 9, 2, 7, 1, 3), strict=True))
    shown = [Presentation(epoch, id_) for epoch in (1, 2) for id_ in sizes]
    ordered = loop.sort_within_batches(shown, sizes, 4)
    for start in range(0, len(shown), 4):
        batch = ordered[start : start + 4]
        assert sorted(s.example for s in batch) == sorted(s.example for s in shown[start : start + 4])
        lengths = [sizes[s.example] for s in batch]
        assert lengths == sorted(lengths)


def test_plain_progress_says_rate_and_loss(
    tmp_path: Path, tiny_student: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    learner = loading.load_student(config(tiny_student), str(tiny_student))
    encoded = encode(learner, count=4)
    curriculum = Curriculum(Examples.of(encoded.items()), in_order(encoded))
    loop.train(learner, config(tiny_student), curriculum, schedule(), tmp_path, label="x", progress=Plain())
    assert "x: 8/8 examples" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("batch", "longest", "expected"), [(16, 60, 8), (16, 400, 4), (16, 9000, 1), (12, 60, 6), (7, 60, 7)]
)
def test_passes_of_long_examples_are_small_on_a_cpu(batch: int, longest: int, expected: int) -> None:
    assert micro_batch(batch, 1, cpu_micro_batch(longest, 8)) == expected


def learned(folder: Path, tiny: Path, penalty: float) -> tuple[list[float], float]:
    """A training of ten epochs: the losses that were recorded for its first batch, and KL(base || student) at its end
    on what was trained on, in nats per token."""
    trained = train(folder, tiny, schedule(3e-2)._replace(divergence_penalty=penalty), epochs=10)
    pair = divergence.load_pair(config(tiny), str(tiny), folder / "student")
    found = divergence.mean_divergences(pair, list(encode(pair.student).values()))
    nats = sum(one.nats * one.tokens for one in found) / sum(one.tokens for one in found)
    return [record.loss for record in trained.losses][:4], nats


def test_a_penalty_keeps_the_student_near_its_base(tmp_path: Path, tiny_student: Path) -> None:
    free, some, much = (learned(tmp_path / str(penalty), tiny_student, penalty) for penalty in (0.0, 50.0, 2000.0))
    assert free[1] > some[1] > much[1]
    assert much[1] < 0.7 * free[1]
    assert free[0] == much[0]  # losses are recorded without the penalty: before the first step nothing differs


def test_the_penalty_is_the_divergence_of_the_trained_on_tokens(tmp_path: Path, tiny_student: Path) -> None:
    def trainer(penalty: float) -> Any:
        learner = loading.load_student(config(tiny_student), str(tiny_student))
        encoded = encode(learner)
        plan = schedule()._replace(divergence_penalty=penalty)
        curriculum = Curriculum(Examples.of(encoded.items()), in_order(encoded))
        made = loop.build_trainer(curriculum, learner, config(tiny_student), plan, tmp_path / str(penalty))
        made.model.float().train()
        with torch.no_grad():
            for name, weight in made.model.named_parameters():
                if "lora_B" in name:  # as it begins, the student is its base
                    weight.copy_(torch.linspace(-0.3, 0.3, weight.numel()).view_as(weight))
        return made

    def loss(penalty: float) -> torch.Tensor:
        made = trainer(penalty)
        found: torch.Tensor = made.compute_loss(made.model, next(iter(made.get_train_dataloader())))
        return found.detach()

    made = trainer(0.0)
    batch = next(iter(made.get_train_dataloader()))
    inputs = {name: batch[name] for name in ("input_ids", "attention_mask")}
    with torch.no_grad(), made.compute_loss_context_manager():
        student = made.model(**inputs).logits[:, :-1].float().log_softmax(-1)
        with made.model.disable_adapter():
            base = made.model(**inputs).logits[:, :-1].float().log_softmax(-1)
    nats = torch.nn.functional.kl_div(student, base, log_target=True, reduction="none").sum(-1)
    expected = nats[batch["labels"][:, 1:] != -100].mean()
    assert expected > 0.01
    torch.testing.assert_close(loss(1.0) - loss(0.0), expected, rtol=2e-2, atol=1e-4)
    torch.testing.assert_close(loss(3.0) - loss(0.0), 3 * expected, rtol=2e-2, atol=1e-4)


@pytest.mark.parametrize("wrong", [{"student": {"adapter": "none"}}, {"launch": {"strategy": "fsdp2", "processes": 2}}])
def test_without_an_adapter_there_is_no_base_to_stay_near(wrong: dict[str, object]) -> None:
    recipe = {"name": "a", "syllabus": "b.yaml", "practice": {"divergence_penalty": 0.1}}
    with pytest.raises(RecipeError, match=r"practice\.divergence_penalty: the base is the student without its adapter"):
        parse_recipe(recipe | wrong)
