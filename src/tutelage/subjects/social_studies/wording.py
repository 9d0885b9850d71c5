"""Wordings that many skills share: terms and their meanings, cases to be told apart, events and their years."""

from __future__ import annotations

from collections.abc import Mapping

from tutelage.subjects.social_studies.topic import Facts, recall
from tutelage.subjects.workbook import Topic

LANDS = (
    "Arland", "Belmora", "Corvia", "Dunmark", "Estova", "Farinia", "Galdor", "Hestia", "Ilmara", "Jorvin", "Kestria",
    "Lunova", "Marwen", "Norvia", "Ostrana", "Pelora", "Quenta", "Rovinia", "Selmark", "Tarvos",
)  # fmt: skip
"""Countries that do not exist: nobody is to learn wrong figures about one that does."""

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
    facts = [Facts(table, "the term {key} means {value}", _MEANING, _TERM, free=False, free_back=terms_free)]
    if cases:
        asks = (
            f"{{key}} Which {cases} is this?",
            f"Read this and name the {cases}. {{key}}",
            f"Which {cases} fits? {{key}}",
            f"{{key}} Name the {cases}.",
        )
        facts.append(Facts(f"{table}-cases", "{key}: {value}", asks, free=False, meaning=table))
    return recall(skill, name, needs, tuple(facts), slip)


def dates(
    skill: str, name: str, needs: Mapping[str, str], slip: str, *, table: str, others: tuple[Facts, ...] = ()
) -> Topic:
    """A skill of events and the years in which they happened. The table's keys stand after "the year of"."""
    facts = Facts(
        table,
        "{value} is the year of {key}",
        (
            "In which year did this happen: {key}?",
            "What was the year of {key}?",
            "Give the year of {key}.",
            "To which year does this belong: {key}?",
        ),
        (
            "What happened in {value}?",
            "Which event belongs to the year {value}?",
            "Name the event of the year {value}.",
        ),
        free_back=False,
        leads_to="year",
        led="the year of {key}",
    )
    return recall(skill, name, needs, (facts, *others), slip)
