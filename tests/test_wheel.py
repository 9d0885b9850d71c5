"""A built wheel carries all that the package reads: prompts, lessons, facts, the skeleton, the report's parts."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_wheel_carries_all_files_of_the_package(tmp_path: Path) -> None:
    copy = tmp_path / "source"
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    shutil.copytree(ROOT / "src", copy / "src", ignore=ignored, symlinks=True)
    for name in ("examples", "docs"):
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    quietly = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *quietly, "--wheel-dir", str(tmp_path), "."], cwd=copy, check=True
    )
    (wheel,) = tmp_path.glob("tutelage-*.whl")
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("tutelage/")}
    package = ROOT / "src" / "tutelage"
    files = {
        f"tutelage/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files <= carried, sorted(files - carried)
    shipped = (path for path in (ROOT / "examples").rglob("*") if path.is_file())
    examples = {f"tutelage/{path.relative_to(ROOT).as_posix()}" for path in shipped}
    assert examples <= carried, sorted(examples - carried)
    pages = {f"tutelage/docs/{path.name}" for path in (ROOT / "docs").glob("*.md")}
    assert pages <= carried, sorted(pages - carried)
    for ending in ("py.typed", ".csv", ".js", ".css", ".jinja", "prompts/lesson.md", "subjects/calculus/"):
        assert any(ending in name for name in carried), ending
