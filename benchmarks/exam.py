"""Questions per second of an exam, beside plain `generate` and beside lm-eval: same model, questions, prompts, batch.

    python benchmarks/exam.py                               # embedded student, 264 questions, some ten minutes
    python benchmarks/exam.py --questions 60 --rounds 1     # a quick look
    python benchmarks/exam.py --run runs/calculus           # a trained student, whose answers end by themselves
    python benchmarks/exam.py --questions 2 --rounds 1 --new-tokens 4 --run FOLDER    # the smallest: a small student

Arms, which alternate over the rounds, all greedy, bfloat16, the same chat template, at most `--new-tokens` tokens:

- `generate`: `model.generate` on left-padded batches in the order in which the questions come;
- `lm-eval`: its model class `HFLM`, `generate_until` on the same prompts, which it sorts by length;
- `tutelage`: `generation.answer` on batches that are sorted as `asking.evaluate_exam` sorts them.

Questions are the embedded teacher's calculus exam with worked examples (the base student's second evaluation), or, with
`--plain`, without. In bfloat16 the largest of two nearly equal logits can depend on the batch: how many replies are
the same in all arms is counted, and `--dtype float32` tells whether any other difference is left.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

import tutelage
from tutelage.cli import process
from tutelage.exams import asking
from tutelage.exams.candidate import find_candidate
from tutelage.progress import Quiet
from tutelage.records import Course, Exercise, Message
from tutelage.seeds import rng
from tutelage.student import generation
from tutelage.student.encoding import encode_turns
from tutelage.student.loading import Student
from tutelage.teacher import make_teacher

try:
    from lm_eval.api.instance import Instance
    from lm_eval.models.huggingface import HFLM
except ImportError:
    print("lm-eval is not installed: pip install 'tutelage[lm-eval]'", file=sys.stderr)
    sys.exit(77)

RECIPE = Path(__file__).parent.parent / "examples" / "calculus.yaml"
ARMS = ("generate", "lm-eval", "tutelage")


class Arms:
    """What the arms share, and each arm as a method that answers all questions, in their order."""

    def __init__(
        self, learner: Student, exam: Sequence[Exercise], prompts: Sequence[Sequence[Message]], batch: int, longest: int
    ) -> None:
        self.learner, self.exam, self.prompts = learner, exam, prompts
        self.batch, self.longest = batch, longest
        turns = [[message.turn() for message in prompt] for prompt in prompts]
        self.ids = [encode_turns(learner.tokenizer, turn) for turn in turns]
        self.texts = [
            str(learner.tokenizer.apply_chat_template(t, tokenize=False, add_generation_prompt=True)) for t in turns
        ]
        self.harness: Any = HFLM(
            pretrained=learner.model, tokenizer=learner.tokenizer, batch_size=batch, max_length=8192
        )

    def generate(self) -> list[str]:
        tokenizer, replies = self.learner.tokenizer, []
        for start in range(0, len(self.ids), self.batch):
            part = self.ids[start : start + self.batch]
            inputs = tokenizer.pad({"input_ids": part}, padding_side="left", return_tensors="pt")
            with torch.inference_mode():
                made: Any = self.learner.model.generate(
                    **inputs.to(self.learner.model.device), max_new_tokens=self.longest, do_sample=False
                )
            replies += tokenizer.batch_decode(made[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True)
        return replies

    def lm_eval(self) -> list[str]:
        ways = {"until": [self.learner.tokenizer.eos_token], "max_gen_toks": self.longest, "do_sample": False}
        asked = [Instance("generate_until", {}, (text, ways), place) for place, text in enumerate(self.texts)]
        return list(self.harness.generate_until(asked, disable_tqdm=True))

    def tutelage(self) -> list[str]:
        groups = [question.skill for question in self.exam]
        order = sorted(range(len(self.exam)), key=lambda place: (groups[place], len(self.ids[place])))
        replies = [""] * len(order)
        for start in range(0, len(order), self.batch):
            part = order[start : start + self.batch]
            asked, own = [self.prompts[place] for place in part], [groups[place] for place in part]
            for place, reply in generation.answer(self.learner, asked, max_new_tokens=self.longest, groups=own):
                replies[part[place]] = reply or ""
        return replies


def write_course() -> Course:
    """The demo's course, by the embedded teacher."""
    recipe = tutelage.load_recipe(RECIPE)
    skills = tutelage.read_syllabus(recipe.syllabus)
    return tutelage.write_course(skills, make_teacher(recipe.teacher, skills), recipe.course, recipe.seed, Quiet())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=264)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--batch", type=int, default=132)
    parser.add_argument("--new-tokens", type=int, default=96)
    parser.add_argument(
        "--run", default="", help="run whose last student answers, or a model; default the embedded student"
    )
    parser.add_argument("--plain", action="store_true", help="no worked examples")
    parser.add_argument("--dtype", choices=["bfloat16", "float32"], default="bfloat16")
    options = parser.parse_args()
    logging.getLogger("lm_eval").setLevel(logging.ERROR)
    process.set_up()
    course = write_course()
    exam = list(course.exam)
    # As questions come: not sorted by skill.
    rng(0, "arrival").shuffle(exam)
    exam = exam[: options.questions]
    shown = asking.choose_examples(course.exercises, {q.skill for q in exam}, 3, 0)
    prompts = [asking.build_prompt(q, () if options.plain else shown[q.skill]) for q in exam]
    learner = find_candidate(options.run).load(Quiet())
    learner.model.to(getattr(torch, options.dtype))
    arms = Arms(learner, exam, prompts, options.batch, options.new_tokens)
    print(f"{len(exam)} questions, {sum(map(len, arms.ids))} tokens to read, {torch.get_num_threads()} threads")
    show(exam, *measure(arms, options.rounds))


def measure(arms: Arms, rounds: int) -> tuple[dict[str, list[float]], dict[str, list[str]]]:
    """Seconds of every round and the replies of the last one, by arm. A short warm-up comes first."""
    seconds: dict[str, list[float]] = {name: [] for name in ARMS}
    replies: dict[str, list[str]] = {}
    Arms(arms.learner, arms.exam[:2], arms.prompts[:2], 2, 4).generate()
    for round_ in range(rounds):
        # The first arm of a round differs from round to round.
        for name in ARMS[round_ % len(ARMS) :] + ARMS[: round_ % len(ARMS)]:
            start = time.perf_counter()
            replies[name] = getattr(arms, name.replace("-", "_"))()
            seconds[name].append(time.perf_counter() - start)
            print(f"round {round_ + 1}: {name:10s} {len(arms.exam) / seconds[name][-1]:8.2f} questions/s", flush=True)
    return seconds, replies


def show(exam: Sequence[Exercise], seconds: dict[str, list[float]], replies: dict[str, list[str]]) -> None:
    """Medians with their range; ratios are medians of the rounds' ratios."""
    print(f"\n{'arm':10s} {'questions/s':>11s}  {'range':>15s}  {'right':>7s}  {'replies as ours':>15s}")
    for name, found in seconds.items():
        speeds = [len(exam) / value for value in found]
        right = sum(asking.mark(q, r, name).correct for q, r in zip(exam, replies[name], strict=True))
        same = sum(a.strip() == b.strip() for a, b in zip(replies[name], replies["tutelage"], strict=True))
        print(
            f"{name:10s} {statistics.median(speeds):11.2f}  {min(speeds):6.2f} .. {max(speeds):5.2f}  "
            f"{right:7d}  {same:8d} of {len(exam)}"
        )
    for name in ARMS[:-1]:
        ratios = [theirs / ours for ours, theirs in zip(seconds["tutelage"], seconds[name], strict=True)]
        print(f"tutelage / {name}: {statistics.median(ratios):.2f} ({min(ratios):.2f} .. {max(ratios):.2f})")


if __name__ == "__main__":
    main()
