"""What becomes of the training set after a round: classify, verify, measure, decide, write."""

from __future__ import annotations

from collections.abc import Iterable

from tutelage import dynamics
from tutelage.adaptation import decide
from tutelage.config import Recipe
from tutelage.course.filter import Desk, read_benchmarks
from tutelage.course.verification import check_again
from tutelage.course.writing import write
from tutelage.dynamics import detector, losslog
from tutelage.executor import connect
from tutelage.progress import Progress
from tutelage.records import (
    Action,
    Adapted,
    ById,
    Course,
    Exercise,
    Round,
    SkillGraph,
    values,
)
from tutelage.teacher import Teacher


def adapt_after(
    skills: SkillGraph,
    course: Course,
    round_: Round,
    teacher: Teacher,
    recipe: Recipe,
    *,
    used: Iterable[Exercise],
    progress: Progress,
) -> Adapted:
    """Classify the examples of a round, decide what changes, and have the teacher write what is new.

    `used` are all exercises so far: none of them is written again.
    """
    number, trained = round_.number, round_.trained
    exercises = ById(round_.training_set.exercises.groups)
    log = losslog.of_records(trained.losses, *round_.training_set.skills())
    examples = dynamics.summarise(log, recipe.dynamics.skip_epochs if number == 1 else 0)
    found = dynamics.classify(examples, recipe.dynamics)
    categories, flagged = found.records(number), [log.names[i] for i in found.flagged.nonzero()[0].tolist()]
    sections = {lesson.skill: lesson.text for lesson in course.lessons}
    suspects = [exercises[id_] for id_ in flagged] if recipe.adapt.drop == "checked" else []
    executor = connect(recipe.course)
    verdicts = check_again(suspects, teacher, recipe.checks, sections, executor)
    right = {id_ for id_, verdict in verdicts.items() if verdict}
    judged = detector.judge(found, round_=number, right=right)
    del log, examples, found  # of a million examples these are a third of a gigabyte
    lengths = dict(values(trained.losses, "example", "tokens"))
    changes = decide.decide(
        skills,
        decide.Findings(number, categories, exercises, lengths, verdicts),
        combinable(skills, teacher),
        recipe.adapt,
        new=round(recipe.adapt.new_share * len(course.exercises)),
        seed=recipe.seed,
    )
    benchmarks = read_benchmarks(recipe.checks)
    desk = Desk(skills, held_out=course.exam, rules=recipe.checks, benchmarks=benchmarks, executor=executor)
    desk.remember(used)
    requests = [change.request for change in changes if change.action is Action.ADD and change.request is not None]
    label = f"new exercises after round {number}"
    written = write(
        requests,
        teacher,
        desk,
        max_drafts=recipe.course.max_drafts,
        label=label,
        progress=progress,
        sections=sections,
    )
    return Adapted(
        categories=categories,
        detector=(judged,),
        changes=tuple(changes),
        exercises=written.exercises,
        rejected=written.rejected,
        accounts=written.accounts,
    )


def combinable(skills: SkillGraph, teacher: Teacher) -> list[tuple[str, str]]:
    """Pairs of skills, the one that is taught earlier first, that the teacher can compose."""
    ordered = skills.skills
    return [
        (lower.id, upper.id)
        for place, upper in enumerate(ordered)
        for lower in ordered[:place]
        if teacher.combines(lower.id, upper.id)
    ]
