"""What a recipe names and anyone can add: shipped, offered by an installed package, or registered by a program.

Installing a package is what permits its code to run; a recipe only names things, and never a file of code.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from tutelage.errors import RecipeError


class Registry:
    """Things of one kind by their names. As the annotation of a field, it permits these names and no others."""

    def __init__(self, kind: str, group: str, shipped: Mapping[str, str]) -> None:
        """`kind` is what one of them is called, `group` the entry points by which packages offer them, and `shipped`
        gives the object of each name as `module:attribute`."""
        self.kind, self.group = kind, group
        self.shipped = {name: EntryPoint(name, value, group) for name, value in shipped.items()}
        self._registered: dict[str, Any] = {}

    def register(self, name: str, value: Any) -> None:
        """Add one for as long as the program runs. Raises `ValueError` if there is one of that name."""
        if name in self.names():
            raise ValueError(f"there is a {self.kind} '{name}' already")
        self._registered[name] = value

    def names(self) -> list[str]:
        """All names; nothing is loaded, so broken packages are among them."""
        offered = sorted({point.name for point in entry_points(group=self.group)})
        return list(dict.fromkeys([*self.shipped, *self._registered, *offered]))

    def check(self, name: str) -> str:
        """The name, if there is one of that name. Raises `RecipeError`, with the one that may be meant."""
        if name in self.shipped or name in self._registered or name in (names := self.names()):
            return name
        near = difflib.get_close_matches(name, names, n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise RecipeError(f"unknown {self.kind} '{name}': use one of {', '.join(names)}{hint}")

    def load(self, name: str) -> Any:
        """The object of a name. Raises `RecipeError` for an unknown name, a name that two packages give, and a package
        that cannot be loaded."""
        self.check(name)
        if name in self._registered:
            return self._registered[name]
        points = [self.shipped[name]] if name in self.shipped else list(entry_points(group=self.group, name=name))
        offers = " and ".join(sorted({point.value for point in points}))
        if len({point.value for point in points}) > 1:
            raise RecipeError(f"several packages offer the {self.kind} '{name}', {offers}: uninstall all but one")
        try:
            return points[0].load()
        except Exception as error:  # another's code may fail in any way; it is passed on with its cause, not swallowed
            raise RecipeError(
                f"the {self.kind} '{name}' of an installed package, {offers}, fails with {type(error).__name__}: "
                f"{error}; mend or uninstall the package"
            ) from error

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))


ERROR_RULES = Registry(
    "rule",
    "tutelage.error_rules",
    {name: f"tutelage.dynamics.rules.{name}:RULE" for name in ("midpoint", "margin", "paper", "mixture")},
)
"""Error rules; see `tutelage.dynamics.rules`."""
