"""How large a student is, from its configuration alone: the model is built on the `meta` device, without weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tutelage.config import StudentConfig, settings_for
from tutelage.errors import StudentError
from tutelage.student.damage import of_folder
from tutelage.student.embedded import EMBEDDED, PARAMETERS
from tutelage.student.loading import local_folder, read_config, require_training

if TYPE_CHECKING:
    from transformers import PreTrainedModel


class Shape(NamedTuple):
    """What memory and time are estimated from."""

    model: str
    parameters: int
    """All of them; tied ones count once."""
    computing: int
    """Those that take part in a matrix product for every token: all but input embeddings that are only looked up."""
    linear: int
    """Those in linear layers but the head: what `student.quantise` quantises."""
    adapter: int
    """Parameters of a LoRA adapter on all linear layers but the head."""
    largest: int
    """Parameters of the largest part that FSDP2 gathers at once: a layer, or the embeddings."""
    layers: int
    hidden: int
    heads: int
    key_value: int
    """Width of all keys (or values) of a token: key-value heads x width of a head."""
    intermediate: int
    vocabulary: int


def read_shape(config: StudentConfig, source: str) -> Shape:
    """The shape of the student in `source` (a folder with a `config.json`, or a hub name). No weights are needed.

    Raises `StudentError` for a configuration that is not of a causal language model of the usual form.
    """
    import torch

    model = _without_weights(config, source)
    text = model.config.get_text_config()
    try:
        heads = text.num_attention_heads
        head = getattr(text, "head_dim", None) or text.hidden_size // heads
        sizes = {
            "layers": text.num_hidden_layers,
            "hidden": text.hidden_size,
            "heads": heads,
            "key_value": head * text.num_key_value_heads,
            "intermediate": text.intermediate_size,
            "vocabulary": text.vocab_size,
        }
    except AttributeError as error:
        raise StudentError(f"the size of student {config.model} is unknown: in its config.json, {error}") from None
    lists = [module for module in model.modules() if isinstance(module, torch.nn.ModuleList)]
    layers = [sum(parameter.numel() for parameter in layer.parameters()) for layer in max(lists, key=len)]
    parameters = model.num_parameters()
    embedding = model.get_input_embeddings().weight
    tied = model.get_output_embeddings().weight is embedding
    return Shape(
        config.model,
        parameters,
        parameters - (0 if tied else embedding.numel()),
        *_linear_and_adapter(model, config.lora_rank or settings_for(parameters, "lora").rank),
        max(embedding.numel(), *layers),
        **sizes,
    )


def count_parameters(config: StudentConfig, source: str) -> int:
    """Parameters of the student in `source` (see `read_shape`), tied ones once. No weights are needed."""
    if config.model == EMBEDDED:
        return PARAMETERS
    found: int = _without_weights(config, source).num_parameters()
    return found


def parameters_here(config: StudentConfig) -> int | None:
    """The same if the student's configuration is on this machine, else `None`. Nothing is asked over the network."""
    if config.model == EMBEDDED:
        return PARAMETERS
    here = local_folder(config.model)
    return None if here is None else count_parameters(config, str(here))


def _without_weights(config: StudentConfig, source: str) -> PreTrainedModel:
    require_training()
    import torch
    from transformers import AutoModelForCausalLM

    about = read_config(config, source)
    with of_folder(source, "config.json", "name a causal language model of transformers"), torch.device("meta"):
        return AutoModelForCausalLM.from_config(about, trust_remote_code=config.trust_remote_code)


def _linear_and_adapter(model: Any, rank: int) -> tuple[int, int]:
    """Parameters of all linear layers but the head, and of two matrices beside each of them."""
    import torch

    head = model.get_output_embeddings()
    linear = [module for module in model.modules() if isinstance(module, torch.nn.Linear) and module is not head]
    weights = sum(module.in_features * module.out_features for module in linear)
    return weights, sum(rank * (module.in_features + module.out_features) for module in linear)
