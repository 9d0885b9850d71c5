"""How much faster a Ray cluster on this machine checks a course than one process does.

    python benchmarks/executor.py [WORKERS ...] [--exercises N]    # needs: pip install 'tutelage[ray]'
    python benchmarks/executor.py --local --exercises 1            # the smallest, in this process alone: needs no Ray

For one and two workers, or those named, on as many cores: generating exercises, recomputing their answers, comparing
solutions with them, and a whole course with the search of near-duplicates. Seconds of the clock, so nothing else should
run. Workers are warm, but the exercises new to them: much is remembered where it was computed before.
Results that differ from the local ones end it with an error.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tutelage.config import CourseConfig, Recipe, load_recipe
from tutelage.course import write_course
from tutelage.course.filter import check_in_advance
from tutelage.course.planning import plan_exercises
from tutelage.course.verification import compare_solutions
from tutelage.executor import Executor, connect
from tutelage.progress import Quiet
from tutelage.records import Exercise, Reply, SkillGraph
from tutelage.syllabus import read_syllabi
from tutelage.teacher import make_teacher

RECIPE = Path(__file__).parent.parent / "examples" / "calculus.yaml"
SOLUTIONS = 4
MISSING = 77
"""Exit code where a package is missing."""


def compare(exercise: Exercise) -> Any:
    """The exercise against solutions, each of which is written a little differently."""
    solutions = [f"Answer: {exercise.answer} + {n} - {n}" for n in range(1, SOLUTIONS + 1)]
    return compare_solutions(exercise, solutions, 1.0)


def jobs(
    recipe: Recipe, graph: SkillGraph, number: int, executor: Executor, *, kind: str, seed: int
) -> dict[str, Callable[[], Any]]:
    """Name of each piece of work -> what carries it out and gives its results."""
    teacher = make_teacher(recipe.teacher, graph, executor=executor)
    checks = recipe.course.checks.model_copy(update={"near_duplicates": 0.8})
    changes = {"exercises_per_skill": number, "checks": checks, "executor": kind}
    config: CourseConfig = recipe.course.model_copy(update=changes)
    requests = plan_exercises(graph, config, seed)
    others = plan_exercises(graph, config, seed + 1000)
    groups = [
        reply.of(Exercise) for reply in make_teacher(recipe.teacher, graph).answer(requests) if isinstance(reply, Reply)
    ]
    flat = [exercise for group in groups for exercise in group]
    look = partial(check_in_advance, rules=checks)
    return {
        "generate": lambda: list(teacher.answer(others)),
        "recompute": lambda: list(executor.map(look, groups)),
        "compare": lambda: list(executor.map(compare, flat, chunk=8)),
        "course": lambda: write_course(graph, teacher, config, seed + 2000, Quiet()),
    }


def measure(recipe: Recipe, graph: SkillGraph, number: int, kind: str) -> dict[str, tuple[float, Any]]:
    """Of each piece of work the seconds and the results, after smaller work of the same kind."""
    executor = connect(CourseConfig.model_validate({"executor": kind}))
    for work in jobs(recipe, graph, 4, executor, kind=kind, seed=0).values():
        work()
    found = {}
    for name, work in jobs(recipe, graph, number, executor, kind=kind, seed=1).items():
        start = time.perf_counter()
        result = work()
        found[name] = (time.perf_counter() - start, result)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workers", nargs="*", type=int, default=[1, 2])
    parser.add_argument("--exercises", type=int, default=200, help="for each of the 33 skills")
    parser.add_argument("--local", action="store_true", help="no cluster: seconds of one process alone")
    asked = parser.parse_args()
    if not asked.local and find_spec("ray") is None:
        print("Ray is not installed: pip install 'tutelage[ray]', or --local", file=sys.stderr)
        sys.exit(MISSING)
    recipe = load_recipe(RECIPE)
    graph = read_syllabi(recipe.syllabi, recipe.graph).graph
    print(f"{'work':<12}{'workers':>8}{'seconds':>9}{'speed-up':>9}")
    here = measure(recipe, graph, asked.exercises, "local")
    for name, (seconds, _) in here.items():
        print(f"{name:<12}{'local':>8}{seconds:>9.2f}", flush=True)
    if asked.local:
        return
    import ray

    for workers in asked.workers:
        ray.init(num_cpus=workers, log_to_driver=False, include_dashboard=False)
        for name, (seconds, result) in measure(recipe, graph, asked.exercises, "ray").items():
            if result != here[name][1]:
                raise RuntimeError(f"{name} with {workers} workers: other results than here")
            print(f"{name:<12}{workers:>8}{seconds:>9.2f}{here[name][0] / seconds:>9.2f}", flush=True)
        ray.shutdown()


if __name__ == "__main__":
    main()
