"""The replies in the report: every exam question with what the base student and the final one said. Pure.

A wrong reply counts as a known misconception if its answer is the one to which a known mistake leads in this very
question, or if its working is that of a constructed error of the skill, apart from its numbers, and not that of any
right exercise. Where the teacher does not know the wrong answers, the replies that are counted are the least.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tutelage.grading import is_right
from tutelage.records import Exercise, RunRecord, Score
from tutelage.report.exam import ExamContent

OUTCOMES = ("right → wrong", "wrong → wrong", "wrong → right", "right → right")
"""Before and after, what needs a look first."""
QUOTA = (2, 2, 3, 1)
"""Replies of each outcome in the sample that needs no script."""
MAX_REPLY = 900
"""Characters of a reply that are shown."""
_OUTCOME = {(True, False): 0, (False, False): 1, (False, True): 2, (True, True): 3}
_NUMBER = re.compile(r"(?<![\w)])-?\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*")


class Reply(NamedTuple):
    """One exam question with both replies."""

    skill: str
    """Its id."""
    question: str
    form: str
    """The form of the question, with a note if it was held out; empty if there is none."""
    expected: str
    base: Score
    final: Score
    misconception: str
    """The known misconception that the final reply shows; empty if it shows none."""

    @property
    def outcome(self) -> int:
        """Index into `OUTCOMES`."""
        return _OUTCOME[self.base.correct, self.final.correct]


def all_replies(run: RunRecord, exam: ExamContent) -> tuple[Reply, ...]:
    """Every question that both evaluations have, in the order of `OUTCOMES`, then of the exam; empty if nothing was
    trained."""
    if not exam.trained:
        return ()
    questions = {exercise.id: exercise for exercise in run.course.exam}
    first = {score.question: score for score in run.evaluations[exam.base.name].scores}
    known = known_misconceptions(run.course.misconceptions, (*run.course.exercises, *run.course.exam))
    found = [
        _reply(first[final.question], final, questions.get(final.question), known)
        for final in run.evaluations[exam.final.name].scores
        if final.question in first
    ]
    return tuple(sorted(found, key=lambda reply: reply.outcome))


def _reply(base: Score, final: Score, asked: Exercise | None, known: Mapping[tuple[str, str], str]) -> Reply:
    form = asked.form if asked else ""
    return Reply(
        skill=final.skill,
        question=asked.question if asked else final.question,
        form=f"{form}, a new form" if form and final.new_form else "a new form" if final.new_form else form,
        expected=final.expected,
        base=base,
        final=final,
        misconception="" if final.correct else shown_mistake(final, asked, known),
    )


def shown_mistake(score: Score, asked: Exercise | None, known: Mapping[tuple[str, str], str]) -> str:
    """The misconception that a wrong reply shows, by its answer or else by its working; empty if it shows none."""
    if asked is not None and score.answer:
        for mistake in asked.mistakes:
            wanted = asked.model_copy(update={"answer": mistake.answer, "formal": "", "accepted": ()})
            if is_right(score.answer, wanted):
                return mistake.misconception
    return known.get((score.skill, working(score.reply)), "")


def sample(found: Sequence[Reply]) -> tuple[Reply, ...]:
    """A few of every outcome, spread evenly over the exam."""
    chosen = []
    for outcome, count in enumerate(QUOTA):
        group = [reply for reply in found if reply.outcome == outcome]
        step = max(1.0, len(group) / count)
        chosen += [group[int((i + 0.5) * step)] for i in range(count) if (i + 0.5) * step < len(group)]
    return tuple(chosen)


def shown(reply: str) -> str:
    """A reply, cut if it is long."""
    return reply if len(reply) <= MAX_REPLY else f"{reply[:MAX_REPLY]} …"


def known_misconceptions(wrong: Iterable[Exercise], right: Iterable[Exercise]) -> dict[tuple[str, str], str]:
    """Skill and working -> what is wrong with it."""
    found = {(exercise.skill, working(exercise.solution)): exercise.misconception for exercise in wrong}
    skills = {skill for skill, _ in found}
    sound = {(exercise.skill, working(exercise.solution)) for exercise in right if exercise.skill in skills}
    return {key: label for key, label in found.items() if key not in sound and key[1]}


def working(text: str) -> str:
    """A worked solution without its numbers, which two solutions of one kind share."""
    return _NUMBER.sub("#", " ".join(text.casefold().split()).rstrip("."))
