"""P15: a correction run is the single corrections, and a blocked invoice stays byte for byte as it was (putting-right 8.5).

On equal books the same rule is carried out twice: by a run of its plan, and by a user who begins every draft with what
stands, enters what is right of each detail by hand, and confirms it.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

import pytest

from rebill.models.database import Database
from tests.api import Api
from tests.correction_runs import correct, planned
from tests.laws.correction_book import RULES, SELECTIONS, Json, random_book, write
from tests.length import usually

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

SEEDS = range(usually(6, long=120))
CENT, SIXTH = Decimal("0.01"), Decimal("0.000001")
DETAIL = "id kind transactionClass billingType description quantity unitPrice taxRate amount taxAmount"
LINES = f"lines {{ id product {{ number }} contractLine {{ billingMethod }} details {{ {DETAIL} }} }}"
OPTIONS = "correctionOptions { details { detail { id } blockers { code } } }"
DOCUMENT = """number documentType netAmount taxAmount totalAmount openAmount status dueDate correctedTotal previousTotal
    corrects { number } orders { number } lines { lineNumber description quantity unitPrice discountPercent taxRate
    netAmount taxAmount returnableQuantity } voucher { entries { postingType debit credit } }
    settlements { amount other { number } }"""


def rounded(value: Decimal, unit: Decimal = CENT) -> Decimal:
    """Half away from zero."""
    return value.quantize(unit, rounding=ROUND_HALF_UP)


def selected(detail: Json, where: Json) -> bool:
    """Whether the selection is about a detail; customers and days are about all of a book."""
    product = (detail["line"]["product"] or {}).get("number") if detail["kind"] == "PRODUCT" else None
    tests: dict[str, Callable[[Any], bool]] = {
        "product": lambda one: product == one["number"],
        "transactionClass": lambda one: detail["transactionClass"] in one,
        "description": lambda one: detail["description"].lower() == one.lower(),
        "unitPrice": lambda one: Decimal(detail["unitPrice"]) == Decimal(one),
        "taxRate": lambda one: detail["taxRate"] is not None and Decimal(detail["taxRate"]) == Decimal(one),
    }
    return all(tests[name](value) for name, value in where.items() if name in tests)


def entered(detail: Json, rule: Json) -> Json | None:
    """What a user enters of a detail; None where the rule is not about it."""
    fixed = (detail["line"]["contractLine"] or {}).get("billingMethod") == "FIXED_PRICE"
    is_work = detail["kind"] == "TRANSACTION"
    if "creditInFull" in rule:
        return {"quantity": "0", "taxAmount": "0"} if is_work else {"quantity": "0"}
    if detail["kind"] not in ("PRODUCT", "TRANSACTION") or fixed:
        return None
    amount, tax = Decimal(detail["amount"]), Decimal(detail["taxAmount"])
    if "taxRate" in rule:
        rate = Decimal(rule["taxRate"])
        return (
            {"taxAmount": f"{rounded(amount * rate / 100)}"}
            if detail["taxRate"] is None
            else {"taxRate": rule["taxRate"]}
        )
    before = Decimal(detail["unitPrice"])
    price = Decimal(rule["unitPrice"]) if "unitPrice" in rule else rounded(before * Decimal(rule["priceFactor"]), SIXTH)
    if price == before:
        return None
    found = {"unitPrice": f"{price}"}
    if detail["taxRate"] is None and amount:
        found["taxAmount"] = f"{rounded(tax * rounded(Decimal(detail['quantity']) * price) / amount)}"
    return found


def details_of(invoice: Json) -> list[Json]:
    """The details of an invoice, each with its line."""
    return [{**detail, "line": line} for line in invoice["lines"] for detail in line["details"]]


def by_hand(api: Api, number: str, where: Json, rule: Json, settlement: str) -> None:
    """One invoice as a user corrects it, who names what can be corrected of goods and work."""
    query = f"query($n: String!) {{ invoice(ref: {{number: $n}}) {{ {LINES} {OPTIONS} }} }}"
    invoice = api.run(query, n=number)["invoice"]
    blocked = {
        one["detail"]["id"]
        for one in invoice["correctionOptions"]["details"]
        if any(each["code"] != "PRODUCT_LINE_NOT_CORRECTABLE" for each in one["blockers"])
    }
    free = [
        one
        for one in details_of(invoice)
        if one["id"] not in blocked and one["kind"] in ("TRANSACTION", "MILESTONE", "PRODUCT")
    ]
    named = {
        "lines": [one["line"]["id"] for one in free if one["kind"] == "PRODUCT"],
        "details": [one["id"] for one in free if one["kind"] != "PRODUCT"],
    }
    draft = api.do(
        "correctInvoice",
        f"... on CorrectInvoiceSuccess {{ invoice {{ id {LINES} }} }}",
        invoice={"number": number},
        startFrom="BILLED",
        reason="The price list of July",
        **{name: values for name, values in named.items() if values},
    )["invoice"]
    changes = [
        {"detail": one["id"], **values}
        for one in details_of(draft)
        if selected(one, where) and (values := entered(one, rule)) is not None
    ]
    api.do("updateInvoiceLineDetails", "", invoice={"id": draft["id"]}, details=changes)
    api.do("confirmInvoice", "", invoice={"id": draft["id"]}, settlement=settlement)


def books(api: Api) -> list[Any]:
    """All that bookkeepers look at: the ledger and every posted document."""
    ledger: list[Any] = api.ledger()
    posted = api.run(f"{{ invoices(first: 250, filter: {{status: [CONFIRMED, PAID]}}) {{ nodes {{ {DOCUMENT} }} }} }}")
    return [*ledger, *sorted(posted["invoices"]["nodes"], key=lambda one: str(one["number"]))]


def rows_of(api: Api, numbers: list[str], *, settled: bool) -> list[Any]:
    """Every byte of some invoices, their lines and details, and of the ledger's rows that they wrote.

    Where others of their account may be `settled` with them their headers are left out.
    """
    if not numbers:
        return []
    keys = f"SELECT id FROM invoice WHERE number IN ({', '.join(repr(one) for one in numbers)})"
    with api.database.read() as connection:
        return [
            connection.exec_driver_sql(f"SELECT * FROM {table} WHERE {column} IN ({keys}) ORDER BY 1").all()
            for table, column in (
                ("invoice_correction" if settled else "invoice", "invoice_id" if settled else "id"),
                ("invoice_line", "invoice_id"),
                ("invoice_line_detail", "invoice_id"),
                ("actual", "invoice_id"),
            )
        ]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_correction_run_is_the_single_corrections(
    new_database: Callable[[], Database], engine_name: str, seed: int
) -> None:
    dice = Random(seed)
    book, where, rule = random_book(dice), dice.choice(SELECTIONS), dice.choice(RULES)
    settlement = dice.choice(("ORIGINAL_INVOICE", "ORIGINAL_INVOICE", "AUTOMATIC", "NONE"))
    values: Json = {"where": where, "change": rule, "settlement": settlement}
    by_run, unseen, singly = (Api(new_database()) for _ in range(3))
    for api in (by_run, unseen, singly):
        write(api, book)
    plan = planned(by_run, **values)
    blocked = [one["invoice"]["number"] for one in plan["invoices"] if one["problems"]]
    before = rows_of(by_run, blocked, settled=settlement != "NONE")
    run = correct(by_run, **values, expectedPlan=plan["hash"])
    assert (run["posted"], run["skipped"], run["failed"]) == (plan["ready"], plan["blocked"], 0)
    totals = [one["totalAmount"] for one in plan["invoices"] if one["document"] is not None]
    assert [one["invoice"]["totalAmount"] for one in run["items"]["nodes"] if one["invoice"]] == totals
    assert rows_of(by_run, blocked, settled=settlement != "NONE") == before
    for one in plan["invoices"]:
        if one["document"] is not None:
            by_hand(singly, one["invoice"]["number"], where, rule, settlement)
    assert books(by_run) == books(singly)
    correct(unseen, **values)
    assert books(unseen) == books(singly)
    assert by_run.broken_laws() == []
