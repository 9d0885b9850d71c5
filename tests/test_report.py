"""The report: self-contained, safe with hostile texts, and its numbers are those of the run."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
from html.parser import HTMLParser
from itertools import pairwise
from math import floor
from pathlib import Path
from typing import Any, ClassVar

import pyarrow as pa
import pytest

from tutelage.exams.leakage import exam_leakage
from tutelage.grading import mark
from tutelage.grading.identity import question_key
from tutelage.graph.layered import lay_out
from tutelage.records import (
    Account,
    Action,
    Adapted,
    Category,
    Change,
    Classified,
    Columns,
    ComposedRequest,
    Course,
    Detector,
    Edge,
    Evaluation,
    Exercise,
    Kept,
    Lesson,
    LossRecord,
    Message,
    Mistake,
    Origin,
    Presented,
    Rejected,
    RequestKind,
    Round,
    RunRecord,
    Score,
    SimilarRequest,
    Skill,
    SkillGraph,
    StageTime,
    Trained,
    TrainingSet,
)
from tutelage.report import formats
from tutelage.report.curves import loss_chart, skill_curves
from tutelage.report.exam import exam_content
from tutelage.report.figures import draw_histogram, make_axis, wrap
from tutelage.report.page import render
from tutelage.report.practice import (
    category_flows,
    category_shares,
    change_rows,
    change_totals,
    exercises_of,
    map_dots,
)
from tutelage.report.replies import OUTCOMES, all_replies, known_misconceptions, shown_mistake, working
from tutelage.report.terminal import course_text
from tutelage.report.writing import Passages, find_copies, rows_by_kind
from tutelage.stats import sign_test, wilson

HOSTILE = "<script>alert(1)</script></script><img src=x onerror=alert(2)>{{7*7}}{% raw %}'\"&\u2028"

# --- a run made by hand ---------------------------------------------------------------------------


def chain_graph(count: int = 8) -> SkillGraph:
    """Skills two to a level; each needs both of the level below, and the last also the very first."""
    skills = tuple(
        Skill(id=f"skill-{n}", name=f"operation number {n}", unit="Operations", position=n, level=n // 2)
        for n in range(count)
    )
    edges = [
        Edge(prerequisite=low.id, skill=high.id) for high in skills for low in skills if low.level == high.level - 1
    ]
    if count > 4:
        edges.append(Edge(prerequisite="skill-0", skill=f"skill-{count - 1}"))
    return SkillGraph(skills=skills, edges=tuple(edges))


def exercise(skill: str, number: int, what: str, origin: Origin = Origin.COURSE, misconception: str = "") -> Exercise:
    return Exercise.of(
        skill=skill,
        skills=(skill,),
        question=f"{what}: use {skill} on {number} and {number + 3}.",
        solution=f"By {skill}, {number} gives {number * 2}. Answer: {number * 2}",
        answer=str(number * 2),
        origin=origin,
        misconception=misconception,
    )


def evaluation(name: str, exam: tuple[Exercise, ...], chance: float, dice: random.Random) -> Evaluation:
    scores = []
    for item in exam:
        correct = dice.random() < chance
        answer = item.answer if correct else "7"
        scores.append(
            Score(
                evaluation=name,
                question=item.id,
                skill=item.skill,
                reply=f"I think. Answer: {answer}",
                answer=answer,
                expected=item.answer,
                correct=correct,
            )
        )
    return Evaluation(scores=tuple(scores))


def trained(items: list[Exercise], epochs: int, level: float, dice: random.Random) -> Trained:
    losses = [
        LossRecord(
            epoch=epoch,
            example=item.id,
            margin=0.5,
            probability_margin=0.2,
            tokens=20,
            loss=abs(dice.gauss(level * (2.2 if item.misconception else 1.0), 0.12)) * (1 + 1.5 / epoch),
        )
        for item in items
        for epoch in range(1, epochs + 1)
    ]
    order = [
        Presented(step=1 + place // 16, epoch=1, example=item.id, skill=item.skill) for place, item in enumerate(items)
    ]
    return Trained(order=tuple(order), losses=tuple(losses), tokens=len(items) * epochs * 31)


def classified(items: list[Exercise], round_: int, dice: random.Random) -> tuple[Classified, ...]:
    rows = []
    for item in items:
        wrong = bool(item.misconception)
        mean, std = abs(dice.gauss(1.5 if wrong else 0.5, 0.25)), abs(dice.gauss(0.3, 0.1))
        if mean > 1.05:
            category = Category.ERROR
        elif std > 0.32:
            category = Category.AMBIGUOUS
        else:
            category = Category.HARD if mean > 0.5 else Category.EASY
        rows.append(
            Classified(
                round=round_,
                example=item.id,
                skill=item.skill,
                mean=mean,
                std=std,
                category=category,
                constructed=wrong,
            )
        )
    return tuple(rows)


def adapted(graph: SkillGraph, items: list[Exercise], round_: int, dice: random.Random) -> Adapted:
    rows = classified(items, round_, dice)
    changes = []
    for row in rows:
        action = {Category.ERROR: Action.DROP, Category.EASY: Action.WEIGHT}.get(row.category)
        if row.constructed:
            action = Action.RETIRE
        if action is Action.DROP and dice.random() < 0.5:
            action = Action.RESTORE
        if action:
            changes.append(Change(round=round_, action=action, skill=row.skill, example=row.example, reason="by loss"))
    new, accounts = [], []
    for skill in graph.skills[::2]:
        request = SimilarRequest(id=f"req-{skill.id}", skill=skill.id, number=4)
        changes.append(
            Change(
                round=round_, action=Action.ADD, skill=skill.id, request=request, reason="need 9.1 nats per solution"
            )
        )
        new += [exercise(skill.id, 1000 * round_ + n, "Again", Origin.SIMILAR) for n in range(3)]
        accounts.append(
            Account(
                skill=skill.id,
                kind=RequestKind.SIMILAR,
                origin=Origin.SIMILAR,
                asked=4,
                drafts=5,
                accepted=3,
                rejected={"duplicate": 2},
                failures={"no more variants": 1},
            )
        )
    rulers = [row for row in rows if row.constructed]
    detector = Detector(
        round=round_,
        rule="midpoint",
        constructed=len(rulers),
        caught=len(rulers) // 2,
        flagged=9,
        flagged_right=5,
        flagged_by_paper_rule=2,
        auroc=0.874,
        blind=(graph.skills[0].id,),
    )
    return Adapted(
        categories=rows, detector=(detector,), changes=tuple(changes), exercises=tuple(new), accounts=tuple(accounts)
    )


def make_course(graph: SkillGraph, per_skill: int) -> Course:
    ids = [skill.id for skill in graph.skills]
    accounts = [
        Account(
            skill=skill,
            kind=kind,
            origin=origin,
            asked=asked,
            drafts=asked + 2,
            accepted=asked - 1,
            rejected={"wrong answer": 2, "leaks an exam question": 1},
        )
        for skill in ids
        for kind, origin, asked in [
            (RequestKind.LESSON, Origin.COURSE, 1),
            (RequestKind.EXERCISES, Origin.COURSE, per_skill),
            (RequestKind.EXERCISES, Origin.EXAM, 8),
            (RequestKind.MISCONCEPTIONS, Origin.MISCONCEPTION, 4),
        ]
    ]
    return Course(
        lessons=tuple(
            Lesson(id=f"l-{s}", skill=s, title=f"On {s}", text=f"How {s} works.\n\nAn example of it.") for s in ids
        ),
        exercises=tuple(exercise(s, n, "Work out") for s in ids for n in range(per_skill)),
        misconceptions=tuple(
            exercise(s, n, "Wrong", Origin.MISCONCEPTION, "forgets the second step") for s in ids for n in range(4)
        ),
        exam=tuple(exercise(s, n, "In the exam", Origin.EXAM) for s in ids for n in range(8)),
        rejected=(
            Rejected(request="req", kind=RequestKind.EXERCISES, skill=ids[0], reason="wrong answer", text="2 + 2 = 5"),
        ),
        accounts=tuple(accounts),
    )


def make_run(
    graph: SkillGraph | None = None, *, rounds: int = 2, per_skill: int = 10, classify_last: bool = False, seed: int = 1
) -> RunRecord:
    """A plausible run: better from evaluation to evaluation, some examples wrong, some dropped."""
    graph, dice = graph or chain_graph(), random.Random(seed)
    course = make_course(graph, per_skill)
    items = [*course.exercises, *course.misconceptions]
    done = []
    for number in range(1, rounds + 1):
        change = adapted(graph, items, number, dice) if number < rounds or classify_last else None
        done.append(
            Round(
                number=number,
                training_set=TrainingSet([tuple(item for item in items if not item.misconception)]),
                trained=trained(items, 3, 0.6 / number, dice),
                adapted=change,
            )
        )
        if change:
            gone = {c.example for c in change.changes if c.action in (Action.DROP, Action.RETIRE)}
            items = [item for item in items if item.id not in gone] + list(change.exercises)
    chances = {"base": 0.12, "base-worked-examples": 0.25, "reading": 0.31}
    chances |= {f"round-{number}": 0.35 + 0.22 * number for number in range(1, rounds)}
    chances |= {"final": 0.35 + 0.22 * rounds}
    stages = ["syllabus", "course", "reading", "round-1", "round-2", "exam"]
    return RunRecord(
        name="calculus-small",
        folder="runs/calculus-small",
        recipe={
            "name": "calculus-small",
            "seed": seed,
            "student": {"model": "smollm2-135m-instruct"},
            "dynamics": {"rule": "midpoint", "skip_epochs": 1},
            "practice": {"rounds": rounds, "epochs": (3,)},
        },
        environment={"python": "3.11.7", "torch": "2.9", "threads": "2"},
        graph=graph,
        course=course,
        reading=Trained(order=(), losses=(), tokens=4321),
        rounds=tuple(done),
        evaluations={name: evaluation(name, course.exam, chance, dice) for name, chance in chances.items()},
        kept=Kept(stage=f"round-{rounds}", why="best in the development exam"),
        times=tuple(StageTime(stage=s, seconds=61.5, tokens=1000, peak_gb=1.5 + n) for n, s in enumerate(stages)),
    )


# --- reading a page -------------------------------------------------------------------------------


class Page(HTMLParser):
    """Elements with their attributes, and the text inside every element that has an id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self.tables: dict[str, list[list[str]]] = {}
        self._open: list[tuple[str, str]] = []
        self._table: list[list[str]] | None = None
        self.feed(html)

    VOID: ClassVar = {"meta", "link", "br", "img", "input"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.elements.append((tag, found))
        if tag == "table":
            self._table = self.tables.setdefault(found.get("id", ""), [])
        if self._table is not None and tag == "tr":
            self._table.append([])
        if self._table is not None and tag in ("td", "th"):
            self._table[-1].append("")
        if tag not in self.VOID:
            self._open.append((tag, found.get("id", "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1][0] == tag, f"</{tag}> closes <{self._open[-1][0]}>"
        self._open.pop()
        if tag == "table":
            self._table = None

    def handle_data(self, data: str) -> None:
        for _, key in self._open:
            if key:
                self.texts[key] = self.texts.get(key, "") + data
        if self._table and self._table[-1] and self._open[-1][0] not in ("tr", "tbody", "thead", "table"):
            self._table[-1][-1] += data

    def first_number(self, key: str) -> float:
        found = re.search(r"[\d.]+", self.texts[key].replace(",", ""))
        assert found
        return float(found[0])


def unpack(packed: list[str]) -> list[int]:
    """What the page's script reads from `[type, base64]`."""
    kind, text = packed
    size = int(kind[1:])
    raw = base64.b64decode(text)
    return [int.from_bytes(raw[at : at + size], "little") for at in range(0, len(raw), size)]


# --- the page as a whole --------------------------------------------------------------------------


def test_an_unfinished_run_does_not_say_what_nobody_has_looked_for() -> None:
    run = make_run()
    searched = run.model_copy(update={"leakage": (exam_leakage(run.course, []),)})
    assert re.search(r'id="leaked">\d', render(searched))
    waiting = render(run)
    assert 'id="leaked">not searched yet<' in waiting
    assert "has not come to its own search yet" in waiting


def test_of_two_equal_bases_none_is_called_the_better_one() -> None:
    run = make_run()
    assert "(the better one)" in render(run)
    same = {**run.evaluations, "base-worked-examples": run.evaluations["base"]}
    assert "(the better one)" not in render(run.model_copy(update={"evaluations": same}))


def test_the_legend_of_the_curves_names_what_is_drawn() -> None:
    run = make_run()
    (legend,) = re.findall(r'aria-label="Lines">(.*?)</ul>', render(run), flags=re.DOTALL)
    drawn = re.findall(r"</svg>([a-z ]+)</li>", legend)
    assert drawn == [name for name, held in (("exam", True), ("development exam", run.development)) if held]


def test_page_loads_nothing() -> None:
    html = render(make_run())
    page = Page(html)
    for tag, attributes in page.elements:
        assert tag not in ("link", "iframe", "object", "embed", "img", "base", "form")
        assert not [key for key in attributes if key.startswith("on") or key in ("src", "style", "action")]
        assert attributes.get("href", "#").startswith("#")
    assert "url(" not in html
    assert "@import" not in html
    assert "http://" not in html
    assert "https://" not in html
    policy = next(a["content"] for t, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_policy_allows_exactly_the_pages_own_script_and_style() -> None:
    html = render(make_run())
    for tag in ("script", "style"):
        bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        assert len(bodies) == 1
        digest = base64.b64encode(hashlib.sha256(bodies[0].encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in html or f"{tag}-src 'sha256-{digest}'" in html


def test_every_fragment_and_every_mark_leads_somewhere() -> None:
    page = Page(render(make_run()))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.elements:
        if "href" in attributes:
            assert attributes["href"][1:] in ids
    data = json.loads(page.texts["data"])
    examples = len(unpack(data["owner"]))
    assert all(at < examples for at in unpack(data["texts"]["at"]))
    assert all(skill < len(data["skills"]["id"]) for skill in unpack(data["edges"]))


def hostile_run() -> RunRecord:
    run = make_run(SkillGraph(skills=(Skill(id="one", name=HOSTILE, unit=HOSTILE),), edges=()))
    bad = exercise("one", 5, HOSTILE)
    first, *others = run.rounds
    assert first.adapted
    items = TrainingSet([*first.training_set.exercises.groups, (bad,)])
    row = first.adapted.categories[0].model_copy(update={"example": bad.id, "category": Category.ERROR})
    change = first.adapted.model_copy(update={"categories": (*first.adapted.categories, row)})
    evaluations = {
        name: Evaluation(scores=tuple(s.model_copy(update={"reply": HOSTILE, "answer": HOSTILE}) for s in held.scores))
        for name, held in run.evaluations.items()
    }
    rejected = Rejected(request="r", kind=RequestKind.LESSON, skill="one", reason=HOSTILE, detail=HOSTILE, text=HOSTILE)
    account = Account(
        skill="one", kind=RequestKind.LESSON, origin=Origin.COURSE, asked=1, drafts=1, accepted=0, rejected={HOSTILE: 1}
    )
    return run.model_copy(
        update={
            "name": HOSTILE,
            "folder": HOSTILE,
            "recipe": {"student": {"model": HOSTILE}, HOSTILE: HOSTILE},
            "environment": {HOSTILE: HOSTILE},
            "rounds": (first.model_copy(update={"training_set": items, "adapted": change}), *others),
            "evaluations": evaluations,
            "course": run.course.model_copy(update={"rejected": (rejected,), "accounts": (account,), "exam": (bad,)}),
            "times": (StageTime(stage=HOSTILE, seconds=1.0),),
        }
    )


def test_hostile_text_stays_text() -> None:
    html = render(hostile_run())
    html.encode("utf-8")
    page = Page(html)
    assert sum(tag == "script" for tag, _ in page.elements) == 2
    assert not [tag for tag, _ in page.elements if tag == "img"]
    assert "<script>alert" not in html
    assert "49" not in page.texts["result"]
    assert "{{7*7}}" in html
    assert any("</script><img" in row[0] for row in json.loads(page.texts["data"])["texts"]["rows"])
    assert "\u2028" not in re.findall(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)[0]


# --- the numbers ----------------------------------------------------------------------------------


def test_headline_and_evaluations_are_those_of_the_scores() -> None:
    run = make_run()
    page = Page(render(run))
    right = {name: sum(score.correct for score in held.scores) for name, held in run.evaluations.items()}
    assert page.first_number("final-share") == pytest.approx(100 * right["final"] / 64, abs=0.05)
    assert page.first_number("share-base") == pytest.approx(100 * right["base"] / 64, abs=0.05)
    assert page.first_number("share-base-worked-examples") == pytest.approx(
        100 * right["base-worked-examples"] / 64, abs=0.05
    )
    assert page.texts["minutes"] == "6 min 09 s"
    assert page.first_number("trained-tokens") == 4321 + sum(round_.trained.tokens for round_ in run.rounds)
    assert [page.first_number(key) for key in ("skill-count", "exercise-count", "question-count")] == [8, 80, 64]
    rows = page.tables["evaluations"][1:]
    for row, (name, count) in zip(rows, right.items(), strict=True):
        interval = wilson(count, 64)
        assert row[1:3] == [str(count), "64"], name
        assert row[4] == f"{100 * interval.low:.1f}–{100 * interval.high:.1f}"


def test_better_base_evaluation_is_the_one_compared_with() -> None:
    run = make_run()
    assert exam_content(run).base.name == "base-worked-examples"
    swapped = run.model_copy(
        update={"evaluations": run.evaluations | {"base": run.evaluations["round-1"], "final": run.evaluations["base"]}}
    )
    assert exam_content(swapped).base.name == "base"


def test_skill_table_counts_every_question_once() -> None:
    run = make_run()
    exam = exam_content(run)
    assert sum(row.final.right for row in exam.skills) == exam.final.result.right
    assert sum(row.base.right for row in exam.skills) == exam.base.result.right
    rows = Page(render(run)).tables["skill-table"]
    assert rows[0][4:7] == ["Base, worked examples", "Reading", "Round 1"]
    for cells, row in zip(rows[1:], exam.skills, strict=True):
        assert cells[1] == row.name
        assert cells[7] == f"{floor(100 * row.final.share + 0.5)}\u00a0%"
        assert row.change is not None
        assert cells[9].replace("−", "-") == (formats.points(row.change, 0) if row.change else "0")


@pytest.mark.parametrize(("gained", "lost", "p"), [(0, 0, 1.0), (5, 0, 0.0625), (0, 5, 0.0625), (8, 2, 0.109375)])
def test_sign_test(gained: int, lost: int, p: float) -> None:
    assert sign_test(gained, lost) == pytest.approx(p)


def test_accounts_add_up() -> None:
    run = make_run()
    page = Page(render(run))
    table = page.tables["accounts"]
    kinds = [row[0] for row in table[1:-1]]
    assert kinds == [
        "Textbook sections",
        "Course exercises",
        "Constructed errors",
        "Exam questions",
        "Similar exercises",
    ]
    number = [[int(cell.replace(",", "")) for cell in row[1:6]] for row in table[1:]]
    for asked, accepted, missing, drafts, refused in number:
        assert asked == accepted + missing
        assert drafts == accepted + refused
    assert [sum(column) for column in zip(*number[:-1], strict=True)] == number[-1]
    assert "do not add up" not in render(run)


def test_what_is_missing_is_said_once_for_each_skill_and_kind() -> None:
    run = make_run()

    def account(kind: RequestKind, origin: Origin, asked: int, accepted: int, *reasons: str) -> Account:
        rejected = dict.fromkeys(reasons, 1)
        return Account(
            skill="sums", kind=kind, origin=origin, asked=asked, drafts=9, accepted=accepted, rejected=rejected
        )

    accounts = (
        account(RequestKind.EXERCISES, Origin.EXAM, 2, 1, "duplicate"),
        account(RequestKind.EXERCISES, Origin.EXAM, 2, 1, "wrong answer"),
        account(RequestKind.EXERCISES, Origin.COURSE, 4, 4),
        account(RequestKind.LESSON, Origin.COURSE, 1, 0),
    )
    text = course_text(run.course.model_copy(update={"accounts": accounts}), Path("runs/x"))
    lines = [line for line in text.splitlines() if line.startswith("missing")]
    assert lines == [
        "missing for 'sums': exam questions, 2 of 4 (duplicate, wrong answer)",
        "missing for 'sums': textbook sections, 1 of 1 (no reason given)",
    ]
    rows = {row.kind: row for row in rows_by_kind(accounts)}
    assert (rows["Exam questions"].missing, rows["Exam questions"].asked) == (2, 4), "as in the report"


def test_accounts_that_do_not_add_up_are_said_so() -> None:
    run = make_run()
    broken = run.course.accounts[0].model_copy(update={"drafts": 99})
    run = run.model_copy(update={"course": run.course.model_copy(update={"accounts": (broken,)})})
    assert not rows_by_kind(run.accounts)[0].balanced
    assert "do not add up" in render(run)


def test_changes_and_categories_are_those_of_the_round() -> None:
    run = make_run()
    first = run.rounds[0]
    assert first.adapted
    sums = change_totals(change_rows(run, first))
    actions = [change.action for change in first.adapted.changes]
    assert sums["dropped"] == actions.count(Action.DROP)
    assert sums["weighted"] == actions.count(Action.WEIGHT)
    assert (sums["similar_asked"], sums["similar"], sums["composed"]) == (16, 12, 0)
    assert [row.round for row in category_shares(run)] == [1]
    assert category_shares(run)[0].total == 80
    assert category_flows(run) == ()


def test_reasons_name_the_partners_of_composed_exercises_once() -> None:
    run = make_run()
    first = run.rounds[0]
    assert first.adapted
    pairs = [("skill-0", "skill-2"), ("skill-1", "skill-2")]
    composed = tuple(
        Change(
            round=1,
            action=Action.ADD,
            skill=upper,
            request=ComposedRequest(id=f"{lower}-{upper}", lower=lower, skill=upper),
            reason=f"'{lower}' and '{upper}' are both easy: now together",
        )
        for lower, upper in pairs
    )
    adapted_too = first.adapted.model_copy(update={"changes": (*first.adapted.changes, *composed)})
    rows = change_rows(run, first.model_copy(update={"adapted": adapted_too}))
    names = {skill.id: skill.name for skill in run.graph.skills}
    reasons = {row.skill: row.reasons for row in rows}[names["skill-2"]]
    assert reasons == f"need 9.1 nats per solution; easy, so composed with {names['skill-0']}, {names['skill-1']}"


def test_flow_keeps_every_example() -> None:
    run = make_run(rounds=3)
    (flow,) = category_flows(run)
    old, new = category_shares(run)
    assert sum(n for (start, _), n in flow.counts.items() if start != "new") == old.total
    assert sum(n for (_, end), n in flow.counts.items() if end != "gone") == new.total
    assert "From category to category" in render(run)


def test_categories_in_a_parquet_file_make_the_same_page(tmp_path: Path) -> None:
    run = make_run(rounds=3)
    first = run.rounds[0]
    assert first.adapted
    rows = [row.model_dump(mode="json") for row in first.adapted.categories]
    Columns(Classified, pa.Table.from_pylist(rows)).write(tmp_path / "categories.parquet")
    categories = Columns.read(tmp_path / "categories.parquet", Classified)
    changed = first.model_copy(update={"adapted": first.adapted.model_copy(update={"categories": categories})})
    assert render(without(run, rounds=(changed, *run.rounds[1:]))) == render(run)


def test_last_round_shows_losses_without_categories() -> None:
    run = make_run()
    found = map_dots(run, run.rounds[1], exercises_of(run))
    assert {dot.kind for dot in found} == {"unclassed"}
    assert len(found) == len({record.example for record in run.rounds[1].trained.losses})


def test_first_round_without_categories_leaves_out_the_skipped_epochs() -> None:
    run = make_run(rounds=1)
    mark = next(dot for dot in map_dots(run, run.rounds[0], exercises_of(run)) if dot.kind == "unclassed")
    losses = [r.loss for r in run.rounds[0].trained.losses if r.example == mark.example and r.epoch > 1]
    assert mark.mean == pytest.approx(sum(losses) / 2)


# --- leakage --------------------------------------------------------------------------------------


def test_clean_run_has_no_leak() -> None:
    run = make_run()
    assert find_copies(run) == ()
    assert Page(render(run)).texts["leak-count"] == "0"


@pytest.mark.parametrize("place", ["course", "round", "adapted", "misconception", "textbook", "textbook-spaced"])
def test_planted_leak_is_found(place: str) -> None:
    run = make_run()
    question = run.course.exam[10].question
    copy = exercise("skill-1", 2, "x").model_copy(update={"messages": run.course.exam[10].messages})
    text = (
        f"Try this. {question} It is easy." if place == "textbook" else "So: " + question.replace(" ", "  ") + " Yes."
    )
    lesson = run.course.lessons[0].model_copy(update={"text": text})
    course, (first, second) = run.course, run.rounds
    assert first.adapted
    updates: dict[str, dict[str, Any]] = {
        "course": {"course": course.model_copy(update={"exercises": (copy,)})},
        "misconception": {"course": course.model_copy(update={"misconceptions": (copy,)})},
        "round": {"rounds": (first, second.model_copy(update={"training_set": TrainingSet([(copy,)])}))},
        "adapted": {
            "rounds": (first.model_copy(update={"adapted": first.adapted.model_copy(update={"exercises": (copy,)})}),)
        },
        "textbook": {"course": course.model_copy(update={"lessons": (lesson,)})},
    }
    updates["textbook-spaced"] = updates["textbook"]
    leaking = run.model_copy(update=updates[place])
    assert [leak.question for leak in find_copies(leaking)] == [question]
    html = render(leaking)
    assert Page(html).texts["leak-count"] == "1"
    assert "cannot be trusted" in html


def test_texts_that_hold_a_part_are_found_wherever_it_stands() -> None:
    dice = random.Random(2)
    texts = ["".join(dice.choices("ab ", k=dice.randrange(0, 90))) for _ in range(200)]
    pages = Passages(texts)
    for size in (1, 5, 16, 17, 18, 40):
        for at in range(30):
            part = next(text for text in texts if len(text) >= at + size)[at : at + size]
            assert pages.holding(part) == [number for number, text in enumerate(texts) if part in text]


def test_a_part_of_a_longer_number_is_no_leak() -> None:
    run = make_run()
    item = run.course.exam[0]
    assert question_key(item.question).endswith("3")
    lesson = run.course.lessons[0].model_copy(update={"text": item.question.rstrip(".") + "5."})
    assert find_copies(run.model_copy(update={"course": run.course.model_copy(update={"lessons": (lesson,)})})) == ()


# --- edges ----------------------------------------------------------------------------------------


def without(run: RunRecord, **update: Any) -> RunRecord:
    return run.model_copy(update=update)


def edge_cases() -> dict[str, RunRecord]:
    run = make_run()
    no_questions = {
        name: Evaluation(scores=tuple(s for s in held.scores if s.skill != "skill-3"))
        for name, held in run.evaluations.items()
    }
    bare = run.course.model_copy(update={"rejected": (), "accounts": (), "misconceptions": ()})
    plain = [round_.model_copy(update={"adapted": None}) for round_ in run.rounds]
    empty = Adapted(categories=(), detector=(), changes=(), exercises=())
    held = run.evaluations
    return {
        "one skill": make_run(chain_graph(1), rounds=1),
        "nothing refused": without(run, course=bare),
        "no adapted round": without(run, rounds=tuple(plain)),
        "adapted, but nothing classified": without(run, rounds=(run.rounds[0].model_copy(update={"adapted": empty}),)),
        "no reading": without(run, reading=None, evaluations={k: v for k, v in held.items() if k != "reading"}),
        "no worked examples": without(run, evaluations={k: v for k, v in held.items() if k != "base-worked-examples"}),
        "a skill without questions": without(run, evaluations=no_questions),
        "base only": without(run, evaluations={"base": held["base"]}),
        "no evaluation, no round": without(run, evaluations={}, rounds=(), times=(), recipe={}, environment={}),
        "no base": without(run, evaluations={"final": held["final"]}),
        "empty evaluations": without(run, evaluations={"base": Evaluation(scores=()), "final": Evaluation(scores=())}),
        "many rounds": make_run(rounds=5, classify_last=True),
        "no losses": without(
            run, rounds=tuple(r.model_copy(update={"trained": Trained(order=(), losses=())}) for r in plain)
        ),
    }


@pytest.mark.parametrize("name", edge_cases())
def test_edge_case_renders(name: str) -> None:
    page = Page(render(edge_cases()[name]))
    assert page.texts["result"]
    assert "leak-count" in page.texts


def test_skill_without_questions_has_no_figure() -> None:
    run = edge_cases()["a skill without questions"]
    row = next(row for row in Page(render(run)).tables["skill-table"] if row[1] == "operation number 3")
    assert row[3] == "0"
    assert row[7:10] == ["–", "–", "–"]


# --- the drawing ----------------------------------------------------------------------------------


def wide_graph(count: int) -> SkillGraph:
    dice = random.Random(3)
    skills = tuple(Skill(id=f"s-{n}", name=f"skill {n}", position=n, level=n * 12 // count) for n in range(count))
    edges = {
        (dice.choice([s.id for s in skills if s.level < skill.level]), skill.id)
        for skill in skills
        for _ in range(2)
        if skill.level
    }
    return SkillGraph(skills=skills, edges=tuple(Edge(prerequisite=a, skill=b) for a, b in sorted(edges)))


@pytest.mark.parametrize("count", [1, 40, 110, 200])
def test_boxes_do_not_overlap_and_lie_inside(count: int) -> None:
    graph = wide_graph(count)
    drawing = lay_out(graph)
    assert len(drawing.boxes) == count
    assert len(drawing.lines) == len(graph.edges)
    by_row: dict[float, list[float]] = {}
    for box in drawing.boxes:
        by_row.setdefault(box.y, []).append(box.x)
        assert box.x >= 0
        assert box.x + drawing.style.width <= drawing.width
        assert box.y >= 0
        assert box.y + drawing.style.height <= drawing.height
    for places in by_row.values():
        places.sort()
        assert all(b - a >= drawing.style.width for a, b in pairwise(places))


def test_prerequisites_stand_below() -> None:
    graph = wide_graph(60)
    at = {box.skill: box.y for box in lay_out(graph).boxes}
    assert all(at[edge.prerequisite] > at[edge.skill] for edge in graph.edges)


@pytest.mark.parametrize(("top", "last"), [(0.0, 1.0), (0.93, 1.0), (4.1, 5.0), (37.0, 40.0), (1.0, 1.0)])
def test_axis_ends_at_a_round_number(top: float, last: float) -> None:
    scale = make_axis(top, 0, 100)
    assert scale.top == pytest.approx(last)
    assert float(scale.ticks[-1].label) == pytest.approx(last)


def test_names_are_wrapped_and_shortened() -> None:
    assert wrap("addition", 19, 2) == ("addition",)
    assert wrap("multiplication of fractions", 19, 2) == ("multiplication of", "fractions")
    parts = wrap("the derivative of a product of three or more functions", 19, 2)
    assert len(parts) == 2
    assert parts[1].endswith("…")
    assert all(len(part) <= 20 for part in parts)
    assert len(wrap("x" * 50, 19, 1)[0]) == 19


# --- replies, curves, histogram -------------------------------------------------------------------


def test_every_question_has_both_replies_and_what_became_wrong_comes_first() -> None:
    run = make_run()
    found = all_replies(run, exam_content(run))
    assert {(reply.base.question, reply.final.question) for reply in found} == {(e.id, e.id) for e in run.course.exam}
    outcomes = [reply.outcome for reply in found]
    assert outcomes == sorted(outcomes)
    for reply in found:
        assert OUTCOMES[reply.outcome].split(" → ") == [
            "right" if score.correct else "wrong" for score in (reply.base, reply.final)
        ]
    data = json.loads(Page(render(run)).texts["data"])["replies"]
    assert [row[0] for row in data["rows"]] == [reply.question for reply in found]
    untrained = run.model_copy(update={"evaluations": {"base": run.evaluations["base"]}})
    assert all_replies(untrained, exam_content(untrained)) == ()


def test_a_known_misconception_is_told_by_its_working_not_by_its_numbers() -> None:
    def made(solution: str, misconception: str = "") -> Exercise:
        return Exercise.of(
            skill="power-rule",
            skills=("power-rule",),
            question=f"{solution}?",
            solution=solution,
            answer="1",
            misconception=misconception,
        )

    right = [made("Power rule: 7 comes to the front; 7 - 1 = 6. Answer: 7x^6"), made("The rest is 3. Answer: -3")]
    wrong = [
        made("Power rule: 5 comes to the front; 5 + 1 = 6. Answer: 5x^6", "raised by one"),
        made("The rest is 8. Answer: 8", "only a number differs"),
    ]
    known = known_misconceptions(wrong, right)
    assert known == {("power-rule", working(wrong[0].solution)): "raised by one"}
    assert working("Power rule: 12 comes to the front; 12 + 1 = 13. Answer: 12x^13") in {key for _, key in known}
    assert working("Power rule: 12 comes to the front; 12 - 1 = 11. Answer: 12x^11") not in {key for _, key in known}


@pytest.mark.parametrize(
    ("answer", "shown"),
    [("8x^3", "taken down as it is"), ("4*2*x^(3)", "taken down as it is"), ("8x^5", "raised by one"), ("9x", "")],
)
def test_a_known_misconception_is_told_by_its_answer_to_this_question(answer: str, shown: str) -> None:
    asked = Exercise.of(
        skill="power-rule",
        skills=("power-rule",),
        question="Differentiate 2x^4 three times.",
        solution="Answer: 48x",
        answer="48x",
        formal="answer = diff(2x^4, x, x, x)",
        mistakes=(
            Mistake(answer="8x^5", misconception="raised by one"),
            Mistake(answer="8x^3", misconception="taken down as it is"),
        ),
    )
    reply = f"It is {answer}. Answer: {answer}"
    score = Score(
        evaluation="final",
        question=asked.id,
        skill=asked.skill,
        reply=reply,
        answer=mark(reply, asked).read,
        expected=asked.answer,
        correct=False,
    )
    assert shown_mistake(score, asked, {}) == shown
    assert shown_mistake(score, None, {(asked.skill, working(reply)): "by its working"}) == "by its working"


def test_wrong_replies_that_show_a_misconception_are_counted() -> None:
    run = make_run()
    error = run.course.misconceptions[0].model_copy(
        update={
            "messages": (
                *run.course.misconceptions[0].messages[:1],
                Message(role="assistant", content="Half of 8 is 4; done. Answer: 4"),
            )
        }
    )
    scores = [
        score.model_copy(update={"correct": False, "reply": "Half of 12 is 6; done. Answer: 6"})
        if score.skill == "skill-0"
        else score
        for score in run.evaluations["final"].scores
    ]
    course = run.course.model_copy(update={"misconceptions": (error, *run.course.misconceptions[1:])})
    changed = run.model_copy(
        update={"course": course, "evaluations": {**run.evaluations, "final": Evaluation(scores=tuple(scores))}}
    )
    html = render(changed)
    assert "At least 8 wrong replies show a known misconception" in html
    assert Page(html).tables["misconceptions"][1] == ["forgets the second step", "8"]
    assert "misconceptions" not in Page(render(run)).tables


def test_loss_curve_has_every_stage_and_no_constructed_errors() -> None:
    run = make_run(rounds=3)
    chart = loss_chart(run)
    assert chart is not None
    assert [line.label for line in chart.lines] == ["Round 1", "Round 2", "Round 3"]
    own = {item.id for item in run.course.misconceptions}
    losses = [row.loss for row in run.rounds[0].trained.losses if row.example not in own]
    assert min(losses) <= chart.lines[0].last <= max(losses)
    assert chart.lines[0].end == chart.lines[1].start
    assert [line.steps for line in chart.lines] == [max(o.step for o in r.trained.order) for r in run.rounds]
    nothing = tuple(r.model_copy(update={"trained": Trained(order=(), losses=())}) for r in run.rounds)
    assert loss_chart(run.model_copy(update={"rounds": nothing})) is None


def test_loss_curve_follows_the_losses() -> None:
    items = [exercise("skill-0", n, "Work out") for n in range(80)]
    falling = [
        LossRecord(epoch=1, example=item.id, loss=8 - n / 10, margin=0, probability_margin=0, tokens=5)
        for n, item in enumerate(items)
    ]
    order = [Presented(step=1 + n, epoch=1, example=item.id, skill="skill-0") for n, item in enumerate(items)]
    run = make_run()
    first = run.rounds[0].model_copy(update={"trained": Trained(order=tuple(order), losses=tuple(falling), tokens=400)})
    chart = loss_chart(run.model_copy(update={"rounds": (first,)}))
    assert chart is not None
    heights = [float(point.split()[1]) for point in chart.lines[0].path[1:].split("L")]
    assert len(heights) == 80
    assert heights == sorted(heights), "downwards on the page is a larger y"


def test_skill_curves_lead_from_the_base_to_the_kept_student() -> None:
    run = make_run(rounds=3)
    found = skill_curves(run, exam_content(run).base.name)
    assert found is not None
    assert found.states == ("before", "Reading", "Round 1", "Round 2", "Round 3")
    assert (len(found.curves), found.of) == (8, 8)
    rows = {row.id: row for row in exam_content(run).skills}
    for curve in found.curves:
        texts = [point.text for point in curve.exam]
        assert texts[0] == f"{rows[curve.id].base.right} of 8"
        assert texts[-1] == f"{rows[curve.id].final.right} of 8"
        assert [point.x for point in curve.exam] == sorted(point.x for point in curve.exam)
    shares = [rows[curve.id].final.share for curve in found.curves]
    assert shares == sorted(shares)


def test_a_round_of_one_epoch_has_a_histogram_and_no_map() -> None:
    run = make_run()
    losses = tuple(row for row in run.rounds[1].trained.losses if row.epoch == 2)
    flat = run.rounds[1].model_copy(update={"trained": Trained(order=(), losses=losses, tokens=1)})
    page = Page(render(run.model_copy(update={"rounds": (run.rounds[0], flat)})))
    assert [round_["number"] for round_ in json.loads(page.texts["data"])["rounds"]] == [1]
    assert ("figure", {"class": "histogram"}) in page.elements
    assert [row[0] for row in page.tables["map-table"]].count("2") == 1, "its figures stay in the table"
    dots = map_dots(run, flat, exercises_of(run))
    bars = draw_histogram(2, dots).bars
    assert sum(bar.examples for bar in bars) == len(dots)
    assert all(bar.height > 0 and bar.y > 0 for bar in bars)
