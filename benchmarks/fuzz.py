"""Hostile input for everything that reads text which somebody else wrote.

    python benchmarks/fuzz.py                        # 1,000 inputs a target
    python benchmarks/fuzz.py --inputs 70000         # about a million in all
    python benchmarks/fuzz.py --targets forms,facts  # some targets only
    python benchmarks/fuzz.py --guided               # steered by what code an input reaches (pip install atheris)

Whatever it is given, a reader gives a result or the error that it documents (`ValueError`, and nothing at all where it
says that it never raises), within 2 s of CPU time (a second more for every 10 MB) and a bounded amount of memory. Each
target runs in a process of its own with a limit on memory. An input is one of the nasty ones below, a good file with
some damage, a structure of known and unknown keys, or characters at random; `hypothesis` draws them and makes one
that fails small. With `--guided` atheris draws: it changes good and nasty inputs, and goes on from those that reached
code of ours that no input had reached. The table gives inputs, CPU time of the slowest, and peak memory; the exit code
is 1 if any failed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import psutil
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from near_misses import UNITS, near_misses, pick

MISSING = 77
"""Exit code where a package is missing."""
SECONDS = 2.0
BYTES_A_SECOND = 10_000_000
MEMORY = 3 * 2**30
LONGEST = 4096
"""Bytes of an input that atheris makes: long ones are no better, and slower."""
HARD_SECONDS = 120
"""Beyond its inputs' time, a child that computes for so long and says nothing hangs in code that no Python handler can
end."""
PATIENCE = 20
"""A busy machine may take so many times as long as a child computes; beyond that it waits for something."""

NASTY = [
    "",
    "\0",
    "\0" * 5000,
    "\ufeff",
    "\ud800",
    '"\ud800"',
    '{"text": "\\ud800"}',
    "9**9**9",
    "9^9^9^9",
    "answer = 9**9**9",
    "2^(2^(2^(2^99)))",
    "Answer: 9**9**9",
    "Answer: (1+x)^99999",
    "x = 1/0",
    "1e999999999",
    "-" * 5000 + "1",
    "(" * 10_000,
    "(" * 10_000 + "1" + ")" * 10_000,
    "null",
    "null\n" * 3000,
    "[" * 10_000,
    "[" * 10_000 + "]" * 10_000,
    "{" * 10_000,
    '{"a":' * 10_000 + "1" + "}" * 10_000,
    '{"text": ' + "[" * 5000 + "]" * 5000 + "}",
    "- " * 3000 + "a",
    "a: " * 50,
    "&a [*a, *a]",
    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]",
    "!!python/object/apply:os.system [id]",
    "? [a]\n: b",
    "9" * 5000,
    '{"epoch": 1e400, "loss": NaN, "example": "a"}',
    f'{{"epoch": {"9" * 400}, "loss": {"9" * 400}, "example": "a"}}',
    f'{{"question": "q", "answer": {"9" * 5000}}}',
    "Answer: " + "9" * 5000,
    "\\boxed{" * 2000,
    "\\frac{" * 2000,
    "sqrt(" * 60 + "2" + ")" * 60,
    "{{ 9**9**9 }}",
    "{{ skill.__class__ }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{{ '%999999999d' % 1 }}",
    "{{" * 3000,
    "<think>" * 5000,
    "```json\n" * 3000,
    "a" * 200_000,
    "\r" * 1000,
    "\u202e\u0000\u2028",
    'answer = capital("' * 500,
    '{"messages": [{"role": [], "content": {}}]}',
    '{"conversations": [{"from": {}, "value": 1}]}',
    '{"prompt": [], "completion": []}',
]
"""Inputs that have brought readers down; every target gets all of them first."""

Text = st.SearchStrategy[str]


class Target(NamedTuple):
    """What is fuzzed."""

    call: Callable[[str, Path], object]
    """Takes an input, and a folder for its file."""
    allowed: tuple[type[BaseException], ...]
    """Documented errors."""
    seeds: tuple[str, ...]
    """Good inputs, to be damaged."""
    words: tuple[str, ...]
    """Keys and tokens that the reader knows."""
    seconds: float = 0.0
    """CPU time that it may take, if that is not `SECONDS`."""


class TooSlow(BaseException):
    """A call took more CPU time than it may."""


def file_target(
    read: Callable[[Path], object],
    ending: str,
    seeds: Sequence[str],
    words: Sequence[str] = (),
    *,
    binary: bool = False,
) -> Target:
    """A target that reads a file. In a binary one a character is a byte."""
    form = ("latin-1", "replace") if binary else ("utf-8", "surrogatepass")

    def call(text: str, folder: Path) -> object:
        path = folder / f"input{ending}"
        path.write_bytes(text.encode(*form))
        return read(path)

    return Target(call, (ValueError,), tuple(seeds), tuple(words))


Words = tuple[str, ...]

# --- targets --------------------------------------------------------------------------------------

COLUMNS: Words
COLUMNS = ("id", "question", "problem", "answer", "solution", "choices", "options", "text", "label", "skill", "subject")
COLUMNS += ("checker", "mathematics", "number", "messages", "role", "content", "user", "assistant", "system", "prompt")
COLUMNS += ("completion", "instruction", "input", "output", "conversations", "from", "value", "human", "gpt", "####")
SKILLS: Words
SKILLS = ("title", "name", "path", "objectives", "needs", "concept", "prerequisite", "reason", "label", "confidence")
SKILLS += ("units", "skills", "tree", "children", "goals", "why", "evidence", "group", "position", "aliases", "a", "b")
SYLLABUS = "title: T\nunits:\n  - name: U\n    skills:\n      - {id: a, name: one}\n      - {id: b, needs: [a]}\n"
OUTLINE = "# Title\n## Unit\n- power rule\n- tangent line <- power rule\n"
PAIRS = '{"concept": "b", "prerequisite": "a", "reason": "r", "label": 1, "confidence": 0.5}\n'
WEB_OUTLINE = (
    "---\ntitle: T\n---\nUnit\n====\n- [ ] **[power](x.md)** rule <!-- c -->\n- `a*b` ![i](i.png) <- power; sums\n"
)
WEB_OUTLINE += "## 1. One\n## 2. Two &amp; <b>more</b>\n1.1 deep\n"
OUTLINE_WORDS: Words
OUTLINE_WORDS = (
    "#",
    "-",
    "<-",
    "  ",
    "\n",
    "[",
    "](",
    ")",
    "**",
    "*",
    "_",
    "`",
    "~~",
    "<!--",
    "-->",
    "---",
    "===",
    "1.",
)
OUTLINE_WORDS += ("2.", "1.1", "a)", "IV.", "Chapter 1:", "[ ]", "&amp;", "<b>", "![", "[[", "{#", "\\", "|", ";", ",")
OUTLINE_WORDS += ("| concept | needs |\n|---|---|\n",)
MARKDOWN_TABLE = "# T\n\n| Concept | Prerequisite |\n| --- | :-: |\n| **b** | [a](x) |\n| c | a; b \\| |\n"
TABLE = 'concept,prerequisite\nb,a\nc,"a; b"\nd,None\n'
NETWORKS: Words
NETWORKS = ('{"nodes": [{"id": 1, "data": {"label": "a"}}, {"id": 2}], "edges": [{"source": 1, "target": 2}]}',)
NETWORKS += ('{"directed": true, "nodes": [{"id": "a"}, {"id": "b"}], "adjacency": [[{"id": "b"}], []]}',)
NETWORKS += (
    '{"@context": "x", "name": "c", "hasPart": [{"name": "a", "coursePrerequisites": ["b", {"@id": "#b"}]}, "b"]}',
)
NETWORK_WORDS: Words
NETWORK_WORDS = ("nodes", "links", "edges", "adjacency", "source", "target", "id", "data", "label", "directed", "@id")
NETWORK_WORDS += (
    "@context",
    "@graph",
    "@type",
    "@value",
    "hasPart",
    "coursePrerequisites",
    "schema:name",
    "type",
    "topic",
)
OPML = (
    '<opml><head><title>T</title></head><body><outline text="1. A"><outline text="b &lt;- a"/></outline></body></opml>'
)
GRAPHML = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="k" for="node" attr.name="name" attr.type="string"/'
    '><graph edgedefault="directed"><node id="a"><data key="k">A</data></node><node id="b"/>'
    '<edge source="a" target="b"/></graph></graphml>'
)
GRAPHML_WORDS: Words = (
    "<node id=",
    "<edge source=",
    "<data key=",
    "<default>",
    "attr.type=",
    "undirected",
    "hyperedge",
    "<port",
    "nan",
    "<y:NodeLabel>",
    "<!DOCTYPE g [",
)
OPML_WORDS: Words
OPML_WORDS = (
    "<outline ",
    "text=",
    '"',
    "/>",
    "</outline>",
    "<!DOCTYPE o [",
    "<!ENTITY a ",
    "&a;",
    "]>",
    "<![CDATA[",
    "&#0;",
)
ROW_WORDS: Words
ROW_WORDS = ("\n", "\r", ",", ";", "\t", '"', "{", "}", "[", "]", "\ufeff", "\u2028", '"data": [', "sep=;", "PAR1")
CONTENTS = '{"title": "Chain", "path": ["Derivatives"], "needs": ["power"], "objectives": ["x"]}\n'
LOSSES = '{"example": "a", "epoch": 1, "loss": 0.5, "skill": "s", "margin": 1.0}\n'
LOSSES += '{"example": "a", "epoch": 2, "loss": 0.25, "skill": "s", "margin": 1.0}\n'
CHAT = '{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}\n'
CHAT += '{"prompt": "q", "completion": "a"}\n{"instruction": "q", "input": "i", "output": "o"}\n'
CHAT += '{"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}]}\n'
EXAM = '{"question": "2+2?", "answer": "so #### 4"}\n{"question": "q", "choices": ["a", "b"], "answer": 1}\n'
EXAM += '{"problem": "x", "solution": "\\\\boxed{4}", "checker": "mathematics"}\n'
FORM = '{"exercises": [{"question": "q", "steps": [{"skill": "a", "text": "s"}], "answer": "1", "check": ""}]}'
FORM_WORDS = (
    "text",
    "exercises",
    "question",
    "steps",
    "solution",
    "answer",
    "skill",
    "skills",
    "check",
    "misconception",
    "elementary",
)
FORMS: Words
FORMS = (FORM, f"Sure:\n```json\n{FORM}\n```", '{"text": "t"}', f"<think>{{1}}</think>{FORM} {{}}")
FORMS += ('{"text": "<think> ```json\\n{}\\n``` </think>"}', '{"arguments": {"reason": "r", "right": true}}')
CHOICE = '{"choices": [{"message": {"content": "a"}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 9}}'
RESPONSES: Words
RESPONSES = (CHOICE, '{"error": {"message": "m", "code": 401}}', '[{"detail": [{"loc": ["body", "seed"]}]}]')
RESPONSES += ('data: {"choices": [{"delta": {"content": "a"}}]}\n\ndata: [DONE]\n', f"data: {CHOICE}\n")
RESPONSES += (CHOICE.replace('"a"', '[{"type": "text", "text": "a"}]'), CHOICE.replace('"content"', '"reasoning"'))
RESPONSES += (CHOICE.replace('"content": "a"', '"tool_calls": [{"function": {"arguments": "{}"}}]'),)
RESPONSE_WORDS: Words
RESPONSE_WORDS = ("choices", "message", "delta", "content", "text", "type", "refusal", "tool_calls", "function", "name")
RESPONSE_WORDS += ("arguments", "function_call", "reasoning_content", "reasoning", "finish_reason", "length", "error")
RESPONSE_WORDS += ("errors", "code", "status", "detail", "object", "usage", "data", "data: ", "\n\n", "[DONE]", "seed")
RESPONSE_WORDS += ("response_format", "max_tokens", "temperature", "stream", "unknown", "unsupported", "schema", "only")
USAGE: Words
USAGE = ("prompt_tokens", "completion_tokens", "input_tokens", "output_tokens", "-1", "true", "1e400", "9" * 30, "NaN")
HEADERS: Words
HEADERS = ("7", "nan", "Wed, 21 Oct 2015 07:28:00 GMT", "http://[::1]:8/v1?api-version=1", "https://me:w@host/?key=1")
HEADER_WORDS: Words
HEADER_WORDS = ("inf", "-", "1e9", "GMT", "+9999", " Jan ", "Mon, ", "9999", "00:00:00", "http://", ":", "@", "[", "]")
HEADER_WORDS += ("?", "key=", "&", "//", "99999", "host", "%00", "\n")
ANSWERS: Words
ANSWERS = ("Answer: 3x^2 + 2", "so \\boxed{\\frac{1}{2}}", "#### 1,250", "x = 2 or x = -3", "the answer is (1, 2)")
ANSWERS += ("[[1, 2], [3, 4]]", "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "{1, 2, 3}", "x >= 2", "B. Nairobi")
MATHS: Words
MATHS = ("sin", "cos", "tan", "sqrt", "log", "ln", "exp", "abs", "pi", "e", "x", "y", "^", "**", "*", "/", "+", "-")
MATHS += ("(", ")", "=", "<", ">", "0", "1", "2", "10", "99", "0.5", ",", " or ", " and ", "\\frac{", "}", "{", "i")
FORMAL: Words
FORMAL = ("answer", "diff(", "subs(", "integrate(", "limit(", "terms(", "parts(", "largest(", "size(", "part(", "sum(")
FORMAL += ("quad(", "gcd(", "mod(", "re(", "im(", "inside(", "n", ",")
FORMULAS: Words
FORMULAS = ("answer = 3*(2 + 5)", "answer = diff(x^3, x) and terms(answer) = 1", "quad(sin(x), x, 0, 1) < answer")
FORMULAS += ("sum(n^2, n, 1, 10) = answer", "limit(sin(x)/x, x, 0) = answer", "integrate(x^2, x, 0, 3) = answer")
FACTS: Words
FACTS = ('answer = capital("Kenya")', 'answer = capital~("Nairobi")', 'answer = most population("Kenya", "Chad")')
FACTS += ('answer = "a" if population("Kenya") > population("Chad")', 'answer = continent("Kenya")')
GOLDS: Words
GOLDS = ("3*x**2 - 12", "-5/4", "1,250", "$1,234.50", "12.5 hours", "25%", "-7 °C", "(x + 1)**2/3", "0.05", "9 cm^2")
GOLDS += ("[0, 5)", "x = 2 or x = -3", "1914-1918", "5 March 2021", "3:30 pm", "C++", "{1, 2, 3}", "x + y = 5")
RECIPE = "name: tiny\nsyllabus: s.yaml\nrun_dir: run\nstudent: {model: m, lora_rank: 4}\npractice: {rounds: 2}\n"
RECIPE_WORDS: Words
RECIPE_WORDS = ("name", "syllabus", "run_dir", "student", "model", "course", "practice", "epochs", "exam", "teacher")
RECIPE_WORDS += ("kind", "openai", "budget", "reading", "replay", "seed", "dynamics", "rule", "adapt", "report_to")
TEMPLATE_WORDS: Words
TEMPLATE_WORDS = ("{{", "}}", "{%", "%}", "if", "endif", "for", "endfor", "in", "set", "macro", "skill", "question")
TEMPLATE_WORDS += (
    "form",
    "|",
    "**",
    "range(",
    "9",
    "'",
    "~",
    "*",
    "import",
    "include",
    "block",
    "loop",
    ".",
    "__class__",
)

CHAT_TEMPLATES: Words
CHAT_TEMPLATES = (
    "{% for m in messages %}<{{ m['role'] }}>{{ m['content'] }}{{ eos_token }}{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}",
    "{% set ns = namespace(text='a') %}{% for i in range(9) %}{% set ns.text = ns.text ~ ns.text %}{% endfor %}"
    "{{ ns.text }}",
    "{% macro turn(m) %}{{ m.content|trim }}{% endmacro %}{% for m in messages %}{{ turn(m) * 2 }}{% endfor %}",
    "{{ strftime_now('%Y-%m-%d') }}{{ messages|tojson(indent=2) }}{{ '%9d' % 1 }}{{ 'a'|center(9) }}",
)
CHAT_WORDS: Words
CHAT_WORDS = (
    *TEMPLATE_WORDS,
    "messages",
    "content",
    "role",
    "raise_exception(",
    "namespace(",
    "tojson",
    "99999999",
    "%",
)


def targets() -> dict[str, Target]:
    """All targets by name."""
    from tutelage import config, syllabus
    from tutelage.course import filter
    from tutelage.dynamics import losslog
    from tutelage.exams import local
    from tutelage.teacher.language.responses import Fault
    from tutelage.tools import conversations

    return {
        "recipe": file_target(config.load_recipe, ".yaml", [RECIPE, SYLLABUS], RECIPE_WORDS),
        "syllabus-yaml": file_target(syllabus.read_syllabus, ".yaml", [SYLLABUS], SKILLS),
        "syllabus-json": file_target(syllabus.read_syllabus, ".json", ['{"tree": {"U": ["a", "b"]}}'], SKILLS),
        "syllabus-outline": file_target(
            syllabus.read_source, ".md", [OUTLINE, WEB_OUTLINE, MARKDOWN_TABLE], OUTLINE_WORDS
        ),
        "syllabus-network": file_target(syllabus.read_source, ".json", NETWORKS, (*SKILLS, *NETWORK_WORDS)),
        "syllabus-graphml": file_target(syllabus.read_source, ".graphml", [GRAPHML], GRAPHML_WORDS),
        "syllabus-opml": file_target(syllabus.read_source, ".opml", [OPML], OPML_WORDS),
        "syllabus-jsonl": file_target(syllabus.read_syllabus, ".jsonl", [PAIRS, CONTENTS], SKILLS),
        "syllabus-csv": file_target(syllabus.read_source, ".csv", [TABLE], (*SKILLS, ",", ";", '"', "None", " and ")),
        "rows": file_target(_rows, ".any", [CHAT, EXAM, TABLE, f"[{EXAM.splitlines()[0]}]"], (*COLUMNS, *ROW_WORDS)),
        "rows-binary": file_target(_rows, ".any", [*map(_latin, _packed()), _parquet()], ROW_WORDS, binary=True),
        "graph": Target(_graph, (ValueError,), _graph_seeds(), ("\n---\n", "id", "name", "prerequisite", "skill")),
        "gold": file_target(syllabus.read_gold, ".jsonl", [PAIRS], SKILLS),
        "conversations": file_target(conversations.read_data, ".jsonl", [CHAT], COLUMNS),
        "conversations-json": file_target(conversations.read_data, ".json", [f"[{CHAT.splitlines()[0]}]"], COLUMNS),
        "exam": file_target(local.read_exam, ".jsonl", [EXAM], COLUMNS),
        "benchmark": file_target(lambda path: list(filter.read_questions(path)), ".jsonl", [EXAM], COLUMNS),
        "losses": file_target(losslog.read_log, ".jsonl", [LOSSES], ("example", "epoch", "loss", "skill", "margin")),
        "losses-csv": file_target(losslog.read_log, ".csv", ["example,epoch,loss\na,1,0.5\na,2,1\n"], ("loss", ",")),
        "losses-parquet": file_target(
            losslog.read_log, ".parquet", [_parquet()], ("PAR1", "loss", "\0", "\xff"), binary=True
        ),
        "ids": file_target(losslog.read_ids, ".jsonl", ['{"id": "a", "skill": "s"}\n'], ("id", "guid", "example")),
        "forms": Target(_forms, (ValueError,), FORMS, FORM_WORDS),
        "responses": Target(_response, (Fault,), RESPONSES, RESPONSE_WORDS),
        "usage": Target(_usage, (), ('{"prompt_tokens": 9, "completion_tokens": 9}', "9", "-1", "1e999"), USAGE),
        "headers": Target(_headers, (), HEADERS, HEADER_WORDS),
        "answers": Target(_answers, (), ANSWERS, (*MATHS, "Answer:", "\\boxed{", "####", "$", "%", "\n")),
        "marking": Target(_marking, (), GOLDS, (*MATHS, *UNITS, "$", "**2", "-", "."), seconds=5.0),
        "mathematics": Target(_mathematics, (ValueError,), ANSWERS[3:], MATHS),
        "statements": Target(_statement, (ValueError,), FORMULAS, (*MATHS, *FORMAL)),
        "facts": Target(
            _facts, (ValueError,), FACTS, ("answer = ", "capital", "(", ")", "~", '"Kenya"', "most", " if ")
        ),
        "prompts": Target(_template, (ValueError,), ("{{ question }} {{ form }}",), TEMPLATE_WORDS),
        "prompt-values": Target(_filled, (), ("{{ 7 * 7 }}",), TEMPLATE_WORDS),
        "templates": Target(_chat_template, (ValueError,), CHAT_TEMPLATES, CHAT_WORDS),
    }


def _parquet() -> str:
    import pyarrow as pa
    from pyarrow import parquet

    rows = {"example": ["a", "b", "a", "b"], "epoch": [1, 1, 2, 2], "loss": [0.5, 1.0, 0.25, 2.0], "skill": ["s"] * 4}
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.table(rows), sink)
    return str(sink.getvalue().to_pybytes(), "latin-1")


def _latin(data: bytes) -> str:
    return data.decode("latin-1")


def _packed() -> list[bytes]:
    import gzip

    return [gzip.compress(EXAM.encode()), EXAM.encode("utf-16"), EXAM.encode("utf-8-sig"), TABLE.encode("utf-16-be")]


def _rows(path: Path) -> None:
    """Every reader of rows, on a file whose name says nothing."""
    from tutelage.dynamics import losslog
    from tutelage.exams import local
    from tutelage.storage import rowfiles
    from tutelage.tools import conversations
    from tutelage.training import rehearsal

    found = ValueError()
    readers: list[Callable[[Path], object]] = [local.read_exam, losslog.read_log, losslog.read_ids]
    readers += [lambda path: rehearsal.read_documents([path]), lambda path: list(rowfiles.strict_rows(path))]
    for read in readers:
        try:
            read(path)
        except ValueError as error:
            found = error
            if "\n" in str(error) or str(path) not in str(error):
                raise AssertionError(f"not one line with the file's name: {error}") from None
    conversations.read_data(path)
    raise found


def _graph_seeds() -> tuple[str, ...]:
    from tutelage.records import Edge, Skill

    skills = [Skill(id=name, name=name, position=place) for place, name in enumerate("ab")]
    lines = "".join(skill.model_dump_json() + "\n" for skill in skills)
    return (f"{lines}\n---\n{Edge(prerequisite='a', skill='b').model_dump_json()}\n",)


def _graph(text: str, folder: Path) -> None:
    """The graph of a run: skills before, edges after a line of three dashes."""
    from tutelage import syllabus

    skills, _, edges = text.partition("\n---\n")
    (folder / "skills.jsonl").write_bytes(skills.encode("utf-8", "surrogatepass"))
    (folder / "edges.jsonl").write_bytes(edges.encode("utf-8", "surrogatepass"))
    syllabus.read_syllabus(folder)


def _forms(text: str, _: Path) -> None:
    from tutelage.teacher.language import forms

    found = ValueError()
    for form in (forms.LessonForm, forms.ExercisesForm, forms.MistakesForm, forms.PartsForm, forms.SolutionForm):
        try:
            forms.read(text, form)
        except ValueError as error:
            found = error
    forms.read(text, forms.JudgementForm)
    raise found


def _response(text: str, _: Path) -> None:
    """What a server sends back, as a success and as a refusal."""
    from tutelage.config import TeacherConfig
    from tutelage.teacher.language import responses
    from tutelage.teacher.language.known_formats import Descent, KnownFormats

    responses.message_of(text).encode("utf-8", "surrogatepass")
    responses.listed_models(text)
    descent, steps = Descent(KnownFormats(TeacherConfig(model="m")), _call()), 0
    while descent.refused(400, text, ValueError()):
        steps += 1
        if steps > 14:
            raise AssertionError("there is always a simpler request")
    status, data = responses.read_response(200, text)
    if status == 200:
        answer = responses.read_answer(data, _call())
        responses.is_doubtful(data, answer)
        _storable(answer)
    elif not 400 <= status < 600:
        raise AssertionError(f"status {status}")


def _usage(text: str, _: Path) -> None:
    """What a server says that a call has cost: as all of it, and as each count."""
    from tutelage.teacher.language.responses import read_answer

    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = text
    choices = [{"message": {"content": "a" * 70}}]
    for usage in (value, {"prompt_tokens": value, "completion_tokens": value}):
        _storable(read_answer({"choices": choices, "usage": usage}, _call()))


def _storable(answer: Any) -> None:
    """The answer costs something, and goes into the ledger and out of it as it is."""
    import asyncio

    from tutelage.teacher.language.ledger import Ledger

    async def keep() -> None:
        ledger, call = Ledger(None), _call()
        async with ledger.reserve(call) as sent:
            await ledger.keep("m", call, answer, sent, 0.0)
        if (
            ledger.find(call, "m") != answer.model_copy(update={"limit": call.max_tokens})
            or not 0 < ledger.total().tokens < 2**40
        ):
            raise AssertionError(f"{answer!r:.100} was not kept")
        ledger.close()

    asyncio.run(keep())


def _call() -> Any:
    from tutelage.records import Message
    from tutelage.teacher.language.chat import Call

    return Call((Message(role="user", content="a" * 70),), 64, 0.0, 0, "LessonForm", {})


def _headers(text: str, _: Path) -> None:
    """How long a server asks to wait, and an address from a recipe."""
    from tutelage.config.teacher import check_address
    from tutelage.teacher.language.openai import public_url
    from tutelage.teacher.language.responses import MAX_RETRY_AFTER, retry_after

    if not 0 <= retry_after(text) <= MAX_RETRY_AFTER:
        raise AssertionError("a wait without bounds")
    if not check_address(text) and "?" in public_url(text):
        raise AssertionError("a query is shown")


def _answers(text: str, _: Path) -> None:
    from tutelage.grading.choices import chosen
    from tutelage.grading.compare import compare
    from tutelage.grading.extract import extract_answer
    from tutelage.grading.identity import question_key
    from tutelage.grading.reading import read_expected
    from tutelage.records import Checker

    for checker in Checker:
        answer = extract_answer(text, checker)
        for expected in ("3x^2 + 2", "1/2", "x = 2 or x = -3", "[[1, 2], [3, 4]]"):
            compare(answer, read_expected(expected, Checker.MATHEMATICS), text[:2000], strict=True)
    for expected, kind in ((text, Checker.MATHEMATICS), ("1250", Checker.NUMBER), ("Nairobi", Checker.TEXT)):
        compare(text, read_expected(expected, kind), strict=kind is Checker.MATHEMATICS)
    chosen(text, ("Mombasa", "Nairobi"))
    question_key(text[:20_000])


def _marking(text: str, _: Path) -> None:
    """An expected answer, as its own reply; if its value is known, some near misses of it must be wrong. Each within a
    second."""
    from tutelage.exams.local import checker_for
    from tutelage.grading import mark
    from tutelage.records import Exercise

    gold = text.strip().encode("utf-8", "ignore").decode()  # a file with half a character is refused before
    checker = checker_for(gold)
    question = Exercise.of(skill="a", skills=("a",), question="", solution="", answer=gold, checker=checker)
    wrong = [f"Answer: {miss.text}" for miss in pick(near_misses(gold), 3, random.Random(gold))]
    for reply in (text, *wrong):
        start = time.process_time()
        right = mark(reply, question).correct
        if right and reply in wrong:
            raise AssertionError(f"{reply!a} is marked right")
        if time.process_time() - start > 1:
            raise TooSlow(f"{time.process_time() - start:.1f} s for a reply")


def _mathematics(text: str, _: Path) -> None:
    from tutelage.grading import mathematics

    for read in (mathematics.read, mathematics.read_answer, lambda one: mathematics.same_structure(one, one)):
        try:
            read(text)
        except ValueError:
            continue


def _statement(text: str, _: Path) -> object:
    from tutelage.grading import mathematics

    return mathematics.holds(text, "3x^2")


def _facts(text: str, _: Path) -> object:
    from tutelage.records import Checker
    from tutelage.subjects import Draft, statements

    return statements.holds(Draft("", "", "Nairobi", text, ("capitals",), checker=Checker.TEXT))


def _template(text: str, folder: Path) -> object:
    """A hostile prompt file; it must use its two variables to be taken."""
    from tutelage.teacher.language.prompting import Prompts

    for path in folder.glob("*"):
        path.unlink()
    (folder / "solve.md").write_bytes(text.encode("utf-8", "surrogatepass"))
    return Prompts(folder).render("solve", question="q", form="f")


def _chat_template(text: str, _: Path) -> None:
    """A hostile chat template of a student."""
    from tutelage.student.requirements import check_template

    check_template(_Bytes(text), set())


class _Bytes:
    """What is needed of a tokenizer; a token is a byte."""

    eos_token, eos_token_id = "</s>", 0
    special_tokens_map: ClassVar = {"bos_token": "<s>", "eos_token": "</s>"}

    def __init__(self, template: str) -> None:
        self.template = template

    def get_chat_template(self) -> str:
        return self.template

    def __call__(self, text: str, **_: Any) -> dict[str, list[int]]:
        return {"input_ids": list(text.replace("</s>", "\0").encode("utf-8", "surrogatepass"))}

    def decode(self, ids: Sequence[int]) -> str:
        return bytes(ids).decode("utf-8", "replace")


def _filled(text: str, _: Path) -> None:
    """A hostile value for a good prompt: it must come out as it went in."""
    from tutelage.teacher.language.prompting import Prompts

    if text.strip() not in Prompts().render("solve", question=text, reference=text, form="f"):
        raise AssertionError("the value was changed")


# --- inputs ---------------------------------------------------------------------------------------


def inputs(target: Target) -> Text:
    """What a target is given."""
    anything = st.text(st.characters(codec=None), max_size=60)
    words = st.sampled_from(target.words or ("a",))
    soup = st.lists(st.one_of(words, words, st.sampled_from(NASTY[:16]), anything), max_size=14).map(" ".join)
    close = st.lists(words, max_size=20).map("".join)
    leaf = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words, anything)
    tree = st.recursive(
        leaf, lambda part: st.one_of(st.lists(part, max_size=4), st.dictionaries(words, part, max_size=4)), max_leaves=8
    )
    lines = st.lists(tree.map(lambda value: json.dumps(value, ensure_ascii=True)), max_size=3).map("\n".join)
    return st.one_of(
        damaged(target.seeds, st.one_of(words, anything)), damaged(target.seeds, anything), soup, close, lines
    )


@st.composite
def damaged(draw: st.DrawFn, seeds: Sequence[str], pieces: Text) -> str:
    """A good input with up to four cuts, insertions and repetitions."""
    text = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 12)))
        piece = draw(st.one_of(pieces, st.just(text[start:end] * 3), st.just("")))
        text = text[:start] + piece + text[end:]
    return text


def big(target: Target, size: int) -> list[str]:
    """One line of `size` characters: one long string, and long lists."""
    return [
        "[" * (size // 5),
        "." * (size // 5),
        f'{{"text": "{"a" * size}"}}',
        '{"a": [' + "1," * (size // 2) + "1]}",
        "(" * (size // 5),
    ]


# --- running --------------------------------------------------------------------------------------


class Tally:
    """Calls a target, and keeps count."""

    def __init__(self, target: Target, folder: Path) -> None:
        self.target, self.folder = target, folder
        self.number, self.worst, self.slowest = 0, 0.0, ""
        self.last = folder.parent / "last"
        signal.signal(signal.SIGPROF, _interrupt)

    def __call__(self, text: str) -> None:
        self.number += 1
        self.last.write_bytes(text[:100_000].encode("utf-8", "surrogatepass"))
        allowed = (self.target.seconds or SECONDS) + len(text) / BYTES_A_SECOND
        start = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, allowed)
        try:
            self.target.call(text, self.folder)
        except self.target.allowed:
            pass
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            seconds = time.process_time() - start
            if seconds > self.worst:
                self.worst, self.slowest = seconds, text[:80]
        if seconds > allowed:
            raise TooSlow(f"{seconds:.1f} s of CPU time")


def _interrupt(*_: object) -> None:
    raise TooSlow("beyond its CPU time")


def run_target(name: str, options: argparse.Namespace, place: Path, tell: Callable[[dict[str, Any]], None]) -> None:
    """Fuzz one target in this process, and tell what came of it."""
    warnings.simplefilter("ignore")
    target = targets()[name]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    folder = place / "input"
    folder.mkdir()
    # What a reader imports on its first call is none of the input's time.
    with contextlib.suppress(*target.allowed):
        target.call(target.seeds[0], folder)
    tally = Tally(target, folder)

    def end(problem: str) -> None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
        tell({"inputs": tally.number, "worst": tally.worst, "slowest": tally.slowest, "mb": peak, "problem": problem})

    try:
        for text in [*target.seeds, *NASTY, *(big(target, options.big) if options.big else [])]:
            tally(text)
    except (Exception, TooSlow) as error:
        end(_told(error, tally.last.read_bytes()))
        return
    if options.guided:
        _mutate(tally, target, options, end)
    else:
        end(_draw(tally, target, options.inputs, options.seed))


def _told(error: BaseException, text: str | bytes) -> str:
    return f"{type(error).__name__}: {str(error)[:200]} on {text[:120]!a}"


def _draw(tally: Tally, target: Target, number: int, chance: int) -> str:
    """The drawn inputs; what is wrong with the smallest one that fails."""
    failed: list[str] = []

    @seed(chance)
    @settings(
        max_examples=max(number - tally.number, 1),
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs(target))
    def check(text: str) -> None:
        try:
            tally(text)
        except (Exception, TooSlow) as error:
            failed.append(_told(error, text))
            raise RuntimeError(failed[-1]) from error

    try:
        check()
    except RuntimeError as error:
        return str(error)
    return ""


def _mutate(tally: Tally, target: Target, options: argparse.Namespace, end: Callable[[str], None]) -> None:
    """Inputs by atheris. Its loop never returns: the process ends with the last input, or the first that fails."""
    import atheris

    corpus, words = tally.folder.parent / "corpus", tally.folder.parent / "words"
    corpus.mkdir()
    for place, text in enumerate([*target.seeds, *NASTY]):
        (corpus / f"{place:03}").write_bytes(text.encode("utf-8", "surrogatepass")[:LONGEST])
    known = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in target.words)
    words.write_text("".join(f'"{word}"\n' for word in known), encoding="ascii")

    def once(data: bytes) -> None:
        try:
            text = data.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
        try:
            tally(text)
        except (Exception, TooSlow) as error:
            end(_told(error, text))
            os._exit(1)
        if tally.number >= options.inputs:
            end("")
            os._exit(0)

    flags = [f"-seed={options.seed + 1}", f"-max_len={LONGEST}", f"-dict={words}", "-rss_limit_mb=0", "-verbosity=0"]
    atheris.Setup(["fuzz.py", *flags, f"-artifact_prefix={corpus.parent}/", str(corpus)], once)
    atheris.Fuzz()


@contextlib.contextmanager
def followed(guided: bool) -> Iterator[None]:
    """With our modules followed as atheris wants it, from their import on."""
    if not guided:
        yield
        return
    try:
        import atheris
    except ImportError:
        print("--guided needs atheris: pip install atheris", file=sys.stderr)
        sys.exit(MISSING)
    with atheris.instrument_imports(include=["tutelage"]):
        yield


def start(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """Fuzz one target in a child process."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    problem = "the process hung"
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as place:  # noqa: S108
        child = context.Process(target=run_target, args=(name, options, Path(place), theirs.send), daemon=True)
        child.start()
        theirs.close()
        try:
            if _reports(ours, child, HARD_SECONDS + options.inputs * SECONDS):
                return dict(ours.recv())
        except EOFError:
            child.join()
            problem = f"the process died ({child.exitcode})"
        finally:
            child.kill()
            child.join()
    return {"inputs": 0, "worst": 0.0, "slowest": "?", "mb": 0, "problem": problem}


def _reports(ours: Connection, child: BaseProcess, seconds: float) -> bool:
    """Whether a child says something, or ends, before it has used so much CPU time."""
    process, end = psutil.Process(child.pid), time.monotonic() + PATIENCE * seconds
    while not ours.poll(5):
        used = process.cpu_times()
        if used.user + used.system > seconds or time.monotonic() > end:
            return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=1000, help="inputs a target")
    parser.add_argument("--targets", default="", help="names, joined by commas; default: all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--guided", action="store_true", help="atheris makes the inputs, steered by what they reach")
    parser.add_argument("--big", type=int, default=0, help="characters of one long line; 50000000 is a good choice")
    options = parser.parse_args()
    total, problems = 0, []
    with followed(options.guided):
        names = options.targets.split(",") if options.targets else list(targets())
        print(f"{'target':<20}{'inputs':>10}{'worst, s':>10}{'peak, MB':>10}  slowest input", flush=True)
        for name in names:
            found = start(name, options)
            total += found["inputs"]
            shown = ascii(found["slowest"])[1:29]
            print(f"{name:<20}{found['inputs']:>10,}{found['worst']:>10.2f}{found['mb']:>10.0f}  {shown}", flush=True)
            if found["problem"]:
                problems.append(f"{name}: {found['problem']}")
    print(f"{'all':<20}{total:>10,}")
    print("\n".join(problems) or "every input gave a result or a documented error")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
