"""`tutelage new-subject` and `tutelage check-subject`: subjects of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tutelage.cli.options import JsonOption
from tutelage.cli.output import show

app = typer.Typer(rich_markup_mode=None)


@app.command()
def new_subject(
    name: Annotated[str, typer.Argument(help="Lower-case letters, joined by hyphens.", show_default=False)],
    out: Annotated[Path | None, typer.Option(help="Folder; default: ./tutelage-NAME.")] = None,
) -> None:
    """Start a subject of your own: a small package that works.

    Example: tutelage new-subject baking
    """
    from tutelage.skeleton import write_subject

    folder = write_subject(name, out)
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
    as_json: JsonOption = False,
) -> None:
    """Print what is wrong with a subject. Exit code 1 if anything is.

    Example: tutelage check-subject social-studies
    """
    from tutelage.progress import counted
    from tutelage.subjects.checking import own_forms, problems, wordings
    from tutelage.subjects.registry import SUBJECTS
    from tutelage.syllabus import read_syllabus

    subject = SUBJECTS.get(name)
    found = problems(subject, seed, drawings, read_syllabus(syllabus) if syllabus else None)
    if found:
        show({"subject": name, "problems": found}, "\n".join(found), as_json=as_json)
        raise typer.Exit(1)
    skills, exercises = counted(len(subject.skills), "skill"), counted(drawings, "exercise")
    counts = {skill: wordings(subject, skill, seed) for skill in subject.skills}
    fewest, forms = min(counts, key=lambda skill: counts[skill]), [len(own_forms(subject, each)) for each in counts]
    mean_forms, mean_wordings = sum(forms) / len(forms), sum(counts.values()) / len(counts)
    show(
        {"subject": name, "problems": [], "skills": len(counts), "forms": mean_forms, "wordings": counts},
        f"{name}: {skills}, nothing wrong in {exercises} per skill and difficulty\n"
        f"forms of question per skill, without those that all have: {mean_forms:.1f}\n"
        f"wordings in 40 questions of a skill: {mean_wordings:.1f} on average, {counts[fewest]} for '{fewest}'",
        as_json=as_json,
    )
