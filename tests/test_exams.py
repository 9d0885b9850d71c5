"""Exams of all kinds: questions, ways of asking, figures, resuming."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import torch
from typer.testing import CliRunner

from conftest import make_recipe
from tutelage.cli import app
from tutelage.config import EvalOptions, ExamConfig
from tutelage.errors import ExamError
from tutelage.exams import local, operations
from tutelage.exams.figures import pass_at_k, summarise_evaluation
from tutelage.exams.results import evaluate
from tutelage.grading import mathematics
from tutelage.grading.compare import is_right
from tutelage.grading.extract import extract_answer
from tutelage.progress import Bar, Quiet
from tutelage.records import Checker, Evaluation, Exercise, Interval, Score
from tutelage.stats import wilson

QUICK: dict[str, Any] = {"max_new_tokens": 6, "batch_size": 5}


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """A model of a few thousand parameters gains nothing from two, and loses much where the cores are busy."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def recompute(question: str) -> int:
    """The answer by the project's own reader of mathematics, from the question's text alone."""
    defined = dict(re.findall(r"a (\S) b = (.+?)(?= and a |\. What)", question))
    asked = question.rpartition("What is ")[2].rstrip("?")

    def value(text: str) -> str:
        text = re.sub(r"\(([^()]*\S [^()\d-] [^()]*)\)", lambda m: value(m[1]), text)
        left, sign, right = text.split()
        formula = defined[sign]
        filled = re.sub(r"[ab]", lambda m: f"*({left if m[0] == 'a' else right})", formula)
        return str(mathematics.read(re.sub(r"(^|[+-] )\*", r"\1", filled)))

    return int(value(asked))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_answers_to_new_operations_recomputed_from_their_text(seed: int) -> None:
    exam, _ = operations.write_exam(seed)
    assert len(exam) == 200
    for question in exam:
        assert recompute(question.question) == int(question.answer)
        assert extract_answer(question.solution) == question.answer
        for step in re.findall(r"[-()\d·+ ]+ = -?\d+", question.solution.partition("Answer")[0]):
            left, right = step.replace("·", "*").split(" = ")
            assert mathematics.read(left) == int(right)


def test_new_operations_are_distinct_reproducible_and_leak_nothing() -> None:
    exam, examples = operations.write_exam(7, examples=3)
    assert operations.write_exam(7, examples=3) == (exam, examples)
    assert [q.question for q in operations.write_exam(8)[0]] != [q.question for q in exam]
    assert {q.skill for q in exam} == {"single", "nested", "two-operations"}

    def formulas(question: Exercise) -> frozenset[str]:
        return frozenset(re.findall(r"= ([^=]+?)(?: and |\. What)", question.question))

    def signs(question: Exercise) -> set[str]:
        return set(re.findall(r"a ([^-+]) b =", question.question))

    assert len({formulas(question) for question in exam}) == 200
    asked = frozenset[str]().union(*map(formulas, exam))
    for question, shown in zip(exam, examples, strict=True):
        assert len({example.question for example in shown}) == 3
        for example in shown:
            assert example.skill == question.skill
            assert not formulas(example) & asked
            assert not signs(example) & signs(question)


@pytest.mark.parametrize(("number", "examples"), [(0, 0), (301, 0), (5, 9), (5, -1)])
def test_new_operations_out_of_bounds(number: int, examples: int) -> None:
    with pytest.raises(ValueError, match="choose"):
        operations.write_exam(0, number, examples)


ROWS = [
    ({"question": "How many?", "answer": "2*3 = <<2*3=6>>6 eggs.\n#### 6"}, "6", Checker.NUMBER),
    ({"question": "Differentiate 3*x**2.", "answer": "6*x"}, "6*x", Checker.MATHEMATICS),
    ({"question": "Solve.", "answer": "x = 2 or x = 3"}, "x = 2 or x = 3", Checker.MATHEMATICS),
    ({"problem": "Find it.", "solution": "So it is $\\boxed{\\frac{1}{2}}$."}, "\\frac{1}{2}", Checker.NUMBER),
    ({"problem": "Find it.", "solution": "So it is $\\boxed{2\\sqrt{3}}$."}, "2\\sqrt{3}", Checker.MATHEMATICS),
    ({"question": "Capital of Kenya?", "answer": "Nairobi"}, "Nairobi", Checker.TEXT),
    ({"question": "Is it?", "answer": "yes"}, "yes", Checker.TEXT),
    ({"question": "How many?", "answer": 12}, "12", Checker.NUMBER),
    ({"question": "Room?", "answer": "12", "checker": "text"}, "12", Checker.TEXT),
    ({"question": "Which?", "choices": ["4", "8", "12"], "answer": "A"}, "A", Checker.CHOICE),
    ({"question": "Which?", "choices": ["4", "8", "12"], "answer": 0}, "A", Checker.CHOICE),
    ({"question": "Which?", "choices": ["4", "8", "12"], "answer": "12"}, "C", Checker.CHOICE),
    ({"question": "Which?", "choices": ["0", "1", "2"], "answer": "1"}, "B", Checker.CHOICE),
    ({"question": "Which?", "choices": ["red", "blue"], "answer": "0"}, "A", Checker.CHOICE),
    ({"question": "Which?", "choices": ["red", "blue"], "answer": "2"}, "B", Checker.CHOICE),
    ({"question": "Which?", "choices": {"text": ["a", "b"], "label": ["1", "2"]}, "answer": "2"}, "B", Checker.CHOICE),
]


@pytest.mark.parametrize(("row", "answer", "checker"), ROWS)
def test_rows_of_a_file(tmp_path: Path, row: dict[str, object], answer: str, checker: Checker) -> None:
    (tmp_path / "exam.jsonl").write_text(json.dumps(row))
    (question,) = local.read_exam(tmp_path / "exam.jsonl").questions
    assert (question.answer, question.checker) == (answer, checker)
    assert is_right(extract_answer(question.solution, checker), question)
    assert "<<" not in question.solution


Q: dict[str, object] = {"question": "Which?"}
FORMS: dict[str, tuple[dict[str, object], str]] = {
    "arc": (Q | {"choices": {"text": ["a", "b"], "label": ["A", "B"]}, "answerKey": "B"}, "B"),
    "arc with numbers": (Q | {"choices": {"text": ["a", "b"], "label": ["1", "2"]}, "answerKey": "2"}, "B"),
    "arc's own file": (
        {"question": {"stem": "Which?", "choices": [{"text": "a", "label": "A"}, {"text": "b", "label": "B"}]}}
        | {"answerKey": "A"},
        "A",
    ),
    "openbookqa": ({"question_stem": "W", "choices": {"text": ["a", "b"], "label": ["A", "B"]}, "answerKey": "A"}, "A"),
    "aqua": (Q | {"options": ["A)21", "B)21.5", "C)22"], "rationale": "so", "correct": "C"}, "C"),
    "medqa": (Q | {"options": {"A": "x", "B": "y"}, "answer": "y", "answer_idx": "B"}, "B"),
    "mmlu in columns": (Q | {"A": "x", "B": "y", "C": "z", "answer": "C"}, "C"),
    "mmlu as a table writes it": ({"Question": "Which?", "A": "x", "B": "y", "Answer": "(b)"}, "B"),
    "mmlu in options": (Q | {"option_a": "x", "option_b": "y", "answer": "B."}, "B"),
    "choices in a cell": (Q | {"choices": '["x", "y"]', "answer": "y"}, "B"),
    "hellaswag": ({"ctx": "He", "endings": ["ran", "sat", "ate"], "label": "0"}, "A"),
    "winogrande": ({"sentence": "_ ran", "option1": "He", "option2": "It", "answer": "2"}, "B"),
    "piqa": ({"goal": "Open it", "sol1": "Push", "sol2": "Pull", "label": 0}, "A"),
    "metamath": ({"query": "1+1?", "response": "Add them.\nThe answer is: 2"}, "2"),
    "openmathinstruct": ({"problem": "1+1?", "expected_answer": "2", "generated_solution": "so"}, "2"),
    "math-500": ({"problem": "1+1?", "solution": "Add \\boxed{2}.", "answer": "2"}, "2"),
    "numinamath": ({"problem": "1+1?", "solution": "So \\boxed{2}.", "messages": [{"role": "user"}]}, "2"),
    "alpaca": ({"instruction": "Add.", "input": "1 and 1", "output": "2"}, "2"),
    "openorca": ({"system_prompt": "Be brief.", "question": "1+1?", "response": "2"}, "2"),
    "a bare solution": ({"problem": "1+1?", "solution": "2"}, "2"),
}


@pytest.mark.parametrize("name", FORMS)
def test_public_forms_are_known(tmp_path: Path, name: str) -> None:
    row, answer = FORMS[name]
    (tmp_path / "exam.jsonl").write_text(json.dumps(row))
    (question,) = local.read_exam(tmp_path / "exam.jsonl").questions
    assert question.answer == answer
    assert all("A)" not in choice for choice in question.choices)


def test_what_belongs_to_a_question_is_asked_with_it_and_the_rest_is_told(tmp_path: Path) -> None:
    rows = [
        {"question": "Who ran?", "context": "Ann ran.", "answer": "Ann", "system": "Be brief.", "id": 1, "level": 2},
        {"instruction": "Add.", "input": "1 and 1", "output": "2"},
        {"problem": "3+4?", "solution": "Count on from 3.", "answer": "7", "subject": None},
    ]
    (tmp_path / "exam.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found = local.read_exam(tmp_path / "exam.jsonl")
    assert [question.question for question in found.questions] == ["Ann ran.\n\nWho ran?", "Add.\n\n1 and 1", "3+4?"]
    assert found.questions[2].solution == "Count on from 3.\nAnswer: 7"
    assert found.questions[2].skill == "all"
    assert found.unused == {"system": 1, "level": 1}


@pytest.mark.parametrize(
    ("answers", "right"),
    [
        ([1, 2, 4, 3], "ABDC"),
        (["1", "4", "2", "3"], "ADBC"),
        ([0, 3, 1, 2], "ADBC"),
        (["0", "1", "2", "3"], "ABCD"),
        ([1, "C", 4], "ACD"),
        ([1.0, 4.0], "AD"),
        (["A", "D"], "AD"),
    ],
)
def test_answers_counted_from_one_are_found_out(tmp_path: Path, answers: list[object], right: str) -> None:
    rows = [Q | {"choices": ["w", "x", "y", "z"], "answer": answer} for answer in answers]
    (tmp_path / "exam.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert "".join(question.answer for question in local.read_exam(tmp_path / "exam.jsonl").questions) == right


def test_answers_that_may_be_counted_either_way_are_asked_about(tmp_path: Path) -> None:
    rows = [Q | {"choices": ["w", "x", "y", "z"], "answer": answer} for answer in (1, 2, "D")]
    (tmp_path / "exam.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found = local.read_exam(tmp_path / "exam.jsonl")
    assert [question.answer for question in found.questions] == ["D"]
    assert [row.line for row in found.rejected] == [1, 2]
    assert "counted from 0 or from 1" in found.rejected[0].reason


def test_a_table_is_an_exam(tmp_path: Path) -> None:
    (tmp_path / "exam.csv").write_text("Question;A;B;Answer\n1+1?;2;3;A\n2+2?;5;4;B\n", encoding="utf-16")
    assert [question.answer for question in local.read_exam(tmp_path / "exam.csv").questions] == ["A", "B"]
    (tmp_path / "mmlu_test.csv").write_text('"1+1, or 2?",2,3,4,5,A\n2+2?,5,4,3,2,B\n')  # its own files have no header
    found = local.read_exam(tmp_path / "mmlu_test.csv").questions
    assert [(each.id, each.answer, each.choices[0]) for each in found] == [("line-1", "A", "2"), ("line-2", "B", "5")]


BAD = [
    ("{", "not JSON"),
    ("3", "an object is needed"),
    ('{"answer": "3"}', "its columns are answer; known are"),
    ('{"question": "Why?"}', "its columns are question; known are"),
    ('{"question": " ", "answer": "3"}', "not empty"),
    ('{"question": "a", "answer": true}', "bool, not text"),
    ('{"question": "a", "answer": "b ####"}', "nothing follows"),
    ('{"question": "a", "choices": ["x"], "answer": "A"}', "2 to 26"),
    ('{"question": "a", "choices": ["x", ""], "answer": "A"}', "empty"),
    ('{"question": "a", "choices": ["x", "x"], "answer": "x"}', "two of the choices"),
    ('{"question": "a", "choices": ["x", "y"], "answer": "C"}', "none of the choices"),
    ('{"question": "a", "choices": ["x", "y"], "answer": 2}', "counted from 0"),
    ('{"question": "a", "choices": ["x", null], "answer": 0}', "a choice is NoneType"),
    ('{"question": "a", "answer": null}', "'answer' is empty"),
    ('{"problem": "a", "solution": "We add 3 and 4 and get 7."}', "does not mark its final answer"),
    ('{"question": "a", "answer": "' + "word " * 50 + '"}', "more than 200 characters"),
    ('{"question": "a", "answer": {"text": ["b"]}}', "is dict, not text"),
    ('{"question": "\\ud83d", "answer": "b"}', "half of a pair"),
    ('{"question": "a", "answer": "b", "checker": "magic"}', "unknown checker"),
    ('{"messages": [], "answer": "b"}', "tutelage help exams"),
]


def test_bad_rows_are_told_by_line_and_the_others_are_asked(tmp_path: Path) -> None:
    path = tmp_path / "exam.jsonl"
    path.write_text(
        "\n".join(
            [
                *(line for line, _ in BAD),
                "",
                '{"question": "1 + 1?", "answer": "2"}',
                '{"question": "a", "choices": ["x", "y"], "answer": 0}',
            ]
        )
    )
    found = local.read_exam(path)
    assert [row.line for row in found.rejected] == list(range(1, len(BAD) + 1))
    for row, (_, reason) in zip(found.rejected, BAD, strict=True):
        assert reason in row.reason
    assert [question.id for question in found.questions] == [f"line-{len(BAD) + 2}", f"line-{len(BAD) + 3}"]


def test_pass_at_k_is_what_all_draws_come_to() -> None:
    from itertools import combinations

    for right in range(6):
        replies = [True] * right + [False] * (5 - right)
        for k in range(1, 6):
            draws = list(combinations(replies, k))
            assert pass_at_k(5, right, k) == pytest.approx(sum(map(any, draws)) / len(draws))
    with pytest.raises(ValueError, match="pass@6"):
        pass_at_k(5, 1, 6)


def test_an_exam_is_resumed_repeated_and_guarded(tmp_path: Path, tiny_student: Path) -> None:
    def evaluated(seed: int = 0) -> dict[str, bytes]:
        options = EvalOptions(**QUICK, number=9, seed=seed)
        evaluate(tiny_student, "new-operations", options=options, out=tmp_path / "out")
        return {path.name: path.read_bytes() for path in sorted((tmp_path / "out").glob("*.json*"))}

    first = evaluated()
    (tmp_path / "out" / "generation" / "manifest.json").unlink()
    assert evaluated() == first
    stamp = (tmp_path / "out" / "generation" / "scores.jsonl").stat().st_mtime_ns
    assert evaluated() == first
    assert (tmp_path / "out" / "generation" / "scores.jsonl").stat().st_mtime_ns == stamp
    with pytest.raises(ValueError, match="holds the results of other questions: choose"):
        evaluated(seed=1)
    summary = json.loads(first["summary.json"])
    assert summary["figures"]["generation"]["overall"]["total"] == 9
    assert {k: v["total"] for k, v in summary["figures"]["generation"]["groups"].items()} == dict.fromkeys(
        ("single", "nested", "two-operations"), 3
    )


class Listening(Quiet):
    """Keeps what is said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


class Stopping(Quiet):
    """Stops the process, as it were, once so many questions are answered."""

    def __init__(self, after: int) -> None:
        self.after = after

    @contextmanager
    def bar(self, label: str, total: int, unit: str) -> Iterator[Bar]:
        yield self

    def advance(self, count: int = 1, note: str = "") -> None:
        self.after -= count
        if self.after < 0:
            raise KeyboardInterrupt


@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_an_interruption_loses_no_finished_batch_and_changes_no_reply(
    tmp_path: Path, tiny_student: Path, temperature: float
) -> None:
    options = EvalOptions(**QUICK, number=12, temperature=temperature, samples=2 if temperature else 1)
    whole = evaluate(tiny_student, "new-operations", options=options, out=tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        evaluate(tiny_student, "new-operations", options=options, out=tmp_path / "out", progress=Stopping(5))
    kept = list((tmp_path / "out" / "generation" / "checkpoints").glob("*/scores.jsonl"))
    assert len(kept) == 1
    count = len(whole.evaluations["generation"].scores)
    # What was kept is counted in one step; not a question more than the rest is answered.
    again = evaluate(tiny_student, "new-operations", options=options, out=tmp_path / "out", progress=Stopping(count))
    assert again.evaluations == whole.evaluations


def test_a_question_of_a_million_characters_is_wrong_and_the_others_are_asked(
    tmp_path: Path, tiny_student: Path
) -> None:
    rows = [{"id": name, "question": text, "answer": "2"} for name, text in (("a", "1 + 1?"), ("b", "one " * 250_000))]
    (tmp_path / "exam.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [*rows, {**rows[0], "id": "c"}]))
    said = Listening()
    options = EvalOptions(max_new_tokens=4)
    record = evaluate(tiny_student, tmp_path / "exam.jsonl", options=options, out=tmp_path / "out", progress=said)
    replies = {score.question: score.reply for score in record.evaluations["generation"].scores}
    assert replies["b"] == ""
    assert replies["a"] == replies["c"] != ""
    assert any("counted as wrong: 1 question (b)" in line for line in said.lines)


def test_a_limit_draws_questions_by_the_seed(tmp_path: Path, tiny_student: Path) -> None:
    (tmp_path / "exam.jsonl").write_text(
        "\n".join(json.dumps({"question": f"{n}?", "choices": ["a", "b"], "answer": "a"}) for n in range(20))
    )
    found: list[list[str]] = []
    for seed in (0, 0, 1):
        options = EvalOptions(**QUICK, limit=5, seed=seed, ways=("letter",))
        record = evaluate(tiny_student, tmp_path / "exam.jsonl", options=options, out=tmp_path / f"out-{len(found)}")
        found.append([score.question for score in record.evaluations["letter"].scores])
    assert found[0] == found[1] != found[2]
    assert len(set(found[0])) == 5


def test_the_command_prints_a_table_of_80_columns(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [
        {"question": f"Is it {n}?", "choices": ["yes", "no"], "answer": n % 2, "subject": "x" * 50} for n in range(4)
    ]
    rows += [row | {"subject": "short"} for row in rows]
    (tmp_path / "exam.jsonl").write_text("\n".join([*map(json.dumps, rows), "{", *6 * ["[]"]]))
    result = CliRunner().invoke(app, ["eval", str(tiny_student), "--on", "exam.jsonl", "--out", "out"])
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert sum(line.startswith("overall") for line in lines) == 3
    assert "could not be used: 7 rows, see out/rejected.jsonl" in lines
    assert "and 2 more lines: see rejected.jsonl" in result.stderr
    assert result.output.count("this is not JSON") == 1
    assert "line 9 cannot be used: this is not JSON" in result.stderr
    scores = [json.loads(line) for line in (tmp_path / "out" / "scores.jsonl").read_text().splitlines()]
    assert [score["evaluation"] for score in scores] == ["letter"] * 8 + ["text"] * 8 + ["text-normalised"] * 8


@pytest.mark.parametrize(
    ("on", "options", "says"),
    [
        ("new-operation", {}, "did you mean 'new-operations'?"),
        ("empty.jsonl", {}, "empty.jsonl is empty$"),
        ("none.json", {}, "none.json has no rows$"),
        ("exam.jsonl", {"group": "levl"}, "no column 'levl' to group by: its columns are question, answer$"),
        ("exam.jsonl", {"examples_from": Path("more.jsonl")}, "add --examples N"),
        ("exam.jsonl", {"teacher": Path("none.yaml")}, "no recipe at none.yaml"),
        ("exam.jsonl", {"number": 7}, "--number is an option for new-operations"),
        ("panel", {"group": "kind"}, "--group is an option for a file"),
        ("new-operations", {"examples_from": Path("more.jsonl")}, "--examples-from is an option for a file"),
        ("course", {"course": Path("nofolder")}, "nofolder holds no run"),
    ],
)
def test_what_cannot_be_asked_is_said_before_anything_is_loaded(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch, on: str, options: dict[str, Any], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "lm_eval.tasks", None)
    (tmp_path / "empty.jsonl").write_text("")
    (tmp_path / "none.json").write_text("[]")
    (tmp_path / "exam.jsonl").write_text('{"question": "1 + 1?", "answer": "2"}')
    with pytest.raises(ValueError, match=says):
        evaluate(tiny_student, on, options=EvalOptions(**options))
    assert not (tmp_path / "evals").exists()


def test_a_teacher_that_no_question_needs_is_said(tmp_path: Path, tiny_student: Path) -> None:
    (tmp_path / "exam.jsonl").write_text('{"question": "1 + 1?", "answer": "2"}')
    options, heard = EvalOptions(**QUICK, teacher=make_recipe(tmp_path, tiny_student)), Listening()
    evaluate(tiny_student, tmp_path / "exam.jsonl", options=options, out=tmp_path / "out", progress=heard)
    assert any("is not needed: nothing has a rubric" in line for line in heard.lines)


def test_options_that_are_not_given_are_those_of_the_recipe() -> None:
    recipe = ExamConfig(backend="vllm", batch_size=7, max_new_tokens=9)
    options = EvalOptions.model_validate({"backend": "transformers", "batch_size": None, "limit": None})
    inherited = options.inherit(recipe, "backend", "batch_size", "max_new_tokens")
    assert (inherited.backend, inherited.batch_size, inherited.max_new_tokens) == ("transformers", 7, 9)
    assert (options.batch_size, options.max_new_tokens, options.limit) == (150, 256, 0)


def test_an_option_that_cannot_be_is_an_error_of_the_command(tiny_student: Path) -> None:
    result = CliRunner().invoke(app, ["eval", str(tiny_student), "--on", "new-operations", "--backend", "magic"])
    assert isinstance(result.exception, ExamError)
    assert str(result.exception) == "'backend': unknown backend 'magic': use transformers or vllm"


def test_samples_of_few_questions_have_an_interval_that_is_not_too_narrow() -> None:
    def sampled(*right: int) -> Interval:
        scores = [
            Score(evaluation="x", question=f"q{n}", skill="s", reply="", answer="", expected="", correct=k < of)
            for n, of in enumerate(right)
            for k in range(4)
        ]
        return summarise_evaluation(Evaluation(scores=tuple(scores))).overall

    none, some = sampled(0, 0), sampled(4, 2)
    assert (none.right, none.total, none.low) == (0, 8, 0.0)
    assert none.high == wilson(0, 2).high
    assert [some.share, some.low] == pytest.approx([0.75, 0.198], abs=0.001)
    assert sampled(*[0] * 40).high == wilson(0, 40).high
    wide = sampled(*[4, 0] * 20)
    assert 0.3 < wide.low < 0.4 < 0.6 < wide.high < 0.7
