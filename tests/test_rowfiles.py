"""One reader for all files of rows: what is in a file decides how it is read, and what is wrong is said by line."""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from tutelage.config import ForgettingConfig
from tutelage.course.filter import read_questions
from tutelage.dynamics import losslog
from tutelage.exams import general_text, local
from tutelage.storage import rowfiles, rowforms
from tutelage.tools import conversations
from tutelage.training.rehearsal import read_documents

ROWS = [{"id": "é1", "question": "1\u2028+ 1?", "answer": "2"}, {"id": "b", "question": "2 + 2?", "answer": "4"}]
LINES = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)
TABLE = 'id,question,answer\né1,1\u2028+ 1?,2\nb,"2 + 2?",4\n'


def parquet_bytes(rows: list[dict[str, Any]]) -> bytes:
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_pylist(rows), sink)
    return bytes(sink.getvalue().to_pybytes())


FILES: dict[str, bytes] = {
    "a.jsonl": LINES.encode(),
    "bom.jsonl": LINES.encode("utf-8-sig"),
    "windows.jsonl": LINES.replace("\n", "\r\n").encode(),
    "blank-lines.jsonl": ("\n \n" + LINES.replace("\n", "\n\n")).encode(),
    "utf16.jsonl": LINES.encode("utf-16"),
    "big-endian.jsonl": b"\xfe\xff" + LINES.encode("utf-16-be"),
    "a.JSONL": LINES.encode(),
    "a.ndjson": LINES.encode(),
    "lines.json": LINES.encode(),
    "a.JSON": json.dumps(ROWS).encode(),
    "pretty.json": json.dumps(ROWS, indent=2).encode("utf-8-sig"),
    "list.jsonl": json.dumps(ROWS).encode(),
    "pretty.jsonl": json.dumps(ROWS, indent=2).encode(),
    "data.json": json.dumps({"data": ROWS}).encode(),
    "versioned.json": json.dumps({"version": 1, "data": ROWS}, indent=1).encode(),
    "viewer.json": json.dumps({"rows": [{"row_idx": 0, "row": row} for row in ROWS]}).encode(),
    "none": LINES.encode(),
    "none-list": json.dumps(ROWS).encode(),
    "a.txt": LINES.encode(),
    "a.jsonl.gz": gzip.compress(LINES.encode()),
    "packed": gzip.compress(LINES.encode("utf-8-sig")),
    "a.csv": TABLE.encode(),
    "excel.csv": TABLE.replace(",", ";").replace("\n", "\r\n").encode("utf-8-sig"),
    "sep.csv": ("sep=;\n" + TABLE.replace(",", ";")).encode(),
    "a.tsv": TABLE.replace(",", "\t").encode(),
    "a.CSV.gz": gzip.compress(TABLE.encode("utf-16")),
    "table": TABLE.encode(),
    "table.jsonl": TABLE.encode(),
    "a.parquet": parquet_bytes(ROWS),
    "no-ending": parquet_bytes(ROWS),
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_rows_from_every_kind_of_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    assert [row for _, row in rowfiles.read_rows(path)] == ROWS


READERS: dict[str, Callable[[Path], list[str]]] = {
    "audit": lambda path: [each.turns[0].content for each in conversations.read_data(path).conversations],
    "exam": lambda path: [each.question for each in local.read_exam(path).questions],
    "benchmark": lambda path: list(read_questions(path)),
    "ids": lambda path: list(losslog.read_ids(path)),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "name", ["bom.jsonl", "utf16.jsonl", "a.jsonl.gz", "data.json", "excel.csv", "a.parquet", "none"]
)
def test_every_command_reads_every_kind(tmp_path: Path, reader: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    assert READERS[reader](path) == [row["id" if reader == "ids" else "question"] for row in ROWS]


@pytest.mark.parametrize("name", ["t.jsonl", "t.json", "t.jsonl.gz", "t.csv", "t.parquet", "t.txt"])
def test_general_text_in_every_kind_of_file(tmp_path: Path, name: str) -> None:
    rows, path = [{"text": "One\u2028day."}, {"text": "It rained."}], tmp_path / name
    kinds = {
        "t.json": json.dumps({"data": rows}).encode(),
        "t.csv": b'"text"\n' + "\n".join(row["text"] for row in rows).encode(),
        "t.parquet": parquet_bytes(rows),
        "t.txt": "\ufeff".encode() + "\r\n\r\n".join(row["text"] for row in rows).encode(),
    }
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    path.write_bytes(kinds.get(name, gzip.compress(lines) if name.endswith("gz") else lines))
    assert read_documents([path]) == [row["text"] for row in rows]


def test_a_text_that_begins_with_a_bracket_or_has_commas_stays_a_text(tmp_path: Path) -> None:
    for text in ("[Chapter 1] It rained, again.\nIt did, so.", "a, b\nc, d", "{oh}, no\nyes, no"):
        (tmp_path / "t.txt").write_text(text)
        assert read_documents([tmp_path / "t.txt"]) == [text]


@pytest.mark.parametrize(
    "name", ["l.jsonl", "l.csv", "l.parquet", "bom.jsonl", "utf16.csv", "gz", "list.json", "semi.csv", "l.tsv"]
)
def test_loss_logs_in_every_kind_of_file(tmp_path: Path, name: str) -> None:
    rows: list[dict[str, Any]] = [{"example": f"é{n}", "epoch": e, "loss": n / 2 + e} for e in (1, 2) for n in range(3)]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    table = "example,epoch,loss\n" + "".join(f"{row['example']},{row['epoch']},{row['loss']}\n" for row in rows)
    path = tmp_path / name
    path.write_bytes(
        {
            "l.csv": table.encode(),
            "l.parquet": parquet_bytes(rows),
            "bom.jsonl": lines.encode("utf-8-sig"),
            "utf16.csv": table.encode("utf-16"),
            "gz": gzip.compress(lines.encode()),
            "list.json": json.dumps(rows).encode(),
            "semi.csv": table.replace(",", ";").encode("utf-8-sig"),
            "l.tsv": table.replace(",", "\t").encode(),
        }.get(name, lines.encode())
    )
    found = losslog.read_log(path)
    assert list(found.names) == ["é0", "é1", "é2"]
    assert found.loss.tolist() == [row["loss"] for row in rows]


REFUSED: dict[str, tuple[bytes, str]] = {
    "latin1.jsonl": (LINES.encode("latin-1", "replace"), "not UTF-8 text (line 1, byte 9 of it), but Latin-1"),
    "latin1.csv": (TABLE.encode("latin-1", "replace"), "iconv -f WINDOWS-1252 -t UTF-8 latin1.csv"),
    "utf16-without-mark.jsonl": (LINES.encode("utf-16-le"), "is UTF-16LE, not UTF-8: convert it with: iconv"),
    "utf32.jsonl": (LINES.encode("utf-32"), "is UTF-32"),
    "a.xlsx": (b"PK\x03\x04....", "Excel workbook"),
    "a.zst": (b"\x28\xb5\x2f\xfd....", "zstd -d"),
    "a.arrow": (b"ARROW1..", "save it as Parquet"),
    "page.jsonl.html": (b"<!DOCTYPE html><html>", "a web page (HTML): download the file itself"),
    "lfs.parquet.jsonl": (b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
    "cut.jsonl.gz": (gzip.compress(LINES.encode() * 999)[:60], "cannot be unpacked"),
    "half.utf16.jsonl": (LINES.encode("utf-16")[:21], "begins like UTF-16"),
    "cut.parquet": (parquet_bytes(ROWS)[:99], "damaged, or not a Parquet file"),
    "prose": (b"Once upon a time\nthere was", "neither JSON nor a table"),
    "empty": (b"", "is empty"),
    "twice.csv": (b"question,answer,answer\na,b,c\n", "the column 'answer' appears twice"),
    "quotes.csv": (b'question,answer\n"a,b\nc,d\n', "is not CSV"),
    "broken.json": (b'[{"question": "a"},\n{]', "this is not JSON"),
    "splits.json": (json.dumps({"train": ROWS, "test": ROWS}).encode(), "under each of train, test"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("reader", ["audit", "exam", "benchmark", "ids"])
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, reader: str, name: str) -> None:
    content, says = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(content)
    if reader == "ids" and name in ("prose", "empty", "page.jsonl.html"):  # a list of ids may be plain text
        return
    with pytest.raises(ValueError, match=r".") as error:
        READERS[reader](path)
    assert says in str(error.value)
    assert str(path) in str(error.value)
    assert len(str(error.value).splitlines()) == 1


BAD_ROWS = {
    "{oops": "not JSON",
    '{"question": "\\ud83d", "answer": "a"}': "half of a pair of surrogates",
    '{"question": "a", "answer": ["\\udc00"]}': "half of a pair of surrogates",
    "[1, 2]": "an object is needed",
    "null": "an object is needed",
    '{"a":' * 5000: "nested too deeply",
    f'{{"question": {"9" * 5000}, "answer": "a"}}': "not JSON",
}


@pytest.mark.parametrize("reader", ["audit", "exam"])
def test_rows_that_cannot_be_used_are_left_out_by_line(tmp_path: Path, reader: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join([*map(str.encode, BAD_ROWS), b'{"question": "\xed\xa0\xbd"}', LINES.encode()]))
    found = conversations.read_data(path).bad if reader == "audit" else local.read_exam(path).rejected
    assert [row.line for row in found] == list(range(1, len(BAD_ROWS) + 2))
    for row, says in zip(found, [*BAD_ROWS.values(), "half of a pair of surrogates"], strict=True):
        assert says in row.reason
        assert says != "half of a pair of surrogates" or "not JSON" not in row.reason
    with pytest.raises(ValueError, match=r"a\.jsonl line 1: this is not JSON"):
        list(read_questions(path))


def test_pairs_of_surrogates_nan_and_repeated_keys_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"question": "\\ud83d\\ude00", "answer": "a", "answer": "b", "score": NaN}\n')
    (row,) = (row for _, row in rowfiles.strict_rows(path))
    assert (row["question"], row["answer"]) == ("😀", "b")


def test_a_line_beyond_the_bound_is_skipped_without_being_held(tmp_path: Path) -> None:
    path, chunk = tmp_path / "a.jsonl", b"x" * 2**20
    with path.open("wb") as file:
        file.write(LINES.encode() + b'{"question": "')
        for _ in range(100):
            file.write(chunk)
        file.write(b'", "answer": "a"}\n' + LINES.encode())
    tracemalloc.start()
    start = time.process_time()
    found = conversations.read_data(path)
    seconds, (_, peak) = time.process_time() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [each.line for each in found.conversations] == [1, 2, 4, 5]
    assert (found.bad[0].line, "longer than 8 MB" in found.bad[0].reason) == (3, True)
    assert peak < 24 * 2**20
    assert seconds < 5


def test_lines_of_a_table_are_counted_where_rows_begin(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('question,answer\n"two\nlines",a\n\nb,c,d\ne,\n')
    rows = list(rowfiles.read_rows(path))
    assert [line for line, _ in rows] == [2, 5, 6]
    assert rows[0][1] == {"question": "two\nlines", "answer": "a"}
    assert "3 cells below 2 columns" in str(rows[1][1])
    assert rows[2][1] == {"question": "e", "answer": None}


def test_questions_that_were_not_taught_come_in_the_forms_of_exams(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("question,A,B,answer\n1+1?,2,3,A\n2+2?,3,4,B\n", encoding="utf-8-sig")
    found = general_text.load_questions(ForgettingConfig(choices=(path,)), 0)
    assert [(each.choices, each.answer) for each in found] == [(("2", "3"), 0), (("3", "4"), 1)]
    path.write_text('[{"question": "1+1?", "choices": ["2", "3"], "answer": 2}]')
    assert general_text.load_questions(ForgettingConfig(choices=(path,)), 0)[0].answer == 1


def test_a_refusal_names_the_columns_and_the_forms(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"frage": "1 + 1?", "antwort": "2"}\n')
    for reader in (conversations.read_data, local.read_exam, lambda path: list(read_questions(path))):
        with pytest.raises(ValueError, match=r"its columns are frage, antwort; known are .*question"):
            reader(path)


def test_a_conversation_is_no_question_of_an_exam(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"messages": [{"role": "user", "content": "1 + 1?"}, {"role": "assistant", "content": "2"}]}\n')
    with pytest.raises(ValueError, match=r"its columns are messages; known are .*question"):
        local.read_exam(path)


@pytest.mark.parametrize(
    ("page", "forms"), [("existing-data.md", rowforms.FORMS), ("exams.md", (*rowforms.CHOICES, *rowforms.PAIRS))]
)
def test_the_documentation_lists_the_forms_as_they_are(page: str, forms: tuple[rowforms.Form, ...]) -> None:
    text = (Path(__file__).parent.parent / "docs" / page).read_text()
    assert rowforms.forms_table(forms) in text
