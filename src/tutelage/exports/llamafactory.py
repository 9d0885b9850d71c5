"""Data and training files for LLaMA-Factory: textbook as `pt`, exercises as `sft` in its ShareGPT form. Pure.

Its formats: `data/README.md` and `examples/` of hiyouga/LLaMA-Factory on GitHub; read back by its release 0.9.5
(`scripts/read_back.py`).
"""

from __future__ import annotations

import json
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
from tutelage.storage.store import write_text
from tutelage.student.encoding import SHORT_TEMPLATE


def write(material: Material, folder: Path, _: Progress) -> str:
    """`dataset_info.json`, the data beside it, and one YAML for each stage of training."""
    write_training_data(material, folder)
    write_text(folder / "dataset_info.json", json.dumps(dataset_info(material.run.name), indent=2) + "\n")
    recipes = {"reading": reading(material)} if material.recipe.reading.enabled else {}
    trained = trained_template(material.recipe.student)
    advice = write_recipes(folder, recipes | {"practice": practice(material, trained)}, "llamafactory-cli train")
    if trained in (None, SHORT_TEMPLATE):
        return advice
    return f"{advice}\nIt has no chat template like that of this training: it will write the turns in its own way."


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


def reading(material: Material) -> dict[str, Any]:
    """Continual pre-training on the textbook, in its order."""
    config = material.recipe.reading
    return {
        **_common(material, "pt", config.learning_rate, config.batch_size, config.epochs),
        "dataset": f"{material.run.name}_textbook",
        "cutoff_len": config.max_length,
        "packing": False,
        "disable_shuffling": True,
        "output_dir": "saves/reading",
    }


def practice(material: Material, trained: str | None) -> dict[str, Any]:
    """Instruction tuning on the final training set, after the reading. `trained`: see `trained_template`."""
    config = material.recipe.practice
    fields = {
        **_common(material, "sft", config.learning_rate, config.batch_size, practice_epochs(material.recipe)),
        "dataset": f"{material.run.name}_exercises",
        "cutoff_len": config.max_length,
        "output_dir": "saves/practice",
    }
    if material.recipe.reading.enabled:
        lora = material.recipe.student.adapter == "lora"
        fields["adapter_name_or_path" if lora else "model_name_or_path"] = "saves/reading"
    # Its `chatml` is the short template; without a name it reads the template from the tokenizer.
    return fields | ({"template": "chatml"} if trained == SHORT_TEMPLATE else {})


def _common(material: Material, stage: str, rate: float, batch: int, epochs: int) -> dict[str, Any]:
    student = material.recipe.student
    lora = {"lora_rank": student.lora_rank, "lora_alpha": student.lora_alpha, "lora_target": "all"}
    micro, passes = micro_batches(batch)
    return {
        "model_name_or_path": material.base,
        "trust_remote_code": student.trust_remote_code,
        "stage": stage,
        "do_train": True,
        "finetuning_type": "lora" if student.adapter == "lora" else "full",
        **(lora if student.adapter == "lora" else {}),
        "dataset_dir": ".",
        "per_device_train_batch_size": micro,
        "gradient_accumulation_steps": passes,
        "learning_rate": rate,
        "num_train_epochs": float(epochs),
        "lr_scheduler_type": "linear",
        "bf16": True,
        "seed": material.recipe.seed % 2**31,
        "logging_steps": 10,
        "save_strategy": "epoch",
        "report_to": "none",
    }
