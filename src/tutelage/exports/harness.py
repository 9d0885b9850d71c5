"""The exam as a task for EleutherAI's lm-evaluation-harness (`lm-eval`).

Two tasks over the same questions. `tutelage_NAME` needs nothing but lm-eval: it reads what follows `Answer:` and
compares texts, so an answer in another form counts as wrong. `tutelage_NAME_marked` marks replies as the run's own exam
did, and needs Tutelage. Format: lm-eval's `docs/task_guide.md`.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import yaml

from tutelage.exports.forms import ExportForm
from tutelage.exports.material import Material, write_rows
from tutelage.progress import Progress, counted
from tutelage.storage.store import write_text

QUESTIONS = "exam.jsonl"
MARKING = "marking"
"""Module, in the export, that the task with marking calls."""

SCRIPT = f'''"""Called by lm-eval: finds the questions beside this file, and marks replies as Tutelage does."""

import json
from pathlib import Path

import datasets


def questions(**_):
    path = Path(__file__).with_name("{QUESTIONS}")
    lines = path.read_text(encoding="utf-8").splitlines()
    return {{"test": datasets.Dataset.from_list([json.loads(line) for line in lines])}}


def mark(doc, results):
    from tutelage.exports.harness import is_right

    return {{"right": float(is_right(results[0], doc["exercise"]))}}
'''


class _Function(str):
    """`!function module.name` in a task."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Knows lm-eval's tag."""


_Dumper.add_representer(_Function, lambda dumper, name: dumper.represent_scalar("!function", str(name)))


def write_tasks(material: Material, folder: Path, _: Progress) -> str:
    """Questions, two tasks, and the module that they call."""
    questions = [question for question in material.exam if not question.rubric]
    rows = (
        {"id": q.id, "skill": q.skill, "question": q.question, "answer": q.answer, "exercise": q.model_dump_json()}
        for q in questions
    )
    write_rows(folder / QUESTIONS, rows)
    write_text(folder / f"{MARKING}.py", SCRIPT)
    plain = plain_task(material)
    marked = plain | {
        "task": f"{plain['task']}_marked",
        "process_results": _Function(f"{MARKING}.mark"),
        "metric_list": [{"metric": "right", "aggregation": "mean", "higher_is_better": True}],
    }
    del marked["filter_list"]
    for fields in (plain, marked):
        text = yaml.dump(fields, Dumper=_Dumper, sort_keys=False, allow_unicode=True)
        write_text(folder / f"{fields['task']}.yaml", text)
    system = material.recipe.student.system
    said = f" \\\n    --system_instruction {shlex.quote(system)}" if system else ""
    left = len(material.exam) - len(questions)
    without = f"{counted(left, 'question')} left out, which only a judge can mark by a rubric.\n" if left else ""
    return (
        f"{without}Run it, with your MODEL:\n"
        f"  lm_eval --model hf --model_args pretrained=MODEL --apply_chat_template \\\n"
        f"    --include_path {{folder}} --tasks {marked['task']}{said}\n"
        f"Without Tutelage installed, the task is {plain['task']}."
    )


def plain_task(material: Material) -> dict[str, Any]:
    """The task that compares texts."""
    return {
        "task": f"tutelage_{material.slug}",
        "custom_dataset": _Function(f"{MARKING}.questions"),
        "test_split": "test",
        "output_type": "generate_until",
        "doc_to_text": "{{question}}",
        "doc_to_target": "{{answer}}",
        "target_delimiter": "",
        "generation_kwargs": {
            # Only the model's end-of-text token ends an answer; by default an empty line would.
            "until": [],
            "do_sample": False,
            "max_gen_toks": material.recipe.exam.max_new_tokens,
        },
        "filter_list": [
            {
                "name": "answer",
                "filter": [
                    {"function": "regex", "regex_pattern": r"(?i)answer\s*:\s*([^\n]+)", "group_select": -1},
                    {"function": "take_first"},
                ],
            }
        ],
        "metric_list": [
            {
                "metric": "exact_match",
                "aggregation": "mean",
                "higher_is_better": True,
                "ignore_case": True,
                "regexes_to_ignore": [r"\s", r"\$", r"\.$"],
            }
        ],
        "metadata": {"version": 1},
    }


def is_right(reply: str, exercise: str) -> bool:
    """Whether a reply to a question, which is the JSON of an `Exercise`, is right by the run's own rules."""
    from tutelage.grading import mark
    from tutelage.records import Exercise

    return mark(reply, Exercise.model_validate_json(exercise)).correct


FORM = ExportForm(write_tasks)
