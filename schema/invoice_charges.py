"""Charges on documents: what returns cost, or credit besides."""

from decimal import Decimal

import strawberry

from ..models import tables
from ..resolvers import inherited
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import money, parent, stored
from .lazy import LazyInvoiceLine

CHARGE = tables.invoice_charge


@strawberry.type(description="A charge on a document: a fee, or more credit.")
class InvoiceCharge:
    """An invoice charge."""

    description: str = stored(CHARGE.c.description, "What it is for.")
    amount: Decimal = money(
        CHARGE.c.amount, inherited.CHARGE_CURRENCY, "Without tax; positive where the customer owes it."
    )
    tax_amount: Decimal = money(CHARGE.c.tax_amount, inherited.CHARGE_CURRENCY, "Tax, signed.")
    line: LazyInvoiceLine | None = parent(
        CHARGE.c.invoice_line_id, "InvoiceLine", "The line; null for the whole document."
    )


catalogue(InvoiceCharge, table=tables.invoice_charge)
