"""Two processes, DDP and FSDP2 on CPU: the same losses and the same order as in one. One start for all set-ups."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

import sft_cases as cases
from tutelage import store
from tutelage.records import Trained

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, tiny_student: Path) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    launch = [sys.executable, "-m", "torch.distributed.run", "--nproc_per_node", "2", "--rdzv-backend", "c10d"]
    # Port 0: the launcher finds a free one.
    launch += ["--rdzv-endpoint", "127.0.0.1:0", "--local-addr", "127.0.0.1"]
    path = os.pathsep.join([str(HERE), str(HERE.parent / "src")])
    result = subprocess.run(
        [*launch, str(HERE / "two_processes.py"), str(tiny_student), str(folder)],
        env=os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": path, "TOKENIZERS_PARALLELISM": "false"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr[-4000:]
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


@pytest.mark.parametrize("name", ["whole", "fsdp2-learning"])
def test_two_processes_learn_what_one_does(runs: Path, tiny_student: Path, tmp_path: Path, name: str) -> None:
    """Gradients are averaged and tokens counted over both: the losses along the way are those of a single process."""
    args = cases.settings(tmp_path, learning_rate=1e-2, num_train_epochs=3, per_device_train_batch_size=4)
    single = cases.trainer(tiny_student, args, cases.prompts(), order="shuffled")
    single.train()
    both = records(runs, name)
    assert both.order == single.records().order
    assert single.losses[0].loss - single.losses[-1].loss > 0.1, "it learns at all"
    for one, other in zip(single.losses, both.losses, strict=True):
        assert (one.epoch, one.example, one.tokens) == (other.epoch, other.example, other.tokens)
        assert one.loss == pytest.approx(other.loss, abs=1e-3)
