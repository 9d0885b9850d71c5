"""Where it stands: the report, the exports and the warnings of a course from documents."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import tutelage
from test_document_course import PAGES, recipe_for, write_pages
from tutelage.cli import app
from tutelage.course import coverage
from tutelage.course.held_out import held_out_line
from tutelage.documents.personal import find_personal, personal_lines
from tutelage.exams import gate
from tutelage.exports.card import dataset_card
from tutelage.exports.forms import FORMS
from tutelage.exports.material import gather_material
from tutelage.exports.model_card import model_card
from tutelage.progress import Quiet
from tutelage.records import Citation, Exercise, Origin, Passage, RequestKind, RunRecord
from tutelage.report import terminal
from tutelage.report.documents import document_content, where
from tutelage.report.evidence import gather
from tutelage.report.page import render
from tutelage.report.run_figures import run_figures
from tutelage.storage.open_run import open_run

EVIL = "<script>alert(1)</script> & <b>bold</b> costs 77 euros."


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    folder = tmp_path_factory.mktemp("harbour")
    pages = PAGES | {"evil.txt": f"Evil\n====\n\n{EVIL} {'The warden writes down every boat that comes in. ' * 6}\n"}
    write_pages(folder / "pages", pages)
    tutelage.make_course(recipe_for(folder), progress=Quiet())
    return open_run(folder / "run", finished=False)


def passage(text: str, number: int = 0) -> Passage:
    return Passage(id=f"p{number}", file="a.md", trail=("A",), place=f"line {number + 1}", position=number, text=text)


def asked(quote: str, number: int = 0) -> Exercise:
    return Exercise.of(
        skill="a",
        skills=("a",),
        question="How much?",
        solution="Answer: 5",
        answer="5",
        evidence=(Citation(passage=f"p{number}", quote=quote),),
    )


def test_the_number_of_a_step_is_no_figure() -> None:
    text = "Do this:\n1. Ask your supervisor.\n2. wait for an answer.\n- It takes 5 days.\n3. Pay 7 euros."
    found = coverage.measure([passage(text)], [])
    assert [sentence for _, sentence in found.silent] == ["It takes 5 days.", "Pay 7 euros."]


def test_coverage_names_what_is_never_asked() -> None:
    text = "A boat costs 5 euros, i.e. 5.50 dollars. Bring 2 lamps!\n- Dogs pay 3 euros\nNo figures here."
    found = coverage.measure([passage(text), passage("Nothing asks for this.", 1)], [asked("costs 5 euros")])
    assert [one.id for one in found.unasked] == ["p1"]
    assert [sentence for _, sentence in found.silent] == ["Bring 2 lamps!", "Dogs pay 3 euros"]
    assert (found.passages, found.sentences) == (2, 3)


def test_overlapping_quotes_are_marked_once() -> None:
    pieces = coverage.marked("one two three four", ["two three", "three four", "absent", ""])
    assert pieces == [coverage.Span("one ", False), coverage.Span("two three four", True)]
    assert "".join(piece.text for piece in coverage.marked("a b", ["b", "a"])) == "a b"


def test_the_report_leads_from_a_skill_to_its_passages_and_from_an_exercise_to_its_sentence(run: RunRecord) -> None:
    assert run.documents is not None
    page = render(run)
    section = page[page.index('<section id="documents"') : page.index('<section id="accounting"')]
    for one in run.documents.passages:
        assert f"{where(one)}: " in section
    marked = [" ".join(text.split()) for text in re.findall(r"<mark>(.*?)</mark>", section, re.DOTALL)]
    quotes = {" ".join(c.quote.split()) for e in run.course.exercises for c in e.evidence if "&" not in c.quote}
    assert quotes
    assert quotes <= set(marked)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in section


def test_the_report_quotes_what_a_prerequisite_rests_on(run: RunRecord) -> None:
    (edge,) = (edge for edge in run.graph.edges if edge.skill == "night-sailing")
    assert run.documents is not None
    stands = run.documents.by_id[edge.passage]
    assert edge.reason in " ".join(stands.text.split())
    page = " ".join(render(run).split())
    assert f'Needs boat permit: <mark>{edge.reason}</mark> <span class="soft">({where(stands)})</span>' in page


def test_what_the_report_counts_adds_up(run: RunRecord) -> None:
    content = document_content(run)
    assert content is not None
    cited = {c.passage for e in (*run.course.exercises, *run.course.exam) for c in e.evidence}
    assert run.documents is not None
    assert len(content.coverage.unasked) == len({p.id for p in run.documents.passages} - cited)
    assert content.more == 0
    assert document_content(run.model_copy(update={"documents": None})) is None


def test_what_is_held_out_of_documents_is_said(run: RunRecord, finished_run: Path) -> None:
    """Its exam has no new forms: of each fact one wording is held out, and that is said wherever forms are."""
    said = "Of each fact one wording was held out"
    assert held_out_line(run.course).startswith(said)
    assert run.course.forms == ()
    trained = tutelage.open_run(finished_run)
    assert trained.course.holds_out == ""
    with_wordings = trained.model_copy(
        update={"course": trained.course.model_copy(update={"holds_out": run.course.holds_out})}
    )
    assert said in " ".join(terminal.run_text(with_wordings).split())
    assert "No form of question was held out" not in " ".join(terminal.run_text(with_wordings).split())
    assert render(with_wordings).count(said) == 2, "in short, and with the exam"
    assert said in model_card(gather_material(with_wordings), "transformers")


def test_a_data_card_says_what_was_checked_of_items_that_are_made_by_rule(run: RunRecord, finished_run: Path) -> None:
    counts = dict.fromkeys(("textbook", "exercises", "exam", "graph"), 1)
    card = dataset_card(gather_material(run), counts, {})
    assert all(one.verdict == "" for one in run.course.exercises)
    assert "that what it quotes (`evidence`) stands word for word in the documents. The answer to a free" in card
    other = dataset_card(gather_material(tutelage.open_run(finished_run)), counts, {})
    assert "that the calculations in a solution hold. `verdict` says" in other


def test_check_names_the_headings_without_an_exercise(tmp_path: Path) -> None:
    write_pages(
        tmp_path / "pages", PAGES | {"welcome.md": f"# Welcome\n\n{'We are glad that you are here with us. ' * 9}\n"}
    )
    path = str(recipe_for(tmp_path))
    shown = " ".join(CliRunner().invoke(app, ["check", path]).stdout.split())
    assert "the teacher has no exercise for 1 of 6 skills" in shown
    assert "does not practise them (Welcome)" in shown
    assert json.loads(CliRunner().invoke(app, ["check", path, "--json"]).stdout)["unpractised"] == ["Welcome"]


def test_what_is_missing_is_the_same_number_everywhere(run: RunRecord) -> None:
    """The teacher of documents has nothing new for a probe: that is told, and is not missing."""
    exercises = next(a for a in run.accounts if a.origin is Origin.COURSE and a.kind is RequestKind.EXERCISES)
    probe = exercises.model_copy(
        update={"origin": Origin.PROBE, "asked": 90, "accepted": 8, "rejected": {"duplicate": 9}}
    )
    lost = exercises.model_copy(update={"asked": exercises.accepted + 3, "failures": {"rate limit": 3}})
    run = run.model_copy(update={"course": run.course.model_copy(update={"accounts": (lost, probe)})})
    asked = lost.asked + 8
    why = next(v.why for v in gate.judge(run).verdicts if v.condition == "missing")
    assert why.startswith(f"3 of {asked} items not written; 82 more were wanted between rounds")
    found = gather(run).data
    assert (found.asked, found.missing, found.nothing_new) == (asked, 3, 82)
    text = " ".join(terminal.run_text(run).split())
    assert f"3 of {asked} items are missing. 82 more items were wanted between rounds" in text
    assert "the teacher gave nothing new: 82 of 90 probe questions" in text
    assert "missing for 'boat-permit': course exercises, 3 of" in text
    assert "missing for 'boat-permit': probe" not in text
    figures = run_figures(run)
    assert [one["missing"] for one in figures["missing"]] == [3]
    assert figures["nothing_new"] == {"Probe questions": 82}
    page = " ".join(render(run).split())
    assert f"{asked + 82} asked = {lost.accepted + 8} accepted + 3 missing + 82 that were wanted between rounds" in page


def test_an_export_says_file_and_place(run: RunRecord, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    FORMS.get("hf").write(gather_material(run), tmp_path, Quiet())
    rows = pq.read_table(tmp_path / "exercises" / "train.parquet").to_pylist()
    assert run.documents is not None
    known = {(p.file, p.place): p.text for p in run.documents.passages}
    for row in rows:
        for one in row["evidence"]:
            assert one["quote"] in known[one["file"], one["place"]]
    lessons = pq.read_table(tmp_path / "textbook" / "train.parquet").to_pylist()
    assert all((one["file"], one["place"]) in known for row in lessons for one in row["passages"])
    card = (tmp_path / "README.md").read_text()
    assert "the text of 3 files (`pages/boats.md`" in card
    assert "keep the licence of the documents" in card


FOUND = {
    "write to jo.doe+x@harbour.example": "e-mail address",
    "call +49 30 1234567 or": "telephone number",
    "call (555) 555-0100.": "telephone number",
    "call 555-555-0100 at night": "telephone number",
    "Tel. 030/1234567": "telephone number",
    "call 020 7946 0958.": "telephone number",
    "pay to GB82 WEST 1234 5698 7654 32": "IBAN",
    "pay to DE89370400440532013000": "IBAN",
    "card 4111 1111 1111 1111": "card number",
    "number 078-05-1120": "social security number",
    "use sk-abcdefghijklmnopqrstuvwx": "key",
    "use sk_live_abcdefghijklmnopqrst": "key",
    "use AKIAIOSFODNN7EXAMPLE": "key",
    "password: hunter22": "password",
    "-----BEGIN RSA PRIVATE KEY-----": "private key",
}
CLEAN = (
    "The fee of 2,500 euros is due on 2026-11-30 at 12:30.",
    "Rule 4.2.1 of 12 March 2024, page 1234567890123456",
    "GB00 WEST 1234 5698 7654 32 has wrong check digits",
    "Order 4111 1111 1111 1112",
    "The password is changed every 90 days.",
    "Dial 112 in an emergency; rooms 101-115 (level 1).",
    "Open 08:00-18:30; ISBN 978-3-16-148410-0; grades 0 1 2; 10 000 000 visitors from 01 May 2024 to 02.06.2025.",
)


@pytest.mark.parametrize("text", FOUND)
def test_personal_data_is_found_and_not_repeated(text: str) -> None:
    (found,) = find_personal([passage(text)])
    assert found.kind == FOUND[text]
    (line,) = personal_lines([passage(text)])
    assert line == f"1 {found.kind}: a.md, line 1"
    assert len(found.masked) <= 4


@pytest.mark.parametrize("text", CLEAN)
def test_ordinary_figures_are_no_personal_data(text: str) -> None:
    assert list(find_personal([passage(text)])) == []


def test_personal_data_is_told_before_anything_is_learnt(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", PAGES | {"contact.md": "# Contact\n\nWrite to the office, jo@harbour.example.\n"})
    shown = CliRunner().invoke(app, ["check", str(recipe_for(tmp_path))]).stdout
    assert "looks like personal data: 1 e-mail address: pages/contact.md, line 3" in shown
    assert "jo@harbour" not in shown
