"""Writing a course: textbook, exams, exercises, constructed errors.

The order matters: the exams are written after the textbook, so that the textbook contains no question of them, and
before the exercises, so that none of them is an exam question. The exam comes before the development exam, whose size
cannot change it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tutelage.config import CourseConfig
from tutelage.course.checkers import is_worthless, try_checkers, usable
from tutelage.course.draft_log import DraftLog
from tutelage.course.filter import DraftFilter, read_benchmarks
from tutelage.course.held_out import hold_out_forms
from tutelage.course.near_duplicates import Benchmark
from tutelage.course.passages import passage_lessons
from tutelage.course.planning import Planned, distinct_counts, plan_exercises, plan_lessons, plan_misconceptions
from tutelage.course.references import references, stand_ins
from tutelage.course.renewal import Renewal, accounts_of_kept, in_order
from tutelage.course.rewrites import plan_rewrites, with_rewrites
from tutelage.course.writing import NO_SECTION, fulfil_requests, without_section
from tutelage.errors import CourseError
from tutelage.executor import connect
from tutelage.progress import Progress, counted
from tutelage.records import (
    Course,
    Exercise,
    ExerciseRequest,
    ExercisesRequest,
    Lesson,
    Origin,
    Passage,
    RequestKind,
    SkillGraph,
    WritingRequest,
    Written,
)
from tutelage.teacher import Teacher, resolve_checks

NOTHING = Course(lessons=(), exercises=(), misconceptions=(), exam=())
"""What there is before anything is written."""


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
    writer = _CourseWriter(
        graph,
        teacher,
        config,
        seed,
        progress,
        development=development,
        own_exam=own_exam,
        passages=passages,
        renewal=renewal,
        log=log,
    )
    writer.write_textbook()
    writer.write_exams(generated=generated)
    writer.write_practice()
    return writer.course()


class _CourseWriter:
    """One course: what its parts share, and what has been written so far."""

    def __init__(
        self,
        graph: SkillGraph,
        teacher: Teacher,
        config: CourseConfig,
        seed: int,
        progress: Progress,
        *,
        development: int,
        own_exam: Sequence[Exercise],
        passages: Mapping[str, Passage] | None,
        renewal: Renewal | None,
        log: DraftLog | None,
    ) -> None:
        self.graph, self.teacher, self.config, self.seed = graph, teacher, config, seed
        self.progress, self.log, self.passages = progress, log, passages or {}
        self.questions = development
        """Size of the development exam, per skill."""
        self.executor = connect(config)
        if config.language:
            own_exam = [one.model_copy(update={"language": config.language}) for one in own_exam]
        self.own_exam = own_exam
        self.counts = distinct_counts(graph, teacher, config)
        self.forms = hold_out_forms(graph, teacher, config.held_out_forms, seed)
        self.kept = renewal.course if renewal else NOTHING
        self.kept_rewrites = renewal.rewrites if renewal else {}
        self.unchanged = renewal.unchanged if renewal else frozenset()
        own = {question.id for question in own_exam}
        self.kept_exam = [question for question in self.kept.exam if question.id not in own]
        self.taught = references(graph, passages=self.passages)
        rules = resolve_checks(config.checks, teacher)
        self.trial = try_checkers(teacher, rules, self.taught, seed, progress)
        self.rules, self.unchecked = usable(rules, self.trial.checkers), is_worthless(self.trial.checkers)
        self.lessons: tuple[Lesson, ...] = ()
        self.own_words: list[Lesson] = []
        """What the teacher has made of passages, which a question may not quote; it may quote the passages."""
        self.parts: list[Written] = []

    def write_textbook(self) -> None:
        """A section about every skill, and the passages in other words."""
        config = self.config
        of_sections = DraftFilter(
            self.graph, held_out=self.own_exam, rules=self.rules, taught=self.taught, language=config.language
        )
        sections = [*passage_lessons(self.graph, self.passages), *self.kept.lessons]
        there = {lesson.skill for lesson in sections}
        planned = plan_lessons(self.graph, self.seed, config.language, self.forms)
        textbook = self._write([one for one in planned if one.skill not in there], of_sections, "textbook")
        whole = textbook.model_copy(update={"lessons": (*sections, *textbook.lessons)})
        if self.rules.sections:
            whole = fill_in(whole, self.graph, self.progress)
        lessons = in_order(self.graph, whole.lessons)
        restated = plan_rewrites(lessons, config.rewrites, self.seed, config.language, self.kept_rewrites)
        rewritten = self._write(restated, of_sections, "rewrites")
        self.lessons = with_rewrites(lessons, rewritten.lessons, self.kept_rewrites)
        self.taught |= references(self.graph, self.lessons, self.passages)
        self.own_words = [lesson for lesson in (*self.lessons, *rewritten.lessons) if not lesson.passages]
        self.parts += [textbook, rewritten]

    def write_exams(self, *, generated: bool) -> None:
        """The exam, if it is `generated`, and the development exam."""
        kept, draft_filter = self.kept, self._filter(held_out=self.own_exam, textbook=self.own_words)
        draft_filter.remember((*self.kept_exam, *kept.development, *kept.exercises, *kept.misconceptions))
        self.holds_out = getattr(self.teacher, "holds_out", "") if generated else ""
        exam = self._write_exercises(self._plan(Origin.EXAM) if generated else [], draft_filter, "exam")
        developing = self._write_exercises(self._plan(Origin.DEVELOPMENT), draft_filter, "development exam")
        self.exam = (*self.own_exam, *in_order(self.graph, (*self.kept_exam, *exam.exercises)))
        self.development = in_order(self.graph, (*kept.development, *developing.exercises))
        self.parts += [exam, developing]

    def write_practice(self) -> None:
        """Exercises and constructed errors, which have nothing of the exams."""
        kept, held_out = self.kept, (*self.exam, *self.development)
        draft_filter = self._filter(held_out=held_out, benchmarks=read_benchmarks(self.rules))
        draft_filter.remember((*kept.exercises, *kept.misconceptions))
        practice = self._write_exercises(self._plan(Origin.COURSE), draft_filter, "exercises")
        wrong = plan_misconceptions(self.graph, self.config, self.seed, self.counts, self.forms)
        errors = self._write_exercises(wrong, draft_filter, "constructed errors")
        self.exercises = in_order(self.graph, (*kept.exercises, *practice.exercises))
        self.misconceptions = in_order(self.graph, (*kept.misconceptions, *errors.exercises))
        self.parts += [practice, errors]

    def course(self) -> Course:
        """All of it, with what was refused, and the accounts."""
        rejected = (item for part in self.parts for item in part.rejected)
        accounts = (account for part in self.parts for account in part.accounts)
        generated = self.kept.model_copy(update={"exam": tuple(self.kept_exam)})
        return Course(
            lessons=self.lessons,
            exercises=self.exercises,
            misconceptions=self.misconceptions,
            exam=self.exam,
            development=self.development,
            rejected=(*self.kept.rejected, *rejected),
            checkers=self.trial.checkers,
            forms=self.forms,
            holds_out=self.holds_out,
            accounts=(*self.trial.accounts, *accounts_of_kept(generated, self.unchanged), *accounts),
        )

    def _plan(self, origin: Planned) -> list[ExercisesRequest]:
        return plan_exercises(
            self.graph,
            self.config,
            self.seed,
            origin,
            counts=self.counts,
            development=self.questions,
            forms=self.forms,
        )

    def _filter(
        self,
        *,
        held_out: Iterable[Exercise],
        textbook: Iterable[Lesson] = (),
        benchmarks: Sequence[Benchmark] = (),
    ) -> DraftFilter:
        return DraftFilter(
            self.graph,
            held_out=held_out,
            textbook=textbook,
            benchmarks=benchmarks,
            rules=self.rules,
            executor=self.executor,
            unchecked=self.unchecked,
            passages=self.passages,
            language=self.config.language,
        )

    def _write(self, requests: Sequence[WritingRequest], draft_filter: DraftFilter, label: str) -> Written:
        return fulfil_requests(
            requests,
            self.teacher,
            draft_filter,
            max_drafts=self.config.max_drafts,
            label=label,
            progress=self.progress,
            references=self.taught,
            log=self.log,
        )

    def _write_exercises(self, requests: Sequence[ExerciseRequest], draft_filter: DraftFilter, label: str) -> Written:
        """Those of skills that have a section, where sections are checked, or about which anything is known."""
        able = {lesson.skill for lesson in self.lessons} if self.rules.sections else set(self.taught)
        due = [one for one in requests if one.skill not in self.unchanged]
        written = self._write([one for one in due if one.skill in able], draft_filter, label)
        unasked = without_section([one for one in due if one.skill not in able])
        return written.model_copy(update={"accounts": (*written.accounts, *unasked.accounts)})


def fill_in(textbook: Written, graph: SkillGraph, progress: Progress) -> Written:
    """The textbook with sections in people's own words where none by the teacher passed, as far as there are enough;
    the accounts say what is missing all the same. Nothing changes if the teacher wrote nothing at all."""
    instead = stand_ins(graph, textbook.lessons)
    if not instead or not any(account.drafts for account in textbook.accounts):
        return textbook
    progress.say(f"  {counted(len(instead), 'section')} in the words of the syllabus: none by the teacher passed")
    return textbook.model_copy(update={"lessons": (*textbook.lessons, *instead)})


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
