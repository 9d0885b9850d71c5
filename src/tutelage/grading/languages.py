"""Languages of a course: how they write numbers and dates, and the word before an answer. Pure.

`plain` brings a text into the form that the rest of grading reads: a decimal point, no thousands marks, ISO dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from tutelage.records import Exercise


class Language(NamedTuple):
    """What is known about one language."""

    name: str
    """In English, as prompts say it."""
    answer: str = "Answer"
    """The word before an answer at the end of a solution."""
    months: str = ""
    """Names of the months in their order, with blanks between them."""
    comma: bool = True
    """Whether it writes a decimal comma, and dates with the day first."""


LANGUAGES: Mapping[str, Language] = {
    "ar": Language("Arabic", "الجواب", comma=False),
    "bg": Language("Bulgarian"),
    "cs": Language("Czech"),
    "da": Language(
        "Danish", "Svar", "januar februar marts april maj juni juli august september oktober november december"
    ),
    "de": Language(
        "German", "Antwort", "januar februar märz april mai juni juli august september oktober november dezember"
    ),
    "el": Language("Greek"),
    "en": Language("English", comma=False),
    "es": Language(
        "Spanish",
        "Respuesta",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    ),
    "et": Language("Estonian"),
    "fi": Language("Finnish"),
    "fr": Language(
        "French", "Réponse", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ),
    "he": Language("Hebrew", comma=False),
    "hi": Language("Hindi", "उत्तर", comma=False),
    "hr": Language("Croatian"),
    "hu": Language("Hungarian"),
    "id": Language("Indonesian"),
    "it": Language(
        "Italian",
        "Risposta",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    ),
    "ja": Language("Japanese", "答え", comma=False),
    "ko": Language("Korean", "정답", comma=False),
    "lt": Language("Lithuanian"),
    "lv": Language("Latvian"),
    "nl": Language(
        "Dutch", "Antwoord", "januari februari maart april mei juni juli augustus september oktober november december"
    ),
    "no": Language(
        "Norwegian", "Svar", "januar februar mars april mai juni juli august september oktober november desember"
    ),
    "pl": Language(
        "Polish",
        "Odpowiedź",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    ),
    "pt": Language(
        "Portuguese",
        "Resposta",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    ),
    "ro": Language("Romanian"),
    "ru": Language(
        "Russian", "Ответ", "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
    ),
    "sk": Language("Slovak"),
    "sl": Language("Slovenian"),
    "sv": Language(
        "Swedish", "Svar", "januari februari mars april maj juni juli augusti september oktober november december"
    ),
    "tr": Language("Turkish", "Cevap", "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"),
    "uk": Language("Ukrainian"),
    "vi": Language("Vietnamese"),
    "zh": Language("Chinese", "答案", comma=False),
}
"""Code (ISO 639-1) -> language. Words before an answer are those that `extract` knows."""

_UNKNOWN = Language("", comma=False)
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+)(?![\d.]|,\d{3}(?:,|\.\d))")
_DECIMAL = re.compile(r"(?<![\d.,])(\d+)(?:,|\{,\})(\d+)(?![\d,]|\.\d)")
_LISTED = re.compile(r"[(\[{]\s*-?\d+,-?\d+(?:,-?\d+)*\s*[)\]}]")
"""A pair or a set without blanks: `(3,4)`."""
_ON = r"(?:\b(?:am|den|le|el|il|op|em|no|dia)\s+)?"
_NUMERIC_DATE = re.compile(
    _ON + r"(?<![\d.])(0?[1-9]|[12]\d|3[01])\.\s?(0?[1-9]|1[0-2])\.\s?(\d{4})(?!\d)", re.IGNORECASE
)


def language_of(code: str) -> Language:
    """What is known about a language; for an unknown one nothing that changes anything."""
    return LANGUAGES.get(code, _UNKNOWN)


def plain(text: str, code: str) -> str:
    """A text with its numbers and dates as English has them.

    >>> plain("Antwort: 1.234,50 Euro am 3. Mai 2024", "de")
    'Antwort: 1234.50 Euro am 2024-05-03'
    """
    language = language_of(code)
    if not language.comma:
        return text
    text = _NUMERIC_DATE.sub(lambda m: f"{m[3]}-{int(m[2]):02d}-{int(m[1]):02d}", text)
    if language.months:
        dates, months = _dates(code)
        text = dates.sub(lambda m: f"{m['year']}-{months[m['month'].lower()]:02d}-{int(m['day']):02d}", text)
    pieces, end = [], 0
    for listed in _LISTED.finditer(text):
        pieces += [_numbers(text[end : listed.start()]), listed[0]]
        end = listed.end()
    return "".join([*pieces, _numbers(text[end:])])


def plain_exercise(exercise: Exercise) -> Exercise:
    """An exercise with what its answer is compared by in that form; itself if its language needs nothing."""
    code = exercise.language
    if not language_of(code).comma:
        return exercise
    return exercise.model_copy(
        update={
            "answer": plain(exercise.answer, code),
            "accepted": tuple(plain(one, code) for one in exercise.accepted),
            "choices": tuple(plain(one, code) for one in exercise.choices),
            "language": "",
        }
    )


def _numbers(text: str) -> str:
    text = _THOUSANDS.sub(lambda m: m[1].replace(".", ""), text)
    return _DECIMAL.sub(r"\1.\2", text)


@lru_cache(maxsize=32)
def _dates(code: str) -> tuple[re.Pattern[str], Mapping[str, int]]:
    """What a date with the name of a month looks like, and the numbers of the months."""
    months = {name: number for number, name in enumerate(language_of(code).months.split(), 1)}
    named = "|".join(sorted(months, key=len, reverse=True))
    return re.compile(
        rf"{_ON}(?<![\d.,])(?P<day>0?[1-9]|[12]\d|3[01])(?:\.|º|er)?\s+(?:de\s+)?(?P<month>{named})\s+(?:de\s+)?(?P<year>\d{{4}})(?!\d)",
        re.IGNORECASE,
    ), months
