"""A number as people write it in an answer, with its unit and the words around it: `$1,234.50 a day`. Pure.

`read` reads a text that is an amount and nothing else. `find` finds the amount that a piece of an answer states:
1. brackets after a number and what follows `because` explain it, and do not count;
2. if there is an `=`, only what follows the last one is considered, if a name or a calculation stands before it;
3. none, if two numbers are joined by an arithmetic sign, a comma, `:`, `or`, `and` or `to`: "48 + 24" is not worked
   out, "13 or 14" is not one answer, "3:30" is not a number;
4. none, if it is denied or compared ("not 12", "less than 12"), or a factor of something else (`3pi`, `5x^2`, `±9`);
5. the number that the piece begins with, after a currency or a word such as `about`; otherwise the last one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from tutelage.grading import latex, modifiers, units
from tutelage.grading.number_words import in_figures, value_of_words
from tutelage.grading.signs import plain_signs

MAX_DIGITS = 60
MAX_POWER = 400

_DOLLARS = {"US": "USD", "A": "AUD", "AU": "AUD", "C": "CAD", "CA": "CAD", "NZ": "NZD", "HK": "HKD", "S": "SGD",
            "MX": "MXN", "R": "BRL"}  # fmt: skip
_CURRENCY = (
    rf"(?:\b(?:{'|'.join(_DOLLARS)})\$|[$€£¥₹₩₽]|\b(?:USD|EUR|GBP|CHF|INR|JPY|CNY|RMB|AUD|CAD|NZD|HKD|SGD|MXN|BRL|SEK|NOK|"
    r"DKK|PLN|ZAR|KRW|RUB|Rs\.?)(?=[\s\d]))"
)
_WHOLE = (
    r"\d{1,3}(?:\.\d{3})+,\d+|"  # 1.234,5
    r"\d{1,3}(?:\.\d{3}){2,}(?![\d.])|"  # 1.234.567
    r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|"  # 1,234.5
    r"\d{1,3}(?:(?P<gap>[ '_])\d{3})(?:(?P=gap)\d{3})*(?![\d_'])(?:\.\d+)?|"  # 1 234 567.5
    r"(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))(?![\d,]|\s*,)|"  # 0,5
    r"\d+(?:\.\d+)?|\.\d+"
)
_NUMBER = re.compile(
    rf"(?<![\d.,])(?:(?P<before>{_CURRENCY})\s*)?(?P<sign>[-+](?:\s(?=[\d$€£]))?)?"
    rf"(?:(?P<currency>{_CURRENCY})\s*)?(?P<sign2>[-+])?"
    rf"(?:(?P<mixed>\d+)\s+(?P<over>\d+)/(?P<under>\d+)|"
    rf"(?P<whole>{_WHOLE})(?:e(?P<power>[-+]?\d{{1,3}})(?![\w.])|\s?/\s?(?P<by>\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?![\d/]))?)",
    re.IGNORECASE,
)
_MINUS = re.compile(r"\b(?:minus|negative)\s+(?=[\d.$])", re.IGNORECASE)
_TEN = re.compile(r"\s*(?:\*|(?<=\d)\s*x)\s*10\s*(?:\^|\*\*)\s*[({]?([-+]?\d{1,3})[)}]?")
_LONE_TEN = re.compile(r"(?<![\w.^*])10\s*(?:\^|\*\*)\s*[({]?([-+]?\d{1,3})[)}]?(?![\w^.]*[\w^]|[)}])")
_SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12, "score": 20,
    "lakh": 10**5, "crore": 10**7, "hundreds": 100, "thousands": 1000, "millions": 10**6, "billions": 10**9,
    "trillions": 10**12, "dozens": 12, "lakhs": 10**5, "crores": 10**7, "mn": 10**6, "bn": 10**9,
}  # fmt: skip
_SCALE = re.compile(rf"\s*-?({'|'.join(sorted(_SCALES, key=len, reverse=True))})\b|(k|K|M|B)(?![\w^*/])", re.IGNORECASE)
_LETTERS = {"k": 1000, "m": 10**6, "b": 10**9}
_JOINED = re.compile(
    r"\s*(?:\*\*|[-=]>|[-+*/^:,;÷±—]|\b(?:or|and|to|x|times|plus|minus|over(?=\s+\d+\W*$)|(?:divided|multiplied) by)\b)"
    r"\s*[$€£(]*[-+]?\s*\.?\d|"
    r"\s*[(!]|\s*\^|\s*[-+*/]\s*\w|\s*\+\s*/\s*-"
)
_BESIDE = re.compile(r"\s*(?:,|;|&|\b(?:and|to|or)\b|,\s*and\b)\s*[-+$€£]*")
"""What stands between two amounts of the same kind, neither of which is the answer alone."""
_TOGETHER = re.compile(r"\s*(?:[^\W\d_]+ ){0,2}(?:and|plus|&|;)\s*$")
_KNOWN_FIRST = re.compile(r"\s*([^\W\d_]{3,}s)(?=\s+[^\W\d_]*(?:[^\W\d_s]|ss)\b)")
"""Several of a unit before a word that is no plural: `hours pass`, and not `second graders`."""
_PERCENT_OF = re.compile(r"^\s*of\s+[$€£]?\d[\d.,]*(?!\w)")
_CLOCK = re.compile(r"\s*[ap]\.?\s?m\b(?!\w)\.?", re.IGNORECASE)
_CENTS = re.compile(
    r"(?:\$\s?(\d[\d,]*)|(\d[\d,]*)\s+dollars?)(?:,?\s+and|,)?\s+(\d{1,2})\s*(?:cents?|¢)(?!\w)", re.IGNORECASE
)
_LEADING = re.compile(
    r"\s*(?:(?:about|around|approximately|approx\.?|exactly|only|just|roughly|circa|ca\.|≈|~|=|it is|it's|a total of|"
    r"there (?:are|were|is)|is|are|was|were)\s+|[≈~=]\s*)*",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"[\s,;]+(?:because|since|as (?=the|it|there|we|they|each)|so that|which|where|given that)\b", re.IGNORECASE
)
_DOUBTED = re.compile(rf"\(\s*(?:{modifiers.WRONG})\b|\d\?\s+\w", re.IGNORECASE)
_MOVES_ON = re.compile(
    r"\b(?:gives|makes|equals|rounds to|comes to)\s+[$€£]?-?\d|\d.*\s(?:is|are)\s+[$€£]?-?\d|"
    r"[,;.]\s*(?:so|thus|hence|therefore|now|makes|leaving)\b.*\d|"
    r"[,;.]\s*(?:and |then |now )*[$€£]?\d[^.;,]*\b(?:left|remain\w*|in all|in total|overall|altogether|both ways)\b",
    re.IGNORECASE,
)
"""Behind a first number: another one is what it comes to, as in `7 were eaten, so 3 are left`."""
_CONCLUSION = re.compile(r".*\b(?:so|hence|therefore|thus|but)\b", re.IGNORECASE)
_EXPLAINED = re.compile(
    r"(?<=%)\s+\(=?\s*[\d.,/]+\)|"
    r"(?<=[\w%°])\s+\(\s*(?!(?:sin|cos|tan|sqrt|log|exp|abs|base|mod|hex|oct|binary|hexadecimal|octal)\b)"
    r"(?:or\b|an?\s|(?:[\d.,]+ )?[^\W\d_]{3}|\d+ [^\W\d_]{2} )[^()]*\)",
    re.IGNORECASE,
)
"""A remark in brackets that begins with a word."""
_ENCLOSED = re.compile(r"\s*(?:\(([^()]*)\)|\[([^\[\]]*)\]|<([^<>]*)>|\{([^{}]*)\})\s*")
_EQUATED = re.compile(r"(?<![<>!≠=])=(?![=<>])")
_ATTACHED = re.compile(r"[^\W\d_]+(?:\^\(?-?\d\)?)?(?:/[^\W\d_]+(?:\^\d)?)?")
_MATHEMATICS = re.compile(r"\s*(?:pi|sqrt|sin|cos|tan|ln|log|exp|i|e|x|y|z|n)\b(?!')", re.IGNORECASE)
_COMPOUND = re.compile(
    r"\s*(?:,|and)?\s*\d[\d.]*\s*(?:cents?|pence|hours?|h|minutes?|min|seconds?|s|days?|months?|feet|inch(?:es)?|in|"
    r"ounces?|oz|grams?|g|cm|mm|m|ml)\b",
    re.IGNORECASE,
)
"""What makes `2 hours 30 minutes` another amount than 2 hours."""
_RESULT = re.compile(
    r"(.*(?<![<>!≠=]))=(?![=<>])\s*"
    r"((?!.*\b(?:is|are|was|were)\s+(?:[a-z]+ )?[$€£]?\d|"
    r".*\b(?:so|thus|hence|therefore|means?|leaves|gives|makes|rounds?)\b.*\d).*)",
    re.DOTALL,
)
"""A calculation with its result, and no conclusion behind it."""
_DENIED_SUM = re.compile(r"(?:\b(?:not|never)|n't|≠)\s+[\s\d$€£.,%()+*/x×÷-]*$", re.IGNORECASE)
_OF_THEM = re.compile(r"of (?:it|them|these|those|the|his|her|its|their|all)\b")
_WORDS_AND_DIGITS = re.compile(r"([^\W\d_][^\d()]*)\s\((\d[\d,]*)\)")
"""`eighteen (18)`"""
_SHORT = re.compile(r"\s+(?!(?:in|of|at|by|to|on|is|as|or|an|he|we|so|if|no|it|am|be|my)\b|a\s|I\b)([^\W\d_]{1,2})\b")
_DASH_BEFORE_WORDS = re.compile(r"\s+-\s+[^\W\d_]{2}|/\s?[^\W\d_]{2}|-(?!sin|cos|tan|log|exp|sqrt|abs)[^\W\d_]{3}")
_VARIABLES = re.compile(r"(?:\d|[-+^/(]\s*)[a-z]\b|\b[a-z]\s*[-+*/^]", re.IGNORECASE)


@dataclass(frozen=True)
class Amount:
    """A number with its unit, as it is named by `units.name_of`; empty if it has none."""

    value: Fraction
    unit: str = ""
    written: str = field(default="", compare=False)
    scaled_by: int = field(default=1, compare=False)
    """What a scale word (`3 million`) has multiplied the number by."""
    falls: bool = field(default=False, compare=False)
    """Whether words say the sign: `$5 less`, `down 25%`."""

    @property
    def kind(self) -> str:
        if self.unit == "%":
            return "percent"
        if units.kind_of(self.unit) == "money":
            return "money"
        return "number with unit" if self.unit else "number"


def read(text: str) -> Amount | None:
    """The amount that a text is; `None` if it is anything else. Letters beside a number are no unit unless they are in
    the table of units: `5x` is no amount."""
    text = _EXPLAINED.sub("", plain(text)).strip()
    match = _NUMBER.fullmatch(text) or _NUMBER.match(text)
    if match is None:
        return None
    amount, rest = _amount(match, text)
    if amount is None or rest.strip() or modifiers.denies(text):
        return None
    # Alone, `0,1` may be two numbers, and `3k` a product.
    doubtful = re.fullmatch(r"(?!\d{1,3},\d{3}$)\d+,\d+|\d+(?:\.\d+)?[kKMB]|\d+(?:\.\d+){2,}", text)
    return None if doubtful else amount


@lru_cache(maxsize=1024)
def find(text: str) -> Amount | None:
    """The amount that a piece of an answer states; `None` if there is none, or more than one."""
    text = plain(text)
    if _DOUBTED.search(text):
        return None
    text = _EXPLAINED.sub("", _REASON.split(text, maxsplit=1)[0])
    if enclosed := _ENCLOSED.fullmatch(text):
        text = next(filter(None, enclosed.groups()), "")
    text = _after_equals(text)
    if modifiers.calls_wrong(text):
        text = text[match.end() :] if (match := _CONCLUSION.match(text)) else ""
    found = list(_NUMBER.finditer(text))
    if not found:
        return _in_words(text.strip())
    if (twice := _WORDS_AND_DIGITS.fullmatch(text)) and value_of_words(twice[1]) == _value(found[0]):
        return _amount(found[0], text)[0]
    if any(_joined(text, match) for match in found) or any(_beside(text, *pair) for pair in pairwise(found)):
        return None
    begins = _LEADING.match(text)
    first = next((match for match in found if begins and match.start() == begins.end()), None)
    chosen = found[-1] if first is None or _MOVES_ON.search(text[first.end() :]) else first
    for one, other in pairwise(found):
        if chosen in (one, other) and _TOGETHER.match(text[one.end() : other.start()]):
            return None  # 8 apples and 3 pears
    return _stated(text, chosen)


def _in_words(text: str) -> Amount | None:
    """`six apples`; the number comes first."""
    words = re.sub(r"^an? (?=dozen\b)", "one ", text, flags=re.IGNORECASE).split()
    for count in range(min(len(words), 12), 0, -1):
        value = value_of_words(" ".join(words[:count]))
        if value is not None:
            rest = in_figures(" ".join(words[count:]))
            if scale := _SCALE.match(rest):
                value, rest = value * _SCALES[(scale[1] or "thousand").lower()], rest[scale.end() :].strip()
            unit = units.phrase(rest)[0]
            if rest and (not (unit or _OF_THEM.match(rest)) or _changed_behind(rest, rest) or modifiers.denies(rest)):
                return None
            first, _, more = rest.partition(" ")
            if units.name_of(first) == "%":
                unit, rest = first, more
            fallen = modifiers.falls("", rest)
            return Amount(-value if fallen else value, units.name_of(unit), text, falls=fallen)
    return None


LABELS = re.compile(
    r"(?<![\d:])\d{1,2}:\d\d(?::\d\d)?(?![\d:])(?:\s*[ap]\.?m\b\.?)?|"
    r"\b(?:at|in|see|on|from|by|of)?\s*\b(?:step|page|chapter|section|figure|fig\.|table|line|equation|eq\.|problem|"
    r"exercise|example)\s+#?\d+(?:\.\d+)*\b(?!\s*[-+*/=(:])|^\s*\d+[.)]\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
"""Numbers that only say when or where."""


def last(reply: str) -> Amount | None:
    """The last amount of a whole reply; `None` if there is none, or the last number is a part of something else."""
    lines = [line for line in reply.splitlines() if re.search(r"\d", plain_signs(line))]
    sentences = (
        re.split(r"(?<=[^\d\s][.!?])\s+|(?<=\d[.!?])\s+(?=[^\W\d])", LABELS.sub(" ", plain(lines[-1]))) if lines else []
    )
    sentence = next((one for one in reversed(sentences) if _NUMBER.search(one)), "").rstrip(" .?")
    sentence = re.sub(r"\s+because\s[^=]*[<>][^=]*$", "", sentence)  # 15 ounces because 15 > 14
    if (result := _RESULT.fullmatch(sentence)) and not _DENIED_SUM.search(result[1]):
        first = _NUMBER.match(result[2])
        if first and not _joined(result[2], first) and (equal := _stated(result[2], first)) is not None:
            return equal  # of "48 + 24 = 72 clips in 2 months" it is 72
    found = [match for match in _NUMBER.finditer(sentence) if not _is_power_of_unit(sentence[: match.start()])]
    if (
        not found
        or re.search(r"(?:[:x^*]|\d\s*[-+/]|\d\S* or )$", sentence[: found[-1].start()])
        or _joined(sentence, found[-1])
    ):
        return None
    return _stated(sentence, found[-1])


def _is_power_of_unit(before: str) -> bool:
    """Whether the number behind this text is that of `cm^2`."""
    unit = re.search(r"([^\W\d_]+)\^$", before)
    return unit is not None and units.is_known(units.name_of(unit[1])) and not units.is_letter(f"{unit[1]}^2")


def is_amount(text: str) -> bool:
    """Whether a text is one number, perhaps with a currency or a percent sign."""
    amount = read(text)
    return amount is not None and amount.kind != "number with unit"


def plain(text: str) -> str:
    """LaTeX and the signs of all scripts as plain text, powers of ten as an exponent, `minus 9` as -9."""
    text = latex.plain(plain_signs(text)).replace("{", " ").replace("}", " ")
    if "us " in text or "ive " in text:
        text = _MINUS.sub("-", text)
    if "cent" in text or "¢" in text:
        text = _CENTS.sub(lambda found: f"${found[1] or found[2]}.{found[3]:0>2}", text)
    return (_LONE_TEN.sub(r"1e\1", _TEN.sub(r"e\1", text)) if "10" in text else text).strip()


def _after_equals(text: str) -> str:
    """What follows the last `=`; nothing if what stands before is no name or calculation, as in `2x = 6`."""
    sides = _EQUATED.split(text)
    if len(sides) == 1:
        return text
    if any(re.search(r"\b(?:or|and)\b|[,;]\s", side) for side in sides[1:-1]) or re.search(r"\d or \S*\d", sides[0]):
        return ""  # x = 7 or x = 8
    left = re.sub(r"(?<=\d)\s*x\s*(?=[\d$]|(?:as|more|the)\b)", "*", " = ".join(sides[:-1]))
    return "" if _VARIABLES.search(left) or re.match(r"\s*[-+]\s*[a-z]", left, re.IGNORECASE) else sides[-1]


def _joined(text: str, match: re.Match[str]) -> bool:
    rest = text[match.end() :]
    return bool(_JOINED.match(rest)) and not _DASH_BEFORE_WORDS.match(rest)


def _beside(text: str, match: re.Match[str], following: re.Match[str]) -> bool:
    """Whether two amounts that are measured alike stand side by side, as in `3°F and 4`."""
    one, rest = _amount(match, text)
    other, behind = _amount(following, text)
    if one is None or other is None or not _BESIDE.fullmatch(rest[: len(rest) - len(text) + following.start()]):
        return False
    return other.unit == one.unit or (not other.unit and not behind.strip(" .?!"))


def _stated(text: str, match: re.Match[str]) -> Amount | None:
    """The amount at a place, unless the words around it change what it says."""
    before, behind = text[: match.start()], text[match.end() :]
    amount, rest = _amount(match, text)
    if amount is not None and amount.unit == "%":
        behind = rest = _PERCENT_OF.sub("", rest)
    if amount is None or _changed_before(before, match) or _changed_behind(behind, rest):
        return None
    bounds_a_time = not amount.unit and not rest.strip(" .!?") and modifiers.bounds_next_time(before)
    if bounds_a_time or (units.is_known(amount.unit) and _COMPOUND.match(rest)):
        return None
    if _CLOCK.match(behind):
        return replace(amount, unit="o'clock")
    if modifiers.falls(before, behind) or modifiers.falls("", rest):
        unit = "" if modifiers.falls("", f" {amount.unit}") else amount.unit
        return replace(amount, value=-abs(amount.value), unit=unit, falls=amount.value > 0)
    if not amount.unit and (short := _SHORT.match(rest)):
        return replace(amount, unit=short[1])  # 5 MA is not 5 mA, although neither may be in the table
    return amount


def _changed_before(before: str, match: re.Match[str]) -> bool:
    """Whether the words before a number deny it, compare it, or make it a part of something else."""
    if before[-1:] and (before[-1].isalpha() or before[-1] in "_)±"):
        return True
    if match["sign"] and re.search(r"[-+]\s*$", before):
        return True  # - -3
    return modifiers.denies(before) or modifiers.changes_next(before)


def _changed_behind(behind: str, rest: str) -> bool:
    """Whether what is behind a number, or behind its unit (`rest`), makes it another number."""
    if modifiers.replaces_last(behind) or _MATHEMATICS.match(rest):
        return True
    if any(modifiers.rejects_last(text) or modifiers.changes_last(text) for text in (behind, rest)):
        return True
    operated = re.match(r"\s*(?:or\b(?! so\b)|[-+*/^]\s*[\w(]|[\w(√|])", rest)
    words = re.match(r"\s*(?:(?!or\b(?! so\b))[^\W\d_]{2,}|a\s)", rest)
    return bool(operated and not words and not _DASH_BEFORE_WORDS.match(rest))


def _amount(match: re.Match[str], text: str) -> tuple[Amount | None, str]:
    """The amount that begins at a match, and the rest of the text."""
    value = _value(match)
    rest = text[match.end() :]
    if value is None:
        return None, rest
    scale = 1
    while (found := _SCALE.match(rest)) and (found[1] or match["currency"] or match["before"] or found[2] == "k"):
        scale *= _SCALES[found[1].lower()] if found[1] else _LETTERS[found[2].lower()]  # a million million
        rest = rest[found.end() :]
    unit, rest = _unit(rest)
    currency = (match["currency"] or match["before"] or "").strip()
    if currency:
        own = _DOLLARS.get(currency.upper().rstrip("$")) or units.name_of(currency)
        if units.kind_of(unit) == "money" and unit != own:
            return None, rest
        unit = own if unit in ("", own) or not units.kind_of(unit) else f"{own} {unit}"
    return Amount(value * scale, unit, text[match.start() : len(text) - len(rest)].strip(), scale), rest


def _unit(rest: str) -> tuple[str, str]:
    """The unit that a text begins with, by its name, and what follows."""
    if rest[:1].isalpha():  # without a blank before it only a unit of the table is one: 5x is a product
        match = _ATTACHED.match(rest)
        unit = units.name_of(match[0]) if match else ""
        alone = match is None or (len(match[0]) == 1 and match[0].isascii())
        return ("", rest) if match is None or alone or not units.is_known(unit) else (unit, rest[match.end() :])
    written, end = units.phrase(rest)
    first = re.match(r"\s*(?:%|percent|per\s?cent)(?!\w)", rest, re.IGNORECASE)
    if first and not units.is_known(units.name_of(written)):
        return "%", rest[first.end() :]  # 25% off
    if known := _KNOWN_FIRST.match(rest):
        name = units.name_of(known[1])
        if units.is_known(name) and not units.is_known(units.name_of(written)):
            return name, rest[known.end() :]  # 150 hours pass
    if not written or _MATHEMATICS.fullmatch(written):
        return "", rest
    if not units.is_known(units.name_of(written)) and not re.fullmatch(r"[^\W\d_]{3}[^\d_^]*", written):
        return "", rest  # 8 y^7 is a product
    return units.name_of(written), rest[end:]


def _value(match: re.Match[str]) -> Fraction | None:
    """The number, without currency and unit; `None` for a division by zero, two signs, or too many digits."""
    if len(match[0]) > MAX_DIGITS or abs(int(match["power"] or 0)) > MAX_POWER or (match["sign"] and match["sign2"]):
        return None
    if match["mixed"]:
        under = int(match["under"])
        size = int(match["mixed"]) + Fraction(int(match["over"]), under) if under else None
    else:
        whole = _decimal(match["whole"])
        size = Fraction(whole)
        if match["power"]:
            size *= Fraction(10) ** int(match["power"])
        if match["by"]:
            by = int(match["by"].replace(",", ""))
            size = size / by if by and whole.isdigit() else None  # 0.5/3 is a calculation
    negative = "-" in (match["sign"] or "") + (match["sign2"] or "")
    return size if size is None or not negative else -size


def _decimal(written: str) -> str:
    """Digits with a full stop before the decimals and no thousands separators."""
    if written.isdigit():
        return written
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+", written):
        return written.replace(".", "").replace(",", ".")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", written):
        return written.replace(".", "")
    if re.fullmatch(r"0,\d+|\d+,(?:\d{1,2}|\d{4,})", written):
        return written.replace(",", ".")
    return re.sub(r"[, '_]", "", written)
