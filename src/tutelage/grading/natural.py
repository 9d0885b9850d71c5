"""Answers in words that say the same in another natural way. Pure.

What never matters at all is left out by `texts`. Here are the ways in which people put one answer: British and American
spelling, one or many, a number in words, an ordinal, a noun that the question has said already (`the Nile River` to
"Which river …?"), a unit that it has named, old and new names of places. Every word that is dropped or exchanged is on
a list, so that what says something else stays something else.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from tutelage.grading import texts
from tutelage.grading.number_words import in_figures, value_of_words

LONGEST = 200
"""Characters of an answer that is read in other ways."""

_ORDINALS_LISTED = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINALS = {word: value for value, word in enumerate(_ORDINALS_LISTED.split(), 1)}
_COMPOUND = re.compile(
    rf"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[\s-]({'|'.join(_ORDINALS)})\b", re.I
)
_TENS = {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_ORDINAL = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_PLACE_NUMBER = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
_NUMBER = re.compile(r"\d[\d.,]*")
_HOW_MANY = re.compile(
    r"how many ((?:[a-z]+ ){1,3}?)"
    r"(?:does|do|did|are|is|were|was|has|have|had|will|can|must|of|in|it|there|need)\b",
    re.IGNORECASE,
)
_SHORT_NAMES = {"Mt": "Mount", "St": "Saint"}
_SHORT_NAME = re.compile(r"\b(Mt|St)\b\.?")
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")
_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})
_YEAR = re.compile(r"\d{3,4}")

_OUR_LISTED = (
    "labour colour honour neighbour harbour favour behaviour armour rumour vapour humour flavour endeavour parlour "
    "odour splendour valour vigour saviour rigour fervour glamour demeanour candour clamour tumour"
)
_OUR = re.compile(
    rf"({'|'.join(word[:-2] for word in _OUR_LISTED.split())})ur"
    r"(?=(?:s|ed|ing|hood|hoods|ist|ists|al|able|ite|ites|er|ers|ism)?$)"
)
_RE = re.compile(
    r"^((?:amphi)?theat|cent|fib|met|kilomet|millimet|centimet|lit|spect|sab|lust|calib|sepulch|meag)re(s?)$"
)
_ISE = re.compile(r"(?<=\w{4})([iy])s(e|ed|es|er|ers|ing|ation|ations|ational)$")
_DOUBLED = re.compile(
    r"^(travel|label|model|cancel|level|signal|counsel|fuel|quarrel|rival|jewel|marvel|channel|tunnel|dial|equal|total)"
    r"l(ed|ing|er|ers|or|ors)$"
)
_WORDS_LISTED = """
yrs years, yr year, defence defense, offence offense, licence license, pretence pretense, practise practice, grey
gray, plough plow, programme program, programmes programs, cheque check, judgement judgment, ageing aging, catalogue
catalog, dialogue dialog, analogue analog, monologue monolog, encyclopaedia encyclopedia, mediaeval medieval,
archaeology archeology, manoeuvre maneuver, sceptic skeptic, sceptical skeptical, scepticism skepticism, aluminium
aluminum, tsar czar, tzar czar, per-cent percent, artefact artifact, artefacts artifacts, mould mold, smoulder
smolder, anaemia anemia, paediatric pediatric, foetus fetus, haemorrhage hemorrhage, leukaemia leukemia, oesophagus
esophagus, orthopaedic orthopedic, caesarean cesarean, enrolment enrollment, fulfilment fulfillment, instalment
installment, skilful skillful, wilful willful, inflexion inflection, connexion connection, gramme gram, tonne ton,
tonnes tons, sulphur sulfur, yoghurt yogurt, moslem muslim
"""
_WORDS = {pair.split()[0]: pair.split()[1] for pair in " ".join(_WORDS_LISTED.split()).split(", ")}

_NAMES_LISTED = """
united states | us | usa | united states of america | america
united kingdom | uk | great britain | britain | united kingdom of great britain and northern ireland
soviet union | ussr | union of soviet socialist republics
united nations | un | united nations organization | united nations organisation
european union | eu
united arab emirates | uae | emirates
kyiv | kiev
bern | berne
basel | basle
beijing | peking
nanjing | nanking
mumbai | bombay
kolkata | calcutta
chennai | madras
bengaluru | bangalore
yangon | rangoon
myanmar | burma
sri lanka | ceylon
thailand | siam
iran | persia
istanbul | constantinople
ho chi minh city | saigon
eswatini | swaziland
czechia | czech republic
turkey | turkiye | republic of turkiye
cote divoire | ivory coast
cabo verde | cape verde
timorleste | timor leste | east timor
zimbabwe | rhodesia
burkina faso | upper volta
benin | dahomey
democratic republic of congo | dr congo | drc | congo kinshasa | zaire
republic of congo | congo brazzaville
vatican city | vatican | holy see
hague | den haag
lisbon | lisboa
rome | roma
munich | munchen
vienna | wien
astana | nursultan
st petersburg | saint petersburg | leningrad
washington dc | washington district of columbia
mexico city | ciudad de mexico
gulf of america | gulf of mexico
renminbi | yuan | chinese yuan | rmb
south korea | republic of korea
north korea | dprk | democratic peoples republic of korea
netherlands | holland
mahatma gandhi | mohandas gandhi | gandhi
napoleon bonaparte | napoleon | napoleon i
martin luther king jr | martin luther king | martin luther king junior
world war 1 | world war i | 1 th world war | great war
world war 2 | world war ii | 2 th world war
bc | bce
gdp | gross domestic product
gnp | gross national product
cpi | consumer price index
wto | world trade organization | world trade organisation
imf | international monetary fund
nato | north atlantic treaty organization | north atlantic treaty organisation
"""
_NAMES = {
    name.strip(): line.split("|")[0].strip() for line in _NAMES_LISTED.strip().splitlines() for name in line.split("|")
}

_NOUNS_LISTED = (
    "king queen emperor president river ocean sea lake mountain mount peak desert island strait canal gulf bay "
    "peninsula city town capital country "
    "state province county continent region century year amendment article branch department court house chamber "
    "currency party act treaty war battle revolution empire dynasty kingdom republic age era period movement religion "
    "language effect law theory model system method process curve tax market economy government power right language "
    "map zone climate plate range river basin layer boundary case term office official body organization organisation"
)
_NOUNS = frozenset(_NOUNS_LISTED.split())
"""Nouns that say what kind of thing an answer is: they may be left out, or added, where the question has them."""
_KINDS = {"mount": "mountain"}
_UNITS_LISTED = (
    "year month week day hour minute second member senator representative judge justice vote elector percent "
    "percentage point degree meter metre kilometer kilometre mile foot dollar euro pound cent person people child "
    "state country "
    "century amendment seat term ton tonne unit billion million thousand inhabitant"
)
_UNITS = frozenset(_UNITS_LISTED.split())
_NOT_PLURAL = frozenset(("goods", "customs", "means", "news", "arms"))
_PEOPLES = {
    **{"danish": "denmark", "dutch": "netherlands", "french": "france", "american": "united", "british": "united"},
    **{
        "polish": "poland",
        "spanish": "spain",
        "welsh": "wales",
        "filipino": "philippines",
        "emirati": "united",
        "us": "united",
    },
}
_MONEY = frozenset(("currency", "currencies", "money", "coin", "coins", "notes", "pay", "pays", "paid"))


class Asked(NamedTuple):
    """What a question says that an answer need not repeat."""

    words: frozenset[str]
    counted: frozenset[str]
    """The words behind "how many"."""


def same(given: str, expected: str, question: str) -> bool:
    """Whether a piece of a reply states the expected text in another natural way."""
    if len(expected) > LONGEST or texts.is_code(expected) or _INNER_CAPITAL.search(expected):
        return False
    asked = _asked(question[-2000:])
    value, right = _value(expected), _key(expected, asked)
    for one in texts.statements(given, expected):
        if len(one) <= 2 * LONGEST and (_key(one, asked) == right or (value is not None and _value(one) == value)):
            return bool(right)
    return False


@lru_cache(maxsize=256)
def _asked(question: str) -> Asked:
    words = {_spelled(word) for word in texts.key_of(question)}
    found = _HOW_MANY.search(question)
    counted = {_singular(word) for word in texts.key_of(found[1])} if found else set()
    return Asked(frozenset(words | {_singular(word) for word in words}), frozenset(counted))


def _key(text: str, asked: Asked) -> tuple[str, ...]:
    """What a text is compared by, beside a question."""
    text = _COMPOUND.sub(lambda found: f"{_TENS[found[1].lower()] + _ORDINALS[found[2].lower()]} th", text)
    text = _SHORT_NAME.sub(lambda found: _SHORT_NAMES[found[1]], text)
    text = _ORDINAL.sub(lambda found: f"{_ORDINALS[found[0].lower()]} th", in_figures(text))
    tokens = [_spelled(token) for token in texts.key_of(_PLACE_NUMBER.sub(r"\1 th", text.translate(_LETTERS)))]
    tokens = _other_name(_without_kinds(_without_units(_year_alone(_other_name(tokens)), asked), asked.words))
    if len(tokens) > 1 and asked.words & _MONEY:
        tokens = [token for token in tokens[:-1] if not _people_of(token, asked.words)] + tokens[-1:]
    if len(tokens) == 2 and tokens[1] == "th":
        tokens = tokens[:1]
    return (*tokens[:-1], _singular(tokens[-1])) if tokens else ()


def _other_name(tokens: list[str]) -> list[str]:
    return _NAMES.get(" ".join(tokens), " ".join(tokens)).split()


def _without_units(tokens: list[str], asked: Asked) -> list[str]:
    """A number without the unit that the question has named."""
    unit = [_singular(token).replace("%", "percent") for token in tokens[1:]]
    known = all(token in asked.counted or token in _UNITS & asked.words for token in unit)
    return tokens[:1] if tokens and _NUMBER.fullmatch(tokens[0]) and known else tokens


def _without_kinds(tokens: list[str], asked: frozenset[str]) -> list[str]:
    """Without the nouns that the question has said already: `continent of Asia`. A number keeps what it counts."""
    if not tokens or (_NUMBER.fullmatch(tokens[0]) and tokens[1:2] != ["th"]):
        return tokens
    kinds = [_KINDS.get(_singular(token), _singular(token)) for token in tokens]
    dropped = [kind in _NOUNS and kind in asked for kind in kinds]
    kept = [
        word
        for index, word in enumerate(tokens)
        if not (dropped[index] or (word == "of" and index and dropped[index - 1]))
    ]
    return kept or tokens


def _spelled(word: str) -> str:
    """In one of the two spellings; what comes of it need not be a word."""
    if not word.isalpha():
        return word
    word = _WORDS.get(word, word)
    word = _RE.sub(r"\1er\2", _OUR.sub(r"\1r", word))
    return _DOUBLED.sub(r"\1\2", _ISE.sub(r"\1z\2", word))


def _singular(word: str) -> str:
    """One of several things."""
    if len(word) < 4 or word in _NOT_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is", "ics")):
        return word
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("xes", "ches", "shes", "sses", "zes")) else word[:-1]


def _year_alone(tokens: list[str]) -> list[str]:
    """`in 1945`, `the year 1945`, `AD 1945` and `1945 CE` are 1945; a year before Christ keeps its letters."""
    rest = [token for token in tokens if token not in ("in", "year", "ad", "ce", "during")]
    return rest if len(rest) == 1 and _YEAR.fullmatch(rest[0]) else tokens


def _people_of(token: str, asked: frozenset[str]) -> bool:
    """Whether a word is the adjective to a country that the question names."""
    if token in _PEOPLES:
        return _PEOPLES[token] in asked
    stem = token[:4] if len(token) > 5 else token[:3]
    return token in asked or (
        len(token) > 3 and any(len(word) > 3 and word.startswith(stem) and word not in _MONEY for word in asked)
    )


def _value(text: str) -> Fraction | None:
    """The value of a fraction in words or figures."""
    text = text.strip(" .")
    if re.fullmatch(r"\d{1,4}/\d{1,4}", text) and not re.search(r"/0+$", text):
        return Fraction(text)
    return value_of_words(text.replace("-", " "))
