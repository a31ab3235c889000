"""Appends rows and their connections to the ledger of actuals."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ...models import tables
from ...models.together import Together
from ...models.vocabulary import TransactionType
from .keyed import Keyed

BILLED = TransactionType.BILLED_SALES
COLUMNS = (
    "id",
    "transaction_type",
    "transaction_class",
    "billing_type",
    "description",
    "transaction_date",
    "accounting_date",
    "recorded_at",
    "quantity",
    "unit_price",
    "amount",
    "tax_amount",
    "currency",
    "customer_id",
    "order_id",
    "contract_line_id",
    "invoice_id",
    "invoice_line_id",
    "invoice_line_detail_id",
    "reverses_id",
    "root_id",
    "rule",
    "billing_status",
    "adjustment_status",
    "reversed_by_id",
    "draft_detail_id",
    "milestone_id",
    "retainer_id",
    "not_to_exceed_status",
    "stands_for_id",
    "tax_code_id",
    "tax_rate",
    "posted_by_id",
)
LINK_COLUMNS = ("actual_id", "role", "other_id", "other_role")


def append_actuals(together: Together, written: Sequence[Keyed], recorded_at: datetime, posted_by: int | None) -> None:
    """Append planned rows; row `position` of a plan gets the key of its first one + `position`."""
    together.append(tables.actual, COLUMNS, [row for one in written for row in _rows(one, recorded_at, posted_by)])


def append_links(together: Together, written: Sequence[Keyed]) -> None:
    """Append the connections of planned rows."""
    rows = [
        (
            one.first_actual + link.position,
            link.role,
            link.other if link.other_position is None else one.first_actual + link.other_position,
            link.other_role,
        )
        for one in written
        for link in one.plan.links
    ]
    together.append(tables.actual_connection, LINK_COLUMNS, rows)


def _rows(keyed: Keyed, recorded_at: datetime, posted_by: int | None) -> Iterator[tuple[object, ...]]:
    first, invoice_id, line_ids = keyed.first_actual, keyed.invoice_id, keyed.line_ids
    for row in keyed.plan.actuals:
        yield (
            first + row.position,
            row.transaction_type,
            row.transaction_class,
            row.billing_type,
            row.description,
            row.transaction_date,
            keyed.plan.invoice_date if row.transaction_type is BILLED else None,
            recorded_at,
            row.quantity,
            row.unit_price,
            row.amount,
            row.tax_amount,
            row.currency,
            row.customer_id,
            row.order_id,
            row.contract_line_id,
            invoice_id,
            None if row.document_line is None else line_ids[row.document_line],
            keyed.detail_of(row),
            row.reverses if row.reverses_position is None else first + row.reverses_position,
            row.root if row.root_position is None else first + row.root_position,
            row.rule,
            row.billing_status,
            row.adjustment_status,
            None if row.reversed_by_position is None else first + row.reversed_by_position,
            None,
            row.milestone_id,
            row.retainer_id,
            row.not_to_exceed_status,
            row.stands_for,
            row.tax_code_id,
            row.tax_rate,
            posted_by,
        )
