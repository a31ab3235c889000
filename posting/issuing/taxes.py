"""The tax breakdown of documents: as it was posted, or of drafts and older documents as their details come to it.

A document that was posted before there were tax codes has none of its own: its rows are by bare rate, and tax that was
entered as an amount stands in one without a rate (documents 2.9).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, select

from ...models import tables
from ...models.among import among
from ...models.rows import read_all
from ...models.vocabulary import BillingType, TaxCategory
from ..amounts import ZERO
from ..ledger.tax_codes import read_taxes
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
    """What a chargeable detail adds to its document, and what it is taxed as, now and before it was corrected."""

    invoice_id: int
    amount: Decimal
    tax_amount: Decimal
    tax_code_id: int | None
    tax_rate: Decimal | None
    previous_amount: Decimal | None
    previous_tax_amount: Decimal | None
    previous_tax_code_id: int | None
    previous_tax_rate: Decimal | None
    starts_billed: bool

    @property
    def is_left_as_billed(self) -> bool:
        """Whether it began with what stands and adds nothing: confirming takes it off (putting-right 2.1.2)."""
        now = (self.amount, self.tax_amount, self.tax_code_id, self.tax_rate)
        before = (self.previous_amount, self.previous_tax_amount, self.previous_tax_code_id, self.previous_tax_rate)
        return self.starts_billed and now == before


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
    statement = select(DETAIL).where(chosen, DETAIL.c.billing_type == BillingType.CHARGEABLE).order_by(DETAIL.c.id)
    by_invoice: dict[int, list[DetailTaxRow]] = defaultdict(list)
    for row in read_all(connection, statement, DetailTaxRow):
        by_invoice[row.invoice_id].append(row)
    codes = read_taxes(connection).codes
    return {key: breakdown(_items(_moved(rows), codes)) for key, rows in by_invoice.items()}


def _moved(rows: list[DetailTaxRow]) -> list[DetailTaxRow]:
    """What a document is about: what nobody has touched stands on it only where there is nothing else."""
    return [one for one in rows if not one.is_left_as_billed] or rows


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
