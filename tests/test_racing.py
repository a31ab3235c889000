"""Repeating and racing: a posting is done once, whoever asks for it how often, and numbers have no gaps."""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import insert

from rebill.models import tables
from rebill.models.database import Database
from tests.api import Api, Rejected

pytestmark = pytest.mark.both_engines

CLIENTS = 8


def together(calls: list[Callable[[], Any]]) -> list[Any]:
    """Run calls from eight clients at once; their results, or the codes that they were refused with."""

    def outcome(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Rejected as refused:
            return refused.codes

    with ThreadPoolExecutor(CLIENTS) as clients:
        return list(clients.map(outcome, calls))


def received(api: Api, returns: int) -> list[dict[str, Any]]:
    """Return orders of one piece each, of one invoice, ready to be credited."""
    customer = api.customer()
    api.product("100", cost="60")
    invoice = api.invoiced(customer, {"product": {"number": "P-000001"}, "quantity": str(returns)})
    orders = []
    for _ in range(returns):
        order = api.return_order((invoice["lines"][0]["id"], "1"))
        api.arrive(order, (1, "1"))
        api.receive(order)
        orders.append(order)
    return orders


def drafts(api: Api, count: int) -> list[dict[str, Any]]:
    """Drafts of eight hours each."""
    contract = api.contract()
    made = []
    for _ in range(count):
        api.work(contract, "8", "200")
        made.append(api.draft(contract))
    return made


def clients_of(database: Database) -> list[Api]:
    """Eight clients; on PostgreSQL each has a database of its own to talk to, as separate servers would."""
    if database.dialect == "sqlite":
        return [Api(database) for _ in range(CLIENTS)]
    address = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return [Api(Database.open(address)) for _ in range(CLIENTS)]


@pytest.fixture
def clients(database: Database) -> Any:
    """Eight clients of the database."""
    made = clients_of(database)
    yield made
    for one in made:
        if one.database is not database:
            one.database.dispose()


def test_one_return_order_posted_by_eight_clients_is_posted_once(api: Api, clients: list[Api]) -> None:
    (order,) = received(api, 1)
    outcomes = together([lambda one=one: one.credit(order)["invoice"]["number"] for one in clients])
    assert sorted(map(str, outcomes)) == sorted(["CN-000001", *["['ALREADY_INVOICED']"] * 7])
    assert api.broken_laws() == []


def test_one_key_posted_by_eight_clients_answers_one_document(api: Api, clients: list[Api]) -> None:
    (order,) = received(api, 1)
    outcomes = together([lambda one=one: one.credit(order, idempotencyKey="k") for one in clients])
    assert {one["invoice"]["number"] for one in outcomes} == {"CN-000001"}
    assert sorted(one["replayed"] for one in outcomes) == [False, *[True] * 7]


def test_one_draft_confirmed_by_eight_clients_is_confirmed_once(api: Api, clients: list[Api]) -> None:
    (draft,) = drafts(api, 1)
    outcomes = together([lambda one=one: one.confirm(draft)["invoice"]["number"] for one in clients])
    assert sorted(map(str, outcomes)) == sorted(["INV-000001", *["['INVALID_STATUS_TRANSITION']"] * 7])
    assert api.broken_laws() == []


def test_forty_different_postings_by_eight_clients_all_succeed_without_a_gap(api: Api, clients: list[Api]) -> None:
    orders, made = received(api, 20), drafts(api, 20)
    calls: list[Callable[[], Any]] = []
    for place in range(20):
        one = clients[place % CLIENTS]
        calls.append(lambda one=one, order=orders[place]: one.credit(order)["invoice"]["number"])
        calls.append(lambda one=one, draft=made[place]: one.confirm(draft)["invoice"]["number"])
    numbers = together(calls)
    expected = [f"CN-{n:06d}" for n in range(1, 21)] + [f"INV-{n:06d}" for n in range(2, 22)]
    assert sorted(numbers) == expected
    assert api.broken_laws() == []


def test_one_invoice_line_returned_by_eight_clients_is_never_returned_twice(api: Api, clients: list[Api]) -> None:
    customer = api.customer()
    api.product("100")
    line = api.invoiced(customer, {"product": {"number": "P-000001"}, "quantity": "3"})["lines"][0]["id"]
    outcomes = together([lambda one=one: one.return_order((line, "1"))["status"] for one in clients])
    assert sorted(map(str, outcomes)) == sorted(["OPEN"] * 3 + ["['RETURN_QTY_EXCEEDS_INVOICED']"] * 5)


def test_payments_by_eight_clients_never_take_more_than_is_open(api: Api, clients: list[Api]) -> None:
    received(api, 1)
    outcomes = together([lambda one=one: one.pay("INV-000001", "25")["payment"]["amount"] for one in clients])
    assert sorted(map(str, outcomes)) == sorted([*["25.00"] * 5, *["['INVALID_STATUS_TRANSITION']"] * 3])
    assert api.document("INV-000001")["openAmount"] == "0.00"
    assert api.broken_laws() == []


def test_fiscal_periods_set_at_once_never_overlap(api: Api, clients: list[Api]) -> None:
    days = [("2026-09-01", "2026-09-30"), ("2026-08-15", "2026-09-15")]
    calls = [
        lambda one=one, span=days[place % 2]: one.do(
            "setFiscalPeriod", "", **{"from": span[0], "to": span[1], "status": "OPEN"}
        )["__typename"]
        for place, one in enumerate(clients)
    ]
    outcomes = together(calls)
    assert sorted(map(str, outcomes)) == sorted(["FiscalPeriodSuccess"] * 4 + ["['INVALID_INPUT']"] * 4)
    assert len(api.run("{ fiscalPeriods { from } }")["fiscalPeriods"]) == 1


def test_everything_on_one_account_at_once_waits_and_succeeds(api: Api, clients: list[Api]) -> None:
    """Runs that deliver and settle, direct invoices, credits, packing slips, payments and hand settlements."""
    credited, direct = received(api, 8), []
    line = {"product": {"number": "P-000001"}, "quantity": "4"}
    source = api.invoiced("C-000001", line)["lines"][0]["id"]
    api.invoiced("C-000001", line | {"quantity": "10"})
    for _ in range(4):
        direct.append(api.arrive(api.return_order((source, "1")), (1, "1")))
    sales = [
        api.do(
            "createSalesOrder",
            "... on SalesOrderSuccess { order { number } }",
            customer={"number": "C-000001"},
            lines=[line],
        )["order"]["number"]
        for _ in range(8)
    ]
    calls: list[Callable[[], Any]] = []
    for place in range(4):
        a, b, c, d = (clients[(4 * place + n) % CLIENTS] for n in range(4))
        run = [{"number": number} for number in sales[2 * place : 2 * place + 2]]
        calls += [
            lambda one=a, run=run: one.post_orders(*run, quantity="ALL", settlement="AUTOMATIC")[0]["status"],
            lambda one=b, order=direct[place]: one.credit(order, allowDirectInvoice=True)["replayed"],
            lambda one=c, order=credited[place]: one.credit(order, settlement="AUTOMATIC")["replayed"],
            lambda one=d, order=credited[4 + place]: one.credit(order)["replayed"],
            lambda one=a: one.pay("INV-000003", "10")["replayed"],
        ]
    outcomes = together(calls)
    assert [one for one in outcomes if one not in ("EXECUTED", False)] == []
    assert api.broken_laws() == []


def test_a_repeated_key_answers_the_first_success_and_writes_nothing(api: Api) -> None:
    (draft,) = drafts(api, 1)
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("createCustomer", "... on CustomerSuccess { replayed customer { number } }", {"name": "N", "currency": "EUR"}),
        ("postInvoices", "... on PostingRunSuccess { replayed run { id } }", {"orders": [{"number": "SO-000001"}]}),
        ("deleteInvoice", "... on DeleteInvoiceSuccess { replayed deletedId }", {"invoice": {"id": draft["id"]}}),
    ]
    api.product("100")
    customer = api.customer()
    lines = [{"product": {"number": "P-000001"}, "quantity": "1"}]
    api.do("createSalesOrder", "", customer={"number": customer}, lines=lines)
    for mutation, selection, values in calls:
        first = api.do(mutation, selection, **values, idempotencyKey=mutation)
        before = api.fingerprint()
        again = api.do(mutation, selection, **values, idempotencyKey=mutation)
        assert again == first | {"replayed": True}
        assert api.fingerprint() == before


def test_a_key_is_one_for_the_whole_database_and_a_refusal_does_not_use_it_up(api: Api) -> None:
    with pytest.raises(Rejected):
        api.do("createCustomer", "", name="N", currency="XXX1", idempotencyKey="k")
    api.do("createCustomer", "", name="N", currency="NOK", idempotencyKey="k")
    for mutation, values in (
        ("createCustomer", {"name": "Other", "currency": "NOK"}),
        ("createProduct", {"name": "N", "salesPrice": "1"}),
    ):
        before = api.fingerprint()
        with pytest.raises(Rejected) as refused:
            api.do(mutation, "", **values, idempotencyKey="k")
        assert refused.value.codes == ["IDEMPOTENCY_KEY_REUSED"]
        assert api.fingerprint() == before


def test_a_key_from_before_a_command_grew_is_still_known(api: Api) -> None:
    """A field at its default counts as left out: the hash is over what was said, whatever fields there are."""
    text = json.dumps(["CreateCustomer", {"name": "Nor", "currency": "NOK"}], sort_keys=True, separators=(",", ":"))
    api.customer()
    with api.database.write() as connection:
        connection.execute(
            insert(tables.idempotency_record).values(
                key="old",
                input_hash=hashlib.sha256(text.encode()).hexdigest(),
                result={"customer": 1},
                created_at=api.clock.now(),
            )
        )
    call = {"name": "Nor", "currency": "NOK", "idempotencyKey": "old"}
    selection = "... on CustomerSuccess { replayed customer { number } }"
    again = api.do("createCustomer", selection, **call)
    assert (again["replayed"], again["customer"]["number"]) == (True, "C-000001")
    with pytest.raises(Rejected) as refused:
        api.do("createCustomer", selection, **call, paymentTermsDays=10)
    assert refused.value.codes == ["IDEMPOTENCY_KEY_REUSED"]


def test_a_draft_that_has_moved_on_is_not_overwritten(api: Api) -> None:
    (draft,) = drafts(api, 1)
    assert api.bill(draft, "6")["invoice"]["version"] == draft["version"] + 1
    with pytest.raises(Rejected) as refused:
        api.confirm(draft, expectedVersion=draft["version"])
    assert refused.value.codes == ["CONCURRENT_UPDATE"]
    assert api.confirm(draft, expectedVersion=draft["version"] + 1)["invoice"]["status"] == "CONFIRMED"


def test_a_posting_held_to_a_plan_writes_that_plan_or_nothing(api: Api) -> None:
    (draft,) = drafts(api, 1)
    query = (
        "query($i: ConfirmInvoiceInput!) { planInvoiceConfirmation(input: $i) "
        "{ ... on PostingPlan { hash totalAmount actuals { amount rule } } } }"
    )
    before = api.fingerprint()
    plan = api.run(query, i={"invoice": {"id": draft["id"]}})["planInvoiceConfirmation"]
    assert api.fingerprint() == before
    api.bill(draft, "6")
    with pytest.raises(Rejected) as refused:
        api.confirm(draft, expectedPlan=plan["hash"])
    assert refused.value.codes == ["PLAN_OUTDATED"]
    api.bill(draft, "8")
    confirmed = api.confirm(draft, expectedPlan=plan["hash"])
    assert confirmed["plan"]["hash"] == plan["hash"]
    written = [(row["amount"], row["rule"]) for row in api.ledger(after=2)]
    assert written == [(row["amount"], row["rule"]) for row in plan["actuals"]]
