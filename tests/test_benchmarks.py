"""Every benchmark runs: at its smallest size, and what it prints is looked at."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

import warm
from conftest import make_recipe
from test_document_course import PAGES
from tutelage.config import ERROR_RULES
from tutelage.subjects.registry import SUBJECTS

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
MISSING = 77
"""Exit code of a benchmark that lacks a package."""
SECONDS, GIGABYTES, RATE = r"\d+\.\d\d s", r"\d+\.\d\d GB", r"[1-9][\d,]*"
SKILLS = len(SUBJECTS.get("calculus").skills)


class Case(NamedTuple):
    """A benchmark at its smallest size."""

    file: str
    options: str
    prints: Sequence[str]
    """What has to be found in its output, as regular expressions; each line is taken alone."""


class Ended(NamedTuple):
    """What became of it."""

    code: int
    output: str
    errors: str


HEAVY = (
    Case(
        "training.py",
        "--exercises 20 --held-out 2 --rounds 1 --student {student}",
        (
            r"^20 exercises, [1-9]\d+ tokens, \d+ threads$",
            *(
                rf"^{arm} +[1-9]\d*\.\d  +\d+\.\d \.\. +\d+\.\d +\d+\.\d\d% +\d\.\d{{3}}$"
                for arm in ("trl-default", "trl-best", "tutelage", "tutelage-off")
            ),
            *(rf"^tutelage / {arm}: \d+\.\d\d \(" for arm in ("trl-default", "trl-best", "tutelage-off")),
        ),
    ),
    Case(
        "exam.py",
        "--questions 2 --rounds 1 --new-tokens 4 --run {student}",
        (
            r"^2 questions, [1-9]\d+ tokens to read, \d+ threads$",
            *(
                rf"^{arm} +\d+\.\d\d +\d+\.\d\d \.\. +\d+\.\d\d +\d +[012] of 2$"
                for arm in ("generate", "lm-eval", "tutelage")
            ),
            *(rf"^tutelage / {arm}: \d+\.\d\d \(" for arm in ("generate", "lm-eval")),
        ),
    ),
    Case(
        "forgetting.py",
        "--student {student} --skills 2 --exercises 2 --tokens 1500 --panel 7 --seeds 0 --arms today,texts --threads 1",
        (
            r"^arm +seed +exam +perplexity +panel +after +general +course +s$",
            *(
                rf"^{arm} +{of} +\d+\.\d +\d\.\d{{3}}( +\d+\.\d){{2}}( +\d\.\d{{3}}){{2}} +\d+$"
                for arm in ("today", "texts")
                for of in ("0", "of 1")
            ),
            r"^no kind of the panel was lost beyond chance$",
        ),
    ),
    Case(
        "audit.py",
        "{data} --examples 20 --epochs 2 --seeds 0 --student {student} --out {folder}/audit",
        (
            r"^seed 0: 2 errors planted in 20 examples$",
            r"^seed 0: rule \w+ flags \d+, \d of 2 errors; false-drop rate \d\.\d{3}",
            *(
                rf"^{method}( +[01]\.\d{{3}}){{6}}$"
                for method in ("audit", "mean loss", "last loss", "AUM", "confidence", "chance")
            ),
            r"^cleanlab: ",
        ),
    ),
    Case(
        "audit.py",
        "course --examples 48 --answers 1 --epochs 1 --seeds 0 --student {student} --out {folder}/audit-course",
        (
            r"^seed 0: 12 errors planted in 48 examples$",
            r"^seed 0: 4\d asked, \d+ s of training, \d+ s of answers; own answer given to right ones \d\.\d{3}, ",
            *(rf"^method, {kind} +AUPRC" for kind in ("all", "misconception", "random")),
            *(
                rf"^{method}( +[01]\.\d{{3}}){{6}}$"
                for method in ("audit", "margin", "answers", "loss, answers", "mean loss", "AUM", "chance")
            ),
            r"^audit less margin, AUPRC: [+-]\d\.\d{3} \([+-]\d\.\d{3} to [+-]\d\.\d{3}\)$",
        ),
    ),
    Case(
        "rewrites.py",
        "{pages} --numbers 0,2 --tokens 300 --practice 200 --seeds 0 --out {folder}/rewrites.jsonl",
        (
            *(rf"^ +{number} +0( +\d+){{2}}( +\d\.\d{{3}}){{3}} +\d of \d+$" for number in (0, 2)),
            r"^2 rewrites, 1 seeds: \d\.\d{3} after reading, \d\.\d{3} after practice, \d+\.\d% right$",
        ),
    ),
    Case(
        "scale.py",
        "--exercises 6 --made-up --recipe {recipe} --together",
        tuple(
            rf"^{step} +6 +\d+\.\d +\d+\.\d\d +\d+\.\d\d +1\.00  {facts}"
            for step, facts in {
                "write": "accepted 6, asked 6, duplicates 0$",
                "near-duplicates": r"questions 6, near-duplicates \d+$",
                "hold out": r"texts [1-9]\d+, touched \d+$",
                "tokenise, order": r"presentations 24, rows 12, too long 0$",
                "record": r"losses 36, files .*losses\.jsonl",
                "classify": r"classified 12, caught [0-6]/6$",
                "report": r"page 0\.\d\d MB, examples 6$",
            }.items()
        ),
    ),
    Case(
        "scale.py",
        "--exercises 6 --made-up --recipe {recipe} --together --whole",
        (r"^whole +6 +\d+\.\d .* accepted 6, losses [1-9]\d*, changes \d+, seconds and GB \{'graph': \(",),
    ),
)
"""Those that train: one process for all, as to load PyTorch and TRL takes longer than each of them."""

CHAOS = Case(
    "chaos.py",
    "--kills 1 --rounds 0 --others",
    (
        r"^undisturbed: [1-9]\d files of records and weights, \d+\.\d s $",
        r"^killed after \d+\.\d s +as it should$",
        r"^1 of 1 trials ended as they should$",
    ),
)
MEMORY = Case(
    "memory.py",
    "--students {student} --adapters lora --length 16 --micro 2",
    (
        rf"lora  2 x 16 tokens: measured {GIGABYTES}, predicted {GIGABYTES}, measured / predicted \d+\.\d\d; "
        r"\d+\.\d{3} s a step, \d\S* TFLOP/s$",
    ),
)
LIGHT = (
    Case(
        "rates.py",
        "--tokens 200 --rates 1e-3 --seeds 0 --skills 2 --general 50 --student {student} --out {folder}/rates.jsonl",
        (
            r"^student, lora, rate 0\.001, seed 0: exam \d\.\d{3} -> \d\.\d{4}, general x \d\.\d{3}, \d+ s$",
            r"^ +1e-03 +\d\.\d{4} +0\.0% +\d\.\d{3} +1$",
        ),
    ),
    Case(
        "llama_cpp.py",
        "--student {student} --questions 2 --tokens 4 --near 100",
        tuple(
            rf"^{weights}: [0-2] of 2 replies the same; [0-2] part at a near tie, 0 elsewhere"
            for weights in ("F16", "Q8_0")
        ),
    ),
    Case(
        "gpu.py",
        "--smallest --only precision,vllm --student {student} --out {folder}/gpu",
        (r"^  passed, \d+ s$", r"^  10 examples: median 0\.\d{4}, largest 0\.\d{4} nats apart$"),
    ),
    Case(
        "dynamics.py",
        "--examples 50 --epochs 2 --skills 2 --read",
        (
            rf"^50 examples x 2 epochs, 2 skills: {GIGABYTES} held, clock time$",
            *(rf"^classify, {rule} +{SECONDS} .* {GIGABYTES}  \d+ errors$" for rule in ERROR_RULES.names()),
            rf"^peak of the process so far: {GIGABYTES}$",
            *(
                rf"^ *{work} +{SECONDS} +\({SECONDS[:-2]} to {SECONDS[:-2]}\) +{GIGABYTES}"
                for work in (
                    "of arrays alone",
                    "of statistics alone",
                    "records of a run",
                    "read parquet",
                    "read csv",
                    "read jsonl",
                    "write results",
                )
            ),
        ),
    ),
    Case(
        "graph.py",
        "80",
        (
            r"^ +skills +merge +cycles +order +check +in all +write +read +peak GB$",
            r"^ +80( +\d+\.\d\d){8}$",
            r"from [1-9]\d+ edges: \d+ merged, \d+ edges dropped, \d+ findings$",
        ),
    ),
    Case(
        "subjects.py",
        "calculus --number 1",
        (
            rf"^{SKILLS} exercises of {SKILLS} skills: 0 wrong$",
            rf"^{SKILLS} misconceptions: 0 right after all$",
            r"^0 skills below 95% distinct, 0 of them undeclared$",
            rf"^{RATE} exercises a second and core, verification included$",
        ),
    ),
    Case(
        "subjects_social.py",
        "40",
        (r"^40 of 40 items right; 3\d distinct questions$", rf"^{RATE} items per second and core"),
    ),
    Case(
        "executor.py",
        "--local --exercises 1",
        (
            r"^work +workers +seconds +speed-up$",
            *(rf"^{work} +local +\d+\.\d\d$" for work in ("generate", "recompute", "compare", "course")),
        ),
    ),
    Case(
        "executor.py",
        "1 --exercises 1",
        tuple(rf"^{work} +1 +\d+\.\d\d +\d+\.\d\d$" for work in ("generate", "recompute", "compare", "course")),
    ),
    Case(
        "intervals.py",
        "--seeds 3 --spreads 0.5 --repetitions 5 --questions 20 --draws 100",
        (r"^20 questions a seed, 5 comparisons", r"^    3    0\.5 +\d+\.0 +\d+\.0 +\d+\.0 +\d+\.0$"),
    ),
    Case(
        "keeping.py",
        "--questions 10 --repetitions 20",
        (r"^questions +10 +last$", r"still learning +0\.\d{3} +0\.800$", r"did harm +0\.\d{3} +0\.700$"),
    ),
    Case(
        "report.py",
        "--skills 12 --examples 24 --rounds 2 --no-browser",
        (
            r"^12 skills, 24 examples, 2 rounds$",
            r"^page +0\.\d*[1-9]\d* MB$",
            rf"^rendered in +{SECONDS}, {GIGABYTES} on top of the record$",
        ),
    ),
    Case(
        "report.py",
        "--skills 12 --examples 24 --rounds 2",
        tuple(rf"^{step} +{SECONDS}$" for step in ("load until drawn", "zoom the graph", "filter the data map")),
    ),
    Case(
        "teacher_client.py",
        "--requests 10 --rounds 1 --beside aiohttp",
        tuple(
            line
            for at_once in (64, 256)
            for line in (
                rf"^10 requests, {at_once} at once, requests/s \(median, range of 1\)$",
                r"^  aiohttp +\d+ +\d+ to \d+ +tutelage/aiohttp \d+\.\d\d$",
                r"^  tutelage +\d+ +\d+ to \d+ +tutelage/tutelage 1\.00$",
            )
        ),
    ),
    Case("teacher_client.py", "--requests 10 --rounds 1", (r"^  openai +\d+ +\d+ to \d+ +tutelage/openai \d",)),
    Case(
        "teacher_client.py",
        "--requests 10 --rounds 1 --faults",
        (
            r"^faultless \d+/s, under faults \d+/s, all 10 answered: \d+\.\d\d$",
            r"^median \d+\.\d\d of the faultless rate$",
        ),
    ),
    Case(
        "marking.py",
        "--kinds tuple,matrix --limit 20 --beside",
        (
            r"^20 cases: \d+ right replies, \d+ wrong ones$",
            *(rf"^{by} +\d+/\d+ +\d+\.\d%  \(.*\) +\d+/\d+" for by in ("tuple", "all", "math-verify alone")),
            r"^lm-eval gsm8k flexible +(\d+/\d+ |not measured: )",
            rf"^slowest answer {SECONDS} of CPU time: ",
            r"^all bounds are kept$",
        ),
    ),
    Case(
        "judge.py",
        "--questions 1 --hostile 4",
        (
            r"^judge scripted, 14 answers; points given once, and twice \(what counts\)$",
            r"^right +9/9 .* 9/9 ",
            r"^hostile +0/12 .* 0/12 ",
            r"^hostile, one point right +4/12 .* 4/12 ",
            r"^hostile answers that get a point: 0/4, 0\.0% ",
            rf"^agrees with itself on 42/42 points, kappa 1\.00 .*; left out 0 points; {SECONDS}$",
        ),
    ),
    Case("marking_cases.py", "--check", (r"^marking\.jsonl: \d,\d{3} cases, as what would be written$",)),
    Case("near_misses.py", "3*x**2-12", (r"^sign +3\*x\*\*2\+12$", r"^exponent +3\*x\*\*3-12$")),
    Case(
        "fuzz.py",
        "--inputs 5 --targets forms,graph",
        (
            r"^target +inputs +worst, s +peak, MB  slowest input$",
            rf"^forms +{RATE} +\d+\.\d\d +{RATE} ",
            rf"^graph +{RATE} +\d+\.\d\d +{RATE} ",
            r"^every input gave a result or a documented error$",
        ),
    ),
)
CASES = (*HEAVY, CHAOS, MEMORY, *LIGHT)

TOGETHER = """
import contextlib, io, json, runpy, sys, traceback

ended = []
for path, *options in json.loads(sys.argv[1]):
    sys.argv = [path, *options]
    code, output, errors = 0, io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            runpy.run_path(path, run_name="__main__")
        except SystemExit as error:
            code = error.code or 0
        except BaseException:
            code = 1
            traceback.print_exc()
    ended.append([code, output.getvalue(), errors.getvalue()])
print(json.dumps(ended))
"""
"""Carries out command lines one after the other, each as if it were alone."""


def process(*command: str, folder: Path) -> Ended:
    done = warm.run(*command, environment={"OMP_NUM_THREADS": "1"}, folder=folder)
    return Ended(done.returncode, done.stdout, done.stderr)


def together(commands: Sequence[Sequence[str]], folder: Path) -> list[Ended]:
    done = process("-c", TOGETHER, json.dumps(commands), folder=folder)
    if done.code:  # not one of them, but all
        return [done] * len(commands)
    return [Ended(*ended) for ended in json.loads(done.output.splitlines()[-1])]


@pytest.fixture(scope="module")
def student(tiny_student: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny student with a chat template, which TRL needs."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from tutelage.student.encoding import short_template

    folder = tmp_path_factory.mktemp("benchmarks") / "student"
    tokenizer = AutoTokenizer.from_pretrained(tiny_student)
    tokenizer.chat_template = short_template(tokenizer)
    tokenizer.save_pretrained(folder)
    AutoModelForCausalLM.from_pretrained(tiny_student).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def ended(student: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Case, Future[Ended]]]:
    """All benchmarks, two at a time."""
    folder = tmp_path_factory.mktemp("work")
    recipe = make_recipe(folder, student)
    pages = folder / "pages"
    pages.mkdir()
    for name, text in PAGES.items():
        (pages / name).write_text(text)
    documents = folder / "documents.yaml"
    documents.write_text(f"name: documents\ndocuments: [pages]\nthreads: 1\nstudent: {{model: {student}}}\n")
    data = folder / "problems.jsonl"
    data.write_text("".join(json.dumps(problem(number)) + "\n" for number in range(5, 25)))

    def command(case: Case) -> list[str]:
        options = case.options.format(student=student, data=data, folder=folder, recipe=recipe, pages=documents)
        return [str(BENCHMARKS / case.file), *options.split()]

    with ThreadPoolExecutor(2) as pool:
        heavy = pool.submit(together, [command(case) for case in HEAVY], folder)
        found = {case: pool.submit(process, *command(case), folder=folder) for case in (CHAOS, MEMORY, *LIGHT)}
        yield found | {
            case: pool.submit(lambda index: heavy.result()[index], index) for index, case in enumerate(HEAVY)
        }
        pool.shutdown(cancel_futures=True)


def problem(number: int) -> dict[str, str]:
    """In the form of GSM8K."""
    bought, left = 2 * number + 2, 2 * number - 1
    return {
        "question": f"Ann has {number} apples, buys {number + 2} more and gives 3 away. How many are left?",
        "answer": f"She has {number}+{number + 2}=<<{number}+{number + 2}={bought}>>{bought} apples.\n"
        f"Then {bought}-3=<<{bought}-3={left}>>{left}.\n#### {left}",
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file} {case.options}")
def test_benchmark_runs_and_prints_what_it_measures(case: Case, ended: dict[Case, Future[Ended]]) -> None:
    code, output, errors = ended[case].result()
    if code == MISSING:
        (line,) = errors.splitlines()
        assert "not installed" in line
        assert not output
        pytest.skip(line)
    assert code == 0, output + errors
    absent = [line for line in case.prints if not re.search(line, output, re.MULTILINE)]
    assert not absent, f"not printed: {absent}\n{output}"


def test_every_benchmark_has_a_smallest_size() -> None:
    files = {path.name for path in BENCHMARKS.glob("*.py")}
    assert files == {case.file for case in CASES}


def test_one_step_cannot_be_measured(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["memory.py", "--steps", "1"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(BENCHMARKS / "memory.py"), run_name="__main__")
    assert ended.value.code == 2
    assert "--steps: at least 2" in capsys.readouterr().err
