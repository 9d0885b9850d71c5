"""Answers of language models: what they really write is read, what cannot be used says why."""

from __future__ import annotations

import json

import pytest

from tutelage.teacher.language import forms
from tutelage.teacher.language.forms import (
    AnswerSpec,
    ExercisesForm,
    JudgementForm,
    LessonForm,
    SolutionForm,
    read,
    schema,
    without_bounds,
)

GOOD = {"solution": "1 + 1 = 2", "answer": "2"}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(GOOD),
        f"Sure, here it is:\n```json\n{json.dumps(GOOD)}\n```\nAnything else?",
        f"<think>Is it {{3}}? No.</think>{json.dumps(GOOD)}",
        json.dumps(GOOD | {"comment": "not asked for"}),
        '{"solution": "1 + 1 = 2",\n"answer": " 2 "}',
    ],
)
def test_reads_what_models_write(text: str) -> None:
    assert read(text, SolutionForm).model_dump() == GOOD


def test_line_breaks_within_strings_and_lone_backslashes_are_read() -> None:
    said = read('{"solution": "one\ntwo \\(x\\)", "answer": "\\\\(x\\\\)"}', SolutionForm)
    assert (said.solution, said.answer) == ("one\ntwo \\(x\\)", "\\(x\\)")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "holds no JSON object"),
        ("The answer is 2.", "holds no JSON object"),
        ('{"solution": "1 + 1', "holds no JSON object"),
        ('{"solution": "1 + 1" "answer": 2}', "not valid JSON"),
        ('{"solution": "half is \\frac{1}{2}", "answer": "1/2"}', "backslash"),
        ('{"solution": "x"}', "'answer': field required"),
        ('{"solution": "x", "answer": ""}', "'answer'"),
        (json.dumps(GOOD | {"answer": "2" * 300}), "at most 200"),
        ('{"a":' * 50_000 + "1" + "}" * 50_000, "too (long|deeply)"),
        ('{"a":' * 20_000 + "1" + "}" * 20_000, "too deeply"),
    ],
)
def test_what_cannot_be_used_says_why(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read(text, SolutionForm)


def test_a_bad_item_does_not_cost_the_good_ones() -> None:
    item = {"question": "1 + 1?", "steps": [{"skill": "adding", "text": "1 + 1 = 2"}], "answer": "2"}
    said = read(json.dumps({"exercises": [item, {"question": "?"}, item | {"answer": ""}]}), ExercisesForm)
    assert [one.answer for one in said.exercises] == ["2"]
    with pytest.raises(ValueError, match=r"exercises\.0\.steps"):
        read(json.dumps({"exercises": [{"question": "?"}]}), ExercisesForm)


@pytest.mark.parametrize("form", [LessonForm, ExercisesForm, forms.MistakesForm, forms.PartsForm, JudgementForm])
def test_schemas_are_strict_and_bounded(form: type[forms.Form]) -> None:
    def walk(node: object) -> None:
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert set(node["required"]) == set(node["properties"])
            if node.get("type") == "string":
                assert node["maxLength"] <= 12_000
            if node.get("type") == "array":
                assert node["maxItems"] <= 30
            for value in node.values():
                walk(value)

    made = schema(AnswerSpec(form, 4), 2048)
    walk(made)
    assert "maxLength" in json.dumps(made)
    assert not any(word in json.dumps(without_bounds(made)) for word in forms.BOUNDS)


def bounds(node: object) -> list[int]:
    """The bounds of the question, the steps and whatever else an exercise has, in their order."""
    if isinstance(node, dict):
        own = [node["maxLength"]] if "maxLength" in node else []
        return own + [found for value in node.values() for found in bounds(value)]
    return []


def test_long_texts_share_the_room() -> None:
    made = schema(AnswerSpec(ExercisesForm, 2), 2900)
    assert made["properties"]["exercises"]["minItems"] == made["properties"]["exercises"]["maxItems"] == 2
    # 2,900 tokens of 3 characters are what one exercise may have at most: 1,500 and 12 steps of 600.
    assert bounds(made["$defs"]["ExerciseItem"]["properties"]["question"]) == [750]
    assert bounds(made["$defs"]["StepItem"]["properties"]["text"]) == [300]
    whole = schema(AnswerSpec(ExercisesForm, 1), 8000)
    assert bounds(whole["$defs"]["ExerciseItem"]["properties"]["question"]) == [1500]
    tight = schema(AnswerSpec(ExercisesForm, 5), 400)
    assert bounds(tight["$defs"]["StepItem"]["properties"]["text"]) == [forms.LEAST_CHARS]


def test_steps_name_the_skills_there_are() -> None:
    made = schema(AnswerSpec(ExercisesForm, 2, ("adding", "doubling")), 2048)
    assert made["$defs"]["StepItem"]["properties"]["skill"] == {"type": "string", "enum": ["adding", "doubling"]}
    assert "doubling" in json.dumps(without_bounds(made))
    assert schema(AnswerSpec(LessonForm, 1, ("adding",)), 2048) == schema(AnswerSpec(LessonForm), 2048)


@pytest.mark.parametrize("form", [LessonForm, ExercisesForm, forms.MistakesForm, forms.PartsForm, SolutionForm])
def test_example_in_the_prompt_has_the_form(form: type[forms.Form]) -> None:
    data = json.loads(form.example)
    assert set(data) == set(form.model_fields)
    nested = next((value for value in data.values() if isinstance(value, list)), None)
    if nested:
        (name,) = (key for key, value in data.items() if isinstance(value, list))
        item = form.model_fields[name].annotation.__args__[0]  # type: ignore[union-attr]
        assert set(nested[0]) == set(item.model_fields)


def test_an_answer_that_is_nested_too_deeply_is_refused() -> None:
    # Python 3.13 can read it, and finds that it is no text.
    with pytest.raises(ValueError, match=r"nested too deeply|'text': input should be a valid string"):
        read('{"text": ' + "[" * 5000 + "]" * 5000 + "}", forms.LessonForm)
