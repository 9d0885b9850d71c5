"""*In short*: what a run comes to, said once for the page and the terminal. Pure.

One function for each question that a reader has; each says only what the run has measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tutelage.exams.comparison import p_value
from tutelage.exams.gate import gate_line
from tutelage.exams.new_forms import FormShare
from tutelage.progress import WIDTH, counted, wrap
from tutelage.report import formats
from tutelage.report.advice import Advice, advise
from tutelage.report.evidence import Evidence
from tutelage.report.exam import SkillRow
from tutelage.stats import FEW_QUESTIONS, LEVEL

MOST_SKILLS = 5
"""Skills that are named, of the weakest and of those that fell."""
TOPIC = 12
"""Columns of a topic's name in the terminal."""


class SkillLink(NamedTuple):
    """A skill in a sentence; the page leads to it."""

    id: str
    text: str

    def __str__(self) -> str:
        return self.text


Part = str | SkillLink


class Statement(NamedTuple):
    """What is said about one question."""

    topic: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        return "".join(map(str, self.parts))


class InShort(NamedTuple):
    """The whole block."""

    statements: tuple[Statement, ...]
    advice: tuple[Advice, ...]


def in_short(evidence: Evidence) -> InShort:
    """The block of a run; what was not measured is left out, or said to be unknown where it matters."""
    said = {
        "Learnt": learnt(evidence),
        "Where not": weak_skills(evidence),
        "Adaptation": adaptation(evidence),
        "Data": data(evidence),
        "Cost": cost(evidence),
        "Gate": verdict(evidence),
    }
    statements = tuple(Statement(topic, parts) for topic, parts in said.items() if parts)
    return InShort(statements, advise(evidence))


def in_short_text(found: InShort) -> str:
    """The block for a terminal of 80 columns."""
    lines = ["In short"]
    for statement in found.statements:
        lines += _hanging(statement.topic, statement.text)
    for number, item in enumerate(found.advice, start=1):
        lines += _hanging("Next" if number == 1 else "", f"{number}. {item.why}: {item.line}")
    return "\n".join(lines)


def _hanging(topic: str, text: str) -> list[str]:
    lines = wrap(text, WIDTH - TOPIC, break_long_words=False, break_on_hyphens=False)
    return [f"{topic if number == 0 else '':<{TOPIC}}{line}" for number, line in enumerate(lines)]


def learnt(evidence: Evidence) -> tuple[Part, ...]:
    """Whether it learnt: new forms first, since a score on trained ones can be a template."""
    exam = evidence.exam
    if not exam.final.result.total:
        return ("There was no exam, so nothing can be said about what the student learned.",)
    if not exam.trained:
        shown = formats.share_with_interval(exam.final.result)
        return (f"Only the base student was examined: {shown} right.",)
    if not exam.forms:
        none = "No form of question was held out, so a template that was learnt counts as well."
        return (
            f"{formats.share_with_interval(exam.final.result)} right; before, "
            f"{formats.percent(exam.base.result.share, 1)} at best. "
            f"{_beyond(exam.paired.p, exam.paired.gained > exam.paired.lost)} {evidence.holds_out or none}",
        )
    new, old = exam.forms[0].new, exam.forms[0].trained
    return (
        f"New forms, which the skill was never trained on: {_form(new)}. {_beyond(new.p, _rose(new))} "
        f"Trained forms with other numbers: {_form(old)}.",
    )


def _form(share: FormShare) -> str:
    return f"{formats.share_with_interval(share.final)} right, base {formats.percent(share.base.share, 1)}"


def _rose(share: FormShare) -> bool:
    return share.final.right > share.base.right


def _beyond(p: float, better: bool) -> str:
    if p >= LEVEL:
        return f"Chance alone may explain the difference ({p_value(p)})."
    return f"That is {'a gain' if better else 'a loss'} beyond chance ({p_value(p)})."


def weak_skills(evidence: Evidence) -> tuple[Part, ...]:
    """Where it did not learn: the weakest skills, and what fell."""
    if not evidence.exam.trained or not evidence.skills:
        return ()
    ranked = sorted(evidence.skills, key=lambda row: (row.final.share, row.change or 0.0))
    weakest = [row for row in ranked if row.final.share < 1][:MOST_SKILLS]
    falls = sorted((row for row in evidence.skills if (row.change or 0.0) < 0), key=lambda row: row.change or 0.0)
    parts: list[Part] = []
    if weakest:
        parts += ["Weakest (right before → after): ", *_named(weakest), ". "]
    else:
        parts.append("Every question of every skill was answered correctly. ")
    if falls:
        more = f" and {counted(len(falls) - MOST_SKILLS, 'more skill')}" if len(falls) > MOST_SKILLS else ""
        parts += ["Fell: ", *_named(falls[:MOST_SKILLS]), f"{more}."]
    else:
        parts.append("No skill fell.")
    fewest, most = (bound(row.final.total for row in evidence.skills) for bound in (min, max))
    if fewest < FEW_QUESTIONS <= most:
        parts.append(f" Some skills have no more than {counted(fewest, 'question')}: their figures are only a hint.")
    elif fewest < FEW_QUESTIONS:
        number = counted(most, "question") if fewest == most else f"{fewest} to {most} questions"
        parts.append(f" With {number} a skill, each figure is only a hint.")
    return tuple(parts)


def _named(rows: Sequence[SkillRow]) -> list[Part]:
    parts: list[Part] = []
    for row in rows:
        before = formats.percent(row.base.share).removesuffix(" %") if row.base.total else "–"
        parts += [", "] if parts else []
        parts += [SkillLink(row.id, row.name), f" {before} → {formats.percent(row.final.share)}"]
    return parts


def adaptation(evidence: Evidence) -> tuple[Part, ...]:
    """Whether changing the training set was worth it."""
    if not evidence.rounds:
        return ()
    if not evidence.adapted:
        return ("The training set never changed, so this run is a static one.",)
    if evidence.arms is None:
        return (
            "Nobody knows whether changing the training set was worth it: there was no static control, and more tokens "
            "alone may explain a gain between rounds.",
        )
    arms = evidence.arms
    better = "better" if arms.difference.value > 0 else "worse"
    verdict = "no difference can be detected" if arms.p >= LEVEL else f"{better} than static training beyond chance"
    return (
        f"{formats.percent(arms.student, 1)} right against {formats.percent(arms.control, 1)} of the static control on "
        f"as many tokens: {formats.points_with_interval(arms.difference)}, {p_value(arms.p)}: {verdict}.",
    )


def data(evidence: Evidence) -> tuple[Part, ...]:
    """What was wrong in the data."""
    found = evidence.data
    said = []
    if found.suspected:
        unchecked = found.suspected - found.dropped - found.found_right
        said.append(
            f"{counted(found.suspected, 'exercise')} suspected of an error: {found.dropped:,} dropped, "
            f"{found.found_right:,} found right and kept{f', {unchecked:,} kept unchecked' if unchecked > 0 else ''}."
        )
    elif evidence.adapted:
        said.append("No exercise was suspected of an error.")
    if found.drafts:
        were = "was" if found.rejected == 1 else "were"
        said.append(f"{found.rejected:,} of {counted(found.drafts, 'draft')} {were} rejected.")
    if found.missing:
        are = "is" if found.missing == 1 else "are"
        review = f", {found.left_out_by_person:,} of them left out in the review" if found.left_out_by_person else ""
        said.append(f"{found.missing:,} of {counted(found.asked, 'item')} {are} missing{review}.")
    if found.nothing_new:
        more = counted(found.nothing_new, "more item")
        said.append(
            f"{more} {'was' if found.nothing_new == 1 else 'were'} wanted between rounds; the teacher gave nothing new."
        )
    if found.left_out:
        said.append(f"{counted(found.left_out, 'exercise')} left out as too long.")
    if found.leaked is not None:
        leaked = counted(found.leaked, "exam question") if found.leaked else "No exam question"
        said.append(f"{leaked} {'is' if found.leaked < 2 else 'are'} word for word in the training text.")
    return (" ".join(said),) if said else ()


def cost(evidence: Evidence) -> tuple[Part, ...]:
    """What it cost: time, tokens, money, and what was forgotten."""
    spent, lost = evidence.cost, evidence.forgetting
    items = [formats.length_of_time(spent.seconds)] if spent.seconds else []
    items += [f"{spent.trained:,} tokens trained on"] if spent.trained else []
    items += [f"{spent.control:,} for the control"] if spent.control else []
    items += [f"{spent.teacher:,} tokens of the teacher"] if spent.teacher else []
    items += [f"${spent.usd:,.2f}"] if spent.usd else []
    said = [f"{', '.join(items)}."] if items else []
    if lost:
        said.append(f"Forgetting: perplexity of general text {formats.times(lost.ratio)} as high.")
        if lost.panel:
            before, after = (
                round(share * lost.panel.all.questions) for share in (lost.panel.all.first, lost.panel.all.second)
            )
            said.append(f"Panel: {before} of {lost.panel.all.questions} tasks right before, {after} after.")
    elif evidence.exam.trained:
        said.append("Forgetting was not measured.")
    return (" ".join(said),) if said else ()


def verdict(evidence: Evidence) -> tuple[Part, ...]:
    """Whether the gate is passed, and what decided."""
    if not evidence.exam.trained:
        return ()
    outcome = evidence.gate.outcome
    line = gate_line(evidence.gate).removeprefix("gate: ")
    decided = [item for item in evidence.gate.verdicts if item.outcome == outcome != "passed"]
    if all(item.found for item in decided):
        said = "; ".join(f"{item.condition} {item.found}, wanted {item.wanted}" for item in decided)
        return (f"{outcome[0].upper()}{outcome[1:]}" + (f": {said}." if said else "."),)
    why = "; ".join(dict.fromkeys(item.why for item in decided if not item.found))
    return (f"{line[0].upper()}{line[1:]}: {why}.",)
