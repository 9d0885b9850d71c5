"""How well an audit finds subtle errors in real text, beside the usual ways of ranking examples.

    python benchmarks/audit.py gsm8k_train.jsonl --examples 1500 --epochs 3 --seeds 0 1 2
    python benchmarks/audit.py course --examples 240 --answers 4 --seeds 0 1

FILE is GSM8K's training set as JSONL: `question`, `answer`; calculations stand in `<<48/2=24>>`, the result after
`####`. In a tenth of the examples the result of one calculation is changed by a little and carried through: later
calculations that use it are computed anew from the wrong number, down to the final answer. `course` in place of a file
is a course of six skills of calculus, in every skill an eighth of the exercises wrong at `random` (one number of the
answer, wherever the solution states it) and an eighth by `misconception` (derivation and answer are wrong as learners
err, the same way in each). The student is trained on the whole; every method ranks the same examples from the same run:

- `audit`: ours, the rank that `tutelage audit` gives: by the margin of probabilities, mean over all epochs, and with
  `--answers N` by N answers of the student, too
- `margin`, `answers`, `loss, answers`: with `--answers`, each witness alone, and answers with the mean loss in place of
  the margin; within its group as in `audit`
- `mean loss`: mean over the counted epochs  - `last loss`: the loss of the last epoch (plain loss ranking)
- `AUM`: mean margin of the gold tokens' logits, the smallest of each answer, over all epochs (least first)
- `confidence`: AllenAI cartography's, the mean probability of the gold tokens over all epochs (least first)
- `chance`: the share of planted errors

Where there are two kinds of errors, each is also measured against the right examples alone. With `--answers`, the gain
of `audit` over `margin` has a 95 % interval of a paired bootstrap over examples, and the time of both is told.
cleanlab needs out-of-sample class probabilities; an answer of free text has none, so it does not apply and is told.
Written to OUT: `rows.jsonl`, one line a seed, kind and method; the audits themselves in `seed-N/`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import statistics
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from math import exp, nan
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import tutelage
from tutelage import progress, stats, syllabus
from tutelage.config import Recipe
from tutelage.course.corruption import by_skill, changed_result, disguised
from tutelage.dynamics.answers import Agreement, against, joined
from tutelage.dynamics.statistics import Numbers
from tutelage.progress import Quiet
from tutelage.records import Category, LossRecord, Suspect
from tutelage.seeds import rng
from tutelage.storage.store import read_bundle, read_manifest
from tutelage.tools import audit

CALCULATION = re.compile(r"<<([^<>=]+)=([^<>=]+)>>")
NUMBER = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?|(?<![\d.,\w])\.\d+")
SHARE = 0.1
RECIPE = Path(__file__).parent.parent / "examples" / "experiment-signals.yaml"


def compute(expression: str) -> Decimal | None:
    """The value of `+ - * / ( ) %` and numbers; `None` for anything else. A small recursive reader, no `eval`."""
    tokens: list[str] = re.findall(r"\d+\.?\d*|\.\d+|[-+*/()%]", expression.replace(",", "").replace("$", ""))
    if "".join(tokens) != re.sub(r"[\s,$]", "", expression):
        return None
    place = 0

    def peek() -> str:
        return tokens[place] if place < len(tokens) else ""

    def take() -> str:
        nonlocal place
        place += 1
        return tokens[place - 1]

    def unit() -> Decimal:
        if peek() == "-":
            take()
            return -unit()
        if peek() == "(":
            take()
            value = total()
            if take() != ")":
                raise ValueError("no bracket")
        else:
            value = Decimal(take())
        if peek() == "%":
            take()
            value /= 100
        return value

    def product() -> Decimal:
        value = unit()
        while peek() in ("*", "/") and peek():
            value = value * unit() if take() == "*" else value / unit()
        return value

    def total() -> Decimal:
        value = product()
        while peek() in ("+", "-") and peek():
            value = value + product() if take() == "+" else value - product()
        return value

    try:
        value = total()
    except (ValueError, IndexError, InvalidOperation, ZeroDivisionError):
        return None
    return value if place == len(tokens) else None


def plain(value: Decimal) -> str:
    """Like the data: whole numbers without a point, others with at most two places."""
    rounded = round(value, 2)
    return str(int(rounded)) if rounded == int(rounded) else format(rounded.normalize(), "f")


def number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "").replace("$", "").strip())
    except InvalidOperation:
        return None


def replace_numbers(text: str, changed: dict[Decimal, Decimal]) -> str:
    """All numbers that have changed, however they are written, at once."""

    def new(found: re.Match[str]) -> str:
        value = number(found[0])
        return plain(changed[value]) if value in changed else found[0]

    return NUMBER.sub(new, text)


def plant(answer: str, choose: Callable[[int], int]) -> str | None:
    """The answer with the result of one calculation changed and carried through; `None` if that cannot be done.

    `choose(n)` draws from 0 to n - 1. Only the text from the changed result on is touched.
    """
    steps = list(CALCULATION.finditer(answer))
    first = [s for s in steps if (value := number(s[2])) is not None and value == value.to_integral() and value > 2]
    if not first or "####" not in answer:
        return None
    start = first[choose(len(first))]
    value = number(start[2])
    assert value is not None
    reach = max(2, int(value) // 10)
    # A line that names its result before it computes it would contradict itself.
    if any(number(found[0]) == value for found in NUMBER.finditer(answer[: start.start()].rpartition("\n")[2])):
        return None
    wrong = value + (1, -1)[choose(2)] * (1 + choose(min(reach, int(value) - 1)))
    changed = {value: wrong}
    done, rest = answer[: start.start(2)], answer[start.start(2) :]
    while rest:
        following = CALCULATION.search(rest)
        until = following.start() if following else len(rest)
        done, rest = done + replace_numbers(rest[:until], changed), rest[until:]
        if following:
            expression, was = replace_numbers(following[1], changed), number(following[2])
            if expression != following[1]:
                result = compute(expression)
                if result is None or was is None or result <= 0:
                    return None
                changed[was] = Decimal(plain(result))
            shown = changed.get(was, was) if was is not None else None
            done += f"<<{expression}={following[2] if shown is None or shown == was else plain(shown)}>>"
            rest = rest[following.end() - until :]
    return done if done.rpartition("####")[2].strip() != answer.rpartition("####")[2].strip() else None


def planted_data(path: Path, examples: int, seed: int, target: Path) -> dict[str, str]:
    """Write `examples` rows of the file, a tenth of them wrong, and give the ids of those with the kind of error."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    rng(seed, "rows").shuffle(rows)
    rows = rows[:examples]
    wrong: dict[str, str] = {}
    order = list(range(len(rows)))
    rng(seed, "wrong").shuffle(order)
    for place in order:
        if len(wrong) >= round(SHARE * len(rows)):
            break
        changed = plant(rows[place]["answer"], rng(seed, "plant", place).randrange)
        if changed:
            rows[place] = {**rows[place], "answer": changed}
            wrong[f"row-{place}"] = "carried"
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = [{"id": f"row-{n}", "question": r["question"], "answer": r["answer"]} for n, r in enumerate(rows)]
    target.write_text("".join(json.dumps(row) + "\n" for row in kept), encoding="utf-8")
    return wrong


def planted_course(examples: int, seed: int, target: Path) -> dict[str, str]:
    """The same for a course: of each skill an eighth of the exercises are wrong at random, and an eighth by
    misconceptions."""
    recipe = tutelage.load_recipe(RECIPE)
    of_skill = examples // len(syllabus.read_syllabi(recipe.syllabi, recipe.graph).graph.skills)
    data = recipe.model_dump() | {"run_dir": target.with_name(f"course-{seed}"), "seed": seed}
    data["course"] |= {"exercises_per_skill": of_skill, "misconceptions_per_skill": (count := max(1, of_skill // 8))}
    course = tutelage.make_course(Recipe.model_validate(data), progress=Quiet())
    wrong: dict[str, str] = {}
    rows: list[dict[str, Any]] = []
    systematic = by_skill(course.misconceptions)
    for skill, exercises in by_skill(course.exercises).items():
        own = list(exercises)
        places = list(range(len(own)))
        rng(seed, "wrong", skill).shuffle(places)
        planted: dict[int, str] = {}
        for place, one in zip(places, systematic.get(skill, [])[:count], strict=False):
            own[place], planted[place] = disguised(one, own[place]), "misconception"
        for place in places[len(planted) :]:
            changed = changed_result(own[place], seed) if len(planted) < 2 * count else None
            if changed is not None:
                own[place], planted[place] = changed, "random"
        for place, one in enumerate(own):
            rows.append({**json.loads(one.model_dump_json()), "id": f"row-{len(rows)}"})
            if place in planted:
                wrong[rows[-1]["id"]] = planted[place]
    target.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return wrong


def scores_of(losses: Sequence[LossRecord], found: Any) -> dict[str, dict[str, float]]:
    """Method -> example -> score, the most suspect highest."""
    series: dict[str, list[LossRecord]] = {}
    for row in losses:
        series.setdefault(row.example, []).append(row)
    last = max(row.epoch for row in losses)
    means = {suspect.example: suspect.mean for suspect in found.suspects}
    witnesses: dict[str, dict[str, float]] = {}
    if found.answers:
        asked = [Agreement(s.key_share or 0.0, s.other_share or 0.0, s.other_answer) for s in found.asked]
        scored = dict(zip([s.example for s in found.asked], against(asked).tolist(), strict=True))
        said = np.array([scored.get(name, nan) for name in means])
        said, loss = (within(found.suspects, scores) for scores in (said, np.array(list(means.values()))))
        ranked = {"answers": joined(said), "loss, answers": joined(loss, said)}
        witnesses = {"margin": {suspect.example: suspect.behind for suspect in found.suspects}} | {
            name: dict(zip(means, scores.tolist(), strict=True)) for name, scores in ranked.items()
        }
    return {
        "audit": {suspect.example: -suspect.rank for suspect in found.suspects},
        **witnesses,
        "mean loss": means,
        "last loss": {e: next(row.loss for row in of if row.epoch == last) for e, of in series.items()},
        "AUM": {e: -statistics.fmean(row.margin for row in of) for e, of in series.items()},
        "confidence": {e: -statistics.fmean(exp(-row.loss) for row in of) for e, of in series.items()},
    }


def within(suspects: Sequence[Suspect], scores: Numbers) -> Numbers:
    """Scores less the median of their group."""
    groups = np.array([suspect.skill for suspect in suspects])
    medians = {group: np.nanmedian(scores[groups == group]) for group in set(groups.tolist())}
    return np.array([score - medians[group] for score, group in zip(scores.tolist(), groups.tolist(), strict=True)])


def gain(found: Sequence[tuple[dict[str, float], dict[str, float], set[str]]], draws: int = 1000) -> str:
    """By how much the first scores have a larger AUPRC than the second, mean over the seeds, with an interval."""
    source = np.random.default_rng(0)
    differences = []
    for draw in range(draws + 1):
        values = []
        for one, other, wrong in found:
            sides = [[name for name in one if (name in wrong) is side] for side in (True, False)]
            if draw:  # the first is the value itself
                sides = [source.choice(side, len(side)).tolist() for side in sides]
            areas = [stats.average_precision(*[[s[name] for name in side] for side in sides]) for s in (one, other)]
            values.append((areas[0] or 0.0) - (areas[1] or 0.0))
        differences.append(statistics.fmean(values))
    low, high = np.quantile(differences[1:], [0.025, 0.975])
    return f"{differences[0]:+.3f} ({low:+.3f} to {high:+.3f})"


def measure(scores: dict[str, float], wrong: set[str]) -> dict[str, float]:
    """AUPRC, AUROC, precision at k = the number of planted errors, and of half and double of it."""
    ranked = sorted(scores, key=lambda example: (-scores[example], example))
    high = [scores[example] for example in scores if example in wrong]
    low = [scores[example] for example in scores if example not in wrong]
    row = {"AUPRC": stats.average_precision(high, low) or 0.0, "AUROC": stats.auroc(high, low) or 0.0}
    for name, size in (("P@k/2", len(high) // 2), ("P@k", len(high)), ("P@2k", 2 * len(high))):
        top = ranked[: max(size, 1)]
        row[name] = sum(example in wrong for example in top) / len(top)
    # Dropping the first k throws away this share of the right examples.
    row["dropped@k"] = (1 - row["P@k"]) * len(high) / max(len(low), 1)
    return row


class Seed(NamedTuple):
    """What one seed gave."""

    rows: list[dict[str, Any]]
    scores: dict[str, dict[str, float]]
    wrong: dict[str, str]


def one_seed(options: argparse.Namespace, seed: int) -> Seed:
    folder = options.out / f"seed-{seed}"
    data = folder.with_suffix(".jsonl")
    data.parent.mkdir(parents=True, exist_ok=True)
    if course := options.file == Path("course"):
        wrong = planted_course(options.examples, seed, data)
    else:
        wrong = planted_data(options.file, options.examples, seed, data)
    print(f"seed {seed}: {len(wrong)} errors planted in {len(data.read_bytes().splitlines())} examples", flush=True)
    found = audit.audit(
        data,
        options.student,
        out=folder,
        epochs=options.epochs,
        learning_rate=options.learning_rate,
        batch_size=options.batch_size,
        group="skill" if course else "",
        answers=options.answers,
        seed=seed,
        progress=progress.automatic(),
    )
    losses = read_bundle(folder / "training", audit.AuditTraining).losses
    names = {suspect.example for suspect in found.suspects}
    wrong = {example: kind for example, kind in wrong.items() if example in names}
    scores = scores_of(losses, found)
    rows = []
    kinds = sorted(set(wrong.values()))
    for kind in ("all", *(kinds if len(kinds) > 1 else ())):
        those = {example for example in wrong if kind in ("all", wrong[example])}
        kept = (names - wrong.keys()) | those
        chance = len(those) / len(kept)
        head = {"seed": seed, "kind": kind}
        for name, by_example in scores.items():
            of_kind = {example: score for example, score in by_example.items() if example in kept}
            rows.append({**head, "method": name, **measure(of_kind, those)})
        shares = dict.fromkeys(("AUPRC", "P@k/2", "P@k", "P@2k"), chance)
        rows.append({**head, "method": "chance", "AUROC": 0.5, **shares, "dropped@k": chance})
    flagged = {suspect.example for suspect in found.suspects if suspect.category is Category.ERROR}
    right = len(names) - len(wrong)
    print(
        f"seed {seed}: rule {found.rule} flags {len(flagged)}, {len(flagged & wrong.keys())} of {len(wrong)} errors; "
        f"false-drop rate {len(flagged - wrong.keys()) / max(right, 1):.3f}{' (blind)' if found.blind else ''}",
        flush=True,
    )
    if options.answers:
        took, more = [
            (read_manifest(folder / stage) or {}).get("seconds", 0.0)
            for stage in ("training", f"answers-{options.answers}")
        ]
        sides = [[s.key_share or 0.0 for s in found.asked if (s.example in wrong) is side] for side in (False, True)]
        of_right, of_wrong = (statistics.fmean(side or [0.0]) for side in sides)
        print(
            f"seed {seed}: {len(found.asked)} asked, {took:.0f} s of training, {more:.0f} s of answers; own "
            f"answer given to right ones {of_right:.3f}, to wrong ones {of_wrong:.3f}",
            flush=True,
        )
    return Seed(rows, scores, wrong)


def show(rows: Sequence[dict[str, Any]]) -> None:
    columns = ("AUPRC", "AUROC", "P@k/2", "P@k", "P@2k", "dropped@k")
    for kind in dict.fromkeys(row["kind"] for row in rows):
        print(f"\n{f'method, {kind}':<22}" + "".join(f"{name:>15}" for name in columns))
        own = [row for row in rows if row["kind"] == kind]
        for method in dict.fromkeys(row["method"] for row in own):
            line = f"{method:<22}"
            for name in columns:
                values = [row[name] for row in own if row["method"] == method]
                spread = f"±{statistics.stdev(values):.3f}" if len(values) > 1 else ""
                line += f"{f'{statistics.fmean(values):.3f}{spread}':>15}"
            print(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--examples", type=int, default=1500)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--answers", type=int, default=0, help="replies to each example; 0: no second witness")
    parser.add_argument("--student", default="", help="default: the embedded one")
    parser.add_argument("--learning-rate", type=float, default=5e-4)
    parser.add_argument("--batch-size", type=int, default=8)
    parser.add_argument("--out", type=Path, default=Path("audits/benchmark"))
    options = parser.parse_args()
    seeds = [one_seed(options, seed) for seed in options.seeds]
    rows = [row for seed in seeds for row in seed.rows]
    show(rows)
    if options.answers:
        pairs = [(seed.scores["audit"], seed.scores["margin"], set(seed.wrong)) for seed in seeds]
        print(f"\naudit less margin, AUPRC: {gain(pairs)}")
    if importlib.util.find_spec("cleanlab"):
        print("cleanlab: does not apply, it needs out-of-sample class probabilities and free text has no classes")
    else:
        print("cleanlab: not installed; it would not apply, as free text has no classes")
    (options.out / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
