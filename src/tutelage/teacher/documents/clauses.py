"""What a passage says, piece by piece: sentences, lists, steps and rows of tables. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tutelage.grading.texts import sentences
from tutelage.records import Passage
from tutelage.teacher.documents.values import MONTHS, WEEKDAYS

SHORTEST, LONGEST = 4, 38
"""Words of a sentence that a question is made of."""
LONGEST_ITEM = 16
"""Words of a member of a list, or of a step."""
_NEUTRAL = re.compile(r"\b(?:rules?|reminders?|(?:following|these|this) (?:apply|applies))\b", re.IGNORECASE)
_TURNED = re.compile(
    r"\b(?:not?|never|none|false|wrong|old|former|earlier|until|exceptions?|unless|if)\b", re.IGNORECASE
)
_ITEM = re.compile(r"(?P<indent>\s*)(?:(?P<dot>[-*•])|(?P<number>\d{1,2})[.)]) +(?P<text>\S.*)")
_POINTS_AWAY = re.compile(
    r"\b(?:this|these|those|above|below|following|follows|previously|here|such|see|pages?|sections?|chapter|e\.g|"
    r"for example|for instance|examples?|note|reminder|figure|links?|click|also|too|as well|instead|otherwise|"
    r"likewise|either way|respectively|we|our|ours|us|i|my|mine|let's|that (?:date|case|time|day|period|point|one)|"
    r"same (?:way|rule|goes)|please|in the meantime|further details|more (?:information|details)|refer to|"
    r"not apply|as follows|etc)\b",
    re.IGNORECASE,
)
"""Words for something outside their sentence."""
_BEGINS_AWAY = re.compile(
    r"(?:it|its|they|their|he|she|his|her|one|both|all|some|most|many|few|others?|another|each of|either|neither|that|"
    r"then|however|so|and|but|or|yet|nor|thus|hence|again|even|still|therefore|additionally|moreover|furthermore|"
    r"in addition|after that|before that|if so|if not|in (?:both|all|other) cases?|please|what|who|how|why|which|"
    r"where|yes|no,|not|further|(?:adopted|approved|replaces|supersedes|issued|created|generated|updated|revised|"
    r"reviewed|published|last (?:updated|modified|reviewed|changed)|document generated)\b|the (?:latter|former|other|"
    r"others|rest|first|second|third|last|largest|longest|smallest|limits|periods))\b",
    re.IGNORECASE,
)
_AFTER_NOON = re.compile(rf"(?<=[ap]\.m\.) (?=[A-Z][a-z])(?!{WEEKDAYS}|{MONTHS})")
_EXAMPLE = re.compile(r"(?:for (?:example|instance)|examples?\b|e\.g|say\b|suppose|imagine|let's say)", re.IGNORECASE)
"""What follows is a case, not a rule."""
_RUN_ON = re.compile(r"[a-z)] (?:On|The|If|In|You|This|A|When|For|At|By|It|We|Your|To|As|Is|Are) | [-–—]+ |--|\(\d+/")
"""A heading or a title has become part of the sentence."""
_PRONOUN = re.compile(r"\b(?:it|they|them|he|she|him)\b", re.IGNORECASE)
_NO_SUBJECT = re.compile(
    r"(?:may|must|can|cannot|should|shall|will|is|are|was|were|has|have|do|does|need|needs)\b", re.IGNORECASE
)
"""The beginning of an item that says something of its heading: `May be paid in cash.`"""
_TURN = re.compile(r"[A-Z]: ")
"""The mark of a question or an answer."""
_MARKS = re.compile(r"https?:|www\.|[@{}\[\]<>|_#*\\^~=]|\.\.\.|…")


class Place(NamedTuple):
    """Where something stands."""

    passage: str
    """Id of the passage."""
    skill: str
    topic: str
    """How a question says what it is about, so that it is understood without the page."""


class Sentence(NamedTuple):
    """A sentence that can be understood alone, apart from its topic."""

    place: Place
    text: str
    """As it stands in the passage, with its full stop."""


class Listing(NamedTuple):
    """A list."""

    place: Place
    lead: str
    """The sentence before it, without its colon; empty if there is none."""
    members: tuple[str, ...]
    block: str
    """All of it as it stands in the passage."""
    ordered: bool
    """Whether its members are steps, which are numbered."""


class Row(NamedTuple):
    """One row of a table, `Group A: hotel limit 95 euros; daily allowance 32 euros.`"""

    place: Place
    quote: str
    key: str
    cells: tuple[str, ...]
    """Each begins with the name of its column."""


class Reading(NamedTuple):
    """Everything that was found in passages."""

    sentences: tuple[Sentence, ...]
    lists: tuple[Listing, ...]
    tables: tuple[tuple[Row, ...], ...]


def read_passages(passages: Sequence[tuple[Passage, str]]) -> Reading:
    """All sentences, lists and tables of passages, each with the id of its skill."""
    found: list[Sentence] = []
    lists: list[Listing] = []
    tables: list[tuple[Row, ...]] = []
    for passage, skill in passages:
        if passage.trail and re.search(r"\bexamples?\b", passage.trail[-1], re.IGNORECASE):
            continue
        place = Place(passage.id, skill, topic_of(passage.trail))
        for part in passage.text.split("\n\n"):
            lines = part.split("\n")
            if rows := _rows(lines, place):
                tables.append(rows)
            elif any(_ITEM.fullmatch(line) for line in lines):
                lists += _lists(lines, place)
                found += [Sentence(place, one) for one in _stated_in_items(lines) if is_clear(one)]
            else:
                found += [Sentence(place, one) for one in _rules(_sentences(" ".join(lines))) if is_clear(one)]
    return Reading(tuple(found), tuple(lists), tuple(tables))


def topic_of(trail: Sequence[str]) -> str:
    """The last two headings above a passage, as the opening of a question."""
    names = [" ".join(name.split()).strip(" :?.") for name in trail if name.strip(" :?.")]
    kept = [name for index, name in enumerate(names) if name.casefold() not in [n.casefold() for n in names[:index]]]
    if len(kept) < 2:
        return "".join(kept)
    upper, lower = kept[-2:]
    return f"{upper}, {decapitalised(lower)}"


def decapitalised(text: str) -> str:
    """With a small first letter, unless its first word is a name or an abbreviation as far as its letters show."""
    first, _, rest = text.partition(" ")
    titled = bool(re.match(r"[A-Z]", rest)) or not first[1:].replace("-", "").replace("'", "").islower()
    return text if len(first) > 1 and titled else text[:1].lower() + text[1:]


def is_clear(text: str) -> bool:
    """Whether a sentence can be understood alone."""
    words = text.split()
    if not (SHORTEST <= len(words) <= LONGEST and text[0].isupper() and text.endswith(".")):
        return False
    if _RUN_ON.search(text) or _MARKS.search(text) or _POINTS_AWAY.search(text) or _BEGINS_AWAY.match(text):
        return False
    if _TURN.match(text):
        return False
    if text.count("(") != text.count(")") or text.count("“") != text.count("”") or text.count('"') % 2:
        return False
    pronoun = _PRONOUN.search(text)
    return pronoun is None or len(text[: pronoun.start()].split()) >= SHORTEST


def _sentences(text: str) -> list[str]:
    """The sentences of a text, with the full stop of `a.m.` told from the end of one: none begins with a small letter
    or a dash, or with a figure after `a.m.`, and `by 9 a.m. Students …` are two."""
    made: list[str] = []
    for one in (part for found in sentences(text) for part in _AFTER_NOON.split(found)):
        if made and (re.match(r"[a-z–—-]", one) or (one[:1].isdigit() and made[-1].endswith((".m.", ".M.")))):
            made[-1] = f"{made[-1]} {one}"
        else:
            made.append(one)
    return made


def _stated_in_items(lines: Sequence[str]) -> Iterator[str]:
    """Sentences that stand as items of a list, which is how many handbooks write their rules. Not under a lead that may
    change what they say (`The following is not allowed:`), nor in steps, which are told in their order."""
    matches = [_ITEM.fullmatch(line) for line in lines]
    lead = "" if matches[0] else lines[0].strip()
    if lead.endswith(":") and not (_NEUTRAL.search(lead) and not _TURNED.search(lead)):
        return
    for match in matches:
        text = match["text"].strip() if match and not match["number"] else ""
        if text.endswith(".") and not _NO_SUBJECT.match(text):
            yield from _rules(_sentences(text))


def _rules(found: Sequence[str]) -> Sequence[str]:
    """Sentences before the first that begins an example."""
    first = next((index for index, one in enumerate(found) if _EXAMPLE.match(one)), len(found))
    return found[:first]


def _rows(lines: Sequence[str], place: Place) -> tuple[Row, ...]:
    """The rows of a table; empty if these lines are none."""
    if len(lines) < 2:
        return ()
    found = []
    for line in lines:
        key, colon, rest = line.partition(": ")
        cells = tuple(cell.strip() for cell in rest.rstrip(".").split("; "))
        if not colon or not line.endswith(".") or _ITEM.fullmatch(line) or not all(cells):
            return ()
        found.append(Row(place, line, key.strip(), cells))
    return tuple(found) if len({len(row.cells) for row in found}) == 1 else ()


def _lists(lines: Sequence[str], place: Place) -> Iterator[Listing]:
    matches = [_ITEM.fullmatch(line) for line in lines]
    lead = "" if matches[0] else lines[0].strip()
    lead = (sentences(lead) or [""])[-1]
    outer = [match for match in matches if match and not match["indent"]]
    for ordered in (True, False):
        own = [match for match in outer if bool(match["number"]) is ordered]
        members = tuple(match["text"].strip(" .;,") for match in own)
        short = all(len(member.split()) <= LONGEST_ITEM and not _MARKS.search(member) for member in members)
        if len(members) >= 3 and short and len(set(members)) == len(members):
            yield Listing(place, lead.rstrip(" :"), members, "\n".join(lines), ordered)
