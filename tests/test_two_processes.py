"""Two processes, DDP and FSDP2 on CPU: the same losses and the same order as in one. One start for all set-ups."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest

import sft_cases as cases
from tutelage import DynamicSFTTrainer
from tutelage.records import Trained
from tutelage.storage import store
from tutelage.training.trainer import check_checkpoint

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, tiny_student: Path) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    path = os.pathsep.join([str(HERE), str(HERE.parent / "src")])
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": path, "TOKENIZERS_PARALLELISM": "false"}
    command = [sys.executable, str(HERE / "two_processes.py"), str(tiny_student), str(folder)]
    logs = [folder / f"errors-{rank}" for rank in range(2)]
    started = []
    for rank, log in enumerate(logs):
        with log.open("w") as file:
            started.append(subprocess.Popen([*command, str(rank)], env=environment, stderr=file))
    end = time.monotonic() + 300
    while any(process.poll() is None for process in started) and time.monotonic() < end:
        if any(process.poll() for process in started):  # the other one would wait for it
            break
        time.sleep(0.05)
    for process in started:
        process.kill()
        process.wait()
    assert [process.returncode for process in started] == [0, 0], "\n".join(log.read_text()[-4000:] for log in logs)
    return folder


def records(runs: Path, name: str) -> Trained:
    return store.read_bundle(runs / name / "records", Trained)


@pytest.mark.parametrize(
    ("name", "kind"), [("ddp", "DDP"), ("ddp-lora-packed", "DDP"), ("fsdp2", "FSDP2"), ("fsdp2-lora-packed", "FSDP2")]
)
def test_losses_are_those_of_a_plain_computation(runs: Path, tiny_student: Path, name: str, kind: str) -> None:
    assert (runs / name / "kind").read_text() == f"{kind} 2"
    cases.same_losses(records(runs, name).losses, cases.references(tiny_student, cases.prompts()))


@pytest.mark.parametrize("name", ["ddp", "fsdp2"])
def test_order_survives_sharding(runs: Path, name: str) -> None:
    """Two devices, two examples each, two batches accumulated: eight examples a step, then the three that are left."""
    steps = defaultdict(list)
    for seen in records(runs, name).order:
        steps[seen.step].append((seen.epoch, seen.example))
    ids = [f"x{i}" for i in range(11)]
    asked = [[(epoch, id_) for id_ in part] for epoch in (1, 2) for part in (ids[:8], ids[8:])]
    assert [steps[step] for step in sorted(steps)] == asked


def test_resume_in_the_middle_of_an_epoch_is_as_if_nothing_had_happened(runs: Path) -> None:
    whole, resumed = records(runs, "whole"), records(runs, "resumed")
    assert {seen.step for seen in whole.order} == set(range(1, 10))
    assert resumed == whole


@pytest.fixture(scope="module")
def single(tiny_student: Path, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    trainer = alone(tiny_student, tmp_path_factory.mktemp("single"))
    trainer.train()
    records: Trained = trainer.records()
    assert records.losses[0].loss - records.losses[-1].loss > 0.1, "it learns at all"
    return records


def alone(student: Path, folder: Path) -> DynamicSFTTrainer:
    """A single process, with as many examples in a step as the two have together."""
    args = cases.settings(folder, learning_rate=1e-2, num_train_epochs=3, per_device_train_batch_size=4)
    return cases.trainer(student, args, cases.prompts(), order="shuffled")


@pytest.mark.parametrize("name", ["whole", "fsdp2-resumed"])
def test_two_processes_learn_what_one_does(runs: Path, single: Trained, name: str) -> None:
    """Gradients are averaged and tokens counted over both: the losses along the way are those of a single process.
    Also where they began anew in the middle, each with its part of weights and optimizer states."""
    cases.same_records(records(runs, name), single)


@pytest.mark.parametrize("name", ["optimizer/.metadata", "optimizer/__1_0.distcp", "model.safetensors"])
def test_damaged_part_of_a_divided_checkpoint_is_found(runs: Path, tmp_path: Path, name: str) -> None:
    place = shutil.copytree(runs / "fsdp2-resumed" / "checkpoint-4", tmp_path / "checkpoint-4")
    check_checkpoint(place)
    content = (place / name).read_bytes()
    (place / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(ValueError, match=name.rpartition("/")[2]):
        check_checkpoint(place)


@pytest.mark.parametrize("name", ["resumed", "fsdp2-resumed"])
def test_one_process_goes_on_where_two_stopped(
    runs: Path, tiny_student: Path, tmp_path: Path, single: Trained, name: str
) -> None:
    trainer = alone(tiny_student, tmp_path)
    checkpoint = runs / name / "checkpoint-4"
    trainer.train(resume_from_checkpoint=str(checkpoint))
    cases.same_records(trainer.records(), single)
    begun = store.read_bundle(checkpoint / "records", Trained).losses
    assert 0 < len(begun) < len(single.losses)
    assert trainer.losses[: len(begun)] == begun


@pytest.mark.parametrize("name", ["ddp-rounds", "fsdp2-rounds"])
def test_the_optimizer_goes_from_round_to_round_in_two_processes_as_in_one(
    runs: Path, tiny_student: Path, tmp_path: Path, name: str
) -> None:
    expected = [cases.round_of(tmp_path, n, cases.load, tiny_student, before=tmp_path, rows=4) for n in (1, 2)]
    for number, trainer in enumerate(expected, start=1):
        cases.same_records(records(runs / name, f"round-{number}"), trainer.records())


def test_one_process_goes_on_with_the_optimizer_of_two(runs: Path, tiny_student: Path, tmp_path: Path) -> None:
    trainer = cases.round_of(tmp_path, 2, cases.load, tiny_student, before=runs / "ddp-rounds", rows=4)
    cases.same_records(trainer.records(), records(runs / "ddp-rounds", "round-2"))
    with pytest.raises(ValueError, match=r"round-1 was trained with weights sharded in another way"):
        cases.round_of(tmp_path, 2, cases.load, tiny_student, before=runs / "fsdp2-rounds", rows=4)
