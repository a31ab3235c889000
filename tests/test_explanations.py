"""Why the ledger holds what it holds: the tree, the arithmetic, and sentences that a customer could be sent."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.identity import encode
from rebill.models.vocabulary import BillingType, DocumentType, TransactionClass, TransactionType
from rebill.resolvers.computed.explaining import loading
from rebill.resolvers.computed.explaining.facts import Document, Entry
from rebill.resolvers.computed.explaining.numbers import arithmetic
from rebill.resolvers.computed.explaining.sentences import sentence
from tests.api import Api
from tests.reading.asking import counted

ROW = "depth parent scenario source arithmetic text document { number } actual { sequence rule }"
QUERY = f"query($r: ExplainRef!) {{ explain(ref: $r) {{ text truncated rows {{ {ROW} }} }} }}"


def explain(api: Api, **ref: Any) -> dict[str, Any]:
    """An explanation."""
    found: dict[str, Any] = api.run(QUERY, r=ref)["explain"]
    return found


def of_row(api: Api, sequence: int) -> dict[str, Any]:
    """The explanation of a row by its position in the ledger."""
    return explain(api, actual=encode("Actual", sequence))


def lines(text: str) -> list[str]:
    """A text table without the indentation that the test file gives it."""
    found = text.strip("\n").splitlines()
    margin = min(len(line) - len(line.lstrip()) for line in found if line.strip())
    return [line[margin:] for line in found if line.strip()]


def corrected(api: Api, contract: dict[str, Any], *quantities: str) -> list[dict[str, Any]]:
    """Bill what is ready, then correct the only detail to each quantity; the documents."""
    documents = [api.confirm(api.draft(contract))["invoice"]]
    for quantity in quantities:
        draft = api.correct(documents[-1])
        api.bill(draft, quantity)
        documents.append(api.confirm(draft)["invoice"])
    return documents


def test_a_partial_credit_is_told_row_by_row(api: Api) -> None:
    contract = api.contract()
    api.work(contract, "10", "100", unitCost="40")
    corrected(api, contract, "8")
    text = """
    Amounts are in NOK.
    “Work” of 2026-08-31 was approved, 10 at 100.00: 1000.00.
      Invoice INV-000001 of 2026-09-01 took 10 of “Work” at 100.00 off the open work: −1000.00.
      Invoice INV-000001 of 2026-09-01 billed 10 of “Work” at 100.00: 1000.00.
        Credit note CN-000001 of 2026-09-01 took back 10 of “Work” at 100.00: −1000.00.
        8 of “Work” at 100.00 are to be billed: 800.00.
          Credit note CN-000001 of 2026-09-01 took 8 of “Work” at 100.00 off the open work: −800.00.
          Credit note CN-000001 of 2026-09-01 billed 8 of “Work” at 100.00: 800.00.
        2 of “Work” at 100.00 remain open, to be billed or waived: 200.00.
    """
    found = of_row(api, 5)
    assert found["text"].splitlines() == lines(text)
    assert not found["truncated"]


def test_each_row_says_where_it_stands_and_how_its_amount_comes_about(api: Api) -> None:
    contract = api.contract()
    api.work(contract, "10", "100")
    corrected(api, contract, "8")
    rows = of_row(api, 2)["rows"]
    told = [
        (
            row["actual"]["sequence"],
            row["depth"],
            row["parent"],
            row["arithmetic"],
            (row["document"] or {}).get("number"),
        )
        for row in rows
    ]
    assert told == [
        (2, 0, None, "10 at 100.00 = 1000.00", None),
        (3, 1, 0, "−(10 at 100.00) = −1000.00", "INV-000001"),
        (4, 1, 0, "10 at 100.00 = 1000.00", "INV-000001"),
        (5, 2, 2, "−(10 at 100.00) = −1000.00", "CN-000001"),
        (6, 2, 2, "8 at 100.00 = 800.00", "CN-000001"),
        (7, 3, 4, "−(8 at 100.00) = −800.00", "CN-000001"),
        (8, 3, 4, "8 at 100.00 = 800.00", "CN-000001"),
        (9, 2, 2, "10 − 8 = 2 at 100.00 = 200.00", "CN-000001"),
    ]
    assert [(rows[place]["scenario"], rows[place]["source"]) for place in (0, 1, 7)] == [
        ("Approving work.", "project-invoicing K1"),
        ("Confirming a time transaction as it was approved.", "project-invoicing F1"),
        ("Invoicing the partial credit on a time transaction.", "project-invoicing C2"),
    ]


def test_what_is_waived_on_a_first_draft_is_said_not_to_be_charged(api: Api) -> None:
    contract = api.contract()
    api.work(contract, "3", "33.37")
    draft = api.draft(contract)
    api.bill(draft, "2", tax="5")
    api.confirm(draft)
    text = """
    Amounts are in NOK.
    “Work” of 2026-08-31 was approved, 3 at 33.37: 100.11.
      Invoice INV-000001 of 2026-09-01 took 3 of “Work” at 33.37 off the open work: −100.11.
      2 of “Work” at 33.37 are to be billed: 66.74 and 5.00 tax.
        Invoice INV-000001 of 2026-09-01 took 2 of “Work” at 33.37 off the open work: −66.74 and −5.00 tax.
        Invoice INV-000001 of 2026-09-01 billed 2 of “Work” at 33.37: 66.74 and 5.00 tax.
      1 of “Work” at 33.37 is not to be charged: 33.37.
        Invoice INV-000001 of 2026-09-01 took 1 of “Work” at 33.37 off the open work, not charged: −33.37.
        Invoice INV-000001 of 2026-09-01 waived 1 of “Work” at 33.37, not charged: 33.37.
    """
    assert of_row(api, 2)["text"].splitlines() == lines(text)


def test_a_remainder_that_is_billed_later_remained_open(api: Api) -> None:
    contract = api.contract()
    api.work(contract, "10", "100")
    corrected(api, contract, "0")
    (open_row,) = api.run("{ actuals(filter: {open: true}) { nodes { id } } }")["actuals"]["nodes"]
    assert "10 of “Work” at 100.00 remain open, to be billed or waived: 1000.00." in of_row(api, 2)["text"]
    api.do("markReadyToInvoice", "... on MarkReadyToInvoiceSuccess { replayed }", actuals=[open_row["id"]])
    api.confirm(api.draft(contract))
    *_, remained, taken, billed = of_row(api, 2)["rows"]
    assert remained["text"] == "10 of “Work” at 100.00 remained open: 1000.00."
    assert taken["parent"] == billed["parent"] == 4
    assert billed["text"] == "Invoice INV-000002 of 2026-09-01 billed 10 of “Work” at 100.00: 1000.00."


def test_a_detail_is_explained_by_its_lineage_whichever_of_its_chain_is_asked_for(api: Api) -> None:
    contract = api.contract()
    api.work(contract, "10", "100")
    api.work(contract, "3", "50", description="Travel")
    first = api.draft(contract)
    api.confirm(first)
    corrective = api.correct(first)
    as_drafted = explain(api, invoiceLineDetail=corrective["details"]["nodes"][0]["id"])
    assert [row["actual"]["sequence"] for row in as_drafted["rows"]] == [2, 5, 6]
    api.bill(corrective, "8")
    api.confirm(corrective)
    of_first = explain(api, invoiceLineDetail=first["details"]["nodes"][0]["id"])
    of_corrective = explain(api, invoiceLineDetail=corrective["details"]["nodes"][0]["id"])
    assert of_first == of_corrective == of_row(api, 2)
    assert "Travel" not in of_first["text"]


def test_a_contract_is_explained_lineage_by_lineage_without_its_cost(api: Api) -> None:
    contract = api.contract()
    api.work(contract, "10", "100", unitCost="40")
    api.work(contract, "1", "500", transactionClass="FEE", description="Set-up")
    corrected(api, contract, "8")
    api.work(contract, "3", "50", description="Travel")
    found = explain(api, contract={"number": contract["number"]})
    roots = [row["text"] for row in found["rows"] if row["depth"] == 0]
    assert roots == [
        "“Work” of 2026-08-31 was approved, 10 at 100.00: 1000.00.",
        "“Set-up” of 2026-08-31 was approved, 1 at 500.00: 500.00.",
        "“Travel” of 2026-08-31 was approved, 3 at 50.00: 150.00. It is open, to be billed or waived.",
    ]
    assert [row["depth"] for row in found["rows"]] == [0, 1, 1, 2, 2, 3, 3, 2, 0, 1, 1, 2, 2, 0]
    assert all(row["parent"] is None or row["parent"] < place for place, row in enumerate(found["rows"]))
    assert " cost " not in found["text"]
    assert of_row(api, 1)["text"].splitlines()[1:] == ["“Work” of 2026-08-31 cost 10 at 40.00: 400.00."]


def test_a_contract_without_rows_has_nothing_to_explain(api: Api) -> None:
    found = explain(api, contract={"id": api.contract()["id"]})
    assert found == {"text": "Nothing has been written yet.", "truncated": False, "rows": []}


def test_there_is_no_explanation_of_what_is_not_there(api: Api) -> None:
    api.invoiced(api.customer(), {"product": {"number": api.product("100")}, "quantity": "4"})
    unknown = [
        {"actual": encode("Actual", 900)},
        {"actual": encode("Invoice", 1)},
        {"invoiceLineDetail": encode("InvoiceLineDetail", 900)},
        {"invoiceLineDetail": "nonsense"},
        {"contract": {"number": "PC-000900"}},
        {"contract": {"number": "SO-000001"}},
    ]
    assert [api.run(QUERY, r=ref)["explain"] for ref in unknown] == [None] * len(unknown)


def test_a_sale_is_explained_with_its_discount_and_its_credit_notes(api: Api) -> None:
    product = {"number": api.product("249.90", name="Desk lamp")}
    sold = api.invoiced(api.customer(), {"product": product, "quantity": "8", "discountPercent": "12.5"})
    order = api.return_order((sold["lines"][0]["id"], "3"))
    api.arrive(order, (1, "3"))
    api.receive(order)
    api.credit(order)
    found = of_row(api, 2)
    text = """
    Amounts are in NOK.
    Invoice INV-000001 of 2026-09-01 billed 8 of “Desk lamp” at 249.90, 249.90 discount taken off: 1749.30 and 437.33 tax.
      Credit note CN-000001 of 2026-09-01 credited 3 of “Desk lamp” at 249.90, 93.71 discount taken off: −655.99 and −164.00 tax.
    """
    assert found["text"].splitlines() == lines(text)
    assert [(row["arithmetic"], row["scenario"], row["source"]) for row in found["rows"]] == [
        ("8 at 249.90 − 249.90 discount = 1749.30", "Invoicing a sales order.", "returns 3.3"),
        ("−3 at 249.90 + 93.71 discount = −655.99", "Crediting a return order.", "returns 3.4"),
    ]


def test_a_long_explanation_is_cut_and_says_so(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    contract = api.contract()
    api.work(contract, "10", "100")
    corrected(api, contract, "8")
    monkeypatch.setattr(loading, "MOST_ROWS", 3)
    found = explain(api, contract={"id": contract["id"]})
    assert (found["truncated"], len(found["rows"])) == (True, 3)
    assert found["text"].splitlines()[-1] == "There is more than these 3 rows."


def test_longer_histories_cost_no_more_statements(api: Api, database: Database) -> None:
    contract = api.contract()
    counts = []
    for quantities in (("8",), ("8", "6", "4")):
        api.work(contract, "10", "100")
        corrected(api, contract, *quantities)
        with counted(database) as statements:
            explain(api, contract={"id": contract["id"]})
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_rows_of_another_lineage_that_a_connection_ties_are_explained_with_it(api: Api) -> None:
    """The open row of a retainer, and what is applied of it, put in by hand as lineages of their own."""
    api.work(api.contract(), "10", "100")
    corrected_invoice = api.confirm(api.draft({"id": encode("ProjectContract", 1)}))["invoice"]
    put_retainer_rows(api, int(corrected_invoice["number"][-6:]))
    text = """
    Amounts are in NOK.
    1000.00 of the retainer “Advance” was left, to be applied to later invoices.
      Invoice INV-000001 of 2026-09-01 reckoned anew what was open of the retainer “Advance”, 1000.00.
      Invoice INV-000001 of 2026-09-01 applied 600.00 of the retainer “Advance”.
      400.00 of the retainer “Advance” is left, to be applied to later invoices.
    """
    found = of_row(api, 5)
    assert found["text"].splitlines() == lines(text)
    assert found == of_row(api, 8)
    assert found["rows"][3]["arithmetic"] == "−1000.00 + 600.00 = −400.00"


def put_retainer_rows(api: Api, invoice_id: int) -> None:
    """Rows 5 to 8: a retainer's open row, its reversal, the applied part, and what is left."""
    actual, link = tables.actual, tables.actual_connection
    written = [
        (5, "UNBILLED_SALES", -1000, {"reversed_by_id": 6, "rule": "retainer.first.open"}),
        (6, "UNBILLED_SALES", 1000, {"reverses_id": 5, "rule": "retainer.applied.open_reversal"}),
        (7, "BILLED_SALES", -600, {"rule": "retainer.applied.billed", "root_id": 7}),
        (8, "UNBILLED_SALES", -400, {"rule": "retainer.applied_correction.open", "root_id": 8}),
    ]
    with api.database.write() as connection:
        like = dict(connection.execute(actual.select().where(actual.c.id == 4)).mappings().one())
        like |= {"transaction_class": "RETAINER", "description": "Advance", "invoice_line_detail_id": None}
        like |= {"invoice_id": invoice_id, "root_id": 5}
        for key, kind, amount, more in written:
            figures = {
                "amount": Decimal(amount),
                "unit_price": abs(Decimal(amount)),
                "quantity": Decimal(1 if amount > 0 else -1),
            }
            connection.execute(actual.insert().values({**like, "id": key, "transaction_type": kind, **figures, **more}))
        for key, role, other_role in (
            (6, "REVERSING", "ORIGINAL"),
            (7, "BILLED_SALES", "UNBILLED_SALES"),
            (8, "REPLACING", "ORIGINAL"),
        ):
            connection.execute(link.insert().values(actual_id=key, role=role, other_id=5, other_role=other_role))


def entry(**values: Any) -> Entry:
    """A row of a billed hour, unless `values` say otherwise."""
    made: dict[str, Any] = {
        "id": 2,
        "root_id": 1,
        "type": TransactionType.BILLED_SALES,
        "transaction_class": TransactionClass.TIME,
        "billing_type": BillingType.CHARGEABLE,
        "description": "Work",
        "date": date(2026, 8, 31),
        "quantity": Decimal(1),
        "unit_price": Decimal(100),
        "tax_amount": Decimal(0),
        "currency": "NOK",
        "rule": "time.first_unchanged.billed",
        "document": Document(id=1, number="INV-000001", type=DocumentType.INVOICE, date=date(2026, 9, 1)),
    } | values
    return Entry(**({"amount": made["quantity"] * made["unit_price"]} | made))


US, BS = TransactionType.UNBILLED_SALES, TransactionType.BILLED_SALES
MILESTONE, RETAINER = TransactionClass.MILESTONE, TransactionClass.RETAINER
SENTENCES = [
    (
        "work that is free of charge",
        {"billing_type": BillingType.COMPLIMENTARY},
        "Invoice INV-000001 of 2026-09-01 listed 1 of “Work” at 100.00, free of charge: 100.00.",
    ),
    (
        "a negative original",
        {"quantity": Decimal(-2)},
        "Invoice INV-000001 of 2026-09-01 credited 2 of “Work” at 100.00: −200.00.",
    ),
    (
        "a negative original taken back",
        {"quantity": Decimal(2), "reverses_id": 1},
        "Invoice INV-000001 of 2026-09-01 took back the credit of 2 of “Work” at 100.00: 200.00.",
    ),
    (
        "a negative remainder",
        {"type": US, "quantity": Decimal(-2)},
        "−2 of “Work” at 100.00 remain open, to be billed or waived: −200.00.",
    ),
    (
        "a milestone",
        {"transaction_class": MILESTONE, "description": "Design", "unit_price": Decimal(5000)},
        "Invoice INV-000001 of 2026-09-01 billed the milestone “Design”: 5000.00.",
    ),
    (
        "a milestone credited",
        {"transaction_class": MILESTONE, "description": "Design", "quantity": Decimal(-1), "reverses_id": 1},
        "Invoice INV-000001 of 2026-09-01 took back the milestone “Design”: −100.00.",
    ),
    (
        "a retainer billed",
        {"transaction_class": RETAINER, "description": "Advance"},
        "Invoice INV-000001 of 2026-09-01 billed the retainer “Advance”: 100.00.",
    ),
    (
        "an applied retainer taken back",
        {"transaction_class": RETAINER, "description": "Advance", "reverses_id": 1},
        "Invoice INV-000001 of 2026-09-01 took back 100.00 that were applied of the retainer “Advance”.",
    ),
    (
        "an approval withdrawn",
        {"type": US, "quantity": Decimal(-3), "reverses_id": 1, "document": None, "rule": "entry.canceled_unbilled"},
        "The approval of 3 of “Work” at 100.00 was withdrawn: −300.00.",
    ),
    (
        "a price with more places than the currency",
        {"unit_price": Decimal("0.019999"), "amount": Decimal("0.02")},
        "Invoice INV-000001 of 2026-09-01 billed 1 of “Work” at 0.019999: 0.02.",
    ),
]


@pytest.mark.parametrize(("case", "values", "text"), SENTENCES, ids=[one[0] for one in SENTENCES])
def test_every_kind_of_row_has_its_sentence(case: str, values: dict[str, Any], text: str) -> None:
    assert sentence(entry(**values), None) == text


def test_a_remainder_that_keeps_the_last_cent_shows_both_subtractions() -> None:
    before = entry(quantity=Decimal("0.7"), unit_price=Decimal("33.37"), amount=Decimal("23.36"))
    rule = "time.partial_credit.remainder"
    left = entry(quantity=Decimal("0.3"), unit_price=Decimal("33.37"), amount=Decimal("10.02"), rule=rule, type=US)
    assert arithmetic(left, before) == "0.7 − 0.4 = 0.3, 23.36 − 13.34 = 10.02"
    assert arithmetic(left, None) == "0.3 at 33.37 + 0.01 rounding = 10.02"
