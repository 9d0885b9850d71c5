"""A chat template taken apart: the texts before and after each turn.

Ollama uses Go templates, a student has a Jinja template. Most chat templates only put fixed texts around turns; those
texts are found by rendering marked conversations, and kept only if they reproduce the template on further ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

Turns = Sequence[Mapping[str, str]]
Render = Callable[[Turns, bool], str]
"""Renders a conversation; the second argument asks for the beginning of an answer at its end."""

ROLES = ("system", "user", "assistant")


class Frame(NamedTuple):
    """A chat template as fixed texts around turns."""

    start: str
    """Before everything, if the conversation begins with a system prompt."""
    start_plain: str
    """The same if it does not: a template may add a system prompt of its own."""
    before: dict[str, str]
    after: dict[str, str]
    """By role; without `system` if the template has no system prompts."""
    opening: str
    """Before the answer that is to be generated."""

    def render(self, turns: Turns) -> str:
        """A conversation up to where the next answer begins."""
        start = self.start if turns and turns[0]["role"] == "system" else self.start_plain
        body = "".join(f"{self.before[turn['role']]}{turn['content']}{self.after[turn['role']]}" for turn in turns)
        return f"{start}{body}{self.opening}"

    @property
    def end(self) -> str:
        """The text after an answer, at which generation stops."""
        return self.after["assistant"].strip()


def find_frame(render: Render) -> Frame | None:
    """The frame of a template; `None` if it does more than put fixed texts around turns. A template that refuses a
    system prompt raises `ValueError`, and its frame has none."""
    found = _without_system(render)
    if found is None:
        return None
    with suppress(ValueError):
        found = _with_system(found, render) or found
    return found if all(_same(found, render, roles) for roles in _examples(found)) else None


def go_template(frame: Frame, bos: str = "") -> str:
    """The frame as a Go template over Ollama's `.Messages`. `bos` is left out: Ollama puts it there itself."""
    roles = [role for role in ROLES if role in frame.before]
    cases = "".join(
        f'{{{{ {"if" if index == 0 else "else if"} eq .Role "{role}" }}}}'
        f"{_literal(frame.before[role])}{{{{ .Content }}}}{_literal(frame.after[role])}"
        for index, role in enumerate(roles)
    )
    start, plain = frame.start.removeprefix(bos), frame.start_plain.removeprefix(bos)
    beginning = _literal(plain)
    if start != plain:
        test = '{{ if eq (index .Messages 0).Role "system" }}'
        beginning = f"{test}{_literal(start)}{{{{ else }}}}{_literal(plain)}{{{{ end }}}}"
    return f"{beginning}{{{{ range .Messages }}}}{cases}{{{{ end }}}}{{{{ end }}}}{_literal(frame.opening)}"


def _without_system(render: Render) -> Frame | None:
    """Read the fixed texts off a conversation of two rounds."""
    gaps = _gaps(render, ["user", "assistant", "user", "assistant"])
    question, asked = _gaps(render, ["user"]), _gaps(render, ["user"], opening=True)
    if gaps is None or question is None or asked is None:
        return None
    after = {"user": question[1], "assistant": gaps[4]}
    before = {"user": gaps[2].removeprefix(after["assistant"]), "assistant": gaps[1].removeprefix(after["user"])}
    start = gaps[0].removesuffix(before["user"])
    return Frame(start, start, before, after, asked[1].removeprefix(after["user"]))


def _with_system(frame: Frame, render: Render) -> Frame | None:
    gaps = _gaps(render, ["system", "user"])
    if gaps is None:
        return None
    after = frame.after | {"system": gaps[1].removesuffix(frame.before["user"])}
    # The text at the start of every conversation, such as a beginning-of-text token, does not belong to the system
    # prompt.
    shared = frame.start_plain if gaps[0].startswith(frame.start_plain) else gaps[0]
    before = frame.before | {"system": gaps[0].removeprefix(shared)}
    return frame._replace(start=shared, before=before, after=after)


def _gaps(render: Render, roles: Sequence[str], *, opening: bool = False) -> list[str] | None:
    """The texts around the turns of a marked conversation: before the first, between them, after the last."""
    turns, marks = _conversation(roles)
    text = render(turns, opening)
    parts = re.split("|".join(marks), text)
    return parts if re.findall("|".join(marks), text) == marks else None


def _conversation(roles: Sequence[str]) -> tuple[list[dict[str, str]], list[str]]:
    marks = [f"MARK{index}TURN" for index in range(len(roles))]
    return [{"role": role, "content": mark} for role, mark in zip(roles, marks, strict=True)], marks


def _examples(frame: Frame) -> list[list[str]]:
    talk = ["user", "assistant"]
    plain = [["user"], [*talk, "user"], [*talk, *talk, "user"]]
    return plain + ([["system", *roles] for roles in plain] if "system" in frame.before else [])


def _same(frame: Frame, render: Render, roles: Sequence[str]) -> bool:
    hard = "2 < 3 & 'x'\n\n{{ y }}"
    turns = [{"role": role, "content": f"{role} no. {index}: {hard}"} for index, role in enumerate(roles)]
    return frame.render(turns) == render(turns, True)


def _literal(text: str) -> str:
    """Text of a Go template; two braces would begin an action."""
    return text.replace("{{", '{{ "{{" }}')
