"""What a subject that is made of topics consists of: a `Topic` is a skill with its lesson and its generators; from a
`Draw` a generator makes one `Item`; see `tutelage.subjects.workbook`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from tutelage.records import Checker

T = TypeVar("T")
U = TypeVar("U")
PLAIN = "plain"
"""The form of question that every skill has."""
Described = Mapping[str, tuple[str, ...]]
"""Plain question of the number k, with blanks `{}` -> the same question of a number that is described, in wordings in
which `{0}`, `{1}` … stand for the blanks and `{k}` for the description."""


class Item(NamedTuple):
    """One exercise before its wording is chosen and its choices are laid out."""

    questions: str | tuple[str, ...]
    """The same question in three wordings or more, or the one that the generator has chosen."""
    work: str
    """The steps of the solution, without a closing full stop. `@integer-addition` stands for the name of that skill,
    and declares that the steps use it; the name of the item's own skill is put in front if they do not begin with it.
    """
    answer: str
    """The answer that the steps lead to; never a letter."""
    formal: str
    """A statement about `answer` that verifies it in another way; see `tutelage.subjects.statements`."""
    uses: tuple[str, ...] = ()
    """Ids of other skills that the steps use; the steps must name them."""
    value: int | None = None
    """The right answer as a whole number, where another exercise may use it."""
    noun: str = ""
    """For such an answer, what the question asks for, as a noun phrase: "the solution of 3x + 2 = 14"."""
    unit: str = ""
    """For such an answer, what kind of number it is, e.g. `year`; see `Topic.takes`."""
    others: tuple[str, ...] = ()
    """Wrong choices, the likeliest mix-ups first; none for a free answer."""
    right: str = ""
    """The right choice, if `answer` is the wrong one that a slip leads to."""
    accepted: tuple[str, ...] = ()
    """Further right answers to a free question."""
    checker: Checker = Checker.MATHEMATICS
    """How a free answer is compared."""
    worded: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Name of another form -> wordings, three or more, that ask for the same answer with the same steps, such as a
    `word problem`. A form counts if it can be drawn at every difficulty; one with steps of its own is `Topic.form`."""


@dataclass
class Draw:
    """Everything a generator may depend on."""

    rng: Random
    difficulty: int
    """1 to 3."""
    slip: str = ""
    """The mistake to make; empty for a right solution."""
    given: int | None = None
    """The number that another skill's exercise has found."""

    def within(self, *ranges: tuple[int, int], step: int = 1) -> int:
        """A multiple of `step`; one range (both ends included) for each difficulty, the last one for those beyond."""
        low, high = ranges[min(self.difficulty, len(ranges)) - 1]
        return self.rng.randrange(low, high + 1, step)

    def nonzero(self, *ranges: tuple[int, int]) -> int:
        """A whole number other than 0."""
        while True:
            if number := self.within(*ranges):
                return number

    def ragged(self, *ranges: tuple[int, int]) -> int:
        """A whole number that does not end in 0: a step such as 7 + 0 = 7 teaches nothing."""
        while True:
            if (number := self.within(*ranges)) % 10:
                return number

    def choice(self, options: Sequence[T]) -> T:
        return self.rng.choice(options)

    def outcome(self, right: T, **wrong: U) -> T | U:
        """The right result, or what the draw's slip leads to: `d.outcome(a + b, sign=a - b)`."""
        return wrong.get(self.slip, right)

    def letter(self) -> str:
        """A variable; mostly x."""
        return self.rng.choice("xxxtyu")

    def main(self, *ranges: tuple[int, int], step: int = 1) -> int:
        """The number that another exercise can supply; otherwise like `within`."""
        return self.within(*ranges, step=step) if self.given is None else self.given

    def shown(self, number: T) -> T | str:
        """How the question writes the main number: as k if it was supplied."""
        return number if self.given is None else "k"


Generator = Callable[[Draw], Item]


@dataclass(frozen=True)
class Topic:
    """A skill that a workbook teaches."""

    id: str
    name: str
    about: str
    """What the lesson says; worked examples are added. A lesson must name the skills that its own skill needs."""
    make: Generator
    slips: Mapping[str, str] = field(hash=False)
    """Key of a slip -> what is wrong, as a sentence."""
    needs: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Id of a skill that this one needs -> why, in words that can follow "because". The lesson says it."""
    takes: Mapping[str, Sequence[int]] = field(default_factory=dict, hash=False)
    """Unit -> the numbers that exercises of other skills may supply, see `Draw.given`; the answers are mathematics."""
    direct: tuple[str, ...] = ()
    """What the skill itself does with the numbers of a question, such as `sum`: no shortcut, see
    `tutelage.subjects.shortcuts`."""
    described: Described = field(default_factory=dict, hash=False)
    """How composed exercises ask about a number that is described instead of given. Where nothing fits, the question
    says what k is."""
    others: dict[str, Generator] = field(default_factory=dict, hash=False)
    """Name of a form of question with steps of its own -> its generator; `make` makes the plain one."""

    def form(self, name: str) -> Callable[[Generator], Generator]:
        """Declares a generator as another form of this skill's questions: `@addition.form("word problem")`.

        It may make the draw's slip, or ignore it: misconceptions are drawn until the slip changes the answer.
        """

        def declare(make: Generator) -> Generator:
            if name in self.others or name == PLAIN:
                raise ValueError(f"{self.id} has two forms called '{name}'")
            self.others[name] = make
            return make

        return declare
