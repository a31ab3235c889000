"""What is in the way of cancelling a document (putting-right 4.3, 4.4)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ....models.vocabulary import ProblemCode, SettlementKind
from ...amounts import ZERO
from ...problems import Problem, Problems
from ..accounts import said
from ..dates import Earlier, date_problems
from .facts import Posted

PATH = ("invoice",)


def cancellation_problems(document: Posted, day: date) -> Problems:
    """Every blocker."""
    earlier = Earlier(document.id, document.number, document.invoice_date)
    return (
        *date_problems(f"The document that cancels {document.number}", day, [earlier]),
        *_built_on(document),
        *_refunded(document),
    )


def _built_on(document: Posted) -> Iterator[Problem]:
    """Documents, orders and drafts, latest first; drafts alone are only in the way for a while."""
    if document.successors:
        latest_first = sorted(document.successors, key=lambda one: one.since, reverse=True)
        names = list(dict.fromkeys((*(f"the {one}" for one in document.drafts), *(one.name for one in latest_first))))
        message = f"{document.number} cannot be canceled while these build on it: {', '.join(names)}."
        remedy = "Cancel those first, the latest before the others, or correct with correctInvoice what is left."
        yield Problem(ProblemCode.INVOICE_HAS_SUCCESSORS, message, PATH, remedy)
    for draft in document.drafts:
        message = f"Something of {document.number} is on the {draft}."
        remedy = "Confirm that draft with confirmInvoice, or delete it with deleteInvoice."
        yield Problem(ProblemCode.CORRECTION_IN_PROGRESS, message, PATH, remedy)


def _refunded(document: Posted) -> Iterator[Problem]:
    """A credit that was paid back is no longer there to be taken back."""
    if document.total_amount >= 0:
        return
    back: Decimal = sum((one.amount for one in document.settled if one.kind is SettlementKind.PAYMENT), ZERO)
    if back:
        paid = [one for one in document.settled if one.kind is SettlementKind.PAYMENT]
        days = ", ".join(str(one.date) for one in paid)
        yield Problem(
            ProblemCode.CREDIT_REFUNDED,
            f"{said(back, document.currency)} of {document.number} has been paid back to the customer ({days}).",
            PATH,
            "Take the payment back with unsettle if no money went out; else bill anew.",
        )
