"""`tutelage plan`: memory, tokens and time of training, before it starts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tutelage.cli.options import JsonOption
from tutelage.cli.output import show

app = typer.Typer(rich_markup_mode=None)


@app.command()
def plan(
    recipe: Annotated[Path, typer.Argument(help="Recipe file (YAML).", show_default=False)],
    *,
    gpus: Annotated[int | None, typer.Option(min=1, help="GPUs in each node; default: as in the recipe.")] = None,
    nodes: Annotated[int | None, typer.Option(min=1, help="Nodes; default: as in the recipe.")] = None,
    gpu_memory: Annotated[float | None, typer.Option(min=1, help="Memory of one GPU, in GB; default: 80.")] = None,
    flops: Annotated[
        float | None, typer.Option(min=0.001, help="Peak of one GPU, in 16-bit TFLOPS; default: 312 (A100).")
    ] = None,
    utilisation: Annotated[
        float | None,
        typer.Option(min=0.01, max=1, help="Share of the peak that is reached; default: 0.25, on a CPU 0.5."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Estimate memory, tokens and time for training.

    It is about this machine unless GPUs are given.

    Example: tutelage plan recipe.yaml --gpus 4
    """
    from tutelage.config import load_recipe

    loaded = load_recipe(recipe)
    from tutelage.progress import at_work, doing

    with at_work("loading the libraries") as progress:
        from tutelage.tools import estimate

        if (gpus, nodes, gpu_memory, flops) == (None,) * 4 and not loaded.launch.spread:
            machine = estimate.this_machine(loaded)
        else:
            machine = estimate.Machine(
                (gpus or loaded.launch.processes) * (nodes or loaded.launch.nodes),
                gpu_memory * 1e9 if gpu_memory else estimate.GPU_MEMORY,
                flops * 1e12 if flops else estimate.GPU_FLOPS,
                estimate.GPU_UTILISATION,
            )
        if utilisation:
            machine = machine._replace(utilisation=utilisation)
        with doing(progress, "planning the training"):
            found = estimate.make_plan(loaded, machine, progress)
    show(found, estimate.plan_text(found), as_json=as_json)
