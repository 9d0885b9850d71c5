"""What is wrong with a recipe is found before any work, and `run`, `check` and `doctor` say the same."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

import tutelage
from conftest import make_recipe, script
from tutelage.cli import app
from tutelage.config import TARGETS, StudentConfig, load_recipe
from tutelage.errors import EarlierRun, RunError, TeacherError, TutelageError
from tutelage.progress import Quiet
from tutelage.storage.directories import RunDirectory
from tutelage.syllabus import read_syllabus
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.tools import doctor
from tutelage.tools.preflight import preflight

SKILLS = "units: [{name: Numbers, skills: [{id: integer-addition, name: addition}]}]"

WRONG: dict[str, tuple[Mapping[str, Any], str, str]] = {
    "no syllabus": ({"syllabus": "none.yaml"}, "syllabus", "check 'syllabus' in the recipe"),
    "syllabus of another format": ({"syllabus": "notes.odt"}, "syllabus", "unknown format"),
    "syllabus with a cycle": ({"syllabus": "cycle.yaml"}, "syllabus", "cycle"),
    "stranger among the needs": ({"syllabus": "stranger.yaml"}, "syllabus", "did you mean"),
    "unknown teacher": ({"teacher": {"kind": "embeded"}}, "teacher", "did you mean 'embedded'"),
    "unknown subject": ({"teacher": {"subject": "alchemy"}}, "teacher", "'alchemy'"),
    "unknown skill": ({"syllabus": "gold.yaml"}, "teacher", "does not know the skill 'gold'"),
    "no key": ({"teacher": {"kind": "openai", "model": "m", "key_variable": "NO_SUCH_KEY"}}, "teacher", "NO_SUCH_KEY"),
    "no folder of prompts": (
        {"teacher": {"kind": "openai", "model": "m", "base_url": "http://localhost:1/v1", "prompts": "none"}},
        "teacher",
        "no folder of prompts",
    ),
    "no benchmark": ({"course": {"checks": {"benchmarks": ["none.jsonl"]}}}, "benchmarks", "none.jsonl"),
    "benchmark without questions": ({"course": {"checks": {"benchmarks": ["rows.jsonl"]}}}, "benchmarks", "line 1"),
    "no exercises of one's own": ({"course": {"also": ["none.jsonl"]}}, "course.also", "no exercises at"),
    "no exercises in the file": ({"course": {"also": ["rows.jsonl"]}}, "course.also", "rows.jsonl line 1"),
    "exercises that are no text": ({"course": {"also": ["bytes.jsonl"]}}, "course.also", "not UTF-8 text"),
    "no exam of one's own": ({"exam": {"questions": "none.jsonl"}}, "exam.questions", "no exam at"),
    "no questions in the exam": (
        {"exam": {"questions": "rows.jsonl"}},
        "exam.questions",
        "line 1: unknown",
    ),
    "an exam without an answer": (
        {"exam": {"questions": "half.jsonl"}},
        "exam.questions",
        "half.jsonl line 2",
    ),
    "an exam about other skills": ({"exam": {"questions": "other.jsonl"}}, "exam.questions", "called 'substraction'"),
    "misspelt student": ({"student": "./none"}, "student", "check the path"),
    "student folder without a model": (
        {"student": "empty"},
        "student",
        "empty is a folder without a model",
    ),
    "student that is nowhere": ({"student": "some/student"}, "student", "check the spelling"),
    "student with a broken configuration": ({"student": "broken"}, "student", "broken: its config.json cannot be used"),
    "student with a template that fills the memory": ({"student": "hangs"}, "student", "MiB of memory"),
    "student with a template without an end mark": ({"student": "endless"}, "student", "generation does not stop"),
    "student without an embedding for its mark": ({"student": "short"}, "student", "beyond the 100 embeddings"),
    "tracker that is not installed": ({"report_to": ["wandb"]}, "report_to", "wandb"),
    "no vLLM": ({"exam": {"backend": "vllm"}}, "exam", "vllm"),
    "no Ray": ({"course": {"executor": "ray"}}, "executor", "Ray"),
    "no general text to rehearse": (
        {"reading": {"replay_share": 0.2, "replay": ["none.txt"]}},
        "reading.replay",
        "no general text at",
    ),
    "no general text to measure": ({"forgetting": {"texts": ["none.txt"]}}, "forgetting", "none.txt"),
    "no questions to measure": (
        {"forgetting": {"enabled": True, "choices": ["none.jsonl"]}},
        "forgetting",
        "none.jsonl",
    ),
    "no general text to rehearse in practice": (
        {"practice": {"rehearsal": {"share": 0.1, "texts": ["none.txt"]}}},
        "practice.rehearsal.texts",
        "none.txt",
    ),
    "no documents": ({"documents": ["none"]}, "documents", "no document"),
    "documents without text": ({"documents": ["empty"]}, "documents", "empty"),
    "documents about something else": ({"documents": ["page.md"]}, "teacher", "no skill of the syllabus has a passage"),
    "skills that the teacher cannot split": (
        {"syllabus": [], "documents": ["page.md"], "graph": {"decompose": {"enabled": True}}},
        "graph.decompose",
        "cannot split skills",
    ),
    "rewrites without a language model": (
        {"syllabus": [], "documents": ["page.md"], "course": {"rewrites": 2}},
        "course.rewrites",
        "language model",
    ),
    "a judge without a key": (
        {"teacher": {"judge": {"kind": "openai", "model": "m", "key_variable": "NO_SUCH_KEY"}}},
        "teacher.judge",
        "NO_SUCH_KEY",
    ),
    "a solver of an unknown kind": ({"teacher": {"solver": {"kind": "opena"}}}, "teacher.solver", "did you mean"),
    "a check that nobody can carry out": ({"course": {"checks": {"solutions": 2}}}, "teacher", "solution"),
    "a language that is not known": ({"course": {"language": "xx"}}, "course.language", "xx"),
    "an exam that nobody can mark": ({"exam": {"questions": "open.jsonl"}}, "exam.questions", "rubric"),
    "a probe for answers that asks for none": (
        {"adapt": {"target": "gaps", "probe": 0}},
        "adapt.target",
        "leave adapt.probe out",
    ),
    "a quantised student that is sharded": (
        {"student": {"quantise": "nf4"}, "launch": {"strategy": "fsdp2", "processes": 2}},
        "student",
        "cannot be sharded",
    ),
    "folder of something else": ({"run_dir": "full"}, "run folder", "holds files but no run"),
    "folder that is a file": ({"run_dir": "rows.jsonl/run"}, "run folder", "cannot write to the run folder"),
}
"""What is wrong -> the recipe's keys, the part that is named, and words of the message."""
MISWRITTEN: dict[str, tuple[Mapping[str, Any], str]] = {
    "unknown key": ({"curse": {}}, "curse"),
    "too large a share of forms": ({"course": {"held_out_forms": 0.9}}, "course.held_out_forms"),
    "too many rewrites": ({"course": {"rewrites": 64}}, "course.rewrites"),
    "a form that there is not": ({"course": {"forms": ["sonnet"]}}, "course.forms"),
    "a trial that says nothing": ({"course": {"checks": {"trial": 2}}}, "course.checks.trial"),
    "an unknown target": ({"adapt": {"target": "gap"}}, "adapt.target"),
    "an unknown rule": ({"dynamics": {"rule": "papper"}}, "dynamics.rule"),
    "mastery in per cent": ({"adapt": {"mastered": 75}}, "adapt.mastered"),
    "a probe of less than nothing": ({"adapt": {"probe": -1}}, "adapt.probe"),
    "mastery of another kind": ({"adapt": {"mastery": "total"}}, "adapt.mastery"),
    "review that is no number": ({"practice": {"review": "often"}}, "practice.review"),
    "nothing to rehearse": ({"practice": {"rehearsal": {"share": 0.1, "self": False}}}, "practice.rehearsal"),
    "the best of no exam": ({"practice": {"keep": "best"}, "exam": {"development": 0}}, "practice.keep"),
    "a later rate under one schedule": ({"practice": {"later_learning_rate": 1e-4}}, "later_learning_rate"),
    "a gate without conditions": (
        {"gate": dict.fromkeys(("exam_gain", "perplexity", "panel", "leakage", "missing"), False)},
        "gate",
    ),
    "an empty condition": ({"gate": {"panel": None}}, "gate.panel"),
    "a role beside the writer": ({"teacher": {"writer": {"kind": "embedded"}, "kind": "embedded"}}, "teacher"),
    "a budget without prices": ({"teacher": {"kind": "openai", "model": "m", "budget": {"usd": 5}}}, "teacher"),
    "documents that are no path": ({"documents": {"folder": "pages"}}, "documents"),
    "a system prompt of blanks": ({"student": {"system": "  "}}, "student.system"),
    "an option that is given already": ({"student": {"template_options": {"messages": 1}}}, "template_options"),
    "uneven batches": ({"launch": {"processes": 3}, "practice": {"batch_size": 4}}, "batch_size"),
}
"""What is written wrongly -> the recipe's keys, and the key that is named."""
ANSWERS = "{% for m in messages %}{{ m.role + ': ' + m.content + '\n' }}{% endfor %}"
ENDED = ANSWERS.replace("'\n'", "eos_token")
FAULTY: dict[str, tuple[str, Callable[[str], str]]] = {
    "broken": ("config.json", lambda text: text[:40]),
    "hangs": ("chat_template.jinja", lambda _: ENDED + "{% if messages|length > 3 %}{{ 'a' * 3000000000 }}{% endif %}"),
    "endless": ("chat_template.jinja", lambda _: ANSWERS),
    "short": ("config.json", lambda text: json.dumps(json.loads(text) | {"vocab_size": 100})),
}
"""Folder of a student -> one of its files, and what becomes of its text."""


@pytest.fixture
def write(tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Mapping[str, Any]], Path]:
    """Writes a recipe into a folder with files that are not what a recipe needs."""
    monkeypatch.chdir(tmp_path)
    for name in ("wandb", "vllm", "ray"):
        monkeypatch.setattr(f"tutelage.{MODULES[name]}", hide(name))
    (tmp_path / "gold.yaml").write_text(SKILLS.replace("integer-addition", "gold"))
    (tmp_path / "cycle.yaml").write_text(
        "units: [{name: N, skills: [{id: a, name: a, needs: [b]}, {id: b, name: b, needs: [a]}]}]"
    )
    (tmp_path / "stranger.yaml").write_text(
        "units: [{name: N, skills: [{id: adding, name: adding}, {id: b, name: b, needs: [addin]}]}]"
    )
    (tmp_path / "notes.odt").write_text("notes")
    (tmp_path / "rows.jsonl").write_text('{"row": 1}\n')
    (tmp_path / "half.jsonl").write_text('{"question": "1 + 1?", "answer": "2"}\n{"question": "1 + 2?"}\n')
    (tmp_path / "other.jsonl").write_text('{"question": "3 - 1?", "answer": "2", "skill": "substraction"}\n')
    (tmp_path / "open.jsonl").write_text(
        '{"question": "Why?", "answer": "Because.", "rubric": [{"text": "A reason."}]}\n'
    )
    (tmp_path / "page.md").write_text("# Leave\n\nA trip of 8 hours pays 12 euros.\n")
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe{}\n")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear")
    (tmp_path / "empty").mkdir()

    def made(changes: Mapping[str, Any]) -> Path:
        student = changes.get("student", tiny_student)
        rest = {key: value for key, value in changes.items() if key != "student"}
        if isinstance(student, Mapping):
            recipe = make_recipe(tmp_path, tiny_student, **rest)
            written = yaml.safe_load(recipe.read_text())
            written["student"] |= student
            recipe.write_text(yaml.safe_dump(written))
        else:
            spoil(tmp_path / str(student), tiny_student)
            recipe = make_recipe(tmp_path, student, **rest)
        (tmp_path / "syllabus.yaml").write_text(SKILLS)
        return recipe

    return made


def spoil(folder: Path, student: Path) -> None:
    """Make a copy of a student with the fault that its name stands for."""
    if folder.name in FAULTY:
        file, change = FAULTY[folder.name]
        shutil.copytree(student, folder)
        old = (folder / file).read_text() if (folder / file).is_file() else ""
        (folder / file).write_text(change(old))


MODULES = {
    "wandb": "training.schedule.find_spec",
    "vllm": "student.vllm.importlib.util.find_spec",
    "ray": "executor.find_spec",
}


def hide(name: str) -> Callable[..., Any]:
    """Finds every package but this one."""
    import importlib.util

    real = importlib.util.find_spec

    def found(wanted: str, *rest: Any) -> Any:
        return None if wanted == name else real(wanted, *rest)

    return found


@pytest.mark.parametrize("name", WRONG)
def test_run_check_and_doctor_agree(name: str, write: Callable[[Mapping[str, Any]], Path], tmp_path: Path) -> None:
    changes, what, words = WRONG[name]
    path = write(changes)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(TutelageError) as refused:
        tutelage.run(path, progress=Quiet())
    assert words in str(refused.value)
    checked = CliRunner().invoke(app, ["check", str(path)])
    assert str(checked.exception) == str(refused.value)
    assert type(checked.exception) is type(refused.value)
    (bad,) = [finding for finding in doctor.check_recipe(load_recipe(path)) if finding.state == "bad"]
    assert bad.what == what
    assert str(refused.value) in (bad.found, f"{what}: {bad.found}")
    assert not bad.found.startswith(f"{what}:"), "the key stands beside it"
    (problem,) = preflight(load_recipe(path)).problems
    assert not re.match(rf"{re.escape(what)}: {re.escape(what)}[.:]", problem.line), "no key twice"
    assert sorted(tmp_path.rglob("*")) == before, "nothing is written"


@pytest.mark.parametrize("name", MISWRITTEN)
def test_what_is_miswritten_is_refused_in_the_same_words(
    name: str, write: Callable[[Mapping[str, Any]], Path], tmp_path: Path
) -> None:
    changes, key = MISWRITTEN[name]
    path = write(changes)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(TutelageError) as refused:
        tutelage.run(path, progress=Quiet())
    assert key in str(refused.value)
    assert "\n" not in str(refused.value)
    for command in ("run", "check", "doctor", "course", "preview", "plan"):
        asked = CliRunner().invoke(app, [command, str(path)])
        assert str(asked.exception) == str(refused.value), command
        assert type(asked.exception) is type(refused.value), command
    assert sorted(tmp_path.rglob("*")) == before, "nothing is written"


def test_all_that_is_wrong_is_said_at_once(write: Callable[[Mapping[str, Any]], Path]) -> None:
    path = write({"syllabus": "none.yaml", "report_to": ["wandb"], "run_dir": "full"})
    found = preflight(load_recipe(path))
    assert [problem.what for problem in found.problems] == ["syllabus", "report_to", "run folder"]
    with pytest.raises(type(found.problems[0].error), match="2 more to fix: 'tutelage check' lists all"):
        tutelage.run(path, progress=Quiet())
    with pytest.raises(TutelageError, match="no syllabus"):
        tutelage.make_course(path, progress=Quiet())
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == 2
    assert [line.partition(":")[0] for line in result.stderr.splitlines()[:3]] == [
        "syllabus",
        "report_to",
        "run folder",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (  # the recipe's own mistake hides nothing else
            {"practice": {"round": 2}, "syllabus": "none.yaml", "report_to": ["wandb"]},
            [("recipe", "did you mean 'rounds'"), ("syllabus", "no syllabus at"), ("report_to", "wandb")],
        ),
        ({"practise": {"rounds": 2}, "syllabus": "cycle.yaml"}, [("recipe", "'practise'"), ("syllabus", "cycle")]),
        (  # sections that are right by themselves, and do not go together
            {"launch": {"processes": 3}, "practice": {"batch_size": 4}, "syllabus": "none.yaml"},
            [("recipe", "batch_size"), ("syllabus", "no syllabus at")],
        ),
        (  # one syllabus hides neither the other nor the documents, the teacher and the files
            {
                "syllabus": ["none.yaml", "notes.odt"],
                "documents": ["none"],
                "teacher": {"subject": "alchemy"},
                "course": {"also": ["none.jsonl"]},
                "exam": {"questions": "none.jsonl"},
            },
            [
                ("syllabus", "no syllabus at"),
                ("syllabus", "unknown format"),
                ("documents", "no documents at"),
                ("teacher", "'alchemy'"),
                ("course.also", "none.jsonl"),
                ("exam.questions", "none.jsonl"),
            ],
        ),
        (
            {"syllabus": "none.yaml", "teacher": {"kind": "openai", "model": "m", "key_variable": "NO_SUCH_KEY"}},
            [("syllabus", "no syllabus at"), ("teacher", "NO_SUCH_KEY")],
        ),
    ],
)
def test_no_mistake_hides_another(
    changes: Mapping[str, Any], said: list[tuple[str, str]], write: Callable[[Mapping[str, Any]], Path]
) -> None:
    path = write(changes)
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == 2
    found = json.loads(CliRunner().invoke(app, ["check", str(path), "--json"]).stdout)["problems"]
    lines = result.stderr.splitlines()
    assert [(line.partition(":")[0], problem["what"]) for line, problem in zip(lines, found, strict=False)] == [
        (what, what) for what, _ in said
    ]
    for line, problem, (_, words) in zip(lines, found, said, strict=False):
        assert words in line
        assert words in problem["error"]
    assert f"{len(said)} problems, listed above" in lines[len(said)]


@pytest.mark.parametrize(
    "changes",
    [
        {"teacher": {"kind": "openai", "model": "m", "modl": "n"}, "syllabus": "gold.yaml"},
        {"techer": {"kind": "openai", "model": "m", "base_url": "http://localhost:1/v1"}, "syllabus": "gold.yaml"},
        {"graph": {"cycle": "drop"}, "syllabus": "cycle.yaml"},
    ],
)
def test_nothing_is_said_that_rests_on_what_could_not_be_read(
    changes: Mapping[str, Any], write: Callable[[Mapping[str, Any]], Path]
) -> None:
    path = write(changes)
    checked = CliRunner().invoke(app, ["check", str(path)])
    with pytest.raises(TutelageError) as refused:
        load_recipe(path)
    assert str(checked.exception) == str(refused.value)


def test_a_recipe_that_is_none_is_one_problem(tmp_path: Path) -> None:
    for text in ("name: [", "- 1", "units: []", "name: x", "1: 2"):
        (tmp_path / "recipe.yaml").write_text(text)
        checked = CliRunner().invoke(app, ["check", str(tmp_path / "recipe.yaml")])
        assert isinstance(checked.exception, TutelageError), text
    assert "KEY=VALUE" in str(
        CliRunner().invoke(app, ["check", str(tmp_path / "recipe.yaml"), "--set", "rounds"]).exception
    )


def test_a_syllabus_with_several_strangers_says_how_many(tmp_path: Path) -> None:
    path = tmp_path / "stranger.yaml"
    path.write_text("units: [{name: N, skills: [{id: adding, name: adding}, {id: b, name: b, needs: [addin, c, d]}]}]")
    with pytest.raises(
        TutelageError, match=r"did you mean 'adding'.*\(2 more like it: 'tutelage graph check .*lists all"
    ):
        read_syllabus(path)


def test_a_good_recipe_is_good_everywhere(write: Callable[[Mapping[str, Any]], Path], tmp_path: Path) -> None:
    path = write({})
    assert not preflight(load_recipe(path)).problems
    assert CliRunner().invoke(app, ["check", str(path)]).exit_code == 0
    assert all(finding.state == "ok" for finding in doctor.check_recipe(load_recipe(path)))


def test_check_says_what_it_did_not_ask(write: Callable[[Mapping[str, Any]], Path]) -> None:
    path = write({"teacher": {"kind": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1"}})
    shown = " ".join(CliRunner().invoke(app, ["check", str(path)]).stdout.split())
    assert "nothing was sent: whether http://127.0.0.1:9/v1 answers, 'tutelage doctor" in shown


def test_another_recipe_over_a_run_is_refused_by_all(finished_run: Path, tmp_path: Path, tiny_student: Path) -> None:
    recipe = load_recipe(make_recipe(tmp_path, tiny_student, seed=5))
    with RunDirectory(recipe):
        pass
    other = make_recipe(tmp_path, tiny_student, seed=6)
    with pytest.raises(RunError, match="seed: 5 -> 6"):
        tutelage.run(other, teacher=ScriptedTeacher(script), progress=Quiet())
    (problem,) = preflight(load_recipe(other), teacher=ScriptedTeacher(script)).problems
    assert "seed: 5 -> 6" in str(problem.error)
    assert not preflight(load_recipe(other), teacher=ScriptedTeacher(script), fresh=True).problems


def test_a_run_of_the_first_edition_is_refused_in_one_line(tmp_path: Path, tiny_student: Path) -> None:
    path = make_recipe(tmp_path, tiny_student)
    with RunDirectory(load_recipe(path)) as directory:
        config = directory.path / "config.yaml"
        config.write_text("# syllabus sha256 a\n" + config.read_text().split("\n", 2)[2])
    refusal = r"was begun by Tutelage 0\.1, whose runs this version does not read"
    with pytest.raises(EarlierRun, match=refusal):
        tutelage.open_run(directory.path)
    with pytest.raises(EarlierRun, match=refusal):
        tutelage.run(path, teacher=ScriptedTeacher(script))


@pytest.mark.parametrize(
    ("teacher", "says"),
    [
        (object(), "has no method 'answer'"),
        (ScriptedTeacher, "is the class ScriptedTeacher: pass an instance"),
        (type("Half", (), {"answer": print})(), "has no method 'combinations'"),
        (type("Odd", (), {"answer": print, "combinations": print, "checks": None})(), "NoneType"),
    ],
)
def test_what_is_no_teacher_is_refused_before_any_work(
    teacher: Any, says: str, tmp_path: Path, tiny_student: Path
) -> None:
    with pytest.raises(TeacherError, match=says):
        tutelage.run(make_recipe(tmp_path, tiny_student), teacher=teacher, progress=Quiet())
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("first", "named"), [("# syllabus sha256 a\n", "Tutelage 0.1"), ("# tutelage run 2\n", "another version")]
)
def test_every_command_refuses_a_run_of_another_version(
    first: str, named: str, finished_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = tmp_path / "run"
    shutil.copytree(finished_run, run)
    config = run / "config.yaml"
    config.write_text(first + config.read_text().split("\n", 2)[2])
    monkeypatch.chdir(tmp_path)
    for command in (
        *("leakage run", "export run --to hf", "compare run run", "compare run:base run:round-1", "graph show run"),
        *("graph check run", "eval run", "ask run question", "watch run"),
    ):
        result = CliRunner().invoke(app, command.split())
        assert isinstance(result.exception, EarlierRun), command
        assert f"was begun by {named}" in str(result.exception), command


def test_a_run_is_read_without_the_target_that_it_was_made_with(
    finished_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {name: where for name, where in TARGETS.shipped.items() if name != "failures"}
    monkeypatch.setattr(TARGETS, "shipped", others)
    assert tutelage.open_run(finished_run).recipe["adapt"]["target"] == "failures"
    with pytest.raises(TutelageError, match="unknown adaptation target 'failures'"):
        load_recipe(finished_run / "config.yaml")


def test_all_weights_need_room_for_their_checkpoints(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=2**30))
    said = {}
    made = load_recipe(make_recipe(tmp_path, Path("x")))
    for student in (StudentConfig(adapter="lora"), StudentConfig()):
        found = preflight(made.model_copy(update={"student": student}), progress=Quiet())
        said[student.adapter] = [str(problem.error) for problem in found.problems]
    assert not [text for text in said["lora"] if "MiB" in text]
    assert [text for text in said[None] if re.search(r"only 1,024 MiB are free .* needs at least [\d,]{5,} MiB", text)]
