"""Writing small rests off, and releasing what settled a document: load, plan, through the door (putting-right 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, select

from ...models import tables
from ...models.identity import GlobalId
from ...models.rows import read_all, read_one_or_none
from ...models.vocabulary import ProblemCode, SettlementKind
from ..amounts import ZERO
from ..checks import Checks
from ..command.lookup import key_of
from ..command.results import ShownPlan
from ..command.transaction import Transaction
from ..commands import Unsettle, WriteOff
from ..ledger.post import Posted, post
from ..ledger.settings import Conditions, read_settings
from ..planned.vouchers import Entry
from ..planners.accounts import AccountDocument
from ..planners.releases import ReleaseRequest, Settled, plan_release, released_on
from ..planners.write_offs import Allowance, WriteOffRequest, plan_write_off, written_off_on
from ..problems import Refused, refuse
from .account_documents import held_document, posted_document
from .canceled import canceled_problem, pairs_of, payment_problems

Day = date  # a field below is called date
SETTLEMENT, PAYMENT, INVOICE = tables.settlement, tables.payment, tables.invoice
VOUCHER, ENTRY = tables.voucher, tables.voucher_entry
RELEASE = SETTLEMENT.alias("release")
SOUGHT = bindparam("settlement", type_=SETTLEMENT.c.id.type)
SETTLED = (
    select(SETTLEMENT, PAYMENT.c.reference, RELEASE.c.date.label("released_on"))
    .outerjoin(PAYMENT, PAYMENT.c.id == SETTLEMENT.c.payment_id)
    .outerjoin(RELEASE, RELEASE.c.releases_id == SETTLEMENT.c.id)
    .where(SETTLEMENT.c.id == SOUGHT)
)
ON_IT = (
    select(INVOICE.c.id, INVOICE.c.customer_id)
    .join(SETTLEMENT, INVOICE.c.id.in_((SETTLEMENT.c.debit_invoice_id, SETTLEMENT.c.credit_invoice_id)))
    .where(SETTLEMENT.c.id == SOUGHT)
    .order_by(INVOICE.c.id)
)
ENTRIES = select(ENTRY).join(VOUCHER, VOUCHER.c.id == ENTRY.c.voucher_id).order_by(ENTRY.c.position)
GIVEN_UP = select(SETTLEMENT.c.amount).where(SETTLEMENT.c.payment_id.is_(None))
DEBIT, CREDIT = 0, 1  # which side of a settlement its id, as the API has it, is seen from


@dataclass(frozen=True)
class SettlementResult:
    """A settlement that was written, as one of its sides sees it; None where it was only looked at."""

    settlement: int | None
    invoices: tuple[int, ...]
    plan: ShownPlan = None


@dataclass(frozen=True)
class _SettledRow:
    """A settlement, the reference of its payment, and when it was released."""

    id: int
    date: date
    amount: Decimal
    debit_invoice_id: int | None
    credit_invoice_id: int | None
    payment_id: int | None
    reference: str | None
    releases_id: int | None
    released_on: Day | None


@dataclass(frozen=True)
class _Side:
    """A document of a settlement."""

    id: int
    customer_id: int


def write_off(transaction: Transaction, command: WriteOff) -> SettlementResult:
    """Give up a small rest of a posted document."""
    checks = Checks()
    document = posted_document(transaction, command.invoice, checks, "invoice")
    if document is None:
        raise Refused(checks.problems)
    request = WriteOffRequest(command.amount, command.reason, command.date, transaction.today)
    conditions = Conditions(day=written_off_on(document, request), day_path="date")
    settings = read_settings(transaction, conditions, lock=False)  # they are held with the document
    allowance = Allowance(settings.parameters.write_off_limit, _given_up(transaction, document))
    void = payment_problems(transaction.connection, document, "invoice")
    planned = void or plan_write_off(document, request, allowance)
    side = DEBIT if document.total_amount > 0 else CREDIT
    return _written(post(transaction, planned, conditions, settings=settings), side, [document.id])


def unsettle(transaction: Transaction, command: Unsettle) -> SettlementResult:
    """Release a settlement, whole."""
    key, side = _key_and_side(command.settlement)
    on_it = read_all(transaction.connection, ON_IT, _Side, {"settlement": key})
    documents = {one.id: held_document(transaction, one.id, one.customer_id) for one in on_it}
    found = read_one_or_none(transaction.connection, SETTLED, _SettledRow, {"settlement": key})
    if found is None:
        raise refuse(ProblemCode.NOT_FOUND, "id", "settlement", type="Settlement", given=command.settlement)
    settled = _with_entries(transaction, found)
    _refuse_pair(transaction, settled)
    request = ReleaseRequest(command.reason, command.date, transaction.today)
    posts = settled.kind is not SettlementKind.MATCH
    conditions = Conditions(day=released_on(settled, request), day_path="date") if posts else Conditions()
    return _written(post(transaction, plan_release(settled, documents, request), conditions), side, documents)


def _refuse_pair(transaction: Transaction, settled: Settled) -> None:
    """What is canceled and what cancels it stay matched with each other (putting-right 4.9)."""
    debit, credit = settled.debit_invoice_id, settled.credit_invoice_id
    if debit is not None and credit is not None:
        pairs = pairs_of(transaction.connection, [debit, credit])
        if debit in pairs and pairs[debit] == pairs.get(credit):
            raise Refused([canceled_problem(pairs[debit], pairs[debit].canceled_id, "settlement")])


def _key_and_side(settlement: GlobalId) -> tuple[int, int]:
    return divmod(key_of(settlement, {"Settlement"}, "settlement", "settlement"), 2)


def _with_entries(transaction: Transaction, row: _SettledRow) -> Settled:
    """The settlement with the voucher of its payment, or its own; a matching has none."""
    mine = VOUCHER.c.settlement_id == row.id if row.payment_id is None else VOUCHER.c.payment_id == row.payment_id
    return Settled(**vars(row), entries=tuple(read_all(transaction.connection, ENTRIES.where(mine), Entry)))


def _given_up(transaction: Transaction, document: AccountDocument) -> Decimal:
    """The size of what has been written off of a document and not been released."""
    mine, other = SETTLEMENT.c.debit_invoice_id, SETTLEMENT.c.credit_invoice_id
    if document.total_amount < 0:
        mine, other = other, mine
    found = read_all(transaction.connection, GIVEN_UP.where(mine == document.id, other.is_(None)), Decimal)
    return sum(found, ZERO)


def _written(posted: Posted, side: int, documents: Iterable[int]) -> SettlementResult:
    written = posted.written
    key = None if written is None else written.settlement_ids[0] * 2 + side
    return SettlementResult(key, tuple(documents), posted.plan)
