"""Whether a sentence is the question as a statement, with the answer in it: `Anna won` to "Who won?". English. Pure.

Every word of its clause beside the answer must be one of the question's, in any form of the verb, or a small one, and
the answer must stand where the question has its gap: `Anna won against Ben` and `it was won by Anna`, but neither `Ben
won against Anna` nor `Anna's friend won`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutelage.grading import modifiers, questions
from tutelage.grading.texts import key_of, sentences
from tutelage.grading.verbs import base

LONGEST = 300
"""Characters of a text that is read."""
_BE = frozenset(("is", "are", "was", "were", "be", "been"))
_DO = frozenset(("do", "does", "did"))
_PERSON = frozenset(("who", "whom"))
_GAPS = _PERSON | {"which", "what"}
_RELATIVE = frozenset(("who", "that", "which"))
_LISTED_SMALL = (
    "it he she they we you people this that these those who which them him her its his their our the a an of in on at "
    "by to for from with as has have had so also there and against during around about than through over along "
    "under across"
)
_SMALL = _BE | frozenset(_LISTED_SMALL.split())
_SUBJECTS = frozenset(("it", "this", "that", "he", "she", "they", "these", "those"))
_LINKS = frozenset(("so", "then", "thus", "therefore", "hence", "and", "but", "yes"))
_PLACES = frozenset(("in", "on", "at", "between", "near", "from", "of", "through", "over", "along", "under", "across"))
_IS = re.compile(r"\b(it|that|he|she|there)['’]s\b", re.IGNORECASE)
_UNLIKE = re.compile(r"\s*(?:not|unlike|and not)\s+(?:in\s+)?(?:the\s+|its\s+)?\w+\W*$", re.IGNORECASE)
_CONTRAST = re.compile(
    rf"\b(?:but|although|though|however|yet|or|no|if|whereas|while|later|then|so|thus|hence|therefore|"
    rf"{modifiers.WRONG}|{modifiers.SECOND_THOUGHT})\b|=",
    re.IGNORECASE,
)
"""What may say another answer behind one."""
_COMPARED = re.compile(
    r"(?:larg|small|bigg|high|low|great|long|short|tall|old|young|fast|slow|heavi|light|earli|lat|wid|deep|cheap|warm|cold|"
    r"hott|rich|poor|strong|weak)(?:er|est)|more|most|less|least|fewer|first|second|third|last"
)
_VERDICT = re.compile(r"(?:\b(?:so|hence|therefore|thus)|[,:;])\s*(yes|no|true|false)\W*\Z", re.IGNORECASE)
_SUBJECT = "it|they|he|she|you|we|i|that|this|there|one"
_DOES = "is|are|was|were|does|do|did|has|have|had|can|may|must|should|shall|will|would|could|need|needs"
_SHORT_VERDICT = re.compile(
    rf"(yes|true) (?:(?:{_SUBJECT}) (?:{_DOES})|of course|certainly|absolutely|definitely|indeed)|"
    rf"(no|false) (?:(?:{_SUBJECT}) (?:(?:{_DOES}) not|(?:{_DOES})n['’]t|cannot|can['’]t|won['’]t)|"
    r"(?:of course|certainly|absolutely|definitely) not|not at all)",
    re.IGNORECASE,
)
"""`Yes it is`, `No they may not`: without the comma, and with the word that belongs to it."""
_VERDICT_FIRST = re.compile(r"\W*(yes|no|true|false)\b", re.IGNORECASE)


def verdict(text: str) -> str:
    """The verdict that a sentence ends with, or consists of: `It is not, because 7 divides it: no`, `Yes it is`; empty
    if there is none."""
    if short := _SHORT_VERDICT.fullmatch(text.strip(" .!")):
        return short[1] or short[2]
    last, first = _VERDICT.search(text[-20:]), _VERDICT_FIRST.match(text)
    return last[1] if last and not (first and first[1].lower() != last[1].lower()) else ""


def says(text: str, answer: str, question: str) -> bool:
    """Whether a text states an answer in words, as the question puts it, and nothing against it."""
    asked = questions.read(question)
    words = list(key_of(asked.main))
    gap = next((index for index, word in enumerate(words) if word in _GAPS), None)
    if gap is None or len(text) > LONGEST or modifiers.denies(asked.main):
        return False
    compared = {word for word in words[gap:] if _COMPARED.fullmatch(word)}
    known = {base(word) for word in (*key_of(asked.whole), *_SMALL)}
    wanted = key_of(answer)
    shorter = wanted[:-1] if wanted[1:] and wanted[-1] in words else wanted  # the Atlantic, of oceans
    clauses = [
        one for part in sentences(_IS.sub(r"\1 is", text)) for one in re.split(r"[,;]\s+|\s+—\s+", part.strip(" .!"))
    ]
    for index, clause in enumerate(clauses):
        for gold in dict.fromkeys((wanted, shorter)):
            found = _from_last_colon(clause, gold)
            places = _places(found, gold)
            if len(places) != 1:
                continue
            before, behind = found[: places[0]], found[places[0] + len(gold) :]
            rest = ", ".join(clauses[index + 1 :])
            against = _CONTRAST.search(rest) or (modifiers.denies(rest) and not _UNLIKE.match(rest))
            other = any(base(word) not in known and not word.isdigit() for word in before + behind)
            missing = not compared.issubset(before + behind) and not (before and before[0] in _SUBJECTS)
            before = before[1:] if before[:1] and before[0] in _LINKS else before
            return not (against or other or missing) and _is_in_its_place(before, behind, words[gap:])
    return False


def _places(words: Sequence[str], gold: tuple[str, ...]) -> list[int]:
    return [start for start in range(len(words)) if gold and tuple(words[start : start + len(gold)]) == gold]


def _from_last_colon(clause: str, gold: tuple[str, ...]) -> list[str]:
    """The words of a clause, without a heading before them: `History of China: Li Bai wrote poems`."""
    while ": " in clause and _places(key_of(clause.partition(": ")[2]), gold):
        clause = clause.partition(": ")[2]
    return list(key_of(clause))


def _is_in_its_place(before: list[str], behind: list[str], asked: list[str]) -> bool:
    """Whether an answer between these words stands where the question has its gap."""
    person = asked[0] in _PERSON
    if asked[1:2] == ["of"]:  # which of the two is older
        start = next((index for index, word in enumerate(asked) if word in _BE | _DO), len(asked))
        asked = [asked[0], "", *asked[start:]]
    rest = list(asked[1:] if person or (asked[1:2] and asked[1] in _BE | _DO) else asked[2:])
    if not rest:
        return False
    said = [word for word in before if word not in _SMALL]
    cleft = not said and before[1:] and before[-1] in _BE and behind[1:] and behind[0] in _RELATIVE
    if cleft or not before or (not person and before == [asked[1]]):
        then = behind[1:] if cleft else behind
        if rest[0] in _BE:  # Canberra is the capital
            return bool(then) and then[0] in _BE and any(word in rest and word not in _SMALL for word in then)
        # Anna won; it is honey that bees make
        return bool(then) and (base(then[0]) == base(rest[0]) or bool(cleft and rest[0] in _DO))
    last, verb = before[-1], base(rest[1] if rest[0] in _BE and rest[1:] else rest[0])
    if last == "by":  # it was won by Anna
        return rest[0] not in _BE and not _BE.isdisjoint(before) and verb in map(base, said)
    if behind:
        return False
    known = any(base(word) in map(base, rest) for word in said)
    return (
        (last in _BE and (known or before[0] in _SUBJECTS))  # it is Rome
        or ((last in said or last == asked[-1]) and rest[0] in _DO)  # plants use oxygen
        or (last in said and rest[0] in _BE and "has" in before)  # gold has the symbol Au
        or (base(last) == verb and (rest[0] in _BE or before[0] in _PLACES))  # there they speak French
    )
