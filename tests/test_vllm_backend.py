"""vLLM: what goes to it and what comes back. It needs a GPU: stand-ins take its place that know what it documents."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar
from weakref import WeakSet

import pytest

import tutelage
from conftest import make_recipe, script
from tutelage.config import EvalOptions, StudentConfig, load_recipe
from tutelage.exams.results import evaluate
from tutelage.progress import Quiet
from tutelage.records import Message
from tutelage.storage import open_run
from tutelage.student.vllm import start_engine
from tutelage.teacher.scripted import ScriptedTeacher


@dataclass(kw_only=True)
class SamplingParams:
    """The parameters that are used, as vLLM's documentation names them; any other is a `TypeError`."""

    temperature: float = 1.0
    max_tokens: int | None = 16
    seed: int | None = None


@dataclass
class LoRARequest:
    """As in vLLM's examples: name, number, folder."""

    lora_name: str
    lora_int_id: int
    lora_path: str


class LLM:
    """Keeps what vLLM would get; an answer is the seed that came with the question. Signatures as documented."""

    made: ClassVar[list[dict[str, Any]]] = []
    calls: ClassVar[list[Any]] = []
    alive: ClassVar[WeakSet[LLM]] = WeakSet()

    def __init__(
        self,
        model: str,
        *,
        tokenizer: str | None = None,
        trust_remote_code: bool = False,
        load_format: str = "auto",
        use_tqdm_on_load: bool = True,
        enable_lora: bool = False,
        max_lora_rank: int = 16,
    ) -> None:
        assert not self.alive, "two of them do not fit on one GPU"
        if not Path(model).is_dir():
            raise RuntimeError("Engine core initialization failed. See root cause above.\n more")
        assert max_lora_rank in (1, 8, 16, 32, 64, 128, 256, 320, 512)
        assert load_format == "safetensors", "other formats may be pickles"
        assert not use_tqdm_on_load
        made = {"model": model, "tokenizer": tokenizer, "trust_remote_code": trust_remote_code}
        self.made.append(made | {"enable_lora": enable_lora, "max_lora_rank": max_lora_rank})
        self.alive.add(self)

    def generate(
        self,
        prompts: Sequence[dict[str, list[int]]],
        sampling_params: Sequence[SamplingParams],
        *,
        use_tqdm: bool = True,
        lora_request: LoRARequest | None = None,
    ) -> list[Any]:
        assert len(prompts) == len(sampling_params)
        assert not use_tqdm
        self.calls.append((prompts, sampling_params, lora_request))
        return [SimpleNamespace(outputs=[SimpleNamespace(text=f"Answer: {way.seed}")]) for way in sampling_params]


@pytest.fixture
def vllm(monkeypatch: pytest.MonkeyPatch) -> type[LLM]:
    """vLLM's public names, by stand-ins that take nothing else."""
    modules = {name: ModuleType(name) for name in ("vllm", "vllm.lora", "vllm.lora.request")}
    modules["vllm"].__dict__.update(LLM=LLM, SamplingParams=SamplingParams)
    modules["vllm.lora.request"].__dict__.update(LoRARequest=LoRARequest)
    for name, module in modules.items():
        module.__spec__ = SimpleNamespace()  # type: ignore[assignment]
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(LLM, "made", [])
    monkeypatch.setattr(LLM, "calls", [])
    monkeypatch.setattr(os, "environ", os.environ.copy())
    return LLM


def test_without_vllm_the_extra_is_named(tmp_path: Path, tiny_student: Path) -> None:
    options = EvalOptions(backend="vllm", number=2)
    with pytest.raises(ValueError, match=r"tutelage\[vllm\]"):
        evaluate(tiny_student, "new-operations", options=options, out=tmp_path / "out")
    with pytest.raises(ValueError, match="unknown backend 'magic': use transformers or vllm"):
        evaluate(tiny_student, "new-operations", options=EvalOptions(backend="magic", number=2))  # type: ignore[arg-type]


def test_a_run_without_vllm_says_so_before_any_work(tmp_path: Path, tiny_student: Path) -> None:
    recipe = make_recipe(tmp_path, tiny_student, exam={"backend": "vllm"})
    with pytest.raises(ValueError, match=r"backend vllm is not installed: pip install 'tutelage\[vllm\]'"):
        tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(("rank", "room"), [(4, 8), (8, 8), (16, 16), (20, 32)])
def test_an_adapter_is_handed_to_vllm_with_room_for_its_rank(
    rank: int, room: int, tmp_path: Path, tiny_student: Path, vllm: type[LLM]
) -> None:
    (tmp_path / "adapter_config.json").write_text(json.dumps({"r": rank}))
    with start_engine(StudentConfig(model=str(tiny_student)), str(tiny_student), tmp_path) as engine:
        said = engine.answer([[Message(role="user", content="1 + 1?")]], 5, 0.0, [2**64 + 3])
    assert said == ["Answer: 3"]
    (made,) = vllm.made
    assert (made["model"], made["enable_lora"], made["max_lora_rank"]) == (str(tiny_student), True, room)
    ((_, (way,), adapter),) = vllm.calls
    assert (way.temperature, way.max_tokens, way.seed) == (0.0, 5, 3)
    assert adapter == LoRARequest("student", 1, str(tmp_path))


def test_what_vllm_gets_for_several_samples(tmp_path: Path, tiny_student: Path, vllm: type[LLM]) -> None:
    options = EvalOptions(backend="vllm", number=2, samples=3, temperature=0.5, max_new_tokens=7)
    record = evaluate(tiny_student, "new-operations", options=options, out=tmp_path / "out")
    assert vllm.made == [
        {"model": str(tiny_student), "tokenizer": str(tiny_student), "trust_remote_code": False}
        | {"enable_lora": False, "max_lora_rank": 16}
    ]
    ((prompts, ways, adapter),) = vllm.calls
    assert adapter is None
    assert len(prompts) == 6
    assert all(isinstance(token, int) for prompt in prompts for token in prompt["prompt_token_ids"])
    assert {(way.temperature, way.max_tokens) for way in ways} == {(0.5, 7)}
    assert len({way.seed for way in ways}) == 6
    scores = record.evaluations["generation"].scores
    assert [score.sample for score in scores] == [0, 1, 2, 0, 1, 2]
    assert sorted(score.answer for score in scores) == sorted(str(way.seed) for way in ways)
    assert set(record.figures["generation"].pass_at) == {1, 2, 3}


@pytest.mark.parametrize("adapter", ["lora", "none"])
def test_a_run_sits_its_exams_in_vllm(adapter: str, tmp_path: Path, tiny_student: Path, vllm: type[LLM]) -> None:
    exam = {"backend": "vllm", "max_new_tokens": 8, "batch_size": 6, "worked_examples": 2}
    exam |= {"development": 0, "every_state": True}
    recipe = load_recipe(make_recipe(tmp_path, tiny_student, exam=exam, adapt={"target": "need"}))  # without a probe
    recipe = recipe.model_copy(update={"student": recipe.student.model_copy(update={"adapter": adapter})})
    record = tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
    run = Path(record.folder)
    learnt = [None, None, *(run / stage / "student" for stage in ("reading", "round-1", "round-2"))]
    assert len(record.evaluations) - 1 == len(vllm.made) == len(learnt), "the last one takes no exam a second time"
    assert not vllm.alive, "an evaluation has left its engine behind"
    batches = len(vllm.calls) // len(learnt)
    for place, (folder, made) in enumerate(zip(learnt, vllm.made, strict=True)):
        whole = folder if folder and adapter == "none" else tiny_student
        assert (made["model"], made["tokenizer"]) == (str(whole), str(tiny_student))
        for prompts, ways, asked in vllm.calls[place * batches : (place + 1) * batches]:
            assert len(prompts) <= 6
            assert {(way.temperature, way.max_tokens) for way in ways} == {(0.0, 8)}
            assert (asked.lora_path if asked else None) == (str(folder) if folder and adapter == "lora" else None)
    answers = {score.answer for evaluation in record.evaluations.values() for score in evaluation.scores}
    assert answers == {"0"}
    # An exam of the run is sat in the same way unless one says otherwise.
    assert open_run.recipe_of(run).exam.backend == "vllm"
    evaluate(run, options=EvalOptions(limit=2), out=tmp_path / "again")
    assert len(vllm.made) == len(learnt) + 1
    evaluate(run, options=EvalOptions(limit=2, backend="transformers"), out=tmp_path / "otherwise")
    assert len(vllm.made) == len(learnt) + 1


def test_vllm_that_does_not_start(tmp_path: Path, tiny_student: Path, vllm: type[LLM]) -> None:
    config = StudentConfig(model=str(tiny_student))
    with (
        pytest.raises(ValueError, match=r"^vLLM does not start \(Engine core initialization failed\. See root cause"),
        start_engine(config, str(tmp_path / "none"), None),
    ):
        pass


def test_vllm_neither_logs_nor_tells_of_its_use_unless_asked_to(tiny_student: Path, vllm: type[LLM]) -> None:
    config = StudentConfig(model=str(tiny_student))
    os.environ["VLLM_LOGGING_LEVEL"] = "DEBUG"
    with start_engine(config, str(tiny_student), None):
        assert os.environ["VLLM_LOGGING_LEVEL"] == "DEBUG"
    del os.environ["VLLM_LOGGING_LEVEL"]
    with start_engine(config, str(tiny_student), None):
        assert os.environ["VLLM_LOGGING_LEVEL"] == "ERROR"
        assert os.environ["VLLM_NO_USAGE_STATS"] == "1"
    assert not {"VLLM_LOGGING_LEVEL", "VLLM_NO_USAGE_STATS"} & os.environ.keys()
