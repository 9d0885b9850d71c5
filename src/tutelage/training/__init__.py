"""Training on TRL's `SFTTrainer`, watching every example.

`trainer` is the trainer itself, usable on any data set (docs/trainer.md); `stage` is what a run of Tutelage makes of
it. `plan` says what is trained on when, `batches` makes tensors of it, `losses` and `recorder` keep what happened.
"""

from tutelage.encoding import Visit
from tutelage.training.stage import Advance, last_checkpoint, sort_within_batches, train, trainer_over
from tutelage.training.trainer import DynamicSFTTrainer

__all__ = [
    "Advance",
    "DynamicSFTTrainer",
    "Visit",
    "last_checkpoint",
    "sort_within_batches",
    "train",
    "trainer_over",
]
