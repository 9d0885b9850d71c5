"""What a recipe may name because an installed package offers it, as an entry point.

Installing a package is what permits its code to run; a recipe only names things, and never a file of code.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

from tutelage.errors import TutelageError


def names(group: str, shipped: Iterable[str]) -> list[str]:
    """All that can be asked for, shipped ones first; nothing is loaded, so broken packages are among them."""
    first = list(shipped)
    return [*first, *sorted({point.name for point in entry_points(group=group)}.difference(first))]


def load(group: str, name: str, *, what: str, kind: type, wanted: str, error: type[TutelageError]) -> object | None:
    """What a package offers as `name`; `None` if none does. Raises `error`, in one line that says what to do, for a
    name that two packages give, and for a package that cannot be loaded or offers no `kind`.

    `what` is it in a word, and `wanted` says what an entry point must name.
    """
    found = list(entry_points(group=group, name=name))
    if not found:
        return None
    packages = sorted({_package(point) for point in found})
    if len({point.value for point in found}) > 1:
        raise error(f"several packages offer the {what} '{name}': {', '.join(packages)}; uninstall all but one")
    where = f"the package '{packages[0]}' offers the {what} '{name}' as {found[0].value}"
    try:
        loaded = found[0].load()
    except Exception as cause:  # another's code may fail in any way; it is passed on with its cause, not swallowed
        raise error(f"{where}, which fails with {type(cause).__name__}: {cause}; mend or uninstall it") from cause
    if isinstance(loaded, type) or not isinstance(loaded, kind):
        raise error(f"{where}, which is no {what}: {wanted} is needed")
    return loaded


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.value
