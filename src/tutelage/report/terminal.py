"""The texts that commands print at their end, of at most 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tutelage.adaptation.probe import probe_line
from tutelage.config import Recipe
from tutelage.course import checkers
from tutelage.course.preview import Preview
from tutelage.course.variety import measure
from tutelage.exams import general_text
from tutelage.exams.asking import accuracy
from tutelage.exams.closed_book import closed_book_line
from tutelage.exams.gate import gate_line
from tutelage.exams.judging import open_figures, open_sentence
from tutelage.exams.open_book import way_sentence, ways_gone
from tutelage.progress import WIDTH, counted, cut, duration, filled, wrap, wrapped
from tutelage.records import (
    Account,
    Course,
    Evaluation,
    RunRecord,
    TeacherCalls,
    values,
)
from tutelage.report import formats
from tutelage.report.evidence import gather
from tutelage.report.in_short import in_short, in_short_text
from tutelage.report.reviewed import review_line
from tutelage.report.writing import rows_by_kind, rows_with_missing
from tutelage.teacher import kind_of

MOST_SAMPLES = 6
MANY_TIMES = 4
"""A round that presents each exercise more often than this is marked: new exercises would have been a better use."""


def run_text(run: RunRecord) -> str:
    """What it comes to; scores, changes, missing items, times, and where everything is."""
    evidence = gather(run)
    parts = [
        in_short_text(in_short(evidence)),
        _scores(run),
        _forgetting(run),
        _rounds(run),
        _missing(run),
        _times(run),
    ]
    parts.append(gate_line(evidence.gate))
    taught = run.reading or run.rounds
    tryout = f'Try it: tutelage ask {run.folder} "…"\n' if taught else ""
    parts.append(f"Report: {run.folder}/report.html\n{tryout}What the words mean: tutelage help concepts")
    return "\n\n".join(part for part in parts if part)


def course_text(course: Course, folder: Path, calls: Sequence[TeacherCalls] = ()) -> str:
    """The requests to the teacher, and their outcome; and all calls of the run."""
    parts = [accounts_text(course.accounts), variety_text(course), checkers_text(checkers.lines(course))]
    parts += [_short(course.accounts), calls_text(calls), f"Course: {folder}/course"]
    return "\n\n".join(part for part in parts if part)


def variety_text(course: Course) -> str:
    """How varied the exercises are; empty if there are none."""
    return measure(course.exercises).text() if course.exercises else ""


def checkers_text(said: Iterable[str]) -> str:
    """What there is to say about those who check drafts; empty if nobody was tried."""
    return "\n".join(line for one in said for line in wrap(one, WIDTH, subsequent_indent="  "))


def accounts_text(accounts: Sequence[Account]) -> str:
    """The accounts by kind: requested = accepted + rejected + failed, with the reasons below."""
    lines = ["Kind                 wanted  accepted  missing  requested  rejected  failed"]
    rejected: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    noted: Counter[str] = Counter()
    for row in rows_by_kind(accounts):
        if not (row.asked or row.drafts):
            continue  # a trial of the checkers asks for nothing that goes into the course
        lines.append(
            f"{row.kind:<20} {row.asked:>6,}  {row.accepted:>8,}  {row.missing:>7,}  {row.drafts + row.failed:>9,}  "
            f"{sum(row.rejected.values()):>8,}  {row.failed:>6,}"
        )
        rejected.update(row.rejected)
        failed.update(row.failures)
        noted.update(row.noted)
    for title, counts in (("rejected", rejected), ("failed", failed), ("noted", noted)):
        if counts:
            shown = ", ".join(f"{reason} ({count:,})" for reason, count in counts.most_common())
            lines += wrap(f"{title}: {shown}", WIDTH, subsequent_indent="  ")
    tokens, usd = sum(account.tokens for account in accounts), sum(account.usd for account in accounts)
    if tokens:
        lines.append(f"teacher: {counted(tokens, 'token')}" + (f", ${usd:.4f}" if usd else ""))
    return "\n".join(lines)


def calls_text(calls: Sequence[TeacherCalls]) -> str:
    """All calls of a run to language models, by role; empty if there were none."""
    if not calls:
        return ""
    priced = any(row.usd for row in calls)
    lines = ["This run's calls in all, of every start:"]
    lines.append(
        f"{'Role':<12} {'calls':>8} {'read':>13} {'written':>13} {'cached':>8}" + (f" {'$':>11}" if priced else "")
    )
    for row in calls:
        cached = "" if row.cached is None else formats.percent(row.cached / max(1, row.read))
        line = f"{row.role:<12} {row.calls:>8,} {row.read:>13,} {row.written:>13,} {cached:>8}"
        lines.append(line + (f" {row.usd:>11,.4f}" if priced else ""))
    for model, served in {(row.model, row.served): None for row in calls}:
        lines += wrap(served_text(model, served), WIDTH, subsequent_indent="  ")
    return "\n".join(lines)


def served_text(model: str, served: Sequence[str]) -> str:
    """Which model answered: as the recipe names it, and as the endpoint does where that differs."""
    others = [name for name in served if name != model]
    return f"model: {model}" + (f" (the endpoint says that it serves {', '.join(others)})" if others else "")


def preview_text(preview: Preview, recipe: Recipe) -> str:
    """Samples in full, then the estimate."""
    parts = [f"--- section: {lesson.title}\n\n{_wrapped(lesson.text)}" for lesson in preview.lessons[:1]]
    first = {(exercise.skill, exercise.misconception != ""): exercise for exercise in reversed(preview.exercises)}
    for exercise in sorted(first.values(), key=preview.exercises.index):
        what = f"constructed error ({exercise.misconception})" if exercise.misconception else exercise.origin.value
        checked = f"; {exercise.verdict}" if exercise.verdict else ""
        head = f"--- {exercise.skill}, difficulty {exercise.difficulty}: {what}{checked}"
        parts.append(f"{_wrapped(head)}\n\n{_wrapped(exercise.question)}\n\n{_wrapped(exercise.solution)}")
    parts += [
        _wrapped(f"--- rejected ({item.reason}): {cut(item.text, 300)}") for item in preview.rejected[:MOST_SAMPLES]
    ]
    parts += [accounts_text(preview.accounts), checkers_text(map(checkers.describe, preview.checkers))]
    parts += [calls_text(preview.calls), _estimate(preview, recipe)]
    return "\n\n".join(part for part in parts if part)


def _estimate(preview: Preview, recipe: Recipe) -> str:
    lines = ["All of it, by these samples      wanted  drafts   calls     tokens  at most"]
    for row in preview.estimates:
        lines.append(
            f"{row.kind:<32} {row.wanted:>6,} {row.drafts:>7,.0f} {row.calls:>7,.0f} {row.tokens:>10,.0f} "
            f"{row.tokens_at_most:>8,.0f}"
        )
    tokens = [sum(getattr(row, name) for row in preview.estimates) for name in ("calls", "tokens", "tokens_at_most")]
    lines.append(f"{'in all':<32} {'':>6} {'':>7} {tokens[0]:>7,.0f} {tokens[1]:>10,.0f} {tokens[2]:>8,.0f}")
    if cost := kind_of(recipe.teacher).cost:
        return "\n".join([*lines, cost])
    lines += _roles(preview, recipe)
    lines += wrap(_time(preview, recipe), WIDTH)
    usd = [sum(getattr(row, name) for row in preview.estimates) for name in ("usd", "usd_at_most")]
    if any(own.prices for own in recipe.teacher.roles.values()):
        lines.append(f"Cost: about ${usd[0]:,.2f}, at most ${usd[1]:,.2f} if every permitted draft is needed.")
    else:
        lines.append("Cost: add 'prices' to the recipe's teacher section to see it in dollars.")
    return "\n".join(lines)


def _roles(preview: Preview, recipe: Recipe) -> list[str]:
    """What each role takes, with its time at the speed of its own calls."""
    if not preview.roles:
        return []
    lines = ["", "By role     calls     tokens    at most    dollars        time     at most"]
    for row in preview.roles:
        seconds = [preview.seconds(row, at_most=at_most) for at_most in (False, True)]
        times = ["-" if one is None or recipe.teacher.batch else duration(one) for one in seconds]
        usd = f"{row.usd:,.2f}" if recipe.teacher.of(row.role).prices else "-"
        lines.append(
            f"{row.role:<8}{row.calls:>9,.0f} {row.tokens:>10,.0f} {row.tokens_at_most:>10,.0f} {usd:>10} "
            f"{times[0]:>11} {times[1]:>11}"
        )
    return [*lines, ""]


def _time(preview: Preview, recipe: Recipe) -> str:
    """How long it takes at the speed that was measured; empty if none was."""
    pace = preview.pace
    if recipe.teacher.batch:
        return "Time: each batch is answered within a day; drafts, checks and repairs are batches one after another."
    if pace is None:
        return ""
    seconds = [[preview.seconds(row, at_most=most) or 0.0 for row in preview.roles] for most in (False, True)]
    about, longest = (duration(sum(each)) for each in seconds)
    return (
        f"Time: about {about}, at most {longest}, at the speed of the calls so far: {pace.tokens_per_second:,.0f} "
        f"tokens per second ({pace.in_flight:.1f} in flight on average; up to {recipe.teacher.concurrency} allowed)."
    )


def _wrapped(text: str) -> str:
    """Lines of at most 80 columns; paragraphs and line breaks stay."""
    return "\n".join(filled(line, WIDTH) for line in text.splitlines())


def _scores(run: RunRecord) -> str:
    parts = [_exam("Exam", run.evaluations), _way(run), *_open_answers(run)]
    if asked := {state: found for state, found in run.development.items() if found.scores}:
        parts.append(_exam("Development exam", asked))
    if run.kept:
        parts.append("\n".join(wrap(f"kept: the student after {run.kept.stage} ({run.kept.why})", WIDTH)))
    return "\n\n".join(part for part in parts if part)


def _way(run: RunRecord) -> str:
    """How far the student came from the closed to the open book; empty without documents."""
    ways = ways_gone(run.course.exam, run.evaluations)
    if not ways:
        return ""
    lines = wrap(way_sentence(ways), WIDTH) + wrap(closed_book_line(run.closed_book), WIDTH)
    lines.append(f"{'kind of question':<18} {'number':>6} {'closed':>8} {'open':>7} {'final':>7}   of the way")
    for way in ways:
        share = f"{formats.percent(way.share.value)} ({formats.bounds(way.share)})" if way.share else "–"
        closed, opened, final = (formats.percent(one) for one in (way.closed, way.open, way.final))
        lines.append(f"{way.kind:<18} {way.questions:>6} {closed:>8} {opened:>7} {final:>7}   {share}")
    return "\n".join(lines)


def _open_answers(run: RunRecord) -> list[str]:
    """What the open answers come to, and how far the judge can be trusted: of the base and of the last student."""
    shown = list(run.evaluations.items())
    found = ((state, open_figures(evaluation, run.marks)) for state, evaluation in dict(shown[:1] + shown[-1:]).items())
    return ["\n".join(wrap(open_sentence(figures, state), WIDTH)) for state, figures in found if figures]


def _exam(title: str, evaluations: Mapping[str, Evaluation]) -> str:
    lines = [f"{title:<24} {'right':>9} {'share':>9}   95 % interval"]
    for name, evaluation in evaluations.items():
        share = accuracy(evaluation)
        counts = f"{share.right}/{share.total}"
        shown = formats.percent(share.share, 1)
        lines.append(f"{name:<24} {counts:>9} {shown:>9}   {formats.bounds(share, 1)}")
    return "\n".join(lines)


def _forgetting(run: RunRecord) -> str:
    sentences = (
        general_text.forgetting_sentences(general_text.summarise_forgetting(run.forgetting)) if run.forgetting else []
    )
    return "\n".join(line for sentence in sentences for line in wrap(sentence, WIDTH))


def _rounds(run: RunRecord) -> str:
    lines = []
    for round_ in run.rounds:
        size = f"{counted(len(round_.training_set), 'exercise')}, {counted(round_.trained.tokens, 'token')}"
        if round_.trained.rehearsed:
            size += f", {round_.trained.rehearsed:,} of them rehearsal"
        shown = sum(skill != "" for skill, _ in values(round_.trained.order, "skill", "step"))
        times = shown / max(1, len(round_.training_set))
        trained = f"round {round_.number}: {size}" + (f", each {times:.0f} times" if times > MANY_TIMES else "")
        if round_.adapted is None:
            lines.append(trained)
            continue
        counts: dict[str, int] = {}
        for item in round_.adapted.categories:
            if not item.constructed:
                counts[item.category.value] = counts.get(item.category.value, 0) + 1
        found = ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items()))
        line = f"{trained}; {found}; {len(round_.adapted.exercises):,} new"
        lines += wrap(line, WIDTH, subsequent_indent="  ")
        if round_.probe:
            lines.append(probe_line(round_.number, round_.probe.scores, run.recipe["adapt"]["mastered"]))
    return "\n".join(lines)


def _missing(run: RunRecord) -> str:
    accounts = run.accounts
    spent = sum(account.tokens for account in accounts)
    parts = (
        accounts_text(accounts) if spent else "",
        variety_text(run.course),
        checkers_text(checkers.lines(run.course)),
        "\n".join(wrap(review_line(run), WIDTH, subsequent_indent="  ")),
        _short(accounts),
        calls_text(run.calls),
    )
    return "\n\n".join(part for part in parts if part)


def _short(accounts: Sequence[Account]) -> str:
    """What is missing, for which skills, and why."""
    short = rows_with_missing(accounts)
    lines = [
        f"missing for '{row.skill}': {row.kind.lower()}, {row.missing:,} of {row.asked:,} "
        f"({', '.join(sorted(row.rejected | row.failures)) or 'no reason given'})"
        for row in short[:10]
    ]
    if len(short) > len(lines):
        lines.append(f"… and {len(short) - len(lines)} more such lines: see the report")
    if rows := [row for row in rows_by_kind(accounts) if row.nothing_new]:
        kinds = ", ".join(f"{row.nothing_new:,} of {row.asked:,} {row.kind.lower()}" for row in rows)
        lines.append(f"wanted between rounds, but the teacher gave nothing new: {kinds}")
    return "\n".join(map(wrapped, lines))


def _times(run: RunRecord) -> str:
    lines = ["Stage                       seconds    tokens   peak GB"]
    for time in run.times:
        tokens = f"{time.tokens:,}" if time.tokens else ""
        lines.append(f"{time.stage:<26} {time.seconds:>8.1f} {tokens:>9} {time.peak_gb:>9.2f}")
    total = sum(time.seconds for time in run.times)
    lines.append(f"{'in all':<24} {total:>10.1f}   ({total / 60:.1f} minutes)")
    return "\n".join(lines)
