"""Read the answer from a reply. Pure.

The first of these rules that finds one:
1. what follows the last `Answer:`;
2. the content of the last `\\boxed{…}`;
3. what follows the last `####`;
4. what follows the last "answer is" or "result is";
5. what follows the last `=` of the last line that has one;
6. the last number.

If the answer is not mathematics, only the first four apply, and after them the last line counts. If it is a number with
words around it (the checker `number`, for exams that were not written for this program), the first of the four that
finds a number counts (`tutelage.grading.amounts` decides which), and after them the last number of the reply. The
answer keeps the notation of the reply; LaTeX is read when it is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutelage.grading import amounts, latex
from tutelage.records import Checker

MAX_ANSWER_CHARS = 200
"""A longer text is not an answer."""
LAST_CHARS = 4000
"""The answer is searched for in so many characters at the end of a reply."""

_BOLD = re.compile(r"(?<![\w)\]}])\*\*|\*\*(?![\w(\[{\\-])")
"""Two stars that do not mean a power."""
_MARKS = (
    r"(?i)answer\s*:\s*([^\n]+)",
    r"####\s*([^\n]+)",
    r"(?i)(?:answer|result)(?: to [^\n.:]{1,80}?)? is:?\s*([^\n]+)",
)
_NUMBER = re.compile(r"[-+]?(?:\d+ \d+/\d+|\d+(?:\.\d+)?(?:/\d+)?)")


def extract_answer(reply: str, checker: Checker = Checker.MATHEMATICS) -> str:
    """The answer in a reply, as text; empty if none can be found."""
    reply = _BOLD.sub("", reply[-LAST_CHARS:])
    marked = list(_marked(reply))
    if checker is Checker.NUMBER:
        found = (amount for piece in marked if (amount := amounts.find_amount(piece)))
        # A marked answer without a number is a wrong answer: numbers elsewhere in the reply do not count.
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
    """What the reply marks as its answer, by each rule that finds something."""
    for pattern in _MARKS:
        found = re.findall(pattern, reply)
        if found:
            yield trim(latex.boxed(found[-1]) or found[-1])
        if pattern is _MARKS[0] and (box := latex.boxed(reply)):
            yield trim(box)


def trim(text: str) -> str:
    """An answer without what surrounds it: dollar signs, a final full stop, a sentence that follows."""
    text = latex.without_text(text.strip())
    # The full stop in `B. Nairobi` does not end a sentence.
    text = re.split(r"(?<=[\w)}$])(?<!^[A-Z])\.(?:\s|$)", text, maxsplit=1)[0]
    return re.sub(r"^(?:[$`*,;:\s]|\.(?!\d))+|[$`*.,;:\s]+$", "", text)
