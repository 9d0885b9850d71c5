"""A review in a real browser, by the keyboard alone: decisions reach the disk, two windows agree, texts stay texts."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from test_reviewing import draft_run
from tutelage.records import Lesson, ReviewAction
from tutelage.review.serving import make_server
from tutelage.review.session import Choice, Review
from tutelage.storage import stages
from tutelage.storage.reviews import read_decisions
from tutelage.storage.store import MANIFEST, digests, read_sealed, write_lines, write_sealed

HOSTILE = '<img src=x onerror="alert(1)"></script><script>alert(2)</script> {{7*7}} & <b>bold</b>'


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose course waits for review; its first section is hostile."""
    run = draft_run(tmp_path_factory.mktemp("original"))
    folder = run / stages.DRAFTS["course"].name
    first, *others = stages.DRAFTS["course"].read(run).lessons
    write_lines(folder / "lessons.jsonl", [first.model_copy(update={"title": HOSTILE, "text": HOSTILE}), *others])
    manifest = read_sealed(folder / MANIFEST)
    write_sealed(folder / MANIFEST, manifest | {"files": digests(folder)})
    assert isinstance(first, Lesson)
    return run


@pytest.fixture
def windows(browser: Any, original: Path, tmp_path: Path) -> Iterator[tuple[Any, Any, Path]]:
    """Two windows of one browser on the same review, and its run; at the end nothing may have gone wrong in them."""
    run = Path(shutil.copytree(original, tmp_path / "run"))
    server, link = make_server(Review(run, by="ann"))
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    problems: list[str] = []
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            pages = [context.new_page() for _ in range(2)]
            for page, address in zip(pages, (link, link.partition("?")[0]), strict=True):
                page.set_default_timeout(20_000)
                page.on("pageerror", lambda error: problems.append(str(error)))
                page.on("dialog", lambda dialog: dialog.accept())
                page.goto(address)
                page.wait_for_selector("html[data-ready]", state="attached")
            yield pages[0], pages[1], run
        finally:
            context.close()
            server.shutdown()
            thread.join()
    assert problems == []


def said(page: Any, text: str) -> None:
    page.wait_for_function("text => document.getElementById('status').textContent.includes(text)", arg=text)


def pace(page: Any, text: str) -> None:
    page.wait_for_function("text => document.getElementById('pace').textContent.startsWith(text)", arg=text)


def test_a_review_by_the_keyboard_alone(windows: tuple[Any, Any, Path]) -> None:
    page, other, run = windows
    keyboard = page.keyboard
    total = len(Review(run).items)
    page.wait_for_function(
        "total => document.getElementById('pace').textContent === `0 of ${total} decided`", arg=total
    )
    assert page.locator("#list").evaluate("list => document.activeElement === list")

    keyboard.press("a")
    said(page, "accepted")
    keyboard.press("r")
    page.wait_for_selector("#reason")
    keyboard.type("too easy")
    keyboard.press("Enter")
    said(page, "refused")
    assert [(one.action, one.reason, one.by) for one in read_decisions(run)] == [
        ("accept", "", "ann"),
        ("refuse", "too easy", "ann"),
    ]

    keyboard.press("/")
    keyboard.type("leap: ")
    keyboard.press("Escape")
    page.wait_for_function("() => document.getElementById('item').textContent.includes('solution')")
    keyboard.press("e")
    page.wait_for_selector("#field-answer")
    page.focus("#field-answer")
    keyboard.press("Control+a")
    keyboard.type("1000")
    keyboard.press("Control+Enter")
    said(page, "Not taken: answer not stated")
    assert "end the solution with 'Answer: '" in page.locator("#fault").inner_text()
    assert page.locator("#insist").is_hidden()
    keyboard.press("Escape")
    page.wait_for_selector("#accept")
    keyboard.press("e")
    page.wait_for_selector("#field-solution")
    page.focus("#field-solution")
    keyboard.press("Control+Home")
    keyboard.type("Count on. ")
    keyboard.press("Control+Enter")
    said(page, "edited")
    last = read_decisions(run)[-1]
    assert (last.action, last.changes["solution"][:10]) == ("edit", "Count on. ")
    keyboard.press("u")
    said(page, "Undone")
    assert read_decisions(run)[-1].action == "open"

    other.bring_to_front()
    other.wait_for_function(
        "total => document.getElementById('pace').textContent.startsWith(`2 of ${total}`)", arg=total
    )


def test_texts_of_drafts_stay_texts_and_windows_do_not_overwrite_each_other(windows: tuple[Any, Any, Path]) -> None:
    page, other, run = windows
    key = next(key for key in Review(run).items if key.startswith("section:"))
    for window in (page, other):
        window.select_option("#kind", "section")
        window.wait_for_function("text => document.querySelector('#item h2')?.textContent === text", arg=HOSTILE)
        assert window.locator("#item img, #item b, #item script").count() == 0
    page.bring_to_front()
    page.locator("#list").focus()
    page.keyboard.press("a")
    said(page, "accepted")
    # The other window has not heard of it yet: its decision is not taken, and it sees what stands.
    other.evaluate("state.seen = 0")
    other.evaluate("key => decide(state.byKey.get(key), 'refuse')", key)
    said(other, "Not taken: somebody has decided about this item in the meantime")
    assert [one.action for one in read_decisions(run)] == ["accept"]


def beside(run: Path, key: str, action: ReviewAction) -> None:
    """Somebody else decides about an item, having looked at it."""
    review = Review(run, by="ben")
    review.decide(Choice(key, action), seen=len(review.log()))


def no_news(page: Any) -> None:
    """What others decide does not reach this window by itself."""
    page.route("**/news*", lambda route: route.fulfill(json={"changes": {}}))


def shown_key(page: Any) -> str:
    return str(page.evaluate("state.shown[state.at].key"))


def actions_of(run: Path, key: str) -> list[str]:
    return [one.action.value for one in read_decisions(run) if one.item == key]


def test_undo_takes_back_only_what_this_window_decided(windows: tuple[Any, Any, Path]) -> None:
    page, _, run = windows
    page.bring_to_front()
    first = shown_key(page)
    page.keyboard.press("a")
    said(page, "accepted")
    second = shown_key(page)
    page.keyboard.press("a")
    page.wait_for_function("key => state.shown[state.at].key !== key", arg=second)
    # The page has heard of another's decision about the second item, which stays.
    beside(run, second, ReviewAction.REFUSE)
    page.wait_for_function("key => state.decided.get(key).by === 'ben'", arg=second)
    page.keyboard.press("u")
    said(page, "Not undone: it was refused by ben in the meantime")
    assert actions_of(run, second) == ["accept", "refuse"]
    # What was decided before can still be undone.
    page.keyboard.press("u")
    said(page, "Undone.")
    assert actions_of(run, first) == ["accept", "open"]
    page.keyboard.press("u")
    said(page, "Nothing to undo in this window.")


def test_undo_says_only_what_has_happened(windows: tuple[Any, Any, Path]) -> None:
    page, _, run = windows
    page.bring_to_front()
    no_news(page)
    first = shown_key(page)
    page.keyboard.press("a")
    said(page, "accepted")
    page.route("**/decide", lambda route: route.abort())
    page.keyboard.press("u")
    said(page, "Nothing was kept: tutelage review has ended")
    page.unroute("**/decide")
    beside(run, first, ReviewAction.REFUSE)
    page.keyboard.press("u")
    said(page, "Not undone: somebody has decided about this item in the meantime")
    assert "refused by ben" in page.locator("#item .decided").inner_text()
    assert actions_of(run, first) == ["accept", "refuse"]
    page.keyboard.press("u")
    said(page, "Nothing to undo in this window.")


def test_two_decisions_about_one_item_are_undone_one_after_the_other(windows: tuple[Any, Any, Path]) -> None:
    page, _, run = windows
    page.bring_to_front()
    page.select_option("#state", "all")
    page.locator("#list").focus()
    first = shown_key(page)
    page.keyboard.press("a")
    said(page, "accepted")
    page.keyboard.press("k")
    page.wait_for_function("key => state.shown[state.at].key === key", arg=first)
    page.keyboard.press("r")
    page.wait_for_selector("#reason")
    page.keyboard.press("Enter")
    said(page, "refused")
    for action in ("accept", "open"):
        page.keyboard.press("u")
        said(page, "Undone.")
        assert actions_of(run, first)[-1] == action
        page.keyboard.press("Home")


def test_what_was_typed_is_kept_and_old_words_are_not(windows: tuple[Any, Any, Path]) -> None:
    page, _, run = windows
    page.bring_to_front()
    no_news(page)
    key = shown_key(page)
    page.keyboard.press("r")
    page.wait_for_selector("#reason")
    page.keyboard.type("too easy")
    beside(run, key, ReviewAction.ACCEPT)
    page.keyboard.press("Enter")
    said(page, "Not taken: somebody has decided about this item in the meantime")
    page.wait_for_selector("#item .decided")
    page.wait_for_function("() => document.activeElement.id === 'reason'")
    assert page.input_value("#reason") == "too easy"
    page.keyboard.press("Enter")
    said(page, "refused")
    assert read_decisions(run)[-1].reason == "too easy"
    page.keyboard.press("r")
    page.wait_for_selector("#reason")
    assert page.input_value("#reason") == "", "it was for another item"
    page.keyboard.press("Escape")

    page.keyboard.press("/")
    page.keyboard.type("leap: ")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.getElementById('item').textContent.includes('solution')")
    page.keyboard.press("e")
    page.fill("#field-answer", "")
    page.keyboard.press("Control+Enter")
    said(page, "Not taken: 'answer' is empty")
    # A key beside the fields loses nothing of what is written in them.
    page.focus("#save")
    for key in ("a", "j", "u"):
        page.keyboard.press(key)
    assert page.input_value("#field-answer") == ""
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.wait_for_selector("#field-answer")
    assert page.inner_text("#status") == ""


def test_the_count_is_in_sight(windows: tuple[Any, Any, Path]) -> None:
    page = windows[0]
    for key in ("Home", "End", "Home"):
        count, section = (page.locator(name).bounding_box() for name in ("#count", "main > section"))
        assert section["y"] <= count["y"]
        assert count["y"] + count["height"] <= section["y"] + section["height"]
        page.keyboard.press(key)
    assert page.evaluate("document.getElementById('list').scrollHeight > window.innerHeight"), "nothing to scroll"


def test_finishing_and_what_it_says(windows: tuple[Any, Any, Path]) -> None:
    page, _, run = windows
    page.focus("#finish")
    page.keyboard.press("Enter")
    said(page, "Finished. Start the same 'tutelage run' again")
    assert Review(run).finished


def test_nothing_is_wrong_with_the_page_for_those_who_do_not_see_it(windows: tuple[Any, Any, Path]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = windows[0]
    for width, scheme in ((1200, "light"), (390, "dark")):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        found = axe.Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
