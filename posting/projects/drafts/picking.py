"""What work, milestones, products and retainers are taxed as where they name no code themselves (documents 2.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, select

from ....models import tables
from ....models.money import minor_unit
from ....models.rows import read_pairs, read_value
from ...amounts import ZERO, tax_on
from ...planners.projects.facts import LedgerRow
from .records import ReadyProduct

CUSTOMER, LINE = tables.customer, tables.contract_line


@dataclass(frozen=True)
class UsualCodes:
    """The code of a customer, and those of a contract's lines by key."""

    of_customer: int | None
    of_lines: Mapping[int, int]

    def code_of(self, own: int | None, tax_amount: Decimal = ZERO, line_id: int | None = None) -> int | None:
        """The first that is given: its own; tax that was typed without one; the customer's; its contract line's."""
        if own is not None or tax_amount:
            return own
        return self.of_lines.get(line_id or 0) if self.of_customer is None else self.of_customer

    def of_product(self, row: ReadyProduct) -> int | None:
        """The code of a product-based line, which has that of its product where none was entered."""
        if row.tax_entered or (row.tax_code_id is None and row.tax_amount):
            return row.tax_code_id
        return row.tax_code_id if self.of_customer is None else self.of_customer


def usual_codes(connection: Connection, contract_id: int, customer_id: int) -> UsualCodes:
    """The codes that stand for what names none, as they are now."""
    of_customer = select(CUSTOMER.c.tax_code_id).where(CUSTOMER.c.id == customer_id)
    mine = (LINE.c.order_id == contract_id, LINE.c.tax_code_id.is_not(None))
    of_lines = select(LINE.c.id, LINE.c.tax_code_id).where(*mine)
    return UsualCodes(
        of_customer=read_value(connection, of_customer, int),
        of_lines=dict(read_pairs(connection, of_lines, int, int)),
    )


def is_entered(row: LedgerRow, currency: str) -> bool:
    """Whether the tax of approved work was typed beside its code, and not worked out from it."""
    if row.tax_code_id is None or row.tax_rate is None:
        return False
    return row.tax_amount != tax_on(row.amount, row.tax_rate, minor_unit(currency))
