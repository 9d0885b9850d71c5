"""Text that a model has written over and over again. Pure."""

from __future__ import annotations

import re

_REPEATED = re.compile(r"(\S.{5,}?\S)(?:\W*\1){3,}", re.DOTALL)
"""Something of at least seven characters, four times in a row."""


def repeats_itself(text: str) -> bool:
    """Whether a short text says the same four times in a row. It takes the square of its length: cut a long one."""
    return _REPEATED.search(text) is not None
