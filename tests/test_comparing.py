"""Comparing runs: what is found, what is honestly not found, and what cannot be compared."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from typer.testing import CliRunner

import tutelage
from tutelage import comparing, stats, store
from tutelage.cli import app
from tutelage.records import Comparison, Score, Sitting

SKILLS = ("one-step", "two-steps-with-a-name-of-some-length", "leap")


def score(question: str, skill: str, correct: bool) -> Score:
    return Score(sitting="s", question=question, skill=skill, reply="", answer="", expected="1", correct=correct)


def held_run(folder: Path, correct: list[bool], sitting: str = "round-2", exam: str = "q") -> Path:
    """The parts of a run folder that a comparison reads; question i belongs to skill i modulo 3."""
    scores = tuple(score(f"{exam}-{i}", SKILLS[i % 3], value) for i, value in enumerate(correct))
    store.write_bundle(folder / "exam" / sitting, Sitting(scores=scores))
    (folder / store.CONFIG).write_text("name: x\nsyllabus: s.yaml\npractice: {rounds: 2}\n")
    return folder


def outcomes(seed: int, share: float, count: int = 300) -> list[bool]:
    source = random.Random(seed)
    return [source.random() < share for _ in range(count)]


def test_a_clear_difference_is_found_and_its_skill_named(tmp_path: Path) -> None:
    first = outcomes(1, 0.4)
    second = [True if place % 3 == 2 else value for place, value in enumerate(first)]
    a, b = held_run(tmp_path / "a", first), held_run(tmp_path / "b", second)
    found = tutelage.compare(a, b)
    gained = sum(not value for value in first[2::3])
    assert (found.overall.only_first, found.overall.only_second) == (0, gained)
    assert found.overall.difference.value == pytest.approx(gained / 300)
    assert found.overall.p == pytest.approx(2 * 0.5**gained)
    assert "B is better by" in found.sentence
    assert "Of 3 skills, leap can be told apart" in found.sentence
    by_skill = {row.skill: row for row in found.skills}
    assert by_skill["leap"].corrected == pytest.approx(3 * by_skill["leap"].p)
    assert by_skill["one-step"].smallest is None
    backwards = tutelage.compare(b, a)
    assert backwards.overall.difference.value == -found.overall.difference.value
    assert "A is better by" in backwards.sentence


def test_chance_is_called_chance(tmp_path: Path) -> None:
    a, b = held_run(tmp_path / "a", outcomes(1, 0.4)), held_run(tmp_path / "b", outcomes(2, 0.4))
    found = tutelage.compare(a, b)
    assert found.sentence.startswith("No difference can be told at this size")
    assert found.overall.smallest is not None
    assert f"about {100 * found.overall.smallest:.1f} points" in found.sentence
    few = tutelage.compare(held_run(tmp_path / "c", [False] * 21), held_run(tmp_path / "d", [True] * 21))
    assert "B is better by 100.0 points" in few.sentence
    assert min(row.corrected for row in few.skills) == 3 * 2 / 2**7
    assert "two-steps" in few.sentence
    fewer = tutelage.compare(held_run(tmp_path / "e", [False] * 18), held_run(tmp_path / "f", [True] * 18))
    assert "With at most 6 questions a skill, no single one of 3 skills could be" in fewer.sentence
    same = tutelage.compare(a, a)
    assert "disagree on 0 of 300 questions, too few" in same.sentence
    assert same.overall.p == 1


def test_seeds_that_contradict_one_another_decide_nothing(tmp_path: Path) -> None:
    """All answers in one pot would be a find; over seeds it is none."""
    low, high = [False] * 100, [True] * 100
    runs = [held_run(tmp_path / name, value) for name, value in zip("abcdef", (low, low, high) * 2, strict=True)]
    found = tutelage.compare([runs[0], runs[1], runs[2]], [runs[2], runs[5], runs[0]])
    assert found.by_seed == (1, 1, -1)
    assert found.overall.p < 1e-6
    assert found.sentence.startswith("No difference can be told")
    assert "these two students" not in found.sentence
    assert "By seed: +100.0, +100.0, -100.0" in comparing.text(found)


def test_other_sittings_of_a_run(tmp_path: Path) -> None:
    run = held_run(held_run(tmp_path / "a", outcomes(3, 0.2), "reading"), outcomes(3, 0.8))
    found = tutelage.compare(f"{run}:reading", run)
    assert found.first == (f"{run}:reading",)
    assert found.second == (f"{run}:round-2",)
    assert found.overall.second > 0.7 > 0.3 > found.overall.first


def test_what_cannot_be_compared_is_told(tmp_path: Path) -> None:
    a = held_run(tmp_path / "a", outcomes(1, 0.4))
    longer, other = (
        held_run(tmp_path / "b", outcomes(1, 0.4, 310)),
        held_run(tmp_path / "c", outcomes(1, 0.4), exam="r"),
    )
    (tmp_path / "unfinished").mkdir()
    begun = held_run(tmp_path / "unfinished", outcomes(1, 0.4), "reading")
    for first, second, says in (
        (a, longer, "share 300 of 300 and 310 questions"),
        (a, other, "share 0 of 300 and 300"),
        (a, begun, f"no finished sitting 'round-2': finish the run, or name one of {begun}:reading"),
        (a, tmp_path, "no run at"),
        (a, f"{a}:round-9", "no finished sitting 'round-9'"),
        ([a, a], [a], "2 runs against 1"),
    ):
        with pytest.raises(ValueError, match=says):
            tutelage.compare(first, second)


def test_command_prints_80_columns_and_writes_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, share in (("a", 0.3), ("b", 0.35), ("c", 0.9), ("d", 0.95)):
        held_run(Path(name), outcomes(5, share))
    result = CliRunner().invoke(app, ["compare", "a,b", "c,d", "--json", "found.json"])
    assert result.exit_code == 0, result.output
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    assert "B is better by" in result.stdout
    found = Comparison.model_validate(json.loads(Path("found.json").read_text()))
    assert found == tutelage.compare(["a", "b"], ["c", "d"])
    assert [row.skill for row in found.skills] == list(SKILLS)
    assert found.overall.questions == 600
    expected = stats.mcnemar([(x, y) for x, y in zip(outcomes(5, 0.3), outcomes(5, 0.9), strict=True)] * 1)
    assert found.overall.p < expected
