"""What is in the way of cancelling a document (putting-right 4.3, 4.4)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ....models.vocabulary import ProblemCode, SettlementKind
from ...amounts import ZERO
from ...problems import Problem, Problems, problem
from ...saying import Phrase, phrase
from ..accounts import said
from ..dates import Earlier, date_problems
from .facts import Posted

PATH = ("invoice",)


def cancellation_problems(document: Posted, day: date) -> Problems:
    """Every blocker."""
    earlier = Earlier(document.id, document.number, document.invoice_date)
    return (
        *date_problems(phrase("canceling-document", canceled=document.number), day, [earlier]),
        *_built_on(document),
        *_refunded(document),
    )


def _built_on(document: Posted) -> Iterator[Problem]:
    """Documents, orders and drafts, latest first; drafts alone are only in the way for a while."""
    if document.successors:
        latest_first = sorted(document.successors, key=lambda one: one.since, reverse=True)
        names = ", ".join(dict.fromkeys(one.name for one in latest_first))
        drafts = "; ".join(dict.fromkeys(map(_parts, document.drafts))) or None
        variant = "built-on-and-drafts" if drafts else "built-on"
        values = {"document": document.number, "documents": names, "drafts": drafts}
        yield problem(ProblemCode.INVOICE_HAS_SUCCESSORS, variant, PATH, **values)
    for draft in document.drafts:
        yield problem(ProblemCode.CORRECTION_IN_PROGRESS, "document", PATH, document=document.number, on=draft)


def _parts(draft: Phrase | str) -> str:
    """What a draft is called by, for a list of several."""
    if isinstance(draft, str):
        return draft
    known = dict(draft.params)
    return " · ".join(known[name] for name in ("customer", "order", "made"))


def _refunded(document: Posted) -> Iterator[Problem]:
    """A credit that was paid back is no longer there to be taken back."""
    if document.total_amount >= 0:
        return
    back: Decimal = sum((one.amount for one in document.settled if one.kind is SettlementKind.PAYMENT), ZERO)
    if back:
        paid = [one for one in document.settled if one.kind is SettlementKind.PAYMENT]
        days = ", ".join(str(one.date) for one in paid)
        yield problem(
            ProblemCode.CREDIT_REFUNDED,
            "paid-back",
            PATH,
            amount=said(back, document.currency),
            document=document.number,
            days=days,
        )
