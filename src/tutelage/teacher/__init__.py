"""Teachers: one protocol for all; each kind of teacher is one file and one registration."""

from tutelage.teacher.kinds import Setup, TeacherKind, kind_of, make_teacher
from tutelage.teacher.protocol import TRUSTED, Counting, DraftChecks, Teacher, resolve_checks

__all__ = [
    "TRUSTED",
    "Counting",
    "DraftChecks",
    "Setup",
    "Teacher",
    "TeacherKind",
    "kind_of",
    "make_teacher",
    "resolve_checks",
]
