"""What all sections of a recipe share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """Base of all sections of a recipe: frozen; an unknown key is an error, and so is a number that is not finite."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False)

    MEANT: ClassVar[Mapping[str, str]] = {}
    """Other words that people write for a key -> the key. Only errors use it: a key has one spelling."""
