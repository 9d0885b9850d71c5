"""Every shipped recipe loads, and its teacher knows all skills of its syllabus."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutelage.config import load_recipe
from tutelage.syllabus import read_syllabus
from tutelage.teacher import make_teacher

EXAMPLES = Path(__file__).parent.parent / "examples"
RECIPES = [path for path in sorted(EXAMPLES.glob("*.yaml")) if not path.stem.endswith("syllabus")]


def test_there_are_recipes() -> None:
    assert RECIPES


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_recipe_loads(path: Path) -> None:
    recipe = load_recipe(path)
    graph = read_syllabus(recipe.syllabus)
    make_teacher(recipe.teacher, graph)


def test_calculus_graph_is_what_the_readme_says() -> None:
    graph = read_syllabus(load_recipe(EXAMPLES / "calculus.yaml").syllabus)
    place = {skill.id: index for index, skill in enumerate(graph.skills)}
    level = {skill.id: skill.level for skill in graph.skills}
    assert len(graph.skills) >= 30
    assert all(place[edge.prerequisite] < place[edge.skill] for edge in graph.edges)
    assert all(level[edge.prerequisite] < level[edge.skill] for edge in graph.edges)
    assert {"integer-addition", "tangent-line", "antiderivative-power-rule"} <= place.keys()
    assert level["integer-addition"] == 0 < level["power-rule"] < level["tangent-line"]
