"""How a student is trained: `reading` (continual pre-training) and `practice` (instruction tuning), on TRL's
`SFTTrainer`, watching every example.

`trainer` is the trainer itself, usable on any data set (docs/trainer.md); `stage` is what a run of Tutelage makes of
it, here or in processes of its own (`launch`). `ordering` and `plan` say what is trained on when, `batches` makes
tensors of it, `losses` and `recorder` keep what happened.
"""
