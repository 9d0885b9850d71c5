"""lm-eval and vLLM: what goes to them and what comes back."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

import pytest

from tutelage.config import StudentConfig
from tutelage.exams import vllm_backend
from tutelage.exams.examination import Asked, examine
from tutelage.records import Message

TASK = """\
task: {name}
dataset_path: {path}
dataset_kwargs: {{data_files: {{test: {folder}/rows.jsonl}}}}
test_split: test
output_type: {kind}
doc_to_text: "Question: {{{{question}}}}\\nAnswer:"
doc_to_target: "{{{{answer}}}}"
{rest}
"""
GENERATION = """\
generation_kwargs: {until: ["\\n"], max_gen_toks: 4, do_sample: false}
metric_list: [{metric: exact_match, aggregation: mean, higher_is_better: true}]
"""
CHOICE = """\
doc_to_choice: ["yes", "no"]
metric_list:
  - {metric: acc, aggregation: mean, higher_is_better: true}
  - {metric: acc_norm, aggregation: mean, higher_is_better: true}
"""


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pytest.importorskip("lm_eval", reason="pip install 'tutelage[lm-eval]'")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "tasks"
    folder.mkdir()
    rows = [{"question": f"Is {n} even?", "answer": "yes" if n % 2 == 0 else "no"} for n in range(6)]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for name, path, kind, rest in (
        ("said", "json", "generate_until", GENERATION),
        ("chosen", "json", "multiple_choice", CHOICE),
        ("far", "nobody/nothing", "multiple_choice", CHOICE),
    ):
        text = TASK.format(name=name, path=path, folder=folder, kind=kind, rest=rest)
        (folder / f"{name}.yaml").write_text(text)
    return folder


def test_tasks_of_lm_eval_become_scores(tasks: Path, tmp_path: Path, tiny_student: Path) -> None:
    asked = Asked(tasks=tasks)
    record = examine(tiny_student, "said,chosen", asked=asked, out=tmp_path / "out")
    assert set(record.sittings) == {"exact_match,none", "acc,none", "acc_norm,none"}
    assert [score.question for score in record.sittings["acc,none"].scores] == [f"chosen/{n}" for n in range(6)]
    likeliest = record.sittings["acc,none"].scores
    for score in likeliest:
        first, second = score.choice_scores
        assert score.correct == ((first > second) == (score.expected in ("0", "yes")))
    told = json.loads((tmp_path / "out" / "lm-eval" / "lm-eval.json").read_text())
    share = float(told["results"]["chosen"]["acc,none"])
    assert record.figures["acc,none"].overall.share == pytest.approx(share)
    again = examine(tiny_student, "said,chosen", asked=asked, out=tmp_path / "out")
    assert again == record


def test_a_hub_out_of_reach_names_the_local_way(tasks: Path, tmp_path: Path, tiny_student: Path) -> None:
    with pytest.raises(ValueError, match=r"cannot be fetched.*--on FILE\.jsonl"):
        examine(tiny_student, "far", asked=Asked(tasks=tasks), out=tmp_path / "out")


def test_settings_that_a_task_does_not_take(tasks: Path, tiny_student: Path) -> None:
    with pytest.raises(ValueError, match="leave samples"):
        examine(tiny_student, "said", asked=Asked(tasks=tasks, samples=2, temperature=1.0))


def test_without_lm_eval_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tiny_student: Path) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ValueError, match=r"tutelage\[lm-eval\]"):
        examine(tiny_student, "gsm8k")


def test_without_vllm_the_extra_is_named(tmp_path: Path, tiny_student: Path) -> None:
    asked = Asked(backend="vllm", number=2)
    with pytest.raises(ValueError, match=r"tutelage\[vllm\]"):
        examine(tiny_student, "new-operations", asked=asked, out=tmp_path / "out")
    with pytest.raises(ValueError, match="unknown backend"):
        examine(tiny_student, "new-operations", asked=asked._replace(backend="magic"))


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
    """Records what vLLM would get: it needs a GPU, so only the contract is tested. Signatures as documented."""

    made: ClassVar[list[dict[str, Any]]] = []
    calls: ClassVar[list[Any]] = []

    def __init__(
        self,
        model: str,
        *,
        tokenizer: str | None = None,
        trust_remote_code: bool = False,
        dtype: str = "auto",
        enable_lora: bool = False,
        max_lora_rank: int = 16,
    ) -> None:
        assert dtype in ("auto", "half", "float16", "bfloat16", "float", "float32")
        assert max_lora_rank in (1, 8, 16, 32, 64, 128, 256, 320, 512)
        made = {"model": model, "tokenizer": tokenizer, "dtype": dtype, "trust_remote_code": trust_remote_code}
        self.made.append(made | {"enable_lora": enable_lora, "max_lora_rank": max_lora_rank})

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
    return LLM


@pytest.mark.parametrize(("rank", "room"), [(4, 8), (8, 8), (16, 16), (20, 32)])
def test_an_adapter_is_handed_to_vllm_with_room_for_its_rank(
    rank: int, room: int, tmp_path: Path, tiny_student: Path, vllm: type[LLM]
) -> None:
    (tmp_path / "adapter_config.json").write_text(json.dumps({"r": rank}))
    engine = vllm_backend.start(StudentConfig(model=str(tiny_student)), str(tiny_student), tmp_path)
    (made,) = vllm.made
    assert (made["model"], made["enable_lora"], made["max_lora_rank"]) == (str(tiny_student), True, room)
    assert engine.answer([[Message(role="user", content="1 + 1?")]], 5, 0.0, [2**64 + 3]) == ["Answer: 3"]
    ((_, (way,), adapter),) = vllm.calls
    assert (way.temperature, way.max_tokens, way.seed) == (0.0, 5, 3)
    assert adapter == LoRARequest("student", 1, str(tmp_path))


def test_contract_with_vllm(tmp_path: Path, tiny_student: Path, vllm: type[LLM]) -> None:
    asked = Asked(backend="vllm", number=2, samples=3, temperature=0.5, max_new_tokens=7)
    record = examine(tiny_student, "new-operations", asked=asked, out=tmp_path / "out")
    assert vllm.made == [
        {"model": str(tiny_student), "tokenizer": str(tiny_student), "dtype": "bfloat16", "trust_remote_code": False}
        | {"enable_lora": False, "max_lora_rank": 16}
    ]
    ((prompts, ways, adapter),) = vllm.calls
    assert adapter is None
    assert len(prompts) == 6
    assert all(isinstance(token, int) for prompt in prompts for token in prompt["prompt_token_ids"])
    assert {(way.temperature, way.max_tokens) for way in ways} == {(0.5, 7)}
    assert len({way.seed for way in ways}) == 6
    scores = record.sittings["generation"].scores
    assert [score.sample for score in scores] == [0, 1, 2, 0, 1, 2]
    assert sorted(score.answer for score in scores) == sorted(str(way.seed) for way in ways)
    assert set(record.figures["generation"].pass_at) == {1, 2, 3}
