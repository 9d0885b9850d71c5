"""Reading: continual pre-training on the textbook, from lower to higher skills."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import ceil
from pathlib import Path

from tutelage import graph
from tutelage.config import ReadingConfig
from tutelage.progress import Progress
from tutelage.records import (
    Course,
    SkillGraph,
    Trained,
    content_id,
)
from tutelage.seeds import derive, rng
from tutelage.student.encoding import Curriculum, Examples, Presentation, encode_text
from tutelage.student.loading import Remote, Student
from tutelage.training import rehearsal
from tutelage.training.running import Setting, run_training
from tutelage.training.schedule import Schedule

MOST_READ = 3
"""General text that is read more often than this is learnt by heart: ten times over, general perplexity rose twofold
instead of by a third; twice and a half, it changed nothing (docs/results.md)."""


def general_text(config: ReadingConfig) -> list[str]:
    """What is read among the textbook."""
    if not config.replay_share:
        return []
    return rehearsal.read_documents(config.replay) if config.replay else rehearsal.shipped("replay")


def pretrain(
    student: Student | Remote,
    skills: SkillGraph,
    course: Course,
    config: ReadingConfig,
    setting: Setting,
    *,
    folder: Path,
    progress: Progress,
) -> Trained:
    """Continual pre-training on the textbook, from lower to higher skills."""
    longest, run_seed = config.max_length, setting.seed
    position = reading_positions(skills, config, run_seed)
    general = [
        (content_id("re", text), "", text)
        for document in general_text(config)
        for text in in_parts(document, lambda part: len(encode_text(student.tokenizer, part).input_ids), longest)
    ]
    texts: dict[str, str] = {}
    order: list[Presentation] = []
    for epoch in range(1, config.epochs + 1):
        items = [
            (position[lesson.skill], (content_id("pa", text), lesson.skill, text))
            for lesson in course.lessons
            for paragraph in lesson.paragraphs()
            for text in in_parts(paragraph, lambda part: len(encode_text(student.tokenizer, part).input_ids), longest)
        ]
        interleave = 1.0 if config.order == "shuffled" else config.interleave
        seed = derive(run_seed, "reading", epoch, *([config.order_seed] if config.order_seed else []))
        ordered = graph.soft_order(items, interleave, seed, reverse=config.order == "high-to-low")
        ordered = rehearsal.mix(ordered, general, config.replay_share, derive(run_seed, "replay", epoch))
        texts |= {id_: text for id_, _, text in ordered}
        order += [Presentation(epoch, id_, skill) for id_, skill, _ in ordered]
    known = {id_ for id_, _, _ in general}
    times = sum(presentation.example in known for presentation in order) / max(1, len(known))
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
        seed=derive(run_seed, "reading"),
        run_name=f"{setting.run_name}-reading",
    )
    return run_training(
        student, setting, curriculum, schedule, folder, exam=course.exam, label="reading", progress=progress
    )


def reading_positions(skills: SkillGraph, config: ReadingConfig, seed: int) -> dict[str, int]:
    """Skill -> where it stands in the order of reading: its level, or a position in a random order."""
    if config.order != "random":
        return {skill.id: skill.level for skill in skills.skills}
    shuffled = sorted(skill.id for skill in skills.skills)
    rng(seed, "reading-order", config.order_seed).shuffle(shuffled)
    return {skill: position for position, skill in enumerate(shuffled)}


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
