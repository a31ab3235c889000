"""Which orders to list, and what to sort them by."""

from dataclasses import dataclass, field

from sqlalchemy import or_, select

from ...models import tables
from ...models.vocabulary import OrderStatus, OrderType, ReturnLineStatus, ReturnStatus
from ...posting.commands import CustomerRef, DateRange, about
from ..reading.references import key_condition
from ..reading.sorting import SortDirection
from .conditions import Conditions, any_of, contains, lower, on_days, searched


@dataclass(kw_only=True)
class OrderFilter:
    """Which orders to list."""

    type: list[OrderType] | None = field(default=None, metadata=about("Order types."))
    status: list[OrderStatus] | None = field(default=None, metadata=about("Order statuses."))
    return_status: list[ReturnStatus] | None = field(
        default=None, metadata=about("Return statuses; return orders that are CREATED are listed only through this.")
    )
    return_line_status: list[ReturnLineStatus] | None = field(
        default=None, metadata=about("Return orders with at least one line in one of these statuses.")
    )
    customer: CustomerRef | None = field(default=None, metadata=about("Orders of this customer."))
    created_on: DateRange | None = field(default=None, metadata=about("When the order was created."))
    search: str | None = field(default=None, metadata=about("Part of the number, RMA number or contract name."))

    def conditions(self) -> Conditions:
        """Conditions on orders; return orders that are still CREATED are hidden unless asked for (returns 1.5)."""
        table = tables.order
        found = any_of(table, self, "type", "status", "return_status")
        if not self.return_status:
            found.append(or_(table.c.return_status.is_(None), table.c.return_status != ReturnStatus.CREATED))
        if self.return_line_status:
            line = tables.return_order_line
            found.append(
                table.c.id.in_(select(line.c.order_id).where(line.c.return_status.in_(self.return_line_status)))
            )
        if self.customer is not None:
            found.append(table.c.customer_id.in_(key_condition(tables.customer, self.customer)))
        if self.created_on is not None:
            found.extend(on_days(table.c.created_at, self.created_on))
        if (text := searched(self.search)) is not None:
            found.append(contains(text, lower(table.c.number), lower(table.c.rma_number), table.c.folded_name))
        return tuple(found)


@dataclass(kw_only=True)
class OrderSort:
    """What to sort orders by."""

    created_at: SortDirection | None = field(default=None, metadata=about("When they were created."))
    number: SortDirection | None = field(default=None, metadata=about("Their number."))
