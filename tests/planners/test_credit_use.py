"""What becomes of a credit that settlement leaves over (putting-right 5.3; law P10)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebill.models.vocabulary import DocumentType, InvoiceStatus
from rebill.posting.plan import Plan
from rebill.posting.planned.changes import Change
from rebill.posting.planned.settlements import PlannedSettlement
from rebill.posting.planners.accounts import AccountDocument
from rebill.posting.planners.credit_use import Applied, CreditUse, use_credit
from tests.planners.sales.trade import TODAY, booked

ZERO = Decimal(0)
OTHER = AccountDocument(3, "INV-3", InvoiceStatus.CONFIRMED, 1, "NOK", TODAY, Decimal(125), Decimal(25))


def credit(total: str, matched: str = "0") -> Plan:
    """The plan of a draft that credits so much, of which so much is matched."""
    settlements = () if Decimal(matched) == 0 else (PlannedSettlement(Decimal(matched), 1, None),)
    return Plan(
        customer_id=1,
        currency="NOK",
        document_type=DocumentType.CREDIT_NOTE,
        invoice_date=TODAY,
        net_amount=Decimal(total),
        draft_id=7,
        settlements=settlements,
        changes=(Change("Invoice", 7, "status", InvoiceStatus.DRAFT, InvoiceStatus.CONFIRMED),),
    )


def use(refund: str = "0", keep: str | None = None, *applied: tuple[AccountDocument, str]) -> CreditUse:
    """The parts."""
    named = tuple(Applied(place, document, Decimal(amount)) for place, (document, amount) in enumerate(applied))
    return CreditUse(Decimal(refund), None if keep is None else Decimal(keep), named)


def used(plan: Plan, parts: CreditUse) -> Plan:
    """A plan with its parts, which come to what is left over."""
    found = use_credit(plan, parts)
    assert isinstance(found, Plan), found
    return found


def problems(plan: Plan, parts: CreditUse) -> list[tuple[str, str]]:
    """Why the parts are refused."""
    found = use_credit(plan, parts)
    assert isinstance(found, tuple)
    return [(one.code.value, ".".join(one.path)) for one in found]


def test_the_parts_are_paid_back_applied_and_kept() -> None:
    plan = used(credit("-500", "250"), use("100", "100", (OTHER, "50")))
    assert [(one.invoice_id, one.amount) for one in plan.settlements] == [(1, 250), (3, 50)]
    assert plan.refund is not None
    assert booked(plan.refund.entries) == ["Cr BANK 100.00", "Dr RECEIVABLES 100.00"]
    assert [one.entries for one in plan.vouchers] == [plan.refund.entries]
    assert (plan.settled_amount, plan.posted_status) == (-400, InvoiceStatus.CONFIRMED)
    assert [(one.customer_id, one.amount) for one in plan.balances] == [(1, 100)]


def test_what_is_not_said_is_kept_and_a_refund_of_all_is_paid() -> None:
    kept = used(credit("-500", "250"), use("100"))
    assert (kept.settled_amount, kept.posted_status) == (-350, InvoiceStatus.CONFIRMED)
    paid = used(credit("-500", "250"), use("250"))
    assert (paid.settled_amount, paid.posted_status) == (-500, InvoiceStatus.PAID)
    assert [one.after for one in paid.changes if one.key == 7] == [InvoiceStatus.PAID]


def test_what_is_used_otherwise_is_another_plan() -> None:
    hashes = {used(credit("-500"), parts).hash for parts in (use("100"), use("200"), use("0", None, (OTHER, "100")))}
    assert len(hashes | {credit("-500").hash}) == 4


def test_one_document_named_twice_is_moved_on_by_both() -> None:
    plan = used(credit("-500"), use("0", None, (OTHER, "40"), (OTHER, "60")))
    assert [(one.before, one.after) for one in plan.changes if one.key == 3] == [(25, 65), (65, 125)]


@pytest.mark.parametrize(
    ("case", "plan", "parts", "told"),
    [
        ("more than is left", credit("-500", "250"), use("251"), [("CREDIT_USE_MISMATCH", "creditUse")]),
        ("less than is left", credit("-500", "250"), use("1", "1"), [("CREDIT_USE_MISMATCH", "creditUse")]),
        ("nothing is left", credit("-500", "500"), use("0", "0"), [("CREDIT_USE_MISMATCH", "creditUse")]),
        ("an invoice", credit("500"), use("0", "500"), [("CREDIT_USE_MISMATCH", "creditUse")]),
        (
            "below zero",
            credit("-500"),
            use("-1", "-1"),
            [("INVALID_INPUT", "creditUse.refund"), ("INVALID_INPUT", "creditUse.keep")],
        ),
        ("half a cent", credit("-500"), use("0.005"), [("INVALID_INPUT", "creditUse.refund")]),
        (
            "more than is open",
            credit("-500"),
            use("0", None, (OTHER, "100.01")),
            [("INVALID_INPUT", "creditUse.apply.0.amount")],
        ),
        (
            "more than is open, in two",
            credit("-500"),
            use("0", None, (OTHER, "99"), (OTHER, "2")),
            [("INVALID_INPUT", "creditUse.apply.1.amount")],
        ),
        ("no amount", credit("-500"), use("0", None, (OTHER, "0")), [("INVALID_INPUT", "creditUse.apply.0.amount")]),
        (
            "a closed one",
            credit("-500"),
            use("0", None, (replace(OTHER, settled_amount=Decimal(125)), "1")),
            [("INVALID_STATUS_TRANSITION", "creditUse.apply.0.invoice")],
        ),
        (
            "a credit note",
            credit("-500"),
            use("0", None, (replace(OTHER, total_amount=Decimal(-9), settled_amount=ZERO), "1")),
            [("INVALID_STATUS_TRANSITION", "creditUse.apply.0.invoice")],
        ),
        (
            "another customer's",
            credit("-500"),
            use("0", None, (replace(OTHER, customer_id=2), "1")),
            [("INVALID_INPUT", "creditUse.apply.0.invoice")],
        ),
        (
            "another currency",
            credit("-500"),
            use("0", None, (replace(OTHER, currency="EUR"), "1")),
            [("CURRENCY_MISMATCH", "creditUse.apply.0.invoice")],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_parts_that_are_refused(case: str, plan: Plan, parts: CreditUse, told: list[tuple[str, str]]) -> None:
    assert problems(plan, parts) == told, case


def test_a_match_is_dated_when_the_later_document_is() -> None:
    later = replace(OTHER, invoice_date=date(2026, 9, 20))
    assert used(credit("-500"), use("0", None, (later, "1"))).settlements[-1].day == date(2026, 9, 20)


cents = st.integers(0, 50_000).map(lambda size: Decimal(size).scaleb(-2))


@given(matched=cents, refund=cents, applied=st.integers(0, 10_000).map(lambda size: Decimal(size).scaleb(-2)))
def test_matched_refunded_kept_and_applied_come_to_the_total(
    matched: Decimal, refund: Decimal, applied: Decimal
) -> None:
    """Law P10, at the posting."""
    plan = credit("-500", str(matched))
    named = ((OTHER, str(applied)),) if applied else ()
    found = use_credit(plan, use(str(refund), None, *named))
    left = Decimal(500) - matched
    if left == 0 or refund + applied > left:
        assert isinstance(found, tuple)
        return
    assert isinstance(found, Plan)
    kept = found.total_amount - found.settled_amount
    paid = ZERO if found.refund is None else found.refund.amount
    assert matched + paid + applied - kept == 500
    assert kept <= 0
