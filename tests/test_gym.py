"""Data sets of reasoning-gym as a subject: their own scoring agrees, seeds settle them, a course can be written."""

from __future__ import annotations

import sys
from random import Random

import pytest

from tutelage import graph as graphs
from tutelage.config import CourseConfig
from tutelage.course import write_course
from tutelage.grading.compare import is_right
from tutelage.grading.identity import question_key
from tutelage.progress import Quiet
from tutelage.records import Edge, Exercise, Skill
from tutelage.subjects import gym
from tutelage.subjects.checking import skill_problems
from tutelage.subjects.registry import SUBJECTS
from tutelage.teacher.embedded import EmbeddedTeacher

pytest.importorskip("reasoning_gym", reason="needs the extra reasoning-gym, which has to be compiled in part")

SKILLS = ("chain-sum", "gcd", "leg-counting", "decimal-chain-sum", "letter-counting")
SUBJECT = SUBJECTS.get("reasoning-gym")


@pytest.mark.parametrize("skill", SUBJECT.skills)
def test_only_the_wordings_are_fewer_than_a_subject_should_have(skill: str) -> None:
    found = skill_problems(SUBJECT, skill, seed=3, drawings=6)
    assert [problem for problem in found if "wordings; at least 3" not in problem] == []


@pytest.mark.parametrize("skill", SKILLS)
def test_the_scoring_of_the_data_set_agrees(skill: str) -> None:
    from reasoning_gym.factory import get_score_answer_fn

    score = get_score_answer_fn(skill.replace("-", "_"))
    for difficulty in (1, 2, 3):
        for seed in range(10):
            right = SUBJECT.exercise(skill, difficulty, Random(seed))
            wrong = SUBJECT.misconception(skill, difficulty, Random(seed))
            assert right.question == wrong.question
            assert right.answer != wrong.answer
            entry = {"question": right.question, "answer": right.answer, "metadata": {}}
            assert score(right.answer, entry) == 1.0
            assert score(wrong.answer, entry) < 1.0
            asked = Exercise.of(skill=skill, **{k: v for k, v in right._asdict().items() if k != "misconception"})
            assert is_right(right.answer, asked)
            assert not is_right(wrong.answer, asked)


def test_difficulty_makes_questions_longer() -> None:
    def length(difficulty: int) -> int:
        return sum(len(SUBJECT.exercise("chain-sum", difficulty, Random(seed)).question) for seed in range(40))

    assert length(1) < length(2) < length(3)


def test_a_course_keeps_its_exam_apart() -> None:
    skills = [Skill(id=id_, name=SUBJECT.skills[id_], position=place) for place, id_ in enumerate(SKILLS)]
    graph = graphs.build(skills, [Edge(prerequisite="chain-sum", skill="leg-counting")])
    config = CourseConfig(exercises_per_skill=12, exam_questions_per_skill=4, misconceptions_per_skill=2)
    for seed in range(5):
        course = write_course(graph, EmbeddedTeacher(SUBJECT, graph), config, seed, Quiet())
        assert sum(account.missing for account in course.accounts) == 0
        exam = {question_key(each.question) for each in course.exam}
        assert len(exam) == 4 * len(SKILLS)
        assert not exam & {question_key(each.question) for each in (*course.exercises, *course.misconceptions)}
    lesson = next(lesson for lesson in course.lessons if lesson.skill == "leg-counting")
    assert lesson.text.endswith("What was learned before helps here: chain sum.")


def test_data_sets_that_evaluate_answers_are_not_admitted() -> None:
    for name in ("countdown", "puzzle24", "n-queens", "simple-integration", "polynomial-multiplication", "codeio"):
        assert name not in SUBJECT.skills
        with pytest.raises(ValueError, match="has no skill"):
            SUBJECT.exercise(name, 1, Random(0))


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "reasoning_gym.factory", None)
    gym._source.cache_clear()
    with pytest.raises(ValueError, match=r"is missing: pip install 'tutelage\[reasoning-gym\]'"):
        SUBJECT.lesson("gcd", Random(0))
