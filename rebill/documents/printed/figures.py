"""Numbers and dates as people of each language read them (documents 4.3); CLDR by way of babel.

Minus is U+002D in every language, and Norwegian groups stand apart by U+00A0: as a figure is copied from a page, so it
can be found in a file.
"""

from datetime import date
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, parse_pattern

from ...models.vocabulary import Language

MOST_PLACES = 6  # of quantities and prices
DAYS = {Language.EN: "d MMM y"}  # the others: with dots
DOTS = "dd.MM.yyyy"
MINUS = "\N{MINUS SIGN}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
NBSP = "\N{NO-BREAK SPACE}"


def money(value: Decimal, places: int, language: Language) -> str:
    """An amount with its currency's places.

    >>> from decimal import Decimal
    >>> money(Decimal("-1234567.5"), 2, Language.DE), money(Decimal("1234"), 0, Language.EN)
    ('-1.234.567,50', '1,234')
    """
    return _applied(value, _fixed(places), language)


def quantity(value: Decimal, language: Language) -> str:
    """A quantity without trailing zeros.

    >>> from decimal import Decimal
    >>> quantity(Decimal("1234.500"), Language.DA)
    '1.234,5'
    """
    return _applied(value, _fixed(0, MOST_PLACES), language)


def price(value: Decimal, places: int, language: Language) -> str:
    """A price with its currency's places, and more where it has more."""
    return _applied(value, _fixed(places, max(MOST_PLACES, places)), language)


def percent(value: Decimal, language: Language) -> str:
    """A rate; English has no blank before the sign.

    >>> from decimal import Decimal
    >>> percent(Decimal("12.50"), Language.EN), percent(Decimal("25"), Language.NB).replace(NBSP, "~")
    ('12.5%', '25~%')
    """
    return quantity(value, language) + ("%" if language is Language.EN else f"{NBSP}%")


def day(value: date, language: Language) -> str:
    """A date.

    >>> from datetime import date
    >>> day(date(2026, 10, 31), Language.EN), day(date(2026, 3, 1), Language.NB)
    ('31 Oct 2026', '01.03.2026')
    """
    return format_date(value, DAYS.get(language, DOTS), locale(language))


def country(code: str, language: Language) -> str:
    """A country's name; its code where none is known."""
    return str(locale(language).territories.get(code, code))


@cache
def locale(language: Language) -> Locale:
    """What CLDR knows of the language."""
    return Locale.parse(language.value.lower())


@cache
def _fixed(places: int, most: int = 0) -> NumberPattern:
    fraction = "0" * places + "#" * (most - places)
    return parse_pattern(f"#,##0.{fraction}" if fraction else "#,##0")


def _applied(value: Decimal, pattern: NumberPattern, language: Language) -> str:
    written = pattern.apply(value, locale(language))
    return str(written).replace(MINUS, "-").replace(NARROW, NBSP)
