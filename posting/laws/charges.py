"""A law of the charges of sales documents: each follows from what was entered on its return order (returns 1.8)."""

from functools import partial

from sqlalchemy import Connection, and_, case, select

from ...models import tables
from ...models.vocabulary import ChargeCategory
from ..amounts import ZERO, percentage, rounded, tax_on
from .law import INVOICE, LINE, Found, Law, is_by_rate, rows_of, sum_of
from .walk import Row, at_some_places, breaking, key_of, rows

RETURNED, CHARGE, ENTERED = tables.return_order_line, tables.invoice_charge, tables.return_charge


def _charges() -> Law:
    """A charge on a line is reckoned on that line; one on the order on all its lines of the document."""
    by_order = (
        select(LINE.c.invoice_id, RETURNED.c.order_id, sum_of(LINE.c.net_amount).label("amount"))
        .join(RETURNED, RETURNED.c.id == LINE.c.return_order_line_id)
        .group_by(LINE.c.invoice_id, RETURNED.c.order_id)
        .subquery()
    )
    figures = (CHARGE.c.id, CHARGE.c.amount, CHARGE.c.tax_amount, INVOICE.c.currency)
    statement = (
        select(*figures, ENTERED.c.category, ENTERED.c.value, ENTERED.c.line_id)
        .add_columns(case((ENTERED.c.tax_code_id.is_(None), ENTERED.c.tax_rate), else_=CHARGE.c.tax_rate).label("rate"))
        .add_columns(CHARGE.c.tax_rate, is_by_rate(CHARGE.c.invoice_id).label("by_rate"))
        .add_columns(CHARGE.c.tax_code_id.is_not_distinct_from(ENTERED.c.tax_code_id).label("has_its_code"))
        .add_columns(CHARGE.c.description, ENTERED.c.description.label("entered"))
        .add_columns(LINE.c.net_amount.label("of_line"), by_order.c.amount.label("of_order"))
        .join(INVOICE, INVOICE.c.id == CHARGE.c.invoice_id)
        .join(ENTERED, ENTERED.c.id == CHARGE.c.return_charge_id)
        .outerjoin(LINE, LINE.c.id == CHARGE.c.invoice_line_id)
        .outerjoin(
            by_order, and_(by_order.c.invoice_id == CHARGE.c.invoice_id, by_order.c.order_id == ENTERED.c.order_id)
        )
    )

    def broken(connection: Connection) -> Found:
        return breaking(rows(connection, statement), _is_as_entered, key_of)

    text = (
        "A charge is what was entered, or its per cent of the lines that it is on, and its tax follows from its rate. "
        "How many pieces a charge for each piece was for is not looked at."
    )
    return Law("returns 1.8 charges", text, rows_of(CHARGE), broken)


def _is_as_entered(row: Row) -> bool:
    return bool(row.description == row.entered and at_some_places(row.currency, partial(_is_its_amount, row)))


def _is_its_amount(row: Row, places: int) -> bool:
    amount = row.amount
    if row.category == ChargeCategory.FIXED:
        amount = rounded(row.value, places)
    elif row.category == ChargeCategory.PERCENT:
        amount = percentage((row.of_order if row.line_id is None else row.of_line) or ZERO, row.value, places)
    is_taxed = row.by_rate or row.tax_amount == tax_on(row.amount, row.rate, places)
    return bool(row.amount == amount and is_taxed and row.has_its_code and row.tax_rate in (None, row.rate))


LAWS: tuple[Law, ...] = (_charges(),)
