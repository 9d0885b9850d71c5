"""Every format becomes the skills and edges that stand in it; what cannot be read is named with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import SYLLABUS
from test_graph_merge import sources
from tutelage import graph
from tutelage.config import GraphConfig, Recipe, load_recipe
from tutelage.graph.cycles import resolve_cycles
from tutelage.graph.decisions import SourceGraph
from tutelage.graph.merge import merge
from tutelage.records import Skill, SkillGraph
from tutelage.syllabus import read_gold, read_source, read_syllabi, read_syllabus, write_graph
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
