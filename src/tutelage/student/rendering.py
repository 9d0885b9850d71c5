"""Chat templates, rendered in a process of their own with bounds on its time and its memory.

A template comes with a model's folder, so somebody else wrote it. Jinja's sandbox keeps it from files and code, but not
from loops without end or texts of gigabytes, and no guard inside the process can stop every one of those. The process
that renders has what `transformers` gives a template, and nothing else of it: it starts in a quarter of a second
instead of three.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.ext import Extension, loopcontrols
from jinja2.parser import Parser
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from tutelage.errors import StudentError

SECONDS = 2
"""Processor time of one rendering; usual templates take less than a hundredth of a second."""
MEMORY = 2**29
"""Address space of the process, in bytes."""
MOST_CHARACTERS = 2**24
"""Of a rendering, beyond twenty times its turns."""


class TemplateRefusal(StudentError):
    """A chat template that does not take a conversation: it says so, or it fails on it."""


def render(template: str, variables: Mapping[str, Any], day: str = "") -> str:
    """A template with its variables filled in, by the bounded process. `day` (ISO) is the date that it sees instead of
    today's.

    Raises `TemplateRefusal` if the template refuses the conversation or fails on it, and `StudentError` if it is
    stopped.
    """
    found = _process.ask({"template": template, "variables": variables, "day": day})
    if "text" in found:
        return str(found["text"])
    if "refusal" in found:
        raise TemplateRefusal(f"the chat template {printable(found['refusal'])}")
    raise StudentError(f"the chat template {printable(found['stopped'])}: set chat_template: short")


def render_here(template: str, variables: Mapping[str, Any], day: str = "") -> str:
    """The same in this process, without bounds: for templates of our own. Raises what the template raises."""
    return _compiled(template, day).render(**variables)


def printable(text: str) -> str:
    """The first line of a text from somebody else, safe to print."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return "".join(mark if mark.isprintable() else " " for mark in line).strip()[:160]


class _Process:
    """The process that renders: started when it is first needed, and again after it was stopped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: subprocess.Popen[str] | None = None
        self._owner = 0

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        line = json.dumps(question)  # ASCII, so that half an emoji passes as well
        with self._lock:
            for _ in range(2):  # a process that something else has ended is started once more
                running, fresh = self._start()
                try:
                    assert running.stdin is not None
                    assert running.stdout is not None
                    running.stdin.write(f"{line}\n")
                    running.stdin.flush()
                    answer = running.stdout.readline()
                except BrokenPipeError:
                    answer = ""
                if answer:
                    found: dict[str, Any] = json.loads(answer)
                    return found
                code = running.wait()
                self._running = None
                if code == -signal.SIGXCPU:
                    return {"stopped": f"takes more than {SECONDS} seconds for one conversation"}
                if fresh:
                    break
        return {"stopped": f"ends the process that renders it (code {code})"}

    def close(self) -> None:
        """End the process, if this one started it."""
        running, self._running = self._running, None
        if running is not None and self._owner == os.getpid():
            running.kill()
            running.communicate()

    def _start(self) -> tuple[subprocess.Popen[str], bool]:
        """The process, and whether it is a new one. After a fork, the parent's is left to the parent."""
        if self._running is not None and self._owner == os.getpid():
            return self._running, False
        path = os.pathsep.join(part for part in sys.path if part)
        self._running = subprocess.Popen(
            [sys.executable, "-P", "-m", "tutelage.student.rendering"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="ascii",
            env=os.environ | {"PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C is for the parent
        )
        self._owner = os.getpid()
        return self._running, True


_process = _Process()
atexit.register(_process.close)


def serve() -> None:
    """Answer questions, one JSON object a line, until the input ends."""
    import resource  # not there on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS does not know it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for line in sys.stdin:
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, resource.RLIM_INFINITY))
        print(json.dumps(_answer(json.loads(line))), flush=True)


def _answer(question: Mapping[str, Any]) -> dict[str, str]:
    variables = question["variables"]
    most = MOST_CHARACTERS + 20 * sum(len(str(turn)) for turn in variables["messages"])
    try:
        text = render_here(question["template"], variables, question["day"])
        text.encode()
        return {"text": text} if len(text) <= most else {"stopped": f"writes {len(text):,} characters"}
    except UnicodeEncodeError:
        return {"stopped": "writes half of a character"}
    except (MemoryError, OverflowError):
        return {"stopped": f"takes more than {MEMORY // 2**20:,} MiB of memory"}
    except RecursionError:
        return {"stopped": "calls itself, or is nested, without end"}
    except Exception as error:  # whatever a template can do wrong
        return {"refusal": _cause(error)}


def _cause(error: Exception) -> str:
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"has a mistake in line {error.lineno}: {error.message}"
    if isinstance(error, jinja2.TemplateRuntimeError):  # an undefined name, or what the sandbox forbids
        return f"fails: {error.message}"
    if isinstance(error, jinja2.TemplateError):
        return f"refuses the conversation: {error.message}"
    return f"fails: {type(error).__name__}: {error}"


@lru_cache(maxsize=8)
def _compiled(template: str, day: str) -> jinja2.Template:
    """As `transformers` compiles it: the same names, filters and tags."""

    def now(form: str) -> str:
        return (datetime.fromisoformat(day) if day else datetime.now()).strftime(form)

    environment = _environment()
    environment.filters["tojson"] = _to_json
    environment.globals.update(
        raise_exception=_refuse,
        strftime_now=now,
        namespace=_Namespace,
        dict=_new_dict,
    )
    return environment.from_string(template)


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[_Generation, loopcontrols])


def variables_of(template: str) -> set[str]:
    """The names that a template reads, less those of its loops; none of one that cannot be parsed. Nothing of it is
    carried out."""
    try:
        parsed = _environment().parse(template)
    except (jinja2.TemplateError, RecursionError):
        return set()
    loops = [name for loop in parsed.find_all(nodes.For) for name in loop.iter_child_nodes(only=("target",))]
    looped = {name for node in loops for name in (node, *node.find_all(nodes.Name)) if isinstance(name, nodes.Name)}
    read = {name.name for name in parsed.find_all(nodes.Name) if name.ctx == "load"}
    return read - {name.name for name in looped}


class _Generation(Extension):
    """The tag `generation`, which marks what an assistant says; here it changes nothing."""

    tags = {"generation"}  # noqa: RUF012 - as Jinja declares it

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        body = parser.parse_statements(("name:endgeneration",), drop_needle=True)
        return nodes.CallBlock(self.call_method("_same"), [], [], body).set_lineno(line)

    def _same(self, caller: Macro) -> str:
        return str(caller())


class _Namespace(Namespace):
    """Jinja's, without names that begin with an underscore."""

    def __init__(*args: Any, **kwargs: Any) -> None:
        for name in dict(*args[1:], **kwargs):
            _check_name(name)
        Namespace.__init__(*args, **kwargs)

    def __setitem__(self, name: str, value: Any) -> None:
        _check_name(name)
        super().__setitem__(name, value)


def _check_name(name: object) -> None:
    if str(name).startswith("_"):
        raise jinja2.TemplateRuntimeError(f"a namespace may not hold {name!r}")


def _refuse(reason: str) -> None:
    raise jinja2.TemplateError(reason)


def _new_dict(*args: Any, **kwargs: Any) -> dict[Any, Any]:
    return dict(*args, **kwargs)


def _to_json(
    value: Any, ensure_ascii: bool = False, indent: Any = None, separators: Any = None, sort_keys: bool = False
) -> str:
    """Without the escapes for HTML that Jinja's own filter writes."""
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def turns_as_parts(turns: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Turns whose content is a list of parts, as templates of models that also see images take them."""
    return [dict(turn) | {"content": [{"type": "text", "text": turn["content"]}]} for turn in turns]


if __name__ == "__main__":
    serve()
