"""The student, how it reads and practises, and how its training set changes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, PositiveInt, field_serializer, field_validator, model_validator

from tutelage.config.base import Section
from tutelage.config.registry import ERROR_RULES, TARGETS
from tutelage.errors import RecipeError

AVERAGED = 0.2
"""What `practice.average: true` stands for."""
GIVEN = (
    *("messages", "add_generation_prompt", "tools", "documents", "raise_exception", "strftime_now"),
    *("namespace", "dict", "range", "lipsum", "cycler", "joiner", "loop"),
)
"""Names that have a meaning in every chat template."""

Adapter = Literal["lora", "none"]
"""What of a student is trained: a low-rank adapter, or all weights."""


class StudentConfig(Section):
    """The model that learns."""

    model: str = "smollm2-135m-instruct"
    """Name on the Hugging Face hub, a local folder or a GGUF file (relative to the recipe), or the embedded student
    `smollm2-135m-instruct`."""
    adapter: Adapter | None = None
    """`lora` trains a low-rank adapter on all linear layers, `none` all weights; empty: [by the student's
    size](students.md), and `lora` where something else asks for an adapter."""
    lora_rank: int | None = Field(default=None, ge=1, le=1024)
    """Rank of the adapter; empty: [by the student's size](students.md)."""
    lora_alpha: int = Field(default=32, ge=1)
    """Scale of the adapter; its update is multiplied by alpha / rank. As long as it stays the same, another rank needs
    no other learning rate."""
    quantise: Literal["nf4", "int8"] | None = None
    """Quantise the weights that an adapter is trained on (QLoRA), to 4 or 8 bits: a fraction of the memory, slower.
    Needs `tutelage[quantise]`. An export adds the adapter to the weights as they were."""
    chat_template: Literal["auto", "short", "own"] = "auto"
    """`short`: plain turns with no system prompt of its own, each answer closed by the tokenizer's end mark; `own`: the
    tokenizer's own template; `auto`: `short` for the embedded student and for models without a template, `own` for all
    others."""
    system: str | None = Field(default=None, min_length=1)
    """A system prompt for every conversation that does not begin with one: in training, in exams and when asked.
    Exports carry it. Not for a template that takes no system turns."""
    template_options: dict[str, bool | int | float | str | None] = Field(default_factory=dict)
    """Values for variables of the chat template, such as `{enable_thinking: false}`, in training and in
    use."""
    trust_remote_code: bool = False
    """Run code from a model's folder. Leave it off unless you have read that code."""

    @model_validator(mode="after")
    def _adapted(self) -> StudentConfig:
        if self.quantise and self.adapter == "none":
            raise ValueError("quantise needs adapter: lora, since quantised weights cannot be trained themselves")
        return self

    @field_validator("system")
    @classmethod
    def _says_something(cls, system: str | None) -> str | None:
        """Blanks alone would seem to be written by every template, also by one that takes no system turn."""
        if system is not None and not system.strip():
            raise ValueError("only blanks: write a system prompt, or leave it out")
        return system

    @field_validator("template_options")
    @classmethod
    def _free(cls, options: dict[str, object]) -> dict[str, object]:
        """The names of variables, but of none that every template gets."""
        for name in options:
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
                raise ValueError(f"{name!r} is not the name of a variable")
            if name in GIVEN or name.endswith("_token"):
                raise ValueError(f"{name!r} is given to every template: it is no option")
        return options


class ReadingConfig(Section):
    """Continual pre-training on the textbook."""

    enabled: bool = True
    """`false` skips the textbook."""
    order: Literal["low-to-high", "high-to-low", "random", "shuffled"] = "low-to-high"
    """From lower to higher skills (the paper; [unit by unit](graph.md), if the syllabus has units), reversed, skill by
    skill in a random order, or paragraph by paragraph at random."""
    order_seed: int = Field(default=0, ge=0)
    """Another number gives another random order."""
    interleave: float = Field(default=0.3, ge=0.0, le=1.0)
    """How far paragraphs stray from the strict order: 0 gives strict blocks, 1 a shuffle. Strict blocks made small
    students forget, so the default is a soft order."""
    with_exercises: bool = False
    """The textbook is not read first: in the first epoch of practice, at its rate, come the lessons of the first
    skills and then their exercises, and so on in that order."""
    epochs: int = Field(default=1, ge=1)
    """Passes over the textbook."""
    learning_rate: float | None = Field(default=None, gt=0)
    """Peak learning rate, after five steps of warm-up; it falls in a line to 5 % of that. Empty: [by the student's
    size](students.md)."""
    batch_size: int | None = Field(default=None, ge=1)
    """Paragraphs per optimizer step; empty: [by the student's size](students.md)."""
    max_length: int = Field(default=256, ge=32)
    """Longer paragraphs, in tokens, are cut at the ends of sentences; each part begins with the section's title."""
    replay: tuple[Path, ...] = ()
    """Files of general text, relative to the recipe, mixed into the textbook so that less is forgotten: plain text with
    documents between blank lines, or rows with `text`. Without files: ten documents that come with Tutelage."""
    replay_share: float = Field(default=0.0, ge=0, lt=1)
    """Share of general text among all paragraphs that are read, spread evenly."""

    @property
    def is_stage(self) -> bool:
        """Whether reading is a stage of its own, before practice."""
        return self.enabled and not self.with_exercises


REHEARSED = 0.0
"""Share of rehearsal in practice, unless the recipe says otherwise."""


class RehearsalConfig(Section):
    """General examples that are mixed into practice, so that less is forgotten."""

    share: float = Field(default=REHEARSED, ge=0, le=0.5)
    """Share of the tokens of each round that are rehearsal, spread evenly. They come on top of the exercises: neither
    `epochs` nor `tokens_per_round` counts them. 0: none."""
    self: bool = True
    """The base student answers 310 general prompts that come with Tutelage, once; its answers are rehearsed."""
    texts: tuple[Path, ...] = ()
    """Files of general text, relative to the recipe, to be rehearsed as running text: plain text with documents between
    blank lines, or rows with `text`."""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.share and not self.self and not self.texts:
            raise ValueError("share: there is nothing to rehearse: set self: true, or name files under texts")
        return self


class PracticeConfig(Section):
    """Instruction tuning on the exercises, in rounds."""

    rounds: int = Field(default=2, ge=0)
    """Rounds; the training set changes between them. 0: the student only reads."""
    epochs: tuple[PositiveInt, ...] = Field(default=(3,), min_length=1)
    """Epochs of each round; the last number holds for all further rounds."""
    tokens_per_round: tuple[PositiveInt, ...] = ()
    """Instead of `epochs`, a number or one for each round (the last holds for all further ones): a round ends, in the
    middle of an epoch if need be, with the example that reaches this many tokens (questions and solutions, no padding).
    So runs with different training sets can be compared."""
    learning_rate: float | None = Field(default=None, gt=0)
    """Peak learning rate; empty: [by the student's size](students.md)."""
    schedule: Literal["linear", "cosine", "constant", "warmup-stable-decay"] = "linear"
    """How the learning rate moves over all rounds together: after five steps of warm-up it falls to 5 % of its peak, in
    a line, in half a cosine, or in a line over the last fifth alone; `constant`: it stays at its peak."""
    restart: bool = False
    """Every round has the whole schedule for itself, and a new optimizer."""
    later_learning_rate: float | None = Field(default=None, gt=0)
    """With `restart`, peak learning rate of the later rounds; empty: the same."""
    review: int = Field(default=0, ge=0)
    """At the end of the last round so many exercises of every skill, drawn from all that it is trained on, come once
    more, while the learning rate is at its lowest (unless `schedule` is `constant`). `tokens_per_round` counts them."""
    average: float = Field(default=0.0, ge=0, le=1)
    """The student at the end of practice is the mean of its weights over this last share of practice, at most over the
    last round; `false` (0): its last weights; `true`: 0.2."""
    batch_size: int | None = Field(default=None, ge=1)
    """Exercises per optimizer step; a batch holds exercises of about the same length. Empty: [by the student's
    size](students.md)."""
    max_length: int = Field(default=512, ge=16)
    """Longer examples, in tokens, are left out and reported."""
    rehearsal: RehearsalConfig = RehearsalConfig()
    divergence_penalty: float = Field(default=0.0, ge=0)
    """So many times the divergence from the base student, KL(base || student) in nats per trained-on token, is added to
    the loss, so that less is forgotten. Needs an adapter; every step also asks the base. Losses are recorded without
    it."""
    scale: float | None = Field(default=None, gt=0, le=1)
    """At the end of the last round what training has changed in the weights, or in the adapter, is multiplied by this:
    less than 1 gives up some of what was learnt, and keeps some of what would be forgotten. Empty: [by the student's
    size](students.md)."""

    control: bool = False
    """Train a static control beside the student: from the student of round 1 on, it goes over the first training set
    for as many tokens, and takes the same exams. The report then says whether adaptation was worth it. All rounds but
    the first take twice as long."""
    keep: Literal["best", "last"] | None = None
    """The student that is the result of the run: `best`, the state after reading or after a round with the largest
    share of right answers in the development exam (of equal ones the later), or `last`. Empty: `best` if there is a
    development exam."""

    def epochs_of(self, round_: int) -> int:
        """Epochs of round `round_`, counted from 1."""
        return self.epochs[min(round_, len(self.epochs)) - 1]

    def tokens_of(self, round_: int) -> int | None:
        """Tokens of round `round_`, counted from 1; `None` if epochs are counted."""
        tokens = self.tokens_per_round
        return tokens[min(round_, len(tokens)) - 1] if tokens else None

    def share_of(self, round_: int) -> tuple[float, float]:
        """The part of the whole practice that round `round_` is: where it begins, and its share, both from 0 to 1.

        Counted in the epochs or tokens that the recipe plans, because the training sets of later rounds are not known
        before.
        """
        planned = [
            self.tokens_of(number) or self.epochs_of(number) for number in range(1, max(self.rounds, round_) + 1)
        ]
        return sum(planned[: round_ - 1]) / sum(planned), planned[round_ - 1] / sum(planned)

    @model_validator(mode="after")
    def _no_restart(self) -> Self:
        if self.later_learning_rate is not None and not self.restart:
            raise ValueError("later_learning_rate: one schedule covers all rounds: leave it out, or set restart: true")
        return self

    @field_validator("average", mode="before")
    @classmethod
    def _yes_or_no(cls, average: object) -> object:
        return AVERAGED if average is True else 0.0 if average is False else average

    @field_validator("tokens_per_round", mode="before")
    @classmethod
    def _one_for_all(cls, tokens: object) -> object:
        return (tokens,) if isinstance(tokens, int) else () if tokens is None else tokens

    @field_serializer("tokens_per_round")
    def _as_written(self, tokens: tuple[int, ...]) -> object:
        return tokens if len(tokens) > 1 else tokens[0] if tokens else None


class DynamicsConfig(Section):
    """How losses become categories: section 3.3 of the paper; definitions in `docs/dynamics.md`."""

    rule: Annotated[str, ERROR_RULES] = "midpoint"
    """Which examples are called errors; `tutelage dynamics --rules` lists the rules."""
    midpoint: float = Field(default=0.5, gt=0, le=1)
    """`midpoint`, `margin`: where the threshold lies between the means of training examples (0) and constructed errors
    (1)."""
    paper_spread: bool = False
    """`paper`: an error's standard deviation must also lie below the constructed errors', as the paper has it."""
    guard: float = Field(default=0.4, ge=0)
    """`midpoint`, `margin`, `paper`: in a skill whose gap to its constructed errors is below this share of the median
    gap nothing is an error."""
    posterior: float = Field(default=0.5, gt=0, lt=1)
    """`mixture`: an example is an error from this probability of the upper group on."""
    separation: float = Field(default=2.0, ge=0)
    """`mixture`: nothing is an error unless the groups lie this far apart (Ashman's D; above 2 they are distinct)."""
    skip_epochs: int = Field(default=1, ge=0)
    """First epochs of round 1 that do not count: there the loss shows when an example was presented, not what it is
    like."""


PROBE = 4
"""Questions of every skill, for a target that goes by answers."""


class AdaptConfig(Section):
    """How the training set changes between rounds."""

    enabled: bool = True
    """`false` is the static baseline: the same examples in every round."""
    drop: Literal["checked", "flagged", "none"] = "checked"
    """What happens to examples flagged as errors: `checked` drops those that a new check finds wrong, `flagged` drops
    all of them unchecked, `none` keeps all."""
    target: Annotated[str, TARGETS] = "failures"
    """Where new exercises go. By losses: `need`, the mean loss of a skill times its solution length; `hard-rate`, its
    share of hard examples. By answers to a probe: `failures`, the share that fails; `frontier`, what is neither
    mastered nor hopeless; `gaps`, failures moved along the graph to the deepest prerequisites that fail. `uniform`: to
    all skills alike, the control that every claim is measured against. Or the target of an installed package."""
    probe: int | None = Field(default=None, ge=0)
    """Fresh questions of every skill that the student answers after each round but the last; it is never trained on
    them. Default: 4 if the target goes by answers, else none."""
    mastery: Literal["absolute", "relative"] = "absolute"
    """What is seen less often and composed. `absolute`: examples whose worked solution is what the student would say
    itself, of skills that are mastered; `relative`: the paper's category easy, a loss below the average, whether
    anything is mastered or not."""
    mastered: float = Field(default=0.75, gt=0, le=1)
    """Share of right answers in the probe from which on a skill is mastered; without a probe, share of its examples
    whose worked solution the student would give itself."""
    new_share: float = Field(default=0.5, ge=0)
    """New exercises per round, as a share of the first training set."""
    composed_share: float = Field(default=0.15, ge=0, le=1)
    """Share of the new exercises that combine two mastered skills; the rest goes where `target` says."""
    max_skill_share: float = Field(default=1 / 3, gt=0, le=1)
    """At most this share of the new exercises goes to one skill."""
    easy_weight: float = Field(default=0.5, ge=0, le=1)
    """How often an example that is mastered (see `mastery`) is presented per epoch, on average."""

    @property
    def probe_questions(self) -> int:
        """How many questions of every skill the probe has. Raises `RecipeError` for an unknown target, and for one that
        goes by answers in a recipe that asks for none."""
        if self.probe is None and self.target not in TARGETS:  # of a run that is only read
            return 0
        needed = getattr(TARGETS.get(self.target), "uses_answers", False)
        if needed and self.probe == 0:
            raise RecipeError(
                f"adapt.target '{self.target}' goes by answers: leave adapt.probe out, or set it to 2 or more"
            )
        return self.probe if self.probe is not None else PROBE if needed else 0
