"""Sales that are returned, corrected and corrected again in any order, credit notes and charges, too: the laws hold.

Whatever is refused is refused for a reason of putting right, and nothing is written (putting-right 11).
"""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from rebill.models.database import Database
from tests.api import Api, Rejected
from tests.goods import Sale
from tests.length import usually

pytestmark = [pytest.mark.both_engines, pytest.mark.slow]

SEEDS, STEPS = range(usually(4, long=60)), 12
PRICES, DISCOUNTS, RATES = ("33.35", "0.99", "1.12", "7.777777"), ("0", "10", "12.5"), ("25", "15", "0")
CODES = ("CREDIT", "SCRAP", "CREDIT")
REASONS = {
    "CORRECTION_EXCEEDS_BILLED",
    "CORRECTION_IN_PROGRESS",
    "DETAIL_ALREADY_CORRECTED",
    "INVOICE_HAS_SUCCESSORS",
    "NOTHING_TO_CORRECT",
    "NO_CHANGES",
    "RETURN_PRICE_EXCEEDS_BILLED",
    "RETURN_QTY_EXCEEDS_INVOICED",
}


class History:
    """A sale of two lines, and whatever happens to it."""

    def __init__(self, api: Api, seed: int) -> None:
        self.api, self.dice = api, Random(seed)
        lines = [(str(self.dice.choice((3, 7, 10))), self.dice.choice(PRICES)) for _ in range(2)]
        self.of = Sale.of(api, *lines, cost="1.337", discount=self.dice.choice(DISCOUNTS))
        self.drafts: list[dict[str, Any]] = []

    def step(self) -> None:
        """Something of all that can happen; a refusal writes nothing."""
        what = self.dice.choice((self.give_back, self.draft, self.draft, self.confirm, self.confirm))
        before = self.api.fingerprint()
        try:
            what()
        except Rejected as refused:
            assert set(refused.codes) <= REASONS, refused.problems
            if what != self.draft:  # whose draft stays, with nothing entered
                assert self.api.fingerprint() == before

    def give_back(self) -> None:
        """Some pieces of a line come back, or are credited as they never arrived; sometimes for a fee."""
        line = self.dice.choice(self.of.document()["lines"])
        most = int(line["returnableQuantity"])
        if not most:
            return
        wanted: dict[str, Any] = {"invoiceLine": line["id"], "quantity": str(self.dice.randint(1, most))}
        if self.dice.random() < 0.4:
            fee = {"description": "Fee", "category": "FIXED", "value": self.dice.choice(("5", "-3")), "taxRate": "25"}
            wanted["charges"] = [fee]
        if self.dice.random() < 0.3:
            self.api.credit(self.api.returned(lines=[wanted | {"dispositionCode": "CREDIT_ONLY"}]))
            return
        order = self.api.returned(lines=[wanted])
        self.api.arrive(order, (1, wanted["quantity"]), code=self.dice.choice(CODES))
        self.api.receive(order)
        self.api.credit(order)

    def draft(self) -> None:
        """A correction of any document, with something entered on a detail of it."""
        found = self.api.run("{ invoices(filter: {status: [CONFIRMED]}) { nodes { number } } }")["invoices"]["nodes"]
        number = self.dice.choice(found)["number"]
        draft = self.of.correct(number, start=self.dice.choice(("ZERO", "BILLED", "BILLED")))
        self.drafts.append(draft)
        place = self.dice.randrange(len(draft["details"]["nodes"]))
        self.of.enter(draft, place, **self.values(draft["details"]["nodes"][place]))

    def values(self, detail: dict[str, Any]) -> dict[str, str]:
        """What is right of a detail: one field of it, or all."""
        sign = "-" if detail["previousQuantity"].startswith("-") else ""
        if detail["kind"] == "CHARGE":
            return {"amount": f"{sign}{self.dice.choice(('2', '4.44'))}", "taxRate": self.dice.choice(RATES)}
        most = int(detail["previousQuantity"].lstrip("-"))
        every = {
            "quantity": f"{sign}{self.dice.randint(max(0, most - 2), most + 1)}".replace("-0", "0"),
            "unitPrice": self.dice.choice((*PRICES, "0.5")),
            "discountPercent": self.dice.choice(DISCOUNTS),
            "taxRate": self.dice.choice(RATES),
            "description": "Put right",
        }
        name = self.dice.choice((*every, "all"))
        return every if name == "all" else {name: every[name]}

    def confirm(self) -> None:
        """One of the drafts is posted as it was planned, or deleted where it cannot be."""
        if not self.drafts:
            return
        draft = self.drafts.pop(self.dice.randrange(len(self.drafts)))
        plan = self.of.planned(draft)
        if plan["__typename"] == "Rejection":
            assert {one["code"] for one in plan["problems"]} <= REASONS, plan
            self.api.do("deleteInvoice", "__typename", invoice={"id": draft["id"]})
        else:
            self.of.confirm(draft)


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_returned_and_put_right_the_laws_hold(new_database: Callable[[], Database], seed: int) -> None:
    history = History(Api(new_database()), seed)
    for _ in range(STEPS):
        history.step()
        assert history.api.broken_laws() == []
