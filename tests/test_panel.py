"""The panel: every item's check passes a right reply and no wrong one; a student answers it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tutelage.config import AnswerConfig, EvalOptions, StudentConfig
from tutelage.exams import panel
from tutelage.exams.panel_checks import CHECKS, passes
from tutelage.exams.results import evaluate
from tutelage.progress import Quiet
from tutelage.records import Score
from tutelage.student import loading

ITEMS = panel.shipped_items()


@pytest.mark.parametrize("kind", panel.KINDS)
def test_every_item_passes_its_right_reply_and_no_wrong_one(kind: str) -> None:
    own = [item for item in ITEMS if item.kind == kind]
    assert len(own) >= 40
    for item in own:
        assert item.passed(item.right), item.id
        assert item.passed(f"<think>Let me see: {item.wrong}</think>\n{item.right}\n"), item.id
        for wrong in (item.wrong, "", " \n"):
            assert not item.passed(wrong), (item.id, wrong)
    # What is asked for is seldom met by chance.
    assert sum(item.passed("The kettle hums while nobody listens") for item in own) <= 5


def test_items_are_distinct_and_use_every_check() -> None:
    assert len({item.id for item in ITEMS}) == len(ITEMS)
    asked = Counter(tuple(message.content for message in item.messages) for item in ITEMS)
    assert max(asked.values()) == 1
    assert {name for item in ITEMS for name in item.checks} == set(CHECKS)
    assert {item.kind for item in ITEMS} == set(panel.KINDS)
    for item in ITEMS:
        roles = [message.role for message in item.messages]
        assert roles[-1] == "user"
        assert (roles[0] == "system") == (item.kind == "system")
        assert len(roles) >= 3 or item.kind != "earlier-turn"
        if item.kind == "earlier-turn" and "says_one" in item.checks:
            # The last question does not give the answer away, unless it names two to choose from.
            last = item.messages[-1].content
            given = [word for word in item.checks["says_one"] if re.search(rf"\b{re.escape(word)}\b", last)]
            assert not given or " or " in last, item.id


REPLIES = [
    ({"json": {"a": 1}}, '```json\n{"a": 1}\n```', True),
    ({"json": {"a": 1}}, 'Here you are: {"a": 1}', False),
    ({"json": {"a": 1}}, '{"a": true}', False),
    ({"json": {"a": True}}, '{"a": 1}', False),
    ({"json": {"a": "number"}}, '{"a": false}', False),
    ({"json": {"a": "text"}}, '{"a": 1}', False),
    ({"json": {"a": None}}, '{"a": null, "b": 2}', True),
    ({"json": ["text", 2]}, '["x"]', False),
    ({"json": {"a": 1}}, "[" * 100_000, False),
    ({"bullets": 2}, "Two things:\n- one\n* two", True),
    ({"bullets": 2}, "- one\n- two\n- three", False),
    ({"numbered": 2}, "1) one\n2. two", True),
    ({"table": [2, 1]}, "| a | b |\n|---|:-:|\n| 1 | 2 |", True),
    ({"table": [2, 1]}, "| a | b |\n| 1 | 2 |\n| 3 | 4 |", False),
    ({"table": [2, 1]}, "| a | b |\n|---|---|\n| 1 | 2 | 3 |", False),
    ({"separated": [",", 2]}, "one, two,", False),
    ({"sentences": [2, 2]}, "It costs 3.50 euros. Fine!", True),
    ({"words": [3, 3]}, "one – two three", True),
    ({"is_one": ["no"]}, "**No.**", True),
    ({"is_one": ["no"]}, "No way", False),
    ({"says_one": ["sun"]}, "It is sunny", False),
    ({"says_none": ["sun"]}, "The SUN shines", False),
    ({"case": "upper"}, "123", False),
    ({"code": "print("}, "print(1)", False),
    ({"admits": True}, "I don’t know.", True),
    ({"admits": True}, "I don't know, but it may be 7.", False),
    ({"admits": True}, "It is blue.", False),
    ({"json": {"a": 1}}, '```JSON\r\n{"a": 1}\r\n```', True),
    ({"json": ["number", 1]}, "[NaN]", False),
    ({"bullets": 2}, "-one\n*two", True),
    ({"bullets": 2}, "**one**\n---", False),
    ({"numbered": 2}, "4. one\n4. two", False),
    ({"starts": "Captain"}, "Captains agree", False),
    ({"starts": "No,"}, "No, it is red", True),
    ({"ends": "Yours, Max"}, "Good luck!\n\nYours,\nMax", True),
    ({"ends": "?"}, "Is it sunny?!", False),
    ({"code": "print("}, "``` python\r\nprint(1)\r\n```", True),
    ({"sentences": [2, 2]}, '"It rains." "It pours."', True),
    ({"sentences": [1, 1]}, "Cats are\n- small\n- soft", False),
    ({"admits": True}, "I have no idea.", True),
    ({"admits": True}, "There is insufficient information.", True),
    ({"admits": True}, "I do not know, but there are four.", False),
    ({"admits": True}, "You don't have any.", False),
    ({"number": 6}, "It ends at 6 o'clock.", True),
    ({"number": 6}, "It ends at 6:00.", True),
    ({"number": 6}, "At six o'clock.", True),
    ({"number": 7}, "It is on the 7th floor.", True),
    ({"number": 12}, "She has Twelve shells.", True),
    ({"number": 12}, "Lena has thirteen shells.", False),
    ({"number": 12}, "7 + 5 = 12, so she has 12 shells.", True),
    ({"number": 12}, "She has 7 shells and 5 shells, 13 in all.", False),
    ({"choice": {"choices": ["Mars", "Mercury"], "answer": "B"}}, "Mercury", True),
    ({"choice": {"choices": ["Mars", "Mercury"], "answer": "B"}}, "The answer is A.", False),
]


@pytest.mark.parametrize(("checks", "reply", "right"), REPLIES)
def test_checks_tell_right_from_nearly_right(checks: dict[str, object], reply: str, right: bool) -> None:
    assert passes(reply, checks, "How many?") is right


@pytest.mark.parametrize(
    ("item", "reply", "right"),
    [
        ("format-16", "| Cat | Tails |\n|---|---|\n| x | 9 |", False),
        ("format-24", '```python\nprint("steady")\n```', False),
        ("format-29", "Answer: <brick>", True),
        ("format-41", "It is the <answer>dog</answer>", True),
        ("json-04", "[7, 8, 9]", False),
        ("json-10", '{"a": 1}', False),
        ("json-10", "```json\n{}\n```", True),
        ("json-22", '["June"]', False),
        ("json-25", '{"opposite": "big"}', False),
        ("json-32", '["a", "b", "c"]', False),
        ("json-40", '["Spring", "Summer", "Fall", "Winter"]', True),
        ("system-06", "Vielen Dank!", True),
        ("system-12", "It is l-a-n-t-e-r-n.", False),
        ("system-13", "four four seven one", False),
        ("system-26", "We close at 6pm.", True),
        ("system-26", "It closes at 10, not 18.", False),
        ("system-30", "-", False),
        ("earlier-turn-09", "You may travel whenever you like.", False),
        ("earlier-turn-16", "It is Sam, not Tom.", False),
    ],
)
def test_items_tell_right_from_nearly_right(item: str, reply: str, right: bool) -> None:
    assert next(one for one in ITEMS if one.id == item).passed(reply) is right


def test_fewer_items_come_evenly_from_all_kinds() -> None:
    for most, each in ((14, {2}), (15, {2, 3}), (0, {41, 42})):
        counts = Counter(item.kind for item in panel.choose_items(most))
        assert set(counts.values()) == each
        assert list(counts) == list(panel.KINDS)
        assert most in (0, counts.total())


def test_a_student_answers_it_and_resumes(tmp_path: Path, tiny_student: Path) -> None:
    options = EvalOptions(limit=7, max_new_tokens=3)
    record = evaluate(tiny_student, "panel", options, out=tmp_path / "out")
    scores = record.evaluations["generation"].scores
    assert [score.skill for score in scores] == list(panel.KINDS)
    assert set(record.figures["generation"].groups) == set(panel.KINDS)
    again = evaluate(tiny_student, "panel", options, out=tmp_path / "out")
    assert again.evaluations == record.evaluations


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"samples": 2, "temperature": 1.0}, "answered greedily, once"),
        ({"temperature": 0.5}, "answered greedily, once"),
        ({"worked_examples": 1}, "without worked examples"),
        ({"ways": ("letter",)}, "by generation"),
    ],
)
def test_options_that_do_not_suit_it_are_refused(
    tiny_student: Path, tmp_path: Path, options: dict[str, object], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        evaluate(tiny_student, "panel", EvalOptions.model_validate(options), out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_items_that_a_template_refuses_are_left_out(tmp_path: Path, tiny_student: Path) -> None:
    said = []

    class Heard(Quiet):
        def say(self, line: str) -> None:
            said.append(line)

    learner = loading.load_student(StudentConfig(model=str(tiny_student)), str(tiny_student), decode=True)
    learner.tokenizer.chat_template = (
        "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}"
        "{% for message in messages %}{{ message['content'] }}{% endfor %}"
    )
    items = panel.choose_items(7)
    found = panel.evaluate_panel(
        learner, items, AnswerConfig(max_new_tokens=2), folder=tmp_path / "panel", progress=Heard()
    )
    assert [score.skill for score in found.scores] == [kind for kind in panel.KINDS if kind != "system"]
    assert "  panel: the chat template does not take 1 task, which are left out" in said


def test_before_and_after_are_paired() -> None:
    def scores(right: set[str]) -> list[Score]:
        return [
            panel.mark_item(item, item.right if item.kind in right else item.wrong)
            for item in ITEMS
            if item.kind in ("json", "system")
        ]

    found = panel.compare_panels(scores({"json", "system"}), scores({"json"}))
    by_kind = {row.skill: row for row in found.skills}
    assert (by_kind["json"].lost, by_kind["system"].lost) == (0, by_kind["system"].questions)
    assert by_kind["system"].corrected < 0.001
    assert found.all.difference.value == pytest.approx(-41 / 82)
