"""Which duties a document takes, and who may post it: the third gate, inside the transaction (access 2.5).

Whoever invoices cannot credit, or an invoice is made, the goods leave, the invoice is credited and the money kept. What
a document is its plan says, and nothing else does: not its draft, not what it was asked for by.
"""

from ...models.vocabulary import DocumentType, ProblemCode, Scope
from ..command.caller import Caller
from ..plan import Plan
from ..problems import Problem


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


def missing(caller: Caller, plan: Plan, what: str, *path: str) -> tuple[Problem, ...]:
    """What somebody lacks to post a plan: a problem for each duty, at the record."""
    lacks = duties(plan) - caller.scopes
    return tuple(forbidden(caller, one, what, *path) for one in Scope if one in lacks)


def forbidden(caller: Caller, scope: Scope, what: str, *path: str) -> Problem:
    """The problem of somebody who lacks a duty."""
    has = ", ".join(one.value for one in Scope if one in caller.scopes) or "none"
    return Problem(
        ProblemCode.FORBIDDEN,
        f"{what} takes scope {scope}; {caller.name} has {has}.",
        path,
        f"Ask somebody with scope {scope}; an approval does not replace it.",
    )
