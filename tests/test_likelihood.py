"""Log-likelihoods: those of a plain computation, and those of lm-eval's own model class."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from tutelage.config import StudentConfig
from tutelage.exams import choices
from tutelage.records import Checker, Exercise
from tutelage.student import generation, loading
from tutelage.student.generation import Continuation, log_likelihoods
from tutelage.student.loading import Student

LONG = "One step, two steps, leap: add the numbers and write the sum. " * 5
PAIRS = [
    Continuation("What is it?\nAnswer:", " A"),
    Continuation("What is it?\nAnswer:", " B"),
    Continuation("What is it?\nAnswer:", " a much longer text"),
    Continuation("A context that ends with a blank: ", "two"),
    Continuation("x", "y"),
    *(Continuation(f"{LONG}\nAnswer:", f" {text}") for text in ("one step", "two steps", "leap", "ü")),
    Continuation(LONG * 3, " beyond the model's room"),
    *(Continuation(f"{LONG}\n{n}:", f" {text}") for n in (1, 22, 333) for text in ("one", "two steps and more")),
]


@pytest.fixture
def learner(tiny_student: Path) -> Student:
    config = StudentConfig(model=str(tiny_student))
    loaded = loading.load_student(config, loading.prepare_student(config), decode=True)
    return loaded._replace(model=loaded.model.float())


def plain(learner: Student, pair: Continuation) -> float:
    """One forward pass over the whole text, without padding or cache."""
    context = pair.context.rstrip()
    before = learner.tokenizer(context)["input_ids"]
    ids = learner.tokenizer(pair.context + pair.continuation)["input_ids"]
    after = ids[len(before) :]
    ids = (before + after)[-(512 + 1) :]
    with torch.inference_mode():
        logs = learner.model(torch.tensor([ids[:-1]])).logits[0].log_softmax(-1)
    return float(sum(logs[len(ids) - len(after) - 1 + n, token].item() for n, token in enumerate(after)))


def test_as_a_plain_computation_has_them(learner: Student) -> None:
    expected = [plain(learner, pair) for pair in PAIRS]
    assert log_likelihoods(learner, PAIRS) == pytest.approx(expected, abs=1e-4)
    assert len({round(value, 4) for value in expected}) > len(PAIRS) / 2


def test_batches_do_not_matter(learner: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = log_likelihoods(learner, PAIRS)
    monkeypatch.setattr(generation, "MOST_POSITIONS", 1)
    assert log_likelihoods(learner, PAIRS) == pytest.approx(whole, abs=1e-4)


def test_an_empty_side_is_refused(learner: Student) -> None:
    for pair in (Continuation("", "a"), Continuation("a", "")):
        with pytest.raises(ValueError, match="at least one token"):
            log_likelihoods(learner, [pair])


def test_as_lm_eval_has_them(learner: Student) -> None:
    pytest.importorskip("lm_eval", reason="pip install 'tutelage[lm-eval]'")
    from lm_eval.api.instance import Instance
    from lm_eval.models.huggingface import HFLM

    harness: Any = HFLM(pretrained=learner.model, tokenizer=learner.tokenizer, batch_size=4)
    asked = [Instance("loglikelihood", {}, tuple(pair), index) for index, pair in enumerate(PAIRS)]
    expected = [value for value, _ in harness.loglikelihood(asked, disable_tqdm=True)]
    assert log_likelihoods(learner, PAIRS) == pytest.approx(expected, abs=1e-3)


def question(choices_: tuple[str, ...], answer: str) -> Exercise:
    lines = "".join(f"\n{letter}. {text}" for letter, text in zip("ABCD", choices_, strict=False))
    return Exercise.of(
        skill="s",
        skills=("s",),
        question=f"Which?{lines}",
        solution=f"Answer: {answer}",
        answer=answer,
        checker=Checker.CHOICE,
        choices=choices_,
    )


def test_what_is_compared() -> None:
    asked, example = question(("red", "blue"), "B"), question(("yes", "no"), "A")
    assert choices.alternatives(asked, [], "letter") == [
        ("Which?\nA. red\nB. blue\nAnswer:", " A"),
        ("Which?\nA. red\nB. blue\nAnswer:", " B"),
    ]
    assert choices.alternatives(asked, [example], "text") == [
        ("Which?\nAnswer: yes\n\nWhich?\nAnswer:", " red"),
        ("Which?\nAnswer: yes\n\nWhich?\nAnswer:", " blue"),
    ]
    assert choices.alternatives(asked, [example], "letter")[0][0].startswith(
        "Which?\nA. yes\nB. no\nAnswer: A\n\nWhich?"
    )


def test_a_long_choice_is_at_no_disadvantage_when_normalised() -> None:
    from tutelage.records import Evaluation

    asked = question(("no", "a very long choice"), "B")
    score = choices.mark_likeliest(asked, [-4.0, -9.0], "text")
    assert (score.answer, score.correct) == ("A", False)
    (normalised,) = choices.normalise_likelihoods(Evaluation(scores=(score,)), [asked]).scores
    assert (normalised.answer, normalised.correct) == ("B", True)
    assert normalised.choice_scores == (-2.0, -0.5)
