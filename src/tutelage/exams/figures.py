"""Figures of an evaluation: shares with intervals, overall and by skill, and pass@k. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from typing import Any

import numpy as np

from tutelage.errors import ExamError
from tutelage.exams.judging import open_figures, open_sentence
from tutelage.progress import WIDTH, counted, cut, percent, wrap
from tutelage.records import Evaluation, ExamRecord, Figures, Interval, Score
from tutelage.stats import FEW_QUESTIONS, wilson, wilson_ends

DRAWS = 2000
"""Of the bootstrap."""


def summarise_evaluation(evaluation: Evaluation, seed: int = 0) -> Figures:
    """Shares of right answers with 95 % intervals, overall and by skill."""
    scores = evaluation.scores
    new = [score for score in scores if score.new_form]
    groups = {skill: [s for s in scores if s.skill == skill] for skill in dict.fromkeys(s.skill for s in scores)}
    return Figures(
        overall=_interval(scores, seed),
        groups={skill: _interval(own, seed) for skill, own in groups.items()},
        new_forms=_interval(new, seed) if new else None,
        pass_at=_pass_at(scores),
    )


def pass_at_k(samples: int, right: int, k: int) -> float:
    """Unbiased estimate of the chance that at least one of k replies is right (Chen et al. 2021, arXiv:2107.03374)."""
    if not 1 <= k <= samples or not 0 <= right <= samples:
        raise ExamError(f"pass@{k} of {samples} replies, {right} right: k must be 1 to the number of replies")
    return 1 - comb(samples - right, k) / comb(samples, k)


def _counts(scores: Sequence[Score]) -> dict[str, tuple[int, int]]:
    """Question -> replies, right ones."""
    found: dict[str, tuple[int, int]] = {}
    for score in scores:
        samples, right = found.get(score.question, (0, 0))
        found[score.question] = (samples + 1, right + score.correct)
    return found


def _pass_at(scores: Sequence[Score]) -> dict[int, float]:
    counts = _counts(scores).values()
    most = min((samples for samples, _ in counts), default=1)
    ks = sorted({2**power for power in range(most.bit_length()) if 2**power <= most} | {most}) if most > 1 else []
    return {k: float(np.mean([pass_at_k(samples, right, k) for samples, right in counts])) for k in ks}


def _interval(scores: Sequence[Score], seed: int) -> Interval:
    """Wilson's for one reply per question; with several, which are not independent, a percentile bootstrap over
    questions. Where that is too narrow, with few questions or shares that are all the same, Wilson's as if every
    question had been asked once, which is too wide if anything."""
    counts = list(_counts(scores).values())
    right, total = sum(score.correct for score in scores), len(scores)
    if total == len(counts):
        return wilson(right, total)
    shares = np.array([correct / samples for samples, correct in counts])
    if len(shares) < FEW_QUESTIONS or np.ptp(shares) == 0:
        low, high = wilson_ends(float(shares.mean()), len(shares))
        return Interval(right=right, total=total, share=right / total, low=low, high=high)
    drawn = np.random.default_rng(seed).choice(shares, size=(DRAWS, len(shares))).mean(axis=1)
    low, high = (float(np.quantile(drawn, level)) for level in (0.025, 0.975))
    return Interval(right=right, total=total, share=right / total, low=low, high=high)


def results_figures(record: ExamRecord) -> dict[str, Any]:
    """What `results_text` shows; the replies are in the folder."""
    return {name: value for name, value in record if name != "evaluations"}


def results_text(record: ExamRecord) -> str:
    """All figures, for a terminal of 80 columns."""
    parts = [f"Student: {record.student}\nExam: {record.exam}"]
    parts += [_table(way, figures) for way, figures in record.figures.items()]
    found = [open_figures(evaluation) for evaluation in record.evaluations.values()]
    parts += ["\n".join(wrap(open_sentence(figures, of_run=False), WIDTH)) for figures in found if figures]
    if record.rejected:
        # Their lines were said before the first question was asked.
        parts.append(f"could not be used: {counted(len(record.rejected), 'row')}, see {record.folder}/rejected.jsonl")
    return "\n\n".join([*parts, f"Results: {record.folder}"])


def _table(way: str, figures: Figures) -> str:
    lines = [f"{way:<34} {'right':>11} {'share':>8}   95 % interval"]
    rows = {**(figures.groups if len(figures.groups) > 1 else {}), "overall": figures.overall}
    if figures.new_forms:
        rows["of these, in new forms"] = figures.new_forms
    for name, share in rows.items():
        counts = f"{share.right}/{share.total}"
        right, low, high = (percent(end, 1) for end in (share.share, share.low, share.high))
        lines.append(f"{cut(name, 34):<34} {counts:>11} {right:>8}   {low} to {high}")
    if figures.pass_at:
        lines.append(_cut("; ".join(f"pass@{k} {percent(share, 1)}" for k, share in figures.pass_at.items())))
    return "\n".join(lines)


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"
