"""Units and currencies: the one name for each that all its spellings have, and what it measures. Pure."""

from __future__ import annotations

import re

_UNITS = {
    "length": "m metre metres meter meters; km kilometre kilometres kilometer kilometers; cm centimetre "
    "centimetres centimeter centimeters; mm millimetre millimetres millimeter millimeters; µm μm um "
    "micrometre micrometres micrometer micrometers; nm nanometre nanometres nanometer nanometers; mi "
    "mile miles; ft foot feet; inch inches; yd yard yards",
    "mass": "g gram grams gramme grammes gm gms; kg kilogram kilograms kilo kilos kgs; mg milligram milligrams; t "
    "tonne tonnes; ton tons; oz ounce ounces; lb lbs pound pounds",
    "time": "s sec secs second seconds; ms millisecond milliseconds; min mins minute minutes; h hr hrs hour "
    "hours; d day days; week weeks wk wks; month months; yr yrs year years; decade decades; century "
    "centuries",
    "volume": "l L litre litres liter liters; ml mL millilitre millilitres milliliter milliliters; gal gallon "
    "gallons; cup cups; pint pints; quart quarts; tablespoon tablespoons tbsp; teaspoon teaspoons tsp",
    "angle": "° degree degrees deg; rad radian radians",
    "temperature": "°C C celsius; °F F fahrenheit; K kelvin kelvins",
    "electricity": "V volt volts; A amp amps ampere amperes; mA milliamp milliamps; kA; mV millivolt millivolts; "
    "kV kilovolt kilovolts; Ω ohm ohms; W watt watts; kW kilowatt kilowatts; MW megawatt "
    "megawatts; mW milliwatt milliwatts; kWh; Wh",
    "force": "N newton newtons; kN kilonewton kilonewtons",
    "energy": "J joule joules; kJ kilojoule kilojoules; MJ megajoule megajoules; cal calorie calories; kcal "
    "kilocalorie kilocalories; eV; keV; MeV; GeV",
    "pressure": "Pa pascal pascals; kPa kilopascal kilopascals; bar bars; atm atmosphere atmospheres",
    "amount": "mol mole moles; mmol",
    "frequency": "Hz hertz; kHz kilohertz; MHz megahertz; GHz gigahertz",
    "data": "B byte bytes; kB KB kilobyte kilobytes; MB megabyte megabytes; GB gigabyte gigabytes; TB terabyte "
    "terabytes; bit bits",
    "money": "USD $ US$ dollar dollars buck bucks; EUR € euro euros; GBP £ sterling; JPY yen 円; CNY yuan RMB 元 块 "
    "人民币; INR ₹ Rs Rs. rupee rupees; cent cents ¢; penny pence pennies; RUB ₽ ruble rubles rouble roubles; KRW ₩ "
    "won; CHF franc francs; ¥; AUD; CAD; NZD; HKD; SGD; MXN; BRL; SEK; NOK; DKK; PLN; ZAR; "
    "quarter-dollar; dime dimes; nickel nickels",
    "era": "BC BCE B.C. B.C.E.; AD CE",
    "share": "% percent per-cent pct percentage; percentage-point percentage-points; ‰ permille",
}
"""Spellings of one unit, the first of which names it; units of one kind are separated by semicolons."""
NAMES: dict[str, str] = {}
KINDS: dict[str, str] = {}
for _kind, _listed in _UNITS.items():
    for _spellings in _listed.split(";"):
        _first, *_others = _spellings.split()
        KINDS[_first] = _kind
        NAMES |= dict.fromkeys((_first, *_others), _first)
_WORDS = {name.casefold(): first for name, first in NAMES.items() if len(name) > 3 and name.isalpha()}
_SIGNS = {name.casefold(): first for name, first in NAMES.items() if len(name) <= 3 and name.isalpha()}
_LISTED_WORDS = (
    "in of for from on at to by after each altogether total left over per a an the is are as with and or apart "
    "old long wide high tall deep away remain remains remaining ago later earlier older younger longer shorter "
    "taller heavier"
)
_OTHER_WORDS = frozenset(_LISTED_WORDS.split())
MAX_WORDS = 4
_PHRASES = (
    (re.compile(r"\bper\s?cent\b", re.IGNORECASE), "percent"),
    (re.compile(r"\bpercentage points?\b|\bpp\b", re.IGNORECASE), "percentage-point"),
    (re.compile(r"(?:°|\bdegrees?)\s*(?:celsius|centigrade|C\b)", re.IGNORECASE), "°C"),
    (re.compile(r"(?:°|\bdegrees?)\s*(?:fahrenheit|F\b)", re.IGNORECASE), "°F"),
    (re.compile(r"\b(?:square|sq\.?)\s+(\w+)", re.IGNORECASE), r"\1^2"),
    (re.compile(r"\b(?:cubic|cu\.?)\s+(\w+)", re.IGNORECASE), r"\1^3"),
    (re.compile(r"\b(\w+)\s+squared\b", re.IGNORECASE), r"\1^2"),
    (re.compile(r"\b(\w+)\s+cubed\b", re.IGNORECASE), r"\1^3"),
    (re.compile(r"\s+(?:per|an?|each)\s+(?=[a-z]+\b)|\s*/\s*", re.IGNORECASE), "/"),
    (re.compile(r"\bmph\b"), "mi/h"),
    (re.compile(r"\bkmh\b|\bkph\b"), "km/h"),
)


def name_of(unit: str) -> str:
    """The one name of a unit as written: `kilometres per hour` and `km / h` are `km/h`, `square feet` is `ft^2`. A unit
    that is not in the table is its words in the singular: `red apples` is `red apple`."""
    for pattern, instead in _PHRASES:
        unit = pattern.sub(instead, unit)
    return "/".join(_product(part.strip()) for part in unit.strip().split("/"))


def _product(part: str) -> str:
    words = [_one(word) for word in re.split(r"[\s*]+", part) if word]
    return " ".join(words)


def _one(word: str) -> str:
    base, _, power = word.partition("^")
    name = NAMES.get(base) or NAMES.get(base.rstrip(".")) or _WORDS.get(base.casefold()) or _in_other_size(base)
    return f"{name}^{power.strip('()')}" if power else name


def _in_other_size(word: str) -> str:
    """A word that is not listed in these capital and small letters. Of a sign they matter: `Mm` is not `mm`, nor `S` a
    second; `KM` can only be `km`."""
    small = word.casefold()
    if small not in _SIGNS:
        return _singular(small)
    name = _SIGNS[small]
    return name if len(word) > 1 and (word[0] == name[0] or small[0] not in "mnp") else word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:s|x|z|ch|sh)es$", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def is_known(unit: str) -> bool:
    """Whether every part of a unit, as `name_of` names it, is in the table."""
    return bool(unit) and all(part.partition("^")[0] in KINDS for part in re.split(r"[/ ]", unit))


def is_letter(unit: str) -> bool:
    """Whether a unit is one letter, or a power of one that is no area and no volume: in a formula that is a variable,
    as in 6 t^5."""
    return len(unit.partition("^")[0]) == 1 and unit not in ("m^2", "m^3")


def kind_of(unit: str) -> str:
    """What a unit measures; empty if it is not in the table."""
    return KINDS.get(unit, "") if is_known(unit) else ""


def named_in(text: str) -> set[str]:
    """The units that a text names by word or sign, each by its one name; single letters do not count."""
    found = re.findall(r"[^\W\d_]{2,}|[$€£¥₹¢%°]", re.sub(r"\bper\s?cent\b", "percent", text, flags=re.IGNORECASE))
    return {name for word in found if (name := NAMES.get(word) or _WORDS.get(word.casefold()))}


_WORD = re.compile(r"\s*(?:/\s*)?(?:[^\W\d_][\w.'-]*|[°%‰€£$¥₹¢Ω][CFA-Z$]?)(?:\^\(?-?\d\)?)?(?:/[^\W\d_]\w*(?:\^\d)?)?")


def phrase(text: str) -> tuple[str, int]:
    """The words of a unit at the beginning of a text, up to three, and the place where they end: of `apples in the box`
    it is `apples`."""
    if inches := re.fullmatch(r"\s*in(?:\.|(\^[23]))?\s*", text):  # at the end of a text it is no preposition
        return "inch" + (inches[1] or ""), len(text)
    words: list[str] = []
    end = 0
    for place in range(MAX_WORDS):
        match = _WORD.match(text, end)
        word = match[0].strip() if match else ""
        if match is None or (word.casefold() in _OTHER_WORDS and not (place and word.casefold() in ("per", "a", "an"))):
            break
        words.append(word if word in NAMES else word.rstrip("."))
        end = match.end()
        if not re.match(r"\s*(?:/|[^\W\d_])", text[end:]):
            break
    while words and words[-1].casefold() in _OTHER_WORDS:
        words.pop()
    return " ".join(words), end
