"""Settings that a recipe leaves empty are chosen by the student's size, once, and are said, kept and overruled."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

import tutelage
from conftest import make_recipe, script
from tutelage.cli.app import app
from tutelage.config import Recipe, choose, chosen_text, defaults, fill, fill_for, load_recipe, rate_warnings
from tutelage.config.defaults import TABLE, settings_for
from tutelage.errors import TutelageError
from tutelage.progress import Plain, Quiet
from tutelage.storage import open_run
from tutelage.student.embedded import PARAMETERS
from tutelage.student.shape import count_parameters
from tutelage.teacher.scripted import ScriptedTeacher
from tutelage.tools import preflight

HALF_A_BILLION = 494_032_768


def recipe(**changes: Any) -> Recipe:
    return Recipe.model_validate({"name": "x", "syllabus": "s.yaml"} | changes)


def test_the_table_falls_with_size_and_all_weights_take_a_tenth() -> None:
    for smaller, larger in pairwise(TABLE):
        assert smaller.parameters < larger.parameters
        assert all(a >= b for a, b in zip(smaller.adapter, larger.adapter, strict=True))
        assert all(a >= b for a, b in zip(smaller.all_weights, larger.all_weights, strict=True))
    assert TABLE[-1].parameters == float("inf"), "every student has a row"
    for row in TABLE:
        for low, high in zip(row.all_weights, row.adapter, strict=True):
            assert 5 * low <= high <= 20 * low


def test_the_embedded_student_keeps_what_was_measured() -> None:
    found = settings_for(PARAMETERS, "lora")
    assert found == (1e-3, 5e-4, 8, 4, 16, "lora", 1.0)
    assert settings_for(PARAMETERS, "all").practice_rate < found.practice_rate
    assert settings_for(HALF_A_BILLION, "lora") == settings_for(HALF_A_BILLION, "qlora")
    assert 2e-4 <= settings_for(HALF_A_BILLION, "lora").practice_rate <= 4e-4


def test_the_recipe_overrules_the_table() -> None:
    asked = recipe(practice={"learning_rate": 7e-4}, student={"lora_rank": 64})
    found = choose(asked, HALF_A_BILLION)
    assert set(found) == {
        "student.adapter",
        "reading.learning_rate",
        "reading.batch_size",
        "practice.batch_size",
        "practice.scale",
    }
    filled = fill(asked, found)
    assert (filled.practice.learning_rate, filled.student.lora_rank) == (7e-4, 64)
    assert filled.reading.learning_rate == settings_for(HALF_A_BILLION, "lora").reading_rate
    assert choose(filled, HALF_A_BILLION) == {}
    assert asked.reading.learning_rate is None, "the recipe as it was written stays as it was"


def test_every_empty_key_is_chosen_and_said() -> None:
    for adapter in ("lora", "none"):
        asked = recipe(student={"adapter": adapter})
        assert set(choose(asked, 10**9)) == set(defaults.EMPTY) - {"student.adapter"}
        said = chosen_text(asked, HALF_A_BILLION)
        assert ("494M parameters, LoRA" in said) == (adapter == "lora")
        assert ("student.lora_rank 16" in said) == (adapter == "lora")
        assert f"practice.learning_rate {fill_for(asked, HALF_A_BILLION).practice.learning_rate:g}" in said


def test_all_weights_of_a_small_student_are_trained_unless_something_asks_for_an_adapter() -> None:
    small = fill_for(recipe(), PARAMETERS)
    assert small.student.adapter == "none"
    assert small.practice.learning_rate == settings_for(PARAMETERS, "all").practice_rate
    assert small.practice.scale == 0.9
    assert fill_for(recipe(practice={"scale": 1}), PARAMETERS).practice.scale == 1
    assert fill_for(recipe(student={"adapter": "none"}), HALF_A_BILLION).practice.scale == 1
    assert "135M parameters, all weights: reading.learning_rate" in chosen_text(recipe(), PARAMETERS)
    assert "student.lora_rank" not in chosen_text(recipe(), PARAMETERS)
    assert fill_for(recipe(), HALF_A_BILLION).student.adapter == "lora"
    asking: list[dict[str, Any]] = [
        {"student": {"adapter": "lora"}},
        {"student": {"lora_rank": 8}},
        {"student": {"quantise": "int8"}},
        {"practice": {"divergence_penalty": 0.1}},
        {"practice": {"average": True}, "launch": {"strategy": "fsdp2", "processes": 2}},
    ]
    for changes in asking:
        filled = fill_for(recipe(**changes), PARAMETERS)
        assert filled.student.adapter == "lora", changes
        assert filled.practice.learning_rate == settings_for(PARAMETERS, "lora").practice_rate


def test_only_what_is_used_is_said() -> None:
    asked = recipe(reading={"enabled": False}, practice={"learning_rate": 1e-3})
    assert "494M parameters, LoRA: student.lora_rank 16, practice.batch_size 8 (" in chosen_text(asked, HALF_A_BILLION)
    nothing = recipe(reading={"enabled": False}, practice={"rounds": 0}, student={"adapter": "none"})
    assert "1.5B parameters, all weights: the recipe says all (" in chosen_text(nothing, 1_540_000_000)


def test_a_batch_that_processes_cannot_share_is_refused_before_and_after_it_is_chosen() -> None:
    three: Any = {"launch": {"processes": 3}}
    with pytest.raises(ValueError, match=r"practice\.batch_size 8 cannot be divided evenly among 3"):
        recipe(practice={"batch_size": 8}, **three)
    empty = recipe(**three)
    with pytest.raises(
        TutelageError, match=r"reading\.batch_size 4 cannot be divided evenly among 3 processes: make it 6"
    ):
        fill_for(empty, PARAMETERS)
    fill_for(recipe(practice={"batch_size": 6}, reading={"batch_size": 3}, **three), PARAMETERS)


def test_a_stage_alone_says_what_it_lacks() -> None:
    with pytest.raises(TutelageError, match="is empty: write it, or have all of them chosen with"):
        defaults.required(recipe().practice.batch_size)
    assert defaults.required(fill_for(recipe(), PARAMETERS).practice.batch_size) == 8


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"practice": {"learning_rate": 2e-3}}, 0),
        ({"practice": {"learning_rate": 3e-3}}, 1),
        ({"practice": {"learning_rate": 1e-3}, "student": {"adapter": "none"}}, 1),
        ({"practice": {"restart": True, "later_learning_rate": 1e-2}, "reading": {"learning_rate": 1e-2}}, 2),
        ({"reading": {"learning_rate": 1e-2, "enabled": False}}, 0),
    ],
)
def test_a_rate_that_is_far_too_high_is_warned_about(changes: dict[str, Any], lines: int) -> None:
    found = rate_warnings(recipe(**changes), HALF_A_BILLION)
    assert len(found) == lines
    assert all("times what suits a student of 494M parameters" in line for line in found)


def test_parameters_are_counted_without_weights(tmp_path: Path, tiny_student: Path) -> None:
    from transformers import AutoModelForCausalLM

    shutil.copy(tiny_student / "config.json", tmp_path)
    config = recipe(student={"model": str(tmp_path)}).student
    assert (
        count_parameters(config, str(tmp_path)) == AutoModelForCausalLM.from_pretrained(tiny_student).num_parameters()
    )


def test_the_embedded_student_has_as_many_as_we_say() -> None:
    from transformers import AutoModelForCausalLM, LlamaConfig

    about = LlamaConfig(
        vocab_size=49152,
        hidden_size=576,
        intermediate_size=1536,
        num_hidden_layers=30,
        num_attention_heads=9,
        num_key_value_heads=3,
        tie_word_embeddings=True,
    )
    import torch

    with torch.device("meta"):
        assert AutoModelForCausalLM.from_config(about).num_parameters() == PARAMETERS


ONE: dict[str, Any] = {
    "reading": {"enabled": False},
    "practice": {"rounds": 1, "epochs": [1]},
    "exam": {"max_new_tokens": 4, "worked_examples": 0},
    "forgetting": {"enabled": False},
}


def test_a_run_says_what_it_chose_and_stays_with_it(
    tmp_path: Path, tiny_student: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_recipe(tmp_path, tiny_student, **ONE)
    first = tutelage.run(path, teacher=ScriptedTeacher(script), progress=Plain())
    assert "practice.learning_rate 0.001, practice.batch_size 8" in capsys.readouterr().err
    assert first.recipe["practice"]["learning_rate"] == 1e-3
    assert open_run.open_run(tmp_path / "run") == first
    written = yaml.safe_load((tmp_path / "run" / "config.yaml").read_text())
    assert written["practice"]["learning_rate"] is None, "the recipe as it was written"
    # Another version has another table; what was begun goes on as it was begun.
    monkeypatch.setattr(defaults, "TABLE", (TABLE[-1],))
    again = tutelage.run(path, teacher=ScriptedTeacher(script), progress=Plain())
    assert again == first
    assert "practice.learning_rate 0.001" in capsys.readouterr().err
    other = make_recipe(tmp_path, tiny_student, **{**ONE, "practice": {**ONE["practice"], "learning_rate": 1e-3}})
    with pytest.raises(ValueError, match=r"practice\.learning_rate: None -> 0\.001"):
        tutelage.run(other, teacher=ScriptedTeacher(script), progress=Quiet())


def test_a_damaged_choice_is_one_line(tmp_path: Path, finished_run: Path) -> None:
    shutil.copytree(finished_run, tmp_path / "run")
    config = tmp_path / "run" / "config.yaml"
    line = config.read_text().splitlines()[1]
    inputs = json.loads(line.removeprefix("# inputs "))
    for chosen in ("{", "[1]", '{"practice.learning_rate": "x"}'):
        text = f"# inputs {json.dumps(inputs | {'chosen': chosen}, sort_keys=True)}"
        config.write_text(config.read_text().replace(config.read_text().splitlines()[1], text))
        with pytest.raises(TutelageError, match="damaged"):
            open_run.open_run(tmp_path / "run")


def test_check_and_plan_show_it(tmp_path: Path, tiny_student: Path) -> None:
    def written(**changes: Any) -> Path:
        path = make_recipe(tmp_path, tiny_student, **changes)
        known = "title: C\nunits: [{name: A, skills: [{id: integer-addition, name: integer addition}]}]\n"
        (tmp_path / "syllabus.yaml").write_text(known)
        return path

    path = written(practice={"rounds": 2, "learning_rate": 0.05})
    for command in ("check", "plan"):
        done = CliRunner().invoke(app, [command, str(path)])
        assert done.exit_code == 0, done.output
        said = " ".join(done.stdout.split())
        assert "reading.learning_rate 0.0005" in said
        assert "practice.learning_rate 0.05 is 50 times what suits" in said
    assert "Disk: 0.00 GB at most" in said
    path = written(practice={"rounds": 2}, launch={"processes": 3})
    done = CliRunner().invoke(app, ["check", str(path)])
    assert isinstance(done.exception, TutelageError)
    assert "batch_size 4 cannot be divided evenly among 3 processes" in str(done.exception)


def test_of_a_student_that_is_not_here_nothing_is_known_yet() -> None:
    assert preflight.settings_lines(recipe(student={"model": "nobody/no-such-model"})) == [
        "the student is not ready on this machine yet; its size will choose the settings that the recipe leaves empty: "
        "'tutelage prepare nobody/no-such-model' downloads it"
    ]


def test_other_trainers_get_what_was_chosen_also_for_a_course_alone(tmp_path: Path, tiny_student: Path) -> None:
    from tutelage.exports.export import export

    path = make_recipe(tmp_path, tiny_student, practice={"schedule": "cosine"})
    tutelage.make_course(path, teacher=ScriptedTeacher(script), progress=Quiet())
    for form, rate in (("axolotl", "lora_r"), ("llamafactory", "lora_rank")):
        export(tmp_path / "run", form, tmp_path / form)
        practice = yaml.safe_load((tmp_path / form / "practice.yaml").read_text())
        assert (practice["learning_rate"], practice[rate]) == (1e-3, 4)
        assert "cosine" in (practice.get("lr_scheduler"), practice.get("lr_scheduler_type"))


def test_shipped_recipes_are_far_from_no_rate(tmp_path: Path) -> None:
    for path in sorted((Path(__file__).parent.parent / "examples").glob("*.yaml")):
        if "student" in path.read_text() and "syllabus:" in path.read_text():
            loaded = load_recipe(path)
            if loaded.student.model == "smollm2-135m-instruct":
                assert rate_warnings(loaded, PARAMETERS) == []
