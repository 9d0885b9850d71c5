"""Try a student: its answers beside those of the base student."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NamedTuple

from tutelage.config import StudentConfig, override
from tutelage.errors import RunError
from tutelage.exams.candidate import ASKED_WITH
from tutelage.progress import WIDTH, Progress, Quiet, clean
from tutelage.storage import open_run
from tutelage.student import loading
from tutelage.student.fingerprint import prepare_base
from tutelage.student.loading import Student

HELP = "/reset starts a new conversation, /quit ends"


class Speaker(NamedTuple):
    """A student that answers."""

    name: str
    learner: Student


class Decoding(NamedTuple):
    """How answers are decoded."""

    max_new_tokens: int = 256
    temperature: float = 0.0
    """0: greedy."""
    seed: int = 0


def load_speakers(
    target: str, stage: str = "", progress: Progress | None = None, settings: Sequence[str] = ()
) -> list[Speaker]:
    """For a run folder, the base and the trained student after `stage` (default: the last); for a hub name or a model
    folder, that model alone; asked with `settings` (`KEY=VALUE`: `system`, `template_options.NAME` …). Raises
    `TutelageError`, saying what to do."""
    progress = progress or Quiet()
    if not open_run.is_run(Path(target)):
        loading.check_name(target)
        if stage:
            raise RunError(f"{target} is not a run, so it has no stages: check the path, or leave --stage out")
        config = override(StudentConfig(model=target), settings, ASKED_WITH)
        return [Speaker(target, loading.load_student(config, loading.prepare_student(config, progress), decode=True))]
    config = override(open_run.recipe_of(Path(target)).student, settings, ASKED_WITH)
    trained = open_run.trained_student(target, stage)
    source = prepare_base(Path(target), config, progress)
    return [
        Speaker("base", loading.load_student(config, source, decode=True)),
        Speaker(trained.parent.name, loading.load_student(config, source, trained, decode=True)),
    ]


def answer(
    speaker: Speaker, turns: Sequence[dict[str, str]], decoding: Decoding, progress: Progress | None = None
) -> str:
    """The next turn of a speaker in a conversation, safe to print in a terminal; `progress` counts its tokens."""
    from tutelage.student import generation  # imports torch: not before it is needed

    request = generation.GenerationRequest(turns, decoding.max_new_tokens, decoding.temperature, decoding.seed)
    with (progress or Quiet()).bar(f"answer of {speaker.name}", decoding.max_new_tokens, "tokens at most") as bar:
        found = generation.sample(speaker.learner, [request], bar)[0]
    if found.tokens == 0 and found.cut:
        return "(its context is full)"
    return clean(found.text).strip() + (" …" if found.cut else "")


def ask(speakers: Sequence[Speaker], question: str, decoding: Decoding, progress: Progress | None = None) -> str:
    """One question to all; their answers side by side."""
    turns = [{"role": "user", "content": question}]
    return side_by_side([(speaker.name, answer(speaker, turns, decoding, progress)) for speaker in speakers])


def chat(
    speakers: Sequence[Speaker],
    lines: Iterable[str],
    say: Callable[[str], None],
    decoding: Decoding,
    waiting: Callable[[], AbstractContextManager[Progress | None]] = nullcontext,
) -> None:
    """A conversation with all at once: each gets every line, and remembers only its own answers. `waiting` is entered
    while they answer, and may give where their progress goes."""
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
            with waiting() as progress:
                for speaker, turns in zip(speakers, histories, strict=True):
                    turns.append({"role": "user", "content": text})
                    turns.append({"role": "assistant", "content": answer(speaker, turns, decoding, progress)})
            answers = [turns[-1]["content"] for turns in histories]
            say(side_by_side(list(zip((speaker.name for speaker in speakers), answers, strict=True))))


def side_by_side(answers: Sequence[tuple[str, str]], width: int = WIDTH) -> str:
    """Texts under their names, in columns that together are at most `width` wide."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.ASCII2 if len(answers) > 1 else None, show_edge=False, expand=len(answers) > 1, pad_edge=False
    )
    for name, _ in answers:
        table.add_column(Text(clean(name)), ratio=1, overflow="fold")
    table.add_row(*(Text(text) for _, text in answers))
    console = Console(file=io.StringIO(), width=width, color_system=None, force_terminal=False, legacy_windows=False)
    with console.capture() as capture:
        console.print(table)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())
