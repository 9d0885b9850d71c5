"""Leakage: what stands in the training text is found, in the right kind, and scores are told with and without it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tutelage import graph
from tutelage.cli import app
from tutelage.config import Recipe
from tutelage.course.near_duplicates import tokens
from tutelage.exams import leakage
from tutelage.exams.leakage import Question, TrainingText
from tutelage.records import Course, Evaluation, Exercise, Lesson, Origin, Score, Skill
from tutelage.storage import stages
from tutelage.storage.directories import RunDirectory

LONG = "A farmer has 12 hens and each of them lays 5 eggs in a week; how many eggs does she have after 3 weeks?"


def kinds(questions: list[str], texts: list[str], words: int = 13) -> dict[str, str]:
    listed = [Question(question, question) for question in questions]
    found = leakage.search_texts(
        "exam", listed, [TrainingText(f"text {i}", text) for i, text in enumerate(texts)], words
    )
    assert found.texts == len(texts)
    return {touched.question: touched.kind for touched in found.touched}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"Once more. {LONG} Well?", "repeated"),
        ("a FARMER has 12 hens, and each of them lays 5 eggs in a week; how many", "overlap"),
        ("Say each of them lays 5 eggs in a week; how many eggs does it make?", "overlap"),
        (LONG.replace("12", "20").replace("5", "6").replace("3", "2"), "other-numbers"),
        ("A farmer has hens.", None),
        ("", None),
    ],
)
def test_kinds_of_leaks(text: str, kind: str | None) -> None:
    found = kinds([LONG], [text])
    assert found.get(LONG) == kind


def test_short_questions_are_looked_for_as_a_whole() -> None:
    assert kinds(["What is 2 + 3?"], ["What is 2 + 3? 5"]) == {"What is 2 + 3?": "repeated"}
    assert kinds(["What is 2 + 3?"], ["What is 12 + 3? 15"]) == {"What is 2 + 3?": "other-numbers"}
    assert kinds(["What is 2 + 3?"], ["What is 2 + 3 + 4?"]) == {}
    assert kinds(["Spain"], ["The capital of Spain"]) == {"Spain": "repeated"}


def test_the_gravest_kind_counts_wherever_it_stands() -> None:
    for texts in ([LONG.replace("12", "13"), LONG], [LONG, LONG.replace("12", "13")]):
        assert kinds([LONG], texts) == {LONG: "repeated"}


WORD = st.sampled_from(["a", "b", "7", "8"])


@given(st.lists(WORD, min_size=1, max_size=9), st.lists(WORD, max_size=30))
def test_same_as_plain_search(question: list[str], text: list[str]) -> None:
    said, read, words = " ".join(question), " ".join(text), 5

    def holds(part: list[str], whole: list[str]) -> bool:
        return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))

    def mask(items: list[str]) -> list[str]:
        return [re.sub(r"\d+", "#", item) for item in items]

    asked, seen = tokens(said), tokens(read)
    parts = [asked[i : i + words] for i in range(len(asked) - words + 1)]
    expected = (
        "repeated"
        if holds(asked, seen)
        else "overlap"
        if any(holds(part, seen) for part in parts)
        else "other-numbers"
        if holds(mask(asked), mask(seen))
        else None
    )
    assert kinds([said], [read], words).get(said) == expected


def exercise(question: str, origin: Origin = Origin.COURSE) -> Exercise:
    return Exercise.of(
        skill="sums", skills=("sums",), question=question, solution="Answer: 1", answer="1", formal="", origin=origin
    )


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run whose four exam questions are repeated, in the textbook, trained with other numbers, and new."""
    exam = [exercise(q, Origin.EXAM) for q in ("Add 1 and 2.", LONG, "Take 3 from 9.", "Halve 8, then double it.")]
    course = Course(
        lessons=(Lesson(id="le-1", skill="sums", title="Eggs", text=f"Think of this: {LONG[:-9]} 4 weeks?"),),
        exercises=(exercise("Add 1 and 2."), exercise("Take 4 from 8.")),
        misconceptions=(),
        exam=tuple(exam),
        rejected=(),
        accounts=(),
    )
    scores = tuple(
        Score(evaluation="base", question=e.id, skill="sums", reply="", answer="", expected="1", correct=i < 2)
        for i, e in enumerate(exam)
    )
    recipe = Recipe.model_validate({"name": "sums", "syllabus": "none.yaml", "run_dir": tmp_path / "run"})
    with RunDirectory(recipe) as directory:
        skills = graph.build([Skill(id="sums", name="sums", position=0)], [])
        directory.stage(stages.GRAPH, lambda _: skills)
        directory.stage(stages.COURSE, lambda _: course)
        directory.stage(stages.exam_of_base(), lambda _: Evaluation(scores=scores))
    return directory.path


def test_command_gives_scores_both_ways_and_checks_benchmarks(run: Path, tmp_path: Path) -> None:
    bench = tmp_path / "bench.jsonl"
    bench.write_text(11 * '{"question": "Add 1 and 2."}\n' + '{"question": "Name a fish."}\n')
    result = CliRunner().invoke(app, ["leakage", str(run), "--benchmark", str(bench), "--out", str(tmp_path / "o")])
    assert result.exit_code == 0, result.output
    assert all(len(line) <= 80 for line in result.output.splitlines())
    rows = {line.split()[0]: line.split()[1:] for line in result.output.splitlines() if line}
    assert rows["exam"] == ["4", "1", "1", "1"]
    assert rows["bench.jsonl"] == ["12", "11", "0", "0"]
    assert "and 3 more: --json lists all" in result.output
    assert re.search(r"all questions +2/4 +50.0 %", result.output)
    assert re.search(r"without repeated and overlapping +0/2 +0.0 %", result.output)
    assert re.search(r"without those with other numbers too +0/1 +0.0 %", result.output)
    assert len((tmp_path / "o").read_text().splitlines()) == 2


def test_folder_without_a_course_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["leakage", str(tmp_path)])
    assert "holds no run" in str(result.exception)
    with pytest.raises(ValueError, match="at least 4"):
        leakage.search_texts("exam", [], [], 3)
