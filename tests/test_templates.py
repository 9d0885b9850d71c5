"""Chat templates and tokenizers: what is trained on is what generation sees, or it is refused before any work."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import trl
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers
from transformers import PreTrainedTokenizerFast
from transformers.utils.chat_template_utils import render_jinja_template

from tutelage.errors import StudentError
from tutelage.student import encoding, requirements
from tutelage.student.rendering import TemplateRefusal, render, render_here

Turns = list[dict[str, str]]

FOLDER = Path(trl.__file__).parent / "chat_templates"
UNPATCHED = sorted(path.stem for path in FOLDER.glob("*.jinja") if not path.stem.endswith("_training"))
TURNS: Turns = [
    {"role": "user", "content": "What is 1 + 1?"},
    {"role": "assistant", "content": "It is <b>two</b>."},
    {"role": "user", "content": "And 2 + 2?"},
    {"role": "assistant", "content": "Four."},
]
SYSTEM = {"role": "system", "content": "Be brief."}
DOCS = Path(__file__).parent.parent / "docs"


def byte_level(template: str, end: str = "") -> PreTrainedTokenizerFast:
    """One token for each byte, and one for the end mark."""
    bytes_ = {byte: number for number, byte in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    tokenizer = Tokenizer(models.BPE(vocab=bytes_, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    made = PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token=end or "</s>")
    made.chat_template = template
    return made


def of_trl(name: str) -> PreTrainedTokenizerFast:
    """A template of TRL's, with the mark that it writes last as the end mark."""
    template = (FOLDER / f"{name}.jinja").read_text(encoding="utf-8")
    whole = encoding.render_turns(byte_level(template), TURNS, add_generation_prompt=False).rstrip()
    mark = re.search(r"<[^<>]+>$", whole)
    return byte_level(template, mark[0] if mark else "<|endoftext|>")


def refusal(name: str) -> str:
    try:
        requirements.check_template(of_trl(name), set())
    except StudentError as error:
        return str(error)
    return ""


def test_the_templates_of_trl_are_taken_or_refused_as_the_page_says() -> None:
    refused = {name: why for name in UNPATCHED if (why := refusal(name))}
    said = re.search(r"Of its (\d+) unpatched\s+ones, (\d+) are\s+taken and (\d+) is refused", _page())
    assert said is not None
    assert tuple(map(int, said.groups())) == (len(UNPATCHED), len(UNPATCHED) - len(refused), len(refused))
    assert set(refused) == {"glm4moe"}
    assert "generation does not stop" in refused["glm4moe"]


def _page() -> str:
    return (DOCS / "student.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", UNPATCHED[::3])
def test_a_template_writes_what_it_writes_in_transformers(name: str) -> None:
    template = (FOLDER / f"{name}.jinja").read_text(encoding="utf-8")
    marks = {"bos_token": "<s>", "eos_token": "</s>"}
    for turns in (TURNS[:1], TURNS, [SYSTEM, *TURNS[:3]]):
        for opening in (False, True):
            (expected,), _ = _or_error(render_jinja_template, [turns], template, opening, marks)
            variables = marks | {"messages": turns, "add_generation_prompt": opening}
            try:
                found = render_here(template, variables)
            except Exception as error:  # what a template does wrong is compared as well
                found = type(error).__name__
            assert found == expected


def _or_error(call: Callable[..., Any], turns: list[Turns], template: str, opening: bool, marks: dict[str, str]) -> Any:
    try:
        return call(turns, chat_template=template, add_generation_prompt=opening, **marks)
    except Exception as error:
        return [type(error).__name__], None


FORMS = {
    "qwen3": ("<think>\n\n</think>\n\nIt is <b>two</b>.<|im_end|>", "<think>\n\n</think>\n\nFour.<|im_end|>"),
    "qwen3_5_nothink": ("It is <b>two</b>.<|im_end|>", "Four.<|im_end|>"),
    "qwen3_6": ("\n</think>\n\nIt is <b>two</b>.<|im_end|>", "\n</think>\n\nFour.<|im_end|>"),
    "deepseekv3": ("\n</think>\n\nIt is <b>two</b>.<｜end▁of▁sentence｜>", "\n</think>\n\nFour.<｜end▁of▁sentence｜>"),
    "deepseek_r1_distill": (
        "\n</think>\n\nIt is <b>two</b>.<｜end▁of▁sentence｜>",
        "\n</think>\n\nFour.<｜end▁of▁sentence｜>",
    ),
    "nemotron_3_nano": ("</think>It is <b>two</b>.<|im_end|>", "</think>Four.<|im_end|>"),
    "gptoss": (
        "<|channel|>final<|message|>It is <b>two</b>.<|return|>",
        "<|channel|>final<|message|>It is <b>two</b>.<|<|channel|>final<|message|>Four.<|return|>",
    ),
    "phi3": ("It is <b>two</b>.<|end|>\n</s>", "It is <b>two</b>.<|end|>\nFour.<|end|>\n</s>"),
    "llava_next": (" It is <b>two</b>.</s>", " It is <b>two</b>.</s> Four.</s>"),
    "idefics3": (
        " It is <b>two</b>.<end_of_utterance>",
        " It is <b>two</b>.<end_of_utterance> Four.<end_of_utterance>",
    ),
    "gemma": ("It is <b>two</b>.<end_of_turn>", "It is <b>two</b>.<end_of_turn>Four.<end_of_turn>"),
}
"""Template of TRL's -> what is trained on of one answer, and of two. After a prompt that opens a thought the thought is
empty; an answer that is written otherwise once another follows it is trained on as far as it is the same."""


@pytest.mark.parametrize("name", FORMS)
def test_an_answer_is_trained_in_the_form_that_generation_gives(name: str) -> None:
    tokenizer = byte_level((FOLDER / f"{name}.jinja").read_text(encoding="utf-8"))
    for turns, expected in zip((TURNS[:2], TURNS), FORMS[name], strict=True):
        encoded = encoding.encode_conversation(tokenizer, turns)
        assert tokenizer.decode([label for label in encoded.labels if label != -100]) == expected
        prompt = encoding.encode_turns(tokenizer, turns[:-1])
        assert encoded.input_ids[: len(prompt)] == prompt


LLAMA = (
    "{% for m in messages %}{% if m['role'] == 'user' %}{{ bos_token + '[INST] ' + m['content'] + ' [/INST]' }}"
    "{% else %}{{ ' ' + m['content'] + ' ' + eos_token }}{% endif %}{% endfor %}"
)
MISTRAL = (
    "{{ bos_token }}{% for m in messages %}{% if m['role'] == 'user' %}{{ '[INST] ' + m['content'] + ' [/INST]' }}"
    "{% else %}{{ m['content'] + eos_token }}{% endif %}{% endfor %}"
)
BLANK = (
    "{% for m in messages %}{% if m['role'] == 'user' %}{{ 'USER: ' + m['content'] + ' ' }}"
    "{% else %}{{ 'ASSISTANT: ' + m['content'] + eos_token }}{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}{{ 'ASSISTANT: ' }}{% endif %}"
)


def sentence_piece(kind: str) -> PreTrainedTokenizerFast:
    """Words with their blank before them, as SentencePiece has them, and bytes for what it does not know. `legacy` puts
    a blank before every part of a text between marks, `first` only at its beginning."""
    words = ["user", "assistant", ":", "[INST]", "[/INST]", "USER:", "ASSISTANT:", "What", "is", "And", "It", "Four"]
    words += ["one", "two", "three", "?", "."]
    pieces = [
        "<unk>",
        "<s>",
        "</s>",
        *(f"<0x{byte:02X}>" for byte in range(256)),
        "▁",
        *words,
        *(f"▁{w}" for w in words),
    ]
    pieces += sorted({mark for word in words for mark in word} - set(pieces))
    tokenizer = Tokenizer(models.Unigram([(piece, -1.0) for piece in pieces], unk_id=0, byte_fallback=True))
    if kind == "legacy":
        tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme=kind, split=False)
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", unk_token="<unk>")


PIECES = {
    "llama": (LLAMA, ["▁It", "▁is", "▁two", ".", "▁", "</s>"]),
    "mistral": (MISTRAL, ["It", "▁is", "▁two", ".", "</s>"]),
    "short": (encoding.PLAIN_TEMPLATE, ["It", "▁is", "▁two", ".", "</s>"]),
    "blank at the end of the prompt": (BLANK, ["It", "▁is", "▁two", ".", "</s>"]),
}
"""Template -> the answer's tokens."""


@pytest.mark.parametrize("kind", ["legacy", "first", "always"])
@pytest.mark.parametrize("name", PIECES)
def test_tokens_are_those_of_the_whole_text(name: str, kind: str) -> None:
    tokenizer = sentence_piece(kind)
    tokenizer.chat_template, expected = PIECES[name]
    first = [{"role": "user", "content": "What is one?"}, {"role": "assistant", "content": "It is two."}]
    for turns in (
        first,
        [*first, {"role": "user", "content": "And two?"}, {"role": "assistant", "content": "It is two."}],
    ):
        ids, labels = encoding.encode_conversation(tokenizer, turns)
        prompt = encoding.encode_turns(tokenizer, turns[:-1])
        assert ids[: len(prompt)] == prompt, "training begins with another prompt than the exam"
        assert tokenizer.convert_ids_to_tokens(list(ids[len(prompt) :])) == expected
        assert list(labels[len(prompt) :]) == list(ids[len(prompt) :])
        if name != "blank at the end of the prompt":  # its prompt has a blank of its own, which the whole text joins
            whole = encoding.render_turns(tokenizer, turns, add_generation_prompt=False).rstrip()
            assert list(ids) == tokenizer(whole, add_special_tokens=False)["input_ids"]
            said = tokenizer.convert_ids_to_tokens([label for label in labels if label != -100])
            assert said == expected * (len(turns) // 2)


HOSTILE = {
    "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}": "takes more than 2 seconds",
    "{{ '%1000000000d' % 1 }}": "MiB of memory",
    "{{ 'a' * 3000000000 }}": "MiB of memory",
    "{{ 'a'|center(10**10) }}": "MiB of memory",
    "{% for i in range(1000) %}{{ 'a' * 30000 }}{% endfor %}": "writes 30,000,000 characters",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}": "calls itself",
    "{{" * 3000: "calls itself, or is nested",
    "{{ raise_exception('no \x1b[31m system\nline 2') }}": "refuses the conversation: no  [31m system",
    "{% for %}": "has a mistake in line 1",
    "{% include 'x' %}": "no loader",
    "{{ ''.__class__.__mro__ }}": "unsafe",
    "{{ namespace(_x=1) }}": "_x",
    "{{ messages.append(1) }}": "unsafe",
    "{{ x.y }}": "'x' is undefined",
    "half an emoji \ud83d": "writes half of a character",
}
"""Template -> words of the line that ends it."""


@pytest.mark.parametrize("template", HOSTILE, ids=lambda text: text[:30])
def test_a_template_that_would_hang_or_fill_the_memory_ends_in_one_line(template: str) -> None:
    start = time.monotonic()
    with pytest.raises(StudentError) as found:
        encoding.encode_turns(byte_level(template), TURNS[:1])
    assert time.monotonic() - start < 60
    assert HOSTILE[template] in str(found.value)
    assert str(found.value).isprintable()
    assert render("{{ messages[0].content }}", {"messages": TURNS}) == TURNS[0]["content"], "the next one is rendered"


WRONG = {
    "no answer": (
        "{% for m in messages if m.role == 'user' %}{{ m.content }}{% endfor %}</s>",
        "does not write the answer",
    ),
    **{
        f"answers that are {what}": (
            "{% for m in messages %}<|{{ m.role }}|>{{ " + said + " if m.role == 'assistant' else m.content }}"
            "{{ eos_token }}{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}",
            "does not write the answer as it is",
        )
        for what, said in {
            "in small letters": "m.content|lower",
            "escaped": "m.content|e",
            "cut": "m.content[:300]",
            "left out if long": "('' if m.content|length > 300 else m.content)",
            "without digits": "m.content|replace('5', '')",
            "printed as a list": "m.content[0]",
        }.items()
    },
    "no end mark": ("{% for m in messages %}{{ m.role + ': ' + m.content + '\n' }}{% endfor %}", "does not stop"),
    "only one turn": (
        "{% if messages|length > 2 %}{{ raise_exception('one turn, please') }}{% endif %}"
        "{% for m in messages %}{{ m.content + eos_token }}{% endfor %}",
        "one turn, please",
    ),
    "another beginning": (
        "{% for m in messages %}[{{ m.role }}]{{ m.content + eos_token }}{% endfor %}"
        "{% if add_generation_prompt %}Now:{% endif %}",
        "begins an answer for generation in another way",
    ),
    "questions cut": (
        "{% for m in messages %}{{ (m.content[:2] if m.role == 'user' else m.content) + eos_token }}{% endfor %}",
        "does not write each question once",
    ),
    "questions twice": (
        "{% for m in messages %}{{ m.content + (m.content if m.role == 'user' else '') + eos_token }}{% endfor %}",
        "does not write each question once",
    ),
    "hangs on an answer": (
        "{% for m in messages %}{{ m.content }}"
        "{% if m.role == 'assistant' %}{{ 'a' * 3000000000 }}{% endif %}{% endfor %}",
        "MiB of memory",
    ),
}
"""What is wrong with a template -> the template, and words of what is said."""


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_trained_on_is_refused(name: str) -> None:
    template, words = WRONG[name]
    with pytest.raises(StudentError, match=re.escape(words)):
        requirements.check_template(byte_level(template), set())


def test_a_missing_system_turn_is_only_noted() -> None:
    gemma, qwen = of_trl("gemma"), of_trl("qwen3")
    assert not requirements.takes_system_turns(gemma)
    assert requirements.takes_system_turns(qwen)
    with pytest.raises(TemplateRefusal, match="System role not supported"):
        encoding.encode_turns(gemma, [SYSTEM, TURNS[0]])


def test_an_answer_is_found_although_it_stands_in_the_question_too() -> None:
    tokenizer = byte_level((FOLDER / "deepseekv3.jinja").read_text(encoding="utf-8"))
    turns: Sequence[dict[str, str]] = [
        {"role": "user", "content": "Say <think> or </think> or Four."},
        {"role": "assistant", "content": "Four."},
    ]
    encoded = encoding.encode_conversation(tokenizer, turns)
    said = tokenizer.decode([label for label in encoded.labels if label != -100])
    assert said == "\n</think>\n\nFour.<｜end▁of▁sentence｜>"
