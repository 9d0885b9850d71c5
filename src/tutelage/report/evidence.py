"""What a run has measured, gathered once: *In short* says it in words, and `advice` says what to do next. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any, NamedTuple

from tutelage import stats
from tutelage.exams import gate
from tutelage.exams.comparison import shown_difference
from tutelage.exams.general_text import ForgettingSummary, summarise_forgetting
from tutelage.records import (
    NO_MORE,
    Action,
    Category,
    Estimate,
    GateRecord,
    Interval,
    Origin,
    RunRecord,
)
from tutelage.report.exam import ExamContent, PairedMarks, SkillRow, compare_marks, exam_content
from tutelage.stats import Range
from tutelage.storage.reviews import left_out_by_person
from tutelage.storage.stages import CONTROL, FINAL


class Arms(NamedTuple):
    """The student against the static control, question by question."""

    control: float
    """Share right."""
    student: float
    difference: Range | Estimate
    """Student less control, paired."""
    p: float
    """McNemar's exact test."""


class Data(NamedTuple):
    """What was wrong in the data, as far as it was found."""

    suspected: int
    """Examples that were called errors, in all rounds."""
    found_right: int
    """Those of them that the new check found right: false alarms."""
    dropped: int
    drafts: int
    rejected: int
    asked: int
    missing: int
    nothing_new: int
    """Wanted between rounds beside what was asked for; the teacher gave nothing new."""
    left_out_by_person: int
    """Of those missing: a person refused them in a review, or their edits of them failed the checks."""
    leaked: int | None
    """Questions that are word for word in the training text; `None` if nobody looked."""
    left_out: int
    """Exercises that were too long to train on, in all rounds."""
    used_up: int
    """Of those missing, but for a person: those for which as many drafts were asked for as is allowed."""


class Cost(NamedTuple):
    """What the run took."""

    seconds: float
    trained: int
    """Tokens that the student was trained on."""
    control: int
    """Tokens that the static control was trained on."""
    teacher: int
    """Tokens of a language model that taught."""
    usd: float


class Evidence(NamedTuple):
    """Everything that the words and the advice rest on."""

    recipe: Mapping[str, Any]
    exam: ExamContent
    holds_out: str
    """See `Course.holds_out`."""
    skills: tuple[SkillRow, ...]
    """Those with questions, in teaching order."""
    unanswered: Interval
    """Of the wrong replies of the final student: those in which no answer was found."""
    has_no_more: Mapping[Origin, bool]
    """Whether the teacher of the course has no more exercises for practice, or questions for the exam."""
    rounds: int
    """Rounds of practice that are done."""
    kept: str
    """The stage that left the student that was kept; empty if none was."""
    last_round: PairedMarks | None
    """The development exam before and after the last stage of training, if that left the student that was kept; `None`
    without such an exam of two stages."""
    after_kept: PairedMarks | None
    """The same of the student that was kept and the last one, if that is another one."""
    adapted: bool
    """Whether the training set was changed."""
    arms: Arms | None
    """`None` without a control."""
    data: Data
    cost: Cost
    forgetting: ForgettingSummary | None
    gate: GateRecord

    def setting(self, key: str, default: Any = None) -> Any:
        """A setting of the recipe by its key with dots; `default` if the recipe does not have it."""
        found: Any = self.recipe
        for part in key.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return default if found is None else found


def gather(run: RunRecord, exam: ExamContent | None = None) -> Evidence:
    """The evidence of a run, finished or not; `exam` is what `exam_content` says of it."""
    exam = exam or exam_content(run)
    final = run.evaluations.get(FINAL)
    wrong = [score for score in final.scores if not score.correct] if final else []
    held = {name: found for name, found in run.development.items() if found.scores and not name.startswith(CONTROL)}
    course = run.recipe.get("course", {})
    kept, states = run.kept.stage if run.kept else "", list(held)
    is_last = bool(states) and states[-1] == kept
    return Evidence(
        recipe=run.recipe,
        exam=exam,
        holds_out=run.course.holds_out,
        skills=tuple(row for row in exam.skills if row.final.total),
        unanswered=stats.wilson(sum(not score.answer for score in wrong), len(wrong)),
        has_no_more={
            Origin.COURSE: run.course.has_no_more(Origin.COURSE, course.get("exercises_per_skill", 40)),
            Origin.EXAM: run.course.has_no_more(Origin.EXAM, course.get("exam_questions_per_skill", 8)),
        },
        rounds=len(run.rounds),
        kept=kept,
        last_round=compare_marks(*(held[state].scores for state in states[-2:])) if is_last and len(held) > 1 else None,
        after_kept=compare_marks(held[kept].scores, held[states[-1]].scores) if kept in held and not is_last else None,
        adapted=any(round_.adapted for round_ in run.rounds),
        arms=_arms(run),
        data=_data(run),
        cost=_cost(run),
        forgetting=summarise_forgetting(run.forgetting) if run.forgetting else None,
        gate=gate.judge(run),
    )


def _arms(run: RunRecord) -> Arms | None:
    if not {CONTROL, FINAL} <= run.evaluations.keys():
        return None
    pairs = gate.paired_marks(run.evaluations[CONTROL].scores, run.evaluations[FINAL].scores)
    first, second = ([float(pair[side]) for pair in pairs] for side in (0, 1))
    found = stats.bootstrap_paired(first, second)
    if found is None:
        return None
    p = stats.mcnemar(pairs.count((False, True)), pairs.count((True, False)))
    difference = shown_difference(found.difference, len(pairs))
    return Arms(sum(first) / len(first), sum(second) / len(second), difference, p)


def _data(run: RunRecord) -> Data:
    changes = [change for round_ in run.rounds if round_.adapted for change in round_.adapted.changes]
    suspected = {
        (item.round, item.example)
        for round_ in run.rounds
        if round_.adapted
        for item in round_.adapted.categories
        if item.category is Category.ERROR and not item.constructed
    }
    accounts, facts = run.accounts, gate.facts_of(run)
    most = run.recipe.get("course", {}).get("max_drafts", 4.0)
    return Data(
        suspected=len(suspected),
        found_right=sum(change.action is Action.RESTORE for change in changes),
        dropped=sum(change.action is Action.DROP for change in changes),
        drafts=sum(account.drafts for account in accounts),
        rejected=sum(sum(account.rejected.values()) for account in accounts),
        asked=facts.asked,
        missing=facts.missing,
        nothing_new=facts.nothing_new,
        left_out_by_person=sum(min(one.missing, left_out_by_person(one.rejected)) for one in accounts),
        leaked=facts.leaked,
        left_out=sum(len(round_.trained.left_out) for round_ in run.rounds),
        used_up=sum(
            max(0, one.missing - left_out_by_person(one.rejected))
            for one in accounts
            if one.requested >= ceil(most * one.asked) and NO_MORE not in one.failures
        ),
    )


def _cost(run: RunRecord) -> Cost:
    trained = [*([run.reading] if run.reading else []), *(round_.trained for round_ in run.rounds)]
    return Cost(
        seconds=sum(time.seconds for time in run.times),
        trained=sum(stage.tokens for stage in trained),
        control=sum(time.tokens for time in run.times if time.stage.startswith(f"{CONTROL}/")),
        teacher=sum(row.tokens for row in run.calls) or sum(account.tokens for account in run.accounts),
        usd=sum(row.usd for row in run.calls) or sum(account.usd for account in run.accounts),
    )
