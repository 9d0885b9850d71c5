"""Small teachers: prompts fit their context, they are measured, and a course that is too small is said to be so."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from conftest import make_recipe, script
from endpoint import Endpoint, completion
from tutelage import graph, pipeline
from tutelage.cli.app import app
from tutelage.config import StudentConfig, TeacherConfig, load_recipe
from tutelage.course.size import FEW_EXERCISES, FEW_QUESTIONS, course_size, size_notes
from tutelage.errors import TeacherError
from tutelage.progress import Quiet
from tutelage.records import Exercise, ExercisesRequest, Reply, Skill, SkillGraph, SolveRequest
from tutelage.teacher import make_teacher
from tutelage.teacher.language.conversation import TOO_LONG
from tutelage.teacher.language.fitting import EXPENDABLE, beginning, fit
from tutelage.teacher.language.tasks import TASKS
from tutelage.teacher.language.teacher import LanguageTeacher
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.tools.preflight import size_lines
from tutelage.tools.teacher_check import KEPT, RULES, SUMS, judge_teacher, measure_teacher

QUESTION = Exercise.of(
    skill="rules", skills=("rules",), question="What does a member pay?", solution="Answer: 4", answer="4"
)
LONG = " ".join(f"Rule {number}: whoever is late by {number} days pays {number} crowns." for number in range(400))


def graph_of(number: int) -> SkillGraph:
    return graph.build([Skill(id=f"s{index}", name=f"skill {index}") for index in range(number)], [])


SKILLS = graph.build([Skill(id="rules", name="rules of the club", description=LONG)], [])


def render(values: Any) -> str:
    return "Answer: " + " ".join(f"{name}={text}" for name, text in values.items())


def test_what_matters_least_goes_first_and_the_question_never() -> None:
    values = {"question": "q" * 300, "avoid": "a" * 300, "taught": "t" * 300, "reference": "One. " * 60}
    whole = len(render(values))
    assert fit(render, values, None) == (render(values), (), True)
    assert fit(render, values, whole).left_out == ()
    found = fit(render, values, whole - 10)
    assert found.left_out == (EXPENDABLE["avoid"],)
    assert found.fits
    found = fit(render, values, whole - 400)
    assert found.left_out == (EXPENDABLE["avoid"], EXPENDABLE["taught"])
    assert "One. " * 59 in found.prompt
    found = fit(render, values, 100)
    assert not found.fits
    assert "q" * 300 in found.prompt


def test_nothing_is_expendable_without_which_a_request_makes_no_sense() -> None:
    assert EXPENDABLE.keys().isdisjoint({"question", "solution", "skill", "lower", "form", "number", "variation"})
    known = {name for task in TASKS.values() for name in task.variables}
    assert EXPENDABLE.keys() <= known


@given(st.text(max_size=400), st.integers(0, 500))
def test_a_beginning_is_one_and_is_short_enough(text: str, chars: int) -> None:
    found = beginning(text, chars)
    assert text.startswith(found)
    assert len(found) <= chars or found == text


def small(endpoint: Endpoint, **changes: Any) -> LanguageTeacher:
    fields: dict[str, Any] = {
        "kind": "openai",
        "model": "m",
        "base_url": endpoint.url,
        "context": 2048,
        "timeout": 5.0,
    } | changes
    made = make_teacher(TeacherConfig(**fields), SKILLS)
    assert isinstance(made, LanguageTeacher)
    return made


def refuses_what_is_too_long(body: dict[str, Any]) -> tuple[int, object] | None:
    """A server with 2,048 tokens of context, prompt and answer together, at a token for 3.6 characters."""
    tokens = sum(len(message["content"]) for message in body["messages"]) / 3.6
    if tokens + body["max_tokens"] <= 2048:
        return None
    return 400, {"error": {"message": "request exceeds the available context size (2048 tokens)"}}


def test_every_prompt_fits_a_small_context_and_the_run_says_what_was_left_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    solve = SolveRequest(id="s", exercise=QUESTION, reference=LONG)
    write = ExercisesRequest(id="w", skill="rules", number=3, difficulties=(1,), avoid="Notes. " * 300)
    with Endpoint(respond=refuses_what_is_too_long) as endpoint, caplog.at_level(logging.WARNING, "tutelage"):
        made = small(endpoint)
        replies = [one for one in made.answer([solve, write, write]) if isinstance(one, Reply)]
        bodies = list(endpoint.bodies)
        list(made.answer([solve]))
    assert len(bodies) == len(replies) == 3
    assert not any("exceeds" in reply.failure for reply in replies)
    prompts = [body["messages"][1]["content"] for body in bodies]
    assert all(QUESTION.question in prompt for prompt in prompts if prompt.startswith("Solve"))
    assert all("Rule 0: " in prompt for prompt in prompts)
    assert all(1024 <= body["max_tokens"] <= 1100 for body in bodies)
    said = [record.getMessage() for record in caplog.records if "teacher.context" in record.getMessage()]
    assert sorted(said) == [
        "teacher.context of 2048 tokens: descriptions shortened or left out of 2 prompts (exercises)",
        "teacher.context of 2048 tokens: notes of earlier exercises shortened or left out of 2 prompts (exercises)",
        "teacher.context of 2048 tokens: what is taught about it shortened or left out of 1 prompts (solve)",
    ]


def test_a_question_that_cannot_fit_is_not_sent() -> None:
    exercise = Exercise.of(skill="rules", skills=("rules",), question=LONG, solution="Answer: 4", answer="4")
    with Endpoint() as endpoint:
        (reply,) = (
            one for one in small(endpoint).answer([SolveRequest(id="s", exercise=exercise)]) if isinstance(one, Reply)
        )
        assert endpoint.bodies == []
    assert reply.failure == TOO_LONG


def test_without_a_context_nothing_is_shortened() -> None:
    with Endpoint() as endpoint:
        list(small(endpoint, context=None).answer([SolveRequest(id="s", exercise=QUESTION, reference=LONG)]))
        assert LONG in endpoint.bodies[0]["messages"][1]["content"]
        assert endpoint.bodies[0]["max_tokens"] == 2048


RIGHT = dict((*SUMS, *KEPT))


def solver(body: dict[str, Any], *, sums: bool = True, rules: bool = True, varied: bool = True) -> str:
    """A teacher that can do what it is said to be able to."""
    prompt = body["messages"][1]["content"]
    if prompt.startswith("Solve"):
        question, answer = next(item for item in RIGHT.items() if item[0] in prompt)
        able = rules if RULES in prompt else sums
        return json.dumps({"solution": "So.", "answer": answer if able else f"{len(question)}0"})
    number = int(re.findall(r"Write (\d+)", prompt)[0])
    words = [
        *(
            "Anna pays by card",
            "Who rows longest",
            "Some boats return late",
            "Keys were lost in May",
            "Guests came twice",
        ),
        *("Rain fell at noon", "The cook went home", "Her oar broke again"),
    ]
    first = 0 if number == 5 else 5
    texts = [words[first + n] if varied else f"A member rows {first + n} times, so pays what?" for n in range(number)]
    items = [
        {"question": text, "steps": [{"skill": "fees", "text": text}], "answer": "3", "check": "", "choices": []}
        for text in texts
    ]
    return json.dumps({"exercises": items})


@pytest.mark.parametrize(
    ("able", "notes", "good_for"),
    [
        ({}, set(), "writing and checking, by what"),
        ({"sums": False}, {"sums"}, "not calculations"),
        ({"rules": False}, {"given text"}, "only your documents know"),
        ({"varied": False}, {"variety"}, "writing and checking, by what"),
        ({"sums": False, "rules": False}, {"sums", "given text", "good for"}, "drafts at most"),
    ],
)
def test_a_teacher_is_measured_by_what_it_answers(able: dict[str, bool], notes: set[str], good_for: str) -> None:
    with Endpoint(lambda body: solver(body, **able)) as endpoint:
        found = measure_teacher(
            TeacherConfig(kind="openai", model="m", base_url=endpoint.url, timeout=5.0), StudentConfig()
        )
        written = sum(completion(solver(b, **able), b)["usage"]["completion_tokens"] for b in endpoint.bodies)
        assert found.calls == len(endpoint.bodies)
    lines = list(judge_teacher(found))
    assert {line.what for line in lines if line.state == "note"} == notes
    assert good_for in lines[-1].found
    assert found.tokens == written
    assert (found.sums == len(SUMS), found.kept == len(KEPT)) == (able.get("sums", True), able.get("rules", True))
    assert max(len(row) for line in lines for row in line.text().splitlines()) <= 80


def test_a_teacher_that_keeps_to_no_form_is_good_for_little() -> None:
    with Endpoint(lambda body: "Gladly!") as endpoint:
        config = TeacherConfig(kind="openai", model="m", base_url=endpoint.url, timeout=5.0, repairs=0)
        lines = list(judge_teacher(measure_teacher(config, StudentConfig())))
    assert lines[-1].found.startswith("little")


def test_doctor_measures_only_if_it_is_asked_to(tmp_path: Path, tiny_student: Path) -> None:
    with Endpoint(solver) as endpoint:
        recipe = make_recipe(tmp_path, tiny_student, teacher={"kind": "openai", "model": "m", "base_url": endpoint.url})
        plain = CliRunner().invoke(app, ["doctor", str(recipe)])
        assert not endpoint.bodies, plain.output
        shown = CliRunner().invoke(app, ["doctor", str(recipe), "--teacher"])
        assert endpoint.bodies
    assert shown.exit_code == 0, shown.output
    assert "tokens written a second" in shown.output
    assert "good for" in shown.output
    assert CliRunner().invoke(app, ["doctor", "--teacher"]).exit_code == 2


def test_there_is_nothing_to_measure_in_the_embedded_teacher() -> None:
    with pytest.raises(TeacherError, match="is not a language model"):
        measure_teacher(TeacherConfig(), StudentConfig())


def test_a_course_that_is_too_small_is_said_to_be_so_before_it_is_written(tmp_path: Path, tiny_student: Path) -> None:
    path = make_recipe(tmp_path, tiny_student)
    recipe = load_recipe(path)
    asked: list[object] = []

    class Heard(Quiet):
        def say(self, line: str) -> None:
            if "too small" in line:
                assert not asked
                heard.append(line)

    heard: list[str] = []

    def counted(request: Any) -> Reply:
        asked.append(request)
        return script(request)

    pipeline.make_course(recipe, teacher=ScriptedTeacher(counted), progress=Heard())
    notes = list(size_notes(recipe, course_size(recipe, graph_of(3))))
    assert heard == notes
    assert "exam questions, half right means anything from" in notes[0]
    assert len(heard) == 3
    asked.clear()
    heard.clear()
    pipeline.make_course(recipe, teacher=ScriptedTeacher(counted), progress=Heard())
    assert not asked
    assert heard == notes, "what is written already is no larger for it"
    heard.clear()
    pipeline.make_preview(recipe, teacher=ScriptedTeacher(counted), progress=Heard())
    assert heard == notes
    shown = CliRunner().invoke(app, ["check", str(path)]).output
    assert "too small" in shown or "problem" in shown or "error" in shown


def test_the_size_notes_name_the_interval_and_stop_when_it_is_large_enough(tmp_path: Path, tiny_student: Path) -> None:
    recipe = load_recipe(make_recipe(tmp_path, tiny_student))
    per_skill = {"exam_questions_per_skill": FEW_QUESTIONS, "exercises_per_skill": FEW_EXERCISES}
    large = recipe.model_copy(update={"course": recipe.course.model_copy(update=per_skill)})
    assert list(size_notes(large, course_size(large, graph_of(10)))) == []
    few = recipe.model_copy(update={"course": recipe.course.model_copy(update={"exam_questions_per_skill": 1})})
    assert "8 exam questions, half right means anything from 22 % to 78 %" in next(
        iter(size_notes(few, course_size(few, graph_of(8))))
    )
    none = course_size(few, graph_of(8))._replace(exam=0)
    assert next(iter(size_notes(few, none))).startswith("too small to show anything: there is no exam question: ")
    own = large.model_copy(update={"exam": large.exam.model_copy(update={"questions": tmp_path / "mine.jsonl"})})
    (note,) = size_notes(own, course_size(own, graph_of(10)), 20)
    assert note.startswith("too small to show much: of 20 exam questions,")
    assert note.endswith(": add questions to mine.jsonl")


def test_the_size_notes_name_what_acts_in_this_run(tmp_path: Path, tiny_student: Path) -> None:
    recipe = load_recipe(make_recipe(tmp_path, tiny_student))
    size, none = course_size(recipe, graph_of(3)), {skill.id: 4 for skill in graph_of(3).skills}
    notes = "\n".join(size_notes(recipe, size))
    assert "split the skills further (graph.decompose)" in notes
    assert "add skills, or take another teacher" in "\n".join(
        size_notes(recipe, course_size(recipe, graph_of(3), none))
    )
    taught = recipe.model_copy(update={"documents": (tmp_path / "handbook.md",)})
    notes = "\n".join(size_notes(taught, course_size(taught, graph_of(3), none)))
    assert "graph.decompose" not in notes
    assert "is read in a few steps: add documents, or rely on the exercises" in notes
    assert "add documents, or take another teacher" in notes
    assert "exercises in all" in "\n".join(size_notes(recipe, size, 0, 5))
    assert "exercises in all" not in "\n".join(size_notes(recipe, size, 0, FEW_EXERCISES))


def test_exercises_of_ones_own_count(tmp_path: Path, tiny_student: Path) -> None:
    def notes(**course: Any) -> str:
        recipe = load_recipe(make_recipe(tmp_path, tiny_student, course={"exercises_per_skill": 2} | course))
        skills = graph_of(3)
        return "\n".join(size_lines(recipe, skills, course_size(recipe, skills)))

    assert "6 exercises in all" in notes()
    mine = tmp_path / "mine.jsonl"
    own = (Exercise.of(skill="s0", skills=("s0",), question=f"{n}?", solution="A: 4", answer="4") for n in range(200))
    mine.write_text("".join(f"{each.model_dump_json()}\n" for each in own))
    assert "exercises in all" not in notes(also=["mine.jsonl"])


def test_what_the_teacher_does_not_have_counts_as_missing(tmp_path: Path, tiny_student: Path) -> None:
    recipe = load_recipe(make_recipe(tmp_path, tiny_student))
    course = recipe.course.model_copy(update={"exercises_per_skill": 200, "exam_questions_per_skill": 60})
    large = recipe.model_copy(update={"course": course, "exam": recipe.exam.model_copy(update={"development": 2})})
    skills = graph_of(10)
    assert list(size_notes(large, course_size(large, skills))) == []
    counts = {skill.id: 0 if index else 12 for index, skill in enumerate(skills.skills)}
    notes = "\n".join(size_notes(large, course_size(large, skills, counts)))
    assert "3 exam questions" in notes
    assert "raise" not in notes  # more of nothing is nothing
    assert "has no exercise for 9 of 10 skills" in notes
    left_out = [skill.name for skill in skills.skills][1:]
    assert f"({'; '.join(left_out[:5])}; and 4 more, which 'tutelage check RECIPE --json' lists)" in notes
    assert course_size(large, skills, counts).unpractised == tuple(left_out)
    assert "no development exam" in notes
