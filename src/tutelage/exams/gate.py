"""The gate: whether what was measured of a run meets the conditions under which its student may be used. Pure.

A condition is a field of `GateConfig`, and a function here that is registered under the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil
from typing import Any, NamedTuple

from tutelage import stats
from tutelage.config import GateConfig
from tutelage.config.gate import GainCondition, MissingCondition, PanelCondition, PerplexityCondition
from tutelage.exams.asking import better_base
from tutelage.exams.comparison import p_value, shown_difference
from tutelage.exams.general_text import summarise_forgetting
from tutelage.exams.panel import KINDS
from tutelage.progress import counted, percent, points
from tutelage.records import Estimate, Forgetting, GateRecord, GateVerdict, Origin, RunRecord, Score
from tutelage.records.gate import Outcome
from tutelage.stats import LEVEL
from tutelage.storage.stages import FINAL

MOST_TIMES = 5
"""An exam may reasonably grow to so many times its questions to make sure of a gain."""
ROUNDING = 1e-9
"""Shares are differences of floating-point numbers: 12 of 20 less 11 of 20 comes out just below 0.05."""
RESUME = "the run is not finished: resume it with 'tutelage run' and its recipe"

Marks = Sequence[tuple[bool, bool]]
"""The same questions before and after: whether each was answered correctly."""


class Facts(NamedTuple):
    """What a run has measured; `None` where it has not."""

    finished: bool
    """Whether the run has come to its end: what is lacking then was switched off in its recipe."""
    exam: Marks | None
    per_skill: int
    """Questions that the exam was to have of each skill; 0 if a person wrote it."""
    perplexity: Estimate | None
    """After over before."""
    panel: Mapping[str, Marks] | None
    """By kind."""
    leaked: int | None
    """Questions of the exam and of benchmarks that are word for word in the training text."""
    searched: int
    """Questions that were searched for."""
    asked: int
    """Items that the teacher was asked for, without `nothing_new`."""
    missing: int
    nothing_new: int
    """What was wanted between rounds beside them (`Account.nothing_new`)."""


class Finding(NamedTuple):
    """What a condition's function says."""

    wanted: str
    found: str
    met: bool | None
    """`None` if it cannot be decided."""
    why: str


Check = Callable[[Any, Facts], Finding]
CHECKS: dict[str, Check] = {}
"""Key of `GateConfig` -> what decides that condition."""


def decides(name: str) -> Callable[[Check], Check]:
    """Registers the function that decides a condition."""

    def register(check: Check) -> Check:
        CHECKS[name] = check
        return check

    return register


def decide(conditions: GateConfig, facts: Facts, run: str = "") -> GateRecord:
    """The verdict on every condition, and on all of them."""
    verdicts = tuple(
        _verdict(name, check(condition, facts))
        for name, check in CHECKS.items()
        if (condition := getattr(conditions, name)) is not None
    )
    outcomes = {verdict.outcome for verdict in verdicts}
    outcome: Outcome = next((one for one in ("not passed", "cannot tell") if one in outcomes), "passed")
    return GateRecord(run=run, outcome=outcome, verdicts=verdicts, conditions=conditions.model_dump(mode="json"))


def _verdict(name: str, finding: Finding) -> GateVerdict:
    outcome: Outcome = "cannot tell" if finding.met is None else "passed" if finding.met else "not passed"
    return GateVerdict(condition=name, wanted=finding.wanted, found=finding.found, outcome=outcome, why=finding.why)


def judge(run: RunRecord, conditions: GateConfig | None = None) -> GateRecord:
    """The verdict on a run, by default with the conditions of its own recipe."""
    return decide(conditions or GateConfig.model_validate(run.recipe.get("gate", {})), facts_of(run), run.folder)


def gate_line(found: GateRecord) -> str:
    """What the verdicts come to, in one line: `gate: not passed (perplexity)`."""
    named = [verdict.condition for verdict in found.verdicts if verdict.outcome == found.outcome]
    return f"gate: {found.outcome}" + (f" ({', '.join(named)})" if found.outcome != "passed" else "")


def facts_of(run: RunRecord) -> Facts:
    """What a run has measured."""
    base, final, exam = better_base(run.evaluations), run.evaluations.get(FINAL), run.recipe.get("exam", {})
    per_skill = run.recipe.get("course", {}).get("exam_questions_per_skill", 0)
    if exam.get("questions") or (per_skill and run.course.has_no_more(Origin.EXAM, per_skill)):
        per_skill = 0
    return Facts(
        finished=bool(run.leakage),
        exam=paired_marks(run.evaluations[base].scores, final.scores)
        if base is not None and final is not None
        else None,
        per_skill=per_skill,
        perplexity=summarise_forgetting(run.forgetting).ratio if run.forgetting else None,
        panel=_panel_marks(run.forgetting) if run.forgetting else None,
        leaked=sum(t.kind == "repeated" for record in run.leakage for t in record.touched) if run.leakage else None,
        searched=sum(record.questions for record in run.leakage),
        asked=sum(account.asked - account.nothing_new for account in run.accounts),
        missing=sum(account.missing for account in run.accounts),
        nothing_new=sum(account.nothing_new for account in run.accounts),
    )


def paired_marks(before: Iterable[Score], after: Iterable[Score]) -> Marks:
    """The questions that both evaluations have, in the order of the second."""
    first = {score.question: score.correct for score in before}
    return [(first[score.question], score.correct) for score in after if score.question in first]


def _panel_marks(found: Forgetting) -> dict[str, Marks] | None:
    """By kind; `None` if the panel was not asked."""
    before, after = found.base.panel, found.final.panel
    kinds = dict.fromkeys(score.skill for score in after)
    return {kind: paired_marks(before, [score for score in after if score.skill == kind]) for kind in kinds} or None


def _missing(facts: Facts, advice: str) -> str:
    """Why something was not measured."""
    return advice if facts.finished else RESUME


@decides("exam_gain")
def _exam_gain(condition: GainCondition, facts: Facts) -> Finding:
    wanted = f"at least {points(condition.at_least)} points{', for sure' if condition.sure else ''}"
    found = None
    if facts.exam:
        found = stats.bootstrap_paired(*([float(pair[side]) for pair in facts.exam] for side in (0, 1)))
    if facts.exam is None or found is None:
        untaught = "the recipe trains no student: see 'practice.rounds'"
        advice = untaught if facts.exam is None else "the exam has no question"
        return Finding(wanted, "", None, _missing(facts, advice))
    gain, ends = found.difference, shown_difference(found.difference, len(facts.exam))
    shown = f"{points(gain.value)} points"
    if ends.low is not None and ends.high is not None:
        shown += f" ({points(ends.low)} to {points(ends.high)})"
    asked = f"{counted(len(facts.exam), 'question')}, paired with the better base evaluation"
    least = condition.at_least - ROUNDING
    if gain.value < least:
        return Finding(wanted, shown, False, asked)
    p = _chance(facts.exam)
    # An interval of few questions is too narrow, so a gain must also pass the test that speaks of chance everywhere.
    by_chance = condition.at_least > 0 and p >= LEVEL
    if condition.sure and (gain.low < least or by_chance):
        why = f"the gain may be chance ({p_value(p)})" if by_chance else "the gain may be smaller than that"
        gained, lost = facts.exam.count((False, True)), facts.exam.count((True, False))
        needed = stats.questions_needed(gained, lost, len(facts.exam), condition.at_least)
        return Finding(wanted, shown, False, f"{asked}: {why}; {_would_tell(needed, len(facts.exam), facts.per_skill)}")
    return Finding(wanted, shown, True, asked)


def _would_tell(needed: int | None, asked: int, per_skill: int) -> str:
    """What would make sure of a gain: so many questions are `needed`, and so many were `asked`, `per_skill` of each."""
    if needed is None:
        return "no number of questions would make sure of one that is no larger than what is wanted"
    if needed > MOST_TIMES * asked:
        return f"it would take about {needed:,} questions to be sure of one of this size, which is too many"
    key = f" ('course.exam_questions_per_skill: {ceil(per_skill * needed / asked)}')" if per_skill else ""
    return f"about {needed:,} questions{key} would make sure of one of this size"


@decides("perplexity")
def _perplexity(condition: PerplexityCondition, facts: Facts) -> Finding:
    most, ratio = condition.at_most, facts.perplexity
    if ratio is None:
        advice = _missing(facts, "run the recipe with 'forgetting: {enabled: true}'")
        return Finding(f"at most {most:.2f} times", "", None, advice)
    met = ratio.value <= most
    digits = 2 if (round(ratio.value, 2) <= round(most, 2)) is met else 4  # the two numbers shall show the verdict
    ends = ratio.low is not None and ratio.high is not None
    interval = f" ({ratio.low:.2f} to {ratio.high:.2f})" if ends else ""
    found = f"{ratio.value:.{digits}f} times{interval}"
    return Finding(f"at most {most:.{digits}f} times", found, met, "of general text, after over before")


@decides("panel")
def _panel(condition: PanelCondition, facts: Facts) -> Finding:
    larger = f" of over {points(condition.at_most).lstrip('+')} points" if condition.at_most else ""
    wanted = f"no clear fall{larger}"
    if not facts.panel:
        keys = "panel: true" if facts.perplexity is not None else "enabled: true, panel: true"
        return Finding(wanted, "", None, _missing(facts, f"run the recipe with 'forgetting: {{{keys}}}'"))
    whole = [mark for marks in facts.panel.values() for mark in marks]
    falls = {"all": _fall(whole)} | {kind: _fall(marks) for kind, marks in facts.panel.items()}
    corrected = stats.holm([_chance(marks) for marks in facts.panel.values()])
    chances = dict(zip(falls, (_chance(whole), *corrected), strict=True))
    lost = [kind for kind, fall in falls.items() if fall > condition.at_most and chances[kind] < LEVEL]
    # The whole, and what decided; the worst kind where nothing did.
    worst = max(falls, key=lambda kind: falls[kind])
    shown = []
    for kind in dict.fromkeys(["all", *(lost or [worst])]):
        place = "points in all" if kind == "all" else f"in '{KINDS[kind].about}'"
        p = f" ({p_value(chances[kind])})" if kind in lost else ""
        shown.append(f"{points(-falls[kind])} {place}{p}")
    where = ["the panel as a whole" if kind == "all" else KINDS[kind].about for kind in lost]
    if lost:
        why = f"too large a fall to be chance: {', '.join(where)}"
    elif falls[worst] <= 0:
        why = "nothing fell"
    elif falls[worst] <= condition.at_most:
        why = "no fall is that large"
    else:
        why = "with so few, a fall of this size may be chance"
    return Finding(wanted, ", ".join(shown), not lost, f"{counted(len(whole), 'task')}: {why}")


def _fall(marks: Marks) -> float:
    """Share of right replies that was lost."""
    return sum(before - after for before, after in marks) / len(marks) if marks else 0.0


def _chance(marks: Marks) -> float:
    return stats.mcnemar(sum(after and not before for before, after in marks), sum(b and not a for b, a in marks))


@decides("leakage")
def _leakage(most: int, facts: Facts) -> Finding:
    wanted = f"at most {counted(most, 'question')}"
    if facts.leaked is None:
        return Finding(wanted, "", None, RESUME)
    return Finding(
        wanted,
        counted(facts.leaked, "question"),
        facts.leaked <= most,
        f"of {facts.searched:,} questions, those that stand word for word in the training text",
    )


@decides("missing")
def _missing_items(condition: MissingCondition, facts: Facts) -> Finding:
    wanted = f"at most {percent(condition.at_most, 1)}"
    if not facts.asked:
        return Finding(wanted, "", None, "nothing was asked of a teacher: leave it out with 'missing: false'")
    share = facts.missing / facts.asked
    found = percent(share, 1)
    why = f"{facts.missing:,} of {facts.asked:,} items not written"
    if facts.nothing_new:
        why += f"; {facts.nothing_new:,} more were wanted between rounds, but the teacher gave nothing new"
    return Finding(wanted, found, share <= condition.at_most, why)
