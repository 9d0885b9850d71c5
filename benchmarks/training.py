"""Training speed beside TRL's own `SFTTrainer`, in one run: same model, data, LoRA, batch size, learning rate.

    python benchmarks/training.py                              # embedded student, an hour or so on two cores
    python benchmarks/training.py --exercises 64 --rounds 1    # a quick look
    python benchmarks/training.py --exercises 20 --held-out 2 --rounds 1 --student FOLDER   # smallest: two steps

Arms, which alternate over the rounds, each on a fresh copy of the student:

- `trl-default`: messages as they are, the model's own chat template, TRL's defaults (batch 16, bf16);
- `trl-best`: what we know to be faster in TRL: the short template, loss on the solution, no gradient checkpointing,
  eager attention, batches of like lengths in micro-batches of 8;
- `tutelage`: the trainer as a run of Tutelage sets it up;
- `tutelage-off`: the same, recording nothing.

Tokens are those of question and solution in the short template: the same for all arms, without padding and without a
system prompt. The first step is not counted. The last column is the mean loss on held-out exercises after training,
computed alike for all.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import TrainerCallback
from trl import SFTConfig, SFTTrainer

import tutelage
from tutelage.cli import process
from tutelage.config import StudentConfig
from tutelage.progress import Quiet
from tutelage.records import Exercise
from tutelage.seeds import rng
from tutelage.student import encoding, loading
from tutelage.student.embedded import EMBEDDED
from tutelage.teacher import make_teacher
from tutelage.training import loop, ordering
from tutelage.training.losses import TokenLosses
from tutelage.training.schedule import Schedule
from tutelage.training.trainer import DynamicSFTTrainer

BATCH, RATE = 16, 1e-3
ARMS = ("trl-default", "trl-best", "tutelage", "tutelage-off")
RECIPE = Path(__file__).parent.parent / "examples" / "calculus.yaml"


class Result(NamedTuple):
    tokens_per_second: float
    recording: float
    """Share of the time that was spent on recording, measured directly."""
    loss: float


class Clock(TrainerCallback):  # type: ignore[misc]
    """Time from the end of the first step to the end of the last."""

    def __init__(self) -> None:
        self.ends: list[float] = []

    def on_step_end(self, *args: Any, **kwargs: Any) -> None:
        self.ends.append(time.perf_counter())

    @property
    def seconds(self) -> float:
        return self.ends[-1] - self.ends[0]


class Arms:
    """What the arms share, and each arm as a method that trains a fresh student."""

    def __init__(
        self, config: StudentConfig, held_out: Sequence[Exercise], exercises: Sequence[Exercise], folder: Path
    ) -> None:
        self.config, self.source, self.folder = config, loading.prepare_student(config), folder
        self.held_out, self.exercises = held_out, exercises
        tokenizer = loading.load_student(config, self.source).tokenizer
        self.encoded = {e.id: encoding.encode_exercise(tokenizer, e) for e in (*held_out, *exercises)}
        self.tokens = sum(len(self.encoded[e.id].input_ids) for e in exercises)

    def trl_default(self) -> Result:
        rows = [{"messages": [message.turn() for message in e.messages]} for e in self.exercises]
        args = SFTConfig(
            output_dir=str(self.folder),
            per_device_train_batch_size=BATCH,
            bf16=True,
            use_cpu=not _cuda(),
            **self.common,
        )
        return self._trl(SFTTrainer, rows, args, template=False, attention=None)

    def trl_best(self) -> Result:
        rows = [{"prompt": [e.messages[0].turn()], "completion": [e.messages[1].turn()]} for e in self.exercises]
        args = SFTConfig(
            output_dir=str(self.folder),
            per_device_train_batch_size=8,
            gradient_accumulation_steps=BATCH // 8,
            gradient_checkpointing=False,
            train_sampling_strategy="group_by_length",
            bf16=True,
            use_cpu=not _cuda(),
            # The schedule of our own arm: the loss after so few steps depends on it, the speed does not.
            lr_scheduler_type="polynomial",
            lr_scheduler_kwargs={"lr_end": 0.05 * RATE, "power": 1.0},
            warmup_steps=min(5, len(rows) // BATCH // 2),
            adam_beta2=0.95,
            weight_decay=0.0,
            **self.common,
        )
        return self._trl(SFTTrainer, rows, args, template=True, attention=None if _cuda() else "eager")

    def tutelage(self) -> Result:
        return self._ours(record=True)

    def tutelage_off(self) -> Result:
        return self._ours(record=False)

    @property
    def common(self) -> dict[str, Any]:
        return {
            "num_train_epochs": 1,
            "learning_rate": RATE,
            "save_strategy": "no",
            "logging_strategy": "no",
            "report_to": "none",
            "disable_tqdm": True,
            "dataloader_pin_memory": False,
        }

    def _trl(self, kind: Any, rows: list[Any], args: SFTConfig, *, template: bool, attention: str | None) -> Result:
        from transformers import AutoModelForCausalLM, AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained(self.source)
        if template:
            tokenizer.chat_template = encoding.SHORT_TEMPLATE
        model = AutoModelForCausalLM.from_pretrained(
            self.source, dtype=torch.bfloat16, **({"attn_implementation": attention} if attention else {})
        )
        clock = Clock()
        trainer = kind(
            model=model,
            args=args,
            train_dataset=Dataset.from_list(rows),
            processing_class=tokenizer,
            peft_config=LoraConfig(r=16, lora_alpha=32, target_modules="all-linear", task_type="CAUSAL_LM"),
            callbacks=[clock],
        )
        trainer.train()
        return Result(self._speed(clock), 0.0, self._loss(trainer.model))

    def _ours(self, *, record: bool) -> Result:
        learner = loading.load_student(self.config, self.source)
        examples = encoding.Examples.of((e.id, self.encoded[e.id]) for e in self.exercises)
        epoch = [encoding.Presentation(1, e.id, e.skill) for e in self.exercises]
        order = ordering.bucket_by_length([epoch], examples.lengths, BATCH, seed=0)
        order = loop.sort_within_batches(order, examples.lengths, BATCH)
        schedule = Schedule(learning_rate=RATE, batch_size=BATCH, save_every=10**6, seed=0)
        curriculum = encoding.Curriculum(examples, order)
        trainer = loop.build_trainer(curriculum, learner, self.config, schedule, self.folder)
        spent, clock = [0.0], Clock()

        def timed(owners: torch.Tensor, tokens: TokenLosses) -> None:
            start = time.perf_counter()
            DynamicSFTTrainer.record(trainer, owners, tokens)
            spent[0] += time.perf_counter() - start

        # An attribute of this one trainer hides the method of its class.
        trainer.__dict__["record"] = timed if record else lambda owners, tokens: None
        trainer.add_callback(clock)
        start = time.perf_counter()
        trainer.train()
        return Result(self._speed(clock), spent[0] / (time.perf_counter() - start), self._loss(trainer.model))

    def _speed(self, clock: Clock) -> float:
        steps = len(clock.ends)
        return self.tokens * (steps - 1) / steps / clock.seconds

    def _loss(self, model: Any) -> float:
        """Mean over held-out exercises of the mean loss on the solution."""
        model.eval()
        found = []
        for exercise in self.held_out:
            ids, labels = (torch.tensor([part], device=model.device) for part in self.encoded[exercise.id])
            with torch.no_grad():
                logits = model(input_ids=ids).logits[0, :-1].float()
            found.append(torch.nn.functional.cross_entropy(logits, labels[0, 1:]).item())
        return statistics.mean(found)


def _cuda() -> bool:
    return bool(torch.cuda.is_available())


def write_exercises(number: int) -> list[Exercise]:
    """From the embedded teacher's calculus, mixed over the skills."""
    recipe = tutelage.load_recipe(RECIPE)
    skills = tutelage.read_syllabus(recipe.syllabus)
    each = -(-number // len(skills.skills))
    config = recipe.course.model_copy(update={"exercises_per_skill": each, "misconceptions_per_skill": 0})
    course = tutelage.write_course(skills, make_teacher(recipe.teacher, skills), config, recipe.seed, Quiet())
    shuffled = list(course.exercises)
    rng(0, "benchmark").shuffle(shuffled)
    return shuffled[:number]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exercises", type=int, default=480, help=f"more than {BATCH}: the first step is not counted")
    parser.add_argument("--held-out", type=int, default=32, help="exercises for the last column")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--arms", nargs="+", choices=ARMS, default=ARMS)
    parser.add_argument("--student", default=EMBEDDED, help="folder of another student, with a chat template")
    options = parser.parse_args()
    if options.exercises <= BATCH:
        parser.error(f"--exercises must be more than {BATCH}: the first step is not counted")
    process.set_up()
    exercises = write_exercises(options.exercises + options.held_out)
    results: dict[str, list[Result]] = {name: [] for name in options.arms}
    with tempfile.TemporaryDirectory() as folder:
        held_out, practised = exercises[: options.held_out], exercises[options.held_out :]
        arms = Arms(
            StudentConfig(model=options.student, adapter="lora", lora_rank=16), held_out, practised, Path(folder)
        )
        print(f"{len(arms.exercises)} exercises, {arms.tokens} tokens, {torch.get_num_threads()} threads")
        for round_ in range(options.rounds):
            for name in options.arms:
                run: Callable[[], Result] = getattr(arms, name.replace("-", "_"))
                results[name].append(run())
                print(f"round {round_ + 1}: {name:14s} {results[name][-1].tokens_per_second:8.1f} tokens/s", flush=True)
    show(results)


def show(results: dict[str, list[Result]]) -> None:
    """Medians with their range; ratios are medians of the rounds' ratios."""
    print(f"\n{'arm':14s} {'tokens/s':>9s}  {'range':>15s}  {'recording':>9s}  {'held-out loss':>13s}")
    for name, found in results.items():
        speeds = [result.tokens_per_second for result in found]
        print(
            f"{name:14s} {statistics.median(speeds):9.1f}  {min(speeds):6.1f} .. {max(speeds):5.1f}  "
            f"{statistics.median(r.recording for r in found):9.2%}  {statistics.median(r.loss for r in found):13.3f}"
        )
    ours = results.get("tutelage", [])
    for name, found in results.items():
        if ours and name != "tutelage":
            ratios = [a.tokens_per_second / b.tokens_per_second for a, b in zip(ours, found, strict=True)]
            print(f"tutelage / {name}: {statistics.median(ratios):.2f} ({min(ratios):.2f} .. {max(ratios):.2f})")


if __name__ == "__main__":
    main()
