"""Fiscal periods: setting them, opening and closing them; every change of a status is kept (putting-right 6.5)."""

from dataclasses import dataclass

from sqlalchemy import insert, select, update

from ...models import tables
from ...models.rows import read_all, read_one
from ...models.vocabulary import FiscalPeriodStatus, ProblemCode
from ..checks import Checks
from ..command.transaction import Transaction
from ..commands import SetFiscalPeriod
from ..ledger.records import PeriodRow

PERIOD, CHANGE = tables.fiscal_period, tables.fiscal_period_change
CLOSED, FOR_GOOD = FiscalPeriodStatus.CLOSED, FiscalPeriodStatus.PERMANENTLY_CLOSED


@dataclass(frozen=True)
class PeriodResult:
    """A fiscal period."""

    period: int


def set_fiscal_period(transaction: Transaction, command: SetFiscalPeriod) -> PeriodResult:
    """Add a period, or change the status of the one with the same days; periods never overlap."""
    checks = Checks()
    if command.from_ > command.to:
        checks.invalid("period-ends", "to", given=command.to, limit=command.from_)
    checks.done()
    transaction.connection.execute(
        select(tables.parameters.c.id).with_for_update(key_share=True)
    ).all()  # alone: postings share this row
    same = _same(transaction, command, checks)
    if same is None:
        added = insert(PERIOD).values(from_date=command.from_, to_date=command.to, status=command.status)
        key = read_one(transaction.connection, added.returning(PERIOD.c.id), int)
        _keep(transaction, key, None, command)
        return PeriodResult(key)
    if same.status is not command.status:
        _check_step(same, command, checks)
        checks.done()
        changed = update(PERIOD).where(PERIOD.c.id == same.id).values(status=command.status)
        transaction.connection.execute(changed)
        _keep(transaction, same.id, same.status, command)
    return PeriodResult(same.id)


def _same(transaction: Transaction, command: SetFiscalPeriod, checks: Checks) -> PeriodRow | None:
    """The period with the very days, None where it is new; refused where others have some of them."""
    statement = select(PERIOD).where(PERIOD.c.from_date <= command.to, PERIOD.c.to_date >= command.from_)
    overlapping = read_all(transaction.connection, statement.order_by(PERIOD.c.from_date), PeriodRow)
    for one in overlapping:
        if (one.from_date, one.to_date) == (command.from_, command.to):
            return one
        checks.invalid("period-overlaps", "from", from_=one.from_date, to=one.to_date)
    checks.done()
    return None


def _check_step(period: PeriodRow, command: SetFiscalPeriod, checks: Checks) -> None:
    """A closed period takes a reason to move on, one that is closed for good never does."""
    values = {"from": period.from_date, "to": period.to_date, "state": period.status, "wanted": command.status}
    if period.status is FOR_GOOD:
        checks.fail(ProblemCode.PERIOD_PERMANENTLY_CLOSED, "period", "status", **values)
    elif period.status is CLOSED and command.reason is None:
        checks.fail(ProblemCode.REASON_REQUIRED, "period", "reason", **values)


def _keep(
    transaction: Transaction, period_id: int, before: FiscalPeriodStatus | None, command: SetFiscalPeriod
) -> None:
    """Add a change to the period's history."""
    values = {
        "period_id": period_id,
        "changed_at": transaction.now,
        "status_before": before,
        "status_after": command.status,
        "reason": command.reason,
    }
    transaction.connection.execute(insert(CHANGE).values(values))
