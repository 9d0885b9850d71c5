"""What can be named in a recipe or on the command line: what ships with Tutelage, what a program registers, and what
installed packages offer as entry points. Whatever is named this way is one file and one registration.

Installing a package is what permits its code to run; a recipe names a thing, and never a file of code.
"""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Generic, TypeVar

from tutelage.errors import TutelageError

T = TypeVar("T")


class Registry(Generic[T]):
    """Things of one kind by their names. What ships comes first, then what was registered, then packages."""

    def __init__(
        self,
        kind: str,
        shipped: Mapping[str, str],
        *,
        error: type[TutelageError],
        fault: Callable[[object], str] = lambda _: "",
        advice: str = "",
    ) -> None:
        """`kind` is what one of them is called, such as `subject`; packages offer them in the entry point group
        `tutelage.<kind>s`. `shipped` gives the `module:attribute` of each that comes with Tutelage, loaded when it is
        asked for. `fault` says what is wrong with what a package offers, empty for nothing; `advice` ends the error
        about an unknown name."""
        self.kind, self.shipped, self.error, self.fault, self.advice = kind, shipped, error, fault, advice
        self.group = f"tutelage.{kind.replace(' ', '_')}s"
        self._registered: dict[str, T] = {}

    def register(self, name: str, thing: T) -> None:
        """Make a thing known in this process. Raises `TutelageError` for a name that is taken or a thing that is
        none."""
        if name in self.names():
            raise self.error(f"there is a {self.kind} '{name}' already: choose another name")
        if fault := self.fault(thing):
            raise self.error(f"'{name}' is no {self.kind}: {fault}")
        self._registered[name] = thing

    def names(self) -> list[str]:
        """All names that can be asked for; nothing is loaded, so broken packages are among them."""
        known = [*self.shipped, *self._registered]
        return [*known, *sorted({point.name for point in entry_points(group=self.group)} - set(known))]

    def get(self, name: str) -> T:
        """The thing of that name. Raises `TutelageError`, in one line that says what to do, for an unknown name, a name
        that two packages give, and a package that cannot be loaded or offers something else."""
        if name in self.shipped:
            module, _, attribute = self.shipped[name].partition(":")
            thing: T = getattr(importlib.import_module(module), attribute)
            return thing
        if name in self._registered:
            return self._registered[name]
        found = list(entry_points(group=self.group, name=name))
        if not found:
            raise self.error(self.unknown(name))
        packages = sorted({_package(point) for point in found})
        if len({point.value for point in found}) > 1:
            raise self.error(
                f"several packages offer the {self.kind} '{name}': {', '.join(packages)}; uninstall all but one"
            )
        return self._plugged(found[0])

    def unknown(self, name: str) -> str:
        """What is said about a name that is not known."""
        known = self.names()
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean '{near[0]}'? Choose" if near else "choose"
        return f"unknown {self.kind} '{name}': {hint} from {', '.join(known)}{self.advice}"

    def _plugged(self, point: EntryPoint) -> T:
        where = f"the package '{_package(point)}' offers the {self.kind} '{point.name}' as {point.value}"
        try:
            thing: T = point.load()
        except Exception as error:  # another's code may fail in any way; it is passed on with its cause
            raise self.error(
                f"{where}, which fails with {type(error).__name__}: {error}; mend or uninstall it"
            ) from error
        if fault := self.fault(thing):
            raise self.error(f"{where}, which is no {self.kind}: {fault}")
        return thing


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.value
