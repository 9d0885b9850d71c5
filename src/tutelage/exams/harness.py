"""Public benchmarks through EleutherAI's lm-eval, by its own task names, prompts, metrics and model class.

The student is handed over as it is loaded; what lm-eval finds for each question becomes our records. Its scores are
`<metric>,<filter>`, as in its own tables.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from tutelage.errors import ExamError
from tutelage.records import Score, Sitting
from tutelage.storage import store
from tutelage.student.loading import Student

INSTALL = "pip install 'tutelage[lm-eval]'"
RESULTS = "lm-eval.json"
BATCH = 8
"""Questions at once: lm-eval holds the logits of whole prompts."""


class Tasks(NamedTuple):
    """What is asked of lm-eval."""

    names: tuple[str, ...]
    """Tasks, groups or tags."""
    shots: int | None = None
    """Worked examples; `None`: what the task says."""
    limit: int = 0
    """First questions of each task; 0: all."""
    chat: bool = False
    """Ask through the chat template; lm-eval's own default is plain text."""
    folder: Path | None = None
    """Further task files (YAML)."""
    seed: int = 0


def require(name: str) -> None:
    """Raise `ValueError`, for an exam by this name, if lm-eval is not installed."""
    if importlib.util.find_spec("lm_eval") is None:
        raise ExamError(
            f"'{name}' is neither 'course', 'new-operations' nor a file; for a task of lm-eval, first {INSTALL}"
        )


def find_tasks(tasks: Tasks) -> Any:
    """lm-eval's task manager. Raises `ValueError` for a name that it does not know."""
    require(tasks.names[0])
    from lm_eval.tasks import TaskManager

    if tasks.folder is not None and not tasks.folder.is_dir():
        raise ExamError(f"no folder of tasks at {tasks.folder}")
    if tasks.folder is not None:
        # Without lm-eval's own thousands of tasks this takes no time.
        manager = TaskManager(include_path=str(tasks.folder), include_defaults=False)
        if set(tasks.names) <= set(manager.all_tasks):
            return manager
    manager = TaskManager(include_path=str(tasks.folder) if tasks.folder else None)
    unknown = [name for name in tasks.names if name not in manager.all_tasks]
    if unknown:
        raise ExamError(
            f"'{unknown[0]}' is neither 'course', 'new-operations', a file, nor a task of lm-eval: "
            "`lm-eval ls tasks` shows all"
        )
    return manager


def sit_tasks(learner: Callable[[], Student], tasks: Tasks, manager: Any, batch_size: int, folder: Path) -> Sitting:
    """Carry out tasks. Replies are kept in `folder` while it goes on, by lm-eval's own cache.

    Raises `ValueError` if a task's questions cannot be fetched.
    """
    from lm_eval import simple_evaluate
    from lm_eval.models.huggingface import HFLM

    student = learner()
    model = HFLM(pretrained=student.model, tokenizer=student.tokenizer, batch_size=batch_size or BATCH)
    (folder / store.CHECKPOINTS).mkdir(parents=True, exist_ok=True)
    try:
        found = simple_evaluate(
            model,
            tasks=list(tasks.names),
            task_manager=manager,
            num_fewshot=tasks.shots,
            limit=tasks.limit or None,
            apply_chat_template=tasks.chat,
            use_cache=str(folder / store.CHECKPOINTS / "replies"),
            bootstrap_iters=0,
            random_seed=tasks.seed,
            numpy_random_seed=tasks.seed,
            torch_random_seed=tasks.seed,
            fewshot_random_seed=tasks.seed,
        )
    except (ConnectionError, FileNotFoundError) as error:
        reason = " ".join(str(error).split())[:160]
        raise ExamError(
            f"the questions of {', '.join(tasks.names)} cannot be fetched ({reason}): where the hub cannot be reached, "
            "put them into a JSONL file with question and answer, and use --on FILE.jsonl"
        ) from None
    kept = ("results", "versions", "n-shot", "n-samples", "configs", "lm_eval_version")
    facts = {key: found[key] for key in kept if key in found} | {"lm_eval": metadata.version("lm-eval")}
    store.write_text(folder / RESULTS, json.dumps(facts, indent=1, default=str))
    return Sitting(scores=tuple(score for name, rows in found["samples"].items() for score in to_scores(name, rows)))


def to_scores(task: str, rows: Sequence[Mapping[str, Any]]) -> list[Score]:
    """lm-eval's rows of one task as scores. A metric that is neither right nor wrong stands in its own table alone."""
    scores = []
    for row in rows:
        for metric in row["metrics"]:
            value = row.get(metric)
            if isinstance(value, int | float) and float(value) in (0.0, 1.0):
                scores.append(_score(task, row, metric, right=float(value) == 1.0))
    return scores


def _score(task: str, row: Mapping[str, Any], metric: str, *, right: bool) -> Score:
    replies, filtered = row["resps"], row["filtered_resps"]
    likelihoods = [pair[0] for pair in filtered if isinstance(pair, list | tuple)]
    return Score(
        sitting=f"{metric},{row['filter']}",
        question=f"{task}/{row['doc_id']}",
        skill=task,
        reply="" if likelihoods else _text(replies[0]),
        answer="" if likelihoods else _text(filtered[0]),
        expected=str(row["target"]),
        correct=right,
        choice_scores=tuple(float(value) for value in likelihoods),
    )


def _text(reply: Any) -> str:
    return _text(reply[0]) if isinstance(reply, list | tuple) and reply else str(reply)


def split(sitting: Sitting) -> dict[str, Sitting]:
    """One sitting for each metric."""
    names = dict.fromkeys(score.sitting for score in sitting.scores)
    return {name: Sitting(scores=tuple(s for s in sitting.scores if s.sitting == name)) for name in names}
