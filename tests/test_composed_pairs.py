"""Which skills combine is asked for all pairs at once, and agrees with what is composed."""

from __future__ import annotations

import pytest

from tutelage.seeds import rng
from tutelage.subjects import Typeset, registry
from tutelage.subjects.workbook import Item, Topic, Workbook


@pytest.mark.parametrize(("name", "count"), [("calculus", 4402), ("social-studies", 89)])
def test_pairs_are_those_that_are_composed(name: str, count: int) -> None:
    subject = registry.load(name)
    skills = list(subject.skills)
    found = 0
    for order in (skills, skills[::-1]):
        pairs = [
            (lower, upper)
            for index, upper in enumerate(order)
            for lower in order[:index]
            if subject.composed(lower, upper, rng(0, "combines", lower, upper)) is not None
        ]
        assert list(subject.pairs(order)) == pairs
        found += len(pairs)
    assert found == count


def test_latex_changes_no_pair() -> None:
    subject = registry.load("calculus")
    assert isinstance(subject, Typeset)
    some = [*subject.skills][::5]
    assert list(subject.in_latex().pairs(some)) == list(subject.pairs(some)) != []


def test_what_does_not_combine_has_no_pairs() -> None:
    item = Item(("How much is 1 + 1?",), "1 + 1 = 2", "2", "answer = 2")
    topics = [Topic(f"skill-{i}", f"skill {i}", "", lambda d: item, {}) for i in range(5000)]
    assert list(Workbook(*topics).pairs([topic.id for topic in topics])) == []
    assert list(registry.load("reasoning-gym").pairs(("gcd", "chain-sum"))) == []


@pytest.mark.parametrize("name", ["calculus", "social-studies"])
def test_an_unknown_skill_has_no_pairs_but_an_error(name: str) -> None:
    with pytest.raises(ValueError, match="no skill"):
        list(registry.load(name).pairs(("powers", "alchemy")))
