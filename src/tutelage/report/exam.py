"""The exam in the report: evaluations, skills before and after, the result in one sentence, a sample of replies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tutelage.exams.asking import better_base
from tutelage.exams.judging import open_figures, open_sentence
from tutelage.exams.new_forms import FormRow, FormShare, difficulty_rows, form_rows
from tutelage.exams.open_book import Way, ways_gone
from tutelage.records import NO_SKILL, Evaluation, Interval, RunRecord, Score, Skill
from tutelage.stats import sign_test, wilson
from tutelage.storage.stages import BASE, FINAL, OPEN_BOOK, WORKED, exam_named

SHADES = 5
"""Steps of the mastery scale."""
MAX_REPLY = 900
"""Characters of a reply that are shown."""
QUOTA = {(False, True): 3, (False, False): 2, (True, True): 1, (True, False): 2}
"""Replies in the sample, by (base right, final right)."""


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
    sentence: str
    forms: tuple[FormRow, ...]
    """By form of question; empty if none was held out."""
    difficulties: tuple[tuple[int, FormShare], ...]
    """By difficulty; empty if all questions have the same."""
    ways: tuple[Way, ...]
    """How far the student came from the closed to the open book; empty without documents."""


class ReplyPair(NamedTuple):
    """One exam question with the replies of the base and the final student."""

    skill: str
    question: str
    expected: str
    base: Score
    final: Score
    verdict: str


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
        sentence=_sentence(results[base], results[final], trained, paired),
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
    first = {score.question: score.correct for score in before}
    marks = [(first[score.question], score.correct) for score in after if score.question in first]
    gained, lost = marks.count((False, True)), marks.count((True, False))
    return PairedMarks(gained, lost, len(marks), sign_test(gained, lost))


def _sentence(base: Interval, final: Interval, trained: bool, paired: PairedMarks) -> str:
    if final.total == 0:
        return "There was no exam, so nothing can be said about what the student learned."
    if not trained:
        return f"Only the base student was examined: {_percent(base)} of {base.total} questions right."
    start = (
        f"After training, the student answers {_percent(final)} of {final.total} held-out questions correctly; "
        f"before, it answered {_percent(base)} at best."
    )
    if paired.p >= 0.05:
        return start + " Chance alone may explain a difference of this size."
    change, size = ("better", "gain") if paired.gained > paired.lost else ("worse", "loss")
    return f"{start} It got {change}, and the {size} is larger than chance in the choice of questions explains."


def _percent(interval: Interval) -> str:
    return f"{100 * interval.share:.1f} %"


def sample_replies(run: RunRecord, exam: ExamContent) -> tuple[ReplyPair, ...]:
    """A few questions of every outcome, spread evenly over the exam."""
    if not exam.trained:
        return ()
    questions = {exercise.id: exercise.question for exercise in run.course.exam}
    names = {skill.id: skill.name for skill in run.graph.skills}
    first = {score.question: score for score in run.evaluations[exam.base.name].scores}
    pairs = [(first[s.question], s) for s in run.evaluations[exam.final.name].scores if s.question in first]
    chosen = []
    for outcome, count in QUOTA.items():
        group = [both for both in pairs if (both[0].correct, both[1].correct) == outcome]
        step = max(1.0, len(group) / count)
        for base, final in [group[int((i + 0.5) * step)] for i in range(count) if (i + 0.5) * step < len(group)]:
            chosen.append(
                ReplyPair(
                    skill=names.get(final.skill, final.skill),
                    question=questions.get(final.question, final.question),
                    expected=final.expected,
                    base=_clip(base),
                    final=_clip(final),
                    verdict=f"{_word(base.correct)} before, {_word(final.correct)} after",
                )
            )
    return tuple(chosen)


def _word(correct: bool) -> str:
    return "right" if correct else "wrong"


def _clip(score: Score) -> Score:
    if len(score.reply) <= MAX_REPLY:
        return score
    return score.model_copy(update={"reply": score.reply[:MAX_REPLY] + " …"})
