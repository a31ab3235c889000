"""The ledger as a text table to compare with, in the bookkeeper's short words.

A row is: position, side, class, quantity, amount, tax, adjustment status, billing status, connections.
"""

SIDES = {"UNBILLED_SALES": "US", "BILLED_SALES": "BS", "COST": "cost"}
STATUSES = {
    "NOT_READY": "not-ready",
    "READY_TO_INVOICE": "ready",
    "CUSTOMER_INVOICE_CREATED": "created",
    "CUSTOMER_INVOICE_POSTED": "posted",
    "CANCELED": "canceled",
    None: "-",
}
ROLES = {"REVERSING": "reverses", "REPLACING": "replaces", "BILLED_SALES": "bills", "UNBILLED_SALES": "of"}
FREE = {"NON_CHARGEABLE": " free", "COMPLIMENTARY": " gift", "CHARGEABLE": ""}


def table(text: str) -> str:
    """A table without its column padding."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
