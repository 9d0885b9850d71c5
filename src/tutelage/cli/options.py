"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Print the figures as JSON, for other programs.")]

SettingsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Setting of the student, as in a recipe: system, template_options.NAME, chat_template …; repeatable.",
    ),
]

RecipeSettingsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Another value for a key of the recipe, such as practice.rounds=3; repeatable.",
    ),
]
