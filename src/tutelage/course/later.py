"""Exercises that are written after the course: for a change of the training set, and for a probe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from tutelage.config import CourseConfig
from tutelage.course.checkers import is_worthless, usable
from tutelage.course.draft_log import DraftLog
from tutelage.course.filter import DraftFilter, read_benchmarks
from tutelage.course.held_out import trained_forms
from tutelage.course.writing import fulfil_requests
from tutelage.executor import connect
from tutelage.progress import Progress
from tutelage.records import Course, Exercise, ExerciseRequest, Passage, SkillGraph, Written
from tutelage.teacher import Teacher, resolve_checks


@dataclass(frozen=True)
class LaterWriting:
    """What is written later has the same writers and the same checks as the course."""

    skills: SkillGraph
    course: Course
    teacher: Teacher
    config: CourseConfig
    """How the course was written; its checks are resolved."""
    taught: Mapping[str, str]
    """Skill -> what is taught about it (`tutelage.course.references`)."""
    progress: Progress
    passages: Mapping[str, Passage] | None = None

    @classmethod
    def of(cls, skills: SkillGraph, course: Course, teacher: Teacher, config: CourseConfig, **rest: Any) -> Self:
        """With the checks that the teacher's drafts need, as far as it can carry them out."""
        checks = usable(resolve_checks(config.checks, teacher), course.checkers)
        return cls(skills, course, teacher, config.model_copy(update={"checks": checks}), **rest)

    def asked(self, skill: str) -> dict[str, Any]:
        """What every request for exercises of a skill asks for: forms that are trained, settings and language."""
        forms = self._trained.get(skill, self.config.forms)
        return {"forms": forms, "settings": self.config.settings, "language": self.config.language}

    @cached_property
    def _trained(self) -> Mapping[str, tuple[str, ...]]:
        return trained_forms(self.course.forms)

    def write(
        self, requests: Sequence[ExerciseRequest], used: Iterable[Exercise], *, label: str, log: DraftLog | None = None
    ) -> Written:
        """Have the teacher write exercises, none of which is in an exam or among `used`."""
        draft_filter = DraftFilter(
            self.skills,
            held_out=self.course.held_out,
            rules=self.config.checks,
            benchmarks=read_benchmarks(self.config.checks),
            executor=connect(self.config),
            unchecked=is_worthless(self.course.checkers),
            passages=self.passages,
            language=self.config.language,
        )
        draft_filter.remember(used)
        return fulfil_requests(
            requests,
            self.teacher,
            draft_filter,
            max_drafts=self.config.max_drafts,
            label=label,
            progress=self.progress,
            references=self.taught,
            log=log,
        )
