"""Replay: general text is mixed in evenly, in the share asked for, the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import make_recipe
from tutelage.config import ReadingConfig, fill_for, load_recipe
from tutelage.progress import Quiet
from tutelage.records import Course, Lesson
from tutelage.student.loading import load_student
from tutelage.syllabus import read_syllabus
from tutelage.training.reading import load_general_text, pretrain
from tutelage.training.rehearsal import mix_in, read_documents, shipped_documents
from tutelage.training.running import TrainingSettings


@given(st.integers(1, 80), st.integers(1, 20), st.floats(0, 0.9), st.integers(0, 9))
def test_share_order_and_even_spread(number: int, different: int, share: float, seed: int) -> None:
    items, general = list(range(number)), [-1 - i for i in range(different)]
    mixed = mix_in(items, general, share, seed)
    extra = [item for item in mixed if item < 0]
    assert [item for item in mixed if item >= 0] == items
    assert len(extra) == round(number * share / (1 - share))
    counts = [extra.count(item) for item in general]
    assert max(counts) - min(counts) <= 1
    assert mixed == mix_in(items, general, share, seed)
    for end in range(len(mixed) + 1):
        seen = sum(item >= 0 for item in mixed[:end])
        due = len(extra) / number
        assert abs((end - seen) - seen * due) <= due + 1


def test_nothing_to_mix() -> None:
    assert mix_in([1, 2], [], 0.5, 0) == mix_in([1, 2], [7], 0.0, 0) == [1, 2]
    assert mix_in([], [7], 0.5, 0) == []
    assert mix_in(list(range(9)), list("abcdefghi"), 0.5, 0) != mix_in(list(range(9)), list("abcdefghi"), 0.5, 1)
    with pytest.raises(ValueError, match="less than 1"):
        mix_in([1], [2], 1.0, 0)


def test_documents_of_both_kinds_of_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One day.\nIt rained.\n\n \nThen not.\n")
    (tmp_path / "b.jsonl").write_text('{"text": "Bread."}\n{"text": " "}\n')
    assert read_documents([tmp_path / "a.txt", tmp_path / "b.jsonl"]) == ["One day.\nIt rained.", "Then not.", "Bread."]
    for text, says in (('{"txt": "x"}\n', "line 1: 'text' is needed"), ("\n", "has no text")):
        (tmp_path / "c.jsonl").write_text(text)
        with pytest.raises(ValueError, match=says):
            read_documents([tmp_path / "c.jsonl"])
    with pytest.raises(ValueError, match="no general text at"):
        read_documents([tmp_path / "none.txt"])


def test_without_files_the_shipped_text_is_replayed_and_never_the_panel() -> None:
    general, panel = load_general_text(ReadingConfig(replay_share=0.1)), shipped_documents("panel")
    assert len(general) == len(panel) == 10
    assert not set(general) & set(panel)
    assert all(80 < len(text.split()) < 130 for text in [*general, *panel])
    assert load_general_text(ReadingConfig()) == []


class Heard(Quiet):
    """Keeps what is said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


@pytest.mark.parametrize(("share", "general"), [(0.25, 2), (0.5, 6), (0.7, 14)])
def test_a_student_reads_it_among_the_textbook(tmp_path: Path, tiny_student: Path, share: float, general: int) -> None:
    (tmp_path / "general.txt").write_text("The bus was late.\n\nShe bought two loaves of bread.\n")
    reading = {"replay": ["general.txt"], "replay_share": share}
    recipe = fill_for(load_recipe(make_recipe(tmp_path, tiny_student, reading=reading)), 36_000)
    skills = read_syllabus(recipe.syllabi, recipe.graph)
    lessons = [
        Lesson(id=f"le-{skill.id}", skill=skill.id, title=skill.name, text="One step.\n\nTwo steps.")
        for skill in skills.skills
    ]
    student = load_student(recipe.student, str(tiny_student))
    course = Course(lessons=tuple(lessons), exercises=(), misconceptions=(), exam=())
    heard, settings = Heard(), TrainingSettings(student=recipe.student, seed=recipe.seed)
    trained = pretrain(student, skills, course, recipe.reading, settings, folder=tmp_path / "reading", progress=heard)
    places = [place for place, seen in enumerate(trained.order) if not seen.skill]
    assert len(trained.order) == 6 + general
    assert len(places) == general
    assert places[0] < len(trained.order) / 2 <= places[-1]
    # Two documents that come seven times each are learnt by heart.
    assert [line for line in heard.lines if "read 7 times" in line] == heard.lines[: share == 0.7]
