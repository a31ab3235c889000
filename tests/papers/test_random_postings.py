"""Whatever is posted of both flows, its files pass every rule, and it is what its plan showed (laws documents 15, 17).

Sales and returns with fees, work and advances, corrections of any of them, at both roundings, through the API.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from rebill.models.database import Database
from tests.api import Api, Rejected
from tests.goods import Sale
from tests.length import usually
from tests.papers.sent import buyer, electronic, seller
from tests.projects import Project

pytestmark = pytest.mark.slow

FIRST = int(os.environ.get("REBILL_FIRST_SEED", "0"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("REBILL_RANDOM_BOOKS", usually(4, long=40, quick=1))))
STEPS = 14
PRICES, DISCOUNTS = ("33.35", "0.99", "1.12", "7.777777", "499.50"), ("0", "10", "12.5")
CODES = ("S25", "S15", "S25")
PARTY = "name number vatNumber address { city country }"
SHOWN = (
    f"documentKind netAmount taxAmount totalAmount seller {{ {PARTY} }} billTo {{ {PARTY} }} "
    "taxes { taxCode { code } category rate base amount }"
)


class Books:
    """What is bought, sent back, worked, paid in advance and put right by one customer."""

    codes: tuple[str, ...] = CODES

    def __init__(self, api: Api, seed: int) -> None:
        self.api, self.dice = api, Random(seed)
        self.customer = self.parties(self.dice.choice(("RATE", "LINE")))
        self.posted: list[str] = []
        code = self.codes[0]
        advances = [{"description": f"Advance {one}", "amount": "333.33", "taxCode": code} for one in range(2)]
        line = {"name": "Work", "billingMethod": "TIME_AND_MATERIAL", "taxCode": code}
        self.project = Project.of(api, line, customer=self.customer, retainers=advances)
        self.advances = [one["id"] for one in self.project.contract["retainers"]]
        self.sell()

    def parties(self, rounding: str) -> str:
        """Seller and buyer; the buyer's number."""
        seller(self.api, taxRounding=rounding)
        return buyer(self.api)

    def step(self) -> None:
        """Something of all that can happen; what the books refuse does not."""
        what = self.dice.choice(
            (self.sell, self.give_back, self.give_back, self.work, self.advance, self.put_right, self.put_right)
        )
        with suppress(Rejected):
            what()

    def sell(self) -> None:
        """An order of some lines."""
        lines = [
            {
                "product": {"number": self.api.product(self.dice.choice(PRICES), tax="0")},
                "quantity": str(self.dice.choice((1, 3, 7))),
                "discountPercent": self.dice.choice(DISCOUNTS),
                "taxCode": self.dice.choice(self.codes),
            }
            for _ in range(self.dice.randint(1, 5))
        ]
        self.posted.append(self.api.invoiced(self.customer, *lines)["number"])

    def give_back(self) -> None:
        """Some pieces of a document come back, sometimes for a fee."""
        document = Sale.known(self.api, self.dice.choice(self.posted)).invoice
        wanted = []
        for line in document["lines"]:
            most = int(float(line["returnableQuantity"] or 0))
            if most and self.dice.random() < 0.6:
                wanted.append({"invoiceLine": line["id"], "quantity": str(self.dice.randint(1, most))})
        if not wanted:
            return
        value = self.dice.choice(("5", "-3", "49"))
        fee = {"description": "Fee", "category": "FIXED", "value": value, "taxCode": self.dice.choice(self.codes)}
        charges = [fee] if self.dice.random() < 0.5 else []
        order = self.api.returned(lines=wanted, charges=charges, reasonCode="Damaged")
        self.api.arrive(order, *((place, one["quantity"]) for place, one in enumerate(wanted, 1)))
        self.api.receive(order)
        planned = self.plan("planReturnInvoice", "PostReturnInvoiceInput", order={"id": order["id"]})
        self.is_as_planned(self.api.credit(order)["invoice"]["number"], planned)

    def work(self) -> None:
        """Hours and fees are billed, sometimes less an advance."""
        for _ in range(self.dice.randint(1, 3)):
            more = {
                "transactionClass": self.dice.choice(("TIME", "FEE", "EXPENSE")),
                "taxCode": self.dice.choice(self.codes),
            }
            self.project.work(self.dice.choice(("1", "2.5", "7.333333")), self.dice.choice(PRICES), **more)
        applied = []
        for one in self.project.contract["retainers"]:
            if float(one["availableAmount"]) > 5 and self.dice.random() < 0.5:
                applied.append({"retainer": one["id"], "amount": "5.55"})
        self.confirm(self.project.draft(retainers=applied))

    def advance(self) -> None:
        """An advance is billed."""
        if self.advances:
            self.project.ready(retainers=[self.advances.pop()])
            self.confirm(self.project.draft(retainers=[]))

    def put_right(self) -> None:
        """A document is corrected: another quantity, price, code or amount of one of its details."""
        of = Sale.known(self.api, self.dice.choice(self.posted))
        draft = of.correct(start=self.dice.choice(("ZERO", "BILLED", "BILLED")), reason="Wrong")
        try:
            place = self.dice.randrange(len(draft["details"]["nodes"]))
            of.enter(draft, place, **self.values(draft["details"]["nodes"][place]))
            self.confirm(draft)
        except Rejected:
            self.api.do("deleteInvoice", "__typename", invoice={"id": draft["id"]})

    def values(self, detail: dict[str, Any]) -> dict[str, str]:
        before = float(detail["previousQuantity"] or 0)
        every = {
            "quantity": f"{before + self.dice.choice((-1, 1)):g}",
            "unitPrice": self.dice.choice((*PRICES, "0.5")),
            "taxCode": self.dice.choice(self.codes),
            "quantityOfNone": "0",
        }
        name = self.dice.choice(tuple(every))
        return {"quantity": "0"} if name == "quantityOfNone" else {"quantity": f"{before:g}", name: every[name]}

    def confirm(self, draft: dict[str, Any]) -> None:
        planned = self.plan("planInvoiceConfirmation", "ConfirmInvoiceInput", invoice={"id": draft["id"]})
        self.is_as_planned(self.api.confirm(draft)["invoice"]["number"], planned)

    def plan(self, query: str, kind: str, **values: Any) -> dict[str, Any]:
        """What a plan shows of its document."""
        asked = (
            f"query($i: {kind}!) {{ {query}(input: $i) {{ ... on PostingPlan {{ {SHOWN} "
            "electronicDocument { valid typeCode problems { rule } } } ... on Rejection { problems { code } } } }"
        )
        found: dict[str, Any] = self.api.run(asked, i=values)[query]
        if "problems" in found:
            raise Rejected([one | {"message": ""} for one in found["problems"]])
        return found

    def is_as_planned(self, number: str | None, planned: dict[str, Any]) -> None:
        """Taxes, parties and kind of the document are those of its plan (law 17)."""
        file = planned.pop("electronicDocument")
        if number is None:
            return
        query = f"query($n: String!) {{ invoice(ref: {{number: $n}}) {{ {SHOWN} }} }}"
        assert self.api.run(query, n=number)["invoice"] == planned
        now = electronic(self.api, number)
        assert (file["valid"], file["typeCode"]) == (now["valid"], now["typeCode"])
        self.posted.append(number)


def failing(api: Api) -> list[tuple[str, str, list[str]]]:
    """The rules that files of posted documents do not pass."""
    fields = "{ valid problems { rule severity } }"
    query = f"""query($c: String) {{ invoices(first: 25, after: $c) {{ pageInfo {{ hasNextPage endCursor }}
        nodes {{ number UBL: electronicDocument {fields} CII: electronicDocument(format: CII) {fields} }} }} }}"""
    wrong, cursor, more = [], None, True
    while more:
        page = api.run(query, c=cursor)["invoices"]
        for one in page["nodes"]:
            for syntax in ("UBL", "CII"):
                if one["number"] is not None and not one[syntax]["valid"]:
                    rules = [each["rule"] for each in one[syntax]["problems"] if each["severity"] == "FATAL"]
                    wrong.append((one["number"], syntax, rules))
        cursor, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    return wrong


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_posted_its_files_pass_every_rule(new_database: Callable[[], Database], seed: int) -> None:
    books = Books(Api(new_database()), seed)
    for _ in range(STEPS):
        books.step()
    assert failing(books.api) == []
    assert books.api.broken_laws() == []
