"""Merging and cycles: nothing depends on the order of the input, nothing happens silently, people outrank teachers."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutelage import graph
from tutelage.graph import names
from tutelage.graph.cycles import cyclic_components, resolve_cycles
from tutelage.graph.merge import merge
from tutelage.graph.trust import edge_trust_key
from tutelage.records import Edge, Evidence, Skill, Source

NAMES = ["limit", "Limits", "the limit", "chain rule", "Chain Rules", "rule of the chain", "PCA", "colouring graphs"]
NAMES += ["principal component analysis", "coloring graphs", "colorings graph", "fractions", "fraction of a limit", "x"]


@st.composite
def sources(draw: st.DrawFn) -> tuple[list[Skill], list[Edge]]:
    """Up to three syllabi and a teacher that name some of the same skills, with edges that may go in cycles."""
    skills: list[Skill] = []
    for origin in draw(st.lists(st.sampled_from(["one", "two", "three", "teacher"]), min_size=1, unique=True)):
        source: Source = "teacher" if origin == "teacher" else "syllabus"
        for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6)):
            place = len(skills)
            id_ = draw(st.sampled_from([names.slug(name), f"{origin}-{place}"]))
            if source == "syllabus" and any(id_ == s.id and origin in s.origins for s in skills):
                id_ = f"{origin}-{place}"
            skills.append(Skill(id=id_, name=name, position=place, source=source, origins=(origin,)))
    ids = sorted({skill.id for skill in skills})
    edges = draw(st.lists(edges_between(ids), max_size=15))
    return skills, edges


def edges_between(ids: Sequence[str]) -> st.SearchStrategy[Edge]:
    return st.builds(
        Edge,
        prerequisite=st.sampled_from(ids),
        skill=st.sampled_from(ids),
        source=st.sampled_from(["syllabus", "teacher", "heuristic"]),
        reason=st.sampled_from(["", "so it is"]),
        confidence=st.sampled_from([0.2, 0.5, 1.0]),
    )


@given(sources(), st.integers(0, 9))
def test_merge_is_idempotent_and_independent_of_input_order(given_: tuple[list[Skill], list[Edge]], seed: int) -> None:
    skills, edges = given_
    once = merge(skills, edges)
    again = merge(once.skills, once.edges)
    assert (again.skills, again.edges, again.merges) == (once.skills, once.edges, [])
    Random(seed).shuffle(skills)
    Random(seed).shuffle(edges)
    assert merge(skills, edges) == once


@given(sources())
def test_merge_loses_no_name_no_voice_and_no_edge(given_: tuple[list[Skill], list[Edge]]) -> None:
    skills, edges = given_
    merged = merge(skills, edges)
    assert {n for s in merged.skills for n in (s.name, *s.aliases)} == {s.name for s in skills}
    assert len(merged.skills) + len(merged.merges) == len(skills)
    assert len({s.id for s in merged.skills}) == len(merged.skills)
    voices = {v for e in (*merged.edges, *merged.folded) for v in e.evidence}
    assert voices == {v for e in edges for v in e.evidence}
    for edge in merged.edges:
        assert {edge.prerequisite, edge.skill} <= {s.id for s in merged.skills}


def skill(id_: str, name: str, position: int = 0, *, teacher: bool = False, origin: str = "") -> Skill:
    origins = (origin,) if origin else ()
    return Skill(id=id_, name=name, position=position, source="teacher" if teacher else "syllabus", origins=origins)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Limits of a function", "function limit", "name"),
        ("Newton's method", "Newton’s Methods", "name"),
        ("principal component analysis (PCA)", "PCA", "name"),
        ("principal component analysis", "PCA", "acronym"),
        ("graph colouring", "graph coloring", "spelling"),
        ("factorisation", "factorization", "spelling"),
        ("definite integral", "indefinite integral", None),
        ("macroeconomics", "microeconomics", None),
        ("dependent variable", "independent variable", None),
        ("fundamental theorem of calculus, part 1", "fundamental theorem of calculus, part 2", None),
        ("C++", "C#", None),
        ("vitamin A", "vitamin", None),
        ("differentiable", "differential", None),
        ("k-means", "mean", None),
        ("4.NF.B.4", "4.NF.B.4.a", None),
        ("A limit of the function", "limit of a function", "name"),
    ],
)
def test_which_names_are_one_skill(one: str, other: str, how: str | None) -> None:
    merged = merge([skill("one", one), skill("two", other, 1, teacher=True)], [])
    assert [decision.how for decision in merged.merges] == ([how] if how else [])
    assert merged.skills[0].name == one
    assert merged.skills[0].aliases == ((other,) if how else ())


def test_an_acronym_with_two_meanings_is_not_merged() -> None:
    skills = [skill("a", "linear discriminant analysis"), skill("b", "latent Dirichlet allocation", 1)]
    assert not merge([*skills, skill("c", "LDA", 2, teacher=True)], []).merges


def test_similarity_is_a_setting_and_near_misses_are_listed() -> None:
    pair = [skill("one", "graph colouring"), skill("two", "graph coloring", 1, teacher=True)]
    assert merge(pair, [], similarity=1.0).merges == []
    assert merge(pair, [], similarity=1.0).near_misses[0].skills == ("one", "two")
    (miss,) = merge(
        [skill("a", "definite integral"), skill("b", "indefinite integral", 1, teacher=True)], []
    ).near_misses
    assert (miss.skills, miss.why) == (("a", "b"), "similar names")
    assert 0.9 < miss.score < 1


def test_two_skills_of_one_syllabus_stay_two() -> None:
    merged = merge([skill("one", "limits", origin="a"), skill("two", "limit", 1, origin="a")], [])
    assert len(merged.skills) == 2
    assert [miss.why for miss in merged.near_misses] == ["the same name twice in one syllabus"]
    with pytest.raises(ValueError, match="one syllabus has the skill 'one' twice"):
        merge([skill("one", "limits"), skill("one", "limit", 1)], [])


def test_edges_keep_all_voices_and_a_person_comes_first() -> None:
    skills = [skill("a", "a"), skill("b", "b", 1), skill("bb", "B", 2, teacher=True)]
    edges = [
        Edge(prerequisite="a", skill="bb", source="teacher", reason="sure", confidence=0.9, origin="re-1"),
        Edge(prerequisite="a", skill="bb", source="teacher", reason="maybe", confidence=0.4, origin="re-2"),
        Edge(prerequisite="a", skill="b", reason="a person says so"),
        Edge(prerequisite="b", skill="bb", source="teacher"),
    ]
    merged = merge(skills, edges)
    (edge,) = merged.edges
    assert (edge.source, edge.reason) == ("syllabus", "a person says so")
    assert [voice.reason for voice in edge.also] == ["sure", "maybe"]
    assert [(e.prerequisite, e.skill) for e in merged.folded] == [("b", "bb")]


@given(sources())
def test_dropping_ends_acyclic_and_spares_the_trusted(given_: tuple[list[Skill], list[Edge]]) -> None:
    merged = merge(*given_)
    resolved = resolve_cycles(merged.skills, merged.edges, "drop")
    built = graph.build(resolved.skills, resolved.edges)
    place = {s.id: i for i, s in enumerate(built.skills)}
    assert all(place[e.prerequisite] < place[e.skill] for e in built.edges)
    dropped = [d.edge for d in resolved.decisions if d.edge is not None]
    assert len(dropped) + len(resolved.edges) == len(merged.edges)
    kept = {(e.prerequisite, e.skill): e for e in resolved.edges}
    for decision in resolved.decisions:
        assert decision.edge is not None
        path = [*decision.skills, decision.skills[0]]
        assert (path[-2], path[-1]) == (decision.edge.prerequisite, decision.edge.skill)
        others = [kept[pair] for pair in itertools.pairwise(path[:-1])]
        assert all(edge_trust_key(other) <= edge_trust_key(decision.edge) for other in others)
        assert decision.edge.source != "syllabus" or all(other.source == "syllabus" for other in others)


@given(sources())
def test_groups_keep_every_edge_and_stand_side_by_side(given_: tuple[list[Skill], list[Edge]]) -> None:
    merged = merge(*given_)
    resolved = resolve_cycles(merged.skills, merged.edges, "group")
    built = graph.build(resolved.skills, resolved.edges)
    loops = sum(edge.prerequisite == edge.skill for edge in merged.edges)
    assert len(built.edges) == len(merged.edges) - loops
    group = {s.id: s.group or s.id for s in built.skills}
    level = {s.id: s.level for s in built.skills}
    place = {s.id: i for i, s in enumerate(built.skills)}
    for edge in built.edges:
        if group[edge.prerequisite] == group[edge.skill]:
            assert level[edge.prerequisite] == level[edge.skill]
        else:
            assert place[edge.prerequisite] < place[edge.skill]
            assert level[edge.prerequisite] < level[edge.skill]
    runs = [g for i, g in enumerate(group[s.id] for s in built.skills) if i == 0 or g != group[built.skills[i - 1].id]]
    assert len(runs) == len(set(runs))
    assert cyclic_components(built.skills, built.edges) == []
    assert resolve_cycles(built.skills, built.edges, "group").decisions == []


def cycle() -> tuple[list[Skill], list[Edge]]:
    skills = [skill("a", "a"), skill("b", "b", 1), skill("c", "c", 2), skill("d", "d", 3)]
    pairs = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    return skills, [Edge(prerequisite=p, skill=s, reason=f"{s} needs {p}") for p, s in pairs]


def test_a_circle_of_people_is_refused_unless_a_way_is_chosen() -> None:
    skills, edges = cycle()
    for way in ("auto", "error"):
        with pytest.raises(ValueError, match="cycle: a -> b -> c -> a"):
            resolve_cycles(skills, edges, way)
    dropped = resolve_cycles(skills, edges, "drop").decisions
    assert [(d.edge.prerequisite, d.edge.skill) for d in dropped if d.edge] == [("c", "a")]
    grouped = resolve_cycles(skills, edges, "group")
    assert [s.group for s in grouped.skills] == ["a", "a", "a", ""]
    assert [s.level for s in graph.build(grouped.skills, grouped.edges).skills] == [0, 0, 0, 1]


def test_a_teachers_edge_goes_first_and_a_doubtful_one_before_it() -> None:
    skills, edges = cycle()
    edges[1] = Edge(prerequisite="b", skill="c", source="teacher", confidence=0.9)
    assert [d.edge for d in resolve_cycles(skills, edges, "auto").decisions] == [edges[1]]
    edges[0] = Edge(prerequisite="a", skill="b", source="teacher", confidence=0.3)
    assert [d.edge for d in resolve_cycles(skills, edges, "auto").decisions] == [edges[0]]
    with pytest.raises(ValueError, match="cycle"):
        resolve_cycles(skills, edges, "error")


def test_repeated_edges_become_one_in_build() -> None:
    edges = [Edge(prerequisite="a", skill="b", source="teacher", reason="t"), Edge(prerequisite="a", skill="b")]
    built = graph.build([skill("a", "a"), skill("b", "b")], edges)
    assert built.edges == graph.build([skill("a", "a"), skill("b", "b")], edges[::-1]).edges
    assert built.edges[0].also == (Evidence(source="teacher", reason="t"),)


def test_a_copy_of_a_graph_does_not_keep_the_old_index() -> None:
    built = graph.build([skill("a", "a"), skill("b", "b")], [Edge(prerequisite="a", skill="b")])
    assert [s.id for s in built.prerequisites("b")] == ["a"]
    assert built.model_copy(update={"edges": ()}).prerequisites("b") == ()
    assert built == graph.build(built.skills, built.edges)
    with pytest.raises(KeyError):
        built.skill("c")
