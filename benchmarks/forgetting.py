"""What keeps what a student knew? Ways of practising less harmfully, at equally many tokens of the course.

    python benchmarks/forgetting.py --seeds 0,1,2 --threads 1            # calculus, three seeds: most of a night
    python benchmarks/forgetting.py --recipe examples/social-studies.yaml --tokens 150000 --seeds 0,1,2 --threads 1
    python benchmarks/forgetting.py --arms today,self --seeds 0          # two of the arms
    python benchmarks/forgetting.py --student FOLDER --skills 2 --exercises 2 --tokens 1500 --panel 7 --arms today,texts

Arms:

- `today`: the recipe as it is;
- `lower-rate`: another peak of the learning rate in practice (`--lower`);
- `texts`: general texts rehearsed in practice (`--texts`; without it the ten short ones that come with Tutelage, which
  is few: they are read again and again);
- `self`, `self-half`: the base student's own answers rehearsed, in the share `--share` and in half of it;
- `self-lower-rate`: both;
- `penalty`: the divergence from the base added to the loss, times `--penalty`;
- `scaled-0.9`, `scaled-0.75`, `scaled-0.5`: what was learnt, scaled at the end;
- `adapter`, `all-weights`: what is trained, whatever the recipe says or the student's size chooses.

`practice.tokens_per_round` counts exercises alone, so that every arm has the same course; rehearsal comes on top. Each
arm and seed is a run in `--out`: after an interruption the same command goes on. The columns: share right in the last
exam; perplexity of general text, after over before; panel, share of the tasks passed before and after; divergence
KL(base || student) in nats per token on held-out general prompts and on the exam's solutions; seconds of the run. At
the end the means over the seeds, and the kinds of the panel that lost beyond chance, by seed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

import yaml

import tutelage
from tutelage import syllabus
from tutelage.cli import process
from tutelage.config import Recipe, StudentConfig
from tutelage.exams.asking import accuracy
from tutelage.exams.general_text import summarise_forgetting
from tutelage.experiments.arms import Arm
from tutelage.experiments.running import run_arm
from tutelage.progress import automatic
from tutelage.stats import LEVEL
from tutelage.storage import open_run
from tutelage.training import rehearsal

RECIPE = Path(__file__).parent.parent / "examples" / "experiment.yaml"


class Row(NamedTuple):
    """The figures of one run."""

    exam: float
    perplexity: float
    before: float
    after: float
    general: float
    course: float
    seconds: float

    def line(self, arm: str, seed: str) -> str:
        return (
            f"{arm:<16} {seed:>5} {100 * self.exam:>6.1f} {self.perplexity:>10.3f} {100 * self.before:>6.1f} "
            f"{100 * self.after:>6.1f} {self.general:>8.3f} {self.course:>8.3f} {self.seconds:>8.0f}"
        )


HEAD = (
    f"{'arm':<16} {'seed':>5} {'exam':>6} {'perplexity':>10} {'panel':>6} {'after':>6} {'general':>8} {'course':>8} "
    f"{'s':>8}"
)


def arms_of(lower: float, share: float, penalty: float, texts: Sequence[Path]) -> list[Arm]:
    """All of them; each changes sections of the recipe."""
    rate: dict[str, Any] = {"practice.learning_rate": lower}

    def own(part: float) -> dict[str, Any]:
        return {"practice.rehearsal": {"share": part}}

    mixed = {"practice.rehearsal": {"share": share, "self": False, "texts": tuple(texts)}}
    return [
        Arm("today", "the recipe as it is", {}),
        Arm("lower-rate", "a lower learning rate", rate),
        Arm("texts", "general texts rehearsed", mixed),
        Arm("self", "own answers rehearsed", own(share)),
        Arm("self-half", "the same, half as much", own(share / 2)),
        Arm("self-lower-rate", "own answers and a lower rate", own(share) | rate),
        Arm("penalty", "kept near the base", {"practice.divergence_penalty": penalty}),
        Arm("scaled-0.9", "what was learnt, scaled at the end", {"practice.scale": 0.9}),
        Arm("scaled-0.75", "the same", {"practice.scale": 0.75}),
        Arm("scaled-0.5", "the same", {"practice.scale": 0.5}),
        Arm("adapter", "an adapter", {"student.adapter": "lora"}),
        Arm("all-weights", "no adapter", {"student.adapter": "none"}),
    ]


def base_recipe(options: argparse.Namespace) -> Recipe:
    """The recipe that the arms change: it measures what is forgotten, in rounds of as many tokens of the course."""
    recipe = tutelage.load_recipe(options.recipe)
    data = recipe.model_dump()
    data["forgetting"] |= {"enabled": True, "panel_items": options.panel}
    if options.tokens:
        data["practice"]["tokens_per_round"] = options.tokens
    if options.threads:
        data["threads"] = options.threads
    if options.student:
        data["student"] |= StudentConfig(model=str(options.student)).model_dump(include={"model"})
    if options.exercises:
        data["course"] |= {"exercises_per_skill": options.exercises, "exam_questions_per_skill": options.exercises}
    if options.skills:
        data["syllabus"] = write_part(recipe, options.skills, options.out / "syllabus.yaml")
    return Recipe.model_validate(data)


def write_part(recipe: Recipe, number: int, path: Path) -> Path:
    """A syllabus of the first skills of a recipe's."""
    graph = syllabus.read_syllabi(recipe.syllabi, recipe.graph).graph
    # In teaching order: what a skill needs stands before it.
    skills = [
        {"id": skill.id, "name": skill.name, "needs": [needed.id for needed in graph.prerequisites(skill.id)]}
        for skill in graph.skills[:number]
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump({"title": "Part", "units": [{"name": "Part", "skills": skills}]}), encoding="utf-8")
    return path


def measure(arm: Arm, recipe: Recipe, seed: int, out: Path) -> tuple[Row, list[str]]:
    """One run, carried out or read; and the kinds of the panel that it lost."""
    done = run_arm(arm, recipe, seed, before=(), out=out, fresh=False, progress=automatic())
    run = open_run.open_run(done.folder)
    assert run.forgetting is not None
    found = summarise_forgetting(run.forgetting)
    assert found.panel is not None
    row = Row(
        exam=accuracy(list(run.evaluations.values())[-1]).share,
        perplexity=found.ratio.value,
        before=found.panel.all.first,
        after=found.panel.all.second,
        general=found.divergence["general"].value,
        course=found.divergence["course"].value,
        seconds=sum(time.seconds for time in run.times),
    )
    return row, [kind.skill for kind in found.panel.skills if kind.lost > kind.gained and kind.corrected < LEVEL]


def main(options: argparse.Namespace) -> None:
    recipe = base_recipe(options)
    texts = options.texts
    if not texts:
        texts = [options.out / "general.txt"]
        texts[0].parent.mkdir(parents=True, exist_ok=True)
        texts[0].write_text("\n\n".join(rehearsal.shipped_documents("replay")), encoding="utf-8")
    arms = arms_of(options.lower, options.share, options.penalty, [path.absolute() for path in texts])
    names = options.arms.split(",") if options.arms else [arm.name for arm in arms]
    if unknown := set(names) - {arm.name for arm in arms}:
        raise SystemExit(f"unknown arm '{min(unknown)}': choose from {', '.join(arm.name for arm in arms)}")
    if not recipe.practice.tokens_per_round:
        raise SystemExit("the arms train on equally many tokens of the course: add --tokens NUMBER")
    print(HEAD, flush=True)
    rows: dict[str, list[Row]] = {}
    lost: list[str] = []
    for seed in map(int, options.seeds.split(",")):
        for arm in (arm for arm in arms if arm.name in names):
            row, kinds = measure(arm, recipe, seed, options.out)
            rows.setdefault(arm.name, []).append(row)
            lost += [f"{arm.name}, seed {seed}: lost {kind} beyond chance" for kind in kinds]
            print(row.line(arm.name, str(seed)), flush=True)
    print("\nmeans")
    for name, own in rows.items():
        print(Row(*(fmean(column) for column in zip(*own, strict=True))).line(name, f"of {len(own)}"))
    print("\n".join(["", *(lost or ["no kind of the panel was lost beyond chance"])]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipe", type=Path, default=RECIPE)
    parser.add_argument("--seeds", default="0")
    parser.add_argument("--arms", default="", help="some of the arms; default: all")
    parser.add_argument("--tokens", type=int, default=0, help="of the course in each round; default: the recipe's")
    parser.add_argument("--lower", type=float, default=5e-5, help="peak of the lower learning rate")
    parser.add_argument("--share", type=float, default=0.2, help="of rehearsal among all tokens")
    parser.add_argument("--penalty", type=float, default=0.3, help="factor of the divergence from the base")
    parser.add_argument("--texts", type=Path, action="append", help="general texts; may be repeated")
    parser.add_argument("--student", type=Path, help="folder of another student")
    parser.add_argument("--skills", type=int, default=0, help="only the first skills of the recipe")
    parser.add_argument("--exercises", type=int, default=0, help="of each skill, and exam questions")
    parser.add_argument("--panel", type=int, default=0, help="tasks of the panel; 0: all")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("experiments") / "forgetting")
    process.set_up()
    main(parser.parse_args())
