"""Seeds derived by hash, so that no two stages, rounds or skills share a stream of random numbers.

`Random(seed + i)` would make neighbouring seeds draw the same items; a hash of the parts does not.
"""

from __future__ import annotations

import hashlib
from random import Random


def derive(seed: int, *parts: object) -> int:
    """A 63-bit seed that depends on the run's seed and on all parts."""
    text = "\x00".join([str(seed), *map(str, parts)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def rng(seed: int, *parts: object) -> Random:
    """A random generator of its own for what the parts name."""
    return Random(derive(seed, *parts))
