"""What happens to a run that the world is against: killed, no room, read-only, twice at once, the clock set back.

    python benchmarks/chaos.py                       # 3 runs killed once, 1 run killed 3 times, and all the rest
    python benchmarks/chaos.py --kills 100 --rounds 5
    python benchmarks/chaos.py --kills 1 --rounds 0 --others    # the smallest: one kill

The run is a whole one: a student of a few thousand parameters, a scripted teacher, reading, two rounds, five
evaluations. Every trial must end with the order, losses, categories and scores of the undisturbed run. Moments of a
kill are drawn evenly from the time that the undisturbed run takes in a process of its own, which is forked from one
that has imported the libraries. A full disk is a small tmpfs where one may be mounted, otherwise a limit on the size of
a file; a read-only folder is a read-only mount of it. Needs the folder `tests` of this repository. The exit code is 1
if a trial failed.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import warm  # noqa: E402

CHILD = """
import resource, sys, time
sys.path.insert(0, {tests!r})
{before}
from conftest import script
import tutelage
from tutelage.progress import Quiet
from tutelage.teacher.scripted import ScriptedTeacher
try:
    tutelage.run({recipe!r}, teacher=ScriptedTeacher(script), progress=Quiet())
except (ValueError, OSError) as error:
    sys.exit(f"told: {{error}}")
"""
CLOCK_BACK = """
real, began = time.time, time.time()
time.time = lambda: real() - 10 * 365 * 86400 - 3 * (real() - began)
"""
SMALL_FILES = "resource.setrlimit(resource.RLIMIT_FSIZE, (15000, 15000)); import signal; "
SMALL_FILES += "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)"


class Trial:
    """A folder with a recipe of its own, and what the undisturbed run ended with."""

    def __init__(self, folder: Path, student: Path, expected: dict[str, bytes] | None) -> None:
        from conftest import make_recipe

        folder.mkdir(parents=True)
        self.folder, self.run, self.expected = folder, folder / "run", expected
        self.recipe = make_recipe(folder, student)

    def start(self, before: str = "") -> warm.Started:
        code = CHILD.format(tests=str(ROOT / "tests"), recipe=str(self.recipe), before=before)
        return warm.Started(["-c", code], {"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"})

    def finish(self, before: str = "") -> str:
        """Go on to the end; what is wrong with the result."""
        process = self.start(before)
        error = process.communicate()[1]
        if process.returncode:
            return f"did not finish: {error.strip().splitlines()[-1][:200]}"
        return self.difference()

    def refused(self, before: str = "") -> str:
        """Start where it cannot work; what is wrong with how that is told."""
        process = self.start(before)
        error = process.communicate()[1].strip().splitlines()
        if not process.returncode:
            return "went on"
        last = error[-1] if error else f"exit code {process.returncode}"
        return "" if last.startswith("told: ") else last[:200]

    def difference(self) -> str:
        wrong = [name for name, data in (self.expected or {}).items() if result(self.run).get(name) != data]
        return f"another result: {', '.join(wrong)}" if wrong else ""


def result(run: Path) -> dict[str, bytes]:
    """Everything that must be the same: records and weights, not times."""
    endings = (".jsonl", ".safetensors")
    return {p.relative_to(run).as_posix(): p.read_bytes() for p in sorted(run.rglob("*")) if p.suffix in endings}


def kill(trial: Trial, seconds: float) -> None:
    process = trial.start()
    try:
        process.communicate(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


@contextmanager
def mounted(*command: str) -> Iterator[bool]:
    """With something mounted on the last word of the command; false if that is not allowed."""
    done = subprocess.run(["mount", *command], capture_output=True, check=False).returncode == 0  # noqa: S607
    try:
        yield done
    finally:
        if done:
            subprocess.run(["umount", command[-1]], check=True)  # noqa: S607


def full_disk(trial: Trial, megabytes: str) -> tuple[str, str]:
    """Run on a disk with too little room, then give it room."""
    trial.run.mkdir()
    with mounted("-t", "tmpfs", "-o", f"size={megabytes}", "tmpfs", str(trial.run)) as done:
        if done:
            wrong = trial.refused("import tutelage.pipeline; tutelage.pipeline.MIN_FREE_BYTES = 0")
            subprocess.run(["mount", "-o", "remount,size=1g", str(trial.run)], check=True)  # noqa: S607
            return f"disk full at {megabytes}", wrong or trial.finish()
    return "files limited to 15 kB", trial.refused(SMALL_FILES) or trial.finish()


def read_only(trial: Trial) -> tuple[str, str]:
    trial.run.mkdir()
    with mounted("--bind", str(trial.run), str(trial.run)) as done:
        if done:
            subprocess.run(["mount", "-o", "remount,ro,bind", str(trial.run)], check=True)  # noqa: S607
            return "read-only folder", trial.refused()
    trial.run.chmod(0o500)
    name = "read-only folder (by its mode)"
    return name, ("" if os.geteuid() == 0 else trial.refused()) or "not tried: root may write, and mount is not allowed"


def two_at_once(trial: Trial) -> tuple[str, str]:
    first = trial.start()
    while first.poll() is None and not (trial.run / "course").exists():
        time.sleep(0.01)
    second = trial.refused()
    first.communicate()
    return "two processes on one run", second or trial.difference()


def clock_back(trial: Trial) -> tuple[str, str]:
    kill(trial, 0.6 * SECONDS[0])
    return "clock set back ten years, running backwards", trial.finish(CLOCK_BACK)


SECONDS = [0.0]
"""What an undisturbed run takes, measured first."""


OTHERS: dict[str, Callable[[Trial], tuple[str, str]]] = {
    "full-disk": lambda trial: full_disk(trial, "100k"),
    "full-disk-later": lambda trial: full_disk(trial, "300k"),
    "read-only": read_only,
    "two-at-once": two_at_once,
    "clock-back": clock_back,
}
"""Disturbances other than a kill."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=3, help="runs that are killed once")
    parser.add_argument("--rounds", type=int, default=1, help="runs that are killed three times")
    parser.add_argument("--others", nargs="*", choices=OTHERS, default=list(OTHERS), help="default: all of them")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    failed = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        from conftest import make_tiny_student

        student = make_tiny_student(folder / "student")
        first = Trial(folder / "undisturbed", student, None)
        began = time.monotonic()
        wrong = first.finish()
        SECONDS[0] = time.monotonic() - began
        expected = result(first.run)
        print(f"undisturbed: {len(expected)} files of records and weights, {SECONDS[0]:.1f} s {wrong}", flush=True)
        moments = [[chance.uniform(0, SECONDS[0])] for _ in range(options.kills)]
        moments += [[chance.uniform(0, SECONDS[0]) for _ in range(3)] for _ in range(options.rounds)]
        for number, when in enumerate(moments):
            trial = Trial(folder / f"kill-{number}", student, expected)
            for seconds in when:
                kill(trial, seconds)
            failed += tell(f"killed after {', '.join(f'{s:.1f}' for s in when)} s", trial.finish())
        for name in options.others:
            failed += tell(*OTHERS[name](Trial(folder / name, student, expected)))
    trials = len(moments) + len(options.others)
    print(f"{trials - failed} of {trials} trials ended as they should")
    return 1 if failed or wrong else 0


def tell(name: str, wrong: str) -> bool:
    print(f"{name:<46}{wrong or 'as it should'}", flush=True)
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
