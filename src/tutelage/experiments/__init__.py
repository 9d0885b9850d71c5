"""The paper's experiments as commands: arms, seeds, equal token budgets, tables.

`arms` says what is compared, `running` does it, `tables` and `text` say what came of it.
"""

from tutelage.experiments.arms import NAMES, Arm, Experiment, find
from tutelage.experiments.running import carry_out
from tutelage.experiments.text import markdown

__all__ = ["NAMES", "Arm", "Experiment", "carry_out", "find", "markdown"]
