"""The documentation builds without warnings, needs no network, and its reference pages are what the code says."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
LATER = {"results.md", "scale.md", "threat-model.md"}
"""Pages that may come without being in the navigation yet."""


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "scripts" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_reference_pages_are_what_the_code_says(reference: ModuleType) -> None:
    pages = reference.pages()
    assert {path.name for path in pages} == {"cli.md", "recipe.md", "files.md", "api.md", "llms.txt", "rooms.svg"}
    stale = [path.name for path, text in pages.items() if path.read_text(encoding="utf-8") != text]
    assert not stale, f"run `python scripts/reference.py`: {', '.join(stale)} are not what the code says"


SIDES = (("forgetting/(base|final)", "forgetting/SIDE"), ("development/[^/]+", "development/STATE"))


def test_files_page_names_the_files_of_a_real_run(reference: ModuleType, finished_run: Path) -> None:
    page = (ROOT / "docs" / "files.md").read_text()
    named = set(re.findall(r"`([\w/-]+\.jsonl)`", page))
    found = set()
    for path in finished_run.rglob("*.jsonl"):
        name = path.relative_to(finished_run).as_posix()
        if "/student/" not in name and "/checkpoints/" not in name:
            for pattern, general in (("exam/[^/]+", "exam/EVALUATION"), (r"(probe/)?round-\d+", r"\1round-N"), *SIDES):
                name = re.sub(f"^{pattern}", general, name)
            found.add(name)
    # Only where practice rehearses, a person reviews, or there are documents.
    assert named == found | {"rehearsal/answers.jsonl", "review/decisions.jsonl", "closed-book/trials.jsonl"}
    for name in ("config.yaml", "environment.json", "gate.json", "report.html"):
        assert (finished_run / name).is_file()
        assert f"`{name}`" in page


def test_every_extra_is_on_the_page_about_installing() -> None:
    page = (ROOT / "docs" / "install.md").read_text()
    (table,) = re.findall(r"\| extra \| for \|\n(.*?)\n\n", page, flags=re.DOTALL)
    listed = [name for row in table.splitlines() for name in re.findall(r"`([\w-]+)`", row.split("|")[1])]
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert sorted(listed) == sorted(extras)


NEWCOMERS = ("tutorial", "read-your-result", "handbook", "one-gpu", "students", "gate", "report")


@pytest.mark.parametrize("name", NEWCOMERS)
def test_a_page_for_newcomers_links_each_word_of_the_glossary_where_it_first_stands(name: str) -> None:
    glossary = (ROOT / "docs" / "concepts.md").read_text().partition("## Words of measuring")[2]
    rows = re.findall(r"^\| (?!word|---)(.*?) \|", glossary.partition("## Where we differ")[0], flags=re.MULTILINE)
    words = [word for row in rows for word in re.findall(r"\*\*([^*]+)\*\*", row)]
    assert len(words) > 15
    page = (ROOT / "docs" / f"{name}.md").read_text()
    text = re.sub(r"^```.*?^```|`[^`]*`|^#.*?$", "", page, flags=re.DOTALL | re.MULTILINE)
    linked = re.sub(r"\[([^\]]*)\]\([^)]*\)", lambda link: "\u2060" * len(link[0]), text)
    for word in words:
        said = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.IGNORECASE)
        first, plain = said.search(text), said.search(linked)
        assert first is None or plain is None or first.start() < plain.start(), f"{name}.md: {word}"


def test_every_page_is_in_the_navigation() -> None:
    listed = set(re.findall(r"([\w/-]+\.md)$", (ROOT / "mkdocs.yml").read_text(), flags=re.MULTILINE))
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert listed <= pages
    assert pages - listed <= LATER


def test_the_site_builds_without_warnings_and_fetches_nothing(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    pytest.importorskip("material")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    assert "WARNING" not in built.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 25
    for page in pages:
        text = page.read_text()
        assert not re.findall(r'<(?:script|img|iframe)[^>]+src="?https?:', text), page
        assert not re.findall(r'<link[^>]+rel="?stylesheet"?[^>]+href="?https?:', text), page


def test_messages_of_troubleshooting_are_those_of_the_code() -> None:
    files = (ROOT / "src" / "tutelage").rglob("*.py")
    # Texts that are written over several lines are joined, as Python joins them.
    code = " ".join(re.sub(r'"\s*\n\s*f?"', "", path.read_text(encoding="utf-8")) for path in files).casefold()
    cells = re.findall(
        r"^\| (.*?) \|", (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    quoted = [
        words.strip(" ,:") for cell in cells for span in re.findall("`([^`]+)`", cell) for words in span.split("…")
    ]
    messages = [words for words in quoted if len(words) > 5 and not words.startswith("pip")]
    assert len(messages) > 6
    system = {"No space left on device"}  # the operating system's own words
    assert [words for words in messages if words.casefold() not in code and words not in system] == []
