"""Days, periods and taxes as the Cross Industry Invoice writes them."""

from datetime import date
from decimal import Decimal

from ...models.vocabulary import TaxCategory
from .parts import category_code
from .writing import Content, plain, tag

DAY = "102"  # UNTDID 2379: CCYYMMDD


def date_time(name: str, day: date | None, prefix: str = "udt") -> Content:
    """A day, in the form that the standard takes."""
    return None if day is None else tag(name, tag(f"{prefix}:DateTimeString", f"{day:%Y%m%d}", format=DAY))


def period(name: str, first: date | None, last: date | None) -> Content:
    """A period (BG-14, BG-26)."""
    return tag(name, date_time("ram:StartDateTime", first), date_time("ram:EndDateTime", last))


def taxed(name: str, category: TaxCategory | None, rate: Decimal | None) -> Content:
    """What something is taxed as."""
    return tag(
        name,
        tag("ram:TypeCode", "VAT"),
        tag("ram:CategoryCode", category_code(category)),
        None if rate is None else tag("ram:RateApplicablePercent", plain(rate)),
    )
