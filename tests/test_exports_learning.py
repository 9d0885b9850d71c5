"""Preference pairs that TRL trains on, and the course as an environment that `verifiers` reads back and scores."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tutelage
from tutelage.errors import ExportError
from tutelage.exports.dpo import CHANGED, CONSTRUCTED, pairs, write_pairs
from tutelage.exports.material import Material, gather_material
from tutelage.grading import mark
from tutelage.progress import Quiet
from tutelage.records import Exercise
from tutelage.seeds import rng
from tutelage.subjects.registry import SUBJECTS


@pytest.fixture(scope="module")
def material(finished_run: Path) -> Material:
    return gather_material(tutelage.open_run(finished_run))


def rows(path: Path) -> list[dict[str, Any]]:
    return [dict(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_pair_has_a_right_and_a_wrong_solution(material: Material) -> None:
    found = list(pairs(material))
    items = {item.exercise.id: item.exercise for item in material.items}
    assert {row["id"] for row in found} == set(items)
    for row in found:
        exercise = items[row["id"]]
        assert row["source"] == CHANGED
        assert row["prompt"] == [{"role": "user", "content": exercise.question}]
        assert mark(row["chosen"][0]["content"], exercise).correct
        assert not mark(row["rejected"][0]["content"], exercise).correct


def test_a_constructed_error_is_paired_with_the_right_solution_of_its_question() -> None:
    """Of the embedded subjects, by the subject's own second way to the answer."""
    from tutelage.subjects.statements import holds

    subject, known = SUBJECTS.get("calculus"), 0
    skills = list(subject.skills)[:40]
    for skill in skills:
        wrong = subject.misconception(skill, 1, rng(0, skill))
        if wrong.corrected:
            known += 1
            answer = wrong.corrected.rsplit("Answer: ", 1)[1]
            right = wrong._replace(solution=wrong.corrected, answer=answer, misconception="")
            assert holds(right), skill
            assert not holds(wrong), skill
    assert known > len(skills) * 0.8


def test_constructed_errors_come_as_they_are(material: Material) -> None:
    wrong = material.run.course.misconceptions[0]
    course = material.run.course.model_copy(
        update={"misconceptions": (wrong.model_copy(update={"corrected": "It is right. Answer: 1"}),)}
    )
    changed = material._replace(run=material.run.model_copy(update={"course": course}))
    (row,) = [row for row in pairs(changed) if row["source"] == CONSTRUCTED]
    assert row["chosen"] == [{"role": "assistant", "content": "It is right. Answer: 1"}]
    assert row["rejected"] == [{"role": "assistant", "content": wrong.solution}]
    assert row["misconception"] == "one too many"


def test_a_run_without_wrong_solutions_says_so(material: Material, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no wrong solution can be made"):
        write_pairs(material._replace(items=()), tmp_path, Quiet())


def test_trl_trains_a_step_on_the_pairs(finished_run: Path, tiny_student: Path, tmp_path: Path) -> None:
    import torch
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import DPOConfig, DPOTrainer

    folder = tutelage.export(finished_run, "dpo", tmp_path / "pairs").folder
    data = load_dataset("json", data_files=str(folder / "pairs.jsonl"), split="train", cache_dir=str(tmp_path / "c"))
    tokenizer = AutoTokenizer.from_pretrained(tiny_student)
    tokenizer.chat_template = (
        "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
        "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    )
    model = AutoModelForCausalLM.from_pretrained(tiny_student, dtype=torch.float32)
    before = model.model.embed_tokens.weight.detach().clone()
    settings = DPOConfig(
        output_dir=str(tmp_path / "out"),
        max_steps=1,
        per_device_train_batch_size=2,
        learning_rate=1e-2,
        report_to=[],
        use_cpu=True,
        save_strategy="no",
        logging_steps=1,
        bf16=False,
        gradient_checkpointing=False,
        disable_tqdm=True,
    )
    trainer = DPOTrainer(model, args=settings, train_dataset=data.select(range(4)), processing_class=tokenizer)
    trainer.train()
    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    assert losses == pytest.approx([0.693], abs=0.01), "log 2: both sides are as likely as before"
    assert not torch.equal(before, model.model.embed_tokens.weight.detach())


@pytest.fixture(scope="module")
def environment(finished_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tutelage.export(finished_run, "verifiers", tmp_path_factory.mktemp("environment") / "made").folder


def test_tasks_have_skills_levels_prerequisites_and_checkers(environment: Path, material: Material) -> None:
    package = environment / "tutelage_tiny"
    tasks = rows(package / "exercises.jsonl")
    assert [row["id"] for row in tasks] == [item.exercise.id for item in material.items]
    assert {(row["skill"], row["level"], *row["prerequisites"]) for row in tasks} == {
        *(("one-step", 0), ("two-steps", 1, "one-step"), ("leap", 2, "two-steps"))
    }
    assert {row["checker"] for row in tasks} == {"mathematics"}
    assert len(rows(package / "exam.jsonl")) == len(material.exam)
    assert [row["id"] for row in rows(package / "skills.jsonl")] == ["one-step", "two-steps", "leap"]
    wrong = {exercise.solution for exercise in material.run.course.misconceptions}
    assert not [row for row in tasks if Exercise.model_validate_json(row["exercise"]).solution in wrong]


def test_the_checkers_stand_alone(environment: Path) -> None:
    """`checkers.py` and plain rows, without the package `verifiers`."""
    path = environment / "tutelage_tiny" / "checkers.py"
    spec = importlib.util.spec_from_file_location("checkers", path)
    assert spec is not None
    assert spec.loader is not None
    checkers = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(checkers)
    for row in rows(path.with_name("exam.jsonl")):
        assert checkers.is_right(f"I think so. Answer: {row['answer']}", row["exercise"])
        assert checkers.is_right(f"I think so. Answer: {row['answer']}", row)
        assert not checkers.is_right("Answer: 12345", row["exercise"])


def test_open_questions_are_left_out_and_earlier_turns_stay(material: Material, tmp_path: Path) -> None:
    from tutelage.exports.verifiers import write_environment
    from tutelage.records import Checker, Message, Point

    first, second, *_ = material.exam
    opened = first.model_copy(update={"checker": Checker.RUBRIC, "rubric": (Point(text="x"),)})
    turns = (Message(role="system", content="Be brief."), *first.messages, *second.messages)
    talk = second.model_copy(update={"messages": turns})
    advice = write_environment(material._replace(exam=(opened, talk)), tmp_path, Quiet())
    assert advice.startswith("1 question left out, which only a judge can mark")
    (row,) = rows(tmp_path / "tutelage_tiny" / "exam.jsonl")
    assert [turn["role"] for turn in row["prompt"]] == ["user", "assistant", "user"]
    assert row["system_prompt"] == "Be brief."


ROLLOUTS = """
import asyncio, json, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import verifiers.v1 as vf
from verifiers.v1.utils.loaders import import_taskset
import tutelage_tiny
from tutelage_tiny.taskset import CourseConfig, CourseTaskset, skills

assert import_taskset("tutelage-tiny").CourseTaskset is CourseTaskset
tasks = list(CourseTaskset(CourseConfig(split="exam", levels=[1, 2])))
assert {task.data.level for task in tasks} == {1, 2} and len(skills()) == 3
replies = []

class Model(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m"}
        delta = {"role": "assistant", "content": replies[-1]}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        parts = [
            chunk | {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]},
            chunk | {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
            chunk | {"choices": [], "usage": usage},
        ]
        lines = [f"data: {text}" for text in (*map(json.dumps, parts), "[DONE]")]
        content = "".join(f"{line}\\n\\n" for line in lines).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
    def log_message(self, *_):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = vf.EvalClientConfig(base_url=f"http://127.0.0.1:{server.server_address[1]}/v1", api_key_var="NO_KEY")

async def rollouts():
    from verifiers.v1.utils.loaders import harness_config_type
    harness = harness_config_type("null")(id="null")
    agent = vf.Agent(vf.AgentConfig(model="m", client=client, harness=harness, runtime=vf.SubprocessConfig()))
    async with agent:
        for task, text in ((tasks[0], "Answer: " + tasks[0].data.answer), (tasks[1], "Answer: 12345")):
            replies.append(text)
            trace = await agent.run(task)
            print("REWARD", json.dumps([trace.ok, trace.reward, [str(error)[:500] for error in trace.errors]]))

asyncio.run(rollouts())
"""


def test_verifiers_reads_it_back_and_scores_a_rollout(environment: Path) -> None:
    """By the package's own agent, with a local endpoint in place of a model. `TUTELAGE_VERIFIERS_PYTHON` names the
    interpreter of an environment that has `verifiers` and what Tutelage needs."""
    python = os.environ.get("TUTELAGE_VERIFIERS_PYTHON", sys.executable)
    if subprocess.run([python, "-c", "import verifiers.v1"], capture_output=True, check=False).returncode:
        pytest.skip("needs verifiers, which pins other versions: see the docstring")
    source = str(Path(tutelage.__file__).parent.parent)
    variables = os.environ | {"PYTHONPATH": os.pathsep.join([str(environment), source]), "NO_KEY": "none"}
    ran = subprocess.run([python, "-c", ROLLOUTS], capture_output=True, text=True, env=variables, check=False)
    found = [json.loads(line.split(" ", 1)[1]) for line in ran.stdout.splitlines() if line.startswith("REWARD")]
    assert [(ok, reward) for ok, reward, *_ in found] == [(True, 1.0), (True, 0.0)], (found, ran.stderr[-3000:])
