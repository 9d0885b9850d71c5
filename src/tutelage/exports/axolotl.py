"""Data and recipes for Axolotl: textbook as `completion`, exercises as `chat_template`. Pure.

Its formats: `docs/dataset-formats` and `examples/` of https://github.com/axolotl-ai-cloud/axolotl; read back by its
release 0.19.0 (`scripts/read_back.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tutelage.exports.material import (
    EXERCISES,
    TEXTBOOK,
    Material,
    micro_batches,
    practice_epochs,
    trained_template,
    write_recipes,
    write_training_data,
)
from tutelage.progress import Progress


def write(material: Material, folder: Path, _: Progress) -> str:
    """The data, and one recipe for each stage of training."""
    write_training_data(material, folder)
    recipes = {"reading": reading(material)} if material.recipe.reading.enabled else {}
    return write_recipes(folder, recipes | {"practice": practice(material)}, "axolotl train")


def reading(material: Material) -> dict[str, Any]:
    """Continual pre-training on the textbook, in its order."""
    config = material.recipe.reading
    data = {"path": TEXTBOOK, "ds_type": "json", "split": "train", "type": "completion", "field": "text"}
    return {
        **_common(material, config.learning_rate, config.batch_size, config.epochs),
        "datasets": [data],
        "shuffle_merged_datasets": False,
        "curriculum_sampling": True,
        "sequence_len": config.max_length,
        "output_dir": "./saves/reading",
    }


def practice(material: Material) -> dict[str, Any]:
    """Instruction tuning on the final training set, after the reading; the loss is taken on answers alone."""
    config = material.recipe.practice
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
    trained = trained_template(material.recipe.student)
    template = (
        {"chat_template": "jinja", "chat_template_jinja": trained}
        if trained
        else {"chat_template": "tokenizer_default_fallback_chatml"}
    )
    fields = {
        **_common(material, config.learning_rate, config.batch_size, practice_epochs(material.recipe)),
        **template,
        "datasets": [data],
        "sequence_len": config.max_length,
        "output_dir": "./saves/practice",
    }
    if material.recipe.reading.enabled:
        lora = material.recipe.student.adapter == "lora"
        fields["lora_model_dir" if lora else "base_model"] = "./saves/reading"
    return fields


def _common(material: Material, rate: float, batch: int, epochs: int) -> dict[str, Any]:
    student = material.recipe.student
    lora = {
        "adapter": "lora",
        "lora_r": student.lora_rank,
        "lora_alpha": student.lora_alpha,
        "lora_dropout": 0.0,
        "lora_target_linear": True,
    }
    micro, passes = micro_batches(batch)
    return {
        "base_model": material.base,
        "trust_remote_code": student.trust_remote_code,
        **(lora if student.adapter == "lora" else {}),
        "sample_packing": False,
        "micro_batch_size": micro,
        "gradient_accumulation_steps": passes,
        "learning_rate": rate,
        "num_epochs": epochs,
        "optimizer": "adamw_torch",
        "lr_scheduler": "linear",
        "warmup_steps": 5,
        "weight_decay": 0.0,
        "max_grad_norm": 1.0,
        "bf16": "auto",
        "seed": material.recipe.seed % 2**31,
        "val_set_size": 0.0,
        "dataset_prepared_path": "./prepared",
    }
