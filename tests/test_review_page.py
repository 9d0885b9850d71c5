"""The page and the table of a review: who may come in, what is kept, two windows at once; and a person's hour in a real
browser."""

from __future__ import annotations

import csv
import http.client
import json
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from typer.testing import CliRunner

from conftest import make_recipe
from test_reviewing import draft_run, make_course
from tutelage.cli import app
from tutelage.errors import DataError, Outdated, ReviewNeeded, RunError
from tutelage.records import ReviewAction, Skill
from tutelage.review.applying import apply_to_graph
from tutelage.review.checking import OTHER_QUESTION
from tutelage.review.fields import Kind, ids_by_label, labels_of
from tutelage.review.serving import make_server
from tutelage.review.session import Choice, Review
from tutelage.review.table import read_table, write_table
from tutelage.storage.reviews import read_decisions

DOCS = Path(__file__).parent.parent / "docs"
WRONG = {"answer": "1000", "solution": "By one step: 1000. Answer: 1000"}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draft_run(tmp_path_factory.mktemp("original"))


@pytest.fixture
def run(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "run"))


def exercise_of(review: Review) -> str:
    return next(key for key, item in review.items.items() if item.draft.kind is Kind.EXERCISE)


class Page(NamedTuple):
    port: int
    link: str
    cookie: str

    def ask(
        self, path: str, body: Any = None, *, cookie: str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        own = {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie if cookie is None else cookie}
        if body is not None:
            own |= {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"}
        text = None if body is None else body if isinstance(body, str) else json.dumps(body)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET" if body is None else "POST", path, text, own | given)
        answer = connection.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
        connection.close()
        return found


@contextmanager
def served(review: Review) -> Iterator[tuple[Page, str]]:
    server, link = make_server(review)
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            port = server.server_address[1]
            yield Page(port, link, ""), link.partition(str(port))[2]
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def opened(review: Review) -> Iterator[Page]:
    with served(review) as (page, path):
        status, headers, _ = page.ask(path)
        assert (status, headers["location"]) == (303, "/")
        yield page._replace(cookie=headers["set-cookie"].partition(";")[0])


def test_the_link_works_once_and_nothing_without_its_cookie(run: Path) -> None:
    with served(Review(run)) as (page, path):
        assert page.ask("/")[0] == 403
        assert page.ask("/?token=guess")[0] == 403
        assert page.ask("/items")[0] == 403
        _, headers, _ = page.ask(path)
        assert "HttpOnly; SameSite=Strict" in headers["set-cookie"]
        assert page.ask(path)[0] == 403
        known = page._replace(cookie=headers["set-cookie"].partition(";")[0])
        status, headers, text = known.ask("/")
        assert (status, "<h1" in text) == (200, True)
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        assert {known.ask(name)[0] for name in ("/review.css", "/review.js", "/items")} == {200}
        for name in ("/../config.yaml", "/review.py", "/item?key=none", "/news?seen=x", "/%2e%2e/etc/passwd"):
            assert known.ask(name)[0] == 404


def test_requests_from_elsewhere_are_refused(run: Path) -> None:
    review = Review(run)
    with opened(review) as page:
        wanted = {"key": exercise_of(review), "action": "accept", "seen": 0}
        for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
            assert page.ask("/decide", wanted, **headers)[0] == 403
        assert page.ask("/decide", wanted, cookie="")[0] == 403
        assert page.ask("/decide", wanted, Content_Type="text/plain")[0] == 400
        for bad in ("{", {"key": 1}, wanted | {"more": 1}, wanted | {"action": "burn"}, wanted | {"seen": -1}):
            assert page.ask("/decide", bad)[0] == 400
        assert read_decisions(run) == ()
        assert page.ask("/decide", wanted)[0] == 200
        assert page.ask("/elsewhere", wanted)[0] == 404


def test_decisions_are_on_the_disk_before_the_answer_and_two_windows_lose_nothing(run: Path) -> None:
    review = Review(run, by="ann")
    first, second, *_ = review.items
    with opened(review) as page:
        status, _, text = page.ask("/decide", {"key": first, "action": "accept", "seen": 0})
        assert status == 200
        (kept,) = read_decisions(run)
        assert (kept.item, kept.action, kept.by) == (first, ReviewAction.ACCEPT, "ann")
        other = {"key": first, "action": "refuse", "reason": "no", "seen": 0}
        status, _, text = page.ask("/decide", other)
        assert status == 409
        assert json.loads(text)["changes"][first]["action"] == "accept"
        assert page.ask("/decide", {"key": second, "action": "refuse", "seen": 0})[0] == 200
        assert page.ask("/decide", other | {"seen": 2})[0] == 200
        news = json.loads(page.ask("/news?seen=1")[2])
        assert {key: one["action"] for key, one in news["changes"].items()} == {first: "refuse", second: "refuse"}
        page.ask("/decide", {"key": first, "action": "open", "seen": 3})
        assert json.loads(page.ask("/news?seen=3")[2])["changes"] == {first: None}
    assert [one.action for one in read_decisions(run)] == ["accept", "refuse", "refuse", "open"]


def test_two_processes_at_once_lose_nothing(run: Path) -> None:
    reviews = [Review(run, by=name) for name in ("ann", "ben")]
    keys = list(reviews[0].items)

    def work(review: Review, own: list[str]) -> None:
        for key in own:
            review.decide(Choice(key, ReviewAction.ACCEPT))

    threads = [threading.Thread(target=work, args=(review, keys[number::2])) for number, review in enumerate(reviews)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.item for one in read_decisions(run)) == sorted(keys)


def test_an_edit_that_fails_a_check_is_said_and_kept_only_if_the_person_insists(run: Path) -> None:
    review = Review(run)
    key = exercise_of(review)
    with opened(review) as page:
        wanted = {"key": key, "action": "edit", "changes": WRONG, "seen": 0}
        status, _, text = page.ask("/decide", wanted)
        assert (status, json.loads(text)["fault"], json.loads(text)["may_insist"]) == (422, "wrong answer", True)
        assert page.ask("/decide", wanted | {"changes": {"answer": ""}, "insist": True})[0] == 422
        assert page.ask("/decide", wanted | {"changes": {"id": "x"}})[0] == 422
        assert json.loads(page.ask("/decide", wanted | {"changes": {}})[2])["fault"] == "nothing is changed"
        assert read_decisions(run) == ()
        assert page.ask("/decide", wanted | {"insist": True})[0] == 200
    (kept,) = read_decisions(run)
    assert (kept.insist, kept.changes) == (True, WRONG)
    assert review.fault(Choice(key, ReviewAction.EDIT, {"formal": "answer = 1000"})).reason == "wrong answer"
    other = {"question": "one step: 1 + 2 + 3?"}
    assert review.fault(Choice(key, ReviewAction.EDIT, other)).reason == OTHER_QUESTION
    assert not review.fault(Choice(key, ReviewAction.EDIT, other | WRONG | {"formal": "answer = 1000"})).reason


def test_items_say_what_speaks_against_them(run: Path) -> None:
    review = Review(run)
    with opened(review) as page:
        rows = json.loads(page.ask("/items")[2])["items"]
        assert [row["key"] for row in rows] == list(review.items)
        detail = json.loads(page.ask(f"/item?key={quote(exercise_of(review))}")[2])
        assert ["check", "recomputed"] in detail["facts"]
        assert set(detail["fields"]) == {"question", "solution", "answer", "formal"}
    section = next(item for item in review.items.values() if item.draft.kind is Kind.SECTION)
    assert section.suspicion == 0


def test_a_stale_view_and_a_run_without_review_are_refused(run: Path, tmp_path: Path) -> None:
    review = Review(run)
    key = exercise_of(review)
    review.decide(Choice(key, ReviewAction.ACCEPT), seen=0)
    with pytest.raises(Outdated):
        review.decide(Choice(key, ReviewAction.REFUSE), seen=0)
    other = tmp_path / "other" / "run"
    other.parent.mkdir()
    make_course(make_recipe(other.parent, tmp_path / "student"))
    with pytest.raises(RunError, match="asks for no review: add 'review"):
        Review(other)
    with pytest.raises(RunError, match="no review of 'graph': choose course"):
        Review(run, "graph")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def save(path: Path, rows: list[dict[str, str]], separator: str = ";") -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def graph_run(tmp_path: Path) -> Path:
    """A run whose graph waits for review."""
    with pytest.raises(ReviewNeeded):
        make_course(make_recipe(tmp_path, tmp_path / "student", review={"after": ["graph"]}))
    return tmp_path / "run"


@pytest.mark.parametrize("typed", ["one step", " One  Step ", "one-step"])
def test_prerequisites_are_shown_and_edited_by_name(graph_run: Path, tmp_path: Path, typed: str) -> None:
    review = Review(graph_run, by="ann")
    key = "edge:two-steps leap"
    with opened(review) as page:
        assert json.loads(page.ask(f"/item?key={quote(key)}")[2])["fields"]["prerequisite"] == "two steps"
        kinds = {row["kind"] for row in json.loads(page.ask("/items")[2])["items"]}
        assert kinds == {"skill", "prerequisite"}
        wanted = {"key": key, "action": "edit", "changes": {"prerequisite": "one stop"}, "seen": 0}
        fault = json.loads(page.ask("/decide", wanted)[2])["fault"]
        assert fault == "no skill is called 'one stop', did you mean 'one step'?"
        assert page.ask("/decide", wanted | {"changes": {"prerequisite": typed}})[0] == 200
    table = tmp_path / "items.csv"
    write_table(table, review)
    row = next(row for row in rows_of(table) if row["item"] == key)
    assert (row["kind"], row["prerequisite"], row["skill"]) == ("prerequisite", typed, "leap")
    assert {row["kind"] for row in rows_of(table)} == kinds
    made = apply_to_graph(review.graph, review.decisions())
    assert ("one-step", "leap") in {(edge.prerequisite, edge.skill) for edge in made.edges}


def test_a_skill_may_be_named_as_the_review_renamed_it(graph_run: Path) -> None:
    review = Review(graph_run)
    review.decide(Choice("skill:one-step", ReviewAction.EDIT, {"name": "single step"}))
    edit = Choice("edge:two-steps leap", ReviewAction.EDIT, {"prerequisite": "single step"})
    assert not review.decide(edit).reason
    again = Choice("skill:one-step", ReviewAction.EDIT, {"name": "one pace"})
    assert review.fault(again).reason.startswith("no skill is called 'single step'")


def test_two_skills_of_one_name_are_told_apart_by_their_ids() -> None:
    same, other, third = (Skill(id=name, name="Step" if name < "c" else "leap") for name in "abc")
    assert labels_of([same, other, third]) == {"a": "a", "b": "b", "c": "leap"}
    assert ids_by_label([same, other, third], [same, other, third]) == {"a": "a", "b": "b", "c": "c", "leap": "c"}
    renamed = [same.model_copy(update={"name": "stride"}), other, third]
    assert ids_by_label([same, other, third], renamed)["step"] == "b"


@pytest.mark.parametrize(
    ("key", "changes", "says"),
    [
        ("skill:leap", {"name": ""}, "'name' is empty"),
        ("skill:leap", {"name": " "}, "'name' is empty"),
        ("edge:two-steps leap", {"skill": ""}, "'skill' is empty"),
        ("skill:leap", {"name": "x" * 201}, "'name': string should have at most 200 characters (got 'xx"),
    ],
)
def test_an_edit_that_no_graph_can_hold_is_told_in_words(
    graph_run: Path, tmp_path: Path, key: str, changes: dict[str, str], says: str
) -> None:
    review, table = Review(graph_run), tmp_path / "items.csv"
    fault = review.fault(Choice(key, ReviewAction.EDIT, changes, insist=True)).reason
    assert fault.startswith(says)
    assert "validation error" not in fault
    write_table(table, review)
    rows = rows_of(table)
    next(row for row in rows if row["item"] == key).update(changes, decision="edit")
    save(table, rows)
    with pytest.raises(DataError, match=re.escape(f"is not taken: {says}")):
        read_table(table, review)


def test_the_field_that_is_empty_is_named(run: Path) -> None:
    review = Review(run)
    for item in review.items.values():
        for field in item.draft.fields.keys() - {"formal"}:
            fault = review.fault(Choice(item.draft.key, ReviewAction.EDIT, {field: "\n"}, insist=True))
            assert fault.reason == f"'{field}' is empty"


def test_a_script_does_not_decide_twice_by_mistake(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review = Review(run, by="ann")
    first, second, *_ = review.items
    review.decide(Choice(first, ReviewAction.REFUSE))
    assert review.undecided.keys() == review.items.keys() - {first}
    for action in (ReviewAction.ACCEPT, ReviewAction.OPEN):
        with pytest.raises(Outdated, match=r"is decided already: to decide again, say seen=len\(review.log\(\)\)"):
            review.decide(Choice(first, action))
    review.decide(Choice(first, ReviewAction.ACCEPT), seen=len(review.log()))
    review.decide(Choice(second, ReviewAction.REFUSE))
    (sample,) = re.findall(r"```python\n(.*?)```", (DOCS / "review.md").read_text(), re.DOTALL)
    (run.parent / "runs").mkdir()
    shutil.copytree(run, run.parent / "runs" / "handbook")
    monkeypatch.chdir(run.parent)
    exec(sample, {})
    after = Review(run.parent / "runs" / "handbook")
    assert after.finished
    assert after.decisions()[second] == review.decisions()[second]
    assert len(after.decisions()) > 2


def test_a_table_does_not_decide_against_what_others_decided_since(run: Path, tmp_path: Path) -> None:
    table, review, other = tmp_path / "items.csv", Review(run, by="ann"), Review(run, by="ben")
    first, second, *_ = review.items
    write_table(table, review)
    rows = rows_of(table)
    for row in rows:
        row["decision"] = "accept" if row["item"] in (first, second) else ""
    save(table, rows)
    other.decide(Choice(first, ReviewAction.REFUSE))
    with pytest.raises(DataError, match=r"ben has decided about it since the table was written: look at it"):
        read_table(table, review)
    other.decide(Choice(first, ReviewAction.ACCEPT), seen=1)
    assert read_table(table, review) == 1, "they agree now"
    next(row for row in rows if row["item"] == second)["decision"] = "refuse"
    save(table, rows)
    assert read_table(table, review) == 1, "one may read one's own table again"


def test_a_table_goes_out_and_comes_back(run: Path, tmp_path: Path) -> None:
    table, review = tmp_path / "items.csv", Review(run, by="ann")
    assert write_table(table, review) == len(review.items)
    rows = rows_of(table)
    assert [row["suspicion"] for row in rows] == sorted((row["suspicion"] for row in rows), reverse=True)
    by_key = {row["item"]: row for row in rows}
    key = exercise_of(review)
    others = [other for other in by_key if other != key]
    by_key[key] |= {"decision": "Edit", "solution": f"Count on. {by_key[key]['solution']}", "comment": "=1+1"}
    by_key[others[0]] |= {"decision": "refuse", "comment": "twice"}
    by_key[others[1]]["answer"] = "01. Feb"  # a spreadsheet did that: nobody asked for an edit
    save(table, rows)
    assert read_table(table, review) == 2
    assert read_table(table, review) == 0
    decided = review.decisions()
    assert decided.keys() == {key, others[0]}
    assert decided[key].changes == {"solution": by_key[key]["solution"]}
    second = tmp_path / "again.csv"
    write_table(second, review)
    again = {row["item"]: row for row in rows_of(second)}
    assert (again[key]["decision"], again[key]["comment"]) == ("edit", "'=1+1")
    assert read_table(second, review) == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"decision": "burn"}, "'burn' in the column 'decision': write accept, edit"),
        ({"decision": "edit"}, "is not taken: nothing is changed"),
        ({"decision": "edit", **WRONG}, "is not taken: wrong answer"),
        ({"decision": "accept", "version": "ve-other"}, "this is no item as it was drafted"),
        ({"decision": "accept", "item": "exercise:none"}, "this is no item as it was drafted"),
    ],
)
def test_a_table_with_a_fault_is_not_taken_at_all(run: Path, tmp_path: Path, change: dict[str, str], says: str) -> None:
    table, review = tmp_path / "items.csv", Review(run)
    write_table(table, review)
    rows = rows_of(table)
    row = next(row for row in rows if row["item"] == exercise_of(review))
    next(other for other in rows if other is not row)["decision"] = "accept"
    row |= change
    save(table, rows, ",")
    with pytest.raises(DataError, match="nothing was taken") as caught:
        read_table(table, review)
    assert f"row {rows.index(row) + 2}: " in str(caught.value)
    assert says in str(caught.value)
    assert read_decisions(run) == ()


@pytest.mark.parametrize("name", ["nosuch.csv", "."])
def test_a_table_that_is_not_there_is_named_once(run: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match=f"^no table at {tmp_path / name}: check the path$"):
        read_table(tmp_path / name, Review(run))


def test_from_the_command_line(run: Path, tmp_path: Path) -> None:
    def typed(*options: str) -> str:
        result = CliRunner().invoke(app, ["review", str(run), *options])
        assert result.exit_code == 0, result.output
        return result.output

    table = tmp_path / "items.csv"
    assert "fill in 'decision'" in typed("--out", str(table))
    rows = rows_of(table)
    rows[0]["decision"] = "accept"
    save(table, rows, "\t")
    said = typed("--csv-in", str(table), "--by", "ben", "--finish")
    assert "1 decision taken" in said
    assert "the review of the course is finished" in said
    assert [one.by for one in read_decisions(run)] == ["ben", "ben"]
    assert Review(run).finished
