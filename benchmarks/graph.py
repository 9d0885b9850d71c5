"""How long it takes to merge, check, order, write and read skill graphs of growing size.

    python benchmarks/graph.py [SKILLS ...]    # 1,000, 10,000 and 100,000; the smallest is 80

Half of the skills come from a syllabus, half from a teacher, of whose names one in ten is another form of a name of the
syllabus. There are three prerequisites per skill: the skills stand in forty rows, and most prerequisites in the row
below, as in the Common Core map (31 levels). One in a hundred of the teacher's goes against the order, so that there
are cycles to break. Times are seconds of CPU, which do not depend on what else the machine does; memory is the peak of
the whole process so far.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeVar

from tutelage.graph import build
from tutelage.graph.checks import check_graph
from tutelage.graph.cycles import resolve_cycles
from tutelage.graph.merge import merge
from tutelage.records import Edge, Skill, SkillGraph
from tutelage.seeds import rng
from tutelage.syllabus import read_syllabus, write_graph

T = TypeVar("T")
SIZES = (1_000, 10_000, 100_000)
SYLLABLES = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "u", "an", "er", "il")]
ROWS = 40
STRAND = 20
"""Prerequisites stand about where the skill stands in its own row, at most so many places to the side."""


def words(source: Random, count: int) -> list[str]:
    """Invented words of two to four syllables."""
    return ["".join(source.choices(SYLLABLES, k=source.randint(2, 4))) + "ing" for _ in range(count)]


def make(count: int, seed: int = 0) -> tuple[list[Skill], list[Edge]]:
    """A syllabus and a teacher's proposals, as they come before merging."""
    source = rng(seed, "benchmark", count)
    vocabulary = words(source, max(200, count // 10))
    skills = []
    names: list[str] = []
    for place in range(count):
        teacher = place % 2 == 1
        name = " ".join(source.sample(vocabulary, source.randint(2, 4)))
        if teacher and names and source.random() < 0.1:
            name = "the " + source.choice(names[-STRAND:]).title() + "s"
        elif not teacher:
            names.append(name)
        kind = "teacher" if teacher else "syllabus"
        skills.append(Skill.model_validate({"id": f"s{place}", "name": name, "position": place, "source": kind}))
    edges = []
    width = max(1, count // ROWS)
    for place in range(width, count):
        for _ in range(3 * count // (count - width) + (place % 12 == 0)):
            rows = 1 if source.random() < 0.9 else source.randint(1, place // width)
            other = min(place - 1, max(0, place - rows * width + source.randint(-STRAND, STRAND)))
            teacher = source.random() < 0.5
            low, high = (place, other) if teacher and source.random() < 0.01 else (other, place)
            edges.append(
                Edge.model_validate(
                    {
                        "prerequisite": f"s{low}",
                        "skill": f"s{high}",
                        "source": "teacher" if teacher else "syllabus",
                        "confidence": round(source.uniform(0.3, 0.99), 2) if teacher else 1.0,
                    }
                )
            )
    return skills, edges


def timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


def solve(count: int) -> tuple[SkillGraph, list[float], str]:
    """The checked graph, the seconds of each step, and what was found."""
    skills, edges = make(count)
    merged, merging = timed(lambda: merge(skills, edges))
    resolved, resolving = timed(lambda: resolve_cycles(merged.skills, merged.edges, "drop"))
    graph, building = timed(lambda: build(resolved.skills, resolved.edges))
    found, checking = timed(lambda: check_graph(graph.skills, graph.edges))
    note = f"{len(merged.merges)} merged, {len(resolved.decisions)} edges dropped, {len(found)} findings"
    return graph, [merging, resolving, building, checking], f"from {len(edges)} edges: {note}"


def measure(count: int) -> None:
    graph, times, note = solve(count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.json"
        _, writing = timed(lambda: write_graph(path, graph))
        back, reading = timed(lambda: read_syllabus(path))
    if back != graph:
        raise RuntimeError("what was read is not what was written")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e9 if sys.platform == "darwin" else 1e6)
    row = "".join(f"{seconds:>9.2f}" for seconds in (*times, sum(times), writing, reading))
    print(f"{count:>8}{row}{peak:>9.2f}\n{'':>8}   {note}", flush=True)


def main() -> None:
    heads = ("merge", "cycles", "order", "check", "in all", "write", "read", "peak GB")
    print(f"{'skills':>8}" + "".join(f"{head:>9}" for head in heads))
    for count in [int(text) for text in sys.argv[1:]] or SIZES:
        measure(count)


if __name__ == "__main__":
    main()
