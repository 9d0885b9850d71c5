"""What the process that others are forked from imports: see `warm`."""

import gc

from tutelage.cli import process

process.set_up()

import math_verify  # noqa: E402, F401
import peft  # noqa: E402, F401
import torch._dynamo  # noqa: E402, F401
import transformers.models.auto.modeling_auto  # noqa: E402, F401
import trl  # noqa: E402, F401
from transformers import LlamaForCausalLM, PreTrainedTokenizerFast  # noqa: E402, F401
from trl import SFTTrainer  # noqa: E402, F401

from tutelage import cli, pipeline  # noqa: E402, F401
from tutelage.exams import kinds  # noqa: E402, F401

gc.freeze()  # what is forked shares this memory, and looks for garbage in its own
