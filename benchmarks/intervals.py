"""How often the 95 % intervals of a comparison over seeds hold the true difference.

    python benchmarks/intervals.py                                        # 300 comparisons of each kind, minutes
    python benchmarks/intervals.py --seeds 3 --repetitions 20 --questions 30

Two arms without a true difference are compared, again and again. A question has a difficulty, drawn from a normal
distribution of one logit; a trained student has an ability of its own, by `spread` logits between seeds, the same in
both arms. `nested` is the interval of an experiment, in which every seed has an exam of its own; `crossed` that of
`tutelage compare` for runs with the same exam; `t` is Student's interval of the seeds' differences; `both` counts a
difference only if `crossed` and `t` agree, as docs/statistics.md advises. Percent; at 300 comparisons the figures are
certain to 2.5 points.
"""

from __future__ import annotations

import argparse
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutelage import stats

Outcomes = NDArray[np.float64]
"""Right (1) or wrong (0), of shape (seeds, questions)."""


class Held(NamedTuple):
    """Whether each interval held the true difference, 0."""

    nested: bool
    crossed: bool
    t: bool
    both: bool


def draw(source: np.random.Generator, seeds: int, questions: int, spread: float, *, own_exams: bool) -> list[Outcomes]:
    """The outcomes of both arms."""
    difficulty = source.normal(0, 1, (seeds if own_exams else 1, questions))
    found = []
    for _ in range(2):
        ability = source.normal(0, spread, (seeds, 1))
        right = 1 / (1 + np.exp(difficulty - ability))
        found.append((source.random((seeds, questions)) < right).astype(float))
    return found


def compare(source: np.random.Generator, seeds: int, questions: int, spread: float, draws: int) -> Held:
    """One comparison."""
    first, second = draw(source, seeds, questions, spread, own_exams=True)
    nested = stats.bootstrap_nested(list(zip(first.tolist(), second.tolist(), strict=True)), draws=draws)
    first, second = draw(source, seeds, questions, spread, own_exams=False)
    crossed = stats.bootstrap_paired(first, second, draws=draws)
    mean = stats.mean_over_seeds((second - first).mean(axis=1).tolist())
    assert nested is not None
    assert crossed is not None
    t = mean.low is None or mean.high is None or mean.low <= 0 <= mean.high
    inside = crossed.difference.low <= 0 <= crossed.difference.high
    return Held(nested.difference.low <= 0 <= nested.difference.high, inside, t, inside or t)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[2, 3, 4, 5, 10])
    parser.add_argument("--spreads", type=float, nargs="+", default=[0.0, 0.2, 0.5])
    parser.add_argument("--questions", type=int, default=150)
    parser.add_argument("--repetitions", type=int, default=300)
    parser.add_argument("--draws", type=int, default=1000)
    options = parser.parse_args()
    print(f"{options.questions} questions a seed, {options.repetitions} comparisons without a true difference")
    print(f"{'seeds':>5} {'spread':>6} " + " ".join(f"{name:>8}" for name in Held._fields))
    for seeds in options.seeds:
        for spread in options.spreads:
            source = np.random.default_rng(seeds)
            held = [
                compare(source, seeds, options.questions, spread, options.draws) for _ in range(options.repetitions)
            ]
            shares = 100 * np.mean(held, axis=0)
            print(f"{seeds:>5} {spread:>6.1f} " + " ".join(f"{share:>8.1f}" for share in shares), flush=True)


if __name__ == "__main__":
    main()
