"""The one writer: writes exactly what stands in a plan, set by set, and is the only code that writes the books.

Each changed column is moved only from the value that the plan was made with; where a row has moved on in spite of its
lock the whole posting is refused. Order of locks: order or draft, contract and retainers of a draft, original lines,
customer, the row of the parameters, replacement order and the series SALES_ORDER, products, and the series: LEDGER and
those of the packing slips, the document and the vouchers by name. These are drawn when everything else is there, and
held for the writing alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from ...models import tables
from ...models.several import Part, Several
from ...models.together import Together
from ..command.transaction import Transaction
from ..plan import Change, Plan, VoucherOwner
from . import documents, packing_slips, vouchers
from .accounts import change_balances, write_payment, write_settlements
from .actuals import append_actuals, append_links
from .compare_and_set import apply
from .documents import number_document, write_document
from .drawing import Drawn, draw_together
from .packing_slips import move_goods, write_packing_slips
from .records import AccountRow
from .vouchers import Owners, write_vouchers

LEDGER = "LEDGER"
ACTUAL = tables.actual
BEFORE = Part(select(ACTUAL.c.recorded_at).where(ACTUAL.c.id == bindparam("before", type_=ACTUAL.c.id.type)), datetime)
ACCOUNTS = Part(select(tables.posting_account), AccountRow)
AFTER_DRAWING = Several(BEFORE, ACCOUNTS)


@dataclass(frozen=True)
class Written:
    """The keys of what was written; ledger row `position` of the plan has the key `first_actual` + `position`."""

    invoice_id: int | None
    first_actual: int
    packing_slip_ids: tuple[int, ...]
    payment_id: int | None


def write(transaction: Transaction, plan: Plan) -> Written:
    """Write the whole effect of `plan`, ready to be committed."""
    connection, together = transaction.connection, Together(transaction.connection)
    move_goods(transaction, plan.slips)
    drawn = _drawn(connection, plan)
    first, invoice_id = drawn.first.get(LEDGER, 0), _document_key(plan, drawn)
    payment_id = None if plan.payment is None else drawn.keys[tables.payment.name][0]
    found = AFTER_DRAWING.read(connection, {"before": first - 1})
    # never before the row that stands before them: positions and instants rise together
    recorded_at = max([transaction.now, *found.rows(BEFORE)])
    slip_ids = write_packing_slips(together, plan.slips, drawn)
    line_ids = drawn.keys.get(tables.invoice_line.name, [])
    if invoice_id is not None:
        write_document(transaction, together, plan, invoice_id, line_ids)
    append_actuals(together, plan.actuals, first, recorded_at, invoice_id, line_ids)
    append_links(together, plan.links, first)
    change_balances(together, plan.balances)
    write_payment(together, plan, payment_id)
    write_settlements(together, plan, invoice_id, payment_id)
    owners = _owners(slip_ids, invoice_id, payment_id)
    write_vouchers(together, plan.vouchers, owners, drawn, {row.posting_type: row for row in found.rows(ACCOUNTS)})
    apply(together, (*plan.changes, *_reversals(plan, first)))
    if invoice_id is not None:
        (number,) = drawn.numbers(_document_series(plan), 1)
        number_document(transaction, together, plan, invoice_id, number)
    together.send()
    return Written(invoice_id, first, slip_ids, payment_id)


def _drawn(connection: Connection, plan: Plan) -> Drawn:
    """The numbers and keys of everything that the plan adds."""
    series = {
        LEDGER: len(plan.actuals),
        packing_slips.SERIES: len(plan.slips),
        vouchers.SERIES: len(plan.vouchers),
    }
    rows = {tables.packing_slip: len(plan.slips), tables.voucher: len(plan.vouchers)}
    rows[tables.payment] = 0 if plan.payment is None else 1
    if plan.document_type is not None:
        series[_document_series(plan)] = 1
        if plan.draft_id is None:
            rows |= {tables.invoice: 1, tables.invoice_line: len(plan.lines)}
    return draw_together(connection, series, rows)


def _document_series(plan: Plan) -> str:
    assert plan.document_type is not None, "a plan without a document is not written as one"
    return documents.SERIES[plan.document_type]


def _document_key(plan: Plan, drawn: Drawn) -> int | None:
    """The key of the plan's document, which is its draft or new; None where it has none."""
    if plan.document_type is None or plan.draft_id is not None:
        return plan.draft_id
    return drawn.keys[tables.invoice.name][0]


def _owners(slip_ids: tuple[int, ...], invoice_id: int | None, payment_id: int | None) -> Owners:
    """The keys of what vouchers are of."""
    owners: Mapping[tuple[VoucherOwner, int], int] = {
        (VoucherOwner.PACKING_SLIP, place): key for place, key in enumerate(slip_ids)
    }
    owned = ((VoucherOwner.DOCUMENT, invoice_id), (VoucherOwner.PAYMENT, payment_id))
    return {**owners, **{(owner, 0): key for owner, key in owned if key is not None}}


def _reversals(plan: Plan, first: int) -> list[Change]:
    """Existing ledger rows, each with the row that reverses it."""
    return [
        Change("Actual", existing, "reversed_by_id", None, first + position)
        for existing, position in plan.reversed_existing
    ]
