"""Checks, scores, differences, exports and drawings of a graph say what is there."""

from __future__ import annotations

import json
import re
import time
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_graph import dags
from tutelage import graph
from tutelage.graph import text
from tutelage.graph.assemble import assemble
from tutelage.graph.baselines import propose_prerequisites
from tutelage.graph.checks import check_graph
from tutelage.graph.closure import closure, redundant
from tutelage.graph.decisions import Finding
from tutelage.graph.difference import differences
from tutelage.graph.drawing import neighbourhood, to_html, to_svg
from tutelage.graph.export import FORMATS, to_dot, to_graphml, to_mermaid, to_node_link
from tutelage.graph.score import GoldPair, score_graph
from tutelage.records import Edge, Skill, SkillGraph
from tutelage.syllabus import read_syllabus

HOSTILE = "<script>\"&]]>'\\ {{x}}\n"


def skills(text: str) -> list[Skill]:
    return [Skill(id=name, name=name, position=place) for place, name in enumerate(text.split())]


def edges(text: str) -> list[Edge]:
    return [Edge(prerequisite=low, skill=high) for low, high in (pair.split(">") for pair in text.split())]


def made(names: str, pairs: str) -> SkillGraph:
    return graph.build(skills(names), edges(pairs))


@given(dags())
def test_closure_and_reduction_agree_with_networkx(dag: tuple[list[Skill], list[Edge]]) -> None:
    built = graph.build(*dag)
    digraph = nx.DiGraph([(e.prerequisite, e.skill) for e in built.edges])
    assert closure(built) == set(nx.transitive_closure(digraph).edges)
    kept = set(nx.transitive_reduction(digraph).edges)
    found = redundant(built)
    assert {(e.prerequisite, e.skill) for e, _ in found} == set(digraph.edges) - kept
    for edge, way in found:
        assert way != edge.prerequisite
        assert way in {need.id for need in built.prerequisites(edge.skill)}
        assert edge.prerequisite in graph.ancestors(built, way)
    for skill in built.skills:
        assert graph.ancestors(built, skill.id) == {low for low, high in closure(built) if high == skill.id}


def test_closure_across_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    built = made("a b c d e", "a>b b>c c>d a>d d>e")
    whole = closure(built), redundant(built)
    monkeypatch.setattr("tutelage.graph.closure.BLOCK", 2)
    assert (closure(built), redundant(built)) == whole
    assert [(e.prerequisite, e.skill, way) for e, way in redundant(built)] == [("a", "d", "c")]


def test_a_group_closes_as_one() -> None:
    built = assemble(skills("a b c d"), edges("a>b b>c c>b c>d"), cycles="group").graph
    assert closure(built) == set(product("a", "bcd")) | {("b", "c"), ("c", "b"), ("b", "d"), ("c", "d")}
    assert redundant(built) == []


def kinds(found: list[object]) -> list[str]:
    return [f"{finding.severity} {finding.kind} {' '.join(finding.skills)}" for finding in found]  # type: ignore[attr-defined]


def test_checks_find_what_is_wrong() -> None:
    broken = [*skills("a b c goal"), Skill(id="a", name="again")]
    found = check_graph(broken, edges("a>b b>a c>c z>goal"), ["goal", "nowhere"])
    assert kinds(found) == [  # type: ignore[arg-type]
        "error repeated-id a",
        "error self-loop c",
        "error dangling goal",
        "error cycle a b",
        "error goal goal",
        "error goal nowhere",
        "warning order a b",
    ]
    assert kinds(check_graph([], [])) == ["error empty "]  # type: ignore[arg-type]


def test_checks_suggest_which_edge_to_remove() -> None:
    def messages(kind: str, nodes: str, text: str, **of: Any) -> list[str]:
        found = check_graph(
            skills(nodes), [e.model_copy(update=of.get(e.skill + e.prerequisite, {})) for e in edges(text)]
        )
        return [one.message for one in found if one.kind == kind]

    (loop,) = messages("cycle", "a b c", "a>b b>c c>a")
    assert loop.endswith("suggestion: let 'a' not need 'c' ('graph.cycles: drop' would do so)"), "against the order"
    guessed = {"source": "teacher", "confidence": 0.4}
    (loop,) = messages("cycle", "a b c", "a>b b>c c>a", cb=guessed)
    assert "let 'c' not need 'b' (" in loop, "the least trusted"
    first, second = messages("cycle", "a b c d", "a>b b>a c>d d>c")
    assert "let 'a' not need 'b' (" in first
    assert "let 'c' not need 'd' (" in second
    names = "abcdef"
    (many,) = messages("cycle", " ".join(names), " ".join(f"{x}>{y}" for x in names for y in names if x != y))
    assert many.count("not need") == 4
    assert "and 11 more such (" in many
    (late,) = messages("order", "a b", "b>a")
    assert late.endswith("suggestion: move 'b' before it, or remove this prerequisite")
    (late,) = messages("order", "a b", "b>a", ab=guessed)
    assert late.endswith("suggestion: remove this prerequisite, or move 'b' before it")
    with pytest.raises(ValueError, match="remove one of them, such as 'b' from what 'a' needs, or set"):
        assemble(skills("a b"), edges("a>b b>a"), cycles="error")


def test_checks_find_what_is_suspicious() -> None:
    long = made("a b c d e", "a>b b>c c>d a>d")
    assert kinds(check_graph(long.skills, long.edges, ["c"], max_jump=2)) == [  # type: ignore[arg-type]
        "warning orphan e",
        "warning level-jump d a",
        "note redundant d a",
        "note no-goal d",
        "note no-goal e",
    ]
    twice = [Skill(id="x", name="limit"), Skill(id="y", name="The Limits", position=1)]
    assert kinds(check_graph(twice, edges("x>y"))) == ["warning near-miss x y"]  # type: ignore[arg-type]
    sound = made("a b c", "a>b b>c")
    assert check_graph(sound.skills, sound.edges) == []


def test_checks_find_skills_far_below_the_level_of_earlier_units() -> None:
    chain = [Skill(id=f"s{n}", name=f"s{n}", unit=f"u{n}", position=n) for n in range(5)]
    late = [
        Skill(id="bare", name="bare", unit="u5", position=5),
        Skill(id="no-unit", name="no unit", position=6),
        Skill(id="mended", name="mended", unit="u5", position=7),
    ]
    needs = edges("s0>s1 s1>s2 s2>s3 s3>s4 s2>mended")
    found = [one for one in check_graph([*chain, *late], needs) if one.kind == "early"]
    assert [(one.severity, one.skills) for one in found] == [("note", ("bare",)), ("note", ("no-unit",))]
    assert "level 0" in found[0].message
    assert "up to 'u1' have level 1 or more" in found[0].message
    assert not [one for one in check_graph([*chain, *late], needs, max_lead=4) if one.kind == "early"]
    plain = [skill.model_copy(update={"unit": ""}) for skill in [*chain, *late]]
    assert not [one for one in check_graph(plain, needs) if one.kind == "early"]


def test_findings_are_cut_at_20_of_a_kind_or_all_shown() -> None:
    names = " ".join(f"s{n}" for n in range(31))
    found = check_graph(skills(names), edges("s0>s1"))
    assert len(found) == 29
    assert "… and 9 more" in text.findings_text(found)
    assert text.findings_text(found, 29).count("needs nothing") == 29


def test_a_group_is_no_error() -> None:
    built = assemble(skills("a b"), edges("a>b b>a"), cycles="group").graph
    assert check_graph(built.skills, built.edges) == []


def test_tables_fit_80_columns() -> None:
    names = [Skill(id="-".join(["long"] * 15), name="x" * 150), Skill(id="b", name="b", position=1)]
    found = check_graph(names, [Edge(prerequisite="c" * 60, skill="b")])
    built = graph.build(names, [Edge(prerequisite="b", skill=names[0].id, reason="because " * 30)])
    shown = [
        text.findings_text(found),
        text.order_text(built),
        text.order_text(built, reasons=True),
        text.statistics_text(built),
    ]
    shown.append(text.scoring_text(score_graph(built, [GoldPair("b", names[0].id), GoldPair("b", "q", False)])))
    for line in "\n".join(shown).splitlines():
        assert len(line) <= 80 or " " not in line.strip(), line
    assert shown[0].endswith("1 error, 1 warning, 0 notes")


def test_a_finding_has_its_message_below_it() -> None:
    skill = "a-skill-with-a-long-name-of-its-own"
    finding = Finding(severity="note", kind="redundant", skills=(skill,), message="the text says " * 9)
    head, *below = text.findings_text([finding]).splitlines()
    assert head == "note     redundant     a-skill-with-a-long-name-of-its-own"
    assert [len(row) - len(row.lstrip()) for row in below[:2]] == [9, 9]
    assert len(below) == 4, "the message has the whole width"


def test_score_on_direct_edges_closure_and_judged_pairs() -> None:
    built = made("a b c d extra", "a>b b>c a>d extra>d")
    gold = [GoldPair("a", "b"), GoldPair("A", "c"), GoldPair("b", "missing"), GoldPair("a", "d", False)]
    result = score_graph(built, gold)
    direct, follows, judged, judged_follows = result.qualities
    assert (direct.precision.right, direct.precision.total, direct.recall.total) == (1, 3, 3)
    assert (follows.precision.right, follows.precision.total, follows.recall.total) == (2, 4, 4)
    assert (judged.precision.right, judged.precision.total) == (1, 2)
    assert (judged_follows.precision.right, judged_follows.precision.total) == (2, 3)
    assert (result.gold_skills, result.found_skills, result.gold_pairs, result.reachable_pairs) == (5, 4, 3, 2)
    assert result.unjudged == 1
    for quality in result.qualities:
        expected = 2 * quality.precision.right / (quality.precision.total + quality.recall.total)
        assert quality.f1 == pytest.approx(expected)
        assert quality.f1_low < quality.f1 < quality.f1_high


def test_a_perfect_proposal_scores_one() -> None:
    built = made("a b c", "a>b b>c")
    result = score_graph(built, [GoldPair("a", "b"), GoldPair("b", "c")])
    assert [q.f1 for q in result.qualities] == [1.0, 1.0]
    with pytest.raises(ValueError, match="another subject"):
        score_graph(built, [GoldPair("x", "y")])
    with pytest.raises(ValueError, match="no gold pairs"):
        score_graph(built, [])


def test_baselines_propose_by_their_rules() -> None:
    named = [
        Skill(id="net", name="network", unit="u", description="Nodes and edges."),
        Skill(id="bayes", name="Bayesian networks", unit="u", position=1, description="Nodes and chances."),
        Skill(id="mix", name="mixture", unit="v", position=2, description="A Bayesian network with a hidden node."),
        Skill(id="last", name="inference", unit="v", position=3, description="In a mixture, with chances."),
    ]

    def pairs(how: str) -> set[tuple[str, str]]:
        return {(e.prerequisite, e.skill) for e in propose_prerequisites(named, how).edges}  # type: ignore[arg-type]

    assert pairs("order") == {("net", "bayes"), ("mix", "last")}
    assert pairs("names") == {("net", "bayes")}
    assert pairs("mentions") == {("net", "bayes"), ("net", "mix"), ("bayes", "mix"), ("mix", "last")}
    assert {("net", "bayes"), ("mix", "last")} <= pairs("similar")
    assert {edge.source for edge in propose_prerequisites(named, "order").edges} == {"heuristic"}


def test_a_difference_reads_like_a_review() -> None:
    old = graph.build(skills("a b c gone"), [*edges("a>b"), Edge(prerequisite="b", skill="c", reason="old")])
    changed = [
        Skill(id="a", name="a"),
        Skill(id="b", name="better", position=1, aliases=("gone",)),
        Skill(id="sea", name="c", position=2),
        Skill(id="new", name="new", position=3, source="teacher"),
    ]
    kept = [Edge(prerequisite="b", skill="sea", reason="new"), *edges("a>b"), Edge(prerequisite="sea", skill="new")]
    lines = differences(old, graph.build(changed, kept))
    assert lines == [
        "+ skill new 'new', level 3, teacher: needs sea",
        "- skill gone 'gone': now a name of b",
        "~ skill b: name 'b' -> 'better'; + alias 'gone'",
        "~ skill c: id 'c' -> 'sea'",
        "+ new needs sea (syllabus)",
        "~ sea needs b: (syllabus: old) -> (syllabus: new)",
    ]
    assert differences(old, old) == []
    assert differences(made("a b", "a>b"), made("a b", "")) == ["- b needs a (syllabus)", "~ level of b: 1 -> 0"]


def hostile() -> SkillGraph:
    names = [Skill(id="a", name=HOSTILE, unit=HOSTILE, description=HOSTILE), Skill(id="b", name="b \u4e2d", position=1)]
    return graph.build(names, [Edge(prerequisite="a", skill="b", reason=HOSTILE, source="teacher", confidence=0.5)])


def test_graphml_is_read_back_by_networkx_and_by_us(tmp_path: Path) -> None:
    back = nx.read_graphml(BytesIO(to_graphml(hostile()).encode()))
    assert back.nodes["a"]["name"] == HOSTILE
    assert back.edges["a", "b"]["confidence"] == 0.5
    file = tmp_path / "a.graphml"
    file.write_text(to_graphml(made("a b c", "a>b b>c")))
    read = read_syllabus(file)
    assert {skill.id for skill in read.skills} == set("abc")
    assert {(edge.prerequisite, edge.skill) for edge in read.edges} == {("a", "b"), ("b", "c")}


def test_dot_mermaid_and_node_link_are_escaped() -> None:
    assert to_dot(hostile()).count("\n") == 7
    assert json.loads(re.search(r'"a" \[label=(".*")\];', to_dot(hostile()))[1]) == " ".join(HOSTILE.split())  # type: ignore[index]
    mermaid = to_mermaid(hostile())
    assert "<" not in mermaid
    assert "s0 -.-> s1" in mermaid
    data = json.loads(to_node_link(hostile()))
    assert nx.node_link_graph(data, edges="links").has_edge("a", "b")
    assert set(FORMATS) == {"graphml", "dot", "mermaid", "node-link"}


def test_a_drawing_is_xml_with_every_skill_and_edge_and_no_foreign_markup() -> None:
    root = ElementTree.fromstring(to_svg(hostile(), "b"))
    tags = [element.tag.rsplit("}", 1)[1] for element in root.iter()]
    assert tags.count("g") == 2
    assert tags.count("path") == 1
    assert "script" not in tags
    assert "<script>" not in to_html(hostile(), "b")
    assert "teacher 0.50" in to_html(hostile(), "b")


def test_a_group_is_drawn() -> None:
    built = assemble(skills("a b c"), edges("a>b b>c c>b"), cycles="group").graph
    paths = [e.attrib["d"] for e in ElementTree.fromstring(to_svg(built)).iter() if e.tag.endswith("path")]
    assert len(paths) == 3
    assert all("nan" not in path for path in paths)


def test_neighbourhood_of_a_skill() -> None:
    built = made("a b c d e", "a>b b>c c>d a>e")
    assert [s.id for s in neighbourhood(built, "c").skills] == ["a", "b", "c"]
    assert [s.id for s in neighbourhood(built, "c", below=1, above=1).skills] == ["b", "c", "d"]
    assert [s.level for s in neighbourhood(built, "c", below=1).skills] == [0, 1]
    with pytest.raises(ValueError, match="no skill 'z'"):
        neighbourhood(built, "z")


def test_arrangements() -> None:
    built = made("a b c d e f", "a>b")
    up = [s.id for s in graph.arrange(built, "low-to-high")]
    assert [s.id for s in graph.arrange(built, "high-to-low")] == up[::-1]
    shuffled = [s.id for s in graph.arrange(built, "shuffled", 1)]
    assert sorted(shuffled) == sorted(up)
    assert shuffled == [s.id for s in graph.arrange(built, "shuffled", 1)]
    assert len({tuple(s.id for s in graph.arrange(built, "shuffled", seed)) for seed in range(5)}) > 1


@given(st.text(max_size=30))
def test_any_text_has_a_form_and_an_id(name: str) -> None:
    from tutelage.graph.names import form, slug

    Skill(id=slug(name), name="x")
    assert form(name) == form(name.replace(" ", "  "))


def test_a_chain_of_thousands_takes_time_in_proportion() -> None:
    number = 6000
    ids = " ".join(f"s{i}" for i in range(number))
    chain = made(ids, " ".join(f"s{i}>s{i + 1}" for i in range(number - 1)))
    start = time.process_time()
    assert text.statistics_text(chain).count("#") == number * 40
    assert to_svg(chain).count("<path") == number - 1
    assert to_html(chain).count("<li>") == number - 1
    dangling = [Edge(prerequisite=f"t{i}", skill=f"s{i}") for i in range(number)]
    assert sum("did you mean" in one.message for one in check_graph(skills(ids), dangling)) <= 20
    assert time.process_time() - start < 10
