"""Corrections of a Polish seller whose buyer or tax has changed since, from the API down to the file that is kept."""

from typing import Any

from tests import canceling
from tests.api import Api
from tests.documents.polish import LAW
from tests.papers.parties import changed
from tests.papers.sent import sold
from tests.papers.test_ksef import HOURLY, LAMPS, at, kept, noted, requiring, seller
from tests.papers.test_required import refused
from tests.projects import Project
from tests.taxes import code

OTHER = "PL5265877635"


def test_a_correction_is_refused_to_a_buyer_of_another_number_until_the_invoice_is_taken_back(api: Api) -> None:
    seller(api)
    customer = requiring(api)
    project = Project.of(api, HOURLY, customer=customer)
    invoice = project.billed("10", "200")
    noted(api, invoice["number"])
    changed(api, customer, taxRegistrationNumber=OTHER)
    draft = project.bill(project.correct(invoice, reason="Inny nabywca"), quantity="7")
    assert refused(api.confirm, draft) == [at("KSEF-03")]
    changed(api, customer, taxRegistrationNumber="123-456-32-18", name="Nabywca S.A. w Krakowie")
    file = kept(api, project.confirm(draft)["number"])
    assert file.one("Podmiot2/DaneIdentyfikacyjne/NIP") == "1234563218"
    assert api.broken_laws() == []


def test_the_words_of_an_exempt_detail_are_corrected_with_its_law(api: Api) -> None:
    seller(api)
    code(api, "ZW", "0", category="EXEMPT", exemptionReason=LAW)
    project = Project.of(api, HOURLY | {"taxCode": "ZW"}, customer=requiring(api))
    invoice = project.billed("10", "200")
    assert kept(api, invoice["number"]).one("Fa/Adnotacje/Zwolnienie/P_19A") == LAW
    noted(api, invoice["number"])
    draft = project.bill(project.correct(invoice, reason="Opis"), description="Szkolenie")
    file = kept(api, project.confirm(draft)["number"])
    assert [one[3] for one in file.rows()] == ["zw", "zw"]
    assert file.one("Fa/Adnotacje/Zwolnienie/P_19A") == LAW


def test_goods_that_came_back_earlier_have_no_day_of_supply(api: Api) -> None:
    seller(api)
    invoice = sold(api, requiring(api), LAMPS)
    noted(api, invoice["number"])
    line: dict[str, Any] = {"invoiceLine": invoice["lines"][0]["id"], "quantity": "1"}
    order = api.returned(lines=[line], reasonCode="Zwrot")
    api.arrive(order, (1, "1"))
    slip = "... on PackingSlipSuccess { packingSlip { number } }"
    api.do("postPackingSlip", slip, order={"id": order["id"]}, date="2026-08-30")
    note = api.credit(order)["invoice"]["number"]
    file = kept(api, note)
    assert (file.one("Fa/P_6"), file.all("Fa/WZ")) == (None, [])
    noted(api, note, "NONE")
    file = kept(api, canceling.cancel(api, note)["invoice"]["number"])
    assert (file.one("Fa/P_6"), file.all("Fa/WZ")) == (None, [])
    assert file.one("Fa/DaneFaKorygowanej/NrFaKorygowanej") == note
    other = sold(api, requiring(api), LAMPS)["number"]
    noted(api, other, "NONE")
    file = kept(api, canceling.cancel(api, other)["invoice"]["number"])
    assert file.one("Fa/P_6") == "2026-08-20"
