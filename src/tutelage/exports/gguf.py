"""The student as GGUF files for llama.cpp, in 16 and in 8 bits, with card and Modelfile."""

from __future__ import annotations

from pathlib import Path

from tutelage.exports.forms import ExportForm
from tutelage.exports.gguf_model import F16, Q8_0, write_gguf
from tutelage.exports.material import Material
from tutelage.exports.model_card import model_card
from tutelage.exports.ollama import merged_student, write_modelfile
from tutelage.exports.upload import MODEL
from tutelage.progress import Progress
from tutelage.storage.store import write_text


def write_files(material: Material, folder: Path, progress: Progress) -> str:
    """Both files, the card, and a Modelfile for the one in 16 bits, which replies as the exam's student did."""
    learner = merged_student(material, progress)
    files = [folder / f"{material.slug}-{weights}.gguf" for weights in (F16, Q8_0)]
    for file, weights in zip(files, (F16, Q8_0), strict=True):
        write_gguf(learner, file, weights, name=material.run.name, progress=progress)
    write_text(folder / "README.md", model_card(material, "gguf"))
    advice = write_modelfile(material, learner, folder, files[0].name)
    return (
        f"Serve it:\n  llama-server -m {{folder}}/{files[0].name} --jinja\n{advice}\n"
        f"{files[1].name} has half the size; it replies alike but for near ties."
    )


FORM = ExportForm(write_files, MODEL)
