"""`tutelage gate`: conditions are decided from what was measured, and the exit code says what was decided."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner, Result

import tutelage
from tutelage import cli
from tutelage.config import GateConfig, Recipe, load_conditions, parse_recipe
from tutelage.exams.gate import CHECKS, Facts, decide, facts_of
from tutelage.records import Estimate, Forgetting, GateVerdict, GeneralExam, Score, TextLoss
from tutelage.storage import open_run, store

ROOT = Path(__file__).parent.parent

GOOD = Facts(
    finished=True,
    exam=[(False, True)] * 60 + [(True, True)] * 30 + [(False, False)] * 10,
    per_skill=8,
    perplexity=Estimate(value=1.05, low=1.02, high=1.08),
    panel={"json": [(True, True)] * 40, "system": [(True, True)] * 30 + [(True, False)] * 2},
    leaked=0,
    searched=100,
    asked=400,
    missing=4,
    nothing_new=0,
)


def verdict(name: str, facts: Facts, **condition: Any) -> GateVerdict:
    """The verdict on one condition alone."""
    others = dict.fromkeys(set(GateConfig.model_fields) - {name}, False)
    conditions = GateConfig.model_validate(others | ({name: condition} if condition else {}))
    (found,) = decide(conditions, facts).verdicts
    assert found.condition == name
    return found


def test_every_condition_of_a_recipe_has_one_function() -> None:
    assert list(CHECKS) == list(GateConfig.model_fields)


def test_a_good_run_passes_by_the_defaults() -> None:
    found = decide(GateConfig(), GOOD, "runs/mine")
    assert (found.outcome, found.run) == ("passed", "runs/mine")
    assert [v.outcome for v in found.verdicts] == ["passed"] * 5
    assert found.conditions == GateConfig().model_dump(mode="json")


def test_a_gain_must_be_sure_unless_the_recipe_says_otherwise() -> None:
    few = GOOD._replace(exam=[(False, True)] * 2 + [(True, True)] * 8)
    assert verdict("exam_gain", few).outcome == "not passed"
    assert (
        "about 30 questions ('course.exam_questions_per_skill: 24') would make sure of one"
        in verdict("exam_gain", few).why
    )
    assert "about 30 questions would" in verdict("exam_gain", few._replace(per_skill=0)).why
    small = GOOD._replace(exam=[(False, True)] * 3 + [(True, False)] * 2 + [(True, True)] * 10)
    assert "it would take about" in verdict("exam_gain", small).why
    assert verdict("exam_gain", small).why.endswith("questions to be sure of one of this size, which is too many")
    assert "no number of questions" in verdict("exam_gain", small, at_least=1 / 15).why
    assert verdict("exam_gain", few, sure=False).outcome == "passed"
    assert verdict("exam_gain", few, at_least=0.3, sure=False).outcome == "not passed"
    worse = GOOD._replace(exam=[(True, False)] * 50 + [(True, True)] * 50)
    assert verdict("exam_gain", worse, sure=False).outcome == "not passed"
    assert verdict("exam_gain", worse, at_least=-0.7).outcome == "passed"
    assert "-50.0 points" in verdict("exam_gain", worse).found


def test_a_gain_of_exactly_what_is_wanted_is_enough() -> None:
    """12 of 20 less 11 of 20 is 0.04999… in floating point."""
    exact = GOOD._replace(exam=[(True, True)] * 11 + [(False, True)] + [(False, False)] * 8)
    found = verdict("exam_gain", exact, at_least=0.05, sure=False)
    assert (found.outcome, found.found[:11]) == ("passed", "+5.0 points")
    assert verdict("exam_gain", exact, at_least=0.051, sure=False).outcome == "not passed"


def test_no_change_of_the_panel_is_not_written_as_a_fall() -> None:
    same = GOOD._replace(panel={"json": [(True, True)] * 40})
    assert verdict("panel", same).found == "+0.0 points in all"


def test_a_perplexity_just_above_the_bound_shows_it() -> None:
    found = verdict("perplexity", GOOD._replace(perplexity=Estimate(value=1.1504, low=None, high=None)))
    assert (found.wanted, found.found, found.outcome) == ("at most 1.1500 times", "1.1504 times", "not passed")


def test_an_exam_without_questions_is_not_blamed_on_the_practice() -> None:
    assert "no question" in verdict("exam_gain", GOOD._replace(exam=[])).why


def test_perplexity_leakage_and_missing_items_have_bounds() -> None:
    assert verdict("perplexity", GOOD, at_most=1.05).outcome == "passed"
    assert verdict("perplexity", GOOD, at_most=1.04).outcome == "not passed"
    leaked = GOOD._replace(leaked=2)
    assert decide(GateConfig(leakage=1), leaked).verdicts[3].outcome == "not passed"
    assert decide(GateConfig(leakage=2), leaked).verdicts[3].outcome == "passed"
    assert verdict("missing", GOOD, at_most=0.01).outcome == "passed"
    assert verdict("missing", GOOD, at_most=0.009).outcome == "not passed"


def test_what_a_teacher_has_no_more_of_is_told_and_is_not_missing() -> None:
    found = verdict("missing", GOOD._replace(nothing_new=900), at_most=0.01)
    assert (found.outcome, found.found) == ("passed", "1.0 %")
    assert found.why.startswith("4 of 400 items not written; 900 more were wanted between rounds, but the teacher")


def test_a_fall_of_the_panel_counts_beyond_chance_alone() -> None:
    chance = GOOD._replace(panel={"json": [(True, False)] * 5 + [(True, True)] * 35})
    assert verdict("panel", chance).outcome == "passed"  # 5 of 5 differing: p = .06
    hidden = {"json": [(True, False)] * 12 + [(True, True)] * 28, "system": [(False, True)] * 20}
    lost = verdict("panel", GOOD._replace(panel=hidden))
    assert (lost.outcome, "too large a fall to be chance: writes valid JSON" in lost.why) == ("not passed", True)
    assert lost.found == "+13.3 points in all, -30.0 in 'writes valid JSON' (p < 0.001)"
    assert verdict("panel", GOOD._replace(panel=hidden), at_most=0.3).outcome == "passed"


def test_the_panel_names_what_fell_beyond_chance_not_what_fell_most() -> None:
    spread = {kind: [(True, False)] * 5 + [(True, True)] * 35 for kind in ("json", "system")}
    found = verdict("panel", GOOD._replace(panel=spread))
    assert (found.outcome, found.found) == ("not passed", "-12.5 points in all (p = 0.002)")
    assert "too large a fall to be chance: the panel as a whole" in found.why


@pytest.mark.parametrize(
    ("fell", "at_most", "why"),
    [
        (0, 0.0, "40 tasks: nothing fell"),
        (5, 0.0, "40 tasks: with so few, a fall of this size may be chance"),
        (12, 0.3, "40 tasks: no fall is that large"),
    ],
)
def test_a_panel_that_passes_says_why_in_plain_words(fell: int, at_most: float, why: str) -> None:
    panel = {"json": [(True, False)] * fell + [(True, True)] * (40 - fell)}
    found = verdict("panel", GOOD._replace(panel=panel), at_most=at_most)
    assert (found.outcome, found.why, found.wanted[:13]) == ("passed", why, "no clear fall")


def test_a_gain_that_may_be_chance_is_not_sure_whatever_its_interval_says() -> None:
    """Five of five: a bootstrap has no width, and McNemar's test gives p = .06."""
    five = GOOD._replace(exam=[(False, True)] * 5)
    assert (verdict("exam_gain", five).outcome, verdict("exam_gain", five).found) == ("not passed", "+100.0 points")
    assert "the gain may be chance (p = 0.062)" in verdict("exam_gain", five).why
    border = GOOD._replace(exam=[(False, True)] * 7 + [(True, False)] + [(True, True)] * 22)
    found = verdict("exam_gain", border, at_least=0.02)
    assert re.fullmatch(r"\+20\.0 points \(\+\d.*\)", found.found)
    assert (found.outcome, "may be chance (p = 0.070)" in found.why) == ("not passed", True)
    assert verdict("exam_gain", GOOD._replace(exam=[(False, True)] * 6)).outcome == "passed"


@pytest.mark.parametrize(
    ("name", "lacking", "says"),
    [
        ("exam_gain", {"exam": None}, "practice.rounds"),
        ("perplexity", {"perplexity": None}, "forgetting: {enabled: true}"),
        ("panel", {"panel": None}, "forgetting"),
        ("leakage", {"leaked": None}, "tutelage run"),
        ("missing", {"asked": 0}, "missing: false"),
    ],
)
def test_what_was_not_measured_cannot_be_told_and_says_what_measures_it(
    name: str, lacking: dict[str, Any], says: str
) -> None:
    found = verdict(name, GOOD._replace(**lacking))
    assert (found.outcome, found.found) == ("cannot tell", "")
    assert says in found.why
    if name in ("exam_gain", "perplexity", "panel"):
        assert "resume it" in verdict(name, GOOD._replace(finished=False, **lacking)).why


def test_a_broken_condition_weighs_more_than_one_that_cannot_be_told() -> None:
    assert decide(GateConfig(), GOOD._replace(panel=None)).outcome == "cannot tell"
    assert decide(GateConfig(), GOOD._replace(panel=None, leaked=3)).outcome == "not passed"


def test_the_panel_is_read_by_kind() -> None:
    def side(*right: bool) -> GeneralExam:
        named = zip(right, ("json", "json", "system"), strict=True)
        scores = [
            Score(evaluation="panel", question=f"q{n}", skill=kind, reply="", answer="", expected="", correct=mark)
            for n, (mark, kind) in enumerate(named)
        ]
        losses = (TextLoss(document="1: a", loss=2.0, tokens=9),)
        return GeneralExam(losses=losses, panel=tuple(scores))

    run = SimpleNamespace(
        recipe={},
        evaluations={},
        leakage=(),
        accounts=(),
        forgetting=Forgetting(base=side(True, True, False), final=side(True, False, True)),
    )
    found: Any = facts_of(run)  # type: ignore[arg-type]
    assert found.panel == {"json": [(True, True), (True, False)], "system": [(False, True)]}
    assert (found.perplexity.value, found.finished, found.exam) == (1.0, False, None)


# --- conditions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("exam_gian: {}", "did you mean 'exam_gain'"),
        ("exam_gain: {at_least: 5}", "less than or equal to 1"),
        ("exam_gain: {atleast: 0.1}", "did you mean 'at_least'"),
        ("exam_gain:", "'exam_gain': this condition is empty"),
        ("exam_gain: 0.3", "write keys with values"),
        ("leakage: -1", "greater than or equal to 0"),
        ("leakage: 0.5", "'leakage'"),
        ("leakage: true", "'true' says nothing"),
        ("{gate: {leakage: 0}, missing: {at_most: 0}}", "'missing' stands beside 'gate'"),
        ("perplexity: {at_most: .nan}", "finite"),
        ("perplexity: {at_most: 0}", "greater than 0"),
        ("missing: {at_most: 2}", "less than or equal to 1"),
        ("- 3", "keys with values"),
        ("", "keys with values"),
        ("gate:", "keys with values"),
        (", ".join(f"{name}: false" for name in GateConfig.model_fields).join("{}"), "keep at least one"),
    ],
)
def test_bad_conditions_are_refused_in_one_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "conditions.yaml"
    path.write_text(text)
    with pytest.raises(tutelage.errors.RecipeError) as caught:
        load_conditions(path)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_condition_that_is_left_out_stays_so_in_the_copy_of_a_recipe(tmp_path: Path) -> None:
    data = {"name": "mine", "syllabus": "s.yaml", "gate": {"panel": False, "leakage": 3}}
    recipe = parse_recipe(data)
    assert (recipe.gate.panel, recipe.gate.leakage) == (None, 3)
    assert parse_recipe(recipe.model_dump(mode="json")) == recipe
    path = tmp_path / "recipe.yaml"
    path.write_text("name: mine\nsyllabus: s.yaml\ngate: {panel: false, leakage: 3}\n")
    assert load_conditions(path) == recipe.gate  # a whole recipe is a file of conditions, too
    path.write_text("name: mine\nsyllabus: s.yaml\n")
    assert load_conditions(path) == GateConfig()
    with pytest.raises(ValidationError):
        Recipe.model_validate(data | {"gate": {"panel": None}})


# --- a run ----------------------------------------------------------------------------------------


@pytest.fixture
def run(finished_run: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished_run, tmp_path / "run"))


def command(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(cli.app, ["gate", *map(str, arguments)])
    assert all(len(line) <= 80 for line in result.output.splitlines() if not line.startswith("Verdicts: "))
    return result


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


EASY = "{exam_gain: {at_least: -1, sure: false}, perplexity: {at_most: 100}, panel: false, missing: {at_most: 1}}"


def test_exit_codes_of_a_run(run: Path, tmp_path: Path) -> None:
    untaught = command(run)
    assert untaught.exit_code == 1  # its student has random weights
    assert "gate: not passed (exam_gain)" in untaught.output
    assert store.read_sealed(run / "gate.json")["exit_code"] == 1
    easy = command(run, "--conditions", write(tmp_path / "easy.yaml", EASY))
    assert easy.exit_code == 0
    assert "Verdicts: not written" in easy.output
    assert store.read_sealed(run / "gate.json")["outcome"] == "not passed"  # by the run's own conditions
    shutil.rmtree(run / "forgetting")
    lacking = command(run, "--conditions", tmp_path / "easy.yaml")
    assert lacking.exit_code == 2
    assert "gate: cannot tell (perplexity)" in lacking.output


def test_json_is_all_that_is_printed(run: Path) -> None:
    result = CliRunner().invoke(cli.app, ["gate", str(run), "--json"])
    found = json.loads(result.stdout)
    assert (found["outcome"], result.exit_code) == ("not passed", 1)
    kept = store.read_sealed(run / "gate.json")
    assert kept == found | {"exit_code": 1}
    assert found == tutelage.gate(run).model_dump(mode="json")


def test_a_run_ends_with_its_verdict(finished_run: Path) -> None:
    kept = store.read_sealed(finished_run / "gate.json")
    page = (finished_run / "report.html").read_text()
    assert f'<dd id="gate">{kept["outcome"]} (exam_gain)</dd>' in page


def test_the_verdict_is_no_part_of_the_result(run: Path) -> None:
    before = open_run.open_run(run)
    (run / "gate.json").write_text("{}")
    assert open_run.open_run(run) == before


def test_what_is_broken_is_never_the_answer_no(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crash(*_: object) -> None:
        raise KeyError("a bug")

    def spoil() -> None:
        (run / "course" / "exam.jsonl").write_text("{}\n")

    breaks: list[tuple[list[str], Callable[[], object]]] = [
        ([str(tmp_path / "none")], lambda: None),
        ([str(run), "--conditions", str(tmp_path / "none.yaml")], lambda: None),
        ([str(run)], lambda: monkeypatch.setattr("tutelage.tools.gate.judge", crash)),
        ([str(run)], spoil),
    ]
    for arguments, do in breaks:
        do()
        monkeypatch.setattr(sys, "argv", ["tutelage", "gate", *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        assert end.value.code == 2
    said = capsys.readouterr().err
    assert "holds no run" in said
    assert "no conditions at" in said
    assert "this is a bug in Tutelage" in said
    assert "is not what the stage wrote" in said


def test_commands_of_the_page_do_what_they_say(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "gate.md").read_text()
    (commands,) = re.findall(r"^```sh\n(.*?)^```", page, flags=re.DOTALL | re.MULTILINE)
    defaults, stricter, _ = re.findall(r"^```yaml\n(.*?)^```", page, flags=re.DOTALL | re.MULTILINE)
    (run.parent / "runs").mkdir()
    run.rename(run.parent / "runs" / "fractions")
    monkeypatch.chdir(run.parent)
    assert load_conditions(write(run.parent / "defaults.yaml", defaults)) == GateConfig()
    write(run.parent / "stricter.yaml", stricter)
    assert [command(*line.split()[2:]).exit_code for line in commands.splitlines()] == [1, 1, 1]


def test_other_conditions_are_no_other_run(run: Path) -> None:
    recipe = open_run.recipe_of(run)
    from tutelage.config import differences

    assert not differences(recipe, recipe.model_copy(update={"gate": GateConfig(leakage=7)}))
