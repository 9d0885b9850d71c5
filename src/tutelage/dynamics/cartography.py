"""From anyone's loss log to a data map: read the log, classify the examples, write the results."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutelage.config import ERROR_RULES, DynamicsConfig, load_recipe
from tutelage.dynamics import losslog, rules
from tutelage.dynamics.classification import ORDER, Classification, classify
from tutelage.dynamics.losslog import LossLog
from tutelage.dynamics.statistics import ExampleStatistics, cartography_metrics, summarise
from tutelage.errors import LossLogError
from tutelage.progress import counted, percent
from tutelage.records import Category
from tutelage.storage import store

CATEGORIES, METRICS = "categories.jsonl", "td_metrics.jsonl"


def choose_settings(rule: str, recipe: Path | None, skip_epochs: int | None, *, constructed: bool) -> DynamicsConfig:
    """The recipe's settings, or the defaults, replaced by what is given.

    With neither a recipe nor a `rule`, the rule is the default one if there are `constructed` errors, else one that
    needs none.
    """
    if rule:
        ERROR_RULES.check(rule)
    if recipe:
        config = load_recipe(recipe).dynamics
    else:
        config = DynamicsConfig() if constructed else DynamicsConfig(rule=rules.rule_without_errors())
    changes = {"rule": rule or None, "skip_epochs": skip_epochs}
    return config.model_copy(update={key: value for key, value in changes.items() if value is not None})


def map_log(
    path: Path,
    *,
    config: DynamicsConfig,
    constructed: Path | None = None,
    skills: Path | None = None,
) -> Classification:
    """Read a loss log and classify its examples.

    `constructed` lists the constructed errors, `skills` has the skills of examples (see `losslog.read_ids`). Raises
    `LossLogError` for files that cannot be read (see `losslog.read_log`), or that do not belong together.
    """
    log = losslog.read_log(path)
    errors = losslog.read_ids(constructed) if constructed else {}
    given = losslog.read_ids(skills) if skills else {}
    if skills and not given.keys() & set(log.names):
        raise LossLogError(f"no example of {skills} is in {path}: are these ids of the same data?")
    if constructed and not errors.keys() & set(log.names):
        raise LossLogError(f"no example of {constructed} is in {path}: are these ids of the same data?")
    if errors or given:
        log = losslog.with_skills(log, {**given, **{name: skill for name, skill in errors.items() if skill}}, errors)
    if rules.find_rule(config.rule).needs_errors and not errors:
        raise LossLogError(
            f"the rule '{config.rule}' needs constructed errors: name them, or use the rule "
            f"'{rules.rule_without_errors()}'"
        )
    return classify(summarise(log, config.skip_epochs), config)


def write_data_map(folder: Path, found: Classification) -> None:
    """`categories.jsonl`, with the fields of `records.Classified`, and `td_metrics.jsonl`, as cartography writes it."""
    store.write_parts(folder / CATEGORIES, _category_lines(found))
    store.write_parts(folder / METRICS, _metric_lines(found.examples.log))


def _category_lines(found: Classification) -> Iterator[str]:
    names = [json.dumps(category.value) for category in ORDER]
    log, examples = found.examples.log, found.examples
    skills = [json.dumps(skill) for skill in log.skills]
    columns = zip(
        log.names,
        log.skill.tolist(),
        examples.mean.tolist(),
        examples.std.tolist(),
        found.categories.tolist(),
        log.constructed.tolist(),
        strict=True,
    )
    for name, skill, mean, std, code, constructed in columns:
        if code >= 0:
            yield (
                f'{{"round":1,"example":{json.dumps(name)},"skill":{skills[skill]},"mean":{mean},"std":{std},'
                f'"category":{names[code]},"constructed":{"true" if constructed else "false"}}}\n'
            )


def _metric_lines(log: LossLog) -> Iterator[str]:
    found = cartography_metrics(log)
    unknown = [None] * len(log.names)
    correctness, forgetfulness = (
        unknown if values is None else values.tolist() for values in (found.correctness, found.forgetfulness)
    )
    columns = zip(
        log.names, found.confidence.tolist(), found.variability.tolist(), correctness, forgetfulness, strict=True
    )
    for index, (name, confidence, variability, right, forgotten) in enumerate(columns):
        row = {
            "guid": name,
            "index": index,
            "threshold_closeness": confidence * (1 - confidence),
            "confidence": confidence,
            "variability": variability,
            "correctness": right,
            "forgetfulness": forgotten,
        }
        yield json.dumps(row) + "\n"


class CategoryRow(NamedTuple):
    """The examples of one category."""

    examples: int
    share: float | None
    """Of all that are trained on; `None` for constructed errors."""
    mean_loss: float | None
    """In nats per token; `None` without an example."""
    std: float | None
    """Mean of the standard deviations over the epochs, likewise."""


class DataMap(NamedTuple):
    """What `data_map_text` shows."""

    examples: int
    first_epoch: int
    last_epoch: int
    rule: str
    categories: dict[str, CategoryRow]
    """By name; `constructed` only where the log has constructed errors."""
    remarks: list[str]


def data_map(found: Classification) -> DataMap:
    """The categories as numbers, with remarks."""
    examples, log, training = found.examples, found.examples.log, found.examples.training
    rows = {}
    for category in (Category.ERROR, Category.HARD, Category.AMBIGUOUS, Category.EASY):
        own = training & (found.categories == ORDER.index(category))
        rows[category.value] = _row(examples, own, float(own.sum() / max(int(training.sum()), 1)))
    if log.constructed.any():
        rows["constructed"] = _row(examples, examples.seen & log.constructed, None)
    return DataMap(len(log.names), examples.first, log.epochs, found.rule.name, rows, _remarks(found))


def _row(examples: ExampleStatistics, own: NDArray[np.bool_], share: float | None) -> CategoryRow:
    means = [float(values[own].mean()) if own.any() else None for values in (examples.mean, examples.std)]
    return CategoryRow(int(own.sum()), share, *means)


def data_map_text(classified: Classification) -> str:
    """The categories as a short table, with remarks."""
    found = data_map(classified)
    lines = [
        f"{counted(found.examples, 'example')}, epochs {found.first_epoch} to {found.last_epoch} counted, "
        f"rule {found.rule}",
        "",
        f"{'category':<12} {'examples':>10} {'share':>7} {'mean loss':>10} {'std':>8}",
    ]
    for name, row in found.categories.items():
        share = "" if row.share is None else percent(row.share, 1)
        mean, std = ("-" if value is None else f"{value:.3f}" for value in (row.mean_loss, row.std))
        lines.append(f"{name:<12} {row.examples:>10,} {share:>7} {mean:>10} {std:>8}")
    return "\n".join([*lines, "", *found.remarks]).rstrip()


def _remarks(found: Classification) -> list[str]:
    log, blind, unseen = found.examples.log, found.blind, int((~found.examples.seen).sum())
    lines = []
    if blind and found.rule.blind:
        lines.append(f"{found.rule.blind}: nothing is called an error")
    elif blind:
        some = ", ".join(f"'{skill}'" for skill in blind[:3]) + (" …" if len(blind) > 3 else "")
        lines.append(f"blind in {len(blind)} of {len(log.skills)} skills (no error is called there): {some}")
    if log.dropped:
        lines.append(f"left out: {log.dropped:,} rows whose loss is not a finite number")
    if unseen:
        lines.append(f"no category: {counted(unseen, 'example')} without a loss in a counted epoch")
    return lines
