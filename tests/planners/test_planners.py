"""What every planner is: a function that answers a plan or problems, and changes nothing that it is given."""

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given

from rebill.models.vocabulary import QuantitySelection, SettlementMode
from rebill.posting.planners.payments import plan_payment, plan_settlement
from rebill.posting.planners.projects.confirmation import plan_confirmation
from rebill.posting.planners.projects.entries import plan_entries
from rebill.posting.planners.projects.withdrawal import plan_withdrawal
from rebill.posting.planners.sales.carried_forward import CarriedForward
from rebill.posting.planners.sales.crediting import CreditPlan, plan_credit_note
from rebill.posting.planners.sales.invoice import plan_sales_invoice
from rebill.posting.planners.sales.packing_slips import SlipRequest, Wanted, plan_incoming, plan_outgoing
from rebill.posting.planners.sales.summary_documents import Account, combine
from tests.planners.histories import Step, examples, steps
from tests.planners.histories.contracts import contract_history
from tests.planners.histories.trades import trade_history
from tests.planners.projects.contract import INVOICED_ON, Contract
from tests.planners.projects.facts import limits_of, open_rows
from tests.planners.projects.test_entries import ALONE, ENTRY, LINE
from tests.planners.projects.withdrawing import withdrawal
from tests.planners.sales.orders import return_order, sales_order
from tests.planners.sales.trade import TODAY, Trade

PLANNERS = Path(__file__).resolve().parents[2] / "posting" / "planners"
EDGE = {"Refused", "refuse", "refuse_if_any", "planned"}  # where problems become an exception, which is not here
WITHOUT_TESTS = {"facts", "goods_facts"}  # values without behaviour of their own
Call = Callable[[], object]


def modules() -> list[Path]:
    """Every planner module."""
    return sorted(path for path in PLANNERS.rglob("*.py") if path.stem != "__init__")


def test_no_planner_raises() -> None:
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = node.id if isinstance(node, ast.Name) else node.name if isinstance(node, ast.alias) else ""
            assert not isinstance(node, ast.Raise | ast.Try), f"{path.name} raises in line {node.lineno}"
            assert named not in EDGE, f"{path.name} knows {named}"


def test_every_planner_has_a_test_of_its_own() -> None:
    missing = [
        path.relative_to(PLANNERS).as_posix()
        for path in modules()
        if path.stem not in WITHOUT_TESTS
        and not (Path(__file__).parent / path.relative_to(PLANNERS).with_name(f"test_{path.name}")).exists()
    ]
    assert missing == []


def project_calls(contract: Contract) -> Iterator[tuple[Call, tuple[object, ...]]]:
    """Every confirmation and withdrawal that could be asked for now, with its facts, and a journal of two entries.

    Confirmed are what is ready, and corrections of everything.
    """
    posted = [one.id for one in contract.book.all("Invoice") if one.posted]
    drafts = [contract.draft(), contract.draft(2), *(contract.correct(one) for one in posted), *posted]
    for key in drafts:
        draft = contract.facts(key)
        yield partial(plan_confirmation, draft, INVOICED_ON), (draft,)
    for row in open_rows(contract.book):
        work = withdrawal(contract.book, [row.id])
        yield partial(plan_withdrawal, work), (work,)
    contracts = {1: replace(ALONE, limits=limits_of(contract.book, contract.book.one("Order", 1)))}
    yield partial(plan_entries, [ENTRY, ENTRY], [LINE, LINE], contracts), (contracts,)


def sales_calls(trade: Trade) -> Iterator[tuple[Call, tuple[object, ...]]]:
    """Every packing slip and document that could be asked for now, with its facts."""
    for one in trade.book.all("Order"):
        if one.type == "SALES_ORDER":
            sale = sales_order(trade.book, one.id, settled=True)
            typed = {line.id: Wanted(place, line.quantity) for place, line in enumerate(sale.lines)}
            for request in (SlipRequest(TODAY), SlipRequest(TODAY, typed)):
                yield partial(plan_outgoing, sale, request), (sale, request)
            for quantity in (QuantitySelection.ALL, QuantitySelection.PACKING_SLIP):
                yield partial(plan_sales_invoice, sale, quantity, TODAY, SettlementMode.AUTOMATIC), (sale,)
        else:
            order = return_order(trade.book, one.id, SettlementMode.AUTOMATIC)
            yield partial(plan_incoming, order, SlipRequest(TODAY)), (order,)
            typed = {line.id: line.received for line in order.lines}
            for asked in (
                trade.request("ALL", allow_direct_invoice=True),
                trade.request("DELIVER_NOW", lines=typed, settlement=SettlementMode.AUTOMATIC),
            ):
                yield partial(plan_credit_note, order, asked), (order, asked)
    documents = [trade.account(one.id) for one in trade.book.all("Invoice")]
    for one in documents:
        yield partial(plan_payment, one, Decimal(1), TODAY, None), (one,)
        yield partial(plan_settlement, documents[0], one, None, None, TODAY), (documents,)


def together(trade: Trade) -> Iterator[tuple[Call, tuple[object, ...]]]:
    """All credits that are possible now on one document, and what they leave for later ones."""
    orders = [return_order(trade.book, one.id) for one in trade.book.all("Order") if one.type == "RETURN_ORDER"]
    planned = [(order, plan_credit_note(order, trade.request(settlement=SettlementMode.NONE))) for order in orders]
    plans = [(order, credit.plan) for order, credit in planned if isinstance(credit, CreditPlan)]
    lines = [line.original for order, _ in plans for line in order.lines if line.original is not None]
    account = Account((), SettlementMode.NONE, 1, 30, False, {line.id: line.invoice_id for line in lines})
    if plans:
        yield partial(combine, [plan for _, plan in plans], account), ([plan for _, plan in plans], account)
    carried = CarriedForward()
    for order, plan in plans:
        credits = carried.credits.with_plan(order, plan)
        yield partial(carried.with_document, plan, credits, 1), (carried, plan, credits)
        carried = carried.with_document(plan, credits, 1)
        yield partial(carried.before_return, order, SettlementMode.AUTOMATIC), (carried, order)


def unchanged(calls: Iterator[tuple[Call, tuple[object, ...]]]) -> None:
    """Plan everything twice: the facts stay what they were, and the plan is the same."""
    for call, facts in calls:
        before = deepcopy(facts)
        first = call()
        assert facts == before
        assert call() == first


@given(taken=steps(10))
@examples(40)
def test_project_planners_change_nothing_that_they_are_given_and_plan_the_same_twice(taken: list[Step]) -> None:
    unchanged(project_calls(contract_history(taken)[0]))


@given(taken=steps(14))
@examples(40)
def test_sales_planners_change_nothing_that_they_are_given_and_plan_the_same_twice(taken: list[Step]) -> None:
    trade, _ = trade_history(taken)
    unchanged(sales_calls(trade))
    unchanged(together(trade))


def seconds(call: Call) -> float:
    """The least processor time of some calls."""
    found = []
    for _ in range(3):
        began = process_time()
        call()
        found.append(process_time() - began)
    return min(found)


def confirmation_of(details: int) -> Call:
    """Confirming corrections of so many details."""
    contract = Contract.of()
    draft = contract.facts(contract.correct(contract.billed("10", "100")))
    (one,) = draft.details
    many = replace(
        draft,
        details=tuple(one._replace(id=key, source=one.source._replace(draft_detail_id=key)) for key in range(details)),
    )
    return partial(plan_confirmation, many, INVOICED_ON)


def credit_of(lines: int) -> Call:
    """Crediting a return order of so many lines of one invoice line."""
    trade = Trade()
    (sold,) = trade.sold((trade.product("33.35", cost="1.115"), str(lines)))
    order = trade.returns((sold, "1"))
    trade.arrive(order, 0, "1")
    trade.receive(order)
    facts = trade.facts(order)
    many = tuple(replace(one, id=key, line_number=key) for key in range(1, lines) for one in facts.lines)
    return partial(plan_credit_note, replace(facts, lines=many), trade.request())


@pytest.mark.parametrize("of", [confirmation_of, credit_of])
def test_a_plan_of_ten_times_as_much_takes_about_ten_times_as_long(of: Callable[[int], Call]) -> None:
    few, many = seconds(of(200)), seconds(of(2000))
    assert many < 40 * few, f"{few:.4f} s for 200, {many:.4f} s for 2,000"
