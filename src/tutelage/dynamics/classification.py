"""From the losses of a round, or of anyone's log, to the four categories, in arrays. Pure.

Section 3.3 of the paper (Chen and Yang, arXiv:2412.19361). A round is some epochs of practice on one training set, to
which constructed errors are added. L_average and sigma_average are the means of L_i and sigma_i (see `statistics`) over
the training set without these. An example is, in this order: an error if the rule says so (see `rules`); ambiguous if
sigma_i is above sigma_average; hard if L_i is above L_average; else easy.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutelage.config import ERROR_RULES, DynamicsConfig
from tutelage.dynamics.rules import ErrorRule, SkillScores, Thresholds, above, find_rule
from tutelage.dynamics.statistics import ExampleStatistics, Numbers
from tutelage.errors import LossLogError
from tutelage.records import Category, Classified, Columns

ORDER = (Category.EASY, Category.AMBIGUOUS, Category.HARD, Category.ERROR)
"""The categories that the numbers in `Classification.categories` mean."""


class Classification(NamedTuple):
    """Examples with categories. Arrays have one entry per example, in the log's order."""

    examples: ExampleStatistics
    config: DynamicsConfig
    rule: ErrorRule
    score: Numbers
    """The rule's score; the higher, the more suspect."""
    skills: SkillScores
    thresholds: Thresholds
    categories: NDArray[np.int8]
    """Index in `ORDER`; -1 for an example that was not seen."""

    @property
    def flagged(self) -> NDArray[np.bool_]:
        """The training examples, without the constructed errors, that are called errors."""
        return np.asarray(self.examples.training & (self.categories == ORDER.index(Category.ERROR)))

    @property
    def blind(self) -> tuple[str, ...]:
        """Skills with training examples in which the rule is blind."""
        codes = np.flatnonzero(np.isinf(self.thresholds.score) & ~np.isnan(self.skills.mean))
        return tuple(sorted(self.examples.log.skills[code] for code in codes.tolist()))

    def records(self, round_: int) -> Columns[Classified]:
        """The examples that were seen, as the records of a round."""
        log, examples = self.examples.log, self.examples
        rows = np.flatnonzero(examples.seen)
        names = log.names if len(rows) == len(log.names) else [log.names[row] for row in rows.tolist()]
        return Columns.of(
            Classified,
            {
                "round": np.full(len(rows), round_),
                "example": names,
                "skill": (log.skill[rows], log.skills),
                "mean": examples.mean[rows],
                "std": examples.std[rows],
                "category": (self.categories[rows], [category.value for category in ORDER]),
                "constructed": log.constructed[rows],
            },
        )


def classify(examples: ExampleStatistics, config: DynamicsConfig) -> Classification:
    """Put every example that was seen into one of the four categories, by the rule that `config` names.

    Raises `LossLogError` if the rule needs margins and the log has none, `RecipeError` if there is no such rule, or if
    one from elsewhere gives no numbers.
    """
    rule = find_rule(config.rule)
    if rule.needs_margins and not examples.log.has_margins:
        raise LossLogError(
            f"the rule '{rule.name}' needs a probability_margin in every row of the log: use '{DynamicsConfig().rule}'"
        )
    with ERROR_RULES.using(config.rule):
        score, training = rule.score(examples), examples.training
        skills = skill_scores(examples, score)
        thresholds = rule.thresholds(skills, config)
        if config.rule not in ERROR_RULES.shipped and (fault := _fault(examples, score, skills, thresholds)):
            raise ERROR_RULES.misused(config.rule, fault)
    hard = above(examples.mean, _mean(examples.mean[training]))
    codes = np.where(hard, ORDER.index(Category.HARD), ORDER.index(Category.EASY)).astype(np.int8)
    codes[above(examples.std, _mean(examples.std[training]))] = ORDER.index(Category.AMBIGUOUS)
    codes[thresholds.exceeded(score, examples.std, examples.log.skill)] = ORDER.index(Category.ERROR)
    codes[~examples.seen] = -1
    return Classification(examples, config, rule, score, skills, thresholds, codes)


def _fault(examples: ExampleStatistics, score: Numbers, skills: SkillScores, thresholds: Thresholds) -> str:
    """What is wrong with what a rule gives: comparisons with NaN would call nothing an error, and say nothing."""
    if not isinstance(thresholds, Thresholds):
        return f"gives a {type(thresholds).__name__} as thresholds: Thresholds are needed"
    known = ~np.isnan(skills.mean)  # elsewhere there is nothing to compare
    expected: dict[str, tuple[Any, int, NDArray[np.bool_]]] = {
        "scores": (score, len(examples.log.names), examples.seen),
        "thresholds": (thresholds.score, len(examples.log.skills), known),
        "thresholds for standard deviations": (thresholds.std, len(examples.log.skills), known),
    }
    for what, (values, size, used) in expected.items():
        if values is None and what.endswith("deviations"):
            continue
        if np.shape(values) != (size,):
            return f"gives {what} of the shape {np.shape(values)}: {size} numbers in an array are needed"
        if np.isnan(np.asarray(values, dtype=np.float64)[used]).any():
            blind = "; a threshold is infinite where the rule is blind" if what == "thresholds" else ""
            return f"gives {what} that are not a number (NaN){blind}"
    return ""


def skill_scores(examples: ExampleStatistics, score: Numbers) -> SkillScores:
    """The scores of every skill's training examples and constructed errors, as far as they were seen."""
    size, skill = len(examples.log.skills), examples.log.skill
    order = np.flatnonzero(examples.training)
    order = order[np.argsort(skill[order], kind="stable")]
    ends = np.cumsum(np.bincount(skill[order], minlength=size))
    training = np.split(score[order], ends[:-1])[:size]
    errors, errors_std = np.full(size, np.nan), np.full(size, np.nan)
    wrong = np.flatnonzero(examples.seen & examples.log.constructed)
    for code in np.unique(skill[wrong]).tolist():
        rows = wrong[skill[wrong] == code]
        errors[code], errors_std[code] = _mean(score[rows]), _mean(examples.std[rows])
    mean = np.array([_mean(found) if len(found) else np.nan for found in training])
    return SkillScores(mean, errors, errors_std, tuple(training))


def _mean(values: Numbers) -> float:
    """In extended precision where the machine has it; 0 of none."""
    return float(values.sum(dtype=np.longdouble) / max(len(values), 1))
