"""Writes the reference pages of the documentation, and the picture of the rooms, from the code.

`python scripts/reference.py` writes docs/cli.md, docs/recipe.md, docs/files.md, docs/api.md, docs/llms.txt and
docs/images/rooms.svg; a test compares them with what it would write.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin
from xml.sax.saxutils import escape

import typer.main
from pydantic import BaseModel
from pydantic.dataclasses import is_pydantic_dataclass
from pydantic.fields import FieldInfo

import tutelage
from tutelage.cli import app
from tutelage.cli.ending import EXIT_CODES
from tutelage.cli.groups import GROUPS
from tutelage.config import OPERATIONAL, Recipe, Registry
from tutelage.records import (
    Adapted,
    ClosedBook,
    Course,
    Evaluation,
    GeneralExam,
    Kept,
    Leakage,
    Probe,
    Record,
    Rehearsal,
    SkillGraph,
    SlottedRecord,
    Trained,
)
from tutelage.storage.store import MAX_LINES

ROOT = Path(__file__).parent.parent
WRITTEN = "<!-- Written by scripts/reference.py from the code: change that, then run `sh scripts/docs.sh`. -->\n\n"

STAGES: tuple[tuple[str, type[Record], str], ...] = (
    ("graph", SkillGraph, "The skill graph."),
    ("course", Course, "What the teacher wrote."),
    (
        "exam/EVALUATION",
        Evaluation,
        "One evaluation of the exam: `base`, `base-worked-examples`, `control` if there is one, and `final`, the "
        "student that was kept; with `exam.every_state` also `reading`, `round-1`, …",
    ),
    ("development/STATE", Evaluation, "The development exam: `reading`, `round-1`, …; fields as in `exam/EVALUATION`."),
    ("reading", Trained, "Continual pre-training on the textbook."),
    (
        "round-N",
        Trained,
        "One round of practice; fields as in `reading`. Those of a static control are in `control/round-N`.",
    ),
    ("probe/round-N", Probe, "What the student can do after it, by fresh questions; not after the last round."),
    ("round-N/change", Adapted, "What became of the training set after it; not after the last round."),
    (
        "kept",
        Kept,
        "Which student is the result of the run, chosen by the development exam; `control/kept` is that of a control.",
    ),
    ("leakage", Leakage, "Exam and benchmark questions that the training text holds or touches."),
    ("closed-book", ClosedBook, "Which questions about documents are answered without them; only with documents."),
    ("rehearsal", Rehearsal, "The base student's answers that practice rehearses; only where it does."),
    ("forgetting/SIDE", GeneralExam, "What was measured beyond the course: `base` and `final`."),
)
"""Folder of each stage, what it holds, and what that is. A test compares them with a real run."""

BESIDE = {
    "config.yaml": "the recipe as it was written, with defaults; above it, digests of the files that the run depends "
    "on, and what was chosen [by the student's size](students.md); written first",
    "environment.json": "versions of packages, machine, threads",
    "teacher.sqlite": "every answer of a language model; only where one is the teacher ([teacher](teacher.md))",
    "STAGE/manifest.json": "written last: seconds, memory, the fields that are no lists, SHA-256 of each file, and "
    "under `made_from` the stage, the settings, the seed, the files and weights, and the results of earlier stages "
    "that it was made from",
    "reading/student/, round-N/student/": "the student as the stage left it: an adapter, or all weights",
    "round-N/part-P/student/": "the student at a point within the round; only with `exam.within_rounds`",
    "round-N/.optimizer/": "the states of a round's optimizer; deleted when the next round has gone on with them",
    "STAGE/checkpoints/": "unfinished work; deleted when the stage is done",
    "review/graph/, review/course/": "graph and course as they were drafted, with the files of those stages; only "
    "where a person [reviews](review.md) them",
    "review/decisions.jsonl": "[what a person decided](review.md#where-it-is-kept) about them, a decision a line",
    "launch.json": "how far the run is, for other machines; only where several train ([several GPUs](several-gpus.md))",
    "gate.json": "whether the student may be used, as [the gate](gate.md) last said",
    "report.html": "[the report](report.md), written last of all; before that, `report-so-far.html`",
}
"""Files of a run that hold no records."""


def main() -> None:
    """Write every page that differs."""
    for path, text in pages().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")


def pages() -> dict[Path, str]:
    """Path -> text of everything that is generated."""
    docs = ROOT / "docs"
    found = {
        docs / "cli.md": commands_page(),
        docs / "recipe.md": recipe_page(),
        docs / "files.md": files_page(),
        docs / "api.md": api_page(),
        docs / "images" / "rooms.svg": rooms_picture(rooms()),
    }
    return {**found, docs / "llms.txt": llms_text(found)}


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table in Markdown; cells are Markdown."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


# The command line


def commands_page() -> str:
    """docs/cli.md."""
    tree = typer.main.get_command(app)
    found = list(walk(tree, ("tutelage",)))
    head = (
        f"# The command line\n\n{WRITTEN}`tutelage --help` lists the commands, `tutelage COMMAND --help` shows one. "
        "`tutelage --debug COMMAND …` shows the traceback of an error. What a person can mend is one line on standard "
        "error, often with a second that names the page to read (`tutelage help PAGE` shows it). Progress goes to "
        "standard error, results to standard output; `--json` prints the figures of a result for other programs.\n\n"
        "`tutelage --install-completion` completes commands and options in bash, zsh, fish and PowerShell; "
        "`--show-completion` shows what it would install.\n\n"
    )
    lists = []
    for heading, names in GROUPS.items():
        rows = [
            (f"[`{' '.join(path)}`](#{anchor(' '.join(path))})", sentence(command))
            for name in names
            for path, command in found
            if path[1] == name
        ]
        lists.append(f"**{heading}**\n\n{table(('command', 'what it does'), rows)}")
    codes = [(f"`{code}`", text) for code, text in EXIT_CODES.items()]
    return (
        head
        + "\n\n".join(lists)
        + f"\n\n## Exit codes\n\n{table(('code', 'meaning'), codes)}\n\n"
        + "\n\n".join(command_part(*item) for item in found)
        + "\n"
    )


def walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """All commands that do something, in the order of the help."""
    if hasattr(command, "commands"):
        for name, child in command.commands.items():
            yield from walk(child, (*path, name))
    else:
        yield path, command


def sentence(command: Any) -> str:
    return str((command.help or "").split("\n\n")[0])


def anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def command_part(path: tuple[str, ...], command: Any) -> str:
    """One command: how it is called, what it does, its options."""
    hints = typing.get_type_hints(inspect.unwrap(command.callback), include_extras=True)
    arguments = [item for item in command.params if not item.opts[0].startswith("-")]
    options = [item for item in command.params if item.opts[0].startswith("-") and item.name != "help"]
    usage = [*path, *(["[OPTIONS]"] if options else [])]
    usage += [
        f"{item.name.upper()}{'…' if item.nargs == -1 else ''}" if item.required else f"[{item.name.upper()}]"
        for item in arguments
    ]
    rows = [
        (
            f"`{item.name.upper()}`"
            if item in arguments
            else ", ".join(f"`{name}`" for name in (*item.opts, *item.secondary_opts)),
            "" if getattr(item, "is_flag", False) else bounds(item, type_text(hints.get(item.name, str))),
            default_text(item),
            item.help or "",
        )
        for item in (*arguments, *options)
    ]
    parts = [f"## {' '.join(path)}", f"```text\n{' '.join(usage)}\n```", inspect.cleandoc(command.help or "")]
    return "\n\n".join([*parts, *([table(("", "type", "default", "meaning"), rows)] if rows else [])])


def bounds(item: Any, kind: str) -> str:
    low = getattr(item, "min", None)
    return kind if low is None else f"{kind}, {low:g} or more"


def default_text(item: Any) -> str:
    if item.required:
        return "required"
    return "" if item.default in (None, "", False) or callable(item.default) else f"`{item.default}`"


# The recipe


def recipe_page() -> str:
    """docs/recipe.md."""
    operational = ", ".join(f"`{key}`" for key in OPERATIONAL)
    head = (
        f"# The recipe\n\n{WRITTEN}A recipe is a YAML file. Only `name` and one of `syllabus` and `documents` are "
        "required; an unknown key is "
        "an error that names the nearest right one. Relative paths are relative to the recipe's own folder. `tutelage "
        "check RECIPE` checks a recipe without running anything. "
        f"Between the interruptions of a run these may change: {operational}. Of files, the place may change and "
        "the text may not; only prompts may be edited. Any other change needs `--fresh` or another name.\n\n"
    )
    sections = list(model_sections(Recipe, ""))
    return head + "\n\n".join(recipe_part(name, model) for name, model in sections) + "\n"


def model_sections(model: type[BaseModel], name: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """A model and, below it, those that its fields hold."""
    yield name, model
    for key, field in model.model_fields.items():
        inner = nested(field.annotation, BaseModel)
        if inner is not None and not issubclass(model, inner):
            yield from model_sections(inner, f"{name}.{key}".lstrip("."))


def nested(annotation: Any, base: type[Any]) -> type[Any] | None:
    """The model inside `X`, `X | None` or `tuple[X, ...]`."""
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, base):
            return kind
    return None


def recipe_part(name: str, model: type[BaseModel]) -> str:
    rows = []
    for key, field in model.model_fields.items():
        inner = nested(field.annotation, BaseModel)
        if inner is not None and issubclass(model, inner):  # keys of this very section, for a part of it
            rows.append((f"`{key}`", "section", "", field.description or ""))
        elif inner is not None:
            section = f"{name}.{key}".lstrip(".")
            rows.append(
                (f"`{key}`", "section", "", f"[{section}](#{section.replace('.', '')}): {first_sentence(inner)}")
            )
        else:
            named = next((item for item in field.metadata if isinstance(item, Registry)), None)
            kind = ", ".join([type_text(field.annotation) if named is None else listed(named), *constraints(field)])
            rows.append((f"`{key}`", kind, field_default(field), field.description or ""))
    title = f"## `{name}`\n\n{inspect.cleandoc(model.__doc__ or '')}" if name else "## Top level"
    return f"{title}\n\n{table(('key', 'type', 'default', 'meaning'), rows)}"


def listed(names: Registry) -> str:
    """What a field may name."""
    return ", ".join([*(f"`{name}`" for name in names.shipped), "or one that was added"])


def first_sentence(model: type[BaseModel]) -> str:
    return inspect.cleandoc(model.__doc__ or "").split("\n\n")[0]


def field_default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is None or (value in ("", (), {})):
        return "empty"
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, float):
        return f"`{value:.4g}`"
    return f"`{value if isinstance(value, str) else json.dumps(value)}`"


def constraints(field: FieldInfo) -> list[str]:
    """Bounds of a field, in words."""
    words = {"ge": "at least {}", "gt": "above {}", "le": "at most {}", "lt": "below {}"}
    words |= {"min_length": "at least {} long", "max_length": "at most {} long"}
    found = []
    for item in field.metadata:
        found += [
            text.format(f"{value:,}" if isinstance(value := getattr(item, key), int) else f"{value:g}")
            for key, text in words.items()
            if getattr(item, key, None) is not None
        ]
        if getattr(item, "pattern", None):
            found.append(f"like `{item.pattern}`")
    return found


SIMPLE = {str: "text", int: "whole number", float: "number", bool: "true or false", Path: "path", Any: "any"}


def type_text(annotation: Any) -> str:  # noqa: PLR0911
    """A type in plain words, in Markdown."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return type_text(inner[0])
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in inner)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(type_text(kind) for kind in inner if kind is not type(None))
    if origin in (tuple, list, Sequence):
        kinds = [kind for kind in inner if kind is not Ellipsis]
        return f"list of {type_text(kinds[0])}" if Ellipsis in inner or len(set(kinds)) == 1 else "list"
    if origin is dict:
        return f"mapping of {type_text(inner[0])} to {type_text(inner[1])}"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return ", ".join(f"`{item.value}`" for item in annotation)
    if is_record(annotation):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return SIMPLE[annotation]


# Files of a run


def files_page() -> str:
    """docs/files.md."""
    head = (
        f"# Files of a run\n\n{WRITTEN}A run is a folder, by default `runs/NAME`. Each stage has a folder in it, with "
        "a JSONL file for each kind of record: one JSON object a line, readable with any tool. From Python, "
        "`tutelage.open_run(FOLDER)` reads a run back and checks it.\n\n"
        "A stage writes its manifest last. If it is there, the stage is done, and its files are what the manifest "
        "says; if not, the stage is carried out again.\n\n"
        f"Losses, orders and categories of more than {MAX_LINES:,} lines are Parquet files with the same fields as "
        "columns: `losses.parquet`, `order.parquet` and `categories.parquet` instead of those listed here. More "
        "exercises or changes than that are not held in memory but read from their file whenever they are needed: from "
        "Python a sequence, not a tuple.\n\n"
    )
    rows, kinds = [], []
    for stage, bundle, what in STAGES:
        for key, field in bundle.model_fields.items():
            item = line_kind(field.annotation)
            if item is not None:
                what_line = field_doc(bundle, key) or first_sentence(item)
                rows.append((f"`{stage}/{key}.jsonl`", f"[{item.__name__}](#{item.__name__.lower()})", what_line))
                kinds.append(item)
        single = [f"`{key}`" for key, field in bundle.model_fields.items() if line_kind(field.annotation) is None]
        rows.append(
            (f"`{stage}/manifest.json`", "", what + (f" Under `values`: {', '.join(single)}." if single else ""))
        )
    beside = table(("file", "what"), [(f"`{name}`", text) for name, text in BESIDE.items()])
    parts = [record_part(kind) for kind in dict.fromkeys(closure(kinds))]
    return (
        f"{head}{table(('file', 'one line is', ''), rows)}\n\nWhere the teacher splits skills, the folder `graph` has "
        f"[further files](graph.md#decomposition-by-a-teacher).\n\n## What holds no records\n\n{beside}\n\n"
        + "\n\n".join(parts)
        + "\n"
    )


def line_kind(annotation: Any) -> type[Record | SlottedRecord] | None:
    """The record of one line, for a field that is written as a file of its own (see `tutelage.storage.store`)."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Sequence or (origin is tuple and len(inner) == 2 and inner[1] is Ellipsis):
        return inner[0] if isinstance(inner[0], type) and issubclass(inner[0], Record | SlottedRecord) else None
    return None


def is_record(kind: Any) -> bool:
    """A record, or one of the small ones that are dataclasses with slots."""
    return isinstance(kind, type) and (issubclass(kind, Record) or is_pydantic_dataclass(kind))


def fields_of(kind: type[Any]) -> dict[str, FieldInfo]:
    """The fields of either that are written to files."""
    fields: dict[str, FieldInfo] = kind.model_fields if issubclass(kind, Record) else kind.__pydantic_fields__
    return {key: field for key, field in fields.items() if not field.exclude}


def closure(kinds: list[type[Any]]) -> Iterator[type[Any]]:
    """These records and those that they hold."""
    for kind in kinds:
        yield kind
        for field in fields_of(kind).values():
            yield from closure([one for one in (field.annotation, *get_args(field.annotation)) if is_record(one)])


def record_part(kind: type[Any]) -> str:
    rows = [
        (
            f"`{key}`",
            ", ".join([type_text(field.annotation), *constraints(field)]),
            field_default(field),
            field_doc(kind, key),
        )
        for key, field in fields_of(kind).items()
    ]
    head = f"## {kind.__name__}\n\n{inspect.cleandoc(kind.__doc__ or '')}"
    return f"{head}\n\n{table(('field', 'type', 'default', 'meaning'), rows)}"


def field_doc(kind: type[Any], key: str) -> str:
    """The string below a field; empty if there is none."""
    return docs_of(kind).get(key, "")


def docs_of(kind: type[Any]) -> dict[str, str]:
    """Field -> the string below it. Records are read in every run: what only this page needs is not kept in them."""
    found = {}
    for base in reversed(kind.__mro__[: kind.__mro__.index(Record)] if issubclass(kind, Record) else [kind]):
        (body,) = [node for node in ast.parse(inspect.getsource(base)).body if isinstance(node, ast.ClassDef)]
        for node, after in zip(body.body, body.body[1:], strict=False):
            if (
                isinstance(node, ast.AnnAssign)
                and isinstance(after, ast.Expr)
                and isinstance(after.value, ast.Constant)
            ):
                found[ast.unparse(node.target)] = inspect.cleandoc(str(after.value.value))
    return found


# The library

LONG = 100
"""Letters of a signature on one line."""
EXTENDING = (
    ("exports.forms", "ExportForm"),
    ("exports.material", "Material"),
    ("exams.kinds", "ExamKind"),
    ("teacher", "TeacherKind"),
    ("subjects", "Subject"),
    ("config.registry", "Registry"),
)
"""What packages of others build on, beside the public names: module below `tutelage`, name."""


def api_page() -> str:
    """docs/api.md. The source is read, not imported, so that nobody waits for PyTorch."""
    public = sorted(name for name in tutelage.__all__ if name != "__version__")
    homes = {name: definition(*tutelage._HOMES[name]) for name in public}
    functions = [name for name in public if not isinstance(homes[name], ast.ClassDef)]
    parts = [
        f"# The library\n\n{WRITTEN}`import tutelage` gives the names below; each is loaded when it is first used. "
        "Shapes, units and errors are in the descriptions, what a record holds in [files of a run](files.md), and what "
        "a recipe may say in [the recipe](recipe.md).",
        "## Functions",
        *(api_part(f"tutelage.{name}", homes[name]) for name in functions),
        "## Classes",
        *(api_part(f"tutelage.{name}", homes[name]) for name in public if name not in functions),
        "## To extend it",
        *(api_part(f"tutelage.{module}.{name}", definition(module, name)) for module, name in EXTENDING),
        f"## Errors\n\nIn `tutelage.errors`.\n\n```text\n{hierarchy()}\n```",
    ]
    return "\n\n".join(parts) + "\n"


Definition = ast.FunctionDef | ast.ClassDef


def definition(module: str, name: str) -> Definition:
    """Where a name is defined: in a module below `tutelage`, or in one that this imports it from."""
    path = ROOT.joinpath("src", "tutelage", *module.split("."))
    tree = ast.parse((path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, Definition) and node.name == name:
            return node
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and any(alias.name == name for alias in node.names):
            return definition(node.module.removeprefix("tutelage."), name)
    raise LookupError(f"{module} has no {name}")


def api_part(title: str, node: Definition) -> str:
    """A function or class with its signature, its description, and its public methods."""
    parts = [f"### `{title}`"]
    if isinstance(node, ast.FunctionDef):
        parts.append(f"```text\n{signature(node)}\n```")
    parts.append(described(node))
    if isinstance(node, ast.ClassDef):
        methods = [one for one in node.body if isinstance(one, ast.FunctionDef) and not one.name.startswith("_")]
        parts += [f"**`{' '.join(signature(one).split())}`**\n\n{described(one)}" for one in methods]
    return "\n\n".join(parts)


def signature(node: ast.FunctionDef) -> str:
    """Name, arguments and result, on as many lines as they need."""
    decorators = {ast.unparse(one) for one in node.decorator_list}
    end = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    if decorators & {"property", "cached_property"}:
        return node.name + end.replace("->", ":")
    own = [one for one in node.args.args if one.arg not in ("self", "cls")]
    defaults = [None] * len(own) + list(node.args.defaults)
    given = list(zip(own, defaults[-len(own) :] if own else [], strict=True))
    if star := node.args.vararg or (ast.arg("") if node.args.kwonlyargs else None):
        given.append((ast.arg(f"*{star.arg}", star.annotation), None))
    given += zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    parts = [ast.unparse(one) + (f" = {ast.unparse(value)}" if value else "") for one, value in given]
    line = f"{node.name}({', '.join(parts)}){end}"
    return line if len(line) <= LONG or "\n" in line else f"{node.name}(\n    {f',{chr(10)}    '.join(parts)},\n){end}"


def described(node: Definition) -> str:
    return ast.get_docstring(node) or ""


def hierarchy() -> str:
    """The drawing at the top of the module of errors."""
    text = ast.get_docstring(ast.parse((ROOT / "src" / "tutelage" / "errors.py").read_text(encoding="utf-8"))) or ""
    return inspect.cleandoc("\n".join(line for line in text.splitlines() if line.startswith("    ")))


# For programs that read the documentation


def llms_text(written: Mapping[Path, str]) -> str:
    """docs/llms.txt: all pages with what they are about, in the order of the navigation (https://llmstxt.org).
    `written` are those that are generated."""
    navigation = re.findall(
        r"^ +- (.+?):(?: (\S+\.md))?$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE
    )
    lines = [
        "# Tutelage",
        "",
        "> A Python library and command-line tool that teaches a language model a complex skill: skill graph, course, "
        "training that watches every example, exam, report. Begin with coding-agents.md.",
    ]
    for title, page in navigation:
        if page:
            path = ROOT / "docs" / page
            lines.append(f"- [{title}]({page}): {about(written.get(path) or path.read_text(encoding='utf-8'))}")
        else:
            lines += ["", f"## {title}", ""]
    return "\n".join(lines) + "\n"


def about(text: str) -> str:
    """The first sentence of a page, without links."""
    without = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    first = re.sub(r"^(#|!\[).*$", "", without, flags=re.MULTILINE).strip().split("\n\n")[0]
    line = " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", first).replace("**", "").split())
    return re.split(r"(?<=[.:]) (?=[A-Z`*])", line, maxsplit=1)[0][:200]


# The rooms

ROW = 112
"""Letters that a row of the picture has space for."""


def rooms() -> list[tuple[str, str]]:
    """The rooms that tests/test_layers.py enforces, from the top down, each with the beginning of what it says of
    itself."""
    tree = ast.parse((ROOT / "tests" / "test_layers.py").read_text(encoding="utf-8"))
    value = next(n.value for n in tree.body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "ROOMS")
    assert isinstance(value, ast.Tuple)
    names = [name for item in value.elts if isinstance(item, ast.Starred) for name in ast.literal_eval(item.value)]
    return [(name, _says(name)) for name in names if not name.startswith("__")]


def _says(room: str) -> str:
    path = ROOT / "src" / "tutelage" / room
    text = (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8")
    said = " ".join((ast.get_docstring(ast.parse(text)) or "").split("\n\n")[0].split()).rstrip(".")
    sentence = re.split(r"(?<=[a-z`)])\. ", said, maxsplit=1)[0]
    return next((part for part in (said, sentence) if len(part) <= ROW), re.split(r"[:;] ", sentence, maxsplit=1)[0])


def rooms_picture(found: list[tuple[str, str]]) -> str:
    """An SVG: one row a room, the highest on top; imports point downwards."""
    rows, y = [], 10
    for name, says in found:
        rows.append(
            f'<rect x="40" y="{y}" width="810" height="26" rx="4"/><text x="50" y="{y + 18}" class="n">{name}</text>'
            f'<text x="150" y="{y + 18}">{escape(says)}</text>'
        )
        y += 30
    arrow = f'<path d="M20 14 V{y - 10} m-6 -10 l6 10 l6 -10" fill="none" stroke="#00796b" stroke-width="2"/>'
    style = (
        "<style>rect{fill:#e0f2f1;stroke:#00796b}text{font:12px sans-serif;fill:#102a27}.n{font:bold 13px monospace}"
        "</style>"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 {y}" width="860" height="{y}" role="img">'
        f"<title>Rooms of the package; imports go downwards</title>{style}{arrow}{''.join(rows)}</svg>\n"
    )


if __name__ == "__main__":
    main()
