"""What all sections of a recipe share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """Base of all sections of a recipe: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    MEANT: ClassVar[Mapping[str, str]] = {}
    """Other words that people write for a key -> the key. Only errors use it: a key has one spelling."""
