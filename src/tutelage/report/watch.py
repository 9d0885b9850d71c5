"""`tutelage watch`: the report of a run while it grows, on this machine alone.

The server has three addresses and takes no input: a frame, the report in it, and the state that the frame asks for.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tutelage.progress import percent
from tutelage.records import Evaluation
from tutelage.report.loopback import LoopbackHandler, Server, listen
from tutelage.storage import open_run
from tutelage.storage.stages import Stage, stages_done
from tutelage.storage.store import MANIFEST, REPORT
from tutelage.storage.under_way import read_under_way

PORT = 8321
SECONDS = 2
"""How often the frame asks how far the run is, and whether a stage has been finished."""

STYLE = (
    "html,body{margin:0;height:100%;font:14px system-ui,sans-serif}body{display:flex;flex-direction:column}"
    "p{margin:0;padding:.4em 1em;background:#17324d;color:#fff}iframe{flex:1;border:0}"
)
SCRIPT = f"""\
let shown = document.body.dataset.version;
async function look() {{
  const line = document.querySelector("p");
  try {{
    const state = await (await fetch("/state")).json();
    line.textContent = state.line;
    if (state.version !== shown) {{
      shown = state.version;
      document.querySelector("iframe").contentWindow.location.reload();
    }}
  }} catch {{
    line.textContent = "tutelage watch has ended";
  }}
}}
setInterval(look, {SECONDS * 1000});
"""


class GrowingReport:
    """The report of a run as far as it has come; rendered again when a stage has been finished."""

    def __init__(self, run: Path) -> None:
        self.run = run
        self.lock = threading.Lock()
        self.rendered = ("", "")
        self.scored = ("", "")

    def version(self) -> str:
        """Changes when a stage has been finished."""
        manifests = sorted(self.run.rglob(MANIFEST)) + ([self.run / REPORT] if open_run.is_finished(self.run) else [])
        seen = [f"{path.relative_to(self.run)} {path.stat().st_mtime_ns}" for path in manifests if self._counts(path)]
        return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:16]

    def line(self) -> str:
        """How far the run is."""
        recipe = open_run.recipe_of(self.run)
        if open_run.is_finished(self.run):
            return f"{recipe.name}: finished"
        now = read_under_way(self.run)
        done = list(stages_done(self.run, recipe))
        parts = [now.text() if now else "not at work", self.score(done)]
        return "; ".join([f"{recipe.name}: {parts[0]}", *filter(None, parts[1:])])

    def score(self, done: Sequence[Stage[Any]]) -> str:
        """The last score, in words; empty before there is one."""
        exams = [stage for stage in done if stage.record is Evaluation and stage.measures is not None]
        if not exams:
            return f"done: {done[-1].label.lower()}" if done else ""
        last = exams[-1]
        if self.scored[0] != last.name:
            scores = last.read(self.run).scores
            right, name = sum(score.correct for score in scores), last.name.replace("/", ", ")
            share = right / max(1, len(scores))
            self.scored = (last.name, f"last score: {name}, {right} of {len(scores)} right ({percent(share)})")
        return self.scored[1]

    def report(self) -> str:
        """The report of a finished run as it was written; of any other, what there is."""
        with self.lock:
            version = self.version()
            if self.rendered[0] != version:
                self.rendered = (version, self._render())
            return self.rendered[1]

    def frame(self) -> str:
        """The page around the report, which loads it again when it changes."""
        policy = f"default-src 'none'; connect-src 'self'; frame-src 'self'; style-src {_hash(STYLE)}; script-src "
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}{_hash(SCRIPT)}">'
            f"<title>{html.escape(open_run.recipe_of(self.run).name)}</title><style>{STYLE}</style></head>"
            f'<body data-version="{self.version()}"><p role="status">{html.escape(self.line())}</p>'
            f'<iframe src="/report" title="Report"></iframe><script>{SCRIPT}</script></body></html>'
        )

    def _render(self) -> str:
        if open_run.is_finished(self.run):
            return (self.run / REPORT).read_text(encoding="utf-8")
        from tutelage.report.page import render  # imports SymPy: not before there is a run

        try:
            return render(open_run.open_run(self.run, finished=False))
        except ValueError as error:
            return (
                '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Report</title></head>'
                f"<body><p>Nothing to show yet: {html.escape(str(error))}.</p></body></html>"
            )

    def _counts(self, path: Path) -> bool:
        """Whether it exists and is not a part of an unfinished stage."""
        return "checkpoints" not in path.parts and path.is_file()


class Handler(LoopbackHandler):
    """Answers GET for the three addresses; see `make_server`."""

    page: GrowingReport

    def do_GET(self) -> None:
        if not self.from_here():
            return
        if self.path == "/":
            self.send(200, "text/html", self.page.frame())
        elif self.path == "/report":
            self.send(200, "text/html", self.page.report())
        elif self.path == "/state":
            state = {"version": self.page.version(), "line": self.page.line()}
            self.send(200, "application/json", json.dumps(state))
        else:
            self.send(404, "text/plain", "only the report is served")


def make_server(run: Path, port: int = PORT) -> Server:
    """A server of a run's report on loopback; `serve_forever` starts it. Port 0 takes a free one.

    Raises `RunError` if there is no run, `TutelageError` if the port is taken.
    """
    open_run.recipe_of(run)
    return listen(type("RunHandler", (Handler,), {"page": GrowingReport(run)}), port)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
