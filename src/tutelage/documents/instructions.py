"""Passages that speak to a language model. They stay text: they are reported, and no exercise may rest on them. Pure.

A fence in a prompt keeps what a passage says from being read as an instruction by anything but the model; the model may
still follow it. What comes of that rests on no other sentence of the passage, so this is what is looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from tutelage.records import Passage

_THEM = (
    r"(?:all |any |every |the |your |these |those |my |of "
    r"|previous |prior |earlier |above |preceding |former |existing )"
)
_WORDS = r"(?:instructions?|prompts?|rules?|directions?|guidelines?|messages?|commands?|context)"
_SIGNS = re.compile(
    "|".join(
        (
            rf"\b(?:ignore|disregard|forget|override|bypass|discard)\s+(?:{_THEM}\s*){{1,5}}{_WORDS}\b",
            r"\b(?:ignore|disregard|forget)\s+(?:everything|anything|all)\s+(?:above|before|said|you|that|so far)\b",
            r"\b(?:ignore|disregard|forget)\s+what(?:ever)?\s+(?:\w+\s+){1,3}(?:above|before|earlier)\b",
            rf"\b(?:new|updated|real|actual|hidden|secret)\s+{_WORDS}\s*:",
            r"\byou\s+are\s+(?:now\s+)?(?:an?\s+)?(?:ai|llm|language model|chat\s?bot|assistant|dan)\b",
            r"\b(?:as|dear|attention|hey|note to(?: the)?|message to(?: the)?)[ ,:]*(?:an?\s+|the\s+)?"
            r"(?:ai|llm|gpt|language model|chat\s?bot|grader|ai assistant)\b",
            r"\b(?:system|developer)\s+(?:prompt|message|instruction)s?\b",
            r"<\|[a-z_]{1,30}\|>|\[/?INST\]|<</?SYS>>|</?s>",
            r"(?:^|\n)\s*(?:#{1,6}\s*)?(?:system|assistant|user|human|ai)\s*:\s",
            r"(?:^|\n)\s*#{2,6}\s*(?:instruction|response|input)s?\b",
            r"</?\s*(?:passages?|reference|question|solution|answer|points|system|instructions?)\s*>",
            r"\b(?:respond|reply|answer)\s+(?:only\s+|always\s+)?with\s+(?:only\s+)?(?:the\s+(?:word|letter|text|phrase)|json|[\"“'])",
            r"\b(?:from now on|henceforth)[, ]+(?:you|always|answer|respond|reply|every)\b",
            r"\b(?:print|reveal|repeat|output|leak|show)\s+(?:me\s+)?(?:your|the)\s+(?:system|hidden|initial|secret|api)\b",
            r"\b(?:mark|grade|judge|rate)\s+(?:this|every|all|each)\b.{0,40}\b(?:as\s+)?(?:correct|right|true|passed)\b",
            r"\bdo\s+not\s+(?:follow|obey)\s+(?:any|the|your)\b.{0,30}\b(?:instructions?|rules?|prompts?)\b",
            r"\b(?:jailbreak|developer mode|dan mode)\b",
        )
    ),
    re.IGNORECASE,
)


def speaks_to_a_model(text: str) -> bool:
    """Whether a text has the form of an instruction, or of a role, for a language model."""
    return bool(_SIGNS.search(unicodedata.normalize("NFKC", text)))  # wide letters are letters to a model


def instruction_lines(passages: Iterable[Passage]) -> list[str]:
    """Where passages speak to a model, a line each."""
    return [", ".join(filter(None, (one.file, one.place))) for one in passages if speaks_to_a_model(one.text)]
