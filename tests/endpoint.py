"""A local endpoint that speaks chat completions: right answers by script, faults by design, and a count of everything.

It runs in a thread or, as `python endpoint.py FOLDER`, in a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from aiohttp import web

Answer = Callable[[dict[str, Any]], str]
Odd = tuple[int, object] | tuple[int, object, dict[str, str]]
"""A response as it stands: status, JSON or text, and perhaps headers."""


def teach(body: dict[str, Any]) -> str:
    """What a good teacher says, whatever the form asked for: sums about the skill named in the prompt."""
    prompt = body["messages"][1]["content"]
    source = random.Random(json.dumps(body["messages"]) + str(body.get("seed")))
    names = re.findall(r'"([a-z][a-z ]+)"', "".join(re.findall(r"^The skills?: .*$", prompt, re.MULTILINE)))
    if prompt.startswith("Rewrite"):
        (passage,) = re.findall(r"<passages>\n(.*?)\n</passages>", prompt, re.DOTALL)
        sentences = [part.strip(" .") for part in re.split(r"(?<=\.)\s+", passage)]
        return json.dumps(
            {"text": "What has to be known here, in other words: " + ". Then: ".join(reversed(sentences))}
        )
    if '{"text":' in prompt:
        needs = ", ".join(re.findall(r"^- ([a-z ]+)", prompt, re.MULTILINE))
        return json.dumps(
            {"text": f"About {names[0]}, which builds on {needs}. " + "Add the numbers one by one. " * 20}
        )
    if prompt.startswith("Solve"):
        a, b = map(int, re.findall(r"\d+", prompt)[:2])
        return json.dumps({"solution": f"{a} + {b} = {a + b}", "answer": str(a + b)})
    if prompt.startswith("Judge"):
        if "section of a textbook" in prompt:
            return json.dumps({"answer": "yes", "reason": "I read both.", "right": True})
        a, b, answer = map(int, re.findall(r"[Ww]hat is (\d+) \+ (\d+).*?Answer: (\d+)", prompt, re.DOTALL)[0])
        return json.dumps({"answer": str(a + b), "reason": "I added them.", "right": a + b == answer})
    if prompt.startswith("Mark"):
        return json.dumps({"points": mark(prompt)})
    wrong = "goes WRONG" in prompt
    number = int(re.findall(r"Write (\d+)", prompt)[0])
    items = [exercise(source, names[0], wrong) for _ in range(number)]
    return json.dumps({"exercises": items})


def mark(prompt: str) -> list[dict[str, Any]]:
    """The judge by script: a point is met by the sentence of the answer that has the words behind "Met by:". What is a
    point and what is the answer, it takes from their tags, as a model does."""
    (points,) = re.findall(r"<points>\n(.*?)\n</points>", prompt, re.DOTALL)
    (answer,) = re.findall(r"<answer>\n(.*?)\n</answer>", prompt, re.DOTALL)
    found = []
    for line in points.splitlines():
        number, words = re.findall(r"^(\d+)\..* Met by: (.*)$", line)[0]
        said = [part for part in re.split(r"(?<=[.!?])\s+", answer) if words.lower() in part.lower()]
        found.append({"point": int(number), "quote": said[0] if said else "", "met": bool(said)})
    return found


def exercise(source: random.Random, name: str, wrong: bool) -> dict[str, Any]:
    a, b = source.randrange(1000), source.randrange(1000)
    total = a + b + wrong
    item = {
        "question": f"{name}: what is {a} + {b}?",
        "steps": [{"skill": name, "text": f"{a} + {b} = {total}."}],
        "answer": str(total),
        "check": f"answer = {a} + {b}",
    }
    return item | ({"misconception": "one too many"} if wrong else {})


class Endpoint:
    """Use it in a `with` statement; `url` is its address."""

    def __init__(
        self,
        answer: Answer = teach,
        *,
        faults: dict[str, float] | None = None,
        delay: float = 0.0,
        slow: float = 3.0,
        knows_schema: bool = True,
        status: int = 200,
        error: str = "",
        seen: Path | None = None,
        respond: Callable[[dict[str, Any]], Odd | None] = lambda body: None,
        models: tuple[str, ...] = (),
        serves: str = "",
        batch_seconds: float | None = None,
    ) -> None:
        self.answer, self.faults, self.delay, self.slow = answer, faults or {}, delay, slow
        self.knows_schema, self.status, self.error, self.seen = knows_schema, status, error, seen
        self.respond = respond
        """What to say in place of an answer; `None` for an answer."""
        self.models, self.serves = models, serves
        """What it lists, and which model it says has answered; by default it repeats the name that it was asked for."""
        self.batch_seconds = batch_seconds
        """How long a batch takes; `None`: it takes no batches."""
        self.batch_ends: Callable[[dict[str, Any]], str] = lambda batch: "completed"
        """How a batch ends; of one that expires only the first half is answered."""
        self.file_faults: list[int] = []
        """Statuses in place of the next answers to a request for a batch, its end, or a file."""
        self.line_faults: Callable[[dict[str, Any]], int] = lambda body: 200
        """The status of a call within a batch."""
        self.line_usage: dict[str, Any] = {}
        """What such a refusal says that it has cost."""
        self.files: dict[str, str] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.batched: list[dict[str, Any]] = []
        """The calls of all batches."""
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.addresses: list[str] = []
        self.asked: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.faulted: Counter[str] = Counter()
        self.chance = random.Random(7)
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()

    def __enter__(self) -> Endpoint:
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self.start())
        self._ready.set()
        self._loop.run_forever()

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=2**24)
        app.router.add_post("/{path:.*}chat/completions", self.handle)
        app.router.add_get("/{path:.*}models", self.list_models)
        app.router.add_post("/v1/files", self.upload)
        app.router.add_get("/v1/files/{id}/content", self.content)
        app.router.add_post("/v1/batches", self.create_batch)
        app.router.add_get("/v1/batches", self.list_batches)
        app.router.add_get("/v1/batches/{id}", self.batch_state)
        app.router.add_post("/v1/batches/{id}/cancel", self.cancel_batch)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        assert site._server is not None
        self.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/v1"  # type: ignore[attr-defined]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        key = json.dumps(body, sort_keys=True)
        self.bodies.append(body)
        self.headers.append(dict(request.headers))
        self.addresses.append(request.path_qs)
        self.asked[key] += 1
        self._note("asked", key)
        await asyncio.sleep(self.delay)
        if odd := self.respond(body):
            status, said, *headers = odd
            text = said if isinstance(said, str) else json.dumps(said)
            return web.Response(status=status, text=text, headers=headers[0] if headers else None)
        if self.status != 200:
            return web.json_response({"error": {"message": self.error}}, status=self.status)
        if not self.knows_schema and "response_format" in body:
            return web.json_response({"error": {"message": "response_format: unknown field"}}, status=400)
        fault = self._fault()
        if fault:
            self.faulted[fault] += 1
            return await self._fail(fault, request)
        self.answered[key] += 1
        self._note("answered", key)
        return web.json_response(completion(self.answer(body), body) | {"model": self.serves or body["model"]})

    async def list_models(self, request: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": [{"id": name} for name in self.models]})

    async def upload(self, request: web.Request) -> web.Response:
        if self.batch_seconds is None:
            return web.json_response({"error": {"message": "not found"}}, status=404)
        form = await request.post()
        assert form["purpose"] == "batch"
        file = form["file"]
        assert isinstance(file, web.FileField)
        name = f"file-{len(self.files)}"
        self.files[name] = file.file.read().decode()
        return web.json_response({"id": name, "object": "file", "purpose": "batch", "filename": file.filename})

    def _file_fault(self) -> web.Response | None:
        if not self.file_faults:
            return None
        return web.json_response({"error": {"message": "oops"}}, status=self.file_faults.pop(0))

    async def content(self, request: web.Request) -> web.Response:
        if fault := self._file_fault():
            return fault
        return web.Response(text=self.files[request.match_info["id"]])

    async def create_batch(self, request: web.Request) -> web.Response:
        asked = await request.json()
        assert (asked["endpoint"], asked["completion_window"]) == ("/v1/chat/completions", "24h")
        lines = [json.loads(line) for line in self.files[asked["input_file_id"]].splitlines()]
        assert len({line["custom_id"] for line in lines}) == len(lines)
        self.batched += [line["body"] for line in lines]
        batch = {
            "id": f"batch_{len(self.batches)}",
            "object": "batch",
            "status": "in_progress",
            "input_file_id": asked["input_file_id"],
            "metadata": asked["metadata"],
            "output_file_id": None,
            "error_file_id": None,
            "errors": None,
            "request_counts": {"total": len(lines), "completed": 0, "failed": 0},
        }
        self.batches[str(batch["id"])] = batch
        assert self.batch_seconds is not None
        asyncio.get_running_loop().call_later(self.batch_seconds, self._end_batch, batch, lines)
        return web.json_response(batch)

    def _end_batch(self, batch: dict[str, Any], lines: list[dict[str, Any]], status: str = "") -> None:
        if batch["status"] not in ("in_progress", "cancelling"):
            return
        status = status or self.batch_ends(batch)
        if status == "failed":
            batch |= {"status": status, "errors": {"data": [{"code": "token_limit", "message": "too many tokens"}]}}
            return
        whole = len(lines) if status == "completed" else len(lines) // 2
        answered, failed = [], []
        for index, line in enumerate(lines):
            fault = self.line_faults(line["body"])
            response: dict[str, Any] | None = {"status_code": 200, "body": None}
            if index >= whole:
                error = {"code": f"batch_{status}", "message": "This request was not executed."}
                failed.append({"custom_id": line["custom_id"], "response": None, "error": error})
            elif fault != 200:
                response = {"status_code": fault, "body": {"error": {"message": self.error or "slow down"}}}
                response["body"] |= self.line_usage
                failed.append({"custom_id": line["custom_id"], "response": response, "error": None})
            else:
                body = completion(self.answer(line["body"]), line["body"]) | {"model": line["body"]["model"]}
                response = {"status_code": 200, "body": body}
                answered.append({"custom_id": line["custom_id"], "response": response, "error": None})
        random.Random(1).shuffle(answered)
        for key, rows in (("output_file_id", answered), ("error_file_id", failed)):
            if rows:
                batch[key] = f"file-{len(self.files)}"
                self.files[batch[key]] = "\n".join(map(json.dumps, rows)) + "\n"
        batch["status"] = status
        batch["request_counts"] |= {"completed": len(answered), "failed": len(failed)}

    async def list_batches(self, request: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": list(reversed(self.batches.values()))})

    async def batch_state(self, request: web.Request) -> web.Response:
        if (fault := self._file_fault()) or request.match_info["id"] not in self.batches:
            return fault or web.json_response({"error": {"message": "no such batch"}}, status=404)
        return web.json_response(self.batches[request.match_info["id"]])

    async def cancel_batch(self, request: web.Request) -> web.Response:
        batch = self.batches[request.match_info["id"]]
        if batch["status"] != "in_progress":
            message = f"Cannot cancel a batch with status '{batch['status']}'."
            return web.json_response({"error": {"message": message}}, status=409)
        batch["status"] = "cancelling"
        lines = [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]
        asyncio.get_running_loop().call_later(0.05, self._end_batch, batch, lines, "cancelled")
        return web.json_response(batch)

    def _fault(self) -> str:
        throw = self.chance.random()
        for name, share in self.faults.items():
            throw -= share
            if throw < 0:
                return name
        return ""

    async def _fail(self, fault: str, request: web.Request) -> web.StreamResponse:
        if fault == "429":
            return web.json_response({"error": "slow down"}, status=429, headers={"Retry-After": "0.2"})
        if fault == "500":
            return web.json_response({"error": "oops"}, status=500)
        if fault == "truncated":
            return web.Response(text='{"choices": [{"message": {"content": "{', content_type="application/json")
        if fault == "slow":
            await asyncio.sleep(self.slow)
            return web.json_response({"error": "too late"}, status=500)
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    def _note(self, what: str, key: str) -> None:
        if self.seen is not None:
            with self.seen.open("a") as file:
                file.write(json.dumps([what, key]) + "\n")


def completion(text: str, body: dict[str, Any], finish: str = "stop") -> dict[str, Any]:
    asked = sum(len(message["content"]) for message in body["messages"]) // 4
    return {
        "choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": finish}],
        "usage": {"prompt_tokens": asked, "completion_tokens": len(text) // 4},
    }


async def _main(folder: Path, delay: float) -> None:
    endpoint = Endpoint(delay=delay, seen=folder / "seen.jsonl")
    await endpoint.start()
    (folder / "url").write_text(endpoint.url)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1]), float(sys.argv[2])))
