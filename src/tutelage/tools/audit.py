"""`tutelage audit`: which examples of a data set look wrong to a student? Without a course or a teacher.

The student is trained on the data set for a few epochs while the loss of every example is read from the training pass;
the examples are classified by a rule that needs no constructed errors, and ranked by their margin. After an
interruption the same command resumes from the last checkpoint.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np

from tutelage.config import DynamicsConfig, Section, StudentConfig, override, settings_for
from tutelage.dynamics import ORDER, Classification, cartography, classify, losslog, rules, skill_scores, summarise
from tutelage.errors import DataError, StudentError
from tutelage.progress import Progress, Quiet, counted, percent
from tutelage.records import AuditRecord, BadRow, LossRecord, Many, Presented, Record, Suspect, values
from tutelage.report.page import render_audit
from tutelage.seeds import derive, rng
from tutelage.storage import store
from tutelage.storage.directories import SettingsDirectory
from tutelage.storage.rowforms import unused_text
from tutelage.storage.stages import Stage
from tutelage.student.encoding import Curriculum, Encoded, Examples, Presentation, encode_conversation
from tutelage.student.loading import Student, load_student, load_tokenizer, prepare_student, require_training
from tutelage.student.rendering import TemplateRefusal
from tutelage.student.requirements import check_answer, writes_calls
from tutelage.student.shape import count_parameters
from tutelage.tools.conversations import Conversation, DataSet, read_data
from tutelage.training.ordering import bucket_by_length
from tutelage.training.schedule import Schedule

SETTINGS = "audit.yaml"
REPORT = "report.html"
GENTLER = 0.5
"""Share of practice's learning rate: a student that learns more slowly shows for longer what is unlike the rest."""
SAVE_STEPS = 200
"""Optimizer steps between checkpoints, at most."""


class AuditConfig(Section):
    """Everything that the result of an audit depends on."""

    data: str
    """The file, for the reader only; its content counts, by `sha256`."""
    sha256: str
    student: StudentConfig
    epochs: int
    learning_rate: float
    batch_size: int
    max_length: int
    group: str
    seed: int
    dynamics: DynamicsConfig


class AuditTraining(Record):
    """The result of the training stage of an audit."""

    losses: Many[LossRecord]
    order: Many[Presented]
    refused: tuple[BadRow, ...]
    """Rows that the student cannot be trained on: too long, or refused by its chat template."""
    tokens: int


class AuditDirectory(SettingsDirectory):
    """The folder of one audit."""

    settings = SETTINGS
    unimportant = "data"


def audit(
    data: str | Path,
    student: str = "",
    *,
    out: str | Path | None = None,
    epochs: int = 3,
    learning_rate: float | None = None,
    batch_size: int | None = None,
    max_length: int = 1024,
    group: str = "",
    settings: Sequence[str] = (),
    seed: int = 0,
    fresh: bool = False,
    progress: Progress | None = None,
) -> AuditRecord:
    """Train a student on a data set and rank the examples by how suspect they are.

    Results are in the folder `out` (default `audits/<name of the file>`): `report.html`, `suspects.jsonl`,
    `categories.jsonl`, `td_metrics.jsonl` (AllenAI cartography's format), `rejected.jsonl`, `training/losses.jsonl`.
    `student` is a hub name, a folder, or empty for the embedded one; examples are compared within each value of the
    column `group`; `max_length` is in tokens; the learning rate and the batch
    are by the student's size if they are not given. `settings` (`KEY=VALUE`) are those of `student` in a recipe, such
    as `system` or `template_options.NAME`. Raises `TutelageError` for anything that the caller can fix.
    """
    require_training()
    path, progress = Path(data), progress or Quiet()
    found = read_data(path, group)
    learner = override(StudentConfig(model=student) if student else StudentConfig(), settings)
    # An adapter unless the settings say otherwise: it is what the ranking is measured with.
    parameters = count_parameters(learner, prepare_student(learner, progress))
    suits = settings_for(parameters, "all" if learner.adapter == "none" else "lora")
    config = AuditConfig(
        data=str(path),
        sha256=store.digest([path]),
        student=learner.model_copy(update={"lora_rank": suits.rank, "adapter": suits.adapter}),
        epochs=epochs,
        learning_rate=learning_rate or suits.practice_rate * GENTLER,
        batch_size=batch_size or suits.practice_batch,
        max_length=max_length,
        group=group,
        seed=seed,
        dynamics=DynamicsConfig(rule=rules.rule_without_errors()),
    )
    folder = Path(out) if out else Path("audits") / path.name
    progress.say(_data_set_text(path, found))
    with AuditDirectory(folder, config.model_dump(mode="json"), fresh=fresh) as work:
        trained = work.stage(Stage("training", AuditTraining), lambda folder: _train(found, config, folder, progress))
        return _conclude(found, trained, config, folder)


def _data_set_text(path: Path, found: DataSet) -> str:
    formats = ", ".join(f"{count:,} {name}" for name, count in found.formats.items())
    lines = [f"{path}: {formats}"]
    lines += [f"  {path} line {row.line} is left out: {row.reason}" for row in found.bad[:5]]
    if len(found.bad) > 5:
        lines.append(f"  and {len(found.bad) - 5:,} more rows: see rejected.jsonl")
    if found.unused:
        lines.append(f"  {unused_text(found.unused)}")
    return "\n".join(lines)


def _train(found: DataSet, config: AuditConfig, folder: Path, progress: Progress) -> AuditTraining:
    source = prepare_student(config.student, progress)
    tokenizer = load_tokenizer(config.student, source)
    check_answer(tokenizer)
    calling = [each for each in found.conversations if each.calls]
    if calling and not writes_calls(tokenizer, [turn.turn() for turn in calling[0].turns], calling[0].tools):
        raise StudentError(
            f"student {config.student.model}: its chat template does not write function calls, as in line "
            f"{calling[0].line} of {config.data} ({counted(len(calling), 'row')} in all): leave them out, or name a "
            "student that can call functions, with its own chat template"
        )
    student = load_student(config.student, source)
    refused: list[BadRow] = []
    examples = Examples.of(_encode(found.conversations, student, config.max_length, refused))
    if not examples.lengths:
        raise DataError(f"{config.data}: nothing to train on (line {refused[0].line}: {refused[0].reason})")
    if refused:
        progress.say(
            f"  left out: {counted(len(refused), 'row')}, the first: line {refused[0].line}, {refused[0].reason}"
        )
    schedule = Schedule(
        learning_rate=config.learning_rate,
        batch_size=config.batch_size,
        save_every=min(SAVE_STEPS, ceil(len(examples.lengths) / config.batch_size)),
        seed=derive(config.seed, "audit"),
    )
    from tutelage.training import loop  # imports torch: not before it is needed

    taken = [each for each in found.conversations if each.id in examples.lengths]
    curriculum = Curriculum(examples, _order(taken, examples.lengths, config))
    trained = loop.train(student, config.student, curriculum, schedule, folder, label="audit", progress=progress)
    # Only the losses were wanted, not the student.
    shutil.rmtree(folder / "student", ignore_errors=True)
    return AuditTraining(losses=trained.losses, order=trained.order, refused=tuple(refused), tokens=trained.tokens)


def _order(taken: Sequence[Conversation], lengths: Mapping[str, int], config: AuditConfig) -> list[Presentation]:
    """All epochs, each shuffled."""
    epochs = []
    for epoch in range(1, config.epochs + 1):
        presentations = [Presentation(epoch, each.id, each.skill) for each in taken]
        rng(config.seed, "audit", epoch).shuffle(presentations)
        epochs.append(presentations)
    return bucket_by_length(epochs, lengths, config.batch_size, derive(config.seed, "buckets"))


def _encode(
    conversations: Sequence[Conversation], student: Student, max_length: int, refused: list[BadRow]
) -> Iterator[tuple[str, Encoded]]:
    """The conversations that can be trained on, by id; the others are added to `refused`."""
    longest = max(map(len, student.tokenizer.get_vocab()))
    for conversation in conversations:
        # No token stands for more characters: a text of megabytes need not be encoded to be too long.
        fewest = sum(len(turn.content) for turn in conversation.turns) // longest
        if fewest > max_length:
            reason = f"at least {fewest:,} tokens, longer than {max_length:,}"
            refused.append(BadRow(line=conversation.line, reason=reason))
            continue
        try:
            found = encode_conversation(
                student.tokenizer,
                [turn.turn() for turn in conversation.turns],
                tools=conversation.tools,
                untrained={index for index, turn in enumerate(conversation.turns) if not turn.trained},
            )
        except TemplateRefusal as error:
            refused.append(BadRow(line=conversation.line, reason=str(error)))
            continue
        size = len(found.input_ids)
        if size > max_length:
            refused.append(BadRow(line=conversation.line, reason=f"{size:,} tokens, longer than {max_length:,}"))
        else:
            yield conversation.id, found


def _conclude(found: DataSet, trained: AuditTraining, config: AuditConfig, folder: Path) -> AuditRecord:
    """Classify, rank, write."""
    by_id = {conversation.id: conversation for conversation in found.conversations}
    names = dict.fromkeys(example for example, _ in values(trained.losses, "example", "epoch"))
    log = losslog.log_of_records(trained.losses, {name: by_id[name].skill for name in names})
    classified = classify(summarise(log, config.dynamics.skip_epochs), config.dynamics)
    record = AuditRecord(
        data=config.data,
        folder=str(folder),
        student=config.student.model,
        settings=config.model_dump(mode="json"),
        formats=found.formats,
        rule=config.dynamics.rule,
        blind=bool(classified.blind),
        tokens=trained.tokens,
        suspects=tuple(_rank(classified, by_id)),
        rejected=tuple(sorted((*found.bad, *trained.refused), key=lambda row: row.line)),
    )
    cartography.write_data_map(folder, classified)
    for name in ("suspects", "rejected"):
        store.write_parts(folder / f"{name}.jsonl", (row.model_dump_json() + "\n" for row in getattr(record, name)))
    store.write_text(folder / REPORT, render_audit(record))
    return record


def _rank(found: Classification, conversations: Mapping[str, Conversation]) -> list[Suspect]:
    """By the area under the margin (Pleiss et al. 2020), here one of probabilities, below the median of the group.

    A loss, or a margin of logits, is also large where the student is merely unsure: at the beginning of every sentence.
    A margin of probabilities is near -1 only where it is sure of another token (measured in docs/results-tables.md).
    """
    examples, log, margin = found.examples, found.examples.log, found.examples.margin
    groups = skill_scores(examples, margin).training
    medians = np.array([np.median(group) if len(group) else np.nan for group in groups])
    behind = medians[log.skill] - margin
    rows: list[dict[str, Any]] = [
        {
            "example": log.names[index],
            "line": conversations[log.names[index]].line,
            "skill": log.skills[log.skill[index]],
            "category": ORDER[found.categories[index]],
            "mean": float(examples.mean[index]),
            "std": float(examples.std[index]),
            "margin": float(margin[index]),
            "behind": float(behind[index]),
            "messages": conversations[log.names[index]].turns,
        }
        for index in np.flatnonzero(examples.seen).tolist()
    ]
    rows.sort(key=lambda row: (-row["behind"], row["line"]))
    return [Suspect(rank=rank, **row) for rank, row in enumerate(rows, start=1)]


MOST_SUSPECT = 5
"""Examples that a terminal shows."""


def audit_figures(record: AuditRecord) -> dict[str, Any]:
    """What `audit_text` shows; all examples are in the folder."""
    counts = Counter(suspect.category for suspect in record.suspects)
    return {
        "examples": len(record.suspects),
        "tokens": record.tokens,
        "rule": record.rule,
        "blind": record.blind,
        "categories": {category: counts[category] for category in reversed(ORDER)},
        "rejected": len(record.rejected),
        "most_suspect": record.suspects[:MOST_SUSPECT],
        "folder": record.folder,
    }


def audit_text(record: AuditRecord) -> str:
    """What was found, for a terminal."""
    counts = audit_figures(record)["categories"]
    total = len(record.suspects)
    lines = [f"{counted(total, 'example')}, {record.tokens:,} tokens trained on, rule {record.rule}", ""]
    lines += [f"{category.value:<12} {count:>8,} {percent(count / total, 1):>8}" for category, count in counts.items()]
    if record.blind:
        lines += ["", f"{rules.find_rule(record.rule).blind}: nothing is called an error"]
    if record.rejected:
        lines += ["", f"left out: {counted(len(record.rejected), 'row')}, see {record.folder}/rejected.jsonl"]
    lines += ["", "Most suspect:"]
    for suspect in record.suspects[:MOST_SUSPECT]:
        answer = " ".join(suspect.messages[-1].content.split())
        head = f"  {suspect.rank}. line {suspect.line}, margin {suspect.margin:.2f}: "
        lines.append(head + (answer if len(head + answer) <= 80 else answer[: 79 - len(head)] + "…"))
    return "\n".join([*lines, "", f"Report: {record.folder}/{REPORT}"])
