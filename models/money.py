"""Currencies: which codes exist, and how many decimals their amounts have."""

from functools import cache

from babel.numbers import UnknownCurrencyError, get_currency_precision, validate_currency


@cache
def minor_unit(currency: str) -> int:
    """Decimals of an amount in `currency` (ISO 4217 code); ValueError for a code that does not exist.

    >>> minor_unit("NOK"), minor_unit("JPY")
    (2, 0)
    """
    try:
        validate_currency(currency)
    except UnknownCurrencyError:
        raise ValueError(f"{currency!r} is no ISO 4217 currency code") from None
    return get_currency_precision(currency)
