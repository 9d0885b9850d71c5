"""A model in this process as the teacher, the student itself included."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import make_recipe
from test_writing import GRAPH
from tutelage import pipeline
from tutelage.config import StudentConfig, TeacherConfig
from tutelage.progress import Quiet
from tutelage.records import Charge, LessonRequest, Reply
from tutelage.student import encoding, generation, loading
from tutelage.student.generation import GenerationRequest
from tutelage.teacher import make_teacher


def request(text: str, temperature: float = 1.0, seed: int = 0, limit: int = 12) -> GenerationRequest:
    return GenerationRequest([{"role": "user", "content": text}], limit, temperature, seed)


def test_what_a_row_says_does_not_depend_on_its_neighbours(tiny_student: Path) -> None:
    learner = loading.load_student(StudentConfig(model=str(tiny_student)), str(tiny_student), decode=True)
    requests = [
        request("one step", seed=1),
        request("two", seed=2, limit=5),
        request("leap leap leap", temperature=0.0),
    ]
    together = generation.sample(learner, requests)
    assert [generation.sample(learner, [one])[0].text for one in requests] == [said.text for said in together]
    assert [said.tokens for said in together] == [12, 5, 12]
    assert all(said.cut for said in together)
    assert generation.sample(learner, [request("one step", seed=7)])[0].text != together[0].text


def test_room_beyond_the_context_is_not_given(tiny_student: Path) -> None:
    learner = loading.load_student(StudentConfig(model=str(tiny_student)), str(tiny_student), decode=True)
    near, beyond = generation.sample(learner, [request("x" * 480, limit=400), request("x" * 2000, limit=10)])
    assert 0 < near.tokens < 60
    assert (beyond.text, beyond.cut, beyond.tokens) == ("", True, 0)


def test_temperature_follows_the_softmax(tiny_student: Path) -> None:
    import torch

    learner = loading.load_student(StudentConfig(model=str(tiny_student)), str(tiny_student), decode=True)
    ids = torch.tensor([encoding.encode_turns(learner.tokenizer, request("one").turns)])
    with torch.inference_mode():
        expected = learner.model(input_ids=ids).logits[0, -1].float().softmax(-1)
    noise = [generation._Noise(request("one", seed=seed)) for seed in range(4000)]
    counts = torch.zeros_like(expected)
    for one in noise:
        counts[one.disturb(expected.log()).argmax()] += 1
    assert (counts / 4000 - expected).abs().max() < 0.02


@pytest.mark.parametrize("model", ["student", "folder"])
def test_local_model_answers_requests(tiny_student: Path, model: str) -> None:
    config = TeacherConfig(
        kind="local", model="student" if model == "student" else str(tiny_student), max_tokens=64, concurrency=4
    )
    made = make_teacher(config, GRAPH, student=StudentConfig(model=str(tiny_student)))
    requests = [LessonRequest(id=str(i), skill="leap", seed=i) for i in range(6)]
    said = list(made.answer(requests))
    replies = [one for one in said if isinstance(one, Reply)]
    # A model with random weights writes nothing that has a form: every request fails, and each says so.
    assert [reply.request for reply in replies] == [str(i) for i in range(6)]
    assert {reply.failure for reply in replies} <= {
        "answer cut by its length",
        "answer not in the form asked for",
    }
    assert [one.tokens > 64 for one in said if isinstance(one, Charge)] == [True] * 6


def test_a_run_that_got_nothing_says_so_and_keeps_it(tiny_student: Path, tmp_path: Path) -> None:
    teacher = {"kind": "local", "model": "student", "max_tokens": 64, "repairs": 0}
    recipe = make_recipe(
        tmp_path,
        tiny_student,
        teacher=teacher,
        course={"exercises_per_skill": 1, "misconceptions_per_skill": 1, "exam_questions_per_skill": 1},
    )
    nothing = r"the solver answered none of the 10 questions that it was tried with \(answer cut by its length\)"
    with pytest.raises(ValueError, match=nothing):
        pipeline.run(recipe, progress=Quiet())
    assert (tmp_path / "run" / "graph" / "manifest.json").is_file()
    assert not (tmp_path / "run" / "course" / "manifest.json").exists(), "the same command asks again"
