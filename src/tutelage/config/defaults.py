"""What a recipe may leave empty: what of the student is trained, by its size; and rank, learning rates and batches, by
both.

The choice is made once, when a run begins, and is written down with the run: see docs/students.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeVar

from tutelage.config.recipe import Recipe, uneven_batches
from tutelage.config.training import Adapter
from tutelage.errors import RecipeError

Method = Literal["lora", "qlora", "all"]
"""What is trained: an adapter, an adapter on weights of 4 or 8 bits, or all weights."""
METHODS: Mapping[Method, str] = {"lora": "LoRA", "qlora": "QLoRA", "all": "all weights"}

EMPTY = {
    "student.adapter": "adapter",
    "student.lora_rank": "rank",
    "reading.learning_rate": "reading_rate",
    "reading.batch_size": "reading_batch",
    "practice.learning_rate": "practice_rate",
    "practice.batch_size": "practice_batch",
    "practice.scale": "scale",
}
"""Key of the recipe that may be empty -> its field of `Settings`."""
NOTHING = "practice.scale", 1.0
"""Nothing is scaled, so nothing is said."""
FAR = 10
"""So many times the rate of the table is warned about."""

Chosen = Mapping[str, float | str]
"""Values of keys that the recipe leaves empty, by key."""
T = TypeVar("T")


class Settings(NamedTuple):
    """What suits a student."""

    practice_rate: float
    """Peak learning rate."""
    reading_rate: float
    practice_batch: int
    """Exercises in one optimizer step."""
    reading_batch: int
    """Paragraphs in one optimizer step."""
    rank: int
    """Of an adapter."""
    adapter: Adapter
    """What is trained; see `StudentConfig.adapter`."""
    scale: float = 1.0
    """What is kept of what was learnt; see `PracticeConfig.scale`."""


class Row(NamedTuple):
    """What suits students of up to so many parameters."""

    parameters: float
    adapter: tuple[float, float]
    """Learning rates in practice and in reading."""
    all_weights: tuple[float, float]
    """The same where all weights are trained."""
    batches: tuple[int, int] = (8, 4)
    """In practice and in reading."""
    rank: int = 16
    whole: bool = False
    """Whether all weights are trained unless something asks for an adapter."""
    scale: float = 1.0
    """What is kept of what all weights have learnt."""


TABLE = (
    Row(0.2e9, adapter=(1e-3, 5e-4), all_weights=(1e-4, 5e-5), whole=True, scale=0.9),
    Row(0.4e9, adapter=(5e-4, 2.5e-4), all_weights=(5e-5, 2.5e-5)),
    Row(1e9, adapter=(3e-4, 1.5e-4), all_weights=(3e-5, 1.5e-5)),
    Row(5e9, adapter=(2e-4, 1e-4), all_weights=(2e-5, 1e-5)),
    Row(15e9, adapter=(2e-4, 1e-4), all_weights=(1e-5, 5e-6), batches=(16, 8)),
    Row(float("inf"), adapter=(1e-4, 5e-5), all_weights=(5e-6, 2.5e-6), batches=(16, 8)),
)
"""Reasons and sources, row by row, are in docs/students.md. In short: the first row with an adapter is measured
(docs/LOG.md); rates fall as students grow (the Tinker cookbook's fit over hidden sizes; QLoRA, arXiv:2305.14314, for 7B
to 65B); all weights take about a tenth of an adapter's rate (Schulman et al., LoRA Without Regret, 2025), whatever its
rank, as alpha stays the same; reading takes half of practice's, because every token of a text is trained on."""


def settings_for(parameters: int, method: Method) -> Settings:
    """What suits a student of so many parameters."""
    row = _row(parameters)
    if method == "all":
        return Settings(*row.all_weights, *row.batches, row.rank, "none", row.scale)
    return Settings(*row.adapter, *row.batches, row.rank, "lora")


def method_of(recipe: Recipe, parameters: int) -> Method:
    """What of a recipe's student of so many parameters is trained."""
    adapter = recipe.student.adapter
    if adapter == "none" or (adapter is None and _row(parameters).whole and not _asks_for_adapter(recipe)):
        return "all"
    return "qlora" if recipe.student.quantise else "lora"


def _row(parameters: int) -> Row:
    return next(row for row in TABLE if parameters <= row.parameters)


def _asks_for_adapter(recipe: Recipe) -> bool:
    """Whether a recipe says something that only an adapter can do."""
    practice = recipe.practice
    return bool(
        recipe.student.quantise
        or recipe.student.lora_rank
        or practice.divergence_penalty
        or (practice.average and recipe.launch.strategy == "fsdp2")
    )


def choose(recipe: Recipe, parameters: int) -> dict[str, float | str]:
    """A value for every key that a recipe leaves empty, for its student of so many parameters."""
    found = settings_for(parameters, method_of(recipe, parameters))._asdict()
    return {key: found[field] for key, field in EMPTY.items() if _value(recipe, key) is None}


def fill(recipe: Recipe, chosen: Chosen) -> Recipe:
    """The recipe with chosen values where it is empty."""
    changed: dict[str, dict[str, float | str]] = {}
    for key, value in chosen.items():
        section, _, name = key.partition(".")
        if _value(recipe, key) is None:
            changed.setdefault(section, {})[name] = value
    sections = {name: getattr(recipe, name).model_copy(update=values) for name, values in changed.items()}
    return recipe.model_copy(update=sections)


def fill_for(recipe: Recipe, parameters: int) -> Recipe:
    """The recipe with what suits its student of so many parameters where it is empty. Raises `RecipeError` for a batch
    that its processes cannot share."""
    return require_even(fill(recipe, choose(recipe, parameters)))


def require_even(recipe: Recipe) -> Recipe:
    """The recipe. Raises `RecipeError` for a batch that its processes cannot share."""
    if uneven := uneven_batches(recipe):
        raise RecipeError(uneven)
    return recipe


def required(value: T | None) -> T:
    """A setting that is filled in by now. Raises `RecipeError`, for who calls a stage alone, if it is not."""
    if value is None:
        raise RecipeError(
            "adapter, a learning rate, a batch size or the rank is empty: write it, or have all of them chosen with "
            "tutelage.config.fill_for(recipe, parameters of the student)"
        )
    return value


def chosen_text(recipe: Recipe, parameters: int, chosen: Chosen | None = None) -> str:
    """What is chosen for a student of so many parameters, in one line. `chosen` replaces what the table says."""
    found = choose(recipe, parameters) if chosen is None else chosen
    recipe = fill(recipe, found)
    used = {
        "student": recipe.student.adapter == "lora",
        "reading": recipe.reading.is_stage,
        "practice": recipe.practice.rounds > 0,
    }
    numbers = {key: value for key, value in found.items() if not isinstance(value, str) and (key, value) != NOTHING}
    said = [f"{key} {numbers[key]:g}" for key in EMPTY if key in numbers and used[key.partition(".")[0]]]
    return f"{_student_text(recipe, parameters)}: {', '.join(said) or 'the recipe says all'} (tutelage help students)"


def rate_warnings(recipe: Recipe, parameters: int) -> list[str]:
    """A line for each learning rate of a recipe that is far above what suits its student."""
    suits = settings_for(parameters, method_of(recipe, parameters))
    rates = {"practice.learning_rate": suits.practice_rate, "practice.later_learning_rate": suits.practice_rate}
    if recipe.reading.is_stage:
        rates["reading.learning_rate"] = suits.reading_rate
    lines = []
    for key, usual in rates.items():
        rate = _value(recipe, key)
        if rate is not None and rate >= FAR * usual:
            lines.append(
                f"{key} {rate:g} is {rate / usual:.0f} times what suits a {_student_text(recipe, parameters)} "
                f"({usual:g}): it may lose what it knows; leave the key out, or see 'tutelage help students'"
            )
    return lines


def _student_text(recipe: Recipe, parameters: int) -> str:
    size = f"{parameters:,}"
    if parameters >= 1e6:
        size = f"{parameters / 1e9:.1f}B" if parameters >= 1e9 else f"{parameters / 1e6:.0f}M"
    return f"student of {size} parameters, {METHODS[method_of(recipe, parameters)]}"


def _value(recipe: Recipe, key: str) -> float | None:
    section, _, name = key.partition(".")
    value: float | None = getattr(getattr(recipe, section), name)
    return value
