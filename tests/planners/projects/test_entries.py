"""Approved work: cost, and unbilled sales for each customer who pays for it (project-invoicing 1.9 K1, F12)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from rebill.models.identity import GlobalId
from rebill.models.vocabulary import BillingMethod, BillingType, TransactionClass
from rebill.posting.canonical import plain
from rebill.posting.commands import JournalEntryInput
from rebill.posting.plan import Plan
from rebill.posting.planners.projects.entries import Contract, EntryLine, JournalPlan, plan_entries
from rebill.posting.planners.projects.facts import Limit
from rebill.posting.planners.projects.splitting import Share
from tests.planners.projects.contract import WORKED_ON
from tests.tables import FREE, SIDES, table

ENTRY = JournalEntryInput(
    contract_line=GlobalId(""),
    transaction_class=TransactionClass.TIME,
    description="Work",
    transaction_date=WORKED_ON,
    quantity=Decimal(10),
    unit_price=Decimal(100),
    unit_cost=Decimal(60),
)
LINE = EntryLine(7, 1, 1, "NOK", BillingMethod.TIME_AND_MATERIAL)
ALONE = Contract((Share(1, Decimal(100), takes_rounding=True),), ())
SHARED = Contract((Share(1, Decimal(60), takes_rounding=True), Share(2, Decimal(40), takes_rounding=False)), ())


def entry(**values: Any) -> JournalEntryInput:
    """Ten hours at 100, cost 60, but for these values."""
    numbers = {
        name: Decimal(value) if isinstance(value, str) and value[-1].isdigit() else value
        for name, value in values.items()
    }
    return replace(ENTRY, **numbers)


def rows(plan: Plan) -> str:
    """Rows as text: side, class, quantity, amount, tax, customer, limit."""
    return "\n".join(
        f"{SIDES[row.transaction_type]}{FREE[row.billing_type]} {row.transaction_class.lower()} {plain(row.quantity)} "
        f"{row.amount:.2f} {row.tax_amount:.2f} customer {row.customer_id} {row.not_to_exceed_status or '-'}"
        for row in plan.actuals
    )


def planned(*entries: JournalEntryInput, line: EntryLine = LINE, contract: Contract = ALONE) -> JournalPlan:
    """A journal that is to succeed."""
    journal = plan_entries(entries, [line] * len(entries), {1: contract})
    assert isinstance(journal, JournalPlan), journal
    return journal


JOURNALS = [
    (
        "time",
        entry(tax_amount="250"),
        ALONE,
        """
        cost time 10  600.00   0.00 customer 1 -
        US   time 10 1000.00 250.00 customer 1 NOT_APPLICABLE
        """,
    ),
    (
        "a fee has no cost",
        entry(transaction_class=TransactionClass.FEE),
        ALONE,
        "US fee 10 1000.00 0.00 customer 1 NOT_APPLICABLE",
    ),
    (
        "a part of it billable",
        entry(billable_quantity="8", tax_amount="200"),
        ALONE,
        """
        cost    time 10 600.00   0.00 customer 1 -
        US      time  8 800.00 200.00 customer 1 NOT_APPLICABLE
        US free time  2 200.00 0.00 customer 1 NOT_APPLICABLE
        """,
    ),
    (
        "more billable than was worked",
        entry(billable_quantity="12"),
        ALONE,
        """
        cost time 10  600.00 0.00 customer 1 -
        US   time 12 1200.00 0.00 customer 1 NOT_APPLICABLE
        """,
    ),
    (
        "nothing billable",
        entry(billable_quantity="0"),
        ALONE,
        """
        cost    time 10  600.00 0.00 customer 1 -
        US free time 10 1000.00 0.00 customer 1 NOT_APPLICABLE
        """,
    ),
    (
        "F12 shared 60 to 40",
        entry(tax_amount="0.01"),
        SHARED,
        """
        cost time 10 600.00 0.00 customer 1 -
        US   time  6 600.00 0.01 customer 1 NOT_APPLICABLE
        US   time  4 400.00 0.00 customer 2 NOT_APPLICABLE
        """,
    ),
]


@pytest.mark.parametrize(("case", "wanted", "contract", "expected"), JOURNALS, ids=[one[0] for one in JOURNALS])
def test_what_is_booked_for_work(case: str, wanted: JournalEntryInput, contract: Contract, expected: str) -> None:
    journal = planned(wanted, contract=contract)
    assert rows(journal.plan) == table(expected), case
    assert journal.ends == (len(journal.plan.actuals),)
    assert (journal.plan.document_type, journal.plan.vouchers, journal.plan.balances) == (None, (), ())


def test_cost_stands_at_its_own_price() -> None:
    assert [row.unit_price for row in planned(ENTRY).plan.actuals] == [60, 100]


def test_on_a_fixed_price_line_there_is_cost_alone() -> None:
    fixed = replace(LINE, billing_method=BillingMethod.FIXED_PRICE)
    assert rows(planned(ENTRY, line=fixed).plan) == "cost time 10 600.00 0.00 customer 1 -"


def test_entries_take_up_a_limit_one_after_another() -> None:
    limited = Contract(ALONE.shares, (Limit("contract PC-1", None, Decimal(1500), Decimal(0)),))
    small = entry(quantity="5", unit_cost="0")
    plan = planned(ENTRY, ENTRY, small, contract=limited).plan
    unbilled = [row for row in plan.actuals if row.not_to_exceed_status is not None]
    assert [str(row.not_to_exceed_status) for row in unbilled] == ["COMMITTED", "FAILED", "COMMITTED"]
    answer = plan_entries([ENTRY, entry(ready_to_invoice=True)], [LINE] * 2, {1: limited})
    assert isinstance(answer, tuple)
    assert [(one.code, one.path) for one in answer] == [("NTE_FAILED", ("entries", "1", "readyToInvoice"))]


def test_an_entry_takes_up_the_limits_of_its_own_line_alone() -> None:
    other = replace(LINE, id=LINE.id + 1)
    limits = tuple(Limit(f"line {key}", key, Decimal(1500), Decimal(0)) for key in (LINE.id, other.id))
    journal = plan_entries([ENTRY, ENTRY], [LINE, other], {1: Contract(ALONE.shares, limits)})
    assert isinstance(journal, JournalPlan)
    statuses = [str(row.not_to_exceed_status) for row in journal.plan.actuals if row.billing_status is not None]
    assert (statuses, journal.ends) == (["COMMITTED", "COMMITTED"], (2, 4))


FIXED_PRICE = BillingMethod.FIXED_PRICE
REFUSED = [
    ("nothing", {"quantity": "0"}, None, [("INVALID_INPUT", "quantity")]),
    ("a negative price", {"unit_price": "-1"}, None, [("INVALID_INPUT", "unitPrice")]),
    ("half a cent of tax", {"tax_amount": "0.005"}, None, [("INVALID_INPUT", "taxAmount")]),
    ("tax of the other sign", {"tax_amount": "-5"}, None, [("INVALID_INPUT", "taxAmount")]),
    ("a milestone", {"transaction_class": TransactionClass.MILESTONE}, None, [("INVALID_INPUT", "transactionClass")]),
    ("billable of the other sign", {"billable_quantity": "-1"}, None, [("QUANTITY_SIGN", "billableQuantity")]),
    ("tax on nothing", {"billable_quantity": "0", "tax_amount": "5"}, None, [("TAX_WITHOUT_QUANTITY", "taxAmount")]),
    ("billable at a fixed price", {"billable_quantity": "5"}, FIXED_PRICE, [("INVALID_INPUT", "billableQuantity")]),
    (
        "billable although free",
        {"billing_type": BillingType.COMPLIMENTARY, "billable_quantity": "5"},
        None,
        [("INVALID_INPUT", "billableQuantity")],
    ),
    ("ready at a fixed price", {"ready_to_invoice": True}, FIXED_PRICE, [("INVALID_INPUT", "readyToInvoice")]),
    (
        "a fee at a fixed price",
        {"transaction_class": TransactionClass.FEE},
        FIXED_PRICE,
        [("INVALID_INPUT", "transactionClass")],
    ),
]


@pytest.mark.parametrize(("case", "values", "method", "problems"), REFUSED, ids=[one[0] for one in REFUSED])
def test_work_that_is_refused(
    case: str, values: dict[str, Any], method: BillingMethod | None, problems: list[tuple[str, str]]
) -> None:
    line = LINE if method is None else replace(LINE, billing_method=method)
    answer = plan_entries([ENTRY, entry(**values)], [line] * 2, {1: ALONE})
    assert isinstance(answer, tuple), case
    assert [(one.code, one.path) for one in answer] == [(code, ("entries", "1", field)) for code, field in problems]


def test_a_sum_too_small_to_be_shared_is_refused() -> None:
    answer = plan_entries([entry(quantity="0.000001")], [LINE], {1: SHARED})
    assert isinstance(answer, tuple)
    assert [(one.code, one.path) for one in answer] == [("INVALID_INPUT", ("entries", "0", "quantity"))]


def test_an_entry_that_is_refused_takes_nothing_up_of_a_limit() -> None:
    limited = replace(SHARED, limits=(Limit("contract PC-1", None, Decimal(500), Decimal(0)),))
    too_small = entry(quantity="0.000001", unit_price="100000000")
    found = plan_entries([too_small, entry(quantity="5", ready_to_invoice=True)], [LINE, LINE], {1: limited})
    assert isinstance(found, tuple)
    assert [(one.code, one.path) for one in found] == [("INVALID_INPUT", ("entries", "0", "quantity"))]


def test_unbilled_sales_are_connected_with_the_cost_of_their_own_entry() -> None:
    journal = planned(entry(), entry(transaction_class=TransactionClass.FEE), entry(), contract=SHARED)
    # by position: cost, two shares; two shares of the fee, which has no cost; cost, two shares
    assert [(link.position, link.other_position) for link in journal.plan.links] == [(1, 0), (2, 0), (6, 5), (7, 5)]
    assert journal.ends == (3, 5, 8)


def test_an_entry_amounts_to_less_than_a_million_million() -> None:
    below = entry(quantity="1000", unit_price="999999999.99", unit_cost="0")
    rounded_up_to_it = entry(quantity="1000", unit_price="999999999.999999", unit_cost="0")
    assert planned(below).plan.actuals[-1].amount == Decimal("999999999990.00")
    refused = plan_entries([rounded_up_to_it], [LINE], {1: ALONE})
    assert isinstance(refused, tuple)
    assert [one.message for one in refused] == ["An entry's amount must be below 1,000,000,000,000."]
