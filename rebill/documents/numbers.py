"""Numbers of parties with check digits: VAT numbers in the one form that documents have, and IBANs.

python-stdnum knows the check digits of each country; a number of a country that it does not know is taken as it is.
"""

import re
from collections.abc import Callable

from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.util import get_cc_module

BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]+")
PREFIXES = {"GR": "EL"}  # a VAT number begins with other letters than the country's
MODULES = {"EL": "gr", "XI": "gb"}


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
    """Whether the check digits of a VAT number fit, as far as its country's are known.

    >>> is_vat_number("NO987654325MVA"), is_vat_number("NO987654326MVA"), is_vat_number("ZZ1")
    (True, False, True)
    """
    prefix = number[:2]
    module = get_cc_module(MODULES.get(prefix, prefix.lower()), "vat")
    if module is None:
        return True
    return any(_passes(module.validate, one) for one in (number, number[2:]))


def is_iban(number: str) -> bool:
    """Whether the check digits of an IBAN fit.

    >>> is_iban("NO9386011117947"), is_iban("NO9386011117948")
    (True, False)
    """
    return _passes(iban.validate, number)


def _passes(validate: Callable[[str], str], number: str) -> bool:
    try:
        validate(number)
    except ValidationError:
        return False
    return True
