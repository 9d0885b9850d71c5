"""A model for Ollama: a Modelfile with the chat template that the student was trained with, its merged weights as a
GGUF file, and the same as a plain `transformers` model.

Modelfile and template: the documentation of Ollama (`modelfile`, `template`, `import`).
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from tutelage.exports.forms import ExportForm
from tutelage.exports.gguf_model import F16, unsupported, write_gguf
from tutelage.exports.material import Material
from tutelage.exports.model_card import model_card
from tutelage.exports.turns import Frame, Turns, find_frame, go_template
from tutelage.exports.upload import MODEL
from tutelage.progress import Progress
from tutelage.storage import open_run
from tutelage.storage.store import write_text
from tutelage.student import encoding, loading
from tutelage.student.fingerprint import prepare_base
from tutelage.student.loading import Student

CONVERTED = ("Llama", "Mistral", "Mixtral", "Gemma", "Phi3", "Qwen2", "Qwen3", "Cohere")
"""Architectures, by the beginning of their names, that Ollama is known to import from safetensors."""
OTHER_DAY = "2001-02-03"
"""Any day but today's: what changes with it is the date."""
DAY = "{{ currentDate }}"
"""Today, as `2001-02-03`, in a template of Ollama's."""


def write_model(material: Material, folder: Path, progress: Progress) -> str:
    """Merge what the run's last student has learnt into its base, and write weights, tokenizer, card, Modelfile, and
    the GGUF file that it names if the architecture is one of those that can be written here."""
    learner = merged_student(material, progress)
    learner.model.save_pretrained(folder)
    learner.tokenizer.save_pretrained(folder)
    write_text(folder / "README.md", model_card(material, "transformers"))
    reason = unsupported(learner)
    weights = [] if reason else [write_gguf(learner, folder / f"{material.slug}-{F16}.gguf", progress=progress)]
    advice = write_modelfile(material, learner, folder, weights[0].name if weights else "")
    if reason:
        architecture = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("architectures", [""])[0]
        note = "" if architecture.startswith(CONVERTED) else f" Ollama may not import {architecture} either."
        advice += (
            f"\nNo GGUF file was written: {reason}.{note} llama.cpp's convert_hf_to_gguf.py may convert the folder."
        )
    return advice


def merged_student(material: Material, progress: Progress) -> Student:
    """The run's last student, with what it has learnt merged into its base, in bfloat16."""
    config = material.recipe.student
    trained = open_run.trained_student(material.run.folder)
    source = prepare_base(Path(material.run.folder), config, progress)
    # The adapter of a quantised student is added to the weights as they were.
    whole = config.model_copy(update={"quantise": None})
    learner = loading.load_student(whole, source, trained, decode=True)
    # Always in 16 bits: an export should not depend on the precision of this machine.
    return learner._replace(model=learner.model.bfloat16())


def write_modelfile(material: Material, learner: Student, folder: Path, weights: str) -> str:
    """Write the Modelfile, from the file of `weights` or, without one, from the folder; returns how to use it."""
    today = date.today().isoformat()
    frame = frame_of(learner, today)
    bos = str(learner.tokenizer.bos_token) if encoding.beginning(learner.tokenizer) else ""
    template, frozen = template_of(frame, frame_of(learner, OTHER_DAY), today, bos=bos)
    text = modelfile(template, stops(learner, frame), material.recipe.student.system, weights)
    write_text(folder / "Modelfile", text)
    return "\n".join(_advice(material, template, frozen))


def frame_of(learner: Student, day: str) -> Frame | None:
    """The student's chat template as fixed texts around turns, or `None`; `day` (ISO) is the date that it writes if it
    does."""

    def render(turns: Turns, opening: bool) -> str:
        return encoding.render_turns(learner.tokenizer, turns, add_generation_prompt=opening, day=day)

    return find_frame(render)


def template_of(frame: Frame | None, other: Frame | None, today: str, bos: str = "") -> tuple[str, bool]:
    """The frame of `today` as a Go template, empty if there is none, and whether it goes on saying `today`.

    `other` is the frame of `OTHER_DAY`: where the two differ, the template writes the day of the conversation. Ollama
    can do that as well, but only in the form of an ISO date.
    """
    if frame is None or other is None:
        return "", False
    template, later = go_template(frame, bos), go_template(other, bos)
    dated = template.replace(today, DAY)
    if template == later or dated != later.replace(OTHER_DAY, DAY):
        return template, template != later
    return dated, False


def stops(learner: Student, frame: Frame | None) -> list[str]:
    """Texts at which an answer ends: the tokenizer's end-of-text token, and what the template puts after an answer."""
    marks = [str(learner.tokenizer.eos_token or ""), frame.end if frame else ""]
    return list(dict.fromkeys(mark for mark in marks if mark))


def modelfile(template: str, stops: list[str], system: str | None = None, weights: str = "") -> str:
    """The Modelfile. Without a template, Ollama looks in the tokenizer for one that it knows; without a file of
    weights, it converts the folder."""
    lines = ["# Weights and tokenizer are in this folder.", f"FROM ./{weights}" if weights else "FROM ."]
    if template and '"""' not in template:
        lines += ["# The chat template of the training.", f'TEMPLATE """{template}"""']
    if system:
        lines += ["# The system prompt of the training.", f"SYSTEM {_quoted(system)}"]
    lines += [f"PARAMETER stop {json.dumps(stop, ensure_ascii=False)}" for stop in stops]
    lines += ["# Greedy, as in the exam.", "PARAMETER temperature 0"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text of any number of lines; Ollama knows no escape for three quotes."""
    return f'"""{text}"""' if '"""' not in text and not text.endswith('"') else json.dumps(text, ensure_ascii=False)


def _advice(material: Material, template: str, frozen: bool) -> list[str]:
    name = material.run.name.lower()
    lines = [f"Make the model:\n  ollama create {name} -f {{folder}}/Modelfile", f"Use it:\n  ollama run {name}"]
    if frozen:
        lines.append(
            "The chat template writes the day of the conversation in a form that a Modelfile cannot: there, it stays "
            "the day of this export."
        )
    if not template:
        lines.append("The chat template is more than fixed texts around turns, so the Modelfile has none.")
    return lines


FORM = ExportForm(write_model, MODEL)
