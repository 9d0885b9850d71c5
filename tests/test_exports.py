"""Exports: what other tools read is what the run holds, constructed errors apart; nothing is overwritten."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

import tutelage
from conftest import with_end_mark
from tutelage.cli import app
from tutelage.exports import SHIPPED, hub
from tutelage.records import RunRecord
from tutelage.storage.directories import RunDirectory
from tutelage.tools.conversations import read_data


@pytest.fixture(scope="module")
def record(finished_run: Path) -> RunRecord:
    return tutelage.open_run(finished_run)


@pytest.fixture(scope="module")
def exported(finished_run: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every export of data, by format."""
    folder = tmp_path_factory.mktemp("exports")
    return {
        to: tutelage.export(finished_run, to, folder / to).folder
        for to in SHIPPED
        if to not in ("ollama", "gguf", "verifiers", "dpo")
    }


def right(record: RunRecord) -> list[str]:
    """Ids of the final training set, without constructed errors."""
    return [w.exercise.id for w in record.rounds[-1].training_set if not w.exercise.misconception]


def load(folder: Path, config: str, split: str, cache: Path) -> Any:
    from datasets import load_dataset

    return load_dataset(str(folder), config, split=split, cache_dir=str(cache))


def test_datasets_reads_all_four_parts(exported: dict[str, Path], record: RunRecord, tmp_path: Path) -> None:
    exercises = load(exported["hf"], "exercises", "train", tmp_path)
    assert sorted(exercises["id"]) == sorted(right(record))
    assert len(exercises) > len(record.course.exercises)
    by_id = {w.exercise.id: w for w in record.rounds[-1].training_set}
    for row in exercises:
        item = by_id[row["id"]]
        assert row["messages"] == [message.turn() for message in item.exercise.messages]
        assert (row["answer"], row["weight"]) == (item.exercise.answer, item.weight)
    assert {"easy", "hard", "ambiguous", "error", ""} >= set(exercises["category"]) != {""}
    exam = load(exported["hf"], "exam", "test", tmp_path)
    assert sorted(exam["id"]) == sorted(question.id for question in record.course.exam)
    textbook = load(exported["hf"], "textbook", "train", tmp_path)
    assert textbook["skill"] == ["one-step", "two-steps", "leap"]
    graph = load(exported["hf"], "graph", "train", tmp_path)
    assert graph["prerequisites"] == [[], ["one-step"], ["two-steps"]]
    assert graph["reasons"][2] == ["a leap is two steps at once"]


def test_no_constructed_error_is_exported(exported: dict[str, Path], record: RunRecord) -> None:
    wrong = [m.solution for m in record.course.misconceptions]
    assert len(wrong) == 6
    for to in ("llamafactory", "axolotl", "lm-eval"):
        if to in exported:
            text = "".join(path.read_text() for path in exported[to].glob("*.jsonl"))
            assert len(text) > 1000
            assert not [solution for solution in wrong if solution in text]


def test_card_has_the_metadata_of_the_hub(exported: dict[str, Path], record: RunRecord) -> None:
    from huggingface_hub import DatasetCard

    card = DatasetCard.load(exported["hf"] / "README.md")
    assert card.data.license == "apache-2.0"
    assert [config["config_name"] for config in card.data.to_dict()["configs"]] == [
        *("textbook", "exercises", "exam", "graph")
    ]
    assert f"| `exam` | {len(record.course.exam)} |" in card.text
    assert "6 constructed errors" in card.text


HOSTILE = [
    "](http://x) [a](http://x) ![b](http://x/y.png) <http://x>",
    "<script>alert(1)</script> <!-- & <img src=x>",
    "a\n\n# heading\n\n- item\n\n| a | b |\n| - | - |",
    "a\n---\nlicense: mit\n---\n\n# heading",
    "`](http://x) ``` <script>\n```\n# heading",
    "``",
    "a\u2028# heading\r\n---\r\nlicense: mit\u202e",
]


def shape(text: str) -> tuple[list[str], list[str], list[str]]:
    """Elements of a Markdown text, its code spans, and where its links go."""
    from markdown_it import MarkdownIt

    blocks = MarkdownIt("commonmark").enable("table").parse(text)
    tokens = [inner for block in blocks for inner in (block, *(block.children or ()))]
    links = [str(token.attrs[key]) for token in tokens for key in ("href", "src") if key in token.attrs]
    return [token.type for token in tokens], [token.content for token in tokens if token.type == "code_inline"], links


def hub_card(record: RunRecord, name: str, teacher: dict[str, str], student: str, folder: Path) -> Any:
    """The card of a run whose names are all somebody else's, as the hub reads it."""
    from huggingface_hub import DatasetCard

    from tutelage.exports.card import dataset_card
    from tutelage.exports.material import gather_material

    recipe = record.recipe | {"teacher": teacher, "student": record.recipe["student"] | {"model": student}}
    skills = tuple(skill.model_copy(update={"name": name}) for skill in record.graph.skills)
    graph = record.graph.model_copy(update={"skills": skills})
    material = gather_material(record.model_copy(update={"name": name, "recipe": recipe, "graph": graph}))
    counts = dict.fromkeys(("textbook", "exercises", "exam", "graph"), 3)
    path = folder / "README.md"
    path.write_text(dataset_card(material, counts, {"exam": ("test", "exam/test.parquet")}))
    return DatasetCard.load(path)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("field", ["subject", "model", "kind"])
def test_names_in_a_card_stay_names(hostile: str, field: str, record: RunRecord, tmp_path: Path) -> None:
    def teacher(text: str) -> dict[str, str]:
        return {"kind": "openai" if field == "model" else "embedded", field: text}

    plain = hub_card(record, "plain", teacher("plain"), "plain", tmp_path)
    made = hub_card(record, hostile, teacher(hostile), hostile, tmp_path)
    (elements, spans, links), (elements_of_plain, spans_of_plain, links_of_plain) = shape(made.text), shape(plain.text)
    assert elements == elements_of_plain
    assert links == links_of_plain
    assert spans_of_plain.count("plain") == 3
    one_line = " ".join(re.sub("[\r\n\u2028\u202e]", " ", hostile).split())
    assert [span.strip() for span in spans] == [one_line if span == "plain" else span for span in spans_of_plain]
    found, expected = made.data.to_dict(), plain.data.to_dict()
    assert found.pop("pretty_name") == hostile
    assert expected.pop("pretty_name") == "plain"
    assert found == expected


def test_what_a_language_model_wrote_has_no_licence_of_ours(record: RunRecord) -> None:
    from tutelage.exports.card import licences
    from tutelage.exports.material import gather_material

    recipe = record.recipe | {"teacher": {"kind": "openai", "model": "some-model"}}
    assert licences(gather_material(record.model_copy(update={"recipe": recipe}))) == ["unknown"]


@pytest.mark.parametrize("to", ["llamafactory", "axolotl"])
def test_training_data_reads_as_conversations(exported: dict[str, Path], record: RunRecord, to: str) -> None:
    found = read_data(exported[to] / "exercises.jsonl")
    assert found.formats == {"messages": len(right(record))}
    assert found.bad == ()
    sections = [json.loads(line)["text"] for line in (exported[to] / "textbook.jsonl").read_text().splitlines()]
    assert len(sections) == 6
    assert sections[0].startswith("One step. About one step.")


@pytest.mark.parametrize(("to", "key"), [("llamafactory", "model_name_or_path"), ("axolotl", "base_model")])
def test_a_student_of_this_machine_is_named_as_one(
    exported: dict[str, Path], record: RunRecord, tiny_student: Path, to: str, key: str
) -> None:
    from tutelage.exports.material import gather_material

    for stage in ("reading", "practice"):
        text = (exported[to] / f"{stage}.yaml").read_text()
        assert yaml.safe_load(text)[key] == str(tiny_student)
        assert text.startswith("# The student is named by its folder here: change that")
    student = {**record.recipe["student"], "model": "smollm2-135m-instruct"}
    material = gather_material(record.model_copy(update={"recipe": record.recipe | {"student": student}}))
    assert material.base == "HuggingFaceTB/SmolLM2-135M-Instruct"


def test_llamafactory_names_files_and_columns_that_are_there(exported: dict[str, Path]) -> None:
    folder = exported["llamafactory"]
    info = json.loads((folder / "dataset_info.json").read_text())
    for stage, dataset in (("reading", "tiny_textbook"), ("practice", "tiny_exercises")):
        recipe = yaml.safe_load((folder / f"{stage}.yaml").read_text())
        assert recipe["dataset"] == dataset
        described = info[recipe["dataset"]]
        row = json.loads((folder / described["file_name"]).read_text().splitlines()[0])
        for column in described["columns"].values():
            assert column in row
    assert yaml.safe_load((folder / "practice.yaml").read_text())["adapter_name_or_path"] == "saves/reading"


def test_llamafactorys_own_parser_reads_it(exported: dict[str, Path]) -> None:
    parser = pytest.importorskip("llamafactory.data.parser")
    found = parser.get_dataset_list(["tiny_textbook", "tiny_exercises"], str(exported["llamafactory"]))
    assert [(a.load_from, a.formatting, a.prompt, a.messages) for a in found] == [
        ("file", "alpaca", "text", None),
        ("file", "sharegpt", None, "messages"),
    ]


@pytest.mark.parametrize("stage", ["reading", "practice"])
def test_axolotls_own_schema_takes_the_recipe(exported: dict[str, Path], stage: str) -> None:
    schema = pytest.importorskip("axolotl.utils.schemas.config")
    recipe = yaml.safe_load((exported["axolotl"] / f"{stage}.yaml").read_text())
    assert not recipe.keys() - schema.AxolotlInputConfig.model_fields.keys()
    read = schema.AxolotlInputConfig.model_validate(recipe)
    assert read.datasets[0].type == recipe["datasets"][0]["type"]


def test_recipes_carry_the_template_of_the_training(record: RunRecord, tiny_student: Path, tmp_path: Path) -> None:
    from tutelage.exports import axolotl, llamafactory
    from tutelage.exports.material import gather_material
    from tutelage.exports.trainers import training_stages
    from tutelage.student.encoding import PLAIN_TEMPLATE, SHORT_TEMPLATE

    def templates(choice: str, **student: str) -> tuple[Any, Any]:
        student = record.recipe["student"] | {"chat_template": choice} | student
        material = gather_material(record.model_copy(update={"recipe": record.recipe | {"student": student}}))
        practice = training_stages(material)[-1]
        factory = llamafactory.stage_settings(material, practice)
        return axolotl.stage_settings(material, practice).get("chat_template_jinja"), factory.get("template")

    assert templates("short") == (SHORT_TEMPLATE, "chatml")
    assert templates("own") == (None, None)
    base = with_end_mark(tiny_student, tmp_path / "base", "<eos>", "<bos>")
    assert templates("auto", model=str(base)) == ("{{ bos_token }}" + PLAIN_TEMPLATE, None)


def test_a_run_by_a_rule_and_a_target_of_packages_that_are_gone_is_exported(record: RunRecord) -> None:
    from tutelage.exports.material import gather_material

    recipe = record.recipe | {
        "dynamics": {**record.recipe["dynamics"], "rule": "top-tenth"},
        "adapt": {**record.recipe["adapt"], "target": "of-somebody"},
    }
    material = gather_material(record.model_copy(update={"recipe": recipe}))
    assert material.recipe.dynamics.rule == "top-tenth"


def test_only_a_course_can_be_exported_as_data(finished_run: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    for stage in ("graph", "course"):
        shutil.copytree(finished_run / stage, run / stage)
    shutil.copy(finished_run / "config.yaml", run)
    made = tutelage.export(run, "hf", tmp_path / "out")
    assert len(load(made.folder, "exercises", "train", tmp_path / "cache")) == 18


def test_unfinished_run_is_refused(finished_run: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    shutil.copytree(finished_run, run)
    (run / "report.html").unlink()
    shutil.rmtree(run / "round-2")
    with pytest.raises(ValueError, match=r"is not finished \(done: graph, course, .*resume it with 'tutelage run'"):
        tutelage.export(run, "hf", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_is_no_run_or_no_format_is_told(finished_run: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no run: give the folder of one"):
        tutelage.export(tmp_path, "hf")
    with pytest.raises(ValueError, match="choose from hf, llamafactory"):
        tutelage.export(finished_run, "onnx")
    with pytest.raises(ValueError, match="only an export to hf or ollama or gguf can be pushed"):
        tutelage.export(finished_run, "axolotl", tmp_path / "out", push="me/course")


def test_nothing_is_overwritten_or_left_half_done(
    finished_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    (target / "letter.txt").write_text("keep me")
    with pytest.raises(ValueError, match="exists and was not changed"):
        tutelage.export(finished_run, "hf", target)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match="cannot write to"):
        tutelage.export(finished_run, "hf", tmp_path / "file" / "out")

    def fail(*_: object) -> str:
        raise RuntimeError("disk on fire")

    monkeypatch.setattr(hub, "FORM", hub.FORM._replace(write=fail))
    with pytest.raises(RuntimeError):
        tutelage.export(finished_run, "hf", tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "mine"]


def test_push_says_what_is_missing_and_keeps_the_export(
    finished_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN_PATH", str(tmp_path / "no-token"))
    monkeypatch.delenv("HF_TOKEN", raising=False)
    with pytest.raises(ValueError, match=r"'me/a/b' is not the name of a repository: give USER/NAME"):
        tutelage.export(finished_run, "hf", tmp_path / "out", push="me/a/b")
    assert not (tmp_path / "out").exists()
    with pytest.raises(ValueError, match=r"no token for the hub: run 'hf auth login'.*kept in"):
        tutelage.export(finished_run, "hf", tmp_path / "out", push="me/course")
    assert (tmp_path / "out" / "README.md").is_file()
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    with pytest.raises(ValueError, match="HF_HUB_OFFLINE is set") as told:
        tutelage.export(finished_run, "hf", tmp_path / "out-2", push="me/course")
    assert "hf_secret" not in str(told.value)
    assert not any(b"hf_secret" in path.read_bytes() for path in (tmp_path / "out-2").rglob("*") if path.is_file())


def test_hub_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("a course")
    code = (
        "import sys\nfrom pathlib import Path\nfrom tutelage.exports.upload import push\n"
        "try: push(Path(sys.argv[1]), 'me/course')\nexcept ValueError as error: print(error)"
    )
    nowhere = {"HF_HUB_OFFLINE": "0", "HF_ENDPOINT": "http://127.0.0.1:9", "HF_TOKEN": "hf_secret"}
    result = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        env=os.environ | nowhere,
        check=True,
    )
    assert result.stdout.startswith("cannot reach the hub (ConnectError); the export is kept in")
    assert "hf_secret" not in result.stdout + result.stderr


def test_an_export_to_nothing_names_the_choices(finished_run: Path) -> None:
    result = CliRunner().invoke(app, ["export", str(finished_run)])
    assert "--to is missing: name the other tool, hf, llamafactory," in str(result.exception)


def test_command_writes_to_a_folder_of_its_own(
    finished_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["export", os.path.relpath(finished_run), "--to", "llamafactory"])
    assert result.exit_code == 0, result.output
    assert "Written to exports/tiny-llamafactory" in result.output
    assert all(len(line) <= 80 for line in result.output.splitlines())
    assert (tmp_path / "exports" / "tiny-llamafactory" / "dataset_info.json").is_file()


def test_open_run_is_what_run_returned(tmp_path: Path, tiny_student: Path) -> None:
    from conftest import make_recipe, script
    from tutelage.progress import Quiet
    from tutelage.teacher.protocol import name_of
    from tutelage.teacher.scripted import ScriptedTeacher

    recipe = make_recipe(tmp_path, tiny_student, practice={"rounds": 1, "epochs": [1], "batch_size": 8})
    record = tutelage.run(recipe, teacher=ScriptedTeacher(script), progress=Quiet())
    assert tutelage.open_run(record.folder) == record
    assert record.environment["tutelage"] == tutelage.__version__
    with RunDirectory(tutelage.load_recipe(recipe), teacher=name_of(ScriptedTeacher(script))):
        assert tutelage.open_run(record.folder) == record
