"""A job: a folder with all that processes need to train a student, and with what they write.

The folder is among the stage's checkpoints and is deleted with them when the stage is done. `job.json` says how to
train, three Parquet files on what: `examples` (token ids, once each), `order` (which example when), `probe`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import Field

from tutelage.config import LaunchConfig, StudentConfig
from tutelage.errors import LaunchError
from tutelage.records import Record, read_parquet
from tutelage.storage import store
from tutelage.student.encoding import Curriculum, Encoded, Examples, Presentation
from tutelage.training.schedule import Probe, Schedule

JOB = "job.json"
RESULT = "result"
"""The records of training. The student itself is in the stage's folder."""
ERROR = "error.txt"
"""Why a process failed, in words."""
LOG = "log.txt"
"""The output of launcher and processes."""
EXAMPLES, ORDER, PROBE = "examples.parquet", "order.parquet", "probe.parquet"

PRESENTATIONS = pa.schema([("epoch", pa.int32()), ("example", pa.string()), ("skill", pa.string())])
ENCODED = pa.schema([("input_ids", pa.list_(pa.int32())), ("labels", pa.list_(pa.int32()))])


class JobSpec(Record):
    """The content of `job.json`."""

    label: str
    """For progress."""
    folder: str
    """The stage's folder: where checkpoints and the student go."""
    student: StudentConfig
    source: str
    trained: str
    """See `tutelage.student.loading.load_student`; empty: nothing."""
    launch: LaunchConfig
    schedule: dict[str, Any]
    """See `tutelage.training.schedule.Schedule`."""
    attempt: str
    """A new one each time."""
    probe_times: int = 0
    """0: no learning curve is recorded."""
    files: dict[str, str] = Field(default_factory=dict)
    """SHA-256 of each Parquet file."""


class Job(NamedTuple):
    """A job as it is read back."""

    spec: JobSpec
    schedule: Schedule
    curriculum: Curriculum
    probe: Probe | None


def write_job(folder: Path, spec: JobSpec, curriculum: Curriculum, probe: Probe | None) -> None:
    """Write a job into a folder, in place of an earlier one."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pq.write_table(curriculum.examples.table, folder / EXAMPLES)
    columns = {name: [getattr(one, name) for one in curriculum.order] for name in Presentation._fields}
    pq.write_table(pa.table(columns, schema=PRESENTATIONS), folder / ORDER)
    probed = probe.examples if probe else ()
    columns = {name: [list(getattr(one, name)) for one in probed] for name in Encoded._fields}
    pq.write_table(pa.table(columns, schema=ENCODED), folder / PROBE)
    spec = spec.model_copy(update={"files": store.digests(folder), "probe_times": probe.times if probe else 0})
    store.write_sealed(folder / JOB, spec.model_dump(mode="json"))


def read_spec(folder: Path) -> JobSpec:
    """How a job is to be done. Raises `LaunchError` if the folder has none."""
    try:
        values = store.read_sealed(folder / JOB)
        return JobSpec.model_validate(values)
    except FileNotFoundError:
        raise LaunchError(f"there is no job in {folder}: 'tutelage run' writes one when it trains") from None
    except ValueError:
        raise LaunchError(f"{folder / JOB} is damaged: delete {folder} and start the run again") from None


def read_job(folder: Path) -> Job:
    """The job in a folder. Raises an error that names the file if one is not what was written."""
    spec = read_spec(folder)
    store.check_files(folder, spec.files)
    examples = Examples.from_table(read_parquet(folder / EXAMPLES))
    columns = read_parquet(folder / ORDER).to_pydict()
    order = [Presentation(*row) for row in zip(*(columns[name] for name in Presentation._fields), strict=True)]
    probe = [Encoded(**row) for row in read_parquet(folder / PROBE).to_pylist()]
    schedule = Schedule(**{**spec.schedule, "report_to": tuple(spec.schedule["report_to"])})
    curriculum = Curriculum(examples, order)
    return Job(spec, schedule, curriculum, Probe(probe, spec.probe_times) if spec.probe_times else None)


def absolute_source(source: str) -> str:
    """The absolute path of a folder, because processes may start elsewhere; a hub name as it is."""
    return str(Path(source).resolve()) if Path(source).is_dir() else source
