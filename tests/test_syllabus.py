"""Every format becomes the skills and edges that stand in it; what cannot be read is named with its place."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from conftest import SYLLABUS
from test_graph_merge import sources
from tutelage import graph
from tutelage.cli import app
from tutelage.config import GraphConfig, Recipe, load_recipe
from tutelage.graph.cycles import resolve_cycles
from tutelage.graph.decisions import SourceGraph
from tutelage.graph.merge import merge
from tutelage.records import Skill, SkillGraph
from tutelage.syllabus import (
    read_gold,
    read_source,
    read_sources,
    read_syllabi,
    read_syllabus,
    sources_lines,
    write_graph,
)
from tutelage.syllabus.collector import ReadingOptions, clean
from tutelage.syllabus.tree import SMALLEST, dump_tree, read_tree


def part(tmp_path: Path, name: str, text: str, reading: ReadingOptions | None = None) -> SourceGraph:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_source(path, reading)


def seen(found: SourceGraph) -> list[tuple[str, str]]:
    return [(skill.name, skill.unit) for skill in found.skills]


def ties(found: SourceGraph) -> set[tuple[str, str]]:
    return {(edge.prerequisite, edge.skill) for edge in found.edges}


MARKDOWN = """\
# Calculus

Running text says nothing about skills.

## 1. Limits
- limit of a function
- **continuity** <- limit of a function
## 2. Derivatives
### 2.1 Rules
1. power rule
2. [sum rule](https://example.org) <- power-rule
### 2.2 Tangent lines
"""

INDENTED = """\
Calculus
  Chapter 1: Limits
    limit of a function .... 12
    continuity <- limit of a function
  Chapter 2: Derivatives
    power rule
"""


def test_markdown_outline(tmp_path: Path) -> None:
    found = part(tmp_path, "outline.md", MARKDOWN)
    assert found.title == "Calculus"
    assert seen(found) == [
        ("limit of a function", "Limits"),
        ("continuity", "Limits"),
        ("power rule", "Derivatives / Rules"),
        ("sum rule", "Derivatives / Rules"),
        ("Tangent lines", "Derivatives"),
    ]
    assert ties(found) == {("limit-of-a-function", "continuity"), ("power-rule", "sum-rule")}
    assert found.notes == ("1 line of running text left out",)


def test_indented_outline(tmp_path: Path) -> None:
    found = part(tmp_path, "outline.txt", INDENTED)
    assert seen(found) == [("limit of a function", "Limits"), ("continuity", "Limits"), ("power rule", "Derivatives")]
    assert ties(found) == {("limit-of-a-function", "continuity")}


def test_headings_can_be_skills_made_of_what_stands_under_them(tmp_path: Path) -> None:
    found = part(tmp_path, "outline.txt", INDENTED, ReadingOptions(headings="skills"))
    assert [skill.id for skill in found.skills] == [
        "limit-of-a-function",
        "continuity",
        "limits",
        "power-rule",
        "derivatives",
    ]
    assert ("power-rule", "derivatives") in ties(found)
    assert graph.build(found.skills, found.edges).levels == 3


def test_each_skill_may_need_the_one_before_it(tmp_path: Path) -> None:
    found = part(tmp_path, "o.txt", "A\n  one\n  two\n  three\nB\n  four\n", ReadingOptions(previous=True))
    assert ties(found) == {("one", "two"), ("two", "three")}
    assert {edge.source for edge in found.edges} == {"heuristic"}


TREES = [
    "title: T\ntree:\n  Limits: [limit, continuity]\n  Derivatives:\n    Rules: [power rule]\n    tangent:\n",
    '{"title": "T", "children": [{"name": "Limits", "children": ["limit", {"name": "continuity"}]}, '
    '{"name": "Derivatives", "children": [{"name": "Rules", "children": ["power rule"]}, {"title": "tangent"}]}]}',
]


@pytest.mark.parametrize(("ending", "text"), zip(("yaml", "json"), TREES, strict=True))
def test_plain_trees(tmp_path: Path, ending: str, text: str) -> None:
    found = part(tmp_path, f"tree.{ending}", text)
    assert found.title == "T"
    assert seen(found) == [
        ("limit", "Limits"),
        ("continuity", "Limits"),
        ("power rule", "Derivatives / Rules"),
        ("tangent", "Derivatives"),
    ]


def test_table_of_contents(tmp_path: Path) -> None:
    rows = [
        {"title": "Preface", "path": []},
        {"title": "Introduction", "path": ["Limits"], "is_intro": True},
        {"title": "The Limit", "path": ["Limits"], "module": "m1", "objectives": ["Find a limit.", "Draw it."]},
        {"title": "The Limit", "path": ["Again"], "module": "m1"},
        {"title": "The Chain Rule", "path": ["Derivatives"], "module": "m2"},
        {"title": "The Chain Rule", "path": ["Several Variables"], "module": "m3"},
    ]
    found = part(tmp_path, "toc.jsonl", "\n".join(json.dumps(row) for row in rows))
    assert [skill.id for skill in found.skills] == ["the-limit", "the-chain-rule", "the-chain-rule-2"]
    assert found.skills[0].description == "Find a limit. Draw it."
    assert len(found.notes) == 3
    assert "line 4: 'The Limit' is in the table already" in found.notes[2]


def test_list_of_skills_with_needs(tmp_path: Path) -> None:
    text = (
        '{"id": "a", "title": "First", "summary": "It begins."}\n\n{"name": "Second", "needs": ["First", "stranger"]}'
    )
    found = part(tmp_path, "nodes.jsonl", text)
    assert ties(found) == {("a", "second"), ("stranger", "second")}
    assert found.skills[0].description == "It begins."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "p.jsonl",
            '{"concept": "C", "prerequisite": "B", "reason": "so", "confidence": 0.5}\n'
            '{"concept": "B", "prerequisite": "A", "label": 1}\n{"concept": "A", "prerequisite": "C", "label": 0}\n',
        ),
        ("p.csv", "skill,prerequisite,reason,confidence,label\nC,B,so,0.5,1\nB,A,,,\nA,C,,,0\n"),
        ("p.tsv", "concept\tprerequisite\treason\tconfidence\tlabel\nC\tB\tso\t0.5\t\nB\tA\t\t\t\nA\tC\t\t\tno\n"),
    ],
)
def test_pairs(tmp_path: Path, name: str, text: str) -> None:
    found = part(tmp_path, name, text)
    assert ties(found) == {("b", "c"), ("a", "b")}
    assert (found.edges[0].reason, found.edges[0].confidence) == ("so", 0.5)
    assert [skill.id for skill in found.skills] == ["a", "b", "c"]
    assert found.notes == ("left out: 1 pair judged not to be a prerequisite",)


def test_gold_keeps_negatives_and_domains(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(
        '{"concept": "B", "prerequisite": "A", "domain": "x"}\n{"concept": "A", "prerequisite": "B", "label": 0}\n'
    )
    assert [pair.right for pair in read_gold(path)] == [True, False]
    assert len(read_gold(path, "x")) == 1
    with pytest.raises(ValueError, match=r"gold\.jsonl: no pairs of domain 'y'"):
        read_gold(path, "y")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("x.docx", "", "unknown format"),
        ("x.json", '{"units": [\n}', "line 2: this is not valid JSON"),
        ("x.jsonl", '{"title": "a"}\n{"title"', "line 2: this is not JSON"),
        ("x.json", "[1]", "skills under the key 'units'"),
        ("x.json", '{"tree": {"A": [true, {"b": [[]]}]}}', None),
        ("x.json", '{"tree": []}', "no skills"),
        ("x.jsonl", "", "no rows"),
        ("x.jsonl", "[]", "no rows"),
        ("x.jsonl", '{"a": 1}', "line 1: a skill needs the key"),
        ("x.jsonl", '{"title": "a", "path": "b"}', "line 1: 'path' must be a list of texts"),
        ("x.jsonl", '{"concept": "", "prerequisite": "b"}', "line 1: .* a pair needs 'concept'"),
        ("x.jsonl", '{"concept": "a", "prerequisite": "b", "confidence": 7}', "line 1: 'confidence'"),
        ("x.csv", "a,b\n1,2\n", "line 2: .* a pair needs .* the columns are a, b"),
        ("x.md", "\n\n", "no entries"),
        ("x.yaml", "units: []\ntree: {}", "unknown key 'tree'"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, text: str, says: str | None) -> None:
    if says is None:
        assert len(part(tmp_path, name, text).skills) == 1
        return
    with pytest.raises(ValueError, match=says) as error:
        part(tmp_path, name, text)
    assert str(tmp_path / name) in str(error.value)


def test_what_follows_from_a_fault_is_not_told_beside_it(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"'units\.0\.skills\.0\.id' is missing") as error:
        part(tmp_path, "x.yaml", "units: [{name: a, skills: [{name: b}]}]")
    assert "at least 1 item" not in str(error.value)


NATURAL = """\
units:
  - title: One
    skills:
      - {id: a}
      - {id: b, prerequisites: [a]}
      - {id: c, prerequisites: [b]}
      - {id: C d, needs: a}
      - adding
"""


def test_a_syllabus_in_other_words_is_told_the_right_ones(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"x\.yaml") as error:
        part(tmp_path, "x.yaml", NATURAL)
    for said in (
        "unknown key 'units.0.skills.1.prerequisites', did you mean 'needs'? (and 1 more like it); ",
        "'units.0.skills.3.id': lower-case words joined by hyphens (got 'C d')",
        "'units.0.skills.3.needs': write a list, such as [a] (got 'a')",
        "'units.0.skills.4': write keys with values, such as {id: …} (got 'adding')",
        "unknown key 'units.0.title', did you mean 'name'?",
    ):
        assert said in str(error.value)


def test_what_is_no_syllabus_is_shown_one_that_works(tmp_path: Path) -> None:
    for text in ("subject: Sums\nskills: [{id: a}]", "", "- adding"):
        with pytest.raises(ValueError, match="under the key 'units'") as error:
            part(tmp_path, "x.yaml", text)
        assert SMALLEST in str(error.value)
    assert ties(part(tmp_path, "y.yaml", SMALLEST)) == {("adding", "multiplying")}
    with pytest.raises(ValueError, match="this is a recipe"):
        part(tmp_path, "z.yaml", "name: x\nsyllabus: y.yaml")
    with pytest.raises(ValueError, match="this is a recipe of documents: 'tutelage course' makes the graph"):
        part(tmp_path, "d.yaml", "name: x\ndocuments: [pages]")


def test_names_are_data(tmp_path: Path) -> None:
    hostile = ["../../etc/passwd", "{{ 7 * 7 }}", "<script>alert(1)</script>", "a\u202e\u0000b", "!!python/object:os"]
    found = part(tmp_path, "toc.jsonl", "\n".join(json.dumps({"title": name}) for name in hostile))
    assert found.skills[0].id == "etc-passwd"
    assert all(skill.name.isprintable() for skill in found.skills)
    with pytest.raises(ValueError, match="without a name"):
        clean("\u0000 \n")


def test_several_syllabi_merge_and_say_where_everything_comes_from(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("power rule\nchain rule <- power rule\n")
    (tmp_path / "two.txt").write_text("Power Rules\nproduct rule <- Power Rules\nchain rule <- product rule\n")
    made = read_syllabi([tmp_path / "one.txt", tmp_path / "two.txt"], GraphConfig())
    assert [skill.id for skill in made.graph.skills] == ["power-rule", "product-rule", "chain-rule"]
    assert made.graph.skill("power-rule").origins == ("one", "two")
    assert made.graph.skill("power-rule").aliases == ("Power Rules",)
    assert {merge.how for merge in made.merges} == {"id", "name"}
    assert {edge.origin for edge in made.graph.edges} == {"one", "two"}


def test_recipe_with_several_syllabi(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("name: x\nsyllabus: [a.txt, b.txt]\ngraph: {cycles: group}\n")
    (tmp_path / "a.txt").write_text("one <- two\ntwo\n")
    (tmp_path / "b.txt").write_text("two <- one\none\n")
    recipe = load_recipe(tmp_path / "r.yaml")
    assert recipe.syllabus == recipe.syllabi == (tmp_path / "a.txt", tmp_path / "b.txt")
    assert {skill.group for skill in read_syllabus(recipe.syllabus, recipe.graph).skills} == {"one"}
    with pytest.raises(ValueError, match="cycle"):
        read_syllabus(recipe.syllabus)
    assert Recipe.model_validate({"name": "x", "syllabus": "s.yaml"}).syllabi == (Path("s.yaml"),)


def as_read(skills: SkillGraph, *, as_json: bool) -> SkillGraph:
    import yaml

    text = dump_tree(skills, as_json=as_json)
    found = read_tree(json.loads(text) if as_json else yaml.safe_load(text), "x", ReadingOptions())
    return graph.build(found.skills, found.edges)


@given(sources(), st.sampled_from(["drop", "group"]), st.booleans())
def test_write_then_read_is_the_identity(given_: tuple[list[Skill], list], way: str, as_json: bool) -> None:  # type: ignore[type-arg]
    merged = merge(*given_)
    resolved = resolve_cycles(merged.skills, merged.edges, way)  # type: ignore[arg-type]
    built = graph.build(resolved.skills, resolved.edges)
    assert as_read(built, as_json=as_json) == built


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_hostile_texts_survive_writing_and_reading(tmp_path: Path, ending: str) -> None:
    texts = ["a: b", "- x", "'\"", "line\nbreak", "# no comment", "yes", "{a}", "\u00e9 \u4e2d", " x ", "!!int 3", "~"]
    skills = [
        Skill(id=f"s{i}", name=f"n {text}", unit=text, description=text, position=i) for i, text in enumerate(texts)
    ]
    built = graph.build(skills, [])
    write_graph(tmp_path / f"g.{ending}", built)
    assert read_syllabus(tmp_path / f"g.{ending}") == built


def test_a_plain_syllabus_reads_as_before(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(SYLLABUS)
    read = read_syllabus(tmp_path / "s.yaml")
    assert all(s.source == "syllabus" and not s.aliases and not s.origins and not s.group for s in read.skills)
    assert all(edge.evidence[0].origin == "" and not edge.also for edge in read.edges)
    (tmp_path / "s.yaml").write_text(SYLLABUS + "goals: [leap]\n")
    assert read_source(tmp_path / "s.yaml").goals == ("leap",)


NAMES = {
    "- [ ] vectors": "vectors",
    "- [x] vectors": "vectors",
    "* [X] vectors": "vectors",
    "- ☑ vectors": "vectors",
    "- ### vectors": "vectors",
    "- [ ] ## vectors ##": "vectors",
    "- [vectors](https://x.example/a_(b))": "vectors",
    '- [vectors](x.md "A title")': "vectors",
    "- [vectors][1]": "vectors",
    '- [vectors]({% page "a/b" %})': "vectors",
    "- [vectors and\n  their sums](x.md)": "vectors and their sums",
    "- vectors\n  are arrows": "vectors",
    "- [[Linear algebra|vectors]]": "vectors",
    "- **vectors**": "vectors",
    "- *linear* __maps__": "linear maps",
    "- _linear_ ~~old~~ maps": "linear old maps",
    "- ***vectors***": "vectors",
    "- `useState` and **`useEffect`**": "useState and useEffect",
    "- [`useState`](https://x.example)": "useState",
    "- the `<div>` element": "the <div> element",
    "- A* search": "A* search",
    "- snake_case and 2 * 3 * 4": "snake_case and 2 * 3 * 4",
    "- C*-algebras": "C*-algebras",
    r"- the \*star\* operator": "the *star* operator",
    r"- lists \[optional\] \& more": "lists [optional] & more",
    "- H<sub>2</sub>O &amp; salt": "H2O & salt",
    "- <b>vectors</b><br/>": "vectors",
    "- 1 &lt; 2": "1 < 2",
    "- List<String>": "List<String>",
    "- ![icon](i.png) vectors": "vectors",
    "- ![vectors](i.png)": "vectors",
    "- [![vectors](i.svg)](https://x.example) maps": "maps",
    "- vectors <https://x.example>": "vectors",
    "- vectors[^1]": "vectors",
    "- vectors \\*": "vectors *",
    "- vectors <!-- later --> and maps": "vectors and maps",
    "# vectors {#vec .big}": "vectors",
    "- AT&T and R&D": "AT&T and R&D",
    "- :star: vectors": "vectors",
    "- ratios 1:2:3": "ratios 1:2:3",
    "- vectors .... 12": "vectors",
    "<h2 id='v'>vectors</h2>": "vectors",
}


@pytest.mark.parametrize("line", NAMES)
def test_what_surrounds_a_name_on_the_web_is_left_out(tmp_path: Path, line: str) -> None:
    found = part(tmp_path, "o.md", f"{line}\n- last\n")
    assert [skill.name for skill in found.skills] == ([NAMES[line], "last"] if line[0] in "-*" else ["last"])
    assert line[0] in "-*" or found.title == NAMES[line]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("o.md", "- adding\n- https://example.org/a_video\n- ![](x.png)\n- counting\n"),
        ("o.md", "# Sums\n- adding\n# <https://example.org/a_video>\n- [](x)\n- counting\n"),
        ("o.txt", "adding\nhttps://example.org/a_video\n<br>\ncounting\n"),
        (
            "o.opml",
            "<opml><body>"
            + "".join(
                f"<outline text='{t}'/>" for t in ("adding", "https://example.org/a_video", "[](x)", "", "counting")
            )
            + "</body></opml>",
        ),
    ],
)
def test_a_line_without_a_name_is_told(tmp_path: Path, name: str, text: str) -> None:
    found = part(tmp_path, name, text)
    assert [skill.name for skill in found.skills] == ["adding", "counting"]
    (note,) = found.notes
    assert note.startswith("2 lines without a name left out, such as '")
    assert "https://example.org/a_video" in note


def test_front_matter_comments_rules_and_underlined_headings(tmp_path: Path) -> None:
    text = (
        "---\ntitle: 'Linear algebra'\ntags: [a, b]\n---\n<!-- a\n- comment\n-->\n"
        "Vectors\n=======\nWhat they are\n---\n"
        "- sum\n- product\n\n---\n\n***\n\nMaps\n----\n- kernel\n\n[1]: https://x.example\n[//]: # (note)\n"
        "```\n- code\n```\n![](data:image/png;base64," + "A" * 5000 + ")\n"
    )
    found = part(tmp_path, "o.md", text.replace("\n", "\r\n"))
    assert found.title == "Linear algebra"
    assert seen(found) == [("sum", "What they are"), ("product", "What they are"), ("kernel", "Maps")]
    assert not found.notes


NUMBERED: list[tuple[list[str], list[str]]] = [
    (["1. Limits", "2. Rates"], ["Limits", "Rates"]),
    (["1 Limits", "2 Rates"], ["Limits", "Rates"]),
    (["1) limits", "2) rates"], ["limits", "rates"]),
    (["1 - Limits", "2 - Rates"], ["Limits", "Rates"]),
    (["(1) limits", "(2) rates"], ["limits", "rates"]),
    (["1.1 Limits", "1.2 Rates", "2.1 Rules"], ["Limits", "Rates", "Rules"]),
    (["1.1. limits", "1.2. rates"], ["limits", "rates"]),
    (["Chapter 1: Limits", "Chapter 2: Rates"], ["Limits", "Rates"]),
    (["Week 3 – Limits"], ["Limits"]),
    (["Unit 1 Limits", "Unit 2 Rates"], ["Limits", "Rates"]),
    (["a) limits", "b) rates"], ["limits", "rates"]),
    (["A. Limits", "B. Rates", "C. Rules"], ["Limits", "Rates", "Rules"]),
    (["I. Limits", "II. Rates", "III. Rules", "IV. More"], ["Limits", "Rates", "Rules", "More"]),
    (["1. Limits", "Exercises", "2. Rates"], ["Limits", "Exercises", "Rates"]),
    (["1. Limits", "3. Rates"], ["Limits", "Rates"]),
    (["1. [x] Limits", "2. [ ] Rates"], ["Limits", "Rates"]),
    (["3 by 3 matrices", "determinants"], ["3 by 3 matrices", "determinants"]),
    (["2 by 2 matrices", "3 by 3 matrices"], ["2 by 2 matrices", "3 by 3 matrices"]),
    (["2 digit addition", "3 digit addition"], ["2 digit addition", "3 digit addition"]),
    (["1 digit addition", "2 digit addition"], ["1 digit addition", "2 digit addition"]),
    (["1 Digit Addition", "2 Digit Subtraction"], ["1 Digit Addition", "2 Digit Subtraction"]),
    (["90 degree angles", "right triangles"], ["90 degree angles", "right triangles"]),
    (["3. normal form", "keys"], ["3. normal form", "keys"]),
    (["1.5 litres", "2.5 litres"], ["1.5 litres", "2.5 litres"]),
    (["C. elegans", "D. melanogaster"], ["C. elegans", "D. melanogaster"]),
    (["2D shapes", "3D shapes"], ["2D shapes", "3D shapes"]),
    (["1984", "2001"], ["1984", "2001"]),
]


@pytest.mark.parametrize(("lines", "names"), NUMBERED, ids="|".join)
def test_numbers_go_where_the_siblings_are_numbered(tmp_path: Path, lines: list[str], names: list[str]) -> None:
    found = part(tmp_path, "o.md", "# All\n" + "".join(f"## {line}\n" for line in lines))
    assert [skill.name for skill in found.skills] == names


def test_numbers_alone_may_say_how_deep_a_line_is(tmp_path: Path) -> None:
    found = part(tmp_path, "o.txt", "1 Limits\n1.1 one side\n1.2 both sides\n2 Rates\n2.1 of change\n")
    assert seen(found) == [("one side", "Limits"), ("both sides", "Limits"), ("of change", "Rates")]


CELLS: list[tuple[str, set[str]]] = [
    ("sums; products", {"sums", "products"}),
    ('"sums, products"', {"sums", "products"}),
    ('"sums,products"', {"sums", "products"}),
    ('"""sums"", ""products"""', {"sums", "products"}),
    ('"[sums, products]"', {"sums", "products"}),
    ("sums | products", {"sums", "products"}),
    ("sums/products", {"sums", "products"}),
    ("sums and products", {"sums", "products"}),
    ('"sums, and products"', {"sums", "products"}),
    ('"sums\nproducts"', {"sums", "products"}),
    ("search and rescue", {"search-and-rescue"}),
    ('"red, green and blue"', {"red-green-and-blue"}),
    ('"red, green and blue, sums"', {"red-green-and-blue", "sums"}),
    ("and/or", {"and-or"}),
    ("stranger", {"stranger"}),
    ('"stranger, sums"', {"stranger", "sums"}),
    *((nothing, set()) for nothing in ("", "None", "none", "-", "–", "n/a", "N/A", "null", '" "')),
]


@pytest.mark.parametrize(("cell", "needs"), CELLS)
@pytest.mark.parametrize("header", ["concept,prerequisite", "name,prerequisites", "Skill,Depends on"])
def test_a_cell_holds_several_prerequisites_or_none(tmp_path: Path, header: str, cell: str, needs: set[str]) -> None:
    others = ["sums", "products", "search and rescue", '"red, green and blue"', "and/or"]
    found = part(tmp_path, "p.csv", f"{header}\n" + "".join(f"{other},\n" for other in others) + f"goal,{cell}\n")
    assert {prerequisite for prerequisite, skill in ties(found) if skill == "goal"} == needs
    assert len(found.skills) >= 6


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.csv", "concept;prerequisite\nb;a\n"),
        ("t.csv", "\ufeffconcept\tprerequisite\r\nb\ta\r\n"),
        ("t.csv", "concept|prerequisite\nb|a\n"),
        ("t.tsv", "source\ttarget\na\tb\n"),
        ("t.md", "| Concept | Prerequisite |\n| --- | :-: |\n| **b** | [a](x) |\n"),
        ("t.txt", "concept,prerequisite\nb,a\n"),
        ("t", '[{"concept": "b", "prerequisite": "a"}]'),
        ("t.JSON", '[{"title": "a"}, {"title": "b", "prerequisites": ["a"]}]'),
        ("t.jsonl", '{"concept": "b", "prerequisite": ["a"]}\n'),
        ("t.csv", "id,title,chapter,needs\na,a,One,\nb,b,One,a\n"),
    ],
)
def test_tables_with_other_separators_and_columns(tmp_path: Path, name: str, text: str) -> None:
    assert ties(part(tmp_path, name, text)) == {("a", "b")}


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("t.csv", "concept,prerequsite\nb,a\n", "no column 'prerequisite', but 'prerequsite'"),
        ("t.csv", "name,chapter,prerequisits\na,One,\nb,One,a\n", "no column 'prerequisites', but 'prerequisits'"),
        ("t.jsonl", '{"title": "a"}\n{"title": "b", "need": ["a"]}\n', "no column 'needs', but 'need'"),
        ("t.md", "# Mine\n\n| concept | prerequsite |\n|---|---|\n| b | a |\n", "no column 'prerequisite'"),
        ("t.md", "| foo | bar |\n|---|---|\n| b | a |\n", "the columns are foo, bar"),
        ("t.md", "|concept|prerequisite|\n|---|---|\n|b|a|c|\n", "line 3: 3 cells below 2 columns"),
    ],
)
def test_a_table_never_loses_its_prerequisites_in_silence(tmp_path: Path, name: str, text: str, meant: str) -> None:
    with pytest.raises(ValueError, match=re.escape(meant)):
        part(tmp_path, name, text)


def test_columns_that_are_not_used_are_said(tmp_path: Path) -> None:
    pairs = part(tmp_path, "t.csv", "concept,prerequisite,domain,confidnce\nb,a,x,1\n")
    assert pairs.notes == ("not used: confidnce (1, did you mean 'confidence'?), domain (1)",)
    skills = part(
        tmp_path, "t.jsonl", '{"title": "a", "needs": [], "after": [], "hours": 3}\n{"id": "b", "needs": ["a"]}\n'
    )
    assert (ties(skills), skills.notes) == ({("a", "b")}, ("not used: hours (1)",))
    tree = part(tmp_path, "t.json", '{"children": [{"name": "a"}, {"name": "b", "needs": ["a"]}]}')
    assert tree.notes == ("not used: needs (1)",)
    (tmp_path / "t.csv").write_text("concept,prerequisite,domain\nb,a,x\n")
    made = read_sources([tmp_path / "t.csv"], [], GraphConfig())
    assert sources_lines(made) == ["syllabus: t.csv: not used: domain (1)"]


BELOW = "| Concept | Prerequisite |\n| --- | :-: |\n| **b** | [a](x) |\n"


@pytest.mark.parametrize(
    ("text", "title", "notes"),
    [
        (f"# My subject\n\n{BELOW}", "My subject", ()),
        (f"Some words.\n\n{BELOW}\nMore words.", "", ("2 lines beside the table left out",)),
        (f"# One\n## Two\n{BELOW}", "One", ("1 line beside the table left out",)),
        ("Concept | Prerequisite\n--- | ---\nb | a\n", "", ()),
        (f"```\n- c\n| x | y |\n|---|---|\n```\n{BELOW}", "", ()),
    ],
)
def test_a_table_stands_anywhere_in_markdown(tmp_path: Path, text: str, title: str, notes: tuple[str, ...]) -> None:
    found = part(tmp_path, "t.md", text)
    assert (ties(found), found.title, found.notes) == ({("a", "b")}, title, notes)
    assert [skill.name for skill in found.skills] == ["a", "b"]


def test_the_rows_of_a_table_in_an_outline_are_no_skills(tmp_path: Path) -> None:
    found = part(tmp_path, "t.md", f"# My subject\n- x\n- y <- x\n\n{BELOW}")
    assert [skill.name for skill in found.skills] == ["x", "y"]
    assert found.notes == ("line 5: a table of 1 row left out: the file has items, and is an outline",)
    found = part(tmp_path, "t.md", "# My subject\n## x\n## y\n| page | link |\n|---|---|\n| b | a |\n")
    assert [skill.name for skill in found.skills] == ["x", "y"]
    assert found.notes == ("line 4: a table of 1 row left out: its columns name no skills",)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.jsonl", '{"concept": "c", "prerequisite": "alpha; bravo"}\n'),
        ("t.json", '[{"concept": "c", "prerequisite": "alpha; bravo"}]'),
        ("t.csv", "concept,prerequisite\nc,alpha; bravo\n"),
        ("t.csv", 'concept,prerequisite\nc,"alpha, bravo"\n'),
        ("t.csv", "concept,prerequisite\nc,alpha\nc,bravo\nc,alpha and bravo\nc,alpha / bravo\n"),
        (
            "t.jsonl",
            '{"concept": "c", "prerequisite": ["alpha", "bravo"]}\n{"skill": "d"}\n'.replace("skill", "concept"),
        ),
        (
            "t.jsonl",
            "".join(f'{{"concept": "c", "prerequisite": "{n}"}}\n' for n in ("alpha", "bravo", "alpha, bravo")),
        ),
    ],
)
def test_several_prerequisites_in_one_cell(tmp_path: Path, name: str, text: str) -> None:
    found = part(tmp_path, name, text)
    assert (ties(found), found.notes) == ({("alpha", "c"), ("bravo", "c")}, ())


def test_a_cell_that_may_be_several_is_said_where_it_is_read_as_one(tmp_path: Path) -> None:
    for name, text in (
        ("t.jsonl", '{"concept": "c", "prerequisite": "alpha, bravo"}\n'),
        ("t.csv", "concept,prerequisite\nc,alpha and bravo\n"),
    ):
        found = part(tmp_path, name, text)
        assert len(found.skills) == 2
        assert re.fullmatch("read as one skill: 'alpha.* bravo'; put semicolons between several", found.notes[0])
    parquet = pa.table({"concept": ["c"], "prerequisite": ["alpha; bravo"]})
    pq.write_table(parquet, tmp_path / "t.parquet")
    assert ties(read_source(tmp_path / "t.parquet")) == {("alpha", "c"), ("bravo", "c")}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("t.md", "- a\n- x <- zz\n", "t.md line 2: skill 'x' needs the unknown skill 'zz'"),
        ("t.txt", "a\nx <- az\n", "t.txt line 2: skill 'x' needs the unknown skill 'az'"),
        ("t.csv", "name,needs\na,\nb,zz\n", "t.csv line 3: skill 'b' needs the unknown skill 'zz'"),
        ("t.yaml", "units:\n  - skills:\n    - id: q\n      needs: [zz]\n", "t.yaml line 4: skill 'q' needs"),
        ("t.yaml", "units: [{skills: [{id: a}, {id: a}]}]", "t.yaml: 2 skills have the id 'a'"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text)
    (tmp_path / "other.md").write_text("- other\n")
    for files in ([name], ["other.md", name]):
        with pytest.raises(ValueError, match=f"^{re.escape(str(tmp_path / message))}"):
            read_syllabi([tmp_path / file for file in files], GraphConfig())
        stopped = CliRunner().invoke(
            app, ["graph", "import", *(str(tmp_path / file) for file in files), "-o", "g.yaml"]
        )
        assert message in str(stopped.exception)


NETWORKS: dict[str, str] = {
    "node-link": json.dumps({"directed": True, "nodes": [{"id": 1, "name": "sum"}, {"id": 2, "name": "product"}]})[:-1]
    + ', "links": [{"source": 1, "target": 2}]}',
    "edges": '{"nodes": ["sum", "product"], "edges": [["sum", "product"]]}',
    "indices": '{"nodes": [{"name": "sum"}, {"name": "product"}], "links": [{"source": 0, "target": 1}]}',
    "labels": '{"nodes": [{"id": "n1", "label": "sum"}, {"id": "n2", "label": "product"}], "edges": [{"source": "n1", '
    '"target": "n2"}, {"source": "n1", "target": "n2"}]}',
    "adjacency": '{"directed": true, "multigraph": false, "graph": [], "nodes": [{"id": "sum"}, {"id": "product"}], '
    '"adjacency": [[{"id": "product"}], []]}',
    "roadmap": json.dumps(
        {
            "nodes": [
                {"id": "a", "type": "topic", "data": {"label": "sum"}},
                {"id": "b", "type": "subtopic", "data": {"label": "product"}},
                {"id": "t", "type": "title", "data": {"label": "Sums"}},
                {"id": "v", "type": "vertical", "data": {"label": "vertical node"}},
            ],
            "edges": [{"source": "a", "target": "b"}, {"source": "t", "target": "a"}],
        }
    ),
    "json-ld": json.dumps(
        {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "Course", "@id": "https://x.example/c#sum", "name": "sum"},
                {
                    "@type": "Course",
                    "name": {"@value": "product", "@language": "en"},
                    "coursePrerequisites": [{"@id": "https://x.example/c#sum"}],
                },
            ],
        }
    ),
    "json-ld by names": '[{"@type": "schema:Course", "schema:name": "sum"}, {"@type": "schema:Course", "schema:name": '
    '"product", "schema:coursePrerequisites": "sum"}]',
}


@pytest.mark.parametrize("name", NETWORKS)
def test_graphs_of_other_tools(tmp_path: Path, name: str) -> None:
    found = part(tmp_path, "g.json", NETWORKS[name])
    names = {skill.id: skill.name for skill in found.skills}
    assert sorted(names.values()) == ["product", "sum"]
    assert [(names[edge.prerequisite], names[edge.skill]) for edge in found.edges] == [("sum", "product")]
    assert bool(found.notes) == (name == "roadmap")


def test_networks_of_networkx_and_our_own_are_read_back(tmp_path: Path) -> None:
    import networkx as nx

    from tutelage.graph.export import to_node_link

    digraph = nx.DiGraph([("a b", "c"), ("c", "d"), ("a b", "d")])
    for data in (
        nx.node_link_data(digraph, edges="links"),
        nx.node_link_data(digraph, edges="edges"),
        nx.adjacency_data(digraph),
    ):
        found = part(tmp_path, "g.json", json.dumps(data))
        assert ties(found) == {("a-b", "c"), ("c", "d"), ("a-b", "d")}
        assert [skill.name for skill in found.skills] == ["a b", "c", "d"]
    built = graph.build(found.skills, found.edges)
    again = part(tmp_path, "h.json", to_node_link(built))
    assert ties(again) == ties(found)
    assert seen(again) == seen(found)


def test_courses_with_parts_are_headings(tmp_path: Path) -> None:
    data = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": "Algebra",
        "hasPart": [
            {"@type": "Syllabus", "name": "Sums", "hasPart": ["addition", {"name": "counting"}]},
            {"name": "products"},
        ],
    }
    found = part(tmp_path, "c.jsonld", json.dumps(data))
    assert seen(found) == [("addition", "Algebra / Sums"), ("counting", "Algebra / Sums"), ("products", "Algebra")]


OPML = """<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="2.0"><head><title>Calculus &amp; more</title></head><body>
<outline text="1. Limits"><outline text="limit of a function"/>
<outline text="&lt;b&gt;continuity&lt;/b&gt; &lt;- limit of a function"/></outline>
<outline text="2. Rates"><outline title="slope" _note="How steep a line is."/></outline>
</body></opml>"""


def test_outliners_files(tmp_path: Path) -> None:
    for name in ("o.opml", "o.xml", "o"):
        found = part(tmp_path, name, OPML)
        assert found.title == "Calculus & more"
        assert seen(found) == [("limit of a function", "Limits"), ("continuity", "Limits"), ("slope", "Rates")]
        assert ties(found) == {("limit-of-a-function", "continuity")}
        assert found.skills[2].description == "How steep a line is."


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("x.opml", f'<!DOCTYPE o [<!ENTITY l0 "ha">{LAUGHS}]><opml><outline text="&l9;"/></opml>', "declares entities"),
        ("x.opml", '<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml>&x;</opml>', "declares entities"),
        ("x.opml", "<opml><body>", "line 1: this is not OPML"),
        ("x.graphml", f'<!DOCTYPE o [<!ENTITY l0 "ha">{LAUGHS}]><graphml>&l9;</graphml>', "declares entities"),
        ("x.graphml", '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph', "this is not GraphML"),
        ("x", '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"/>', "this is not GraphML"),
        ("x.opml", "<opml/>", "no entries"),
        ("x.opml", "<opml>" + '<outline text="a">' * 60, "more than 50 levels deep"),
        ("x.json", '{"directed": false, "nodes": ["a"], "links": []}', "not directed"),
        ("x.json", '{"nodes": ["a"], "links": [{"source": "a", "target": "b"}]}', "1 edge from or to a node"),
        ("x.json", '{"nodes": ["a"], "edges": [{"from": "a"}]}', "edge 1 has no 'source' and 'target'"),
        ("x.jsonld", '{"@context": "x", "@type": "Course"}', "no course or topic with a name"),
        ("x.csv", "kurs,vorher\nb,a\n", "the columns are kurs, vorher"),
        ("x.jsonl", '{"kurs": "b", "vorher": "a"}', "the columns are kurs, vorher"),
        ("x.csv", b"concept,prerequisite\nb,\xe9\n".decode("latin-1"), None),
    ],
)
def test_other_formats_are_refused_in_one_line(tmp_path: Path, name: str, text: str, says: str | None) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="latin-1" if says is None else "utf-8")
    with pytest.raises(ValueError, match=says or "not UTF-8 text .*iconv") as error:
        read_source(path)
    assert str(path) in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_a_name_that_occurs_twice_is_the_nearest(tmp_path: Path) -> None:
    text = (
        "# Fractions\n- adding\n- sharing <- adding\n# Decimals\n- adding\n- rounding <- adding\n"
        "## More\n- sums <- adding\n# Money\n- change <- adding\n- adding <- adding\n"
    )
    found = part(tmp_path, "o.md", text)
    assert ties(found) == {
        ("adding", "sharing"),
        ("adding-2", "rounding"),
        ("adding-2", "sums"),
        ("adding-3", "change"),
        ("adding-2", "adding-3"),
    }
    assert found.notes == (
        "'adding' occurs more than once: 'sums' needs the nearest, the one under 'Decimals'",
        "'adding' occurs more than once: 'adding' needs the nearest, the one under 'Decimals'",
    )


def test_prerequisites_of_an_outline_may_have_commas_and_links(tmp_path: Path) -> None:
    text = "- red, green and blue\n- sums\n- goal <- [sums](x.md), red, green and blue\n"
    text += "- next ← goal; **sums**\n- last <- None\n"
    assert ties(part(tmp_path, "o.md", text)) == {
        ("sums", "goal"),
        ("red-green-and-blue", "goal"),
        ("goal", "next"),
        ("sums", "next"),
    }
