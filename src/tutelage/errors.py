"""The errors that a person can fix, each with the page of the documentation that helps.

    TutelageError                 a ValueError: the base of all
     ├── RecipeError              a recipe, or an option of a command, that is not valid
     ├── DocumentError            documents that are missing, or hold no text
     ├── SyllabusError            a syllabus, or the graph made from it
     ├── SubjectError             a subject, shipped or a user's own
     ├── TeacherError             a teacher that cannot be used: its kind, its key, its prompts
     │    ├── TeacherUnreachable  an endpoint that does not answer, or refuses every call
     │    ├── LostForGood         one whose answers cannot be read; what was sent may be paid for
     │    └── BudgetExhausted     the recipe's limit of tokens or dollars is reached
     ├── CourseError              a course that cannot be written, or cannot be trained on
     ├── StudentError             a student that cannot be found, loaded or prepared
     │    └── TemplateRefusal     its chat template does not take a conversation
     ├── TrainingError            data, an order or settings that cannot be trained with
     │    ├── TrainingDiverged    the loss is no longer a number
     │    └── LaunchError         processes or machines that do not train together
     ├── DataError                a file of the user's that cannot be read: texts, questions, rows
     ├── LossLogError             a loss log that cannot be read, or lacks what a rule needs
     ├── ExamError                an exam that cannot be held, or exams that cannot be compared
     ├── ExportError              an export that cannot be made
     ├── ExperimentError          an experiment that cannot be run
     ├── RunError                 a run folder that is missing, unfinished, in use, or of another recipe
     │    ├── ReviewError         a review that cannot be held, or a run that waits for it
     │    │    ├── ReviewNeeded   a person is to look at the graph or the course first
     │    │    └── Outdated       somebody else has decided about an item of a review in the meantime
     │    ├── DamagedRun          one of its files is not what was written
     │    └── EarlierRun          it was begun by a version whose folders are no longer read
     └── MissingExtra             a package that is not installed

The command line turns these, and only these, into one line and exit code 2. Anything else that is raised is a bug in
Tutelage and keeps its traceback.
"""

from __future__ import annotations

from typing import ClassVar


class TutelageError(ValueError):
    """An error that a person can fix; the message is one line that says how."""

    page: ClassVar[str] = ""
    """Page of the documentation, a file in `docs/`; empty where the command says more than the error does."""
    code: ClassVar[int] = 2
    """Exit code of a command that ends with it."""


class RecipeError(TutelageError):
    """A recipe, or an option of a command, is not valid."""

    page = "recipe.md"


class DocumentError(TutelageError):
    """Documents are missing, or hold no text that can be taught."""

    page = "documents.md"


class SyllabusError(TutelageError):
    """A syllabus, or the graph made from it, is not valid."""

    page = "graph.md"


class SubjectError(TutelageError):
    """A subject is missing, or does not follow the protocol."""

    page = "new-subject.md"


class TeacherError(TutelageError):
    """The teacher cannot be used."""

    page = "teacher.md"


class TeacherUnreachable(TeacherError):
    """The endpoint does not answer, or refuses every call."""


class BudgetExhausted(TeacherError):
    """The recipe's limit of tokens or dollars is reached. What was paid for is kept."""


class CourseError(TutelageError):
    """The course cannot be written, or cannot be trained on."""

    page = "teacher.md"


class StudentError(TutelageError):
    """The student cannot be found, loaded or prepared."""

    page = "student.md"


class TrainingError(TutelageError):
    """Training is impossible with these data, this order or these settings."""

    page = "trainer.md"


class TrainingDiverged(TrainingError):
    """The loss is no longer a number: the weights are worthless."""


class LaunchError(TrainingError):
    """Processes or machines do not train together as the recipe asks."""

    page = "several-gpus.md"


class DataError(TutelageError):
    """A file of the user's cannot be read."""


class LossLogError(TutelageError):
    """A loss log cannot be read, or lacks what a rule needs."""

    page = "dynamics.md"


class ExamError(TutelageError):
    """An exam cannot be held, or exams cannot be compared."""

    page = "exams.md"


class ExportError(TutelageError):
    """An export cannot be made."""

    page = "take-away.md"


class ExperimentError(TutelageError):
    """An experiment cannot be run."""

    page = "experiments.md"


class RunError(TutelageError):
    """A run folder is missing, unfinished, in use, or belongs to another recipe."""

    page = "files.md"


class ReviewError(RunError):
    """A review cannot be held, or a run waits for it."""

    page = "review.md"


class ReviewNeeded(ReviewError):
    """The recipe asks for a person's review, which is not finished: nothing is wrong, and the same command goes on
    afterwards."""

    code = 3


class Outdated(ReviewError):
    """Somebody else has decided about an item of a review in the meantime."""


class DamagedRun(RunError):
    """A file of a run is not what was written: changed, cut or missing."""


class EarlierRun(RunError):
    """The run was begun by a version whose folders are no longer read."""


class MissingExtra(TutelageError):
    """An optional package is not installed; the message has the command that installs it."""
