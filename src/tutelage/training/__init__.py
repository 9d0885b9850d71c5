"""How a student is trained: continual pre-training and instruction tuning, with every loss recorded.

`reading` is the continual pre-training on the textbook, `practice` the instruction tuning on the exercises, both on
TRL's `SFTTrainer`. `trainer` is the trainer itself, usable on any data set (docs/trainer.md); `loop` runs it
over a curriculum, here or in processes of its own (`launch`). `ordering` and `plan` say what is trained on when,
`batches` makes tensors of it, `losses` and `recorder` keep what happened.
"""
