"""Data and recipes for Axolotl: textbook as `completion`, exercises as `chat_template`.

Its formats: `docs/dataset-formats` and `examples/` of https://github.com/axolotl-ai-cloud/axolotl; read back by its
release 0.19.0 (`scripts/read_back.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tutelage.exports import trainers
from tutelage.exports.forms import ExportForm
from tutelage.exports.material import Material
from tutelage.exports.trainers import EXERCISES, READING, TEXTBOOK, TrainingStage
from tutelage.progress import Progress

QUANTISED: dict[str | None, dict[str, Any]] = {
    None: {"adapter": "lora"},
    "nf4": {"adapter": "qlora", "load_in_4bit": True},
    "int8": {"adapter": "lora", "load_in_8bit": True},
}
"""`student.quantise` in its words."""


def write_axolotl(material: Material, folder: Path, _: Progress) -> str:
    """The data, and one recipe for each stage of training."""
    return trainers.write_training_files(material, folder, stage_settings, "axolotl train")[1]


def stage_settings(material: Material, stage: TrainingStage) -> dict[str, Any]:
    """The recipe of a stage: the textbook in its order, or the exercises with the loss on answers only."""
    student = material.recipe.student
    lora = {
        **QUANTISED[student.quantise],
        "lora_r": student.lora_rank,
        "lora_alpha": student.lora_alpha,
        "lora_dropout": 0.0,
        "lora_target_linear": True,
    }
    fields = {
        "base_model": material.base,
        "trust_remote_code": student.trust_remote_code,
        **(lora if student.adapter == "lora" else {}),
        "sample_packing": False,
        "micro_batch_size": stage.micro_batch,
        "gradient_accumulation_steps": stage.passes,
        "learning_rate": stage.config.learning_rate,
        "num_epochs": stage.epochs,
        "optimizer": "adamw_torch",
        "lr_scheduler": stage.scheduler,
        "warmup_steps": 5,
        "weight_decay": 0.0,
        "max_grad_norm": 1.0,
        "bf16": "auto",
        "seed": material.recipe.seed % 2**31,
        "val_set_size": 0.0,
        "dataset_prepared_path": "./prepared",
        **(_textbook() if stage.name == READING else _exercises(stage.template)),
        "sequence_len": stage.config.max_length,
        "output_dir": f"./saves/{stage.name}",
    }
    if stage.after_reading:
        fields["lora_model_dir" if student.adapter == "lora" else "base_model"] = f"./saves/{READING}"
    return fields


def _textbook() -> dict[str, Any]:
    data = {"path": TEXTBOOK, "ds_type": "json", "split": "train", "type": "completion", "field": "text"}
    return {"datasets": [data], "shuffle_merged_datasets": False, "curriculum_sampling": True}


def _exercises(template: str | None) -> dict[str, Any]:
    data = {
        "path": EXERCISES,
        "ds_type": "json",
        "split": "train",
        "type": "chat_template",
        "field_messages": "messages",
        "message_property_mappings": {"role": "role", "content": "content"},
        "roles_to_train": ["assistant"],
        "train_on_eos": "turn",
    }
    if template:
        return {"chat_template": "jinja", "chat_template_jinja": template, "datasets": [data]}
    return {"chat_template": "tokenizer_default_fallback_chatml", "datasets": [data]}


FORM = ExportForm(write_axolotl)
