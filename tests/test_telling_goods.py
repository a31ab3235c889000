"""Goods put right, as the ledger tells of them: `explain`, `ledgerDiff`, `lineage` and exports (putting-right 2.3, 10.5)."""

import pytest

from rebill.models.database import Database
from tests.api import Api
from tests.exchange.test_exporting import records
from tests.goods import Sale, base_sale
from tests.test_explanations import explain, lines, of_row
from tests.test_ledger_diff import diff, table_of


@pytest.fixture
def sale(api: Api) -> Sale:
    """100 at 20.00, of which 10 came back; 18.00 was right, and 5 came back after that."""
    of = base_sale(api)
    of.returned("10")
    of.put_right(unitPrice="18")
    of.returned("5")
    return of


TOLD = """
    Amounts are in NOK.
    Invoice INV-000001 of 2026-09-01 billed 100 of “A” at 20.00: 2000.00 and 500.00 tax.
      Credit note CN-000001 of 2026-09-01 credited 10 of “A” at 20.00: −200.00 and −50.00 tax.
      Credit note CN-000002 of 2026-09-01 took back 100 of “A” at 20.00: −2000.00 and −500.00 tax.
      Credit note CN-000002 of 2026-09-01 left 10 of “A” at 20.00, which had come back, as billed: 200.00 and 50.00 tax.
      Credit note CN-000002 of 2026-09-01 billed 90 of “A” at 18.00: 1620.00 and 405.00 tax.
        Credit note CN-000003 of 2026-09-01 credited 5 of “A” at 18.00: −90.00 and −22.50 tax.
    """


def test_a_price_that_was_put_right_is_explained_with_what_came_back_before_and_after(api: Api, sale: Sale) -> None:
    found = of_row(api, 1)
    assert found["text"].splitlines() == lines(TOLD)
    assert [row["source"] for row in found["rows"]] == [
        "returns 3.3",
        "returns 3.4",
        *["putting-right 2.3"] * 3,
        "returns 3.4",
    ]
    corrected = sale.document("CN-000002")["details"]["nodes"][0]["id"]
    assert explain(api, invoiceLineDetail=corrected) == found


def test_corrections_of_goods_are_causes_of_a_difference(api: Api, sale: Sale) -> None:
    fee = {"description": "Restocking", "category": "FIXED", "value": "4", "taxRate": "25"}
    order = api.returned(lines=[{"invoiceLine": sale.line, "quantity": "2"}], charges=[fee])
    api.receive(api.arrive(order, (1, "2")))
    draft = sale.correct(api.credit(order)["invoice"]["number"])
    sale.confirm(sale.enter(sale.enter(draft, quantity="-1"), 1, amount="3"))
    assert table_of(diff(api, {"sequence": 2})["groups"]) == [
        "CN-000002 sales.correction 3 -180.00 -45.00 0.00 0.00",
        "CN-000003 return.credit 1 -90.00 -22.50 0.00 0.00",
        "CN-000004 return.credit 1 -36.00 -9.00 0.00 0.00",
        "CN-000004 return.charge 1 4.00 1.00 0.00 0.00",
        "INV-000002 return.correction 2 18.00 4.50 0.00 0.00",
        "INV-000002 charge.correction 2 -1.00 -0.25 0.00 0.00",
    ]


def test_rows_of_a_correction_of_goods_are_of_the_lineage_of_the_sale(api: Api, sale: Sale) -> None:
    query = "{ actuals { nodes { rule lineage { sequence } } } }"
    found = {one["rule"]: [row["sequence"] for row in one["lineage"]] for one in api.run(query)["actuals"]["nodes"]}
    assert sorted(found) == [
        "return.credit.billed",
        "sales.correction.corrected",
        "sales.correction.returned_part",
        "sales.correction.reversal",
        "sales.invoice.billed",
    ]
    assert set(map(tuple, found.values())) == {(1, 2, 3, 4, 5, 6)}


def test_a_correction_of_goods_is_exported_with_its_lines_rows_and_voucher(
    api: Api, database: Database, sale: Sale
) -> None:
    (invoice,) = [one for one in records(database, "invoices") if one["number"] == "CN-000002"]
    assert (invoice["totalAmount"], invoice["openAmount"], invoice["hasCorrections"]) == ("-225.00", "0.00", True)
    of = {
        kind: [one for one in records(database, kind) if one["invoice"] == "CN-000002"]
        for kind in ("invoice-lines", "actuals", "vouchers")
    }
    assert [(one["quantity"], one["unitPrice"], one["netAmount"]) for one in of["invoice-lines"]] == [
        ("0", "18", "-180.00")
    ]
    assert [(one["quantity"], one["amount"], one["rule"]) for one in of["actuals"]] == [
        ("-100", "-2000.00", "sales.correction.reversal"),
        ("10", "200.00", "sales.correction.returned_part"),
        ("90", "1620.00", "sales.correction.corrected"),
    ]
    assert [(one["postingType"], one["debit"], one["credit"]) for one in of["vouchers"]] == [
        ("RECEIVABLES", "0.00", "225.00"),
        ("REVENUE", "180.00", "0.00"),
        ("SALES_TAX", "45.00", "0.00"),
    ]
