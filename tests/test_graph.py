"""The graph is acyclic, levelled, and in a teaching order that does not depend on the order of its input."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import SYLLABUS
from tutelage import graph
from tutelage.graph.order import unit_ranks
from tutelage.records import Edge, Skill, SkillGraph
from tutelage.syllabus import read_syllabus


@st.composite
def dags(draw: st.DrawFn) -> tuple[list[Skill], list[Edge]]:
    count = draw(st.integers(1, 25))
    skills = [Skill(id=f"s{i}", name=f"s{i}", position=draw(st.integers(0, 10))) for i in range(count)]
    pairs = draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=60))
    edges = [Edge(prerequisite=f"s{min(p)}", skill=f"s{max(p)}") for p in sorted(pairs) if p[0] != p[1]]
    return skills, edges


@given(dags(), st.integers(0, 9))
def test_order_respects_edges_and_not_input_order(dag: tuple[list[Skill], list[Edge]], seed: int) -> None:
    skills, edges = dag
    built = graph.build(skills, edges)
    place = {skill.id: index for index, skill in enumerate(built.skills)}
    level = {skill.id: skill.level for skill in built.skills}
    assert all(place[e.prerequisite] < place[e.skill] and level[e.prerequisite] < level[e.skill] for e in edges)
    assert all(
        skill.level == max((level[n.id] + 1 for n in built.prerequisites(skill.id)), default=0)
        for skill in built.skills
    )
    Random(seed).shuffle(skills)
    Random(seed).shuffle(edges)
    assert graph.build(skills, edges) == built


def in_units(names: str, pairs: str, group: str = "") -> SkillGraph:
    """Skills named `UNIT.skill`, in their order."""
    named = [name.partition(".") for name in names.split()]
    skills = [
        Skill(id=id_, name=id_, unit=unit, position=place, group="g" if id_ in group.split() else "")
        for place, (unit, _, id_) in enumerate(named)
    ]
    edges = [Edge(prerequisite=low, skill=high) for low, _, high in (pair.partition(">") for pair in pairs.split())]
    return graph.build(skills, edges)


@given(dags(), st.lists(st.sampled_from(["", "one", "two", "three"]), min_size=25, max_size=25))
def test_reading_follows_units_then_levels_and_breaks_no_prerequisite(
    dag: tuple[list[Skill], list[Edge]], units: list[str]
) -> None:
    skills, edges = dag
    skills = [skill.model_copy(update={"unit": unit}) for skill, unit in zip(skills, units, strict=False)]
    built = graph.build(skills, edges)
    place = graph.reading_places(built)
    assert all(place[edge.prerequisite] < place[edge.skill] for edge in edges)
    assert set(place.values()) == set(range(max(place.values()) + 1))
    rank = unit_ranks(built.skills)
    for early in built.skills:
        below = graph.ancestors(built, early.id)
        if all(rank[other] <= rank[early.id] for other in below):
            later = [skill.id for skill in built.skills if rank[skill.id] > rank[early.id]]
            assert all(place[early.id] < place[other] for other in later)
    plain = graph.build([skill.model_copy(update={"unit": ""}) for skill in skills], edges)
    assert graph.reading_places(plain) == {skill.id: skill.level for skill in plain.skills}


def test_units_that_come_back_or_need_later_ones_and_groups() -> None:
    back = in_units("A.a B.b A.c .d B.e", "a>e")
    assert graph.reading_places(back) == {"a": 0, "c": 0, "d": 0, "b": 1, "e": 2}
    ahead = in_units("A.a B.b C.c", "c>a")
    assert graph.reading_places(ahead) == {"b": 0, "c": 1, "a": 2}
    grouped = in_units("A.a B.b C.c C.d", "b>c c>b c>d", group="b c")
    assert graph.reading_places(grouped) == {"a": 0, "b": 1, "c": 1, "d": 2}


def test_the_full_calculus_syllabus_is_read_in_the_order_of_a_book() -> None:
    read = read_syllabus(Path(__file__).parents[1] / "examples" / "calculus-full-syllabus.yaml")
    level = {skill.id: skill.level for skill in read.skills}
    place = graph.reading_places(read)
    assert level["determinants"] < level["percentages"]
    assert place["percentages"] < place["determinants"]
    first_derivative = min(place[skill.id] for skill in read.skills if skill.unit == "Derivatives")
    assert all(place[skill.id] < first_derivative for skill in read.skills if skill.unit == "Limits and rates")
    assert all(place[edge.prerequisite] < place[edge.skill] for edge in read.edges)


def test_ties_follow_the_syllabus() -> None:
    skills = [Skill(id="b", name="b", position=0), Skill(id="a", name="a", position=1)]
    assert [skill.id for skill in graph.build(skills, []).skills] == ["b", "a"]


@pytest.mark.parametrize(
    ("edges", "says"),
    [
        ([("a", "b"), ("b", "a")], "form a cycle: a -> b -> a"),
        ([("a", "a")], "cycle: a -> a"),
        ([("aa", "b")], "unknown skill 'aa', did you mean 'a'"),
    ],
)
def test_bad_edges_are_named(edges: list[tuple[str, str]], says: str) -> None:
    skills = [Skill(id="a", name="a"), Skill(id="b", name="b")]
    with pytest.raises(ValueError, match=says):
        graph.build(skills, [Edge(prerequisite=p, skill=s) for p, s in edges])


def test_repeated_id_and_no_skills() -> None:
    with pytest.raises(ValueError, match="2 skills have the id"):
        graph.build([Skill(id="a", name="a"), Skill(id="a", name="b")], [])
    with pytest.raises(ValueError, match="no skills"):
        graph.build([], [])


def test_soft_order_is_strict_at_zero_reversed_on_request_and_complete() -> None:
    items = [(level, f"{level}-{i}") for level in range(5) for i in range(4)]
    strict = graph.soft_order(items, 0.0, seed=1)
    assert strict == [name for _, name in items]
    assert [name[0] for name in graph.soft_order(items, 0.0, seed=1, reverse=True)] == sorted("01234" * 4, reverse=True)
    soft = graph.soft_order(items, 0.5, seed=1)
    assert sorted(soft) == sorted(strict)
    assert soft != strict
    assert soft == graph.soft_order(items, 0.5, seed=1)


def test_syllabus_file(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(SYLLABUS)
    read = read_syllabus(path)
    assert [(skill.id, skill.level, skill.unit) for skill in read.skills] == [
        ("one-step", 0, "First"),
        ("two-steps", 1, "First"),
        ("leap", 2, "Second"),
    ]
    assert [edge.reason for edge in read.edges] == ["", "a leap is two steps at once"]
    assert graph.ancestors(read, "leap") == {"one-step", "two-steps"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("needs: [one-step]", "needs: [one-stepp]", "did you mean 'one-step'"),
        ("needs: [one-step]", "needs: [leap]", "cycle"),
        ("needs: [one-step]", "neds: [one-step]", "did you mean 'needs'"),
        ("why: {two-steps: ", "why: {one-step: ", "does not list it in 'needs'"),
        ("id: leap", "id: Leap", "units.1.skills.0.id"),
        (SYLLABUS, "title: x\nunits: []", "units"),
        (SYLLABUS, "- a\n- b", "under the key 'units'"),
    ],
)
def test_bad_syllabus_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(SYLLABUS.replace(old, new))
    with pytest.raises(ValueError, match=says) as error:
        read_syllabus(path)
    assert str(path) in str(error.value)
