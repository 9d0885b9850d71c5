"""Lets the tools that exports are made for read them back, with their own settings, loaders and tokenizing.

`PYTHON scripts/read_back.py llamafactory FOLDER`, or `axolotl`, with the Python of an environment that holds the tool;
docs/take-away.md tells how to make one. Nothing is trained; it needs neither Tutelage nor a GPU. Ends with exit code 1
if a row is missing or changed, if the textbook has lost its order, or if the loss is not taken on the answers alone.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import yaml

STAGES = {"reading": "textbook.jsonl", "practice": "exercises.jsonl"}
IGNORED = -100
"""Label of a token on which no loss is taken."""
BEGINNING = 200
"""Characters of a paragraph that are compared: tools may cut a long one."""


class Example(NamedTuple):
    """A tokenized example, as text again."""

    read: str
    learnt: str
    """What the loss is taken on, without special tokens."""
    ends: bool
    """Whether the loss is taken on the mark that ends a text, too."""


def by_llamafactory(recipe: dict[str, Any]) -> list[Example]:
    """What LLaMA-Factory makes of a stage."""
    from llamafactory.data import get_dataset, get_template_and_fix_tokenizer
    from llamafactory.hparams import get_train_args
    from llamafactory.model import load_tokenizer

    here = {"bf16": False, "use_cpu": True, "overwrite_cache": True}
    # The adapter of the reading is there only once it is trained.
    fields = {key: value for key, value in recipe.items() if key != "adapter_name_or_path"}
    model, data, training, _, _ = get_train_args(fields | here)
    loaded = load_tokenizer(model)
    template = get_template_and_fix_tokenizer(loaded["tokenizer"], data)
    found = get_dataset(template, model, data, training, stage=recipe["stage"], **loaded)
    return decoded(loaded["tokenizer"], found["train_dataset"])


def by_axolotl(recipe: dict[str, Any]) -> list[Example]:
    """What Axolotl makes of a stage."""
    from axolotl.cli.config import load_cfg
    from axolotl.loaders import load_tokenizer
    from axolotl.utils.data.sft import prepare_datasets

    here = {"bf16": False, "use_cpu": True, "skip_prepare_dataset": False}
    fields = {key: value for key, value in recipe.items() if key != "lora_model_dir"}
    path = Path("read-back.yaml")
    path.write_text(yaml.safe_dump(fields | here), encoding="utf-8")
    settings = load_cfg(str(path))
    tokenizer = load_tokenizer(settings)
    return decoded(tokenizer, prepare_datasets(settings, tokenizer)[0])


def decoded(tokenizer: Any, rows: Any) -> list[Example]:
    """Texts of tokenized examples."""
    found = []
    for row in rows:
        learnt = [token for token in row.get("labels", row["input_ids"]) if token != IGNORED]
        text = tokenizer.decode(learnt, skip_special_tokens=True)
        found.append(Example(tokenizer.decode(row["input_ids"]), text, tokenizer.eos_token_id in learnt))
    return found


TOOLS: dict[str, Callable[[dict[str, Any]], list[Example]]] = {"llamafactory": by_llamafactory, "axolotl": by_axolotl}


def faults(stage: str, rows: Sequence[dict[str, Any]], examples: Sequence[Example]) -> list[str]:
    """What differs between the rows of an export and what the tool reads."""
    if len(rows) != len(examples):
        return [f"{len(rows)} rows, but {len(examples)} examples"]
    if stage == "reading":
        pairs = enumerate(zip(rows, examples, strict=True))
        return [f"not row {n}" for n, (row, found) in pairs if not found.read.startswith(row["text"][:BEGINNING])]
    reads: dict[str, list[str]] = {}
    for example in examples:
        reads.setdefault(example.learnt.strip() if example.ends else "no end mark", []).append(example.read)
    return [
        f"no loss on the solution {solution!r} of {question!r}"
        for question, solution in ((row["messages"][0]["content"], row["messages"][-1]["content"]) for row in rows)
        if not any(question in read for read in reads.get(solution.strip(), ()))
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tool", choices=TOOLS)
    parser.add_argument("folder", type=Path, help="an export to that tool")
    asked = parser.parse_args()
    os.environ |= {"AXOLOTL_DO_NOT_TRACK": "1", "DO_NOT_TRACK": "1"}  # by default it reports its use
    os.chdir(asked.folder)
    wrong = 0
    for stage, file in STAGES.items():
        recipe = yaml.safe_load(Path(f"{stage}.yaml").read_text(encoding="utf-8"))
        rows = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
        examples = TOOLS[asked.tool](recipe)
        found = faults(stage, rows, examples)
        wrong += len(found)
        print(f"{asked.tool} {version(asked.tool)} {stage}: {len(examples)} of {len(rows)} rows, {len(found)} faults")
        print("".join(f"  {fault}\n" for fault in found[:5]), end="")
        print(f"  loss on: {examples[0].learnt[-70:]!r}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
