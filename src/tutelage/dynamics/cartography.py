"""From anyone's loss log to a data map: read the log, classify the examples, write the results."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tutelage.config import ERROR_RULES, DynamicsConfig, load_recipe
from tutelage.dynamics import losslog, rules
from tutelage.dynamics.classification import ORDER, Classification, classify
from tutelage.dynamics.losslog import LossLog
from tutelage.dynamics.statistics import ExampleStatistics, cartography_metrics, summarise
from tutelage.errors import LossLogError
from tutelage.progress import counted
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


def data_map_text(found: Classification) -> str:
    """The categories as a short table, with remarks."""
    examples, log, training = found.examples, found.examples.log, found.examples.training
    counted_epochs = f"epochs {examples.first} to {log.epochs} counted"
    lines = [
        f"{counted(len(log.names), 'example')}, {counted_epochs}, rule {found.rule.name}",
        "",
        f"{'category':<12} {'examples':>10} {'share':>7} {'mean loss':>10} {'std':>8}",
    ]
    for category in (Category.ERROR, Category.HARD, Category.AMBIGUOUS, Category.EASY):
        rows = training & (found.categories == ORDER.index(category))
        count = int(rows.sum())
        means = _means(examples, rows) if count else f"{'-':>10} {'-':>8}"
        lines.append(f"{category.value:<12} {count:>10,} {count / max(int(training.sum()), 1):>7.1%} {means}")
    if log.constructed.any():
        rows = examples.seen & log.constructed
        means = _means(examples, rows) if rows.any() else ""
        lines.append(f"{'constructed':<12} {int(rows.sum()):>10,} {'':>7} {means}")
    return "\n".join([*lines, "", *_remarks(found)]).rstrip()


def _means(examples: ExampleStatistics, rows: NDArray[np.bool_]) -> str:
    return f"{examples.mean[rows].mean():>10.3f} {examples.std[rows].mean():>8.3f}"


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
