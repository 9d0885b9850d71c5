"""`tutelage new-subject` and `tutelage check-subject`: subjects of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None)


@app.command()
def new_subject(
    name: Annotated[str, typer.Argument(help="Lower-case letters, joined by hyphens.", show_default=False)],
    to: Annotated[Path | None, typer.Option("--to", help="Folder; default: ./tutelage-NAME.")] = None,
) -> None:
    """Start a subject of your own: a small package that works."""
    from tutelage.skeleton import write_subject

    folder = write_subject(name, to)
    print(
        f"Wrote a subject of two skills to {folder}. Continue there with:\n"
        f"  pip install -e .\n  python -m pytest\n  tutelage course recipe.yaml"
    )


@app.command()
def check_subject(
    name: Annotated[str, typer.Argument(help="A shipped subject, or one of an installed package.", show_default=False)],
    *,
    syllabus: Annotated[Path | None, typer.Option(help="Check prerequisites against this syllabus.")] = None,
    drawings: Annotated[int, typer.Option(min=1, help="Exercises per skill and difficulty.")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the exercises.")] = 0,
) -> None:
    """Print what is wrong with a subject. Exit code 1 if anything is."""
    from tutelage.progress import counted
    from tutelage.subjects.checking import own_forms, problems, wordings
    from tutelage.subjects.registry import SUBJECTS
    from tutelage.syllabus import read_syllabus

    subject = SUBJECTS.get(name)
    found = problems(subject, seed, drawings, read_syllabus(syllabus) if syllabus else None)
    for problem in found:
        print(problem)
    if found:
        raise typer.Exit(1)
    skills, exercises = counted(len(subject.skills), "skill"), counted(drawings, "exercise")
    print(f"{name}: {skills}, nothing wrong in {exercises} per skill and difficulty")
    counts = {skill: wordings(subject, skill, seed) for skill in subject.skills}
    fewest, forms = min(counts, key=lambda skill: counts[skill]), [len(own_forms(subject, each)) for each in counts]
    print(
        f"forms of question per skill, without those that all have: {sum(forms) / len(forms):.1f}\n"
        f"wordings in 40 questions of a skill: {sum(counts.values()) / len(counts):.1f} on average, "
        f"{counts[fewest]} for '{fewest}'"
    )
