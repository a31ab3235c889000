"""Set-up by the users themselves: codes with their charges, the posting profile, parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Table, delete, insert, select, update

from ...models import tables
from ...models.places import AMOUNT_PLACES
from ...models.rows import read_all, read_one, read_one_or_none, read_value
from ...models.vocabulary import ProblemCode
from ..canonical import plain
from ..checks import Checks
from ..command.transaction import Transaction
from ..commands import (
    ChargeInput,
    SetDispositionCode,
    SetParameters,
    SetPostingAccount,
    SetReasonCode,
    SetReasonCodeGroup,
)
from ..history.followed import FOLLOWED
from ..history.notes import note_list, note_made
from ..ledger.tax_codes import entering
from ..returns.charges import AutomaticCharge, automatic_values, check_charges, said
from ..returns.records import DispositionRow

LONGEST_VALIDITY = 3650
OWNERS = {"reason_code_id": "ReasonCode", "disposition_code_id": "DispositionCode"}  # of charges, by their columns


@dataclass(frozen=True)
class ReasonCodeGroupResult:
    """A group of reason codes."""

    reason_code_group: int


@dataclass(frozen=True)
class ReasonCodeResult:
    """A reason code."""

    reason_code: int


@dataclass(frozen=True)
class DispositionCodeResult:
    """A disposition code."""

    disposition_code: int


@dataclass(frozen=True)
class PostingAccountResult:
    """A line of the posting profile."""

    posting_account: int


@dataclass(frozen=True)
class ParametersResult:
    """The parameters."""

    parameters: int


def set_reason_code_group(transaction: Transaction, command: SetReasonCodeGroup) -> ReasonCodeGroupResult:
    """Add or change a group of reason codes."""
    values = {"code": command.code, "description": command.description}
    return ReasonCodeGroupResult(_put(transaction, tables.reason_code_group, values))


def set_reason_code(transaction: Transaction, command: SetReasonCode) -> ReasonCodeResult:
    """Add or change a reason code with its charges, which return orders get with it from now on."""
    group = tables.reason_code_group
    checks = Checks()
    check_charges(entering(transaction), command.charges, None, checks)
    group_id = None
    if command.group is not None:
        group_id = read_value(transaction.connection, select(group.c.id).where(group.c.code == command.group), int)
        if group_id is None:
            checks.fail(ProblemCode.NOT_FOUND, "reason-group", "group", given=command.group, type="ReasonCodeGroup")
    checks.done()
    values = {"code": command.code, "description": command.description, "group_id": group_id}
    key = _put(transaction, tables.reason_code, values)
    _replace_charges(transaction, "reason_code_id", key, command.charges)
    return ReasonCodeResult(key)


def set_disposition_code(transaction: Transaction, command: SetDispositionCode) -> DispositionCodeResult:
    """Add or change a disposition code with its charges; its action is fixed once a return line bears it."""
    connection, table, line = transaction.connection, tables.disposition_code, tables.return_order_line
    checks = Checks()
    check_charges(entering(transaction), command.charges, None, checks)
    known = read_one_or_none(connection, select(table).where(table.c.code == command.code), DispositionRow)
    if known is not None and known.action is not command.action:
        in_use = select(line.c.id).where(line.c.disposition_code_id == known.id).limit(1)
        if read_value(connection, in_use, int) is not None:
            checks.fail(
                ProblemCode.INVALID_STATUS_TRANSITION,
                "reason-code",
                "action",
                document=command.code,
                state=known.action,
                needed=command.action,
            )
    checks.done()
    values = {"code": command.code, "description": command.description, "action": command.action}
    key = _put(transaction, table, values)
    _replace_charges(transaction, "disposition_code_id", key, command.charges)
    return DispositionCodeResult(key)


def set_posting_account(transaction: Transaction, command: SetPostingAccount) -> PostingAccountResult:
    """Name an account of the posting profile, or take it away; later vouchers bear it."""
    table = tables.posting_account
    checks = Checks()
    if command.remove and command.account is not None:
        checks.invalid("account-or-remove", "remove")
    given = {"account": command.account, "name": command.name}
    values: dict[str, str | None] = {name: value for name, value in given.items() if value is not None}
    if command.remove:
        values["account"] = None
    if not values:
        checks.invalid("no-account-change", "account")
    checks.done()
    changed = update(table).where(table.c.posting_type == command.posting_type).values(values).returning(table.c.id)
    return PostingAccountResult(read_one(transaction.connection, changed, int))


def set_parameters(transaction: Transaction, command: SetParameters) -> ParametersResult:
    """Change parameters; what is left out stays."""
    table = tables.parameters
    checks = Checks()
    days = command.return_validity_days
    if days is not None and not 0 <= days <= LONGEST_VALIDITY:
        checks.invalid("validity", "returnValidityDays", limit=LONGEST_VALIDITY, given=days)
    if command.write_off_limit is not None:
        _check_limit(command.write_off_limit, checks)
    names = [column.name for column in table.c if column.name != "id"]
    values = {name: value for name in names if (value := getattr(command, name)) is not None}
    if not values:
        checks.invalid("no-parameter")
    checks.done()
    transaction.connection.execute(update(table).values(values))
    return ParametersResult(1)


def _check_limit(limit: Decimal, checks: Checks) -> None:
    """The most that may be written off: an amount of any currency, zero or more."""
    checks.amount("The limit", limit, AMOUNT_PLACES, "writeOffLimit")
    if limit < 0:
        checks.invalid("negative-write-off", "writeOffLimit", given=plain(limit), limit=0)


def _put(transaction: Transaction, table: Table, values: Mapping[str, object]) -> int:
    """Change the record with this code, or add it; its key."""
    known = update(table).where(table.c.code == values["code"]).values(values).returning(table.c.id)
    key = read_one_or_none(transaction.connection, known, int)
    if key is None:
        key = read_one(transaction.connection, insert(table).values(values).returning(table.c.id), int)
        note_made(transaction.connection, FOLLOWED[table.name].type_name, key)
    return key


def _replace_charges(transaction: Transaction, owner: str, key: int, charges: Sequence[ChargeInput] | None) -> None:
    table, connection = tables.automatic_charge, transaction.connection
    listed = select(table).where(table.c[owner] == key).order_by(table.c.id)
    before = said(read_all(connection, listed, AutomaticCharge))
    connection.execute(delete(table).where(table.c[owner] == key))
    rows = [{owner: key, **values} for values in automatic_values(entering(transaction), charges)]
    if rows:
        connection.execute(insert(table), rows)
    note_list(connection, OWNERS[owner], key, "charges", before, said(read_all(connection, listed, AutomaticCharge)))
