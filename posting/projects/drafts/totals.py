"""The totals of a draft: lines and header added up in the database from its chargeable details."""

from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, literal, select, update

from ....models import bulk, tables
from ....models.rows import read_all
from ....models.vocabulary import BillingType
from ...amounts import ZERO
from ...planned.documents import document_type_of
from .records import LineSums

DETAIL, INVOICE, LINE = tables.invoice_line_detail, tables.invoice, tables.invoice_line
AMOUNTS = ("net_amount", "tax_amount", "total_amount")
EMPTIED = update(LINE).where(LINE.c.invoice_id == bindparam("here")).values(dict.fromkeys(AMOUNTS, ZERO))


def refresh_totals(connection: Connection, invoice_id: int) -> None:
    """Add up the lines and the header; corrections count with their difference to what was billed."""
    here = {"here": invoice_id}
    connection.execute(EMPTIED, here)
    sums = read_all(connection, SUMS_BY_LINE, LineSums, here)
    rows = [(row.invoice_line_id, row.net, row.tax, row.net + row.tax, row.tax_code_id) for row in sums]
    bulk.change(connection, LINE, (*AMOUNTS, "tax_code_id"), rows)
    net = sum((row.net for row in sums), ZERO)
    tax = sum((row.tax for row in sums), ZERO)
    corrections = sum(row.corrections for row in sums)
    connection.execute(
        update(INVOICE)
        .where(INVOICE.c.id == invoice_id)
        .values(
            net_amount=net,
            tax_amount=tax,
            total_amount=net + tax,
            corrected_total=sum((row.corrected for row in sums), ZERO) if corrections else None,
            previous_total=sum((row.previous for row in sums), ZERO) if corrections else None,
            document_type=document_type_of(net + tax, credits_something=bool(corrections)),
        )
    )


def _sums_by_line() -> Select[int, Decimal, Decimal, Decimal, Decimal, int, int | None]:
    charged = DETAIL.c.billing_type == BillingType.CHARGEABLE
    corrected = and_(charged, DETAIL.c.correction.is_(True))
    code = case((charged, DETAIL.c.tax_code_id))
    is_alike = and_(
        func.min(code) == func.max(code), func.count(code) == func.sum(case((charged, 1), else_=0))
    )  # one code, and no detail without
    return (
        select(
            DETAIL.c.invoice_line_id,
            _sum(charged, DETAIL.c.invoice_amount).label("net"),
            _sum(charged, DETAIL.c.invoice_tax_amount).label("tax"),
            _sum(corrected, DETAIL.c.extended_amount).label("corrected"),
            _sum(corrected, DETAIL.c.previous_amount + DETAIL.c.previous_tax_amount).label("previous"),
            func.sum(case((DETAIL.c.correction.is_(True), 1), else_=0)).label("corrections"),
            case((is_alike, func.min(code)), else_=None).label("tax_code_id"),
        )
        .where(DETAIL.c.invoice_id == bindparam("here"))
        .group_by(DETAIL.c.invoice_line_id)
    )


def _sum(condition: ColumnElement[bool], amount: ColumnElement[Decimal]) -> ColumnElement[Decimal]:
    kind = DETAIL.c.amount.type
    return func.coalesce(func.sum(case((condition, amount)), type_=kind), literal(ZERO, kind), type_=kind)


SUMS_BY_LINE = _sums_by_line()
