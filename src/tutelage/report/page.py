"""The report of a run: one HTML page that needs nothing else, neither a network nor another file.

All texts of a run are data: the templates escape them, no text can end the block of JSON, and the page's
Content-Security-Policy permits only its own script and style sheet (by their hashes) and forbids every request.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import PurePath
from typing import Any

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tutelage.config import shown
from tutelage.course import checkers, variety
from tutelage.exams import gate, general_text, panel
from tutelage.exams.new_forms import form_sentence
from tutelage.exams.open_book import way_sentence
from tutelage.graph import layered
from tutelage.records import AuditRecord, Comparison, RunRecord
from tutelage.report import (
    audit,
    compare,
    curves,
    documents,
    exam,
    figures,
    formats,
    in_short,
    practice,
    replies,
    reviewed,
    viewer,
    writing,
)
from tutelage.report.evidence import gather

MAX_ROWS = 300
"""Rows of a table by skill; of more the page shows the first ones, and its script finds the others."""
RUN_SCRIPTS = ("tables.js", "data.js", "graph.js", "map.js", "replies.js", "panel.js")
AUDIT_SCRIPTS = ("tables.js", "audit.js")


def render(run: RunRecord) -> str:
    """The report of a run as one self-contained HTML page."""
    found = exam.exam_content(run)
    return _page(
        "report.html.jinja",
        RUN_SCRIPTS,
        run=run,
        max_rows=MAX_ROWS,
        **_exam(run, found),
        **_practice(run, found),
        **_writing(run),
        documents=documents.document_content(run),
        **_cost(run),
    )


def render_audit(record: AuditRecord) -> str:
    """The report of an audit, likewise."""
    return _page("audit.html.jinja", AUDIT_SCRIPTS, **audit.audit_content(record))


def render_comparison(*found: Comparison) -> str:
    """The page of comparisons of one student with one or several others. Raises `ExamError` unless they have the same
    first student."""
    return _page("compare.html.jinja", ("tables.js",), max_rows=MAX_ROWS, **compare.comparison_content(found))


def _page(template: str, scripts: Sequence[str], **content: Any) -> str:
    environment = _environment()
    style = _source(environment, "report.css")
    script = "\n".join(_source(environment, name) for name in scripts)
    return environment.get_template(template).render(
        policy=(
            f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
            "base-uri 'none'; form-action 'none'"
        ),
        style=Markup(style),  # noqa: S704 - a file of this package, not data
        script=Markup(script),  # noqa: S704
        **content,
    )


@cache
def _environment() -> Environment:
    """One for all pages: to compile the templates takes longer than to fill them in."""
    environment = Environment(
        loader=PackageLoader("tutelage.report", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": lambda share, digits=0: unbroken(formats.percent(share, digits)),
        "bounds": formats.bounds,
        "points": formats.points,
        "interval": compare.interval,
        "number": formats.number,
        "duration": formats.length_of_time,
        "unbroken": unbroken,
        "counts": _counts,
        "wrapped": figures.wrap,
        "shown": replies.shown,
    }
    return environment


def _source(environment: Environment, name: str) -> str:
    """A file beside this one. A browser hashes what it reads, so line ends are always the same."""
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0].replace("\r\n", "\n")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _exam(run: RunRecord, found: exam.ExamContent) -> dict[str, Any]:
    evidence = gather(run, found)
    return {
        "exam": found,
        "in_short": in_short.in_short(evidence),
        "gate": gate.gate_line(evidence.gate),
        "student": shown(practice.section(run.recipe, "student").get("model", "not named")),
        "levels": exam.level_rows(found),
        "drawing": layered.lay_out(run.graph) if len(run.graph.skills) <= layered.NAMED_UP_TO else None,
        "skill_rows": {row.id: row for row in found.skills},
        "shades": exam.SHADES,
        "way_sentence": way_sentence(found.ways),
        "form_sentence": form_sentence(found.forms),
    }


def _practice(run: RunRecord, found: exam.ExamContent) -> dict[str, Any]:
    exercises = practice.exercises_of(run)
    dots = {round_.number: practice.map_dots(run, round_, exercises) for round_ in run.rounds}
    answered = replies.all_replies(run, found)
    data, selection = viewer.page_data(run, found.skills, dots, exercises, answered)
    shares, flows = practice.category_shares(run), practice.category_flows(run)
    present = {dot.kind for of_round in dots.values() if practice.has_map(of_round) for dot in of_round}
    return {
        "data": viewer.embed(data),
        "selection": selection,
        "samples": replies.sample(answered),
        "outcomes": replies.OUTCOMES,
        "misconceptions": Counter(reply.misconception for reply in answered if reply.misconception).most_common(),
        "loss_chart": curves.loss_chart(run),
        "skill_curves": curves.skill_curves(run, found.base.name),
        "rounds": practice.round_rows(run),
        "probes": practice.probe_rows(run),
        "maps": [practice.map_rows(number, of_round) for number, of_round in dots.items() if of_round],
        "mapped": [number for number, of_round in dots.items() if practice.has_map(of_round)],
        "histograms": [
            figures.draw_histogram(number, of_round)
            for number, of_round in dots.items()
            if of_round and not practice.has_map(of_round)
        ],
        "kinds": [kind for kind in figures.KINDS if kind in present],
        "all_kinds": figures.KINDS,
        "kind_names": {practice.CONSTRUCTED: "constructed error", practice.UNCLASSED: "not classified"},
        "categories": practice.CATEGORIES,
        "shares": shares,
        "bars": [figures.draw_bar(row, 1040, 26) for row in shares],
        "flows": flows,
        "flow_chart": figures.draw_flows(flows),
        "changes": [
            (round_.number, changed, practice.change_totals(changed))
            for round_ in run.rounds
            if (changed := practice.change_rows(run, round_))
        ],
        "detectors": practice.detector_rows(run),
        "qualities": practice.quality_rows(run),
        "flagged": [(r.number, rows) for r in run.rounds if (rows := practice.flagged_rows(run, r, exercises))],
    }


def _writing(run: RunRecord) -> dict[str, Any]:
    accounts = run.accounts
    return {
        "accounts": writing.rows_by_kind(accounts),
        "account_total": writing.account_total(accounts),
        "calls": run.calls,
        "skill_accounts": writing.rows_by_skill(run, accounts),
        "rejected": writing.rejected_examples(run),
        "checkers": checkers.lines(run.course),
        "reviewed": reviewed.review_rows(run),
        "reviewers": reviewed.reviewers(run),
        "variety": variety.measure(run.course.exercises),
        "leaks": writing.find_copies(run),
        "touched": writing.leakage_rows(run),
        "clean_scores": writing.clean_scores(run),
        "forgotten": general_text.summarise_forgetting(run.forgetting) if run.forgetting else None,
        "diverges_on": general_text.DIVERGES_ON,
        "panel_kinds": panel.KINDS,
        "rehearsal": run.rehearsal,
    }


def _cost(run: RunRecord) -> dict[str, Any]:
    trained = [run.reading, *(round_.trained for round_ in run.rounds)]
    return {
        "seconds": sum(time.seconds for time in run.times),
        "stage_tokens": sum(time.tokens for time in run.times),
        "peak": max((time.peak_gb for time in run.times), default=0.0),
        "trained_tokens": sum(stage.tokens for stage in trained if stage),
        "recipe": yaml.safe_dump(_plain(run.recipe), sort_keys=False, allow_unicode=True, width=100),
    }


def _plain(value: Any) -> Any:
    """Only types that YAML has: a tuple becomes a list, a path its name, since a report is read by others."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return shown(value) if isinstance(value, PurePath | str) else value


def unbroken(text: str) -> str:
    """With no line break between a number and its percent sign."""
    return text.replace(" %", "\u00a0%")


def _counts(counts: dict[str, int]) -> str:
    """E.g. `duplicate 3, wrong answer 1`; a dash for none."""
    return ", ".join(f"{reason} {number}" for reason, number in counts.items()) or "–"
