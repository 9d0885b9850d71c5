"""Read what a reply states as its answer. Pure.

What was only thought (`<think>…</think>` and the like) is cut off first. What is stated last counts, in any of these
ways: after `Answer:`, in `\\boxed{…}`, after `####`, in `<answer>…</answer>`, on the line below a heading "Answer", or
after "answer is" or "result is". Boxes that stand together are one answer of several parts.

If nothing is marked so: of mathematics what follows the last `=` of the last line that has one, else the last number;
of a number with words around it the last number that stands for itself; of anything else the last line. The answer
keeps the notation of the reply; LaTeX is read when it is compared.
"""

from __future__ import annotations

import re

from tutelage.grading import amounts, latex, modifiers
from tutelage.grading.texts import sentences
from tutelage.grading.thinking import without_thinking
from tutelage.records import Checker

MAX_ANSWER_CHARS = 200
"""A longer text is not an answer."""
LAST_CHARS = 4000
"""The answer is searched for in so many characters at the end of a reply."""

MAX_BETWEEN = 60
"""Characters between two boxes that stand together."""

_BOLD = re.compile(r"(?<![\w)\]}*])\*\*(?!\*)|(?<!\*)\*\*(?![\w(\[{\\*-])|__(?=\w)|(?<=[\w.:])__(?!\w)")
"""Two stars that do not mean a power."""
_FORMULA = r"(?s:\$\$.+?\$\$|\\\[.+?\\\])|[^\n]+"
_LISTED_WORDS = (
    "antwort lösung réponse respuesta resposta risposta antwoord ответ odpowiedź svar cevap 答案 答え 正解 정답 الجواب "
    "الإجابة उत्तर"
)
_OTHER_WORDS = _LISTED_WORDS.split()
_STATED = tuple(
    re.compile(form, re.IGNORECASE | re.MULTILINE)
    for form in (
        rf"answer\s*[:：]\s*(?=({_FORMULA}))",
        r"####\s*([^\n]+)",
        r"<answer>\s*([^<]*)",
        rf"^[# \t]*(?:the )?(?:final )?answer[ \t]*\n+\s*({_FORMULA})",
    )
)
_STATED_ELSEWHERE = re.compile(
    rf"(?:{'|'.join(_OTHER_WORDS)})(?:\s*[:：]|[是为爲]|(?: \w+)? (?:es|est|ist|é|è|-)\s)\s*({_FORMULA})", re.IGNORECASE
)
_SAID = re.compile(
    r"(?<!will )(?<!would )"
    r"(?:answer|result|option|choice|solution)(?: (?:to|for|of|in) [^\n.:]{1,80}?)?"
    r" (?:is\b|=|would be|must be|should be)"
    r":?(?!\s*(?:easy|clear|given by|based on|below|above|as follows)\b)"
    r"(?!\s*(?:correct|wrong|right)\s*(?:[.!]|$|because|since|as))"
    rf"\s*(?=({_FORMULA}))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+]?(?:\d+ \d+/\d+|\d+(?:\.\d+)?(?:/\d+)?)")
_BETWEEN_BOXES = re.compile(
    r"[\s$,;]*(?:\\\w+\s*)?(?:and|or|und|et|y)?(?:[\s$,;]|\\quad|\\text\{[^}]*\})*(?:[\w()']{1,6}\s*=\s*)?[\s$]*",
    re.IGNORECASE,
)
_PROSE = re.compile(r"(?<![\\A-Za-z])(?!sqrt|frac|arc|sinh|cosh|tanh)[A-Za-z]{4,}")
_SHORT_PROSE = re.compile(
    r"(?<!\S)(?:so|we|it|is|the|as|of|to|in|at|an|and|or|by|be|no|not|are|was|has|get|for|but|he|she|can|all|do|if|on|up)\b",
    re.IGNORECASE,
)


def extract_answer(reply: str, checker: Checker = Checker.MATHEMATICS) -> str:
    """The answer in a reply, as text; empty if none can be found."""
    reply = readable(reply)
    marked = stated(reply)
    if checker is Checker.NUMBER:
        amount = find_amount(marked) if marked else amounts.last(reply)
        return amount.written if amount else trim(marked)
    if marked:
        return trim(marked)
    return last_line(reply) if checker is not Checker.MATHEMATICS else last_value(reply)


def readable(reply: str, *, bold: bool = False) -> str:
    """The end of a reply, without what was only thought and, unless `bold`, without the stars of bold type."""
    end = without_thinking(reply)[-LAST_CHARS:]
    return end if bold else _BOLD.sub("", end)


def stated(reply: str) -> str:
    """What a reply, as `readable` gives it, marks as its answer; empty if it marks none."""
    lowered = reply.lower()
    patterns = [*_STATED, _SAID] if "answer" in lowered else [_STATED[1], _SAID]
    if any(word in lowered for word in _OTHER_WORDS):
        patterns.append(_STATED_ELSEWHERE)
    found = [(match.start(), match[1]) for pattern in patterns for match in pattern.finditer(reply) if match[1].strip()]
    # What has signs alone is the answer only if nothing else is.
    found = [each for each in found if each[1].strip(" $*`.:")] or found
    boxes = latex.boxes(reply) if "boxed" in lowered or "fbox" in lowered else []
    if boxes:
        found.append((boxes[-1][0], _together(reply, boxes)))
    return max(found)[1].strip() if found else ""


def _together(reply: str, boxes: list[tuple[int, int, str]]) -> str:
    """The contents of the boxes at the end that stand together, each once."""
    contents = [boxes[-1][2]]
    for (_, end, content), (start, _, _) in zip(reversed(boxes[:-1]), reversed(boxes[1:]), strict=True):
        if start - end > MAX_BETWEEN or not _BETWEEN_BOXES.fullmatch(reply[end:start]):
            break
        contents.insert(0, content)
    unwrapped = [inner[-1][2] if (inner := latex.boxes(one)) and inner[-1][1] == len(one) else one for one in contents]
    return ", ".join(dict.fromkeys(one.strip() for one in unwrapped))


def find_amount(piece: str) -> amounts.Amount | None:
    """The amount in the first sentence of a piece that has a number."""
    for sentence in sentences(piece.strip(" *`")) or [""]:
        if re.search(r"\d\W{0,2}(?:\.\.|…)$", sentence):
            return None  # 42... goes on
        if re.search(r"\d", sentence) or len(sentence) < 60:
            exclaimed = re.search(r"(?:[^\W\d_]{2}|'s)\s.*\d!$", sentence)  # It is 72!
            return amounts.find(sentence.rstrip(".?! " if exclaimed else ".? "))
    return None


def last_value(reply: str) -> str:
    """Of mathematics without a mark: what follows the last `=`, a last line without prose, or the last number."""
    lines = [line for line in reply.splitlines() if line.strip()]
    equations = [line for line in lines if "=" in line]
    if equations:
        return trim(equations[-1].rsplit("=", 1)[1])
    end = lines[-1] if lines else ""
    bare = 0 < len(end) <= MAX_ANSWER_CHARS and not _PROSE.search(latex.without_text(end))
    if bare and (len(lines) == 1 or (re.search(r"\w", end) and not _SHORT_PROSE.search(end))):
        return trim(end)
    numbers = list(_NUMBER.finditer(reply := amounts.LABELS.sub(" ", reply)))
    before = re.split(r"[.!?;]\s|\n", reply[: numbers[-1].start()])[-1] if numbers else ""
    return numbers[-1][0] if numbers and not modifiers.denies(before) else ""


def last_line(reply: str) -> str:
    """The last line of a reply."""
    return trim(reply.strip().rpartition("\n")[2])


def trim(text: str) -> str:
    """An answer without what surrounds it: dollar signs, a final full stop, a sentence that follows."""
    text = latex.without_text(text.strip())
    text = (sentences(text) or [text])[0]
    return re.sub(r"^(?:[$`*,;:\s]|\.(?!\d))+|[$`*.,;:\s]+$", "", text) or text.strip()
