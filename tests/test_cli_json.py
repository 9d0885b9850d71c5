"""Every command: a heading, an example that is a command, one name for outputs, and `--json` with the figures of its
text."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

import tutelage
from tutelage.cli import app
from tutelage.cli.groups import GROUPS, grouped
from tutelage.cli.output import plain, to_json
from tutelage.cli.pages import rendered
from tutelage.report import terminal
from tutelage.report.run_figures import course_figures, run_figures

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
TREE: Any = typer.main.get_command(app)

WITHOUT = {
    "ask": "prints two replies",
    "assist": "trains",
    "chat": "is a conversation",
    "export": "writes a folder",
    "graph draw": "writes a file",
    "graph edit": "opens an editor",
    "graph export": "writes a file",
    "graph import": "writes a file",
    "graph propose": "writes a file",
    "mark": "is a conversation",
    "new-subject": "writes a folder",
    "prepare": "prints a line",
    "review": "serves a page",
    "schema": "prints JSON anyway",
    "train-job": "trains",
    "watch": "serves a page",
}
"""Commands that print no table, and why they have no `--json`."""


def commands(node: Any = TREE, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Name -> command, of all that do something."""
    if hasattr(node, "commands"):
        for name, child in node.commands.items():
            yield from commands(child, (*path, name))
    else:
        yield " ".join(path), node


def options(command: Any) -> set[str]:
    return {name for item in command.params for name in (*item.opts, *item.secondary_opts) if name.startswith("-")}


def test_every_command_that_prints_a_table_has_json() -> None:
    names = dict(commands())
    assert names.keys() >= WITHOUT.keys()
    assert {name for name, command in names.items() if "--json" not in options(command)} == set(WITHOUT)


def test_what_is_written_somewhere_is_always_named_out() -> None:
    for name, command in commands():
        assert not options(command) & {"--output", "--csv-out", "--folder", "--to-folder"}, name
        writes = {
            item.opts[0]
            for item in command.params
            if re.match(r"(New f|F)older (of|for) the (run|results|audit|marks)|File to", item.help or "")
        }
        assert not {option for option in writes if option.startswith("-")} - {"--out"}, name


def test_every_command_has_a_heading_and_help_lists_them() -> None:
    known = [name for names in GROUPS.values() for name in names]
    assert sorted(known) == sorted(TREE.commands)
    assert len(known) == len(set(known))
    assert [heading for heading, _ in grouped([*TREE.commands, "unknown"])] == [*GROUPS, "Other"]
    shown = CliRunner().invoke(app, ["--help"]).stdout
    positions = [shown.index(f"\n{heading}:\n") for heading in GROUPS]
    assert positions == sorted(positions)


def test_every_command_has_an_example_that_it_understands() -> None:
    for name, command in commands():
        found = re.search(r"^Example: tutelage (.*)$", command.help or "", flags=re.MULTILINE)
        assert found, f"{name} has no example"
        words = shlex.split(found[1].split("&&")[0].split(">")[0])
        assert words[: len(name.split())] == name.split()
        given = {word.split("=")[0] for word in words if word.startswith("--")}
        assert given <= options(command), name


def invoke(*words: str | Path, code: int = 0) -> str:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, (words, result.output, result.exception)
    return result.stdout


def both(*words: str | Path, code: int = 0) -> tuple[Any, str]:
    """What a command prints as JSON and as text."""
    return json.loads(invoke(*words, "--json", code=code)), invoke(*words, code=code)


Case = tuple[tuple[str, ...], Callable[[Any], list[str]]]

CASES: dict[str, Case] = {
    "check": (("{recipe}",), lambda found: [f"{found['skills']} skills in {found['levels']} levels"]),
    "compare": (
        ("{run}:base", "{run}:final"),
        lambda found: [f"{100 * found['all']['first']:>6.1f}"],
    ),
    "documents": (("{handbook}",), lambda found: [f"{len(found['skills'])} skills"]),
    "examples": ((), list),
    "gate": (("{run}",), lambda found: [row["condition"] for row in found["verdicts"]]),
    "graph check": (("{syllabus}",), lambda found: [row["kind"] for row in found]),
    "graph diff": (("{syllabus}", "{syllabus}"), lambda found: [f"{found['old']['skills']} skills"]),
    "graph show": (("{syllabus}",), lambda found: [f"{one['level']:>3}  {one['id']}" for one in found["skills"]]),
    "graph stats": (
        ("{syllabus}",),
        lambda found: [f"{found['prerequisites_per_skill']:.2f}", f"{found['skills']} skills"],
    ),
    "help": ((), list),
    "leakage": (
        ("{run}",),
        lambda found: [f"{one['right']}/{one['total']}" for one in found["evaluation"].values() if one["total"]],
    ),
    "plan": (("{recipe}",), lambda found: [f"{one['tokens']:,}" for one in found["stages"]]),
    "prompts": ((), lambda found: [name for one in found.values() for name in one]),
}


@pytest.mark.parametrize("name", CASES)
def test_json_has_the_figures_of_the_text(
    name: str, finished_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words, says = CASES[name]
    known = {
        "run": finished_run,
        "recipe": EXAMPLES / "demo-small.yaml",
        "syllabus": EXAMPLES / "calculus-syllabus.yaml",
        "handbook": EXAMPLES / "handbook",
    }
    code = {"gate": tutelage.gate(finished_run).outcome != "passed" and 1}.get(name) or 0
    found, text = both(*name.split(), *(word.format(**known) for word in words), code=code)
    expected = says(found)
    assert expected
    assert [one for one in expected if one not in text] == []


def test_a_problem_is_json_too(tmp_path: Path) -> None:
    recipe = tmp_path / "gold.yaml"
    (tmp_path / "skills.yaml").write_text("units: [{name: Gold, skills: [{id: gold, name: gold}]}]")
    recipe.write_text("{name: gold, syllabus: skills.yaml, run_dir: " + str(tmp_path / "run") + "}")
    found = json.loads(invoke("check", recipe, "--json", code=2))
    assert "does not know the skill" in found["problems"][0]["error"]
    assert found["problems"][0]["page"] == "teacher.md"


@pytest.mark.parametrize(("text", "said"), [("nam: x\n", "unknown key 'nam'"), (None, "no recipe at ")])
def test_check_says_as_json_also_what_keeps_a_recipe_from_being_read(
    text: str | None, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "recipe.yaml"
    if text is not None:
        path.write_text(text)
    result = CliRunner().invoke(app, ["check", str(path), "--json"])
    assert result.exit_code == 2
    (problem,) = json.loads(result.stdout)["problems"]
    assert (problem["what"], problem["page"]) == ("recipe", "recipe.md")
    assert said in problem["error"]


def test_replies_and_loss_logs(finished_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [{"reply": f"Answer: {i % 3}", "answer": "1"} for i in range(9)]
    (tmp_path / "replies.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    found, text = both("grade", "replies.jsonl", "--fresh")
    assert f"{found['share']['right']} of {found['share']['total']} replies right" in text
    log = finished_run / "round-1" / "losses.jsonl"
    found, text = both("dynamics", log)
    for category, row in found["categories"].items():
        assert re.search(rf"^{category} +{row['examples']:,} ", text, flags=re.MULTILINE)
    assert [row["examples"] for row in found["categories"].values()] != [0] * len(found["categories"])


def test_an_evaluation(tiny_student: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("eval", tiny_student, "--on", "new-operations", "--number", "4", "--max-new-tokens", "4")
    found, text = both(*words)
    overall = found["figures"]["generation"]["overall"]
    assert f"{overall['right']}/{overall['total']}" in text
    assert "evaluations" not in found


def test_a_run_and_its_course(finished_run: Path) -> None:
    """Of the records: the scripted teacher of the tests cannot be named in a recipe."""
    record = tutelage.open_run(finished_run)
    found, text = json.loads(to_json(run_figures(record))), terminal.run_text(record)
    for state, share in found["exam"].items():
        assert re.search(rf"^{state} +{share['right']}/{share['total']} ", text, re.MULTILINE)
    for time in found["times"]:
        assert re.search(rf"^{re.escape(time['stage'])} +{time['seconds']:.1f} ", text, re.MULTILINE)
    assert [one["exercises"] for one in found["rounds"]] == [len(one.training_set) for one in record.rounds]
    assert f"gate: {found['gate']['outcome']}" in text
    course = json.loads(to_json(course_figures(record.course, finished_run)))
    assert course["exercises"] == len(record.course.exercises) == 18
    assert sum(one["accepted"] for one in course["accounts"]) > 18


def test_what_is_no_number_is_null() -> None:
    from typing import NamedTuple

    class Pair(NamedTuple):
        a: float
        b: Any

    assert plain(Pair(float("nan"), {"x": (1, Path("p"))})) == {"a": None, "b": {"x": [1, "p"]}}


def test_a_page_fits_a_terminal_and_its_code_stays() -> None:
    page = (ROOT / "docs" / "gate.md").read_text()
    lines = [line.rstrip() for line in rendered(page, width=80).splitlines()]
    code = {line for block in page.split("```")[1::2] for line in block.splitlines()}
    assert all(len(line) <= 80 or line in code for line in lines)
    table = page.partition("```text\n")[2].partition("\n```")[0].splitlines()
    assert [line for line in table if line.rstrip() not in lines] == []
    assert any(line.startswith("For the run of the tutorial (tutorial.md), with the panel") for line in lines)


def test_a_line_of_code_is_whole_on_a_narrow_terminal() -> None:
    command = (
        'pip install "tutelage[train] @ file:///home/me/tutelage/dist/tutelage-0.2.0-py3-none-any.whl"  # the wheel'
    )
    assert command in rendered(f"# Page\n\nSome text.\n\n```console\n{command}\n```\n", width=80)


def test_a_page_is_shown_from_the_package() -> None:
    assert invoke("help", "gate") == invoke("help", "gate.md") == invoke("help", "docs/gate.md")
    assert invoke("help", "gate").startswith((ROOT / "docs" / "gate.md").read_text()[:60])
    result = CliRunner().invoke(app, ["help", "../../etc/passwd"])
    assert "there is no page 'passwd'" in str(result.exception)


def test_exit_codes_are_what_the_page_says(
    finished_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each code by a command that gives it; the page is written from the same list."""
    from tutelage import cli
    from tutelage.cli.ending import EXIT_CODES
    from tutelage.errors import ReviewNeeded

    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.yaml").write_text("units: [{name: a, skills: [{id: b, name: b, needs: [c]}]}]")
    (tmp_path / "hard.yaml").write_text("exam_gain: {at_least: 1.0}")

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    def wait(*_: object, **__: object) -> None:
        raise ReviewNeeded("the graph waits for your review")

    monkeypatch.setattr("tutelage.tools.grade.grade", interrupt)
    monkeypatch.setattr("tutelage.tools.doctor.check_machine", wait)
    found = {}
    for words in (
        ["--version"],
        ["graph", "stats", EXAMPLES / "calculus-syllabus.yaml"],
        ["graph", "check", "bad.yaml"],
        ["gate", finished_run, "--conditions", "hard.yaml"],
        ["run", "nowhere.yaml"],
        ["run", "--no-such-option"],
        ["gate", "nowhere"],
        ["doctor"],
        ["grade", "replies.jsonl"],
    ):
        monkeypatch.setattr(sys, "argv", ["tutelage", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        found[" ".join(map(str, words[:2]))] = ended.value.code or 0
    assert found == {
        "--version": 0,
        "graph stats": 0,
        "graph check": 1,
        f"gate {finished_run}": 1,
        "run nowhere.yaml": 2,
        "run --no-such-option": 2,
        "gate nowhere": 2,
        "doctor": 3,
        "grade replies.jsonl": 130,
    }
    assert set(found.values()) == set(EXIT_CODES)
    page = (ROOT / "docs" / "cli.md").read_text().split("## Exit codes")[1].split("\n## ")[0]
    assert {int(code) for code in re.findall(r"^\| `(\d+)` ", page, flags=re.MULTILINE)} == set(EXIT_CODES)


def test_a_page_is_in_colour_on_a_terminal() -> None:
    """The colours were taken for those of somebody else's text, and their remains printed."""
    screen, keyboard = pty.openpty()
    command = [sys.executable, "-m", "tutelage", "help", "gate"]
    with subprocess.Popen(
        command, stdout=keyboard, env={**os.environ, "COLUMNS": "80", "TERM": "xterm-256color"}
    ) as job:
        os.close(keyboard)
        seen = b""
        with suppress(OSError):  # the terminal is closed
            while part := os.read(screen, 65536):
                seen += part
    os.close(screen)
    assert job.returncode == 0
    assert b"\x1b[" in seen
    text = re.sub(rb"\x1b\[[0-9;]*m", b"", seen).decode()
    assert "[0m" not in text
    assert "tutelage gate RUN" in text
