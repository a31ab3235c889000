"""The worked examples of what corrections settle, and what becomes of the rest (putting-right 10.9 to 10.14)."""

import pytest

from tests.api import VOUCHER, Api, Rejected, booked
from tests.projects import Project, ledger_table
from tests.settling import balance, corrected, hours, mark_paid, matched, state, still_open, unsettle, write_off
from tests.tables import table

pytestmark = pytest.mark.both_engines


def test_example_10_9_part_paid(api: Api) -> None:
    project = Project.of(api)
    invoice, _ = hours(project, "10", "250"), hours(project, "1", "25")
    api.pay("INV-000001", "1000")
    draft = corrected(project, invoice, "6", "150")
    parts = {"apply": [{"invoice": {"number": "INV-000002"}, "amount": "50"}], "keep": "100"}
    before = api.fingerprint()
    with pytest.raises(Rejected) as refused:
        api.confirm(draft, creditUse={"refund": "120", **parts})
    assert [(one["code"], one["path"]) for one in refused.value.problems] == [("CREDIT_USE_MISMATCH", ["creditUse"])]
    assert "250.00 NOK" in refused.value.problems[0]["message"]
    assert api.fingerprint() == before
    note = api.confirm(draft, creditUse={"refund": "100", **parts})["invoice"]
    assert (note["netAmount"], note["taxAmount"], note["totalAmount"]) == ("-400.00", "-100.00", "-500.00")
    assert matched(api, note["number"]) == [("INV-000001", "250.00"), ("INV-000002", "50.00"), ("PAYMENT", "100.00")]
    opened = still_open(api, "INV-000001", "INV-000002", note["number"])
    assert opened == ["CONFIRMED 0.00", "CONFIRMED 75.00", "CONFIRMED -100.00"]
    assert api.broken_laws() == []


def test_example_10_10_paid(api: Api) -> None:
    project = Project.of(api)
    invoice = hours(project, "10", "250")
    api.pay("INV-000001", "1250")
    answer = api.confirm(corrected(project, invoice, "9", "225"), creditUse={"refund": "125"})
    note = answer["invoice"]
    assert (note["netAmount"], note["taxAmount"], note["totalAmount"]) == ("-100.00", "-25.00", "-125.00")
    assert {"code": "ORIGINAL_ALREADY_PAID"} in answer["warnings"]
    assert still_open(api, "INV-000001", note["number"]) == ["PAID 0.00", "PAID 0.00"]
    (refund,) = state(api, note["number"])["settlements"]
    assert refund["payment"]["amount"] == "-125.00"
    assert booked(refund["payment"]["voucher"]) == ["Cr BANK 125.00", "Dr RECEIVABLES 125.00"]
    assert (balance(api), api.broken_laws()) == ("0.00", [])


def voucher_of(api: Api, number: str) -> list[str]:
    """The entries of a document's voucher."""
    asked = f"query($n: String!) {{ invoice(ref: {{number: $n}}) {{ voucher {{ {VOUCHER} }} }} }}"
    return booked(api.run(asked, n=number)["invoice"]["voucher"])


def test_example_10_11_chain_of_three(api: Api) -> None:
    project = Project.of(api)
    invoice = hours(project, "10", "250")
    first = project.confirm(corrected(project, invoice, "8", "200"))
    last = len(api.ledger())
    second = project.confirm(
        project.bill(project.correct(first), quantity="8", unitPrice="90", taxAmount="180"),
    )
    assert ledger_table(api, after=last) == table(f"""
        {last + 1} BS time -8 -800.00 -200.00 unadjustable posted reverses {last - 1}
        {last + 2} US time  8  720.00  180.00 -            posted replaces {last - 1}
        {last + 3} US time -8 -720.00 -180.00 unadjustable posted reverses {last + 2}
        {last + 4} BS time  8  720.00  180.00 -            posted bills {last + 2}
        """)
    third = project.confirm(project.bill(project.correct(second), quantity="9", taxAmount="202.50"))
    assert [(one["documentType"], one["netAmount"], one["taxAmount"]) for one in (first, second, third)] == [
        ("CREDIT_NOTE", "-200.00", "-50.00"),
        ("CREDIT_NOTE", "-80.00", "-20.00"),
        ("INVOICE", "90.00", "22.50"),
    ]
    assert voucher_of(api, second["number"]) == ["Cr RECEIVABLES 100.00", "Dr REVENUE 80.00", "Dr SALES_TAX 20.00"]
    assert matched(api, "INV-000001") == [("CN-000001", "250.00"), ("CN-000002", "100.00")]
    numbers = ["INV-000001", first["number"], second["number"], third["number"]]
    assert still_open(api, *numbers) == ["CONFIRMED 900.00", "CONFIRMED 0.00", "CONFIRMED 0.00", "CONFIRMED 112.50"]
    total = api.run('{ invoice(ref: {number: "INV-000001"}) { effective { totalAmount } } }')["invoice"]["effective"]
    assert (total, api.broken_laws()) == ({"totalAmount": "1012.50"}, [])


def test_example_10_12_price_and_quantity_of_work(api: Api) -> None:
    project = Project.of(api)
    invoice = hours(project, "10", "250")
    last = len(api.ledger())
    right = {"quantity": "6", "unitPrice": "90", "taxAmount": "135"}
    credit = project.confirm(project.bill(project.correct(invoice), **right))
    assert ledger_table(api, after=last) == table(f"""
        {last + 1} BS time -10 -1000.00 -250.00 unadjustable posted    reverses {last}
        {last + 2} US time   6   540.00  135.00 -            posted    replaces {last}
        {last + 3} US time  -6  -540.00 -135.00 unadjustable posted    reverses {last + 2}
        {last + 4} BS time   6   540.00  135.00 -            posted    bills {last + 2}
        {last + 5} US time   4   400.00  100.00 -            not-ready replaces {last}
        """)
    assert [credit["documentType"], credit["netAmount"], credit["taxAmount"], credit["totalAmount"]] == [
        *("CREDIT_NOTE", "-460.00", "-115.00", "-575.00"),
    ]
    assert voucher_of(api, credit["number"]) == ["Cr RECEIVABLES 575.00", "Dr REVENUE 460.00", "Dr SALES_TAX 115.00"]
    assert still_open(api, "INV-000001", credit["number"]) == ["CONFIRMED 675.00", "CONFIRMED 0.00"]
    assert api.broken_laws() == []


def test_example_10_13_a_positive_correction_against_an_open_credit(api: Api) -> None:
    project = Project.of(api)
    invoice = hours(project, "10", "250")
    api.pay("INV-000001", "1250")
    first = project.confirm(corrected(project, invoice, "6", "150"))
    assert still_open(api, first["number"]) == ["CONFIRMED -500.00"]
    second = project.confirm(corrected(project, first, "8", "200"))
    assert (second["documentType"], second["totalAmount"]) == ("INVOICE", "250.00")
    assert matched(api, second["number"]) == [(first["number"], "250.00")]
    assert still_open(api, first["number"], second["number"]) == ["CONFIRMED -250.00", "CONFIRMED 0.00"]
    assert api.broken_laws() == []


def test_example_10_14_write_off(api: Api) -> None:
    hours(Project.of(api), "10", "250")
    api.pay("INV-000001", "1249.97")
    written = write_off(api, "INV-000001")
    assert written["invoices"] == [{"number": "INV-000001", "status": "PAID", "openAmount": "0.00"}]
    assert (written["settlement"]["kind"], written["settlement"]["reason"]) == ("WRITE_OFF", "Not worth a letter")
    assert booked(written["settlement"]["voucher"]) == ["Cr RECEIVABLES 0.03", "Dr WRITE_OFF 0.03"]
    released = unsettle(api, written["settlement"])
    assert released["invoices"] == [{"number": "INV-000001", "status": "CONFIRMED", "openAmount": "0.03"}]
    assert booked(released["settlement"]["voucher"]) == ["Cr WRITE_OFF 0.03", "Dr RECEIVABLES 0.03"]
    assert (balance(api), api.broken_laws()) == ("0.03", [])


def test_example_10_14_a_rest_that_is_too_large(api: Api) -> None:
    hours(Project.of(api), "10", "250")
    api.pay("INV-000001", "1244")
    before = api.fingerprint()
    with pytest.raises(Rejected) as refused:
        write_off(api, "INV-000001")
    assert (refused.value.codes, api.fingerprint() == before) == (["WRITE_OFF_TOO_LARGE"], True)
    message = refused.value.problems[0]["message"]
    assert ("6.00 NOK" in message, "5.00 NOK" in message) == (True, True)


def test_a_mark_is_the_payment_of_what_is_open(api: Api) -> None:
    """What 10.10 begins with, by markInvoicePaid."""
    hours(Project.of(api), "10", "250")
    api.pay("INV-000001", "250")
    paid = mark_paid(api, "INV-000001", date="2026-08-30", reference="Bank 18")
    assert (paid["status"], paid["openAmount"]) == ("PAID", "0.00")
    payment = paid["settlements"][-1]["payment"]
    assert (payment["amount"], payment["date"]) == ("1000.00", "2026-08-30")
    assert booked(payment["voucher"]) == ["Cr RECEIVABLES 1000.00", "Dr BANK 1000.00"]
    assert (balance(api), api.broken_laws()) == ("0.00", [])
