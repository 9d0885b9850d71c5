"""A teacher says what its drafts need, and a kind of teacher is one registration, also from outside the package."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from conftest import install_package, make_recipe, script
from tutelage import make_course
from tutelage.config import ChecksConfig, TeacherConfig, load_recipe
from tutelage.errors import TeacherError
from tutelage.progress import Quiet
from tutelage.records import Lesson, LessonRequest, Reply, Request, Solution, SolveRequest
from tutelage.syllabus import read_syllabus
from tutelage.teacher import TRUSTED, DraftChecks, kind_of, make_teacher, resolve_checks
from tutelage.teacher.kinds import KINDS
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.tools import doctor

PLUGGED = """
from test_teacher_kinds import answer
from tutelage.teacher import DraftChecks, TeacherKind
from tutelage.teacher.scripted import ScriptedTeacher


class Sums(TeacherKind):
    exercise_tokens = 21

    def make(self, config, setup):
        return ScriptedTeacher(answer, checks=DraftChecks(solutions=config.extra["solutions"], near_duplicates=0.0))


KIND = Sums()
"""


def answer(request: Request) -> Reply:
    """Sums, and their solutions."""
    if isinstance(request, LessonRequest):
        (lesson,) = script(request).of(Lesson)
        longer = lesson.model_copy(update={"text": f"{lesson.text}\n\n{lesson.text}"})
        return Reply(request=request.id, drafts=(longer,))
    if not isinstance(request, SolveRequest):
        return script(request)  # type: ignore[arg-type]
    right = request.exercise.formal.removeprefix("answer = ")
    a, b = map(int, right.split(" + "))
    return Reply(request=request.id, drafts=(Solution(text=f"{right} = {a + b}. Answer: {a + b}"),) * request.number)


class Mine:
    """A teacher of one's own, with no more than the two methods."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    def answer(self, requests: Sequence[Request]) -> Iterator[Reply]:
        self.asked += requests
        return map(answer, requests)

    def combinations(self, skills: Sequence[str]) -> list[tuple[str, str]]:
        return []


install = partial(install_package, group=KINDS.group)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "site").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return tmp_path / "site"


def test_a_kind_of_an_installed_package_is_named_in_a_recipe_and_writes_the_course(site: Path, tmp_path: Path) -> None:
    install(site, "plug_teacher", PLUGGED, sums="KIND")
    recipe = make_recipe(tmp_path, tmp_path, teacher={"kind": "sums", "extra": {"solutions": 1}})
    course = make_course(recipe, progress=Quiet())
    assert {exercise.skill for exercise in course.exercises} == {"one-step", "two-steps", "leap"}
    assert {exercise.verdict for exercise in course.exercises} == {"recomputed, 1 of 1 solutions agree"}
    assert sum(account.missing for account in course.accounts) == 0
    kind = kind_of(load_recipe(recipe).teacher)
    assert kind.exercise_tokens == 21
    assert kind.author(TeacherConfig(kind="sums"), repr) == "a teacher of kind 'sums'"
    found = [f for f in doctor.check_recipe(load_recipe(recipe)) if f.what == "course"]
    assert not found
    assert [f.found for f in doctor.check_teacher(TeacherConfig(kind="sums"))] == ["sums"]


def test_a_broken_package_says_so_in_one_line(site: Path) -> None:
    install(site, "plug_no_teacher", "1 / 0\n", broken="KIND")
    install(site, "plug_teacher_class", PLUGGED, a_class="Sums")
    with pytest.raises(TeacherError, match=r"'plug_no_teacher' offers the teacher 'broken'.*ZeroDivisionError"):
        kind_of(TeacherConfig(kind="broken"))
    with pytest.raises(TeacherError, match=r"'plug_teacher_class'.*which is no teacher: an instance of a subclass"):
        kind_of(TeacherConfig(kind="a_class"))
    known = "embedded, documents, openai, local, "
    with pytest.raises(TeacherError, match=rf"unknown teacher 'nobody': choose from {known}.*broken"):
        kind_of(TeacherConfig(kind="nobody"))


def test_a_teacher_that_does_not_say_is_checked_like_a_language_model(tmp_path: Path) -> None:
    mine = Mine()
    recipe = make_recipe(tmp_path, tmp_path)
    course = make_course(recipe, teacher=mine, progress=Quiet())  # type: ignore[arg-type]
    assert {exercise.verdict for exercise in course.exercises} == {"recomputed, 2 of 2 solutions agree"}
    counts = [request.number for request in mine.asked if isinstance(request, SolveRequest)]
    assert counts[:10] == [1] * 10, "the trial of the solver"
    assert set(counts[10:]) == {2}


def test_what_a_recipe_says_comes_before_what_the_teacher_says() -> None:
    stated = ScriptedTeacher(answer, checks=DraftChecks(solutions=3, judge=True, near_duplicates=0.5))
    expected = ChecksConfig(solutions=3, judge=True, near_duplicates=0.5, sections=True, trial=10)
    assert resolve_checks(ChecksConfig(), stated) == expected
    given = ChecksConfig(solutions=0, judge=False, near_duplicates=0.9, sections=False, trial=0)
    assert resolve_checks(given, stated) == given
    trusted = resolve_checks(ChecksConfig(), ScriptedTeacher(answer))
    assert (trusted.solutions, trusted.judge, trusted.near_duplicates, trusted.sections) == (0, False, 0.0, False)
    assert resolve_checks(trusted, stated) == trusted, "nothing is left to fill in"


def test_solutions_of_a_teacher_that_solves_nothing_are_refused_before_any_work(tmp_path: Path) -> None:
    recipe = make_recipe(tmp_path, tmp_path, course={"exercises_per_skill": 6, "checks": {"solutions": 2}})
    unable = ScriptedTeacher(answer, checks=TRUSTED._replace(solves=False))
    with pytest.raises(ValueError, match="remove 'solutions' from"):
        make_course(recipe, teacher=unable, progress=Quiet())
    assert not unable.asked
    assert not (tmp_path / "run").exists()
    course = make_course(recipe, teacher=ScriptedTeacher(answer), progress=Quiet())
    assert {exercise.verdict for exercise in course.exercises} == {"recomputed, 2 of 2 solutions agree"}


def test_pairs_are_those_of_the_graph_or_of_the_subject(tmp_path: Path) -> None:
    make_recipe(tmp_path, tmp_path)
    graph = read_syllabus(tmp_path / "syllabus.yaml")
    skills = [skill.id for skill in graph.skills]
    model = make_teacher(TeacherConfig(kind="local", model="m"), graph)
    assert list(model.combinations(skills)) == [("one-step", "two-steps"), ("two-steps", "leap")]
    assert ScriptedTeacher(answer, combining=True).combinations(skills) == [
        ("one-step", "two-steps"),
        ("one-step", "leap"),
        ("two-steps", "leap"),
    ]


def test_the_teacher_of_the_documentation_writes_a_course(tmp_path: Path) -> None:
    page = Path(__file__).parent.parent / "docs" / "teacher.md"
    (code,) = re.findall(r"```python\n(.*?)tutelage\.run", page.read_text(), flags=re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    recipe = make_recipe(tmp_path, tmp_path)
    (tmp_path / "syllabus.yaml").write_text(
        "title: Sums\nunits:\n  - {name: A, skills: [{id: adding, name: adding}]}\n"
    )
    course = make_course(recipe, teacher=names["Sums"](), progress=Quiet())
    assert (len(course.lessons), len(course.exercises), len(course.exam)) == (1, 6, 4)
    assert {exercise.verdict for exercise in course.exercises} == {"recomputed"}
    assert course.accounts[-1].failures == {"this teacher writes right exercises alone": 2}
