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
    gpu_memory: Annotated[float, typer.Option(min=1, help="Memory of one GPU, in GB.")] = 80,
    flops: Annotated[float, typer.Option(min=0.001, help="Peak of one GPU, in 16-bit TFLOPS (A100: 312).")] = 312,
    utilisation: Annotated[float, typer.Option(min=0.01, max=1, help="Share of the peak that is reached.")] = 0.25,
    as_json: JsonOption = False,
) -> None:
    """Estimate memory, tokens and time for training.

    Example: tutelage plan recipe.yaml --gpus 4
    """
    from tutelage.config import load_recipe

    loaded = load_recipe(recipe)
    from tutelage.progress import at_work

    with at_work("loading the libraries") as progress:
        from tutelage.student import device
        from tutelage.tools import estimate

        number = (gpus or loaded.launch.processes) * (nodes or loaded.launch.nodes)
        machine = estimate.Machine(number, gpu_memory * 1e9, flops * 1e12, utilisation)
        found = estimate.make_plan(loaded, machine, progress)
    show(found, estimate.plan_text(found), as_json=as_json)
    # Whoever gives the number of GPUs plans for another machine than this one.
    if gpus is None and not as_json and (note := estimate.no_gpu_note(device.devices()[1])):
        print(f"\n{note}")
