"""The commands by what one wants, in the order in which `tutelage --help` lists them."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

GROUPS: dict[str, tuple[str, ...]] = {
    "Begin": ("demo", "examples", "doctor", "help", "schema"),
    "Prepare": ("documents", "graph", "check", "preview", "plan", "prepare", "prompts"),
    "Run": ("run", "course", "watch", "report", "drafts", "review", "assist", "train-job"),
    "Judge": ("eval", "grade", "mark", "gate", "compare", "leakage", "ask", "chat"),
    "Take away": ("export",),
    "Data that you have": ("audit", "dynamics"),
    "Research and extend": ("experiment", "new-subject", "check-subject"),
}
"""Heading -> its commands. A command that stands nowhere comes last, under "Other"."""


class Grouped(TyperGroup):
    """Lists commands under headings."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in the order of the headings."""
        return [name for _, names in grouped(list(self.commands)) for name in names]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write each heading with its commands, in one column width."""
        widest = max(map(len, self.commands))
        for heading, names in grouped(list(self.commands)):
            shown = [(name, self.commands[name]) for name in names if not self.commands[name].hidden]
            limit = formatter.width - 6 - widest
            with formatter.section(heading):
                formatter.write_dl([(f"{name:<{widest}}", one.get_short_help_str(limit)) for name, one in shown])


def grouped(commands: list[str]) -> list[tuple[str, list[str]]]:
    """The headings with those of their commands that there are."""
    known = {name for names in GROUPS.values() for name in names}
    found = [(heading, [name for name in names if name in commands]) for heading, names in GROUPS.items()]
    found.append(("Other", [name for name in commands if name not in known]))
    return [(heading, names) for heading, names in found if names]
