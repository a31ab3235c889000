"""Check digits of VAT numbers and IBANs, as python-stdnum knows them."""

from stdnum import get_cc_module, iban


def is_vat_number(number: str) -> bool:
    """Whether the check digits fit; of a country that the library does not know, they do.

    >>> is_vat_number("NO987654325MVA"), is_vat_number("NO987654321MVA"), is_vat_number("ZZ1")
    (True, False, True)
    """
    country = number[:2].lower()
    known = get_cc_module(country, "vat") if country.isascii() and country.isalpha() else None
    return known is None or bool(known.is_valid(number))


def is_iban(number: str) -> bool:
    """Whether the check digits fit.

    >>> is_iban("NO9386011117947"), is_iban("NO9386011117948")
    (True, False)
    """
    return bool(iban.is_valid(number))
