"""Answers in words: equal if they differ in nothing but what never matters. Pure.

Never matter: capital letters of ordinary words, accents, articles, quotation marks, a hyphen between two words, the
full stop of an abbreviation, and the sign that ends a sentence. Everything else is kept: signs, brackets, operators,
digits, and the letters of a symbol (`CO` is not `Co`, `pH` is not `Ph`).
"""

from __future__ import annotations

import re
import unicodedata

from tutelage.grading import latex, modifiers
from tutelage.grading.signs import plain_signs

LONGEST = 2000
"""Characters of an answer that is parsed; a longer one is compared as a whole, apart from blanks and case."""
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'(?=[^\W\d_])[^\W\d_]+)*|'+|\S")
_ARTICLES = ("the", "a", "an")
_PART = re.compile(r"\s+(?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+ th)\W*$", re.IGNORECASE)
"""Behind an article: `a fourth` is a part, `the fourth` a place."""
_PAUSES = ",;:.?!"
_AROUND_LETTERS = (*" .,;:()-&/'\"", "")
_RELATIONS = {"≤": "<=", "≥": ">=", "≠": "!=", "…": "...", "⇒": "->", "⟹": "->", "⇔": "<->", "↔": "<->"}
_SPACED_INITIALS = re.compile(r"\b([A-Z])\.\s+(?=[A-Z]\.)")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_SHORT_WORDS_LISTED = "no ok up us it in on he we me my by to of or so go do am pm is an at as if be hi"
_SHORT_WORDS = frozenset(_SHORT_WORDS_LISTED.split())
_TITLES = frozenset(("mr", "ms", "dr", "jr", "st"))
_LONG = 6
"""Letters of a word that is no symbol, however it is written: `McDonald`."""
_ABBREVIATIONS_LISTED = (
    "mr mrs ms dr prof st mt ft jr sr vs etc approx ca cf al no nos fig eq gen gov lt col sgt capt rev hon rs inc ltd "
    "co corp dept est jan feb mar apr jun jul aug sep sept oct nov dec"
)
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_LISTED.split())
_OPENERS_LISTED = (
    "the this that these those it its he she they we i you in on at because since so note as but and there therefore "
    "hence thus then here if is are was what which by for from to of not only also with my our his her their let now "
    "answer reason explanation"
)
_OPENERS = frozenset(_OPENERS_LISTED.split())
_SENTENCE_END = re.compile(r"(?:[.?]|(?<=[^\W\d_][^\W\d_])!)(?=\s+|$)")
_REASON = re.compile(
    r"\s*(?:,\s*)?\b(?:because|since|as (?=it|he|she|they|the|we|this))\b.*|"
    r",\s*(?:which|who|so|where)\b(?! (?:is|was) (?:not|wrong|incorrect)\b| (?:is|was)n't\b).*|"
    r"(?:;|\s—)(?=(?:\s+\S+){3}).*",
    re.IGNORECASE | re.DOTALL,
)
_ASIDE = re.compile(r"(?<=[\w.])\s+\((?=[^()]*[^\W\d_]{3})[^()]*\)\s*$")
_SUBJECT = re.compile(r"^(?:it|this|that|he|she|they|these|those)\s+(?:is|was|are|were)\s+(?!not\b)", re.IGNORECASE)
_PLACE = re.compile(r"^(?:[Oo]n|[Ii]n|[Aa]t)\s+(?=(?:the\s+)?[A-Z])")
"""Before a name: `on Thursday`."""
_VERDICT = re.compile(
    r"(yes|no|true|false|correct|incorrect)\s*(?:[,;:.!]|\s-|\s*—|\()\s*(?!(?:or|and)\b)", re.IGNORECASE
)
_RETRACTED = re.compile(
    rf"\w[\"')]*\s*[.?!…;,(—-]+\s*(?:(?:no|{modifiers.SECOND_THOUGHT})(?:[,.:;!—-]+|\s+wait\b\W*)\s*\w|"
    r"(?:actually|i mean|or rather|no wait|make that)\b\W+(?:(?:it|that|the answer)\b|[A-Z\d]))|"
    r"\w\s*[.!?;]\s+or\b\s*\w",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Za-z_.]{2,}\((?!e?s\))|[A-Za-z_]{2,}\[|;$|==|\w\.\w+\(")
"""Text of a programming language, in which case and quotation marks count."""
_CODE_BLANKS = re.compile(r"\s+(?=[^\w\s\"'])|(?<=[^\w\s\"'])\s+")
_VERDICTS = {"yes": "no", "no": "yes", "true": "false", "false": "true", "correct": "incorrect", "incorrect": "correct"}


def key_of(text: str) -> tuple[str, ...]:
    """The parts of a text by which it is compared.

    >>> key_of("the Côte d'Ivoire.")
    ('cote', 'divoire')
    """
    text = plain_signs(unicodedata.normalize("NFC", latex.plain(text)))
    text = "".join(unicodedata.normalize("NFD", mark)[0] if mark.isalpha() else mark for mark in text)
    text = re.sub(r"(?<=[A-Za-z)])_(?=\d)", "", text)  # H₂O
    text = re.sub(r"(?<=[A-Za-z\d)])\^\(?(\d?[-+])\)?(?!\w)", r"\1", text)  # Na⁺
    text = re.sub(r"(?<=\d)\s*per\s?cent\b", "%", text)
    text = re.sub(r"¬\s+", "¬", text)
    for sign, written in _RELATIONS.items():
        text = text.replace(sign, written)
    text = _SPACED_INITIALS.sub(r"\1.", text)
    text = _INITIALS.sub(lambda initials: initials[0].replace(".", ""), text)
    found = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]
    kept = [_part(token, text[start - 1 : start], text[end : end + 1]) for token, start, end in found]
    tokens = [
        part for index, part in enumerate(kept) if part and not _drops(found[index][0], index, len(found), text, found)
    ]
    return tuple(tokens) or tuple(token for token, _, _ in found)


def _part(token: str, before: str, after: str) -> str:
    """A token as it is compared."""
    if not token[0].isalpha():
        return token.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", token) else token
    word = token.replace("'", "")
    symbol = (
        (
            len(word) < _LONG
            and not all(part.islower() or part.isupper() or part.istitle() for part in token.split("'") if part)
        )
        or (len(word) == 1 and not (before in _AROUND_LETTERS and after in _AROUND_LETTERS))
        or (len(word) <= 2 and (before.isdigit() or after.isdigit()))
        or (len(word) == 2 and word.istitle() and word.lower() not in _SHORT_WORDS | _TITLES)
    )
    return word if symbol else word.casefold()


def _drops(sign: str, index: int, count: int, text: str, found: list[tuple[str, int, int]]) -> bool:
    """Whether a part never matters."""
    _, start, end = found[index]
    before, after = text[max(start - 40, 0) : start], text[end : end + 40]
    if sign.lower() in _ARTICLES:
        if sign.lower() != "the" and _PART.match(after):
            return False
        # `Type A`, `vitamin A`: a capital letter that does not begin the text is a name.
        return (
            count > 1 and bool(re.match(r"\s+\w", after)) and not (sign == "A" and index) and not before.endswith("-")
        )
    if sign in '"`':
        return count > 1
    if sign[0] == "'":  # f'(x) keeps it
        return count > 1 and bool(re.search(r"[^\W\d_]{2}$|^$|\s$", before))
    if sign == "-":
        joins = re.search(r"[^\W\d_]$", before) and re.match(r"[^\W\d_]{2}", after)
        return bool(joins or (re.search(r"[^\W\d_]{2}\s$", before) and re.match(r"\s[^\W\d_]", after)))
    return sign in _PAUSES and _ends(sign, before, after)


def _ends(sign: str, before: str, after: str) -> bool:
    """Whether a sign only ends a sentence, a part of one, or an abbreviation: `5!` and `a:b` keep it."""
    if sign == ".":
        return bool(re.search(r"\w\.?$", before)) or (bool(before.strip()) and not after.strip(" ."))
    word = r"[^\W\d_]{2}[\"')]?$|\d$" if sign in ",;" else r"[^\W\d_]{2}[\"')]?$"
    return bool(re.search(word, before) and re.match(r"\s|$", after))


def sentences(text: str) -> list[str]:
    """A text in sentences; the full stop of `Mrs. Hilt`, `St. Louis`, `J. K. Rowling` ends none."""
    parts: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        word = re.search(r"[\w'.]*$", text[start : match.start()])
        before = word[0] if word else ""
        following = re.match(r"\W*(\w+)", text[match.end() :])
        opener = following is not None and following[1].lower() in _OPENERS
        initial = len(before) == 1 and before.isupper()
        short = before.lower().rstrip(".") in _ABBREVIATIONS or re.fullmatch(r"(?:\w\.)+\w", before)
        if match[0] == "." and following and not opener and (initial or short):
            continue
        parts.append(text[start : match.end()].strip())
        start = match.end()
    return [part for part in (*parts, text[start:].strip()) if part]


def readings(text: str) -> list[str]:
    """What a piece of a reply may state as its answer: the whole, its first sentence, and that without its reason."""
    text = text.strip()
    if len(text) > 2 and text[0] == text[-1] == "$":
        text = text[1:-1].strip()
    first = (sentences(text) or [text])[0]
    short = _REASON.sub("", first)
    verdict = _VERDICT.match(text)
    if verdict and _taken_back(verdict[1].lower(), text[verdict.end() :].lower()):
        return [text]
    found = [text, first, short, _ASIDE.sub("", short), _SUBJECT.sub("", short), _PLACE.sub("", short)]
    if verdict:
        found.append(verdict[1])
    return list(dict.fromkeys(filter(None, found)))


def _taken_back(verdict: str, rest: str) -> bool:
    """Whether what follows a verdict is another one, standing alone: `Yes, but no`; or makes it a number: `no. 5`."""
    other = _VERDICTS[verdict]
    first = r"^no (?:wait|it|actually|sorry|not)\b" if other == "no" else rf"^{other}\b"  # Yes, no doubt
    alone = rf"{first}|\b{other}\s*(?:[,.;:!?—-]|$)"
    return bool(re.search(alone, rest) or (verdict == "no" and re.fullmatch(r"[\d\s.]+", rest)))


def is_retracted(text: str) -> bool:
    """Whether an answer is taken back where it is stated: `Nairobi. No, Mombasa.`"""
    return bool(_RETRACTED.search(text)) and not _VERDICT.match(text)


def _as_code(text: str) -> str:
    """A text of a programming language, without the blanks and the marks around it that do not count."""
    text = plain_signs(text).strip().strip("`").strip().replace("'", '"')
    return _CODE_BLANKS.sub("", text.removesuffix(".") if re.search(r"[)\]]\.$", text) else text)


def same(given: str, expected: str) -> bool:
    """Whether a piece of a reply states the expected text."""
    if len(expected) > LONGEST:
        return given.casefold().split() == expected.casefold().split()
    if is_code(expected):
        return any(_as_code(one) == _as_code(expected) for one in readings(given))
    right = key_of(expected)
    return bool(right) and any(
        one.strip() == expected.strip() or key_of(one) == right for one in statements(given, expected)
    )


def is_code(text: str) -> bool:
    """Whether a text is of a programming language."""
    return bool(_CODE.search(text)) and "\\" not in text


def statements(given: str, expected: str) -> list[str]:
    """The readings of a piece of a reply that state something; a question does only where one is expected."""
    return [one for one in readings(given) if "?" in expected or not one.rstrip(" *\"'").endswith("?")]
