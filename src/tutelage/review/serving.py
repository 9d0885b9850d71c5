"""The page of a review, for this machine and one person.

Whoever opens it needs the link that the terminal shows, whose token works once and is exchanged for a cookie; a request
that changes something must come from the page itself (`Origin`). All texts of drafts reach the page as JSON, and the
page shows them as text only.
"""

from __future__ import annotations

import hmac
import json
import secrets
import threading
from collections.abc import Mapping
from importlib import resources
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tutelage.errors import Outdated, TutelageError
from tutelage.records import ReviewAction, ReviewDecision
from tutelage.report.loopback import LoopbackHandler, Server, listen
from tutelage.review.items import Item
from tutelage.review.session import Choice, Review

MAX_BODY = 2**20
"""Bytes of a request."""
FILES = {"/review.css": "text/css", "/review.js": "text/javascript"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


class Wanted(BaseModel):
    """What the page sends about one item."""

    model_config = ConfigDict(extra="forbid")
    key: str
    action: ReviewAction
    changes: dict[str, str] = Field(default_factory=dict)
    reason: str = Field(default="", max_length=2000)
    insist: bool = False
    seen: int = Field(ge=0)


class Desk:
    """A review as the page asks for it."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.token = secrets.token_urlsafe(24)
        self.session = secrets.token_urlsafe(24)
        self._lock = threading.Lock()

    def admit(self, token: str) -> bool:
        """Whether a token is the one of the link, which works once."""
        with self._lock:
            if not self.token or not hmac.compare_digest(token.encode(), self.token.encode()):
                return False
            self.token = ""
            return True

    def everything(self) -> dict[str, Any]:
        """All items, without their long texts, and what was decided."""
        review = self.review
        rows = [
            {
                "key": item.draft.key,
                "kind": item.draft.kind.label,
                "skill": item.name,
                "title": item.title,
                "suspicion": round(item.suspicion, 3),
            }
            for item in review.items.values()
        ]
        facts = {"run": review.recipe.name, "stage": review.stage, "by": review.by, "applied": review.applied}
        decided = {key: shown_decision(one) for key, one in review.decisions().items()}
        return {**facts, "items": rows, "decided": decided, "seen": len(review.log()), "finished": review.finished}

    def news(self, seen: int) -> dict[str, Any]:
        """What was decided since a window last looked."""
        log = self.review.log()
        decided = self.review.decisions()
        changed = dict.fromkeys(one.item for one in log[seen:] if one.item in self.review.items)
        return {
            "changes": {key: shown_decision(decided[key]) if key in decided else None for key in changed},
            "seen": len(log),
            "finished": self.review.finished,
        }

    def decide(self, wanted: Wanted) -> tuple[int, dict[str, Any]]:
        """Status and answer."""
        choice = Choice(wanted.key, wanted.action, wanted.changes, wanted.reason, wanted.insist)
        try:
            verdict = self.review.decide(choice, wanted.seen)
        except Outdated as error:
            return 409, {"fault": str(error), **self.news(wanted.seen)}
        if verdict.reason:
            may_insist = not self.review.fault(choice._replace(insist=True)).reason
            fault = {"fault": verdict.reason, "detail": verdict.detail, "may_insist": may_insist}
            return 422, {**fault, **self.news(wanted.seen)}
        return 200, self.news(wanted.seen)

    def finish(self) -> tuple[int, dict[str, Any]]:
        """Status and answer."""
        try:
            self.review.finish()
        except TutelageError as error:
            return 422, {"fault": str(error)}
        return 200, {"finished": True}


def shown_decision(decision: ReviewDecision) -> dict[str, Any]:
    """A decision for the page."""
    return decision.model_dump(mode="json", include={"action", "changes", "reason", "insist", "by", "at"})


def shown_item(item: Item) -> dict[str, Any]:
    """All of an item for the page."""
    return {
        "key": item.draft.key,
        "fields": dict(item.draft.fields),
        "facts": item.facts,
        "sources": [source._asdict() for source in item.sources],
        "concerns": [concern.why for concern in sorted(item.concerns, reverse=True)],
    }


class Handler(LoopbackHandler):
    """Answers for the page and its script; see `make_server`."""

    desk: Desk

    def do_GET(self) -> None:
        if not self.from_here():
            return
        address = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        if address.path == "/" and "token" in query and self.desk.admit(query["token"]):
            cookie = f"{self._cookie()}={self.desk.session}; HttpOnly; SameSite=Strict; Path=/"
            self.send(303, "text/plain", "", {"Set-Cookie": cookie, "Location": "/"})
        elif not self._is_known():
            self._refuse()
        elif address.path == "/":
            self.send(200, "text/html", packaged("review.html"), {"Content-Security-Policy": POLICY})
        elif address.path in FILES:
            self.send(200, FILES[address.path], packaged(address.path[1:]))
        elif address.path == "/items":
            self._answer(200, self.desk.everything())
        elif address.path == "/item" and query.get("key") in self.desk.review.items:
            self._answer(200, shown_item(self.desk.review.items[query["key"]]))
        elif address.path == "/news" and query.get("seen", "").isdigit():
            self._answer(200, self.desk.news(int(query["seen"])))
        else:
            self.send(404, "text/plain", "only the review is served")

    def do_POST(self) -> None:
        if not self.from_here():
            return
        own = [f"http://{host}" for host in self.hosts()]
        if not self._is_known() or self.headers.get("Origin") not in own:
            self._refuse()
            return
        length = self.headers.get("Content-Length", "")
        if self.headers.get_content_type() != "application/json" or not length.isdigit() or int(length) > MAX_BODY:
            self.send(400, "text/plain", "not a request of the page")
            return
        body = self.rfile.read(int(length))
        if self.path == "/decide":
            try:
                wanted = Wanted.model_validate_json(body)
            except ValidationError:
                self.send(400, "text/plain", "not a request of the page")
                return
            self._answer(*self.desk.decide(wanted))
        elif self.path == "/finish":
            self._answer(*self.desk.finish())
        else:
            self.send(404, "text/plain", "only the review is served")

    def _cookie(self) -> str:
        """Cookies are shared by all ports of a host."""
        return f"review-{self.connection.getsockname()[1]}"

    def _is_known(self) -> bool:
        given = self.headers.get("Cookie", "")
        pairs = (part.strip().partition("=") for part in given.split(";"))
        own = next((value for name, _, value in pairs if name == self._cookie()), "")
        return hmac.compare_digest(own.encode(), self.desk.session.encode())

    def _refuse(self) -> None:
        self.send(
            403,
            "text/plain",
            "Open the link that 'tutelage review' printed: it works once. Start it again for another.",
        )

    def _answer(self, status: int, values: Mapping[str, Any]) -> None:
        self.send(status, "application/json", json.dumps(values))


def packaged(name: str) -> str:
    """A file beside this one."""
    return resources.files("tutelage.review").joinpath(name).read_text(encoding="utf-8")


def make_server(review: Review, port: int = 0) -> tuple[Server, str]:
    """A server of the page on loopback, and the link that opens it, once. `serve_forever` starts it; port 0 takes a
    free one. Raises `TutelageError` if the port is taken."""
    desk = Desk(review)
    server = listen(type("ReviewHandler", (Handler,), {"desk": desk}), port)
    return server, f"http://127.0.0.1:{server.server_address[1]}/?token={desk.token}"
