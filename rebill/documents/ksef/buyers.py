"""Where a buyer is taxed, and by which number: Poland, another state of the Union, or any other country."""

import re
from dataclasses import dataclass

from ..countries import POLAND
from ..kinds import country_code
from ..numbers import compact
from ..parties import Party
from .numbers import nip_of

UNION = re.compile("AT|BE|BG|CY|CZ|DK|EE|FI|FR|DE|EL|HR|HU|IE|IT|LV|LT|LU|MT|NL|PL|PT|RO|SK|SI|ES|SE|XI")


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
    """Whether a party is taxed in a state of the Union."""
    number = number_of(party)
    return number is not None and number.in_union


def number_of(party: Party) -> Number | None:
    """What the tax office of a party knows it by; None where none is given."""
    nip = nip_of(party)
    if nip is not None:
        return Number(nip, POLAND, in_union=True)
    number = compact(party.vat_number or "").upper()
    if not number:
        return None
    if UNION.match(number) is not None:
        return Number(number[2:], number[:2], in_union=True)
    country = country_code(party) or ""
    return Number(number.removeprefix(country), country)
