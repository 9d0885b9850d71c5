"""Rules that find facts, and the questions about them. A rule is one file and its line below."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tutelage.teacher.documents.items import Fact
from tutelage.teacher.documents.material import Material
from tutelage.teacher.documents.rules import figures, lists, pairs, permissions, steps, tables, terms

Rule = Callable[[Material], Iterator[Fact]]

RULES: tuple[Rule, ...] = (
    figures.facts,
    permissions.facts,
    terms.facts,
    lists.facts,
    steps.facts,
    tables.facts,
    pairs.facts,
)
