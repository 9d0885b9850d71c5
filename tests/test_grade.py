"""`tutelage grade`: replies that were made elsewhere are marked, line by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import tutelage
from tutelage.cli import app
from tutelage.errors import TutelageError

RIGHT = {"answer": "18", "reply": "Answer: 18 dollars"}
WRONG = {"answer": "18", "reply": "Answer: 81"}


def written(folder: Path, *rows: object) -> Path:
    path = folder / "replies.jsonl"
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


@pytest.mark.parametrize(
    ("row", "correct"),
    [
        (RIGHT, True),
        (WRONG, False),
        ({"question": "9 * 2?", "answer": "9 * 2 = <<9*2=18>>18\n#### 18", "reply": "18"}, True),
        ({"problem": "2x?", "solution": "It is $\\boxed{2x}$.", "reply": "\\boxed{2x}"}, True),
        ({"answer": 18, "reply": 18}, True),
        ({"answer": "18", "reply": ""}, False),
        ({"answer": "18", "reply": None}, False),
        ({"answer": "18", "Reply": "18"}, True),
        ({"answer": "Nairobi", "reply": "Nairobi, not Lagos"}, True),
        ({"answer": "Nairobi", "reply": "Lagos, not Nairobi"}, False),
        ({"answer": "p and not q", "reply": "p and not q"}, True),
        ({"answer": "B", "choices": ["Lagos", "Nairobi"], "reply": "The answer is B."}, True),
        ({"answer": 0, "options": ["Lagos", "Nairobi"], "reply": "Answer: Nairobi"}, False),
        ({"answer": "18", "checker": "number", "reply": "Answer: $18.00 per day"}, True),
        *(
            ({"question": f"What is it?\n{choices}{end}", "answer": letter, "reply": reply}, right)
            for choices in ("A. Lagos\nB. Nairobi", "(A) Lagos\n(B) Nairobi", "A) Lagos\n\nB) Nairobi")
            for end in ("", "\n", "\nAnswer:")
            for letter in ("B", "(B)")
            for reply, right in (("B. Nairobi", True), ("(B)", True), ("Nairobi", True), ("A", False), ("not B", False))
        ),
        ({"question": "A. Lagos\nB. Nairobi", "answer": "C", "reply": "Answer: Option C"}, False),
        ({"question": "A. Lagos\nB. Lagos", "answer": "B", "reply": "Answer: Lagos"}, False),
        ({"question": "Who?\nA. Lagos\nB. Nairobi\nSolve for B.", "answer": "B", "reply": "Answer: Nairobi"}, False),
    ],
)
def test_a_row_is_marked(tmp_path: Path, row: object, correct: bool) -> None:
    (graded,) = tutelage.grade(written(tmp_path, row), out=tmp_path / "out").rows
    assert (graded.line, graded.correct) == (1, correct)


def test_rows_of_an_exam_of_a_run_are_marked(tmp_path: Path) -> None:
    exercise = tutelage.Exercise.of(skill="sums", skills=("sums",), question="1 + 1?", solution="Answer: 2", answer="2")
    (graded,) = tutelage.grade(
        written(tmp_path, {**exercise.model_dump(mode="json"), "reply": "Answer: 2"}), out=tmp_path / "out"
    ).rows
    assert graded.correct is True


UNUSABLE = [
    ("no json", "this is not JSON"),
    ("", "the line is empty"),
    ([1], "an object is needed"),
    ({"answer": "18"}, "no 'reply': its columns are answer"),
    ({"answer": "18", "reply": ["18"]}, "'reply' must be a text"),
    ({"reply": "18"}, "no 'answer'"),
    ({"answer": "1", "checker": "letters", "reply": "1"}, "unknown checker 'letters'"),
    ({"answer": "C", "choices": ["a", "b"], "reply": "C"}, "none of the choices"),
    ({"question": "How?", "rubric": [{"text": "Ten days", "met": "ten days"}], "reply": "18"}, "(--teacher RECIPE)"),
    ({"answer": "18", "reply": "18 \ud83d"}, "half of a pair of surrogates"),
    ({"evaluation": "base", "question": "ex-1", "answer": "18", "expected": "7", "reply": "18"}, "rename 'expected'"),
]


def test_rows_that_cannot_be_used_keep_their_line_and_do_not_count(tmp_path: Path) -> None:
    path = written(tmp_path, RIGHT, *(row for row, _ in UNUSABLE), WRONG, RIGHT, "", "")
    record = tutelage.grade(path, out=tmp_path / "out")
    assert (record.share.right, record.share.total) == (2, 3)
    rows = [json.loads(line) for line in (tmp_path / "out" / "scores.jsonl").read_text().splitlines()]
    assert [row["line"] for row in rows] == list(range(1, len(UNUSABLE) + 4))
    assert [row["correct"] for row in rows] == [True, *(None for _ in UNUSABLE), False, True]
    for row, (_, reason) in zip(rows[1:], UNUSABLE, strict=False):
        assert reason in row["why"]
    assert rows[0].keys() == {"line", "correct", "read", "kind", "why", "share", "points"}


def test_the_command_prints_the_share_and_the_rows_without_a_mark(tmp_path: Path) -> None:
    path = written(tmp_path, RIGHT, RIGHT, RIGHT, WRONG, *7 * [{"answer": "<b>" * 99}])
    ended = CliRunner().invoke(app, ["grade", str(path), "--out", str(tmp_path / "out")])
    assert ended.exit_code == 0, ended.output
    lines = ended.stdout.splitlines()
    assert lines[0] == "3 of 4 replies right: 75.0 % (95 % interval 30.1 % to 95.4 %)"
    assert "could not be used: 7 rows, see" in lines[2]
    assert "  and 2 more rows" in lines
    assert lines[3].startswith("  line 5: no 'reply'")
    assert " ".join(" ".join(lines[3:]).split()).startswith(
        "line 5: no 'reply': its columns are answer; rename one or add it"
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [([], "is empty$"), ([{"reply": "1"}], r"no row can be used \(line 1: no 'answer'"), (None, "no file at")],
)
def test_a_file_without_a_usable_row_is_refused_in_one_line(
    tmp_path: Path, rows: list[object] | None, message: str
) -> None:
    path = tmp_path / "none.jsonl" if rows is None else written(tmp_path, *rows)
    with pytest.raises(TutelageError, match=message) as raised:
        tutelage.grade(path, out=tmp_path / "out")
    assert "\n" not in str(raised.value)
    assert not (tmp_path / "out").exists()


def test_a_teacher_that_no_reply_needs_is_read_all_the_same(tmp_path: Path) -> None:
    with pytest.raises(TutelageError, match=r"no recipe at nofile\.yaml"):
        tutelage.grade(written(tmp_path, RIGHT), teacher="nofile.yaml", out=tmp_path / "out")
    (tmp_path / "recipe.yaml").write_text("name: x\nsyllabus: x.yaml\n")
    command = ["grade", str(tmp_path / "replies.jsonl"), "--out", str(tmp_path / "out")]
    ended = CliRunner().invoke(app, [*command, "--teacher", str(tmp_path / "recipe.yaml")])
    assert ended.exit_code == 0, ended.output
    assert "is not needed: nothing has a rubric" in " ".join(ended.stderr.split())


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    path, out = written(tmp_path, RIGHT), tmp_path / "out"
    out.mkdir()
    (out / "scores.jsonl").write_text("of somebody else")
    for fresh in (False, True):
        with pytest.raises(TutelageError, match="choose another --out"):
            tutelage.grade(path, out=out, fresh=fresh)
    assert (out / "scores.jsonl").read_text() == "of somebody else"


def test_the_same_file_is_marked_again_and_another_only_afresh(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert tutelage.grade(written(tmp_path, RIGHT), out=out) == tutelage.grade(tmp_path / "replies.jsonl", out=out)
    path = written(tmp_path, WRONG)
    with pytest.raises(TutelageError, match=r"results of .*replies\.jsonl before it changed: .*--fresh"):
        tutelage.grade(path, out=out)
    with pytest.raises(TutelageError, match=r"results of another file, .*replies\.jsonl: .*--fresh"):
        tutelage.grade(path.rename(tmp_path / "others.jsonl"), out=out)
    path = written(tmp_path, WRONG)
    assert tutelage.grade(path, out=out, fresh=True).share.right == 0
    assert json.loads((out / "scores.jsonl").read_text())["correct"] is False


def test_a_line_that_was_cut_before_its_reply_is_no_wrong_reply(tmp_path: Path) -> None:
    path = tmp_path / "replies.csv"
    path.write_text("answer,reply\n7,7\n8,\n9\n")
    tutelage.grade(path, out=tmp_path / "marks")
    rows = [json.loads(line) for line in (tmp_path / "marks" / "scores.jsonl").read_text().splitlines()]
    assert [row["correct"] for row in rows] == [True, False, None]
    assert "no 'reply'" in rows[2]["why"]


def test_what_is_empty_is_named_and_a_folder_is_one(tmp_path: Path) -> None:
    """An empty cell made of a known form an unknown one, with all that are known behind it."""
    path = tmp_path / "replies.csv"
    path.write_text("question,answer,reply\nWhat is 1 + 1?,2,2\nWhat is 2 + 2?,,4\n")
    rows = tutelage.grade(path, out=tmp_path / "marks").rows
    assert [(row.correct, row.why) for row in rows][1] == (None, "'answer' is empty")
    with pytest.raises(TutelageError, match="is a folder: name a file"):
        tutelage.grade(tmp_path)
