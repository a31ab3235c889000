"""What files bring into the books: all of a file or nothing, or what is good of it, and nothing twice."""

import json

import pytest
from sqlalchemy import func, select

from rebill.files import chunks, importing
from rebill.models import tables
from tests.exchange.files import CUSTOMERS, Desk, counted, rows, told

ORDERS = "order,customer,line.product,line.quantity"
ENTRIES = "contract,line,transactionClass,description,transactionDate,quantity,unitPrice,unitCost"


def count(desk: Desk, table: str) -> int:
    with desk.database.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(getattr(tables, table))) or 0)


def with_parties(desk: Desk) -> Desk:
    desk.accept("customers.csv", rows("number,name,currency", "A-1,Nor,NOK", "A-2,Tokyo,JPY"))
    desk.accept(
        "products.csv",
        rows("number,name,salesPrice,costPrice,taxRate", "P-1,Lamp,100.00,40,25", "P-2,Chair,249.90,120,25"),
    )
    return desk


def with_contract(desk: Desk) -> Desk:
    with_parties(desk)
    work = {"name": "Hours", "billingMethod": "TIME_AND_MATERIAL"}
    fixed = {"name": "Build", "billingMethod": "FIXED_PRICE", "milestones": [{"name": "Half", "amount": "500"}]}
    desk.accept("contracts.jsonl", json.dumps({"customer": "A-1", "name": "P", "lines": [work, fixed]}))
    return desk


def test_customers_and_products_are_what_the_mutations_would_have_made(desk: Desk) -> None:
    with_parties(desk)
    desk.accept("customers2.csv", rows("name,currency,paymentTermsDays,blocked", '"Lang, Hans",EUR,14,INVOICE'))
    found = desk.api.run("{ customers { nodes { number name currency paymentTermsDays blocked balance } } }")
    assert found["customers"]["nodes"][0] == {
        "number": "A-1",
        "name": "Nor",
        "currency": "NOK",
        "paymentTermsDays": 30,
        "blocked": "NO",
        "balance": "0.00",
    }
    assert found["customers"]["nodes"][2] == {
        "number": "C-000001",
        "name": "Lang, Hans",
        "currency": "EUR",
        "paymentTermsDays": 14,
        "blocked": "INVOICE",
        "balance": "0.00",
    }
    found = desk.api.run("{ products { nodes { number name unit salesPrice costPrice taxRate onHand } } }")
    assert found["products"]["nodes"][1] == {
        "number": "P-2",
        "name": "Chair",
        "unit": "ea",
        "salesPrice": "249.9",
        "costPrice": "120",
        "taxRate": "25",
        "onHand": "0",
    }


def test_drawn_numbers_pass_over_those_that_the_same_file_brings_along(desk: Desk) -> None:
    desk.accept("customers.csv", rows("number,name,currency", ",A,NOK", "C-000002,B,NOK", ",C,NOK"))
    nodes = desk.api.run("{ customers { nodes { number name } } }")["customers"]["nodes"]
    assert sorted((one["name"], one["number"]) for one in nodes) == [
        ("A", "C-000001"),
        ("B", "C-000002"),
        ("C", "C-000003"),
    ]


def test_rows_with_one_order_are_the_lines_of_one_order_and_it_is_delivered(desk: Desk) -> None:
    with_parties(desk)
    desk.accept(
        "orders.csv",
        rows(
            "order,customer,deliveredOn,line.product,line.quantity,line.unitPrice,line.discountPercent",
            "x,A-1,2026-08-03,P-1,2,,",
            "x,,,P-2,3,10.5,10",
            "y,A-2,,P-1,1,,",
        ),
    )
    order = "number status customer { number } lines { quantity unitPrice netAmount deliveredQuantity }"
    nodes = desk.api.run(f"{{ orders {{ nodes {{ ... on SalesOrder {{ {order} }} }} }} }}")["orders"]["nodes"]
    lines = [
        {"quantity": "2", "unitPrice": "100", "netAmount": "200.00", "deliveredQuantity": "2"},
        {"quantity": "3", "unitPrice": "10.5", "netAmount": "28.35", "deliveredQuantity": "3"},
    ]
    delivered = {"number": "SO-000001", "status": "DELIVERED", "customer": {"number": "A-1"}, "lines": lines}
    assert next(one for one in nodes if one["number"] == "SO-000001") == delivered
    assert next(one for one in nodes if one["number"] == "SO-000002")["status"] == "OPEN"
    assert desk.api.on_hand("P-2") == "-3"
    (item,) = desk.api.post_orders({"number": "SO-000001"})
    assert item["invoice"]["totalAmount"] == "285.44"
    assert desk.api.broken_laws() == []


def test_a_delivered_order_is_the_same_as_one_entered_and_delivered_by_hand(desk: Desk) -> None:
    with_parties(desk)
    lines = [{"product": {"number": "P-1"}, "quantity": "2"}, {"product": {"number": "P-2"}, "quantity": "0.333"}]
    made = desk.api.do(
        "createSalesOrder", "... on SalesOrderSuccess { order { number } }", customer={"number": "A-1"}, lines=lines
    )["order"]
    slip = "... on PackingSlipSuccess { packingSlip { number } }"
    desk.api.do("postPackingSlip", slip, order=made, date="2026-08-03")
    desk.accept("orders.jsonl", json.dumps({"customer": "A-1", "deliveredOn": "2026-08-03", "lines": lines}))
    unlike = {"id", "number", "order_id", "voucher_id", "packing_slip_id", "sales_order_line_id"}
    unlike |= {"created_by_id", "posted_by_id"}  # a file is brought in by whoever runs the command
    with desk.database.read() as connection:
        for name in ("order", "sales_order_line", "packing_slip", "packing_slip_line", "voucher", "voucher_entry"):
            table = getattr(tables, name)
            found = connection.execute(select(table).order_by(table.c.id)).mappings().all()
            facts = [{key: value for key, value in row.items() if key not in unlike} for row in found]
            assert facts[: len(facts) // 2] == facts[len(facts) // 2 :], name
            assert facts, name


def test_entries_name_their_line_by_numbers_or_by_id(desk: Desk) -> None:
    with_contract(desk)
    lines = desk.api.run("{ orders { nodes { ... on ProjectContract { number lines { id } } } } }")["orders"]["nodes"]
    desk.accept("entries.csv", rows(ENTRIES, "PC-000001,1,TIME,Design,2026-08-31,1.5,1000,600"))
    desk.accept(
        "entries.jsonl",
        json.dumps(
            {
                "contractLine": lines[0]["lines"][0]["id"],
                "transactionClass": "EXPENSE",
                "description": "Train",
                "transactionDate": "2026-08-31",
                "quantity": 1,
                "unitPrice": "480",
                "readyToInvoice": True,
            }
        ),
    )
    ledger = [(one["transactionType"], one["amount"], one["billingStatus"]) for one in desk.api.ledger()]
    assert ledger == [
        ("COST", "900.00", None),
        ("UNBILLED_SALES", "1500.00", "NOT_READY"),
        ("COST", "0.00", None),
        ("UNBILLED_SALES", "480.00", "READY_TO_INVOICE"),
    ]
    assert desk.api.broken_laws() == []


def test_returns_take_back_invoiced_lines(desk: Desk) -> None:
    with_parties(desk)
    invoice = desk.api.invoiced("A-1", {"product": {"number": "P-1"}, "quantity": "4"})
    line = invoice["lines"][0]["id"]
    report = desk.take("returns.csv", rows("return,line.invoiceLine,line.quantity", f"1,{line},3", f"2,{line},2"))
    assert told(report) == [(3, "line.quantity", "RETURN_QTY_EXCEEDS_INVOICED")]
    desk.accept("returns.csv", rows("return,line.invoiceLine,line.quantity", f"1,{line},3", f"2,{line},1"))
    assert desk.api.broken_laws() == []


@pytest.mark.parametrize("bad", ["A-2,B,XYZ", "A-0,B,NOK", "A-2,B", "A-2,,NOK"])
def test_of_a_file_with_one_bad_row_nothing_is_written(desk: Desk, bad: str) -> None:
    before = desk.api.fingerprint()
    report = desk.take("customers.csv", rows("number,name,currency", *counted(2), bad, "A-9,D,EUR"))
    assert [one.line for one in report.problems] == [4]
    assert (report.imported, report.refused, report.written) == (0, 1, False)
    assert desk.api.fingerprint() == before


def test_every_problem_is_told_with_its_line_and_column(desk: Desk) -> None:
    with_parties(desk)
    report = desk.take(
        "orders.csv",
        rows(
            f"{ORDERS},line.unitPrice,deliveredOn",
            "1,A-1,P-1,2,,2026-02-30",
            "2,A-7,P-1,-1,,",
            "3,A-1,P-1,1,,",
            "3,,P-9,1,1.1234567,",
            '4,A-1,P-1,"1,5",,',
        ),
    )
    assert told(report) == [
        (2, "deliveredOn", "INVALID_INPUT"),
        (3, "customer", "NOT_FOUND"),
        (3, "line.quantity", "INVALID_INPUT"),
        (5, "line.product", "NOT_FOUND"),
        (6, "line.quantity", "INVALID_INPUT"),
    ]
    assert "There is no product P-9." in str(report.problems[3])


def test_problems_beyond_the_first_hundred_are_counted(desk: Desk) -> None:
    report = desk.take("customers.csv", rows("number,name,currency", *["X,N,NOPE"] * 130))
    assert (len(report.problems), report.further_problems, report.refused) == (100, 30, 130)


def test_what_is_good_goes_in_and_the_corrected_file_brings_the_rest(desk: Desk) -> None:
    with_parties(desk)
    header = f"{ORDERS},idempotencyKey"
    first = desk.take_good("orders.csv", rows(header, "1,A-1,P-1,1,k1", "2,A-1,P-7,1,k2", "3,A-1,P-2,1,k3"))
    assert (first.imported, first.replayed, first.refused, first.written) == (2, 0, 1, True)
    assert told(first) == [(3, "line.product", "NOT_FOUND")]
    second = desk.take_good("orders.csv", rows(header, "1,A-1,P-1,1,k1", "2,A-1,P-2,1,k2", "3,A-1,P-2,1,k3"))
    assert (second.imported, second.replayed, second.refused) == (1, 2, 0)
    assert count(desk, "order") == 3


def test_taking_what_is_good_refuses_records_without_a_name_of_their_own(desk: Desk) -> None:
    report = desk.take_good(
        "customers.csv", rows("number,name,currency,idempotencyKey", ",A,NOK,", ",B,NOK,k", "7,C,NOK,")
    )
    assert (told(report), report.imported) == ([(2, "idempotencyKey", "INVALID_INPUT")], 2)


def test_the_same_file_is_taken_once_unless_again(desk: Desk) -> None:
    with_contract(desk)
    file = rows(ENTRIES, "PC-000001,1,TIME,Design,2026-08-31,1.5,1000,600")
    desk.accept("entries.csv", file)
    before = desk.api.fingerprint()
    report = desk.take("entries-renamed.csv", file)
    assert (report.imported_before, report.is_good, report.imported, report.written) == (True, True, 0, False)
    assert desk.api.fingerprint() == before
    assert desk.take("entries.csv", file, again=True).imported == 1
    assert len(desk.api.ledger()) == 4


def test_a_file_that_was_refused_is_taken_when_what_it_lacked_is_there(desk: Desk) -> None:
    file = rows(ORDERS, "1,A-1,P-1,1")
    assert desk.take("orders.csv", file).refused == 1
    with_parties(desk)
    assert desk.take("orders.csv", file).imported == 1


def test_a_key_is_one_for_the_whole_database(desk: Desk) -> None:
    made = {"name": "Nor", "currency": "NOK", "idempotencyKey": "k"}
    desk.api.do("createCustomer", "... on CustomerSuccess { customer { number } }", **made)
    report = desk.take("products.csv", rows("name,salesPrice,idempotencyKey", "Lamp,1,k", "Chair,1,j", "Desk,1,j"))
    assert told(report) == [
        (2, "idempotencyKey", "IDEMPOTENCY_KEY_REUSED"),
        (4, "idempotencyKey", "IDEMPOTENCY_KEY_REUSED"),
    ]


def test_an_import_answers_a_later_call_of_the_mutation_with_the_same_key(desk: Desk) -> None:
    desk.accept("products.csv", rows("name,salesPrice,idempotencyKey", "Lamp,1.50,k"))
    selection = "... on ProductSuccess { replayed product { number } }"
    again = desk.api.do("createProduct", selection, name="Lamp", salesPrice="1.50", idempotencyKey="k")
    assert (again["replayed"], again["product"]["number"]) == (True, "P-000001")


def test_entries_that_are_bad_together_do_not_disturb_the_others(desk: Desk) -> None:
    with_contract(desk)
    report = desk.take_good(
        "entries.csv",
        rows(
            f"{ENTRIES},idempotencyKey,readyToInvoice",
            "PC-000001,1,TIME,Good,2026-08-31,1,1000,600,a,",
            "PC-000001,0,TIME,No such line,2026-08-31,1,1000,600,b,",
            "PC-000009,1,TIME,No such contract,2026-08-31,1,1000,600,c,",
            "PC-000001,2,TIME,Fixed,2026-08-31,1,1000,600,d,true",
            ",,TIME,Nowhere,2026-08-31,1,1000,600,e,",
            "PC-000001,1,TIME,Good too,2026-08-31,2,1000,600,f,true",
        ),
    )
    assert told(report) == [
        (3, "line", "NOT_FOUND"),
        (4, "contract", "NOT_FOUND"),
        (5, "readyToInvoice", "INVALID_INPUT"),
        (6, "contract", "INVALID_INPUT"),
    ]
    assert [one["amount"] for one in desk.api.ledger() if one["transactionType"] == "UNBILLED_SALES"] == [
        "1000.00",
        "2000.00",
    ]
    assert desk.api.broken_laws() == []


def test_orders_on_days_that_are_not_open_or_for_blocked_customers_are_refused(desk: Desk) -> None:
    with_parties(desk)
    desk.accept("customers-blocked.csv", rows("number,name,currency,blocked", "B,Late,NOK,ALL"))
    period = {"from": "2026-02-01", "to": "2026-02-28"}
    desk.api.do("setFiscalPeriod", "... on FiscalPeriodSuccess { __typename }", **period, status="ON_HOLD")
    before = desk.api.fingerprint()
    header = f"{ORDERS},deliveredOn"
    report = desk.take("orders.csv", rows(header, "1,A-1,P-1,1,2026-01-31", "2,A-1,P-1,1,2026-02-01", "3,B,P-1,1,"))
    assert told(report) == [(3, "deliveredOn", "PERIOD_NOT_OPEN"), (4, "customer", "CUSTOMER_BLOCKED")]
    assert desk.api.fingerprint() == before


def test_chunks_hold_no_more_than_they_may(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK_RECORDS", 10)
    held: list[int] = []
    execute = importing.execute_records

    def counted_chunk(*arguments: object, **named: object) -> object:
        held.append(len(arguments[2]))  # type: ignore[arg-type]  # the records
        return execute(*arguments, **named)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(importing, "execute_records", counted_chunk)
    desk.accept("customers.csv", rows("number,name,currency", *counted(25)))
    assert held == [10, 10, 5]
    assert count(desk, "customer") == 25


def test_a_number_that_comes_again_in_another_chunk_is_in_use(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK_RECORDS", 3)
    report = desk.take("customers.csv", rows("number,name,currency", *counted(7), "A-0,N,NOK"))
    assert told(report) == [(9, "number", "INVALID_INPUT")]
    assert count(desk, "customer") == 0


def test_a_file_that_changes_while_it_is_read_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK_RECORDS", 1)
    source = desk.source("customers.csv", CUSTOMERS + "A-1,Nor,NOK\nA-2,Sør,NOK\n")

    def change(_: int) -> None:
        if source.path.read_text(encoding="utf-8").endswith("Sør,NOK\n"):
            with source.path.open("a") as file:
                file.write("A-3,Ny,NOK\n")

    report = importing.import_whole(desk.database, desk.api.clock, source, change, again=False)
    assert "was changed while it was read" in report.problems[0].message
    assert count(desk, "customer") == 0
