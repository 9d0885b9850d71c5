"""What can be named in a recipe or on the command line: what ships with Tutelage, what a program registers, and what
installed packages offer as entry points. Whatever is named this way is one file and one registration.

Installing a package is what permits its code to run; a recipe names a thing, and never a file of code.
"""

from __future__ import annotations

import difflib
import importlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import EntryPoint, entry_points
from traceback import walk_tb
from typing import Any, Generic, TypeVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from tutelage.errors import RecipeError, TutelageError

T = TypeVar("T")

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""A name may become that of a folder, and is printed in tables."""
IN_USE, OF_MODULE = "in_use", "of_module"
"""Attributes of an error: the thing that was in use when it was raised, as group and name of its entry point; and the
module of an object whose method was called."""
KEPT = "kept"
"""In the context of a validation: the recipe is one that a run has kept, and is only read."""


class Registry(Generic[T]):
    """Things of one kind by their names: those that ship, then those that were registered, then those of packages.

    As the annotation of a field, it permits only these names.
    """

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
        needed. `fault` says what is wrong with a thing that a package offers, empty for nothing; `advice` ends the
        error about an unknown name."""
        self.kind, self.shipped, self.error, self.fault, self.advice = kind, shipped, error, fault, advice
        self.group = f"tutelage.{kind.replace(' ', '_')}s"
        self._registered: dict[str, T] = {}

    def register(self, name: str, thing: T) -> None:
        """Make a thing known in this process. Raises `TutelageError` for a name that is taken or could not stand in a
        recipe, and for a thing of another kind."""
        if fault := self.fault(thing):
            raise self.error(f"'{name}' is no {self.kind}: {fault}")
        if not NAME.fullmatch(name):
            raise self.error(f"{self.kind} {name[:60]!r}: a name consists of letters, digits, '.', '_' and '-'")
        if name in self:
            raise self.error(f"another {self.kind} is already called '{name}': choose another name")
        self._registered[name] = thing

    def names(self) -> list[str]:
        """All known names; nothing is loaded, so broken packages are among them."""
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

    @contextmanager
    def using(self, name: str) -> Iterator[None]:
        """Around what calls a thing and looks at what it gives: an error that comes of it is that thing's, though none
        of its code may be running any more (see `fault_of_package`). Code of others does not end the program: its
        `SystemExit` becomes an error like any other. What ships with Tutelage is not others' code."""
        if name in self.shipped:
            yield
            return
        try:
            yield
        except Exception as error:
            vars(error).setdefault(IN_USE, (self.group, name))
            raise
        except SystemExit as error:
            raise self.misused(name, f"ended the program (SystemExit: {error})") from error

    def misused(self, name: str, what: str) -> TutelageError:
        """The error about a thing that does what none of its kind may do, `what` in words."""
        point = next(iter(entry_points(group=self.group, name=name)), None)
        if point is None or name in self._registered:
            return self.error(f"the {self.kind} '{name}' {what}; fix it")
        of = f"of the package '{_package(point)}' ({point.value})"
        return self.error(f"the {self.kind} '{name}' {of} {what}; tell its authors, or fix or uninstall it")

    def check(self, name: str) -> str:
        """The name, if there is a thing of that name; nothing is loaded. Raises `TutelageError` otherwise."""
        if name in self:
            return name
        raise self.error(self.unknown(name))

    def __contains__(self, name: str) -> bool:
        # Packages come last: to look through all that are installed takes hundredths of a second.
        return name in self.shipped or name in self._registered or name in self.names()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def check(name: str, info: core_schema.ValidationInfo) -> str:
            return name if (info.context or {}).get(KEPT) else self.check(name)

        return core_schema.with_info_after_validator_function(check, handler(source))

    def unknown(self, name: str) -> str:
        """The error message for an unknown name."""
        known = self.names()
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean '{near[0]}'? Choose" if near else "choose"
        return f"unknown {self.kind} '{name}': {hint} from {', '.join(known)}{self.advice}"

    def _plugged(self, point: EntryPoint) -> T:
        where = f"the package '{_package(point)}' offers the {self.kind} '{point.name}' as {point.value}"
        if not NAME.fullmatch(point.name):
            raise self.error(f"{where}: a name consists of letters, digits, '.', '_' and '-'; fix or uninstall it")
        try:
            thing: T = point.load()
        except (Exception, SystemExit) as error:  # the code of others may fail in any way; the error keeps its cause
            raise self.error(
                f"{where}, which fails with {type(error).__name__}: {error}; fix or uninstall it"
            ) from error
        if fault := self.fault(thing):
            raise self.error(f"{where}, which is no {self.kind}: {fault}")
        return thing


def fault_of_package(error: BaseException) -> str:
    """Whose code an error came through or of what, if it is that of a package that offers something here, and what to
    do; else empty. The last such package is meant: what it calls fails because of how it is called. Of several things
    that it offers, it is the one in use, or else those of the module."""
    points = [
        point for group in entry_points().groups if group.startswith("tutelage.") for point in entry_points(group=group)
    ]
    tops = {_top(point.module) for point in points}
    facts = vars(error)
    marked = [point for point in points if (point.group, point.name) == facts.get(IN_USE)]
    modules = [facts.get(OF_MODULE, ""), *(point.module for point in marked)]
    modules += [frame.f_globals.get("__name__", "") for frame, _ in walk_tb(error.__traceback__)]
    last = next((name for name in reversed(modules) if _top(name) in tops), "")
    found = [point for point in marked if _top(point.module) == _top(last)]
    found = found or [point for point in points if point.module == last]
    found = found or [point for point in points if _top(point.module) == _top(last)]
    if not found:
        return ""
    offers = " and ".join(
        f"the {point.group.removeprefix('tutelage.').removesuffix('s').replace('_', ' ')} '{point.name}' as "
        f"{point.value}"
        for point in found
    )
    return (
        f"the code of the package '{_package(found[0])}', which offers {offers}, failed with "
        f"{type(error).__name__}: {error}; tell its authors, or fix or uninstall it"
    )


def _top(module: str) -> str:
    return module.partition(".")[0]


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.value


def _of_type(name: str) -> Callable[[object], str]:
    """A `fault` for things of a class with this name, which cannot be imported here."""
    return lambda thing: "" if type(thing).__name__ == name else f"an {name} is needed"


ERROR_RULES: Registry[Any] = Registry(
    "error rule",
    {name: f"tutelage.dynamics.rules.{name}:RULE" for name in ("midpoint", "margin", "paper", "mixture")},
    error=RecipeError,
    fault=_of_type("ErrorRule"),
)
"""See `tutelage.dynamics.rules`."""


def _target_fault(thing: object) -> str:
    complete = hasattr(thing, "reason") and callable(getattr(thing, "due", None)) and not isinstance(thing, type)
    return "" if complete else "an object with a reason and a method due is needed"


TARGETS: Registry[Any] = Registry(
    "adaptation target",
    {
        "need": "tutelage.adaptation.targets.need:TARGET",
        "hard-rate": "tutelage.adaptation.targets.hard_rate:TARGET",
        "failures": "tutelage.adaptation.targets.failures:TARGET",
        "frontier": "tutelage.adaptation.targets.frontier:TARGET",
        "gaps": "tutelage.adaptation.targets.gaps:TARGET",
        "uniform": "tutelage.adaptation.targets.uniform:TARGET",
    },
    error=RecipeError,
    fault=_target_fault,
)
"""See `tutelage.adaptation.targets`."""
