"""The exam by form of question: trained forms with other numbers, and forms that were held out of training."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from tutelage.progress import percent
from tutelage.records import Evaluation, Exercise, Interval
from tutelage.stats import sign_test, wilson
from tutelage.storage.stages import BASE, FINAL, WORKED


class FormShare(NamedTuple):
    """Some questions before and after."""

    base: Interval
    """The better one of the base student's evaluations on these questions."""
    final: Interval
    p: float
    """Two-sided exact sign test (McNemar) over the questions whose outcome differs."""


class FormRow(NamedTuple):
    """The questions of one form."""

    form: str
    """Empty for all forms together."""
    trained: FormShare
    """Those of skills that were trained on it."""
    new: FormShare
    """Those of skills of which it was held out."""


def form_rows(questions: Iterable[Exercise], evaluations: Mapping[str, Evaluation]) -> tuple[FormRow, ...]:
    """All forms together, then each by itself in the order of their names; empty if the exam has no question whose form
    was held out, or nothing was trained."""
    found = list(questions)
    if FINAL not in evaluations or not any(question.new_form for question in found):
        return ()
    marks = _marks(evaluations)

    def row(form: str, own: Sequence[Exercise]) -> FormRow:
        return FormRow(
            form, _share(own, marks, lambda one: not one.new_form), _share(own, marks, lambda one: one.new_form)
        )

    forms = sorted({question.form for question in found if question.form})
    return (row("", found), *(row(form, [one for one in found if one.form == form]) for form in forms))


def difficulty_rows(
    questions: Iterable[Exercise], evaluations: Mapping[str, Evaluation]
) -> tuple[tuple[int, FormShare], ...]:
    """Each difficulty with its questions before and after; empty if they all have the same, or nothing was trained."""
    found = list(questions)
    levels = sorted({question.difficulty for question in found})
    if FINAL not in evaluations or len(levels) < 2:
        return ()
    marks = _marks(evaluations)
    groups = [[one for one in found if one.difficulty == level] for level in levels]
    return tuple((own[0].difficulty, _share(own, marks, lambda _: True)) for own in groups)


def form_sentence(rows: Sequence[FormRow]) -> str:
    """Both figures, the one for new forms first; empty without rows."""
    if not rows:
        return ""
    new, old = rows[0].new, rows[0].trained
    return (
        f"New forms: {percent(new.final.share, 1)} of {new.final.total:,} questions in forms that the skill was never "
        f"trained on (base: {percent(new.base.share, 1)}). Trained forms with other numbers: "
        f"{percent(old.final.share, 1)} of {old.final.total:,} (base: {percent(old.base.share, 1)})."
    )


def _marks(evaluations: Mapping[str, Evaluation]) -> dict[str, dict[str, bool]]:
    """State -> question -> whether it was answered correctly: of the base student and of the final one."""
    return {
        name: {score.question: score.correct for score in evaluations[name].scores}
        for name in (BASE, WORKED, FINAL)
        if name in evaluations
    }


def _share(
    questions: Iterable[Exercise], marks: Mapping[str, Mapping[str, bool]], wanted: Callable[[Exercise], bool]
) -> FormShare:
    ids = [one.id for one in questions if wanted(one) and all(one.id in held for held in marks.values())]
    before = [[held[id_] for id_ in ids] for name, held in marks.items() if name != FINAL]
    base, after = max(before, key=sum, default=[]), [marks[FINAL][id_] for id_ in ids]
    pairs = list(zip(base, after, strict=bool(base)))
    gained, lost = pairs.count((False, True)), pairs.count((True, False))
    return FormShare(wilson(sum(base), len(base)), wilson(sum(after), len(after)), sign_test(gained, lost))
