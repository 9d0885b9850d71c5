"""How well an audit finds subtle errors in real text, beside the usual ways of ranking examples.

    python benchmarks/audit.py gsm8k_train.jsonl --examples 1500 --epochs 3 --seeds 0 1 2

FILE is GSM8K's training set as JSONL: `question`, `answer`; calculations stand in `<<48/2=24>>`, the result after
`####`. In a tenth of the examples the result of one calculation is changed by a little and carried through: later
calculations that use it are computed anew from the wrong number, down to the final answer. The student is trained on
the whole; every method ranks the same examples from the same run:

- `audit`: ours, the rank that `tutelage audit` gives: by the margin of probabilities, mean over all epochs
- `mean loss`: mean over the counted epochs  - `last loss`: the loss of the last epoch (plain loss ranking)
- `AUM`: mean margin of the gold tokens' logits, the smallest of each answer, over all epochs (least first)
- `confidence`: AllenAI cartography's, the mean probability of the gold tokens over all epochs (least first)
- `chance`: the share of planted errors

cleanlab needs out-of-sample class probabilities; an answer of free text has none, so it does not apply and is told.
Written to OUT: `rows.jsonl`, one line a seed and method; the audits themselves in `seed-N/`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import statistics
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from math import exp
from pathlib import Path
from typing import Any

from tutelage import progress, stats
from tutelage.records import Category, LossRecord
from tutelage.seeds import rng
from tutelage.storage.store import read_bundle
from tutelage.tools import audit

CALCULATION = re.compile(r"<<([^<>=]+)=([^<>=]+)>>")
NUMBER = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?|(?<![\d.,\w])\.\d+")
SHARE = 0.1


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


def planted_data(path: Path, examples: int, seed: int, target: Path) -> set[str]:
    """Write `examples` rows of the file, a tenth of them wrong, and give the ids of those."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    rng(seed, "rows").shuffle(rows)
    rows = rows[:examples]
    wrong: set[str] = set()
    order = list(range(len(rows)))
    rng(seed, "wrong").shuffle(order)
    for place in order:
        if len(wrong) >= round(SHARE * len(rows)):
            break
        changed = plant(rows[place]["answer"], rng(seed, "plant", place).randrange)
        if changed:
            rows[place] = {**rows[place], "answer": changed}
            wrong.add(f"row-{place}")
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = [{"id": f"row-{n}", "question": r["question"], "answer": r["answer"]} for n, r in enumerate(rows)]
    target.write_text("".join(json.dumps(row) + "\n" for row in kept), encoding="utf-8")
    return wrong


def scores_of(losses: Sequence[LossRecord], found: Any) -> dict[str, dict[str, float]]:
    """Method -> example -> score, the most suspect highest."""
    series: dict[str, list[LossRecord]] = {}
    for row in losses:
        series.setdefault(row.example, []).append(row)
    last = max(row.epoch for row in losses)
    means = {suspect.example: suspect.mean for suspect in found.suspects}
    return {
        "audit": {suspect.example: -suspect.rank for suspect in found.suspects},
        "mean loss": means,
        "last loss": {e: next(row.loss for row in of if row.epoch == last) for e, of in series.items()},
        "AUM": {e: -statistics.fmean(row.margin for row in of) for e, of in series.items()},
        "confidence": {e: -statistics.fmean(exp(-row.loss) for row in of) for e, of in series.items()},
    }


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


def one_seed(options: argparse.Namespace, seed: int) -> list[dict[str, Any]]:
    folder = options.out / f"seed-{seed}"
    data = folder.with_suffix(".jsonl")
    wrong = planted_data(options.file, options.examples, seed, data)
    print(f"seed {seed}: {len(wrong)} errors planted in {options.examples} examples", flush=True)
    found = audit.audit(
        data,
        options.student,
        out=folder,
        epochs=options.epochs,
        learning_rate=options.learning_rate,
        batch_size=options.batch_size,
        seed=seed,
        progress=progress.automatic(),
    )
    losses = read_bundle(folder / "training", audit.AuditTraining).losses
    wrong &= {suspect.example for suspect in found.suspects}
    rows = [
        {"seed": seed, "method": name, **measure(scores, wrong)} for name, scores in scores_of(losses, found).items()
    ]
    chance = len(wrong) / len(found.suspects)
    names = ("AUPRC", "P@k/2", "P@k", "P@2k")
    rows.append({"seed": seed, "method": "chance", "AUROC": 0.5, **dict.fromkeys(names, chance), "dropped@k": chance})
    flagged = {suspect.example for suspect in found.suspects if suspect.category is Category.ERROR}
    right = len(found.suspects) - len(wrong)
    print(
        f"seed {seed}: rule {found.rule} flags {len(flagged)}, {len(flagged & wrong)} of {len(wrong)} errors; "
        f"false-drop rate {len(flagged - wrong) / max(right, 1):.3f}{' (blind)' if found.blind else ''}",
        flush=True,
    )
    return rows


def show(rows: Sequence[dict[str, Any]]) -> None:
    columns = ("AUPRC", "AUROC", "P@k/2", "P@k", "P@2k", "dropped@k")
    print(f"\n{'method':<12}" + "".join(f"{name:>15}" for name in columns))
    for method in dict.fromkeys(row["method"] for row in rows):
        line = f"{method:<12}"
        for name in columns:
            values = [row[name] for row in rows if row["method"] == method]
            spread = f"±{statistics.stdev(values):.3f}" if len(values) > 1 else ""
            line += f"{f'{statistics.fmean(values):.3f}{spread}':>15}"
        print(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--examples", type=int, default=1500)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--student", default="", help="default: the embedded one")
    parser.add_argument("--learning-rate", type=float, default=5e-4)
    parser.add_argument("--batch-size", type=int, default=8)
    parser.add_argument("--out", type=Path, default=Path("audits/benchmark"))
    options = parser.parse_args()
    rows = [row for seed in options.seeds for row in one_seed(options, seed)]
    show(rows)
    if importlib.util.find_spec("cleanlab"):
        print("cleanlab: does not apply, it needs out-of-sample class probabilities and free text has no classes")
    else:
        print("cleanlab: not installed; it would not apply, as free text has no classes")
    (options.out / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
