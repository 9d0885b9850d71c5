"""Stage: anyone's loss log becomes a data map. Reads the log, classifies the examples, writes what was found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, get_args

from tutelage.config import DynamicsConfig, load_recipe
from tutelage.dynamics import landscape, losslog
from tutelage.dynamics.landscape import Landscape, Placed
from tutelage.dynamics.losslog import LossLog
from tutelage.dynamics.rules import ORDER
from tutelage.errors import LossLogError
from tutelage.progress import counted
from tutelage.records import Category
from tutelage.storage import store

RULES = get_args(DynamicsConfig.model_fields["rule"].annotation)
CATEGORIES, METRICS = "categories.jsonl", "td_metrics.jsonl"


class DataMap(NamedTuple):
    """A loss log with the place and the category of every example."""

    log: LossLog
    landscape: Landscape
    placed: Placed
    config: DynamicsConfig


def settings(rule: str, recipe: Path | None, skip_epochs: int | None, *, ruler: bool) -> DynamicsConfig:
    """The recipe's settings, or the defaults, with what is asked for in their place.

    Without a recipe and a `rule` that is `midpoint` if there is a `ruler` of constructed errors, else `mixture`.
    """
    if rule not in ("", *RULES):
        raise LossLogError(f"unknown rule '{rule}': use one of {', '.join(RULES)}")
    config = load_recipe(recipe).dynamics if recipe else DynamicsConfig(rule="midpoint" if ruler else "mixture")
    changes = {"rule": rule or None, "skip_epochs": skip_epochs}
    return config.model_copy(update={key: value for key, value in changes.items() if value is not None})


def map_log(
    path: Path,
    *,
    config: DynamicsConfig,
    constructed: Path | None = None,
    skills: Path | None = None,
) -> DataMap:
    """Read a loss log and classify its examples.

    `constructed` names the constructed errors, `skills` gives skills to examples (see `losslog.read_ids`). Raises
    `ValueError` for input that cannot be read (see `losslog.read_log`), or that does not fit together.
    """
    log = losslog.read_log(path)
    errors = losslog.read_ids(constructed) if constructed else {}
    given = losslog.read_ids(skills) if skills else {}
    if skills and not given.keys() & set(log.names):
        raise LossLogError(f"no example of {skills} is in {path}: are these ids of the same data?")
    if constructed and not errors.keys() & set(log.names):
        raise LossLogError(f"no example of {constructed} is in {path}: are these ids of the same data?")
    if errors or given:
        log = losslog.with_skills(log, {**given, **{name: skill for name, skill in errors.items() if skill}})
    if config.rule != "mixture" and not errors:
        raise LossLogError(f"the rule '{config.rule}' needs constructed errors: name them, or use the rule 'mixture'")
    return make_map(log, set(errors), config)


def make_map(log: LossLog, constructed: set[str], config: DynamicsConfig) -> DataMap:
    """Classify the examples of a log that has been read."""
    found = landscape.survey(log, constructed, config.skip_epochs)
    return DataMap(log, found, landscape.place(found, log.skills, config), config)


def write(folder: Path, found: DataMap) -> None:
    """`categories.jsonl`, with the fields of `records.Classified`, and `td_metrics.jsonl`, as cartography writes it."""
    store.write_parts(folder / CATEGORIES, _category_lines(found))
    store.write_parts(folder / METRICS, _metric_lines(found.log))


def _category_lines(found: DataMap) -> Iterator[str]:
    names = [json.dumps(category.value) for category in ORDER]
    skills = [json.dumps(skill) for skill in found.log.skills]
    columns = zip(
        found.log.names,
        found.landscape.skill.tolist(),
        found.landscape.mean.tolist(),
        found.landscape.std.tolist(),
        found.placed.categories.tolist(),
        found.landscape.constructed.tolist(),
        strict=True,
    )
    for name, skill, mean, std, code, constructed in columns:
        if code >= 0:
            yield (
                f'{{"round":1,"example":{json.dumps(name)},"skill":{skills[skill]},"mean":{mean},"std":{std},'
                f'"category":{names[code]},"constructed":{"true" if constructed else "false"}}}\n'
            )


def _metric_lines(log: LossLog) -> Iterator[str]:
    found = landscape.metrics(log)
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


def text(found: DataMap) -> str:
    """What was found, as a short table."""
    log, placed, at = found.log, found.placed, found.landscape
    seen = int(at.seen.sum())
    lines = [
        f"{counted(len(log.names), 'example')}, epochs {at.first} to {log.epochs} counted, rule {found.config.rule}",
        "",
        f"{'category':<12} {'examples':>10} {'share':>7} {'mean loss':>10} {'std':>8}",
    ]
    own = at.seen & ~at.constructed
    for category in (Category.ERROR, Category.HARD, Category.AMBIGUOUS, Category.EASY):
        rows = own & (placed.categories == ORDER.index(category))
        count = int(rows.sum())
        figures = f"{at.mean[rows].mean():>10.3f} {at.std[rows].mean():>8.3f}" if count else f"{'-':>10} {'-':>8}"
        lines.append(f"{category.value:<12} {count:>10,} {count / max(int(own.sum()), 1):>7.1%} {figures}")
    if at.constructed.any():
        rows = at.seen & at.constructed
        figures = f"{at.mean[rows].mean():>10.3f} {at.std[rows].mean():>8.3f}" if rows.any() else ""
        lines.append(f"{'constructed':<12} {int(rows.sum()):>10,} {'':>7} {figures}")
    lines += ["", *_remarks(found, len(log.names) - seen)]
    return "\n".join(lines).rstrip()


def _remarks(found: DataMap, unseen: int) -> list[str]:
    blind, skills = found.placed.thresholds.blind, len(found.log.skills)
    lines = []
    if blind and found.config.rule == "mixture":
        lines.append("no second group of losses stands apart: nothing is called an error")
    elif blind:
        some = ", ".join(f"'{skill}'" for skill in blind[:3]) + (" …" if len(blind) > 3 else "")
        lines.append(f"blind in {len(blind)} of {skills} skills (no error is called there): {some}")
    if found.log.dropped:
        lines.append(f"left out: {found.log.dropped:,} rows whose loss is no finite number")
    if unseen:
        lines.append(f"no category: {counted(unseen, 'example')} without a loss in a counted epoch")
    return lines
