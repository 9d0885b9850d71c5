"""How long it takes to classify a loss log, and how much memory.

    python benchmarks/dynamics.py                             # 1,000,000 examples x 6 epochs, 500 skills
    python benchmarks/dynamics.py --examples 100000 --read    # also writes the log and reads it back, per format

The log is made up: log-normal losses, a tenth of the examples higher, 4 constructed errors a skill. Times are medians
of three runs with their range; memory is what the process took beyond the log, sampled, and in the end its own peak.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from tutelage.config import DynamicsConfig
from tutelage.dynamics import ORDER, cartography, losslog
from tutelage.dynamics.losslog import LossLog
from tutelage.records import Category

RUNS = 3


def make_log(examples: int, epochs: int, skills: int) -> tuple[LossLog, set[str]]:
    """A log in memory, and its constructed errors."""
    source = np.random.default_rng(0)
    level = source.lognormal(-1, 0.3, examples) + 1.5 * (source.random(examples) < 0.1)
    loss = (level * np.exp(-0.2 * np.arange(epochs))[:, None] + source.normal(0, 0.05, (epochs, examples))).ravel()
    skill = (np.arange(examples) % skills).astype(np.int32)
    names = [f"example-{number}" for number in range(examples)]
    log = LossLog(
        names,
        np.tile(np.arange(examples, dtype=np.int32), epochs),
        np.repeat(np.arange(1, epochs + 1, dtype=np.int32), examples),
        np.abs(loss),
        None,
        [f"skill-{number}" for number in range(skills)],
        skill,
    )
    high = np.flatnonzero(level > 1.5)[: 4 * skills]
    return log, {names[index] for index in high.tolist()}


def resident() -> float:
    """Resident memory of this process, in GB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e9


def peak_above(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds, and peak memory above the start in GB, sampled every 2 ms."""
    start, most, done = resident(), [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.002):
            most[0] = max(most[0], resident() - start)

    watcher = threading.Thread(target=watch)
    watcher.start()
    begin = time.perf_counter()
    work()
    seconds = time.perf_counter() - begin
    done.set()
    watcher.join()
    return seconds, most[0]


def show(label: str, work: Callable[[], Any], note: str = "") -> None:
    runs = [peak_above(work) for _ in range(RUNS)]
    times = [seconds for seconds, _ in runs]
    memory = max(peak for _, peak in runs)
    spread = f"({min(times):.2f} to {max(times):.2f})"
    print(f"{label:<20} {statistics.median(times):6.2f} s  {spread:<16} {memory:5.2f} GB  {note}", flush=True)


def write_log(log: LossLog, folder: Path) -> list[Path]:
    """The same log as Parquet, CSV and JSONL."""
    from pyarrow import csv, parquet

    table = pa.table({"example": np.array(log.names)[log.example], "epoch": log.epoch, "loss": log.loss})
    parquet.write_table(table, folder / "log.parquet")
    csv.write_csv(table, folder / "log.csv")
    with (folder / "log.jsonl").open("w") as file:
        for example, epoch, loss in zip(log.example.tolist(), log.epoch.tolist(), log.loss.tolist(), strict=True):
            file.write(f'{{"example":"{log.names[example]}","epoch":{epoch},"loss":{loss}}}\n')
    return [folder / f"log.{kind}" for kind in ("parquet", "csv", "jsonl")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=1_000_000)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--skills", type=int, default=500)
    parser.add_argument("--read", action="store_true", help="also measure reading and writing files")
    options = parser.parse_args()
    log, constructed = make_log(options.examples, options.epochs, options.skills)
    print(f"{options.examples:,} examples x {options.epochs} epochs, {options.skills} skills: {resident():.2f} GB held")
    for rule in cartography.RULES:
        config = DynamicsConfig(rule=rule)
        work = partial(cartography.make_map, log, constructed, config)
        errors = int((work().placed.categories == ORDER.index(Category.ERROR)).sum())
        show(f"classify, {rule}", work, f"{errors:,} errors")
    print(f"peak of the process so far: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB", flush=True)
    if options.read:
        with tempfile.TemporaryDirectory() as name:
            for path in write_log(log, Path(name)):
                show(f"read {path.suffix[1:]}", partial(losslog.read_log, path))
            show("write results", partial(cartography.write, Path(name), work()))


if __name__ == "__main__":
    main()
