"""Posting runs whose process is killed: what is posted stays, what is not goes on, nothing is doubled or lost."""

import os
import random
import signal
import time
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from sqlalchemy import delete, update

from rebill.models import tables
from rebill.models.identity import encode
from rebill.posting import commands as c
from rebill.posting.command.clock import SystemClock
from rebill.posting.command.transaction import Service, Transaction
from rebill.posting.returns.packing_slips import post_packing_slip
from rebill.posting.runs import execution, runs
from rebill.posting.runs.selection import MOST
from rebill.posting.sales.orders import create_sales_order
from tests.api import Api
from tests.length import PATIENCE_SECONDS, usually
from tests.processes import Running, execute_run, rebill

pytestmark = [pytest.mark.both_engines, pytest.mark.slow]

ORDERS = 60
KILLS = usually(4, long=16)
TOGETHER = 100  # orders entered in one transaction
RUN = "{ postingRuns { nodes { status total posted failed waiting } } }"


def begun(api: Api, orders: int) -> int:
    """A run of so many delivered sales orders, every tenth of which is named though it has nothing to invoice."""
    customer, product = c.CustomerRef(number=api.customer()), c.ProductRef(number=api.product("100", cost="60"))
    service, refs = Service(api.database, SystemClock()), []
    for start in range(0, orders, TOGETHER):
        entering = Service(api.database, api.clock)
        with api.database.write() as connection, entering.entering(connection, "a test") as transaction:
            for place in range(start, min(start + TOGETHER, orders)):
                line = c.SalesOrderLineInput(product=product, quantity=Decimal(1))
                made = create_sales_order(transaction, c.CreateSalesOrder(customer=customer, lines=[line]))
                ref = c.OrderRef(id=encode("SalesOrder", made.order))
                if place % 10:
                    post_packing_slip(transaction, c.PostPackingSlip(order=ref))
                refs.append(ref)
    if orders <= MOST:
        command = c.PostInvoices(orders=refs, invoice_date=api.clock.today())
        return service.execute(command, runs.start_posting).result.run
    with api.database.write() as connection:  # more than may be named
        transaction = Transaction(connection, api.clock.now(), api.clock.today())
        first = runs.start_posting(transaction, c.PostInvoices(orders=refs[:1], invoice_date=api.clock.today()))
        run, item = tables.posting_run, tables.posting_run_item
        connection.execute(delete(item))
        many = execution.add_items(connection, first.run, "order_id", [[one] for one in range(1, orders + 1)])
        connection.execute(update(run).values(total=many, waiting=many))
        return first.run


def address(api: Api) -> str:
    """The database as another process opens it."""
    url = api.database.engine.url
    return (url if api.database.dialect == "sqlite" else url.set(drivername="postgresql")).render_as_string(
        hide_password=False
    )


def stands(api: Api) -> dict[str, Any]:
    """The run as it stands."""
    (run,) = api.run(RUN)["postingRuns"]["nodes"]
    found: dict[str, Any] = run
    return found


def test_a_run_that_is_killed_again_and_again_ends_as_if_it_had_not_been(api: Api) -> None:
    run_id, dice, kills = begun(api, ORDERS), random.Random(7), 0
    while stands(api)["status"] in ("WAITING", "EXECUTING"):
        process = Running(execute_run, address(api), run_id)
        assert process.stdout.readline() == "ready\n"
        if kills < KILLS:
            time.sleep(dice.uniform(0, 0.15))
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.ended()
    good = ORDERS - ORDERS // 10
    assert stands(api) == {"status": "ENDED", "total": ORDERS, "posted": good, "failed": ORDERS - good, "waiting": 0}
    numbers = api.run("{ invoices(first: 250) { nodes { number orders { number } } } }")["invoices"]["nodes"]
    assert [one["number"] for one in numbers] == [f"INV-{place:06d}" for place in range(1, good + 1)]
    assert len({one["orders"][0]["number"] for one in numbers}) == good
    assert (kills > 0, api.broken_laws()) == (True, [])


def test_a_server_that_starts_takes_up_what_another_left(api: Api) -> None:
    begun(api, 5)
    server = rebill("serve", "--database", address(api), "--port", "0")
    try:
        url, end = server.stdout.readline().split()[-1], time.monotonic() + PATIENCE_SECONDS
        run: dict[str, Any] = {}
        while run.get("status") != "ENDED" and time.monotonic() < end:
            answer = httpx2.post(url, json={"query": RUN}, timeout=PATIENCE_SECONDS).json()
            (run,) = answer["data"]["postingRuns"]["nodes"]
            time.sleep(0.1)
    finally:
        server.send_signal(signal.SIGTERM)
        server.ended()
    assert (run["posted"], run["failed"], run["waiting"]) == (4, 1, 0)
    assert api.broken_laws() == []
