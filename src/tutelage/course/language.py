"""The language of drafts: whether a text is in another one than the course.

The detector is `py3langid`, a naive Bayes classifier of byte sequences that is small, quick and works offline (decision
13). Formulas, numbers and names say nothing about a language and do not count; a short text is not judged.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tutelage.errors import RecipeError

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SHORTEST = 6
"""Words below which a text is not judged."""
SURE = 0.5
"""Probability from which on another language is believed."""
UNLIKELY = 0.001
"""Probability of the course's own language below which it is believed not to be that one."""

CLOSE = {
    "da": ("no", "nn"),
    "en": ("pcm",),
    "es": ("gl", "an", "ext"),
    "hr": ("bs", "sr"),
    "id": ("ms",),
    "no": ("da", "nn"),
    "pt": ("gl",),
    "zh": ("yue", "wuu"),
}
"""Languages that the detector cannot always tell from a course's own."""

_FORMULA = re.compile(r"\$[^$]*\$|\\\(.*?\\\)|\\\w+(?:\{[^{}]*\})*|\S*[\d=<>+*/^\\|_{}\[\]]\S*")
_NAME = re.compile(r"(?<=[^\W\d_][,;]\s|[^\W\d_]{2}\s)[^\W\d_a-zà-ÿ]\w+")
"""A capitalised word that does not begin a sentence."""


def other_language(text: str, language: str) -> bool:
    """Whether a paragraph of a text is surely in another language than that of this code; never if the code is
    empty."""
    return bool(language) and any(_is_other(paragraph, language) for paragraph in text.split("\n\n"))


def require_language(language: str) -> None:
    """Raise `RecipeError` for the code of a language that cannot be recognised."""
    if language and language not in known_languages():
        raise RecipeError(
            f"course.language: '{language}' is not known; give the ISO 639-1 code of a language, such as de, fr or en"
        )


def known_languages() -> frozenset[str]:
    """Codes of the languages that can be recognised."""
    return frozenset(_detector().labels)


def _is_other(text: str, language: str) -> bool:
    words = _FORMULA.sub(" ", text)
    named = _NAME.sub(" ", words)
    words = named if len(named.split()) >= SHORTEST else words
    if len(re.findall(r"[^\W\d_]{2,}", words)) < SHORTEST and not re.search(r"[\u3040-\u9fff\uac00-\ud7af]{8}", words):
        return False
    ranked = dict(_detector().rank(" ".join(words.split())))
    own = sum(ranked.get(code, 0.0) for code in (language, *CLOSE.get(language, ())))
    return bool(own < UNLIKELY and max(ranked.values()) > SURE)


@cache
def _detector() -> LanguageIdentifier:
    """The detector; loading it takes about a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
