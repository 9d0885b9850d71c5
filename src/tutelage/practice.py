"""Reading and practice: what the student is shown and in which order, and how the training set changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, chain, islice
from math import ceil
from pathlib import Path
from random import Random
from typing import NamedTuple

from tutelage import adapt, dynamics, graph, launch, replay
from tutelage.config import PracticeConfig, ReadingConfig, Recipe
from tutelage.course.desk import Desk, read_benchmarks
from tutelage.course.verification import check_again
from tutelage.course.writing import write
from tutelage.dynamics import detector
from tutelage.encoding import Curriculum, Encoded, Examples, Visit, encode_exercise, encode_text
from tutelage.executor import connect
from tutelage.progress import Progress
from tutelage.records import (
    Action,
    Adapted,
    ById,
    Category,
    Course,
    Exercise,
    Round,
    SkillGraph,
    Trained,
    TrainingSet,
    Weighted,
    content_id,
    values,
)
from tutelage.seeds import derive, rng
from tutelage.student import Probe, Remote, Schedule, Student
from tutelage.teacher import Teacher
from tutelage.wording import counted

MOST_READ = 3
"""General text that is read more often than this is learnt by heart: ten times over, general perplexity rose twofold
instead of by a third; twice and a half, it changed nothing (docs/results.md)."""
WINDOW = 6
"""Batches sorted together by length."""


def general_text(config: ReadingConfig) -> list[str]:
    """What is read among the textbook."""
    if not config.replay_share:
        return []
    return replay.read_documents(config.replay) if config.replay else replay.shipped("replay")


def _train(
    student: Student | Remote,
    recipe: Recipe,
    curriculum: Curriculum,
    schedule: Schedule,
    folder: Path,
    *,
    label: str,
    progress: Progress,
    probe: Probe | None,
) -> Trained:
    """Train here, or in the processes that the recipe asks for."""
    schedule = schedule._replace(micro_batch=recipe.launch.micro_batch, checkpointing=recipe.launch.checkpointing)
    if isinstance(student, Remote):
        return launch.train(
            student,
            recipe.student,
            curriculum,
            schedule,
            folder,
            launch=recipe.launch,
            label=label,
            progress=progress,
            probe=probe,
        )
    from tutelage import training  # imports torch: not before it is needed

    return training.train(
        student, recipe.student, curriculum, schedule, folder, label=label, progress=progress, probe=probe
    )


def read(
    student: Student | Remote,
    skills: SkillGraph,
    course: Course,
    recipe: Recipe,
    *,
    folder: Path,
    progress: Progress,
) -> Trained:
    """Continual pre-training on the textbook, from lower to higher skills."""
    config, longest = recipe.reading, recipe.reading.max_length
    place = reading_places(skills, config, recipe.seed)
    general = [
        (content_id("re", text), "", text)
        for document in general_text(config)
        for text in in_parts(document, lambda part: len(encode_text(student.tokenizer, part).input_ids), longest)
    ]
    texts: dict[str, str] = {}
    order: list[Visit] = []
    for epoch in range(1, config.epochs + 1):
        items = [
            (place[lesson.skill], (content_id("pa", text), lesson.skill, text))
            for lesson in course.lessons
            for paragraph in lesson.paragraphs()
            for text in in_parts(paragraph, lambda part: len(encode_text(student.tokenizer, part).input_ids), longest)
        ]
        interleave = 1.0 if config.order == "shuffled" else config.interleave
        seed = derive(recipe.seed, "reading", epoch, *([config.order_seed] if config.order_seed else []))
        ordered = graph.soft_order(items, interleave, seed, reverse=config.order == "high-to-low")
        ordered = replay.mix(ordered, general, config.replay_share, derive(recipe.seed, "replay", epoch))
        texts |= {id_: text for id_, _, text in ordered}
        order += [Visit(epoch, id_, skill) for id_, skill, _ in ordered]
    known = {id_ for id_, _, _ in general}
    times = sum(visit.example in known for visit in order) / max(1, len(known))
    if times > MOST_READ:
        progress.say(
            f"  general text is read {times:.0f} times over: learnt by heart it makes a student forget more, not less; "
            "name more of it under reading.replay, or lower reading.replay_share"
        )
    encoded = ((id_, encode_text(student.tokenizer, text)) for id_, text in texts.items())
    curriculum = Curriculum(Examples.of(encoded), order)
    schedule = Schedule(
        learning_rate=config.learning_rate,
        batch_size=config.batch_size,
        save_every=max(1, ceil(len(order) / config.epochs / config.batch_size)),
        seed=derive(recipe.seed, "reading"),
        report_to=recipe.report_to,
        run_name=f"{recipe.name}-reading",
    )
    probe = _probe(student, course.exam, recipe)
    return _train(student, recipe, curriculum, schedule, folder, label="reading", progress=progress, probe=probe)


def _probe(student: Student | Remote, exam: Sequence[Exercise], recipe: Recipe) -> Probe | None:
    """What the curve is measured with: questions spread evenly over the exam."""
    if not recipe.exam.curve or not exam:
        return None
    number = min(recipe.exam.curve_questions, len(exam))
    chosen = [exam[place * len(exam) // number] for place in range(number)]
    return Probe([encode_exercise(student.tokenizer, question) for question in chosen], recipe.exam.curve)


def reading_places(skills: SkillGraph, config: ReadingConfig, seed: int) -> dict[str, int]:
    """Skill -> where it stands in the order of reading: its level, or a place in a random order."""
    if config.order != "random":
        return {skill.id: skill.level for skill in skills.skills}
    shuffled = sorted(skill.id for skill in skills.skills)
    rng(seed, "reading-order", config.order_seed).shuffle(shuffled)
    return {skill: place for place, skill in enumerate(shuffled)}


def in_parts(paragraph: str, length: Callable[[str], int], longest: int) -> list[str]:
    """Cut a paragraph into parts of at most about `longest` tokens, at the ends of sentences. Every part begins with
    the paragraph's first sentence, its title. A sentence that is too long alone is cut between words."""
    if length(paragraph) <= longest:
        return [paragraph]
    title, *sentences = re.split(r"(?<=[.?!])\s+", paragraph)
    room = max(longest - length(title), longest // 2)
    pieces = [piece for sentence in sentences for piece in _cut(sentence, length, room)]
    parts, part, size = [], [title], 0
    for piece in pieces:
        if size and size + length(piece) > room:
            parts.append(" ".join(part))
            part, size = [title], 0
        part.append(piece)
        size += length(piece)
    return [*parts, " ".join(part)]


def _cut(sentence: str, length: Callable[[str], int], room: int) -> list[str]:
    if length(sentence) <= room:
        return [sentence]
    words = sentence.split(" ")
    half = len(words) // 2
    if half == 0:
        # One word without end: text that nobody reads, but it must not cost the run its memory.
        return [sentence[:room]]
    return [*_cut(" ".join(words[:half]), length, room), *_cut(" ".join(words[half:]), length, room)]


def practise(
    student: Student | Remote,
    training_set: Iterable[Weighted],
    exam: Sequence[Exercise],
    recipe: Recipe,
    *,
    round_: int,
    folder: Path,
    progress: Progress,
) -> Trained:
    """One round of instruction tuning. The exam is looked at for the curve alone."""
    config = recipe.practice
    curriculum, too_long = lay_out(partial(encode_exercise, student.tokenizer), training_set, recipe, round_=round_)
    later = config.later_learning_rate or config.learning_rate
    schedule = Schedule(
        learning_rate=config.learning_rate if round_ == 1 else later,
        batch_size=config.batch_size,
        save_every=max(1, ceil(len(curriculum.order) / curriculum.order[-1].epoch / config.batch_size)),
        seed=derive(recipe.seed, "practice", round_),
        report_to=recipe.report_to,
        run_name=f"{recipe.name}-round-{round_}",
    )
    label = f"practice, round {round_}"
    probe = _probe(student, exam, recipe)
    trained = _train(student, recipe, curriculum, schedule, folder, label=label, progress=progress, probe=probe)
    if too_long:
        progress.say(f"  left out, longer than {config.max_length} tokens: {counted(len(too_long), 'exercise')}")
    return trained.model_copy(update={"left_out": tuple(sorted(too_long))})


class Shown(NamedTuple):
    """What the order of a round depends on, of one item of its training set."""

    example: str
    skill: str
    weight: float

    @classmethod
    def of(cls, item: Weighted) -> Shown:
        return cls(item.exercise.id, item.exercise.skill, item.weight)


def lay_out(
    encode: Callable[[Exercise], Encoded], training_set: Iterable[Weighted], recipe: Recipe, *, round_: int
) -> tuple[Curriculum, set[str]]:
    """What a round shows, in which order, and the ids of the exercises that are too long for it. Raises `ValueError`
    if nothing is left."""
    config = recipe.practice
    too_long: set[str] = set()
    shown: list[Shown] = []

    def short_enough() -> Iterator[tuple[str, Encoded]]:
        for item in training_set:
            encoded = encode(item.exercise)
            if len(encoded.input_ids) > config.max_length:
                too_long.add(item.exercise.id)
            else:
                shown.append(Shown.of(item))
                yield shown[-1].example, encoded

    examples = Examples.of(short_enough())
    order = showing_order(shown, examples.lengths, config, recipe.seed, round_)
    if not order:
        raise ValueError(f"nothing to practise on: all {len(too_long)} exercises are longer than max_length")
    return Curriculum(examples, order), too_long


def showing_order(
    items: Sequence[Shown], lengths: Mapping[str, int], config: PracticeConfig, seed: int, round_: int
) -> list[Visit]:
    """What is seen in a round: for its epochs, or until its tokens are used up."""
    epochs: list[list[Visit]] = []
    left, number = config.tokens_of(round_), config.epochs_of(round_)
    while items and (len(epochs) < number if left is None else left > 0):
        epoch = len(epochs) + 1
        shown = epoch_order(items, seed, round_, epoch)
        if left is not None:
            shown = _within(shown, lengths, left)
            left -= sum(lengths[item.example] for item in shown)
        epochs.append([Visit(epoch, item.example, item.skill) for item in shown])
    return in_buckets(epochs, lengths, config.batch_size, derive(seed, "buckets", round_))


def _within(shown: Sequence[Shown], lengths: Mapping[str, int], tokens: int) -> list[Shown]:
    """The first ones, up to the one that reaches `tokens`."""
    for place, total in enumerate(accumulate(lengths[item.example] for item in shown), start=1):
        if total >= tokens:
            return list(shown[:place])
    return list(shown)


def epoch_order(items: Sequence[Shown], seed: int, round_: int, epoch: int) -> list[Shown]:
    """What is seen in one epoch, shuffled. An example of weight w < 1 is seen in a share w of the epochs: it starts at
    a random place of its own, so that every epoch sees about as many."""
    shown: list[Shown] = []
    for item in items:
        start = rng(seed, "weight", round_, item.example).random()
        times = int(start + epoch * item.weight) - int(start + (epoch - 1) * item.weight)
        shown += [item] * times
    rng(seed, "practice", round_, epoch).shuffle(shown)
    return shown


def in_buckets(
    epochs: Iterable[Sequence[Visit]], lengths: Mapping[str, int], batch_size: int, seed: int
) -> list[Visit]:
    """All epochs, each shuffled already, reordered so that a batch holds examples of about the same length and needs
    little padding.

    The batch that an epoch leaves unfinished is filled up by the next epoch, with other examples than it holds: one
    that is seen twice in a step has the same loss twice, and a deviation of nothing.
    """
    result: list[Visit] = []
    for epoch, shown in enumerate(epochs, start=1):
        begun = {visit.example for visit in result[len(result) - len(result) % batch_size :]}
        others = (place for place, visit in enumerate(shown) if visit.example not in begun)
        first = set(islice(others, -len(result) % batch_size))
        result += [shown[place] for place in sorted(first)]
        rest = [visit for place, visit in enumerate(shown) if place not in first]
        result += _by_length(rest, lengths, batch_size, rng(seed, epoch))
    return result


def _by_length(visits: Sequence[Visit], lengths: Mapping[str, int], batch_size: int, source: Random) -> Iterator[Visit]:
    """Within windows of `WINDOW` batches sorted by length and cut into batches, which are shuffled again."""
    for start in range(0, len(visits), WINDOW * batch_size):
        window = sorted(visits[start : start + WINDOW * batch_size], key=lambda visit: lengths[visit.example])
        batches = [window[i : i + batch_size] for i in range(0, len(window), batch_size)]
        # A short batch stays at the end: in the middle it would shift all that follow.
        last = [batches.pop()] if len(batches[-1]) < batch_size else []
        source.shuffle(batches)
        yield from chain.from_iterable([*batches, *last])


def first_training_set(course: Course) -> TrainingSet:
    """All exercises of the course and the constructed errors."""
    return TrainingSet((course.exercises, course.misconceptions))


def next_training_set(round_: Round) -> TrainingSet:
    """What the next round practises on."""
    if round_.adapted is None:
        _, ruler = round_.training_set.skills()
        return round_.training_set.changed(ruler, {}, ())
    return adapt.apply(round_.training_set, round_.adapted.changes, round_.adapted.exercises)


def adapt_after(
    skills: SkillGraph,
    course: Course,
    round_: Round,
    teacher: Teacher,
    recipe: Recipe,
    *,
    used: Iterable[Exercise],
    progress: Progress,
) -> Adapted:
    """Classify the examples of a round, decide what changes, and have the teacher write what is new.

    `used` are all exercises so far: none of them is written again.
    """
    number, trained = round_.number, round_.trained
    exercises = ById(round_.training_set.exercises.groups)
    real, ruler = round_.training_set.skills()
    skip = recipe.dynamics.skip_epochs if number == 1 else 0
    points = dynamics.summarise(trained.losses, skip)
    categories = dynamics.classify(points, real, ruler, recipe.dynamics, number)
    flagged = [c.example for c in categories if c.category is Category.ERROR and not c.constructed]
    sections = {lesson.skill: lesson.text for lesson in course.lessons}
    suspects = [exercises[id_] for id_ in flagged] if recipe.adapt.drop == "checked" else []
    executor = connect(recipe.course)
    verdicts = check_again(suspects, teacher, recipe.checks, sections, executor)
    right = {id_ for id_, verdict in verdicts.items() if verdict}
    judged = detector.judge(points, real, ruler, recipe.dynamics, round_=number, right=right)
    del points  # of a million examples this is a quarter of a gigabyte
    lengths = dict(values(trained.losses, "example", "tokens"))
    changes = adapt.decide(
        skills,
        adapt.Findings(number, categories, exercises, lengths, verdicts),
        combinable(skills, teacher),
        recipe.adapt,
        new=round(recipe.adapt.new_share * len(course.exercises)),
        seed=recipe.seed,
    )
    benchmarks = read_benchmarks(recipe.checks)
    desk = Desk(skills, held_out=course.exam, rules=recipe.checks, benchmarks=benchmarks, executor=executor)
    desk.remember(used)
    requests = [change.request for change in changes if change.action is Action.ADD and change.request is not None]
    label = f"new exercises after round {number}"
    written = write(
        requests,
        teacher,
        desk,
        max_drafts=recipe.course.max_drafts,
        label=label,
        progress=progress,
        sections=sections,
    )
    return Adapted(
        categories=categories,
        detector=(judged,),
        changes=tuple(changes),
        exercises=written.exercises,
        rejected=written.rejected,
        accounts=written.accounts,
    )


def combinable(skills: SkillGraph, teacher: Teacher) -> list[tuple[str, str]]:
    """Pairs of skills, the one that is taught earlier first, that the teacher can compose."""
    ordered = skills.skills
    return [
        (lower.id, upper.id)
        for place, upper in enumerate(ordered)
        for lower in ordered[:place]
        if teacher.combines(lower.id, upper.id)
    ]
