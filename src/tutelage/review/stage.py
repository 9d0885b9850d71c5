"""A stage that a person reviews: drafted, decided on, and then made from the draft and the decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tutelage.config import Recipe
from tutelage.course.references import references
from tutelage.course.verification import Verdict, verify
from tutelage.errors import ReviewNeeded, SyllabusError
from tutelage.progress import Progress, counted
from tutelage.records import Course, Exercise, Passage, SkillGraph
from tutelage.review.applying import apply_to_course, apply_to_graph
from tutelage.review.checking import Basis, EditChecker, rules_by
from tutelage.review.fields import drafts_of_course, drafts_of_graph
from tutelage.storage.directories import WorkDirectory
from tutelage.storage.reviews import is_finished, read_decisions, standing
from tutelage.storage.stages import COURSE, GRAPH, Stage, as_drafted
from tutelage.storage.store import B, result_digest
from tutelage.teacher import Teacher


def reviewed(
    directory: WorkDirectory, recipe: Recipe, stage: Stage[B], write: Callable[[Path], B], apply: Callable[[B], B]
) -> B:
    """The result of a stage. If the recipe wants a person to look at it, it is drafted first, and `apply` makes it of
    the draft when the review is finished; until then `ReviewNeeded` is raised."""
    drafted = as_drafted(stage, recipe)
    if drafted == stage:
        return directory.stage(stage, write)
    draft = directory.stage(drafted, write)
    run = directory.path
    decisions = read_decisions(run)
    if not is_finished(decisions, stage.name, result_digest(run / drafted.name)):
        open_ = _items(draft, run) - len(standing(decisions, stage.name))
        raise ReviewNeeded(
            f"the {stage.name} waits for your review ({counted(max(open_, 0), 'item')} open): tutelage review {run}; "
            "when it is finished, the same command goes on"
        )
    return directory.stage(stage, lambda _: apply(draft))


def _items(draft: SkillGraph | Course | object, run: Path) -> int:
    if isinstance(draft, SkillGraph):
        return sum(1 for _ in drafts_of_graph(draft))
    assert isinstance(draft, Course)
    return sum(1 for _ in drafts_of_course(draft, GRAPH.read(run)))


def review_graph(draft: SkillGraph, run: Path) -> SkillGraph:
    """A drafted graph with what was decided about it. Raises `SyllabusError` if that is no graph."""
    try:
        return apply_to_graph(draft, standing(read_decisions(run), GRAPH.name))
    except SyllabusError as error:
        raise SyllabusError(
            f"what was decided in the review cannot be: {error}; change it: tutelage review {run}"
        ) from None


def review_course(
    draft: Course,
    run: Path,
    *,
    graph: SkillGraph,
    recipe: Recipe,
    teacher: Teacher,
    passages: Mapping[str, Passage],
    progress: Progress,
) -> Course:
    """A drafted course with what was decided about it; edits go through the checks of drafts."""
    config = recipe.course
    rules = rules_by(config.checks, teacher, draft)
    known = references(graph, draft.lessons, passages)

    def ask(exercises: Sequence[tuple[Exercise, bool]]) -> list[Verdict]:
        wanted = [one for one, insists in exercises if not insists]
        verdicts = verify(wanted, teacher, rules, known)[0] if wanted else {}
        return [verdicts.get(one.id, Verdict()) for one, _ in exercises]

    checker = EditChecker(Basis(graph, draft, rules, passages, config.language))
    made = apply_to_course(draft, graph, standing(read_decisions(run), COURSE.name), checker, ask)
    for line in made.lines():
        progress.say(line)
    return made.course
