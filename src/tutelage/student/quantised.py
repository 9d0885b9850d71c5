"""Students whose weights are quantised while an adapter is trained on them (QLoRA, arXiv:2305.14314), by bitsandbytes.

Only the linear layers but the head are quantised. Training and exams use the quantised weights; an export adds the
adapter to the weights as they were.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from tutelage.config import StudentConfig
from tutelage.errors import MissingExtra, StudentError
from tutelage.student.device import bfloat16_is_slow
from tutelage.student.rendering import printable

if TYPE_CHECKING:
    from transformers import PreTrainedModel

INSTALL = "pip install 'tutelage[quantise]'"
WITHOUT = "or leave student.quantise out"
BYTES = {"nf4": 0.516, "int8": 1.002}
"""Of a quantised weight: 4 bits and two levels of scales for blocks of 64 and of 256; 8 bits and a scale for a row."""


def require_quantisation(config: StudentConfig) -> None:
    """Raise `MissingExtra` if the student is to be quantised and bitsandbytes is missing, and `StudentError` if it does
    not run on this machine."""
    if config.quantise is None:
        return
    if find_spec("bitsandbytes") is None:
        raise MissingExtra(f"student.quantise needs bitsandbytes: {INSTALL}, {WITHOUT}")
    import torch

    try:
        from bitsandbytes import nn

        device = "cuda" if torch.cuda.is_available() else "cpu"
        layer = nn.Linear4bit(64, 64, quant_type="nf4") if config.quantise == "nf4" else nn.Linear8bitLt(64, 64)
        layer.to(device)(torch.ones(1, 64, device=device, requires_grad=True)).sum().backward()
    except Exception as error:  # whatever a library for other machines raises
        cause = printable(str(error)) or type(error).__name__
        raise StudentError(
            f"student.quantise: bitsandbytes does not run on this machine ({cause}): see its documentation, {WITHOUT}"
        ) from None


def loading_options(config: StudentConfig) -> dict[str, Any]:
    """What `from_pretrained` is told; nothing for a student that is not quantised."""
    if config.quantise is None:
        return {}
    import torch
    from transformers import BitsAndBytesConfig

    if config.quantise == "int8":
        return {"quantization_config": BitsAndBytesConfig(load_in_8bit=True)}
    return {
        "quantization_config": BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=torch.float32 if bfloat16_is_slow() else torch.bfloat16,
        )
    }


def is_quantised(model: PreTrainedModel) -> bool:
    """Whether a model's weights are."""
    return bool(getattr(model, "is_quantized", False))


def prepare_for_training(model: PreTrainedModel) -> PreTrainedModel:
    """Freeze a quantised model, with its norms in float32."""
    from peft import prepare_model_for_kbit_training

    tables = [part.weight for part in (model.get_input_embeddings(), model.get_output_embeddings()) if part is not None]
    before = [table.dtype for table in tables]
    # Whether layers are computed again is up to the trainer.
    prepared: PreTrainedModel = prepare_model_for_kbit_training(model, use_gradient_checkpointing=False)
    # It makes everything float32 that is not quantised: with a vocabulary of 152,000, the embeddings would take more
    # than the rest, and autocast computes with them in 16 bits anyway.
    for table, dtype in zip(tables, before, strict=True):
        table.data = table.data.to(dtype)
    return prepared
