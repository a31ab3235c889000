"""The mirror of a document in the ledger: its rows are reversed, what it reversed stands again (putting-right 4.5)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ....models.vocabulary import AdjustmentStatus, BillingStatus, ConnectionRole, TransactionType
from ...amounts import ZERO
from ...planned.changes import Change
from ...planned.rows import Link, PlannedActual
from ...rules.cancellations import CANCELLATION
from ...rules.names import RowName
from ..projects.facts import LedgerRow
from .facts import Posted, ReversedRow

REVERSAL, RESTORED = CANCELLATION.rules[RowName.REVERSAL], CANCELLATION.rules[RowName.RESTORED]


class Mirror(NamedTuple):
    """The rows of a cancellation, with their connections and what moves."""

    rows: tuple[PlannedActual, ...]
    links: tuple[Link, ...]
    changes: tuple[Change, ...]
    reversed_existing: tuple[tuple[int, int], ...]


def mirrored(document: Posted, places: Mapping[int, int]) -> Mirror:
    """The rows that take a document back; `places` are those of the new details, by the detail that each takes back."""
    standing = [one for one in document.written if one.row.reversed_by_id is None]
    reversals = [
        _alike(one.row, at, places.get(one.detail_id or 0))._replace(
            quantity=-one.row.quantity,
            amount=-one.row.amount + ZERO,
            tax_amount=-one.row.tax_amount + ZERO,
            rule=REVERSAL,
            reverses=one.row.id,
            billing_status=BillingStatus.CUSTOMER_INVOICE_POSTED,
            adjustment_status=AdjustmentStatus.UNADJUSTABLE,
        )
        for at, one in enumerate(standing)
    ]
    restored = [
        _alike(one.row, at, places.get(one.detail_id or 0))._replace(stands_for=one.row.since)
        for at, one in enumerate(document.reversed, len(reversals))
    ]
    return Mirror(
        rows=(*reversals, *restored),
        links=tuple(_links(reversals, document.reversed, len(reversals))),
        changes=tuple(change for one in standing for change in _spent(one.row)),
        reversed_existing=tuple((one.row.id, at) for at, one in enumerate(standing)),
    )


def _alike(row: LedgerRow, position: int, detail: int | None) -> PlannedActual:
    """A copy: of unbilled sales ready to be invoiced, as it was approved."""
    unbilled = row.transaction_type is TransactionType.UNBILLED_SALES
    ready, posted = BillingStatus.READY_TO_INVOICE, BillingStatus.CUSTOMER_INVOICE_POSTED
    return PlannedActual(
        position=position,
        transaction_type=row.transaction_type,
        transaction_class=row.transaction_class,
        billing_type=row.billing_type,
        description=row.description,
        transaction_date=row.transaction_date,
        quantity=row.quantity,
        unit_price=row.unit_price,
        amount=row.amount,
        tax_amount=row.tax_amount,
        rule=RESTORED,
        order_id=row.order_id,
        customer_id=row.customer_id,
        currency=row.currency,
        contract_line_id=row.contract_line_id,
        root=row.root_id,
        billing_status=ready if unbilled else posted,
        milestone_id=row.milestone_id,
        retainer_id=row.retainer_id,
        not_to_exceed_status=row.not_to_exceed_status,
        document_detail=detail,
        tax_code_id=row.tax_code_id,
        tax_rate=row.tax_rate,
    )


def _links(reversals: Sequence[PlannedActual], restored: Sequence[ReversedRow], first: int) -> Iterator[Link]:
    role, original = ConnectionRole, ConnectionRole.ORIGINAL
    for row in reversals:
        yield Link(row.position, role.REVERSING, row.reverses, None, original)
    for position, one in enumerate(restored, first):
        yield Link(position, role.REPLACING, one.row.id, None, original)
        if one.bills_id is not None:
            yield Link(position, role.BILLED_SALES, one.bills_id, None, role.UNBILLED_SALES)


def _spent(row: LedgerRow) -> Iterator[Change]:
    yield Change("Actual", row.id, "adjustment_status", row.adjustment_status, AdjustmentStatus.ADJUSTED)
    if row.transaction_type is TransactionType.UNBILLED_SALES:
        posted = BillingStatus.CUSTOMER_INVOICE_POSTED
        yield Change("Actual", row.id, "billing_status", row.billing_status, posted)
