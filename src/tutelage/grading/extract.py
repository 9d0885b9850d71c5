"""Read the answer from a reply. Pure.

The first rule that finds one:
1. what follows the last `Answer:`;
2. the content of the last `\\boxed{…}`;
3. what follows the last `####`;
4. what follows the last "answer is" or "result is";
5. what follows the last `=` of the last line that has one;
6. the last number.

Only the first four count where the answer is no mathematics; after them the last line does. Where the answer is a
number with whatever words around it (the checker `number`, of exams that were not written for this program), the first
of the four that gives a number counts (`tutelage.grading.amounts` decides which), and after them the last number of the
reply. The answer keeps the notation of the reply; LaTeX is cleaned when it is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutelage.grading import amounts, latex
from tutelage.records import Checker

MAX_ANSWER_CHARS = 200
"""A longer text is no answer."""
LAST_CHARS = 4000
"""The answer is looked for in so much of a reply's end."""

_BOLD = re.compile(r"(?<![\w)\]}])\*\*|\*\*(?![\w(\[{\\-])")
"""Two stars that are no power."""
_MARKS = (
    r"(?i)answer\s*:\s*([^\n]+)",
    r"####\s*([^\n]+)",
    r"(?i)(?:answer|result)(?: to [^\n.:]{1,80}?)? is:?\s*([^\n]+)",
)
_NUMBER = re.compile(r"[-+]?(?:\d+ \d+/\d+|\d+(?:\.\d+)?(?:/\d+)?)")


def extract_answer(reply: str, checker: Checker = Checker.MATHEMATICS) -> str:
    """The answer that a reply gives, as text; empty if none can be found."""
    reply = _BOLD.sub("", reply[-LAST_CHARS:])
    marked = list(_marked(reply))
    if checker is Checker.NUMBER:
        found = (amount for piece in marked if (amount := amounts.find_amount(piece)))
        # A marked answer that is not one number is an answer, and a wrong one: what comes before it does not count.
        return next(found, marked[0] if marked else amounts.last_amount(reply))
    if marked:
        return marked[0]
    if checker is not Checker.MATHEMATICS:
        return trim(reply.strip().rpartition("\n")[2])
    equations = [line for line in reply.splitlines() if "=" in line]
    if equations:
        return trim(equations[-1].rsplit("=", 1)[1])
    numbers = _NUMBER.findall(reply)
    return numbers[-1] if numbers else ""


def _marked(reply: str) -> Iterator[str]:
    """What the reply itself calls its answer, by each rule that finds something."""
    for pattern in _MARKS:
        found = re.findall(pattern, reply)
        if found:
            yield trim(latex.boxed(found[-1]) or found[-1])
        if pattern is _MARKS[0] and (box := latex.boxed(reply)):
            yield trim(box)


def trim(text: str) -> str:
    """An answer without what surrounds it: mathematics marks, a final full stop, a sentence that follows."""
    text = latex.without_text(text.strip())
    # The full stop of `B. Nairobi` ends no sentence.
    text = re.split(r"(?<=[\w)}$])(?<!^[A-Z])\.(?:\s|$)", text, maxsplit=1)[0]
    return re.sub(r"^(?:[$`*,;:\s]|\.(?!\d))+|[$`*.,;:\s]+$", "", text)
