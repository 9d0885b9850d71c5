"""Imports go one way; heavy and dangerous ones stay where they belong."""

from __future__ import annotations

import ast
import subprocess
import sys
import time
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "tutelage"

ROOMS = (
    *("__main__", "__init__", "cli", "experiments", "pipeline", "tools", "review", "report", "exports", "skeleton"),
    *(
        "exams",
        "adaptation",
        "dynamics",
        "training",
        "course",
        "syllabus",
        "documents",
        "teacher",
        "subjects",
        "student",
    ),
    *("grading", "graph", "stats", "executor", "storage", "records", "config", "progress", "errors", "seeds"),
)
"""The folders of the package and its files at the root, from the top down. Imports go down this list, and only down."""


def module_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """First parts below `tutelage` of everything a file imports, lazily or not."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "tutelage":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("tutelage.")}
    return found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down_the_list(path: Path) -> None:
    room = module_of(path)
    for other in imports(path) - {room}:
        assert ROOMS.index(room) < ROOMS.index(other), f"{room} imports {other}, which stands above it"


def test_nothing_outside_subjects_imports_what_a_subject_teaches() -> None:
    framework = {"checking", "registry", "relations", "statements", "workbook"}
    entries = {path.stem for path in (PACKAGE / "subjects").iterdir() if not path.name.startswith("_")}
    assert entries >= framework | {"calculus", "social_studies", "facts", "typesetting", "gym"}
    taught = tuple(f"tutelage.subjects.{name}." for name in entries - framework)
    for path in (path for path in PACKAGE.rglob("*.py") if module_of(path) != "subjects"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import | ast.ImportFrom):
                module = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
                assert not any(f"{module}{alias.name}.".startswith(taught) for alias in node.names), path


def test_every_room_is_in_the_list() -> None:
    assert {module_of(path) for path in PACKAGE.rglob("*.py")} == set(ROOMS)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_torch_and_network_stay_in_their_place(path: Path) -> None:
    heavy = {"torch", "transformers", "trl", "peft", "datasets"}
    server = {"http.server", "socketserver", "http"}
    network = {"requests", "httpx", "urllib.request", "socket", "aiohttp", "openai"}
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {name for alias in node.names for name in (alias.name, alias.name.split(".")[0])}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, node.module.split(".")[0]}
    if module_of(path) not in ("student", "training"):
        assert not names & heavy
    if path != PACKAGE / "teacher" / "language" / "openai.py":
        assert not names & network
    if path != PACKAGE / "executor" / "on_ray.py":
        assert "ray" not in names
    if path != PACKAGE / "report" / "loopback.py":
        assert not names & server
    if path not in (PACKAGE / "exports" / "upload.py", PACKAGE / "student" / "hub.py"):
        assert "huggingface_hub" not in names
    assert not names & {"pickle", "marshal", "shelve"}


def test_no_eval_of_text() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                # `model.eval()` takes nothing: it is torch's switch, not Python's interpreter.
                assert name not in {"eval", "exec", "sympify", "parse_expr"} or not node.args, path


def test_help_does_not_import_torch() -> None:
    code = (
        "import sys\nfrom tutelage.cli import app\n"
        "try: app(['--help'])\nexcept SystemExit: pass\nprint('torch' in sys.modules)"
    )
    start = time.monotonic()
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip().endswith("False")
    print(f"tutelage --help took {time.monotonic() - start:.2f} s")


WRONG = {
    "run none/none.yaml": "no recipe at",
    "check none/none.yaml": "no recipe at",
    "doctor none/none.yaml": "no recipe at",
    "plan none/none.yaml": "no recipe at",
    "graph show none/none.yaml": "no syllabus at",
    "ask ./none question": "no run and no model at",
    "chat ./none": "no run and no model at",
    "export none/none --to hf": "holds no run",
    "watch none/none": "holds no run",
    "review none/none": "holds no run",
    "leakage none/none": "holds no run",
    "gate none/none": "holds no run",
    "audit none/none.jsonl": "no data set at",
}
"""A command with a path at which there is nothing -> what it says."""


def test_a_wrong_path_is_told_before_slow_imports() -> None:
    code = f"""
import sys
from tutelage.cli import main
for command in {list(WRONG)!r}:
    sys.argv = ["tutelage", *command.split()]
    try:
        main()
    except SystemExit as end:
        slow = {{"torch", "transformers", "sympy", "datasets", "openai"}} & set(sys.modules)
        print(command, end.code, *slow, sep=", ")
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == [f"{command}, 2" for command in WRONG]
    errors = [line for line in result.stderr.splitlines() if "error:" in line]
    for says, error in zip(WRONG.values(), errors, strict=True):
        assert says in error
