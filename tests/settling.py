"""What closes open amounts, as the tests say it: who is billed what, and what is open of it."""

from typing import Any

from tests.api import VOUCHER, Api
from tests.projects import Project

RELEASE = "id kind date amount reason releases { id } releasedBy { id }"
SETTLED = f"settlements {{ {RELEASE} other {{ number }} payment {{ amount date voucher {{ {VOUCHER} }} }} }}"
STATE = f"id number status openAmount {SETTLED}"
WRITTEN = f"... on SettlementSuccess {{ replayed settlement {{ {RELEASE} voucher {{ {VOUCHER} }} }} invoices {{ number status openAmount }} }}"


def hours(project: Project, quantity: str, tax: str) -> dict[str, Any]:
    """Work at 100.00 an hour, billed with its tax; the invoice."""
    return project.billed(quantity, "100", taxAmount=tax)


def corrected(project: Project, invoice: dict[str, Any], quantity: str, tax: str) -> dict[str, Any]:
    """The draft that says how many hours, and what tax, are right."""
    return project.bill(project.correct(invoice), quantity=quantity, taxAmount=tax)


def state(api: Api, number: str) -> dict[str, Any]:
    """A document with what has settled it."""
    found: dict[str, Any] = api.run(f"query($n: String!) {{ invoice(ref: {{number: $n}}) {{ {STATE} }} }}", n=number)[
        "invoice"
    ]
    return found


def still_open(api: Api, *numbers: str) -> list[str]:
    """The status of documents, and what is open of them."""
    return [f"{one['status']} {one['openAmount']}" for one in (state(api, number) for number in numbers)]


def matched(api: Api, number: str) -> list[tuple[str, str]]:
    """What a document is settled with: the other document or the kind, and how much."""
    return [
        (one["other"]["number"] if one["other"] else one["kind"], one["amount"])
        for one in state(api, number)["settlements"]
    ]


def write_off(api: Api, number: str, **values: Any) -> dict[str, Any]:
    """Give up what is open of a document."""
    return api.do("writeOff", WRITTEN, **{"invoice": {"number": number}, "reason": "Not worth a letter", **values})


def unsettle(api: Api, settlement: dict[str, Any], **values: Any) -> dict[str, Any]:
    """Release a settlement."""
    return api.do("unsettle", WRITTEN, **{"settlement": settlement["id"], "reason": "The wrong one", **values})


def mark_paid(api: Api, number: str, **values: Any) -> dict[str, Any]:
    """Mark a document as paid; its state."""
    selection = f"... on DraftInvoiceSuccess {{ replayed invoice {{ {STATE} }} }}"
    answer = api.do("markInvoicePaid", selection, invoice={"number": number}, **values)
    invoice: dict[str, Any] = answer["invoice"]
    return invoice


def balance(api: Api) -> str:
    """What the first customer owes."""
    return str(api.run('{ customer(ref: {number: "C-000001"}) { balance } }')["customer"]["balance"])
