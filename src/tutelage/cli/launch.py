"""Training in separate processes: what a launcher starts, and what runs on further machines."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from tutelage.cli.ending import interruptible

app = typer.Typer(rich_markup_mode=None)


@app.command()
def assist(
    recipe: Annotated[Path, typer.Argument(help="Recipe file (YAML), the same on all nodes.", show_default=False)],
    node: Annotated[int, typer.Option(min=1, help="Number of this node; 0 is the one of 'tutelage run'.")] = 1,
    patience: Annotated[float, typer.Option(help="Seconds to wait for the run to start.")] = 600,
) -> None:
    """Join a multi-node run from another machine.

    Example: tutelage assist recipe.yaml --node 1
    """
    from tutelage.config import load_recipe
    from tutelage.progress import automatic
    from tutelage.student import loading
    from tutelage.training import launch

    loaded, progress = load_recipe(recipe), automatic()
    loading.prepare_student(loaded.student, progress)
    with interruptible():
        launch.assist(loaded, node, progress=progress, patience=patience)


@app.command()
def train_job(
    folder: Annotated[Path, typer.Argument(help="Folder of the job: STAGE/checkpoints/job of a run.")],
) -> None:
    """Train in one process, started by torchrun or accelerate.

    Example: tutelage train-job runs/calculus/reading/checkpoints/job
    """
    from tutelage.training import launch

    launch.exit_with_run()
    with launch.record_failure(folder):
        launch.check_world_size(folder, os.environ)
        from tutelage.training import worker  # imports torch

        worker.run_job(folder)
