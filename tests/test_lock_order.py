"""Who waits for stock holds none of what others take behind it: so two postings never wait for each other in a circle."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Connection, text

from tests.api import Api
from tests.correction_runs import act, asleep, correct, outcomes
from tests.goods import ten, totals
from tests.test_accounts import set_up
from tests.test_duties import until

pytestmark = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
LINE = {"product": {"number": "P-000001"}, "quantity": "4"}


def direct_credit(api: Api) -> Callable[[], Any]:
    """A credit note that is posted with the packing slip of what comes back."""
    source = api.invoiced("C-000001", LINE)["lines"][0]["id"]
    order = api.arrive(api.return_order((source, "1")), (1, "1"))
    return lambda: api.credit(order, allowDirectInvoice=True)["replayed"]


def delivering_run(api: Api) -> Callable[[], Any]:
    """A run that delivers what it invoices."""
    made = api.do(
        "createSalesOrder",
        "... on SalesOrderSuccess { order { number } }",
        customer={"number": "C-000001"},
        lines=[LINE],
    )
    return lambda: api.post_orders({"number": made["order"]["number"]}, quantity="ALL")[0]["status"]


WAITING = text(  # in this database alone: others on the server have postings of their own
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


def is_free(connection: Connection, series: str) -> bool:
    """Whether nobody holds a series."""
    free = text("SELECT name FROM number_series WHERE name = :name FOR UPDATE SKIP LOCKED")
    return connection.scalar(free, {"name": series}) == series


@pytest.mark.parametrize("chronological", [True, False])
@pytest.mark.parametrize(("make", "answer"), [(direct_credit, False), (delivering_run, "EXECUTED")])
def test_a_posting_that_waits_for_stock_does_not_hold_the_ledger(
    api: Api, make: Callable[[Api], Callable[[], Any]], answer: object, chronological: bool
) -> None:
    api.customer()
    api.product("100", cost="60")
    post = make(api)
    set_up(api, "setParameters", enforceChronologicalNumbers=chronological)
    with ThreadPoolExecutor(1) as others, api.database.write() as holder:
        holder.execute(text("UPDATE product SET on_hand = on_hand"))
        posted = others.submit(post)
        try:
            with api.database.engine.connect() as watcher:
                until(lambda: bool(watcher.scalar(WAITING)))
                free = {name: is_free(watcher, name) for name in ("LEDGER", "VOUCHER", "INVOICE")}
                watcher.rollback()
        finally:
            holder.rollback()
        assert posted.result() == answer
    assert free == {"LEDGER": True, "VOUCHER": True, "INVOICE": not chronological}
    assert api.broken_laws() == []


def test_a_correction_run_has_the_drafts_beside_before_the_lines_that_they_correct(api: Api) -> None:
    of = ten(api)
    of.returned("3")
    draft = of.correct()
    run = correct(asleep(api), where={"invoices": [{"number": "CN-000001"}]}, change={"creditInFull": True})
    hold = text("SELECT id FROM invoice WHERE posted_at IS NULL FOR UPDATE")  # as whoever confirms it has it
    free = text("SELECT id FROM invoice_line ORDER BY id FOR UPDATE SKIP LOCKED")
    with ThreadPoolExecutor(1) as others, api.database.write() as holder:
        assert len(holder.execute(hold).all()) == 1
        done = others.submit(lambda: outcomes(act(api, "resumePostingRun", run)))
        try:
            with api.database.engine.connect() as watcher:
                until(lambda: bool(watcher.scalar(WAITING)))
                held = watcher.execute(free).all()
                watcher.rollback()
        finally:
            holder.rollback()
        assert [one[1] for one in done.result()] == ["EXECUTED"]
    assert len(held) == 3  # of the sale, of the credit note, of the draft
    assert totals(of.confirm(of.enter(draft, unitPrice="90"))) == "-100.00 / -25.00 / -125.00"
    assert api.broken_laws() == []
