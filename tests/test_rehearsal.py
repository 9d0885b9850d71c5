"""Rehearsal in practice: what is rehearsed, how much of it, and that it is no part of the course."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import tutelage
from conftest import make_recipe, script
from tutelage.config import PracticeConfig, RehearsalConfig, StudentConfig, load_recipe, parse_recipe
from tutelage.errors import DataError
from tutelage.exams import panel
from tutelage.progress import Quiet
from tutelage.records import GeneralAnswer, Message, Rehearsal, values
from tutelage.report import terminal
from tutelage.report.page import render
from tutelage.storage import open_run, stages
from tutelage.student import generation, loading
from tutelage.student.encoding import encode_turns
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.training import own_answers, rehearsal
from tutelage.training.ordering import WeightedExample, order_presentations
from tutelage.training.scaling import scale_weights


def test_prompts_are_many_and_distinct_and_none_is_in_the_panel() -> None:
    trained, held_out = (own_answers.shipped_prompts(part) for part in ("rehearsal", "held-out"))
    assert (len(trained), len(held_out)) == (310, 40)
    texts = [" ".join(prompt.messages[-1].content.lower().split()) for prompt in (*trained, *held_out)]
    assert max(Counter(texts).values()) == 1
    asked = {" ".join(m.content.lower().split()) for item in panel.shipped_items() for m in item.messages}
    assert not asked & set(texts)
    for prompts in (trained, held_out):
        kinds = {prompt.id.rpartition("-")[0] for prompt in prompts}
        assert kinds == {"question", "instruction", "format", "turns", "system", "unknowable"}
        assert all(prompt.messages[-1].role == "user" for prompt in prompts)


@pytest.mark.parametrize(
    ("answer", "cut", "fault"),
    [
        ("A fine answer.", False, ""),
        ("ha ha ha ha ha ha, that is funny", False, ""),
        ("A fine answer that goes", True, own_answers.CUT),
        (" \n", False, own_answers.EMPTY),
        ("I am " + "[Your Title] and I am " * 4, True, "repeats itself"),
        ("1. **Lion**\n2. **Lion**\n3. **Lion**", False, ""),
    ],
)
def test_broken_answers_are_known(answer: str, cut: bool, fault: str) -> None:
    assert own_answers.fault_of(answer, cut=cut) == fault


def test_broken_answers_are_left_out_and_counted(
    tiny_student: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner = loading.load_student(StudentConfig(model=str(tiny_student)), str(tiny_student), decode=True)
    asked: list[int] = []

    def reply(_: object, requests: list[generation.GenerationRequest]) -> list[generation.Generation]:
        asked.append(len(requests))
        replies = ["Yes.", "", "and so on, " * 9, "No"]
        return [generation.Generation(replies[i % 4], i % 4 == 3, 5, 7) for i in range(len(requests))]

    monkeypatch.setattr(generation, "sample", reply)
    prompts = own_answers.shipped_prompts("rehearsal")[:8]
    found = own_answers.answer_prompts(learner, prompts, folder=tmp_path, label="")
    assert [answer.prompt for answer in found.answers] == [prompts[0].id, prompts[4].id]
    assert found.left_out == {"empty": 2, "not finished": 2, "repeats itself": 2}
    assert found.tokens == 56
    assert own_answers.answer_prompts(learner, prompts, folder=tmp_path, label="") == found
    assert asked == [8]  # the second call read what the first one kept
    unfinished = own_answers.answer_prompts(learner, prompts, finished=False, folder=tmp_path / "2", label="")
    assert unfinished.left_out == {"empty": 2}
    with pytest.raises(ValueError, match=r"no answer of the base student can be rehearsed \(empty \(3\)\)"):
        own_answers.report(Rehearsal(answers=(), left_out={"empty": 3}), Quiet())


def test_the_loss_is_on_the_last_turn_alone(tiny_student: Path) -> None:
    tokenizer = loading.load_tokenizer(StudentConfig(model=str(tiny_student)), str(tiny_student))
    turns = [("user", "One step?"), ("assistant", "Two."), ("user", "And now?"), ("assistant", "A leap.")]
    messages = [Message(role=role, content=content) for role, content in turns]  # type: ignore[arg-type]
    encoded = own_answers.encode_answer(tokenizer, messages)
    prompt = encode_turns(tokenizer, [message.turn() for message in messages[:-1]])
    assert encoded.input_ids[: len(prompt)] == prompt
    assert set(encoded.labels[: len(prompt)]) == {-100}
    trained_on = encoded.labels[len(prompt) :]
    assert tokenizer.decode(trained_on) == "A leap.<|im_end|>"
    assert encoded.labels[len(prompt) :] == encoded.input_ids[len(prompt) :]


def test_texts_are_read_in_parts_and_long_answers_left_out(tiny_student: Path, tmp_path: Path) -> None:
    tokenizer = loading.load_tokenizer(StudentConfig(model=str(tiny_student)), str(tiny_student))
    path = tmp_path / "general.txt"
    path.write_text("The bus was late. " * 9)
    asked = Message(role="user", content="?")
    answers = tuple(
        GeneralAnswer(prompt=f"p{n}", messages=(asked, Message(role="assistant", content=text)))
        for n, text in enumerate(("Yes.", "y" * 200))
    )
    config = PracticeConfig(max_length=80, rehearsal=RehearsalConfig(share=0.2, texts=(path,)))
    found = dict(own_answers.general_examples(tokenizer, config, Rehearsal(answers=answers)))
    assert len(found) > 2
    assert all(len(encoded.input_ids) <= 81 for encoded in found.values())
    assert sum(set(encoded.labels[:3]) == {-100} for encoded in found.values()) == 1
    off = config.model_copy(update={"rehearsal": RehearsalConfig(texts=(path,))})
    assert not dict(own_answers.general_examples(tokenizer, off, Rehearsal(answers=answers)))


@given(
    st.lists(st.integers(3, 40), min_size=20, max_size=60),
    st.lists(st.integers(3, 40), min_size=1, max_size=30),
    st.floats(0.05, 0.5),
    st.integers(1, 3),
    st.integers(0, 5),
)
def test_the_share_is_one_of_tokens_and_the_course_stays_as_it_was(
    sizes: list[int], general: list[int], share: float, epochs: int, seed: int
) -> None:
    items = [WeightedExample(f"e{n}", "s", 1.0) for n in range(len(sizes))]
    lengths = {f"e{n}": size for n, size in enumerate(sizes)} | {f"g{n}": size for n, size in enumerate(general)}
    names = [f"g{n}" for n in range(len(general))]
    plain = PracticeConfig(epochs=(epochs,), batch_size=4)
    mixed = plain.model_copy(update={"rehearsal": RehearsalConfig(share=share)})
    before = order_presentations(items, lengths, plain, seed, 1)
    after = order_presentations(items, lengths, mixed, seed, 1, general=names)
    course = [item for item in after if item.example.startswith("e")]
    assert sorted(course) == sorted(before)
    extra = [item for item in after if item.example.startswith("g")]
    assert all(not item.skill for item in extra)
    tokens = sum(lengths[item.example] for item in course)
    wanted = share / (1 - share) * tokens
    assert abs(sum(lengths[item.example] for item in extra) - wanted) <= max(general)
    counts = Counter(item.example for item in extra)
    assert max(counts.values(), default=0) - min((counts[name] for name in names), default=0) <= 1
    assert after == order_presentations(items, lengths, mixed, seed, 1, general=names)


def test_spread_is_even() -> None:
    mixed = rehearsal.spread(list(range(30)), ["x"] * 10)
    places = [place for place, item in enumerate(mixed) if item == "x"]
    assert {b - a for a, b in pairwise(places)} == {4}
    lengths = dict.fromkeys("abcd", 10)
    for tokens, expected in ((0, ""), (4, ""), (6, "a"), (24, "ab"), (26, "abc")):
        assert rehearsal.draw_tokens(iter("abcd"), lengths, tokens, 10) == list(expected)


def test_a_run_rehearses_and_the_course_does_not_notice(tmp_path: Path, tiny_student: Path) -> None:
    """A student that knows nothing answers without end, so its texts are given."""
    (tmp_path / "general.txt").write_text("The bus was late.\n\nShe bought two loaves of bread.\n")
    practice = {
        "rounds": 2,
        "epochs": [2],
        "batch_size": 4,
        "rehearsal": {"share": 0.3, "self": False, "texts": ["general.txt"]},
        "scale": 0.5,
    }
    recipe = make_recipe(tmp_path, tiny_student, practice=practice)
    record = tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
    for round_ in record.rounds:
        exercises = {item.exercise.id for item in round_.training_set}
        assert {name for name, _ in values(round_.trained.losses, "example", "epoch")} == exercises
        shown = Counter(example in exercises for _, example in values(round_.trained.order, "step", "example"))
        assert shown[False] > 0
        assert round_.trained.rehearsed / round_.trained.tokens == pytest.approx(0.3, abs=0.02)
    adapted = record.rounds[0].adapted
    assert adapted is not None
    assert {item.example for item in adapted.categories} <= {i.exercise.id for i in record.rounds[0].training_set}
    assert not any(change.example.startswith("re-") for change in adapted.changes)
    folders = [stages.round_(number).student_folder(tmp_path / "run") for number in (1, 2)]
    alphas = [json.loads((folder / "adapter_config.json").read_text())["lora_alpha"] for folder in folders]
    assert alphas == [32, 16]
    assert "(rehearsal: " in render(record)
    assert " of them rehearsal" in " ".join(terminal.run_text(record).split())
    opened = open_run.open_run(tmp_path / "run")
    assert opened.rounds[1].trained == record.rounds[1].trained


@pytest.mark.parametrize("factor", [0.75, 0.0])
def test_what_training_changed_in_all_weights_is_scaled(tmp_path: Path, factor: float) -> None:
    """Weights that the base has not, or of another size, stay; the base may lie in other files."""
    import torch
    from safetensors.torch import load_file, save_file

    base, folder = tmp_path / "base", tmp_path / "student"
    base.mkdir()
    folder.mkdir()
    before = {"a": torch.tensor([0.0, 4.0]), "b": torch.tensor([8.0]), "c": torch.ones(2)}
    after = {"a": torch.tensor([4.0, 0.0]), "b": torch.tensor([0.0]), "c": torch.ones(3), "new": torch.ones(1)}
    save_file({"a": before["a"], "c": before["c"]}, base / "model-1.safetensors")
    save_file({"b": before["b"].bfloat16()}, base / "model-2.safetensors")
    save_file(after, folder / "model.safetensors", metadata={"format": "pt"})
    scale_weights(folder, base, factor)
    found = load_file(folder / "model.safetensors")
    assert found["a"].tolist() == [4 * factor, 4 * (1 - factor)]
    assert found["b"].tolist() == [8 * (1 - factor)]
    assert found["c"].shape == (3,)
    assert found["new"].tolist() == [1]


def test_the_last_student_of_a_run_is_scaled(tmp_path: Path, tiny_student: Path) -> None:
    """What an exam is taken with afterwards lies between the base and what was trained."""
    from safetensors.torch import load_file

    found, whole = {}, {"model": str(tiny_student), "adapter": "none"}
    for scale in (1, 0.5):
        practice = {"rounds": 1, "epochs": [2], "batch_size": 4, "scale": scale}
        home = tmp_path / str(scale)
        home.mkdir()
        recipe = make_recipe(home, tiny_student, practice=practice, forgetting={"enabled": False})
        recipe.write_text(yaml.safe_dump(yaml.safe_load(recipe.read_text()) | {"student": whole}))
        tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
        found[scale] = load_file(stages.round_(1).student_folder(home / "run") / "model.safetensors")
    base = load_file(tiny_student / "model.safetensors")
    moved = {name: (found[1][name].float() - base[name].float()) for name in found[1]}
    half = {name: (found[0.5][name].float() - base[name].float()) for name in found[1]}
    assert max(float(change.abs().max()) for change in moved.values()) > 0
    for name, change in moved.items():
        assert float((half[name] - change / 2).abs().max()) <= 0.01 * float(base[name].float().abs().max())
    norm, halved = (sum(float(change.norm()) for change in one.values()) for one in (moved, half))
    assert halved / norm == pytest.approx(0.5, abs=0.1)


def test_own_answers_are_a_stage_that_depends_on_the_student_alone(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reply(_: object, requests: list[generation.GenerationRequest]) -> list[generation.Generation]:
        return [generation.Generation("One step.", False, 5, 3) for _ in requests]

    monkeypatch.setattr(generation, "sample", reply)
    practice = {"rounds": 1, "epochs": [1], "batch_size": 4, "rehearsal": {"share": 0.2}}
    changes = {"reading": {"enabled": False}, "forgetting": {"enabled": False}}
    path = make_recipe(tmp_path, tiny_student, practice=practice, **changes)
    record = tutelage.run(path, teacher=ScriptedTeacher(script), progress=Quiet())
    assert record.rehearsal is not None
    assert len(record.rehearsal.answers) == 310
    assert record.rounds[0].trained.rehearsed > 0
    recipe = load_recipe(path)
    assert [stage.name for stage in stages.stages_before(stages.REHEARSAL, recipe)] == []
    assert stages.REHEARSAL in stages.stages_before(stages.round_(1), recipe)
    assert stages.REHEARSAL not in stages.stages_before(stages.COURSE, recipe)
    assert open_run.open_run(tmp_path / "run").rehearsal == record.rehearsal


def test_what_cannot_be_rehearsed_or_scaled_is_refused_before_any_work(tmp_path: Path, tiny_student: Path) -> None:
    refused: list[tuple[dict[str, object], str]] = [
        ({"practice": {"rehearsal": {"share": 0.2, "self": False}}}, "nothing to rehearse"),
        ({"practice": {"rehearsal": {"share": 0.6}}}, "rehearsal.share"),
        ({"practice": {"scale": 1.5}}, "scale"),
    ]
    for changes, says in refused:
        with pytest.raises(ValueError, match=says):
            parse_recipe({"name": "x", "syllabus": "s.yaml"} | changes)
    recipe = make_recipe(tmp_path, tiny_student, practice={"rehearsal": {"share": 0.1, "texts": ["none.txt"]}})
    with pytest.raises(ValueError, match=r"no general text at .*none.txt"):
        tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
    assert not (tmp_path / "run").exists()


def test_the_recipe_of_the_page_is_one() -> None:
    page = (Path(__file__).parent.parent / "docs" / "forgetting.md").read_text()
    (block,) = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    recipe = parse_recipe({"name": "x", "syllabus": "s.yaml"} | yaml.safe_load(block))
    assert recipe.forgetting.subjects == ("geography", "law")
    assert recipe.reading.replay_share == recipe.practice.rehearsal.share == 0.2
    assert recipe.practice.scale == 0.75
    assert f"{len(panel.shipped_items())} short tasks" in page


def test_a_missing_text_is_not_blamed_on_another_key(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="check the path in the recipe"):
        rehearsal.read_documents([tmp_path / "none.txt"])
