"""Training in processes of its own: on several GPUs, on several machines.

A run's stages stay in one process; only where the student is trained, all that this needs is written down as a job
(`jobs`), `processes` starts a launcher over it (torchrun or accelerate) and follows it (`wire`), and `assistance` does
the same on the other machines. What each process then does stands in `tutelage.training.worker`. Which commands there
are, and what was tried: docs/several-gpus.md.
"""

from tutelage.training.launch.assistance import assist, hosting
from tutelage.training.launch.jobs import Job, read, write
from tutelage.training.launch.processes import check_world, end_with_the_run, leaving_the_reason, train
from tutelage.training.launch.wire import Wire

__all__ = [
    "Job",
    "Wire",
    "assist",
    "check_world",
    "end_with_the_run",
    "hosting",
    "leaving_the_reason",
    "read",
    "train",
    "write",
]
