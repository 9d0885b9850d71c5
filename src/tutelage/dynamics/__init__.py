"""Training dynamics: which examples are wrong, hard, easy or ambiguous, found from their losses.

`losslog` reads the recorded losses, `summarise` takes their mean and standard deviation for every example, `classify`
puts the examples into categories by one of the `rules`, `detector` measures the rule on constructed errors, and
`cartography` is what `tutelage dynamics` does. All of it works on arrays, for a run as for a log of any size.
"""

from tutelage.dynamics.classification import ORDER, Classification, classify, skill_scores
from tutelage.dynamics.statistics import ExampleStatistics, summarise

__all__ = ["Classification", "ExampleStatistics", "ORDER", "classify", "skill_scores", "summarise"]
