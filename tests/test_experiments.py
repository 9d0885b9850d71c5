"""Experiments: the arms differ in what they should, train on as many tokens, and their tables are right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scipy.stats import binomtest

from conftest import make_recipe
from tutelage import experiments
from tutelage.config import Recipe, load_recipe
from tutelage.errors import ExperimentError
from tutelage.experiments.arms import Arm, Experiment, arm_recipe
from tutelage.experiments.running import folder_name
from tutelage.experiments.tables import standings
from tutelage.progress import Quiet
from tutelage.records import Outcome

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture
def recipe(tmp_path: Path, tiny_student: Path) -> Recipe:
    """Two skills of the embedded teacher, seconds to learn."""
    syllabus = (
        "title: Sums\nunits:\n  - name: Whole numbers\n    skills:\n"
        "      - {id: integer-addition, name: addition}\n"
        "      - {id: integer-subtraction, name: subtraction, needs: [integer-addition]}\n"
    )
    path = make_recipe(
        tmp_path,
        tiny_student,
        teacher={"kind": "embedded", "subject": "calculus"},
        reading={"max_length": 128},
        practice={"rounds": 2, "tokens_per_round": 1500, "batch_size": 8},
        exam={"max_new_tokens": 4, "worked_examples": 0, "curve": 1, "curve_questions": 2},
        forgetting={"enabled": False},  # as in the recipes for experiments that come with Tutelage
    )
    (tmp_path / "syllabus.yaml").write_text(syllabus)
    return load_recipe(path)


@pytest.mark.parametrize("name", experiments.NAMES)
def test_every_arm_is_a_recipe_and_no_two_of_a_group_are_the_same(name: str) -> None:
    base = load_recipe(EXAMPLES / "experiment.yaml")
    experiment = experiments.find_experiment(name, students=["a/one", "two"])
    seen = set()
    for arm in experiment.arms:
        made = arm_recipe(arm, base, 7)
        assert made.seed == 7
        rounds = range(1, made.practice.rounds + 1)
        if arm.in_one_round:
            assert sum(made.practice.tokens_of(number) or 0 for number in rounds) == 40_000
        else:
            assert made.practice.tokens_per_round == base.practice.tokens_per_round
        seen.add((arm.group, arm.tokens_of, arm.exercises_of, made.model_dump_json()))
    assert len(seen) == len(experiment.arms)
    for arm in experiment.arms:
        names = [other.name for other in experiment.arms if other.group == arm.group]
        assert {arm.tokens_of, arm.exercises_of} - {""} <= set(names[: names.index(arm.name)])


def test_ablation_from_the_base_to_the_whole(recipe: Recipe, tmp_path: Path) -> None:
    experiment = experiments.find_experiment("ablation")
    out = tmp_path / "experiments" / "ablation"
    record = experiments.run_experiment(experiment, recipe, [1], out=out, progress=Quiet())
    found = {outcome.arm: outcome for outcome in record.outcomes}
    assert list(found) == ["dynamic", "exercises", "order", "textbook", "exercises-alone", "static-same-data"]
    assert found["order"].tokens == found["textbook"].tokens < found["exercises"].tokens
    budget = found["exercises"].tokens
    for arm in ("dynamic", "exercises-alone", "static-same-data"):
        assert abs(found[arm].tokens - budget) < 500, arm  # at most the longest example of each round
    assert record.missing == ()
    assert [standing.arm for standing in record.standings] == list(found)
    assert record.standings[0].difference is None
    table = (out / "results.md").read_text()
    assert table == experiments.results_markdown(record)
    assert all(f"| {arm} |" in table for arm in found)
    picture = (out / "results.svg").read_text()
    assert picture.lstrip().startswith("<?xml")
    assert all(f"<!-- {arm} -->" in picture for arm in found)
    assert json.loads((out / "results.json").read_text())["seeds"] == [1]
    again = experiments.run_experiment(experiment, recipe, [1], out=out, progress=Quiet())
    assert again == record


def test_dynamics_knows_what_was_planted(recipe: Recipe, tmp_path: Path) -> None:
    experiment = experiments.find_experiment(
        "dynamics", errors=[0.5], kinds=["misconceptions"], arms=["static", "dropped", "dropped-unchecked"]
    )
    record = experiments.run_experiment(experiment, recipe, [1], out=tmp_path / "e" / "dynamics", progress=Quiet())
    assert {standing.group for standing in record.standings} == {"50% misconceptions"}
    outcomes = {outcome.arm: outcome for outcome in record.outcomes}
    assert outcomes["static"].rules == outcomes["dropped"].rules
    rules = {flagged.rule: flagged for flagged in outcomes["static"].rules}
    assert {flagged.planted for flagged in rules.values()} == {6}
    assert rules["midpoint 0.3"].flagged >= rules["midpoint 0.7"].flagged
    assert outcomes["static"].auroc is not None
    assert len({outcome.tokens // 100 for outcome in record.outcomes}) <= 2
    assert "| rule, round 1 |" in experiments.results_markdown(record)


def test_transfer_has_base_and_final_student_evaluate_further_exams(recipe: Recipe, tmp_path: Path) -> None:
    rows = [{"question": f"{n} + 1?", "answer": str(n + 1)} for n in range(5)]
    (tmp_path / "sums.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    experiment = experiments.find_experiment("transfer", arms=["static"], exams=[str(tmp_path / "sums.jsonl")])
    assert experiment.exams[0] == "new-operations"
    few = experiment._replace(exams=experiment.exams[1:])
    short = recipe.model_copy(update={"practice": recipe.practice.model_copy(update={"rounds": 1})})
    record = experiments.run_experiment(few, short, [1], out=tmp_path / "e" / "transfer", progress=Quiet())
    extra = record.outcomes[0].extra
    assert {name: len(marks) for name, marks in extra.items()} == {"sums, base": 5, "sums, final": 5}
    assert "| static | sums, final | 0.0% of 5 |" in experiments.results_markdown(record)


def test_what_cannot_be_compared_is_refused(recipe: Recipe, tmp_path: Path) -> None:
    experiment = experiments.find_experiment("order")
    no_budget = recipe.model_copy(update={"practice": recipe.practice.model_copy(update={"tokens_per_round": ()})})
    with pytest.raises(ValueError, match=r"practice\.tokens_per_round"):
        experiments.run_experiment(experiment, no_budget, [1], out=tmp_path)
    for seeds in ([], [1, 1]):
        with pytest.raises(ValueError, match="seeds, each once"):
            experiments.run_experiment(experiment, recipe, seeds, out=tmp_path)
    with pytest.raises(ValueError, match="unknown experiment 'sorting'"):
        experiments.find_experiment("sorting")
    with pytest.raises(ValueError, match="unknown arm 'sideways' of order"):
        experiments.find_experiment("order", arms=["sideways"])
    with pytest.raises(ValueError, match="name the students"):
        experiments.find_experiment("students")
    with pytest.raises(ValueError, match=r"has no key 'adapt\.magic'"):
        arm_recipe(Arm("x", "", {"adapt.magic": 1}), recipe, 0)
    assert not list(tmp_path.glob("*/runs"))


def test_students_are_called_by_the_last_part_of_their_names_where_that_tells_them_apart() -> None:
    apart = experiments.find_experiment("students", students=["maker/large-7b", "/models/small"])
    assert [arm.name for arm in apart.arms] == ["large-7b", "small"]
    assert [arm.changes["student.model"] for arm in apart.arms] == ["maker/large-7b", "/models/small"]
    alike = experiments.find_experiment("students", students=["one/large", "two/large"])
    assert [arm.name for arm in alike.arms] == ["one/large", "two/large"]


def outcome(arm: str, seed: int, right: int, total: int = 100) -> Outcome:
    correct = {f"q{number}": number < right for number in range(total)}
    return Outcome(group="", arm=arm, seed=seed, folder="", tokens=10, correct=correct, before={})


def test_standings_are_paired_by_seed_and_corrected() -> None:
    arms = [Arm(name, "", {}) for name in ("a", "b", "c")]
    outcomes = [outcome("a", seed, 50) for seed in (1, 2)] + [outcome("b", seed, 60) for seed in (1, 2, 3)]
    outcomes.append(outcome("c", 1, 50))
    reference, better, same = standings(Experiment("e", "", arms), outcomes)
    assert reference.accuracy.value == 0.5
    assert reference.p is None
    assert better.difference is not None
    assert better.difference.value == pytest.approx(0.1)
    assert better.difference.low is not None
    assert 0 < better.difference.low < 0.1
    assert better.p == pytest.approx(2 * binomtest(20, 20).pvalue)
    assert same.p == 1.0
    assert better.seeds == (1, 2, 3)


def test_folders_are_not_named_by_text() -> None:
    assert folder_name("../../etc/passwd") == "etc-passwd"
    assert folder_name("25% misconceptions") == "25--misconceptions"
    assert folder_name("..") == folder_name("") == "all"


def test_a_changed_recipe_is_told_with_the_arm_and_fresh_starts_over(recipe: Recipe, tmp_path: Path) -> None:
    experiment = experiments.find_experiment("ablation", arms=["textbook"])
    out = tmp_path / "e" / "ablation"
    first = experiments.run_experiment(experiment, recipe, [1], out=out)
    other = recipe.model_copy(update={"reading": recipe.reading.model_copy(update={"learning_rate": 1e-3})})
    with pytest.raises(ValueError, match=r"arm textbook, seed 1: .*reading\.learning_rate.*--fresh"):
        experiments.run_experiment(experiment, other, [1], out=out)
    again = experiments.run_experiment(experiment, other, [1], out=out, fresh=True)
    assert again.outcomes[0].curve != first.outcomes[0].curve


def test_the_command_that_repeats_an_experiment_has_its_options() -> None:
    assert experiments.find_experiment("dynamics").options == []
    some = experiments.find_experiment("dynamics", errors=[0.25], kinds=["random"], arms=["static", "dynamic"])
    assert some.options == ["--errors", "0.25", "--kinds", "random", "--arms", "static,dynamic"]
    assert experiments.find_experiment("transfer", exams=["a b.jsonl", "c.jsonl"]).options == [
        "--on",
        "a b.jsonl",
        "--on",
        "c.jsonl",
    ]
    assert experiments.find_experiment("students", students=["a/one", "two"]).options == ["--students", "a/one,two"]


def test_signals_are_compared_on_courses_that_differ(recipe: Recipe, tmp_path: Path) -> None:
    arms = ("static", "fresh-uniform", "gaps")
    experiment = experiments.find_experiment("signals", courses=["holes"], arms=arms)
    assert experiment.options == ["--courses", "holes", "--arms", "static,fresh-uniform,gaps"]
    base = recipe.model_copy(update={"exam": recipe.exam.model_copy(update={"every_state": True})})
    record = experiments.run_experiment(experiment, base, [1], out=tmp_path / "signals" / "out", progress=Quiet())
    assert [row.arm for row in record.standings] == list(arms)
    outcomes = {outcome.arm: outcome for outcome in record.outcomes}
    assert set(outcomes["gaps"].states) == {"reading", "round-1", "round-2"}
    assert outcomes["gaps"].new
    text = experiments.results_markdown(record)
    assert "| arm | new forms | trained forms |" in text
    assert "| arm | right after each stage |" in text
    folders = {arm: Path(outcome.folder) for arm, outcome in outcomes.items()}
    assert (folders["gaps"] / "probe" / "round-1").is_dir()
    assert not (folders["static"] / "probe").exists()


def test_a_course_that_is_not_known_is_named() -> None:
    with pytest.raises(ExperimentError, match="unknown course 'odd': choose from even, uneven"):
        experiments.find_experiment("signals", courses=["odd"])
