"""Carrying out an experiment: every arm with every seed is a run of its own; what they have in common is done once.

Stopped anywhere, the same command goes on. Arms are taken seed by seed, so that what is there can be compared early.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from math import ceil
from pathlib import Path

import numpy as np

from tutelage import dynamics, pipeline
from tutelage.config import ERROR_RULES, DynamicsConfig, EvalOptions, Recipe, load_recipe
from tutelage.dynamics import losslog, rules
from tutelage.errors import ExperimentError
from tutelage.exams.asking import accuracy
from tutelage.exams.results import evaluate
from tutelage.experiments import figure
from tutelage.experiments.arms import Arm, Experiment, recipe_of
from tutelage.experiments.tables import standings
from tutelage.experiments.text import markdown
from tutelage.progress import Progress, Quiet
from tutelage.records import CurvePoint, Evaluation, ExperimentRecord, Flagged, Outcome, RunRecord
from tutelage.stats import auroc
from tutelage.storage import stages, store


def carry_out(
    experiment: Experiment,
    recipe: Recipe | str | Path,
    seeds: Sequence[int],
    *,
    out: Path | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
) -> ExperimentRecord:
    """Run all arms with all seeds in `out` (default `experiments/RECIPE/NAME`), and write what is known after each:
    `results.json` and `results.md`; in the end `results.svg`. Experiments side by side share stages.

    `fresh` starts every run over; stages that other runs share stay. Raises `ValueError`, before any work is done, if
    the arms could not be compared.
    """
    recipe = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    check(experiment, recipe, seeds)
    out = out or Path("experiments") / recipe.name / experiment.name
    progress = progress or Quiet()
    outcomes: list[Outcome] = []
    todo = [(seed, arm) for seed in seeds for arm in experiment.arms]
    environment = pipeline.environment(recipe)
    for number, (seed, arm) in enumerate(todo, start=1):
        title = " ".join(part for part in (arm.group, arm.name) if part)
        progress.say(f"== {number} of {len(todo)}: {title}, seed {seed}")
        try:
            outcome = run_arm(arm, recipe, seed, before=outcomes, out=out, fresh=fresh, progress=progress)
        except ValueError as error:
            raise ExperimentError(f"arm {title}, seed {seed}: {error}") from error
        extra = sit_further(outcome, experiment.exams, out, progress)
        outcomes.append(outcome.model_copy(update={"extra": extra}))
        missing = tuple(f"{a.group} {a.name}, seed {s}".strip() for s, a in todo[number:])
        record = summarise(experiment, recipe, outcomes, environment, missing)
        store.write_text(out / "results.json", record.model_dump_json(indent=1) + "\n")
        store.write_text(out / "results.md", markdown(record))
    if figure.can_draw():
        figure.draw(record, out / "results.svg")
    else:
        progress.say(f"no figure was drawn: {figure.INSTALL}")
    return record


def check(experiment: Experiment, recipe: Recipe, seeds: Sequence[int]) -> None:
    """Raise `ValueError` if arms would not train on equally many tokens, or if a recipe of one is wrong."""
    if not seeds or len(set(seeds)) < len(seeds):
        raise ExperimentError("an experiment needs seeds, each once: --seeds 0,1,2")
    if not recipe.practice.tokens_per_round:
        raise ExperimentError(
            "the arms of an experiment train on equally many tokens: set practice.tokens_per_round in the recipe"
        )
    for arm in experiment.arms:
        recipe_of(arm, recipe, seeds[0])


def run_arm(
    arm: Arm, recipe: Recipe, seed: int, *, before: Sequence[Outcome], out: Path, fresh: bool, progress: Progress
) -> Outcome:
    """One arm with one seed; `before` are the outcomes so far."""
    folder = out / "runs" / store_name(arm.group) / store_name(arm.name) / f"seed-{seed}"
    wanted = recipe_of(arm, recipe, seed)
    wanted = wanted.model_copy(update={"run_dir": folder})
    others = {outcome.arm: outcome for outcome in before if outcome.seed == seed and outcome.group == arm.group}
    if arm.tokens_of:
        share = ceil(others[arm.tokens_of].tokens / wanted.practice.rounds)
        wanted = wanted.model_copy(
            update={"practice": wanted.practice.model_copy(update={"tokens_per_round": (share,)})}
        )
    if arm.exercises_of:
        files = sorted(Path(others[arm.exercises_of].folder).glob("round-*/change/exercises.jsonl"))
        wanted = wanted.model_copy(update={"course": wanted.course.model_copy(update={"also": tuple(files)})})
    return outcome_of(pipeline.run(wanted, fresh=fresh, shared=out.parent / "shared", progress=progress), arm, seed)


def sit_further(outcome: Outcome, exams: Sequence[str], out: Path, progress: Progress) -> dict[str, dict[str, bool]]:
    """Further exams of base and final student: exam and student -> question -> right. Both are told the answer's form;
    multiple choice goes by the likeliest letter."""
    found = {}
    for exam in exams:
        for stage in ("base", ""):
            who = stage or "final"
            # The base student is the same in all arms: it sits once.
            place = out / "evals" / (who if stage else f"{store_name(outcome.arm)}-{outcome.seed}") / store_name(exam)
            options = EvalOptions(form=True, seed=0)
            sat = evaluate(outcome.folder, exam, options, stage=stage, out=place, progress=progress)
            found[f"{Path(exam).stem}, {who}"] = _correct(next(iter(sat.evaluations.values())))
    return found


def store_name(text: str) -> str:
    """A folder's name for a group or an arm: letters, digits, dots and dashes alone."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in ".-") else "-" for c in text).strip("-.")
    return kept or "all"


def outcome_of(run: RunRecord, arm: Arm, seed: int) -> Outcome:
    """What of a run the tables need."""
    bases = [run.evaluations[state] for state in (stages.BASE, stages.WORKED) if state in run.evaluations]
    rounds = ((stages.round_(r.number).name, r.trained) for r in run.rounds)
    trained = [*([(stages.READING.name, run.reading)] if run.reading else []), *rounds]
    curve: list[tuple[str, CurvePoint]] = [(name, point) for name, done in trained for point in done.curve]
    return Outcome(
        group=arm.group,
        arm=arm.name,
        seed=seed,
        folder=run.folder,
        tokens=sum(done.tokens for _, done in trained),
        correct=_correct(list(run.evaluations.values())[-1]),
        before=_correct(max(bases, key=lambda evaluation: accuracy(evaluation).share)),
        curve=tuple(curve),
        categories=tuple(
            dict(Counter(item.category.value for item in r.adapted.categories if not item.constructed))
            for r in run.rounds
            if r.adapted
        ),
        rules=flags(run),
        auroc=ranking(run),
    )


def _correct(evaluation: Evaluation) -> dict[str, bool]:
    return {score.question: score.correct for score in evaluation.scores}


def compared_rules() -> dict[str, DynamicsConfig]:
    """Error rules that are compared on the same losses, as they are and as they ask for."""
    return {
        label: DynamicsConfig(rule=rule.name, **changes)
        for rule in map(rules.find_rule, ERROR_RULES.names())
        for label, changes in (rule.variants or {rule.name: {}}).items()
    }


def flags(run: RunRecord) -> tuple[Flagged, ...]:
    """What each rule flags on the losses of round 1, and how much of it was planted."""
    planted = set(run.course.planted)
    if not run.rounds or not planted:
        return ()
    examples, found = _examples(run), []
    known = np.isin(examples.log.names, list(planted))
    for label, config in compared_rules().items():
        flagged = dynamics.classify(examples, config).flagged
        right = int((flagged & known).sum())
        found.append(Flagged(rule=label, flagged=int(flagged.sum()), planted=len(planted), found=right))
    return tuple(found)


def ranking(run: RunRecord) -> float | None:
    """AUROC of the planted errors by their loss above the mean of their skill, in round 1."""
    planted = set(run.course.planted)
    if not run.rounds or not planted:
        return None
    examples = _examples(run)
    relative = examples.mean - dynamics.skill_scores(examples, examples.mean).mean[examples.log.skill]
    known = np.isin(examples.log.names, list(planted))
    return auroc(relative[examples.training & known].tolist(), relative[examples.training & ~known].tolist())


def _examples(run: RunRecord) -> dynamics.ExampleStatistics:
    """Those of round 1."""
    first = run.rounds[0]
    log = losslog.log_of_records(first.trained.losses, *first.training_set.skills())
    return dynamics.summarise(log, DynamicsConfig().skip_epochs)


def summarise(
    experiment: Experiment,
    recipe: Recipe,
    outcomes: Sequence[Outcome],
    environment: dict[str, str],
    missing: Sequence[str],
) -> ExperimentRecord:
    """Everything that is known so far."""
    seeds = tuple(sorted({outcome.seed for outcome in outcomes}))
    listed = ",".join(map(str, seeds))
    return ExperimentRecord(
        name=experiment.name,
        about=experiment.about,
        reference=experiment.arms[0].name,
        settings=recipe.model_dump(mode="json"),
        environment=environment,
        command=shlex.join(
            ["tutelage", "experiment", experiment.name, f"{recipe.name}.yaml", "--seeds", listed, *experiment.options]
        ),
        seeds=seeds,
        standings=standings(experiment, outcomes),
        outcomes=tuple(outcomes),
        missing=tuple(missing),
    )
