"""Setting when a posting needs somebody else's approval (access 4.1).

Postings hold the parameters until they commit, and whoever sets a policy has these alone: so each posting is before a
policy or behind it, and `since` of a version parts the documents that it is asked of from those that it is not.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, func, insert, select, update

from ...models import tables
from ...models.identity import encode
from ...models.money import minor_unit
from ...models.rows import read_one, read_value
from ...models.vocabulary import DocumentType
from ..canonical import plain
from ..checks import Checks
from ..command.lookup import find_customer
from ..command.transaction import Transaction
from ..commands import SetApprovalPolicy

POLICY, VERSION, INVOICE = tables.approval_policy, tables.approval_policy_version, tables.invoice


@dataclass(frozen=True)
class ApprovalPolicyResult:
    """A policy that was set."""

    policy: int


def set_approval_policy(transaction: Transaction, command: SetApprovalPolicy) -> ApprovalPolicyResult:
    """Set when postings need approval; the policy of that name is another as a whole."""
    connection = transaction.connection
    alone = select(tables.parameters.c.id).with_for_update(key_share=True)  # postings share this row
    connection.execute(alone).all()
    values = _checked(transaction, command)
    known = read_value(connection, select(POLICY.c.id).where(POLICY.c.name == command.name), int)
    if known is None:
        named = insert(POLICY).values(name=command.name, **values).returning(POLICY.c.id)
        known = read_one(connection, named, int)
    else:
        connection.execute(update(POLICY).where(POLICY.c.id == known).values(values))
    connection.execute(insert(VERSION).values(policy_id=known, since=_since(connection, transaction.now), **values))
    return ApprovalPolicyResult(known)


def _since(connection: Connection, now: datetime) -> datetime:
    """Now, and not before anything that is posted."""
    last = read_value(connection, select(func.max(INVOICE.c.posted_at)), datetime)
    return now if last is None else max(now, last)


def _checked(transaction: Transaction, command: SetApprovalPolicy) -> dict[str, object]:
    """The conditions of the policy, each value once; refused with all that is wrong with them."""
    checks = Checks()
    customers = [
        checks.attempt(partial(find_customer, transaction.connection, ref, "customers", str(place)))
        for place, ref in enumerate(command.customers or ())
    ]
    limits: dict[str, str] = {}
    for place, one in enumerate(command.limits or ()):
        path = ("limits", str(place))
        if checks.currency(one.currency, *path, "currency"):
            if one.currency in limits:
                checks.invalid("currency-twice", *path, "currency", given=one.currency)
            checks.not_negative("A limit", one.amount, *path, "amount")
            checks.amount("A limit", one.amount, minor_unit(one.currency), *path, "amount")
            limits[one.currency] = plain(one.amount)
    checks.done()
    wanted = command.document_type or ()
    return {
        "active": command.active is not False,
        "document_type": [one.value for one in DocumentType if one in wanted],
        "corrections_only": command.corrections_only is True,
        "customers": list(dict.fromkeys(encode("Customer", one.id) for one in customers if one is not None)),
        "limits": [{"currency": currency, "amount": amount} for currency, amount in limits.items()],
    }
