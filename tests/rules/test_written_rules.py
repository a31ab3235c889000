"""Every row of the rule tables is written by somebody: by the demo data, or by a contract on which all else happens.

What stands in `NEVER` is in a table because its scenario says so, and cannot come about; each says why.
"""

from typing import Any

import pytest

from rebill import demo
from rebill.models.database import Database
from rebill.posting.rules.scenarios import RULES
from tests.api import Api
from tests.canceling import cancel
from tests.goods import Sale
from tests.projects import Project

CLASSES = ("TIME", "EXPENSE", "MATERIAL", "FEE")
NEVER = {
    "retainer.refunded.open": "a refund pays back all that is left",
    "retainer.refund_correction.open_reversal": "nothing is open of a retainer that is refunded",
}
LINES = (
    {"name": "Work", "billingMethod": "TIME_AND_MATERIAL"},
    {"name": "Fixed", "billingMethod": "FIXED_PRICE"},
)
EDITS: dict[str, dict[str, str]] = {
    "as approved": {},
    "lowered": {"quantity": "6"},
    "written off": {"quantity": "0"},
    "raised": {"quantity": "12"},
    "given away": {"billingType": "COMPLIMENTARY"},
}
CORRECTED = {"as approved": "0", "raised": "7", "given away": "11", "by hand": "0.5"}
MARKED = "... on MarkReadyToRefundSuccess { retainers { id } }"
JOURNAL = "... on EntryJournalSuccess { actuals { id } }"


def edit(project: Project, draft: dict[str, Any], edits: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Change the details of a draft by what they are called."""
    changes = [
        {"detail": one["id"], **edits[one["description"]]}
        for one in draft["details"]["nodes"]
        if edits.get(one["description"])
    ]
    return project.change(draft, updateInvoiceLineDetails={"details": changes})


def by_hand(project: Project) -> list[dict[str, str]]:
    """Details entered on a draft: for each class one by time and material, and two at a fixed price."""
    details = ((0, "on the draft"), (1, "by hand"), (1, "by hand, credited"))
    return [
        {
            "contractLine": project.lines[line],
            "transactionClass": kind,
            "description": description,
            "quantity": "1",
            "unitPrice": "30",
        }
        for kind in CLASSES
        for line, description in details
    ]


def bill_and_correct_work(project: Project) -> None:
    """Each class of work confirmed in every way, corrected in every way, and what came back of it withdrawn."""
    entries = [
        {
            "contractLine": project.lines[0],
            "transactionClass": kind,
            "description": description,
            "transactionDate": "2026-08-31",
            "quantity": "10",
            "unitPrice": "10",
            "readyToInvoice": True,
        }
        for kind in CLASSES
        for description in EDITS
    ]
    project.api.do("postEntryJournal", JOURNAL, entries=entries)
    draft = project.change(project.draft(), addInvoiceLineDetails={"details": by_hand(project)})
    invoice = project.confirm(edit(project, draft, EDITS))
    quantities = {description: {"quantity": quantity} for description, quantity in CORRECTED.items()}
    project.confirm(edit(project, project.correct(invoice), quantities))
    returned = project.api.run("{ actuals(filter: {open: true}) { nodes { id description } } }")["actuals"]["nodes"]
    lowered = [one["id"] for one in returned if one["description"] == "lowered"]
    project.api.do("cancelEntries", JOURNAL, actuals=lowered)


def bill_apply_and_refund_a_retainer(api: Api) -> None:
    """A retainer billed, lowered, applied in part, applied less, refunded, and the refund undone."""
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "1000"}])
    lowered = project.bill(project.correct(project.retained()), amount="900")
    project.confirm(lowered)
    invoice = project.billed("4", "100")
    correction = project.correct(invoice)
    edits = {"Work": {"quantity": "4"}, "Advance": {"amount": "300"}}
    project.confirm(edit(project, correction, edits))
    api.do("markReadyToRefund", MARKED, retainers=[project.retainer["id"]])
    project.confirm(project.correct(project.confirm(project.draft())))


def correct_goods(api: Api) -> None:
    """A sale, a return of part of it and a charge, each put right."""
    of = Sale.of(api, ("10", "100"))
    fee = {"description": "Restocking", "category": "FIXED", "value": "49", "taxRate": "25"}
    order = api.returned(lines=[{"invoiceLine": of.line, "quantity": "3"}], charges=[fee])
    api.arrive(order, (1, "3"))
    api.receive(order)
    note = api.credit(order)["invoice"]["number"]
    of.confirm(of.enter(of.enter(of.correct(note), unitPrice="90"), 1, amount="40"))
    cancel(api, of.put_right(unitPrice="95")["number"])


@pytest.mark.slow
def test_every_rule_is_written_by_somebody_and_no_other_is(sqlite_database: Database) -> None:
    demo.load(sqlite_database)
    api = Api(sqlite_database)
    bill_and_correct_work(Project.of(api, *LINES))
    bill_apply_and_refund_a_retainer(api)
    correct_goods(api)
    written = {row["rule"] for row in api.ledger()}
    assert sorted(written ^ (RULES.keys() - NEVER.keys())) == []
    assert api.broken_laws() == []
