"""The model card: what a student was taught, what the exam says, what it has forgotten, and whose licence holds.

It lies beside the weights. Names in it are texts of others, and stand in code spans.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from tutelage.config import shown
from tutelage.exams.asking import accuracy
from tutelage.exams.gate import judge
from tutelage.exams.general_text import forgetting_sentences, summarise_forgetting
from tutelage.exams.new_forms import form_rows, form_sentence
from tutelage.exports.card import UNKNOWN, author, code_span
from tutelage.exports.material import Material
from tutelage.progress import counted, percent
from tutelage.records import RunRecord, Trained
from tutelage.student import embedded
from tutelage.student.gguf_file import is_gguf
from tutelage.student.loading import local_folder

MAX_SKILLS = 60
"""Skills that the card names."""
EVALUATIONS = {
    "base": "before training",
    "base-worked-examples": "before training, with worked examples in the prompt",
    "base-open-book": "before training, with the passage in the prompt",
    "final": "this model",
}


def model_card(material: Material, library: str) -> str:
    """Markdown with the metadata that the hub reads. `library` is the one that loads the folder."""
    head = yaml.safe_dump(_metadata(material, library), sort_keys=False, allow_unicode=True)
    parts = [f"# {code_span(material.run.name)}", _taught(material), _exam(material), _forgotten(material)]
    parts += [_gate(material), _use(material)]
    return f"---\n{head}---\n\n" + "\n\n".join(part for part in parts if part) + "\n"


def base_licence(model: str) -> str:
    """The hub's identifier of the base's licence, as its own card states it; `unknown` without one."""
    if model == embedded.EMBEDDED:
        return embedded.LICENCE
    folder = None if is_gguf(model) else local_folder(model)
    if folder is None or not (folder / "README.md").is_file():
        return UNKNOWN
    return _stated_licence(folder / "README.md")


def _stated_licence(card: Path) -> str:
    head = re.match(r"---\s*\n(.*?)\n---", card.read_text(encoding="utf-8", errors="replace"), flags=re.DOTALL)
    try:
        found = yaml.safe_load(head[1]) if head else None
    except yaml.YAMLError:  # somebody else's file
        return UNKNOWN
    licence = found.get("license") if isinstance(found, dict) else None
    return licence if isinstance(licence, str) and re.fullmatch(r"[\w.+-]{1,60}", licence) else UNKNOWN


def _base(material: Material) -> str:
    """The base's name: on the hub if it has one there, else as the recipe has it, without its folder."""
    model = material.recipe.student.model
    if model == embedded.EMBEDDED:
        return embedded.HUB_NAME
    return Path(model).name if is_gguf(model) or Path(model).expanduser().is_dir() else shown(model)


def _metadata(material: Material, library: str) -> dict[str, object]:
    base = _base(material)
    named = {"base_model": base} if base.count("/") == 1 else {}
    return {
        "license": base_licence(material.recipe.student.model),
        **named,
        "library_name": library,
        "pipeline_tag": "text-generation",
        "tags": ["tutelage", "curriculum"],
    }


def _taught(material: Material) -> str:
    run = material.run
    names = [code_span(skill.name) for skill in run.graph.skills]
    listed = ", ".join(names[:MAX_SKILLS]) + (f" and {len(names) - MAX_SKILLS:,} more" if names[MAX_SKILLS:] else "")
    method = material.recipe.student.adapter
    rounds = _rounds_of(run)
    tokens = sum(part.tokens for part in (run.reading, *rounds) if part)
    practised = {presented.example for trained in rounds for presented in trained.order}
    return (
        "## What it was taught\n\n"
        f"{code_span(_base(material))}, trained with Tutelage by Dynamic Skill Adaptation "
        "([arXiv:2412.19361](https://arxiv.org/abs/2412.19361)): "
        f"{counted(len(run.course.lessons), 'section')} of a textbook read in order, then "
        f"{counted(len(rounds), 'round')} of practice on {counted(len(practised), 'exercise')}; "
        f"{counted(tokens, 'token')} in all, {'all weights' if method == 'none' else 'by an adapter (merged)'}. "
        f"The course was written by {author(material, 'writer')}.\n\n"
        f"{counted(len(names), 'skill')}, in the order in which they were taught: {listed}."
    )


def _rounds_of(run: RunRecord) -> list[Trained]:
    """The rounds of practice that the student which was kept has behind it."""
    number = re.match(r"round-(\d+)", run.kept.stage) if run.kept else None
    last = (int(number[1]) if number else 0) if run.kept else len(run.rounds)
    return [round_.trained for round_ in run.rounds if round_.number <= last]


def _exam(material: Material) -> str:
    run = material.run
    rows = []
    for name, evaluation in run.evaluations.items():
        share = accuracy(evaluation)
        rows.append(
            f"| {EVALUATIONS.get(name, f'after {name}')} | {share.right} of {share.total} | {percent(share.share, 1)} "
            f"| {percent(share.low, 1)} to {percent(share.high, 1)} |"
        )
    if not rows:
        return ""
    forms = form_sentence(form_rows(run.course.exam, run.evaluations)) or run.course.holds_out
    return (
        "## Exam\n\nHeld-out questions of the course's own writer, answered greedily; 95 % Wilson intervals over "
        "questions.\n\n| | right | share | interval |\n| --- | --- | --- | --- |\n" + "\n".join(rows)
    ) + (f"\n\n{forms}" if forms else "")


def _forgotten(material: Material) -> str:
    found = material.run.forgetting
    said = forgetting_sentences(summarise_forgetting(found)) if found else ["Not measured."]
    return "## What it has forgotten\n\n" + " ".join(said)


def _gate(material: Material) -> str:
    found = judge(material.run)
    rows = [
        f"- {code_span(one.condition)}: {one.outcome}; wanted {code_span(one.wanted)}"
        + (f", found {code_span(one.found)}" if one.found else "")
        for one in found.verdicts
    ]
    return f"## Gate: {found.outcome}\n\n" + "\n".join(rows)


def _use(material: Material) -> str:
    system = material.recipe.student.system
    lines = [
        "- Ask it one question at a time through its chat template; the exam was answered greedily (temperature 0)."
    ]
    if system:
        lines.append(f"- It was trained with this system prompt: {code_span(system)}")
    licence = base_licence(material.recipe.student.model)
    lines.append(
        f"- Licence: the base's, {licence}, holds for these weights."
        if licence != UNKNOWN
        else "- Licence: the base's holds for these weights. Its files here do not name it: look it up, and set "
        "`license` above."
    )
    lines.append("- A good result in this exam says little about questions of another kind.")
    return "## Use and limits\n\n" + "\n".join(lines)
