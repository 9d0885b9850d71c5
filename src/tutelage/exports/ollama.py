"""A model for Ollama: merged weights, and a Modelfile with the chat template that the student was trained with.

The folder is also a plain `transformers` model. Modelfile and template: the documentation of Ollama (`modelfile`,
`template`, `import`).
"""

from __future__ import annotations

import json
from pathlib import Path

from jinja2 import TemplateError

from tutelage.errors import ExportError
from tutelage.exports.forms import ExportForm
from tutelage.exports.material import Material
from tutelage.exports.turns import Frame, Turns, find_frame, go_template
from tutelage.progress import Progress
from tutelage.storage import open_run
from tutelage.storage.store import write_text
from tutelage.student import encoding, loading
from tutelage.student.fingerprint import prepare_base
from tutelage.student.loading import Student

CONVERTED = ("Llama", "Mistral", "Mixtral", "Gemma", "Phi3", "Qwen2", "Qwen3", "Cohere")
"""Architectures, by the beginning of their names, that Ollama is known to import from safetensors."""


def write_model(material: Material, folder: Path, progress: Progress) -> str:
    """Merge what the run's last student has learnt into its base, and write weights, tokenizer and Modelfile."""
    config = material.recipe.student
    trained = open_run.trained_student(material.run.folder)
    source = prepare_base(Path(material.run.folder), config, progress)
    learner = loading.load_student(config, source, trained, decode=True)
    # Always in 16 bits: an export should not depend on the precision of this machine.
    learner.model.bfloat16().save_pretrained(folder)
    learner.tokenizer.save_pretrained(folder)
    frame = frame_of(learner)
    write_text(folder / "Modelfile", modelfile(frame, stops(learner, frame), bos=_bos(learner)))
    return "\n".join(_advice(material, folder, frame))


def frame_of(learner: Student) -> Frame | None:
    """The student's chat template as fixed texts around turns, or `None`."""

    def render(turns: Turns, opening: bool) -> str:
        try:
            return encoding.render_turns(learner.tokenizer, turns, add_generation_prompt=opening)
        except TemplateError as error:
            raise ExportError(f"the chat template refuses this conversation: {error}") from None

    return find_frame(render)


def stops(learner: Student, frame: Frame | None) -> list[str]:
    """Texts at which an answer ends: the tokenizer's end-of-text token, and what the template puts after an answer."""
    marks = [str(learner.tokenizer.eos_token or ""), frame.end if frame else ""]
    return list(dict.fromkeys(mark for mark in marks if mark))


def modelfile(frame: Frame | None, stops: list[str], bos: str = "") -> str:
    """The Modelfile. Without a frame it has no template: Ollama then looks in the tokenizer for one that it knows."""
    lines = ["# Weights and tokenizer are in this folder.", "FROM ."]
    template = go_template(frame, bos) if frame else ""
    if template and '"""' not in template:
        lines += ["# The chat template of the training.", f'TEMPLATE """{template}"""']
    lines += [f"PARAMETER stop {json.dumps(stop, ensure_ascii=False)}" for stop in stops]
    lines += ["# Greedy, as in the exam.", "PARAMETER temperature 0"]
    return "\n".join(lines) + "\n"


def _bos(learner: Student) -> str:
    """The token that the tokenizer puts before every text, empty if there is none: Ollama puts it there, too."""
    ids = learner.tokenizer("x")["input_ids"]
    return str(learner.tokenizer.bos_token) if ids and ids[0] == learner.tokenizer.bos_token_id else ""


def _advice(material: Material, folder: Path, frame: Frame | None) -> list[str]:
    name = material.run.name.lower()
    lines = [f"Make the model:\n  ollama create {name} -f {{folder}}/Modelfile", f"Use it:\n  ollama run {name}"]
    if frame is None:
        lines.append("The chat template is more than fixed texts around turns, so the Modelfile has none.")
    architecture = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("architectures", [""])[0]
    if not architecture.startswith(CONVERTED):
        lines.append(f"Ollama may not import {architecture}: if so, convert the folder to GGUF first.")
    return lines


FORM = ExportForm(write_model)
