"""Forgetting: the figures, the files, and a run that measures it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from math import exp, log
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tutelage
from conftest import make_recipe, script, with_end_mark
from tutelage.config import ForgettingConfig, StudentConfig, load_recipe
from tutelage.exams import general_text, panel, retention
from tutelage.progress import Quiet
from tutelage.records import ChoiceMark, Divergence, Forgetting, GeneralExam, TextLoss
from tutelage.report import terminal
from tutelage.report.page import render
from tutelage.storage import open_run
from tutelage.student import encoding, generation, loading
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.training import divergence

TEXT = ForgettingConfig(panel=False, divergence=False)

ROWS = [
    {"question": f"Which river is number {n}?", "choices": ["the Rhine", "a", "Po"], "answer": n % 3, "subject": s}
    for n in range(8)
    for s in ("geography", "history")
]


def general(losses: list[float], tokens: list[int], right: list[bool]) -> GeneralExam:
    texts = [TextLoss(document=str(n), loss=x, tokens=t) for n, (x, t) in enumerate(zip(losses, tokens, strict=True))]
    marks = [ChoiceMark(question=str(n), subject="s", correct=value) for n, value in enumerate(right)]
    return GeneralExam(losses=tuple(texts), marks=tuple(marks))


def test_figures_are_those_of_the_definition() -> None:
    base = general([log(10), log(20)], [300, 100], [True] * 9 + [False] * 3)
    final = general([log(20), log(20)], [300, 100], [False] * 9 + [True] * 3)
    found = general_text.summarise_forgetting(Forgetting(base=base, final=final))
    assert found.before == pytest.approx(exp((300 * log(10) + 100 * log(20)) / 400))
    assert found.after == pytest.approx(20)
    assert found.ratio.value == pytest.approx(2**0.75) == pytest.approx(found.after / found.before)
    assert [found.ratio.low, found.ratio.high] == pytest.approx([1, 2])
    assert found.right_before is not None
    assert found.right_after is not None
    assert (found.right_before.right, found.right_after.right, found.right_after.total) == (9, 3, 12)
    assert found.p == pytest.approx(2 * (1 + 12 + 66 + 220) / 2**12)
    text, questions = general_text.forgetting_sentences(found)
    assert "1.68 times as much (95 % interval 1.00 to 2.00; no difference can be detected)" in text
    assert "9 of 12 right before, 3 after (p = 0.15)" in questions


@given(st.lists(st.tuples(st.floats(0.1, 9), st.integers(1, 500)), min_size=1, max_size=20), st.floats(-0.3, 0.3))
def test_the_same_change_everywhere_has_no_width(texts: list[tuple[float, int]], change: float) -> None:
    losses, tokens = [loss for loss, _ in texts], [count for _, count in texts]
    final = general([loss + change for loss in losses], tokens, [])
    found = general_text.summarise_forgetting(Forgetting(base=general(losses, tokens, []), final=final))
    assert [found.ratio.low, found.ratio.value, found.ratio.high] == pytest.approx([exp(change)] * 3)
    assert found.p is None
    assert len(general_text.forgetting_sentences(found)) == 1


def test_other_documents_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="same documents"):
        general_text.summarise_forgetting(Forgetting(base=general([1], [1], []), final=general([1, 2], [1, 1], [])))


def test_questions_of_files_subjects_and_number(tmp_path: Path) -> None:
    path = tmp_path / "mmlu.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)))
    config = ForgettingConfig(choices=(path,), subjects=("history",), max_questions=5)
    found = general_text.load_questions(config, 0)
    assert len({item.id for item in found}) == 5
    assert {item.subject for item in found} == {"history"}
    assert found == general_text.load_questions(config, 0)
    assert any(found != general_text.load_questions(config, seed) for seed in range(1, 5))
    assert len(general_text.load_questions(ForgettingConfig(choices=(path,)), 0)) == 16
    with pytest.raises(ValueError, match="no question about law; there are geography, history"):
        general_text.load_questions(ForgettingConfig(choices=(path,), subjects=("law",)), 0)
    with pytest.raises(ValueError, match="no questions at"):
        general_text.load_questions(ForgettingConfig(choices=(tmp_path / "none.jsonl",)), 0)
    refused: list[tuple[dict[str, object], str]] = [
        ({"answer": 3}, "answer 3: the 3 choices are counted from 0"),
        ({"answer": "D"}, "the answer 'D' is none of the choices"),
        ({"answer": True}, "none of the choices"),
        ({"choices": ["a"]}, "must be a list of 2 to 26 texts"),
        ({"question": None}, "'question' is empty"),
    ]
    for changed, reason in refused:
        path.write_text(json.dumps(ROWS[0]) + "\n" + json.dumps(ROWS[1] | changed))
        with pytest.raises(ValueError, match=rf"mmlu.jsonl line 2: .*{reason}"):
            general_text.load_questions(ForgettingConfig(choices=(path,)), 0)


@pytest.mark.parametrize("answer", [1, "B", "b", "1", "Po "])
def test_the_right_choice_is_named_as_data_sets_do(tmp_path: Path, answer: object) -> None:
    path = tmp_path / "mmlu.jsonl"
    path.write_text("\n".join(json.dumps(ROWS[0] | {"answer": given}) for given in (answer, 0)))
    found, _ = general_text.load_questions(ForgettingConfig(choices=(path,)), 0)
    assert found.answer == (2 if answer == "Po " else 1)


def test_losses_are_those_of_transformers_and_stop_at_the_cap(tiny_student: Path, tmp_path: Path) -> None:
    import torch

    learner = loading.load_student(StudentConfig(model=str(tiny_student)), str(tiny_student), decode=True)
    texts = ["The bus was late and it rained.", "She bought two loaves.", "x" * 700]
    found = retention.measure_retention(learner, texts, [], TEXT, folder=tmp_path).losses
    assert [item.document.split(":")[0] for item in found] == ["1", "2", "3"]
    for text, item in list(zip(texts, found, strict=True))[:2]:
        ids = torch.tensor([learner.tokenizer(text, add_special_tokens=False)["input_ids"]])
        with torch.no_grad():
            expected = learner.model(input_ids=ids, labels=ids).loss.item()
        assert item.loss == pytest.approx(expected, rel=1e-4)
        assert item.tokens == ids.shape[1] - 1
    # A document longer than the model's room is read in two parts, each without its first token.
    assert found[2].tokens == 698
    size = found[0].tokens + 1
    short = TEXT.model_copy(update={"max_tokens": size + 5})
    capped = retention.measure_retention(learner, texts, [], short, folder=tmp_path).losses
    assert capped[0] == found[0]
    assert [item.tokens for item in capped] == [size - 1, 4]


def test_general_text_is_read_behind_the_mark_that_begins_every_text(tiny_student: Path, tmp_path: Path) -> None:
    """Gemma and Llama were trained with it; it is no token of the text."""
    import torch

    folder = str(with_end_mark(tiny_student, tmp_path / "marked", "</s>", "<s>"))
    learner = loading.load_student(StudentConfig(model=folder), folder, decode=True)
    text, long = "The bus was late and it rained.", "x" * 700
    one, other = retention.measure_retention(learner, [text, long], [], TEXT, folder=tmp_path).losses
    ids = torch.tensor([learner.tokenizer(text)["input_ids"]])
    assert ids[0, 0] == learner.tokenizer.bos_token_id
    labels = ids.clone()
    labels[0, :2] = -100
    with torch.no_grad():
        expected = learner.model(input_ids=ids, labels=labels).loss.item()
    assert one.loss == pytest.approx(expected, rel=1e-4)
    assert one.tokens == ids.shape[1] - 2
    assert other.tokens == 698


def test_the_likeliest_choice_per_byte_is_taken(tiny_student: Path) -> None:
    learner = loading.load_student(StudentConfig(model=str(tiny_student)), str(tiny_student), decode=True)
    choices = ("a long and unlikely answer", "no", "seven")
    pairs = [generation.Continuation("Is it?\nAnswer:", f" {choice}") for choice in choices]
    scores = [x / len(c) for x, c in zip(generation.log_likelihoods(learner, pairs), choices, strict=True)]
    best = scores.index(max(scores))
    asked = [general_text.ChoiceQuestion(f"q{n}", "s", "Is it?", choices, n) for n in range(3)]
    assert [mark.correct for mark in retention.mark_questions(learner, asked, "", Quiet())] == [
        n == best for n in range(3)
    ]


def test_a_run_tells_what_was_forgotten(tmp_path: Path, tiny_student: Path) -> None:
    (tmp_path / "mmlu.jsonl").write_text("\n".join(map(json.dumps, ROWS)))
    changes = {
        "practice": {"rounds": 1, "epochs": [2], "batch_size": 4},
        "forgetting": {"choices": ["mmlu.jsonl"], "max_questions": 6, "panel_items": 14},
    }
    recipe = make_recipe(tmp_path, tiny_student, **changes)
    record = tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
    assert record.forgetting is not None
    assert len(record.forgetting.base.losses) == len(record.forgetting.final.losses) == 10
    assert record.forgetting.base.losses != record.forgetting.final.losses
    assert len(record.forgetting.final.marks) == 6
    assert {"forgetting/base", "forgetting/final"} <= {time.stage for time in record.times if time.tokens}
    base, final = record.forgetting.base, record.forgetting.final
    assert [score.question for score in base.panel] == [score.question for score in final.panel]
    assert len(base.panel) == 14
    assert len(base.answers) == 40
    assert {item.on for item in final.divergence} == {"general", "course"}
    assert sum(item.on == "course" for item in final.divergence) == 12
    assert all(item.nats > 0 for item in final.divergence)
    # A random student before, one that has read plain English after.
    assert general_text.summarise_forgetting(record.forgetting).ratio.value != pytest.approx(1, abs=1e-3)
    shown = terminal.run_text(record)
    assert "General text (10 documents): perplexity" in shown
    assert "of 6 right before" in shown
    assert all(len(line) <= 80 for line in shown.splitlines() if record.folder not in line)
    page = render(record)
    assert 'id="forgotten"' in page
    assert 'id="panel-kinds"' in page
    assert "Panel (14 tasks): " in shown
    assert "Divergence from the base, in nats per token: 0." in shown
    assert 'id="forgotten"' not in render(record.model_copy(update={"forgetting": None}))
    opened = open_run.open_run(tmp_path / "run")
    for name in type(record).model_fields:
        assert getattr(opened, name) == getattr(record, name), name


def test_divergence_is_that_of_the_definition(tiny_student: Path, tmp_path: Path) -> None:
    """Of an adapter by leaving it out, of a whole student by loading its base as well; of the base itself none."""
    import torch
    from peft import LoraConfig, get_peft_model

    config = StudentConfig(model=str(tiny_student))
    base = loading.load_student(config, str(tiny_student))
    adapted = get_peft_model(base.model, LoraConfig(r=2, target_modules="all-linear", task_type="CAUSAL_LM"))
    torch.manual_seed(1)
    for name, weight in adapted.named_parameters():
        if "lora_B" in name:
            weight.data.normal_(std=0.5)
    adapted.save_pretrained(tmp_path / "adapter")
    adapted.merge_and_unload().save_pretrained(tmp_path / "whole")
    texts = ["The bus was late and it rained.", "One step."]
    encoded = [encoding.encode_text(base.tokenizer, text) for text in texts]
    found = {
        name: divergence.mean_divergences(divergence.load_pair(config, str(tiny_student), folder), encoded)
        for name, folder in {"adapter": tmp_path / "adapter", "whole": tmp_path / "whole", "base": tiny_student}.items()
    }
    before = loading.load_student(config, str(tiny_student), decode=True).model
    after = loading.load_student(config, str(tiny_student), tmp_path / "whole", decode=True).model
    for index, example in enumerate(encoded):
        ids = torch.tensor([list(example.input_ids)])
        with torch.no_grad():
            p, q = (model.float()(input_ids=ids).logits[0, :-1].log_softmax(-1) for model in (before, after))
        expected = torch.nn.functional.kl_div(q, p, log_target=True, reduction="none").sum(-1).mean().item()
        assert expected > 0.01
        assert found["whole"][index].nats == pytest.approx(expected, rel=1e-3)
        assert found["adapter"][index].nats == pytest.approx(expected, rel=1e-2)  # merging rounds the weights
        assert found["base"][index].nats == pytest.approx(0, abs=1e-6)
        assert found["whole"][index].tokens == len(example.input_ids) - 1


def test_panel_and_divergence_in_words() -> None:
    items = [item for item in panel.shipped_items() if item.kind in ("json", "system")]
    before = tuple(panel.mark_item(item, item.right) for item in items)
    after = tuple(panel.mark_item(item, item.right if item.kind == "json" else item.wrong) for item in items)
    base = general([1.0], [10], []).model_copy(update={"panel": before})
    far = [Divergence(on="course", example=str(nats), nats=nats, tokens=n) for nats, n in [(1, 30), (3, 10)]]
    final = general([1.0], [10], []).model_copy(update={"panel": after, "divergence": tuple(far)})
    found = general_text.summarise_forgetting(Forgetting(base=base, final=final))
    assert found.divergence["course"].value == pytest.approx(1.5)
    _, tasks, distance = general_text.forgetting_sentences(found)
    assert tasks.startswith("Panel (82 tasks): 82 right before, 41 after (p = ")
    assert tasks.endswith("beyond chance: obeys the system prompt (100 % before, 0 % after).")
    assert distance == "Divergence from the base, in nats per token: 1.500 on solutions of the exam."
    spread = general_text.panel_sentence(
        panel.compare_panels(
            before,
            tuple(panel.mark_item(item, item.wrong if n % 8 == 0 else item.right) for n, item in enumerate(items)),
        )
    )
    assert ", beyond chance); " in spread
    unchanged = general_text.summarise_forgetting(Forgetting(base=base, final=base))
    assert "no kind of task changed beyond chance" in general_text.forgetting_sentences(unchanged)[1]


def test_nothing_is_measured_where_it_is_off_and_files_are_checked_first(tmp_path: Path, tiny_student: Path) -> None:
    short = {"practice": {"rounds": 0}, "forgetting": {"enabled": False, "texts": ["none.txt"]}}
    recipe = make_recipe(tmp_path, tiny_student, **short)
    record = tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
    assert record.forgetting is None
    assert not (tmp_path / "run" / "forgetting").exists()
    (tmp_path / "b").mkdir()
    recipe = make_recipe(tmp_path / "b", tiny_student, **(short | {"forgetting": {"texts": ["none.txt"]}}))
    assert load_recipe(recipe).forgetting.texts == (tmp_path / "b" / "none.txt",)
    with pytest.raises(ValueError, match=r"no general text at .*b/none.txt"):
        tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
    assert not (tmp_path / "b" / "run").exists()


def test_progress_is_shown_to_the_end(tiny_student: Path, tmp_path: Path) -> None:
    class Counted:
        """Keeps what the bars were told."""

        def __init__(self) -> None:
            self.bars: list[list[Any]] = []

        def say(self, line: str) -> None: ...

        @contextmanager
        def bar(self, label: str, total: int, unit: str) -> Iterator[Counted]:
            self.bars.append([label, total, 0])
            yield self

        def advance(self, count: int = 1, note: str = "") -> None:
            self.bars[-1][2] += count

    learner = loading.load_student(StudentConfig(model=str(tiny_student)), str(tiny_student), decode=True)
    asked = [general_text.ChoiceQuestion(str(n), "sums", f"{n} + 1?", ("2", "three", "4"), 0) for n in range(5)]
    progress = Counted()
    retention.measure_retention(
        learner, ["The bus was late.", "x" * 700], asked, TEXT, side="base", folder=tmp_path, progress=progress
    )
    assert progress.bars == [["forgetting, base: general text", 3, 3], ["forgetting, base: questions", 15, 15]]
