"""How long it takes to classify the losses of a run or of a log, and how much memory.

    python benchmarks/dynamics.py                             # 1,000,000 examples x 6 epochs, 500 skills
    python benchmarks/dynamics.py --examples 100000 --read    # also writes the log and reads it back, per format
    python benchmarks/dynamics.py --examples 50 --skills 2    # the smallest size, a second

The losses are made up: log-normal, a tenth of the examples higher, 4 constructed errors a skill. Times are from what
the trainer has recorded, in columns, to the categories, and to the records of a run; medians of five runs with their
range, or the processor's time with --cpu, on a machine that others use. Memory is what the process took beyond the
losses, sampled, and in the end its own peak.
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

from tutelage.config import ERROR_RULES, DynamicsConfig
from tutelage.dynamics import Classification, cartography, classify, losslog, summarise
from tutelage.records import Columns, LossRecord

RUNS = 5


def make_losses(examples: int, epochs: int, skills: int) -> tuple[Columns[LossRecord], dict[str, str], dict[str, str]]:
    """The losses of a round as the trainer leaves them, every epoch in an order of its own; the skills of the training
    examples; and those of the constructed errors."""
    source = np.random.default_rng(0)
    level = source.lognormal(-1, 0.3, examples) + 1.5 * (source.random(examples) < 0.1)
    level = level * np.exp(-0.2 * np.arange(epochs))[:, None] + source.normal(0, 0.05, (epochs, examples))
    order = np.array([source.permutation(examples) for _ in range(epochs)])
    names = [f"ex-{number:012x}" for number in (np.arange(examples) * 7919).tolist()]
    high = set(np.flatnonzero(level[0] > 1.5)[: 4 * skills].tolist())
    real = {name: f"skill-{index % skills}" for index, name in enumerate(names) if index not in high}
    errors = {names[index]: f"skill-{index % skills}" for index in sorted(high)}
    # The trainer numbers the examples as the data set does: the constructed errors come last.
    constructed = np.isin(np.arange(examples), sorted(high))
    number = np.argsort(np.argsort(constructed, kind="stable"))
    loss = np.abs(np.take_along_axis(level, order, axis=1)).ravel().astype(np.float32).astype(np.float64)
    losses = {
        "epoch": np.repeat(np.arange(1, epochs + 1), examples),
        "example": (number[order.ravel()], [*real, *errors]),
        "loss": loss,
        "margin": 1 - loss,
        "probability_margin": np.tanh(1 - loss),
        "tokens": np.full(len(loss), 40),
    }
    return Columns.of(LossRecord, losses), real, errors


def resident() -> float:
    """Resident memory of this process, in GB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e9


def peak_above(work: Callable[[], Any], clock: Callable[[], float]) -> tuple[float, float]:
    """Seconds, and peak memory above the start in GB, sampled every 2 ms."""
    start, most, done = resident(), [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.002):
            most[0] = max(most[0], resident() - start)

    watcher = threading.Thread(target=watch)
    watcher.start()
    begin = clock()
    work()
    seconds = clock() - begin
    done.set()
    watcher.join()
    return seconds, most[0]


def show(label: str, work: Callable[[], Any], clock: Callable[[], float], note: str = "") -> None:
    runs = [peak_above(work, clock) for _ in range(RUNS)]
    times = [seconds for seconds, _ in runs]
    memory = max(peak for _, peak in runs)
    spread = f"({min(times):.2f} to {max(times):.2f})"
    print(f"{label:<22} {statistics.median(times):6.2f} s  {spread:<16} {memory:5.2f} GB  {note}", flush=True)


def write_log(losses: Columns[LossRecord], folder: Path) -> list[Path]:
    """The same losses as Parquet, CSV and JSONL."""
    from pyarrow import csv, parquet

    table = losses.table.select(["example", "epoch", "loss"])
    table = table.set_column(0, "example", table.column("example").cast(pa.string()))
    parquet.write_table(table, folder / "log.parquet")
    csv.write_csv(table, folder / "log.csv")
    with (folder / "log.jsonl").open("w") as file:
        for example, epoch, loss in losses.values("example", "epoch", "loss"):
            file.write(f'{{"example":"{example}","epoch":{epoch},"loss":{loss}}}\n')
    return [folder / f"log.{kind}" for kind in ("parquet", "csv", "jsonl")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=1_000_000)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--skills", type=int, default=500)
    parser.add_argument("--read", action="store_true", help="also measure reading and writing files")
    parser.add_argument("--cpu", action="store_true", help="the processor's time instead of the clock's")
    options = parser.parse_args()
    clock = time.process_time if options.cpu else time.perf_counter
    losses, real, errors = make_losses(options.examples, options.epochs, options.skills)
    size = f"{options.examples:,} examples x {options.epochs} epochs, {options.skills} skills"
    print(f"{size}: {resident():.2f} GB held, {'processor' if options.cpu else 'clock'} time")

    def in_a_run(config: DynamicsConfig) -> Classification:
        return of_arrays(losslog.log_of_records(losses, real, errors), config)

    def of_arrays(log: losslog.LossLog, config: DynamicsConfig) -> Classification:
        return classify(summarise(log, config.skip_epochs), config)

    for rule in ERROR_RULES.names():
        config = DynamicsConfig(rule=rule)
        found = in_a_run(config)
        log, examples = found.examples.log, found.examples
        show(f"classify, {rule}", partial(in_a_run, config), clock, f"{int(found.flagged.sum()):,} errors")
        show("  of arrays alone", partial(of_arrays, log, config), clock)
        show("  of statistics alone", partial(classify, examples, config), clock)
    show("records of a run", partial(found.records, 1), clock)
    print(f"peak of the process so far: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB", flush=True)
    if options.read:
        with tempfile.TemporaryDirectory() as name:
            for path in write_log(losses, Path(name)):
                show(f"read {path.suffix[1:]}", partial(losslog.read_log, path), clock)
            show("write results", partial(cartography.write_data_map, Path(name), found), clock)


if __name__ == "__main__":
    main()
