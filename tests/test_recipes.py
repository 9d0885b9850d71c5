"""Every shipped recipe loads, and its teacher knows all skills of its syllabus."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tutelage.config import CourseConfig, load_recipe
from tutelage.course import write_course
from tutelage.progress import Quiet
from tutelage.seeds import rng
from tutelage.subjects.registry import SUBJECTS
from tutelage.syllabus import read_syllabus
from tutelage.teacher import make_teacher
from tutelage.tools.preflight import preflight

EXAMPLES = Path(__file__).parent.parent / "examples"
RECIPES = [path for path in sorted(EXAMPLES.glob("*.yaml")) if not path.stem.endswith("syllabus")]
RECIPES += sorted((EXAMPLES.parent / "benchmarks").glob("*/recipe.yaml"))


def test_there_are_recipes() -> None:
    assert RECIPES


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_recipe_loads(path: Path) -> None:
    """It is whole, and its teacher knows its skills."""
    assert not preflight(load_recipe(path), train=False, folder=False).problems


def test_calculus_graph_is_what_the_readme_says() -> None:
    graph = read_syllabus(load_recipe(EXAMPLES / "calculus.yaml").syllabus)
    place = {skill.id: index for index, skill in enumerate(graph.skills)}
    level = {skill.id: skill.level for skill in graph.skills}
    readme = (EXAMPLES.parent / "README.md").read_text()
    assert f"reads the syllabus: {len(graph.skills)} skills in {graph.levels} levels" in readme
    assert all(place[edge.prerequisite] < place[edge.skill] for edge in graph.edges)
    assert all(level[edge.prerequisite] < level[edge.skill] for edge in graph.edges)
    assert {"integer-addition", "derivative-at-a-point"} <= place.keys()
    assert level["integer-addition"] == 0 < level["power-rule"] < level["derivative-at-a-point"]


@pytest.mark.parametrize("name", ["calculus", "derivatives", "demo-small", "social-studies"])
def test_a_selection_of_skills_is_whole(name: str) -> None:
    """Lessons name the prerequisites that the syllabus gives, and simple solutions use no skill that it leaves out."""
    recipe = load_recipe(EXAMPLES / f"{name}.yaml")
    graph, subject = read_syllabus(recipe.syllabus), SUBJECTS.get(recipe.teacher.subject)
    for edge in graph.edges:
        lesson = subject.lesson(edge.skill, rng(0, "lesson", edge.skill)).lower()
        assert subject.skills[edge.prerequisite].lower() in lesson, edge
    selected = {skill.id for skill in graph.skills}
    for skill in selected:
        source = rng(0, "selected", skill)
        assert {used for _ in range(30) for used in subject.exercise(skill, 1, source).skills} <= selected, skill


def test_own_subject_of_the_readme_works(tmp_path: Path) -> None:
    """The two YAML blocks of the README, word for word; only the numbers are smaller."""
    readme = (EXAMPLES.parent / "README.md").read_text()
    syllabus, recipe = re.findall(r"```yaml\n(.*?)```", readme, flags=re.DOTALL)
    (tmp_path / "fractions-syllabus.yaml").write_text(syllabus)
    (tmp_path / "fractions.yaml").write_text(recipe)
    loaded = load_recipe(tmp_path / "fractions.yaml")
    graph = read_syllabus(loaded.syllabus)
    small = CourseConfig(exercises_per_skill=12, difficulties=loaded.course.difficulties)
    course = write_course(graph, make_teacher(loaded.teacher, graph), small, 0, Quiet())
    assert sum(account.missing for account in course.accounts) == 0
    assert len(course.lessons) == 3


def test_demo_course_is_complete() -> None:
    loaded = load_recipe(EXAMPLES / "calculus.yaml")
    graph = read_syllabus(loaded.syllabus)
    course = write_course(graph, make_teacher(loaded.teacher, graph), loaded.course, loaded.seed, Quiet())
    assert sum(account.missing for account in course.accounts) == 0
    assert len(course.exam) == 10 * len(graph.skills)
    assert all(exercise.verdict == "recomputed" for exercise in (*course.exam, *course.exercises))
