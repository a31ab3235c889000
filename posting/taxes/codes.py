"""Tax codes as planners know them, and what a line comes to be taxed as (documents 2.1–2.3).

A code says what a line is taxed as; the rate is that of the day of supply. What has no code has a bare rate, which goes
on working on every input, for ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ...models.vocabulary import TaxCategory
from ..amounts import ZERO


class Rate(NamedTuple):
    """A rate in per cent, from a day until the next one begins."""

    day: date
    rate: Decimal


def rate_on(rates: Sequence[Rate], day: date) -> Decimal | None:
    """The rate of a day, of rates with the first day first; None before that."""
    return next((one.rate for one in reversed(rates) if one.day <= day), None)


class Taxed(NamedTuple):
    """What a line or charge is taxed as: copied from its code on the `day` of supply, or a bare rate.

    There is no rate where tax was typed as an amount, and no category where nobody knows one (documents 2.2). `account`
    is where the code's tax is posted; None: where that of SALES_TAX is.
    """

    code_id: int | None = None
    code: str | None = None
    category: TaxCategory | None = None
    rate: Decimal | None = None
    day: date | None = None
    reason: str | None = None
    reason_code: str | None = None
    account: str | None = None

    @property
    def per_cent(self) -> Decimal:
        """The rate that tax is worked out with."""
        return ZERO if self.rate is None else self.rate

    @property
    def group(self) -> "Group":
        """What is taxed alike: the code and its rate."""
        return self.code_id, self.rate


Group = tuple[int | None, Decimal | None]


@dataclass(frozen=True)
class Code:
    """A tax code with its rates, the first day first."""

    id: int
    code: str
    category: TaxCategory
    rates: tuple[Rate, ...]
    reason: str | None = None
    reason_code: str | None = None
    account: str | None = None

    def rate_on(self, day: date) -> Decimal | None:
        """The rate of a day; None before the first.

        >>> code = Code(1, "S25", TaxCategory.STANDARD, (Rate(date(2020, 1, 1), Decimal(25)),))
        >>> code.rate_on(date(2026, 1, 1)), code.rate_on(date(2019, 12, 31))
        (Decimal('25'), None)
        """
        return rate_on(self.rates, day)

    def shown_rate(self, today: date) -> Decimal:
        """Today's rate, for orders; the first one that it will have where it has none yet."""
        found = rate_on(self.rates, today)
        return self.rates[0].rate if found is None else found

    def taxed_on(self, day: date) -> Taxed | None:
        """What is supplied on a day is taxed as; None before its first rate."""
        rate = self.rate_on(day)
        return None if rate is None else self.taxed_at(rate, day)

    def taxed_at(self, rate: Decimal, day: date | None) -> Taxed:
        """Taxed by the code at a rate that is known: that of what is credited, whatever the code says now."""
        return Taxed(self.id, self.code, self.category, rate, day, self.reason, self.reason_code, self.account)


Codes = Mapping[int, Code]  # by key


def bare(rate: Decimal | None) -> Taxed:
    """Taxed at a rate without a code: above zero that is STANDARD, for EN 16931 has nothing else (documents 2.2).

    >>> bare(Decimal(25)).category, bare(Decimal(0)).category, bare(None).rate
    (<TaxCategory.STANDARD: 'STANDARD'>, None, None)
    """
    return Taxed(category=TaxCategory.STANDARD if rate else None, rate=rate)


class Picked(NamedTuple):
    """What a line is to be taxed as when it is supplied: a code, or a bare rate."""

    code_id: int | None = None
    rate: Decimal | None = None


def picked(*given: Picked | None) -> Picked:
    """The first that is given: what was typed, the customer's, the product's or contract line's (documents 2.2).

    >>> picked(None, Picked(code_id=7), Picked(rate=Decimal(25))).code_id
    7
    """
    return next((one for one in given if one is not None), Picked(rate=ZERO))


def by_code(code_id: int | None) -> Picked | None:
    """The pick of a code; None where there is none."""
    return None if code_id is None else Picked(code_id=code_id)


def by_rate(rate: Decimal | None) -> Picked | None:
    """The pick of a bare rate; None where none was typed."""
    return None if rate is None else Picked(rate=rate)
