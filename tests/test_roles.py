"""A teacher of several models: who gets which request, one budget, one file of answers, and what each has cost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import make_recipe, script
from endpoint import Endpoint, teach
from test_teacher_kinds import answer
from test_writing import GRAPH
from tutelage import make_course, open_run, run
from tutelage.config import TeacherConfig, load_recipe, parse_recipe
from tutelage.errors import BudgetExhausted, CourseError, RecipeError, TeacherError
from tutelage.exports.card import dataset_card
from tutelage.exports.material import gather_material
from tutelage.pipeline import make_preview
from tutelage.progress import Quiet
from tutelage.records import Exercise, ExercisesRequest, JudgeRequest, Reply, Request, SolveRequest
from tutelage.report.terminal import calls_text, preview_text, run_text
from tutelage.teacher import DraftChecks, Roles, make_teacher, resolve_checks
from tutelage.teacher.protocol import name_of
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.tools import doctor
from tutelage.tools.preflight import preflight

COURSE = {
    "exercises_per_skill": 3,
    "misconceptions_per_skill": 1,
    "exam_questions_per_skill": 2,
    "checks": {"solutions": 2, "judge": True},
}


def recipe_of(folder: Path, student: Path, teacher: dict[str, Any], **changes: Any) -> Path:
    return make_recipe(folder, student, teacher=teacher, course=COURSE, **changes)


def parsed(teacher: dict[str, Any]) -> TeacherConfig:
    return parse_recipe({"name": "n", "syllabus": "s.yaml", "teacher": teacher}).teacher


def test_a_role_takes_over_what_it_leaves_out_unless_it_is_somewhere_else() -> None:
    writer = {"kind": "openai", "model": "big", "base_url": "http://one/v1", "key_variable": "ONE", "concurrency": 3}
    priced = writer | {"prices": {"input": 1, "output": 2}, "extra": {"reasoning_effort": "low"}}
    there = parsed(priced | {"solver": {"model": "small"}, "judge": {"temperature": 0.1}})
    solver, judge = there.of("solver"), there.of("judge")
    assert (solver.kind, solver.base_url, solver.key_variable, solver.concurrency) == (
        *("openai", "http://one/v1", "ONE"),
        3,
    )
    assert (solver.prices, solver.extra) == (None, {}), "they are those of another model"
    assert (judge.model, judge.prices, judge.temperature) == ("big", there.prices, 0.1)
    elsewhere = parsed(priced | {"solver": {"kind": "openai", "model": "small", "base_url": "http://two/v1"}})
    assert (elsewhere.of("solver").key_variable, elsewhere.of("solver").concurrency) == ("OPENAI_API_KEY", 16)
    assert elsewhere.of("judge") == elsewhere.of("writer") == parsed(priced)
    assert list(elsewhere.roles) == ["writer", "solver"]
    assert parsed({"writer": priced, "judge": {"model": "j"}}) == parsed(priced | {"judge": {"model": "j"}})
    assert TeacherConfig.model_validate(there.model_dump()) == there
    beside_pages = parse_recipe({"name": "n", "documents": ["p"], "teacher": {"rewriter": priced}}).teacher
    assert [beside_pages.of(role).kind for role in ("writer", "rewriter", "solver")] == [
        "documents",
        "openai",
        "documents",
    ]


@pytest.mark.parametrize(
    ("teacher", "says"),
    [
        ({"writer": {"model": "a"}, "model": "b"}, "'model' stands beside 'writer': move it under it"),
        ({"writer": {"model": "a", "budget": {"tokens": 5}}}, "'budget' stands under 'writer': move it beside it"),
        ({"solver": {"modle": "a"}}, "unknown key 'teacher.solver.modle', did you mean 'model'"),
        ({"solver": {"budget": {"tokens": 5}}}, "unknown key 'teacher.solver.budget'"),
        ({"judge": 3}, "'teacher.judge': write keys with values"),
        (
            {"prices": {"input": 1, "output": 1}, "budget": {"usd": 1}, "judge": {"kind": "local", "model": "m"}},
            "needs 'prices' of the judge, too",
        ),
    ],
)
def test_a_wrong_role_is_one_line(teacher: dict[str, Any], says: str) -> None:
    with pytest.raises(RecipeError, match=says):
        parsed(teacher)


def test_rules_need_no_prices_beside_a_model_with_a_budget() -> None:
    model = {"kind": "openai", "model": "m", "prices": {"input": 1, "output": 1}}
    for writer in ({}, {"kind": "documents"}):
        assert parsed({**writer, "budget": {"usd": 1}, "rewriter": model}).budget.usd == 1


def test_paths_of_a_role_are_relative_to_the_recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "recipes").mkdir()
    solver = {"kind": "local", "model": "./weights", "prompts": "own"}
    path = tmp_path / "recipes" / "r.yaml"
    path.write_text(yaml.safe_dump({"name": "n", "syllabus": "s.yaml", "teacher": {"solver": solver}}))
    monkeypatch.chdir(tmp_path)
    found = load_recipe(path.relative_to(tmp_path)).teacher.of("solver")
    assert (found.model, found.prompts) == ("recipes/weights", Path("recipes/own"))


def test_each_request_goes_to_whose_work_it_is() -> None:
    checks = DraftChecks(solutions=1)
    writer, judge = (ScriptedTeacher(answer, checks=checks) for _ in range(2))
    solver = ScriptedTeacher(answer)
    roles = Roles(writer, solver, judge)
    wanted = ExercisesRequest(id="w", skill="leap", number=1)
    (exercise,) = answer(wanted).of(Exercise)
    requests: list[Request] = [JudgeRequest(id="j", exercise=exercise), SolveRequest(id="s", exercise=exercise), wanted]
    judge.script = lambda request: Reply(request=request.id)
    assert [reply.request for reply in roles.answer(requests)] == ["w", "s", "j"]
    assert [[one.id for one in teacher.asked] for teacher in (writer, solver, judge)] == [["w"], ["s"], ["j"]]
    assert resolve_checks(parse_recipe({"name": "n", "syllabus": "s"}).course.checks, roles).solutions == 1
    solver.name = "another"  # type: ignore[attr-defined]
    assert name_of(roles) != name_of(Roles(writer)), "what one has written is not the other's"
    alone = Roles(writer)
    list(alone.answer(requests[1:]))
    assert [one.id for one in writer.asked] == ["w", "w", "s"]
    with pytest.raises(TeacherError, match="has no method 'answer'"):
        Roles(writer, solver=3)  # type: ignore[arg-type]


def test_a_course_by_three_models_is_accounted_for_by_role(tmp_path: Path, tiny_student: Path) -> None:
    with Endpoint(serves="big-2026") as one, Endpoint(models=("/models/small.gguf",)) as two, Endpoint() as three:
        teacher = {
            "writer": {"kind": "openai", "model": "big", "base_url": one.url, "prices": {"input": 1, "output": 10}},
            "solver": {"kind": "openai", "model": "any", "base_url": two.url, "prices": {"input": 0.1, "output": 1}},
            "judge": {"kind": "openai", "model": "j", "base_url": three.url, "concurrency": 2},
        }
        path = recipe_of(tmp_path, tiny_student, teacher)
        shown = preview_text(preview := make_preview(path, progress=Quiet()), load_recipe(path))
        record = run(path, progress=Quiet())
        asked = [len(endpoint.bodies) for endpoint in (one, two, three)]
        again = run(path, progress=Quiet())
        assert [len(endpoint.bodies) for endpoint in (one, two, three)] == asked
        for endpoint, start in ((two, "Solve"), (three, "Judge")):
            assert {body["messages"][1]["content"][:5] for body in endpoint.bodies} == {start}
        assert not [body for body in one.bodies if body["messages"][1]["content"][:5] in ("Solve", "Judge")]
    assert {row.role: row.calls for row in record.calls} == dict(zip(("writer", "solver", "judge"), asked, strict=True))
    assert record.calls == again.calls == open_run(record.folder).calls
    writer, solver, judge = record.calls
    assert (writer.model, writer.served) == ("big", ("big-2026",))
    assert (solver.model, solver.served) == ("any", ("small.gguf",)), "it repeats any name, and lists one model"
    assert judge.usd == 0 < solver.usd < writer.usd
    whole = sum(account.usd for account in record.accounts)
    assert whole == pytest.approx(writer.usd + solver.usd)
    assert sum(row.tokens for row in record.calls) == sum(account.tokens for account in record.accounts)
    for text in (calls_text(record.calls), run_text(record), shown):
        assert "model: any (the endpoint says that it serves small.gguf)" in text
        assert max(len(line) for line in text.splitlines() if str(tmp_path) not in line) <= 80
    assert {row.role for row in preview.calls} == {"writer", "solver", "judge"}
    assert preview.pace is not None
    assert "Time: about " in shown
    by_role = {row.role: row for row in preview.roles}
    assert list(by_role) == ["writer", "solver", "judge"]
    for name in ("tokens", "usd", "tokens_at_most", "usd_at_most"):
        whole = sum(getattr(row, name) for row in preview.estimates)
        assert sum(getattr(row, name) for row in preview.roles) == pytest.approx(whole)
    assert by_role["judge"].usd == 0 < by_role["solver"].usd < by_role["writer"].usd
    made = {row.role: row for row in record.calls}
    for row in preview.roles:
        assert 0.4 * made[row.role].calls < row.calls < 2.5 * made[row.role].calls
        assert 0.4 * made[row.role].tokens < row.tokens < 2.5 * made[row.role].tokens
        assert preview.seconds(row) == pytest.approx(row.tokens / preview.pace_of_role[row.role].tokens_per_second)
        assert re.search(rf"^{row.role} +{row.calls:,.0f} +{row.tokens:,.0f} ", shown, re.MULTILINE)
    page = (Path(record.folder) / "report.html").read_text()
    assert 'id="calls"' in page
    assert "small.gguf" in page
    card = dataset_card(gather_material(record), dict.fromkeys(("textbook", "exercises", "exam", "graph"), 1), {})
    assert "Written by the language model `big` (the endpoint says that it served `big-2026`)" in card
    assert "Drafts were solved anew by the language model `any` (the endpoint says that it served `small.gguf`)" in card
    assert "Drafts were judged by the language model `j`." in card


def test_what_was_paid_before_a_fresh_start_is_in_the_calls_and_not_in_the_accounts(
    tmp_path: Path, tiny_student: Path
) -> None:
    with Endpoint() as endpoint:
        teacher = {"kind": "openai", "model": "m", "base_url": endpoint.url}
        make_course(recipe_of(tmp_path, tiny_student, teacher), progress=Quiet())
        solved = COURSE | {"checks": {"solutions": 0}}
        record = run(make_recipe(tmp_path, tiny_student, teacher=teacher, course=solved), fresh=True, progress=Quiet())
        assert sum(row.calls for row in record.calls) == len(endpoint.bodies)
    assert sum(row.tokens for row in record.calls) > sum(account.tokens for account in record.accounts)
    assert {row.role for row in record.calls} == {"writer", "solver", "judge"}


def test_one_budget_holds_for_all_roles(tmp_path: Path, tiny_student: Path) -> None:
    with Endpoint() as one, Endpoint() as two:
        writer = {"kind": "openai", "model": "a", "base_url": one.url, "max_tokens": 500}
        solver = {"kind": "openai", "model": "b", "base_url": two.url, "max_tokens": 500}
        path = recipe_of(tmp_path, tiny_student, {"writer": writer, "solver": solver, "budget": {"tokens": 20_000}})
        with pytest.raises(BudgetExhausted, match="budget of 20,000 tokens is too small"):
            make_course(path, progress=Quiet())
        assert one.bodies
        assert two.bodies
        made = make_teacher(load_recipe(path).teacher, GRAPH, folder=tmp_path / "run")
        assert isinstance(made, Roles)
        ledgers = {id(own.ledger): own.ledger for own in made.teachers.values()}  # type: ignore[attr-defined]
        assert len(ledgers) == 1
        assert 15_000 < next(iter(ledgers.values())).total().tokens <= 20_000


def test_what_another_part_of_the_run_has_spent_counts(tmp_path: Path) -> None:
    """An exam's judge has a ledger of its own, on the same file."""
    with Endpoint() as endpoint:
        config = TeacherConfig(kind="openai", model="m", base_url=endpoint.url, budget={"tokens": 8000})  # type: ignore[arg-type]
        first, second = (make_teacher(config, GRAPH, folder=tmp_path) for _ in range(2))
        list(first.answer([ExercisesRequest(id="a", skill="leap", number=5, seed=1)]))
        with pytest.raises(BudgetExhausted):
            list(second.answer([ExercisesRequest(id=f"b{n}", skill="leap", number=5, seed=n) for n in range(2, 40)]))
        before = len(endpoint.bodies)
        with pytest.raises(BudgetExhausted):
            list(first.answer([ExercisesRequest(id="c", skill="leap", number=5, seed=90)]))
        assert len(endpoint.bodies) == before


def test_a_teacher_that_writes_alone_is_checked_by_a_model(tmp_path: Path, tiny_student: Path) -> None:
    """The embedded teacher cannot solve; with a solver its drafts can be solved anew all the same."""
    (tmp_path / "known.yaml").write_text("units: [{skills: [{id: integer-addition, name: addition}]}]")

    def say(body: dict[str, Any]) -> str:
        return teach(body) if body["messages"][1]["content"][:5] != "Solve" else '{"solution": "x", "answer": "0"}'

    with Endpoint(say) as endpoint:
        solver = {"kind": "openai", "model": "m", "base_url": endpoint.url}
        course = COURSE | {"checks": {"solutions": 1}, "max_drafts": 1}
        path = make_recipe(
            tmp_path, tiny_student, syllabus="known.yaml", teacher={"solver": solver}, course=course, exam={}
        )
        with pytest.raises(CourseError, match="3 x solutions disagree"):
            make_course(path, progress=Quiet())
        assert len(endpoint.bodies) > 3


def test_every_role_is_looked_at_before_a_run(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.delenv("NO_SUCH_KEY", raising=False)
    with Endpoint(models=("m",)) as endpoint:
        good = {"kind": "openai", "model": "m", "base_url": endpoint.url}
        gone = recipe_of(tmp_path, tiny_student, good | {"judge": good | {"base_url": "http://127.0.0.1:1/v1"}})
        with pytest.raises(TeacherError, match=r"cannot reach the teacher at http://127\.0\.0\.1:1/v1"):
            make_course(gone, progress=Quiet())
        assert not endpoint.bodies
        found = {one.what: one for one in doctor.check_teacher(load_recipe(gone).teacher)}
        assert (found["writer"].state, found["judge"].state) == ("ok", "bad")
        bad = {"solver": {"kind": "openai", "model": "m", "key_variable": "NO_SUCH_KEY"}, "judge": {"kind": "opnai"}}
        problems = preflight(load_recipe(recipe_of(tmp_path, tiny_student, good | bad)), train=False).problems
    assert {one.what for one in problems} == {"teacher.solver", "teacher.judge"}
    said = " ".join(str(one.error) for one in problems)
    assert "set the environment variable NO_SUCH_KEY" in said
    assert "did you mean 'openai'" in said


def test_what_the_writer_holds_out_is_that_of_all() -> None:
    writer = ScriptedTeacher(script)
    assert Roles(writer).holds_out == ""
    writer.holds_out = "Of each fact one wording was held out."  # type: ignore[attr-defined]
    assert Roles(writer, solver=ScriptedTeacher(script)).holds_out == "Of each fact one wording was held out."
