"""A subject made of topics: the shipped subjects are written like this, and so can yours be: see `docs/new-subject.md`.

A topic is a skill with the text of its lesson and a generator. From a `Draw` the generator makes one `Item`. The same
generator makes right exercises, misconceptions (the draw names a slip, and the generator makes that mistake) and the
upper half of composed exercises (the draw has the number that another exercise has found).

A skill has several forms of question. The topic's generator makes the plain one; `Topic.form` adds others, such as a
word problem or the question in reverse; and `tutelage.subjects.frames` makes those that every skill can have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property, partial
from itertools import islice
from random import Random

from tutelage.grading.choices import letter_of
from tutelage.records import Checker
from tutelage.seeds import rng as seeded
from tutelage.subjects import Draft, QuestionForm, composing
from tutelage.subjects.checking import MIN_LESSON_WORDS, holds
from tutelage.subjects.english import with_singulars
from tutelage.subjects.frames import FRAMES, Frame, Material, Solved, ended, in_any_form, listed
from tutelage.subjects.topics import PLAIN, Draw, Generator, Item, Topic

__all__ = ["Draw", "Generator", "Item", "Topic", "Workbook", "sections"]

TRIES = 200
SAMPLES_OF_A_POOL = 100
MAX_POOL = 3000
"""No course asks for more questions of a skill."""
SAMPLES_OF_A_SUPPLY, LEAST_TAKEN, SUPPLY_TRIES = 60, 2, 2000
"""Two skills combine if the upper one takes at least two of sixty numbers that the lower one finds; then 2,000 drawings
are sure to hold one."""
SAMPLES = 12
"""Items of each difficulty that are drawn to find out in which other words a skill is asked about."""
FITS = 8
"""Drawings of each difficulty of which two have to give a question in a frame, or the frame does not fit a skill."""
FRAME_TRIES = 200, 10_000
"""Drawings after which a frame that fits is given up for another form, and, where no form has been made, at last."""
WEIGHTS = {PLAIN: 3.0, "choice": 0.5, "true or false": 0.5}
"""How often forms of question are drawn; 1.5 for a skill's own ones, 1 for frames."""
MAX_EXAMPLES = 8
MIN_LESSON_CHARACTERS = 560
_MENTION = re.compile(r"@([a-z0-9]+(?:-[a-z0-9]+)*)")
_TOLD = re.compile(r"\b(?:go(?:es)? wrong|mistakes?|slips?|[Ll]earners)\b")
"""A lesson whose text has these words says itself where learners go wrong."""
_SHORT = 3
"""An answer of at most this many words is repeated in the sentence that names its letter."""


class Workbook:
    """A subject made of topics; see `tutelage.subjects.Subject`."""

    title = "the subject"
    """What messages call it."""
    lesson_words = MIN_LESSON_WORDS
    """A lesson with fewer words gets a further example."""
    line = " "
    """Separates questions and solutions of the examples in a lesson."""

    def __init__(self, *topics: Topic) -> None:
        self.topics = {topic.id: topic for topic in topics}
        if len(self.topics) < len(topics):
            raise ValueError(f"two topics have the same id: {', '.join(topic.id for topic in topics)}")
        self.skills: Mapping[str, str] = {topic.id: topic.name for topic in topics}

    def lesson(self, skill: str, rng: Random, forms: Sequence[str] = ()) -> str:
        """The topic's text, where learners go wrong, and worked examples of difficulty 1, 2, 3 and so on."""
        topic, generators = self.topic(skill), self.generators(skill, forms)
        parts = [*self.paragraphs(topic, rng), self._pitfalls(topic, generators, rng)]
        examples: list[str] = []
        for _ in range(TRIES):
            if len(examples) >= 3 and (len(examples) >= MAX_EXAMPLES or self._is_long(" ".join((*parts, *examples)))):
                break
            draft = self.draft(topic, rng.choice(generators)(Draw(rng, 1 + len(examples) % 3)), rng)
            example = f"{draft.question}{self.line}{draft.solution}."
            if example not in examples:
                examples.append(example)
        return "\n\n".join([*parts, f"Worked examples. {self.line.join(examples)}"])

    def _pitfalls(self, topic: Topic, generators: Sequence[Generator], rng: Random) -> str:
        """The mistakes that learners make, and one of them in a solution, which is put right. A mistake without steps
        is not shown: it would only be a false sentence."""
        told = _TOLD.search(topic.about)
        title, slips = "Where learners go wrong.", list(dict.fromkeys(topic.slips.values()))
        if told:  # the text has said it
            title, slips = "A mistake that is often made.", []
        for _ in range(FITS):
            material = self._material(topic, rng.choice(generators), 1 + rng.randrange(2), rng)
            right, wrong = material.right, next(material.mistakes(), None)
            if wrong is not None and any(mark in wrong.work for mark in "=;"):
                made = wrong.draft.misconception
                return self.line.join(
                    (
                        " ".join((title, *([slip for slip in slips if slip != made] or slips))),
                        f"{'For example' if slips else 'The question'}: {right.draft.question}",
                        f"Wrong: {ended(wrong.whole())} {made}",
                        f"Right: {ended(right.whole())}",
                    )
                )
        return " ".join((title, *(slips or topic.slips.values())))

    def forms(self, skill: str) -> tuple[QuestionForm, ...]:
        """The forms of question that a skill has, the plain one first."""
        own = (QuestionForm(name, True) for name in self.own_forms(skill))
        return (QuestionForm(PLAIN, False), *own, *(form for form in FRAMES if form.name in self._framed(skill)))

    def exercise(self, skill: str, difficulty: int, rng: Random, forms: Sequence[str] = ()) -> Draft:
        """A right exercise of difficulty 1 to 3, of one of the `forms`, or of any that the skill has."""
        return self._drawn(skill, difficulty, rng, forms)[0]

    def wrong_answers(self, skill: str, difficulty: int, rng: Random, forms: Sequence[str] = ()) -> Mapping[str, str]:
        """Wrong answer -> the mistake that leads to it, of the exercise that `exercise` makes of the same arguments;
        empty where it asks for something else than what the mistakes are made in."""
        draft, material = self._drawn(skill, difficulty, rng, forms)
        known = material.right.draft.formal
        if draft.formal not in (known, f"fulfils {known}"):
            return {}
        found = {wrong.answer: wrong.draft.misconception for wrong in material.mistakes()}
        if draft.checker is not Checker.CHOICE:
            return found
        return {letter_of(index): found[each] for index, each in enumerate(draft.choices) if each in found}

    def _drawn(self, skill: str, difficulty: int, rng: Random, forms: Sequence[str]) -> tuple[Draft, Material]:
        """An exercise, and what it is made of."""
        names = [form.name for form in self.forms(skill) if not forms or form.name in forms]
        if not names:
            raise ValueError(f"{skill} has no question of the form {' or '.join(map(repr, forms))}")
        topic, own = self.topic(skill), self.own_forms(skill)
        for tries in FRAME_TRIES:
            left = list(names)
            while left:
                name = rng.choices(left, [WEIGHTS.get(each, 1.5 if each in own else 1.0) for each in left])[0]
                made = self._of_form(topic, name, _level(difficulty), rng, forms, tries=tries)
                if made is not None:
                    return made[0]._replace(form=name), made[1]
                left.remove(name)
        raise ValueError(f"{skill} has no such question at difficulty {difficulty}: {', '.join(forms)}")

    def misconception(self, skill: str, difficulty: int, rng: Random, forms: Sequence[str] = ()) -> Draft:
        """An exercise with one slip that changes the answer. Raises `ValueError` if no slip of the skill does."""
        topic, generators = self.topic(skill), self.generators(skill, forms)
        for _ in range(TRIES):
            slip, make = self.slip(topic, rng), rng.choice(generators)
            same = Random()  # the same draws once more, without the slip
            same.setstate(rng.getstate())
            draft = self.draft(topic, make(Draw(rng, _level(difficulty), slip)), rng, topic.slips[slip])
            if not holds(draft):
                right = self.draft(topic, make(Draw(same, _level(difficulty))), same)
                return draft._replace(corrected=right.solution if right.question == draft.question else "")
        keys = ", ".join(topic.slips)
        raise ValueError(
            f"no slip of '{skill}' changes the answer at difficulty {difficulty}: its generator has to make the "
            f"mistake that the draw names ({keys}), as in d.outcome(right, {next(iter(topic.slips))}=wrong)"
        )

    def direct(self, skill: str) -> tuple[str, ...]:
        """What the skill itself does with the numbers of a question; see `tutelage.subjects.shortcuts`."""
        return self.topic(skill).direct

    def own_forms(self, skill: str) -> Mapping[str, Generator]:
        """Name -> generator of the forms that only this skill has, found out once; those that are only worded
        otherwise come first."""
        if skill not in self._own_forms:
            topic, source = self.topic(skill), seeded(0, "forms", skill)
            drawn = [
                {name for _ in range(SAMPLES) for name in topic.make(Draw(source, level)).worded} for level in (1, 2, 3)
            ]
            names = sorted(set.intersection(*drawn) - set(topic.others))
            self._own_forms[skill] = {name: partial(_worded, topic.make, name) for name in names} | topic.others
        return self._own_forms[skill]

    def generators(self, skill: str, forms: Sequence[str] = ()) -> list[Generator]:
        """The generators of a skill whose form is among `forms`, or all."""
        topic = self.topic(skill)
        own = [make for name, make in self.own_forms(skill).items() if not forms or name in forms]
        return [topic.make, *own] if not forms or PLAIN in forms or not own else own

    def distinct(self, skill: str, difficulty: int) -> int | None:
        """At least how many distinct questions there are, estimated from how often plain ones repeat; `None` if more
        than a course asks for."""
        key = skill, _level(difficulty)
        if key not in self._pools:
            source = seeded(0, "distinct", skill, difficulty)
            drawn = [self.topic(skill).make(Draw(source, difficulty)).questions for _ in range(SAMPLES_OF_A_POOL)]
            wordings = 1 if isinstance(drawn[0], str) else len(drawn[0])
            self._pools[key] = _pool(drawn, wordings)
        return self._pools[key]

    def composed(self, lower: str, upper: str, rng: Random) -> Draft | None:
        """An exercise of `upper` about a number that `lower` finds; `None` if the two do not combine."""
        below, above = self.topic(lower), self.topic(upper)
        first = self._first(below, above, rng)
        if first is None:
            return None
        item = above.make(Draw(rng, 1, given=first.value))
        draft = self.draft(above, item, rng)
        known = re.sub(r"\banswer\b", f"({first.value})", in_any_form(first.formal))
        work, uses = self.worked(below, first)
        plain = (item.questions,) if isinstance(item.questions, str) else item.questions
        wording = composing.in_words(plain, above.described, rng)
        noun, work = composing.apart(wording or draft.question, first.noun, work)
        return draft._replace(
            question=(wording or composing.named(draft.question)).replace("{k}", noun),
            solution=f"{composing.found(work, str(first.value), named=wording is None)}. {draft.solution}",
            formal=f"{known} and {draft.formal}",
            skills=tuple(dict.fromkeys((*draft.skills, lower, *uses))),
        )

    def pairs(self, skills: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The pairs of `skills` that combine; see `tutelage.subjects.Subject`."""
        topics = [self.topic(skill) for skill in skills]
        for index, above in enumerate(topics):
            for below in topics[:index] if above.takes else ():
                if self._first(below, above, seeded(0, "combines", below.id, above.id)):
                    yield below.id, above.id

    def topic(self, skill: str) -> Topic:
        """A topic by its id. Raises `ValueError` for an unknown one."""
        if skill not in self.topics:
            near = get_close_matches(skill, self.topics, n=1)
            raise ValueError(f"{self.title} has no skill {skill!r}" + (f", did you mean {near[0]!r}?" if near else ""))
        return self.topics[skill]

    # --- what a subject may override -------------------------------------------------------------

    def paragraphs(self, topic: Topic, rng: Random) -> list[str]:
        """The lesson before its examples: the topic's text, and what the skill needs."""
        needed = "; and ".join(f'"{self.skills[skill]}", because {why}' for skill, why in topic.needs.items())
        return [topic.about.strip(), *([f'The topic "{topic.name}" builds on {needed}.'] if needed else ())]

    def slip(self, topic: Topic, rng: Random) -> str:
        """The slip to make."""
        return rng.choice(sorted(topic.slips))

    def supply(self, topic: Topic, rng: Random) -> Item | None:
        """An item whose value another exercise may take; `None`, or an item without a value, if there is none."""
        return topic.make(Draw(rng, 1))

    def worked(self, topic: Topic, item: Item) -> tuple[str, tuple[str, ...]]:
        """The steps with the names of the skills in them, and the ids of the other skills."""
        uses = dict.fromkeys((*item.uses, *_MENTION.findall(item.work)))
        work = _MENTION.sub(lambda mention: self.topic(mention[1]).name, item.work)
        if not work.lower().startswith(topic.name.lower()):
            work = f"{_capital(topic.name)}: {work}"
        return with_singulars(work), tuple(skill for skill in uses if skill != topic.id)

    def draft(self, topic: Topic, item: Item, rng: Random, misconception: str = "") -> Draft:
        """The draft of an item, in one of its wordings and with its choices in a random order."""
        for name in ("work", "answer", "formal"):
            if not isinstance(value := getattr(item, name), str):
                raise ValueError(f"'{name}' of an item is a text, not {type(value).__name__}: write str(…)")
        question = with_singulars(item.questions if isinstance(item.questions, str) else rng.choice(item.questions))
        work, uses = self.worked(topic, item)
        answer, checker = item.answer, item.checker
        choices: tuple[str, ...] = ()
        if item.others:
            choices = _laid_out(item, rng)
            answer, checker = letter_of(choices.index(item.answer)), Checker.CHOICE
            question += listed(choices)
            short = len(item.answer.split()) <= _SHORT and not item.answer.endswith(".")
            named = _capital(item.answer) if short else "This"
            work = f"{ended(work)} {named} is choice {answer}"
        return Draft(
            question=question,
            solution=f"{work}. Answer: {answer}",
            answer=answer,
            formal=item.formal,
            skills=(topic.id, *uses),
            misconception=misconception,
            checker=checker,
            choices=choices,
            accepted=() if choices else item.accepted,
        )

    @cached_property
    def _pools(self) -> dict[tuple[str, int], int | None]:
        return {}

    @cached_property
    def _supplied(self) -> dict[str, list[Item]]:
        return {}

    @cached_property
    def _own_forms(self) -> dict[str, Mapping[str, Generator]]:
        return {}

    @cached_property
    def _frames_of(self) -> dict[str, frozenset[str]]:
        return {}

    def _framed(self, skill: str) -> frozenset[str]:
        """The names of the frames that fit a skill, found out once."""
        if skill not in self._frames_of:
            topic, source = self.topic(skill), seeded(0, "frames", skill)
            self._frames_of[skill] = frozenset(
                form.name
                for form, frame in FRAMES.items()
                if all(self._fits(topic, frame, level, source) for level in (1, 2, 3))
            )
        return self._frames_of[skill]

    def _fits(self, topic: Topic, frame: Frame, difficulty: int, rng: Random) -> bool:
        made = (frame(self._material(topic, topic.make, difficulty, rng), rng) for _ in range(FITS))
        return len(list(islice((draft for draft in made if draft), 2))) == 2

    def _of_form(
        self, topic: Topic, form: str, difficulty: int, rng: Random, forms: Sequence[str], *, tries: int
    ) -> tuple[Draft, Material] | None:
        """An exercise of a form, and what it is made of; `None` if it is a frame that can make nothing of so many
        exercises whose forms are among `forms`."""
        frame = next((frame for name, frame in FRAMES.items() if name.name == form), None)
        if frame is None:
            material = self._plain(topic, self.own_forms(topic.id).get(form, topic.make), difficulty, rng)
            return material.right.draft, material
        generators = self.generators(topic.id, forms)
        for _ in range(tries):
            material = self._material(topic, rng.choice(generators), difficulty, rng)
            draft = frame(material, rng)
            if draft is not None:
                return draft, material
        return None

    def _plain(self, topic: Topic, make: Generator, difficulty: int, rng: Random) -> Material:
        """Like `_material`, with an exercise that is drawn from `rng` itself."""
        before = rng.getstate()

        def again(slip: str = "") -> Item:
            same = Random()
            same.setstate(before)
            return make(Draw(same, difficulty, slip))

        def another() -> Solved:
            return self._solved(topic, make(Draw(rng, difficulty)), rng)

        right = another()
        return Material(right, lambda: self._mistakes(topic, right, again, rng), another, self.skills)

    def _material(self, topic: Topic, make: Generator, difficulty: int, rng: Random) -> Material:
        """An exercise, the same one with each slip that changes its answer, and another one."""
        seed, wording = rng.random(), rng.random()

        def again(slip: str = "") -> Item:
            return make(Draw(Random(seed), difficulty, slip))

        def another() -> Solved:
            return self._solved(topic, make(Draw(rng, difficulty)), Random(wording))

        right = self._solved(topic, again(), Random(wording))
        return Material(right, lambda: self._mistakes(topic, right, again, rng), another, self.skills)

    def _solved(self, topic: Topic, item: Item, rng: Random, misconception: str = "") -> Solved:
        return Solved(self.draft(topic, item, rng, misconception), self.worked(topic, item)[0])

    def _mistakes(self, topic: Topic, right: Solved, again: Callable[[str], Item], rng: Random) -> Iterator[Solved]:
        """The same exercise, drawn `again` with each slip, where it leads to another answer, which is wrong."""
        asked, seen = again("").questions, {right.answer}
        for slip in rng.sample(sorted(topic.slips), len(topic.slips)):
            item = again(slip)
            wrong = self._solved(topic, item, Random(0), topic.slips[slip])
            if item.questions == asked and wrong.answer not in seen and _is_wrong(wrong, right.draft):
                seen.add(wrong.answer)
                yield wrong

    def _first(self, below: Topic, above: Topic, rng: Random) -> Item | None:
        """An item of `below` whose answer `above` takes; `None` if the two do not combine."""
        if below is above or not above.takes or not self._supplies(below, above):
            return None
        for _ in range(SUPPLY_TRIES):
            first = self.supply(below, rng)
            if first is not None and _taken(first, above):
                return first
        return None

    def _supplies(self, below: Topic, above: Topic) -> bool:
        """Whether `above` takes so many of the numbers that `below` finds that drawing comes upon one."""
        if below.id not in self._supplied:
            source = seeded(0, "supply", below.id)
            drawn = (self.supply(below, source) for _ in range(SAMPLES_OF_A_SUPPLY))
            self._supplied[below.id] = [item for item in drawn if item is not None and item.value is not None]
        return sum(_taken(item, above) for item in self._supplied[below.id]) >= LEAST_TAKEN

    def _is_long(self, text: str) -> bool:
        return len(text) >= MIN_LESSON_CHARACTERS and len(text.split()) >= self.lesson_words


def _taken(item: Item, above: Topic) -> bool:
    return item.value is not None and item.value in above.takes.get(item.unit, ())


def _pool(drawn: Sequence[object], wordings: int) -> int | None:
    """How many questions there are if so many of those drawn are the same: n of N things drawn at random hold
    n(n - 1)/2N equal pairs. If some are drawn more often than others, there are more than that."""
    pairs = sum(count * (count - 1) for count in Counter(drawn).values())
    size = len(drawn) * (len(drawn) - 1) * wordings // pairs if pairs else MAX_POOL
    return size if size < MAX_POOL else None


def _is_wrong(wrong: Solved, right: Draft) -> bool:
    """Whether an answer is wrong as the answer to a question, and not only written in another way."""
    if right.choices:
        return wrong.answer in right.choices
    return not holds(right._replace(answer=wrong.answer, formal=in_any_form(right.formal)))


def _worded(make: Generator, form: str, d: Draw) -> Item:
    """An item asked about in the words of a form."""
    for _ in range(TRIES):
        item = make(d)
        if form in item.worded:
            return item._replace(questions=item.worded[form])
    raise ValueError(f"no '{form}' at difficulty {d.difficulty}")


def sections(text: str) -> dict[str, str]:
    """Skill id -> text, from Markdown in which each skill has a section: `## skill-id`."""
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return {skill.strip(): body.strip() for skill, body in zip(parts[1::2], parts[2::2], strict=True)}


def _laid_out(item: Item, rng: Random) -> tuple[str, ...]:
    """The choices; if a slip leads to the answer, it is among them."""
    right = item.right or item.answer
    wrong = [each for each in item.others if each != item.answer]
    if item.answer != right:
        wrong = [item.answer, *wrong][: len(item.others)]
    rng.shuffle(wrong)
    wrong.insert(rng.randrange(len(wrong) + 1), right)
    return tuple(wrong)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _level(difficulty: int) -> int:
    if difficulty not in (1, 2, 3):
        raise ValueError(f"difficulty is 1, 2 or 3, not {difficulty}")
    return difficulty
