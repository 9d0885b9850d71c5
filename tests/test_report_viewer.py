"""What the report's script is given: compact, bounded, and the same numbers as the run's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from test_report import HOSTILE, chain_graph, make_run, unpack, wide_graph
from tutelage.records import RunRecord
from tutelage.report import viewer
from tutelage.report.exam import exam_content, level_rows
from tutelage.report.practice import Dot, exercises_of, map_dots, map_rows


def data_of(run: RunRecord) -> tuple[dict[str, Any], viewer.Selection]:
    known = exercises_of(run)
    return viewer.page_data(
        run, exam_content(run).skills, {r.number: map_dots(run, r, known) for r in run.rounds}, known
    )


@pytest.mark.parametrize(("values", "kind"), [([], "u1"), ([255], "u1"), ([256, 0], "u2"), ([65536, 7], "u4")])
def test_packed_numbers_come_back_in_the_smallest_type(values: list[int], kind: str) -> None:
    packed = viewer.pack(values)
    assert packed[0] == kind
    assert unpack(packed) == values


def test_embedded_json_reads_the_same_and_cannot_end_its_element() -> None:
    texts = [HOSTILE, "<!-- <script>", "]]>", "a\u2029b & c", "学习"]
    embedded = str(viewer.embed(texts))
    assert json.loads(embedded) == texts
    assert not set(embedded) & set("<>&\u2028\u2029")


def test_points_are_the_losses_of_the_round() -> None:
    run = make_run()
    data, selection = data_of(run)
    rounds = data["rounds"]
    known = exercises_of(run)
    found = map_dots(run, run.rounds[0], known)
    assert (
        selection.points == selection.examples == len({d.example for r in run.rounds for d in map_dots(run, r, known)})
    )
    assert len(unpack(rounds[0]["kind"])) - unpack(rounds[0]["kind"]).count(viewer.ABSENT) == len(found)
    mean = [at / viewer.STEPS * rounds[0]["top"][0] for at in unpack(rounds[0]["mean"])]
    assert mean[: len(found)] == pytest.approx([dot.mean for dot in found], abs=1e-3)


def with_errors(run: RunRecord) -> list[Dot]:
    """The first round's data map, every ninth example called an error."""
    found = map_dots(run, run.rounds[0], exercises_of(run))
    return [dot._replace(kind="error") if place % 9 == 8 else dot for place, dot in enumerate(found)]


def test_texts_keep_to_the_budget_and_errors_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    run = make_run()
    found, rows = with_errors(run), exam_content(run).skills
    _, whole = viewer.page_data(run, rows, {1: found}, exercises_of(run))
    assert whole.texts == len(found)
    monkeypatch.setattr(viewer, "EXAMPLE_BYTES", 2500)
    data, cut = viewer.page_data(run, rows, {1: found}, exercises_of(run))
    assert 0 < cut.texts < whole.texts
    assert len(viewer.embed(data["texts"]["rows"])) <= 2502
    kinds = [found[at].kind for at in unpack(data["texts"]["at"])]
    errors = sum(dot.kind == "error" for dot in found)
    assert kinds[:errors] == ["error"] * errors
    assert len({found[at].skill for at in unpack(data["texts"]["at"])[errors : errors + 8]}) == 8


def test_points_are_thinned_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewer, "MAX_POINTS", 100)
    _, selection = data_of(make_run())
    assert selection.points * 2 <= selection.examples < selection.points * 3


@pytest.mark.parametrize("text", ["short", "<" * 500, "学" * 500, "plain " * 200])
def test_fit_keeps_to_its_size(text: str) -> None:
    kept = viewer.shorten(text, 120)
    assert len(str(viewer.embed(kept)).encode()) <= 120 + 8
    assert text.startswith(kept.removesuffix(" …"))
    assert kept == text or kept.endswith(" …")


@pytest.mark.parametrize("count", [1, 7, 300])
def test_bands_do_not_overlap_and_prerequisites_stand_below(count: int) -> None:
    graph = wide_graph(count)
    places = viewer.arrange_bands(graph)
    assert len(set(places)) == count
    at = {skill.id: place for skill, place in zip(graph.skills, places, strict=True)}
    assert all(place.x >= 0 and place.y >= 0 for place in places)
    assert all(at[edge.prerequisite].y > at[edge.skill].y for edge in graph.edges)


def test_levels_sum_up_the_skills() -> None:
    exam = exam_content(make_run(chain_graph(8)))
    rows = level_rows(exam)
    assert [row.level for row in rows] == [0, 1, 2, 3]
    assert sum(row.final.right for row in rows) == exam.final.result.right
    assert sum(row.base.total for row in rows) == exam.base.result.total


def test_map_table_counts_every_example() -> None:
    run = make_run()
    found = with_errors(run)
    table = map_rows(1, found)
    assert sum(row.examples for row in table.rows) == len(found)
    errors = [dot.mean for dot in found if dot.kind == "error"]
    row = next(row for row in table.rows if row.kind == "error")
    assert row.mean == pytest.approx(sum(errors) / len(errors))
