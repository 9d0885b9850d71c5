"""The exam in the report: evaluations, skills before and after, the result in one sentence, a sample of replies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tutelage.exams.asking import better_base
from tutelage.exams.gate import paired_marks
from tutelage.exams.judging import open_figures, open_sentence
from tutelage.exams.new_forms import FormRow, FormShare, difficulty_rows, form_rows
from tutelage.exams.open_book import Way, ways_gone
from tutelage.records import NO_SKILL, Evaluation, Interval, RunRecord, Score, Skill
from tutelage.stats import sign_test, wilson
from tutelage.storage.stages import BASE, FINAL, OPEN_BOOK, WORKED, exam_named

SHADES = 5
"""Steps of the mastery scale."""


class EvaluationRow(NamedTuple):
    """One evaluation of the exam."""

    name: str
    label: str
    short: str
    result: Interval
    role: str
    """`base` for the better base figure, `final` for the student that was kept, otherwise empty."""


class SkillRow(NamedTuple):
    """One skill before and after."""

    number: int
    id: str
    name: str
    unit: str
    level: int
    base: Interval
    steps: tuple[Interval, ...]
    """The evaluations between base and final."""
    final: Interval
    change: float | None
    """Final minus base share; `None` without questions."""
    shade: int | None
    """Step of the mastery scale, 0 to `SHADES - 1`; `None` without questions."""


class LevelRow(NamedTuple):
    """All skills of one level together."""

    level: int
    skills: int
    base: Interval
    final: Interval


class PairedMarks(NamedTuple):
    """The same questions, before and after."""

    gained: int
    lost: int
    both: int
    p: float
    """Two-sided exact sign test (McNemar) over the questions whose outcome differs."""


class ExamContent(NamedTuple):
    """Everything that the report shows of the exam."""

    evaluations: tuple[EvaluationRow, ...]
    development: tuple[EvaluationRow, ...]
    """The states of the student in the development exam; empty if there is none."""
    base: EvaluationRow
    final: EvaluationRow
    trained: bool
    """Whether the final evaluation came after any training."""
    between: tuple[EvaluationRow, ...]
    skills: tuple[SkillRow, ...]
    without_skill: tuple[SkillRow, ...]
    """One row for the questions of an exam of one's own that are of no skill; empty without such questions."""
    paired: PairedMarks
    open_answers: tuple[str, ...]
    """A sentence on the open answers of each evaluation that has any."""
    forms: tuple[FormRow, ...]
    """By form of question; empty if none was held out."""
    difficulties: tuple[tuple[int, FormShare], ...]
    """By difficulty; empty if all questions have the same."""
    ways: tuple[Way, ...]
    """How far the student came from the closed to the open book; empty without documents."""


def exam_content(run: RunRecord) -> ExamContent:
    """All numbers of the exam; a run without evaluations counts as an empty one of the base student."""
    held = run.evaluations or {BASE: Evaluation(scores=())}
    results = {name: _interval(evaluation.scores) for name, evaluation in held.items()}
    base = better_base(held) or next(iter(held))
    trained = FINAL in held
    final = FINAL if trained else base
    kept = run.kept.stage if run.kept else ""
    roles = {base: "base"} | ({FINAL: "final"} if trained else {})
    rows = {name: _evaluation_row(name, result, roles, kept) for name, result in results.items()}
    between = tuple(row for name, row in rows.items() if name not in (BASE, WORKED, OPEN_BOOK, base, final))
    states = {name: _interval(evaluation.scores) for name, evaluation in run.development.items() if evaluation.scores}
    states_shown = (base, *(row.name for row in between), final)
    paired = compare_marks(held[base].scores, held[final].scores)
    return ExamContent(
        evaluations=tuple(rows.values()),
        development=tuple(_evaluation_row(name, result, {kept: "final"}) for name, result in states.items()),
        base=rows[base],
        final=rows[final],
        trained=trained,
        between=between,
        skills=_skill_rows(run.graph.skills, held, states_shown),
        without_skill=tuple(row for row in _skill_rows([_WITHOUT], held, states_shown) if row.final.total),
        paired=paired,
        open_answers=tuple(
            open_sentence(figures, rows[name].label[0].lower() + rows[name].label[1:])
            for name, evaluation in held.items()
            if (figures := open_figures(evaluation, run.marks))
        ),
        forms=form_rows(run.course.exam, held),
        difficulties=difficulty_rows(run.course.exam, held),
        ways=ways_gone(run.course.exam, run.evaluations),
    )


def _evaluation_row(name: str, result: Interval, roles: Mapping[str, str], kept: str = "") -> EvaluationRow:
    """`kept` is the state that the final student is in."""
    stage = exam_named(name)
    label, short = stage.label, stage.short
    if name == FINAL and kept:
        state = exam_named(kept)
        label, short = f"{label}, {state.label[0].lower()}{state.label[1:]}", state.short
    return EvaluationRow(name, label, short, result, roles.get(name, ""))


def _interval(scores: Iterable[Score]) -> Interval:
    marks = [score.correct for score in scores]
    return wilson(sum(marks), len(marks))


_WITHOUT = Skill.model_construct(id=NO_SKILL, name=NO_SKILL, unit="", level=0)


def _skill_rows(skills: Sequence[Skill], held: Mapping[str, Evaluation], states: Sequence[str]) -> tuple[SkillRow, ...]:
    """Their rows; the first of the `states` is the base, the last the final one."""
    by_skill: dict[tuple[str, str], list[Score]] = {}
    for name, evaluation in held.items():
        for score in evaluation.scores:
            by_skill.setdefault((name, score.skill), []).append(score)
    rows = []
    for number, skill in enumerate(skills, start=1):
        before, *steps, after = (_interval(by_skill.get((name, skill.id), [])) for name in states)
        rows.append(
            SkillRow(
                number=number,
                id=skill.id,
                name=skill.name,
                unit=skill.unit,
                level=skill.level,
                base=before,
                steps=tuple(steps),
                final=after,
                change=after.share - before.share if before.total and after.total else None,
                shade=min(SHADES - 1, int(after.share * SHADES)) if after.total else None,
            )
        )
    return tuple(rows)


def level_rows(exam: ExamContent) -> tuple[LevelRow, ...]:
    """Mastery by level, the foundations first."""
    by_level: dict[int, list[SkillRow]] = {}
    for row in exam.skills:
        by_level.setdefault(row.level, []).append(row)
    return tuple(
        LevelRow(level, len(rows), _sum(row.base for row in rows), _sum(row.final for row in rows))
        for level, rows in sorted(by_level.items())
    )


def _sum(intervals: Iterable[Interval]) -> Interval:
    pairs = [(interval.right, interval.total) for interval in intervals]
    return wilson(sum(right for right, _ in pairs), sum(total for _, total in pairs))


def compare_marks(before: Iterable[Score], after: Iterable[Score]) -> PairedMarks:
    """Compare two evaluations question by question."""
    marks = paired_marks(before, after)
    gained, lost = marks.count((False, True)), marks.count((True, False))
    return PairedMarks(gained, lost, len(marks), sign_test(gained, lost))
