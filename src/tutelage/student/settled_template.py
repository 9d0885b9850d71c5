"""A chat template with what the recipe says about it written into it: a system prompt, and values of its variables.

So whatever renders the template, here or in another program, renders what was trained.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tutelage.errors import StudentError
from tutelage.student.encoding import MARK, render_turns, takes_parts
from tutelage.student.rendering import TemplateRefusal, variables_of

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

Scalar = bool | int | float | str | None


def settle(tokenizer: PreTrainedTokenizerBase, system: str | None, options: Mapping[str, Scalar]) -> None:
    """Write the system prompt and the options into the tokenizer's chat template, which is one text.

    Raises `StudentError` for a variable that the template does not have, and for a template that does not write a
    system turn.
    """
    template = str(tokenizer.chat_template)
    known = variables_of(template) if options else set()
    for name in options:
        if name not in known:
            raise StudentError(f"its chat template has no variable {name!r}: correct student.template_options")
    if not system:
        tokenizer.chat_template = with_options(template, options)
        return
    parts = takes_parts(tokenizer)
    tokenizer.chat_template = with_options(with_system(template, system, parts=parts), options)
    advice = "remove student.system, or set chat_template: short"
    try:
        written = render_turns(tokenizer, [{"role": "user", "content": MARK}], add_generation_prompt=True)
    except TemplateRefusal as error:
        raise StudentError(f"with a system turn, {error}: {advice}") from None
    if "".join(system.split()) not in "".join(written.split()):
        raise StudentError(f"its chat template does not write a system turn: {advice}")


def with_options(template: str, options: Mapping[str, Scalar]) -> str:
    """The template with these values of its variables, wherever it is not called with others."""
    return (
        "".join(
            f"{{% if {name} is not defined %}}{{% set {name} = {_literal(value)} %}}{{% endif %}}"
            for name, value in options.items()
        )
        + template
    )


def with_system(template: str, system: str, *, parts: bool = False) -> str:
    """The template with this system prompt for conversations that do not begin with one. `parts`: it takes content as a
    list of parts."""
    content = f"[{{'type': 'text', 'text': {_literal(system)}}}]" if parts else _literal(system)
    return (
        "{% if messages and messages[0]['role'] not in ['system', 'developer'] %}"
        f"{{% set messages = [{{'role': 'system', 'content': {content}}}] + messages %}}{{% endif %}}{template}"
    )


def _literal(value: Scalar) -> str:
    """As Jinja writes it; as few escapes as possible, since other programs know only some of them."""
    if not isinstance(value, str):
        return "none" if value is None else json.dumps(value)
    escapes = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return "'" + "".join(escapes.get(mark, mark) for mark in value) + "'"
