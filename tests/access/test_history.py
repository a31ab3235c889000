"""The history: one entry for whatever was done, by whom, to what and why, and nothing that takes it back (access 3)."""

from typing import Any

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from rebill import demo
from rebill.models import tables
from rebill.models.identity import decode, encode
from rebill.posting.command.caller import ANONYMOUS
from rebill.posting.ledger_check import check_connection
from tests.access.keys import made
from tests.api import Api, Rejected
from tests.laws.tampering import broken_into, missed

pytestmark = pytest.mark.both_engines
ENTRY = (
    "sequence at operation subjects reason requestId actor { kind name } run { id } changes { subject field from to }"
)


def history(api: Api, **given: Any) -> list[dict[str, Any]]:
    """The entries of the history, as the API lists them."""
    query = (
        "query($subject: ID, $filter: HistoryFilter, $after: String) "
        f"{{ history(subject: $subject, filter: $filter, first: 100, after: $after) {{ nodes {{ {ENTRY} }} }} }}"
    )
    found: list[dict[str, Any]] = api.run(query, **given)["history"]["nodes"]
    return found


def operations(api: Api, **given: Any) -> list[str]:
    """What was done, in its order."""
    return [one["operation"] for one in history(api, **given)]


def changes(entry: dict[str, Any], subject: str | None = None) -> dict[str, tuple[str | None, str | None]]:
    """What an entry changed, by field; of one record where it is named."""
    told = [one for one in entry["changes"] if subject in (None, one["subject"])]
    return {one["field"]: (one["from"], one["to"]) for one in told}


def test_each_success_has_one_entry_and_a_refusal_a_replay_and_a_plan_have_none(api: Api) -> None:
    api.do("createCustomer", "... on CustomerSuccess { replayed }", name="A", currency="NOK", idempotencyKey="k")
    api.do("createCustomer", "... on CustomerSuccess { replayed }", name="A", currency="NOK", idempotencyKey="k")
    with pytest.raises(Rejected):
        api.do("createCustomer", "... on CustomerSuccess { replayed }", name="A", currency="XXX")
    assert operations(api) == ["createCustomer"]


def test_entries_are_numbered_from_one_and_say_who_asked_and_for_what(api: Api) -> None:
    api.customer()
    api.product("100")
    first, second = history(api)
    assert (first["sequence"], second["sequence"]) == (1, 2)
    assert first["actor"] == {"kind": "ANONYMOUS", "name": "anyone"}
    assert first["subjects"] == [encode("Customer", 1)]
    assert first["changes"] == []
    assert first["requestId"]
    assert first["at"] <= second["at"]


def test_master_data_is_told_before_and_after(api: Api) -> None:
    found = api.do(
        "createCustomer", "... on CustomerSuccess { customer { id } }", name="A", currency="NOK", paymentTermsDays=14
    )
    key = found["customer"]["id"]
    api.do(
        "updateCustomer",
        "... on CustomerSuccess { customer { id } }",
        customer={"id": key},
        name="Bø",
        paymentTermsDays=14,
        blocked="ALL",
    )
    entry = history(api)[-1]
    assert entry["operation"] == "updateCustomer"
    assert entry["subjects"] == [key]
    assert changes(entry) == {"name": ("A", "Bø"), "blocked": ("NO", "ALL")}


def test_settings_are_told_before_and_after_with_why(api: Api) -> None:
    api.do(
        "setParameters",
        "... on ParametersSuccess { parameters { id } }",
        returnValidityDays=11,
        reasonCodeRequired=True,
        reason="  the board said so ",
    )
    entry = history(api)[-1]
    assert entry["reason"] == "the board said so"
    assert entry["subjects"] == [encode("Parameters", 1)]
    assert changes(entry)["reasonCodeRequired"] == ("false", "true")
    assert changes(entry)["returnValidityDays"][1] == "11"


def test_a_call_that_changes_nothing_has_its_entry_too(api: Api) -> None:
    for _ in range(2):
        api.do("setParameters", "... on ParametersSuccess { parameters { id } }", returnValidityDays=11)
    first, second = history(api)
    assert (len(first["changes"]), second["changes"], second["subjects"]) == (1, [], first["subjects"])


def test_a_draft_is_followed_from_its_beginning_to_its_posting(api: Api) -> None:
    contract = api.contract()
    api.work(contract, "10", "200")
    draft = api.draft(contract)
    detail = draft["details"]["nodes"][0]["id"]
    api.bill(draft, "7")
    api.confirm(draft)
    entries = {one["operation"]: one for one in history(api, subject=draft["id"])}
    assert list(entries) == ["createInvoice", "updateInvoiceLineDetails", "confirmInvoice"]
    assert entries["createInvoice"]["subjects"][0] == draft["id"]
    changed = entries["updateInvoiceLineDetails"]
    assert changed["subjects"][0] == draft["id"]
    assert changes(changed, detail)["quantity"] == ("10", "7")
    assert changes(changed, detail)["amount"] == ("2000.00", "1400.00")
    confirmed = entries["confirmInvoice"]
    assert confirmed["subjects"][0] == draft["id"]
    assert changes(confirmed, draft["id"])["status"] == ("DRAFT", "CONFIRMED")
    written = [one for one in confirmed["subjects"] if (decode(one) or ("", 0))[0] == "Actual"]
    assert len(written) > 1


def test_a_deleted_draft_keeps_its_history(api: Api) -> None:
    contract = api.contract()
    api.work(contract, "10", "200")
    draft = api.draft(contract)
    detail = draft["details"]["nodes"][0]["id"]
    deleted = 'mutation($id: ID!) { deleteInvoice(input: {invoice: {id: $id}, reason: "twice"}) { __typename } }'
    api.run(deleted, id=draft["id"])
    entry = history(api, subject=draft["id"])[-1]
    assert (entry["operation"], entry["reason"]) == ("deleteInvoice", "twice")
    assert entry["subjects"][0] == draft["id"]
    assert detail in entry["subjects"]
    assert changes(entry, detail)["quantity"] == ("10", None)


def test_every_row_of_the_books_is_found_in_the_entry_that_posted_it(api: Api) -> None:
    contract = api.contract()
    api.work(contract, "10", "200")
    draft = api.draft(contract)
    api.confirm(draft)
    with api.database.read() as connection:
        rows = connection.execute(select(tables.actual.c.id, tables.actual.c.posted_by_id)).all()
        laws = {law.id: law for law in check_connection(connection)}
    assert {by for _, by in rows} == {ANONYMOUS.actor_id}
    for key, _ in rows:
        found = [one for one in history(api, subject=encode("Actual", key)) if one["operation"] != "createInvoice"]
        assert found
    assert all(laws[name].holds for name in ("access 1 actors", "access 2 sequence", "access 3 posted once"))


def test_the_history_is_narrowed_by_actor_operation_time_and_place(api: Api) -> None:
    made(api, "ADMIN", name="first")
    api.customer()
    api.customer()
    everybody = encode("Actor", ANONYMOUS.actor_id or 0)
    assert operations(api, filter={"operation": ["createCustomer"]}) == ["createCustomer"] * 2
    assert len(operations(api, filter={"actor": everybody})) == 3
    assert operations(api, filter={"actor": encode("Actor", 777)}) == []
    assert operations(api, filter={"sequenceAfter": 2}) == ["createCustomer"]
    assert operations(api, filter={"operation": []}) == operations(api)
    at = history(api)[0]["at"]
    assert len(operations(api, filter={"from": at})) == 3
    assert operations(api, filter={"to": at}) == []
    assert operations(api, subject="nonsense") == []


def test_a_key_has_its_entries_and_its_secret_in_none(api: Api) -> None:
    key = made(api, "ADMIN", name="first", reason="to begin with")
    entry = history(api)[-1]
    assert (entry["operation"], entry["reason"], entry["subjects"]) == (
        "createApiKey",
        "to begin with",
        [key["key"]["id"]],
    )
    with api.database.read() as connection:
        rows = str(connection.execute(select(tables.history_entry)).all())
    assert key["secret"] not in rows


@pytest.mark.parametrize("table", [tables.history_entry, tables.history_subject])
def test_nothing_of_the_history_is_changed_or_removed(api: Api, table: Any) -> None:
    api.customer()
    column = "operation" if table is tables.history_entry else "act"
    for statement in (update(table).values({column: "x"}), delete(table)):
        with pytest.raises(DBAPIError, match="append-only"), api.database.write() as connection:
            connection.execute(statement)
    if api.database.dialect == "postgresql":
        with pytest.raises(DBAPIError, match="append-only"), api.database.write() as connection:
            connection.execute(text(f"TRUNCATE {table.name} CASCADE"))


def test_a_run_has_an_entry_and_so_has_each_document_of_it(api: Api) -> None:
    contract = api.contract()
    api.work(contract, "10", "200")
    draft = api.draft(contract)
    found = api.run(
        'mutation($id: ID!) { confirmInvoices(input: {invoices: [{id: $id}], reason: "month end"}) '
        "{ ... on PostingRunSuccess { run { id } } } }",
        id=draft["id"],
    )
    run = found["confirmInvoices"]["run"]["id"]
    called, posted = history(api)[-2:]
    assert (called["operation"], called["subjects"], called["reason"], called["run"]) == (
        "confirmInvoices",
        [run],
        "month end",
        None,
    )
    assert (posted["subjects"][0], posted["run"]) == (draft["id"], {"id": run})


FREIGHT = {"description": "Freight", "category": "FIXED", "value": "50", "taxRate": "25"}
TOLD = '[{"description":"Freight","category":"FIXED","value":"50","taxRate":"25"}]'


def test_charges_of_codes_and_of_returns_are_told_before_and_after(api: Api) -> None:
    selected = "... on ReasonCodeSuccess { reasonCode { id } }"
    code = {"code": "SNOW", "description": "Roads were closed"}
    api.do("setReasonCode", selected, **code, charges=[FREIGHT])
    assert history(api)[-1]["changes"] == []
    api.do("setReasonCode", selected, **code)
    assert changes(history(api)[-1]) == {"charges": (TOLD.replace("}]", ',"currency":null}]'), "[]")}
    sold = api.invoiced(api.customer(), {"product": {"number": api.product("80")}, "quantity": "5"})
    order = api.return_order((sold["lines"][0]["id"], "2"))
    line = {"line": order["lines"][0]["id"], "charges": [FREIGHT]}
    api.do("updateReturnOrder", "", order={"id": order["id"]}, charges=[FREIGHT], lines=[line])
    entry = history(api)[-1]
    assert changes(entry, order["id"]) == {"charges": ("[]", TOLD)}
    assert changes(entry, line["line"]) == {"charges": ("[]", TOLD)}
    assert set(entry["subjects"]) == {order["id"], line["line"]}
    api.do("setReasonCode", selected, **code, charges=[FREIGHT])
    api.do("updateReturnOrder", "", order={"id": order["id"]}, reasonCode="SNOW")
    told = changes(history(api)[-1], order["id"])
    assert (told["reasonCode"][1], told["charges"]) == ("SNOW", (TOLD, f"{TOLD[:-1]},{TOLD[1:]}"))


def test_what_follows_on_a_sales_orders_lines_is_told(api: Api) -> None:
    api.invoiced(api.customer(), {"product": {"number": api.product("80")}, "quantity": "5"})
    line = encode("SalesOrderLine", 1)
    told = [(one["operation"], changes(one, line)) for one in history(api, subject=line)]
    assert told == [
        ("postPackingSlip", {"deliveredQuantity": ("0", "5")}),
        ("postInvoices", {"invoicedQuantity": ("0", "5")}),
    ]


def test_without_its_head_nothing_is_done_that_the_history_does_not_tell(api: Api) -> None:
    if api.database.dialect != "postgresql":
        return  # SQLite needs no head
    with api.database.write() as connection:
        connection.execute(delete(tables.history_head))
    assert "access 2 sequence: the history has lost its head" in api.broken_laws()
    with pytest.raises(AssertionError):
        api.customer()
    with api.database.read() as connection:
        assert connection.execute(select(tables.customer)).all() == []


def entered(key: str, at: str) -> str:
    """An entry that nobody has made."""
    columns = "id, at, actor_id, operation, request_id, subjects, changes"
    given = f"{key}, {at}, actor_id, operation, request_id, subjects, changes"
    return f"INSERT INTO history_entry ({columns}) SELECT {given} FROM history_entry WHERE id = 1"


def subject(type_name: str, place: int, entry: str) -> str:
    """What an entry is said to have posted."""
    columns = "type, place, entry_id, act"
    return f"INSERT INTO history_subject ({columns}) VALUES ('{type_name}', {place}, {entry}, 'POSTED')"


LAST = "(SELECT max(id) FROM history_entry)"
PLANTED = [
    ("access 2 sequence", entered("777", "at")),
    ("access 2 sequence", entered(f"{LAST} + 1", "'2020-01-01T00:00:00.000000+00:00'")),
    ("access 2 sequence", f"DELETE FROM history_entry WHERE id = {LAST}"),
    ("access 1 actors", "UPDATE orders SET created_by_id = NULL WHERE id = (SELECT max(id) FROM orders)"),
    ("access 1 actors", "UPDATE invoice SET posted_by_id = NULL WHERE number IS NOT NULL"),
    ("access 1 actors", "UPDATE actual SET posted_by_id = NULL WHERE id = (SELECT max(id) FROM actual)"),
    ("access 3 entered", "UPDATE orders SET created_by_id = 777 WHERE type = 'PROJECT_CONTRACT'"),
    ("access 3 entered", "UPDATE orders SET created_by_id = 777 WHERE type = 'SALES_ORDER'"),
    ("access 3 entered", "UPDATE invoice SET created_by_id = 777 WHERE contract_id IS NOT NULL"),
    ("access 3 entered", "UPDATE invoice SET created_by_id = 777 WHERE contract_id IS NULL"),
    ("access 3 entered", "DELETE FROM history_subject WHERE type = 'SalesOrder' AND act = 'MADE'"),
    ("access 3 posted once", subject("Invoice", 2**31 + 1, "1")),
    ("access 3 posted once", subject("Actual", 2**31 + 1, LAST)),
    ("access 3 posted once", "UPDATE actual SET posted_by_id = 777 WHERE id = 1"),
    ("access 3 posted once", "UPDATE invoice SET posted_by_id = 777 WHERE number IS NOT NULL"),
    ("access 3 posted once", "UPDATE payment SET created_by_id = 777"),
    ("access 3 posted once", "UPDATE packing_slip SET posted_by_id = 777"),
    ("access 3 posted once", "DELETE FROM history_subject WHERE type = 'Invoice' AND act = 'POSTED'"),
    ("access 3 posted once", "DELETE FROM history_subject WHERE type = 'Payment' AND act = 'POSTED'"),
]


def test_the_demo_data_is_one_entry_of_whoever_loaded_it_and_makes_no_key(api: Api) -> None:
    """A key would shut the server."""
    demo.load(api.database)
    (entry,) = history(api)
    assert (entry["operation"], entry["actor"]["kind"], entry["sequence"]) == ("rebill --demo", "OPERATOR", 1)
    assert 100 < len(entry["subjects"]) <= 1000
    who = "createdBy { kind name }"
    found = api.run(
        f"{{ orders(first: 250) {{ nodes {{ {who} }} }} invoices(first: 250) {{ nodes {{ {who} postedBy {{ kind name }} "
        "number } } actuals(first: 250) { nodes { postedBy { kind name } } } apiKeys { totalCount } }"
    )
    known = [one for page in ("orders", "invoices", "actuals") for one in found[page]["nodes"]]
    actors = [actor for one in known for field, actor in one.items() if field in ("createdBy", "postedBy")]
    drafts = [one for one in found["invoices"]["nodes"] if one["number"] is None]
    assert [one for one in actors if one != entry["actor"]] == [None] * len(drafts)
    assert found["apiKeys"]["totalCount"] == 0
    assert api.broken_laws() == []


def test_planted_errors_are_found_by_their_laws(api: Api) -> None:
    """The order is the last that was entered: whoever came before the history has no actor, and need not."""
    invoice = api.invoiced(api.customer(), {"product": {"number": api.product("100")}, "quantity": "1"})
    api.do("recordPayment", "... on RecordPaymentSuccess { replayed }", invoice={"id": invoice["id"]}, amount="10")
    contract = api.contract()
    api.work(contract, "10", "200")
    api.confirm(api.draft(contract))
    api.contract()
    assert api.broken_laws() == []
    with broken_into(api.database) as connection:
        assert missed(connection, PLANTED) == []
