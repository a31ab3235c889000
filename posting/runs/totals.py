"""What the documents of a planned run come to, by customer and currency."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ..amounts import ZERO
from .plans import ReadyDocument


@dataclass(frozen=True)
class Total:
    """What the documents of a customer in a currency come to."""

    customer: int
    currency: str
    documents: int
    net_amount: Decimal
    tax_amount: Decimal

    @property
    def total_amount(self) -> Decimal:
        """Net and tax."""
        return self.net_amount + self.tax_amount


def totals(ready: Iterable[ReadyDocument]) -> list[Total]:
    """By customer, the oldest first, and currency; orders that close without a document add nothing."""
    alike: dict[tuple[int, str], list[ReadyDocument]] = defaultdict(list)
    for one in ready:
        alike[one.plan.of_customer, one.plan.in_currency].append(one)
    return [_total(*key, found) for key, found in sorted(alike.items())]


def _total(customer: int, currency: str, ready: list[ReadyDocument]) -> Total:
    return Total(
        customer,
        currency,
        documents=sum(one.plan.document_type is not None for one in ready),
        net_amount=sum((one.plan.net_amount for one in ready), ZERO),
        tax_amount=sum((one.plan.tax_amount for one in ready), ZERO),
    )
