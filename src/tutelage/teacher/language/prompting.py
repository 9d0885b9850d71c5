"""The prompts: one Markdown file for each kind of request to a language model; each can be replaced by name.

A prompt is a Jinja template with fixed variables. What is filled in (a skill's name, an exercise) is always a value,
never a template. Every variable must be used and no other may be: so a mistake shows before the first call, not in the
answers. A template has variables and conditions, and nothing that computes: so a prompt that came with somebody else's
recipe can neither keep the machine busy nor read anything but its variables.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import jinja2
import jinja2.meta
from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment

from tutelage.errors import TeacherError
from tutelage.progress import WIDTH, filled
from tutelage.teacher.language.task import FORM
from tutelage.teacher.language.tasks import TASKS

PACKAGED = Path(__file__).parent / "prompts"
MAX_CHARS = 40_000
ALLOWED_NODES = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr),
    *(nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or),
)
"""What a template may be made of."""

VARIABLES: dict[str, Mapping[str, str]] = {
    "system": {},
    **{request.model_fields["kind"].default.value: task.variables for request, task in TASKS.items()},
    "repair": {"problem": "why an answer could not be used", **FORM},
}
"""Prompt -> its variables, each with its meaning."""


class Prompts:
    """All prompts; those in `folder` replace the packaged ones of the same name.

    Raises `ValueError` for a folder that does not exist, a file that replaces nothing, and a template with a missing
    or an unknown variable.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.own = _own(folder) if folder else {}
        self.templates = {
            name: _load(name, self.own[name]) if name in self.own else _packaged(name) for name in VARIABLES
        }

    def render(self, name: str, **values: str | int) -> str:
        """The prompt with its variables filled in."""
        return self.templates[name].render(values).strip()

    def own_words(self, name: str) -> tuple[str, ...]:
        """What a packaged prompt says by itself, in pieces between its variables; nothing for a prompt of the user's
        own, which may hold facts of the subject."""
        return () if name in self.own else _packaged_words(name)


@cache
def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    environment.globals.clear()
    return environment


@cache
def _packaged(name: str) -> jinja2.Template:
    return _load(name, PACKAGED / f"{name}.md")


@cache
def _packaged_words(name: str) -> tuple[str, ...]:
    return tuple(node.data for node in _environment().parse(packaged_prompt(name)).find_all(nodes.TemplateData))


def _load(name: str, path: Path) -> jinja2.Template:
    """The template in a file, once it is found to be one that may be used."""
    text = read_prompt(path)
    try:
        parsed = _environment().parse(text)
        computes = next((node for node in parsed.find_all(nodes.Node) if not isinstance(node, ALLOWED_NODES)), None)
        if computes is not None:
            raise TeacherError(
                f"prompt {path} line {computes.lineno}: a prompt has variables and conditions ({{{{ … }}}}, "
                f"{{% if … %}}) and nothing else; remove the {type(computes).__name__.lower()}"
            )
        used = jinja2.meta.find_undeclared_variables(parsed)
        template = _environment().from_string(text)
    except jinja2.TemplateError as error:
        raise TeacherError(f"prompt {path}: {error}") from None
    except RecursionError:
        raise TeacherError(f"prompt {path} is nested too deeply") from None
    known = VARIABLES[name]
    if unknown := sorted(used - known.keys()):
        raise TeacherError(f"prompt {path}: there is no variable '{unknown[0]}': {_did_you_mean(unknown[0], known)}")
    if missing := sorted(known.keys() - used):
        raise TeacherError(
            f"prompt {path}: the variable '{missing[0]}' is not used ({known[missing[0]]}): "
            f"put {{{{ {missing[0]} }}}} where it belongs"
        )
    return template


def prompts_text() -> str:
    """All prompts with their variables, for people."""
    lines = []
    for name, variables in VARIABLES.items():
        lines.append(name)
        lines += [
            filled(f"    {variable:<18} {meaning}", WIDTH, subsequent_indent=" " * 23)
            for variable, meaning in variables.items()
        ]
    return "\n".join(lines)


def packaged_prompt(name: str) -> str:
    """The packaged text of a prompt. Raises `ValueError` for an unknown name."""
    if name not in VARIABLES:
        raise TeacherError(f"there is no prompt '{name}': {_did_you_mean(name, VARIABLES)}")
    return read_prompt(PACKAGED / f"{name}.md").rstrip()


def copy_prompts(folder: Path) -> int:
    """Copy all prompts into a folder; returns how many. Raises `ValueError` rather than overwrite one."""
    existing = [name for name in VARIABLES if (folder / f"{name}.md").exists()]
    if existing:
        raise TeacherError(f"{folder / existing[0]}.md exists: choose another folder, or delete it")
    folder.mkdir(parents=True, exist_ok=True)
    for name in VARIABLES:
        (folder / f"{name}.md").write_text(packaged_prompt(name) + "\n", encoding="utf-8")
    return len(VARIABLES)


def read_prompt(path: Path) -> str:
    """The text of a prompt file. Raises `ValueError` that names it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise TeacherError(f"cannot read prompt {path}: save it as UTF-8") from None
    except OSError as error:
        raise TeacherError(f"cannot read prompt {path}: {error.strerror}") from None
    if len(text) > MAX_CHARS:
        raise TeacherError(f"prompt {path} is longer than {MAX_CHARS} characters")
    return text


def _own(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise TeacherError(f"no folder of prompts at {folder}: check 'teacher.prompts'")
    found = {path.stem: path for path in sorted(folder.glob("*.md"))}
    for name, path in found.items():
        if name not in VARIABLES:
            raise TeacherError(f"prompt {path} replaces none: {_did_you_mean(name, VARIABLES)}")
    return found


def _did_you_mean(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(known) or 'none'}"
