"""What a random history can do to a project: by code and by hand, with advances, milestones and a product.

Each step is refused, and then nothing moved, or posts at most one document, whose taxes are those that its plan showed.
"""

from contextlib import suppress
from typing import Any

from tests.api import Api, Rejected
from tests.canceling import cancel
from tests.laws.histories import MONEY, History, settle
from tests.projects import Project
from tests.taxes import ROW, code, rounds

SHOWN = (
    "{ customers { nodes { balance } } invoices { nodes { number openAmount totalAmount status "
    "effective { netAmount taxAmount } } } orders(filter: {}) { nodes { number ... on ProjectContract { backlogAmount "
    "billedAmount retainers { usedAmount availableAmount availableTaxAmount invoiceStatus refundStatus } "
    "lines { billingStatus milestones { invoiceStatus } } } } } }"
)
CODES = ("S25", "S15", None)
CLASSES = ("TIME", "FEE", "EXPENSE", "MATERIAL")
WAITING = "{ actuals(filter: {open: true, billingStatus: [NOT_READY]}) { nodes { id } } }"
OPEN = "{ actuals(filter: {open: true, transactionType: [UNBILLED_SALES]}) { nodes { id } } }"
TAXES = f"query($n: String!) {{ invoice(ref: {{number: $n}}) {{ taxes {{ {ROW} }} }} }}"
PLAN = (
    "query($i: ConfirmInvoiceInput!) { planInvoiceConfirmation(input: $i) { __typename "
    f"... on PostingPlan {{ hash taxes {{ {ROW} }} }} }} }}"
)


def contracted(api: Api) -> History:
    """A project of hours, a fixed price, a product and two advances; some of it is taxed by code."""
    code(api, "S25")
    code(api, "S15", "15", account="2702")
    rounds(api, "RATE")
    fixed = [{"name": "Half", "amount": "300.10", "taxCode": "S25"}, {"name": "Rest", "amount": "99", "taxAmount": "7"}]
    product = {"number": api.product("50")}
    project = Project.of(
        api,
        {"name": "Work", "type": "PROJECT_BASED", "billingMethod": "TIME_AND_MATERIAL", "taxCode": "S25"},
        {"name": "Fixed", "type": "PROJECT_BASED", "billingMethod": "FIXED_PRICE", "milestones": fixed},
        {"name": "Pump", "type": "PRODUCT_BASED", "product": product, "quantity": "3", "taxAmount": "37.50"},
        retainers=[
            {"description": "Advance", "amount": "333.33", "taxCode": "S25"},
            {"description": "Deposit", "amount": "100"},
        ],
    )
    first = project.retained()["number"]
    project.work("10", "33.33")
    project.ready(
        milestones=[one["id"] for one in project.contract["lines"][1]["milestones"]],
        contractLines=[project.lines[2]],
        retainers=[project.contract["retainers"][1]["id"]],
    )
    return History(api, of_projects, [first], {"project": project, "query": SHOWN, "prepare": _with_work})


def _with_work(history: History, what: str, place: int, amount: str) -> None:
    """What is to be billed has mostly been worked."""
    if what in DRAFTED and place % 3:
        with suppress(Rejected):
            _work(history.things["project"], place, amount)


def of_projects(history: History, what: str, named: str, amount: str) -> str | None:
    """A step of a project; the number of what it posted."""
    api, project = history.api, history.things["project"]
    place = int(named[-6:])
    if what == "cancel":
        return str(cancel(api, named)["invoice"]["number"])
    if what in MONEY:
        return settle(api, what, named, amount)
    if what in ASIDE:
        ASIDE[what](project, place, amount)
        return None
    if what in DRAFTED:
        return DRAFTED[what](project, place, amount)
    found = api.run("query($n: String!) { invoice(ref: {number: $n}) { id } }", n=named)["invoice"]
    draft = project.correct(found, startFrom="ZERO" if what == "credit" else "BILLED")
    if what == "joined":
        draft = _joined(project, draft, history.documents[place % len(history.documents)])
    changes = _corrections("amount" if what == "joined" and place % 4 else what, place, amount)
    for at in range(len(draft["details"]["nodes"])):
        if what != "credit" and (what in ("quantity", "joined") or at % 3 != place % 3):
            with suppress(Rejected):
                draft = project.bill(draft, at, **changes)
    return confirmed(project, draft)


def _joined(project: Project, draft: dict[str, Any], number: str) -> dict[str, Any]:
    """The draft with the corrections of another document besides."""
    with suppress(Rejected):
        found = project.api.run("query($n: String!) { invoice(ref: {number: $n}) { id } }", n=number)["invoice"]
        return project.correct(found, startFrom="BILLED", addTo=draft["id"])
    return draft


def _corrections(what: str, place: int, amount: str) -> dict[str, Any]:
    """What is right of a detail."""
    if what == "joined":
        return {"quantity": amount}
    if what == "taxCode":
        return {"taxCode": CODES[place % 2]}
    if what == "typed":
        return {"quantity": amount, "taxAmount": "0.01"}
    return {what: amount}


# ------------------------------------------------ what posts nothing
def _work(project: Project, place: int, amount: str) -> None:
    tax: dict[str, Any] = ({"taxCode": "S15"}, {"taxAmount": "8.33"}, {}, {"billingType": "NON_CHARGEABLE"})[place % 4]
    kind = CLASSES[place % 3]
    project.work(amount, "33.33" if place % 2 else "12.499999", transactionClass=kind, **tax)


def _ready(project: Project, place: int, amount: str) -> None:
    """Whatever waits: work, milestones, the product, advances."""
    contract, waits = project.contract, ("NOT_READY",)
    milestones = [one["id"] for one in contract["lines"][1]["milestones"] if one["invoiceStatus"] in waits]
    retainers = [one["id"] for one in contract["retainers"] if one["invoiceStatus"] in waits]
    actuals = [one["id"] for one in project.api.run(WAITING)["actuals"]["nodes"]]
    if milestones or retainers or actuals:
        project.ready(actuals=actuals, milestones=milestones, retainers=retainers)


def _withdraw(project: Project, place: int, amount: str) -> None:
    open_rows = project.api.run(OPEN)["actuals"]["nodes"]
    if open_rows:
        chosen = [open_rows[place % len(open_rows)]["id"]]
        project.api.do("cancelEntries", "... on EntryJournalSuccess { replayed }", actuals=chosen)


def _to_refund(project: Project, place: int, amount: str) -> None:
    retainer = project.contract["retainers"][place % 2]["id"]
    shown = "... on MarkReadyToRefundSuccess { replayed }"
    project.api.do("markReadyToRefund", shown, retainers=[retainer], ready=place % 4 != 3)


def _rounding(project: Project, place: int, amount: str) -> None:
    rounds(project.api, ("LINE", "RATE")[place % 2])


# ------------------------------------------------ what posts a document
def _bill(project: Project, place: int, amount: str) -> str | None:
    return confirmed(project, project.draft())


def _edited(project: Project, place: int, amount: str) -> str | None:
    """What is billed of work is not what was approved, or free."""
    draft = project.draft()
    changes = ({"quantity": amount}, {"billingType": "NON_CHARGEABLE"}, {"taxCode": "S15"}, {"amount": amount})
    for at in range(len(draft["details"]["nodes"])):
        with suppress(Rejected):
            draft = project.bill(draft, at, **changes[(place + at) % 4])
    return confirmed(project, draft)


def _applied(project: Project, place: int, amount: str) -> str | None:
    retainers = [one["id"] for one in project.contract["retainers"]]
    return confirmed(project, project.draft(retainers=[{"retainer": retainers[place % 2], "amount": amount}]))


def _by_hand(project: Project, place: int, amount: str) -> str | None:
    """Two transactions that nobody approved, beside what is ready or alone."""
    draft = project.draft()
    ready = [one["id"] for one in draft["details"]["nodes"]]
    draft = _entered(project, draft, place, amount)
    if place % 2 and ready:
        draft = project.change(draft, removeInvoiceLineDetails={"details": ready})
    return confirmed(project, draft)


def _entered(project: Project, draft: dict[str, Any], place: int, amount: str) -> dict[str, Any]:
    tax: dict[str, Any] = ({"taxCode": "S25"}, {"taxCode": "S15"}, {"taxAmount": "3.33"}, {})[place % 4]
    manual = {"description": "By hand", "quantity": amount, "unitPrice": "33.33"}
    billing = "COMPLIMENTARY" if place % 5 == 4 else "CHARGEABLE"
    details = [
        {"contractLine": project.lines[place % 2], "transactionClass": CLASSES[place % 4], **manual, **tax},
        {"contractLine": project.lines[0], "transactionClass": "TIME", **manual, "billingType": billing},
    ]
    with suppress(Rejected):
        draft = project.change(draft, addInvoiceLineDetails={"details": details})
    return draft


def confirmed(project: Project, draft: dict[str, Any]) -> str | None:
    """The number of a draft that was confirmed as planned; one that cannot be is deleted."""
    plan = project.api.run(PLAN, i={"invoice": {"id": draft["id"]}})["planInvoiceConfirmation"]
    if plan["__typename"] == "Rejection":
        project.api.do("deleteInvoice", "... on DeleteInvoiceSuccess { __typename }", invoice={"id": draft["id"]})
        return None
    number = str(project.confirm(draft, expectedPlan=plan["hash"])["number"])
    assert project.api.run(TAXES, n=number)["invoice"]["taxes"] == plan["taxes"]
    return number


ASIDE = {"work": _work, "ready": _ready, "withdraw": _withdraw, "to refund": _to_refund, "rounding": _rounding}
DRAFTED = {"bill": _bill, "edited": _edited, "apply": _applied, "by hand": _by_hand}
CORRECTED = ("credit", "quantity", "unitPrice", "amount", "taxCode", "typed", "joined")
