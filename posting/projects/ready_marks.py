"""Marks that a person sets: ready to invoice, and ready to refund (project-invoicing 2.8)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import Table, select, update

from ...models import tables
from ...models.identity import GlobalId, encode
from ...models.rows import read_all
from ...models.vocabulary import (
    BillingStatus,
    ContractLineType,
    DetailKind,
    ProblemCode,
    RefundStatus,
    TransactionClass,
    TransactionType,
)
from ..checks import Checks
from ..command.lookup import keys_of, known_keys
from ..command.names import draft_names
from ..command.transaction import Transaction
from ..commands import MarkReadyToInvoice, MarkReadyToRefund
from ..planners.projects.limits import UNCHECKED
from ..problems import Problem, problem
from ..saying import Phrase, phrase
from .records import ContractLineRow, DraftedRefund, MilestoneRow, RetainerRow, SalesRow

T = TypeVar("T")
MOST_MARKS = 20_000
CHUNK = 5000
NOT_READY, READY = BillingStatus.NOT_READY, BillingStatus.READY_TO_INVOICE


SourceRow = SalesRow | MilestoneRow | ContractLineRow | RetainerRow


@dataclass(frozen=True)
class Source:
    """What can be marked: its row and table, its type in the API, its name in messages, and the column of the mark."""

    row: type[SourceRow]
    table: Table
    type_name: str
    what: str
    column: str


SOURCES = {  # by input field, in the order of locks
    "actuals": Source(SalesRow, tables.actual, "Actual", "actual", "billing_status"),
    "milestones": Source(MilestoneRow, tables.milestone, "Milestone", "milestone", "invoice_status"),
    "contract_lines": Source(ContractLineRow, tables.contract_line, "ContractLine", "contract line", "billing_status"),
    "retainers": Source(RetainerRow, tables.retainer, "Retainer", "retainer", "invoice_status"),
}


@dataclass(frozen=True)
class ReadyMarks:
    """Sources that were marked, of each kind in the order given."""

    actuals: tuple[int, ...] = ()
    milestones: tuple[int, ...] = ()
    contract_lines: tuple[int, ...] = ()
    retainers: tuple[int, ...] = ()


@dataclass(frozen=True)
class RefundMarks:
    """Retainers that were marked, in the order given."""

    retainers: tuple[int, ...]


def mark_ready_to_invoice(transaction: Transaction, command: MarkReadyToInvoice) -> ReadyMarks:
    """Mark what can be billed ready or not ready; refuses what cannot, with every reason."""
    checks = Checks()
    given: dict[str, list[GlobalId] | None] = {name: getattr(command, name) for name in SOURCES}
    if not any(given.values()):
        checks.invalid("nothing-named")
    for name, wanted in given.items():
        checks.at_most(_api_name(name), wanted or [], MOST_MARKS, _api_name(name))
    checks.done()
    ready = command.ready is not False
    keys = {name: _checked(transaction, name, wanted or [], ready, checks) for name, wanted in given.items()}
    checks.done()
    for name, of_table in keys.items():
        source = SOURCES[name]
        _move(
            transaction, source.table, source.column, of_table, *((NOT_READY, READY) if ready else (READY, NOT_READY))
        )
    return ReadyMarks(**{name: tuple(of_table) for name, of_table in keys.items()})


def _api_name(name: str) -> str:
    return "contractLines" if name == "contract_lines" else name


def _checked(transaction: Transaction, name: str, wanted: Sequence[GlobalId], ready: bool, checks: Checks) -> list[int]:
    """The keys of the sources, locked; what is wrong with each goes to `checks`."""
    source = SOURCES[name]
    found = known_keys(wanted, source.type_name, source.what, checks, _api_name(name))
    keys = [key for key in found if key is not None]
    rows = {row.id: row for row in _locked(transaction, source.table, source.row, keys)}
    for place, key in enumerate(found):
        path = (_api_name(name), str(place))
        if key is None:
            continue
        row = rows.get(key)
        if row is None:
            given = encode(source.type_name, key)
            checks.fail(ProblemCode.NOT_FOUND, "id", *path, type=source.type_name, given=given)
        elif (never := _never_billed(row)) is not None:
            checks.problems.append(replace(never, path=path))
        elif (status := _status(row)) not in (NOT_READY, READY):
            variant = "on-draft" if status is BillingStatus.CUSTOMER_INVOICE_CREATED else "status"
            values = {"name": _called(row), "state": status, "needed": "NOT_READY, READY_TO_INVOICE"}
            checks.fail(ProblemCode.SOURCE_NOT_BILLABLE, variant, *path, **values)
        elif isinstance(row, SalesRow) and ready:
            _check_limit(row, path, checks)
    return keys


def _locked(transaction: Transaction, table: Table, kind: type[T], keys: Sequence[int]) -> list[T]:
    rows: list[T] = []
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        statement = select(table).where(table.c.id.in_(ordered[start : start + CHUNK])).order_by(table.c.id)
        rows += read_all(transaction.connection, statement.with_for_update(key_share=True), kind)
    return rows


def _status(row: SourceRow) -> BillingStatus | None:
    return row.billing_status if isinstance(row, SalesRow | ContractLineRow) else row.invoice_status


def _called(row: SourceRow) -> Phrase:
    if isinstance(row, SalesRow):
        return phrase("actual", actual=row.id)
    return phrase("quoted", description=row.description if isinstance(row, RetainerRow) else row.name)


def _never_billed(row: SourceRow) -> Problem | None:
    """Why a source is not one that is marked at all."""
    code = ProblemCode.SOURCE_NOT_BILLABLE
    if isinstance(row, SalesRow) and row.transaction_type is not TransactionType.UNBILLED_SALES:
        return problem(code, "transaction-type", actual=row.id, given=row.transaction_type)
    if isinstance(row, SalesRow) and row.transaction_class is TransactionClass.RETAINER:
        return problem(code, "open-of-retainer", actual=row.id)
    if isinstance(row, ContractLineRow) and row.type is not ContractLineType.PRODUCT_BASED:
        return problem(code, "project-work", description=row.name)
    return None


def _check_limit(row: SalesRow, path: tuple[str, ...], checks: Checks) -> None:
    status = row.not_to_exceed_status
    if status in UNCHECKED:
        checks.fail(UNCHECKED[status], "work", *path, description=row.description)


def _move(
    transaction: Transaction, table: Table, column: str, keys: Sequence[int], before: str | None, after: str | None
) -> None:
    for start in range(0, len(keys), CHUNK):
        chosen = table.c.id.in_(keys[start : start + CHUNK])
        same = table.c[column].is_not_distinct_from(before)
        transaction.connection.execute(update(table).where(chosen, same).values({column: after}))


def mark_ready_to_refund(transaction: Transaction, command: MarkReadyToRefund) -> RefundMarks:
    """Mark retainers whose rest the next invoice of the contract pays back (project-invoicing 6.8)."""
    checks = Checks()
    checks.not_empty("retainers", command.retainers, MOST_MARKS, "retainers")
    checks.done()
    table = tables.retainer
    keys = keys_of(command.retainers, "Retainer", "retainer", "retainers")
    rows = {row.id: row for row in _locked(transaction, table, RetainerRow, keys)}
    for place, key in enumerate(keys):
        if key not in rows:
            checks.fail(
                ProblemCode.NOT_FOUND, "id", "retainers", str(place), type="Retainer", given=command.retainers[place]
            )
        else:
            _check_refund(rows[key], ("retainers", str(place)), checks, ready=command.ready is not False)
    checks.done()
    if command.ready is False:
        _check_no_draft(transaction, keys, checks)
        checks.done()
    ready = RefundStatus.READY_TO_REFUND
    _move(transaction, table, "refund_status", keys, *((None, ready) if command.ready is not False else (ready, None)))
    return RefundMarks(tuple(keys))


def _check_no_draft(transaction: Transaction, keys: Sequence[int], checks: Checks) -> None:
    """A refund that is on a draft is taken off it first."""
    detail, invoice = tables.invoice_line_detail, tables.invoice
    statement = (
        select(detail.c.retainer_id, detail.c.description, detail.c.invoice_id)
        .join(invoice, invoice.c.id == detail.c.invoice_id)
        .where(detail.c.retainer_id.in_(keys), detail.c.kind == DetailKind.RETAINER_REFUND)
        .where(detail.c.correction.is_(False), invoice.c.posted_at.is_(None))
    )
    rows = read_all(transaction.connection, statement, DraftedRefund)
    names = draft_names(transaction.connection, [row.invoice_id for row in rows])
    for row in rows:
        place = str(keys.index(row.retainer_id))
        checks.fail(
            ProblemCode.INVALID_STATUS_TRANSITION,
            "refund-on-draft",
            "retainers",
            place,
            description=row.description,
            name=names[row.invoice_id],
            state="ON_DRAFT",
            needed="NOT_READY",
        )


def _check_refund(row: RetainerRow, path: tuple[str, ...], checks: Checks, *, ready: bool) -> None:
    name = phrase("retainer", retainer=row.description)
    if row.refund_status is RefundStatus.REFUNDED:
        checks.fail(ProblemCode.RETAINER_REFUNDED, "refunded-already", *path, name=name)
    elif row.invoice_status is not BillingStatus.CUSTOMER_INVOICE_POSTED:
        checks.fail(
            ProblemCode.RETAINER_NOT_INVOICED,
            "retainer-refund",
            *path,
            name=name,
            state=row.invoice_status,
            needed="INVOICED",
        )
    elif ready and row.billed_amount - row.used_amount - row.refunded_amount <= 0:
        values = {"state": "0", "needed": "available > 0"}
        checks.fail(ProblemCode.INVALID_STATUS_TRANSITION, "nothing-to-refund", *path, name=name, **values)
