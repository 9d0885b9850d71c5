"""The tables of an experiment, in Markdown that also reads well in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean

from tutelage import stats
from tutelage.progress import counted
from tutelage.records import Estimate, ExperimentRecord, Outcome, Standing

KINDS = ("error", "hard", "ambiguous", "easy")
COVERAGE = {2: (77, 97), 3: (80, 97), 4: (88, 98), 5: (90, 98)}
"""Seeds -> percent of 95 % intervals (nested bootstrap) that hold the true difference, where seeds differ by 0.5
logits, and where they do not (`benchmarks/intervals.py`; docs/statistics.md)."""


def results_markdown(record: ExperimentRecord) -> str:
    """All results, and what is needed to repeat them."""
    parts = [f"# {record.name}: {record.about}", _head(record)]
    for group in dict.fromkeys(standing.group for standing in record.standings):
        rows = [standing for standing in record.standings if standing.group == group]
        parts += [f"## {group}"] if group else []
        parts.append(_standings(rows))
        outcomes = [outcome for outcome in record.outcomes if outcome.group == group]
        more = [table(outcomes) for table in (_forms, _states, _curve, _rules, _categories, _extra)]
        parts += [part for part in more if part]
    parts.append(_foot(record))
    return "\n\n".join(parts) + "\n"


def _head(record: ExperimentRecord) -> str:
    lines = [
        f"Seeds {', '.join(map(str, record.seeds))}. Share of exam questions right, all seeds together, with its 95 %",
        "interval (bootstrap over seeds and questions); difference from the first arm, same seeds and questions, in",
        "points; p by McNemar's exact test with Holm's correction over the arms.",
        *_coverage(len(record.seeds)),
    ]
    if record.missing:
        lines += [
            "",
            f"**Not complete:** {counted(len(record.missing), 'run')} left, the next is {record.missing[0]}.",
        ]
    return "\n".join(lines)


def _coverage(seeds: int) -> list[str]:
    """What the intervals are worth with so few seeds."""
    if seeds == 1:
        return ["", "One seed: the intervals cover the choice of questions alone. Another seed gives another student."]
    held = COVERAGE.get(seeds)
    if not held:
        return []
    return [
        "",
        f"With {seeds} seeds, {held[0]} to {held[1]} % of such intervals hold the true difference, not 95 %: the "
        "fewer, the more the seeds differ (tutelage help statistics). Look at each seed as well.",
    ]


def _standings(rows: Sequence[Standing]) -> str:
    base = "| arm | right | by seed | difference | p | exam loss | tokens |\n|---|---|---|---|---|---|---|"
    return "\n".join([base, *(_row(row) for row in rows)])


def _row(row: Standing) -> str:
    seeds = " ".join(f"{share:.1%}" for share in row.by_seed)
    difference = _signed(row.difference) if row.difference else ""
    p = "" if row.p is None else "< .001" if row.p < 0.001 else f"{row.p:.3f}"
    loss = "" if row.loss is None else f"{row.loss:.3f}"
    return f"| {row.arm} | {_share(row.accuracy)} | {seeds} | {difference} | {p} | {loss} | {row.tokens:,.0f} |"


def _share(found: Estimate) -> str:
    return f"{found.value:.1%}" + (f" ({found.low:.1%} to {found.high:.1%})" if found.low is not None else "")


def _signed(found: Estimate) -> str:
    low, high = found.low or 0.0, found.high or 0.0
    return f"{100 * found.value:+.1f} ({100 * low:+.1f} to {100 * high:+.1f})"


def _forms(outcomes: Sequence[Outcome]) -> str:
    """The share right of questions whose form was held out, and of the others."""
    lines = []
    for arm, own in _by_arm(outcomes):
        marks = [
            [[float(right) for id_, right in o.correct.items() if (id_ in o.new) == new] for o in own]
            for new in (True, False)
        ]
        found = [stats.bootstrap_nested([([0.0] * len(seed), seed) for seed in part if seed]) for part in marks]
        if found[0] and found[1]:
            shares = (_share(Estimate(**each.difference._asdict())) for each in found if each)
            lines.append(f"| {arm} | {' | '.join(shares)} |")
    return "\n".join(["| arm | new forms | trained forms |", "|---|---|---|", *lines]) if lines else ""


def _states(outcomes: Sequence[Outcome]) -> str:
    """The share right after every stage of training, if every state took the exam."""
    lines = [
        f"| {arm} | " + " ".join(f"{name} {fmean(o.states[name] for o in own):.1%}" for name in own[0].states) + " |"
        for arm, own in _by_arm(outcomes)
        if own[0].states
    ]
    return "\n".join(["| arm | right after each stage |", "|---|---|", *lines]) if lines else ""


def _curve(outcomes: Sequence[Outcome]) -> str:
    """Mean loss on the exam's solutions at the moments that all seeds of an arm share."""
    lines = []
    for arm, own in _by_arm(outcomes):
        if own[0].curve:
            moments = range(len(own[0].curve))
            means = [fmean(o.curve[index][1].loss for o in own if index < len(o.curve)) for index in moments]
            lines.append(f"| {arm} | " + " ".join(f"{value:.3f}" for value in means) + " |")
    head = "Loss on the exam's solutions in training, from start to end of each stage:\n\n| arm | loss |\n|---|---|"
    return "\n".join([head, *lines]) if lines else ""


def _rules(outcomes: Sequence[Outcome]) -> str:
    """Error rules on the planted errors; round 1 is the same in all arms, so each seed counts once."""
    first = {outcome.seed: outcome for outcome in reversed(outcomes) if outcome.rules}
    if not first:
        return ""
    lines = ["| rule, round 1 | flagged | precision | recall |", "|---|---|---|---|"]
    for index, rule in enumerate(next(iter(first.values())).rules):
        rows = [outcome.rules[index] for outcome in first.values()]
        flagged, found, planted = (sum(getattr(r, name) for r in rows) for name in ("flagged", "found", "planted"))
        precision = f"{found / flagged:.0%}" if flagged else "none flagged"
        lines.append(f"| {rule.rule} | {flagged} | {precision} | {found / planted:.0%} of {planted} |")
    areas = [outcome.auroc for outcome in first.values() if outcome.auroc is not None]
    return "\n".join([*lines, "", f"AUROC of the planted errors, within their skills: {fmean(areas):.3f}."])


def _categories(outcomes: Sequence[Outcome]) -> str:
    lines = []
    for arm, own in _by_arm(outcomes):
        for index in range(max(len(o.categories) for o in own)):
            rows = [o.categories[index] for o in own if index < len(o.categories)]
            total = sum(sum(row.values()) for row in rows)
            shares = {name: sum(row.get(name, 0) for row in rows) / total for name in KINDS}
            lines.append(f"| {arm} | {index + 1} | " + " | ".join(f"{share:.0%}" for share in shares.values()) + " |")
    head = "| categories | round | error | hard | ambiguous | easy |\n|---|---|---|---|---|---|"
    return "\n".join([head, *lines]) if lines else ""


def _extra(outcomes: Sequence[Outcome]) -> str:
    lines = []
    for arm, own in _by_arm(outcomes):
        for name in own[0].extra:
            right = [value for outcome in own for value in outcome.extra.get(name, {}).values()]
            lines.append(f"| {arm} | {name} | {fmean(right):.1%} of {len(right)} |")
    return "\n".join(["| arm | exam | right |\n|---|---|---|", *lines]) if lines else ""


def _by_arm(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    for arm in dict.fromkeys(outcome.arm for outcome in outcomes):
        yield arm, [outcome for outcome in outcomes if outcome.arm == arm]


def _foot(record: ExperimentRecord) -> str:
    versions = ", ".join(f"{name} {value}" for name, value in record.environment.items())
    return f"Repeat it: `{record.command}`. {versions}."
