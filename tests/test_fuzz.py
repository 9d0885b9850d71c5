"""Hostile input gives a result or a documented error; each case below has brought a reader down once."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tutelage import syllabus
from tutelage.dynamics import losslog
from tutelage.exams import local
from tutelage.teacher.language import forms
from tutelage.teacher.language.prompting import Prompts
from tutelage.tools import conversations

FUZZ = Path(__file__).parent.parent / "benchmarks" / "fuzz.py"
TARGETS = 33
INPUTS = 45


def fuzzed(*options: str) -> list[int]:
    """Inputs of each target."""
    done = subprocess.run([sys.executable, str(FUZZ), *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = re.findall(r"^([a-z-]+) +([\d,]+) ", done.stdout, re.MULTILINE)
    return [int(count.replace(",", "")) for _, count in rows]


def test_every_reader_withstands_the_fuzzer() -> None:
    numbers = fuzzed("--inputs", str(INPUTS))
    assert len(numbers) == TARGETS
    assert min(numbers) >= INPUTS


def test_readers_withstand_inputs_that_are_steered_to_new_code() -> None:
    pytest.importorskip("atheris", reason="atheris is made for Linux on x86-64")
    assert fuzzed("--guided", "--targets", "forms,losses", "--inputs", "300") == [300, 300]


@pytest.mark.parametrize("guided", [False, pytest.param(True, id="guided")])
def test_fuzzer_finds_what_is_wrong(guided: bool) -> None:
    if guided:
        pytest.importorskip("atheris", reason="atheris is made for Linux on x86-64")
    code = f"""
import sys
from types import SimpleNamespace
sys.path.insert(0, {str(FUZZ.parent)!r})
import fuzz

def broken(text, folder):
    if "abab" in text:
        raise KeyError(text)

def slow(text, folder):
    while "abab" in text:
        pass

def hungry(text, folder):
    return [text] * 10**10 if "abab" in text else None

fuzz.SECONDS = 0.2
fuzz.targets = lambda: {{f.__name__: fuzz.Target(f, (ValueError,), ("ab",), ("ab",)) for f in (broken, slow, hungry)}}
options = SimpleNamespace(inputs=20_000, guided={guided}, big=0, seed=0)
for name in fuzz.targets():
    print(name, fuzz.start(name, options)["problem"])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    told = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert told["broken"].startswith("KeyError")
    assert told["slow"].startswith("TooSlow")
    assert told["hungry"].startswith("MemoryError")


DEEP = "[" * 10_000


@pytest.mark.parametrize("text", [DEEP, '{"a":' * 10_000, f'{{"messages": {DEEP}'])
def test_deep_json_is_a_bad_row(tmp_path: Path, text: str) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text('{"question": "2 + 2?", "answer": "4"}\n' + text)
    assert [row.line for row in conversations.read_data(path).bad] == [2]
    assert "nested too deeply" in local.read_exam(path).rejected[0].reason
    path.write_text('{"example": "a", "epoch": 1, "loss": 0.5}\n' + text)
    with pytest.raises(ValueError, match=r"line 2: this is not JSON"):
        losslog.read_log(path)


def test_role_that_is_no_text_is_a_bad_row(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text('{"question": "q", "answer": "a"}\n{"messages": [{"role": [], "content": "a"}]}\n')
    assert "unknown role" in conversations.read_data(path).bad[0].reason


def test_log_of_nulls_is_refused_and_ends_no_process(tmp_path: Path) -> None:
    path = tmp_path / "losses.jsonl"
    path.write_text("null\n" * 3)
    with pytest.raises(ValueError, match="line 1: an object is needed"):
        losslog.read_log(path)


def test_number_beyond_all_bounds_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "losses.jsonl"
    path.write_text(f'{{"example": "a", "epoch": 1, "loss": {"9" * 400}}}\n{{"example": "b"}}\n')
    with pytest.raises(ValueError, match=r"line 1: loss 9+ is not a number"):
        losslog.read_log(path)


def test_endless_field_of_a_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("concept,prerequisite\n" + "a" * 200_000 + ",b\n")
    with pytest.raises(ValueError, match="line 2: a cell has more than 131,072 characters"):
        syllabus.read_syllabus(path)
    path.write_text("example,epoch,loss\n" + "a" * 200_000 + ",1\n")
    with pytest.raises(ValueError, match="line 2: a cell has more than 131,072 characters"):
        losslog.read_ids(path)


def test_many_marks_of_thought_are_read_in_one_pass() -> None:
    answer = '{"solution": "s", "answer": "1"}'
    assert forms.read(f"<think>{{a</think>{answer}", forms.SolutionForm).answer == "1"
    assert forms.read(f"</think><thinking>x<think>y</think>{answer}", forms.SolutionForm).answer == "1"
    assert forms.read(f"<think>{answer}", forms.SolutionForm).answer == "1"
    for hostile in ("<think>" * 20_000, "```" + "\n" * 150_000):
        with pytest.raises(ValueError, match="holds no JSON object"):
            forms.read(hostile, forms.SolutionForm)


@pytest.mark.parametrize(
    "expression",
    [
        "{{ 9**9**9 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 'a' * 999999999 }}",
        "{{ question|center(999999999) }}",
        "{{ question.__class__ }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{{ cycler }}",
        "{{" * 3000,
    ],
)
def test_prompt_that_computes_is_refused(tmp_path: Path, expression: str) -> None:
    (tmp_path / "solve.md").write_text("{{ question }} {{ form }} {{ reference }} " + expression)
    with pytest.raises(ValueError, match=r"solve\.md"):
        Prompts(tmp_path)


def test_prompt_with_conditions_is_taken(tmp_path: Path) -> None:
    text = "{% if question == 'q' and not form %}a{% else %}{{ question if form else reference }}{% endif %}"
    (tmp_path / "solve.md").write_text(text)
    assert Prompts(tmp_path).render("solve", question="x", form="f") == "x"


def test_outline_that_repeats_one_name_is_read_in_one_pass(tmp_path: Path) -> None:
    path = tmp_path / "syllabus.md"
    path.write_text("null\n" * 30_000)
    ids = [skill.id for skill in syllabus.read_syllabus(path).skills]
    assert len(set(ids)) == 30_000
    assert (ids[0], ids[1], ids[-1]) == ("null", "null-2", "null-30000")
