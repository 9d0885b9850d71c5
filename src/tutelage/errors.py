"""The errors that a person can mend, each with the page of the documentation that helps.

    TutelageError                 a ValueError: the base of all
     ├── RecipeError              a recipe, or an option of a command, that says what cannot be
     ├── SyllabusError            a syllabus, or the graph that is made of it
     ├── SubjectError             a subject, shipped or of a user's own
     ├── TeacherError             a teacher that cannot be asked: its kind, its key, its prompts
     │    ├── TeacherUnreachable  an endpoint that does not answer, or refuses every call
     │    └── BudgetExhausted     the recipe's limit of tokens or dollars is reached
     ├── CourseError              a course that cannot be written, or nobody can be taught with
     ├── StudentError             a student that cannot be found, loaded or prepared
     ├── TrainingError            data, an order or settings that cannot be trained with
     │    ├── TrainingDiverged    the loss is no number any more
     │    └── LaunchError         processes or machines that do not train together
     ├── DataError                a file of a user's own that cannot be read: texts, questions, rows
     ├── LossLogError             a loss log, or a rule that it does not serve
     ├── ExamError                an exam that cannot be set, or a comparison of exams
     ├── ExportError              an export that cannot be made
     ├── ExperimentError          an experiment that cannot be carried out
     ├── RunError                 a run folder that is not there, not finished, in use, or of another recipe
     │    ├── DamagedRun          a file of it is not what was written
     │    └── EarlierRun          a run of an edition whose folders are not read any more
     └── MissingExtra             a package that is not installed

The command line turns these, and only these, into one line and exit code 2. Whatever else is raised is a bug of
Tutelage's and keeps its traceback.
"""

from __future__ import annotations

from typing import ClassVar


class TutelageError(ValueError):
    """What a person can mend; the message is one line that says how."""

    page: ClassVar[str] = ""
    """Page of the documentation, a file in `docs/`; empty where the command tells more than the error."""


class RecipeError(TutelageError):
    """A recipe, or an option of a command, says what cannot be."""

    page = "recipe.md"


class SyllabusError(TutelageError):
    """A syllabus, or the graph that is made of it, is not what it should be."""

    page = "graph.md"


class SubjectError(TutelageError):
    """A subject is not there, or not what the protocol asks for."""

    page = "new-subject.md"


class TeacherError(TutelageError):
    """The teacher cannot be asked."""

    page = "teacher.md"


class TeacherUnreachable(TeacherError):
    """The endpoint does not answer, or refuses every call."""


class BudgetExhausted(TeacherError):
    """The recipe's limit of tokens or dollars is reached. What was paid for is kept."""


class CourseError(TutelageError):
    """The course cannot be written, or nobody can be taught with it."""

    page = "teacher.md"


class StudentError(TutelageError):
    """The student cannot be found, loaded or prepared."""

    page = "student.md"


class TrainingError(TutelageError):
    """Data, an order or settings that cannot be trained with."""

    page = "trainer.md"


class TrainingDiverged(TrainingError):
    """The loss is no number any more: the weights are worth nothing."""


class LaunchError(TrainingError):
    """Processes or machines do not train together as the recipe asks."""

    page = "several-gpus.md"


class DataError(TutelageError):
    """A file of a user's own cannot be read."""


class LossLogError(TutelageError):
    """A loss log cannot be read, or does not hold what a rule needs."""

    page = "dynamics.md"


class ExamError(TutelageError):
    """An exam cannot be set, or exams cannot be compared."""

    page = "exams.md"


class ExportError(TutelageError):
    """An export cannot be made."""

    page = "take-away.md"


class ExperimentError(TutelageError):
    """An experiment cannot be carried out."""

    page = "experiments.md"


class RunError(TutelageError):
    """A run folder is not there, not finished, in use, or belongs to another recipe."""

    page = "files.md"


class DamagedRun(RunError):
    """A file of a run is not what was written."""


class EarlierRun(RunError):
    """The run was begun by an edition whose folders are not read any more."""


class MissingExtra(TutelageError):
    """A package that is not part of every installation is not there; the message has the command that installs it."""
