"""VAT numbers in the one form that documents have, and the check digits of these and of IBANs, by python-stdnum."""

import re

from stdnum import get_cc_module, iban

BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]+")
PREFIXES = {"GR": "EL"}  # a VAT number begins with other letters than the country's
COUNTRIES = {"EL": "GR", "XI": "GB"}


def compact(number: str) -> str:
    """A number without blanks, dots and dashes."""
    return BETWEEN.sub("", number)


def vat_number(given: str, country: str | None) -> str:
    """A VAT number as documents have it: without what stands between, its country's letters in front.

    >>> vat_number("987 654 325 MVA", "NO"), vat_number("de 136.695.976", "NO"), vat_number("12345678", None)
    ('NO987654325MVA', 'DE136695976', '12345678')
    """
    number = compact(given).upper()
    if country is None or number[:2].isalpha():
        return number
    return PREFIXES.get(country, country) + number


def is_vat_number(number: str) -> bool:
    """Whether the check digits fit; of a country that the library does not know, they do.

    >>> is_vat_number("NO987654325MVA"), is_vat_number("NO987654321MVA"), is_vat_number("ZZ1")
    (True, False, True)
    """
    country = COUNTRIES.get(number[:2], number[:2]).lower()
    known = get_cc_module(country, "vat") if country.isascii() and country.isalpha() else None
    return known is None or bool(known.is_valid(number)) or bool(known.is_valid(number[2:]))


def is_iban(number: str) -> bool:
    """Whether the check digits fit.

    >>> is_iban("NO9386011117947"), is_iban("NO9386011117948")
    (True, False)
    """
    return bool(iban.is_valid(number))
