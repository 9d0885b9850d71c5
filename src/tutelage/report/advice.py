"""What to do next: rules over a run's own figures, each with the line of the recipe to change. Pure.

A rule is one function here, registered by `rule`; it gives its advice, or nothing. The functions stand in the order of
their importance.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import NamedTuple

from tutelage.dynamics.rules import find_rule
from tutelage.errors import RecipeError
from tutelage.exams.comparison import p_value
from tutelage.exams.gate import MOST_TIMES
from tutelage.progress import counted
from tutelage.records import Origin
from tutelage.report import formats
from tutelage.report.evidence import Evidence
from tutelage.stats import LEVEL, questions_needed

MOST = 5
"""Pieces of advice that are given."""
WIDE = 0.1
"""An interval that reaches further than this to either side says little."""
GAP = 0.2
"""Trained forms are answered so much better than new ones where templates were learnt."""
CUT_OFF = 0.2
"""Share of the wrong replies without an answer from which on they are worth a look."""
LACKING = 0.02
"""Share of the items asked for that may be missing."""
FORGOTTEN = 1.15
"""Perplexity after over before from which on forgetting is worth acting on; the gate's default."""


class Advice(NamedTuple):
    """One thing to do."""

    why: str
    line: str
    """Of the recipe, as it should be."""


Rule = Callable[[Evidence], Advice | None]
RULES: list[Rule] = []


def rule(found: Rule) -> Rule:
    """Registers a rule."""
    RULES.append(found)
    return found


def advise(evidence: Evidence) -> tuple[Advice, ...]:
    """The advice of all rules, the most important first; of two on the same line the first. None of a student that was
    not trained."""
    if not evidence.exam.trained:
        return ()
    by_key: dict[str, Advice] = {}
    for found in (rule(evidence) for rule in RULES):
        if found:
            by_key.setdefault(found.line.partition(":")[0], found)
    return tuple(by_key.values())[:MOST]


@rule
def leaked(evidence: Evidence) -> Advice | None:
    """Exam questions in the training text spoil every figure."""
    number = evidence.data.leaked
    if not number:
        return None
    why = f"{counted(number, 'exam question')} in the training text: the figures cannot be trusted"
    if evidence.setting("course.also"):
        return Advice(why, "course.also: [the same files without them; 'tutelage leakage' lists them]")
    if evidence.setting("exam.questions"):
        return Advice(why, "exam.questions: [the same file without them; 'tutelage leakage' lists them]")
    return Advice(why, f"seed: {evidence.setting('seed', 0) + 1}")


@rule
def learnt_nothing(evidence: Evidence) -> Advice | None:
    """No gain over the base student beyond chance."""
    paired = evidence.exam.paired
    if not paired.both or (paired.p < LEVEL and paired.gained > paired.lost):
        return None
    why = f"No gain over the base student beyond chance ({p_value(paired.p)})"
    needed = _needed(evidence) or 0
    if needed > MOST_TIMES * paired.both:
        why += f"; it would take about {needed:,} questions to be sure of one so small, which is too many"
    return _more(evidence, why)


@rule
def templates_learnt(evidence: Evidence) -> Advice | None:
    """Trained forms are answered much better than new ones."""
    if not evidence.exam.forms:
        return None
    new, old = (part.final for part in (evidence.exam.forms[0].new, evidence.exam.forms[0].trained))
    if not new.total or not old.total or old.share - new.share < GAP or old.low <= new.high:
        return None
    why = (
        f"Templates were learnt rather than skills ({formats.percent(old.share)} of trained forms, "
        f"{formats.percent(new.share)} of new ones)"
    )
    if len(evidence.setting("course.difficulties", (1, 2, 3))) < 3:
        return Advice(f"{why}, and not all difficulties are practised", "course.difficulties: [1, 2, 3]")
    return _more(evidence, f"{why}: more exercises show more forms")


@rule
def forgot(evidence: Evidence) -> Advice | None:
    """General text became harder to predict."""
    if evidence.forgetting is None:
        return None
    ratio, limit = evidence.forgetting.ratio, evidence.setting("gate.perplexity.at_most", FORGOTTEN)
    if ratio.value <= limit or (ratio.low or 0.0) <= 1:
        return None
    why = f"General text became {formats.times(ratio)} as perplexing; a lower rate forgets less"
    key = f"{'practice' if evidence.rounds else 'reading'}.learning_rate"
    rate = evidence.setting(key)
    return Advice(why, f"{key}: {rate / 2:g}" if rate else f"{key}: [a lower one]")


@rule
def no_control(evidence: Evidence) -> Advice | None:
    """Whether adaptation was worth it cannot be said."""
    if not evidence.adapted or evidence.arms:
        return None
    return Advice("To learn whether adaptation was worth it, also train a static control", "practice.control: true")


@rule
def control_wins(evidence: Evidence) -> Advice | None:
    """Static training on as many tokens was better."""
    arms = evidence.arms
    if arms is None or arms.p >= LEVEL or arms.difference.value >= 0:
        return None
    why = (
        f"Static training was better by {formats.points(-arms.difference.value).lstrip('+')} points; without "
        "adaptation, leave practice.control out"
    )
    return Advice(why, "adapt.enabled: false")


@rule
def few_questions(evidence: Evidence) -> Advice | None:
    """A gain is not sure, or the interval of the figure that counts is wide."""
    exam, both = evidence.exam, evidence.exam.paired.both
    asked = evidence.setting("course.exam_questions_per_skill", 8)
    if needed := _needed(evidence):
        if needed > MOST_TIMES * both:
            return None
        why = f"{counted(both, 'question')} are too few to be sure of the gain; about {needed:,} would be enough"
        return _more_questions(evidence, why, asked * needed / both, f"{needed:,}")
    share = exam.forms[0].new.final if exam.forms else exam.final.result
    reach = (share.high - share.low) / 2
    if not share.total or reach <= WIDE:
        return None
    why = f"{counted(share.total, 'question')} are few: the share may lie {formats.rounded(100 * reach):.0f} points off"
    return _more_questions(evidence, why, asked * (reach / WIDE) ** 2)


def _needed(evidence: Evidence) -> int | None:
    """With how many questions the gate would be sure of the gain; `None` if it is, or if no number would do."""
    if any(one.condition == "exam_gain" and one.outcome == "passed" for one in evidence.gate.verdicts):
        return None
    paired = evidence.exam.paired
    least = evidence.setting("gate.exam_gain.at_least", 0.0)
    return questions_needed(paired.gained, paired.lost, paired.both, least)


@rule
def still_learning(evidence: Evidence) -> Advice | None:
    """The last round still made the student better, and it did not forget too much."""
    last = evidence.last_round
    if last is None or last.p >= LEVEL or last.gained <= last.lost or forgot(evidence):
        return None
    gain = formats.points((last.gained - last.lost) / last.both).lstrip("+")
    why = f"The last round still gained {gain} points in the development exam, beyond chance ({p_value(last.p)})"
    return Advice(why, f"practice.rounds: {evidence.rounds + 1}")


@rule
def overdone(evidence: Evidence) -> Advice | None:
    """A later round made the student worse."""
    after, number = evidence.after_kept, evidence.kept.removeprefix("round-")
    if after is None or after.p >= LEVEL or after.lost <= after.gained or not number.isdigit():
        return None
    loss = formats.points((after.lost - after.gained) / after.both).lstrip("+")
    why = f"What came after round {number} lost {loss} points in the development exam, beyond chance"
    return Advice(f"{why} ({p_value(after.p)})", f"practice.rounds: {number}")


@rule
def replies_cut_off(evidence: Evidence) -> Advice | None:
    """Many wrong replies hold no answer at all."""
    found = evidence.unanswered
    if found.total < 10 or found.share < CUT_OFF:
        return None
    why = f"{found.right:,} of {found.total:,} wrong replies have no answer; longer ones may"
    return _twice(evidence, "exam.max_new_tokens", 96, why)


@rule
def course_incomplete(evidence: Evidence) -> Advice | None:
    """The teacher could not write what was asked for."""
    found = evidence.data
    if not found.asked or found.used_up / found.asked <= LACKING:  # of the others, more attempts bring nothing back
        return None
    why = f"{found.used_up:,} of {found.asked:,} items could not be written; more attempts may do it"
    return _twice(evidence, "course.max_drafts", 4.0, why)


@rule
def too_long(evidence: Evidence) -> Advice | None:
    """Exercises were left out because of their length."""
    if not evidence.data.left_out:
        return None
    why = f"{counted(evidence.data.left_out, 'exercise')} left out as too long"
    return _twice(evidence, "practice.max_length", 512, why)


@rule
def nothing_to_recognise_errors_by(evidence: Evidence) -> Advice | None:
    """Without constructed errors nothing is called an error, whatever is wrong."""
    if not evidence.adapted or evidence.setting("course.misconceptions_per_skill", 4):
        return None
    try:
        needed = find_rule(evidence.setting("dynamics.rule", "margin")).needs_errors
    except RecipeError:  # the rule of a package that is not here: nothing is known of it
        return None
    if not needed:
        return None
    return Advice("Without constructed errors no wrong exercise is recognised", "course.misconceptions_per_skill: 4")


def _more(evidence: Evidence, why: str) -> Advice:
    """More to learn from: exercises as long as the teacher has some, of a student that only reads more reading."""
    key = "course.exercises_per_skill"
    if not evidence.rounds:
        return _twice(evidence, "reading.epochs", 1, why)
    if evidence.has_no_more[Origin.COURSE]:
        line = "documents: [more of them]" if evidence.setting("documents") else "syllabus: one with more skills"
        return Advice(f"{why}; the teacher has no more exercises about these skills", line)
    return _twice(evidence, key, 40, why)


def _more_questions(evidence: Evidence, why: str, per_skill: float, number: str = "more") -> Advice:
    """More exam questions: of whoever has some."""
    if evidence.setting("exam.questions"):
        return Advice(why, f"exam.questions: [a file with {number} of them]")
    if evidence.has_no_more[Origin.EXAM]:
        return Advice(f"{why}; the teacher has no more", "exam.questions: [a file with questions of your own]")
    return Advice(why, f"course.exam_questions_per_skill: {ceil(per_skill)}")


def _twice(evidence: Evidence, key: str, default: float, why: str) -> Advice:
    return Advice(why, f"{key}: {2 * evidence.setting(key, default):g}")
