"""Rights by document: what a posting takes its plan says, and a run posts in its actor's name (access 2.5, 2.7)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from rebill.models.database import Database
from rebill.models.identity import decode
from rebill.models.vocabulary import ActorKind, Scope
from rebill.posting.command.caller import ANONYMOUS, Caller
from rebill.posting.command.clock import SystemClock
from rebill.posting.command.transaction import Service
from rebill.posting.runs.execution import execute_run
from tests.access.serving import key, revoke
from tests.api import Api, Rejected
from tests.projects import Project

INVOICE, CREDIT, PAY = ({one} for one in (Scope.INVOICE, Scope.CREDIT, Scope.PAY))
RUN = (
    "... on PostingRunSuccess { run { id status posted skipped failed items { nodes { status problems { code } } } } }"
)


@contextmanager
def as_somebody(api: Api, scopes: set[Scope]) -> Iterator[None]:
    """Whoever asks has these duties alone."""
    api.caller = Caller(None, ActorKind.SUBJECT, "Kari", scopes=frozenset(scopes))
    try:
        yield
    finally:
        api.caller = ANONYMOUS


def refused(api: Api, scopes: set[Scope], mutation: str, **values: Any) -> list[tuple[str, list[str]]]:
    """The codes and paths that somebody with these duties is refused with."""
    with as_somebody(api, scopes), pytest.raises(Rejected) as rejected:
        api.do(mutation, "", **values)
    return [(one["code"], one["path"]) for one in rejected.value.problems]


def a_draft(api: Api) -> dict[str, Any]:
    """A draft that bills 1,000.00 for the first time."""
    project = Project.of(api)
    project.work("10", "100")
    return project.draft()


def a_correction(api: Api, quantity: str) -> dict[str, Any]:
    """A draft that corrects ten hours to so many."""
    project = Project.of(api)
    project.work("10", "100")
    draft = project.correct(project.confirm(project.draft()))
    project.bill(draft, quantity=quantity)
    return draft


@pytest.mark.parametrize(
    ("case", "draft", "needs", "other"),
    [
        ("a first-time invoice", a_draft, INVOICE, CREDIT),
        ("a correction downwards", lambda api: a_correction(api, "4"), CREDIT, INVOICE),
        ("a correction upwards", lambda api: a_correction(api, "12"), CREDIT, INVOICE),
    ],
)
@pytest.mark.both_engines
def test_confirming_takes_the_duty_of_what_is_confirmed(
    api: Api, case: str, draft: Any, needs: set[Scope], other: set[Scope]
) -> None:
    made = draft(api)
    ref = {"id": made["id"]}
    assert refused(api, other | PAY, "confirmInvoice", invoice=ref) == [("FORBIDDEN", ["invoice"])], case
    assert refused(api, other | PAY, "confirmInvoices", invoices=[ref]) == [("FORBIDDEN", ["invoices", "0"])]
    with as_somebody(api, needs):
        api.do("confirmInvoice", "... on ConfirmInvoiceSuccess { invoice { number } }", invoice=ref)


def test_a_plan_is_a_read_whatever_it_would_take_to_post_it(api: Api) -> None:
    draft = a_draft(api)
    query = "query($i: ConfirmInvoiceInput!) { planInvoiceConfirmation(input: $i) { __typename } }"
    with as_somebody(api, {Scope.READ}):
        assert api.run(query, i={"invoice": {"id": draft["id"]}}) == {
            "planInvoiceConfirmation": {"__typename": "PostingPlan"}
        }


def a_return(api: Api) -> dict[str, Any]:
    """A return order that can be credited."""
    invoice = api.invoiced(api.customer(), {"product": {"number": api.product("100")}, "quantity": "2"})
    order = api.return_order((invoice["lines"][0]["id"], "1"))
    api.arrive(order, (1, "1"))
    api.receive(order)
    return order


def a_sale(api: Api) -> str:
    """A delivered sales order's number."""
    made = api.do(
        "createSalesOrder",
        "... on SalesOrderSuccess { order { number } }",
        customer={"number": api.customer()},
        lines=[{"product": {"number": api.product("100")}, "quantity": "1"}],
    )
    number = str(made["order"]["number"])
    api.do("postPackingSlip", "... on PackingSlipSuccess { packingSlip { number } }", order={"number": number})
    return number


@pytest.mark.both_engines
def test_a_return_is_credited_by_those_who_credit(api: Api) -> None:
    order = a_return(api)
    assert refused(api, INVOICE, "postReturnInvoice", order={"id": order["id"]}) == [("FORBIDDEN", ["order"])]
    with as_somebody(api, CREDIT):
        assert api.credit(order)["invoice"]["documentType"] == "CREDIT_NOTE"


def test_a_credit_that_is_paid_out_takes_pay_besides(api: Api) -> None:
    order = a_return(api)
    use = {"order": {"id": order["id"]}, "settlement": "NONE", "creditUse": {"refund": "125"}}
    assert refused(api, CREDIT, "postReturnInvoice", **use) == [("FORBIDDEN", ["order"])]
    with as_somebody(api, CREDIT | PAY):
        api.do("postReturnInvoice", "... on PostReturnInvoiceSuccess { invoice { status } }", **use)


@pytest.mark.both_engines
def test_a_run_by_name_is_refused_whole_with_every_order_that_is_not_theirs(api: Api) -> None:
    orders = [{"number": a_sale(api)}, {"number": a_return(api)["number"]}, {"number": a_sale(api)}]
    assert refused(api, INVOICE, "postInvoices", orders=orders) == [("FORBIDDEN", ["orders", "1"])]
    assert refused(api, CREDIT, "postInvoices", orders=orders) == [
        ("FORBIDDEN", ["orders", "0"]),
        ("FORBIDDEN", ["orders", "2"]),
    ]
    assert [one["status"] for one in api.post_orders(*orders)] == ["EXECUTED"] * 3


@pytest.mark.both_engines
def test_a_run_by_selection_skips_what_is_not_its_actors(api: Api) -> None:
    a_sale(api)
    a_return(api)
    made = key(api.database)
    assert made is not None
    theirs = key(api.database, Scope.INVOICE, name="invoicing")
    api.caller = caller_of(api, theirs.key, {Scope.INVOICE})
    run = api.do("postInvoices", RUN, select={"received": False})["run"]
    found = sorted((one["status"], [each["code"] for each in one["problems"]]) for one in run["items"]["nodes"])
    assert found == [("EXECUTED", []), ("SKIPPED", ["FORBIDDEN"])]


def caller_of(api: Api, key_id: int, scopes: set[Scope]) -> Caller:
    """Who comes by a key."""
    query = "{ apiKeys { nodes { id name actor { id } } } }"
    api.caller = ANONYMOUS
    found = {decode(one["id"]): one for one in api.run(query)["apiKeys"]["nodes"]}[("ApiKey", key_id)]
    actor = decode(found["actor"]["id"])
    assert actor is not None
    return Caller(actor[1], ActorKind.KEY, found["name"], scopes=frozenset(scopes), key_id=key_id)


@pytest.mark.both_engines
def test_a_run_whose_key_is_revoked_posts_nothing_more_and_goes_on_in_the_name_of_who_resumes_it(
    database: Database,
) -> None:
    api = Api(database)
    numbers = [a_sale(api), a_sale(api)]
    key(database)
    theirs = key(database, Scope.INVOICE, name="brief")
    api.caller, api.notify = caller_of(api, theirs.key, {Scope.INVOICE}), lambda *_: None
    run = api.do("postInvoices", RUN, orders=[{"number": one} for one in numbers])["run"]
    revoke(database, theirs)
    found = decode(run["id"])
    assert found is not None
    execute_run(Service(database, SystemClock()), found[1])
    shown = (
        "query($k: ID!) { postingRun(id: $k) { status posted failed items { nodes { status problems { code } } } } }"
    )
    failed = {"status": "CONTAINS_ERRORS", "problems": [{"code": "FORBIDDEN"}]}
    assert api.run(shown, k=run["id"])["postingRun"] == {
        "status": "ERROR",
        "posted": 0,
        "failed": 2,
        "items": {"nodes": [failed, failed]},
    }
    others = key(database, Scope.INVOICE, name="another")
    api.caller, api.notify = caller_of(api, others.key, {Scope.INVOICE}), execute_run
    api.run("mutation($k: ID!) { resumePostingRun(id: $k) { __typename } }", k=run["id"])
    after = api.run(shown, k=run["id"])["postingRun"]
    assert (after["status"], after["posted"], after["failed"]) == ("ENDED", 2, 0)
