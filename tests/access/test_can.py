"""What will be refused, beforehand: `viewer.can` says what the call itself would say (access 2.6)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.identity import GlobalId, decode, encode
from rebill.models.rehearsal import rehearse
from rebill.models.vocabulary import Scope
from rebill.posting.command.transaction import Service
from rebill.posting.problems import Problems, Refused
from rebill.posting.texts import in_one_form
from rebill.schema.capabilities import types
from rebill.schema.done_to import DoneTo
from rebill.schema.mutation import MUTATIONS
from rebill.schema.mutation_declarations import Mutation
from tests.access.test_documents import a_correction, a_draft, a_return, as_somebody
from tests.api import SCHEMA, Api
from tests.approval import people
from tests.laws.rich_book import enter_rich_book
from tests.length import usually
from tests.projects import Project

CAN = """query($of: [String!], $on: ID) { viewer { can(operations: $of, on: $on) {
  operation allowed needsApproval problems { code path params { name value } } } } }"""
OF_NO_RECORD = {  # what makes something new of nothing, or sets up what is named by no id
    *("createRunSchedule", "createCustomer", "createProduct", "postEntryJournal", "createApiKey", "setFiscalPeriod"),
    *(
        "setReasonCodeGroup",
        "setReasonCode",
        "setTaxCode",
        "setDispositionCode",
        "setPostingAccount",
        "setParameters",
        "setApprovalPolicy",
        "setCompany",
    ),
}
DECLARED = [(one, way) for one in MUTATIONS if isinstance(one, Mutation) for way in one.on]
NAMES = [f"{one.name} {way.type_name} {way.argument}" for one, way in DECLARED]


def can(api: Api, *of: str, on: str | None = None) -> dict[str, dict[str, Any]]:
    """The answers, by mutation."""
    found = api.run(CAN, of=list(of), on=on)["viewer"]["can"]
    return {one.pop("operation"): one for one in found}


def codes(answer: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """What stands in the way of a mutation, and where."""
    assert answer["allowed"] == (not answer["problems"])
    return [(one["code"], one["path"]) for one in answer["problems"]]


@pytest.mark.parametrize("scope", [None, *Scope])
def test_without_a_record_every_mutation_says_whether_its_scope_is_there(
    sqlite_database: Database, scope: Scope | None
) -> None:
    api = Api(sqlite_database)
    with as_somebody(api, {scope} if scope else set()):
        found = can(api)
        assert api.run(CAN, of=None)["viewer"]["can"] == api.run(CAN, of=[])["viewer"]["can"]
    assert list(found) == [one.name for one in MUTATIONS]
    for one in MUTATIONS:
        assert codes(found[one.name]) == ([] if scope in one.right else [("FORBIDDEN", [])]), one.name
        for told in found[one.name]["problems"]:
            values = {each["name"]: each["value"] for each in told["params"]}
            assert set(values["scope"].split(",")) == set(one.right)
            assert values["operation"] == one.name
    assert not any(one["needsApproval"] for one in found.values())


@pytest.mark.both_engines
def test_a_confirmed_invoice_is_not_confirmed_again_and_can_be_taken_back(api: Api) -> None:
    project = Project.of(api)
    project.work("10", "100")
    draft = project.draft()
    found = can(api, on=draft["id"])
    assert codes(found["confirmInvoice"]) == []
    assert codes(found["cancelInvoice"]) == [("INVOICE_NOT_CONFIRMED", ["invoice"])]
    project.confirm(draft)
    found = can(api, on=draft["id"])
    assert codes(found["confirmInvoice"]) == [("INVALID_STATUS_TRANSITION", ["invoice"])]
    assert codes(found["updateInvoiceLineDetails"]) == [("INVOICE_READ_ONLY", ["invoice"])]
    assert codes(found["cancelInvoice"]) == codes(found["correctInvoice"]) == []
    assert "registerArrival" not in found


@pytest.mark.both_engines
def test_confirming_takes_the_duty_of_what_is_confirmed_beforehand_too(api: Api) -> None:
    first, correction, order = a_draft(api), a_correction(api, "4"), a_return(api)
    with as_somebody(api, {Scope.INVOICE}):
        assert codes(can(api, "confirmInvoice", on=first["id"])["confirmInvoice"]) == []
        assert codes(can(api, "confirmInvoice", on=correction["id"])["confirmInvoice"]) == [("FORBIDDEN", ["invoice"])]
        assert codes(can(api, "confirmInvoice")["confirmInvoice"]) == []
        found = can(api, "postReturnInvoice", "postInvoices", on=order["id"])
    assert codes(found["postReturnInvoice"]) == [("FORBIDDEN", [])]
    assert codes(found["postInvoices"]) == [("FORBIDDEN", ["orders", "0"])]


@pytest.mark.both_engines
def test_what_needs_an_approval_says_so_until_this_very_plan_has_one(api: Api) -> None:
    project, draft = people.a_correction(api)
    people.policy(api, correctionsOnly=True, limits=[{"currency": "EUR", "amount": "500"}])

    def confirming() -> tuple[bool, list[tuple[str, list[str]]]]:
        with people.acting(api, people.OLA):
            found = can(api, "confirmInvoice", on=draft["id"])["confirmInvoice"]
        return found["needsApproval"], codes(found)

    assert confirming() == (True, [("APPROVAL_REQUIRED", ["invoice"])])
    with people.acting(api, people.KARI):
        assert codes(can(api, "requestApproval", on=draft["id"])["requestApproval"]) == []
    asked = people.ask(api, people.KARI, posting={"confirmInvoice": {"invoice": {"id": draft["id"]}}})
    hers = people.with_key(api, "Kari's key", Scope.ADMIN, Scope.APPROVE, owner="kari")
    for who, told in ((hers, [("APPROVER_NOT_INDEPENDENT", ["approval"])]), (people.OLA, [])):
        with people.acting(api, who):
            assert codes(can(api, "decideApproval", on=asked["id"])["decideApproval"]) == told
    people.decide(api, people.OLA, asked)
    assert confirming() == (False, [])
    with people.acting(api, people.KARI):
        project.bill(draft, quantity="6")
    assert confirming() == (True, [("PLAN_OUTDATED", ["invoice"])])


def test_who_lacks_the_scope_is_told_nothing_of_the_record(api: Api) -> None:
    draft = a_draft(api)
    with as_somebody(api, {Scope.READ}):
        assert codes(can(api, on=draft["id"])["cancelInvoice"]) == [("FORBIDDEN", [])]


def test_what_cannot_be_done_to_a_record_is_left_out_or_is_told_where_it_was_named(api: Api) -> None:
    draft = a_draft(api)
    everything = can(api, on=draft["id"])
    assert set(everything) == {one.name for one in MUTATIONS if "Invoice" in types(one)}
    named = ("confirmInvoice", "registerArrival", "createCustomer", "doAway", "confirmInvoice")
    found = can(api, *named, on=draft["id"])
    assert list(found) == list(dict.fromkeys(named))
    assert codes(found["confirmInvoice"]) == []
    for place, name in ((1, "registerArrival"), (2, "createCustomer"), (3, "doAway")):
        assert codes(found[name]) == [("INVALID_INPUT", ["operations", str(place)])]
    for nothing in ("", "nothing", encode("Nothing", 1)):
        assert can(api, on=nothing) == {}
        assert codes(can(api, "confirmInvoice", on=nothing)["confirmInvoice"]) == [
            ("INVALID_INPUT", ["operations", "0"])
        ]


def test_a_run_can_be_given_up_until_it_is_over(api: Api) -> None:
    a_draft(api)
    began: list[int] = []
    api.notify = lambda _, run: began.append(run)
    made = api.do(
        "postInvoices", "... on PostingRunSuccess { run { id } }", select={"received": False}, lateSelection=True
    )
    run = made["run"]["id"]
    assert codes(can(api, on=run)["cancelPostingRun"]) == []
    api.run("mutation($id: ID!) { cancelPostingRun(id: $id) { __typename } }", id=run)
    found = can(api, on=run)
    assert (
        codes(found["cancelPostingRun"]) == codes(found["resumePostingRun"]) == [("INVALID_STATUS_TRANSITION", ["id"])]
    )


@pytest.mark.both_engines
def test_who_asks_waits_for_no_lock(api: Api) -> None:
    draft = a_draft(api)
    with api.database.write() as connection:
        for table in (tables.invoice, tables.order, tables.customer, tables.parameters, tables.number_series):
            connection.execute(select(table).with_for_update()).all()
        assert codes(can(api, on=draft["id"])["confirmInvoice"]) == []


@pytest.mark.parametrize(("mutation", "way"), DECLARED, ids=NAMES)
def test_a_mutation_names_a_record_of_a_type_that_there_is(api: Api, mutation: Mutation[Any], way: DoneTo) -> None:
    assert SCHEMA.get_type_by_name(way.type_name) is not None
    missing = encode(way.type_name, 2**31 - 1)
    (first, *_) = can(api, mutation.name, on=missing)[mutation.name]["problems"]
    assert first["code"] == "NOT_FOUND"
    ways = [one.argument.replace("_", "") for one in mutation.on if one.type_name == way.type_name]
    assert first["path"][0].lower() in ways


def test_every_mutation_says_what_it_is_done_to_or_that_it_is_of_no_record() -> None:
    assert {one.name for one in MUTATIONS if not types(one)} == OF_NO_RECORD


def records(api: Api) -> Iterator[GlobalId]:
    """Records of the book that something can be done to: every third of a type, all of them in the long run."""
    wanted = {one for each in MUTATIONS for one in types(each)}
    with api.database.read() as connection:
        keyed = [
            ("Invoice", select(tables.invoice.c.id)),
            ("Customer", select(tables.customer.c.id)),
            ("ContractLine", select(tables.contract_line.c.id)),
            ("Milestone", select(tables.milestone.c.id)),
            ("Retainer", select(tables.retainer.c.id)),
            ("Actual", select(tables.actual.c.id)),
            ("Settlement", select(tables.settlement.c.id * 2)),
            ("Settlement", select(tables.settlement.c.id * 2 + 1)),
            *((one, select(tables.order.c.id).where(tables.order.c.type == kind)) for one, kind in ORDERS.items()),
        ]
        for type_name, statement in keyed:
            assert type_name in wanted
            keys = connection.scalars(statement.order_by(statement.selected_columns[0])).all()
            yield from (encode(type_name, key) for key in keys[:: usually(3 if type_name != "Actual" else 15, long=1)])


ORDERS = {"SalesOrder": "SALES_ORDER", "ReturnOrder": "RETURN_ORDER", "ProjectContract": "PROJECT_CONTRACT"}


def counted(database: Database) -> Counter[str]:
    """How many rows each table has, and the next numbers."""
    series = tables.number_series
    with database.read() as connection:
        found = Counter(
            {
                one.name: connection.scalar(select(func.count()).select_from(one))
                for one in tables.invoice.metadata.sorted_tables
            }
        )
        found.update({row.name: row.next for row in connection.execute(select(series.c.name, series.c.next))})
    return found


def refused(service: Service, mutation: Mutation[Any], way: DoneTo, on: GlobalId) -> Problems:
    """What the call is refused with, of which nothing stays."""
    command = in_one_form(way.call(mutation.command, on)).command

    def work(connection: Connection) -> Problems:
        try:
            mutation.handler(service.writing(connection), command)
        except Refused as told:
            return told.problems
        return ()

    return rehearse(service.database, work)


@pytest.mark.slow
@pytest.mark.both_engines
def test_of_every_record_it_is_said_what_the_call_says_and_nothing_is_written(database: Database) -> None:
    api = enter_rich_book(database)
    before = counted(database)
    service = Service(database, api.clock)
    told = Counter[str]()
    for on in records(api):
        found = can(api, on=on)
        for mutation in MUTATIONS:
            mine = [one for one in getattr(mutation, "on", ()) if one.type_name == (decode(on) or ("",))[0]]
            if not mine or not isinstance(mutation, Mutation):
                continue
            said = [way.of_the_record(mutation.command, refused(service, mutation, way, on)) for way in mine]
            expected = [(one.code.value, list(one.path)) for one in min(said, key=len)]
            assert codes(found.pop(mutation.name)) == expected, (mutation.name, decode(on))
            told[mutation.name] += bool(expected)
        assert not found
    assert counted(database) == before
    assert len(told) > 30
