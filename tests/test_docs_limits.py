"""What pages say about the limits of their figures: without these sentences they were wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

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
