"""`tutelage compare`: pairs questions, says what may be said, and refuses what cannot be compared."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

import tutelage
from tutelage import stats
from tutelage.cli import app
from tutelage.exams.comparison import comparison_text
from tutelage.records import Comparison, ComparisonRow, Estimate, Evaluation, Score
from tutelage.storage import store


def hold(folder: Path, marks: Sequence[bool], evaluation: str = "round-1", prefix: str = "q") -> str:
    """A run folder with one evaluation; every fourth question belongs to the skill `rare`."""
    scores = tuple(
        Score(
            evaluation=evaluation,
            question=f"{prefix}{index}",
            skill="common" if index % 4 else "rare",
            reply="",
            answer="",
            expected="1",
            correct=bool(mark),
        )
        for index, mark in enumerate(marks)
    )
    store.write_bundle(folder / "exam" / evaluation, Evaluation(scores=scores))
    return str(folder)


def marks(seed: int, share: float, number: int = 200) -> list[bool]:
    return [bool(mark) for mark in np.random.default_rng(seed).random(number) < share]


def command(*arguments: str) -> Result:
    result = CliRunner().invoke(app, ["compare", *arguments])
    assert all(len(line) <= 80 for line in result.output.splitlines())
    return result


def test_two_runs_are_compared_question_by_question(tmp_path: Path) -> None:
    before = marks(1, 0.3)
    after = [mark or more for mark, more in zip(before, marks(2, 0.3), strict=True)]
    found = tutelage.compare(hold(tmp_path / "a", before), hold(tmp_path / "b", after))
    gained = sum(b and not a for a, b in zip(before, after, strict=True))
    assert (found.all.gained, found.all.lost, found.all.questions) == (gained, 0, 200)
    assert found.all.p == stats.mcnemar(gained, 0)
    assert found.all.difference.value == pytest.approx(gained / 200)
    assert [(row.skill, row.questions) for row in found.skills] == [("rare", 50), ("common", 150)]
    assert sorted(row.corrected for row in found.skills) == sorted(stats.holm([row.p for row in found.skills]))
    assert "more right than the first, beyond chance" in found.sentence
    assert found.seeds is None


def row(skill: str, second: float = 0.5) -> ComparisonRow:
    difference = Estimate(value=second - 0.5, low=None, high=None)
    return ComparisonRow(
        skill=skill,
        questions=4,
        first=0.5,
        second=second,
        difference=difference,
        ratio=None,
        gained=0,
        lost=0,
        p=1.0,
        corrected=1.0,
        smallest=None,
    )


def test_of_many_skills_those_that_differ_are_printed() -> None:
    long = "what-a-claim-for-expenses-holds-and-until-when-it-is-made"
    rows = tuple(row(f"skill-{n}") for n in range(30))
    found = Comparison(
        first=("a",),
        second=("b",),
        same_exam=True,
        all=row(""),
        skills=(*rows, row(long, 1.0)),
        seeds=None,
        sentence="So.",
    )
    lines = comparison_text(found).splitlines()
    at = lines.index(long)
    assert lines[at + 1].split()[:4] == ["4", "50.0", "100.0", "+50.0"]
    assert lines[at + 2] == "… and 30 skills without a difference, or with a smaller one (--json has all)"
    assert not any(line.startswith("skill-") for line in lines)
    few = comparison_text(found.model_copy(update={"skills": rows[:20]}))
    assert few.count("skill-") == 20
    assert all(len(line) <= 80 for line in (*lines, *few.splitlines()))


def test_what_cannot_be_told_is_said(tmp_path: Path) -> None:
    first = marks(1, 0.5, 40)
    second = [not first[0], not first[1], *first[2:]]
    result = command(hold(tmp_path / "a", first), hold(tmp_path / "b", second), "--out", str(tmp_path / "c.json"))
    assert result.exit_code == 0
    assert "No difference can be detected at this size (40 questions" in " ".join(result.output.split())
    assert json.loads((tmp_path / "c.json").read_text())["all"]["questions"] == 40


def test_the_interval_and_the_test_do_not_contradict_each_other(tmp_path: Path) -> None:
    before, after = [False] * 7 + [True] * 23, [True] * 7 + [False] + [True] * 22
    found = tutelage.compare(hold(tmp_path / "a", before), hold(tmp_path / "b", after))
    assert (found.all.difference.low or 0) > 0
    assert "No difference can be detected at this size (30 questions, p = 0.070). The interval leaves 0 out, but" in (
        found.sentence
    )


def test_an_interval_without_width_is_not_shown(tmp_path: Path) -> None:
    same = [hold(tmp_path / name, [True] * 24) for name in ("a", "b")]
    found = tutelage.compare(*same)
    assert (found.all.difference.low, found.all.difference.high) == (None, None)
    assert "+0.0 to" not in command(*same).output


def test_it_is_said_when_no_skill_could_pass(tmp_path: Path) -> None:
    # 2 skills: six questions give p = 2 / 64 at best, seven 2 / 128; twice the latter is below .05.
    few = command(hold(tmp_path / "a", [False] * 8), hold(tmp_path / "b", [True] * 8))
    assert "none of 2 skills can pass; it takes 7 questions a skill" in " ".join(few.output.split())
    many = command(hold(tmp_path / "c", [False] * 80), hold(tmp_path / "d", [True] * 80))
    assert "can pass" not in many.output


def test_two_evaluations_of_one_run_and_the_last_one_by_number(tmp_path: Path) -> None:
    for evaluation, share in (("base", 0.0), ("round-2", 0.5), ("round-10", 1.0)):
        hold(tmp_path / "a", marks(0, share), evaluation)
    found = tutelage.compare(f"{tmp_path / 'a'}:base", tmp_path / "a")
    assert (found.all.first, found.all.second) == (0, 1)
    assert (found.first, found.second) == ((f"{tmp_path / 'a'}:base",), (f"{tmp_path / 'a'}:round-10",))
    assert found.all.ratio is None
    alone = tutelage.compare(tmp_path / "a" / "exam" / "base", f"{tmp_path / 'a'}:round-2")
    assert alone.all.second == pytest.approx(0.5, abs=0.1)


def test_seeds_that_disagree_make_a_difference_unsure(tmp_path: Path) -> None:
    base = [hold(tmp_path / f"a{seed}", [False] * 100) for seed in range(3)]
    steady = [hold(tmp_path / f"b{seed}", [True] * 20 + [False] * 80) for seed in range(3)]
    unsure = [hold(tmp_path / f"d{s}", [True] * n + [False] * (100 - n)) for s, n in enumerate((60, 0, 0))]
    clear, wide = tutelage.compare(base, steady), tutelage.compare(base, unsure)
    assert clear.same_exam
    assert clear.all.difference.value == wide.all.difference.value == pytest.approx(0.2)
    assert clear.all.p < 0.05 < wide.all.p
    assert wide.seeds is not None
    assert wide.seeds.low is not None
    assert wide.seeds.low < 0


def test_seeds_with_exams_of_their_own(tmp_path: Path) -> None:
    first = [hold(tmp_path / f"a{seed}", marks(seed, 0.2), prefix=f"s{seed}-") for seed in range(2)]
    second = [hold(tmp_path / f"b{seed}", marks(seed, 0.6), prefix=f"s{seed}-") for seed in range(2)]
    found = tutelage.compare(first, second)
    assert not found.same_exam
    assert found.all.questions == 400
    assert found.all.p < 0.05
    assert "Over 2 seeds" in command(",".join(first), ",".join(second)).output


def test_what_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    one, other = hold(tmp_path / "a", [True] * 5), hold(tmp_path / "b", [True] * 3)
    with pytest.raises(ValueError, match="different exams: 3 questions are shared, of 5 and 3"):
        tutelage.compare(one, other)
    with pytest.raises(ValueError, match="1 and 2 runs cannot be paired"):
        tutelage.compare(one, [one, one])
    with pytest.raises(ValueError, match="no run at"):
        tutelage.compare(one, tmp_path / "none")
    with pytest.raises(ValueError, match="no evaluation 'round-7'; it has round-1"):
        tutelage.compare(one, f"{one}:round-7")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match="no finished exam"):
        tutelage.compare(one, tmp_path / "empty")
    with pytest.raises(ValueError, match="has no questions"):
        tutelage.compare(hold(tmp_path / "c", []), one)


def test_several_runs_make_a_page_against_the_first(tmp_path: Path) -> None:
    sides = [hold(tmp_path / name, marks(1, share)) for name, share in (("one", 0.3), ("two", 0.6), ("<b>", 0.35))]
    page, numbers = tmp_path / "page.html", tmp_path / "all.json"
    result = CliRunner().invoke(app, ["compare", *sides, "--out", str(page)])
    assert result.exit_code == 0, result.output
    assert CliRunner().invoke(app, ["compare", *sides, "--out", str(numbers)]).exit_code == 0
    assert result.output.count("first:  ") == 2
    assert f"Page: {page}" in result.output
    html = page.read_text()
    found = [tutelage.compare(sides[0], other) for other in sides[1:]]
    assert html == tutelage.render_comparison(*found)
    assert "<b>" not in html, "names are text"
    for one in found:
        assert f"{100 * one.all.difference.value:+.1f}" in html
        assert f"{100 * (one.all.difference.low or 0):+.1f} to {100 * (one.all.difference.high or 0):+.1f}" in html
    assert [row["second"] for row in json.loads(numbers.read_text())] == [list(one.second) for one in found]
    with pytest.raises(ValueError, match="must be the same"):
        tutelage.render_comparison(found[0], tutelage.compare(sides[1], sides[2]))


def test_few_questions_have_no_interval_that_claims_to_be_sure(tmp_path: Path) -> None:
    first, second = (hold(tmp_path / name, [name == "b"] * 8) for name in "ab")
    result = command(first, second)
    assert "+100.0 to +100.0" not in result.output
    assert "+100.0" in result.output
