"""Withdrawing approved work: its unbilled sales and its cost are reversed (project-invoicing 6.12)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ....models.identity import encode
from ....models.money import minor_unit
from ....models.vocabulary import AdjustmentStatus, BillingStatus, ConnectionRole, ProblemCode, TransactionType
from ...amounts import ZERO, share
from ...checks import Checks
from ...plan import Plan
from ...planned.changes import Change
from ...planned.rows import Link, PlannedActual
from ...problems import Problems
from ...rules.entries import WITHDRAWAL
from ...rules.first_confirmation import WRITE_OFF_BILLED
from ...rules.grammar import WORK
from ...rules.names import RowName
from .facts import LedgerRow

LOCKED = "It can be withdrawn once it is credited in full: correctInvoice, then confirmInvoice."


@dataclass(frozen=True)
class Withdrawal:
    """The work that is named, in the order of the input, None where there is none, and all that belongs to it.

    `places` are those of the input by root: of the unbilled sales named, and of what else was booked with them;
    `cost_places` those of the cost rows by their key. `lineages` descend from the roots.
    """

    keys: tuple[int, ...]
    named: tuple[LedgerRow | None, ...]
    places: Mapping[int, int]
    cost_places: Mapping[int, int]
    lineages: tuple[LedgerRow, ...]
    costs: tuple[LedgerRow, ...]


def plan_withdrawal(work: Withdrawal) -> Plan | Problems:
    """Reverse open unbilled sales, what else was booked with them, and their cost; nothing of it may be billed."""
    checks = Checks()
    for place, (row, key) in enumerate(zip(work.named, work.keys, strict=True)):
        _check_named(row, key, str(place), checks)
    if checks.problems:
        return tuple(checks.problems)
    for row in work.lineages:
        _check_lineage(row, str(work.places[row.root_id]), checks)
    if checks.problems:
        return tuple(checks.problems)
    unbilled = [
        row for row in work.lineages if _is_open(row) and row.transaction_type is TransactionType.UNBILLED_SALES
    ]
    costs = [row for row in work.costs if _is_open(row)]
    return _reversed([*unbilled, *costs], _kept(work, costs))


def _kept(work: Withdrawal, costs: Sequence[LedgerRow]) -> dict[int, Decimal]:
    """The quantity of each cost row that stays, because a first draft gave its billing up."""
    waived: dict[int, Decimal] = defaultdict(Decimal)
    for row in work.lineages:
        if _is_waived(row):
            waived[work.places[row.root_id]] += row.quantity
    return {row.id: quantity for row in costs if (quantity := waived[work.cost_places[row.id]])}


def _is_open(row: LedgerRow) -> bool:
    return row.reverses_id is None and row.reversed_by_id is None


def _check_named(row: LedgerRow | None, key: int, place: str, checks: Checks) -> None:
    path = ("actuals", place)
    if row is None:
        checks.fail(ProblemCode.NOT_FOUND, "id", *path, type="Actual", given=encode("Actual", key))
    elif row.transaction_type != TransactionType.UNBILLED_SALES or row.transaction_class not in WORK:
        checks.invalid("not-open-sales", *path, actual=row.id)
    elif row.billing_status == BillingStatus.CANCELED:
        checks.fail(
            ProblemCode.INVALID_STATUS_TRANSITION, "withdrawn", *path, actual=row.id, state="WITHDRAWN", needed="OPEN"
        )
    elif not _is_open(row):
        checks.fail(ProblemCode.INVOICED_ENTRY_LOCKED, "invoiced", *path, actual=row.id)


def _is_waived(row: LedgerRow) -> bool:
    """What a first draft gave up stays given up, and keeps its cost."""
    return _is_open(row) and row.rule.endswith(f".{WRITE_OFF_BILLED}")


def _check_lineage(row: LedgerRow, place: str, checks: Checks) -> None:
    """Nothing that descends from the entry may be billed or on a draft."""
    if not _is_open(row) or _is_waived(row):
        return
    path = ("actuals", place)
    if row.transaction_type == TransactionType.BILLED_SALES:
        checks.fail(ProblemCode.INVOICED_ENTRY_LOCKED, "partly", *path, actual=row.id, description=row.description)
    elif row.draft_detail_id is not None:
        checks.fail(ProblemCode.INVOICED_ENTRY_LOCKED, "on-draft", *path, actual=row.id, description=row.description)


def _reversed(rows: Sequence[LedgerRow], kept: Mapping[int, Decimal]) -> Plan:
    """Reverse rows, and book anew the cost of the quantities that are `kept`."""
    reversals = [_reversal(row, position) for position, row in enumerate(rows)]
    costs = [row for row in rows if row.id in kept]
    anew = [_kept_cost(row, len(rows) + place, kept[row.id]) for place, row in enumerate(costs)]
    reversing, replacing, original = ConnectionRole.REVERSING, ConnectionRole.REPLACING, ConnectionRole.ORIGINAL
    return Plan(
        actuals=(*reversals, *anew),
        links=(
            *(Link(one.position, reversing, one.reverses, None, original) for one in reversals),
            *(Link(one.position, replacing, row.id, None, original) for row, one in zip(costs, anew, strict=True)),
        ),
        reversed_existing=tuple((row.id, one.position) for row, one in zip(rows, reversals, strict=True)),
        changes=tuple(change for row in rows for change in _withdrawn(row)),
    )


def _withdrawn(row: LedgerRow) -> list[Change]:
    """How a row moves on that is reversed."""
    changes = [Change("Actual", row.id, "adjustment_status", None, AdjustmentStatus.ADJUSTED)]
    if row.billing_status is not None:
        changes.append(Change("Actual", row.id, "billing_status", row.billing_status, BillingStatus.CANCELED))
    return changes


def _kept_cost(row: LedgerRow, position: int, quantity: Decimal) -> PlannedActual:
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
        amount=share(row.amount, part, row.quantity, minor_unit(row.currency)),
        tax_amount=ZERO,
        rule=WITHDRAWAL.rules[RowName.KEPT_COST],
        order_id=row.order_id,
        customer_id=row.customer_id,
        currency=row.currency,
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
        rule=WITHDRAWAL.rules[RowName.CANCELED_COST if is_cost else RowName.CANCELED_UNBILLED],
        order_id=row.order_id,
        customer_id=row.customer_id,
        currency=row.currency,
        contract_line_id=row.contract_line_id,
        reverses=row.id,
        root=row.root_id,
        billing_status=None if is_cost else BillingStatus.CANCELED,
        adjustment_status=AdjustmentStatus.UNADJUSTABLE,
        not_to_exceed_status=row.not_to_exceed_status,
    )
