"""Numbers agree with their nouns."""

from __future__ import annotations

import re
from pathlib import Path

from tutelage.graph.text import summary_line
from tutelage.progress import counted
from tutelage.syllabus import read_syllabus


def test_one_is_singular() -> None:
    assert [counted(number, "skill") for number in (0, 1, 2, 1200)] == [
        "0 skills",
        "1 skill",
        "2 skills",
        "1,200 skills",
    ]
    assert counted(2, "try", "tries") == "2 tries"


def test_a_small_graph_is_told_in_the_singular(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("units: [{skills: [{id: a}, {id: b, needs: [a]}]}]")
    assert summary_line(read_syllabus(tmp_path / "s.yaml")).startswith("2 skills, 1 prerequisite, 2 levels")
    (tmp_path / "t.yaml").write_text("units: [{skills: [{id: a}]}]")
    assert not re.search(r"\b1 \w+s\b", summary_line(read_syllabus(tmp_path / "t.yaml")))
