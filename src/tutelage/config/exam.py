"""The exam, and what else is measured."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from tutelage.config.base import Section


class ExamConfig(Section):
    """How the student is examined."""

    backend: Literal["transformers", "vllm"] = "transformers"
    """What makes the student's answers. `vllm` needs a GPU and the extra `vllm`: quick where there are thousands of
    questions, it takes a minute to start for each sitting."""
    max_new_tokens: int = Field(default=96, ge=1)
    """Longest answer, in tokens."""
    worked_examples: int = Field(default=3, ge=0)
    """Worked examples of the same skill in the prompt of the base student's second sitting; 0 leaves it out."""
    batch_size: int = Field(default=150, ge=1)
    """At most this many questions are decoded at once; an interruption costs one such batch."""
    curve: int = Field(default=0, ge=0)
    """How often, while the student reads and in each round, its loss on the exam's solutions is taken."""
    curve_questions: int = Field(default=64, ge=1)
    """At most this many questions, spread evenly over the exam, are taken for it."""


class ForgettingConfig(Section):
    """What the student knew before: measured on the base and on the final student."""

    enabled: bool = True
    """`false` measures nothing."""
    texts: tuple[Path, ...] = ()
    """Files of general text, relative to the recipe: plain text with documents between blank lines, or JSONL with
    `text`. Without files: ten documents that come with Tutelage."""
    max_tokens: int = Field(default=20_000, ge=2)
    """At most this many tokens of text are read."""
    choices: tuple[Path, ...] = ()
    """JSONL files with multiple-choice questions about what is not taught: `question`, `choices`, `answer` (place of
    the right one from 0, or its letter) and `subject`, as in MMLU."""
    subjects: tuple[str, ...] = ()
    """Only questions about these; empty: all."""
    max_questions: int = Field(default=200, ge=1)
    """At most this many questions, drawn by the seed."""
