"""Open answers of an exam that have a rubric: a judge marks their points, and its agreement is measured.

The judge is a teacher (its role `judge` where there are several). What it says is kept in its ledger, so that nothing
is asked twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tutelage.config import Recipe, load_recipe
from tutelage.errors import ExamError
from tutelage.grading.rubric import is_enough, share_of
from tutelage.grading.thinking import without_thinking
from tutelage.progress import Progress, counted, percent
from tutelage.records import Checker, Evaluation, Exercise, PersonMark, Score, SkillGraph, content_id
from tutelage.stats import Agreement, cohen_kappa
from tutelage.storage import open_run
from tutelage.teacher import Teacher, make_teacher
from tutelage.teacher.judging import Marks, judge_answers, require_judge


class Judge(NamedTuple):
    """Who marks the answers, and from when on they are right."""

    teacher: Teacher
    threshold: float
    """Share of the weight from which on an answer is right."""
    references: Mapping[str, str] = {}
    """What is taught about each skill."""


def needs_judge(questions: Iterable[Exercise]) -> bool:
    """Whether a question has a rubric."""
    return any(question.checker is Checker.RUBRIC for question in questions)


def judge_of(recipe: Recipe | Path, folder: Path | None = None) -> Judge:
    """The judge that a recipe names; its answers are kept in `folder`. Raises `TutelageError` for a recipe that cannot
    be read, and for a teacher that cannot mark."""
    recipe = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    teacher = make_teacher(recipe.teacher, SkillGraph(skills=(), edges=()), folder=folder, student=recipe.student)
    require_judge(teacher)
    return Judge(teacher, recipe.exam.threshold)


def judge_for(given: Path | None, run: Path | None = None, questions: Iterable[Exercise] = ()) -> Recipe:
    """The recipe that names the judge of an exam: the one that was `given`, or that of a run. Raises `TutelageError` if
    there is neither, or its teacher cannot mark."""
    if given is None and run is None:
        named = [question.id for question in questions if needs_judge([question])]
        these = f"{counted(len(named), 'question')} with a rubric ({', '.join(named[:5])}{', …' if named[5:] else ''})"
        raise ExamError(f"{these}: name a recipe whose teacher marks them (--teacher RECIPE)")
    recipe = load_recipe(given) if given else open_run.recipe_of(run) if run else None
    assert recipe is not None
    judge_of(recipe)
    return recipe


def unneeded_text(given: Path) -> str:
    """What is said of a recipe that was `given` where nothing has a rubric. Raises `TutelageError` if it cannot be
    read."""
    load_recipe(given)
    return f"{given} is not needed: nothing has a rubric"


def mark_open(evaluation: Evaluation, questions: Sequence[Exercise], judge: Judge, progress: Progress) -> Evaluation:
    """The evaluation with the answers marked that need a judge."""
    rubrics = {question.id: question for question in questions if question.checker is Checker.RUBRIC}
    waiting = [score for score in evaluation.scores if score.question in rubrics]
    if not waiting:
        return evaluation
    answers = [(rubrics[score.question], score.reply) for score in waiting]
    with progress.bar("judge", 2 * len(answers), "markings") as bar:
        found = judge_answers(answers, judge.teacher, judge.references, marked=bar.advance)
    marked = iter(
        [_marked(s, q, marks, judge.threshold) for s, (q, _), marks in zip(waiting, answers, found, strict=True)]
    )
    result = Evaluation(
        scores=tuple(next(marked) if score.question in rubrics else score for score in evaluation.scores)
    )
    left_out = [score for score in result.scores if any(None in (mark.first, mark.second) for mark in score.points)]
    if missing := sum(bool(without_thinking(score.reply).strip()) for score in left_out):
        progress.say(f"  {counted(missing, 'answer')} with points that the judge left out: they count as not met")
    return result


def _marked(score: Score, question: Exercise, marks: Marks, threshold: float) -> Score:
    share = share_of(marks, question.rubric)
    return score.model_copy(update={"share": share, "points": marks, "correct": is_enough(share, threshold)})


class OpenFigures(NamedTuple):
    """What the open answers of one evaluation come to."""

    answers: int
    share: float
    """Mean share of the rubrics' weight that is met."""
    itself: Agreement
    """The judge's first marking of each point with its second."""
    person: Agreement | None
    """The judge's mark of each point with a person's; `None` if a person has marked none."""


def open_figures(evaluation: Evaluation, marks: Iterable[PersonMark] = ()) -> OpenFigures | None:
    """The figures of the answers that a judge has marked; `None` if there are none. `marks` are a person's, of this
    evaluation and others."""
    judged = [score for score in evaluation.scores if score.share is not None]
    if not judged:
        return None
    points = {
        (score.evaluation, score.question, index, content_id("an", score.reply)): mark
        for score in judged
        for index, mark in enumerate(score.points)
    }
    twice = [(m.first, m.second) for m in points.values() if m.first is not None and m.second is not None]
    by_person = {(mark.evaluation, mark.question, mark.point, mark.reply): mark.met for mark in marks}
    pairs = [(points[key].met, met) for key, met in by_person.items() if met is not None and key in points]
    shares = [score.share for score in judged if score.share is not None]
    return OpenFigures(
        len(judged), sum(shares) / len(shares), cohen_kappa(twice), cohen_kappa(pairs) if pairs else None
    )


def open_sentence(found: OpenFigures, state: str = "", *, of_run: bool = True) -> str:
    """The figures in words; those `of_run` say how a person's marks come about."""
    of = f" of {state}" if state else ""
    person = (
        f" With a person it agrees on {_agreement(found.person)}."
        if found.person
        else " No person has marked any of them yet ('tutelage mark')."
        if of_run
        else ""
    )
    return (
        f"{counted(found.answers, 'open answer')}{of}: {percent(found.share, 1)} of the rubrics' weight is met. The "
        f"judge agrees with itself, asked again in another order, on {_agreement(found.itself)}.{person}"
    )


def _agreement(found: Agreement) -> str:
    of = f"{found.agreed} of {counted(found.total, 'point')}"
    if found.kappa is None or found.low is None or found.high is None:
        return f"{of} (kappa is not defined: all are marked alike)" if found.total else of
    return f"{of} (kappa {found.kappa:.2f}, 95 % interval {found.low:.2f} to {found.high:.2f})"
