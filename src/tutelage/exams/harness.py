"""Public benchmarks through EleutherAI's lm-eval, by its own task names, prompts, metrics and model class.

lm-eval gets the loaded student; what it finds for each question becomes our records. Scores are named
`<metric>,<filter>`, as in its own tables.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib import metadata
from pathlib import Path
from typing import Any

from tutelage.config import EvalOptions
from tutelage.errors import ExamError
from tutelage.exams.candidate import Candidate, safe_name
from tutelage.exams.kinds import ExamKind, PreparedExam, near_kind, unknown_exam
from tutelage.progress import Progress
from tutelage.records import Evaluation, Score
from tutelage.storage import store
from tutelage.storage.directories import SettingsDirectory
from tutelage.storage.stages import Stage
from tutelage.student import encoding
from tutelage.student.loading import Student

INSTALL = "pip install 'tutelage[lm-eval]'"
RESULTS = "lm-eval.json"
BATCH = 8
"""Questions at once: lm-eval holds the logits of whole prompts."""


def require_lm_eval(name: str) -> None:
    """Raise `ExamError`, for an exam of this name, if lm-eval is not installed."""
    if importlib.util.find_spec("lm_eval") is None:
        raise unknown_exam(name, f" (lm-eval is not installed: {INSTALL})")


def find_tasks(names: Sequence[str], folder: Path | None) -> Any:
    """lm-eval's task manager, which knows all the names. Raises `ExamError` for one that it does not know."""
    require_lm_eval(names[0])
    if misspelt := next((name for name in names if folder is None and near_kind(name) and not _in_files(name)), ""):
        raise unknown_exam(misspelt)
    from lm_eval.tasks import TaskManager

    if folder is not None and not folder.is_dir():
        raise ExamError(f"no folder of tasks at {folder}")
    if folder is not None:
        # Fast, because lm-eval's own thousands of tasks are not read.
        manager = TaskManager(include_path=str(folder), include_defaults=False)
        if set(names) <= set(manager.all_tasks):
            return manager
    manager = TaskManager(include_path=str(folder) if folder else None)
    for name in names:
        if name not in manager.all_tasks:
            near = get_close_matches(name, manager.all_tasks, n=1)
            meant = f", did you mean '{near[0]}'?" if near else ""
            raise unknown_exam(name, f"{meant or ':'} `lm-eval ls tasks` shows all")
    return manager


def _in_files(name: str) -> bool:
    """Whether a file of lm-eval's tasks has a name: a look at their texts takes a second, reading them takes ten."""
    spec = importlib.util.find_spec("lm_eval")
    folders = spec.submodule_search_locations if spec else None
    files = (path for folder in folders or () for path in Path(folder, "tasks").rglob("*.yaml"))
    return any(name in path.read_text(errors="replace") for path in files)


def prepare(on: str, candidate: Candidate, options: EvalOptions) -> PreparedExam:
    """Tasks, groups or tags of lm-eval, separated by commas."""
    if options.samples > 1 or options.temperature or options.ways or options.backend != "transformers":
        raise ExamError("a task of lm-eval defines how it is asked: leave samples, temperature, by and backend out")
    names = [name.strip() for name in on.split(",") if name.strip()] or [on]
    manager = find_tasks(names, options.tasks)
    settings = {
        "student": candidate.identity,
        "names": names,
        "shots": options.given("worked_examples"),
        "limit": options.limit,
        "chat": options.chat,
        "folder": str(options.tasks or ""),
        "seed": options.seed,
    }

    def evaluate(work: SettingsDirectory, progress: Progress) -> dict[str, Evaluation]:
        def run(folder: Path) -> Evaluation:
            return run_tasks(candidate.load(progress), names, manager, options, folder)

        return split_by_metric(work.stage(Stage("lm-eval", Evaluation), run))

    return PreparedExam(safe_name(",".join(names)), settings, evaluate)


def run_tasks(student: Student, names: Sequence[str], manager: Any, options: EvalOptions, folder: Path) -> Evaluation:
    """Evaluate a student on tasks. Until it is done, lm-eval's own cache keeps the replies in `folder`.

    Raises `ExamError` if a task's questions cannot be fetched.
    """
    from lm_eval import simple_evaluate
    from lm_eval.models.huggingface import HFLM

    class Model(HFLM):  # type: ignore[misc]
        """With templates rendered as everywhere here: bounded."""

        def apply_chat_template(self, chat_history: list[dict[str, str]], add_generation_prompt: bool = True) -> str:
            if not add_generation_prompt:  # an answer that a task has begun
                return str(super().apply_chat_template(chat_history, add_generation_prompt))
            return encoding.render_turns(student.tokenizer, chat_history, add_generation_prompt=True)

    batch_size = options.given("batch_size") or BATCH
    model = Model(pretrained=student.model, tokenizer=student.tokenizer, batch_size=batch_size)
    (folder / store.CHECKPOINTS).mkdir(parents=True, exist_ok=True)
    try:
        found = simple_evaluate(
            model,
            tasks=list(names),
            task_manager=manager,
            num_fewshot=options.given("worked_examples"),
            limit=options.limit or None,
            apply_chat_template=options.chat,
            use_cache=str(folder / store.CHECKPOINTS / "replies"),
            bootstrap_iters=0,
            random_seed=options.seed,
            numpy_random_seed=options.seed,
            torch_random_seed=options.seed,
            fewshot_random_seed=options.seed,
        )
    except (ConnectionError, FileNotFoundError) as error:
        reason = " ".join(str(error).split())[:160]
        raise ExamError(
            f"the questions of {', '.join(names)} cannot be fetched ({reason}): where the hub cannot be reached, "
            "put them into a JSONL file with question and answer, and use --on FILE.jsonl"
        ) from None
    kept = ("results", "versions", "n-shot", "n-samples", "configs", "lm_eval_version")
    facts = {key: found[key] for key in kept if key in found} | {"lm_eval": metadata.version("lm-eval")}
    store.write_text(folder / RESULTS, json.dumps(facts, indent=1, default=str))
    return Evaluation(scores=tuple(score for name, rows in found["samples"].items() for score in to_scores(name, rows)))


def to_scores(task: str, rows: Sequence[Mapping[str, Any]]) -> list[Score]:
    """lm-eval's rows of one task as scores. A metric with other values than 0 and 1 is only in its own table."""
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
        evaluation=f"{metric},{row['filter']}",
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


def split_by_metric(evaluation: Evaluation) -> dict[str, Evaluation]:
    """One evaluation for each metric."""
    names = dict.fromkeys(score.evaluation for score in evaluation.scores)
    return {name: Evaluation(scores=tuple(s for s in evaluation.scores if s.evaluation == name)) for name in names}


# Anything that no other kind recognises may be a task.
KIND = ExamKind(prepare, recognises=lambda on: True)
