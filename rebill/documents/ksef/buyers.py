"""Where a buyer is taxed, and by which number: Poland, another state of the Union, or any other country."""

import re
from dataclasses import dataclass

from ..countries import POLAND
from ..kinds import country_code
from ..numbers import PREFIXES, compact, is_vat_number
from ..parties import Party
from .numbers import nip_of

UNION = re.compile("AT|BE|BG|CY|CZ|DK|EE|FI|FR|DE|EL|HR|HU|IE|IT|LV|LT|LU|MT|NL|PL|PT|RO|SK|SI|ES|SE|XI")

NORTHERN_IRELAND = "XI"


@dataclass(frozen=True)
class Number:
    """The number of a buyer: of a Polish one, of one in the Union, or of any other country."""

    value: str
    country: str
    in_union: bool = False


def is_polish(party: Party) -> bool:
    """Whether a party is taxed in Poland: by its number, else by where it is."""
    number = number_of(party)
    return (country_code(party) if number is None else number.country) == POLAND


def is_in_union(party: Party) -> bool:
    """Whether a party is taxed in a state of the Union for services: Northern Ireland is one for goods alone."""
    number = number_of(party)
    return number is not None and number.in_union and number.country != NORTHERN_IRELAND


def number_of(party: Party) -> Number | None:
    """What the tax office of a party knows it by; None where none is given."""
    nip = nip_of(party)
    if nip is not None:
        return Number(nip, POLAND, in_union=True)
    number, country = compact(party.vat_number or "").upper(), country_code(party) or ""
    if not number:
        return None
    letters = PREFIXES.get(number[:2], number[:2])
    if UNION.fullmatch(letters) is not None and (_is_there(country, letters) or is_vat_number(number)):
        return Number(number[2:], letters, in_union=True)
    rest = number.removeprefix(country)
    return Number(number if rest[:1].isalpha() else rest, country)  # Swiss numbers begin with CHE


def _is_there(country: str, letters: str) -> bool:
    """Whether a party is where such letters come from; those of others can just look so, unless their digits fit."""
    return letters == NORTHERN_IRELAND or not country or UNION.fullmatch(PREFIXES.get(country, country)) is not None
