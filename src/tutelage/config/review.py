"""What a person looks at before the run goes on."""

from __future__ import annotations

from typing import Literal

from tutelage.config.base import Section

ReviewedStage = Literal["graph", "course"]
"""A stage whose result a person can review."""


class ReviewConfig(Section):
    """Review by a person. The run stops after each of these stages, with exit code 3; `tutelage review RUN` opens the
    page for it, and the same command goes on with what was decided."""

    after: tuple[ReviewedStage, ...] = ()
    """`graph`: skills and prerequisites; `course`: sections, exercises, constructed errors and exam questions."""
