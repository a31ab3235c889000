"""Rows of the ledger as the facts that planners of the project side work with."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from ...models import tables
from ...models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    NotToExceedStatus,
    TransactionClass,
    TransactionType,
)
from ..command.lookup import CHUNK, Found
from ..planners.projects import facts

ACTUAL = tables.actual


def ledger_row(row: Found) -> facts.LedgerRow:
    """A row of the actual table as a fact."""
    limit = row.not_to_exceed_status
    return facts.LedgerRow(
        id=row.id,
        transaction_type=TransactionType(row.transaction_type),
        transaction_class=TransactionClass(row.transaction_class),
        billing_type=BillingType(row.billing_type),
        description=row.description,
        transaction_date=row.transaction_date,
        quantity=row.quantity,
        unit_price=row.unit_price,
        amount=row.amount,
        tax_amount=row.tax_amount,
        rule=row.rule,
        order_id=row.order_id,
        customer_id=row.customer_id,
        currency=row.currency,
        contract_line_id=row.contract_line_id,
        reverses_id=row.reverses_id,
        root_id=row.root_id,
        billing_status=None if row.billing_status is None else BillingStatus(row.billing_status),
        adjustment_status=None if row.adjustment_status is None else AdjustmentStatus(row.adjustment_status),
        reversed_by_id=row.reversed_by_id,
        draft_detail_id=row.draft_detail_id,
        milestone_id=row.milestone_id,
        retainer_id=row.retainer_id,
        not_to_exceed_status=None if limit is None else NotToExceedStatus(limit),
    )


def ledger_rows(connection: Connection, keys: Sequence[int]) -> dict[int, facts.LedgerRow]:
    """Rows of the ledger by key."""
    found: dict[int, facts.LedgerRow] = {}
    for start in range(0, len(keys), CHUNK):
        statement = select(ACTUAL).where(ACTUAL.c.id.in_(keys[start : start + CHUNK]))
        found |= {row.id: ledger_row(row) for row in connection.execute(statement)}
    return found
