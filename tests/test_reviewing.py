"""Review by a person: the run stops, decisions are kept and applied, edits are checked, and who did it stands there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import tutelage
from conftest import make_recipe, script
from tutelage.config import ChecksConfig
from tutelage.course.verification import Verdict
from tutelage.errors import ReviewError, ReviewNeeded, RunError, SyllabusError
from tutelage.exports.hub import write_dataset
from tutelage.exports.material import gather_material
from tutelage.progress import Quiet
from tutelage.records import Course, Reply, ReviewAction, ReviewDecision, SkillGraph, Solution, SolveRequest
from tutelage.report.page import render
from tutelage.report.reviewed import review_line, review_rows
from tutelage.report.run_figures import run_figures
from tutelage.report.terminal import run_text
from tutelage.review.applying import apply_to_course, apply_to_graph
from tutelage.review.checking import Basis, EditChecker
from tutelage.review.fields import Draft, Kind, drafts_of_course, drafts_of_graph
from tutelage.review.session import Review
from tutelage.storage import stages
from tutelage.storage.open_run import open_run, trained_student
from tutelage.storage.reviews import DECISIONS, REFUSED, add_decisions, read_decisions, standing
from tutelage.storage.store import result_digest
from tutelage.syllabus import read_syllabus
from tutelage.teacher.protocol import DraftChecks, fill_checks
from tutelage.teacher.scripted import ScriptedTeacher


class Log(Quiet):
    """Keeps what was said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


def make_course(recipe: Path) -> tuple[Course, str]:
    log = Log()
    return tutelage.make_course(recipe, teacher=ScriptedTeacher(script), progress=log), "\n".join(log.lines)


def decide(draft: Draft, action: str, stage: Any = "course", **more: Any) -> ReviewDecision:
    return ReviewDecision(
        stage=stage, item=draft.key, version=draft.version, action=ReviewAction(action), by="ann", at="now", **more
    )


def finish(run: Path, stage: Any) -> None:
    digest = result_digest(run / stages.DRAFTS[stage].name)
    add_decisions(run, [ReviewDecision(stage=stage, item=digest, action=ReviewAction.FINISH, by="ann")])


def draft_run(folder: Path) -> Path:
    """A run whose course waits for review."""
    folder.mkdir(exist_ok=True)
    with pytest.raises(ReviewNeeded):
        make_course(make_recipe(folder, folder / "student", review={"after": ["course"]}))
    return folder / "run"


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, SkillGraph]:
    """A course as it was drafted, and its graph."""
    run = draft_run(tmp_path_factory.mktemp("drafted"))
    return stages.DRAFTS["course"].read(run), stages.GRAPH.read(run)


def reviewed(drafted: tuple[Course, SkillGraph], *decisions: ReviewDecision) -> tuple[Course, str]:
    """The course with decisions, and what is said of them."""
    course, graph = drafted
    rules = fill_checks(ChecksConfig(), DraftChecks(solutions=0))
    checker = EditChecker(Basis(graph, course, rules, {}))
    made = apply_to_course(
        course, graph, standing(decisions, "course"), checker, lambda edited: [Verdict() for _ in edited]
    )
    return made.course, "\n".join(made.lines())


def test_a_decision_that_changes_later_makes_the_course_again(tmp_path: Path) -> None:
    recipe, run = make_recipe(tmp_path, tmp_path / "student", review={"after": ["course"]}), tmp_path / "run"
    with pytest.raises(ReviewNeeded):
        make_course(recipe)
    finish(run, "course")
    draft = list(drafts_of_course(stages.DRAFTS["course"].read(run), stages.GRAPH.read(run)))[1]
    for action in ("edit", "refuse", "open"):
        changes = {"solution": f"Count on. {draft.fields['solution']}"} if action == "edit" else {}
        add_decisions(run, [decide(draft, action, changes=changes)])
        course, said = make_course(recipe)
        assert (draft.id in {one.id for one in course.exercises}) == (action == "open")
        assert ("1 edited" in said) == (action == "edit")


def test_the_run_stops_after_graph_and_course_and_goes_on(tmp_path: Path) -> None:
    recipe, run = make_recipe(tmp_path, tmp_path / "student", review={"after": ["graph", "course"]}), tmp_path / "run"
    with pytest.raises(ReviewNeeded, match=r"the graph waits for your review \(5 items open\): tutelage review"):
        make_course(recipe)
    assert not stages.GRAPH.done(run)
    with pytest.raises(ReviewNeeded, match="the graph"):
        make_course(recipe)
    finish(run, "graph")
    with pytest.raises(ReviewNeeded, match=r"the course waits for your review \(\d+ items open\)"):
        make_course(recipe)
    assert stages.GRAPH.done(run)
    assert not stages.COURSE.done(run)
    finish(run, "course")
    course, _ = make_course(recipe)
    assert course == stages.DRAFTS["course"].read(run)


def test_what_was_decided_stands_in_the_course_with_who_did_it(drafted: tuple[Course, SkillGraph]) -> None:
    section, first, second, third, *_ = drafts_of_course(*drafted)
    assert [section.kind, first.kind] == [Kind.SECTION, Kind.EXERCISE]
    changes = {"solution": f"Count on, by one step. {first.fields['solution']}"}
    course, said = reviewed(
        drafted,
        decide(section, "accept"),
        decide(first, "edit", changes=changes),
        decide(second, "refuse", reason="too easy"),
        decide(third, "refuse"),
        decide(third, "open"),
    )
    assert said == "review: 1 accepted, 1 edited, 1 refused"
    assert course.lessons[0].review == "accepted by ann"
    edited = course.exercises[0]
    assert (edited.solution, edited.review, edited.verdict) == (changes["solution"], "edited by ann", "recomputed")
    ids = {one.id for one in course.exercises}
    assert first.id not in ids
    assert second.id not in ids
    assert third.id in ids
    gone = course.rejected[-1]
    assert (gone.reason, gone.detail, gone.skill) == (REFUSED, "ann: too easy", "one-step")
    for account in course.accounts:
        assert account.drafts == account.accepted + sum(account.rejected.values())
    assert sum(account.rejected.get(REFUSED, 0) for account in course.accounts) == 1


@pytest.mark.parametrize(
    ("part", "change", "insist", "reason"),
    [
        ("exercises", {"answer": "1000", "solution": "By one step: 1000. Answer: 1000"}, False, "wrong answer"),
        ("exercises", {"solution": "By one step. Answer: 7"}, True, "answer not stated"),
        ("exercises", {"question": ""}, True, "empty"),
        ("exercises", "exam question", True, "exam question"),
        ("exam", "exercise", True, "duplicate"),
        ("misconceptions", {"answer": "right"}, False, "not an error"),
        ("lessons", {"text": "Too short."}, False, "too short"),
        ("lessons", "exam question", True, "exam question"),
    ],
)
def test_an_edit_that_fails_a_check_is_left_out_and_said(
    drafted: tuple[Course, SkillGraph], part: str, change: Any, insist: bool, reason: str
) -> None:
    course = drafted[0]
    before = getattr(course, part)[0]
    draft = next(one for one in drafts_of_course(*drafted) if one.id == before.id)
    if change == "exam question":
        text = course.exam[0].question
        change = {"text": f"{before.text} {text}"} if part == "lessons" else {"question": text}
    elif change == "exercise":
        change = {"question": course.exercises[0].question}
    elif change == {"answer": "right"}:
        right = str(int(before.answer) - 1)
        change = {"answer": right, "solution": before.solution.replace(before.answer, right)}
    made, said = reviewed(drafted, decide(draft, "edit", changes=change, insist=insist))
    assert "1 edit failed the checks and left out" in said
    assert f"{draft.key} (one-step): {reason}" in said
    assert made.rejected[-1].reason == f"edited in review: {reason}"
    assert len(getattr(made, part)) == len(getattr(course, part)) - 1


def test_what_was_decided_is_counted_in_the_report(tmp_path: Path) -> None:
    recipe, run = make_recipe(tmp_path, tmp_path / "student", review={"after": ["course"]}), tmp_path / "run"
    with pytest.raises(ReviewNeeded):
        make_course(recipe)
    drafts = list(drafts_of_course(stages.DRAFTS["course"].read(run), stages.GRAPH.read(run)))
    section, *exercises = [
        next(d for d in drafts if d.kind is Kind.SECTION),
        *(d for d in drafts if d.kind is Kind.EXERCISE),
    ]
    said = {"solution": f"Count on. {exercises[1].fields['solution']}"}
    stale = decide(exercises[3], "accept").model_copy(update={"version": "of an earlier text"})
    decided = [decide(section, "accept"), decide(exercises[0], "refuse"), decide(exercises[1], "edit", changes=said)]
    add_decisions(run, [*decided, decide(exercises[2], "refuse"), decide(exercises[2], "open"), stale])
    finish(run, "course")
    make_course(recipe)
    record = open_run(run, finished=False)
    rows = {row.kind: row[1:] for row in review_rows(record)}
    assert rows["Textbook sections"] == (3, 1, 0, 0, 0)
    assert rows["Course exercises"] == (len(exercises) - 1, 0, 1, 0, 1)
    assert "Skills" not in rows
    rest = sum(row[0] for row in rows.values()) - 2
    assert review_line(record) == f"review by ann: 1 accepted, 1 edited, 1 refused; {rest} items as drafted"
    page = render(record)
    assert "What a person decided about the drafts (ann)" in page
    assert 'id="reviewed"' not in render(record.model_copy(update={"decisions": ()}))


def waiting(run: Path, recipe: Path, stage: Any) -> list[Draft]:
    """What waits for a person, after the recipe was run."""
    with pytest.raises(ReviewNeeded, match=f"the {stage} waits for your review"):
        tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
    draft = stages.DRAFTS[stage].read(run)
    return list(drafts_of_graph(draft) if stage == "graph" else drafts_of_course(draft, stages.GRAPH.read(run)))


def test_what_a_run_writes_says_what_was_decided(tmp_path: Path, tiny_student: Path) -> None:
    practice, run = {"rounds": 1, "epochs": [1], "batch_size": 4}, tmp_path / "run"
    recipe = make_recipe(tmp_path, tiny_student, review={"after": ["graph", "course"]}, practice=practice)
    skill, *_ = waiting(run, recipe, "graph")
    add_decisions(run, [decide(skill, "accept", "graph")])
    finish(run, "graph")
    drafts = waiting(run, recipe, "course")

    def of(kind: Kind) -> list[Draft]:
        return [draft for draft in drafts if draft.kind is kind and draft.skill == "leap"]

    accepted = [*of(Kind.SECTION), *of(Kind.EXAM)[:2], *of(Kind.EXERCISE)[:3]]
    refused = [*of(Kind.EXAM)[2:], *of(Kind.EXERCISE)[3:4], *of(Kind.ERROR)]
    add_decisions(run, [*(decide(one, "accept") for one in accepted), *(decide(one, "refuse") for one in refused)])
    finish(run, "course")
    record = tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())

    assert record == open_run(run)
    assert 'id="reviewed"' in (run / "report.html").read_text()
    said = " ".join(run_text(record).split())
    assert "review by ann: 7 accepted, 0 edited, 5 refused" in said
    figures = run_figures(record)
    assert {row["kind"]: row["refused"] for row in figures["reviewed"]}["Exam questions"] == 2
    # Nothing is written in place of what was refused, so more attempts would bring nothing.
    assert "5 of 45 items are missing, 5 of them left out in the review." in said
    assert "course.max_drafts" not in said
    assert "missing for 'leap': exam questions, 2 of 4 (refused in review)" in said
    assert {"skill": "leap", "kind": "Exam questions", "missing": 2, "wanted": 4} in figures["missing"]
    assert said.count("missing for 'leap': exam questions") == 1
    assert len(figures["missing"]) == len({(one["skill"], one["kind"]) for one in figures["missing"]})

    folder = tmp_path / "dataset"
    folder.mkdir()
    write_dataset(gather_material(record), folder, Quiet())
    rows = [row for path in folder.glob("*/*.parquet") for row in pq.read_table(path).to_pylist()]
    marked = sum(bool(row["review"]) for row in rows)
    assert marked == 7
    assert f"A person has looked at {marked} items" in (folder / "README.md").read_text()


def test_a_run_that_waits_says_so(tmp_path: Path) -> None:
    recipe, run = make_recipe(tmp_path, tmp_path / "student", review={"after": ["graph", "course"]}), tmp_path / "run"
    with pytest.raises(ReviewNeeded):
        make_course(recipe)
    waits = f"the graph waits for your review: tutelage review {run}"
    with pytest.raises(ReviewError, match=f"the course of {run} is not drafted yet: {waits}$"):
        Review(run, "course")
    with pytest.raises(ReviewError, match=f"the run in {run} has no graph yet: {waits}$"):
        open_run(run, finished=False)
    with pytest.raises(ReviewError, match=f"has no trained student yet: {waits}$"):
        trained_student(run)
    finish(run, "graph")
    with pytest.raises(RunError, match="has no graph yet: resume it"):
        open_run(run, finished=False)
    with pytest.raises(ReviewError, match=f"the course of {run} is not drafted yet: run its recipe$"):
        Review(run, "course")


def test_a_person_may_insist_against_a_check_of_contents(drafted: tuple[Course, SkillGraph]) -> None:
    draft = next(one for one in drafts_of_course(*drafted) if one.kind is Kind.EXERCISE)
    changes = {"answer": "1000", "solution": "By one step: 1000. Answer: 1000"}
    kept = reviewed(drafted, decide(draft, "edit", changes=changes, insist=True))[0].exercises[0]
    assert (kept.answer, kept.review) == ("1000", "edited against a check by ann")
    assert kept.verdict == "kept by a person although: wrong answer"


def test_a_decision_about_an_earlier_text_does_not_count(drafted: tuple[Course, SkillGraph]) -> None:
    draft = next(one for one in drafts_of_course(*drafted) if one.kind is Kind.EXERCISE)
    old = decide(draft, "refuse").model_copy(update={"version": "ve-of-another-text"})
    assert reviewed(drafted, old)[0] == drafted[0]


def solving(request: Any) -> Reply:
    """As `script`, and a solver that adds up."""
    if not isinstance(request, SolveRequest):
        return script(request)
    total = sum(map(int, re.findall(r"\d+", request.exercise.question)))
    return Reply(request=request.id, drafts=(Solution(text=f"Answer: {total}"),) * request.number)


def test_whoever_solved_the_drafts_solves_the_edits(tmp_path: Path) -> None:
    course = {"exercises_per_skill": 4, "exam_questions_per_skill": 2, "checks": {"solutions": 1, "trial": 0}}
    recipe = make_recipe(tmp_path, tmp_path / "student", course=course, review={"after": ["course"]})
    run, teacher = tmp_path / "run", ScriptedTeacher(solving)
    with pytest.raises(ReviewNeeded):
        tutelage.make_course(recipe, teacher=teacher, progress=Quiet())
    found = drafts_of_course(stages.DRAFTS["course"].read(run), stages.GRAPH.read(run))
    first, second, third, *_ = (draft for draft in found if draft.kind is Kind.EXERCISE)

    def edit(draft: Draft, total: int, **more: Any) -> ReviewDecision:
        changes = {"solution": f"By one step: {total}. Answer: {total}", "answer": str(total)}
        return decide(draft, "edit", changes={**changes, "formal": f"answer = {total}"}, **more)

    add_decisions(run, [edit(first, 1000), edit(second, 1000, insist=True), edit(third, int(third.fields["answer"]))])
    finish(run, "course")
    log = Log()
    made = tutelage.make_course(recipe, teacher=teacher, progress=log)
    assert f"    {first.key} (one-step): solutions disagree" in log.lines
    assert [one.review for one in made.exercises[:2]] == ["edited against a check by ann", "edited by ann"]
    assert made.exercises[1].verdict == "recomputed, 1 of 1 solutions agree"


def test_after_a_change_of_documents_only_what_is_new_is_open(tmp_path: Path) -> None:
    handbook = tmp_path / "handbook"
    handbook.mkdir()
    leave = "# Leave\n\nEvery lock keeper has 28 days of leave in a year. It is asked for 6 weeks ahead.\n"
    (handbook / "leave.md").write_text(leave)
    tools = "# Tools\n\nThe trust lends every lock keeper a lamp and two windlasses. It is returned within 14 days.\n"
    (handbook / "tools.md").write_text(tools)
    recipe = tmp_path / "recipe.yaml"
    course = {"exercises_per_skill": 3, "exam_questions_per_skill": 1, "misconceptions_per_skill": 0}
    settings = {"name": "h", "documents": ["handbook"], "run_dir": str(tmp_path / "run"), "course": course}
    recipe.write_text(json.dumps(settings | {"review": {"after": ["course"]}}))

    def stopped() -> dict[str, Draft]:
        with pytest.raises(ReviewNeeded):
            tutelage.make_course(recipe, progress=Quiet())
        found = drafts_of_course(stages.DRAFTS["course"].read(tmp_path / "run"), stages.GRAPH.read(tmp_path / "run"))
        return {draft.key: draft for draft in found}

    before = stopped()
    add_decisions(tmp_path / "run", [decide(draft, "accept") for draft in before.values()])
    finish(tmp_path / "run", "course")
    assert all(one.review == "accepted by ann" for one in tutelage.make_course(recipe, progress=Quiet()).lessons)
    (handbook / "tools.md").write_text(tools.replace("14 days", "21 days"))
    after = stopped()
    assert before.keys() != after.keys()
    review = Review(tmp_path / "run")
    assert review.decisions().keys() == before.keys() & after.keys() != set()
    assert not review.finished


def graph_of(tmp_path: Path) -> SkillGraph:
    make_recipe(tmp_path, tmp_path)
    return read_syllabus(tmp_path / "syllabus.yaml")


def applied(graph: SkillGraph, chosen: Callable[[Draft], tuple[str, dict[str, str]] | None]) -> SkillGraph:
    found: Sequence[tuple[Draft, tuple[str, dict[str, str]] | None]] = [(d, chosen(d)) for d in drafts_of_graph(graph)]
    return apply_to_graph(graph, standing((decide(d, c[0], "graph", changes=c[1]) for d, c in found if c), "graph"))


def test_a_refused_skill_leaves_its_place_to_what_it_needed(tmp_path: Path) -> None:
    made = applied(graph_of(tmp_path), lambda d: ("refuse", {}) if d.key == "skill:two-steps" else None)
    assert [skill.id for skill in made.skills] == ["one-step", "leap"]
    (edge,) = made.edges
    assert (edge.prerequisite, edge.skill, edge.origin) == ("one-step", "leap", "review")
    assert edge.reason == "by way of 'two steps', which was refused"


def test_names_and_prerequisites_are_edited(tmp_path: Path) -> None:
    def chosen(draft: Draft) -> tuple[str, dict[str, str]] | None:
        return {
            "skill:leap": ("edit", {"name": "long leap"}),
            "skill:one-step": ("accept", {}),
            "edge:two-steps leap": ("edit", {"prerequisite": "one-step", "reason": "it begins with one"}),
            "edge:one-step two-steps": ("refuse", {}),
        }.get(draft.key)

    made = applied(graph_of(tmp_path), chosen)
    assert made.skill("leap").name == "long leap"
    assert made.skill("leap").review == "edited by ann"
    assert made.skill("one-step").review == "accepted by ann"
    (edge,) = made.edges
    assert (edge.prerequisite, edge.skill, edge.reason) == ("one-step", "leap", "it begins with one")
    assert (edge.review, edge.also) == ("edited by ann", ())


def test_a_cycle_and_an_empty_graph_are_refused(tmp_path: Path) -> None:
    graph = graph_of(tmp_path)
    turned = {"edge:two-steps leap": ("edit", {"prerequisite": "two-steps", "skill": "one-step"})}
    with pytest.raises(SyllabusError, match="cycle"):
        applied(graph, lambda d: turned.get(d.key))
    with pytest.raises(SyllabusError, match="every skill was refused"):
        applied(graph, lambda d: ("refuse", {}) if d.kind is Kind.SKILL else None)


def test_what_a_killed_process_left_of_a_line_is_no_decision(
    drafted: tuple[Course, SkillGraph], tmp_path: Path
) -> None:
    first, second, *_ = drafts_of_course(*drafted)
    add_decisions(tmp_path, [decide(first, "accept")])
    with (tmp_path / DECISIONS).open("ab") as file:
        file.write(b'{"stage": "cou')
    assert [one.item for one in read_decisions(tmp_path)] == [first.key]
    add_decisions(tmp_path, [decide(second, "accept")])
    assert [one.item for one in read_decisions(tmp_path)] == [first.key, second.key]
    assert all(json.loads(line) for line in (tmp_path / DECISIONS).read_text().splitlines())
