"""Canaries: keys that a run needs, or finds in its environment, are in nothing that it writes or says."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web
from pyarrow import parquet

import warm
from conftest import make_recipe
from endpoint import Endpoint

KEYS = {
    "TEACHER_KEY": "canary-of-the-teacher-4711",
    "OPENAI_API_KEY": "canary-of-another-4712",
    "HF_TOKEN": "canary-of-the-hub-4713",
    "WANDB_API_KEY": "canary-of-the-tracker-4714",
}


class Echo(Endpoint):
    """Says the key that it was sent in each of its errors."""

    async def _fail(self, fault: str, request: web.Request) -> web.StreamResponse:
        said = {"error": {"message": f"overloaded, try again: {request.headers['Authorization']}"}}
        return web.json_response(said, status=int(fault))


def content(path: Path) -> bytes:
    """A file's bytes; of a Parquet file, whose texts may be compressed, its rows too."""
    rows = repr(parquet.read_table(path).to_pylist()).encode() if path.suffix == ".parquet" else b""
    return path.read_bytes() + rows


def test_no_key_is_in_anything_that_is_written_or_said(tmp_path: Path, tiny_student: Path) -> None:
    said = ""

    def tutelage(*command: str) -> None:
        nonlocal said
        environment = KEYS | {"PYTHONPATH": "src", "XDG_CACHE_HOME": str(tmp_path / "cache")}
        done = warm.run("-m", "tutelage", "--debug", *command, environment=environment)
        said += done.stdout + done.stderr
        assert done.returncode == 0, done.stderr

    with Echo(faults={"500": 0.1, "429": 0.05}) as endpoint:
        teacher = {"kind": "openai", "model": "m", "base_url": endpoint.url, "concurrency": 8}
        recipe = make_recipe(
            tmp_path,
            tiny_student,
            teacher=teacher | {"key_variable": "TEACHER_KEY"},
            report_to=["tensorboard"],
            forgetting={"enabled": False},
        )
        tutelage("preview", str(recipe))
        tutelage("run", str(recipe))
        assert {headers["Authorization"] for headers in endpoint.headers} == {f"Bearer {KEYS['TEACHER_KEY']}"}
        assert endpoint.faulted["500"]
        assert endpoint.faulted["429"]
    run = str(tmp_path / "run")
    tutelage("eval", run, "--out", str(tmp_path / "eval"))
    for form in ("hf", "llamafactory", "axolotl", "lm-eval"):
        tutelage("export", run, "--to", form, "--out", str(tmp_path / form))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    kinds = {path.suffix for path in files}
    assert {".jsonl", ".json", ".html", ".sqlite", ".safetensors", ".parquet"} <= kinds
    assert any("tfevents" in path.name for path in files)
    assert "canary" not in said
    assert [path for path in files if b"canary" in content(path)] == []
