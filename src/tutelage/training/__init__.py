"""How a student is trained: `reading` (continual pre-training) and `practice` (instruction tuning), on TRL's
`SFTTrainer`, with the loss of every example recorded.

`trainer` is the trainer itself, usable on any data set (docs/trainer.md); `stage` runs it as a stage of a run, in this
process or in several others (`launch`). `ordering` and `plan` decide what is trained on when, `batches` makes tensors
of it, `losses` and `recorder` keep what happened.
"""
