"""Planning and writing a course: textbook, exam, exercises, constructed errors.

The order matters: the exams are written after the textbook, so that the textbook contains no question of them, and
before the exercises, so that none of them is an exam question. The exam comes before the development exam, whose size
cannot change it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from tutelage.config import CourseConfig
from tutelage.course.checkers import is_worthless, try_checkers, usable
from tutelage.course.draft_log import DraftLog
from tutelage.course.filter import DraftFilter, read_benchmarks
from tutelage.course.held_out import hold_out_forms, trained_forms
from tutelage.course.passages import passage_lessons
from tutelage.course.references import references, stand_ins
from tutelage.course.renewal import Renewal, in_order
from tutelage.course.rewrites import plan_rewrites, with_rewrites
from tutelage.course.writing import NO_SECTION, fulfil_requests, without_section
from tutelage.errors import CourseError, DataError
from tutelage.executor import connect
from tutelage.grading.identity import question_key
from tutelage.progress import Progress, counted
from tutelage.records import (
    Course,
    Exercise,
    ExerciseRequest,
    ExercisesRequest,
    LessonRequest,
    MisconceptionsRequest,
    Origin,
    Passage,
    RequestKind,
    SkillForms,
    SkillGraph,
    WritingRequest,
    Written,
    content_id,
)
from tutelage.seeds import derive
from tutelage.storage.rowfiles import strict_rows
from tutelage.teacher import ExerciseCounter, Pools, Teacher, resolve_checks

NOTHING = Course(lessons=(), exercises=(), misconceptions=(), exam=())
"""What there is before anything is written."""
Planned = Literal[Origin.COURSE, Origin.EXAM, Origin.DEVELOPMENT]
"""What a course's exercises are asked for."""


def write_course(
    graph: SkillGraph,
    teacher: Teacher,
    config: CourseConfig,
    seed: int,
    progress: Progress,
    *,
    development: int = 0,
    own_exam: Sequence[Exercise] = (),
    generated: bool = True,
    passages: Mapping[str, Passage] | None = None,
    renewal: Renewal | None = None,
    log: DraftLog | None = None,
) -> Course:
    """Everything the student is taught with, checked; with so many `development` questions per skill beside the exam.

    `own_exam` has exam questions that a person wrote: they are held out like all others, and are the exam unless it is
    `generated`, too. `passages` are those of documents, by their ids: they are the section about a skill that has
    some. `renewal` is what an earlier course gives: for skills that have not changed, nothing is asked for. Every draft
    is added to `log` as it is decided on. See `ensure_teachable` for a course without any exercise."""
    rules, executor = resolve_checks(config.checks, teacher), connect(config)
    if config.language:
        own_exam = [one.model_copy(update={"language": config.language}) for one in own_exam]
    counts = distinct_counts(graph, teacher, config)
    forms = hold_out_forms(graph, teacher, config.held_out_forms, seed)
    passages, kept = passages or {}, renewal.course if renewal else NOTHING
    own = {question.id for question in own_exam}
    kept_exam = [question for question in kept.exam if question.id not in own]
    unchanged = renewal.unchanged if renewal else frozenset()
    sections = [*passage_lessons(graph, passages), *kept.lessons]
    taught = references(graph, passages=passages)
    trial = try_checkers(teacher, rules, taught, seed, progress)
    rules, unchecked = usable(rules, trial.checkers), is_worthless(trial.checkers)

    def write(requests: Sequence[WritingRequest], draft_filter: DraftFilter, label: str) -> Written:
        cap = config.max_drafts
        return fulfil_requests(
            requests, teacher, draft_filter, max_drafts=cap, label=label, progress=progress, references=taught, log=log
        )

    def write_exercises(requests: Sequence[ExerciseRequest], draft_filter: DraftFilter, label: str) -> Written:
        able = {lesson.skill for lesson in lessons} if rules.sections else set(taught)
        due = [one for one in requests if one.skill not in unchanged]
        written = write([one for one in due if one.skill in able], draft_filter, label)
        unasked = without_section([one for one in due if one.skill not in able])
        return written.model_copy(update={"accounts": (*written.accounts, *unasked.accounts)})

    of_sections = DraftFilter(graph, held_out=own_exam, rules=rules, taught=taught, language=config.language)
    there = {lesson.skill for lesson in sections}
    planned = [one for one in plan_lessons(graph, seed, config.language, forms) if one.skill not in there]
    textbook = write(planned, of_sections, "textbook")
    whole = textbook.model_copy(update={"lessons": (*sections, *textbook.lessons)})
    lessons = in_order(graph, (fill_in(whole, graph, progress) if rules.sections else whole).lessons)
    kept_rewrites = renewal.rewrites if renewal else {}
    rewritten = write(
        plan_rewrites(lessons, config.rewrites, seed, config.language, kept_rewrites), of_sections, "rewrites"
    )
    lessons = with_rewrites(lessons, rewritten.lessons, kept_rewrites)
    taught |= references(graph, lessons, passages)
    # A question may quote a passage, but not what the teacher has made of it.
    own_words = [lesson for lesson in (*lessons, *rewritten.lessons) if not lesson.passages]
    make_filter = partial(
        DraftFilter,
        graph,
        rules=rules,
        executor=executor,
        unchecked=unchecked,
        passages=passages,
        language=config.language,
    )
    draft_filter = make_filter(held_out=own_exam, textbook=own_words)
    draft_filter.remember((*kept_exam, *kept.development, *kept.exercises, *kept.misconceptions))

    def plan(origin: Planned) -> list[ExercisesRequest]:
        return plan_exercises(graph, config, seed, origin, counts=counts, development=development, forms=forms)

    exam = write_exercises(plan(Origin.EXAM) if generated else [], draft_filter, "exam")
    developing = write_exercises(plan(Origin.DEVELOPMENT), draft_filter, "development exam")
    benchmarks = read_benchmarks(rules)
    held_out = (*own_exam, *kept_exam, *exam.exercises, *kept.development, *developing.exercises)
    draft_filter = make_filter(held_out=held_out, benchmarks=benchmarks)
    draft_filter.remember((*kept.exercises, *kept.misconceptions))
    practice = write_exercises(plan(Origin.COURSE), draft_filter, "exercises")
    errors = write_exercises(
        plan_misconceptions(graph, config, seed, counts, forms), draft_filter, "constructed errors"
    )
    parts = (textbook, rewritten, exam, developing, practice, errors)
    return Course(
        lessons=lessons,
        exercises=in_order(graph, (*kept.exercises, *practice.exercises)),
        misconceptions=in_order(graph, (*kept.misconceptions, *errors.exercises)),
        exam=(*own_exam, *in_order(graph, (*kept_exam, *exam.exercises))),
        development=in_order(graph, (*kept.development, *developing.exercises)),
        rejected=(*kept.rejected, *(item for part in parts for item in part.rejected)),
        checkers=trial.checkers,
        forms=forms,
        accounts=(*trial.accounts, *kept.accounts, *(account for part in parts for account in part.accounts)),
    )


def fill_in(textbook: Written, graph: SkillGraph, progress: Progress) -> Written:
    """The textbook with sections in people's own words where none by the teacher passed, as far as there are enough;
    the accounts say what is missing all the same. Nothing changes if the teacher wrote nothing at all."""
    instead = stand_ins(graph, textbook.lessons)
    if not instead or not any(account.drafts for account in textbook.accounts):
        return textbook
    progress.say(f"  {counted(len(instead), 'section')} in the words of the syllabus: none by the teacher passed")
    return textbook.model_copy(update={"lessons": (*textbook.lessons, *instead)})


def add_exercises(course: Course, graph: SkillGraph, files: Sequence[Path], progress: Progress) -> Course:
    """The course with the exercises of `files` (one `Exercise` record per line) in its training set.

    Repetitions and exam questions are left out. Raises as `read_own_exercises` does.
    """
    seen = {
        question_key(exercise.question) for exercise in (*course.held_out, *course.exercises, *course.misconceptions)
    }
    added, repeated = [], 0
    for exercise in read_own_exercises(graph, files):
        if question_key(exercise.question) in seen:
            repeated += 1
        else:
            seen.add(question_key(exercise.question))
            added.append(exercise)
    if files:
        progress.say(f"  {counted(len(added), 'exercise')} added from files, {repeated} left out: known questions")
    return course.model_copy(update={"exercises": (*course.exercises, *added)})


def read_own_exercises(graph: SkillGraph, files: Sequence[Path]) -> Iterator[Exercise]:
    """The exercises of files. Raises `CourseError` for a missing file, and for an exercise of a skill that is not in
    the graph; `TutelageError` for a line that is not an exercise."""
    known = {skill.id for skill in graph.skills}
    for path in files:
        if not path.is_file():
            raise CourseError(f"no exercises at {path}: check 'course.also'")
        for line, row in strict_rows(path):
            try:
                exercise = Exercise.model_validate(row)
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(map(str, first["loc"]))
                raise DataError(f"{path} line {line}: {where}: {first['msg']}; see docs/files.md") from None
            if exercise.skill not in known:
                raise CourseError(f"{path}: exercise {exercise.id} is of skill '{exercise.skill}', not in the graph")
            yield exercise


def ensure_written(course: Course) -> None:
    """Raise `CourseError`, with the reasons, if nothing by the teacher was accepted, or no exercise of those asked
    for."""
    some = course.lessons or course.misconceptions or course.exam
    wanted = [a for a in course.accounts if a.kind is RequestKind.EXERCISES and a.origin is Origin.COURSE and a.asked]
    if course.exercises or (some and not wanted):
        return
    reasons = Counter[str]()
    for account in wanted if some else course.accounts:
        reasons.update(account.rejected)
        reasons.update(account.failures)
    if len(reasons) > 1:
        del reasons[NO_SECTION]  # it only follows from the others
    named = ", ".join(f"{count} x {reason}" for reason, count in reasons.most_common(3)) or "none was written"
    if course.rejected:
        advice = "what was refused is in course/rejected.jsonl of the run folder"
    elif some:  # the course is kept, and so are the answers
        advice = "check the teacher, and start again with --fresh --no-cache"
    else:
        advice = "check the teacher, and start the same command again"
    raise CourseError(f"{'no exercise' if some else 'nothing'} by the teacher was accepted ({named}): {advice}")


def ensure_teachable(course: Course) -> None:
    """Raise `ValueError`, with the reasons, if no exercise or no exam question was accepted."""
    for what, accepted, origin in (
        ("exercise", course.exercises, Origin.COURSE),
        ("exam question", course.exam, Origin.EXAM),
    ):
        if not accepted:
            accounts = [a for a in course.accounts if a.kind is RequestKind.EXERCISES and a.origin is origin]
            reasons = sorted({reason for account in accounts for reason in (account.rejected | account.failures)})
            raise CourseError(
                f"no {what} by the teacher was accepted ({', '.join(reasons) or 'none was written'}): there is nothing "
                "to teach; what was refused is in course/rejected.jsonl of the run folder"
            )


def plan_lessons(
    graph: SkillGraph, seed: int, language: str = "", forms: Sequence[SkillForms] = ()
) -> list[LessonRequest]:
    """One section per skill, in teaching order; `forms` are those that are held out."""
    trained = trained_forms(forms)
    return [
        LessonRequest(
            **_identity(RequestKind.LESSON, Origin.COURSE, skill.id, seed),
            language=language,
            forms=trained.get(skill.id, ()),
        )
        for skill in graph.skills
    ]


def plan_exercises(
    graph: SkillGraph,
    config: CourseConfig,
    seed: int,
    origin: Planned = Origin.COURSE,
    *,
    counts: Mapping[str, int | Pools] | None = None,
    development: int = 0,
    forms: Sequence[SkillForms] = (),
) -> list[ExercisesRequest]:
    """Exercises, or questions of the exam or of the development exam, for every skill in teaching order. `counts` says,
    for skills with few distinct exercises, how many there are; `development` is the size of the development exam, per
    skill. Half of the exam's questions have the `forms` that are held out; all else has the others."""
    trained, held_out = trained_forms(forms), {each.skill: each.held_out for each in forms}
    requests = []
    for skill in graph.skills:
        number = _numbers(config, development, (counts or {}).get(skill.id))[origin]
        new = number // 2 if origin is Origin.EXAM and skill.id in held_out else 0
        request = ExercisesRequest(
            **_identity(RequestKind.EXERCISES, origin, skill.id, seed),
            number=number - new,
            difficulties=config.difficulties,
            forms=trained.get(skill.id, config.forms),
            settings=config.settings,
            language=config.language,
            origin=origin,
        )
        requests.append(request)
        if new:
            other = {
                "id": content_id("req", request.id, "new forms"),
                "seed": derive(request.seed, "new forms"),
                "number": new,
                "forms": held_out[skill.id],
                "new_forms": True,
            }
            requests.append(request.model_copy(update=other))
    return [request for request in requests if request.number]


def plan_misconceptions(
    graph: SkillGraph,
    config: CourseConfig,
    seed: int,
    counts: Mapping[str, int | Pools] | None = None,
    forms: Sequence[SkillForms] = (),
) -> list[MisconceptionsRequest]:
    """Constructed errors for every skill in teaching order; none if the recipe asks for none, nor for skills of which
    `counts` says that there are no exercises. They have no form that is held out."""
    trained = trained_forms(forms)
    numbers = {skill.id: _errors(config, (counts or {}).get(skill.id)) for skill in graph.skills}
    return [
        MisconceptionsRequest(
            **_identity(RequestKind.MISCONCEPTIONS, Origin.MISCONCEPTION, skill.id, seed),
            number=numbers[skill.id],
            difficulties=config.difficulties,
            forms=trained.get(skill.id, config.forms),
            settings=config.settings,
            language=config.language,
        )
        for skill in graph.skills
        if numbers[skill.id]
    ]


def distinct_counts(graph: SkillGraph, teacher: Teacher, config: CourseConfig) -> dict[str, int | Pools]:
    """How many distinct exercises there are, for the skills where the teacher knows that there are few."""
    if not isinstance(teacher, ExerciseCounter):
        return {}
    counts = {skill.id: teacher.distinct(skill.id, config.difficulties) for skill in graph.skills}
    return {skill: count for skill, count in counts.items() if count is not None}


def _identity(kind: RequestKind, origin: Origin, skill: str, seed: int) -> dict[str, Any]:
    """Id, seed and skill of a request of the first plan."""
    return {
        "id": content_id("req", str(seed), kind, origin, skill),
        "seed": derive(seed, kind, origin, skill),
        "skill": skill,
    }


def _errors(config: CourseConfig, count: int | Pools | None) -> int:
    """How many constructed errors to ask for of a skill with `count` distinct exercises."""
    if isinstance(count, Pools):
        return min(config.misconceptions_per_skill, count.errors)
    return 0 if count == 0 else config.misconceptions_per_skill


def _numbers(config: CourseConfig, development: int, count: int | Pools | None) -> dict[Planned, int]:
    """How many to ask for of a skill, where there are only `count` distinct ones. The exam gets at most a quarter of
    them, the development exam a twentieth, and practice three fifths of what these and the constructed errors leave:
    the last ones are found only after very many draws, and adaptation needs some, too. Of a teacher that keeps them
    apart itself, each gets its own, and practice three quarters of them at first."""
    if count == 0:
        return {Origin.EXAM: 0, Origin.DEVELOPMENT: 0, Origin.COURSE: 0}
    exam, exercises = config.exam_questions_per_skill, config.exercises_per_skill
    if isinstance(count, Pools):
        exam = min(exam, count.exam)
        development = min(development, count.development)
        exercises = min(exercises, ceil(count.course * 3 / 4))
    elif count is not None:
        exam = min(exam, max(1, count // 4))
        development = min(development, count // 20)
        exercises = min(exercises, max(1, (count - exam - development - config.misconceptions_per_skill) * 3 // 5))
    return {Origin.EXAM: exam, Origin.DEVELOPMENT: development, Origin.COURSE: exercises}
