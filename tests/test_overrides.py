"""Settings on the command line, `KEY=VALUE`, in place of those of a recipe or where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tutelage.cli.app import app
from tutelage.config import StudentConfig, override
from tutelage.errors import RecipeError
from tutelage.exams.candidate import ASKED_WITH, find_candidate
from tutelage.tools import tryout


@pytest.mark.parametrize(
    ("settings", "changed"),
    [
        ((), {}),
        (("system=Be: brief, {kind}.",), {"system": "Be: brief, {kind}."}),
        (("system='42'",), {"system": "42"}),
        (("system=",), {"system": None}),
        (("template_options.enable_thinking=false",), {"template_options": {"enable_thinking": False}}),
        (
            ("template_options={a: 1}", "template_options.b=x y", "chat_template=own"),
            {"template_options": {"a": 1, "b": "x y"}, "chat_template": "own"},
        ),
        (("lora_rank=4", "lora_rank=8"), {"lora_rank": 8}),
    ],
)
def test_a_value_is_read_as_in_a_recipe(settings: tuple[str, ...], changed: dict[str, object]) -> None:
    assert override(StudentConfig(), settings) == StudentConfig.model_validate(changed)


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("system", "'system' is no setting: write KEY=VALUE"),
        ("=x", "is no setting"),
        ("template_options.=x", "is no setting"),
        ("sytem=x", "unknown key 'sytem', did you mean 'system'"),
        ("system.a=1", "there is nothing below 'system'"),
        ("template_options.messages=1", "is given to every template"),
        ("chat_template=long", "chat_template"),
        ("system=  ", ""),
    ],
)
def test_what_a_section_does_not_take_is_refused(setting: str, says: str) -> None:
    if not says:
        assert override(StudentConfig(system="x"), [setting]).system is None
        return
    with pytest.raises(RecipeError, match=says):
        override(StudentConfig(), [setting])


def test_only_how_a_student_is_asked_can_be_set_for_an_evaluation(finished_run: Path) -> None:
    asked = find_candidate(str(finished_run), "", ["system=Be brief."])
    assert asked.config.system == "Be brief."
    assert asked.identity != find_candidate(str(finished_run)).identity
    with pytest.raises(
        RecipeError, match="'lora_rank' cannot be set here: chat_template, quantise, system, template_options can"
    ):
        find_candidate(str(finished_run), "", ["lora_rank=4"])


def test_a_model_without_a_run_is_asked_with_a_system_prompt(tiny_student: Path) -> None:
    plain = tryout.load_speakers(str(tiny_student))[0]
    told = tryout.load_speakers(str(tiny_student), settings=["system=Be brief.", "chat_template=short"])[0]
    prompts = [
        one.learner.tokenizer.apply_chat_template([{"role": "user", "content": "2?"}], tokenize=False)
        for one in (plain, told)
    ]
    assert ["Be brief." in prompt for prompt in prompts] == [False, True]


def test_commands_take_settings_of_the_student(tiny_student: Path, tmp_path: Path) -> None:
    rows = [{"question": f"{i} + 1?", "answer": str(i + 1)} for i in range(4)]
    file = tmp_path / "sums.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    common = ["--set", "system=Be brief.", "--out"]
    told = CliRunner().invoke(
        app, ["eval", str(tiny_student), "--on", str(file), "--max-new-tokens", "2", *common, str(tmp_path / "e")]
    )
    assert told.exit_code == 0, told.output
    assert "Be brief." in (tmp_path / "e" / "eval.json").read_text(encoding="utf-8")
    audited = CliRunner().invoke(
        app, ["audit", str(file), "--student", str(tiny_student), "--epochs", "2", *common, str(tmp_path / "a")]
    )
    assert audited.exit_code == 0, audited.output
    assert "Be brief." in (tmp_path / "a" / "audit.yaml").read_text(encoding="utf-8")


def test_every_setting_of_asking_is_one_of_the_student() -> None:
    assert set(ASKED_WITH) <= StudentConfig.model_fields.keys()
