"""One sign for each meaning: minus signs, digits, powers, fractions and roots as plain ones. Pure."""

from __future__ import annotations

import re
import unicodedata

_ONE_SIGN = {
    **dict.fromkeys("−‐‑‒–﹣－⁻", "-"),
    **dict.fromkeys("⁄∕", "/"),
    **dict.fromkeys("×✕✖∗⋅·⨯", "*"),
    "÷": "/",
    **dict.fromkeys("‘’‛′＇", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
    "″": "''",
    "‴": "'''",
    **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000", " "),
    **dict.fromkeys(map(chr, range(0x2000, 0x200B)), " "),
    **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufe0e\ufe0f\ufeff\u00ad", ""),
    "⩽": "≤",
    "≦": "≤",
    "⩾": "≥",
    "≧": "≥",
    "⟨": "<",
    "⟩": ">",
    "º": "°",
    "˚": "°",
    "₊": "+",
    "₋": "-",
    "∶": ":",
    **dict.fromkeys("→⟶➝", "->"),
    "。": ".",
    "٪": "%",
    "٫": ".",
    "٬": ",",
    "∅": "∅",
    "⌀": "∅",
}  # fmt: skip
_TABLE = str.maketrans(_ONE_SIGN)
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱˣʸ⁽⁾", "0123456789+-nixy()", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉ₙₓ", "0123456789nx", strict=True))
_RAISED_RUN = re.compile(f"(?<=[\\w)\\]}}])[{''.join(_RAISED)}]+")
_LOWERED_RUN = re.compile(f"[{''.join(_LOWERED)}]+")
_ROOT = re.compile(r"([√∛∜])\s*(?:(\d+(?:\.\d+)?|[A-Za-z])|(?=\())")
_CUBIC = re.compile(r"([∛∜])(\([^()]*\))")
_FRACTION = re.compile(r"(\d?)\s*([¼-¾⅐-⅞])")


def plain_signs(text: str) -> str:
    """The text with one sign for each meaning: `－2½ ≤ x²` becomes `-2 1/2 ≤ x^2`, `√2` becomes `sqrt(2)`.

    A dash that is longer than a minus sign stays: `—9` is not minus nine.
    """
    if text.isascii():
        return text
    text = _FRACTION.sub(_written_out, text)
    text = _RAISED_RUN.sub(_exponent, text)
    text = _LOWERED_RUN.sub(lambda run: "_" + "".join(_LOWERED[mark] for mark in run[0]), text)
    text = _CUBIC.sub(lambda m: f"{m[2]}^(1/{'∛∜'.index(m[1]) + 3})", _ROOT.sub(_root, text))
    return "".join(map(_narrow, text.translate(_TABLE)))


def _written_out(match: re.Match[str]) -> str:
    value = unicodedata.normalize("NFKC", match[2]).replace("⁄", "/")
    return f"{match[1]} {value}" if match[1] else value


def _exponent(match: re.Match[str]) -> str:
    inner = "".join(_RAISED[mark] for mark in match[0])
    return f"^{inner}" if inner.isalnum() else f"^({inner})"


def _root(match: re.Match[str]) -> str:
    if match[1] == "√":
        return f"sqrt({match[2]})" if match[2] else "sqrt"
    degree = "∛∜".index(match[1]) + 3
    return f"{match[2]}^(1/{degree})" if match[2] else match[1]


def _narrow(mark: str) -> str:
    """A full-width or circled form, or a digit of another script, as the plain character."""
    if mark.isascii():
        return mark
    if "\uff01" <= mark <= "\uff5e":
        return chr(ord(mark) - 0xFEE0)
    if "Ⓐ" <= mark <= "ⓩ":
        return unicodedata.normalize("NFKC", mark)
    digit = unicodedata.decimal(mark, -1)
    return str(digit) if digit >= 0 else mark
