"""Teachers: one protocol for all; each kind of teacher is one file and one registration."""

from tutelage.teacher.kinds import TeacherKind, TeacherSetup, check_config, kind_of, make_teacher
from tutelage.teacher.protocol import TRUSTED, DraftChecks, ExerciseCounter, FormTeacher, Pools, Teacher, resolve_checks
from tutelage.teacher.roles import Roles

__all__ = [
    "TRUSTED",
    "Roles",
    "ExerciseCounter",
    "FormTeacher",
    "DraftChecks",
    "Pools",
    "TeacherSetup",
    "Teacher",
    "TeacherKind",
    "check_config",
    "kind_of",
    "make_teacher",
    "resolve_checks",
]
