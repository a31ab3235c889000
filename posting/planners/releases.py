"""Releasing a settlement, whole: what it closed is open again, on both sides (putting-right 5.4).

A matching posts nothing, so neither does its release. A payment is taken back by one of the opposite sign, a rest that
was given up by the same entries with the opposite sign, on the accounts that they were posted to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ...models.money import minor_unit
from ...models.vocabulary import ProblemCode, SettlementKind
from ..amounts import rounded
from ..checks import Checks
from ..plan import Plan
from ..planned.settlements import BalanceChange, PlannedPayment, PlannedSettlement
from ..planned.vouchers import Entry
from ..problems import Problem, Problems, problem
from ..saying import Phrase, phrase
from .accounts import AccountDocument, check_not_before, moved
from .vouchers import taken_back

Day = date  # a field below is called date


@dataclass(frozen=True)
class Settled:
    """A settlement with the documents on its sides, and what there is about its release."""

    id: int
    date: date
    amount: Decimal
    debit_invoice_id: int | None
    credit_invoice_id: int | None
    payment_id: int | None
    reference: str | None  # of the payment
    releases_id: int | None
    released_on: Day | None
    entries: tuple[Entry, ...] = ()  # of the voucher of the payment, or of what was written off

    @property
    def kind(self) -> SettlementKind:
        """What closed an open amount."""
        return kind_of(self.debit_invoice_id, self.credit_invoice_id, self.payment_id)


@dataclass(frozen=True)
class ReleaseRequest:
    """What is asked for; on a day of its own where one is given."""

    reason: str
    given: date | None
    today: date


def kind_of(debit: int | None, credit: int | None, payment: int | None) -> SettlementKind:
    """What a settlement is by its sides.

    >>> kind_of(1, 2, None).value, kind_of(1, None, 3).value, kind_of(None, 2, None).value
    ('MATCH', 'PAYMENT', 'WRITE_OFF')
    """
    if payment is not None:
        return SettlementKind.PAYMENT
    return SettlementKind.WRITE_OFF if debit is None or credit is None else SettlementKind.MATCH


def plan_release(
    settled: Settled, documents: Mapping[int, AccountDocument], request: ReleaseRequest
) -> Plan | Problems:
    """Take a settlement back; `documents` are those on its sides, by key."""
    debit, credit = (documents.get(key or 0) for key in (settled.debit_invoice_id, settled.credit_invoice_id))
    one = debit or credit
    assert one is not None, "a settlement has a document"
    checks = Checks()
    name = _name(settled, debit, credit)
    if settled.released_on is not None or settled.releases_id is not None:
        return (_released(settled, name),)
    if request.given is not None:
        what = phrase("settlement-of", name=name, limit=settled.date)
        check_not_before(what, request.given, settled.date, checks)
    if checks.problems:
        return tuple(checks.problems)
    signed = settled.amount if debit is not None else -settled.amount  # of the document on the only side
    posts = settled.kind is not SettlementKind.MATCH
    back = PlannedSettlement(
        -settled.amount,
        settled.debit_invoice_id,
        settled.credit_invoice_id,
        releases=settled.id,
        reason=request.reason,
    )
    return Plan(
        customer_id=one.customer_id,
        currency=one.currency,
        posting_date=released_on(settled, request),
        payment=_paid_back(settled, one, signed),
        settlements=(back,),
        changes=(
            *(moved(debit, -settled.amount) if debit is not None else ()),
            *(moved(credit, settled.amount) if credit is not None else ()),
        ),
        balances=(BalanceChange(one.customer_id, signed),) if posts else (),
        entries=taken_back(settled.entries),
    )


def released_on(settled: Settled, request: ReleaseRequest) -> date:
    """The day of the release: as given, else today, or the settlement's where that is later."""
    return request.given or max(request.today, settled.date)


def _paid_back(settled: Settled, document: AccountDocument, signed: Decimal) -> PlannedPayment | None:
    if settled.kind is not SettlementKind.PAYMENT:
        return None
    return PlannedPayment(document.id, document.customer_id, -signed, settled.reference)


def _name(settled: Settled, debit: AccountDocument | None, credit: AccountDocument | None) -> Phrase:
    """What messages call a settlement: it has no number of its own."""
    one = debit or credit
    assert one is not None, "a settlement has a document"
    values = {"amount": rounded(abs(settled.amount), minor_unit(one.currency)), "currency": one.currency}
    if debit is not None and credit is not None:
        return phrase("matching", document=debit.number, other=credit.number, **values)
    kind = "payment" if settled.kind is SettlementKind.PAYMENT else "write-off"
    return phrase(kind, document=one.number, **values)


def _released(settled: Settled, name: Phrase) -> Problem:
    code, path = ProblemCode.SETTLEMENT_RELEASED, ("settlement",)
    if settled.releases_id is None:
        return problem(code, "released", path, name=name, date=settled.date, released=settled.released_on)
    return problem(code, "release", path, name=name, date=settled.date)
