"""What many tests need: a student of a few thousand parameters, a three-skill syllabus, a scripted teacher."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

os.environ["HF_HUB_OFFLINE"] = "1"

from tutelage.grading.compare import compare
from tutelage.grading.reading import read_expected
from tutelage.records import (
    Checker,
    Exercise,
    Lesson,
    LessonRequest,
    MisconceptionsRequest,
    Origin,
    Reply,
    RewriteRequest,
    WritingRequest,
    content_id,
)
from tutelage.seeds import rng
from tutelage.teacher.scripted import ScriptedTeacher

# Started in the background of a shell, everything inherits that Ctrl-C is ignored; what tests start must hear of it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is no failure.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

LONGEST = (
    *("test_benchmarks.py", "test_launch.py", "test_real_server.py", "test_experiments.py", "test_damage.py"),
    *("test_pipeline.py", "test_fuzz.py", "test_language_teacher.py", "test_two_processes.py", "test_cli.py"),
    *("test_calculus.py", "test_social_studies.py", "test_vllm_backend.py", "test_guest.py", "test_latex.py"),
)
"""Files that take half a minute and more."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files are shared out in this order: with the longest first no process works on long after the others."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


SYLLABUS = """\
title: Counting
units:
  - name: First
    skills:
      - {id: one-step, name: one step}
      - {id: two-steps, name: two steps, needs: [one-step]}
  - name: Second
    skills:
      - {id: leap, name: leap, needs: [two-steps], why: {two-steps: a leap is two steps at once}}
"""


def script(request: WritingRequest) -> Reply:
    """Sums for every skill: short, checkable, never the same twice for one seed."""
    skill = request.skill
    name = skill.replace("-", " ")
    if isinstance(request, RewriteRequest):
        return Reply(request=request.id, failure="this script does not rewrite")
    if isinstance(request, LessonRequest):
        text = f"About {name}. " + "One step, two steps, leap: add the numbers and write the sum. " * 4
        lesson = Lesson(
            id=content_id("le", skill), skill=skill, title=name, text=f"{text}\n\nAgain, {name}: 1 + 1 = 2."
        )
        return Reply(request=request.id, drafts=(lesson,))
    exercises = []
    for index in range(request.number):
        source = rng(request.seed, index)
        a, b = source.randrange(100), source.randrange(100)
        wrong = isinstance(request, MisconceptionsRequest)
        total = a + b + (1 if wrong else 0)
        exercises.append(
            Exercise.of(
                skill=skill,
                skills=(skill,),
                question=f"{name}: {a} + {b}?",
                solution=f"By {name}: {a} + {b} = {total}. Answer: {total}",
                answer=str(total),
                formal=f"answer = {a} + {b}",
                origin=request.origin,
                parents=request.parents,
                misconception="one too many" if wrong else "",
            )
        )
    return Reply(request=request.id, drafts=tuple(exercises))


def same_answer(given: str, expected: str, question: str = "") -> bool:
    """Whether `given` is the expected answer to a question in mathematics."""
    return compare(given, read_expected(expected, Checker.MATHEMATICS), question, strict=True).correct


def make_tiny_student(folder: Path) -> Path:
    """A Llama of a few thousand parameters with random weights and a byte-level tokenizer."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    specials = ["<|im_start|>", "<|im_end|>"]
    trainer = trainers.BpeTrainer(
        vocab_size=300,
        special_tokens=specials,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(["one step two steps leap answer"], trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|im_end|>")
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(fast),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        eos_token_id=fast.eos_token_id,
        pad_token_id=fast.pad_token_id,
    )
    LlamaForCausalLM(config).to(torch.bfloat16).save_pretrained(folder)
    fast.save_pretrained(folder)
    return folder


def with_end_mark(source: Path, folder: Path, end: str, begin: str = "") -> Path:
    """The student with another tokenizer: `end` ends a text, and `begin` is put before every text."""
    from tokenizers import processors
    from transformers import AutoModelForCausalLM, AutoTokenizer

    shutil.copytree(source, folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.add_special_tokens({"eos_token": end} | ({"bos_token": begin} if begin else {}))
    if begin:
        tokenizer.backend_tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{begin} $A", special_tokens=[(begin, tokenizer.bos_token_id)]
        )
    tokenizer.save_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(source)
    model.resize_token_embeddings(len(tokenizer), mean_resizing=False)
    model.save_pretrained(folder)
    return folder


def make_recipe(folder: Path, student: Path, **changes: Any) -> Path:
    """A recipe of seconds in `folder`; `changes` replace whole top-level keys."""
    import yaml

    (folder / "syllabus.yaml").write_text(SYLLABUS)
    recipe: dict[str, Any] = {
        "name": "tiny",
        "syllabus": "syllabus.yaml",
        "run_dir": str(folder / "run"),
        "threads": 1,
        "student": {"model": str(student), "lora_rank": 4},
        "course": {"exercises_per_skill": 6, "misconceptions_per_skill": 2, "exam_questions_per_skill": 4},
        "practice": {"rounds": 2, "epochs": [2], "batch_size": 4},
        "exam": {"max_new_tokens": 8, "batch_size": 6, "worked_examples": 2},
        "forgetting": {"panel_items": 2, "divergence": False},
    } | changes
    path = folder / "recipe.yaml"
    path.write_text(yaml.safe_dump(recipe))
    return path


@pytest.fixture(scope="module", autouse=True)
def settled() -> None:
    """Modules and tests stay to the end: a look for garbage, which every training ends with, need not go through them.
    A quarter of the time of a short run."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def tiny_student(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_student(tmp_path_factory.mktemp("student") / "tiny")


@pytest.fixture(scope="session")
def finished_run(tiny_student: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a finished run of the tiny student; to be read, not changed."""
    import tutelage
    from tutelage.progress import Quiet

    recipe = make_recipe(tmp_path_factory.mktemp("finished"), tiny_student)
    return Path(tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet()).folder)


@pytest.fixture
def teacher() -> ScriptedTeacher:
    return ScriptedTeacher(script)


__all__ = ["Origin", "make_recipe", "make_tiny_student", "script"]


def install_package(folder: Path, package: str, code: str, group: str, **points: str) -> None:
    """What pip leaves behind: a module, and a folder of metadata with entry points."""
    (folder / f"{package}.py").write_text(code)
    info = folder / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    lines = "".join(f"{name} = {package}:{value}\n" for name, value in points.items())
    (info / "entry_points.txt").write_text(f"[{group}]\n{lines}")


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], None]:
    """Installs a package of one module that offers a thing called `mine` as an entry point: (group, attribute, its
    code)."""

    def installed(group: str, attribute: str, code: str) -> None:
        site = tmp_path / "site"
        site.mkdir()
        install_package(site, "outside_package", code, group, mine=attribute)
        monkeypatch.syspath_prepend(site)
        monkeypatch.delitem(sys.modules, "outside_package", raising=False)

    return installed


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The Chromium of this machine; tests that need it are skipped where it, or playwright, is not installed."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        pytest.skip("no Chromium on this machine: install the package chromium")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--disable-gpu", "--no-sandbox"])
        yield started
        started.close()
