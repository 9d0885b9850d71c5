"""The dataset card: what a course is, who wrote it, how it was checked, what is not in it.

Names in it are texts of others: they are put into code spans, in which no link, HTML or heading works.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from tutelage.config import Role, shown
from tutelage.errors import TeacherError
from tutelage.exports.material import Material
from tutelage.progress import counted
from tutelage.storage.rowfiles import one_line
from tutelage.teacher import TeacherKind, kind_of

UNKNOWN = "unknown"
MAX_FILES = 10
"""Files that the card names."""


def dataset_card(material: Material, counts: Mapping[str, int], files: Mapping[str, tuple[str, str]]) -> str:
    """Markdown with the metadata that the hub and `datasets` read. `files` are split and path by configuration."""
    head = yaml.safe_dump(_metadata(material, counts, files), sort_keys=False, allow_unicode=True)
    parts = [
        f"# {code_span(material.run.name)}",
        _about(material),
        _parts(counts),
        _making(material),
        _limits(material),
    ]
    return f"---\n{head}---\n\n" + "\n\n".join(parts) + "\n"


def code_span(text: str) -> str:
    """Any text as a code span of CommonMark on one line; what is not printable becomes a space."""
    line = one_line(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", line)), default=0))
    pad = " " if not line or "`" in (line[0], line[-1]) else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def teacher_kind(material: Material) -> TeacherKind | None:
    """The kind of the recipe's teacher; `None` if the package that offers it is not installed."""
    try:
        return kind_of(material.recipe.teacher)
    except TeacherError:
        return None


def author(material: Material, role: Role) -> str:
    """Who had a role: as the recipe names it, and as the endpoint does."""
    own = material.recipe.teacher.of(role)
    try:
        who = kind_of(own).author(own, code_span)
    except TeacherError:
        who = f"a teacher of kind {code_span(own.kind)}"
    served = {name for row in material.run.calls if row.role == role for name in row.served} - {shown(own.model)}
    return who + (f" (the endpoint says that it served {', '.join(map(code_span, sorted(served)))})" if served else "")


def licences(material: Material) -> list[str]:
    """The hub's identifiers of the licences. For texts of a language model the terms of its maker hold, which a recipe
    does not name."""
    if material.run.documents:
        return [UNKNOWN]
    kind = teacher_kind(material)
    return (kind and kind.licences(material.recipe.teacher)) or [UNKNOWN]


def _metadata(material: Material, counts: Mapping[str, int], files: Mapping[str, tuple[str, str]]) -> dict[str, object]:
    found = licences(material)
    return {
        "pretty_name": material.run.name,
        "license": found[0] if len(found) == 1 else found,
        "task_categories": ["text-generation"],
        "tags": ["tutelage", "synthetic", "curriculum", "instruction-tuning"],
        "size_categories": [_size(sum(counts.values()))],
        "configs": [
            {"config_name": name, "data_files": [{"split": split, "path": path}]}
            | ({"default": True} if name == "exercises" else {})
            for name, (split, path) in files.items()
        ],
    }


def _size(rows: int) -> str:
    for limit, name in ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M")):
        if rows < limit:
            return name
    return "1M<n<10M"


def _about(material: Material) -> str:
    graph = material.run.graph
    return (
        f"A course of {counted(len(graph.skills), 'skill')} in {counted(graph.levels, 'level')} for teaching a "
        "language model, written with Tutelage after Dynamic Skill Adaptation "
        "([arXiv:2412.19361](https://arxiv.org/abs/2412.19361))."
    )


def _parts(counts: Mapping[str, int]) -> str:
    said = {
        "textbook": "one section per skill, from lower to higher skills; for continual pre-training",
        "exercises": "questions with worked solutions in `messages`; for instruction tuning",
        "exam": "held-out questions; **do not train on them**",
        "graph": "the skills in teaching order, with their prerequisites",
    }
    rows = "\n".join(f"| `{name}` | {counts[name]:,} | {text} |" for name, text in said.items())
    return f"## What is in it\n\n| configuration | rows | content |\n| --- | --- | --- |\n{rows}"


def _making(material: Material) -> str:
    run, teacher = material.run, material.recipe.teacher
    rounds = sum(1 for round_ in run.rounds if round_.adapted)
    kind = teacher_kind(material)
    quotes = "; that what it quotes (`evidence`) stands word for word in the documents" if run.documents else ""
    made_sure = f" {kind.made_sure}" if kind and kind.made_sure else ""
    lines = [
        f"- Written by {author(material, 'writer')}; {_synthetic(material)}.",
        f"- Checked before it was accepted ({counted(len(run.course.rejected), 'draft')} rejected): its form; that "
        f"nothing else asks the same; that the calculations in a solution hold{quotes}.{made_sure} `verdict` says how "
        "an answer was checked beyond that; where it is empty, it was not.",
        f"- {len(run.course.misconceptions):,} constructed errors, which measure training, are **not** in it, nor "
        f"are {material.dropped:,} exercises that the run found to be wrong.",
    ]
    done = {
        "rewriter": "Passages were rewritten by",
        "solver": "Drafts were solved anew by",
        "judge": "Drafts were judged by",
    }
    lines += [f"- {what} {author(material, role)}." for role, what in done.items() if role in teacher.roles]
    exercises = [*(item.exercise for item in material.items), *material.exam]
    seen = [one.review for part in (run.graph.skills, material.lessons, exercises) for one in part]
    if number := sum(map(bool, seen)):
        lines.append(f"- A person has looked at {counted(number, 'item')}: `review` says who, and what was done.")
    if system := material.recipe.student.system:
        lines.append(
            f"- The student was trained with this system prompt, which is not in `messages`: {code_span(system)}"
        )
    if rounds:
        student = code_span(shown(material.recipe.student.model))
        lines.append(
            f"- Adapted in {counted(rounds, 'round')} to the student {student}: `category` and `loss` "
            "(mean, in nats per solution token) say how that student found an exercise, `weight` how often it is seen "
            "per epoch. Another student would find other exercises hard."
        )
    return "## How it was made\n\n" + "\n".join(lines)


def _synthetic(material: Material) -> str:
    if not material.run.documents:
        return "everything is synthetic"
    files = material.run.documents.files
    named = ", ".join(map(code_span, files[:MAX_FILES])) + (", …" if len(files) > MAX_FILES else "")
    return (
        f"the textbook is the text of {counted(len(files), 'file')} ({named}), everything else is synthetic; "
        "`passages` and `evidence` say where it stands"
    )


def _limits(material: Material) -> str:
    found = licences(material)
    if material.run.documents:
        licence = (
            "the textbook and all that is quoted keep the licence of the documents: set `license` above accordingly."
        )
    elif found == [UNKNOWN]:
        licence = (
            "the terms of the language model that wrote it apply: look them up, and set `license` above accordingly."
        )
    elif len(found) == 1:
        licence = "the texts are those of Tutelage, Apache-2.0. A syllabus by somebody else keeps its own licence."
    else:
        licence = (
            "the texts are those of Tutelage, Apache-2.0; facts about countries are from "
            "[GeoNames](https://www.geonames.org) (CC BY 4.0) and Unicode CLDR."
        )
    return (
        "## Limits\n\n"
        "- The exam shares its generators or its writer with the exercises: a good result on it says little about "
        "questions of another kind.\n"
        f"- Licence: {licence}"
    )
