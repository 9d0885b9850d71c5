"""Does llama.cpp reply as `transformers` does? Greedy replies of a student and of its GGUF files, question by question.

    python benchmarks/llama_cpp.py                                # the embedded student, 40 questions of calculus
    python benchmarks/llama_cpp.py --student FOLDER --questions 8

For each file: how many replies are the same token by token; and of the others how large the gap between the two
likeliest tokens was, in nats, where they part. A near tie is a gap of less than 0.1 (16 bits) or 0.5 (8 bits); the exit
code is 1 if replies part anywhere else. Needs `xllamacpp`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

import torch
from xllamacpp import CommonParams, Server

from tutelage.config import StudentConfig
from tutelage.exports.gguf_model import F16, Q8_0, write_gguf
from tutelage.records import Message
from tutelage.seeds import rng
from tutelage.student import encoding, loading
from tutelage.student.loading import Student
from tutelage.subjects.registry import SUBJECTS

NEAR = {F16: 0.1, Q8_0: 0.5}
"""Gap between the two likeliest tokens, in nats, that rounding can close."""


def questions(number: int) -> list[str]:
    """Exercises of the embedded subject, of one skill after another."""
    subject = SUBJECTS.get("calculus")
    skills = list(subject.skills)
    chosen = [skills[index * len(skills) // number] for index in range(number)]
    return [subject.exercise(skill, 1, rng(0, skill)).question for skill in chosen]


def reply(learner: Student, question: str, tokens: int) -> tuple[list[int], list[float]]:
    """Greedy tokens, the end mark included, and the gap to the second likeliest at each."""
    ids = encoding.encode_prompt(learner.tokenizer, [Message(role="user", content=question)])
    made: Any = learner.model.generate(
        torch.tensor([ids]),
        attention_mask=torch.ones(1, len(ids), dtype=torch.long),
        max_new_tokens=tokens,
        do_sample=False,
        output_scores=True,
        return_dict_in_generate=True,
        pad_token_id=learner.tokenizer.eos_token_id,
    )
    best = [scores[0].float().topk(2).values for scores in made.scores]
    return made.sequences[0][len(ids) :].tolist(), [float(pair[0] - pair[1]) for pair in best]


def start(file: Path) -> Server:
    given = CommonParams()
    given.model.path, given.n_ctx, given.n_parallel, given.warmup = str(file), 1024, 1, False
    given.cpuparams.n_threads = given.cpuparams_batch.n_threads = torch.get_num_threads()
    return Server(given)


def ask(server: Server, question: str, tokens: int) -> list[int]:
    """The same from llama.cpp, which renders the template and tokenises by itself; without the end mark."""
    asked = {"messages": [{"role": "user", "content": question}], "temperature": 0, "max_tokens": tokens}
    found = server.handle_chat_completions(asked | {"logprobs": True, "top_logprobs": 1})
    return [int(token["id"]) for token in found["choices"][0]["logprobs"]["content"]]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--student", default="")
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--tokens", type=int, default=48)
    parser.add_argument("--near", type=float, help="gap of a near tie, in place of both")
    given = parser.parse_args()
    config = StudentConfig(model=given.student) if given.student else StudentConfig()
    learner = loading.load_student(config, loading.prepare_student(config), decode=True)
    learner = learner._replace(model=learner.model.bfloat16().float())
    asked, end = questions(given.questions), learner.tokenizer.eos_token_id
    mine = [reply(learner, question, given.tokens) for question in asked]
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for weights, near in NEAR.items():
            server = start(write_gguf(learner, Path(folder) / f"{weights}.gguf", weights))
            gaps = []
            for question, (tokens, margins) in zip(asked, mine, strict=True):
                theirs = [id_ for id_ in ask(server, question, given.tokens) if id_ != end]
                own = [id_ for id_ in tokens if id_ != end]
                if theirs != own:
                    pairs = zip(own, theirs, strict=False)
                    part = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(own), len(theirs)))
                    gaps.append(margins[min(part, len(margins) - 1)])
            far = sum(gap >= (given.near or near) for gap in gaps)
            bad += far
            same = len(asked) - len(gaps)
            print(
                f"{weights}: {same} of {len(asked)} replies the same; {len(gaps) - far} part at a near tie, "
                f"{far} elsewhere" + (f"; gaps {', '.join(f'{gap:.2f}' for gap in sorted(gaps))} nats" if gaps else "")
            )
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
