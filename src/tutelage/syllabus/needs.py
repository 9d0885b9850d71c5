"""Several prerequisites in one text, as people write them: `a; b`, `"a, b"`, `a / b`, `a and b`, `None`. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tutelage.errors import SyllabusError
from tutelage.storage.rowfiles import one_line

NONE = frozenset(
    (
        *(
            "",
            "-",
            "–",
            "—",
            "--",
            "/",
            "?",
            "none",
            "none.",
            "none required",
            "n/a",
            "n.a.",
            "na",
            "nil",
            "null",
            "nan",
        ),
        *("null", "no", "nothing", "not applicable", "no prerequisites"),
    )
)
"""What people write where there is no prerequisite."""
_STRONG = re.compile(r"[;|\n\t]|(?<=\S)\s+•\s+")
_WEAK = re.compile(r"\s*/\s*|\s+(?:and|&|\+)\s+")
MOST = 200
"""Prerequisites in one text."""


def split_needs(text: str, known: Callable[[str], bool]) -> list[str]:
    """The prerequisites in a text. Semicolons, bars and line ends always part them; commas unless the whole, or a part
    of it, is a known name; slashes and `and` only if known names are on both sides. Too many are refused."""
    found: dict[str, None] = {}
    for part in _STRONG.split(text) if not known(text.strip()) else [text]:
        for name in _by_commas(_bare(part), known):
            found[name] = None
    if len(found) > MOST:
        raise SyllabusError(f"{len(found)} prerequisites in one place, from '{one_line(text[:60])}' on: at most {MOST}")
    return list(found)


def is_one(text: str) -> bool:
    """Whether a text is the name of one prerequisite, and cannot be read as several or as none."""
    several = "," in text or _STRONG.search(text) or _WEAK.search(text)
    return not several and text.strip().lower() not in NONE


def _by_commas(text: str, known: Callable[[str], bool]) -> Iterator[str]:
    """The longest known names between commas; what is not known is parted at every comma."""
    if known(text):
        yield text
        return
    pieces = text.split(",")
    start = 0
    while start < len(pieces):
        ends = range(min(len(pieces), start + 8), start, -1)
        end = next((end for end in ends if end > start + 1 and known(_joined(pieces, start, end))), start + 1)
        name = _joined(pieces, start, end)
        if known(name) or name.lower() not in NONE:
            yield from _by_words(name, known)
        start = end


def _by_words(name: str, known: Callable[[str], bool]) -> Iterator[str]:
    parts = [_bare(part) for part in _WEAK.split(name)]
    if not known(name) and len(parts) > 1 and all(map(known, parts)):
        yield from parts
    elif not known(name) and (last := re.fullmatch(r"and\s+(.+)", name)):  # `a, b, and c`
        yield last[1]
    else:
        yield name


def _joined(pieces: list[str], start: int, end: int) -> str:
    return _bare(",".join(pieces[start:end]))


def _bare(text: str) -> str:
    """Without blanks, quotation marks and brackets of a list around it."""
    text = text.strip()
    while len(text) > 1 and (text[0], text[-1]) in (('"', '"'), ("'", "'"), ("“", "”"), ("[", "]"), ("„", "“")):
        text = text[1:-1].strip()
    return text.strip('"“”') if text.count('"') == 1 else text
