"""An exam that the user wrote is the exam of the run, from the base student to the report, and nothing repeats it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import tutelage
from conftest import make_recipe, script
from tutelage.cli import app
from tutelage.config import CourseConfig, load_recipe
from tutelage.course import write_course
from tutelage.errors import ExamError
from tutelage.exams.comparison import compare
from tutelage.exams.gate import judge
from tutelage.exams.own_exam import read_own_exam
from tutelage.exports.material import gather_material
from tutelage.grading.identity import question_key
from tutelage.progress import Progress, Quiet
from tutelage.records import NO_SKILL, Checker, Course, Exercise, Lesson, Message, Origin, Reply, RunRecord, SkillGraph
from tutelage.report.page import render
from tutelage.storage import open_run
from tutelage.syllabus import read_syllabus
from tutelage.teacher.scripted import ScriptedTeacher

ROWS: tuple[dict[str, Any], ...] = (
    {"question": "I take one step from 4. Where am I?", "answer": "5", "skill": "one-step"},
    {"question": "I take two steps from 4. Where am I?", "answer": "6", "skill": "Two Steps"},
    {"question": "What is a step upwards called?", "answer": "rise", "skill": ""},
    {"question": "Which is longer?", "choices": ["a step", "a leap"], "answer": "B"},
)
FILE = "mine.jsonl"


def write_rows(folder: Path, rows: Any = ROWS) -> Path:
    path = folder / FILE
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, tiny_student: Path) -> RunRecord:
    folder = tmp_path_factory.mktemp("own")
    write_rows(folder)
    exam = {"questions": FILE, "max_new_tokens": 8, "batch_size": 6, "worked_examples": 2, "every_state": True}
    recipe = make_recipe(folder, tiny_student, exam=exam, practice={"rounds": 1, "epochs": [1], "batch_size": 4})
    return tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())


def test_it_is_what_every_state_of_the_student_is_asked(run: RunRecord) -> None:
    ids = ["line-1", "line-2", "line-3", "line-4"]
    assert [question.id for question in run.course.exam] == ids
    assert [question.skill for question in run.course.exam] == ["one-step", "two-steps", NO_SKILL, NO_SKILL]
    assert run.course.exam[3].checker is Checker.CHOICE
    assert set(run.evaluations) == {"base", "base-worked-examples", "reading", "round-1", "final"}
    for evaluation in run.evaluations.values():
        assert sorted(score.question for score in evaluation.scores) == ids
    assert not [account for account in run.course.accounts if account.origin is Origin.EXAM]
    assert len(run.course.development) == 6, "the development exam is the teacher's all the same"


def test_report_gate_comparison_and_export_are_about_it(run: RunRecord) -> None:
    page = render(run)
    assert 'scope="row">no skill</th>' in page
    assert 'id="skill-no skill"' not in page
    assert "I take two steps from 4." in page
    assert run.leakage[0].questions == 4
    assert not run.leakage[0].touched
    assert judge(run).verdicts
    found = compare(f"{run.folder}:base", run.folder)
    assert {row.skill: row.questions for row in found.skills} == {"one-step": 1, "two-steps": 1, NO_SKILL: 2}
    assert [question.id for question in gather_material(run).exam] == ["line-1", "line-2", "line-3", "line-4"]
    assert open_run.open_run(run.folder).course.exam == run.course.exam


def test_questions_without_a_skill_get_worked_examples_too(run: RunRecord, tmp_path: Path) -> None:
    options = f"eval {run.folder} --stage base --examples 2 --out {tmp_path / 'evals'}"
    result = CliRunner().invoke(app, options.split(), catch_exceptions=False)
    assert result.exit_code == 0
    assert "no skill " in result.output
    assert "0/2" in result.output.replace("1/2", "0/2")


@pytest.fixture
def graph(tmp_path: Path) -> SkillGraph:
    make_recipe(tmp_path, tmp_path)
    return read_syllabus(tmp_path / "syllabus.yaml")


OWN = Exercise.of(
    skill="leap", skills=("leap",), question="leap: how far is 20 + 30 by a leap?", solution="Answer: 50", answer="50"
)


def repeating(request: Any) -> Reply:
    """A teacher whose every section, and the first of whose exercises, repeats the question."""
    reply = script(request)
    drafts = list(reply.drafts)
    if lessons := reply.of(Lesson):
        text = f"{lessons[0].text} Ask yourself: Leap: how far is 20  + 30 by a leap ? Then add."
        drafts = [lessons[0].model_copy(update={"text": text})] if request.skill == "leap" else drafts
    elif request.skill == "leap":
        first = reply.of(Exercise)[0]
        drafts[0] = Exercise.of(
            skill="leap",
            skills=("leap",),
            question=OWN.question,
            solution="By leap: 20 + 30 = 50. Answer: 50",
            answer="50",
            formal="answer = 20 + 30",
            origin=first.origin,
        )
    return reply.model_copy(update={"drafts": tuple(drafts)})


def write(graph: SkillGraph, **options: Any) -> Course:
    size = CourseConfig(exercises_per_skill=4, misconceptions_per_skill=1, exam_questions_per_skill=3)
    return write_course(graph, ScriptedTeacher(repeating), size, 0, Quiet(), development=2, **options)


def test_what_repeats_a_question_is_refused(graph: SkillGraph) -> None:
    course = write(graph, own_exam=(OWN,), generated=False)
    assert course.exam == (OWN,)
    everything = [*course.exercises, *course.misconceptions, *course.development]
    assert question_key(OWN.question) not in {question_key(exercise.question) for exercise in everything}
    refused = {(item.kind, item.reason) for item in course.rejected if item.reason == "exam question"}
    assert refused == {("lesson", "exam question"), ("exercises", "exam question"), ("misconceptions", "exam question")}
    assert "leap" not in {lesson.skill for lesson in course.lessons}
    without = write(graph)
    assert "leap" in {lesson.skill for lesson in without.lessons}, "otherwise this test shows nothing"


def test_a_short_question_does_not_refuse_the_textbook(graph: SkillGraph) -> None:
    short = OWN.model_copy(update={"messages": (Message(role="user", content="step,"), OWN.messages[1])})
    assert len(write(graph, own_exam=(short,), generated=False).lessons) == 3


def test_generated_questions_stand_beside_it_if_wanted(graph: SkillGraph) -> None:
    course = write(graph, own_exam=(OWN,), generated=True)
    assert course.exam[0] == OWN
    assert {question.skill for question in course.exam[1:]} == {"one-step", "two-steps", "leap"}
    assert sum(question_key(question.question) == question_key(OWN.question) for question in course.exam) == 1


@pytest.fixture
def read(tmp_path: Path, graph: SkillGraph) -> Callable[..., tuple[Exercise, ...]]:
    def made(rows: Any, progress: Progress | None = None, **changes: Any) -> tuple[Exercise, ...]:
        write_rows(tmp_path, rows)
        recipe = load_recipe(make_recipe(tmp_path, tmp_path, exam={"questions": FILE}, **changes))
        return read_own_exam(recipe, graph, progress or Quiet())

    return made


def test_skills_are_found_by_id_or_name_whatever_the_case_of_the_column(read: Callable[..., Any]) -> None:
    rows = [{"Question": "Where?", "Answer": "here", "Skill": given} for given in ("leap", "One Step", "two step", "")]
    assert [question.skill for question in read(rows)] == ["leap", "one-step", "two-steps", NO_SKILL]


def test_an_unknown_skill_is_one_line(read: Callable[..., Any]) -> None:
    rows = [{"question": "Where?", "answer": "here", "skill": given} for given in ("laep", "jumps\nhigh")]
    with pytest.raises(ExamError, match=r"called 'laep', 'jumps high': did you mean 'leap'\?") as raised:
        read(rows)
    assert "\n" not in str(raised.value)
    rows = [{"question": f"Where {given}?", "answer": "here", "skill": given} for given in ("leap", "two stepz")]
    with pytest.raises(ExamError, match=rf"{FILE} line 2: no skill .* did you mean 'two steps'\?"):
        read(rows)


def test_a_column_that_is_written_in_two_ways_is_one_line(read: Callable[..., Any]) -> None:
    rows = [{"question": f"Where {name}?", "answer": "here", name: "leap"} for name in ("Skill", "skill")]
    with pytest.raises(ExamError, match="has columns 'Skill' and 'skill'"):
        read(rows)


def test_a_skill_of_blanks_is_none(read: Callable[..., Any]) -> None:
    (question,) = read([{"question": "Where?", "answer": "here", "skill": " "}])
    assert question.skill == NO_SKILL


class Listening(Quiet):
    """Keeps what is said."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


def test_a_question_that_stands_there_twice_is_said(read: Callable[..., Any]) -> None:
    listening = Listening()
    choices = [{"question": "Which?", "choices": [one, "there"], "answer": "A"} for one in ("here", "nowhere")]
    rows = [*({"question": asked, "answer": "here"} for asked in ("Where?", "where?", "When?")), *choices]
    assert len(read(rows, listening)) == 5
    assert any("1 question asked before in it" in line for line in listening.lines)


def test_where_the_teacher_splits_skills_an_unknown_one_is_said_and_asked_without(read: Callable[..., Any]) -> None:
    rows = [{"question": "Where?", "answer": "here", "skill": "hop"}]
    listening = Listening()
    (question,) = read(rows, listening, graph={"decompose": {"enabled": True}})
    assert question.skill == NO_SKILL
    assert any("'hop'" in line for line in listening.lines)
