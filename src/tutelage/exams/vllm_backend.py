"""vLLM as what generates, for a machine with a GPU: `--backend vllm`.

The prompts are cut into tokens here, by the student's own chat template, so that both backends ask the same. An adapter
is handed to vLLM as it is, and is not merged.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tutelage.config import StudentConfig
from tutelage.encoding import encode_prompt
from tutelage.records import Message
from tutelage.student import load_tokenizer

INSTALL = "pip install 'tutelage[vllm]'"


def require() -> None:
    """Raise `ValueError` with the install command if vLLM is missing."""
    if importlib.util.find_spec("vllm") is None:
        raise ValueError(f"the backend vllm is not installed: {INSTALL} (it needs a GPU), or leave --backend out")


class Engine(NamedTuple):
    """A student in vLLM."""

    model: Any
    tokenizer: Any
    adapter: Any
    """A LoRA request, or `None`."""

    def answer(
        self, prompts: Sequence[Sequence[Message]], max_new_tokens: int, temperature: float, seeds: Sequence[int]
    ) -> list[str]:
        """A reply to each prompt, greedy at temperature 0; `seeds[i]` belongs to `prompts[i]`."""
        from vllm import SamplingParams

        asked = [{"prompt_token_ids": encode_prompt(self.tokenizer, prompt)} for prompt in prompts]
        ways = [SamplingParams(temperature=temperature, max_tokens=max_new_tokens, seed=seed % 2**63) for seed in seeds]
        found = self.model.generate(asked, ways, lora_request=self.adapter, use_tqdm=False)
        return [reply.outputs[0].text for reply in found]


def start(config: StudentConfig, source: str, trained: Path | None) -> Engine:
    """Load a student from `source` (see `student.prepare`), with what it has learnt in `trained`."""
    require()
    from vllm import LLM
    from vllm.lora.request import LoRARequest

    adapted = trained is not None and (trained / "adapter_config.json").is_file()
    options: dict[str, Any] = {"dtype": "bfloat16", "trust_remote_code": config.trust_remote_code}
    if adapted and trained:
        rank = json.loads((trained / "adapter_config.json").read_text(encoding="utf-8"))["r"]
        options |= {"enable_lora": True, "max_lora_rank": max(8, 2 ** (rank - 1).bit_length())}
    model = LLM(model=source if adapted or trained is None else str(trained), tokenizer=source, **options)
    adapter = LoRARequest("student", 1, str(trained)) if adapted else None
    return Engine(model, load_tokenizer(config, source), adapter)
