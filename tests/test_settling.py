"""Releasing settlements, giving up small rests, and marks that are payments; every refusal leaves all as it was."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.api import Api, Rejected, booked
from tests.projects import Project
from tests.settling import (
    WRITTEN,
    balance,
    corrected,
    hours,
    mark_paid,
    matched,
    state,
    still_open,
    unsettle,
    write_off,
)
from tests.test_accounts import received, refused, set_up
from tests.test_periods import period


def billed(api: Api) -> Project:
    """A customer who was billed 1250.00 for ten hours."""
    project = Project.of(api)
    hours(project, "10", "250")
    return project


def test_a_matching_that_is_released_opens_both_documents_and_posts_nothing(api: Api) -> None:
    note = api.credit(received(api))["invoice"]["number"]
    (settled,) = state(api, note)["settlements"]
    assert (settled["kind"], settled["amount"]) == ("MATCH", "250.00")
    answer = unsettle(api, settled)
    assert {(one["number"], one["openAmount"]) for one in answer["invoices"]} == {
        ("INV-000001", "1250.00"),
        (note, "-250.00"),
    }
    release = answer["settlement"]
    assert (release["amount"], release["releases"], release["voucher"]) == ("-250.00", {"id": settled["id"]}, None)
    both = state(api, note)["settlements"]
    assert [one["releasedBy"] for one in both] == [{"id": release["id"]}, None]
    assert (matched(api, "INV-000001"), api.broken_laws()) == ([(note, "250.00"), (note, "-250.00")], [])
    sides = {"invoice": {"number": "INV-000001"}, "creditNote": {"number": note}}
    api.do("settleInvoices", "... on SettleInvoicesSuccess { replayed }", **sides)
    assert still_open(api, "INV-000001", note) == ["CONFIRMED 1000.00", "CONFIRMED 0.00"]
    assert api.broken_laws() == []


def test_a_payment_that_is_released_is_taken_back_by_one_of_the_opposite_sign(api: Api) -> None:
    billed(api)
    api.pay("INV-000001", "1250", reference="Bank 18")
    (settled,) = state(api, "INV-000001")["settlements"]
    answer = unsettle(api, settled)
    assert answer["invoices"] == [{"number": "INV-000001", "status": "CONFIRMED", "openAmount": "1250.00"}]
    bounced = state(api, "INV-000001")["settlements"][-1]
    assert (bounced["kind"], bounced["payment"]["amount"]) == ("PAYMENT", "-1250.00")
    assert booked(bounced["payment"]["voucher"]) == ["Cr BANK 1250.00", "Dr RECEIVABLES 1250.00"]
    assert (balance(api), api.broken_laws()) == ("1250.00", [])


def test_what_a_credit_note_paid_back_is_taken_back_too(api: Api) -> None:
    project = Project.of(api)
    invoice = hours(project, "10", "250")
    api.pay("INV-000001", "1250")
    note = project.confirm(corrected(project, invoice, "9", "225"))
    assert mark_paid(api, note["number"])["status"] == "PAID"
    (settled,) = state(api, note["number"])["settlements"]
    unsettle(api, settled)
    assert still_open(api, "INV-000001", note["number"]) == ["PAID 0.00", "CONFIRMED -125.00"]
    assert (balance(api), api.broken_laws()) == ("-125.00", [])


@pytest.mark.parametrize("which", ["released already", "a release itself"])
def test_nothing_is_released_twice_nor_is_a_release(api: Api, which: str) -> None:
    api.credit(received(api))
    (settled,) = state(api, "CN-000001")["settlements"]
    release = unsettle(api, settled)["settlement"]
    again = settled if which == "released already" else release
    values = {"settlement": again["id"], "reason": "Again"}
    assert refused(api, "unsettle", **values) == [("SETTLEMENT_RELEASED", ["settlement"])]
    with pytest.raises(Rejected) as refusal:
        api.do("unsettle", "", **values)
    message = refusal.value.problems[0]["message"]
    assert ("The matching of 250.00 NOK of INV-000001 with CN-000001" in message, "2026-09-01" in message) == (
        True,
        True,
    )


@pytest.mark.parametrize(
    ("mutation", "values", "problem"),
    [
        ("unsettle", {"settlement": "SW52b2ljZTox", "reason": "x"}, ("NOT_FOUND", ["settlement"])),
        ("unsettle", {"settlement": "U2V0dGxlbWVudDo5OQ", "reason": "x"}, ("NOT_FOUND", ["settlement"])),
        ("unsettle", {"settlement": "<match>", "reason": "  "}, ("REASON_REQUIRED", ["reason"])),
        ("unsettle", {"settlement": "<match>", "reason": "x", "date": "2026-08-31"}, ("INVALID_INPUT", ["date"])),
        ("writeOff", {"reason": " ", "amount": "1"}, ("REASON_REQUIRED", ["reason"])),
        ("writeOff", {"reason": "x", "amount": "5.01"}, ("WRITE_OFF_TOO_LARGE", ["amount"])),
        ("writeOff", {"reason": "x", "amount": "1250.01"}, ("INVALID_INPUT", ["amount"])),
        ("writeOff", {"reason": "x", "amount": "-1"}, ("INVALID_INPUT", ["amount"])),
        ("writeOff", {"reason": "x", "amount": "0.001"}, ("INVALID_INPUT", ["amount"])),
        ("writeOff", {"reason": "x", "amount": "1", "date": "2026-08-31"}, ("INVALID_INPUT", ["date"])),
        ("writeOff", {"reason": "x", "invoice": {"number": "INV-000009"}}, ("NOT_FOUND", ["invoice", "number"])),
        ("writeOff", {"reason": "x", "invoice": {"number": "CN-000001"}}, ("INVALID_STATUS_TRANSITION", ["invoice"])),
    ],
)
def test_a_refused_release_or_write_off(
    api: Api, mutation: str, values: dict[str, Any], problem: tuple[str, list[str]]
) -> None:
    api.credit(received(api))
    given = dict(values)
    if given.get("settlement") == "<match>":
        given["settlement"] = state(api, "CN-000001")["settlements"][0]["id"]
    if mutation == "writeOff":
        given.setdefault("invoice", {"number": "INV-000001"})
    assert refused(api, mutation, **given) == [problem]


def test_a_draft_has_no_rest_and_is_no_payment(api: Api) -> None:
    project = Project.of(api)
    project.work("1", "100")
    draft = {"id": project.draft()["id"]}
    assert refused(api, "writeOff", invoice=draft, reason="x") == [("INVOICE_NOT_CONFIRMED", ["invoice"])]
    assert refused(api, "markInvoicePaid", invoice=draft) == [("INVALID_STATUS_TRANSITION", ["invoice"])]


def test_earlier_write_offs_of_a_document_count_and_released_ones_do_not(api: Api) -> None:
    billed(api)
    first = write_off(api, "INV-000001", amount="3")
    rest = {"invoice": {"number": "INV-000001"}, "reason": "x", "amount": "2.01"}
    assert refused(api, "writeOff", **rest) == [("WRITE_OFF_TOO_LARGE", ["amount"])]
    unsettle(api, first["settlement"])
    write_off(api, "INV-000001", amount="2.01")
    assert still_open(api, "INV-000001") == ["CONFIRMED 1247.99"]
    set_up(api, "setParameters", writeOffLimit="0")
    assert refused(api, "writeOff", **rest) == [("WRITE_OFF_TOO_LARGE", ["amount"])]
    assert api.run("{ parameters { writeOffLimit } }") == {"parameters": {"writeOffLimit": "0"}}
    assert refused(api, "setParameters", writeOffLimit="-1") == [("INVALID_INPUT", ["writeOffLimit"])]
    assert (balance(api), api.broken_laws()) == ("1247.99", [])


def test_a_credit_that_nobody_claims_is_written_off_the_other_way(api: Api) -> None:
    project = Project.of(api)
    invoice = hours(project, "10", "250")
    api.pay("INV-000001", "1250")
    note = project.confirm(corrected(project, invoice, "9.97", "249.25"))
    written = write_off(api, note["number"])
    assert booked(written["settlement"]["voucher"]) == ["Cr WRITE_OFF 3.75", "Dr RECEIVABLES 3.75"]
    assert still_open(api, note["number"]) == ["PAID 0.00"]
    assert (balance(api), api.broken_laws()) == ("0.00", [])


def test_what_has_a_voucher_needs_an_open_period_and_a_matching_does_not(api: Api) -> None:
    api.credit(received(api, quantity="1"))
    api.pay("INV-000001", "1")
    match, payment = state(api, "INV-000001")["settlements"]
    period(api, "2026-09-01", "2026-09-30", "ON_HOLD")
    outside = [("PERIOD_NOT_OPEN", ["date"])]
    assert refused(api, "unsettle", settlement=payment["id"], reason="x") == outside
    assert refused(api, "writeOff", invoice={"number": "INV-000001"}, amount="1", reason="x") == outside
    assert refused(api, "markInvoicePaid", invoice={"number": "INV-000001"}) == outside
    unsettle(api, match)
    set_up(api, "setPostingAccount", postingType="WRITE_OFF", remove=True)
    period(api, "2026-09-01", "2026-09-30", "OPEN")
    assert refused(api, "writeOff", invoice={"number": "INV-000001"}, amount="1", reason="x") == [
        ("LEDGER_ACCOUNT_MISSING", ["postingAccounts", "WRITE_OFF"])
    ]


def test_the_same_key_gives_up_and_releases_once(api: Api) -> None:
    billed(api)
    values = {"amount": "1", "idempotencyKey": "rest-1"}
    first, again = write_off(api, "INV-000001", **values), write_off(api, "INV-000001", **values)
    assert ([first["replayed"], again["replayed"]], first["settlement"]) == ([False, True], again["settlement"])
    released = [unsettle(api, first["settlement"], idempotencyKey="back-1") for _ in range(2)]
    assert [one["replayed"] for one in released] == [False, True]
    assert (len(state(api, "INV-000001")["settlements"]), balance(api)) == (2, "1250.00")


def test_a_settlement_is_found_by_its_id_from_either_side(api: Api) -> None:
    api.credit(received(api))
    for number, other in (("INV-000001", "CN-000001"), ("CN-000001", "INV-000001")):
        (settled,) = state(api, number)["settlements"]
        found = api.run(
            "query($k: ID!) { node(id: $k) { ... on Settlement { amount kind other { number } } } }", k=settled["id"]
        )["node"]
        assert found == {"amount": "250.00", "kind": "MATCH", "other": {"number": other}}


def test_documents_are_matched_on_the_day_of_the_later_one_and_not_before(api: Api) -> None:
    order = received(api)
    api.credit(order, settlement="NONE", invoiceDate="2026-09-10")
    sides = {"invoice": {"number": "INV-000001"}, "creditNote": {"number": "CN-000001"}}
    assert refused(api, "settleInvoices", **sides, date="2026-09-09") == [("INVALID_INPUT", ["date"])]
    api.do("settleInvoices", "... on SettleInvoicesSuccess { replayed }", **sides)
    (settled,) = state(api, "CN-000001")["settlements"]
    assert (settled["date"], api.broken_laws()) == ("2026-09-10", [])


def test_a_payment_before_its_invoice_settles_it_when_that_is_dated(api: Api) -> None:
    billed(api)
    api.pay("INV-000001", "1250", date="2026-08-20")
    (settled,) = state(api, "INV-000001")["settlements"]
    assert (settled["payment"]["date"], settled["date"]) == ("2026-08-20", "2026-09-01")
    api.clock.instant = datetime(2026, 9, 3, 12, 0, tzinfo=UTC)
    assert unsettle(api, settled)["settlement"]["date"] == "2026-09-03"
    assert api.broken_laws() == []


def test_a_mark_beside_nothing_open_moves_the_status_alone(api: Api) -> None:
    order = received(api, quantity="10")
    api.credit(order)
    assert still_open(api, "INV-000001", "CN-000001") == ["CONFIRMED 0.00", "CONFIRMED 0.00"]
    assert mark_paid(api, "INV-000001")["settlements"][0]["kind"] == "MATCH"
    assert still_open(api, "INV-000001") == ["PAID 0.00"]
    assert refused(api, "markInvoicePaid", invoice={"number": "INV-000001"}) == [
        ("INVALID_STATUS_TRANSITION", ["invoice"])
    ]
    (settled,) = state(api, "INV-000001")["settlements"]
    api.do("unsettle", WRITTEN, settlement=settled["id"], reason="Kept the goods")
    assert still_open(api, "INV-000001") == ["CONFIRMED 1250.00"]
    assert api.broken_laws() == []


def test_what_is_taken_back_comes_off_the_account_that_it_was_posted_to(api: Api) -> None:
    billed(api)
    written = write_off(api, "INV-000001", amount="1")
    set_up(api, "setPostingAccount", postingType="WRITE_OFF", account="7899", name="Other rests")
    released = unsettle(api, written["settlement"])["settlement"]
    query = "query($k: ID!) { node(id: $k) { ... on Settlement { voucher { entries { account } } } } }"
    accounts = [
        {entry["account"] for entry in api.run(query, k=one["id"])["node"]["voucher"]["entries"]}
        for one in (written["settlement"], released)
    ]
    assert accounts == [{"7830", "1500"}] * 2
