"""What may, must and must not be done: as a question with yes or no, and beside its contrary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutelage.teacher.documents.items import Fact, Item
from tutelage.teacher.documents.material import Material
from tutelage.teacher.documents.turning import yes_no

_MODAL = re.compile(
    r"\b(?:may|must|can|should|cannot|is allowed|are allowed|is not allowed|are not allowed|is required)\b"
)
_DENIED = re.compile(r"\b(may|must|can|should|is|are) not\b|\b(can)not\b")
_NOBODY = re.compile(r"(?:Nobody|No one|No employee) (may|must|can) ")
_CONTRARY = (
    (r"\bmay not\b", "may"),
    (r"\bmust not\b", "may"),
    (r"\bcannot\b", "can"),
    (r"\bcan not\b", "can"),
    (r"\bshould not\b", "should"),
    (r"\bis not allowed\b", "is allowed"),
    (r"\bare not allowed\b", "are allowed"),
    (r"^Nobody may\b", "Everybody may"),
    (r"^No one may\b", "Everybody may"),
    (r"\bmay\b", "may not"),
    (r"\bmust\b", "need not"),
    (r"\bcan\b", "cannot"),
    (r"\bshould\b", "need not"),
    (r"\bis allowed\b", "is not allowed"),
    (r"\bare allowed\b", "are not allowed"),
    (r"\bis required\b", "is not required"),
)


def facts(material: Material) -> Iterator[Fact]:
    """One fact for each rule that permits, demands or forbids."""
    for sentence in material.sentences:
        text = sentence.text
        if len(_MODAL.findall(text)) != 1 or re.search(
            r"\band (?:may|must|can|should)\b|\b(?:only|except|unless|but|normally|usually)\b|;", text
        ):
            continue
        question, answer = _question(material, text)
        contrary = next((re.sub(old, new, text, count=1) for old, new in _CONTRARY if re.search(old, text)), "")
        if not question or not contrary:
            continue
        yield Fact(
            key=f"{sentence.place.passage} may {text}",
            rule="permission",
            places=(sentence.place,),
            quotes=(text,),
            said=(text,),
            items=(
                Item("yes-no", question, answer),
                Item("contrary", "which of these two is the rule?", text, (contrary,)),
            ),
        )


def _question(material: Material, text: str) -> tuple[str, str]:
    """A question and its answer; empty if the sentence is not plain."""
    if found := _NOBODY.match(text):
        rest = text[found.end() :].rstrip(".")
        plain = not re.search(r"[,;:]|\band (?:the|it|they)\b", rest)
        return (f"{found[1]} anybody {rest}?", "no") if plain else ("", "")
    denied = _DENIED.search(text)
    if denied:
        kept = denied[1] or denied[2]
        asked = yes_no(text[: denied.start()] + kept + text[denied.end() :], kept, material.lower)
        return (asked or "", "no")
    found = _MODAL.search(text)
    return (yes_no(text, found[0].split()[0], material.lower) or "", "yes") if found else ("", "")
