"""Try a student: what it says, beside what it said before it was taught."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from tutelage.config import StudentConfig
from tutelage.errors import RunError
from tutelage.progress import Progress, Quiet
from tutelage.storage import open_run
from tutelage.student import loading
from tutelage.student.loading import Student

WIDTH = 80
KEPT = "\n\u200c\u200d"
"""Marks of the categories that are taken out which texts need: line ends, and joiners of scripts."""
HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Unicode's categories of what controls a terminal or cannot be seen."""

HELP = "/reset begins a new conversation, /quit ends"


class Voice(NamedTuple):
    """Somebody who answers."""

    name: str
    learner: Student


class Decoding(NamedTuple):
    """How answers are decoded."""

    max_new_tokens: int = 256
    temperature: float = 0.0
    """0: greedy."""
    seed: int = 0


def voices(target: str, stage: str = "", progress: Progress | None = None) -> list[Voice]:
    """Base and trained student of a run's folder, the latter as after `stage` (default: the last); of anything else,
    a hub name or the folder of a model, the model alone. Raises `ValueError`, saying what to do."""
    progress = progress or Quiet()
    if not open_run.is_run(Path(target)):
        if stage:
            raise RunError(f"{target} holds no run, so it has no stages: leave --stage out")
        config = StudentConfig(model=target)
        return [Voice(target, loading.load_student(config, loading.prepare_student(config, progress), decode=True))]
    config = open_run.recipe_of(Path(target)).student
    trained = open_run.trained_student(target, stage)
    source = loading.prepare_student(config, progress)
    return [
        Voice("base", loading.load_student(config, source, decode=True)),
        Voice(trained.parent.name, loading.load_student(config, source, trained, decode=True)),
    ]


def answer(voice: Voice, turns: Sequence[dict[str, str]], decoding: Decoding) -> str:
    """What a voice says next in a conversation, fit for a terminal."""
    from tutelage.student import generation  # imports torch: not before it is needed

    request = generation.GenerationRequest(turns, decoding.max_new_tokens, decoding.temperature, decoding.seed)
    said = generation.sample(voice.learner, [request])[0]
    if said.tokens == 0 and said.cut:
        return "(no room left in its context)"
    return clean(said.text) + (" …" if said.cut else "")


def ask(speakers: Sequence[Voice], question: str, decoding: Decoding) -> str:
    """One question to all; their answers side by side."""
    turns = [{"role": "user", "content": question}]
    return side_by_side([(voice.name, answer(voice, turns, decoding)) for voice in speakers])


def chat(speakers: Sequence[Voice], lines: Iterable[str], say: Callable[[str], None], decoding: Decoding) -> None:
    """A conversation with all at once: everyone gets every line, and remembers its own answers alone."""
    histories: list[list[dict[str, str]]] = [[] for _ in speakers]
    for line in lines:
        text = line.strip()
        if text == "/quit":
            return
        if text == "/reset":
            histories = [[] for _ in speakers]
            say("(a new conversation)")
        elif text.startswith("/"):
            say(f"({HELP})")
        elif text:
            for voice, turns in zip(speakers, histories, strict=True):
                turns.append({"role": "user", "content": text})
                turns.append({"role": "assistant", "content": answer(voice, turns, decoding)})
            said = [(voice.name, turns[-1]["content"]) for voice, turns in zip(speakers, histories, strict=True)]
            say(side_by_side(said))


def clean(text: str) -> str:
    """Text without what would control the terminal, or hide or reorder what is shown."""
    text = text.replace("\r\n", "\n").replace("\t", "    ")
    return "".join(mark for mark in text if mark in KEPT or unicodedata.category(mark) not in HIDDEN).strip()


def side_by_side(said: Sequence[tuple[str, str]], width: int = WIDTH) -> str:
    """Texts under their names, in columns that together are at most `width` wide."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.ASCII2 if len(said) > 1 else None, show_edge=False, expand=len(said) > 1, pad_edge=False)
    for name, _ in said:
        table.add_column(Text(clean(name)), ratio=1, overflow="fold")
    table.add_row(*(Text(text) for _, text in said))
    console = Console(file=io.StringIO(), width=width, color_system=None, force_terminal=False, legacy_windows=False)
    with console.capture() as capture:
        console.print(table)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())
