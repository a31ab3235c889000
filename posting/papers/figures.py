"""The lines and charges of documents, out of their details, which goods, work, charges and corrections all have.

Details that are not charged stand on no page and in no file. Of a correction the line has what should be billed, and
what was billed before beside it (documents 3.4).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from ...documents.facts import FactCharge, FactLine, TaxedAs
from ...models import tables
from ...models.among import among
from ...models.rows import read_all, read_pairs
from ...models.vocabulary import BillingType, DetailKind, TaxCategory, TransactionClass
from ..amounts import ZERO

DETAIL, LINE, PRODUCT, CODE = tables.invoice_line_detail, tables.invoice_line, tables.product, tables.tax_code
CONTRACT_LINE, INVOICE = tables.contract_line, tables.invoice
ORIGINAL = DETAIL.alias("original")
BEFORE = CODE.alias("code_before")
WORK = frozenset((DetailKind.TRANSACTION,))
DEDUCTING = frozenset((DetailKind.APPLIED_RETAINER, DetailKind.RETAINER_REFUND))


class DetailRow(NamedTuple):
    """A detail as documents show it, with its product, its tax code, and what it corrects."""

    id: int
    invoice_id: int
    kind: DetailKind
    transaction_class: TransactionClass
    description: str
    start_date: date | None
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    tax_amount: Decimal
    invoice_amount: Decimal
    invoice_tax_amount: Decimal
    correction: bool
    previous_quantity: Decimal | None
    previous_amount: Decimal | None
    previous_tax_amount: Decimal | None
    retainer_id: int | None
    discount_percent: Decimal | None
    tax_rate: Decimal | None
    previous_tax_rate: Decimal | None
    product: str | None
    unit: str | None
    code: str | None
    category: TaxCategory | None
    code_before: str | None
    category_before: TaxCategory | None
    description_before: str | None
    price_before: Decimal | None
    discount_before: Decimal | None
    rate_before: Decimal | None


class DraftRows(NamedTuple):
    """The details of a draft: the keys in the order of its plan, and those that are charged in that of its lines.

    `reason` is why it corrects, of one that nobody has written.
    """

    details: Sequence[int]
    rows: Sequence[DetailRow]
    reason: str | None = None


FROM_DETAILS = (
    select(
        *(DETAIL.c[name] for name in DetailRow._fields if name in DETAIL.c),
        PRODUCT.c.number.label("product"),
        PRODUCT.c.unit,
        CODE.c.code,
        CODE.c.category,
        BEFORE.c.code.label("code_before"),
        BEFORE.c.category.label("category_before"),
        ORIGINAL.c.description.label("description_before"),
        ORIGINAL.c.unit_price.label("price_before"),
        ORIGINAL.c.discount_percent.label("discount_before"),
        ORIGINAL.c.tax_rate.label("rate_before"),
    )
    .select_from(DETAIL)
    .join(LINE, LINE.c.id == DETAIL.c.invoice_line_id)
    .outerjoin(CONTRACT_LINE, CONTRACT_LINE.c.id == LINE.c.contract_line_id)
    .outerjoin(PRODUCT, PRODUCT.c.id == func.coalesce(LINE.c.product_id, CONTRACT_LINE.c.product_id))
    .outerjoin(CODE, CODE.c.id == DETAIL.c.tax_code_id)
    .outerjoin(BEFORE, BEFORE.c.id == DETAIL.c.previous_tax_code_id)
    .outerjoin(ORIGINAL, ORIGINAL.c.id == DETAIL.c.original_detail_id)
    .where(DETAIL.c.billing_type == BillingType.CHARGEABLE)
    .order_by(DETAIL.c.invoice_id, LINE.c.line_number, DETAIL.c.id)
)


class Figures(NamedTuple):
    """What a document bills, and the first and last day of the work on it."""

    lines: tuple[FactLine, ...] = ()
    charges: tuple[FactCharge, ...] = ()
    work: tuple[date, date] | None = None
    deducts: bool = False
    corrects: bool = False


def rows_of(connection: Connection, invoices: Sequence[int]) -> list[DetailRow]:
    """The details of documents that are charged, in the order of their lines."""
    return read_all(connection, FROM_DETAILS.where(among(connection, DETAIL.c.invoice_id, invoices)), DetailRow)


def rows_of_details(connection: Connection, keys: Sequence[int]) -> list[DetailRow]:
    """Those of some details that are charged, by their keys."""
    return read_all(connection, FROM_DETAILS.where(among(connection, DETAIL.c.id, keys)), DetailRow)


def figures_of(connection: Connection, rows: Iterable[DetailRow]) -> dict[int, Figures]:
    """The lines and charges of documents by key; one that charges nothing is not among them."""
    by_document: dict[int, list[DetailRow]] = {}
    for row in rows:
        by_document.setdefault(row.invoice_id, []).append(row)
    every = [row for of_one in by_document.values() for row in of_one]
    advances = advances_of(connection, [(row.kind, row.retainer_id) for row in every])
    return {key: _figures(of_one, advances) for key, of_one in by_document.items()}


def advances_of(connection: Connection, details: Iterable[tuple[DetailKind, int | None]]) -> dict[int, str]:
    """The numbers of the documents that billed the retainers which details deduct; of several the first."""
    retainers = sorted({key for kind, key in details if kind in DEDUCTING and key is not None})
    if not retainers:
        return {}
    statement = (
        select(DETAIL.c.retainer_id, INVOICE.c.number)
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .where(DETAIL.c.kind == DetailKind.RETAINER, DETAIL.c.correction.is_(False), INVOICE.c.number.is_not(None))
        .where(among(connection, DETAIL.c.retainer_id, retainers))
        .order_by(DETAIL.c.id.desc())
    )
    return dict(read_pairs(connection, statement, int, str))


def _figures(rows: Sequence[DetailRow], advances: Mapping[int, str]) -> Figures:
    days = [row.start_date for row in rows if row.kind in WORK and row.start_date is not None]
    return Figures(
        tuple(_line(row, advances) for row in rows if row.kind is not DetailKind.CHARGE),
        tuple(_charge(row) for row in rows if row.kind is DetailKind.CHARGE),
        (min(days), max(days)) if days else None,
        any(row.kind in DEDUCTING for row in rows),
        any(row.correction for row in rows),
    )


def _line(row: DetailRow, advances: Mapping[int, str]) -> FactLine:
    before = None
    if row.correction:
        before = _fact(
            row,
            row.description_before or row.description,
            (row.previous_quantity or ZERO, row.price_before if row.price_before is not None else row.unit_price),
            (row.previous_amount or ZERO, row.previous_tax_amount or ZERO),
            _taxed_before(row),
            row.discount_before,
        )
    advance = advances.get(row.retainer_id) if row.retainer_id is not None and row.kind in DEDUCTING else None
    own = _fact(
        row,
        row.description,
        (row.quantity, row.unit_price),
        (row.amount, row.tax_amount),
        _taxed(row),
        row.discount_percent,
    )
    return replace(own, billed_before=before, advance=advance)


def _fact(
    row: DetailRow,
    description: str,
    pieces: tuple[Decimal, Decimal],
    amounts: tuple[Decimal, Decimal],
    taxed: TaxedAs,
    discount: Decimal | None,
) -> FactLine:
    return FactLine(
        description=description,
        quantity=pieces[0],
        unit_price=pieces[1],
        net_amount=amounts[0],
        tax_amount=amounts[1],
        taxed=taxed,
        discount_percent=discount or ZERO,
        unit=row.unit,
        product_number=row.product,
        day=row.start_date,
        kind=row.kind,
        transaction_class=row.transaction_class,
    )


def _charge(row: DetailRow) -> FactCharge:
    before = None
    if row.correction:
        amounts = (row.previous_amount or ZERO, row.previous_tax_amount or ZERO)
        before = FactCharge(row.description_before or row.description, *amounts, _taxed_before(row))
    return FactCharge(row.description, row.amount, row.tax_amount, _taxed(row), before)


def _taxed(row: DetailRow) -> TaxedAs:
    return taxed_as(row.code, row.category, row.tax_rate)


def _taxed_before(row: DetailRow) -> TaxedAs:
    rate = row.previous_tax_rate if row.previous_tax_rate is not None else row.rate_before
    return taxed_as(row.code_before, row.category_before, rate)


def taxed_as(code: str | None, category: TaxCategory | None, rate: Decimal | None) -> TaxedAs:
    """What a code, or a bare rate, says: above zero it counts as STANDARD, zero says nothing (documents 2.2).

    >>> taxed_as(None, None, Decimal(25)).category.value, taxed_as(None, None, Decimal(0)).category
    ('STANDARD', None)
    """
    if code is not None:
        return TaxedAs(code, category, rate)
    return TaxedAs(None, TaxCategory.STANDARD if rate else None, rate or None)
