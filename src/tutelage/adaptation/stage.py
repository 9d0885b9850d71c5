"""The stage that adapts the training set after a round, in five steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tutelage import dynamics as data_map
from tutelage.adaptation import decide
from tutelage.adaptation.findings import Findings
from tutelage.config import AdaptConfig, CourseConfig, DynamicsConfig
from tutelage.course.checkers import is_worthless, usable
from tutelage.course.draft_log import DraftLog
from tutelage.course.filter import DraftFilter, read_benchmarks
from tutelage.course.held_out import trained_forms
from tutelage.course.references import references
from tutelage.course.verification import check_again
from tutelage.course.writing import fulfil_requests
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
    SkillGraph,
    Written,
    values,
)
from tutelage.teacher import Teacher, resolve_checks


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
    checks = usable(resolve_checks(writing.checks, teacher), course.checkers)
    writing = writing.model_copy(update={"checks": checks})
    exercises = ById(round_.training_set.exercises.groups)
    found = classify(round_, dynamics)
    able = not is_worthless(course.checkers, "solver")
    verdicts = verify(found, exercises, taught, teacher, writing, able=able) if config.drop == "checked" else {}
    measured = detector.measure_detector(
        found, round_=round_.number, right={id_ for id_, right in verdicts.items() if right}
    )
    categories = found.records(round_.number)
    del found  # of a million examples this is a third of a gigabyte
    lengths = dict(values(round_.trained.losses, "example", "tokens"))
    changes = decide.decide_changes(
        skills,
        Findings(
            round_.number,
            categories,
            exercises,
            lengths,
            verdicts,
            graph=skills,
            margins=last_margins(round_),
            rates=rates or {},
            mastery=config.mastered,
        ),
        teacher.combinations([skill.id for skill in skills.skills]),
        config,
        new=round(config.new_share * len(course.exercises)),
        seed=seed,
    )
    label = f"new exercises after round {round_.number}"
    written = write_new(
        skills,
        course,
        changes,
        teacher,
        writing,
        taught=taught,
        used=used,
        label=label,
        progress=progress,
        passages=passages,
        log=log,
    )
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


def verify(
    found: Classification,
    exercises: Mapping[str, Exercise],
    taught: Mapping[str, str],
    teacher: Teacher,
    writing: CourseConfig,
    *,
    able: bool = True,
) -> dict[str, bool | None]:
    """Whether each example that is flagged as an error is right after all, by id; `taught` is what is taught about each
    skill. Without a solver that is `able`, nothing is known about those that cannot be recomputed: `None`."""
    names = found.examples.log.names
    flagged = [exercises[names[index]] for index in found.flagged.nonzero()[0].tolist()]
    unknown = dict.fromkeys(exercise.id for exercise in flagged if not (able or exercise.formal))
    known = [exercise for exercise in flagged if exercise.id not in unknown]
    return {**unknown, **check_again(known, teacher, writing.checks, taught, connect(writing))}


def write_new(
    skills: SkillGraph,
    course: Course,
    changes: Sequence[Change],
    teacher: Teacher,
    writing: CourseConfig,
    *,
    taught: Mapping[str, str],
    used: Iterable[Exercise],
    label: str,
    progress: Progress,
    passages: Mapping[str, Passage] | None = None,
    log: DraftLog | None = None,
) -> Written:
    """Have the teacher write what the changes ask for, with the same checks as for the course."""
    asked, trained = {"settings": writing.settings, "language": writing.language}, trained_forms(course.forms)
    requests = [
        change.request.model_copy(update={**asked, "forms": trained.get(change.request.skill, writing.forms)})
        for change in changes
        if change.action is Action.ADD and change.request is not None
    ]
    return write_later(
        skills,
        course,
        requests,
        teacher,
        writing,
        taught=taught,
        used=used,
        label=label,
        progress=progress,
        passages=passages,
        log=log,
    )


def write_later(
    skills: SkillGraph,
    course: Course,
    requests: Sequence[ExerciseRequest],
    teacher: Teacher,
    writing: CourseConfig,
    *,
    taught: Mapping[str, str],
    used: Iterable[Exercise],
    label: str,
    progress: Progress,
    passages: Mapping[str, Passage] | None = None,
    log: DraftLog | None = None,
) -> Written:
    """Have the teacher write exercises after the course, with the same checks: none is in an exam or among `used`. The
    checks of `writing` are resolved."""
    draft_filter = DraftFilter(
        skills,
        held_out=course.held_out,
        rules=writing.checks,
        benchmarks=read_benchmarks(writing.checks),
        executor=connect(writing),
        unchecked=is_worthless(course.checkers),
        passages=passages,
        language=writing.language,
    )
    draft_filter.remember(used)
    return fulfil_requests(
        requests,
        teacher,
        draft_filter,
        max_drafts=writing.max_drafts,
        label=label,
        progress=progress,
        references=taught,
        log=log,
    )
