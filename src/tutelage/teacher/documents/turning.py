"""Turning a sentence round into a question, by the order of its words. Pure.

Only sentences whose order is plain are turned: one main clause, at most one subordinate clause or phrase before it, and
an auxiliary or a verb of a short list. Anything else is left as it is: a wrong question is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from tutelage.teacher.documents.values import Value

_AUXILIARIES_LISTED = "may must can should will shall could would might is are was were"
_AUXILIARIES = frozenset(_AUXILIARIES_LISTED.split())
_RELATIVE = frozenset(("who", "which", "that"))
_LEAD = re.compile(
    r"(?:If|When|During|After|Before|For|In|Near|Outside|On|By|At|Between|Since|Unless|Within|Under|While|Once|With|"
    r"Without|From|Until|As soon as|To) [^,;:]+, "
)
_PLACED = re.compile(
    r"(?:After|Before|During|In|On|At|For|Within|Without|Until|From|Since|By|Under|Between|With|Near) "
)
"""Such words before a main clause without a comma, `After 5 attempts an account is locked`: where the subject begins is
not known."""
_WHOLE = re.compile(r"(?<!who )(?<!that )(?<!which )\b(?:have|has|had)\b|\b(?:and|or|but)$")
"""In what seems to be a subject: it has a verb of its own, `Boats have lamps and are …`."""
_NO_SUBJECT = re.compile(
    r"(?:it|this|that|they|these|those|he|she|there|both|such|what|who|which|how|please|no|nobody|none|neither|"
    r"nothing|never|not|do|only|and|but|or|here|then)\b",
    re.IGNORECASE,
)
_SINGULAR = "pays has lasts takes costs measures begins ends meets needs receives gets requires seats contains holds"
_SINGULAR += (
    " employs sends gives allows expires opens closes keeps approves inspects refills informs draws lets offers"
)
_SINGULAR += " provides confirms issues checks reviews lends carries runs rings presents hands trains"
_PLURAL = "have need receive pay get earn spend repeat keep take"
_DETERMINER = re.compile(r"(?:The|An?|Each|Every|Your) ")
_BREAKS = re.compile(
    r"\b(?:if|when|that|which|who|whose|unless|because|while|although|and|or|but|than|where|whether|so|as)\b|[,;:()“”\"]"
)
"""Between a verb and a value: the value belongs to another clause, or to one part of an enumeration."""
_GOES_ON = re.compile(
    r"[;:()“”\"]|, |^ (?:and|or|to)\b|\b(?:and|but|or) (?:the|a|an|it|they|must|may|is|are|no|then)\b"
)
"""After a value: the question would drag a second clause along."""
_PREFIXES = (
    "no more than|not more than|a maximum of|a minimum of|as many as|at least|at most|up to|within|after|before|about|"
    "around|until|from|with|for|by|on|at|in|to"
)
_PREFIX = re.compile(rf"(?:(?:^|(?<= ))(?:{_PREFIXES}) )+$")
_QUANTITIES_LISTED = (
    ",within,after,for,up to,at least,at most,no more than,not more than,about,around,to,for up to,for at least,"
    "for at most,a maximum of,a minimum of,within at most,by up to,by at most,by at least,after at least,after about"
)
_QUANTITY = frozenset(_QUANTITIES_LISTED.split(","))
_POINTS = frozenset(("by", "on", "at", "from", "until", "before", "after", "in"))
_PERSONS = {"by": "by whom", "to": "to whom", "from": "from whom", "with": "with whom"}
_LEFT_OPEN = re.compile(
    r"\b(?:of|than|the|first|last|next|other|another|further|its|his|her|their|every|each|between|over|under|above|"
    r"below|only|a|an|exactly|these|those|all|any|additional|extra|more|within|after|before|by|on|at|for|from|until|"
    r"in|to|with|about|around)$"
)
_LEFT_OPEN_BEHIND = re.compile(r"\b(?:of|than|the|a|an|every|each|between|with|for|at|by|from|to)$")
_AHEAD = re.compile(r" (?:ahead(?: of [a-z ]+)?|in advance|earlier|later|beforehand|old)\b")
_RATE = re.compile(
    r" (?:an?|per|each|every) (?:day|week|month|year|hour|night|quarter|person|adult|child|kilometre|mile)\b"
)
_AROUND = re.compile(r" (?:before|after) (?!(?:is|are|was|were)\b)[^,]+$")
_OF_THE = re.compile(r" of the [a-z]+(?: [a-z]+)?$")
_OF_MONTH = re.compile(r" of (?:each|every|a|the) month\b")
_OF = re.compile(
    r" of (?:(?!(?:of|in|on|at|by|to|for|from|with|per|each|every|an?|the|into|before|after|during|and|or|when|if) )"
    r"[A-Za-z][A-Za-z'’-]* ?){1,4}"
)


_DONE = re.compile(r" (?:only |also )?be [a-z]+(?:ed|en|wn|ne|ght|ld|pt|id|ut|nt|et|de|ft|lt)\b")
_ACTOR = re.compile(
    r"\b(?:you|employees?|staff|members?|people|person|persons|workers?|volunteers?|everyone|everybody|anyone|anybody|"
    r"team|leads?|managers?|officers?|supervisors?|drivers?|guests?|visitors?|students?|parents?|keepers?|deputy|"
    r"directors?|owners?|holders?|customers?|users?|clients?|patients?|teachers?|apprentices?|side|party|boats?)\b",
    re.IGNORECASE,
)
_COMMANDS_LISTED = (
    "add allow apply arrange ask attach attend avoid book bring call cancel carry change check choose clean close "
    "collect complete confirm contact count cover describe do don't empty ensure enter file fill find follow give "
    "hand include inform inspect install keep label leave let list lock log make mark meet notify obtain open order "
    "pack park pay place plan prepare print provide put read record register remember remove repeat replace reply "
    "report request respect return review rinse run save select send set show sign speak start stay stop store "
    "submit switch take tell test turn update upload use visit wait wash wear write"
)
_COMMAND = re.compile(
    rf"(?:^|, )(?i:{'|'.join(_COMMANDS_LISTED.split())}) (?:not|a|an|the|your|our|all|any|each|every|no|it|them|this|"
    r"that|their|his|her|out|off|on|in|up|at|to|by|with|for|from|before|after|within|away|only|at least|up to|\d+|"
    r"[A-Z]\w+|[a-z]+ (?:by|before|within|until|for|from|at|to|on|in)) ?"
)
_SUPPOSES = re.compile(r" (?:need|have to|be (?:able|asked|required|eligible)|want|wish|find|see|notice|get|receive)\b")


class Clause(NamedTuple):
    """A sentence in its parts."""

    lead: str
    """What comes before the main clause, with its comma; empty if nothing does."""
    subject: str
    verb: str
    """As a question has it before the subject: an auxiliary, or a form of *do*."""
    main: str
    """The verb that stays behind, in its plain form; empty if the verb is an auxiliary."""
    rest: str
    """Everything after the verb, without the full stop."""
    start: int
    """Where `rest` begins in the sentence."""


Lower = Callable[[str], str]
"""Gives a text a small first letter, unless it begins with a name."""


def parse(sentence: str) -> Clause | None:
    """The parts of a sentence; `None` unless they are plain."""
    body = sentence.rstrip(".")
    found = _LEAD.match(body)
    lead = found[0] if found else ""
    main = body[len(lead) :]
    if (
        _NO_SUBJECT.match(main)
        or (not lead and _PLACED.match(main))
        or (lead and main[:1].isupper() and not _DETERMINER.match(main))
    ):
        return None
    words = list(re.finditer(r"\S+", main))
    for index, word in enumerate(words[1:14], start=1):
        before = words[index - 1][0]
        token = word[0]
        if token in _AUXILIARIES and before not in _RELATIVE:
            verb, plain = token, ""
        elif _is_verb(token, before, main):
            verb, plain = ("does", _plain(token)) if token in _SINGULAR.split() else ("do", token)
        else:
            continue
        subject = main[: word.start()].strip()
        start = len(lead) + word.end()
        you = re.match(r"you\b", subject, re.IGNORECASE)
        if (
            "," in subject
            or (you and len(subject) > len("you"))
            or re.search(r"[;:()“”\"]|\b(?:not|if|when|where|because|there|and (?:is|are|has))\b", subject)
            or _WHOLE.search(subject)
        ):
            return None
        return Clause(lead, subject, verb, plain, body[start:], start)
    return None


def _is_verb(token: str, before: str, main: str) -> bool:
    """Whether a word is the verb of a clause whose subject ends before it."""
    if before in _RELATIVE or before.endswith(("'s", "’s")):
        return False
    if token in _SINGULAR.split():
        return bool(_DETERMINER.match(main[:1].upper() + main[1:])) and not before.endswith(("s", "al", "ed", "ing"))
    return token in _PLURAL.split() and before.endswith("s") and len(main.partition(token)[0].split()) <= 2


def _plain(verb: str) -> str:
    if verb == "has":
        return "have"
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    return verb[:-2] if verb.endswith(("sses", "shes", "ches", "xes", "oes")) else verb[:-1]


def is_command(sentence: str) -> bool:
    """Whether a sentence tells its reader to do something, so that nothing can be said to be right of it: `Report it by
    noon`, and `If it rains, close the roof`."""
    return bool(_COMMAND.search(sentence))


def yes_no(sentence: str, modal: str, lower: Lower) -> str | None:
    """The sentence as a question that is answered by yes; `None` unless its order is plain and this is its verb."""
    clause = parse(sentence)
    if clause is None or clause.verb != modal or re.search(r"\b(?:not|never|no|nor)\b|[;:()]|, ", clause.rest):
        return None
    # `A menu should come up` expects, and `your pay may change` supposes: neither permits or demands.
    acts = clause.verb in ("is", "are") or _DONE.match(clause.rest) or _ACTOR.search(clause.subject)
    if not acts or _SUPPOSES.match(clause.rest) or re.match(r"(?:at most|at least|up to)\b", clause.subject, re.I):
        return None
    return _joined(clause, "", clause.rest, lower)


def turned(sentence: str, value: Value, lower: Lower) -> str | None:
    """The question that a sentence answers with a value; `None` unless its order is plain."""
    if value.kind == "role" and (asked := _who(sentence, value, lower)):
        return asked
    if there := re.fullmatch(rf"There (is|are) ({re.escape(value.text)})([^,;:]*)\.", sentence):
        return f"how many {value.unit} {there[1]} there{there[3]}?" if value.kind == "count" else None
    clause = parse(sentence)
    if clause is None or value.start < clause.start:
        return None
    before = clause.rest[: value.start - clause.start]
    after = clause.rest[value.end - clause.start :]
    if _GOES_ON.search(after) or re.search(r"\b(?:not|only|never)\b", clause.rest):
        return None
    return _turned(clause, value, before, after, lower)


def _turned(clause: Clause, value: Value, before: str, after: str, lower: Lower) -> str | None:
    """The same for a value of a clause, with what stands between it and the verb, and after it."""
    if value.kind == "count" and before.endswith(" every ") and not _BREAKS.search(before):
        return _joined(clause, "how often", before.removesuffix("every ") + after, lower)
    stays, prefix, asked = _prefix(value, before)
    # After a preposition that goes to the front, `carry over` and `hand in` keep their second word.
    open_end = (_LEFT_OPEN if not prefix else _LEFT_OPEN_BEHIND).search(stays.rstrip())
    if not asked or _BREAKS.search(stays) or open_end:
        return None
    if clause.verb in ("is", "was") and not stays.strip() and not prefix:
        plain = value.kind in ("count", "money", "percent") and re.fullmatch(rf"(?:{_RATE.pattern})?", after)
        return f"{lower(clause.lead)}what {clause.verb} {lower(clause.subject)}?" if plain else None
    asked, after = _with_measure(value, asked, after)
    return None if after.startswith(" of ") else _joined(clause, asked, stays + after, lower)


def _prefix(value: Value, before: str) -> tuple[str, str, str]:
    """What stays behind, the preposition that goes to the front with what is asked for, and the words that ask; these
    are empty if there are none."""
    match = _PREFIX.search(before)
    words = match[0].split() if match else []
    for first in range(len(words) + 1):
        prefix = " ".join(words[first:])
        if asked := _asked_for(value, prefix):
            return before[: len(before.rstrip()) - len(prefix)] if prefix else before, prefix, asked
    return before, "", ""


def _with_measure(value: Value, asked: str, after: str) -> tuple[str, str]:
    """The words that ask, with what belongs to the value (twelve weeks *before the trip*, days *a week*), and the
    rest."""
    if value.kind == "month day":
        return asked, _OF_MONTH.sub("", after, count=1)
    for moved in (_OF, _AHEAD, _OF_THE, _RATE, _AROUND):
        fits = value.kind in (("count",) if moved in (_AHEAD, _AROUND) else ("count", "percent", "money"))
        if fits and (found := moved.match(after)):
            asked, after = asked + found[0].rstrip(), after[found.end() :]
            after = f" {after}" if after and not after.startswith(" ") else after
    return asked, after


def _asked_for(value: Value, prefix: str) -> str | None:
    """The words that ask for a value, with what stood before it."""
    if value.kind in ("count", "money", "percent"):
        if prefix not in _QUANTITY or (value.kind != "percent" and prefix.startswith("by")):
            return None
        if prefix == "to" and value.kind != "count":
            return None
        what = {"count": f"how many {_plural(value.unit)}", "money": "how much", "percent": "what percentage"}
        return f"{prefix} {what[value.kind]}".strip()
    if value.kind == "role":
        return _PERSONS.get(prefix)
    what = {
        "time": "what time",
        "date": "which date",
        "weekday": "which day of the week",
        "month day": "which day of the month",
        "month": "which month",
        "year": "which year",
    }
    return f"{prefix} {what[value.kind]}" if value.kind in what and prefix in _POINTS else None


def _plural(unit: str) -> str:
    return unit if unit.endswith(("s", "people", "children", "staff", "feet")) else f"{unit}s"


def _who(sentence: str, value: Value, lower: Lower) -> str | None:
    """The question for whoever a sentence begins with; `None` if it does not begin with this role."""
    lead = _LEAD.match(sentence)
    start = lead.end() if lead else 0
    rest = sentence[value.end :].rstrip(".")
    verb = re.match(r" (\S+)", rest)
    if value.start != start or verb is None or _GOES_ON.search(rest):
        return None
    plural = value.text.endswith("s") and not value.text.endswith("ss")
    if plural or not (verb[1] in _AUXILIARIES or re.fullmatch(r"[a-z]{2,}s", verb[1])):
        return None
    if re.search(r"\b(?:is|are) (?:the|a|an)\b", rest) or re.search(r"\b(?:his|her|their|he|she)\b", rest):
        return None
    return f"{lower(lead[0]) if lead else ''}who{rest}?"


def _joined(clause: Clause, asked: str, rest: str, lower: Lower) -> str:
    words = [asked, clause.verb, lower(clause.subject), clause.main, rest]
    return lower(clause.lead) + " ".join(" ".join(words).split()) + "?"
