"""The desk that every draft crosses: its form, and its place among what has been accepted and what is held out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tutelage import checks, overlap
from tutelage.config import ChecksConfig
from tutelage.course.verification import Verdict, recompute
from tutelage.records import Exercise, Lesson, Request, SkillGraph

MIN_LESSON_WORDS = 40
MAX_LESSON_CHARS = 20_000
MAX_EXERCISE_CHARS = 4_000

QUESTION_KEYS = ("question", "problem", "prompt", "input", "text")
OTHER_NUMBERS = "an exam question with other numbers"


class Desk:
    """Where drafts are checked: it knows the skills, what has been accepted before, and what is held out."""

    def __init__(
        self,
        graph: SkillGraph,
        *,
        held_out: Iterable[Exercise] = (),
        textbook: Iterable[Lesson] = (),
        rules: ChecksConfig | None = None,
        benchmarks: Sequence[overlap.Benchmark] = (),
    ) -> None:
        self.names = {skill.id: skill.name for skill in graph.skills}
        self.graph = graph
        self.rules = rules or ChecksConfig()
        self.benchmarks = benchmarks
        self.textbook = [checks.question_key(lesson.text) for lesson in textbook]
        self.near = overlap.NearDuplicates(self.rules.near_duplicates or 0.0)
        self.near_exam = overlap.NearDuplicates(self.rules.near_duplicates or 0.0)
        self.seen: set[str] = set()
        self.held_out: set[str] = set()
        self.held_out_forms: set[str] = set()
        for exercise in held_out:
            self.held_out.add(checks.question_key(exercise.question))
            self.held_out_forms.add(overlap.masked(exercise.question))
            self.near_exam.add(exercise.question)

    def remember(self, exercises: Iterable[Exercise]) -> None:
        """Questions that must not come again."""
        for exercise in exercises:
            self.seen.add(checks.question_key(exercise.question))
            self.near.add(exercise.question)

    def judge_lesson(self, lesson: Lesson, request: Request) -> str:
        """Why a section is refused; empty if it is accepted."""
        if lesson.skill not in request.skills:
            return "another skill"
        if len(lesson.text) > MAX_LESSON_CHARS:
            return "too long"
        if len(lesson.text.split()) < MIN_LESSON_WORDS:
            return "too short"
        needed = [skill.name for skill in self.graph.prerequisites(lesson.skill)]
        if any(name.lower() not in lesson.text.lower() for name in [self.names[lesson.skill], *needed]):
            return "prerequisite not named"
        return ""

    def judge_exercise(self, exercise: Exercise, request: Request) -> Verdict:
        """What can be said about an exercise without a teacher. One that is not refused is remembered."""
        reason = self._judge_form(exercise, request) or self._judge_place(exercise)
        verdict = Verdict(reason)
        if not reason and self.rules.formal:
            verdict = recompute(exercise)
        if not verdict.reason:
            self.remember([exercise])
        return verdict

    def remarks(self, exercise: Exercise) -> list[str]:
        """What is no reason to refuse an exercise and yet should be known."""
        found = [OTHER_NUMBERS] if overlap.masked(exercise.question) in self.held_out_forms else []
        forms = [benchmark.name for benchmark in self.benchmarks if benchmark.holds_form(exercise.question)]
        return found + [f"a question of {name} with other numbers" for name in forms]

    def _judge_form(self, exercise: Exercise, request: Request) -> str:
        if exercise.skill not in request.skills:
            return "another skill"
        if len(exercise.question) + len(exercise.solution) > MAX_EXERCISE_CHARS:
            return "too long"
        if not exercise.question.strip() or not exercise.answer.strip():
            return "empty"
        return self._judge_solution(exercise)

    def _judge_solution(self, exercise: Exercise) -> str:
        if any(skill not in self.names for skill in exercise.skills) or exercise.skill not in exercise.skills:
            return "unknown skill"
        if any(self.names[skill].lower() not in exercise.solution.lower() for skill in exercise.skills):
            return "skill not named"
        if checks.normalise(checks.extract_answer(exercise.solution)) != checks.normalise(exercise.answer):
            return "answer not stated"
        return ""

    def _judge_place(self, exercise: Exercise) -> str:
        question, key = exercise.question, checks.question_key(exercise.question)
        found: tuple[tuple[str, Callable[[], bool]], ...] = (
            ("exam question", lambda: key in self.held_out),
            ("duplicate", lambda: key in self.seen),
            ("stands in the textbook", lambda: any(key in text for text in self.textbook)),
            ("nearly an exam question", lambda: self.near_exam.find(question) is not None),
            ("near-duplicate", lambda: self.near.find(question) is not None),
            ("stands in a benchmark", lambda: any(benchmark.holds(question) for benchmark in self.benchmarks)),
        )
        return next((reason for reason, holds in found if holds()), "")


def read_benchmarks(rules: ChecksConfig) -> list[overlap.Benchmark]:
    """The benchmarks that a recipe names. Raises `ValueError`, naming file and line, for what is not JSONL with
    questions."""
    return [overlap.Benchmark.of(path.name, read_questions(path), rules.ngram) for path in rules.benchmarks]


def read_questions(path: Path) -> Iterator[str]:
    """The questions of one benchmark. Raises `ValueError` as `read_benchmarks` does."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _question(line, f"{path} line {number}")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"cannot read benchmark {path}: {error}") from None


def _question(line: str, where: str) -> str:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError(f"{where}: this is not a JSON object; a benchmark is a JSONL file") from None
    found = [row[key] for key in QUESTION_KEYS if key in row] if isinstance(row, dict) else []
    if not found or not isinstance(found[0], str):
        raise ValueError(f"{where}: no question found; it is looked for under {', '.join(QUESTION_KEYS)}")
    return found[0]
