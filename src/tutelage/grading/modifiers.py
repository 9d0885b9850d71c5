"""Words beside an answer that make it another one, or none. Pure.

`not 12`, `more than 12`, `half of 12`, `12 squared`, `12 is wrong`: the lists of such words are here, and a function
for each question that is asked of them. `before` is a text that ends where the answer begins, `behind` one that begins
where it ends; in any other text they are looked for anywhere.
"""

from __future__ import annotations

import re

WRONG = "wrong|incorrect|false|mistaken"
SECOND_THOUGHT = "wait|sorry|oops|hmm|correction|scratch that|actually|or rather|no wait|i mean|make that"
"""What begins another answer in place of the first one."""
_FACTOR = "half|twice|thrice|double|triple|quadruple"
_PART = (
    "half|thirds?|quarters?|fourths?|fifths?|tenths?|root|square|cube|reciprocal|inverse|factorial|opposite|negative|log|"
    "logarithm|multiple|divisor|factor|power|powers|percent|percentage|fraction|subset|complement|reflection"
)
_DENIED = re.compile(
    r"\b(?:not|never|neither|nor|none|without|except|excluding|cannot|hardly|scarcely|barely|unlike|far from|"
    r"anything but|rather than|instead of|nowhere near|"
    r"[a-z]+n['’]t|(?:is|are|was|were|do|does|did|has|have|had|ca|could|wo|would|should|must)nt)\b|≠|!=",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"(?:\b(?:than|at (?:least|most)|over|under|above|below|(?<!add )(?<!adds )up to|almost|nearly|between|within|"
    r"exceeds?|beyond|past|prior to)|[<>≤≥]=?)\s*$",
    re.IGNORECASE,
)
_SCALED = re.compile(
    rf"(?:\b(?:(?:{_FACTOR})(?: an?)?|root|times|plus|minus|(?:divided|multiplied) by|(?:{_PART}) of|base|one in|"
    r"\d+ (?:in|out of)|sin|cos|tan|log|ln|sqrt|exp|log_\w+)|[±∓^*/(|√∠]|% of)\s*$",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    rf"\b(?:but|whereas|although|near|outside|beyond|between|minus|opposite|{_FACTOR}|(?:{_PART}) of)\b", re.IGNORECASE
)
_UNSETTLED = re.compile(
    rf"\b(?:or|whether|if|unsure|sure|unless|instead|neither of|none|all of|both of|{WRONG})\b", re.IGNORECASE
)
_OPERATED = re.compile(
    r"\s*(?:squared|cubed|factorial|doubled|tripled|halved|ish|minus \w|plus\s*$)\b|\s?-$|"
    r"\s*(?:[^\W\d_]+ )?too (?:many|much|few)\b|"
    r"\s*(?:[^\W\d_]+ )?(?:below zero|at (?:most|least)|"
    r"and (?:an?|one|two|three) (?:hal(?:f|ves)|thirds?|quarters?|fourths?)|to the (?:\w+ )?power|short of \d\S*|"
    r"(?:less|more|fewer|greater|smaller|larger) than (?:[b-hj-z]|\d\S*|half|twice|double)(?![\w']))\b|"
    r"\s*(?:(?:times|plus|minus) (?:[b-hj-z]|\d\S*)|per \d+|"
    r"(?:halves|thirds|fifths|sixths|sevenths|eighths|ninths|tenths|hundredths|thousandths))\b|\+(?!\s*\w)",
    re.IGNORECASE,
)
"""`12 squared` and `12 less than x` are other numbers than 12."""
_BOUND = re.compile(
    r"\.(?:\d|\.)|…|(?:st|nd|rd|th)\b|\s*(?:[<>≤≥≠](?![/|])|!=|\\[lgn]eq?\b)|\s*(?:[^\W\d_]+ ){0,3}(?:"
    r"and (?:up|over|above|more|under|below|less|older|younger|counting|a bit|some)\b|"
    r"(?:out )?of (?:the |every |these |those |an? )?(?:\d|half|third|quarter)|for every\b|"
    r"(?:times|as) \w+ as \S*\d|(?:away )?from \S?\d|in (?:every )?\d+\s*$)",
    re.IGNORECASE,
)
"""`6 of 12`, `6th`, `6 < x` and `6 and up` are other numbers than 6."""
_BEFORE_A_TIME = re.compile(r"\b(?:before|after|until|till|since|(?:earlier|later) than)\s*$", re.IGNORECASE)
_FALLEN = re.compile(
    r"\s*(?:[^\W\d_]+ )?(?:less\b(?! than)|fewer\b(?! than)|off\b|"
    r"(?:lower|cheaper|smaller)\b(?!\s+(?!than)[^\W\d_]{3})|decrease|decline|"
    r"reduction|drop\b|loss\b|discount|under par\b|below par\b|in (?:debt|the red)\b|behind\b|down\b|short\b)",
    re.IGNORECASE,
)
_FELL = re.compile(
    r"\b(?:(?:decreas|declin|dropp|reduc|lower|fall|fell)\w*|down|drops?|lost|loses?|(?:decrease|decline|drop|loss|fall|"
    r"reduction|deficit|debt|discount) of)(?: \w+)?(?: by)?\s+(?:about |around |only )?$",
    re.IGNORECASE,
)
_SAID_WRONG = r"\b(?:wrong|incorrect|mistaken)\b(?!\s+(?!because|since|as\b|so\b|and|but|which)[^\W\d_]{3,})"
"""Not of `17 incorrect answers`."""
_REJECTED = re.compile(
    rf"\s*(?:(?:is|was|are|were)\s+)?(?:{_SAID_WRONG}|\bimpossible\b|\bnot (?:the|right|correct|it|possible|an?)\b)|"
    r"\s*(?:is|was|are|were) (?:too|excluded|ruled out|rejected|extraneous|invalid|false|unlikely|far|less|more|"
    r"greater|smaller|larger|over|under|above|below|only (?:an|a|the)|close|near|the (?:lower|upper))\b|"
    r"\s*[,;(—-]\s*not (?:right|correct|possible|it|now|any ?more)\b|\s*would (?:have been|be)\b|"
    r"\s*(?:isn|wasn|can|won|aren|doesn|couldn)['’]t\b",
    re.IGNORECASE,
)
_CORRECTED = re.compile(
    rf"(?:^|[,;:.(—]|\s-)\s*(?:no\b(?! [^\W\d_])|(?:{SECOND_THOUGHT})\b).*\d|"
    r"\bbut\s+(?:(?:it|the|answer|that|really|actually|rather|should|must|is|be)\s+){0,4}[-+]?[$€£]?\d|"
    r"\bif\b.*\d.*\bif\b",
    re.IGNORECASE | re.DOTALL,
)
"""Another number is said behind: `12, no, 13`."""
_ALTERNATIVE = re.compile(r"\bor\b(?! so\b)[^.]*\d|\b(?:else|otherwise|unless)\b")

_NO_THING = (
    r"(?!(?:sure|certain|clear|known|given|true|right|correct|wrong|possible|enough|even|quite|far|close|near|only|just|"
    r"merely|always|often|ever|yet|now|any ?more|so|too|very|at|to|if|because|since|when|all|every|any|many|most|"
    r"much|both|more|less|fewer|than|what|who|where|why|how|which|that|this|it|I|you|we|they|he|she|is|are|be|been)\b|"
    r"(?-i:[a-z]+(?:ly|ing)\b))"
)
"""Words that begin no other answer behind `not`: they make the one before it less sure, or another one."""
_THING = (
    rf"(?:(?:in|on|at|by|with|from|of|the|its|an?)\s+){{0,2}}{_NO_THING}"
    r"(?P<other>(?:[^\s,;.()!?]|[.,](?=\d))+(?:\s+(?:[^\s,;.()!?]|[.,](?=\d))+){0,3}?)"
)
_CONTRASTED = re.compile(
    rf"(?<=[\w)%°*$\"'])(?:\s*[,;.(—–]\s*(?:and\s+)?not|\s+-\s+not|\s+and\s+not|(?:\s*[,(])?\s+(?:rather\s+than|instead\s+of))"
    rf"\s+{_THING}(?:\s*\)|(?=\s*(?:[.,;!]|$)))",
    re.IGNORECASE | re.MULTILINE,
)
"""What something is said not to be, behind it: `, not Lagos`, ` rather than 13`."""
_CONTRASTED_FIRST = re.compile(
    rf"\bnot\s+{_THING},?\s+but\s+(?=(?!also\b|[^.;!?\n]{{1,60}}\b(?:is|are|was|were|does|did|do|has|can|may|must)\W*(?:\n|$))\S)",
    re.IGNORECASE,
)
"""The same before it: `not Lagos but `; what `Lagos is not the capital, but Nairobi is` denies stands before that."""

_EVERY = re.compile(r"\b(?:all|any|each|both|every\w*)\b", re.IGNORECASE)


_LIMITS = (
    ("at least", "no less than", "not less than", "no fewer than", "not fewer than"),
    ("at most", "up to", "no more than", "not more than"),
    *((one,) for one in ("within", "more than", "less than", "fewer than", "over", "under", "above", "below")),
)
"""Those of a row say the same."""
_LIMIT_ASKED = re.compile(
    rf"\b({'|'.join(one for row in _LIMITS for one in row)})\s{{1,4}}(?:the\s{{1,4}})?"
    r"(?:how|(?:what|which)(?! (?:rule|heading|law|name|condition|circumstance|topic|section))|_{3})",
    re.IGNORECASE,
)


def without_asked_limits(text: str, question: str) -> str:
    """A text without the limits that its question asks for: `up to 250 euros` answers "Up to how much?"."""
    found = {one.casefold() for one in _LIMIT_ASKED.findall(question)}
    asked = "|".join(one for row in _LIMITS if found.intersection(row) for one in row)
    return re.sub(rf"\b(?<!not )(?<!no )(?:{asked})\s+(?=\S)", "", text, flags=re.IGNORECASE) if asked else text


def without_contrast(text: str) -> str:
    """The text without what something is said not to be: `Nairobi, not Lagos` and `not Lagos but Nairobi` state
    Nairobi. `Nairobi, not Nairobi` and `all numbers, not 3` stay as they are."""

    def left(found: re.Match[str]) -> str:
        before = re.split(r"[.;\n]\s", found.string[: found.start()])[-1]
        stays = before.endswith(found["other"]) or _EVERY.search(before)
        return found[0] if stays else ""

    return _CONTRASTED.sub(left, _CONTRASTED_FIRST.sub("", text))


def denies(text: str) -> bool:
    """Whether something in a text is denied: `not 12`, `anything but 12`."""
    return bool(_DENIED.search(text))


def changes_next(before: str) -> bool:
    """Whether the number behind this text is a bound, a factor, or the whole of which a part is meant: `more than 12`,
    `twice 12`, `half of 12`."""
    return bool(_COMPARED.search(before) or _SCALED.search(before))


def bounds_next_time(before: str) -> bool:
    """Whether the year or time behind this text is a bound: `after 1945`."""
    return bool(_BEFORE_A_TIME.search(before))


def changes_last(behind: str) -> bool:
    """Whether the number before this text is calculated with, or is a bound or a part: `12 squared`, `12 of 20`."""
    return bool(_OPERATED.match(behind) or _BOUND.match(behind))


def changes(text: str) -> bool:
    """Whether a text has a word that makes what stands beside it something else: `near Nairobi`, `half of it`."""
    return bool(_CHANGED.search(text))


def unsettles(text: str) -> bool:
    """Whether a text leaves open what it states, or calls something wrong: `Nairobi or Lagos`, `if it is Nairobi`."""
    return bool(_UNSETTLED.search(text))


def calls_wrong(text: str) -> bool:
    """Whether a text calls something wrong, and not things that are counted: `17 incorrect answers`."""
    return bool(re.search(_SAID_WRONG, text))


def rejects_last(behind: str) -> bool:
    """Whether the number before this text is not the answer: `12 is too large`, `12 can't be`."""
    return bool(_REJECTED.match(behind))


def replaces_last(behind: str) -> bool:
    """Whether another number takes the place of the one before this text, or stands beside it: `no, 13`, `or 13`."""
    return bool(_CORRECTED.search(behind) or _ALTERNATIVE.search(behind))


def falls(before: str, behind: str) -> bool:
    """Whether the number between these texts says how much less something is: `down 5`, `5 off`."""
    return bool(_FALLEN.match(behind) or _FELL.search(before))
