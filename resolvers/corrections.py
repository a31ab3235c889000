"""What of an invoice can be corrected: the same look at its billed rows that correctInvoice takes."""

from typing import Any

from sqlalchemy import select

from ..models import tables
from ..models.vocabulary import InvoiceStatus
from ..posting.problems import Problem, Refused
from ..posting.service.corrections import Billed, billed_details, nothing_left, refuse_uncorrectable
from .context import Info
from .reading.rows import Row, load_many
from .reading.selection import requested


def correction_options(root: Row, info: Info):  # type: ignore[no-untyped-def]
    """Whether, and detail by detail, what can be corrected."""
    connection = info.context.connection
    invoice = connection.execute(select(tables.invoice).where(tables.invoice.c.id == root.key)).one()
    billed = [] if invoice.contract_id is None else billed_details(connection, invoice, lock=False)
    blockers = _blockers(invoice, billed)
    if invoice.status == InvoiceStatus.DRAFT:
        billed = []
    rows = load_many(
        info, "InvoiceLineDetail", [one.detail.id for one in billed], requested(info, ("details", "detail"))
    )
    return {
        "can_correct": not blockers,
        "blockers": blockers,
        "details": [_option(one, row) for one, row in zip(billed, rows, strict=True)],
    }


def _blockers(invoice: Any, billed: list[Billed]) -> list[Problem]:
    try:
        refuse_uncorrectable(invoice)
    except Refused as refused:
        return list(refused.problems)
    if any(one.blocker is None for one in billed):
        return []
    return list(nothing_left(invoice, billed).problems)


def _option(one: Billed, row: Row) -> dict[str, object]:
    return {
        "detail": row,
        "can_correct": one.blocker is None,
        "full_credit_only": False,
        "max_quantity": None,
        "max_amount": None,
        "blockers": [] if one.blocker is None else [one.blocker],
    }
