"""Pure statistics: shares, paired comparisons, resampling, several tests at once, several seeds, rankings."""

from tutelage.stats.agreement import Agreement, cohen_kappa
from tutelage.stats.ranking import auroc, average_precision, bootstrap_auroc
from tutelage.stats.resampling import PairedEstimate, Range, bootstrap_gap, bootstrap_nested, bootstrap_paired
from tutelage.stats.several import Mean, holm, mean_over_seeds
from tutelage.stats.shares import (
    FEW_QUESTIONS,
    LEVEL,
    Z95,
    mcnemar,
    questions_needed,
    sign_test,
    smallest_difference,
    wilson,
    wilson_ends,
)

__all__ = [
    "FEW_QUESTIONS",
    "LEVEL",
    "Z95",
    "Agreement",
    "Mean",
    "PairedEstimate",
    "Range",
    "auroc",
    "average_precision",
    "bootstrap_auroc",
    "bootstrap_gap",
    "bootstrap_nested",
    "bootstrap_paired",
    "cohen_kappa",
    "holm",
    "mcnemar",
    "mean_over_seeds",
    "questions_needed",
    "sign_test",
    "smallest_difference",
    "wilson",
    "wilson_ends",
]
