"""What a question asks for, and which clauses of a reply in free prose are about something else. English only. Pure.

The number in `The pen costs $8` is that of an answer, but not of one to "How much does the book cost?". A clause is
left out only by a rule of which question and clause both speak:

- the opposite of what is asked (`It began in 1945`), or a change that comes to a number instead of the change;
- a difference (`12 more pens`, `12 times as many`), or a number that is denied (`12 is not it`);
- one of several, where all are asked for (`7 per child`);
- other things than those that are counted (`12 packs`), or another subject of the same verb (`The pen costs`);
- another name (`y = 4`, `2x = 4`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tutelage.grading import modifiers, units
from tutelage.grading.texts import sentences
from tutelage.grading.verbs import base

LONGEST = 2000
"""Characters at the end of a question that are read."""


def _of(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


_WORD = re.compile(r"[^\W\d_]{2}")
_NUMBER = re.compile(r"(?<![\w^])[-+]?[$€£]?\d(?:[\d,./:]*\d)?")
_CLAUSE_END = _of(
    r"(?:[;:,.](?=\s)|\n)\s{0,9}(?:(?:and|but|while|whereas|so|which)\b)?\s{0,9}|"
    r"\s(?:and|but|while|whereas|so|which|because|since|after|before|when|then|leaving)\s{1,9}"
)
_ASIDE = _of(r"\b(?:because|since|after|before|when)\b")
_ASKING = _of(r"\b(?:(?:by|in|at|for|from|to|of|on) )?(?:how|what|which|who|when|where|find|calculate|determine)\b.*")
_CONDITION = _of(r",?\s+(?:if|given that|assuming|after|once)\b.*")

_OPPOSITES_LISTED = r"""
beg[aiu]n|begins|start(?:s|ed)?|broke out / end(?:s|ed)?(?! up)|finish(?:es|ed)?|(?:is|was) over|until
opens?|opened / closes?|closed
left|remain(?:s|ed|ing)?|still / spent|ate|eats?|eaten|sold|sell|gave|give|given|uses?|used|lost|taken|missing|short
price|costs?|pays?|paid|spend / saves?|saved|savings?|discount|cheaper
w[io]ns?|winner|winning / los(?:t|es?|er|ing)
freezes|freezing|melts|melting / boils?|boiling
area / perimeter|circumference / volume
slope|gradient / intercept / x-intercept|x-axis / y-intercept|y-axis
numerator / denominator
mean|average / median / mode / range / sum / product / quotient
small(?:er|est)|least|low(?:er|est)|minimum / great(?:er|est)|larg(?:er|est)|bigg(?:er|est)|high(?:er|est)|maximum
older|oldest / younger|youngest
taller|tallest|longer|longest / shorter|shortest|smaller
heavier|heaviest / lighter|lightest
faster|fastest / slower|slowest
arrives?|arrived / leaves|departs?|departed
buys?|bought / sells?|sold
born / died|dies?
buil(?:d|t) / falls?|fell|fallen|destroyed|torn down
profit / loss
rises?|rose|risen|increased?|raised? / falls?|fell|fallen|dropp?s?(?:ed)?|decreased?|reduced?
tall|height|high / wide|width / long|length / deep|depth
earns?|earned / spends?|spent
derivative|differentiat\w+ / integral|antiderivative|integrat\w+
first / second / third / fourth
monday / tuesday / wednesday / thursday / friday / saturday / sunday
"""
_OPPOSITES = [
    [_of(rf"(?<![\w-])(?:{side})(?![\w-])") for side in line.split(" / ")]
    for line in _OPPOSITES_LISTED.strip().splitlines()
]
"""Sides of which a question asks for one: what is said of another one does not answer it."""

_MORE = (
    r"(?:more|older|younger|longer|shorter|taller|higher|heavier|lighter|larger|bigger|greater|wider|deeper|farther|further|"
    r"faster|slower|later|earlier|cheaper|warmer|colder|hotter|richer|better|extra)\b"
)
_UNASKED = [
    (_of(said), _of(asked))
    for said, asked in (
        (
            rf"\s*(?:[^\W\d_][\w/^°-]*\s+){{0,3}}?(?:{_MORE}(?! or less)|(?:less|fewer|lower|smaller) than\b)",
            rf"\b(?:{_MORE}|less|fewer|lower|smaller|differ(?!entia)|than|chang|exceed|need|must|(?:has|have|had) to|"
            r"until|before|left|still|remain|additional|another|sav|increas|gain|gr[eo]w|rises?|rose|profit|short|compared|"
            r"raise|above|over|how far)",
        ),
        (r"\s*times (?:more|as|larger|bigger|fewer|less|the)\b", r"\btimes\b"),
        (r"(?: [^\W\d_]+){0,3} ago\b", r"\bago\b|\bwas\b|\bwere\b|\bdid\b"),
        (r"\s*(?:is|are|was|were) ?n[o'’]t\b", r"\bnot\b|n['’]t\b"),
        (r"\s*(?:years?|months?|weeks?|days?) old\b", r"\bold\b|\bage"),
        (r"(?: [^\W\d_]+)? next (?:year|month|week)\b", r"\bnext\b|\bwill\b"),
        (
            r"(?: [^\W\d_]+)? (?:is|are|was|were) (?:missing|absent|empty|gone)\b",
            r"missing|absent|empty|gone|left|lost|short|need",
        ),
    )
]
"""What is behind a number that is one of something else, unless the question has the other expression."""
_HOW_DIFFERENT = _of(rf"\bhow (?:much|many)\b.*\b(?:{_MORE}|less|fewer|lower|smaller)|\bdiffer(?!entia)|\bby how")
_REACHED = _of(
    r"\b(?:rose|risen|rises?|fell|fallen|falls?|dropp\w+|drops?|went (?:up|down)|(?:in|de)creased|raised|reduced|grew|"
    r"grown) (?:to|from)\s+$"
)
_CHANGE_ASKED = _of(
    r"\bby (?:how|what)|how (?:much|many)(?: \w+)? (?:did|does|has|have) .*(?:ris|fall|drop|increas|decreas|grow)"
)
_RATIO = re.compile(r"\bratio of (?:the )?(\w+) to (?:the )?(\w+)", re.IGNORECASE)
_COMPARISON = _of(
    rf"(?P<one>.*?)\b(?P<more>{_MORE}|less|fewer)\b(?P<what>.*?)\bthan (?:(?:the|his|her|on|in|for|at|\w+['’]s) )*"
    r"(?P<other>[a-z]+)"
)

_EACH = _of(
    r"\b(?:each|every|apiece|per|for (?:one|a single)|"
    r"(?<!in )(?<!for )(?<!of )an?(?= (?:second|minute|hour|day|week|month|year)\b| [a-z]+\W*$))\b"
    r"(?!\s*(?:cent|other)\b)"
)
_EACH_FIRST = _of(r"\W*(?:each|every|one(?![ -](?:of|half|third|quarter)\b))\b")
_EACH_ASKED = _of(r"\b(?:each|every|apiece|per|average|mean|daily|weekly|monthly|yearly|hourly|annual(?:ly)?)\b")
_OF_EACH_ASKED = _of(r"\b(?:is|are|do|does|did|will|would|can|could|should) (?:each|every)\b")
_ONE_ASKED = _of(r"\b(?:one|an?|rate|speed|single|any|individual)\b")
_ALL = _of(r"\b(?:in total|in all|altogether)\W*$|^\W*all\b")
_ALL_ASKED = _of(r"\b(?:total|in all|altogether|together|combined|sum|overall|all|perimeter|circumference)\b")

_COUNTED = _of(
    r"\bhow many (?!of\b)((?:(?!(?:does|do|did|are|is|were|was|has|have|had|will|would|can|must|in|it|there)\b)"
    r"[a-z'-]+ ?){1,6})"
)
_THINGS = _of(
    r"\s*((?:(?!(?:in|of|for|from|on|at|to|by|after|each|total|left|over|per|the|is|are|was|were|with|and|or|than|not|do|"
    r"does|did|have|has|had|will|can|this|that|these|those|during|remain\w*|altogether)\b)[^\W\d_]+[ ,]*){1,3})"
)
_SEVERAL = re.compile(r"[^s]s$|^(?:people|children|men|women|feet|teeth|mice|sheep|fish|deer)$")
_IRREGULAR = {
    "children": "child",
    "men": "man",
    "women": "woman",
    "people": "person",
    "mice": "mouse",
    "teeth": "tooth",
}
_ENDING = re.compile(r"(?<=\w{3})(?:e?(?<!s)s|(?<=s)es|e)$")

_IS = _of(r"\b(?:is|are|was|were|has|have|had)\b")
_SUBJECT = _of(
    r"^\W*(?:(?:the|an?|their|both|all|(?P<of>her|his))\s+)?(?P<thing>[^\W\d_]+)\s+(?P<verb>is|are|was|were|has|have|had|"
    r"costs?|weighs?|gets?|got|earns?|earned|needs?|sold|sells?|ate|eats?|takes?|took|found|scored|read)\b"
)
_SUBJECT_ASKED = _of(
    r"\bhow (?:much|many|old|long|tall|far|heavy|big|high)(?: [a-z]+){0,2}? "
    r"(?:does|do|did|is|are|was|were|will|would|can|has|have|had) "
    r"(?:(?:the|an?|her|his|their|each|every) )?(?P<thing>[a-z]+)"
)
_NO_SUBJECT = _of(
    r"(?:left|needed|used|sold|made|given|taken|eaten|s?he|it|they|we|i|you|this|that|there|all|each|both|total|rest|"
    r"one|two|three|four|five|six)$"
)
_OTHERS = _of(r"^\W*others?\b")

_NAMED = re.compile(r"\$?\(?(?P<factor>\d+\s*)?(?P<name>[A-Za-z])\s*=[^=A-Za-z]*\d[^=A-Za-z]*$")
_NAME_ASKED = _of(
    r"\b(?:(?:value|values) of|find|solve [^.?]{0,80}?\bfor|what(?: is|'s)|determine|calculate|compute)\s+"
    r"\$?(?P<name>[a-z])\b(?!\s*[(=']|\s+[a-z]{2})|\b(?:which|what) (?P<which>[b-z])\b"
)
_NO_NAME = {"slope": "xy", "gradient": "xy", "y-intercept": "x", "x-intercept": "y"}


class Asked(NamedTuple):
    """What a question asks for."""

    whole: str
    main: str
    """The sentence that asks, without its conditions."""


@lru_cache(maxsize=256)
def read(question: str) -> Asked:
    """What a question asks for: the last sentence with a question mark, or the last one."""
    whole = question[-LONGEST:].partition("\nA. ")[0]
    found = sentences(whole) or [""]
    sentence = ([one for one in found if one.rstrip(" \"')").endswith("?")] or found)[-1]
    asking = _ASKING.search(sentence)
    return Asked(whole, _CONDITION.sub("", asking[0] if asking else sentence))


def about_it(text: str, question: str, answer: str, *, number: bool) -> str:
    """The text without the clauses about something else than what the question asks for; if that is a number, also
    without those whose number is one of something else. What the expected answer says itself is nothing else."""
    asked = read(question)
    if not _WORD.search(asked.main):
        return text
    kept, start, gap = "", 0, ""
    for end in [*_CLAUSE_END.finditer(text), None]:
        clause = text[start : end.start() if end else len(text)]
        sentence = re.split(r"[.!?]\s|\n", text[start : start + 300], maxsplit=1)[0]
        if number:
            is_other = _is_of_another(clause, gap, sentence, asked)
        else:
            is_other = _is_opposite(clause, clause, asked.main, answer) or _is_other_way_round(clause, asked.main)
        if not is_other:
            kept += (gap if kept.strip() else "") + clause
        gap, start = (end[0], end.end()) if end else ("", 0)
    return kept


def _is_of_another(clause: str, gap: str, sentence: str, asked: Asked) -> bool:
    """Whether a clause is about something else; `gap` stands before it, and `sentence` begins with it."""
    if named := _NAMED.fullmatch(clause.strip(" .$")):
        return bool(named["factor"]) or _is_another_name(named["name"], asked.main)
    numbers = list(_NUMBER.finditer(clause))
    if not numbers:
        return False
    each = [clause[number.end() :] for number in numbers]
    before, behind = clause[: numbers[-1].start()], each[-1]
    near = before[max((one.end() for one in numbers if _WORD.search(before[one.end() :])), default=0) :]
    if not _ASIDE.search(gap) and _is_opposite(near + behind, clause, asked.main):
        return True
    if before.rstrip().endswith("="):
        return False  # worked out, with whatever words
    return (
        any(all(said.match(one) for one in each) and not unless.search(asked.main) for said, unless in _UNASKED)
        or bool(_REACHED.search(before) and _CHANGE_ASKED.search(asked.main))
        or _is_of_each(near, behind, asked)
        or _is_other_way_round(clause, asked.main)
        or _are_other_things(clause, sentence, numbers, asked.main)
        or ("and" not in gap and _is_another_subject(clause, asked))
    )


def _is_another_name(name: str, asked: str) -> bool:
    if wanted := {(found["name"] or found["which"]).lower() for found in _NAME_ASKED.finditer(asked)}:
        return name.lower() not in wanted
    return any(name in letters for what, letters in _NO_NAME.items() if re.search(rf"(?<![\w-]){what}\b", asked))


def _is_opposite(near: str, clause: str, asked: str, answer: str = "") -> bool:
    if modifiers.denies(asked) or _HOW_DIFFERENT.search(asked):
        return False  # who has less says how much more the other one has
    for sides in _OPPOSITES:
        wanted = [side for side in sides if side.search(asked)]
        if len(wanted) != 1 or wanted[0].search(clause) or any(side.search(answer) for side in sides):
            continue
        if any(side.search(near) for side in sides):
            return True
    return False


def _is_of_each(near: str, behind: str, asked: Asked) -> bool:
    """`7 per child` where all are asked for: the question says so, or how many children there are; `28 in all` where
    those of each are."""
    found = [one for one in (_EACH_FIRST.match(near), _EACH.search(behind)) if one]
    if _EACH_ASKED.search(asked.main):
        in_all = _ALL.search(behind) or _ALL.search(near)
        return not found and bool(in_all and _OF_EACH_ASKED.search(asked.main))
    return any(_are_several(re.match(r"\W*([^\W\d_]+)", one.string[one.end() :]), asked) for one in found)


def _are_several(of: re.Match[str] | None, asked: Asked) -> bool:
    """Whether a question asks for several of a thing together, of which a reply says how much it is of each."""
    if of and re.search(rf"\b(?:an?|one|this|last|the) {re.escape(of[1])}\b", asked.main, re.IGNORECASE):
        return False
    thing = rf"{re.escape(of[1])}(?:s|es|ren)" if of else "[a-z]+s"
    several = _of(rf"\b(?!1 )\d+ (?:\w+ )?{thing}\b")
    if several.search(asked.main) or _ALL_ASKED.search(asked.main):
        return True
    return bool(of and several.search(asked.whole) and not _ONE_ASKED.search(asked.main))


def _is_other_way_round(clause: str, asked: str) -> bool:
    """`2:3 is the ratio of blue to red` where that of red to blue is asked for; `6 more sheep than cows`, or `6 cows
    fewer than sheep`, where it is how many more cows than sheep."""
    if (said := _RATIO.search(clause)) and (wanted := _RATIO.search(asked)):
        return said[1] == wanted[2] and said[2] == wanted[1]
    one, other = _COMPARISON.match(clause.lower()), _COMPARISON.match(asked.lower())
    if one is None or other is None:
        return False
    first, second = (set(_words(found["one"] + found["what"])) for found in (one, other))
    turned = one["other"] in second - first and other["other"] in first - second
    if one["other"] != other["other"] and not turned:
        return False
    return turned != ((one["more"] in ("less", "fewer")) != (other["more"] in ("less", "fewer")))


def _are_other_things(clause: str, sentence: str, numbers: Sequence[re.Match[str]], asked: str) -> bool:
    """`12 packs` where pens are counted. A number with its noun, and nothing else, may be said in other words."""
    counted = _COUNTED.search(asked)
    wanted = {*_names(counted[1]), *_names("".join(_words(counted[1])))} if counted else set()
    behind = [sentence[number.end() :] for number in numbers if number[0].isdigit()]
    if counted and re.search(r"\b[b-z]\b", counted[1]):
        return False  # how many real x
    alone = not clause[: numbers[0].start()].strip() and not _IS.search(clause)
    return bool(wanted and behind) and not (alone or wanted & _ANYTHING or any(_may_be(one, wanted) for one in behind))


def _may_be(text: str, wanted: set[str]) -> bool:
    """Whether a number with this text behind it may be one of the things that are wanted."""
    phrase = _THINGS.match(text)
    words = _words(phrase[1]) if phrase else []
    names = set(_names(text)) | set(_names("".join(words)))
    compound = tuple(name for name in wanted if len(name) > 3)  # seashells are shells
    return (
        not words
        or not _SEVERAL.search(words[-1])
        or bool(_ANYTHING & set(_names(" ".join(words))))
        or bool(wanted & names)
        or any(name.endswith(compound) for name in names)
        or bool(wanted & _PERSONS and names & _PERSONS)
    )


def _words(text: str) -> list[str]:
    """The words of a text; those with a hyphen are written in one."""
    return re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])-(?=[a-z])", "", text.lower()))


def _names(text: str) -> list[str]:
    """The words of a text, each as one name for one and many: `roses` and `rose` are `ros`."""
    found = [_IRREGULAR.get(word, word) for word in _words(text) if len(word) > 1]
    known = [(word, units.name_of(word)) for word in found]
    return [
        name if units.is_known(name) else _ENDING.sub("", word[:-1] + word[-1].replace("y", "i"))
        for word, name in known
    ]


_PERSONS = frozenset(
    _names(
        "person individual student child kid boy girl man woman customer friend member guest player worker pupil "
        "passenger contestant runner adult senior junior teacher scientist researcher employee visitor"
    )
)
_ANYTHING = frozenset(
    _names(
        "time hundred thousand million billion dozen one thing item object piece pair unit total number value solution "
        "root zero point"
    )
)


def _is_another_subject(clause: str, asked: Asked) -> bool:
    """`The pen costs $8` where the price of the book is asked for, and the question speaks of the pen."""
    if _OTHERS.match(clause) and not re.search(r"\bothers?\b", asked.main):
        return True
    said, wanted = _SUBJECT.match(clause), _SUBJECT_ASKED.search(asked.main)
    if said is None or wanted is None or _NO_SUBJECT.match(said["thing"]):
        return False
    if _NO_SUBJECT.match(wanted["thing"]) and not (said["of"] and wanted["thing"] in ("he", "she")):
        return False  # his sister is not he
    same_verb = base(said["verb"].lower()) in map(base, _words(asked.main))
    thing = _of(rf"\b{re.escape(said['thing'])}\b")
    return bool(same_verb and thing.search(asked.whole) and not thing.search(asked.main))
