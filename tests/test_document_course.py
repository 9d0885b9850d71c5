"""From documents to a course: headings become skills, passages the textbook, and a change is followed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

import tutelage
from conftest import make_recipe
from tutelage.cli import app
from tutelage.config import ChecksConfig, GraphConfig, parse_recipe
from tutelage.course.renewal import accounts_of_kept, count_items
from tutelage.course.verification import check_again
from tutelage.documents import read_documents
from tutelage.graph.order import build
from tutelage.progress import Quiet
from tutelage.records import Account, Course, Documents, Exercise, Origin, Passage, RequestKind, Skill, SkillGraph
from tutelage.report.writing import rows_by_kind
from tutelage.storage import stages
from tutelage.storage.directories import earlier_of
from tutelage.storage.open_run import open_run
from tutelage.syllabus import read_sources
from tutelage.syllabus.headings import MAX_WORDS, MIN_WORDS, read_headings
from tutelage.syllabus.matching import match_passages
from tutelage.syllabus.tree import dump_tree
from tutelage.teacher.documents.teacher import DocumentTeacher

PAGES = {
    "boats.md": """# Boats

## Boat permit

A boat permit is granted by the harbour office. Whoever wants to sail needs a boat permit, and pays 40 euros for it. The
permit holds for 3 years. After 3 years the harbour office renews it within 14 days, for a fee of 15 euros.

## Night sailing

Whoever sails at night needs a boat permit and two lamps. The warden checks the lamps before 21:00. A boat without lamps
stays in the dock until 06:00, and its owner pays 80 euros. The warden of the quay keeps a list of all such boats.

## Overview

The harbour has 12 docks, and each dock has a warden of its own. The wardens meet on the first Monday of each month. The
meeting is led by the harbour master, who reports to the council. The council has 9 members, and meets twice a year.
""",
    "guests.md": """# Guests

## Overview

Guests may stay for 7 nights. After 7 nights the office asks for a fee of 12 euros a night. Guests with a dog register
the dog at the gate, where the keeper notes its name. A guest who leaves returns the key before 10:00 on the last day.
The keeper counts the keys every evening, and reports a missing key to the harbour master within 2 days.

## Bicycles

The office lends 20 bicycles. A bicycle costs 5 euros a day. Guests return bicycles by 18:00 to the keeper at the gate,
who checks the brakes. Whoever returns a bicycle late pays 4 euros for every hour. Repairs are done on Tuesdays.
""",
}


def write_pages(folder: Path, pages: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in pages.items():
        (folder / name).write_text(text)
    return folder


def recipe_for(folder: Path, **changes: Any) -> Path:
    course = {"exercises_per_skill": 6, "misconceptions_per_skill": 1, "exam_questions_per_skill": 2}
    recipe: dict[str, Any] = {"name": "harbour", "documents": "pages", "course": course}
    recipe["run_dir"] = str(folder / "run")
    path = folder / "recipe.yaml"
    path.write_text(yaml.safe_dump(recipe | changes))
    return path


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    return read_documents(write_pages(tmp_path / "pages", PAGES), progress=Quiet())


def test_headings_become_skills_in_their_order_with_passages(documents: Documents) -> None:
    source = read_headings(documents)
    assert [skill.name for skill in source.skills] == [
        "boat permit",
        "night sailing",
        "overview (boats)",
        "overview (guests)",
        "bicycles (guests)",
    ]
    assert [skill.passages for skill in source.skills] == [(passage.id,) for passage in documents.passages]
    assert source.skills[0].description == "A boat permit is granted by the harbour office."
    assert {skill.unit for skill in source.skills} == {"Boats", "Guests"}


def test_what_a_text_names_is_needed_and_a_sentence_says_so(documents: Documents) -> None:
    (edge,) = read_headings(documents).edges
    assert (edge.prerequisite, edge.skill, edge.source) == ("boat-permit", "night-sailing", "heuristic")
    assert edge.reason == "Whoever sails at night needs a boat permit and two lamps."
    assert edge.reason in documents.passages[1].text.replace("\n", " ")


def passages(*rows: tuple[tuple[str, ...], str]) -> Documents:
    return Documents(
        passages=tuple(
            Passage(id=f"p{n}", file="a.md", trail=trail, position=n, text=text) for n, (trail, text) in enumerate(rows)
        )
    )


def test_small_sections_are_joined_and_parts_need_the_whole() -> None:
    long = "The warden writes down every boat that comes in. " * (MIN_WORDS // 8 + 1)
    found = read_headings(
        passages(
            (("Docks",), long),
            (("Docks", "Opening hours"), "Docks open at 6."),
            (("Docks", "Closing hours"), "Docks close at 22."),
            (("Docks", "Fees"), long),
        )
    )
    assert [(skill.name, skill.passages) for skill in found.skills] == [
        ("Docks", ("p0", "p1", "p2")),
        ("Fees (Docks)", ("p3",)),
    ]
    assert [(edge.prerequisite, edge.skill, edge.reason) for edge in found.edges] == [
        ("docks", "fees-docks", "it is a section of “Docks”")
    ]


def test_what_is_joined_is_a_part_of_the_section_above_it() -> None:
    long = "The warden writes down every boat that comes in. " * (MAX_WORDS // 9 + 1)
    found = read_headings(
        passages(
            (("Harbour",), long),
            (("Harbour", "Docks"), long),
            (("Harbour", "Docks", "Opening hours"), "They open at 6."),
            (("Harbour", "Docks", "Closing hours"), "They close at 22."),
        )
    )
    assert [skill.passages for skill in found.skills] == [("p0",), ("p1",), ("p2", "p3")]
    assert [edge.reason for edge in found.edges] == ["it is a section of “Harbour”", "it is a section of “Docks”"]
    assert found.edges[1].skill == found.skills[2].id


def test_texts_that_name_each_other_make_no_cycle() -> None:
    long = " The warden writes down every boat that comes in." * 6
    found = read_headings(
        passages(
            (("A", "Boat permit"), "A boat permit needs a harbour card." + long),
            (("A", "Harbour card"), "A harbour card needs a dock number." + long),
            (("A", "Dock number"), "A dock number needs a boat permit." + long),
        )
    )
    graph = build(found.skills, found.edges)
    assert [(edge.prerequisite, edge.skill) for edge in graph.edges] == [
        ("harbour-card", "boat-permit"),
        ("boat-permit", "dock-number"),
    ]


def test_a_syllabus_is_matched_with_passages_and_what_is_left_is_named(documents: Documents) -> None:
    names = ("permits for boats", "sailing at night", "lending bicycles", "quantum field theory")
    graph = SkillGraph(
        skills=tuple(Skill(id=name.replace(" ", "-"), name=name, position=n) for n, name in enumerate(names)), edges=()
    )
    found = match_passages(graph, documents.passages)
    permit, night, overview, guests, bicycles = documents.passages
    first, *others = (skill.passages for skill in found.graph.skills)
    assert first[0] == permit.id
    assert others == [(night.id,), (bicycles.id,), ()]
    assert [skill.name for skill in found.bare] == ["quantum field theory"]
    assert found.unused == (overview, guests)


def test_a_graph_of_headings_can_be_edited_as_a_syllabus_and_keeps_its_passages(tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", PAGES)
    made = read_headings(read_documents(folder, progress=Quiet()))
    graph = build(made.skills, made.edges)
    syllabus = tmp_path / "syllabus.yaml"
    written = yaml.safe_load(dump_tree(graph))
    entries = {entry["id"]: entry for unit in written["units"] for entry in unit["skills"]}
    entries["night-sailing"]["name"] = "sailing after dark"
    syllabus.write_text(yaml.safe_dump(written))
    found = read_sources([syllabus], [folder], GraphConfig(), Quiet())
    assert [skill.passages for skill in found.graph.graph.skills] == [skill.passages for skill in graph.skills]
    assert found.graph.graph.skill("night-sailing").name == "sailing after dark"
    (folder / "boats.md").write_text(PAGES["boats.md"].replace("40 euros", "45 euros"))
    again = read_sources([syllabus], [folder], GraphConfig(), Quiet())
    assert again.documents is not None
    assert again.documents.passages[0].id in again.graph.graph.skill("boat-permit").passages


def test_a_recipe_of_name_and_documents_is_whole() -> None:
    recipe = parse_recipe({"name": "harbour", "documents": "pages"})
    assert recipe.documents == (Path("pages"),)
    assert recipe.teacher.kind == "documents"
    assert parse_recipe({"name": "a", "documents": "b", "teacher": {"kind": "local"}}).teacher.kind == "local"
    assert parse_recipe(recipe.model_dump(mode="json")) == recipe
    with pytest.raises(ValueError, match=r"'syllabus' is missing, and so is 'documents'"):
        parse_recipe({"name": "harbour"})


def test_the_textbook_is_the_passages(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", PAGES)
    course = tutelage.make_course(recipe_for(tmp_path), progress=Quiet())
    read = stages.DOCUMENTS.read(tmp_path / "run")
    assert [lesson.text for lesson in course.lessons] == [passage.text for passage in read.passages]
    assert [lesson.passages for lesson in course.lessons] == [(passage.id,) for passage in read.passages]
    assert course.exercises
    for exercise in (*course.exercises, *course.exam):
        assert exercise.evidence
        for citation in exercise.evidence:
            assert citation.quote in read.by_id[citation.passage].text


def items_of(course: Course) -> set[str]:
    return {item.id for item in (*course.exercises, *course.misconceptions, *course.exam, *course.development)}


def test_an_edited_page_renews_only_what_rests_on_it(tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", PAGES)
    path, said = recipe_for(tmp_path), Said()
    before = tutelage.make_course(path, progress=Quiet())
    same = tutelage.make_course(path, progress=said)
    assert same == before
    assert not any("documents have changed" in line for line in said.lines)

    old = read_documents(folder, progress=Quiet()).passages
    (folder / "guests.md").write_text(
        PAGES["guests.md"].replace("7 nights", "9 nights").replace("12 euros", "13 euros")
    )
    after = tutelage.make_course(path, progress=said)
    gone = old[3].id
    rests = {
        item.id
        for item in (*before.exercises, *before.misconceptions, *before.exam, *before.development)
        if any(citation.passage == gone for citation in item.evidence)
    }
    assert rests
    assert items_of(before) - rests <= items_of(after)
    assert all(citation.passage != gone for item in after.exercises for citation in item.evidence)
    assert any("9 nights" in item.question + item.solution for item in (*after.exercises, *after.exam))
    quotes = [citation.quote for item in (*after.exercises, *after.exam) for citation in item.evidence]
    assert not any("7 nights" in quote for quote in quotes)  # it may stand in a question as what is wrong
    line = next(line for line in said.lines if "documents have changed" in line)
    kept = count_items(before) - len(rests)
    assert f"{kept} items of the earlier course still hold, {len(rests)} do not" in line
    assert f"{count_items(after) - kept} are new" in line
    assert not earlier_of(tmp_path / "run" / "course").exists()


def test_after_a_change_the_accounts_are_those_of_the_whole_course(tmp_path: Path) -> None:
    """A skill of several passages keeps what rests on those that did not change: that is in the course, too."""
    folder = tmp_path / "pages"
    shutil.copytree(Path(__file__).parent.parent / "examples" / "handbook", folder)
    path = recipe_for(tmp_path, course={"exercises_per_skill": 20, "exam_questions_per_skill": 2})
    tutelage.make_course(path, progress=Quiet())
    page = folder / "09-expenses.md"
    page.write_text(page.read_text().replace("30 days", "45 days", 1))
    said = Said()
    course = tutelage.make_course(path, progress=said)
    assert any("documents have changed" in line for line in said.lines)
    rows = {row.kind: row for row in rows_by_kind(course.accounts)}
    for kind, items in (
        ("Course exercises", course.exercises),
        ("Constructed errors", course.misconceptions),
        ("Exam questions", course.exam),
        ("Development exam", course.development),
    ):
        assert rows[kind].accepted == len(items)
        assert rows[kind].balanced


def test_sound_items_of_documents_are_not_dropped_by_their_loss_alone(tmp_path: Path) -> None:
    """The teacher of documents solves nothing, so that the new check knows nothing about what is flagged."""
    write_pages(tmp_path / "pages", PAGES)
    course = tutelage.make_course(recipe_for(tmp_path), progress=Quiet())
    read = read_documents(tmp_path / "pages", progress=Quiet())
    source = read_headings(read)
    teacher = DocumentTeacher(build(source.skills, source.edges), read.by_id)
    found = check_again(course.exercises, teacher, ChecksConfig(), {})
    assert found == {exercise.id: None for exercise in course.exercises}


def test_what_an_unchanged_skill_has_lost_is_not_in_its_account() -> None:
    account = Account(
        skill="a",
        kind=RequestKind.EXERCISES,
        origin=Origin.COURSE,
        asked=5,
        drafts=6,
        accepted=4,
        rejected={"empty": 2},
    )
    item = Exercise.of(skill="a", skills=("a",), question="1?", solution="a. Answer: 1", answer="1")
    kept = Course(lessons=(), exercises=(item,) * 3, misconceptions=(), exam=(), accounts=(account,))
    (found,) = accounts_of_kept(kept, {"a"})
    assert (found.asked, found.drafts, found.accepted, found.missing) == (4, 5, 3, 1)
    (first, _) = accounts_of_kept(kept.model_copy(update={"accounts": (account, account)}), {"a"})
    assert first == found
    (held,) = accounts_of_kept(kept.model_copy(update={"accounts": ()}), set())
    assert (held.asked, held.drafts, held.accepted) == (3, 3, 3)


def test_a_page_that_is_gone_takes_its_skills_along(tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", PAGES)
    path = recipe_for(tmp_path)
    tutelage.make_course(path, progress=Quiet())
    (folder / "boats.md").unlink()
    course = tutelage.make_course(path, progress=Quiet())
    assert {lesson.skill for lesson in course.lessons} == {"overview-guests", "bicycles-guests"}
    assert not any("permit" in exercise.question for exercise in course.exercises)


def test_a_page_that_is_renamed_or_moved_keeps_its_items(tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", PAGES)
    path = recipe_for(tmp_path)
    before = tutelage.make_course(path, progress=Quiet())
    (folder / "boats.md").rename(folder / "by-boat.md")
    (folder / "inside").mkdir()
    (folder / "guests.md").rename(folder / "inside" / "visitors.md")
    after = tutelage.make_course(path, progress=Quiet())
    assert items_of(after) == items_of(before)
    files = {one.file for one in stages.DOCUMENTS.read(tmp_path / "run").passages}
    assert files == {"pages/by-boat.md", "pages/inside/visitors.md"}


def test_a_whole_run_and_again_after_a_change(tmp_path: Path, tiny_student: Path) -> None:
    folder = write_pages(tmp_path / "pages", PAGES)
    recipe = yaml.safe_load(make_recipe(tmp_path, tiny_student).read_text())
    del recipe["syllabus"]
    path = tmp_path / "recipe.yaml"
    path.write_text(yaml.safe_dump(recipe | {"documents": ["pages"]}))
    first = tutelage.run(path, progress=Quiet())
    assert open_run(first.folder).graph == first.graph
    (folder / "guests.md").write_text(PAGES["guests.md"].replace("5 euros a day", "6 euros a day"))
    second = tutelage.run(path, progress=Quiet())
    assert second.evaluations.keys() == first.evaluations.keys()
    assert open_run(second.folder).course == second.course
    changed = {skill.passages for skill in second.graph.skills} - {skill.passages for skill in first.graph.skills}
    assert len(changed) == 1


def test_check_reports_skills_and_passages_that_do_not_meet(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", PAGES)
    (tmp_path / "syllabus.yaml").write_text("units: [{skills: [{id: boat-permit}, {id: quantum-fields}]}]")
    shown = CliRunner().invoke(app, ["check", str(recipe_for(tmp_path, syllabus="syllabus.yaml"))]).stdout
    assert "documents: 2 files read; 5 passages" in shown
    assert "skills without a passage: quantum fields" in shown
    assert "passages without a skill: " in shown


class Said(Quiet):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)
