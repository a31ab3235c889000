"""Plans as results keep them, made ready for the API."""

from datetime import date
from decimal import Decimal
from typing import Any

from ..models.vocabulary import (
    BillingType,
    DocumentType,
    PostingType,
    TransactionClass,
    TransactionType,
    WarningCode,
)
from .context import Info
from .reading.renderings import at_minor_unit
from .reading.rows import load_one

AMOUNTS = ("net_amount", "tax_amount", "total_amount", "amount", "debit", "credit")
BOOKED = ("charges", "voucher", "packing_slip_voucher", "settlements")  # plans kept by older versions have none
NUMBERS = ("quantity", "unit_price")
ENUMS: dict[str, type[Any]] = {
    "document_type": DocumentType,
    "transaction_type": TransactionType,
    "transaction_class": TransactionClass,
    "billing_type": BillingType,
    "posting_type": PostingType,
}


def plan_view(document: dict[str, Any]) -> dict[str, Any]:
    """A plan document with decimals at their scale and enum members."""
    currency = document["currency"]
    return typed(document, currency) | {
        "lines": [typed(line, currency) for line in document["lines"]],
        "actuals": [typed(row, currency) for row in document["actuals"]],
        "due_date": None if document.get("due_date") is None else date.fromisoformat(document["due_date"]),
        **{name: [typed(one, currency) for one in document.get(name, ())] for name in BOOKED},
        "status_changes": [change | {"from_": change["from"]} for change in document["status_changes"]],
        "warnings": [warning_view(one) for one in document["warnings"]],
    }


def warning_view(document: dict[str, Any]) -> dict[str, Any]:
    """A warning document with its code as an enum member."""
    return document | {"code": WarningCode(document["code"])}


def typed(document: dict[str, Any], currency: str) -> dict[str, Any]:
    """A document of a plan with amounts at the minor unit of their currency, numbers and enum members."""
    found = dict(document)
    for name, value in document.items():
        if name in AMOUNTS:
            found[name] = at_minor_unit(Decimal(value), currency)
        elif name in NUMBERS:
            found[name] = Decimal(value)
        elif name in ENUMS and value is not None:
            found[name] = ENUMS[name](value)
    return found


def reversed_actual(root: dict[str, Any], info: Info):  # type: ignore[no-untyped-def]
    """The existing actual that a planned row reverses."""
    key = root["reverses"]
    return None if key is None else load_one(info, "Actual", key)
