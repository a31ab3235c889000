"""Files of documents that are kept for good: issued once, answered as they were ever since (documents 3.10, 6.13)."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import text

from rebill.models.database import Database
from rebill.models.vocabulary import Scope
from tests.access.test_documents import refused as denied
from tests.api import Api, Rejected
from tests.length import PATIENCE_SECONDS
from tests.papers.parties import BRYGGE, FJORD, changed, company
from tests.papers.sent import buyer, electronic, issued, ordered, printed, seller, shown, sold
from tests.taxes import code

ALL = {"electronic": ["UBL", "CII"], "print": ["PDF", "HTML"]}


def refused(api: Api, *numbers: str, **values: Any) -> list[tuple[str, str]]:
    with pytest.raises(Rejected) as found:
        issued(api, *numbers, **values)
    return [(one["code"], ".".join(one["path"])) for one in found.value.problems]


def test_a_rule_that_both_syntaxes_fail_is_told_once_a_document(api: Api) -> None:
    seller(api)
    customer = buyer(api)
    numbers = [sold(api, customer)["number"] for _ in range(2)]
    told = refused(api, *numbers, electronic=["UBL", "CII"], profile="PEPPOL_BIS_3")
    rules = ("R003", "R010", "R020")
    expected = [f"invoices.{place}.PEPPOL-EN16931-{rule}" for place in range(2) for rule in rules]
    assert [path for _, path in told] == expected


@pytest.mark.both_engines
def test_what_was_issued_is_answered_byte_for_byte_whatever_becomes_of_its_parties(api: Api) -> None:
    seller(api)
    customer = buyer(api, language="NB")
    number = sold(api, customer)["number"]
    plan = """query($i: PostInvoicesInput!) { planRun(input: $i) { ... on RunPlan { hash } } }"""
    before = [electronic(api, number, one) for one in ("UBL", "CII")]
    pages = [printed(api, number, one) for one in ("PDF", "HTML")]
    assert [one["valid"] for one in before] == [True, True]
    assert pages[0]["embedsElectronicDocument"]
    assert pages[0]["title"] == f"Faktura {number}"
    assert {one["issued"] for one in (*before, *pages)} == {False}
    assert shown(api, number, "files { id }") == {"files": []}

    order = ordered(api, customer)
    planned = api.run(plan, i={"orders": [order]})["planRun"]["hash"]
    first = issued(api, number, number, **ALL)
    assert [one["url"] for one in first[:4]] == [
        f"/documents/{number}.ubl.xml?profile=EN16931",
        f"/documents/{number}.cii.xml?profile=EN16931",
        f"/documents/{number}.pdf?language=NB",
        f"/documents/{number}.html?language=NB",
    ]
    assert [one["fileName"] for one in first[:4]] == [
        f"{number}.ubl.xml",
        f"{number}.cii.xml",
        f"{number}.nb.pdf",
        f"{number}.nb.html",
    ]
    assert [one["mediaType"] for one in first[:4]] == ["application/xml"] * 2 + ["application/pdf", "text/html"]
    assert first[4:] == first[:4]
    assert [one["sha256"] for one in first[:4]] == [one["sha256"] for one in (*before, *pages)]
    assert [one["size"] for one in first[:4]] == [
        *(len(one["xml"].encode()) for one in before),
        *(len(one["bytes"]) for one in pages),
    ]

    changed(api, customer, name="Other AS", address={"city": "Moss", "country": "NO"})
    company(api, name="New AS")
    assert issued(api, number, **ALL) == first[:4]
    after = [electronic(api, number, one) for one in ("UBL", "CII")]
    assert after == [one | {"issued": True} for one in before]
    assert [printed(api, number, one) for one in ("PDF", "HTML")] == [one | {"issued": True} for one in pages]
    assert shown(api, number, "seller { name } billTo { name }") == {
        "seller": {"name": "Fjord Kontor AS"},
        "billTo": {"name": "Brygge Handel AS"},
    }
    with pytest.raises(Rejected, match="PLAN_OUTDATED"):
        api.post_orders(order, expectedPlan=planned)
    later = api.post_orders(order)[0]["invoice"]["number"]
    assert "Other AS" in electronic(api, later)["xml"]
    assert printed(api, number, language="DE")["issued"] is False
    assert [one["url"] for one in shown(api, number, "files { url }")["files"]] == [one["url"] for one in first[:4]]
    again = issued(api, later, number, print=["HTML"], idempotencyKey="k")
    assert issued(api, later, number, print=["HTML"], idempotencyKey="k") == again
    assert [one["invoice"]["number"] for one in again] == [later, number]


def test_files_are_made_of_posted_documents_by_those_who_may_post_them_and_of_all_or_none(api: Api) -> None:
    seller(api)
    good, bad = (sold(api, buyer(api, **one))["number"] for one in ({}, {"address": None}))
    contract = api.contract()
    api.work(contract, "1", "100")
    draft = api.draft(contract)["id"]
    assert refused(api, print=["PDF"]) == [("INVALID_INPUT", "invoices")]
    assert refused(api, *["X"] * 251, print=["PDF"]) == [("INVALID_INPUT", "invoices")]
    assert refused(api, good, electronic=[]) == [("INVALID_INPUT", "electronic")]
    assert refused(api, good, "INV-X", print=["HTML"]) == [("NOT_FOUND", "invoices.1.number")]
    with pytest.raises(Rejected) as found:
        api.do("issueDocuments", "", invoices=[{"number": good}, {"id": draft}], print=["HTML"])
    assert [(one["code"], one["path"]) for one in found.value.problems] == [
        ("INVOICE_NOT_CONFIRMED", ["invoices", "1"])
    ]
    assert refused(api, good, bad, bad, print=["HTML"], electronic=["UBL"]) == [
        ("ELECTRONIC_DOCUMENT_INVALID", "invoices.1.BR-10"),
    ]
    assert [shown(api, one, "files { id }")["files"] for one in (good, bad)] == [[], []]
    assert len(issued(api, good, bad, print=["HTML"])) == 2
    assert [one["url"] for one in issued(api, good, electronic=["UBL"], profile="EN16931")] == [
        f"/documents/{good}.ubl.xml?profile=EN16931"
    ]
    assert [one[0] for one in refused(api, good, electronic=["UBL"], profile="PEPPOL_BIS_3")] == [
        "ELECTRONIC_DOCUMENT_INVALID"
    ] * 3


@pytest.mark.both_engines
def test_the_database_lets_nobody_change_or_delete_a_file(api: Api, database: Database) -> None:
    seller(api)
    (file,) = issued(api, sold(api, buyer(api))["number"], print=["HTML"])
    for statement in ("UPDATE document_file SET title = 'x'", "DELETE FROM document_file"):
        with pytest.raises(Exception, match="document_file"), database.write() as connection:
            connection.execute(text(statement))
    with database.read() as connection:
        content = connection.execute(text("SELECT content FROM document_file")).scalar_one()
    assert sha256(content).hexdigest() == file["sha256"]


@pytest.mark.both_engines
def test_two_who_issue_at_once_get_the_same_files(api: Api, database: Database) -> None:
    seller(api)
    number = sold(api, buyer(api))["number"]
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(issued, Api(database), number, **ALL) for _ in range(3)]
        first, *others = [one.result(PATIENCE_SECONDS) for one in asked]
    assert others == [first, first]
    assert len(first) == len(shown(api, number, "files { id }")["files"]) == 4


def test_whoever_posts_such_documents_issues_their_files(api: Api) -> None:
    seller(api)
    invoice = sold(api, buyer(api))
    order = api.return_order((invoice["lines"][0]["id"], "1"))
    api.receive(api.arrive(order, (1, "1")))
    numbers = [api.credit(order)["invoice"]["number"], invoice["number"]]
    both = {"invoices": [{"number": one} for one in numbers], "print": ["HTML"]}
    lacks = {frozenset((Scope.INVOICE,)): ["0"], frozenset((Scope.CREDIT,)): ["1"], frozenset((Scope.PAY,)): []}
    for scopes, places in lacks.items():
        found = denied(api, set(scopes), "issueDocuments", **both)
        assert {one[0] for one in found} == {"FORBIDDEN"}
        assert [one[1] for one in found] == [["invoices", place] for place in places] or not places
    assert shown(api, numbers[0], "files { id }")["files"] == []


def test_what_was_posted_before_there_was_a_company_is_filled_from_today_until_it_is_issued(api: Api) -> None:
    code(api, "S25")
    code(api, "S15", "15")
    customer = buyer(api, address=None)
    number = sold(api, customer)["number"]
    bare = electronic(api, number)
    assert not bare["valid"]
    assert {"BR-06", "BR-08", "BR-10"} <= {one["rule"] for one in bare["problems"]}
    company(api, **FJORD)
    changed(api, customer, address=BRYGGE["address"], name="Other AS", buyerReference="Mona")
    filled = electronic(api, number)
    assert "<cbc:BuyerReference>Mona</cbc:BuyerReference>" in filled["xml"]
    assert filled["xml"].count("<cbc:StreetName>Kaigata 3</cbc:StreetName>") == 2  # of the buyer, and of the delivery
    assert filled["valid"]
    assert {one["rule"] for one in filled["problems"]} == {"REBILL-10"}
    assert "Fjord Kontor AS" in filled["xml"]
    assert "Brygge Handel AS" in filled["xml"]
    assert "Other AS" not in filled["xml"]
    assert shown(api, number, "seller { name }") == {"seller": None}
    issued(api, number, electronic=["UBL"])
    company(api, name="New AS", address={"country": "DK"})
    assert electronic(api, number) == filled | {"issued": True}
    assert "New AS" in electronic(api, number, "CII")["xml"]
