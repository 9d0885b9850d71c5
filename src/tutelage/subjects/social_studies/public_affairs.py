"""Law and courts, elections and citizens, states and the world."""

from __future__ import annotations

from collections.abc import Mapping

from tutelage.subjects.social_studies.elections_worked import plurality, seats, turnout
from tutelage.subjects.social_studies.fact_forms import joined, reworded
from tutelage.subjects.social_studies.people import kind_facts, kind_forms, shared_forms, stated_forms
from tutelage.subjects.social_studies.topic import Facts
from tutelage.subjects.social_studies.wording import concept, recalled
from tutelage.subjects.workbook import Topic

LAW = concept(
    "kinds-of-law",
    "kinds of law",
    {"principles-of-government": "the rule of law is one of them"},
    "A kind of law is taken that is about other sides or another matter.",
    table="law-kinds",
    cases="kind of law",
)
COURTS = concept(
    "courts",
    "courts and trials",
    {"branches-of-government": "courts are the judicial branch", "kinds-of-law": "roles differ from one to another"},
    "A related term is taken, whose meaning does not fit.",
    table="courts",
    cases="term of the courts",
)
_MATTERS = kind_facts("court-case", "landmark court cases")
_CASE = Facts(
    "court-case",
    "in {key} it was decided that {value}",
    (
        "What did the Supreme Court of the United States decide in {key}?",
        "Which decision belongs to the case {key}?",
        "What was the outcome of {key}?",
    ),
    (
        "In which case did the Supreme Court of the United States decide this: {value}?",
        "Which Supreme Court case is known for this: {value}?",
        "Name the Supreme Court case with this outcome: {value}.",
    ),
    free=False,
)
CASES = recalled(
    "landmark-court-cases",
    "landmark court cases",
    {
        "branches-of-government": "the Supreme Court heads the judicial branch",
        "courts": "judicial review and precedent explain their weight",
        "amendments": "most cases are about one of them",
    },
    "The decision is given to another case.",
    (_CASE, _MATTERS),
    forms={
        **kind_forms(_MATTERS, "landmark court cases"),
        **stated_forms(
            _CASE,
            scene=(
                "A lawyer tells the judges that this has been settled long ago: {value}. Which case does she cite?",
                "A plaque in front of a courthouse recalls a decision: {value}. Which case is named on it?",
                "A film tells how the Supreme Court of the United States came to decide this: {value}. Which case "
                "is it about?",
            ),
            gap=(
                "Fill the gap with a case of the Supreme Court of the United States: in ___ it was decided that "
                "{value}.",
                "A list of American landmark cases has a blank: '___: {value}'. Which case is missing?",
                "Complete the note with a case: the Supreme Court of the United States decided in ___ that {value}.",
            ),
            apart=(
                "{first} or {second}: in which of the two was it decided that {value}?",
                "A student mixes up {first} and {second}. In which case was it decided that {value}?",
                "Of {first} and {second}, which one stands for this: {value}?",
            ),
        ),
    },
)
ELECTIONS = concept(
    "electoral-systems",
    "electoral systems",
    {"forms-of-government": "representative democracy needs elections"},
    "A related term is taken, whose meaning does not fit.",
    table="elections",
    cases="term about elections",
)
PARTIES = concept(
    "parties-and-groups",
    "parties and interest groups",
    {"electoral-systems": "parties compete in elections"},
    "A related term is taken, whose meaning does not fit.",
    table="parties",
    cases="term of politics",
)
CITIZENSHIP = concept(
    "citizenship",
    "rights and duties of citizens",
    {"principles-of-government": "individual rights are one of them"},
    "A related term is taken, whose meaning does not fit.",
    table="citizenship",
    cases="term about citizens",
)
FOREIGN = concept(
    "foreign-policy",
    "foreign policy",
    {"principles-of-government": "a state deals with others by its own power"},
    "A related term is taken, whose meaning does not fit.",
    table="foreign-policy",
    cases="term of foreign policy",
)


def _bodies(skill: str, name: str, needs: Mapping[str, str], *, table: str, of: str) -> Topic:
    bodies = Facts(
        table,
        "the {key} is {value}",
        (
            f"What is the {{key}} of {of}?",
            f"In {of}, what is the {{key}}?",
            f"Which description fits the {{key}} of {of}?",
            f"Tell what the {{key}} is in {of}.",
        ),
        (
            f"In {of}, which is {{value}}?",
            f"Which body of {of} is {{value}}?",
            f"What is the name, in {of}, for {{value}}?",
            f"Give the name of this body of {of}: {{value}}.",
        ),
        free=False,
    )
    forms = stated_forms(
        bodies,
        scene=(
            f"A reporter writes from {{value}}. Which body of {of} does she mean?",
            f"A class visits {{value}}. Which body of {of} is it?",
            f"Somebody has found work at a body of {of}: {{value}}. Where?",
        ),
        gap=(
            f"Fill the gap with a body of {of}: the ___ is {{value}}.",
            f"A chart of {of} has an empty box; below it stands: {{value}}. Which name belongs in it?",
            f"Complete the sentence about {of}: {{value}} is called ___.",
        ),
        apart=(
            f"{{first}} or {{second}}: which of the two, in {of}, is {{value}}?",
            f"A newspaper has mixed up the {{first}} and the {{second}} of {of}. Which one is {{value}}?",
            f"Of the {{first}} and the {{second}}, which one is {{value}} in {of}?",
        ),
    )
    return recalled(skill, name, needs, "The task is given to another body.", bodies, forms=forms)


UN = _bodies(
    "united-nations",
    "organs of the United Nations",
    {"foreign-policy": "states meet there"},
    table="un-organ",
    of="the United Nations",
)
EU = _bodies(
    "european-union",
    "institutions of the European Union",
    {
        "principles-of-government": "its institutions divide power, and check each other",
        "foreign-policy": "it rests on treaties",
    },
    table="eu-body",
    of="the European Union",
)
_TASK = Facts(
    "organization-task",
    "{key} works on this: {value}",
    (
        "What does {key} work on?",
        "What is the main task of {key}?",
        "Which field belongs to {key}?",
    ),
    (
        "Which international organisation works on this: {value}?",
        "Name the international organisation with this task: {value}.",
        "To which international organisation does this belong: {value}?",
    ),
    free=False,
    kind="organisation",
    described="the organisation with this task ({value})",
)
ORGANIZATIONS = recalled(
    "international-organizations",
    "international organisations",
    {"united-nations": "many of them belong to its family"},
    "The task is given to another organisation.",
    _TASK,
    forms=stated_forms(
        _TASK,
        scene=(
            "Somebody wants to work on this: {value}. To which international organisation should the letter of "
            "application go?",
            "A documentary film is about this: {value}. Which international organisation will appear in it?",
            "A delegate has spent her life on this: {value}. For which international organisation may she have worked?",
        ),
        gap=(
            "Fill the gap with an international organisation: ___ works on this: {value}.",
            "A table of international organisations has a blank: '___: {value}'. Which name is missing?",
            "Complete the sentence: for {value}, the states of the world have ___.",
        ),
        apart=(
            "{first} or {second}: which of them works on this: {value}?",
            "Somebody mixes up {first} and {second}. Which one works on this: {value}?",
            "Of {first} and {second}, which one has this task: {value}?",
        ),
    ),
)
_SEAT = Facts(
    "organization-seat",
    "the seat of {key} is in {value}",
    (
        "In which city is the seat of {key}?",
        "Where does {key} have its headquarters?",
        "Name the city in which {key} has its seat.",
        "Which city is home to the headquarters of {key}?",
    ),
    kind="organisation",
)
SEATS = recalled(
    "seats-of-organizations",
    "seats of international organisations",
    {"international-organizations": "it tells what they do"},
    "The seat of another organisation is taken.",
    _SEAT,
    forms={
        "scene": reworded(
            _SEAT,
            (
                "A delegate flies to the headquarters of {key}. In which city does she get off?",
                "Somebody rents a flat close to the seat of {key}. In which city?",
                "A letter to the head office of {key} needs the name of a city. Which one?",
            ),
        ),
        "joined": joined(_SEAT, _TASK, first_skill="international-organizations"),
        **shared_forms(
            _SEAT,
            reverse=(
                "Which of these has its seat in {value}?",
                "In {value}, which of these headquarters could you visit?",
                "A clerk commutes to the headquarters of one of these, in {value}. Of which?",
            ),
            same=(
                "Which of these has its seat in the same city as {key}?",
                "The seat of {key} is in the same city as that of one of these. Of which?",
                "{key} and one of these share a city. Which one?",
            ),
            odd=(
                "All of these but one have their seat in the same city. Which one does not?",
                "Which of these organisations does not fit with the others, because of its city?",
                "On a city tour one sees all of these headquarters but one. Which one is elsewhere?",
            ),
        ),
    },
)


UNITS = {
    "Law and courts": (LAW, COURTS, CASES),
    "Elections and citizens": (ELECTIONS, turnout, plurality, seats, PARTIES, CITIZENSHIP),
    "States and the world": (FOREIGN, UN, ORGANIZATIONS, SEATS, EU),
}
"""Skills in teaching order, by heading."""
