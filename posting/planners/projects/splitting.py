"""Sharing work and milestones among the customers of a contract (project-invoicing F12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...amounts import ZERO, percentage


@dataclass(frozen=True)
class Share:
    """A customer's per cent; one customer of a contract takes what rounding leaves."""

    customer_id: int
    percent: Decimal
    takes_rounding: bool


def split(whole: Decimal, shares: Sequence[Share], places: int) -> list[Decimal]:
    """`whole` by the shares, rounded, so that the parts add up to it.

    >>> shares = [Share(1, Decimal("33.33"), False), Share(2, Decimal("66.67"), True)]
    >>> [str(part) for part in split(Decimal("100.01"), shares, 2)]
    ['33.33', '66.68']
    """
    parts = [ZERO if one.takes_rounding else percentage(whole, one.percent, places) for one in shares]
    rest = whole - sum(parts, ZERO)
    return [rest if one.takes_rounding else part for one, part in zip(shares, parts, strict=True)]
