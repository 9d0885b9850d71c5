"""lm-eval: what goes to it and what comes back."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from tutelage.config import EvalOptions
from tutelage.exams.results import evaluate

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
    options = EvalOptions(tasks=tasks)
    record = evaluate(tiny_student, "said,chosen", options=options, out=tmp_path / "out")
    assert set(record.evaluations) == {"exact_match,none", "acc,none", "acc_norm,none"}
    assert [score.question for score in record.evaluations["acc,none"].scores] == [f"chosen/{n}" for n in range(6)]
    likeliest = record.evaluations["acc,none"].scores
    for score in likeliest:
        first, second = score.choice_scores
        assert score.correct == ((first > second) == (score.expected in ("0", "yes")))
    told = json.loads((tmp_path / "out" / "lm-eval" / "lm-eval.json").read_text())
    share = float(told["results"]["chosen"]["acc,none"])
    assert record.figures["acc,none"].overall.share == pytest.approx(share)
    again = evaluate(tiny_student, "said,chosen", options=options, out=tmp_path / "out")
    assert again == record


def test_a_hub_out_of_reach_names_the_local_way(tasks: Path, tmp_path: Path, tiny_student: Path) -> None:
    with pytest.raises(ValueError, match=r"cannot be fetched.*--on FILE\.jsonl"):
        evaluate(tiny_student, "far", options=EvalOptions(tasks=tasks), out=tmp_path / "out")


def test_settings_that_a_task_does_not_take(tasks: Path, tiny_student: Path) -> None:
    with pytest.raises(ValueError, match="leave samples"):
        evaluate(tiny_student, "said", options=EvalOptions(tasks=tasks, samples=2, temperature=1.0))


def test_without_lm_eval_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tiny_student: Path) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ValueError, match=r"tutelage\[lm-eval\]"):
        evaluate(tiny_student, "gsm8k")
