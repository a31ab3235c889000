"""What corrections come to: of each invoice, and of all documents by currency."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ...amounts import ZERO


@dataclass(frozen=True)
class Difference:
    """How many details change, and by how much."""

    lines: int = 0
    net_amount: Decimal = ZERO
    tax_amount: Decimal = ZERO

    @property
    def total_amount(self) -> Decimal:
        """Net and tax."""
        return self.net_amount + self.tax_amount

    def plus(self, net: Decimal, tax: Decimal) -> "Difference":
        """With one more detail."""
        return Difference(self.lines + 1, self.net_amount + net, self.tax_amount + tax)


@dataclass(frozen=True)
class CurrencyTotal:
    """What the documents in a currency come to."""

    currency: str
    documents: int
    net_amount: Decimal
    tax_amount: Decimal

    @property
    def total_amount(self) -> Decimal:
        """Net and tax."""
        return self.net_amount + self.tax_amount


def by_currency(amounts: Iterable[tuple[str, Decimal, Decimal]]) -> tuple[CurrencyTotal, ...]:
    """The sums of documents, each given with its currency, net and tax; by the currency's name.

    >>> [str(one.total_amount) for one in by_currency([("NOK", Decimal(-4), Decimal(-1)), ("SEK", ZERO, ZERO)])]
    ['-5', '0']
    """
    found: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for currency, net, tax in amounts:
        found[currency].append((net, tax))
    return tuple(
        CurrencyTotal(currency, len(each), sum((net for net, _ in each), ZERO), sum((tax for _, tax in each), ZERO))
        for currency, each in sorted(found.items())
    )
