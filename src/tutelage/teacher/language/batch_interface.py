"""OpenAI's batch interface: files of calls and of answers, and batches. What comes back is somebody else's text."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tutelage.errors import TeacherError, TeacherUnreachable
from tutelage.teacher.language.chat import NoAnswer
from tutelage.teacher.language.known_formats import Descent
from tutelage.teacher.language.responses import Fault, message_of, parse

if TYPE_CHECKING:
    from tutelage.teacher.language.openai import Endpoint

WINDOW = "24h"
"""Within which a batch is to be answered; the only one that there is."""
NAMED = "tutelage"
"""Key of a batch's metadata with its name in the ledger."""
LISTED = 100
"""Batches that are looked through, the newest."""
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 60.0
"""Seconds before something is asked for again."""


class Gone(Exception):
    """The endpoint does not know a batch or a file, or does not know it any more."""


class BatchInterface:
    """Batches of one endpoint. What can be asked again without harm is: after all tries, and for what no try mends,
    `TeacherError` is raised; `Fault` only where something is made or ended."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    async def create(self, name: str, calls: Sequence[tuple[str, Descent]]) -> str:
        """Submit calls, each with an id of its own, as one batch; returns the batch's id."""
        lines = [
            {"custom_id": id_, "method": "POST", "url": "/v1/chat/completions", "body": call.body()}
            for id_, call in calls
        ]
        for line in lines:
            line["body"].pop("stream", None)  # type: ignore[attr-defined]
        file = io.BytesIO("\n".join(map(json.dumps, lines)).encode())
        file.name = "calls.jsonl"
        uploaded = await self._asked("POST", "/files", data={"purpose": "batch", "file": file})
        fields = {
            "input_file_id": uploaded["id"],
            "endpoint": "/v1/chat/completions",
            "completion_window": WINDOW,
            "metadata": {NAMED: name},
        }
        return str((await self._asked("POST", "/batches", json=fields))["id"])

    async def state(self, batch: str) -> Mapping[str, Any]:
        """A batch as the endpoint describes it; `status` is a text. Raises `Gone`."""
        found = parse(await self._read(f"/batches/{batch}"))
        return {**found, "status": str(found.get("status"))}

    async def listed(self) -> list[Mapping[str, Any]]:
        """The newest batches of the account."""
        try:
            found = parse(await self._read(f"/batches?limit={LISTED}")).get("data")
        except Gone:
            return []
        return [one for one in found if isinstance(one, dict) and "id" in one] if isinstance(found, list) else []

    async def cancel(self, batch: str) -> None:
        """Ask that no more calls of a batch are answered; its state says when that is so."""
        await self._asked("POST", f"/batches/{batch}/cancel", json={})

    async def lines(self, state: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        """The lines of a batch's answers and errors, by the ids of the calls; not those that cannot be read. Raises
        `Gone`."""
        found: dict[str, Mapping[str, Any]] = {}
        for key in ("error_file_id", "output_file_id"):
            if not state.get(key):
                continue
            for text in (await self._read(f"/files/{state[key]}/content")).split("\n"):
                try:
                    line = parse(text) if text.strip() else {}
                except Fault:
                    continue
                if "custom_id" in line:
                    found[str(line["custom_id"])] = line
        return found

    def why_failed(self, state: Mapping[str, Any]) -> str:
        """What the endpoint says about a batch that it does not take."""
        errors = state.get("errors") or {}
        data = errors.get("data") if isinstance(errors, dict) else None
        first = data[0] if isinstance(data, list) and data else errors
        return self.endpoint.shown(message_of(json.dumps({"error": first})))

    async def _asked(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        return parse(await self._text(method, path, **content))

    async def _read(self, path: str) -> str:
        """What is at a path, which is asked for again after a fault: what is in a batch is paid for."""
        reason = ""
        for attempt in range(self.endpoint.config.retries + 1):
            try:
                text = await self._text("GET", path)
                if not path.endswith("/content"):
                    parse(text)
                return text
            except Fault as fault:
                reason = str(fault)
                await asyncio.sleep(fault.after or min(FIRST_PAUSE * 2**attempt, LONGEST_PAUSE))
        raise TeacherUnreachable(
            f"{path.partition('?')[0]} at {self.endpoint.place} cannot be had ({reason}): start the same command again "
            "later, which collects what was submitted"
        )

    async def _text(self, method: str, path: str, **content: Any) -> str:
        status, headers, body = await self.endpoint.request(method, path, **content)
        if status in (404, 405, 501) and method == "POST":
            raise TeacherError(f"the teacher at {self.endpoint.place} takes no batches ({status}): leave 'batch' out")
        if status in (404, 410) and method == "GET":
            raise Gone(path)
        if status != 200:
            error = self.endpoint.error(status, headers, body)
            raise TeacherError(str(error)) if isinstance(error, NoAnswer) else error
        return body
