"""Finds what is wrong with a subject: everything that a course, the dynamics and an exam rely on is tested on samples.

The tests are the same for the shipped subjects and for those of other packages: `tutelage check-subject NAME` runs
them, and a package's own tests can call them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from random import Random

from tutelage.grading.choices import letter_of
from tutelage.grading.compare import is_right
from tutelage.grading.extract import extract_answer
from tutelage.grading.identity import fold, normalise, question_key
from tutelage.graph import ancestors
from tutelage.records import Exercise, SkillGraph
from tutelage.seeds import rng
from tutelage.subjects import Draft, Formed, Subject, shortcuts, statements
from tutelage.subjects.frames import FRAMES

DIFFICULTIES = (1, 2, 3)
MIN_LESSON_WORDS = 120
MIN_WORDINGS = 3
MIN_DISTINCT = 0.95
"""Share of distinct questions in a sample; a skill with fewer must say how many there are."""
MIN_POOL = 24
WORDING_DRAWINGS = 24
POOL_DRAWINGS = 60
SHORTCUT_DRAWINGS = 60
MAX_PAIRS = 200
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def problems(subject: Subject, seed: int = 0, drawings: int = 20, graph: SkillGraph | None = None) -> list[str]:
    """Everything found wrong with a subject, a sentence each; empty if nothing is.

    `drawings` exercises and as many misconceptions of every skill and difficulty are made and recomputed, and so are
    composed exercises of up to 200 pairs of skills. With `graph`, lessons must name the prerequisites that it has, and
    solutions may use nothing that comes later.
    """
    if not subject.skills:
        return ["the subject has no skills"]
    found = list(_about_names(subject, graph))
    for skill in subject.skills:
        found += skill_problems(subject, skill, seed, drawings, graph)
    return found + _tried("pairs", lambda: _about_pairs(subject))


def skill_problems(
    subject: Subject, skill: str, seed: int = 0, drawings: int = 20, graph: SkillGraph | None = None
) -> list[str]:
    """Everything found wrong with one skill, a sentence each; see `problems`."""
    return _tried(
        skill,
        lambda: _about_lesson(subject, skill, seed, graph),
        lambda: _about_exercises(subject, skill, seed, drawings, graph),
        lambda: _about_variety(subject, skill, seed),
        lambda: _about_shortcuts(subject, skill, seed),
        lambda: _about_misconceptions(subject, skill, seed, drawings, graph),
        lambda: _about_refusals(subject, skill),
    )


def _tried(what: str, *checks: Callable[[], Iterator[str]]) -> list[str]:
    found: list[str] = []
    for check in checks:
        try:
            found += [f"{what}: {problem}" for problem in check()]
        except Exception as error:  # a subject under test may fail in any way, which is reported
            found.append(f"{what}: fails with {type(error).__name__}: {error}")
    return list(dict.fromkeys(found))


def _about_names(subject: Subject, graph: SkillGraph | None) -> Iterator[str]:
    for skill in subject.skills:
        if not _ID.fullmatch(skill):
            yield f"{skill!a}: an id consists of small letters, digits and single hyphens"
    folded = [fold(name) for name in subject.skills.values()]
    for skill, name in subject.skills.items():
        if folded.count(fold(name)) > 1:
            yield f"{skill}: another skill is also called '{name}'"
    for entry in graph.skills if graph else ():
        if entry.id not in subject.skills:
            yield f"{entry.id}: the syllabus has this skill, and the subject has none of this id"
        elif subject.skills[entry.id] != entry.name:
            yield f"{entry.id}: the syllabus calls it '{entry.name}', the subject '{subject.skills[entry.id]}'"


def _about_lesson(subject: Subject, skill: str, seed: int, graph: SkillGraph | None) -> Iterator[str]:
    text = subject.lesson(skill, rng(seed, "lesson", skill))
    words = len(text.split())
    if words < MIN_LESSON_WORDS:
        yield f"the lesson has {words} words; at least {MIN_LESSON_WORDS} are needed"
    needed = [each.name for each in graph.prerequisites(skill)] if graph and _known(graph, skill) else []
    for name in (subject.skills[skill], *needed):
        if name.lower() not in text.lower():
            yield f"the lesson does not name '{name}'"
    if text != subject.lesson(skill, rng(seed, "lesson", skill)):
        yield "the same seed gives another lesson"
    if all(text == subject.lesson(skill, rng(seed, "lesson", skill, other)) for other in range(3)):
        yield "the lesson is the same for every seed; show examples that are drawn"


def _about_exercises(subject: Subject, skill: str, seed: int, drawings: int, graph: SkillGraph | None) -> Iterator[str]:
    for difficulty in DIFFICULTIES:
        drafts = _drawn(subject.exercise, skill, difficulty, seed, drawings)
        unread = {draft: why for draft in drafts if (why := _unreadable(draft))}
        if unread:
            first = next(iter(unread.values()))
            yield f"difficulty {difficulty}: {len(unread)} of {len(drafts)} statements cannot be read, such as: {first}"
        for draft in drafts:
            yield from _about_draft(subject, skill, draft, graph)
            if draft.misconception:
                yield f"a right exercise says what is wrong with it: {draft.question[:60]!a}"
            if draft not in unread:
                yield from _about_answer(draft)
        if drafts != _drawn(subject.exercise, skill, difficulty, seed, drawings):
            yield f"difficulty {difficulty}: the same seed gives other exercises"
        if drafts == _drawn(subject.exercise, skill, difficulty, seed + 1, drawings):
            yield f"difficulty {difficulty}: another seed gives the same exercises"


def _about_misconceptions(
    subject: Subject, skill: str, seed: int, drawings: int, graph: SkillGraph | None
) -> Iterator[str]:
    for difficulty in DIFFICULTIES:
        drafts = _drawn(subject.misconception, skill, difficulty, seed, drawings)
        for draft in drafts:
            yield from _about_draft(subject, skill, draft, graph)
            if not draft.misconception.endswith("."):
                yield f"a misconception is described by a sentence, not by {draft.misconception!a}"
            if holds(draft):
                yield f"a misconception is right: {draft.question[:60]!a} {draft.answer!a}"
        if drafts != _drawn(subject.misconception, skill, difficulty, seed, drawings):
            yield f"difficulty {difficulty}: the same seed gives other misconceptions"


def _about_draft(subject: Subject, skill: str, draft: Draft, graph: SkillGraph | None) -> Iterator[str]:
    """Problems of any draft, right or wrong."""
    where = f"in {draft.question[:60]!a}"
    if not draft.solution.endswith(f"Answer: {draft.answer}"):
        yield f"{where} the solution does not end with 'Answer: {draft.answer}'"
    elif normalise(extract_answer(draft.solution)) != normalise(draft.answer):
        yield f"{where} the answer is read as {extract_answer(draft.solution)!a}, not as {draft.answer!a}"
    if draft.skills[:1] != (skill,) or len(set(draft.skills)) < len(draft.skills):
        yield f"{where} 'skills' must begin with '{skill}' and hold each once, not {draft.skills}"
    for used in draft.skills:
        if used not in subject.skills:
            yield f"{where} the skill '{used}' is unknown"
        elif subject.skills[used].lower() not in draft.solution.lower():
            yield f"{where} the solution does not name '{subject.skills[used]}'"
    if graph and _known(graph, skill):
        for used in set(draft.skills) - ancestors(graph, skill) - {skill}:
            yield f"{where} the solution uses '{used}', which is not a prerequisite"
    listed = re.findall(r"^([A-H])\. (.+)$", draft.question, flags=re.MULTILINE)
    if listed != [(letter_of(index), choice) for index, choice in enumerate(draft.choices)]:
        yield f"{where} the question does not end with the choices, one per line"


def _about_answer(draft: Draft) -> Iterator[str]:
    where = f"in {draft.question[:60]!a}"
    if not holds(draft):
        yield f"{where} the answer {draft.answer!a} does not fulfil {draft.formal!a}"
        return
    asked = Exercise.of(skill=draft.skills[0], **{k: v for k, v in draft._asdict().items() if k != "misconception"})
    for right in (draft.answer, *draft.accepted):
        if not is_right(right, asked):
            yield f"{where} an exam would mark {right!a} as wrong"
    for index in range(len(draft.choices)):
        other = draft._replace(answer=letter_of(index))
        if other.answer != draft.answer and holds(other):
            yield f"{where} the choice {other.answer} is also right"


def _about_variety(subject: Subject, skill: str, seed: int) -> Iterator[str]:
    """Two wordings differ if their words do, numbers aside; wordings that differ in names alone count as different."""
    for difficulty in DIFFICULTIES:
        yield from _about_wordings(subject, skill, difficulty, seed)
        drafts = _drawn(subject.exercise, skill, difficulty, seed + 2, POOL_DRAWINGS)
        keys = [question_key(draft.question) for draft in drafts]
        answers: dict[str, str] = {}
        for key, draft in zip(keys, drafts, strict=True):
            earlier = draft.answer if draft.choices else answers.setdefault(key, draft.answer)
            if earlier not in (draft.answer, *draft.accepted):
                yield f"two answers to {draft.question[:60]!a}"
        yield from _about_pool(keys, subject.distinct(skill, difficulty), difficulty)


def _about_wordings(subject: Subject, skill: str, difficulty: int, seed: int) -> Iterator[str]:
    """Every form that is the skill's own needs several; frames are worded for all skills alike."""
    for form in own_forms(subject, skill):
        drafts = _drawn(_of_form(subject, form), skill, difficulty, seed + 2, WORDING_DRAWINGS)
        if (count := len({_wording(draft) for draft in drafts})) < MIN_WORDINGS:
            where = f", form '{form}'" if form else ""
            yield f"difficulty {difficulty}{where}: {count} wordings; at least {MIN_WORDINGS} are needed"


def _about_shortcuts(subject: Subject, skill: str, seed: int) -> Iterator[str]:
    direct = subject.direct(skill) if isinstance(subject, Formed) else ()
    for form in own_forms(subject, skill):
        make, source = _of_form(subject, form), rng(seed, "shortcuts", skill, form)
        drafts = [make(skill, 1 + index % 3, source) for index in range(SHORTCUT_DRAWINGS)]
        names = {name: count for name, count in shortcuts.found(drafts).items() if not name.startswith(direct)}
        for name, count in list(names.items())[:1]:
            where = f"form '{form}': " if form else ""
            yield f"{where}a shortcut is right in {count} of {len(drafts)} questions: {name}"


def own_forms(subject: Subject, skill: str) -> tuple[str, ...]:
    """The plain form and the skill's own ones; the empty name if the subject has no forms."""
    framed = {form.name for form in FRAMES}
    forms = subject.forms(skill) if isinstance(subject, Formed) else ()
    return tuple(form.name for form in forms if form.name not in framed) or ("",)


def wordings(subject: Subject, skill: str, seed: int = 0) -> int:
    """How many different questions, numbers and signs aside, are among 40 of a skill in all its forms."""
    source = rng(seed, "wordings", skill)
    return len({_wording(subject.exercise(skill, 1 + index % 3, source)) for index in range(40)})


def _of_form(subject: Subject, form: str) -> Callable[[str, int, Random], Draft]:
    return partial(subject.exercise, forms=(form,)) if form and isinstance(subject, Formed) else subject.exercise


def _wording(draft: Draft) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W\d_]{2,}", draft.question.partition("\nA. ")[0].lower()))


def _about_pool(keys: Sequence[str], pool: int | None, difficulty: int) -> Iterator[str]:
    count = len(set(keys))
    if pool is None and count < MIN_DISTINCT * len(keys):
        yield f"difficulty {difficulty}: {count} of {len(keys)} questions are distinct; `distinct` must say how many"
    elif pool is not None and count < min(MIN_POOL, pool // 3):
        yield f"difficulty {difficulty}: `distinct` says {pool}, and {len(keys)} drawings held {count}"
    elif pool is not None and pool < MIN_POOL:
        yield f"difficulty {difficulty}: {pool} distinct questions; at least {MIN_POOL} are needed"


def _about_refusals(subject: Subject, skill: str) -> Iterator[str]:
    for name, difficulty in (("no-such-skill", 1), (skill, 4)):
        try:
            subject.exercise(name, difficulty, Random(0))
        except ValueError:
            continue
        yield f"no ValueError for the skill '{name}' at difficulty {difficulty}"


def _about_pairs(subject: Subject) -> Iterator[str]:
    for lower, upper in islice(subject.pairs(tuple(subject.skills)), MAX_PAIRS):
        draft = subject.composed(lower, upper, rng(0, "combines", lower, upper))
        if draft is None:
            yield f"'{lower}' and '{upper}' are said to combine, but nothing is composed of them"
            continue
        yield from _about_draft(subject, upper, draft, None)
        if lower not in draft.skills:
            yield f"what is composed of '{lower}' and '{upper}' does not use '{lower}'"
        if not holds(draft):
            yield f"in {draft.question[:60]!a} the answer {draft.answer!a} does not fulfil {draft.formal!a}"


def holds(draft: Draft) -> bool:
    """Whether the answer is right by the formal statement; a statement that cannot be read does not hold."""
    try:
        return statements.holds(draft)
    except ValueError:
        return False


def _unreadable(draft: Draft) -> str:
    """What is wrong with the form of a draft's statement; empty for nothing."""
    try:
        statements.holds(draft)
    except ValueError as error:
        return str(error)
    return ""


def _drawn(
    make: Callable[[str, int, Random], Draft], skill: str, difficulty: int, seed: int, count: int
) -> list[Draft]:
    source = rng(seed, "drawn", skill, difficulty)
    return [make(skill, difficulty, source) for _ in range(count)]


def _known(graph: SkillGraph, skill: str) -> bool:
    return any(entry.id == skill for entry in graph.skills)
