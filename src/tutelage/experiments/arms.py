"""The experiments of the paper, and of its critics: their arms, and what sets them apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple

from tutelage.config import AdaptConfig, Recipe
from tutelage.errors import ExperimentError


class Arm(NamedTuple):
    """One of the ways of teaching that are compared."""

    name: str
    about: str
    changes: Mapping[str, Any]
    """Keys of the recipe, with dots, and their values."""
    group: str = ""
    """Arms are compared within their group."""
    tokens_of: str = ""
    """Arm whose training tokens, of reading and practice together, this one spends on practice alone."""
    exercises_of: str = ""
    """Arm whose new exercises this one has from the start."""
    in_one_round: bool = False
    """Spends the tokens of all rounds in one, so that no learning rate restarts (`practice.restart`)."""


class Experiment(NamedTuple):
    """Arms to be compared; the first of each group is the reference."""

    name: str
    about: str
    arms: Sequence[Arm]
    exams: Sequence[str] = ()
    """Further exams of the base and the final student of every arm: `new-operations`, or JSONL files."""
    options: Sequence[str] = ()
    """Options of the command that chose it, without those that have their default."""


ERRORS, KINDS = (0.0, 0.1, 0.25), ("misconceptions", "random")
"""Shares and kinds of planted errors, unless others are asked for."""
NEW_OPERATIONS = "new-operations"
STATIC = {"adapt.enabled": False}
ONE_ROUND = {"practice.rounds": 1} | STATIC
READ_ONLY = {"practice.rounds": 0} | STATIC
STRICT = {"reading.interleave": 0.0}
NONE_NEW = {"adapt.new_share": 0.0}
ALONE = {"adapt.drop": "none", "adapt.easy_weight": 1.0, "adapt.composed_share": 0.0}
"""Adaptation that only asks for new exercises; each arm turns on one part."""


def order() -> Experiment:
    """Does the order of the textbook matter? (The paper's Table 3 and Figure 2.)"""

    def reading(how: str, **more: Any) -> dict[str, Any]:
        return {"reading.order": how} | ONE_ROUND | {f"reading.{key}": value for key, value in more.items()}

    soft = "the same, interleaved with its neighbours"
    arms = [
        Arm("low-to-high", "strict: level by level, in each unit of the syllabus", reading("low-to-high") | STRICT),
        Arm("low-to-high-soft", soft, reading("low-to-high")),
        Arm("high-to-low", "strict, the other way round", reading("high-to-low") | STRICT),
        Arm("high-to-low-soft", soft, reading("high-to-low")),
        *(
            Arm(f"random-{n}", "skill by skill in a random order", reading("random", order_seed=n) | STRICT)
            for n in (1, 2, 3)
        ),
        Arm("shuffled", "paragraph by paragraph at random", reading("shuffled")),
        Arm("no-textbook", "the same exercises, no textbook", {"reading.enabled": False} | ONE_ROUND),
        Arm(
            "no-textbook-equal-tokens",
            "no textbook; its tokens go to exercises",
            {"reading.enabled": False} | ONE_ROUND,
            tokens_of="low-to-high",
        ),
    ]
    return Experiment("order", "order of the textbook, then one round of practice", arms)


def ablation() -> Experiment:
    """What does each part add? (The paper's Table 4, and the static baseline that its critics ask for.)"""
    arms = [
        Arm("dynamic", "textbook in order, exercises, training set adapted", {}),
        Arm("exercises", "textbook in order, exercises; static", STATIC),
        Arm("order", "textbook in order alone", READ_ONLY),
        Arm("textbook", "textbook alone, shuffled", READ_ONLY | {"reading.order": "shuffled"}),
        Arm(
            "exercises-alone",
            "exercises alone, as many tokens; static",
            STATIC | {"reading.enabled": False},
            tokens_of="exercises",
        ),
        Arm("static-same-data", "all data of `dynamic` from the start; static", STATIC, exercises_of="dynamic"),
    ]
    return Experiment("ablation", "what each part of the method adds", arms)


def dynamics(errors: Sequence[float], kinds: Sequence[str]) -> Experiment:
    """What does each part of adaptation do, on a course with known errors?

    At equal tokens, against a static training set and against as many fresh exercises, uniform over the skills.
    """
    one_round = "static-one-round"
    parts: list[tuple[str, str, dict[str, Any]]] = [
        ("static", "the same examples in all rounds", STATIC),
        (one_round, "the same examples, as many tokens in a single round", STATIC),
        ("dynamic", "all parts together", {}),
        ("fresh-uniform", "new exercises for all skills alike, nothing else", ALONE | {"adapt.target": "uniform"}),
        ("targeted", "new exercises by need, nothing else", ALONE | {"adapt.target": "need"}),
        ("composed", "composed exercises, nothing else", ALONE | {"adapt.composed_share": 1.0}),
        (
            "dropped",
            "flagged ones dropped if wrong, nothing else",
            ALONE | NONE_NEW | {"adapt.drop": "checked"},
        ),
        ("dropped-unchecked", "flagged ones dropped, nothing else", ALONE | NONE_NEW | {"adapt.drop": "flagged"}),
        ("down-weighted", "easy ones seen half as often, nothing else", ALONE | NONE_NEW | {"adapt.easy_weight": 0.5}),
    ]
    arms = []
    for share in errors:
        for kind in kinds if share else kinds[:1]:
            group = f"{share:.0%} {kind}" if share else "no errors"
            planted = {"corruption.errors": share, "corruption.kind": kind}
            arms += [
                Arm(name, about, planted | changes, group, in_one_round=name == one_round)
                for name, about, changes in parts
            ]
    options: list[str] = []
    if tuple(errors) != ERRORS:
        options += ["--errors", ",".join(f"{share:g}" for share in errors)]
    if tuple(kinds) != KINDS:
        options += ["--kinds", ",".join(kinds)]
    return Experiment("dynamics", "adaptation part by part, at equal tokens", arms, options=options)


COURSES: Mapping[str, Mapping[str, Any]] = {
    "even": {},
    "uneven": {"corruption.skew": 0.7},
    "uneven-errors": {"corruption.skew": 0.7, "corruption.errors": 0.25, "corruption.kind": "misconceptions"},
    "holes": {"corruption.holes": 1 / 3},
}
"""Courses that adaptation is tried on: as it is; most skills with few exercises; the same with a quarter of them wrong;
a third of the skills with a lesson and no exercise."""


def signals(courses: Sequence[str]) -> Experiment:
    """By what should new exercises be given out? At equal tokens, by losses, by answers, over the graph, or evenly."""
    if unknown := next((course for course in courses if course not in COURSES), None):
        raise ExperimentError(f"unknown course '{unknown}': choose from {', '.join(COURSES)}")
    earlier = {"adapt.mastery": "relative", "adapt.target": "need", "practice.restart": True}
    by = {name: ALONE | {"adapt.target": name} for name in ("need", "failures", "frontier", "gaps")}
    parts: list[tuple[str, str, dict[str, Any]]] = [
        ("static", "the same examples in all rounds", STATIC),
        (
            "static-restart",
            "the same, and the learning rate restarts in every round",
            STATIC | {"practice.restart": True},
        ),
        ("dynamic", "all parts together, by mastery", {}),
        ("dynamic-restart", "all parts as they were: easy ones by category, by losses, the rate restarts", earlier),
        ("fresh-uniform", "new exercises for all skills alike, nothing else", ALONE | {"adapt.target": "uniform"}),
        *((name, f"new exercises by {name}, nothing else", changes) for name, changes in by.items()),
        *(
            (f"{name}-mastery", f"all parts, new exercises by {name}", {"adapt.target": name})
            for name in by
            if name != AdaptConfig().target
        ),
    ]
    bare = {"reading.enabled": False}
    without: list[tuple[str, str, dict[str, Any]]] = [
        ("exercises-alone", "no textbook; its tokens go to exercises; static", STATIC | bare),
        *((f"{name}-alone", f"no textbook; new exercises by {name}", changes | bare) for name, changes in by.items()),
    ]
    arms = [
        Arm(name, about, {**COURSES[course], **changes}, course) for course in courses for name, about, changes in parts
    ]
    if "even" in courses:
        arms += [Arm(name, about, changes, "even", tokens_of="static") for name, about, changes in without]
    options = [] if tuple(courses) == tuple(COURSES) else ["--courses", ",".join(courses)]
    return Experiment("signals", "by what new exercises are given out, at equal tokens", arms, options=options)


def transfer(exams: Sequence[str]) -> Experiment:
    """Does what was learned carry over? (The paper's Table 5.)"""
    arms = [Arm("dynamic", "the recipe as it is", {}), Arm("static", "the same, static", STATIC)]
    options = [word for exam in exams for word in ("--on", exam)]
    return Experiment(
        "transfer", "exam, newly defined operations, and other exams", arms, (NEW_OPERATIONS, *exams), options
    )


def several_students(models: Sequence[str]) -> Experiment:
    """The same course for several students. (The paper's Table 2.)"""
    if not models:
        raise ExperimentError("name the students: --students NAME,NAME")
    # The last part of the hub name or path, unless two students share it.
    short = [PurePath(model).name for model in models]
    names = short if len(set(short)) == len(models) else models
    arms = [Arm(name, model, {"student.model": model}) for name, model in zip(names, models, strict=True)]
    return Experiment("students", "several students, one course", arms, options=["--students", ",".join(models)])


NAMES = ("order", "ablation", "dynamics", "signals", "transfer", "students")


def find_experiment(
    name: str,
    *,
    arms: Sequence[str] = (),
    errors: Sequence[float] = ERRORS,
    kinds: Sequence[str] = KINDS,
    courses: Sequence[str] = tuple(COURSES),
    students: Sequence[str] = (),
    exams: Sequence[str] = (),
) -> Experiment:
    """An experiment by its name, with only some of its `arms` on request. Raises `ExperimentError` for an unknown
    name."""
    made: dict[str, Callable[[], Experiment]] = {
        "order": order,
        "ablation": ablation,
        "dynamics": lambda: dynamics(errors, kinds),
        "signals": lambda: signals(courses),
        "transfer": lambda: transfer(exams),
        "students": lambda: several_students(students),
    }
    if name not in made:
        raise ExperimentError(f"unknown experiment '{name}': choose from {', '.join(NAMES)}")
    found = made[name]()
    known = [arm.name for arm in found.arms]
    unknown = [arm for arm in arms if arm not in known]
    if unknown:
        raise ExperimentError(f"unknown arm '{unknown[0]}' of {name}: choose from {', '.join(dict.fromkeys(known))}")
    if not arms:
        return found
    kept = [arm for arm in found.arms if arm.name in arms]
    return found._replace(arms=kept, options=[*found.options, "--arms", ",".join(arms)])


def arm_recipe(arm: Arm, base: Recipe, seed: int) -> Recipe:
    """The recipe of an arm. Raises `ExperimentError` for a change of a key that a recipe does not have."""
    data = base.model_dump()
    data["seed"] = seed
    # Arms are compared by the student at their end: which state is best must not differ from arm to arm.
    data["exam"]["development"], data["practice"]["keep"] = 0, "last"
    data["practice"]["control"] = False  # an arm of its own
    for key, value in arm.changes.items():
        section, _, name = key.partition(".")
        if name not in data.get(section, {}):
            raise ExperimentError(f"arm {arm.name}: a recipe has no key '{key}'")
        data[section][name] = value
    if arm.in_one_round:
        practice = base.practice
        tokens = sum(practice.tokens_of(number) or 0 for number in range(1, practice.rounds + 1))
        data["practice"] |= {"rounds": 1, "tokens_per_round": tokens or None}
    return Recipe.model_validate(data)
