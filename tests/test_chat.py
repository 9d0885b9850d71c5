"""A system prompt and the template's own variables: the same in training, in generation, and in what is exported."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from transformers import PreTrainedTokenizerFast
from transformers.utils.chat_template_utils import render_jinja_template

from conftest import make_recipe, script
from test_templates import SYSTEM, TURNS, UNPATCHED, Turns, byte_level, of_trl
from tutelage.config import Recipe, StudentConfig, decisive_settings, load_recipe
from tutelage.course.own_exercises import read_own_exercises
from tutelage.errors import StudentError, TutelageError
from tutelage.exams.asking import build_prompt
from tutelage.exams.candidate import find_candidate
from tutelage.exports import axolotl, harness, llamafactory, ollama, trainers
from tutelage.exports.card import code_span, dataset_card
from tutelage.exports.material import gather_material
from tutelage.progress import Quiet
from tutelage.storage.open_run import open_run, recipe_of
from tutelage.student import encoding, loading, requirements
from tutelage.student.encoding import SHORT_TEMPLATE
from tutelage.student.loading import Student
from tutelage.student.rendering import render_here, turns_as_parts
from tutelage.student.settled_template import settle
from tutelage.syllabus import read_syllabi
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.tools import audit
from tutelage.tools.conversations import Conversation, read_data
from tutelage.tools.preflight import preflight

HARD = 'Say "it\'s" {{ 1 + 1 }} {% endif %} \\n\nin two lines: 你好 🙂'
"""A system prompt with everything that could be read as something else."""
NO_SYSTEM = {"gemma"}
"""Templates of TRL's that take no system turn."""


def settled(name: str, system: str | None, options: dict[str, Any] | None = None) -> PreTrainedTokenizerFast:
    tokenizer = of_trl(name)
    settle(tokenizer, system, options or {})
    return tokenizer


def recipe_with(folder: Path, student: Path, **settings: Any) -> Recipe:
    """A recipe whose student has these settings."""
    path = make_recipe(folder, student)
    recipe = yaml.safe_load(path.read_text())
    recipe["student"] |= settings
    path.write_text(yaml.safe_dump(recipe))
    return load_recipe(path)


def test_a_system_prompt_that_leaves_no_room_is_refused_before_any_work(tmp_path: Path, tiny_student: Path) -> None:
    recipe = load_recipe(make_recipe(tmp_path, tiny_student))
    wordy = recipe.student.model_copy(update={"system": "word " * 600})
    with pytest.raises(StudentError, match=r"student\.system: with it even a short .*raise practice\.max_length"):
        preflight(recipe.model_copy(update={"student": wordy}), teacher=ScriptedTeacher(script)).require()


@pytest.mark.parametrize("name", ["if", "not", "role", "user", "message"])
def test_a_word_of_the_template_that_is_no_variable_is_no_option(name: str) -> None:
    """Written into the template it would be passed over in silence, or break it."""
    with pytest.raises(StudentError, match=f"no variable '{name}'"):
        settled("qwen3", None, {name: "x"})


def test_a_system_prompt_of_blanks_is_refused() -> None:
    with pytest.raises(ValueError, match="only blanks"):
        StudentConfig(system=" \n ")


@pytest.mark.parametrize("name", UNPATCHED)
def test_a_settled_template_writes_what_transformers_writes_with_a_system_turn_and_options(name: str) -> None:
    plain = of_trl(name)
    options = {"enable_thinking": False} if "enable_thinking" in plain.chat_template else {}
    if name in NO_SYSTEM:
        with pytest.raises(StudentError, match=r"with a system turn, .*: remove student.system, or set chat_template"):
            settled(name, HARD)
        return
    template = settled(name, HARD, options).chat_template
    marks = {key: str(value) for key, value in plain.special_tokens_map.items()}
    for turns in (TURNS[:1], TURNS, [SYSTEM, *TURNS]):
        whole = turns if turns[0] is SYSTEM else [{"role": "system", "content": HARD}, *turns]
        given, whole = (turns_as_parts(t) if encoding.takes_parts(plain) else t for t in (turns, whole))
        for opening in (True, False):
            arguments = {"add_generation_prompt": opening, **marks}
            (expected,), _ = render_jinja_template([whole], chat_template=plain.chat_template, **options, **arguments)
            assert render_here(template, {"messages": given, **arguments}) == expected


@pytest.mark.parametrize("name", UNPATCHED)
def test_an_example_begins_with_the_prompt_of_generation_token_for_token(name: str) -> None:
    """One turn and several, with and without a system prompt, with the template's own option."""
    plain = of_trl(name)
    choices: list[tuple[str | None, dict[str, Any]]] = [(None, {})]
    choices += [] if name in NO_SYSTEM else [("Be brief.", {})]
    if "enable_thinking" in plain.chat_template:
        choices += [("Be brief.", {"enable_thinking": False}), (None, {"enable_thinking": True})]
    for system, options in choices:
        tokenizer = settled(name, system, options)
        for turns in (TURNS[:2], TURNS):
            encoded = encoding.encode_conversation(tokenizer, turns)
            prompt = encoding.encode_turns(tokenizer, turns[:-1])
            assert list(encoded.input_ids[: len(prompt)]) == prompt
            assert all(label == -100 for label in encoded.labels[: len(encoding.encode_turns(tokenizer, turns[:1]))])
            assert turns[-1]["content"] in tokenizer.decode(encoded.labels[len(prompt) :])
            assert (system or "") in tokenizer.decode(prompt)


def test_thinking_is_switched_off_where_the_template_can() -> None:
    off, on = settled("qwen3", None, {"enable_thinking": False}), settled("qwen3", None)
    prompts = [tokenizer.decode(encoding.encode_turns(tokenizer, TURNS[:1])) for tokenizer in (off, on)]
    assert prompts[0] == prompts[1] + "<think>\n\n</think>\n\n"
    said = [label for label in encoding.encode_conversation(off, TURNS[:2]).labels if label != -100]
    assert off.decode(said) == "It is <b>two</b>.<|im_end|>", "the empty thought belongs to the prompt"
    # Whoever calls the template with a value of their own still gets it.
    assert (
        off.apply_chat_template(TURNS[:1], tokenize=False, add_generation_prompt=True, enable_thinking=True)
        == (prompts[1])
    )


def test_the_short_template_writes_a_system_turn(tiny_student: Path) -> None:
    config = StudentConfig(model=str(tiny_student), system=HARD)
    tokenizer = loading.load_tokenizer(config, str(tiny_student))
    prompt = encoding.render_turns(tokenizer, TURNS[:1], add_generation_prompt=True)
    own = loading.load_tokenizer(config.model_copy(update={"system": None}), str(tiny_student))
    whole: Turns = [{"role": "system", "content": HARD}, TURNS[0]]
    assert HARD in prompt
    assert prompt == encoding.render_turns(own, whole, add_generation_prompt=True)
    assert encoding.render_turns(tokenizer, whole, add_generation_prompt=True) == prompt, "it is written once"


def test_several_templates_by_name(tiny_student: Path, tmp_path: Path) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(tiny_student)
    for default in ("default", "other"):
        tokenizer.chat_template = {default: encoding.PLAIN_TEMPLATE, "tool_use": "{{ 'tools' }}"}
        tokenizer.save_pretrained(tmp_path / default)
        (tmp_path / default / "config.json").write_bytes((tiny_student / "config.json").read_bytes())
    config = StudentConfig(model=str(tiny_student), chat_template="own")
    found = loading.load_tokenizer(config, str(tmp_path / "default"))
    assert found.chat_template == encoding.PLAIN_TEMPLATE
    (note,) = requirements.template_notes(config, str(tmp_path / "default"))
    assert note == "of the student's chat templates, `default` is used, not tool_use"
    with pytest.raises(StudentError, match=r"none of its chat templates \(.*other.*\) is named default"):
        loading.load_tokenizer(config, str(tmp_path / "other"))


def test_a_template_that_writes_the_date_or_takes_no_system_turns_is_noted(
    tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def notes(name: str) -> list[str]:
        monkeypatch.setattr(loading, "load_tokenizer", lambda config, source: of_trl(name))
        return requirements.template_notes(StudentConfig(), str(tiny_student))

    assert notes("qwen3") == []
    assert notes("llama3_2") == [
        "the student's chat template writes the date: an exam on another day has another prompt"
    ]
    assert notes("gemma") == ["the student's chat template takes no system turns"]


def test_what_a_template_cannot_do_is_refused_before_any_work(tmp_path: Path, tiny_student: Path) -> None:
    recipe = recipe_with(tmp_path, tiny_student, template_options={"enable_thinking": False})
    (problem,) = [problem for problem in preflight(recipe, folder=False).problems if problem.what == "student"]
    assert "no variable 'enable_thinking': correct student.template_options" in str(problem.error)
    silent = byte_level("{% for m in messages if m.role != 'system' %}{{ m.content + eos_token }}{% endfor %}")
    with pytest.raises(StudentError, match=r"does not write a system turn: remove student\.system"):
        settle(silent, "Be brief.", {})


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"messages": "x"}, "is given to every template"),
        ({"add_generation_prompt": True}, "is given to every template"),
        ({"tools": None}, "is given to every template"),
        ({"eos_token": "x"}, "is given to every template"),
        ({"no name": 1}, "is not the name of a variable"),
        ({"deep": {"a": 1}}, "template_options"),
    ],
)
def test_options_that_cannot_be_are_errors_of_the_recipe(
    tmp_path: Path, tiny_student: Path, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(TutelageError, match=words):
        recipe_with(tmp_path, tiny_student, template_options=options)


def test_a_run_and_an_exam_know_what_the_student_was_asked_with(tmp_path: Path, finished_run: Path) -> None:
    plain = recipe_of(finished_run)
    changed = plain.model_copy(update={"student": plain.student.model_copy(update={"system": "Be brief."})})
    assert decisive_settings(plain) != decisive_settings(changed)
    candidate = find_candidate(str(finished_run))
    other = candidate._replace(config=changed.student)
    assert candidate.identity != other.identity


def test_exports_carry_the_system_prompt(finished_run: Path, tmp_path: Path) -> None:
    material = gather_material(open_run(finished_run))
    student = material.recipe.student.model_copy(update={"system": HARD})
    material = material._replace(recipe=material.recipe.model_copy(update={"student": student}))
    template = trainers.trained_template(student)
    assert template is not None
    assert template.endswith(SHORT_TEMPLATE)
    asked = render_here(template, {"messages": TURNS[:1], "add_generation_prompt": True})
    assert asked == f"<|im_start|>system\n{HARD}<|im_end|>\n<|im_start|>user\nWhat is 1 + 1?<|im_end|>\n" + (
        "<|im_start|>assistant\n"
    )
    for name, write in (("axolotl", axolotl.write_axolotl), ("llamafactory", llamafactory.write_llamafactory)):
        (tmp_path / name).mkdir()
        write(material, tmp_path / name, Quiet())
        rows = [json.loads(line) for line in (tmp_path / name / "exercises.jsonl").read_text().splitlines()]
        assert {row["messages"][0]["content"] for row in rows} == {HARD}
        settings = yaml.safe_load((tmp_path / name / "practice.yaml").read_text())
        assert settings.get("chat_template_jinja", template) == template
        assert settings.get("template", "chatml") == "chatml"
    (tmp_path / "harness").mkdir()
    said = harness.write_tasks(material, tmp_path / "harness", Quiet())
    assert f"--system_instruction {shlex.quote(HARD)}" in said
    assert code_span(HARD) in dataset_card(material, {"textbook": 1, "exercises": 1, "exam": 1, "graph": 1}, {})


def test_a_modelfile_has_the_system_prompt_and_a_template_that_writes_it(tiny_student: Path) -> None:
    config = StudentConfig(model=str(tiny_student), system="Be brief.\nBe kind.")
    learner = Student(None, loading.load_tokenizer(config, str(tiny_student)))
    frame = ollama.frame_of(learner, "2026-11-29")
    assert frame is not None
    assert frame.render(TURNS[:1]) == encoding.render_turns(learner.tokenizer, TURNS[:1], add_generation_prompt=True)
    text = ollama.modelfile("", [], config.system)
    assert 'SYSTEM """Be brief.\nBe kind."""' in text


def test_llamafactory_is_told_about_thinking_and_names_what_it_ignores(
    finished_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trainers, "load_tokenizer", lambda config, source: of_trl("qwen3"))
    material = gather_material(open_run(finished_run))
    options = {"enable_thinking": False, "colour": "blue"}
    student = material.recipe.student.model_copy(update={"template_options": options, "chat_template": "own"})
    material = material._replace(recipe=material.recipe.model_copy(update={"student": student}))
    said = llamafactory.write_llamafactory(material, tmp_path, Quiet())
    assert yaml.safe_load((tmp_path / "practice.yaml").read_text())["enable_thinking"] is False
    assert "it ignores colour." in said


ADD: dict[str, Any] = {
    "type": "function",
    "function": {"name": "add_up", "description": "Adds.", "parameters": {"type": "object"}},
}
CALL: dict[str, Any] = {
    "id": "call00001",
    "type": "function",
    "function": {"name": "add_up", "arguments": '{"a": 21, "b": 21}'},
}
ASKED = {"role": "user", "content": "What is 21 + 21?"}
RESULT = {"role": "tool", "tool_call_id": "call00001", "name": "add_up", "content": "the sum is 42"}
ANSWER = {"role": "assistant", "content": "It is 42."}
CALLING: dict[str, dict[str, Any]] = {
    "openai": {
        "tools": [ADD],
        "messages": [ASKED, {"role": "assistant", "content": None, "tool_calls": [CALL]}, RESULT, ANSWER],
    },
    "older": {
        "functions": [ADD["function"]],
        "messages": [
            ASKED,
            {"role": "assistant", "content": None, "function_call": CALL["function"]},
            {**RESULT, "role": "function"},
            ANSWER,
        ],
    },
    "sharegpt": {
        "tools": json.dumps([ADD["function"]]),
        "conversations": [
            {"from": "human", "value": ASKED["content"]},
            {"from": "function_call", "value": '{"name": "add_up", "arguments": {"a": 21, "b": 21}}'},
            {"from": "observation", "value": RESULT["content"]},
            {"from": "gpt", "value": ANSWER["content"]},
        ],
    },
}
"""One conversation with a call, in the forms that data sets have."""


def read_one(folder: Path, row: Any) -> Conversation:
    (folder / "data.jsonl").write_text(json.dumps(row) + "\n")
    (found,) = read_data(folder / "data.jsonl").conversations
    return found


@pytest.mark.parametrize("form", CALLING)
def test_calls_of_functions_are_kept_and_trained_on(tmp_path: Path, form: str) -> None:
    found = read_one(tmp_path, CALLING[form])
    assert found.calls
    turns, tokenizer = [turn.turn() for turn in found.turns], of_trl("qwen2_5")
    assert [turn["role"] for turn in turns] == ["user", "assistant", "tool", "assistant"]
    assert requirements.writes_calls(tokenizer, turns, found.tools)
    encoded = encoding.encode_conversation(tokenizer, turns, tools=found.tools)
    said = tokenizer.decode([label for label in encoded.labels if label != -100])
    assert '<tool_call>\n{"name": "add_up", "arguments": {"a": 21, "b": 21}}\n</tool_call>' in said
    assert "It is 42." in said
    assert RESULT["content"] not in said, "what a tool says is read, not learnt"
    text = tokenizer.decode(encoded.input_ids)
    assert "# Tools" in text
    assert RESULT["content"] in text
    prompt = encoding.render_turns(tokenizer, turns[:-1], add_generation_prompt=True, tools=found.tools)
    assert text.startswith(prompt)


def test_a_template_that_writes_no_calls_is_refused_before_training(tmp_path: Path, tiny_student: Path) -> None:
    assert not requirements.writes_calls(byte_level(SHORT_TEMPLATE), CALLING["openai"]["messages"], [ADD])
    (tmp_path / "data.jsonl").write_text(json.dumps(CALLING["openai"]) + "\n")
    with pytest.raises(StudentError, match=r"does not write function calls, as in line 1 of .* \(1 row in all\)"):
        audit.audit(tmp_path / "data.jsonl", student=str(tiny_student), out=tmp_path / "audit", progress=Quiet())


def test_an_answer_with_weight_0_is_read_and_not_trained_on(tmp_path: Path) -> None:
    turns: list[dict[str, Any]] = [dict(turn) for turn in TURNS]
    turns[1]["weight"] = 0
    later = [
        *turns,
        {"role": "user", "content": "And 3 + 3?"},
        {"role": "assistant", "content": "Six.", "train": False},
    ]
    tokenizer = of_trl("qwen2_5")
    encoded = []
    for row in (turns, later):
        found = read_one(tmp_path, {"messages": row})
        untrained = {index for index, turn in enumerate(found.turns) if not turn.trained}
        given = [turn.turn() for turn in found.turns]
        encoded.append(encoding.encode_conversation(tokenizer, given, untrained=untrained))
    assert encoded[0] == encoded[1], "what follows the last answer that is trained on is left out"
    assert tokenizer.decode([label for label in encoded[0].labels if label != -100]) == "Four.<|im_end|>"
    assert "It is <b>two</b>." in tokenizer.decode(encoded[0].input_ids)


def test_an_exercise_of_several_turns_is_trained_on_in_all_its_answers(tiny_student: Path, tmp_path: Path) -> None:
    """One's own, as `course.also` reads it."""
    said = [("system", "Be kind."), ("user", "1 + 1?"), ("assistant", "Two."), ("user", "And 2 + 2?")]
    messages = [{"role": role, "content": text} for role, text in (*said, ("assistant", "Answer: 4"))]
    row = {"id": "mine", "skill": "leap", "skills": ["leap"], "answer": "4", "messages": messages}
    (tmp_path / "own.jsonl").write_text(json.dumps(row) + "\n")
    recipe = load_recipe(make_recipe(tmp_path, tiny_student))
    graph = read_syllabi(recipe.syllabi, recipe.graph).graph
    (exercise,) = read_own_exercises(graph, [tmp_path / "own.jsonl"])
    assert (exercise.solution, "1 + 1?" in exercise.question) == ("Answer: 4", True)
    tokenizer = loading.load_tokenizer(StudentConfig(model=str(tiny_student)), str(tiny_student))
    encoded = encoding.encode_exercise(tokenizer, exercise)
    trained = tokenizer.decode([label for label in encoded.labels if label != -100])
    assert trained == "Two.<|im_end|>Answer: 4<|im_end|>"
    prompt = build_prompt(exercise, [exercise])
    assert [message.content for message in prompt] == ["Be kind.", "And 2 + 2?", "Answer: 4", *(t for _, t in said[1:])]
    assert build_prompt(exercise, form=True)[-1].content.startswith("And 2 + 2?\nWork it out")
    asked = encoding.encode_prompt(tokenizer, build_prompt(exercise))
    assert list(encoded.input_ids[: len(asked)]) == asked

    row["messages"] = [*messages[1:], {"role": "user", "content": "?"}]
    (tmp_path / "own.jsonl").write_text(json.dumps(row) + "\n")
    with pytest.raises(TutelageError, match=r"line 1: messages: .*must end with a question \(user\) and a solution"):
        list(read_own_exercises(graph, [tmp_path / "own.jsonl"]))
