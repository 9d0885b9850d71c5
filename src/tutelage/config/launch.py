"""On how many GPUs and machines the student is trained."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from tutelage.config.base import Section


class LaunchConfig(Section):
    """How training is spread over GPUs and machines: `docs/several-gpus.md`."""

    processes: int = Field(default=1, ge=1)
    """Processes that train the student on each node, one for each GPU. 1, with one node, trains in the run's own
    process."""
    nodes: int = Field(default=1, ge=1)
    """Machines, which share a folder. `tutelage assist` runs on all but the first."""
    rendezvous: str = Field(default="", pattern=r"^([0-9A-Za-z][0-9A-Za-z_.:-]*:[0-9]{1,5})?$")
    """`HOST:PORT` of the first node, by which several nodes find one another; any free port."""
    launcher: Literal["torchrun", "accelerate"] = "torchrun"
    """What starts the processes."""
    strategy: Literal["ddp", "fsdp2"] = "ddp"
    """`ddp` holds the whole student on every GPU; `fsdp2` divides weights, gradients and optimizer states
    among the GPUs."""
    gather_bits: Literal[16, 32] = 32
    """`fsdp2` without an adapter: precision in which weights are sent. 32 gives the losses of one process; 16 halves
    the traffic and saves two bytes a parameter on every GPU, and losses differ from the third decimal on."""
    micro_batch: int = Field(default=8, ge=1)
    """Examples in one forward pass of one process, at most. A batch takes as many passes as it needs."""
    checkpointing: bool = False
    """Keep one activation of each layer and compute the rest again: less memory, a third more work."""

    @property
    def total(self) -> int:
        """Processes on all nodes."""
        return self.processes * self.nodes

    @property
    def spread(self) -> bool:
        """Whether training runs in several processes."""
        return self.total > 1

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.nodes > 1 and not self.rendezvous:
            raise ValueError("several nodes need 'rendezvous', HOST:PORT of the first: add it")
        if self.strategy == "fsdp2" and not self.spread:
            raise ValueError("'fsdp2' divides the student among processes: ask for at least two, or for 'ddp'")
        return self
