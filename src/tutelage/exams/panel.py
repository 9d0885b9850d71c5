"""The panel: what people notice if a student has lost it, such as an output format, a system prompt or an earlier turn.

The items are Tutelage's own and come with it; a program checks every reply. Each item has a reply that passes and one
that does not, so that the checks themselves are tested. The course teaches none of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from tutelage.config import AnswerConfig, EvalOptions
from tutelage.errors import ExamError, StudentError
from tutelage.exams import asking
from tutelage.exams.candidate import Candidate
from tutelage.exams.comparison import compare_pairs
from tutelage.exams.kinds import ExamKind, PreparedExam
from tutelage.exams.panel_checks import passes
from tutelage.progress import Progress, counted
from tutelage.records import Comparison, Evaluation, Message, Record, Score
from tutelage.storage import store
from tutelage.storage.directories import SettingsDirectory
from tutelage.storage.stages import Stage
from tutelage.student import vllm
from tutelage.student.loading import Student

NAME = "panel"


class Kind(NamedTuple):
    """A kind of items."""

    about: str
    longest: int
    """Tokens of a reply, at most: enough for what is asked, and little time for what is not."""


KINDS = {
    "format": Kind("follows an output format", 64),
    "json": Kind("writes valid JSON", 48),
    "system": Kind("obeys the system prompt", 32),
    "earlier-turn": Kind("remembers an earlier turn", 24),
    "knowledge": Kind("general knowledge, by choice", 16),
    "arithmetic": Kind("simple arithmetic in everyday words", 64),
    "unknowable": Kind("says what it cannot know", 32),
}
"""By their names in the items, in their order."""


class PanelItem(Record):
    """One item: a conversation that ends with the user, and what the reply is checked for."""

    id: str
    kind: str
    messages: tuple[Message, ...]
    checks: dict[str, Any]
    """Name of a check (`panel_checks.CHECKS`) -> what it wants; a reply has to pass all of them."""
    right: str
    """A reply that passes."""
    wrong: str
    """A reply that does not."""

    @property
    def skill(self) -> str:
        return self.kind

    def passed(self, reply: str) -> bool:
        """Whether a reply passes."""
        return passes(reply, self.checks, self.messages[-1].content)


@cache
def shipped_items() -> tuple[PanelItem, ...]:
    """All items, kind by kind."""
    lines = resources.files(__package__).joinpath("panel.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(map(PanelItem.model_validate_json, lines))


def choose_items(most: int) -> tuple[PanelItem, ...]:
    """At most so many items, as evenly from all kinds as can be, always the same; 0: all."""
    items = shipped_items()
    if not 0 < most < len(items):
        return items
    kinds = [[item for item in items if item.kind == kind] for kind in KINDS]
    share, rest = divmod(most, len(kinds))
    return tuple(item for number, own in enumerate(kinds) for item in own[: share + (number < rest)])


def renderable(learner: Student, items: Sequence[PanelItem], progress: Progress) -> list[PanelItem]:
    """The items that the student's chat template can write; it is said how many it cannot, such as those with a system
    turn. Whether it can does not depend on training, so that base and final student have the same items."""
    from tutelage.student.encoding import encode_prompt

    kept = []
    for item in items:
        try:
            encode_prompt(learner.tokenizer, item.messages)
        except StudentError:
            continue
        kept.append(item)
    if len(kept) < len(items):
        missing = counted(len(items) - len(kept), "task")
        progress.say(f"  panel: the chat template does not take {missing}, which are left out")
    return kept


def evaluate_panel(
    learner: Student | vllm.Engine,
    items: Sequence[PanelItem],
    config: AnswerConfig,
    *,
    label: str = "exam",
    folder: Path,
    progress: Progress,
) -> Evaluation:
    """A student's replies to the items, greedily, and whether they pass; batches are kept and resumed as in an exam.
    A reply has at most as many tokens as its kind needs, and as `config` allows."""
    if isinstance(learner, Student):
        items = renderable(learner, items, progress)
    scores: list[Score] = []
    for name, kind in KINDS.items():
        own = [item for item in items if item.kind == name]
        if not own:
            continue
        found = asking.evaluate_questions(
            learner,
            own,
            [item.messages for item in own],
            config.model_copy(update={"max_new_tokens": min(kind.longest, config.max_new_tokens)}),
            mark=mark_item,
            evaluation=NAME,
            label=f"{label}, {NAME}: {name}",
            folder=folder / store.CHECKPOINTS / name,
            progress=progress,
        )
        scores += found.scores
    return Evaluation(scores=tuple(scores))


def mark_item(item: PanelItem, reply: str, _: str = NAME, sample: int = 0) -> Score:
    """The score of a reply, in the evaluation of all kinds; `expected` is a reply that would pass."""
    return Score(
        evaluation=NAME,
        question=item.id,
        skill=item.kind,
        reply=reply,
        answer=reply.strip(),
        expected=item.right,
        correct=item.passed(reply),
        sample=sample,
    )


def compare_panels(before: Sequence[Score], after: Sequence[Score]) -> Comparison:
    """The panel before and after training, overall and by kind: paired, with Holm's correction over the kinds."""
    pair = tuple({score.question: score for score in side} for side in (before, after))
    return compare_pairs([(pair[0], pair[1])], ["before"], ["after"])


def prepare(on: str, candidate: Candidate, options: EvalOptions) -> PreparedExam:
    """All items, or as many as the option `limit` says. Raises `ExamError` for options that do not suit it."""
    if options.samples > 1 or options.temperature:
        raise ExamError("the panel is answered greedily, once: leave samples and temperature out")
    if options.worked_examples or set(options.ways) - {"generation"}:
        raise ExamError("the panel is answered by generation, without worked examples: leave these options out")
    options = options.inherit(candidate.exam, "backend", "batch_size")
    config = AnswerConfig(
        backend=options.backend,
        batch_size=options.batch_size,
        max_new_tokens=options.given("max_new_tokens") or max(kind.longest for kind in KINDS.values()),
    )
    items = choose_items(options.limit)
    asked = "\n".join(item.model_dump_json() for item in items)
    settings = {
        "student": candidate.identity,
        "exam": hashlib.sha256(asked.encode()).hexdigest(),
        **config.model_dump(mode="json", include={"backend", "batch_size", "max_new_tokens"}),
    }

    def evaluate(work: SettingsDirectory, progress: Progress) -> dict[str, Evaluation]:
        def carry_out(folder: Path) -> Evaluation:
            vllm.require_vllm(config.backend)
            source = candidate.prepare(progress)
            with asking.loaded_student(
                config.backend, candidate.config, source, candidate.trained, progress
            ) as learner:
                return evaluate_panel(learner, items, config, folder=folder, progress=progress)

        return {"generation": work.stage(Stage("generation", Evaluation), carry_out)}

    return PreparedExam(on, settings, evaluate)


KIND = ExamKind(prepare)
