"""Every command of every page: an `sh` block is run by a test, and what stands anywhere else exists at least."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from typer.testing import CliRunner

from tutelage.cli import app
from tutelage.teacher.language.prompting import VARIABLES

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]

RUN_BY = {
    "drafts.md": "test_docs_commands.py",
    "dynamics.md": "test_docs_dynamics.py",
    "exams.md": "test_exam_docs.py",
    "gate.md": "test_gate.py",
    "graph.md": "test_cli_graph.py",
    "new-subject.md": "test_new_subject.py",
    "statistics.md": "test_statistics_document.py",
    "take-away.md": "test_docs_exports.py",
    "try-it.md": "test_docs_exports.py",
    "tutorial.md": "test_docs_commands.py",
}
"""Which test runs the `sh` blocks of a page. All other blocks with commands are marked `console`: they are not run."""


def blocks(path: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", path.read_text(), flags=re.DOTALL | re.MULTILINE)


def lines(path: Path) -> list[str]:
    return [line for block in blocks(path, "sh") for line in block.splitlines()]


def test_every_sh_block_is_run_by_a_test() -> None:
    with_commands = {path.name for path in PAGES if blocks(path, "sh")}
    assert with_commands - RUN_BY.keys() == set(), "mark blocks that are not run `console`, or run them in a test"
    assert RUN_BY.keys() - with_commands == set()
    for page, test in RUN_BY.items():
        text = (ROOT / "tests" / test).read_text()
        assert page in text, f"{test} does not mention {page}"
        assert "```sh" in text or 'block("sh"' in text or 'blocks(path, "sh")' in text, f"{test} reads no sh block"


def test_other_kinds_of_block_hide_no_commands() -> None:
    for path in PAGES:
        kinds = set(re.findall(r"^```(\w*)\n", path.read_text(), flags=re.MULTILINE)) - {""}
        assert kinds <= {"sh", "console", "text", "python", "yaml", "json", "toml", "markdown"}, path


def mentioned() -> Iterator[tuple[str, str]]:
    """Page and command, for everything in a page that begins with `tutelage` and is a command."""
    for path in PAGES:
        text = path.read_text()
        found = re.findall(r"`(tutelage [^`\n]+)`", text)
        for kind in ("sh", "console"):
            found += [
                line for b in blocks(path, kind) for line in re.findall(r"(?:^|[ /])(tutelage [a-z-].*)", b, re.M)
            ]
        yield from ((path.name, command) for command in found)


def test_every_command_that_is_mentioned_exists() -> None:
    tree: Any = typer.main.get_command(app)
    commands = list(mentioned())
    assert len(commands) > 100
    for page, text in commands:
        words = re.split(r"[\s\[\]|]+|\\\|", text.split("#")[0].split("&&")[0])[1:]
        node = tree
        while words and hasattr(node, "commands") and re.fullmatch(r"[a-z-]+", words[0]) and words[0][0] != "-":
            assert words[0] in node.commands, f"{page}: {text}: there is no command {words[0]!r}"
            node = node.commands[words.pop(0)]
        known = {name for item in node.params for name in (*item.opts, *item.secondary_opts)}
        for word in words:
            option = word.split("=")[0]
            if option.startswith("--"):
                assert option in {*known, "--help", "--debug", "--install-completion"}, f"{page}: {text}: no {option}"


def test_readme_lists_every_command() -> None:
    tree: Any = typer.main.get_command(app)
    table = (ROOT / "README.md").read_text().split("## Commands")[1]
    listed = set(re.findall(r"^\| .*?`tutelage ([a-z-]+)", table, flags=re.MULTILINE))
    assert listed == set(tree.commands)


def test_every_command_of_the_tutorial_runs(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ROOT / "docs" / "tutorial.md"
    monkeypatch.chdir(tmp_path)
    syllabus, recipe = blocks(page, "yaml")
    (tmp_path / "fractions-syllabus.yaml").write_text(syllabus)
    small = yaml.safe_load(recipe) | {"student": {"model": str(tiny_student), "lora_rank": 4}, "threads": 1}
    small |= {"exam": {"max_new_tokens": 8}, "forgetting": {"panel_items": 7}}
    (tmp_path / "fractions.yaml").write_text(yaml.safe_dump(small))
    for command in lines(page):
        result = CliRunner().invoke(app, shlex.split(command)[1:])
        # What `doctor` finds here is no matter of the page.
        assert result.exit_code == 0 or "doctor" in command, (command, result.output, result.exception)
        long = [line for line in result.stdout.splitlines() if len(line) > 80]
        assert not long, command
    assert (tmp_path / "runs" / "fractions" / "report.html").is_file()
    assert (tmp_path / "exports" / "fractions-hf" / "README.md").is_file()


def test_prompts_are_copied_as_their_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in lines(ROOT / "docs" / "drafts.md"):
        assert CliRunner().invoke(app, shlex.split(command)[1:]).exit_code == 0, command
    overview = CliRunner().invoke(app, ["prompts"]).stdout
    assert all(len(line) <= 80 for line in overview.splitlines())
    assert len(list((tmp_path / "my-prompts").glob("*.md"))) == len(VARIABLES)


def test_recipes_of_the_pages_load() -> None:
    """Sections that pages show are sections of a recipe."""
    from tutelage.config import parse_recipe

    for page in ("student.md", "try-it.md", "teacher.md", "drafts.md", "one-gpu.md"):
        for block in blocks(ROOT / "docs" / page, "yaml"):
            parse_recipe({"name": "x", "syllabus": "x.yaml"} | yaml.safe_load(block), page)
