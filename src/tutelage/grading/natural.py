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
from itertools import pairwise
from typing import NamedTuple

from tutelage.grading import texts
from tutelage.grading.number_words import in_figures, value_of_words
from tutelage.grading.peoples import belongs_to

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
_LABEL = re.compile(r"\b(?:which|what) ([a-z]+)")
_NAME = re.compile(r"(?:[A-Z][^\W\d_]*[\s-]+)+(?:of |the |and )*[A-Z][^\W\d_]*")
"""Several words with capital letters, whose last one has no other number: the United Nations, John Adams."""
_ROMAN = re.compile(r"(?<=[A-Za-z]) (?:the )?((?:X{0,3})(?:IX|IV|V?I{0,3}))(?!['\w.])(?<! )")
_TWICE = re.compile(r"\b(\d+) \(\1\)")
"""`six (6)`"""
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
napoleon bonaparte | napoleon | napoleon 1 th
martin luther king jr | martin luther king | martin luther king junior
world war 1 | world war 1 th | 1 th world war | wwi | WW 1 | ww 1 th | great war
world war 2 | world war 2 th | 2 th world war | wwii | WW 2 | ww 2 th
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
_NOT_PLURAL_LISTED = "goods customs means news arms securities savings damages premises masses manners glasses"
_NOT_PLURAL = frozenset(_NOT_PLURAL_LISTED.split())
_PLACES = frozenset(("city", "town", "state", "county", "province"))
_NOT_ALONE_LISTED = "king queen emperor president member official office gulf bay sea strait power right"
_NOT_ALONE = frozenset(_NOT_ALONE_LISTED.split())
"""Nouns that `of` joins to something else: the Gulf of Mexico is not Mexico, but the city of Rome is Rome."""
_MONEY = frozenset(("currency", "currencies", "money", "coin", "coins", "notes", "pay", "pays", "paid"))


class Asked(NamedTuple):
    """What a question says that an answer need not repeat."""

    words: frozenset[str]
    counted: frozenset[str]
    """The words behind "how many"; of any other question the units that it names."""
    numbered: bool
    """Whether it asks which one of several: the 19th century has the number 19."""


class Said(NamedTuple):
    """What a text is compared by, beside a question."""

    tokens: tuple[str, ...]
    kinds: frozenset[str]
    """The nouns that were left out because the question says them."""
    unit: tuple[str, ...]
    """The unit that was left out because the question says it."""


def same(given: str, expected: str, question: str) -> bool:
    """Whether a piece of a reply states the expected text in another natural way."""
    if len(expected) > LONGEST or texts.is_code(expected) or _INNER_CAPITAL.search(expected):
        return False
    asked = _asked(question[-2000:])
    named = _NAME.fullmatch(expected) is not None
    value, right = _value(expected), _said(expected, asked, named=named)
    if not right.tokens:
        return False
    for one in texts.statements(given, expected):
        if len(one) > 2 * LONGEST:
            continue
        said = _said(one, asked, named=named)
        if (value is not None and _value(one) == value) or _alike(said, right, asked):
            return True
    return False


def _alike(given: Said, right: Said, asked: Asked) -> bool:
    """Whether two texts say the same. New York City is not New York State, although a question may name city and
    state, nor is it New York if the question names that; the number alone, `4`, says the fourth of something, but
    `4 amendments` does not."""
    if any(one and other and one != other for one, other in zip(given[1:], right[1:], strict=True)):
        return False
    if _PLACES & (given.kinds ^ right.kinds) and asked.words.issuperset(right.tokens):
        return False
    fewer, more = sorted((given, right), key=lambda said: len(said.tokens))
    one_is_ordinal = more.tokens == (*fewer.tokens, "th") and not fewer.unit and not fewer.kinds
    return given.tokens == right.tokens or (one_is_ordinal and (asked.numbered or fewer == given))


@lru_cache(maxsize=256)
def _asked(question: str) -> Asked:
    words = {_spelled(word) for word in texts.key_of(question)}
    words |= {singular(word) for word in words}
    if found := _HOW_MANY.search(question):
        return Asked(frozenset(words), frozenset(singular(word) for word in texts.key_of(found[1])), numbered=False)
    # "In which century?" asks for no number of centuries.
    labels = {singular(word) for word in _LABEL.findall(question.lower())} - {"percent", "percentage"}
    return Asked(frozenset(words), (_UNITS & words) - labels, numbered=bool(labels & _NOUNS))


def _said(text: str, asked: Asked, *, named: bool) -> Said:
    """What a text is compared by; of a `named` one the last word is what it is, one or many."""
    text = _COMPOUND.sub(lambda found: f"{_TENS[found[1].lower()] + _ORDINALS[found[2].lower()]} th", text)
    text = _SHORT_NAME.sub(lambda found: _SHORT_NAMES[found[1]], text)
    text = _ORDINAL.sub(lambda found: f"{_ORDINALS[found[0].lower()]} th", in_figures(text))
    text = _TWICE.sub(r"\1", _ROMAN.sub(_counted, text))
    tokens = [_spelled(token) for token in texts.key_of(_PLACE_NUMBER.sub(r"\1 th", text.translate(_LETTERS)))]
    tokens, unit = _without_unit(_year_alone(_other_name(tokens)), asked)
    tokens, kinds = _without_kinds(tokens, asked.words)
    tokens = _other_name(tokens)
    if len(tokens) > 1 and asked.words & _MONEY:
        tokens = [token for token in tokens[:-1] if not belongs_to(token, asked.words)] + tokens[-1:]
    last = tokens[-1:] if named else map(singular, tokens[-1:])
    return Said((*tokens[:-1], *last), kinds, unit)


def _counted(match: re.Match[str]) -> str:
    """`Henry VIII` is the eighth."""
    values = ["IVX".index(letter) for letter in match[1]]
    sizes = [(1, 5, 10)[value] for value in values]
    return f" {sum(-one if one < after else one for one, after in pairwise([*sizes, 0]))} th"


def _other_name(tokens: list[str]) -> list[str]:
    return _NAMES.get(" ".join(tokens), " ".join(tokens)).split()


def _without_unit(tokens: list[str], asked: Asked) -> tuple[list[str], tuple[str, ...]]:
    """A number without the unit that the question has named, and that unit."""
    unit = tuple(singular(token).replace("%", "percent") for token in tokens[1:])
    known = tokens and _NUMBER.fullmatch(tokens[0]) and all(token in asked.counted for token in unit)
    return (tokens[:1], unit) if known else (tokens, ())


def _without_kinds(tokens: list[str], asked: frozenset[str]) -> tuple[list[str], frozenset[str]]:
    """Without the nouns that the question has said already, and these: `continent of Asia`. A number keeps what it
    counts, and the queen of Spain is not Spain."""
    if not tokens or (_NUMBER.fullmatch(tokens[0]) and tokens[1:2] != ["th"]):
        return tokens, frozenset()
    kinds = [_KINDS.get(singular(token), singular(token)) for token in tokens]
    dropped = [
        kind in _NOUNS and kind in asked and not (kind in _NOT_ALONE and after == "of")
        for kind, after in zip(kinds, [*tokens[1:], ""], strict=True)
    ]
    kept = [
        word
        for index, word in enumerate(tokens)
        if not (dropped[index] or (word == "of" and index and dropped[index - 1]))
    ]
    if not kept:
        return tokens, frozenset()
    if len(kept) == 1 and _NUMBER.fullmatch(kept[0]):
        kept.append("th")  # Amendment 4
    return kept, frozenset(kind for kind, is_dropped in zip(kinds, dropped, strict=True) if is_dropped)


def _spelled(word: str) -> str:
    """In one of the two spellings; what comes of it need not be a word."""
    if not word.isalpha():
        return word
    word = _WORDS.get(word, word)
    word = _RE.sub(r"\1er\2", _OUR.sub(r"\1r", word))
    return _DOUBLED.sub(r"\1\2", _ISE.sub(r"\1z\2", word))


def singular(word: str) -> str:
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


def _value(text: str) -> Fraction | None:
    """The value of a fraction in words or figures."""
    text = text.strip(" .")
    if re.fullmatch(r"\d{1,4}/\d{1,4}", text) and not re.search(r"/0+$", text):
        return Fraction(text)
    return value_of_words(text.replace("-", " "))
