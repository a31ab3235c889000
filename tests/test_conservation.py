"""Every hour is somewhere: what was approved and raised is unbilled, billed, credited, written off or withdrawn."""

import random
from decimal import Decimal
from typing import Any

import pytest

from rebill.models import tables
from rebill.models.database import Database
from tests.api import Api, Rejected
from tests.reading.asking import counted

PARTS = ("approved", "raised", "unbilled", "billed", "writtenOff", "credited", "withdrawn")
FIGURES = " ".join(f"{part} {{ quantity amount }}" for part in PARTS)
QUERY = f"{{ actuals(first: 250) {{ nodes {{ sequence transactionType rule conservation {{ {FIGURES} }} }} }} }}"


def balances(api: Api) -> dict[int, dict[str, Any] | None]:
    """The balance of each row's lineage, by position in the ledger."""
    return {row["sequence"]: row["conservation"] for row in api.run(QUERY)["actuals"]["nodes"]}


def shown(balance: dict[str, Any] | None) -> str:
    """The parts that are not zero: "approved 10 = 1000.00, billed 10 = 1000.00"."""
    parts = [] if balance is None else [(part, balance[part]["quantity"], balance[part]["amount"]) for part in PARTS]
    return ", ".join(f"{part} {quantity} = {amount}" for part, quantity, amount in parts if quantity != "0")


def is_balanced(balance: dict[str, Any]) -> bool:
    """The law, in quantity and in amount."""
    for figure in ("quantity", "amount"):
        of = {part: Decimal(balance[part][figure]) for part in PARTS}
        if of["approved"] + of["raised"] != sum(of[part] for part in PARTS[2:]):
            return False
    return True


def billed_at(api: Api, contract: dict[str, Any], quantity: str | None) -> dict[str, Any]:
    """Draft what is ready, say what to bill, confirm."""
    draft = api.draft(contract)
    if quantity is not None:
        api.bill(draft, quantity)
    confirmed: dict[str, Any] = api.confirm(draft)["invoice"]
    return confirmed


def corrected_to(api: Api, invoice: dict[str, Any], quantity: str) -> dict[str, Any]:
    """Correct an invoice of one detail."""
    draft = api.correct(invoice)
    api.bill(draft, quantity)
    confirmed: dict[str, Any] = api.confirm(draft)["invoice"]
    return confirmed


HISTORIES = [
    ("only approved", {}, None, "approved 10 = 1000.00, unbilled 10 = 1000.00"),
    ("billed as approved", {}, "10", "approved 10 = 1000.00, billed 10 = 1000.00"),
    ("raised on the first draft", {}, "12", "approved 10 = 1000.00, raised 2 = 200.00, billed 12 = 1200.00"),
    ("lowered on the first draft", {}, "8", "approved 10 = 1000.00, billed 8 = 800.00, writtenOff 2 = 200.00"),
    ("written off whole", {}, "0", "approved 10 = 1000.00, writtenOff 10 = 1000.00"),
    ("credited in full", {}, "10 0", "approved 10 = 1000.00, unbilled 10 = 1000.00"),
    ("credited in part", {}, "10 7", "approved 10 = 1000.00, unbilled 3 = 300.00, billed 7 = 700.00"),
    (
        "down, and up over the open remainder",
        {},
        "10 5 12",
        "approved 10 = 1000.00, raised 7 = 700.00, unbilled 5 = 500.00, billed 12 = 1200.00",
    ),
    (
        "raised, then lowered: the hours billed beyond the approved are in the backlog",
        {},
        "12 8",
        "approved 10 = 1000.00, raised 2 = 200.00, unbilled 4 = 400.00, billed 8 = 800.00",
    ),
    (
        "lowered at first, corrected later: what was written off stays so",
        {},
        "8 6",
        "approved 10 = 1000.00, unbilled 2 = 200.00, billed 6 = 600.00, writtenOff 2 = 200.00",
    ),
    (
        "a negative original",
        {"quantity": "-10"},
        "-10 -4",
        "approved -10 = -1000.00, unbilled -6 = -600.00, billed -4 = -400.00",
    ),
    (
        "a negative original, further down",
        {"quantity": "-10"},
        "-12",
        "approved -10 = -1000.00, raised -2 = -200.00, billed -12 = -1200.00",
    ),
    (
        "a fee, partly credited",
        {"transactionClass": "FEE"},
        "10 6",
        "approved 10 = 1000.00, billed 6 = 600.00, credited 4 = 400.00",
    ),
    (
        "a fee, partly credited and billed whole again",
        {"transactionClass": "FEE"},
        "10 6 10",
        "approved 10 = 1000.00, billed 10 = 1000.00",
    ),
    (
        "a fee, partly credited and billed higher than ever",
        {"transactionClass": "FEE"},
        "10 6 11",
        "approved 10 = 1000.00, raised 1 = 100.00, billed 11 = 1100.00",
    ),
    (
        "a fee, lowered on the first draft",
        {"transactionClass": "FEE"},
        "6",
        "approved 10 = 1000.00, billed 6 = 600.00, credited 4 = 400.00",
    ),
]


@pytest.mark.parametrize(("case", "work", "steps", "balance"), HISTORIES, ids=[one[0] for one in HISTORIES])
def test_a_piece_of_work_is_balanced(
    api: Api, case: str, work: dict[str, str], steps: str | None, balance: str
) -> None:
    contract = api.contract()
    entry = {"quantity": "10", "transactionClass": "TIME"} | work
    api.work(contract, entry.pop("quantity"), "100", **entry)
    first, *rest = steps.split() if steps else [None]
    invoice = billed_at(api, contract, first) if first else None
    for quantity in rest:
        assert invoice is not None
        invoice = corrected_to(api, invoice, quantity)
    of_sales = [shown(one) for one in balances(api).values() if one is not None]
    assert set(of_sales) == {balance}


def test_work_that_is_not_chargeable_is_accounted_for_all_the_same(api: Api) -> None:
    contract = api.contract()
    api.work(contract, "1", "100")
    api.work(contract, "10", "100", billingType="NON_CHARGEABLE")
    draft = api.correct(billed_at(api, contract, None))
    api.bill(draft, "7", detail=1)
    api.confirm(draft)
    balance = balances(api)[4]
    assert shown(balance) == "approved 10 = 1000.00, unbilled 3 = 300.00, billed 7 = 700.00"


def test_cost_and_sales_documents_have_no_balance(api: Api) -> None:
    api.work(api.contract(), "10", "100", unitCost="50")
    api.invoiced(api.customer(), {"product": {"number": api.product("100")}, "quantity": "4"})
    rows = api.run(QUERY)["actuals"]["nodes"]
    without = [row["rule"] for row in rows if row["conservation"] is None]
    assert without == ["entry.cost", "sales.invoice.billed"]


def test_amounts_are_at_the_minor_unit_of_the_currency(api: Api) -> None:
    api.work(api.contract(api.customer("JPY")), "2.50", "100")
    *_, balance = balances(api).values()
    assert shown(balance) == "approved 2.5 = 250, unbilled 2.5 = 250"


def test_work_that_is_withdrawn_is_accounted_for(api: Api) -> None:
    """A reversal that no invoice wrote, put in by hand."""
    api.work(api.contract(), "10", "100")
    actual = tables.actual
    with api.database.write() as connection:
        row = dict(connection.execute(actual.select().where(actual.c.rule == "entry.unbilled")).mappings().one())
        reversal = {"id": row["id"] + 1, "reverses_id": row["id"], "adjustment_status": "UNADJUSTABLE"}
        negated = {name: -row[name] for name in ("quantity", "amount", "tax_amount")}
        rule = {"rule": "entry.canceled_unbilled"}
        connection.execute(actual.insert().values(**(row | reversal | negated | rule)))
        connection.execute(actual.update().where(actual.c.id == row["id"]).values(reversed_by_id=row["id"] + 1))
    found = [one for one in balances(api).values() if one is not None]
    assert {shown(one) for one in found} == {"approved 10 = 1000.00, withdrawn 10 = 1000.00"}
    assert all(map(is_balanced, found))


@pytest.mark.parametrize("seed", range(5))
def test_random_histories_lose_nothing(api: Api, seed: int) -> None:
    draw = random.Random(seed)
    contract = api.contract()
    invoices: list[dict[str, Any]] = []
    for _ in range(7):
        step = draw.choice(["work", "bill", "bill", "correct", "correct"])
        if step == "work" or not api.ledger():
            kind, quantity = draw.choice(["TIME", "EXPENSE", "MATERIAL", "FEE"]), draw.choice(["10", "0.333333", "-4"])
            api.work(contract, quantity, draw.choice(["100", "33.37", "0"]), transactionClass=kind)
            continue
        try:
            draft = api.draft(contract) if step == "bill" else api.correct(draw.choice(invoices or [{"id": "-"}]))
            for index, detail in enumerate(draft["details"]["nodes"]):
                whole = Decimal(detail["previousQuantity"] or detail["quantity"])
                part = (whole * Decimal(draw.choice(["0", "0.3", "0.7", "1", "1.7"]))).quantize(Decimal("0.000001"))
                api.bill(draft, f"{part:f}", detail=index)
            invoices.append(api.confirm(draft)["invoice"])
        except Rejected as refused:
            if refused.codes == ["NO_CHANGES"]:
                api.do("deleteInvoice", "", invoice={"id": draft["id"]})
        open_rows(api, ready=draw.random() < 0.5)
        assert all(is_balanced(one) for one in balances(api).values() if one is not None)
    assert api.broken_laws() == []
    agrees_with_the_rows(api)


def open_rows(api: Api, *, ready: bool) -> None:
    """Mark what is open in the backlog, so that remainders are billed again."""
    nodes = api.run("{ actuals(filter: {open: true, billingStatus: [NOT_READY]}) { nodes { id } } }")["actuals"][
        "nodes"
    ]
    if ready and nodes:
        rows = [one["id"] for one in nodes]
        api.do("markReadyToInvoice", "... on MarkReadyToInvoiceSuccess { replayed }", actuals=rows)


def agrees_with_the_rows(api: Api) -> None:
    """What stands in each part, added up from the rows one by one."""
    rows = [row for row in api.ledger() if row["transactionType"] != "COST"]
    found = balances(api)
    for root in {row["lineage"][0]["sequence"] for row in rows}:
        mine = [row for row in rows if row["lineage"][0]["sequence"] == root]
        stands = [row for row in mine if not row["reverses"] and not row["reversedBy"]]
        waived = [row for row in stands if row["rule"].endswith(".write_off_billed")]
        parts = {
            "approved": mine[:1],
            "unbilled": [row for row in stands if row["transactionType"] == "UNBILLED_SALES"],
            "billed": [row for row in stands if row["transactionType"] == "BILLED_SALES" and row not in waived],
            "writtenOff": waived,
        }
        balance = found[root]
        assert balance is not None
        for part, of_part in parts.items():
            for figure in ("quantity", "amount"):
                assert Decimal(balance[part][figure]) == sum(Decimal(row[figure]) for row in of_part)
        if mine[0]["transactionClass"] != "FEE":  # only fees are ever conceded
            assert balance["credited"]["quantity"] == "0"


def test_a_list_costs_one_more_statement_however_long(api: Api, database: Database) -> None:
    contract = api.contract()
    counts = []
    for _ in range(2):
        for _ in range(3):
            api.work(contract, "10", "100")
        with counted(database) as statements:
            balances(api)
        counts.append(len(statements))
    assert counts[0] == counts[1] == 2
