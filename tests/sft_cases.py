"""What the trainer's tests share: data sets of each kind, tiny models, and a plain computation to compare with.

Used by tests in this process and by the script that `torchrun` starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import torch
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig

from tutelage import DynamicSFTTrainer
from tutelage.records import Trained
from tutelage.student.encoding import SHORT_TEMPLATE
from tutelage.training.schedule import Schedule
from tutelage.training.stage_trainer import StageTrainer


def questions(count: int) -> list[tuple[str, str]]:
    """Of uneven lengths, so that padding and packing have something to do."""
    return [(f"{'leap ' * (i % 4)}{i} + {i}?", f"{'step ' * ((i * 7) % 5)}{2 * i}") for i in range(count)]


def text(count: int = 11) -> Dataset:
    return Dataset.from_list([{"id": f"x{i}", "text": f"{q} {a}"} for i, (q, a) in enumerate(questions(count))])


def prompts(count: int = 11) -> Dataset:
    rows = [{"id": f"x{i}", "prompt": q, "completion": f" {a}"} for i, (q, a) in enumerate(questions(count))]
    return Dataset.from_list(rows)


def messages(count: int = 11) -> Dataset:
    turns = [[{"role": "user", "content": q}, {"role": "assistant", "content": a}] for q, a in questions(count)]
    return Dataset.from_list([{"key": i, "messages": turn} for i, turn in enumerate(turns)])


def settings(folder: Path | str, **changes: Any) -> SFTConfig:
    """Float32 on CPU, two epochs, and a learning rate next to nothing: the model stands still, so that every record of
    the run can be recomputed."""
    defaults: dict[str, Any] = {
        "learning_rate": 1e-12,
        "num_train_epochs": 2,
        "per_device_train_batch_size": 2,
        "bf16": False,
        "use_cpu": True,
        "gradient_checkpointing": False,
        "max_length": 64,
        "save_strategy": "no",
        "logging_strategy": "no",
        "report_to": "none",
        "disable_tqdm": True,
    }
    return SFTConfig(output_dir=str(folder), **(defaults | changes))


def tokenizer(folder: Path | str) -> Any:
    loaded = AutoTokenizer.from_pretrained(folder)
    loaded.chat_template = SHORT_TEMPLATE
    return loaded


def load(folder: Path | str, **options: Any) -> Any:
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, **options)


def trainer(source: Path | str, args: SFTConfig, dataset: Dataset, **options: Any) -> DynamicSFTTrainer:
    model = options.pop("model", None) or load(source)
    chosen = {"processing_class": tokenizer(source)} | options
    return DynamicSFTTrainer(model, args, train_dataset=dataset, **chosen)


def encode(tokens: Any, row: Mapping[str, Any]) -> tuple[list[int], int]:
    """Token ids, and how many at the start are read only; TRL's rules, written down once more."""
    if "text" in row:
        return tokens(row["text"] + tokens.eos_token)["input_ids"], 0
    if "prompt" in row:
        whole = tokens(row["prompt"] + row["completion"] + tokens.eos_token)["input_ids"]
        alone = tokens(row["prompt"])["input_ids"]
        same = [a == b for a, b in zip(alone, whole, strict=False)]
        return whole, same.index(False) if False in same else len(alone)
    return tokens.apply_chat_template(row["messages"], tokenize=True, return_dict=True)["input_ids"], 0


def round_of(folder: Path, number: int, load: Any, source: Path | str, *, before: Path, rows: int = 2) -> StageTrainer:
    """Train one of two rounds; `before` is the folder of the rounds, where the second finds what the first has left."""
    left = before / "round-1"
    place = Schedule(1e-2, 4, 100, 0, begin=(number - 1) / 2, share=0.5, keep_optimizer=number == 1)
    place = place._replace(optimizer_of=str(left / "optimizer") if number == 2 else "")
    here = folder / f"round-{number}"
    args = settings(here, learning_rate=1e-2, per_device_train_batch_size=rows)
    model = load(left / "student" if number == 2 else source)
    options = {"processing_class": tokenizer(source), "train_dataset": prompts(), "order": "shuffled"}
    made = StageTrainer(model, args, schedule=place, **options)
    made.train()
    if number == 1:
        made.keep_optimizer(here / "optimizer")
        made.model.save_pretrained(here / "student", is_main_process=made.is_world_process_zero())
    return made


class Expected(NamedTuple):
    loss: float
    margin: float
    probability_margin: float
    tokens: int


def reference(model: Any, ids: list[int], read_only: int) -> Expected:
    """One example alone: mean loss, smallest margins, trained-on tokens. The models here have no dropout."""
    with torch.no_grad():
        logits = model(torch.tensor([ids])).logits[0, :-1].float()
    first = max(read_only, 1)
    logits, targets = logits[first - 1 :], torch.tensor(ids[first:])
    smallest = []
    for scores in (logits, logits.softmax(1)):
        right = scores[torch.arange(len(targets)), targets]
        others = scores.clone()
        others[torch.arange(len(targets)), targets] = float("-inf")
        smallest.append((right - others.max(1).values).min().item())
    loss = torch.nn.functional.cross_entropy(logits, targets).item()
    return Expected(loss, smallest[0], smallest[1], len(targets))


def references(source: Path | str, dataset: Dataset, id_column: str = "id") -> dict[str, Expected]:
    tokens, model = tokenizer(source), load(source)
    return {str(row[id_column]): reference(model, *encode(tokens, row)) for row in dataset}


def same_losses(losses: Any, expected: Mapping[str, Expected], epochs: int = 2, tolerance: float = 1e-3) -> None:
    """Every example in every epoch, each with the loss, the margins and the tokens of the plain computation."""
    seen = {(record.epoch, record.example): record for record in losses}
    assert len(seen) == len(losses)
    assert seen.keys() == {(epoch, example) for epoch in range(1, epochs + 1) for example in expected}
    for (_, example), record in seen.items():
        wanted = expected[example]
        for name in ("loss", "margin", "probability_margin"):
            found, computed = getattr(record, name), getattr(wanted, name)
            assert abs(found - computed) < tolerance, (example, name, found, computed)
        assert record.tokens == wanted.tokens


def same_records(found: Trained, expected: Trained, tolerance: float = 1e-3) -> None:
    """The same order at the same steps, no example twice or missed, and the same losses."""
    assert found.order == expected.order
    assert len(found.losses) == len(expected.losses)
    for one, other in zip(found.losses, expected.losses, strict=True):
        assert (one.epoch, one.example, one.tokens) == (other.epoch, other.example, other.tokens)
        assert abs(one.loss - other.loss) < tolerance, (one, other)
