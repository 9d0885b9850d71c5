"""A teacher of several: one writes, others rewrite passages, solve drafts anew, and judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tutelage.config import ROLES, Role
from tutelage.records import Charge, Reply, Request
from tutelage.subjects import QuestionForm
from tutelage.teacher.protocol import (
    DraftChecks,
    ExerciseCounter,
    FormTeacher,
    Pools,
    Teacher,
    answers,
    name_of,
    require_teacher,
)


class Roles:
    """A teacher that passes each request on to whose work it is, as the class of the request says (`Request.role`). A
    role that is left out is the writer's.

    Raises `TeacherError` for an object that is no teacher.
    """

    def __init__(
        self,
        writer: Teacher,
        solver: Teacher | None = None,
        judge: Teacher | None = None,
        rewriter: Teacher | None = None,
    ) -> None:
        given: dict[Role, Teacher | None] = {"writer": writer, "rewriter": rewriter, "solver": solver, "judge": judge}
        self.teachers: dict[Role, Teacher] = {role: given[role] or writer for role in ROLES}
        for teacher in self.teachers.values():
            require_teacher(teacher)

    @property
    def name(self) -> str:
        """The names of all of them: what others wrote is not theirs."""
        return ", ".join(f"{role} {name_of(teacher)}" for role, teacher in self.teachers.items())

    @property
    def checks(self) -> DraftChecks:
        """What the writer's drafts need; whether they can be solved is up to the solver, whether open answers can be
        marked is up to the judge."""
        checks = {role: getattr(teacher, "checks", DraftChecks()) for role, teacher in self.teachers.items()}
        writer, solver, judge = checks["writer"], checks["solver"], checks["judge"]
        return writer._replace(solves=solver.solves, marks=judge.marks) if isinstance(writer, DraftChecks) else writer

    @property
    def holds_out(self) -> str:
        """What the writer holds out for the exam beside forms, as a sentence (`Course.holds_out`)."""
        return getattr(self.teachers["writer"], "holds_out", "")

    @property
    def finite(self) -> bool:
        """Whether the writer wants to know which questions are taken (`Teacher`)."""
        return getattr(self.teachers["writer"], "finite", False)

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply | Charge]:
        """See `Teacher.answer`. The requests of one role are answered before those of the next."""
        for role, teacher in self.teachers.items():
            if own := [request for request in requests if request.role == role]:
                yield from answers(teacher, own)

    def combinations(self, skills: Sequence[str]) -> Iterable[tuple[str, str]]:
        """The writer's."""
        return self.teachers["writer"].combinations(skills)

    def distinct(self, skill: str, difficulties: Sequence[int]) -> int | Pools | None:
        """How many exercises the writer can write, if it knows."""
        writer = self.teachers["writer"]
        return writer.distinct(skill, difficulties) if isinstance(writer, ExerciseCounter) else None

    def forms(self, skill: str) -> Sequence[QuestionForm]:
        """The forms that the writer keeps to."""
        writer = self.teachers["writer"]
        return writer.forms(skill) if isinstance(writer, FormTeacher) else ()
