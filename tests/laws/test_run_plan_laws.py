"""A run posts exactly its plan, over random books: documents, entries, settlements and statuses (returns 3.12–3.14).

The orders of a book crowd on few invoice lines and few accounts, so that documents of one run prorate, settle and
credit after each other. What the plan shows is held against what the run of its hash posts, and against what a run
without a plan posts on equal books.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from rebill.models.database import Database
from tests.api import PROBLEMS, Api
from tests.length import usually
from tests.test_run_plans import planned

pytestmark = pytest.mark.slow

Json = dict[str, Any]
PRODUCTS = (("33.35", "17.777777", "25"), ("0.07", "0.047", "12"), ("900", "611.11", "0"))
CODES = ("CREDIT", "CREDIT", "CREDIT_ONLY", "CREDIT_ONLY", "SCRAP", "RETURN_TO_CUSTOMER", "REPLACE_AND_CREDIT")
REACHED = (*["RECEIVED"] * 10, "REGISTERED", "AWAITING")
SEEDS = range(usually(5, long=60))


@dataclass(frozen=True)
class Returned:
    """A return of some lines sold: how much of each, what becomes of it, how far it has come, and a fee."""

    sale: int
    parts: tuple[int, ...]
    code: str
    reached: str
    fee: str | None


@dataclass(frozen=True)
class Book:
    """Sales that are invoiced, of which some are paid in part; returns of them; and sales orders to invoice."""

    sales: list[tuple[int, list[tuple[int, str]]]]
    paid: list[tuple[int, str]]
    returned: list[Returned]
    orders: list[tuple[int, list[tuple[int, str]], str]]
    storno: bool
    blocked: bool


def random_book(dice: Random) -> Book:
    """Some sales, more returns of them, and orders to invoice."""

    def lines() -> list[tuple[int, str]]:
        return [(dice.randint(1, len(PRODUCTS)), dice.choice(("3", "7", "2.5"))) for _ in range(dice.randint(1, 2))]

    return Book(
        sales=[(dice.randrange(8) // 7, lines()) for _ in range(dice.randint(1, 2))],
        paid=[(dice.randrange(3), dice.choice(("0.01", "0.5", "1"))) for _ in range(dice.randint(0, 2))],
        returned=[
            Returned(
                dice.randrange(3),
                tuple(dice.randint(0, 2) for _ in range(2)),
                dice.choice(CODES),
                dice.choice(REACHED),
                dice.choice((None, None, None, None, "10", "-4", "9999")),
            )
            for _ in range(dice.randint(4, 9))
        ],
        orders=[
            (dice.randrange(8) // 7, lines(), dice.choice(("all", "all", "half", "none")))
            for _ in range(dice.randint(0, 3))
        ],
        storno=dice.random() < 0.5,
        blocked=dice.random() < 0.05,
    )


def random_request(api: Api, dice: Random) -> Json:
    """What planRun and postInvoices are given: a selection, or every order in any order."""
    values: Json = {
        "quantity": dice.choice(("PACKING_SLIP", "ALL", "ALL")),
        "settlement": dice.choice(("ORIGINAL_INVOICE", "AUTOMATIC", "AUTOMATIC", "NONE")),
    }
    if dice.random() < 0.3:
        values |= {"summaryUpdate": "INVOICE_ACCOUNT", "mixOrderTypes": dice.random() < 0.5}
    if dice.random() < 0.6:
        return values | {"select": {}}
    found = api.run(
        "{ returns: orders(filter: {returnStatus: [CREATED, OPEN]}) { nodes { number } } "
        "sales: orders(filter: {type: [SALES_ORDER]}) { nodes { number } } }"
    )
    numbers = [one["number"] for kind in ("returns", "sales") for one in found[kind]["nodes"]]
    dice.shuffle(numbers)
    return values | {"orders": [{"number": number} for number in numbers]}


def write(api: Api, book: Book) -> None:
    """Enter a book."""
    customers = [api.customer(), api.customer()]
    for price, cost, tax in PRODUCTS:
        api.product(price, cost=cost, tax=tax)
    api.do("setParameters", "", creditCorrection=book.storno)
    invoices = [api.invoiced(customers[customer], *_lines(lines)) for customer, lines in book.sales]
    for place, part in book.paid:
        number = invoices[place % len(invoices)]["number"]
        open_amount = Decimal(api.document(number)["openAmount"])
        if amount := (open_amount * Decimal(part)).quantize(Decimal("0.01")):
            api.pay(number, f"{amount}")
    for one in book.returned:
        _take_back(api, invoices[one.sale % len(invoices)]["number"], one)
    for customer, lines, delivered in book.orders:
        _order(api, customers[customer], lines, delivered)
    if book.blocked:
        api.do("updateCustomer", "", customer={"number": customers[0]}, blocked="INVOICE")


def _lines(lines: list[tuple[int, str]]) -> list[Json]:
    return [{"product": {"number": f"P-{product:06d}"}, "quantity": quantity} for product, quantity in lines]


def _take_back(api: Api, number: str, one: Returned) -> None:
    """A return of what can still be returned of an invoice, if anything can."""
    query = "query($n: String!) { invoice(ref: {number: $n}) { lines { id returnableQuantity } } }"
    sold = api.run(query, n=number)["invoice"]["lines"]
    lines = []
    for line, part in zip(sold, one.parts, strict=False):
        quantity = (Decimal(line["returnableQuantity"]) * part / 3).quantize(Decimal("0.000001"))
        if quantity:
            code = one.code if one.code == "CREDIT_ONLY" else None
            lines.append({"invoiceLine": line["id"], "quantity": f"{quantity}", "dispositionCode": code})
    if not lines:
        return
    fee = [] if one.fee is None else [{"description": "Fee", "category": "FIXED", "value": one.fee, "taxRate": "25"}]
    order = api.returned(lines=lines, charges=fee)
    if one.code != "CREDIT_ONLY" and one.reached != "AWAITING":
        api.arrive(order, *[(line["lineNumber"], line["expectedQuantity"]) for line in order["lines"]], code=one.code)
        if one.reached == "RECEIVED":
            api.receive(order)


def _order(api: Api, customer: str, lines: list[tuple[int, str]], delivered: str) -> None:
    selection = "... on SalesOrderSuccess { order { number lines { id quantity } } }"
    made = api.do("createSalesOrder", selection, customer={"number": customer}, lines=_lines(lines))["order"]
    if delivered != "none":
        share = Decimal(1) if delivered == "all" else Decimal("0.5")
        moved = [{"line": line["id"], "quantity": f"{Decimal(line['quantity']) * share:f}"} for line in made["lines"]]
        order = {"number": made["number"]}
        api.do("postPackingSlip", "... on PackingSlipSuccess { replayed }", order=order, lines=moved)


ENTRY = "postingType debit credit isCorrection"
POSTED = f"""number documentType customer {{ number }} netAmount taxAmount totalAmount currency dueDate
    orders {{ number }} lines {{ description quantity netAmount taxAmount }} charges {{ description amount }}
    voucher {{ entries {{ {ENTRY} }} }} settlements {{ amount other {{ number }} }} openAmount"""
ITEM = f"status order {{ number }} invoice {{ {POSTED} }} problems {{ code message remedy }}"
RUN = f"status total posted skipped failed waiting items(first: 250) {{ nodes {{ {ITEM} }} }}"


def carried_out(api: Api, **values: Any) -> Json:
    """The run, at its end."""
    query = f"mutation($i: PostInvoicesInput!) {{ postInvoices(input: $i) {{ ... on PostingRunSuccess {{ run {{ {RUN} }} }} {PROBLEMS} }} }}"
    run: Json = api.run(query, i=values)["postInvoices"]["run"]
    return run


def documents_of(run: Json) -> list[Json]:
    """The documents of a run, in the order of posting."""
    found = {one["invoice"]["number"]: one["invoice"] for one in run["items"]["nodes"] if one["invoice"]}
    return list(found.values())


def check_document(shown: Json, posted: Json, numbers: dict[int, str]) -> None:
    """What was posted is what the plan showed; `numbers` of the run's documents are by position in the plan."""
    same = ("documentType", "customer", "netAmount", "taxAmount", "totalAmount", "currency", "dueDate", "lines")
    assert {name: posted[name] for name in same} == {name: shown[name] for name in same}
    assert posted["charges"] == shown["charges"]
    entries = posted["voucher"]["entries"] if posted["voucher"] else []
    assert entries == shown["voucher"]
    settled = [
        (numbers[one["position"]] if one["invoice"] is None else one["invoice"]["number"], one["amount"])
        for one in shown["settlements"]
    ]
    mine = [(one["other"]["number"], one["amount"]) for one in posted["settlements"] if one["other"]]
    assert mine[: len(settled)] == settled  # later documents may have been settled with it since


STATUSES = """query($ids: [ID!]!) { nodes(ids: $ids) { id
    ... on SalesOrder { status } ... on ReturnOrder { status returnStatus } ... on ReturnOrderLine { ofLine: returnStatus } } }"""


def check_statuses(api: Api, plan: Json) -> None:
    """Every status has moved to where the plan said."""
    moved = {
        (change["subject"], change["field"]): change["to"]
        for document in plan["documents"]
        for change in document["statusChanges"]
    }
    found = {one["id"]: one for one in api.run(STATUSES, ids=sorted({one for one, _ in moved}))["nodes"]}
    assert {(one, name): found[one].get(name) or found[one]["ofLine"] for one, name in moved} == moved


def check_left_out(plan: Json, run: Json, *, blocked: bool) -> None:
    """What is skipped, and in a run without a plan what fails, is what the plan showed, for the same reasons."""
    told = {"SKIPPED": plan["skippedOrders"], "CONTAINS_ERRORS": plan["blockedOrders"] if blocked else []}
    for status, expected in told.items():
        items = [
            {name: one[name] for name in ("order", "problems")}
            for one in run["items"]["nodes"]
            if one["status"] == status
        ]
        assert items == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_a_run_posts_exactly_what_its_plan_shows(
    new_database: Callable[[], Database], engine_name: str, seed: int
) -> None:
    dice = Random(seed)
    book = random_book(dice)
    reviewed, unseen = Api(new_database()), Api(new_database())
    for api in (reviewed, unseen):
        write(api, book)
    values = random_request(reviewed, dice)
    plan = planned(reviewed, **values)  # writes nothing: all tables are as they were
    run = carried_out(reviewed, **values, expectedPlan=plan["hash"])
    shown = [one for one in plan["documents"] if one["documentType"]]
    posted = documents_of(run)
    numbers = dict(zip((one["position"] for one in shown), (one["number"] for one in posted), strict=True))
    for one, document in zip(shown, posted, strict=True):
        check_document(one, document, numbers)
    counts = (run["posted"], run["skipped"], run["failed"], run["waiting"])
    assert counts == (plan["ready"], plan["skipped"], 0, 0)
    check_left_out(plan, run, blocked=False)
    check_statuses(reviewed, plan)
    plain = carried_out(unseen, **values)
    assert documents_of(plain) == posted
    check_left_out(plan, plain, blocked=True)
    assert reviewed.broken_laws() == []
