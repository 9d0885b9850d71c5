"""A job: all that processes need to train a student, in a folder; and what they leave there.

The folder lies with the stage's checkpoints and goes with them when the stage is done. `job.json` says how to train,
three Parquet files on what: `examples` (token ids, once each), `order` (which example when), `probe`.
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
"""What the job has found out: the records of training. The student itself lies in the stage's folder."""
ERROR = "error.txt"
"""Why a process gave up, in words."""
LOG = "log.txt"
"""What launcher and processes said."""
EXAMPLES, ORDER, PROBE = "examples.parquet", "order.parquet", "probe.parquet"

PRESENTATIONS = pa.schema([("epoch", pa.int32()), ("example", pa.string()), ("skill", pa.string())])
ENCODED = pa.schema([("input_ids", pa.list_(pa.int32())), ("labels", pa.list_(pa.int32()))])


class JobSpec(Record):
    """What `job.json` holds."""

    label: str
    """For progress."""
    folder: str
    """Of the stage: where checkpoints and the student go."""
    student: StudentConfig
    source: str
    trained: str
    """See `tutelage.student.loading.load_student`; empty: nothing."""
    launch: LaunchConfig
    schedule: dict[str, Any]
    """See `tutelage.student.loading.Schedule`."""
    attempt: str
    """Another one each time."""
    probe_times: int = 0
    """0: no curve is drawn."""
    files: dict[str, str] = Field(default_factory=dict)
    """SHA-256 of each Parquet file."""


class Job(NamedTuple):
    """A job as it is read back."""

    spec: JobSpec
    schedule: Schedule
    curriculum: Curriculum
    probe: Probe | None


def write(folder: Path, spec: JobSpec, curriculum: Curriculum, probe: Probe | None) -> None:
    """Write a job into a folder, instead of an earlier one."""
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
    """How a job is to be done. Raises `ValueError` if the folder holds none."""
    try:
        values, _ = store.read_sealed(folder / JOB)
        return JobSpec.model_validate(values)
    except FileNotFoundError:
        raise LaunchError(f"{folder} holds no job: 'tutelage run' writes one where the student is trained") from None
    except ValueError:
        raise LaunchError(f"{folder / JOB} is damaged: delete {folder} and start the run again") from None


def read(folder: Path) -> Job:
    """The job in a folder. Raises `ValueError`, naming the file, if one is not what was written."""
    spec = read_spec(folder)
    store.check_files(folder, spec.files)
    examples = Examples.from_table(read_parquet(folder / EXAMPLES))
    columns = read_parquet(folder / ORDER).to_pydict()
    order = [Presentation(*row) for row in zip(*(columns[name] for name in Presentation._fields), strict=True)]
    probe = [Encoded(**row) for row in read_parquet(folder / PROBE).to_pylist()]
    schedule = Schedule(**{**spec.schedule, "report_to": tuple(spec.schedule["report_to"])})
    curriculum = Curriculum(examples, order)
    return Job(spec, schedule, curriculum, Probe(probe, spec.probe_times) if spec.probe_times else None)


def absolute(source: str) -> str:
    """A folder's whole path, because processes may start elsewhere; a hub name as it is."""
    return str(Path(source).resolve()) if Path(source).is_dir() else source
