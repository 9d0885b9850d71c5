"""What each exercise of a request is to be like: its form, its setting, its length. Even, seeded and pure.

A model that is asked for the same thing again and again writes the same thing. So the exercises of a request go
through all forms and all settings before one comes again, each time in another order; a request that is repeated goes
on where the last one ended. The same request always has the same plan, so its prompts, and the answers that are paid
for, stay the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from tutelage.config import FormName
from tutelage.seeds import rng

T = TypeVar("T")


class QuestionForm(NamedTuple):
    """One form of a question."""

    text: str
    """What a prompt says about it."""
    story: bool = True
    """Whether it may be longer than a sentence, and have a setting."""
    quantities: bool | None = None
    """Only for skills that deal with quantities (`True`), or only for others (`False`)."""
    rules: bool | None = False
    """Only for skills of which rules or facts are given (`True`), only for others (`False`), or for all (`None`)."""
    can_go_wrong: bool = True
    """Whether a constructed error can have it: the answer is worked out, not picked or corrected."""
    open: bool = False
    """Whether its answer is open and has a rubric. As a judge has to mark that, the recipe must name the form."""


FORMS: Mapping[FormName, QuestionForm] = {
    "computation": QuestionForm("a computation, without a story", story=False, quantities=True),
    "question": QuestionForm("a direct question, without a story", story=False, quantities=False),
    "case": QuestionForm("a direct question about one case", story=False, rules=True),
    "word problem": QuestionForm("a short situation in which the skill has to be used", rules=None),
    "boundary": QuestionForm("a case at a limit that is stated, or just beside it", story=False, rules=True),
    "reverse": QuestionForm("the result is given, and what it came from is the answer"),
    "find the error": QuestionForm("somebody's wrong result is shown; the answer is the right one", can_go_wrong=False),
    "choice": QuestionForm(
        'multiple choice: "choices" lists the right answer and three wrong ones, "answer" is the right one in full',
        can_go_wrong=False,
    ),
    "explain": QuestionForm(
        'an open question, such as why or how: "answer" is a good answer in two or three sentences, and "points" lists '
        "two to four separate things that it says, which any good answer must say",
        can_go_wrong=False,
        open=True,
    ),
}
"""The forms that a recipe may name. One is sensible for a skill by what is said here and by `sensible_forms`."""

SETTINGS = (
    *("at home", "at school", "in a shop", "on a journey", "in a garden", "in a workshop", "in an office"),
    *("at a harbour", "in a kitchen", "on a farm", "in a library", "at a sports ground", "in a laboratory"),
    *("in a hospital", "in a museum", "on a building site", "in a theatre", "in a town hall", "in a bank"),
    "in the mountains",
)
"""Settings where the recipe names none. Not every skill has room for one, so they are only asked for where they fit."""

LENGTHS = ("one sentence", "two sentences", "three or four sentences")

_QUANTITIES = re.compile(
    r"\d|\b(?:add|sum|subtract|multipl|divi|fraction|decimal|percent|ratio|rate|number|count|calculat|comput|equation|"
    r"expression|function|deriv|integra|limit|series|sequence|logarithm|exponent|power|root|angle|area|volume|length|"
    r"slope|graph|vector|matri|determinant|average|mean|median|probabilit|amount|price|cost|tax|interest|euro|dollar|"
    r"allowance|budget|distance|speed|mileage|convert|measure|arithmetic|algebra)",
    re.IGNORECASE,
)
"""What shows that a skill deals with quantities."""


class CheckExample(NamedTuple):
    """An example of a formula about an answer, for prompts."""

    question: str
    formula: str
    about: str
    """Beginnings of words of its subject."""


CHECK_EXAMPLES = (
    CheckExample(
        "What is 3 times the sum of 2 and 5?",
        "answer = 3*(2 + 5)",
        "sum add plus times multipl product arithm bracket order number whole",
    ),
    CheckExample(
        "A field is 30 m long and 20 m wide. How long is the fence around it?",
        "answer = 2*(30 + 20)",
        "perimet rectang length width geomet shape area fence field metre measur distance",
    ),
    CheckExample(
        "Ana has 40 stamps and gives away a quarter. How many are left?",
        "answer = 40 - 40/4",
        "fraction quarter percent share subtract part stamp divi",
    ),
    CheckExample(
        "A tank holds 90 litres and loses 4 every hour. How many are left after 5 hours?",
        "answer = 90 - 4*5",
        "rate hour time day volume litre linear water tank speed flow",
    ),
)
"""A small model copies an example into what it writes: so it gets one of another subject."""


class ItemPlan(NamedTuple):
    """What one exercise is to be like."""

    form: FormName
    setting: str
    """Empty for none."""
    length: str
    numbers: tuple[int, ...]
    """Where numbers are free, they start from ones like these."""
    cycle: int
    """How often all forms were gone through before."""


def plan_items(
    name: str, first: int, number: int, forms: Sequence[FormName], settings: Sequence[str]
) -> tuple[ItemPlan, ...]:
    """Plans of the items `first`, `first + 1`, … of the request with this name. Raises `ValueError` without a form."""
    if not forms:
        raise ValueError("no form to choose from")
    plans = []
    for index in range(first, first + number):
        form = in_turn(name, "form", index, forms)
        story = FORMS[form].story
        plans.append(
            ItemPlan(
                form,
                in_turn(name, "setting", index, settings) if settings and story else "",
                in_turn(name, "length", index, LENGTHS) if story else LENGTHS[0],
                tuple(rng(0, name, "numbers", index).sample(range(2, 100), 2)),
                index // len(forms),
            )
        )
    return tuple(plans)


def in_turn(name: str, what: str, index: int, options: Sequence[T]) -> T:
    """The option at an index of an endless sequence that holds each option once before one comes again."""
    cycle, place = divmod(index, len(options))
    return rng(0, name, what, cycle).sample(options, len(options))[place]


def sensible_forms(
    words: str, chosen: Sequence[FormName] = (), *, rules: bool = False, errors: bool = False, alike: bool = False
) -> tuple[FormName, ...]:
    """The forms that suit a skill, by the words of its name and description; of those `chosen`, if there are any.

    `rules`: rules or facts about it are given; a small model that is asked for more than cases of them leaves them.
    `errors`: for constructed errors; `alike`: for exercises that are modelled on others, whose form is theirs. What a
    recipe chooses is kept even if it does not seem to suit, as long as a constructed error can have it.
    """
    quantities = bool(_QUANTITIES.search(words))
    known = [
        name
        for name, form in FORMS.items()
        if (name in chosen if chosen else form.rules in (None, rules) and form.quantities in (None, quantities))
        and (chosen or not form.open)
        and (form.can_go_wrong or not (errors or alike))
    ]
    return tuple(known) or sensible_forms(words, rules=rules, errors=errors, alike=alike)


def check_example(words: str) -> CheckExample:
    """The example that has least to do with a skill, by the words of its name and description."""
    found = re.findall(r"[^\W\d_]+", words.lower())

    def shared(example: CheckExample) -> int:
        return sum(word.startswith(tuple(example.about.split())) for word in found)

    return min(CHECK_EXAMPLES, key=shared)


def plan_text(plans: Sequence[ItemPlan], *, named: bool, rules: bool = False) -> str:
    """The plans as a prompt says them, a line for each item. `named` says that the settings are the recipe's own;
    others are only asked for where they fit. Where `rules` are given, they have the numbers."""
    lines = []
    for number, plan in enumerate(plans, 1):
        parts = [FORMS[plan.form].text, plan.length]
        if plan.setting:
            parts.append(f"setting: {plan.setting}" + ("" if named else ", if that fits"))
        if not rules:
            parts.append(f"free numbers near {' and '.join(map(str, plan.numbers))}")
        lines.append(f"{number}. {plan.form}: {'; '.join(parts)}")
    return "\n".join(lines)
