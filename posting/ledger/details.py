"""Writes the details of goods and charges with the document that bills them (putting-right 1.1).

They have the figures of their lines: so whatever looks at details, and corrections first of all, finds goods there too.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...models import tables
from ...models.together import Together
from ...models.vocabulary import BillingType, DetailKind, TransactionClass
from ..planned.documents import PlannedCancellation, PlannedCharge, PlannedDetail, PlannedLine
from ..taxes.codes import Taxed
from .keyed import Keyed

COLUMNS = (
    "invoice_id",
    "invoice_line_id",
    "kind",
    "transaction_class",
    "billing_type",
    "description",
    "start_date",
    "quantity",
    "unit_price",
    "amount",
    "tax_amount",
    "extended_amount",
    "invoice_amount",
    "invoice_tax_amount",
    "correction",
    "original_detail_id",
    "first_detail_id",
    "previous_quantity",
    "previous_amount",
    "previous_tax_amount",
    "source_actual_id",
    "milestone_id",
    "retainer_id",
    "discount_percent",
    "tax_rate",
    "starts_billed",
    "tax_code_id",
    "supplied_on",
    "tax_entered",
    "previous_tax_code_id",
    "previous_tax_rate",
)
NO_LINKS = (False, *[None] * 8)  # from `correction` to `retainer_id`: it is the first of its chain, and has no source


def write_details(together: Together, written: Sequence[Keyed]) -> None:
    """Add the details of documents that are new; those of drafts are there already."""
    rows = [row for one in written for row in _rows(one)]
    together.append(tables.invoice_line_detail, ("id", *COLUMNS), rows)


def _rows(one: Keyed) -> Iterator[tuple[object, ...]]:
    if not one.detail_ids:
        return
    if one.plan.cancellation is not None:
        yield from _put_back(one, one.plan.cancellation)
        return
    of_lines = zip(one.line_ids, one.plan.lines, strict=True)
    rows = [(line_id, _of_line(line)) for line_id, line in of_lines]
    rows += [(one.line_ids[charge.document_line or 0], _of_charge(charge)) for charge in one.plan.charges]
    for key, (line_id, row) in zip(one.detail_ids, rows, strict=True):
        yield (key, one.invoice_id, line_id, *row)


def _put_back(one: Keyed, cancellation: PlannedCancellation) -> Iterator[tuple[object, ...]]:
    for key, detail in zip(one.detail_ids, cancellation.details, strict=True):
        yield (key, one.invoice_id, one.line_ids[detail.line], *_of_detail(detail))


def _of_detail(detail: PlannedDetail) -> tuple[object, ...]:
    what = (detail.kind, detail.transaction_class, detail.billing_type, detail.description, detail.start_date)
    sums = (detail.amount, detail.tax_amount, detail.amount + detail.tax_amount, detail.net_change, detail.tax_change)
    links = (True, detail.original_id, detail.first_id, *detail.before, detail.source_id)
    of_project = (detail.milestone_id, detail.retainer_id)
    terms = (
        detail.discount_percent,
        detail.tax_rate,
        False,
        detail.tax_code_id,
        detail.supplied_on,
        detail.amount != 0,
    )
    return (*what, detail.quantity, detail.unit_price, *sums, *links, *of_project, *terms, *detail.previous_tax)


def _of_line(line: PlannedLine) -> tuple[object, ...]:
    what = (DetailKind.PRODUCT, TransactionClass.PRODUCT, BillingType.CHARGEABLE, line.description, None)
    amounts = _amounts(line.net_amount, line.tax_amount)
    taxed = _taxed(line.tax_rate, line.taxed_as)
    return (*what, line.quantity, line.unit_price, *amounts, *NO_LINKS, line.discount_percent, *taxed)


def _of_charge(charge: PlannedCharge) -> tuple[object, ...]:
    """One piece, taken back where the charge credits more: as its row of the ledger has it."""
    what = (DetailKind.CHARGE, TransactionClass.FEE, BillingType.CHARGEABLE, charge.description, None)
    piece = Decimal(1 if charge.amount > 0 else -1)
    amounts = _amounts(charge.amount, charge.tax_amount)
    return (*what, piece, abs(charge.amount), *amounts, *NO_LINKS, None, *_taxed(charge.tax_rate, charge.taxed_as))


def _taxed(rate: Decimal | None, taxed: Taxed) -> tuple[object, ...]:
    """From `tax_rate` on: it neither started as billed nor was its tax entered, and nothing was before."""
    return rate, False, taxed.code_id, taxed.day, False, None, None


def _amounts(net: Decimal, tax: Decimal) -> tuple[Decimal, ...]:
    """From `amount` to `invoice_tax_amount`."""
    return net, tax, net + tax, net, tax
