"""Sentences that pages once lacked, and were wrong without."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutelage.config import StudentConfig
from tutelage.errors import StudentError
from tutelage.student import loading

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("docs/trainer.md", "`average_tokens_across_devices=False` weighs every process alike"),
        ("docs/trainer.md", "In float32, losses are the same, to 1e-3"),
        ("docs/trainer.md", "differ from float32 by up to 0.015 in their loss"),
        ("README.md", "such an interval holds the true value in 80 to 97 % of cases instead of 95 %"),
    ],
)
def test_a_page_says_where_its_figures_end(page: str, sentence: str) -> None:
    assert " ".join(sentence.split()) in " ".join((ROOT / page).read_text().split())


def test_an_adapter_alone_is_no_student(tmp_path: Path) -> None:
    (tmp_path / "adapter_config.json").write_text('{"base_model_name_or_path": "somewhere", "peft_type": "LORA"}')
    (tmp_path / "adapter_model.safetensors").write_bytes(b"")
    with pytest.raises(StudentError) as told:
        loading.prepare_student(StudentConfig(model=str(tmp_path)))
    assert "\n" not in str(told.value)
