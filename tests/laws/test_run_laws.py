"""Laws of runs over random books of sales and return orders (returns 6: 18–23)."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from rebill.models.database import Database
from rebill.models.vocabulary import SummaryUpdate
from rebill.posting import commands as c
from rebill.posting.command.transaction import Service
from rebill.posting.runs import runs
from rebill.posting.runs.execution import execute_run
from tests.api import Api
from tests.length import usually
from tests.test_runs import post, shown

pytestmark = pytest.mark.slow

QUIET = settings(
    max_examples=usually(2, long=20),
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # shrinking would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ORDER = st.tuples(
    st.integers(0, 1),  # customer
    st.booleans(),  # a return
    st.sampled_from(["33.35", "249.9", "100", "0.07"]),
    st.sampled_from(["1", "3", "2.5"]),
    st.sampled_from(["ready", "ready", "ready", "unready"]),
)
BOOKS = st.lists(ORDER, min_size=2, max_size=6)
Books = list[tuple[int, bool, str, str, str]]
DOCUMENT = """number documentType netAmount taxAmount totalAmount openAmount orders { number }
  lines { quantity netAmount taxAmount product { number } }
  voucher { entries { postingType debit credit isCorrection } }"""


class Crash(BaseException):
    """The process is gone."""


def entered(database: Database, books: Books) -> tuple[Api, list[str]]:
    """Books with these orders, each return of an invoice of its own; the numbers of the orders."""
    api = Api(database)
    customers = [api.customer(), api.customer()]
    numbers = []
    for customer, is_return, price, quantity, state in books:
        line = {"product": {"number": api.product(price, cost="1")}, "quantity": quantity}
        if is_return:
            sold = api.invoiced(customers[customer], line)["lines"][0]["id"]
            order = api.return_order((sold, quantity))
            api.arrive(order, (1, quantity))
            if state == "ready":
                api.receive(order)
            numbers.append(order["number"])
        else:
            selection = "... on SalesOrderSuccess { order { number } }"
            made = api.do("createSalesOrder", selection, customer={"number": customers[customer]}, lines=[line])
            numbers.append(made["order"]["number"])
            if state == "ready":
                api.do("postPackingSlip", "... on PackingSlipSuccess { replayed }", order=made["order"])
    return api, numbers


def documents(api: Api, *, numbered: bool = False) -> list[Any]:
    """Every document, its voucher too; without its number unless that counts."""
    found = api.run(f"{{ invoices(first: 250) {{ nodes {{ {DOCUMENT} }} }} }}")["invoices"]["nodes"]
    for one in found:
        one["orders"].sort(key=lambda order: order["number"])
        one["voucher"]["entries"].sort(key=str)
        if not numbered:
            del one["number"]
    return sorted(found, key=str)


def refs(numbers: list[str]) -> list[dict[str, str]]:
    """Orders as inputs name them."""
    return [{"number": one} for one in numbers]


@contextmanager
def trial(new_database: Callable[[], Database], books: Books) -> Iterator[tuple[Api, list[str]]]:
    """The books in a database of their own, which keeps the ledger's laws to the end."""
    database = new_database()
    try:
        api, numbers = entered(database, books)
        yield api, numbers
        assert api.broken_laws() == []
    finally:
        database.dispose()


@given(books=BOOKS, seed=st.integers(0, 99))
@QUIET
def test_18_a_run_is_the_same_in_any_order_and_as_single_runs_but_for_the_numbers(
    new_database: Callable[[], Database], engine_name: str, books: Books, seed: int
) -> None:
    with trial(new_database, books) as (api, numbers):
        together = {one[0]: (one[1], one[3], one[4]) for one in shown(post(api, orders=refs(numbers)))}
        first = documents(api)
    with trial(new_database, books) as (api, numbers):
        shuffled = random.Random(seed).sample(numbers, len(numbers))
        assert {one[0]: (one[1], one[3], one[4]) for one in shown(post(api, orders=refs(shuffled)))} == together
        assert documents(api) == first
    with trial(new_database, books) as (api, numbers):
        for number in numbers:
            is_ready = together[number][0] == "EXECUTED"
            if number.startswith("RO-") and is_ready:
                api.do("postReturnInvoice", "... on PostReturnInvoiceSuccess { replayed }", order={"number": number})
            else:
                (item,) = shown(post(api, orders=refs([number])))
                assert (item[1], item[3], item[4]) == together[number]
        assert documents(api) == first


@given(books=BOOKS, bad=st.integers(0, 5))
@QUIET
def test_19_a_document_that_fails_changes_no_other_one(
    new_database: Callable[[], Database], engine_name: str, books: Books, bad: int
) -> None:
    failing = bad % len(books)
    spoiled = [(*one[:4], "unready" if place == failing else one[4]) for place, one in enumerate(books)]
    outcomes = []
    for tried in (books, spoiled):
        with trial(new_database, tried) as (api, numbers):
            run = post(api, orders=refs(numbers))
            assert run["status"] == "ENDED"
            items = shown(run)
            outcomes.append([(one[0], one[1], one[3], one[4]) for one in items])
            assert items[failing][1] == ("EXECUTED" if tried[failing][4] == "ready" else "CONTAINS_ERRORS")
    for place, (whole, beside) in enumerate(zip(*outcomes, strict=True)):
        assert place == failing or whole == beside


@given(books=BOOKS, by_query=st.booleans(), stop=st.booleans(), shared=st.booleans())
@QUIET
def test_20_and_22_every_item_counts_once_and_a_selection_takes_nothing_that_is_not_received(
    new_database: Callable[[], Database], engine_name: str, books: Books, by_query: bool, stop: bool, shared: bool
) -> None:
    with trial(new_database, books) as (api, numbers):
        values: dict[str, Any] = {"select": {}} if by_query else {"orders": refs(numbers)}
        if shared:
            values |= {"summaryUpdate": "INVOICE_ACCOUNT", "mixOrderTypes": stop}
        run = post(api, **values, stopOnFirstError=stop)
        items = shown(run)
        assert run["total"] == len(items) == run["posted"] + run["skipped"] + run["failed"] + run["waiting"]
        counted = {"posted": "EXECUTED", "skipped": "SKIPPED", "failed": "CONTAINS_ERRORS", "waiting": "WAITING"}
        for name, status in counted.items():
            assert run[name] == sum(one[1] == status for one in items)
        states = dict(zip(numbers, books, strict=True))
        assert all(states[str(one[0])][4] == "ready" for one in items if one[1] == "EXECUTED")
        if by_query:
            seen = {one[0] for one in items}
            assert seen == {number for number, one in states.items() if one[1] or one[4] == "ready"}
            assert {one[1] for one in items} <= {"EXECUTED", "SKIPPED"}
            skipped = {one[4] for one in items if one[1] == "SKIPPED"}
            assert skipped <= {"RETURN_LINE_NOT_RECEIVED"}


@pytest.mark.both_engines
@given(books=BOOKS, seed=st.integers(0, 999), shared=st.booleans())
@QUIET
def test_21_a_run_that_crashes_anywhere_ends_as_one_that_never_did(
    new_database: Callable[[], Database], engine_name: str, books: Books, seed: int, shared: bool
) -> None:
    ended, crashes = [], 0
    for crashing in (False, True):
        with trial(new_database, books) as (api, numbers):
            summary = SummaryUpdate.INVOICE_ACCOUNT if shared else SummaryUpdate.NONE
            orders = [c.OrderRef(number=one) for one in numbers]
            command = c.PostInvoices(orders=orders, summary_update=summary, invoice_date=api.clock.today())
            service = Service(api.database, api.clock)
            run_id = service.execute(command, runs.start_posting).result.run
            dice = random.Random(seed)
            while crashing and crashes < 6:
                with dying(api.database, dice.randrange(1, 150 if crashes else 20)):
                    try:
                        execute_run(service, run_id)
                        break
                    except Crash:
                        crashes += 1
            execute_run(service, run_id)
            (run,) = api.run(
                "{ postingRuns(last: 1) { nodes { status total posted skipped failed waiting items { nodes { status "
                "order { number } invoice { number } problems { code message } } } } } }"
            )["postingRuns"]["nodes"]
            ended.append((run, documents(api, numbered=True)))
    assert ended[0] == ended[1]
    assert crashes > 0


@contextmanager
def dying(database: Database, statements: int) -> Iterator[None]:
    """The process dies after so many statements, wherever that is."""
    left = [statements]

    def count(*_: object) -> None:
        left[0] -= 1
        if left[0] <= 0:
            raise Crash

    event.listen(database.engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(database.engine, "before_cursor_execute", count)
        database.engine.dispose()  # its connections died with it


@given(books=BOOKS)
@QUIET
def test_23_the_sum_is_the_same_however_orders_share_documents_and_each_line_is_on_one(
    new_database: Callable[[], Database], engine_name: str, books: Books
) -> None:
    ready = [(*one[:4], "ready") for one in books]
    sums, lines = [], []
    shared = {"summaryUpdate": "INVOICE_ACCOUNT"}
    for values in ({}, shared, {**shared, "mixOrderTypes": True}):
        with trial(new_database, ready) as (api, numbers):
            before = len(documents(api))
            run = post(api, orders=refs(numbers), **values)
            assert run["posted"] == len(numbers)
            made = {one["number"]: one for one in documents(api, numbered=True)}
            of_run = [made[number] for number in {str(one[2]) for one in shown(run)}]
            assert len(made) == before + len(of_run)
            sums.append(sum(Decimal(one["totalAmount"]) for one in of_run))
            lines.append(sorted(str(line) for one in of_run for line in one["lines"]))
            assert len(lines[-1]) == len(numbers)
    assert sums[0] == sums[1] == sums[2]
    assert lines[0] == lines[1] == lines[2]
