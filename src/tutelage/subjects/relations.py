"""Tables of facts, which decide whether statements about answers are true.

A table is a relation from keys to values, `capital("Kenya") = Nairobi`. Besides the shipped ones there are those that
installed packages offer as entry points of the group `tutelage.relations`: each a `Relation`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import NamedTuple

from tutelage.config.registry import Registry
from tutelage.errors import SubjectError
from tutelage.grading.identity import fold


class Row(NamedTuple):
    """One fact."""

    key: str
    values: tuple[str, ...]
    """All right values; the first one is the one to show."""
    group: str = ""
    """Facts of the same group are easily mixed up."""
    level: int = 1
    """1 for the core of a subject, up to 3."""
    also: tuple[str, ...] = ()
    """Other names of the key."""
    source: str = ""
    """Where the fact can be checked."""
    as_of: str = ""
    """For a fact that ages: when it held."""


class Relation:
    """A table, to be looked up in both directions. Lookup ignores case, accents, articles and punctuation."""

    def __init__(self, name: str, rows: Iterable[Row]) -> None:
        self.name = name
        self.rows = tuple(rows)

    @cached_property
    def _by_key(self) -> Mapping[str, Row]:
        return {fold(name): row for row in self.rows for name in (row.key, *row.also)}

    @cached_property
    def _by_value(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for row in self.rows:
            for value in row.values:
                found[fold(value)] = (*found.get(fold(value), ()), row.key, *row.also)
        return found

    def values(self, key: str) -> tuple[str, ...]:
        """All values of a key; empty if there is no such key."""
        row = self._by_key.get(fold(key))
        return row.values if row else ()

    def keys(self, value: str) -> tuple[str, ...]:
        """All keys that have a value, each with its other names."""
        return self._by_value.get(fold(value), ())

    def number(self, key: str) -> float:
        """The value of a key as a number. Raises `ValueError` if it has none."""
        values = self.values(key)
        if not values:
            raise ValueError(f"the table {self.name} has no {key!a}")
        return float(values[0])


RELATIONS: Registry[Relation] = Registry(
    "relation",
    {},
    error=SubjectError,
    fault=lambda thing: "" if isinstance(thing, Relation) else "a `tutelage.subjects.relations.Relation` is needed",
)
"""The tables of installed packages."""


@cache
def relation(name: str) -> Relation:
    """A table by name; shipped ones take precedence over those of packages.

    Raises `ValueError` for an unknown name, and for a package that cannot be loaded or offers something else.
    """
    from tutelage.subjects import facts  # content, which is read only where a statement names a table

    if shipped := facts.relation(name):
        return shipped
    if name not in RELATIONS.names():
        raise ValueError(f"there is no table {name!a}")
    return RELATIONS.get(name)
