"""vLLM as the backend that answers exams, for a machine with a GPU: `exam.backend: vllm`, `--backend vllm`.

Prompts are tokenised here, by the student's own chat template, so that both backends get the same ones. An adapter is
passed to vLLM as it is, not merged. vLLM chooses the precision of the weights.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tutelage.config import StudentConfig
from tutelage.errors import StudentError
from tutelage.records import Message
from tutelage.student.device import release_memory
from tutelage.student.encoding import encode_prompt
from tutelage.student.loading import load_tokenizer, read_config

VLLM = "vllm"
"""The backend's name."""
INSTALL = "pip install 'tutelage[vllm]'"


def require_vllm(backend: str) -> None:
    """Raise `StudentError` with the install command if the backend is vLLM and it is missing."""
    if backend == VLLM and importlib.util.find_spec("vllm") is None:
        raise StudentError(
            f"the exam's backend vllm is not installed: {INSTALL} (it needs a GPU), or use the backend transformers"
        )


class Engine:
    """A student in vLLM."""

    def __init__(self, model: Any, tokenizer: Any, adapter: Any, context: int | None = None) -> None:
        """`adapter`: a LoRA request, or `None`; `context`: tokens that a prompt and its answer may have together."""
        self.model, self.tokenizer, self.adapter, self.context = model, tokenizer, adapter, context or 2**31

    def answer(
        self,
        prompts: Sequence[Sequence[Message]],
        max_new_tokens: int,
        temperature: float = 0.0,
        seeds: Sequence[int] = (),
    ) -> list[str | None]:
        """A reply to each prompt, greedy at temperature 0; `seeds[i]` belongs to `prompts[i]`. `None` for a prompt that
        is longer than the model's context."""
        from vllm import SamplingParams

        ids = [encode_prompt(self.tokenizer, prompt) for prompt in prompts]
        fitting = [row for row, prompt in enumerate(ids) if len(prompt) < self.context]
        parameters = [
            SamplingParams(
                temperature=temperature, max_tokens=max_new_tokens, seed=(seeds[row] if seeds else 0) % 2**63
            )
            for row in fitting
        ]
        asked = [{"prompt_token_ids": ids[row]} for row in fitting]
        replies = self.model.generate(asked, parameters, lora_request=self.adapter, use_tqdm=False) if asked else []
        texts = {row: reply.outputs[0].text for row, reply in zip(fitting, replies, strict=True)}
        return [texts.get(row) for row in range(len(ids))]

    def close(self) -> None:
        """End vLLM's processes and free their memory, which they do once nothing refers to the model."""
        self.model = None
        gc.collect()


@contextmanager
def start_engine(config: StudentConfig, source: str, trained: Path | None) -> Iterator[Engine]:
    """A student from `source` (see `loading.prepare_student`), with what it has learnt in `trained`; vLLM ends with the
    block.

    Raises `StudentError` if vLLM is missing or does not start.
    """
    require_vllm(VLLM)
    # It logs some forty lines about what it does, and reports its use to its makers unless told not to.
    quiet = {"VLLM_LOGGING_LEVEL": "ERROR", "VLLM_NO_USAGE_STATS": "1"}
    added = {name: value for name, value in quiet.items() if name not in os.environ}
    os.environ.update(added)
    try:
        with _started(config, source, trained) as engine:
            yield engine
    finally:
        for name in added:
            os.environ.pop(name, None)


@contextmanager
def _started(config: StudentConfig, source: str, trained: Path | None) -> Iterator[Engine]:
    release_memory()
    from vllm import LLM
    from vllm.lora.request import LoRARequest

    adapted = trained is not None and (trained / "adapter_config.json").is_file()
    options: dict[str, Any] = {
        "trust_remote_code": config.trust_remote_code,
        # The other format is a pickle, which can run code.
        "load_format": "safetensors",
        "use_tqdm_on_load": False,
    }
    if adapted and trained:
        rank = json.loads((trained / "adapter_config.json").read_text(encoding="utf-8"))["r"]
        options |= {"enable_lora": True, "max_lora_rank": max(8, 2 ** (rank - 1).bit_length())}
    try:
        model = LLM(model=source if adapted or trained is None else str(trained), tokenizer=source, **options)
    except (RuntimeError, ValueError) as error:
        reason = str(error).strip().partition("\n")[0][:200]
        raise StudentError(
            f"vLLM does not start ({reason}): see its messages above, or use the backend transformers"
        ) from None
    context = getattr(read_config(config, source).get_text_config(), "max_position_embeddings", None)
    request = LoRARequest("student", 1, str(trained)) if adapted else None
    engine = Engine(model, load_tokenizer(config, source), request, context)
    del model
    try:
        yield engine
    finally:
        engine.close()
