"""What of an exam stands in the training text: found where it is, and not where it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import tutelage
from conftest import make_recipe, script
from tutelage import leakage, overlap
from tutelage.cli import app
from tutelage.progress import Quiet
from tutelage.records import Course, Exercise, Leakage, Lesson, Score
from tutelage.report import render
from tutelage.teacher.scripted import ScriptedTeacher

LONG = "A farmer has twelve brown cows and sells one of them each week until only three are left over"


def exercise(question: str, solution: str = "Thus. Answer: 1") -> Exercise:
    return Exercise.of(skill="s", skills=("s",), question=question, solution=solution, answer="1")


def lesson(text: str) -> Lesson:
    return Lesson(id="le-1", skill="s", title="On cows", text=text)


def kinds(exam: dict[str, str], exercises: list[Exercise], lessons: list[Lesson]) -> dict[str, str]:
    _, touched = leakage.search(lessons, exercises, {"exam": exam}, 13)
    return {item.question: item.kind for item in touched}


def test_each_kind_is_found_and_named_once() -> None:
    exam = {
        "same": "Derive 3*x^2 + 4.0.",
        "numbers": "Derive 7*x^2 + 5.",
        "words": f"{LONG}. How many weeks did that take?",
        "cited": "What is 17 plus 25?",
        "fresh": "Integrate sin(x) from 0 to 9.",
    }
    exercises = [exercise("Derive 3*x^2+4."), exercise("1 + 1?", "First: what is 17 plus 25? It is 42. Answer: 2")]
    found = kinds(exam, exercises, [lesson(f"In the village {LONG.lower()} in the field.")])
    assert found == {"same": "repeated", "numbers": "other-numbers", "words": "shared-words", "cited": "shared-words"}


def test_twelve_words_in_a_row_are_not_thirteen() -> None:
    words = LONG.split()
    exam = {"q": LONG}
    assert kinds(exam, [], [lesson(f"So {' '.join(words[2:15])} indeed.")]) == {"q": "shared-words"}
    assert kinds(exam, [], [lesson(f"So {' '.join(words[2:14])} indeed.")]) == {}
    assert kinds(exam, [], [lesson(f"{' '.join(words[:9])}. Then {' '.join(words[9:])}.")]) == {}


def test_a_short_question_counts_as_a_whole_and_not_inside_a_number() -> None:
    assert kinds({"q": "2 + 3?"}, [], [lesson("We know 2 + 3 = 5.")]) == {"q": "shared-words"}
    assert kinds({"q": "2 + 3?"}, [], [lesson("We know 12 + 3 = 15 and 2 + 34 = 36.")]) == {}
    assert kinds({"q": "?"}, [], [lesson("Is it? No.")]) == {}


WORDS = st.lists(st.sampled_from(["a", "b", "c", "3", "+"]), max_size=25).map(" ".join)


@given(question=WORDS, text=WORDS, words=st.integers(1, 6))
def test_search_is_that_of_the_slow_way(question: str, text: str, words: int) -> None:
    needles = leakage.Needles(words)
    needles.add(leakage.Place("exam", "q"), question)
    tokens, asked = overlap.tokens(text), overlap.tokens(question)
    size = min(words, len(asked))
    here = {tuple(tokens[i : i + size]) for i in range(len(tokens) - size + 1)}
    there = {tuple(asked[i : i + size]) for i in range(len(asked) - size + 1)}
    assert bool(needles.find(text)) == bool(size and here & there)


def test_scores_with_and_without(tmp_path: Path) -> None:
    exam = tuple(exercise(q) for q in ("2 * 3?", "4 * 5?", "6 - 6?", LONG))
    course = Course(
        lessons=(lesson(LONG),), exercises=(exercise("2 * 3?"), exercise("8 * 9?")), misconceptions=(), exam=exam
    )
    scores = [
        Score(sitting="round-1", question=q.id, skill="s", reply="", answer="", expected="1", correct=right)
        for q, right in zip(exam, (True, False, True, True), strict=True)
    ]
    (tmp_path / "bench.jsonl").write_text(json.dumps({"question": "8 * 9?"}) + "\n" + json.dumps({"question": "new"}))
    found = leakage.examine_course(course, [], "round-1", scores, benchmarks=[tmp_path / "bench.jsonl"])
    own, bench = found.exams
    assert (own.repeated, own.shared, own.other_numbers) == (1, 1, 1)
    assert own.all is not None
    assert own.untouched is not None
    assert own.new_forms is not None
    assert (own.all.right, own.all.total) == (3, 4)
    assert (own.untouched.right, own.untouched.total) == (1, 2)
    assert (own.new_forms.right, own.new_forms.total) == (1, 1)
    assert (bench.exam, bench.questions, bench.repeated, bench.all) == ("bench.jsonl", 2, 1, None)
    unread = leakage.examine_course(course, [], "round-1", scores, read=False)
    assert unread.exams[0].shared == 0


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, tiny_student: Path) -> tuple[Path, tutelage.RunRecord]:
    folder = tmp_path_factory.mktemp("leaky")
    practice = {"rounds": 2, "epochs": [1], "batch_size": 4}
    recipe = make_recipe(folder, tiny_student, practice=practice, reading={"enabled": False})
    return folder / "run", tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())


def test_a_run_knows_what_was_leaked_and_its_report_tells(finished: tuple[Path, tutelage.RunRecord]) -> None:
    folder, record = finished
    assert record.leakage is not None
    (own,) = record.leakage.exams
    # Sums of one form: every question has been practised with other numbers, none has been seen.
    assert (own.questions, own.repeated, own.shared, own.other_numbers) == (12, 0, 0, 12)
    assert own.sitting == "round-2"
    assert "no such questions" in render(record)
    assert 'id="overlap"' in (folder / "report.html").read_text()
    assert 'id="overlap"' not in render(record.model_copy(update={"leakage": None}))


def test_the_command_finds_what_the_run_found_and_benchmarks(
    finished: tuple[Path, tutelage.RunRecord], tmp_path: Path
) -> None:
    folder, record = finished
    rows = [{"question": record.course.exercises[0].question}, {"question": "What is a cow?"}]
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, rows)))
    arguments = ["--benchmark", str(tmp_path / "b.jsonl"), "--json", str(tmp_path / "found.json")]
    result = CliRunner().invoke(app, ["leakage", str(folder), *arguments])
    assert result.exit_code == 0, result.output
    assert all(len(line) <= 80 for line in result.stdout.splitlines() if "Written" not in line)
    found = Leakage.model_validate_json((tmp_path / "found.json").read_text())
    assert record.leakage is not None
    assert found.exams[0] == record.leakage.exams[0]
    assert found.texts == record.leakage.texts
    assert found.exams[1].repeated == 1
    assert "repeated: b.jsonl line 1 in ex-" in result.stdout
