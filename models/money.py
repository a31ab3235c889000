"""Currencies: which codes money is kept in today, and how many decimals their amounts have.

ISO's own table says both, and its package follows it within weeks. CLDR, which Babel reads, knows what was in use
before; of currencies in use it gives the decimals of cash, which for the Serbian dinar and twelve others are fewer.
Currencies come and go: a code that a customer was given once can be read for ever.
"""

from functools import cache

from babel.numbers import get_currency_precision, list_currencies


@cache
def in_use() -> dict[str, int]:
    """ISO 4217 codes of money in use and the decimals of their amounts.

    Without funds (CHE, CLF), metals (XAU), and codes that are no money (XXX, XTS): these have no minor unit.
    """
    from iso4217 import raw_xml  # reads the table when it is imported, which not every command needs

    return {
        str(entry.findtext("Ccy")): int(minor_unit)
        for entry in raw_xml.iter("CcyNtry")
        if (minor_unit := entry.findtext("CcyMnrUnts", "")).isdecimal() and entry.find("CcyNm[@IsFund='true']") is None
    }


@cache
def minor_unit(currency: str) -> int:
    """Decimals of an amount in `currency`, also in one that is no longer in use; ValueError where it never was.

    >>> minor_unit("NOK"), minor_unit("JPY"), minor_unit("RSD"), minor_unit("DEM")
    (2, 0, 2, 2)
    """
    if currency in in_use():
        return in_use()[currency]
    if currency not in list_currencies():
        raise ValueError(f"{currency!r} is not an ISO 4217 currency code")
    return get_currency_precision(currency)


@cache
def minor_units(currency: str) -> tuple[int, ...]:
    """Decimals that amounts in `currency` may have been rounded to: today's first, then those of before, if others.

    Decimals used to be those of CLDR, and what was posted with them stands.

    >>> minor_units("NOK"), minor_units("RSD"), minor_units("IQD")
    ((2,), (2, 0), (3, 0))
    """
    now = minor_unit(currency)
    before = get_currency_precision(currency)
    return (now,) if before == now else (now, before)


def is_known(currency: str) -> bool:
    """Whether records can be in `currency`, in use or not.

    >>> is_known("DEM"), is_known("kr")
    (True, False)
    """
    return currency in in_use() or currency in list_currencies()


@cache
def currencies_by_places() -> dict[int, tuple[str, ...]]:
    """All codes that records can be in, by the decimals of their amounts.

    >>> "JPY" in currencies_by_places()[0], "KWD" in currencies_by_places()[3]
    (True, True)
    """
    found: dict[int, list[str]] = {}
    for code in sorted({*in_use(), *list_currencies()}):
        found.setdefault(minor_unit(code), []).append(code)
    return {places: tuple(codes) for places, codes in sorted(found.items())}
