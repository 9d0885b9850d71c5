"""Forms of question that are made from tables of facts: each has one right answer, and another fact makes it wrong."""

from __future__ import annotations

from random import Random

import pytest

from tutelage.subjects.relations import relation
from tutelage.subjects.social_studies import SUBJECT
from tutelage.subjects.social_studies.fact_forms import joined
from tutelage.subjects.social_studies.topic import Facts, Recall
from tutelage.subjects.statements import holds
from tutelage.subjects.workbook import Draw, Generator, Item

CASE_FORMS = ("gap", "reverse", "same kind", "odd one out", "explain which")
YEAR_FORMS = ("order", "years between", "two steps")
MADE = [
    (skill, form)
    for skill, topic in SUBJECT.topics.items()
    for form in (*CASE_FORMS, *YEAR_FORMS)
    if isinstance(topic.make, Recall) and form in topic.others
]


def made(skill: str, make: Generator, difficulty: int, seed: int, slip: str = "") -> Item:
    return make(Draw(Random(f"{skill} {seed}"), difficulty, slip))


def test_terms_with_cases_and_events_with_years_have_these_forms() -> None:
    forms = {skill: {form for each, form in MADE if each == skill} for skill, _ in MADE}
    assert forms["landforms"] >= set(CASE_FORMS)
    assert forms["first-world-war"] >= set(YEAR_FORMS)
    assert len(forms) > 60


@pytest.mark.parametrize(("skill", "form"), MADE)
def test_the_answer_is_right_and_a_slip_is_wrong(skill: str, form: str) -> None:
    topic = SUBJECT.topics[skill]
    for seed in range(12):
        for slip in ("", next(iter(topic.slips))):
            item = made(skill, topic.others[form], 1 + seed % 3, seed, slip)
            draft = SUBJECT.draft(topic, item, Random(seed))
            assert holds(draft) == (not slip or item.answer == item.right), draft


def test_the_odd_one_out_is_the_only_one_with_another_value() -> None:
    cases = relation("landforms-cases")
    for seed in range(30):
        item = made("landforms", SUBJECT.topics["landforms"].others["odd one out"], 1 + seed % 3, seed)
        assert len({cases.values(key)[0] for key in item.others}) == 1
        assert not {value for key in item.others for value in cases.values(key)} & set(cases.values(item.answer))


def test_two_facts_are_joined_without_naming_what_joins_them() -> None:
    landmarks = Facts("landmark", "{value} is the country of {key}", leads_to="country", led="the country of {key}")
    capitals = Facts("capital", "the capital of {key} is {value}", ("What is the capital of {key}?",), kind="country")
    make = joined(capitals, landmarks, first_skill="landmarks")
    for seed in range(20):
        item = made("joined", make, 1 + seed % 3, seed)
        assert "the country of" in str(item.questions)
        assert item.work.startswith("by @landmarks, ")
        country = next(row.values[0] for row in relation("landmark").rows if row.key in str(item.questions))
        assert item.answer == relation("capital").values(country)[0]
        assert country == "Zimbabwe" or country not in str(item.questions)
