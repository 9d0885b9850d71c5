"""What a teacher is: it answers requests, and says how its drafts must be checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from tutelage.config import ChecksConfig
from tutelage.config.registry import OF_MODULE
from tutelage.errors import RecipeError, TeacherError
from tutelage.records import Charge, Reply, Request
from tutelage.subjects import QuestionForm


class DraftChecks(NamedTuple):
    """How a teacher's drafts are checked where the recipe leaves that open. The defaults are those for a language
    model."""

    solutions: int = 2
    """Independent solutions of every draft, by the teacher itself."""
    judge: bool = False
    """Whether the teacher judges every draft against the textbook section."""
    near_duplicates: float = 0.8
    """A question repeats an earlier one if they share this much of their three-word sequences; 0: only if they are
    equal."""
    sections: bool = True
    """Whether its sections are checked, and exercises rest on a section that passed."""
    trial: int = 10
    """Items on which those who solve and judge are tried before their word counts."""
    solves: bool = True
    """Whether the teacher can solve exercises at all."""
    marks: bool = True
    """Whether the teacher can mark open answers by a rubric."""


TRUSTED = DraftChecks(solutions=0, near_duplicates=0.0, sections=False, trial=0)
"""For drafts whose answers can be recomputed, and which vary by construction."""


class Teacher(Protocol):
    """Whoever writes the course. It writes drafts, which are checked afterwards."""

    @property
    def checks(self) -> DraftChecks:
        """How its drafts must be checked. A teacher without this property is checked like a language model."""

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply | Charge]:
        """One reply per request, in any order, or several, each with the number of drafts that it should have in
        `Reply.due`. A teacher that cannot answer a request says so in `Reply.failure`. What a request has cost may come
        ahead of its replies, as a `Charge`."""

    def combinations(self, skills: Sequence[str]) -> Iterable[tuple[str, str]]:
        """The pairs of `skills` (ids in teaching order) that it can compose exercises of, the earlier one of a pair
        first. They are sorted by the later one and then by the earlier one."""


class Pools(NamedTuple):
    """How many exercises about a skill there are for each purpose, of a teacher that keeps them apart itself."""

    course: int
    exam: int
    development: int
    errors: int


@runtime_checkable
class FormTeacher(Protocol):
    """A teacher that keeps to the forms of question that a request names."""

    def forms(self, skill: str) -> Sequence[QuestionForm]:
        """The forms that it has for a skill, the plain one first; empty if it has none that it keeps to."""


@runtime_checkable
class ExerciseCounter(Protocol):
    """A teacher that knows how many distinct exercises it can write."""

    def distinct(self, skill: str, difficulties: Sequence[int]) -> int | Pools | None:
        """How many for a skill if the difficulties alternate; `None` if more than anybody asks for."""


def name_of(teacher: Teacher | None) -> str:
    """What tells a teacher that was given from others, since what it wrote is not another's: its `name`, or its class.
    Empty if none was given."""
    kind = type(teacher)
    return str(getattr(teacher, "name", "") or f"{kind.__module__}.{kind.__qualname__}") if teacher else ""


def answers(teacher: Teacher, requests: Sequence[Request]) -> Iterator[Reply | Charge]:
    """What a teacher answers. Raises `TeacherError` for what is no answer to any of the requests: a teacher may be
    anybody's."""
    asked = {request.id for request in requests}
    replies: object = None
    try:
        replies = teacher.answer(requests)
        if not isinstance(replies, Iterable):
            raise _no_answer(teacher, f"answers with a {type(replies).__name__}: an iterator of Reply is needed")
        for reply in replies:
            if not isinstance(reply, (Reply, Charge)):
                raise _no_answer(teacher, f"answers with a {type(reply).__name__}: a Reply or a Charge is needed")
            if reply.request not in asked:
                raise _no_answer(teacher, f"answers a request that was not made: {reply.request!r}")
            yield reply
    except Exception as error:
        vars(error).setdefault(OF_MODULE, type(teacher).__module__)
        raise
    except SystemExit as error:
        raise _no_answer(teacher, f"ended the program (SystemExit: {error})") from error
    finally:
        # A teacher with calls in flight waits for them when nobody listens any longer.
        if close := getattr(replies, "close", None):
            close()


def combinations(teacher: Teacher, skills: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of skills that a teacher can compose exercises of. Raises `TeacherError` for what are no such pairs."""
    try:
        pairs: list[object] = list(teacher.combinations(skills))
    except Exception as error:
        vars(error).setdefault(OF_MODULE, type(teacher).__module__)
        raise
    known, found = set(skills), []
    for pair in pairs:
        match pair:
            case (str() as lower, str() as upper) if {lower, upper} <= known:
                found.append((lower, upper))
            case _:
                raise _no_answer(teacher, f"combines {pair!r}: pairs of the skills that it was asked about are needed")
    return found


def _no_answer(teacher: Teacher, what: str) -> TeacherError:
    return TeacherError(f"the teacher ({name_of(teacher)}) {what}; tell its authors, or fix it")


def fault_of_teacher(teacher: object) -> str:
    """Why an object is no teacher; empty if it is one."""
    missing = [name for name in ("answer", "combinations") if not callable(getattr(teacher, name, None))]
    if isinstance(teacher, type):
        return f"the teacher is the class {teacher.__name__}: pass an instance"
    return f"the teacher, a {type(teacher).__name__}, has no method '{missing[0]}'" if missing else ""


def require_teacher(teacher: object) -> None:
    """Raise `TeacherError` for an object that is no teacher."""
    if fault := fault_of_teacher(teacher):
        raise TeacherError(fault)


def resolve_checks(given: ChecksConfig, teacher: Teacher) -> ChecksConfig:
    """The checks of a recipe; what it leaves open is filled in with what the teacher's drafts need.

    Raises `RecipeError` if solutions are asked for that the teacher cannot write.
    """
    needs = getattr(teacher, "checks", DraftChecks())
    if not isinstance(needs, DraftChecks):
        raise TeacherError(
            f"the teacher's 'checks' is {type(needs).__name__}: a tutelage.teacher.DraftChecks is needed"
        )
    if given.solutions and not needs.solves:
        raise RecipeError(
            "this teacher cannot solve exercises, and its drafts are checked in other ways: remove 'solutions' from "
            "the checks"
        )
    return fill_checks(given, needs)


def fill_checks(given: ChecksConfig, needs: DraftChecks) -> ChecksConfig:
    """The checks of a recipe with what drafts need where it leaves that open."""
    defaults = {
        "solutions": needs.solutions if needs.solves else 0,
        "judge": needs.judge,
        "sections": needs.sections,
        "trial": needs.trial,
        "near_duplicates": needs.near_duplicates,
    }
    return given.model_copy(update={key: value for key, value in defaults.items() if getattr(given, key) is None})
