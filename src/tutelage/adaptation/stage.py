"""What becomes of the training set after a round: classify, verify, measure, decide, write."""

from __future__ import annotations

from collections.abc import Iterable

from tutelage import dynamics
from tutelage.adaptation import decide
from tutelage.config import Recipe
from tutelage.course.filter import DraftFilter, read_benchmarks
from tutelage.course.verification import check_again
from tutelage.course.writing import write
from tutelage.dynamics import detector
from tutelage.executor import connect
from tutelage.progress import Progress
from tutelage.records import (
    Action,
    Adapted,
    ById,
    Category,
    Course,
    Exercise,
    Round,
    SkillGraph,
    values,
)
from tutelage.teacher import Teacher, resolve_checks


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
    real, ruler = round_.training_set.skills()
    skip = recipe.dynamics.skip_epochs if number == 1 else 0
    points = dynamics.summarise(trained.losses, skip)
    categories = dynamics.classify(points, real, ruler, recipe.dynamics, number)
    flagged = [c.example for c in categories if c.category is Category.ERROR and not c.constructed]
    sections = {lesson.skill: lesson.text for lesson in course.lessons}
    suspects = [exercises[id_] for id_ in flagged] if recipe.adapt.drop == "checked" else []
    executor, rules = connect(recipe.course), resolve_checks(recipe.course.checks, teacher)
    verdicts = check_again(suspects, teacher, rules, sections, executor)
    right = {id_ for id_, verdict in verdicts.items() if verdict}
    judged = detector.judge(points, real, ruler, recipe.dynamics, round_=number, right=right)
    del points  # of a million examples this is a quarter of a gigabyte
    lengths = dict(values(trained.losses, "example", "tokens"))
    changes = decide.decide(
        skills,
        decide.Findings(number, categories, exercises, lengths, verdicts),
        teacher.combinations([skill.id for skill in skills.skills]),
        recipe.adapt,
        new=round(recipe.adapt.new_share * len(course.exercises)),
        seed=recipe.seed,
    )
    benchmarks = read_benchmarks(rules)
    draft_filter = DraftFilter(skills, held_out=course.exam, rules=rules, benchmarks=benchmarks, executor=executor)
    draft_filter.remember(used)
    requests = [change.request for change in changes if change.action is Action.ADD and change.request is not None]
    label = f"new exercises after round {number}"
    written = write(
        requests,
        teacher,
        draft_filter,
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
