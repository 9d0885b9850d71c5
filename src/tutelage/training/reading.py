"""Reading: continual pre-training on the textbook, from lower to higher skills."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from tutelage import graph
from tutelage.config import ReadingConfig, required
from tutelage.progress import Progress
from tutelage.records import Course, SkillGraph, Trained, content_id
from tutelage.seeds import derive, rng
from tutelage.student.encoding import Curriculum, Examples, Presentation, encode_text
from tutelage.student.loading import Remote, Student
from tutelage.training import rehearsal
from tutelage.training.running import TrainingSettings, run_training
from tutelage.training.schedule import Schedule

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

MOST_READ = 3
"""General text that is read more often than this is memorised: read ten times, general perplexity doubled instead of
rising by a third; read two and a half times, it made no difference (docs/results-tables.md)."""


def load_general_text(config: ReadingConfig) -> list[str]:
    """The documents that are mixed into the textbook."""
    if not config.replay_share:
        return []
    return rehearsal.read_documents(config.replay) if config.replay else rehearsal.shipped_documents("replay")


def pretrain(
    student: Student | Remote,
    skills: SkillGraph,
    course: Course,
    config: ReadingConfig,
    settings: TrainingSettings,
    *,
    folder: Path,
    progress: Progress,
) -> Trained:
    """Continual pre-training on the textbook, from lower to higher skills."""
    run_seed = settings.seed
    position = reading_positions(skills, config, run_seed)
    parts = partial(cut_to_length, student.tokenizer, config.max_length)
    general = [(content_id("re", text), "", text) for document in load_general_text(config) for text in parts(document)]
    texts: dict[str, str] = {}
    order: list[Presentation] = []
    for epoch in range(1, config.epochs + 1):
        items = textbook_parts(student.tokenizer, course, config, position)
        interleave = 1.0 if config.order == "shuffled" else config.interleave
        seed = derive(run_seed, "reading", epoch, *([config.order_seed] if config.order_seed else []))
        ordered = graph.soft_order(items, interleave, seed, reverse=config.order == "high-to-low")
        ordered = rehearsal.mix_in(ordered, general, config.replay_share, derive(run_seed, "replay", epoch))
        texts |= {id_: text for id_, _, text in ordered}
        order += [Presentation(epoch, id_, skill) for id_, skill, _ in ordered]
    known = {id_ for id_, _, _ in general}
    times = sum(presentation.example in known for presentation in order) / max(1, len(known))
    if times > MOST_READ:
        progress.say(
            f"  general text is read {times:.0f} times: once memorised, it makes a student forget more, not less; name "
            "more of it under reading.replay, or lower reading.replay_share"
        )
    encoded = ((id_, encode_text(student.tokenizer, text)) for id_, text in texts.items())
    curriculum = Curriculum(Examples.of(encoded), order)
    batch_size = required(config.batch_size)
    schedule = Schedule(
        learning_rate=required(config.learning_rate),
        batch_size=batch_size,
        save_every=max(1, ceil(len(order) / config.epochs / batch_size)),
        seed=derive(run_seed, "reading"),
        run_name=f"{settings.run_name}-reading",
    )
    return run_training(
        student, settings, curriculum, schedule, folder, exam=course.exam, label="reading", progress=progress
    )


def textbook_parts(
    tokenizer: PreTrainedTokenizerBase, course: Course, config: ReadingConfig, position: Mapping[str, int]
) -> list[tuple[int, tuple[str, str, str]]]:
    """The textbook in parts that are read one at a time: the position of the skill, and id, skill and text."""
    return [
        (position[lesson.skill], (content_id("pa", text), lesson.skill, text))
        for lesson in course.lessons
        for paragraph in lesson.paragraphs()
        for text in cut_to_length(tokenizer, config.max_length, paragraph)
    ]


def cut_to_length(tokenizer: PreTrainedTokenizerBase, longest: int, text: str) -> list[str]:
    """A paragraph in parts of at most about `longest` tokens."""
    return split_paragraph(text, lambda part: len(encode_text(tokenizer, part).input_ids), longest)


def reading_positions(skills: SkillGraph, config: ReadingConfig, seed: int) -> dict[str, int]:
    """Skill -> its position in the order of reading: by unit and level, or in a random order."""
    if config.order != "random":
        return graph.reading_places(skills)
    shuffled = sorted(skill.id for skill in skills.skills)
    rng(seed, "reading-order", config.order_seed).shuffle(shuffled)
    return {skill: position for position, skill in enumerate(shuffled)}


def split_paragraph(paragraph: str, length: Callable[[str], int], longest: int) -> list[str]:
    """Cut a paragraph into parts of at most about `longest` tokens, at the ends of sentences. Every part begins with
    the paragraph's first sentence, its title. A single sentence that is too long is cut between words."""
    if length(paragraph) <= longest:
        return [paragraph]
    title, *sentences = re.split(r"(?<=[.?!])\s+", paragraph)
    budget = max(longest - length(title), longest // 2)
    pieces = [piece for sentence in sentences for piece in _cut(sentence, length, budget)]
    parts, part, size = [], [title], 0
    for piece in pieces:
        if size and size + length(piece) > budget:
            parts.append(" ".join(part))
            part, size = [title], 0
        part.append(piece)
        size += length(piece)
    return [*parts, " ".join(part)]


def _cut(sentence: str, length: Callable[[str], int], budget: int) -> list[str]:
    if length(sentence) <= budget:
        return [sentence]
    words = sentence.split(" ")
    half = len(words) // 2
    if half == 0:
        # A single endless word: nobody reads that, but it must not exhaust the memory.
        return [sentence[:budget]]
    return [*_cut(" ".join(words[:half]), length, budget), *_cut(" ".join(words[half:]), length, budget)]
