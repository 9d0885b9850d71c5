"""Subjects are found by name; a package that is broken says so in one line and harms no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import install_package
from tutelage.records import Checker
from tutelage.subjects import Draft, statements
from tutelage.subjects.calculus import SUBJECT
from tutelage.subjects.registry import SUBJECTS
from tutelage.subjects.relations import RELATIONS

WORKING = "from tutelage.subjects.calculus import Calculus\nSUBJECT = Calculus()\nCLASS = Calculus\n"


def install(folder: Path, package: str, code: str, group: str = SUBJECTS.group, **points: str) -> None:
    """Entry points are named with hyphens."""
    install_package(folder, package, code, group, **{name.replace("_", "-"): value for name, value in points.items()})


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_installed_packages_are_found(site: Path) -> None:
    install(site, "plug_good", WORKING, sums_again="SUBJECT")
    assert SUBJECTS.names()[:2] == ["calculus", "social-studies"]
    assert "sums-again" in SUBJECTS.names()
    assert SUBJECTS.get("sums-again").skills == SUBJECT.skills
    assert SUBJECTS.get("calculus") is SUBJECT


def test_a_broken_package_harms_no_other(site: Path) -> None:
    install(site, "plug_fine", WORKING, fine="SUBJECT")
    install(site, "plug_broken", "1 / 0\n", broken="SUBJECT")
    install(site, "plug_missing", "", missing="SUBJECT")
    install(site, "plug_class", WORKING, a_class="CLASS", a_text="__name__")
    with pytest.raises(ValueError, match=r"'plug_broken' offers the subject 'broken'.*ZeroDivisionError"):
        SUBJECTS.get("broken")
    with pytest.raises(ValueError, match=r"'plug_missing'.*AttributeError"):
        SUBJECTS.get("missing")
    for name in ("a-class", "a-text"):
        with pytest.raises(ValueError, match=r"'plug_class'.*is no subject: an object with skills, lesson"):
            SUBJECTS.get(name)
    assert SUBJECTS.get("fine").skills


def test_a_name_of_two_packages_is_refused_and_shipped_names_stay(site: Path) -> None:
    install(site, "plug_one", WORKING, twice="SUBJECT", calculus="CLASS")
    install(site, "plug_two", WORKING, twice="SUBJECT")
    with pytest.raises(ValueError, match="several packages offer the subject 'twice': plug_one, plug_two"):
        SUBJECTS.get("twice")
    assert SUBJECTS.get("calculus") is SUBJECT
    assert SUBJECTS.names().count("calculus") == 1


def test_an_unknown_name_says_what_is_known_and_how_to_add_one() -> None:
    expected = r"did you mean 'calculus'\? Choose from calculus, social-studies.*new-subject"
    with pytest.raises(ValueError, match=expected):
        SUBJECTS.get("calculs")
    for name in ("./baking", "../calculus", "tutelage.subjects.calculus:SUBJECT", ""):
        with pytest.raises(ValueError, match="unknown subject"):
            SUBJECTS.get(name)


TABLE = """
from tutelage.subjects.relations import Relation, Row
HOT = Relation("hot-spice", [Row("chili", ("hot",)), Row("pepper", ("hot",)), Row("mint", ("cool",), source="a book")])
WRONG = {"chili": "hot"}
"""


def test_statements_look_up_the_tables_of_installed_packages(site: Path) -> None:
    install(site, "plug_table", TABLE, RELATIONS.group, hot_spice="HOT", no_spice="WRONG", capital="HOT")
    install(site, "plug_crash", "1 / 0\n", RELATIONS.group, crash="TABLE")

    def holds(formal: str, answer: str) -> bool:
        return statements.holds(Draft("", "", answer, formal, ("spices",), checker=Checker.TEXT))

    assert holds('answer = hot-spice("chili")', "hot")
    assert holds('answer = hot-spice~("cool")', "mint")
    assert not holds('answer = hot-spice~("hot")', "chili")  # pepper would be marked wrong
    assert holds('answer = capital("Kenya")', "Nairobi"), "shipped tables come first"
    with pytest.raises(ValueError, match=r"'plug_table' offers the relation 'no-spice'.* a `tutelage"):
        holds('answer = no-spice("chili")', "hot")
    with pytest.raises(ValueError, match=r"'plug_crash' offers the relation 'crash'.*ZeroDivisionError"):
        holds('answer = crash("chili")', "hot")
    with pytest.raises(ValueError, match="there is no table 'cold-spice'"):
        holds('answer = cold-spice("chili")', "hot")
