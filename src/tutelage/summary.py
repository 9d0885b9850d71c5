"""What a command prints at its end: plain text of at most 80 columns."""

from __future__ import annotations

from tutelage.evaluate import accuracy
from tutelage.records import RunRecord

WIDTH = 80


def text(run: RunRecord) -> str:
    """Scores, what changed, what is missing, times, and where everything lies."""
    parts = [_scores(run), _rounds(run), _missing(run), _times(run)]
    parts.append(f"Report: {run.folder}/report.html")
    return "\n\n".join(part for part in parts if part)


def _scores(run: RunRecord) -> str:
    lines = ["Exam                        right      share   95 % interval"]
    for name, sitting in run.sittings.items():
        share = accuracy(sitting)
        counts = f"{share.right}/{share.total}"
        lines.append(f"{name:<24} {counts:>9} {share.share:>9.1%}   {share.low:.1%} to {share.high:.1%}")
    return "\n".join(lines)


def _rounds(run: RunRecord) -> str:
    lines = []
    for round_ in run.rounds:
        seen = f"round {round_.number}: {len(round_.training_set)} exercises, {round_.trained.tokens:,} tokens"
        if round_.adapted is None:
            lines.append(seen)
            continue
        counts: dict[str, int] = {}
        for item in round_.adapted.categories:
            if not item.constructed:
                counts[item.category.value] = counts.get(item.category.value, 0) + 1
        found = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
        lines.append(f"{seen}; {found}; {len(round_.adapted.exercises)} new")
    return "\n".join(lines)


def _missing(run: RunRecord) -> str:
    accounts = [*run.course.accounts, *(a for r in run.rounds if r.adapted for a in r.adapted.accounts)]
    short = [account for account in accounts if account.missing]
    lines = [
        f"missing: {account.missing} of {account.asked} {account.origin.value} items for '{account.skill}' "
        f"({', '.join(sorted(account.rejected | account.failures)) or 'no reason given'})"
        for account in short[:10]
    ]
    if len(short) > len(lines):
        lines.append(f"… and {len(short) - len(lines)} more such lines: see the report")
    return "\n".join(lines)


def _times(run: RunRecord) -> str:
    lines = ["Stage                       seconds    tokens   peak GB"]
    for time in run.times:
        tokens = f"{time.tokens:,}" if time.tokens else ""
        lines.append(f"{time.stage:<24} {time.seconds:>10.1f} {tokens:>9} {time.peak_gb:>9.2f}")
    total = sum(time.seconds for time in run.times)
    lines.append(f"{'in all':<24} {total:>10.1f}   ({total / 60:.1f} minutes)")
    return "\n".join(lines)
