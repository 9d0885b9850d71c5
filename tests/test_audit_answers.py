"""Answers as a second witness of an audit: what replies say together, who is asked what, ranks, files, resuming."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from test_auditing import sums, write
from test_report import Page
from tutelage.cli import app
from tutelage.dynamics.answers import Agreement, against, agreement, joined
from tutelage.errors import DataError
from tutelage.exams import asking
from tutelage.exams.choice_questions import exercise_of
from tutelage.progress import Quiet, percent
from tutelage.records import AuditRecord, Checker, Exercise, Suspect
from tutelage.report.page import render_audit
from tutelage.tools import audit, audit_answers
from tutelage.tools.conversations import read_data


def question(answer: str, checker: Checker = Checker.MATHEMATICS, choices: tuple[str, ...] = ()) -> Exercise:
    return exercise_of("What is it?", "", answer, "sums", checker, choices=choices)


def said(asked: Exercise, *replies: str) -> Agreement:
    return agreement(asked, [asking.mark(asked, reply, "answers", n) for n, reply in enumerate(replies)])


def test_other_answers_count_together_however_they_are_written() -> None:
    found = said(question("3"), "Answer: 1/2", "Answer: \\frac{1}{2}", "so x.\nAnswer: 3", "Answer: 7")
    assert found == Agreement(0.25, 0.5, "1/2")
    assert said(question("1/2"), "Answer: \\frac{1}{2}") == Agreement(1, 0, "")


REPLIES = (
    ["Answer: 70"] * 4,
    ["Answer: 70"] * 3 + ["Answer: 72"],
    ["Answer: 70", "Answer: 71", "Answer: 73", "Answer: 74"],
    [""] * 4,
    ["Answer: 72"] * 3 + ["Answer: 70"],
    ["Answer: 72"] * 4,
)
"""From what speaks most against an example to what speaks most for it."""


def test_one_that_all_contradict_alike_is_most_suspect_and_one_that_all_confirm_least() -> None:
    found = [said(question("72"), *replies) for replies in REPLIES]
    able = [Agreement(1, 0, "")] * 9
    scores = against([*found, *able])[: len(found)].tolist()
    assert scores == [1.0, 0.5, 0.25, 0.0, -0.5, -1.0]


def test_other_answers_of_students_that_solve_little_say_nothing() -> None:
    """A wrong answer that they agree on is no better than one that they scatter around."""
    found = [said(question("72"), *replies) for replies in REPLIES]
    scores = against(found[:5])
    assert scores.tolist() == [0, -0.25, 0, 0, -0.75]
    margins = np.array([0.2, 0.1, 0.5, 0.3, 0.4])
    ranked = np.argsort(joined(margins, scores)).tolist()
    assert [place for place in ranked if place in (0, 2, 3)] == [0, 3, 2], "then the margin decides"


def test_choices_are_the_same_by_letter_or_text() -> None:
    asked = question("A", Checker.CHOICE, ("red", "green", "blue"))
    assert said(asked, "Answer: B", "Answer: green", "Answer: C", "Answer: nothing of the kind").other == 0.5


def test_no_reply_is_an_error() -> None:
    with pytest.raises(ValueError, match="no reply"):
        agreement(question("3"), [])


def test_ranks_are_joined_alike_and_a_witness_without_a_score_is_neutral() -> None:
    margins, answers = np.array([0.9, 0.1, 0.5, 0.2]), np.array([1.0, -1.0, np.nan, -1.0])
    found = joined(margins, answers)
    assert found.tolist() == pytest.approx(
        [(7 / 8 + 5 / 6) / 2, (1 / 8 + 1 / 3) / 2, (5 / 8 + 1 / 2) / 2, (3 / 8 + 1 / 3) / 2]
    )
    same = joined(margins, np.zeros(4))
    assert np.argsort(same).tolist() == np.argsort(margins).tolist(), (
        "a witness that says the same of all changes nothing"
    )
    assert joined(np.full(3, np.nan)).tolist() == [0.5] * 3


def messages(asked: str, answer: str) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": asked}, {"role": "assistant", "content": answer}]}


@pytest.mark.parametrize(
    ("row", "answer", "checker"),
    [
        ({"question": "6 x 7?", "answer": "6 x 7 = <<6*7=42>>42\n#### 42"}, "42", Checker.NUMBER),
        ({"problem": "6 x 7?", "generated_solution": "So 42.", "expected_answer": 42}, "42", Checker.NUMBER),
        ({"problem": "6 x 7?", "generated_solution": "\\boxed{43}", "expected_answer": 42}, "43", Checker.NUMBER),
        ({"question": "Which?", "choices": ["x", "y"], "answer": "B"}, "B", Checker.CHOICE),
        (messages("Who was first?", "Thought through. Answer: George Washington"), "George Washington", Checker.TEXT),
        (messages("6 x 7?", "42"), "42", Checker.NUMBER),
        (messages("Who was first?", "It was George Washington who came first."), None, None),
        (messages("Tell me.", "Sure thing."), None, None),
        ({"question": "Why?", "answer": "Because it has always been done in this way."}, None, None),
        ({"question": "Why?", "answer": "Answer: because it has always been done so"}, None, None),
        ({"instruction": "Tell me.", "output": "There is much to tell, and little time."}, None, None),
        ({**messages("Add.", "Answer: 3"), "tools": [{"name": "add"}]}, None, None),
    ],
)
def test_short_answers_are_found_in_text_and_row(
    tmp_path: Path, row: dict[str, Any], answer: str | None, checker: Checker | None
) -> None:
    data = write(tmp_path / "data.jsonl", [row, messages("1 + 1?", "Answer: 2")])
    found = audit_answers.keys(data, read_data(data).conversations)
    key = found.get("line-1")
    assert (key.answer, key.checker) == (answer, checker) if key else answer is None
    assert "line-2" in found


def test_a_data_set_without_short_answers_is_refused_before_any_work(tmp_path: Path) -> None:
    data = write(tmp_path / "data.jsonl", [messages("Tell me.", "There is much to tell.")])
    with pytest.raises(DataError, match="--answers needs examples with a short answer"):
        audit.audit(data, out=tmp_path / "out", answers=2)
    assert not (tmp_path / "out").exists()


class Watched(Quiet):
    """Remembers the bars and lines, and interrupts at a bar."""

    def __init__(self, stop: str = "") -> None:
        self.stop = stop
        self.bars: list[str] = []
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)

    def bar(self, label: str, total: int, unit: str) -> Any:
        self.bars.append(label)
        if label == self.stop:
            raise KeyboardInterrupt
        return super().bar(label, total, unit)


SETTINGS: dict[str, Any] = {"epochs": 1, "learning_rate": 5e-3, "batch_size": 8, "group": "topic"}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    wordy = {"question": "Why?", "topic": "a", "answer": "Because it has always been done in this way.", "id": "wordy"}
    return [*({**row, "question": f"{row['question']} {n}"} for n, row in enumerate(sums(24))), wordy]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]) -> Path:
    return write(tmp_path_factory.mktemp("answers") / "sums.jsonl", rows)


@pytest.fixture(scope="module")
def answered(data: Path, tiny_student: Path) -> AuditRecord:
    return audit.audit(data, str(tiny_student), out=data.parent / "whole", answers=2, **SETTINGS)


def test_every_example_with_a_short_answer_has_both_witnesses(
    answered: AuditRecord, rows: list[dict[str, Any]]
) -> None:
    asked = {suspect.example: suspect for suspect in answered.suspects if suspect.key_share is not None}
    assert len(answered.suspects) == len(rows)
    assert "wordy" not in asked
    assert len(asked) >= 22
    assert all((s.key_share or 0) + (s.other_share or 0) <= 1 for s in asked.values())
    folder = Path(answered.folder)
    written = [Suspect.model_validate_json(line) for line in (folder / "suspects.jsonl").open()]
    assert tuple(written) == answered.suspects
    replies = [json.loads(line) for line in (folder / "answers-2" / "scores.jsonl").open()]
    assert sorted({reply["question"] for reply in replies}) == sorted(asked)
    assert len(replies) == 2 * len(asked)
    assert not list(folder.rglob("*.safetensors")), "the student is not kept"


def test_answers_are_added_to_an_audit_that_is_done_and_go_on_after_an_interruption(
    data: Path, tiny_student: Path, tmp_path: Path, answered: AuditRecord
) -> None:
    alone = audit.audit(data, str(tiny_student), out=tmp_path / "out", **SETTINGS)
    assert alone.answers == 0
    assert {suspect.key_share for suspect in alone.suspects} == {None}
    for stop, bars in (("audit", ["audit"]), ("answers", ["audit", "answers"])):
        cut = Watched(stop)
        with pytest.raises(KeyboardInterrupt):
            audit.audit(data, str(tiny_student), out=tmp_path / "out", answers=2, progress=cut, **SETTINGS)
        assert cut.bars == bars
        assert any("trained again" in line for line in cut.lines)
    (cost,) = (line for line in cut.lines if line.startswith("  answers: "))
    assert "2 to each of 22 examples; 3 examples without a short answer" in cost
    on = Watched()
    again = audit.audit(data, str(tiny_student), out=tmp_path / "out", answers=2, progress=on, **SETTINGS)
    assert on.bars == ["answers"]
    assert again.suspects == answered.suspects
    done = Watched()
    assert audit.audit(data, str(tiny_student), out=tmp_path / "out", answers=2, progress=done, **SETTINGS) == again
    assert done.bars == []


def test_page_and_command_show_both_witnesses(answered: AuditRecord, data: Path, tiny_student: Path) -> None:
    read = Page(render_audit(answered))
    head, *body = read.tables["suspect-table"]
    assert [head.index(name) for name in ("Own answer", "Most common other")]
    assert any("not asked" in row for row in body)
    arguments = ["audit", data, "--student", tiny_student, "--out", answered.folder, "--answers", 2, "--epochs", 1]
    arguments += ["--learning-rate", 5e-3, "--batch-size", 8, "--group", "topic"]
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    assert "2 replies to each of" in done.stdout
    assert f"most often its own answer in {percent(answered.confirmed)},\nanother in" in done.stdout
    assert "ranked by the margin alone" in done.stdout
    assert "say otherwise" in done.stdout
    assert not [line for line in done.stdout.splitlines() if len(line) > 80 and str(data.parent) not in line]
