"""Cut off what a model only thought: an answer that was tried out there is not its answer. Pure."""

from __future__ import annotations

import re

_NAMES = (
    "(?:think|thinking|thoughts?|reason|reasoning|reflection|scratchpad|analysis|internal|inner_monologue|seed:think)"
)
_TAG = re.compile(
    rf"(?P<open><{_NAMES}\s*>|<\|begin_of_thought\|>|<\|start_thinking\|>|\[THINK\]|◁think▷|<\|channel\|>(?:analysis|commentary)\b)|"
    rf"(?P<close></{_NAMES}\s*>|<\|end_of_thought\|>|<\|end_thinking\|>|\[/THINK\]|◁/think▷|<\|channel\|>final(?:<\|message\|>)?)|"
    r"<\|(?:begin|end)_of_solution\|>",
    re.IGNORECASE,
)


def without_thinking(reply: str) -> str:
    """The reply without what stands between a mark that opens thinking and one that closes it. What comes before a
    closing mark alone was thought; so was what follows an opening mark alone."""
    kept: list[str] = []
    start, thinking = 0, False
    for match in _TAG.finditer(reply):
        if not thinking:
            kept.append(reply[start : match.start()])
        if match["open"]:
            thinking = True
        elif match["close"]:
            if not thinking:
                kept.clear()
            thinking = False
        start = match.end()
    return "".join(kept) + ("" if thinking else reply[start:])
