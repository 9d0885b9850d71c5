"""Running an experiment: each arm with each seed is a separate run, but stages that they have in common are done once.

After an interruption the same command resumes. All arms run with the first seed before the next seed begins, so that
they can be compared early.
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
from tutelage.errors import ExperimentError, TutelageError
from tutelage.exams import asking
from tutelage.exams.results import evaluate
from tutelage.experiments import figure
from tutelage.experiments.arms import Arm, Experiment, arm_recipe
from tutelage.experiments.tables import standings
from tutelage.experiments.text import results_markdown
from tutelage.progress import Progress, Quiet
from tutelage.records import CurvePoint, Evaluation, ExperimentRecord, Flagged, Outcome, RunRecord
from tutelage.stats import auroc
from tutelage.storage import stages, store
from tutelage.storage.environment import environment


def run_experiment(
    experiment: Experiment,
    recipe: Recipe | str | Path,
    seeds: Sequence[int],
    *,
    out: Path | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
) -> ExperimentRecord:
    """Run all arms with all seeds in `out` (default `experiments/RECIPE/NAME`), and write the results so far after
    each: `results.json` and `results.md`; at the end `results.svg`. Experiments in neighbouring folders share stages.

    `fresh` starts every run over; stages that other runs share stay. Raises `ExperimentError`, before any work is done,
    if the arms could not be compared.
    """
    recipe = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    refuse_unequal_arms(experiment, recipe, seeds)
    out = out or Path("experiments") / recipe.name / experiment.name
    progress = progress or Quiet()
    outcomes: list[Outcome] = []
    todo = [(seed, arm) for seed in seeds for arm in experiment.arms]
    for number, (seed, arm) in enumerate(todo, start=1):
        title = " ".join(part for part in (arm.group, arm.name) if part)
        progress.say(f"== {number} of {len(todo)}: {title}, seed {seed}")
        try:
            outcome = run_arm(arm, recipe, seed, before=outcomes, out=out, fresh=fresh, progress=progress)
        except TutelageError as error:
            raise type(error)(f"arm {title}, seed {seed}: {error}") from error
        extra = evaluate_further(outcome, experiment.exams, out, progress)
        outcomes.append(outcome.model_copy(update={"extra": extra}))
        missing = tuple(f"{a.group} {a.name}, seed {s}".strip() for s, a in todo[number:])
        record = experiment_record(experiment, recipe, outcomes, environment(recipe), missing)
        store.write_text(out / "results.json", record.model_dump_json(indent=1) + "\n")
        store.write_text(out / "results.md", results_markdown(record))
    if figure.can_draw():
        figure.draw(record, out / "results.svg")
    else:
        progress.say(f"no figure was drawn: {figure.INSTALL}")
    return record


def refuse_unequal_arms(experiment: Experiment, recipe: Recipe, seeds: Sequence[int]) -> None:
    """Raise `ExperimentError` if arms would not train on equally many tokens, or if the recipe of one is wrong."""
    if not seeds or len(set(seeds)) < len(seeds):
        raise ExperimentError("an experiment needs seeds, each once: --seeds 0,1,2")
    if recipe.review.after:
        raise ExperimentError("an experiment does not wait for a person: take 'review' out of the recipe")
    if not recipe.practice.tokens_per_round:
        raise ExperimentError(
            "the arms of an experiment train on equally many tokens: set practice.tokens_per_round in the recipe"
        )
    for arm in experiment.arms:
        arm_recipe(arm, recipe, seeds[0])


def run_arm(
    arm: Arm, recipe: Recipe, seed: int, *, before: Sequence[Outcome], out: Path, fresh: bool, progress: Progress
) -> Outcome:
    """One arm with one seed; `before` are the outcomes so far."""
    folder = out / "runs" / folder_name(arm.group) / folder_name(arm.name) / f"seed-{seed}"
    own = arm_recipe(arm, recipe, seed).model_copy(update={"run_dir": folder})
    others = {outcome.arm: outcome for outcome in before if outcome.seed == seed and outcome.group == arm.group}
    if arm.tokens_of:
        share = ceil(others[arm.tokens_of].tokens / own.practice.rounds)
        practice = own.practice.model_copy(update={"tokens_per_round": (share,)})
        own = own.model_copy(update={"practice": practice})
    if arm.exercises_of:
        run, rounds = Path(others[arm.exercises_of].folder), range(1, own.practice.rounds + 1)
        changes = (run / stages.change_after(number).name / "exercises.jsonl" for number in rounds)
        files = filter(Path.is_file, changes)
        own = own.model_copy(update={"course": own.course.model_copy(update={"also": tuple(files)})})
    return outcome_of(pipeline.run(own, fresh=fresh, shared=out.parent / "shared", progress=progress), arm, seed)


def evaluate_further(
    outcome: Outcome, exams: Sequence[str], out: Path, progress: Progress
) -> dict[str, dict[str, bool]]:
    """Further exams of the base and the final student: exam and student -> question -> right. Prompts of both ask for
    the answer's form; in multiple choice the most likely letter counts."""
    found = {}
    for exam in exams:
        for stage in ("base", ""):
            who = stage or "final"
            # The base student is the same in all arms: it is evaluated once.
            name = who if stage else f"{folder_name(outcome.arm)}-{outcome.seed}"
            folder = out / "evals" / name / folder_name(exam)
            options = EvalOptions(form=True, seed=0)
            record = evaluate(outcome.folder, exam, options, stage=stage, out=folder, progress=progress)
            found[f"{Path(exam).stem}, {who}"] = _correct(next(iter(record.evaluations.values())))
    return found


def folder_name(text: str) -> str:
    """A name for the folder of a group or an arm: only letters, digits, dots and dashes."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in ".-") else "-" for c in text).strip("-.")
    return kept or "all"


def outcome_of(run: RunRecord, arm: Arm, seed: int) -> Outcome:
    """What the tables need of a run."""
    base = asking.better_base(run.evaluations)
    assert base is not None  # every run evaluates it
    rounds = ((stages.round_(r.number).name, r.trained) for r in run.rounds)
    trained = [*([(stages.READING.name, run.reading)] if run.reading else []), *rounds]
    curve: list[tuple[str, CurvePoint]] = [(name, point) for name, done in trained for point in done.curve]
    return Outcome(
        group=arm.group,
        arm=arm.name,
        seed=seed,
        folder=run.folder,
        tokens=sum(done.tokens - done.rehearsed for _, done in trained),
        correct=_correct(list(run.evaluations.values())[-1]),
        before=_correct(run.evaluations[base]),
        new=tuple(question.id for question in run.course.exam if question.new_form),
        states={
            name: asking.accuracy(evaluation).share
            for name, evaluation in run.evaluations.items()
            if name in {stage for stage, _ in trained}
        },
        curve=tuple(curve),
        categories=tuple(
            dict(Counter(item.category.value for item in r.adapted.categories if not item.constructed))
            for r in run.rounds
            if r.adapted
        ),
        rules=rule_results(run),
        auroc=planted_auroc(run),
    )


def _correct(evaluation: Evaluation) -> dict[str, bool]:
    return {score.question: score.correct for score in evaluation.scores}


def compared_rules() -> dict[str, DynamicsConfig]:
    """The settings of all error rules and their variants, to be compared on the same losses."""
    return {
        label: DynamicsConfig(rule=rule.name, **changes)
        for rule in map(rules.find_rule, ERROR_RULES.names())
        for label, changes in (rule.variants or {rule.name: {}}).items()
    }


def rule_results(run: RunRecord) -> tuple[Flagged, ...]:
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


def planted_auroc(run: RunRecord) -> float | None:
    """AUROC of the planted errors by their loss above the mean of their skill, in round 1."""
    planted = set(run.course.planted)
    if not run.rounds or not planted:
        return None
    examples = _examples(run)
    relative = examples.mean - dynamics.skill_scores(examples, examples.mean).mean[examples.log.skill]
    known = np.isin(examples.log.names, list(planted))
    return auroc(relative[examples.training & known].tolist(), relative[examples.training & ~known].tolist())


def _examples(run: RunRecord) -> dynamics.ExampleStatistics:
    """The statistics of round 1."""
    first = run.rounds[0]
    log = losslog.log_of_records(first.trained.losses, *first.training_set.skills())
    return dynamics.summarise(log, DynamicsConfig().skip_epochs)


def experiment_record(
    experiment: Experiment,
    recipe: Recipe,
    outcomes: Sequence[Outcome],
    environment: dict[str, str],
    missing: Sequence[str],
) -> ExperimentRecord:
    """All results so far."""
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
