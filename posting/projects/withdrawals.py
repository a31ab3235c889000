"""Withdrawing approved work: its unbilled sales and its cost are reversed (project-invoicing 6.12)."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, select

from ...models import tables
from ...models.money import minor_unit
from ...models.vocabulary import AdjustmentStatus, BillingStatus, ConnectionRole, ProblemCode, TransactionType
from ..amounts import ZERO, share
from ..command.checks import Checks
from ..command.lookup import Found, keys_of
from ..command.transaction import Result, Transaction
from ..commands import CancelEntries
from ..ledger.compare_and_set import apply
from ..ledger.series import draw
from ..ledger.writer import insert_actuals, insert_links
from ..plan import Change, Link, PlannedActual
from ..planners.projects.facts import LedgerRow
from ..rules.first_confirmation import WRITE_OFF_BILLED
from ..rules.grammar import WORK
from .drafts.loading import ledger_row

ACTUAL, LINK = tables.actual, tables.actual_connection
MOST_ENTRIES = 1000
LOCKED = "It can be withdrawn once it is credited in full: correctInvoice, then confirmInvoice."


def cancel_entries(transaction: Transaction, command: CancelEntries) -> Result:
    """Reverse open unbilled sales, what else was booked with them, and their cost; nothing of it may be billed."""
    connection = transaction.connection
    checks = Checks()
    checks.not_empty("actuals", command.actuals, MOST_ENTRIES, "actuals")
    checks.done()
    keys = keys_of(command.actuals, "Actual", "actual", "actuals")
    named = {row.id: row for row in _rows(connection, ACTUAL.c.id.in_(keys))}
    for place, key in enumerate(keys):
        _check_named(named.get(key), str(place), checks)
    checks.done()
    roots = {named[key].root_id: str(place) for place, key in enumerate(keys)}
    costs, siblings = _booked_together(connection, roots)
    lineages = _rows(connection, ACTUAL.c.root_id.in_(siblings))
    for row in lineages:
        _check_lineage(row, siblings[row.root_id], checks)
    checks.done()
    open_rows = [row for row in lineages if row.transaction_type == TransactionType.UNBILLED_SALES and _is_open(row)]
    cost_rows = [row for row in _rows(connection, ACTUAL.c.id.in_(costs)) if _is_open(row)]
    waived: dict[str, Decimal] = defaultdict(Decimal)
    for row in lineages:
        if _is_waived(row):
            waived[siblings[row.root_id]] += row.quantity
    kept = {row.id: waived[costs[row.id]] for row in cost_rows if waived[costs[row.id]]}
    return {"actuals": _reverse(transaction, [*open_rows, *cost_rows], kept)}


def _rows(connection: Connection, condition: ColumnElement[bool]) -> Sequence[Found]:
    return connection.execute(
        select(ACTUAL).where(condition).order_by(ACTUAL.c.id).with_for_update(key_share=True)
    ).all()


def _is_open(row: Found) -> bool:
    return row.reverses_id is None and row.reversed_by_id is None


def _check_named(row: Found | None, place: str, checks: Checks) -> None:
    path = ("actuals", place)
    if row is None:
        checks.fail(ProblemCode.NOT_FOUND, "There is no actual with this id.", *path)
    elif row.transaction_type != TransactionType.UNBILLED_SALES or row.transaction_class not in WORK:
        checks.invalid(
            f"Actual {row.id} is not unbilled sales of work.",
            *path,
            remedy="Name the UNBILLED_SALES actual of the work.",
        )
    elif row.billing_status == BillingStatus.CANCELED:
        message = f"Actual {row.id} has been withdrawn already."
        checks.fail(ProblemCode.INVALID_STATUS_TRANSITION, message, *path)
    elif not _is_open(row):
        message = f"Actual {row.id} has been invoiced; only open work is withdrawn."
        checks.fail(ProblemCode.INVOICED_ENTRY_LOCKED, message, *path, remedy=LOCKED)


def _booked_together(connection: Connection, roots: dict[int, str]) -> tuple[dict[int, str], dict[int, str]]:
    """The cost rows of entries, and the roots of all unbilled sales booked with them; each with the entry's place."""
    to_cost = (LINK.c.role == ConnectionRole.UNBILLED_SALES, LINK.c.other_role == ConnectionRole.COST)
    of_roots = connection.execute(
        select(LINK.c.actual_id, LINK.c.other_id).where(LINK.c.actual_id.in_(roots), *to_cost)
    )
    costs = {cost: roots[root] for root, cost in of_roots}
    of_costs = connection.execute(select(LINK.c.actual_id, LINK.c.other_id).where(LINK.c.other_id.in_(costs), *to_cost))
    return costs, roots | {root: costs[cost] for root, cost in of_costs}


def _is_waived(row: Found) -> bool:
    """What a first draft gave up stays given up, and keeps its cost."""
    return _is_open(row) and row.rule.endswith(f".{WRITE_OFF_BILLED}")


def _check_lineage(row: Found, place: str, checks: Checks) -> None:
    """Nothing that descends from the entry may be billed or on a draft."""
    if not _is_open(row) or _is_waived(row):
        return
    path = ("actuals", place)
    if row.transaction_type == TransactionType.BILLED_SALES:
        message = f"Part of the work is billed: actual {row.id}, “{row.description}”."
        checks.fail(ProblemCode.INVOICED_ENTRY_LOCKED, message, *path, remedy=LOCKED)
    elif row.draft_detail_id is not None:
        message = f"Actual {row.id}, “{row.description}”, is on a draft invoice."
        remedy = "Take it off the draft with removeInvoiceLineDetails first."
        checks.fail(ProblemCode.INVOICED_ENTRY_LOCKED, message, *path, remedy=remedy)


def _reverse(transaction: Transaction, rows: Sequence[Found], kept: dict[int, Decimal]) -> list[int]:
    """Reverse rows, and book anew the cost of the quantities that are `kept`; the positions written."""
    connection = transaction.connection
    planned = [_reversal(ledger_row(row), position) for position, row in enumerate(rows)]
    costs = [row for row in rows if row.id in kept]
    anew = [
        _kept_cost(ledger_row(row), len(planned) + place, kept[row.id], minor_unit(row.currency))
        for place, row in enumerate(costs)
    ]
    first = draw(transaction, "LEDGER", len(planned) + len(anew))
    changes: list[Change] = []
    for row, reversal in zip(rows, planned, strict=True):
        changes.append(Change("Actual", row.id, "reversed_by_id", None, first + reversal.position))
        changes.append(Change("Actual", row.id, "adjustment_status", None, AdjustmentStatus.ADJUSTED))
        if row.billing_status is not None:
            canceled = BillingStatus.CANCELED
            changes.append(Change("Actual", row.id, "billing_status", row.billing_status, canceled))
    apply(connection, changes)
    groups: dict[tuple[str, int], list[PlannedActual]] = defaultdict(list)
    for row, one in zip([*rows, *costs], [*planned, *anew], strict=True):
        groups[row.currency, row.customer_id].append(one)
    for (currency, customer_id), group in groups.items():
        insert_actuals(transaction, group, first, currency, customer_id, None, {})
    original = ConnectionRole.ORIGINAL
    links = [Link(one.position, ConnectionRole.REVERSING, one.reverses, None, original) for one in planned]
    links += [
        Link(one.position, ConnectionRole.REPLACING, row.id, None, original)
        for row, one in zip(costs, anew, strict=True)
    ]
    insert_links(connection, links, first)
    return list(range(first, first + len(planned) + len(anew)))


def _kept_cost(row: LedgerRow, position: int, quantity: Decimal, places: int) -> PlannedActual:
    """The cost of what a first draft waived: that work was done."""
    part = min(quantity, row.quantity, key=abs)
    return PlannedActual(
        position=position,
        transaction_type=row.transaction_type,
        transaction_class=row.transaction_class,
        billing_type=row.billing_type,
        description=row.description,
        transaction_date=row.transaction_date,
        quantity=part,
        unit_price=row.unit_price,
        amount=share(row.amount, part, row.quantity, places),
        tax_amount=ZERO,
        rule="entry.kept_cost",
        order_id=row.order_id,
        contract_line_id=row.contract_line_id,
        root=row.root_id,
    )


def _reversal(row: LedgerRow, position: int) -> PlannedActual:
    is_cost = row.transaction_type is TransactionType.COST
    return PlannedActual(
        position=position,
        transaction_type=row.transaction_type,
        transaction_class=row.transaction_class,
        billing_type=row.billing_type,
        description=row.description,
        transaction_date=row.transaction_date,
        quantity=-row.quantity,
        unit_price=row.unit_price,
        amount=-row.amount + ZERO,
        tax_amount=-row.tax_amount + ZERO,
        rule="entry.canceled_cost" if is_cost else "entry.canceled_unbilled",
        order_id=row.order_id,
        contract_line_id=row.contract_line_id,
        reverses=row.id,
        root=row.root_id,
        billing_status=None if is_cost else BillingStatus.CANCELED,
        adjustment_status=AdjustmentStatus.UNADJUSTABLE,
        not_to_exceed_status=row.not_to_exceed_status,
    )
