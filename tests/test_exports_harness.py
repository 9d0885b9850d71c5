"""The exam as a task of lm-eval: lm-eval runs it, gets the replies that the exam gets, and marks them alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import tutelage
from tutelage.exams import asking
from tutelage.exports.harness import is_right
from tutelage.records import Checker, Exercise
from tutelage.storage import open_run
from tutelage.student import generation, loading

lm_eval = pytest.importorskip("lm_eval")


@pytest.fixture(scope="module")
def found(finished_run: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What lm-eval found when it ran both tasks on the merged student."""
    from lm_eval.tasks import TaskManager

    folder = tmp_path_factory.mktemp("harness")
    tasks = tutelage.export(finished_run, "lm-eval", folder / "tasks").folder
    model = tutelage.export(finished_run, "ollama", folder / "model").folder
    result = lm_eval.simple_evaluate(
        model="hf",
        model_args={"pretrained": str(model), "dtype": "bfloat16", "device": "cpu"},
        tasks=["tutelage_tiny", "tutelage_tiny_marked"],
        task_manager=TaskManager(include_path=str(tasks), include_defaults=False),
        apply_chat_template=True,
        batch_size=4,
        bootstrap_iters=0,
    )
    assert isinstance(result, dict)
    return result


def test_replies_are_those_of_the_exam(found: dict[str, Any], finished_run: Path) -> None:
    recipe = open_run.recipe_of(finished_run)
    learner = loading.load_student(
        recipe.student, recipe.student.model, open_run.trained_student(finished_run), decode=True
    )
    exam = tutelage.open_run(finished_run).course.exam
    prompts = [asking.build_prompt(question) for question in exam]
    replies = dict(generation.answer(learner, prompts, max_new_tokens=recipe.exam.max_new_tokens))
    ours = {question.id: (replies[place] or "").strip() for place, question in enumerate(exam)}
    for task in ("tutelage_tiny", "tutelage_tiny_marked"):
        theirs = {sample["doc"]["id"]: sample["resps"][0][0].strip() for sample in found["samples"][task]}
        assert len(theirs) == 12
        assert theirs == ours


def test_both_tasks_have_a_score(found: dict[str, Any]) -> None:
    assert 0 <= found["results"]["tutelage_tiny"]["exact_match,answer"] <= 1
    assert 0 <= found["results"]["tutelage_tiny_marked"]["right,none"] <= 1


def test_marking_is_that_of_the_exam() -> None:
    question = Exercise.of(
        skill="fractions",
        skills=("fractions",),
        question="What is 1 divided by 2?",
        solution="Answer: 1/2",
        answer="1/2",
        checker=Checker.MATHEMATICS,
    ).model_dump_json()
    assert is_right("It is a half.\nAnswer: 1/2", question)
    assert is_right("Answer: $\\frac{1}{2}$.", question)
    assert not is_right("Answer: 2", question)
    assert not is_right("", question)


def test_text_task_reads_the_last_answer(found: dict[str, Any], finished_run: Path, tmp_path: Path) -> None:
    from lm_eval.api.registry import get_filter
    from lm_eval.tasks import TaskManager

    tasks = tutelage.export(finished_run, "lm-eval", tmp_path / "tasks").folder
    manager = TaskManager(include_path=str(tasks), include_defaults=False)
    assert manager.all_tasks == ["tutelage_tiny", "tutelage_tiny_marked"]
    settings = found["configs"]["tutelage_tiny"]["filter_list"][0]["filter"][0]
    read = get_filter(settings["function"])(
        regex_pattern=settings["regex_pattern"], group_select=settings["group_select"]
    )
    assert list(read.apply([["Answer: 3\nno, answer : 4"], ["none"]], [{}, {}])) == [["4"], ["[invalid]"]]
