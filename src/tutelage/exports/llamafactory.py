"""Data and training files for LLaMA-Factory: textbook as `pt`, exercises as `sft` in its ShareGPT form.

Its formats: `data/README.md` and `examples/` of hiyouga/LLaMA-Factory on GitHub; read back by its release 0.9.5
(`scripts/read_back.py`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tutelage.exports import trainers
from tutelage.exports.forms import ExportForm
from tutelage.exports.material import Material
from tutelage.exports.trainers import EXERCISES, READING, TEXTBOOK, TrainingStage
from tutelage.progress import Progress
from tutelage.storage.store import write_text
from tutelage.student.encoding import SHORT_TEMPLATE

BITS = {"nf4": 4, "int8": 8}
THINKING = "enable_thinking"
"""The one variable of a chat template that LLaMA-Factory has a setting for."""


def write_llamafactory(material: Material, folder: Path, _: Progress) -> str:
    """`dataset_info.json`, the data beside it, and one YAML for each stage of training."""
    write_text(folder / "dataset_info.json", json.dumps(dataset_info(material.run.name), indent=2) + "\n")
    practice, advice = trainers.write_training_files(material, folder, stage_settings, "llamafactory-cli train")
    student = material.recipe.student
    if other := sorted(student.template_options.keys() - {THINKING}):
        advice += f"\nLLaMA-Factory cannot set variables of a chat template: it ignores {', '.join(other)}."
    # Of its own, it has the templates of most models, and a system prompt is in the rows.
    if practice.template is None or is_chatml(practice.template) or student.chat_template == "own":
        return advice
    return f"{advice}\nLLaMA-Factory has no such chat template: it will use one of its own."


def is_chatml(template: str | None) -> bool:
    """Whether it is the short template, which LLaMA-Factory knows as `chatml`; a system prompt in it is in the rows as
    well."""
    return template is not None and template.endswith(SHORT_TEMPLATE)


def dataset_info(name: str) -> dict[str, Any]:
    """The two data sets, as LLaMA-Factory describes its own."""
    return {
        f"{name}_textbook": {"file_name": TEXTBOOK, "columns": {"prompt": "text"}},
        f"{name}_exercises": {
            "file_name": EXERCISES,
            "formatting": "sharegpt",
            "columns": {"messages": "messages"},
            "tags": {
                "role_tag": "role",
                "content_tag": "content",
                "user_tag": "user",
                "assistant_tag": "assistant",
                "system_tag": "system",
            },
        },
    }


def stage_settings(material: Material, stage: TrainingStage) -> dict[str, Any]:
    """The file of a stage: continual pre-training on the textbook in its order, or instruction tuning."""
    student, reads = material.recipe.student, stage.name == READING
    lora = {"lora_rank": student.lora_rank, "lora_alpha": student.lora_alpha, "lora_target": "all"}
    fields = {
        "model_name_or_path": material.base,
        "trust_remote_code": student.trust_remote_code,
        "stage": "pt" if reads else "sft",
        "do_train": True,
        "finetuning_type": "lora" if student.adapter == "lora" else "full",
        **(lora if student.adapter == "lora" else {}),
        **({"quantization_bit": BITS[student.quantise]} if student.quantise else {}),
        "dataset_dir": ".",
        "per_device_train_batch_size": stage.micro_batch,
        "gradient_accumulation_steps": stage.passes,
        "learning_rate": stage.config.learning_rate,
        "num_train_epochs": float(stage.epochs),
        "lr_scheduler_type": stage.scheduler,
        "bf16": True,
        "seed": material.recipe.seed % 2**31,
        "logging_steps": 10,
        "save_strategy": "epoch",
        "report_to": "none",
        "dataset": f"{material.run.name}_{'textbook' if reads else 'exercises'}",
        "cutoff_len": stage.config.max_length,
        **({"packing": False, "disable_shuffling": True} if reads else {}),
        "output_dir": f"saves/{stage.name}",
    }
    if stage.after_reading:
        fields["adapter_name_or_path" if student.adapter == "lora" else "model_name_or_path"] = f"saves/{READING}"
    # Its `chatml` is the short template; without a name it uses the template of the tokenizer.
    fields |= {"template": "chatml"} if is_chatml(stage.template) else {}
    return fields | {key: value for key, value in student.template_options.items() if key == THINKING}


FORM = ExportForm(write_llamafactory)
