"""The tax of advances: deducted by thirds, corrected and paid back, it leaves no rest in any order (documents 2.7, 6.8)."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rebill.models.vocabulary import BillingStatus, BillingType, DetailKind, TransactionClass, TransactionType
from rebill.posting.amounts import rounded, tax_on
from rebill.posting.planners.projects.advances import Advance, advance_taxes, deducted_tax
from rebill.posting.planners.projects.facts import DraftDetail, LedgerRow, Retainer
from rebill.posting.planners.projects.retainers import retainer_after
from tests.planners.histories import examples
from tests.planners.projects.contract import INVOICED_ON, Contract
from tests.planners.projects.test_draft_taxes import CODES, S25
from tests.tables import table

ZERO = Decimal(0)


def amounts(contract: Contract) -> tuple[str, ...]:
    """What of the first retainer is billed, used and refunded, each with its tax."""
    one = contract.book.one("Retainer", 1)
    names = (f"{what}_{tax}amount" for what in ("billed", "used", "refunded") for tax in ("", "tax_"))
    return tuple(f"{getattr(one, name):.2f}" for name in names)


def applied(contract: Contract, amount: str) -> int:
    """An invoice of a fee that deducts so much of the retainer."""
    contract.work("10", "200", "FEE", code="S25")
    invoice = contract.draft(r1=amount)
    contract.confirm(invoice)
    return invoice


def test_6_8_an_advance_is_billed_with_its_tax_and_deducted_with_it() -> None:
    contract = Contract.of(codes=CODES)
    contract.retained(code=S25)
    invoice = applied(contract, "600")
    assert contract.ledger() == table("""
        1 BS  retainer  1   1000.00   250.00  -             posted
        2 US  retainer -1  -1000.00  -250.00  -             posted
        3 US  fee      10   2000.00   500.00  -             posted
        4 US  fee     -10  -2000.00  -500.00  unadjustable  posted  reverses 3
        5 BS  fee      10   2000.00   500.00  -             posted  bills 3
        6 US  retainer  1   1000.00   250.00  unadjustable  posted  reverses 2
        7 BS  retainer -1   -600.00  -150.00  -             posted  bills 2
        8 US  retainer -1   -400.00  -100.00  -             ready   replaces 2
        """)
    assert amounts(contract) == ("1000.00", "250.00", "600.00", "150.00", "0.00", "0.00")
    draft = contract.correct(invoice, 1)
    contract.bill(draft, amount="400")
    plan = contract.confirm(draft)
    assert (plan.net_amount, plan.tax_amount) == (200, 50)
    assert contract.ledger(after=8) == table("""
        9 US  retainer  1    400.00   100.00  unadjustable  posted  reverses 8
        10 BS retainer  1    600.00   150.00  unadjustable  posted  reverses 7
        11 BS retainer -1   -400.00  -100.00  -             posted  replaces 7
        12 US retainer -1   -600.00  -150.00  -             ready   replaces 8
        """)


def test_c12_the_tax_of_an_advance_that_is_corrected_follows_its_amount() -> None:
    contract = Contract.of(codes=CODES)
    billed = contract.retained(code=S25)
    draft = contract.correct(billed)
    contract.bill(draft, amount="800")
    plan = contract.confirm(draft)
    assert (plan.net_amount, plan.tax_amount) == (-200, -50)
    assert amounts(contract)[:2] == ("800.00", "200.00")
    again = contract.correct(draft)
    contract.bill(again, amount="0")
    contract.confirm(again)
    retainer = contract.book.one("Retainer", 1)
    assert (amounts(contract)[:2], retainer.tax_code_id, retainer.tax_rate) == (("0.00", "0.00"), S25, None)


def test_thirds_of_an_advance_leave_no_rest_and_the_refund_takes_what_is_left() -> None:
    contract = Contract.of(codes=CODES)
    contract.retained("333.33", code=S25)
    taxes = [contract.details(applied(contract, "111.11"))[1].tax_amount for _ in range(2)]
    contract.to_refund(1)
    contract.work("1", "200")
    refund = contract.draft()
    contract.confirm(refund)
    taxes += [one.tax_amount for one in contract.details(refund) if one.kind is DetailKind.RETAINER_REFUND]
    assert [str(one) for one in taxes] == ["-27.78", "-27.77", "-27.78"]
    assert amounts(contract) == ("333.33", "83.33", "222.22", "55.55", "111.11", "27.78")


def test_what_cannot_be_taken_of_bears_no_tax() -> None:
    assert deducted_tax(Advance(ZERO, ZERO, ZERO, ZERO), Decimal(1), 2) == 0


def row(amount: Decimal, tax: Decimal) -> LedgerRow:
    """A billed row of a retainer."""
    return LedgerRow(
        1, TransactionType.BILLED_SALES, TransactionClass.RETAINER, BillingType.CHARGEABLE, "", INVOICED_ON, Decimal(1),
        amount, amount, tax, "", 1, 1, "NOK", None, None, 1, None, None, None, None, None, 1, None,
    )  # fmt: skip


def detail(key: int, kind: DetailKind, amount: Decimal, before: LedgerRow | None = None) -> DraftDetail:
    """A detail of the retainer, a correction where something was before."""
    return DraftDetail(
        key, kind, TransactionClass.RETAINER, BillingType.CHARGEABLE, "", None, Decimal(1), amount, amount, ZERO,
        before is not None, before, None, fixed_price=False, retainer_id=1,
    )  # fmt: skip


def settled(retainer: Retainer, one: DraftDetail) -> tuple[Retainer, Decimal]:
    """The retainer once a detail is confirmed, and the tax of that detail."""
    after, taxes = together(retainer, one)
    return after, taxes[one.id]


def together(retainer: Retainer, *details: DraftDetail) -> tuple[Retainer, dict[int, Decimal]]:
    """The retainer once several details are confirmed at once, and their taxes."""
    rated = [one._replace(tax_rate=retainer.tax_rate) for one in details]
    taxes = dict(advance_taxes(retainer, rated, 2))
    return retainer_after(retainer, [one._replace(tax_amount=taxes[one.id]) for one in rated]), taxes


@given(
    whole=st.decimals("0.01", "999.99", places=2),
    rate=st.sampled_from(["25", "15", "19", "7.7", "0"]),
    steps=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=12),
)
@examples(300)
def test_however_an_advance_is_used_corrected_and_paid_back_its_tax_is_used_up_with_it(
    whole: Decimal, rate: str, steps: list[tuple[int, int]]
) -> None:
    tax = tax_on(whole, Decimal(rate), 2)
    retainer = Retainer(
        1, "", whole, ZERO, ZERO, BillingStatus.CUSTOMER_INVOICE_POSTED, None, None, 1, Decimal(rate), tax
    )
    live: list[tuple[Decimal, Decimal]] = []  # what deductions stand, with their taxes
    for what, tenths in steps:
        part = rounded(retainer.available * tenths / 10, 2)
        if what == 0 or not live:
            retainer, of_part = settled(retainer, detail(1, DetailKind.APPLIED_RETAINER, -part))
            live.append((-part, of_part))
        else:  # one of them becomes another amount, or nothing
            amount, of_amount = live.pop(tenths % len(live))
            entered = ZERO if what == 1 else min(part, -amount)
            correction = detail(1, DetailKind.APPLIED_RETAINER, -entered, row(amount, of_amount))
            retainer, of_part = settled(retainer, correction)
            live.append((-entered, of_part))
        assert retainer.used_tax == -sum((one for _, one in live), ZERO)
        assert all(one <= 0 for _, one in live)
        assert retainer.available_tax >= 0
        assert retainer.available or not retainer.available_tax
    retainer, _ = settled(retainer, detail(1, DetailKind.RETAINER_REFUND, -retainer.available))
    assert (retainer.available, retainer.available_tax) == (0, 0)
    if not live:
        return
    lowered = replace(retainer, refunded=ZERO, refunded_tax=ZERO)
    down, _ = settled(lowered, detail(1, DetailKind.RETAINER, lowered.used, row(lowered.billed, lowered.billed_tax)))
    assert (down.available, down.available_tax) == (0, 0)


@given(
    rate=st.sampled_from(["25", "15", "19", "7.7"]),
    amounts=st.lists(st.decimals("0.01", "999.99", places=2), min_size=2, max_size=6),
)
@examples(200)
def test_an_advance_bears_the_tax_of_its_amount_by_whatever_way_it_came_there(
    rate: str, amounts: list[Decimal]
) -> None:
    retainer = billed_at(amounts[0], rate)
    for one in amounts[1:]:
        retainer, _ = settled(retainer, detail(1, DetailKind.RETAINER, one, row(retainer.billed, retainer.billed_tax)))
        assert retainer.billed_tax == tax_on(one, Decimal(rate), 2)


@given(
    rate=st.sampled_from(["25", "15", "19", "7.7"]),
    whole=st.decimals("0.10", "999.99", places=2),
    before=st.tuples(st.integers(0, 5), st.integers(0, 5)),
    after=st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(0, 5)),
)
@examples(400)
def test_an_advance_and_what_is_deducted_of_it_are_corrected_on_one_draft_as_one_after_the_other(
    rate: str, whole: Decimal, before: tuple[int, int], after: tuple[int, int, int]
) -> None:
    retainer = billed_at(whole, rate)
    deducted: list[LedgerRow] = []
    for tenths in before:
        amount = -rounded(whole * tenths / 10, 2)
        retainer, tax = settled(retainer, detail(1, DetailKind.APPLIED_RETAINER, amount))
        deducted.append(row(amount, tax))
    new, first, second = (rounded(whole * tenths / 10, 2) for tenths in after)
    details = [
        detail(1, DetailKind.APPLIED_RETAINER, -first, deducted[0]),
        detail(2, DetailKind.APPLIED_RETAINER, -second, deducted[1]),
        detail(3, DetailKind.RETAINER, new, row(retainer.billed, retainer.billed_tax)),
    ]
    at_once, taxes = together(retainer, *details)
    if at_once.available < 0:
        return  # refused
    kept = [one for one, now in zip(deducted, (first, second), strict=True) if one.amount == -now]
    kept_amount, kept_tax = -sum((one.amount for one in kept), ZERO), -sum((one.tax_amount for one in kept), ZERO)
    expected = kept_tax if new == kept_amount else max(tax_on(new, Decimal(rate), 2), kept_tax)
    assert at_once.billed_tax == (retainer.billed_tax if new == whole else expected)
    assert at_once.available_tax >= 0
    assert at_once.available or not at_once.available_tax
    assert all(taxes[one] <= 0 for one in (1, 2))


def billed_at(amount: Decimal, rate: str) -> Retainer:
    """An advance that has been billed with its tax."""
    posted, tax = BillingStatus.CUSTOMER_INVOICE_POSTED, tax_on(amount, Decimal(rate), 2)
    return Retainer(1, "", amount, ZERO, ZERO, posted, None, None, 1, Decimal(rate), tax)
