"""Random books to put right by one rule: goods and work of every kind, some of it returned, claimed, paid or on a draft."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from tests.api import Api
from tests.goods import Sale
from tests.projects import Project

Json = dict[str, Any]
PRODUCTS = (("33.35", "17.777777", "25"), ("120", "47.11", "25"), ("900", "611.11", "15"))
WORK = (
    ("TIME", "Assembly", "100"),
    ("EXPENSE", "Hotel", "33.35"),
    ("MATERIAL", "Cable", "0.37"),
    ("FEE", "Set-up", "500"),
)
LINES = (
    {"name": "Work", "billingMethod": "TIME_AND_MATERIAL"},
    {
        "name": "Build",
        "billingMethod": "FIXED_PRICE",
        "milestones": [{"name": "Done", "amount": "500", "taxAmount": "125"}],
    },
    {
        "name": "Lights",
        "type": "PRODUCT_BASED",
        "product": {"number": "P-000002"},
        "quantity": "3",
        "unitPrice": "120",
        "taxAmount": "90",
    },
)
RULES: tuple[Json, ...] = (
    {"unitPrice": "30.01"},
    {"unitPrice": "120"},
    {"unitPrice": "0"},
    {"priceFactor": "0.95"},
    {"priceFactor": "1.1"},
    {"taxRate": "15"},
    {"taxRate": "0"},
    {"creditInFull": True},
    {"creditInFull": True},
)
SELECTIONS: tuple[Json, ...] = (
    {"customer": {"number": "C-000001"}},
    {"customer": {"number": "C-000001"}},
    {"invoiceDate": {"from": "2026-01-01"}},
    {"product": {"number": "P-000002"}},
    {"transactionClass": ["PRODUCT", "TIME"]},
    {"description": "aSSEMBLY"},
    {"unitPrice": "120"},
    {"taxRate": "25"},
)


@dataclass(frozen=True)
class Entered:
    """A book's events in their order, each with what it takes."""

    events: list[tuple[str, Json]]


def random_book(dice: Random) -> Entered:
    """Sales and contracts, then what has happened to them since."""
    sales = dice.randint(1, 3)
    events: list[tuple[str, Json]] = [("sale", {"lines": _lines(dice)}) for _ in range(sales)]
    events += [("contract", {"limited": dice.random() < 0.3, "work": _work(dice)}) for _ in range(dice.randint(0, 2))]
    dice.shuffle(events)
    further = ("return", "claim", "price", "tax", "draft", "pay", "pay", "bill", "corrected")
    events += [(dice.choice(further), _further(dice)) for _ in range(dice.randint(0, 6))]
    return Entered(events)


def _lines(dice: Random) -> list[Json]:
    return [
        {
            "product": {"number": f"P-{dice.randint(1, 3):06d}"},
            "quantity": dice.choice(("3", "10", "2.5")),
            "discountPercent": dice.choice(("0", "0", "10")),
        }
        for _ in range(dice.randint(1, 3))
    ]


def _work(dice: Random) -> list[Json]:
    found = []
    for _ in range(dice.randint(1, 3)):
        kind, text, price = dice.choice(WORK)
        quantity = "1" if kind == "FEE" else dice.choice(("8", "3", "-2"))
        tax = (Decimal(quantity) * Decimal(price) / 4).quantize(Decimal("0.01"))
        found.append({"kind": kind, "text": text, "price": price, "quantity": quantity, "tax": f"{tax}"})
    return found


def _further(dice: Random) -> Json:
    return {
        "of": dice.randrange(100),
        "line": dice.randrange(3),
        "quantity": dice.choice(("1", "0.5", "2")),
        "price": dice.choice(("120", "30.01", "99.99", "7")),
        "rate": dice.choice(("15", "0", "25")),
        "part": dice.choice(("0.3", "0.5", "1")),
    }


def write(api: Api, book: Entered) -> None:
    """Enter a book; what cannot be done is left out, on every book alike."""
    customer = api.customer()
    for price, cost, tax in PRODUCTS:
        api.product(price, cost=cost, tax=tax)
    for kind, given in book.events:
        EVENTS[kind](api, customer, given)


def _sale(api: Api, customer: str, given: Json) -> None:
    api.invoiced(customer, *given["lines"])


def _contract(api: Api, customer: str, given: Json) -> None:
    project = Project.of(api, *LINES, customer=customer)
    for one in given["work"]:
        project.work(
            one["quantity"], one["price"], transactionClass=one["kind"], description=one["text"], taxAmount=one["tax"]
        )
    lines = project.contract["lines"]
    project.ready(milestones=[lines[1]["milestones"][0]["id"]], contractLines=[lines[2]["id"]])
    draft = project.draft()
    project.confirm(draft)
    if given["limited"]:
        limit = {"contract": {"id": project.key}, "limit": "5000"}
        api.do("setNotToExceedLimit", "... on ProjectContractSuccess { contract { id } }", **limit)


def _posted(api: Api, *, of_sales: bool) -> list[Json]:
    query = "{ invoices(first: 100) { nodes { number totalAmount openAmount orders { __typename } lines { id returnableQuantity } } } }"
    found = [one for one in api.run(query)["invoices"]["nodes"] if one["number"]]
    return [one for one in found if (one["orders"][0]["__typename"] == "SalesOrder") is of_sales] if of_sales else found


def _return(api: Api, customer: str, given: Json) -> None:
    if (line := _returnable(api, given)) is not None:
        order = api.return_order((line, given["quantity"]))
        api.arrive(order, (1, given["quantity"]))
        api.receive(order)
        api.credit(order)


def _claim(api: Api, customer: str, given: Json) -> None:
    if (line := _returnable(api, given)) is not None:
        api.return_order((line, given["quantity"]))


def _returnable(api: Api, given: Json) -> str | None:
    lines = [
        line["id"]
        for one in _posted(api, of_sales=True)
        for line in one["lines"]
        if Decimal(line["returnableQuantity"]) >= Decimal(given["quantity"])
    ]
    return lines[given["of"] % len(lines)] if lines else None


def _corrected(api: Api, customer: str, given: Json, **values: str) -> None:
    if (draft := _draft(api, given)) is not None and (of := Sale(api, {})):
        goods = [place for place, one in enumerate(draft["details"]["nodes"]) if one["kind"] == "PRODUCT"]
        place = goods[given["line"] % len(goods)] if goods else None
        if place is not None and draft["details"]["nodes"][place]["unitPrice"] != given["price"]:
            of.confirm(of.enter(draft, place, **values))


def _draft(api: Api, given: Json) -> Json | None:
    sales = [one for one in _posted(api, of_sales=True) if Decimal(one["totalAmount"]) > 0]
    if not sales:
        return None
    number = sales[given["of"] % len(sales)]["number"]
    query = f'{{ invoice(ref: {{number: "{number}"}}) {{ correctionOptions {{ canCorrect }} }} }}'
    can = api.run(query)["invoice"]["correctionOptions"]["canCorrect"]
    return Sale(api, {}).correct(number) if can else None


def _price(api: Api, customer: str, given: Json) -> None:
    _corrected(api, customer, given, unitPrice=given["price"])


def _tax(api: Api, customer: str, given: Json) -> None:
    _corrected(api, customer, given, unitPrice=given["price"], taxRate=given["rate"])


def _on_draft(api: Api, customer: str, given: Json) -> None:
    _draft(api, given)


def _pay(api: Api, customer: str, given: Json) -> None:
    found = [one for one in _posted(api, of_sales=False) if Decimal(one["openAmount"]) > 0]
    if found:
        one = found[given["of"] % len(found)]
        amount = (Decimal(one["openAmount"]) * Decimal(given["part"])).quantize(Decimal("0.01"))
        if amount:
            api.pay(one["number"], f"{amount}")


def _bill(api: Api, customer: str, given: Json) -> None:
    api.invoiced(customer, {"product": {"number": "P-000002"}, "quantity": given["quantity"]})


EVENTS = {
    "sale": _sale,
    "contract": _contract,
    "return": _return,
    "claim": _claim,
    "price": _price,
    "tax": _tax,
    "corrected": _price,
    "draft": _on_draft,
    "pay": _pay,
    "bill": _bill,
}
