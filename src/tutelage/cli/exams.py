"""`tutelage eval` evaluates any student on any exam; `tutelage grade` marks replies that were made elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tutelage.cli.ending import interruptible
from tutelage.cli.options import JsonOption, SettingsOption
from tutelage.cli.output import show
from tutelage.errors import ExamError
from tutelage.exams import NAMED, RECOGNISED

app = typer.Typer(rich_markup_mode=None)

EXAMS = f"{', '.join(NAMED)}, {', or '.join(RECOGNISED)}."


@app.command(name="eval")
def evaluate(
    context: typer.Context,
    student: Annotated[str, typer.Argument(help="Run folder, model folder, hub name, or the embedded student.")],
    *,
    on: Annotated[str, typer.Option(help=EXAMS)] = "course",
    stage: Annotated[str, typer.Option(help="Stage of a run: base, reading, round-1, …; default: the kept one.")] = "",
    settings: SettingsOption = None,
    course: Annotated[Path | None, typer.Option(help="Run whose exam a model is given, with --on course.")] = None,
    ways: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="<str>", help="How choices are answered: generation, letter or text; repeatable."),
    ] = None,
    worked_examples: Annotated[
        int | None, typer.Option("--examples", min=0, help="Worked examples before each question.")
    ] = None,
    examples_from: Annotated[Path | None, typer.Option(help="File of worked examples for a FILE.")] = None,
    form: Annotated[bool | None, typer.Option(help="Ask for the answer's form; default: where needed.")] = None,
    samples: Annotated[int, typer.Option(min=1, help="Replies to each question, for pass@k.")] = 1,
    temperature: Annotated[float, typer.Option(min=0.0, help="0 is greedy.")] = 0.0,
    max_new_tokens: Annotated[
        int | None, typer.Option(min=1, help="Longest reply, in tokens; default: the recipe's, or 256.")
    ] = None,
    batch_size: Annotated[
        int | None, typer.Option(min=1, help="Questions at once; default: the recipe's, or 150.")
    ] = None,
    number: Annotated[int, typer.Option(min=1, help="new-operations: number of questions.")] = 200,
    limit: Annotated[
        int, typer.Option(min=0, help="At most this many questions, drawn at random; panel: evenly by kind; 0: all.")
    ] = 0,
    group: Annotated[str, typer.Option(help="Column of a FILE whose values group its questions.")] = "",
    teacher: Annotated[Path | None, typer.Option(help="Recipe whose teacher marks by a rubric.")] = None,
    backend: Annotated[str | None, typer.Option(help="transformers or vllm; default: the recipe's.")] = None,
    tasks: Annotated[Path | None, typer.Option(help="Folder of further tasks for lm-eval (YAML).")] = None,
    chat: Annotated[bool, typer.Option("--chat", help="Ask lm-eval's tasks through the chat template.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="Seed of questions, worked examples and samples.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Folder for the results; default: evals/STUDENT/EXAM.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Delete earlier results, and start over.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Evaluate a student on an exam, a file or a benchmark.

    Example: tutelage eval runs/calculus --on panel
    """
    from tutelage.student.loading import check_name

    # Before the imports that take seconds.
    check_name(student)
    from pydantic import ValidationError

    from tutelage.config import EvalOptions, explain
    from tutelage.exams import figures, results
    from tutelage.progress import at_work

    # Options that are not about the student or the folder have the names that they have there.
    given = {name: value for name, value in context.params.items() if name in EvalOptions.model_fields}
    try:
        options = EvalOptions.model_validate(given)
    except ValidationError as error:
        raise ExamError("; ".join(explain(error, EvalOptions))) from None
    with interruptible(), at_work("preparing the exam and the student") as progress:
        record = results.evaluate(
            student,
            on,
            options,
            stage=stage,
            settings=settings or (),
            out=out,
            fresh=fresh,
            progress=progress,
        )
    show(figures.results_figures(record), figures.results_text(record), as_json=as_json)


@app.command()
def grade(
    data: Annotated[Path, typer.Argument(help="File of replies with their answers.", show_default=False)],
    *,
    teacher: Annotated[Path | None, typer.Option(help="Recipe whose teacher marks by a rubric.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the marks; default: grades/NAME-OF-THE-FILE.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Delete earlier marks in the folder.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Mark replies that were made elsewhere.

    Example: tutelage grade replies.jsonl
    """
    from tutelage.progress import automatic
    from tutelage.tools import grade as grading

    with interruptible():
        record = grading.grade(data, teacher=teacher, out=out, fresh=fresh, progress=automatic())
        show(grading.grade_figures(record), grading.grade_text(record), as_json=as_json)
