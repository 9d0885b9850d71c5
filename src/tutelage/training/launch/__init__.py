"""Training in several processes: on several GPUs, on several machines.

The stages of a run stay in one process. Only to train the student, all that this needs is written as a job (`jobs`);
`processes` starts a launcher for it (torchrun or accelerate) and follows its progress (`pipe`), and `assistance` does
the same on the other machines. What each process then does is in `tutelage.training.worker`. The commands, and what has
been tested: docs/several-gpus.md.
"""

from tutelage.training.launch.assistance import assist
from tutelage.training.launch.notices import announce_run
from tutelage.training.launch.processes import check_world_size, exit_with_run, record_failure, train_in_processes

__all__ = ["announce_run", "assist", "check_world_size", "exit_with_run", "record_failure", "train_in_processes"]
