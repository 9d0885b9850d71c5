"""The development exam: held out twice, it alone decides which student is kept, and the exam measures only that one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import tutelage
from conftest import make_recipe, script
from tutelage.config import CourseConfig, load_recipe, parse_recipe
from tutelage.course import add_exercises, write_course
from tutelage.course.planning import plan_exercises
from tutelage.errors import RecipeError
from tutelage.exams.candidate import find_candidate
from tutelage.exams.development import choose_student
from tutelage.grading.identity import question_key
from tutelage.progress import Quiet
from tutelage.records import Course, Evaluation, Exercise, Kept, Origin, RunRecord, Score
from tutelage.report import terminal
from tutelage.report.page import render
from tutelage.storage import open_run, stages
from tutelage.syllabus import read_syllabus
from tutelage.teacher.scripted import ScriptedTeacher

SIZE = CourseConfig(exercises_per_skill=30, misconceptions_per_skill=2, exam_questions_per_skill=10)


def narrow(request: Any) -> Any:
    """A teacher with so few sums that the same ones are drawn again and again."""
    reply, drafts = script(request), []
    for draft in reply.of(Exercise):
        a, b = (int(part) % 12 for part in draft.formal.removeprefix("answer = ").split(" + "))
        name, total = draft.skill.replace("-", " "), a + b + (1 if draft.misconception else 0)
        drafts.append(
            Exercise.of(
                skill=draft.skill,
                skills=draft.skills,
                question=f"{name}: {a} + {b}?",
                solution=f"By {name}: {a} + {b} = {total}. Answer: {total}",
                answer=str(total),
                formal=f"answer = {a} + {b}",
                origin=draft.origin,
                misconception=draft.misconception,
            )
        )
    return reply.model_copy(update={"drafts": tuple(drafts) or reply.drafts})


@pytest.fixture
def write(tmp_path: Path) -> Callable[[int], Course]:
    make_recipe(tmp_path, tmp_path)
    graph = read_syllabus(tmp_path / "syllabus.yaml")
    return lambda size: write_course(graph, ScriptedTeacher(narrow), SIZE, 0, Quiet(), development=size)


def keys(exercises: Any) -> set[str]:
    return {question_key(exercise.question) for exercise in exercises}


def test_questions_are_held_out_twice_and_leave_the_exam_as_it_was(write: Callable[[int], Course]) -> None:
    without, with_it = write(0), write(5)
    assert without.development == ()
    assert with_it.exam == without.exam
    assert [e.skill for e in with_it.development] == ["one-step"] * 5 + ["two-steps"] * 5 + ["leap"] * 5
    assert {e.origin for e in with_it.development} == {Origin.DEVELOPMENT}
    drawn = keys(with_it.development)
    assert len(drawn) == 15
    assert not drawn & keys([*with_it.exam, *with_it.exercises, *with_it.misconceptions])
    assert drawn & keys(without.exercises), "otherwise this test shows nothing"
    (account,) = (a for a in with_it.accounts if a.origin is Origin.DEVELOPMENT and a.skill == "leap")
    assert (account.asked, account.missing) == (5, 0)


def test_exercises_of_files_do_not_repeat_it(write: Callable[[int], Course], tmp_path: Path) -> None:
    course = write(5)
    (tmp_path / "own.jsonl").write_text(course.development[0].model_dump_json() + "\n")
    added = add_exercises(course, read_syllabus(tmp_path / "syllabus.yaml"), [tmp_path / "own.jsonl"], Quiet())
    assert len(added.exercises) == len(course.exercises)


def test_a_skill_with_few_exercises_gives_few_or_none(tmp_path: Path) -> None:
    make_recipe(tmp_path, tmp_path)
    graph = read_syllabus(tmp_path / "syllabus.yaml")
    counts = {"one-step": 19, "two-steps": 40}
    plan = plan_exercises(graph, SIZE, 0, Origin.DEVELOPMENT, counts=counts, development=5)
    assert [(request.skill, request.number) for request in plan] == [("two-steps", 2), ("leap", 5)]
    assert plan_exercises(graph, SIZE, 0, Origin.DEVELOPMENT) == []


# --- the choice -----------------------------------------------------------------------------------


def results(**right: int) -> dict[str, Evaluation]:
    """Right answers of ten by state."""

    def score(index: int, number: int) -> Score:
        return Score(
            evaluation="",
            question=f"q{index}",
            skill="a",
            reply="",
            answer="",
            expected="1",
            correct=index < number,
        )

    return {
        state.replace("_", "-"): Evaluation(scores=tuple(score(index, number) for index in range(10)))
        for state, number in right.items()
    }


@pytest.mark.parametrize(
    ("right", "kept"),
    [
        ({"reading": 1, "round_1": 7, "round_2": 8}, "round-2"),
        ({"reading": 1, "round_1": 8, "round_2": 7}, "round-1"),
        ({"reading": 9, "round_1": 8, "round_2": 7}, "reading"),
        ({"reading": 1, "round_1": 7, "round_2": 7}, "round-2"),
        ({"reading": 7, "round_1": 7, "round_2": 2}, "round-1"),
        ({"reading": 0, "round_1": 0, "round_2": 0}, "round-2"),
    ],
)
def test_the_best_is_kept_and_of_equal_ones_the_later(right: dict[str, int], kept: str) -> None:
    found = results(**right)
    assert choose_student(list(found), found, best=True).stage == kept
    assert choose_student(list(found), found, best=False).stage == "round-2"


def test_without_questions_the_last_is_kept() -> None:
    nothing = {"reading": Evaluation(scores=()), "round-1": Evaluation(scores=())}
    assert choose_student(list(nothing), nothing, best=True).stage == "round-1"


def test_best_needs_a_development_exam() -> None:
    data = {"name": "a", "syllabus": "s.yaml"}
    assert parse_recipe(data).keeps_best
    assert not parse_recipe(data | {"exam": {"development": 0}}).keeps_best
    assert not parse_recipe(data | {"practice": {"keep": "last"}}).keeps_best
    with pytest.raises(RecipeError, match=r"set exam\.development, or keep 'last'"):
        parse_recipe(data | {"exam": {"development": 0}, "practice": {"keep": "best"}})


# --- a run ----------------------------------------------------------------------------------------


def carry_out(folder: Path, student: Path, shared: Path, **exam: Any) -> RunRecord:
    folder.mkdir()
    settings = {"max_new_tokens": 8, "worked_examples": 0} | exam
    off = {"enabled": False}
    practice = {"rounds": 2, "epochs": [1], "batch_size": 4}
    recipe = make_recipe(folder, student, reading=off, practice=practice, exam=settings, forgetting=off)
    return tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet(), shared=shared)


@pytest.fixture(scope="module")
def runs(tiny_student: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, RunRecord]:
    """Runs that differ in their exams alone. In the first two, round 1 was better in the development exam."""
    folder = tmp_path_factory.mktemp("runs")
    made = {}
    with pytest.MonkeyPatch.context() as patch:
        first = Kept(stage="round-1", why="best in the development exam: 100.0 % right")
        patch.setattr("tutelage.pipeline.choose_student", lambda *_, **__: first)
        made["every"] = carry_out(folder / "every", tiny_student, folder / "shared", every_state=True)
        made["kept"] = carry_out(folder / "kept", tiny_student, folder / "shared")
        within = Kept(stage="round-2-part-1", why="best in the development exam: 100.0% right")
        patch.setattr("tutelage.pipeline.choose_student", lambda *_, **__: within)
        made["within"] = carry_out(
            folder / "within", tiny_student, folder / "shared", within_rounds=2, every_state=True
        )
    made["none"] = carry_out(folder / "none", tiny_student, folder / "shared", development=0)
    return made


def replies(evaluation: Evaluation) -> list[tuple[str, str]]:
    return [(score.question, score.reply) for score in evaluation.scores]


def test_the_exam_measures_the_student_that_was_kept(runs: dict[str, RunRecord]) -> None:
    every, kept = runs["every"], runs["kept"]
    assert list(every.evaluations) == ["base", "round-1", "round-2", "final"]
    assert list(kept.evaluations) == ["base", "final"]
    assert replies(every.evaluations["round-1"]) != replies(every.evaluations["round-2"])
    for run in (every, kept):
        assert replies(run.evaluations["final"]) == replies(every.evaluations["round-1"])
        assert {score.evaluation for score in run.evaluations["final"].scores} == {"final"}
        assert list(run.development) == ["round-1", "round-2"]
        assert {score.question for score in run.development["round-1"].scores} == {e.id for e in run.course.development}


def test_everything_else_means_that_student_too(runs: dict[str, RunRecord]) -> None:
    folder = Path(runs["kept"].folder)
    assert open_run.trained_student(folder) == folder / "round-1" / "student"
    assert open_run.trained_student(folder, "round-2") == folder / "round-2" / "student"
    assert find_candidate(str(folder)).stage == "round-1"
    assert open_run.open_run(folder) == runs["kept"]
    result = open_run.result_of(folder, open_run.recipe_of(folder))
    assert result == stages.round_(1)


def test_students_within_rounds_take_the_development_exam_and_may_be_kept(runs: dict[str, RunRecord]) -> None:
    run, folder = runs["within"], Path(runs["within"].folder)
    states = [f"round-{number}{part}" for number in (1, 2) for part in ("-part-1", "-part-2", "")]
    assert list(run.development) == states
    for number, round_ in enumerate(run.rounds):  # training does not notice
        assert round_.trained.losses == runs["kept"].rounds[number].trained.losses
    for state in ("round-1", "round-2"):
        assert replies(run.development[state]) == replies(runs["kept"].development[state])
    student = folder / "round-2" / "part-1" / "student"
    assert open_run.trained_student(folder) == student
    assert open_run.trained_student(folder, "round-1-part-2") == folder / "round-1" / "part-2" / "student"
    assert find_candidate(str(folder)).trained == student
    assert find_candidate(str(folder), "round-1-part-1").trained == folder / "round-1" / "part-1" / "student"
    assert open_run.open_run(folder) == run
    assert replies(run.evaluations["final"]) != replies(run.evaluations["round-2"])
    assert list(run.evaluations) == ["base", "round-1", "round-2", "final"]
    page = " ".join(render(run).split())
    assert "Final student, after part 1 of round 2" in page
    assert "After part 2 of round 1" in page
    assert "round-2-part-1" in terminal.run_text(run)
    (student / "adapter_model.safetensors").write_bytes(b"")
    with pytest.raises(ValueError, match="is not what the stage wrote"):
        open_run.trained_student(folder)


def test_within_rounds_it_is_the_development_exam() -> None:
    data = {"name": "a", "syllabus": "s.yaml", "exam": {"within_rounds": 2}}
    names = [stage.name for stage in stages.stages_of(parse_recipe(data))]
    assert names.index("round-1") < names.index("development/round-1-part-1") < names.index("development/round-1")
    assert "development/reading-part-1" not in names
    with pytest.raises(RecipeError, match=r"set exam\.development, or 0"):
        parse_recipe(data | {"exam": {"within_rounds": 2, "development": 0}})


def test_the_static_control_is_chosen_from_as_many_states() -> None:
    data = {"name": "a", "syllabus": "s.yaml", "exam": {"within_rounds": 1}, "practice": {"control": True}}
    recipe = parse_recipe(data)
    found = stages.stages_of(recipe)
    names = [stage.name for stage in found]
    part = names.index("development/control/round-2-part-1")
    assert names.index("control/round-2") < part < names.index("development/control/round-2")
    own = [name for name in names if name.startswith("development/round-2")]
    of_control = [name for name in names if name.startswith("development/control/round-2")]
    assert len(own) == len(of_control) == 2
    before = [stage.name for stage in stages.stages_before(found[part], recipe)]
    assert "control/round-2" in before
    assert stages.exam_named("control/round-2-part-1").label == "After part 1 of static control, round 2"
    chosen = [stage.name for stage in stages.stages_before(stages.KEPT, recipe)]
    assert "development/round-2-part-1" in chosen
    assert not [name for name in chosen if "control" in name]


def test_without_a_development_exam_the_last_is_kept(runs: dict[str, RunRecord]) -> None:
    run = runs["none"]
    assert (run.development, run.course.development) == ({}, ())
    assert run.kept == Kept(stage="round-2", why="the last one, as the recipe says")
    assert not (Path(run.folder) / "development").exists()
    assert find_candidate(run.folder).stage == "round-2"


def test_report_and_terminal_say_which_exam_chose(runs: dict[str, RunRecord]) -> None:
    page = " ".join(render(runs["kept"]).split())
    assert "The development exam: which student was kept" in page
    assert "Kept: the student after round 1 (best in the development exam: 100.0 % right)." in page
    assert "Final student, after round 1" in page
    assert "which student was kept" not in render(runs["none"])
    text = terminal.run_text(runs["kept"])
    assert "Development exam" in text
    assert "kept: the student after round-1" in text
    assert all(len(line) <= 80 for line in text.splitlines() if "/" not in line)


def test_nothing_that_is_trained_on_later_repeats_its_questions(runs: dict[str, RunRecord]) -> None:
    run = runs["kept"]
    adapted = run.rounds[0].adapted
    assert adapted is not None
    assert adapted.exercises
    assert not keys(run.course.development) & keys(adapted.exercises)
    assert [record.name for record in run.leakage] == ["exam", "development exam"]
    assert not [touched for record in run.leakage for touched in record.touched if touched.kind == "repeated"]


def test_an_experiment_compares_students_at_their_end(tmp_path: Path, tiny_student: Path) -> None:
    from tutelage.experiments.arms import arm_recipe, find_experiment

    base = load_recipe(make_recipe(tmp_path, tiny_student, practice={"keep": "best", "tokens_per_round": 100}))
    for arm in find_experiment("ablation").arms:
        own = arm_recipe(arm, base, 3)
        assert (own.exam.development, own.keeps_best) == (0, False)
    assert json.loads(base.model_dump_json())["practice"]["keep"] == "best"
