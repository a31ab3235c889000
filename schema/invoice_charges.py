"""Charges on documents: what returns cost, or credit besides."""

from decimal import Decimal

import strawberry

from ..models import tables
from ..resolvers import inherited
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import measured, money, parent, stored
from .lazy import LazyInvoiceLine
from .taxes import TaxCode

CHARGE = tables.invoice_charge


@strawberry.type(description="A charge on a document: a fee, or more credit.")
class InvoiceCharge:
    """An invoice charge."""

    description: str = stored(CHARGE.c.description, "What it is for.")
    amount: Decimal = money(
        CHARGE.c.amount, inherited.CHARGE_CURRENCY, "Without tax; positive where the customer owes it."
    )
    tax_amount: Decimal = money(CHARGE.c.tax_amount, inherited.CHARGE_CURRENCY, "Tax, signed.")
    tax_code: TaxCode | None = parent(CHARGE.c.tax_code_id, "TaxCode", "Its tax code.")
    tax_rate: Decimal | None = measured(CHARGE.c.tax_rate, "Per cent.")
    line: LazyInvoiceLine | None = parent(
        CHARGE.c.invoice_line_id, "InvoiceLine", "The line; null for the whole document."
    )


catalogue(InvoiceCharge, table=tables.invoice_charge)
