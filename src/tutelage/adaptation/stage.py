"""The stage that adapts the training set after a round, in five steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tutelage import dynamics as data_map
from tutelage.adaptation import decide
from tutelage.adaptation.findings import Findings
from tutelage.config import AdaptConfig, CourseConfig, DynamicsConfig
from tutelage.course.checkers import is_worthless
from tutelage.course.draft_log import DraftLog
from tutelage.course.later import LaterWriting
from tutelage.course.references import references
from tutelage.course.verification import check_again
from tutelage.dynamics import Classification, detector, losslog
from tutelage.executor import connect
from tutelage.progress import Progress
from tutelage.records import (
    Action,
    Adapted,
    ById,
    Change,
    Course,
    Exercise,
    ExerciseRequest,
    Interval,
    Passage,
    Round,
    SimilarRequest,
    SkillGraph,
    values,
)
from tutelage.teacher import Teacher
from tutelage.teacher.protocol import combinations


def adapt(
    skills: SkillGraph,
    course: Course,
    round_: Round,
    teacher: Teacher,
    config: AdaptConfig,
    *,
    taught: Mapping[str, str] | None = None,
    dynamics: DynamicsConfig,
    writing: CourseConfig,
    used: Iterable[Exercise],
    seed: int,
    progress: Progress,
    passages: Mapping[str, Passage] | None = None,
    rates: Mapping[str, Interval] | None = None,
    log: DraftLog | None = None,
) -> Adapted:
    """Classify the examples of a round, decide what changes, and have the teacher write what is new.

    `taught` is what is taught about each skill, if that is more than the graph and the textbook say: the passages of
    documents (`tutelage.course.references`). `writing` says how the course was written and checked; `used` are all
    exercises so far: none is written again. `passages` are those of documents, by their ids; `rates` is how the student
    did in the probe, by skill, if there was one.
    """
    taught = references(skills, course.lessons) if taught is None else taught
    later = LaterWriting.of(skills, course, teacher, writing, taught=taught, progress=progress, passages=passages)
    exercises = ById(round_.training_set.exercises.groups)
    found = classify(round_, dynamics)
    verdicts = verify(found, exercises, later) if config.drop == "checked" else {}
    measured = detector.measure_detector(
        found, round_=round_.number, right={id_ for id_, right in verdicts.items() if right}
    )
    categories = found.records(round_.number)
    del found  # of a million examples this is a third of a gigabyte
    known = Findings(
        round_.number,
        categories,
        exercises,
        dict(values(round_.trained.losses, "example", "tokens")),
        verdicts,
        graph=skills,
        margins=last_margins(round_),
        rates=rates or {},
        mastery=config.mastered,
    )
    pairs = combinations(teacher, [skill.id for skill in skills.skills])
    new = round(config.new_share * len(course.exercises))
    changes = decide.decide_changes(skills, known, pairs, config, new=new, seed=seed)
    asked = [change.request for change in changes if change.action is Action.ADD]
    if new > len(asked) and not any(isinstance(request, SimilarRequest) for request in asked):
        progress.say(
            f"no new exercises after round {round_.number}: the target '{config.target}' gives none to any skill"
        )
    label = f"new exercises after round {round_.number}"
    written = later.write(new_requests(changes, later), used, label=label, log=log)
    return Adapted(
        categories=categories,
        detector=(measured,),
        changes=tuple(changes),
        exercises=written.exercises,
        rejected=written.rejected,
        accounts=written.accounts,
    )


def last_margins(round_: Round) -> dict[str, float]:
    """The smallest margin of every example in the last epoch in which it was seen."""
    return {
        example: margin for example, _, margin in sorted(values(round_.trained.losses, "example", "epoch", "margin"))
    }


def classify(round_: Round, config: DynamicsConfig) -> Classification:
    """Every example of a round on the data map, with its category. In round 1, the first epochs may be skipped."""
    log = losslog.log_of_records(round_.trained.losses, *round_.training_set.skills())
    examples = data_map.summarise(log, config.skip_epochs if round_.number == 1 else 0)
    return data_map.classify(examples, config)


def verify(found: Classification, exercises: Mapping[str, Exercise], later: LaterWriting) -> dict[str, bool | None]:
    """Whether each example that is flagged as an error is right after all, by id; `None` if nothing is known about it,
    as it cannot be recomputed and nobody who solves can tell."""
    able = not is_worthless(later.course.checkers, "solver")
    names = found.examples.log.names
    flagged = [exercises[names[index]] for index in found.flagged.nonzero()[0].tolist()]
    unknown = dict.fromkeys(exercise.id for exercise in flagged if not (able or exercise.formal))
    known = [exercise for exercise in flagged if exercise.id not in unknown]
    checks, executor = later.config.checks, connect(later.config)
    return {**unknown, **check_again(known, later.teacher, checks, later.taught, executor)}


def new_requests(changes: Iterable[Change], later: LaterWriting) -> list[ExerciseRequest]:
    """What the changes ask the teacher for."""
    return [
        change.request.model_copy(update=later.asked(change.request.skill))
        for change in changes
        if change.action is Action.ADD and change.request is not None
    ]
