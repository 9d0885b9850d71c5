"""Size and speed of the report of a large made-up run: how long Python writes it, how soon a browser can be used.

    .venv/bin/python benchmarks/report.py                     # 5,000 skills, 100,000 examples, 3 rounds
    .venv/bin/python benchmarks/report.py --skills 50 --examples 1000 --keep /tmp/report.html
    .venv/bin/python benchmarks/report.py --skills 12 --examples 24 --rounds 2 --no-browser    # the smallest

Times in the browser are of headless Chromium without a GPU: until the page's script is ready, and until a click on
a skill, a filter of the data map and a zoom of the graph have been drawn.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from tutelage.records import (
    Account,
    Adapted,
    Category,
    Classified,
    Course,
    Edge,
    Evaluation,
    Exercise,
    Lesson,
    LossRecord,
    Origin,
    RequestKind,
    Round,
    RunRecord,
    Score,
    Skill,
    SkillGraph,
    StageTime,
    Trained,
    TrainingSet,
)
from tutelage.report.page import render

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MISSING = 77
"""Exit code where a package is missing."""
LESSON = "What it is, what it rests on, and how it is done step by step, with an example worked out in full. " * 12


def make_graph(count: int, dice: np.random.Generator) -> SkillGraph:
    """Twelve levels; two prerequisites for each skill, from the level below."""
    skills = tuple(
        Skill(id=f"s-{n}", name=f"the made-up operation number {n}", unit=f"Unit {n // 50}", position=n, level=level)
        for n in range(count)
        for level in [n * 12 // count]
    )
    by_level: dict[int, list[str]] = {}
    for skill in skills:
        by_level.setdefault(skill.level, []).append(skill.id)
    edges = {
        (by_level[s.level - 1][int(dice.integers(len(by_level[s.level - 1])))], s.id)
        for s in skills
        if s.level - 1 in by_level
        for _ in range(2)
    }
    return SkillGraph(skills=skills, edges=tuple(Edge(prerequisite=a, skill=b) for a, b in sorted(edges)))


def make_exercise(skill: str, number: int, origin: Origin) -> Exercise:
    """One with texts of usual length."""
    return Exercise.of(
        skill=skill,
        skills=(skill,),
        question=f"{origin.value}: apply {skill} to {number} and to {number + 3}, and say which of the two is larger.",
        solution=f"By {skill}, {number} becomes {2 * number}. By {skill}, {number + 3} becomes {2 * number + 6}. "
        f"The second is larger by 6, as the operation keeps the order. Answer: {2 * number + 6}",
        answer=str(2 * number + 6),
        origin=origin,
    )


def make_round(number: int, items: list[Exercise], last: bool, dice: np.random.Generator) -> Round:
    """Three epochs, and a category for every example."""
    mean = np.abs(dice.normal(1.2 / number, 0.4, len(items)))
    std = np.abs(dice.normal(0.3, 0.12, len(items)))
    losses = tuple(
        LossRecord(
            epoch=epoch,
            example=item.id,
            loss=float(level + (epoch - 2) * spread),
            margin=0.5,
            probability_margin=0.2,
            tokens=40,
        )
        for item, level, spread in zip(items, mean, std, strict=True)
        for epoch in (1, 2, 3)
    )
    kinds = [Category.EASY, Category.AMBIGUOUS, Category.HARD, Category.ERROR]
    drawn = dice.choice(4, size=len(items), p=[0.5, 0.28, 0.2, 0.02])
    rows = tuple(
        Classified(round=number, example=e.id, skill=e.skill, mean=float(m), std=float(s), category=kinds[k])
        for e, m, s, k in zip(items, mean, std, drawn, strict=True)
    )
    return Round(
        number=number,
        training_set=TrainingSet([tuple(items)]),
        trained=Trained(order=(), losses=losses, tokens=40 * len(items)),
        adapted=None if last else Adapted(categories=rows, detector=(), changes=(), exercises=()),
    )


def make_run(skills: int, examples: int, rounds: int) -> RunRecord:
    """A run of the given size; the same for the same sizes."""
    dice = np.random.default_rng(1)
    graph = make_graph(skills, dice)
    ids = [skill.id for skill in graph.skills]
    items = [make_exercise(ids[n % skills], n, Origin.COURSE) for n in range(examples)]
    exam = tuple(make_exercise(skill, n, Origin.EXAM) for skill in ids for n in range(2))
    course = Course(
        lessons=tuple(Lesson(id=f"l-{s}", skill=s, title=f"On {s}", text=f"{s}. {LESSON}") for s in ids),
        exercises=tuple(items),
        misconceptions=(),
        exam=exam,
        accounts=tuple(
            Account(
                skill=s,
                kind=RequestKind.EXERCISES,
                origin=Origin.COURSE,
                asked=20,
                drafts=22,
                accepted=20,
                rejected={"duplicate": 2},
            )
            for s in ids
        ),
    )

    def sit(name: str, chance: float) -> Evaluation:
        right = dice.random(len(exam)) < chance
        return Evaluation(
            scores=tuple(
                Score(
                    evaluation=name,
                    question=e.id,
                    skill=e.skill,
                    reply="",
                    answer=e.answer,
                    expected=e.answer,
                    correct=bool(r),
                )
                for e, r in zip(exam, right, strict=True)
            )
        )

    return RunRecord(
        name="large",
        folder="runs/large",
        recipe={"name": "large", "seed": 1, "student": {"model": "none"}},
        environment={},
        graph=graph,
        course=course,
        reading=None,
        rounds=tuple(make_round(number, items, number == rounds, dice) for number in range(1, rounds + 1)),
        evaluations={"base": sit("base", 0.2), "round-1": sit("round-1", 0.5), "final": sit("final", 0.7)},
        times=(StageTime(stage="course", seconds=60.0),),
    )


def measure(path: Path) -> dict[str, float]:
    """Seconds in headless Chromium: until ready, and for one of each interaction until it is on the screen."""
    from playwright.sync_api import sync_playwright

    drawn = "() => new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 50))"
    steps = {
        "scroll to the graph": "document.querySelector('.graph').scrollIntoView({behavior: 'instant'})",
        "search and open a skill": "document.querySelector('#skill-search').value = 'number 7'; "
        "document.querySelector('#skill-search').dispatchEvent(new Event('input')); "
        "document.querySelector('#skill-hits button').click()",
        "zoom the graph": "document.querySelector('#graph-tools button[value=in]').click()",
        "scroll to the data map": "document.querySelector('#map-canvas').scrollIntoView({behavior: 'instant'})",
        "filter the data map": "document.querySelector('#map-tools input').click()",
        "another round": "document.querySelector('#map-tools button:last-of-type').click()",
    }
    found: dict[str, float] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--disable-gpu", "--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        start = time.perf_counter()
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]", state="attached", timeout=120_000)
        page.evaluate(drawn)
        found["load until drawn"] = time.perf_counter() - start
        for name, code in steps.items():
            start = time.perf_counter()
            page.evaluate(code)
            page.evaluate(drawn)
            found[name] = time.perf_counter() - start
        browser.close()
    return found


def main() -> None:
    """Make, render, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--skills", type=int, default=5000)
    parser.add_argument("--examples", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="where to leave the page")
    parser.add_argument("--no-browser", action="store_true", help="size and rendering alone")
    options = parser.parse_args()
    if not options.no_browser and (find_spec("playwright") is None or CHROMIUM is None):
        print("Chromium or playwright is not installed: install both, or --no-browser", file=sys.stderr)
        sys.exit(MISSING)
    run = make_run(options.skills, options.examples, options.rounds)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    html = render(run)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{options.skills} skills, {options.examples} examples, {options.rounds} rounds")
    print(f"page                      {len(html.encode()) / 1e6:8.2f} MB")
    print(f"rendered in               {seconds:8.2f} s, {max(0, after - before) / 1e6:.2f} GB on top of the record")
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "report.html"
        path.write_text(html, encoding="utf-8")
        if not options.no_browser:
            for name, value in measure(path.resolve()).items():
                print(f"{name:25} {value:8.2f} s")


if __name__ == "__main__":
    main()
