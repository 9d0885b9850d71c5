"""The recipe: one YAML file says everything about a run.

Each field is documented and validated where it is declared; an unknown key is an error that names the nearest right
one. `load_recipe` reads a file, `Recipe.model_validate` a mapping.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

MAX_FILE_BYTES = 16 * 2**20


class Section(BaseModel):
    """Base of all sections of a recipe: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class TeacherConfig(Section):
    """Who writes the course."""

    kind: str = "embedded"
    """`embedded`: the teacher that comes with Tutelage and knows the subjects below; needs no network and no key."""
    subject: str = "calculus"
    """What the embedded teacher teaches."""


class DecomposeConfig(Section):
    """How the teacher splits skills into sub-skills (the paper's section on skill graphs)."""

    enabled: bool = False
    """`true` asks the teacher for sub-skills and merges them with the syllabus."""
    topics: tuple[str, ...] = ()
    """What to begin with: ids or names of skills, names of units, or any other topic; empty: every skill of the
    syllabus."""
    max_breadth: int = Field(default=8, ge=1)
    """At most this many sub-skills of one skill are accepted; the most confident ones."""
    max_depth: int = Field(default=2, ge=1)
    """1 splits what it begins with, 2 splits the sub-skills too, and so on."""
    max_skills: int = Field(default=5000, ge=1)
    """No more topics are asked about when the graph has this many skills."""
    min_confidence: float = Field(default=0.0, ge=0, le=1)
    """Proposals of which the teacher is less sure are recorded and left out."""
    elementary: tuple[str, ...] = ()
    """Ids or names of skills that are never split."""


class GraphConfig(Section):
    """How syllabi, and a teacher's proposals, become one graph."""

    headings: Literal["units", "skills"] = "units"
    """Headings of outlines, trees and tables of contents: `units` only sort the skills under them; `skills` makes each
    a skill that needs what stands directly under it."""
    previous: bool = False
    """Let every skill of an outline, a tree or a table of contents need the one before it under the same heading: a
    guess, and marked as one."""
    similarity: float = Field(default=0.9, ge=0.5, le=1)
    """Names of different sources that differ in the spelling of one word are merged from this similarity on; 1 merges
    equal names only."""
    near: float = Field(default=0.85, ge=0.5, le=1)
    """Names from this similarity on that were not merged are listed for a person."""
    cycles: Literal["auto", "error", "drop", "group"] = "auto"
    """Circles of prerequisites: `error` refuses them, `drop` takes out the least trusted edge, `group` keeps the skills
    as a group that is taught together, `auto` is `drop` but refuses a circle of the syllabus's own edges."""
    decompose: DecomposeConfig = DecomposeConfig()


class StudentConfig(Section):
    """The model that learns."""

    model: str = "smollm2-135m-instruct"
    """Name on the Hugging Face hub, path of a local folder, or the embedded student `smollm2-135m-instruct`."""
    adapter: Literal["lora", "none"] = "lora"
    """`lora` trains a low-rank adapter on all linear layers, `none` all weights."""
    lora_rank: int = Field(default=16, ge=1, le=1024)
    """Rank of the adapter."""
    lora_alpha: int = Field(default=32, ge=1)
    """Scale of the adapter; its update is multiplied by alpha / rank."""
    chat_template: Literal["auto", "short", "own"] = "auto"
    """`short`: plain turns without a system prompt; `own`: the tokenizer's own template; `auto`: `short` for the
    embedded student and for models without a template, `own` for all others."""
    trust_remote_code: bool = False
    """Run code that a model folder brings along. Leave it off unless you have read that code."""


class CourseConfig(Section):
    """How much the teacher writes."""

    exercises_per_skill: int = Field(default=40, ge=1)
    """Accepted exercises per skill in the first training set."""
    difficulties: tuple[Annotated[int, Field(ge=1, le=3)], ...] = Field(default=(1, 2, 3), min_length=1)
    """Difficulties of exercises and exam questions, mixed evenly."""
    misconceptions_per_skill: int = Field(default=4, ge=0)
    """Constructed error examples per skill: the ruler of the dynamics. 0 turns error detection off."""
    exam_questions_per_skill: int = Field(default=8, ge=1)
    """Held-out questions per skill."""
    max_drafts: float = Field(default=4.0, ge=1.0)
    """At most this many drafts per accepted exercise are asked for; then the run says how many are missing."""


class ReadingConfig(Section):
    """Continual pre-training on the textbook."""

    enabled: bool = True
    """`false` leaves the textbook unread."""
    order: Literal["low-to-high", "high-to-low", "shuffled"] = "low-to-high"
    """From lower to higher skills (the paper), reversed, or at random."""
    interleave: float = Field(default=0.3, ge=0.0, le=1.0)
    """How far paragraphs stray from the strict order: 0 is strict blocks, 1 is a shuffle. Strict blocks made small
    students forget, so the default is a soft sort."""
    epochs: int = Field(default=1, ge=1)
    """Passes over the textbook."""
    learning_rate: float = Field(default=5e-4, gt=0)
    """Peak learning rate."""
    batch_size: int = Field(default=4, ge=1)
    """Paragraphs per optimizer step."""


class PracticeConfig(Section):
    """Instruction tuning on the exercises, in rounds."""

    rounds: int = Field(default=2, ge=1)
    """Rounds; the training set changes between them."""
    epochs: tuple[int, ...] = Field(default=(3,), min_length=1)
    """Epochs of each round; the last number holds for all further rounds."""
    learning_rate: float = Field(default=1e-3, gt=0)
    """Peak learning rate of the first round; every round warms up and decays to 5 % of its peak."""
    later_learning_rate: float | None = Field(default=None, gt=0)
    """Peak learning rate of the later rounds; empty: the same."""
    batch_size: int = Field(default=8, ge=1)
    """Exercises per optimizer step; a batch holds exercises of about the same length."""
    max_length: int = Field(default=512, ge=16)
    """Longer examples, in tokens, are left out, counted and told."""

    def epochs_of(self, round_: int) -> int:
        """Epochs of round `round_`, counted from 1."""
        return self.epochs[min(round_, len(self.epochs)) - 1]


class DynamicsConfig(Section):
    """How losses become categories (the paper's section on dynamic training)."""

    rule: Literal["midpoint", "paper"] = "midpoint"
    """`midpoint`: error if the loss lies past half the way from the skill's mean to that of its constructed errors.
    `paper`: error if the loss lies above the mean of the constructed errors."""
    midpoint: float = Field(default=0.5, gt=0, le=1)
    """Where on that way the threshold lies."""
    guard: float = Field(default=0.4, ge=0)
    """In a skill whose gap to its constructed errors is below this share of the median gap nothing is an error."""
    skip_epochs: int = Field(default=1, ge=0)
    """First epochs of round 1 that do not count: there the loss tells when an example was seen, not what it is."""


class AdaptConfig(Section):
    """How the training set changes between rounds."""

    enabled: bool = True
    """`false` is the static baseline: the same examples in every round."""
    new_share: float = Field(default=0.5, ge=0)
    """New exercises per round, as a share of the first training set."""
    composed_share: float = Field(default=0.15, ge=0, le=1)
    """Share of the new exercises that combine two easy skills; the rest goes to skills by need."""
    max_skill_share: float = Field(default=1 / 3, gt=0, le=1)
    """At most this share of the new exercises goes to one skill."""
    easy_weight: float = Field(default=0.5, ge=0, le=1)
    """How often an easy example is seen per epoch, on average."""


class ExamConfig(Section):
    """How the student is examined."""

    max_new_tokens: int = Field(default=96, ge=1)
    """Longest answer, in tokens."""
    worked_examples: int = Field(default=3, ge=0)
    """Worked examples of the same skill in the prompt of the base student's second sitting; 0 leaves it out."""
    batch_size: int = Field(default=150, ge=1)
    """At most this many questions are decoded at once; an interruption costs one such batch."""


class Recipe(Section):
    """The whole recipe."""

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    """Name of the run; also its folder under `runs/` unless `run_dir` says otherwise."""
    syllabus: Path | Annotated[tuple[Path, ...], Field(min_length=1)]
    """Syllabus file, relative to the recipe; or a list of several, which are merged, the most important first."""
    run_dir: Path | None = None
    """Folder of the run, relative to where the command is started; default `runs/<name>`."""
    seed: int = Field(default=0, ge=0)
    """All random choices derive from it."""
    threads: int = Field(default=0, ge=0)
    """CPU threads; 0 uses as many as there are cores. Scores repeat exactly for the same number."""
    graph: GraphConfig = GraphConfig()
    teacher: TeacherConfig = TeacherConfig()
    student: StudentConfig = StudentConfig()
    course: CourseConfig = CourseConfig()
    reading: ReadingConfig = ReadingConfig()
    practice: PracticeConfig = PracticeConfig()
    dynamics: DynamicsConfig = DynamicsConfig()
    adapt: AdaptConfig = AdaptConfig()
    exam: ExamConfig = ExamConfig()

    @property
    def folder(self) -> Path:
        """Where the run is kept."""
        return self.run_dir or Path("runs") / self.name

    @property
    def syllabi(self) -> tuple[Path, ...]:
        """All syllabus files."""
        return (self.syllabus,) if isinstance(self.syllabus, Path) else self.syllabus


def load_recipe(path: str | Path) -> Recipe:
    """Read a recipe file. The syllabus path comes back relative to the current folder.

    Raises `ValueError`, in one line that says what to do, for a missing file, YAML that cannot be read, an unknown
    key or a wrong type.
    """
    path = Path(path)
    recipe = parse_recipe(read_yaml(path, "recipe"), str(path))
    syllabi = tuple(path.parent / syllabus for syllabus in recipe.syllabi)
    return recipe.model_copy(update={"syllabus": syllabi[0] if isinstance(recipe.syllabus, Path) else syllabi})


def parse_recipe(data: object, source: str = "recipe") -> Recipe:
    """Validate a mapping as a recipe; errors name `source`."""
    if not isinstance(data, Mapping):
        raise ValueError(f"{source}: a recipe is a mapping of keys to values, got {type(data).__name__}")
    try:
        return Recipe.model_validate(data)
    except ValidationError as error:
        raise ValueError(f"{source}: " + "; ".join(explain(error, Recipe))) from None


def read_yaml(path: Path, what: str) -> Any:
    """Read a YAML file with the safe loader. Raises `ValueError` naming the file and the line."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ValueError(f"{path}: larger than {MAX_FILE_BYTES // 2**20} MiB; is this a {what} file?")
        # The C parser reads a syllabus of thousands of skills in a tenth of the time; it knows the same safe types.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    except FileNotFoundError:
        raise ValueError(f"no {what} at {path}: check the path") from None
    except IsADirectoryError:
        raise ValueError(f"{path} is a folder: name the {what} file in it") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"cannot read {what} {path}: {error}") from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or type(error).__name__
        raise ValueError(f"{path}{where}: this is not valid YAML ({problem})") from None


def explain(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """Turn pydantic's errors into one sentence each, with the nearest right key for a misspelt one."""
    sentences = []
    for item in error.errors():
        keys = [str(part) for part in item["loc"]]
        where = ".".join(keys)
        if item["type"] == "extra_forbidden":
            known = _known_keys(model, keys[:-1])
            near = difflib.get_close_matches(keys[-1], known, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(sorted(known))}"
            sentences.append(f"unknown key '{where}', {hint}")
        elif item["type"] == "missing":
            sentences.append(f"'{where}' is missing")
        else:
            message = item["msg"][0].lower() + item["msg"][1:]
            sentences.append(f"'{where}': {message} (got {item['input']!r})"[:300])
    return sentences


def _known_keys(model: type[BaseModel], path: list[str]) -> list[str]:
    """Keys of the section at `path` inside `model`; numbers in the path stand for items of a list."""
    for part in path:
        if part.isdecimal():
            continue
        field = model.model_fields.get(part)
        kinds = [] if field is None else [field.annotation, *get_args(field.annotation)]
        sections = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
        if not sections:
            return []
        model = sections[0]
    return list(model.model_fields)


def differences(old: Recipe, new: Recipe) -> list[str]:
    """The keys in which two recipes differ, as `key: old -> new`. Where the files lie does not count."""
    ignored = {"run_dir", "syllabus"}
    before, after = (
        _flat(old.model_dump(mode="json", exclude=ignored)),
        _flat(new.model_dump(mode="json", exclude=ignored)),
    )
    return [
        f"{key}: {before.get(key)} -> {after.get(key)}"
        for key in sorted(before | after)
        if before.get(key) != after.get(key)
    ]


def _flat(data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = value
    return flat
