"""What is known after a round, and decides what changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean
from types import MappingProxyType
from typing import NamedTuple

from tutelage.records import Category, Classified, Exercise, Interval, SkillGraph

NO_GRAPH = SkillGraph(skills=(), edges=())


class Findings(NamedTuple):
    """What is known after a round."""

    round: int
    categories: Sequence[Classified]
    exercises: Mapping[str, Exercise]
    """The training set and the constructed errors, by id."""
    lengths: Mapping[str, int]
    """Solution tokens of every example."""
    verdicts: Mapping[str, bool | None]
    """The result of checking every flagged example again; `True`: right after all; `None`: nobody could check it."""
    graph: SkillGraph = NO_GRAPH
    margins: Mapping[str, float] = MappingProxyType({})
    """Smallest margin over an example's solution tokens, in the last epoch: above 0 the student would say each of them
    itself."""
    rates: Mapping[str, Interval] = MappingProxyType({})
    """Skill -> how the student did in the probe; empty without one."""
    mastery: float = 0.75
    """Share from which on a skill is mastered (`adapt.mastered`)."""

    def good(self) -> Iterator[Classified]:
        """Training examples that are not errors: not flagged, or flagged and found right."""
        for item in self.categories:
            if not item.constructed and (item.category is not Category.ERROR or self.verdicts.get(item.example)):
                yield item

    def is_known(self, example: str) -> bool:
        """Whether the worked solution of an example is what the student would say."""
        return self.margins.get(example, -1.0) > 0

    def mastered(self) -> frozenset[str]:
        """The skills that are mastered: by the probe if there was one, else by their examples."""
        if self.rates:
            return frozenset(skill for skill in self.rates if self.is_mastered(skill))
        groups: dict[str, list[bool]] = {}
        for item in self.good():
            groups.setdefault(item.skill, []).append(self.is_known(item.example))
        return frozenset(skill for skill, known in groups.items() if fmean(known) >= self.mastery)

    def is_mastered(self, skill: str) -> bool:
        """Whether a skill that was probed is mastered."""
        rate = self.rates[skill]
        return rate.total > 0 and rate.share >= self.mastery

    def out_of_reach(self, skill: str) -> bool:
        """Whether the student can do nothing of a skill that was probed, and a prerequisite of it fails as well."""
        if self.rates[skill].right or all(skill != each.id for each in self.graph.skills):
            return False
        return any(need.id in self.rates and not self.is_mastered(need.id) for need in self.graph.prerequisites(skill))
