"""The tax breakdown of documents: as it was posted, or of drafts and older documents as their details come to it.

A document that was posted before there were tax codes has none of its own: its rows are by bare rate, and tax that was
entered as an amount stands in one without a rate (documents 2.9).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from sqlalchemy import Connection, or_, select

from ...models import tables
from ...models.among import among
from ...models.rows import read_all
from ...models.vocabulary import BillingType, DetailKind, TaxCategory
from ..amounts import ZERO
from ..ledger.tax_codes import read_taxes
from ..planners.projects.draft_values import PRICED
from ..taxes.breakdown import TaxRow, breakdown
from ..taxes.codes import Codes, Taxed, bare

TAX, DETAIL = tables.invoice_tax, tables.invoice_line_detail


@dataclass(frozen=True)
class TaxRowRow:
    """A row of a posted document's breakdown."""

    invoice_id: int
    tax_code_id: int | None
    category: TaxCategory | None
    rate: Decimal | None
    base: Decimal
    amount: Decimal
    exemption_reason: str | None
    exemption_reason_code: str | None

    @property
    def row(self) -> TaxRow:
        """As planners have it."""
        reasons = (self.exemption_reason, self.exemption_reason_code)
        return TaxRow(self.tax_code_id, self.category, self.rate, self.base, self.amount, *reasons)


@dataclass(frozen=True)
class DetailTaxRow:
    """What a detail adds to its document where it is charged, and what it is taxed as, now and before a correction."""

    invoice_id: int
    kind: DetailKind
    billing_type: BillingType
    quantity: Decimal
    amount: Decimal
    tax_amount: Decimal
    tax_code_id: int | None
    tax_rate: Decimal | None
    previous_quantity: Decimal | None
    previous_amount: Decimal | None
    previous_tax_amount: Decimal | None
    previous_tax_code_id: int | None
    previous_tax_rate: Decimal | None
    starts_billed: bool
    has_other_terms: bool  # another price, text or discount than what it corrects

    @property
    def is_left_as_billed(self) -> bool:
        """Whether confirming takes it off, as `draft_values.left_as_billed` has it (putting-right 2.1.2).

        Another text or price stays on the document, also where it adds nothing.
        """
        now = (self.quantity, self.amount, self.tax_amount, self.tax_code_id, self.tax_rate)
        amounts = (self.previous_quantity, self.previous_amount, self.previous_tax_amount)
        is_unchanged = now == (*amounts, self.previous_tax_code_id, self.previous_tax_rate)
        begins_so = self.starts_billed or self.kind is DetailKind.MILESTONE
        return begins_so and is_unchanged and not (self.has_other_terms and self.kind in PRICED)


BEFORE = DETAIL.alias("before")
TERMS = ("unit_price", "description", "discount_percent")
FROM_DETAILS = (
    select(
        *(DETAIL.c[one.name] for one in fields(DetailTaxRow) if one.name in DETAIL.c),
        or_(*(DETAIL.c[name].is_distinct_from(BEFORE.c[name]) for name in TERMS)).label("has_other_terms"),
    )
    .select_from(DETAIL)
    .outerjoin(BEFORE, BEFORE.c.id == DETAIL.c.original_detail_id)
    .order_by(DETAIL.c.id)
)


def taxes_of(connection: Connection, invoices: Sequence[int]) -> dict[int, tuple[TaxRow, ...]]:
    """The rows of documents, by their keys."""
    posted: dict[int, list[TaxRow]] = defaultdict(list)
    statement = (
        select(TAX).where(among(connection, TAX.c.invoice_id, invoices)).order_by(TAX.c.invoice_id, TAX.c.position)
    )
    for one in read_all(connection, statement, TaxRowRow):
        posted[one.invoice_id].append(one.row)
    others = [key for key in invoices if key not in posted]
    found = {key: tuple(rows) for key, rows in posted.items()}
    return found | (_of_details(connection, others) if others else {})


def _of_details(connection: Connection, invoices: Sequence[int]) -> dict[int, tuple[TaxRow, ...]]:
    chosen = among(connection, DETAIL.c.invoice_id, invoices)
    by_invoice: dict[int, list[DetailTaxRow]] = defaultdict(list)
    for row in read_all(connection, FROM_DETAILS.where(chosen), DetailTaxRow):
        by_invoice[row.invoice_id].append(row)
    codes = read_taxes(connection).codes
    return {key: breakdown(_items(_moved(rows), codes)) for key, rows in by_invoice.items()}


def _moved(rows: list[DetailTaxRow]) -> list[DetailTaxRow]:
    """What a document is about: what nobody has touched stands on it only where there is nothing else."""
    moved = [one for one in rows if not one.is_left_as_billed] or rows
    return [one for one in moved if one.billing_type is BillingType.CHARGEABLE]


def _items(rows: Iterable[DetailTaxRow], codes: Codes) -> Iterator[tuple[Taxed, Decimal, Decimal]]:
    """Details without a rate are all in one row, whose rate nobody knows if any tax was entered."""
    parts = [part for row in rows for part in _parts(row)]
    unknown = bare(None if any(tax for _, rate, _, tax in parts if rate is None) else ZERO)
    for code_id, rate, amount, tax in parts:
        code = codes.get(code_id or 0)
        by_rate = unknown if rate is None else bare(rate)
        yield (by_rate if code is None or rate is None else code.taxed_at(rate, None)), amount, tax


def _parts(row: DetailTaxRow) -> Iterator[tuple[int | None, Decimal | None, Decimal, Decimal]]:
    """Code, rate, base and tax of what a detail takes back, and of what it bills."""
    now = (row.tax_code_id, row.tax_rate)
    if row.previous_amount is None:
        yield *now, row.amount, row.tax_amount
        return
    was, tax = (row.previous_tax_code_id, row.previous_tax_rate), row.previous_tax_amount or ZERO
    if was == now:
        yield *now, row.amount - row.previous_amount, row.tax_amount - tax
        return
    yield *was, ZERO - row.previous_amount, ZERO - tax
    if row.amount or row.tax_amount:
        yield *now, row.amount, row.tax_amount
