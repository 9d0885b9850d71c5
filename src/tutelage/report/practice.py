"""Practice in the report: training sets, categories and their flow, changes, the error detector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise
from statistics import fmean
from typing import Any, NamedTuple

from tutelage.adaptation.probe import pass_rates
from tutelage.dynamics import losslog, summarise
from tutelage.records import (
    Action,
    ById,
    Category,
    Change,
    Detector,
    Estimate,
    Exercise,
    Interval,
    Origin,
    Round,
    RunRecord,
    values,
)
from tutelage.stats import wilson

CATEGORIES = tuple(category.value for category in (Category.EASY, Category.AMBIGUOUS, Category.HARD, Category.ERROR))
"""From harmless to harmful: the order of bars and legends."""
CONSTRUCTED, UNCLASSED = "constructed", "unclassed"
MAX_FLAGGED = 20


class RoundRow(NamedTuple):
    """Size and cost of one round."""

    number: int
    examples: int
    """Exercises in the training set, without constructed errors."""
    per_epoch: float
    """Sum of their weights: examples presented per epoch, on average."""
    constructed: int
    epochs: int
    steps: int
    tokens: int
    rehearsed: int
    """Tokens that are no part of the course."""
    left_out: int


class ProbeRow(NamedTuple):
    """One skill in the probes between rounds."""

    skill: str
    rates: tuple[Interval | None, ...]
    """One for each probe; `None` where it was not asked about."""


class Dot(NamedTuple):
    """One example on the data map."""

    example: str
    skill: str
    mean: float
    std: float
    kind: str
    """A category, `constructed`, or `unclassed` in a round that was not classified."""


class MapRow(NamedTuple):
    """One category of a data map, in numbers."""

    kind: str
    examples: int
    mean: float
    std: float


class MapRows(NamedTuple):
    """The data map of one round as a table."""

    round: int
    rows: tuple[MapRow, ...]


class Shares(NamedTuple):
    """Categories of one round, in the order of `CATEGORIES`."""

    round: int
    counts: tuple[int, ...]
    total: int


class Flow(NamedTuple):
    """Examples from one classified round to the next."""

    before: int
    after: int
    counts: dict[tuple[str, str], int]
    """(category or `new`, category or `gone`) -> examples."""


class ChangeRow(NamedTuple):
    """What changed in one skill after one round."""

    skill: str
    dropped: int
    restored: int
    weighted: int
    retired: int
    similar_asked: int
    similar: int
    composed_asked: int
    composed: int
    reasons: str


class DetectorRow(NamedTuple):
    """The detector of one round, with the share of constructed errors that it caught."""

    detector: Detector
    caught: Interval
    blind: tuple[str, ...]
    """Names of the blind skills."""


class QualityRow(NamedTuple):
    """How well one method finds errors after one round, as text."""

    round: int
    method: str
    precision: str
    recall: str
    auroc: str


class FlaggedRow(NamedTuple):
    """An example that was called an error, and the outcome of the check."""

    skill: str
    mean: float
    outcome: str
    question: str
    solution: str


def exercises_of(run: RunRecord) -> ById:
    """Every exercise that was or could be trained on, by id."""
    groups = [run.course.exercises, run.course.misconceptions]
    for round_ in run.rounds:
        groups += [*round_.training_set.exercises.groups, *([round_.adapted.exercises] if round_.adapted else [])]
    # A training set mostly refers to the course and to earlier changes: each of these is included once.
    return ById(list({id(group): group for group in groups}.values()))


def probe_rows(run: RunRecord) -> tuple[tuple[int, ...], tuple[ProbeRow, ...]]:
    """The rounds after which there was a probe, and every skill in teaching order with its pass rate in each."""
    probes = [(round_.number, pass_rates(round_.probe.scores)) for round_ in run.rounds if round_.probe]
    rows = [
        ProbeRow(skill.name, tuple(rates.get(skill.id) for _, rates in probes)) for skill in run.graph.skills if probes
    ]
    return tuple(number for number, _ in probes), tuple(rows)


def round_rows(run: RunRecord) -> tuple[RoundRow, ...]:
    """One row for every round."""
    constructed = {exercise.id for exercise in run.course.misconceptions}
    rows = []
    for round_ in run.rounds:
        epochs, seen, examples, per_epoch = 0, set(), 0, 0.0
        for item in round_.training_set:
            seen.add(item.exercise.id)
            if item.exercise.id not in constructed:
                examples, per_epoch = examples + 1, per_epoch + item.weight
        for epoch, example in values(round_.trained.losses, "epoch", "example"):
            epochs = max(epochs, epoch)
            seen.add(example)
        rows.append(
            RoundRow(
                number=round_.number,
                examples=examples,
                per_epoch=per_epoch,
                constructed=len(seen & constructed),
                epochs=epochs,
                steps=max((step for step, _ in values(round_.trained.order, "step", "epoch")), default=0),
                tokens=round_.trained.tokens,
                rehearsed=round_.trained.rehearsed,
                left_out=len(round_.trained.left_out),
            )
        )
    return tuple(rows)


def map_dots(run: RunRecord, round_: Round, exercises: Mapping[str, Exercise]) -> tuple[Dot, ...]:
    """The data map of a round. A round that was not classified shows its losses without categories. `exercises` are
    those of `exercises_of`."""
    if round_.adapted and round_.adapted.categories:
        fields = ("example", "skill", "mean", "std", "category", "constructed")
        return tuple(
            Dot(example, skill, mean, std, CONSTRUCTED if constructed else Category(category).value)
            for example, skill, mean, std, category, constructed in values(round_.adapted.categories, *fields)
        )
    constructed = {exercise.id for exercise in run.course.misconceptions}
    skip = int(section(run.recipe, "dynamics").get("skip_epochs", 0)) if round_.number == 1 else 0
    rows, again = (values(round_.trained.losses, "example", "epoch") for _ in range(2))
    # In the order of the first epoch that counts.
    names = dict.fromkeys(chain((name for name, epoch in rows if epoch > skip), (name for name, _ in again)))
    skills = {name: exercises[name].skill if name in exercises else "" for name in names}
    found = summarise(losslog.log_of_records(round_.trained.losses, skills), skip)
    measured = zip(skills.items(), found.mean.tolist(), found.std.tolist(), found.seen.tolist(), strict=True)
    return tuple(
        Dot(example, skill, mean, std, CONSTRUCTED if example in constructed else UNCLASSED)
        for (example, skill), mean, std, seen in measured
        if seen
    )


def has_map(dots: Sequence[Dot]) -> bool:
    """Whether losses of more than one epoch count: otherwise nothing deviates, and the map is a line."""
    return any(dot.std > 0 for dot in dots)


def map_rows(round_: int, found: Sequence[Dot]) -> MapRows:
    """Number and means of every category: the data map for readers who cannot see it."""
    by_kind: dict[str, list[Dot]] = {}
    for dot in found:
        by_kind.setdefault(dot.kind, []).append(dot)
    kinds = [kind for kind in (*CATEGORIES, UNCLASSED, CONSTRUCTED) if kind in by_kind]
    return MapRows(
        round_,
        tuple(
            MapRow(k, len(by_kind[k]), fmean(d.mean for d in by_kind[k]), fmean(d.std for d in by_kind[k]))
            for k in kinds
        ),
    )


def section(recipe: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A section of a recipe; empty if the recipe says nothing about it."""
    found = recipe.get(name)
    return found if isinstance(found, Mapping) else {}


def categories_of(round_: Round) -> dict[str, str]:
    """Example -> category, without the constructed errors; empty if the round was not classified."""
    if not round_.adapted:
        return {}
    found = values(round_.adapted.categories, "example", "category", "constructed")
    return {example: Category(category).value for example, category, constructed in found if not constructed}


def category_shares(run: RunRecord) -> tuple[Shares, ...]:
    """Categories of every classified round."""
    rows = []
    for round_ in run.rounds:
        counts = Counter(categories_of(round_).values())
        if counts:
            rows.append(Shares(round_.number, tuple(counts[name] for name in CATEGORIES), counts.total()))
    return tuple(rows)


def category_flows(run: RunRecord) -> tuple[Flow, ...]:
    """How examples moved between the categories of consecutive classified rounds."""
    classified = [(round_.number, categories_of(round_)) for round_ in run.rounds]
    classified = [(number, categories) for number, categories in classified if categories]
    rows = []
    for (before, old), (after, new) in pairwise(classified):
        moves = Counter((old.get(e, "new"), new.get(e, "gone")) for e in dict.fromkeys([*old, *new]))
        rows.append(Flow(before, after, dict(moves)))
    return tuple(rows)


def change_rows(run: RunRecord, round_: Round) -> tuple[ChangeRow, ...]:
    """What changed after a round, for every skill where anything did, in teaching order."""
    if not round_.adapted:
        return ()
    written = Counter((exercise.skill, exercise.origin) for exercise in round_.adapted.exercises)
    counted: dict[str, Counter[Action]] = {skill.id: Counter() for skill in run.graph.skills}
    added: dict[str, list[Change]] = {}
    for change in round_.adapted.changes:
        counted.setdefault(change.skill, Counter())[change.action] += 1
        if change.action is Action.ADD:
            added.setdefault(change.skill, []).append(change)
    names = {skill.id: skill.name for skill in run.graph.skills}
    rows = []
    for skill, counts in counted.items():
        similar, composed = written[skill, Origin.SIMILAR], written[skill, Origin.COMPOSED]
        asked = added.get(skill, [])
        if counts or similar or composed:
            rows.append(
                ChangeRow(
                    skill=names.get(skill, skill),
                    dropped=counts[Action.DROP],
                    restored=counts[Action.RESTORE],
                    weighted=counts[Action.WEIGHT],
                    retired=counts[Action.RETIRE],
                    similar_asked=_asked(asked, Origin.SIMILAR),
                    similar=similar,
                    composed_asked=_asked(asked, Origin.COMPOSED),
                    composed=composed,
                    reasons=_reasons(skill, asked, names),
                )
            )
    return tuple(rows)


def _reasons(skill: str, changes: Sequence[Change], names: Mapping[str, str]) -> str:
    """Why new exercises were requested. Composed ones have one reason for every partner: only the partners are
    named."""
    asked = [(change.reason, change.request) for change in changes]
    reasons = [reason for reason, request in asked if not request or request.origin is not Origin.COMPOSED]
    partners = [
        names.get(other, other)
        for _, request in asked
        if request and request.origin is Origin.COMPOSED
        for other in request.skills
        if other != skill
    ]
    if partners:
        reasons.append(f"easy, so composed with {', '.join(dict.fromkeys(partners))}")
    return "; ".join(dict.fromkeys(reasons))


def _asked(changes: list[Change], origin: Origin) -> int:
    return sum(change.request.number for change in changes if change.request and change.request.origin is origin)


def change_totals(rows: tuple[ChangeRow, ...]) -> dict[str, int]:
    """Sums of the number columns."""
    columns = [field for field in ChangeRow._fields if field not in ("skill", "reasons")]
    return {field: sum(getattr(row, field) for row in rows) for field in columns}


def detector_rows(run: RunRecord) -> tuple[DetectorRow, ...]:
    """How well errors were distinguished from right examples, round by round."""
    names = {skill.id: skill.name for skill in run.graph.skills}
    return tuple(
        DetectorRow(
            detector, wilson(detector.caught, detector.constructed), tuple(names.get(s, s) for s in detector.blind)
        )
        for round_ in run.rounds
        if round_.adapted
        for detector in round_.adapted.detector
    )


def quality_rows(run: RunRecord) -> tuple[QualityRow, ...]:
    """The rule compared with plain loss ranking and chance, round by round."""
    names = {"plain-loss": "plain loss ranking"}
    return tuple(
        QualityRow(
            row.detector.round,
            f"rule {row.detector.rule}" if quality.method == "rule" else names.get(quality.method, quality.method),
            _estimate(quality.precision),
            _estimate(quality.recall),
            _estimate(quality.auroc),
        )
        for row in detector_rows(run)
        for quality in row.detector.qualities
    )


def _estimate(estimate: Estimate | None) -> str:
    """E.g. `0.64 [0.52–0.74]`; a dash for what could not be measured."""
    if estimate is None:
        return "–"
    bounds = "" if estimate.low is None or estimate.high is None else f" [{estimate.low:.2f}–{estimate.high:.2f}]"
    return f"{estimate.value:.2f}{bounds}"


def flagged_rows(run: RunRecord, round_: Round, exercises: Mapping[str, Exercise]) -> tuple[FlaggedRow, ...]:
    """The first examples that were called errors, those with the highest loss first. `exercises` are those of
    `exercises_of`."""
    if not round_.adapted:
        return ()
    names = {skill.id: skill.name for skill in run.graph.skills}
    actions = {change.example: change.action for change in round_.adapted.changes if change.example}
    outcomes = {Action.DROP: "dropped: the check agrees", Action.RESTORE: "kept: the check finds it right"}
    found = [c for c in round_.adapted.categories if c.category is Category.ERROR and not c.constructed]
    found = [c for c in sorted(found, key=lambda c: (-c.mean, c.example)) if c.example in exercises]
    return tuple(
        FlaggedRow(
            names.get(c.skill, c.skill),
            c.mean,
            outcomes.get(actions.get(c.example, Action.ADD), "no decision on record"),
            exercises[c.example].question,
            exercises[c.example].solution,
        )
        for c in found[:MAX_FLAGGED]
    )
