"""Which skills combine is asked for all pairs at once, and agrees with what is composed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from tutelage.seeds import rng
from tutelage.subjects import Typeset
from tutelage.subjects.checking import holds, problems
from tutelage.subjects.composing import apart, in_words
from tutelage.subjects.registry import SUBJECTS
from tutelage.subjects.workbook import Draw, Item, Topic, Workbook


@pytest.mark.parametrize(("name", "least"), [("calculus", 3800), ("social-studies", 80)])
def test_pairs_are_those_that_are_composed(name: str, least: int) -> None:
    subject = SUBJECTS.get(name)
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
    assert found >= least


@pytest.mark.parametrize("name", ["calculus", "social-studies"])
def test_what_is_composed_holds(name: str) -> None:
    subject = SUBJECTS.get(name)
    pairs = list(subject.pairs(list(subject.skills)))
    some = [*pairs[::20], *(pair for pair in pairs if pair[0] == "fractional-exponents")]
    drafts = {pair: subject.composed(*pair, rng(0, "combines", *pair)) for pair in some}
    assert [pair for pair, draft in drafts.items() if draft is None or not holds(draft)] == []


def test_latex_changes_no_pair() -> None:
    subject = SUBJECTS.get("calculus")
    assert isinstance(subject, Typeset)
    some = [*subject.skills][::5]
    assert list(subject.in_latex().pairs(some)) == list(subject.pairs(some)) != []


def test_what_does_not_combine_has_no_pairs() -> None:
    item = Item(("How much is 1 + 1?",), "1 + 1 = 2", "2", "answer = 2")
    topics = [Topic(f"skill-{i}", f"skill {i}", "", lambda d: item, {}) for i in range(5000)]
    assert list(Workbook(*topics).pairs([topic.id for topic in topics])) == []
    assert list(SUBJECTS.get("reasoning-gym").pairs(("gcd", "chain-sum"))) == []


def doubled(d: Draw) -> Item:
    number = d.main((10, 10**4))
    shown, result = d.shown(number), number + 2 if d.slip else 2 * number
    return Item(
        questions=(f"Double {shown}.", f"What is twice {shown}?", f"How much is two times {shown}?"),
        work=f"doubling: {number} + {number} = {result}",
        answer=str(result),
        formal=f"answer = 2 * {number} and parts(answer) < 2",
        value=2 * number,
        noun=f"twice {number}",
    )


def grown(d: Draw) -> Item:
    item = doubled(d)
    return item._replace(work=f"growing, by @doubling: {item.work}")


ABOUT = "A thing that grows is larger than it was before, and how much larger it is can be measured. " * 10
NUMBERS = {"": range(10, 10**5)}
DOUBLING = Topic("doubling", "doubling", ABOUT, doubled, {"two": "Two is added."})
GROWING = Topic(
    "growing", "growing", ABOUT, grown, {"two": "Two is added."}, needs={"doubling": "it grows so"}, takes=NUMBERS
)


def test_topics_of_others_combine_and_name_what_they_need() -> None:
    book = Workbook(DOUBLING, GROWING)
    assert problems(book, drawings=3) == []
    assert list(book.pairs(("doubling", "growing"))) == [("doubling", "growing")]
    assert list(book.pairs(("growing", "doubling"))) == []
    draft = book.composed("doubling", "growing", rng(1))
    assert draft is not None
    assert holds(draft)
    assert draft.skills == ("growing", "doubling")
    assert re.search(r", (where|if) k is twice \d+[.?]$", draft.question)
    assert draft.solution.startswith("doubling: ")
    assert "so k = " in draft.solution
    assert 'The topic "growing" builds on "doubling", because it grows so.' in book.lesson("growing", rng(2))


def test_a_topic_can_ask_about_a_number_that_is_described() -> None:
    words = {"Double k.": ("Find the double of {k}.",), "What is {} k?": ("What is {0} {k}?",)}
    book = Workbook(DOUBLING, replace(GROWING, described=words))
    for seed in range(20):
        draft = book.composed("doubling", "growing", rng(seed))
        assert draft is not None
        assert holds(draft)
        assert re.fullmatch(r"(Find the double of|What is twice) twice \d+[.?]", draft.question)
        assert "k =" not in draft.solution


@pytest.mark.parametrize("name", ["calculus", "social-studies"])
def test_shipped_subjects_describe_every_number(name: str) -> None:
    subject = SUBJECTS.get(name)
    assert isinstance(subject, Workbook)
    for topic in subject.topics.values():
        for unit in topic.takes:
            source = rng(1, topic.id, unit)
            for _ in range(15):
                item = topic.make(Draw(source, 1, given=source.choice(topic.takes[unit])))
                plain = (item.questions,) if isinstance(item.questions, str) else item.questions
                asked = in_words(plain, topic.described, source)
                assert asked is not None, (topic.id, plain)
                assert not re.search(r"(?<![a-z{])k(?![a-z}])", asked)


def test_two_skills_use_different_letters() -> None:
    asked, noun, work = "Differentiate x^2 times {k}.", "the limit of x^2 - y as x -> 3", "3^2 - y; x is near 3"
    assert apart(asked, noun, work) == ("the limit of w^2 - y as w -> 3", "3^2 - y; w is near 3")
    assert apart("Find f(t).", "the value of f(2), where f(w) = w", "f(2) = 2") == (
        "the value of z(2), where z(w) = w",
        "z(2) = 2",
    )


def test_pairs_that_are_wrong_are_reported() -> None:
    wrong = Workbook(DOUBLING, replace(GROWING, make=lambda d: grown(d)._replace(formal="answer = 1")))
    assert any(problem.startswith("pairs: in ") for problem in problems(wrong, drawings=1))

    class Boastful(Workbook):
        def pairs(self, skills: Sequence[str]) -> Iterator[tuple[str, str]]:
            yield "growing", "doubling"

    assert problems(Boastful(DOUBLING, GROWING), drawings=1) == [
        "pairs: 'growing' and 'doubling' are said to combine, but nothing is composed of them"
    ]


@pytest.mark.parametrize("name", ["calculus", "social-studies"])
def test_an_unknown_skill_has_no_pairs_but_an_error(name: str) -> None:
    with pytest.raises(ValueError, match="no skill"):
        list(SUBJECTS.get(name).pairs(("powers", "alchemy")))
