"""Answers of language models: what they really write is read, what cannot be used says why."""

from __future__ import annotations

import json
import time

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


OTHER = {"solution": "3 + 3 = 6", "answer": "6"}
FENCED = {"solution": 'Run\n```json\n{"a": 1}\n```\nand read 2.', "answer": "2"}
MARKED = {"solution": "The mark <think> begins, </think> ends {a thought}.", "answer": "2"}


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (f"```json\n{json.dumps(FENCED)}\n```", FENCED),
        (f"{json.dumps(FENCED)}\n```", FENCED),
        (f"Over {{1, 2, 3}} and {{x | x > 0}}\n</think>\n{json.dumps(GOOD)}", GOOD),
        (f'Perhaps {json.dumps(OTHER)}? No: {{"solution": </think>{json.dumps(GOOD)}', GOOD),
        (f"<think>{json.dumps(OTHER)}</think>{json.dumps(GOOD)}", GOOD),
        (f"<thinking>{json.dumps(OTHER)}\n{json.dumps(GOOD)}</thinking>\n", GOOD),
        (f"<reasoning>{json.dumps(OTHER)}</reasoning><answer>{json.dumps(GOOD)}</answer>", GOOD),
        (f"[THINK]{{[/THINK]{json.dumps(GOOD)}", GOOD),
        (f"<|channel|>analysis<|message|>{{}}<|end|><|channel|>final<|message|>{json.dumps(GOOD)}", GOOD),
        (f"{json.dumps(GOOD)}\nHere {{n}} is any number, and {{}} the empty set.", GOOD),
        (f"{json.dumps(GOOD)}}}}}", GOOD),
        (f"{{{json.dumps(GOOD)}", GOOD),
        (f"{json.dumps(OTHER)}\nWait, that is wrong.\n{json.dumps(GOOD)}", GOOD),
        (f'{json.dumps(GOOD)}\nThe form was {{"solution": "…"}}.', GOOD),
        (json.dumps(MARKED), MARKED),
        (f"<think>Hm.</think>{json.dumps(MARKED)} </s>", MARKED),
        (json.dumps({"SolutionForm": GOOD}), GOOD),
        (f'<tool_call>{{"name": "answer", "arguments": {json.dumps(GOOD)}}}</tool_call>', GOOD),
        ('{"solution": "1 \\underline{+} 1 = 2", "answer": "2"}', GOOD | {"solution": "1 \\underline{+} 1 = 2"}),
    ],
)
def test_the_last_object_that_has_the_form_is_the_answer(text: str, right: dict[str, str]) -> None:
    assert read(text, SolutionForm).model_dump() == right


@pytest.mark.parametrize(
    "text",
    [
        *(
            "{" * 100_000,
            '{"' * 100_000,
            "{}" * 100_000,
            "[{" * 100_000,
            '[{"a":' * 30_000,
            '"{\\"' * 40_000,
            '{"a": [' + "[1,]," * 30_000,
            '{"a":' * 40_000,
            "</think>" * 25_000,
        ),
        *("{" + " " * 190_000, "\\" * 200_000, ('{"a":' * 900 + "x") * 40, ('{"a":' * 400 + "1" + "}" * 400) * 80),
        "{" + ", ".join(f'"{n}": {{}}' for n in range(15_000)) + "}",
    ],
)
def test_hostile_brackets_take_no_longer(text: str) -> None:
    start = time.process_time()
    with pytest.raises(ValueError, match=r"answer|solution"):
        read(text, SolutionForm)
    assert time.process_time() - start < 2


def test_line_breaks_within_strings_and_lone_backslashes_are_read() -> None:
    said = read('{"solution": "one\ntwo \\(x\\)", "answer": "\\\\(x\\\\)"}', SolutionForm)
    assert (said.solution, said.answer) == ("one\ntwo \\(x\\)", "\\(x\\)")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "holds no JSON object"),
        ("The answer is 2.", "holds no JSON object"),
        ('{"solution": "1 + 1', "not valid JSON"),
        ('Consider {2, 3} and {"two": }.', "not valid JSON"),
        (json.dumps(GOOD) + "</think>\n\nThat was it: see above.", "holds no JSON object"),
        ('{"solution": "\\ud800", "answer": "1"}', "'solution'"),
        ('{"solution": "1", "answer": ' + "9" * 5000 + "}", "at most 200"),
        ('{"solution": "1", "answer": true}', "'answer'"),
        ('{"solution": "1", "answer": null}', "'answer'"),
        ('{"solution": "1",, "answer": "1"}', "not valid JSON"),
        ('{"solution": "1", "answer": ,}', "not valid JSON"),
        ("{" + '"a": [1,],' * 300 + "}", "commas"),
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


ITEM = {"question": "1 + 1?", "steps": [{"skill": "adding", "text": "1 + 1 = 2"}], "answer": "2"}


@pytest.mark.parametrize(
    ("written", "answer"),
    [("42", "42"), ("3.10", "3.10"), ("-0.5", "-0.5"), ("1e400", "1e400"), ("12345678901234567890", "1234567890" * 2)],
)
def test_a_number_is_the_text_that_it_is_written_as(written: str, answer: str) -> None:
    assert read(f'{{"solution": {written}, "answer": {written}}}', SolutionForm).solution == answer
    text = json.dumps({"exercises": [ITEM]}).replace('"2"', written)
    assert [one.answer for one in read(text, ExercisesForm).exercises] == [answer]


def test_forms_that_want_a_number_get_one() -> None:
    parts = read('{"elementary": false, "skills": [{"name": 7, "confidence": 0.25}]}', forms.PartsForm)
    assert (parts.skills[0].name, parts.skills[0].confidence) == ("7", 0.25)
    assert read('{"answer": 5, "reason": 3, "right": true}', JudgementForm).right is True
    with pytest.raises(ValueError, match="confidence"):
        read('{"elementary": false, "skills": [{"name": "a", "confidence": 2}]}', forms.PartsForm)


WHOLE = json.dumps({"exercises": [ITEM, ITEM | {"answer": "3"}]})
LIST = json.dumps([ITEM, ITEM | {"answer": "3"}])


@pytest.mark.parametrize(
    "text",
    [
        *(
            WHOLE,
            LIST,
            f"Here:\n```json\n{LIST}\n```",
            f"[{WHOLE}]",
            f"[{LIST}]",
            json.dumps({"items": json.loads(LIST)}),
        ),
        *(json.dumps(WHOLE), json.dumps(LIST), json.dumps(f"\n {WHOLE}\n"), f"```json\n{json.dumps(WHOLE)}\n```"),
        *(json.dumps({"name": "answer", "arguments": WHOLE}), json.dumps({"arguments": LIST})),
        *(WHOLE[:-1] + ",}", WHOLE.replace("}", " , }").replace("]", ",\n]"), LIST.replace("}", ",}")[:-1] + ", ]"),
        *(json.dumps(WHOLE[:-1] + ",}"), f"<think>[{{}}]</think>{LIST}"),
    ],
)
def test_a_list_is_read_however_it_is_wrapped(text: str) -> None:
    assert [one.answer for one in read(text, ExercisesForm).exercises] == ["2", "3"]


@pytest.mark.parametrize(
    "text",
    [
        *(json.dumps([GOOD]), json.dumps([OTHER, GOOD]), json.dumps(json.dumps(GOOD)), json.dumps([GOOD]) + "\n[1, 2]"),
        json.dumps(GOOD)[:-1] + ',\n}\nSo "{" begins it, and "[{" a list.',
    ],
)
def test_one_object_is_read_however_it_is_wrapped(text: str) -> None:
    assert read(text, SolutionForm).model_dump() == GOOD


def test_commas_within_a_text_stay() -> None:
    said = read('{"solution": "so {1, 2,} and [3,]", "answer": "[3,]",}', SolutionForm)
    assert (said.solution, said.answer) == ("so {1, 2,} and [3,]", "[3,]")


def test_a_bad_item_does_not_cost_the_good_ones() -> None:
    said = read(json.dumps({"exercises": [ITEM, {"question": "?"}, ITEM | {"answer": ""}]}), ExercisesForm)
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
        # What an exercise rests on is quoted only where there are documents, and the prompt asks for it there.
        assert set(nested[0]) == set(item.model_fields) - {"quote"}


@pytest.mark.parametrize("form", [ExercisesForm, forms.OpenExercisesForm, forms.MistakesForm])
def test_a_quote_is_asked_for_only_where_there_is_something_to_quote(form: type[forms.Form]) -> None:
    without, quoted = (schema(AnswerSpec(form, 2, quoted=asked), 2048)["$defs"] for asked in (False, True))
    (name,) = (name for name in quoted if name not in ("StepItem", "RubricItem"))
    assert "quote" in quoted[name]["properties"]
    assert "quote" in quoted[name]["required"]
    assert "quote" not in json.dumps(without)


def test_an_answer_that_is_nested_too_deeply_is_refused() -> None:
    # Python 3.13 can read it, and finds that it is no text.
    with pytest.raises(ValueError, match=r"nested too deeply|'text': input should be a valid string"):
        read('{"text": ' + "[" * 5000 + "]" * 5000 + "}", forms.LessonForm)
