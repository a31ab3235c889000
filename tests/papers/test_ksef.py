"""Documents of a Polish seller, from the API down to the FA(3) file that is kept (documents 3.9, 5)."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rebill.models.database import Database
from tests import canceling
from tests.api import Api, Rejected
from tests.documents.polish import KSEF_NUMBER, Read
from tests.papers.parties import changed, company
from tests.papers.sent import buyer, electronic, issued, ordered, shown, sold
from tests.papers.test_required import planned, refused, run
from tests.papers.test_written_documents import DAYS
from tests.projects import Project
from tests.shell import Rebill
from tests.taxes import code

FABRYKA: dict[str, Any] = {
    "name": "Fabryka Mebli sp. z o.o.",
    "vatNumber": "526-587-76-35",
    "address": {"street": "ul. Długa 1", "postalCode": "00-001", "city": "Warszawa", "country": "PL"},
    "bankAccounts": [{"iban": "PL61 1090 1014 0000 0712 1981 2874"}],
}
NABYWCA: dict[str, Any] = {
    "name": "Nabywca S.A.",
    "currency": "PLN",
    "taxRegistrationNumber": "PL1234563218",
    "address": {"street": "ul. Krótka 2", "postalCode": "30-001", "city": "Kraków", "country": "PL"},
}
LAMPS = (("100", "3", "S23"), ("49.99", "2", "S8"))
HOURLY = {"name": "Work", "billingMethod": "TIME_AND_MATERIAL", "taxCode": "S23"}


def at(rule: str) -> tuple[str, list[str]]:
    return "ELECTRONIC_DOCUMENT_INVALID", ["electronicDocument", rule]


def seller(api: Api, **values: Any) -> None:
    company(api, **FABRYKA | {"taxRounding": "RATE"} | values)
    code(api, "S23", "23")
    code(api, "S8", "8")


def noted(api: Api, number: str, value: str = KSEF_NUMBER) -> None:
    """The number that KSeF gave a document."""
    answer = "... on DraftInvoiceSuccess { invoice { number } }"
    api.do("recordExternalReference", answer, invoice={"number": number}, system="KSEF", value=value)


def requiring(api: Api, **values: Any) -> str:
    """A customer for whom nothing is posted without a valid FA(3) file; it takes Peppol's rules otherwise."""
    wants = {"requireElectronicDocument": True, "electronicFormat": "KSEF_FA3", "electronicProfile": "PEPPOL_BIS_3"}
    return buyer(api, **NABYWCA | wants | values)


def kept(api: Api, number: str) -> Read:
    """The file that was kept when a document was posted; its figures are the document's."""
    found = electronic(api, number, "KSEF_FA3")
    assert (found["issued"], found["valid"], found["profile"]) == (True, True, "EN16931")
    assert found["url"] == f"/documents/{number}.fa3.xml"
    file = Read(found["xml"].encode())
    document = shown(api, number, "netAmount taxAmount totalAmount")
    sums = file.sums()
    net, tax = (sum((one for name, one in sums.items() if name.startswith(of)), Decimal(0)) for of in ("P_13", "P_14"))
    expected = [Decimal(document[name]) for name in ("netAmount", "taxAmount", "totalAmount")]
    assert [net, tax, sums["P_15"]] == expected
    assert (file.one("Fa/P_2"), file.one("Fa/RodzajFaktury")) == (number, found["typeCode"])
    return file


def back(api: Api, invoice: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A return order of one lamp that is back."""
    order = api.returned(lines=[{"invoiceLine": invoice["lines"][0]["id"], "quantity": "1"}], **values)
    api.arrive(order, (1, "1"))
    api.receive(order)
    return order


@pytest.mark.both_engines
def test_a_credit_note_is_posted_once_its_original_has_a_ksef_number_and_a_reason(api: Api) -> None:
    seller(api)
    customer = requiring(api)
    invoice = sold(api, customer, LAMPS)
    first = kept(api, invoice["number"])
    assert first.one("Fa/RodzajFaktury") == "VAT"
    assert [one[3] for one in first.rows()] == ["23", "8"]
    unsaid = back(api, invoice)
    before = api.fingerprint()
    assert planned(api, "planReturnInvoice", order={"id": unsaid["id"]}) == [at("XSD"), at("KSEF-01"), at("KSEF-05")]
    assert refused(api.credit, unsaid) == [at("XSD"), at("KSEF-01"), at("KSEF-05")]
    assert api.fingerprint() == before
    order = back(api, invoice, reasonCode="Uszkodzone")
    with pytest.raises(Rejected) as found:
        api.credit(order)
    problem = found.value.problems[1]
    assert problem["message"].startswith(f"KSEF-01: {invoice['number']} has no KSeF number noted")
    assert "recordExternalReference" in problem["remedy"]
    noted(api, invoice["number"])
    note = api.credit(order)["invoice"]["number"]
    file = kept(api, note)
    assert file.one("Fa/RodzajFaktury") == "KOR"
    assert file.rows() == [("-1", "100.00", "-100.00", "23", None)]
    assert (file.one("Fa/PrzyczynaKorekty"), file.one("Fa/P_15")) == ("Uszkodzone", "-123.00")
    assert file.one("Fa/DaneFaKorygowanej/NrFaKorygowanej") == invoice["number"]
    assert file.one("Fa/DaneFaKorygowanej/NrKSeFFaKorygowanej") == KSEF_NUMBER
    (one,) = shown(api, note, "files { fileName mediaType sha256 }")["files"]
    assert (one["fileName"], one["mediaType"]) == (f"{note}.fa3.xml", "application/xml")
    assert electronic(api, note)["typeCode"] == "381"
    # what comes after changes no byte of what was kept
    issued_before = electronic(api, note, "KSEF_FA3")["xml"]
    changed(api, customer, name="Inny S.A.")
    assert electronic(api, note, "KSEF_FA3", profile="PEPPOL_BIS_3")["xml"] == issued_before
    assert api.broken_laws() == []


@pytest.mark.both_engines
def test_a_corrective_invoice_has_rows_as_billed_and_as_corrected(api: Api) -> None:
    seller(api)
    project = Project.of(api, HOURLY, customer=requiring(api))
    invoice = project.billed("10", "200")
    draft = project.bill(project.correct(invoice), quantity="7")
    assert refused(api.confirm, draft) == [at("XSD"), at("KSEF-01"), at("KSEF-05")]
    api.do("deleteInvoice", "__typename", invoice={"id": draft["id"]})
    noted(api, invoice["number"])
    draft = project.bill(project.correct(invoice, reason="Za dużo godzin"), quantity="7")
    shown_by_plan = api.run(
        "query($i: ConfirmInvoiceInput!) { planInvoiceConfirmation(input: $i) { ... on PostingPlan { "
        "electronicDocument(format: KSEF_FA3) { valid typeCode xml } } } }",
        i={"invoice": {"id": draft["id"]}},
    )["planInvoiceConfirmation"]["electronicDocument"]
    assert (shown_by_plan["valid"], shown_by_plan["typeCode"]) == (True, "KOR")
    assert "<P_2>PRO-FORMA</P_2>" in shown_by_plan["xml"]
    note = project.confirm(draft)["number"]
    file = kept(api, note)
    assert file.rows() == [("10", "200.00", "2000.00", "23", "1"), ("7", "200.00", "1400.00", "23", None)]
    assert file.sums() == {"P_13_1": Decimal(-600), "P_14_1": Decimal(-138), "P_15": Decimal(-738)}
    assert (file.one("Fa/PrzyczynaKorekty"), file.one("Fa/TypKorekty")) == ("Za dużo godzin", "2")

    # the correction of the correction names both, so both numbers are needed
    again = project.bill(project.correct({"id": shown(api, note, "id")["id"]}, reason="Jednak osiem"), quantity="8")
    assert refused(api.confirm, again) == [at("XSD"), at("KSEF-01")]
    noted(api, note, "NONE")
    upwards = kept(api, project.confirm(again)["number"])
    assert upwards.rows() == [("7", "200.00", "1400.00", "23", "1"), ("8", "200.00", "1600.00", "23", None)]
    assert upwards.one("Fa/TypKorekty") == "1"
    assert upwards.one("Fa/DaneFaKorygowanej/NrKSeFN") == "1"
    assert api.broken_laws() == []


def test_an_invoice_that_is_taken_back_is_corrected_to_nothing(api: Api) -> None:
    seller(api)
    invoice = sold(api, requiring(api), LAMPS)
    noted(api, invoice["number"])
    note = canceling.cancel(api, invoice["number"])["invoice"]["number"]
    file = kept(api, note)
    assert [one for one in file.rows() if one[4] == "1"] == [
        ("3", "100.00", "300.00", "23", "1"),
        ("2", "49.99", "99.98", "8", "1"),
    ]
    assert [one[2] for one in file.rows() if one[4] is None] == ["0.00", "0.00"]
    assert api.broken_laws() == []


def test_an_advance_is_refused_as_long_as_fa3_cannot_be_told_of_it(api: Api) -> None:
    seller(api)
    advance = {"description": "Advance", "amount": "1000", "taxCode": "S23"}
    project = Project.of(api, HOURLY, customer=requiring(api), retainers=[advance])
    project.ready(retainers=[project.retainer["id"]])
    assert refused(api.confirm, project.draft()) == [at("KSEF-08")]


def test_a_credit_note_by_hand_corrects_the_invoice_that_its_order_names(api: Api) -> None:
    seller(api)
    customer = requiring(api)
    invoice = sold(api, customer, LAMPS)["number"]
    line = {"product": {"number": api.product("10", tax="0")}, "unitPrice": "10", "quantity": "1", "taxCode": "S8"}
    order = api.returned(
        customer={"number": customer}, lines=[line], precedingInvoices=[{"number": invoice}], reasonCode="Rabat"
    )
    api.arrive(order, (1, "1"))
    api.receive(order)
    assert refused(api.credit, order) == [at("XSD"), at("KSEF-01")]
    noted(api, invoice)
    file = kept(api, api.credit(order)["invoice"]["number"])
    assert file.rows() == [("-1", "10.00", "-10.00", "8", None)]
    assert file.one("Fa/DaneFaKorygowanej/NrFaKorygowanej") == invoice


def test_goods_sold_and_taken_back_in_one_document_are_refused(api: Api) -> None:
    seller(api)
    customer = requiring(api)
    first = sold(api, customer, LAMPS)
    noted(api, first["number"])
    order = back(api, first, reasonCode="Zwrot")
    mixed = {"summaryUpdate": "INVOICE_ACCOUNT", "mixOrderTypes": True}
    items = run(api, {"number": order["number"]}, ordered(api, customer, LAMPS), **mixed)
    assert [status for status, _ in items] == ["CONTAINS_ERRORS"] * 2
    assert at("KSEF-08") in items[0][1]


def test_what_is_issued_on_demand_is_checked_likewise(api: Api) -> None:
    seller(api)
    invoice = sold(api, buyer(api, **NABYWCA), LAMPS)
    note = api.credit(back(api, invoice, reasonCode="Zwrot"))["invoice"]["number"]
    with pytest.raises(Rejected) as found:
        issued(api, note, electronic=["KSEF_FA3"])
    assert [one["path"] for one in found.value.problems] == [["invoices", "0", "XSD"], ["invoices", "0", "KSEF-01"]]
    noted(api, invoice["number"])
    both = issued(api, invoice["number"], note, electronic=["UBL", "KSEF_FA3"], profile="EN16931")
    assert [one["fileName"] for one in both] == [
        f"{number}.{ending}.xml" for number in (invoice["number"], note) for ending in ("ubl", "fa3")
    ]
    assert kept(api, note).one("Fa/P_15") == "-123.00"
    assert api.broken_laws() == []


def test_a_customer_that_requires_nothing_is_warned_of_in_its_own_format(api: Api) -> None:
    seller(api, vatNumber="")
    project = Project.of(api, HOURLY, customer=buyer(api, **NABYWCA | {"electronicFormat": "KSEF_FA3"}))
    project.work("1", "10")
    answer = "... on ConfirmInvoiceSuccess { warnings { message } }"
    made = api.do("confirmInvoice", answer, invoice={"id": project.draft()["id"]})
    assert made["warnings"][0]["message"].endswith("it does not pass XSD, KSEF-02.")


def test_files_of_many_documents_are_written_and_kept_in_fa3(
    sqlite_database: Database, rebill: Rebill, tmp_path: Path
) -> None:
    api = Api(sqlite_database)
    seller(api)
    numbers = [sold(api, buyer(api, **NABYWCA), LAMPS)["number"] for _ in range(2)]
    place = ("--database", str(sqlite_database.engine.url))
    ended = rebill("documents", *DAYS, "--format", "ksef_fa3", "--issue", "--out", str(tmp_path), *place)
    assert (ended.returncode, ended.stderr) == (0, f"2 files written to {tmp_path}\n")
    for number in numbers:
        kept(api, number)
        written = (tmp_path / f"{number}.fa3.xml").read_text(encoding="utf-8")
        assert written == electronic(api, number, "KSEF_FA3")["xml"]


def test_a_company_in_poland_is_told_beforehand_that_it_lacks_its_nip(api: Api) -> None:
    asked = "{ company { problems(profile: EN16931) { rule remedy } } }"
    seller(api, vatNumber="")
    problems = {one["rule"]: one["remedy"] for one in api.run(asked)["company"]["problems"]}
    assert "setCompany(address, vatNumber)" in problems["KSEF-02"]
    seller(api)
    assert api.run(asked)["company"]["problems"] == []
