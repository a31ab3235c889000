"""The one writer: writes exactly what stands in a plan, set by set, and is the only code that writes the books.

Each changed column is moved only from the value that the plan was made with; where a row has moved on in spite of its
lock the whole posting is refused. Order of locks: order or draft, contract and retainers of a draft, original lines,
customer, replacement order and the series SALES_ORDER, products, and the series PACKING_SLIP, LEDGER, that of the
document, VOUCHER.
"""

from dataclasses import dataclass

from ..command.transaction import Transaction
from ..plan import Change, Plan, VoucherOwner
from .accounts import change_balances, write_payment, write_settlements
from .actuals import append_actuals, append_links
from .compare_and_set import apply
from .documents import number_document, write_document
from .packing_slips import write_packing_slips
from .series import draw
from .vouchers import write_vouchers


@dataclass(frozen=True)
class Written:
    """The keys of what was written; ledger row `position` of the plan has the key `first_actual` + `position`."""

    invoice_id: int | None
    first_actual: int
    packing_slip_ids: tuple[int, ...]
    payment_id: int | None


def write(transaction: Transaction, plan: Plan) -> Written:
    """Write the whole effect of `plan`, ready to be committed."""
    connection = transaction.connection
    slip_ids = write_packing_slips(transaction, plan.slips)
    document = None if plan.document_type is None else write_document(transaction, plan)
    invoice_id, line_ids = (None, dict[int, int]()) if document is None else document
    change_balances(connection, plan.balances)
    first = draw(transaction, "LEDGER", len(plan.actuals)) if plan.actuals else 0
    apply(connection, (*plan.changes, *_reversals(plan, first)))
    append_actuals(transaction, plan.actuals, first, invoice_id, line_ids)
    append_links(connection, plan.links, first)
    payment_id = write_payment(connection, plan)
    write_settlements(connection, plan, invoice_id, payment_id)
    if invoice_id is not None:
        number_document(transaction, plan, invoice_id)
    owners = {(VoucherOwner.PACKING_SLIP, place): key for place, key in enumerate(slip_ids)}
    owned = ((VoucherOwner.DOCUMENT, invoice_id), (VoucherOwner.PAYMENT, payment_id))
    owners |= {(owner, 0): key for owner, key in owned if key is not None}
    write_vouchers(transaction, plan.vouchers, owners)
    return Written(invoice_id, first, slip_ids, payment_id)


def _reversals(plan: Plan, first: int) -> list[Change]:
    """Existing ledger rows, each with the row that reverses it."""
    return [
        Change("Actual", existing, "reversed_by_id", None, first + position)
        for existing, position in plan.reversed_existing
    ]
