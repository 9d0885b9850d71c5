"""`tutelage audit`: which examples of a data set look wrong to a student? Without a course or a teacher.

The student is trained on the data set for a few epochs while the loss of every example is read from the training pass;
the examples are classified by a rule that needs no constructed errors, and ranked by their margin, or by their margin
and what the student answers. After an interruption the same command resumes from the last
checkpoint.
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
from tutelage.dynamics.answers import Agreement, against, joined
from tutelage.dynamics.statistics import Numbers
from tutelage.errors import DataError, StudentError
from tutelage.progress import WIDTH, Progress, Quiet, counted, cut, percent
from tutelage.records import AuditRecord, BadRow, LossRecord, Many, Presented, Record, Suspect, values
from tutelage.report.page import render_audit
from tutelage.seeds import derive, rng
from tutelage.storage import store
from tutelage.storage.directories import SettingsDirectory
from tutelage.storage.rowforms import unused_text
from tutelage.storage.stages import STUDENT, Stage
from tutelage.student.encoding import Curriculum, Encoded, Examples, Presentation, encode_conversation
from tutelage.student.loading import Student, load_student, load_tokenizer, prepare_student, require_training
from tutelage.student.rendering import TemplateRefusal
from tutelage.student.requirements import check_answer, writes_calls
from tutelage.student.shape import count_parameters
from tutelage.tools import audit_answers
from tutelage.tools.conversations import Conversation, DataSet, read_data
from tutelage.training.ordering import bucket_by_length
from tutelage.training.schedule import Schedule

SETTINGS = "audit.yaml"
REPORT = "report.html"
GENTLER = 0.5
"""Share of practice's learning rate: a student that learns more slowly shows for longer what is unlike the rest."""
PRACTISED, AGAIN = "practised", "again"
"""Folders with the student until it has answered, and with its training if that is done a second time for it."""
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
    answers: int = 0,
    settings: Sequence[str] = (),
    seed: int = 0,
    fresh: bool = False,
    progress: Progress | None = None,
) -> AuditRecord:
    """Train a student on a data set and rank the examples by how suspect they are.

    Results are in the folder `out` (default `audits/<name of the file>`): `report.html`, `suspects.jsonl`,
    `categories.jsonl`, `td_metrics.jsonl` (AllenAI cartography's format), `rejected.jsonl`, `training/losses.jsonl`.
    `student` is a hub name, a folder, or empty for the embedded one; examples are compared within each value of the
    column `group`; `max_length` is in tokens; the learning rate and the batch are by the student's size if they are not
    given. With `answers`, the student then answers the question of each example that has a short answer so many times,
    and the examples are ranked by both witnesses; this can be added to an audit that is done. `settings` (`KEY=VALUE`)
    are those of `student` in a recipe, such as `system` or `template_options.NAME`. Raises `TutelageError` for anything
    that the caller can fix.
    """
    require_training()
    path, progress = Path(data), progress or Quiet()
    found = read_data(path, group)
    known = audit_answers.keys(path, found.conversations) if answers else {}
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
    if answers:
        progress.say(audit_answers.cost_text(len(found.conversations), known, answers))
    with AuditDirectory(folder, config.model_dump(mode="json"), fresh=fresh) as work:
        kept = work.path / PRACTISED

        def train(folder: Path) -> AuditTraining:
            made = _train(found, config, folder, "audit", progress)
            # Beside its losses the student is only wanted until it has answered.
            shutil.rmtree(kept, ignore_errors=True)
            (folder / STUDENT).rename(kept) if answers else shutil.rmtree(folder / STUDENT, ignore_errors=True)
            return made

        def practised() -> Path:
            if not kept.is_dir():
                progress.say("  the student is trained again: this audit was made without answers")
                train(work.path / AGAIN)
            return kept

        trained = work.stage(Stage("training", AuditTraining), train)
        said: dict[str, Agreement] = {}
        if answers:
            names = set(_names(trained))
            said = audit_answers.ask(
                work,
                [each for each in found.conversations if each.id in names],
                known,
                samples=answers,
                config=config.student,
                seed=seed,
                practised=practised,
                progress=progress,
            )
        for name in (PRACTISED, AGAIN):
            shutil.rmtree(work.path / name, ignore_errors=True)
        return _conclude(found, trained, said, config, folder, answers=answers)


def _data_set_text(path: Path, found: DataSet) -> str:
    formats = ", ".join(f"{count:,} {name}" for name, count in found.formats.items())
    lines = [f"{path}: {formats}"]
    lines += [f"  {path} line {row.line} is left out: {row.reason}" for row in found.bad[:5]]
    if len(found.bad) > 5:
        lines.append(f"  and {len(found.bad) - 5:,} more rows: see rejected.jsonl")
    if found.unused:
        lines.append(f"  {unused_text(found.unused)}")
    return "\n".join(lines)


def _names(trained: AuditTraining) -> dict[str, None]:
    """The examples that were trained on, each once."""
    return dict.fromkeys(example for example, _ in values(trained.losses, "example", "epoch"))


def _train(found: DataSet, config: AuditConfig, folder: Path, label: str, progress: Progress) -> AuditTraining:
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
    trained = loop.train(student, config.student, curriculum, schedule, folder, label=label, progress=progress)
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


def _conclude(
    found: DataSet,
    trained: AuditTraining,
    said: Mapping[str, Agreement],
    config: AuditConfig,
    folder: Path,
    *,
    answers: int,
) -> AuditRecord:
    """Classify, rank, write."""
    by_id = {conversation.id: conversation for conversation in found.conversations}
    log = losslog.log_of_records(trained.losses, {name: by_id[name].skill for name in _names(trained)})
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
        answers=answers,
        suspects=tuple(_rank(classified, by_id, said)),
        rejected=tuple(sorted((*found.bad, *trained.refused), key=lambda row: row.line)),
    )
    cartography.write_data_map(folder, classified)
    for name in ("suspects", "rejected"):
        store.write_parts(folder / f"{name}.jsonl", (row.model_dump_json() + "\n" for row in getattr(record, name)))
    store.write_text(folder / REPORT, render_audit(record))
    return record


def _rank(
    found: Classification, conversations: Mapping[str, Conversation], said: Mapping[str, Agreement]
) -> list[Suspect]:
    """By the area under the margin (Pleiss et al. 2020), here one of probabilities, below the median of the group; and
    by how far answers speak against an example, above that median, where there are any.

    A loss, or a margin of logits, is also large where the student is merely unsure: at the beginning of every sentence.
    A margin of probabilities is near -1 only where it is sure of another token (measured in docs/results-tables.md).
    """
    examples, log, margin = found.examples, found.examples.log, found.examples.margin
    behind = -_above_median(found, margin)
    score = behind
    if said:
        scores = dict(zip(said, against(list(said.values())).tolist(), strict=True))
        score = joined(behind, _above_median(found, np.array([scores.get(name, np.nan) for name in log.names])))
    rows: list[tuple[float, dict[str, Any]]] = []
    for index in np.flatnonzero(examples.seen).tolist():
        name = log.names[index]
        row: dict[str, Any] = {
            "example": name,
            "line": conversations[name].line,
            "skill": log.skills[log.skill[index]],
            "category": ORDER[found.categories[index]],
            "mean": float(examples.mean[index]),
            "std": float(examples.std[index]),
            "margin": float(margin[index]),
            "behind": float(behind[index]),
            "messages": conversations[name].turns,
        }
        if name in said:
            row |= {f"{kind}_share": getattr(said[name], kind) for kind in ("key", "other")}
            row["other_answer"] = said[name].answer
        rows.append((-float(score[index]), row))
    rows.sort(key=lambda each: (each[0], each[1]["line"]))
    return [Suspect(rank=rank, **row) for rank, (_, row) in enumerate(rows, start=1)]


def _above_median(found: Classification, scores: Numbers) -> Numbers:
    """Scores less the median of their group; NaN is no score."""
    groups = skill_scores(found.examples, scores).training
    medians = np.array([np.median(known) if len(known := group[~np.isnan(group)]) else np.nan for group in groups])
    return np.asarray(scores - medians[found.examples.log.skill])


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
        "answers": record.answers,
        "asked": len(record.asked),
        "confirmed": record.confirmed,
        "contradicted": record.contradicted,
        "rejected": len(record.rejected),
        "most_suspect": record.suspects[:MOST_SUSPECT],
        "folder": record.folder,
    }


def audit_text(record: AuditRecord) -> str:
    """What was found, for a terminal."""
    figures = audit_figures(record)
    counts = figures["categories"]
    total = len(record.suspects)
    lines = [f"{counted(total, 'example')}, {record.tokens:,} tokens trained on, rule {record.rule}", ""]
    lines += [f"{category.value:<12} {count:>8,} {percent(count / total, 1):>8}" for category, count in counts.items()]
    if record.blind:
        lines += ["", f"{rules.find_rule(record.rule).blind}: nothing is called an error"]
    if record.rejected:
        lines += ["", f"left out: {counted(len(record.rejected), 'row')}, see {record.folder}/rejected.jsonl"]
    if record.answers:
        replies = counted(record.answers, "reply", "replies")
        lines += [
            "",
            f"{replies} to each of {counted(figures['asked'], 'example')}: most often its own answer in "
            f"{percent(record.confirmed)},",
            f"another in {percent(record.contradicted)}"
            + ("" if record.confirmed > record.contradicted else "; so only own answers count"),
        ]
        if out := total - figures["asked"]:
            lines.append(f"{counted(out, 'example')} without a short answer to compare: ranked by the margin alone")
    lines += ["", "Most suspect:"]
    for suspect in record.suspects[:MOST_SUSPECT]:
        others = f", {percent(suspect.other_share)} say otherwise" if suspect.other_share is not None else ""
        lines.append(f"  {suspect.rank}. line {suspect.line}, margin {suspect.margin:.2f}{others}")
        for mark, said in (("  ", suspect.question), ("->", suspect.messages[-1].content)):
            lines += [f"     {mark} {cut(said, WIDTH - 8)}"] if said.strip() else []
    return "\n".join([*lines, "", f"Report: {record.folder}/{REPORT}"])
