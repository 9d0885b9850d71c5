"""One schedule and one optimizer over all rounds, through interruption, other training sets and other processes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from safetensors.torch import load_file

from conftest import make_recipe
from test_training import Killed, config, encode, in_order
from tutelage.config import PracticeConfig, load_recipe
from tutelage.config.training import AVERAGED
from tutelage.errors import TrainingError
from tutelage.progress import Quiet
from tutelage.records import Trained
from tutelage.storage.stages import OPTIMIZER
from tutelage.student import loading
from tutelage.student.encoding import Curriculum, Examples
from tutelage.training import handover, loop
from tutelage.training.practice import place_in_practice
from tutelage.training.schedule import LOWEST, Form, Schedule, averaged_steps, rate_factor

FORMS: tuple[Form, ...] = ("linear", "cosine", "constant", "warmup-stable-decay")
PLAIN = Schedule(learning_rate=1e-2, batch_size=4, save_every=2, seed=0)


def placed(practice: Mapping[str, Any], round_: int) -> Schedule:
    folder = Path(f"/run/round-{round_}")
    return place_in_practice(PLAIN._replace(form=practice.get("schedule", "linear")), parse(practice), round_, folder)


def parse(practice: Mapping[str, Any]) -> PracticeConfig:
    return PracticeConfig.model_validate({"learning_rate": PLAIN.learning_rate, "batch_size": 4} | dict(practice))


def rates(practice: Mapping[str, Any], steps: tuple[int, ...]) -> list[list[float]]:
    """The learning rate of each step of each round, as a share of the peak."""
    return [
        [rate_factor(placed(practice, round_), step, number) for step in range(number)]
        for round_, number in enumerate(steps, start=1)
    ]


@pytest.mark.parametrize("form", FORMS)
@given(steps=st.lists(st.integers(1, 60), min_size=1, max_size=4), epochs=st.lists(st.integers(1, 4), min_size=1))
def test_one_warm_up_and_one_decay_whatever_the_rounds_turn_out_to_be(
    form: Form, steps: list[int], epochs: list[int]
) -> None:
    practice = {"schedule": form, "rounds": len(steps), "epochs": epochs}
    rounds = rates(practice, tuple(steps))
    warm = min(PLAIN.warmup_steps, steps[0] // 2)
    assert all(a < b for a, b in pairwise(rounds[0][: warm + 1]))
    flat = [rate for round_ in rounds for rate in round_][warm:]
    assert all(a >= b - 1e-12 for a, b in pairwise(flat)), "never rises again"
    assert LOWEST <= flat[-1] <= flat[0] == 1.0


def test_the_forms_are_what_they_are_called() -> None:
    shares = {form: rates({"schedule": form, "rounds": 1}, (105,))[0][5:] for form in FORMS}
    assert shares["linear"][50] == pytest.approx((1 + LOWEST) / 2)
    assert shares["cosine"][25] == pytest.approx(LOWEST + (1 - LOWEST) * (1 + 0.5**0.5) / 2)
    assert set(shares["constant"]) == {1.0}
    assert shares["warmup-stable-decay"][:81] == pytest.approx([1.0] * 81)
    assert shares["warmup-stable-decay"][90] == pytest.approx((1 + LOWEST) / 2)


def test_rounds_take_the_share_that_the_recipe_plans() -> None:
    assert parse({"rounds": 2, "epochs": [2, 1]}).share_of(2) == (2 / 3, 1 / 3)
    assert parse({"rounds": 3, "tokens_per_round": [100, 300]}).share_of(2) == (1 / 7, 3 / 7)
    first, second = rates({"rounds": 2, "epochs": [2, 1]}, (40, 7))
    assert first[-1] > second[0] == pytest.approx(1 - (1 - LOWEST) * 2 / 3)
    assert second[-1] == pytest.approx(LOWEST, abs=0.05)


def test_restart_is_the_old_way() -> None:
    practice = {"rounds": 2, "restart": True, "later_learning_rate": 5e-3}
    first, second = rates(practice, (20, 20))
    assert first == second == rates({"rounds": 1}, (20,))[0]
    later = placed(practice, 2)
    assert (later.learning_rate, later.optimizer_of, later.keep_optimizer) == (5e-3, "", False)
    assert placed(practice, 1).learning_rate == PLAIN.learning_rate
    with pytest.raises(ValidationError, match="later_learning_rate: one schedule covers all rounds"):
        parse({"later_learning_rate": 5e-3})


def test_the_optimizer_goes_from_round_to_round_and_not_beyond() -> None:
    rounds = [placed({"rounds": 3}, number) for number in (1, 2, 3)]
    assert [round_.keep_optimizer for round_ in rounds] == [True, True, False]
    assert [round_.optimizer_of for round_ in rounds] == ["", "/run/round-1/.optimizer", "/run/round-2/.optimizer"]


def test_average_is_a_share_of_all_practice_in_its_last_round() -> None:
    assert [parse({"average": value}).average for value in (False, True, 0.5)] == [0.0, AVERAGED, 0.5]
    shares = [placed({"rounds": 2, "epochs": [3, 1], "average": 0.1}, number).average for number in (1, 2)]
    assert shares == [0.0, pytest.approx(0.4)]
    assert placed({"rounds": 2, "average": 0.9}, 2).average == 1.0, "at most the last round"
    assert averaged_steps(PLAIN._replace(average=0.4), 20) == 8
    assert averaged_steps(PLAIN._replace(average=0.01), 20) == 1
    assert averaged_steps(PLAIN, 20) == 0


def test_sharded_weights_are_not_averaged(tmp_path: Path, tiny_student: Path) -> None:
    path = make_recipe(tmp_path, tiny_student, practice={"average": True}, launch={"processes": 2, "strategy": "fsdp2"})
    load_recipe(path)
    path.write_text(path.read_text().replace("lora_rank: 4", "adapter: none"))
    with pytest.raises(ValueError, match="not averaged"):
        load_recipe(path)


def rounds(folder: Path, tiny: Path, adapter: str, **changes: Any) -> list[Trained]:
    """Two rounds of practice, the second with another training set; what is done is not done again."""
    done = []
    for number, count in ((1, 6), (2, 9)):
        here, before = folder / f"round-{number}", folder / "round-1" / "student" if number > 1 else None
        learner = loading.load_student(config(tiny, adapter), str(tiny), before)
        encoded = encode(learner, count)
        schedule = place_in_practice(PLAIN, parse({"rounds": 2} | changes), number, here)
        curriculum = Curriculum(Examples.of(encoded.items()), in_order(encoded))
        done.append(loop.train(learner, config(tiny, adapter), curriculum, schedule, here, label="x", progress=Quiet()))
    return done


@pytest.mark.parametrize("adapter", ["lora", "none"])
def test_two_rounds_are_one_training(tmp_path: Path, tiny_student: Path, adapter: str) -> None:
    """With one schedule, two rounds over one training set end where one round of as many epochs does."""
    learner = loading.load_student(config(tiny_student, adapter), str(tiny_student))
    encoded = encode(learner, 8)

    def carry_out(folder: Path, number: int, practice: Mapping[str, Any]) -> Path:
        before = folder / f"round-{number - 1}" / "student" if number > 1 else None
        learner = loading.load_student(config(tiny_student, adapter), str(tiny_student), before)
        here = folder / f"round-{number}"
        schedule = place_in_practice(PLAIN._replace(warmup_steps=0), parse(practice), number, here)
        epochs = parse(practice).epochs_of(number)
        curriculum = Curriculum(Examples.of(encoded.items()), in_order(encoded, epochs))
        loop.train(learner, config(tiny_student, adapter), curriculum, schedule, here, label="x", progress=Quiet())
        return next((here / "student").glob("*.safetensors"))

    whole = load_file(carry_out(tmp_path / "whole", 1, {"rounds": 1, "epochs": [4]}))
    carry_out(tmp_path / "parts", 1, {"rounds": 2, "epochs": [2]})
    parts = load_file(carry_out(tmp_path / "parts", 2, {"rounds": 2, "epochs": [2]}))
    for name, weight in whole.items():
        assert torch.allclose(weight, parts[name], atol=1e-6), name
    carry_out(tmp_path / "old", 1, {"rounds": 2, "epochs": [2], "restart": True})
    old = load_file(carry_out(tmp_path / "old", 2, {"rounds": 2, "epochs": [2], "restart": True}))
    assert max((weight - old[name]).abs().max().item() for name, weight in whole.items()) > 1e-4


def test_a_round_that_is_killed_ends_as_if_it_had_not_been(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its optimizer, its rate and its averaged weights are found again, at whatever step it is killed."""
    whole = rounds(tmp_path / "whole", tiny_student, "lora", average=0.5)
    weights = (tmp_path / "whole" / "round-2" / "student" / "adapter_model.safetensors").read_bytes()
    for last in (0, 3):

        def stop(self: object, args: object, state: Any, *rest: object, after: int = last, **more: object) -> None:
            if "round-2" in args.output_dir and state.global_step == after:  # type: ignore[attr-defined]
                raise Killed

        folder = tmp_path / f"killed-{last}"
        with monkeypatch.context() as patched:
            patched.setattr(loop.MoveBar, "on_step_begin" if last == 0 else "on_step_end", stop)
            with pytest.raises(Killed):
                rounds(folder, tiny_student, "lora", average=0.5)
        assert rounds(folder, tiny_student, "lora", average=0.5) == whole
        assert (folder / "round-2" / "student" / "adapter_model.safetensors").read_bytes() == weights


def test_the_average_is_the_mean_of_the_weights_after_its_steps(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, torch.Tensor]] = []

    def look(self: Any, args: object, state: Any, *rest: object, **more: object) -> None:
        model = self.trainer.model
        seen.append({n: p.detach().clone() for n, p in model.named_parameters() if p.requires_grad})

    learner = loading.load_student(config(tiny_student), str(tiny_student))
    encoded = encode(learner, 8)
    curriculum = Curriculum(Examples.of(encoded.items()), in_order(encoded, 3))
    monkeypatch.setattr(loop.MoveBar, "on_step_end", look)
    for average in (0.0, 0.5):
        learner = loading.load_student(config(tiny_student), str(tiny_student))
        plan, folder = PLAIN._replace(average=average), tmp_path / str(average)
        loop.train(learner, config(tiny_student), curriculum, plan, folder, label="x", progress=Quiet())
    plain, last = seen[:6], seen[-1]
    for name, weight in last.items():
        mean = torch.stack([step[name] for step in plain[3:]]).mean(0)
        assert torch.allclose(weight, mean, atol=1e-6), name
        assert not torch.allclose(weight, plain[-1][name], atol=1e-6), name


@pytest.fixture
def states(tmp_path: Path) -> Path:
    folder = tmp_path / "round-1" / OPTIMIZER
    folder.mkdir(parents=True)
    (folder / handover.STATES).write_bytes(b"states")
    handover.seal(folder)
    handover.require_whole(folder)
    return folder


@pytest.mark.parametrize("name", [handover.STATES, handover.SEAL])
@pytest.mark.parametrize("gone", [True, False])
def test_states_that_are_gone_or_damaged_are_refused_in_one_line(states: Path, name: str, *, gone: bool) -> None:
    (states / name).unlink() if gone else (states / name).write_bytes(b"{}")
    with pytest.raises(TrainingError, match=r"missing or damaged.*delete .*round-1 to do that round again"):
        handover.require_whole(states)
