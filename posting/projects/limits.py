"""Not-to-exceed limits of contracts: what takes them up, changing them, and checking the backlog anew."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, func, literal, or_, select, update

from ...models import tables
from ...models.among import among
from ...models.identity import GlobalId
from ...models.money import minor_unit
from ...models.rows import read_all, read_one_or_none
from ...models.several import Found, Part, Several
from ...models.vocabulary import BillingMethod, BillingType, NotToExceedStatus, OrderType, ProblemCode, TransactionType
from ..amounts import ZERO
from ..canonical import plain
from ..checks import Checks
from ..command.lookup import find_order, keys_of, require_type
from ..command.records import OrderRow
from ..command.results import ContractResult
from ..command.transaction import Transaction
from ..commands import EvaluateNotToExceed, SetNotToExceedLimit
from ..planners.projects.facts import Limit
from ..planners.projects.limits import applies, committed, status_of
from ..rules.grammar import WORK
from ..saying import phrase
from .records import (
    ContractLineRow,
    ContractWithLimit,
    LimitedContract,
    LimitedLine,
    LineOfContract,
    OpenWork,
    TakenUp,
)

ACTUAL, LINE, ORDER = tables.actual, tables.contract_line, tables.order
OPEN_WORK = (
    ACTUAL.c.transaction_type == TransactionType.UNBILLED_SALES,
    ACTUAL.c.transaction_class.in_(WORK),
    ACTUAL.c.billing_type == BillingType.CHARGEABLE,
    ACTUAL.c.reverses_id.is_(None),
    ACTUAL.c.reversed_by_id.is_(None),
)


CONTRACT = bindparam("contract", type_=ORDER.c.id.type)
HEADER = Part(select(ORDER.c.number, ORDER.c.not_to_exceed_limit).where(ORDER.c.id == CONTRACT), LimitedContract)
CAPPED = Part(
    select(LINE.c.id, LINE.c.line_number, LINE.c.not_to_exceed_limit)
    .where(LINE.c.order_id == CONTRACT, LINE.c.not_to_exceed_limit.is_not(None))
    .order_by(LINE.c.line_number),
    LimitedLine,
)
LIMITED = Several(HEADER, CAPPED)


def load_limits(connection: Connection, contract_id: int, *, backlog: bool = True) -> tuple[Limit, ...]:
    """The limits of a contract and its lines with what takes them up; without `backlog` billed work alone."""
    return limits_of(connection, contract_id, LIMITED.read(connection, {"contract": contract_id}), backlog=backlog)


def limits_of(connection: Connection, contract_id: int, found: Found, *, backlog: bool = True) -> tuple[Limit, ...]:
    """The limits that have been read as `HEADER` and `CAPPED`, with what takes them up."""
    contract, lines = found.row(HEADER), found.rows(CAPPED)
    if contract.not_to_exceed_limit is None and not lines:
        return ()
    return _limits(contract, lines, _taken_up(connection, [contract_id], backlog=backlog))


def limits_of_contracts(connection: Connection, keys: Sequence[int]) -> dict[int, tuple[Limit, ...]]:
    """The limits of several contracts and their lines with what takes them up, of those that have any."""
    headers = select(ORDER.c.id, ORDER.c.number, ORDER.c.not_to_exceed_limit).where(among(connection, ORDER.c.id, keys))
    capped = (
        select(LINE.c.order_id, LINE.c.id, LINE.c.line_number, LINE.c.not_to_exceed_limit)
        .where(among(connection, LINE.c.order_id, keys), LINE.c.not_to_exceed_limit.is_not(None))
        .order_by(LINE.c.line_number)
    )
    lines: dict[int, list[LimitedLine]] = defaultdict(list)
    for row in read_all(connection, capped, LineOfContract) if keys else ():
        lines[row.order_id].append(row)
    rows = read_all(connection, headers, ContractWithLimit) if keys else []
    limited = [row for row in rows if row.not_to_exceed_limit is not None or row.id in lines]
    taken = _taken_up(connection, [row.id for row in limited], backlog=True) if limited else []
    by_contract: dict[int, list[TakenUp]] = defaultdict(list)
    for one in taken:
        by_contract[one.order_id].append(one)
    return {row.id: _limits(row, lines[row.id], by_contract[row.id]) for row in limited}


def _limits(contract: LimitedContract, lines: Iterable[LimitedLine], taken: Iterable[TakenUp]) -> tuple[Limit, ...]:
    by_line = {row.contract_line_id: row.total for row in taken}
    limits = [
        Limit(
            phrase("contract-line", line=row.line_number, contract=contract.number),
            row.id,
            row.not_to_exceed_limit,
            by_line.get(row.id, ZERO),
        )
        for row in lines
    ]
    if contract.not_to_exceed_limit is not None:
        whole = sum(by_line.values(), ZERO)
        limits.append(Limit(phrase("contract", contract=contract.number), None, contract.not_to_exceed_limit, whole))
    return tuple(limits)


def _taken_up(connection: Connection, contracts: Sequence[int], *, backlog: bool) -> list[TakenUp]:
    """Chargeable billed work, and open work that is committed, by contract line."""
    kind = ACTUAL.c.amount.type
    total = func.coalesce(func.sum(ACTUAL.c.amount, type_=kind), literal(ZERO, kind), type_=kind)
    billed = ACTUAL.c.transaction_type == TransactionType.BILLED_SALES
    committed = (
        (ACTUAL.c.transaction_type == TransactionType.UNBILLED_SALES)
        & ACTUAL.c.reverses_id.is_(None)
        & ACTUAL.c.reversed_by_id.is_(None)
        & (ACTUAL.c.not_to_exceed_status == NotToExceedStatus.COMMITTED)
    )
    statement = (
        select(ACTUAL.c.order_id, ACTUAL.c.contract_line_id, total.label("total"))
        .where(
            among(connection, ACTUAL.c.order_id, contracts),
            ACTUAL.c.transaction_class.in_(WORK),
            ACTUAL.c.billing_type == BillingType.CHARGEABLE,
            or_(billed, committed) if backlog else billed,
        )
        .group_by(ACTUAL.c.order_id, ACTUAL.c.contract_line_id)
    )
    return read_all(connection, statement, TakenUp)


def set_not_to_exceed_limit(transaction: Transaction, command: SetNotToExceedLimit) -> ContractResult:
    """Set or lift a limit; open work has to be checked anew, and cannot be billed until it is."""
    connection = transaction.connection
    contract = find_order(connection, command.contract, "contract")
    require_type(contract, OrderType.PROJECT_CONTRACT, "contract")
    checks = Checks()
    if command.limit is not None:
        checks.amount("A limit", command.limit, minor_unit(contract.currency), "limit")
        if command.limit < 0:
            checks.invalid("negative-limit", "limit", given=plain(command.limit), limit=0)
    line = None if command.contract_line is None else _line(connection, contract, command.contract_line, checks)
    checks.done()
    table, key = (ORDER, contract.id) if line is None else (LINE, line.id)
    connection.execute(update(table).where(table.c.id == key).values(not_to_exceed_limit=command.limit))
    limits = load_limits(connection, contract.id)
    touched = [row for row in _open_work(connection, contract.id) if line is None or row.contract_line_id == line.id]
    statuses = {row.id: _reset(limits, row) for row in touched}
    _store(connection, statuses)
    return ContractResult(contract.id)


def evaluate_not_to_exceed(transaction: Transaction, command: EvaluateNotToExceed) -> ContractResult:
    """Check open work against the limits, oldest first; what has been billed takes them up before it."""
    connection = transaction.connection
    contract = find_order(connection, command.contract, "contract")
    require_type(contract, OrderType.PROJECT_CONTRACT, "contract")
    limits = load_limits(connection, contract.id, backlog=False)
    statuses: dict[int, NotToExceedStatus] = {}
    for row in _open_work(connection, contract.id):
        status = status_of(limits, row.contract_line_id, BillingType.CHARGEABLE, row.amount)
        if status is NotToExceedStatus.COMMITTED:
            limits = committed(limits, row.contract_line_id, row.amount)
        statuses[row.id] = status
    _store(connection, statuses)
    return ContractResult(contract.id)


def _line(connection: Connection, contract: OrderRow, global_id: GlobalId, checks: Checks) -> ContractLineRow | None:
    (key,) = keys_of([global_id], "ContractLine", "contract line", "contractLine")
    statement = select(LINE).where(LINE.c.id == key, LINE.c.order_id == contract.id)
    line = read_one_or_none(connection, statement, ContractLineRow)
    if line is None:
        checks.fail(
            ProblemCode.NOT_FOUND,
            "contract-line",
            "contractLine",
            document=contract.number,
            type="ContractLine",
            given=global_id,
        )
    elif line.billing_method is not BillingMethod.TIME_AND_MATERIAL:
        checks.invalid("limit-of-work", "contractLine")
    return line


def _open_work(connection: Connection, contract_id: int) -> Sequence[OpenWork]:
    """Open chargeable work of a contract, oldest first, locked."""
    statement = select(ACTUAL).where(ACTUAL.c.order_id == contract_id, *OPEN_WORK).order_by(ACTUAL.c.id)
    return read_all(connection, statement.with_for_update(key_share=True), OpenWork)


def _reset(limits: Iterable[Limit], row: OpenWork) -> NotToExceedStatus:
    limited = applies(limits, row.contract_line_id)
    return NotToExceedStatus.NOT_EVALUATED if limited else NotToExceedStatus.NOT_APPLICABLE


def _store(connection: Connection, statuses: Mapping[int, NotToExceedStatus]) -> None:
    statement = update(ACTUAL).where(ACTUAL.c.id == bindparam("key")).values(not_to_exceed_status=bindparam("status"))
    parameters = [{"key": key, "status": status} for key, status in statuses.items()]
    if parameters:
        connection.execute(statement, parameters)
