"""The recipe: one YAML file says everything about a run.

Each field is documented and validated where it is declared; an unknown key is an error that names the nearest right
one. `load_recipe` reads a file, `Recipe.model_validate` a mapping.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

MAX_FILE_BYTES = 16 * 2**20

OPERATIONAL = (
    "run_dir",
    "syllabus",
    "report_to",
    *(
        f"teacher.{key}"
        for key in ("base_url", "key_variable", "concurrency", "timeout", "retries", "prices", "budget", "prompts")
    ),
)
"""Keys that may change between the interruptions of a run."""


class Section(BaseModel):
    """Base of all sections of a recipe: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Prices(Section):
    """What an endpoint charges, in US dollars per million tokens."""

    input: float = Field(ge=0)
    """Tokens that the teacher reads."""
    output: float = Field(ge=0)
    """Tokens that it writes."""


class Budget(Section):
    """A hard stop over a whole run, its interruptions included. It is asked before every call."""

    usd: float | None = Field(default=None, gt=0)
    """US dollars; needs `prices`."""
    tokens: int | None = Field(default=None, gt=0)
    """Tokens read and written."""


class TeacherConfig(Section):
    """Who writes the course."""

    kind: str = "embedded"
    """`embedded`: the teacher that comes with Tutelage and knows the subjects below; needs no network and no key.
    `openai`: a language model behind any endpoint that speaks OpenAI's chat completions (vLLM, Ollama, llama.cpp, a
    gateway). `local`: a model of `transformers` in this process."""
    subject: str = "calculus"
    """What the embedded teacher teaches: `calculus`, `social-studies`, `reasoning-gym` (data sets of that package,
    which the extra of this name installs), or the subject of an installed package."""
    model: str = ""
    """`openai`: the endpoint's name of the model. `local`: hub name, folder, or `student`, the recipe's own student."""
    base_url: str = ""
    """Address of the endpoint, up to and including `/v1`; default: `$OPENAI_BASE_URL`, then OpenAI's own."""
    key_variable: str = Field(default="OPENAI_API_KEY", pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    """Environment variable that holds the key. The key itself never stands in a recipe."""
    prompts: Path | None = None
    """Folder with prompts of your own, by name (`tutelage prompts`), relative to the recipe."""
    temperature: float = Field(default=0.8, ge=0, le=2)
    """Sampling temperature of everything but judgements, which are taken at 0."""
    max_tokens: int = Field(default=2048, ge=64)
    """Room for one answer. An answer that is cut is asked for again with more, up to four times this."""
    exercises_per_call: int = Field(default=5, ge=1, le=20)
    """Exercises that one call asks for."""
    concurrency: int = Field(default=16, ge=1, le=1024)
    """Calls in flight at once; for `local`, the batch size."""
    timeout: float = Field(default=120.0, gt=0)
    """Seconds after which a call counts as lost and is made again."""
    retries: int = Field(default=6, ge=0)
    """How often a call is made again after a time-out, a cut connection, a rate limit or an error of the server."""
    repairs: int = Field(default=2, ge=0)
    """How often an answer that cannot be used is asked for again, with the reason."""
    structured: Literal["auto", "schema", "prompt"] = "auto"
    """`schema` sends a JSON schema with every call, `prompt` only describes the form; `auto` sends a schema and does
    without if the endpoint refuses it. Answers are checked on this side in every case."""
    prices: Prices | None = None
    """What the endpoint charges; without it costs are counted in tokens alone."""
    budget: Budget = Budget()
    """Where to stop."""
    extra: dict[str, Any] = Field(default_factory=dict)
    """Further fields of every call, as the endpoint knows them (for example `reasoning_effort`)."""

    @field_validator("base_url")
    @classmethod
    def _no_credentials(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("an address such as http://localhost:8000/v1 is needed")
        if parts.username or parts.password or parts.query:
            raise ValueError("credentials do not belong into a recipe: put the key into the variable of 'key_variable'")
        return url

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind in ("openai", "local") and not self.model:
            raise ValueError(f"a teacher of kind '{self.kind}' needs 'model'")
        if self.budget.usd is not None and self.prices is None:
            raise ValueError("a budget in dollars needs 'prices'")
        return self


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


class ChecksConfig(Section):
    """How drafts are checked beyond their form. What is left empty depends on the teacher: generators of the embedded
    one have their answers recomputed and vary by construction, a language model is checked more."""

    formal: bool = True
    """Recompute the answer of a draft that carries a formal statement."""
    solutions: int | None = Field(default=None, ge=0, le=16)
    """Independent solutions that the teacher writes for every draft; default 2 for a language model, otherwise 0."""
    agreement: float = Field(default=1.0, gt=0, le=1)
    """Share of them that must reach the draft's answer."""
    judge: bool | None = None
    """Have the teacher judge each draft against the textbook section, for subjects whose answers cannot be computed;
    default no."""
    near_duplicates: float | None = Field(default=None, ge=0, le=1)
    """A question with the same numbers whose three-word sequences overlap this much (Jaccard) with an earlier one or
    with an exam question is refused; 0: only exact repetitions; default 0.8 for a language model, otherwise 0."""
    benchmarks: tuple[Path, ...] = ()
    """JSONL files with questions of benchmarks, relative to the recipe: a draft that overlaps with one is refused."""
    ngram: int = Field(default=13, ge=3)
    """Words in a row that a draft must not share with a benchmark question."""


class CourseConfig(Section):
    """How much the teacher writes."""

    exercises_per_skill: int = Field(default=40, ge=1)
    """Accepted exercises per skill in the first training set."""
    difficulties: tuple[Annotated[int, Field(ge=1, le=3)], ...] = Field(default=(1, 2, 3), min_length=1)
    """Difficulties of exercises and exam questions, mixed evenly."""
    misconceptions_per_skill: int = Field(default=4, ge=0)
    """Constructed error examples per skill: the ruler of the dynamics. With 0 only the rule `mixture` finds errors."""
    exam_questions_per_skill: int = Field(default=8, ge=1)
    """Held-out questions per skill."""
    also: tuple[Path, ...] = ()
    """JSONL files with exercises of your own, or of another run (`exercises.jsonl`), relative to the recipe: they are
    added to the first training set. Exam questions among them are left out, and told."""
    max_drafts: float = Field(default=4.0, ge=1.0)
    """At most this many drafts per accepted exercise are asked for; then the run says how many are missing."""
    checks: ChecksConfig = ChecksConfig()
    """How drafts are checked."""


class CorruptionConfig(Section):
    """Makes the training set worse in a known way: for experiments alone. The exam stays as it is."""

    errors: float = Field(default=0.0, ge=0, lt=1)
    """Share of every skill's exercises that are replaced by wrong ones, not marked as such."""
    kind: Literal["misconceptions", "random"] = "misconceptions"
    """Wrong by a misconception of the teacher's, or by a random change of the result."""
    skew: float = Field(default=0.0, ge=0)
    """How unevenly exercises are spread: of n exercises the skill at place r of a random order keeps n / r^skew, at
    least two."""

    @property
    def enabled(self) -> bool:
        """Whether anything is changed."""
        return bool(self.errors or self.skew)


class ReadingConfig(Section):
    """Continual pre-training on the textbook."""

    enabled: bool = True
    """`false` leaves the textbook unread."""
    order: Literal["low-to-high", "high-to-low", "random", "shuffled"] = "low-to-high"
    """From lower to higher skills (the paper), reversed, skill by skill in a random order, or paragraph by paragraph
    at random."""
    order_seed: int = Field(default=0, ge=0)
    """Another number, another random order."""
    interleave: float = Field(default=0.3, ge=0.0, le=1.0)
    """How far paragraphs stray from the strict order: 0 is strict blocks, 1 is a shuffle. Strict blocks made small
    students forget, so the default is a soft sort."""
    epochs: int = Field(default=1, ge=1)
    """Passes over the textbook."""
    learning_rate: float = Field(default=5e-4, gt=0)
    """Peak learning rate."""
    batch_size: int = Field(default=4, ge=1)
    """Paragraphs per optimizer step."""
    max_length: int = Field(default=256, ge=32)
    """Longer paragraphs, in tokens, are cut at the ends of sentences; each part begins with the section's title."""
    replay: tuple[Path, ...] = ()
    """Files of general text, relative to the recipe, mixed into the textbook so that less is forgotten: plain text with
    documents between blank lines, or JSONL with `text`. Without files: ten documents that come with Tutelage."""
    replay_share: float = Field(default=0.0, ge=0, lt=1)
    """Share of general paragraphs in all that is read, spread evenly."""


class PracticeConfig(Section):
    """Instruction tuning on the exercises, in rounds."""

    rounds: int = Field(default=2, ge=0)
    """Rounds; the training set changes between them. 0: the student only reads."""
    epochs: tuple[int, ...] = Field(default=(3,), min_length=1)
    """Epochs of each round; the last number holds for all further rounds."""
    tokens_per_round: int | None = Field(default=None, ge=1)
    """Instead of `epochs`: a round ends, in the middle of an epoch if need be, with the example that reaches this many
    tokens (questions and solutions, no padding). So runs with different training sets can be compared."""
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
    """How losses become categories: section 3.3 of the paper; definitions in `docs/dynamics.md`."""

    rule: Literal["midpoint", "paper", "mixture"] = "midpoint"
    """`midpoint`: error if the loss lies past half the way from the skill's mean to that of its constructed errors.
    `paper`: error if the loss lies above the mean of the constructed errors.
    `mixture`: error if the loss belongs to the upper one of two groups; needs no constructed errors."""
    midpoint: float = Field(default=0.5, gt=0, le=1)
    """`midpoint`: where on that way the threshold lies."""
    paper_spread: bool = False
    """`paper`: an error's standard deviation must also lie below the constructed errors', as the paper has it."""
    guard: float = Field(default=0.4, ge=0)
    """`midpoint`, `paper`: in a skill whose gap to its constructed errors is below this share of the median gap nothing
    is an error."""
    posterior: float = Field(default=0.5, gt=0, lt=1)
    """`mixture`: probability of the upper group from which on an example is an error."""
    separation: float = Field(default=2.0, ge=0)
    """`mixture`: nothing is an error unless the groups lie this far apart (Ashman's D; above 2 they are distinct)."""
    skip_epochs: int = Field(default=1, ge=0)
    """First epochs of round 1 that do not count: there the loss tells when an example was seen, not what it is."""


class AdaptConfig(Section):
    """How the training set changes between rounds."""

    enabled: bool = True
    """`false` is the static baseline: the same examples in every round."""
    drop: Literal["checked", "flagged", "none"] = "checked"
    """What becomes of examples flagged as errors: `checked` drops those that a new check finds wrong, `flagged` all of
    them unchecked, `none` keeps all."""
    target: Literal["need", "hard-rate", "uniform"] = "need"
    """Where new exercises go. `need`: to skills by their mean loss times their solution length; `hard-rate`: by their
    share of hard examples; `uniform`: to all skills alike, the control that every claim is made against."""
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
    curve: int = Field(default=0, ge=0)
    """How often, while the student reads and in each round, its loss on the exam's solutions is taken."""
    curve_questions: int = Field(default=64, ge=1)
    """At most this many questions, spread evenly over the exam, are taken for it."""


class ForgettingConfig(Section):
    """What the student knew before: measured on the base and on the final student."""

    enabled: bool = True
    """`false` measures nothing."""
    texts: tuple[Path, ...] = ()
    """Files of general text, relative to the recipe: plain text with documents between blank lines, or JSONL with
    `text`. Without files: ten documents that come with Tutelage."""
    max_tokens: int = Field(default=20_000, ge=2)
    """At most this many tokens of text are read."""
    choices: tuple[Path, ...] = ()
    """JSONL files with multiple-choice questions about what is not taught: `question`, `choices`, `answer` (place of
    the right one, from 0) and `subject`, as in MMLU."""
    subjects: tuple[str, ...] = ()
    """Only questions about these; empty: all."""
    max_questions: int = Field(default=200, ge=1)
    """At most this many questions, drawn by the seed."""


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
    report_to: tuple[Literal["tensorboard", "wandb", "trackio"], ...] = ()
    """Where losses and learning rates go while the student trains, as in TRL. TensorBoard's files lie in the run's
    folder `tensorboard`; the others have accounts and settings of their own."""
    graph: GraphConfig = GraphConfig()
    teacher: TeacherConfig = TeacherConfig()
    student: StudentConfig = StudentConfig()
    course: CourseConfig = CourseConfig()
    corruption: CorruptionConfig = CorruptionConfig()
    reading: ReadingConfig = ReadingConfig()
    practice: PracticeConfig = PracticeConfig()
    dynamics: DynamicsConfig = DynamicsConfig()
    adapt: AdaptConfig = AdaptConfig()
    exam: ExamConfig = ExamConfig()
    forgetting: ForgettingConfig = ForgettingConfig()

    @model_validator(mode="after")
    def _checks_that_can_be_made(self) -> Self:
        if self.teacher.kind == "embedded" and self.course.checks.solutions:
            raise ValueError("the embedded teacher solves nothing, it recomputes answers: leave 'solutions' out")
        return self

    @property
    def folder(self) -> Path:
        """Where the run is kept."""
        return self.run_dir or Path("runs") / self.name

    @property
    def checks(self) -> ChecksConfig:
        """How drafts are checked, with nothing left empty."""
        language = self.teacher.kind in ("openai", "local")
        defaults = {"solutions": 2 if language else 0, "judge": False, "near_duplicates": 0.8 if language else 0.0}
        given = self.course.checks
        return given.model_copy(update={k: v for k, v in defaults.items() if getattr(given, k) is None})

    @property
    def syllabi(self) -> tuple[Path, ...]:
        """All syllabus files."""
        return (self.syllabus,) if isinstance(self.syllabus, Path) else self.syllabus


def load_recipe(path: str | Path) -> Recipe:
    """Read a recipe file. Its paths come back relative to the current folder.

    Raises `ValueError`, in one line that says what to do, for a missing file, YAML that cannot be read, an unknown
    key or a wrong type.
    """
    path = Path(path)
    recipe = parse_recipe(read_yaml(path, "recipe"), str(path))
    return _beside(recipe, path.parent)


def _beside(recipe: Recipe, folder: Path) -> Recipe:
    """The recipe with the paths that its file gives relative to its own folder."""
    teacher, course = recipe.teacher, recipe.course
    if teacher.prompts:
        teacher = teacher.model_copy(update={"prompts": folder / teacher.prompts})
    benchmarks = tuple(folder / path for path in course.checks.benchmarks)
    checks = course.checks.model_copy(update={"benchmarks": benchmarks})
    also = tuple(folder / path for path in course.also)
    course = course.model_copy(update={"checks": checks, "also": also})
    reading = recipe.reading.model_copy(update={"replay": tuple(folder / path for path in recipe.reading.replay)})
    panel = {name: tuple(folder / path for path in getattr(recipe.forgetting, name)) for name in ("texts", "choices")}
    forgetting = recipe.forgetting.model_copy(update=panel)
    syllabi = tuple(folder / syllabus for syllabus in recipe.syllabi)
    syllabus = syllabi[0] if isinstance(recipe.syllabus, Path) else syllabi
    parts = {"teacher": teacher, "course": course, "reading": reading, "forgetting": forgetting}
    return recipe.model_copy(update={"syllabus": syllabus, **parts})


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
        elif item["type"] == "value_error":
            # A message of our own says enough, and the value may be what should not be shown.
            sentences.append((f"'{where}': " if where else "") + str(item["ctx"]["error"]))
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
    """The keys in which two recipes differ, as `key: old -> new`. What cannot change a result does not count: where
    files lie, how an endpoint is reached, what it may cost."""
    before, after = (_flat(recipe.model_dump(mode="json")) for recipe in (old, new))
    return [
        f"{key}: {before.get(key)} -> {after.get(key)}"
        for key in sorted(before | after)
        if before.get(key) != after.get(key) and not key.startswith(OPERATIONAL)
    ]


def _flat(data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in data.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = value
    return flat
