"""The paper's experiments as commands: arms, seeds, equal token budgets, tables.

`arms` defines what is compared, `running` runs it, `tables` and `text` report the results.
"""

from tutelage.experiments.arms import NAMES, Arm, Experiment, find_experiment
from tutelage.experiments.running import run_experiment
from tutelage.experiments.text import results_markdown

__all__ = ["NAMES", "Arm", "Experiment", "find_experiment", "results_markdown", "run_experiment"]
