"""What all sections of a recipe share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, field_validator

LARGEST = 2**63 - 1
"""No whole number of a recipe is larger."""


class Section(BaseModel):
    """Base of all sections of a recipe: frozen; an unknown key is an error, and so is a number that is not finite."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False)

    MEANT: ClassVar[Mapping[str, str]] = {}
    """Other words that people write for a key -> the key. Only errors use it: a key has one spelling."""

    @field_validator("*")
    @classmethod
    def _bounded(cls, given: object) -> object:
        """No whole number of a recipe needs more than 64 bits; tensors, databases and Python's own texts of numbers
        have no room for any."""
        for value in given if isinstance(given, list | tuple) else (given,):
            if isinstance(value, int) and not -LARGEST <= value <= LARGEST:
                raise ValueError(f"a whole number is at most {LARGEST}")
        return given
