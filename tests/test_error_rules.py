"""Error rules are found by name; one from outside is a file and a registration; the four shipped ones do as defined."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import fmean, median, pstdev

import pytest
from typer.testing import CliRunner

from test_dynamics import examples_of, world
from tutelage.cli import app, main
from tutelage.config import ERROR_RULES, TARGETS, DynamicsConfig, parse_recipe
from tutelage.config.registry import fault_of_package
from tutelage.dynamics import ORDER, classify, detector, rules
from tutelage.errors import RecipeError
from tutelage.experiments import running
from tutelage.records import Category

OWN = """
import numpy as np
from tutelage.dynamics.rules import ErrorRule, Thresholds

def thresholds(scores, config):
    return Thresholds(np.array([np.quantile(found, 0.9) if len(found) else np.inf for found in scores.training]))

RULE = ErrorRule("upper-tenth", "error if the loss is in the top tenth of its skill", thresholds, needs_errors=False)
"""
"""A file of somebody's own. Registered by `rules.register_rule(RULE)`, or as an entry point."""


@pytest.fixture(params=["register", "entry point"])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder from which Python imports, with the rule."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(ERROR_RULES, "_registered", {})
    name = f"own_rule_{request.param.replace(' ', '_')}"
    (tmp_path / f"{name}.py").write_text(OWN)
    if request.param == "register":
        rules.register_rule(__import__(name).RULE)
    else:
        offer(tmp_path, name, **{"upper-tenth": f"{name}:RULE"})
    return tmp_path


def offer(folder: Path, package: str, **points: str) -> None:
    """What pip leaves behind of a package: metadata with entry points."""
    info = folder / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    lines = "".join(f"{name} = {value}\n" for name, value in points.items())
    (info / "entry_points.txt").write_text(f"[{ERROR_RULES.group}]\n{lines}")


def test_a_rule_from_outside_is_used_in_a_recipe_a_classification_and_the_command(site: Path) -> None:
    recipe = parse_recipe({"name": "x", "syllabus": "s.yaml", "dynamics": {"rule": "upper-tenth"}})
    losses, skills, constructed, wrong = world({"a": 0.8, "b": 0.6})
    found = classify(examples_of(losses, skills, constructed), recipe.dynamics)
    flagged = {c.example for c in found.records(1) if c.category is Category.ERROR and not c.constructed}
    assert flagged == {f"{skill}-{number}" for skill in "ab" for number in (20, 21, 22)} == wrong
    judged = detector.measure_detector(found, round_=1, right=set())
    assert (judged.rule, judged.flagged, judged.caught) == ("upper-tenth", 6, 8)
    rows = "".join(
        f"{item.example},{item.epoch},{item.loss},{skills[item.example]}\n" for item in losses if item.example in skills
    )
    (site / "log.csv").write_text("example,epoch,loss,skill\n" + rows)
    log, out = str(site / "log.csv"), str(site / "out")
    shown = CliRunner().invoke(app, ["dynamics", log, "--rule", "upper-tenth", "--out", out])
    assert "rule upper-tenth" in shown.output
    assert "error                 6" in shown.output
    shown = CliRunner().invoke(app, ["dynamics", "--rules"])
    assert "upper-tenth" in shown.output
    assert "error if the loss is in the top tenth of its skill" in shown.output


def test_a_fault_in_the_code_of_a_package_is_not_called_ours(
    tmp_path: Path,
    install: Callable[[str, str, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    install(ERROR_RULES.group, "RULE", OWN.replace("return Thresholds", "raise KeyError(scores) or Thresholds"))
    (tmp_path / "log.csv").write_text("example,epoch,loss,skill\na,1,2.0,s\nb,1,1.0,s\n")
    log, out = str(tmp_path / "log.csv"), str(tmp_path / "out")
    monkeypatch.setattr(sys, "argv", ["tutelage", "dynamics", log, "--rule", "mine", "--out", out])
    with pytest.raises(SystemExit) as stopped:
        main()
    shown = capsys.readouterr().err
    assert (stopped.value.code, "Traceback" in shown, "bug in Tutelage" in shown) == (2, True, False)
    assert "the code of the package 'outside_package', which offers the error rule 'mine'" in shown
    assert "as outside_package:RULE, failed with KeyError" in shown


@pytest.mark.parametrize("group", [ERROR_RULES.group, TARGETS.group, "tutelage.exams", "tutelage.document_formats"])
def test_whatever_a_package_offers_is_named_when_it_fails(group: str, install: Callable[[str, str, str], None]) -> None:
    install(group, "fail", "def fail():\n    return int('x')\n")
    with pytest.raises(ValueError, match="invalid literal") as raised:
        __import__("outside_package").fail()
    kind = group.removeprefix("tutelage.").removesuffix("s").replace("_", " ")
    assert f"offers the {kind} 'mine' as outside_package:fail, failed with ValueError" in fault_of_package(raised.value)
    assert not fault_of_package(ValueError("ours"))


def test_what_is_no_rule_is_refused_in_one_line() -> None:
    with pytest.raises(RecipeError, match="'object' is no error rule: an ErrorRule is needed"):
        rules.register_rule(object())  # type: ignore[arg-type]


def test_the_command_lists_what_the_rules_say_of_themselves() -> None:
    shown = CliRunner().invoke(app, ["dynamics", "--rules"])
    assert shown.exit_code == 0
    assert [line.split()[0] for line in shown.output.splitlines()] == ["midpoint", "margin", "paper", "mixture"]


def test_an_unknown_rule_is_refused_with_the_one_that_may_be_meant() -> None:
    with pytest.raises(ValueError, match=r"'dynamics.rule': unknown error rule 'mixtur': did you mean 'mixture'\?"):
        parse_recipe({"name": "x", "syllabus": "s.yaml", "dynamics": {"rule": "mixtur"}})


def test_names_are_given_once_and_a_broken_package_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "broken_rule.py").write_text("1 / 0\n")
    offer(
        tmp_path, "broken_rule", broken="broken_rule:RULE", none="pathlib:Path", twice="a:b", paper="broken_rule:RULE"
    )
    offer(tmp_path, "other_rule", twice="a:c")
    with pytest.raises(
        ValueError,
        match=r"package 'broken_rule' offers the error rule 'broken' as broken_rule:RULE, which fails with Zero",
    ):
        rules.find_rule("broken")
    with pytest.raises(ValueError, match=r"'none' as pathlib:Path, which is no error rule: an ErrorRule is needed"):
        rules.find_rule("none")
    with pytest.raises(ValueError, match="several packages offer the error rule 'twice': broken_rule, other_rule"):
        rules.find_rule("twice")
    assert rules.find_rule("paper").needs_errors, "shipped names stay"
    with pytest.raises(ValueError, match="another error rule is already called 'paper'"):
        rules.register_rule(rules.find_rule("paper"))


@pytest.mark.parametrize("rule", ["midpoint", "paper", "paper with spread"])
@pytest.mark.parametrize("seed", range(3))
def test_categories_are_those_of_the_definitions(rule: str, seed: int) -> None:
    config = DynamicsConfig(rule=rule.split(maxsplit=1)[0], paper_spread="spread" in rule, midpoint=0.4)
    losses, skills, constructed, _ = world({"a": 0.15, "b": 0.1, "blind": 0.005}, seed)
    series = {name: [item.loss for item in losses if item.example == name] for name in [*skills, *constructed]}
    mean, std = ({name: f(of) for name, of in series.items()} for f in (fmean, pstdev))
    base = {skill: fmean(mean[e] for e in skills if skills[e] == skill) for skill in ("a", "b", "blind")}
    ruler = {skill: [e for e in constructed if constructed[e] == skill] for skill in base}
    gap = {skill: fmean(mean[e] for e in of) - base[skill] for skill, of in ruler.items()}
    least = config.guard * median(gap.values())

    def is_error(name: str, skill: str) -> bool:
        part = 0.4 if rule == "midpoint" else 1.0
        low = "spread" not in rule or std[name] < fmean(std[e] for e in ruler[skill])
        return gap[skill] >= least and mean[name] > base[skill] + part * gap[skill] and low

    found = classify(examples_of(losses, skills, constructed), config)
    average, spread = (fmean(of[name] for name in skills) for of in (mean, std))
    for item in found.records(1):
        name = item.example
        if is_error(name, item.skill):
            wanted = Category.ERROR
        elif std[name] > spread:
            wanted = Category.AMBIGUOUS
        else:
            wanted = Category.HARD if mean[name] > average else Category.EASY
        assert item.category is wanted
    assert {item.category for item in found.records(1)} == set(ORDER)


def test_experiments_compare_every_rule() -> None:
    assert list(running.compared_rules()) == [
        *(f"midpoint {part}" for part in (0.3, 0.4, 0.5, 0.6, 0.7)),
        "midpoint 0.5, no guard",
        "margin",
        "paper",
        "paper, spread below",
        "mixture",
    ]
