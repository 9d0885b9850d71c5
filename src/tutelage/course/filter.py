"""The filter for every draft: is its form right, and has something like it been accepted already or held out?"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tutelage.config import ChecksConfig
from tutelage.course import near_duplicates, rubrics, sections
from tutelage.course.language import other_language
from tutelage.course.rewrites import unfaithful
from tutelage.course.steps import wrong_step
from tutelage.course.verification import NOT_ESTABLISHED, Verdict, recompute
from tutelage.documents.instructions import speaks_to_a_model
from tutelage.errors import DataError
from tutelage.executor import Cluster, Executor, Local
from tutelage.grading.compare import is_unworked
from tutelage.grading.extract import extract_answer, trim
from tutelage.grading.identity import normalise, question_key
from tutelage.grading.languages import plain
from tutelage.records import (
    Charge,
    Checker,
    Exercise,
    Lesson,
    Passage,
    Reply,
    RewriteRequest,
    SkillGraph,
    WritingRequest,
)
from tutelage.storage import rowforms
from tutelage.storage.rowfiles import names_of, strict_rows
from tutelage.teacher.documents.evidence import misquoted

MIN_LESSON_WORDS = 40
MAX_LESSON_CHARS = 20_000
FIRST_CHOICE = "\nA. "
MAX_EXERCISE_CHARS = 4_000

SHORTEST_QUESTION = 4
"""Words and signs; what is shorter, such as "Why?", may stand in any section."""
WRONG_STEP = "wrong step"
"""A calculation or a comparison in the solution that does not hold."""
OTHER_LANGUAGE = "another language"
OTHER_NUMBERS = "an exam question with other numbers"


_PAGE = re.compile(
    r"\b(?:according to|in|from|by|as (?:stated|described|mentioned) in) (?:the|this) "
    r"(?:text|passages?|excerpt|page|above)\b|\b(?:the|this) (?:text|passage|excerpt|section|paragraph) "
    r"(?:above|below)\b|\bthe above (?:text|passage|rules?|section|paragraph)\b",
    re.IGNORECASE,
)
"""How a question speaks of a page that whoever answers it does not see."""


class AdvanceChecks(NamedTuple):
    """Results for a draft that do not depend on other drafts, so that any process can compute them in advance."""

    verdict: Verdict | None = None
    """Result of recomputing; `None` if not computed."""
    fingerprint: near_duplicates.Fingerprint | None = None
    """For the search for near-duplicates; `None` if not computed."""


NONE_IN_ADVANCE = AdvanceChecks()


def check_in_advance(exercises: Sequence[Exercise], rules: ChecksConfig) -> list[AdvanceChecks]:
    """The part of checking exercises that does not depend on other exercises."""
    near = rules.near_duplicates
    return [
        AdvanceChecks(
            recompute(exercise) if rules.formal else None,
            near_duplicates.fingerprint(exercise.question, near) if near else None,
        )
        for exercise in exercises
    ]


class DraftFilter:
    """Checks drafts: it knows the skills, what has been accepted before, and what is held out."""

    def __init__(
        self,
        graph: SkillGraph,
        *,
        held_out: Iterable[Exercise] = (),
        textbook: Iterable[Lesson] = (),
        taught: Mapping[str, str] | None = None,
        rules: ChecksConfig | None = None,
        benchmarks: Sequence[near_duplicates.Benchmark] = (),
        executor: Executor | None = None,
        unchecked: bool = False,
        passages: Mapping[str, Passage] | None = None,
        language: str = "",
    ) -> None:
        """`taught` is what is known about each skill, without sections: sections are checked against it. `unchecked`
        says that a check was wanted which is not used, since whoever would check cannot tell right from wrong.
        `passages` are those of documents: an exercise about a skill that has some quotes what it rests on.
        `language` is the code of the only one that drafts may be in."""
        self.language = language
        self.taught, self.unchecked, self.passages = taught or {}, unchecked, passages or {}
        self.of_passages = {skill.id for skill in graph.skills if self.passages and skill.passages}
        self.executor = executor or Local()
        self.names = {skill.id: skill.name for skill in graph.skills}
        self.graph = graph
        self.rules = rules or ChecksConfig()
        self.benchmarks = benchmarks
        self.textbook = [question_key(lesson.text) for lesson in textbook]
        self.near = near_duplicates.NearDuplicates(self.rules.near_duplicates or 0.0)
        self.near_exam = near_duplicates.NearDuplicates(self.rules.near_duplicates or 0.0)
        self.figures: set[tuple[str, tuple[str, ...]]] = set()
        self.figures_exam: set[tuple[str, tuple[str, ...]]] = set()
        self.seen: dict[str, str] = {}
        """Question -> its skill."""
        self.refused: set[tuple[str, str, bool]] = set()
        """Questions with the answers that the teacher's checks have refused: nobody pays for the same check twice."""
        self.held_out: set[str] = set()
        self.held_out_forms: set[str] = set()
        self.held_out_words: list[str] = []
        self.held_out_of: dict[str, list[str]] = {}
        """Skill -> its held-out questions, each between blanks, without the sign at the end."""
        for exercise in held_out:
            self.held_out_words.append(_words(exercise.question))
            self.held_out_of.setdefault(exercise.skill, []).append(_stem(exercise))
            self.held_out.add(question_key(exercise.question))
            self.held_out_forms.add(near_duplicates.masked(exercise.question))
            self.near_exam.add(exercise.question)
            self.figures_exam.update(self._figures(exercise))

    def remember(self, exercises: Iterable[Exercise]) -> None:
        """Refuse these questions from now on."""
        for exercise in exercises:
            self._remember(exercise, None)

    def checked_in_advance(
        self, replies: Iterable[Reply | Charge]
    ) -> Iterator[tuple[Reply | Charge, Sequence[AdvanceChecks]]]:
        """Replies in their order, each with the advance checks of its exercises. A cluster computes them while earlier
        replies are processed; a single process computes them later, when they are known to be needed."""
        if not isinstance(self.executor, Cluster):
            yield from ((reply, [NONE_IN_ADVANCE] * len(_exercises(reply))) for reply in replies)
            return
        under_way: deque[Reply | Charge] = deque()

        def sent() -> Iterator[tuple[Exercise, ...]]:
            for reply in replies:
                under_way.append(reply)
                yield _exercises(reply)

        for found in self.executor.map(partial(check_in_advance, rules=self.rules), sent()):
            yield under_way.popleft(), found

    def judge_lesson(self, lesson: Lesson, request: WritingRequest) -> Verdict:
        """Whether a section is refused, and why."""
        if isinstance(request, RewriteRequest):
            return self._judge_rewrite(lesson, request)
        reason = self._judge_section(lesson, request)
        if reason or not self.rules.sections:
            return Verdict(reason)
        known = self.taught.get(lesson.skill, "")
        fault = sections.fault_of(lesson.text, lesson.title, known)
        return Verdict(fault.reason, detail=fault.detail) if fault else Verdict()

    def _judge_rewrite(self, lesson: Lesson, request: RewriteRequest) -> Verdict:
        if lesson.skill != request.skill:
            return Verdict("another skill")
        if other_language(lesson.text, self.language):
            return Verdict(OTHER_LANGUAGE)
        fault = unfaithful(lesson.text, request.text)
        return Verdict(fault.reason, detail=fault.detail) if fault else Verdict()

    def _judge_section(self, lesson: Lesson, request: WritingRequest) -> str:
        if lesson.skill not in request.skills:
            return "another skill"
        if len(lesson.text) > MAX_LESSON_CHARS or len(lesson.text.split()) < MIN_LESSON_WORDS:
            return "too long" if len(lesson.text) > MAX_LESSON_CHARS else "too short"
        if other_language(lesson.text, self.language):
            return OTHER_LANGUAGE
        needed = [skill.name for skill in self.graph.prerequisites(lesson.skill)]
        if any(name.lower() not in lesson.text.lower() for name in [self.names[lesson.skill], *needed]):
            return "prerequisite not named"
        return self.judge_quoting(lesson.text)

    def judge_quoting(self, text: str) -> str:
        """Whether a section is refused since it holds a question that is held out."""
        text = f" {_words(text)} "
        if any(f" {words} " in text for words in self.held_out_words if words.count(" ") + 1 >= SHORTEST_QUESTION):
            return "exam question"
        return ""

    def judge_exercise(
        self, exercise: Exercise, request: WritingRequest, advance: AdvanceChecks = NONE_IN_ADVANCE
    ) -> Verdict:
        """The verdict on an exercise that needs no teacher. An exercise that is not refused is remembered."""
        reason = self._judge_form(exercise, request) or self.judge_novelty(exercise, advance.fingerprint)
        verdict = Verdict(reason)
        if not reason and not exercise.misconception and (step := wrong_step(exercise.solution)):
            verdict = Verdict(WRONG_STEP, detail=step)
        elif not reason and self.rules.formal:
            verdict = advance.verdict or recompute(exercise)
        if exercise.misconception and self.unchecked and not (verdict.reason or verdict.found or self.rules.judge):
            verdict = Verdict(NOT_ESTABLISHED)
        if not verdict.reason:
            self._remember(exercise, advance.fingerprint)
        return verdict

    def refuse(self, exercise: Exercise) -> None:
        """Take back an exercise that was remembered, since a later check has refused it: what is like it is welcome
        again, but not the same question with the same answer."""
        self.refused.add(_claim(exercise))
        self.forget(exercise)

    def forget(self, exercise: Exercise) -> None:
        """Take back an exercise that was remembered."""
        self.seen.pop(question_key(exercise.question), None)
        self.near.discard(exercise.question)
        self.figures.difference_update(self._figures(exercise))

    def remarks(self, exercise: Exercise) -> list[str]:
        """What should be known about an exercise although it is not refused for it."""
        found = [OTHER_NUMBERS] if near_duplicates.masked(exercise.question) in self.held_out_forms else []
        forms = [benchmark.name for benchmark in self.benchmarks if benchmark.holds_form(exercise.question)]
        return found + [f"a question of {name} with other numbers" for name in forms]

    def _remember(self, exercise: Exercise, near: near_duplicates.Fingerprint | None) -> None:
        self.seen[question_key(exercise.question)] = exercise.skill
        self.near.add(exercise.question, near)
        self.figures.update(self._figures(exercise))

    def _figures(self, exercise: Exercise) -> set[tuple[str, tuple[str, ...]]]:
        """Its skill with its numbers and answer; empty if near-duplicates are allowed, and for an exercise with
        choices, whose letter says nothing about the answer."""
        if not self.rules.near_duplicates or exercise.choices:
            return set()
        found = near_duplicates.figures(exercise.question, normalise(exercise.answer))
        return {(exercise.skill, found)} if found else set()

    def _judge_form(self, exercise: Exercise, request: WritingRequest) -> str:
        if exercise.skill not in request.skills:
            return "another skill"
        if len(exercise.question) + len(exercise.solution) > MAX_EXERCISE_CHARS:
            return "too long"
        if not exercise.question.strip() or not exercise.answer.strip():
            return "empty"
        if any(other_language(text, self.language) for text in (exercise.question, exercise.solution)):
            return OTHER_LANGUAGE
        return self._judge_solution(exercise) or self._judge_evidence(exercise)

    def _judge_evidence(self, exercise: Exercise) -> str:
        """An exercise about documents quotes what it rests on, and can be understood without them."""
        if exercise.skill not in self.of_passages:
            return ""
        if misquoted(exercise, self.passages):
            return "rests on no passage"
        if any(speaks_to_a_model(citation.quote) for citation in exercise.evidence):
            return "rests on an instruction"
        return "needs the page" if _PAGE.search(exercise.question) else ""

    def _judge_solution(self, exercise: Exercise) -> str:
        if any(skill not in self.names for skill in exercise.skills) or exercise.skill not in exercise.skills:
            return "unknown skill"
        if any(self.names[skill].lower() not in exercise.solution.lower() for skill in exercise.skills):
            return "skill not named"
        if exercise.checker.open:
            return rubrics.fault(exercise)
        if normalise(extract_answer(exercise.solution)) != normalise(trim(exercise.answer)):
            return "answer not stated"
        if exercise.checker is Checker.MATHEMATICS and is_unworked(plain(exercise.answer, exercise.language)):
            return "answer not worked out"
        return ""

    def _quotes(self, exercise: Exercise) -> bool:
        """Whether a held-out question of its skill stands in the question, such as one whose solution is shown, or the
        other way round."""
        stem = _stem(exercise)
        return any(stem in other or other in stem for other in self.held_out_of.get(exercise.skill, ()))

    def judge_novelty(self, exercise: Exercise, near: near_duplicates.Fingerprint | None = None) -> str:
        """Why an exercise is not wanted whatever it says: there is one like it, or it touches an exam; empty if it is
        new."""
        question, key = exercise.question, question_key(exercise.question)
        figures = self._figures(exercise)
        found: tuple[tuple[str, Callable[[], bool]], ...] = (
            ("exam question", lambda: key in self.held_out),
            ("duplicate", lambda: key in self.seen),
            ("refused before", lambda: _claim(exercise) in self.refused),
            ("in the textbook", lambda: any(key in text for text in self.textbook)),
            ("nearly an exam question", lambda: self.near_exam.find(question, near) is not None),
            ("nearly an exam question", lambda: bool(figures & self.figures_exam)),
            ("quotes an exam question", lambda: self._quotes(exercise)),
            ("near-duplicate", lambda: self.near.find(question, near) is not None),
            ("near-duplicate", lambda: bool(figures & self.figures)),
            ("in a benchmark", lambda: any(benchmark.holds(question) for benchmark in self.benchmarks)),
        )
        return next((reason for reason, holds in found if holds()), "")


def _stem(exercise: Exercise) -> str:
    """The words of a question between blanks, without its choices and the sign at its end."""
    return f" {_words(exercise.question.partition(FIRST_CHOICE)[0]).rstrip(' .?!:')} "


def _claim(exercise: Exercise) -> tuple[str, str, bool]:
    """What an exercise says: that this is the answer to this question, or that it is a wrong one."""
    return question_key(exercise.question), normalise(exercise.answer), bool(exercise.misconception)


def _words(text: str) -> str:
    """Words, numbers and signs, with one blank between them."""
    return " ".join(near_duplicates.tokens(text))


def _exercises(reply: Reply | Charge) -> tuple[Exercise, ...]:
    return () if isinstance(reply, Charge) else reply.of(Exercise)


def read_benchmarks(rules: ChecksConfig) -> list[near_duplicates.Benchmark]:
    """The benchmarks that a recipe names. Raises `ValueError`, naming file and line, for a row without a question."""
    return [near_duplicates.Benchmark.of(path.name, read_questions(path), rules.ngram) for path in rules.benchmarks]


def read_questions(path: Path) -> Iterator[str]:
    """The questions of one benchmark. Raises `ValueError` as `read_benchmarks` does."""
    if not path.is_file():
        raise DataError(f"cannot read benchmark {path}: there is no such file")
    for line, row in strict_rows(path):
        found = rowforms.columns(row)
        name = next((name for name in rowforms.QUESTIONS if isinstance(found.get(name), str)), "")
        if not name:
            names, known = names_of(found), ", ".join(rowforms.QUESTIONS)
            raise DataError(f"{path} line {line}: no question found: its columns are {names}; known are {known}")
        yield rowforms.question_text(found, name, ())[0] if name == "instruction" else found[name]
