"""Pages for this machine alone: what every server of ours has in common.

It listens on the loopback address, and refuses a request that names another host: another site could otherwise reach it
by giving its own name the address of this machine (DNS rebinding).
"""

from __future__ import annotations

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tutelage.errors import TutelageError

LOOPBACK = "127.0.0.1"
Server = ThreadingHTTPServer


class LoopbackHandler(BaseHTTPRequestHandler):
    """Base of the handlers; requests are not logged."""

    server_version = "tutelage"
    sys_version = ""

    def hosts(self) -> tuple[str, str]:
        """How this server may be named."""
        port = self.connection.getsockname()[1]
        return f"{LOOPBACK}:{port}", f"localhost:{port}"

    def from_here(self) -> bool:
        """Whether the request names this server; otherwise it is answered."""
        if self.headers.get("Host") in self.hosts():
            return True
        self.send(403, "text/plain", "only for this machine")
        return False

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not logged."""

    def send(self, status: int, kind: str, text: str, more: Mapping[str, str] | None = None) -> None:
        """Answer with a text, and with more headers."""
        body = text.encode("utf-8", "replace")
        self.send_response(status)
        headers = {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
        }
        for name, value in (headers | dict(more or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def listen(handler: type[LoopbackHandler], port: int) -> Server:
    """A server on loopback; `serve_forever` starts it. Port 0 takes a free one. Raises `TutelageError` if the
    port is taken."""
    try:
        return Server((LOOPBACK, port), handler)
    except OSError as error:
        raise TutelageError(f"cannot listen on port {port} ({error.strerror}): choose another with --port") from None
