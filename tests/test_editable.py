"""What of a draft's details can be edited, row by row of the table of access 6.7, and law 12."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event

from tests.api import Api, Rejected
from tests.goods import Sale, ten, three_back
from tests.projects import Project
from tests.tables import table
from tests.test_project_lifecycle import BUILD, TIME, everything, with_retainers

FIELDS = {  # of DetailUpdateInput, each with a value that nobody can take for the one that is there
    "QUANTITY": ("quantity", "0.5"),
    "UNIT_PRICE": ("unitPrice", "3"),
    "DISCOUNT_PERCENT": ("discountPercent", "5"),
    "AMOUNT": ("amount", "0.5"),
    "TAX_AMOUNT": ("taxAmount", "0.1"),
    "TAX_RATE": ("taxRate", "7"),
    "BILLING_TYPE": ("billingType", "COMPLIMENTARY"),
    "DESCRIPTION": ("description", "Otherwise"),
}
SHOWN = "query($k: ID!) { node(id: $k) { ... on Invoice { details { nodes { id kind editable { field min max scale } } } } } }"
UPDATED = "... on DraftInvoiceSuccess { invoice { id } }"
Draft = dict[str, Any]


def details(api: Api, draft: Draft) -> list[dict[str, Any]]:
    """The details of a draft with what can be edited."""
    found: list[dict[str, Any]] = api.run(SHOWN, k=draft["id"])["node"]["details"]["nodes"]
    return found


def form(detail: dict[str, Any]) -> str:
    """What can be edited as a text table: field, smallest, largest, decimal places."""
    return "\n".join(
        " ".join(str("-" if one[name] is None else one[name]) for name in ("field", "min", "max", "scale"))
        for one in detail["editable"]
    )


def forms(api: Api, draft: Draft) -> list[tuple[str, str]]:
    return [(one["kind"], form(one)) for one in details(api, draft)]


FIRST_WORK = table("""
    QUANTITY 0 - 6
    TAX_AMOUNT 0.00 - 2
    BILLING_TYPE - - -
    DESCRIPTION - - -
    """)
CORRECTED_WORK = table("""
    QUANTITY 0 - 6
    UNIT_PRICE 0 - 6
    TAX_AMOUNT 0.00 - 2
    DESCRIPTION - - -
    """)
FIRST_MILESTONE = table("""
    TAX_AMOUNT 0.00 - 2
    BILLING_TYPE - - -
    DESCRIPTION - - -
    """)


def test_of_a_first_draft(api: Api) -> None:
    assert forms(api, everything(api).draft()) == [
        ("TRANSACTION", FIRST_WORK),
        ("MILESTONE", FIRST_MILESTONE),
        ("PRODUCT", ""),
        ("RETAINER", ""),
        ("RETAINER", ""),
    ]


@pytest.mark.parametrize(("start", "milestone"), [("ZERO", ""), ("BILLED", "QUANTITY 0 0 6")])
def test_of_a_correction_of_project_work(api: Api, start: str, milestone: str) -> None:
    project = everything(api)
    draft = project.correct(project.confirm(project.draft()), startFrom=start)
    assert forms(api, draft) == [
        ("TRANSACTION", CORRECTED_WORK),
        ("MILESTONE", milestone),
        ("RETAINER", "AMOUNT 0.00 - 2"),
        ("RETAINER", "AMOUNT 0.00 - 2"),
    ]


def test_of_work_that_was_credited_before_it_is_billed(api: Api) -> None:
    project = Project.of(api, customer=api.customer("JPY"))
    project.work("-4", "100")
    project.work("6", "100")
    quantity, tax = details(api, project.draft())[0]["editable"][:2]
    assert (quantity["min"], quantity["max"]) == (None, "0")
    assert (tax["min"], tax["max"], tax["scale"]) == (None, "0", 0)


def test_the_price_of_fixed_price_work_stays(api: Api) -> None:
    project = Project.of(api, BUILD)
    project.ready(milestones=[project.milestone["id"]])
    draft = project.draft()
    by_hand = {"contractLine": project.lines[0], "transactionClass": "FEE", "description": "Extra", "quantity": "1"}
    draft = project.change(draft, addInvoiceLineDetails={"details": [by_hand | {"unitPrice": "50", "taxAmount": "0"}]})
    work = details(api, project.correct(project.confirm(draft)))[1]
    assert [one["field"] for one in work["editable"]] == ["QUANTITY", "TAX_AMOUNT", "DESCRIPTION"]


def test_of_retainers(api: Api) -> None:
    project = with_retainers(api)
    project.work("4", "100")
    draft = project.draft()  # applies 300 of 300 and 100 of 900
    assert forms(api, draft)[1:] == [
        ("APPLIED_RETAINER", "AMOUNT 0.00 300.00 2"),
        ("APPLIED_RETAINER", "AMOUNT 0.00 900.00 2"),
    ]
    applied = project.confirm(draft)
    assert forms(api, project.correct(applied))[1:] == [
        ("APPLIED_RETAINER", "AMOUNT 0.00 300.00 2"),
        ("APPLIED_RETAINER", "AMOUNT 0.00 900.00 2"),  # the 100 that were applied, and 800
    ]
    billed = api.run("{ invoices { nodes { id details { nodes { kind } } } } }")["invoices"]["nodes"]
    (advance,) = [one for one in billed if one["details"]["nodes"][0]["kind"] == "RETAINER"]
    assert forms(api, project.correct(advance)) == [
        ("RETAINER", "AMOUNT 300.00 - 2"),
        ("RETAINER", "AMOUNT 100.00 - 2"),
    ]


def refunded(api: Api) -> tuple[Project, Draft]:
    """A project, and the invoice that pays back what is left of its retainer."""
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "1000"}])
    project.retained()
    marked = "... on MarkReadyToRefundSuccess { retainers { refundStatus } }"
    api.do("markReadyToRefund", marked, retainers=[project.retainer["id"]])
    project.work("1", "100")
    draft = project.draft()
    assert forms(api, draft)[1] == ("RETAINER_REFUND", "")
    return project, project.confirm(draft)


@pytest.mark.parametrize(("start", "refund"), [("ZERO", ""), ("BILLED", "AMOUNT 0.00 0.00 2")])
def test_of_a_refund(api: Api, start: str, refund: str) -> None:
    project, invoice = refunded(api)
    assert forms(api, project.correct(invoice, startFrom=start))[1] == ("RETAINER_REFUND", refund)


GOODS = table("""
    QUANTITY {} 6
    UNIT_PRICE 0 - 6
    DISCOUNT_PERCENT 0 100 6
    TAX_RATE 0 - 6
    DESCRIPTION - - -
    """)


def test_of_goods(api: Api) -> None:
    of = ten(api)
    assert forms(api, of.correct()) == [("PRODUCT", GOODS.format("0 -"))]


FEE = {"description": "Restocking", "category": "FIXED", "value": "49", "taxRate": "25"}
MORE = {"description": "Goodwill", "category": "FIXED", "value": "-20", "taxRate": "25"}


def test_of_a_credit_note_and_its_charges(api: Api) -> None:
    of, credit, _ = three_back(api, charges=[FEE])
    assert forms(api, of.correct(credit["number"])) == [
        ("PRODUCT", GOODS.format("- 0")),
        ("CHARGE", "AMOUNT 0.00 - 2\nTAX_RATE 0 - 6"),
    ]


def test_of_a_charge_that_credits_more(api: Api) -> None:
    of, credit, _ = three_back(api, charges=[MORE])
    assert forms(api, of.correct(credit["number"]))[1] == ("CHARGE", "AMOUNT - 0.00 2\nTAX_RATE 0 - 6")


def product_corrected(api: Api) -> Draft:
    """The correction of a product of a project invoice."""
    project = everything(api)
    invoice = project.confirm(project.draft())
    of = Sale.known(api, invoice["number"])
    (line,) = [one["id"] for one in of.invoice["lines"] if one["description"] == "Cables"]
    return of.correct(lines=[line])


def test_of_a_product_of_a_project_invoice(api: Api) -> None:
    product = table("""
        QUANTITY 0 - 6
        UNIT_PRICE 0 - 6
        DISCOUNT_PERCENT 0 100 6
        TAX_AMOUNT 0.00 - 2
        DESCRIPTION - - -
        """)
    assert forms(api, product_corrected(api)) == [("PRODUCT", product)]


def test_nothing_of_what_is_confirmed_and_everything_of_what_is_in_review(api: Api) -> None:
    project = Project.of(api, TIME)
    project.work("10", "100")
    draft = project.draft()
    api.do("markInvoiceInReview", "... on DraftInvoiceSuccess { invoice { status } }", invoice={"id": draft["id"]})
    assert forms(api, draft) == [("TRANSACTION", FIRST_WORK)]
    invoice = project.confirm(draft)
    assert forms(api, invoice) == [("TRANSACTION", "")]


def test_nothing_while_a_run_is_about_to_confirm_it(api: Api) -> None:
    project = Project.of(api, TIME)
    project.work("10", "100")
    draft, api.notify = project.draft(), lambda *_: None
    started = api.do("confirmInvoices", "... on PostingRunSuccess { run { id } }", invoices=[{"id": draft["id"]}])
    assert forms(api, draft) == [("TRANSACTION", "")]
    api.run("mutation($k: ID!) { cancelPostingRun(id: $k) { __typename } }", k=started["run"]["id"])
    assert forms(api, draft) == [("TRANSACTION", FIRST_WORK)]


def drafts(api: Api) -> list[Draft]:
    """A draft of every kind of detail, first-time and correcting."""
    made = []
    for start in ("ZERO", "BILLED"):
        project = everything(api)
        first = project.draft()
        made.append(first)
        other = everything(api)
        made.append(other.correct(other.confirm(other.draft()), startFrom=start))
        back, invoice = refunded(api)
        made.append(back.correct(invoice, startFrom=start))
        of, credit, _ = three_back(api, charges=[FEE, MORE])
        made += [of.correct(credit["number"], start), product_corrected(api)]
        made.append(ten(api).correct(start=start))
    project = with_retainers(api)
    project.work("4", "100")
    made.append(project.draft())
    return made


@pytest.mark.both_engines
def test_law_12_what_can_be_edited_and_what_is_refused_are_all_fields_and_never_the_same(api: Api) -> None:
    seen = set()
    for draft in drafts(api):
        for detail in details(api, draft):
            seen.add((detail["kind"], bool(draft.get("hasCorrections"))))
            listed = {one["field"] for one in detail["editable"]}
            refused = {field for field in FIELDS if is_locked(api, draft, detail, field)}
            assert listed | refused == set(FIELDS), detail
            assert listed & refused == set(), detail
    kinds = ("TRANSACTION", "MILESTONE", "PRODUCT", "RETAINER")
    assert seen >= {(kind, is_correction) for kind in kinds for is_correction in (False, True)}
    assert {one for one, _ in seen} == {*kinds, "APPLIED_RETAINER", "RETAINER_REFUND", "CHARGE"}


def is_locked(api: Api, draft: Draft, detail: dict[str, Any], field: str) -> bool:
    """Whether an update says that the field cannot be changed, or of a milestone, that it cannot be in part."""
    name, value = FIELDS[field]
    change = {"detail": detail["id"], name: value}
    before = api.fingerprint()
    try:
        with pytest.raises(Rejected) as refused:
            api.do("updateInvoiceLineDetails", UPDATED, invoice={"id": draft["id"]}, details=[change])
    except pytest.fail.Exception:
        return False  # it was taken
    assert api.fingerprint() == before
    codes = {one["code"]: one["path"] for one in refused.value.problems}
    if "FIELD_NOT_EDITABLE" in codes:
        assert codes == {"FIELD_NOT_EDITABLE": ["details", "0", name]}
        return True
    is_own = "MILESTONE_PARTIAL_CREDIT_UNSUPPORTED" in codes
    return is_own and field not in {one["field"] for one in detail["editable"]}


def test_the_bounds_are_the_last_values_that_are_taken(api: Api) -> None:
    project = with_retainers(api)
    project.work("12", "100")
    draft = project.draft()
    for place, detail in enumerate(details(api, draft)):
        for one in reversed(detail["editable"]):
            name, step = FIELDS[one["field"]][0], Decimal(1).scaleb(-(one["scale"] or 0))
            for bound, beyond in ((one["min"], -step), (one["max"], step)):
                if bound is not None:
                    with pytest.raises(Rejected):
                        project.bill(draft, place, **{name: str(Decimal(bound) + beyond)})
                    if (one["field"], bound) != ("QUANTITY", "0"):  # of which the draft's retainers need something
                        project.bill(draft, place, **{name: bound})


def test_however_many_drafts_there_are_it_costs_no_more_statements(api: Api) -> None:
    every = "{ invoices(first: 250) { nodes { details(first: 100) { nodes { editable { field } } } } } }"
    counts = []
    for drafts_more in (2, 6):
        for _ in range(drafts_more):
            project = with_retainers(api)
            project.work("4", "100")
            project.draft()
        with counted(api) as statements:
            api.run(every)
        counts.append(len(statements))
    assert counts[0] == counts[1]


@contextmanager
def counted(api: Api) -> Iterator[list[str]]:
    """The statements that run meanwhile."""
    told: list[str] = []

    def begun(_connection: Any, _cursor: Any, statement: str, *_: object) -> None:
        told.append(statement)

    event.listen(api.database.engine, "before_cursor_execute", begun)
    try:
        yield told
    finally:
        event.remove(api.database.engine, "before_cursor_execute", begun)
