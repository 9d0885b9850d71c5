"""Practice: rounds of instruction tuning on the exercises."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tutelage.config import PracticeConfig, ReadingConfig, required
from tutelage.errors import TrainingError
from tutelage.progress import Progress, counted
from tutelage.records import Course, Exercise, Rehearsal, SkillGraph, Trained, Weighted, chosen, values
from tutelage.seeds import derive
from tutelage.storage import stages
from tutelage.student.encoding import Curriculum, Encoded, Examples, encode_exercise, encode_text
from tutelage.student.fingerprint import base_folder
from tutelage.student.loading import Remote, Student
from tutelage.training import handover, own_answers
from tutelage.training.ordering import Lessons, WeightedExample, order_presentations
from tutelage.training.reading import reading_positions, textbook_parts
from tutelage.training.running import TrainingSettings, run_training
from tutelage.training.scaling import scale_adapter, scale_weights
from tutelage.training.schedule import Schedule

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase


class Textbook(NamedTuple):
    """What is read among the exercises of the first round (`reading.with_exercises`)."""

    parts: Sequence[tuple[int, tuple[str, str, str]]]
    """Position of the skill, and id, skill and text."""
    positions: Mapping[str, int]

    @classmethod
    def of(
        cls, tokenizer: PreTrainedTokenizerBase, skills: SkillGraph, course: Course, config: ReadingConfig, seed: int
    ) -> Textbook:
        positions = reading_positions(skills, config, seed)
        return cls(textbook_parts(tokenizer, course, config, positions), positions)

    def encoded(self, tokenizer: PreTrainedTokenizerBase) -> dict[str, Encoded]:
        """Id -> token ids."""
        return {id_: encode_text(tokenizer, text) for _, (id_, _, text) in self.parts}

    def lessons(self) -> Lessons:
        """Its order."""
        return Lessons([(position, id_, skill) for position, (id_, skill, _) in self.parts], self.positions)


def finetune(
    student: Student | Remote,
    training_set: Iterable[Weighted],
    exam: Sequence[Exercise],
    config: PracticeConfig,
    settings: TrainingSettings,
    *,
    round_: int,
    folder: Path,
    progress: Progress,
    own: Rehearsal | None = None,
    textbook: Textbook | None = None,
    tokens: int | None = None,
    optimizer: Path | None = None,
) -> Trained:
    """One round of instruction tuning. The exam is used only for the learning curve. `own` are the student's own
    answers from before training, to be rehearsed; `textbook` is what is read among the exercises. With `tokens` the
    round ends as if `tokens_per_round` said so. `optimizer` is where the round before has left the state of its
    optimizer; by default that round's folder is beside `folder`."""
    encode = partial(encode_exercise, student.tokenizer)
    general = dict(own_answers.general_examples(student.tokenizer, config, own))
    read = textbook.encoded(student.tokenizer) if textbook else {}
    curriculum, too_long = build_curriculum(
        encode,
        training_set,
        config.model_copy(update={"tokens_per_round": (tokens,)}) if tokens else config,
        settings.seed,
        round_=round_,
        general=general,
        read=read,
        lessons=textbook.lessons() if textbook else None,
    )
    batch_size = required(config.batch_size)
    schedule = Schedule(
        learning_rate=required(config.learning_rate),
        batch_size=batch_size,
        save_every=max(1, ceil(len(curriculum.order) / curriculum.order[-1].epoch / batch_size)),
        seed=derive(settings.seed, "practice", round_),
        run_name=f"{settings.run_name}-round-{round_}",
        form=config.schedule,
        divergence_penalty=config.divergence_penalty,
        snapshots=settings.snapshots,
    )
    schedule = place_in_practice(schedule, config, round_, folder, optimizer)
    if schedule.optimizer_of:
        handover.require_whole(Path(schedule.optimizer_of))
    label = f"practice, round {round_}"
    trained = run_training(student, settings, curriculum, schedule, folder, exam=exam, label=label, progress=progress)
    if too_long:
        progress.say(f"  left out, longer than {config.max_length} tokens: {counted(len(too_long), 'exercise')}")
    scale = config.scale or 1
    if round_ == config.rounds and scale != 1:
        learnt = folder / stages.STUDENT
        if settings.student.adapter == "none":
            scale_weights(learnt, base_folder(settings.student), scale)
        else:
            scale_adapter(learnt, scale)
    trained = without_rehearsal(trained, general, curriculum.examples.lengths, read)
    return trained.model_copy(update={"left_out": tuple(sorted(too_long))})


def place_in_practice(
    schedule: Schedule, config: PracticeConfig, round_: int, folder: Path, optimizer: Path | None = None
) -> Schedule:
    """The schedule of a round as a part of that of the whole practice. `folder` is the round's; `optimizer` as for
    `finetune`."""
    begin, share = config.share_of(round_)
    if round_ == config.rounds:
        schedule = schedule._replace(average=min(1.0, config.average / share))
    if config.restart:
        later = config.later_learning_rate if round_ > 1 else None
        return schedule._replace(learning_rate=later or schedule.learning_rate)
    optimizer = optimizer or stages.round_(round_ - 1).optimizer_folder(folder.parent)
    before = str(optimizer.resolve()) if round_ > 1 else ""
    return schedule._replace(begin=begin, share=share, optimizer_of=before, keep_optimizer=round_ < config.rounds)


def without_rehearsal(
    trained: Trained, general: Collection[str], lengths: Mapping[str, int], read: Collection[str] = ()
) -> Trained:
    """The records of a round whose losses are those of exercises alone, without rehearsal and what was `read`: only
    they are classified. The order stays as it was, and says how much of it was rehearsal."""
    if not general and not read:
        return trained
    names = (name for name, _ in values(trained.losses, "example", "epoch"))
    kept = [index for index, name in enumerate(names) if name not in general and name not in read]
    rehearsed = sum(lengths[name] for name, _ in values(trained.order, "example", "epoch") if name in general)
    return trained.model_copy(update={"losses": chosen(trained.losses, kept), "rehearsed": rehearsed})


def build_curriculum(
    encode: Callable[[Exercise], Encoded],
    training_set: Iterable[Weighted],
    config: PracticeConfig,
    seed: int,
    *,
    round_: int,
    general: Mapping[str, Encoded] | None = None,
    read: Mapping[str, Encoded] | None = None,
    lessons: Lessons | None = None,
) -> tuple[Curriculum, set[str]]:
    """What a round trains on, in which order, and the ids of the exercises that are too long for it. `general` are the
    examples to be rehearsed, by id; `read` are the parts of the textbook that come among the exercises as `lessons`
    says. Raises `TrainingError` if nothing is left."""
    too_long: set[str] = set()
    kept: list[WeightedExample] = []

    def short_enough() -> Iterator[tuple[str, Encoded]]:
        for item in training_set:
            encoded = encode(item.exercise)
            if len(encoded.input_ids) > config.max_length:
                too_long.add(item.exercise.id)
            else:
                kept.append(WeightedExample.of(item))
                yield kept[-1].example, encoded

    examples = Examples.of(chain(short_enough(), (general or {}).items(), (read or {}).items()))
    order = order_presentations(
        kept, examples.lengths, config, seed, round_, general=list(general or {}), lessons=lessons
    )
    if not order:
        raise TrainingError(f"no exercise to train on: all {len(too_long)} are longer than max_length")
    return Curriculum(examples, order), too_long
