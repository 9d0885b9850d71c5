"""The choices of a multiple-choice question: their letters, and which of them an answer names. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutelage.grading import latex, modifiers
from tutelage.grading.natural import singular
from tutelage.grading.signs import plain_signs
from tutelage.grading.texts import key_of

MAX_CHARS = 1000
"""A longer text names no choice."""
_WRAPPED = re.compile(
    r"[\s\"'`*_$]*(?:(?:the|correct|right|best|answer|option|choice|letter|is|it's|it)\b[:\s]*)*", re.IGNORECASE
)
_CAPITAL = re.compile(r"[(\[<{\"'`*]*([A-Z])[)\]>}\"'`*]*(?=$|[\s.):,;!-])")
_SMALL = re.compile(r"[(\[<{\"'`*]*([a-z])(?:[)\]>}\"'`*]+\s*|[\s.):]*$|[.):]\s+)")
_REASON = re.compile(
    r"\s*[,;:.-]*\s*\(?(?:because|since|as|for|which|where|it|this|that|note|is (?:right|correct|the))\b", re.IGNORECASE
)
_ANOTHER = re.compile(r"\s*(?:[-=]>|[,/&]|\bor\b|\band\b)+\s*[(\[]?(?:option |choice )?[A-Z]\b[)\]]?")
_TAKEN_BACK = re.compile(
    r"(?:^(?:[\s;|.:!)\]*—-]|\b(?:or|and|no|maybe|perhaps|possibly|it is|it's)\b,?)+"
    rf"|\b(?:no,|rather|{modifiers.SECOND_THOUGHT})\W+(?:\w+\s+){{0,4}}?)"
    r"[(\[]?(?:option |choice )?\b([A-Z])[)\]]?(?=\s*(?:[.,;:!?*]|$))",
    re.IGNORECASE,
)
"""Another letter that stands alone behind the first: `B; C`, `B. Actually A.`"""
_REFUSED = re.compile(
    r"(?:\bnot|n't|\bnever|\bcannot|\brefuse to|\bhardly)\s+(?:be |ever |have |to )*"
    r"(?:choose|chosen?|pick|select)?[\s:(]*$",
    re.IGNORECASE,
)
_DENIED = re.compile(
    rf"\s*(?:(?:[.:)-]\s*.{{0,80}})?\b(?:is|are|was)(?: not|n't)? (?:{modifiers.WRONG}|not)|"
    r"[,;(]\s*not (?:right|correct|possible))\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"(?:^|\b(?:option|choice|answer|letter)\W+|\()[A-Z](?:[).:]|$)|\b(?:option|choice) [A-Za-z]\b|[,;:] [A-Z]\W*$"
)
MOST_WORDS = 14
"""Words of a sentence in which a choice is looked for."""
_CONCLUDED = re.compile(
    r"\b(?:hence|so|therefore|thus|answer is|option is|choice is|choose|chose|pick|select|it must be|it is|"
    r"not [(\[]?[A-Z][)\]]?,? but)\b[:,]?\s*"
    r"(?:(?:the )?(?:correct |right )?(?:answer|option|choice)(?: is)?:? )?(?=[(\[]?[A-Z](?:[)\]]|\b))",
    re.IGNORECASE,
)
_SEPARATED = re.compile(r"^[\s.):,;*\]>!\"'`}]*(?:-+(?=\s|[^\W\d_])\s*)?|[\s.,;:*!]+$")
"""What stands between a letter and the text of its choice, and behind that; the minus sign of a number is none."""
_SUBJECTS = (("it",), ("they",), ("he",), ("she",))
"""Words for which a sentence may have the thing itself: `Ice is less dense` for `It is less dense`."""
_LAST_LETTER = re.compile(r"(.+?)\s*[(\[]([A-Z])[)\]]")


def letter_of(index: int) -> str:
    """The letter of a choice: A for the first one, at index 0."""
    return chr(ord("A") + index)


def index_of(answer: object, choices: Sequence[str], labels: Sequence[str] = ()) -> int:
    """Index of the right choice. A number is its index from 0; a text is a label, a letter, the choice itself, or the
    index, whichever matches first. Raises `ValueError` if it is none of them."""
    if isinstance(answer, int) and not isinstance(answer, bool):
        if 0 <= answer < len(choices):
            return answer
        raise ValueError(f"answer {answer}: the {len(choices)} choices are counted from 0")
    text = str(answer).strip() if isinstance(answer, str) else ""
    letters = [letter_of(index) for index in range(len(choices))]
    for names in (labels, letters, choices, [letter.lower() for letter in letters], [*map(str, range(len(choices)))]):
        if list(names).count(text) > 1:
            raise ValueError("the answer matches two of the choices: give its index from 0, or its letter")
        if text in names:
            return list(names).index(text)
    raise ValueError(f"the answer {str(answer)[:40]!r} is none of the choices: give its index from 0, letter or text")


def chosen(given: str, choices: Sequence[str]) -> str:
    """The letter of the choice that an answer names, by its letter, by its text, or by both if they belong together;
    empty if it names none, or more than one. What follows a letter may be a reason."""
    if not 0 < len(given) <= MAX_CHARS:
        return ""
    text = plain_signs(latex.plain(given)).strip()
    keys = [key_of(choice) for choice in choices]
    if by_text := _by_text(text, keys) or _by_both(text, keys):
        return by_text
    start = _last_end(_CONCLUDED, text) if _DENIED.search(text) or not _begins(text, choices) else 0
    by_letter = "" if _REFUSED.search(text[:start]) else _by_letter(text[start:], keys)
    return by_letter or ("" if _LETTERS.search(text) else _by_only_text(text, keys))


def _by_letter(text: str, keys: Sequence[tuple[str, ...]]) -> str:
    """The letter that a text names, if what follows does not take it back."""
    text = text[match.end() :] if (match := _WRAPPED.match(text)) and match.end() < len(text) else text
    if (behind := _LAST_LETTER.fullmatch(text.rstrip(" .*"))) and _by_text(behind[1], keys) == behind[2]:
        return behind[2]
    letter = _CAPITAL.match(text) or _SMALL.match(text)
    if letter is None:
        return _by_text(text, keys)
    name, rest = letter[1].upper(), text[letter.end() :]
    if name not in map(letter_of, range(len(keys))) or _is_taken_back(name, rest):
        return ""
    return name if _belongs(rest, name, keys) else ""


def _is_taken_back(name: str, rest: str) -> bool:
    """Whether what follows a letter names another one, denies it or asks."""
    another = any(other.upper() != name for other in _TAKEN_BACK.findall(rest))
    return bool(another or _ANOTHER.match(rest) or _DENIED.match(rest) or re.match(r"[)\]*\"'\s]*\?", rest))


def _begins(text: str, choices: Sequence[str]) -> bool:
    match = _CAPITAL.match(text)
    return match is not None and ord(match[1]) - ord("A") < len(choices)


def _by_only_text(text: str, keys: Sequence[tuple[str, ...]]) -> str:
    """The letter of the only choice whose text a sentence does not deny: `It is Nairobi, not Lagos.`"""
    words = [singular(word) for word in key_of(text)]
    keys = [tuple(singular(word) for word in (key[1:] if key[:1] in _SUBJECTS else key)) for key in keys]
    if len(words) > MOST_WORDS or re.search(r"[?+*/^=_\\]", text) or _DENIED.search(text):
        return ""
    named = set()
    for index in sorted(range(len(keys)), key=lambda index: -len(keys[index])):
        key = list(keys[index])
        for start in range(len(words) - len(key) + 1):
            if key and words[start : start + len(key)] == key:
                before, behind = words[max(0, start - 3) : start], words[start + len(key) :][:2]
                denied = "no" in before or modifiers.denies(" ".join(before))
                if not denied and not (behind[:1] not in (["not"], ["unlike"]) and modifiers.denies(" ".join(behind))):
                    named.add(index)
                words[start : start + len(key)] = [""] * len(key)  # York is not in New York
    beside = " ".join(words)
    changed = modifiers.unsettles(beside) or modifiers.changes(beside) or re.search(r"\bthan\b|\bexcept\b", beside)
    return letter_of(named.pop()) if len(named) == 1 and not changed else ""


def _by_text(text: str, keys: Sequence[tuple[str, ...]]) -> str:
    """The letter of the only choice with this text."""
    wanted = {key_of(text.strip()), key_of(text.strip(' .*`"'))} - {()}
    named = [letter_of(index) for index, choice in enumerate(keys) if choice in wanted]
    return named[0] if len(named) == 1 else ""


def _by_both(text: str, keys: Sequence[tuple[str, ...]]) -> str:
    """The letter that a text begins with, if the text of its choice follows and nothing else."""
    letter = _CAPITAL.match(text)
    return letter[1] if letter and _by_text(_SEPARATED.sub("", text[letter.end() :]), keys) == letter[1] else ""


def _belongs(rest: str, name: str, keys: Sequence[tuple[str, ...]]) -> bool:
    """Whether what follows a letter is nothing, the text of its choice, or a reason; a bare letter has a sign behind
    it, or `because`: `B C` and `A city` name no choice."""
    said = _SEPARATED.sub("", rest)
    if enclosed := re.fullmatch(r"\(([^()]*)\)?", said):
        said = enclosed[1]  # B (Nairobi)
    if not said:
        return True
    other = _by_text(said, keys)
    if other:
        return other == name
    first = re.split(r"[.;\n]\s", said, maxsplit=1)[0]
    if (stated := _by_text(first, keys)) and stated != name:
        return False
    own = key_of(said)[: len(keys[ord(name) - ord("A")])] == keys[ord(name) - ord("A")]
    return own or bool(re.match(r"\s*[.):,;\]>*-]", rest)) or bool(_REASON.match(rest))


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    found = list(pattern.finditer(text))
    return found[-1].end() if found else 0
