"""`tutelage eval`: examine any student on any exam."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tutelage.cli.ending import interruptible

app = typer.Typer(rich_markup_mode=None)


@app.command(name="eval")
def evaluate(
    student: Annotated[str, typer.Argument(help="Run folder, model folder, hub name, or the embedded student.")],
    *,
    on: Annotated[str, typer.Option(help="course, new-operations, FILE.jsonl, or a task of lm-eval.")] = "course",
    stage: Annotated[str, typer.Option(help="Of a run: base, reading, round-1, …; default the last.")] = "",
    course: Annotated[Path | None, typer.Option(help="Run whose held-out exam a model sits.")] = None,
    by: Annotated[
        list[str] | None, typer.Option(metavar="<str>", help="generation, letter or text; may be repeated.")
    ] = None,
    examples: Annotated[int | None, typer.Option(min=0, help="Worked examples before each question.")] = None,
    examples_from: Annotated[Path | None, typer.Option(help="File of worked examples for a FILE.")] = None,
    form: Annotated[bool | None, typer.Option(help="Ask for the answer's form; default where needed.")] = None,
    samples: Annotated[int, typer.Option(min=1, help="Replies to each question, for pass@k.")] = 1,
    temperature: Annotated[float, typer.Option(min=0.0, help="0 is greedy.")] = 0.0,
    max_new_tokens: Annotated[int, typer.Option(min=0, help="Longest reply; default the recipe's, or 256.")] = 0,
    batch_size: Annotated[int, typer.Option(min=0, help="Questions at once; default the recipe's, or 150.")] = 0,
    number: Annotated[int, typer.Option(min=1, help="How many new operations.")] = 200,
    limit: Annotated[int, typer.Option(min=0, help="Only so many questions, drawn by the seed.")] = 0,
    group: Annotated[str, typer.Option(help="Column of a FILE that sorts its questions.")] = "",
    backend: Annotated[str, typer.Option(help="transformers or vllm; default the recipe's.")] = "",
    tasks: Annotated[Path | None, typer.Option(help="Folder of further tasks for lm-eval (YAML).")] = None,
    chat: Annotated[bool, typer.Option("--chat", help="Ask lm-eval's tasks through the chat template.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="Of questions, worked examples and samples.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Folder; default evals/STUDENT/EXAM.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Delete earlier results, and start over.")] = False,
) -> None:
    """Examine a student on an exam, a file or a benchmark."""
    from tutelage.student.loading import check_name

    # Before the imports that take seconds.
    check_name(student)
    from tutelage.exams import examination, figures
    from tutelage.progress import automatic

    asked = examination.Asked(
        ways=tuple(by or ()),
        examples=examples,
        examples_from=examples_from,
        form=form,
        samples=samples,
        temperature=temperature,
        max_new_tokens=max_new_tokens,
        batch_size=batch_size,
        number=number,
        limit=limit,
        group=group,
        backend=backend,
        tasks=tasks,
        chat=chat,
        seed=seed,
    )
    with interruptible():
        record = examination.examine(
            student, on, stage=stage, course=course, asked=asked, out=out, fresh=fresh, progress=automatic()
        )
        print(figures.text(record))
