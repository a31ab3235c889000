"""Which invoices to list, and what to sort them by."""

from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import or_, select

from ...models import tables
from ...models.vocabulary import DocumentType, InvoiceStatus, OrderType
from ...posting.commands import CustomerRef, DateRange, OrderRef, about
from ..reading.references import key_condition
from ..reading.sorting import SortDirection
from .conditions import Conditions, any_of, between, contains, lower, searched


@dataclass(kw_only=True)
class DecimalRange:
    """From one value to another, both included; either may be left out."""

    min: Decimal | None = field(default=None, metadata=about("The smallest value."))
    max: Decimal | None = field(default=None, metadata=about("The largest value."))


@dataclass(kw_only=True)
class InvoiceFilter:
    """Which invoices to list."""

    status: list[InvoiceStatus] | None = field(default=None, metadata=about("Invoice statuses."))
    document_type: list[DocumentType] | None = field(default=None, metadata=about("Invoices or credit notes."))
    has_corrections: bool | None = field(default=None, metadata=about("Whether the invoice corrects another."))
    order_type: list[OrderType] | None = field(default=None, metadata=about("Types of the orders invoiced."))
    customer: CustomerRef | None = field(default=None, metadata=about("Invoices of this customer."))
    order: OrderRef | None = field(default=None, metadata=about("Invoices of this order."))
    invoice_date: DateRange | None = field(default=None, metadata=about("The accounting date."))
    total_amount: DecimalRange | None = field(default=None, metadata=about("The total, tax included, signed."))
    search: str | None = field(default=None, metadata=about("Part of the number or of the customer's name."))

    def conditions(self) -> Conditions:
        """Conditions on invoices."""
        table, link = tables.invoice, tables.invoice_order
        found = any_of(table, self, "status", "document_type")
        if self.has_corrections is not None:
            found.append(table.c.has_corrections.is_(self.has_corrections))
        if self.customer is not None:
            found.append(table.c.customer_id.in_(key_condition(tables.customer, self.customer)))
        if self.order is not None:
            orders = key_condition(tables.order, self.order)
            found.append(table.c.id.in_(select(link.c.invoice_id).where(link.c.order_id.in_(orders))))
        if self.order_type:
            typed = select(link.c.invoice_id).join(tables.order, tables.order.c.id == link.c.order_id)
            found.append(table.c.id.in_(typed.where(tables.order.c.type.in_(self.order_type))))
        if self.invoice_date is not None:
            found.extend(between(table.c.invoice_date, self.invoice_date.from_, self.invoice_date.to))
        if self.total_amount is not None:
            found.extend(between(table.c.total_amount, self.total_amount.min, self.total_amount.max))
        if (text := searched(self.search)) is not None:
            named = select(tables.customer.c.id).where(contains(text, tables.customer.c.folded_name))
            found.append(or_(contains(text, lower(table.c.number)), table.c.customer_id.in_(named)))
        return tuple(found)


@dataclass(kw_only=True)
class InvoiceSort:
    """What to sort invoices by; what drafts have not, a number, an instant of posting or a date, is the smallest."""

    invoice_date: SortDirection | None = field(default=None, metadata=about("The accounting date."))
    posted_at: SortDirection | None = field(default=None, metadata=about("When they were posted."))
    number: SortDirection | None = field(default=None, metadata=about("Their number."))
    total_amount: SortDirection | None = field(default=None, metadata=about("The total."))
    created_at: SortDirection | None = field(default=None, metadata=about("When they were created."))
