"""`tutelage graph`: every command of the documentation runs as it stands there; people's mistakes cost nothing."""

from __future__ import annotations

import gc
import re
import shlex
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tutelage.cli import app
from tutelage.graph import names

DOCUMENT = (Path(__file__).parent.parent / "docs" / "graph.md").read_text()
FILES = re.findall(r"`([\w.]+)`:\n\n```\w+\n(.*?)```", DOCUMENT, flags=re.DOTALL)
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", DOCUMENT, flags=re.DOTALL) for line in block.splitlines()]


def tutelage(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def printed(*arguments: str | Path) -> str:
    result = tutelage(*arguments)
    assert result.exit_code == 0, result.output or result.exception
    if arguments[1] != "export":
        assert all(len(line) <= 80 for line in result.output.splitlines())
    return result.output


@pytest.fixture
def documented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the documentation's files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.delenv("VISUAL", raising=False)
    for name, text in FILES:
        (tmp_path / name).write_text(text)
    return tmp_path


def test_every_command_of_the_documentation_runs(documented: Path) -> None:
    assert len(FILES) == 8
    shown = {command: printed(*shlex.split(command)[1:]) for command in COMMANDS}
    assert {command.split()[2] for command in COMMANDS} == {
        *("import", "show", "stats", "check", "edit", "diff", "export", "draw", "score", "propose")
    }
    merged = shown["tutelage graph import fractions.md school.yaml contents.jsonl -o merged.yaml"]
    assert "merged: 'Simplifying a fraction' into simplifying-fractions" in " ".join(merged.split())
    assert "'Introduction' is an introduction" in " ".join(merged.split())
    assert "simplifying-fractions  <- division" in shown["tutelage graph show merged.yaml"]
    assert "+ skill" not in shown["tutelage graph edit merged.yaml"]
    assert "1.00 (0.34-1.00)" in shown["tutelage graph score merged.yaml --gold gold.jsonl"]
    assert (documented / "merged.merges.jsonl").read_text().count("\n") == 5
    assert (documented / "picture.svg").read_text().startswith("<svg")


def edit(folder: Path, old: str, new: str) -> Result:
    """Edit school.yaml with an editor that replaces one text by another."""
    script = folder / "editor.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\n"
        f"p = Path(sys.argv[1])\np.write_text(p.read_text().replace({old!r}, {new!r}))\n"
    )
    return CliRunner().invoke(app, ["graph", "edit", "school.yaml"], env={"EDITOR": f"{sys.executable} {script}"})


def test_edit_takes_over_what_reads_back_and_says_what_changed(documented: Path) -> None:
    result = edit(documented, "name: division", "name: dividing")
    assert result.output == "~ skill dividing: name 'division' -> 'dividing'\n"
    assert "name: dividing" in (documented / "school.yaml").read_text()
    assert not (documented / "school.edited.yaml").exists()


def test_edit_keeps_a_text_that_does_not_read_back(documented: Path) -> None:
    before = (documented / "school.yaml").read_text()
    result = edit(documented, "needs: [dividing]", "needs: [adding-fractions]")
    assert isinstance(result.exception, ValueError)
    assert "cycle" in str(result.exception)
    assert (documented / "school.yaml").read_text() == before
    assert edit(documented, "needs: [adding-fractions]", "needs: [dividing]").output == "no difference\n"
    assert not (documented / "school.edited.yaml").exists()


def test_edit_without_an_editor(documented: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor-anywhere")
    result = tutelage("graph", "edit", "school.yaml")
    assert "set EDITOR" in str(result.exception)


def test_check_ends_with_1_on_errors_and_0_on_warnings(documented: Path) -> None:
    (documented / "bad.txt").write_text("one <- two\ntwo <- one\n")
    result = tutelage("graph", "check", "bad.txt")
    assert result.exit_code == 1
    assert "cycle" in result.output
    (documented / "odd.txt").write_text("one\ntwo <- one\nthree\n")
    assert "orphan" in printed("graph", "check", "odd.txt")


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("show none.yaml", "no syllabus at none.yaml"),
        ("export school.yaml -o x.doc", "what format is '.doc'"),
        ("draw school.yaml -o x.png", "written as .svg or .html"),
        ("draw school.yaml --skill nobody -o x.svg", "no skill 'nobody'"),
        ("import school.yaml -o x.csv", "written as .yaml or .json"),
        ("import school.yaml -o x.yaml --similarity 7", "similarity"),
        ("score school.yaml --gold none.jsonl", "none.jsonl"),
        ("edit .", "is a run"),
    ],
)
def test_mistakes_are_named(documented: Path, command: str, says: str) -> None:
    result = tutelage("graph", *command.split())
    assert isinstance(result.exception, ValueError)
    assert says in str(result.exception)


def test_an_import_does_no_work_twice_nor_in_vain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests measure no time: 50,000 skills took three times as long."""
    read, compared = Counter[str](), 0
    tokens, similar_pairs = names.tokens, names.similar_pairs

    def count_tokens(text: str) -> list[str]:
        assert not gc.isenabled()
        read[text] += 1
        return tokens(text)

    def count_pairs(forms: Iterable[str], at_least: float) -> list[tuple[float, str, str]]:
        nonlocal compared
        compared += 1
        return similar_pairs(forms, at_least)

    names.form.cache_clear()
    monkeypatch.setattr(names, "tokens", count_tokens)
    monkeypatch.setattr(names, "similar_pairs", count_pairs)
    monkeypatch.chdir(tmp_path)
    chain = [f"step {place},{f'step {place - 1}' if place else ''}" for place in range(30)]
    Path("chain.csv").write_text("\n".join(["name,needs", *chain]))
    printed("graph", "import", "chain.csv", "-o", "x.yaml")
    assert read == {"": 1, **{f"step {place}": 1 for place in range(30)}}
    assert (compared, gc.isenabled()) == (0, True)
    Path("other.csv").write_text("name,needs\nleap,step 1")
    printed("graph", "import", "chain.csv", "other.csv", "-o", "x.yaml")
    assert compared == 1


def test_cycles_are_resolved_on_import_and_told(documented: Path) -> None:
    (documented / "bad.txt").write_text("one <- two\ntwo <- one\n")
    assert "cycle" in str(tutelage("graph", "import", "bad.txt", "-o", "x.yaml").exception)
    assert "one, two are taught together" in printed("graph", "import", "bad.txt", "--cycles", "group", "-o", "x.yaml")
    assert "2 of the skills in groups" in printed("graph", "stats", "x.yaml")
    assert "dropped 'one needs two'" in printed("graph", "import", "bad.txt", "--cycles", "drop", "-o", "x.yaml")
