"""GraphML of drawing tools, and odd tables and names."""

import re
import time
import warnings
from pathlib import Path

import pytest

from test_syllabus import part, seen, ties
from tutelage.config import GraphConfig
from tutelage.graph.decisions import SourceGraph
from tutelage.syllabus import read_syllabi
from tutelage.syllabus.collector import ReadingOptions

KEYS = (
    '<key id="d0" for="node" attr.name="Label"/><key id="d1" for="node" attr.name="url"/>'
    '<key id="d2" for="node" attr.name="Description"/><key id="d3" for="all" attr.name="TITLE"/>'
    '<key id="d6" for="node" yfiles.type="nodegraphics"/><key id="d9" for="edge" yfiles.type="edgegraphics"/>'
)


def graphml(body: str, direction: str = "directed") -> str:
    xmlns = 'xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml"'
    return f'<?xml version="1.0"?>\n<graphml {xmlns}>{KEYS}<graph edgedefault="{direction}">{body}</graph></graphml>'


def drawn(id_: str, label: str, inner: str = "", shape: str = "ShapeNode") -> str:
    shown = (
        f'<y:{shape}><y:Geometry x="1"/><y:NodeLabel visible="true">{label}<y:LabelModel/></y:NodeLabel></y:{shape}>'
    )
    return f'<node id="{id_}"><data key="d6">{shown}</data>{inner}</node>'


def arrow(source: str, target: str, at_source: str = "none", at_target: str = "standard") -> str:
    arrows = f'<y:PolyLineEdge><y:Arrows source="{at_source}" target="{at_target}"/></y:PolyLineEdge>'
    return f'<edge source="{source}" target="{target}"><data key="d9">{arrows}</data></edge>'


def read(tmp_path: Path, text: str, reading: ReadingOptions | None = None) -> SourceGraph:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return part(tmp_path, "g.graphml", text, reading)


def test_groups_are_headings_wherever_they_are_nested(tmp_path: Path) -> None:
    deepest = f"<graph>{drawn('n0::n1::n0', 'quarters', shape='UMLClassNode')}</graph>"
    inner = f"<graph>{drawn('n0::n0', 'halving')}{drawn('n0::n1', 'Parts', deepest)}</graph>"
    group = drawn("n0", "<![CDATA[<b>Fractions</b>]]>", inner, "ProxyAutoBoundsNode")
    edges = arrow("n0::n0", "n0::n1::n0") + arrow("n0::n1::n0", "n1") + arrow("n0", "n1")
    text = graphml(group + drawn("n1", "adding") + edges)
    found = read(tmp_path, text)
    assert seen(found) == [("halving", "Fractions"), ("quarters", "Fractions / Parts"), ("adding", "")]
    assert ties(found) == {("halving", "quarters"), ("quarters", "adding")}
    assert found.notes == ("left out: 1 edge from or to a group, which is a heading",)
    names = [skill.name for skill in read(tmp_path, text, ReadingOptions(headings="skills")).skills]
    assert names == ["halving", "quarters", "Parts", "Fractions", "adding"]


def test_an_empty_group_is_a_skill_and_every_graph_is_read(tmp_path: Path) -> None:
    found = read(
        tmp_path, graphml(f'{drawn("n0", "alone", "<graph/>")}</graph><graph><node id="b"/>{arrow("n0", "b")}')
    )
    assert (seen(found), ties(found)) == ([("alone", ""), ("b", "")], {("alone", "b")})


def test_names_descriptions_and_what_is_not_used(tmp_path: Path) -> None:
    nodes = (
        '<node id="a"><data key="d0">sum</data><data key="d1">x</data><data key="d2">Put together.</data></node>'
        '<node id="b"><desc>Many sums.</desc><data key="d3">product</data><data key="d1"> </data></node>'
        '<node id="c"><port name="p"/><data key="unit">Powers</data></node>'
        '<edge source="a" target="b" sourceport="p"><data key="reason">many sums</data></edge>'
    )
    found = read(tmp_path, graphml(nodes))
    assert [(skill.id, skill.name, skill.unit, skill.description) for skill in found.skills] == [
        ("a", "sum", "", "Put together."),
        ("b", "product", "", "Many sums."),
        ("c", "c", "Powers", ""),
    ]
    assert [edge.reason for edge in found.edges] == ["many sums"]
    assert found.notes == ("not used: url (1)",)


def test_a_number_in_place_of_a_name_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, graphml('<node id="n0"><data key="d0"> </data></node><node id="sum"/><node id="3"/>'))
    assert [skill.name for skill in found.skills] == ["n0", "sum", "3"]
    assert found.notes == ("without a label, and named by the id: 2 nodes",)


def test_edges_go_as_their_arrows_point(tmp_path: Path) -> None:
    nodes = drawn("n0", "a") + drawn("n1", "b") + drawn("n2", "c")
    back = arrow("n0", "n1", "delta", "none") + arrow("n1", "n2", "standard", "standard")
    assert ties(read(tmp_path, graphml(nodes + back))) == {("b", "a"), ("b", "c"), ("c", "b")}
    one = '<edge source="n0" target="n1" directed="true"/>'
    assert ties(read(tmp_path, graphml(nodes + one, "undirected"))) == {("a", "b")}


def test_ids_that_a_tool_counts_mean_nothing_in_another_file(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.graphml").write_text(graphml(drawn("n0", name) + f'<node id="{name}-x"/>'))
    made = read_syllabi([tmp_path / "one.graphml", tmp_path / "two.graphml"], GraphConfig())
    assert [skill.id for skill in made.graph.skills] == ["one", "one-x", "two", "two-x"]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("g.graphml", graphml('<node id="a"/><node id="a"/>'), "2 nodes have the id 'a'"),
        ("g.graphml", graphml('<node id="a"><graph><node id="a"/></graph></node>'), "2 nodes have the id 'a'"),
        ("g.json", '{"nodes": [{"id": "a"}, {"id": "a"}], "links": []}', "2 nodes have the id 'a'"),
        ("g.graphml", graphml("<node/>"), "a node has no id"),
        ("g.graphml", graphml('<node id="a"/><edge source="a" target="b"/>'), "edge 1: no node has the id 'b'"),
        ("g.graphml", graphml('<node id="a"/><edge source="0" target="0"/>'), "edge 1: no node has the id '0'"),
        ("g.graphml", graphml('<node id="a"/><edge source="a"/>'), "edge 1 has no 'source' and 'target'"),
        (
            "g.graphml",
            graphml(drawn("n0", "x") + drawn("n1", "y") + arrow("n0", "n1", "none", "none")),
            "between 'x' and",
        ),
        ("g.graphml", graphml('<node id="a"/><edge source="a" target="a"/>', "undirected"), "is not directed"),
        ("g.graphml", graphml('<node id="a"/><edge source="a" target="a" directed="false"/>'), "is not directed"),
        ("g.graphml", graphml("<hyperedge/>"), "it has a 'hyperedge'"),
        (
            "g.graphml",
            graphml("".join(f'<node id="{n}"><graph>' for n in range(60)) + '<node id="x"/>' + "</graph></node>" * 60),
            "more than 50 levels deep",
        ),
        ("g.graphml", "<graphml/>", "this is not GraphML"),
        ("h.md", "<table>\n<tr><td>Skill</td></tr>\n</table>\n", "it is a table in HTML, which is not read"),
        ("t.csv", f"concept,prerequisite\nb,{'a' * 140_000}\n", "line 2: a cell has more than 131,072 characters"),
        (
            "t.csv",
            f"concept,prerequisite\nb,{'; '.join(map(str, range(201)))}\n",
            "201 prerequisites in one place, from",
        ),
        ("t.csv", 'concept,prerequisite\nb,"a"c\n', "double a quotation mark"),
        ("t.md", f"|concept|prerequisite|\n|---|---|\n{'|a' * 300_000}|\n", "line 3: 300000 cells below 2 columns"),
    ],
)
def test_what_is_odd_is_refused_in_one_line(tmp_path: Path, name: str, text: str, says: str) -> None:
    began = time.process_time()
    with pytest.raises(ValueError, match=re.escape(says)) as error:
        part(tmp_path, name, text)
    assert str(tmp_path / name) in str(error.value)
    assert len(str(error.value).splitlines()) == 1
    assert time.process_time() - began < 4


@pytest.mark.parametrize("cell", ["sums<br>products", "[sums](x) <BR/> **products**", "sums<br />products<br>"])
def test_a_break_parts_the_prerequisites_in_a_cell_of_markdown(tmp_path: Path, cell: str) -> None:
    found = part(tmp_path, "t.md", f"|concept|prerequisite|\n|---|---|\n|adding<br>up|{cell}|\n|more|adding up|\n")
    assert ties(found) == {("sums", "adding-up"), ("products", "adding-up"), ("adding-up", "more")}
    assert ties(part(tmp_path, "t.md", "|concept|prerequisite|\n|---|---|\n|b|`<br>`|\n")) == {("br", "b")}
    for name, text in (
        ("t.md", "|concept|prerequisite|\n|---|---|\n|c|a<br>b|\n"),
        ("t.csv", 'concept,needs\nc,"a\nb"\n'),
    ):
        assert ties(part(tmp_path, name, text)) == {("a", "c"), ("b", "c")}  # that `a` is no article


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.jsonl", '{"title": "LONG"}\n'),
        ("t.csv", "concept,prerequisite\nb,LONG\n"),
        ("t.md", "- LONG\n- b\n"),
        ("t.json", '{"nodes": [{"id": "a", "name": "LONG"}], "links": []}'),
    ],
)
def test_a_name_that_is_cut_is_said(tmp_path: Path, name: str, text: str) -> None:
    for length, notes in ((200, ()), (201, (f"a name has more than 200 characters, and was cut: '{'x' * 60}…'",))):
        assert part(tmp_path, name, text.replace("LONG", "x" * length)).notes == notes


def test_a_table_in_html_is_no_skill(tmp_path: Path) -> None:
    table = "<table>\n<tr><th>Skill</th></tr>\n- x\n</TABLE>\n"
    found = part(tmp_path, "t.md", f"# T\n- a\n\n{table}\n- b <- a\n- the `<table>` tag\n")
    assert [skill.name for skill in found.skills] == ["a", "b", "the <table> tag"]
    assert found.notes == ("1 table in HTML left out: write tables in Markdown, or as CSV",)
    found = part(tmp_path, "t.txt", f"a\nb\n{table}")
    assert [skill.name for skill in found.skills] == ["a", "b"]
