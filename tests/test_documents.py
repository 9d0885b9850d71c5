"""Documents of every format become passages; what nobody should learn is left out, on record."""

from __future__ import annotations

import io
import json
import os
import re
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from some_documents import LEAVE, archive, docx, epub, pdf
from tutelage.cli import app
from tutelage.documents import read_documents
from tutelage.documents.archives import MAX_UNPACKED
from tutelage.documents.blocks import MAX_ROWS, Deadline, table_text
from tutelage.documents.formats import FORMATS
from tutelage.documents.passages import MAX_WORDS
from tutelage.errors import DocumentError
from tutelage.progress import Quiet
from tutelage.records import Documents, Passage

PAGE = "<h1>Leave</h1><p>Every member has 25 days of annual leave.</p>"


def read(path: Path) -> Documents:
    return read_documents(path, progress=Quiet())


def write(folder: Path, **files: str | bytes) -> Path:
    """Files in a folder; `__` in a name stands for its point."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def text_of(documents: Documents) -> str:
    return "\n\n".join(passage.text for passage in documents.passages)


def test_markdown_keeps_what_is_to_be_learnt_and_records_the_rest(tmp_path: Path) -> None:
    found = read(write(tmp_path / "handbook", leave__md=LEAVE))
    before, annual, carrying = found.passages
    assert (before.trail, before.text) == (("Leave",), "New rules from July. They hold for all members.")
    assert annual.trail == ("Leave", "Annual leave")
    assert carrying.trail == ("Leave", "Annual leave", "Carrying over")
    assert annual.file == "handbook/leave.md"
    assert annual.place == "lines 10-16"
    assert LEAVE.split("\n")[9].startswith("Every member")
    assert "See the form before you ask." in annual.text
    assert "Grade 3: days 27; approver team lead.\nGrade 4: days 29; approver head of unit." in annual.text
    assert carrying.text == "Up to 5 days may be carried over until 31 March."
    why = Counter(part.why for part in found.left_out)
    assert why["front matter"] == 1
    assert why["template tag"] == 3
    assert why["list of links"] == 3
    assert why["heading without text"] == 2


def test_the_same_passage_is_found_in_every_format(tmp_path: Path) -> None:
    sentence = "Every member has 25 days of annual leave."
    made: dict[str, str | bytes] = {
        "a.md": f"# Annual leave\n\n{sentence}\n",
        "b.txt": f"Annual leave\n============\n\n{sentence}\n",
        "c.html": f"<html><body><nav>Home</nav><h1>Annual leave</h1><p>{sentence}</p></body></html>",
        "d.docx": docx([("Heading1", "Annual leave"), ("", sentence)]),
        "e.pdf": pdf([[(24, "Annual leave"), (11, sentence)]]),
        "f.epub": epub({"one.xhtml": f"<body><h1>Annual leave</h1><p>{sentence}</p></body>"}),
    }
    for name, content in made.items():
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        (passage,) = read(path).passages
        assert (passage.trail[-1], passage.text, passage.file) == ("Annual leave", sentence, name)


def test_a_table_of_word_reads_as_sentences(tmp_path: Path) -> None:
    table = [["Journey", "Limit", "Approver"], ["Day trip", "60 euros", "team lead"]]
    (tmp_path / "a.docx").write_bytes(docx([("Heading1", "Travel")], table))
    assert text_of(read(tmp_path / "a.docx")) == "Day trip: limit 60 euros; approver team lead."


def test_pages_of_a_pdf_lose_their_headers_and_broken_words_are_whole(tmp_path: Path) -> None:
    pages = [
        [
            (9, f"Staff handbook - page {n}"),
            (18, f"Chapter {'ABCD'[n]}"),
            (11, f"The warden of quay {n} and her deputy look after the boats."),
            (11, f"The quartermaster of quay {n} keeps the keys of all boats that lie in the har-"),
            (11, f"bour, and lends them for {n + 3} days."),
            (11, f"Nobody sails on day {n} of the week but the warden of the quay."),
            (11, f"Whoever does it all the same pays {n} euros."),
            (9, f"{n}"),
        ]
        for n in range(4)
    ]
    (tmp_path / "a.pdf").write_bytes(pdf(pages))
    found = read(tmp_path / "a.pdf")
    assert [(passage.trail[-1], passage.place) for passage in found.passages][:2] == [
        ("Chapter A", "page 1"),
        ("Chapter B", "page 2"),
    ]
    assert "lie in the harbour, and lends" in found.passages[0].text
    assert "Staff handbook" not in text_of(found)
    assert {part.why for part in found.left_out} == {"header or footer of the pages", "the same stands in a.pdf"} - (
        {"the same stands in a.pdf"} if len(found.passages) == 4 else set()
    )


def test_what_repeats_from_page_to_page_is_kept_once_or_not_at_all(tmp_path: Path) -> None:
    note = "This handbook is reviewed every spring by the committee of the harbour office."
    files = {f"p{n}__md": f"# Page {n}\n\nBack to start\n\nRule {n} holds in dock {n}.\n\n{note}\n" for n in range(5)}
    found = read(write(tmp_path / "docs", **files))
    assert text_of(found).count(note) == 1
    assert "Back to start" not in text_of(found)
    assert Counter(part.why for part in found.left_out)["repeated on many pages"] == 9


def test_a_long_section_is_split_between_paragraphs_and_ids_follow_the_content(tmp_path: Path) -> None:
    paragraphs = [f"Rule {n}: " + "the boat is cleaned and moored again " * 12 for n in range(10)]
    folder = write(tmp_path / "docs", a__md="# Rules\n\n" + "\n\n".join(paragraphs))
    found = read(folder)
    assert len(found.passages) > 1
    assert all(len(passage.text.split()) <= MAX_WORDS for passage in found.passages)
    assert len(text_of(found).split()) == sum(len(text.split()) for text in paragraphs)
    (folder / "b.md").write_text("# Other\n\nSomething else is written here.\n")
    again = read(folder)
    assert [one.id for one in again.passages[: len(found.passages)]] == [one.id for one in found.passages]
    (folder / "a.md").write_text("# Rules\n\n" + "\n\n".join(["Changed.", *paragraphs[1:]]))
    assert again.passages[-1].id in {one.id for one in read(folder).passages}
    assert found.passages[0].id not in {one.id for one in read(folder).passages}


def test_a_number_that_stands_first_in_a_row_has_its_heading() -> None:
    text, over = table_text(["Grade", "Limit"], [["3", "60 euros"], ["", ""]] + [["4", "80"]] * MAX_ROWS)
    assert text.startswith("Grade 3: limit 60 euros.")
    assert over == 1


UNREADABLE = {
    "a.pdf": (b"%PDF-1.4 nothing", "broken"),
    "b.pdf": (pdf([[(11, "secret words that nobody may read")]], encrypted=True), "encrypted"),
    "c.pdf": (pdf([[], []]), "scanned: 2 pages"),
    "d.docx": (b"PK\x03\x04 cut", "broken"),
    "e.docx": (archive({"other.xml": "x"}), "lacks word/document.xml"),
    "f.docx": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "encrypted"),
    "g.docx": (archive({"word/document.xml": b"0" * (MAX_UNPACKED + 1)}), "unpacks to"),
    "h.epub": (archive({"META-INF/container.xml": "<container/>"}), "names no book"),
    "i.txt": (b"\0\1\2binary", "binary"),
    "j.md": (b"", "empty"),
    "k.md": (b"x" * 200_000, "more than 100,000 characters"),
    "l.html": (b"<a " * 200_000, "broken: a tag"),
    "m.xlsx": (b"PK", "no document that can be read: .xlsx"),
    "n.docx": (docx([("", "&nothing;")]), "broken"),
}


def test_every_file_that_cannot_be_read_is_named_with_its_reason(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", z__md="# Fine\n\nThis one can be read.\n")
    for name, (content, _) in UNREADABLE.items():
        (folder / name).write_bytes(content)
    start = time.monotonic()
    found = read(folder)
    assert time.monotonic() - start < 20
    reasons = {one.file.removeprefix("docs/"): one.reason for one in found.unread}
    assert reasons.keys() == UNREADABLE.keys()
    for name, (_, says) in UNREADABLE.items():
        assert says in reasons[name], reasons[name]
        assert "\n" not in reasons[name]
    assert text_of(found) == "This one can be read."


def test_entities_of_xml_are_not_expanded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document>&b;</w:document>'
    late = f"<?xml version='1.0'?>{' ' * 3000}{bomb}"
    wide = f"<?xml version='1.0' encoding='utf-16'?>{bomb}".encode("utf-16")
    for text in (bomb, late, wide):
        (tmp_path / "a.docx").write_bytes(archive({"word/document.xml": text}))
        with pytest.raises(DocumentError, match="defines entities"):
            read(tmp_path / "a.docx")


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    secret = write(tmp_path / "other", secret__md="# Secret\n\nNobody may learn this.\n")
    folder = write(tmp_path / "docs", a__md="# Open\n\nEverybody may learn this.\n")
    (folder / "one.md").symlink_to(secret / "secret.md")
    (folder / "two").symlink_to(secret)
    (folder / "loop").symlink_to(folder)
    (folder / "self.md").symlink_to("self.md")
    os.mkfifo(folder / "pipe.md")
    found = read(folder)
    assert text_of(found) == "Everybody may learn this."
    assert {one.file: one.reason for one in found.unread} == {
        "docs/one.md": "a link to a file outside its folder, which is not followed",
        "docs/two": "a link to a folder, which is not followed",
        "docs/loop": "a link to a folder, which is not followed",
        "docs/pipe.md": "no regular file",
        "docs/self.md": "no regular file",
    }


@pytest.mark.parametrize(
    "text",
    ["> " * 3000 + "a", "\n".join("  " * n + "- a" for n in range(500)), "[" * 40_000, "{%" * 40_000, "<!--" * 20_000],
    ids=["quotations", "lists", "brackets", "tags", "comments"],
)
def test_malicious_markdown_takes_bounded_time(tmp_path: Path, text: str) -> None:
    start = time.monotonic()
    read(write(tmp_path / "docs", a__md=text, b__md="# Fine\n\nThis one can be read.\n"))
    assert time.monotonic() - start < 15


def test_a_name_of_any_bytes_can_be_written_down(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/d\xff"
    try:
        os.mkdir(folder)
    except OSError:
        pytest.skip("this file system has names of text only")
    Path(os.fsdecode(folder + b"/a\xfe.md")).write_text("Everybody may learn this.\n", encoding="utf-8")
    (passage,) = read(Path(os.fsdecode(folder))).passages
    assert passage.file == "d\\udcff/a\\udcfe.md"
    assert passage.model_dump_json()


def test_many_headings_take_bounded_time(tmp_path: Path) -> None:
    text = "".join(f"{'#' * (1 + n % 6)} h{n}\n" for n in range(30_000))
    start = time.monotonic()
    read(write(tmp_path / "docs", a__md=f"{text}\nThis can be read.\n"))
    assert time.monotonic() - start < 15


def test_lists_within_lists_do_not_grow_with_the_square_of_their_number(tmp_path: Path) -> None:
    found = read(write(tmp_path / "docs", a__html="<ul><li>Some words" * 2000))
    assert len(text_of(found)) < 100_000


def test_the_package_of_a_book_has_a_minute_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.epub").write_bytes(epub({"one.html": "<p>This can be read.</p>"}))
    assert text_of(read(tmp_path / "a.epub")) == "This can be read."
    container = '<container><rootfile full-path="book.opf"/></container>'
    package = "<" * 3_000_000
    (tmp_path / "a.epub").write_bytes(archive({"META-INF/container.xml": container, "book.opf": package}))
    monkeypatch.setattr("tutelage.documents.Deadline", lambda: Deadline(0.1))
    with pytest.raises(DocumentError, match="not read within"):
        read(tmp_path / "a.epub")


def test_encodings(tmp_path: Path) -> None:
    words = "Jeder hat 25 Tage Urlaub, für 3 € je Tag."
    for name, encoding in (("a", "utf-8-sig"), ("b", "utf-16"), ("c", "cp1252")):
        (tmp_path / f"{name}.txt").write_bytes(words.encode(encoding))
        assert text_of(read(tmp_path / f"{name}.txt")) == words


def test_code_and_words_of_html_within_markdown_stay(tmp_path: Path) -> None:
    text = "# Set up\n\nRun:\n\n```\nmake {{ target }}\n```\n\n<div class='x'>Then <b>wait</b>."
    text += "<script>evil()</script></div>\n"
    found = text_of(read(write(tmp_path / "docs", a__md=text)))
    assert "make {{ target }}" in found
    assert "Then wait." in found
    assert "evil" not in found


def test_html_without_navigation(tmp_path: Path) -> None:
    page = (
        "<title>Leave - Harbour</title><nav><a href='/'>Home</a></nav>"
        "<main><h1>Leave</h1><p>Ask <a href='x'>the office</a> first.</p><ol><li>Write.</li><li>Wait 2 days.</li></ol>"
        "<table><tr><th>Grade</th><th>Days</th></tr><tr><td>3</td><td>27</td></tr></table></main>"
        "<footer>Imprint</footer>"
    )
    found = read(write(tmp_path / "docs", a__html=page))
    assert text_of(found) == "Ask the office first.\n\n1. Write.\n2. Wait 2 days.\n\nGrade 3: days 27."
    assert {part.why for part in found.left_out} == {"navigation", "beside the text"}


def test_a_thousand_pages_are_read_in_time(tmp_path: Path) -> None:
    lines = [(11.0, f"Rule {n} of dock {n % 7} says that {n * 3} boats may lie there for a night.") for n in range(45)]
    (tmp_path / "a.pdf").write_bytes(pdf([[(18, f"Chapter {n}"), *lines] for n in range(1000)]))
    start = time.monotonic()
    read(tmp_path / "a.pdf")
    assert time.monotonic() - start < 60


def test_nothing_to_read_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no documents at"):
        read(tmp_path / "none")
    with pytest.raises(DocumentError, match=r"no text was found in .*empty\.md: empty"):
        read(write(tmp_path / "docs", empty__md=""))
    (tmp_path / "nothing").mkdir()
    with pytest.raises(DocumentError, match=r"no text was found in .*nothing: Tutelage reads .*\.docx.*\.md"):
        read(tmp_path / "nothing")


def test_every_format_says_which_files_it_reads() -> None:
    for name in FORMATS.names():
        assert all(ending.startswith(".") and ending.islower() for ending in FORMATS.get(name).endings)


def test_the_format_of_the_documentation_reads_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parent.parent / "docs" / "documents.md").read_text()
    (code,) = re.findall(r"```python\n(# my_formats.*?)```", page, flags=re.DOTALL)
    monkeypatch.setattr(FORMATS, "_registered", {})
    made: dict[str, Any] = {}
    exec(code, made)
    FORMATS.register("wiki", made["FORMAT"])
    text = "= Shop =\n== Refunds ==\nA refund takes ten days. It is paid\n\n* by card\n* in cash\n"
    found = read(write(tmp_path / "shop", help__wiki=text))
    (passage,) = found.passages
    assert passage.trail == ("Shop", "Refunds")
    assert passage.place == "lines 3-6"
    assert passage.text == "A refund takes ten days. It is paid\n\n- by card\n- in cash"
    assert not found.left_out


def test_command(tmp_path: Path) -> None:
    folder = write(tmp_path / "handbook", leave__md=LEAVE, broken__pdf=b"%PDF")
    shown = CliRunner().invoke(app, ["documents", str(folder)])
    assert shown.exit_code == 0
    assert "1 file read, 1 file not; 3 passages" in shown.stdout
    assert "3 x list of links" in shown.stdout
    assert "handbook/broken.pdf: broken" in shown.stdout
    told = CliRunner().invoke(app, ["documents", str(folder), "--json"])
    found = json.loads(told.stdout)
    assert [skill["name"] for skill in found.pop("skills")] == ["leave"]
    assert Documents.model_validate(found) == read(folder)
    (folder / "long.md").write_text(f"# Long\n\n{'The fee is 30 % of what a dock costs. ' * 9}\n")
    for part in ("--passages", "--skills"):
        lines = CliRunner().invoke(app, ["documents", str(folder), part]).stdout.splitlines()
        assert max(map(len, lines)) <= 80, part
        assert not any(line.startswith("%") for line in lines), part
    assert "handbook/leave.md, lines 10-16" in CliRunner().invoke(app, ["documents", str(folder), "--passages"]).stdout


def test_a_document_of_word_on_the_web_has_its_text_under_another_name(tmp_path: Path) -> None:
    data = docx([("Heading1", "Rules"), ("", "Visitors sign in at the desk.")])
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        files = {
            name.replace("document.xml", "document2.xml"): made.read(name).replace(b"document.xml", b"document2.xml")
            for name in made.namelist()
        }
    (passage,) = read_one(tmp_path, "rules.docx", archive(files))
    assert (passage.trail, passage.text) == (("Rules",), "Visitors sign in at the desk.")
    files["word/styles.xml"] = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aa">]><w:styles/>'
    with pytest.raises(DocumentError, match="its XML defines entities"):
        read_one(tmp_path, "rules.docx", archive(files))


def test_text_between_two_rules_is_no_front_matter(tmp_path: Path) -> None:
    text = "---\n\n# Docks\n\nEvery dock has a warden.\n\n---\n\nWardens meet on Mondays.\n"
    (passage,) = read_one(tmp_path, "docks.md", text.encode())
    assert passage.text == "Every dock has a warden.\n\nWardens meet on Mondays."
    front = "---\ntitle: Docks\ntags:\n- a\n- b\nlayout page: [x,\n  y]\n# a remark\n---\nEvery dock has a warden.\n"
    (passage,) = read_one(tmp_path, "docks.md", front.encode())
    assert (passage.trail, passage.text) == (("Docks",), "Every dock has a warden.")


def test_cells_that_are_spread_over_rows_and_columns_keep_the_others_in_place(tmp_path: Path) -> None:
    page = """<h1>Docks</h1><table><tr><th>Place</th><th>Who</th><th>Fee</th></tr>
    <tr><td rowspan="2">Gate</td><td>Warden</td><td>5 euros</td></tr><tr><td>Keeper</td><td>6 euros</td></tr>
    <tr><td colspan="2">Quay</td><td>7 euros</td></tr>
    <tr><td>Shed<table><tr><td>door</td><td>red</td></tr></table></td><td>Clerk</td><td>8 euros</td></tr></table>"""
    (passage,) = read_one(tmp_path, "docks.html", page.encode())
    assert passage.text.split("\n") == [
        "Gate: who Warden; fee 5 euros.",
        "Gate: who Keeper; fee 6 euros.",
        "Quay: fee 7 euros.",
        "Shed door: red: who Clerk; fee 8 euros.",
    ]
    wide = "<table>" + ("<tr>" + "<td rowspan=200 colspan=200>x" * 50) * 60 + "</table>"
    start = time.monotonic()
    read_one(tmp_path, "wide.html", wide.encode())
    assert time.monotonic() - start < 10


def test_what_a_wiki_adds_to_its_pages_is_left_out(tmp_path: Path) -> None:
    page = """<div id="breadcrumb-section"><ol><li>Space</li><li>Policies</li></ol></div>
    <div class="page-metadata">Created by J. Doe, last modified on Feb 11, 2025</div>
    <h2>Fees<span class="mw-editsection">[edit]</span></h2><p>A dock costs 40 euros a year.</p>
    <div id="footer"><p>Document generated by Confluence on Mar 01, 2025 09:12</p></div>"""
    (tmp_path / "fees.html").write_text(page)
    read = read_documents(tmp_path / "fees.html", progress=Quiet())
    assert [(one.trail, one.text) for one in read.passages] == [(("Fees",), "A dock costs 40 euros a year.")]
    assert {one.why for one in read.left_out} == {"navigation", "beside the text"}


def read_one(folder: Path, name: str, data: bytes) -> tuple[Passage, ...]:
    (folder / name).write_bytes(data)
    return read_documents(folder / name, progress=Quiet()).passages
