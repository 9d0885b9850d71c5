"""Wordings that many skills share: terms and their meanings, cases to be told apart, events and their years."""

from __future__ import annotations

from collections.abc import Mapping

from tutelage.subjects.social_studies.fact_forms import (
    example_of,
    meaning_of_case,
    odd_one_out,
    reworded,
    same_kind,
    with_forms,
    years_between,
    years_later,
)
from tutelage.subjects.social_studies.topic import Comparison, Facts, recall
from tutelage.subjects.workbook import Generator, Topic

LANDS = (
    "Arland", "Belmora", "Corvia", "Dunmark", "Estova", "Farinia", "Galdor", "Hestia", "Ilmara", "Jorvin", "Kestria",
    "Lunova", "Marwen", "Norvia", "Ostrana", "Pelora", "Quenta", "Rovinia", "Selmark", "Tarvos",
)  # fmt: skip
"""Countries that do not exist: nobody is to learn wrong figures about one that does."""

GOODS = ("lamps", "chairs", "shirts", "cups", "bags", "books", "clocks", "toys", "hats", "bikes")
FIRMS = ("A workshop", "A small factory", "A family business", "A cooperative", "A start-up", "A new firm")
PEOPLE = ("Mia", "Leo", "Ada", "Omar", "Ines", "Kofi", "Priya", "Sven", "Lucía", "Chen")

_MEANING = (
    "What does the term '{key}' mean?",
    "What is meant by '{key}'?",
    "How is the term '{key}' defined?",
    "Which meaning belongs to the term '{key}'?",
)
_TERM = (
    "Which term means {value}?",
    "What is the term for {value}?",
    "Name the term that is defined as {value}.",
    "Give the term for {value}.",
)
_EVENT = (
    "What happened in {value}?",
    "Which event belongs to the year {value}?",
    "Name the event of the year {value}.",
)
_GAP = (
    "Fill the gap with a term: '___' means {value}.",
    "In a glossary a word is missing: '___: {value}'. Which word is it?",
    "Complete the sentence with a term: the name for {value} is ___.",
    "A pupil writes: 'I know what it is, {value}, but I forget the word.' Which word?",
)


def concept(
    skill: str,
    name: str,
    needs: Mapping[str, str],
    slip: str,
    *,
    table: str,
    cases: str = "",
    terms_free: bool = True,
) -> Topic:
    """A skill of terms (`table`: term -> meaning) and, if `cases` says what a case shows, of cases (case -> term)."""
    terms, gap = terms_of(table, terms_free=terms_free)
    if not cases:
        return with_forms(recall(skill, name, needs, (terms,), slip), {"gap": gap})
    shown = case_facts(table, cases)
    return with_forms(recall(skill, name, needs, (terms, shown), slip), {"gap": gap, **case_forms(shown, cases)})


def terms_of(table: str, *, terms_free: bool = True) -> tuple[Facts, Generator]:
    """The terms of a table and their meanings, and the form in which the term is missing."""
    terms = Facts(table, "the term {key} means {value}", _MEANING, _TERM, free=False, free_back=terms_free)
    return terms, reworded(terms, back=_GAP)


def case_facts(table: str, what: str) -> Facts:
    """The cases that belong to the terms of a table, each asked about in one wording; `what` says what they show."""
    asks = (
        f"{{key}} Which {what} is this?",
        f"Read this and name the {what}. {{key}}",
        f"Which {what} fits? {{key}}",
        f"{{key}} Name the {what}.",
    )
    return Facts(f"{table}-cases", "{key}: {value}", asks, free=False, meaning=table)


def recalled(
    skill: str,
    name: str,
    needs: Mapping[str, str],
    slip: str,
    facts: Facts | tuple[Facts, ...],
    *,
    forms: Mapping[str, Generator],
) -> Topic:
    """A skill of facts with further forms of question."""
    return with_forms(recall(skill, name, needs, facts if isinstance(facts, tuple) else (facts,), slip), forms)


_EXAMPLES = (
    "Which of these is a case of '{value}'?",
    "Which of these examples fits the term '{value}'?",
    "Someone needs an example of '{value}'. Which of these will do?",
    "'{value}': in which of these do you see it?",
)


def case_forms(
    cases: Facts, what: str, examples: tuple[str, ...] = _EXAMPLES, *, shows: str = "shows", show: str = "show"
) -> dict[str, Generator]:
    """Forms that every skill has whose cases show something, a `what`, such as a term about trade; `shows` and `show`
    are the verb, such as "is about"."""
    return {
        "reverse": example_of(cases, examples),
        "same kind": same_kind(
            cases,
            (
                f"{{key}} Which of these {shows} the same {what}?",
                f"{{key}} Which {what} is that? Choose the one of these that {shows} it, too.",
                f"Which of these belongs with the following case, since it {shows} the same {what}? {{key}}",
            ),
        ),
        "odd one out": odd_one_out(
            cases,
            (
                f"All of these but one {show} the same {what}. Which one is the exception?",
                f"Which of these does not belong with the others, because it {shows} another {what}?",
                f"Find the one of these that does not fit: the others {show} one and the same {what}.",
            ),
        ),
        "explain which": meaning_of_case(
            cases,
            (
                f"{{key}} Which {what} is that? Choose what belongs to it.",
                f"{{key}} Which of these goes with the {what} that this {shows}?",
                f"Which description fits the {what} that this {shows}? {{key}}",
            ),
        ),
    }


def dates(
    skill: str,
    name: str,
    needs: Mapping[str, str],
    slip: str,
    *,
    table: str,
    groups: tuple[str, ...] = (),
    back: tuple[str, ...] = _EVENT,
) -> Topic:
    """A skill of events and the years in which they happened. The table's keys stand after "the year of".

    `groups` are those of the table that are taught, or all; `back` asks for the event of a year.
    """
    facts = Facts(
        table,
        "{value} is the year of {key}",
        (
            "In which year did this happen: {key}?",
            "What was the year of {key}?",
            "Give the year of {key}.",
            "To which year does this belong: {key}?",
        ),
        back,
        free_back=False,
        groups=groups,
        leads_to="year",
        led="{key}",
    )
    return with_forms(recall(skill, name, needs, (facts,), slip), year_forms(facts))


def year_forms(facts: Facts) -> dict[str, Generator]:
    """Forms that every skill has whose facts are years."""
    return {
        "order": Comparison(
            facts.table,
            (
                "Which of these came first: {keys}?",
                "Put these in order of time; with which one do you begin: {keys}?",
                "Which of these happened first: {keys}?",
            ),
            facts.says.replace("{value}", "{number}"),
            most=False,
            groups=facts.groups,
        ),
        "years between": years_between(facts),
        "two steps": years_later(facts),
    }
