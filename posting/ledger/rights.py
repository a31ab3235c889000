"""Which duties a document takes, and who may post it: the third gate, inside the transaction (access 2.5).

Whoever invoices cannot credit, or an invoice is made, the goods leave, the invoice is credited and the money kept. What
a document is its plan says, and nothing else does: not its draft, not what it was asked for by.
"""

from sqlalchemy import Connection, select

from ...models import tables
from ...models.identity import encode
from ...models.rows import read_all
from ...models.vocabulary import DocumentType, ProblemCode, Scope
from ..command.caller import Caller
from ..command.transaction import Transaction
from ..plan import Plan
from ..problems import Problem, problem


def duties(plan: Plan) -> frozenset[Scope]:
    """What posting a plan takes; all of them."""
    if plan.document_type is None:
        return frozenset()
    takes_returns = any(one.return_order_line_id is not None for one in plan.lines)
    takes_sales = any(one.sales_order_line_id is not None and one.return_order_line_id is None for one in plan.lines)
    credits = plan.document_type is DocumentType.CREDIT_NOTE or bool(plan.corrects) or takes_returns
    credits = credits or plan.cancellation is not None
    found = {Scope.CREDIT} if credits else {Scope.INVOICE}
    if takes_returns and takes_sales:
        found.add(Scope.INVOICE)
    if plan.refund is not None:
        found.add(Scope.PAY)  # money goes out with it
    return frozenset(found)


def missing(transaction: Transaction, plan: Plan, *path: str) -> tuple[Problem, ...]:
    """What somebody lacks to post a plan: a problem for each duty, at the record."""
    caller = transaction.caller
    lacks = duties(plan) - caller.scopes
    if not lacks:
        return ()
    document = called(transaction.connection, plan)
    return tuple(forbidden(caller, one, document, *path) for one in Scope if one in lacks)


def forbidden(caller: Caller, scope: Scope, document: str, *path: str) -> Problem:
    """The problem of somebody who lacks a duty; `document` is a number, or a draft's id."""
    has = ", ".join(one.value for one in Scope if one in caller.scopes) or None
    variant = "payment" if scope is Scope.PAY else "document"
    return problem(ProblemCode.FORBIDDEN, variant, path, scope=scope, document=document, who=caller.name, has=has)


def called(connection: Connection, plan: Plan) -> str:
    """What a plan's document is called before it has a number: its draft's id, or what it credits or is made of."""
    if plan.draft_id:  # a run of corrections plans drafts that are not there yet
        return encode("Invoice", plan.draft_id)
    table, keys = (tables.order, plan.order_ids) if plan.order_ids else (tables.invoice, plan.corrects)
    if plan.cancellation is not None:
        table, keys = tables.invoice, (plan.cancellation.document_id,)
    named = select(table.c.number).where(table.c.id.in_(keys)).order_by(table.c.id)
    return ", ".join(read_all(connection, named, str))
