"""What lines that come back were taxed as, and the groups of their documents that are credited as one sum.

A credit has the code, rate and reason of what it credits, whatever these say today; they stand in the breakdown of the
document. Where that was rounded once for each code and rate, its sold lines of a group are credited as one sum, as far
as they stand as they were sold (documents 2.5).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, or_, select

from ...models import tables
from ...models.several import Found, Part
from ...models.vocabulary import DetailKind, TaxRounding
from ..amounts import ZERO
from ..goods.live import live_of
from ..goods.records import LiveRow
from ..taxes.codes import Codes, Group, Taxed
from ..taxes.credits import Original, OriginalKey
from .records import SoldLineRow

LINE, DETAIL, INVOICE, TAX = tables.invoice_line, tables.invoice_line_detail, tables.invoice, tables.invoice_tax
COPY, CREDIT, LATER = tables.document_copy, tables.invoice_line.alias("crediting"), DETAIL.alias("later_detail")
SOLD = LINE.alias("sold_line")
NOTHING = literal_column("0", DETAIL.c.amount.type)  # without a parameter: the statement is kept, and has its own


@dataclass(frozen=True)
class BilledTaxRow:
    """A row of a document's breakdown: why no tax was charged, as it stood on its day."""

    invoice_id: int
    tax_code_id: int
    rate: Decimal | None
    exemption_reason: str | None
    exemption_reason_code: str | None


@dataclass(frozen=True)
class GroupLineRow:
    """A sold line of a document that was rounded by rate."""

    id: int
    invoice_id: int
    tax_code_id: int | None
    tax_rate: Decimal | None
    net_amount: Decimal
    tax_amount: Decimal


@dataclass(frozen=True)
class CreditedTaxRow:
    """Net and tax that credit notes take of a line, as corrected since; below zero."""

    line_id: int
    net_amount: Decimal
    tax_amount: Decimal


@dataclass(frozen=True)
class BilledTaxes:
    """The parts of a statement that tell it of some lines."""

    reasons: Part[BilledTaxRow]
    lines: Part[GroupLineRow]
    standing: Part[LiveRow]
    credited: Part[CreditedTaxRow]

    @property
    def parts(self) -> tuple[Part[BilledTaxRow], Part[GroupLineRow], Part[LiveRow], Part[CreditedTaxRow]]:
        """All of them."""
        return self.reasons, self.lines, self.standing, self.credited


def billed_taxes(originals: Select[tuple[int]]) -> BilledTaxes:
    """What is read of the documents of lines, which `originals` select the keys of."""
    documents = select(LINE.c.invoice_id).where(LINE.c.id.in_(originals))
    # looked up by line: as one table more to join it would have PostgreSQL plan the rest apart (join_collapse_limit)
    rounding = select(COPY.c.tax_rounding).where(COPY.c.invoice_id == LINE.c.invoice_id).scalar_subquery()
    is_sold = (
        LINE.c.invoice_id.in_(documents),
        LINE.c.sales_order_line_id.is_not(None),
        rounding == TaxRounding.RATE,
    )
    reasons = select(TAX).where(TAX.c.invoice_id.in_(documents), TAX.c.tax_code_id.is_not(None))
    keys = select(LINE.c.id).where(*is_sold)
    return BilledTaxes(
        Part(reasons, BilledTaxRow),
        Part(select(LINE).where(*is_sold).order_by(LINE.c.id), GroupLineRow),
        Part(live_of(keys), LiveRow),
        Part(_credited(keys), CreditedTaxRow),
    )


def _credited(keys: Select[tuple[int]]) -> Select[tuple[int, Decimal, Decimal]]:
    """What the chains of the lines that credit them come to, as far as they are taxed as those were sold.

    A credit that was put under another code or rate has left the group: what comes back next does not make up for it.
    """
    of_chain = or_(LATER.c.id == DETAIL.c.id, LATER.c.first_detail_id == DETAIL.c.id)
    sold_at = (SOLD.c.tax_code_id, SOLD.c.tax_rate)
    is_now = _same((LATER.c.tax_code_id, LATER.c.tax_rate), sold_at)
    was = and_(LATER.c.correction, _same((LATER.c.previous_tax_code_id, LATER.c.previous_tax_rate), sold_at))

    def moved(now: ColumnElement[Decimal], before: ColumnElement[Decimal | None]) -> ColumnElement[Decimal]:
        change = case((is_now, now), else_=NOTHING) - case((was, before), else_=NOTHING)
        return func.sum(change, type_=DETAIL.c.amount.type)

    return (
        select(
            CREDIT.c.credits_line_id.label("line_id"),
            moved(LATER.c.amount, LATER.c.previous_amount).label("net_amount"),
            moved(LATER.c.tax_amount, LATER.c.previous_tax_amount).label("tax_amount"),
        )
        .select_from(CREDIT)
        .join(SOLD, SOLD.c.id == CREDIT.c.credits_line_id)
        .join(DETAIL, DETAIL.c.invoice_line_id == CREDIT.c.id)
        .join(LATER, of_chain)
        .join(INVOICE, INVOICE.c.id == LATER.c.invoice_id)
        .where(CREDIT.c.credits_line_id.in_(keys), CREDIT.c.return_order_line_id.is_not(None))
        .where(DETAIL.c.kind == DetailKind.PRODUCT, INVOICE.c.posted_at.is_not(None))
        .group_by(CREDIT.c.credits_line_id)
    )


def _same(one: Iterable[ColumnElement[Any]], other: Iterable[ColumnElement[Any]]) -> ColumnElement[bool]:
    return and_(*(left.is_not_distinct_from(right) for left, right in zip(one, other, strict=True)))


def groups_of(found: Found, parts: BilledTaxes) -> dict[int, Original]:
    """The group of each sold line that stands as it was sold, by the line's key."""
    credited = {row.line_id: row for row in found.rows(parts.credited)}
    standing = {row.line_id for row in found.rows(parts.standing) if not row.corrected}
    members: dict[OriginalKey, list[GroupLineRow]] = defaultdict(list)
    for row in found.rows(parts.lines):
        if row.id in standing:
            members[row.invoice_id, (row.tax_code_id, row.tax_rate)].append(row)
    return {
        row.id: group
        for (document, of_group), rows in members.items()
        for group in [_group(document, of_group, rows, [credited[one.id] for one in rows if one.id in credited])]
        for row in rows
    }


def _group(document: int, group: Group, rows: Iterable[GroupLineRow], credits: Iterable[CreditedTaxRow]) -> Original:
    net, tax = (sum((getattr(row, name) for row in rows), ZERO) for name in ("net_amount", "tax_amount"))
    credits = list(credits)
    credited = (-sum((one.net_amount for one in credits), ZERO), -sum((one.tax_amount for one in credits), ZERO))
    return Original(document, group, net, tax, *credited)


def reasons_of(found: Found, parts: BilledTaxes) -> dict[tuple[int, int], BilledTaxRow]:
    """The rows of the breakdowns by document and code."""
    return {(row.invoice_id, row.tax_code_id): row for row in found.rows(parts.reasons)}


def taxed_as_billed(
    row: SoldLineRow, tax_code_id: int | None, rate: Decimal | None, codes: Codes, reason: BilledTaxRow | None
) -> Taxed | None:
    """What a line is taxed as: by the code and at the rate of its live row, for the reason of its document."""
    code = codes.get(tax_code_id or 0)
    if code is None or rate is None:
        return None
    taxed = code.taxed_at(rate, row.supplied_on or row.invoice_date)
    if reason is None:
        return taxed
    return taxed._replace(reason=reason.exemption_reason, reason_code=reason.exemption_reason_code)
