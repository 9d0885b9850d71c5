"""Audit of a data set: formats, bad rows, training with the tiny student, suspects, files, resuming."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from transformers import AutoTokenizer
from typer.testing import CliRunner

import tutelage
from test_cli import assert_refused
from test_cli import tutelage as command
from test_report import Page
from tutelage.cli import app
from tutelage.config import StudentConfig
from tutelage.dynamics import losslog
from tutelage.errors import StudentError
from tutelage.progress import Quiet
from tutelage.records import AuditRecord, BadRow, Classified, Suspect, Turn
from tutelage.report.page import render_audit
from tutelage.student.encoding import SHORT_TEMPLATE, encode_conversation
from tutelage.tools import audit
from tutelage.tools.conversations import read_data
from tutelage.training import loop

QUESTION, ANSWER = "one step: 1 + 1?", "By one step: 2"
ROWS: dict[str, dict[str, Any]] = {
    "messages": {"messages": [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": ANSWER}]},
    "sharegpt": {"conversations": [{"from": "human", "value": QUESTION}, {"from": "gpt", "value": ANSWER}]},
    "prompt/completion": {"prompt": QUESTION, "completion": ANSWER},
    "alpaca": {"instruction": QUESTION, "input": "", "output": ANSWER},
    "question/answer": {"question": QUESTION, "answer": ANSWER, "final": "2"},
    "dolly": {"instruction": QUESTION, "context": "", "response": ANSWER, "category": "sums"},
    "openorca": {"system_prompt": "", "question": QUESTION, "response": ANSWER},
    "metamath": {"query": QUESTION, "response": ANSWER, "type": "GSM"},
    "problem/solution": {"problem": QUESTION, "solution": ANSWER, "answer": "2"},
    "openmathinstruct": {"problem": QUESTION, "generated_solution": ANSWER, "expected_answer": 2},
    "prompt/response": {"Prompt": QUESTION, "Response": ANSWER},
    "input/output": {"input": QUESTION, "output": ANSWER},
}
OTHERS: dict[str, dict[str, Any]] = {
    "sharegpt with roles": {
        "conversations": [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": ANSWER}]
    },
    "sharegpt, one word": {"conversation": ROWS["sharegpt"]["conversations"]},
    "sharegpt's items": {"items": [{"from": "human", "value": QUESTION}, {"from": "chatgpt", "value": ANSWER}]},
    "lists of columns": {"conversations": {"from": ["human", "gpt"], "value": [QUESTION, ANSWER]}},
    "texts in turn": {"messages": [QUESTION, ANSWER]},
    "nulls beside": {**ROWS["messages"], "instruction": None, "tools": None},
    "nulls of other rows": {"messages": None, "instruction": QUESTION, "input": None, "output": ANSWER},
    "keys with nulls": {
        "messages": [{**turn, "tool_calls": None, "weight": 1} for turn in ROWS["messages"]["messages"]]
    },
    "parts": {
        "messages": [{"role": "user", "content": [{"type": "text", "text": QUESTION}]}, ROWS["messages"]["messages"][1]]
    },
}
"""Rows of the same content."""
LEFT_OUT: dict[str, tuple[dict[str, Any], str]] = {
    "part without text": (
        {
            "messages": [
                {"role": "user", "content": [{"type": "text", "text": None}]},
                {"role": "assistant", "content": "a"},
            ]
        },
        "a part that is no text",
    ),
    "image": (
        {
            "messages": [
                {"role": "user", "content": [{"type": "image_url", "image_url": {}}]},
                {"role": "assistant", "content": "a"},
            ]
        },
        "a part that is no text",
    ),
    "weight": (
        {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "weight": 0}]},
        "none of its answers is to be trained on",
    ),
    "half weight": (
        {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "weight": 0.5}]},
        "turn 2 has weight 0.5: an answer is trained on in full (1) or not at all (0)",
    ),
    "call without a name": (
        {
            "messages": [
                {"role": "user", "content": "q"},
                {"role": "assistant", "content": None, "tool_calls": [{"id": 1}]},
            ]
        },
        "turn 2: 'tool_calls' has a call without the name of a function",
    ),
    "arguments": (
        {
            "messages": [
                {"role": "user", "content": "q"},
                {"role": "assistant", "function_call": {"name": "add", "arguments": "{1"}},
            ]
        },
        "turn 2: 'function_call': the arguments of 'add' are not JSON",
    ),
    "call by the user": (
        {"messages": [{"role": "user", "content": "q", "tool_calls": [{"name": "add"}]}]},
        "turn 1: only the assistant calls functions",
    ),
    "tools": ({**ROWS["messages"], "tools": "add"}, "'tools' is not a list of functions"),
    "tool's turn": ({"messages": [{"role": "tool", "content": "x"}]}, "there is no user turn"),
    "no content": ({"messages": [{"role": "user", "content": None}]}, "turn 1 has no 'content'"),
    "two systems": (
        {"system": "Be long.", "messages": [{"role": "system", "content": "Be brief."}, *ROWS["messages"]["messages"]]},
        "different things",
    ),
    "history": ({**ROWS["alpaca"], "history": "earlier"}, "'history' is not a list of pairs"),
    "half a character": ({"question": "\ud83d cut", "answer": "a"}, "half of a pair of surrogates"),
    "preferences": (
        {"prompt": "q", "chosen": "a", "rejected": "b"},
        "its columns are prompt, chosen, rejected; known are messages",
    ),
    "number or answer": ({"question": "q", "choices": ["a", "b", "c"], "answer": 1}, "counted from 0 or from 1"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_variants_mean_the_same(tmp_path: Path, name: str) -> None:
    (found,) = read_data(write(tmp_path / "data.jsonl", [OTHERS[name]])).conversations
    assert [(turn.role, turn.content) for turn in found.turns] == [("user", QUESTION), ("assistant", ANSWER)]


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_cannot_be_trained_on_is_left_out_with_the_reason(tmp_path: Path, name: str) -> None:
    row, says = LEFT_OUT[name]
    found = read_data(write(tmp_path / "data.jsonl", [ROWS["messages"], row]))
    assert [each.line for each in found.bad] == [2]
    assert says in found.bad[0].reason


@pytest.mark.parametrize(
    ("row", "turns"),
    [
        (
            {**ROWS["alpaca"], "system": "Be brief.", "history": [["Hi", "Ho"], ["Who?", "Me"]]},
            ["Be brief.", "Hi", "Ho", "Who?", "Me", QUESTION, ANSWER],
        ),
        ({**ROWS["messages"], "system": "Be brief."}, ["Be brief.", QUESTION, ANSWER]),
        (
            {"system": "S", "messages": [{"role": "system", "content": "S"}, *ROWS["messages"]["messages"]]},
            ["S", QUESTION, ANSWER],
        ),
        ({**ROWS["openorca"], "system_prompt": "Think."}, ["Think.", QUESTION, ANSWER]),
        ({**ROWS["question/answer"], "context": "Ann ran."}, [f"Ann ran.\n\n{QUESTION}", ANSWER]),
        ({**ROWS["dolly"], "context": "Ann ran."}, [f"{QUESTION}\n\nAnn ran.", ANSWER]),
        ({"question": "Which?", "choices": ["x", "y"], "answer": "B"}, ["Which?\nA. x\nB. y", "Answer: B"]),
    ],
)
def test_everything_in_a_row_is_used(tmp_path: Path, row: dict[str, Any], turns: list[str]) -> None:
    found = read_data(write(tmp_path / "data.jsonl", [row]))
    assert [turn.content for turn in found.conversations[0].turns] == turns


def test_columns_that_are_not_used_are_counted(tmp_path: Path) -> None:
    turns = [{**turn, "name": "Ann"} for turn in ROWS["messages"]["messages"]]
    rows = [
        {"id": "a", "source": "x", "topic": "t", "messages": turns},
        {"source": "y", "topic": "t", **ROWS["alpaca"]},
    ]
    found = read_data(write(tmp_path / "data.jsonl", rows), group="topic")
    assert found.unused == {"source": 2, "messages.name": 1}
    assert "not used: source (2), messages.name (1)" in audit._data_set_text(tmp_path / "data.jsonl", found)


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


@pytest.mark.parametrize("name", ROWS)
def test_formats_are_recognised_and_mean_the_same(tmp_path: Path, name: str) -> None:
    found = read_data(write(tmp_path / "data.jsonl", [ROWS[name]]))
    assert found.formats == {name: 1}
    assert [(turn.role, turn.content) for turn in found.conversations[0].turns] == [
        ("user", QUESTION),
        ("assistant", ANSWER),
    ]


def test_alpaca_input_system_turns_and_parts(tmp_path: Path) -> None:
    rows = [
        {"instruction": "Add.", "input": "1 and 1", "output": "2"},
        {"system": "Be brief.", "conversations": ROWS["sharegpt"]["conversations"]},
        {
            "prompt": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}],
            "completion": [{"role": "assistant", "content": "Ho"}],
        },
    ]
    found = read_data(write(tmp_path / "data.jsonl", rows)).conversations
    assert found[0].turns[0].content == "Add.\n\n1 and 1"
    assert found[1].turns[0] == Turn(role="system", content="Be brief.")
    assert [turn.content for turn in found[2].turns] == ["Hi", "Ho"]


def test_bad_rows_are_told_with_their_line_and_the_rest_is_used(tmp_path: Path) -> None:
    rows: list[Any] = [
        ROWS["messages"],
        "{oops",
        {"text": "nothing of the kind"},
        {"messages": [{"role": "user", "content": "no answer"}]},
        {"messages": [{"role": "tool", "content": "x"}]},
        {"prompt": "x", "completion": " "},
        {"prompt": {"text": "x"}, "completion": "x"},
        "[]",
        ROWS["alpaca"],
    ]
    found = read_data(write(tmp_path / "data.jsonl", rows))
    assert [sample.line for sample in found.conversations] == [1, 9]
    reasons = {row.line: row.reason for row in found.bad}
    for line, says in {
        2: "not JSON",
        3: "unknown format: its columns are text",
        4: "does not end with an assistant turn",
        5: "there is no user turn",
        6: "an answer is empty",
        7: "is dict, not text",
        8: "an object is needed",
    }.items():
        assert says in reasons[line]


def test_ids_are_the_rows_own_if_each_has_one(tmp_path: Path) -> None:
    rows = [{"id": f"q{n}", **ROWS["alpaca"]} for n in range(3)]
    assert [s.id for s in read_data(write(tmp_path / "a.jsonl", rows)).conversations] == ["q0", "q1", "q2"]
    twice = [*rows, rows[0]]
    assert [s.id for s in read_data(write(tmp_path / "a.jsonl", twice)).conversations][-1] == "line-4"
    (tmp_path / "a.json").write_text(json.dumps(rows))
    assert [s.line for s in read_data(tmp_path / "a.json").conversations] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "says"), [("", "is empty$"), ("{}\n", "line 1: unknown format"), (None, "no data set at")]
)
def test_a_file_without_a_usable_row_is_refused(tmp_path: Path, text: str | None, says: str) -> None:
    path = tmp_path / "data.jsonl"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ValueError, match=says):
        read_data(path)


def test_every_answer_of_a_conversation_is_trained_on_and_nothing_else(tiny_student: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(tiny_student)
    tokenizer.chat_template = SHORT_TEMPLATE
    turns = [
        {"role": "system", "content": "Count."},
        {"role": "user", "content": "first?"},
        {"role": "assistant", "content": "one"},
        {"role": "user", "content": "second?"},
        {"role": "assistant", "content": "two"},
    ]
    ids, labels = encode_conversation(tokenizer, turns)
    whole = tokenizer.apply_chat_template(turns, tokenize=False).rstrip("\n")
    assert tokenizer.decode(ids) == whole
    assert tokenizer.decode([label for label in labels if label != -100]) == "one<|im_end|>two<|im_end|>"
    tokenizer.chat_template = "{{ raise_exception('no system turns here') }}"
    with pytest.raises(StudentError, match="refuses the conversation: no system turns"):
        encode_conversation(tokenizer, turns)


def sums(number: int) -> list[dict[str, Any]]:
    """Questions all alike; every twelfth answer is like no other."""
    strange = "zqxj wvkp 93 yyfh % qqq ZZRT kkw 18"
    return [
        {"id": f"q{n}", "topic": "ab"[n % 2], "question": f"one step: {n % 7} + 1?",
         "answer": strange[n % 5 :] if n % 12 == 11 else f"By one step: {n % 7 + 1}"}
        for n in range(number)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory, tiny_student: Path) -> AuditRecord:
    folder = tmp_path_factory.mktemp("audit")
    rows: list[Any] = [*sums(72), {"question": "too long", "answer": "step " * 600, "id": "long"}, "{broken"]
    data = write(folder / "sums.jsonl", rows)
    found: AuditRecord = tutelage.audit(
        data, str(tiny_student), out=folder / "out", epochs=3, learning_rate=5e-3, batch_size=8, max_length=256
    )
    return found


def test_strange_examples_are_ranked_first(audited: AuditRecord) -> None:
    strange = {f"q{n}" for n in range(11, 72, 12)}
    assert len(audited.suspects) == 72
    assert [suspect.rank for suspect in audited.suspects] == list(range(1, 73))
    assert {suspect.example for suspect in audited.suspects[: len(strange)]} == strange
    assert audited.suspects[0].messages[-1].content.startswith(("zq", "qx", "xj", "j ", " w"))
    assert {row.line for row in audited.rejected} == {73, 74}
    assert "longer than 256" in audited.rejected[0].reason


def test_files_of_an_audit(audited: AuditRecord) -> None:
    folder = Path(audited.folder)
    suspects = [Suspect.model_validate_json(line) for line in (folder / "suspects.jsonl").open()]
    assert tuple(suspects) == audited.suspects
    categories = [Classified.model_validate_json(line) for line in (folder / "categories.jsonl").open()]
    assert {c.example: c.category for c in categories} == {s.example: s.category for s in suspects}
    assert {json.loads(line)["guid"] for line in (folder / "td_metrics.jsonl").open()} == {s.example for s in suspects}
    assert [BadRow.model_validate_json(line) for line in (folder / "rejected.jsonl").open()] == list(audited.rejected)
    assert losslog.read_log(folder / "training" / "losses.jsonl").epochs == 3
    order = [json.loads(line) for line in (folder / "training" / "order.jsonl").open()]
    assert len(order) == 72 * 3
    assert not (folder / "training" / "student").exists()


def test_page_is_self_contained_and_escapes_the_data(audited: AuditRecord) -> None:
    nasty = "</script><script>alert(1)</script><img src=http://x.example/y>"
    first = audited.suspects[0].model_copy(update={"messages": (Turn(role="user", content=nasty),) * 2})
    page = render_audit(audited.model_copy(update={"suspects": (first, *audited.suspects[1:]), "data": nasty}))
    read = Page(page)
    assert nasty not in page
    assert nasty in read.texts["suspect-table"]
    for tag, attributes in read.elements:
        assert tag not in ("img", "link", "iframe")
        assert not any(value.startswith("http") for key, value in attributes.items() if key in ("src", "href"))
    assert read.first_number("example-count") == 72
    assert len(read.tables["suspect-table"]) == 73
    assert page.count('class="map"') == 1


def test_done_audit_is_read_not_trained_again(audited: AuditRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "train", lambda *_, **__: pytest.fail("trained again"))
    folder = Path(audited.folder)
    again = tutelage.audit(
        folder.parent / "sums.jsonl",
        audited.student,
        out=folder,
        epochs=3,
        learning_rate=5e-3,
        batch_size=8,
        max_length=256,
    )
    assert again == audited
    with pytest.raises(ValueError, match="results for another value of epochs: choose another --out, or start"):
        tutelage.audit(
            folder.parent / "sums.jsonl",
            audited.student,
            out=folder,
            epochs=2,
            learning_rate=5e-3,
            batch_size=8,
            max_length=256,
        )


class Stopping(Quiet):
    """Interrupts the training as soon as there is a checkpoint."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def bar(self, label: str, total: int, unit: str) -> Any:
        outer = super().bar(label, total, unit)
        folder = self.folder

        class Bar:
            def __enter__(self) -> Any:
                outer.__enter__()
                return self

            def __exit__(self, *exception: object) -> None:
                outer.__exit__(None, None, None)

            def advance(self, count: int = 1, note: str = "") -> None:
                if loop.last_checkpoint(folder / "training" / "checkpoints"):
                    raise KeyboardInterrupt

        return Bar()


def test_interrupted_audit_goes_on_and_ends_the_same(tmp_path: Path, tiny_student: Path) -> None:
    data = write(tmp_path / "sums.jsonl", sums(24))
    settings: dict[str, Any] = {"epochs": 2, "batch_size": 8, "group": "topic", "seed": 3}
    whole = audit.audit(data, str(tiny_student), out=tmp_path / "whole", **settings)
    with pytest.raises(KeyboardInterrupt):
        audit.audit(data, str(tiny_student), out=tmp_path / "cut", progress=Stopping(tmp_path / "cut"), **settings)
    assert not (tmp_path / "cut" / "suspects.jsonl").exists()
    lines: list[str] = []

    class Told(Quiet):
        def say(self, line: str) -> None:
            lines.append(line)

    resumed = audit.audit(data, str(tiny_student), out=tmp_path / "cut", progress=Told(), **settings)
    assert any("resuming after step 3" in line for line in lines)
    assert resumed.suspects == whole.suspects
    assert {suspect.skill for suspect in whole.suspects} == {"a", "b"}


def test_other_folders_are_left_alone(tmp_path: Path, tiny_student: Path) -> None:
    data = write(tmp_path / "sums.jsonl", sums(8))
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("keep")
    for fresh in (False, True):
        with pytest.raises(ValueError, match="holds files but no run"):
            audit.audit(data, str(tiny_student), out=tmp_path / "notes", fresh=fresh)
    assert (tmp_path / "notes" / "mine.txt").read_text() == "keep"


def test_a_refused_audit_leaves_its_folder_to_the_next(tmp_path: Path, tiny_student: Path) -> None:
    call = {"id": "c", "type": "function", "function": {"name": "add", "arguments": "{}"}}
    turns = [{"role": "user", "content": "1 + 1?"}, {"role": "assistant", "content": "", "tool_calls": [call]}]
    calling = write(tmp_path / "tools.jsonl", [{"messages": turns}])
    out = tmp_path / "audits"
    with pytest.raises(ValueError, match="does not write function calls"):
        audit.audit(calling, str(tiny_student), out=out)
    found = audit.audit(write(tmp_path / "sums.jsonl", sums(8)), str(tiny_student), out=out, epochs=1)
    assert found.suspects
    with pytest.raises(ValueError, match=r"holds the results of another file, .*sums\.jsonl: choose"):
        audit.audit(calling, str(tiny_student), out=out)
    with pytest.raises(ValueError, match=r"holds the results of .*sums\.jsonl before it changed: choose"):
        audit.audit(write(tmp_path / "sums.jsonl", sums(9)), str(tiny_student), out=out, epochs=1)


def test_files_of_one_stem_have_folders_of_their_own(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("data.jsonl", "data.json"):
        rows = sums(8)
        write(tmp_path / name, rows) if name.endswith("l") else (tmp_path / name).write_text(json.dumps(rows))
        audit.audit(Path(name), str(tiny_student), epochs=1)
    assert sorted(path.name for path in (tmp_path / "audits").iterdir()) == ["data.json", "data.jsonl"]


def test_the_terminal_shows_what_a_suspect_answers(audited: AuditRecord) -> None:
    long = Turn(role="user", content="Which of these " * 20)
    turns = (Turn(role="user", content="earlier?"), Turn(role="assistant", content="yes"), long)
    odd = audited.suspects[0].model_copy(update={"messages": (*turns, Turn(role="assistant", content="none\nof them"))})
    bare = audited.suspects[1].model_copy(update={"messages": (Turn(role="assistant", content="only this"),)})
    assert (odd.question, bare.question) == (long.content, "")
    text = audit.audit_text(audited.model_copy(update={"suspects": (odd, bare, *audited.suspects[2:])}))
    shown = text.partition("Most suspect:\n")[2].splitlines()
    assert shown[0] == f"  1. line {odd.line}, margin {odd.margin:.2f}"
    assert shown[1].startswith("        Which of these Which of")
    assert shown[1].endswith(" …")
    assert shown[2] == "     -> none of them"
    assert shown[4] == "     -> only this"
    assert max(map(len, shown[:-1])) <= 80
    examples = json.loads(Page(render_audit(audited)).texts["examples"])
    assert examples[0][2] == f"{audited.suspects[0].question}\n{audited.suspects[0].messages[-1].content}"


def test_command_tells_the_format_and_refuses_in_one_line(tmp_path: Path, tiny_student: Path) -> None:
    data = write(tmp_path / "sums.jsonl", [*sums(8), "{broken"])
    arguments = ["audit", data, "--student", tiny_student, "--out", tmp_path / "out", "--epochs", "1"]
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    wide = [line for line in done.stdout.splitlines() if len(line) > 80 and str(tmp_path) not in line]
    assert not wide
    assert "8 question/answer" in done.stderr
    assert "sums.jsonl line 9 is left out: this is not JSON" in done.stderr
    assert "Most suspect:" in done.stdout
    settings = yaml.safe_load((tmp_path / "out" / "audit.yaml").read_text())
    assert settings["epochs"] == 1
    student = StudentConfig(model=str(tiny_student), adapter="lora", lora_rank=16)
    assert settings["student"] == student.model_dump(mode="json")
    assert (settings["learning_rate"], settings["batch_size"]) == (5e-4, 8), "by the student's size"
    assert_refused(command("audit", tmp_path / "none.jsonl"), "no data set at")
