"""The breakdown of a document that cancels another: the other's with the opposite signs (documents 2.9)."""

from collections.abc import Iterator
from decimal import Decimal

from ....models.vocabulary import BillingType
from ...amounts import ZERO
from ...taxes.breakdown import TaxRow, breakdown
from ...taxes.codes import Taxed, bare
from .facts import DocumentDetail, Posted


def taxes_taken_back(document: Posted) -> tuple[TaxRow, ...]:
    """Its rows as they were posted; of documents from before there were any, by the rates of its details."""
    if document.taxes:
        return tuple(row._replace(base=ZERO - row.base, amount=ZERO - row.amount) for row in document.taxes)
    charged = [one for one in document.details if one.billing_type is BillingType.CHARGEABLE]
    is_entered = any(one.tax_amount or one.before[2] for one in charged if one.terms.tax_rate is None)
    return breakdown(part for one in charged for part in _parts(one, bare(None if is_entered else ZERO)))


def _parts(one: DocumentDetail, unknown: Taxed) -> Iterator[tuple[Taxed, Decimal, Decimal]]:
    """A detail goes back from what it is to what it was; what has no rate is all in one row."""
    was, now = (unknown if rate is None else bare(rate) for rate in (one.terms.tax_rate, one.terms_before.tax_rate))
    _, net, tax = one.before
    if was.group == now.group:
        yield now, net - one.amount, tax - one.tax_amount
        return
    yield was, ZERO - one.amount, ZERO - one.tax_amount
    if net or tax:
        yield now, net, tax
