"""Forms of question that are kept for the exam: nothing that the student is trained on has them."""

from __future__ import annotations

from pathlib import Path

import pytest

import tutelage
from conftest import make_recipe, script
from tutelage.config import load_recipe
from tutelage.course.held_out import hold_out_forms
from tutelage.course.near_duplicates import tokens
from tutelage.course.planning import plan_lessons
from tutelage.exams.new_forms import difficulty_rows, form_rows, form_sentence
from tutelage.grading import is_right
from tutelage.progress import Quiet
from tutelage.records import Evaluation, Exercise, RunRecord, Score
from tutelage.report import formats, terminal
from tutelage.storage import open_run
from tutelage.subjects.calculus import Calculus
from tutelage.subjects.frames import FRAMES
from tutelage.syllabus import read_syllabus
from tutelage.teacher.embedded import EmbeddedTeacher
from tutelage.teacher.scripted import ScriptedTeacher

SYLLABUS = """\
title: Sums
units:
  - name: Whole numbers
    skills:
      - {id: integer-addition, name: addition, needs: []}
      - {id: integer-subtraction, name: subtraction, needs: [integer-addition]}
      - {id: integer-multiplication, name: multiplication, needs: [integer-addition]}
"""
SUBJECT = Calculus()
GUESSED = {form.name for form in FRAMES if not form.can_be_held_out}


@pytest.fixture(scope="module")
def run(tiny_student: Path, tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    folder = tmp_path_factory.mktemp("forms")
    recipe = make_recipe(
        folder,
        tiny_student,
        teacher={"kind": "embedded", "subject": "calculus"},
        course={"exercises_per_skill": 12, "misconceptions_per_skill": 2, "exam_questions_per_skill": 6},
        adapt={"new_share": 1.0},
        exam={"max_new_tokens": 4, "worked_examples": 1, "development": 2},
    )
    (folder / "syllabus.yaml").write_text(SYLLABUS)
    return tutelage.run(recipe, progress=Quiet())


def test_no_form_is_both_trained_and_held_out(run: RunRecord) -> None:
    assert [each.skill for each in run.course.forms] == [skill.id for skill in run.graph.skills]
    for each in run.course.forms:
        assert each.held_out
        assert "plain" in each.trained
        assert not set(each.trained) & set(each.held_out)
        assert set(each.held_out) <= {form.name for form in SUBJECT.forms(each.skill) if form.can_be_held_out}
        assert not set(each.held_out) & GUESSED


def test_half_of_the_exam_has_forms_that_nothing_else_has(run: RunRecord) -> None:
    held_out = {each.skill: each.held_out for each in run.course.forms}
    new = [question for question in run.course.exam if question.new_form]
    assert len(new) * 2 == len(run.course.exam) == 18
    assert all(question.form in held_out[question.skill] for question in new)
    old = [question for question in run.course.exam if not question.new_form]
    added = [exercise for round_ in run.rounds if round_.adapted for exercise in round_.adapted.exercises]
    assert added
    for trained in (*old, *run.course.development, *run.course.exercises, *run.course.misconceptions, *added):
        assert trained.form not in held_out[trained.skill], trained
        assert not trained.new_form


def test_exam_questions_alone_know_the_answers_of_learners_mistakes(run: RunRecord) -> None:
    known = [question for question in run.course.exam if question.mistakes]
    assert len(known) > len(run.course.exam) / 2
    for question in known:
        assert not any(is_right(mistake.answer, question) for mistake in question.mistakes)
        assert len({mistake.answer for mistake in question.mistakes}) == len(question.mistakes)
    assert not any(exercise.mistakes for exercise in (*run.course.exercises, *run.course.misconceptions))


def test_lessons_show_only_forms_that_are_trained() -> None:
    teacher = EmbeddedTeacher(SUBJECT, read_syllabus(Path("examples/calculus-syllabus.yaml")))
    (request, *_) = [
        one
        for one in plan_lessons(teacher.graph, 3, forms=hold_out_forms(teacher.graph, teacher, 0.5, 3))
        if one.skill == "integer-addition"
    ]
    text = next(iter(teacher.answer([request.model_copy(update={"forms": ("plain",)})]))).drafts[0]
    assert "books" not in str(text)  # of the word problem
    assert request.forms


def test_the_seed_decides_and_the_share_is_kept() -> None:
    graph = read_syllabus(Path("examples/calculus-syllabus.yaml"))
    teacher = EmbeddedTeacher(SUBJECT, graph)
    first, again, other = (hold_out_forms(graph, teacher, 0.25, seed) for seed in (1, 1, 2))
    assert first == again != other
    assert hold_out_forms(graph, teacher, 0, 1) == ()
    assert hold_out_forms(graph, ScriptedTeacher(script), 0.25, 1) == ()
    half = {each.skill: each for each in hold_out_forms(graph, teacher, 0.5, 1)}
    assert all(len(half[each.skill].held_out) >= len(each.held_out) for each in first)


def test_a_recipe_can_hold_nothing_out(tmp_path: Path, tiny_student: Path) -> None:
    recipe = make_recipe(tmp_path, tiny_student, course={"held_out_forms": 0})
    assert load_recipe(recipe).course.held_out_forms == 0


def test_both_figures_are_in_the_terminal_and_on_the_page(run: RunRecord) -> None:
    whole = form_rows(run.course.exam, run.evaluations)[0]
    text = " ".join(terminal.run_text(run).split())
    for share in (whole.new, whole.trained):
        assert f"{formats.share_with_interval(share.final)} right, base" in text
    page = (Path(run.folder) / "report.html").read_text()
    assert '<table id="forms">' in page
    assert "New forms and trained ones" in page
    levels = difficulty_rows(run.course.exam, run.evaluations)
    assert [level for level, _ in levels] == [1, 2, 3]
    assert sum(part.final.total for _, part in levels) == len(run.course.exam)
    assert '<table id="difficulties">' in page
    assert open_run.course_of(Path(run.folder)).forms == run.course.forms


def scored(id_: str, correct: bool) -> Score:
    return Score(evaluation="", question=id_, skill="a", reply="", answer="", expected="1", correct=correct)


def test_the_base_is_taken_at_its_best_on_the_same_questions() -> None:
    questions = [
        Exercise.of(skill="a", skills=("a",), question=f"{i}?", solution="1. Answer: 1", answer="1", new_form=i < 4)
        for i in range(8)
    ]
    ids = [question.id for question in questions]

    def evaluation(*right: int) -> Evaluation:
        return Evaluation(scores=tuple(scored(id_, i in right) for i, id_ in enumerate(ids)))

    evaluations = {
        "base": evaluation(0, 1, 4),
        "base-worked-examples": evaluation(2, 4, 5, 6),
        "final": evaluation(*range(7)),
    }
    (row,) = form_rows(questions, evaluations)
    assert (row.new.base.right, row.new.final.right) == (2, 4)
    assert (row.trained.base.right, row.trained.final.right) == (3, 3)
    assert "100.0 % of 4 questions in forms" in form_sentence((row,))
    assert form_rows(questions[4:], evaluations) == ()
    assert form_rows(questions, {"base": evaluation(1)}) == ()


def test_no_exercise_quotes_a_question_of_the_exams_and_none_of_theirs_quotes_it(run: RunRecord) -> None:
    def words(exercise: Exercise) -> str:
        return f" {' '.join(tokens(exercise.question.partition(chr(10) + 'A. ')[0])).rstrip(' .?')} "

    added = [exercise for round_ in run.rounds if round_.adapted for exercise in round_.adapted.exercises]
    held = [(question.skill, words(question)) for question in run.course.held_out]
    for exercise in (*run.course.exercises, *run.course.misconceptions, *added):
        own = words(exercise)
        assert not any(own in text or text in own for skill, text in held if skill == exercise.skill), exercise.question
    repeated = [touched for record in run.leakage for touched in record.touched if touched.kind == "repeated"]
    assert repeated == []
