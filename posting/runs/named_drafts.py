"""The drafts that a run confirms: named one by one, each of which whoever asks may post (project-invoicing 4)."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy import or_, select

from ...models import tables
from ...models.identity import encode
from ...models.rows import read_all, read_pairs
from ...models.vocabulary import ProblemCode, Scope
from ..checks import Checks
from ..command.lookup import find_invoice
from ..command.names import invoice_name
from ..command.records import InvoiceRow
from ..command.transaction import Transaction
from ..commands import ConfirmInvoices
from ..ledger.rights import forbidden
from ..problems import Problem
from ..projects.drafts.scheduled import refuse_scheduled
from .selection import MOST

EITHER = frozenset({Scope.INVOICE, Scope.CREDIT})


def chosen_drafts(transaction: Transaction, command: ConfirmInvoices) -> list[int]:
    """The keys of the drafts to confirm, in the order named; none may be confirmed or scheduled already."""
    checks = Checks()
    if len(command.invoices) > MOST:
        checks.fail(ProblemCode.BULK_LIMIT, "confirm", "invoices", limit=MOST, given=len(command.invoices))
    else:
        checks.not_empty("invoices", command.invoices, MOST, "invoices")
    checks.done()
    drafts: dict[int, tuple[str, ...]] = {}
    for index, ref in enumerate(command.invoices):
        path = ("invoices", str(index))
        named = checks.attempt(partial(find_invoice, transaction.connection, ref, *path, lock=False))
        if named is not None and named.id in drafts:
            checks.invalid("invoice-twice", *path, name=invoice_name(transaction.connection, named))
        elif named is not None:
            drafts[named.id] = path
    table = tables.invoice
    named_ones = select(table).where(table.c.id.in_(drafts)).order_by(table.c.id)
    locked = named_ones.with_for_update(key_share=True) if transaction.posting else named_ones
    for draft in read_all(transaction.connection, locked, InvoiceRow):
        at = drafts[draft.id]
        if draft.posted_at is not None:
            checks.fail(
                ProblemCode.INVALID_STATUS_TRANSITION,
                "confirm",
                *at,
                document=draft.number,
                state=draft.status,
                needed="DRAFT",
            )
        checks.attempt(partial(refuse_scheduled, transaction.connection, draft, *at))
    checks.problems += _not_theirs(transaction, drafts) if transaction.posting else []
    checks.problems.sort(key=lambda one: int(one.path[1]))
    checks.done()
    return list(drafts)


def _not_theirs(transaction: Transaction, drafts: Mapping[int, tuple[str, ...]]) -> list[Problem]:
    """What whoever asks lacks to post drafts, as they stand; each is asked again when its turn comes."""
    table, caller = tables.invoice, transaction.caller
    if caller.scopes >= EITHER:
        return []
    credits = or_(table.c.has_corrections, table.c.total_amount < 0)
    found = read_pairs(transaction.connection, select(table.c.id, credits).where(table.c.id.in_(drafts)), int, bool)
    taken = [(key, Scope.CREDIT if is_credit else Scope.INVOICE) for key, is_credit in found]
    lacking = [(key, scope) for key, scope in taken if scope not in caller.scopes]
    return [forbidden(caller, scope, encode("Invoice", key), *drafts[key]) for key, scope in lacking]
