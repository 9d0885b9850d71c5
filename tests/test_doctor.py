"""The doctor: what is there, what is missing and what to do about it; no secret is shown, torch comes last."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from typer.testing import CliRunner, Result

from conftest import make_recipe
from tutelage.cli import app
from tutelage.config import TeacherConfig, load_recipe
from tutelage.student import device, embedded, loading
from tutelage.tools import doctor
from tutelage.training import schedule


def look(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["doctor", *map(str, arguments)])


@contextmanager
def endpoint(answer: Any, status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """An address that lists models, and the keys that it was shown."""
    loop, ready, keys, ports = asyncio.new_event_loop(), threading.Event(), list[str](), list[int]()

    async def listed(request: web.Request) -> web.Response:
        keys.append(request.headers.get("Authorization", ""))
        return web.json_response(answer, status=status)

    async def start() -> web.AppRunner:
        site = web.Application()
        site.router.add_get("/v1/models", listed)
        runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ports.append(runner.addresses[0][1])
        ready.set()
        return runner

    def serve() -> None:
        asyncio.set_event_loop(loop)
        runner = loop.run_until_complete(start())
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())

    thread = threading.Thread(target=serve)
    thread.start()
    assert ready.wait(10)
    try:
        yield f"http://127.0.0.1:{ports[0]}/v1", keys
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def tutor(url: str, model: str = "good") -> list[doctor.Diagnosis]:
    return list(doctor.check_teacher(TeacherConfig(kind="openai", model=model, base_url=url, key_variable="SOME_KEY")))


def test_machine_is_described_in_80_columns() -> None:
    result = look()
    assert result.exit_code == 0, result.output
    assert all(len(line) <= 80 for line in result.output.splitlines())
    for what in ("Python", "CPU", "memory", "run folder", "cache", "student", "torch"):
        assert what in result.output
    assert doctor.check_torch().found.startswith(metadata.version("torch").split("+")[0])


def test_recipe_that_can_run_and_one_that_cannot(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = "units: [{skills: [{id: integer-addition}, {id: integer-multiplication, needs: [integer-addition]}]}]"
    (tmp_path / "known.yaml").write_text(known)
    good = look(make_recipe(tmp_path, tiny_student, syllabus="known.yaml"))
    assert (good.exit_code, "can run here" in good.output) == (0, True), good.output
    assert "  syllabus     2 skills in 2 levels\n" in good.output
    bad = look(make_recipe(tmp_path, tmp_path / "nobody", syllabus="known.yaml"))
    assert bad.exit_code == 1
    assert "! student" in bad.output
    assert "cannot run here yet" in bad.output
    monkeypatch.setattr(schedule, "find_spec", lambda name: None if name == "wandb" else find_spec(name))
    untracked = look(make_recipe(tmp_path, tiny_student, report_to=["wandb"], syllabus="known.yaml"))
    assert untracked.exit_code == 1
    assert "pip install wandb" in untracked.output


def test_files_that_a_recipe_names_are_read_as_a_run_reads_them(tmp_path: Path, tiny_student: Path) -> None:
    def bad(**changes: Any) -> dict[str, str]:
        recipe = load_recipe(make_recipe(tmp_path, tiny_student, **changes))
        return {finding.what: finding.found for finding in doctor.check_recipe(recipe) if finding.state == "bad"}

    assert "no syllabus at" in bad(syllabus="none.yaml")["syllabus"]
    (tmp_path / "flat.yaml").write_text("skills: [{id: a}]")
    assert "under the key 'units'" in bad(syllabus="flat.yaml")["syllabus"]
    assert list(bad()) == ["teacher"]
    assert "does not know the skill 'one-step'" in bad()["teacher"]
    found = bad(
        course={"checks": {"benchmarks": ["none.jsonl"]}},
        reading={"replay": ["none.txt"], "replay_share": 0.1},
        forgetting={"texts": ["none.txt"]},
    )
    assert set(found) == {"teacher", "benchmarks", "reading.replay", "forgetting"}
    assert all("none." in said for what, said in found.items() if what != "teacher")


def test_teacher_is_asked_and_its_key_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", "sk-very-secret")
    with endpoint({"data": [{"id": "good"}, {"id": "better"}]}) as (url, keys):
        key, found = tutor(url)
        assert (found.state, found.found) == ("ok", "good answers")
        assert key.found == "SOME_KEY is set"
        assert keys == ["Bearer sk-very-secret"]
        _, other = tutor(url, "bad")
        assert (other.state, other.advice) == ("note", "check 'model'; it has good, better")
    with endpoint({"error": {"message": "wrong key sk-very-secret"}}, 401) as (url, _):
        findings = tutor(url)
        assert findings[1].state == "bad"
        assert "refused the key in SOME_KEY (401)" in findings[1].found
        assert "secret" not in "".join(finding.text() for finding in findings)
    monkeypatch.delenv("SOME_KEY")
    key, gone = tutor("http://127.0.0.1:9/v1")
    assert key.found == "SOME_KEY is not set"
    assert gone.state == "bad"
    assert "cannot reach the teacher at http://127.0.0.1:9/v1/models" in gone.found


def test_endpoint_that_lists_nothing_may_be_a_wrong_address() -> None:
    for answer, status in (({"odd": 1}, 200), ({}, 404)):
        with endpoint(answer, status) as (url, _):
            key, teacher = tutor(url)
            assert (key.state, teacher.state) == ("ok", "note")
            assert "base_url" in teacher.advice


def test_missing_and_old_packages_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    needs = ["typer>=0.16", "rich>=9999", 'no-such-thing>=1; extra == "train"', 'nor-this; extra == "social"']
    monkeypatch.setattr(metadata, "requires", lambda name: needs)
    own, train, social = doctor.check_packages()
    assert own.state == "bad"
    assert f"rich {metadata.version('rich')} is not >=9999" in own.found
    assert "typer" not in own.found
    assert (train.state, train.advice) == ("bad", "pip install 'tutelage[train]'")
    assert "no-such-thing is missing" in train.found
    assert [finding.state for finding in doctor.check_packages(("train", "social"))] == ["bad", "bad", "bad"]
    assert (social.state, social.advice) == ("note", "pip install 'tutelage[social]'")


def test_python_is_what_the_project_asks_for() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == doctor.PYTHON
    assert doctor.check_python().state == "ok"
    assert set(doctor.EXTRAS) <= set(project["optional-dependencies"])


def test_students_whereabouts(tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert loading.find_student(str(tiny_student)) == ("ready", "")
    assert loading.find_student(str(tmp_path))[0] == "missing"
    from huggingface_hub import constants

    assert loading.find_student("some/model")[0] == "missing", "the hub must not be asked"
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    found = ("on the hub, if there is one of that name", "tutelage prepare some/model")
    assert loading.find_student("some/model") == found
    assert loading.find_student("no/such/name")[0] == "missing"
    monkeypatch.setenv("TUTELAGE_CACHE", str(tmp_path))
    assert loading.find_student(embedded.EMBEDDED) == ("installed, to be converted once", "tutelage prepare")


def test_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert doctor.check_disk("cache", tmp_path / "new" / "deep").state in ("ok", "note")


@pytest.mark.parametrize(("capability", "said"), [("AVX2", "in float32, as it would emulate"), ("AVX512", "bfloat16;")])
def test_precision_of_a_processor_is_told(monkeypatch: pytest.MonkeyPatch, capability: str, said: str) -> None:
    monkeypatch.setattr(device, "devices", lambda: ("2.13.0", [], "cpu"))
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    monkeypatch.setattr("torch.backends.cpu.get_cpu_capability", lambda: capability)
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert said in doctor.check_torch().found


def test_nothing_heavy_is_imported_before_torch_is_looked_at() -> None:
    code = (
        "import sys\nfrom tutelage.tools import doctor\nseen = []\n"
        "for finding in doctor.check_machine():\n"
        "    seen.append(finding.what)\n"
        "    if finding.what == 'student': break\n"
        "print('torch' in sys.modules, 'transformers' in sys.modules, len(seen) > 5)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False False True"
