"""The student as GGUF files, with which llama.cpp answers as `transformers` does; the card beside the weights; the
push."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import tutelage
from tutelage.config import StudentConfig
from tutelage.errors import ExportError
from tutelage.exports.export import ExportResult
from tutelage.exports.gguf_model import F16, Q8_0, SPLITS, paired, unsupported, write_gguf
from tutelage.exports.material import gather_material
from tutelage.exports.model_card import base_licence, model_card
from tutelage.records import Message
from tutelage.student import encoding
from tutelage.student.loading import Student

QUESTIONS = ("What is 12 + 7?", "say: it's  odd…\n\n\t2024x y'all ÄÖ", "leap 1 2 345", "two steps")
TOKENS = 6
SPLIT_OF = {name: pattern for pattern, name in SPLITS.items()}
LLAMA3 = {
    "rope_type": "llama3",
    "rope_theta": 10000.0,
    "factor": 4.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 32,
}
KINDS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "llama, gpt-2": ("Llama", "gpt-2", {}),
    "llama 3": ("Llama", "llama-bpe", {"rope_parameters": LLAMA3, "head_dim": 16}),
    "smollm, tied": ("Llama", "smollm", {"tie_word_embeddings": True}),
    "mistral": ("Mistral", "gpt-2", {"sliding_window": None}),
    "qwen 2": ("Qwen2", "qwen2", {}),
    "qwen 3": ("Qwen3", "qwen2", {"head_dim": 16}),
}


def random_student(family: str, split: str, settings: dict[str, Any]) -> Student:
    """A student of random weights, which are large enough for clear favourites, and exact in 16 bits."""
    import torch
    import transformers
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE(ignore_merges=split == "llama-bpe"))
    plain = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=split in ("gpt-2", "smollm"))
    before: list[Any] = [pre_tokenizers.Digits(individual_digits=True)] if split == "smollm" else []
    if split in SPLIT_OF:
        before = [pre_tokenizers.Split(Regex(SPLIT_OF[split]), "isolated", invert=False)]
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([*before, plain]) if before else plain
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=300, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(["one step, it's 2024 two  steps\n\nleap 345 answer"] * 2, trainer)
    fast = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer)
    fast.add_special_tokens({"eos_token": "<|im_end|>", "additional_special_tokens": ["<|im_start|>"]})
    fast.pad_token, fast.chat_template = "<|im_end|>", encoding.SHORT_TEMPLATE
    torch.manual_seed(0)
    common = {"hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 2, "num_attention_heads": 4}
    config = getattr(transformers, f"{family}Config")(
        **(common | {"num_key_value_heads": 2, "max_position_embeddings": 128, "initializer_range": 0.2}),
        **({"vocab_size": len(fast) + 3, "eos_token_id": fast.eos_token_id, "pad_token_id": None} | settings),
    )
    model = getattr(transformers, f"{family}ForCausalLM")(config)
    for name, weights in model.named_parameters():
        if "norm" in name or "bias" in name:
            torch.nn.init.normal_(weights, 1.0 if "norm" in name else 0.0, 0.3)
        weights.data = weights.data.half().float()
    model.config.architectures = [f"{family}ForCausalLM"]
    return Student(model.eval(), fast)


def favourites(learner: Student, question: str) -> list[tuple[int, float]]:
    """The likeliest next token and its log-probability, `TOKENS` times."""
    import torch

    ids = encoding.encode_prompt(learner.tokenizer, [Message(role="user", content=question)])
    found: list[tuple[int, float]] = []
    while len(found) < TOKENS and not (found and found[-1][0] == learner.tokenizer.eos_token_id):
        with torch.inference_mode():
            scores = learner.model(torch.tensor([ids])).logits[0, -1].float().log_softmax(-1)
        found.append((int(scores.argmax()), float(scores.max())))
        ids = [*ids, found[-1][0]]
    return found


def llama_cpp(files: Sequence[Path]) -> list[list[list[tuple[int, float]]]]:
    """The same from llama.cpp's server, by file and question; it renders the chat template and tokenises by itself."""
    code = """
import json, sys, xllamacpp
for path in sys.argv[3:]:
    given = xllamacpp.CommonParams()
    given.model.path, given.n_ctx, given.n_parallel, given.warmup = path, 256, 1, False
    given.cpuparams.n_threads = given.cpuparams_batch.n_threads = 1
    server, found = xllamacpp.Server(given), []
    for question in json.loads(sys.argv[1]):
        asked = {"messages": [{"role": "user", "content": question}], "temperature": 0, "max_tokens": int(sys.argv[2])}
        reply = server.handle_chat_completions(asked | {"logprobs": True, "top_logprobs": 1})
        found.append([[t["id"], t["logprob"]] for t in reply["choices"][0]["logprobs"]["content"]])
    print("REPLIES", json.dumps(found), flush=True)
"""
    command = [sys.executable, "-c", code, json.dumps(QUESTIONS), str(TOKENS), *map(str, files)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line.split(" ", 1)[1] for line in ran.stdout.splitlines() if line.startswith("REPLIES")]
    assert len(lines) == len(files), ran.stderr[-2000:]
    return [[[(int(id_), float(score)) for id_, score in one] for one in json.loads(line)] for line in lines]


@pytest.fixture(scope="module")
def learners(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Student]:
    return {kind: random_student(*given) for kind, given in KINDS.items()}


@pytest.fixture(scope="module")
def answered(
    learners: dict[str, Student], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[list[tuple[int, float]]]]:
    pytest.importorskip("xllamacpp")
    folder = tmp_path_factory.mktemp("gguf")
    files = [write_gguf(learners[kind], folder / f"{index}.gguf", F16) for index, kind in enumerate(KINDS)]
    return dict(zip(KINDS, llama_cpp(files), strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_llama_cpp_has_the_same_favourites(
    kind: str, learners: dict[str, Student], answered: dict[str, list[list[tuple[int, float]]]]
) -> None:
    learner = learners[kind]
    assert unsupported(learner) == ""
    assert sum(map(len, answered[kind])) > TOKENS * len(QUESTIONS) // 2
    for question, theirs in zip(QUESTIONS, answered[kind], strict=True):
        # The server leaves out the end mark, and bytes that do not make a whole character.
        mine = iter(favourites(learner, question))
        for id_, score in theirs:
            assert abs(next(s for own, s in mine if own == id_) - score) < 0.03


def test_eight_bits_are_half_the_size_and_close(tmp_path: Path) -> None:
    gguf = pytest.importorskip("gguf")
    learner = random_student(*KINDS["llama, gpt-2"])
    files = {weights: write_gguf(learner, tmp_path / f"{weights}.gguf", weights) for weights in (F16, Q8_0)}
    sizes = {weights: sum(t.n_bytes for t in gguf.GGUFReader(file).tensors) for weights, file in files.items()}
    assert 0.5 < sizes[Q8_0] / sizes[F16] < 0.56
    tensors = {t.name: t for t in gguf.GGUFReader(files[Q8_0]).tensors}
    state = learner.model.state_dict()
    queries = gguf.dequantize(tensors["blk.1.attn_q.weight"].data, tensors["blk.1.attn_q.weight"].tensor_type)
    wanted = paired(state["model.layers.1.self_attn.q_proj.weight"].numpy(), 4)
    assert abs(queries - wanted).max() < abs(wanted).max() / 100
    assert tensors["output_norm.weight"].tensor_type.name == "F32"


def test_what_cannot_be_written_is_refused_before_any_file(tmp_path: Path) -> None:
    for change, says in (
        ({"architectures": ["GPT2LMHeadModel"]}, "its architecture, GPT2LMHeadModel, is not one of LlamaForCausalLM"),
        ({"rope_parameters": {"rope_type": "yarn", "rope_theta": 1.0}}, "its positions are scaled by 'yarn'"),
        ({"sliding_window": 64}, "its attention has a sliding window"),
    ):
        learner = random_student(*KINDS["llama, gpt-2"])
        learner.model.config.update(change)
        with pytest.raises(ExportError, match=says) as told:
            write_gguf(learner, tmp_path / "no.gguf")
        assert "convert_hf_to_gguf.py" in str(told.value)
    learner = random_student(*KINDS["llama, gpt-2"])
    from tokenizers import pre_tokenizers

    learner.tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    assert "cuts texts into words" in unsupported(learner)
    assert not (tmp_path / "no.gguf").exists()


@pytest.fixture(scope="module")
def exported(finished_run: Path, tmp_path_factory: pytest.TempPathFactory) -> ExportResult:
    return tutelage.export(finished_run, "gguf", tmp_path_factory.mktemp("gguf") / "made")


def test_llama_cpp_answers_with_the_export_as_the_student_does(exported: ExportResult, finished_run: Path) -> None:
    pytest.importorskip("xllamacpp")
    from tutelage.exports.ollama import merged_student
    from tutelage.progress import Quiet

    assert sorted(path.name for path in exported.folder.iterdir()) == [
        *("Modelfile", "README.md", "tiny-F16.gguf", "tiny-Q8_0.gguf")
    ]
    assert "\nFROM ./tiny-F16.gguf\n" in (exported.folder / "Modelfile").read_text()
    assert "llama-server -m" in exported.advice
    learner = merged_student(gather_material(tutelage.open_run(finished_run)), Quiet())
    learner = learner._replace(model=learner.model.float())
    (replies,) = llama_cpp([exported.folder / "tiny-F16.gguf"])
    for question, theirs in zip(QUESTIONS, replies, strict=True):
        mine = favourites(learner, question)
        # Weights of a few thousand numbers have no clear favourites: what counts is how likely the first is.
        assert abs(mine[0][1] - theirs[0][1]) < 0.02


def test_the_card_says_what_was_taught_measured_and_forgotten(exported: ExportResult, finished_run: Path) -> None:
    from huggingface_hub import ModelCard

    record = tutelage.open_run(finished_run)
    card = ModelCard.load(exported.folder / "README.md")
    assert (card.data.license, card.data.library_name) == ("unknown", "gguf")
    assert "3 skills, in the order in which they were taught: `one step`, `two steps`, `leap`." in card.text
    final = record.evaluations["final"]
    right = sum(score.correct for score in final.scores)
    assert f"| this model | {right} of 12 |" in card.text
    assert "perplexity" in card.text
    assert "## Gate: " in card.text
    assert "base's holds for these weights" in card.text


def test_the_card_tells_of_the_training_of_the_student_that_was_kept(finished_run: Path) -> None:
    run = tutelage.open_run(finished_run)
    assert run.kept is not None
    assert run.reading is not None
    read, (first, *later) = run.reading.tokens, (round_.trained for round_ in run.rounds)
    assert later
    for kept, rounds, tokens in (
        ("reading", 0, read),
        ("round-1", 1, read + first.tokens),
        (f"round-{1 + len(later)}", 1 + len(later), read + first.tokens + sum(one.tokens for one in later)),
    ):
        changed = run.model_copy(update={"kept": run.kept.model_copy(update={"stage": kept})})
        text = model_card(gather_material(changed), "gguf")
        practised = {one.example for round_ in run.rounds[:rounds] for one in round_.trained.order}
        assert re.search(
            rf"then {rounds} rounds? of practice on {len(practised)} exercises?; {tokens:,} tokens in all", text
        )


def test_names_of_others_stay_names_in_the_card(finished_run: Path) -> None:
    record = tutelage.open_run(finished_run)
    hostile = "](http://x) <script>alert(1)</script>\n# heading"
    skills = tuple(skill.model_copy(update={"name": hostile}) for skill in record.graph.skills)
    changed = record.model_copy(update={"name": hostile, "graph": record.graph.model_copy(update={"skills": skills})})
    text = model_card(gather_material(changed), "gguf")
    from markdown_it import MarkdownIt

    tokens = [t for block in MarkdownIt("commonmark").parse(text) for t in (block, *(block.children or ()))]
    assert not [token for token in tokens if token.type in ("html_block", "html_inline")]
    assert [token.attrs["href"] for token in tokens if "href" in token.attrs] == ["https://arxiv.org/abs/2412.19361"]


def test_the_licence_is_what_the_base_states(tmp_path: Path, tiny_student: Path) -> None:
    assert base_licence(StudentConfig().model) == "apache-2.0"
    assert base_licence(str(tiny_student)) == "unknown"
    assert base_licence("/nowhere/model.gguf") == "unknown"
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "tokenizer_config.json").write_text("{}")
    for text, found in (("---\nlicense: mit\n---\nhello", "mit"), ("---\n[\n---\n", "unknown"), ("hello", "unknown")):
        (tmp_path / "README.md").write_text(text)
        assert base_licence(str(tmp_path)) == found


class Hub(BaseHTTPRequestHandler):
    """As much of the hub's interface as an upload needs; keeps what it is sent."""

    sent: list[tuple[str, Any]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path.endswith("/create"):
            kind = "datasets/" if json.loads(body).get("type") == "dataset" else ""
            answer: Any = {"url": f"http://{self.headers['Host']}/{kind}me/student", "name": "me/student"}
        elif "/preupload/" in self.path:
            files = [file["path"] for file in json.loads(body)["files"]]
            answer = {"files": [{"path": path, "uploadMode": "regular", "shouldIgnore": False} for path in files]}
        else:
            url = f"http://{self.headers['Host']}/me/student/commit/0"
            answer = {"commitOid": "0" * 40, "commitUrl": url, "success": True}
        type(self).sent.append((self.path, body))
        self._reply(answer)

    def do_GET(self) -> None:
        self._reply({"sha": "0" * 40, "id": "me/student", "siblings": []})

    do_HEAD = do_GET

    def _reply(self, answer: Any) -> None:
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def hub() -> Iterator[str]:
    Hub.sent = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("kind", "uploads"), [("dataset", "DATA_SET"), ("model", "MODEL")])
def test_a_push_arrives_at_the_hub(tmp_path: Path, hub: str, kind: str, uploads: str) -> None:
    (tmp_path / "README.md").write_text("the card")
    code = (
        f"import sys\nfrom pathlib import Path\nfrom tutelage.exports.upload import {uploads}\n"
        f"print({uploads}.push(Path(sys.argv[1]), 'me/student'))"
    )
    reached = {"HF_HUB_OFFLINE": "0", "HF_ENDPOINT": hub, "HF_TOKEN": "hf_secret", "HF_HUB_DISABLE_XET": "1"}
    command = [sys.executable, "-c", code, str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, env=os.environ | reached, check=False)
    assert result.returncode == 0, result.stderr[-2000:]
    assert "me/student" in result.stdout
    created, *_, (path, commit) = Hub.sent
    asked = json.loads(created[1])
    assert (asked.get("type", "model"), asked.get("visibility")) == (kind, "private"), asked
    assert path.startswith(f"/api/{kind}s/me/student/commit/")
    assert "README.md" in commit
    assert "hf_secret" not in result.stdout + result.stderr
