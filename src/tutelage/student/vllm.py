"""vLLM as what answers in an exam, for a machine with a GPU: `exam.backend: vllm`, `--backend vllm`.

The prompts are cut into tokens here, by the student's own chat template, so that both backends ask the same. An adapter
is handed to vLLM as it is, and is not merged. Weights are read in the precision in which vLLM wants them.
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
from tutelage.student.loading import load_tokenizer

VLLM = "vllm"
"""The backend's name."""
INSTALL = "pip install 'tutelage[vllm]'"


def require(backend: str) -> None:
    """Raise `ValueError` with the install command if the backend is vLLM and it is missing."""
    if backend == VLLM and importlib.util.find_spec("vllm") is None:
        raise StudentError(
            f"the exam's backend vllm is not installed: {INSTALL} (it needs a GPU), or use the backend transformers"
        )


class Engine:
    """A student in vLLM."""

    def __init__(self, model: Any, tokenizer: Any, adapter: Any) -> None:
        """`adapter`: a LoRA request, or `None`."""
        self.model, self.tokenizer, self.adapter = model, tokenizer, adapter

    def answer(
        self,
        prompts: Sequence[Sequence[Message]],
        max_new_tokens: int,
        temperature: float = 0.0,
        seeds: Sequence[int] = (),
    ) -> list[str]:
        """A reply to each prompt, greedy at temperature 0; `seeds[i]` belongs to `prompts[i]`."""
        from vllm import SamplingParams

        asked = [{"prompt_token_ids": encode_prompt(self.tokenizer, prompt)} for prompt in prompts]
        ways = [
            SamplingParams(temperature=temperature, max_tokens=max_new_tokens, seed=seed % 2**63)
            for seed in seeds or [0] * len(prompts)
        ]
        found = self.model.generate(asked, ways, lora_request=self.adapter, use_tqdm=False)
        return [reply.outputs[0].text for reply in found]

    def close(self) -> None:
        """End vLLM's processes and give their memory back, which they do when nobody holds the model any more."""
        self.model = None
        gc.collect()


@contextmanager
def started(config: StudentConfig, source: str, trained: Path | None) -> Iterator[Engine]:
    """A student from `source` (see `student.prepare`), with what it has learnt in `trained`; vLLM ends with the block.

    Raises `ValueError` if vLLM is missing or does not start.
    """
    require(VLLM)
    # It logs some forty lines of what it does; and it reports its use to its makers, unless it is asked not to.
    wanted = {"VLLM_LOGGING_LEVEL": "ERROR", "VLLM_NO_USAGE_STATS": "1"}
    added = {name: value for name, value in wanted.items() if name not in os.environ}
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
            f"vLLM does not start ({reason}): see what it said above, or use the backend transformers"
        ) from None
    engine = Engine(model, load_tokenizer(config, source), LoRARequest("student", 1, str(trained)) if adapted else None)
    del model
    try:
        yield engine
    finally:
        engine.close()
