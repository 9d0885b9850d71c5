"""The report in a real browser: no error, no request, and every control does what it says.

Needs Chromium on the machine (as `chromium`, `chromium-browser` or `google-chrome`) and the package `playwright`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from test_report import chain_graph, edge_cases, hostile_run, make_run, wide_graph
from tutelage.exams.comparison import compare_pairs
from tutelage.records import RunRecord
from tutelage.report.page import render, render_comparison

Open = Callable[[RunRecord], Any]


@pytest.fixture
def load(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens the report of a run; at the end of the test nothing may have gone wrong in it."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: problems.append(dialog.message))
    page.on("request", lambda request: problems.append(request.url) if not request.url.startswith("file:") else None)

    def open_report(run: RunRecord) -> Any:
        path = tmp_path / "report.html"
        path.write_text(render(run), encoding="utf-8")
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]", timeout=20000, state="attached")
        return page

    yield open_report
    assert problems == []
    page.close()


def test_click_on_a_skill_tells_about_it_and_finds_its_examples(load: Open) -> None:
    run = make_run()
    page = load(run)
    page.click(".graph a[data-skill=skill-3]")
    panel = page.locator("#skill-panel")
    assert "operation number 3" in panel.inner_text()
    assert "How skill-3 works." in panel.text_content()
    assert "use skill-3 on" in panel.text_content()
    page.click("#show-on-map")
    assert page.input_value("#map-skill") == "3"
    own = {item.id for item in (*run.course.exercises, *run.course.misconceptions) if item.skill == "skill-3"}
    assert f"{len(own)} examples shown" in page.inner_text("#map-note")


def test_panel_leads_on_to_prerequisites_and_closes(load: Open) -> None:
    page = load(make_run())
    page.click(".graph a[data-skill=skill-3]")
    page.click("#skill-panel .chips button >> text=operation number 0")
    assert "1. operation number 0" in page.inner_text("#skill-panel h3")
    page.keyboard.press("Escape")
    assert page.locator("#skill-panel").is_hidden()


def test_search_by_keyboard_opens_a_skill(load: Open) -> None:
    page = load(make_run())
    page.focus("#skill-search")
    page.keyboard.type("number 5")
    page.keyboard.press("Enter")
    assert "operation number 5" in page.inner_text("#skill-panel h3")
    page.fill("#skill-search", "nothing of the kind")
    assert "No skill" in page.inner_text("#skill-hits")


def test_zoom_pan_and_back(load: Open) -> None:
    page = load(make_run())
    box = page.locator(".graph svg")
    whole = box.get_attribute("viewBox")
    page.click("#graph-tools button[value=in]")
    near = box.get_attribute("viewBox")
    assert float(near.split()[2]) < float(whole.split()[2])
    page.focus(".graph a[data-skill=skill-3]")
    page.keyboard.press("ArrowRight")
    assert float(box.get_attribute("viewBox").split()[0]) > float(near.split()[0])
    page.click("#graph-tools button[value=whole]")
    assert [float(n) for n in box.get_attribute("viewBox").split()] == pytest.approx([float(n) for n in whole.split()])


def test_map_filters_by_category_and_round(load: Open) -> None:
    run = make_run(rounds=3)
    page = load(run)
    assert run.rounds[0].adapted
    rows = run.rounds[0].adapted.categories
    errors = sum(row.category == "error" and not row.constructed for row in rows)
    for box in page.locator("#map-tools input[type=checkbox]").all():
        if box.get_attribute("value") != "error":
            box.press("Space")
    assert f"Round 1: {errors} examples" in page.inner_text("#map-note")
    page.click("#map-tools button[data-round='2']")
    assert "Round 2:" in page.inner_text("#map-note")
    assert page.get_attribute("#map-tools button[data-round='2']", "aria-pressed") == "true"


def test_keyboard_reads_the_examples_of_the_map(load: Open) -> None:
    page = load(make_run())
    page.focus("#map-canvas")
    page.keyboard.press("ArrowRight")
    tip = page.inner_text("#tip")
    assert "operation number" in tip
    assert "use skill-" in tip
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#tip") != tip
    page.keyboard.press("Escape")
    assert page.locator("#tip").is_hidden()


def test_pointer_on_an_example_shows_its_text(load: Open) -> None:
    page = load(make_run())
    page.focus("#map-canvas")
    page.keyboard.press("ArrowRight")
    wanted, place = page.inner_text("#tip"), page.locator("#tip").bounding_box()
    page.keyboard.press("Escape")
    page.mouse.move(place["x"] - 14, place["y"] - 16)
    assert page.inner_text("#tip").split("\n")[0] == wanted.split("\n")[0]


def test_large_graph_is_a_canvas_that_can_be_clicked(load: Open) -> None:
    page = load(make_run(wide_graph(200), per_skill=2))
    frame = page.locator(".graph canvas").bounding_box()
    page.fill("#skill-search", "skill 150")
    page.keyboard.press("Enter")
    assert "151. skill 150" in page.inner_text("#skill-panel h3")
    page.click(".graph canvas", position={"x": frame["width"] / 2, "y": frame["height"] / 2})
    assert "151. skill 150" in page.inner_text("#skill-panel h3")


def test_hostile_texts_do_nothing(load: Open) -> None:
    page = load(hostile_run())
    page.click(".graph a")
    assert "<script>alert(1)</script>" in page.inner_text("#skill-panel h3")
    assert page.locator("img").count() == 0
    page.focus("#map-canvas")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert "<script>" in page.inner_text("#tip")


@pytest.mark.parametrize("name", edge_cases())
def test_edge_case_opens_without_an_error(load: Open, name: str) -> None:
    page = load(edge_cases()[name])
    assert page.inner_text("#result")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_assistive_technology_finds_names_and_enough_contrast(load: Open, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = load(make_run())
    page.emulate_media(color_scheme=scheme)
    page.click("#graph a[data-skill=skill-3]")
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    found = axe.Axe().run(page).response
    assert found["passes"], "nothing was looked at"
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []


def test_narrow_screen_does_not_scroll_sideways(load: Open) -> None:
    page = load(make_run())
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_without_its_script_the_numbers_are_there(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(render(make_run(chain_graph(4))), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.locator("#skill-table tbody tr").count() == 4
    assert page.locator("#map-table").is_visible()
    assert page.locator("#levels").is_visible()
    assert page.locator("#graph-tools").is_hidden()
    context.close()


def test_panel_is_seen_where_it_opens_and_focus_comes_back(load: Open) -> None:
    page = load(make_run())
    link = page.locator("#in-short a[data-skill]").first
    skill = link.get_attribute("data-skill")
    for width, height in ((1280, 800), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        link.click()
        box = page.locator("#skill-panel").bounding_box()
        assert 0 <= box["y"] < height * 0.7
        assert page.evaluate("document.activeElement.id") == "skill-panel"
        if width > 1100:  # beside the graph
            assert box["x"] > page.locator(".graph").bounding_box()["x"] + 200
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.dataset.skill") == skill
        assert 0 <= link.bounding_box()["y"] < height
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_search_leaves_no_empty_space_beside_the_graph(load: Open) -> None:
    page = load(make_run(chain_graph(40)))
    whole = [float(part) for part in page.get_attribute(".graph svg", "viewBox").split()]
    page.fill("#skill-search", "operation number 0")
    page.press("#skill-search", "Enter")
    left, top, width, height = (float(part) for part in page.get_attribute(".graph svg", "viewBox").split())
    assert left >= 0
    assert top >= 0
    assert left + width <= whole[2] + 0.01
    assert top + height <= max(whole[3], height) + 0.01


def test_replies_can_be_searched_filtered_and_reached_from_the_panel(load: Open) -> None:
    run = make_run()
    page = load(run)
    final = {score.question: score.correct for score in run.evaluations["final"].scores}
    base = {score.question: score.correct for score in run.evaluations["base-worked-examples"].scores}
    worse = sum(base[question] and not final[question] for question in final)
    page.select_option("#reply-outcome", label="right → wrong")
    assert f"{worse} of 64 questions" in page.inner_text("#reply-note")
    assert page.locator("#reply-list article").count() == worse
    page.select_option("#reply-outcome", "")
    assert page.locator("#reply-list article").count() == 20
    page.click("#reply-more")
    assert page.locator("#reply-list article").count() == 40
    asked = run.course.exam[11]
    page.fill("#reply-search", asked.question)
    assert page.inner_text("#reply-list .question") == asked.question
    page.click(".graph a[data-skill=skill-3]")
    own = page.locator("#skill-panel details", has=page.locator("summary", has_text="In the exam"))
    assert own.count() == 8
    own.first.locator("summary").click()
    own.first.get_by_text("I think. Answer:").first.wait_for()  # what a toggle shows comes a moment later
    page.click("#show-replies")
    assert "8 of 64 questions" in page.inner_text("#reply-note")
    assert page.evaluate("document.activeElement.id") == "reply-skill"


def test_a_tap_keeps_the_text_of_an_example_with_its_solution(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(render(make_run()), encoding="utf-8")
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator("#map-canvas").scroll_into_view_if_needed()
    box = page.locator("#map-canvas").bounding_box()
    tip, read = page.locator("#tip"), ""
    for x in range(60, int(box["width"]) - 10, 24):
        page.touchscreen.tap(box["x"] + x, box["y"] + box["height"] * 0.6)
        if tip.is_visible():
            read = tip.inner_text()
            break
    assert "gives" in read, "the solution is in it"
    page.keyboard.press("Escape")
    assert tip.is_hidden()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_a_comparison_is_read_and_sorted(browser: Any, tmp_path: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    run = make_run()
    sides = {name: {score.question: score for score in found.scores} for name, found in run.evaluations.items()}
    pairs = [
        compare_pairs([(sides["base"], sides[name])], ["runs/calculus:base"], [f"runs/calculus:{name}"])
        for name in ("reading", "final")
    ]
    path = tmp_path / "compare.html"
    path.write_text(render_comparison(*pairs), encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.click("#skill-table th:nth-child(6) button")
    shown = page.locator("#skill-table tbody td:nth-child(6)").all_inner_texts()
    assert [float(text) for text in shown] == sorted(float(text) for text in shown)
    found = axe.Axe().run(page).response
    assert [item["id"] for item in found["violations"]] == []
    assert problems == []
    page.close()


def test_on_a_phone_a_chart_that_is_wider_shows_that_it_scrolls(load: Open) -> None:
    page = load(make_run())
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    chart = page.locator("#exam .chart").first
    assert chart.evaluate("box => box.scrollWidth > box.clientWidth")
    assert chart.evaluate("box => getComputedStyle(box).backgroundAttachment") == "local, local, scroll, scroll"
