"""Estimates what training a student takes: memory of each GPU, tokens, time. The formulae are in `docs/scale.md`."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Literal, NamedTuple

from tutelage import syllabus
from tutelage.config import Adapter, Recipe, chosen_text, fill_for, rate_warnings, required
from tutelage.course.planning import distinct_counts, plan_misconceptions
from tutelage.course.size import course_size
from tutelage.errors import TutelageError
from tutelage.progress import WIDTH, Progress, counted, duration, filled, percent, wrapped
from tutelage.storage import stages
from tutelage.student import device, loading
from tutelage.student.quantised import BYTES
from tutelage.student.shape import Shape, read_shape
from tutelage.syllabus import Sources
from tutelage.teacher import Pools, kind_of
from tutelage.tools.preflight import recipe_teacher
from tutelage.training import schedule

SPARE = 0.1
"""Share of a GPU's memory that is left for the driver, the kernels and whatever else is not counted."""

LESSON_TOKENS = 270
"""Tokens of a section if there is no course yet: those of the calculus demonstration."""
GPU_MEMORY, GPU_FLOPS, GPU_UTILISATION = 80e9, 312e12, 0.25
"""Of a GPU that nobody has described: an A100's."""
CPU_UTILISATION = 0.5
"""Training reached about half of the speed of large products alone (docs/scale.md)."""
CHARACTERS = 3.0
"""Characters per token of a course."""

Strategy = Literal["ddp", "fsdp2"]


class Step(NamedTuple):
    """One forward pass on one GPU."""

    micro: int
    """Examples."""
    length: int
    """Tokens of each, padding included."""
    trained_on: int
    """Tokens of each with a loss: those whose logits are held."""
    fused_attention: bool = True
    passes: int = 1
    """Forward passes of one batch: from the second on, memory holds the gradients of the earlier ones."""


class TrainingSetup(NamedTuple):
    """How training is spread over GPUs."""

    adapter: Adapter = "lora"
    strategy: Strategy = "ddp"
    checkpointing: bool = False
    ranks: int = 1
    gather_bits: Literal[16, 32] = 16
    """See `LaunchConfig.gather_bits`."""
    averaged: bool = False
    """Whether the mean of the weights is kept, too (`practice.average`)."""
    quantise: Literal["nf4", "int8"] | None = None
    """See `StudentConfig.quantise`."""

    def __str__(self) -> str:
        strategy = "DDP" if self.strategy == "ddp" else "FSDP2"
        if self.strategy == "fsdp2" and self.adapter == "none" and self.gather_bits == 32:
            strategy += "/32"
        adapter = {None: "LoRA", "nf4": "QLoRA", "int8": "QLoRA/8"}[self.quantise]
        name = f"{adapter if self.adapter == 'lora' else 'full'}, {strategy}"
        return name + (", checkpointing" if self.checkpointing else "") + (", averaged" if self.averaged else "")


class Memory(NamedTuple):
    """Bytes on each GPU."""

    weights: float
    gradients: float
    optimizer: float
    activations: float
    logits: float

    @property
    def total(self) -> float:
        return sum(self)


class StageTokens(NamedTuple):
    """The tokens of one stage of training."""

    stage: str
    tokens: int
    measured: bool
    """Whether a run has trained on them; otherwise the number is an estimate."""


class Machine(NamedTuple):
    """The GPUs to train on, or this machine's CPU."""

    gpus: int
    """In all, over all nodes; a CPU counts as one."""
    memory: float
    """Bytes of one."""
    flops: float
    """Peak of one, in floating-point operations per second, 16-bit, without sparsity; of a CPU, as measured."""
    utilisation: float
    """Share of the peak that training reaches."""
    cpu: bool = False
    load: str = ""
    """Of a CPU, how busy it was before its speed was measured."""


def this_machine(recipe: Recipe) -> Machine:
    """The first GPU here; without one, the CPU, with the threads that the recipe gives it."""
    memory = device.own_memory()
    if device.devices()[1]:
        return Machine(1, memory, GPU_FLOPS, GPU_UTILISATION)
    load = device.load_text()
    with device.cpu_threads(recipe.threads):
        return Machine(1, memory, device.cpu_flops(), CPU_UTILISATION, cpu=True, load=load)


class TrainingPlan(NamedTuple):
    """Everything that `tutelage plan` prints."""

    shape: Shape
    step: Step
    machine: Machine
    memories: dict[TrainingSetup, Memory]
    stages: list[StageTokens]
    seconds: dict[str, list[float]]
    """`LoRA` and `full`: seconds of each stage, without checkpointing."""
    chosen: TrainingSetup
    """What the recipe asks for."""
    settings: list[str]
    """What is chosen for the student where the recipe is empty, and what may be wrong with what it says."""
    disk: float
    """Bytes; see `tutelage.storage.stages.disk_needed`."""


def memory_needed(shape: Shape, step: Step, setup: TrainingSetup) -> Memory:
    """Bytes on one GPU at the peak of a step."""
    lora = setup.adapter == "lora"
    trained = shape.adapter if lora else shape.parameters
    shards = setup.ranks if setup.strategy == "fsdp2" else 1
    kept: float = 2 * shape.parameters + 4 * shape.adapter if lora else 4 * shape.parameters
    if setup.quantise:
        kept -= (2 - BYTES[setup.quantise]) * shape.linear
    # Full training is mixed: products take a 16-bit copy of every weight, which lives until the backward pass, except
    # where weights arrive in 16 bits. Shards are gathered: the layer at work, and the next one on its way.
    halved = lora or (shards > 1 and setup.gather_bits == 16)
    copies = (0 if halved else 2 * shape.parameters) + (4 * trained if setup.averaged else 0)
    if shards > 1:
        copies += 2 * (2 if halved else 4) * shape.largest
    layer = layer_bytes(shape, step, lora=lora)
    logits = 18 * shape.vocabulary * step.micro * step.trained_on
    if setup.checkpointing:
        width = 2 if lora else 4
        # A layer is computed again when the logits are gone: only what it takes beyond them counts.
        layers = shape.layers * width * shape.hidden * step.micro * step.length + max(0.0, layer - logits)
    else:
        layers = shape.layers * layer
    gradients = 4 * trained / shards
    if step.passes == 1:  # they grow while activations and logits are freed
        gradients = max(0.0, gradients - layers - logits)
    if setup.strategy == "ddp" and setup.ranks > 1:
        gradients += 4 * trained  # the buckets in which they are exchanged
    return Memory(
        weights=kept / shards + copies,
        gradients=gradients,
        optimizer=8 * trained / shards,
        activations=layers,
        logits=logits,
    )


def layer_bytes(shape: Shape, step: Step, *, lora: bool) -> float:
    """What one layer keeps for its backward pass: see `docs/scale.md` for the count."""
    hidden, key_value, inner = shape.hidden, shape.key_value, shape.intermediate
    # Queries, keys, values and the output of attention, in 16 bits; gate, its activation, and what it is multiplied by.
    kept = 4 * hidden + 4 * key_value + 6 * inner
    # The input of each of the seven products, in 16 bits; the output of attention is counted above, except with an
    # adapter, which copies every input.
    inputs = 2 * ((6 if lora else 5) * hidden + inner)
    # Two norms: their input in 32 bits, and, if their weights are trained, what they are multiplied by.
    norms = 2 * (4 if lora else 8) * hidden
    scores = 0 if step.fused_attention else 8 * shape.heads * step.length
    return float(kept + inputs + norms + scores) * step.micro * step.length


def training_flops(shape: Shape, tokens: int, length: int, *, lora: bool, checkpointing: bool = False) -> float:
    """Floating-point operations of training on `tokens`: 6 N T, and those of attention over `length` tokens.

    With an adapter the weights have no gradient (4 N T); checkpointing repeats the forward pass (+ 2 N T).
    """
    passes = 2 + (2 if lora else 4) + (2 if checkpointing else 0)
    attention = 2 * shape.layers * shape.hidden * length  # forward; an adapter needs its backward pass, too
    return tokens * (passes * shape.computing + (6 + (2 if checkpointing else 0)) * attention)


def fits(found: Memory, machine: Machine) -> bool:
    """Whether a GPU has enough memory, with some to spare."""
    return found.total <= machine.memory * (1 - SPARE)


def make_plan(recipe: Recipe, machine: Machine, progress: Progress | None = None) -> TrainingPlan:
    """What a recipe takes on a machine. Raises `StudentError` for a student that cannot be found."""
    shape = read_shape(recipe.student, loading.prepare_student(recipe.student, progress))
    said = [chosen_text(recipe, shape.parameters), *rate_warnings(recipe, shape.parameters)]
    recipe = fill_for(recipe, shape.parameters)
    launch, longest = recipe.launch, recipe.practice.max_length
    share = ceil(required(recipe.practice.batch_size) / machine.gpus)
    micro = schedule.micro_batch(share, 1, launch.micro_batch)
    step = Step(micro, longest, longest, fused_attention=not machine.cpu, passes=share // micro)
    found = tokens_of_stages(recipe, syllabus.read_sources(recipe.syllabi, recipe.documents, recipe.graph, progress))
    setups = [
        TrainingSetup(adapter, strategy, checkpointing, machine.gpus)
        for adapter in ("lora", "none")
        for strategy in (("ddp", "fsdp2") if machine.gpus > 1 else ("ddp",))
        for checkpointing in (False, True)
    ]
    kind = recipe.student.quantise or "nf4"
    setups += [TrainingSetup("lora", "ddp", on, machine.gpus, quantise=kind) for on in (False, True)]
    chosen = TrainingSetup(
        required(recipe.student.adapter),
        launch.strategy,
        launch.checkpointing,
        machine.gpus,
        quantise=recipe.student.quantise,
    )
    if chosen.strategy == "fsdp2" and chosen.adapter == "none":
        chosen = chosen._replace(gather_bits=launch.gather_bits)
    chosen = chosen._replace(averaged=recipe.practice.average > 0)
    if chosen not in setups:
        setups.append(chosen)
    return TrainingPlan(
        shape,
        step,
        machine,
        {setup: memory_needed(shape, step, setup) for setup in setups},
        found,
        {
            name: [
                training_flops(shape, stage.tokens, longest, lora=name == "LoRA")
                / (machine.gpus * machine.flops * machine.utilisation)
                for stage in found
            ]
            for name in ("LoRA", "full")
        },
        chosen,
        said,
        stages.disk_needed(shape.adapter if recipe.student.adapter == "lora" else shape.parameters, recipe),
    )


def tokens_of_stages(recipe: Recipe, sources: Sources) -> list[StageTokens]:
    """Tokens of each stage: counted if the run has finished it, else estimated from its course or from the recipe."""
    guessed = _guess(recipe, sources)
    found = []
    for stage in (*stages.trainings_of(recipe), *stages.controls_of(recipe)):
        done = stage.done(recipe.folder)
        tokens = stage.read(recipe.folder).tokens if done else guessed[stage.name]
        found.append(StageTokens(stage.name, tokens, done))
    return found


def _guess(recipe: Recipe, sources: Sources) -> dict[str, int]:
    graph = sources.graph.graph
    per_exercise = kind_of(recipe.teacher).exercise_tokens
    read = [[sources.passages[one].text for one in skill.passages] for skill in graph.skills]
    lessons = sum(_tokens(texts) if texts else LESSON_TOKENS for texts in read)
    counts = _counts(recipe, sources)
    exercises = course_size(recipe, graph, counts).exercises
    errors = sum(one.number for one in plan_misconceptions(graph, recipe.course, recipe.seed, counts))
    if stages.COURSE.done(recipe.folder):
        written = stages.COURSE.read(recipe.folder)
        lessons = _tokens([lesson.text for lesson in written.lessons])
        exercises, errors = len(written.exercises), len(written.misconceptions)
        texts = [item.question + item.solution for item in written.exercises]
        per_exercise = ceil(_tokens(texts) / max(1, len(texts)))
    result = {stages.READING.name: round(lessons * recipe.reading.epochs / (1 - recipe.reading.replay_share))}
    woven = lessons if recipe.reading.enabled and recipe.reading.with_exercises else 0
    fresh = round(recipe.adapt.new_share * exercises) if recipe.adapt.enabled else 0
    for round_ in range(1, recipe.practice.rounds + 1):
        examples = exercises + (errors if round_ == 1 else fresh * (round_ - 1))
        tokens = examples * per_exercise * recipe.practice.epochs_of(round_)
        rehearsed = 1 - recipe.practice.rehearsal.share
        own = (recipe.practice.tokens_of(round_) or tokens) + (woven if round_ == 1 else 0)
        result[stages.round_(round_).name] = result[stages.control_round(round_).name] = round(own / rehearsed)
    return result


def _counts(recipe: Recipe, sources: Sources) -> dict[str, int | Pools]:
    """How many exercises the teacher has, where it knows; nothing of a teacher that is not ready."""
    try:
        return distinct_counts(sources.graph.graph, recipe_teacher(recipe, sources), recipe.course)
    except TutelageError:
        return {}  # `check` says what is wrong with it


def _tokens(texts: Sequence[str]) -> int:
    return ceil(sum(map(len, texts)) / CHARACTERS)


def advice(plan: TrainingPlan) -> str:
    """Whether what the recipe asks for fits; if not, the smallest change that makes it fit."""
    needed = plan.memories[plan.chosen]
    size = f"{needed.total / 1e9:.1f} of {plan.machine.memory / 1e9:.0f} GB."
    if fits(needed, plan.machine):
        return f"{plan.chosen} fits: {size}"
    return f"{plan.chosen} does not fit: {size}\n{_remedy(plan)}"


def _remedy(plan: TrainingPlan) -> str:
    single = plan.step._replace(micro=1, passes=plan.step.passes * plan.step.micro)
    strategies: tuple[Strategy, ...] = ("ddp", "fsdp2") if plan.machine.gpus > 1 else ("ddp",)
    strategies = strategies if plan.chosen.strategy == "ddp" else ("fsdp2",)
    adapters: tuple[Adapter, ...] = ("lora",) if plan.chosen.adapter == "lora" else ("none", "lora")
    kinds = [TrainingSetup(adapter, strategy) for adapter in adapters for strategy in strategies]
    if "ddp" in strategies:
        kinds.append(TrainingSetup("lora", quantise="nf4"))
    if plan.chosen.quantise:
        kinds = [TrainingSetup("lora", quantise=plan.chosen.quantise)]
    for kind in kinds:
        for checkpointing, step in ((False, single), (True, plan.step), (True, single)):
            setup = kind._replace(checkpointing=checkpointing, ranks=plan.machine.gpus)
            needed = memory_needed(plan.shape, step, setup)
            if fits(needed, plan.machine):
                return f"What fits: {setup}, micro-batch {step.micro}: {needed.total / 1e9:.1f} GB."
    if plan.machine.cpu:
        return "Nothing fits: take a GPU, shorter examples, or a smaller student."
    return "Nothing fits: take more GPUs with FSDP2, larger GPUs, shorter examples, or a smaller student."


def plan_text(plan: TrainingPlan) -> str:
    """The plan for a terminal of 80 columns."""
    shape, machine = plan.shape, plan.machine
    what = "This machine, without a GPU:" if machine.cpu else f"{counted(machine.gpus, 'GPU')} of"
    peak = (
        f"{machine.flops / 1e12:.2f} TFLOPS (measured just now)"
        if machine.cpu
        else f"{machine.flops / 1e12:.0f} TFLOPS"
    )
    lines = [
        f"{shape.model[-76:]}:",
        f"{shape.parameters:,} parameters, {shape.adapter:,} in a LoRA adapter",
        *(filled(line, WIDTH, break_on_hyphens=False) for line in plan.settings),
        wrapped(
            f"{what} {machine.memory / 1e9:.0f} GB and {peak} at {percent(machine.utilisation)}; micro-batch "
            f"{plan.step.micro} x {plan.step.length} tokens"
        ),
        "",
        f"{'GB' if machine.cpu else 'GB on each GPU':<28}"
        + "".join(f"{part:>8}" for part in ("weights", "grads", "optim", "activ", "logits", "total")),
    ]
    for setup, found in plan.memories.items():
        numbers = "".join(f"{value / 1e9:>8.1f}" for value in (*found, found.total))
        lines.append(f"{setup!s:<28}{numbers}{'' if fits(found, machine) else ' no'}")
    lines += ["", f"{'Stage':<16}{'tokens':>12}  {'from':<12}{'LoRA':>14}{'full':>14}"]
    for stage, lora, full in zip(plan.stages, plan.seconds["LoRA"], plan.seconds["full"], strict=True):
        source = "measured" if stage.measured else "estimate"
        lines.append(f"{stage.stage:<16}{stage.tokens:>12,}  {source:<12}{duration(lora):>14}{duration(full):>14}")
    disk = f"Disk: {plan.disk / 1e9:.2f} GB at most for students, checkpoints and an optimizer's states."
    lines += [f"Times are for a machine as busy as this one is now: {machine.load}."] if machine.cpu else []
    lines += ["Exams and the teacher's work come on top.", "", disk, advice(plan)]
    if machine.cpu:
        lines.append("For a GPU, give its memory and its peak, such as --gpu-memory 24 --flops 165.")
    lines.append("What LoRA, DDP and the other words mean: tutelage help concepts")
    return "\n".join(lines)
