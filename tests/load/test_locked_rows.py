"""One locked row: whoever wants it waits, and nobody else (PostgreSQL; SQLite locks no rows)."""

import time
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from sqlalchemy import text

from rebill.models.capacity import DEFAULT
from rebill.models.contention import WaitingRoom
from rebill.models.database import Database
from rebill.models.outages import Unavailable
from tests.api import Api
from tests.load.slow import ask, limited, meanwhile, told, took
from tests.transport.serving import serving

SELL = """mutation { createSalesOrder(input: {customer: {number: "%s"},
  lines: [{product: {number: "P-000001"}, quantity: "1"}]}) { ... on SalesOrderSuccess { order { number } } } }"""
PAY = """mutation { recordPayment(input: {invoice: {number: "%s"}, amount: "1"}) {
  ... on RecordPaymentSuccess { replayed } ... on Rejection { problems { code message } } } }"""
PAID = {"recordPayment": {"replayed": False}}


def customers_with_invoices(api: Api) -> list[tuple[str, str]]:
    """Two customers, each with an invoice: their numbers."""
    product, found = api.product("100"), []
    for _ in range(2):
        customer = api.customer()
        found.append(
            (customer, str(api.invoiced(customer, {"product": {"number": product}, "quantity": "1"})["number"]))
        )
    return found


@pytest.fixture
def postgresql(engine_name: str, new_database: Callable[[], Database]) -> Database:
    """A database whose rows can be locked one by one."""
    return new_database()


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
@pytest.mark.parametrize("calls", [25, 60])
def test_calls_on_one_locked_customer_keep_no_other_waiting(postgresql: Database, calls: int) -> None:
    """Postings and new orders, more than there are threads for postings; all are done once the row is free."""
    (mine, my_invoice), (theirs, their_invoice) = customers_with_invoices(Api(postgresql))
    limited(postgresql, lock_seconds=60, mutation_seconds=90)
    with serving(postgresql) as place, ExitStack() as held:
        ask(place, PAY % their_invoice)
        lock = held.enter_context(postgresql.engine.begin())
        lock.execute(text("SELECT 1 FROM customer WHERE number = :number FOR UPDATE"), {"number": mine})
        waiting = [lambda: ask(place, PAY % my_invoice)] * (calls - 5) + [lambda: ask(place, SELL % mine)] * 5
        with meanwhile(*waiting) as found:
            time.sleep(0.5)
            others = [took(lambda: ask(place, (PAY % their_invoice))) for _ in range(3)]
            others.append(took(lambda: ask(place, SELL % theirs)))
            assert found == [None] * calls
            held.close()
        assert [answer.status_code for answer, _ in others] == [200] * 4
        assert [answer.json()["data"] for answer, _ in others[:3]] == [PAID] * 3
        assert max(seconds for _, seconds in others) < 20, others  # far less than those who wait would
    done = [one.status_code for one in found]
    assert done.count(200) == calls, [one.text for one in found if one.status_code != 200]
    assert Api(postgresql).broken_laws() == []


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_posting_that_waits_too_long_for_a_row_is_refused_and_has_written_nothing(postgresql: Database) -> None:
    limited(postgresql, lock_seconds=0.5, first_wait_seconds=0.1)
    (mine, invoice), _ = customers_with_invoices(Api(postgresql))
    before = Api(postgresql).fingerprint()
    with serving(postgresql) as place, postgresql.engine.begin() as lock:
        lock.execute(text("SELECT 1 FROM customer WHERE number = :number FOR UPDATE"), {"number": mine})
        answer, seconds = took(lambda: ask(place, PAY % invoice))
        assert (told(answer), seconds < DEFAULT.lock_seconds) == (
            (503, "UNAVAILABLE", {"reason": "LOCKED", "seconds": "1"}),
            True,
        )
        (error,) = answer.json()["errors"]
        assert error["extensions"]["retryable"] is True
        assert "Nothing was written" in error["message"]
        assert answer.headers["retry-after"] == "1"
    assert Api(postgresql).fingerprint() == before


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_delivery_does_not_wait_for_whoever_has_the_account_of_its_customer(postgresql: Database) -> None:
    limited(postgresql, lock_seconds=0.5, first_wait_seconds=0.1)
    api = Api(postgresql)
    customer, product = api.customer(), api.product("100", cost="60")
    line = {"product": {"number": product}, "quantity": "1"}
    api.do("createSalesOrder", "__typename", customer={"number": customer}, lines=[line])
    with postgresql.engine.begin() as lock:
        lock.execute(text("SELECT 1 FROM customer FOR NO KEY UPDATE"))
        api.do("postPackingSlip", "__typename", order={"number": "SO-000001"})
    assert api.broken_laws() == []


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_payment_that_meets_its_document_being_marked_as_paid_is_recorded(postgresql: Database) -> None:
    api = Api(postgresql)
    (_, invoice), _ = customers_with_invoices(api)
    with ExitStack() as held:
        marking = held.enter_context(postgresql.engine.begin())
        marking.execute(text("UPDATE invoice SET status = 'PAID' WHERE number = :number"), {"number": invoice})
        with meanwhile(lambda: api.pay(invoice, "125")) as found:
            time.sleep(0.5)
            assert found == [None]
            held.close()
    assert found[0]["invoice"] == {"status": "PAID", "openAmount": "0.00"}


def test_whoever_waits_for_a_row_comes_in_order_one_at_a_time_and_in_nobody_elses_way() -> None:
    room, came = WaitingRoom(at_once=2, most=2), []

    def wait(name: str, thing: str) -> None:
        with room.turn(thing, 5):
            came.append(name)

    with ExitStack() as held:
        held.enter_context(room.turn("row", 1))
        with meanwhile(lambda: wait("first", "row")):
            time.sleep(0.1)
            with meanwhile(lambda: wait("second", "row"), lambda: wait("other", "another row")):
                time.sleep(0.1)
                assert came == ["other"]
                with pytest.raises(Unavailable), room.turn("row", 5):
                    pass  # the third who would wait
                held.close()
    assert came == ["other", "first", "second"]
    with room.turn("row", 1), pytest.raises(Unavailable), room.turn("row", 0.05):
        pass  # it did not come in time
    with room.turn("row", 0.05):
        assert room.is_crowded
    assert not room.is_crowded
